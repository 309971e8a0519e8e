//! Posted documents as files.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use dovuto_app::documents::{SaveDocument, ShowDocument, save, show};
use dovuto_app::error::Error;
use dovuto_app::export::file::ExportRefused;
use dovuto_documents::profile::BuiltIn;
use dovuto_documents::words::Language;

use crate::harness::{Office, order};

/// A firm with one posted invoice, and its number.
pub async fn billed() -> (Office, String) {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.customer("ROSSI", "IT").await;
    let order_id = office.confirmed(order(rossi, &[(rid, 10)])).await;
    office.delivered(order_id).await;
    let posted = office.post_all(order_id).await.unwrap();
    (office, posted.documents[0].number.clone())
}

pub fn of(document: &str) -> ShowDocument {
    ShowDocument {
        document: document.to_owned(),
        kind: None,
        profile: None,
        language: None,
        on: None,
    }
}

#[tokio::test]
async fn a_posted_invoice_is_shown_as_a_pdf_in_each_profile_and_language() {
    let (office, number) = billed().await;
    for profile in BuiltIn::ALL {
        for language in Language::ALL {
            let ask =
                ShowDocument { profile: Some(profile), language: Some(language), ..of(&number) };
            let shown = show(&office.desk, &office.cx(office.elena), ask).await.unwrap();
            assert_eq!((shown.pages, shown.number.as_str()), (1, number.as_str()));
            assert!(shown.file_name.ends_with(&format!(" {number}.pdf")), "{}", shown.file_name);
            let bytes = BASE64_STANDARD.decode(&shown.pdf).unwrap();
            assert!(bytes.starts_with(b"%PDF-1.7"));
        }
    }
}

#[tokio::test]
async fn a_file_that_lies_there_is_replaced_only_when_that_is_said() {
    let (office, number) = billed().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("invoice.pdf");
    let ask = |replace| SaveDocument {
        show: of(&number),
        path: path.to_str().unwrap().to_owned(),
        replace,
    };
    let saved = save(&office.desk, &office.cx(office.elena), ask(None)).await.unwrap();
    let bytes = std::fs::read(&path).unwrap();
    assert_eq!(saved.bytes, i64::try_from(bytes.len()).unwrap());
    let again = save(&office.desk, &office.cx(office.elena), ask(None)).await;
    assert!(matches!(again, Err(Error::Export(ExportRefused::FileExists { .. }))), "{again:?}");
    std::fs::write(&path, b"other").unwrap();
    save(&office.desk, &office.cx(office.elena), ask(Some(true))).await.unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), bytes, "a second rendering gives the same bytes");
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(left.len(), 1, "nothing lies half-written beside it");
}

#[cfg(unix)]
#[tokio::test]
async fn whoever_may_read_other_files_of_the_folder_may_read_a_document() {
    use std::os::unix::fs::PermissionsExt as _;
    let (office, number) = billed().await;
    let folder = tempfile::tempdir().unwrap();
    let (path, other) = (folder.path().join("invoice.pdf"), folder.path().join("other"));
    let ask =
        SaveDocument { show: of(&number), path: path.to_str().unwrap().to_owned(), replace: None };
    save(&office.desk, &office.cx(office.elena), ask).await.unwrap();
    std::fs::write(&other, b"").unwrap();
    let mode = |path| std::fs::metadata(path).unwrap().permissions().mode();
    assert_eq!(mode(&path), mode(&other));
}

#[tokio::test]
async fn a_document_that_is_not_there_is_named() {
    let (office, _) = billed().await;
    let missing = show(&office.desk, &office.cx(office.elena), of("FA26-99999")).await.unwrap_err();
    assert_eq!(missing.to_string(), "there is no document \"FA26-99999\"");
}

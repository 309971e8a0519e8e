//! What was rendered once is shown as it was then, and verify says where that cannot be.

use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use dovuto_app::audit::verify;
use dovuto_app::backup::{BackUp, Restore, back_up, restore};
use dovuto_app::documents::archive::InArchive;
use dovuto_app::documents::{DocumentFile, ShowDocument, show};
use dovuto_app::house::House;
use dovuto_documents::profile::BuiltIn;
use dovuto_documents::words::Language;
use dovuto_store::archive::path_of;
use sqlx::Connection as _;

use super::files::{billed, of};
use crate::harness::Office;
use crate::verify::behind::{past_guards, plain, run};

fn archive(office: &Office) -> PathBuf {
    path_of(Path::new(&office.founded.path))
}

async fn shown(office: &Office, ask: ShowDocument) -> DocumentFile {
    show(&office.desk, &office.cx(office.elena), ask).await.unwrap()
}

async fn findings(office: &Office) -> Vec<String> {
    let found = verify(&office.desk).await.unwrap().findings;
    found.into_iter().map(|f| format!("{}: {}: {}", f.code, f.place, f.detail)).collect()
}

async fn n_renderings(path: &Path) -> i64 {
    let mut db = plain(path).await;
    let n = sqlx::query_scalar("select count(*) from renderings").fetch_one(&mut db).await;
    db.close().await.unwrap();
    n.unwrap()
}

fn is_reprint(file: &DocumentFile) -> bool {
    matches!(file.archive, InArchive::Reprint { .. })
}

/// Why a document that was shown all the same was not kept.
fn hindered(file: &DocumentFile) -> &str {
    assert!(BASE64_STANDARD.decode(&file.pdf).unwrap().starts_with(b"%PDF-1.7"));
    match &file.archive {
        InArchive::NotKept { why } => why,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_second_showing_lays_nothing_out_but_gives_the_archived_bytes() {
    let (office, number) = billed().await;
    let first = shown(&office, of(&number)).await;
    assert_eq!(first.archive, InArchive::First);
    let again = shown(&office, of(&number)).await;
    assert_eq!((&again.pdf, &again.file_name), (&first.pdf, &first.file_name));
    assert!(is_reprint(&again));
    assert_eq!(findings(&office).await, Vec::<String>::new());
    assert_eq!(verify(&office.desk).await.unwrap().archived, 1);

    // As if a program of another layout had rendered it.
    let other = b"%PDF of another day";
    let mut db = plain(&archive(&office)).await;
    run(&mut db, "drop trigger contents_stay; drop trigger renderings_stay;").await;
    let hash = <sha2::Sha256 as sha2::Digest>::digest(other);
    for text in [
        "update contents set content_hash = ?1, bytes = ?2",
        "update renderings set content_hash = ?1 where ?2 is not null",
    ] {
        let update = sqlx::query(text).bind(hash.as_slice()).bind(other.as_slice());
        update.execute(&mut db).await.unwrap();
    }
    db.close().await.unwrap();
    for profile in [None, Some(BuiltIn::Plain)] {
        let reprint = shown(&office, ShowDocument { profile, ..of(&number) }).await;
        assert_eq!(BASE64_STANDARD.decode(&reprint.pdf).unwrap(), other);
        assert!(is_reprint(&reprint));
    }
    assert_eq!(findings(&office).await, Vec::<String>::new());
}

#[tokio::test]
async fn each_profile_and_language_is_kept_and_the_first_one_is_the_issued_one() {
    let (office, number) = billed().await;
    let german = ShowDocument {
        profile: Some(BuiltIn::GermanWindow),
        language: Some(Language::German),
        ..of(&number)
    };
    let issued = shown(&office, german.clone()).await;
    assert_eq!(shown(&office, of(&number)).await.pdf, issued.pdf);
    let french = ShowDocument { language: Some(Language::French), ..of(&number) };
    let french = shown(&office, french).await;
    let in_window = ShowDocument {
        profile: Some(BuiltIn::GermanWindow),
        language: Some(Language::French),
        ..of(&number)
    };
    let in_window = shown(&office, in_window).await;
    assert!(is_reprint(&in_window));
    assert_eq!(in_window.pdf, french.pdf, "another language keeps the layout that was issued");
    let plain = ShowDocument { profile: Some(BuiltIn::Plain), ..of(&number) };
    assert_eq!(shown(&office, plain).await.archive, InArchive::First);
    assert_eq!(shown(&office, of(&number)).await.pdf, issued.pdf);
    assert_eq!(n_renderings(&archive(&office)).await, 3);
    assert_eq!(findings(&office).await, Vec::<String>::new());
}

#[tokio::test]
async fn changed_bytes_are_found_by_verify_and_never_shown_as_what_was_issued() {
    let (office, number) = billed().await;
    let first = shown(&office, of(&number)).await;
    past_guards(&archive(&office), "update contents set bytes = cast(bytes || 'x' as blob)")
        .await
        .unwrap();
    let found = findings(&office).await;
    assert_eq!(found.len(), 1, "{found:?}");
    let begin = format!("archive_changed: archive, {number} (plain, it): its bytes hash to ");
    assert!(found[0].starts_with(&begin), "{found:?}");
    let again = shown(&office, of(&number)).await;
    assert!(hindered(&again).contains("is not as it was issued; run verify"));
    assert_eq!(again.pdf, first.pdf, "laid out anew");
}

#[tokio::test]
async fn verify_names_what_the_ledger_does_not_know_and_what_lost_its_bytes() {
    let check = async |statement: &str, expect: &str| {
        let (office, number) = billed().await;
        shown(&office, of(&number)).await;
        past_guards(&archive(&office), statement).await.unwrap();
        let found = findings(&office).await;
        let expect = expect.replace("NUMBER", &number);
        assert!(found.len() == 1 && found[0].contains(&expect), "{statement}: {found:?}");
    };
    check(
        "update renderings set document_id = randomblob(16)",
        "archive_unknown: archive, NUMBER: document ",
    )
    .await;
    check(
        "update renderings set number = 'FA26-99999'",
        "archive_unknown: archive, FA26-99999: the ledger calls this document NUMBER",
    )
    .await;
    check(
        "delete from contents",
        "archive_missing: archive, NUMBER (plain, it): its bytes are gone",
    )
    .await;
    check("alter table renderings rename to hidden", "archive_unreadable: archive: ").await;
}

#[tokio::test]
async fn what_is_archived_can_be_neither_changed_nor_removed() {
    let (office, number) = billed().await;
    shown(&office, of(&number)).await;
    let mut db = plain(&archive(&office)).await;
    for statement in [
        "update contents set bytes = x'00'",
        "delete from contents",
        "update renderings set number = 'X'",
        "delete from renderings",
    ] {
        let refused = sqlx::query(statement).execute(&mut db).await.unwrap_err().to_string();
        assert!(refused.contains("what was archived is never"), "{statement}: {refused}");
    }
}

#[tokio::test]
async fn an_archive_that_cannot_be_used_keeps_nobody_from_seeing_the_document() {
    let (office, number) = billed().await;
    let path = archive(&office);
    std::fs::create_dir(&path).unwrap();
    let file = shown(&office, of(&number)).await;
    assert!(hindered(&file).contains("see that you may write to it"), "{file:?}");
    std::fs::remove_dir(&path).unwrap();

    std::fs::write(&path, "somebody's notes, which are longer than nothing").unwrap();
    let file = shown(&office, of(&number)).await;
    assert!(hindered(&file).contains("is damaged"), "{file:?}");
    let found = findings(&office).await;
    assert!(found.len() == 1 && found[0].starts_with("archive_unreadable: "), "{found:?}");
    std::fs::remove_file(&path).unwrap();

    run(&mut create(&path).await, "create table notes (note text) strict").await;
    let file = shown(&office, of(&number)).await;
    assert!(hindered(&file).contains("is not a firm's file of Dovuto"), "{file:?}");
    std::fs::remove_file(&path).unwrap();
    assert_eq!(shown(&office, of(&number)).await.archive, InArchive::First);
}

async fn create(path: &Path) -> sqlx::SqliteConnection {
    std::fs::write(path, "").unwrap();
    plain(path).await
}

#[tokio::test]
async fn two_programs_that_render_at_once_show_and_keep_the_same() {
    let (office, number) = billed().await;
    let (_, other) = office.house.open(None).await.unwrap();
    let (here, there) = (office.cx(office.elena), office.cx(office.elena));
    let (one, two) =
        tokio::join!(show(&office.desk, &here, of(&number)), show(&other, &there, of(&number)));
    assert_eq!(one.unwrap().pdf, two.unwrap().pdf);
    assert_eq!(n_renderings(&archive(&office)).await, 1);
}

fn backup(to: &Path) -> BackUp {
    BackUp { to: to.display().to_string() }
}

#[tokio::test]
async fn a_backup_takes_the_archive_along_and_restoring_brings_it_back() {
    let (office, number) = billed().await;
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("copy.db");
    let first = shown(&office, of(&number)).await;
    let kept = back_up(&office.desk, backup(&to)).await.unwrap();
    assert_eq!((kept.findings, n_renderings(&path_of(&to)).await), (0, 1));
    // Rendered after the backup, so it is not in it.
    shown(&office, ShowDocument { profile: Some(BuiltIn::ItalianDdt), ..of(&number) }).await;

    let ask = Restore {
        from: kept.to.clone(),
        members: ["sara".to_owned(), office.elena.to_string()],
        reason: "the disk broke".to_owned(),
        last_numbers_seen: vec![number.clone()],
    };
    let cx = office.cx(office.founder);
    let house = office.house.clone();
    let Office { desk, founded, .. } = office;
    desk.store.close().await;
    let (restored, desk) = restore(&house, &cx, ask).await.unwrap();
    let replaced = restored.replaced.unwrap();
    assert_eq!(n_renderings(&path_of(Path::new(&replaced))).await, 2, "kept with its file");
    assert_eq!(n_renderings(&path_of(Path::new(&founded.path))).await, 1);
    let again = show(&desk, &cx, of(&number)).await.unwrap();
    assert!(is_reprint(&again) && again.pdf == first.pdf);
    assert_eq!(verify(&desk).await.unwrap().findings, []);
}

#[tokio::test]
async fn a_damaged_archive_hinders_no_backup_but_is_told_of() {
    let (office, number) = billed().await;
    let folder = tempfile::tempdir().unwrap();
    shown(&office, of(&number)).await;
    past_guards(&archive(&office), "update contents set bytes = cast(bytes || 'x' as blob)")
        .await
        .unwrap();
    let kept = back_up(&office.desk, backup(&folder.path().join("one.db"))).await.unwrap();
    assert_eq!((kept.findings, kept.of_archive[0].code.as_str()), (1, "archive_changed"));
    std::fs::write(archive(&office), "no database, and long enough to be taken for one").unwrap();
    let to = folder.path().join("two.db");
    let kept = back_up(&office.desk, backup(&to)).await.unwrap();
    assert_eq!((kept.findings, kept.of_archive[0].code.as_str()), (1, "archive_unreadable"));
    assert!(!path_of(&to).exists());
}

#[tokio::test]
async fn a_firm_is_not_founded_over_an_archive_that_lies_there() {
    let folder = tempfile::tempdir().unwrap();
    let house = House { data_dir: folder.path().to_owned() };
    let path = path_of(&house.path_of("prova-srl"));
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, "").unwrap();
    let office = Office::open().await;
    let form = crate::harness::founding("Prova Srl");
    let refused = house.create(&office.cx(office.founder), &form).await.map(|_| ()).unwrap_err();
    assert!(refused.to_string().contains("prova-srl.db.archive exists already"), "{refused}");
    assert!(path.exists());
}

//! Many documents at once.

use std::path::Path;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use dovuto_app::documents::run::{DocumentsAnswer, RunDocuments, run};
use dovuto_app::documents::show;
use dovuto_app::error::Error;
use dovuto_app::watch::Watch;
use dovuto_store::archive::path_of;
use lopdf::Document;

use super::files::of;
use crate::harness::{Office, day, order};

/// A firm that posted so many invoices of one line, one a day.
async fn billed(n: usize) -> (Office, Vec<String>) {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.on_dispatch("ROSSI").await;
    let mut numbers = Vec::new();
    for i in 0..n {
        office.on(&format!("2026-03-{}", 10 + i));
        let order_id = office.confirmed(order(rossi, &[(rid, 10)])).await;
        office.ship(order_id).await.unwrap();
        let posted = office.post_all(order_id).await.unwrap();
        numbers.push(posted.documents[0].number.clone());
    }
    (office, numbers)
}

fn text(path: &Path) -> Option<String> {
    Some(path.to_str().unwrap().to_owned())
}

async fn done(office: &Office, ask: RunDocuments) -> DocumentsAnswer {
    run(&office.desk, &office.cx(office.elena), ask, &Watch::default()).await.unwrap()
}

#[tokio::test]
async fn a_run_writes_each_document_and_one_file_with_all_in_their_order() {
    let (office, numbers) = billed(3).await;
    let folder = tempfile::tempdir().unwrap();
    let merged = folder.path().join("all.pdf");
    let ask = RunDocuments {
        documents: Some(vec![numbers[2].clone(), numbers[0].clone(), numbers[1].clone()]),
        folder: text(folder.path()),
        merged: text(&merged),
        ..RunDocuments::default()
    };
    let answer = done(&office, ask.clone()).await;
    assert_eq!((answer.n_done, answer.n_refused, answer.pages), (3, 0, 3));
    assert_eq!((answer.merged.clone(), answer.not_kept), (text(&merged), None));
    for (row, number) in answer.rows.iter().zip(ask.documents.as_ref().unwrap()) {
        assert_eq!((&row.number, row.customer.as_str()), (number, "ROSSI of IT"));
        let bytes = std::fs::read(row.path.as_ref().unwrap()).unwrap();
        let shown = show(&office.desk, &office.cx(office.elena), of(number)).await.unwrap();
        assert_eq!(BASE64_STANDARD.decode(shown.pdf).unwrap(), bytes);
    }
    let bytes = std::fs::read(&merged).unwrap();
    let pages = Document::load_mem(&bytes).unwrap();
    let said: Vec<bool> = [&numbers[2], &numbers[0], &numbers[1]]
        .iter()
        .zip(1..)
        .map(|(number, page)| pages.extract_text(&[page]).unwrap().contains(number.as_str()))
        .collect();
    assert_eq!(said, [true; 3]);
    let again = done(&office, RunDocuments { replace: Some(true), ..ask }).await;
    assert_eq!(again.n_refused, 0);
    assert!(std::fs::read(&merged).unwrap() == bytes, "the same documents give the same file");
}

#[tokio::test]
async fn a_run_over_a_time_has_its_first_and_its_last_day_and_no_other() {
    let (office, numbers) = billed(4).await;
    let check = async |from: Option<&str>, until: Option<&str>, expect: &[String]| {
        let (from, until) = (from.map(day), until.map(day));
        let answer = done(&office, RunDocuments { from, until, ..RunDocuments::default() }).await;
        let rows: Vec<String> = answer.rows.into_iter().map(|row| row.number).collect();
        assert_eq!(rows, expect);
    };
    check(None, None, &numbers).await;
    check(Some("2026-03-11"), Some("2026-03-12"), &numbers[1..3]).await;
    check(Some("2026-03-13"), None, &numbers[3..]).await;
    check(None, Some("2026-03-10"), &numbers[..1]).await;
    check(Some("2026-04-01"), None, &[]).await;
}

#[tokio::test]
async fn what_one_document_refuses_keeps_none_of_the_others_back() {
    let (office, numbers) = billed(2).await;
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(format!("{}.pdf", numbers[0])), "mine").unwrap();
    let documents = vec!["FA26-99999".to_owned(), numbers[0].clone(), numbers[1].clone()];
    let ask = RunDocuments {
        documents: Some(documents),
        folder: text(folder.path()),
        ..RunDocuments::default()
    };
    let answer = done(&office, ask).await;
    let why: Vec<Option<&str>> = answer.rows.iter().map(|row| row.why.as_deref()).collect();
    assert_eq!(why[0], Some("there is no document \"FA26-99999\""));
    assert!(why[1].unwrap().contains("exists already"), "{why:?}");
    assert_eq!((why[2], answer.n_done, answer.n_refused), (None, 1, 2));
    let mine = std::fs::read(folder.path().join(format!("{}.pdf", numbers[0]))).unwrap();
    assert_eq!(mine, b"mine");
}

#[tokio::test]
async fn a_run_refuses_places_that_cannot_be_written_before_it_renders_anything() {
    let (office, numbers) = billed(1).await;
    let folder = tempfile::tempdir().unwrap();
    let there = folder.path().join("there.pdf");
    std::fs::write(&there, "mine").unwrap();
    let check = async |ask: RunDocuments, expect: &str| {
        let ask = RunDocuments { documents: Some(numbers.clone()), ..ask };
        let cx = office.cx(office.elena);
        let refused = run(&office.desk, &cx, ask, &Watch::default()).await.unwrap_err();
        assert!(matches!(refused, Error::Export(_)) && refused.to_string().contains(expect));
    };
    let nowhere = text(&folder.path().join("nowhere"));
    check(RunDocuments { folder: nowhere, ..RunDocuments::default() }, "there is no folder").await;
    let merged = text(&there);
    check(RunDocuments { merged, ..RunDocuments::default() }, "exists already").await;
    assert!(!path_of(Path::new(&office.founded.path)).exists(), "nothing was rendered");
}

#[tokio::test]
async fn a_cancelled_run_says_how_far_it_came_and_leaves_no_merged_file() {
    let (office, numbers) = billed(1).await;
    let folder = tempfile::tempdir().unwrap();
    let merged = folder.path().join("all.pdf");
    let ask = RunDocuments {
        documents: Some(vec![numbers[0].clone(); 2_000]),
        merged: text(&merged),
        ..RunDocuments::default()
    };
    let (watch, cx) = (Watch::default(), office.cx(office.elena));
    let cancel = async {
        while watch.counts().0 == 0 {
            tokio::task::yield_now().await;
        }
        watch.cancel();
    };
    let (answer, ()) = tokio::join!(run(&office.desk, &cx, ask, &watch), cancel);
    let answer = answer.unwrap();
    assert!(answer.cancelled && answer.merged.is_none());
    assert!((1..2_000).contains(&answer.rows.len()), "{}", answer.rows.len());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "nothing half-written");
}

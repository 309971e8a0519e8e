//! A profile tried on the past before it is set.

use std::path::PathBuf;

use dovuto_app::documents::profiles::{ProfileOf, SetProfile, set_own};
use dovuto_app::documents::trial::{TestProfile, TrialAnswer, Verdict, test};
use dovuto_app::error::Error;
use dovuto_app::watch::Watch;
use dovuto_documents::print::kind::Kind;
use dovuto_domain::kernel::id::CustomerId;

use crate::harness::{Office, order};

async fn tried(office: &Office, kind: Option<Kind>, text: &str) -> Result<TrialAnswer, Error> {
    let folder = tempfile::tempdir().unwrap();
    let path: PathBuf = folder.path().join("profile.json");
    std::fs::write(&path, text).unwrap();
    let path = path.to_str().unwrap().to_owned();
    let ask = TestProfile { customer: "ROSSI".to_owned(), kind, path };
    test(&office.desk, &office.cx(office.elena), ask, &Watch::default()).await
}

fn verdicts(answer: &TrialAnswer) -> Vec<(Kind, Verdict)> {
    answer.rows.iter().map(|row| (row.paper, row.verdict.clone())).collect()
}

async fn delivered(office: &Office, customer_id: CustomerId, posted: bool) {
    let rid = office.product("RID", 1_000).await;
    let order_id = office.confirmed(order(customer_id, &[(rid, 10)])).await;
    office.delivered(order_id).await;
    if posted {
        office.post_all(order_id).await.unwrap();
    }
}

const SAME: &str = r#"{"version":1}"#;
const TWICE: &str = r#"{"version":1,"overrides":{"copies":2}}"#;
/// Columns so wide that no page has room for them.
const WIDE: &str = r#"{"version":1,"overrides":{"columns":[
    {"show":"position","width":900},{"show":"our_code","width":900},{"show":"description"},
    {"show":"quantity","width":900},{"show":"price","width":900},{"show":"net","width":900}]}}"#;

#[tokio::test]
async fn what_would_look_otherwise_or_be_refused_is_listed_and_nothing_is_kept() {
    let office = Office::open().await;
    let rossi = office.customer("ROSSI", "IT").await;
    delivered(&office, rossi, true).await;
    let paper = tried(&office, None, SAME).await.unwrap().rows[0].paper;

    let same = tried(&office, None, SAME).await.unwrap();
    assert_eq!((verdicts(&same), same.n_differences), (vec![(paper, Verdict::Same)], 0));
    let twice = tried(&office, None, TWICE).await.unwrap();
    let otherwise = Verdict::Otherwise { pages_before: 1, pages: 2 };
    assert_eq!((verdicts(&twice), twice.n_differences), (vec![(paper, otherwise)], 1));
    let wide = tried(&office, None, WIDE).await.unwrap();
    let Verdict::Refused { why } = &wide.rows[0].verdict else { panic!("{wide:?}") };
    assert!(why.contains("columns"), "{why}");
    assert_eq!(tried(&office, Some(Kind::CreditNote), TWICE).await.unwrap().rows, []);

    let wrong = r#"{"version":1,"overrides":{"copies":12}}"#;
    let wrong = tried(&office, None, wrong).await.unwrap_err().to_string();
    assert!(wrong.contains("customer ROSSI would be wrong: copies is 12"), "{wrong}");
    let archive = dovuto_store::archive::path_of(office.founded.path.as_ref());
    assert!(!archive.exists());
}

#[tokio::test]
async fn where_nothing_was_posted_delivery_notes_are_tried_against_what_stands_now() {
    let office = Office::open().await;
    let rossi = office.customer("ROSSI", "IT").await;
    assert_eq!(tried(&office, None, TWICE).await.unwrap().rows, []);
    delivered(&office, rossi, false).await;
    let otherwise = Verdict::Otherwise { pages_before: 1, pages: 2 };
    let twice = tried(&office, None, TWICE).await.unwrap();
    assert_eq!(verdicts(&twice), [(Kind::DeliveryNote, otherwise)]);

    let of = ProfileOf { customer: Some("ROSSI".to_owned()), ..ProfileOf::default() };
    let overrides = Some(r#"{"copies":2}"#.to_owned());
    let ask = SetProfile { of, overrides, ..SetProfile::default() };
    set_own(&office.desk, &office.cx(office.elena), ask).await.unwrap();
    let twice = tried(&office, None, TWICE).await.unwrap();
    assert_eq!(verdicts(&twice), [(Kind::DeliveryNote, Verdict::Same)]);
}

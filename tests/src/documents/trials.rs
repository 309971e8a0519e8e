//! A profile tried on the past before it is set.

use std::path::PathBuf;

use dovuto_app::documents::profiles::{ProfileOf, SetProfile, set_own};
use dovuto_app::documents::trial::{TestProfile, TrialAnswer, Verdict, test};
use dovuto_app::error::Error;
use dovuto_app::watch::Watch;
use dovuto_documents::print::kind::Kind;
use dovuto_domain::kernel::id::{CustomerId, ProductId};

use crate::harness::{Office, order};

fn theirs(kind: Option<Kind>) -> ProfileOf {
    ProfileOf { customer: Some("ROSSI".to_owned()), kind, ..ProfileOf::default() }
}

fn chains() -> ProfileOf {
    ProfileOf { group: Some("chains".to_owned()), ..ProfileOf::default() }
}

async fn tried_of(office: &Office, of: ProfileOf, text: &str) -> Result<TrialAnswer, Error> {
    let folder = tempfile::tempdir().unwrap();
    let path: PathBuf = folder.path().join("profile.json");
    std::fs::write(&path, text).unwrap();
    let path = path.to_str().unwrap().to_owned();
    let ask = TestProfile { of, path };
    test(&office.desk, &office.cx(office.elena), ask, &Watch::default()).await
}

async fn tried(office: &Office, kind: Option<Kind>, text: &str) -> Result<TrialAnswer, Error> {
    tried_of(office, theirs(kind), text).await
}

async fn set(office: &Office, ask: SetProfile) {
    set_own(&office.desk, &office.cx(office.elena), ask).await.unwrap();
}

fn verdicts(answer: &TrialAnswer) -> Vec<(Kind, Verdict)> {
    answer.rows.iter().map(|row| (row.paper, row.verdict.clone())).collect()
}

async fn delivered(office: &Office, customer_id: CustomerId, posted: bool) {
    let rid = office.product("RID", 1_000).await;
    delivered_of(office, rid, customer_id, posted).await;
}

async fn delivered_of(office: &Office, rid: ProductId, customer_id: CustomerId, posted: bool) {
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

    let overrides = Some(r#"{"copies":2}"#.to_owned());
    set(&office, SetProfile { of: theirs(None), overrides, ..SetProfile::default() }).await;
    let twice = tried(&office, None, TWICE).await.unwrap();
    assert_eq!(verdicts(&twice), [(Kind::DeliveryNote, Verdict::Same)]);
}

#[tokio::test]
async fn a_layout_of_a_group_is_tried_on_those_who_inherit_from_it_and_one_of_the_firm_on_all() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    for code in ["ROSSI", "VERDI"] {
        let customer_id = office.customer(code, "IT").await;
        delivered_of(&office, rid, customer_id, true).await;
    }
    assert_eq!(tried_of(&office, chains(), TWICE).await.unwrap().rows, []);
    let inherits = Some("chains".to_owned());
    set(&office, SetProfile { of: theirs(None), inherits, ..SetProfile::default() }).await;
    let group = tried_of(&office, chains(), TWICE).await.unwrap();
    assert_eq!((group.rows.len(), group.n_differences), (1, 1));
    let firm = tried_of(&office, ProfileOf::default(), TWICE).await.unwrap();
    assert_eq!((firm.rows.len(), firm.n_differences), (2, 2));

    // What ROSSI's group says lies over what the firm would say.
    let overrides = Some(r#"{"copies":1}"#.to_owned());
    set(&office, SetProfile { of: chains(), overrides, ..SetProfile::default() }).await;
    let firm = tried_of(&office, ProfileOf::default(), TWICE).await.unwrap();
    let same: Vec<bool> = firm.rows.iter().map(|row| row.verdict == Verdict::Same).collect();
    assert_eq!(same, [true, false]);
}

#[tokio::test]
async fn a_layout_of_delivery_notes_is_tried_on_them_also_where_something_was_posted() {
    let office = Office::open().await;
    let customer_id = office.customer("ROSSI", "IT").await;
    delivered(&office, customer_id, true).await;
    let tried = tried(&office, Some(Kind::DeliveryNote), TWICE).await.unwrap();
    assert_eq!((tried.rows[0].paper, tried.n_differences), (Kind::DeliveryNote, 1));
}

#[tokio::test]
async fn a_trial_that_is_cancelled_says_how_far_it_came() {
    let office = Office::open().await;
    let customer_id = office.customer("ROSSI", "IT").await;
    let rid = office.product("RID", 1_000).await;
    for _ in 0..20 {
        delivered_of(&office, rid, customer_id, false).await;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("profile.json");
    std::fs::write(&path, TWICE).unwrap();
    let ask = TestProfile { of: theirs(None), path: path.to_str().unwrap().to_owned() };
    let (watch, cx) = (Watch::default(), office.cx(office.elena));
    let cancel = async {
        while watch.counts().0 == 0 {
            tokio::task::yield_now().await;
        }
        let in_all = watch.counts().1;
        watch.cancel();
        in_all
    };
    let (answer, in_all) = tokio::join!(test(&office.desk, &cx, ask, &watch), cancel);
    let answer = answer.unwrap();
    assert!(answer.cancelled && (1..20).contains(&answer.rows.len()), "{}", answer.rows.len());
    assert_eq!(in_all, 20);
}

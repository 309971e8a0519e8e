//! Who says what of how documents look, and where anything is said at all.

use dovuto_app::documents::places::{GroupView, OwnCustomerView, PlacesAnswer, places};
use dovuto_app::documents::profiles::{
    InheritProfile, ProfileOf, SetProfile, inherit, set_own, show,
};
use dovuto_documents::print::kind::Kind;

use crate::harness::Office;

fn of(customer: Option<&str>, group: Option<&str>, kind: Option<Kind>) -> ProfileOf {
    ProfileOf { customer: customer.map(str::to_owned), group: group.map(str::to_owned), kind }
}

async fn set(office: &Office, of: ProfileOf, inherits: Option<&str>, overrides: &str) {
    let (inherits, overrides) = (inherits.map(str::to_owned), Some(overrides.to_owned()));
    let ask = SetProfile { of, inherits, overrides, ..SetProfile::default() };
    set_own(&office.desk, &office.cx(office.elena), ask).await.unwrap();
}

#[tokio::test]
async fn of_each_field_it_is_told_who_says_it() {
    let office = Office::open().await;
    office.customer("ROSSI", "IT").await;
    let ours = of(None, None, None);
    let chains = of(None, Some("chains"), None);
    let theirs = of(Some("ROSSI"), None, Some(Kind::Invoice));
    set(&office, of(Some("ROSSI"), None, None), Some("chains"), "{}").await;
    let labels = r#"{"labels":{"total":"A"},"copies":2,"date":"iso","bank":false}"#;
    set(&office, ours.clone(), None, labels).await;
    set(&office, chains.clone(), None, r#"{"labels":{"page":"B"},"copies":3}"#).await;
    set(&office, theirs.clone(), None, r#"{"margins":{"top":200},"date":null}"#).await;

    let view = show(&office.desk, theirs.clone()).await.unwrap();
    let from = |field: &str| {
        let found = view.fields.iter().find(|told| told.field == field);
        let told = found.unwrap_or_else(|| panic!("{field} is not told of"));
        told.from.iter().collect::<Vec<_>>()
    };
    assert_eq!(from("bank"), [&ours]);
    assert_eq!(from("copies"), [&chains], "what lies above replaces it");
    assert_eq!(from("date"), [&theirs], "also where it takes it away");
    assert_eq!(from("labels"), [&ours, &chains], "each says a part of it");
    assert_eq!(from("margins"), [&theirs], "the rest is the program's");
    assert!(from("paper").is_empty(), "nobody says it but the program");
    let told = serde_json::to_value(&view.profile).unwrap();
    assert_eq!(view.fields.len() + 1, told.as_object().unwrap().len(), "all but the version");
}

#[tokio::test]
async fn places_where_something_is_said_are_listed_until_it_is_taken_away() {
    let office = Office::open().await;
    let rossi = office.customer("ROSSI", "IT").await;
    let verdi = office.customer("VERDI", "IT").await;
    office.customer("NERI", "IT").await;
    assert_eq!(places(&office.desk).await.unwrap(), PlacesAnswer::default());

    let note = Some(Kind::DeliveryNote);
    set(&office, of(None, None, note), None, r#"{"copies":2}"#).await;
    set(&office, of(None, Some("chains"), Some(Kind::Invoice)), None, r#"{"copies":2}"#).await;
    set(&office, of(Some("ROSSI"), None, None), Some("chains"), "{}").await;
    set(&office, of(Some("ROSSI"), None, note), None, r#"{"bank":false}"#).await;
    set(&office, of(Some("VERDI"), None, None), Some("abroad"), "{}").await;
    let found = places(&office.desk).await.unwrap();
    assert_eq!((found.kinds, found.n_customers), (vec![Kind::DeliveryNote], 2));
    let group = |group: &str, kinds: &[Kind]| GroupView {
        group: group.to_owned(),
        n_customers: 1,
        all_kinds: false,
        kinds: kinds.to_vec(),
    };
    assert_eq!(found.groups, [group("abroad", &[]), group("chains", &[Kind::Invoice])]);
    let whose = |own: &OwnCustomerView| (own.customer_id, own.group.clone(), own.kinds.clone());
    assert_eq!(
        found.customers.iter().map(whose).collect::<Vec<_>>(),
        [
            (rossi, Some("chains".to_owned()), vec![Kind::DeliveryNote]),
            (verdi, Some("abroad".to_owned()), vec![]),
        ]
    );

    let view = show(&office.desk, of(Some("ROSSI"), None, None)).await.unwrap();
    assert_eq!(view.kinds, [Kind::DeliveryNote], "not what the group has");

    let ask = InheritProfile { of: of(Some("VERDI"), None, None), seen: None };
    inherit(&office.desk, &office.cx(office.elena), ask).await.unwrap();
    let found = places(&office.desk).await.unwrap();
    assert_eq!((found.groups.len(), found.n_customers), (1, 1), "nobody is in that group now");
}

#[tokio::test]
async fn what_would_say_nothing_is_taken_away_and_the_group_of_a_customer_is_something() {
    let office = Office::open().await;
    office.customer("ROSSI", "IT").await;
    let theirs = of(Some("ROSSI"), None, None);
    set(&office, theirs.clone(), Some("chains"), r#"{"copies":2}"#).await;
    set(&office, theirs.clone(), None, "{}").await;
    let view = show(&office.desk, theirs.clone()).await.unwrap();
    assert_eq!((view.group.as_deref(), view.profile.copies), (Some("chains"), 1));
    assert!(view.own.is_some());
    set(&office, theirs.clone(), Some(""), "{}").await;
    assert_eq!(show(&office.desk, theirs).await.unwrap().own, None);
    assert_eq!(places(&office.desk).await.unwrap(), PlacesAnswer::default());
}

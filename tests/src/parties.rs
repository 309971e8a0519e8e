//! Who we deal with: saved once each, never overwritten unseen, people kept apart from facts.

use dovuto_app::error::Error;
use dovuto_app::firm::{RecordPolicy, SaveMember, firm, members, record_policy, save_member};
use dovuto_app::parties::{ContactForm, GetCustomer, SaveCustomer, customer, save_customer};
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_domain::parties::{Department, VatRegime};

use crate::harness::{self, Office, founding, refusal};

#[tokio::test]
async fn a_founded_firm_has_its_first_member_a_policy_and_the_rates_of_its_country() {
    let office = Office::open().await;
    let view = firm(&office.desk).await.unwrap();
    assert_eq!(view.identity.name, "Prova Srl");
    assert_eq!((view.station, view.members.len()), (Some('A'), 4));
    assert_eq!(view.policy.unwrap().decided_by, office.founder);
    let italian = "select count(*) from vat_rates where country = 'IT'";
    assert!(4 <= office.figure(italian).await);
    assert_eq!(office.figure("select count(*) from stations").await, 1);
    office.verified().await;
}

#[tokio::test]
async fn a_code_that_another_customer_has_is_refused_and_nothing_is_stored() {
    let office = Office::open().await;
    office.customer("ROSSI", "IT").await;
    let before = office.n_facts().await;
    let again = harness::customer(" ROSSI ", "IT");
    let answer = save_customer(&office.desk, &office.cx(office.sara), again).await;
    assert_eq!(refusal(answer), Refusal::CodeTaken { value: "ROSSI".into() });
    assert_eq!(office.n_facts().await, before);
    assert_eq!(office.figure("select count(*) from customers").await, 1);
    office.verified().await;
}

#[tokio::test]
async fn the_regime_of_vat_follows_the_countries_unless_somebody_says_otherwise() {
    let office = Office::open().await;
    let check = async |form: SaveCustomer, expect: VatRegime| {
        let customer_id = office.customer_as(form).await;
        let view = customer(&office.desk, GetCustomer { customer_id }).await.unwrap();
        assert_eq!(view.customer.vat_regime, expect);
    };
    check(harness::customer("A", "IT"), VatRegime::Domestic).await;
    check(harness::customer("B", "DE"), VatRegime::Eu).await;
    check(harness::customer("C", "US"), VatRegime::Export).await;
    let told =
        SaveCustomer { vat_regime: Some(VatRegime::Domestic), ..harness::customer("D", "FR") };
    check(told, VatRegime::Domestic).await;
    office.verified().await;
}

#[tokio::test]
async fn what_somebody_else_changed_meanwhile_is_not_overwritten() {
    let office = Office::open().await;
    let customer_id = office.customer("ROSSI", "IT").await;
    let seen = customer(&office.desk, GetCustomer { customer_id }).await.unwrap();
    let rename = |name: &str| {
        let mut form = SaveCustomer {
            customer_id: Some(customer_id),
            base: seen.base.clone(),
            ..harness::customer("ROSSI", "IT")
        };
        form.identity.name = name.to_owned();
        form
    };
    save_customer(&office.desk, &office.cx(office.sara), rename("first")).await.unwrap();
    let late = save_customer(&office.desk, &office.cx(office.marco), rename("second")).await;
    assert!(matches!(late, Err(Error::Conflict { .. })), "{late:?}");
    let now = customer(&office.desk, GetCustomer { customer_id }).await.unwrap();
    assert_eq!(now.customer.identity.name, "first");
    assert_ne!(now.base, seen.base);
    office.verified().await;
}

#[tokio::test]
async fn a_natural_person_is_never_in_the_ledger_and_can_be_erased() {
    let office = Office::open().await;
    let contact = ContactForm {
        role: "buyer".to_owned(),
        name: "Anna Bianchi".to_owned(),
        phone: Some("+39 035 4410".to_owned()),
        email: Some("anna@bianchi.example".to_owned()),
    };
    let form = SaveCustomer { contacts: Some(vec![contact]), ..harness::customer("BIANCHI", "IT") };
    let customer_id = office.customer_as(form.clone()).await;
    let told = "select count(*) from ledger where body like '%anna%' or body like '%4410%'";
    assert_eq!(office.figure(told).await, 0);
    let kept = "select count(*) from personal where cast(bytes as text) like '%Anna Bianchi%'";
    assert_eq!(office.figure(kept).await, 1);

    // The same person saved again is the same row.
    let again = SaveCustomer { customer_id: Some(customer_id), ..form };
    save_customer(&office.desk, &office.cx(office.sara), again).await.unwrap();
    assert_eq!(office.figure(kept).await, 1);
    let view = customer(&office.desk, GetCustomer { customer_id }).await.unwrap();
    assert_eq!(view.contacts[0].person.as_ref().unwrap().name, "Anna Bianchi");
    office.verified().await;
}

#[tokio::test]
async fn whoever_saves_must_be_an_active_member() {
    let office = Office::open().await;
    let form = SaveMember {
        member_id: Some(office.sara),
        code: "sara".to_owned(),
        name: "Sara".to_owned(),
        departments: vec![Department::Sales],
        active: Some(false),
        ..SaveMember::default()
    };
    save_member(&office.desk, &office.cx(office.founder), form).await.unwrap();
    let before = office.n_facts().await;
    let form = harness::customer("ROSSI", "IT");
    let answer = save_customer(&office.desk, &office.cx(office.sara), form).await;
    assert!(matches!(refusal(answer), Refusal::MemberUnknown { .. }));
    assert_eq!(office.n_facts().await, before);
    let sara = members(&office.desk).await.unwrap().into_iter().find(|m| m.code == "sara");
    assert!(!sara.unwrap().active);
    office.verified().await;
}

#[tokio::test]
async fn a_member_works_somewhere_and_only_direction_decides_a_policy() {
    let office = Office::open().await;
    let idle = SaveMember { code: "ugo".into(), name: "Ugo".into(), ..SaveMember::default() };
    let answer = save_member(&office.desk, &office.cx(office.founder), idle).await;
    assert_eq!(refusal(answer), Refusal::MemberWithoutDepartment { member: "ugo".into() });

    let ask = || RecordPolicy { text: "only against payment".to_owned() };
    let answer = record_policy(&office.desk, &office.cx(office.sara), ask()).await;
    assert_eq!(refusal(answer), Refusal::PolicyNeedsDirection { member: "sara".into() });
    record_policy(&office.desk, &office.cx(office.founder), ask()).await.unwrap();
    let policy = firm(&office.desk).await.unwrap().policy.unwrap();
    assert_eq!(policy.text, "only against payment");
    office.verified().await;
}

#[tokio::test]
async fn a_firm_that_cannot_be_founded_leaves_no_file_behind() {
    let office = Office::open().await;
    let mut form = founding("Altra Srl");
    form.policy = "  ".to_owned();
    let answer = office.house.create(&office.cx(office.sara), &form).await.map(|_| ());
    assert_eq!(refusal(answer), Refusal::FieldEmpty { field: "policy".into() });
    assert_eq!(office.house.firms().len(), 1);
    office.verified().await;
}

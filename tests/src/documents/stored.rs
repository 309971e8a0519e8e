//! The firm's own layout profiles: who inherits what, and what a posted document keeps.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use dovuto_app::audit::verify;
use dovuto_app::billing::credit::{CancelInvoice, cancel};
use dovuto_app::documents::archive::InArchive;
use dovuto_app::documents::layouts::LayoutRefused;
use dovuto_app::documents::profiles::{
    ExportProfile, ImportProfile, InheritProfile, ProfileOf, ProfileSet, ProfileView, SetProfile,
    export, import, inherit, set_own, show as profile,
};
use dovuto_app::documents::{DocumentFile, ShowDocument, show};
use dovuto_app::error::Error;
use dovuto_app::parties::SaveCustomer;
use dovuto_documents::print::kind::Kind;
use dovuto_documents::profile::{BuiltIn, Paper};
use dovuto_documents::words::Language;
use dovuto_domain::kernel::id::CustomerId;
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_domain::pricing::Evidence;
use dovuto_store::billing::Named;

use super::files::{billed, of};
use crate::harness::{self, Office, order};

fn firm() -> ProfileOf {
    ProfileOf::default()
}

fn group(name: &str) -> ProfileOf {
    ProfileOf { group: Some(name.to_owned()), ..ProfileOf::default() }
}

fn customer(code: &str) -> ProfileOf {
    ProfileOf { customer: Some(code.to_owned()), ..ProfileOf::default() }
}

fn only(of: ProfileOf, kind: Kind) -> ProfileOf {
    ProfileOf { kind: Some(kind), ..of }
}

async fn tried(office: &Office, ask: SetProfile) -> Result<ProfileSet, Error> {
    set_own(&office.desk, &office.cx(office.elena), ask).await
}

async fn set(office: &Office, of: ProfileOf, overrides: &str) -> ProfileSet {
    let overrides = Some(overrides.to_owned());
    tried(office, SetProfile { of, overrides, ..SetProfile::default() }).await.unwrap()
}

async fn refused(office: &Office, of: ProfileOf, overrides: &str) -> String {
    let overrides = Some(overrides.to_owned());
    let ask = SetProfile { of, overrides, ..SetProfile::default() };
    tried(office, ask).await.unwrap_err().to_string()
}

async fn of_group(office: &Office, code: &str, name: &str) {
    let inherits = Some(name.to_owned());
    let ask = SetProfile { of: customer(code), inherits, ..SetProfile::default() };
    tried(office, ask).await.unwrap();
}

async fn shown(office: &Office, of: ProfileOf) -> ProfileView {
    profile(&office.desk, of).await.unwrap()
}

async fn file_name(office: &Office, of: ProfileOf) -> String {
    shown(office, of).await.profile.file_name
}

async fn document(office: &Office, ask: ShowDocument) -> DocumentFile {
    show(&office.desk, &office.cx(office.elena), ask).await.unwrap()
}

async fn findings(office: &Office) -> Vec<String> {
    let found = verify(&office.desk).await.unwrap().findings;
    found.into_iter().map(|f| format!("{}: {}: {}", f.code, f.place, f.detail)).collect()
}

async fn n_facts(office: &Office, kind: &str) -> i64 {
    let mut db = office.desk.read().await.unwrap();
    let count = sqlx::query_scalar("select count(*) from ledger where kind = ?1").bind(kind);
    count.fetch_one(&mut **db).await.unwrap()
}

/// Delivers ten and posts the invoice; its number.
async fn another(office: &Office, customer_id: CustomerId) -> String {
    let rid = office.product("RID-2", 1_000).await;
    let order_id = office.confirmed(order(customer_id, &[(rid, 10)])).await;
    office.delivered(order_id).await;
    office.post_all(order_id).await.unwrap().documents[0].number.clone()
}

#[tokio::test]
async fn a_posted_invoice_is_shown_by_the_profile_of_that_day_for_ever() {
    let office = Office::open().await;
    let rossi = office.customer("ROSSI", "IT").await;
    set(&office, firm(), r#"{"file_name":"ours {number}","copies":2}"#).await;
    let number = another(&office, rossi).await;
    set(&office, firm(), r#"{"file_name":"later {number}","copies":3}"#).await;

    let first = document(&office, of(&number)).await;
    assert_eq!((first.file_name.clone(), first.pages), (format!("ours {number}.pdf"), 2));
    assert_eq!(first.archive, InArchive::First);
    let again = document(&office, of(&number)).await;
    assert!(matches!(again.archive, InArchive::Reprint { .. }));
    assert_eq!(again.pdf, first.pdf);
    let french = ShowDocument { language: Some(Language::French), ..of(&number) };
    let french = document(&office, french).await;
    assert_eq!((french.file_name, french.pages), (format!("ours {number}.pdf"), 2));
    let plain = ShowDocument { profile: Some(BuiltIn::Plain), ..of(&number) };
    assert_eq!(document(&office, plain).await.pages, 1, "a profile of the program by its name");
    assert_eq!(document(&office, of(&number)).await.pdf, first.pdf);
    assert_eq!(findings(&office).await, Vec::<String>::new());
}

#[tokio::test]
async fn what_was_posted_before_any_profile_was_set_stays_as_it_was() {
    let (office, number) = billed().await;
    set(&office, firm(), r#"{"copies":3}"#).await;
    let shown = document(&office, of(&number)).await;
    assert_eq!((shown.pages, shown.archive), (1, InArchive::First));
    let plain = ShowDocument { profile: Some(BuiltIn::Plain), ..of(&number) };
    let plain = document(&office, plain).await;
    assert!(matches!(plain.archive, InArchive::Reprint { .. }), "it is the plain one");
    assert_eq!(n_facts(&office, "LayoutProfileIssued").await, 1);
}

#[tokio::test]
async fn a_profile_is_issued_once_with_the_first_document_that_is_shown_by_it() {
    let office = Office::open().await;
    let rossi = office.customer("ROSSI", "IT").await;
    let bianchi = office.customer("BIANCHI", "IT").await;
    set(&office, firm(), r#"{"copies":2}"#).await;
    let rid = office.product("RID", 1_000).await;
    let (mut numbers, mut orders) = (Vec::new(), Vec::new());
    for customer in [rossi, bianchi, rossi] {
        let order_id = office.confirmed(order(customer, &[(rid, 10)])).await;
        office.delivered(order_id).await;
        orders.push(order_id);
    }
    for order_id in &orders[..2] {
        numbers.push(office.post_all(*order_id).await.unwrap().documents[0].number.clone());
    }
    assert_eq!(n_facts(&office, "LayoutProfileIssued").await, 1);
    set(&office, only(customer("ROSSI"), Kind::Invoice), r#"{"copies":4}"#).await;
    numbers.push(office.post_all(orders[2]).await.unwrap().documents[0].number.clone());
    assert_eq!(n_facts(&office, "LayoutProfileIssued").await, 2);
    let mut pages = Vec::new();
    for number in &numbers {
        pages.push(document(&office, of(number)).await.pages);
    }
    assert_eq!(pages, [2, 2, 4]);
    assert_eq!(findings(&office).await, Vec::<String>::new());
}

#[tokio::test]
async fn the_more_particular_overrides_and_a_kind_lies_above_all_kinds_of_its_scope() {
    let office = Office::open().await;
    office.customer("ROSSI", "IT").await;
    office.customer("BIANCHI", "IT").await;
    of_group(&office, "ROSSI", "chains").await;
    let invoice = only(customer("ROSSI"), Kind::Invoice);
    assert_eq!(file_name(&office, invoice.clone()).await, "{kind} {number}");
    let places = [
        firm(),
        only(firm(), Kind::Invoice),
        group("chains"),
        only(group("chains"), Kind::Invoice),
        customer("ROSSI"),
        invoice.clone(),
    ];
    for (n, place) in places.iter().enumerate() {
        set(&office, place.clone(), &format!(r#"{{"file_name":"{n}"}}"#)).await;
        assert_eq!(file_name(&office, invoice.clone()).await, n.to_string());
    }
    for (place, expect) in [
        (only(customer("ROSSI"), Kind::DeliveryNote), "4"),
        (only(customer("BIANCHI"), Kind::Invoice), "1"),
        (customer("BIANCHI"), "0"),
        (only(group("chains"), Kind::CreditNote), "2"),
        (only(group("others"), Kind::Invoice), "1"),
        (only(customer("ROSSI"), Kind::DeferredInvoice), "5"),
    ] {
        assert_eq!(file_name(&office, place.clone()).await, expect, "{place:?}");
    }
    let deferred = only(customer("ROSSI"), Kind::DeferredInvoice);
    set(&office, deferred.clone(), r#"{"file_name":"own"}"#).await;
    assert_eq!(file_name(&office, deferred).await, "own");
    assert_eq!(file_name(&office, invoice.clone()).await, "5");
    // Taken away from the top, each gives way to the one below.
    for (n, place) in places.into_iter().enumerate().skip(1).rev() {
        let ask = InheritProfile { of: place, seen: None };
        inherit(&office.desk, &office.cx(office.elena), ask).await.unwrap();
        // Without the customer's own there is no group of theirs either.
        let below = if n <= 4 { n.min(2) - 1 } else { n - 1 };
        assert_eq!(file_name(&office, invoice.clone()).await, below.to_string(), "{n}");
    }
    assert_eq!(findings(&office).await, Vec::<String>::new());
}

#[tokio::test]
async fn the_most_particular_base_lies_under_everything() {
    let office = Office::open().await;
    office.customer("ROSSI", "IT").await;
    let base = async |of, base: &str| {
        let ask = SetProfile { of, base: Some(base.to_owned()), ..SetProfile::default() };
        tried(&office, ask).await.unwrap();
    };
    set(&office, firm(), r#"{"copies":2}"#).await;
    base(customer("ROSSI"), "letter_english").await;
    base(firm(), "italian_ddt").await;
    let rossi = shown(&office, customer("ROSSI")).await;
    assert_eq!(rossi.base, BuiltIn::LetterEnglish);
    assert_eq!(rossi.base_from, Some(customer("ROSSI")));
    assert_eq!((rossi.profile.copies, rossi.profile.paper), (2, Paper::Letter));
    assert_eq!(shown(&office, firm()).await.base, BuiltIn::ItalianDdt);
    base(customer("ROSSI"), "").await;
    let rossi = shown(&office, customer("ROSSI")).await;
    assert_eq!((rossi.base, rossi.base_from), (BuiltIn::ItalianDdt, Some(firm())));
}

#[tokio::test]
async fn null_takes_away_what_a_layer_below_has() {
    let office = Office::open().await;
    office.customer("ROSSI", "IT").await;
    let labels = r#"{"labels":{"total":"A","page":"B"},"language":"en"}"#;
    set(&office, firm(), labels).await;
    set(&office, customer("ROSSI"), r#"{"labels":{"total":null},"language":null}"#).await;
    let rossi = shown(&office, customer("ROSSI")).await.profile;
    assert_eq!(rossi.labels, [("page".to_owned(), "B".to_owned())].into());
    assert_eq!(rossi.language, None);
}

#[tokio::test]
async fn the_same_again_records_nothing_and_versions_are_counted_at_each_place() {
    let office = Office::open().await;
    office.customer("ROSSI", "IT").await;
    let first = set(&office, firm(), r#"{"copies":2,"bank":false}"#).await;
    assert_eq!(first, ProfileSet { version: 1, changed: true });
    let again = set(&office, firm(), r#"{ "bank": false, "copies": 2 }"#).await;
    assert_eq!(again, ProfileSet { version: 1, changed: false });
    let third = r#"{"copies":3}"#;
    assert_eq!(set(&office, firm(), third).await, ProfileSet { version: 2, changed: true });
    assert_eq!(set(&office, customer("ROSSI"), third).await.version, 1);
    let away = InheritProfile { of: firm(), seen: None };
    for (version, changed) in [(3, true), (3, false)] {
        let cx = office.cx(office.elena);
        let inherited = inherit(&office.desk, &cx, away.clone()).await.unwrap();
        assert_eq!(inherited, ProfileSet { version, changed });
    }
    assert_eq!(shown(&office, firm()).await.own, None);
    assert_eq!(n_facts(&office, "LayoutProfileSet").await, 4);
    assert_eq!(findings(&office).await, Vec::<String>::new());
}

#[tokio::test]
async fn what_is_wrong_in_its_place_is_refused_and_nothing_recorded() {
    let office = Office::open().await;
    office.customer("ROSSI", "IT").await;
    let wrong = async |of, overrides: &str, expect: &str| {
        let said = refused(&office, of, overrides).await;
        assert!(said.contains(expect), "{overrides}: {said}");
    };
    wrong(firm(), r#"{"copys":2}"#, "copys: no profile has such a field").await;
    wrong(firm(), r#"{"logo2":null}"#, "logo2: no profile has such a field").await;
    wrong(firm(), r#"{"margins":{"topp":2}}"#, "margins.topp: unknown field").await;
    wrong(firm(), r#"{"copies":12}"#, "the profile of the firm would be wrong: copies").await;
    wrong(firm(), "[]", "overrides, line 1").await;
    wrong(firm(), r#"{"letterhead":"AAAA"}"#, "letterhead: ").await;
    wrong(customer("NOBODY"), "{}", "there is no customer \"NOBODY\"").await;
    wrong(group(&"x".repeat(41)), "{}", "group is longer than 40 characters").await;
    let both = ProfileOf { group: Some("chains".to_owned()), ..customer("ROSSI") };
    wrong(both, "{}", "of a customer or of a group, not of both").await;
    let large = format!(r#"{{"letterhead":"{}"}}"#, "A".repeat(400_000));
    wrong(firm(), &large, "at most 400000; make its pictures smaller").await;
    for of in [firm(), only(customer("ROSSI"), Kind::Invoice)] {
        let inherits = Some("chains".to_owned());
        let ask = SetProfile { of, inherits, ..SetProfile::default() };
        let why = tried(&office, ask).await.unwrap_err();
        assert!(matches!(why, Error::Refused(Refusal::LayoutGroupElsewhere)), "{why}");
    }
    let base = Some("fancy".to_owned());
    let why = tried(&office, SetProfile { base, ..SetProfile::default() }).await.unwrap_err();
    assert!(why.to_string().contains("this program has no profile \"fancy\""), "{why}");
    assert_eq!(n_facts(&office, "LayoutProfileSet").await, 0);
}

#[tokio::test]
async fn a_change_is_refused_that_would_make_the_profile_of_somebody_below_wrong() {
    let office = Office::open().await;
    office.customer("ROSSI", "IT").await;
    of_group(&office, "ROSSI", "chains").await;
    set(&office, only(customer("ROSSI"), Kind::Invoice), r#"{"letters_least":85}"#).await;
    let expect = "the profile of customer ROSSI for invoice would be wrong: letters are of 80";
    for place in [firm(), group("chains"), customer("ROSSI"), only(firm(), Kind::Invoice)] {
        let said = refused(&office, place.clone(), r#"{"letters":80}"#).await;
        assert!(said.contains(expect), "{place:?}: {said}");
    }
    set(&office, only(firm(), Kind::DeliveryNote), r#"{"letters":80}"#).await;
    set(&office, group("others"), r#"{"letters":89}"#).await;
    set(&office, only(firm(), Kind::DeferredInvoice), r#"{"letters_least":88}"#).await;
    let said = refused(&office, only(firm(), Kind::Invoice), r#"{"letters":86}"#).await;
    assert!(said.contains("the firm for deferred invoice would be wrong"), "{said}");

    set(&office, group("chains"), r#"{"letters":120}"#).await;
    set(&office, only(customer("ROSSI"), Kind::Invoice), r#"{"letters_least":110}"#).await;
    for of in [group("chains"), customer("ROSSI")] {
        let ask = InheritProfile { of, seen: None };
        let away = inherit(&office.desk, &office.cx(office.elena), ask).await;
        assert!(matches!(away, Err(Error::Layout(LayoutRefused::Wrong { .. }))), "{away:?}");
    }
}

#[tokio::test]
async fn what_somebody_else_changed_meanwhile_is_not_overwritten() {
    let office = Office::open().await;
    set(&office, firm(), r#"{"copies":2}"#).await;
    let seen = shown(&office, firm()).await.seen;
    set(&office, firm(), r#"{"copies":3}"#).await;
    let overrides = Some("{}".to_owned());
    let ask = SetProfile { seen, overrides, ..SetProfile::default() };
    let late = tried(&office, ask).await;
    assert!(matches!(late, Err(Error::Conflict { .. })), "{late:?}");
}

#[tokio::test]
async fn papers_of_now_follow_the_profile_of_their_customer() {
    let office = Office::open().await;
    let rossi = office.customer("ROSSI", "IT").await;
    let rid = office.product("RID", 1_000).await;
    let order_id = office.confirmed(order(rossi, &[(rid, 10)])).await;
    office.delivered(order_id).await;
    let confirmation =
        ShowDocument { kind: Some(Kind::OrderConfirmation), ..of(&order_id.to_string()) };
    let note = ShowDocument { kind: Some(Kind::DeliveryNote), ..of(&order_id.to_string()) };
    let slip = ShowDocument { kind: Some(Kind::ReturnSlip), ..of(&order_id.to_string()) };
    set(&office, customer("ROSSI"), r#"{"copies":2}"#).await;
    set(&office, only(customer("ROSSI"), Kind::DeliveryNote), r#"{"copies":3}"#).await;
    for (ask, expect) in [(confirmation.clone(), 2), (note.clone(), 3), (slip, 2)] {
        assert_eq!(document(&office, ask).await.pages, expect);
    }
    let plain = ShowDocument { profile: Some(BuiltIn::Plain), ..note };
    assert_eq!(document(&office, plain).await.pages, 1);
    let statement = ShowDocument { kind: Some(Kind::Statement), ..of("ROSSI") };
    assert_eq!(document(&office, statement).await.pages, 2);
    set(&office, customer("ROSSI"), "{}").await;
    assert_eq!(document(&office, confirmation).await.pages, 1);
}

#[tokio::test]
async fn a_profile_written_to_a_file_and_read_again_is_the_same() {
    let office = Office::open().await;
    office.customer("ROSSI", "IT").await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("profile.json").to_str().unwrap().to_owned();
    set(&office, firm(), r#"{"copies":2,"labels":{"total":"Summe"},"number":null}"#).await;
    let base = Some("german_window".to_owned());
    tried(&office, SetProfile { base, ..SetProfile::default() }).await.unwrap();
    let ask = ExportProfile { of: firm(), path: path.clone(), replace: None };
    let written = export(&office.desk, ask.clone()).await.unwrap();
    assert_eq!(written.fields, ["copies", "labels", "number"]);
    assert!(matches!(export(&office.desk, ask).await, Err(Error::Export(_))));

    of_group(&office, "ROSSI", "chains").await;
    let into = async |path: &str| {
        let ask = ImportProfile { of: customer("ROSSI"), path: path.to_owned(), seen: None };
        import(&office.desk, &office.cx(office.elena), ask).await
    };
    assert_eq!(into(&path).await.unwrap(), ProfileSet { version: 2, changed: true });
    assert!(!into(&path).await.unwrap().changed);
    let (ours, theirs) = (shown(&office, firm()).await, shown(&office, customer("ROSSI")).await);
    assert_eq!((ours.hash, ours.base), (theirs.hash, theirs.base));
    assert_eq!(theirs.group.as_deref(), Some("chains"), "it is no part of the file");
    assert_eq!(ours.own.unwrap().overrides, theirs.own.unwrap().overrides);

    for (text, expect) in [
        (r#"{"version":2}"#, "the profile is of form 2; this program knows form 1"),
        (r#"{"version":1,"overides":{}}"#, "overides: unknown field"),
        (r#"{"version":1,"overrides":{"copys":1}}"#, "copys: no profile has such a field"),
        (r#"{"version":1,"base":"fancy"}"#, "base: unknown variant"),
        (r#"{"version":1,"overrides":{"letterhead":"AAAA"}}"#, "letterhead: "),
        (r#"{"version":1,"overrides":{"letters":"big"}}"#, "letters: invalid type"),
        ("{", "file, line 1"),
    ] {
        std::fs::write(&path, text).unwrap();
        let said = into(&path).await.unwrap_err().to_string();
        assert!(said.contains(expect), "{text}: {said}");
    }
    let gone = into(folder.path().join("none.json").to_str().unwrap()).await.unwrap_err();
    assert!(matches!(gone, Error::Layout(LayoutRefused::FileUnreadable { .. })), "{gone}");
}

#[tokio::test]
async fn the_pdf_of_a_reprint_is_byte_for_byte_the_first_one() {
    let office = Office::open().await;
    let rossi = office.customer("ROSSI", "IT").await;
    set(&office, customer("ROSSI"), r#"{"before":{"it":"Grazie."}}"#).await;
    let number = another(&office, rossi).await;
    let first = document(&office, of(&number)).await;
    set(&office, customer("ROSSI"), r#"{"before":{"it":"Salve."}}"#).await;
    let again = document(&office, of(&number)).await;
    assert_eq!(
        BASE64_STANDARD.decode(again.pdf).unwrap(),
        BASE64_STANDARD.decode(first.pdf).unwrap()
    );
}

#[tokio::test]
async fn an_invoice_and_its_credit_note_go_by_the_profile_of_whoever_is_billed() {
    let office = Office::open().await;
    let bianchi = office.customer("BIANCHI", "IT").await;
    let form = SaveCustomer { bill_to: Some(bianchi), ..harness::customer("ROSSI", "IT") };
    let rossi = office.customer_as(form).await;
    set(&office, customer("ROSSI"), r#"{"copies":9}"#).await;
    set(&office, customer("BIANCHI"), r#"{"copies":2}"#).await;
    set(&office, only(customer("BIANCHI"), Kind::CreditNote), r#"{"copies":3}"#).await;
    let number = another(&office, rossi).await;
    assert_eq!(document(&office, of(&number)).await.pages, 2);

    let mut db = office.desk.read().await.unwrap();
    let posted = dovuto_store::billing::named(&mut db, &number).await.unwrap();
    let Some(Named::Invoice(invoice_id)) = posted else { panic!("{posted:?}") };
    drop(db);
    let evidence = Evidence { reference: "mail".to_owned(), date: None, file_hash: None };
    let ask = CancelInvoice { invoice_id, reason: "wrong".to_owned(), evidence };
    let note = cancel(&office.desk, &office.cx(office.elena), ask).await.unwrap();
    set(&office, customer("BIANCHI"), "{}").await;
    assert_eq!(document(&office, of(&note.number)).await.pages, 3);
    assert_eq!(n_facts(&office, "LayoutProfileIssued").await, 2);
    assert_eq!(findings(&office).await, Vec::<String>::new());
}

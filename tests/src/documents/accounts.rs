//! Statements of account of a day that is past.

use dovuto_app::billing::credit::{CreditValue, ValueCause, credit_value};
use dovuto_app::billing::money::{
    AllocatePayment, PayRefund, RecordPayment, allocate, pay, refund,
};
use dovuto_app::documents::papers::printed;
use dovuto_app::documents::run::{RunDocuments, run};
use dovuto_app::documents::{DocumentFile, ShowDocument, show};
use dovuto_app::watch::Watch;
use dovuto_documents::print::kind::Kind;
use dovuto_documents::words::Language;
use dovuto_domain::billing::statement::Statement;
use dovuto_domain::kernel::id::{CustomerId, InvoiceId, ProductId};
use dovuto_domain::kernel::refusal::Refusal;

use crate::harness::{Office, day, order, refusal};

fn of(on: Option<&str>) -> ShowDocument {
    ShowDocument {
        document: "ROSSI".to_owned(),
        kind: Some(Kind::Statement),
        profile: None,
        language: None,
        on: on.map(day),
    }
}

async fn statement(office: &Office, on: Option<&str>) -> Statement {
    let cx = office.cx(office.elena);
    printed(&office.desk, &cx, &of(on)).await.unwrap().statement.unwrap()
}

async fn file(office: &Office, on: Option<&str>) -> DocumentFile {
    show(&office.desk, &office.cx(office.elena), of(on)).await.unwrap()
}

async fn billed(office: &Office, of: CustomerId, rid: ProductId, units: i64) -> InvoiceId {
    let order_id = office.confirmed(order(of, &[(rid, units)])).await;
    office.ship(order_id).await.unwrap();
    office.post(order_id).await.unwrap().invoice_id
}

/// What is open in euro, and how many items make it up.
fn open(statement: &Statement) -> (i64, usize) {
    let minor = statement.balances.iter().map(|balance| balance.open_minor).sum();
    (minor, statement.items.len())
}

/// A life of an account, a day an act, from 10 March on; the statement that is printed after each.
async fn lived(office: &Office) -> Vec<(&'static str, DocumentFile)> {
    let rid = office.product("RID", 1_000).await;
    let rossi = office.on_dispatch("ROSSI").await;
    let mut kept = Vec::new();
    let first = billed(office, rossi, rid, 1).await;
    kept.push(("2026-03-10", file(office, None).await));
    office.on("2026-03-12");
    let much = office.pay(&[first], 2_000).await.unwrap().payment_id;
    kept.push(("2026-03-12", file(office, None).await));
    office.on("2026-03-16");
    let second = billed(office, rossi, rid, 2).await;
    kept.push(("2026-03-16", file(office, None).await));
    office.on("2026-03-18");
    let form = RecordPayment {
        invoice_ids: Vec::new(),
        payer: Some(rossi),
        currency: Some("EUR".to_owned()),
        amount_minor: 500,
        received_on: None,
        reference: "CRO-2".to_owned(),
    };
    let free = pay(&office.desk, &office.cx(office.elena), form).await.unwrap().payment_id;
    kept.push(("2026-03-18", file(office, None).await));
    office.on("2026-03-20");
    let form = AllocatePayment { payment_id: free, invoice_ids: vec![second] };
    allocate(&office.desk, &office.cx(office.elena), form).await.unwrap();
    kept.push(("2026-03-20", file(office, None).await));
    office.on("2026-03-23");
    let form = CreditValue {
        invoice_id: first,
        invoice_n: Some(1),
        invoice_charge_n: None,
        amount_minor: 500,
        cause: ValueCause::Goodwill,
        reason: "scratched".to_owned(),
    };
    credit_value(&office.desk, &office.cx(office.elena), form).await.unwrap();
    kept.push(("2026-03-23", file(office, None).await));
    office.on("2026-03-25");
    // What was paid too much, and what the credit made too much.
    let (amount_minor, reference) = (780 + 610, "back".to_owned());
    let form = PayRefund { payment_id: much, amount_minor, paid_on: None, reference };
    refund(&office.desk, &office.cx(office.elena), form).await.unwrap();
    kept.push(("2026-03-25", file(office, None).await));
    kept
}

#[tokio::test]
async fn a_statement_of_a_day_that_is_past_is_the_one_that_was_printed_that_day() {
    let office = Office::open().await;
    let kept = lived(&office).await;
    let opens = [1_220, -780, 1_660, 1_160, 1_160, 550, 1_940];
    office.on("2026-09-01");
    for ((on, printed), minor) in kept.iter().zip(opens) {
        assert_eq!(open(&statement(&office, Some(on)).await).0, minor, "{on}");
        assert_eq!(&file(&office, Some(on)).await, printed, "{on}");
    }
    let between = statement(&office, Some("2026-03-11")).await;
    assert_eq!(open(&between), (1_220, 1));
    // What is overdue is so on the day of the statement, not today.
    assert_eq!(between.balances[0].overdue_minor, 0);
    assert_eq!(statement(&office, None).await.balances[0].overdue_minor, 1_940);
    office.verified().await;
}

#[tokio::test]
async fn what_was_paid_later_is_open_in_the_earlier_statement() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.on_dispatch("ROSSI").await;
    let first = billed(&office, rossi, rid, 1).await;
    office.on("2026-03-16");
    office.pay(&[first], 1_220).await.unwrap();
    for (on, expect) in [
        (None, (0, 0)),
        (Some("2026-03-16"), (0, 0)),
        (Some("2026-03-15"), (1_220, 1)),
        (Some("2026-03-10"), (1_220, 1)),
        (Some("2026-03-09"), (0, 0)),
    ] {
        assert_eq!(open(&statement(&office, on).await), expect, "{on:?}");
    }
}

#[tokio::test]
async fn money_that_came_before_its_invoice_lies_free_until_then() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.on_dispatch("ROSSI").await;
    office.on("2026-03-16");
    let first = billed(&office, rossi, rid, 1).await;
    let form = RecordPayment {
        invoice_ids: vec![first],
        payer: None,
        currency: None,
        amount_minor: 1_220,
        received_on: Some(day("2026-03-11")),
        reference: "CRO".to_owned(),
    };
    pay(&office.desk, &office.cx(office.elena), form).await.unwrap();
    assert_eq!(open(&statement(&office, Some("2026-03-10")).await), (0, 0));
    assert_eq!(open(&statement(&office, Some("2026-03-11")).await), (-1_220, 1));
    assert_eq!(open(&statement(&office, Some("2026-03-16")).await), (0, 0));
    office.verified().await;
}

#[tokio::test]
async fn a_day_is_for_statements_alone_and_is_not_after_today() {
    let office = Office::open().await;
    office.customer("ROSSI", "IT").await;
    let cx = || office.cx(office.elena);
    let (date, today) = (day("2026-03-11"), office.today());
    let tomorrow = printed(&office.desk, &cx(), &of(Some("2026-03-11"))).await;
    assert_eq!(refusal(tomorrow), Refusal::DateInFuture { date, today });
    for kind in [None, Some(Kind::OrderConfirmation)] {
        let ask = ShowDocument { kind, ..of(Some("2026-03-01")) };
        let refused = printed(&office.desk, &cx(), &ask).await.unwrap_err().to_string();
        assert!(refused.contains("only statements of account"), "{refused}");
    }
}

#[tokio::test]
async fn a_run_calls_statements_by_their_day_and_paper_says_it_in_every_language() {
    let office = Office::open().await;
    office.customer("ROSSI", "IT").await;
    let folder = tempfile::tempdir().unwrap();
    let ask = RunDocuments {
        documents: Some(vec!["ROSSI".to_owned()]),
        kind: Some(Kind::Statement),
        on: Some(day("2026-03-01")),
        folder: Some(folder.path().to_str().unwrap().to_owned()),
        ..RunDocuments::default()
    };
    let answer = run(&office.desk, &office.cx(office.elena), ask, &Watch::default()).await.unwrap();
    let path = answer.rows[0].path.clone().unwrap();
    assert!(path.ends_with("ROSSI statement 2026-03-01.pdf"), "{path}");
    let said = Language::ALL.map(|language| language.say("as-of"));
    assert_eq!(said.len(), 4);
    for words in ["Situation on", "Situazione al", "Stand am", "Situation au"] {
        assert!(said.iter().any(|said| said == words), "{words}");
    }
}

//! Money: parts, too much, laid anew, given back; and what is owed back with its age.

use dovuto_app::billing::money::OwedKind;
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_domain::orders::Reach;

use crate::harness::{Office, order, refusal};

#[tokio::test]
async fn a_credit_note_after_the_payment_makes_the_payment_owed_back_and_its_clock_runs() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.customer("ROSSI", "IT").await;
    let order_id = office.confirmed(order(rossi, &[(rid, 10)])).await;
    let left = office.delivered(order_id).await;
    let bill = office.post(order_id).await.unwrap();
    let paid = office.pay(&[bill.invoice_id], 12_200).await.unwrap();
    office.on("2026-03-12");
    office.back(left, 4).await.unwrap();
    let owed = office.owed_back().await;
    assert_eq!(
        owed.iter().map(|r| (r.kind, r.amount_minor)).collect::<Vec<_>>(),
        [(OwedKind::Credit, 4_880)]
    );
    office.on("2026-03-20");
    assert_eq!(office.owed_back().await[0].age_days, 8);
    office.post(order_id).await.unwrap();
    let owed = office.owed_back().await;
    assert_eq!((owed[0].kind, owed[0].amount_minor), (OwedKind::Payment, 4_880));
    assert_eq!(office.debt(bill.invoice_id).await.open_minor, -4_880);

    let why = refusal(office.refunds(paid.payment_id, 4_881).await);
    assert_eq!(why, Refusal::RefundsMoreThanOwed { owed_minor: 4_880, amount_minor: 4_881 });
    office.refunds(paid.payment_id, 4_880).await.unwrap();
    assert!(office.owed_back().await.is_empty());
    assert_eq!(office.debt(bill.invoice_id).await.open_minor, 0);
    assert!(office.refunds(paid.payment_id, 1).await.is_err(), "nothing goes back twice");
    office.verified().await;
}

#[tokio::test]
async fn an_overpayment_stays_with_its_payer_and_is_laid_on_the_next_invoice() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.on_dispatch("ROSSI").await;
    let mut invoices = Vec::new();
    for units in [1, 2] {
        let order_id = office.confirmed(order(rossi, &[(rid, units)])).await;
        office.ship(order_id).await.unwrap();
        invoices.push(office.post(order_id).await.unwrap().invoice_id);
    }
    let paid = office.pay(&invoices[..1], 2_000).await.unwrap();
    assert_eq!((paid.allocated_minor, paid.left_minor), (1_220, 780));
    assert_eq!(office.owed_back().await[0].amount_minor, 780);
    let laid = office.lays(paid.payment_id, &invoices[1..]).await.unwrap();
    assert_eq!((laid.allocated_minor, laid.left_minor), (780, 0));
    assert_eq!(office.debt(invoices[1]).await.open_minor, 2_440 - 780);
    let why = refusal(office.lays(paid.payment_id, &invoices[1..]).await);
    assert_eq!(why, Refusal::NothingToAllocate);
    office.verified().await;
}

#[tokio::test]
async fn money_without_an_invoice_is_kept_for_its_payer() {
    let office = Office::open().await;
    let rossi = office.customer("ROSSI", "IT").await;
    let paid = office.unallocated(rossi, 500).await;
    let owed = office.owed_back().await;
    assert_eq!((owed[0].kind, owed[0].amount_minor), (OwedKind::Payment, 500));
    office.refunds(paid.payment_id, 200).await.unwrap();
    assert_eq!(office.owed_back().await[0].amount_minor, 300);
    office.verified().await;
}

#[tokio::test]
async fn an_order_closes_on_what_was_kept_and_not_on_what_was_ordered() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.customer("ROSSI", "IT").await;
    let order_id = office.confirmed(order(rossi, &[(rid, 10)])).await;
    let left = office.delivered(order_id).await;
    office.back(left, 4).await.unwrap();
    let bill = office.post(order_id).await.unwrap();
    office.pay(&[bill.invoice_id], bill.totals.gross_minor).await.unwrap();
    let ask = dovuto_app::orders::EndOrder { order_id, reason: None };
    let cx = office.cx(office.elena);
    dovuto_app::orders::close(&office.desk, &cx, ask).await.unwrap();
    office.verified().await;
}

#[tokio::test]
async fn an_order_with_a_credit_that_is_due_does_not_close() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.customer("ROSSI", "IT").await;
    let order_id = office.confirmed(order(rossi, &[(rid, 10)])).await;
    let left = office.delivered(order_id).await;
    let bill = office.post(order_id).await.unwrap();
    office.pay(&[bill.invoice_id], bill.totals.gross_minor).await.unwrap();
    office.back(left, 10).await.unwrap();
    let close = async || {
        let ask = dovuto_app::orders::EndOrder { order_id, reason: None };
        dovuto_app::orders::close(&office.desk, &office.cx(office.elena), ask).await
    };
    let why = refusal(close().await);
    assert!(matches!(why, Refusal::OrderNotSettled { billing: Reach::Part, .. }), "{why}");
    let tasks = "select count(*) from tasks where kind = 'owed_back' and holder is not null";
    assert_eq!(office.figure(tasks).await, 1, "a named person answers for it");
    office.post(order_id).await.unwrap();
    let why = refusal(close().await);
    assert!(matches!(why, Refusal::OrderNotSettled { payment: Reach::Part, .. }), "{why}");
    office.verified().await;
}

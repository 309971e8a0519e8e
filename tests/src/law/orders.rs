//! Orders that change: parties, added lines, the remainder, blanket orders.

use dovuto_app::billing::DocumentKind::Immediate;
use dovuto_app::orders::amend::AmendOrder;
use dovuto_app::orders::{EndOrder, close};
use dovuto_app::views::billing::{ShowInvoice, show};
use dovuto_domain::attendance::Step;
use dovuto_domain::kernel::quantity::MILLION;
use dovuto_domain::kernel::refusal::Refusal;

use crate::harness::{Office, line, order, refusal, under};

#[tokio::test]
async fn a_new_bill_to_holds_for_what_is_not_billed_yet() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.on_dispatch("ROSSI").await;
    let holding = office.customer("HOLDING", "IT").await;
    let order_id = office.confirmed(order(rossi, &[(rid, 10)])).await;
    office.ship_part(order_id, &[(1, 4)]).await.unwrap();
    let first = office.post(order_id).await.unwrap();
    office.ship(order_id).await.unwrap();
    let ask = AmendOrder {
        order_id: Some(order_id),
        bill_to: Some(holding),
        payer: Some(holding),
        ..AmendOrder::default()
    };
    office.amended(ask).await.unwrap();
    let second = office.post(order_id).await.unwrap();
    for (invoice, name) in [(first.number, "ROSSI of IT"), (second.number, "HOLDING of IT")] {
        assert_eq!(show(&office.desk, ShowInvoice { invoice }).await.unwrap().buyer.name, name);
    }
    office.verified().await;
}

#[tokio::test]
async fn a_line_that_comes_with_an_amendment_is_priced_shipped_and_billed_like_the_others() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let flangia = office.product("FLANGIA", 250).await;
    let rossi = office.on_dispatch("ROSSI").await;
    let order_id = office.confirmed(order(rossi, &[(rid, 1)])).await;
    let ask = AmendOrder {
        order_id: Some(order_id),
        add_lines: vec![line(flangia, 4)],
        ..AmendOrder::default()
    };
    office.amended(ask).await.unwrap();
    office.ship(order_id).await.unwrap();
    assert_eq!(office.papers(order_id).await, [(Immediate, 2_000)]);
    office.verified().await;
}

#[tokio::test]
async fn an_amendment_says_why_changes_something_and_only_while_the_order_is_open() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.customer("ROSSI", "IT").await;
    let order_id = office.confirmed(order(rossi, &[(rid, 10)])).await;
    let nothing = AmendOrder { order_id: Some(order_id), ..AmendOrder::default() };
    assert_eq!(refusal(office.amended(nothing.clone()).await), Refusal::NothingAmended);
    let cx = office.cx(office.sara);
    let silent = dovuto_app::orders::amend::amend(&office.desk, &cx, nothing).await;
    assert!(matches!(refusal(silent), Refusal::FieldEmpty { .. }));
    let draft = office.save(order(rossi, &[(rid, 1)])).await.unwrap().order_id;
    let why = refusal(office.quantity(draft, 1, 5).await);
    assert!(matches!(why, Refusal::OrderNotOpen { .. }), "{why}");
    office.quantity(order_id, 1, 12).await.unwrap();
    office.delivered(order_id).await;
    assert_eq!(office.papers(order_id).await, [(Immediate, 12_000)]);
    office.verified().await;
}

/// frappe/erpnext#53168: an order that nobody could close.
#[tokio::test]
async fn cancelling_the_remainder_leaves_what_left_and_the_order_can_close() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let flangia = office.product("FLANGIA", 250).await;
    let rossi = office.on_dispatch("ROSSI").await;
    let order_id = office.confirmed(order(rossi, &[(rid, 10), (flangia, 5)])).await;
    office.ship_part(order_id, &[(1, 4)]).await.unwrap();
    let left = office.remainder(order_id).await.unwrap().lines;
    let units: Vec<_> = left.iter().map(|l| (l.line_n, l.quantity.0 / MILLION)).collect();
    assert_eq!(units, [(1, 4), (2, 0)]);
    assert_eq!(refusal(office.remainder(order_id).await), Refusal::NothingAmended);
    assert_eq!(office.baton(order_id).await.unwrap().step, Step::Bill);
    let bill = office.post(order_id).await.unwrap();
    office.pay(&[bill.invoice_id], bill.totals.gross_minor).await.unwrap();
    let ask = EndOrder { order_id, reason: None };
    close(&office.desk, &office.cx(office.elena), ask).await.unwrap();
    office.verified().await;
}

#[tokio::test]
async fn an_order_is_not_cancelled_while_what_was_billed_of_it_is_owed_back() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.on_dispatch("ROSSI").await;
    let order_id = office.confirmed(order(rossi, &[(rid, 2)])).await;
    let left = office.ship(order_id).await.unwrap().shipment_id;
    office.post(order_id).await.unwrap();
    office.voided(left).await.unwrap();
    let cancel = async || {
        let ask = EndOrder { order_id, reason: Some("not wanted".to_owned()) };
        dovuto_app::orders::cancel(&office.desk, &office.cx(office.sara), ask).await
    };
    assert_eq!(refusal(cancel().await), Refusal::OrderStillOwed);
    office.post(order_id).await.unwrap();
    cancel().await.unwrap();
    office.verified().await;
}

#[tokio::test]
async fn a_blanket_order_called_off_whole_or_cut_short_can_be_closed() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.customer("ROSSI", "IT").await;
    let mut frame = under("PO-7", order(rossi, &[(rid, 10)]));
    frame.blanket = true;
    let frame = office.confirmed(frame).await;
    office.confirmed(under("PO-7", order(rossi, &[(rid, 4)]))).await;
    let cx = office.cx(office.elena);
    let ask = EndOrder { order_id: frame, reason: None };
    assert!(matches!(
        refusal(close(&office.desk, &cx, ask.clone()).await),
        Refusal::OrderNotSettled { .. }
    ));
    office.remainder(frame).await.unwrap();
    assert_eq!(office.baton(frame).await.unwrap().step, Step::Close);
    close(&office.desk, &office.cx(office.elena), ask).await.unwrap();
    office.verified().await;
}

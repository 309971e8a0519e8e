//! Credits: copies of what was posted, never more than it, by new documents alone.

use dovuto_app::billing::DocumentKind::{CreditNote, Immediate};
use dovuto_domain::billing::credit::CreditCause;
use dovuto_domain::kernel::id::{OrderId, ShipmentId};
use dovuto_domain::kernel::quantity::{MILLION, Price};
use dovuto_domain::kernel::refusal::Refusal;

use super::acts::evidence;
use crate::bill::Bill;
use crate::harness::{Office, line, order, refusal};

/// Ten at 3.333 less 15 %, delivered and billed: 28.33 net, one cent off any share.
async fn billed(office: &Office) -> (OrderId, ShipmentId, Bill) {
    let rid = office.product("RID", 1_000).await;
    let rossi = office.customer("ROSSI", "IT").await;
    let mut form = order(rossi, &[]);
    form.lines.push(dovuto_app::orders::SaveOrderLine {
        price: Some(Price { micro: 3_333_000, per: 1, discount_ppm: 150_000 }),
        evidence: Some(evidence()),
        ..line(rid, 10)
    });
    let order_id = office.confirmed(form).await;
    let left = office.delivered(order_id).await;
    let bill = office.post(order_id).await.unwrap();
    assert_eq!(bill.totals.net_minor, 2_833);
    (order_id, left, bill)
}

/// frappe/erpnext#54628: a return was credited at more than had been received for it.
#[tokio::test]
async fn credits_of_a_line_follow_its_own_net_by_parts_that_add_up_to_it() {
    let office = Office::open().await;
    let (order_id, left, bill) = billed(&office).await;
    let mut given = Vec::new();
    for units in [3, 3, 4] {
        office.back(left, units).await.unwrap();
        given.push(office.papers(order_id).await[0].1);
    }
    assert_eq!(given, [850, 850, 1_133]);
    assert_eq!(office.debt(bill.invoice_id).await.open_minor, bill.totals.gross_minor - 3_456);
    office.verified().await;
}

#[tokio::test]
async fn a_price_credit_consumes_no_quantity_and_lowers_the_base_of_later_ones() {
    let office = Office::open().await;
    let (order_id, left, bill) = billed(&office).await;
    office.gives(bill.invoice_id, 1, 833).await.unwrap();
    office.back(left, 5).await.unwrap();
    assert_eq!(office.papers(order_id).await, [(CreditNote, 1_000)]);
    let why = refusal(office.gives(bill.invoice_id, 1, 1_001).await);
    assert_eq!(why, Refusal::CreditsMoreThanBilled { left_minor: 1_000, amount_minor: 1_001 });
    office.gives(bill.invoice_id, 1, 1_000).await.unwrap();
    office.back(left, 5).await.unwrap();
    assert_eq!(office.papers(order_id).await, [(CreditNote, 0)], "its value was given already");
    let sums = "select sum(net_minor) from credit_lines";
    assert_eq!(office.figure(sums).await, 2_833, "never more than the line's net");
    office.verified().await;
}

#[tokio::test]
async fn what_was_never_received_and_what_came_back_are_told_apart() {
    let office = Office::open().await;
    let (order_id, left, _) = billed(&office).await;
    office.signs(left, 7).await.unwrap();
    office.back(left, 2).await.unwrap();
    let posted = office.post_all(order_id).await.unwrap();
    let note = office.credit_note(&posted.documents[0]).await.credit_note;
    let causes: Vec<_> = note.lines.iter().map(|l| (l.cause, l.quantity.0 / MILLION)).collect();
    assert_eq!(causes, [(CreditCause::NotReceived, 3), (CreditCause::Returned, 2)]);
    office.verified().await;
}

#[tokio::test]
async fn what_comes_back_after_a_shortfall_was_credited_is_credited_as_returned() {
    let office = Office::open().await;
    let (order_id, left, _) = billed(&office).await;
    office.signs(left, 7).await.unwrap();
    office.post_all(order_id).await.unwrap();
    office.back(left, 2).await.unwrap();
    let posted = office.post_all(order_id).await.unwrap();
    let note = office.credit_note(&posted.documents[0]).await.credit_note;
    let causes: Vec<_> = note.lines.iter().map(|l| (l.cause, l.quantity.0 / MILLION)).collect();
    assert_eq!(causes, [(CreditCause::Returned, 2)]);
    office.verified().await;
}

/// OCA/l10n-italy#4190: a delivery note stayed tied to a cancelled invoice.
#[tokio::test]
async fn an_invoice_taken_back_frees_its_quantities_and_charges() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.customer("ROSSI", "IT").await;
    let mut form = order(rossi, &[(rid, 10)]);
    form.charges.push(dovuto_app::orders::SaveCharge {
        kind: dovuto_domain::pricing::ChargeKind::Freight,
        per: dovuto_domain::pricing::ChargePer::Order,
        amount_minor: 700,
        description: "freight".to_owned(),
    });
    let order_id = office.confirmed(form).await;
    let left = office.delivered(order_id).await;
    let bill = office.post(order_id).await.unwrap();
    office.back(left, 3).await.unwrap();
    assert_eq!(office.papers(order_id).await, [(CreditNote, 3_000)]);
    let note = office.takes_back(bill.invoice_id).await.unwrap();
    assert_eq!((note.totals.net_minor, note.totals.charges_minor), (7_000, 700));
    assert_eq!(office.debt(bill.invoice_id).await.open_minor, 0);
    let again = office.post(order_id).await.unwrap();
    assert_eq!((again.totals.net_minor, again.totals.charges_minor), (7_000, 700));
    office.verified().await;
}

#[tokio::test]
async fn a_credit_note_copies_the_posted_line_and_points_at_it() {
    let office = Office::open().await;
    let (order_id, left, bill) = billed(&office).await;
    office.back(left, 1).await.unwrap();
    let posted = office.post_all(order_id).await.unwrap();
    let note = office.credit_note(&posted.documents[0]).await.credit_note;
    assert_eq!((note.invoice_id, &note.invoice_number), (bill.invoice_id, &bill.number));
    let of = &note.lines[0];
    assert_eq!((of.invoice_n, of.product_code.as_deref()), (Some(1), Some("RID")));
    assert_eq!((of.vat_category.as_str(), of.rate_ppm), ("S", 220_000));
    assert_eq!((note.totals.net_minor, note.totals.tax_minor), (283, 62));
    assert!(note.sources.iter().any(|s| s.subject_id == bill.invoice_id.to_string()));
    office.verified().await;
}

#[tokio::test]
async fn a_charge_is_credited_by_value_alone_and_stays_billed() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.on_dispatch("ROSSI").await;
    let mut form = order(rossi, &[(rid, 10)]);
    form.charges.push(dovuto_app::orders::SaveCharge {
        kind: dovuto_domain::pricing::ChargeKind::Freight,
        per: dovuto_domain::pricing::ChargePer::Order,
        amount_minor: 700,
        description: "freight".to_owned(),
    });
    let order_id = office.confirmed(form).await;
    office.ship_part(order_id, &[(1, 5)]).await.unwrap();
    let bill = office.post(order_id).await.unwrap();
    let ask = dovuto_app::billing::credit::CreditValue {
        invoice_id: bill.invoice_id,
        invoice_n: None,
        invoice_charge_n: Some(1),
        amount_minor: 700,
        cause: dovuto_app::billing::credit::ValueCause::Charge,
        reason: "the lorry came late".to_owned(),
    };
    let cx = office.cx(office.elena);
    let note = dovuto_app::billing::credit::credit_value(&office.desk, &cx, ask).await.unwrap();
    assert_eq!((note.totals.charges_minor, note.totals.tax_minor), (700, 154));
    office.ship(order_id).await.unwrap();
    assert_eq!(office.papers(order_id).await, [(Immediate, 5_000)]);
    assert_eq!(office.figure("select count(*) from invoice_charges").await, 1);
    office.verified().await;
}

#[tokio::test]
async fn a_credit_of_value_needs_a_reason_an_amount_and_one_line() {
    let office = Office::open().await;
    let (_, _, bill) = billed(&office).await;
    assert!(matches!(
        refusal(office.gives(bill.invoice_id, 1, 0).await),
        Refusal::CreditNotPositive { .. }
    ));
    assert!(office.gives(bill.invoice_id, 2, 1).await.is_err());
    let cx = office.cx(office.elena);
    let mut ask = dovuto_app::billing::credit::CreditValue {
        invoice_id: bill.invoice_id,
        invoice_n: None,
        invoice_charge_n: None,
        amount_minor: 1,
        cause: dovuto_app::billing::credit::ValueCause::KeepIt,
        reason: "scratch".to_owned(),
    };
    let answer = dovuto_app::billing::credit::credit_value(&office.desk, &cx, ask.clone()).await;
    assert_eq!(refusal(answer), Refusal::CreditOnOneLine);
    ask.reason = " ".to_owned();
    let cx = office.cx(office.elena);
    let answer = dovuto_app::billing::credit::credit_value(&office.desk, &cx, ask).await;
    assert!(matches!(refusal(answer), Refusal::FieldEmpty { .. }));
    office.verified().await;
}

#[tokio::test]
async fn a_replacement_of_credited_goods_is_billed_again_within_the_cap() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.customer("ROSSI", "IT").await;
    let order_id = office.confirmed(order(rossi, &[(rid, 10)])).await;
    let left = office.delivered(order_id).await;
    office.post(order_id).await.unwrap();
    office.back(left, 4).await.unwrap();
    office.papers(order_id).await;
    let again = office.replace(order_id, left, 4).await.unwrap().shipment_id;
    office.signs(again, 4).await.unwrap();
    assert_eq!(office.papers(order_id).await, [(Immediate, 4_000)], "of the first delivery");
    assert_eq!(office.stands(order_id).await[0], (10, 10, 0));
    office.verified().await;
}

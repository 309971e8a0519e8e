//! Billing: each quantity once, at the price in force, from what was received.

mod blocked;
mod gathered;
mod paid;
mod reckoned;
mod required;
mod vat;
mod written;

use dovuto_app::billing::BillingFilter;
use dovuto_app::billing::post::run;
use dovuto_app::views::billing::{ShowInvoice, show};
use dovuto_app::why::{WhyAsk, why};
use dovuto_domain::kernel::id::OrderId;
use dovuto_domain::kernel::quantity::Quantity;
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_domain::orders::Reach;
use dovuto_domain::pricing::{ChargeKind, ChargePer};

use dovuto_app::orders::{SaveCharge, SaveOrder};

use crate::harness::{Office, all_differ, day, order, refusal, under};

/// A charge added to an order's form.
fn charged(mut form: SaveOrder, per: ChargePer, amount_minor: i64) -> SaveOrder {
    form.charges.push(SaveCharge {
        kind: ChargeKind::Freight,
        per,
        amount_minor,
        description: "freight".to_owned(),
    });
    form
}

/// Ships a part, has it signed for and bills it: the invoice's net and charges.
async fn part(office: &Office, order_id: OrderId, lines: &[(i64, i64)]) -> (i64, i64) {
    let issued = office.ship_part(order_id, lines).await.unwrap();
    office.prove(issued.shipment_id, &[]).await.unwrap();
    let totals = office.post(order_id).await.unwrap().totals;
    (totals.net_minor, totals.charges_minor)
}

/// Shipping, delivery and billing of an order.
async fn reach(office: &Office, order_id: OrderId) -> (Reach, Reach, Reach) {
    let mut db = office.desk.read().await.unwrap();
    let progress = dovuto_store::orders::progress::progress(&mut db, &[order_id]).await.unwrap();
    let standing = progress[0].standing();
    (standing.shipping, standing.delivery, standing.billing)
}

#[tokio::test]
async fn nothing_is_billed_before_somebody_signed_for_it() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.customer("ROSSI", "IT").await;
    let order_id = office.confirmed(order(rossi, &[(rid, 10)])).await;
    assert_eq!(refusal(office.post(order_id).await), Refusal::NothingToBill);
    let issued = office.ship(order_id).await.unwrap();
    assert_eq!(refusal(office.post(order_id).await), Refusal::NothingToBill);
    assert_eq!(office.n_invoices().await, 0);
    office.prove(issued.shipment_id, &[]).await.unwrap();
    let posted = office.post(order_id).await.unwrap();
    assert_eq!(posted.number, "FA26-00001");
    assert_eq!((posted.totals.net_minor, posted.totals.gross_minor), (10_000, 12_200));
    office.verified().await;
}

/// Dolibarr#17696 and #15039, axelor#15988, etendo_core#597: two roads to an invoice.
#[tokio::test]
async fn there_is_one_road_to_an_invoice_and_it_is_walked_once() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.customer("ROSSI", "IT").await;
    let order_id = office.confirmed(order(rossi, &[(rid, 10)])).await;
    office.delivered(order_id).await;
    office.post(order_id).await.unwrap();
    let before = office.n_facts().await;
    assert_eq!(refusal(office.post(order_id).await), Refusal::NothingToBill);
    assert!(office.propose().await.proposals.is_empty());
    assert_eq!(office.n_facts().await, before);
    assert_eq!(office.figure("select sum(quantity) / 1000000 from invoice_lines").await, 10);
    office.verified().await;
}

/// frappe/erpnext#28218: a line twice in one document was billed twice.
#[tokio::test]
async fn two_shipment_lines_of_one_order_line_never_bill_more_than_it_agrees() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.customer("ROSSI", "IT").await;
    let order_id = office.confirmed(order(rossi, &[(rid, 10)])).await;
    assert_eq!(part(&office, order_id, &[(1, 6), (1, 6)]).await, (10_000, 0));
    let lines = office.figure("select sum(quantity) / 1000000 from invoice_lines").await;
    assert_eq!(lines, 10);
    assert_eq!(refusal(office.post(order_id).await), Refusal::NothingToBill);
    office.verified().await;
}

/// frappe/erpnext#58694, #58751: billing was told by amount, delivery by quantity.
#[tokio::test]
async fn what_is_left_is_told_by_quantity_and_nothing_is_stranded() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.customer("ROSSI", "IT").await;
    let order_id = office.confirmed(order(rossi, &[(rid, 390)])).await;
    assert_eq!(part(&office, order_id, &[(1, 240)]).await, (240_000, 0));
    assert_eq!(reach(&office, order_id).await, (Reach::Part, Reach::Part, Reach::Part));
    assert_eq!(part(&office, order_id, &[(1, 150)]).await, (150_000, 0));
    assert_eq!(reach(&office, order_id).await, (Reach::Full, Reach::Full, Reach::Full));
    office.verified().await;
}

/// frappe/erpnext#12354, #13392: 99.9996 % counted as delivered.
#[tokio::test]
async fn two_pieces_beside_a_quarter_of_a_million_still_ship_and_are_billed() {
    let office = Office::open().await;
    let (nut, box_of) = (office.product("NUT", 1).await, office.product("BOX", 5_000).await);
    let rossi = office.customer("ROSSI", "IT").await;
    let order_id = office.confirmed(order(rossi, &[(nut, 250_000), (box_of, 2)])).await;
    assert_eq!(part(&office, order_id, &[(1, 250_000)]).await, (250_000, 0));
    assert_eq!(reach(&office, order_id).await, (Reach::Part, Reach::Part, Reach::Part));
    let rest = office.delivered(order_id).await;
    let lines = office.propose().await.proposals[0].lines.clone();
    assert_eq!((lines.len(), lines[0].shipment_id), (1, rest));
    assert_eq!(office.post(order_id).await.unwrap().totals.net_minor, 10_000);
    office.verified().await;
}

#[tokio::test]
async fn a_charge_of_the_order_goes_on_its_first_invoice_only() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.customer("ROSSI", "IT").await;
    let form = charged(order(rossi, &[(rid, 10)]), ChargePer::Order, 3_500);
    let order_id = office.confirmed(form).await;
    assert_eq!(part(&office, order_id, &[(1, 4)]).await, (4_000, 3_500));
    assert_eq!(part(&office, order_id, &[(1, 6)]).await, (6_000, 0));
    assert_eq!(office.figure("select sum(net_minor) from invoice_charges").await, 3_500);
    office.verified().await;
}

#[tokio::test]
async fn a_charge_of_each_shipment_goes_on_the_first_invoice_of_that_shipment() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.customer("ROSSI", "IT").await;
    let form = charged(order(rossi, &[(rid, 10)]), ChargePer::Shipment, 800);
    let order_id = office.confirmed(form).await;
    assert_eq!(part(&office, order_id, &[(1, 4)]).await, (4_000, 800));
    let first = office.ship_part(order_id, &[(1, 3)]).await.unwrap();
    let second = office.ship_part(order_id, &[(1, 3)]).await.unwrap();
    office.prove(first.shipment_id, &[]).await.unwrap();
    office.prove(second.shipment_id, &[(1, 2)]).await.unwrap();
    let totals = office.post(order_id).await.unwrap().totals;
    assert_eq!((totals.net_minor, totals.charges_minor), (5_000, 1_600));
    // What a later proof adds to the same shipment brings no second charge.
    office.prove(second.shipment_id, &[]).await.unwrap();
    let totals = office.post(order_id).await.unwrap().totals;
    assert_eq!((totals.net_minor, totals.charges_minor), (1_000, 0));
    office.verified().await;
}

#[tokio::test]
async fn the_date_of_an_invoice_never_falls_behind_its_series() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.on_dispatch("ROSSI").await;
    let first = office.confirmed(order(rossi, &[(rid, 1)])).await;
    let second = office.confirmed(order(rossi, &[(rid, 2)])).await;
    office.on("2026-03-11");
    office.ship(second).await.unwrap();
    office.on("2026-03-12");
    office.ship(first).await.unwrap();
    office.post(first).await.unwrap();
    office.on("2026-03-11");
    let expect = Refusal::DateFalls { date: day("2026-03-11"), last: day("2026-03-12") };
    assert_eq!(refusal(office.post(second).await), expect);
    let answer = run(&office.desk, &office.cx(office.elena), BillingFilter::default()).await;
    assert_eq!(answer.unwrap().refused.len(), 1);
    assert_eq!(office.n_invoices().await, 1);
    office.on("2026-03-12");
    // By now its goods left on an earlier day, so that it is deferred, in a series of its own.
    assert_eq!(office.post(second).await.unwrap().number, "TA26-00001");
    office.verified().await;
}

#[tokio::test]
async fn a_new_year_begins_a_new_series() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.on_dispatch("ROSSI").await;
    for (today, number) in
        [("2026-12-31", "FA26-00001"), ("2027-01-01", "FA27-00001"), ("2027-01-02", "FA27-00002")]
    {
        office.on(today);
        let order_id = office.confirmed(order(rossi, &[(rid, 1)])).await;
        office.ship(order_id).await.unwrap();
        assert_eq!(office.post(order_id).await.unwrap().number, number);
    }
    office.verified().await;
}

/// frappe/erpnext#12971, adempiere#3469: runs that repeat themselves.
#[tokio::test]
async fn a_run_that_is_repeated_repeats_nothing_and_answers_the_same() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.on_dispatch("ROSSI").await;
    for units in 1..=23 {
        let order_id = office.confirmed(order(rossi, &[(rid, units)])).await;
        office.ship(order_id).await.unwrap();
    }
    let once = async || {
        let cx = office.cx_of(office.elena, 7_001, 1);
        run(&office.desk, &cx, BillingFilter::default()).await.unwrap()
    };
    let first = once().await;
    assert_eq!((first.posted.len(), first.refused.len()), (23, 0));
    assert_eq!(first.totals[0].net_minor, 276_000);
    assert!(all_differ(first.posted.iter().map(|p| p.number.clone())));
    assert_eq!(once().await, first);
    assert_eq!(office.n_invoices().await, 23);
    let another = run(&office.desk, &office.cx(office.elena), BillingFilter::default()).await;
    assert!(another.unwrap().posted.is_empty());
    office.verified().await;
}

#[tokio::test]
async fn a_run_looks_only_at_the_orders_it_is_asked_about() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let (rossi, verdi) = (office.on_dispatch("ROSSI").await, office.on_dispatch("VERDI").await);
    let of_rossi = office.confirmed(order(rossi, &[(rid, 1)])).await;
    let of_verdi = office.confirmed(order(verdi, &[(rid, 1)])).await;
    office.ship(of_rossi).await.unwrap();
    office.ship(of_verdi).await.unwrap();
    let filter = BillingFilter { bill_to: Some(verdi), ..BillingFilter::default() };
    let answer = run(&office.desk, &office.cx(office.elena), filter).await.unwrap();
    let orders: Vec<_> = answer.posted.iter().map(|p| p.order_id).collect();
    assert_eq!(orders, [of_verdi]);
    assert_eq!(office.propose().await.proposals[0].order_id, of_rossi);
    office.verified().await;
}

#[tokio::test]
async fn an_invoice_explains_each_of_its_lines_down_to_the_facts() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.customer("ROSSI", "IT").await;
    let order_id = office.confirmed(under("PO-9", order(rossi, &[(rid, 10)]))).await;
    office.delivered(order_id).await;
    let posted = office.post(order_id).await.unwrap();
    let ask = WhyAsk { invoice: posted.number.clone(), invoice_n: None };
    let answer = why(&office.desk, ask).await.unwrap();
    let line = &answer.lines[0];
    assert_eq!(line.order.customer_po.as_deref(), Some("PO-9"));
    assert_eq!(line.shipment.quantity, Quantity::units(10));
    assert_eq!(line.proof.as_ref().unwrap().signed_by.as_deref(), Some("A. Ricevente"));
    let facts = [
        line.order.fact.as_ref(),
        line.agreed.fact.as_ref(),
        line.shipment.fact.as_ref(),
        line.proof.as_ref().and_then(|p| p.fact.as_ref()),
    ];
    let kinds = facts.map(|fact| fact.unwrap().kind.clone());
    assert_eq!(kinds, ["OrderConfirmed", "OrderConfirmed", "ShipmentIssued", "ProofRecorded"]);
    let view = show(&office.desk, ShowInvoice { invoice: posted.number }).await.unwrap();
    assert_eq!(view.totals, answer.totals);
    assert_eq!(view.open_minor, 12_200);
    office.verified().await;
}

//! What an invoice says of each delivery: where it went, which pieces left, and the customer's own
//! number for what they received.

use dovuto_app::catalog::SaveProduct;
use dovuto_app::documents::ShowDocument;
use dovuto_app::documents::papers::printed;
use dovuto_app::fulfilment::back::{CountBack, count_back};
use dovuto_app::fulfilment::steps::{MoveShipment, ScannedLine, go};
use dovuto_app::fulfilment::{ProveShipment, prove};
use dovuto_app::parties::SaveCustomer;
use dovuto_app::parties::identity::IdentityForm;
use dovuto_documents::print::{Printed, Said};
use dovuto_domain::billing::invoice::Invoice;
use dovuto_domain::billing::proposal::Block;
use dovuto_domain::catalog::Tracking;
use dovuto_domain::fulfilment::ReturnLine;
use dovuto_domain::fulfilment::machine::ShipmentEvent;
use dovuto_domain::fulfilment::tracking::LotPart;
use dovuto_domain::kernel::id::{CustomerId, OrderId, ShipmentId};
use dovuto_domain::kernel::quantity::Quantity;
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_domain::orders::ShipTo;
use dovuto_domain::orders::references::Lack;
use dovuto_domain::parties::profile::{BillingProfile, Grouping};
use dovuto_domain::parties::{Address, Basis, Department, Reference};

use crate::harness::{Office, customer, order, proof, refusal, under};

fn address(name: Option<&str>, street: &str) -> Address {
    Address {
        name: name.map(str::to_owned),
        street: street.to_owned(),
        postcode: "22100".to_owned(),
        city: "Como".to_owned(),
        country: "IT".to_owned(),
        ..Address::default()
    }
}

/// A customer with a seat and a site, billed together for whatever left.
fn with_site(site: &str) -> SaveCustomer {
    let form = customer("ROSSI", "IT");
    let addresses = vec![address(None, "Via Roma 1"), address(Some(site), "Via Lunga 7")];
    SaveCustomer {
        basis: Some(Basis::Dispatch),
        identity: IdentityForm { addresses: Some(addresses), ..form.identity.clone() },
        billing: Some(BillingProfile { grouping: Grouping::Customer, ..BillingProfile::default() }),
        ..form
    }
}

/// The one invoice of an order.
async fn invoice_of(office: &Office, order_id: OrderId) -> Invoice {
    let posted = office.post_all(order_id).await.unwrap();
    let id = posted.documents[0].document_id.parse().unwrap();
    let mut db = office.desk.read().await.unwrap();
    dovuto_store::billing::invoice(&mut db, id).await.unwrap().unwrap().0
}

async fn paper(office: &Office, number: &str) -> Printed {
    let ask = ShowDocument {
        document: number.to_owned(),
        kind: None,
        profile: None,
        language: None,
        on: None,
    };
    printed(&office.desk, &office.cx(office.sara), &ask).await.unwrap()
}

#[tokio::test]
async fn an_invoice_names_each_place_but_the_seat_as_it_was_called_then() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.customer_as(with_site("Cantiere Nord")).await;
    let site = ShipTo { customer_id: rossi, address_n: 1 };
    let mut orders = Vec::new();
    for (po, ship_to) in [("PO-1", None), ("PO-2", Some(site))] {
        let mut form = under(po, order(rossi, &[(rid, 1)]));
        form.ship_to = ship_to;
        let order_id = office.confirmed(form).await;
        office.ship(order_id).await.unwrap();
        orders.push(order_id);
    }
    let invoice = invoice_of(&office, orders[0]).await;
    let places: Vec<_> = invoice.lines.iter().map(|line| line.ship_to).collect();
    assert_eq!(places, [None, Some(site)]);
    assert_eq!(invoice.sites.len(), 1);
    assert_eq!(invoice.sites[0].ship_to, site);
    assert_eq!(invoice.sites[0].address, address(Some("Cantiere Nord"), "Via Lunga 7"));

    let moved = SaveCustomer { customer_id: Some(rossi), ..with_site("Cantiere chiuso") };
    office.customer_as(moved).await;
    let paper = paper(&office, &invoice.series.number).await;
    let name = |line: &dovuto_documents::print::Line| line.site.as_ref()?.name.clone();
    let names: Vec<_> = paper.lines.iter().map(name).collect();
    assert_eq!(names, [None, Some("Cantiere Nord".to_owned())]);
    office.verified().await;
}

/// Packs whole units of the first line with their numbers, and lets them leave.
async fn leaves(
    office: &Office,
    order_id: OrderId,
    units: i64,
    serials: &[&str],
    lots: &[(&str, i64)],
) -> ShipmentId {
    let id = office.planned(order_id, units).await;
    office.goes(id, ShipmentEvent::Release).await.unwrap();
    office.goes(id, ShipmentEvent::Start).await.unwrap();
    let lot = |(lot, units): &(&str, i64)| LotPart {
        lot: (*lot).to_owned(),
        quantity: Quantity::units(*units),
    };
    let line = ScannedLine {
        shipment_n: 1,
        scanned: Quantity::units(units),
        serials: serials.iter().map(|serial| (*serial).to_owned()).collect(),
        lots: lots.iter().map(lot).collect(),
    };
    let ask = MoveShipment {
        shipment_id: id,
        event: ShipmentEvent::Pack,
        on: None,
        note: String::new(),
        lines: vec![line],
    };
    go(&office.desk, &office.cx(office.marco), ask).await.unwrap();
    office.issue(id).await.unwrap();
    id
}

fn followed(code: &str, tracking: Tracking) -> SaveProduct {
    SaveProduct { code: code.to_owned(), tracking: Some(tracking), ..SaveProduct::default() }
}

#[tokio::test]
async fn an_invoice_names_the_pieces_that_left_and_did_not_come_back() {
    let office = Office::open().await;
    let pump = office.product_as(followed("POMPA", Tracking::Serial), 9_000).await;
    let oil = office.product_as(followed("OLIO", Tracking::Lot), 500).await;
    let rossi = office.on_dispatch("ROSSI").await;
    let order_id = office.confirmed(order(rossi, &[(pump, 3)])).await;
    let id = leaves(&office, order_id, 3, &["P-2", "P-1", "P-3"], &[]).await;
    let back = CountBack {
        shipment_id: id,
        lines: vec![ReturnLine {
            shipment_n: 1,
            quantity: Quantity::units(1),
            serials: vec!["P-2".to_owned()],
        }],
        reason: "noisy".to_owned(),
        on: None,
        restock: None,
    };
    count_back(&office.desk, &office.cx(office.marco), back).await.unwrap();
    let invoice = invoice_of(&office, order_id).await;
    assert_eq!(invoice.lines[0].quantity, Quantity::units(2));
    assert_eq!(invoice.lines[0].serials, ["P-1", "P-3"]);

    let order_id = office.confirmed(order(rossi, &[(oil, 5)])).await;
    leaves(&office, order_id, 5, &[], &[("L-7", 2), ("L-8", 3)]).await;
    let of_oil = invoice_of(&office, order_id).await;
    let lots: Vec<_> =
        of_oil.lines[0].lots.iter().map(|part| (part.lot.as_str(), part.quantity)).collect();
    assert_eq!(lots, [("L-7", Quantity::units(2)), ("L-8", Quantity::units(3))]);
    let pieces = paper(&office, &of_oil.series.number).await.lines[0].pieces.len();
    assert_eq!(pieces, 2);
    office.verified().await;
}

#[tokio::test]
async fn an_invoice_of_what_has_no_such_thing_says_nothing_of_it() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.on_dispatch("ROSSI").await;
    let order_id = office.confirmed(order(rossi, &[(rid, 1)])).await;
    office.ship(order_id).await.unwrap();
    office.post(order_id).await.unwrap();
    let spoken = "select count(*) from ledger
                   where kind = 'InvoicePosted'
                     and (body like '%\"serials\"%' or body like '%\"lots\"%'
                          or body like '%\"sites\"%' or body like '%\"goods_receipt\"%'
                          or body -> '$.lines[0].ship_to' is not null)";
    assert_eq!(office.figure(spoken).await, 0);
    office.verified().await;
}

async fn requiring(office: &Office, code: &str) -> CustomerId {
    let form = SaveCustomer {
        required_references: Some(vec![Reference::GoodsReceipt]),
        ..customer(code, "IT")
    };
    office.customer_as(form).await
}

async fn received(office: &Office, shipment_id: ShipmentId, number: Option<&str>) {
    let form =
        ProveShipment { goods_receipt: number.map(str::to_owned), ..proof(shipment_id, &[]) };
    prove(&office.desk, &office.cx(office.marco), form).await.unwrap();
}

#[tokio::test]
async fn a_goods_receipt_number_is_asked_for_when_it_is_billed_and_not_when_it_is_ordered() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = requiring(&office, "ROSSI").await;
    let order_id = office.confirmed(order(rossi, &[(rid, 10)])).await;
    let first = office.ship_part(order_id, &[(1, 6)]).await.unwrap().shipment_id;
    let second = office.ship_part(order_id, &[(1, 4)]).await.unwrap().shipment_id;
    received(&office, first, None).await;
    let blocked = office.blocked(order_id).await;
    let missing = blocked.iter().find_map(|(why, units)| match why {
        Block::ReferencesMissing { missing } => Some((why, missing, *units)),
        _ => None,
    });
    let (why, missing, micro) = missing.unwrap();
    assert_eq!((why.answered_by(), micro), (Department::Logistics, 6_000_000));
    let said: Vec<String> = missing.iter().map(Lack::to_string).collect();
    let sentence = "delivery note DA26-00001: the goods-receipt number of the customer is \
                    missing: record it with the proof of delivery";
    assert_eq!(said, [sentence]);
    assert_eq!(refusal(office.post(order_id).await), Refusal::NothingToBill);
    assert_eq!(office.n_invoices().await, 0, "no number was taken");

    // The delivery that has one is billed alone.
    received(&office, second, Some(" GR 12 ")).await;
    let of_second = invoice_of(&office, order_id).await;
    let numbers: Vec<_> = of_second.lines.iter().map(|l| l.goods_receipt.as_deref()).collect();
    assert_eq!(numbers, [Some("GR 12")]);
    let paper = paper(&office, &of_second.series.number).await;
    assert!(paper.about.contains(&("goods-receipt", Said::Text("GR 12".to_owned()))));

    received(&office, first, Some("GR 13")).await;
    let of_first = invoice_of(&office, order_id).await;
    assert_eq!(of_first.lines[0].quantity, Quantity::units(6));
    assert_eq!(of_first.lines[0].goods_receipt.as_deref(), Some("GR 13"));
    office.verified().await;
}

#[tokio::test]
async fn a_later_proof_keeps_the_number_that_it_leaves_out_and_takes_away_an_empty_one() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = requiring(&office, "ROSSI").await;
    let order_id = office.confirmed(order(rossi, &[(rid, 10)])).await;
    let shipment_id = office.ship(order_id).await.unwrap().shipment_id;
    let is_blocked = async || !office.blocked(order_id).await.is_empty();
    received(&office, shipment_id, Some("GR 1")).await;
    received(&office, shipment_id, None).await;
    assert!(!is_blocked().await);
    received(&office, shipment_id, Some(" ")).await;
    assert!(is_blocked().await);
    let long = Some("9".repeat(61));
    let form = ProveShipment { goods_receipt: long, ..proof(shipment_id, &[]) };
    let answer = prove(&office.desk, &office.cx(office.marco), form).await;
    let field = "goods_receipt".to_owned();
    assert_eq!(refusal(answer), Refusal::FieldTooLong { field, max: 60 });
    office.verified().await;
}

//! Papers of orders, shipments and accounts: what the records hold, and nothing else.

use dovuto_app::documents::papers::{LINK, printed};
use dovuto_app::documents::{ShowDocument, show};
use dovuto_app::error::Error;
use dovuto_app::fulfilment::back::{CountBack, count_back};
use dovuto_app::fulfilment::plan::{PlanLine, PlanShipment, plan};
use dovuto_app::orders::amend::{AmendLine, AmendOrder, amend};
use dovuto_app::orders::{SaveCharge, SaveOrder};
use dovuto_documents::print::kind::Kind;
use dovuto_documents::print::remarks::Figure;
use dovuto_documents::print::{Printed, Said};
use dovuto_documents::profile::BuiltIn;
use dovuto_documents::words::Language;
use dovuto_domain::fulfilment::ReturnLine;
use dovuto_domain::kernel::id::{OrderId, ProductId, ShipmentId};
use dovuto_domain::kernel::quantity::{MILLION, Price, Quantity};
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_domain::pricing::{ChargeKind, ChargePer, Discount};

use crate::harness::{Office, day, line, order, refusal, under};

struct Sold {
    office: Office,
    rid: ProductId,
    order_id: OrderId,
    number: String,
}

/// A confirmed order of two lines, with a discount in money, freight and a PO.
async fn sold() -> Sold {
    let office = Office::open().await;
    let (rid, flange) = (office.product("RID", 1_000).await, office.product("FLA", 333).await);
    let rossi = office.customer("ROSSI", "IT").await;
    let mut form = under("PO-4711", order(rossi, &[(rid, 10), (flange, 7)]));
    form.requested_on = Some(day("2026-03-12"));
    form.lines[1].customer_line = Some("20".to_owned());
    let price = Price { micro: 3_210_000, per: 1, discount_ppm: 50_000 };
    form.lines[1].price = Some(price);
    form.discount = Some(Discount::Money { amount_minor: 1_001 });
    form.charges = vec![SaveCharge {
        kind: ChargeKind::Freight,
        per: ChargePer::Order,
        amount_minor: 1_550,
        description: String::new(),
    }];
    let order_id = office.save(form).await.unwrap().order_id;
    let number = office.confirm(order_id).await.unwrap().number;
    Sold { office, rid, order_id, number }
}

impl Sold {
    async fn paper(&self, document: &str, kind: Option<Kind>) -> Result<Printed, Error> {
        let cx = self.office.cx(self.office.sara);
        printed(&self.office.desk, &cx, &ask(document, kind)).await
    }

    async fn planned(&self, units: i64) -> ShipmentId {
        let (order_id, quantity) = (self.order_id, Quantity::units(units));
        let line = PlanLine { order_id, line_n: 1, quantity, replaces: None };
        let form = PlanShipment { lines: vec![line], ..PlanShipment::default() };
        let cx = self.office.cx(self.office.marco);
        plan(&self.office.desk, &cx, form).await.unwrap().shipment_id
    }
}

fn ask(document: &str, kind: Option<Kind>) -> ShowDocument {
    ShowDocument { document: document.to_owned(), kind, profile: None, language: None, on: None }
}

fn quantities(printed: &Printed) -> Vec<(i64, i64)> {
    let of = |line: &dovuto_documents::print::Line| (line.position, line.quantity.unwrap());
    printed.lines.iter().map(of).map(|(n, micro)| (n, micro / MILLION)).collect()
}

fn words(printed: &Printed) -> Vec<(i64, &'static str)> {
    let of_line = |line: &dovuto_documents::print::Line| {
        let position = line.position;
        let words: Vec<_> = line.remarks.iter().map(|r| (position, r.word)).collect();
        words
    };
    printed.lines.iter().flat_map(of_line).collect()
}

#[tokio::test]
async fn papers_of_goods_say_what_left_and_hold_no_amount() {
    let sold = sold().await;
    let issued = sold.office.ship(sold.order_id).await.unwrap();
    for kind in [Kind::DeliveryNote, Kind::PackingList, Kind::ReturnSlip] {
        let paper = sold.paper(&issued.number, Some(kind)).await.unwrap();
        assert_eq!((paper.kind, paper.number.as_str()), (kind, issued.number.as_str()));
        assert_eq!(quantities(&paper), [(1, 10), (2, 7)]);
        assert_eq!(paper.lines[1].their_line.as_deref(), Some("20"));
        assert!(paper.totals.is_none() && paper.taxes.is_empty() && paper.charges.is_empty());
        assert!(paper.lines.iter().all(|l| l.price.is_none() && l.net_minor.is_none()));
        let link = paper.link.unwrap();
        assert_eq!(link, format!("{LINK}{}", issued.shipment_id));
        let again = sold.paper(&link, Some(kind)).await.unwrap();
        assert_eq!(again.number, issued.number, "the link on it finds it again");
    }
    let usual = sold.paper(&issued.number, None).await.unwrap();
    assert_eq!(usual.kind, Kind::DeliveryNote);
    let of_order = sold.paper(&sold.number, Some(Kind::DeliveryNote)).await.unwrap();
    assert_eq!(of_order.number, issued.number, "the only one of its order");
}

#[tokio::test]
async fn a_pick_list_is_of_what_did_not_leave_and_the_others_of_what_did() {
    let sold = sold().await;
    let id = sold.planned(4).await.to_string();
    let list = sold.paper(&id, None).await.unwrap();
    assert_eq!((list.kind, list.number.as_str()), (Kind::PickList, sold.number.as_str()));
    assert_eq!(quantities(&list), [(1, 4)]);
    for kind in [Kind::DeliveryNote, Kind::PackingList, Kind::ReturnSlip] {
        let refused = refusal(sold.paper(&id, Some(kind)).await);
        assert!(matches!(refused, Refusal::ShipmentNotIssued { .. }), "{refused:?}");
    }
    let issued = sold.office.ship_part(sold.order_id, &[(2, 7)]).await.unwrap();
    let refused = refusal(sold.paper(&issued.number, Some(Kind::PickList)).await);
    assert!(matches!(refused, Refusal::ShipmentStep { .. }), "{refused:?}");
    let found = sold.paper(&sold.number, Some(Kind::PickList)).await.unwrap();
    assert_eq!(quantities(&found), [(1, 4)], "the only one of its order that did not leave");
}

#[tokio::test]
async fn a_return_slip_is_addressed_to_us_and_asks_for_what_did_not_come_back() {
    let sold = sold().await;
    let shipment_id = sold.office.delivered(sold.order_id).await;
    let back = CountBack {
        shipment_id,
        lines: vec![ReturnLine {
            shipment_n: 1,
            quantity: Quantity::units(3),
            serials: Vec::new(),
        }],
        reason: "scratched".to_owned(),
        on: None,
        restock: None,
    };
    let cx = sold.office.cx(sold.office.marco);
    count_back(&sold.office.desk, &cx, back).await.unwrap();
    let slip = sold.paper(&shipment_id.to_string(), Some(Kind::ReturnSlip)).await.unwrap();
    assert_eq!(quantities(&slip), [(1, 7), (2, 7)]);
    assert_eq!(slip.buyer.name, slip.seller.name);
    let customer = slip.about.iter().find(|(word, _)| *word == "customer");
    assert_eq!(customer, Some(&("customer", Said::Text("ROSSI of IT".to_owned()))));
}

#[tokio::test]
async fn what_a_pro_forma_comes_to_is_what_is_billed() {
    let sold = sold().await;
    let pro_forma = sold.paper(&sold.number, Some(Kind::ProForma)).await.unwrap();
    let confirmation = sold.paper(&sold.number, None).await.unwrap();
    assert_eq!(confirmation.kind, Kind::OrderConfirmation);
    sold.office.delivered(sold.order_id).await;
    let posted = sold.office.post_all(sold.order_id).await.unwrap();
    let [invoice] = posted.documents.as_slice() else { panic!("{posted:?}") };
    let invoice = sold.paper(&invoice.number, None).await.unwrap();
    for paper in [pro_forma, confirmation] {
        assert_eq!((paper.totals, &paper.taxes), (invoice.totals, &invoice.taxes));
        let nets = |of: &Printed| of.lines.iter().map(|l| l.net_minor).collect::<Vec<_>>();
        assert_eq!(nets(&paper), nets(&invoice));
        let prices = |of: &Printed| of.lines.iter().map(|l| l.price).collect::<Vec<_>>();
        assert_eq!(prices(&paper), prices(&invoice));
    }
}

#[tokio::test]
async fn a_confirmation_marks_what_is_otherwise_than_the_customer_asked() {
    let sold = sold().await;
    let before = sold.paper(&sold.number, None).await.unwrap();
    assert_eq!((words(&before), before.remarks.len()), (Vec::new(), 0));
    let form = AmendOrder {
        order_id: Some(sold.order_id),
        reason: "they called".to_owned(),
        lines: vec![AmendLine { line_n: 1, quantity: Quantity::units(12) }],
        add_lines: vec![line(sold.rid, 1)],
        promised_on: Some(day("2026-03-20")),
        ..AmendOrder::default()
    };
    amend(&sold.office.desk, &sold.office.cx(sold.office.sara), form).await.unwrap();
    let after = sold.paper(&sold.number, None).await.unwrap();
    assert_eq!(words(&after), [(1, "remark-quantity"), (3, "remark-line-added")]);
    let asked = Figure::Quantity(10 * MILLION, "C62".to_owned());
    assert_eq!(after.lines[0].remarks[0].about, [("asked", asked)]);
    let above: Vec<_> = after.remarks.iter().map(|remark| remark.word).collect();
    assert_eq!(above, ["remark-date", "remark-promise-moved"]);
    let pro_forma = sold.paper(&sold.number, Some(Kind::ProForma)).await.unwrap();
    assert_eq!(words(&pro_forma), [], "a pro-forma tells no history");
}

#[tokio::test]
async fn a_line_without_a_price_has_no_amount_and_is_not_in_the_sums() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.customer("ROSSI", "IT").await;
    let mut form = order(rossi, &[(rid, 2), (rid, 5)]);
    form.lines[1].to_be_agreed = true;
    let order_id = office.confirmed(form).await;
    let sold = Sold { office, rid, order_id, number: order_id.to_string() };
    let paper = sold.paper(&sold.number, Some(Kind::ProForma)).await.unwrap();
    let nets: Vec<_> = paper.lines.iter().map(|line| line.net_minor).collect();
    assert_eq!(nets, [Some(2_000), None]);
    assert_eq!(paper.totals.unwrap().net_minor, 2_000);
    assert_eq!(words(&paper), [(2, "remark-to-be-agreed")]);
    let above: Vec<_> = paper.remarks.iter().map(|remark| remark.word).collect();
    assert_eq!(above, ["remark-not-an-invoice", "remark-without"]);
}

#[tokio::test]
async fn a_draft_has_no_confirmation_and_no_pro_forma() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.customer("ROSSI", "IT").await;
    let order_id = office.save(SaveOrder { ..order(rossi, &[(rid, 2)]) }).await.unwrap().order_id;
    let sold = Sold { office, rid, order_id, number: order_id.to_string() };
    for kind in [Kind::OrderConfirmation, Kind::ProForma, Kind::ProofSheet] {
        let refused = refusal(sold.paper(&sold.number, Some(kind)).await);
        assert!(matches!(refused, Refusal::OrderNotOpen { .. }), "{refused:?}");
    }
}

#[tokio::test]
async fn a_proof_sheet_says_what_was_signed_for_and_by_what_the_price_is_agreed() {
    let sold = sold().await;
    sold.office.delivered(sold.order_id).await;
    let posted = sold.office.post_all(sold.order_id).await.unwrap();
    let number = posted.documents[0].number.clone();
    for document in [&number, &sold.number] {
        let sheet = sold.paper(document, Some(Kind::ProofSheet)).await.unwrap();
        assert_eq!(sheet.totals.is_some(), *document == number, "an order has none yet");
        for line in &sheet.lines {
            let words: Vec<_> = line.remarks.iter().map(|remark| remark.word).collect();
            assert_eq!(words[..2], ["remark-dispatched", "remark-received"]);
            assert!(words[2].starts_with("remark-agreed"), "{words:?}");
            let name = line.remarks[1].about.iter().find(|(name, _)| *name == "name");
            assert_eq!(name, Some(&("name", Figure::Text("A. Ricevente".to_owned()))));
        }
        let by = &sheet.lines[1].remarks[2].about[1];
        let theirs = Figure::Named("source-customer_order", "PO-4711".to_owned());
        assert_eq!(by, &("by", theirs));
    }
}

#[tokio::test]
async fn a_statement_is_what_is_open_and_falls_with_every_payment() {
    let sold = sold().await;
    let statement =
        || async { sold.paper("ROSSI", Some(Kind::Statement)).await.unwrap().statement.unwrap() };
    assert_eq!(statement().await.items, []);
    sold.office.delivered(sold.order_id).await;
    let bill = sold.office.post(sold.order_id).await.unwrap();
    let gross = bill.totals.gross_minor;
    assert_eq!(statement().await.balances[0].open_minor, gross);
    sold.office.pay(&[bill.invoice_id], 1_000).await.unwrap();
    let after = statement().await;
    assert_eq!(after.balances[0].open_minor, gross - 1_000);
    assert_eq!(
        (after.items[0].number.as_str(), after.balances[0].overdue_minor),
        (bill.number.as_str(), 0)
    );
    sold.office.on("2027-01-10");
    assert_eq!(statement().await.balances[0].overdue_minor, gross - 1_000);
    sold.office.pay(&[bill.invoice_id], gross).await.unwrap();
    let over = statement().await;
    assert_eq!((over.items.len(), over.balances[0].open_minor), (1, -1_000), "theirs again");
}

#[tokio::test]
async fn a_paper_of_another_kind_is_not_taken_for_the_one_asked() {
    let sold = sold().await;
    sold.office.delivered(sold.order_id).await;
    let posted = sold.office.post_all(sold.order_id).await.unwrap();
    let number = posted.documents[0].number.clone();
    for (kind, message) in [
        (Kind::CreditNote, format!("there is no credit note \"{number}\"")),
        (Kind::DeliveryNote, format!("there is no shipment \"{number}\"")),
        (Kind::OrderConfirmation, format!("there is no order \"{number}\"")),
        (Kind::Statement, format!("there is no customer \"{number}\"")),
    ] {
        let refused = sold.paper(&number, Some(kind)).await.unwrap_err();
        assert_eq!(refused.to_string(), message);
    }
}

#[tokio::test]
async fn every_kind_is_a_file_in_each_profile_and_language() {
    let sold = sold().await;
    let planned = sold.planned(4).await.to_string();
    let issued = sold.office.ship_part(sold.order_id, &[(1, 6), (2, 7)]).await.unwrap();
    sold.office.prove(issued.shipment_id, &[]).await.unwrap();
    let posted = sold.office.post_all(sold.order_id).await.unwrap();
    let invoice = posted.documents[0].number.as_str();
    let asked = [
        (sold.number.as_str(), Kind::ProForma),
        (&sold.number, Kind::OrderConfirmation),
        (&sold.number, Kind::ProofSheet),
        (&planned, Kind::PickList),
        (&issued.number, Kind::PackingList),
        (&issued.number, Kind::DeliveryNote),
        (&issued.number, Kind::ReturnSlip),
        (invoice, Kind::ProofSheet),
        ("ROSSI", Kind::Statement),
    ];
    for (document, kind) in asked {
        for profile in BuiltIn::ALL {
            for language in Language::ALL {
                let ask = ShowDocument {
                    profile: Some(profile),
                    language: Some(language),
                    ..ask(document, Some(kind))
                };
                let cx = sold.office.cx(sold.office.sara);
                let shown = show(&sold.office.desk, &cx, ask).await.unwrap();
                assert_eq!(shown.pages, 1, "{kind:?} {profile:?} {language:?}");
                let name = language.say(kind.word());
                assert!(shown.file_name.starts_with(&name), "{}", shown.file_name);
            }
        }
    }
}

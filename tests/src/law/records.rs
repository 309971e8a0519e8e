//! What is billed comes from records: shipments of every mode, agreed prices, frozen parties.

use dovuto_app::billing::DocumentKind::{CreditNote, Immediate};
use dovuto_app::billing::post::PostInvoice;
use dovuto_app::fulfilment::plan::{PlanLine, PlanShipment, plan};
use dovuto_app::orders::{SaveCharge, SaveOrder};
use dovuto_app::parties::SaveCustomer;
use dovuto_app::parties::identity::IdentityForm;
use dovuto_app::views::billing::{InvoiceView, ShowInvoice, show};
use dovuto_app::why::{WhyAsk, why};
use dovuto_domain::attendance::TaskKind;
use dovuto_domain::fulfilment::Mode;
use dovuto_domain::kernel::id::{CustomerId, OrderId, ShipmentId};
use dovuto_domain::kernel::quantity::{Currency, Price, Quantity};
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_domain::parties::{Basis, VatRegime};
use dovuto_domain::pricing::{ChargeKind, ChargePer, PriceSource};
use dovuto_rpc::envelope::Request;
use serde_json::json;

use super::acts::{cents, evidence};
use crate::bill::Bill;
use crate::harness::{Office, customer, line, order, refusal, session};

async fn shown(office: &Office, bill: &Bill) -> InvoiceView {
    show(&office.desk, ShowInvoice { invoice: bill.number.clone() }).await.unwrap()
}

/// Whole units of the first line leave in a mode.
async fn sent(office: &Office, order_id: OrderId, mode: Mode, units: i64) -> ShipmentId {
    let quantity = Quantity::units(units);
    let line = PlanLine { order_id, line_n: 1, quantity, replaces: None };
    let ask = PlanShipment { lines: vec![line], mode: Some(mode), ..PlanShipment::default() };
    let planned = plan(&office.desk, &office.cx(office.marco), ask).await.unwrap();
    office.issue(planned.shipment_id).await.unwrap().shipment_id
}

async fn ten(office: &Office) -> (CustomerId, OrderId) {
    let rid = office.product("RID", 1_000).await;
    let rossi = office.customer("ROSSI", "IT").await;
    (rossi, office.confirmed(order(rossi, &[(rid, 10)])).await)
}

#[tokio::test]
async fn nobody_types_a_quantity_or_a_price_into_an_invoice() {
    let office = Office::open().await;
    let (_, order_id) = ten(&office).await;
    office.delivered(order_id).await;
    let typed = json!({
        "order_id": order_id,
        "lines": [{ "shipment_n": 1, "quantity": 99_000_000, "micro": 1 }],
        "quantity": 99_000_000, "price": 1, "total": 1,
    });
    let request = Request {
        id: uuid::Uuid::from_u128(1 << 70).to_string(),
        command: "billing.post".to_owned(),
        actor: Some("elena".to_owned()),
        payload: typed,
    };
    let response = session(&office.house).call(request).await;
    let posted = response.read().unwrap()["documents"][0]["totals"]["net_minor"].clone();
    assert_eq!(posted, 10_000, "what was typed counts for nothing");
    let all = serde_json::to_value(PostInvoice { order_id }).unwrap();
    assert_eq!(all, json!({ "order_id": order_id }), "nothing else can be asked for");
    office.verified().await;
}

#[tokio::test]
async fn there_is_no_invoice_of_an_order_but_only_of_what_was_shipped() {
    let office = Office::open().await;
    let (_, order_id) = ten(&office).await;
    assert_eq!(refusal(office.post(order_id).await), Refusal::NothingToBill);
    let planned = office.planned(order_id, 10).await;
    assert_eq!(refusal(office.post(order_id).await), Refusal::NothingToBill);
    office.issue(planned).await.unwrap();
    office.signs(planned, 10).await.unwrap();
    let bill = office.post(order_id).await.unwrap();
    let invoice = shown(&office, &bill).await;
    let roots: Vec<_> = invoice.lines.iter().map(|l| (l.shipment_id, l.shipment_n)).collect();
    assert_eq!(roots, [(planned, 1)], "every line comes from one shipment line");
    office.verified().await;
}

#[tokio::test]
async fn every_mode_of_fulfilment_walks_the_same_road() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    office.stock(rid, 100).await;
    let rossi = office.customer("ROSSI", "IT").await;
    let check = async |mode, moves_stock: bool| {
        let order_id = office.confirmed(order(rossi, &[(rid, 10)])).await;
        let on_hand = "select coalesce(sum(quantity), 0) / 1000000 from stock_movements";
        let before = office.figure(on_hand).await;
        let left = sent(&office, order_id, mode, 10).await;
        let moved = before - office.figure(on_hand).await;
        assert_eq!(moved, if moves_stock { 10 } else { 0 }, "{mode:?}");
        assert_eq!(refusal(office.post(order_id).await), Refusal::NothingToBill, "{mode:?}");
        office.signs(left, 10).await.unwrap();
        assert_eq!(office.papers(order_id).await, [(Immediate, 10_000)], "{mode:?}");
    };
    check(Mode::Warehouse, true).await;
    check(Mode::Line, true).await;
    check(Mode::SiteAssembly, true).await;
    check(Mode::ServiceTeam, false).await;
    // What a supplier sends to our customer never was in our stock.
    check(Mode::Supplier, false).await;
    office.verified().await;
}

#[tokio::test]
async fn a_service_is_billed_for_the_hours_on_its_signed_work_report() {
    let office = Office::open().await;
    let form = dovuto_app::catalog::SaveProduct {
        code: "INST".to_owned(),
        kind: Some(dovuto_domain::catalog::ProductKind::Service),
        unit_code: Some("HUR".to_owned()),
        unit_scale: Some(2),
        ..dovuto_app::catalog::SaveProduct::default()
    };
    let inst = office.product_as(form, 6_500).await;
    let rossi = office.customer("ROSSI", "IT").await;
    let order_id = office.confirmed(order(rossi, &[(inst, 8)])).await;
    let visit = office.ship(order_id).await.unwrap().shipment_id;
    assert_eq!(refusal(office.post(order_id).await), Refusal::NothingToBill);
    // The customer signs for five of the eight hours.
    office.prove(visit, &[(1, 5)]).await.unwrap();
    let bill = office.post(order_id).await.unwrap();
    assert_eq!(bill.totals.net_minor, 32_500);
    let ask = WhyAsk { invoice: bill.number, invoice_n: Some(1) };
    let proof = why(&office.desk, ask).await.unwrap().lines.remove(0).proof.unwrap();
    assert_eq!(proof.signed_by.as_deref(), Some("A. Ricevente"));
    assert_eq!(proof.accepted, Quantity::units(5));
    office.verified().await;
}

#[tokio::test]
async fn parties_currency_regime_and_basis_are_frozen_when_an_order_is_confirmed() {
    let office = Office::open().await;
    let (rossi, order_id) = ten(&office).await;
    let changed = SaveCustomer {
        customer_id: Some(rossi),
        basis: Some(Basis::Dispatch),
        currency: Some(Currency::parse("USD").unwrap()),
        vat_regime: Some(VatRegime::Export),
        ..customer("ROSSI", "IT")
    };
    office.customer_as(changed).await;
    let left = office.ship(order_id).await.unwrap().shipment_id;
    assert_eq!(refusal(office.post(order_id).await), Refusal::NothingToBill, "still on delivery");
    office.prove(left, &[]).await.unwrap();
    let bill = office.post(order_id).await.unwrap();
    assert_eq!((bill.currency.as_str(), bill.totals.tax_minor), ("EUR", 2_200));
    office.verified().await;
}

#[tokio::test]
async fn names_and_tax_ids_are_read_when_an_invoice_is_posted_and_stay() {
    let office = Office::open().await;
    let (rossi, order_id) = ten(&office).await;
    let renamed = async |name: &str| {
        let identity = IdentityForm { name: name.to_owned(), ..customer("ROSSI", "IT").identity };
        let form = customer("ROSSI", "IT");
        office.customer_as(SaveCustomer { customer_id: Some(rossi), identity, ..form }).await;
    };
    let left = office.delivered(order_id).await;
    renamed("Rossi e Figli Srl").await;
    let bill = office.post(order_id).await.unwrap();
    assert_eq!(shown(&office, &bill).await.buyer.name, "Rossi e Figli Srl");
    renamed("Rossi Group SpA").await;
    assert_eq!(shown(&office, &bill).await.buyer.name, "Rossi e Figli Srl");
    office.back(left, 1).await.unwrap();
    assert_eq!(office.papers(order_id).await, [(CreditNote, 1_000)]);
    office.verified().await;
}

#[tokio::test]
async fn an_agreed_price_keeps_its_source_its_evidence_and_who_agreed_and_never_changes() {
    let office = Office::open().await;
    let (_, order_id) = ten(&office).await;
    office.delivered(order_id).await;
    let of_the_list =
        "select count(*) from agreed_prices where price_n = 1 and price_micro = 10000000";
    assert_eq!(office.figure(of_the_list).await, 1);
    office.price(order_id, cents(900), None).await.unwrap();
    assert_eq!(office.figure(of_the_list).await, 1, "a new price stands beside the old one");
    let bill = office.post(order_id).await.unwrap();
    let ask = WhyAsk { invoice: bill.number, invoice_n: Some(1) };
    let agreed = why(&office.desk, ask).await.unwrap().lines.remove(0).agreed;
    assert_eq!((agreed.price_n, agreed.evidence), (2, evidence()));
    assert_eq!(agreed.agreed_by.as_deref(), Some("sara"));
    assert_eq!(agreed.source, PriceSource::CustomerOrder);
    office.verified().await;
}

#[tokio::test]
async fn a_line_is_rounded_once_by_itself_half_away_from_zero() {
    let office = Office::open().await;
    let nut = office.product("NUT", 1).await;
    let rossi = office.customer("ROSSI", "IT").await;
    let priced = |micro, per, discount_ppm| dovuto_app::orders::SaveOrderLine {
        price: Some(Price { micro, per, discount_ppm }),
        evidence: Some(evidence()),
        ..line(nut, 1)
    };
    let mut form = order(rossi, &[]);
    // Half a cent each: one by itself is a whole cent, and three of them are not one and a half.
    form.lines = vec![
        priced(5_000, 1, 0),
        priced(500_000, 100, 0),
        priced(5_000_000, 1_000, 0),
        priced(4_999, 1, 0),
        priced(1_000_000, 1, 5_000),
    ];
    let order_id = office.confirmed(form).await;
    office.delivered(order_id).await;
    let bill = office.post(order_id).await.unwrap();
    let lines = shown(&office, &bill).await.lines;
    let amounts: Vec<_> =
        lines.iter().map(|l| (l.amounts.gross_minor, l.amounts.net_minor)).collect();
    assert_eq!(amounts, [(1, 1), (1, 1), (1, 1), (0, 0), (100, 100)]);
    for line in &lines {
        let allowance = line.amounts.gross_minor - line.amounts.net_minor;
        assert_eq!(line.amounts.allowance_minor, allowance);
    }
    assert_eq!(bill.totals.net_minor, 103);
    office.verified().await;
}

#[tokio::test]
async fn a_charge_is_never_billed_alone_and_only_a_credit_of_value_gives_it_back() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.customer("ROSSI", "IT").await;
    let charge = |per, amount_minor| SaveCharge {
        kind: ChargeKind::Freight,
        per,
        amount_minor,
        description: "freight".to_owned(),
    };
    let form = SaveOrder {
        charges: vec![charge(ChargePer::Order, 700), charge(ChargePer::Shipment, 300)],
        ..order(rossi, &[(rid, 10)])
    };
    let order_id = office.confirmed(form).await;
    let left = office.delivered(order_id).await;
    office.back(left, 10).await.unwrap();
    assert_eq!(
        refusal(office.post(order_id).await),
        Refusal::NothingToBill,
        "no goods, no freight"
    );
    let again = office.ship_part(order_id, &[(1, 10)]).await.unwrap().shipment_id;
    office.prove(again, &[]).await.unwrap();
    let totals = office.post(order_id).await.unwrap().totals;
    assert_eq!((totals.net_minor, totals.charges_minor), (10_000, 1_000), "of one shipment");
    office.back(again, 10).await.unwrap();
    assert_eq!(office.papers(order_id).await, [(CreditNote, 10_000)], "the freight was driven");
    office.verified().await;
}

#[tokio::test]
async fn a_proposal_is_computed_and_nothing_of_it_is_kept() {
    let office = Office::open().await;
    let (_, order_id) = ten(&office).await;
    let left = office.delivered(order_id).await;
    let before = office.n_facts().await;
    assert_eq!(office.propose().await.proposals[0].totals.net_minor, 10_000);
    office.signs(left, 7).await.unwrap();
    let now = office.propose().await;
    assert_eq!(now.proposals[0].totals.net_minor, 7_000, "nothing was there to go stale");
    let tables = "select count(*) from sqlite_schema where name like '%propos%'";
    assert_eq!(office.figure(tables).await, 0);
    assert_eq!(office.n_facts().await, before + 1, "only the proof was recorded");
    assert_eq!(office.post(order_id).await.unwrap().totals.net_minor, 7_000);
}

#[tokio::test]
async fn vat_of_each_document_is_its_own_and_a_cent_between_documents_stays_visible() {
    let office = Office::open().await;
    let rid = office.product("RID", 107).await;
    let rossi = office.customer("ROSSI", "IT").await;
    let order_id = office.confirmed(order(rossi, &[(rid, 3)])).await;
    let left = office.delivered(order_id).await;
    let bill = office.post(order_id).await.unwrap();
    // 22 % of 3.21 is 0.71; of 1.07, three times, 0.24.
    assert_eq!((bill.totals.net_minor, bill.totals.tax_minor), (321, 71));
    let mut given = 0;
    for _ in 0..3 {
        office.back(left, 1).await.unwrap();
        let posted = office.post_all(order_id).await.unwrap();
        assert_eq!(posted.documents[0].totals.tax_minor, 24);
        given += posted.documents[0].totals.gross_minor;
    }
    assert_eq!(given, 393);
    assert_eq!(office.debt(bill.invoice_id).await.open_minor, -1);
    office.verified().await;
}

#[tokio::test]
async fn what_happened_is_recorded_and_what_breaks_a_limit_is_a_task_of_somebody() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    office.stock(rid, 4).await;
    let rossi = office.customer("ROSSI", "IT").await;
    let order_id = office.confirmed(order(rossi, &[(rid, 10)])).await;
    let left = office.ship_part(order_id, &[(1, 12)]).await.unwrap().shipment_id;
    office.signs(left, 15).await.unwrap();
    let mut db = office.desk.read().await.unwrap();
    let tasks = dovuto_store::attendance::open_tasks(&mut db).await.unwrap();
    drop(db);
    let mut kinds: Vec<_> = tasks.iter().map(|task| task.kind).collect();
    kinds.sort_by_key(|kind| format!("{kind:?}"));
    let expect =
        [TaskKind::ProofAboveDispatched, TaskKind::ShippedAboveOrdered, TaskKind::StockBelowZero];
    assert_eq!(kinds, expect);
    for task in tasks {
        assert!(task.holder.is_some(), "{:?} is nobody's", task.kind);
    }
    // Twelve left, fifteen were signed for, ten were agreed.
    assert_eq!(office.papers(order_id).await, [(Immediate, 10_000)]);
    office.verified().await;
}

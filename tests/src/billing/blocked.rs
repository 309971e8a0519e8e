//! What may not be billed now says why, and who has to answer.

use dovuto_app::billing::DocumentKind;
use dovuto_app::catalog::SaveProduct;
use dovuto_app::catalog::exchange::{self, ExchangeRateForm, SetExchangeRates};
use dovuto_app::fulfilment::{ShipOrder, ship};
use dovuto_app::parties::SaveCustomer;
use dovuto_app::views::billing::{ShowInvoice, show};
use dovuto_domain::billing::proposal::Block;
use dovuto_domain::kernel::quantity::MILLION;
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_domain::orders::references::Lack;
use dovuto_domain::parties::{Department, Reference};

use crate::harness::{Office, customer, day, order, refusal};

#[tokio::test]
async fn what_nobody_signed_for_waits_for_logistics() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.customer("ROSSI", "IT").await;
    let order_id = office.confirmed(order(rossi, &[(rid, 10)])).await;
    office.ship(order_id).await.unwrap();
    assert_eq!(office.blocked(order_id).await, [(Block::NotReceived, 10 * MILLION)]);
    assert_eq!(office.propose().await.blocked[0].department, Department::Logistics);
    office.verified().await;
}

#[tokio::test]
async fn what_arrived_above_the_agreed_quantity_waits_and_the_rest_is_billed() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.customer("ROSSI", "IT").await;
    let order_id = office.confirmed(order(rossi, &[(rid, 10)])).await;
    let issued = office.ship_part(order_id, &[(1, 12)]).await.unwrap();
    office.prove(issued.shipment_id, &[(1, 12)]).await.unwrap();
    assert_eq!(office.blocked(order_id).await, [(Block::AboveAgreed, 2 * MILLION)]);
    assert_eq!(office.post(order_id).await.unwrap().totals.net_minor, 10_000);
    assert_eq!(office.blocked(order_id).await, [(Block::AboveAgreed, 2 * MILLION)]);
    assert_eq!(refusal(office.post(order_id).await), Refusal::NothingToBill);
    office.verified().await;
}

#[tokio::test]
async fn a_reference_that_the_customer_requires_by_now_blocks_the_whole_order() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.customer("ROSSI", "IT").await;
    let order_id = office.confirmed(order(rossi, &[(rid, 10)])).await;
    office.delivered(order_id).await;
    let stricter = SaveCustomer {
        customer_id: Some(rossi),
        required_references: Some(vec![Reference::Cig]),
        ..customer("ROSSI", "IT")
    };
    office.customer_as(stricter).await;
    let why = Block::ReferencesMissing {
        missing: vec![Lack {
            reference: Reference::Cig,
            line_n: None,
            shipment_number: None,
            found: None,
        }],
    };
    assert_eq!(office.blocked(order_id).await, [(why, 10 * MILLION)]);
    assert_eq!(refusal(office.post(order_id).await), Refusal::NothingToBill);
    assert_eq!(office.n_invoices().await, 0);
    office.verified().await;
}

#[tokio::test]
async fn a_class_without_a_rate_of_vat_is_blocked_beside_what_has_one() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let form = SaveProduct {
        code: "COURSE".to_owned(),
        tax_category: Some("NEW".to_owned()),
        ..SaveProduct::default()
    };
    let course = office.product_as(form, 5_000).await;
    let rossi = office.on_dispatch("ROSSI").await;
    let order_id = office.confirmed(order(rossi, &[(rid, 1), (course, 1)])).await;
    office.ship(order_id).await.unwrap();
    let why = Block::VatRateMissing { tax_category: "NEW".to_owned(), on: day("2026-03-10") };
    assert_eq!(office.blocked(order_id).await, [(why, MILLION)]);
    assert_eq!(office.post(order_id).await.unwrap().totals.net_minor, 1_000);
    assert_eq!(office.blocked(order_id).await.len(), 1);
    office.verified().await;
}

#[tokio::test]
async fn vat_in_another_currency_waits_for_an_exchange_rate_and_is_stated_in_both() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    office.list_price(rid, "USD", 1_100).await;
    let (rossi, tessa) = (office.on_dispatch("ROSSI").await, office.customer("TESSA", "US").await);
    let in_dollars = |id| {
        let mut form = order(id, &[(rid, 1)]);
        form.currency = Some("USD".to_owned());
        form
    };
    let at_home = office.confirmed(in_dollars(rossi)).await;
    office.ship(at_home).await.unwrap();
    let why = Block::ExchangeRateMissing { currency: "USD".to_owned(), on: day("2026-03-10") };
    assert_eq!(office.blocked(at_home).await, [(why, MILLION)]);
    assert!(office.post(at_home).await.is_err());
    let quoted = async |on: &str, rate_micro| {
        let rate = ExchangeRateForm {
            currency: "USD".to_owned(),
            quoted_on: Some(day(on)),
            rate_micro,
            source: "Banca d'Italia".to_owned(),
        };
        let ask = SetExchangeRates { rates: vec![rate] };
        exchange::set(&office.desk, &office.cx(office.elena), ask).await
    };
    quoted("2026-03-02", 1_100_000).await.unwrap();
    assert_eq!(office.blocked(at_home).await.len(), 1, "of more than a week ago");
    let tomorrow = refusal(quoted("2026-03-11", 1_100_000).await);
    assert!(matches!(tomorrow, Refusal::AtLine { line: 1, .. }), "{tomorrow:?}");
    quoted("2026-03-09", 1_200_000).await.unwrap();
    quoted("2026-03-09", 1_100_000).await.unwrap();
    let bill = office.post(at_home).await.unwrap();
    // 22 % of 11.00 dollars, at 1.10 dollars for a euro.
    assert_eq!((bill.currency.as_str(), bill.totals.tax_minor), ("USD", 242));
    let ask = ShowInvoice { invoice: bill.number };
    let invoice = show(&office.desk, ask).await.unwrap();
    assert_eq!(invoice.taxes[0].own_tax_minor, Some(220));
    assert_eq!(invoice.exchange.unwrap().source, "Banca d'Italia");
    // What was posted keeps its rate, and so does what corrects it.
    quoted("2026-03-09", 1_300_000).await.unwrap();
    let left = invoice.lines[0].shipment_id;
    office.back(left, 1).await.unwrap();
    let posted = office.post_all(at_home).await.unwrap();
    let note = office.credit_note(&posted.documents[0]).await.credit_note;
    assert_eq!((note.taxes[0].tax_minor, note.taxes[0].own_tax_minor), (242, Some(220)));
    office.verified().await;

    let export = office.confirmed(in_dollars(tessa)).await;
    office.delivered(export).await;
    let posted = office.post(export).await.unwrap();
    assert_eq!((posted.currency.as_str(), posted.totals.gross_minor), ("USD", 1_100));
    office.verified().await;
}

#[tokio::test]
async fn goods_that_left_before_any_price_applied_wait_for_sales() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.on_dispatch("ROSSI").await;
    let order_id = office.confirmed(order(rossi, &[(rid, 1)])).await;
    let ask = ShipOrder { order_id, dispatched_on: Some(day("2026-03-09")), carrier_id: None };
    ship(&office.desk, &office.cx(office.marco), ask).await.unwrap();
    assert_eq!(office.blocked(order_id).await, [(Block::PriceMissing, MILLION)]);
    assert_eq!(office.propose().await.blocked[0].department, Department::Sales);
    assert!(office.post(order_id).await.is_err());
    office.verified().await;
}

#[tokio::test]
async fn a_correction_below_what_was_billed_is_owed_back_and_never_billed_again() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.customer("ROSSI", "IT").await;
    let order_id = office.confirmed(order(rossi, &[(rid, 10)])).await;
    let shipment_id = office.delivered(order_id).await;
    office.post(order_id).await.unwrap();
    office.prove(shipment_id, &[(1, 7)]).await.unwrap();
    assert_eq!(office.blocked(order_id).await, []);
    let posted = office.post_all(order_id).await.unwrap();
    let kinds: Vec<_> = posted.documents.iter().map(|d| (d.kind, d.totals.net_minor)).collect();
    assert_eq!(kinds, [(DocumentKind::CreditNote, 3_000)]);
    assert_eq!(refusal(office.post(order_id).await), Refusal::NothingToBill);
    assert_eq!(office.figure("select sum(quantity) / 1000000 from invoice_lines").await, 10);
    assert_eq!(office.figure("select sum(quantity) / 1000000 from credit_lines").await, 3);
    office.verified().await;
}

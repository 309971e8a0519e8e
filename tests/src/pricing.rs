//! Prices: agreed once, with evidence, and never read again from a list.

use dovuto_app::pricing::{QuoteAsk, SaveAgreement, quote, save_agreement};
use dovuto_app::views::billing::{ShowInvoice, show};
use dovuto_domain::kernel::id::{AgreementId, CustomerId, ProductId};
use dovuto_domain::kernel::quantity::{MILLION, Price, Quantity};
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_domain::pricing::{Evidence, PriceSource, QuantityBreak};

use crate::harness::{Office, line, order, refusal, under};

fn euro(units: i64) -> Price {
    Price { micro: units * MILLION, per: 1, discount_ppm: 0 }
}

fn evidence(reference: &str) -> Evidence {
    Evidence { reference: reference.to_owned(), ..Evidence::default() }
}

async fn agree(
    office: &Office,
    customer_id: CustomerId,
    product_id: ProductId,
    breaks: &[(i64, i64)],
) -> AgreementId {
    let of = |&(from, units): &(i64, i64)| QuantityBreak {
        from_quantity: Quantity::units(from),
        price: euro(units),
    };
    let form = SaveAgreement {
        agreement_id: None,
        base: None,
        customer_id,
        product_id,
        currency: None,
        valid_from: None,
        valid_to: None,
        breaks: breaks.iter().map(of).collect(),
        evidence: evidence("Q-61"),
    };
    save_agreement(&office.desk, &office.cx(office.sara), form).await.unwrap().agreement_id
}

#[tokio::test]
async fn an_agreement_comes_before_the_list_from_its_quantity_on() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.customer("ROSSI", "IT").await;
    agree(&office, rossi, rid, &[(10, 9), (100, 8)]).await;
    let got = async |units: i64| {
        let ask = QuoteAsk {
            customer_id: rossi,
            product_id: rid,
            quantity: Quantity::units(units),
            currency: None,
            on: None,
        };
        let view = quote(&office.desk, &office.cx(office.sara), ask).await.unwrap();
        let offer = view.offer.unwrap();
        (offer.price.micro / MILLION, offer.source, view.amounts.unwrap().net_minor)
    };
    assert_eq!(got(9).await, (10, PriceSource::PriceList, 9_000));
    assert_eq!(got(10).await, (9, PriceSource::PriceAgreement, 9_000));
    assert_eq!(got(100).await, (8, PriceSource::PriceAgreement, 80_000));
    office.verified().await;
}

#[tokio::test]
async fn an_agreement_without_evidence_is_refused() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.customer("ROSSI", "IT").await;
    let form = SaveAgreement {
        agreement_id: None,
        base: None,
        customer_id: rossi,
        product_id: rid,
        currency: None,
        valid_from: None,
        valid_to: None,
        breaks: vec![QuantityBreak { from_quantity: Quantity::ZERO, price: euro(9) }],
        evidence: evidence("  "),
    };
    let answer = save_agreement(&office.desk, &office.cx(office.sara), form).await;
    assert_eq!(refusal(answer), Refusal::FieldEmpty { field: "evidence".into() });
    assert_eq!(office.figure("select count(*) from price_agreements").await, 0);
    office.verified().await;
}

/// frappe/erpnext#31459: the list changed between order and invoice.
#[tokio::test]
async fn a_list_that_changes_after_the_order_was_confirmed_changes_no_invoice() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.on_dispatch("ROSSI").await;
    let order_id = office.confirmed(order(rossi, &[(rid, 5)])).await;
    office.list_price(rid, "EUR", 9_900).await;
    agree(&office, rossi, rid, &[(0, 77)]).await;
    office.ship(order_id).await.unwrap();
    let posted = office.post(order_id).await.unwrap();
    assert_eq!(posted.totals.net_minor, 5_000);
    let micro = "select price_micro from invoice_lines";
    assert_eq!(office.figure(micro).await, 10 * MILLION);
    office.verified().await;
}

/// odoo/odoo#13832: the same product on two lines at different prices.
#[tokio::test]
async fn the_same_product_on_two_lines_is_billed_line_by_line() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.on_dispatch("ROSSI").await;
    let mut form = under("PO-1", order(rossi, &[(rid, 5)]));
    let mut cheap = line(rid, 5);
    cheap.price = Some(euro(7));
    form.lines.push(cheap);
    let order_id = office.confirmed(form).await;
    office.ship_part(order_id, &[(2, 5)]).await.unwrap();
    let posted = office.post(order_id).await.unwrap();
    assert_eq!((posted.lines, posted.totals.net_minor), (1, 3_500));
    office.ship_part(order_id, &[(1, 5)]).await.unwrap();
    let posted = office.post(order_id).await.unwrap();
    assert_eq!((posted.lines, posted.totals.net_minor), (1, 5_000));
    office.verified().await;
}

#[tokio::test]
async fn a_stated_price_needs_the_customers_evidence_and_is_shown_with_it() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.on_dispatch("ROSSI").await;
    let mut form = order(rossi, &[(rid, 5)]);
    form.lines[0].price = Some(euro(7));
    let why = refusal(office.save(form.clone()).await);
    assert_eq!(why, Refusal::PriceWithoutEvidence.at_line(1));
    assert_eq!(office.figure("select count(*) from orders").await, 0);

    let order_id = office.confirmed(under("PO-7", form)).await;
    office.ship(order_id).await.unwrap();
    assert_eq!(office.post(order_id).await.unwrap().totals.net_minor, 3_500);
    let proven = "select count(*) from agreed_prices
                   where source = 'customer_order' and evidence_reference = 'PO-7'";
    assert_eq!(office.figure(proven).await, 1);
    office.verified().await;
}

#[tokio::test]
async fn a_line_without_any_price_cannot_be_confirmed_and_takes_no_number() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    office.list_price(rid, "USD", 1_000).await;
    let rossi = office.customer("ROSSI", "IT").await;
    let saved = office.save(order(rossi, &[(rid, 1)])).await.unwrap();
    let why = refusal(office.confirm(saved.order_id).await);
    assert_eq!(why, Refusal::NoPrice.at_line(1));
    assert_eq!(office.figure("select count(*) from agreed_prices").await, 0);
    office.list_price(rid, "EUR", 1_000).await;
    assert_eq!(office.confirm(saved.order_id).await.unwrap().number, "OA26-00001");
    office.verified().await;
}

/// Dolibarr#891, axelor#14352: a discount got lost when an order was billed in parts.
#[tokio::test]
async fn a_discount_holds_on_each_part_of_an_order() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.on_dispatch("ROSSI").await;
    let mut form = under("PO-1", order(rossi, &[(rid, 3)]));
    form.lines[0].price = Some(Price { micro: 9_990_000, per: 1, discount_ppm: 150_000 });
    let order_id = office.confirmed(form).await;
    let mut nets = Vec::new();
    for units in [1, 2] {
        office.ship_part(order_id, &[(1, units)]).await.unwrap();
        let posted = office.post(order_id).await.unwrap();
        nets.push(posted.totals.net_minor);
        let view = show(&office.desk, ShowInvoice { invoice: posted.number }).await.unwrap();
        assert_eq!(view.lines[0].price.discount_ppm, 150_000);
    }
    // 9.99 - 15 % = 8.4915, and 19.98 - 15 % = 16.983.
    assert_eq!(nets, [849, 1_698]);
    office.verified().await;
}

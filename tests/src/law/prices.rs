//! The agreed price: what is in force, what binds backwards, chains and document discounts.

use dovuto_app::billing::DocumentKind::{CreditNote, Immediate};
use dovuto_app::orders::amend::AmendOrder;
use dovuto_app::orders::{SaveOrder, SaveOrderLine};
use dovuto_domain::billing::proposal::Block;
use dovuto_domain::kernel::quantity::{MILLION, Price};
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_domain::pricing::Discount;

use super::acts::{cents, evidence};
use crate::harness::{Office, line, order, refusal};

#[tokio::test]
async fn the_price_in_force_is_the_greatest_that_applies_by_the_dispatch() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.on_dispatch("ROSSI").await;
    let order_id = office.confirmed(order(rossi, &[(rid, 9)])).await;
    office.price(order_id, cents(900), Some("2026-03-20")).await.unwrap();
    office.price(order_id, cents(800), Some("2026-03-20")).await.unwrap();
    office.price(order_id, cents(700), Some("2026-04-20")).await.unwrap();
    office.ship_part(order_id, &[(1, 4)]).await.unwrap();
    assert_eq!(office.papers(order_id).await, [(Immediate, 4_000)]);
    office.on("2026-03-20");
    office.ship_part(order_id, &[(1, 5)]).await.unwrap();
    assert_eq!(office.papers(order_id).await, [(Immediate, 4_000)]);
    office.verified().await;
}

#[tokio::test]
async fn a_retroactive_price_binds_what_is_not_billed() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.on_dispatch("ROSSI").await;
    let order_id = office.confirmed(order(rossi, &[(rid, 10)])).await;
    office.ship(order_id).await.unwrap();
    office.price(order_id, cents(1_200), None).await.unwrap();
    assert_eq!(office.papers(order_id).await, [(Immediate, 12_000)]);
    office.verified().await;
}

#[tokio::test]
async fn a_lower_price_on_what_was_billed_makes_a_price_credit_due_once() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.on_dispatch("ROSSI").await;
    let order_id = office.confirmed(order(rossi, &[(rid, 10)])).await;
    office.ship(order_id).await.unwrap();
    office.post(order_id).await.unwrap();
    office.price(order_id, cents(900), None).await.unwrap();
    let owed = office.owed_back().await;
    assert_eq!(owed.iter().map(|row| row.amount_minor).collect::<Vec<_>>(), [1_220]);
    assert_eq!(office.papers(order_id).await, [(CreditNote, 1_000)]);
    assert_eq!(refusal(office.post(order_id).await), Refusal::NothingToBill);
    office.price(order_id, cents(850), None).await.unwrap();
    assert_eq!(office.papers(order_id).await, [(CreditNote, 500)]);
    assert_eq!(office.stands(order_id).await, [(10, 10, 0)], "value gave no quantity back");
    office.verified().await;
}

#[tokio::test]
async fn a_higher_price_changes_nothing_billed_unless_the_invoice_is_taken_back_on_evidence() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.on_dispatch("ROSSI").await;
    let order_id = office.confirmed(order(rossi, &[(rid, 10)])).await;
    office.ship(order_id).await.unwrap();
    let invoice = office.post(order_id).await.unwrap();
    office.price(order_id, cents(1_100), None).await.unwrap();
    assert_eq!(refusal(office.post(order_id).await), Refusal::NothingToBill);
    let note = office.takes_back(invoice.invoice_id).await.unwrap();
    assert_eq!(note.totals.net_minor, 10_000);
    assert_eq!(office.papers(order_id).await, [(Immediate, 11_000)]);
    let again = refusal(office.takes_back(invoice.invoice_id).await);
    assert_eq!(again, Refusal::NothingToCredit);
    office.verified().await;
}

#[tokio::test]
async fn a_price_still_to_be_agreed_blocks_billing_until_there_is_evidence() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.on_dispatch("ROSSI").await;
    let mut form = order(rossi, &[(rid, 10)]);
    form.lines[0].to_be_agreed = true;
    let order_id = office.confirmed(form).await;
    office.ship(order_id).await.unwrap();
    assert_eq!(office.blocked(order_id).await, [(Block::ToBeAgreed, 10 * MILLION)]);
    assert_eq!(refusal(office.post(order_id).await), Refusal::NothingToBill);
    let ask = dovuto_app::orders::prices::AgreePrices {
        order_id,
        base: None,
        prices: vec![dovuto_app::orders::prices::NewPrice {
            line_n: 1,
            price: cents(700),
            cascade: Vec::new(),
            applies_from: None,
            evidence: dovuto_domain::pricing::Evidence::default(),
        }],
    };
    let cx = office.cx(office.sara);
    let why = refusal(dovuto_app::orders::prices::agree(&office.desk, &cx, ask).await);
    assert_eq!(why, Refusal::PriceWithoutEvidence.at_line(1));
    office.price(order_id, cents(700), None).await.unwrap();
    assert_eq!(office.papers(order_id).await, [(Immediate, 7_000)]);
    office.verified().await;
}

#[tokio::test]
async fn an_agreed_quantity_is_not_lowered_below_what_was_received() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.customer("ROSSI", "IT").await;
    let order_id = office.confirmed(order(rossi, &[(rid, 10)])).await;
    let left = office.ship_part(order_id, &[(1, 6)]).await.unwrap().shipment_id;
    office.signs(left, 6).await.unwrap();
    let why = refusal(office.quantity(order_id, 1, 5).await);
    assert!(matches!(why, Refusal::QuantityBelowReceived { line: 1, .. }), "{why}");
    office.quantity(order_id, 1, 6).await.unwrap();
    assert_eq!(office.papers(order_id).await, [(Immediate, 6_000)]);
    office.verified().await;
}

#[tokio::test]
async fn a_chain_of_discounts_is_agreed_as_one_and_keeps_its_text() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.on_dispatch("ROSSI").await;
    let stated = SaveOrderLine {
        price: Some(cents(1_000)),
        cascade: vec![100_000, 50_000],
        evidence: Some(evidence()),
        ..line(rid, 7)
    };
    let mut form = order(rossi, &[]);
    form.lines.push(stated.clone());
    let order_id = office.confirmed(form).await;
    let text = "select count(*) from agreed_prices where discount_text = '10 + 5'";
    assert_eq!(office.figure(text).await, 1);
    office.ship(order_id).await.unwrap();
    assert_eq!(office.papers(order_id).await, [(Immediate, 5_985)]);

    let both = Price { discount_ppm: 1, ..cents(1_000) };
    let mut form = order(rossi, &[]);
    form.lines.push(SaveOrderLine { price: Some(both), ..stated });
    assert_eq!(refusal(office.save(form).await), Refusal::TwoDiscounts.at_line(1));
    office.verified().await;
}

#[tokio::test]
async fn a_document_discount_in_percent_multiplies_into_each_price() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.on_dispatch("ROSSI").await;
    let discount = Some(Discount::Percent { ppm: 50_000 });
    let mut form = SaveOrder { discount, ..order(rossi, &[(rid, 1)]) };
    let price = Price { discount_ppm: 100_000, ..cents(1_000) };
    form.lines.push(SaveOrderLine {
        price: Some(price),
        evidence: Some(evidence()),
        ..line(rid, 1)
    });
    let order_id = office.confirmed(form).await;
    office.ship(order_id).await.unwrap();
    assert_eq!(office.papers(order_id).await, [(Immediate, 950 + 855)]);
    office.verified().await;
}

#[tokio::test]
async fn a_document_discount_in_money_is_shared_by_net_and_given_by_parts_that_add_up() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let flangia = office.product("FLANGIA", 333).await;
    let rossi = office.on_dispatch("ROSSI").await;
    let discount = Some(Discount::Money { amount_minor: 1_000 });
    let form = SaveOrder { discount, ..order(rossi, &[(rid, 3), (flangia, 9)]) };
    let order_id = office.confirmed(form).await;
    // Nets 3,000 and 2,997: shares 500 and 500.
    let mut nets = Vec::new();
    for lines in [&[(1, 1), (2, 4)][..], &[(1, 1), (2, 4)], &[(1, 1), (2, 1)]] {
        office.ship_part(order_id, lines).await.unwrap();
        nets.push(office.post(order_id).await.unwrap().totals.net_minor);
    }
    assert_eq!(nets.iter().sum::<i64>(), 5_997 - 1_000, "{nets:?}");
    assert_eq!(office.figure("select sum(share_minor) from invoice_lines").await, 1_000);

    let discount = Some(Discount::Money { amount_minor: 1_001 });
    let form = SaveOrder { discount, ..order(rossi, &[(rid, 1)]) };
    let saved = office.save(form).await.unwrap();
    let why = refusal(office.confirm(saved.order_id).await);
    assert_eq!(why, Refusal::DiscountTooLarge { amount_minor: 1_001, net_minor: 1_000 });
    office.verified().await;
}

#[tokio::test]
async fn a_new_currency_holds_for_what_is_not_billed_once_a_price_in_it_is_agreed() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let acme = office.customer("ACME", "US").await;
    let order_id = office.confirmed(order(acme, &[(rid, 10)])).await;
    let left = office.ship_part(order_id, &[(1, 4)]).await.unwrap().shipment_id;
    office.signs(left, 4).await.unwrap();
    assert_eq!(office.papers(order_id).await, [(Immediate, 4_000)]);
    let ask = AmendOrder {
        order_id: Some(order_id),
        currency: Some("USD".to_owned()),
        ..AmendOrder::default()
    };
    office.amended(ask).await.unwrap();
    let rest = office.ship(order_id).await.unwrap().shipment_id;
    office.signs(rest, 6).await.unwrap();
    assert_eq!(office.blocked(order_id).await, [(Block::PriceMissing, 6 * MILLION)]);
    office.price(order_id, cents(1_100), None).await.unwrap();
    let invoice = office.post(order_id).await.unwrap();
    assert_eq!((invoice.currency.as_str(), invoice.totals.net_minor), ("USD", 6_600));
    assert_eq!(refusal(office.post(order_id).await), Refusal::NothingToBill, "euro stands");
    office.verified().await;
}

//! Prices, discounts, charges, and what a later agreement changes.

use serde_json::json;

use super::Shop;
use crate::books::Of;

#[test]
fn a_lower_price_is_credited_and_a_higher_one_changes_nothing() {
    let mut shop = Shop::open("DE", "delivery");
    let order = shop.ten_bolts();
    shop.delivered(&order, 10, 10);
    shop.posted(&order);
    shop.agreed(&order, 9_000_000);
    assert_eq!(shop.creditable(&order), [("lower_price".to_owned(), 0, 1_000)]);
    shop.posted(&order);
    assert!(shop.creditable(&order).is_empty());
    shop.agreed(&order, 11_000_000);
    assert!(shop.creditable(&order).is_empty() && shop.billable(&order).is_empty());
}

#[test]
fn a_higher_price_is_billed_after_the_invoice_was_cancelled() {
    let mut shop = Shop::open("DE", "delivery");
    let order = shop.ten_bolts();
    shop.delivered(&order, 10, 10);
    shop.posted(&order);
    shop.agreed(&order, 11_000_000);
    assert!(shop.billable(&order).is_empty());
    let invoice = shop.invoice();
    assert_eq!(shop.cancelled(&invoice), [(Of::Line(1), 10, 10_000)]);
    assert_eq!(shop.billable(&order), [[11_000]]);
}

#[test]
fn a_discount_in_money_goes_with_the_quantity_to_the_last_cent() {
    let mut shop = Shop::open("DE", "delivery");
    let lines = json!([Shop::line("bolt", 3, 10_000_000, 1, 0)]);
    let discount = json!({ "discount": { "kind": "money", "amount_minor": 100 } });
    let order = shop.ordered(lines, discount);
    // 33, then 67 less 33, then 100 less 67.
    for net in [967, 966, 967] {
        shop.delivered(&order, 1, 1);
        assert_eq!(shop.billable(&order), [[net]]);
        shop.posted(&order);
    }
}

#[test]
fn a_discount_in_money_is_shared_by_net_and_given_again_after_a_return() {
    let mut shop = Shop::open("DE", "delivery");
    let lines =
        json!([Shop::line("bolt", 2, 10_000_000, 1, 0), Shop::line("book", 2, 5_000_000, 1, 0)]);
    let discount = json!({ "discount": { "kind": "money", "amount_minor": 1_000 } });
    let order = shop.ordered(lines, discount);
    let shares: Vec<i64> = shop.order(&order).lines.iter().map(|l| l.prices[0].allowance).collect();
    assert_eq!(shares, [667, 333]);
    let shipment = shop.delivered(&order, 2, 2);
    assert_eq!(shop.billable(&order), [[2_000 - 667]]);
    shop.posted(&order);
    shop.back(&shipment, 1);
    // Half of 1333 is 666.5; a half goes up.
    assert_eq!(shop.creditable(&order), [("returned".to_owned(), 1, 667)]);
    shop.posted(&order);
    // One unit keeps round(667 / 2) = 334 of the share; the next one takes the rest, 333.
    shop.delivered(&order, 1, 1);
    assert_eq!(shop.billable(&order), [[667]]);
}

#[test]
fn a_cascade_is_one_discount() {
    let mut shop = Shop::open("DE", "delivery");
    let mut line = Shop::line("bolt", 3, 9_990_000, 1, 0);
    line["cascade"] = json!([100_000, 50_000]);
    let order = shop.ordered(json!([line]), json!({}));
    assert_eq!(shop.order(&order).lines[0].prices[0].discount_ppm, 145_000);
    shop.delivered(&order, 3, 3);
    // 29.97 x 0.855 is 25.62435.
    assert_eq!(shop.billable(&order), [[2_562]]);
}

#[test]
fn a_discount_in_percent_multiplies_into_the_price() {
    let mut shop = Shop::open("DE", "delivery");
    let lines = json!([Shop::line("bolt", 10, 10_000_000, 1, 100_000)]);
    let discount = json!({ "discount": { "kind": "percent", "ppm": 50_000 } });
    let order = shop.ordered(lines, discount);
    assert_eq!(shop.order(&order).lines[0].prices[0].discount_ppm, 145_000);
    shop.delivered(&order, 10, 10);
    assert_eq!(shop.billable(&order), [[8_550]]);
}

#[test]
fn a_price_may_be_for_a_thousand() {
    let mut shop = Shop::open("DE", "delivery");
    let order = shop.ordered(json!([Shop::line("bolt", 2_500, 12_345_000, 1_000, 0)]), json!({}));
    shop.delivered(&order, 2_500, 2_500);
    // 2.5 x 12.345 is 30.8625.
    assert_eq!(shop.billable(&order), [[3_086]]);
}

#[test]
fn what_was_given_back_of_the_value_is_not_given_back_with_the_goods() {
    let mut shop = Shop::open("DE", "delivery");
    let order = shop.ten_bolts();
    let shipment = shop.delivered(&order, 10, 10);
    shop.posted(&order);
    shop.given_back("goodwill", 1_000);
    shop.back(&shipment, 3);
    assert_eq!(shop.creditable(&order), [("returned".to_owned(), 3, 2_700)]);
    shop.posted(&order);
    shop.back(&shipment, 7);
    assert_eq!(shop.creditable(&order), [("returned".to_owned(), 7, 6_300)]);
    shop.posted(&order);
    let payload = json!({ "invoice_id": shop.invoice(), "invoice_n": 1, "reason": "regrets",
        "amount_minor": 1, "cause": "goodwill" });
    shop.refuses("billing.credit_value", payload, "credits_more_than_billed");
}

#[test]
fn a_line_without_a_price_waits_for_it() {
    let mut shop = Shop::open("DE", "delivery");
    let line = json!({ "product_id": "bolt", "quantity": super::units(10), "to_be_agreed": true });
    let order = shop.ordered(json!([line]), json!({}));
    shop.delivered(&order, 10, 10);
    assert_eq!(shop.waiting(&order), [(10, "to_be_agreed".to_owned())]);
    shop.agreed(&order, 4_000_000);
    assert_eq!(shop.billable(&order), [[4_000]]);
}

#[test]
fn deferred_invoices_keep_to_their_month_and_the_first_carries_the_charge() {
    let mut shop = Shop::open("IT", "dispatch");
    let lines = json!([Shop::line("bolt", 10, 10_000_000, 1, 0)]);
    let charge = json!({ "kind": "freight", "per": "order", "amount_minor": 500 });
    let order = shop.ordered(lines, json!({ "charges": [charge] }));
    let line = |n: i64| json!([{ "order_id": order, "line_n": 1, "quantity": super::units(n) }]);
    shop.shipped_on("2026-02-26", line(1));
    shop.shipped_on("2026-03-02", line(2));
    shop.shipped_on("2026-03-04", line(3));
    shop.shipped_on("2026-03-10", line(4));
    assert_eq!(shop.billable(&order), [vec![1_000], vec![2_000, 3_000], vec![4_000]]);
    // 10.00 and 5.00 freight; 50.00; 40.00; each with 22 %.
    let must = [
        ("TA26-00001", "2026-02-26", 1_830),
        ("TA26-00002", "2026-03-04", 6_100),
        ("FA26-00001", "2026-03-10", 4_880),
    ];
    let must = must.map(|(number, day, gross)| (number.to_owned(), day.to_owned(), gross));
    assert_eq!(shop.posted(&order), must);
}

//! What was received, what came back, what replaced it.

use serde_json::json;

use super::{Shop, units};
use crate::books::Of;

fn cause(name: &str, n: i64, amount: i64) -> (String, i64, i64) {
    (name.to_owned(), n, amount)
}

fn waits(n: i64, why: &str) -> (i64, String) {
    (n, why.to_owned())
}

#[test]
fn a_short_delivery_is_billed_as_received_and_the_rest_when_it_comes() {
    let mut shop = Shop::open("DE", "delivery");
    let order = shop.ten_bolts();
    let first = shop.shipped(&order, 1, 10);
    assert_eq!(shop.waiting(&order), [waits(10, "not_received")]);
    shop.proven(&first, 7);
    assert_eq!(shop.billable(&order), [[7_000]]);
    // 70.00 and 22 % of it, 15.40.
    let day = "2026-03-10".to_owned();
    assert_eq!(shop.posted(&order), [("FA26-00001".to_owned(), day.clone(), 8_540)]);
    assert!(shop.billable(&order).is_empty());
    shop.delivered(&order, 3, 3);
    assert_eq!(shop.posted(&order), [("FA26-00002".to_owned(), day, 3_660)]);
}

#[test]
fn what_arrives_above_the_order_is_billed_only_when_it_was_accepted() {
    let mut shop = Shop::open("DE", "delivery");
    let order = shop.ten_bolts();
    shop.delivered(&order, 12, 12);
    assert_eq!(shop.billable(&order), [[10_000]]);
    assert_eq!(shop.waiting(&order), [waits(2, "above_agreed")]);
    shop.posted(&order);
    let payload = json!({ "order_id": order, "line_n": 1, "quantity": units(2),
        "evidence": { "reference": "mail" } });
    shop.gives("orders.accept_excess", payload, json!({ "excess": units(2) }));
    assert_eq!(shop.billable(&order), [[2_000]]);
    assert!(shop.waiting(&order).is_empty());
}

#[test]
fn what_came_back_before_it_was_billed_is_never_billed() {
    let mut shop = Shop::open("DE", "delivery");
    let order = shop.ten_bolts();
    let shipment = shop.delivered(&order, 10, 10);
    shop.back(&shipment, 4);
    assert_eq!(shop.billable(&order), [[6_000]]);
    shop.posted(&order);
    assert!(shop.creditable(&order).is_empty() && shop.billable(&order).is_empty());
}

#[test]
fn what_came_back_after_it_was_billed_is_credited_once() {
    let mut shop = Shop::open("DE", "delivery");
    let order = shop.ten_bolts();
    let shipment = shop.delivered(&order, 10, 10);
    shop.posted(&order);
    shop.back(&shipment, 4);
    assert_eq!(shop.creditable(&order), [cause("returned", 4, 4_000)]);
    // 40.00 and 8.80.
    let day = "2026-03-10".to_owned();
    assert_eq!(shop.posted(&order), [("NA26-00001".to_owned(), day, 4_880)]);
    assert!(shop.creditable(&order).is_empty() && shop.billable(&order).is_empty());
    let lines = [json!({ "shipment_n": 1, "quantity": units(7) })];
    let payload = json!({ "shipment_id": shipment, "lines": lines, "reason": "broken" });
    shop.refuses("fulfilment.count_back", payload, "returns_more_than_shipped");
}

#[test]
fn a_replacement_that_arrived_makes_a_return_good() {
    let mut shop = Shop::open("DE", "delivery");
    let order = shop.ten_bolts();
    let shipment = shop.delivered(&order, 10, 10);
    shop.posted(&order);
    shop.back(&shipment, 3);
    shop.replaced(&order, &shipment, 3, 2);
    // One of three was not made good; the replacement itself is never billed.
    assert_eq!(shop.creditable(&order), [cause("returned", 1, 1_000)]);
    assert!(shop.billable(&order).is_empty());
    let line = json!({ "order_id": order, "line_n": 1, "quantity": units(4),
        "replaces": { "shipment_id": shipment, "shipment_n": 1 } });
    let payload = json!({ "lines": [line] });
    let today = shop.today.clone();
    let asked =
        crate::oracle::Command { today: &today, name: "fulfilment.plan", payload: &payload };
    assert_eq!(shop.oracle.judge(&asked), crate::judge::Verdict::Refuse(Vec::new()));
}

#[test]
fn what_was_billed_on_dispatch_and_never_arrived_is_credited_apart_from_what_came_back() {
    let mut shop = Shop::open("DE", "dispatch");
    let order = shop.ten_bolts();
    let shipment = shop.shipped(&order, 1, 10);
    assert_eq!(shop.billable(&order), [[10_000]]);
    shop.posted(&order);
    shop.proven(&shipment, 8);
    shop.back(&shipment, 3);
    let must = [cause("not_received", 2, 2_000), cause("returned", 3, 3_000)];
    assert_eq!(shop.creditable(&order), must);
    shop.posted(&order);
    assert!(shop.creditable(&order).is_empty());
}

#[test]
fn a_voided_shipment_gives_back_what_was_billed_of_it() {
    let mut shop = Shop::open("DE", "dispatch");
    let order = shop.ten_bolts();
    let shipment = shop.shipped(&order, 1, 10);
    shop.posted(&order);
    let payload = json!({ "shipment_id": shipment, "reason": "a slip" });
    shop.gives("fulfilment.void", payload, json!({ "state": "voided" }));
    assert_eq!(shop.creditable(&order), [cause("not_received", 10, 10_000)]);
    shop.posted(&order);
    // Another shipment of the same ten is billable.
    shop.shipped(&order, 1, 10);
    assert_eq!(shop.billable(&order), [[10_000]]);
}

#[test]
fn what_was_billed_on_dispatch_stands_when_the_basis_changes() {
    let mut shop = Shop::open("DE", "dispatch");
    let order = shop.ten_bolts();
    let shipment = shop.shipped(&order, 1, 10);
    shop.posted(&order);
    let payload = json!({ "order_id": order, "reason": "agreed", "basis": "delivery" });
    shop.gives("orders.amend", payload, json!({}));
    assert!(shop.creditable(&order).is_empty());
    shop.back(&shipment, 3);
    assert_eq!(shop.creditable(&order), [cause("returned", 3, 3_000)]);
    shop.posted(&order);
    assert!(shop.creditable(&order).is_empty(), "it is given back once");
}

#[test]
fn what_replaces_goods_billed_on_dispatch_is_billed_once_after_their_credit() {
    let mut shop = Shop::open("DE", "dispatch");
    let order = shop.ten_bolts();
    let shipment = shop.shipped(&order, 1, 10);
    shop.posted(&order);
    let payload = json!({ "order_id": order, "reason": "agreed", "basis": "delivery" });
    shop.gives("orders.amend", payload, json!({}));
    shop.back(&shipment, 3);
    shop.posted(&order);
    shop.replaced(&order, &shipment, 3, 3);
    assert_eq!(shop.billable(&order), [[3_000]]);
    shop.posted(&order);
    assert!(shop.billable(&order).is_empty() && shop.creditable(&order).is_empty());
}

#[test]
fn an_invoice_cancelled_after_a_return_gives_back_the_rest_and_bills_it_anew() {
    let mut shop = Shop::open("DE", "delivery");
    let order = shop.ten_bolts();
    let shipment = shop.delivered(&order, 10, 10);
    shop.posted(&order);
    shop.back(&shipment, 4);
    shop.posted(&order);
    let invoice = shop.invoice();
    assert_eq!(shop.cancelled(&invoice), [(Of::Line(1), 6, 6_000)]);
    assert_eq!(shop.billable(&order), [[6_000]]);
    shop.posted(&order);
    assert!(shop.billable(&order).is_empty() && shop.creditable(&order).is_empty());
}

#[test]
fn lowering_below_what_was_received_is_refused_and_to_it_is_not() {
    let mut shop = Shop::open("DE", "delivery");
    let order = shop.ten_bolts();
    shop.delivered(&order, 7, 7);
    let lower = |n: i64| {
        json!({ "order_id": order, "reason": "less",
            "lines": [{ "line_n": 1, "quantity": units(n) }] })
    };
    shop.refuses("orders.amend", lower(6), "quantity_below_received");
    shop.gives("orders.amend", lower(7), json!({}));
    assert_eq!(shop.billable(&order), [[7_000]]);
}

//! Invoices that a changed program could post, signed and chained: each lie has its own finding.

use dovuto_domain::fact::{Fact, InvoicePosted, LinePrice};
use dovuto_domain::parties::{Customer, VatRegime};
use dovuto_store::ledger::codec::encode;
use serde_json::{Value, json};

use super::behind::forge;
use super::firm::{agreed, founded, order, sold};
use super::sold::Sold;
use super::world::{World, currency, day};
use super::{report, told};

/// What the tables say differs from a forged fact, of course; these codes are not the law's.
const OF_THE_TABLES: [&str; 5] =
    ["row_missing", "row_extra", "cell_differs", "worklist_wrong", "fold_refused"];

/// A firm that billed one order and now may bill another: the next invoice, not posted yet.
async fn billable() -> (World, Vec<Customer>, Sold, Value) {
    let (mut world, customers) = founded().await;
    let mut abroad = sold(&mut world, &customers[1], &[9, 4]).await;
    world.ship(&mut abroad, &[(1, 9)]).await;
    world.bill(&mut abroad, &customers[1]).await;
    let mut order = sold(&mut world, &customers[0], &[10, 7, 3]).await;
    let mut left = world.ship(&mut order, &[(1, 6), (2, 7)]).await;
    world.pass_days(3);
    world.prove(&mut order, &mut left, &[6, 5]).await;
    let body = body_of(&mut world, &order, &customers[0]);
    (world, customers, order, body)
}

/// The body of the invoice of what may be billed of an order now.
pub fn body_of(world: &mut World, sold: &Sold, customer: &Customer) -> Value {
    let invoice = world.invoice(sold, customer);
    let fact: Fact = InvoicePosted { invoice, batons: Vec::new() }.into();
    serde_json::from_str(&encode(&fact).expect("a body")).expect("an object")
}

/// Posts an invoice as it is.
pub async fn post(world: &mut World, body: &Value) {
    let id = body["invoice_id"].as_str().expect("an identity").parse().expect("an identity");
    forge(world, "InvoicePosted", id, body).await;
}

/// The codes that the law says of the file, once each.
pub async fn said(world: &World) -> Vec<&'static str> {
    let report = report(world).await;
    let mut findings = report.findings;
    findings.retain(|finding| !OF_THE_TABLES.contains(&finding.code));
    println!("{}", told(&findings));
    let mut codes: Vec<&str> = findings.iter().map(|f| f.code).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// Posts the lawful invoice with some values exchanged.
async fn check(changes: &[(&str, Value)], expect: &[&str]) {
    let (mut world, _, _, mut body) = billable().await;
    change(&mut body, changes);
    post(&mut world, &body).await;
    assert_eq!(said(&world).await, expect, "{changes:?}");
}

/// Fields of an invoice that many do not have.
const OPTIONAL: [&str; 6] = [
    "/orders",
    "/early_payment",
    "/sites",
    "/lines/0/ship_to",
    "/lines/0/serials",
    "/lines/0/lots",
];

/// Exchanges some values of a body.
pub fn change(body: &mut Value, changes: &[(&str, Value)]) {
    for (pointer, value) in changes {
        match body.pointer_mut(pointer) {
            Some(place) => *place = value.clone(),
            // What is only there where it was agreed, or left.
            None if OPTIONAL.contains(pointer) => {
                let (of, name) = pointer.rsplit_once('/').expect("a pointer");
                body.pointer_mut(of).expect("an object")[name] = value.clone();
            }
            None => panic!("no {pointer}"),
        }
    }
}

/// An identity that nothing has.
pub fn other_id() -> Value {
    json!("0123456789abcdef0123456789abcdef")
}

#[tokio::test]
async fn the_lawful_invoice_itself_breaks_no_law() {
    check(&[], &[]).await;
}

#[tokio::test]
async fn orders_that_are_not_those_of_the_lines_are_named() {
    let (_, _, _, body) = billable().await;
    let own = |number: &str| {
        let ship_to = body["terms"]["ship_to"].clone();
        json!({ "order_id": body["order_id"], "order_number": number, "ship_to": ship_to,
                "references": {} })
    };
    let right = own(body["order_number"].as_str().unwrap());
    let mut strange = right.clone();
    strange["order_id"] = other_id();
    check(&[("/orders", json!([right]))], &[]).await;
    let codes = ["charge_not_agreed", "charge_twice", "orders_wrong"];
    check(&[("/orders", json!([right, right]))], &codes).await;
    check(&[("/orders", json!([own("OA26-09999")]))], &["orders_wrong"]).await;
    check(&[("/orders", json!([right, strange]))], &["orders_wrong", "terms_wrong"]).await;
    let codes = ["charge_not_agreed", "line_of_another_order", "orders_wrong", "terms_wrong"];
    check(&[("/orders", json!([strange]))], &codes).await;
}

#[tokio::test]
async fn what_a_line_says_of_its_delivery_is_what_left_where_it_went_and_what_the_proof_says() {
    let wrong = &["goods_receipt_wrong"];
    check(&[("/lines/0/goods_receipt", json!("GR 9"))], wrong).await;
    check(&[("/lines/0/goods_receipt", Value::Null)], wrong).await;
    check(&[("/lines/0/serials", json!(["S 9"]))], &["pieces_wrong"]).await;
    let lot = json!([{ "lot": "L 9", "quantity": 1 }]);
    check(&[("/lines/0/lots", lot)], &["pieces_wrong"]).await;
    let place = json!({ "customer_id": other_id(), "address_n": 1 });
    let address = json!({ "street": "Via 1", "postcode": "1", "city": "Como", "country": "IT" });
    let site = json!([{ "ship_to": place, "address": address }]);
    check(&[("/lines/0/ship_to", place)], &["site_wrong"]).await;
    check(&[("/sites", site)], &["site_wrong"]).await;
    check(&[("/buyer/addresses", json!([]))], &["buyer_wrong"]).await;
}

#[tokio::test]
async fn what_paying_early_saves_is_a_part_of_the_gross_within_the_due_date() {
    let (_, _, _, body) = billable().await;
    let gross = body["totals"]["gross_minor"].as_i64().unwrap();
    let early = |pay_by: &str, saved: i64| {
        let part = 500_000;
        json!({ "pay_by": pay_by, "discount_ppm": part, "discount_minor": saved })
    };
    let issued = body["issued_on"].as_str().unwrap();
    let half = (gross + 1) / 2;
    check(&[("/early_payment", early(issued, half))], &[]).await;
    check(&[("/early_payment", early(issued, half + 1))], &["early_payment_wrong"]).await;
    check(&[("/early_payment", early("2026-01-01", half))], &["early_payment_wrong"]).await;
}

#[tokio::test]
async fn a_quantity_above_what_was_received_is_named() {
    // Seven left and five were accepted: all seven, with the amounts of seven.
    let (mut world, customers, mut order, _) = billable().await;
    order.claim_all_accepted();
    let body = body_of(&mut world, &order, &customers[0]);
    post(&mut world, &body).await;
    let gap = ["billed_above_received", "number_gap"];
    assert_eq!(said(&world).await, gap);
    check(&[("/lines/0/quantity", json!(0))], &["amount_wrong", "quantity_wrong"]).await;
}

#[tokio::test]
async fn what_was_billed_before_is_not_billed_again() {
    let (mut world, customers, order, body) = billable().await;
    post(&mut world, &body).await;
    let again = body_of(&mut world, &order, &customers[0]);
    post(&mut world, &again).await;
    assert_eq!(said(&world).await, ["billed_above_received", "charge_twice"]);
}

#[tokio::test]
async fn more_than_was_ordered_is_not_billed_though_it_was_signed_for() {
    let (mut world, customers) = founded().await;
    let mut order = sold(&mut world, &customers[0], &[4]).await;
    let mut left = world.ship(&mut order, &[(1, 5)]).await;
    world.prove(&mut order, &mut left, &[5]).await;
    order.order.lines[0].quantity = dovuto_domain::kernel::quantity::Quantity::units(5);
    let body = body_of(&mut world, &order, &customers[0]);
    post(&mut world, &body).await;
    assert_eq!(said(&world).await, ["billed_above_received"]);
}

#[tokio::test]
async fn a_price_that_was_not_in_force_is_named() {
    let (mut world, customers) = founded().await;
    let customer = customers[0].clone();
    let order = order(&mut world, &customer, &[4]);
    let early = agreed(&world, &customer, 20, 0);
    let mut late = agreed(&world, &customer, 30, 0);
    (late.price_n, late.applies_from) = (2, day("2026-03-20"));
    let at = |agreed| LinePrice { line_n: 1, agreed };
    let mut sold = world.sell(order, vec![at(early), at(late.clone())]).await;
    let mut left = world.ship(&mut sold, &[(1, 4)]).await;
    world.prove(&mut sold, &mut left, &[4]).await;
    late.applies_from = day("2026-03-01");
    sold.claim_price(late);
    let body = body_of(&mut world, &sold, &customer);
    post(&mut world, &body).await;
    assert_eq!(said(&world).await, ["amount_wrong", "price_not_agreed"]);
    check(&[("/lines/0/micro", json!(1))], &["price_not_agreed"]).await;
    check(&[("/lines/0/price_n", json!(9))], &["price_not_agreed"]).await;
}

#[tokio::test]
async fn figures_that_do_not_follow_from_the_facts_are_named() {
    let net = [("/lines/0/net_minor", json!(1))];
    check(&net, &["amount_wrong", "charge_wrong", "tax_wrong", "totals_wrong"]).await;
    check(&[("/lines/0/allowance_minor", json!(1))], &["amount_wrong"]).await;
    let rate = [("/lines/0/rate_ppm", json!(100_000))];
    check(&rate, &["charge_wrong", "tax_wrong", "vat_wrong"]).await;
    check(&[("/taxes/0/tax_minor", json!(1))], &["tax_wrong", "totals_wrong"]).await;
    check(&[("/totals/gross_minor", json!(1))], &["totals_wrong"]).await;
    let charge = [("/charges/0/net_minor", json!(1))];
    check(&charge, &["charge_wrong", "tax_wrong", "totals_wrong"]).await;
    let nothing = [("/charges", json!([]))];
    check(&nothing, &["charge_wrong", "tax_wrong", "totals_wrong"]).await;
    check(&[("/charges/0/charge_n", json!(9))], &["charge_not_agreed", "charge_wrong"]).await;
    check(&[("/charges/0/invoice_charge_n", json!(9))], &["line_out_of_order"]).await;
    check(&[("/lines/0/invoice_n", json!(9))], &["line_out_of_order"]).await;
}

#[tokio::test]
async fn other_parties_dates_and_papers_than_the_facts_know_are_named() {
    check(&[("/terms/payer", other_id())], &["terms_wrong"]).await;
    check(&[("/terms/basis", json!("dispatch"))], &["terms_wrong"]).await;
    check(&[("/buyer/tax_id", json!("IT1"))], &["buyer_wrong"]).await;
    check(&[("/seller/name", json!("Another"))], &["seller_wrong"]).await;
    check(&[("/order_number", json!("OA26-09999"))], &["order_number_wrong"]).await;
    check(&[("/issued_on", json!("2026-03-01"))], &["date_falls", "issued_before_supply"]).await;
    check(&[("/due_on", json!("2026-03-01"))], &["due_before_issue"]).await;
    check(&[("/lines/0/supply_date", json!("2026-03-01"))], &["supply_date_wrong"]).await;
    check(&[("/lines/0/shipment_number", json!("DA26-9"))], &["shipment_number_wrong"]).await;
    check(&[("/lines/0/proof_id", json!(null))], &["proof_wrong"]).await;
    check(&[("/lines/0/unit_code", json!("KGM"))], &["product_wrong"]).await;
    check(&[("/lines/0/product_id", other_id())], &["product_wrong"]).await;
    let shipment = [("/lines/0/shipment_id", other_id())];
    let codes = ["billed_above_received", "billed_without_shipment", "charge_wrong"];
    check(&shipment, &codes).await;
    let order = [("/lines/0/order_id", other_id())];
    check(&order, &["charge_wrong", "line_of_another_order"]).await;
    check(&[("/order_id", other_id())], &["billed_without_order"]).await;
    let other_line = [("/lines/0/line_n", json!(3))];
    let codes = [
        "amount_wrong",
        "billed_above_received",
        "billed_without_shipment",
        "price_not_agreed",
        "product_wrong",
    ];
    check(&other_line, &codes).await;
}

#[tokio::test]
async fn numbers_out_of_their_series_are_named() {
    let gap = [("/counter", json!(7)), ("/number", json!("FA26-00007"))];
    check(&gap, &["number_gap"]).await;
    let twice = [("/counter", json!(1)), ("/number", json!("FA26-00001"))];
    check(&twice, &["number_gap"]).await;
    check(&[("/number", json!("FB26-00002"))], &["number_wrong"]).await;
    check(&[("/series", json!("N"))], &["number_wrong"]).await;
    let year = [("/year", json!(2027)), ("/counter", json!(1)), ("/number", json!("FA27-00001"))];
    check(&year, &["number_wrong"]).await;
}

#[tokio::test]
async fn an_invoice_that_rests_on_other_facts_is_named() {
    let zero = json!("00".repeat(32));
    check(&[("/sources/0/fact_hash", zero)], &["source_missing", "source_unknown"]).await;
    check(&[("/sources/1/subject_id", other_id())], &["source_unknown"]).await;
    check(&[("/sources", json!([]))], &["source_missing"]).await;
}

#[tokio::test]
async fn a_body_that_cannot_be_read_is_named_and_nothing_panics() {
    check(&[("/lines/0/quantity", json!("6"))], &["body_unreadable"]).await;
    check(&[("/terms", json!(null))], &["body_unreadable"]).await;
    check(&[("/issued_on", json!("2026-13-77"))], &["body_unreadable"]).await;
    let most = json!(i64::MAX);
    let wide = ["/lines/0/quantity", "/lines/0/micro", "/lines/0/net_minor", "/counter"];
    let (mut world, _, _, mut body) = billable().await;
    for pointer in wide {
        *body.pointer_mut(pointer).expect("a value") = most.clone();
    }
    post(&mut world, &body).await;
    assert!(said(&world).await.contains(&"billed_above_received"));
}

#[tokio::test]
async fn only_the_holder_bills_and_a_succeeded_station_bills_no_more() {
    let (mut world, customers, mut order, _) = billable().await;
    let second = world.open_station('B').await;
    order.held_by(second);
    let body = body_of(&mut world, &order, &customers[0]);
    post(&mut world, &body).await;
    assert_eq!(said(&world).await, ["holder_wrong"]);

    let (mut world, customers, mut order, mut old) = billable().await;
    let lost = world.store.station().expect("a station");
    let heir = world.open_station('B').await;
    let (one, two) = (world.members[0].to_string(), world.members[1].to_string());
    let succession = json!({
        "stream_id": heir.to_string(), "predecessor": lost.stream_id.to_string(),
        "members": [one, two], "reason": "lost", "last_numbers_seen": ["FA26-00001"],
        "billing_passes": true, "tasks": [], "on": "2026-03-05",
    });
    forge(&mut world, "StationSucceeded", heir.0, &succession).await;
    order.held_by(heir);
    let body = body_of(&mut world, &order, &customers[0]);
    post(&mut world, &body).await;
    assert_eq!(said(&world).await, [""; 0]);
    old["invoice_id"] = other_id();
    world.store.become_station(lost);
    post(&mut world, &old).await;
    let codes = said(&world).await;
    assert!(codes.contains(&"succeeded_station_wrote") && codes.contains(&"holder_wrong"));
}

#[tokio::test]
async fn goods_that_left_for_another_customer_are_not_billed() {
    let (mut world, customers) = founded().await;
    let mut order = sold(&mut world, &customers[0], &[4]).await;
    let own = order.order.terms.clone();
    order.order.terms.sold_to = customers[1].customer_id;
    let mut left = world.ship(&mut order, &[(1, 4)]).await;
    order.order.terms = own;
    world.prove(&mut order, &mut left, &[4]).await;
    let body = body_of(&mut world, &order, &customers[0]);
    post(&mut world, &body).await;
    assert_eq!(said(&world).await, ["goods_of_another"]);
}

#[tokio::test]
async fn vat_in_another_currency_than_the_firms_is_named() {
    let (mut world, customers) = founded().await;
    let mut customer = customers[2].clone();
    customer.vat_regime = VatRegime::Domestic;
    let mut order = sold(&mut world, &customer, &[4]).await;
    // The rate that was recorded is older than a week by then.
    world.now += chrono::Duration::days(30);
    world.ship(&mut order, &[(1, 4)]).await;
    let firm = world.firm.as_mut().expect("a firm");
    firm.currency = currency("JPY");
    let body = body_of(&mut world, &order, &customer);
    post(&mut world, &body).await;
    assert_eq!(said(&world).await, ["exchange_rate_missing"]);
}

#[tokio::test]
async fn vat_that_is_stated_at_a_rate_that_was_not_quoted_is_named() {
    // The third customer pays in yen, whose rate was recorded, and is taxed as at home.
    let billed = async |changes: &[(&str, Value)]| {
        let (mut world, customers) = founded().await;
        let mut customer = customers[2].clone();
        customer.vat_regime = VatRegime::Domestic;
        let mut order = sold(&mut world, &customer, &[4]).await;
        world.ship(&mut order, &[(1, 4)]).await;
        let mut body = body_of(&mut world, &order, &customer);
        change(&mut body, changes);
        post(&mut world, &body).await;
        said(&world).await
    };
    assert_eq!(billed(&[]).await, [""; 0]);
    assert_eq!(billed(&[("/exchange/rate_micro", json!(1))]).await, ["exchange_wrong"]);
    assert_eq!(billed(&[("/exchange/source", json!("a friend"))]).await, ["exchange_wrong"]);
    assert_eq!(billed(&[("/taxes/0/own_tax_minor", json!(1))]).await, ["exchange_wrong"]);
    assert_eq!(billed(&[("/taxes/0/own_tax_minor", Value::Null)]).await, ["exchange_wrong"]);
    assert_eq!(billed(&[("/exchange", Value::Null)]).await, ["exchange_wrong"]);

    let (mut world, _) = founded().await;
    let nobody = json!({
        "currency": "CHF", "quoted_on": "2026-03-02", "rate_micro": 1, "source": " ",
    });
    let body = json!({ "rates": [nobody] });
    forge(&mut world, "ExchangeRatesSet", uuid::Uuid::nil(), &body).await;
    assert_eq!(said(&world).await, ["exchange_wrong"]);
}

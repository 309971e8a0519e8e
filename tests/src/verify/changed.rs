//! Amendments, prices, holds, steps and returns that a changed program could write.

use dovuto_domain::attendance::Step;
use dovuto_domain::fact::{
    ExcessAccepted, GoodsReturned, LinePrice, OrderAmended, PricesAgreed, ShipmentEnded,
    ShipmentMoved,
};
use dovuto_domain::fulfilment::machine::{ShipmentEvent, ShipmentState};
use dovuto_domain::fulfilment::{GoodsReturn, LineRef, ReturnLine};
use dovuto_domain::kernel::quantity::Quantity;
use dovuto_domain::parties::Customer;
use serde_json::{Value, json};
use uuid::Uuid;

use super::behind::forge;
use super::bills::{body_of, change, other_id, post, said};
use super::firm::{agreed, founded, order, price, sold};
use super::forged::{body, ended};
use super::mended::{discounted, line};
use super::sold::Sold;
use super::world::{Left, World, day};

/// A firm that shipped six and seven units of an order of ten, seven and three; all was received.
pub async fn received() -> (World, Customer, Sold, Left) {
    let (mut world, customers) = founded().await;
    let rossi = customers[0].clone();
    let mut sold = sold(&mut world, &rossi, &[10, 7, 3]).await;
    let mut left = world.ship(&mut sold, &[(1, 6), (2, 7)]).await;
    world.prove(&mut sold, &mut left, &[6, 7]).await;
    (world, rossi, sold, left)
}

fn evidence() -> dovuto_domain::pricing::Evidence {
    let reference = "mail".into();
    dovuto_domain::pricing::Evidence { reference, date: None, file_hash: None }
}

fn amended(world: &World, rossi: &Customer, sold: &Sold) -> Value {
    let mut order = sold.order.clone();
    order.lines[0].quantity = Quantity::units(6);
    order.lines.push(line(&world.products[0], 4, 2));
    let agreed = agreed(world, rossi, 19, 0);
    body(OrderAmended {
        order,
        amended_on: world.today(),
        promised_on: day("2026-04-01"),
        reason: "the customer asked for it".into(),
        amendment_evidence: None,
        prices: vec![LinePrice { line_n: 4, agreed }],
        batons: vec![world.baton(&sold.order, Step::Fulfil)],
    })
}

#[tokio::test]
async fn an_amendment_that_takes_away_what_stands_is_named() {
    let check = async |changes: &[(&str, Value)], expect: &[&str]| {
        let (mut world, rossi, sold, _) = received().await;
        let mut body = amended(&world, &rossi, &sold);
        change(&mut body, changes);
        forge(&mut world, "OrderAmended", sold.order.order_id.0, &body).await;
        assert_eq!(said(&world).await, expect, "{changes:?}");
    };
    check(&[], &[]).await;
    check(&[("/reason", json!(" "))], &["amended_without_reason"]).await;
    check(&[("/lines/0/quantity", json!(5_999_999))], &["amended_below_received"]).await;
    let below = [("/lines/2/quantity", json!(-1))];
    check(&below, &["amended_below_received", "amended_wrong"]).await;
    check(&[("/lines/0/product_id", other_id())], &["amended_wrong"]).await;
    check(&[("/lines/0/unit_code", json!("KGM"))], &["amended_wrong"]).await;
    check(&[("/lines/0/tax_category", json!("R4"))], &["amended_wrong"]).await;
    check(&[("/lines/0/kind", json!("service"))], &["amended_wrong"]).await;
    check(&[("/lines/2/line_n", json!(9))], &["amended_wrong"]).await;
    check(&[("/charges", json!([]))], &["amended_wrong"]).await;
    check(&[("/charges/0/amount_minor", json!(1))], &["amended_wrong"]).await;
    check(&[("/prices/0/allowance_minor", json!(1))], &["allowance_wrong"]).await;
    check(&[("/prices/0/price_n", json!(2))], &["price_out_of_turn"]).await;
    check(&[("/prices/0/evidence/reference", json!(""))], &["price_unproven"]).await;
    check(&[("/batons/0/order_id", other_id())], &["baton_of_ended"]).await;

    let (mut world, customers) = founded().await;
    let draft = sold(&mut world, &customers[0], &[4]).await;
    forge(&mut world, "OrderCancelled", draft.order.order_id.0, &ended(&draft)).await;
    let mut amendment = amended(&world, &customers[0], &draft);
    amendment["batons"] = json!([]);
    forge(&mut world, "OrderAmended", draft.order.order_id.0, &amendment).await;
    assert_eq!(said(&world).await, ["order_state"]);
}

#[tokio::test]
async fn what_is_billed_after_an_amendment_follows_it() {
    let (mut world, rossi, mut sold, _) = received().await;
    let before = body_of(&mut world, &sold, &rossi);
    sold.order.terms.payer = world.members[0].0.into();
    let (id, mut amendment) = (sold.order.order_id.0, amended(&world, &rossi, &sold));
    change(&mut amendment, &[("/batons", json!([]))]);
    forge(&mut world, "OrderAmended", id, &amendment).await;
    post(&mut world, &before).await;
    assert_eq!(said(&world).await, ["terms_wrong"]);
}

#[tokio::test]
async fn a_later_price_out_of_turn_or_without_evidence_is_named() {
    let check = async |changes: &[(&str, Value)], expect: &[&str]| {
        let (mut world, rossi, sold, _) = received().await;
        let mut later = agreed(&world, &rossi, 15, 0);
        later.price_n = 2;
        let mut body = body(PricesAgreed {
            order_id: sold.order.order_id,
            on: world.today(),
            prices: vec![LinePrice { line_n: 1, agreed: later }],
            batons: vec![world.baton(&sold.order, Step::Bill)],
            tasks: Vec::new(),
        });
        change(&mut body, changes);
        forge(&mut world, "PricesAgreed", sold.order.order_id.0, &body).await;
        assert_eq!(said(&world).await, expect, "{changes:?}");
    };
    check(&[], &[]).await;
    check(&[("/prices/0/price_n", json!(3))], &["price_out_of_turn"]).await;
    check(&[("/prices/0/price_n", json!(1))], &["price_out_of_turn"]).await;
    check(&[("/prices/0/currency", json!("USD"))], &["price_currency"]).await;
    check(&[("/prices/0/evidence/reference", json!(" "))], &["price_unproven"]).await;
    check(&[("/prices/0/line_n", json!(9))], &["price_of_nothing"]).await;
    check(&[("/prices/0/per", json!(7))], &["price_out_of_range"]).await;
    check(&[("/prices/0/allowance_minor", json!(7))], &["allowance_wrong"]).await;

    let (mut world, rossi, mut sold, _) = received().await;
    let mut later = agreed(&world, &rossi, 15, 0);
    (later.price_n, later.price) = (2, price(15, 0));
    world.agree(&mut sold, 1, later).await;
    let mut invoice = body_of(&mut world, &sold, &rossi);
    invoice["sources"].as_array_mut().expect("sources").pop();
    post(&mut world, &invoice).await;
    assert_eq!(said(&world).await, ["source_missing"], "the price's own fact");
}

#[tokio::test]
async fn nothing_is_agreed_or_billed_of_an_order_that_was_cancelled() {
    let (mut world, customers) = founded().await;
    let keller = customers[1].clone();
    let mut order = sold(&mut world, &keller, &[4]).await;
    let left = world.ship(&mut order, &[(1, 4)]).await;
    let invoice = body_of(&mut world, &order, &keller);
    let voided = |e| dovuto_domain::fact::ShipmentVoided(e).into();
    world.end(&mut order, &left, ShipmentState::Voided, voided).await;
    let (id, end) = (order.order.order_id.0, ended(&order));
    forge(&mut world, "OrderCancelled", id, &end).await;
    post(&mut world, &invoice).await;
    assert_eq!(said(&world).await, ["billed_without_order"]);
    let prices = json!({
        "order_id": order.order.order_id.to_string(), "on": "2026-03-09", "prices": [],
        "batons": [], "tasks": [],
    });
    forge(&mut world, "PricesAgreed", id, &prices).await;
    assert_eq!(said(&world).await, ["billed_without_order", "order_state"]);
}

#[tokio::test]
async fn excess_without_evidence_or_price_is_named() {
    let check = async |changes: &[(&str, Value)], expect: &[&str]| {
        let (mut world, _, sold, _) = received().await;
        let mut body = body(ExcessAccepted {
            order_id: sold.order.order_id,
            line_n: 1,
            quantity: Quantity::units(1),
            price_n: 1,
            on: world.today(),
            evidence: evidence(),
            batons: Vec::new(),
        });
        change(&mut body, changes);
        forge(&mut world, "ExcessAccepted", sold.order.order_id.0, &body).await;
        assert_eq!(said(&world).await, expect, "{changes:?}");
    };
    check(&[], &[]).await;
    check(&[("/quantity", json!(0))], &["excess_wrong"]).await;
    check(&[("/line_n", json!(9))], &["excess_wrong"]).await;
    check(&[("/price_n", json!(9))], &["excess_wrong"]).await;
    check(&[("/evidence/reference", json!(""))], &["excess_unproven"]).await;
}

#[tokio::test]
async fn excess_is_billed_as_far_as_it_was_accepted() {
    for (claimed, expect) in [(1, &[][..]), (2, &["billed_above_received"])] {
        let (mut world, customers) = founded().await;
        let mut order = sold(&mut world, &customers[0], &[4]).await;
        let mut left = world.ship(&mut order, &[(1, 6)]).await;
        world.prove(&mut order, &mut left, &[6]).await;
        world.accept_excess(&mut order, 1, 1).await;
        order.excess.insert(1, Quantity::units(claimed));
        let body = body_of(&mut world, &order, &customers[0]);
        post(&mut world, &body).await;
        assert_eq!(said(&world).await, expect, "{claimed}");
    }
}

#[tokio::test]
async fn a_discount_in_money_that_is_shared_otherwise_is_named() {
    let check = async |changes: &[(&str, Value)], expect: &[&str]| {
        let (mut world, customers) = founded().await;
        let first = discounted(&mut world, &customers[0], &[10, 7]).await;
        let mut draft = order(&mut world, &customers[0], &[10, 7]);
        draft.discount = first.order.discount;
        world.record(vec![draft.clone().into()]).await;
        let confirmed = dovuto_domain::fact::OrderConfirmed {
            order_id: draft.order_id,
            series: world.series("O"),
            kind: draft.kind,
            blanket_id: None,
            terms: draft.terms.clone(),
            confirmed_on: world.today(),
            promised_on: world.today(),
            policy_id: world.policy_id,
            prices: first.prices.clone(),
            baton: world.baton(&draft, Step::Fulfil),
        };
        let mut body = body(confirmed);
        change(&mut body, changes);
        forge(&mut world, "OrderConfirmed", draft.order_id.0, &body).await;
        assert_eq!(said(&world).await, expect, "{changes:?}");
    };
    check(&[], &[]).await;
    check(&[("/prices/0/allowance_minor", json!(0))], &["allowance_wrong"]).await;
    check(&[("/prices/0/allowance_quantity", json!(1))], &["allowance_wrong"]).await;
    let swapped =
        [("/prices/0/allowance_minor", json!(1)), ("/prices/1/allowance_minor", json!(999))];
    check(&swapped, &["allowance_wrong"]).await;
    check(&[("/prices/0/currency", json!("USD"))], &["price_currency"]).await;

    let (mut world, customers) = founded().await;
    let mut order = discounted(&mut world, &customers[0], &[10]).await;
    let mut left = world.ship(&mut order, &[(1, 3)]).await;
    world.prove(&mut order, &mut left, &[3]).await;
    let mut invoice = body_of(&mut world, &order, &customers[0]);
    assert_eq!(invoice["lines"][0]["share_minor"], json!(300), "three of ten of 10.00");
    invoice["lines"][0]["share_minor"] = json!(299);
    post(&mut world, &invoice).await;
    assert_eq!(said(&world).await, ["share_wrong"]);
}

#[tokio::test]
async fn a_deferred_invoice_that_mixes_or_is_dated_ahead_is_named() {
    let check =
        async |units: &[(i64, i64)], days: i64, changes: &[(&str, Value)], expect: &[&str]| {
            let (mut world, customers) = founded().await;
            let mut order = sold(&mut world, &customers[0], &[10, 7, 3]).await;
            for part in units {
                let mut left = world.ship(&mut order, &[*part]).await;
                world.prove(&mut order, &mut left, &[part.1]).await;
                world.pass_days(days);
            }
            let mut body = body_of(&mut world, &order, &customers[0]);
            body["kind"] = json!("deferred");
            body["series"] = json!("T");
            body["number"] = json!("TA26-00001");
            change(&mut body, changes);
            post(&mut world, &body).await;
            assert_eq!(said(&world).await, expect, "{units:?} {changes:?}");
        };
    check(&[(1, 6), (2, 7)], 3, &[], &[]).await;
    check(&[(1, 6), (2, 7)], 3, &[("/kind", json!("immediate"))], &["number_wrong"]).await;
    check(&[(1, 6), (2, 7)], 30, &[], &["deferred_wrong"]).await;
    check(&[(1, 6), (3, 3)], 3, &[], &["deferred_wrong"]).await;
    let ahead = [("/issued_on", json!("2026-12-30")), ("/due_on", json!("2026-12-31"))];
    check(&[(1, 6)], 3, &ahead, &["date_ahead"]).await;
}

#[tokio::test]
async fn a_hold_stops_confirming_planning_and_leaving_until_it_ends() {
    let (mut world, customers) = founded().await;
    let rossi = customers[0].clone();
    let order = sold(&mut world, &rossi, &[4]).await;
    world.hold(Some(order.order.order_id), None).await;
    world.plan(&order, &[(1, 4)]).await;
    assert_eq!(said(&world).await, ["on_hold"]);

    let (mut world, _) = founded().await;
    world.hold(None, Some(rossi.customer_id)).await;
    sold(&mut world, &rossi, &[4]).await;
    assert_eq!(said(&world).await, ["on_hold"]);

    for (days, expect) in [(0, &["on_hold"][..]), (12, &[])] {
        let (mut world, _) = founded().await;
        let mut order = sold(&mut world, &rossi, &[4]).await;
        let shipment = world.plan(&order, &[(1, 4)]).await;
        let hold = world.hold(None, Some(rossi.customer_id)).await;
        world.pass_days(days);
        let released = [(ShipmentEvent::Release, ShipmentState::Released)];
        world.walk(shipment.shipment_id, &released).await;
        assert_eq!(said(&world).await, expect, "after {days} days");
        world.release(&hold).await;
        world.leave(&mut order, shipment).await;
        assert_eq!(said(&world).await, expect, "after {days} days");
    }

    let (mut world, _) = founded().await;
    let mut order = sold(&mut world, &rossi, &[4]).await;
    let shipment = world.plan(&order, &[(1, 4)]).await;
    world.hold(Some(order.order.order_id), None).await;
    world.leave(&mut order, shipment).await;
    assert_eq!(said(&world).await, ["on_hold"]);
}

#[tokio::test]
async fn a_hold_on_nothing_or_released_twice_is_named() {
    let check = async |changes: &[(&str, Value)], expect: &[&str]| {
        let (mut world, rossi, sold, _) = received().await;
        let mut hold = json!({
            "hold_id": other_id(), "order_id": sold.order.order_id.to_string(),
            "customer_id": null, "kind": "credit", "owner": world.members[0].to_string(),
            "reason": "overdue", "placed_on": "2026-03-02", "expires_on": null,
        });
        let id: Uuid = "0123456789abcdef0123456789abcdef".parse().expect("an identity");
        change(&mut hold, changes);
        if changes.iter().any(|(pointer, _)| *pointer == "/customer_id") {
            hold["customer_id"] = json!(rossi.customer_id.to_string());
        }
        forge(&mut world, "HoldPlaced", id, &hold).await;
        let released = json!({ "hold_id": other_id(), "on": "2026-03-02", "reason": "paid" });
        forge(&mut world, "HoldReleased", id, &released).await;
        assert_eq!(said(&world).await, expect, "{changes:?}");
        if expect.is_empty() {
            forge(&mut world, "HoldReleased", id, &released).await;
            assert_eq!(said(&world).await, ["hold_wrong"], "it is released twice");
        }
    };
    check(&[], &[]).await;
    check(&[("/reason", json!(""))], &["hold_wrong"]).await;
    check(&[("/order_id", json!(null))], &["hold_wrong"]).await;
    check(&[("/order_id", other_id())], &["hold_wrong"]).await;
    check(&[("/customer_id", json!(null))], &["hold_wrong"]).await;
}

#[tokio::test]
async fn a_replacement_of_what_did_not_come_back_or_that_is_billed_is_named() {
    let (mut world, _, mut sold, left) = received().await;
    world.count_back(&mut sold, &left, 1, 2).await;
    world.replace(&mut sold, &left, 1, 2).await;
    assert_eq!(said(&world).await, [""; 0]);
    world.replace(&mut sold, &left, 1, 1).await;
    assert_eq!(said(&world).await, ["replaces_wrong"]);

    let (mut world, _, sold, left) = received().await;
    let of = LineRef { shipment_id: left.shipment_id, shipment_n: 1 };
    let mut other = body(world.plan(&sold, &[(2, 1)]).await);
    let id: Uuid = world.id();
    change(&mut other, &[("/shipment_id", json!(id.simple().to_string()))]);
    other["lines"][0]["replaces"] = json!(of);
    forge(&mut world, "ShipmentPlanned", id, &other).await;
    assert_eq!(said(&world).await, ["replaces_wrong"]);

    let (mut world, rossi, mut sold, left) = received().await;
    world.count_back(&mut sold, &left, 1, 2).await;
    let mut again = world.replace(&mut sold, &left, 1, 2).await;
    world.prove(&mut sold, &mut again, &[2]).await;
    sold.deliveries_of(again.shipment_id).for_each(|delivery| delivery.replaces = None);
    sold.deliveries_of(left.shipment_id).for_each(|delivery| delivery.returned = Quantity::ZERO);
    let body = body_of(&mut world, &sold, &rossi);
    post(&mut world, &body).await;
    assert_eq!(said(&world).await, ["replacement_billed"]);
}

#[tokio::test]
async fn a_step_that_does_not_follow_is_named() {
    let moved = async |event, state, expect: &[&str]| {
        let (mut world, customers) = founded().await;
        let sold = sold(&mut world, &customers[0], &[4]).await;
        let shipment_id = world.plan(&sold, &[(1, 4)]).await.shipment_id;
        let fact = body(ShipmentMoved {
            shipment_id,
            event,
            state,
            on: world.today(),
            note: String::new(),
            pieces: Vec::new(),
            batons: Vec::new(),
            tasks: Vec::new(),
        });
        forge(&mut world, "ShipmentMoved", shipment_id.0, &fact).await;
        assert_eq!(said(&world).await, expect, "{event:?}");
    };
    moved(ShipmentEvent::Release, ShipmentState::Released, &[]).await;
    moved(ShipmentEvent::Release, ShipmentState::Packed, &["step_wrong"]).await;
    moved(ShipmentEvent::Handover, ShipmentState::InTransit, &["step_wrong"]).await;

    let end = async |kind, reason: &str, expect: &[&str]| {
        let (mut world, _, _, left) = received().await;
        let fact = body(dovuto_domain::fact::ShipmentVoided(ShipmentEnded {
            shipment_id: left.shipment_id,
            on: world.today(),
            reason: reason.into(),
            movements: Vec::new(),
            batons: Vec::new(),
            tasks: Vec::new(),
        }));
        forge(&mut world, kind, left.shipment_id.0, &fact).await;
        assert_eq!(said(&world).await, expect, "{kind}");
    };
    end("ShipmentReversed", "refused", &[]).await;
    end("ShipmentReversed", "", &["end_without_reason"]).await;
    end("ShipmentVoided", "never left", &["step_wrong"]).await;
    end("ShipmentLost", "gone", &["step_wrong"]).await;

    let (mut world, _, _, left) = received().await;
    let id = left.shipment_id;
    let late = json!({
        "shipment_id": id.to_string(), "delivered_on": "2026-03-09", "batons": [],
    });
    forge(&mut world, "ShipmentDelivered", id.0, &late).await;
    assert_eq!(said(&world).await, ["step_wrong"]);
}

#[tokio::test]
async fn what_was_voided_is_not_billed_and_does_not_keep_its_order() {
    let (mut world, customers) = founded().await;
    let keller = customers[1].clone();
    let mut order = sold(&mut world, &keller, &[4]).await;
    let left = world.ship(&mut order, &[(1, 4)]).await;
    let invoice = body_of(&mut world, &order, &keller);
    let voided = |e| dovuto_domain::fact::ShipmentVoided(e).into();
    world.end(&mut order, &left, ShipmentState::Voided, voided).await;
    post(&mut world, &invoice).await;
    assert_eq!(said(&world).await, ["billed_above_received"]);

    let (mut world, _) = founded().await;
    let mut order = sold(&mut world, &keller, &[4]).await;
    let left = world.ship(&mut order, &[(1, 4)]).await;
    world.end(&mut order, &left, ShipmentState::Voided, voided).await;
    let end = ended(&order);
    forge(&mut world, "OrderCancelled", order.order.order_id.0, &end).await;
    assert_eq!(said(&world).await, [""; 0]);
}

#[tokio::test]
async fn more_than_left_does_not_come_back() {
    let check = async |changes: &[(&str, Value)], expect: &[&str]| {
        let (mut world, _, _, left) = received().await;
        let back = GoodsReturn {
            return_id: world.id(),
            shipment_id: left.shipment_id,
            counted_on: world.today(),
            reason: "scratched".into(),
            lines: vec![ReturnLine {
                shipment_n: 1,
                quantity: Quantity::units(4),
                serials: Vec::new(),
            }],
        };
        let (movements, tasks) = (Vec::new(), Vec::new());
        let mut body = body(GoodsReturned { back, movements, batons: Vec::new(), tasks });
        change(&mut body, changes);
        forge(&mut world, "GoodsReturned", left.shipment_id.0, &body).await;
        assert_eq!(said(&world).await, expect, "{changes:?}");
        if expect.is_empty() {
            change(&mut body, &[("/lines/0/quantity", json!(2_000_000))]);
            forge(&mut world, "GoodsReturned", left.shipment_id.0, &body).await;
            assert_eq!(said(&world).await, ["return_wrong"], "one return twice");
            body["return_id"] = other_id();
            forge(&mut world, "GoodsReturned", left.shipment_id.0, &body).await;
            assert_eq!(said(&world).await, ["return_wrong"], "eight of six");
        }
    };
    check(&[], &[]).await;
    check(&[("/lines/0/quantity", json!(6_000_001))], &["return_wrong"]).await;
    check(&[("/lines/0/quantity", json!(0))], &["return_wrong"]).await;
    check(&[("/lines/0/shipment_n", json!(9))], &["return_wrong"]).await;
    check(&[("/reason", json!(""))], &["return_wrong"]).await;
    check(&[("/counted_on", json!("2026-03-01"))], &["arrived_before_it_left"]).await;
}

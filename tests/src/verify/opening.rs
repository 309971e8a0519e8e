//! Opening items and the money on them, in a firm and as a changed program could write them.

use dovuto_domain::billing::opening::OpeningItem;
use dovuto_domain::billing::payment::{Allocation, Payment};
use dovuto_domain::fact::PaymentReceived;
use dovuto_domain::kernel::id::PaymentId;
use dovuto_domain::parties::Customer;
use dovuto_store::ledger::codec::encode;
use serde_json::{Value, json};

use super::behind::forge;
use super::bills::{change, other_id, said};
use super::firm::founded;
use super::world::{World, currency, day};

/// What a customer owes on an invoice of another program: 1000 of 1220.
pub async fn opened(world: &mut World, payer: &Customer, number: &str) -> OpeningItem {
    let item = OpeningItem {
        invoice_id: world.id(),
        payer: payer.customer_id,
        number: number.to_owned(),
        issued_on: day("2025-12-01"),
        due_on: day("2025-12-31"),
        currency: currency("EUR"),
        gross_minor: 122_000,
        paid_minor: 22_000,
    };
    world.record(vec![item.clone().into()]).await;
    item
}

/// Money that pays a part of an opening item; some of it stays free.
pub async fn paid(world: &mut World, item: &OpeningItem, amount_minor: i64) -> PaymentId {
    let payment = Payment {
        payment_id: world.id(),
        payer: item.payer,
        received_on: world.today(),
        currency: item.currency,
        amount_minor: amount_minor + 5,
        reference: "on account".into(),
        allocations: vec![Allocation { invoice_id: item.invoice_id, amount_minor }],
    };
    let payment_id = payment.payment_id;
    world.record(vec![PaymentReceived { payment, batons: Vec::new() }.into()]).await;
    payment_id
}

fn body(item: &OpeningItem) -> Value {
    serde_json::from_str(&encode(&item.clone().into()).expect("a body")).expect("an object")
}

#[tokio::test]
async fn an_opening_item_that_cannot_be_is_named() {
    let check = async |changes: &[(&str, Value)], expect: &[&str]| {
        let (mut world, customers) = founded().await;
        let first = opened(&mut world, &customers[0], "2025/1").await;
        let mut next = OpeningItem { number: "2025/2".into(), ..first };
        next.invoice_id = world.id();
        let mut body = body(&next);
        change(&mut body, changes);
        forge(&mut world, "OpeningItemRecorded", next.invoice_id.0, &body).await;
        assert_eq!(said(&world).await, expect, "{changes:?}");
    };
    check(&[], &[]).await;
    let wrong = &["opening_item_wrong"];
    check(&[("/number", json!("2025/1"))], wrong).await;
    check(&[("/invoice_id", other_id())], &["subject_wrong"]).await;
    check(&[("/payer", other_id())], wrong).await;
    check(&[("/gross_minor", json!(0)), ("/paid_minor", json!(0))], wrong).await;
    check(&[("/paid_minor", json!(-1))], wrong).await;
    check(&[("/paid_minor", json!(122_001))], wrong).await;
    check(&[("/due_on", json!("2025-11-30"))], wrong).await;
    check(&[("/issued_on", json!("2031-01-01")), ("/due_on", json!("2031-01-01"))], wrong).await;
}

#[tokio::test]
async fn an_opening_item_is_recorded_once_and_paid_within_what_is_owed() {
    let (mut world, customers) = founded().await;
    let item = opened(&mut world, &customers[0], "2025/1").await;
    forge(&mut world, "OpeningItemRecorded", item.invoice_id.0, &body(&item)).await;
    assert_eq!(said(&world).await, ["opening_item_wrong"]);

    let check = async |invoice: usize, amount: i64, expect: &[&str]| {
        let (mut world, customers) = founded().await;
        let item = opened(&mut world, &customers[0], "2025/1").await;
        let others = opened(&mut world, &customers[1], "2025/1").await;
        let payment = paid(&mut world, &item, 99_998).await;
        let on = [item, others][invoice].invoice_id.to_string();
        let body = json!({
            "payment_id": payment.to_string(), "on": "2026-03-09", "batons": [],
            "allocations": [{ "invoice_id": on, "amount_minor": amount }],
        });
        forge(&mut world, "PaymentAllocated", payment.0, &body).await;
        assert_eq!(said(&world).await, expect, "{invoice} {amount}");
    };
    check(0, 2, &[]).await;
    check(0, 3, &["allocation_wrong"]).await;
    check(0, -1, &["allocation_wrong"]).await;
    check(1, 1, &["allocation_wrong"]).await;
}

//! Money laid anew or given back as a changed program could write it.

use serde_json::{Value, json};
use uuid::Uuid;

use super::behind::forge;
use super::bills::{change, other_id, said};
use super::changed::received;
use super::sold::Sold;
use super::world::World;

/// A firm that was paid for one invoice, gave a part of it back and posted another one.
async fn paid() -> (World, Sold, Value, Uuid, [String; 2]) {
    let (mut world, rossi, mut sold, _) = received().await;
    let first = world.bill(&mut sold, &rossi).await;
    let gross = first.totals.gross_minor;
    let payment = world.pay(&sold, gross + 100, &[(&first, gross)]).await;
    let value = world.value_of(&first, 1, 100);
    world.credit(&mut sold, &rossi, &value).await;
    let mut rest = world.ship(&mut sold, &[(3, 3)]).await;
    world.prove(&mut sold, &mut rest, &[3]).await;
    let second = world.bill(&mut sold, &rossi).await;
    let ids = [&first, &second].map(|invoice| invoice.invoice_id.to_string());
    let body = json!({
        "payment_id": payment.to_string(), "on": "2026-03-09",
        "allocations": [
            { "invoice_id": ids[0], "amount_minor": -122 },
            { "invoice_id": ids[1], "amount_minor": 222 },
        ],
        "batons": [],
    });
    (world, sold, body, payment.0, ids)
}

#[tokio::test]
async fn money_laid_anew_beyond_what_is_free_is_named() {
    let check = async |changes: &[(&str, Value)], expect: &[&str]| {
        let (mut world, _, mut body, payment, _) = paid().await;
        change(&mut body, changes);
        forge(&mut world, "PaymentAllocated", payment, &body).await;
        assert_eq!(said(&world).await, expect, "{changes:?}");
    };
    check(&[], &[]).await;
    let wrong = &["allocation_wrong"];
    check(&[("/allocations/0/amount_minor", json!(-123))], wrong).await;
    check(&[("/allocations/0/amount_minor", json!(0))], wrong).await;
    check(&[("/allocations/1/amount_minor", json!(223))], wrong).await;
    check(&[("/allocations/1/amount_minor", json!(-1))], wrong).await;
    check(&[("/allocations/1/invoice_id", other_id())], wrong).await;
    let (mut world, _, mut body, payment, ids) = paid().await;
    body["allocations"][1] = json!({ "invoice_id": ids[0], "amount_minor": 1 });
    forge(&mut world, "PaymentAllocated", payment, &body).await;
    assert_eq!(said(&world).await, *wrong);
    let (mut world, _, body, _, _) = paid().await;
    let nobody: Uuid = world.id();
    let mut stranger = body;
    stranger["payment_id"] = json!(nobody.simple().to_string());
    forge(&mut world, "PaymentAllocated", nobody, &stranger).await;
    assert_eq!(said(&world).await, *wrong);
}

#[tokio::test]
async fn money_given_back_beyond_what_is_owed_is_named() {
    let check = async |amount: i64, off: Option<i64>, expect: &[&str]| {
        let (mut world, _, _, payment, ids) = paid().await;
        let part = |minor: i64| json!({ "invoice_id": ids[0], "amount_minor": minor });
        let body = json!({
            "refund_id": other_id(), "payment_id": payment.simple().to_string(),
            "paid_on": "2026-03-09", "amount_minor": amount, "reference": "transfer",
            "allocations": off.into_iter().map(part).collect::<Vec<_>>(), "batons": [],
        });
        forge(&mut world, "RefundPaid", payment, &body).await;
        assert_eq!(said(&world).await, expect, "{body}");
        if amount == 1 {
            forge(&mut world, "RefundPaid", payment, &body).await;
            assert_eq!(said(&world).await, ["refund_wrong"], "one refund twice");
        }
    };
    check(1, None, &[]).await;
    check(222, Some(-122), &[]).await;
    check(223, Some(-122), &["refund_wrong"]).await;
    check(101, None, &["refund_wrong"]).await;
    check(0, None, &["refund_wrong"]).await;
    check(100, Some(1), &["refund_wrong"]).await;
    check(100, Some(-123), &["refund_wrong"]).await;
}

//! Other facts that a changed program could write: chains, requests, persons, orders, goods, money.

use dovuto_domain::fact::{Fact, OrderEnded};
use dovuto_store::ledger::codec::encode;
use dovuto_store::ledger::{Entry, Row};
use ed25519_dalek::Signer as _;
use serde_json::{Value, json};
use sqlx::{Connection as _, Row as _};
use uuid::Uuid;

use super::behind::{forge, past_guards, plain, put};
use super::bills::said;
use super::firm::{founded, order, sold};
use super::sold::Sold;
use super::world::World;

/// The body of a fact, to be forged.
pub fn body(fact: impl Into<Fact>) -> Value {
    serde_json::from_str(&encode(&fact.into()).expect("a body")).expect("an object")
}

/// The end of an order.
pub fn ended(sold: &Sold) -> Value {
    json!({ "order_id": sold.order.order_id.to_string(), "on": "2026-03-09", "reason": null })
}

/// The last fact of the ledger.
async fn last(world: &World) -> Row {
    let mut db = plain(world.store.path()).await;
    let row = sqlx::query("select l.* from ledger l order by rowid desc limit 1")
        .fetch_one(&mut db)
        .await
        .expect("a fact");
    let bytes = |column: &str| row.get::<Vec<u8>, _>(column);
    Row {
        stream_id: Uuid::from_slice(&bytes("stream_id")).expect("an identity").into(),
        seq: row.get("seq"),
        hash: bytes("hash"),
        prev_hash: row.get("prev_hash"),
        request_id: bytes("request_id"),
        at: row.get("at"),
        actor_id: row.get("actor_id"),
        authenticated: row.get("authenticated"),
        kind: row.get("kind"),
        version: row.get("version"),
        subject_id: bytes("subject_id"),
        base_hash: row.get("base_hash"),
        body: row.get("body"),
        signature: bytes("signature"),
    }
}

#[tokio::test]
async fn a_fact_rewritten_without_the_stations_key_is_named() {
    // The last fact is taken out and another one put in its place, whole but for its signature.
    let rewritten = async |change: fn(&mut Row), sign: bool, expect: &[&str]| {
        let (world, _) = founded().await;
        let mut row = last(&world).await;
        change(&mut row);
        row.hash = row.compute_hash().to_vec();
        let stranger = dovuto_store::file::new_key().expect("a key");
        let own = world.store.station().expect("a station").key;
        let key = if sign { own } else { stranger };
        row.signature = key.sign(&row.hash).to_bytes().to_vec();
        let gone = "delete from ledger where rowid = (select max(rowid) from ledger)";
        past_guards(world.store.path(), gone).await.expect("the fact is gone");
        put(world.store.path(), &row).await;
        let mut codes = said(&world).await;
        codes.retain(|code| *code != "reference_broken");
        assert_eq!(codes, expect);
    };
    rewritten(|row| row.at = "2026-03-02T00:00:00.000000Z".into(), false, &["signature_wrong"])
        .await;
    rewritten(|row| row.base_hash = Some(vec![7; 32]), true, &["base_unknown"]).await;
    rewritten(|row| row.subject_id = vec![7; 16], true, &["subject_wrong"]).await;
    rewritten(|row| row.prev_hash = Some(vec![7; 32]), true, &["chain_broken"]).await;
    rewritten(|row| row.seq += 1, true, &["seq_broken"]).await;
    let kind = ["body_unreadable", "fact_unknown"];
    rewritten(|row| row.kind = "OrderShredded".into(), true, &kind).await;
    rewritten(|row| row.version = 9, true, &kind).await;
    let none = |row: &mut Row| row.body = row.body.replace("\"request\"", "\"other\"");
    rewritten(none, true, &["request_unanswered"]).await;
}

#[tokio::test]
async fn two_stations_of_one_letter_and_a_stream_under_another_key_are_named() {
    let (mut world, _) = founded().await;
    world.open_station('C').await;
    let letter = json!({
        "stream_id": world.stream().to_string(), "public_key": "00".repeat(32),
        "letter": "D", "name": "again",
    });
    let stream = world.stream().0;
    forge(&mut world, "StationOpened", stream, &letter).await;
    assert_eq!(said(&world).await, ["stream_opened_twice"]);

    let (mut world, _) = founded().await;
    let key = dovuto_store::file::new_key().expect("a key");
    let stream_id = world.store.keys().keep(&key).expect("the key is kept");
    let station = dovuto_store::keys::Station { stream_id, letter: 'A', key };
    world.store.become_station(station.clone());
    let own = dovuto_store::row::hex(station.key.verifying_key().as_bytes());
    let opening = |key: &str| {
        json!({
            "stream_id": stream_id.to_string(), "public_key": key, "letter": "A", "name": "two",
        })
    };
    forge(&mut world, "StationOpened", stream_id.0, &opening(&own)).await;
    assert_eq!(said(&world).await, ["letter_twice"]);

    let (mut world, _) = founded().await;
    world.store.become_station(station);
    let stolen = opening(&"11".repeat(32));
    forge(&mut world, "StationOpened", stream_id.0, &stolen).await;
    let codes = ["letter_twice", "signature_unproven", "stream_unopened"];
    assert_eq!(said(&world).await, codes);
}

#[tokio::test]
async fn a_request_that_was_answered_twice_is_named() {
    let (mut world, customers) = founded().await;
    let draft = order(&mut world, &customers[0], &[1]);
    let entry = Entry::from(Fact::from(draft.clone()));
    world.record_entries(vec![entry]).await;
    let row = last(&world).await;
    let mut again = Row { seq: row.seq + 1, prev_hash: Some(row.hash.clone()), ..row };
    again.hash = again.compute_hash().to_vec();
    let key = world.store.station().expect("a station").key;
    again.signature = key.sign(&again.hash).to_bytes().to_vec();
    put(world.store.path(), &again).await;
    assert_eq!(said(&world).await, ["request_twice"]);
}

#[tokio::test]
async fn a_person_whose_data_are_gone_strange_or_changed_is_named() {
    let check = async |statement: &str, expect: &[&str]| {
        let (world, _) = founded().await;
        let mut db = plain(world.store.path()).await;
        let (n,): (i64,) = sqlx::query_as("select count(*) from personal")
            .fetch_one(&mut db)
            .await
            .expect("a count");
        assert_eq!(n, 7, "the seller's contact, three members, three buyers");
        db.close().await.expect("closed");
        past_guards(world.store.path(), statement).await.expect("it is changed");
        assert_eq!(said(&world).await, expect);
    };
    let first = "personal_id = (select min(personal_id) from personal)";
    check(&format!("delete from personal where {first}"), &["person_missing"]).await;
    let longer = format!("update personal set bytes = bytes || ' ' where {first}");
    check(&longer, &["person_changed"]).await;
    let salted = format!("update personal set salt = zeroblob(16) where {first}");
    check(&salted, &["person_changed"]).await;
    let (mut world, _) = founded().await;
    let contact = world.firm.clone().and_then(|firm| firm.seller_contact).expect("a contact");
    let id = contact.personal_id;
    let erased = json!({ "personal_id": id.to_string(), "reason": "asked", "on": "2026-03-09" });
    forge(&mut world, "PersonErased", id.0, &erased).await;
    assert_eq!(said(&world).await, ["person_kept"]);
    let strange = "insert into personal values (zeroblob(16), zeroblob(16), 'x')";
    check(strange, &["person_unnamed"]).await;

    let (mut world, customers) = founded().await;
    let mut customer = customers[0].clone();
    customer.contacts[0].person.digest = "00".repeat(32);
    world.record(vec![customer.into()]).await;
    assert_eq!(said(&world).await, ["person_differs"]);
}

#[tokio::test]
async fn orders_that_change_or_end_against_the_law_are_named() {
    let (mut world, customers) = founded().await;
    let mut order = sold(&mut world, &customers[0], &[4]).await;
    world.ship(&mut order, &[(1, 4)]).await;
    let id = order.order.order_id.0;
    let saved = order.order.clone();
    forge(&mut world, "OrderSaved", id, &body(saved)).await;
    assert_eq!(said(&world).await, ["order_changed"]);
    forge(&mut world, "OrderCancelled", id, &ended(&order)).await;
    assert_eq!(said(&world).await, ["cancelled_after_issue", "order_changed"]);
    let baton = json!({ "act": "taken", "baton": world.baton(&order.order, step()) });
    forge(&mut world, "BatonMoved", id, &baton).await;
    let codes = ["baton_of_ended", "cancelled_after_issue", "order_changed"];
    assert_eq!(said(&world).await, codes);

    let (mut world, customers) = founded().await;
    let mut order = sold(&mut world, &customers[1], &[4]).await;
    world.ship(&mut order, &[(1, 4)]).await;
    world.bill(&mut order, &customers[1]).await;
    let id = order.order.order_id.0;
    forge(&mut world, "OrderClosed", id, &ended(&order)).await;
    assert_eq!(said(&world).await, ["closed_unsettled"]);
    forge(&mut world, "OrderDeclined", id, &ended(&order)).await;
    assert_eq!(said(&world).await, ["closed_unsettled", "order_state"]);
}

fn step() -> dovuto_domain::attendance::Step {
    dovuto_domain::attendance::Step::Fulfil
}

#[tokio::test]
async fn a_confirmation_without_lawful_prices_or_baton_is_named() {
    let check = async |changes: &[(&str, Value)], expect: &[&str]| {
        let (mut world, customers) = founded().await;
        let draft = sold(&mut world, &customers[0], &[4]).await;
        let lawful = last(&world).await;
        let other = order(&mut world, &customers[0], &[4]);
        world.record(vec![other.clone().into()]).await;
        let text =
            lawful.body.replace(&draft.order.order_id.to_string(), &other.order_id.to_string());
        let mut body: Value = serde_json::from_str(&text).expect("an object");
        body["counter"] = json!(2);
        body["number"] = json!("OA26-00002");
        for (pointer, value) in changes {
            *body.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer}")) = value.clone();
        }
        forge(&mut world, "OrderConfirmed", other.order_id.0, &body).await;
        assert_eq!(said(&world).await, expect, "{changes:?}");
    };
    check(&[], &[]).await;
    check(&[("/prices/0/micro", json!(-1))], &["price_out_of_range"]).await;
    check(&[("/prices/0/per", json!(7))], &["price_out_of_range"]).await;
    check(&[("/prices/0/evidence/reference", json!(" "))], &["price_unproven"]).await;
    check(&[("/prices/0/line_n", json!(7))], &["price_of_nothing"]).await;
    let nobody = json!("0123456789abcdef0123456789abcdef");
    check(&[("/baton/order_id", nobody)], &["baton_missing", "baton_of_ended"]).await;
    check(&[("/counter", json!(9))], &["number_gap", "number_wrong"]).await;
}

#[tokio::test]
async fn goods_that_arrive_before_they_leave_or_leave_twice_are_named() {
    let (mut world, customers) = founded().await;
    let mut order = sold(&mut world, &customers[0], &[4]).await;
    let left = world.ship(&mut order, &[(1, 4)]).await;
    let issued: Value = serde_json::from_str(&last(&world).await.body).expect("an object");
    let id = left.shipment_id.0;
    let shipment_id = left.shipment_id.to_string();
    let early = json!({ "shipment_id": shipment_id, "delivered_on": "2026-01-01", "batons": [] });
    forge(&mut world, "ShipmentDelivered", id, &early).await;
    assert_eq!(said(&world).await, ["arrived_before_it_left"]);
    let mut again = issued;
    again["counter"] = json!(2);
    again["number"] = json!("DA26-00002");
    forge(&mut world, "ShipmentIssued", id, &again).await;
    assert_eq!(said(&world).await, ["arrived_before_it_left", "shipment_changed"]);

    let (mut world, customers) = founded().await;
    let order = sold(&mut world, &customers[0], &[4]).await;
    let planned = world.plan(&order, &[(1, 4)]).await.shipment_id;
    let proof = json!({
        "proof_id": "0123456789abcdef0123456789abcdef", "shipment_id": planned.to_string(),
        "proof_n": 1, "received_on": "2026-03-09", "signed_by": null, "reference": "paper",
        "file_hash": null, "lines": [{ "shipment_n": 1, "accepted": 4 }], "batons": [],
        "tasks": [],
    });
    forge(&mut world, "ProofRecorded", planned.0, &proof).await;
    assert_eq!(said(&world).await, ["shipment_unknown"]);
}

#[tokio::test]
async fn money_beyond_what_arrived_or_what_is_owed_is_named() {
    let check = async |amount: i64, laid: &[i64], change: Option<(&str, Value)>, ok: bool| {
        let (mut world, customers) = founded().await;
        let mut order = sold(&mut world, &customers[1], &[4]).await;
        world.ship(&mut order, &[(1, 4)]).await;
        let invoice = world.bill(&mut order, &customers[1]).await;
        let payment_id: Uuid = world.id();
        let invoice_id = invoice.invoice_id.to_string();
        let part = |minor: &i64| json!({ "invoice_id": invoice_id, "amount_minor": minor });
        let mut body = json!({
            "payment_id": payment_id.simple().to_string(),
            "payer": invoice.terms.payer.to_string(), "received_on": "2026-03-09",
            "currency": "EUR", "amount_minor": amount, "reference": "transfer",
            "allocations": laid.iter().map(part).collect::<Vec<_>>(), "batons": [],
        });
        if let Some((pointer, value)) = change {
            *body.pointer_mut(pointer).expect("a value") = value;
        }
        forge(&mut world, "PaymentReceived", payment_id, &body).await;
        let expect: &[&str] = if ok { &[] } else { &["payment_wrong"] };
        assert_eq!(said(&world).await, expect, "{body}");
    };
    check(9_000, &[9_000], None, true).await;
    check(9_000, &[], None, true).await;
    check(9_000, &[9_001], None, false).await;
    check(900_000, &[900_000], None, false).await;
    check(0, &[], None, false).await;
    check(9_000, &[10, 10], None, false).await;
    check(9_000, &[-10], None, false).await;
    check(9_000, &[10], Some(("/currency", json!("USD"))), false).await;
    let other = json!("0123456789abcdef0123456789abcdef");
    check(9_000, &[10], Some(("/payer", other)), false).await;
}

#[tokio::test]
async fn a_succession_by_one_person_or_of_nobody_is_named() {
    let check = async |change: (&str, Value)| {
        let (mut world, _) = founded().await;
        let lost = world.stream();
        let heir = world.open_station('B').await;
        let (one, two) = (world.members[0].to_string(), world.members[1].to_string());
        let mut body = json!({
            "stream_id": heir.to_string(), "predecessor": lost.to_string(),
            "members": [one, two], "reason": "lost", "last_numbers_seen": [],
            "billing_passes": true, "tasks": [], "on": "2026-03-05",
        });
        *body.pointer_mut(change.0).expect("a value") = change.1;
        forge(&mut world, "StationSucceeded", heir.0, &body).await;
        assert_eq!(said(&world).await, ["succession_wrong"]);
    };
    let (world, _) = founded().await;
    check(("/members/1", json!(world.members[0].to_string()))).await;
    check(("/predecessor", json!("0123456789abcdef0123456789abcdef"))).await;
    check(("/last_numbers_seen", json!(["FA26-00001"]))).await;
    check(("/last_numbers_seen", json!(["NA26-00001"]))).await;
}

#[tokio::test]
async fn a_right_to_bill_that_no_lost_station_held_is_named() {
    let (mut world, customers) = founded().await;
    let mut order = sold(&mut world, &customers[0], &[4]).await;
    let left = world.ship(&mut order, &[(1, 4)]).await;
    let holder = world.stream();
    world.open_station('B').await;
    let taken = json!({
        "shipment_id": left.shipment_id.to_string(), "predecessor": holder.to_string(),
        "reason": "compared", "on": "2026-03-09",
    });
    forge(&mut world, "BillingTakenOver", left.shipment_id.0, &taken).await;
    assert_eq!(said(&world).await, ["take_over_wrong"]);
}

#[test]
fn an_end_of_an_order_has_the_shape_that_is_forged_here() {
    let order_id = Uuid::from_u128(9).into();
    let on = "2026-03-09".parse().expect("a date");
    let ended = OrderEnded { order_id, on, reason: None };
    let shape = json!({ "order_id": order_id.to_string(), "on": "2026-03-09", "reason": null });
    assert_eq!(body(dovuto_domain::fact::OrderClosed(ended)), shape);
}

#[tokio::test]
async fn a_confirmation_of_nothing_or_of_the_same_price_twice_is_named() {
    let (mut world, customers) = founded().await;
    let draft = sold(&mut world, &customers[0], &[4]).await;
    let mut lawful: Value = serde_json::from_str(&last(&world).await.body).expect("an object");
    let series = [("counter", json!(2)), ("number", json!("OA26-00002"))];
    series.into_iter().for_each(|(field, value)| lawful[field] = value);
    let of = |order_id: Uuid| {
        let id = draft.order.order_id.to_string();
        let text = lawful.to_string().replace(&id, &order_id.simple().to_string());
        serde_json::from_str::<Value>(&text).expect("an object")
    };

    let stranger = Uuid::from_u128(9);
    forge(&mut world, "OrderConfirmed", stranger, &of(stranger)).await;
    assert_eq!(said(&world).await, ["order_unknown"]);

    let (mut world, customers) = founded().await;
    sold(&mut world, &customers[0], &[4]).await;
    let mut empty = order(&mut world, &customers[0], &[]);
    empty.charges.clear();
    world.record(vec![empty.clone().into()]).await;
    let mut body = of(empty.order_id.0);
    body["prices"] = json!([]);
    forge(&mut world, "OrderConfirmed", empty.order_id.0, &body).await;
    assert_eq!(said(&world).await, ["order_empty"]);

    let (mut world, customers) = founded().await;
    sold(&mut world, &customers[0], &[4]).await;
    let other = order(&mut world, &customers[0], &[4]);
    world.record(vec![other.clone().into()]).await;
    let mut body = of(other.order_id.0);
    let price = body["prices"][0].clone();
    body["prices"] = json!([price, price]);
    forge(&mut world, "OrderConfirmed", other.order_id.0, &body).await;
    assert_eq!(said(&world).await, ["price_out_of_turn"]);
}

#[tokio::test]
async fn one_fact_that_moves_the_baton_of_an_order_twice_is_named() {
    let (mut world, customers) = founded().await;
    let mut order = sold(&mut world, &customers[0], &[4]).await;
    let left = world.ship(&mut order, &[(1, 4)]).await;
    let baton = json!(world.baton(&order.order, step()));
    let arrived = json!({
        "shipment_id": left.shipment_id.to_string(), "delivered_on": world.today().to_string(),
        "batons": [baton, baton],
    });
    forge(&mut world, "ShipmentDelivered", left.shipment_id.0, &arrived).await;
    assert_eq!(said(&world).await, ["baton_twice"]);
}

#[tokio::test]
async fn a_proof_that_comes_again_in_an_earlier_place_is_named() {
    let (mut world, customers) = founded().await;
    let mut order = sold(&mut world, &customers[0], &[4]).await;
    let mut left = world.ship(&mut order, &[(1, 4)]).await;
    world.prove(&mut order, &mut left, &[4]).await;
    let mut again: Value = serde_json::from_str(&last(&world).await.body).expect("an object");
    again["request"] = Value::Null;
    again.as_object_mut().expect("an object").remove("request");
    again["proof_id"] = json!("0123456789abcdef0123456789abcdef");
    forge(&mut world, "ProofRecorded", left.shipment_id.0, &again).await;
    assert_eq!(said(&world).await, ["proof_out_of_order"]);
}

#[tokio::test]
async fn goods_that_leave_without_an_open_order_are_named() {
    let (mut world, customers) = founded().await;
    let order = sold(&mut world, &customers[0], &[4]).await;
    let issued = |shipment: &dovuto_domain::fulfilment::Shipment| {
        json!({
            "shipment_id": shipment.shipment_id.to_string(), "series": "D", "year": 2026,
            "counter": 1, "number": "DA26-00001", "dispatched_on": "2026-03-09",
            "movements": [], "batons": [], "tasks": [],
        })
    };
    let planned = world.plan(&order, &[(1, 4)]).await;
    forge(&mut world, "OrderCancelled", order.order.order_id.0, &ended(&order)).await;
    forge(&mut world, "ShipmentIssued", planned.shipment_id.0, &issued(&planned)).await;
    assert_eq!(said(&world).await, ["shipped_without_order"]);

    // An open order, and a line that it does not have.
    let (mut world, customers) = founded().await;
    let order = sold(&mut world, &customers[0], &[4]).await;
    let mut planned = world.plan(&order, &[(1, 4)]).await;
    planned.shipment_id = world.id();
    planned.lines[0].line_n = 7;
    let id = planned.shipment_id.0;
    forge(&mut world, "ShipmentPlanned", id, &body(planned.clone())).await;
    assert_eq!(said(&world).await, [""; 0]);
    forge(&mut world, "ShipmentIssued", id, &issued(&planned)).await;
    assert_eq!(said(&world).await, ["shipped_without_order"]);
}

#[tokio::test]
async fn one_invoice_that_is_posted_twice_is_named() {
    let (mut world, customers) = founded().await;
    let mut order = sold(&mut world, &customers[1], &[4]).await;
    world.ship(&mut order, &[(1, 2)]).await;
    let invoice = world.bill(&mut order, &customers[1]).await;
    world.ship(&mut order, &[(1, 2)]).await;
    let mut again = world.invoice(&order, &customers[1]);
    again.invoice_id = invoice.invoice_id;
    let fact = dovuto_domain::fact::InvoicePosted { invoice: again, batons: Vec::new() };
    forge(&mut world, "InvoicePosted", invoice.invoice_id.0, &body(fact)).await;
    assert_eq!(said(&world).await, ["invoice_twice"]);
}

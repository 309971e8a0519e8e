//! Orders: what a customer asked for becomes a promise once, or is said to be no new order.

use dovuto_app::desk::Desk;
use dovuto_app::error::Error;
use dovuto_app::orders::{ConfirmOrder, EndOrder, SaveOrder, cancel, close, confirm, decline};
use dovuto_app::parties::SaveCustomer;
use dovuto_app::views::orders::{OrdersList, ShowOrder, list, show};
use dovuto_domain::fact::{Fact, StationOpened};
use dovuto_domain::kernel::id::OrderId;
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_domain::orders::references::Lack;
use dovuto_domain::orders::{OrderKind, OrderState, Reach};
use dovuto_domain::parties::Reference;
use dovuto_store::file::{Store, new_key};
use dovuto_store::keys::{KeyHome, Station};
use dovuto_store::ledger::Entry;
use dovuto_store::row::hex;

use crate::harness::{Office, customer, day, founding, order, refusal, under};

fn end(order_id: OrderId, reason: &str) -> EndOrder {
    EndOrder { order_id, reason: Some(reason.to_owned()) }
}

#[tokio::test]
async fn the_same_lines_under_the_same_po_are_refused_whatever_is_said() {
    let office = Office::open().await;
    let (rid, kit) = (office.product("RID", 1_000).await, office.product("KIT", 200).await);
    let rossi = office.customer("ROSSI", "IT").await;
    office.confirmed(under("PO-1", order(rossi, &[(rid, 5), (kit, 1)]))).await;
    let before = office.n_facts().await;
    let mut again = under("PO-1", order(rossi, &[(kit, 1), (rid, 5)]));
    let expect = Refusal::OrderDuplicate { customer_po: "PO-1".into(), order: "OA26-00001".into() };
    assert_eq!(refusal(office.save(again.clone()).await), expect);
    again.separate = true;
    assert_eq!(refusal(office.save(again).await), expect);
    assert_eq!(office.n_facts().await, before);

    // Of another customer it is no duplicate.
    let verdi = office.customer("VERDI", "IT").await;
    office.confirmed(under("PO-1", order(verdi, &[(rid, 5), (kit, 1)]))).await;
    office.verified().await;
}

#[tokio::test]
async fn an_order_is_found_by_any_part_of_its_number_its_po_or_its_customer() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.customer("ROSSI", "IT").await;
    office.confirmed(under("Köln 12/A", order(rossi, &[(rid, 5)]))).await;
    let found = async |text: &str| {
        let ask = OrdersList { search: text.to_owned(), ..OrdersList::default() };
        list(&office.desk, &office.cx(office.sara), ask).await.unwrap().rows.len()
    };
    for text in ["OA26-00001", "oa26", "a26-0", "6-0", "001", "-", "köln", "12/a", "ROSSI", "ossi"]
    {
        assert_eq!(found(text).await, 1, "{text}");
    }
    for text in ["OB", "00002", "ROSSINI", "12/B", "%", "_"] {
        assert_eq!(found(text).await, 0, "{text}");
    }
}

#[tokio::test]
async fn other_lines_under_a_used_po_are_asked_about_and_separate_answers() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.customer("ROSSI", "IT").await;
    office.confirmed(under("PO-1", order(rossi, &[(rid, 5)]))).await;
    let mut other = under("PO-1", order(rossi, &[(rid, 6)]));
    let expect = Refusal::PoUsedBefore { customer_po: "PO-1".into(), order: "OA26-00001".into() };
    assert_eq!(refusal(office.save(other.clone()).await), expect);
    assert_eq!(office.figure("select count(*) from orders").await, 1);
    other.separate = true;
    office.confirmed(other).await;
    assert_eq!(office.figure("select count(*) from orders where state = 'confirmed'").await, 2);
    office.verified().await;
}

#[tokio::test]
async fn without_a_po_nothing_is_compared() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.customer("ROSSI", "IT").await;
    office.confirmed(order(rossi, &[(rid, 5)])).await;
    office.confirmed(order(rossi, &[(rid, 5)])).await;
    office.confirmed(under(" ", order(rossi, &[(rid, 5)]))).await;
    office.confirmed(under(" ", order(rossi, &[(rid, 5)]))).await;
    office.verified().await;
}

#[tokio::test]
async fn an_order_that_was_declined_or_cancelled_is_no_earlier_one() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.customer("ROSSI", "IT").await;
    let form = || under("PO-1", order(rossi, &[(rid, 5)]));
    let saved = office.save(form()).await.unwrap();
    decline(&office.desk, &office.cx(office.sara), end(saved.order_id, "no capacity"))
        .await
        .unwrap();
    let order_id = office.confirmed(form()).await;
    cancel(&office.desk, &office.cx(office.sara), end(order_id, "typed wrong")).await.unwrap();
    office.confirmed(form()).await;
    office.verified().await;
}

#[tokio::test]
async fn an_order_within_a_blanket_calls_off_until_its_quantity_is_used_up() {
    let office = Office::open().await;
    let (rid, kit) = (office.product("RID", 1_000).await, office.product("KIT", 200).await);
    let rossi = office.customer("ROSSI", "IT").await;
    let mut frame = under("FRAME", order(rossi, &[(rid, 100)]));
    frame.blanket = true;
    let frame_id = office.confirmed(frame).await;
    let called = async |units: i64| {
        let saved = office.save(under("FRAME", order(rossi, &[(rid, units)]))).await?;
        office.confirm(saved.order_id).await
    };
    assert_eq!(called(60).await.unwrap().kind, OrderKind::CallOff);
    assert_eq!(called(40).await.unwrap().kind, OrderKind::CallOff);
    assert!(matches!(refusal(called(1).await), Refusal::PoUsedBefore { .. }));
    let other = office.save(under("FRAME", order(rossi, &[(kit, 1)]))).await;
    assert!(matches!(refusal(other), Refusal::PoUsedBefore { .. }));
    let of_frame = "select count(*) from orders where blanket_id is not null";
    assert_eq!(office.figure(of_frame).await, 2);

    assert_eq!(refusal(office.ship_part(frame_id, &[(1, 1)]).await), Refusal::BlanketNotShipped);
    office.verified().await;
}

#[tokio::test]
async fn a_required_reference_is_asked_for_when_the_order_is_confirmed() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let form = SaveCustomer {
        required_references: Some(vec![Reference::CustomerPo, Reference::CostCentre]),
        ..customer("ROSSI", "IT")
    };
    let rossi = office.customer_as(form).await;
    let saved = office.save(under("PO-1", order(rossi, &[(rid, 5)]))).await.unwrap();
    let why = refusal(office.confirm(saved.order_id).await);
    assert_eq!(
        why,
        Refusal::ReferencesMissing {
            missing: vec![Lack {
                reference: Reference::CostCentre,
                line_n: Some(1),
                shipment_number: None,
                found: None
            }]
        }
    );
    assert_eq!(office.figure("select count(*) from batons").await, 0);

    let mut complete = under("PO-1", order(rossi, &[(rid, 5)]));
    complete.order_id = Some(saved.order_id);
    complete.lines[0].cost_centre = Some("CDC-220".to_owned());
    office.save(complete).await.unwrap();
    assert_eq!(office.confirm(saved.order_id).await.unwrap().number, "OA26-00001");
    office.verified().await;
}

#[tokio::test]
async fn an_empty_draft_is_refused_and_left_alone() {
    let office = Office::open().await;
    let rossi = office.customer("ROSSI", "IT").await;
    let saved = office.save(order(rossi, &[])).await.unwrap();
    let before = office.n_facts().await;
    assert_eq!(refusal(office.confirm(saved.order_id).await), Refusal::OrderEmpty);
    assert_eq!(office.n_facts().await, before);
    assert_eq!(office.figure("select count(*) from orders where state = 'draft'").await, 1);
    office.verified().await;
}

#[tokio::test]
async fn an_order_is_confirmed_once_with_a_number_a_promise_and_a_price() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.customer("ROSSI", "IT").await;
    let mut form = order(rossi, &[(rid, 5)]);
    form.requested_on = Some(day("2026-03-20"));
    let order_id = office.confirmed(form).await;
    let why = refusal(office.confirm(order_id).await);
    assert_eq!(why, Refusal::OrderNotDraft { state: OrderState::Confirmed });

    // Five working days where no date was requested.
    let second = office.save(order(rossi, &[(rid, 1)])).await.unwrap();
    let confirmed = office.confirm(second.order_id).await.unwrap();
    assert_eq!(
        (confirmed.number.as_str(), confirmed.promised_on),
        ("OA26-00002", day("2026-03-17"))
    );

    let ask = ShowOrder { order: "OA26-00001".to_owned() };
    let view = show(&office.desk, &office.cx(office.sara), ask).await.unwrap();
    assert_eq!(view.first_promised_on, Some(day("2026-03-20")));
    assert_eq!(view.confirmed_on, Some(day("2026-03-10")));
    assert_eq!(view.totals.net_minor, 5_000);
    assert_eq!(view.timeline.len(), 2);
    office.verified().await;
}

#[tokio::test]
async fn a_draft_that_somebody_else_changed_is_neither_saved_nor_confirmed() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.customer("ROSSI", "IT").await;
    let saved = office.save(order(rossi, &[(rid, 5)])).await.unwrap();
    let cx = office.cx(office.sara);
    let ask = ShowOrder { order: saved.order_id.to_string() };
    let seen = show(&office.desk, &cx, ask).await.unwrap().base;
    let change = |units| SaveOrder {
        order_id: Some(saved.order_id),
        base: seen.clone(),
        ..order(rossi, &[(rid, units)])
    };
    office.save(change(6)).await.unwrap();
    assert!(matches!(office.save(change(7)).await, Err(Error::Conflict { .. })));
    let ask = ConfirmOrder { order_id: saved.order_id, base: seen.clone(), separate: false };
    let late = confirm(&office.desk, &office.cx(office.marco), ask).await;
    assert!(matches!(late, Err(Error::Conflict { .. })), "{late:?}");
    assert_eq!(office.figure("select quantity / 1000000 from order_lines").await, 6);
    assert_eq!(office.figure("select count(*) from orders where number is null").await, 1);
    office.verified().await;
}

#[tokio::test]
async fn a_draft_is_declined_with_a_reason_and_stays_declined() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.customer("ROSSI", "IT").await;
    let order_id = office.save(order(rossi, &[(rid, 5)])).await.unwrap().order_id;
    let answer = decline(&office.desk, &office.cx(office.sara), end(order_id, " ")).await;
    assert_eq!(refusal(answer), Refusal::FieldEmpty { field: "reason".into() });
    decline(&office.desk, &office.cx(office.sara), end(order_id, "no capacity")).await.unwrap();
    let why = refusal(office.confirm(order_id).await);
    assert_eq!(why, Refusal::OrderNotDraft { state: OrderState::Declined });
    office.verified().await;
}

#[tokio::test]
async fn an_order_is_cancelled_only_while_nothing_of_it_was_issued() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.customer("ROSSI", "IT").await;
    let untouched = office.confirmed(order(rossi, &[(rid, 5)])).await;
    cancel(&office.desk, &office.cx(office.sara), end(untouched, "")).await.unwrap();
    assert_eq!(office.baton(untouched).await, None);

    let shipped = office.confirmed(order(rossi, &[(rid, 5)])).await;
    office.ship_part(shipped, &[(1, 1)]).await.unwrap();
    let answer = cancel(&office.desk, &office.cx(office.sara), end(shipped, "")).await;
    assert_eq!(refusal(answer), Refusal::OrderAlreadyShipped);
    assert!(office.baton(shipped).await.is_some());
    office.verified().await;
}

#[tokio::test]
async fn an_order_closes_only_when_it_is_received_billed_and_paid() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.customer("ROSSI", "IT").await;
    let order_id = office.confirmed(order(rossi, &[(rid, 5)])).await;
    let closing = async || close(&office.desk, &office.cx(office.elena), end(order_id, "")).await;
    let unsettled =
        |delivery, billing, payment| Refusal::OrderNotSettled { delivery, billing, payment };
    let (none, full) = (Reach::None, Reach::Full);
    assert_eq!(refusal(closing().await), unsettled(none, none, none));
    office.delivered(order_id).await;
    assert_eq!(refusal(closing().await), unsettled(full, none, none));
    let posted = office.post(order_id).await.unwrap();
    office.pay(&[posted.invoice_id], 100).await.unwrap();
    assert_eq!(refusal(closing().await), unsettled(full, full, Reach::Part));
    office.pay(&[posted.invoice_id], 6_000).await.unwrap();
    closing().await.unwrap();
    assert_eq!(office.baton(order_id).await, None);
    assert!(matches!(refusal(office.ship(order_id).await), Refusal::ShipmentEmpty));
    office.verified().await;
}

#[tokio::test]
async fn nothing_is_confirmed_before_a_policy_was_recorded() {
    let office = Office::open().await;
    let folder = tempfile::tempdir().unwrap();
    let keys = KeyHome(folder.path().join("keys"));
    let store = Store::create(&folder.path().join("bare.db"), keys.clone()).await.unwrap();
    let key = new_key().unwrap();
    let stream_id = keys.keep(&key).unwrap();
    let public_key = hex(key.verifying_key().as_bytes());
    let station = Station { stream_id, letter: 'A', key };
    let mut tx = store.write().await.unwrap();
    tx.write_as(station.clone()).await.unwrap();
    let cx = office.cx(office.sara);
    let opened = StationOpened { stream_id, public_key, letter: 'A', name: "first".into() };
    let (entries, _, member) =
        dovuto_app::firm::found(&mut tx, &cx, &founding("Bare Srl")).await.unwrap();
    let mut all = vec![Entry::from(Fact::from(opened))];
    all.extend(entries.into_iter().filter(|e| !matches!(e.fact, Fact::PolicyRecorded(_))));
    tx.record(cx.stamp(), &cx.request, all, &member).await.unwrap();
    store.commit(tx).await.unwrap();
    store.become_station(station);

    let office = office.sitting_at(Desk { store }, member);
    let rid = office.product("RID", 1_000).await;
    let rossi = office.customer("ROSSI", "IT").await;
    let saved = office.save(order(rossi, &[(rid, 5)])).await.unwrap();
    assert_eq!(refusal(office.confirm(saved.order_id).await), Refusal::NoStandingPolicy);
    assert_eq!(office.figure("select count(*) from orders where state = 'draft'").await, 1);
    office.verified().await;
}

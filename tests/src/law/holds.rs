//! Holds and the credit limit: they stop entry, promise and release, never billing.

use dovuto_app::billing::DocumentKind::Immediate;
use dovuto_app::orders::holds::{PlaceHold, ReleaseHold, place, release};
use dovuto_app::parties::SaveCustomer;
use dovuto_domain::kernel::id::HoldId;
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_domain::orders::HoldKind;
use dovuto_domain::parties::Basis;

use crate::harness::{Office, customer, day, order, refusal};

async fn hold(office: &Office, ask: PlaceHold) -> HoldId {
    place(&office.desk, &office.cx(office.elena), ask).await.unwrap().hold_id
}

fn on_nothing(office: &Office) -> PlaceHold {
    PlaceHold {
        order_id: None,
        customer_id: None,
        kind: HoldKind::Credit,
        owner: office.elena,
        reason: "three invoices are overdue".to_owned(),
        expires_on: None,
    }
}

/// frappe/erpnext#37888: the credit block came with the delivery note, too late.
#[tokio::test]
async fn the_credit_limit_is_asked_when_an_order_is_promised_and_never_when_it_is_billed() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let form = SaveCustomer {
        basis: Some(Basis::Dispatch),
        credit_limit_minor: Some(15_000),
        ..customer("ROSSI", "IT")
    };
    let rossi = office.customer_as(form).await;
    let first = office.confirmed(order(rossi, &[(rid, 10)])).await;
    let second = office.save(order(rossi, &[(rid, 6)])).await.unwrap().order_id;
    let why = refusal(office.confirm(second).await);
    let expect = Refusal::CreditLimitExceeded {
        limit_minor: 15_000,
        exposure_minor: 10_000,
        order_minor: 6_000,
    };
    assert_eq!(why, expect);
    office.ship(first).await.unwrap();
    let bill = office.post(first).await.unwrap();
    assert!(matches!(refusal(office.confirm(second).await), Refusal::CreditLimitExceeded { .. }));
    office.pay(&[bill.invoice_id], 12_200).await.unwrap();
    office.confirm(second).await.unwrap();
    office.verified().await;
}

#[tokio::test]
async fn a_hold_on_a_customer_stops_promise_and_release_and_never_billing() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.customer("ROSSI", "IT").await;
    let running = office.confirmed(order(rossi, &[(rid, 10)])).await;
    let left = office.ship_part(running, &[(1, 4)]).await.unwrap().shipment_id;
    let waiting = office.planned(running, 6).await;
    let draft = office.save(order(rossi, &[(rid, 1)])).await.unwrap().order_id;
    let ask = PlaceHold { customer_id: Some(rossi), ..on_nothing(&office) };
    let hold_id = hold(&office, ask).await;

    assert!(matches!(refusal(office.confirm(draft).await), Refusal::OnHold { .. }));
    assert!(matches!(refusal(office.issue(waiting).await), Refusal::OnHold { .. }));
    assert!(matches!(refusal(office.ship(running).await), Refusal::ShipmentEmpty));
    office.signs(left, 4).await.unwrap();
    assert_eq!(office.papers(running).await, [(Immediate, 4_000)]);

    let ask = ReleaseHold { hold_id, reason: "they paid".to_owned() };
    release(&office.desk, &office.cx(office.elena), ask.clone()).await.unwrap();
    let again = release(&office.desk, &office.cx(office.elena), ask).await;
    assert_eq!(refusal(again), Refusal::HoldReleased);
    office.confirm(draft).await.unwrap();
    office.issue(waiting).await.unwrap();
    office.verified().await;
}

#[tokio::test]
async fn a_hold_ends_with_its_last_day_and_has_an_owner_and_a_reason() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.customer("ROSSI", "IT").await;
    let order_id = office.confirmed(order(rossi, &[(rid, 1)])).await;
    let expires_on = Some(day("2026-03-12"));
    let ask = PlaceHold { order_id: Some(order_id), expires_on, ..on_nothing(&office) };
    hold(&office, ask).await;
    office.on("2026-03-12");
    assert!(matches!(refusal(office.ship(order_id).await), Refusal::OnHold { .. }));
    office.on("2026-03-13");
    office.ship(order_id).await.unwrap();

    let cx = office.cx(office.elena);
    let answer = place(&office.desk, &cx, on_nothing(&office)).await;
    assert_eq!(refusal(answer), Refusal::HoldOnOneThing);
    office.verified().await;
}

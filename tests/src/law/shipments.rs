//! Shipments step by step: picking, packing, carriers, failures; serial numbers and stock.

use dovuto_app::billing::DocumentKind::Immediate;
use dovuto_app::catalog::SaveProduct;
use dovuto_domain::catalog::Tracking;
use dovuto_domain::fulfilment::machine::{ShipmentEvent as E, ShipmentState as S};
use dovuto_domain::kernel::refusal::Refusal;

use crate::harness::{Office, order, refusal};

#[tokio::test]
async fn a_shipment_goes_step_by_step_from_the_plan_to_the_proof() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    office.stock(rid, 20).await;
    let rossi = office.customer("ROSSI", "IT").await;
    let order_id = office.confirmed(order(rossi, &[(rid, 10)])).await;
    let id = office.planned(order_id, 10).await;
    assert_eq!(office.goes(id, E::Release).await.unwrap(), S::Released);
    assert_eq!(office.goes(id, E::Start).await.unwrap(), S::Picking);
    assert!(matches!(refusal(office.issue(id).await), Refusal::ShipmentStep { .. }));
    let why = refusal(office.packs(id, 9, &[]).await);
    assert!(matches!(why, Refusal::ScanDiffers { line: 1, .. }), "{why}");
    assert_eq!(office.packs(id, 10, &[]).await.unwrap().state, S::Packed);
    assert_eq!(office.goes(id, E::Unpack).await.unwrap(), S::Released);
    assert_eq!(office.goes(id, E::Start).await.unwrap(), S::Picking);
    office.packs(id, 10, &[]).await.unwrap();
    office.issue(id).await.unwrap();
    for (event, state) in
        [(E::Handover, S::InTransit), (E::Fail, S::DeliveryFailed), (E::Retry, S::InTransit)]
    {
        assert_eq!(office.goes(id, event).await.unwrap(), state);
    }
    let failed = "select count(*) from tasks where kind = 'delivery_failed'";
    assert_eq!(office.figure(failed).await, 1);
    office.deliver(id).await;
    office.signs(id, 10).await.unwrap();
    assert_eq!(office.papers(order_id).await, [(Immediate, 10_000)]);
    office.verified().await;
}

#[tokio::test]
async fn what_a_carrier_brings_back_is_reversed_into_stock_and_may_leave_again() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    office.stock(rid, 10).await;
    let rossi = office.customer("ROSSI", "IT").await;
    let order_id = office.confirmed(order(rossi, &[(rid, 10)])).await;
    let id = office.ship(order_id).await.unwrap().shipment_id;
    for event in [E::Handover, E::Fail, E::GiveUp] {
        office.goes(id, event).await.unwrap();
    }
    assert_eq!(office.figure("select on_hand / 1000000 from stock").await, 0);
    assert_eq!(office.reversed(id).await.unwrap(), S::Reversed);
    assert_eq!(office.figure("select on_hand / 1000000 from stock").await, 10);
    office.delivered(order_id).await;
    assert_eq!(office.papers(order_id).await, [(Immediate, 10_000)]);
    office.verified().await;
}

#[tokio::test]
async fn a_voided_delivery_note_keeps_its_number_and_leaves_no_gap() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.customer("ROSSI", "IT").await;
    let order_id = office.confirmed(order(rossi, &[(rid, 10)])).await;
    let first = office.ship(order_id).await.unwrap();
    office.voided(first.shipment_id).await.unwrap();
    let second = office.ship(order_id).await.unwrap();
    assert_eq!((first.number.as_str(), second.number.as_str()), ("DA26-00001", "DA26-00002"));
    office.goes(second.shipment_id, E::Handover).await.unwrap();
    let why = refusal(office.voided(second.shipment_id).await);
    assert!(matches!(why, Refusal::ShipmentStep { .. }), "{why}");
    office.verified().await;
}

/// inventree/InvenTree#6092: a serial that came back stayed with the old order.
#[tokio::test]
async fn a_serial_number_is_with_one_customer_at_a_time_and_free_once_it_came_back() {
    let office = Office::open().await;
    let form = SaveProduct {
        code: "POMPA".to_owned(),
        tracking: Some(Tracking::Serial),
        ..SaveProduct::default()
    };
    let pump = office.product_as(form, 9_000).await;
    let rossi = office.customer("ROSSI", "IT").await;
    let order_id = office.confirmed(order(rossi, &[(pump, 3)])).await;
    let pack = async |serials: &[&str]| {
        let id = office.planned(order_id, i64::try_from(serials.len()).unwrap()).await;
        office.goes(id, E::Release).await.unwrap();
        office.goes(id, E::Start).await.unwrap();
        (id, office.packs(id, i64::try_from(serials.len()).unwrap(), serials).await)
    };
    let plain = office.planned(order_id, 1).await;
    assert!(matches!(refusal(office.issue(plain).await), Refusal::TrackingMissing { line: 1 }));
    office.voided(plain).await.unwrap();

    let (id, packed) = pack(&["P-1", "P-2"]).await;
    packed.unwrap();
    office.issue(id).await.unwrap();
    let (second, again) = pack(&["P-2"]).await;
    assert_eq!(refusal(again), Refusal::SerialOut { serial: "P-2".to_owned() });
    office.signs(id, 2).await.unwrap();
    let back = dovuto_app::fulfilment::back::CountBack {
        shipment_id: id,
        lines: vec![dovuto_domain::fulfilment::ReturnLine {
            shipment_n: 1,
            quantity: dovuto_domain::kernel::quantity::Quantity::units(1),
            serials: vec!["P-2".to_owned()],
        }],
        reason: "noisy".to_owned(),
        on: None,
        restock: None,
    };
    let cx = office.cx(office.marco);
    dovuto_app::fulfilment::back::count_back(&office.desk, &cx, back).await.unwrap();
    office.packs(second, 1, &["P-2"]).await.unwrap();
    office.verified().await;
}

#[tokio::test]
async fn stock_below_zero_is_a_task_and_never_stops_what_left() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    office.stock(rid, 3).await;
    let rossi = office.customer("ROSSI", "IT").await;
    let order_id = office.confirmed(order(rossi, &[(rid, 10)])).await;
    office.delivered(order_id).await;
    assert_eq!(
        office.figure("select count(*) from tasks where kind = 'stock_below_zero'").await,
        1
    );
    assert_eq!(office.papers(order_id).await, [(Immediate, 10_000)]);
    office.verified().await;
}

//! Shipments: what left is recorded as it left, what breaks a limit becomes a task.

use chrono::NaiveDate;
use dovuto_app::catalog::SaveProduct;
use dovuto_app::fulfilment::plan::{PlanLine, PlanShipment, plan};
use dovuto_app::fulfilment::{
    DeliverShipment, IssueShipment, ProveShipment, ShipOrder, deliver, issue, prove, ship,
};
use dovuto_app::views::fulfilment::{ShowShipment, show};
use dovuto_domain::attendance::{Step, TaskKind};
use dovuto_domain::catalog::ProductKind;
use dovuto_domain::fulfilment::Mode;
use dovuto_domain::fulfilment::machine::ShipmentState;
use dovuto_domain::kernel::id::{OrderId, ShipmentId};
use dovuto_domain::kernel::quantity::{MILLION, Quantity};
use dovuto_domain::kernel::refusal::Refusal;

use crate::harness::{Office, day, order, proof, refusal};

/// A firm with an order of ten and five, and its first product in stock.
async fn ordered() -> (Office, OrderId) {
    let office = Office::open().await;
    let (rid, kit) = (office.product("RID", 1_000).await, office.product("KIT", 200).await);
    office.stock(rid, 100).await;
    let rossi = office.customer("ROSSI", "IT").await;
    let order_id = office.confirmed(order(rossi, &[(rid, 10), (kit, 5)])).await;
    (office, order_id)
}

/// Open tasks of a kind: what each is about, and by how many whole units.
async fn tasks(office: &Office, kind: TaskKind) -> Vec<(String, i64)> {
    let mut db = office.desk.read().await.unwrap();
    let open = dovuto_store::attendance::open_tasks(&mut db).await.unwrap();
    let of_kind = open.into_iter().filter(|task| task.kind == kind);
    of_kind.map(|task| (task.about, task.quantity / MILLION)).collect()
}

fn planned(lines: &[(OrderId, i64, i64)]) -> PlanShipment {
    let line = |&(order_id, line_n, units): &(OrderId, i64, i64)| PlanLine {
        replaces: None,
        order_id,
        line_n,
        quantity: Quantity::units(units),
    };
    PlanShipment { lines: lines.iter().map(line).collect(), ..PlanShipment::default() }
}

#[tokio::test]
async fn an_order_ships_in_parts_and_each_part_has_its_own_note() {
    let (office, order_id) = ordered().await;
    let first = office.ship_part(order_id, &[(1, 6)]).await.unwrap();
    let rest = office.ship(order_id).await.unwrap();
    assert_eq!((first.number.as_str(), rest.number.as_str()), ("DA26-00001", "DA26-00002"));
    let ask = ShowShipment { shipment: rest.number };
    let view = show(&office.desk, ask).await.unwrap();
    let lines: Vec<_> = view.lines.iter().map(|l| (l.line_n, l.quantity)).collect();
    assert_eq!(lines, [(1, Quantity::units(4)), (2, Quantity::units(5))]);
    assert_eq!(refusal(office.ship(order_id).await), Refusal::ShipmentEmpty);
    assert_eq!(office.figure("select count(*) from shipments").await, 2);
    office.verified().await;
}

#[tokio::test]
async fn more_than_is_open_is_refused_unless_somebody_says_that_it_really_goes() {
    let (office, order_id) = ordered().await;
    let ask = planned(&[(order_id, 1, 11)]);
    let answer = plan(&office.desk, &office.cx(office.marco), ask).await;
    let expect = Refusal::ShipsMoreThanOrdered {
        line: 1,
        open: Quantity::units(10),
        quantity: Quantity::units(11),
    };
    assert_eq!(refusal(answer), expect);
    // Twice the same line in one plan is counted together.
    let ask = planned(&[(order_id, 1, 6), (order_id, 1, 6)]);
    assert!(plan(&office.desk, &office.cx(office.marco), ask).await.is_err());
    assert_eq!(office.figure("select count(*) from shipments").await, 0);

    let issued = office.ship_part(order_id, &[(1, 12)]).await.unwrap();
    let over = tasks(&office, TaskKind::ShippedAboveOrdered).await;
    assert_eq!(over, [(format!("{}/1", issued.number), 2)]);
    office.verified().await;
}

#[tokio::test]
async fn what_is_planned_is_not_open_any_more_and_moves_no_stock() {
    let (office, order_id) = ordered().await;
    let ask = planned(&[(order_id, 1, 10)]);
    let cx = office.cx(office.marco);
    let shipment_id = plan(&office.desk, &cx, ask).await.unwrap().shipment_id;
    let on_hand = "select s.on_hand / 1000000 from stock s join products p using (product_id)
                    where p.code = 'RID'";
    assert_eq!(office.figure(on_hand).await, 100);
    let rest = office.ship(order_id).await.unwrap();
    let view = show(&office.desk, ShowShipment { shipment: rest.number }).await.unwrap();
    assert_eq!(view.lines.len(), 1);

    let ask = || IssueShipment { shipment_id, dispatched_on: None, pieces: Vec::new() };
    issue(&office.desk, &office.cx(office.marco), ask()).await.unwrap();
    assert_eq!(office.figure(on_hand).await, 90);
    let again = issue(&office.desk, &office.cx(office.marco), ask()).await;
    assert_eq!(refusal(again), Refusal::ShipmentNotPlanned { state: ShipmentState::Issued });
    assert_eq!(office.figure(on_hand).await, 90);
    office.verified().await;
}

#[tokio::test]
async fn a_shipment_goes_to_one_place_of_one_customer() {
    let (office, first) = ordered().await;
    let rid = office.product("GIU", 300).await;
    let verdi = office.customer("VERDI", "IT").await;
    let second = office.confirmed(order(verdi, &[(rid, 1)])).await;
    let ask = planned(&[(first, 1, 1), (second, 1, 1)]);
    let answer = plan(&office.desk, &office.cx(office.marco), ask).await;
    assert_eq!(refusal(answer), Refusal::ShipmentMixes);
    let answer = plan(&office.desk, &office.cx(office.marco), planned(&[])).await;
    assert_eq!(refusal(answer), Refusal::ShipmentEmpty);
    assert_eq!(office.figure("select count(*) from shipments").await, 0);
    office.verified().await;
}

#[tokio::test]
async fn two_orders_of_one_customer_travel_together() {
    let (office, first) = ordered().await;
    let rid = office.product("GIU", 300).await;
    let ask = "select lower(hex(sold_to)) from orders";
    let mut db = office.desk.read().await.unwrap();
    let rossi: String = sqlx::query_scalar(ask).fetch_one(&mut **db).await.unwrap();
    drop(db);
    let second = office.confirmed(order(rossi.parse().unwrap(), &[(rid, 1)])).await;
    let ask = planned(&[(first, 1, 10), (second, 1, 1)]);
    let cx = office.cx(office.marco);
    let shipment_id = plan(&office.desk, &cx, ask).await.unwrap().shipment_id;
    let ask = IssueShipment { shipment_id, dispatched_on: None, pieces: Vec::new() };
    issue(&office.desk, &office.cx(office.marco), ask).await.unwrap();
    office.prove(shipment_id, &[]).await.unwrap();
    // Each order is billed by itself, of the one shipment.
    assert_eq!(office.post(first).await.unwrap().totals.net_minor, 10_000);
    assert_eq!(office.post(second).await.unwrap().totals.net_minor, 300);
    office.verified().await;
}

#[tokio::test]
async fn stock_below_zero_stops_nothing_and_opens_one_task() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    office.stock(rid, 8).await;
    let rossi = office.customer("ROSSI", "IT").await;
    let order_id = office.confirmed(order(rossi, &[(rid, 20)])).await;
    office.ship_part(order_id, &[(1, 8)]).await.unwrap();
    assert_eq!(tasks(&office, TaskKind::StockBelowZero).await, []);
    office.ship_part(order_id, &[(1, 3)]).await.unwrap();
    office.ship_part(order_id, &[(1, 4)]).await.unwrap();
    assert_eq!(tasks(&office, TaskKind::StockBelowZero).await, [("RID".to_owned(), 3)]);
    assert_eq!(office.figure("select on_hand / 1000000 from stock").await, -7);
    office.verified().await;
}

#[tokio::test]
async fn a_service_is_fulfilled_by_a_team_and_moves_no_stock() {
    let office = Office::open().await;
    let form = SaveProduct {
        code: "INST".to_owned(),
        kind: Some(ProductKind::Service),
        unit_code: Some("HUR".to_owned()),
        unit_scale: Some(2),
        ..SaveProduct::default()
    };
    let inst = office.product_as(form, 6_500).await;
    let rossi = office.customer("ROSSI", "IT").await;
    let order_id = office.confirmed(order(rossi, &[(inst, 4)])).await;
    let issued = office.ship(order_id).await.unwrap();
    let view = show(&office.desk, ShowShipment { shipment: issued.number }).await.unwrap();
    assert_eq!(view.mode, Mode::ServiceTeam);
    assert_eq!(office.figure("select count(*) from stock_movements").await, 0);
    assert!(office.post(order_id).await.is_err());
    office.prove(issued.shipment_id, &[]).await.unwrap();
    assert_eq!(office.post(order_id).await.unwrap().totals.net_minor, 26_000);
    office.verified().await;
}

#[tokio::test]
async fn a_proof_of_less_opens_a_task_and_opens_the_rest_again() {
    let (office, order_id) = ordered().await;
    let issued = office.ship(order_id).await.unwrap();
    let proved = office.prove(issued.shipment_id, &[(1, 7), (2, 5)]).await.unwrap();
    assert_eq!(proved.n_tasks, 1);
    let short = tasks(&office, TaskKind::ProofBelowDispatched).await;
    assert_eq!(short, [(format!("{}/1", issued.number), 3)]);
    assert_eq!(office.baton(order_id).await.unwrap().step, Step::Fulfil);
    let posted = office.post(order_id).await.unwrap();
    assert_eq!(posted.totals.net_minor, 7_000 + 1_000);

    let rest = office.delivered(order_id).await;
    assert_ne!(rest, issued.shipment_id);
    assert_eq!(office.post(order_id).await.unwrap().totals.net_minor, 3_000);
    office.verified().await;
}

#[tokio::test]
async fn a_proof_of_more_than_left_opens_a_task_and_bills_what_left() {
    let (office, order_id) = ordered().await;
    let issued = office.ship(order_id).await.unwrap();
    office.prove(issued.shipment_id, &[(1, 10), (2, 6)]).await.unwrap();
    let over = tasks(&office, TaskKind::ProofAboveDispatched).await;
    assert_eq!(over, [(format!("{}/2", issued.number), 1)]);
    let posted = office.post(order_id).await.unwrap();
    assert_eq!(posted.totals.net_minor, 10_000 + 1_000);
    office.verified().await;
}

/// metasfresh#3970: the quantity of an order line was cached and went wrong.
#[tokio::test]
async fn a_later_proof_corrects_an_earlier_one_and_nothing_remembers_the_first() {
    let (office, order_id) = ordered().await;
    let issued = office.ship(order_id).await.unwrap();
    office.prove(issued.shipment_id, &[(1, 2), (2, 0)]).await.unwrap();
    assert_eq!(office.baton(order_id).await.unwrap().step, Step::Fulfil);
    let second = office.prove(issued.shipment_id, &[(1, 10), (2, 5)]).await.unwrap();
    assert_eq!(second.proof_n, 2);
    assert_eq!(office.baton(order_id).await.unwrap().step, Step::Bill);
    assert_eq!(office.post(order_id).await.unwrap().totals.net_minor, 11_000);
    office.verified().await;
}

#[tokio::test]
async fn a_proof_speaks_of_each_line_once_and_of_no_other() {
    let (office, order_id) = ordered().await;
    let issued = office.ship(order_id).await.unwrap();
    let why = async |lines: &[(i64, i64)]| refusal(office.prove(issued.shipment_id, lines).await);
    assert_eq!(why(&[(1, 10)]).await, Refusal::ProofLineMissing { line: 2 });
    assert_eq!(why(&[(1, 9), (1, 1), (2, 5)]).await, Refusal::ProofLineUnknown { line: 1 });
    assert_eq!(why(&[(1, 9), (2, 5), (3, 1)]).await, Refusal::ProofLineUnknown { line: 3 });
    let negative = Refusal::QuantityNotPositive { quantity: Quantity::units(-1) };
    assert_eq!(why(&[(1, -1), (2, 5)]).await, negative);
    assert_eq!(office.figure("select count(*) from proofs").await, 0);
    assert_eq!(office.figure("select count(*) from personal").await, 4);
    office.verified().await;
}

#[tokio::test]
async fn goods_leave_before_they_arrive_and_neither_happens_tomorrow() {
    let (office, order_id) = ordered().await;
    let on = |dispatched_on: &str| ShipOrder {
        order_id,
        dispatched_on: Some(day(dispatched_on)),
        carrier_id: None,
    };
    let future = ship(&office.desk, &office.cx(office.marco), on("2026-03-11")).await;
    assert!(matches!(refusal(future), Refusal::DateInFuture { .. }));
    let cx = office.cx(office.marco);
    let shipment_id = ship(&office.desk, &cx, on("2026-03-09")).await.unwrap().shipment_id;

    let arrived = async |date: &str| {
        let received_on: Option<NaiveDate> = Some(day(date));
        let ask = ProveShipment { received_on, ..proof(shipment_id, &[]) };
        prove(&office.desk, &office.cx(office.marco), ask).await
    };
    let before = refusal(arrived("2026-03-08").await);
    assert!(matches!(before, Refusal::ArrivedBeforeItLeft { .. }));
    let tomorrow = refusal(arrived("2026-03-11").await);
    assert!(matches!(tomorrow, Refusal::DateInFuture { .. }));
    arrived("2026-03-09").await.unwrap();
    office.verified().await;
}

#[tokio::test]
async fn an_arrival_is_noted_once_and_is_no_proof() {
    let (office, order_id) = ordered().await;
    let shipment_id = office.ship(order_id).await.unwrap().shipment_id;
    let noted = async |shipment_id: ShipmentId| {
        let ask = DeliverShipment { shipment_id, delivered_on: None };
        deliver(&office.desk, &office.cx(office.marco), ask).await
    };
    noted(shipment_id).await.unwrap();
    let again = refusal(noted(shipment_id).await);
    let expect = Refusal::ShipmentAlreadyDelivered { state: ShipmentState::Delivered };
    assert_eq!(again, expect);
    assert_eq!(refusal(office.post(order_id).await), Refusal::NothingToBill);
    office.prove(shipment_id, &[]).await.unwrap();
    office.post(order_id).await.unwrap();
    office.verified().await;
}

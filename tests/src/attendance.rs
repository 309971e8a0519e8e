//! Attendance: no order lies unattended at any step without being seen.

use dovuto_app::attendance::{
    FinishTask, HandOrder, ShowUnattended, TakeOrder, accept, assign, my_desk, offer, take,
    task_done, unattended,
};
use dovuto_app::cx::Cx;
use dovuto_app::error::Error;
use dovuto_domain::attendance::{Neglect, Step};
use dovuto_domain::kernel::id::{MemberId, OrderId};
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_domain::orders::OrderState;
use dovuto_domain::parties::Department;

use crate::harness::{Office, day, order, refusal};

/// A firm with one confirmed order, promised in ten days.
async fn promised() -> (Office, OrderId) {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.customer("ROSSI", "IT").await;
    let mut form = order(rossi, &[(rid, 10)]);
    form.requested_on = Some(day("2026-03-20"));
    let order_id = office.confirmed(form).await;
    (office, order_id)
}

async fn taken(office: &Office, cx: Cx, order_id: OrderId) -> Result<(), Error> {
    take(&office.desk, &cx, TakeOrder { order_id }).await.map(|_| ())
}

fn to(order_id: OrderId, to: MemberId) -> HandOrder {
    HandOrder { order_id, to, department: None }
}

/// Why each order lies unattended now.
async fn neglected(office: &Office) -> Vec<Option<Neglect>> {
    let waiting =
        unattended(&office.desk, &office.cx(office.sara), ShowUnattended::default()).await.unwrap();
    waiting.rows.into_iter().map(|row| row.baton.neglect).collect()
}

#[tokio::test]
async fn a_confirmed_order_waits_for_logistics_and_a_draft_for_nobody() {
    let (office, order_id) = promised().await;
    let baton = office.baton(order_id).await.unwrap();
    assert_eq!((baton.step, baton.department), (Step::Fulfil, Department::Logistics));
    assert_eq!((baton.holder, baton.offer), (None, None));
    assert_eq!(baton.due_at.date_naive(), day("2026-03-21"));
    let rossi = office.customer("VERDI", "IT").await;
    let draft = office.save(order(rossi, &[])).await.unwrap().order_id;
    assert_eq!(office.baton(draft).await, None);
    let answer = taken(&office, office.cx(office.marco), draft).await;
    assert_eq!(refusal(answer), Refusal::OrderNotOpen { state: OrderState::Draft });
    office.verified().await;
}

#[tokio::test]
async fn orders_beyond_the_page_are_counted_though_not_shown() {
    let (office, first) = promised().await;
    let rid = office.product("BOLT", 1_000).await;
    let verdi = office.customer("VERDI", "IT").await;
    for _ in 0..2 {
        office.confirmed(order(verdi, &[(rid, 1)])).await;
    }
    let cx = office.cx(office.sara);
    let ask = ShowUnattended { limit: Some(1) };
    let waiting = unattended(&office.desk, &cx, ask).await.unwrap();
    let shown: Vec<OrderId> = waiting.rows.iter().map(|row| row.order_id).collect();
    assert_eq!((shown.len(), waiting.n_orders), (1, 3));
    let all = unattended(&office.desk, &cx, ShowUnattended::default()).await.unwrap();
    assert!(all.rows.iter().any(|row| row.order_id == first));
    assert_eq!(all.rows[0].order_id, shown[0], "the oldest clock comes first");
}

#[tokio::test]
async fn the_baton_moves_with_the_goods_and_then_with_the_money() {
    let (office, order_id) = promised().await;
    taken(&office, office.cx(office.marco), order_id).await.unwrap();
    let at = async || {
        let baton = office.baton(order_id).await.unwrap();
        (baton.step, baton.department, baton.holder)
    };
    let first = office.ship_part(order_id, &[(1, 6)]).await.unwrap();
    assert_eq!(at().await, (Step::Fulfil, Department::Logistics, Some(office.marco)));
    let rest = office.ship(order_id).await.unwrap();
    assert_eq!(at().await, (Step::Prove, Department::Logistics, Some(office.marco)));
    office.prove(first.shipment_id, &[]).await.unwrap();
    assert_eq!(at().await.0, Step::Prove);
    office.prove(rest.shipment_id, &[]).await.unwrap();
    // Marco does not bill, so nobody holds it until somebody takes it.
    assert_eq!(at().await, (Step::Bill, Department::Billing, None));
    assert_eq!(neglected(&office).await, [Some(Neglect::Nobody)]);
    taken(&office, office.cx(office.elena), order_id).await.unwrap();
    let posted = office.post(order_id).await.unwrap();
    assert_eq!(at().await, (Step::Collect, Department::Finance, Some(office.elena)));
    office.pay(&[posted.invoice_id], 12_200).await.unwrap();
    assert_eq!(at().await, (Step::Close, Department::Finance, Some(office.elena)));
    office.verified().await;
}

#[tokio::test]
async fn an_order_billed_on_dispatch_needs_no_proof() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.on_dispatch("ROSSI").await;
    let order_id = office.confirmed(order(rossi, &[(rid, 10)])).await;
    office.ship(order_id).await.unwrap();
    assert_eq!(office.baton(order_id).await.unwrap().step, Step::Bill);
    office.verified().await;
}

#[tokio::test]
async fn the_clock_of_collecting_is_the_due_date_of_the_last_invoice() {
    let (office, order_id) = promised().await;
    let first = office.ship_part(order_id, &[(1, 6)]).await.unwrap();
    office.prove(first.shipment_id, &[]).await.unwrap();
    office.post(order_id).await.unwrap();
    office.on("2026-03-16");
    office.delivered(order_id).await;
    office.post(order_id).await.unwrap();
    let baton = office.baton(order_id).await.unwrap();
    assert_eq!(baton.step, Step::Collect);
    // Thirty days after the sixteenth of March, to the end of the day.
    assert_eq!(baton.due_at.date_naive(), day("2026-04-16"));
    office.verified().await;
}

#[tokio::test]
async fn an_order_is_taken_by_one_person_of_its_department() {
    let (office, order_id) = promised().await;
    let answer = taken(&office, office.cx(office.sara), order_id).await;
    assert!(matches!(refusal(answer), Refusal::NotInDepartment { .. }));
    taken(&office, office.cx(office.marco), order_id).await.unwrap();
    let luca = office.member("luca", &[Department::Logistics]).await;
    let answer = taken(&office, office.cx(luca), order_id).await;
    assert_eq!(refusal(answer), Refusal::HeldByAnother { holder: office.marco });
    let answer = taken(&office, office.cx(office.marco), order_id).await;
    assert_eq!(refusal(answer), Refusal::HeldAlready);
    assert_eq!(office.baton(order_id).await.unwrap().holder, Some(office.marco));
    office.verified().await;
}

#[tokio::test]
async fn an_order_is_assigned_inside_the_department_or_by_the_direction() {
    let (office, order_id) = promised().await;
    let luca = office.member("luca", &[Department::Logistics]).await;
    let assigned = async |by: MemberId, who: MemberId| {
        assign(&office.desk, &office.cx(by), to(order_id, who)).await.map(|a| a.holder)
    };
    assert!(matches!(refusal(assigned(office.sara, luca).await), Refusal::NotInDepartment { .. }));
    assert!(matches!(
        refusal(assigned(office.marco, office.sara).await),
        Refusal::NotInDepartment { .. }
    ));
    assert_eq!(assigned(office.marco, luca).await.unwrap(), Some(luca));
    assert_eq!(assigned(office.founder, office.marco).await.unwrap(), Some(office.marco));
    office.verified().await;
}

#[tokio::test]
async fn an_offer_that_is_not_accepted_in_two_hours_is_seen() {
    let (office, order_id) = promised().await;
    let luca = office.member("luca", &[Department::Logistics]).await;
    let offered = async |by: MemberId, who: MemberId| {
        offer(&office.desk, &office.cx(by), to(order_id, who)).await
    };
    let why = refusal(offered(office.marco, luca).await);
    assert_eq!(why, Refusal::NotTheHolder { member: "marco".into() });
    taken(&office, office.cx(office.marco), order_id).await.unwrap();
    assert!(neglected(&office).await.is_empty());
    offered(office.marco, luca).await.unwrap();
    assert!(neglected(&office).await.is_empty());
    assert_eq!(my_desk(&office.desk, &office.cx(luca)).await.unwrap().offered.len(), 1);

    office.on("2026-03-11");
    assert_eq!(neglected(&office).await, [Some(Neglect::NotAccepted)]);
    let answer = accept(&office.desk, &office.cx(office.sara), TakeOrder { order_id }).await;
    assert_eq!(refusal(answer), Refusal::NotOffered { member: "sara".into() });
    accept(&office.desk, &office.cx(luca), TakeOrder { order_id }).await.unwrap();
    assert!(neglected(&office).await.is_empty());
    let desk = my_desk(&office.desk, &office.cx(luca)).await.unwrap();
    assert_eq!((desk.orders.len(), desk.offered.len()), (1, 0));
    assert!(my_desk(&office.desk, &office.cx(office.marco)).await.unwrap().orders.is_empty());
    office.verified().await;
}

#[tokio::test]
async fn a_held_order_is_seen_again_when_its_clock_has_passed() {
    let (office, order_id) = promised().await;
    assert_eq!(neglected(&office).await, [Some(Neglect::Nobody)]);
    taken(&office, office.cx(office.marco), order_id).await.unwrap();
    for (today, expect) in [
        ("2026-03-10", &[][..]),
        ("2026-03-20", &[]),
        ("2026-03-21", &[Some(Neglect::ClockPassed)]),
    ] {
        office.on(today);
        assert_eq!(neglected(&office).await, expect, "{today}");
    }
    office.verified().await;
}

#[tokio::test]
async fn a_task_is_done_once_by_whoever_says_so() {
    let (office, order_id) = promised().await;
    let issued = office.ship(order_id).await.unwrap();
    office.prove(issued.shipment_id, &[(1, 9)]).await.unwrap();
    let waiting =
        unattended(&office.desk, &office.cx(office.sara), ShowUnattended::default()).await.unwrap();
    let task = &waiting.tasks[0];
    assert_eq!((task.department, task.holder), (Department::OrderDesk, Some(office.sara)));
    let done = async || {
        let ask = FinishTask { task_id: task.task_id, note: "one more sent".to_owned() };
        task_done(&office.desk, &office.cx(office.sara), ask).await
    };
    done().await.unwrap();
    assert_eq!(refusal(done().await), Refusal::TaskDoneAlready);
    assert_eq!(office.figure("select count(*) from tasks where done_on is null").await, 0);
    office.verified().await;
}

#[tokio::test]
async fn every_open_order_has_a_baton_and_no_other_has_one() {
    let (office, order_id) = promised().await;
    let gap = "select count(*) from orders o left join batons b using (order_id)
                where (o.state = 'confirmed') <> (b.order_id is not null)";
    assert_eq!(office.figure(gap).await, 0);
    office.delivered(order_id).await;
    let posted = office.post(order_id).await.unwrap();
    office.pay(&[posted.invoice_id], posted.totals.gross_minor).await.unwrap();
    let ask = dovuto_app::orders::EndOrder { order_id, reason: None };
    dovuto_app::orders::close(&office.desk, &office.cx(office.elena), ask).await.unwrap();
    assert_eq!(office.figure(gap).await, 0);
    assert_eq!(office.figure("select count(*) from batons").await, 0);
    office.verified().await;
}

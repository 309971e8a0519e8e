//! Attendance: taking, assigning, offering and accepting an order; what lies unattended; tasks.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use dovuto_domain::attendance::{Baton, TaskKind};
use dovuto_domain::fact::{BatonAct, BatonMoved, Fact, TaskDone};
use dovuto_domain::kernel::id::{MemberId, OrderId, TaskId};
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_domain::orders::OrderState;
use dovuto_domain::parties::{Department, Member};
use dovuto_store::attendance::Held;
use dovuto_store::ledger::Tx;
use dovuto_store::sql::Db;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::cx::Cx;
use crate::desk::{Begun, Desk, actor, based};
use crate::error::Error;
use crate::standing::{BatonView, People, StandingView};

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct TakeOrder {
    pub order_id: OrderId,
}

/// Gives or offers an order to a named person.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct HandOrder {
    pub order_id: OrderId,
    pub to: MemberId,
    /// In which department they will hold it; the present one where left out.
    #[serde(default)]
    pub department: Option<Department>,
}

/// A baton moved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BatonAnswer {
    pub order_id: OrderId,
    pub holder: Option<MemberId>,
    pub offered_to: Option<MemberId>,
}

/// An order that waits for a person.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct HeldRow {
    pub order_id: OrderId,
    pub number: String,
    pub customer_name: String,
    pub promised_on: Option<NaiveDate>,
    pub baton: BatonView,
    pub standing: StandingView,
}

/// A piece of work that a broken limit opened.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct TaskView {
    pub task_id: TaskId,
    pub kind: TaskKind,
    pub department: Department,
    pub holder: Option<MemberId>,
    pub holder_name: Option<String>,
    pub about: String,
    pub quantity: i64,
    pub opened_at: DateTime<Utc>,
    pub due_at: DateTime<Utc>,
    pub overdue: bool,
}

/// How many rows somebody wants to see.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct ShowUnattended {
    /// 100 where left out.
    pub limit: Option<i64>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct UnattendedAnswer {
    /// The oldest clocks first.
    pub rows: Vec<HeldRow>,
    /// All of them, also those beyond the limit.
    pub n_orders: i64,
    pub tasks: Vec<TaskView>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct DeskAnswer {
    pub orders: Vec<HeldRow>,
    pub offered: Vec<HeldRow>,
    pub tasks: Vec<TaskView>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct FinishTask {
    pub task_id: TaskId,
    #[serde(default)]
    pub note: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TaskFinished {
    pub task_id: TaskId,
}

/// A member of the department takes an order that nobody holds.
pub async fn take(desk: &Desk, cx: &Cx, ask: TakeOrder) -> Result<BatonAnswer, Error> {
    let mut tx = match desk.begin(cx).await? {
        Begun::Fresh(tx) => tx,
        Begun::Answered(answer) => return Ok(answer),
    };
    let (baton, me) = (open_baton(&mut tx, ask.order_id).await?, actor(&mut tx, cx).await?);
    let taken = baton.take(&me, cx.now)?;
    finish(desk, tx, cx, BatonAct::Taken, taken).await
}

/// A senior member, or one of the department, gives an order to a named person of it.
pub async fn assign(desk: &Desk, cx: &Cx, ask: HandOrder) -> Result<BatonAnswer, Error> {
    let mut tx = match desk.begin(cx).await? {
        Begun::Fresh(tx) => tx,
        Begun::Answered(answer) => return Ok(answer),
    };
    let (baton, me) = (open_baton(&mut tx, ask.order_id).await?, actor(&mut tx, cx).await?);
    let to = member(&mut tx, ask.to).await?;
    let assigned = baton.assign(&me, &to, cx.now)?;
    finish(desk, tx, cx, BatonAct::Assigned, assigned).await
}

/// The holder offers an order to a named person; it stays with the holder until it is accepted.
pub async fn offer(desk: &Desk, cx: &Cx, ask: HandOrder) -> Result<BatonAnswer, Error> {
    let mut tx = match desk.begin(cx).await? {
        Begun::Fresh(tx) => tx,
        Begun::Answered(answer) => return Ok(answer),
    };
    let (baton, me) = (open_baton(&mut tx, ask.order_id).await?, actor(&mut tx, cx).await?);
    let to = member(&mut tx, ask.to).await?;
    let department = ask.department.unwrap_or(baton.department);
    let calendar = dovuto_store::closing::calendar(&mut tx).await?;
    let offered = baton.offer(&me, &to, department, cx.now, &calendar)?;
    finish(desk, tx, cx, BatonAct::Offered, offered).await
}

/// The person it was offered to accepts an order and holds it from now on.
pub async fn accept(desk: &Desk, cx: &Cx, ask: TakeOrder) -> Result<BatonAnswer, Error> {
    let mut tx = match desk.begin(cx).await? {
        Begun::Fresh(tx) => tx,
        Begun::Answered(answer) => return Ok(answer),
    };
    let (baton, me) = (open_baton(&mut tx, ask.order_id).await?, actor(&mut tx, cx).await?);
    let accepted = baton.accept(&me, cx.now)?;
    finish(desk, tx, cx, BatonAct::Accepted, accepted).await
}

/// Marks a task as dealt with.
pub async fn task_done(desk: &Desk, cx: &Cx, ask: FinishTask) -> Result<TaskFinished, Error> {
    let mut tx = match desk.begin(cx).await? {
        Begun::Fresh(tx) => tx,
        Begun::Answered(answer) => return Ok(answer),
    };
    let me = actor(&mut tx, cx).await?;
    let task = dovuto_store::attendance::task(&mut tx, ask.task_id).await?;
    let task = task.ok_or_else(|| Error::not_found("task", ask.task_id))?;
    if task.done_on.is_some() {
        return Err(Refusal::TaskDoneAlready.into());
    }
    let done = TaskDone { task_id: ask.task_id, by: me.member_id, on: cx.today, note: ask.note };
    let entry = based(&mut tx, done.into(), None, "the task").await?;
    desk.finish(tx, cx, vec![entry], TaskFinished { task_id: ask.task_id }).await
}

/// What lies unattended now: orders that nobody holds, that were not accepted in time or whose
/// clock passed, and open tasks.
pub async fn unattended(
    desk: &Desk,
    cx: &Cx,
    ask: ShowUnattended,
) -> Result<UnattendedAnswer, Error> {
    let mut db = desk.read().await?;
    let limit = ask.limit.unwrap_or(100).max(0);
    let held = dovuto_store::attendance::unattended(&mut db, cx.now, limit).await?;
    let n_orders = dovuto_store::attendance::count_unattended(&mut db, cx.now).await?;
    let people = People::load(&mut db).await?;
    Ok(UnattendedAnswer {
        n_orders,
        rows: rows(&mut db, cx, &people, held).await?,
        tasks: tasks(&mut db, cx, &people, None).await?,
    })
}

/// What the acting member holds, was offered, and has to deal with.
pub async fn my_desk(desk: &Desk, cx: &Cx) -> Result<DeskAnswer, Error> {
    let mut db = desk.read().await?;
    let me = cx.actor.ok_or(Refusal::NobodyActs)?;
    let (offered, held): (Vec<Held>, Vec<Held>) = dovuto_store::attendance::desk_of(&mut db, me)
        .await?
        .into_iter()
        .partition(|h| h.baton.offer.is_some_and(|offer| offer.to == me));
    let people = People::load(&mut db).await?;
    Ok(DeskAnswer {
        orders: rows(&mut db, cx, &people, held).await?,
        offered: rows(&mut db, cx, &people, offered).await?,
        tasks: tasks(&mut db, cx, &people, Some(me)).await?,
    })
}

async fn rows(
    db: &mut Db,
    cx: &Cx,
    people: &People,
    held: Vec<Held>,
) -> Result<Vec<HeldRow>, Error> {
    let orders: Vec<OrderId> = held.iter().map(|h| h.baton.order_id).collect();
    let progress = dovuto_store::orders::progress::progress(db, &orders).await?;
    let by_order: HashMap<_, _> = progress.iter().map(|p| (p.order_id, p)).collect();
    let row = |h: Held| {
        let p = *by_order.get(&h.baton.order_id)?;
        Some(HeldRow {
            order_id: h.baton.order_id,
            number: h.number.unwrap_or_default(),
            customer_name: h.customer_name,
            promised_on: h.promised_on,
            baton: people.baton(&h.baton, cx.now),
            standing: p.into(),
        })
    };
    Ok(held.into_iter().filter_map(row).collect())
}

async fn tasks(
    db: &mut Db,
    cx: &Cx,
    people: &People,
    of: Option<MemberId>,
) -> Result<Vec<TaskView>, Error> {
    let open = dovuto_store::attendance::open_tasks(db).await?;
    let mine = open.into_iter().filter(|task| of.is_none() || task.holder == of);
    let view = |task: dovuto_store::attendance::TaskRow| TaskView {
        task_id: task.task_id,
        kind: task.kind,
        department: task.department,
        holder: task.holder,
        holder_name: task.holder.map(|id| people.name(id)),
        about: task.about,
        quantity: task.quantity,
        opened_at: task.opened_at,
        due_at: task.due_at,
        overdue: task.due_at < cx.now,
    };
    Ok(mine.map(view).collect())
}

async fn open_baton(db: &mut Db, order: OrderId) -> Result<Baton, Error> {
    let state = crate::orders::get(db, order).await?.state;
    let found = dovuto_store::attendance::batons(db, &[order]).await?;
    match (state, found.into_iter().next()) {
        (OrderState::Confirmed, Some(baton)) => Ok(baton),
        (state, _) => Err(Refusal::OrderNotOpen { state }.into()),
    }
}

async fn member(db: &mut Db, id: MemberId) -> Result<Member, Error> {
    let found = dovuto_store::parties::member(db, id).await?;
    found.ok_or_else(|| Error::not_found("member", id))
}

async fn finish(
    desk: &Desk,
    mut tx: Tx,
    cx: &Cx,
    act: BatonAct,
    baton: Baton,
) -> Result<BatonAnswer, Error> {
    let answer = BatonAnswer {
        order_id: baton.order_id,
        holder: baton.holder,
        offered_to: baton.offer.map(|offer| offer.to),
    };
    let fact: Fact = BatonMoved { act, baton }.into();
    let entry = based(&mut tx, fact, None, "the order").await?;
    desk.finish(tx, cx, vec![entry], answer).await
}

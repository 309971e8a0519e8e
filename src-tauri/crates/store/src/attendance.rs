//! Batons and tasks: who answers for what, and until when.

use chrono::{DateTime, NaiveDate, Utc};
use dovuto_domain::attendance::{Baton, HandOver, TaskKind};
use dovuto_domain::kernel::id::{CustomerId, MemberId, OrderId, TaskId};
use dovuto_domain::parties::Department;

use crate::error::Error;
use crate::orders::ids;
use crate::row::instant;
use crate::sql::{Db, SqlRow, query, query_scalar};

/// The batons of orders, as far as they have one.
pub async fn batons(db: &mut Db, orders: &[OrderId]) -> Result<Vec<Baton>, Error> {
    let rows = query(
        "select order_id, department, holder, step, since, due_at, offer_to, offer_department,
                offered_at, accept_by
           from batons
          where order_id in (select unhex(value) from json_each(?1))",
    )
    .bind(ids(orders))
    .fetch_all(db)
    .await?;
    rows.iter().map(baton).collect()
}

fn baton(row: &SqlRow) -> Result<Baton, Error> {
    let offer = match row.maybe_id("offer_to")? {
        Some(to) => Some(HandOver {
            to,
            department: row.word("offer_department")?,
            offered_at: row.instant("offered_at")?,
            accept_by: row.instant("accept_by")?,
        }),
        None => None,
    };
    Ok(Baton {
        order_id: row.id("order_id")?,
        department: row.word("department")?,
        holder: row.maybe_id("holder")?,
        step: row.word("step")?,
        since: row.instant("since")?,
        due_at: row.instant("due_at")?,
        offer,
    })
}

/// A baton with the order it belongs to.
#[derive(Clone, Debug)]
pub struct Held {
    pub baton: Baton,
    pub number: Option<String>,
    pub customer_id: CustomerId,
    pub customer_name: String,
    pub promised_on: Option<NaiveDate>,
}

/// Orders that nobody holds, that were offered and not accepted in time, or whose clock passed,
/// the oldest clock first.
pub async fn unattended(db: &mut Db, now: DateTime<Utc>, limit: i64) -> Result<Vec<Held>, Error> {
    let rows = query(
        "select b.order_id, b.department, b.holder, b.step, b.since, b.due_at, b.offer_to,
                b.offer_department, b.offered_at, b.accept_by,
                o.number, o.sold_to, o.promised_on, c.name
           from batons b
           join orders o    on o.order_id = b.order_id
           join customers c on c.customer_id = o.sold_to
          where b.holder is null
             or b.due_at < ?1
             or b.accept_by < ?1
          order by b.due_at, b.order_id
          limit ?2",
    )
    .bind(instant(now))
    .bind(limit)
    .fetch_all(db)
    .await?;
    rows.iter().map(held).collect()
}

/// How many orders lie unattended.
pub async fn count_unattended(db: &mut Db, now: DateTime<Utc>) -> Result<i64, Error> {
    query_scalar(
        "select count(*)
           from batons b
          where b.holder is null
             or b.due_at < ?1
             or b.accept_by < ?1",
    )
    .bind(instant(now))
    .fetch_one(db)
    .await
}

/// What a member holds or was offered, the nearest clock first.
pub async fn desk_of(db: &mut Db, member: MemberId) -> Result<Vec<Held>, Error> {
    let rows = query(
        "select b.order_id, b.department, b.holder, b.step, b.since, b.due_at, b.offer_to,
                b.offer_department, b.offered_at, b.accept_by,
                o.number, o.sold_to, o.promised_on, c.name
           from batons b
           join orders o    on o.order_id = b.order_id
           join customers c on c.customer_id = o.sold_to
          where b.holder = ?1
             or b.offer_to = ?1
          order by b.due_at, b.order_id
          limit 10000",
    )
    .bind(member.bytes())
    .fetch_all(db)
    .await?;
    rows.iter().map(held).collect()
}

fn held(row: &SqlRow) -> Result<Held, Error> {
    Ok(Held {
        baton: baton(row)?,
        number: row.maybe_text("number")?,
        customer_id: row.id("sold_to")?,
        customer_name: row.text("name")?,
        promised_on: row.maybe_day("promised_on")?,
    })
}

/// A task as a list shows it.
#[derive(Clone, Debug)]
pub struct TaskRow {
    pub task_id: TaskId,
    pub kind: TaskKind,
    pub department: Department,
    pub holder: Option<MemberId>,
    pub about: String,
    pub quantity: i64,
    pub opened_at: DateTime<Utc>,
    pub due_at: DateTime<Utc>,
    pub done_on: Option<NaiveDate>,
}

/// The tasks that wait for a person, the nearest clock first.
pub async fn open_tasks(db: &mut Db) -> Result<Vec<TaskRow>, Error> {
    let rows = query(
        "select task_id, kind, department, holder, about, quantity, opened_at, due_at, done_on
           from tasks
          where done_on is null
          order by due_at, task_id
          limit 10000",
    )
    .fetch_all(db)
    .await?;
    rows.iter().map(task_row).collect()
}

/// A task by its identity.
pub async fn task(db: &mut Db, id: TaskId) -> Result<Option<TaskRow>, Error> {
    let row = query(
        "select task_id, kind, department, holder, about, quantity, opened_at, due_at, done_on
           from tasks
          where task_id = ?1",
    )
    .bind(id.bytes())
    .fetch_optional(db)
    .await?;
    row.as_ref().map(task_row).transpose()
}

fn task_row(row: &SqlRow) -> Result<TaskRow, Error> {
    Ok(TaskRow {
        task_id: row.id("task_id")?,
        kind: row.word("kind")?,
        department: row.word("department")?,
        holder: row.maybe_id("holder")?,
        about: row.text("about")?,
        quantity: row.int("quantity")?,
        opened_at: row.instant("opened_at")?,
        due_at: row.instant("due_at")?,
        done_on: row.maybe_day("done_on")?,
    })
}

/// Open tasks of a kind about one thing, so that the same gap does not open a second one.
pub async fn is_open(db: &mut Db, kind: TaskKind, about: &str) -> Result<bool, Error> {
    let n: i64 = query_scalar(
        "select count(*) from tasks where done_on is null and kind = ?1 and about = ?2",
    )
    .bind(crate::row::word(kind)?)
    .bind(about)
    .fetch_one(db)
    .await?;
    Ok(n > 0)
}

/// Every member's identity, code and name; no name where it was erased.
pub async fn member_names(db: &mut Db) -> Result<Vec<(MemberId, String, Option<String>)>, Error> {
    let rows = query(
        "select m.member_id, m.code, p.bytes ->> '$.name' as name
           from members m
           left join personal p on p.personal_id = m.personal_id
          order by m.code",
    )
    .fetch_all(db)
    .await?;
    rows.iter()
        .map(|row| Ok((row.id("member_id")?, row.text("code")?, row.maybe_text("name")?)))
        .collect()
}

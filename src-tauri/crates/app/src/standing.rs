//! What combines slices: an order's reach, and the baton that follows from it.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use dovuto_domain::attendance::{Baton, Neglect, Step, Task, TaskKind};
use dovuto_domain::fact::Fact;
use dovuto_domain::kernel::id::{MemberId, OrderId};
use dovuto_domain::orders::Reach;
use dovuto_domain::parties::{Department, Member};
use dovuto_domain::standing::Progress;
use dovuto_store::ledger::Tx;
use dovuto_store::orders::progress::progress;
use dovuto_store::sql::Db;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::cx::Cx;
use crate::error::Error;

/// Who answers for an order, as people see it. A name is empty where it was erased.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BatonView {
    pub step: Step,
    pub department: Department,
    pub holder: Option<MemberId>,
    pub holder_name: Option<String>,
    pub since: DateTime<Utc>,
    pub due_at: DateTime<Utc>,
    pub neglect: Option<Neglect>,
    pub offer: Option<HandOverView>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct HandOverView {
    pub to: MemberId,
    pub to_name: String,
    pub department: Department,
    pub offered_at: DateTime<Utc>,
    pub accept_by: DateTime<Utc>,
}

/// Shipping, delivery, billing and payment of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StandingView {
    pub shipping: Reach,
    pub delivery: Reach,
    pub billing: Reach,
    pub payment: Reach,
}

impl From<&Progress> for StandingView {
    fn from(progress: &Progress) -> Self {
        let s = progress.standing();
        Self { shipping: s.shipping, delivery: s.delivery, billing: s.billing, payment: s.payment }
    }
}

/// The names of all members.
pub struct People(HashMap<MemberId, String>);

impl People {
    pub async fn load(db: &mut Db) -> Result<Self, Error> {
        let names = dovuto_store::attendance::member_names(db).await?;
        let named =
            |(id, code, name): (MemberId, String, Option<String>)| (id, name.unwrap_or(code));
        Ok(Self(names.into_iter().map(named).collect()))
    }

    /// What to call a member: their name, or their code where the name was erased.
    pub fn name(&self, member: MemberId) -> String {
        self.0.get(&member).cloned().unwrap_or_else(|| member.to_string())
    }

    pub fn baton(&self, baton: &Baton, now: DateTime<Utc>) -> BatonView {
        BatonView {
            step: baton.step,
            department: baton.department,
            holder: baton.holder,
            holder_name: baton.holder.map(|id| self.name(id)),
            since: baton.since,
            due_at: baton.due_at,
            neglect: baton.neglect(now),
            offer: baton.offer.map(|offer| HandOverView {
                to: offer.to,
                to_name: self.name(offer.to),
                department: offer.department,
                offered_at: offer.offered_at,
                accept_by: offer.accept_by,
            }),
        }
    }
}

/// The batons that change because orders have come to `progress`. An order without a baton is not
/// open any more and gets none.
pub async fn moved(db: &mut Db, cx: &Cx, progress: &[Progress]) -> Result<Vec<Baton>, Error> {
    let orders: Vec<OrderId> = progress.iter().map(|p| p.order_id).collect();
    let before = dovuto_store::attendance::batons(db, &orders).await?;
    let country = dovuto_store::parties::country(db).await?;
    let calendar = dovuto_store::closing::calendar(db).await?;
    let mut members: HashMap<MemberId, Member> = HashMap::new();
    let mut batons = Vec::new();
    for p in progress {
        let Some(baton) = before.iter().find(|b| b.order_id == p.order_id) else {
            continue;
        };
        let Some((step, due)) = p.moves(baton, &country, cx.today, &calendar) else {
            continue;
        };
        if let Some(holder) = baton.holder
            && !members.contains_key(&holder)
            && let Some(member) = dovuto_store::parties::member(db, holder).await?
        {
            members.insert(holder, member);
        }
        let member = baton.holder.and_then(|holder| members.get(&holder));
        batons.push(Baton::begin(p.order_id, step, due, cx.now, Some((baton, member))));
    }
    Ok(batons)
}

/// A task that opens now for whoever answers for it.
pub async fn open_task(
    db: &mut Db,
    cx: &Cx,
    kind: TaskKind,
    about: String,
    quantity: i64,
) -> Result<Task, Error> {
    let members = dovuto_store::parties::members(db).await?;
    let calendar = dovuto_store::closing::calendar(db).await?;
    Ok(Task::open(cx.fresh(), kind, about, quantity, &members, cx.now, &calendar))
}

/// What a fact brings beside what it says: batons that move, and a task for finance where more was
/// billed than stands from now on.
#[derive(Default)]
pub struct Brings {
    pub batons: Vec<Baton>,
    pub tasks: Vec<Task>,
}

/// Looks what comes of a fact about `orders`, which is then written with what it brings.
pub async fn foresee(
    tx: &mut Tx,
    cx: &Cx,
    fact: Fact,
    orders: &[OrderId],
) -> Result<Brings, Error> {
    let before = progress(tx, orders).await?;
    tx.foresee(cx.stamp(), &cx.request, fact).await?;
    let after = progress(tx, orders).await?;
    tx.forget().await?;
    let mut brings = Brings { batons: moved(tx, cx, &after).await?, tasks: Vec::new() };
    for p in after.iter().filter(|p| p.owes_back()) {
        if before.iter().any(|b| b.order_id == p.order_id && b.owes_back()) {
            continue;
        }
        let stored = crate::orders::get(tx, p.order_id).await?;
        let about = stored.number.unwrap_or_default();
        let owed = p.owed_back().0;
        brings.tasks.push(open_task(tx, cx, TaskKind::OwedBack, about, owed).await?);
    }
    Ok(brings)
}

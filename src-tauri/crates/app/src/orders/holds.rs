//! Stops on orders and customers: placing, releasing, listing, and asking whether one is in force.

use chrono::NaiveDate;
use dovuto_domain::fact::{Fact, HoldReleased};
use dovuto_domain::kernel::id::{CustomerId, HoldId, MemberId, OrderId};
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_domain::orders::{Hold, HoldKind, Terms, check_holds};
use dovuto_domain::parties::text;
use dovuto_store::orders::holds as stored;
use dovuto_store::sql::Db;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::cx::Cx;
use crate::desk::{Begun, Desk, based};
use crate::error::Error;
use crate::standing::People;

/// A stop on one order or on one customer.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct PlaceHold {
    #[serde(default)]
    pub order_id: Option<OrderId>,
    #[serde(default)]
    pub customer_id: Option<CustomerId>,
    pub kind: HoldKind,
    /// Who answers for it.
    pub owner: MemberId,
    pub reason: String,
    /// Its last day; without one it lasts until it is released.
    #[serde(default)]
    pub expires_on: Option<NaiveDate>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct HoldPlaced {
    pub hold_id: HoldId,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ReleaseHold {
    pub hold_id: HoldId,
    pub reason: String,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct HoldsList {
    pub order_id: Option<OrderId>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct HoldView {
    pub hold_id: HoldId,
    pub order_id: Option<OrderId>,
    pub customer_id: Option<CustomerId>,
    pub kind: HoldKind,
    pub owner: MemberId,
    pub owner_name: String,
    pub reason: String,
    pub placed_on: NaiveDate,
    pub expires_on: Option<NaiveDate>,
    /// Whether it stops anything today.
    pub in_force: bool,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct HoldsAnswer {
    pub rows: Vec<HoldView>,
}

/// Places a stop, with an owner and a reason.
///
/// Refuses one on nothing or on two things, without a reason, or that ended before today.
pub async fn place(desk: &Desk, cx: &Cx, ask: PlaceHold) -> Result<HoldPlaced, Error> {
    let mut tx = match desk.begin(cx).await? {
        Begun::Fresh(tx) => tx,
        Begun::Answered(answer) => return Ok(answer),
    };
    let hold = Hold {
        hold_id: cx.fresh(),
        order_id: ask.order_id,
        customer_id: ask.customer_id,
        kind: ask.kind,
        owner: ask.owner,
        reason: ask.reason,
        placed_on: cx.today,
        expires_on: ask.expires_on,
    }
    .checked(cx.today)?;
    if let Some(order) = hold.order_id {
        super::get(&mut tx, order).await?;
    }
    if let Some(customer) = hold.customer_id {
        super::customer_of(&mut tx, customer).await?;
    }
    let owner = dovuto_store::parties::member(&mut tx, hold.owner).await?;
    if !owner.is_some_and(|member| member.active) {
        return Err(Refusal::MemberUnknown { member: hold.owner.to_string() }.into());
    }
    let answer = HoldPlaced { hold_id: hold.hold_id };
    let entry = Fact::from(hold).into();
    desk.finish(tx, cx, vec![entry], answer).await
}

/// Ends a stop, with a reason.
pub async fn release(desk: &Desk, cx: &Cx, ask: ReleaseHold) -> Result<HoldPlaced, Error> {
    let mut tx = match desk.begin(cx).await? {
        Begun::Fresh(tx) => tx,
        Begun::Answered(answer) => return Ok(answer),
    };
    text("reason", &ask.reason, 500)?;
    match stored::is_released(&mut tx, ask.hold_id).await? {
        None => return Err(Error::not_found("hold", ask.hold_id)),
        Some(true) => return Err(Refusal::HoldReleased.into()),
        Some(false) => {}
    }
    let fact = HoldReleased { hold_id: ask.hold_id, on: cx.today, reason: ask.reason };
    let entry = based(&mut tx, fact.into(), None, "the hold").await?;
    desk.finish(tx, cx, vec![entry], HoldPlaced { hold_id: ask.hold_id }).await
}

/// The stops that nobody released yet; of one order and its customers where it is named.
pub async fn list(desk: &Desk, cx: &Cx, ask: HoldsList) -> Result<HoldsAnswer, Error> {
    let mut db = desk.read().await?;
    let people = People::load(&mut db).await?;
    let found = match ask.order_id {
        None => stored::all(&mut db).await?,
        Some(order) => {
            let terms = super::get(&mut db, order).await?.order.terms;
            stored::standing(&mut db, Some(order), &concerned(&terms)).await?
        }
    };
    let view = |hold: Hold| HoldView {
        in_force: hold.in_force(cx.today),
        owner_name: people.name(hold.owner),
        hold_id: hold.hold_id,
        order_id: hold.order_id,
        customer_id: hold.customer_id,
        kind: hold.kind,
        owner: hold.owner,
        reason: hold.reason,
        placed_on: hold.placed_on,
        expires_on: hold.expires_on,
    };
    Ok(HoldsAnswer { rows: found.into_iter().map(view).collect() })
}

/// Refuses to go on with an order while it, or who orders or pays, is stopped.
pub async fn check(
    db: &mut Db,
    cx: &Cx,
    order: Option<OrderId>,
    terms: &Terms,
) -> Result<(), Error> {
    Ok(check_holds(&found(db, order, terms).await?, cx.today)?)
}

/// What holds an order or its customers.
pub(super) async fn found(
    db: &mut Db,
    order: Option<OrderId>,
    terms: &Terms,
) -> Result<Vec<Hold>, Error> {
    Ok(stored::standing(db, order, &concerned(terms)).await?)
}

fn concerned(terms: &Terms) -> Vec<CustomerId> {
    vec![terms.sold_to, terms.payer]
}

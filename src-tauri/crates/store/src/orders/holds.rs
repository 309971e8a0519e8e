//! Stops on orders and customers.

use dovuto_domain::kernel::id::{CustomerId, HoldId, OrderId};
use dovuto_domain::orders::Hold;

use super::ids;
use crate::error::Error;
use crate::sql::{Db, SqlRow, query, query_scalar};

/// The stops on an order or on one of some customers that nobody released yet, expired or not.
pub async fn standing(
    db: &mut Db,
    order: Option<OrderId>,
    customers: &[CustomerId],
) -> Result<Vec<Hold>, Error> {
    let rows = query(
        "select hold_id, order_id, customer_id, kind, owner, reason, placed_on, expires_on
           from holds
          where released_on is null
            and (order_id = ?1
                 or customer_id in (select unhex(value) from json_each(?2)))
          order by placed_on, hold_id",
    )
    .bind(order.map(|id| id.bytes().to_vec()))
    .bind(ids(customers))
    .fetch_all(db)
    .await?;
    rows.iter().map(hold).collect()
}

/// Every stop that was ever placed on an order.
pub async fn of_order(db: &mut Db, order: OrderId) -> Result<Vec<HoldId>, Error> {
    let rows = query("select hold_id from holds where order_id = ?1 order by hold_id")
        .bind(order.bytes())
        .fetch_all(db)
        .await?;
    rows.iter().map(|row| row.id("hold_id")).collect()
}

/// Every stop that nobody released yet.
pub async fn all(db: &mut Db) -> Result<Vec<Hold>, Error> {
    let rows = query(
        "select hold_id, order_id, customer_id, kind, owner, reason, placed_on, expires_on
           from holds
          where released_on is null
          order by coalesce(expires_on, placed_on), hold_id
          limit 10000",
    )
    .fetch_all(db)
    .await?;
    rows.iter().map(hold).collect()
}

/// Whether a stop exists, and whether it was released.
pub async fn is_released(db: &mut Db, id: HoldId) -> Result<Option<bool>, Error> {
    query_scalar("select released_on is not null from holds where hold_id = ?1")
        .bind(id.bytes())
        .fetch_optional(db)
        .await
}

fn hold(row: &SqlRow) -> Result<Hold, Error> {
    Ok(Hold {
        hold_id: row.id("hold_id")?,
        order_id: row.maybe_id("order_id")?,
        customer_id: row.maybe_id("customer_id")?,
        kind: row.word("kind")?,
        owner: row.id("owner")?,
        reason: row.text("reason")?,
        placed_on: row.day("placed_on")?,
        expires_on: row.maybe_day("expires_on")?,
    })
}

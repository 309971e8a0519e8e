//! What an import looks up: many documents at once, by the names that a file gives them.

use chrono::NaiveDate;
use dovuto_domain::catalog::Product;
use dovuto_domain::fulfilment::machine::ShipmentState;
use dovuto_domain::kernel::id::{OrderId, ShipmentId};
use dovuto_domain::orders::{Order, OrderState};
use dovuto_domain::parties::Customer;

use crate::error::Error;
use crate::orders::ids;
use crate::parties::documents;
use crate::sql::{Db, SqlRow, query};

/// The customers of these codes; unknown ones are left out.
pub async fn customers_by_codes(db: &mut Db, codes: &[&str]) -> Result<Vec<Customer>, Error> {
    let rows = query(
        "select l.kind, l.version, l.body
           from customers c
           join ledger l on l.hash = c.fact_hash
          where c.code in (select value from json_each(?1))
          order by c.code",
    )
    .bind(serde_json::to_string(codes)?)
    .fetch_all(db)
    .await?;
    documents(&rows)
}

/// The products of these codes; unknown ones are left out.
pub async fn products_by_codes(db: &mut Db, codes: &[&str]) -> Result<Vec<Product>, Error> {
    let rows = query(
        "select l.kind, l.version, l.body
           from products p
           join ledger l on l.hash = p.fact_hash
          where p.code in (select value from json_each(?1))
          order by p.code",
    )
    .bind(serde_json::to_string(codes)?)
    .fetch_all(db)
    .await?;
    documents(&rows)
}

/// An order that counts under its PO, as it was entered, and its number once it has one.
#[derive(Clone, Debug)]
pub struct Entered {
    pub order: Order,
    pub number: Option<String>,
}

/// The orders under these POs that count: neither declined nor cancelled. Oldest first.
pub async fn orders_by_pos(db: &mut Db, pos: &[&str]) -> Result<Vec<Entered>, Error> {
    let rows = query(
        "select l.kind, l.version, l.body, o.number
           from orders o
           join ledger l on l.hash = o.fact_hash
          where o.customer_po in (select value from json_each(?1))
            and o.state in ('draft', 'confirmed', 'closed')
          order by o.entered_at, o.order_id",
    )
    .bind(serde_json::to_string(pos)?)
    .fetch_all(db)
    .await?;
    let orders: Vec<Order> = documents(&rows)?;
    let entered =
        |(order, row): (Order, &SqlRow)| Ok(Entered { order, number: row.maybe_text("number")? });
    orders.into_iter().zip(&rows).map(entered).collect()
}

/// The names that a file may give an order.
#[derive(Clone, Debug)]
pub struct Named {
    pub order_id: OrderId,
    pub number: Option<String>,
    pub customer_po: Option<String>,
    pub customer_code: String,
    pub state: OrderState,
}

/// The orders that bear one of these names, as their number or as the customer's PO, and are
/// neither declined nor cancelled. Oldest first.
pub async fn orders_named(db: &mut Db, names: &[&str]) -> Result<Vec<Named>, Error> {
    let rows = query(
        "select o.order_id, o.number, o.customer_po, o.state, c.code
           from orders o
           join customers c on c.customer_id = o.sold_to
          where (o.customer_po in (select value from json_each(?1))
                 or o.number in (select value from json_each(?1)))
            and o.state in ('draft', 'confirmed', 'closed')
          order by o.entered_at, o.order_id",
    )
    .bind(serde_json::to_string(names)?)
    .fetch_all(db)
    .await?;
    let read = |row: &SqlRow| {
        Ok(Named {
            order_id: row.id("order_id")?,
            number: row.maybe_text("number")?,
            customer_po: row.maybe_text("customer_po")?,
            customer_code: row.text("code")?,
            state: row.word("state")?,
        })
    };
    rows.iter().map(read).collect()
}

/// A shipment that left, as an import of deliveries or shipments meets it.
#[derive(Clone, Debug)]
pub struct Sent {
    pub shipment_id: ShipmentId,
    pub number: String,
    pub state: ShipmentState,
    pub dispatched_on: NaiveDate,
    pub delivered_on: Option<NaiveDate>,
}

/// What left of these orders, each with its order, by dispatch.
pub async fn sent_of(db: &mut Db, orders: &[OrderId]) -> Result<Vec<(OrderId, Sent)>, Error> {
    let rows = query(
        "select distinct sl.order_id, s.shipment_id, s.number, s.state, s.dispatched_on,
                s.delivered_on
           from shipment_lines sl
           join shipments s on s.shipment_id = sl.shipment_id
          where sl.order_id in (select unhex(value) from json_each(?1))
            and s.number is not null
          order by s.dispatched_on, s.number",
    )
    .bind(ids(orders))
    .fetch_all(db)
    .await?;
    rows.iter().map(|row| Ok((row.id("order_id")?, sent(row)?))).collect()
}

/// The shipments under these delivery notes.
pub async fn sent_under(db: &mut Db, numbers: &[&str]) -> Result<Vec<Sent>, Error> {
    let rows = query(
        "select s.shipment_id, s.number, s.state, s.dispatched_on, s.delivered_on
           from shipments s
          where s.number in (select value from json_each(?1))
          order by s.number",
    )
    .bind(serde_json::to_string(numbers)?)
    .fetch_all(db)
    .await?;
    rows.iter().map(sent).collect()
}

fn sent(row: &SqlRow) -> Result<Sent, Error> {
    Ok(Sent {
        shipment_id: row.id("shipment_id")?,
        number: row.text("number")?,
        state: row.word("state")?,
        dispatched_on: row.day("dispatched_on")?,
        delivered_on: row.maybe_day("delivered_on")?,
    })
}

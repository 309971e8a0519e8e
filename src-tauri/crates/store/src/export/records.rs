//! Documents as they are exported: read whole, a page at a time, by the code that people know.

use std::collections::BTreeSet;

use dovuto_domain::catalog::Product;
use dovuto_domain::kernel::id::{CustomerId, OrderId};
use dovuto_domain::parties::Customer;
use dovuto_domain::pricing::PriceAgreement;

use crate::error::Error;
use crate::orders::ids;
use crate::parties::documents;
use crate::sql::{Db, SqlRow, query};

/// The customers behind a code, by code.
pub async fn customers_after(db: &mut Db, code: &str, n: i64) -> Result<Vec<Customer>, Error> {
    let rows = query(
        "select l.kind, l.version, l.body
           from customers c
           join ledger l on l.hash = c.fact_hash
          where c.code > ?1
          order by c.code
          limit ?2",
    )
    .bind(code)
    .bind(n)
    .fetch_all(db)
    .await?;
    documents(&rows)
}

/// The products behind a code, by code.
pub async fn products_after(db: &mut Db, code: &str, n: i64) -> Result<Vec<Product>, Error> {
    let rows = query(
        "select l.kind, l.version, l.body
           from products p
           join ledger l on l.hash = p.fact_hash
          where p.code > ?1
          order by p.code
          limit ?2",
    )
    .bind(code)
    .bind(n)
    .fetch_all(db)
    .await?;
    documents(&rows)
}

/// What was agreed with some customers, each with the code of its product; by customer, product and
/// the day from which it counts.
pub async fn agreements_with(
    db: &mut Db,
    customers: &[CustomerId],
) -> Result<Vec<(String, PriceAgreement)>, Error> {
    let rows = query(
        "select l.kind, l.version, l.body, p.code
           from price_agreements a
           join ledger l on l.hash = a.fact_hash
           join customers c on c.customer_id = a.customer_id
           join products p on p.product_id = a.product_id
          where a.customer_id in (select unhex(value) from json_each(?1))
          order by c.code, p.code, a.currency, a.valid_from, a.evidence, a.agreement_id",
    )
    .bind(ids(customers))
    .fetch_all(db)
    .await?;
    let agreements: Vec<PriceAgreement> = documents(&rows)?;
    let with_code = |(row, agreement): (&SqlRow, _)| Ok((row.text("code")?, agreement));
    rows.iter().zip(agreements).map(with_code).collect()
}

/// The orders in a state that goods may still leave for, each with the customer's code and PO, or
/// our number where there is no PO. By that name.
pub async fn open_orders(db: &mut Db, state: &str) -> Result<Vec<(OrderId, String)>, Error> {
    let rows = query(
        "select o.order_id,
                c.code || ' ' || coalesce(o.customer_po, o.number, lower(hex(o.order_id))) as name
           from orders o
           join customers c on c.customer_id = o.sold_to
          where o.state = ?1
            and o.kind <> 'blanket'
          order by name, o.number, o.order_id",
    )
    .bind(state)
    .fetch_all(db)
    .await?;
    rows.iter().map(|row| Ok((row.id("order_id")?, row.text("name")?))).collect()
}

/// The charges of orders that stand on an invoice.
pub async fn charges_billed(
    db: &mut Db,
    orders: &[OrderId],
) -> Result<BTreeSet<(OrderId, i64)>, Error> {
    let rows = query(
        "select order_id, charge_n
           from invoice_charges
          where order_id in (select unhex(value) from json_each(?1))",
    )
    .bind(ids(orders))
    .fetch_all(db)
    .await?;
    rows.iter().map(|row| Ok((row.id("order_id")?, row.int("charge_n")?))).collect()
}

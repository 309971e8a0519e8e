//! Opening items: what was owed on invoices of another program when these books began.

use std::collections::HashMap;

use chrono::NaiveDate;
use dovuto_domain::billing::opening::OpeningItem;
use dovuto_domain::kernel::id::CustomerId;
use dovuto_domain::kernel::quantity::Currency;

use crate::error::Error;
use crate::orders::ids;
use crate::sql::{Db, SqlRow, query};

/// An opening item, and what was laid on it here.
#[derive(Clone, Debug)]
pub struct Opened {
    pub item: OpeningItem,
    pub laid_minor: i64,
}

/// Every opening item, newest first.
pub async fn opening_items(db: &mut Db) -> Result<Vec<Opened>, Error> {
    let rows = query(
        "select o.invoice_id, o.payer, o.number, o.issued_on, o.due_on, o.currency,
                o.gross_minor, o.paid_minor,
                coalesce((select sum(a.amount_minor)
                            from payment_allocations a
                           where a.invoice_id = o.invoice_id), 0) as laid_minor
           from opening_items o
          order by o.issued_on desc, o.number desc, o.invoice_id",
    )
    .fetch_all(db)
    .await?;
    let read = |row: &SqlRow| Ok(Opened { item: item(row)?, laid_minor: row.int("laid_minor")? });
    rows.iter().map(read).collect()
}

/// The opening items of some payers, by payer and number.
pub async fn opening_items_of(
    db: &mut Db,
    payers: &[CustomerId],
) -> Result<HashMap<(CustomerId, String), OpeningItem>, Error> {
    let rows = query(
        "select invoice_id, payer, number, issued_on, due_on, currency, gross_minor, paid_minor
           from opening_items
          where payer in (select unhex(value) from json_each(?1))",
    )
    .bind(ids(payers))
    .fetch_all(db)
    .await?;
    let keyed = |row: &SqlRow| {
        let item = item(row)?;
        Ok(((item.payer, item.number.clone()), item))
    };
    rows.iter().map(keyed).collect()
}

fn item(row: &SqlRow) -> Result<OpeningItem, Error> {
    Ok(OpeningItem {
        invoice_id: row.id("invoice_id")?,
        payer: row.id("payer")?,
        number: row.text("number")?,
        issued_on: row.day("issued_on")?,
        due_on: row.day("due_on")?,
        currency: row.currency("currency")?,
        gross_minor: row.int("gross_minor")?,
        paid_minor: row.int("paid_minor")?,
    })
}

/// What tells a payment from another before it has an identity.
pub type PaymentKey = (CustomerId, Currency, NaiveDate, String);

/// The amounts of the payments of some payers, by what tells them apart.
pub async fn payments_of(
    db: &mut Db,
    payers: &[CustomerId],
) -> Result<HashMap<PaymentKey, Vec<i64>>, Error> {
    let rows = query(
        "select payer, currency, received_on, reference, amount_minor
           from payments
          where payer in (select unhex(value) from json_each(?1))
          order by payment_id",
    )
    .bind(ids(payers))
    .fetch_all(db)
    .await?;
    let mut found: HashMap<PaymentKey, Vec<i64>> = HashMap::new();
    for row in &rows {
        let day = row.day("received_on")?;
        let key = (row.id("payer")?, row.currency("currency")?, day, row.text("reference")?);
        found.entry(key).or_default().push(row.int("amount_minor")?);
    }
    Ok(found)
}

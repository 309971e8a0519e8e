//! Posted documents of every kind, for those that print them.

use chrono::NaiveDate;
use dovuto_domain::kernel::id::CustomerId;
use uuid::Uuid;

use super::Named;
use crate::error::Error;
use crate::orders::ids;
use crate::sql::{Db, SqlRow, query};

/// A posted document, and who got it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issued {
    pub document: Named,
    pub number: String,
    pub buyer_name: String,
    pub bill_to: CustomerId,
}

impl Issued {
    pub fn id(&self) -> Uuid {
        match self.document {
            Named::Invoice(id) => id.0,
            Named::CreditNote(id) => id.0,
        }
    }
}

/// Every invoice and credit note of a time, by day and number. Either end may be open.
pub async fn of_time(
    db: &mut Db,
    from: Option<NaiveDate>,
    until: Option<NaiveDate>,
) -> Result<Vec<Issued>, Error> {
    let rows = query(
        "select invoice_id, null as credit_note_id, number, buyer_name, bill_to, issued_on
           from invoices
          where issued_on between coalesce(?1, '') and coalesce(?2, 'x')
          union all
         select null, credit_note_id, number, buyer_name, bill_to, issued_on
           from credit_notes
          where issued_on between coalesce(?1, '') and coalesce(?2, 'x')
          order by issued_on, number",
    )
    .bind(from.map(|day| day.to_string()))
    .bind(until.map(|day| day.to_string()))
    .fetch_all(db)
    .await?;
    rows.iter().map(issued).collect()
}

/// Every invoice and credit note that went to some customers, by day and number.
pub async fn of_customers(db: &mut Db, bill_to: &[CustomerId]) -> Result<Vec<Issued>, Error> {
    let rows = query(
        "select invoice_id, null as credit_note_id, number, buyer_name, bill_to, issued_on
           from invoices
          where bill_to in (select unhex(value) from json_each(?1))
          union all
         select null, credit_note_id, number, buyer_name, bill_to, issued_on
           from credit_notes
          where bill_to in (select unhex(value) from json_each(?1))
          order by issued_on, number",
    )
    .bind(ids(bill_to))
    .fetch_all(db)
    .await?;
    rows.iter().map(issued).collect()
}

/// The document that a person names by number or identity.
pub async fn named(db: &mut Db, named: &str) -> Result<Option<Issued>, Error> {
    let id: Option<Uuid> = named.parse().ok();
    let row = query(
        "select invoice_id, null as credit_note_id, number, buyer_name, bill_to
           from invoices
          where number = ?1
             or invoice_id = ?2
          union all
         select null, credit_note_id, number, buyer_name, bill_to
           from credit_notes
          where number = ?1
             or credit_note_id = ?2
          limit 1",
    )
    .bind(named)
    .bind(id.as_ref().map(|id| id.as_bytes().as_slice()))
    .fetch_optional(db)
    .await?;
    row.as_ref().map(issued).transpose()
}

fn issued(row: &SqlRow) -> Result<Issued, Error> {
    let document = match row.maybe_id("invoice_id")? {
        Some(id) => Named::Invoice(id),
        None => Named::CreditNote(row.id("credit_note_id")?),
    };
    Ok(Issued {
        document,
        number: row.text("number")?,
        buyer_name: row.text("buyer_name")?,
        bill_to: row.id("bill_to")?,
    })
}

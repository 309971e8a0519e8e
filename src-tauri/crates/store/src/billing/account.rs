//! The account of a payer on a day, by the dates of its documents.

use chrono::NaiveDate;
use dovuto_domain::billing::statement::{AccountItem, ItemKind};
use dovuto_domain::kernel::id::CustomerId;

use crate::error::Error;
use crate::sql::{Db, SqlRow, query};

/// Everything on the account of a payer at the end of a day, settled or not: invoices that were
/// issued by then, ours and those of another program, with what was credited and paid of them by
/// then; and money that had been received and lay on none of them.
pub async fn items(
    db: &mut Db,
    payer: CustomerId,
    as_of: NaiveDate,
) -> Result<Vec<AccountItem>, Error> {
    let rows = query(
        "select 'invoice' as kind, i.invoice_id as id, i.number, i.issued_on, i.due_on,
                i.currency, i.gross_minor,
                coalesce((select sum(c.gross_minor)
                            from credit_notes c
                           where c.invoice_id = i.invoice_id
                             and c.issued_on <= ?2), 0) as credited_minor,
                coalesce((select sum(a.amount_minor)
                            from payment_allocations a
                           where a.invoice_id = i.invoice_id
                             and a.laid_on <= ?2), 0) as paid_minor
           from invoices i
          where i.payer = ?1
            and i.issued_on <= ?2
         union all
         select 'opening', o.invoice_id, o.number, o.issued_on, o.due_on,
                o.currency, o.gross_minor, 0,
                o.paid_minor + coalesce((select sum(a.amount_minor)
                                           from payment_allocations a
                                          where a.invoice_id = o.invoice_id
                                            and a.laid_on <= ?2), 0)
           from opening_items o
          where o.payer = ?1
            and o.issued_on <= ?2
         union all
         select 'payment', p.payment_id, p.reference, p.received_on, null, p.currency,
                -(p.amount_minor
                  - coalesce((select sum(a.amount_minor)
                                from payment_allocations a
                                join debts d on d.invoice_id = a.invoice_id
                               where a.payment_id = p.payment_id
                                 and a.laid_on <= ?2
                                 and d.issued_on <= ?2), 0)
                  - coalesce((select sum(r.amount_minor)
                                from refunds r
                               where r.payment_id = p.payment_id
                                 and r.paid_on <= ?2), 0)),
                0, 0
           from payments p
          where p.payer = ?1
            and p.received_on <= ?2
          order by id",
    )
    .bind(payer.bytes())
    .bind(as_of.to_string())
    .fetch_all(db)
    .await?;
    rows.iter().map(item).collect()
}

fn item(row: &SqlRow) -> Result<AccountItem, Error> {
    let kind = match row.text("kind")?.as_str() {
        "invoice" => ItemKind::Invoice,
        "opening" => ItemKind::Opening,
        "payment" => ItemKind::Payment,
        other => return Err(Error::corrupt(format!("an item \"{other}\" of an account"))),
    };
    Ok(AccountItem {
        kind,
        number: row.text("number")?,
        on: row.day("issued_on")?,
        due_on: row.maybe_day("due_on")?,
        currency: row.currency("currency")?,
        gross_minor: row.int("gross_minor")?,
        credited_minor: row.int("credited_minor")?,
        paid_minor: row.int("paid_minor")?,
    })
}

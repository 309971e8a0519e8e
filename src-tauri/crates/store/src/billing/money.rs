//! Money: open invoices, payments, and what is free of them.

use chrono::NaiveDate;
use dovuto_domain::billing::payment::{Funds, Laid, OpenInvoice};
use dovuto_domain::kernel::id::{CustomerId, InvoiceId, PaymentId};
use dovuto_domain::kernel::quantity::Currency;

use crate::error::Error;
use crate::sql::{Db, query, query_scalar};

/// Invoices as a payment finds them, in the order asked.
pub async fn open_invoices(db: &mut Db, asked: &[InvoiceId]) -> Result<Vec<OpenInvoice>, Error> {
    let mut found = Vec::with_capacity(asked.len());
    for id in asked {
        let row = query(
            "select d.payer, d.currency,
                    d.gross_minor
                      - coalesce((select sum(c.gross_minor)
                                    from credit_notes c
                                   where c.invoice_id = d.invoice_id), 0)
                      - coalesce((select sum(a.amount_minor)
                                    from payment_allocations a
                                   where a.invoice_id = d.invoice_id), 0) as open_minor
               from debts d
              where d.invoice_id = ?1",
        )
        .bind(id.bytes())
        .fetch_optional(&mut *db)
        .await?;
        if let Some(row) = row {
            found.push(OpenInvoice {
                invoice_id: *id,
                payer: row.id("payer")?,
                currency: row.currency("currency")?,
                open_minor: row.int("open_minor")?,
            });
        }
    }
    Ok(found)
}

/// One payment as a list shows it.
#[derive(Clone, Debug)]
pub struct PaymentRow {
    pub payment_id: PaymentId,
    pub payer: CustomerId,
    pub payer_name: String,
    pub received_on: NaiveDate,
    pub currency: Currency,
    pub amount_minor: i64,
    pub allocated_minor: i64,
    pub refunded_minor: i64,
    pub reference: String,
}

/// Payments, newest first; of one invoice where it is named.
pub async fn payments(db: &mut Db, invoice: Option<InvoiceId>) -> Result<Vec<PaymentRow>, Error> {
    let rows = query(
        "select p.payment_id, p.payer, c.name, p.received_on, p.currency, p.amount_minor,
                p.reference,
                (select coalesce(sum(a.amount_minor), 0)
                   from payment_allocations a
                  where a.payment_id = p.payment_id) as allocated_minor,
                (select coalesce(sum(r.amount_minor), 0)
                   from refunds r
                  where r.payment_id = p.payment_id) as refunded_minor
           from payments p
           join customers c on c.customer_id = p.payer
          where ?1 is null
             or p.payment_id in (select payment_id from payment_allocations where invoice_id = ?1)
          order by p.received_on desc, p.payment_id desc
          limit 10000",
    )
    .bind(invoice.map(|id| id.bytes().to_vec()))
    .fetch_all(db)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(PaymentRow {
                payment_id: row.id("payment_id")?,
                payer: row.id("payer")?,
                payer_name: row.text("name")?,
                received_on: row.day("received_on")?,
                currency: row.currency("currency")?,
                amount_minor: row.int("amount_minor")?,
                allocated_minor: row.int("allocated_minor")?,
                refunded_minor: row.int("refunded_minor")?,
                reference: row.text("reference")?,
            })
        })
        .collect()
}

/// A payment as money finds it again: what is free of it, and what lies where.
pub async fn funds(db: &mut Db, id: PaymentId) -> Result<Option<Funds>, Error> {
    let head = query(
        "select p.payer, p.currency, p.received_on,
                p.amount_minor
                  - coalesce((select sum(a.amount_minor)
                                from payment_allocations a
                               where a.payment_id = p.payment_id), 0)
                  - coalesce((select sum(r.amount_minor)
                                from refunds r
                               where r.payment_id = p.payment_id), 0) as free_minor
           from payments p
          where p.payment_id = ?1",
    )
    .bind(id.bytes())
    .fetch_optional(&mut *db)
    .await?;
    let Some(head) = head else { return Ok(None) };
    let rows = query(
        "select a.invoice_id, sum(a.amount_minor) as laid_minor,
                (select sum(b.amount_minor)
                   from payment_allocations b
                  where b.invoice_id = a.invoice_id)
                  + coalesce((select sum(c.gross_minor)
                                from credit_notes c
                               where c.invoice_id = a.invoice_id), 0)
                  - (select d.gross_minor
                       from debts d
                      where d.invoice_id = a.invoice_id) as overpaid_minor,
                (select d.number from debts d where d.invoice_id = a.invoice_id) as number
           from payment_allocations a
          where a.payment_id = ?1
          group by a.invoice_id
          order by number, a.invoice_id",
    )
    .bind(id.bytes())
    .fetch_all(db)
    .await?;
    let laid = rows
        .iter()
        .map(|row| {
            Ok(Laid {
                invoice_id: row.id("invoice_id")?,
                amount_minor: row.int("laid_minor")?,
                overpaid_minor: row.int("overpaid_minor")?,
            })
        })
        .collect::<Result<_, Error>>()?;
    Ok(Some(Funds {
        payment_id: id,
        payer: head.id("payer")?,
        currency: head.currency("currency")?,
        received_on: head.day("received_on")?,
        free_minor: head.int("free_minor")?,
        laid,
    }))
}

/// Payments of which something may be owed back, and since when: money that lies on no invoice,
/// or on one that a credit note made smaller.
pub async fn perhaps_owed(db: &mut Db) -> Result<Vec<(PaymentId, NaiveDate)>, Error> {
    let rows = query(
        "select p.payment_id,
                max(p.received_on,
                    coalesce((select max(c.issued_on)
                                from payment_allocations a
                                join credit_notes c on c.invoice_id = a.invoice_id
                               where a.payment_id = p.payment_id), '')) as since
           from payments p
          where p.amount_minor > coalesce((select sum(a.amount_minor)
                                             from payment_allocations a
                                            where a.payment_id = p.payment_id), 0)
                                 + coalesce((select sum(r.amount_minor)
                                               from refunds r
                                              where r.payment_id = p.payment_id), 0)
             or exists (select 1
                          from payment_allocations a
                          join credit_notes c on c.invoice_id = a.invoice_id
                         where a.payment_id = p.payment_id)
          order by since, p.payment_id",
    )
    .fetch_all(db)
    .await?;
    rows.iter().map(|row| Ok((row.id("payment_id")?, row.day("since")?))).collect()
}

/// The day of the newest fact on some subjects: since when something is owed.
pub async fn newest_on(db: &mut Db, subjects: &[String]) -> Result<Option<NaiveDate>, Error> {
    let row = query(
        "select date(max(l.at)) as day
           from ledger l
          where l.subject_id in (select unhex(value) from json_each(?1))",
    )
    .bind(serde_json::to_string(subjects)?)
    .fetch_one(db)
    .await?;
    row.maybe_day("day")
}

/// What a payer owes, and what was promised to them and is not billed: billed and unpaid with VAT,
/// unbilled without.
pub async fn exposure(db: &mut Db, payer: CustomerId, money: Currency) -> Result<i64, Error> {
    query_scalar(
        "select coalesce((select sum(d.gross_minor
                                     - coalesce((select sum(a.amount_minor)
                                                   from payment_allocations a
                                                  where a.invoice_id = d.invoice_id), 0))
                            from debts d
                           where d.payer = ?1
                             and d.currency = ?2), 0)
              - coalesce((select sum(c.gross_minor)
                            from credit_notes c
                           where c.payer = ?1
                             and c.currency = ?2), 0)",
    )
    .bind(payer.bytes())
    .bind(money.code())
    .fetch_one(db)
    .await
}

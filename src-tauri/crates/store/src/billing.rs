//! What billing reads: the worklist, posted documents, and numbers of their series.

pub mod account;
pub mod cases;
pub mod money;
pub mod opening;
pub mod issued;

use std::collections::HashMap;

use chrono::NaiveDate;
use dovuto_domain::billing::credit::CreditNote;
use dovuto_domain::billing::invoice::Invoice;
use dovuto_domain::kernel::id::{
    CreditNoteId, CustomerId, InvoiceId, OrderId, ProductId, ShipmentId,
};
use dovuto_domain::kernel::quantity::Currency;

use crate::error::Error;
use crate::ledger;
use crate::orders::{ids, like};
use crate::sql::{Db, SqlRow, only, query};

/// Which orders a run looks at.
#[derive(Clone, Debug, Default)]
pub struct WorkFilter {
    pub orders: Vec<OrderId>,
    pub bill_to: Option<CustomerId>,
    /// Only what was dispatched by then.
    pub dispatched_by: Option<NaiveDate>,
    /// Go on after this order.
    pub after: Option<OrderId>,
    pub limit: i64,
}

/// Orders with something that billing has to look at, in the order of their entry.
pub async fn work(db: &mut Db, filter: &WorkFilter) -> Result<Vec<OrderId>, Error> {
    let asked = (!filter.orders.is_empty()).then(|| ids(&filter.orders));
    let rows = query(
        "select distinct w.order_id
           from billing_work w
          where w.order_id > coalesce(?5, x'')
            and (?1 is null or w.order_id in (select unhex(value) from json_each(?1)))
            and (?2 is null
                 or exists (select 1
                              from orders o
                             where o.order_id = w.order_id
                               and o.bill_to = ?2))
            and (?3 is null
                 or exists (select 1
                              from shipments s
                             where s.shipment_id = w.shipment_id
                               and s.dispatched_on <= ?3))
          order by w.order_id
          limit ?4",
    )
    .bind(asked)
    .bind(filter.bill_to.map(|id| id.bytes().to_vec()))
    .bind(filter.dispatched_by.map(|day| day.to_string()))
    .bind(filter.limit)
    .bind(filter.after.map(|id| id.bytes().to_vec()))
    .fetch_all(db)
    .await?;
    rows.iter().map(|row| row.id("order_id")).collect()
}

/// The hashes of the facts that a document rests on, subject and hash, in hex: the order's
/// confirmation, the prices (line, price) and the excess agreed, shipments and their latest proofs.
pub async fn sources(
    db: &mut Db,
    order: OrderId,
    shipments: &[ShipmentId],
    prices: &[(i64, i64)],
) -> Result<Vec<(String, String)>, Error> {
    let rows = query(
        "select lower(hex(subject)) as subject, lower(hex(hash)) as hash
           from (select o.order_id as subject, o.confirmed_hash as hash
                   from orders o
                  where o.order_id = ?1
                  union
                 select a.order_id, a.fact_hash
                   from json_each(?3) j
                   join agreed_prices a on a.order_id = ?1
                                       and a.line_n = j.value ->> 0
                                       and a.price_n = j.value ->> 1
                  union
                 select e.order_id, e.fact_hash
                   from json_each(?3) j
                   join excess_accepted e on e.order_id = ?1
                                         and e.line_n = j.value ->> 0
                  union
                 select s.shipment_id, s.issued_hash
                   from shipments s
                  where s.shipment_id in (select unhex(value) from json_each(?2))
                  union
                 select p.shipment_id, p.fact_hash
                   from proofs p
                  where p.shipment_id in (select unhex(value) from json_each(?2))
                    and p.proof_n = (select max(latest.proof_n)
                                       from proofs latest
                                      where latest.shipment_id = p.shipment_id))
          order by 1, 2",
    )
    .bind(order.bytes())
    .bind(ids(shipments))
    .bind(serde_json::to_string(prices)?)
    .fetch_all(db)
    .await?;
    rows.iter().map(|row| Ok((row.text("subject")?, row.text("hash")?))).collect()
}

/// The last counter of a series in a year, and the last date in it.
pub async fn last_of_series(
    db: &mut Db,
    stream: &[u8],
    series: &str,
    year: i32,
) -> Result<(i64, Option<NaiveDate>), Error> {
    let row = query(
        "select counter, issued_on
           from (select counter, issued_on
                   from invoices
                  where stream_id = ?1
                    and series = ?2
                    and year = ?3
                 union all
                 select counter, issued_on
                   from credit_notes
                  where stream_id = ?1
                    and series = ?2
                    and year = ?3)
          order by counter desc
          limit 1",
    )
    .bind(stream)
    .bind(series)
    .bind(year)
    .fetch_optional(db)
    .await?;
    match row {
        Some(row) => Ok((row.int("counter")?, row.maybe_day("issued_on")?)),
        None => Ok((0, None)),
    }
}

/// One row of the list of invoices.
#[derive(Clone, Debug)]
pub struct Listed {
    pub invoice_id: InvoiceId,
    pub number: String,
    pub issued_on: NaiveDate,
    pub due_on: NaiveDate,
    pub order_id: OrderId,
    pub order_number: String,
    /// How many orders are on it.
    pub n_orders: i64,
    pub buyer_name: String,
    pub payer: CustomerId,
    pub currency: Currency,
    pub n_lines: i64,
    pub net_minor: i64,
    pub charges_minor: i64,
    pub tax_minor: i64,
    pub gross_minor: i64,
    /// By credit notes.
    pub credited_minor: i64,
    pub paid_minor: i64,
}

/// What a list of invoices is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub order: Option<OrderId>,
    pub payer: Option<CustomerId>,
    /// Only those that are not paid.
    pub open: bool,
    pub search: Option<String>,
    pub limit: i64,
    pub offset: i64,
}

/// A page of invoices, newest first.
pub async fn list(db: &mut Db, filter: &Filter) -> Result<Vec<Listed>, Error> {
    let only = only(&[
        (filter.order.is_some(), text::OF_ORDER),
        (filter.payer.is_some(), "i.payer = ?2"),
        (filter.open, text::OPEN),
        (filter.search.is_some(), text::SEARCHED),
    ]);
    let rows = query(text::invoices(&only))
        .bind(filter.order.map(|id| id.bytes().to_vec()))
        .bind(filter.payer.map(|id| id.bytes().to_vec()))
        .bind(filter.open)
        .bind(filter.search.as_deref().map(like))
        .bind(filter.limit)
        .bind(filter.offset)
        .fetch_all(db)
        .await?;
    rows.iter().map(listed).collect()
}

fn listed(row: &SqlRow) -> Result<Listed, Error> {
    Ok(Listed {
        invoice_id: row.id("invoice_id")?,
        number: row.text("number")?,
        issued_on: row.day("issued_on")?,
        due_on: row.day("due_on")?,
        order_id: row.id("order_id")?,
        order_number: row.text("order_number")?,
        n_orders: row.int("n_orders")?,
        buyer_name: row.text("buyer_name")?,
        payer: row.id("payer")?,
        currency: row.currency("currency")?,
        n_lines: row.int("n_lines")?,
        net_minor: row.int("net_minor")?,
        charges_minor: row.int("charges_minor")?,
        tax_minor: row.int("tax_minor")?,
        gross_minor: row.int("gross_minor")?,
        credited_minor: row.int("credited_minor")?,
        paid_minor: row.int("paid_minor")?,
    })
}

/// An invoice as posted, with the hash of its fact in hex.
pub async fn invoice(db: &mut Db, id: InvoiceId) -> Result<Option<(Invoice, String)>, Error> {
    let row = query("select fact_hash from invoices where invoice_id = ?1")
        .bind(id.bytes())
        .fetch_optional(&mut *db)
        .await?;
    match row {
        Some(row) => {
            let hash: Vec<u8> = row.get("fact_hash")?;
            Ok(Some((ledger::document(db, &hash).await?, row.hex("fact_hash")?)))
        }
        None => Ok(None),
    }
}

/// Every invoice that was posted to a customer, oldest first.
pub async fn posted_to(db: &mut Db, bill_to: CustomerId) -> Result<Vec<Invoice>, Error> {
    let rows = query(
        "select i.fact_hash
           from invoices i
          where i.bill_to = ?1
          order by i.issued_on, i.number",
    )
    .bind(bill_to.bytes())
    .fetch_all(&mut *db)
    .await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in &rows {
        let hash: Vec<u8> = row.get("fact_hash")?;
        found.push(ledger::document(db, &hash).await?);
    }
    Ok(found)
}

/// A credit note as posted, with the hash of its fact in hex.
pub async fn credit_note(
    db: &mut Db,
    id: CreditNoteId,
) -> Result<Option<(CreditNote, String)>, Error> {
    let row = query("select fact_hash from credit_notes where credit_note_id = ?1")
        .bind(id.bytes())
        .fetch_optional(&mut *db)
        .await?;
    match row {
        Some(row) => {
            let hash: Vec<u8> = row.get("fact_hash")?;
            Ok(Some((ledger::document(db, &hash).await?, row.hex("fact_hash")?)))
        }
        None => Ok(None),
    }
}

/// One row of the list of credit notes.
#[derive(Clone, Debug)]
pub struct ListedCredit {
    pub credit_note_id: CreditNoteId,
    pub number: String,
    pub issued_on: NaiveDate,
    pub invoice_id: InvoiceId,
    pub invoice_number: String,
    pub order_id: OrderId,
    pub buyer_name: String,
    pub currency: Currency,
    pub gross_minor: i64,
}

/// Credit notes, newest first; of one order or invoice where it is named.
pub async fn credit_notes(
    db: &mut Db,
    order: Option<OrderId>,
    invoice: Option<InvoiceId>,
) -> Result<Vec<ListedCredit>, Error> {
    let rows = query(
        "select c.credit_note_id, c.number, c.issued_on, c.invoice_id,
                i.number as invoice_number, c.order_id, c.buyer_name, c.currency, c.gross_minor
           from credit_notes c
           join invoices i on i.invoice_id = c.invoice_id
          where (?1 is null
                 or c.invoice_id in (select invoice_id from invoice_lines where order_id = ?1))
            and (?2 is null or c.invoice_id = ?2)
          order by c.issued_on desc, c.number desc
          limit 10000",
    )
    .bind(order.map(|id| id.bytes().to_vec()))
    .bind(invoice.map(|id| id.bytes().to_vec()))
    .fetch_all(db)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(ListedCredit {
                credit_note_id: row.id("credit_note_id")?,
                number: row.text("number")?,
                issued_on: row.day("issued_on")?,
                invoice_id: row.id("invoice_id")?,
                invoice_number: row.text("invoice_number")?,
                order_id: row.id("order_id")?,
                buyer_name: row.text("buyer_name")?,
                currency: row.currency("currency")?,
                gross_minor: row.int("gross_minor")?,
            })
        })
        .collect()
}

/// An invoice by its number.
pub async fn by_number(db: &mut Db, number: &str) -> Result<Option<InvoiceId>, Error> {
    let row = query("select invoice_id from invoices where number = ?1")
        .bind(number)
        .fetch_optional(db)
        .await?;
    row.map(|row| row.id("invoice_id")).transpose()
}

/// A posted document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    Invoice(InvoiceId),
    CreditNote(CreditNoteId),
}

/// The invoice or credit note that a person names by number or identity.
pub async fn named(db: &mut Db, named: &str) -> Result<Option<Named>, Error> {
    let id: Option<uuid::Uuid> = named.parse().ok();
    let row = query(
        "select invoice_id, null as credit_note_id
           from invoices
          where number = ?1 or invoice_id = ?2
          union all
         select null, credit_note_id
           from credit_notes
          where number = ?1 or credit_note_id = ?2
          limit 1",
    )
    .bind(named)
    .bind(id.as_ref().map(|id| id.as_bytes().as_slice()))
    .fetch_optional(db)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(match row.maybe_id("invoice_id")? {
        Some(id) => Some(Named::Invoice(id)),
        None => row.maybe_id("credit_note_id")?.map(Named::CreditNote),
    })
}

/// Codes of products, for lines that name them.
pub async fn product_codes(
    db: &mut Db,
    products: &[ProductId],
) -> Result<HashMap<ProductId, String>, Error> {
    let rows = query(
        "select product_id, code
           from products
          where product_id in (select unhex(value) from json_each(?1))",
    )
    .bind(ids(products))
    .fetch_all(db)
    .await?;
    rows.iter().map(|row| Ok((row.id("product_id")?, row.text("code")?))).collect()
}

/// The orders that each of some invoices of ours bills.
pub async fn orders_of(
    db: &mut Db,
    invoices: &[InvoiceId],
) -> Result<Vec<(InvoiceId, OrderId)>, Error> {
    let rows = query(
        "select distinct il.invoice_id, il.order_id
           from json_each(?1) asked
     cross join invoice_lines il on il.invoice_id = unhex(asked.value)",
    )
    .bind(ids(invoices))
    .fetch_all(db)
    .await?;
    rows.iter().map(|row| Ok((row.id("invoice_id")?, row.id("order_id")?))).collect()
}

/// Orders that wait to be billed and may come onto one document with `like`, itself among them.
pub async fn mates(db: &mut Db, like: OrderId) -> Result<Vec<OrderId>, Error> {
    let rows = query(
        "select o.order_id
           from orders one
           join orders o on o.sold_to = one.sold_to
                        and o.bill_to = one.bill_to
                        and o.payer = one.payer
                        and o.currency = one.currency
                        and o.vat_regime = one.vat_regime
                        and o.basis = one.basis
          where one.order_id = ?1
            and (o.order_id = one.order_id
                 or exists (select 1 from billing_work w where w.order_id = o.order_id))
          order by o.order_id",
    )
    .bind(like.bytes())
    .fetch_all(db)
    .await?;
    rows.iter().map(|row| row.id("order_id")).collect()
}

/// Who gets the invoices of orders, by name.
pub async fn buyer_names(
    db: &mut Db,
    orders: &[OrderId],
) -> Result<HashMap<OrderId, String>, Error> {
    let rows = query(
        "select o.order_id, c.name
           from orders o
           join customers c on c.customer_id = o.bill_to
          where o.order_id in (select unhex(value) from json_each(?1))",
    )
    .bind(ids(orders))
    .fetch_all(db)
    .await?;
    rows.iter().map(|row| Ok((row.id("order_id")?, row.text("name")?))).collect()
}

mod text {
    pub fn invoices(only: &str) -> String {
        format!(
            "select i.invoice_id, i.number, i.issued_on, i.due_on, i.order_id,
                    o.number as order_number,
                    (select count(distinct il.order_id)
                       from invoice_lines il
                      where il.invoice_id = i.invoice_id) as n_orders,
                    i.buyer_name, i.payer, i.currency, i.n_lines,
                    i.net_minor, i.charges_minor, i.tax_minor, i.gross_minor,
                    coalesce((select sum(c.gross_minor)
                                from credit_notes c
                               where c.invoice_id = i.invoice_id), 0) as credited_minor,
                    coalesce((select sum(a.amount_minor)
                                from payment_allocations a
                               where a.invoice_id = i.invoice_id), 0) as paid_minor
               from (select i.invoice_id
                       from invoices i
                            {only}
                      order by i.issued_on desc, i.number desc
                      limit ?5 offset ?6) page
         cross join invoices i on i.invoice_id = page.invoice_id
         cross join orders o   on o.order_id = i.order_id
              order by i.issued_on desc, i.number desc"
        )
    }

    pub const OPEN: &str = "i.gross_minor
           - coalesce((select sum(c.gross_minor)
                         from credit_notes c
                        where c.invoice_id = i.invoice_id), 0)
           > coalesce((select sum(a.amount_minor)
                         from payment_allocations a
                        where a.invoice_id = i.invoice_id), 0)";

    pub const SEARCHED: &str = "(i.number like ?4 escape '\\'
           or i.buyer_name like ?4 escape '\\'
           or i.invoice_id in (select il.invoice_id
                                 from orders o
                                 join invoice_lines il on il.order_id = o.order_id
                                where o.number like ?4 escape '\\'))";

    pub const OF_ORDER: &str =
        "i.invoice_id in (select invoice_id from invoice_lines where order_id = ?1)";
}

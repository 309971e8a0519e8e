//! What billing reads: the cases that may be billed, posted invoices, and money received.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use chrono::NaiveDate;
use dovuto_domain::billing::balance::Delivery;
use dovuto_domain::billing::invoice::{Invoice, OpenInvoice};
use dovuto_domain::billing::proposal::{Case, CaseCharge, CaseLine};
use dovuto_domain::kernel::id::{CustomerId, InvoiceId, OrderId, PaymentId, ProductId, ShipmentId};
use dovuto_domain::kernel::quantity::{Currency, Quantity};
use dovuto_domain::orders::Order;
use dovuto_domain::parties::Customer;
use dovuto_domain::pricing::Charge;
use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;

use crate::Db;
use crate::error::Error;
use crate::ledger;
use crate::orders::{currency, ids, like, prices};
use crate::row::Read as _;

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
    let rows = sqlx::query(
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

/// Everything that billing needs to know of some orders.
pub async fn cases(db: &mut Db, orders: &[OrderId]) -> Result<Vec<Case>, Error> {
    let asked = ids(orders);
    let mut prices = prices(db, orders).await?;
    let mut deliveries = deliveries(db, &asked).await?;
    let mut charges = charges(db, &asked).await?;
    let mut lines: HashMap<OrderId, Vec<CaseLine>> = HashMap::new();
    for row in &sqlx::query(text::CASE_LINES).bind(&asked).fetch_all(&mut *db).await? {
        let (order_id, line_n): (OrderId, i64) = (row.id("order_id")?, row.int("line_n")?);
        let key = (order_id, line_n);
        lines.entry(order_id).or_default().push(CaseLine {
            prices: prices.remove(&key).unwrap_or_default(),
            deliveries: deliveries.remove(&key).unwrap_or_default(),
            ..case_line(row, line_n)?
        });
    }
    let heads = sqlx::query(text::CASE_HEADS).bind(&asked).fetch_all(&mut *db).await?;
    let mut customers: HashMap<CustomerId, Customer> = HashMap::new();
    let mut found = Vec::with_capacity(heads.len());
    for row in &heads {
        let order_id: OrderId = row.id("order_id")?;
        let hash: Vec<u8> = row.try_get("fact_hash")?;
        let order: Order = ledger::document(db, &hash).await?;
        let bill_to = order.terms.bill_to;
        if let Entry::Vacant(unknown) = customers.entry(bill_to) {
            let hash: Vec<u8> = row.try_get("customer_hash")?;
            unknown.insert(ledger::document(db, &hash).await?);
        }
        found.push(Case {
            order_id,
            number: row.text("number")?,
            missing: order.missing(&customers[&bill_to].required_references),
            terms: order.terms,
            references: order.references,
            lines: lines.remove(&order_id).unwrap_or_default(),
            charges: charges.remove(&order_id).unwrap_or_default(),
        });
    }
    Ok(found)
}

fn case_line(row: &SqliteRow, line_n: i64) -> Result<CaseLine, Error> {
    Ok(CaseLine {
        line_n,
        product_id: row.id("product_id")?,
        product_code: row.text("code")?,
        kind: row.word("kind")?,
        description: row.text("description")?,
        unit_code: row.text("unit_code")?,
        tax_category: row.text("tax_category")?,
        customer_line: row.maybe_text("customer_line")?,
        customer_code: row.maybe_text("customer_code")?,
        cost_centre: row.maybe_text("cost_centre")?,
        cap: Quantity(row.int("quantity")?),
        prices: Vec::new(),
        deliveries: Vec::new(),
    })
}

async fn deliveries(
    db: &mut Db,
    asked: &str,
) -> Result<HashMap<(OrderId, i64), Vec<Delivery>>, Error> {
    let rows = sqlx::query(
        "select order_id, line_n, shipment_id, shipment_n, number, dispatched_on, billing_holder,
                dispatched, proof_id, accepted, invoiced
           from shipment_line_quantities
          where order_id in (select unhex(value) from json_each(?1))",
    )
    .bind(asked)
    .fetch_all(db)
    .await?;
    let mut found: HashMap<(OrderId, i64), Vec<Delivery>> = HashMap::new();
    for row in &rows {
        let accepted = match (row.maybe_id("proof_id")?, row.maybe_int("accepted")?) {
            (Some(proof), Some(accepted)) => Some((proof, Quantity(accepted))),
            _ => None,
        };
        let delivery = Delivery {
            shipment_id: row.id("shipment_id")?,
            shipment_n: row.int("shipment_n")?,
            number: row.text("number")?,
            dispatched_on: row.day("dispatched_on")?,
            dispatched: Quantity(row.int("dispatched")?),
            accepted,
            invoiced: Quantity(row.int("invoiced")?),
            credited: Quantity::ZERO,
            billing_holder: row.id("billing_holder")?,
        };
        found.entry((row.id("order_id")?, row.int("line_n")?)).or_default().push(delivery);
    }
    Ok(found)
}

async fn charges(db: &mut Db, asked: &str) -> Result<HashMap<OrderId, Vec<CaseCharge>>, Error> {
    let rows = sqlx::query(
        "select order_id, charge_n, kind, per, amount_minor, description
           from charges
          where order_id in (select unhex(value) from json_each(?1))
          order by order_id, charge_n",
    )
    .bind(asked)
    .fetch_all(&mut *db)
    .await?;
    let mut found: HashMap<OrderId, Vec<CaseCharge>> = HashMap::new();
    for row in &rows {
        let charge = Charge {
            charge_n: row.int("charge_n")?,
            kind: row.word("kind")?,
            per: row.word("per")?,
            amount_minor: row.int("amount_minor")?,
            description: row.text("description")?,
        };
        let charge = CaseCharge { charge, billed_for: Vec::new() };
        found.entry(row.id("order_id")?).or_default().push(charge);
    }
    let billed = sqlx::query(
        "select distinct order_id, charge_n, shipment_id
           from invoice_charges
          where order_id in (select unhex(value) from json_each(?1))",
    )
    .bind(asked)
    .fetch_all(db)
    .await?;
    for row in &billed {
        let (order, n): (OrderId, i64) = (row.id("order_id")?, row.int("charge_n")?);
        let shipment: Option<ShipmentId> = row.maybe_id("shipment_id")?;
        let of_order = found.get_mut(&order).into_iter().flatten();
        for charge in of_order.filter(|c| c.charge.charge_n == n) {
            charge.billed_for.push(shipment);
        }
    }
    Ok(found)
}

/// The hashes of the facts that an invoice of some shipments rests on: subject and hash, in hex.
pub async fn sources(
    db: &mut Db,
    order: OrderId,
    shipments: &[ShipmentId],
) -> Result<Vec<(String, String)>, Error> {
    let rows = sqlx::query(
        "select lower(hex(o.order_id)) as subject, lower(hex(o.confirmed_hash)) as hash
           from orders o
          where o.order_id = ?1
         union all
         select lower(hex(s.shipment_id)), lower(hex(s.issued_hash))
           from shipments s
          where s.shipment_id in (select unhex(value) from json_each(?2))
         union all
         select lower(hex(p.shipment_id)), lower(hex(p.fact_hash))
           from proofs p
          where p.shipment_id in (select unhex(value) from json_each(?2))
            and p.proof_n = (select max(latest.proof_n)
                               from proofs latest
                              where latest.shipment_id = p.shipment_id)",
    )
    .bind(order.bytes())
    .bind(ids(shipments))
    .fetch_all(db)
    .await?;
    rows.iter().map(|row| Ok((row.text("subject")?, row.text("hash")?))).collect()
}

/// The last counter of a station's invoices in a year, and the last date of its series.
pub async fn last_of_series(
    db: &mut Db,
    stream: &[u8],
    year: i32,
) -> Result<(i64, Option<NaiveDate>), Error> {
    let row = sqlx::query(
        "select coalesce((select max(counter)
                            from invoices
                           where stream_id = ?1
                             and series = 'F'
                             and year = ?2), 0) as counter,
                (select issued_on
                   from invoices
                  where stream_id = ?1
                    and series = 'F'
                  order by year desc, counter desc
                  limit 1) as issued_on",
    )
    .bind(stream)
    .bind(year)
    .fetch_one(db)
    .await?;
    Ok((row.int("counter")?, row.maybe_day("issued_on")?))
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
    pub buyer_name: String,
    pub payer: CustomerId,
    pub currency: Currency,
    pub n_lines: i64,
    pub net_minor: i64,
    pub charges_minor: i64,
    pub tax_minor: i64,
    pub gross_minor: i64,
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
    let rows = sqlx::query(text::INVOICES)
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

fn listed(row: &SqliteRow) -> Result<Listed, Error> {
    Ok(Listed {
        invoice_id: row.id("invoice_id")?,
        number: row.text("number")?,
        issued_on: row.day("issued_on")?,
        due_on: row.day("due_on")?,
        order_id: row.id("order_id")?,
        order_number: row.text("order_number")?,
        buyer_name: row.text("buyer_name")?,
        payer: row.id("payer")?,
        currency: currency(row, "currency")?,
        n_lines: row.int("n_lines")?,
        net_minor: row.int("net_minor")?,
        charges_minor: row.int("charges_minor")?,
        tax_minor: row.int("tax_minor")?,
        gross_minor: row.int("gross_minor")?,
        paid_minor: row.int("paid_minor")?,
    })
}

/// An invoice as posted, with the hash of its fact in hex.
pub async fn invoice(db: &mut Db, id: InvoiceId) -> Result<Option<(Invoice, String)>, Error> {
    let row = sqlx::query("select fact_hash from invoices where invoice_id = ?1")
        .bind(id.bytes())
        .fetch_optional(&mut *db)
        .await?;
    match row {
        Some(row) => {
            let hash: Vec<u8> = row.try_get("fact_hash")?;
            Ok(Some((ledger::document(db, &hash).await?, row.hex("fact_hash")?)))
        }
        None => Ok(None),
    }
}

/// An invoice by its number.
pub async fn by_number(db: &mut Db, number: &str) -> Result<Option<InvoiceId>, Error> {
    let row = sqlx::query("select invoice_id from invoices where number = ?1")
        .bind(number)
        .fetch_optional(db)
        .await?;
    row.map(|row| row.id("invoice_id")).transpose()
}

/// Invoices as a payment finds them, in the order asked.
pub async fn open_invoices(db: &mut Db, asked: &[InvoiceId]) -> Result<Vec<OpenInvoice>, Error> {
    let mut found = Vec::with_capacity(asked.len());
    for id in asked {
        let row = sqlx::query(
            "select i.payer, i.currency,
                    i.gross_minor - coalesce((select sum(a.amount_minor)
                                                from payment_allocations a
                                               where a.invoice_id = i.invoice_id), 0) as open_minor
               from invoices i
              where i.invoice_id = ?1",
        )
        .bind(id.bytes())
        .fetch_optional(&mut *db)
        .await?;
        if let Some(row) = row {
            found.push(OpenInvoice {
                invoice_id: *id,
                payer: row.id("payer")?,
                currency: currency(&row, "currency")?,
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
    pub reference: String,
}

/// Payments, newest first; of one invoice where it is named.
pub async fn payments(db: &mut Db, invoice: Option<InvoiceId>) -> Result<Vec<PaymentRow>, Error> {
    let rows = sqlx::query(
        "select p.payment_id, p.payer, c.name, p.received_on, p.currency, p.amount_minor,
                p.reference,
                (select coalesce(sum(a.amount_minor), 0)
                   from payment_allocations a
                  where a.payment_id = p.payment_id) as allocated_minor
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
                currency: currency(row, "currency")?,
                amount_minor: row.int("amount_minor")?,
                allocated_minor: row.int("allocated_minor")?,
                reference: row.text("reference")?,
            })
        })
        .collect()
}

/// Codes of products, for lines that name them.
pub async fn product_codes(
    db: &mut Db,
    products: &[ProductId],
) -> Result<HashMap<ProductId, String>, Error> {
    let rows = sqlx::query(
        "select product_id, code
           from products
          where product_id in (select unhex(value) from json_each(?1))",
    )
    .bind(ids(products))
    .fetch_all(db)
    .await?;
    rows.iter().map(|row| Ok((row.id("product_id")?, row.text("code")?))).collect()
}

/// The order that an invoice bills.
pub async fn order_of(db: &mut Db, id: InvoiceId) -> Result<OrderId, Error> {
    let row = sqlx::query("select order_id from invoices where invoice_id = ?1")
        .bind(id.bytes())
        .fetch_one(db)
        .await?;
    row.id("order_id")
}

/// Who gets the invoices of orders, by name.
pub async fn buyer_names(
    db: &mut Db,
    orders: &[OrderId],
) -> Result<HashMap<OrderId, String>, Error> {
    let rows = sqlx::query(
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
    pub const CASE_HEADS: &str = "select o.order_id, o.number, o.fact_hash,
            c.fact_hash as customer_hash
       from orders o
       join customers c on c.customer_id = o.bill_to
      where o.order_id in (select unhex(value) from json_each(?1))
        and o.state in ('confirmed', 'closed')
      order by o.order_id";

    pub const CASE_LINES: &str = "select ol.order_id, ol.line_n, ol.product_id, p.code, ol.kind,
            ol.description, ol.quantity, ol.unit_code, ol.tax_category, ol.customer_line,
            ol.customer_code, ol.cost_centre
       from order_lines ol
       join products p on p.product_id = ol.product_id
      where ol.order_id in (select unhex(value) from json_each(?1))
      order by ol.order_id, ol.line_n";

    pub const INVOICES: &str = "select i.invoice_id, i.number, i.issued_on, i.due_on, i.order_id,
            o.number as order_number, i.buyer_name, i.payer, i.currency, i.n_lines, i.net_minor,
            i.charges_minor, i.tax_minor, i.gross_minor,
            coalesce((select sum(a.amount_minor)
                        from payment_allocations a
                       where a.invoice_id = i.invoice_id), 0) as paid_minor
       from invoices i
       join orders o on o.order_id = i.order_id
      where (?1 is null or i.order_id = ?1)
        and (?2 is null or i.payer = ?2)
        and (not ?3
             or i.gross_minor > coalesce((select sum(a.amount_minor)
                                            from payment_allocations a
                                           where a.invoice_id = i.invoice_id), 0))
        and (?4 is null
             or i.number like ?4 escape '\\'
             or i.buyer_name like ?4 escape '\\'
             or o.number like ?4 escape '\\')
      order by i.issued_on desc, i.number desc
      limit ?5 offset ?6";
}

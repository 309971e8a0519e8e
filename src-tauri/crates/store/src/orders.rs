//! Orders: what was asked, promised and agreed, what holds them, and how far each has come.

pub mod holds;
pub mod progress;

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use dovuto_domain::catalog::Tracking;
use dovuto_domain::kernel::id::{CustomerId, OrderId, ProductId};
use dovuto_domain::kernel::number::may_be_in_number;
use dovuto_domain::kernel::quantity::{Currency, Price, Quantity};
use dovuto_domain::orders::{Earlier, Order, OrderKind, OrderState};
use dovuto_domain::parties::Basis;
use dovuto_domain::pricing::{AgreedPrice, Evidence};
use serde_json::json;

use crate::error::Error;
use crate::ledger;
use crate::row::word;
use crate::sql::{Cell, Db, SqlRow, only, query, query_scalar};

/// An order with what became of it.
#[derive(Clone, Debug)]
pub struct Stored {
    pub order: Order,
    pub state: OrderState,
    pub number: Option<String>,
    pub first_promised_on: Option<NaiveDate>,
    pub promised_on: Option<NaiveDate>,
    pub confirmed_on: Option<NaiveDate>,
    pub ended_on: Option<NaiveDate>,
    pub end_reason: Option<String>,
    pub entered_at: DateTime<Utc>,
    /// Hash of the fact that confirmed it, in hex.
    pub confirmed_hash: Option<String>,
}

/// An order by its identity.
pub async fn order(db: &mut Db, id: OrderId) -> Result<Option<Stored>, Error> {
    let row = query(text::BY_ID).bind(id.bytes()).fetch_optional(&mut *db).await?;
    match row {
        Some(row) => Ok(Some(stored(db, &row).await?)),
        None => Ok(None),
    }
}

/// An order by its number.
pub async fn by_number(db: &mut Db, number: &str) -> Result<Option<OrderId>, Error> {
    let row = query("select order_id from orders where number = ?1")
        .bind(number)
        .fetch_optional(db)
        .await?;
    row.map(|row| row.id("order_id")).transpose()
}

async fn stored(db: &mut Db, row: &SqlRow) -> Result<Stored, Error> {
    let hash: Vec<u8> = row.get("fact_hash")?;
    let mut order: Order = ledger::document(db, &hash).await?;
    order.kind = row.word("kind")?;
    order.blanket_id = row.maybe_id("blanket_id")?;
    Ok(Stored {
        order,
        state: row.word("state")?,
        number: row.maybe_text("number")?,
        first_promised_on: row.maybe_day("first_promised_on")?,
        promised_on: row.maybe_day("promised_on")?,
        confirmed_on: row.maybe_day("confirmed_on")?,
        ended_on: row.maybe_day("ended_on")?,
        end_reason: row.maybe_text("end_reason")?,
        entered_at: row.instant("entered_at")?,
        confirmed_hash: row.maybe_text("confirmed_hex")?,
    })
}

/// The counter of the last order confirmed by a station in a year.
pub async fn last_counter(db: &mut Db, stream: &[u8], year: i32) -> Result<i64, Error> {
    query_scalar(
        "select coalesce(max(counter), 0)
           from orders
          where stream_id = ?1
            and year = ?2",
    )
    .bind(stream)
    .bind(year)
    .fetch_one(db)
    .await
}

/// Orders of a customer under a PO that count: not declined, not cancelled, not `except`.
pub async fn earlier(
    db: &mut Db,
    customer: CustomerId,
    po: &str,
    except: OrderId,
) -> Result<Vec<Earlier>, Error> {
    let rows = query(
        "select order_id, number, kind
           from orders
          where sold_to = ?1
            and customer_po = ?2
            and order_id <> ?3
            and state in ('draft', 'confirmed', 'closed')
          order by entered_at, order_id
          limit 1000",
    )
    .bind(customer.bytes())
    .bind(po)
    .bind(except.bytes())
    .fetch_all(&mut *db)
    .await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let order_id: OrderId = row.id("order_id")?;
        let kind: OrderKind = row.word("kind")?;
        let lines = quantities(db, order_id).await?;
        let open = match kind {
            OrderKind::Blanket => open_of_blanket(db, order_id, &lines).await?,
            OrderKind::Standard | OrderKind::CallOff => Vec::new(),
        };
        found.push(Earlier { order_id, number: row.maybe_text("number")?, kind, lines, open });
    }
    Ok(found)
}

async fn quantities(db: &mut Db, id: OrderId) -> Result<Vec<(ProductId, Quantity)>, Error> {
    let rows = query(
        "select product_id, quantity
           from order_lines
          where order_id = ?1
          order by line_n",
    )
    .bind(id.bytes())
    .fetch_all(db)
    .await?;
    rows.iter().map(|row| Ok((row.id("product_id")?, Quantity(row.int("quantity")?)))).collect()
}

async fn open_of_blanket(
    db: &mut Db,
    id: OrderId,
    lines: &[(ProductId, Quantity)],
) -> Result<Vec<(ProductId, Quantity)>, Error> {
    let called = query(
        "select ol.product_id, sum(ol.quantity) as quantity
           from orders o
           join order_lines ol on ol.order_id = o.order_id
          where o.blanket_id = ?1
            and o.state in ('draft', 'confirmed', 'closed')
          group by ol.product_id",
    )
    .bind(id.bytes())
    .fetch_all(db)
    .await?;
    let mut open: Vec<(ProductId, Quantity)> = lines.to_vec();
    for row in called {
        let (product, mut taken): (ProductId, i64) = (row.id("product_id")?, row.int("quantity")?);
        for (_, quantity) in open.iter_mut().filter(|(p, _)| *p == product) {
            let part = taken.min(quantity.0);
            quantity.0 -= part;
            taken -= part;
        }
    }
    Ok(open)
}

/// The open orders that a payer pays in one currency.
pub async fn open_of_payer(
    db: &mut Db,
    payer: CustomerId,
    money: Currency,
) -> Result<Vec<OrderId>, Error> {
    let rows = query(
        "select order_id
           from orders
          where payer = ?1
            and currency = ?2
            and state = 'confirmed'
            and kind <> 'blanket'
          order by order_id",
    )
    .bind(payer.bytes())
    .bind(money.code())
    .fetch_all(db)
    .await?;
    rows.iter().map(|row| row.id("order_id")).collect()
}

/// The agreed prices of orders, by order and line.
pub async fn prices(
    db: &mut Db,
    orders: &[OrderId],
) -> Result<HashMap<(OrderId, i64), Vec<AgreedPrice>>, Error> {
    let rows = query(
        "select order_id, line_n, price_n, price_micro, per, discount_ppm, currency, applies_from,
                source, agreed_by, evidence_reference, evidence_date, evidence_hash, discount_text,
                allowance_minor, allowance_quantity
           from agreed_prices
          where order_id in (select unhex(value) from json_each(?1))
          order by order_id, line_n, price_n",
    )
    .bind(ids(orders))
    .fetch_all(db)
    .await?;
    let mut found: HashMap<(OrderId, i64), Vec<AgreedPrice>> = HashMap::new();
    for row in &rows {
        let key = (row.id("order_id")?, row.int("line_n")?);
        found.entry(key).or_default().push(agreed_price(row)?);
    }
    Ok(found)
}

fn agreed_price(row: &SqlRow) -> Result<AgreedPrice, Error> {
    Ok(AgreedPrice {
        price_n: row.int("price_n")?,
        price: Price {
            micro: row.int("price_micro")?,
            per: row.int("per")?,
            discount_ppm: row.int("discount_ppm")?,
        },
        currency: row.currency("currency")?,
        applies_from: row.day("applies_from")?,
        source: row.word("source")?,
        agreed_by: row.maybe_id("agreed_by")?,
        evidence: Evidence {
            reference: row.text("evidence_reference")?,
            date: row.maybe_day("evidence_date")?,
            file_hash: row.maybe_text("evidence_hash")?,
        },
        discount_text: row.maybe_text("discount_text")?,
        allowance_minor: row.int("allowance_minor")?,
        allowance_quantity: Quantity(row.int("allowance_quantity")?),
    })
}

/// An order as it was last entered, before it was confirmed: what the customer asked for.
pub async fn as_entered(db: &mut Db, id: OrderId) -> Result<Option<Order>, Error> {
    let hash: Option<Vec<u8>> = query_scalar(
        "select hash
           from ledger
          where subject_id = ?1
            and kind = 'OrderSaved'
          order by rowid desc
          limit 1",
    )
    .bind(id.bytes())
    .fetch_optional(&mut *db)
    .await?;
    match hash {
        Some(hash) => Ok(Some(ledger::document(db, &hash).await?)),
        None => Ok(None),
    }
}

/// The fact that agreed a price, in hex.
pub async fn price_hash(
    db: &mut Db,
    order: OrderId,
    line_n: i64,
    price_n: i64,
) -> Result<Option<String>, Error> {
    query_scalar(
        "select lower(hex(fact_hash))
           from agreed_prices
          where order_id = ?1
            and line_n = ?2
            and price_n = ?3",
    )
    .bind(order.bytes())
    .bind(line_n)
    .bind(price_n)
    .fetch_optional(db)
    .await
}

/// Identities as the JSON array of hex that `json_each` reads.
pub(crate) fn ids<T: std::fmt::Display>(of: &[T]) -> String {
    json!(of.iter().map(ToString::to_string).collect::<Vec<_>>()).to_string()
}

/// On what an order is billed.
pub async fn basis(db: &mut Db, id: OrderId) -> Result<Basis, Error> {
    let row = query("select basis from orders where order_id = ?1")
        .bind(id.bytes())
        .fetch_one(db)
        .await?;
    row.word("basis")
}

/// The products of those order lines that are goods.
pub async fn goods(
    db: &mut Db,
    orders: &[OrderId],
) -> Result<HashMap<(OrderId, i64), ProductId>, Error> {
    let rows = query(
        "select order_id, line_n, product_id
           from order_lines
          where order_id in (select unhex(value) from json_each(?1))
            and kind = 'goods'",
    )
    .bind(ids(orders))
    .fetch_all(db)
    .await?;
    rows.iter()
        .map(|row| Ok(((row.id("order_id")?, row.int("line_n")?), row.id("product_id")?)))
        .collect()
}

/// The products of those order lines whose pieces are followed by number.
pub async fn tracked(
    db: &mut Db,
    orders: &[OrderId],
) -> Result<HashMap<(OrderId, i64), Tracking>, Error> {
    let rows = query(
        "select ol.order_id, ol.line_n, p.tracking
           from order_lines ol
           join products p on p.product_id = ol.product_id
          where ol.order_id in (select unhex(value) from json_each(?1))
            and p.tracking <> 'none'",
    )
    .bind(ids(orders))
    .fetch_all(db)
    .await?;
    rows.iter()
        .map(|row| Ok(((row.id("order_id")?, row.int("line_n")?), row.word("tracking")?)))
        .collect()
}

/// What a list of orders is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Part of a number, PO, or the customer's code or name.
    pub search: Option<String>,
    pub state: Option<OrderState>,
    pub customer: Option<CustomerId>,
    pub limit: i64,
    pub offset: i64,
}

/// One row of the list of orders.
#[derive(Clone, Debug)]
pub struct Listed {
    pub order_id: OrderId,
    pub number: Option<String>,
    pub state: OrderState,
    pub kind: OrderKind,
    pub customer_id: CustomerId,
    pub customer_code: String,
    pub customer_name: String,
    pub customer_po: Option<String>,
    pub currency: Currency,
    pub ordered_on: NaiveDate,
    pub requested_on: Option<NaiveDate>,
    pub promised_on: Option<NaiveDate>,
    pub n_lines: i64,
}

/// A page of orders, newest entry first, and how many the filter finds in all.
pub async fn list(db: &mut Db, filter: &Filter) -> Result<(Vec<Listed>, i64), Error> {
    let state = filter.state.map(word).transpose()?;
    let customer = filter.customer.map(|id| id.bytes().to_vec());
    let pattern = filter.search.as_deref().map(like);
    let in_numbers = filter.search.as_deref().is_some_and(|text| may_be_in_number(text.trim()));
    let text = text::list(
        &only(&[(state.is_some(), "o.state = ?1"), (customer.is_some(), "o.sold_to = ?2")]),
        pattern.is_some(),
        if in_numbers { text::IN_NUMBERS } else { "" },
    );
    let rows = query(text)
        .bind(state)
        .bind(customer)
        .bind(pattern)
        .bind(filter.limit)
        .bind(filter.offset)
        .fetch_all(db)
        .await?;
    let total = rows.first().map_or(Ok(0), |row| row.int("total"))?;
    let listed = rows.iter().filter(|row| row.cell("order_id").is_ok_and(|id| *id != Cell::Null));
    Ok((listed.map(listed_order).collect::<Result<_, _>>()?, total))
}

fn listed_order(row: &SqlRow) -> Result<Listed, Error> {
    Ok(Listed {
        order_id: row.id("order_id")?,
        number: row.maybe_text("number")?,
        state: row.word("state")?,
        kind: row.word("kind")?,
        customer_id: row.id("sold_to")?,
        customer_code: row.text("customer_code")?,
        customer_name: row.text("customer_name")?,
        customer_po: row.maybe_text("customer_po")?,
        currency: row.currency("currency")?,
        ordered_on: row.day("ordered_on")?,
        requested_on: row.maybe_day("requested_on")?,
        promised_on: row.maybe_day("promised_on")?,
        n_lines: row.int("n_lines")?,
    })
}

/// A pattern that finds `text` anywhere, with the wildcards in it taken literally.
pub(crate) fn like(text: &str) -> String {
    let escaped = text.trim().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{escaped}%")
}

mod text {
    pub const BY_ID: &str = "select o.state, o.kind, o.blanket_id, o.number, o.first_promised_on,
            o.promised_on, o.confirmed_on, o.ended_on, o.end_reason, o.entered_at, o.fact_hash,
            case when o.confirmed_hash is null then null else lower(hex(o.confirmed_hash)) end
              as confirmed_hex
       from orders o
      where o.order_id = ?1";

    pub const IN_NUMBERS: &str = "select order_id
                     from orders indexed by orders_by_number
                    where number like ?3 escape '\\'
                    union
                   ";

    /// `found` looks each index of what can be searched through once, numbers only for what may be
    /// in one; where something is searched, page and total begin at it. A page beyond the last row
    /// still says how many there are.
    pub fn list(only: &str, is_searched: bool, in_numbers: &str) -> String {
        let orders = if is_searched {
            "found f cross join orders o on o.order_id = f.order_id"
        } else {
            "orders o"
        };
        let counted = if is_searched && only.is_empty() { "found" } else { orders };
        format!(
            "with found as materialized
                  ({in_numbers}select order_id
                     from orders indexed by orders_by_po
                    where customer_po like ?3 escape '\\'
                    union
                   select o.order_id
                     from customers c
               cross join orders o on o.sold_to = c.customer_id
                    where c.code like ?3 escape '\\'
                       or c.name like ?3 escape '\\'),
                  page as materialized
                  (select o.order_id, o.entered_at
                     from {orders}
                          {only}
                    order by o.entered_at desc, o.order_id desc
                    limit ?4 offset ?5)
             select n.total, o.order_id, o.number, o.state, o.kind, o.sold_to, o.customer_po,
                    o.currency, o.ordered_on, o.requested_on, o.promised_on,
                    c.code as customer_code, c.name as customer_name,
                    (select count(*)
                       from order_lines ol
                      where ol.order_id = o.order_id) as n_lines
               from (select count(*) as total from {counted} {only}) n
               left join page p      on true
               left join orders o    on o.order_id = p.order_id
               left join customers c on c.customer_id = o.sold_to
              order by p.entered_at desc, p.order_id desc"
        )
    }
}

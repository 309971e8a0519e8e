//! Lists as they are exported: each a text of SQL that is read page by page, behind the last row.

pub mod money;
pub mod records;

use chrono::NaiveDate;

use crate::error::Error;
use crate::orders::like;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Day,
    Whole,
    /// Millionths: a quantity, a price, a discount, a rate.
    Micro,
    /// Minor units of the currency in the row's column `currency`.
    Minor,
}

/// A list: its columns and where they come from.
#[derive(Debug)]
pub struct List {
    pub columns: &'static [(&'static str, Kind)],
    text: &'static str,
}

/// What a list is narrowed to.
#[derive(Clone, Copy, Debug)]
pub struct Narrow<'a> {
    /// Part of a number, code or name; empty finds all.
    pub search: &'a str,
    /// Of lists of documents: from this day to that one, by the date that the document bears.
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
}

/// Behind which row the next page begins.
#[derive(Clone, Debug, Default)]
pub struct After(Option<(Place, Place)>);

#[derive(Clone, Debug)]
enum Place {
    Blob(Vec<u8>),
    Text(String),
    Int(i64),
}

/// One value of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    None,
    Text(String),
    Int(i64),
}

/// Reads the rows behind `after`, at most `limit`, and moves it behind them.
pub async fn page(
    db: &mut Db,
    list: &List,
    narrow: Narrow<'_>,
    after: &mut After,
    limit: i64,
) -> Result<Vec<Vec<Value>>, Error> {
    // A text sorts before every blob, and the empty one before every other.
    let (first, second) = after.0.clone().unwrap_or((Place::Text(String::new()), Place::Int(-1)));
    let search = if narrow.search.is_empty() { None } else { Some(like(narrow.search)) };
    let mut query = query(list.text);
    for place in [first, second] {
        query = match place {
            Place::Blob(bytes) => query.bind(bytes),
            Place::Text(text) => query.bind(text),
            Place::Int(n) => query.bind(n),
        };
    }
    let rows = query
        .bind(limit)
        .bind(search)
        .bind(narrow.from.map(|day| day.to_string()))
        .bind(narrow.to.map(|day| day.to_string()))
        .fetch_all(db)
        .await?;
    if let Some(last) = rows.last() {
        after.0 = Some((place(last, "at_1")?, place(last, "at_2")?));
    }
    rows.iter().map(|row| values(row, list)).collect()
}

fn place(row: &SqlRow, column: &str) -> Result<Place, Error> {
    Ok(match row.cell(column)? {
        Cell::Blob(bytes) => Place::Blob(bytes.clone()),
        Cell::Integer(n) => Place::Int(*n),
        _ => Place::Text(row.text(column)?),
    })
}

fn values(row: &SqlRow, list: &List) -> Result<Vec<Value>, Error> {
    let value = |(column, kind): &(&str, Kind)| {
        Ok(match kind {
            Kind::Text | Kind::Day => row.maybe_text(column)?.map_or(Value::None, Value::Text),
            Kind::Whole | Kind::Micro | Kind::Minor => {
                row.maybe_int(column)?.map_or(Value::None, Value::Int)
            }
        })
    };
    list.columns.iter().map(value).collect()
}

use crate::sql::{Cell, Db, SqlRow, query};
use Kind::{Day, Micro, Minor, Text, Whole};

/// Orders as they were entered, oldest first.
pub const ORDERS: List = List {
    columns: &[
        ("key", Text),
        ("state", Text),
        ("kind", Text),
        ("customer", Text),
        ("customer_name", Text),
        ("customer_po", Text),
        ("ordered_on", Day),
        ("requested_on", Day),
        ("promised_on", Day),
        ("currency", Text),
        ("basis", Text),
    ],
    text: "select o.order_id as at_1, 0 as at_2,
                  coalesce(o.number, lower(hex(o.order_id))) as key, o.state, o.kind,
                  c.code as customer, c.name as customer_name, o.customer_po, o.ordered_on,
                  o.requested_on, o.promised_on, o.currency, o.basis
             from orders o
             join customers c on c.customer_id = o.sold_to
            where (o.order_id, 0) > (?1, ?2)
              and (?4 is null
                   or o.number like ?4 escape '\\'
                   or o.customer_po like ?4 escape '\\'
                   or c.code like ?4 escape '\\'
                   or c.name like ?4 escape '\\')
              and (?5 is null or o.ordered_on >= ?5)
              and (?6 is null or o.ordered_on <= ?6)
            order by o.order_id
            limit ?3",
};

/// Lines of orders, each with the price agreed last.
pub const ORDER_LINES: List = List {
    columns: &[
        ("key", Text),
        ("line", Whole),
        ("customer", Text),
        ("product", Text),
        ("description", Text),
        ("quantity", Micro),
        ("unit", Text),
        ("unit_price", Micro),
        ("per", Whole),
        ("discount", Micro),
        ("currency", Text),
        ("customer_line", Text),
        ("cost_centre", Text),
    ],
    text: "select ol.order_id as at_1, ol.line_n as at_2,
                  coalesce(o.number, lower(hex(o.order_id))) as key, ol.line_n as line,
                  c.code as customer, p.code as product, ol.description, ol.quantity,
                  ol.unit_code as unit, a.price_micro as unit_price, a.per,
                  a.discount_ppm as discount, o.currency, ol.customer_line, ol.cost_centre
             from order_lines ol
             join orders o    on o.order_id = ol.order_id
             join customers c on c.customer_id = o.sold_to
             join products p  on p.product_id = ol.product_id
             left join agreed_prices a
                    on a.order_id = ol.order_id
                   and a.line_n = ol.line_n
                   and a.price_n = (select max(last.price_n)
                                      from agreed_prices last
                                     where last.order_id = ol.order_id
                                       and last.line_n = ol.line_n)
            where (ol.order_id, ol.line_n) > (?1, ?2)
              and (?4 is null
                   or o.number like ?4 escape '\\'
                   or o.customer_po like ?4 escape '\\'
                   or p.code like ?4 escape '\\'
                   or c.code like ?4 escape '\\')
              and (?5 is null or o.ordered_on >= ?5)
              and (?6 is null or o.ordered_on <= ?6)
            order by ol.order_id, ol.line_n
            limit ?3",
};

/// Shipments, planned and left.
pub const SHIPMENTS: List = List {
    columns: &[
        ("delivery_note", Text),
        ("state", Text),
        ("mode", Text),
        ("customer", Text),
        ("customer_name", Text),
        ("carrier", Text),
        ("planned_on", Day),
        ("dispatched_on", Day),
        ("delivered_on", Day),
    ],
    text: "select s.shipment_id as at_1, 0 as at_2, s.number as delivery_note, s.state, s.mode,
                  c.code as customer, c.name as customer_name, k.code as carrier, s.planned_on,
                  s.dispatched_on, s.delivered_on
             from shipments s
             join customers c on c.customer_id = s.sold_to
             left join carriers k on k.carrier_id = s.carrier_id
            where (s.shipment_id, 0) > (?1, ?2)
              and (?4 is null
                   or s.number like ?4 escape '\\'
                   or c.code like ?4 escape '\\'
                   or c.name like ?4 escape '\\')
              and (?5 is null or coalesce(s.dispatched_on, s.planned_on) >= ?5)
              and (?6 is null or coalesce(s.dispatched_on, s.planned_on) <= ?6)
            order by s.shipment_id
            limit ?3",
};

/// Posted invoices, with what was credited and paid.
pub const INVOICES: List = List {
    columns: &[
        ("number", Text),
        ("issued_on", Day),
        ("due_on", Day),
        ("order", Text),
        ("customer", Text),
        ("customer_name", Text),
        ("currency", Text),
        ("net", Minor),
        ("charges", Minor),
        ("tax", Minor),
        ("gross", Minor),
        ("credited", Minor),
        ("paid", Minor),
    ],
    text: "select i.invoice_id as at_1, 0 as at_2, i.number, i.issued_on, i.due_on,
                  (select group_concat(number, ' ')
                     from (select distinct o.number
                             from invoice_lines il
                             join orders o on o.order_id = il.order_id
                            where il.invoice_id = i.invoice_id
                            order by il.invoice_n)) as \"order\",
                  c.code as customer, i.buyer_name as customer_name,
                  i.currency, i.net_minor as net, i.charges_minor as charges,
                  i.tax_minor as tax, i.gross_minor as gross,
                  (select coalesce(sum(n.gross_minor), 0)
                     from credit_notes n
                    where n.invoice_id = i.invoice_id) as credited,
                  (select coalesce(sum(a.amount_minor), 0)
                     from payment_allocations a
                    where a.invoice_id = i.invoice_id) as paid
             from invoices i
             join customers c on c.customer_id = i.payer
            where (i.invoice_id, 0) > (?1, ?2)
              and (?4 is null
                   or i.number like ?4 escape '\\'
                   or i.buyer_name like ?4 escape '\\'
                   or exists (select 1
                                from invoice_lines il
                                join orders o on o.order_id = il.order_id
                               where il.invoice_id = i.invoice_id
                                 and o.number like ?4 escape '\\')
                   or c.code like ?4 escape '\\')
              and (?5 is null or i.issued_on >= ?5)
              and (?6 is null or i.issued_on <= ?6)
            order by i.invoice_id
            limit ?3",
};

/// Lines of posted invoices.
pub const INVOICE_LINES: List = List {
    columns: &[
        ("invoice", Text),
        ("line", Whole),
        ("issued_on", Day),
        ("order", Text),
        ("delivery_note", Text),
        ("supply_date", Day),
        ("product", Text),
        ("description", Text),
        ("quantity", Micro),
        ("unit", Text),
        ("unit_price", Micro),
        ("per", Whole),
        ("discount", Micro),
        ("currency", Text),
        ("net", Minor),
        ("vat_category", Text),
        ("vat_rate", Micro),
    ],
    text: "select il.invoice_id as at_1, il.invoice_n as at_2, i.number as invoice,
                  il.invoice_n as line, i.issued_on, o.number as \"order\",
                  s.number as delivery_note, il.supply_date, p.code as product, ol.description,
                  il.quantity, ol.unit_code as unit, il.price_micro as unit_price, il.per,
                  il.discount_ppm as discount, i.currency, il.net_minor as net, il.vat_category,
                  il.rate_ppm as vat_rate
             from invoice_lines il
             join invoices i     on i.invoice_id = il.invoice_id
             join orders o       on o.order_id = il.order_id
             join order_lines ol on ol.order_id = il.order_id
                                and ol.line_n = il.line_n
             join products p     on p.product_id = ol.product_id
             join shipments s    on s.shipment_id = il.shipment_id
            where (il.invoice_id, il.invoice_n) > (?1, ?2)
              and (?4 is null
                   or i.number like ?4 escape '\\'
                   or i.buyer_name like ?4 escape '\\'
                   or o.number like ?4 escape '\\'
                   or p.code like ?4 escape '\\')
              and (?5 is null or i.issued_on >= ?5)
              and (?6 is null or i.issued_on <= ?6)
            order by il.invoice_id, il.invoice_n
            limit ?3",
};

/// Posted credit notes.
pub const CREDIT_NOTES: List = List {
    columns: &[
        ("number", Text),
        ("issued_on", Day),
        ("invoice", Text),
        ("order", Text),
        ("customer", Text),
        ("customer_name", Text),
        ("currency", Text),
        ("net", Minor),
        ("charges", Minor),
        ("tax", Minor),
        ("gross", Minor),
    ],
    text: "select n.credit_note_id as at_1, 0 as at_2, n.number, n.issued_on,
                  i.number as invoice, o.number as \"order\", c.code as customer,
                  n.buyer_name as customer_name, n.currency, n.net_minor as net,
                  n.charges_minor as charges, n.tax_minor as tax, n.gross_minor as gross
             from credit_notes n
             join invoices i  on i.invoice_id = n.invoice_id
             join orders o    on o.order_id = n.order_id
             join customers c on c.customer_id = n.payer
            where (n.credit_note_id, 0) > (?1, ?2)
              and (?4 is null
                   or n.number like ?4 escape '\\'
                   or n.buyer_name like ?4 escape '\\'
                   or i.number like ?4 escape '\\'
                   or c.code like ?4 escape '\\')
              and (?5 is null or n.issued_on >= ?5)
              and (?6 is null or n.issued_on <= ?6)
            order by n.credit_note_id
            limit ?3",
};

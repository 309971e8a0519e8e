//! Exporting lists as CSV or XLSX, and the whole firm in the import's own forms.

pub mod file;
mod records;
mod open_orders;
pub mod firm;

use std::path::Path;

use chrono::NaiveDate;
use dovuto_documents::table::Cell;
use dovuto_domain::kernel::quantity::Currency;
use dovuto_store::export::{self as store, After, Kind, List, Narrow, Value};
use dovuto_store::row::word;
use dovuto_store::sql::Db;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::attendance::{ShowUnattended, unattended};
use crate::billing::money::owed_back;
use crate::cx::Cx;
use crate::desk::Desk;
use crate::error::Error;
use file::{ExportFormat, Output};
use records::Records;

/// Rows that are read at a time: what an export holds in memory.
const PAGE: i64 = 2_000;

/// What can be exported as a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Listing {
    Orders,
    OrderLines,
    Shipments,
    Invoices,
    InvoiceLines,
    CreditNotes,
    Payments,
    /// What is still owed, on invoices of ours and of another program.
    Debts,
    OwedBack,
    Customers,
    Contacts,
    Carriers,
    Products,
    CustomerCodes,
    ListPrices,
    PriceAgreements,
    Stock,
    Unattended,
}

/// A list, what it is narrowed to, and the file that it goes to.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct ExportAsk {
    pub list: Listing,
    pub path: String,
    /// By the ending of the path where left out: `.xlsx`, `.csv`, `.txt` or none.
    pub format: Option<ExportFormat>,
    /// Whether a file that lies there is replaced; not where left out.
    pub replace: Option<bool>,
    /// Part of a number, code or name.
    pub search: Option<String>,
    /// Of documents: from this day to that one, by the date that they bear.
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
}

/// The file that was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Exported {
    pub path: String,
    pub rows: i64,
}

/// Writes a list to a file. It is there whole or not at all.
///
/// Refuses a file that lies there, unless it may be replaced; a place that cannot be written; more
/// rows than a sheet holds.
pub async fn list(desk: &Desk, cx: &Cx, ask: ExportAsk) -> Result<Exported, Error> {
    let path = Path::new(&ask.path);
    let replace = ask.replace.unwrap_or(false);
    if !replace && path.exists() {
        return Err(file::ExportRefused::exists(path).into());
    }
    let format = ask.format.map_or_else(|| ExportFormat::of(path), Ok)?;
    let source = Source::of(ask.list);
    let mut out = Output::begin(path, format, &source.columns(), cx.today)?;
    let search = ask.search.as_deref().unwrap_or_default().trim();

    let narrow = Narrow { search, from: ask.from, to: ask.to };
    source.write(desk, cx, narrow, &mut out).await?;

    let rows = if replace { out.finish_over()? } else { out.finish()? };
    Ok(Exported { path: ask.path, rows })
}

/// Where the rows of a list come from.
enum Source {
    Sql(&'static List),
    Records(Records),
    OwedBack,
    Unattended,
}

const OWED_BACK: [&str; 8] =
    ["kind", "order", "customer_name", "currency", "amount", "since", "age_days", "due_on"];
const UNATTENDED: [&str; 8] =
    ["order", "customer_name", "promised_on", "department", "holder", "step", "due_at", "task"];

impl Source {
    fn of(list: Listing) -> Self {
        match list {
            Listing::Orders => Self::Sql(&store::ORDERS),
            Listing::OrderLines => Self::Sql(&store::ORDER_LINES),
            Listing::Shipments => Self::Sql(&store::SHIPMENTS),
            Listing::Invoices => Self::Sql(&store::INVOICES),
            Listing::InvoiceLines => Self::Sql(&store::INVOICE_LINES),
            Listing::CreditNotes => Self::Sql(&store::CREDIT_NOTES),
            Listing::Payments => Self::Sql(&store::money::PAYMENTS),
            Listing::Debts => Self::Sql(&store::money::DEBTS),
            Listing::ListPrices => Self::Sql(&store::money::LIST_PRICES),
            Listing::Stock => Self::Sql(&store::money::STOCK),
            Listing::Customers => Self::Records(Records::Customers),
            Listing::Contacts => Self::Records(Records::Contacts),
            Listing::Carriers => Self::Records(Records::Carriers),
            Listing::Products => Self::Records(Records::Products),
            Listing::CustomerCodes => Self::Records(Records::CustomerCodes),
            Listing::PriceAgreements => Self::Records(Records::PriceAgreements),
            Listing::OwedBack => Self::OwedBack,
            Listing::Unattended => Self::Unattended,
        }
    }

    fn columns(&self) -> Vec<&'static str> {
        match self {
            Self::Sql(list) => columns(list),
            Self::Records(records) => records.columns().to_vec(),
            Self::OwedBack => OWED_BACK.to_vec(),
            Self::Unattended => UNATTENDED.to_vec(),
        }
    }

    async fn write(
        &self,
        desk: &Desk,
        cx: &Cx,
        narrow: Narrow<'_>,
        out: &mut Output,
    ) -> Result<(), Error> {
        match self {
            Self::Sql(list) => rows(&mut *desk.store.snapshot().await?, list, narrow, out).await,
            Self::Records(records) => {
                records.write(&mut *desk.store.snapshot().await?, narrow.search, out).await
            }
            Self::OwedBack => write_owed_back(desk, cx, out).await,
            Self::Unattended => write_unattended(desk, cx, out).await,
        }
    }
}

fn columns(list: &List) -> Vec<&'static str> {
    list.columns.iter().map(|(name, _)| *name).collect()
}

/// Writes every row of a list that SQL gives, page by page.
async fn rows(db: &mut Db, list: &List, narrow: Narrow<'_>, out: &mut Output) -> Result<(), Error> {
    let money = list.columns.iter().position(|(name, _)| *name == "currency");
    let mut after = After::default();
    loop {
        let page = store::page(db, list, narrow, &mut after, PAGE).await?;
        for row in &page {
            let currency = match money.and_then(|at| row.get(at)) {
                Some(Value::Text(code)) => Currency::parse(code).ok(),
                Some(Value::None | Value::Int(_)) | None => None,
            };
            let decimals = currency.map_or(2, |c| c.decimals());
            let kinds = list.columns.iter().map(|(_, kind)| *kind);
            let cells: Vec<Cell> =
                row.iter().zip(kinds).map(|(value, kind)| cell(value, kind, decimals)).collect();
            out.row(&cells)?;
        }
        if page.is_empty() {
            return Ok(());
        }
    }
}

fn cell(value: &Value, kind: Kind, decimals: u32) -> Cell {
    match (value, kind) {
        (Value::None, _) => Cell::Empty,
        (Value::Text(text), Kind::Day) => text.parse().map_or_else(|_| Cell::text(text), Cell::Day),
        (Value::Text(text), _) => Cell::text(text),
        (Value::Int(n), Kind::Micro) => Cell::micro(*n),
        (Value::Int(n), Kind::Minor) => Cell::Money { minor: *n, decimals },
        (Value::Int(n), Kind::Text | Kind::Day | Kind::Whole) => Cell::whole(*n),
    }
}

async fn write_owed_back(desk: &Desk, cx: &Cx, out: &mut Output) -> Result<(), Error> {
    for row in owed_back(desk, cx).await?.rows {
        let decimals = Currency::parse(&row.currency).map_or(2, |c| c.decimals());
        out.row(&[
            Cell::text(word(row.kind)?),
            Cell::maybe(row.order_number),
            Cell::text(row.customer_name),
            Cell::text(row.currency),
            Cell::Money { minor: row.amount_minor, decimals },
            Cell::Day(row.since),
            Cell::whole(row.age_days),
            Cell::Day(row.due_on),
        ])?;
    }
    Ok(())
}

async fn write_unattended(desk: &Desk, cx: &Cx, out: &mut Output) -> Result<(), Error> {
    let found = unattended(desk, cx, ShowUnattended { limit: Some(i64::MAX) }).await?;
    for row in found.rows {
        out.row(&[
            Cell::text(row.number),
            Cell::text(row.customer_name),
            Cell::day(row.promised_on),
            Cell::text(word(row.baton.department)?),
            Cell::maybe(row.baton.holder_name),
            Cell::text(word(row.baton.step)?),
            Cell::text(row.baton.due_at.to_rfc3339()),
            Cell::Empty,
        ])?;
    }
    for task in found.tasks {
        out.row(&[
            Cell::text(task.about),
            Cell::Empty,
            Cell::Empty,
            Cell::text(word(task.department)?),
            Cell::maybe(task.holder_name),
            Cell::Empty,
            Cell::text(task.due_at.to_rfc3339()),
            Cell::text(word(task.kind)?),
        ])?;
    }
    Ok(())
}

//! The whole firm in the import's own forms: a folder with a file and a mapping for each kind.

use std::fmt::Write as _;
use std::path::Path;

use dovuto_documents::table::Cell;
use dovuto_store::export::{self as store, Narrow};
use dovuto_store::sql::Db;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::file::{ExportFormat, ExportRefused, Output};
use super::open_orders::{self, Promise};
use super::records::Records;
use super::{PAGE, columns, rows};
use crate::cx::Cx;
use crate::desk::Desk;
use crate::error::Error;

/// Where the firm goes: a folder that does not exist yet.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ExportFirm {
    pub folder: String,
}

/// The files that were written, in the order in which they can be imported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FirmExported {
    pub folder: String,
    pub files: Vec<ExportedFile>,
}

/// A file, and the mapping beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct ExportedFile {
    /// The kind that it is imported as.
    pub kind: String,
    pub file: String,
    /// Of orders: the file of their lines.
    pub lines_file: Option<String>,
    pub mapping: String,
    pub rows: i64,
}

/// Exports the whole firm, as it is at one moment. The folder is there whole or not at all.
///
/// Refuses a folder that exists, and a place that cannot be written.
pub async fn firm(desk: &Desk, cx: &Cx, ask: ExportFirm) -> Result<FirmExported, Error> {
    let folder = Path::new(&ask.folder);
    if folder.exists() {
        return Err(ExportRefused::exists(folder).into());
    }
    let above = match folder.parent() {
        Some(above) if !above.as_os_str().is_empty() => above,
        Some(_) | None => Path::new("."),
    };
    let part = tempfile::Builder::new()
        .prefix(".export-")
        .tempdir_in(above)
        .map_err(|error| ExportRefused::unwritable(folder, error))?;
    let mut db = desk.store.snapshot().await?;

    let mut writer = Writer { db: &mut db, cx, folder: part.path(), files: Vec::new() };
    writer.records("customers", Records::Customers).await?;
    writer.records("contacts", Records::Contacts).await?;
    writer.records("carriers", Records::Carriers).await?;
    writer.records("products", Records::Products).await?;
    writer.records("customer_codes", Records::CustomerCodes).await?;
    writer.list_prices().await?;
    writer.records("price_agreements", Records::PriceAgreements).await?;
    writer.stock().await?;
    writer.open_invoices().await?;
    writer.open_payments().await?;
    writer.orders("orders", Promise::Confirmed).await?;
    writer.orders("draft_orders", Promise::Draft).await?;
    let files = writer.files;

    let whole = part.keep();
    std::fs::rename(&whole, folder).map_err(|error| {
        let _ = std::fs::remove_dir_all(&whole);
        ExportRefused::unwritable(folder, error)
    })?;
    Ok(FirmExported { folder: ask.folder, files })
}

const NARROW: Narrow<'static> = Narrow { search: "", from: None, to: None };

struct Writer<'a> {
    db: &'a mut Db,
    cx: &'a Cx,
    folder: &'a Path,
    files: Vec<ExportedFile>,
}

impl Writer<'_> {
    fn begin(&self, name: &str, columns: &[&str]) -> Result<Output, ExportRefused> {
        let path = self.folder.join(format!("{name}.csv"));
        Output::begin(&path, ExportFormat::Csv, columns, self.cx.today)
    }

    async fn records(&mut self, kind: &str, records: Records) -> Result<(), Error> {
        let mut out = self.begin(kind, records.columns())?;
        records.write(self.db, "", &mut out).await?;
        self.finish(kind, out, records.columns())
    }

    async fn list_prices(&mut self) -> Result<(), Error> {
        let list = &store::money::LIST_PRICES;
        let mut out = self.begin("list_prices", &columns(list))?;
        rows(self.db, list, NARROW, &mut out).await?;
        self.finish("list_prices", out, &columns(list))
    }

    async fn open_invoices(&mut self) -> Result<(), Error> {
        let list = &store::money::DEBTS;
        let mut out = self.begin("open_invoices", &columns(list))?;
        rows(self.db, list, NARROW, &mut out).await?;
        let fields = ["customer", "number", "issued_on", "due_on", "currency", "gross", "paid"];
        self.finish("open_invoices", out, &fields)
    }

    async fn open_payments(&mut self) -> Result<(), Error> {
        let list = &store::money::ON_ACCOUNT;
        let mut out = self.begin("open_payments", &columns(list))?;
        rows(self.db, list, NARROW, &mut out).await?;
        self.finish("open_payments", out, &columns(list))
    }

    /// Stock on hand, as if it had been counted today.
    async fn stock(&mut self) -> Result<(), Error> {
        let fields = ["product", "quantity", "counted_on"];
        let mut out = self.begin("stock", &fields)?;
        let list = &store::money::STOCK;
        let mut after = store::After::default();
        loop {
            let page = store::page(self.db, list, NARROW, &mut after, PAGE).await?;
            if page.is_empty() {
                return self.finish("stock", out, &fields);
            }
            for row in page {
                let [store::Value::Text(product), _, store::Value::Int(quantity), ..] =
                    row.as_slice()
                else {
                    continue;
                };
                let today = Cell::Day(self.cx.today);
                out.row(&[Cell::text(product), Cell::micro(*quantity), today])?;
            }
        }
    }

    async fn orders(&mut self, name: &str, promise: Promise) -> Result<(), Error> {
        let of_lines = format!("{name}_lines");
        let mut heads = self.begin(name, &open_orders::HEADS)?;
        let mut lines = self.begin(&of_lines, &open_orders::LINES)?;
        open_orders::write(self.db, promise, &mut heads, &mut lines).await?;
        let confirm = promise == Promise::Confirmed;
        let mut mapping = format!(
            "kind = \"orders\"\nallow_discontinued = true\nconfirm = {confirm}\n\n[columns]\n{}\n\
             [lines.columns]\n",
            same(&open_orders::HEADS)
        );
        mapping.push_str(&same(&open_orders::LINES));
        lines.finish()?;
        let rows = heads.finish()?;
        self.map(name, &mapping)?;
        self.files.push(ExportedFile {
            kind: "orders".to_owned(),
            file: format!("{name}.csv"),
            lines_file: Some(format!("{of_lines}.csv")),
            mapping: format!("{name}.toml"),
            rows,
        });
        Ok(())
    }

    fn finish(&mut self, kind: &str, out: Output, fields: &[&str]) -> Result<(), Error> {
        let rows = out.finish()?;
        self.map(kind, &format!("kind = \"{kind}\"\n\n[columns]\n{}", same(fields)))?;
        self.files.push(ExportedFile {
            kind: kind.to_owned(),
            file: format!("{kind}.csv"),
            lines_file: None,
            mapping: format!("{kind}.toml"),
            rows,
        });
        Ok(())
    }

    fn map(&self, name: &str, mapping: &str) -> Result<(), ExportRefused> {
        let path = self.folder.join(format!("{name}.toml"));
        std::fs::write(&path, mapping).map_err(|error| ExportRefused::unwritable(&path, error))
    }
}

/// Each column called as its field.
fn same(fields: &[&str]) -> String {
    fields.iter().fold(String::new(), |mut text, field| {
        writeln!(text, "{field} = \"{field}\"").expect("writing to a text cannot fail");
        text
    })
}

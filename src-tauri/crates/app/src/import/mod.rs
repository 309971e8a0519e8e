//! Importing a file: its rows are read and judged, and recorded in one transaction or not at all.

pub mod refused;
pub mod mapping;
pub mod watch;
pub mod known;
mod spool;
mod sheet;
pub mod file;
mod delimited;
mod workbook;
pub mod forms;
mod reading;
mod faults;
mod plan;
mod mappings;
pub mod guess;
mod parties;
mod catalog;
mod groups;
mod contacts;
mod codes;
mod prices;
mod stock;
mod opening;
mod orders;
mod shipments;

use std::collections::HashMap;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;

use dovuto_domain::fact::{Fact, ImportFinished};
use dovuto_store::ledger::{Entry, Tx};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::cx::Cx;
use crate::desk::{self, Begun, Desk};
use crate::error::Error;
use faults::Faults;
use file::Wanted;
use forms::Evidence;
use known::{OnKnown, check_on_known};
use mapping::{Mapping, Section, Writing};
use plan::Plan;
use reading::{Reading, Record};
use refused::{BadRow, ImportRefused};
use sheet::{Headed, Sheet};
use watch::Watch;

/// What the rows of a file are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ImportKind {
    Customers,
    /// The people of customers.
    Contacts,
    Carriers,
    Products,
    /// What customers call products.
    CustomerCodes,
    ListPrices,
    PriceAgreements,
    /// What was counted.
    Stock,
    Orders,
    /// What left: everything open of an order on a day.
    Shipments,
    /// What arrived, or what was signed for.
    Deliveries,
    /// What is owed on invoices that another program posted.
    OpenInvoices,
    /// Money on account.
    OpenPayments,
}

impl ImportKind {
    pub const ALL: [Self; 13] = [
        Self::Customers,
        Self::Contacts,
        Self::Carriers,
        Self::Products,
        Self::CustomerCodes,
        Self::ListPrices,
        Self::PriceAgreements,
        Self::Stock,
        Self::Orders,
        Self::Shipments,
        Self::Deliveries,
        Self::OpenInvoices,
        Self::OpenPayments,
    ];

    /// As it is written in a mapping and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Customers => "customers",
            Self::Contacts => "contacts",
            Self::Carriers => "carriers",
            Self::Products => "products",
            Self::CustomerCodes => "customer_codes",
            Self::ListPrices => "list_prices",
            Self::PriceAgreements => "price_agreements",
            Self::Stock => "stock",
            Self::Orders => "orders",
            Self::Shipments => "shipments",
            Self::Deliveries => "deliveries",
            Self::OpenInvoices => "open_invoices",
            Self::OpenPayments => "open_payments",
        }
    }
}

/// A file (CSV or a workbook) and how to read it.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct ImportAsk {
    pub kind: ImportKind,
    pub path: String,
    /// The lines of the orders; they stand in the same file where this is left out.
    pub lines_path: Option<String>,
    /// The text of a mapping, in TOML; what was saved for the source where this is left out.
    pub mapping: Option<String>,
    /// Under which name the mapping is saved and found again.
    pub source: Option<String>,
    /// Whether only to look what would come of it.
    pub dry_run: Option<bool>,
    /// Whether to take the good rows where some are bad.
    pub good_rows: Option<bool>,
    pub on_known: Option<OnKnown>,
    /// Where to write every bad row with its reason.
    pub errors_path: Option<String>,
}

/// What an import did, or would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct ImportAnswer {
    pub kind: ImportKind,
    /// Whether nothing was written, because nothing was to be.
    pub dry_run: bool,
    /// Rows of the file, without its header and blank ones.
    pub rows: i64,
    pub inserted: i64,
    pub updated: i64,
    /// What changes nothing: it is known as it is, or it has no date yet.
    pub skipped: i64,
    /// Documents that were written: inserted or updated.
    pub documents: i64,
    /// Order lines in them.
    pub lines: i64,
    /// Of these, lines whose price before discount is not the list's of the order's date.
    pub lines_off_list: i64,
    /// Orders for a place that is none of the customer's addresses; they go to the first.
    pub places_unknown: i64,
    /// Rows that were left out because they are bad.
    pub bad: i64,
    /// The first hundred of them.
    pub bad_rows: Vec<BadRow>,
    /// How dates and decimals were read.
    pub date_format: String,
    pub decimal_mark: String,
    /// SHA-256 of the file, in hex.
    pub file_hash: String,
    pub lines_file_hash: Option<String>,
}

/// Imports a file. The same file twice changes nothing.
///
/// Refuses a mapping that does not fit, and the whole file when any row of it is bad, unless the
/// good rows were asked for: each is named with its line, column, value and reason, and nothing
/// is written.
pub async fn run(
    desk: &Desk,
    cx: &Cx,
    ask: ImportAsk,
    watch: &Arc<Watch>,
) -> Result<ImportAnswer, Error> {
    // What was answered before is answered again, also where the file is gone.
    match desk.begin(cx).await? {
        Begun::Fresh(tx) => drop(tx),
        Begun::Answered(answer) => return Ok(answer),
    }
    watch.begin();
    let mapping = mappings::find(desk, &ask)?;
    let mut file = Read::rows(desk, &ask, mapping, watch).await?;

    let mut tx = match desk.begin(cx).await? {
        Begun::Fresh(tx) => tx,
        Begun::Answered(answer) => return Ok(answer),
    };
    desk::actor(&mut tx, cx).await?;
    let judged = judge(desk, &mut tx, cx, &ask, &mut file, watch).await;
    if let Err(Error::Fault(fault)) = &judged {
        desk.store.note_fault(fault);
    }
    let answer = judged?;
    if answer.dry_run {
        return Ok(answer);
    }
    if answer.documents > 0 {
        let finished = finished(cx, &answer, &file);
        tx.record(cx.stamp(), &cx.request, vec![Fact::from(finished).into()], &answer).await?;
        desk.store.commit(tx).await?;
    }
    mappings::keep(desk, &ask)?;
    Ok(answer)
}

/// The files of an import, set down row by row, and how they are read.
struct Read {
    mapping: Mapping,
    head: Headed,
    lines: Option<Headed>,
    plan: Plan,
    faults: Faults,
}

impl Read {
    /// Reads the files whole before anything is locked.
    async fn rows(
        desk: &Desk,
        ask: &ImportAsk,
        mapping: Mapping,
        watch: &Arc<Watch>,
    ) -> Result<Self, Error> {
        let folder = desk.store.path().parent().unwrap_or(Path::new(".")).to_owned();
        let (ask, watch) = (ask.clone(), Arc::clone(watch));
        let read = move || Self::rows_of(&ask, mapping, &folder, &watch);
        let joined = tokio::task::spawn_blocking(read).await;
        Ok(joined.expect("reading a file does not panic")?)
    }

    fn rows_of(
        ask: &ImportAsk,
        mut mapping: Mapping,
        folder: &Path,
        watch: &Watch,
    ) -> Result<Self, ImportRefused> {
        check_on_known(ask)?;
        faults::check_path(ask)?;
        let delimiter = mapping.writing.delimiter;
        let wanted = |section: &Section| Wanted { delimiter, sheet: section.sheet.clone() };
        let mut of_head = vec![wanted(&mapping.head)];
        let mut of_lines = Vec::new();
        match (&mapping.lines, &ask.lines_path) {
            (Some(lines), Some(_)) => of_lines.push(wanted(lines)),
            (None, Some(_)) => {
                let why = "only orders have a second file, of lines";
                return Err(ImportRefused::mapping(why));
            }
            (Some(lines), None) if lines.sheet.is_some() => of_head.push(wanted(lines)),
            (_, None) => {}
        }
        let mut read = file::rows(Path::new(&ask.path), &of_head, folder, watch)?.into_iter();
        let mut head = read.next().expect("a sheet for each that is wanted");
        let mut lines = read.next();
        if let Some(path) = &ask.lines_path {
            lines = file::rows(Path::new(path), &of_lines, folder, watch)?.into_iter().next();
        }

        let mut evidence = Evidence::default();
        evidence.gather(&mut head, &mapping.head, &mapping.writing, watch)?;
        if let Some(section) = &mapping.lines {
            let sheet = lines.as_mut().unwrap_or(&mut head);
            evidence.gather(sheet, section, &mapping.writing, watch)?;
        }
        evidence.settle(&mut mapping.writing)?;
        let mut faults = Faults::new(folder);
        let plan = Plan::make(&mapping, &mut head, lines.as_mut(), &mut faults, watch)?;
        Ok(Self { mapping, head, lines, plan, faults })
    }
}

/// Judges and records every row, as many at a time as belong together.
async fn judge(
    desk: &Desk,
    tx: &mut Tx,
    cx: &Cx,
    ask: &ImportAsk,
    file: &mut Read,
    watch: &Watch,
) -> Result<ImportAnswer, Error> {
    let Read { mapping, head, lines, plan, faults } = file;
    let mut answer = answer(ask, mapping, head, lines.as_ref());
    let n_rows = |of: &Headed| of.spool.n_rows;
    watch.expect(n_rows(head) + lines.as_ref().map_or(0, n_rows));
    let letter = desk.station()?.letter;
    let mode = ask.on_known.unwrap_or_default();
    while let Some((sheet, own_lines)) = plan.next(mapping, head, lines.as_mut())? {
        let n_rows = sheet.rows.len() + own_lines.as_ref().map_or(0, |lines| lines.rows.len());
        let mut job = Job {
            mapping,
            sheet: &sheet,
            lines: own_lines.as_ref(),
            broken: &plan.broken,
            on_known: mode,
            letter,
            answer,
            faults,
        };
        job.write(tx, cx).await?;
        answer = job.answer;
        watch.done(u64::try_from(n_rows).unwrap_or(0))?;
    }

    answer.bad = i64::try_from(faults.n()).unwrap_or(i64::MAX);
    answer.bad_rows = faults.named();
    if let Some(path) = ask.errors_path.as_deref().filter(|_| answer.bad > 0) {
        let folder = desk.store.path().parent().unwrap_or(Path::new("."));
        let faults = std::mem::replace(faults, Faults::new(folder));
        faults.write(Path::new(path), mapping, head, lines.as_mut())?;
    }
    let goes_on = answer.dry_run || ask.good_rows.unwrap_or(false);
    if answer.bad > 0 && !goes_on {
        let n = usize::try_from(answer.bad).unwrap_or(usize::MAX);
        return Err(ImportRefused::RowsBad { rows: answer.bad_rows, n }.into());
    }
    Ok(answer)
}

fn answer(
    ask: &ImportAsk,
    mapping: &Mapping,
    head: &Headed,
    lines: Option<&Headed>,
) -> ImportAnswer {
    let Writing { date_format, decimal_mark, .. } = &mapping.writing;
    ImportAnswer {
        kind: ask.kind,
        dry_run: ask.dry_run.unwrap_or(false),
        rows: i64::try_from(head.spool.n_rows).unwrap_or(i64::MAX),
        inserted: 0,
        updated: 0,
        skipped: 0,
        documents: 0,
        lines: 0,
        lines_off_list: 0,
        places_unknown: 0,
        bad: 0,
        bad_rows: Vec::new(),
        date_format: date_format.clone().unwrap_or_default(),
        decimal_mark: decimal_mark.map(String::from).unwrap_or_default(),
        file_hash: head.header.origin.hash.clone(),
        lines_file_hash: lines.map(|lines| lines.header.origin.hash.clone()),
    }
}

fn finished(cx: &Cx, answer: &ImportAnswer, file: &Read) -> ImportFinished {
    ImportFinished {
        import_id: cx.request.id,
        on: cx.today,
        file: file.head.header.origin.name.clone(),
        file_hash: answer.file_hash.clone(),
        lines_file_hash: answer.lines_file_hash.clone(),
        n_documents: answer.documents,
        n_bad: answer.bad,
    }
}

/// The rows of an import that are judged together.
struct Job<'a> {
    mapping: &'a Mapping,
    sheet: &'a Sheet,
    lines: Option<&'a Sheet>,
    /// Digests of keys whose rows cannot all be read, each with the line of one that cannot.
    broken: &'a HashMap<u64, u64>,
    on_known: OnKnown,
    /// The station's letter, for the numbers of documents.
    letter: char,
    answer: ImportAnswer,
    faults: &'a mut Faults,
}

/// A document that rows decided, before it is recorded.
struct Document {
    entries: Vec<Entry>,
}

impl<'a> Job<'a> {
    /// Reads, judges and records. In a box, because the compiler cannot see through as many
    /// borrowed rows as lie behind it when it asks whether the future may change threads.
    fn write<'f>(
        &'f mut self,
        tx: &'f mut Tx,
        cx: &'f Cx,
    ) -> Pin<Box<dyn Future<Output = Result<(), Error>> + Send + 'f>> {
        match self.mapping.kind {
            ImportKind::Customers => Box::pin(parties::customers(tx, cx, self)),
            ImportKind::Contacts => Box::pin(contacts::contacts(tx, cx, self)),
            ImportKind::Carriers => Box::pin(parties::carriers(tx, cx, self)),
            ImportKind::Products => Box::pin(catalog::products(tx, cx, self)),
            ImportKind::CustomerCodes => Box::pin(codes::customer_codes(tx, cx, self)),
            ImportKind::ListPrices => Box::pin(prices::list_prices(tx, cx, self)),
            ImportKind::PriceAgreements => Box::pin(prices::agreements(tx, cx, self)),
            ImportKind::Stock => Box::pin(stock::stock(tx, cx, self)),
            ImportKind::Orders => Box::pin(orders::orders(tx, cx, self)),
            ImportKind::Shipments => Box::pin(shipments::shipments(tx, cx, self)),
            ImportKind::Deliveries => Box::pin(shipments::deliveries(tx, cx, self)),
            ImportKind::OpenInvoices => Box::pin(opening::open_invoices(tx, cx, self)),
            ImportKind::OpenPayments => Box::pin(opening::open_payments(tx, cx, self)),
        }
    }

    /// The file through its mapping.
    fn reading(&self) -> Result<Reading<'a>, ImportRefused> {
        Reading::new(self.sheet, &self.mapping.head, &self.mapping.writing)
    }

    /// The records whose `field` is there and stands in no earlier row, each with it; the others
    /// are noted.
    fn named<'r>(&mut self, reading: &'r Reading<'_>, field: &str) -> Vec<(&'r str, Record<'r>)> {
        let mut seen: HashMap<&str, u64> = HashMap::new();
        let mut named = Vec::new();
        for record in reading.records() {
            let Some(name) = self.faults.keep(record.needed(field)) else { continue };
            match seen.insert(name, record.line()) {
                Some(line) => {
                    let why = format!("it stands in line {line} already");
                    self.faults.note(record.bad(field, why));
                }
                None => named.push((name, record)),
            }
        }
        named
    }

    /// What a decision gave, unless it was a no about the row: that is noted.
    fn judged<T>(
        &mut self,
        decided: Result<T, Error>,
        bad: impl FnOnce(&Error) -> BadRow,
    ) -> Result<Option<T>, Error> {
        match decided {
            Ok(value) => Ok(Some(value)),
            Err(no @ (Error::Refused(_) | Error::NotFound { .. } | Error::Conflict { .. })) => {
                self.faults.note(bad(&no));
                Ok(None)
            }
            Err(
                other @ (Error::Fault(_)
                | Error::NoFirm { .. }
                | Error::WhichFirm { .. }
                | Error::RequestReused
                | Error::Import(_)
                | Error::Export(_)
                | Error::Unprintable(_)
                | Error::Print(_)
                | Error::Layout(_)),
            ) => Err(other),
        }
    }

    /// Counts a document as new, changed, or as it was; gives it back if it is to be written.
    fn count(&mut self, is_known: bool, document: Document) -> Option<Document> {
        if document.entries.is_empty() {
            self.answer.skipped += 1;
            return None;
        }
        self.answer.documents += 1;
        if is_known {
            self.answer.updated += 1;
        } else {
            self.answer.inserted += 1;
        }
        Some(document)
    }

    /// Records documents that were all decided beforehand.
    async fn record_all(
        &self,
        tx: &mut Tx,
        cx: &Cx,
        documents: Vec<Document>,
    ) -> Result<(), Error> {
        for document in documents {
            self.record(tx, cx, document).await?;
        }
        Ok(())
    }

    /// Records one document. The last fact of the import carries its request and answer.
    async fn record(&self, tx: &mut Tx, cx: &Cx, document: Document) -> Result<(), Error> {
        tx.record_part(cx.stamp(), cx.request.id, document.entries).await?;
        Ok(())
    }

    /// Whether a row is done with, because its key is known and what is known is to stay.
    fn passes_over(&mut self, is_known: bool, bad: impl FnOnce() -> BadRow) -> bool {
        match self.on_known.stays(is_known, bad) {
            Ok(true) => self.answer.skipped += 1,
            Ok(false) => return false,
            Err(bad) => self.faults.note(bad),
        }
        true
    }
}

//! Importing a file: all of its rows are read and judged, and recorded in one transaction or not
//! at all.

pub mod refused;
pub mod mapping;
pub mod reading;
mod countries;
mod parties;
mod catalog;
mod orders;
mod shipments;

use std::collections::HashMap;
use std::path::Path;
use std::pin::Pin;

use dovuto_store::ledger::{Entry, Tx};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::cx::Cx;
use crate::desk::{self, Begun, Desk};
use crate::error::Error;
use mapping::Mapping;
use reading::{Reading, Record, Sheet};
use refused::{BadRow, Faults, ImportRefused};

/// What the rows of a file are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ImportKind {
    Customers,
    Carriers,
    Products,
    Orders,
    /// What left: everything open of an order on a day.
    Shipments,
    /// What arrived, or what was signed for.
    Deliveries,
}

/// A CSV file and how to read it.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct ImportAsk {
    pub kind: ImportKind,
    pub path: String,
    /// The lines of the orders; they stand in the same file where this is left out.
    pub lines_path: Option<String>,
    /// The text of a mapping, in TOML.
    pub mapping: String,
}

/// What an import did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct ImportAnswer {
    pub kind: ImportKind,
    /// Rows of the file, without its header.
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
    /// SHA-256 of the file, in hex.
    pub file_hash: String,
    pub lines_file_hash: Option<String>,
}

/// Imports a file. The same file twice changes nothing.
///
/// Refuses a mapping that does not fit, and the whole file when any row of it is bad: each is
/// named with its line, column, value and reason, and nothing is written.
pub async fn run(desk: &Desk, cx: &Cx, ask: ImportAsk) -> Result<ImportAnswer, Error> {
    let mut tx = match desk.begin(cx).await? {
        Begun::Fresh(tx) => tx,
        Begun::Answered(answer) => return Ok(answer),
    };
    desk::actor(&mut tx, cx).await?;
    let mapping = Mapping::read(&ask.mapping, ask.kind)?;
    if ask.lines_path.is_some() && mapping.lines.is_none() {
        let why = "only orders have a second file, of lines";
        return Err(ImportRefused::mapping(why).into());
    }
    let mut faults = Faults::default();
    let delimiter = mapping.writing.delimiter;
    let sheet = Sheet::read(Path::new(&ask.path), delimiter, &mut faults).await?;
    let lines = match &ask.lines_path {
        Some(path) => Some(Sheet::read(Path::new(path), delimiter, &mut faults).await?),
        None => None,
    };
    let mut job = Job {
        mapping: &mapping,
        sheet: &sheet,
        lines: lines.as_ref(),
        letter: desk.station()?.letter,
        answer: answer(ask.kind, &sheet, lines.as_ref()),
        faults,
    };

    let written = job.write(&mut tx, cx).await;
    if let Err(Error::Fault(fault)) = &written {
        desk.store.note_fault(fault);
    }
    written?;

    job.faults.settle()?;
    desk.store.commit(tx).await?;
    Ok(job.answer)
}

fn answer(kind: ImportKind, sheet: &Sheet, lines: Option<&Sheet>) -> ImportAnswer {
    ImportAnswer {
        kind,
        rows: sheet.n_rows(),
        inserted: 0,
        updated: 0,
        skipped: 0,
        documents: 0,
        lines: 0,
        lines_off_list: 0,
        places_unknown: 0,
        file_hash: sheet.hash.clone(),
        lines_file_hash: lines.map(|lines| lines.hash.clone()),
    }
}

/// One import on its way.
struct Job<'a> {
    mapping: &'a Mapping,
    sheet: &'a Sheet,
    lines: Option<&'a Sheet>,
    /// The station's letter, for the numbers of documents.
    letter: char,
    answer: ImportAnswer,
    faults: Faults,
}

/// A document that rows decided, before it is recorded.
struct Document {
    /// What names it in this import: its request id is derived from that.
    key: String,
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
            ImportKind::Carriers => Box::pin(parties::carriers(tx, cx, self)),
            ImportKind::Products => Box::pin(catalog::products(tx, cx, self)),
            ImportKind::Orders => Box::pin(orders::orders(tx, cx, self)),
            ImportKind::Shipments => Box::pin(shipments::shipments(tx, cx, self)),
            ImportKind::Deliveries => Box::pin(shipments::deliveries(tx, cx, self)),
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
            let Some(name) = self.faults.keep(record.needed(field)) else {
                continue;
            };
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
            Err(other @ (Error::Fault(_) | Error::RequestReused | Error::Import(_))) => Err(other),
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
        let n = documents.len();
        for (i, document) in (1..).zip(documents) {
            self.record(tx, cx, document, i == n).await?;
        }
        Ok(())
    }

    /// Records one document under a request id of its own; the last one of an import carries the
    /// import's request and answer, so that a repeated request is answered as it was.
    async fn record(
        &self,
        tx: &mut Tx,
        cx: &Cx,
        document: Document,
        is_last: bool,
    ) -> Result<(), Error> {
        let Document { key, entries } = document;
        if is_last {
            tx.record(cx.stamp(), &cx.request, entries, &self.answer).await?;
        } else {
            tx.record(cx.stamp(), &cx.part(&key), entries, &key).await?;
        }
        Ok(())
    }
}

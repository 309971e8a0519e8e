//! What is judged together: all rows of one key, many keys at a time, in the order of the file.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use super::ImportKind;
use super::faults::Faults;
use super::mapping::{Mapping, Section};
use super::reading::{Reading, Record};
use super::refused::{BadRow, ImportRefused};
use super::sheet::{Headed, Sheet};
use super::spool::{Form, Row};
use super::watch::Watch;

/// How many rows are judged at a time, if no key has more.
const ROWS_AT_A_TIME: usize = 5_000;

/// The order in which rows are judged. It keeps 24 bytes for each row and no row.
pub struct Plan {
    heads: Vec<Place>,
    next: usize,
    /// Rows of the second sheet by the digest of their key.
    lines: Option<Vec<(u64, u64)>>,
    /// Rows of the second sheet whose key no order has.
    orphans: Vec<u64>,
    /// Digests of keys that a row may have that cannot be read, with its line.
    pub broken: HashMap<u64, u64>,
}

/// Where a row stands, and behind which it is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    /// Days since 1970 where the order of days counts.
    rank: i32,
    /// The first row of the same key.
    first: u64,
    at: u64,
}

/// A key, shortened: two keys of one digest are judged together, which harms nobody.
pub fn digest(key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}

/// The field whose rows belong together.
pub fn key_of(mapping: &Mapping) -> &'static str {
    match mapping.kind {
        ImportKind::Customers | ImportKind::Carriers | ImportKind::Products => "code",
        ImportKind::Contacts | ImportKind::PriceAgreements | ImportKind::OpenInvoices => "customer",
        ImportKind::CustomerCodes | ImportKind::ListPrices | ImportKind::Stock => "product",
        ImportKind::OpenPayments => "payer",
        ImportKind::Orders => "key",
        ImportKind::Shipments => "order",
        ImportKind::Deliveries => {
            if mapping.head.sources.contains_key("order") {
                "order"
            } else {
                "delivery_note"
            }
        }
    }
}

/// The date in whose order rows are judged, where that is not the order of the file.
fn day_of(kind: ImportKind) -> Option<&'static str> {
    // Delivery notes are numbered in the order in which they left.
    (kind == ImportKind::Shipments).then_some("dispatched_on")
}

impl Plan {
    /// Looks at every row once. Rows that cannot be read are noted and left out.
    pub fn make(
        mapping: &Mapping,
        head: &mut Headed,
        lines: Option<&mut Headed>,
        faults: &mut Faults,
        watch: &Watch,
    ) -> Result<Self, ImportRefused> {
        let mut broken = HashMap::new();
        let mut first: HashMap<u64, u64> = HashMap::new();
        let mut heads = Vec::new();
        let day = day_of(mapping.kind);
        let key = key_of(mapping);
        each(mapping, &mapping.head, key, head, watch, |row, found| match found {
            Found::Broken(bad, keys) => {
                broken.extend(keys.into_iter().map(|key| (key, row.line)));
                faults.note(bad);
            }
            Found::Whole(key, record) => {
                let first = key.map_or(row.at, |key| *first.entry(key).or_insert(row.at));
                let day = day.and_then(|field| record.day(field).ok().flatten());
                let rank = day.map_or(0, |day| chrono::Datelike::num_days_from_ce(&day));
                heads.push(Place { rank, first, at: row.at });
            }
        })?;
        heads.sort_unstable();
        let mut plan = Self { heads, next: 0, lines: None, orphans: Vec::new(), broken };
        if let Some(headed) = lines {
            plan.join(mapping, headed, &first, faults, watch)?;
        }
        Ok(plan)
    }

    /// Finds the lines of each head. What a head that cannot be read may have is passed over.
    fn join(
        &mut self,
        mapping: &Mapping,
        headed: &mut Headed,
        heads: &HashMap<u64, u64>,
        faults: &mut Faults,
        watch: &Watch,
    ) -> Result<(), ImportRefused> {
        let none = Section::default();
        let section = mapping.lines.as_ref().unwrap_or(&none);
        let lost: HashSet<u64> = std::mem::take(&mut self.broken).into_keys().collect();
        let mut lines = Vec::new();
        let (orphans, broken) = (&mut self.orphans, &mut self.broken);
        each(mapping, section, "key", headed, watch, |row, found| match found {
            Found::Broken(bad, keys) => {
                broken.extend(keys.into_iter().map(|key| (key, row.line)));
                faults.note(bad);
            }
            Found::Whole(Some(key), _) if heads.contains_key(&key) => lines.push((key, row.at)),
            Found::Whole(Some(key), _) if lost.contains(&key) => {}
            Found::Whole(..) => orphans.push(row.at),
        })?;
        lines.sort_unstable();
        self.lines = Some(lines);
        Ok(())
    }

    /// The rows to judge next; nothing once all were.
    pub fn next(
        &mut self,
        mapping: &Mapping,
        head: &mut Headed,
        lines: Option<&mut Headed>,
    ) -> Result<Option<(Sheet, Option<Sheet>)>, ImportRefused> {
        let mut heads = Sheet { header: head.header.clone(), rows: Vec::new() };
        let places = self.lines.as_deref().zip(lines);
        let mut belonging = Vec::new();
        let reading_of = Sheet { header: head.header.clone(), rows: Vec::new() };
        let reading = Reading::new(&reading_of, &mapping.head, &mapping.writing)?;
        while let Some(place) = self.heads.get(self.next) {
            let is_full = heads.rows.len() + belonging.len() >= ROWS_AT_A_TIME;
            let begins = self.next == 0 || self.heads[self.next - 1].first != place.first;
            if is_full && begins {
                break;
            }
            let row = head.spool.read(place.at).map_err(|error| head.broken(&error))?;
            if let Some((places, _)) = &places
                && begins
                && let Some(key) = reading.record(&row).text(key_of(mapping))
            {
                let key = digest(key);
                let from = places.partition_point(|(of, _)| *of < key);
                let own = places[from..].iter().take_while(|(of, _)| *of == key);
                belonging.extend(own.map(|(_, at)| *at));
            }
            heads.rows.push(row);
            self.next += 1;
        }
        let Some((_, headed)) = places else {
            return Ok(Some((heads, None)).filter(|(heads, _)| !heads.rows.is_empty()));
        };
        if heads.rows.is_empty() {
            let n = self.orphans.len().min(ROWS_AT_A_TIME);
            belonging = self.orphans.drain(..n).collect();
        }
        belonging.sort_unstable();
        let mut own = Sheet { header: headed.header.clone(), rows: Vec::new() };
        for at in belonging {
            own.rows.push(headed.spool.read(at).map_err(|error| headed.broken(&error))?);
        }
        let is_empty = heads.rows.is_empty() && own.rows.is_empty();
        Ok((!is_empty).then_some((heads, Some(own))))
    }
}

enum Found<'r> {
    /// Why the row cannot be read, and the keys that it may have.
    Broken(BadRow, Vec<u64>),
    /// Its key, where it has one.
    Whole(Option<u64>, Record<'r>),
}

fn each(
    mapping: &Mapping,
    section: &Section,
    key: &str,
    headed: &mut Headed,
    watch: &Watch,
    mut see: impl FnMut(&Row, Found<'_>),
) -> Result<(), ImportRefused> {
    let sheet = Sheet { header: headed.header.clone(), rows: Vec::new() };
    let reading = Reading::new(&sheet, section, &mapping.writing)?;
    headed.spool.rewind().map_err(|error| headed.broken(&error))?;
    while let Some(row) = headed.spool.next().map_err(|error| headed.broken(&error))? {
        watch.done(0)?;
        let record = reading.record(&row);
        match broken(&reading, &row) {
            Some(bad) => {
                let keys = reading.shifted(key, &row).filter(|key| !key.is_empty()).map(digest);
                see(&row, Found::Broken(bad, keys.collect()));
            }
            None => {
                let key = record.text(key).filter(|key| !key.is_empty()).map(digest);
                see(&row, Found::Whole(key, record));
            }
        }
    }
    Ok(())
}

/// Why a row cannot be read at all.
fn broken(reading: &Reading, row: &Row) -> Option<BadRow> {
    let header = reading.header();
    let record = reading.record(row);
    let (found, wanted) = (row.len(), header.columns.len());
    if !header.fits(row) {
        let why = format!("{found} fields, where the header has {wanted}");
        return Some(header.bad_row(row, why));
    }
    reading.columns().find_map(|field| match record.cell(field)? {
        (Form::Error, _) => Some(record.bad(field, "the workbook could not compute it")),
        (Form::Typed | Form::Exact, text) => {
            let is_foreign = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
            let sign = text.chars().find(|c| is_foreign(*c))?;
            let why = format!("it holds a control character (U+{:04X})", u32::from(sign));
            Some(record.bad(field, why))
        }
    })
}

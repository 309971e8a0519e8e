//! Rows that speak of one document together: brought together, each thing once, counted by row.

use std::collections::HashMap;

use super::reading::{Reading, Record};
use super::refused::BadRow;
use super::{Document, Job};

/// The records by the value of `field`, in the order of the file; those without one are noted.
pub(super) fn grouped<'r>(
    reading: &'r Reading<'_>,
    field: &str,
    job: &mut Job<'_>,
) -> Vec<(&'r str, Vec<Record<'r>>)> {
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut groups: Vec<(&str, Vec<Record>)> = Vec::new();
    for record in reading.records() {
        let Some(name) = job.faults.keep(record.needed(field)) else {
            continue;
        };
        let at = *places.entry(name).or_insert(groups.len());
        match groups.get_mut(at) {
            Some((_, records)) => records.push(record),
            None => groups.push((name, vec![record])),
        }
    }
    groups
}

/// Where each thing of a document was said first.
#[derive(Default)]
pub(super) struct Once {
    lines: HashMap<String, u64>,
}

impl Once {
    /// Refuses a row that says of a thing what an earlier row says already.
    pub(super) fn first(
        &mut self,
        thing: String,
        field: &str,
        record: &Record,
    ) -> Result<(), BadRow> {
        match self.lines.insert(thing, record.line()) {
            Some(line) => Err(record.bad(field, format!("it stands in line {line} already"))),
            None => Ok(()),
        }
    }
}

/// What a row makes of what is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    Inserted,
    Updated,
    Skipped,
}

impl Change {
    /// Updated, unless it is as it was.
    pub(super) fn of(is_same: bool) -> Self {
        if is_same { Self::Skipped } else { Self::Updated }
    }
}

/// Counts the rows of a document; gives it back if it is to be written.
pub(super) fn count(job: &mut Job<'_>, changes: &[Change], document: Document) -> Option<Document> {
    let is_same = document.entries.is_empty();
    for change in changes {
        match change {
            Change::Inserted if !is_same => job.answer.inserted += 1,
            Change::Updated if !is_same => job.answer.updated += 1,
            Change::Inserted | Change::Updated | Change::Skipped => job.answer.skipped += 1,
        }
    }
    if is_same {
        return None;
    }
    job.answer.documents += 1;
    Some(document)
}

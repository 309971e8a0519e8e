//! Why a file is not imported: its mapping, the file itself, or rows of it.

use std::fmt::{Display, Write as _};

use serde::Serialize;
use thiserror::Error;

/// How many bad rows an answer names; the rest is only counted.
const NAMED_MAX: usize = 100;
/// How many of them the sentence for people spells out.
const TOLD_MAX: usize = 20;

/// Nothing of the file was written, and why.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize)]
#[serde(tag = "code", content = "params")]
pub enum ImportRefused {
    #[error("the mapping is not right: {why}")]
    #[serde(rename = "import_mapping_wrong")]
    MappingWrong { why: String },
    #[error("{file} cannot be read: {why}")]
    #[serde(rename = "import_file_unreadable")]
    FileUnreadable { file: String, why: String },
    #[error("nothing was imported; rows to mend: {n}{}", told(rows, *n))]
    #[serde(rename = "import_rows_bad")]
    RowsBad { rows: Vec<BadRow>, n: usize },
}

impl ImportRefused {
    /// A mapping that cannot be followed.
    pub fn mapping(why: impl Display) -> Self {
        Self::MappingWrong { why: why.to_string() }
    }
}

/// A row that cannot be taken, and why. Without a column where the row as a whole is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BadRow {
    pub file: String,
    /// Line of the file, from 1, the header included.
    pub line: u64,
    pub column: Option<String>,
    pub value: Option<String>,
    pub why: String,
}

impl Display for BadRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} line {}", self.file, self.line)?;
        if let Some(column) = &self.column {
            write!(f, ", {column}")?;
        }
        if let Some(value) = &self.value {
            write!(f, " \"{value}\"")?;
        }
        write!(f, ": {}", self.why)
    }
}

fn told(rows: &[BadRow], n: usize) -> String {
    let mut text = String::new();
    for row in rows.iter().take(TOLD_MAX) {
        write!(text, "\n  {row}").expect("writing to a text cannot fail");
    }
    if n > TOLD_MAX.min(rows.len()) {
        let more = n - TOLD_MAX.min(rows.len());
        write!(text, "\n  and {more} more").expect("writing to a text cannot fail");
    }
    text
}

/// The bad rows of a file, gathered so that a person can mend them all at once.
#[derive(Debug, Default)]
pub struct Faults {
    rows: Vec<BadRow>,
    n: usize,
}

impl Faults {
    /// Adds a bad row.
    pub fn note(&mut self, bad: BadRow) {
        self.n += 1;
        if self.rows.len() < NAMED_MAX {
            self.rows.push(bad);
        }
    }

    /// What a row gives, unless the row is bad; then that is noted.
    pub fn keep<T>(&mut self, read: Result<T, BadRow>) -> Option<T> {
        read.map_err(|bad| self.note(bad)).ok()
    }

    /// As many as an answer names: looking for more helps nobody.
    pub fn is_full(&self) -> bool {
        self.rows.len() >= NAMED_MAX
    }

    /// Refuses the whole file if any row of it was bad.
    pub fn settle(mut self) -> Result<(), ImportRefused> {
        if self.n == 0 {
            return Ok(());
        }
        self.rows.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
        Err(ImportRefused::RowsBad { rows: self.rows, n: self.n })
    }
}

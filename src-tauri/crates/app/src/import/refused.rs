//! Why a file is not imported: its mapping, the file itself, or rows of it.

use std::fmt::{Display, Write as _};
use std::path::Path;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use ts_rs::TS;

/// How many bad rows an answer names; the rest is only counted.
pub const NAMED_MAX: usize = 100;
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
    #[error("the bad rows cannot be written to {file}: {why}; nothing was imported")]
    #[serde(rename = "import_list_unwritable")]
    Unwritable { file: String, why: String },
    #[error("the import was cancelled; nothing of it was written")]
    #[serde(rename = "import_cancelled")]
    Cancelled,
}

impl ImportRefused {
    /// A mapping that cannot be followed.
    pub fn mapping(why: impl Display) -> Self {
        Self::MappingWrong { why: why.to_string() }
    }

    /// A file whose rows cannot be read.
    pub fn unreadable(path: &Path, why: String) -> Self {
        Self::FileUnreadable { file: path.display().to_string(), why }
    }
}

/// A row that cannot be taken, and why. Without a column where the row as a whole is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct BadRow {
    pub file: String,
    /// Line of the file, from 1, the header included.
    pub line: u64,
    pub column: Option<String>,
    pub value: Option<String>,
    pub why: String,
    /// Its place among the rows that were set down.
    #[serde(skip)]
    #[ts(skip)]
    pub at: u64,
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

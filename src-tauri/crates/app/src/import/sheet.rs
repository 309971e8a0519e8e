//! The rows of a file, set down, and those of them that are judged at a time.

use std::fmt::Display;
use std::sync::Arc;

use super::refused::{BadRow, ImportRefused};
use super::spool::{Row, Spool};

/// Where rows come from.
#[derive(Clone, Debug)]
pub struct Origin {
    /// The file's name without its folder.
    pub name: String,
    /// SHA-256 of the file as it was found, in hex.
    pub hash: String,
}

/// A header, and what it is the header of.
#[derive(Clone, Debug)]
pub struct Header {
    pub origin: Origin,
    pub columns: Vec<String>,
    /// Of a text: what stands between two fields.
    pub delimiter: Option<u8>,
    /// Whether a row of another length is a mistake. A workbook has no length of rows.
    pub has_width: bool,
}

/// All rows of a file behind its header.
pub struct Headed {
    pub header: Arc<Header>,
    pub spool: Spool,
}

/// Rows that are judged together.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub header: Arc<Header>,
    pub rows: Vec<Row>,
}

impl Headed {
    /// Why rows that were set down cannot be read back.
    pub fn broken(&self, error: &std::io::Error) -> ImportRefused {
        ImportRefused::FileUnreadable {
            file: self.header.origin.name.clone(),
            why: error.to_string(),
        }
    }
}

impl Header {
    /// Whether a row has a cell for each column, and none beyond.
    pub fn fits(&self, row: &Row) -> bool {
        if self.has_width {
            row.len() == self.columns.len()
        } else {
            row.cells().skip(self.columns.len()).all(str::is_empty)
        }
    }

    /// A row that is bad as a whole.
    pub fn bad_row(&self, row: &Row, why: impl Display) -> BadRow {
        BadRow {
            file: self.origin.name.clone(),
            line: row.line,
            column: None,
            value: None,
            why: why.to_string(),
            at: row.at,
        }
    }
}

//! How far an import has come, and the wish to end it.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::refused::ImportRefused;

/// Seen from outside while an import runs.
#[derive(Debug, Default)]
pub struct Watch {
    rows: AtomicU64,
    rows_in_all: AtomicU64,
    cancelled: AtomicBool,
}

/// How far an import has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ImportProgress {
    /// Rows that are done.
    pub rows: u64,
    /// Rows of the file; none while it is still being read.
    pub rows_in_all: u64,
}

impl Watch {
    /// How far it has come.
    pub fn progress(&self) -> ImportProgress {
        ImportProgress {
            rows: self.rows.load(Ordering::Relaxed),
            rows_in_all: self.rows_in_all.load(Ordering::Relaxed),
        }
    }

    /// Ends the import that runs, as soon as it looks: everything of it is taken back.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    /// An import begins: an earlier one's end is not its own.
    pub(super) fn begin(&self) {
        self.cancelled.store(false, Ordering::Relaxed);
        self.rows.store(0, Ordering::Relaxed);
        self.rows_in_all.store(0, Ordering::Relaxed);
    }

    pub(super) fn expect(&self, rows_in_all: u64) {
        self.rows.store(0, Ordering::Relaxed);
        self.rows_in_all.store(rows_in_all, Ordering::Relaxed);
    }

    /// Counts rows that are done.
    ///
    /// Refuses to go on once the import was cancelled.
    pub(super) fn done(&self, rows: u64) -> Result<(), ImportRefused> {
        self.rows.fetch_add(rows, Ordering::Relaxed);
        if self.cancelled.load(Ordering::Relaxed) {
            return Err(ImportRefused::Cancelled);
        }
        Ok(())
    }
}

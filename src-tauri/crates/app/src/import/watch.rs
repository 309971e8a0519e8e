//! How far an import has come, and the wish to end it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::refused::ImportRefused;
use crate::watch;

/// Seen from outside while an import runs.
#[derive(Debug, Default)]
pub struct Watch(watch::Watch);

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
        let (rows, rows_in_all) = self.0.counts();
        ImportProgress { rows, rows_in_all }
    }

    /// Ends the import that runs, as soon as it looks: everything of it is taken back.
    pub fn cancel(&self) {
        self.0.cancel();
    }

    /// An import begins: an earlier one's end is not its own.
    pub(super) fn begin(&self) {
        self.0.begin();
    }

    pub(super) fn expect(&self, rows_in_all: u64) {
        self.0.expect(rows_in_all);
    }

    /// Counts rows that are done.
    ///
    /// Refuses to go on once the import was cancelled.
    pub(super) fn done(&self, rows: u64) -> Result<(), ImportRefused> {
        if self.0.goes_on(rows) { Ok(()) } else { Err(ImportRefused::Cancelled) }
    }
}

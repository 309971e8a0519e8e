//! How far something long has come, and the wish to end it.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Seen from outside while something long runs.
#[derive(Debug, Default)]
pub struct Watch {
    done: AtomicU64,
    in_all: AtomicU64,
    cancelled: AtomicBool,
}

impl Watch {
    /// How many are done, and of how many; of none while they are still being counted.
    pub fn counts(&self) -> (u64, u64) {
        (self.done.load(Ordering::Relaxed), self.in_all.load(Ordering::Relaxed))
    }

    /// Ends what runs, as soon as it looks.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    /// Something begins: an earlier one's end is not its own.
    pub(crate) fn begin(&self) {
        self.cancelled.store(false, Ordering::Relaxed);
        self.expect(0);
    }

    /// So many are to be done from now on.
    pub(crate) fn expect(&self, in_all: u64) {
        self.done.store(0, Ordering::Relaxed);
        self.in_all.store(in_all, Ordering::Relaxed);
    }

    /// Counts what is done, and says whether to go on.
    pub(crate) fn goes_on(&self, done: u64) -> bool {
        self.done.fetch_add(done, Ordering::Relaxed);
        !self.cancelled.load(Ordering::Relaxed)
    }
}

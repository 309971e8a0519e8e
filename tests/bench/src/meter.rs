//! Time: of the wall, and of every thread of this process.
#![expect(
    clippy::disallowed_methods,
    reason = "what a program costs is read from the machine's clock; no business rule sees it"
)]

use std::time::{Duration, Instant};

use cpu_time::ProcessTime;

/// What some work took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spent {
    pub cpu: Duration,
    pub wall: Duration,
}

impl Spent {
    /// For one of `n`.
    pub fn per(self, n: u64) -> Self {
        let n = u32::try_from(n.max(1)).unwrap();
        Self { cpu: self.cpu / n, wall: self.wall / n }
    }
}

pub struct Meter {
    cpu: ProcessTime,
    wall: Instant,
}

impl Meter {
    pub fn start() -> Self {
        Self { cpu: ProcessTime::now(), wall: Instant::now() }
    }

    pub fn read(&self) -> Spent {
        Spent { cpu: self.cpu.elapsed(), wall: self.wall.elapsed() }
    }
}

/// The most memory that this process ever held, in bytes, where the system tells.
pub fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes * 1024)
}

/// Lets the most memory be counted anew from now on, where the system can.
pub fn forget_peak_memory() {
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// The median of several runs, by wall time.
pub fn median(mut all: Vec<Spent>) -> Spent {
    all.sort_unstable_by_key(|spent| spent.wall);
    all[all.len() / 2]
}

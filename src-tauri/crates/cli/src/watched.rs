//! Waiting for something long, and telling on standard error how far it has come.

use std::future::Future;
use std::io::IsTerminal as _;
use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::host::now;

/// How many are done, and of how many; of none while they are still being read.
pub type Counts = (u64, u64);

/// Waits. Tells how far it has come where somebody sits at a terminal, or where it is asked for.
pub async fn watched<F: Future>(
    work: F,
    asked: bool,
    counts: impl Fn() -> Counts,
    what: &str,
) -> F::Output {
    tokio::pin!(work);
    if !asked && !std::io::stderr().is_terminal() {
        return work.await;
    }
    let (mut start, mut in_all) = (now(), 0);
    let mut tick = tokio::time::interval(Duration::from_millis(500));
    loop {
        tokio::select! {
            answer = &mut work => {
                told(counts(), start, what);
                eprintln!();
                return answer;
            }
            _ = tick.tick() => {
                // The rate is that of the work which goes on now: reading, then judging.
                if counts().1 != in_all {
                    (start, in_all) = (now(), counts().1);
                }
                told(counts(), start, what);
            }
        }
    }
}

fn told((done, in_all): Counts, start: DateTime<Utc>, what: &str) {
    let millis = u64::try_from((now() - start).num_milliseconds()).unwrap_or(0).max(1);
    let rate = done.saturating_mul(1000) / millis;
    match in_all {
        0 => eprint!("\rreading: {done} {what}, {rate} a second   "),
        all => eprint!("\r{done} of {all} {what}, {rate} a second   "),
    }
}

//! Named steps, one after the other, each with its duration, and a summary at the end.
#![expect(
    clippy::disallowed_methods,
    reason = "a build step is timed by the machine's clock; no business rule sees it"
)]

use std::time::{Duration, Instant};

use crate::failure::Outcome;

pub struct Steps {
    begun: Instant,
    done: Vec<Step>,
}

struct Step {
    name: &'static str,
    end: End,
}

enum End {
    Passed(Duration),
    Failed(Duration),
    Skipped(String),
}

impl Steps {
    pub fn begin() -> Self {
        Self { begun: Instant::now(), done: Vec::new() }
    }

    /// Does one step and keeps how it ended; the caller stops at the first failure by `?`.
    pub fn run(&mut self, name: &'static str, work: impl FnOnce() -> Outcome) -> Outcome {
        println!("\n{name}");
        let start = Instant::now();
        let outcome = work();
        let took = start.elapsed();
        let end = match outcome {
            Ok(()) => End::Passed(took),
            Err(_) => End::Failed(took),
        };
        println!("  {name}: {}", said(&end));
        self.done.push(Step { name, end });
        outcome
    }

    /// Notes a step that cannot be done here, and why.
    pub fn skip(&mut self, name: &'static str, reason: &str) {
        println!("\n{name}\n  skipped: {reason}");
        self.done.push(Step { name, end: End::Skipped(reason.to_string()) });
    }

    /// The closing summary: every step, the whole duration, and what failed.
    pub fn close(&self, outcome: &Outcome) {
        if !self.done.is_empty() {
            println!("\nsummary");
            for step in &self.done {
                println!("  {:<14} {}", step.name, said(&step.end));
            }
            println!("  {:<14} {}", "all", duration(self.begun.elapsed()));
        }
        if let Err(failure) = outcome {
            match self.done.last() {
                Some(step) if matches!(step.end, End::Failed(_)) => {
                    eprintln!("\nfailed at step \"{}\": {failure}", step.name);
                }
                Some(_) | None => eprintln!("\nfailed: {failure}"),
            }
        }
    }
}

fn said(end: &End) -> String {
    match end {
        End::Passed(took) => format!("passed in {}", duration(*took)),
        End::Failed(took) => format!("FAILED after {}", duration(*took)),
        End::Skipped(reason) => format!("skipped: {reason}"),
    }
}

fn duration(took: Duration) -> String {
    let seconds = took.as_secs();
    match seconds {
        0..60 => format!("{seconds}.{} s", took.subsec_millis() / 100),
        60.. => format!("{} min {:02} s", seconds / 60, seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::failure::Failure;

    #[test]
    fn durations_are_short_to_read() {
        let check = |millis, expect: &str| {
            assert_eq!(duration(Duration::from_millis(millis)), expect);
        };
        check(0, "0.0 s");
        check(4_670, "4.6 s");
        check(59_999, "59.9 s");
        check(60_000, "1 min 00 s");
        check(3_661_000, "61 min 01 s");
    }

    #[test]
    fn a_failed_step_is_kept_as_failed() {
        let mut steps = Steps::begin();
        let outcome = steps.run("build", || Err(Failure::new("it broke", "mend it")));
        assert!(outcome.is_err());
        assert!(matches!(steps.done[0].end, End::Failed(_)));
    }
}

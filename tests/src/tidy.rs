//! What holds for the sources themselves: arrows, homes, sizes, names; each rule is one sentence.

mod source;
mod crates;
mod rust;
mod sql;
mod form;
mod interface;
mod shape;

use source::{Fault, Source};

/// Fails with every fault, each as `file:line: rule`.
fn holds(faults: &[Fault]) {
    let lines: Vec<String> = faults.iter().map(Fault::to_string).collect();
    assert!(lines.is_empty(), "\n{}\n", lines.join("\n"));
}

/// A check that no violating text can trip is no check: one fault, on the line expected.
fn trips(faults: &[Fault], path: &str, line: usize) {
    let found: Vec<(&str, usize)> = faults.iter().map(|f| (f.path.as_str(), f.line)).collect();
    assert_eq!(found, [(path, line)], "{faults:?}");
}

fn one(path: &str, text: &str) -> Vec<Source> {
    vec![Source::new(path, text)]
}

//! What everything costs: builds the measuring program as it would be shipped and runs it.

use std::env::consts::EXE_SUFFIX;
use std::process::Command;

use crate::failure::Outcome;
use crate::place::Place;
use crate::process;

/// `words` go to the program: `--json`, `--orders N`, `--only NAME`.
pub fn run(place: &Place, words: &[&str]) -> Outcome {
    let mut build = process::cargo(&place.root);
    build.args(["build", "--profile", "measured", "--quiet", "--package", "dovuto-bench"]);
    process::quietly(&mut build, "mend the first error above")?;
    let program = place.target().join("measured").join(format!("dovuto-bench{EXE_SUFFIX}"));
    let mut bench = Command::new(program);
    bench.arg(place.target().join("bench")).args(words);
    process::quietly(&mut bench, "the line above says what could not be measured")
}

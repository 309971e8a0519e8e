//! `cargo xtask`: sets the machine up, then starts, checks and tests everything with one command.

mod test;
mod bench;
mod check;
mod start;
mod setup;
mod steps;
mod process;
mod place;
mod failure;

use std::process::ExitCode;

use failure::Failure;
use place::Place;
use steps::Steps;

const USAGE: &str = "\
cargo xtask <command>

  setup              install what the build needs; does nothing where it is there
  start [--release]  build the program and open it; without a display, show the sample firm
  check              format, lints, fresh bindings, the sources' own rules, the user interface
  test               setup, check, and every test: Rust, user interface, acceptance, window
  bindings           write ui/src/bindings anew
  e2e                only the tests that drive the real window
  bench [--json] [--orders N] [--only NAME]
                     what everything costs, beside what SQLite alone takes";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let place = Place::find();
    let mut steps = Steps::begin();

    let outcome = match words.as_slice() {
        ["setup"] => setup::run(&place, &mut steps),
        ["start"] => start::run(&place, &mut steps, start::Profile::Debug),
        ["start", "--release"] => start::run(&place, &mut steps, start::Profile::Release),
        ["check"] => check::run(&place, &mut steps),
        ["test"] => test::run(&place, &mut steps),
        ["bindings"] => check::write_bindings(&place, &mut steps),
        ["bench", words @ ..] => bench::run(&place, words),
        ["e2e"] => test::run_window_only(&place, &mut steps),
        [] | ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        _ => Err(Failure::new(
            format!("there is no command `{}`", words.join(" ")),
            format!("use one of these:\n\n{USAGE}"),
        )),
    };

    steps.close(&outcome);
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

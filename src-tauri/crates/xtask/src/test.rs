//! Every test there is, stopping at the first step that fails.

use std::process::Command;

use crate::check;
use crate::failure::{Failure, Outcome};
use crate::place::Place;
use crate::process;
use crate::setup;
use crate::start;
use crate::steps::Steps;

const SCREEN: &str = "-screen 0 1280x800x24";

pub fn run(place: &Place, steps: &mut Steps) -> Outcome {
    setup::run(place, steps)?;
    start::build_interface(place, steps)?;
    check::sources(place, steps)?;
    build(place, steps)?;
    steps.run("tests", || {
        let mut tests = cargo_test(place)?;
        process::run(&mut tests, "the failing tests are named above")
    })?;
    steps.run("ui tests", || {
        process::run(process::npm(&place.ui).arg("test"), "the failing tests are named above")
    })?;
    documents(place, steps)?;
    acceptance(place, steps)
}

/// Only the tests that drive the real window.
pub fn run_window_only(place: &Place, steps: &mut Steps) -> Outcome {
    if !cfg!(target_os = "linux") {
        return Err(Failure::new(
            "the window can be driven on Linux only",
            "run `cargo xtask test`, which leaves these tests out here",
        ));
    }
    setup::run(place, steps)?;
    start::build_interface(place, steps)?;
    build(place, steps)?;
    steps.run("window tests", || {
        let mut tests = cargo_test(place)?;
        process::run(tests.arg("e2e::"), "the failing tests are named above")
    })
}

/// All programs and test programs at once; the window's tests start the built programs.
fn build(place: &Place, steps: &mut Steps) -> Outcome {
    steps.run("build", || {
        process::run(
            process::cargo(&place.root).args(["build", "--workspace", "--all-targets"]),
            "mend the first error above",
        )
    })
}

/// `cargo test` for the whole workspace. On Linux it has a screen of its own and drives the window
/// too; elsewhere no WebDriver speaks to the system's web view, so those tests say that they skip.
fn cargo_test(place: &Place) -> Result<Command, Failure> {
    let cargo = process::cargo(&place.root);
    let mut command = if cfg!(target_os = "linux") {
        for program in ["xvfb-run", "WebKitWebDriver"] {
            if !process::is_there(program) {
                return Err(Failure::new(
                    format!("{program} is missing, so the window cannot be tested"),
                    "run `cargo xtask setup`",
                ));
            }
        }
        let mut screen = Command::new("xvfb-run");
        screen
            .args(["-a", "-s", SCREEN])
            .arg(cargo.get_program())
            .current_dir(&place.root)
            .env("DOVUTO_E2E", "1");
        screen
    } else {
        println!("  skipped: the window's tests need WebKitWebDriver, which is on Linux only");
        cargo
    };
    command.args(["test", "--workspace"]).env("DOVUTO_BIN_DIR", &place.programs);
    match &place.shared {
        Some(shared) => command.env("DOVUTO_SHARED", shared),
        None => command.env_remove("DOVUTO_SHARED"),
    };
    Ok(command)
}

/// Every kind of document in every layout and language, checked by programs of others.
fn documents(place: &Place, steps: &mut Steps) -> Outcome {
    if !cfg!(target_os = "linux") {
        steps.skip("documents", "its programs are installed on Linux alone");
        return Ok(());
    }
    steps.run("documents", || {
        process::run(
            Command::new("bash")
                .arg("tests/acceptance/documents.sh")
                .arg(place.target().join("documents"))
                .current_dir(&place.root)
                .env("DOVUTO", place.program("dovuto")),
            "each line above names a document, and what is wrong with it",
        )
    })
}

/// A published data set goes through the whole cycle by the command line, as a stranger would.
fn acceptance(place: &Place, steps: &mut Steps) -> Outcome {
    let Some(shared) = &place.shared else {
        steps.skip("acceptance", "../shared is absent");
        return Ok(());
    };
    if cfg!(windows) && !process::is_there("bash") {
        return Err(Failure::new(
            "../shared is there and bash is not, so the acceptance script cannot run",
            "install bash (it comes with Git for Windows)",
        ));
    }
    steps.run("acceptance", || {
        process::run(
            Command::new("bash")
                .arg("tests/acceptance/northwind.sh")
                .arg(shared.join("samples").join("northwind"))
                .current_dir(&place.root)
                .env("DOVUTO", place.program("dovuto"))
                .env("DOVUTO_SHARED", shared),
            "the line above names what was expected and what was found",
        )
    })
}

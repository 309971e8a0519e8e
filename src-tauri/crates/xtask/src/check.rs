//! What is known without running the product: format, lints, bindings, the sources' own rules.

use std::process::Command;

use crate::failure::Outcome;
use crate::place::Place;
use crate::process;
use crate::setup;
use crate::start;
use crate::steps::Steps;

pub fn run(place: &Place, steps: &mut Steps) -> Outcome {
    setup::run(place, steps)?;
    // The desktop program contains ui/dist and does not compile without it.
    if !place.ui.join("dist").join("index.html").is_file() {
        start::build_interface(place, steps)?;
    }
    sources(place, steps)?;
    steps.run("tidy", || {
        process::run(
            process::cargo(&place.root).args(["test", "--workspace", "--quiet", "tidy::"]),
            "each line above names a file, a line and the rule; docs/STYLE.md says why",
        )
    })
}

/// All checks but tidy, which is a test and runs with the tests.
pub fn sources(place: &Place, steps: &mut Steps) -> Outcome {
    steps.run("format", || {
        process::run(
            process::cargo(&place.root).args(["fmt", "--all", "--check"]),
            "run `cargo fmt --all`",
        )
    })?;
    steps.run("lints", || {
        process::run(
            process::cargo(&place.root).args([
                "clippy",
                "--workspace",
                "--all-targets",
                "--",
                "-D",
                "warnings",
            ]),
            "mend what is named above; docs/STYLE.md says why",
        )
    })?;
    steps.run("bindings", || {
        build_bindings(place)?;
        process::run(
            Command::new(place.program("bindings")).arg("--check").current_dir(&place.root),
            "run `cargo xtask bindings` and look at what changed in ui/src/bindings",
        )
    })?;
    steps.run("ui check", || {
        process::run(process::npm(&place.ui).args(["run", "check"]), "mend what is named above")
    })
}

/// Writes the TypeScript of the command table anew.
pub fn write_bindings(place: &Place, steps: &mut Steps) -> Outcome {
    steps.run("bindings", || {
        build_bindings(place)?;
        process::run(
            Command::new(place.program("bindings")).current_dir(&place.root),
            "mend the first error above",
        )
    })
}

/// Built with the features of the whole workspace, so that nothing is compiled twice.
fn build_bindings(place: &Place) -> Outcome {
    process::run(
        process::cargo(&place.root).args(["build", "--workspace", "--bin", "bindings"]),
        "mend the first error above",
    )
}

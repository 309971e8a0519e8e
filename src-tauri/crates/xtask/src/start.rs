//! Builds the program and opens it; where there is no display, shows the sample firm in words.

use std::path::Path;
use std::process::Command;

use crate::failure::{Failure, Outcome};
use crate::place::Place;
use crate::process;
use crate::setup;
use crate::steps::Steps;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    Debug,
    Release,
}

pub fn run(place: &Place, steps: &mut Steps, profile: Profile) -> Outcome {
    setup::run(place, steps)?;
    build_interface(place, steps)?;

    if has_display() {
        build(place, steps, profile)?;
        let program = match profile {
            Profile::Debug => place.program("dovuto-desktop"),
            Profile::Release => place.release_program("dovuto-desktop"),
        };
        return steps
            .run("window", || process::run(&mut Command::new(program), "read the lines above"));
    }

    println!("\nThere is no display here, so the sample firm is shown on the command line.");
    build(place, steps, profile)?;
    let program = match profile {
        Profile::Debug => place.program("dovuto"),
        Profile::Release => place.release_program("dovuto"),
    };
    steps.run("sample firm", || show_sample(place, &program))
}

/// The web pages of the window, from TypeScript to `ui/dist`, which the desktop program contains.
pub fn build_interface(place: &Place, steps: &mut Steps) -> Outcome {
    steps.run("interface", || {
        process::run(
            process::npm(&place.ui).args(["run", "build"]),
            "mend the error above; if packages are missing, delete ui/node_modules and run \
             `cargo xtask setup`",
        )
    })
}

fn build(place: &Place, steps: &mut Steps, profile: Profile) -> Outcome {
    steps.run("build", || {
        let mut cargo = process::cargo(&place.root);
        // One package set everywhere: otherwise the features differ and SQLite is built twice.
        cargo.args(["build", "--workspace", "--bins"]);
        match profile {
            Profile::Debug => {}
            Profile::Release => {
                cargo.arg("--release");
            }
        }
        process::run(&mut cargo, "mend the first error above")
    })
}

fn has_display() -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
}

/// Enters the sample firm anew and asks it the questions of a working day.
fn show_sample(place: &Place, program: &Path) -> Outcome {
    let data = place.target().join("sample-data");
    if data.exists() {
        std::fs::remove_dir_all(&data).map_err(|error| {
            Failure::new(
                format!("{} could not be emptied: {error}", data.display()),
                "close the program that uses it, or delete the folder",
            )
        })?;
    }
    ask(program, &data, &["sample"])?;
    for question in [&["orders"][..], &["bill", "propose"], &["unattended"], &["verify"]] {
        println!();
        ask(program, &data, question)?;
    }
    println!("\nThe sample firm lies in {}.", data.display());
    Ok(())
}

fn ask(program: &Path, data: &Path, words: &[&str]) -> Outcome {
    let mut command = Command::new(program);
    command.args(words).arg("--data-dir").arg(data);
    process::run(&mut command, "run the command above by itself, with --help for its words")
}

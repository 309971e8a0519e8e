//! Runs other programs: their output is shown as it comes, and a failure says which program it was.

use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::failure::{Failure, Outcome};

/// Cargo as it was called, so that the same toolchain does all of the work.
pub fn cargo(root: &Path) -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = Command::new(cargo);
    command.current_dir(root);
    command
}

/// npm in the folder of the user interface; on Windows it is a script with an ending of its own.
pub fn npm(ui: &Path) -> Command {
    let name = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let mut command = Command::new(name);
    command.current_dir(ui);
    command
}

/// Runs to the end without saying so: what it prints may be for another program to read.
pub fn quietly(command: &mut Command, remedy: &str) -> Outcome {
    let line = shown(command);
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Failure::new(format!("`{line}` ended with {status}"), remedy)),
        Err(error) => Err(Failure::new(format!("`{line}` could not be started: {error}"), remedy)),
    }
}

/// Runs to the end; anything but success is a failure with the remedy given.
pub fn run(command: &mut Command, remedy: &str) -> Outcome {
    println!("  {}", shown(command));
    quietly(command, remedy)
}

/// What a program prints, or nothing when it is absent or fails.
pub fn answer(name: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(name)
        .args(arguments)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether a program can be started from the path.
pub fn is_there(name: &str) -> bool {
    let Some(path) = std::env::var_os("PATH") else {
        return false;
    };
    let endings: &[&str] = if cfg!(windows) { &[".exe", ".cmd", ".bat"] } else { &[""] };
    std::env::split_paths(&path)
        .any(|folder| endings.iter().any(|ending| folder.join(format!("{name}{ending}")).is_file()))
}

/// A command line as a person would type it: programs without their folders.
fn shown(command: &Command) -> String {
    let cargo = std::env::var_os("CARGO");
    let program = Path::new(command.get_program());
    let name = program.file_stem().unwrap_or(program.as_os_str());
    let arguments = command.get_args().map(|argument| {
        if Some(argument) == cargo.as_deref() { OsStr::new("cargo") } else { argument }
    });
    std::iter::once(name)
        .chain(arguments)
        .map(|word| quoted(&word.to_string_lossy()))
        .collect::<Vec<_>>()
        .join(" ")
}

fn quoted(word: &str) -> String {
    if word.contains(' ') { format!("\"{word}\"") } else { word.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_shown_as_it_would_be_typed() {
        let mut command = Command::new("/opt/tools/xvfb-run");
        command.args(["-s", "-screen 0 1280x800x24", "cargo"]);
        assert_eq!(shown(&command), "xvfb-run -s \"-screen 0 1280x800x24\" cargo");
    }

    #[test]
    fn a_program_that_is_absent_gives_no_answer_and_a_remedy() {
        assert_eq!(answer("no-such-program-here", &[]), None);
        let failure = run(&mut Command::new("no-such-program-here"), "install it")
            .expect_err("the program does not exist");
        assert!(failure.what.contains("could not be started"));
        assert_eq!(failure.remedy, "install it");
    }
}

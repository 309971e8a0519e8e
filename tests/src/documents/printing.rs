//! Documents on paper, through the program as a person runs it. The printing service of the system
//! stands outside: scripts of the same names note what they are asked.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

use super::files::billed;
use crate::crash::driver::program;

/// A firm with one invoice, nobody at work in it, and a folder of the system's programs.
struct Desk {
    data: TempDir,
    programs: TempDir,
    number: String,
}

impl Desk {
    async fn set_up() -> Self {
        let (office, number) = billed().await;
        Self { data: office.closed().await, programs: tempfile::tempdir().unwrap(), number }
    }

    /// Puts a program there that does this.
    fn program(&self, name: &str, does: &str) {
        let path = self.programs.path().join(name);
        let noted = self.noted(name);
        let script = format!("#!/bin/sh\nprintf '%s\\n' \"$@\" >> '{}'\n{does}\n", noted.display());
        fs::write(&path, script).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }

    fn with_queues(self, queues: &str) -> Self {
        self.program("lpstat", &format!("printf '{queues}'"));
        let copy = self.programs.path().join("printed.pdf");
        let copy = format!("for last; do :; done; cat \"$last\" > '{}'", copy.display());
        self.program("lp", &copy);
        self
    }

    fn noted(&self, name: &str) -> PathBuf {
        self.programs.path().join(format!("{name}.noted"))
    }

    /// The words that a program was called with last.
    fn words(&self, name: &str) -> Vec<String> {
        let noted = fs::read_to_string(self.noted(name)).unwrap_or_default();
        let _ = fs::remove_file(self.noted(name));
        noted.lines().map(str::to_owned).collect()
    }

    fn dovuto(&self, words: &[&str]) -> Option<Output> {
        let mut command = Command::new(program()?);
        let path = format!("{}:/usr/bin:/bin", self.programs.path().display());
        command.arg("--data-dir").arg(self.data.path()).env("DOVUTO_KEYS", "file");
        Some(command.env("PATH", path).args(words).output().unwrap())
    }
}

fn told(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| {
        panic!(
            "{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        )
    })
}

#[tokio::test]
async fn a_document_is_sent_to_the_queue_and_printer_and_copies_are_remembered() {
    let desk = Desk::set_up().await.with_queues("Office\\nWarehouse\\n");
    let number = desk.number.clone();
    let print = ["print", &number, "--json", "--printer", "Warehouse", "--copies", "2"];
    let Some(printed) = desk.dovuto(&print) else { return };
    let rows = &told(&printed)["rows"];
    assert_eq!(
        rows[0]["way"],
        serde_json::json!({
            "kind": "queue", "printer": "Warehouse", "copies": 2
        })
    );
    let words = desk.words("lp");
    assert_eq!(words[..7], ["-d", "Warehouse", "-n", "2", "-t", &number, "--"]);
    assert!(words[7].ends_with(&format!("{number}.pdf")) && !Path::new(&words[7]).exists());
    let paper = fs::read(desk.programs.path().join("printed.pdf")).unwrap();
    assert!(paper.starts_with(b"%PDF-1.7"));

    let again = desk.dovuto(&["print", &number, "--json"]).unwrap();
    assert!(again.status.success());
    assert_eq!(desk.words("lp")[..4], ["-d", "Warehouse", "-n", "2"], "as it was asked before");
    let once = desk.dovuto(&["print", &number, "--json", "--copies", "1"]).unwrap();
    assert!(once.status.success());
    assert_eq!(desk.words("lp")[..4], ["-d", "Warehouse", "-n", "1"]);
    let habits = fs::read_to_string(desk.data.path().join("printing.toml")).unwrap();
    assert!(habits.contains("[invoice]") && habits.contains("printer = \"Warehouse\""), "{habits}");
}

#[tokio::test]
async fn a_remembered_printer_that_was_taken_away_gives_way_to_the_usual_one() {
    let desk = Desk::set_up().await.with_queues("Office\\n");
    fs::write(desk.data.path().join("printing.toml"), "[invoice]\nprinter = \"Gone\"\n").unwrap();
    let Some(printed) = desk.dovuto(&["print", &desk.number, "--json"]) else { return };
    assert_eq!(told(&printed)["rows"][0]["way"]["printer"], Value::Null);
    assert_eq!(desk.words("lp")[0], "-n");
}

#[tokio::test]
async fn without_a_queue_the_document_is_opened_in_the_viewer() {
    let desk = Desk::set_up().await.with_queues("");
    let viewer = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    desk.program(viewer, "");
    let Some(printed) = desk.dovuto(&["print", &desk.number, "--json"]) else { return };
    let path = told(&printed)["rows"][0]["way"]["path"].as_str().unwrap().to_owned();
    assert_eq!(desk.words(viewer), std::slice::from_ref(&path));
    assert!(fs::read(&path).unwrap().starts_with(b"%PDF-1.7"), "it stays for the viewer");
    assert_eq!(desk.words("lp"), [""; 0]);
    fs::remove_dir_all(Path::new(&path).parent().unwrap()).unwrap();
}

#[tokio::test]
async fn what_hinders_printing_is_said_and_nothing_is_remembered() {
    let desk = Desk::set_up().await.with_queues("Office\\n");
    let number = desk.number.clone();
    let check = |words: &[&str], expect: &str| {
        let Some(output) = desk.dovuto(words) else { return };
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{told}");
        assert!(told.contains(expect), "{told}");
        assert!(!desk.data.path().join("printing.toml").exists());
    };
    check(
        &["print", &number, "--printer", "Cellar"],
        "there is no printer \"Cellar\"; there are: Office",
    );
    check(&["print", &number, "--copies", "0"], "0 copies cannot be printed; ask for 1 to 99");
    check(&["print", "FA26-99999"], "there is no document \"FA26-99999\"");
    desk.program("lp", "echo 'lp: the queue is paused' >&2; exit 1");
    check(
        &["print", &number, "--printer", "Office"],
        &format!("{number} was not printed: lp: the queue is paused"),
    );
}

#[tokio::test]
async fn a_run_from_the_command_line_says_with_its_code_whether_all_went_well() {
    let desk = Desk::set_up().await;
    let (number, to) = (desk.number.clone(), desk.programs.path().to_str().unwrap().to_owned());
    let merged = format!("{to}/all.pdf");
    let check = |words: &[&str], code: i32, expect: &str| {
        let Some(output) = desk.dovuto(words) else { return };
        let told = [&output.stdout[..], &output.stderr[..]].concat();
        let told = String::from_utf8_lossy(&told).into_owned();
        assert_eq!((output.status.code(), told.contains(expect)), (Some(code), true), "{told}");
    };
    check(&["render", "--all", "--to", &to, "--merged", &merged], 0, "1 documents, 1 pages");
    assert_eq!(fs::read_dir(&to).unwrap().count(), if program().is_some() { 2 } else { 0 });
    check(&["render", "--all", "--to", &to], 1, "exists already");
    check(&["render", &number, "FA26-99999", "--merged", &merged, "--replace"], 1, "1 refused");
    check(&["render"], 2, "say which documents, a time, or --all");
    check(&["render", "--from", "2026-03-11", "--merged", &merged, "--replace"], 0, "0 documents");
}

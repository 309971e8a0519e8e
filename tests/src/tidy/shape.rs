//! The shape of the tree: what lies at the top, how long a file is, how it begins.

use super::source::{Fault, Source, project};
use super::{holds, one, trips};

const TOP: [&str; 9] = [
    "Cargo.toml",
    "Cargo.lock",
    "LICENSE",
    "README.md",
    "docs",
    "icons",
    "migrations",
    "src-tauri",
    "tests",
];
const TOP_WEB: &str = "ui";

const LINES_MAX: usize = 500;
const WIDTH_MAX: usize = 100;

fn is_generated(path: &str) -> bool {
    path.starts_with("ui/src/bindings/") || path.contains("/locales/") || path.contains("/gen/")
}

fn top(sources: &[Source]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut seen = Vec::new();
    for source in sources {
        let name = source.path.split('/').next().unwrap_or_default();
        let is_known = name.starts_with('.') || name == TOP_WEB || TOP.contains(&name);
        if !is_known && !seen.contains(&name) {
            seen.push(name);
            faults.push(source.fault(1, format!("{name} does not belong at the top")));
        }
    }
    faults
}

fn short(sources: &[Source]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let endings = [".rs", ".ts", ".tsx", ".sql", ".css"];
    for source in sources.iter().filter(|s| !is_generated(&s.path)) {
        if !endings.iter().any(|ending| source.is(ending)) {
            continue;
        }
        let n_lines = source.text.lines().count();
        if n_lines > LINES_MAX {
            let rule = format!("{n_lines} lines, {LINES_MAX} is the most: one subject a file");
            faults.push(source.fault(n_lines, rule));
        }
        if !source.is(".rs") {
            continue;
        }
        for (line, text) in source.lines() {
            let width = text.chars().count();
            if width > WIDTH_MAX {
                faults.push(source.fault(line, format!("{width} wide, {WIDTH_MAX} is the most")));
            }
        }
    }
    faults
}

/// A file says in its first sentence what it is about; a test's names are its sentences.
fn opened(sources: &[Source]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for source in sources.iter().filter(|s| !is_generated(&s.path)) {
        let expected: &[&str] = match source.path.rsplit_once('.').map(|(_, ending)| ending) {
            Some("rs") => &["//! "],
            Some("ts" | "tsx") if !source.path.contains(".test.") => &["// ", "/** ", "/* "],
            Some("css") => &["/* "],
            _ => continue,
        };
        if !expected.iter().any(|opening| source.text.starts_with(opening)) {
            faults.push(source.fault(1, "a file begins with one sentence on its subject"));
        }
    }
    faults
}

fn of_no_machine(sources: &[Source]) -> Vec<Fault> {
    let homes = [concat!("/ho", "me/"), concat!("/ro", "ot/"), concat!("C:", "\\Users")];
    let mut faults = Vec::new();
    for source in sources.iter().filter(|s| s.path != "Cargo.lock") {
        for (line, text) in source.lines() {
            for home in homes.iter().filter(|home| text.contains(**home)) {
                faults.push(source.fault(line, format!("{home} is a path of one machine")));
            }
        }
    }
    faults
}

/// What a person reads, and what the server runs, are one command.
fn one_test_command(sources: &[Source]) -> Vec<Fault> {
    let command = "cargo xtask test";
    ["README.md", ".ci/run"]
        .iter()
        .filter(|path| {
            let found = sources.iter().find(|source| source.path == **path);
            !found.is_some_and(|source| source.text.contains(command))
        })
        .map(|path| Fault {
            path: (*path).to_string(),
            line: 1,
            rule: format!("does not say `{command}`"),
        })
        .collect()
}

#[test]
fn the_top_holds_only_what_belongs_there() {
    holds(&top(project()));
}

#[test]
fn files_are_short_and_lines_fit() {
    holds(&short(project()));
}

#[test]
fn files_begin_with_their_subject() {
    holds(&opened(project()));
}

#[test]
fn no_path_of_one_machine_is_in_the_project() {
    holds(&of_no_machine(project()));
}

#[test]
fn the_readme_and_the_server_run_the_same_tests() {
    holds(&one_test_command(project()));
}

#[test]
fn a_stray_file_at_the_top_is_caught() {
    trips(&top(&one("notes/plan.md", "")), "notes/plan.md", 1);
    holds(&top(&one(".ci/run", "")));
}

#[test]
fn long_files_and_lines_are_caught() {
    let long = "\n".repeat(LINES_MAX + 1);
    trips(&short(&one("a.css", &long)), "a.css", 501);
    trips(&short(&one("a.rs", &format!("\n{}", "é".repeat(101)))), "a.rs", 2);
    holds(&short(&one("a.rs", &"é".repeat(100))));
    holds(&short(&one("ui/src/bindings/a.ts", &long)));
}

#[test]
fn a_file_without_a_subject_is_caught() {
    trips(&opened(&one("a.rs", "use std::fmt;")), "a.rs", 1);
    trips(&opened(&one("a.tsx", "import a from \"b\";")), "a.tsx", 1);
    holds(&opened(&one("a.rs", "//! An order.\n")));
}

#[test]
fn a_path_of_one_machine_is_caught() {
    let text = concat!("a\nsee /ho", "me/ada/x");
    trips(&of_no_machine(&one("docs/a.md", text)), "docs/a.md", 2);
}

#[test]
fn two_test_commands_are_caught() {
    let mut sources = one("README.md", "Run `cargo xtask test`.");
    sources.push(Source::new(".ci/run", "make test"));
    trips(&one_test_command(&sources), ".ci/run", 1);
}

//! Which crate may know which: the arrows of docs/ARCHITECTURE.md, held against every Cargo.toml.

use super::source::{Fault, Source, project};
use super::{holds, one, trips};

/// A crate, and the crates of ours that it may depend on.
const ARROWS: [(&str, &[&str]); 11] = [
    ("dovuto-domain", &[]),
    ("dovuto-documents", &["dovuto-domain"]),
    ("dovuto-store", &["dovuto-domain"]),
    ("dovuto-app", &["dovuto-domain", "dovuto-store", "dovuto-documents"]),
    ("dovuto-rpc", &["dovuto-app", "dovuto-store", "dovuto-domain", "dovuto-documents"]),
    ("dovuto-cli", &["dovuto-rpc", "dovuto-app", "dovuto-domain"]),
    ("dovuto-desktop", &["dovuto-rpc", "dovuto-app", "dovuto-domain"]),
    (
        "dovuto-tests",
        &[
            "dovuto-rpc",
            "dovuto-app",
            "dovuto-store",
            "dovuto-documents",
            "dovuto-domain",
            "dovuto-oracle",
        ],
    ),
    ("dovuto-bench", &["dovuto-rpc", "dovuto-app", "dovuto-store"]),
    // It reckons the law of billing by itself, so it knows nothing of ours.
    ("dovuto-oracle", &[]),
    ("xtask", &[]),
];

/// A library with a home: only these crates may name it.
const HOMES: [(&str, &[&str]); 8] = [
    ("sqlx", &["dovuto-store", "dovuto-tests"]),
    (
        "serde_json",
        &[
            "dovuto-store",
            "dovuto-rpc",
            "dovuto-cli",
            "dovuto-desktop",
            "dovuto-documents",
            "dovuto-tests",
            "dovuto-oracle",
            "dovuto-bench",
        ],
    ),
    // Beside the store only to measure what SQLite takes without us.
    ("rusqlite", &["dovuto-store", "dovuto-bench"]),
    ("ts-rs", &["dovuto-domain", "dovuto-documents", "dovuto-app", "dovuto-rpc"]),
    ("printpdf", &["dovuto-documents"]),
    // Tests read back what was written.
    ("lopdf", &["dovuto-documents", "dovuto-tests"]),
    ("tauri", &["dovuto-desktop"]),
    ("clap", &["dovuto-cli"]),
];

/// What pure crates may not have: the world.
const WORLDLY: [&str; 6] = ["tokio", "getrandom", "directories", "tempfile", "tracing", "toml"];
const PURE: [&str; 2] = ["dovuto-domain", "dovuto-oracle"];

struct Dependency {
    line: usize,
    name: String,
    is_declared_once: bool,
}

fn package(manifest: &Source) -> Option<&str> {
    let mut section = "";
    manifest.text.lines().find_map(|line| {
        if line.starts_with('[') {
            section = line.trim();
        }
        let value = line.strip_prefix("name = ").filter(|_| section == "[package]")?;
        Some(value.trim().trim_matches('"'))
    })
}

/// All kinds of dependencies: normal, build, dev, and those of one platform.
fn dependencies(manifest: &Source) -> Vec<Dependency> {
    let mut found = Vec::new();
    let mut section = "";
    for (line, text) in manifest.lines() {
        let text = text.trim();
        if text.starts_with('[') {
            section = text.trim_matches(['[', ']']);
            if let Some((kind, name)) = section.rsplit_once('.')
                && kind.ends_with("dependencies")
            {
                found.push(Dependency { line, name: name.to_string(), is_declared_once: true });
            }
        } else if section.ends_with("dependencies") && !text.starts_with('#') {
            let Some((left, right)) = text.split_once('=') else {
                continue;
            };
            let (name, key) = left.trim().split_once('.').unwrap_or((left.trim(), ""));
            found.push(Dependency {
                line,
                name: name.to_string(),
                is_declared_once: key == "workspace" || right.contains("workspace = true"),
            });
        }
    }
    found
}

fn manifests(sources: &[Source]) -> impl Iterator<Item = (&Source, &str)> {
    // The fuzz targets are a workspace of their own, for a compiler of their own.
    sources
        .iter()
        .filter(|source| source.is("Cargo.toml") && !source.is_in("tests/fuzz/"))
        .filter_map(|source| Some((source, package(source)?)))
}

fn arrows(sources: &[Source]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (manifest, name) in manifests(sources) {
        let Some((_, allowed)) = ARROWS.iter().find(|(known, _)| *known == name) else {
            faults.push(manifest.fault(1, format!("{name} has no place among the arrows")));
            continue;
        };
        for dependency in dependencies(manifest) {
            let is_ours = dependency.name.starts_with("dovuto-") || dependency.name == "xtask";
            if is_ours && !allowed.contains(&dependency.name.as_str()) {
                let rule = format!("{name} must not know {}", dependency.name);
                faults.push(manifest.fault(dependency.line, rule));
            }
        }
    }
    faults
}

fn homes(sources: &[Source]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (manifest, name) in manifests(sources) {
        for dependency in dependencies(manifest) {
            let is_astray = HOMES
                .iter()
                .any(|(library, homes)| *library == dependency.name && !homes.contains(&name));
            let is_worldly = PURE.contains(&name) && WORLDLY.contains(&dependency.name.as_str());
            if is_astray || is_worldly {
                let rule = format!("{name} must do without {}", dependency.name);
                faults.push(manifest.fault(dependency.line, rule));
            }
        }
    }
    faults
}

fn declared_once(sources: &[Source]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (manifest, name) in manifests(sources) {
        for dependency in dependencies(manifest) {
            if !dependency.is_declared_once {
                let rule = format!(
                    "{}: versions are declared once, in the top Cargo.toml",
                    dependency.name
                );
                faults.push(manifest.fault(dependency.line, rule));
            }
        }
        if !manifest.text.contains("[lints]\nworkspace = true") {
            faults.push(manifest.fault(1, format!("{name} does not take the workspace's lints")));
        }
    }
    faults
}

#[test]
fn crates_know_only_those_to_their_left() {
    holds(&arrows(project()));
}

#[test]
fn a_library_with_a_home_stays_there() {
    holds(&homes(project()));
}

#[test]
fn versions_and_lints_are_declared_once() {
    holds(&declared_once(project()));
}

#[test]
fn an_arrow_to_the_right_is_caught() {
    let manifest =
        "[package]\nname = \"dovuto-domain\"\n\n[dependencies]\ndovuto-store.workspace = true\n";
    trips(&arrows(&one("d/Cargo.toml", manifest)), "d/Cargo.toml", 5);
    let table = "[package]\nname = \"xtask\"\n[dependencies.dovuto-app]\nworkspace = true\n";
    trips(&arrows(&one("x/Cargo.toml", table)), "x/Cargo.toml", 3);
    let told =
        "[package]\nname = \"dovuto-oracle\"\n[dependencies]\ndovuto-domain.workspace = true\n";
    trips(&arrows(&one("o/Cargo.toml", told)), "o/Cargo.toml", 4);
    let stranger = "[package]\nname = \"dovuto-extra\"\n";
    trips(&arrows(&one("e/Cargo.toml", stranger)), "e/Cargo.toml", 1);
}

#[test]
fn a_library_away_from_home_is_caught() {
    let app = "[package]\nname = \"dovuto-app\"\n[dev-dependencies]\nsqlx = { workspace = true }\n";
    trips(&homes(&one("a/Cargo.toml", app)), "a/Cargo.toml", 4);
    let domain = "[package]\nname = \"dovuto-domain\"\n[dependencies]\ntokio.workspace = true\n";
    trips(&homes(&one("d/Cargo.toml", domain)), "d/Cargo.toml", 4);
}

#[test]
fn a_version_declared_twice_is_caught() {
    let app = "[package]\nname = \"a\"\n[lints]\nworkspace = true\n[dependencies]\ncsv = \"1\"\n";
    trips(&declared_once(&one("a/Cargo.toml", app)), "a/Cargo.toml", 6);
}

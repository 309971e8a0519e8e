//! Rules of the Rust sources: one home of SQL, a pure domain, slices from left to right, names.

use super::source::{Fault, Source, has_word, project};
use super::{holds, one, trips};

const STORE: &str = "src-tauri/crates/store/";
const DOMAIN: &str = "src-tauri/crates/domain/";
const DOCUMENTS: &str = "src-tauri/crates/documents/";
const TESTS: &str = "tests/";

/// From left to right: a slice knows only those before it. What is not named here is free.
const SLICES: [&str; 10] = [
    "kernel",
    "parties",
    "catalog",
    "pricing",
    "orders",
    "fulfilment",
    "billing",
    "returns",
    "service",
    "standing",
];

/// The one refusal type quotes the states of every slice, because a refusal explains itself.
const QUOTES_ALL: &str = "src-tauri/crates/domain/src/kernel/refusal.rs";

/// Where lengths become the decimal points of a PDF.
const POINTS: &str = "src-tauri/crates/documents/src/pdf/points.rs";
/// A workbook knows no other numbers than floats: they are read there from exact decimals.
const WORKBOOK: &str = "src-tauri/crates/documents/src/xlsx.rs";

const WORLD: [&str; 8] = [
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::thread",
    "println!",
    "eprintln!",
    "async fn",
];

const UNFINISHED: [&str; 6] =
    ["todo!(", "unimplemented!(", "dbg!(", "#[ignore", "#[allow(", "#![allow("];

const EMPTY_WORDS: [&str; 4] = ["manager", "helper", "util", "utils"];

fn rust(sources: &[Source]) -> impl Iterator<Item = &Source> {
    sources.iter().filter(|source| source.is(".rs"))
}

fn is_statement(literal: &str) -> bool {
    let text = literal.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let begins = |word: &str, then: &str| text.starts_with(word) && text.contains(then);
    begins("select ", " from ")
        || begins("insert ", " into ")
        || begins("update ", " set ")
        || begins("delete from ", "")
        || begins("replace into ", "")
        || begins("create table ", "")
        || begins("create temp table ", "")
        || begins("drop table ", "")
        || begins("pragma ", "")
        || begins("with ", " select ")
}

fn sql_at_home(sources: &[Source]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for source in rust(sources).filter(|source| !source.is_in(STORE) && !source.is_in(TESTS)) {
        for (line, code) in source.code_lines() {
            if has_word(code, "sqlx::") {
                faults.push(source.fault(line, "sqlx stays in store"));
            }
        }
        for literal in source.literals.iter().filter(|literal| is_statement(&literal.text)) {
            faults.push(source.fault(literal.line, "SQL stays in store and migrations"));
        }
    }
    faults
}

fn pure(sources: &[Source]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for source in rust(sources).filter(|s| s.is_in(DOMAIN) || s.is_in(DOCUMENTS)) {
        for (line, code) in source.code_lines() {
            for what in WORLD.iter().filter(|what| has_word(code, what)) {
                faults.push(source.fault(line, format!("{what} in a crate that must be pure")));
            }
            let is_profile = source.path.contains("/profile");
            if has_word(code, "serde_json") && !is_profile {
                faults.push(source.fault(line, "JSON is written by store, rpc and the hosts"));
            }
        }
    }
    faults
}

/// Money and quantity are integers: the words for floats do not occur.
fn no_floats(sources: &[Source]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let may = |source: &Source| [WORKBOOK, POINTS].contains(&source.path.as_str());
    for source in rust(sources).filter(|s| !s.is_in(TESTS) && !may(s)) {
        for (line, code) in source.code_lines() {
            if has_word(code, "f32") || has_word(code, "f64") {
                faults.push(source.fault(line, "money and quantity are integers: no floats"));
            }
        }
    }
    faults
}

fn rank(slice: &str) -> Option<usize> {
    SLICES.iter().position(|name| *name == slice)
}

/// `crates/domain/src/orders.rs` and `crates/domain/src/orders/line.rs` are both of `orders`.
fn slice_of(path: &str) -> Option<&str> {
    let below = path.strip_prefix(DOMAIN)?.strip_prefix("src/")?;
    below.split(['/', '.']).next()
}

fn left_to_right(sources: &[Source]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for source in rust(sources).filter(|source| source.path != QUOTES_ALL) {
        let Some(here) = slice_of(&source.path) else {
            continue;
        };
        let Some(own) = rank(here) else {
            continue;
        };
        for (line, code) in source.code_lines() {
            for (at, path) in code.match_indices("crate::") {
                let rest = &code[at + path.len()..];
                let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_');
                let there = &rest[..end.unwrap_or(rest.len())];
                if there != here && rank(there).is_some_and(|other| other >= own) {
                    faults.push(source.fault(line, format!("{here} must not know {there}")));
                }
            }
        }
    }
    faults
}

fn finished(sources: &[Source]) -> Vec<Fault> {
    let marks = [concat!("FIX", "ME"), concat!("XX", "X"), concat!("TO", "DO")];
    let mut faults = Vec::new();
    for source in rust(sources) {
        for (line, code) in source.code_lines() {
            for what in UNFINISHED.iter().filter(|what| code.contains(**what)) {
                faults.push(source.fault(line, format!("{what} is unfinished or silenced")));
            }
            if code.trim_start().starts_with("pub use ") {
                faults.push(source.fault(line, "no re-exports: say where a thing comes from"));
            }
        }
        for (line, text) in source.lines() {
            for what in marks.iter().filter(|what| has_word(text, what)) {
                faults.push(source.fault(line, format!("{what}: finish it or open an issue")));
            }
        }
    }
    faults
}

/// The words of `OrderManager` and `order_manager` alike.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for c in name.chars() {
        if c == '_' || c.is_uppercase() {
            words.push(String::new());
        }
        if c != '_'
            && let Some(word) = words.last_mut()
        {
            word.extend(c.to_lowercase());
        }
    }
    words
}

fn named_for_business(sources: &[Source]) -> Vec<Fault> {
    const DECLARES: [&str; 10] =
        ["struct", "enum", "trait", "fn", "mod", "type", "class", "interface", "function", "const"];
    let mut faults = Vec::new();
    for source in sources.iter().filter(|s| s.is(".rs") || s.is(".ts") || s.is(".tsx")) {
        let file = source.path.rsplit('/').next().unwrap_or_default();
        let stem = file.split('.').next().unwrap_or_default();
        if words(stem).iter().any(|word| EMPTY_WORDS.contains(&word.as_str())) {
            faults.push(source.fault(1, format!("`{stem}` says nothing: name what it is for")));
        }
        for (line, code) in source.code_lines() {
            let names: Vec<&str> = code
                .split(|c: char| !c.is_alphanumeric() && c != '_')
                .filter(|name| !name.is_empty())
                .collect();
            for pair in names.windows(2).filter(|pair| DECLARES.contains(&pair[0])) {
                if words(pair[1]).iter().any(|word| EMPTY_WORDS.contains(&word.as_str())) {
                    let rule = format!("`{}` says nothing: name what it does", pair[1]);
                    faults.push(source.fault(line, rule));
                }
            }
        }
    }
    faults
}

#[test]
fn sql_has_one_home() {
    holds(&sql_at_home(project()));
}

#[test]
fn domain_and_documents_do_not_touch_the_world() {
    holds(&pure(project()));
}

#[test]
fn slices_of_the_domain_know_only_those_to_their_left() {
    holds(&left_to_right(project()));
}

#[test]
fn nothing_is_left_unfinished_or_silenced() {
    holds(&finished(project()));
}

#[test]
fn there_are_no_floats() {
    holds(&no_floats(project()));
}

#[test]
fn a_float_is_caught() {
    let path = "src-tauri/crates/app/src/a.rs";
    trips(&no_floats(&one(path, "//! A.\nlet x: f64 = 0;\n")), path, 2);
}

#[test]
fn names_are_words_of_the_business() {
    holds(&named_for_business(project()));
}

#[test]
fn sql_outside_store_is_caught() {
    let path = "src-tauri/crates/app/src/orders.rs";
    let check = |text: &str, line| trips(&sql_at_home(&one(path, text)), path, line);
    check("//! x\nlet q = \"select id\n from orders\";", 2);
    check("use sqlx::Row;", 1);
    check("f(r#\"Insert or ignore into a values (1)\"#);", 1);
    check("f(\"update a\\n set b = 1\");", 1);
    let plain = "// select a from b\nlet x = \"select a customer\"; let y = \"with care\";";
    holds(&sql_at_home(&one(path, plain)));
    holds(&sql_at_home(&one("src-tauri/crates/store/src/a.rs", "\"delete from a\"")));
}

#[test]
fn a_domain_that_reads_a_file_is_caught() {
    let path = "src-tauri/crates/domain/src/orders.rs";
    trips(&pure(&one(path, "//! x\nuse std::fs;")), path, 2);
    trips(&pure(&one(path, "use serde_json::Value;")), path, 1);
    let profile = "src-tauri/crates/documents/src/profile.rs";
    holds(&pure(&one(profile, "use serde_json::Value;")));
}

#[test]
fn a_slice_that_looks_right_is_caught() {
    let path = "src-tauri/crates/domain/src/orders/line.rs";
    let text = "use crate::pricing::AgreedPrice;\nuse crate::billing::Invoice;\n";
    trips(&left_to_right(&one(path, text)), path, 2);
}

#[test]
fn unfinished_code_is_caught() {
    let check = |text: &str| trips(&finished(&one("a.rs", text)), "a.rs", 1);
    check("fn a() { todo!() }");
    check("#[allow(dead_code)]");
    check(concat!("// FIX", "ME: later"));
    check("pub use crate::orders::Order;");
    holds(&finished(&one("a.rs", "let a = \"todo!(\"; // todo!(")));
}

#[test]
fn empty_names_are_caught() {
    let check = |path: &str, text: &str| trips(&named_for_business(&one(path, text)), path, 1);
    check("a.rs", "pub struct OrderManager;");
    check("a.rs", "fn date_helper() {}");
    check("a.tsx", "export const rowUtils = 1;");
    check("utils.ts", "");
    holds(&named_for_business(&one("a.rs", "use tauri::Manager; fn managed() {}")));
}

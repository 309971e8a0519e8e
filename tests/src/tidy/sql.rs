//! Rules of the SQL: strict tables, whole numbers, named columns, migrations that say why.

use super::source::{Fault, Source, has_word, project};
use super::{holds, one, trips};

const MIGRATIONS: &str = "migrations/";
const STORE: &str = "src-tauri/crates/store/";

struct Table {
    line: usize,
    name: String,
    text: String,
}

/// Every `create table` of a text, to its semicolon; search tables are `create virtual table`.
fn tables(source: &Source) -> Vec<Table> {
    let code = source.code.to_lowercase();
    let mut found = Vec::new();
    for (at, begin) in code.match_indices("create table ") {
        let rest = &code[at + begin.len()..];
        let text = &rest[..rest.find(';').unwrap_or(rest.len())];
        let name = text.trim_start().trim_start_matches("if not exists ");
        let name = name.split(|c: char| c.is_whitespace() || c == '(').next();
        found.push(Table {
            line: 1 + code[..at].matches('\n').count(),
            name: name.unwrap_or_default().to_string(),
            text: text.to_string(),
        });
    }
    found
}

fn migrations(sources: &[Source]) -> impl Iterator<Item = &Source> {
    sources.iter().filter(|s| s.is_in(MIGRATIONS) && s.is(".sql"))
}

fn strict(sources: &[Source]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for source in migrations(sources) {
        for table in tables(source) {
            let after = table.text.rsplit(')').next().unwrap_or_default();
            if !has_word(after, "strict") {
                faults.push(source.fault(table.line, format!("{} is not strict", table.name)));
            }
            if has_word(&table.text, "real") {
                let rule = format!("{}: amounts and quantities are integers", table.name);
                faults.push(source.fault(table.line, rule));
            }
        }
    }
    faults
}

/// What is outside the ledger is neither verified nor exchanged, so it is written down.
fn local_tables_listed(sources: &[Source]) -> Vec<Fault> {
    let page = "docs/ARCHITECTURE.md";
    let listed = sources.iter().find(|s| s.path == page).map_or("", |s| s.text.as_str());
    let mut faults = Vec::new();
    for source in migrations(sources) {
        for table in tables(source).iter().filter(|t| t.name.starts_with("local_")) {
            if !has_word(listed, &table.name) {
                let rule = format!("{} is not listed in {page}", table.name);
                faults.push(source.fault(table.line, rule));
            }
        }
    }
    faults
}

fn migrations_open_with_meaning(sources: &[Source]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut numbers = Vec::new();
    for source in migrations(sources) {
        let name = source.path.trim_start_matches(MIGRATIONS).trim_end_matches(".sql");
        let (number, words) = name.split_once('_').unwrap_or((name, ""));
        let is_numbered = number.len() == 4 && number.chars().all(|c| c.is_ascii_digit());
        let is_verb_noun = words.contains('_')
            && words.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        if !is_numbered || !is_verb_noun {
            faults.push(source.fault(1, "a migration is named NNNN_verb_noun.sql"));
        }
        if numbers.contains(&number) {
            faults.push(source.fault(1, format!("there are two migrations {number}")));
        }
        numbers.push(number);
        if !source.text.starts_with("--") {
            faults.push(source.fault(1, "a migration opens with a comment on its meaning"));
        }
    }
    faults
}

/// Statements with their first lines: whole `.sql` files, and the literals of store.
fn statements(sources: &[Source]) -> Vec<(&Source, usize, String)> {
    let mut found = Vec::new();
    for source in sources {
        if source.is(".sql") {
            found.push((source, 1, source.code.to_lowercase()));
        } else if source.is_in(STORE) && source.is(".rs") {
            for literal in &source.literals {
                // The same blanking of comments and literals as in a file.
                let text = Source::new("literal.sql", &literal.text).code.to_lowercase();
                found.push((source, literal.line, text));
            }
        }
    }
    found
}

fn explicit(sources: &[Source]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (source, first, text) in statements(sources) {
        for (line, code) in (first..).zip(text.lines()) {
            if code.contains("select *") || code.contains("select distinct *") {
                faults.push(source.fault(line, "name the columns"));
            }
            if multiplies_a_price(code) {
                faults.push(source.fault(line, "no SQL multiplies a price or a percentage"));
            }
        }
    }
    faults
}

fn multiplies_a_price(code: &str) -> bool {
    let is_name = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
    let is_factor = |name: &str| name.ends_with("price_micro") || name.ends_with("_ppm");
    code.match_indices('*').any(|(at, _)| {
        let left = code[..at].trim_end();
        let start = left.rfind(|c| !is_name(c)).map_or(0, |at| at + 1);
        let right = code[at + 1..].trim_start();
        let end = right.find(|c| !is_name(c)).unwrap_or(right.len());
        is_factor(left.get(start..).unwrap_or_default()) || is_factor(&right[..end])
    })
}

#[test]
fn every_table_is_strict_and_has_whole_numbers() {
    holds(&strict(project()));
}

#[test]
fn every_local_table_is_listed() {
    holds(&local_tables_listed(project()));
}

#[test]
fn every_migration_says_what_it_means() {
    holds(&migrations_open_with_meaning(project()));
}

#[test]
fn columns_are_named_and_prices_are_not_multiplied_in_sql() {
    holds(&explicit(project()));
}

#[test]
fn a_loose_table_is_caught() {
    let path = "migrations/0001_create_orders.sql";
    let check = |text: &str, line| trips(&strict(&one(path, text)), path, line);
    check("-- create table x\ncreate table orders (id text);\n", 2);
    check("create table a (strict text);", 1);
    check("create table a (price real) strict;", 1);
    holds(&strict(&one(path, "create table a (\n  b text\n) strict, without rowid;")));
    holds(&strict(&one(path, "create virtual table a using fts5(b);")));
}

#[test]
fn an_unlisted_local_table_is_caught() {
    let path = "migrations/0001_create_orders.sql";
    let mut sources = one(path, "create table local_drafts (id text) strict;");
    trips(&local_tables_listed(&sources), path, 1);
    sources.push(Source::new("docs/ARCHITECTURE.md", "- `local_drafts`: half-typed forms"));
    holds(&local_tables_listed(&sources));
}

#[test]
fn a_migration_without_meaning_is_caught() {
    let check = |path: &str, text: &str| {
        trips(&migrations_open_with_meaning(&one(path, text)), path, 1);
    };
    check("migrations/0001_create_orders.sql", "create table a (b text) strict;");
    check("migrations/1_create_orders.sql", "-- why");
    check("migrations/0001_orders.sql", "-- why");
    let twice = [
        Source::new("migrations/0001_create_a.sql", "-- a"),
        Source::new("migrations/0001_create_b.sql", "-- b"),
    ];
    trips(&migrations_open_with_meaning(&twice), "migrations/0001_create_b.sql", 1);
}

#[test]
fn unnamed_columns_and_products_in_sql_are_caught() {
    let path = "src-tauri/crates/store/src/orders.rs";
    let check = |text: &str, line| trips(&explicit(&one(path, text)), path, line);
    check("//! x\nquery!(\"select *\n from a\");", 2);
    check("query!(\"select a,\n l.quantity_micro * l.price_micro from a\");", 2);
    check("query!(\"select discount_ppm * 2 from a\");", 1);
    holds(&explicit(&one(path, "query!(\"select count(*), 2 * n_lines from a\");")));
}

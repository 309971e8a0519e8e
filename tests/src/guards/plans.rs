//! A guard and a fold cost the same however much the file holds: none reads a whole table that
//! grows.

use std::path::Path;

use sqlx::{AssertSqlSafe, Row as _, SqliteConnection};

use super::attack::intrude;
use super::world::World;

/// Where the texts lie that write a fact into the tables.
const FOLDS: &str = "../src-tauri/crates/store/src/ledger/folds";

/// What may be read whole: one firm, a few stations, the fact itself, and what the view of debts
/// finds under one identity, whose tables have steps of their own.
const SMALL: [&str; 4] = ["firms", "stations", "f", "debts"];
/// What a text makes itself.
const OWN: [&str; 4] = ["VIRTUAL TABLE", "VALUES CLAUSE", "CONSTANT ROW", "(subquery"];
/// What happens once in the life of a station.
const RARE: [&str; 1] = ["station_succeeded.sql"];

/// The statements of a trigger, its condition among them, with rows as parameters.
fn statements(trigger: &str) -> Vec<String> {
    let (head, body) = trigger.split_once("\nbegin").expect("a trigger has a body");
    let body = body.trim_end_matches(|c: char| c == ';' || c.is_whitespace());
    let body = body.strip_suffix("end").expect("a body ends");
    let condition = head.split_once("\nwhen ").map(|(_, when)| format!("select 1 where {when}"));
    let acts = body.split(';').map(str::to_owned);
    condition
        .into_iter()
        .chain(acts)
        .filter(|text| !text.trim().is_empty())
        .map(|text| text.replace("raise(abort, ", "("))
        .map(|text| unknown(&unknown(&text, "new."), "old."))
        .collect()
}

/// The text with a parameter for each value of the row that fires a trigger.
fn unknown(text: &str, row: &str) -> String {
    let name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut parts = text.split(row);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |all, part| all + "?1" + part.trim_start_matches(name))
}

/// The steps in which SQLite reads a table from end to end, or makes itself an index to.
async fn whole_tables(db: &mut SqliteConnection, text: &str) -> Vec<String> {
    let plan = sqlx::query(AssertSqlSafe(format!("explain query plan {text}")));
    let rows = plan.fetch_all(db).await.unwrap_or_else(|why| panic!("{why}:\n{text}"));
    let steps = rows.iter().map(|row| row.get::<String, _>("detail"));
    steps
        .filter(|step| step.starts_with("SCAN ") || step.contains("AUTOMATIC"))
        .filter(|step| !OWN.iter().any(|own| step.contains(own)))
        .filter(|step| step.split(' ').nth(1).is_none_or(|table| !SMALL.contains(&table)))
        .collect()
}

#[tokio::test]
async fn no_guard_and_no_fold_reads_a_whole_table() {
    let world = World::build().await;
    let mut db = intrude(&world, false).await;
    let triggers: Vec<(String, String)> =
        sqlx::query_as("select name, sql from sqlite_master where type = 'trigger'")
            .fetch_all(&mut db)
            .await
            .expect("the triggers are listed");
    let mut found = Vec::new();
    for (name, text) in &triggers {
        for statement in statements(text) {
            for step in whole_tables(&mut db, &statement).await {
                found.push(format!("{name}: {step}"));
            }
        }
    }
    for fold in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(FOLDS)).unwrap() {
        let path = fold.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if RARE.contains(&name.as_str()) {
            continue;
        }
        for statement in std::fs::read_to_string(&path).unwrap().trim().split_inclusive(";\n") {
            for step in whole_tables(&mut db, statement).await {
                found.push(format!("{name}: {step}"));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

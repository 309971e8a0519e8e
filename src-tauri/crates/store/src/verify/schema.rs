//! The form of the file: every table, index, view and trigger is as this program makes it.

use std::collections::BTreeMap;

use super::Findings;
use crate::error::Error;
use crate::form::FORM;
use crate::sql::{Db, SqlRow, query, query_scalar};

/// "Dovu", which marks a firm's file; said here once more, so that a slip in one place shows.
const APPLICATION_ID: i64 = 0x446f_7675;

/// Compares the form of the file with a new one.
pub(super) async fn form(db: &mut Db, found: &mut Findings) {
    let form = compare(db, found).await;
    found.survive("schema", form);
    let marks = marks(db, found).await;
    found.survive("schema", marks);
}

/// Lets SQLite check its own pages and references.
pub(super) async fn soundness(db: &mut Db, found: &mut Findings) {
    let pages = pages(db, found).await;
    found.survive("pages", pages);
    let references = references(db, found).await;
    found.survive("references", references);
}

/// Everything that the file declares, and what today's form declares.
const LIVE: &str = "select type, name, tbl_name, coalesce(sql, '') as sql
                      from live.sqlite_schema
                     where name not like 'sqlite\\_stat%' escape '\\'";
const FRESH: &str = "select type, name, tbl_name, coalesce(sql, '') as sql
                       from main.sqlite_schema
                      where name not like 'sqlite\\_stat%' escape '\\'";

/// Kind, name and text of everything declared.
async fn declared(
    db: &mut Db,
    text: &'static str,
) -> Result<BTreeMap<(String, String), (String, String)>, Error> {
    let rows = query(text).fetch_all(db).await?;
    let read = |row: &SqlRow| {
        let key = (row.get("type")?, row.get("name")?);
        Ok((key, (row.get("tbl_name")?, row.get("sql")?)))
    };
    rows.iter().map(read).collect()
}

async fn compare(db: &mut Db, found: &mut Findings) -> Result<(), Error> {
    let expected = declared(db, FRESH).await?;
    let mut actual = declared(db, LIVE).await?;
    for ((kind, name), (table, sql)) in expected {
        let place = format!("schema, {kind} {name} of {table}");
        match actual.remove(&(kind.clone(), name)) {
            None => found.add("schema_missing", place, format!("the {kind} is gone")),
            Some(other) if other == (table, sql) => {}
            Some((table, sql)) => {
                found.add("schema_changed", place, format!("it is of {table} and reads: {sql}"));
            }
        }
    }
    for ((kind, name), (table, sql)) in actual {
        let place = format!("schema, {kind} {name} of {table}");
        found.add("schema_foreign", place, format!("this program does not make it: {sql}"));
    }
    Ok(())
}

/// The marks of a firm's file.
async fn marks(db: &mut Db, found: &mut Findings) -> Result<(), Error> {
    for (mark, text, expected) in [
        ("application_id", "pragma live.application_id", APPLICATION_ID),
        ("user_version", "pragma live.user_version", FORM),
    ] {
        let value: i64 = query_scalar(text).fetch_one(&mut *db).await?;
        if value != expected {
            let detail = format!("{value} instead of {expected}");
            found.add("schema_changed", format!("schema, {mark}"), detail);
        }
    }
    Ok(())
}

async fn pages(db: &mut Db, found: &mut Findings) -> Result<(), Error> {
    let told = query_scalar("pragma live.integrity_check(200)").fetch_all(db).await?;
    for text in told.into_iter().filter(|text: &String| text != "ok") {
        found.add("pages_damaged", "pages", text);
    }
    Ok(())
}

async fn references(db: &mut Db, found: &mut Findings) -> Result<(), Error> {
    let rows = query("pragma live.foreign_key_check").fetch_all(db).await?;
    let mut broken: BTreeMap<(String, String), usize> = BTreeMap::new();
    for row in &rows {
        *broken.entry((row.get("table")?, row.get("parent")?)).or_default() += 1;
    }
    for ((table, parent), n) in broken {
        let detail = format!("{n} rows name rows of {parent} that do not exist");
        found.add("reference_broken", format!("{table}, references"), detail);
    }
    Ok(())
}

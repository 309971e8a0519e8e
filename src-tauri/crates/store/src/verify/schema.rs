//! The form of the file: every table, index, view and trigger is as this program makes it.

use std::collections::BTreeMap;

use sqlx::Row as _;

use super::Findings;
use crate::Db;
use crate::error::Error;
use crate::form::FORM;

/// "Dovu", which marks a firm's file; said here once more, so that a slip in one place shows.
const APPLICATION_ID: i64 = 0x446f_7675;

/// Compares the form of the file with a new one and lets SQLite check its own pages.
pub(super) async fn check(live: &mut Db, fresh: &mut Db, found: &mut Findings) {
    let form = compare(live, fresh, found).await;
    found.survive("schema", form);
    let marks = marks(live, found).await;
    found.survive("schema", marks);
    let pages = pages(live, found).await;
    found.survive("pages", pages);
    let references = references(live, found).await;
    found.survive("references", references);
}

/// Kind, name and text of everything that the file declares.
async fn declared(db: &mut Db) -> Result<BTreeMap<(String, String), (String, String)>, Error> {
    let rows = sqlx::query(
        "select type, name, tbl_name, coalesce(sql, '') as sql
           from sqlite_schema
          where name not like 'sqlite\\_stat%' escape '\\'",
    )
    .fetch_all(db)
    .await?;
    let read = |row: &sqlx::sqlite::SqliteRow| {
        let key = (row.try_get("type")?, row.try_get("name")?);
        Ok((key, (row.try_get("tbl_name")?, row.try_get("sql")?)))
    };
    rows.iter().map(read).collect()
}

async fn compare(live: &mut Db, fresh: &mut Db, found: &mut Findings) -> Result<(), Error> {
    let expected = declared(fresh).await?;
    let mut actual = declared(live).await?;
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
        ("application_id", "pragma application_id", APPLICATION_ID),
        ("user_version", "pragma user_version", FORM),
    ] {
        let value: i64 = sqlx::query_scalar(text).fetch_one(&mut *db).await?;
        if value != expected {
            let detail = format!("{value} instead of {expected}");
            found.add("schema_changed", format!("schema, {mark}"), detail);
        }
    }
    Ok(())
}

async fn pages(db: &mut Db, found: &mut Findings) -> Result<(), Error> {
    let rows = sqlx::query("pragma integrity_check(200)").fetch_all(db).await?;
    for row in &rows {
        let text: String = row.try_get(0)?;
        if text != "ok" {
            found.add("pages_damaged", "pages", text);
        }
    }
    Ok(())
}

async fn references(db: &mut Db, found: &mut Findings) -> Result<(), Error> {
    let rows = sqlx::query(
        "select \"table\" as name, parent, count(*) as n
           from pragma_foreign_key_check
          group by 1, 2
          order by 1, 2",
    )
    .fetch_all(db)
    .await?;
    for row in &rows {
        let (table, parent): (String, String) = (row.try_get("name")?, row.try_get("parent")?);
        let n: i64 = row.try_get("n")?;
        let detail = format!("{n} rows name rows of {parent} that do not exist");
        found.add("reference_broken", format!("{table}, references"), detail);
    }
    Ok(())
}

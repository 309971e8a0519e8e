//! The folded tables, cell by cell: the firm's file against the ledger folded anew.

use std::cmp::Ordering;
use std::future::poll_fn;

use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, Row as _, TypeInfo as _, ValueRef as _};

use super::Findings;
use crate::Db;
use crate::error::Error;
use crate::row::hex;

/// Not folded: the ledger itself, and what can be erased.
const NOT_FOLDED: [&str; 2] = ["ledger", "personal"];
/// Characters of a value that a finding shows.
const SHOWN_MAX: usize = 80;

/// A table as a new store declares it.
struct Table {
    name: String,
    columns: Vec<String>,
    /// Positions of the columns of the primary key, in its order.
    key: Vec<usize>,
}

/// A value of any type, in SQLite's own order of types.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Cell {
    Null,
    Integer(i64),
    /// A number with a fraction, which no column has; as text.
    Real(Vec<u8>),
    Text(Vec<u8>),
    Blob(Vec<u8>),
}

/// The next row of a stream, or nothing after the last. (A macro, because the type of the stream
/// has no name without another library.)
macro_rules! next {
    ($rows:ident, $table:ident) => {
        match poll_fn(|cx| $rows.as_mut().poll_next(cx)).await {
            None => None,
            Some(row) => Some(cells(&row?, $table)?),
        }
    };
}

/// Compares every folded table and names each row and column that differs.
pub(super) async fn tables(
    live: &mut Db,
    fresh: &mut Db,
    found: &mut Findings,
) -> Result<(), Error> {
    for table in folded(fresh).await? {
        let compared = compare(live, fresh, &table, found).await;
        found.survive(&table.name, compared);
    }
    Ok(())
}

async fn folded(fresh: &mut Db) -> Result<Vec<Table>, Error> {
    let names: Vec<String> = sqlx::query_scalar(
        "select name
           from pragma_table_list
          where type = 'table'
            and schema = 'main'
            and name not like 'sqlite\\_%' escape '\\'
            and name not like 'local\\_%' escape '\\'
          order by name",
    )
    .fetch_all(&mut *fresh)
    .await?;
    let mut tables = Vec::new();
    for name in names.into_iter().filter(|name| !NOT_FOLDED.contains(&name.as_str())) {
        let rows = sqlx::query("select name, pk from pragma_table_info(?1) order by cid")
            .bind(name.as_str())
            .fetch_all(&mut *fresh)
            .await?;
        let mut columns = Vec::new();
        let mut key = Vec::new();
        for (i, row) in rows.iter().enumerate() {
            columns.push(row.try_get("name")?);
            let place_in_key: i64 = row.try_get("pk")?;
            if place_in_key > 0 {
                key.push((place_in_key, i));
            }
        }
        key.sort_unstable();
        tables.push(Table { name, columns, key: key.into_iter().map(|(_, i)| i).collect() });
    }
    Ok(tables)
}

async fn compare(
    live: &mut Db,
    fresh: &mut Db,
    table: &Table,
    found: &mut Findings,
) -> Result<(), Error> {
    let text = table.query();
    let mut actual = sqlx::query(AssertSqlSafe(text.clone())).fetch(live);
    let mut expected = sqlx::query(AssertSqlSafe(text)).fetch(fresh);
    let mut mine = next!(actual, table);
    let mut theirs = next!(expected, table);
    loop {
        let order = match (&mine, &theirs) {
            (None, None) => return Ok(()),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(mine), Some(theirs)) => table.key_of(mine).cmp(&table.key_of(theirs)),
        };
        match (order, &mine, &theirs) {
            (Ordering::Less, Some(row), _) => {
                found.add("row_extra", table.place(row), "no fact made this row");
                mine = next!(actual, table);
            }
            (Ordering::Greater, _, Some(row)) => {
                found.add("row_missing", table.place(row), "the facts make this row");
                theirs = next!(expected, table);
            }
            (Ordering::Equal, Some(row), Some(other)) => {
                table.columns_differ(row, other, found);
                mine = next!(actual, table);
                theirs = next!(expected, table);
            }
            (Ordering::Less | Ordering::Greater | Ordering::Equal, _, _) => return Ok(()),
        }
    }
}

impl Table {
    fn query(&self) -> String {
        let quoted = |name: &String| format!("\"{}\"", name.replace('"', "\"\""));
        let columns: Vec<String> = self.columns.iter().map(quoted).collect();
        let key: Vec<String> = self.key.iter().map(|&i| columns[i].clone()).collect();
        let order = if key.is_empty() { "rowid".to_owned() } else { key.join(", ") };
        format!("select {} from {} order by {order}", columns.join(", "), quoted(&self.name))
    }

    fn key_of<'a>(&self, row: &'a [Cell]) -> Vec<&'a Cell> {
        self.key.iter().map(|&i| &row[i]).collect()
    }

    fn place(&self, row: &[Cell]) -> String {
        let part = |&i: &usize| format!(" {} {}", self.columns[i], row[i].shown());
        let key: String = self.key.iter().map(part).collect();
        format!("{},{key}", self.name)
    }

    fn columns_differ(&self, mine: &[Cell], theirs: &[Cell], found: &mut Findings) {
        for (i, (mine_is, is)) in mine.iter().zip(theirs).enumerate() {
            if mine_is != is {
                let place = format!("{}, column {}", self.place(theirs), self.columns[i]);
                let detail = format!("{} instead of {}", mine_is.shown(), is.shown());
                found.add("cell_differs", place, detail);
            }
        }
    }
}

impl Cell {
    fn shown(&self) -> String {
        let text = match self {
            Self::Null => "null".to_owned(),
            Self::Integer(value) => value.to_string(),
            Self::Real(bytes) => format!("number {}", String::from_utf8_lossy(bytes)),
            Self::Text(bytes) => format!("\"{}\"", String::from_utf8_lossy(bytes)),
            Self::Blob(bytes) => hex(bytes),
        };
        match text.char_indices().nth(SHOWN_MAX) {
            Some((end, _)) => format!("{}...", &text[..end]),
            None => text,
        }
    }
}

fn cells(row: &SqliteRow, table: &Table) -> Result<Vec<Cell>, Error> {
    (0..table.columns.len()).map(|i| cell(row, i)).collect()
}

fn cell(row: &SqliteRow, i: usize) -> Result<Cell, Error> {
    let raw = row.try_get_raw(i)?;
    if raw.is_null() {
        return Ok(Cell::Null);
    }
    let kind = raw.type_info().name().to_owned();
    match kind.as_str() {
        "INTEGER" => Ok(Cell::Integer(row.try_get_unchecked(i)?)),
        "TEXT" => Ok(Cell::Text(row.try_get_unchecked(i)?)),
        "BLOB" => Ok(Cell::Blob(row.try_get_unchecked(i)?)),
        _ => Ok(Cell::Real(row.try_get_unchecked(i)?)),
    }
}

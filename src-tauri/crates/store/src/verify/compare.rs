//! The folded tables, cell by cell: the firm's file against the ledger folded anew.

use std::collections::BTreeMap;

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

/// Rows by the values of their keys.
type Rows = BTreeMap<Vec<Cell>, Vec<Cell>>;

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

/// Compares every folded table and names each row and column that differs.
pub(super) async fn tables(db: &mut Db, found: &mut Findings) -> Result<(), Error> {
    for table in folded(db).await? {
        let compared = compare(db, &table, found).await;
        found.survive(&table.name, compared);
    }
    Ok(())
}

async fn folded(db: &mut Db) -> Result<Vec<Table>, Error> {
    let names: Vec<String> = sqlx::query_scalar(
        "select name
           from pragma_table_list
          where type = 'table'
            and schema = 'main'
            and name not like 'sqlite\\_%' escape '\\'
            and name not like 'local\\_%' escape '\\'
          order by name",
    )
    .fetch_all(&mut *db)
    .await?;
    let mut tables = Vec::new();
    for name in names.into_iter().filter(|name| !NOT_FOLDED.contains(&name.as_str())) {
        let rows = sqlx::query("select name, pk from pragma_table_info(?1, 'main') order by cid")
            .bind(name.as_str())
            .fetch_all(&mut *db)
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

/// SQLite itself finds the rows that only one side has; only those are looked at one by one.
async fn compare(db: &mut Db, table: &Table, found: &mut Findings) -> Result<(), Error> {
    let mut expected = table.only_in(db, "main", "live").await?;
    for (key, row) in table.only_in(db, "live", "main").await? {
        match expected.remove(&key) {
            Some(other) => table.columns_differ(&row, &other, found),
            None => found.add("row_extra", table.place(&row), "no fact made this row"),
        }
    }
    for row in expected.values() {
        found.add("row_missing", table.place(row), "the facts make this row");
    }
    Ok(())
}

impl Table {
    /// The rows that one side has and the other has not, by their keys. Values are compared
    /// byte for byte and type for type: 1 is not 1.0, and no collation softens a difference.
    async fn only_in(&self, db: &mut Db, side: &str, other: &str) -> Result<Rows, Error> {
        let quoted = |name: &String| format!("t.\"{}\"", name.replace('"', "\"\""));
        let columns: Vec<String> = self.columns.iter().map(quoted).collect();
        let exact: Vec<String> = columns.iter().map(|c| format!("{c} collate binary")).collect();
        let types: Vec<String> = columns.iter().map(|c| format!("typeof({c})")).collect();
        let (exact, types) = (exact.join(", "), types.join(" || ' ' || "));
        let name = self.name.replace('"', "\"\"");
        let text = format!(
            "select {exact}, {types} from {side}.\"{name}\" t
             except
             select {exact}, {types} from {other}.\"{name}\" t"
        );
        let rows = sqlx::query(AssertSqlSafe(text)).fetch_all(db).await?;
        let mut only = Rows::new();
        for row in &rows {
            let cells = cells(row, self)?;
            only.insert(self.key.iter().map(|&i| cells[i].clone()).collect(), cells);
        }
        Ok(only)
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

//! The folded tables, cell by cell: the firm's file against the ledger folded anew.

use std::collections::BTreeMap;

use super::Findings;
use crate::error::Error;
use crate::row::hex;
use crate::sql::{Cell, Db, query, query_scalar};

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

/// Compares every folded table and names each row and column that differs.
pub(super) async fn tables(db: &mut Db, found: &mut Findings) -> Result<(), Error> {
    for table in folded(db).await? {
        let compared = compare(db, &table, found).await;
        found.survive(&table.name, compared);
    }
    Ok(())
}

async fn folded(db: &mut Db) -> Result<Vec<Table>, Error> {
    let names: Vec<String> = query_scalar(
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
        let rows = query("select name, pk from pragma_table_info(?1, 'main') order by cid")
            .bind(name.as_str())
            .fetch_all(&mut *db)
            .await?;
        let mut columns = Vec::new();
        let mut key = Vec::new();
        for (i, row) in rows.iter().enumerate() {
            columns.push(row.get("name")?);
            let place_in_key: i64 = row.get("pk")?;
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
    /// The rows that one side has and the other has not, by their keys. Cells are compared
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
        let rows = query(text).fetch_all(db).await?;
        let mut only = Rows::new();
        for row in &rows {
            let cells = row.cells()[..self.columns.len()].to_vec();
            only.insert(self.key.iter().map(|&i| cells[i].clone()).collect(), cells);
        }
        Ok(only)
    }

    fn place(&self, row: &[Cell]) -> String {
        let part = |&i: &usize| format!(" {} {}", self.columns[i], shown(&row[i]));
        let key: String = self.key.iter().map(part).collect();
        format!("{},{key}", self.name)
    }

    fn columns_differ(&self, mine: &[Cell], theirs: &[Cell], found: &mut Findings) {
        for (i, (mine_is, is)) in mine.iter().zip(theirs).enumerate() {
            if mine_is != is {
                let place = format!("{}, column {}", self.place(theirs), self.columns[i]);
                let detail = format!("{} instead of {}", shown(mine_is), shown(is));
                found.add("cell_differs", place, detail);
            }
        }
    }
}

/// A value as a finding shows it.
fn shown(cell: &Cell) -> String {
    let text = match cell {
        Cell::Null => "null".to_owned(),
        Cell::Integer(value) => value.to_string(),
        Cell::Real(number) => format!("number {number}"),
        Cell::Text(bytes) => format!("\"{}\"", String::from_utf8_lossy(bytes)),
        Cell::Blob(bytes) => hex(bytes),
    };
    match text.char_indices().nth(SHOWN_MAX) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text,
    }
}

//! What SQLite alone takes: the very rows that our code wrote, put into a copy of the same file
//! without guards and without our code, in transactions that are as durable as ours.
//!
//! The rows are caught by triggers in a copy of the file while the same commands run there.

use std::collections::HashMap;
use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use crate::meter::{Meter, Spent};

/// One row written: which statement of `Caught::texts`, and its values.
type Write = (usize, Vec<Value>);

/// Rows that were caught, by transaction.
pub struct Caught {
    texts: Vec<String>,
    transactions: Vec<Vec<Write>>,
}

struct Table {
    name: String,
    columns: Vec<String>,
    key: Vec<usize>,
}

fn names(db: &Connection, sql: &str) -> Vec<String> {
    let mut found = db.prepare(sql).unwrap();
    found.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

fn tables(db: &Connection) -> Vec<Table> {
    let table = |name: String| {
        let mut info = db.prepare(&format!("pragma table_info({name})")).unwrap();
        let read = |row: &rusqlite::Row<'_>| Ok((row.get(1)?, row.get(5)?));
        let found: Vec<(String, i64)> =
            info.query_map([], read).unwrap().map(Result::unwrap).collect();
        let key = (0..found.len()).filter(|&n| found[n].1 > 0).collect();
        Table { name, columns: found.into_iter().map(|(column, _)| column).collect(), key }
    };
    let all = "select name from sqlite_master where type = 'table' and name not like 'caught%'";
    names(db, all).into_iter().map(table).collect()
}

/// Lets a firm's file note every row that is written to it from now on.
pub fn catch(file: &Path) {
    let db = Connection::open(file).unwrap();
    let tables = tables(&db);
    let widest = tables.iter().map(|table| table.columns.len()).max().unwrap();
    let columns: String = (0..2 * widest).map(|n| format!(", c{n}")).collect();
    let mut text = format!("create table caught (n integer primary key, t, op{columns});");
    for Table { name, columns, .. } in &tables {
        let values = |of: &str| -> String {
            columns.iter().map(|column| format!(", {of}.{column}")).collect()
        };
        let into = |n: usize| -> String { (0..n).map(|n| format!(", c{n}")).collect() };
        let (old, new) = (values("old"), values("new"));
        let (one, both) = (into(columns.len()), into(2 * columns.len()));
        text += &format!(
            "create trigger caught_i_{name} after insert on {name} begin
               insert into caught (t, op{one}) values ('{name}', 'i'{new}); end;
             create trigger caught_d_{name} after delete on {name} begin
               insert into caught (t, op{one}) values ('{name}', 'd'{old}); end;
             create trigger caught_u_{name} after update on {name} begin
               insert into caught (t, op{both}) values ('{name}', 'u'{old}{new}); end;"
        );
    }
    db.execute_batch(&text).unwrap();
}

/// How many rows were caught so far: the end of a transaction.
pub fn caught_so_far(db: &Connection) -> i64 {
    let mut last = db.prepare_cached("select coalesce(max(n), 0) from caught").unwrap();
    last.query_row([], |row| row.get(0)).unwrap()
}

/// The rows that were caught after one, in transactions that end where `ends` says.
pub fn caught(file: &Path, after: i64, ends: &[i64]) -> Caught {
    let db = Connection::open(file).unwrap();
    let tables: HashMap<String, Table> =
        tables(&db).into_iter().map(|table| (table.name.clone(), table)).collect();
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut caught = Caught { texts: Vec::new(), transactions: vec![Vec::new(); ends.len()] };
    let last = ends.last().copied().unwrap_or(after);
    let mut rows = db.prepare("select * from caught where n > ?1 and n <= ?2 order by n").unwrap();
    let mut rows = rows.query([after, last]).unwrap();
    let mut at = 0;
    while let Some(row) = rows.next().unwrap() {
        let n: i64 = row.get(0).unwrap();
        while ends[at] < n {
            at += 1;
        }
        let table = &tables[&row.get::<_, String>(1).unwrap()];
        let op: String = row.get(2).unwrap();
        let value = |n: usize| row.get::<_, Value>(3 + n).unwrap();
        let Some((text, values)) = write(table, &op, value) else { continue };
        let next = known.len();
        let which = *known.entry(text.clone()).or_insert(next);
        if which == caught.texts.len() {
            caught.texts.push(text);
        }
        caught.transactions[at].push((which, values));
    }
    caught
}

/// The plainest statement that writes a row: of an update only what it changed, if anything.
fn write(table: &Table, op: &str, value: impl Fn(usize) -> Value) -> Option<(String, Vec<Value>)> {
    let Table { name, columns, key } = table;
    let n = columns.len();
    let with = |which: &[usize], between: &str, first: usize| -> String {
        let parts: Vec<String> = (first..)
            .zip(which)
            .map(|(place, &column)| format!("{} = ?{place}", columns[column]))
            .collect();
        parts.join(between)
    };
    match op {
        "i" => {
            let places: Vec<String> = (1..=n).map(|place| format!("?{place}")).collect();
            let text = format!("insert into {name} values ({})", places.join(", "));
            Some((text, (0..n).map(value).collect()))
        }
        "d" => {
            let text = format!("delete from {name} where {}", with(key, " and ", 1));
            Some((text, key.iter().map(|&column| value(column)).collect()))
        }
        _ => {
            let changed: Vec<usize> =
                (0..n).filter(|&column| value(column) != value(n + column)).collect();
            if changed.is_empty() {
                return None;
            }
            let text = format!(
                "update {name} set {} where {}",
                with(&changed, ", ", 1),
                with(key, " and ", changed.len() + 1)
            );
            let new = changed.iter().map(|&column| value(n + column));
            Some((text, new.chain(key.iter().map(|&column| value(column))).collect()))
        }
    }
}

/// A file without guards, to put rows into.
pub struct Plain(Connection);

impl Plain {
    /// Takes the guards off a copy of a firm's file.
    pub fn open(file: &Path) -> Self {
        let db = Connection::open(file).unwrap();
        db.execute_batch(
            "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = off;",
        )
        .unwrap();
        for name in names(&db, "select name from sqlite_master where type = 'trigger'") {
            db.execute_batch(&format!("drop trigger {name}")).unwrap();
        }
        db.set_prepared_statement_cache_capacity(200);
        Self(db)
    }

    /// Writes every transaction; what all of them take together.
    pub fn put(&mut self, caught: &Caught) -> Spent {
        for text in &caught.texts {
            self.0.prepare_cached(text).unwrap();
        }
        let meter = Meter::start();
        for transaction in &caught.transactions {
            let tx =
                self.0.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).unwrap();
            for (which, values) in transaction {
                let mut statement = tx.prepare_cached(&caught.texts[*which]).unwrap();
                statement.execute(params_from_iter(values)).unwrap();
            }
            tx.commit().unwrap();
        }
        meter.read()
    }

    /// A whole copy of the file.
    pub fn copy_to(&self, to: &Path) -> Spent {
        let meter = Meter::start();
        self.0.execute("vacuum into ?1", [to.to_string_lossy()]).unwrap();
        meter.read()
    }
}

//! Statements, run on the thread that asks.
//!
//! sqlx opens a connection, sets it up and closes it. Its own way to run a statement is to hand it
//! to a thread of the connection, which wakes the asking thread for every row and for every
//! statement of a text: more than half of what a command cost (ADR 0014). Here a statement is
//! stepped on the connection's handle, by rusqlite.

use std::borrow::Cow;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use dovuto_domain::kernel::quantity::Currency;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, Statement, ToSql};
use serde::de::DeserializeOwned;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, Connection as _};
use uuid::Uuid;

use crate::error::Error;

/// Statements that a connection keeps prepared.
const PREPARED: usize = 400;
/// How long a statement waits for another program.
pub(crate) const BUSY: Duration = Duration::from_secs(5);
/// After so many statements whoever else waits for this thread has a turn.
const TURN: u32 = 64;

/// A connection to the firm's file. Whoever has one may read; only a `Tx` may write.
pub struct Db {
    // Dropped before the connection that its statements were prepared on.
    direct: Connection,
    opened: SqliteConnection,
    n_run: u32,
}

impl Db {
    /// Opens a connection with everything that the options ask for.
    pub(crate) async fn open(options: &SqliteConnectOptions) -> Result<Self, sqlx::Error> {
        let mut opened = options.connect().await?;
        let direct = direct(&mut opened).await?;
        direct.set_prepared_statement_cache_capacity(PREPARED);
        Ok(Self { direct, opened, n_run: 0 })
    }

    pub(crate) async fn close(self) -> Result<(), sqlx::Error> {
        drop(self.direct);
        self.opened.close().await
    }

    /// Begins a transaction that writes, unless somebody else is in one: then nothing happens.
    pub(crate) fn try_to_begin(&mut self) -> Result<bool, Error> {
        self.direct.busy_timeout(Duration::ZERO)?;
        let begun = self.tell("begin immediate");
        self.direct.busy_timeout(BUSY)?;
        match begun {
            Err(Error::Sql(fault)) if fault.is_busy() => Ok(false),
            other => other.map(|()| true),
        }
    }

    /// Runs a statement that answers nothing, without a turn for anybody else.
    pub(crate) fn tell(&mut self, text: &'static str) -> Result<(), Error> {
        Ok(self.direct.prepare_cached(text)?.raw_execute().map(|_| ())?)
    }

    /// Runs statements one after the other. Each gets as many of the values as it names.
    pub(crate) async fn run(&mut self, texts: &[&str], values: &[Cell]) -> Result<(), Error> {
        for text in texts {
            let mut statement = self.direct.prepare_cached(text)?;
            bind(&mut statement, values)?;
            statement.raw_execute()?;
        }
        self.turn().await;
        Ok(())
    }

    async fn turn(&mut self) {
        self.n_run += 1;
        if self.n_run.is_multiple_of(TURN) {
            tokio::task::yield_now().await;
        }
    }
}

#[expect(
    unsafe_code,
    reason = "sqlx lends its handle only raw; who drops what first is said above"
)]
async fn direct(opened: &mut SqliteConnection) -> Result<Connection, sqlx::Error> {
    let handle = opened.lock_handle().await?.as_raw_handle();
    // SAFETY: the handle is open, and stays so until `opened` goes, which `Db` drops after this.
    // Its own thread touches it only while `&mut Db` waits for it, or to close it.
    let direct = unsafe { Connection::from_handle(handle.as_ptr()) };
    direct.map_err(|error| sqlx::Error::AnyDriverError(Box::new(error)))
}

impl Deref for Db {
    type Target = SqliteConnection;
    fn deref(&self) -> &SqliteConnection {
        &self.opened
    }
}

impl DerefMut for Db {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        &mut self.opened
    }
}

/// A value as SQLite keeps it. A text may be no UTF-8 until it is read as one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cell {
    Null,
    Integer(i64),
    /// A number with a fraction, which no column of ours has; as text.
    Real(String),
    Text(Vec<u8>),
    Blob(Vec<u8>),
}

impl Cell {
    /// The type, by SQLite's name for it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "NULL",
            Self::Integer(_) => "INTEGER",
            Self::Real(_) => "REAL",
            Self::Text(_) => "TEXT",
            Self::Blob(_) => "BLOB",
        }
    }

    /// The bytes of a text or a blob.
    pub fn into_bytes(self) -> Vec<u8> {
        match self {
            Self::Text(bytes) | Self::Blob(bytes) => bytes,
            Self::Null | Self::Integer(_) | Self::Real(_) => Vec::new(),
        }
    }
}

impl From<ValueRef<'_>> for Cell {
    fn from(value: ValueRef<'_>) -> Self {
        match value {
            ValueRef::Null => Self::Null,
            ValueRef::Integer(value) => Self::Integer(value),
            ValueRef::Real(value) => Self::Real(format!("{value:?}")),
            ValueRef::Text(bytes) => Self::Text(bytes.to_vec()),
            ValueRef::Blob(bytes) => Self::Blob(bytes.to_vec()),
        }
    }
}

impl ToSql for Cell {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Integer(value) => ValueRef::Integer(*value),
            Self::Real(text) => ValueRef::Text(text.as_bytes()),
            Self::Text(bytes) => ValueRef::Text(bytes),
            Self::Blob(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

macro_rules! cells {
    ($($from:ty: |$value:ident| $cell:expr;)*) => {
        $(impl From<$from> for Cell {
            fn from($value: $from) -> Self {
                $cell
            }
        })*
    };
}

cells! {
    i64: |value| Self::Integer(value);
    i32: |value| Self::Integer(value.into());
    bool: |value| Self::Integer(value.into());
    &str: |text| Self::Text(text.as_bytes().to_vec());
    String: |text| Self::Text(text.into_bytes());
    &String: |text| Self::from(text.as_str());
    &[u8]: |bytes| Self::Blob(bytes.to_vec());
    Vec<u8>: |bytes| Self::Blob(bytes);
    &[u8; 16]: |bytes| Self::Blob(bytes.to_vec());
    &[u8; 32]: |bytes| Self::Blob(bytes.to_vec());
}

impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, T::into)
    }
}

/// A statement with the values of its parameters.
pub struct Query<'q> {
    text: Cow<'q, str>,
    values: Vec<Cell>,
}

/// A statement of which only the first column is asked.
pub struct Scalar<'q>(Query<'q>);

/// The conditions that apply, as a `where`; nothing where none does. A condition that steps aside
/// when its parameter is null would keep SQLite from every index.
pub(crate) fn only(conditions: &[(bool, &'static str)]) -> String {
    let applied: Vec<&str> = conditions.iter().filter(|c| c.0).map(|c| c.1).collect();
    if applied.is_empty() { String::new() } else { format!("where {}", applied.join(" and ")) }
}

/// A statement to run.
pub fn query<'q>(text: impl Into<Cow<'q, str>>) -> Query<'q> {
    Query { text: text.into(), values: Vec::new() }
}

/// A statement to run for its first column.
pub fn query_scalar<'q>(text: impl Into<Cow<'q, str>>) -> Scalar<'q> {
    Scalar(query(text))
}

impl Query<'_> {
    /// The value of the next parameter.
    pub fn bind(mut self, value: impl Into<Cell>) -> Self {
        self.values.push(value.into());
        self
    }

    /// Runs it; rows that it answers are dropped.
    pub async fn execute(self, db: &mut Db) -> Result<(), Error> {
        self.rows(db, usize::MAX)?;
        db.turn().await;
        Ok(())
    }

    pub async fn fetch_all(self, db: &mut Db) -> Result<Vec<SqlRow>, Error> {
        let rows = self.rows(db, usize::MAX)?;
        db.turn().await;
        Ok(rows)
    }

    pub async fn fetch_optional(self, db: &mut Db) -> Result<Option<SqlRow>, Error> {
        let rows = self.rows(db, 1)?;
        db.turn().await;
        Ok(rows.into_iter().next())
    }

    pub async fn fetch_one(self, db: &mut Db) -> Result<SqlRow, Error> {
        let row = self.fetch_optional(db).await?;
        row.ok_or_else(|| Error::corrupt("a row that must be there is not"))
    }

    /// Runs it to its end, or until it has given so many rows.
    fn rows(&self, db: &Db, limit: usize) -> Result<Vec<SqlRow>, Error> {
        let mut statement = db.direct.prepare_cached(&self.text)?;
        bind(&mut statement, &self.values)?;
        let columns: Arc<[Box<str>]> =
            statement.column_names().into_iter().map(Box::from).collect();
        let mut rows = statement.raw_query();
        let mut kept = Vec::new();
        while kept.len() < limit
            && let Some(row) = rows.next()?
        {
            let cell = |i| row.get_ref(i).map(Cell::from);
            let cells = (0..columns.len()).map(cell).collect::<Result<_, _>>()?;
            kept.push(SqlRow { columns: Arc::clone(&columns), cells });
        }
        Ok(kept)
    }
}

impl Scalar<'_> {
    /// The value of the next parameter.
    pub fn bind(self, value: impl Into<Cell>) -> Self {
        Self(self.0.bind(value))
    }

    pub async fn fetch_all<T: FromCell>(self, db: &mut Db) -> Result<Vec<T>, Error> {
        self.0.fetch_all(db).await?.iter().map(SqlRow::first).collect()
    }

    pub async fn fetch_optional<T: FromCell>(self, db: &mut Db) -> Result<Option<T>, Error> {
        self.0.fetch_optional(db).await?.as_ref().map(SqlRow::first).transpose()
    }

    pub async fn fetch_one<T: FromCell>(self, db: &mut Db) -> Result<T, Error> {
        self.0.fetch_one(db).await?.first()
    }
}

/// Gives a statement as many of the values as it names.
fn bind(statement: &mut Statement<'_>, values: &[Cell]) -> Result<(), Error> {
    let n_named = statement.parameter_count();
    if n_named > values.len() {
        let n = values.len();
        return Err(Error::corrupt(format!("{n_named} parameters, and {n} values for them")));
    }
    for (i, value) in values[..n_named].iter().enumerate() {
        statement.raw_bind_parameter(i + 1, value)?;
    }
    Ok(())
}

/// A row as it was read.
#[derive(Clone, Debug)]
pub struct SqlRow {
    columns: Arc<[Box<str>]>,
    cells: Box<[Cell]>,
}

/// What a cell can be read as.
pub trait FromCell: Sized {
    fn from_cell(cell: &Cell) -> Option<Self>;
}

impl FromCell for i64 {
    fn from_cell(cell: &Cell) -> Option<Self> {
        if let Cell::Integer(value) = cell { Some(*value) } else { None }
    }
}

impl FromCell for bool {
    fn from_cell(cell: &Cell) -> Option<Self> {
        i64::from_cell(cell).map(|value| value != 0)
    }
}

impl FromCell for String {
    fn from_cell(cell: &Cell) -> Option<Self> {
        if let Cell::Text(bytes) = cell { Self::from_utf8(bytes.clone()).ok() } else { None }
    }
}

impl FromCell for Vec<u8> {
    fn from_cell(cell: &Cell) -> Option<Self> {
        if let Cell::Blob(bytes) = cell { Some(bytes.clone()) } else { None }
    }
}

impl<T: FromCell> FromCell for Option<T> {
    fn from_cell(cell: &Cell) -> Option<Self> {
        if *cell == Cell::Null { Some(None) } else { T::from_cell(cell).map(Some) }
    }
}

impl SqlRow {
    /// The cells in the order of their columns.
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// The cell of a column.
    pub fn cell(&self, column: &str) -> Result<&Cell, Error> {
        let i = self.columns.iter().position(|name| **name == *column);
        i.map(|i| &self.cells[i]).ok_or_else(|| Error::corrupt(format!("no column {column}")))
    }

    /// The value of a column.
    pub fn get<T: FromCell>(&self, column: &str) -> Result<T, Error> {
        read(column, self.cell(column)?)
    }

    fn first<T: FromCell>(&self) -> Result<T, Error> {
        read(&self.columns[0], &self.cells[0])
    }

    pub fn id<T: From<Uuid>>(&self, column: &str) -> Result<T, Error> {
        match self.cell(column)? {
            Cell::Blob(bytes) => uuid(column, bytes).map(T::from),
            other => Err(unfit(column, other)),
        }
    }

    pub fn maybe_id<T: From<Uuid>>(&self, column: &str) -> Result<Option<T>, Error> {
        match self.cell(column)? {
            Cell::Null => Ok(None),
            _ => self.id(column).map(Some),
        }
    }

    pub fn text(&self, column: &str) -> Result<String, Error> {
        self.get(column)
    }

    pub fn maybe_text(&self, column: &str) -> Result<Option<String>, Error> {
        self.get(column)
    }

    pub fn int(&self, column: &str) -> Result<i64, Error> {
        self.get(column)
    }

    pub fn maybe_int(&self, column: &str) -> Result<Option<i64>, Error> {
        self.get(column)
    }

    pub fn day(&self, column: &str) -> Result<NaiveDate, Error> {
        parse(column, self.str(column)?)
    }

    pub fn maybe_day(&self, column: &str) -> Result<Option<NaiveDate>, Error> {
        match self.cell(column)? {
            Cell::Null => Ok(None),
            _ => self.day(column).map(Some),
        }
    }

    pub fn instant(&self, column: &str) -> Result<DateTime<Utc>, Error> {
        parse(column, self.str(column)?)
    }

    pub fn currency(&self, column: &str) -> Result<Currency, Error> {
        let code = self.str(column)?;
        Currency::parse(code).map_err(|_| Error::corrupt(format!("currency \"{code}\"")))
    }

    /// A word of one of the domain's plain enums, as serde writes it.
    pub fn word<T: DeserializeOwned>(&self, column: &str) -> Result<T, Error> {
        let word = self.str(column)?;
        T::deserialize(serde::de::value::StrDeserializer::<serde::de::value::Error>::new(word))
            .map_err(|_| Error::corrupt(format!("{column} \"{word}\"")))
    }

    /// Bytes in hexadecimal digits.
    pub fn hex(&self, column: &str) -> Result<String, Error> {
        match self.cell(column)? {
            Cell::Blob(bytes) => Ok(crate::row::hex(bytes)),
            other => Err(unfit(column, other)),
        }
    }

    fn str(&self, column: &str) -> Result<&str, Error> {
        let cell = self.cell(column)?;
        let Cell::Text(bytes) = cell else { return Err(unfit(column, cell)) };
        std::str::from_utf8(bytes).map_err(|_| unfit(column, cell))
    }
}

fn read<T: FromCell>(column: &str, cell: &Cell) -> Result<T, Error> {
    T::from_cell(cell).ok_or_else(|| unfit(column, cell))
}

fn unfit(column: &str, cell: &Cell) -> Error {
    Error::corrupt(format!("{column} cannot be read as it is ({})", cell.kind()))
}

fn uuid(column: &str, bytes: &[u8]) -> Result<Uuid, Error> {
    Uuid::from_slice(bytes).map_err(|_| Error::corrupt(format!("{column} is no identity")))
}

fn parse<T: std::str::FromStr>(column: &str, text: &str) -> Result<T, Error> {
    text.parse().map_err(|_| Error::corrupt(format!("{column} \"{text}\"")))
}

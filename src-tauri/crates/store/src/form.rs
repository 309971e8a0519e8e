//! The form of the file: declaring it, recognising it, and folding a file of an older form anew.
//!
//! Folded tables are never altered. A file of an older form is read once more, fact by fact, into
//! a new file beside it, which takes its place when it is whole.

use std::fs::{self, File};
use std::io::{ErrorKind, Read as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::AssertSqlSafe;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};

use crate::error::Error;
use crate::file::options;
use crate::keys::io;
use crate::ledger::{Row, fold};
use crate::sql::{Db, SqlRow, query, query_scalar};

/// The form that this program reads and writes. `migrations/form.txt` pins it to the texts.
pub const FORM: i64 = 24;

/// Marks a SQLite file as a firm's file of Dovuto ("Dovu").
const APPLICATION_ID: u32 = 0x446f_7675;

/// Facts that are read at once while folding anew.
const PAGE: i64 = 256;

/// Tables, views and guards of today, embedded in the program.
static TEXTS: sqlx::migrate::Migrator = sqlx::migrate!("../../../migrations");

/// Whether a file has the form of today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Current,
    Older(i64),
}

/// Declares every table, view and guard of today in an empty file.
pub(crate) async fn declare(db: &mut Db) -> Result<(), Error> {
    for text in TEXTS.iter() {
        sqlx::raw_sql(text.sql.clone()).execute(&mut **db).await?;
    }
    Ok(())
}

/// Marks a file as a firm's file of today's form.
pub(crate) async fn mark(db: &mut Db) -> Result<(), Error> {
    let marks = format!("pragma application_id = {APPLICATION_ID}; pragma user_version = {FORM};");
    sqlx::raw_sql(AssertSqlSafe(marks)).execute(&mut **db).await?;
    Ok(())
}

/// An empty store of today's form that need not outlive a crash. Without a name SQLite keeps it
/// in its cache, spills it to a file that nobody else sees, and removes that with the connection.
pub(crate) async fn empty(name: &Path) -> Result<Db, Error> {
    let options = SqliteConnectOptions::new()
        .filename(name)
        .create_if_missing(true)
        .foreign_keys(true)
        .journal_mode(SqliteJournalMode::Memory)
        .synchronous(SqliteSynchronous::Off)
        .pragma("recursive_triggers", "ON")
        .pragma("trusted_schema", "OFF")
        .pragma("cell_size_check", "ON")
        .pragma("secure_delete", "ON")
        .pragma("cache_size", "-64000");
    let mut db = Db::open(&options).await?;
    declare(&mut db).await?;
    Ok(db)
}

/// Whether a file begins as a firm's file does. Nothing is opened, locked or left behind.
pub(crate) fn is_ours(path: &Path) -> Result<bool, Error> {
    let mut head = [0_u8; 72];
    match File::open(path).and_then(|mut file| file.read_exact(&mut head)) {
        Ok(()) => {
            let named = head.starts_with(b"SQLite format 3\0");
            Ok(named && head[68..72] == APPLICATION_ID.to_be_bytes())
        }
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(io("reading", path)(error)),
    }
}

/// The form of a file; a foreign file and a newer form are refused.
pub(crate) async fn examine(path: &Path) -> Result<Form, Error> {
    let foreign = || Error::Foreign { path: path.to_owned() };
    if !is_ours(path)? {
        return Err(foreign());
    }
    // Not with our own options: to ask for a write-ahead log would change another program's file.
    let looking = SqliteConnectOptions::new().filename(path).busy_timeout(Duration::from_secs(5));
    let looking = looking.pragma("query_only", "ON");
    let mut db = Db::open(&looking).await.map_err(|error| {
        let of_the_file = Error::from(error);
        if of_the_file.is_of_the_disk() { foreign() } else { of_the_file }
    })?;
    let sqlite: String = query_scalar("select sqlite_version()").fetch_one(&mut db).await?;
    if version(&sqlite) < [3, 51, 3] {
        return Err(Error::SqliteTooOld { found: sqlite });
    }
    let found: i64 = query_scalar("pragma user_version").fetch_one(&mut db).await?;
    db.close().await?;
    match found.cmp(&FORM) {
        std::cmp::Ordering::Equal => Ok(Form::Current),
        std::cmp::Ordering::Less => Ok(Form::Older(found)),
        std::cmp::Ordering::Greater => {
            Err(Error::Newer { path: path.to_owned(), found, known: FORM })
        }
    }
}

fn version(text: &str) -> [u32; 3] {
    let mut parts = text.split('.').map(|part| part.parse().unwrap_or(0));
    std::array::from_fn(|_| parts.next().unwrap_or(0))
}

/// Puts a file of today's form, folded anew from the facts of an older one, in its place. The
/// caller holds the lock exclusively. A copy of the older file is kept.
///
/// Whenever it is interrupted, the older file or the new one lies whole at the name. A fact that
/// does not fold refuses the whole, and the older file stays as it was.
pub(crate) async fn renew(path: &Path, from: i64) -> Result<(), Error> {
    let aside = path.with_extension("new.db");
    remove(&aside)?;
    let mut db = Db::open(&options(path)).await?;
    let kept = keep_copy(&mut db, path, from).await;
    db.close().await?;
    kept?;
    let built = build(path, from, &aside).await;
    let done = built.and_then(|()| put_in_place(&aside, path));
    if done.is_err() {
        let _ = remove(&aside);
    }
    done
}

/// A copy of the file as it was, made once for each form that it had.
async fn keep_copy(db: &mut Db, path: &Path, from: i64) -> Result<(), Error> {
    let kept = path.with_extension(format!("before-{from}.db"));
    if kept.exists() {
        return Ok(());
    }
    let unfinished = path.with_extension(format!("before-{from}.part"));
    remove(&unfinished)?;
    let copied = copy_into(db, &unfinished).await;
    if copied.is_err() {
        let _ = remove(&unfinished);
    }
    copied?;
    fs::rename(&unfinished, &kept).map_err(io("naming", &kept))?;
    sync_folder(&kept)
}

/// Writes a whole, consistent and durable copy of an open file to a name that does not exist.
pub(crate) async fn copy_into(db: &mut Db, to: &Path) -> Result<(), Error> {
    let Some(name) = to.to_str() else {
        return Err(Error::corrupt(format!("the name {}", to.display())));
    };
    query("vacuum into ?1").bind(name).execute(db).await?;
    sync_file(to)
}

pub(crate) async fn build(path: &Path, from: i64, aside: &Path) -> Result<(), Error> {
    let Some(name) = path.to_str() else {
        return Err(Error::corrupt(format!("the name {}", path.display())));
    };
    let mut db = empty(aside).await?;
    query("attach database ?1 as old").bind(name).execute(&mut db).await?;
    query("begin").execute(&mut db).await?;
    copy_unfolded(&mut db).await?;
    fold_all(&mut db, path, from).await?;
    mark(&mut db).await?;
    query("commit").execute(&mut db).await?;
    query("detach database old").execute(&mut db).await?;
    db.close().await?;
    sync_file(aside)
}

/// Copies what no fact says: data of persons, and tables of this computer that both forms have.
async fn copy_unfolded(db: &mut Db) -> Result<(), Error> {
    let tables: Vec<String> = query_scalar(
        "select m.name
           from main.sqlite_schema m
           join old.sqlite_schema o on o.name = m.name and o.type = 'table'
          where m.type = 'table'
            and (m.name = 'personal' or m.name like 'local\\_%' escape '\\')
          order by m.name",
    )
    .fetch_all(&mut *db)
    .await?;
    for table in tables {
        let columns: Vec<String> = query_scalar(
            "select m.name
               from pragma_table_info(?1, 'main') m
               join pragma_table_info(?1, 'old') o on o.name = m.name
              order by m.cid",
        )
        .bind(table.as_str())
        .fetch_all(&mut *db)
        .await?;
        let columns: Vec<String> = columns.iter().map(|name| format!("\"{name}\"")).collect();
        let columns = columns.join(", ");
        let text = format!(
            "insert into main.\"{table}\" ({columns}) select {columns} from old.\"{table}\""
        );
        query(text).execute(&mut *db).await?;
    }
    Ok(())
}

/// Copies each fact, byte for byte and in its place, and folds it.
async fn fold_all(db: &mut Db, path: &Path, from: i64) -> Result<(), Error> {
    let mut after = i64::MIN;
    loop {
        let rows = query(
            "select rowid, stream_id, seq, hash, prev_hash, request_id, at, actor_id,
                    authenticated, kind, version, subject_id, base_hash, body, signature
               from old.ledger
              where rowid > ?1
              order by rowid
              limit ?2",
        )
        .bind(after)
        .bind(PAGE)
        .fetch_all(&mut *db)
        .await?;
        let Some(last) = rows.last() else { break };
        after = last.get("rowid")?;
        for row in &rows {
            let rowid: i64 = row.get("rowid")?;
            match fold_one(db, rowid, row).await {
                Ok(()) => {}
                Err(error) if error.is_of_the_disk() => return Err(error),
                Err(error) => {
                    let (path, why) = (path.to_owned(), error.to_string());
                    return Err(Error::Unfolded { path, from, rowid, why });
                }
            }
        }
    }
    let n_old: i64 = query_scalar("select count(*) from old.ledger").fetch_one(db).await?;
    let n_new: i64 = query_scalar("select count(*) from main.ledger").fetch_one(db).await?;
    if n_old != n_new {
        return Err(Error::corrupt(format!("{n_new} facts were folded anew, and it has {n_old}")));
    }
    Ok(())
}

async fn fold_one(db: &mut Db, rowid: i64, row: &SqlRow) -> Result<(), Error> {
    let fact = Row::read(row)?;
    query(
        "insert into main.ledger (rowid, stream_id, seq, hash, prev_hash, request_id, at, actor_id,
                                  authenticated, kind, version, subject_id, base_hash, body,
                                  signature)
         select rowid, stream_id, seq, hash, prev_hash, request_id, at, actor_id, authenticated,
                kind, version, subject_id, base_hash, body, signature
           from old.ledger
          where rowid = ?1",
    )
    .bind(rowid)
    .execute(&mut *db)
    .await?;
    fold::refold(db, &fact).await
}

/// Lets a whole, closed and durable file take the place of another one, in one step.
pub(crate) fn put_in_place(aside: &Path, path: &Path) -> Result<(), Error> {
    // A write-ahead log of the file before would be read into the new one.
    for beside in beside(path) {
        if beside.exists() {
            return Err(Error::Held { path: path.to_owned() });
        }
    }
    fs::rename(aside, path).map_err(io("putting in place", path))?;
    sync_folder(path)
}

/// What SQLite keeps beside an open file.
pub(crate) fn beside(path: &Path) -> [PathBuf; 3] {
    ["-wal", "-shm", "-journal"].map(|ending| {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        PathBuf::from(name)
    })
}

/// Removes a file that is nobody's, with what SQLite kept beside it.
pub(crate) fn remove(path: &Path) -> Result<(), Error> {
    remove_all([path.to_owned()].into_iter().chain(beside(path)))
}

/// Removes what SQLite left beside a file that nobody has open.
pub(crate) fn remove_beside(path: &Path) -> Result<(), Error> {
    remove_all(beside(path))
}

fn remove_all(files: impl IntoIterator<Item = PathBuf>) -> Result<(), Error> {
    for file in files {
        match fs::remove_file(&file) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(io("removing", &file)(error));
            }
            Ok(()) | Err(_) => {}
        }
    }
    Ok(())
}

pub(crate) fn sync_file(path: &Path) -> Result<(), Error> {
    let written = File::options().write(true).open(path).and_then(|file| file.sync_all());
    written.map_err(io("making durable", path))
}

/// Makes the names in the folder of a file durable, where the system can.
pub(crate) fn sync_folder(path: &Path) -> Result<(), Error> {
    let Some(folder) = path.parent().filter(|_| cfg!(unix)) else { return Ok(()) };
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let synced = File::open(folder).and_then(|folder| folder.sync_all());
    synced.map_err(io("making durable", folder))
}

//! The firm's file: opening, locking, bringing its form up to date, one writer and many readers.

use std::fs::{File, TryLockError};
use std::ops::{Deref, DerefMut};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

use dovuto_domain::kernel::id::StreamId;
use ed25519_dalek::SigningKey;
use sqlx::pool::PoolConnection;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{ConnectOptions as _, Connection as _, Sqlite, SqliteConnection};

use crate::Db;
use crate::error::Error;
use crate::keys::{KeyHome, Station, Witness, io};
use crate::ledger;

/// Marks a SQLite file as a firm's file of Dovuto ("Dovu").
const APPLICATION_ID: i64 = 0x446f_7675;

/// The form of the file, embedded in the program.
pub static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("../../../migrations");

/// An open firm's file.
pub struct Store {
    path: PathBuf,
    keys: KeyHome,
    writer: SqlitePool,
    readers: SqlitePool,
    station: Mutex<Option<Station>>,
    stopped: Mutex<Option<String>>,
    _lock: File,
}

/// How this computer stands to the file it opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Footing {
    /// This station writes.
    Writer(StreamId),
    /// No key of a living station lies on this computer.
    NoKey,
    /// The file ends before what this station has posted.
    OldCopy { stream_id: StreamId, witnessed: i64, found: i64 },
}

/// A connection that reads.
pub struct Reader(PoolConnection<Sqlite>);

impl Deref for Reader {
    type Target = Db;
    fn deref(&self) -> &Db {
        &self.0
    }
}

impl DerefMut for Reader {
    fn deref_mut(&mut self) -> &mut Db {
        &mut self.0
    }
}

impl Store {
    /// Makes a new file with an empty ledger. The first fact is for the caller to record.
    pub async fn create(path: &Path, keys: KeyHome) -> Result<Self, Error> {
        if path.exists() {
            return Err(Error::Exists { path: path.to_owned() });
        }
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(io("making the folder", folder))?;
        }
        let lock = lock_file(path)?;
        lock.try_lock().map_err(|why| held(path, why))?;
        let made = make(path).await;
        if made.is_err() {
            let _ = std::fs::remove_file(path);
        }
        made?;
        lock.unlock().map_err(io("unlocking", path))?;
        Self::open(path, keys).await
    }

    /// Opens a file, bringing its form up to date first; a copy is kept before that.
    pub async fn open(path: &Path, keys: KeyHome) -> Result<Self, Error> {
        if !path.exists() {
            return Err(Error::Missing { path: path.to_owned() });
        }
        if !path.is_file() {
            return Err(Error::Foreign { path: path.to_owned() });
        }
        let lock = lock_file(path)?;
        lock.try_lock_shared().map_err(|why| held(path, why))?;
        if examine(path).await? == Form::Older {
            lock.unlock().map_err(io("unlocking", path))?;
            lock.try_lock().map_err(|why| held(path, why))?;
            migrate(path).await?;
            lock.unlock().map_err(io("unlocking", path))?;
            lock.try_lock_shared().map_err(|why| held(path, why))?;
        }
        let writer =
            SqlitePoolOptions::new().max_connections(1).connect_with(options(path)).await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(4)
            .connect_with(options(path).pragma("query_only", "ON"))
            .await?;
        let store = Self {
            path: path.to_owned(),
            keys,
            writer,
            readers,
            station: Mutex::new(None),
            stopped: Mutex::new(None),
            _lock: lock,
        };
        store.find_station().await?;
        Ok(store)
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn keys(&self) -> &KeyHome {
        &self.keys
    }

    /// The station that this computer writes as, if it has a key of one.
    pub fn station(&self) -> Option<Station> {
        self.station.lock().expect("nobody panics while holding the station").clone()
    }

    /// Writes as this station from now on.
    pub fn become_station(&self, station: Station) {
        *self.station.lock().expect("nobody panics while holding the station") = Some(station);
    }

    /// A connection for reading.
    pub async fn read(&self) -> Result<Reader, Error> {
        Ok(Reader(self.readers.acquire().await?))
    }

    /// Begins the one transaction that may write. It is rolled back unless committed.
    pub async fn write(&self) -> Result<ledger::Tx, Error> {
        if let Some(reason) = self.stopped.lock().expect("no panic under this lock").clone() {
            return Err(Error::Stopped { reason });
        }
        let tx = self.writer.begin_with("begin immediate").await?;
        ledger::Tx::begin(tx, self.station()).await
    }

    /// Makes the facts of a transaction durable. After a fault of the disk nothing is written any
    /// more until the file is opened anew.
    pub async fn commit(&self, tx: ledger::Tx) -> Result<(), Error> {
        let (posted, result) = tx.commit().await;
        if let Err(error) = &result
            && error.is_of_the_disk()
        {
            *self.stopped.lock().expect("no panic under this lock") = Some(error.to_string());
        }
        result?;
        if let Some((stream, witness)) = posted {
            self.keys.witness_now(stream, &witness)?;
        }
        Ok(())
    }

    /// Notes a fault that arose while writing, so that nothing is written after it.
    pub fn note_fault(&self, error: &Error) {
        if error.is_of_the_disk() {
            *self.stopped.lock().expect("no panic under this lock") = Some(error.to_string());
        }
    }

    /// How this computer stands to the file now, read from the file and the witness each time.
    pub async fn footing(&self, db: &mut Db) -> Result<Footing, Error> {
        let Some(station) = self.station() else {
            return Ok(Footing::NoKey);
        };
        let stream_id = station.stream_id;
        let Some(Witness { seq, hash }) = self.keys.witness(stream_id)? else {
            return Ok(Footing::Writer(stream_id));
        };
        if ledger::hash_at(db, stream_id, seq).await?.as_deref() == Some(hash.as_slice()) {
            return Ok(Footing::Writer(stream_id));
        }
        let found = ledger::last_seq(db, stream_id).await?;
        Ok(Footing::OldCopy { stream_id, witnessed: seq, found })
    }

    /// Changes whenever another program has written to the file.
    pub async fn data_version(&self) -> Result<i64, Error> {
        let mut db = self.read().await?;
        Ok(ledger::rows(&mut db).await?)
    }

    async fn find_station(&self) -> Result<(), Error> {
        let mut db = self.read().await?;
        for row in ledger::living_stations(&mut db).await? {
            if let Some(key) = self.keys.key(row.stream_id)? {
                self.become_station(Station { stream_id: row.stream_id, letter: row.letter, key });
            }
        }
        Ok(())
    }

    /// Closes the file, folding its write-ahead log into it.
    pub async fn close(self) {
        self.readers.close().await;
        self.writer.close().await;
    }

    /// Writes a whole, consistent copy of the file to `to`, which must not exist.
    pub async fn copy_to(&self, to: &Path) -> Result<(), Error> {
        if to.exists() {
            return Err(Error::Exists { path: to.to_owned() });
        }
        let Some(name) = to.to_str() else {
            return Err(Error::corrupt(format!("the name {}", to.display())));
        };
        let mut db = self.writer.acquire().await?;
        sqlx::query("vacuum into ?1").bind(name).execute(&mut *db).await?;
        Ok(())
    }
}

/// A new key from the machine's own chance.
pub fn new_key() -> Result<SigningKey, Error> {
    let mut seed = [0_u8; 32];
    getrandom::fill(&mut seed)
        .map_err(|_| Error::corrupt("the machine has no source of chance"))?;
    Ok(SigningKey::from_bytes(&seed))
}

/// The options of every connection: `architecture` says why each is there.
fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(false)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(5))
        .pragma("recursive_triggers", "ON")
        .pragma("trusted_schema", "OFF")
        .pragma("cell_size_check", "ON")
        .pragma("fullfsync", "1")
        .pragma("checkpoint_fullfsync", "1")
        .pragma("mmap_size", "0")
        .statement_cache_capacity(100)
}

/// An empty store in memory with the form of today, for comparing and refolding.
pub async fn in_memory() -> Result<SqliteConnection, Error> {
    let mut db = SqliteConnectOptions::new()
        .in_memory(true)
        .foreign_keys(true)
        .pragma("recursive_triggers", "ON")
        .connect()
        .await?;
    MIGRATIONS.run_direct(None, &mut db, false).await?;
    Ok(db)
}

#[derive(PartialEq, Eq)]
enum Form {
    Current,
    Older,
}

async fn examine(path: &Path) -> Result<Form, Error> {
    let foreign = |_| Error::Foreign { path: path.to_owned() };
    // Not with our own options: to ask for a write-ahead log would change another program's file.
    let looking = SqliteConnectOptions::new().filename(path).busy_timeout(Duration::from_secs(5));
    let mut db = looking.pragma("query_only", "ON").connect().await.map_err(|error| {
        let of_the_file = Error::Sql(error);
        if of_the_file.is_of_the_disk() { foreign(()) } else { of_the_file }
    })?;
    let id: i64 = sqlx::query_scalar("pragma application_id")
        .fetch_one(&mut db)
        .await
        .map_err(|_| foreign(()))?;
    if id != APPLICATION_ID {
        return Err(foreign(()));
    }
    let sqlite: String = sqlx::query_scalar("select sqlite_version()").fetch_one(&mut db).await?;
    if version(&sqlite) < [3, 51, 3] {
        return Err(Error::SqliteTooOld { found: sqlite });
    }
    let found: i64 = sqlx::query_scalar("pragma user_version").fetch_one(&mut db).await?;
    let known = known_form();
    db.close().await?;
    match found.cmp(&known) {
        std::cmp::Ordering::Equal => Ok(Form::Current),
        std::cmp::Ordering::Less => Ok(Form::Older),
        std::cmp::Ordering::Greater => Err(Error::Newer { path: path.to_owned(), found, known }),
    }
}

fn version(text: &str) -> [u32; 3] {
    let mut parts = text.split('.').map(|part| part.parse().unwrap_or(0));
    std::array::from_fn(|_| parts.next().unwrap_or(0))
}

fn known_form() -> i64 {
    MIGRATIONS.iter().map(|m| m.version).max().unwrap_or(0)
}

async fn make(path: &Path) -> Result<(), Error> {
    let mut db = options(path).create_if_missing(true).connect().await?;
    bring_up(&mut db).await?;
    db.close().await?;
    Ok(())
}

async fn migrate(path: &Path) -> Result<(), Error> {
    let mut db = options(path).connect().await?;
    let kept = path.with_extension(format!("before-{}.db", known_form()));
    if !kept.exists() {
        let name = kept.to_string_lossy().into_owned();
        sqlx::query("vacuum into ?1").bind(name).execute(&mut db).await?;
    }
    bring_up(&mut db).await?;
    db.close().await?;
    Ok(())
}

async fn bring_up(db: &mut SqliteConnection) -> Result<(), Error> {
    MIGRATIONS.run_direct(None, db, false).await?;
    let marks = format!(
        "pragma application_id = {APPLICATION_ID}; pragma user_version = {};",
        known_form()
    );
    sqlx::raw_sql(sqlx::AssertSqlSafe(marks)).execute(db).await?;
    Ok(())
}

fn lock_file(path: &Path) -> Result<File, Error> {
    let lock = path.with_extension("lock");
    File::options()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .open(&lock)
        .map_err(io("opening", &lock))
}

fn held(path: &Path, why: TryLockError) -> Error {
    match why {
        TryLockError::WouldBlock => Error::Held { path: path.to_owned() },
        TryLockError::Error(source) => io("locking", path)(source),
    }
}

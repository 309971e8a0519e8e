//! The firm's file: opening, locking, one writer and many readers.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use dovuto_domain::kernel::id::StreamId;
use ed25519_dalek::SigningKey;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};

use crate::archive::path_of;
use crate::connections::{Pen, Reader, Readers, Snapshot, Writer};
use crate::error::Error;
use crate::form::{self, Form};
use crate::keys::{KeyHome, Station, Witness, io};
use crate::ledger;
use crate::sql::{BUSY, Db, query};

/// An open firm's file.
pub struct Store {
    path: PathBuf,
    keys: KeyHome,
    writer: Writer,
    readers: Readers,
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

impl Store {
    /// Makes a new file with an empty ledger. The first fact is for the caller to record.
    pub async fn create(path: &Path, keys: KeyHome) -> Result<Self, Error> {
        // An archive without its file is another firm's, or waits for a backup of this one.
        for path in [path.to_owned(), path_of(path)] {
            if path.exists() {
                return Err(Error::Exists { path });
            }
        }
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(io("making the folder", folder))?;
        }
        let lock = lock_file(path)?;
        lock.try_lock().map_err(|why| held(path, why))?;
        let made = make(path).await;
        if made.is_err() {
            for rest in ["db", "db-wal", "db-shm", "lock"] {
                let _ = std::fs::remove_file(path.with_extension(rest));
            }
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
        // What is not ours gets no lock beside it. A lock says that ours may be in the making.
        if !lock_path(path).exists() && !form::is_ours(path)? {
            return Err(Error::Foreign { path: path.to_owned() });
        }
        let lock = lock_file(path)?;
        lock.try_lock_shared().map_err(|why| held(path, why))?;
        while form::examine(path).await? != Form::Current {
            lock.unlock().map_err(io("unlocking", path))?;
            lock.try_lock().map_err(|why| held(path, why))?;
            // Another program may have done it meanwhile.
            if let Form::Older(from) = form::examine(path).await? {
                form::renew(path, from).await?;
            }
            lock.unlock().map_err(io("unlocking", path))?;
            lock.try_lock_shared().map_err(|why| held(path, why))?;
        }
        // Nobody is building while we hold the lock: what lies there was interrupted.
        form::remove(&path.with_extension("new.db"))?;
        let writer = Writer::open(writing(path)).await?;
        let readers = Readers::new(options(path).pragma("query_only", "ON"));
        let store = Self {
            path: path.to_owned(),
            keys,
            writer,
            readers,
            station: Mutex::new(None),
            stopped: Mutex::new(None),
            _lock: lock,
        };
        if let Err(error) = store.find_station().await {
            match error {
                // What cannot be read can still be verified, which names it; nothing is written.
                Error::Corrupt { .. } | Error::Sql(_) => store.stop(&error),
                other => return Err(other),
            }
        }
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
        self.readers.lend().await
    }

    /// The connection that writes, to read what a request that writes asks before it begins.
    pub async fn lend(&self) -> Result<Pen, Error> {
        self.writer.lend().await
    }

    /// A connection for reading that sees the file as it is now, whatever is written meanwhile.
    pub async fn snapshot(&self) -> Result<Snapshot, Error> {
        self.readers.snapshot().await
    }

    /// Begins the one transaction that may write. It is rolled back unless committed.
    pub async fn write(&self) -> Result<ledger::Tx, Error> {
        self.check_writable()?;
        let db = self.writer.begin().await?;
        ledger::Tx::begin(db, self.station()).await
    }

    /// Begins the one transaction that may write, for a request that may have been answered.
    pub async fn write_for(
        &self,
        request: &ledger::Request,
    ) -> Result<ledger::asked::Asked, Error> {
        self.check_writable()?;
        let station = self.station();
        let witness = match &station {
            Some(station) => self.keys.witness(station.stream_id)?,
            None => None,
        };
        let db = self.writer.begin().await?;
        ledger::Tx::begin_for(db, station, witness, request).await
    }

    fn check_writable(&self) -> Result<(), Error> {
        match self.stopped.lock().expect("no panic under this lock").clone() {
            Some(reason) => Err(Error::Stopped { reason }),
            None => Ok(()),
        }
    }

    /// Makes the facts of a transaction durable. After a fault of the disk nothing is written any
    /// more until the file is opened anew.
    pub async fn commit(&self, tx: ledger::Tx) -> Result<(), Error> {
        let (witness, result) = tx.commit();
        if let Err(error) = &result {
            self.note_fault(error);
        }
        result?;
        if let Some((stream, witness)) = witness {
            self.keys.witness_now(stream, &witness)?;
        }
        Ok(())
    }

    /// Notes a fault that arose while writing, so that nothing is written after it.
    pub fn note_fault(&self, error: &Error) {
        if error.is_of_the_disk() {
            self.stop(error);
        }
    }

    fn stop(&self, why: &Error) {
        *self.stopped.lock().expect("no panic under this lock") = Some(why.to_string());
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
        ledger::rows(&mut db).await
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

    /// Takes what was deleted out of the write-ahead log too, unless somebody reads in it just now:
    /// then it goes with the next checkpoint. The pages themselves were overwritten at once.
    pub async fn scrub(&self) -> Result<(), Error> {
        let mut db = self.writer.lend().await?;
        query("pragma wal_checkpoint(truncate)").execute(&mut db).await?;
        Ok(())
    }

    /// Closes the file, folding its write-ahead log into it.
    pub async fn close(self) {
        self.readers.close().await;
        self.writer.close().await;
    }

    /// Writes a whole, consistent and durable copy of the file to `to`, which must not exist.
    pub async fn copy_to(&self, to: &Path) -> Result<(), Error> {
        if to.exists() {
            return Err(Error::Exists { path: to.to_owned() });
        }
        folder_of(to)?;
        let mut db = self.writer.lend().await?;
        form::copy_into(&mut db, to).await
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
pub(crate) fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(false)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY)
        .pragma("recursive_triggers", "ON")
        .pragma("trusted_schema", "OFF")
        .pragma("cell_size_check", "ON")
        .pragma("fullfsync", "1")
        .pragma("checkpoint_fullfsync", "1")
        .pragma("mmap_size", "0")
        .pragma("secure_delete", "ON")
}

/// The writer holds the pages of a long import in memory, 64 MiB of them, and not the 2 MiB after
/// which each is written out and read back many times.
fn writing(path: &Path) -> SqliteConnectOptions {
    options(path).pragma("cache_size", "-65536")
}

async fn make(path: &Path) -> Result<(), Error> {
    let mut db = Db::open(&options(path).create_if_missing(true)).await?;
    form::declare(&mut db).await?;
    form::mark(&mut db).await?;
    db.close().await?;
    Ok(())
}

/// The folder that a file is to lie in must be there.
fn folder_of(file: &Path) -> Result<(), Error> {
    match file.parent() {
        Some(folder) if folder.as_os_str().is_empty() || folder.is_dir() => Ok(()),
        Some(folder) => Err(Error::Missing { path: folder.to_owned() }),
        None => Err(Error::Exists { path: file.to_owned() }),
    }
}

pub(crate) fn lock_path(path: &Path) -> PathBuf {
    path.with_extension("lock")
}

pub(crate) fn lock_file(path: &Path) -> Result<File, Error> {
    let lock = lock_path(path);
    File::options()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .open(&lock)
        .map_err(io("opening", &lock))
}

pub(crate) fn held(path: &Path, why: TryLockError) -> Error {
    match why {
        TryLockError::WouldBlock => Error::Held { path: path.to_owned() },
        TryLockError::Error(source) => io("locking", path)(source),
    }
}

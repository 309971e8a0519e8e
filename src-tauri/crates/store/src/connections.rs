//! The connections of an open file: one that writes, lent to one at a time, and a few that read.
//!
//! A pool asks a connection whether it is well before it lends it and once more when it comes
//! back; here a connection is lent as it is.

use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex as Lock};
use std::time::Duration;

use sqlx::sqlite::SqliteConnectOptions;
use tokio::sync::{Mutex, OwnedMutexGuard, OwnedSemaphorePermit, Semaphore};

use crate::error::Error;
use crate::sql::{BUSY, Db};

/// How often it is asked whether another program is done writing.
const ASK_AGAIN: Duration = Duration::from_millis(2);
/// How many may read at once.
const READERS: u32 = 4;

/// The connection that writes, or nothing once the file was closed.
pub(crate) struct Writer(Arc<Mutex<Option<Db>>>);

/// The connection that writes, while somebody has it.
pub struct Pen(OwnedMutexGuard<Option<Db>>);

/// A transaction that writes. Dropping it takes everything back.
pub(crate) struct Writing(Option<Pen>);

/// The connections that read.
pub(crate) struct Readers {
    options: SqliteConnectOptions,
    idle: Arc<Lock<Vec<Db>>>,
    seats: Arc<Semaphore>,
}

/// A connection that reads.
pub struct Reader {
    db: Option<Db>,
    idle: Arc<Lock<Vec<Db>>>,
    _seat: OwnedSemaphorePermit,
}

/// A connection that cannot write and always sees the same.
pub struct Snapshot(Option<Reader>);

fn closed() -> Error {
    Error::corrupt("nothing: it was closed")
}

impl Writer {
    pub(crate) async fn open(options: SqliteConnectOptions) -> Result<Self, Error> {
        Ok(Self(Arc::new(Mutex::new(Some(Db::open(&options).await?)))))
    }

    /// The connection, once nobody else has it.
    pub(crate) async fn lend(&self) -> Result<Pen, Error> {
        let pen = Arc::clone(&self.0).lock_owned().await;
        if pen.is_some() { Ok(Pen(pen)) } else { Err(closed()) }
    }

    /// Begins a transaction that writes, once nobody else in any program does.
    pub(crate) async fn begin(&self) -> Result<Writing, Error> {
        let mut pen = self.lend().await?;
        for _ in 0..BUSY.as_millis() / ASK_AGAIN.as_millis() {
            if pen.try_to_begin()? {
                return Ok(Writing(Some(pen)));
            }
            tokio::time::sleep(ASK_AGAIN).await;
        }
        pen.tell("begin immediate")?;
        Ok(Writing(Some(pen)))
    }

    pub(crate) async fn close(&self) {
        if let Some(db) = self.0.lock().await.take() {
            let _ = db.close().await;
        }
    }
}

impl Writing {
    /// Makes it durable; takes everything back where that fails.
    pub(crate) fn commit(mut self) -> Result<(), Error> {
        self.tell("commit")?;
        self.0 = None;
        Ok(())
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        // Nobody gets the connection before it is clean.
        if let Some(pen) = &mut self.0 {
            let _ = pen.tell("rollback");
        }
    }
}

impl Readers {
    pub(crate) fn new(options: SqliteConnectOptions) -> Self {
        let seats = usize::try_from(READERS).expect("a few");
        Self { options, idle: Arc::default(), seats: Arc::new(Semaphore::new(seats)) }
    }

    pub(crate) async fn lend(&self) -> Result<Reader, Error> {
        let seat = Arc::clone(&self.seats).acquire_owned().await.map_err(|_| closed())?;
        let known = self.idle.lock().expect("no panic under this lock").pop();
        let db = match known {
            Some(db) => db,
            None => Db::open(&self.options).await?,
        };
        Ok(Reader { db: Some(db), idle: Arc::clone(&self.idle), _seat: seat })
    }

    pub(crate) async fn snapshot(&self) -> Result<Snapshot, Error> {
        let mut reader = self.lend().await?;
        reader.tell("begin")?;
        Ok(Snapshot(Some(reader)))
    }

    /// Waits for everybody who reads, and lets nobody read any more.
    pub(crate) async fn close(&self) {
        let all = self.seats.acquire_many(READERS).await;
        self.seats.close();
        let idle: Vec<_> = self.idle.lock().expect("no panic under this lock").drain(..).collect();
        for db in idle {
            let _ = db.close().await;
        }
        drop(all);
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        let back = self.db.take();
        self.idle.lock().expect("no panic under this lock").extend(back);
    }
}

impl Drop for Snapshot {
    fn drop(&mut self) {
        if let Some(reader) = &mut self.0 {
            let _ = reader.tell("rollback");
        }
    }
}

macro_rules! lends {
    ($($holder:ty: |$held:ident| $db:expr, $db_mut:expr;)*) => {
        $(
            impl Deref for $holder {
                type Target = Db;
                fn deref(&self) -> &Db {
                    let $held = self;
                    $db.expect("it has its connection as long as it lives")
                }
            }

            impl DerefMut for $holder {
                fn deref_mut(&mut self) -> &mut Db {
                    let $held = self;
                    $db_mut.expect("it has its connection as long as it lives")
                }
            }
        )*
    };
}

lends! {
    Pen: |held| held.0.as_ref(), held.0.as_mut();
    Writing: |held| held.0.as_deref(), held.0.as_deref_mut();
    Reader: |held| held.db.as_ref(), held.db.as_mut();
    Snapshot: |held| held.0.as_deref(), held.0.as_deref_mut();
}

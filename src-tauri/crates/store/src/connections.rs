//! The connections of an open file: one that writes, lent to one at a time, and a few that read.
//!
//! A pool asks a connection whether it is well before it lends it and once more when it comes
//! back. Each is a hop to the connection's thread and back again, and costs as much as a small
//! query; here a connection is lent as it is.

use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex as Lock};

use sqlx::ConnectOptions as _;
use sqlx::Connection as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use tokio::runtime::Handle;
use tokio::sync::{Mutex, OwnedMutexGuard, OwnedSemaphorePermit, Semaphore};

use crate::Db;
use crate::error::Error;

/// How many may read at once.
const READERS: u32 = 4;

/// The connection that writes, or nothing once the file was closed.
pub(crate) struct Writer(Arc<Mutex<Option<SqliteConnection>>>);

/// The connection that writes, while somebody has it.
pub(crate) struct Pen(OwnedMutexGuard<Option<SqliteConnection>>);

/// A transaction that writes. Dropping it takes everything back.
pub(crate) struct Writing(Option<Pen>);

/// The connections that read.
pub(crate) struct Readers {
    options: SqliteConnectOptions,
    idle: Arc<Lock<Vec<SqliteConnection>>>,
    seats: Arc<Semaphore>,
}

/// A connection that reads.
pub struct Reader {
    db: Option<SqliteConnection>,
    idle: Arc<Lock<Vec<SqliteConnection>>>,
    _seat: OwnedSemaphorePermit,
}

/// A connection that cannot write and always sees the same.
pub struct Snapshot(Option<Reader>);

fn closed() -> Error {
    Error::Sql(sqlx::Error::PoolClosed)
}

impl Writer {
    pub(crate) async fn open(options: SqliteConnectOptions) -> Result<Self, Error> {
        Ok(Self(Arc::new(Mutex::new(Some(options.connect().await?)))))
    }

    /// The connection, once nobody else has it.
    pub(crate) async fn lend(&self) -> Result<Pen, Error> {
        let pen = Arc::clone(&self.0).lock_owned().await;
        if pen.is_some() { Ok(Pen(pen)) } else { Err(closed()) }
    }

    /// Begins a transaction that writes, once nobody else in any program does.
    pub(crate) async fn begin(&self) -> Result<Writing, Error> {
        let mut pen = self.lend().await?;
        sqlx::query("begin immediate").execute(&mut *pen).await?;
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
    pub(crate) async fn commit(mut self) -> Result<(), Error> {
        sqlx::query("commit").execute(&mut *self).await?;
        self.0 = None;
        Ok(())
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        let (Some(mut pen), Ok(runtime)) = (self.0.take(), Handle::try_current()) else { return };
        // Nobody gets the connection before it is clean.
        runtime.spawn(async move {
            let _ = sqlx::query("rollback").execute(&mut *pen).await;
        });
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
            None => self.options.connect().await?,
        };
        Ok(Reader { db: Some(db), idle: Arc::clone(&self.idle), _seat: seat })
    }

    pub(crate) async fn snapshot(&self) -> Result<Snapshot, Error> {
        let mut reader = self.lend().await?;
        sqlx::query("begin").execute(&mut *reader).await?;
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
        let (Some(mut reader), Ok(runtime)) = (self.0.take(), Handle::try_current()) else {
            return;
        };
        runtime.spawn(async move {
            let _ = sqlx::query("rollback").execute(&mut *reader).await;
        });
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

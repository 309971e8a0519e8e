//! What can go wrong with the firm's file, and how it is said.

use std::path::PathBuf;

use thiserror::Error;

/// A fault of the file or of the machine under it. Rules never end here.
#[derive(Debug, Error)]
pub enum Error {
    #[error(
        "{path} is held by another program that is changing its form or restoring it; wait \
         until it has finished"
    )]
    Held { path: PathBuf },
    #[error("{path} does not exist")]
    Missing { path: PathBuf },
    #[error("{path} exists already; choose another name")]
    Exists { path: PathBuf },
    #[error("{path} is not a firm's file of Dovuto; nothing was changed")]
    Foreign { path: PathBuf },
    #[error(
        "{path} was written by a newer Dovuto (form {found}, this one knows {known}); update this \
         program"
    )]
    Newer { path: PathBuf, found: i64, known: i64 },
    #[error("SQLite {found} is older than 3.51.3 and not safe enough for a ledger")]
    SqliteTooOld { found: String },
    #[error(
        "nothing more is written to this file ({reason}); close the program, check the disk, open \
         it again and run verify"
    )]
    Stopped { reason: String },
    #[error(
        "the system's store of secrets does not give this station's key ({why}); unlock it and \
         open the firm again"
    )]
    KeyLocked { why: String },
    #[error(
        "{path} is not sound: verify finds {n} things, the first: {first}; nothing was written \
         over anything"
    )]
    Unsound { path: PathBuf, n: usize, first: String },
    #[error("the file holds what it should not: {what}")]
    Corrupt { what: String },
    #[error("{what} of {path} failed")]
    Io { what: &'static str, path: PathBuf, source: std::io::Error },
    #[error("the database refused: {0}")]
    Sql(#[from] sqlx::Error),
    #[error(
        "{path} is of the older form {from} and stays as it was: row {rowid} of its ledger does \
         not fold into today's form ({why}); open it with the program that wrote it, and run verify"
    )]
    Unfolded { path: PathBuf, from: i64, rowid: i64, why: String },
    #[error("a stored text could not be read")]
    Json(#[from] serde_json::Error),
}

impl Error {
    pub(crate) fn corrupt(what: impl Into<String>) -> Self {
        Self::Corrupt { what: what.into() }
    }

    /// Whether the disk or the file itself failed, after which nothing more may be written.
    pub(crate) fn is_of_the_disk(&self) -> bool {
        let Self::Sql(sqlx::Error::Database(error)) = self else {
            return matches!(self, Self::Io { .. });
        };
        let primary =
            error.code().and_then(|code| code.parse::<i64>().ok()).map(|code| code & 0xff);
        // SQLITE_IOERR, SQLITE_CORRUPT, SQLITE_FULL, SQLITE_NOTADB.
        matches!(primary, Some(10 | 11 | 13 | 26))
    }
}

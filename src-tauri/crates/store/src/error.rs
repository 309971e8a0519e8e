//! What can go wrong with the firm's file, and how it is said.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

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
    #[error(
        "the key {path} {why}; put it back from a copy, or move it away and let this computer \
         succeed the lost station"
    )]
    KeyWrong { path: PathBuf, why: &'static str },
    #[error(
        "the witness {path} cannot be read; put it back from a copy, or run verify and move it \
         away once nothing is found"
    )]
    WitnessWrong { path: PathBuf },
    #[error("{path} is the firm's own file; name a backup of it")]
    Itself { path: PathBuf },
    #[error("{what} {path} failed: {source}{}", advice(source))]
    Io { what: &'static str, path: PathBuf, source: std::io::Error },
    #[error("{}", said(.0))]
    Sql(Fault),
    #[error("the archive {path} {}", said_of_archive(fault))]
    Archive { path: PathBuf, fault: Fault },
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
        match self {
            // SQLITE_IOERR, SQLITE_CORRUPT, SQLITE_FULL, SQLITE_NOTADB.
            Self::Sql(fault) => matches!(fault.code & 0xff, 10 | 11 | 13 | 26),
            other => matches!(other, Self::Io { .. }),
        }
    }

    /// The same, of the archive that lies at a place.
    pub(crate) fn of_archive(self, path: &Path) -> Self {
        match self {
            Self::Sql(fault) => Self::Archive { path: path.to_owned(), fault },
            other => other,
        }
    }

    /// Whether a file is damaged or another than it should be, so that nobody can read it.
    pub(crate) fn is_of_the_file(&self) -> bool {
        match self {
            // SQLITE_CORRUPT, SQLITE_NOTADB.
            Self::Sql(fault) | Self::Archive { fault, .. } => matches!(fault.code & 0xff, 11 | 26),
            other => {
                matches!(other, Self::Foreign { .. } | Self::Newer { .. } | Self::Corrupt { .. })
            }
        }
    }
}

/// What SQLite refused, with its extended code; 0 where it never came that far.
#[derive(Debug)]
pub struct Fault {
    code: i64,
    told: String,
}

impl Fault {
    /// Whether somebody else is writing.
    pub(crate) fn is_busy(&self) -> bool {
        matches!(self.code & 0xff, 5 | 6)
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        let code = error.as_database_error().and_then(|inner| inner.code()?.parse().ok());
        let told = match error {
            sqlx::Error::Database(inner) => inner.message().to_owned(),
            other => other.to_string(),
        };
        Self::Sql(Fault { code: code.unwrap_or(0), told })
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        let code = error.sqlite_error().map_or(0, |inner| inner.extended_code.into());
        let told = match error {
            rusqlite::Error::SqliteFailure(_, Some(told)) => told,

            other => other.to_string(),
        };
        Self::Sql(Fault { code, told })
    }
}

/// What to do about a fault of the machine, as the end of a sentence.
fn advice(source: &io::Error) -> &'static str {
    match source.kind() {
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            "; choose a folder that you may write to"
        }
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "; make room, then try again",
        _ => "",
    }
}

/// What SQLite's refusal means for a person: what happened, and what to do.
fn said(fault: &Fault) -> String {
    let Fault { code, told } = fault;
    match code & 0xff {
        0 => format!("the firm's file does not answer: {told}"),
        5 | 6 => "another program is writing to the firm's file; try again in a moment".to_owned(),
        8 => "the firm's file can only be read here; see that you may write to it and to its \
              folder"
            .to_owned(),
        10 => format!(
            "the disk is full or does not answer ({told}, {code}); make room or check it, then \
             try again; nothing of this was written"
        ),
        11 | 26 => format!(
            "the firm's file is damaged ({told}); put a backup in its place with `dovuto restore`"
        ),
        13 => "the disk is full; make room, then try again; nothing of this was written".to_owned(),
        14 => "a file beside the firm's cannot be opened; see that the folder is there and that \
               you may write to it"
            .to_owned(),
        _ => format!("the database refused: {told} ({code})"),
    }
}

/// The same of the archive, without which every document can still be shown.
fn said_of_archive(Fault { code, told }: &Fault) -> String {
    match code & 0xff {
        5 | 6 => "is being written to by another program".to_owned(),
        8 | 14 => "cannot be written here; see that you may write to it and to its folder".into(),
        10 | 13 => "has no room on the disk, or the disk does not answer; make room".to_owned(),
        11 | 26 => format!("is damaged ({told})"),
        _ => format!("cannot be used: {told} ({code})"),
    }
}

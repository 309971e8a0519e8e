//! The archive: the bytes of documents as they first were rendered, in a file beside the firm's.
//!
//! Rendering is derived, so it is no fact; what went out is kept for ever all the same (ADR 0016).

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use sha2::{Digest as _, Sha256};
use sqlx::AssertSqlSafe;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use uuid::Uuid;

use crate::error::Error;
use crate::file::Store;
use crate::form;
use crate::row::instant;
use crate::sql::{BUSY, Db, SqlRow, query, query_scalar};
use crate::verify::Finding;

/// Marks a SQLite file as an archive of Dovuto ("DovA").
const APPLICATION_ID: i64 = 0x446f_7641;
/// The form of an archive.
const FORM: i64 = 1;
const TEXT: &str = include_str!("archive.sql");

/// A document laid out and written, to be kept.
#[derive(Clone, Debug)]
pub struct Rendering {
    pub document_id: Uuid,
    pub number: String,
    /// The profile by its name, and its hash as it was resolved.
    pub profile: &'static str,
    pub profile_hash: [u8; 32],
    /// Two letters.
    pub language: &'static str,
    pub file_name: String,
    pub n_pages: i64,
    pub bytes: Vec<u8>,
}

/// A rendering as the archive has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub number: String,
    pub profile: String,
    pub language: String,
    pub file_name: String,
    pub n_pages: i64,
    pub rendered_at: String,
    pub bytes: Vec<u8>,
}

/// An open archive.
pub struct Archive {
    db: Db,
    path: PathBuf,
}

/// Where the archive of a firm's file lies: beside it, by its whole name.
pub fn path_of(firm: &Path) -> PathBuf {
    let mut name = firm.as_os_str().to_owned();
    name.push(".archive");
    PathBuf::from(name)
}

/// No write-ahead log: whoever may only read the folder can still read the archive.
fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(false)
        .journal_mode(SqliteJournalMode::Delete)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY)
        .pragma("recursive_triggers", "ON")
        .pragma("trusted_schema", "OFF")
        .pragma("cell_size_check", "ON")
        .pragma("fullfsync", "1")
}

impl Archive {
    /// The archive of an open firm, where there is one.
    pub async fn of(store: &Store) -> Result<Option<Self>, Error> {
        Self::at(&path_of(store.path())).await
    }

    /// The archive that lies at a place, where there is one. Refuses a foreign file and a newer
    /// form.
    pub(crate) async fn at(path: &Path) -> Result<Option<Self>, Error> {
        if !path.exists() {
            return Ok(None);
        }
        Self::opened(path).await.map_err(|error| error.of_archive(path))
    }

    async fn opened(path: &Path) -> Result<Option<Self>, Error> {
        let mut archive = Self { db: Db::open(&options(path)).await?, path: path.to_owned() };
        let (mark, form) = archive.marks().await?;
        // Somebody has made the file and is about to declare it.
        if mark == 0 && form == 0 && archive.is_empty().await? {
            return Ok(None);
        }
        archive.check(mark, form)?;
        Ok(Some(archive))
    }

    /// The archive of an open firm; it is made where there is none.
    pub async fn made(store: &Store) -> Result<Self, Error> {
        let path = path_of(store.path());
        Self::declared(&path).await.map_err(|error| error.of_archive(&path))
    }

    async fn declared(path: &Path) -> Result<Self, Error> {
        let mut db = Db::open(&options(path).create_if_missing(true)).await?;
        db.tell("begin immediate")?;
        let mut archive = Self { db, path: path.to_owned() };
        let (mark, form) = archive.marks().await?;
        if mark == 0 && form == 0 && archive.is_empty().await? {
            let marks =
                format!("pragma application_id = {APPLICATION_ID}; pragma user_version = {FORM};");
            sqlx::raw_sql(TEXT).execute(&mut *archive.db).await?;
            sqlx::raw_sql(AssertSqlSafe(marks)).execute(&mut *archive.db).await?;
        } else {
            archive.check(mark, form)?;
        }
        archive.db.tell("commit")?;
        Ok(archive)
    }

    async fn marks(&mut self) -> Result<(i64, i64), Error> {
        let row = query(
            "select application_id, user_version
               from pragma_application_id, pragma_user_version",
        )
        .fetch_one(&mut self.db)
        .await?;
        Ok((row.int("application_id")?, row.int("user_version")?))
    }

    async fn is_empty(&mut self) -> Result<bool, Error> {
        let n: i64 =
            query_scalar("select count(*) from sqlite_schema").fetch_one(&mut self.db).await?;
        Ok(n == 0)
    }

    fn check(&self, mark: i64, form: i64) -> Result<(), Error> {
        let path = || self.path.clone();
        match (mark == APPLICATION_ID, form) {
            (false, _) => Err(Error::Foreign { path: path() }),
            (true, FORM) => Ok(()),
            (true, found) => Err(Error::Newer { path: path(), found, known: FORM }),
        }
    }

    /// The issued rendering of a document: the first one.
    pub async fn issued(&mut self, document_id: Uuid) -> Result<Option<Kept>, Error> {
        let row = query(
            "select number, profile, language, file_name, n_pages, rendered_at,
                    renderings.content_hash, bytes
               from renderings
               join contents on contents.content_hash = renderings.content_hash
              where document_id = ?1
              order by n
              limit 1",
        )
        .bind(document_id.as_bytes())
        .fetch_optional(&mut self.db)
        .await
        .map_err(|error| error.of_archive(&self.path))?;
        row.map(kept).transpose()
    }

    /// The rendering of a document by a profile in a language. Refuses bytes that are not those
    /// that were kept.
    pub async fn find(
        &mut self,
        document_id: Uuid,
        profile: &str,
        language: &str,
    ) -> Result<Option<Kept>, Error> {
        let row = query(
            "select number, profile, language, file_name, n_pages, rendered_at,
                    renderings.content_hash, bytes
               from renderings
               join contents on contents.content_hash = renderings.content_hash
              where document_id = ?1
                and profile = ?2
                and language = ?3",
        )
        .bind(document_id.as_bytes())
        .bind(profile)
        .bind(language)
        .fetch_optional(&mut self.db)
        .await
        .map_err(|error| error.of_archive(&self.path))?;
        row.map(kept).transpose()
    }

    /// Keeps renderings, all or none, and gives back those that were kept before, by whomever:
    /// they stay as they are.
    pub async fn keep(
        &mut self,
        all: &[Rendering],
        at: DateTime<Utc>,
    ) -> Result<Vec<Option<Kept>>, Error> {
        let kept = self.insert_whole(all, at).await;
        kept.map_err(|error| error.of_archive(&self.path))
    }

    async fn insert_whole(
        &mut self,
        all: &[Rendering],
        at: DateTime<Utc>,
    ) -> Result<Vec<Option<Kept>>, Error> {
        self.db.tell("begin immediate")?;
        let mut before = Vec::with_capacity(all.len());
        let done = async {
            for rendering in all {
                let Rendering { document_id, profile, language, .. } = rendering;
                let known = self.find(*document_id, profile, language).await?;
                if known.is_none() {
                    self.insert(rendering, at).await?;
                }
                before.push(known);
            }
            self.db.tell("commit")
        };
        let done = done.await;
        if done.is_err() {
            let _ = self.db.tell("rollback");
        }
        done.map(|()| before)
    }

    async fn insert(&mut self, rendering: &Rendering, at: DateTime<Utc>) -> Result<(), Error> {
        let hash: [u8; 32] = Sha256::digest(&rendering.bytes).into();
        query(
            "insert into contents (content_hash, bytes)
             values (?1, ?2)
                 on conflict (content_hash) do nothing",
        )
        .bind(&hash)
        .bind(rendering.bytes.as_slice())
        .execute(&mut self.db)
        .await?;
        query(
            "insert into renderings (document_id, number, profile, profile_hash, language,
                                     file_name, n_pages, content_hash, rendered_at)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )
        .bind(rendering.document_id.as_bytes())
        .bind(&rendering.number)
        .bind(rendering.profile)
        .bind(&rendering.profile_hash)
        .bind(rendering.language)
        .bind(&rendering.file_name)
        .bind(rendering.n_pages)
        .bind(&hash)
        .bind(instant(at))
        .execute(&mut self.db)
        .await
    }

    /// The newest rendering; 0 where there is none.
    pub(crate) async fn last(&mut self) -> Result<i64, Error> {
        let last: Option<i64> =
            query_scalar("select max(n) from renderings").fetch_one(&mut self.db).await?;
        Ok(last.unwrap_or(0))
    }

    /// For reading it row by row.
    pub(crate) fn db(&mut self) -> &mut Db {
        &mut self.db
    }

    /// Ends it. What was kept is on the disk already.
    pub async fn close(self) {
        let _ = self.db.close().await;
    }
}

/// Writes a whole and durable copy of an archive, where there is one. One that cannot be read is
/// left out, and told of.
pub(crate) async fn copy(from: &Path, to: &Path) -> Result<Option<Finding>, Error> {
    let copied = async {
        let Some(mut archive) = Archive::at(from).await? else { return Ok(()) };
        let copied = form::copy_into(&mut archive.db, to).await;
        archive.close().await;
        copied
    };
    match copied.await {
        Ok(()) => Ok(None),
        Err(error) if error.is_of_the_file() => {
            form::remove(to)?;
            Ok(Some(Finding::of_archive(&error)))
        }
        Err(error) => Err(error),
    }
}

fn kept(row: SqlRow) -> Result<Kept, Error> {
    let number: String = row.text("number")?;
    let bytes = row.cell("bytes")?.clone().into_bytes();
    let hash = row.cell("content_hash")?.clone().into_bytes();
    if Sha256::digest(&bytes).as_slice() != hash {
        let what = format!("an archived {number} that is not as it was issued; run verify");
        return Err(Error::corrupt(what));
    }
    Ok(Kept {
        number,
        profile: row.text("profile")?,
        language: row.text("language")?,
        file_name: row.text("file_name")?,
        n_pages: row.int("n_pages")?,
        rendered_at: row.text("rendered_at")?,
        bytes,
    })
}

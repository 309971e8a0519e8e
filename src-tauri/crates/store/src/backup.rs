//! Copies of a firm's file: made and verified, and put back.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use sqlx::sqlite::SqliteConnectOptions;
use uuid::Uuid;

use crate::error::Error;
use crate::file::{Store, held, lock_file};
use crate::form::{self, Form};
use crate::keys::io;
use crate::row::hex;
use crate::sql::{Db, query, query_scalar};
use crate::verify::{Report, verify_file};

/// A copy that was found whole.
#[derive(Clone, Debug)]
pub struct Copy {
    pub facts: i64,
    /// Hash of the newest fact, in hex: two copies with the same head say the same.
    pub head: String,
    pub bytes: u64,
}

/// Whose file it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    pub firm_id: Uuid,
    pub name: String,
}

/// Writes a copy of an open file under another name, verifies it, and only then gives it its own.
/// No key is needed to verify. A copy that is not sound is removed again.
pub async fn make(store: &Store, to: &Path) -> Result<Copy, Error> {
    if to.exists() {
        return Err(Error::Exists { path: to.to_owned() });
    }
    let mut part = to.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    form::remove(&part)?;
    let made = copy_and_verify(store, &part, to).await;
    if made.is_err() {
        let _ = form::remove(&part);
    }
    let copy = made?;
    fs::rename(&part, to).map_err(io("naming", to))?;
    form::sync_folder(to)?;
    Ok(copy)
}

async fn copy_and_verify(store: &Store, part: &Path, to: &Path) -> Result<Copy, Error> {
    store.copy_to(part).await?;
    let facts = sound(verify_file(part, None).await?, to)?.facts;
    let bytes = fs::metadata(part).map_err(io("measuring", part))?.len();
    Ok(Copy { facts, head: head(part).await?, bytes })
}

fn sound(report: Report, path: &Path) -> Result<Report, Error> {
    let Some(first) = report.findings.first() else { return Ok(report) };
    let first = format!("{}: {} ({})", first.place, first.detail, first.code);
    Err(Error::Unsound { path: path.to_owned(), n: report.findings.len(), first })
}

fn only_reading(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new().filename(path).read_only(true)
}

async fn head(path: &Path) -> Result<String, Error> {
    let mut db = Db::open(&only_reading(path)).await?;
    let hash: Vec<u8> = query_scalar("select hash from ledger order by rowid desc limit 1")
        .fetch_one(&mut db)
        .await?;
    db.close().await?;
    Ok(hex(&hash))
}

/// Whose file lies at a name. Reads only; a foreign file is refused.
pub async fn owner(path: &Path) -> Result<Owner, Error> {
    if !path.exists() {
        return Err(Error::Missing { path: path.to_owned() });
    }
    if !path.is_file() || !form::is_ours(path)? {
        return Err(Error::Foreign { path: path.to_owned() });
    }
    let mut db = Db::open(&only_reading(path)).await?;
    let row = query("select firm_id, name from firms").fetch_one(&mut db).await;
    db.close().await?;
    let row = row?;
    Ok(Owner { firm_id: row.id("firm_id")?, name: row.text("name")? })
}

/// A copy on its way into the place of a firm's file, which nobody has open meanwhile.
pub struct Restoring {
    path: PathBuf,
    aside: PathBuf,
    _lock: File,
}

/// Copies a backup beside the place of the firm's file, folds it anew where it is of an older
/// form, and verifies it. The backup is only read.
pub async fn begin(from: &Path, path: &Path) -> Result<Restoring, Error> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(io("making the folder", folder))?;
    }
    let lock = lock_file(path)?;
    lock.try_lock().map_err(|why| held(path, why))?;
    let aside = path.with_extension("new.db");
    form::remove(&aside)?;
    let restoring = Restoring { path: path.to_owned(), aside, _lock: lock };
    match restoring.fill(from).await {
        Ok(()) => Ok(restoring),
        Err(error) => {
            restoring.give_up();
            Err(error)
        }
    }
}

impl Restoring {
    async fn fill(&self, from: &Path) -> Result<(), Error> {
        match form::examine(from).await? {
            Form::Older(older) => form::build(from, older, &self.aside).await?,
            Form::Current => {
                let mut db = Db::open(&only_reading(from)).await?;
                let copied = form::copy_into(&mut db, &self.aside).await;
                db.close().await?;
                copied?;
            }
        }
        sound(verify_file(&self.aside, None).await?, from)?;
        Ok(())
    }

    /// Where the copy lies until it takes its place.
    pub fn aside(&self) -> &Path {
        &self.aside
    }

    /// Takes the copy away; what was there before stays.
    pub fn give_up(&self) {
        let _ = form::remove(&self.aside);
        let _ = fs::remove_file(crate::file::lock_path(&self.aside));
    }

    /// Puts the closed copy in its place, in one step. The file before is kept under the name
    /// that is given back; nothing is ever deleted.
    pub fn finish(self) -> Result<Option<PathBuf>, Error> {
        let done = self.swap();
        if done.is_err() {
            let _ = form::remove(&self.aside);
        }
        let _ = fs::remove_file(crate::file::lock_path(&self.aside));
        done
    }

    fn swap(&self) -> Result<Option<PathBuf>, Error> {
        form::sync_file(&self.aside)?;
        let kept = if self.path.exists() { Some(self.keep()?) } else { None };
        // Its own log was kept with it and would be read into the new file.
        for beside in form::beside(&self.path) {
            let _ = fs::remove_file(beside);
        }
        form::put_in_place(&self.aside, &self.path)?;
        Ok(kept)
    }

    /// A second name for the file before, with what SQLite left beside it.
    fn keep(&self) -> Result<PathBuf, Error> {
        let free = |n: &u32| !self.replaced(*n).exists();
        let kept = (1..).find(free).map(|n| self.replaced(n));
        let kept = kept.ok_or_else(|| Error::Exists { path: self.path.clone() })?;
        for (old, new) in form::beside(&self.path).iter().zip(form::beside(&kept)) {
            if old.exists() {
                fs::copy(old, &new).map_err(io("keeping", old))?;
            }
        }
        if fs::hard_link(&self.path, &kept).is_err() {
            fs::copy(&self.path, &kept).map_err(io("keeping", &self.path))?;
            form::sync_file(&kept)?;
        }
        form::sync_folder(&kept)?;
        Ok(kept)
    }

    fn replaced(&self, n: u32) -> PathBuf {
        self.path.with_extension(format!("replaced-{n}.db"))
    }
}

//! Copies of a firm's file: made and verified, and put back.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use sqlx::sqlite::SqliteConnectOptions;
use uuid::Uuid;

use crate::archive::{self, path_of};
use crate::error::Error;
use crate::file::{Store, held, lock_file};
use crate::form::{self, Form};
use crate::keys::io;
use crate::row::hex;
use crate::sql::{Db, query, query_scalar};
use crate::verify::{Finding, Report, verify_file};

/// A copy that was found whole.
#[derive(Clone, Debug)]
pub struct Copy {
    pub facts: i64,
    /// Hash of the newest fact, in hex: two copies with the same head say the same.
    pub head: String,
    /// Bytes of the file and of the archive beside it.
    pub bytes: u64,
    /// What verify found in the archive, which does not keep the facts from being copied.
    pub of_archive: Vec<Finding>,
}

/// Whose file it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    pub firm_id: Uuid,
    pub name: String,
}

/// Writes a copy of an open file and its archive under other names, verifies them, and only then
/// gives them their own. No key is needed to verify. A copy that is not sound is removed again.
pub async fn make(store: &Store, to: &Path) -> Result<Copy, Error> {
    for path in [to.to_owned(), path_of(to)] {
        if path.exists() {
            return Err(Error::Exists { path });
        }
    }
    let mut part = to.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    let remove = || form::remove(&part).and_then(|()| form::remove(&path_of(&part)));
    remove()?;
    let made = copy_and_verify(store, &part, to).await;
    if made.is_err() {
        let _ = remove();
    }
    let copy = made?;
    if path_of(&part).exists() {
        fs::rename(path_of(&part), path_of(to)).map_err(io("naming", to))?;
    }
    fs::rename(&part, to).map_err(io("naming", to))?;
    form::sync_folder(to)?;
    Ok(copy)
}

async fn copy_and_verify(store: &Store, part: &Path, to: &Path) -> Result<Copy, Error> {
    // The archive first: each document in it is then in the copy of the ledger.
    let lost = archive::copy(&path_of(store.path()), &path_of(part)).await?;
    store.copy_to(part).await?;
    let report = sound(verify_file(part, None).await?, to)?;
    let measure = |path: &Path| fs::metadata(path).map(|found| found.len());
    let bytes = measure(part).map_err(io("measuring", part))?;
    Ok(Copy {
        facts: report.facts,
        head: head(part).await?,
        bytes: bytes + measure(&path_of(part)).unwrap_or(0),
        of_archive: lost.into_iter().chain(report.findings).collect(),
    })
}

/// Refuses a copy in which something is found; what is of its archive is left in the report.
fn sound(report: Report, path: &Path) -> Result<Report, Error> {
    let wrong = || report.findings.iter().filter(|finding| !finding.is_of_archive());
    let Some(first) = wrong().next() else { return Ok(report) };
    let first = format!("{}: {} ({})", first.place, first.detail, first.code);
    Err(Error::Unsound { path: path.to_owned(), n: wrong().count(), first })
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
    form::remove(&path_of(&aside))?;
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
        // What an archive cannot give back is found by verify, and kept in the backup.
        archive::copy(&path_of(from), &path_of(&self.aside)).await?;
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
        let _ = form::remove(&path_of(&self.aside));
        let _ = fs::remove_file(crate::file::lock_path(&self.aside));
    }

    /// Puts the closed copy in its place, in one step. The file before is kept under the name
    /// that is given back; nothing is ever deleted.
    pub fn finish(self) -> Result<Option<PathBuf>, Error> {
        let done = self.swap();
        if done.is_err() {
            self.give_up();
        }
        let _ = fs::remove_file(crate::file::lock_path(&self.aside));
        done
    }

    fn swap(&self) -> Result<Option<PathBuf>, Error> {
        form::sync_file(&self.aside)?;
        let kept =
            if self.path.exists() || path_of(&self.path).exists() { self.keep()? } else { None };
        // Before the file: interrupted here, the file before lacks renderings, but has no foreign
        // ones.
        self.swap_archive()?;
        // Its own log was kept with it and would be read into the new file.
        form::remove_beside(&self.path)?;
        form::put_in_place(&self.aside, &self.path)?;
        Ok(kept)
    }

    fn swap_archive(&self) -> Result<(), Error> {
        let (aside, path) = (path_of(&self.aside), path_of(&self.path));
        form::remove_beside(&path)?;
        if aside.exists() { form::put_in_place(&aside, &path) } else { form::remove(&path) }
    }

    /// A second name for the file before and its archive, with what SQLite left beside it. None
    /// where only an archive was there.
    fn keep(&self) -> Result<Option<PathBuf>, Error> {
        let free = |n: &u32| {
            let kept = self.replaced(*n);
            !kept.exists() && !path_of(&kept).exists()
        };
        let kept = (1..).find(free).map(|n| self.replaced(n));
        let kept = kept.ok_or_else(|| Error::Exists { path: self.path.clone() })?;
        if path_of(&self.path).exists() {
            keep_one(&path_of(&self.path), &path_of(&kept))?;
        }
        if !self.path.exists() {
            form::sync_folder(&kept)?;
            return Ok(None);
        }
        keep_one(&self.path, &kept)?;
        form::sync_folder(&kept)?;
        Ok(Some(kept))
    }

    fn replaced(&self, n: u32) -> PathBuf {
        self.path.with_extension(format!("replaced-{n}.db"))
    }
}

/// A second name for one file, with what SQLite left beside it.
fn keep_one(path: &Path, kept: &Path) -> Result<(), Error> {
    for (old, new) in form::beside(path).iter().zip(form::beside(kept)) {
        if old.exists() {
            fs::copy(old, &new).map_err(io("keeping", old))?;
        }
    }
    if fs::hard_link(path, kept).is_err() {
        fs::copy(path, kept).map_err(io("keeping", path))?;
        form::sync_file(kept)?;
    }
    Ok(())
}

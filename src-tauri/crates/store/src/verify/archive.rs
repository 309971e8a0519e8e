//! The archive: what was kept is as it was kept, and is of a document that was posted.

use std::path::Path;

use sha2::{Digest as _, Sha256};

use super::{Finding, Findings};
use crate::archive::{Archive, path_of};
use crate::error::Error;
use crate::row::hex;
use crate::sql::{Cell, Db, SqlRow, query};

/// Renderings whose bytes are held at once.
const PAGE: i64 = 64;
/// What a person can do about a finding of the archive.
pub(super) const REMEDY: &str = "put the archive of a backup beside the firm's file";

/// An archive as far as it was written when the ledger was begun to be read: what comes later may
/// be of documents that this reading does not see.
pub(super) struct Opened {
    archive: Archive,
    last: i64,
}

/// What the archive says it has.
#[derive(Default)]
pub(super) struct Archived {
    documents: Vec<Document>,
    pub n_renderings: i64,
}

struct Document {
    id: Vec<u8>,
    number: String,
}

/// Opens the archive beside a firm's file, where there is one.
pub(super) async fn open(path: &Path, found: &mut Findings) -> Option<Opened> {
    let opened = async {
        let Some(mut archive) = Archive::at(&path_of(path)).await? else { return Ok(None) };
        let last = archive.last().await?;
        Ok(Some(Opened { archive, last }))
    };
    match opened.await {
        Ok(opened) => opened,
        Err(error) => {
            unreadable(&error, found);
            None
        }
    }
}

fn unreadable(error: &Error, found: &mut Findings) {
    let Finding { code, place, detail } = Finding::of_archive(error);
    found.add(code, place, detail);
}

/// Hashes every content and follows every rendering to its own.
pub(super) async fn read(opened: Option<Opened>) -> (Archived, Findings) {
    let (mut archived, mut found) = (Archived::default(), Findings::default());
    let Some(mut opened) = opened else { return (archived, found) };
    if let Err(error) = archived.follow(opened.archive.db(), opened.last, &mut found).await {
        unreadable(&error, &mut found);
    }
    opened.archive.close().await;
    (archived, found)
}

impl Archived {
    async fn follow(&mut self, db: &mut Db, last: i64, found: &mut Findings) -> Result<(), Error> {
        let mut after = 0;
        loop {
            let rows = query(
                "select n, document_id, number, profile, language, renderings.content_hash, bytes
                   from renderings
                   left join contents on contents.content_hash = renderings.content_hash
                  where n > ?1
                    and n <= ?2
                  order by n
                  limit ?3",
            )
            .bind(after)
            .bind(last)
            .bind(PAGE)
            .fetch_all(&mut *db)
            .await?;
            let Some(row) = rows.last() else { return Ok(()) };
            after = row.int("n")?;
            for row in &rows {
                if let Err(error) = self.rendering(row, found) {
                    unreadable(&error, found);
                }
            }
        }
    }

    fn rendering(&mut self, row: &SqlRow, found: &mut Findings) -> Result<(), Error> {
        self.n_renderings += 1;
        let id = row.cell("document_id")?.clone().into_bytes();
        let number = row.text("number")?;
        let (profile, language) = (row.text("profile")?, row.text("language")?);
        let place = format!("archive, {number} ({profile}, {language})");
        let hash = row.cell("content_hash")?.clone().into_bytes();
        match row.cell("bytes")?.clone() {
            Cell::Null => {
                found.add("archive_missing", place, format!("its bytes are gone; {REMEDY}"));
            }
            other => {
                let there = Sha256::digest(other.into_bytes());
                if there.as_slice() != hash {
                    let (hash, there) = (hex(&hash), hex(&there));
                    let detail = format!("its bytes hash to {there}, not to {hash}; {REMEDY}");
                    found.add("archive_changed", place, detail);
                }
            }
        }
        // Renderings of one document follow each other more often than not.
        if self.documents.last().is_none_or(|last| last.id != id || last.number != number) {
            self.documents.push(Document { id, number });
        }
        Ok(())
    }

    /// Looks for each document among those that the ledger was folded into.
    pub async fn compare(&self, db: &mut Db, found: &mut Findings) -> Result<(), Error> {
        for Document { id, number } in &self.documents {
            let posted = query(
                "select number
                   from main.invoices
                  where invoice_id = ?1
                  union all
                 select number
                   from main.credit_notes
                  where credit_note_id = ?1",
            )
            .bind(id.as_slice())
            .fetch_optional(db)
            .await?;
            let place = format!("archive, {number}");
            match posted.map(|row| row.text("number")).transpose()? {
                None => {
                    let detail = format!("document {} is not in the ledger; {REMEDY}", hex(id));
                    found.add("archive_unknown", place, detail);
                }
                Some(posted) if posted != *number => {
                    let detail = format!("the ledger calls this document {posted}; {REMEDY}");
                    found.add("archive_unknown", place, detail);
                }
                Some(_) => {}
            }
        }
        Ok(())
    }
}

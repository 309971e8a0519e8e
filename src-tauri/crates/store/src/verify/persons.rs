//! Natural persons' data: each fact that points at a person holds the digest of the row.

use std::collections::{HashMap, HashSet};

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::{Findings, place, types};
use crate::error::Error;
use crate::ledger::Row;
use crate::row::{hex, unhex};
use crate::sql::{Db, SqlRow, query};

const PERSONAL: [(&str, &str); 3] = [("personal_id", "BLOB"), ("salt", "BLOB"), ("bytes", "TEXT")];

/// Every person that a fact points at.
#[derive(Default)]
pub(super) struct Persons {
    digests: HashMap<[u8; 16], Pointer>,
    erased: HashSet<[u8; 16]>,
}

struct Pointer {
    digest: [u8; 32],
    place: Box<str>,
}

impl Persons {
    /// Collects the pointers in the body of a fact, wherever they stand.
    pub fn read(&mut self, row: &Row, found: &mut Findings) {
        if row.kind == "PersonErased" {
            self.erased.extend(<[u8; 16]>::try_from(row.subject_id.as_slice()));
            return;
        }
        if !row.body.contains("\"personal_id\"") {
            return;
        }
        if let Ok(body) = serde_json::from_str::<Value>(&row.body) {
            self.walk(&body, row, found);
        }
    }

    fn walk(&mut self, value: &Value, row: &Row, found: &mut Findings) {
        match value {
            Value::Object(fields) => {
                if let Some(id) = fields.get("personal_id") {
                    self.point(id, fields.get("digest"), row, found);
                }
                fields.values().for_each(|inner| self.walk(inner, row, found));
            }
            Value::Array(items) => items.iter().for_each(|inner| self.walk(inner, row, found)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    fn point(&mut self, id: &Value, digest: Option<&Value>, row: &Row, found: &mut Findings) {
        let bytes = |value: &Value| value.as_str().and_then(unhex);
        let id = bytes(id).and_then(|bytes| <[u8; 16]>::try_from(bytes).ok());
        let digest = digest.and_then(bytes).and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
        let (Some(id), Some(digest)) = (id, digest) else {
            return found.add("person_unreadable", place(row), "a pointer to a person");
        };
        let here = || Pointer { digest, place: place(row).into_boxed_str() };
        let before = self.digests.entry(id).or_insert_with(here);
        if before.digest != digest {
            let detail = format!("{} has another digest in {}", hex(&id), before.place);
            found.add("person_differs", place(row), detail);
        }
    }

    /// Compares every pointer with the row that it points at, and every row with its pointers.
    pub async fn compare(&mut self, db: &mut Db, found: &mut Findings) -> Result<(), Error> {
        let mut after: Option<Vec<u8>> = None;
        loop {
            let rows = query(
                "select personal_id, salt, bytes
                   from live.personal
                  where ?1 is null or personal_id > ?1
                  order by personal_id
                  limit 1000",
            )
            .bind(after.as_deref())
            .fetch_all(&mut *db)
            .await?;
            let Some(last) = rows.last() else { break };
            after = Some(last.cell("personal_id")?.clone().into_bytes());
            for row in &rows {
                self.row(row, found);
            }
        }
        let erased = std::mem::take(&mut self.erased);
        let mut left: Vec<_> =
            self.digests.drain().filter(|(id, _)| !erased.contains(id)).collect();
        left.sort_by_key(|(id, _)| *id);
        for (id, pointer) in left {
            let place = format!("personal, personal_id {}", hex(&id));
            found.add("person_missing", place, format!("{} points at it", pointer.place));
        }
        Ok(())
    }

    fn row(&mut self, row: &SqlRow, found: &mut Findings) {
        let id: Vec<u8> =
            row.cell("personal_id").map(|cell| cell.clone().into_bytes()).unwrap_or_default();
        let place = format!("personal, personal_id {}", hex(&id));
        types(row, &PERSONAL, || place.clone(), found);
        let salt: Result<Vec<u8>, _> = row.get("salt");
        let bytes: Result<String, _> = row.get("bytes");
        if <[u8; 16]>::try_from(id.as_slice()).is_ok_and(|id| self.erased.contains(&id)) {
            found.add("person_kept", place.clone(), "a fact says that it was erased");
        }
        let known = <[u8; 16]>::try_from(id).ok().and_then(|id| self.digests.remove(&id));
        let Some(pointer) = known else {
            return found.add("person_unnamed", place, "no fact points at it");
        };
        match (salt, bytes) {
            (Ok(salt), Ok(bytes)) => {
                let sha = Sha256::new().chain_update(salt).chain_update(bytes).finalize();
                if sha.as_slice() != pointer.digest {
                    let detail = format!("salt and bytes are not those of {}", pointer.place);
                    found.add("person_changed", place, detail);
                }
            }
            (Err(error), _) | (_, Err(error)) => {
                found.add("person_unreadable", place, error.to_string());
            }
        }
    }
}

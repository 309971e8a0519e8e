//! Folding the whole ledger of the firm's file anew, into the empty store beside it.

use super::{Findings, page, place};
use crate::error::Error;
use crate::ledger::{Row, fold};
use crate::sql::{Db, query};

/// Copies each fact into the empty store and folds it there, in the order of the ledger.
///
/// A fact that the store refuses is a finding; what it would have changed is missing from there on.
pub(super) async fn refold(db: &mut Db, found: &mut Findings) -> Result<(), Error> {
    let mut after = i64::MIN;
    loop {
        let rows = match page(db, after).await {
            Ok(rows) => rows,
            Err(error) => {
                found.survive("ledger", Err(error));
                return Ok(());
            }
        };
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.int("rowid")?;
        // A row that cannot be read was named when the chain was followed.
        for fact in rows.iter().filter_map(|row| Row::read(row).ok()) {
            match fold_one(db, &fact).await {
                Ok(()) => {}
                Err(error) if error.is_of_the_disk() => return Err(error),
                Err(error) => found.add("fold_refused", place(&fact), error.to_string()),
            }
        }
    }
}

async fn fold_one(db: &mut Db, fact: &Row) -> Result<(), Error> {
    query(
        "insert into main.ledger (stream_id, seq, hash, prev_hash, request_id, at, actor_id,
                                  authenticated, kind, version, subject_id, base_hash, body,
                                  signature)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
    )
    .bind(fact.stream_id.bytes())
    .bind(fact.seq)
    .bind(fact.hash.as_slice())
    .bind(fact.prev_hash.as_deref())
    .bind(fact.request_id.as_slice())
    .bind(fact.at.as_str())
    .bind(fact.actor_id.as_deref())
    .bind(fact.authenticated)
    .bind(fact.kind.as_str())
    .bind(fact.version)
    .bind(fact.subject_id.as_slice())
    .bind(fact.base_hash.as_deref())
    .bind(fact.body.as_str())
    .bind(fact.signature.as_slice())
    .execute(&mut *db)
    .await?;
    fold::refold(db, fact).await
}

//! Folding the whole ledger anew, into an empty store beside the firm's file.

use super::{Findings, page, place};
use crate::Db;
use crate::error::Error;
use crate::ledger::{Row, fold};

/// Facts between two commits of the scratch store.
const BATCH: usize = 2_000;

/// Copies each fact into the scratch store and folds it there, in the order of the ledger.
///
/// A fact that the scratch store refuses is a finding; what it would have changed is missing from
/// there on.
pub(super) async fn refold(
    live: &mut Db,
    scratch: &mut Db,
    found: &mut Findings,
) -> Result<(), Error> {
    let mut after = i64::MIN;
    let mut n = 0_usize;
    sqlx::query("begin").execute(&mut *scratch).await?;
    loop {
        let rows = match page(live, after).await {
            Ok(rows) => rows,
            Err(error) => {
                found.survive("ledger", Err(error));
                break;
            }
        };
        let Some(last) = rows.last() else { break };
        after = sqlx::Row::try_get(last, "rowid")?;
        // A row that cannot be read was named when the chain was followed.
        for fact in rows.iter().filter_map(|row| Row::read(row).ok()) {
            n += 1;
            if n.is_multiple_of(BATCH) {
                sqlx::query("commit").execute(&mut *scratch).await?;
                sqlx::query("begin").execute(&mut *scratch).await?;
            }
            match fold_one(scratch, &fact).await {
                Ok(()) => {}
                Err(error) if error.is_of_the_disk() => return Err(error),
                Err(error) => found.add("fold_refused", place(&fact), error.to_string()),
            }
        }
    }
    sqlx::query("commit").execute(&mut *scratch).await?;
    Ok(())
}

async fn fold_one(scratch: &mut Db, fact: &Row) -> Result<(), Error> {
    sqlx::query(
        "insert into ledger (stream_id, seq, hash, prev_hash, request_id, at, actor_id,
                             authenticated, kind, version, subject_id, base_hash, body, signature)
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
    .execute(&mut *scratch)
    .await?;
    fold::refold(scratch, fact).await
}

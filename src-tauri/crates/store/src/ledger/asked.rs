//! What became of a request before, and the transaction that begins for it.

use serde::de::DeserializeOwned;

use super::{Request, Tx};
use crate::connections::Writing;
use crate::error::Error;
use crate::file::Footing;
use crate::keys::{Station, Witness};
use crate::sql::{Db, query};

/// What became of a request id before.
#[derive(Debug)]
pub enum Seen<A> {
    Never,
    /// The same intent was answered already.
    Answered(A),
    /// The id was used for something else.
    OtherPayload,
}

/// A transaction that was begun for a request.
pub struct Asked {
    pub tx: Tx,
    pub footing: Footing,
    /// What the request was answered before: nothing where it never was, and nothing within where
    /// its id was used for something else.
    answered: Option<Option<String>>,
}

impl Asked {
    /// What became of the request before.
    pub fn seen<A: DeserializeOwned>(&self) -> Result<Seen<A>, Error> {
        Ok(match &self.answered {
            None => Seen::Never,
            Some(None) => Seen::OtherPayload,
            Some(Some(answer)) => Seen::Answered(serde_json::from_str(answer)?),
        })
    }
}

impl Tx {
    /// Begins with one look at everything that a request asks first: whether it was answered
    /// before, how far the stream has come, and whether the file knows what this station posted.
    pub(crate) async fn begin_for(
        mut inner: Writing,
        station: Option<Station>,
        witness: Option<Witness>,
        request: &Request,
    ) -> Result<Asked, Error> {
        let row = query(
            "select l.seq, l.hash, w.hash as witnessed, r.command, r.payload_hash, r.answer
               from (select 1)
               left join ledger l on l.rowid = (select rowid
                                                  from ledger
                                                 where stream_id = ?1
                                                 order by seq desc
                                                 limit 1)
               left join ledger w   on w.stream_id = ?1 and w.seq = ?2
               left join requests r on r.request_id = ?3",
        )
        .bind(station.as_ref().map(|station| station.stream_id.bytes()))
        .bind(witness.as_ref().map(|witness| witness.seq))
        .bind(request.id.bytes())
        .fetch_one(&mut inner)
        .await?;
        let last = match row.get::<Option<i64>>("seq")? {
            Some(seq) => Some(Witness { seq, hash: row.get("hash")? }),
            None => None,
        };
        let known: Option<Vec<u8>> = row.get("witnessed")?;
        let footing = match (&station, witness) {
            (None, _) => Footing::NoKey,
            (Some(station), Some(Witness { seq, hash })) if known.as_ref() != Some(&hash) => {
                let found = last.as_ref().map_or(0, |last| last.seq);
                Footing::OldCopy { stream_id: station.stream_id, witnessed: seq, found }
            }
            (Some(station), _) => Footing::Writer(station.stream_id),
        };
        let answered = match row.get::<Option<String>>("command")? {
            Some(command) => {
                let payload_hash: Vec<u8> = row.get("payload_hash")?;
                let same = command == request.command && payload_hash == request.payload_hash;
                Some(same.then(|| row.text("answer")).transpose()?)
            }
            None => None,
        };
        Ok(Asked { tx: Self { inner, station, last, witnessed: false }, footing, answered })
    }
}

/// What became of a request before.
pub async fn seen<A: DeserializeOwned>(db: &mut Db, request: &Request) -> Result<Seen<A>, Error> {
    let row = query(
        "select command, payload_hash, answer
           from requests
          where request_id = ?1",
    )
    .bind(request.id.bytes())
    .fetch_optional(db)
    .await?;
    let Some(row) = row else {
        return Ok(Seen::Never);
    };
    let payload_hash: Vec<u8> = row.get("payload_hash")?;
    if row.text("command")? != request.command || payload_hash != request.payload_hash {
        return Ok(Seen::OtherPayload);
    }
    Ok(Seen::Answered(serde_json::from_str(&row.text("answer")?)?))
}

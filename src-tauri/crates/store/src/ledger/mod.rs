//! The ledger: appending signed facts and folding each into the tables, in one transaction.

pub mod asked;
pub mod codec;
pub(crate) mod fold;

use std::ops::{Deref, DerefMut};

use chrono::{DateTime, Utc};
use dovuto_domain::fact::Fact;
use dovuto_domain::kernel::id::{MemberId, RequestId, StreamId};
use dovuto_domain::orders::Terms;
use dovuto_domain::orders::references::References;
use ed25519_dalek::Signer as _;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::connections::Writing;
use crate::error::Error;
use crate::keys::{Station, Witness};
use crate::row::instant;
use crate::sql::{Db, SqlRow, query, query_scalar};

/// SHA-256 of a fact.
pub type Hash = [u8; 32];

/// One intent of a caller.
#[derive(Clone, Debug)]
pub struct Request {
    pub id: RequestId,
    pub command: String,
    pub payload_hash: Hash,
}

/// When a fact is recorded, and by whom. The person is chosen, not proven: `authenticated` is no.
#[derive(Clone, Copy, Debug)]
pub struct Stamp {
    pub at: DateTime<Utc>,
    pub actor: Option<MemberId>,
}

/// A fact to record, and the newest fact on its subject that the person had seen, if any.
#[derive(Clone, Debug)]
pub struct Entry {
    pub fact: Fact,
    pub base: Option<Hash>,
}

impl From<Fact> for Entry {
    fn from(fact: Fact) -> Self {
        Self { fact, base: None }
    }
}

/// One row of the ledger.
#[derive(Clone, Debug)]
pub struct Row {
    pub stream_id: StreamId,
    pub seq: i64,
    pub hash: Vec<u8>,
    pub prev_hash: Option<Vec<u8>>,
    pub request_id: Vec<u8>,
    pub at: String,
    pub actor_id: Option<Vec<u8>>,
    pub authenticated: i64,
    pub kind: String,
    pub version: i64,
    pub subject_id: Vec<u8>,
    pub base_hash: Option<Vec<u8>>,
    pub body: String,
    pub signature: Vec<u8>,
}

/// The one transaction that writes. Dropping it takes everything back.
pub struct Tx {
    inner: Writing,
    station: Option<Station>,
    last: Option<Witness>,
    witnessed: bool,
}

impl Deref for Tx {
    type Target = Db;
    fn deref(&self) -> &Db {
        &self.inner
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Db {
        &mut self.inner
    }
}

impl Tx {
    pub(crate) async fn begin(mut inner: Writing, station: Option<Station>) -> Result<Self, Error> {
        let last = match &station {
            Some(station) => head(&mut inner, station.stream_id).await?,
            None => None,
        };
        Ok(Self { inner, station, last, witnessed: false })
    }

    /// The stream that this transaction writes to.
    pub fn stream(&self) -> Option<StreamId> {
        self.station.as_ref().map(|station| station.stream_id)
    }

    /// Writes as another station from here on: the first facts of a new stream.
    pub async fn write_as(&mut self, station: Station) -> Result<(), Error> {
        self.last = head(&mut self.inner, station.stream_id).await?;
        self.station = Some(station);
        Ok(())
    }

    /// Appends the facts of one request and folds them; the last one carries the answer. Gives
    /// the hash of each.
    pub async fn record<A: Serialize>(
        &mut self,
        stamp: Stamp,
        request: &Request,
        mut entries: Vec<Entry>,
        answer: &A,
    ) -> Result<Vec<Hash>, Error> {
        let last = entries.pop();
        let mut hashes = self.record_part(stamp, request.id, entries).await?;
        if let Some(entry) = last {
            let mut body = codec::encode(&entry.fact)?;
            codec::append_request(&mut body, request, answer)?;
            hashes.push(self.append(stamp, request.id, &entry, body).await?);
        }
        Ok(hashes)
    }

    /// Appends facts of a request whose last fact, with the answer, is still to come. A fact
    /// without a base rests on the one before, where that is about the same.
    pub async fn record_part(
        &mut self,
        stamp: Stamp,
        request_id: RequestId,
        entries: Vec<Entry>,
    ) -> Result<Vec<Hash>, Error> {
        let mut hashes = Vec::with_capacity(entries.len() + 1);
        let mut before = None;
        for mut entry in entries {
            let subject = entry.fact.subject();
            let same = before.filter(|(known, _)| *known == subject).map(|(_, hash)| hash);
            entry.base = entry.base.or(same);
            let body = codec::encode(&entry.fact)?;
            let hash = self.append(stamp, request_id, &entry, body).await?;
            before = Some((subject, hash));
            hashes.push(hash);
        }
        Ok(hashes)
    }

    /// Folds a fact to see what comes of it, before it is decided whole: what it brings (batons,
    /// tasks) is a part of it. `forget` takes it back.
    pub async fn foresee(
        &mut self,
        stamp: Stamp,
        request: &Request,
        fact: Fact,
    ) -> Result<(), Error> {
        query("savepoint foreseen").execute(&mut self.inner).await?;
        let (last, witnessed) = (self.last.clone(), self.witnessed);
        let body = codec::encode(&fact)?;
        let appended = self.append(stamp, request.id, &Entry::from(fact), body).await;
        (self.last, self.witnessed) = (last, witnessed);
        appended.map(|_| ())
    }

    /// Takes back what was foreseen.
    pub async fn forget(&mut self) -> Result<(), Error> {
        query("rollback to foreseen").execute(&mut self.inner).await?;
        query("release foreseen").execute(&mut self.inner).await?;
        Ok(())
    }

    async fn append(
        &mut self,
        stamp: Stamp,
        request_id: RequestId,
        entry: &Entry,
        body: String,
    ) -> Result<Hash, Error> {
        let station = self.station.as_ref().ok_or_else(|| Error::corrupt("there is no key"))?;
        let mut row = Row {
            stream_id: station.stream_id,
            seq: self.last.as_ref().map_or(1, |last| last.seq + 1),
            hash: Vec::new(),
            prev_hash: self.last.as_ref().map(|last| last.hash.clone()),
            request_id: request_id.bytes().to_vec(),
            at: instant(stamp.at),
            actor_id: stamp.actor.map(|actor| actor.bytes().to_vec()),
            authenticated: 0,
            kind: entry.fact.kind().to_owned(),
            version: entry.fact.version(),
            subject_id: entry.fact.subject().as_bytes().to_vec(),
            base_hash: entry.base.map(|base| base.to_vec()),
            body,
            signature: Vec::new(),
        };
        let hash = row.compute_hash();
        row.hash = hash.to_vec();
        row.signature = station.key.sign(&hash).to_bytes().to_vec();
        fold::append(&mut self.inner, &row).await?;
        self.witnessed |= entry.fact.is_witnessed();
        self.last = Some(Witness { seq: row.seq, hash: row.hash });
        Ok(hash)
    }

    pub(crate) fn commit(self) -> (Option<(StreamId, Witness)>, Result<(), Error>) {
        let stream = self.station.as_ref().map(|station| station.stream_id);
        let witness = stream.zip(self.last).filter(|_| self.witnessed);
        (witness, self.inner.commit())
    }
}

impl Row {
    /// SHA-256 over every column but hash and signature, in their order: a zero byte for null,
    /// else a one, the length in eight bytes, and the bytes; integers in eight bytes.
    pub fn compute_hash(&self) -> Hash {
        let mut sha = Sha256::new();
        let mut add = |bytes: Option<&[u8]>| match bytes {
            None => sha.update([0]),
            Some(bytes) => {
                sha.update([1]);
                sha.update((bytes.len() as u64).to_be_bytes());
                sha.update(bytes);
            }
        };
        add(Some(self.stream_id.bytes()));
        add(Some(&self.seq.to_be_bytes()));
        add(self.prev_hash.as_deref());
        add(Some(&self.request_id));
        add(Some(self.at.as_bytes()));
        add(self.actor_id.as_deref());
        add(Some(&self.authenticated.to_be_bytes()));
        add(Some(self.kind.as_bytes()));
        add(Some(&self.version.to_be_bytes()));
        add(Some(&self.subject_id));
        add(self.base_hash.as_deref());
        add(Some(self.body.as_bytes()));
        sha.finalize().into()
    }

    pub(crate) fn read(row: &SqlRow) -> Result<Self, Error> {
        Ok(Self {
            stream_id: row.id("stream_id")?,
            seq: row.int("seq")?,
            hash: row.get("hash")?,
            prev_hash: row.get("prev_hash")?,
            request_id: row.get("request_id")?,
            at: row.text("at")?,
            actor_id: row.get("actor_id")?,
            authenticated: row.int("authenticated")?,
            kind: row.text("kind")?,
            version: row.int("version")?,
            subject_id: row.get("subject_id")?,
            base_hash: row.get("base_hash")?,
            body: row.text("body")?,
            signature: row.get("signature")?,
        })
    }
}

/// The newest fact on a subject.
pub async fn head_of(db: &mut Db, subject: Uuid) -> Result<Option<Hash>, Error> {
    let hash: Option<Vec<u8>> = query_scalar(
        "select hash
           from ledger
          where subject_id = ?1
          order by rowid desc
          limit 1",
    )
    .bind(subject.as_bytes().as_slice())
    .fetch_optional(db)
    .await?;
    let whole = |bytes: Vec<u8>| bytes.try_into().map_err(|_| Error::corrupt("a hash"));
    hash.map(whole).transpose()
}

/// The document that a fact holds, found by the fact's hash.
pub async fn document<T: DeserializeOwned>(db: &mut Db, hash: &[u8]) -> Result<T, Error> {
    let row = query("select kind, version, body from ledger where hash = ?1")
        .bind(hash)
        .fetch_optional(db)
        .await?
        .ok_or_else(|| Error::corrupt("a table names a fact that the ledger does not have"))?;
    document_in(&row)
}

/// The document of a fact in a row that has its kind, version and body.
pub(crate) fn document_in<T: DeserializeOwned>(row: &SqlRow) -> Result<T, Error> {
    codec::decode_body(&row.text("kind")?, row.int("version")?, &row.text("body")?)
}

/// Of an order's document what no table has.
#[derive(Deserialize)]
pub(crate) struct OrderHead {
    pub terms: Terms,
    pub references: References,
}

/// Every fact on a subject, oldest first: the audit trail of a document.
pub async fn history(db: &mut Db, subjects: &[Uuid]) -> Result<Vec<Row>, Error> {
    let ids: Vec<String> = subjects.iter().map(|id| id.simple().to_string()).collect();
    let rows = query(
        "select l.stream_id, l.seq, l.hash, l.prev_hash, l.request_id, l.at, l.actor_id,
                l.authenticated, l.kind, l.version, l.subject_id, l.base_hash, l.body, l.signature
           from ledger l
          where l.subject_id in (select unhex(value) from json_each(?1))
          order by l.rowid
          limit 1000",
    )
    .bind(serde_json::to_string(&ids)?)
    .fetch_all(db)
    .await?;
    rows.iter().map(Row::read).collect()
}

/// One line of a document's audit trail.
#[derive(Clone, Debug)]
pub struct Trail {
    pub at: DateTime<Utc>,
    pub actor: Option<MemberId>,
    pub kind: String,
    /// The number that the fact gave, if it gave one.
    pub number: Option<String>,
    /// What the person wrote: a reason, a reference.
    pub note: Option<String>,
    /// Of a baton that moved: to whom it was offered or given.
    pub to: Option<MemberId>,
    pub hash: String,
}

/// The audit trail of some documents together, oldest first.
pub async fn trail(db: &mut Db, subjects: &[Uuid]) -> Result<Vec<Trail>, Error> {
    let ids: Vec<String> = subjects.iter().map(|id| id.simple().to_string()).collect();
    let rows = query(
        "select l.at, l.actor_id, l.kind, lower(hex(l.hash)) as hash,
                l.body ->> '$.number' as number,
                coalesce(l.body ->> '$.act', l.body ->> '$.reason', l.body ->> '$.reference',
                         nullif(l.body ->> '$.note', '')) as note,
                unhex(coalesce(l.body ->> '$.baton.offer.to',
                               iif(l.kind = 'BatonMoved', l.body ->> '$.baton.holder', null)))
                  as to_whom
           from ledger l
          where l.subject_id in (select unhex(value) from json_each(?1))
          order by l.rowid
          limit 1000",
    )
    .bind(serde_json::to_string(&ids)?)
    .fetch_all(db)
    .await?;
    let read = |row: &SqlRow| {
        Ok(Trail {
            at: row.instant("at")?,
            actor: row.maybe_id("actor_id")?,
            kind: row.text("kind")?,
            number: row.maybe_text("number")?,
            note: row.maybe_text("note")?,
            to: row.maybe_id("to_whom")?,
            hash: row.text("hash")?,
        })
    };
    rows.iter().map(read).collect()
}

/// When a fact was recorded and by whom, found by its hash in hex.
pub async fn origin(db: &mut Db, hash: &str) -> Result<Option<Trail>, Error> {
    let row = query("select l.at, l.actor_id, l.kind from ledger l where l.hash = unhex(?1)")
        .bind(hash)
        .fetch_optional(db)
        .await?;
    let read = |row: SqlRow| {
        Ok(Trail {
            at: row.instant("at")?,
            actor: row.maybe_id("actor_id")?,
            kind: row.text("kind")?,
            number: None,
            note: None,
            to: None,
            hash: hash.to_owned(),
        })
    };
    row.map(read).transpose()
}

/// A station that still writes.
#[derive(Clone, Debug)]
pub struct StationRow {
    pub stream_id: StreamId,
    pub letter: char,
    pub name: String,
    pub living: bool,
}

/// Every station, in the order in which they opened.
pub async fn stations(db: &mut Db) -> Result<Vec<StationRow>, Error> {
    let rows = query(
        "select s.stream_id, s.letter, s.name, s.succeeded_by is null as living
           from stations s
     cross join ledger l on l.stream_id = s.stream_id and l.seq = 1
          order by l.rowid",
    )
    .fetch_all(db)
    .await?;
    let read = |row: &SqlRow| {
        Ok(StationRow {
            stream_id: row.id("stream_id")?,
            letter: letter(&row.text("letter")?)?,
            name: row.text("name")?,
            living: row.int("living")? == 1,
        })
    };
    rows.iter().map(read).collect()
}

fn letter(text: &str) -> Result<char, Error> {
    text.chars().next().ok_or_else(|| Error::corrupt("a station without a letter"))
}

/// The station that opened last and still writes.
pub async fn last_living(db: &mut Db) -> Result<Option<StreamId>, Error> {
    Ok(living_stations(db).await?.last().map(|station| station.stream_id))
}

pub(crate) async fn living_stations(db: &mut Db) -> Result<Vec<StationRow>, Error> {
    Ok(stations(db).await?.into_iter().filter(|station| station.living).collect())
}

pub(crate) async fn hash_at(
    db: &mut Db,
    stream: StreamId,
    seq: i64,
) -> Result<Option<Vec<u8>>, Error> {
    query_scalar("select hash from ledger where stream_id = ?1 and seq = ?2")
        .bind(stream.bytes())
        .bind(seq)
        .fetch_optional(db)
        .await
}

pub(crate) async fn last_seq(db: &mut Db, stream: StreamId) -> Result<i64, Error> {
    Ok(head(db, stream).await?.map_or(0, |last| last.seq))
}

/// The number of the newest row: it grows with every fact, whoever wrote it.
pub(crate) async fn rows(db: &mut Db) -> Result<i64, Error> {
    query_scalar("select coalesce(max(rowid), 0) from ledger").fetch_one(db).await
}

async fn head(db: &mut Db, stream: StreamId) -> Result<Option<Witness>, Error> {
    let row = query(
        "select seq, hash
           from ledger
          where stream_id = ?1
          order by seq desc
          limit 1",
    )
    .bind(stream.bytes())
    .fetch_optional(db)
    .await?;
    row.map(|row| Ok(Witness { seq: row.int("seq")?, hash: row.get("hash")? })).transpose()
}

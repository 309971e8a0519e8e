//! A desk: one open firm, at which requests are answered once each.

use dovuto_domain::kernel::refusal::Refusal;
use dovuto_domain::parties::Member;
use dovuto_store::connections::Reader;
use dovuto_store::file::{Footing, Store};
use dovuto_store::keys::Station;
use dovuto_store::ledger::asked::Seen;
use dovuto_store::ledger::{self, Entry, Tx};
use dovuto_store::sql::Db;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::cx::Cx;
use crate::error::Error;

/// An open firm.
pub struct Desk {
    pub store: Store,
}

/// How a writing request begins: anew, or with the answer that it was given before.
#[expect(clippy::large_enum_variant, reason = "it is taken apart where it is made")]
pub enum Begun<A> {
    Fresh(Tx),
    Answered(A),
}

impl Desk {
    /// Begins a transaction for a request, unless the request was answered already.
    ///
    /// Refuses to write when nobody acts, without a key, into an old copy, or when the id was used
    /// for another payload.
    pub async fn begin<A: DeserializeOwned>(&self, cx: &Cx) -> Result<Begun<A>, Error> {
        let asked = self.store.write_for(&cx.request).await?;
        match asked.seen()? {
            Seen::Answered(answer) => return Ok(Begun::Answered(answer)),
            Seen::OtherPayload => return Err(Error::RequestReused),
            Seen::Never => {}
        }
        cx.actor.ok_or(Refusal::NobodyActs)?;
        may_write(&asked.footing)?;
        Ok(Begun::Fresh(asked.tx))
    }

    /// Refuses to write where this computer may only read.
    pub async fn check_footing(&self, db: &mut Db) -> Result<(), Error> {
        may_write(&self.store.footing(db).await?)
    }

    /// Records what a request decided, with its answer, and makes it durable.
    pub async fn finish<A: Serialize>(
        &self,
        mut tx: Tx,
        cx: &Cx,
        entries: Vec<Entry>,
        answer: A,
    ) -> Result<A, Error> {
        let recorded = tx.record(cx.stamp(), &cx.request, entries, &answer).await;
        if let Err(error) = &recorded {
            self.store.note_fault(error);
        }
        recorded?;
        self.store.commit(tx).await?;
        Ok(answer)
    }

    /// A connection for reading.
    pub async fn read(&self) -> Result<Reader, Error> {
        Ok(self.store.read().await?)
    }

    /// The station that writes here.
    pub fn station(&self) -> Result<Station, Error> {
        Ok(self.store.station().ok_or(Refusal::NoKey)?)
    }
}

fn may_write(footing: &Footing) -> Result<(), Error> {
    match *footing {
        Footing::Writer(_) => Ok(()),
        Footing::NoKey => Err(Refusal::NoKey.into()),
        Footing::OldCopy { witnessed, found, .. } => {
            Err(Refusal::OldCopy { witnessed, found }.into())
        }
    }
}

/// The member who acts.
///
/// Refuses when nobody was chosen, or the chosen one does not work here any more.
pub async fn actor(db: &mut Db, cx: &Cx) -> Result<Member, Error> {
    let id = cx.actor.ok_or(Refusal::NobodyActs)?;
    let found = dovuto_store::parties::member(db, id).await?;
    match found {
        Some(member) if member.active => Ok(member),
        Some(_) | None => Err(Refusal::MemberUnknown { member: id.to_string() }.into()),
    }
}

/// An entry that refuses to overwrite what somebody else changed meanwhile: `base` is the newest
/// fact that the person had seen, in hex; nothing where they did not look.
pub async fn based(
    db: &mut Db,
    fact: dovuto_domain::fact::Fact,
    base: Option<&str>,
    what: &str,
) -> Result<Entry, Error> {
    let head = ledger::head_of(db, fact.subject()).await?;
    match base {
        Some(seen) if head.map(|h| dovuto_store::row::hex(&h)).as_deref() != Some(seen) => {
            Err(Error::Conflict { what: what.to_owned() })
        }
        Some(_) | None => Ok(Entry { fact, base: head }),
    }
}

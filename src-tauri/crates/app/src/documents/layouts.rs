//! By which profile a document is laid out: what comes of the layers that stand, and what went into
//! a posted document.

use std::collections::HashMap;

use dovuto_documents::print::kind::Kind;
use dovuto_documents::profile::layers::{Layer, Resolver};
use dovuto_documents::profile::{Profile, ProfileWrong};
use dovuto_domain::fact::Fact;
use dovuto_domain::kernel::id::CustomerId;
use dovuto_domain::layout::{LayoutProfileIssued, LayoutProfileSet, Reader};
use dovuto_store::layouts as store;
use dovuto_store::ledger::{Entry, Hash};
use dovuto_store::sql::Db;
use serde::Serialize;
use thiserror::Error as Refusal;

use crate::error::Error;

/// A profile that is not taken, and why.
#[derive(Clone, Debug, PartialEq, Eq, Refusal, Serialize)]
#[serde(tag = "code", content = "params")]
pub enum LayoutRefused {
    #[error("the profile of {whose} would be wrong: {why}")]
    #[serde(rename = "layout_wrong")]
    Wrong { whose: String, why: String },
    #[error("{path} cannot be read: {why}")]
    #[serde(rename = "layout_file_unreadable")]
    FileUnreadable { path: String, why: String },
    #[error("{path} holds no profile: {why}")]
    #[serde(rename = "layout_file_wrong")]
    FileWrong { path: String, why: String },
}

/// For whom a document is laid out, with the group of the customer.
pub(super) async fn reader(
    db: &mut Db,
    customer_id: CustomerId,
    kind: Kind,
) -> Result<Reader, Error> {
    let group = store::group_of(db, customer_id).await?;
    Ok(Reader { group, customer_id: Some(customer_id), document: Some(kind.name()) })
}

/// How many profiles are kept in memory: with pictures, each may have half a megabyte.
pub(super) const KNOWN_MAX: usize = 16;

/// The profiles of documents that are laid out one after the other: each is read once, as long as
/// there are few.
#[derive(Default)]
pub(super) struct Profiles {
    known: HashMap<Vec<u8>, Profile>,
    resolver: Resolver,
}

impl Profiles {
    /// The profile by which a document would be laid out now; nothing where no layer stands.
    pub async fn of_now(&mut self, db: &mut Db, reader: &Reader) -> Result<Option<Profile>, Error> {
        let standing = store::standing(db, &reader.places()).await?;
        if standing.is_empty() {
            return Ok(None);
        }
        let key = standing.concat();
        if let Some(known) = self.known.get(&key) {
            return Ok(Some(known.clone()));
        }
        let profile = resolve_standing(db, &mut self.resolver, &standing).await?;
        Ok(Some(self.know(key, profile)))
    }

    /// The profile that a posted document is shown by, by its hash.
    ///
    /// Refuses one that a newer program wrote.
    pub async fn issued(&mut self, db: &mut Db, layout_hash: &str) -> Result<Profile, Error> {
        let key = layout_hash.as_bytes().to_vec();
        if let Some(known) = self.known.get(&key) {
            return Ok(known.clone());
        }
        let issued = store::issued(db, layout_hash).await?;
        let profile = Profile::read(issued.profile.as_bytes()).map_err(of_the_document)?;
        Ok(self.know(key, profile))
    }

    fn know(&mut self, key: Vec<u8>, profile: Profile) -> Profile {
        if self.known.len() >= KNOWN_MAX {
            self.known.clear();
        }
        self.known.insert(key, profile.clone());
        profile
    }
}

/// What is wrong with the profile of a document that is laid out or posted.
pub(super) fn of_the_document(why: ProfileWrong) -> LayoutRefused {
    LayoutRefused::Wrong { whose: "this document".to_owned(), why: why.to_string() }
}

async fn resolve_standing(
    db: &mut Db,
    resolver: &mut Resolver,
    standing: &[Hash],
) -> Result<Profile, Error> {
    let mut layers = Vec::with_capacity(standing.len());
    for hash in standing {
        layers.extend(layer(&store::set_by(db, hash).await?)?);
    }
    let (_, profile) = resolver.resolve(&layers).map_err(of_the_document)?;
    Ok(profile)
}

/// What a version has of its own, where it has anything.
pub(super) fn layer(set: &LayoutProfileSet) -> Result<Option<Layer>, LayoutRefused> {
    let Some(layer) = &set.layer else { return Ok(None) };
    let read = Layer::read(layer.base.as_deref(), &layer.overrides);
    let wrong = |why: ProfileWrong| LayoutRefused::Wrong {
        whose: format!("version {}", set.version),
        why: why.to_string(),
    };
    read.map(Some).map_err(wrong)
}

/// The profiles of what is being posted, each resolved once for the layers that it comes of.
#[derive(Default)]
pub(crate) struct Layouts {
    /// Hash of the profile, by the facts of its layers.
    hashes: HashMap<Vec<Hash>, String>,
    resolver: Resolver,
}

impl Layouts {
    /// The hash of the profile by which a document that is posted now will be shown; of the plain
    /// one where no layer stands. A profile that no document was posted with before is added to
    /// what is to be recorded.
    pub async fn issue(
        &mut self,
        db: &mut Db,
        bill_to: CustomerId,
        kind: Kind,
        entries: &mut Vec<Entry>,
    ) -> Result<Option<String>, Error> {
        let reader = reader(db, bill_to, kind).await?;
        let standing = store::standing(db, &reader.places()).await?;
        if let Some(known) = self.hashes.get(&standing)
            && is_issued(db, known, entries).await?
        {
            return Ok(Some(known.clone()));
        }
        let profile = resolve_standing(db, &mut self.resolver, &standing).await?;
        let layout_hash = profile.hash();
        if !is_issued(db, &layout_hash, entries).await? {
            let (layout_hash, profile) = (layout_hash.clone(), profile.text());
            entries.push(Fact::from(LayoutProfileIssued { layout_hash, profile }).into());
        }
        self.hashes.insert(standing, layout_hash.clone());
        Ok(Some(layout_hash))
    }
}

async fn is_issued(db: &mut Db, layout_hash: &str, entries: &[Entry]) -> Result<bool, Error> {
    if entries.iter().any(|entry| store::issues(&entry.fact, layout_hash)) {
        return Ok(true);
    }
    Ok(store::is_issued(db, layout_hash).await?)
}

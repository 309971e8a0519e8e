//! The chains of the ledger: order, hashes and signatures of each stream.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use dovuto_domain::fact::Fact;
use dovuto_domain::kernel::id::StreamId;
use ed25519_dalek::{Signature, VerifyingKey};

use super::{Findings, place};
use crate::keys::stream_of;
use crate::ledger::{Hash, Row, codec};
use crate::row::{hex, unhex};

/// Every stream as far as it was followed.
#[derive(Default)]
pub(super) struct Chain {
    streams: BTreeMap<StreamId, Stream>,
    letters: BTreeMap<char, StreamId>,
    subjects: HashMap<Hash, [u8; 16]>,
    succeeded: BTreeSet<StreamId>,
}

struct Stream {
    seq: i64,
    hash: Vec<u8>,
    key: Option<VerifyingKey>,
}

impl Chain {
    /// Checks one fact against the one before it in its stream, its hash and its signature.
    pub fn follow(&mut self, row: &Row, found: &mut Findings) {
        let fact = codec::decode(&row.kind, row.version, &row.body);
        if let Err(error) = &fact {
            found.add("body_unreadable", place(row), error.to_string());
        }
        let fact = fact.ok();
        if let Some(Fact::StationSucceeded(body)) = &fact {
            self.succeeded.insert(body.predecessor);
        }
        if let Some(fact) = &fact
            && fact.subject().as_bytes().as_slice() != row.subject_id
        {
            let detail = format!("the body is about {}", fact.subject().simple());
            found.add("subject_wrong", place(row), detail);
        }
        self.link(row, fact.as_ref(), found);
        if row.compute_hash().as_slice() != row.hash {
            let detail = format!("{} instead of {}", hex(&row.hash), hex(&row.compute_hash()));
            found.add("hash_wrong", place(row), detail);
        }
        self.signature(row, found);
        self.base(row, found);
    }

    /// Every stream, after the last fact.
    pub fn finish(&self, found: &mut Findings) -> BTreeSet<StreamId> {
        if self.streams.is_empty() {
            found.add("ledger_empty", "ledger, all of it", "no station was ever opened");
        }
        self.streams.keys().copied().collect()
    }

    /// Whether another station took over from this one: what it wrote last may be lost, and two
    /// people answered for that.
    pub fn is_succeeded(&self, stream: StreamId) -> bool {
        self.succeeded.contains(&stream)
    }

    fn link(&mut self, row: &Row, fact: Option<&Fact>, found: &mut Findings) {
        let opened = match fact {
            Some(Fact::StationOpened(opened)) => Some(opened),
            Some(_) | None => None,
        };
        let Some(stream) = self.streams.get_mut(&row.stream_id) else {
            if row.seq != 1 || row.prev_hash.is_some() {
                found.add("stream_cut", place(row), "the stream does not begin with entry 1");
            }
            let key = opened.and_then(|o| key_of(row, o.stream_id, &o.public_key));
            if key.is_none() {
                let detail = "the first entry does not open the station with the stream's own key";
                found.add("stream_unopened", place(row), detail);
            }
            if let Some(opened) = opened
                && let Some(other) = self.letters.insert(opened.letter, row.stream_id)
            {
                let detail = format!("stream {other} has the letter {} too", opened.letter);
                found.add("letter_twice", place(row), detail);
            }
            let (seq, hash) = (row.seq, row.hash.clone());
            self.streams.insert(row.stream_id, Stream { seq, hash, key });
            return;
        };
        if row.seq != stream.seq.saturating_add(1) {
            let detail = format!("it follows entry {}", stream.seq);
            found.add("seq_broken", place(row), detail);
        }
        if row.prev_hash.as_deref() != Some(stream.hash.as_slice()) {
            let named = row.prev_hash.as_deref().map_or("nothing".to_owned(), hex);
            let detail = format!("it names {named}, the entry before is {}", hex(&stream.hash));
            found.add("chain_broken", place(row), detail);
        }
        if opened.is_some() {
            found.add("stream_opened_twice", place(row), "the station was opened before");
        }
        (stream.seq, stream.hash) = (row.seq, row.hash.clone());
    }

    fn signature(&self, row: &Row, found: &mut Findings) {
        let Some(key) = self.streams.get(&row.stream_id).and_then(|stream| stream.key) else {
            return found.add("signature_unproven", place(row), "the stream's key is not known");
        };
        let signed = Signature::from_slice(&row.signature)
            .and_then(|signature| key.verify_strict(&row.hash, &signature));
        if signed.is_err() {
            found.add("signature_wrong", place(row), "the station did not sign this hash");
        }
    }

    /// The document that an earlier fact is about.
    pub fn subject_of(&self, hash: &[u8]) -> Option<&[u8; 16]> {
        self.subjects.get(hash)
    }

    /// The fact that the person had seen is an earlier one about the same document.
    fn base(&mut self, row: &Row, found: &mut Findings) {
        if let Some(base) = &row.base_hash
            && self.subject_of(base).map(<[u8; 16]>::as_slice) != Some(row.subject_id.as_slice())
        {
            let detail = format!("no earlier fact about this document has hash {}", hex(base));
            found.add("base_unknown", place(row), detail);
        }
        let hash = Hash::try_from(row.hash.as_slice());
        if let (Ok(hash), Ok(subject)) = (hash, row.subject_id.as_slice().try_into())
            && self.subjects.insert(hash, subject).is_some()
        {
            found.add("hash_twice", place(row), "an earlier fact has the same hash");
        }
    }
}

fn key_of(row: &Row, stream: StreamId, public_key: &str) -> Option<VerifyingKey> {
    let bytes: [u8; 32] = unhex(public_key)?.try_into().ok()?;
    let own = stream == row.stream_id && stream_of(&bytes) == row.stream_id;
    VerifyingKey::from_bytes(&bytes).ok().filter(|_| own)
}

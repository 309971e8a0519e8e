//! What the world gives to a use case: the time, the firm's date, the person, fresh identities.

use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, NaiveDate, Utc};
use dovuto_domain::kernel::id::MemberId;
use dovuto_domain::kernel::id::RequestId;
use dovuto_store::ledger::{Request, Stamp};
use sha2::{Digest as _, Sha256};
use uuid::{Builder, Uuid};

/// The context of one request. Nothing below asks for a clock or for chance.
#[derive(Debug)]
pub struct Cx {
    pub now: DateTime<Utc>,
    /// The firm's date, not UTC's.
    pub today: NaiveDate,
    /// The member who was chosen to act; not proven.
    pub actor: Option<MemberId>,
    pub request: Request,
    ids: Ids,
}

/// Fresh identities: the time, and digits drawn from a seed that the host gave.
#[derive(Debug)]
struct Ids {
    seed: [u8; 32],
    drawn: AtomicU64,
}

impl Cx {
    /// A context of `now` for one request; `seed` is the host's chance.
    pub fn new(
        now: DateTime<Utc>,
        today: NaiveDate,
        actor: Option<MemberId>,
        request: Request,
        seed: [u8; 32],
    ) -> Self {
        Self { now, today, actor, request, ids: Ids { seed, drawn: AtomicU64::new(0) } }
    }

    /// A new identity of any kind (UUIDv7).
    pub fn fresh<T: From<Uuid>>(&self) -> T {
        let n = self.ids.drawn.fetch_add(1, Ordering::Relaxed);
        let mut sha = Sha256::new();
        sha.update(self.ids.seed);
        sha.update(n.to_be_bytes());
        let digest: [u8; 32] = sha.finalize().into();
        let chance: [u8; 10] = digest[..10].try_into().expect("a digest has 32 bytes");
        let millis = u64::try_from(self.now.timestamp_millis()).unwrap_or(0);
        T::from(Builder::from_unix_timestamp_millis(millis, &chance).into_uuid())
    }

    /// Sixteen bytes of chance, for the salt of a person's data.
    pub fn salt(&self) -> [u8; 16] {
        self.fresh::<SaltBytes>().0
    }

    /// When, and by whom.
    pub fn stamp(&self) -> Stamp {
        Stamp { at: self.now, actor: self.actor }
    }

    /// The request of one document in a run: its id is derived from the run's id and the
    /// document's key, so that a repeated run repeats nothing.
    pub fn part(&self, key: &str) -> Request {
        Request {
            id: RequestId(Uuid::new_v5(&self.request.id.0, key.as_bytes())),
            command: self.request.command.clone(),
            payload_hash: Sha256::digest(key.as_bytes()).into(),
        }
    }
}

struct SaltBytes([u8; 16]);

impl From<Uuid> for SaltBytes {
    fn from(id: Uuid) -> Self {
        let digest: [u8; 32] = Sha256::digest(id.as_bytes()).into();
        Self(digest[..16].try_into().expect("a digest has 32 bytes"))
    }
}

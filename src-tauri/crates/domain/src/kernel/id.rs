//! Identity: each kind of thing has its own UUIDv7 type, so that two kinds cannot be swapped.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
        #[serde(transparent)]
        pub struct $name(#[serde(with = "uuid::serde::simple")] #[ts(type = "string")] pub Uuid);

        impl $name {
            /// The sixteen bytes as the tables keep them.
            pub fn bytes(&self) -> &[u8] {
                self.0.as_bytes()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}", self.0.simple())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0.simple())
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                Uuid::parse_str(text).map(Self)
            }
        }
    )*};
}

ids! {
    /// One writer of the ledger: the first half of SHA-256 of its public key.
    StreamId,
    /// One intent of a caller; the same id never acts twice.
    RequestId,
    /// The firm itself, as a subject of facts.
    FirmId,
    /// A person who works here.
    MemberId,
    /// A row of natural persons' data that can be erased.
    PersonalId,
    CustomerId,
    CarrierId,
    ProductId,
    AgreementId,
    PolicyId,
    OrderId,
    ShipmentId,
    ProofId,
    HoldId,
    ReturnId,
    InvoiceId,
    CreditNoteId,
    PaymentId,
    RefundId,
    TaskId,
}

//! The steps of a shipment, as the law knows them.

use serde::{Deserialize, Serialize};

/// Where a shipment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Stage {
    Planned,
    Released,
    Picking,
    Packed,
    Issued,
    InTransit,
    DeliveryFailed,
    Delivered,
    Confirmed,
    Voided,
    ReturnedToSender,
    Reversed,
    Unproven,
    Lost,
}

/// A step that changes no quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Event {
    Release,
    Start,
    Pack,
    Reset,
    Unpack,
    Handover,
    Fail,
    Retry,
    GiveUp,
    TimeOut,
}

use Stage as S;

impl Stage {
    /// Where a step leads that changes no quantity.
    pub fn after(self, event: Event) -> Option<Self> {
        match (event, self) {
            (Event::Release, S::Planned)
            | (Event::Reset, S::Picking)
            | (Event::Unpack, S::Packed) => Some(S::Released),
            (Event::Start, S::Released) => Some(S::Picking),
            (Event::Pack, S::Picking) => Some(S::Packed),
            (Event::Handover, S::Issued) | (Event::Retry, S::DeliveryFailed) => Some(S::InTransit),
            (Event::Fail, S::InTransit) => Some(S::DeliveryFailed),
            (Event::GiveUp, S::DeliveryFailed) => Some(S::ReturnedToSender),
            (Event::TimeOut, S::Delivered) => Some(S::Unproven),
            _ => None,
        }
    }

    /// Whether a fact of its own may lead to `next`.
    pub fn may_become(self, next: Self) -> bool {
        let from: &[Self] = match next {
            S::Issued => &[S::Planned, S::Released, S::Packed],
            S::Delivered => &[S::Issued, S::InTransit],
            S::Confirmed => &[S::Issued, S::InTransit, S::Delivered, S::Unproven, S::Confirmed],
            S::Voided => &[S::Planned, S::Released, S::Packed, S::Issued],
            S::Reversed => &[S::ReturnedToSender, S::Confirmed],
            S::Lost => &[S::InTransit, S::Unproven],
            _ => &[],
        };
        from.contains(&self)
    }

    /// Whether goods of it may be counted back.
    pub fn may_come_back(self) -> bool {
        matches!(self, S::Issued | S::InTransit | S::Delivered | S::Unproven | S::Confirmed)
    }

    /// Its quantities fell to nothing.
    pub fn is_annulled(self) -> bool {
        matches!(self, S::Voided | S::Reversed)
    }
}

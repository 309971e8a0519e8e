//! The machine `shipment`: which step follows from which state.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Mode;
use crate::kernel::refusal::Refusal;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ShipmentState {
    Planned,
    Released,
    Picking,
    Packed,
    Issued,
    InTransit,
    DeliveryFailed,
    Delivered,
    /// Proved by a signature; the one end that can still be reversed.
    Confirmed,
    Voided,
    ReturnedToSender,
    Reversed,
    Unproven,
    Lost,
}

/// What happens to a shipment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ShipmentEvent {
    Release,
    Start,
    Pack,
    Reset,
    Unpack,
    Issue,
    Handover,
    Deliver,
    Fail,
    Retry,
    GiveUp,
    Prove,
    TimeOut,
    Void,
    DeclareLost,
    Reverse,
}

use ShipmentEvent as E;
use ShipmentState as S;

/// Every step: from, event, to. Where a small firm does not take the steps between one by one, one
/// event passes through them: a planned or released shipment is issued, an issued one delivered or
/// proved, one in transit proved.
pub const STEPS: &[(ShipmentState, ShipmentEvent, ShipmentState)] = &[
    (S::Planned, E::Release, S::Released),
    (S::Released, E::Start, S::Picking),
    (S::Picking, E::Pack, S::Packed),
    (S::Picking, E::Reset, S::Released),
    (S::Packed, E::Unpack, S::Released),
    (S::Planned, E::Issue, S::Issued),
    (S::Released, E::Issue, S::Issued),
    (S::Packed, E::Issue, S::Issued),
    (S::Issued, E::Handover, S::InTransit),
    (S::Issued, E::Deliver, S::Delivered),
    (S::InTransit, E::Deliver, S::Delivered),
    (S::InTransit, E::Fail, S::DeliveryFailed),
    (S::DeliveryFailed, E::Retry, S::InTransit),
    (S::DeliveryFailed, E::GiveUp, S::ReturnedToSender),
    (S::ReturnedToSender, E::Reverse, S::Reversed),
    (S::Issued, E::Prove, S::Confirmed),
    (S::InTransit, E::Prove, S::Confirmed),
    (S::Delivered, E::Prove, S::Confirmed),
    (S::Unproven, E::Prove, S::Confirmed),
    // A later proof corrects an earlier one.
    (S::Confirmed, E::Prove, S::Confirmed),
    (S::Delivered, E::TimeOut, S::Unproven),
    (S::Planned, E::Void, S::Voided),
    (S::Released, E::Void, S::Voided),
    (S::Packed, E::Void, S::Voided),
    // It never left: the number stays, and the gap in the goods is explained.
    (S::Issued, E::Void, S::Voided),
    (S::InTransit, E::DeclareLost, S::Lost),
    (S::Unproven, E::DeclareLost, S::Lost),
    (S::Confirmed, E::Reverse, S::Reversed),
];

impl ShipmentState {
    /// Where an event leads from here.
    ///
    /// Refuses what does not follow, in the words that fit: what is not planned any more is not
    /// issued, what was not issued does not arrive, what arrived does not arrive again. What a
    /// supplier sends never passes through our warehouse.
    pub fn after(self, event: ShipmentEvent, mode: Mode) -> Result<Self, Refusal> {
        let step = STEPS.iter().find(|(from, by, _)| (*from, *by) == (self, event));
        let in_house = !matches!((event, mode), (E::Release, Mode::Supplier));
        match (step, event) {
            (Some((_, _, to)), _) if in_house => Ok(*to),
            (_, E::Issue) if self != S::Picking => Err(Refusal::ShipmentNotPlanned { state: self }),
            (_, E::Deliver | E::Prove) if self.is_before_issue() => {
                Err(Refusal::ShipmentNotIssued { state: self })
            }
            (_, E::Deliver) if matches!(self, S::Delivered | S::Confirmed) => {
                Err(Refusal::ShipmentAlreadyDelivered { state: self })
            }
            _ => Err(Refusal::ShipmentStep { state: self, event }),
        }
    }

    /// Nothing left yet.
    pub fn is_before_issue(self) -> bool {
        matches!(self, S::Planned | S::Released | S::Picking | S::Packed)
    }

    /// Its quantities fell to nothing.
    pub fn is_annulled(self) -> bool {
        matches!(self, S::Voided | S::Reversed)
    }

    /// It still waits for a proof.
    pub fn awaits_proof(self) -> bool {
        matches!(self, S::Issued | S::InTransit | S::DeliveryFailed | S::Delivered | S::Unproven)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_that_does_not_follow_is_refused_in_its_own_words() {
        let go = |from: S, event| from.after(event, Mode::Warehouse);
        assert_eq!(go(S::Picking, E::Pack), Ok(S::Packed));
        assert!(matches!(go(S::Issued, E::Issue), Err(Refusal::ShipmentNotPlanned { .. })));
        assert!(matches!(go(S::Picking, E::Issue), Err(Refusal::ShipmentStep { .. })));
        assert!(matches!(go(S::Packed, E::Prove), Err(Refusal::ShipmentNotIssued { .. })));
        assert!(matches!(
            go(S::Confirmed, E::Deliver),
            Err(Refusal::ShipmentAlreadyDelivered { .. })
        ));
        assert!(matches!(go(S::InTransit, E::Void), Err(Refusal::ShipmentStep { .. })));
        assert!(S::Planned.after(E::Release, Mode::Supplier).is_err());
        assert_eq!(S::Planned.after(E::Issue, Mode::Supplier), Ok(S::Issued));
    }

    #[test]
    fn nothing_follows_from_an_end_but_the_reversal_of_what_was_confirmed() {
        let ends = [S::Voided, S::Reversed, S::Lost];
        assert!(STEPS.iter().all(|(from, _, _)| !ends.contains(from)));
        let from_confirmed: Vec<_> =
            STEPS.iter().filter(|(from, _, to)| *from == S::Confirmed && *to != *from).collect();
        assert_eq!(from_confirmed, [&(S::Confirmed, E::Reverse, S::Reversed)]);
    }
}

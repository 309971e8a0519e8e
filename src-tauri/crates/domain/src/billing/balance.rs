//! Balances: what a customer received and agreed to, less what they were charged already.

use chrono::NaiveDate;

use crate::fulfilment::received;
use crate::kernel::id::{ProofId, ShipmentId, StreamId};
use crate::kernel::quantity::Quantity;
use crate::parties::Basis;

/// One shipment line of an order line, as billing sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    pub shipment_id: ShipmentId,
    pub shipment_n: i64,
    /// Number of the delivery note.
    pub number: String,
    pub dispatched_on: NaiveDate,
    pub dispatched: Quantity,
    /// The quantity on the latest proof, and which proof that is.
    pub accepted: Option<(ProofId, Quantity)>,
    pub invoiced: Quantity,
    pub credited: Quantity,
    /// The one stream that may bill this line.
    pub billing_holder: StreamId,
}

impl Delivery {
    /// `received(sl)`, which is also `net(sl)` while nothing was counted back.
    pub fn net(&self, basis: Basis) -> Quantity {
        received(self.dispatched, self.accepted.map(|(_, quantity)| quantity), basis)
    }
}

/// What one shipment line is entitled to, and what is left of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Balance {
    pub net: Quantity,
    /// `net` within what was agreed for the order line.
    pub entitled: Quantity,
    /// Above zero is billable, below zero is owed back.
    pub balance: Quantity,
}

/// Balances of the shipment lines of one order line, in the order given.
///
/// The cap is allotted by (dispatch date, delivery note number, line).
pub fn balances(cap: Quantity, basis: Basis, deliveries: &[Delivery]) -> Vec<Balance> {
    let mut order: Vec<usize> = (0..deliveries.len()).collect();
    let key = |i: &usize| {
        let d = &deliveries[*i];
        (d.dispatched_on, d.number.clone(), d.shipment_n)
    };
    order.sort_by_key(key);
    let nothing =
        Balance { net: Quantity::ZERO, entitled: Quantity::ZERO, balance: Quantity::ZERO };
    let mut found = vec![nothing; deliveries.len()];
    let mut left = cap;
    for i in order {
        let delivery = &deliveries[i];
        let net = delivery.net(basis);
        let entitled = net.at_most(left);
        left = left - entitled;
        let balance = entitled - (delivery.invoiced - delivery.credited);
        found[i] = Balance { net, entitled, balance };
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn delivery(
        number: &str,
        day: &str,
        dispatched: i64,
        accepted: Option<i64>,
        invoiced: i64,
    ) -> Delivery {
        Delivery {
            shipment_id: Uuid::from_u128(1).into(),
            shipment_n: 1,
            number: number.into(),
            dispatched_on: day.parse().expect("a date"),
            dispatched: Quantity::units(dispatched),
            accepted: accepted.map(|a| (Uuid::from_u128(2).into(), Quantity::units(a))),
            invoiced: Quantity::units(invoiced),
            credited: Quantity::ZERO,
            billing_holder: Uuid::from_u128(3).into(),
        }
    }

    fn units(cap: i64, basis: Basis, deliveries: &[Delivery]) -> Vec<(i64, i64)> {
        let all = balances(Quantity::units(cap), basis, deliveries);
        all.iter().map(|b| (b.entitled.0 / 1_000_000, b.balance.0 / 1_000_000)).collect()
    }

    #[test]
    fn without_a_proof_nothing_is_received_unless_dispatch_is_agreed() {
        let one = [delivery("DA26-1", "2026-03-01", 10, None, 0)];
        assert_eq!(units(10, Basis::Delivery, &one), [(0, 0)]);
        assert_eq!(units(10, Basis::Dispatch, &one), [(10, 10)]);
    }

    #[test]
    fn the_proof_counts_up_to_what_was_dispatched() {
        let check = |accepted, expect| {
            let one = [delivery("DA26-1", "2026-03-01", 10, Some(accepted), 0)];
            assert_eq!(units(10, Basis::Dispatch, &one), [expect]);
        };
        check(8, (8, 8));
        check(12, (10, 10));
        check(0, (0, 0));
    }

    #[test]
    fn the_cap_goes_to_the_earliest_delivery_notes() {
        let two = [
            delivery("DA26-2", "2026-03-05", 6, Some(6), 0),
            delivery("DA26-1", "2026-03-01", 6, Some(6), 0),
        ];
        assert_eq!(units(10, Basis::Delivery, &two), [(4, 4), (6, 6)]);
    }

    #[test]
    fn what_was_billed_beyond_the_proof_is_owed_back() {
        let one = [delivery("DA26-1", "2026-03-01", 10, Some(7), 10)];
        assert_eq!(units(10, Basis::Dispatch, &one), [(7, -3)]);
    }
}

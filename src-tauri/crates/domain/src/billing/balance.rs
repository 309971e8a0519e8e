//! Balances: what a customer received and agreed to, less what they were charged already.

use chrono::NaiveDate;

use crate::fulfilment::machine::ShipmentState;
use crate::fulfilment::tracking::LotPart;
use crate::fulfilment::{LineRef, Receipt};
use crate::kernel::id::{ProofId, StreamId};
use crate::kernel::quantity::Quantity;
use crate::orders::ShipTo;
use crate::parties::Basis;

/// One shipment line of an order line, as billing sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    pub line: LineRef,
    /// Number of the delivery note.
    pub number: String,
    pub dispatched_on: NaiveDate,
    pub ship_to: ShipTo,
    /// Serial numbers that left and did not come back, and lots that left.
    pub serials: Vec<String>,
    pub lots: Vec<LotPart>,
    pub dispatched: Quantity,
    /// The quantity on the latest proof, and which proof that is.
    pub accepted: Option<(ProofId, Quantity)>,
    /// The customer's number for what they received, as that proof says it.
    pub goods_receipt: Option<String>,
    pub state: ShipmentState,
    /// Counted back.
    pub returned: Quantity,
    /// The line whose returned goods this one makes good.
    pub replaces: Option<LineRef>,
    pub invoiced: Quantity,
    /// Credited for any cause.
    pub credited: Quantity,
    /// Of that, credited because it was returned.
    pub credited_returned: Quantity,
    /// The one stream that may bill this line.
    pub billing_holder: StreamId,
}

impl Delivery {
    /// `received(sl)`.
    pub fn received(&self, basis: Basis) -> Quantity {
        let receipt = Receipt {
            dispatched: self.dispatched,
            accepted: self.accepted.map(|(_, quantity)| quantity),
            annulled: self.state.is_annulled(),
            billed: self.billed(),
            returned: self.returned,
            credited_returned: self.credited_returned,
        };
        receipt.received(basis)
    }

    /// Billed and not credited.
    pub fn billed(&self) -> Quantity {
        self.invoiced - self.credited
    }
}

/// What one shipment line is entitled to, and what is left of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Balance {
    pub received: Quantity,
    /// Of what came back, made good by a delivered replacement.
    pub replaced: Quantity,
    /// `received - returned + replaced`, never below zero.
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
    let mut found = vec![Balance::default(); deliveries.len()];
    let mut left = cap;
    for i in allotment(deliveries) {
        let delivery = &deliveries[i];
        let received = delivery.received(basis);
        let made_good: Quantity = deliveries
            .iter()
            .filter(|d| d.replaces == Some(delivery.line))
            .map(|d| (d.received(basis) - d.returned).or_zero())
            .sum();
        let replaced = made_good.at_most(delivery.returned);
        let net = (received - delivery.returned + replaced).or_zero();
        let entitled = if delivery.replaces.is_some() { Quantity::ZERO } else { net.at_most(left) };
        left = left - entitled;
        let balance = entitled - delivery.billed();
        found[i] = Balance { received, replaced, net, entitled, balance };
    }
    found
}

/// The order in which deliveries take from the cap: dispatch date, delivery note number, line.
pub fn allotment(deliveries: &[Delivery]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..deliveries.len()).collect();
    order.sort_by(|a, b| {
        let key = |d: &usize| {
            let d = &deliveries[*d];
            (d.dispatched_on, d.number.as_str(), d.line.shipment_n)
        };
        key(a).cmp(&key(b))
    });
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn shipment(number: &str) -> crate::kernel::id::ShipmentId {
        let bytes = number.bytes().fold(0_u128, |sum, b| sum * 256 + u128::from(b));
        Uuid::from_u128(bytes).into()
    }

    fn delivery(
        number: &str,
        day: &str,
        dispatched: i64,
        accepted: Option<i64>,
        invoiced: i64,
    ) -> Delivery {
        Delivery {
            line: LineRef { shipment_id: shipment(number), shipment_n: 1 },
            number: number.into(),
            dispatched_on: day.parse().expect("a date"),
            ship_to: ShipTo { customer_id: Uuid::from_u128(1).into(), address_n: 0 },
            serials: Vec::new(),
            lots: Vec::new(),
            dispatched: Quantity::units(dispatched),
            accepted: accepted.map(|a| (Uuid::from_u128(2).into(), Quantity::units(a))),
            goods_receipt: None,
            state: ShipmentState::Issued,
            returned: Quantity::ZERO,
            replaces: None,
            invoiced: Quantity::units(invoiced),
            credited: Quantity::ZERO,
            credited_returned: Quantity::ZERO,
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

    #[test]
    fn goods_that_came_back_are_not_billed_and_a_delivered_replacement_makes_them_good() {
        let mut first = delivery("DA26-1", "2026-03-01", 10, Some(10), 10);
        first.returned = Quantity::units(4);
        assert_eq!(units(10, Basis::Delivery, &[first.clone()]), [(6, -4)]);
        let mut again = delivery("DA26-2", "2026-03-09", 4, None, 0);
        again.replaces = Some(first.line);
        let both = [first.clone(), again.clone()];
        assert_eq!(units(10, Basis::Delivery, &both), [(6, -4), (0, 0)]);
        again.accepted = Some((Uuid::from_u128(5).into(), Quantity::units(3)));
        assert_eq!(units(10, Basis::Delivery, &[first, again]), [(9, -1), (0, 0)]);
    }

    #[test]
    fn a_void_or_reversal_leaves_nothing_received() {
        let mut one = delivery("DA26-1", "2026-03-01", 10, Some(10), 10);
        one.state = ShipmentState::Reversed;
        assert_eq!(units(10, Basis::Dispatch, &[one]), [(0, -10)]);
    }

    #[test]
    fn what_was_billed_on_dispatch_stands_when_the_basis_becomes_delivery() {
        let one = [delivery("DA26-1", "2026-03-01", 10, None, 6)];
        assert_eq!(units(10, Basis::Delivery, &one), [(6, 0)]);
    }

    #[test]
    fn what_came_back_of_it_and_was_credited_does_not_eat_what_stands() {
        let mut one = delivery("DA26-1", "2026-03-01", 10, None, 10);
        one.returned = Quantity::units(3);
        assert_eq!(units(10, Basis::Delivery, &[one.clone()]), [(7, -3)]);
        (one.credited, one.credited_returned) = (Quantity::units(3), Quantity::units(3));
        assert_eq!(units(10, Basis::Delivery, &[one]), [(7, 0)]);
    }
}

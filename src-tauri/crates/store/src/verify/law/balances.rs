//! Balances: what each shipment line received, is entitled to, and was billed for.

use super::body::{Basis, LineRef};
use super::books::{Law, Line, Order, Shipment};
use super::lines::{PostedLine, ShipmentLine};
use crate::verify::law::body::Id;

/// One shipment line of an order line.
#[derive(Clone, Copy)]
pub(super) struct Balance {
    pub delivery: LineRef,
    pub replaces: bool,
    pub received: i64,
    /// Received, less what came back and was not made good.
    pub net: i64,
    /// Of that, what is within the cap.
    pub entitled: i64,
    /// Billed and not credited.
    pub billed: i64,
}

impl Balance {
    /// How much more was billed than stands.
    pub fn owed_back(&self) -> i64 {
        self.billed.saturating_sub(self.entitled).max(0)
    }
}

impl Law {
    pub(super) fn shipment_line(&self, of: LineRef) -> Option<&ShipmentLine> {
        let lines = &self.shipments.get(&of.shipment_id)?.lines;
        lines.iter().find(|line| line.shipment_n == of.shipment_n)
    }

    pub(super) fn shipment_line_mut(&mut self, of: LineRef) -> Option<&mut ShipmentLine> {
        let lines = &mut self.shipments.get_mut(&of.shipment_id)?.lines;
        lines.iter_mut().find(|line| line.shipment_n == of.shipment_n)
    }

    pub(super) fn posted_line(&self, invoice: Id, n: i64) -> Option<&PostedLine> {
        self.invoices.get(&invoice)?.lines.iter().find(|line| line.invoice_n == n)
    }

    /// What each delivery of an order line is entitled to: received, less what came back and was
    /// not made good, within what was agreed, which goes to the earliest delivery notes first. A
    /// replacement is entitled to nothing.
    pub(super) fn balances(&self, order: &Order, line: &Line) -> Vec<Balance> {
        let basis = order.terms.map(|terms| terms.basis);
        let mut notes = Vec::with_capacity(line.deliveries.len());
        for delivery in &line.deliveries {
            let Some(shipment) = self.shipments.get(&delivery.shipment_id) else { continue };
            let Some(issue) = &shipment.issue else { continue };
            let Some(left) = self.shipment_line(*delivery) else { continue };
            let received = received(shipment, left, basis);
            let good = self.made_good(left, basis).min(left.returned());
            let balance = Balance {
                delivery: *delivery,
                replaces: left.replaces().is_some(),
                received,
                net: received.saturating_sub(left.returned()).saturating_add(good).max(0),
                entitled: 0,
                billed: left.billed(),
            };
            notes.push((issue.on, &issue.number, balance));
        }
        notes.sort_by(|(on, number, b), (on2, number2, b2)| {
            (on, number, b.delivery.shipment_n).cmp(&(on2, number2, b2.delivery.shipment_n))
        });
        let mut left = line.cap();
        let mut all: Vec<Balance> = notes.into_iter().map(|(_, _, balance)| balance).collect();
        for balance in all.iter_mut().filter(|balance| !balance.replaces) {
            balance.entitled = balance.net.min(left);
            left -= balance.entitled;
        }
        all
    }

    /// What delivered replacements kept of what came back.
    fn made_good(&self, line: &ShipmentLine, basis: Option<Basis>) -> i64 {
        let mut sum = 0_i64;
        for of in line.replaced_by() {
            let shipment = self.shipments.get(&of.shipment_id);
            if let (Some(shipment), Some(again)) = (shipment, self.shipment_line(*of)) {
                let kept = received(shipment, again, basis).saturating_sub(again.returned());
                sum = sum.saturating_add(kept.max(0));
            }
        }
        sum
    }
}

/// Nothing of what did not leave, was voided or reversed; else what the latest proof says, never
/// above what left; else what left, where dispatch is the basis; else, where it was billed while
/// dispatch was the basis, what stands billed and what came back.
fn received(shipment: &Shipment, line: &ShipmentLine, basis: Option<Basis>) -> i64 {
    if shipment.issue.is_none() || shipment.stage.is_annulled() {
        return 0;
    }
    let received = match (line.accepted, basis) {
        (Some(accepted), _) => accepted,
        (None, Some(Basis::Dispatch)) => line.quantity,
        (None, Some(Basis::Delivery) | None) if line.invoiced <= line.credited() => 0,
        (None, Some(Basis::Delivery) | None) => line.billed().saturating_add(line.returned()),
    };
    received.min(line.quantity).max(0)
}

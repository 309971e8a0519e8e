//! Shipments: what left, what was signed for, and what each line is entitled to.

use chrono::NaiveDate;

use super::Case;
use super::body::{self, Basis, Delivered, Id, Issued, Planned};
use super::books::{Issue, Law, Line, Proof, Shipment, ShipmentLine, State};

/// One shipment line of an order line: what may be billed of it, and what was.
pub(super) struct Entitled {
    pub shipment_id: Id,
    pub shipment_n: i64,
    pub quantity: i64,
    pub billed: i64,
}

impl Law {
    pub(super) fn shipment_planned(&mut self, case: &mut Case<'_>) {
        let Some(body) = case.read::<Planned>() else { return };
        let line = |l: body::ShipmentLine| ShipmentLine {
            shipment_n: l.shipment_n,
            order_id: l.order_id,
            line_n: l.line_n,
            quantity: l.quantity,
            accepted: None,
            billed: 0,
        };
        let lines = body.lines.into_iter().map(line).collect();
        let shipment = Shipment { sold_to: body.sold_to, lines, issue: None, proof: None };
        if self.shipments.insert(case.subject, shipment).is_some() {
            case.say("shipment_changed", "the shipment was planned before");
        }
    }

    pub(super) fn shipment_issued(&mut self, case: &mut Case<'_>) {
        let Some(body) = case.read::<Issued>() else { return };
        let Some((_, number)) = self.number(case, "D") else { return };
        let Some(shipment) = self.shipments.get_mut(&case.subject) else {
            return case.say("shipment_unknown", "the shipment was never planned");
        };
        if shipment.issue.is_some() {
            return case.say("shipment_changed", "the shipment had left already");
        }
        shipment.issue = Some(Issue {
            number,
            on: body.dispatched_on,
            holder: case.stream,
            hash: case.row.hash.clone().into_boxed_slice(),
        });
        for line in &shipment.lines {
            let order = self.orders.get_mut(&line.order_id);
            let Some(order) = order.filter(|order| order.state == State::Confirmed) else {
                let detail =
                    format!("order {} of line {} is not open", line.order_id, line.shipment_n);
                case.say("shipped_without_order", detail);
                continue;
            };
            order.n_issued += 1;
            match order.lines.iter_mut().find(|l| l.line_n == line.line_n) {
                Some(ordered) => ordered.deliveries.push((case.subject, line.shipment_n)),
                None => case.say("shipped_without_order", format!("line {}", line.shipment_n)),
            }
        }
        self.batons(case, &body.batons);
    }

    pub(super) fn shipment_delivered(&mut self, case: &mut Case<'_>) {
        let Some(body) = case.read::<Delivered>() else { return };
        self.arrived(case, body.delivered_on);
        self.batons(case, &body.batons);
    }

    pub(super) fn proof_recorded(&mut self, case: &mut Case<'_>) {
        let Some(body) = case.read::<body::Proof>() else { return };
        self.arrived(case, body.received_on);
        let Some(shipment) = self.shipments.get_mut(&case.subject) else { return };
        let later = shipment.proof.as_ref().is_none_or(|last| last.proof_n < body.proof_n);
        case.holds(later, "proof_out_of_order", || format!("proof {}", body.proof_n));
        if later {
            shipment.proof = Some(Proof {
                proof_id: body.proof_id,
                proof_n: body.proof_n,
                hash: case.row.hash.clone().into_boxed_slice(),
            });
            shipment.lines.iter_mut().for_each(|line| line.accepted = None);
            for said in &body.lines {
                let line = shipment.lines.iter_mut().find(|l| l.shipment_n == said.shipment_n);
                match line.filter(|line| line.accepted.is_none() && said.accepted >= 0) {
                    Some(line) => line.accepted = Some(said.accepted),
                    None => case.say("proof_wrong", format!("line {}", said.shipment_n)),
                }
            }
        }
        self.batons(case, &body.batons);
    }

    /// Nothing arrives that did not leave, or before it left.
    fn arrived(&self, case: &mut Case<'_>, on: NaiveDate) {
        let shipment = self.shipments.get(&case.subject);
        match shipment.and_then(|shipment| shipment.issue.as_ref()) {
            Some(issue) => case.holds(issue.on <= on, "arrived_before_it_left", || {
                format!("on {on}, and left on {}", issue.on)
            }),
            None => case.say("shipment_unknown", "it arrived and never left"),
        }
    }

    /// What each delivery of an order line is entitled to: received, never above what left, and
    /// within the agreed quantity, which goes to the earliest delivery notes first.
    pub(super) fn entitled(&self, line: &Line) -> Vec<Entitled> {
        let mut notes = Vec::with_capacity(line.deliveries.len());
        for (shipment_id, shipment_n) in &line.deliveries {
            let Some(shipment) = self.shipments.get(shipment_id) else { continue };
            let found = shipment.lines.iter().find(|l| l.shipment_n == *shipment_n);
            let (Some(issue), Some(delivery)) = (&shipment.issue, found) else { continue };
            let order = self.orders.get(&delivery.order_id);
            let terms = order.and_then(|order| order.terms.as_ref());
            let unproven = match terms.map(|terms| terms.basis) {
                Some(Basis::Dispatch) => delivery.quantity,
                Some(Basis::Delivery) | None => 0,
            };
            let received = delivery.accepted.unwrap_or(unproven).min(delivery.quantity);
            let entitled = Entitled {
                shipment_id: *shipment_id,
                shipment_n: *shipment_n,
                quantity: received.max(0),
                billed: delivery.billed,
            };
            notes.push((issue.on, &issue.number, entitled));
        }
        notes.sort_by(|(on, number, e), (on2, number2, e2)| {
            (on, number, e.shipment_n).cmp(&(on2, number2, e2.shipment_n))
        });
        let mut left = line.cap.max(0);
        let mut all: Vec<Entitled> = notes.into_iter().map(|(_, _, entitled)| entitled).collect();
        for entitled in &mut all {
            entitled.quantity = entitled.quantity.min(left);
            left -= entitled.quantity;
        }
        all
    }
}

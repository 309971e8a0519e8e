//! Shipments: what was planned, left, arrived, was signed for and came back.

use chrono::NaiveDate;

use super::Case;
use super::body::{self, Delivered, Ended, Id, Issued, LineRef, Moved, Pieces, Planned, Returned};
use super::books::{Issue, Law, Proof, Shipment, State};
use super::holds::is_said;
use super::lines::ShipmentLine;
use super::machine::{Event, Stage};

impl Law {
    pub(super) fn shipment_planned(&mut self, case: &mut Case<'_>) {
        let Some(body) = case.read::<Planned>() else { return };
        let line = |l: &body::ShipmentLine| {
            let mut line = ShipmentLine {
                shipment_n: l.shipment_n,
                order_id: l.order_id,
                line_n: l.line_n,
                quantity: l.quantity,
                ..ShipmentLine::default()
            };
            if l.replaces.is_some() {
                line.later().replaces = l.replaces;
            }
            line
        };
        let lines = body.lines.iter().map(line).collect();
        let (stage, sold_to, ship_to) = (Stage::Planned, body.sold_to, body.ship_to);
        let shipment = Shipment { stage, sold_to, ship_to, lines, issue: None, proof: None };
        if self.shipments.insert(case.subject, shipment) {
            case.say("shipment_changed", "the shipment was planned before");
        }
        for line in &body.lines {
            self.replace(case, line);
        }
        self.may_leave(case);
    }

    /// A replacement makes good what came back of the same order line, and is not made good yet.
    fn replace(&mut self, case: &mut Case<'_>, line: &body::ShipmentLine) {
        let Some(of) = line.replaces else { return };
        let own = LineRef { shipment_id: case.subject, shipment_n: line.shipment_n };
        let n = line.shipment_n;
        let Some(first) = self.shipment_line_mut(of) else {
            return case.say("replaces_wrong", format!("line {n} replaces what never left"));
        };
        let same = (first.order_id, first.line_n) == (line.order_id, line.line_n);
        case.holds(same, "replaces_wrong", || format!("line {n} replaces another order line"));
        first.later().replaced_by.push(own);
        let returned = first.returned();
        let again = first.replaced_by().to_vec();
        let mut sum = 0_i64;
        for part in again {
            let stage = self.shipments.get(&part.shipment_id).map(|shipment| shipment.stage);
            let stands = stage.is_some_and(|s| !s.is_annulled() && s != Stage::Lost);
            if let Some(part) = self.shipment_line(part).filter(|_| stands) {
                sum = sum.saturating_add(part.quantity.saturating_sub(part.returned()));
            }
        }
        case.holds(sum <= returned, "replaces_wrong", || {
            format!("line {n}: {sum} replace {returned} that came back")
        });
    }

    /// No hold stops an order that the shipment serves.
    fn may_leave(&self, case: &mut Case<'_>) {
        let Some(shipment) = self.shipments.get(&case.subject) else { return };
        let mut orders: Vec<Id> = shipment.lines.iter().map(|line| line.order_id).collect();
        orders.sort();
        orders.dedup();
        for id in orders {
            let terms = self.orders.get(&id).and_then(|order| order.terms.as_ref());
            self.unstopped(case, id, terms);
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
        shipment.becomes(case, Stage::Issued);
        shipment.issue = Some(Issue {
            number,
            on: body.dispatched_on,
            holder: case.stream,
            hash: case.row.hash.clone().into_boxed_slice(),
        });
        shipment.carries(case, body.pieces);
        for line in &shipment.lines {
            let order = self.orders.get_mut(&line.order_id);
            let open = |state| matches!(state, State::Confirmed | State::Closed);
            let Some(order) = order.filter(|order| open(order.state)) else {
                let detail =
                    format!("order {} of line {} is not open", line.order_id, line.shipment_n);
                case.say("shipped_without_order", detail);
                continue;
            };
            order.n_issued += 1;
            let own = LineRef { shipment_id: case.subject, shipment_n: line.shipment_n };
            match order.lines.iter_mut().find(|l| l.line_n == line.line_n) {
                Some(ordered) => ordered.deliveries.push(own),
                None => case.say("shipped_without_order", format!("line {}", line.shipment_n)),
            }
        }
        self.may_leave(case);
        self.batons(case, &body.batons);
    }

    pub(super) fn shipment_moved(&mut self, case: &mut Case<'_>) {
        let Some(body) = case.read::<Moved>() else { return };
        let Some(shipment) = self.shipments.get_mut(&case.subject) else {
            return case.say("shipment_unknown", "the shipment was never planned");
        };
        let from = shipment.stage;
        case.holds(from.after(body.event) == Some(body.state), "step_wrong", || {
            format!("from {from:?} to {:?} by {:?}", body.state, body.event)
        });
        shipment.stage = body.state;
        if body.event == Event::Unpack {
            let later = shipment.lines.iter_mut().filter_map(|line| line.later.as_mut());
            later.for_each(|later| (later.serials, later.lots) = (Vec::new(), Vec::new()));
        }
        shipment.carries(case, body.pieces);
        if body.event == Event::Release {
            self.may_leave(case);
        }
        self.batons(case, &body.batons);
    }

    /// A void, a reversal or a loss. What was voided counts as never issued.
    pub(super) fn shipment_ended(&mut self, case: &mut Case<'_>, end: Stage) {
        let Some(body) = case.read::<Ended>() else { return };
        case.holds(is_said(&body.reason), "end_without_reason", || "nobody says why".into());
        let Some(shipment) = self.shipments.get_mut(&case.subject) else {
            return case.say("shipment_unknown", "the shipment was never planned");
        };
        let again = shipment.stage == Stage::Voided;
        shipment.becomes(case, end);
        if end == Stage::Voided && shipment.issue.is_some() && !again {
            for line in &shipment.lines {
                if let Some(order) = self.orders.get_mut(&line.order_id) {
                    order.n_issued = order.n_issued.saturating_sub(1);
                }
            }
        }
        self.batons(case, &body.batons);
    }

    /// No more comes back of a line than left with it.
    pub(super) fn goods_returned(&mut self, case: &mut Case<'_>) {
        let Some(body) = case.read::<Returned>() else { return };
        case.holds(is_said(&body.reason), "return_wrong", || "nobody says why".into());
        let fresh = self.returns.insert(body.return_id);
        case.holds(fresh, "return_wrong", || format!("return {} twice", body.return_id));
        if !self.arrived(case, body.counted_on) {
            return;
        }
        let Some(shipment) = self.shipments.get_mut(&case.subject) else { return };
        let stage = shipment.stage;
        case.holds(stage.may_come_back(), "step_wrong", || format!("it came back {stage:?}"));
        for back in &body.lines {
            let n = back.shipment_n;
            let Some(line) = shipment.lines.iter_mut().find(|line| line.shipment_n == n) else {
                case.say("return_wrong", format!("the shipment has no line {n}"));
                continue;
            };
            let returned = line.returned().saturating_add(back.quantity.max(0));
            line.later().returned = returned;
            line.later().serials.retain(|serial| !back.serials.contains(serial));
            let right = back.quantity > 0 && returned <= line.quantity;
            case.holds(right, "return_wrong", || {
                format!("line {n}: {} came back of {}", returned, line.quantity)
            });
        }
        self.batons(case, &body.batons);
    }

    pub(super) fn shipment_delivered(&mut self, case: &mut Case<'_>) {
        let Some(body) = case.read::<Delivered>() else { return };
        if self.arrived(case, body.delivered_on)
            && let Some(shipment) = self.shipments.get_mut(&case.subject)
        {
            shipment.becomes(case, Stage::Delivered);
        }
        self.batons(case, &body.batons);
    }

    pub(super) fn proof_recorded(&mut self, case: &mut Case<'_>) {
        let Some(body) = case.read::<body::Proof>() else { return };
        let left = self.arrived(case, body.received_on);
        let Some(shipment) = self.shipments.get_mut(&case.subject) else { return };
        if left {
            shipment.becomes(case, Stage::Confirmed);
        }
        let later = shipment.proof.as_ref().is_none_or(|last| last.proof_n < body.proof_n);
        case.holds(later, "proof_out_of_order", || format!("proof {}", body.proof_n));
        if later {
            shipment.proof = Some(Proof {
                proof_id: body.proof_id,
                proof_n: body.proof_n,
                goods_receipt: body.goods_receipt,
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

    /// Nothing arrives, here or there, that did not leave, or before it left.
    fn arrived(&self, case: &mut Case<'_>, on: NaiveDate) -> bool {
        let shipment = self.shipments.get(&case.subject);
        let issue = shipment.and_then(|shipment| shipment.issue.as_ref());
        match issue {
            Some(issue) => case.holds(issue.on <= on, "arrived_before_it_left", || {
                format!("on {on}, and left on {}", issue.on)
            }),
            None => case.say("shipment_unknown", "it arrived and never left"),
        }
        issue.is_some()
    }
}

impl Shipment {
    /// Takes up the serial and lot numbers of what is packed or leaves.
    fn carries(&mut self, case: &mut Case<'_>, pieces: Vec<Pieces>) {
        for part in pieces {
            let n = part.shipment_n;
            match self.lines.iter_mut().find(|line| line.shipment_n == n) {
                Some(line) => {
                    let later = line.later();
                    later.serials.extend(part.serials);
                    later.lots.extend(part.lots);
                    later.serials.sort_unstable();
                    later.lots.sort_unstable();
                }
                None => case.say("pieces_wrong", format!("the shipment has no line {n}")),
            }
        }
    }

    /// Takes a step that a fact of its own says.
    fn becomes(&mut self, case: &mut Case<'_>, next: Stage) {
        let from = self.stage;
        case.holds(from.may_become(next), "step_wrong", || format!("from {from:?} to {next:?}"));
        self.stage = next;
    }
}

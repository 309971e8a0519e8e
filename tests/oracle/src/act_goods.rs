//! Shipments: what is refused, what is remembered.

use serde_json::Value;

use crate::books::{Order, Shipment, ShipmentLine};
use crate::judge::{Reasons, Verdict, is_countable, unknown};
use crate::oracle::{Command, Oracle, differs};
use crate::read::{count, list, name, number, said, text, yes};

/// Event, the state it asks for, the state that it gives.
const MOVES: [(&str, &str, &str); 10] = [
    ("release", "planned", "released"),
    ("start", "released", "picking"),
    ("pack", "picking", "packed"),
    ("reset", "picking", "released"),
    ("unpack", "packed", "released"),
    ("handover", "issued", "in_transit"),
    ("fail", "in_transit", "delivery_failed"),
    ("retry", "delivery_failed", "in_transit"),
    ("give_up", "delivery_failed", "returned_to_sender"),
    ("time_out", "delivered", "unproven"),
];

/// States in which goods are still to leave or to arrive, and nothing went wrong.
const PLAIN: [&str; 9] = [
    "planned",
    "released",
    "picking",
    "packed",
    "issued",
    "in_transit",
    "delivered",
    "unproven",
    "confirmed",
];

const PROVABLE: [&str; 5] = ["issued", "in_transit", "delivered", "unproven", "confirmed"];

/// The shipment line that another replaces.
fn replaced_by(line: &Value) -> Option<(String, i64)> {
    let of = &line["replaces"];
    of.is_object().then(|| (name(of, "shipment_id"), count(of, "shipment_n")))
}

impl Oracle {
    fn target(&self, c: &Command<'_>) -> Option<&Shipment> {
        self.books.shipment(&name(c.payload, "shipment_id"))
    }

    fn orders_of(&self, shipment: &Shipment) -> Vec<&Order> {
        let mut orders = Vec::new();
        for line in &shipment.lines {
            orders.extend(self.books.order(&line.order));
        }
        orders
    }

    fn is_any_on_hold(&self, shipment: &Shipment, today: &str) -> bool {
        self.orders_of(shipment).iter().any(|order| self.books.is_on_hold(order, today))
    }

    /// What was shipped or planned of an order line, where nothing went wrong with any of it.
    pub(crate) fn shipped_plainly(&self, order: &str, line_n: i64) -> Option<i64> {
        let mut sum = 0;
        for shipment in &self.books.shipments {
            for line in shipment.lines.iter().filter(|l| l.order == order && l.line_n == line_n) {
                if line.replaces.is_some() {
                    continue;
                }
                let short = shipment.accepted(line.n).is_some_and(|some| some < line.quantity);
                if !shipment.is(&PLAIN) || line.returned > 0 || short {
                    return None;
                }
                sum += line.quantity;
            }
        }
        Some(sum)
    }

    pub(crate) fn judge_plan(&self, c: &Command<'_>) -> Verdict {
        let lines = list(c.payload, "lines");
        let mut why = Reasons::default();
        why.any(lines.is_empty());
        let mut buyers = Vec::new();
        for (at, line) in lines.iter().enumerate() {
            let Some(order) = self.books.order(&name(line, "order_id")) else {
                return unknown();
            };
            let (n, quantity) = (count(line, "line_n"), count(line, "quantity"));
            let Some(of) = order.line(n) else {
                return unknown();
            };
            buyers.push(order.sold_to.clone());
            why.any(!order.is_open());
            why.any(!is_countable(quantity, of.product.scale));
            why.code(self.books.is_on_hold(order, c.today), "on_hold");
            if let Some(place) = replaced_by(line) {
                let same = |other: &&Value| replaced_by(other).as_ref() == Some(&place);
                let with: i64 = lines[..at].iter().filter(same).map(|l| count(l, "quantity")).sum();
                self.judge_replacement(order, n, &place, with + quantity, &mut why);
                continue;
            }
            let is_same = |other: &&Value| {
                name(other, "order_id") == order.id
                    && count(other, "line_n") == n
                    && replaced_by(other).is_none()
            };
            let all: i64 = lines.iter().filter(is_same).map(|l| count(l, "quantity")).sum();
            if !yes(c.payload, "allow_excess") {
                let gone = self.shipped_plainly(&order.id, n);
                let above = gone.is_some_and(|gone| all > (of.quantity - gone).max(0));
                why.code(above, "ships_more_than_ordered");
                why.unsure(gone.is_none() || of.excess > 0);
            }
        }
        buyers.dedup();
        why.any(buyers.len() > 1);
        why.verdict()
    }

    fn judge_replacement(
        &self,
        order: &Order,
        line_n: i64,
        (id, n): &(String, i64),
        quantity: i64,
        why: &mut Reasons,
    ) {
        let place = self.books.shipment(id).and_then(|shipment| shipment.line(*n));
        let Some(place) = place else {
            return why.any(true);
        };
        why.any(place.order != order.id || place.line_n != line_n);
        let mut under_way = 0;
        let mut is_plain = true;
        for shipment in self.books.shipments.iter() {
            for line in &shipment.lines {
                if line.replaces == Some((id.clone(), *n)) {
                    is_plain &= shipment.is(&PLAIN) && line.returned == 0;
                    under_way += line.quantity;
                }
            }
        }
        let is_free = quantity <= place.returned - under_way;
        why.any(quantity > place.returned || (is_plain && !is_free));
        // What comes of replacements that went wrong, or were replaced themselves, is not judged.
        why.unsure((!is_plain && !is_free) || place.replaces.is_some());
    }

    pub(crate) fn note_plan(&mut self, c: &Command<'_>, answer: &Value) {
        let line = |(n, line): (i64, &Value)| ShipmentLine {
            n,
            order: name(line, "order_id"),
            line_n: count(line, "line_n"),
            quantity: count(line, "quantity"),
            replaces: replaced_by(line),
            returned: 0,
        };
        let lines = list(c.payload, "lines");
        self.books.shipments.push(Shipment {
            id: name(answer, "shipment_id"),
            state: "planned".to_owned(),
            number: String::new(),
            dispatched_on: String::new(),
            lines: (1..).zip(&lines).map(line).collect(),
            proof: None,
        });
    }

    pub(crate) fn judge_issue(&self, c: &Command<'_>) -> Verdict {
        let Some(shipment) = self.target(c) else {
            return unknown();
        };
        let mut why = Reasons::default();
        why.any(!shipment.is(&["planned", "released", "packed"]));
        why.any(text(c.payload, "dispatched_on").is_some_and(|day| day.as_str() > c.today));
        why.code(self.is_any_on_hold(shipment, c.today), "on_hold");
        why.unsure(self.orders_of(shipment).iter().any(|order| !order.is_open()));
        why.verdict()
    }

    pub(crate) fn note_issue(&mut self, c: &Command<'_>, answer: &Value) -> Vec<String> {
        let day = text(c.payload, "dispatched_on").unwrap_or(c.today.to_owned());
        let shipment = self.books.shipment_mut(&name(answer, "shipment_id"));
        shipment.state = "issued".to_owned();
        shipment.number = name(answer, "number");
        shipment.dispatched_on = day.clone();
        differs("dispatched_on", &day.into(), &answer["dispatched_on"])
    }

    /// Planned and issued at once; the answer carries the lines as the shipment shows them.
    pub(crate) fn note_ship(&mut self, c: &Command<'_>, answer: &Value) -> Vec<String> {
        let line = |line: &Value| ShipmentLine {
            n: count(line, "shipment_n"),
            order: name(line, "order_id"),
            line_n: count(line, "line_n"),
            quantity: count(line, "quantity"),
            replaces: None,
            returned: 0,
        };
        self.books.shipments.push(Shipment {
            id: name(answer, "shipment_id"),
            state: "planned".to_owned(),
            number: String::new(),
            dispatched_on: String::new(),
            lines: list(answer, "lines").iter().map(line).collect(),
            proof: None,
        });
        self.note_issue(c, answer)
    }

    fn is_day_wrong(shipment: &Shipment, day: Option<String>, today: &str) -> bool {
        day.is_some_and(|day| day.as_str() > today || day < shipment.dispatched_on)
    }

    pub(crate) fn judge_deliver(&self, c: &Command<'_>) -> Verdict {
        let Some(shipment) = self.target(c) else {
            return unknown();
        };
        let day = text(c.payload, "delivered_on").or(Some(c.today.to_owned()));
        let mut why = Reasons::default();
        why.any(!shipment.is(&["issued", "in_transit"]));
        why.any(Self::is_day_wrong(shipment, day, c.today));
        why.verdict()
    }

    pub(crate) fn note_state(&mut self, c: &Command<'_>, state: &str) {
        let shipment = self.books.shipment_mut(&name(c.payload, "shipment_id"));
        shipment.state = state.to_owned();
    }

    pub(crate) fn judge_prove(&self, c: &Command<'_>) -> Verdict {
        let Some(shipment) = self.target(c) else {
            return unknown();
        };
        let day = text(c.payload, "received_on").or(Some(c.today.to_owned()));
        let mut why = Reasons::default();
        why.any(!shipment.is(&PROVABLE));
        why.any(Self::is_day_wrong(shipment, day, c.today));
        let lines = list(c.payload, "lines");
        let mut said_of: Vec<i64> = lines.iter().map(|line| count(line, "shipment_n")).collect();
        said_of.sort_unstable();
        let all: Vec<i64> = shipment.lines.iter().map(|line| line.n).collect();
        why.any(!lines.is_empty() && said_of != all);
        why.any(lines.iter().any(|line| count(line, "accepted") < 0));
        why.verdict()
    }

    pub(crate) fn note_prove(&mut self, c: &Command<'_>) {
        let shipment = self.books.shipment_mut(&name(c.payload, "shipment_id"));
        let said = list(c.payload, "lines");
        let accepted = |line: &ShipmentLine| {
            let of = said.iter().find(|one| count(one, "shipment_n") == line.n);
            (line.n, of.map_or(line.quantity, |one| count(one, "accepted")))
        };
        shipment.proof = Some(shipment.lines.iter().map(accepted).collect());
        shipment.state = "confirmed".to_owned();
    }

    pub(crate) fn judge_move(&self, c: &Command<'_>) -> Verdict {
        let Some(shipment) = self.target(c) else {
            return unknown();
        };
        let event = name(c.payload, "event");
        let Some((_, from, _)) = MOVES.iter().find(|(name, _, _)| *name == event) else {
            return unknown();
        };
        let mut why = Reasons::default();
        why.any(!shipment.is(&[from]));
        why.any(event == "fail" && !said(c.payload, "note"));
        let is_held = event == "release" && self.is_any_on_hold(shipment, c.today);
        why.code(is_held, "on_hold");
        why.any(text(c.payload, "on").is_some_and(|day| day.as_str() > c.today));
        let on = text(c.payload, "on");
        why.unsure(on.is_some_and(|day| day < shipment.dispatched_on));
        if event == "pack" {
            let scans = list(c.payload, "lines");
            let scanned = |n: i64| {
                let of = scans.iter().find(|scan| count(scan, "shipment_n") == n);
                of.and_then(|scan| number(scan, "scanned"))
            };
            let all = shipment.lines.iter().all(|line| scanned(line.n) == Some(line.quantity));
            why.code(!all || scans.len() != shipment.lines.len(), "scan_differs");
        }
        why.verdict()
    }

    pub(crate) fn note_move(&mut self, c: &Command<'_>, answer: &Value) -> Vec<String> {
        let event = name(c.payload, "event");
        let to = MOVES.iter().find(|(name, _, _)| *name == event).map_or("", |(_, _, to)| to);
        self.note_end(c, answer, to)
    }

    pub(crate) fn judge_end(&self, c: &Command<'_>, from: &[&str]) -> Verdict {
        let Some(shipment) = self.target(c) else {
            return unknown();
        };
        let mut why = Reasons::default();
        why.any(!shipment.is(from) || !said(c.payload, "reason"));
        why.verdict()
    }

    pub(crate) fn note_end(&mut self, c: &Command<'_>, answer: &Value, to: &str) -> Vec<String> {
        self.note_state(c, to);
        differs("state", &to.into(), &answer["state"])
    }

    pub(crate) fn judge_count_back(&self, c: &Command<'_>) -> Verdict {
        let Some(shipment) = self.target(c) else {
            return unknown();
        };
        let lines = list(c.payload, "lines");
        let mut why = Reasons::default();
        why.any(!shipment.is(&PROVABLE) || lines.is_empty() || !said(c.payload, "reason"));
        let day = text(c.payload, "on");
        why.any(day.clone().is_some_and(|day| day.as_str() > c.today));
        why.unsure(day.as_deref().unwrap_or(c.today) < shipment.dispatched_on.as_str());
        for line in &lines {
            let n = count(line, "shipment_n");
            let Some(of) = shipment.line(n) else {
                return unknown();
            };
            let order = self.books.order(&of.order).expect("a known order");
            let product = &order.line(of.line_n).expect("a known line").product;
            why.any(!is_countable(count(line, "quantity"), product.scale));
            why.unsure(product.service);
            let same = lines.iter().filter(|other| count(other, "shipment_n") == n);
            let back: i64 = same.map(|other| count(other, "quantity")).sum();
            why.code(of.returned + back > of.quantity, "returns_more_than_shipped");
        }
        why.verdict()
    }

    pub(crate) fn note_count_back(&mut self, c: &Command<'_>) {
        let shipment = self.books.shipment_mut(&name(c.payload, "shipment_id"));
        for back in list(c.payload, "lines") {
            let n = count(&back, "shipment_n");
            for line in shipment.lines.iter_mut().filter(|line| line.n == n) {
                line.returned += count(&back, "quantity");
            }
        }
    }
}

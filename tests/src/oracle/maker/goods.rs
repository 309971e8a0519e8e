//! Acts about shipments: what leaves, what arrives, what comes back.

use dovuto_oracle::books::{Books, Order, Shipment};
use serde_json::{Value, json};

use super::{Act, Maker};

impl Maker {
    fn shipment_in(&mut self, books: &Books, states: &[&str]) -> Option<Shipment> {
        let found = books.shipments.iter().filter(|shipment| shipment.is(states));
        self.dice.of(&found.cloned().collect::<Vec<_>>())
    }

    /// Orders that may be shipped, with two of one customer together now and then.
    fn shipped_together(&mut self, books: &Books) -> Option<Vec<Order>> {
        let first = self.open_order(books)?;
        let mut orders = vec![first.clone()];
        let other = books.orders.iter().find(|other| {
            other.is_open() && other.id != first.id && other.sold_to == first.sold_to
        });
        if let Some(other) = other
            && self.dice.percent(15)
        {
            orders.push(other.clone());
        }
        Some(orders)
    }

    /// What of an order line was not shipped or planned yet, at a glance.
    fn unshipped(&self, books: &Books, order: &Order, line_n: i64) -> i64 {
        let mut left = order.line(line_n).map_or(0, |line| line.quantity);
        for shipment in &books.shipments {
            if shipment.is(&["voided", "reversed", "lost"]) {
                continue;
            }
            for line in &shipment.lines {
                let own = line.order == order.id && line.line_n == line_n;
                if own && line.replaces.is_none() {
                    let short = shipment.accepted(line.n).unwrap_or(line.quantity);
                    left -= short.min(line.quantity);
                }
            }
        }
        left
    }

    pub(super) fn plan(&mut self, books: &Books) -> Option<Act> {
        let mut lines = Vec::new();
        let mut excess = false;
        for order in self.shipped_together(books)? {
            for line in &order.lines {
                let left = self.unshipped(books, &order, line.n);
                let quantity = if left > 0 && self.dice.percent(85) {
                    self.part(left, line.product.scale)
                } else if self.dice.percent(4) {
                    excess = true;
                    left.max(0) + self.quantity(line.product.scale, 3)
                } else {
                    continue;
                };
                lines.push(json!({ "order_id": order.id, "line_n": line.n, "quantity": quantity }));
            }
        }
        if lines.is_empty() {
            return None;
        }
        // One order line twice in one shipment, now and then.
        if self.dice.percent(5) {
            lines.push(lines[0].clone());
            excess = true;
        }
        let allow = excess || self.dice.percent(30);
        Some(("fulfilment.plan", json!({ "lines": lines, "allow_excess": allow })))
    }

    pub(super) fn replace(&mut self, books: &Books) -> Option<Act> {
        let mut places: Vec<Value> = Vec::new();
        for shipment in &books.shipments {
            for line in shipment.lines.iter().filter(|line| line.returned > 0) {
                let order = books.order(&line.order)?;
                if !order.is_open() {
                    continue;
                }
                let scale = order.line(line.line_n)?.product.scale;
                let again = json!({ "shipment_id": shipment.id, "shipment_n": line.n });
                let quantity = self.part(line.returned, scale);
                places.push(json!({ "order_id": order.id, "line_n": line.line_n,
                    "quantity": quantity, "replaces": again }));
            }
        }
        let line = self.dice.of(&places)?;
        let by = |one: &dovuto_oracle::books::ShipmentLine| {
            one.replaces.as_ref().is_some_and(|(id, _)| line["replaces"]["shipment_id"] == *id)
        };
        let known = books.shipments.iter().any(|shipment| shipment.lines.iter().any(by));
        if known && self.dice.percent(80) {
            return None;
        }
        Some(("fulfilment.plan", json!({ "lines": [line] })))
    }

    /// Mostly today; often some days ago; sometimes in the month before.
    fn dispatched_on(&mut self, payload: &mut Value) {
        if self.dice.percent(45) {
            let most = self.dice.one(&[3, 3, 12, 40]);
            let days = self.dice.between(0, most);
            payload["dispatched_on"] = json!(self.ago(days));
        }
    }

    pub(super) fn issue(&mut self, books: &Books) -> Option<Act> {
        let shipment = self.shipment_in(books, &["planned", "released", "packed"])?;
        let mut payload = json!({ "shipment_id": shipment.id });
        self.dispatched_on(&mut payload);
        Some(("fulfilment.issue", payload))
    }

    pub(super) fn ship(&mut self, books: &Books) -> Option<Act> {
        let order = self.open_order(books)?;
        let open = order.lines.iter().any(|line| self.unshipped(books, &order, line.n) > 0);
        let mut payload = json!({ "order_id": order.id });
        self.dispatched_on(&mut payload);
        open.then_some(("fulfilment.ship", payload))
    }

    pub(super) fn deliver(&mut self, books: &Books) -> Option<Act> {
        let shipment = self.shipment_in(books, &["issued", "in_transit"])?;
        Some(("fulfilment.deliver", json!({ "shipment_id": shipment.id })))
    }

    /// What a person signs for: mostly all, sometimes less, nothing, or more.
    fn signed(&mut self, books: &Books, shipment: &Shipment) -> Option<Act> {
        let mut payload = json!({ "shipment_id": shipment.id, "reference": "signed note" });
        if self.dice.percent(40) {
            let mut lines = Vec::new();
            for line in &shipment.lines {
                let scale = books.order(&line.order)?.line(line.line_n)?.product.scale;
                let accepted = match self.dice.below(10) {
                    0 => 0,
                    1 => line.quantity + self.quantity(scale, 2),
                    2..=5 => self.part(line.quantity, scale),
                    _ => line.quantity,
                };
                lines.push(json!({ "shipment_n": line.n, "accepted": accepted }));
            }
            payload["lines"] = json!(lines);
        }
        Some(("fulfilment.prove", payload))
    }

    pub(super) fn prove(&mut self, books: &Books) -> Option<Act> {
        let states = ["issued", "in_transit", "delivered", "unproven"];
        let shipment = self.shipment_in(books, &states)?;
        self.signed(books, &shipment)
    }

    /// A later proof that corrects an earlier one.
    pub(super) fn prove_again(&mut self, books: &Books) -> Option<Act> {
        let shipment = self.shipment_in(books, &["confirmed"])?;
        self.signed(books, &shipment)
    }

    pub(super) fn move_on(&mut self, books: &Books) -> Option<Act> {
        let states = [
            "planned",
            "released",
            "picking",
            "packed",
            "issued",
            "in_transit",
            "delivery_failed",
            "delivered",
        ];
        let shipment = self.shipment_in(books, &states)?;
        let events: &[&str] = match shipment.state.as_str() {
            "planned" => &["release"],
            "released" => &["start"],
            "picking" => &["pack", "pack", "pack", "reset"],
            "packed" => &["unpack"],
            "issued" => &["handover"],
            "in_transit" => &["fail"],
            "delivery_failed" => &["retry", "retry", "give_up"],
            _ => &["time_out"],
        };
        // What is packed should leave, and what travels should arrive.
        if shipment.is(&["packed", "in_transit", "delivered"]) && self.dice.percent(60) {
            return None;
        }
        let event = self.dice.one(events);
        let mut payload =
            json!({ "shipment_id": shipment.id, "event": event, "note": "as it went" });
        if event == "pack" {
            let wrong = self.dice.percent(5);
            let scan = |line: &dovuto_oracle::books::ShipmentLine| {
                let scanned = if wrong { line.quantity + 1_000_000 } else { line.quantity };
                json!({ "shipment_n": line.n, "scanned": scanned })
            };
            payload["lines"] = shipment.lines.iter().map(scan).collect();
        }
        Some(("fulfilment.move", payload))
    }

    pub(super) fn void(&mut self, books: &Books) -> Option<Act> {
        let shipment = self.shipment_in(books, &["planned", "released", "packed", "issued"])?;
        Some(("fulfilment.void", json!({ "shipment_id": shipment.id, "reason": "a slip" })))
    }

    pub(super) fn reverse(&mut self, books: &Books) -> Option<Act> {
        let shipment = match self.shipment_in(books, &["returned_to_sender"]) {
            Some(shipment) => shipment,
            None if self.dice.percent(25) => self.shipment_in(books, &["confirmed"])?,
            None => return None,
        };
        Some(("fulfilment.reverse", json!({ "shipment_id": shipment.id, "reason": "came back" })))
    }

    pub(super) fn lose(&mut self, books: &Books) -> Option<Act> {
        let shipment = self.shipment_in(books, &["in_transit", "unproven"])?;
        let payload = json!({ "shipment_id": shipment.id, "reason": "nobody has it" });
        Some(("fulfilment.declare_lost", payload))
    }

    pub(super) fn count_back(&mut self, books: &Books) -> Option<Act> {
        let states = ["confirmed", "confirmed", "delivered", "in_transit", "unproven", "issued"];
        let state = self.dice.one(&states);
        let shipment = self.shipment_in(books, &[state])?;
        let mut lines = Vec::new();
        for line in &shipment.lines {
            let product = &books.order(&line.order)?.line(line.line_n)?.product;
            let left = line.quantity - line.returned;
            if product.service || left <= 0 || self.dice.percent(30) {
                continue;
            }
            let back = self.part(left, product.scale);
            lines.push(json!({ "shipment_n": line.n, "quantity": back }));
        }
        if lines.is_empty() {
            return None;
        }
        let payload = json!({ "shipment_id": shipment.id, "lines": lines, "reason": "broken" });
        Some(("fulfilment.count_back", payload))
    }
}

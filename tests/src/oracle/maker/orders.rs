//! Acts about orders: entering, promising, agreeing, changing.

use dovuto_oracle::books::{Books, Order, Shipment};
use serde_json::json;

use super::{Act, Maker};

impl Maker {
    /// A confirmed order, rather a young one.
    pub(super) fn open_order(&mut self, books: &Books) -> Option<Order> {
        let open = books.orders.iter().filter(|order| order.is_open());
        self.dice.of(&open.cloned().collect::<Vec<_>>())
    }

    pub(super) fn save(&mut self, books: &Books) -> Option<Act> {
        let drafts = books.orders.iter().filter(|order| order.state == "draft");
        let drafts: Vec<&Order> = drafts.collect();
        let open = books.orders.iter().filter(|order| order.is_open()).count();
        if open + drafts.len() >= 5 && drafts.is_empty() {
            return None;
        }
        let customer = self.dice.of(&books.customers)?;
        let n_lines = self.dice.between(1, 4);
        let lines: Vec<_> = (0..n_lines).filter_map(|_| self.order_line(books)).collect();
        let n_charges = self.dice.one(&[0, 0, 1, 2]);
        let charges: Vec<_> = (0..n_charges).map(|_| self.charge()).collect();
        let mut payload = json!({ "customer_id": customer.id, "lines": lines, "charges": charges });
        if self.dice.percent(70) {
            let po = format!("PO-{}", self.dice.below(1 << 30));
            payload["references"] = json!({ "customer_po": po });
        }
        // One that could not be confirmed is entered anew.
        if drafts.len() >= 2 {
            payload["order_id"] = json!(self.dice.of(&drafts)?.id);
        }
        match self.dice.below(10) {
            0 | 1 => {
                let ppm = self.dice.one(&[50_000, 33_333, 1_000_000, 70_007]);
                payload["discount"] = json!({ "kind": "percent", "ppm": ppm });
            }
            2 | 3 => {
                let amount = self.dice.one(&[1, 100, 777, 1_000, 12_345]);
                payload["discount"] = json!({ "kind": "money", "amount_minor": amount });
            }
            _ => {}
        }
        if self.dice.percent(20) {
            payload["basis"] = json!(self.dice.one(&["delivery", "dispatch"]));
        }
        if self.dice.percent(10) {
            payload["currency"] = json!("USD");
            payload["vat_regime"] = json!(self.dice.one(&["export", "export", "domestic"]));
        }
        if self.dice.percent(30) {
            let days = self.dice.between(1, 30);
            payload["ordered_on"] = json!(self.ago(days));
        }
        if self.dice.percent(15) {
            let payer = self.dice.of(&books.customers)?;
            payload["payer"] = json!(payer.id);
        }
        Some(("orders.save", payload))
    }

    pub(super) fn confirm(&mut self, books: &Books) -> Option<Act> {
        let drafts = books.orders.iter().filter(|order| order.state == "draft");
        let order = self.dice.of(&drafts.collect::<Vec<_>>())?;
        Some(("orders.confirm", json!({ "order_id": order.id })))
    }

    pub(super) fn amend_quantity(&mut self, books: &Books) -> Option<Act> {
        let order = self.open_order(books)?;
        let line = self.dice.of(&order.lines)?;
        let rows = books.balances(&order);
        let own = rows.iter().filter(|row| row.line_n == line.n && !row.is_replacement);
        let received: i64 = own.map(|row| row.net).sum();
        let quantity = match self.dice.below(6) {
            0 => received,
            1 => 0,
            2 | 3 => received + self.quantity(line.product.scale, 10),
            4 => self.part(line.quantity, line.product.scale).max(received),
            _ => self.quantity(line.product.scale, 30),
        };
        let lines = [json!({ "line_n": line.n, "quantity": quantity })];
        let payload = json!({ "order_id": order.id, "reason": "the customer says so",
            "evidence": self.evidence(), "lines": lines });
        Some(("orders.amend", payload))
    }

    pub(super) fn amend_terms(&mut self, books: &Books) -> Option<Act> {
        let order = self.open_order(books)?;
        let mut payload = json!({ "order_id": order.id, "reason": "other terms",
            "evidence": self.evidence() });
        let customer = self.dice.of(&books.customers)?;
        match self.dice.below(5) {
            0 | 1 => {
                let other = if order.basis == "delivery" { "dispatch" } else { "delivery" };
                payload["basis"] = json!(other);
            }
            2 => {
                payload["bill_to"] = json!(customer.id);
                payload["payer"] = json!(customer.id);
            }
            3 => payload["payer"] = json!(customer.id),
            _ => {
                let abroad = order.currency == "EUR";
                payload["currency"] = json!(if abroad { "USD" } else { "EUR" });
                payload["vat_regime"] = json!(if abroad { "export" } else { "domestic" });
            }
        }
        Some(("orders.amend", payload))
    }

    pub(super) fn amend_add(&mut self, books: &Books) -> Option<Act> {
        let order = self.open_order(books).filter(|order| order.lines.len() < 6)?;
        let mut payload = json!({ "order_id": order.id, "reason": "more" });
        if self.dice.percent(70) {
            payload["add_lines"] = json!([self.order_line(books)?]);
        }
        if self.dice.percent(50) || payload["add_lines"].is_null() {
            payload["add_charges"] = json!([self.charge()]);
        }
        Some(("orders.amend", payload))
    }

    pub(super) fn agree_prices(&mut self, books: &Books) -> Option<Act> {
        let agreeable = |o: &&Order| ["confirmed", "closed"].contains(&o.state.as_str());
        let orders: Vec<_> = books.orders.iter().filter(agreeable).cloned().collect();
        let order = self.dice.of(&orders)?;
        let lacking = |l: &&dovuto_oracle::books::OrderLine| {
            !l.prices.iter().any(|price| price.currency == order.currency)
        };
        let without: Vec<_> = order.lines.iter().filter(lacking).cloned().collect();
        let line = match self.dice.of(&without) {
            Some(line) if self.dice.percent(70) => line,
            _ => self.dice.of(&order.lines)?,
        };
        let mut price = json!({ "line_n": line.n, "evidence": self.evidence() });
        match line.prices.last() {
            // A little lower or a little higher than the last.
            Some(last) if self.dice.percent(70) => {
                let percent = self.dice.one(&[70, 90, 99, 101, 120]);
                price["price"] = json!({ "micro": last.micro * percent / 100, "per": last.per,
                    "discount_ppm": last.discount_ppm });
            }
            _ => {
                let (new, cascade) = self.price();
                price["price"] = new;
                if let Some(cascade) = cascade {
                    price["cascade"] = cascade;
                }
            }
        }
        if self.dice.percent(40) {
            let days = self.dice.between(0, 20);
            price["applies_from"] = json!(self.ago(days));
        }
        Some(("orders.agree_prices", json!({ "order_id": order.id, "prices": [price] })))
    }

    pub(super) fn accept_excess(&mut self, books: &Books) -> Option<Act> {
        let order = self.open_order(books)?;
        let rows = books.balances(&order);
        let over: Vec<_> =
            rows.iter().filter(|r| r.net > r.entitled && !r.is_replacement).collect();
        let row = self.dice.of(&over)?;
        let scale = order.line(row.line_n)?.product.scale;
        let quantity = self.part(row.net - row.entitled, scale);
        let payload = json!({ "order_id": order.id, "line_n": row.line_n, "quantity": quantity,
            "evidence": self.evidence() });
        Some(("orders.accept_excess", payload))
    }

    pub(super) fn cancel_remainder(&mut self, books: &Books) -> Option<Act> {
        let order = self.open_order(books)?;
        Some(("orders.cancel_remainder", json!({ "order_id": order.id, "reason": "enough" })))
    }

    pub(super) fn hold(&mut self, books: &Books) -> Option<Act> {
        let kind = self.dice.one(&["credit", "price", "customer", "quality", "export"]);
        let owner = self.dice.of(&books.members)?;
        let mut payload = json!({ "kind": kind, "owner": owner, "reason": "look first" });
        if self.dice.percent(70) {
            let open = books.orders.iter().filter(|o| o.is_open() || o.state == "draft");
            payload["order_id"] = json!(self.dice.of(&open.collect::<Vec<_>>())?.id);
        } else {
            payload["customer_id"] = json!(self.dice.of(&books.customers)?.id);
        }
        if self.dice.percent(60) {
            let days = self.dice.below(4).unsigned_abs();
            payload["expires_on"] = json!(self.ahead(days));
        }
        Some(("orders.hold", payload))
    }

    pub(super) fn release_hold(&mut self, books: &Books) -> Option<Act> {
        let today = self.today().to_owned();
        let in_force = books.holds.iter().filter(|hold| {
            !hold.released && hold.expires_on.as_ref().is_none_or(|day| *day >= today)
        });
        let hold = self.dice.of(&in_force.collect::<Vec<_>>())?;
        Some(("orders.release_hold", json!({ "hold_id": hold.id, "reason": "looked" })))
    }

    pub(super) fn end_order(&mut self, books: &Books) -> Option<Act> {
        let settled = books.orders.iter().filter(|order| is_settled(books, order));
        if let Some(order) = self.dice.of(&settled.collect::<Vec<_>>()) {
            return Some(("orders.close", json!({ "order_id": order.id })));
        }
        let order = self.open_order(books)?;
        let of_it = |s: &Shipment| s.lines.iter().any(|l| l.order == order.id);
        if books.shipments.iter().any(of_it) {
            let ask = json!({ "order_id": order.id });
            return self.dice.percent(10).then_some(("orders.close", ask));
        }
        if self.dice.percent(80) {
            return None;
        }
        Some(("orders.cancel", json!({ "order_id": order.id, "reason": "not any more" })))
    }
}

/// Whether an order was received, billed and paid, at a glance.
fn is_settled(books: &Books, order: &Order) -> bool {
    let rows = books.balances(order);
    let entitled =
        |n: i64| -> i64 { rows.iter().filter(|row| row.line_n == n).map(|row| row.entitled).sum() };
    let debts = books.debts();
    let of_it = |id: &String| books.invoice(id).is_some_and(|one| one.order == order.id);
    order.is_open()
        && order.lines.iter().all(|line| entitled(line.n) == line.quantity)
        && rows.iter().all(|row| row.balance == 0)
        && debts.iter().filter(|debt| of_it(&debt.invoice)).all(|debt| debt.open == 0)
}

//! Acts about documents and money, and requests that are wrong.

use dovuto_oracle::books::{Books, Invoice, Of, Order};
use serde_json::{Value, json};

use super::{Act, Maker};

impl Maker {
    fn due(&self, books: &Books, order: &Order) -> bool {
        let (invoices, credits) = books.due(order, self.today());
        !invoices.is_empty() || !credits.is_empty()
    }

    pub(super) fn post(&mut self, books: &Books) -> Option<Act> {
        let due = books.orders.iter().filter(|order| self.due(books, order));
        let due: Vec<&Order> = due.collect();
        let order = match self.dice.of(&due) {
            Some(order) => order.clone(),
            None if self.dice.percent(3) => self.open_order(books)?,
            None => return None,
        };
        Some(("billing.post", json!({ "order_id": order.id })))
    }

    pub(super) fn run(&mut self, books: &Books) -> Option<Act> {
        let due: Vec<&Order> = books.orders.iter().filter(|order| self.due(books, order)).collect();
        if due.is_empty() && self.dice.percent(90) {
            return None;
        }
        let some = self.dice.of(&due).filter(|_| self.dice.percent(30));
        let payload = some.map_or(json!({}), |order| json!({ "order_ids": [order.id] }));
        Some(("billing.run", payload))
    }

    fn invoice(&mut self, books: &Books) -> Option<Invoice> {
        self.dice.of(&books.invoices)
    }

    pub(super) fn credit_value(&mut self, books: &Books) -> Option<Act> {
        let invoice = self.invoice(books)?;
        let charge = self.dice.of(&invoice.charges).filter(|_| self.dice.percent(50));
        let mut payload = json!({ "invoice_id": invoice.id, "reason": "with regrets" });
        let of = match charge {
            Some(charge) => {
                payload["invoice_charge_n"] = json!(charge.n);
                payload["cause"] = json!("charge");
                Of::Charge(charge.n)
            }
            None => {
                let line = self.dice.of(&invoice.lines)?;
                payload["invoice_n"] = json!(line.n);
                payload["cause"] = json!(self.dice.one(&["goodwill", "keep_it"]));
                Of::Line(line.n)
            }
        };
        let (most, _) = books.creditable(&invoice, &of)?;
        let amount = match self.dice.below(12) {
            0 => most + 1,
            1 | 2 => most,
            _ => self.dice.between(1, most.max(1)),
        };
        if amount <= 0 {
            return None;
        }
        payload["amount_minor"] = json!(amount);
        Some(("billing.credit_value", payload))
    }

    pub(super) fn cancel_invoice(&mut self, books: &Books) -> Option<Act> {
        let invoice = self.invoice(books).filter(|one| !one.cancelled)?;
        let payload = json!({ "invoice_id": invoice.id, "reason": "another price was agreed",
            "evidence": self.evidence() });
        Some(("billing.cancel_invoice", payload))
    }

    pub(super) fn money(&mut self, books: &Books) -> Option<Act> {
        match self.dice.below(10) {
            0..=4 => self.pay(books),
            5 => self.pay_ahead(books),
            6 | 7 => self.allocate(books),
            _ => self.refund(books),
        }
    }

    fn pay(&mut self, books: &Books) -> Option<Act> {
        let invoice = self.invoice(books)?;
        let mut ids = vec![json!(invoice.id)];
        let mut open = books.debt(&invoice).open;
        if open <= 0 && self.dice.percent(80) {
            return None;
        }
        let same = |other: &&Invoice| {
            other.id != invoice.id
                && other.payer == invoice.payer
                && other.currency == invoice.currency
        };
        if let Some(other) = books.invoices.iter().find(same)
            && self.dice.percent(30)
        {
            ids.push(json!(other.id));
            open += books.debt(other).open.max(0);
        }
        let amount = match self.dice.below(4) {
            0 => self.dice.between(1, open.max(1)),
            1 => open.max(0) + self.dice.between(1, 500),
            _ => open.max(1),
        };
        let payload = json!({ "invoice_ids": ids, "amount_minor": amount, "reference": "CRO" });
        Some(("billing.pay", payload))
    }

    fn pay_ahead(&mut self, books: &Books) -> Option<Act> {
        let order = self.open_order(books)?;
        let amount = self.dice.between(1, 50_000);
        let payload = json!({ "invoice_ids": [], "payer": order.payer, "currency": order.currency,
            "amount_minor": amount, "reference": "ahead" });
        Some(("billing.pay", payload))
    }

    fn allocate(&mut self, books: &Books) -> Option<Act> {
        let payment = self.dice.of(&books.payments)?;
        let fits = |i: &&Invoice| i.payer == payment.payer && i.currency == payment.currency;
        let fitting: Vec<&Invoice> = books.invoices.iter().filter(fits).collect();
        let free = books.free(&payment.id) > 0 || !books.releasable(&payment.id).is_empty();
        let open = fitting.iter().any(|invoice| books.debt(invoice).open > 0);
        if fitting.is_empty() || (!(free && open) && self.dice.percent(90)) {
            return None;
        }
        let invoices: Vec<Value> = fitting.iter().map(|invoice| json!(invoice.id)).collect();
        let first = self.dice.one(&invoices);
        let ids = if self.dice.percent(50) { vec![first] } else { invoices };
        Some(("billing.allocate", json!({ "payment_id": payment.id, "invoice_ids": ids })))
    }

    fn refund(&mut self, books: &Books) -> Option<Act> {
        let payment = self.dice.of(&books.payments)?;
        let over: i64 = books.releasable(&payment.id).iter().map(|(_, amount)| amount).sum();
        let free = books.free(&payment.id) + over;
        let amount = match self.dice.below(8) {
            0 => free + 1,
            1..=3 => self.dice.between(1, free.max(1)),
            _ => free,
        };
        if amount <= 0 || (free == 0 && self.dice.percent(80)) {
            return None;
        }
        let payload =
            json!({ "payment_id": payment.id, "amount_minor": amount, "reference": "back" });
        Some(("billing.refund", payload))
    }

    /// A customer begins or ceases to require a reference on every invoice.
    pub(super) fn require(&mut self, books: &Books) -> Option<Act> {
        let n = self.dice.below(i64::try_from(books.customers.len()).ok()?);
        let customer = books.customers.get(usize::try_from(n).ok()?)?;
        let required: &[&str] = if customer.required.is_empty() { &["customer_po"] } else { &[] };
        if !required.is_empty() && self.dice.percent(60) {
            return None;
        }
        // Customers that were saved stand last, so the code is one that nobody has.
        let code = format!("X{}", self.dice.below(1 << 30));
        let payload = json!({ "customer_id": customer.id, "code": code,
            "identity": { "name": code, "country": "IT" },
            "currency": customer.currency, "basis": customer.basis,
            "vat_regime": customer.regime, "required_references": required });
        Some(("parties.save_customer", payload))
    }

    /// What must be refused: nothing of it may change anything.
    pub(super) fn wrong(&mut self, books: &Books) -> Option<Act> {
        let nobody = "00000000000000000000000000000000";
        let order = self.open_order(books)?;
        let shipment = self.dice.of(&books.shipments);
        let invoice = self.dice.of(&books.invoices);
        Some(match (self.dice.below(11), shipment, invoice) {
            (0, _, _) => ("orders.confirm", json!({ "order_id": order.id })),
            (1, _, _) => {
                let lines = [json!({ "order_id": order.id, "line_n": 1, "quantity": -1_000_000 })];
                ("fulfilment.plan", json!({ "lines": lines, "allow_excess": true }))
            }
            (2, Some(shipment), _) => {
                let far = self.ahead(2);
                ("fulfilment.issue", json!({ "shipment_id": shipment.id, "dispatched_on": far }))
            }
            (3, Some(shipment), _) => {
                let lines = [json!({ "shipment_n": 99, "accepted": 1_000_000 })];
                let payload =
                    json!({ "shipment_id": shipment.id, "reference": "x", "lines": lines });
                ("fulfilment.prove", payload)
            }
            (4, Some(shipment), _) => {
                let back = shipment.lines.first()?.quantity + 1_000_000;
                let lines = [json!({ "shipment_n": 1, "quantity": back })];
                let payload =
                    json!({ "shipment_id": shipment.id, "lines": lines, "reason": "broken" });
                ("fulfilment.count_back", payload)
            }
            (5, _, Some(invoice)) => {
                let payload = json!({ "invoice_id": invoice.id, "invoice_n": 1,
                    "amount_minor": 1_000_000_000_000_i64, "cause": "goodwill", "reason": "x" });
                ("billing.credit_value", payload)
            }
            (6, _, Some(invoice)) => {
                let payload = json!({ "invoice_id": invoice.id, "reason": "no evidence",
                    "evidence": { "reference": " " } });
                ("billing.cancel_invoice", payload)
            }
            (7, _, Some(invoice)) => {
                let payload = json!({ "invoice_ids": [invoice.id], "amount_minor": 0,
                    "reference": "nothing" });
                ("billing.pay", payload)
            }
            (8, _, _) => {
                let price = json!({ "line_n": 1, "evidence": { "reference": "" },
                    "price": { "micro": 1, "per": 1, "discount_ppm": 0 } });
                ("orders.agree_prices", json!({ "order_id": order.id, "prices": [price] }))
            }
            (9, Some(shipment), _) => {
                let event = self.dice.one(&["start", "retry", "pack", "give_up", "time_out"]);
                let payload =
                    json!({ "shipment_id": shipment.id, "event": event, "note": "x", "lines": [] });
                ("fulfilment.move", payload)
            }
            _ => ("billing.post", json!({ "order_id": nobody })),
        })
    }
}

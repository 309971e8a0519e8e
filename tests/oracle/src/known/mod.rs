//! Small lives reckoned by hand: the oracle itself must know the answers.

mod goods;
mod prices;
mod money;

use serde_json::{Value, json};

use crate::books::{Of, Order};
use crate::judge::{Told, Verdict};
use crate::oracle::{Command, Oracle};

/// Millionths of so many whole units.
fn units(n: i64) -> i64 {
    n * 1_000_000
}

/// A firm whose commands are answered by whoever wrote the test.
struct Shop {
    oracle: Oracle,
    today: String,
    n: i64,
}

impl Shop {
    /// A firm of a country with one product at 22 %, another at 10 %, and a customer.
    fn open(country: &str, basis: &str) -> Self {
        let mut shop = Self { oracle: Oracle::default(), today: "2026-03-10".to_owned(), n: 0 };
        let books = &mut shop.oracle.books;
        (books.country, books.currency) = (country.to_owned(), "EUR".to_owned());
        books.station = "A".to_owned();
        let rate = |class: &str, ppm: i64| {
            json!({ "regime": "domestic", "tax_category": class, "valid_from": "1900-01-01",
                "vat_category": "S", "rate_ppm": ppm })
        };
        let rates = json!({ "rates": [rate("S", 220_000), rate("R", 100_000)] });
        shop.gives("catalog.vat_rates", json!({}), rates);
        for (id, class) in [("bolt", "S"), ("book", "R")] {
            let payload = json!({ "kind": "goods", "tax_category": class, "unit_scale": 0 });
            shop.gives("catalog.save_product", payload, json!({ "product_id": id }));
        }
        let payload = json!({ "vat_regime": "domestic", "basis": basis });
        shop.gives("parties.save_customer", payload, json!({ "customer_id": "rossi" }));
        shop
    }

    fn id(&mut self, of: &str) -> String {
        self.n += 1;
        format!("{of}-{}", self.n)
    }

    /// A command that is accepted with an answer.
    fn gives(&mut self, command: &str, payload: Value, answer: Value) {
        let today = self.today.clone();
        let asked = Command { today: &today, name: command, payload: &payload };
        let wrong = self.oracle.told(&asked, &Told::Answer(answer));
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    /// A command that must be refused with a code.
    fn refuses(&self, command: &str, payload: Value, code: &str) {
        let asked = Command { today: &self.today, name: command, payload: &payload };
        assert_eq!(self.oracle.judge(&asked), Verdict::Refuse(vec![code.to_owned()]));
    }

    fn line(product: &str, n: i64, micro: i64, per: i64, discount: i64) -> Value {
        json!({ "product_id": product, "quantity": units(n), "evidence": { "reference": "PO" },
            "price": { "micro": micro, "per": per, "discount_ppm": discount } })
    }

    /// A confirmed order of these lines, with what else it says.
    fn ordered(&mut self, lines: Value, more: Value) -> String {
        let id = self.id("order");
        let mut payload = json!({ "customer_id": "rossi", "ordered_on": "2026-01-01" });
        payload["lines"] = lines;
        for key in ["discount", "charges", "currency"] {
            if !more[key].is_null() {
                payload[key] = more[key].clone();
            }
        }
        self.gives("orders.save", payload, json!({ "order_id": id }));
        let number = format!("OA26-{}", self.n);
        self.gives("orders.confirm", json!({ "order_id": id }), json!({ "number": number }));
        id
    }

    /// Ten bolts at 10.00.
    fn ten_bolts(&mut self) -> String {
        self.ordered(json!([Self::line("bolt", 10, 10_000_000, 1, 0)]), json!({}))
    }

    fn shipped_on(&mut self, day: &str, lines: Value) -> String {
        let id = self.id("shipment");
        let payload = json!({ "lines": lines, "allow_excess": true });
        self.gives("fulfilment.plan", payload, json!({ "shipment_id": id }));
        let payload = json!({ "shipment_id": id, "dispatched_on": day });
        let number = format!("DA26-{:05}", self.n);
        let answer = json!({ "shipment_id": id, "number": number, "dispatched_on": day });
        self.gives("fulfilment.issue", payload, answer);
        id
    }

    /// Ships whole units of one line today.
    fn shipped(&mut self, order: &str, line_n: i64, n: i64) -> String {
        let line = json!({ "order_id": order, "line_n": line_n, "quantity": units(n) });
        let today = self.today.clone();
        self.shipped_on(&today, json!([line]))
    }

    /// Ships and has whole units of its only line signed for.
    fn delivered(&mut self, order: &str, n: i64, accepted: i64) -> String {
        let id = self.shipped(order, 1, n);
        self.proven(&id, accepted);
        id
    }

    fn proven(&mut self, shipment: &str, accepted: i64) {
        let lines = [json!({ "shipment_n": 1, "accepted": units(accepted) })];
        let payload = json!({ "shipment_id": shipment, "lines": lines });
        self.gives("fulfilment.prove", payload, json!({}));
    }

    fn back(&mut self, shipment: &str, n: i64) {
        let lines = [json!({ "shipment_n": 1, "quantity": units(n) })];
        let payload = json!({ "shipment_id": shipment, "lines": lines, "reason": "broken" });
        self.gives("fulfilment.count_back", payload, json!({}));
    }

    fn replaced(&mut self, order: &str, shipment: &str, n: i64, accepted: i64) {
        let line = json!({ "order_id": order, "line_n": 1, "quantity": units(n),
            "replaces": { "shipment_id": shipment, "shipment_n": 1 } });
        let today = self.today.clone();
        let id = self.shipped_on(&today, json!([line]));
        self.proven(&id, accepted);
    }

    fn agreed(&mut self, order: &str, micro: i64) {
        let price = json!({ "line_n": 1, "evidence": { "reference": "letter" },
            "price": { "micro": micro, "per": 1, "discount_ppm": 0 } });
        let n = self.order(order).lines[0].prices.len() + 1;
        let answer = json!({ "prices": [{ "line_n": 1, "price_n": n }] });
        let payload = json!({ "order_id": order, "prices": [price] });
        self.gives("orders.agree_prices", payload, answer);
    }

    fn order(&self, id: &str) -> &Order {
        self.oracle.order(id).expect("a known order")
    }

    /// Nets of the invoices that could be posted now, line by line.
    fn billable(&self, order: &str) -> Vec<Vec<i64>> {
        let outcome = self.oracle.books.outcome(self.order(order), &self.today);
        let nets = |p: &crate::invoicing::Proposed| p.lines.iter().map(|l| l.net).collect();
        outcome.proposed.iter().map(nets).collect()
    }

    /// What is blocked now: whole units and why.
    fn waiting(&self, order: &str) -> Vec<(i64, String)> {
        let outcome = self.oracle.books.outcome(self.order(order), &self.today);
        outcome.blocked.into_iter().map(|b| (b.quantity / units(1), b.why)).collect()
    }

    /// Credits that could be posted now: cause, whole units, amount.
    fn creditable(&self, order: &str) -> Vec<(String, i64, i64)> {
        let mut found = Vec::new();
        for note in self.oracle.books.owed(self.order(order)) {
            for line in note.lines {
                found.push((line.cause, line.quantity / units(1), line.amount));
            }
        }
        found
    }

    /// Posts everything that is due of an order: number, day and gross of each document.
    fn posted(&mut self, order: &str) -> Vec<(String, String, i64)> {
        let ids: Vec<String> = (0..9).map(|_| self.id("document")).collect();
        let today = self.today.clone();
        let posted = self.oracle.books.post_all(order, &ids, &today).expect("nothing falls");
        posted.into_iter().map(|d| (d.number, d.issued_on, d.totals.gross)).collect()
    }

    fn cancelled(&mut self, invoice: &str) -> Vec<(Of, i64, i64)> {
        let found = self.oracle.books.invoice(invoice).expect("a known invoice").clone();
        let rest = self.oracle.books.remains(&found);
        let (id, today) = (self.id("document"), self.today.clone());
        for one in self.oracle.books.invoices.iter_mut().filter(|one| one.id == invoice) {
            one.cancelled = true;
        }
        self.oracle.books.post_credit(invoice, &rest, &id, &today).expect("nothing falls");
        rest.into_iter().map(|c| (c.of, c.quantity / units(1), c.amount)).collect()
    }

    /// The newest invoice.
    fn invoice(&self) -> String {
        self.oracle.books.invoices.last().expect("an invoice").id.clone()
    }

    fn given_back(&mut self, cause: &str, amount: i64) {
        let payload = json!({ "invoice_id": self.invoice(), "invoice_n": 1, "reason": "regrets",
            "amount_minor": amount, "cause": cause });
        let id = self.id("document");
        let asked = Command { today: &self.today, name: "billing.credit_value", payload: &payload };
        assert_eq!(self.oracle.judge(&asked), Verdict::Accept);
        let told = Told::Answer(json!({ "document_id": id }));
        let today = self.today.clone();
        let asked = Command { today: &today, name: "billing.credit_value", payload: &payload };
        // The rest of the answer is the program's to give.
        self.oracle.told(&asked, &told);
    }
}

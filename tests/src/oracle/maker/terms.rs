//! The records of a small firm: what it sells, to whom, at which prices.

use dovuto_oracle::books::Books;
use serde_json::{Value, json};

use super::{Act, Maker};

/// Amounts of money for a unit, in millionths: whole, in cents, and finer.
const MICROS: [i64; 9] =
    [10_000_000, 1_000_000, 12_345_000, 990_000, 3_700, 1_250_500, 333_333, 87_654_321, 5_000];
const DISCOUNTS: [i64; 8] = [0, 0, 0, 100_000, 145_000, 333_333, 25_001, 1_000_000];
const CASCADES: [&[i64]; 4] =
    [&[100_000, 50_000], &[333_333, 333_333], &[50_000, 30_000, 12_345], &[1, 1]];

impl Maker {
    pub(super) fn records(&mut self) -> Vec<Act> {
        let mut acts = vec![("firm.members", json!({}))];
        let n_products = self.dice.between(2, 4);
        for n in 0..n_products {
            let service = n > 0 && self.dice.percent(25);
            let usual: &[&str] = if n == 0 { &["S"] } else { &["S", "R", "R", "Z", "E"] };
            let rare = n > 1 && self.dice.percent(10);
            let class = if rare { "NEW".to_owned() } else { self.dice.one(usual).to_owned() };
            acts.push((
                "catalog.save_product",
                json!({
                    "code": format!("P{n}"),
                    "description": format!("product {n}"),
                    "kind": if service { "service" } else { "goods" },
                    "unit_scale": self.dice.between(0, 3),
                    "tax_category": class,
                }),
            ));
        }
        let n_customers = self.dice.between(1, 3);
        for n in 0..n_customers {
            acts.push(("parties.save_customer", self.customer(n)));
        }
        let rate = json!({ "regime": "domestic", "tax_category": "S", "valid_from": "2026-12-15",
            "vat_category": "S", "rate_ppm": 225_000 });
        if self.dice.percent(30) {
            acts.push(("catalog.set_vat_rates", json!({ "rates": [rate] })));
        }
        acts.push(("catalog.vat_rates", json!({})));
        acts
    }

    /// At home or abroad, in euro or without VAT in another currency.
    fn customer(&mut self, n: i64) -> Value {
        let (country, regime, currency) = match (n, self.dice.below(4)) {
            (0, _) | (_, 0) => ("IT", "domestic", "EUR"),
            (_, 1) => ("FR", "eu", "EUR"),
            (_, 2) => ("US", "export", "USD"),
            (_, _) => ("JP", "export", "JPY"),
        };
        json!({
            "code": format!("C{n}"),
            "identity": { "name": format!("customer {n}"), "country": country },
            "currency": currency,
            "basis": self.dice.one(&["delivery", "dispatch"]),
            "vat_regime": regime,
        })
    }

    pub(super) fn prices(&mut self, books: &Books) -> Vec<Act> {
        let mut acts = Vec::new();
        for product in &books.products {
            let price = |dice: &mut super::Dice, currency: &str| {
                json!({ "currency": currency, "valid_from": "2026-01-01",
                    "price_micro": dice.one(&MICROS), "per": dice.one(&[1, 100]) })
            };
            let prices = [price(&mut self.dice, "EUR"), price(&mut self.dice, "USD")];
            let payload = json!({ "product_id": product.id, "prices": prices });
            acts.push(("catalog.set_list_prices", payload));
        }
        acts
    }

    /// A unit price, with a discount or a chain of them.
    pub(super) fn price(&mut self) -> (Value, Option<Value>) {
        let (micro, per) = (self.dice.one(&MICROS), self.dice.one(&[1, 1, 1, 100, 1_000]));
        if self.dice.percent(15) {
            let price = json!({ "micro": micro, "per": per, "discount_ppm": 0 });
            return (price, Some(json!(self.dice.one(&CASCADES))));
        }
        let discount = self.dice.one(&DISCOUNTS);
        (json!({ "micro": micro, "per": per, "discount_ppm": discount }), None)
    }

    /// An order line as it is entered.
    pub(super) fn order_line(&mut self, books: &Books) -> Option<Value> {
        let product = self.dice.of(&books.products)?;
        let quantity = self.quantity(product.scale, 30);
        let mut line = json!({ "product_id": product.id, "quantity": quantity });
        if self.dice.percent(12) {
            line["to_be_agreed"] = json!(true);
        } else if self.dice.percent(80) {
            let (price, cascade) = self.price();
            line["price"] = price;
            line["evidence"] = self.evidence();
            if let Some(cascade) = cascade {
                line["cascade"] = cascade;
            }
        }
        Some(line)
    }

    pub(super) fn charge(&mut self) -> Value {
        json!({
            "kind": self.dice.one(&["freight", "small_order", "other"]),
            "per": self.dice.one(&["order", "shipment"]),
            "amount_minor": self.dice.one(&[1, 350, 999, 2_500]),
            "description": "freight",
        })
    }
}

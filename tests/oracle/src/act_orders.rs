//! Orders, and the records that they rest on: what is refused, what is remembered.

use serde_json::{Value, json};

use crate::books::{
    Charge, Customer, Group, Hold, ListPrice, Order, OrderLine, Price, Product, Rate,
};
use crate::judge::{Reasons, Verdict, is_countable, is_price, unknown};
use crate::oracle::{Command, Oracle, differs};
use crate::price::together;
use crate::read::{count, list, name, number, numbers, said, text, texts, yes};

/// Micro, per and discount of a price with its cascade.
fn price_of(line: &Value) -> (i64, i64, i64) {
    let price = &line["price"];
    let cascade = numbers(line, "cascade");
    let alone = count(price, "discount_ppm");
    let discount = if cascade.is_empty() { alone } else { together(&cascade) };
    (count(price, "micro"), number(price, "per").unwrap_or(1), discount)
}

fn is_price_wrong(line: &Value) -> bool {
    let price = &line["price"];
    let per = number(price, "per").unwrap_or(1);
    let cascade = numbers(line, "cascade");
    !is_price(count(price, "micro"), per, count(price, "discount_ppm"), &cascade)
}

fn charges_of(payload: &Value, key: &str) -> Vec<Charge> {
    let charge = |(n, one): (i64, &Value)| Charge {
        n,
        per_shipment: name(one, "per") == "shipment",
        amount: count(one, "amount_minor"),
    };
    (1..).zip(&list(payload, key)).map(charge).collect()
}

impl Oracle {
    pub(crate) fn note_members(&mut self, answer: &Value) {
        for member in answer.as_array().into_iter().flatten() {
            self.books.members.push(name(member, "member_id"));
        }
    }

    pub(crate) fn note_customer(&mut self, c: &Command<'_>, answer: &Value) {
        let id = name(answer, "customer_id");
        self.books.customers.retain(|customer| customer.id != id);
        self.books.customers.push(Customer {
            id,
            currency: text(c.payload, "currency").unwrap_or(self.books.currency.clone()),
            regime: name(c.payload, "vat_regime"),
            basis: text(c.payload, "basis").unwrap_or("delivery".to_owned()),
            required: texts(c.payload, "required_references"),
        });
    }

    pub(crate) fn note_product(&mut self, c: &Command<'_>, answer: &Value) {
        self.books.products.push(Product {
            id: name(answer, "product_id"),
            service: name(c.payload, "kind") == "service",
            class: name(c.payload, "tax_category"),
            scale: count(c.payload, "unit_scale"),
        });
    }

    pub(crate) fn note_list_prices(&mut self, c: &Command<'_>) {
        for price in list(c.payload, "prices") {
            self.books.list_prices.push(ListPrice {
                product: name(c.payload, "product_id"),
                currency: name(&price, "currency"),
                valid_from: name(&price, "valid_from"),
                micro: count(&price, "price_micro"),
                per: number(&price, "per").unwrap_or(1),
            });
        }
    }

    pub(crate) fn note_rates(&mut self, answer: &Value) {
        self.books.rates.clear();
        for rate in list(answer, "rates") {
            self.books.rates.push(Rate {
                regime: name(&rate, "regime"),
                class: name(&rate, "tax_category"),
                valid_from: name(&rate, "valid_from"),
                group: Group {
                    category: name(&rate, "vat_category"),
                    rate_ppm: count(&rate, "rate_ppm"),
                    reason_code: name(&rate, "reason_code"),
                },
            });
        }
    }

    fn line_of(&self, n: i64, line: &Value) -> Option<OrderLine> {
        let product = self.books.product(&name(line, "product_id"))?.clone();
        Some(OrderLine {
            n,
            product,
            quantity: count(line, "quantity"),
            excess: 0,
            to_be_agreed: yes(line, "to_be_agreed"),
            stated: line["price"].is_object().then(|| price_of(line)),
            prices: Vec::new(),
        })
    }

    /// What is wrong with lines as they are entered.
    fn lines_wrong(&self, lines: &[Value], why: &mut Reasons) {
        for line in lines {
            let product = self.books.product(&name(line, "product_id"));
            why.any(product.is_none());
            let scale = product.map_or(0, |product| product.scale);
            why.any(!is_countable(count(line, "quantity"), scale));
            if line["price"].is_object() {
                why.any(is_price_wrong(line) || !said(&line["evidence"], "reference"));
            } else {
                why.unsure(!numbers(line, "cascade").is_empty());
            }
            why.unsure(yes(line, "to_be_agreed") && line["price"].is_object());
        }
    }

    /// The first price of a line: what the customer's order states, else what the list asks.
    fn first_price(&self, order: &Order, line: &OrderLine) -> Option<Price> {
        let of_list = || {
            let all = self.books.list_prices.iter();
            let of = all.filter(|p| p.product == line.product.id && p.currency == order.currency);
            let by_then = of.filter(|p| p.valid_from <= order.ordered_on);
            by_then.max_by_key(|p| p.valid_from.clone()).map(|p| (p.micro, p.per, 0))
        };
        let (micro, per, discount_ppm) = line.stated.or_else(of_list)?;
        Some(Price {
            n: 1,
            micro,
            per,
            discount_ppm,
            currency: order.currency.clone(),
            applies_from: order.ordered_on.clone(),
            allowance: 0,
            allowance_quantity: 0,
        })
    }

    /// The order with the first price of each line; nothing where a line finds none.
    fn agreed(&self, order: &Order) -> Option<Order> {
        let mut agreed = order.clone();
        for line in &mut agreed.lines {
            if !line.to_be_agreed {
                line.prices = vec![self.first_price(order, line)?];
            }
        }
        Some(agreed)
    }

    pub(crate) fn judge_save(&self, c: &Command<'_>) -> Verdict {
        let p = c.payload;
        let mut why = Reasons::default();
        why.any(self.books.customer(&name(p, "customer_id")).is_none());
        self.lines_wrong(&list(p, "lines"), &mut why);
        why.any(list(p, "charges").iter().any(|charge| count(charge, "amount_minor") <= 0));
        if let Some(id) = text(p, "order_id") {
            let is_draft = self.books.order(&id).is_some_and(|order| order.state == "draft");
            why.any(!is_draft);
        }
        let discount = &p["discount"];
        let (ppm, amount) = (count(discount, "ppm"), count(discount, "amount_minor"));
        why.any(!(0..=1_000_000).contains(&ppm) || amount < 0);
        why.unsure(discount.is_object() && ppm == 0 && amount == 0);
        why.verdict()
    }

    pub(crate) fn note_save(&mut self, c: &Command<'_>, answer: &Value) {
        let (p, id) = (c.payload, name(answer, "order_id"));
        let customer = self.books.customer(&name(p, "customer_id")).expect("a customer").clone();
        let lines = list(p, "lines");
        let lines = (1..).zip(&lines).filter_map(|(n, line)| self.line_of(n, line)).collect();
        let bill_to = text(p, "bill_to").unwrap_or(customer.id.clone());
        let kinds = ["customer_po", "contract", "project", "buyer_reference", "cig", "cup"];
        let references = &p["references"];
        let has = kinds.iter().filter(|kind| said(references, kind));
        self.books.orders.retain(|order| order.id != id);
        self.books.orders.push(Order {
            id,
            number: String::new(),
            state: "draft".to_owned(),
            ordered_on: text(p, "ordered_on").unwrap_or(c.today.to_owned()),
            sold_to: customer.id,
            payer: text(p, "payer").unwrap_or(bill_to.clone()),
            bill_to,
            currency: text(p, "currency").unwrap_or(customer.currency),
            regime: text(p, "vat_regime").unwrap_or(customer.regime),
            basis: text(p, "basis").unwrap_or(customer.basis),
            references: has.map(|kind| (*kind).to_owned()).collect(),
            discount_ppm: number(&p["discount"], "ppm"),
            discount_minor: number(&p["discount"], "amount_minor"),
            lines,
            charges: charges_of(p, "charges"),
        });
    }

    pub(crate) fn judge_confirm(&self, c: &Command<'_>) -> Verdict {
        let Some(order) = self.books.order(&name(c.payload, "order_id")) else {
            return unknown();
        };
        let mut why = Reasons::default();
        why.code(order.state != "draft", "order_not_draft");
        why.code(order.lines.is_empty(), "order_empty");
        let bill_to = self.books.customer(&order.bill_to).expect("a customer");
        let missing = bill_to.required.iter().any(|one| !order.references.contains(one));
        why.code(missing, "references_missing");
        why.code(self.books.is_on_hold(order, c.today), "on_hold");
        match self.agreed(order) {
            None => why.code(true, "no_price"),
            Some(agreed) => {
                let amount = order.discount_minor.unwrap_or(0);
                why.code(amount > agreed.nets_agreed(), "discount_too_large");
            }
        }
        why.verdict()
    }

    pub(crate) fn note_confirm(&mut self, c: &Command<'_>, answer: &Value) {
        let id = name(c.payload, "order_id");
        let order = self.books.order(&id).expect("a known order");
        let mut agreed = self.agreed(order).expect("prices of all lines");
        agreed.lay_discount();
        agreed.state = "confirmed".to_owned();
        agreed.number = name(answer, "number");
        *self.books.order_mut(&id) = agreed;
    }

    pub(crate) fn judge_amend(&self, c: &Command<'_>) -> Verdict {
        let p = c.payload;
        let Some(order) = self.books.order(&name(p, "order_id")) else {
            return unknown();
        };
        let mut why = Reasons::default();
        why.any(!order.is_open() || !said(p, "reason"));
        let rows = self.books.balances(order);
        for change in list(p, "lines") {
            let (n, quantity) = (count(&change, "line_n"), count(&change, "quantity"));
            let Some(line) = order.line(n) else {
                return unknown();
            };
            why.any(quantity != 0 && !is_countable(quantity, line.product.scale));
            let own = rows.iter().filter(|row| row.line_n == n && !row.is_replacement);
            let received: i64 = own.map(|row| row.net).sum();
            let is_lower = quantity < line.quantity && quantity < received;
            why.code(is_lower, "quantity_below_received");
        }
        let added = list(p, "add_lines");
        self.lines_wrong(&added, &mut why);
        let mut order = order.clone();
        order.currency = text(p, "currency").unwrap_or(order.currency);
        for line in &added {
            let line = self.line_of(0, line);
            let priced = |l: &OrderLine| l.to_be_agreed || self.first_price(&order, l).is_some();
            why.code(line.is_some_and(|line| !priced(&line)), "no_price");
        }
        let parties = ["sold_to", "bill_to", "payer"].map(|key| text(p, key));
        let known = |id: &String| self.books.customer(id).is_some();
        why.any(parties.iter().flatten().any(|id| !known(id)));
        why.any(list(p, "add_charges").iter().any(|one| count(one, "amount_minor") <= 0));
        if why.clone().verdict() == Verdict::Accept {
            let mut after = self.clone();
            after.note_amend(c);
            let (was, is) = (&self.books.orders, &after.books.orders);
            why.unsure(format!("{was:?}") == format!("{is:?}"));
        }
        why.verdict()
    }

    pub(crate) fn note_amend(&mut self, c: &Command<'_>) {
        let p = c.payload;
        let mut order = self.books.order(&name(p, "order_id")).expect("a known order").clone();
        for change in list(p, "lines") {
            order.line_mut(count(&change, "line_n")).quantity = count(&change, "quantity");
        }
        order.sold_to = text(p, "sold_to").unwrap_or(order.sold_to);
        order.bill_to = text(p, "bill_to").unwrap_or(order.bill_to);
        order.payer = text(p, "payer").unwrap_or(order.payer);
        order.currency = text(p, "currency").unwrap_or(order.currency);
        order.regime = text(p, "vat_regime").unwrap_or(order.regime);
        order.basis = text(p, "basis").unwrap_or(order.basis);
        for added in list(p, "add_lines") {
            let n = order.lines.iter().map(|line| line.n).max().unwrap_or(0) + 1;
            let mut line = self.line_of(n, &added).expect("a known product");
            if !line.to_be_agreed {
                line.prices = vec![self.first_price(&order, &line).expect("a price")];
            }
            order.lines.push(line);
        }
        for mut charge in charges_of(p, "add_charges") {
            charge.n = order.charges.iter().map(|one| one.n).max().unwrap_or(0) + 1;
            order.charges.push(charge);
        }
        let id = order.id.clone();
        *self.books.order_mut(&id) = order;
    }

    pub(crate) fn judge_prices(&self, c: &Command<'_>) -> Verdict {
        let Some(order) = self.books.order(&name(c.payload, "order_id")) else {
            return unknown();
        };
        let mut why = Reasons::default();
        why.any(order.state != "confirmed" && order.state != "closed");
        let prices = list(c.payload, "prices");
        why.any(prices.is_empty());
        for price in prices {
            why.any(order.line(count(&price, "line_n")).is_none());
            why.any(is_price_wrong(&price) || !said(&price["evidence"], "reference"));
        }
        why.verdict()
    }

    pub(crate) fn note_prices(&mut self, c: &Command<'_>, answer: &Value) -> Vec<String> {
        let order = self.books.order_mut(&name(c.payload, "order_id"));
        let (currency, ordered_on) = (order.currency.clone(), order.ordered_on.clone());
        let mut given = Vec::new();
        for price in list(c.payload, "prices") {
            let (micro, per, discount_ppm) = price_of(&price);
            let line = order.line_mut(count(&price, "line_n"));
            let n = line.prices.iter().map(|one| one.n).max().unwrap_or(0) + 1;
            line.prices.push(Price {
                n,
                micro,
                per,
                discount_ppm,
                currency: currency.clone(),
                applies_from: text(&price, "applies_from").unwrap_or(ordered_on.clone()),
                allowance: 0,
                allowance_quantity: 0,
            });
            given.push(json!({ "line_n": line.n, "price_n": n }));
        }
        differs("prices", &given.into(), &answer["prices"])
    }

    pub(crate) fn judge_excess(&self, c: &Command<'_>) -> Verdict {
        let Some(order) = self.books.order(&name(c.payload, "order_id")) else {
            return unknown();
        };
        let Some(line) = order.line(count(c.payload, "line_n")) else {
            return unknown();
        };
        let mut why = Reasons::default();
        why.any(!is_countable(count(c.payload, "quantity"), line.product.scale));
        why.any(!said(&c.payload["evidence"], "reference"));
        why.code(line.prices.is_empty(), "no_price");
        why.unsure(!order.is_open());
        why.verdict()
    }

    pub(crate) fn note_excess(&mut self, c: &Command<'_>, answer: &Value) -> Vec<String> {
        let order = self.books.order_mut(&name(c.payload, "order_id"));
        let line = order.line_mut(count(c.payload, "line_n"));
        line.excess += count(c.payload, "quantity");
        differs("excess", &line.excess.into(), &answer["excess"])
    }

    pub(crate) fn judge_remainder(&self, c: &Command<'_>) -> Verdict {
        let Some(order) = self.books.order(&name(c.payload, "order_id")) else {
            return unknown();
        };
        let mut why = Reasons::default();
        why.any(!order.is_open() || !said(c.payload, "reason"));
        // Whether cancelling nothing is an act is not for the law of billing.
        why.unsure(true);
        why.verdict()
    }

    /// The quantities come from the answer; the law says between which bounds they lie.
    pub(crate) fn note_remainder(&mut self, c: &Command<'_>, answer: &Value) -> Vec<String> {
        let id = name(c.payload, "order_id");
        let mut wrong = Vec::new();
        for given in list(answer, "lines") {
            let (n, now) = (count(&given, "line_n"), count(&given, "quantity"));
            let order = self.books.order(&id).expect("a known order");
            let rows = self.books.balances(order);
            let own = rows.iter().filter(|row| row.line_n == n && !row.is_replacement);
            let net: i64 = own.map(|row| row.net).sum();
            let Some(before) = order.line(n).map(|line| line.quantity) else {
                return vec![format!("there is no line {n}")];
            };
            let plain = self.shipped_plainly(&id, n);
            if now > before || now < net.min(before) || plain.is_some_and(|p| now != p.min(before))
            {
                let must = format!("{:?} within {net} and {before}", plain);
                wrong.push(format!("line {n} must be lowered to {must}, and is {now}"));
            }
            self.books.order_mut(&id).line_mut(n).quantity = now;
        }
        wrong
    }

    pub(crate) fn judge_hold(&self, c: &Command<'_>) -> Verdict {
        let (order, customer) = (text(c.payload, "order_id"), text(c.payload, "customer_id"));
        let mut why = Reasons::default();
        why.any(order.is_some() == customer.is_some());
        why.any(order.is_some_and(|id| self.books.order(&id).is_none()));
        why.any(customer.is_some_and(|id| self.books.customer(&id).is_none()));
        why.any(!said(c.payload, "reason"));
        why.verdict()
    }

    pub(crate) fn note_hold(&mut self, c: &Command<'_>, answer: &Value) {
        self.books.holds.push(Hold {
            id: name(answer, "hold_id"),
            order: text(c.payload, "order_id"),
            customer: text(c.payload, "customer_id"),
            expires_on: text(c.payload, "expires_on"),
            released: false,
        });
    }

    pub(crate) fn judge_release(&self, c: &Command<'_>) -> Verdict {
        let id = name(c.payload, "hold_id");
        let Some(hold) = self.books.holds.iter().find(|hold| hold.id == id) else {
            return unknown();
        };
        let mut why = Reasons::default();
        why.any(hold.released || !said(c.payload, "reason"));
        why.unsure(hold.expires_on.as_ref().is_some_and(|day| day.as_str() < c.today));
        why.verdict()
    }

    pub(crate) fn note_release(&mut self, c: &Command<'_>) {
        let id = name(c.payload, "hold_id");
        for hold in self.books.holds.iter_mut().filter(|hold| hold.id == id) {
            hold.released = true;
        }
    }

    pub(crate) fn judge_cancel(&self, c: &Command<'_>) -> Verdict {
        let Some(order) = self.books.order(&name(c.payload, "order_id")) else {
            return unknown();
        };
        let of_it = |s: &&crate::books::Shipment| s.lines.iter().any(|l| l.order == order.id);
        let mut shipments = self.books.shipments.iter().filter(of_it);
        let mut why = Reasons::default();
        why.any(order.state != "draft" && order.state != "confirmed");
        why.unsure(shipments.next().is_some());
        why.verdict()
    }

    pub(crate) fn note_ended(&mut self, c: &Command<'_>, answer: &Value) {
        let order = self.books.order_mut(&name(c.payload, "order_id"));
        order.state = name(answer, "state");
    }
}

//! What may be billed of an order today, as which documents, and what keeps the rest from it.

use crate::books::{
    Books, Charge, Group, Invoice, InvoiceCharge, InvoiceLine, Of, Order, OrderLine, Totals,
};
use crate::fraction::{Fraction, shares};
use crate::law::Balance;
use crate::price::{gross, net};

/// A document that could be posted now.
#[derive(Clone, Debug)]
pub struct Proposed {
    /// `immediate` or `deferred`
    pub kind: String,
    pub order: String,
    pub currency: String,
    pub lines: Vec<InvoiceLine>,
    pub charges: Vec<InvoiceCharge>,
    pub totals: Totals,
}

/// A quantity of a shipment line that waits, and the word for why.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Blocked {
    pub line_n: i64,
    pub shipment: String,
    pub why: String,
    pub quantity: i64,
}

/// What billing an order comes to today.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    pub proposed: Vec<Proposed>,
    pub blocked: Vec<Blocked>,
}

/// Tax of each group on the sum of what is in it; the sum of the taxes.
pub fn taxes(parts: &[(Group, i64)]) -> Vec<(Group, i64, i64)> {
    let mut sums: Vec<(Group, i64)> = Vec::new();
    for (group, amount) in parts {
        match sums.iter_mut().find(|(known, _)| known == group) {
            Some((_, sum)) => *sum += amount,
            None => sums.push((group.clone(), *amount)),
        }
    }
    let tax = |group: &Group, sum: i64| {
        Fraction::whole(sum).times(Fraction::millionths(group.rate_ppm)).rounded()
    };
    sums.into_iter().map(|(group, sum)| (group.clone(), sum, tax(&group, sum))).collect()
}

/// The totals of a document of lines and charges.
pub fn totals(lines: &[(Group, i64)], charges: &[(Group, i64)]) -> Totals {
    let all: Vec<(Group, i64)> = lines.iter().chain(charges).cloned().collect();
    let net = lines.iter().map(|(_, amount)| amount).sum();
    let charged = charges.iter().map(|(_, amount)| amount).sum();
    let tax = taxes(&all).iter().map(|(_, _, tax)| tax).sum();
    Totals { net, charges: charged, tax, gross: net + charged + tax }
}

impl Books {
    /// What billing an order comes to on a day.
    pub fn outcome(&self, order: &Order, today: &str) -> Outcome {
        let mut outcome = Outcome::default();
        if order.number.is_empty() || order.state == "cancelled" {
            return outcome;
        }
        let mut ready: Vec<InvoiceLine> = Vec::new();
        for row in self.balances(order) {
            let line = order.line(row.line_n).expect("a line of the order");
            self.waits(order, &row, &mut outcome.blocked);
            if row.balance <= 0 {
                continue;
            }
            match self.invoice_line(order, line, &row, &ready) {
                Ok(one) => ready.push(one),
                Err(why) => outcome.blocked.push(blocked(&row, &why, row.balance)),
            }
        }
        ready.sort_by(|a, b| {
            let key = |l: &InvoiceLine| {
                (l.line_n, l.supply_date.clone(), l.shipment_number.clone(), l.shipment_n)
            };
            key(a).cmp(&key(b))
        });
        outcome.proposed = self.documents(order, &ready, today);
        outcome
    }

    /// What was not received, and what was received above what is agreed.
    fn waits(&self, order: &Order, row: &Balance, waiting: &mut Vec<Blocked>) {
        if row.is_replacement {
            return;
        }
        if row.net > row.entitled {
            waiting.push(blocked(row, "above_agreed", row.net - row.entitled));
        }
        let shipment = self.shipment(&row.shipment).expect("a known shipment");
        let line = shipment.line(row.shipment_n).expect("a known line");
        let on_the_way = shipment.is(&["issued", "in_transit", "delivered", "unproven"]);
        let unproven = shipment.proof.is_none() && order.basis == "delivery";
        if on_the_way && unproven && row.net == 0 && line.returned == 0 {
            waiting.push(blocked(row, "not_received", line.quantity));
        }
    }

    fn rate(&self, order: &Order, class: &str, day: &str) -> Option<Group> {
        let of = self.rates.iter().filter(|r| r.regime == order.regime && r.class == class);
        let by_then = of.filter(|r| r.valid_from.as_str() <= day);
        by_then.max_by_key(|r| r.valid_from.clone()).map(|r| r.group.clone())
    }

    fn missing_references(&self, order: &Order) -> bool {
        let bill_to = self.customer(&order.bill_to).expect("a known customer");
        bill_to.required.iter().any(|one| !order.references.contains(one))
    }

    /// The invoice line of a positive balance, or the word for what blocks it.
    fn invoice_line(
        &self,
        order: &Order,
        line: &OrderLine,
        row: &Balance,
        ready: &[InvoiceLine],
    ) -> Result<InvoiceLine, String> {
        if self.missing_references(order) {
            return Err("references_missing".to_owned());
        }
        let day = &row.dispatched_on;
        if line.prices.is_empty() {
            return Err("to_be_agreed".to_owned());
        }
        let price = line.price_on(day).filter(|price| price.currency == order.currency);
        let price = price.ok_or("price_missing")?.clone();
        let group = self.rate(order, &line.product.class, day).ok_or("vat_rate_missing")?;
        if group.rate_ppm > 0 && order.currency != self.currency {
            return Err("exchange_rate_missing".to_owned());
        }
        let before = net(row.balance, &price);
        let share = self.share(order, line.n, row.balance, before, ready, &price);
        Ok(InvoiceLine {
            n: 0,
            line_n: line.n,
            shipment: row.shipment.clone(),
            shipment_n: row.shipment_n,
            shipment_number: row.shipment_number.clone(),
            supply_date: day.clone(),
            service: line.product.service,
            quantity: row.balance,
            gross: gross(row.balance, &price),
            net: before - share,
            share,
            price,
            group,
        })
    }

    /// The part of a line's discount in money that goes with a quantity: as much as all quantity
    /// so far has earned, less what was given with it.
    fn share(
        &self,
        order: &Order,
        line_n: i64,
        quantity: i64,
        before: i64,
        ready: &[InvoiceLine],
        price: &crate::books::Price,
    ) -> i64 {
        if price.allowance == 0 {
            return 0;
        }
        let (mut billed, mut given) = (0, 0);
        for invoice in self.invoices.iter().filter(|invoice| invoice.order == order.id) {
            for line in &invoice.lines {
                if line.line_n != line_n || line.price.n != price.n {
                    continue;
                }
                let back = self.quantity_credited(invoice, line);
                let kept = line.quantity - back;
                billed += kept;
                given += part(line.share, kept, line.quantity);
            }
        }
        for line in ready.iter().filter(|l| l.line_n == line_n && l.price.n == price.n) {
            billed += line.quantity;
            given += line.share;
        }
        let earned = part(
            price.allowance,
            (billed + quantity).min(price.allowance_quantity),
            price.allowance_quantity,
        );
        (earned - given).max(0).min(before)
    }

    /// The quantity that was given back of an invoice line.
    pub fn quantity_credited(&self, invoice: &Invoice, line: &InvoiceLine) -> i64 {
        self.credits_of(&invoice.id, &Of::Line(line.n)).iter().map(|c| c.quantity).sum()
    }

    /// Deferred by month, then what is billed at once.
    fn documents(&self, order: &Order, ready: &[InvoiceLine], today: &str) -> Vec<Proposed> {
        let is_deferred = |line: &InvoiceLine| {
            self.country == "IT" && !line.service && line.supply_date.as_str() < today
        };
        let mut months: Vec<String> = Vec::new();
        for line in ready.iter().filter(|line| is_deferred(line)) {
            months.push(line.supply_date[..7].to_owned());
        }
        months.sort();
        months.dedup();
        let mut groups: Vec<(String, Vec<InvoiceLine>)> = Vec::new();
        for month in months {
            let of_it = |l: &&InvoiceLine| is_deferred(l) && l.supply_date.starts_with(&month);
            let lines = ready.iter().filter(of_it).cloned().collect();
            groups.push(("deferred".to_owned(), lines));
        }
        let at_once: Vec<InvoiceLine> = ready.iter().filter(|l| !is_deferred(l)).cloned().collect();
        if !at_once.is_empty() {
            groups.push(("immediate".to_owned(), at_once));
        }
        let mut proposed: Vec<Proposed> = Vec::new();
        for (kind, mut lines) in groups {
            for (n, line) in (1..).zip(&mut lines) {
                line.n = n;
            }
            let charges = self.charges(order, &lines, &proposed);
            let parts: Vec<_> = lines.iter().map(|l| (l.group.clone(), l.net)).collect();
            let charged: Vec<_> = charges.iter().map(|c| (c.group.clone(), c.net)).collect();
            proposed.push(Proposed {
                kind,
                order: order.id.clone(),
                currency: order.currency.clone(),
                totals: totals(&parts, &charged),
                lines,
                charges,
            });
        }
        proposed
    }

    /// The charges that go with these lines, after those of the documents before.
    fn charges(
        &self,
        order: &Order,
        lines: &[InvoiceLine],
        before: &[Proposed],
    ) -> Vec<InvoiceCharge> {
        let mut due = Vec::new();
        for charge in &order.charges {
            if !charge.per_shipment {
                if !self.is_charged(order, charge, &None, before) {
                    due.extend(split(charge, None, lines));
                }
                continue;
            }
            let mut shipments: Vec<String> = Vec::new();
            for line in lines {
                if !shipments.contains(&line.shipment) {
                    shipments.push(line.shipment.clone());
                }
            }
            for shipment in shipments {
                let shipment = Some(shipment);
                if !self.is_charged(order, charge, &shipment, before) {
                    due.extend(split(charge, shipment, lines));
                }
            }
        }
        for (n, part) in (1..).zip(&mut due) {
            part.n = n;
        }
        due
    }

    fn is_charged(
        &self,
        order: &Order,
        charge: &Charge,
        shipment: &Option<String>,
        before: &[Proposed],
    ) -> bool {
        let is = |part: &InvoiceCharge| part.charge_n == charge.n && part.shipment == *shipment;
        let of_order = |invoice: &&Invoice| invoice.order == order.id && !invoice.cancelled;
        self.invoices.iter().filter(of_order).any(|invoice| invoice.charges.iter().any(is))
            || before.iter().any(|document| document.charges.iter().any(is))
    }
}

/// `whole` x `some` / `all`, rounded.
pub fn part(whole: i64, some: i64, all: i64) -> i64 {
    if all == 0 {
        return 0;
    }
    Fraction::whole(whole).times(Fraction::of(some, all)).rounded()
}

/// A charge over the VAT groups of the goods that it goes with, by their net.
fn split(charge: &Charge, shipment: Option<String>, lines: &[InvoiceLine]) -> Vec<InvoiceCharge> {
    let mut nets: Vec<(Group, i64)> = Vec::new();
    for line in lines {
        if shipment.as_ref().is_some_and(|one| *one != line.shipment) {
            continue;
        }
        match nets.iter_mut().find(|(group, _)| *group == line.group) {
            Some((_, net)) => *net += line.net,
            None => nets.push((line.group.clone(), line.net)),
        }
    }
    let weights: Vec<i64> = nets.iter().map(|(_, net)| *net).collect();
    let given = shares(charge.amount, &weights);
    let mut parts = Vec::new();
    for ((group, _), net) in nets.into_iter().zip(given) {
        if net != 0 {
            let (charge_n, shipment) = (charge.n, shipment.clone());
            parts.push(InvoiceCharge { n: 0, charge_n, shipment, net, group });
        }
    }
    parts
}

fn blocked(row: &Balance, why: &str, quantity: i64) -> Blocked {
    Blocked { line_n: row.line_n, shipment: row.shipment.clone(), why: why.to_owned(), quantity }
}

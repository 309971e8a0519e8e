//! What is owed back of an order: quantities that nobody has, prices that were lowered.

use crate::books::{Books, CreditLine, Group, Invoice, InvoiceLine, Of, Order, Totals};
use crate::invoicing::{part, totals};
use crate::price::net;

/// A credit note that could be posted now; it is of one invoice.
#[derive(Clone, Debug)]
pub struct Owed {
    pub order: String,
    pub invoice: String,
    pub invoice_number: String,
    pub currency: String,
    pub lines: Vec<CreditLine>,
    pub totals: Totals,
}

/// The totals of credit lines.
pub fn credit_totals(lines: &[CreditLine]) -> Totals {
    let of = |is_line: bool| -> Vec<(Group, i64)> {
        let kind = lines.iter().filter(|c| matches!(c.of, Of::Line(_)) == is_line);
        kind.map(|c| (c.group.clone(), c.amount)).collect()
    };
    totals(&of(true), &of(false))
}

const OF_QUANTITY: [&str; 3] = ["returned", "not_received", "document_cancelled"];

/// What was given back so far of one invoice line.
struct Given {
    quantity: i64,
    /// Amounts that went with quantity.
    with_quantity: i64,
    /// Amounts of value only.
    value: i64,
    /// Of these, because of a lower price.
    lower_price: i64,
}

fn given(credits: &[CreditLine]) -> Given {
    let mut sum = Given { quantity: 0, with_quantity: 0, value: 0, lower_price: 0 };
    for credit in credits {
        sum.quantity += credit.quantity;
        if OF_QUANTITY.contains(&credit.cause.as_str()) {
            sum.with_quantity += credit.amount;
        } else {
            sum.value += credit.amount;
        }
        if credit.cause == "lower_price" {
            sum.lower_price += credit.amount;
        }
    }
    sum
}

impl Books {
    /// The credit notes that an order makes due now, by number of the invoice.
    pub fn owed(&self, order: &Order) -> Vec<Owed> {
        if order.number.is_empty() || order.state == "cancelled" {
            return Vec::new();
        }
        let mut pending: Vec<(String, CreditLine)> = Vec::new();
        for row in self.balances(order).iter().filter(|row| row.balance < 0) {
            let over = -row.balance;
            let undone = ["not_received", "document_cancelled"];
            let billed = row.invoiced - self.credited(&row.shipment, row.shipment_n, &undone);
            let not_received = (billed - row.received).clamp(0, over);
            let given = self.credited(&row.shipment, row.shipment_n, &["returned"]);
            // What is left over was taken by an earlier delivery note, so not received either.
            let returned = (row.returned - given).max(0).min(over - not_received);
            let place = (row.shipment.as_str(), row.shipment_n);
            self.take(order, place, over - returned, "not_received", &mut pending);
            self.take(order, place, returned, "returned", &mut pending);
        }
        let mut notes = Vec::new();
        let mut invoices: Vec<&Invoice> =
            self.invoices.iter().filter(|invoice| invoice.order == order.id).collect();
        invoices.sort_by_key(|invoice| invoice.number.clone());
        for invoice in invoices {
            for line in &invoice.lines {
                self.lower(order, invoice, line, &mut pending);
            }
            let of_it = pending.iter().filter(|(id, _)| *id == invoice.id);
            let lines: Vec<CreditLine> = of_it.map(|(_, line)| line.clone()).collect();
            if lines.is_empty() {
                continue;
            }
            notes.push(Owed {
                order: order.id.clone(),
                invoice: invoice.id.clone(),
                invoice_number: invoice.number.clone(),
                currency: invoice.currency.clone(),
                totals: credit_totals(&lines),
                lines,
            });
        }
        notes
    }

    /// All credits of an invoice line: those posted, and those that are due before this one.
    fn so_far(
        &self,
        invoice: &Invoice,
        n: i64,
        pending: &[(String, CreditLine)],
    ) -> Vec<CreditLine> {
        let mut all = self.credits_of(&invoice.id, &Of::Line(n));
        for (id, credit) in pending {
            if *id == invoice.id && credit.of == Of::Line(n) {
                all.push(credit.clone());
            }
        }
        all
    }

    /// Takes a quantity back from the invoice lines of a shipment line, the newest first.
    fn take(
        &self,
        order: &Order,
        (shipment, shipment_n): (&str, i64),
        quantity: i64,
        cause: &str,
        pending: &mut Vec<(String, CreditLine)>,
    ) {
        let mut places: Vec<(&Invoice, &InvoiceLine)> = Vec::new();
        for invoice in self.invoices.iter().filter(|invoice| invoice.order == order.id) {
            for line in &invoice.lines {
                if line.shipment == shipment && line.shipment_n == shipment_n {
                    places.push((invoice, line));
                }
            }
        }
        places.sort_by_key(|(i, l)| (i.issued_on.clone(), i.number.clone(), l.n));
        places.reverse();
        let mut left = quantity;
        for (invoice, line) in places {
            let before = given(&self.so_far(invoice, line.n, pending));
            let some = left.min(line.quantity - before.quantity);
            if some <= 0 {
                continue;
            }
            left -= some;
            let base = line.net - before.value;
            let cumulative = part(base, before.quantity + some, line.quantity);
            pending.push((
                invoice.id.clone(),
                CreditLine {
                    of: Of::Line(line.n),
                    cause: cause.to_owned(),
                    quantity: some,
                    amount: (cumulative - before.with_quantity).max(0),
                    group: line.group.clone(),
                },
            ));
        }
    }

    /// What is due because the price of what was billed and kept is lower by now.
    fn lower(
        &self,
        order: &Order,
        invoice: &Invoice,
        line: &InvoiceLine,
        pending: &mut Vec<(String, CreditLine)>,
    ) {
        let before = given(&self.so_far(invoice, line.n, pending));
        let kept = line.quantity - before.quantity;
        let order_line = order.line(line.line_n).expect("a line of the order");
        let Some(now) = order_line.price_in(&invoice.currency, &line.supply_date) else {
            return;
        };
        if kept <= 0 || now.n == line.price.n {
            return;
        }
        let stands = line.net - before.with_quantity - before.lower_price;
        let at_most = line.net - before.with_quantity - before.value;
        let due = (stands - net(kept, now)).min(at_most);
        if due <= 0 {
            return;
        }
        pending.push((
            invoice.id.clone(),
            CreditLine {
                of: Of::Line(line.n),
                cause: "lower_price".to_owned(),
                quantity: 0,
                amount: due,
                group: line.group.clone(),
            },
        ));
    }

    /// Everything of an invoice that was not given back yet.
    pub fn remains(&self, invoice: &Invoice) -> Vec<CreditLine> {
        let mut rest = Vec::new();
        for line in &invoice.lines {
            let before = given(&self.credits_of(&invoice.id, &Of::Line(line.n)));
            let quantity = line.quantity - before.quantity;
            let amount = line.net - before.with_quantity - before.value;
            if quantity > 0 || amount > 0 {
                rest.push(CreditLine {
                    of: Of::Line(line.n),
                    cause: "document_cancelled".to_owned(),
                    quantity,
                    amount,
                    group: line.group.clone(),
                });
            }
        }
        for charge in &invoice.charges {
            let before = given(&self.credits_of(&invoice.id, &Of::Charge(charge.n)));
            let amount = charge.net - before.with_quantity - before.value;
            // One that was wholly given back is named too: it may be charged again.
            if !invoice.cancelled {
                rest.push(CreditLine {
                    of: Of::Charge(charge.n),
                    cause: "document_cancelled".to_owned(),
                    quantity: 0,
                    amount,
                    group: charge.group.clone(),
                });
            }
        }
        rest
    }

    /// The most that may still be given back of a line or charge, and its VAT group.
    pub fn creditable(&self, invoice: &Invoice, of: &Of) -> Option<(i64, Group)> {
        let (net, group) = match of {
            Of::Line(n) => invoice.lines.iter().find(|l| l.n == *n).map(|l| (l.net, &l.group))?,
            Of::Charge(n) => {
                invoice.charges.iter().find(|c| c.n == *n).map(|c| (c.net, &c.group))?
            }
        };
        let before: i64 = self.credits_of(&invoice.id, of).iter().map(|c| c.amount).sum();
        Some((net - before, group.clone()))
    }
}

//! Money: what is open of each invoice, what of a payment is free, what must be given back.

use crate::books::{Books, Invoice};

/// What became of one invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Debt {
    pub invoice: String,
    pub number: String,
    pub payer: String,
    pub currency: String,
    pub gross: i64,
    pub credited: i64,
    pub paid: i64,
    pub open: i64,
}

/// Money that goes back to a customer: a credit note that is due, or what a payment is too much.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OwedBack {
    /// `credit` or `payment`
    pub kind: String,
    /// The order of a credit.
    pub order: Option<String>,
    pub currency: String,
    pub amount: i64,
}

impl Books {
    pub fn debt(&self, invoice: &Invoice) -> Debt {
        let notes = self.credit_notes.iter().filter(|note| note.invoice == invoice.id);
        let credited = notes.map(|note| note.totals.gross).sum();
        let mut paid = 0;
        for payment in &self.payments {
            let laid = payment.allocations.iter().filter(|(id, _)| *id == invoice.id);
            paid += laid.map(|(_, amount)| amount).sum::<i64>();
        }
        Debt {
            invoice: invoice.id.clone(),
            number: invoice.number.clone(),
            payer: invoice.payer.clone(),
            currency: invoice.currency.clone(),
            gross: invoice.totals.gross,
            credited,
            paid,
            open: invoice.totals.gross - credited - paid,
        }
    }

    pub fn debts(&self) -> Vec<Debt> {
        self.invoices.iter().map(|invoice| self.debt(invoice)).collect()
    }

    /// What of a payment lies on no invoice and was not paid back.
    pub fn free(&self, payment: &str) -> i64 {
        let payment = self.payment(payment).expect("a known payment");
        let laid: i64 = payment.allocations.iter().map(|(_, amount)| amount).sum();
        payment.amount - laid - payment.refunded
    }

    /// What of a payment lies on invoices that are overpaid, by number of the invoice.
    pub fn releasable(&self, payment: &str) -> Vec<(String, i64)> {
        let payment = self.payment(payment).expect("a known payment");
        let mut over = Vec::new();
        let mut invoices: Vec<&Invoice> = self.invoices.iter().collect();
        invoices.sort_by_key(|invoice| invoice.number.clone());
        for invoice in invoices {
            let laid = payment.allocations.iter().filter(|(id, _)| *id == invoice.id);
            let laid: i64 = laid.map(|(_, amount)| amount).sum();
            let some = laid.min((-self.debt(invoice).open).max(0));
            if some > 0 {
                over.push((invoice.id.clone(), some));
            }
        }
        over
    }

    /// Takes off invoices what a payment overpays on them.
    pub fn release(&mut self, payment: &str) {
        for (invoice, mut over) in self.releasable(payment) {
            let of = self.payments.iter_mut().find(|one| one.id == payment);
            for (id, amount) in &mut of.expect("a known payment").allocations {
                if *id == invoice {
                    let some = over.min(*amount);
                    *amount -= some;
                    over -= some;
                }
            }
        }
    }

    /// Lays free money on invoices in the order given, each up to what is open; gives how much.
    pub fn lay(&mut self, payment: &str, invoices: &[String]) -> i64 {
        let mut laid = 0;
        for id in invoices {
            let invoice = self.invoice(id).expect("a known invoice");
            let some = self.free(payment).min(self.debt(invoice).open.max(0));
            if some > 0 {
                let of = self.payments.iter_mut().find(|one| one.id == payment);
                of.expect("a known payment").allocations.push((id.clone(), some));
                laid += some;
            }
        }
        laid
    }

    /// All that must be given back now.
    pub fn owed_back(&self) -> Vec<OwedBack> {
        let mut rows = Vec::new();
        for order in &self.orders {
            for note in self.owed(order) {
                rows.push(OwedBack {
                    kind: "credit".to_owned(),
                    order: Some(order.id.clone()),
                    currency: note.currency,
                    amount: note.totals.gross,
                });
            }
        }
        for payment in &self.payments {
            let over: i64 = self.releasable(&payment.id).iter().map(|(_, amount)| amount).sum();
            rows.push(OwedBack {
                kind: "payment".to_owned(),
                order: None,
                currency: payment.currency.clone(),
                amount: self.free(&payment.id) + over,
            });
        }
        rows.retain(|row| row.amount > 0);
        rows.sort();
        rows
    }
}

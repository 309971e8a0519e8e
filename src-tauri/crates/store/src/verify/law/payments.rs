//! Payments: no more is laid on invoices than arrived, none is paid twice, and only what pays
//! nothing goes back.

use std::collections::BTreeSet;

use super::Case;
use super::body::Id;
use super::books::{self, Law};
use super::papers::{Allocation, Payment, Reallocation, Refund};

impl Law {
    pub(super) fn payment_received(&mut self, case: &mut Case<'_>) {
        let Some(body) = case.read::<Payment>() else { return };
        case.holds(body.amount_minor > 0, "payment_wrong", || {
            format!("an amount of {}", body.amount_minor)
        });
        case.holds(body.allocations.iter().all(|a| a.amount_minor > 0), "payment_wrong", || {
            "it takes something off an invoice".into()
        });
        let payment = books::Payment {
            payer: body.payer,
            currency: body.currency,
            free_minor: body.amount_minor.into(),
            laid: Vec::new(),
        };
        if self.payments.insert(case.subject, payment).is_some() {
            case.say("payment_wrong", "it arrived before");
        }
        self.lay(case, &body.allocations, "payment_wrong");
        self.batons(case, &body.batons);
    }

    pub(super) fn payment_allocated(&mut self, case: &mut Case<'_>) {
        let Some(body) = case.read::<Reallocation>() else { return };
        self.lay(case, &body.allocations, "allocation_wrong");
        self.batons(case, &body.batons);
    }

    pub(super) fn refund_paid(&mut self, case: &mut Case<'_>) {
        let Some(body) = case.read::<Refund>() else { return };
        case.holds(body.amount_minor > 0, "refund_wrong", || {
            format!("an amount of {}", body.amount_minor)
        });
        let fresh = self.refunds.insert(body.refund_id);
        case.holds(fresh, "refund_wrong", || format!("refund {} twice", body.refund_id));
        case.holds(body.allocations.iter().all(|a| a.amount_minor < 0), "refund_wrong", || {
            "it pays an invoice".into()
        });
        self.lay(case, &body.allocations, "refund_wrong");
        if let Some(payment) = self.payments.get_mut(&case.subject) {
            payment.free_minor -= i128::from(body.amount_minor);
            let free = payment.free_minor;
            case.holds(free >= 0, "refund_wrong", || format!("{free} is left of the payment"));
        }
        self.batons(case, &body.batons);
    }

    /// Lays a payment on invoices and takes it off: on each once, first what comes off.
    fn lay(&mut self, case: &mut Case<'_>, parts: &[Allocation], code: &'static str) {
        if !self.payments.contains_key(&case.subject) {
            return case.say(code, "there is no such payment");
        }
        let mut seen = BTreeSet::new();
        let sorted = parts.iter().filter(|part| part.amount_minor < 0);
        for part in sorted.chain(parts.iter().filter(|part| part.amount_minor >= 0)) {
            let id = part.invoice_id;
            case.holds(seen.insert(id), code, || format!("invoice {id} twice"));
            self.lay_one(case, id, part.amount_minor.into(), code);
        }
        let free = self.payments.get(&case.subject).map_or(0, |payment| payment.free_minor);
        case.holds(free >= 0, code, || format!("{} more was laid than arrived", -free));
    }

    fn lay_one(&mut self, case: &mut Case<'_>, id: Id, amount: i128, code: &'static str) {
        let invoice =
            self.invoices.get(&id).map(|i| (i.terms.payer, i.terms.currency, i.open_minor()));
        let opening = self.opening_items.get(&id).map(|o| (o.payer, o.currency, o.open_minor));
        let Some(payment) = self.payments.get_mut(&case.subject) else { return };
        let Some((payer, currency, open)) = invoice.or(opening) else {
            return case.say(code, format!("there is no invoice {id}"));
        };
        let same = (payer, currency) == (payment.payer, payment.currency);
        case.holds(same, code, || format!("invoice {id} has another payer or currency"));
        let lies = payment.laid.iter().find(|(on, _)| *on == id).map_or(0, |(_, lies)| *lies);
        let may = match amount {
            0 => false,
            1.. => amount <= open,
            _ => -amount <= lies.min(-open),
        };
        case.holds(may, code, || {
            format!("{amount} on invoice {id}, of which {open} is open; {lies} lies there")
        });
        payment.free_minor -= amount;
        match payment.laid.iter_mut().find(|(on, _)| *on == id) {
            Some((_, lies)) => *lies += amount,
            None => payment.laid.push((id, amount)),
        }
        if let Some(opening) = self.opening_items.get_mut(&id) {
            opening.open_minor -= amount;
        }
        if let Some(invoice) = self.invoices.get_mut(&id) {
            invoice.paid_minor += amount;
            let orders = invoice.orders.clone();
            self.owed(&orders, -amount);
        }
    }
}

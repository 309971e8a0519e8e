//! What a credit is worth, and what of a line was credited.

use super::Case;
use super::amount::{of_line, part};
use super::books::{Law, Order};
use super::credits::at;
use super::lines::PostedLine;
use super::papers::{Cause, CreditLine, CreditNote};
use super::prices::in_force_in;

impl Law {
    /// The order that a posted line bills.
    pub(super) fn order_of(&self, posted: &PostedLine) -> Option<&Order> {
        self.orders.get(&self.shipment_line(posted.shipment)?.order_id)
    }

    /// A quantity goes back because more was billed than stands: what was never received, then what
    /// came back, from the newest invoices first.
    pub(super) fn owed_back(
        &self,
        case: &mut Case<'_>,
        note: &CreditNote,
        line: &CreditLine,
        posted: &PostedLine,
    ) {
        case.holds(line.quantity > 0, "credit_wrong", || at(line, "gives no quantity back"));
        let order = self.order_of(posted);
        let ordered =
            order.and_then(|o| Some((o, o.lines.iter().find(|l| l.line_n == posted.line_n)?)));
        let all = ordered.map_or_else(Vec::new, |(order, ordered)| self.balances(order, ordered));
        let own = all.iter().find(|balance| balance.delivery == posted.shipment);
        let delivery = self.shipment_line(posted.shipment);
        let (Some(own), Some(delivery)) = (own, delivery) else {
            return case.say("credit_not_owed", at(line, "never left"));
        };
        let owed = own.owed_back();
        let unreceived = delivery.invoiced.saturating_sub(delivery.credited());
        let unreceived = unreceived.saturating_sub(own.received).clamp(0, owed);
        // What came back goes back as that; what an earlier delivery note took of the agreed
        // quantity was not received under it.
        let came_back = delivery.returned().saturating_sub(delivery.credited_returned()).max(0);
        let came_back = came_back.min(owed - unreceived);
        let most = match line.cause {
            Cause::NotReceived => owed - came_back,
            _ => came_back,
        };
        case.holds(line.quantity <= most, "credit_not_owed", || {
            at(line, &format!("{} {:?}, {most} is owed back", line.quantity, line.cause))
        });
        let newer = self.newer(note, posted, &delivery.bills);
        case.holds(line.quantity <= (owed - newer).max(0), "credit_not_newest", || {
            at(line, &format!("{newer} of {owed} goes back from newer invoices"))
        });
    }

    /// What newer invoices of the same delivery bill and did not credit.
    fn newer(
        &self,
        note: &CreditNote,
        posted: &PostedLine,
        bills: &[(crate::verify::law::Id, i64)],
    ) -> i64 {
        let Some(own) = self.invoices.get(&note.invoice_id) else { return 0 };
        let key = (own.issued_on, &own.number, posted.invoice_n);
        let mut sum = 0_i64;
        for (invoice, n) in bills {
            let Some(other) = self.invoices.get(invoice) else { continue };
            let newer = (other.issued_on, &other.number, *n) > key;
            let line = self.posted_line(*invoice, *n).filter(|_| newer);
            sum = sum.saturating_add(line.map_or(0, PostedLine::left));
        }
        sum
    }

    /// The line's net less what was credited in value, by the cumulative rule.
    pub(super) fn worth(&self, case: &mut Case<'_>, line: &CreditLine, posted: &PostedLine) {
        let so_far = posted.credited().quantity.saturating_add(line.quantity).min(posted.quantity);
        let base = i128::from(posted.net_minor) - posted.credited().value_minor;
        let due = part(base, so_far, posted.quantity);
        let due = due.map(|due| (due - posted.credited().quantity_minor).max(0));
        case.holds(due == Some(line.net_minor.into()), "credit_amount_wrong", || {
            at(line, &format!("{} instead of {due:?}", line.net_minor))
        });
    }

    /// A lower price gives back what the standing quantity costs less now than was charged for it.
    pub(super) fn lower_price(
        &self,
        case: &mut Case<'_>,
        note: &CreditNote,
        line: &CreditLine,
        posted: &PostedLine,
    ) {
        let order = self.order_of(posted);
        let ordered = order.and_then(|o| o.lines.iter().find(|l| l.line_n == posted.line_n));
        let currency = self.invoices.get(&note.invoice_id).map(|invoice| invoice.terms.currency);
        let now = ordered.zip(currency).and_then(|(ordered, currency)| {
            in_force_in(&ordered.prices, currency, posted.supply_date)
        });
        let now = now.filter(|now| now.price_n != posted.price_n && posted.left() > 0);
        let due = now.and_then(|now| {
            let should = of_line(posted.left(), now.price, now.currency)?.net;
            let was = i128::from(posted.net_minor) - posted.credited().quantity_minor;
            Some((was - posted.credited().lower_price_minor - should).min(posted.left_minor()))
        });
        let right = due.is_some_and(|due| due > 0 && due == i128::from(line.net_minor));
        case.holds(right, "lower_price_wrong", || {
            at(line, &format!("{} instead of {due:?}", line.net_minor))
        });
    }

    /// Keeps what was credited of a line.
    pub(super) fn credited(&mut self, note: &CreditNote, line: &CreditLine, n: i64) {
        let Some(invoice) = self.invoices.get_mut(&note.invoice_id) else { return };
        let Some(posted) = invoice.lines.iter_mut().find(|l| l.invoice_n == n) else { return };
        let amount = i128::from(line.net_minor);
        let credited = posted.credited.get_or_insert_default();
        if line.quantity > 0 {
            credited.quantity = credited.quantity.saturating_add(line.quantity);
            credited.quantity_minor += amount;
        } else {
            credited.value_minor += amount;
        }
        if line.cause == Cause::LowerPrice {
            credited.lower_price_minor += amount;
        }
        let of = posted.shipment;
        if let Some(delivery) = self.shipment_line_mut(of) {
            let credited = match line.cause {
                Cause::Returned => &mut delivery.later().credited_returned,
                _ => &mut delivery.later().credited,
            };
            *credited = credited.saturating_add(line.quantity.max(0));
        }
    }

    /// Keeps what was credited of a charge; one taken back with its invoice may be billed again.
    pub(super) fn charge_credited(&mut self, note: &CreditNote, line: &CreditLine, n: i64) {
        let Some(invoice) = self.invoices.get_mut(&note.invoice_id) else { return };
        let charge = invoice.charges.iter_mut().find(|c| c.invoice_charge_n == n);
        let Some(charge) = charge else { return };
        charge.credited_minor += i128::from(line.net_minor);
        if line.cause != Cause::DocumentCancelled || charge.is_cancelled {
            return;
        }
        charge.is_cancelled = true;
        let (of, target) = (charge.charge_n, charge.shipment_id);
        let order = self.orders.get_mut(&charge.order_id);
        let mut charges = order.into_iter().flat_map(|order| &mut order.charges);
        if let Some(charge) = charges.find(|charge| charge.charge_n == of)
            && let Some(place) = charge.billed_for.iter().position(|billed| *billed == target)
        {
            charge.billed_for.remove(place);
        }
    }
}

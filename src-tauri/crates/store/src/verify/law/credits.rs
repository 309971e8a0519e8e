//! Credit notes: each corrects one invoice, and gives back what is owed back and no more.

use super::Case;
use super::body::LineRef;
use super::books::Law;
use super::holds::is_said;
use super::lines::{Posted, PostedLine};
use super::papers::{Cause, CreditLine, CreditNote};

impl Law {
    pub(super) fn credit_note_posted(&mut self, case: &mut Case<'_>) {
        let Some(note) = case.read::<CreditNote>() else { return };
        let Some((year, _)) = self.number(case, "N") else { return };
        self.dated(case, "N", year, note.issued_on);
        self.named(case, &note.seller, &note.buyer, note.terms.bill_to);
        let fresh = self.credit_notes.insert(case.subject);
        case.holds(fresh, "credit_twice", || "this credit note was posted before".into());
        self.laid_out(case, note.layout_hash.as_deref());
        self.credit_sums(case, &note);
        self.credit_exchange(case, &note);
        match self.invoices.get(&note.invoice_id) {
            None => case.say("credit_without_invoice", format!("invoice {}", note.invoice_id)),
            Some(invoice) => {
                self.corrects(case, &note, invoice);
                cancels(case, &note, invoice);
                for (n, line) in (1..).zip(&note.lines) {
                    case.holds(line.credit_n == n, "line_out_of_order", || {
                        at(line, "is counted wrong")
                    });
                    self.credit(case, &note, line);
                }
                self.credit_rests_on(case, &note);
            }
        }
        let gross = i128::from(note.totals.gross_minor);
        if let Some(invoice) = self.invoices.get_mut(&note.invoice_id) {
            invoice.credited_minor += gross;
            let orders = invoice.orders.clone();
            self.owed(&orders, -gross);
        }
        self.batons(case, &note.batons);
    }

    /// It goes to whom the invoice went, names it, and gives something back.
    fn corrects(&self, case: &mut Case<'_>, note: &CreditNote, invoice: &Posted) {
        case.holds(note.terms == invoice.terms, "credit_terms_wrong", || {
            format!("{:?} instead of {:?}", note.terms, invoice.terms)
        });
        let order = self.orders.get(&note.order_id);
        let names = invoice.orders.first() == Some(&note.order_id)
            && order.is_some_and(|order| *order.number == *note.order_number)
            && *invoice.number == *note.invoice_number
            && invoice.issued_on == note.invoice_date;
        case.holds(names, "credit_names_wrong", || {
            let named = (&note.order_number, &note.invoice_number, note.invoice_date);
            format!("{named:?}, the invoice is {} of {}", invoice.number, invoice.issued_on)
        });
        case.holds(invoice.issued_on <= note.issued_on, "credit_before_invoice", || {
            format!("{} before {}", note.issued_on, invoice.issued_on)
        });
        let gives = note.lines.iter().any(|line| line.quantity > 0 || line.net_minor > 0);
        case.holds(gives, "credit_empty", || "it gives nothing back".into());
        let decided = |line: &CreditLine| {
            let by = [Cause::Goodwill, Cause::KeepIt, Cause::Charge, Cause::DocumentCancelled];
            by.contains(&line.cause)
        };
        let said = note.note.as_deref().is_some_and(is_said);
        case.holds(said || !note.lines.iter().any(decided), "credit_without_reason", || {
            "a person decided it, and nobody says why".into()
        });
    }

    fn credit(&mut self, case: &mut Case<'_>, note: &CreditNote, line: &CreditLine) {
        case.holds(line.quantity >= 0 && line.net_minor >= 0, "credit_wrong", || {
            at(line, "takes something back")
        });
        match (line.invoice_n, line.invoice_charge_n) {
            (Some(n), None) => self.credit_goods(case, note, line, n),
            (None, Some(n)) => self.credit_charge(case, note, line, n),
            _ => case.say("credit_of_nothing", at(line, "is of not exactly one line or charge")),
        }
    }

    fn credit_goods(&mut self, case: &mut Case<'_>, note: &CreditNote, line: &CreditLine, n: i64) {
        let Some(posted) = self.posted_line(note.invoice_id, n) else {
            return case.say("credit_of_nothing", at(line, "is of no line of the invoice"));
        };
        self.copies(case, line, posted);
        let by_quantity =
            matches!(line.cause, Cause::Returned | Cause::NotReceived | Cause::DocumentCancelled);
        case.holds(line.quantity == 0 || by_quantity, "credit_wrong", || {
            at(line, &format!("{:?} gives back a quantity", line.cause))
        });
        if line.quantity > 0 {
            self.holder(case, line, posted.shipment);
        }
        case.holds(line.quantity <= posted.left(), "credited_above_billed", || {
            at(line, &format!("{} of {} that is left", line.quantity, posted.left()))
        });
        match line.cause {
            Cause::Returned | Cause::NotReceived => {
                self.owed_back(case, note, line, posted);
                self.worth(case, line, posted);
            }
            Cause::DocumentCancelled => {}
            Cause::LowerPrice => self.lower_price(case, note, line, posted),
            Cause::Goodwill | Cause::KeepIt | Cause::Charge => {
                case.holds(line.net_minor > 0, "credit_wrong", || at(line, "gives nothing back"));
            }
        }
        let left = posted.left_minor();
        case.holds(i128::from(line.net_minor) <= left, "credited_above_billed", || {
            at(line, &format!("{} of {left} that is left", line.net_minor))
        });
        self.credited(note, line, n);
    }

    /// It copies the line that it corrects.
    fn copies(&self, case: &mut Case<'_>, line: &CreditLine, posted: &PostedLine) {
        let order = self.order_of(posted);
        let ordered = order.and_then(|o| o.lines.iter().find(|l| l.line_n == posted.line_n));
        let unit = line.unit_code.as_deref().and_then(|unit| self.known_word(unit));
        let shipment = self.shipments.get(&posted.shipment.shipment_id);
        let number = shipment.and_then(|s| s.issue.as_ref()).map(|issue| &*issue.number);
        let same = line.line_n == Some(posted.line_n)
            && line.shipment == Some(posted.shipment)
            && line.shipment_number.as_deref() == number
            && unit.is_some()
            && unit == ordered.map(|ordered| ordered.unit);
        case.holds(same, "credit_line_wrong", || at(line, "is not what the invoice says"));
        let vat = self.vat_of(posted.vat);
        case.holds(vat == Some(&line.vat()), "vat_wrong", || {
            at(line, &format!("{:?} instead of {vat:?}", line.vat()))
        });
    }

    /// Only the stream that may bill a delivery credits its quantity.
    fn holder(&self, case: &mut Case<'_>, line: &CreditLine, of: LineRef) {
        let shipment = self.shipments.get(&of.shipment_id);
        let holder = shipment.and_then(|s| s.issue.as_ref()).map(|issue| issue.holder);
        case.holds(holder == Some(case.stream), "holder_wrong", || {
            at(line, &format!("only stream {holder:?} may credit it"))
        });
    }

    fn credit_charge(&mut self, case: &mut Case<'_>, note: &CreditNote, line: &CreditLine, n: i64) {
        let invoice = self.invoices.get(&note.invoice_id);
        let charge = invoice.and_then(|i| i.charges.iter().find(|c| c.invoice_charge_n == n));
        let Some(charge) = charge else {
            return case.say("credit_of_nothing", at(line, "is of no charge of the invoice"));
        };
        let vat = self.vat_of(charge.vat);
        case.holds(vat == Some(&line.vat()), "vat_wrong", || {
            at(line, &format!("{:?} instead of {vat:?}", line.vat()))
        });
        let plain = line.line_n.is_none() && line.shipment.is_none() && line.quantity == 0;
        case.holds(plain, "credit_line_wrong", || at(line, "is of goods, too"));
        let left = charge.left_minor();
        let right = match line.cause {
            Cause::DocumentCancelled => true,
            Cause::Goodwill | Cause::KeepIt | Cause::Charge => line.net_minor > 0,
            Cause::Returned | Cause::NotReceived | Cause::LowerPrice => false,
        };
        case.holds(right, "credit_wrong", || {
            at(line, &format!("{} of a charge for {:?}", line.net_minor, line.cause))
        });
        case.holds(i128::from(line.net_minor) <= left, "credited_above_billed", || {
            at(line, &format!("{} of {left} that is left", line.net_minor))
        });
        self.charge_credited(note, line, n);
    }
}

/// An invoice is taken back whole, on the customer's evidence: what is left of every line, and
/// every charge.
fn cancels(case: &mut Case<'_>, note: &CreditNote, invoice: &Posted) {
    let cancelled: Vec<&CreditLine> =
        note.lines.iter().filter(|line| line.cause == Cause::DocumentCancelled).collect();
    if cancelled.is_empty() {
        return;
    }
    let proven = note.evidence.as_ref().is_some_and(|evidence| is_said(&evidence.reference));
    case.holds(proven, "cancelled_unproven", || "the customer's evidence is missing".into());
    let mut expected: Vec<(Option<i64>, Option<i64>, i64, i128)> = Vec::new();
    for line in invoice.lines.iter().filter(|l| l.left() > 0 || l.left_minor() > 0) {
        expected.push((Some(line.invoice_n), None, line.left(), line.left_minor()));
    }
    for charge in invoice.charges.iter().filter(|charge| !charge.is_cancelled) {
        expected.push((None, Some(charge.invoice_charge_n), 0, charge.left_minor()));
    }
    let of = |l: &CreditLine| (l.invoice_n, l.invoice_charge_n, l.quantity, l.net_minor.into());
    let mut is: Vec<_> = note.lines.iter().map(of).collect();
    is.sort_unstable();
    expected.sort_unstable();
    let whole = cancelled.len() == note.lines.len() && is == expected;
    case.holds(whole, "cancelled_in_part", || format!("{is:?} instead of {expected:?}"));
}

/// Says which line of the credit note it is.
pub(super) fn at(line: &CreditLine, what: &str) -> String {
    format!("line {}: {what}", line.credit_n)
}

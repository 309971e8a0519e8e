//! Payments: no more is laid on invoices than arrived, and no invoice is paid twice.

use std::collections::BTreeSet;

use super::Case;
use super::body::Payment;
use super::books::Law;

impl Law {
    pub(super) fn payment_received(&mut self, case: &mut Case<'_>) {
        let Some(body) = case.read::<Payment>() else { return };
        case.holds(body.amount_minor > 0, "payment_wrong", || {
            format!("an amount of {}", body.amount_minor)
        });
        let laid: i128 = body.allocations.iter().map(|a| i128::from(a.amount_minor)).sum();
        case.holds(laid <= i128::from(body.amount_minor), "payment_wrong", || {
            format!("{laid} was laid on invoices of {} received", body.amount_minor)
        });
        let mut seen = BTreeSet::new();
        for part in &body.allocations {
            let id = part.invoice_id;
            case.holds(seen.insert(id), "payment_wrong", || format!("invoice {id} twice"));
            case.holds(part.amount_minor > 0, "payment_wrong", || {
                format!("{} on invoice {id}", part.amount_minor)
            });
            let Some(owed) = self.invoices.get_mut(&id) else {
                case.say("payment_wrong", format!("there is no invoice {id}"));
                continue;
            };
            let same = owed.payer == body.payer && owed.currency == body.currency;
            case.holds(same, "payment_wrong", || {
                format!("invoice {id} has another payer or currency")
            });
            owed.paid_minor += i128::from(part.amount_minor);
            case.holds(owed.paid_minor <= i128::from(owed.gross_minor), "payment_wrong", || {
                format!("invoice {id}: {} paid of {}", owed.paid_minor, owed.gross_minor)
            });
            if let Some(order) = self.orders.get_mut(&owed.order_id) {
                order.open_minor -= i128::from(part.amount_minor);
            }
        }
        self.batons(case, &body.batons);
    }
}

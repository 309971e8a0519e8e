//! Opening items: each owed once, within its amount, under an identity of its own.

use super::Case;
use super::books::{self, Law};
use super::papers::OpeningItem;

impl Law {
    pub(super) fn opening_item_recorded(&mut self, case: &mut Case<'_>) {
        let Some(body) = case.read::<OpeningItem>() else { return };
        let code = "opening_item_wrong";
        let within = body.gross_minor > 0 && (0..=body.gross_minor).contains(&body.paid_minor);
        case.holds(within, code, || format!("{} is paid of {}", body.paid_minor, body.gross_minor));
        case.holds(body.issued_on <= body.due_on, code, || {
            format!("it was due on {}, before {}", body.due_on, body.issued_on)
        });
        let latest = case.latest_day();
        case.holds(latest.is_none_or(|day| body.issued_on <= day), code, || {
            format!("it was issued on {}, which had not come", body.issued_on)
        });
        let known = self.customers.contains_key(&body.payer);
        case.holds(known, code, || format!("there is no payer {}", body.payer));
        let fresh = self.opening_numbers.insert((body.payer, body.number.clone()));
        case.holds(fresh, code, || format!("its payer owes {} twice", body.number));
        let is_ours = self.invoices.contains_key(&case.subject);
        case.holds(!is_ours, code, || "it is an invoice of ours".into());
        let item = books::Opening {
            payer: body.payer,
            currency: body.currency,
            open_minor: i128::from(body.gross_minor) - i128::from(body.paid_minor),
        };
        if self.opening_items.insert(case.subject, item).is_some() {
            case.say(code, "it was recorded before");
        }
    }
}

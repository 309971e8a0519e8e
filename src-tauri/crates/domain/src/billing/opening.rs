//! Opening items: what payers owed on invoices that another program posted.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::kernel::id::{CustomerId, InvoiceId};
use crate::kernel::quantity::{Currency, MINOR_MAX};
use crate::kernel::refusal::Refusal;
use crate::parties::text;

/// An invoice of another program, as far as money meets it: payments are laid on it as on one of
/// ours. It has no number of our series, no lines and no VAT, and it never changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OpeningItem {
    pub invoice_id: InvoiceId,
    pub payer: CustomerId,
    /// As the other program numbered it.
    pub number: String,
    pub issued_on: NaiveDate,
    pub due_on: NaiveDate,
    pub currency: Currency,
    pub gross_minor: i64,
    /// Paid before it came here.
    pub paid_minor: i64,
}

impl OpeningItem {
    /// Refuses an empty number, a date of issue in the future, a due date before it, an amount that
    /// is not above zero, and more or less paid than there is.
    pub fn checked(self, today: NaiveDate) -> Result<Self, Refusal> {
        text("number", &self.number, 60)?;
        if self.issued_on > today {
            return Err(Refusal::DateInFuture { date: self.issued_on, today });
        }
        if self.due_on < self.issued_on {
            let (issued_on, due_on) = (self.issued_on, self.due_on);
            return Err(Refusal::DueBeforeIssue { issued_on, due_on });
        }
        let (gross_minor, paid_minor) = (self.gross_minor, self.paid_minor);
        if (1..=MINOR_MAX).contains(&gross_minor) && (0..=gross_minor).contains(&paid_minor) {
            Ok(self)
        } else {
            Err(Refusal::OpeningAmountWrong { gross_minor, paid_minor })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn an_opening_item_is_owed_within_its_amount_and_due_after_its_issue() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
        let check = |issued: &str, due: &str, gross_minor: i64, paid_minor: i64, expect: bool| {
            let item = OpeningItem {
                invoice_id: Uuid::from_u128(1).into(),
                payer: Uuid::from_u128(2).into(),
                number: "2025/118".into(),
                issued_on: day(issued),
                due_on: day(due),
                currency: Currency::EUR,
                gross_minor,
                paid_minor,
            };
            let checked = item.checked(day("2026-01-31"));
            assert_eq!(checked.is_ok(), expect, "{issued} {due} {gross_minor} {paid_minor}");
        };
        check("2025-12-01", "2025-12-31", 100, 0, true);
        check("2025-12-01", "2025-12-01", 100, 100, true);
        check("2025-12-01", "2025-11-30", 100, 0, false);
        check("2026-01-31", "2026-02-28", 100, 0, true);
        check("2026-02-01", "2026-02-28", 100, 0, false);
        check("2025-12-01", "2025-12-31", 0, 0, false);
        check("2025-12-01", "2025-12-31", 100, -1, false);
        check("2025-12-01", "2025-12-31", 100, 101, false);
    }
}

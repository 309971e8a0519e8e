//! When an invoice must exist, and when it is to be paid.

use chrono::NaiveDate;

use crate::catalog::ProductKind;
use crate::kernel::calendar::{add_days, end_of_month, fifteenth_of_next_month};
use crate::parties::{PaymentTerms, VatRegime};

/// The last day on which a supply may be invoiced, where a norm sets one.
///
/// Italy: goods that left with a delivery note by the 15th of the next month, services within 12
/// days (DPR 633/1972 article 21, paragraph 4). Supplies within the EU by the 15th of the next
/// month (Directive 2006/112/EC article 222).
pub fn invoice_by(
    country: &str,
    regime: VatRegime,
    kind: ProductKind,
    supplied_on: NaiveDate,
) -> Option<NaiveDate> {
    match (country, regime, kind) {
        ("IT", VatRegime::Domestic | VatRegime::Export, ProductKind::Service) => {
            Some(add_days(supplied_on, 12))
        }
        ("IT", _, _) | (_, VatRegime::Eu, _) => Some(fifteenth_of_next_month(supplied_on)),
        (_, VatRegime::Domestic | VatRegime::Export, _) => None,
    }
}

/// The due date of an invoice of `issued` under the customer's terms.
pub fn due_on(issued: NaiveDate, terms: PaymentTerms) -> NaiveDate {
    let start = if terms.end_of_month { end_of_month(issued) } else { issued };
    add_days(start, u64::from(terms.days))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn italian_goods_are_invoiced_by_the_fifteenth_and_services_within_twelve_days() {
        let by = |kind| invoice_by("IT", VatRegime::Domestic, kind, day("2026-11-20"));
        assert_eq!(by(ProductKind::Goods), Some(day("2026-12-15")));
        assert_eq!(by(ProductKind::Service), Some(day("2026-12-02")));
        let abroad = |regime| invoice_by("US", regime, ProductKind::Goods, day("2026-11-20"));
        assert_eq!(abroad(VatRegime::Domestic), None);
        assert_eq!(abroad(VatRegime::Eu), Some(day("2026-12-15")));
    }

    #[test]
    fn end_of_month_terms_count_from_the_end_of_the_month() {
        let terms = |days, end_of_month| PaymentTerms { days, end_of_month };
        assert_eq!(due_on(day("2026-11-10"), terms(30, false)), day("2026-12-10"));
        assert_eq!(due_on(day("2026-11-10"), terms(60, true)), day("2027-01-29"));
        assert_eq!(due_on(day("2026-11-10"), terms(0, false)), day("2026-11-10"));
    }
}

//! Exchange rates: VAT in another currency than the firm's is stated in the firm's as well.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::kernel::quantity::{Currency, MILLION, UNITS_MAX, round_half_away};
use crate::kernel::refusal::Refusal;
use crate::parties::text;

/// How many days a rate serves after it was quoted: banks quote none on weekends and holidays.
const DAYS_SERVED: u64 = 7;

/// What one unit of the firm's currency was worth in another one on a day, as central banks quote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ExchangeRate {
    pub currency: Currency,
    pub quoted_on: NaiveDate,
    /// Millionths of the other currency's unit for one unit of the firm's.
    pub rate_micro: i64,
    /// Who quoted it.
    pub source: String,
}

impl ExchangeRate {
    /// Refuses the firm's own currency, a rate that is not above zero or above 10^9, a rate of
    /// tomorrow, and one without a source.
    pub fn checked(self, own: Currency, today: NaiveDate) -> Result<Self, Refusal> {
        text("source", &self.source, 100)?;
        if self.currency == own {
            return Err(Refusal::ExchangeRateOfOwn { currency: own.to_string() });
        }
        if !(1..=UNITS_MAX).contains(&self.rate_micro) {
            return Err(Refusal::ExchangeRateOutOfRange { rate_micro: self.rate_micro });
        }
        if self.quoted_on > today {
            return Err(Refusal::DateInFuture { date: self.quoted_on, today });
        }
        Ok(self)
    }

    /// An amount of this currency in the firm's own, in minor units of each, half away from zero.
    pub fn in_own(&self, minor: i64, own: Currency) -> i64 {
        let scaled = i128::from(minor) * 10_i128.pow(own.decimals()) * i128::from(MILLION);
        let per = i128::from(self.rate_micro) * 10_i128.pow(self.currency.decimals());
        i64::try_from(round_half_away(scaled, per)).unwrap_or(i64::MAX)
    }
}

/// The rate for a supply: the last one quoted by its day, at most seven days before.
///
/// Directive 2006/112/EC article 91(2), DPR 633/1972 article 13(4): the rate of the day on which
/// the tax becomes chargeable, or the nearest one before.
pub fn rate_for(
    rates: &[ExchangeRate],
    currency: Currency,
    supplied_on: NaiveDate,
) -> Option<&ExchangeRate> {
    let oldest = supplied_on.checked_sub_days(Days::new(DAYS_SERVED)).unwrap_or(supplied_on);
    let serves =
        |r: &&ExchangeRate| r.currency == currency && (oldest..=supplied_on).contains(&r.quoted_on);
    rates.iter().filter(serves).max_by_key(|r| r.quoted_on)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn rate(currency: &str, on: &str, rate_micro: i64) -> ExchangeRate {
        ExchangeRate {
            currency: Currency::parse(currency).expect("a currency"),
            quoted_on: day(on),
            rate_micro,
            source: "ECB".to_owned(),
        }
    }

    #[test]
    fn an_amount_is_divided_by_what_was_quoted_and_rounded_once() {
        let check = |rate: ExchangeRate, minor, expect| {
            assert_eq!(rate.in_own(minor, Currency::EUR), expect, "{rate:?}");
        };
        check(rate("CHF", "2026-03-02", 937_500), 4_960, 5_291);
        check(rate("USD", "2026-03-02", 1_000_000), 4_960, 4_960);
        check(rate("USD", "2026-03-02", 2_000_000), 5, 3);
        // The yen has no minor unit: 1,600 yen at 160.25 are 9.98 euro.
        check(rate("JPY", "2026-03-02", 160_250_000), 1_600, 998);
        let yen = Currency::parse("JPY").expect("a currency");
        assert_eq!(rate("USD", "2026-03-02", 6_250).in_own(1_000, yen), 1_600);
    }

    #[test]
    fn the_last_rate_of_the_week_before_a_supply_serves() {
        let quoted = [
            rate("CHF", "2026-02-27", 1),
            rate("CHF", "2026-03-02", 2),
            rate("USD", "2026-03-03", 3),
        ];
        let found = |on: &str| {
            let currency = Currency::parse("CHF").expect("a currency");
            rate_for(&quoted, currency, day(on)).map(|rate| rate.rate_micro)
        };
        assert_eq!(found("2026-02-26"), None);
        assert_eq!(found("2026-03-01"), Some(1), "a Sunday");
        assert_eq!(found("2026-03-02"), Some(2));
        assert_eq!(found("2026-03-09"), Some(2));
        assert_eq!(found("2026-03-10"), None, "a week has passed");
    }

    #[test]
    fn a_rate_is_of_another_currency_above_zero_quoted_by_now_and_has_a_source() {
        let checked = |rate: ExchangeRate| rate.checked(Currency::EUR, day("2026-03-02"));
        assert!(checked(rate("CHF", "2026-03-02", 1)).is_ok());
        assert!(checked(rate("CHF", "2026-03-02", UNITS_MAX)).is_ok());
        let own = Refusal::ExchangeRateOfOwn { currency: "EUR".to_owned() };
        assert_eq!(checked(rate("EUR", "2026-03-02", 1)), Err(own));
        for rate_micro in [0, -1, UNITS_MAX + 1] {
            let no = Err(Refusal::ExchangeRateOutOfRange { rate_micro });
            assert_eq!(checked(rate("CHF", "2026-03-02", rate_micro)), no);
        }
        let tomorrow = checked(rate("CHF", "2026-03-03", 1));
        assert!(matches!(tomorrow, Err(Refusal::DateInFuture { .. })));
        let unnamed = ExchangeRate { source: " ".to_owned(), ..rate("CHF", "2026-03-02", 1) };
        assert!(matches!(checked(unnamed), Err(Refusal::FieldEmpty { .. })));
    }
}

//! How a customer wants to be billed: when, in how many documents, to whom, on which terms.

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::kernel::calendar::{Calendar, add_days, end_of_month, first_of_next_month};
use crate::kernel::quantity::part_minor;
use crate::kernel::refusal::Refusal;
use crate::parties::text;

/// How a customer wants to be billed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BillingProfile {
    pub rhythm: Rhythm,
    pub grouping: Grouping,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub early_payment: Option<EarlyPayment>,
    pub channel: Channel,
    /// The roles of the contacts that get documents: `billing`.
    pub recipients: Vec<String>,
}

/// When what may be billed is billed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "every", rename_all = "snake_case")]
pub enum Rhythm {
    /// As soon as it may be.
    #[default]
    Shipment,
    /// When everything of the order has left, and is proved where the customer is billed on proof.
    Order,
    /// On a day of the week, 1 being Monday, all that left up to it.
    Week {
        weekday: u8,
    },
    /// On a day of the month, from 1 to 28, all that left up to it.
    Month {
        day: u8,
    },
    MonthEnd,
    /// On the last day of the month on which the firm works.
    LastWorkingDay,
}

/// What comes onto one document. It never mixes who is billed, who pays, currencies, VAT regimes
/// or bases of billing, nor orders of different customers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Grouping {
    #[default]
    Order,
    DeliveryNote,
    /// All that went to one place, of any order.
    Site,
    /// All of one cost centre, of any order.
    CostCentre,
    /// Everything, of any order.
    Customer,
}

/// A discount for who pays early, in millionths of the gross.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct EarlyPayment {
    pub days: u16,
    pub discount_ppm: i64,
}

/// What paying early comes to on one invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct EarlyPaymentDue {
    pub pay_by: NaiveDate,
    pub discount_ppm: i64,
    pub discount_minor: i64,
}

/// The way on which documents go out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    #[default]
    Paper,
    Email,
    CertifiedEmail,
    /// As a structured invoice, by the exchange that the customer's addresses name.
    Electronic,
    /// Somebody puts it into the customer's own system.
    Portal,
}

impl BillingProfile {
    /// Refuses days that are not there, a discount that is none, and roles without a name.
    pub fn checked(self) -> Result<Self, Refusal> {
        match self.rhythm {
            Rhythm::Week { weekday } if !(1..=7).contains(&weekday) => {
                return Err(Refusal::BillingDayWrong { day: weekday, last: 7 });
            }
            Rhythm::Month { day } if !(1..=28).contains(&day) => {
                return Err(Refusal::BillingDayWrong { day, last: 28 });
            }
            _ => {}
        }
        if let Some(early) = self.early_payment
            && !((1..=500_000).contains(&early.discount_ppm) && early.days <= 365)
        {
            return Err(Refusal::EarlyPaymentWrong { discount_ppm: early.discount_ppm });
        }
        for role in &self.recipients {
            text("recipients", role, 100)?;
        }
        Ok(self)
    }
}

impl Rhythm {
    /// The day from which on what left on `left_on` is billed, where the law does not ask for it
    /// before. A day that was agreed stays where nobody works on it: what left up to it is billed
    /// together, on that day or later.
    pub fn ready_on(self, left_on: NaiveDate, calendar: &Calendar) -> NaiveDate {
        match self {
            Self::Shipment | Self::Order => left_on,
            Self::Week { weekday } => {
                let to_go = (u32::from(weekday) + 7 - left_on.weekday().number_from_monday()) % 7;
                add_days(left_on, u64::from(to_go))
            }
            Self::Month { day } => {
                let on = |month: NaiveDate| month.with_day(u32::from(day)).unwrap_or(month);
                if left_on.day() <= u32::from(day) {
                    on(left_on)
                } else {
                    on(first_of_next_month(left_on))
                }
            }
            Self::MonthEnd => end_of_month(left_on),
            Self::LastWorkingDay => calendar.last_working_day(left_on),
        }
    }

    /// The rhythm of a word and, where it has one, a day.
    pub fn of(word: &str, day: Option<u8>) -> Option<Self> {
        let day = day.unwrap_or(0);
        Some(match word {
            "shipment" => Self::Shipment,
            "order" => Self::Order,
            "week" => Self::Week { weekday: day },
            "month" => Self::Month { day },
            "month_end" => Self::MonthEnd,
            "last_working_day" => Self::LastWorkingDay,
            _ => return None,
        })
    }

    /// Its word, and its day where it has one.
    pub fn word(self) -> (&'static str, Option<u8>) {
        match self {
            Self::Shipment => ("shipment", None),
            Self::Order => ("order", None),
            Self::Week { weekday } => ("week", Some(weekday)),
            Self::Month { day } => ("month", Some(day)),
            Self::MonthEnd => ("month_end", None),
            Self::LastWorkingDay => ("last_working_day", None),
        }
    }

    /// Whether deliveries are collected over some time.
    pub fn collects(self) -> bool {
        !matches!(self, Self::Shipment | Self::Order)
    }
}

impl Grouping {
    /// Whether several orders come onto one document.
    pub fn gathers(self) -> bool {
        matches!(self, Self::Site | Self::CostCentre | Self::Customer)
    }
}

impl EarlyPayment {
    /// What it comes to on an invoice of that day and gross.
    pub fn due(self, issued_on: NaiveDate, gross_minor: i64) -> EarlyPaymentDue {
        EarlyPaymentDue {
            pay_by: add_days(issued_on, u64::from(self.days)),
            discount_ppm: self.discount_ppm,
            discount_minor: part_minor(gross_minor, self.discount_ppm),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn ready(rhythm: Rhythm, left_on: &str) -> String {
        rhythm.ready_on(day(left_on), &Calendar::default()).to_string()
    }

    #[test]
    fn what_left_on_the_cut_off_is_billed_that_day_and_what_left_later_at_the_next_one() {
        let of = |day| Rhythm::Month { day };
        assert_eq!(ready(of(20), "2026-11-20"), "2026-11-20");
        assert_eq!(ready(of(20), "2026-11-21"), "2026-12-20");
        assert_eq!(ready(of(5), "2026-12-06"), "2027-01-05");
        assert_eq!(ready(Rhythm::MonthEnd, "2028-02-29"), "2028-02-29");
        assert_eq!(ready(Rhythm::MonthEnd, "2026-11-01"), "2026-11-30");
        let friday = Rhythm::Week { weekday: 5 };
        assert_eq!(ready(friday, "2026-11-27"), "2026-11-27");
        assert_eq!(ready(friday, "2026-11-28"), "2026-12-04");
    }

    #[test]
    fn the_last_working_day_of_a_month_that_ends_on_a_sunday_is_its_friday() {
        assert_eq!(ready(Rhythm::LastWorkingDay, "2026-05-11"), "2026-05-29");
        assert_eq!(ready(Rhythm::LastWorkingDay, "2026-05-29"), "2026-05-29");
        assert_eq!(ready(Rhythm::LastWorkingDay, "2026-05-30"), "2026-06-30");
    }

    #[test]
    fn a_holiday_moves_the_last_working_day_and_no_cut_off() {
        let closed = Calendar::new([day("2027-12-20"), day("2027-12-31")]);
        let ready = |rhythm: Rhythm, left_on| rhythm.ready_on(day(left_on), &closed).to_string();
        assert_eq!(ready(Rhythm::LastWorkingDay, "2027-12-01"), "2027-12-30");
        assert_eq!(ready(Rhythm::LastWorkingDay, "2027-12-31"), "2028-01-31");
        let twentieth = Rhythm::Month { day: 20 };
        assert_eq!(ready(twentieth, "2027-12-20"), "2027-12-20");
        assert_eq!(ready(twentieth, "2027-12-21"), "2028-01-20");
    }

    #[test]
    fn paying_early_saves_a_part_of_the_gross_rounded_half_away_from_zero() {
        let due = EarlyPayment { days: 10, discount_ppm: 20_000 }.due(day("2026-11-25"), 12_325);
        assert_eq!((due.pay_by, due.discount_minor), (day("2026-12-05"), 247));
    }
}

//! The days on which the firm is closed: its own list, a year at a time, and the holidays by law
//! that it may take over.

use std::collections::BTreeSet;

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use super::text;
use crate::kernel::calendar::{add_days, easter_sunday, is_plausible};
use crate::kernel::refusal::Refusal;

/// What the identities of years are derived from.
const YEARS: Uuid = Uuid::from_u128(0x2b1d_90c7_5e43_5a86_b0f4_91d2_3c6a_e857);
/// The first year whose holidays by law are known here.
const HOLIDAYS_FROM: i32 = 2018;

/// A day on which the firm is closed, and why.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
pub struct ClosingDay {
    pub on: NaiveDate,
    pub name: String,
}

/// All closing days of a year, in the place of those that it had before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarSet {
    pub year: i32,
    pub days: Vec<ClosingDay>,
}

impl CalendarSet {
    /// Puts the days in their order.
    ///
    /// Refuses years that business cannot mean, days of another year, a day twice, and one without
    /// a name.
    pub fn checked(mut self) -> Result<Self, Refusal> {
        first_of(self.year)?;
        let mut seen = BTreeSet::new();
        for ClosingDay { on, name } in &self.days {
            text("name", name, 100)?;
            if on.year() != self.year {
                return Err(Refusal::ClosingDayOfAnotherYear { on: *on, year: self.year });
            }
            if !seen.insert(*on) {
                return Err(Refusal::ClosingDayTwice { on: *on });
            }
        }
        self.days.sort();
        Ok(self)
    }

    /// What facts about the year are about: the same at every desk.
    pub fn subject(&self) -> Uuid {
        year_subject(self.year)
    }
}

/// The identity of a year's calendar.
pub fn year_subject(year: i32) -> Uuid {
    Uuid::new_v5(&YEARS, year.to_string().as_bytes())
}

/// The days that are holidays by law in the whole of a country, by name as the country calls them.
///
/// Refuses countries other than Italy and Germany, and years before 2018: what is not known for
/// certain is for the firm to enter.
pub fn holidays(country: &str, year: i32) -> Result<Vec<ClosingDay>, Refusal> {
    let first = first_of(year)?;
    let unknown = || Refusal::HolidaysUnknown { country: country.to_owned(), year };
    if year < HOLIDAYS_FROM {
        return Err(unknown());
    }
    let fixed = |month: u32, day: u32, name: &str| ClosingDay {
        on: first.with_month(month).and_then(|m| m.with_day(day)).expect("a day of every year"),
        name: name.to_owned(),
    };
    let easter = easter_sunday(year);
    let after =
        |days: u64, name: &str| ClosingDay { on: add_days(easter, days), name: name.to_owned() };
    let mut days = match country {
        // Law 260 of 1949 as it stands; Saint Francis by law 151 of 2025.
        "IT" => vec![
            fixed(1, 1, "Capodanno"),
            fixed(1, 6, "Epifania"),
            after(1, "Lunedì dell'Angelo"),
            fixed(4, 25, "Festa della Liberazione"),
            fixed(5, 1, "Festa del Lavoro"),
            fixed(6, 2, "Festa della Repubblica"),
            fixed(8, 15, "Assunzione"),
            fixed(11, 1, "Ognissanti"),
            fixed(12, 8, "Immacolata Concezione"),
            fixed(12, 25, "Natale"),
            fixed(12, 26, "Santo Stefano"),
        ],
        // What the laws of all sixteen states and the treaty of unification have in common.
        "DE" => vec![
            fixed(1, 1, "Neujahr"),
            ClosingDay { on: easter - chrono::Days::new(2), name: "Karfreitag".to_owned() },
            after(1, "Ostermontag"),
            fixed(5, 1, "Tag der Arbeit"),
            after(39, "Christi Himmelfahrt"),
            after(50, "Pfingstmontag"),
            fixed(10, 3, "Tag der Deutschen Einheit"),
            fixed(12, 25, "Erster Weihnachtstag"),
            fixed(12, 26, "Zweiter Weihnachtstag"),
        ],
        _ => return Err(unknown()),
    };
    if country == "IT" && year >= 2026 {
        days.push(fixed(10, 4, "San Francesco d'Assisi"));
    }
    days.sort();
    // Easter Monday may fall on 25 April, and Ascension on 1 May.
    days.dedup_by_key(|day| day.on);
    Ok(days)
}

/// The first day of a year.
///
/// Refuses years that business cannot mean.
pub fn first_of(year: i32) -> Result<NaiveDate, Refusal> {
    let first = NaiveDate::from_ymd_opt(year, 1, 1).filter(|first| is_plausible(*first));
    first.ok_or(Refusal::YearImplausible { year })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn closed(on: &str, name: &str) -> ClosingDay {
        ClosingDay { on: day(on), name: name.into() }
    }

    fn dates(country: &str, year: i32) -> Vec<String> {
        let days = holidays(country, year).expect("a country that is known");
        days.iter().map(|d| d.on.format("%m-%d").to_string()).collect()
    }

    #[test]
    fn the_holidays_of_italy_and_germany_are_those_of_the_law() {
        let italy = "01-01 01-06 03-29 04-25 05-01 06-02 08-15 10-04 11-01 12-08 12-25 12-26";
        assert_eq!(dates("IT", 2027).join(" "), italy);
        let germany = "01-01 03-26 03-29 05-01 05-06 05-17 10-03 12-25 12-26";
        assert_eq!(dates("DE", 2027).join(" "), germany);
        assert!(!dates("IT", 2025).contains(&"10-04".to_owned()));
    }

    #[test]
    fn two_holidays_on_one_day_are_one_closing_day() {
        // Easter Monday of 2095 is 25 April, Ascension of 2160 is 1 May.
        assert_eq!((dates("IT", 2094).len(), dates("IT", 2095).len()), (12, 11));
        assert_eq!((dates("DE", 2159).len(), dates("DE", 2160).len()), (9, 8));
        for year in 2018..2200 {
            for country in ["IT", "DE"] {
                let set = holidays(country, year).map(|days| CalendarSet { year, days });
                assert!(set.and_then(CalendarSet::checked).is_ok(), "{country} {year}");
            }
        }
    }

    #[test]
    fn holidays_that_are_not_known_for_certain_are_not_guessed() {
        let unknown = |country: &str, year| {
            assert!(matches!(holidays(country, year), Err(Refusal::HolidaysUnknown { .. })));
        };
        unknown("FR", 2027);
        unknown("", 2027);
        unknown("DE", 2017);
        assert_eq!(holidays("IT", 9999), Err(Refusal::YearImplausible { year: 9999 }));
    }

    #[test]
    fn a_calendar_holds_each_day_of_its_year_once_and_in_order() {
        let set = |days: &[ClosingDay]| CalendarSet { year: 2027, days: days.to_vec() }.checked();
        let (august, patron) = (closed("2027-08-16", "Ferie"), closed("2027-06-29", "Patrono"));
        let kept = set(&[august.clone(), patron.clone()]).expect("two days");
        assert_eq!(kept.days, [patron.clone(), august.clone()]);
        let on = day("2027-08-16");
        assert_eq!(set(&[august.clone(), august]), Err(Refusal::ClosingDayTwice { on }));
        let on = day("2028-06-29");
        let elsewhere = Refusal::ClosingDayOfAnotherYear { on, year: 2027 };
        assert_eq!(set(&[closed("2028-06-29", "Patrono")]), Err(elsewhere));
        assert!(set(&[closed("2027-06-29", " ")]).is_err());
    }
}

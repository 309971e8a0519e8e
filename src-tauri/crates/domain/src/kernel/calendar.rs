//! Business dates: the days on which a firm works, and terms counted in days.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, Days, Duration, NaiveDate, Utc, Weekday};

/// Which days a firm works: Monday to Friday, but for the days on which it is closed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    closed: BTreeSet<NaiveDate>,
}

impl Calendar {
    /// The calendar of a firm that is closed on those days as well.
    pub fn new(closed: impl IntoIterator<Item = NaiveDate>) -> Self {
        Self { closed: closed.into_iter().collect() }
    }

    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !self.closed.contains(&day)
    }

    /// The first working day from `day` on.
    pub fn from_day_on(&self, day: NaiveDate) -> NaiveDate {
        let mut date = day;
        while !self.is_working_day(date) {
            date = next_day(date);
        }
        date
    }

    /// The date `days` working days after `from`.
    pub fn add_working_days(&self, from: NaiveDate, days: u32) -> NaiveDate {
        (0..days).fold(from, |date, _| self.from_day_on(next_day(date)))
    }

    /// The date `days` working days before `to`.
    pub fn working_days_before(&self, to: NaiveDate, days: u32) -> NaiveDate {
        let mut date = to;
        let mut left = days;
        while left > 0 {
            date = day_before(date);
            if self.is_working_day(date) {
                left -= 1;
            }
        }
        date
    }

    /// The first last working day of a month that is not before `day`.
    pub fn last_working_day(&self, day: NaiveDate) -> NaiveDate {
        let mut month = day;
        loop {
            let next = first_of_next_month(month);
            let last = self.working_days_before(next, 1);
            // Before `day` also where a whole month is closed.
            if day <= last {
                return last;
            }
            month = next;
        }
    }

    /// The instant `hours` working hours after `from`: eight a day, carried over whole days on
    /// which nobody works.
    pub fn add_working_hours(&self, from: DateTime<Utc>, hours: u32) -> DateTime<Utc> {
        let after = from + Duration::hours(i64::from(hours % 8));
        let date = self.from_day_on(self.add_working_days(after.date_naive(), hours / 8));
        date.and_time(after.time()).and_utc()
    }
}

/// The Sunday of Easter in a year of the Gregorian calendar, by the anonymous algorithm of 1876.
pub fn easter_sunday(year: i32) -> NaiveDate {
    let (golden, century, of_century) = (year % 19, year / 100, year % 100);
    let moved = (century + 8) / 25;
    let moon = (19 * golden + century - century / 4 - (century - moved + 1) / 3 + 15) % 30;
    let to_sunday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - moon - of_century % 4) % 7;
    let late = (golden + 11 * moon + 22 * to_sunday) / 451;
    let from_march = u64::try_from(moon + to_sunday - 7 * late + 21).unwrap_or(0);
    let first = NaiveDate::from_ymd_opt(year, 3, 1).expect("every year has a March");
    add_days(first, from_march)
}

/// The fifteenth of the month after the one that holds `date`.
pub fn fifteenth_of_next_month(date: NaiveDate) -> NaiveDate {
    first_of_next_month(date).with_day(15).expect("every month has a fifteenth")
}

/// The last day of the month that holds `date`.
pub fn end_of_month(date: NaiveDate) -> NaiveDate {
    day_before(first_of_next_month(date))
}

/// `days` calendar days after `date`.
pub fn add_days(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_add_days(Days::new(days)).expect("dates of business are far from the last one")
}

/// Dates that business can mean: 1900 to 2199. What is outside is a slip of the hand.
pub fn is_plausible(date: NaiveDate) -> bool {
    (1900..2200).contains(&date.year())
}

fn next_day(date: NaiveDate) -> NaiveDate {
    date.succ_opt().expect("dates of business are far from the last one")
}

fn day_before(date: NaiveDate) -> NaiveDate {
    date.pred_opt().expect("dates of business are far from the first one")
}

/// The first day of the month after the one that holds `date`.
pub fn first_of_next_month(date: NaiveDate) -> NaiveDate {
    let (year, month) = match date.month() {
        12 => (date.year() + 1, 1),
        month => (date.year(), month + 1),
    };
    NaiveDate::from_ymd_opt(year, month, 1).expect("every month has a first day")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    /// A firm that is closed on 1 January, Easter Monday and 31 December 2027.
    fn closed() -> Calendar {
        Calendar::new(["2027-01-01", "2027-03-29", "2027-12-31"].map(day))
    }

    #[test]
    fn working_days_skip_the_week_end_and_closing_days() {
        let (week, closed) = (Calendar::default(), closed());
        assert_eq!(week.add_working_days(day("2026-11-20"), 1), day("2026-11-23"));
        assert_eq!(week.add_working_days(day("2026-11-23"), 5), day("2026-11-30"));
        assert_eq!(week.add_working_days(day("2026-12-31"), 1), day("2027-01-01"));
        assert_eq!(closed.add_working_days(day("2026-12-31"), 1), day("2027-01-04"));
        assert_eq!(closed.add_working_days(day("2027-03-26"), 2), day("2027-03-31"));
        assert_eq!(closed.working_days_before(day("2027-03-30"), 1), day("2027-03-26"));
        assert_eq!(closed.from_day_on(day("2027-03-27")), day("2027-03-30"));
        assert_eq!(closed.from_day_on(day("2027-03-30")), day("2027-03-30"));
    }

    #[test]
    fn the_last_working_day_lies_before_a_holiday_that_ends_the_month() {
        let last = |text: &str| closed().last_working_day(day(text)).to_string();
        assert_eq!(last("2027-12-01"), "2027-12-30");
        assert_eq!(last("2027-12-30"), "2027-12-30");
        assert_eq!(last("2027-12-31"), "2028-01-31");
    }

    #[test]
    fn a_month_that_is_closed_as_a_whole_has_no_last_working_day() {
        let august = (1..=31).filter_map(|n| NaiveDate::from_ymd_opt(2027, 8, n));
        let closed = Calendar::new(august);
        assert_eq!(closed.last_working_day(day("2027-07-31")), day("2027-09-30"));
        assert_eq!(closed.last_working_day(day("2027-08-10")), day("2027-09-30"));
    }

    #[test]
    fn easter_is_where_the_almanacs_have_it() {
        let almanac = [
            "1818-03-22",
            "1943-04-25",
            "1954-04-18",
            "1961-04-02",
            "1981-04-19",
            "2000-04-23",
            "2008-03-23",
            "2024-03-31",
            "2025-04-20",
            "2026-04-05",
            "2027-03-28",
            "2028-04-16",
            "2029-04-01",
            "2030-04-21",
            "2038-04-25",
            "2049-04-18",
            "2076-04-19",
            "2285-03-22",
        ];
        for text in almanac {
            let sunday = day(text);
            assert_eq!(easter_sunday(sunday.year()), sunday);
        }
        for year in 1900..2200 {
            let sunday = easter_sunday(year);
            assert_eq!(sunday.weekday(), Weekday::Sun, "{year}");
            assert!((322..=425).contains(&(sunday.month() * 100 + sunday.day())), "{year}");
        }
    }

    #[test]
    fn the_fifteenth_of_next_month_crosses_the_year() {
        assert_eq!(fifteenth_of_next_month(day("2026-12-31")), day("2027-01-15"));
        assert_eq!(end_of_month(day("2028-02-03")), day("2028-02-29"));
    }

    #[test]
    fn working_hours_of_a_friday_end_on_monday() {
        let friday = day("2026-11-20").and_hms_opt(23, 0, 0).expect("a time").and_utc();
        let week = Calendar::default();
        assert_eq!(week.add_working_hours(friday, 4).date_naive(), day("2026-11-23"));
        let monday = Calendar::new([day("2026-11-23")]);
        assert_eq!(monday.add_working_hours(friday, 4).date_naive(), day("2026-11-24"));
        let morning = day("2026-11-20").and_hms_opt(9, 0, 0).expect("a time").and_utc();
        assert_eq!(week.add_working_hours(morning, 2), morning + Duration::hours(2));
    }
}

//! Business dates: working days of a five-day week, and terms counted in days.

use chrono::{DateTime, Datelike, Days, Duration, NaiveDate, Utc, Weekday};

/// The date `days` working days (Monday to Friday) after `from`.
pub fn add_working_days(from: NaiveDate, days: u32) -> NaiveDate {
    let mut date = from;
    let mut left = days;
    while left > 0 {
        date = next_day(date);
        if !matches!(date.weekday(), Weekday::Sat | Weekday::Sun) {
            left -= 1;
        }
    }
    date
}

/// The date `days` working days (Monday to Friday) before `to`.
pub fn working_days_before(to: NaiveDate, days: u32) -> NaiveDate {
    let mut date = to;
    let mut left = days;
    while left > 0 {
        date = date.pred_opt().unwrap_or(date);
        if !matches!(date.weekday(), Weekday::Sat | Weekday::Sun) {
            left -= 1;
        }
    }
    date
}

/// The instant `hours` working hours after `from`: eight a day, on working days, carried over
/// whole days of the week-end.
pub fn add_working_hours(from: DateTime<Utc>, hours: u32) -> DateTime<Utc> {
    let after = from + Duration::hours(i64::from(hours % 8));
    let date = add_working_days(after.date_naive(), hours / 8);
    let mut due = date.and_time(after.time()).and_utc();
    while matches!(due.weekday(), Weekday::Sat | Weekday::Sun) {
        due += Duration::days(1);
    }
    due
}

/// The fifteenth of the month after the one that holds `date`.
pub fn fifteenth_of_next_month(date: NaiveDate) -> NaiveDate {
    first_of_next_month(date).with_day(15).expect("every month has a fifteenth")
}

/// The last day of the month that holds `date`.
pub fn end_of_month(date: NaiveDate) -> NaiveDate {
    first_of_next_month(date).pred_opt().expect("dates of business are far from the first one")
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

    #[test]
    fn working_days_skip_the_week_end() {
        assert_eq!(add_working_days(day("2026-11-20"), 1), day("2026-11-23"));
        assert_eq!(add_working_days(day("2026-11-23"), 5), day("2026-11-30"));
    }

    #[test]
    fn the_fifteenth_of_next_month_crosses_the_year() {
        assert_eq!(fifteenth_of_next_month(day("2026-12-31")), day("2027-01-15"));
        assert_eq!(end_of_month(day("2028-02-03")), day("2028-02-29"));
    }

    #[test]
    fn working_hours_of_a_friday_end_on_monday() {
        let friday = day("2026-11-20").and_hms_opt(23, 0, 0).expect("a time").and_utc();
        assert_eq!(add_working_hours(friday, 4).date_naive(), day("2026-11-23"));
    }
}

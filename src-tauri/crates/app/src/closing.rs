//! The firm's calendar: on which days of a year it is closed, beside Saturdays and Sundays.

use chrono::Datelike as _;
use dovuto_domain::parties::closing::{self, CalendarSet, ClosingDay};
use dovuto_store::closing as store;
use dovuto_store::parties::{self, country};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::cx::Cx;
use crate::desk::{self, Begun, Desk};
use crate::error::Error;
use crate::firm::our_firm;

/// Which year; this one where it is left out.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct GetCalendar {
    pub year: Option<i32>,
}

/// The closing days of a year, in their order.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct CalendarView {
    pub year: i32,
    pub days: Vec<ClosingDay>,
    /// The newest fact on the year, to be given back when setting it; nothing where it was never
    /// set.
    pub base: Option<String>,
}

/// The days that are holidays by law in the whole of a country.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct HolidaysView {
    pub country: String,
    pub year: i32,
    pub days: Vec<ClosingDay>,
}

/// The closing days of a year, in the place of those that it had.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct SetCalendar {
    pub year: i32,
    /// The newest fact on the year that the person had seen.
    pub base: Option<String>,
    pub days: Vec<ClosingDay>,
    /// Whether the holidays of the firm's country that are not among them are taken over as well.
    pub holidays: Option<bool>,
}

/// How many closing days a year has now.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct CalendarAnswer {
    pub year: i32,
    pub n_days: usize,
}

/// On which days of a year the firm is closed.
///
/// Refuses years that business cannot mean.
pub async fn calendar(desk: &Desk, cx: &Cx, ask: GetCalendar) -> Result<CalendarView, Error> {
    let year = ask.year.unwrap_or_else(|| cx.today.year());
    closing::first_of(year)?;
    let mut db = desk.read().await?;
    let days = store::of_year(&mut db, year).await?;
    let base = parties::heads(&mut db, &[closing::year_subject(year)]).await?;
    Ok(CalendarView { year, days, base: base.into_values().next() })
}

/// The holidays by law of the firm's country, for it to take over.
///
/// Refuses countries and years of which they are not known for certain.
pub async fn holidays(desk: &Desk, cx: &Cx, ask: GetCalendar) -> Result<HolidaysView, Error> {
    let year = ask.year.unwrap_or_else(|| cx.today.year());
    let country = country(&mut *desk.read().await?).await?;
    let days = closing::holidays(&country, year)?;
    Ok(HolidaysView { country, year, days })
}

/// Sets on which days of a year the firm is closed. Clocks that run stay as they are; those that
/// begin from now on, and the days on which deliveries are billed, follow it.
///
/// Refuses days of another year, a day twice or without a name, holidays that are not known, and
/// to overwrite what somebody else changed meanwhile.
pub async fn set(desk: &Desk, cx: &Cx, ask: SetCalendar) -> Result<CalendarAnswer, Error> {
    let mut tx = match desk.begin(cx).await? {
        Begun::Fresh(tx) => tx,
        Begun::Answered(answer) => return Ok(answer),
    };
    desk::actor(&mut tx, cx).await?;
    let country = our_firm(&mut tx).await?.identity.country;

    let mut days = ask.days;
    for day in &mut days {
        day.name = day.name.trim().to_owned();
    }
    if ask.holidays.unwrap_or(false) {
        let known = days.len();
        for holiday in closing::holidays(&country, ask.year)? {
            if days[..known].iter().all(|day| day.on != holiday.on) {
                days.push(holiday);
            }
        }
    }
    let set = CalendarSet { year: ask.year, days }.checked()?;
    let answer = CalendarAnswer { year: set.year, n_days: set.days.len() };

    let what = format!("the calendar of {}", set.year);
    let entry = desk::based(&mut tx, set.into(), ask.base.as_deref(), &what).await?;
    desk.finish(tx, cx, vec![entry], answer).await
}

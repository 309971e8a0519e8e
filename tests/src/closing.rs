//! The firm's calendar: what its closing days move, and what they leave alone.

use std::collections::HashSet;

use chrono::{Days, NaiveDate};
use dovuto_app::attendance::{HandOrder, TakeOrder, offer, take};
use dovuto_app::closing::{CalendarView, GetCalendar, SetCalendar, calendar, holidays, set};
use dovuto_app::error::Error;
use dovuto_app::parties::SaveCustomer;
use dovuto_domain::attendance::{Step, end_of};
use dovuto_domain::billing::proposal::Block;
use dovuto_domain::kernel::calendar::Calendar;
use dovuto_domain::kernel::id::OrderId;
use dovuto_domain::kernel::quantity::MILLION;
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_domain::parties::closing::ClosingDay;
use dovuto_domain::parties::profile::{BillingProfile, Rhythm};
use dovuto_domain::parties::{Basis, Department};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::harness::{Office, customer, day, order, refusal};

fn closed(days: &[&str]) -> Vec<ClosingDay> {
    days.iter().map(|on| ClosingDay { on: day(on), name: "Chiuso".to_owned() }).collect()
}

async fn close(office: &Office, year: i32, days: &[&str]) -> Result<usize, Error> {
    let ask = SetCalendar { year, base: None, days: closed(days), holidays: None };
    set(&office.desk, &office.cx(office.elena), ask).await.map(|answer| answer.n_days)
}

async fn shown(office: &Office, year: i32) -> CalendarView {
    let ask = GetCalendar { year: Some(year) };
    calendar(&office.desk, &office.cx(office.elena), ask).await.unwrap()
}

/// Goods that left today for a customer with that rhythm, billed on dispatch.
async fn collected(office: &Office, rhythm: Rhythm) -> OrderId {
    let rid = office.product("RID", 1_000).await;
    let billing = BillingProfile { rhythm, ..BillingProfile::default() };
    let form = SaveCustomer {
        basis: Some(Basis::Dispatch),
        billing: Some(billing),
        ..customer("ROSSI", "IT")
    };
    let rossi = office.customer_as(form).await;
    let order_id = office.confirmed(order(rossi, &[(rid, 10)])).await;
    office.ship(order_id).await.unwrap();
    order_id
}

#[tokio::test]
async fn the_last_working_day_lies_before_the_holiday_that_ends_the_month() {
    let office = Office::open().await;
    close(&office, 2026, &["2026-03-31"]).await.unwrap();
    let order_id = collected(&office, Rhythm::LastWorkingDay).await;
    let waits = (Block::Waits { until: day("2026-03-30") }, 10 * MILLION);
    assert_eq!(office.blocked(order_id).await, [waits]);
    let baton = office.baton(order_id).await.unwrap();
    assert_eq!((baton.step, baton.due_at), (Step::Bill, end_of(day("2026-03-30"))));
    // A day that is taken out of the calendar is a working day again.
    close(&office, 2026, &[]).await.unwrap();
    let waits = (Block::Waits { until: day("2026-03-31") }, 10 * MILLION);
    assert_eq!(office.blocked(order_id).await, [waits]);
    office.on("2026-03-31");
    assert_eq!(office.blocked(order_id).await, []);
    office.post(order_id).await.unwrap();
    office.verified().await;
}

#[tokio::test]
async fn a_cut_off_on_a_holiday_stays_and_its_clock_is_the_next_working_day() {
    let office = Office::open().await;
    close(&office, 2026, &["2026-03-20", "2026-03-23"]).await.unwrap();
    let order_id = collected(&office, Rhythm::Month { day: 20 }).await;
    let waits = (Block::Waits { until: day("2026-03-20") }, 10 * MILLION);
    assert_eq!(office.blocked(order_id).await, [waits]);
    let baton = office.baton(order_id).await.unwrap();
    assert_eq!((baton.step, baton.due_at), (Step::Bill, end_of(day("2026-03-24"))));
    office.on("2026-03-20");
    assert_eq!(office.blocked(order_id).await, []);
    office.verified().await;
}

#[tokio::test]
async fn promises_and_clocks_that_begin_leap_over_closing_days_and_those_that_run_stay() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.customer("ROSSI", "IT").await;
    let before = office.confirmed(order(rossi, &[(rid, 1)])).await;
    close(&office, 2026, &["2026-03-12", "2026-03-13"]).await.unwrap();
    let after = office.confirmed(order(rossi, &[(rid, 2)])).await;
    let due = async |order_id| office.baton(order_id).await.unwrap().due_at;
    // Five working days from Tuesday 10 March.
    assert_eq!(due(before).await, end_of(day("2026-03-17")));
    assert_eq!(due(after).await, end_of(day("2026-03-19")));
    office.on("2026-03-12");
    let held = TakeOrder { order_id: after };
    take(&office.desk, &office.cx(office.marco), held).await.unwrap();
    let luca = office.member("luca", &[Department::Logistics]).await;
    let ask = HandOrder { order_id: after, to: luca, department: None };
    offer(&office.desk, &office.cx(office.marco), ask).await.unwrap();
    let accept_by = office.baton(after).await.unwrap().offer.unwrap().accept_by;
    assert_eq!(accept_by.date_naive(), day("2026-03-16"));
    office.verified().await;
}

#[tokio::test]
async fn the_calendar_of_a_year_takes_over_the_holidays_by_law_in_one_act() {
    let office = Office::open().await;
    let ask = || GetCalendar { year: Some(2027) };
    let law = holidays(&office.desk, &office.cx(office.elena), ask()).await.unwrap();
    assert_eq!((law.country.as_str(), law.days.len()), ("IT", 12));
    close(&office, 2027, &["2027-12-24", "2027-08-16", "2027-12-25"]).await.unwrap();
    let own = shown(&office, 2027).await;
    let base = own.base.clone();
    let all = SetCalendar { year: 2027, base: own.base, days: own.days, holidays: Some(true) };
    let kept = set(&office.desk, &office.cx(office.elena), all.clone()).await.unwrap();
    // Christmas stands there under the firm's own name already.
    assert_eq!(kept.n_days, 14);
    let year = shown(&office, 2027).await;
    assert!(year.days.is_sorted());
    let named = |on: &str| year.days.iter().find(|d| d.on == day(on)).unwrap().name.clone();
    assert_eq!(named("2027-03-29"), "Lunedì dell'Angelo");
    assert_eq!(named("2027-12-25"), "Chiuso");
    assert_ne!(year.base, base);
    let again = set(&office.desk, &office.cx(office.elena), all).await;
    assert!(matches!(again, Err(Error::Conflict { .. })));
    // Another year has its own.
    assert!(shown(&office, 2026).await.days.is_empty());
    close(&office, 2026, &["2026-08-14"]).await.unwrap();
    assert_eq!(shown(&office, 2027).await.days.len(), 14);
    office.verified().await;
}

#[tokio::test]
async fn a_calendar_that_cannot_be_is_refused_and_the_one_before_stays() {
    let office = Office::open().await;
    close(&office, 2026, &["2026-08-14"]).await.unwrap();
    let before = office.n_facts().await;
    let twice = close(&office, 2026, &["2026-08-14", "2026-08-14"]).await;
    assert_eq!(refusal(twice), Refusal::ClosingDayTwice { on: day("2026-08-14") });
    let elsewhere = close(&office, 2026, &["2027-08-14"]).await;
    let on = day("2027-08-14");
    assert_eq!(refusal(elsewhere), Refusal::ClosingDayOfAnotherYear { on, year: 2026 });
    let never = close(&office, 99_999, &[]).await;
    assert_eq!(refusal(never), Refusal::YearImplausible { year: 99_999 });
    let past = SetCalendar { year: 1999, base: None, days: Vec::new(), holidays: Some(true) };
    let unknown = refusal(set(&office.desk, &office.cx(office.elena), past).await);
    assert_eq!(unknown, Refusal::HolidaysUnknown { country: "IT".into(), year: 1999 });
    assert_eq!((office.n_facts().await, shown(&office, 2026).await.days.len()), (before, 1));
    office.verified().await;
}

/// The last working day by going through every day from `from` on, without the rule: weekdays are
/// counted from a Monday, months are told apart by the text of the date.
fn last_by_walking(from: NaiveDate, closed: &HashSet<NaiveDate>) -> NaiveDate {
    let monday = day("1900-01-01");
    let month = |date: NaiveDate| date.to_string()[..7].to_owned();
    let works = |date: &NaiveDate| (*date - monday).num_days() % 7 < 5 && !closed.contains(date);
    let mut last: Option<NaiveDate> = None;
    for n in 0.. {
        let date = from + Days::new(n);
        if let Some(found) = last.filter(|found| month(*found) != month(date)) {
            return found;
        }
        if works(&date) {
            last = Some(date);
        }
    }
    from
}

#[test]
fn the_last_working_day_is_the_one_that_a_walk_over_every_day_finds() {
    let start = day("2026-01-01");
    // Where each run of closing days begins, and how long it is: one day up to two months.
    let runs =
        prop::collection::vec((0_u64..1_200, prop::sample::select(vec![1_u64, 2, 9, 62])), 0..60);
    let mut runner = TestRunner::new(Config { cases: 2_000, ..Config::default() });
    let tried = runner.run(&(0_u64..1_000, runs), |(from, runs)| {
        let closed: HashSet<NaiveDate> =
            runs.iter().flat_map(|(at, n)| (*at..at + n).map(|d| start + Days::new(d))).collect();
        let from = start + Days::new(from);
        let found = Calendar::new(closed.iter().copied()).last_working_day(from);
        prop_assert_eq!(found, last_by_walking(from, &closed));
        Ok(())
    });
    tried.unwrap();
}

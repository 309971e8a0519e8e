//! Where an order stands: read from quantities and amounts, and what it waits for next.

use chrono::{DateTime, NaiveDate, Utc};

use crate::attendance::{Baton, Step, due_at, end_of};
use crate::billing::dates::invoice_by;
use crate::catalog::ProductKind;
use crate::kernel::calendar::Calendar;
use crate::kernel::id::OrderId;
use crate::kernel::quantity::Quantity;
use crate::orders::{Reach, Standing};
use crate::parties::profile::Rhythm;
use crate::parties::{Basis, VatRegime};

/// How far one order line has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LineProgress {
    pub line_n: i64,
    pub ordered: Quantity,
    /// Accepted by the customer beyond what was ordered.
    pub excess: Quantity,
    /// What left and stands: as accepted where there is a proof; nothing of what was voided,
    /// reversed, lost, or replaces what came back.
    pub shipped: Quantity,
    pub received: Quantity,
    /// Received, less what came back and was not made good.
    pub net: Quantity,
    /// Billed and not credited.
    pub billed: Quantity,
}

/// How far an order has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    pub order_id: OrderId,
    pub lines: Vec<LineProgress>,
    /// Shipment lines that wait for a proof before they may be billed.
    pub unproven: i64,
    /// Invoices less credit notes.
    pub gross_minor: i64,
    pub paid_minor: i64,
    pub promised_on: Option<NaiveDate>,
    pub payment_due: Option<NaiveDate>,
    /// The earliest dispatch of goods, and of work, that is not billed.
    pub unbilled_goods: Option<NaiveDate>,
    pub unbilled_work: Option<NaiveDate>,
    pub vat_regime: VatRegime,
    /// When whoever is billed wants to be.
    pub rhythm: Rhythm,
}

impl LineProgress {
    /// What is still to be shipped.
    pub fn open(&self) -> Quantity {
        (self.ordered - self.shipped).or_zero()
    }

    /// What may be billed in all, as far as it was received.
    fn billable(&self) -> Quantity {
        self.net.at_most(self.ordered + self.excess)
    }

    /// How far billing has come of what it will come to: what came back is never billed.
    fn billing(&self) -> Reach {
        let kept = self.ordered - (self.received - self.net);
        if kept <= Quantity::ZERO && self.open().is_zero() {
            return if self.billed.is_zero() { Reach::Full } else { Reach::Part };
        }
        Reach::of(self.billed.0, kept.0)
    }
}

impl Progress {
    pub fn line_mut(&mut self, line_n: i64) -> Option<&mut LineProgress> {
        self.lines.iter_mut().find(|line| line.line_n == line_n)
    }

    /// Whether more was billed than stands: a credit is due.
    pub fn owes_back(&self) -> bool {
        !self.owed_back().is_zero()
    }

    /// A quantity of a line leaves. Gives how much more has left by now than was agreed.
    pub fn dispatched(
        &mut self,
        line_n: i64,
        quantity: Quantity,
        basis: Basis,
        kind: ProductKind,
        on: NaiveDate,
    ) -> Quantity {
        let earliest = match kind {
            ProductKind::Goods => &mut self.unbilled_goods,
            ProductKind::Service => &mut self.unbilled_work,
        };
        *earliest = Some(earliest.map_or(on, |before| before.min(on)));
        self.unproven += i64::from(basis == Basis::Delivery);
        let Some(line) = self.line_mut(line_n) else {
            return Quantity::ZERO;
        };
        line.shipped = line.shipped + quantity;
        if basis == Basis::Dispatch {
            line.received = line.received + quantity;
            line.net = line.net + quantity;
        }
        (line.shipped - (line.ordered + line.excess)).or_zero()
    }

    /// Nothing is owed either way: what was billed is credited or paid, and nothing more.
    pub fn is_settled(&self) -> bool {
        self.paid_minor == self.gross_minor && self.owed_back().is_zero()
    }

    /// How much more was billed than stands, over all lines.
    pub fn owed_back(&self) -> Quantity {
        self.lines.iter().map(|l| (l.billed - l.billable()).or_zero()).sum()
    }

    /// What the order waits for next.
    pub fn step(&self) -> Step {
        if self.lines.iter().any(|l| !l.open().is_zero()) {
            Step::Fulfil
        } else if self.unproven > 0 {
            Step::Prove
        } else if self.lines.iter().any(|l| l.billable() != l.billed) {
            Step::Bill
        } else if self.paid_minor != self.gross_minor {
            Step::Collect
        } else {
            Step::Close
        }
    }

    /// The last day on which a norm lets the earliest unbilled supply be invoiced.
    pub fn invoice_by(&self, country: &str) -> Option<NaiveDate> {
        let by = |kind, day: Option<NaiveDate>| {
            day.and_then(|day| invoice_by(country, self.vat_regime, kind, day))
        };
        let goods = by(ProductKind::Goods, self.unbilled_goods);
        let work = by(ProductKind::Service, self.unbilled_work);
        goods.into_iter().chain(work).min()
    }

    /// The day on which the earliest unbilled supply is billed, where deliveries are collected.
    fn collected_on(&self, country: &str, calendar: &Calendar) -> Option<NaiveDate> {
        let earliest = self.unbilled_goods.into_iter().chain(self.unbilled_work).min();
        let earliest = earliest.filter(|_| self.rhythm.collects())?;
        let ready = self.rhythm.ready_on(earliest, calendar);
        Some(self.invoice_by(country).map_or(ready, |law| ready.min(law)))
    }

    /// The step that the order comes to and its clock, or nothing where `baton` stays as it is.
    /// While the step lasts its clock stands, but for what is collected: there it follows the day
    /// on which the earliest supply is billed, or the next working day, as far as the law lets it
    /// wait; and for money, which is due when the last invoice is.
    pub fn moves(
        &self,
        baton: &Baton,
        country: &str,
        today: NaiveDate,
        calendar: &Calendar,
    ) -> Option<(Step, DateTime<Utc>)> {
        let step = self.step();
        let by = self.invoice_by(country);
        let clock = |promised, by, paid| due_at(step, today, promised, by, paid, calendar);
        let (due, follows) = match step {
            Step::Bill => match self.collected_on(country, calendar) {
                Some(on) => {
                    let works = calendar.from_day_on(on.max(today));
                    (end_of(by.map_or(works, |law| works.min(law.max(today)))), true)
                }
                None => (clock(None, by, None), false),
            },
            Step::Prove => (clock(self.promised_on, by, None), false),
            Step::Collect => (clock(None, None, self.payment_due), true),
            Step::Fulfil => (clock(self.promised_on, None, None), false),
            Step::Close => (clock(None, None, None), false),
        };
        (baton.step != step || (follows && baton.due_at != due)).then_some((step, due))
    }

    /// Shipping, delivery, billing and payment, each none, part or full. A line of which nothing
    /// is agreed any more says nothing.
    pub fn standing(&self) -> Standing {
        let lines: Vec<&LineProgress> =
            self.lines.iter().filter(|l| !l.ordered.is_zero()).collect();
        if lines.is_empty() {
            let full = Reach::Full;
            // What was billed and not credited, or paid and not given back, is still to be settled.
            let payment = if self.is_settled() { full } else { Reach::Part };
            return Standing { shipping: full, delivery: full, billing: full, payment };
        }
        let reach = |done: fn(&LineProgress) -> Reach| Reach::join(lines.iter().map(|l| done(l)));
        let billing = reach(LineProgress::billing);
        let payment = match (billing, self.gross_minor) {
            (Reach::None, _) => Reach::None,
            // What costs nothing is paid when it is billed.
            (billing, 0) if self.paid_minor == 0 => billing,
            (_, gross) if self.paid_minor > gross => Reach::Part,
            (_, gross) => Reach::of(self.paid_minor, gross),
        };
        Standing {
            shipping: reach(|l| Reach::of(l.shipped.0, l.ordered.0)),
            delivery: reach(|l| Reach::of(l.received.0, l.ordered.0)),
            billing,
            payment,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn progress(lines: &[(i64, i64, i64, i64)], unproven: i64, gross: i64, paid: i64) -> Progress {
        let line = |(n, (ordered, shipped, received, invoiced)): (i64, &(i64, i64, i64, i64))| {
            LineProgress {
                line_n: n,
                ordered: Quantity::units(*ordered),
                shipped: Quantity::units(*shipped),
                received: Quantity::units(*received),
                net: Quantity::units(*received),
                billed: Quantity::units(*invoiced),
                ..LineProgress::default()
            }
        };
        Progress {
            order_id: Uuid::nil().into(),
            lines: (1..).zip(lines).map(line).collect(),
            unproven,
            gross_minor: gross,
            paid_minor: paid,
            promised_on: None,
            payment_due: None,
            unbilled_goods: None,
            unbilled_work: None,
            vat_regime: VatRegime::Domestic,
            rhythm: Rhythm::Shipment,
        }
    }

    #[test]
    fn the_step_follows_the_goods_and_then_the_money() {
        let check = |p: Progress, step| assert_eq!(p.step(), step, "{p:?}");
        check(progress(&[(10, 0, 0, 0)], 0, 0, 0), Step::Fulfil);
        check(progress(&[(10, 6, 6, 6)], 0, 100, 100), Step::Fulfil);
        check(progress(&[(10, 10, 0, 0)], 1, 0, 0), Step::Prove);
        check(progress(&[(10, 10, 10, 0)], 0, 0, 0), Step::Bill);
        check(progress(&[(10, 12, 12, 10)], 0, 100, 0), Step::Collect);
        check(progress(&[(10, 10, 10, 10)], 0, 100, 100), Step::Close);
    }

    #[test]
    fn a_clock_stands_while_its_step_lasts_but_for_what_is_collected_and_for_money() {
        let at = |text: &str| end_of(text.parse().expect("a date"));
        let today = "2026-11-24".parse().expect("a date");
        let baton = |step: Step, due_at| Baton {
            order_id: Uuid::nil().into(),
            department: step.department(),
            holder: None,
            step,
            since: at("2026-11-01"),
            due_at,
            offer: None,
        };
        let mut received = progress(&[(10, 10, 10, 0)], 0, 0, 0);
        received.unbilled_goods = "2026-11-20".parse().ok();
        let week = Calendar::default();
        let moves = |p: &Progress, step, due| p.moves(&baton(step, at(due)), "IT", today, &week);
        // Two working days from the one on which it was received; then the clock stands.
        let soon = Some((Step::Bill, at("2026-11-26")));
        assert_eq!(moves(&received, Step::Prove, "2026-11-24"), soon);
        assert_eq!(moves(&received, Step::Bill, "2026-11-25"), None);
        // Billed at the end of the month, or today where that has passed.
        received.rhythm = Rhythm::MonthEnd;
        let later = Some((Step::Bill, at("2026-11-30")));
        assert_eq!(moves(&received, Step::Bill, "2026-11-25"), later);
        assert_eq!(moves(&received, Step::Bill, "2026-11-30"), None);
        received.unbilled_goods = "2026-10-20".parse().ok();
        assert_eq!(moves(&received, Step::Bill, "2026-11-30"), Some((Step::Bill, end_of(today))));
        let mut billed = progress(&[(10, 10, 10, 10)], 0, 100, 0);
        billed.payment_due = "2026-12-31".parse().ok();
        let due = Some((Step::Collect, at("2026-12-31")));
        assert_eq!(moves(&billed, Step::Collect, "2026-12-30"), due);
        assert_eq!(moves(&billed, Step::Collect, "2026-12-31"), None);
    }

    #[test]
    fn a_cut_off_on_which_nobody_works_is_billed_on_the_next_working_day_within_the_law() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
        let mut received = progress(&[(10, 10, 10, 0)], 0, 0, 0);
        received.rhythm = Rhythm::Month { day: 20 };
        received.unbilled_goods = Some(day("2027-12-14"));
        let bill = |received: &Progress, closed: &[&str], today| {
            let calendar = Calendar::new(closed.iter().map(|text| day(text)));
            let baton = Baton::begin(
                received.order_id,
                Step::Bill,
                DateTime::UNIX_EPOCH,
                DateTime::UNIX_EPOCH,
                None,
            );
            let moved = received.moves(&baton, "IT", day(today), &calendar);
            moved.map(|(_, due)| due.date_naive().pred_opt().expect("a day before").to_string())
        };
        assert_eq!(bill(&received, &[], "2027-12-14").as_deref(), Some("2027-12-20"));
        let closed = ["2027-12-20", "2027-12-21"];
        assert_eq!(bill(&received, &closed, "2027-12-14").as_deref(), Some("2027-12-22"));
        // Goods of December are invoiced by 15 January, also where nobody works until then.
        received.unbilled_goods = Some(day("2027-12-21"));
        assert_eq!(bill(&received, &[], "2028-01-15").as_deref(), Some("2028-01-15"));
        assert_eq!(bill(&received, &[], "2028-01-20").as_deref(), Some("2028-01-20"));
    }

    #[test]
    fn completeness_is_of_quantities_and_never_of_a_percentage() {
        let nearly = progress(&[(250_000, 250_000, 250_000, 0), (2, 0, 0, 0)], 0, 0, 0);
        assert_eq!(nearly.standing().delivery, Reach::Part);
        assert_eq!(nearly.step(), Step::Fulfil);
        let done = progress(&[(3, 3, 3, 3)], 0, 0, 0);
        assert_eq!(done.standing().payment, Reach::Full);
    }

    #[test]
    fn goods_that_came_back_unbilled_leave_nothing_to_bill() {
        let mut back = progress(&[(10, 10, 10, 6)], 0, 60, 60);
        back.lines[0].net = Quantity::units(6);
        assert_eq!((back.step(), back.standing().billing), (Step::Close, Reach::Full));
        back.lines[0].billed = Quantity::units(10);
        assert!(back.owes_back());
        assert_eq!(back.step(), Step::Bill);
    }

    #[test]
    fn an_order_of_which_nothing_is_agreed_any_more_is_settled() {
        let none = progress(&[(0, 0, 0, 0)], 0, 0, 0);
        assert_eq!((none.step(), none.standing().payment), (Step::Close, Reach::Full));
        let owed = progress(&[(0, 0, 0, 0)], 0, 100, 0);
        assert_eq!(owed.standing().payment, Reach::Part);
    }
}

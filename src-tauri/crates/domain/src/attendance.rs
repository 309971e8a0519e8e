//! The baton: every open order has a department, a holder or a visible gap, a step and a clock.

use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::kernel::calendar::Calendar;
use crate::kernel::id::{MemberId, OrderId, TaskId};
use crate::kernel::refusal::Refusal;
use crate::parties::{Department, Member};

/// What an open order waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Goods or work still to be shipped.
    Fulfil,
    /// Everything left; the proof of delivery is missing.
    Prove,
    /// Received and not yet billed.
    Bill,
    /// Billed and not yet paid.
    Collect,
    /// Paid: only to be closed.
    Close,
}

impl Step {
    /// The department answerable for the step.
    pub fn department(self) -> Department {
        match self {
            Self::Fulfil | Self::Prove => Department::Logistics,
            Self::Bill => Department::Billing,
            Self::Collect | Self::Close => Department::Finance,
        }
    }
}

/// A hand-over that a named person has not accepted yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct HandOver {
    pub to: MemberId,
    pub department: Department,
    pub offered_at: DateTime<Utc>,
    /// Two working hours after the offer.
    pub accept_by: DateTime<Utc>,
}

/// Who answers for an order now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Baton {
    pub order_id: OrderId,
    pub department: Department,
    pub holder: Option<MemberId>,
    pub step: Step,
    pub since: DateTime<Utc>,
    pub due_at: DateTime<Utc>,
    pub offer: Option<HandOver>,
}

/// Why an order counts as unattended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Neglect {
    Nobody,
    NotAccepted,
    ClockPassed,
}

impl Baton {
    /// The baton of a step that begins now. The holder stays when they belong to the department
    /// that the step needs; otherwise nobody holds it until someone takes it.
    pub fn begin(
        order_id: OrderId,
        step: Step,
        due_at: DateTime<Utc>,
        now: DateTime<Utc>,
        before: Option<(&Baton, Option<&Member>)>,
    ) -> Self {
        let department = step.department();
        let belongs = |m: &&Member| m.active && m.departments.contains(&department);
        let holder = before.and_then(|(_, member)| member.filter(belongs)).map(|m| m.member_id);
        let same_step = before.filter(|(b, _)| b.step == step);
        Self {
            order_id,
            department,
            holder,
            step,
            since: same_step.map_or(now, |(b, _)| b.since),
            due_at,
            offer: same_step.and_then(|(b, _)| b.offer),
        }
    }

    /// The goods arrived on `today`: whoever waits for the proof has two working days for it.
    #[must_use]
    pub fn arrived(&self, today: NaiveDate, calendar: &Calendar) -> Self {
        let due_at = match self.step {
            Step::Prove => end_of(calendar.add_working_days(today, 2)),
            Step::Fulfil | Step::Bill | Step::Collect | Step::Close => self.due_at,
        };
        Self { due_at, ..self.clone() }
    }

    /// A member of the department takes an order that nobody holds, or that is theirs to accept.
    ///
    /// Refuses someone of another department, and an order that another person holds.
    pub fn take(&self, member: &Member, now: DateTime<Utc>) -> Result<Self, Refusal> {
        self.fits(member, self.department)?;
        match self.holder {
            Some(holder) if holder != member.member_id => Err(Refusal::HeldByAnother { holder }),
            Some(_) => Err(Refusal::HeldAlready),
            None => Ok(self.held_by(member, now)),
        }
    }

    /// A senior member, or the holder's department, gives an order to a named person of it.
    pub fn assign(&self, by: &Member, to: &Member, now: DateTime<Utc>) -> Result<Self, Refusal> {
        let may = by.departments.contains(&self.department)
            || (by.senior && by.departments.contains(&Department::Direction));
        if !may {
            return Err(Refusal::NotInDepartment {
                member: by.code.clone(),
                department: self.department,
            });
        }
        self.fits(to, self.department)?;
        Ok(self.held_by(to, now))
    }

    /// The holder offers the order to a named person, whose clock starts now.
    ///
    /// Refuses an offer by someone who does not hold it, and to oneself.
    pub fn offer(
        &self,
        by: &Member,
        to: &Member,
        department: Department,
        now: DateTime<Utc>,
        calendar: &Calendar,
    ) -> Result<Self, Refusal> {
        if self.holder != Some(by.member_id) {
            return Err(Refusal::NotTheHolder { member: by.code.clone() });
        }
        if to.member_id == by.member_id {
            return Err(Refusal::HeldAlready);
        }
        self.fits(to, department)?;
        let accept_by = calendar.add_working_hours(now, 2);
        let offer = HandOver { to: to.member_id, department, offered_at: now, accept_by };
        Ok(Self { offer: Some(offer), ..self.clone() })
    }

    /// The person it was offered to accepts and holds it from now on.
    pub fn accept(&self, member: &Member, now: DateTime<Utc>) -> Result<Self, Refusal> {
        match self.offer {
            Some(offer) if offer.to == member.member_id => {
                Ok(Self { department: offer.department, ..self.held_by(member, now) })
            }
            Some(_) | None => Err(Refusal::NotOffered { member: member.code.clone() }),
        }
    }

    /// Why this order lies unattended at `now`, if it does.
    pub fn neglect(&self, now: DateTime<Utc>) -> Option<Neglect> {
        match (self.holder, self.offer) {
            (_, Some(offer)) if offer.accept_by < now => Some(Neglect::NotAccepted),
            (None, _) => Some(Neglect::Nobody),
            (Some(_), _) if self.due_at < now => Some(Neglect::ClockPassed),
            (Some(_), _) => None,
        }
    }

    fn fits(&self, member: &Member, department: Department) -> Result<(), Refusal> {
        if member.active && member.departments.contains(&department) {
            Ok(())
        } else {
            Err(Refusal::NotInDepartment { member: member.code.clone(), department })
        }
    }

    fn held_by(&self, member: &Member, now: DateTime<Utc>) -> Self {
        Self { holder: Some(member.member_id), since: now, offer: None, ..self.clone() }
    }
}

/// The end of a business day, as the instant at which a clock set in days runs out.
pub fn end_of(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc() + Duration::days(1)
}

/// The fixed clocks: until when a step that begins on `today` should be done.
///
/// `promised` is the promised date, `invoice_by` the last legal day to bill, `payment_due` the
/// due date of the last invoice; each where it is known.
pub fn due_at(
    step: Step,
    today: NaiveDate,
    promised: Option<NaiveDate>,
    invoice_by: Option<NaiveDate>,
    payment_due: Option<NaiveDate>,
    calendar: &Calendar,
) -> DateTime<Utc> {
    let day = match step {
        Step::Fulfil => promised.unwrap_or_else(|| calendar.add_working_days(today, 5)),
        // On its way until the promised date; once it arrived, `Baton::arrived` sets the clock.
        // The last legal day to bill comes nearer: two working days before it, logistics must ask.
        Step::Prove => {
            let soon = calendar.add_working_days(today, 2);
            let arrives = promised.map_or(soon, |day| day.max(today));
            let ask = |by| calendar.working_days_before(by, 2).max(today);
            invoice_by.map_or(arrives, |by| arrives.min(ask(by)))
        }
        Step::Bill => {
            let soon = calendar.add_working_days(today, 2);
            invoice_by.map_or(soon, |by| by.min(soon))
        }
        Step::Collect => payment_due.unwrap_or_else(|| calendar.add_working_days(today, 30)),
        Step::Close => calendar.add_working_days(today, 1),
    };
    end_of(day)
}

/// What broke a limit and now waits for a person. Physical facts are recorded all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TaskKind {
    /// The books say that less than nothing is in stock.
    StockBelowZero,
    /// More left than was ordered.
    ShippedAboveOrdered,
    /// A proof says that more arrived than left.
    ProofAboveDispatched,
    /// A proof says that less arrived than left.
    ProofBelowDispatched,
    /// The carrier could not deliver: try again with a date that the customer knows, or give up.
    DeliveryFailed,
    /// Goods were lost on the way: claim them from the carrier.
    ShipmentLost,
    /// More was billed than stands: a credit is due.
    OwedBack,
    /// A lost station may have billed what the file says is unbilled.
    PerhapsBilled,
}

impl TaskKind {
    pub fn department(self) -> Department {
        match self {
            Self::StockBelowZero => Department::Warehouse,
            Self::ShippedAboveOrdered
            | Self::ProofAboveDispatched
            | Self::DeliveryFailed
            | Self::ShipmentLost => Department::Logistics,
            Self::ProofBelowDispatched => Department::OrderDesk,
            Self::OwedBack | Self::PerhapsBilled => Department::Finance,
        }
    }

    /// Whether it asks for somebody who answers for the department.
    fn needs_senior(self) -> bool {
        match self {
            Self::PerhapsBilled => true,
            Self::StockBelowZero
            | Self::ShippedAboveOrdered
            | Self::ProofAboveDispatched
            | Self::ProofBelowDispatched
            | Self::DeliveryFailed
            | Self::ShipmentLost
            | Self::OwedBack => false,
        }
    }
}

/// A piece of work for a person, with its clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Task {
    pub task_id: TaskId,
    pub kind: TaskKind,
    pub department: Department,
    pub holder: Option<MemberId>,
    /// What it is about, as people name it: a product code, a delivery note.
    pub about: String,
    /// The quantity that is over or missing, in millionths.
    pub quantity: i64,
    pub opened_at: DateTime<Utc>,
    pub due_at: DateTime<Utc>,
}

impl Task {
    /// A task that opens now, for the first active member of its department by code (a senior one
    /// where it asks for that), else for a senior member of direction. Due in one working day.
    pub fn open(
        task_id: TaskId,
        kind: TaskKind,
        about: String,
        quantity: i64,
        members: &[Member],
        now: DateTime<Utc>,
        calendar: &Calendar,
    ) -> Self {
        let department = kind.department();
        let fits = |m: &&Member| {
            m.active && m.departments.contains(&department) && (m.senior || !kind.needs_senior())
        };
        let senior =
            |m: &&Member| m.active && m.senior && m.departments.contains(&Department::Direction);
        let holder = members.iter().find(fits).or_else(|| members.iter().find(senior));
        Self {
            task_id,
            kind,
            department,
            holder: holder.map(|m| m.member_id),
            about,
            quantity,
            opened_at: now,
            due_at: end_of(calendar.add_working_days(now.date_naive(), 1)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parties::PersonRef;
    use uuid::Uuid;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("an instant")
    }

    fn member(n: u128, code: &str, departments: &[Department]) -> Member {
        Member {
            member_id: Uuid::from_u128(n).into(),
            code: code.into(),
            person: PersonRef { personal_id: Uuid::from_u128(n).into(), digest: String::new() },
            departments: departments.to_vec(),
            senior: false,
            active: true,
        }
    }

    fn baton(holder: Option<&Member>) -> Baton {
        Baton {
            order_id: Uuid::from_u128(9).into(),
            department: Department::Logistics,
            holder: holder.map(|m| m.member_id),
            step: Step::Fulfil,
            since: at("2026-11-23T08:00:00Z"),
            due_at: at("2026-11-26T00:00:00Z"),
            offer: None,
        }
    }

    #[test]
    fn only_a_member_of_the_department_takes_an_order_that_nobody_holds() {
        let marco = member(1, "marco", &[Department::Logistics]);
        let sara = member(2, "sara", &[Department::Sales]);
        let now = at("2026-11-23T09:00:00Z");
        let taken = baton(None).take(&marco, now).expect("marco may take it");
        assert_eq!((taken.holder, taken.since), (Some(marco.member_id), now));
        assert!(matches!(baton(None).take(&sara, now), Err(Refusal::NotInDepartment { .. })));
        let luca = member(3, "luca", &[Department::Logistics]);
        assert!(matches!(taken.take(&luca, now), Err(Refusal::HeldByAnother { .. })));
    }

    #[test]
    fn an_offer_moves_nothing_until_it_is_accepted_and_grows_old() {
        let marco = member(1, "marco", &[Department::Logistics]);
        let elena = member(2, "elena", &[Department::Billing]);
        let now = at("2026-11-23T09:00:00Z");
        let week = Calendar::default();
        let offered = baton(Some(&marco)).offer(&marco, &elena, Department::Billing, now, &week);
        let offered = offered.expect("offered");
        assert_eq!(offered.holder, Some(marco.member_id));
        assert_eq!(offered.neglect(now), None);
        assert_eq!(offered.neglect(at("2026-11-23T11:00:01Z")), Some(Neglect::NotAccepted));
        assert!(offered.accept(&marco, now).is_err());
        let held = offered.accept(&elena, now).expect("elena accepts");
        assert_eq!((held.holder, held.department), (Some(elena.member_id), Department::Billing));
        assert_eq!(held.offer, None);
    }

    #[test]
    fn a_gap_and_a_passed_clock_are_neglect() {
        let marco = member(1, "marco", &[Department::Logistics]);
        let now = at("2026-11-23T09:00:00Z");
        assert_eq!(baton(None).neglect(now), Some(Neglect::Nobody));
        assert_eq!(baton(Some(&marco)).neglect(now), None);
        assert_eq!(
            baton(Some(&marco)).neglect(at("2026-11-26T00:00:01Z")),
            Some(Neglect::ClockPassed)
        );
    }

    #[test]
    fn every_clock_in_working_days_leaps_over_a_day_on_which_the_firm_is_closed() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
        let closed = Calendar::new([day("2026-12-07"), day("2026-12-08")]);
        let today = day("2026-12-04");
        let due = |step, by| due_at(step, today, None, by, None, &closed) - Duration::days(1);
        let end = |text: &str| at(&format!("{text}T00:00:00Z"));
        assert_eq!(due(Step::Fulfil, None), end("2026-12-15"));
        assert_eq!(due(Step::Prove, None), end("2026-12-10"));
        assert_eq!(due(Step::Prove, Some(day("2026-12-09"))), end("2026-12-04"));
        assert_eq!(due(Step::Prove, Some(day("2026-12-11"))), end("2026-12-09"));
        assert_eq!(due(Step::Bill, None), end("2026-12-10"));
        assert_eq!(due(Step::Bill, Some(day("2026-12-08"))), end("2026-12-08"));
        assert_eq!(due(Step::Close, None), end("2026-12-09"));
        let prove = Baton { step: Step::Prove, ..baton(None) };
        assert_eq!(prove.arrived(today, &closed).due_at, end("2026-12-11"));
        let marco = member(1, "marco", &[Department::Logistics]);
        let elena = member(2, "elena", &[Department::Billing]);
        let late = at("2026-12-04T23:00:00Z");
        let offered = baton(Some(&marco)).offer(&marco, &elena, Department::Billing, late, &closed);
        let offer = offered.ok().and_then(|baton| baton.offer).expect("an offer");
        assert_eq!(offer.accept_by, at("2026-12-09T01:00:00Z"));
        let kind = TaskKind::OwedBack;
        let task = Task::open(Uuid::nil().into(), kind, String::new(), 1, &[], late, &closed);
        assert_eq!(task.due_at, end("2026-12-10"));
    }

    #[test]
    fn a_new_step_keeps_the_holder_only_inside_their_department() {
        let marco = member(1, "marco", &[Department::Logistics]);
        let now = at("2026-11-24T09:00:00Z");
        let before = baton(Some(&marco));
        let next =
            |step| Baton::begin(before.order_id, step, now, now, Some((&before, Some(&marco))));
        assert_eq!(next(Step::Prove).holder, Some(marco.member_id));
        assert_eq!(next(Step::Bill).holder, None);
        assert_eq!(next(Step::Fulfil).since, before.since);
        assert_eq!(next(Step::Bill).since, now);
    }
}

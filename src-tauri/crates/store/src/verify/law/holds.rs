//! Stops: while one is in force, its order is not confirmed, and nothing of it is made ready.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::Case;
use super::body::{Hold, HoldReleased, Id, Terms};
use super::books::Law;

/// The stops that were placed, by identity, and those not released by what they stop.
#[derive(Default)]
pub(super) struct Stops {
    placed: HashMap<Id, Option<Id>>,
    standing: HashMap<Id, Vec<(Id, Option<NaiveDate>)>>,
}

impl Law {
    pub(super) fn hold_placed(&mut self, case: &mut Case<'_>) {
        let Some(body) = case.read::<Hold>() else { return };
        let on = match (body.order_id, body.customer_id) {
            (Some(order), None) => self.orders.contains_key(&order).then_some(order),
            (None, Some(customer)) => self.customers.contains_key(&customer).then_some(customer),
            _ => None,
        };
        case.holds(on.is_some(), "hold_wrong", || "it stops not exactly one thing".into());
        case.holds(is_said(&body.reason), "hold_wrong", || "it has no reason".into());
        if self.stops.placed.insert(case.subject, on).is_some() {
            return case.say("hold_wrong", "it was placed before");
        }
        if let Some(on) = on {
            self.stops.standing.entry(on).or_default().push((case.subject, body.expires_on));
        }
    }

    pub(super) fn hold_released(&mut self, case: &mut Case<'_>) {
        let Some(body) = case.read::<HoldReleased>() else { return };
        case.holds(is_said(&body.reason), "hold_wrong", || "its end has no reason".into());
        let stands = self.stops.placed.get_mut(&case.subject).and_then(Option::take);
        let Some(on) = stands else {
            return case.say("hold_wrong", "there is no such hold to release");
        };
        if let Some(standing) = self.stops.standing.get_mut(&on) {
            standing.retain(|(hold, _)| *hold != case.subject);
        }
    }

    /// Nothing stops an order, or who orders or pays, when it goes on. A hold on its last day may
    /// have ended where the firm is, so it counts up to the day before.
    pub(super) fn unstopped(&self, case: &mut Case<'_>, order: Id, terms: Option<&Terms>) {
        if self.stops.standing.is_empty() {
            return;
        }
        let latest = case.latest_day();
        let people = terms.map(|terms| [terms.sold_to, terms.payer]);
        for on in [order].into_iter().chain(people.into_iter().flatten()) {
            let holds = self.stops.standing.get(&on).map_or(&[][..], Vec::as_slice);
            for (hold, last) in holds {
                let over = last.is_some_and(|last| latest.is_none_or(|latest| last < latest));
                case.holds(over, "on_hold", || format!("hold {hold} stops order {order}"));
            }
        }
    }
}

pub(super) fn is_said(text: &str) -> bool {
    !text.trim().is_empty()
}

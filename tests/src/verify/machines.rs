//! The designed state machines, where they lie at hand: sound in themselves, and the domain's own
//! transitions are paths in them.

use std::collections::{BTreeMap, BTreeSet};

use dovuto_domain::fulfilment::machine::{STEPS, ShipmentEvent, ShipmentState};
use dovuto_domain::orders::{
    OrderState, Reach, Standing, check_cancel, check_close, check_confirm, check_decline,
};
use serde::Deserialize;

use super::samples::samples;

#[derive(Deserialize)]
struct Machine {
    initial: String,
    states: BTreeMap<String, State>,
    transitions: Vec<Transition>,
}

#[derive(Deserialize)]
struct State {
    owner: Option<String>,
    clock: Option<String>,
    #[serde(default)]
    terminal: bool,
}

#[derive(Deserialize)]
struct Transition {
    from: String,
    to: String,
}

/// The machines, unless this computer does not have them.
fn machines() -> Option<BTreeMap<String, Machine>> {
    let Ok(shared) = std::env::var("DOVUTO_SHARED") else {
        eprintln!("skipped: DOVUTO_SHARED is not set");
        return None;
    };
    let path = std::path::Path::new(&shared).join("design/state-machines.json");
    let text = std::fs::read_to_string(path).expect("DOVUTO_SHARED has the machines");
    Some(serde_json::from_str(&text).expect("the machines can be read"))
}

impl Machine {
    /// The states that can be reached from some, passing only through those that `may` allows.
    fn reached<'a>(&'a self, from: &[&'a str], may: impl Fn(&str) -> bool) -> BTreeSet<&'a str> {
        let mut seen: BTreeSet<&str> = from.iter().copied().collect();
        let mut open: Vec<&str> = seen.iter().copied().filter(|s| may(s)).collect();
        open.extend(from);
        while let Some(state) = open.pop() {
            for step in self.transitions.iter().filter(|step| step.from == state) {
                if seen.insert(&step.to) && may(&step.to) {
                    open.push(&step.to);
                }
            }
        }
        seen
    }
}

#[test]
fn every_machine_reaches_all_its_states_and_ends_and_each_open_state_has_owner_and_clock() {
    let Some(machines) = machines() else { return };
    assert!(machines.len() >= 10, "{} machines", machines.len());
    for (name, machine) in &machines {
        let all: BTreeSet<&str> = machine.states.keys().map(String::as_str).collect();
        let reached = machine.reached(&[&machine.initial], |_| true);
        assert_eq!(reached, all, "{name}: every state is reached, and every step is a state");
        for (state, what) in &machine.states {
            let on = machine.reached(&[state], |_| true);
            let ends = on.iter().any(|state| machine.states[*state].terminal);
            assert!(ends, "{name}: {state} cannot end");
            let has = |text: &Option<String>| text.as_deref().is_some_and(|t| !t.is_empty());
            let attended = what.terminal || (has(&what.owner) && has(&what.clock));
            assert!(attended, "{name}: {state} has no owner or clock");
        }
    }
}

/// The states of the machine for which one state of ours stands: the first is where it begins.
fn order_states(state: OrderState) -> &'static [&'static str] {
    match state {
        OrderState::Draft => &["Draft"],
        // While nothing was issued it is still a promise, which may be cancelled.
        OrderState::Confirmed => &["InFulfilment", "Promised", "Fulfilled", "Billed"],
        OrderState::Declined => &["Declined"],
        OrderState::Cancelled => &["Cancelled"],
        OrderState::Closed => &["Closed"],
    }
}

/// A step of ours is a path: from a state that ours stands for, through such states of both sides
/// and those that are passed over, to the first state of the other.
fn is_a_path(machine: &Machine, from: &[&str], over: &[&str], to: &[&str]) -> bool {
    let may = |state: &str| [from, over, to].iter().any(|all| all.contains(&state));
    machine.reached(from, may).contains(to[0])
}

#[test]
fn the_steps_of_orders_are_paths_of_the_machine() {
    let Some(machines) = machines() else { return };
    let machine = &machines["order"];
    let states = [
        OrderState::Draft,
        OrderState::Confirmed,
        OrderState::Declined,
        OrderState::Cancelled,
        OrderState::Closed,
    ];
    let order = samples().into_iter().find_map(|fact| match fact {
        dovuto_domain::fact::Fact::OrderSaved(order) => Some(*order),
        _ => None,
    });
    let order = order.expect("a sample of an order");
    let done = Reach::Full;
    let settled = Standing { shipping: done, delivery: done, billing: done, payment: done };
    let over = ["Entered", "InReview", "Accepted", "Promised"];
    let mut n = 0;
    for state in states {
        let steps = [
            (check_confirm(state, &order, &[]).is_ok(), OrderState::Confirmed),
            (check_decline(state).is_ok(), OrderState::Declined),
            (check_cancel(state, 0, true).is_ok(), OrderState::Cancelled),
            (check_close(state, &settled).is_ok(), OrderState::Closed),
        ];
        for (_, next) in steps.into_iter().filter(|(allowed, _)| *allowed) {
            n += 1;
            let (from, to) = (order_states(state), order_states(next));
            assert!(is_a_path(machine, from, &over, to), "{state:?} to {next:?}");
        }
    }
    assert_eq!(n, 5, "confirm, decline, cancel twice, close");
    assert!(!is_a_path(machine, &["Closed"], &over, &["InFulfilment"]), "nothing leads back");
}

#[test]
fn the_steps_of_shipments_are_those_of_the_machine() {
    let Some(machines) = machines() else { return };
    let machine = &machines["shipment"];
    let name = |state: ShipmentState| format!("{state:?}");
    // Where the steps between are not taken one by one, one event passes through these.
    let over = ["Released", "Picking", "Packed", "InTransit", "Delivered"];
    for (from, event, to) in STEPS {
        let (first, last) = (name(*from), name(*to));
        let again = from == to;
        let path = again || is_a_path(machine, &[&first], &over, &[&last]);
        assert!(path, "{first} to {last} by {event:?}");
    }
    for step in &machine.transitions {
        let ours = |(from, _, to): &&(ShipmentState, ShipmentEvent, ShipmentState)| {
            (name(*from), name(*to)) == (step.from.clone(), step.to.clone())
        };
        assert!(STEPS.iter().any(|step| ours(&step)), "{} to {}", step.from, step.to);
    }
    let states: BTreeSet<String> =
        STEPS.iter().flat_map(|(from, _, to)| [name(*from), name(*to)]).collect();
    assert_eq!(states, machine.states.keys().cloned().collect());
}

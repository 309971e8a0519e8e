//! Whether a command must be accepted, must be refused, or is not for the law of billing to say.

use crate::books::{Books, Order};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Accept,
    /// With one of these codes; with any code where none is named.
    Refuse(Vec<String>),
    /// The law of billing does not decide it: what the program says is taken as it comes.
    Either,
}

/// Reasons found one by one; without any, the command is accepted.
#[derive(Clone, Debug, Default)]
pub struct Reasons {
    codes: Vec<String>,
    unnamed: bool,
    unsure: bool,
}

impl Reasons {
    /// A refusal that bears this code.
    pub fn code(&mut self, holds: bool, code: &str) {
        if holds {
            self.codes.push(code.to_owned());
        }
    }

    /// A refusal of whatever code.
    pub fn any(&mut self, holds: bool) {
        self.unnamed |= holds;
    }

    /// It may be accepted or refused.
    pub fn unsure(&mut self, holds: bool) {
        self.unsure |= holds;
    }

    pub fn verdict(self) -> Verdict {
        match (self.unnamed, self.unsure, self.codes.is_empty()) {
            (true, _, _) => Verdict::Refuse(Vec::new()),
            // What is refused for one reason may be refused for another that is not judged.
            (false, true, false) => Verdict::Refuse(Vec::new()),
            (false, false, false) => Verdict::Refuse(self.codes),
            (false, true, true) => Verdict::Either,
            (false, false, true) => Verdict::Accept,
        }
    }
}

/// A thing that does not exist cannot be acted on.
pub fn unknown() -> Verdict {
    Verdict::Refuse(Vec::new())
}

/// What came of a command.
#[derive(Clone, Debug)]
pub enum Told {
    Answer(serde_json::Value),
    Refused(String),
}

impl Books {
    /// Whether a hold on an order, its buyer or its payer is in force.
    pub fn is_on_hold(&self, order: &Order, today: &str) -> bool {
        let in_force = self.holds.iter().filter(|hold| {
            let expired = hold.expires_on.as_ref().is_some_and(|day| day.as_str() < today);
            !hold.released && !expired
        });
        in_force.into_iter().any(|hold| {
            let customer = hold.customer.as_ref();
            hold.order.as_ref() == Some(&order.id)
                || customer == Some(&order.sold_to)
                || customer == Some(&order.payer)
        })
    }
}

/// A quantity is above zero and no finer than its unit allows.
pub fn is_countable(quantity: i64, scale: i64) -> bool {
    let mut step = 1_000_000;
    for _ in 0..scale {
        step /= 10;
    }
    quantity > 0 && quantity % step == 0
}

/// Micro, per, discount and cascade of a price that can be agreed.
pub fn is_price(micro: i64, per: i64, discount: i64, cascade: &[i64]) -> bool {
    let lies = |ppm: &i64| (0..=1_000_000).contains(ppm);
    let once = cascade.is_empty() || discount == 0;
    micro >= 0
        && [1, 100, 1_000].contains(&per)
        && lies(&discount)
        && cascade.iter().all(lies)
        && once
}

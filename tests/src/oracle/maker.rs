//! What happens next in a life: a clerk's day thrown with dice, mostly sensible, sometimes not.

mod billing;
mod goods;
mod orders;
mod terms;

use chrono::{Days, NaiveDate};
use dovuto_oracle::books::Books;
use dovuto_oracle::judge::Verdict;
use dovuto_oracle::oracle::{Command, Oracle};
use serde_json::{Value, json};

use super::dice::Dice;
use super::life::{Life, Step};
use crate::harness::day;

/// A command and its payload.
pub type Act = (&'static str, Value);

type Making = fn(&mut Maker, &Books) -> Option<Act>;

pub struct Maker {
    pub dice: Dice,
    today: NaiveDate,
    said: String,
    n: usize,
    left: i64,
    queue: Vec<Act>,
    phase: usize,
}

/// Days on which lives begin: within a year, before its end, before a short month.
const BEGINNINGS: [&str; 4] = ["2026-03-02", "2026-11-20", "2026-12-21", "2027-01-25"];

/// What a clerk does, and how often.
const ACTS: [(i64, Making); 30] = [
    (10, Maker::save),
    (40, Maker::confirm),
    (34, Maker::plan),
    (44, Maker::issue),
    (10, Maker::ship),
    (10, Maker::deliver),
    (34, Maker::prove),
    (4, Maker::prove_again),
    (26, Maker::move_on),
    (4, Maker::void),
    (6, Maker::reverse),
    (4, Maker::lose),
    (14, Maker::count_back),
    (10, Maker::replace),
    (6, Maker::amend_quantity),
    (5, Maker::amend_terms),
    (4, Maker::amend_add),
    (12, Maker::agree_prices),
    (6, Maker::accept_excess),
    (2, Maker::cancel_remainder),
    (3, Maker::hold),
    (8, Maker::release_hold),
    (3, Maker::require),
    (2, Maker::end_order),
    (44, Maker::post),
    (6, Maker::run),
    (10, Maker::credit_value),
    (5, Maker::cancel_invoice),
    (24, Maker::money),
    (7, Maker::wrong),
];

impl Maker {
    pub fn new(seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let today = day(dice.one(&BEGINNINGS));
        let left = dice.between(50, 160);
        let mut maker =
            Self { dice, today, said: today.to_string(), n: 0, left, queue: Vec::new(), phase: 0 };
        maker.queue = maker.records();
        maker
    }

    /// The day as a text.
    pub fn today(&self) -> &str {
        &self.said
    }

    /// A day so long ago.
    pub fn ago(&self, days: i64) -> String {
        let days = u64::try_from(days).expect("not in the future");
        (self.today - Days::new(days)).to_string()
    }

    pub fn ahead(&self, days: u64) -> String {
        (self.today + Days::new(days)).to_string()
    }

    /// The next step of a life; nothing at its end.
    pub fn next(&mut self, life: &Life) -> Option<Step> {
        let books = &life.oracle.books;
        if self.queue.is_empty() && self.phase == 0 {
            self.phase = 1;
            self.queue = self.prices(books);
        }
        if !self.queue.is_empty() {
            let act = self.queue.remove(0);
            return Some(self.step(life, act, false));
        }
        if self.left == 0 {
            return None;
        }
        self.left -= 1;
        self.pass_time();
        let again = self.dice.once_in(20);
        let act = self.act(&life.oracle);
        Some(self.step(life, act, again))
    }

    fn step(&mut self, life: &Life, (command, payload): Act, again: bool) -> Step {
        self.n += 1;
        Step {
            n: self.n,
            today: self.said.clone(),
            command: command.to_owned(),
            payload: life.referring(&payload),
            again,
        }
    }

    /// Mostly it is still the same day; sometimes weeks pass, and once in a while a clock is wrong.
    fn pass_time(&mut self) {
        if self.dice.percent(25) {
            self.today = self.today + Days::new(self.dice.between(1, 4).unsigned_abs());
        } else if self.dice.percent(2) {
            self.today = self.today + Days::new(self.dice.between(10, 40).unsigned_abs());
        } else if self.dice.percent(1) {
            self.today = self.today - Days::new(1);
        }
        self.said = self.today.to_string();
    }

    /// Whether the oracle would refuse it.
    fn is_refused(&self, oracle: &Oracle, (name, payload): &Act) -> bool {
        let verdict = oracle.judge(&Command { today: &self.said, name, payload });
        matches!(verdict, Verdict::Refuse(_))
    }

    fn act(&mut self, oracle: &Oracle) -> Act {
        let books = &oracle.books;
        // Nothing happens before something was promised.
        if books.orders.iter().all(|order| order.number.is_empty()) {
            let confirm = self.confirm(books).filter(|act| !self.is_refused(oracle, act));
            return confirm.or_else(|| self.save(books)).expect("an order can be entered");
        }
        let all: i64 = ACTS.iter().map(|(weight, _)| weight).sum();
        for _ in 0..200 {
            let mut thrown = self.dice.below(all);
            for (weight, make) in ACTS {
                if thrown < weight {
                    match make(self, books) {
                        // A clerk mostly knows what will be refused.
                        Some(act) if self.is_refused(oracle, &act) && self.dice.percent(80) => {}
                        Some(act) => return act,
                        None => {}
                    }
                    break;
                }
                thrown -= weight;
            }
        }
        self.save(books).expect("an order can always be entered")
    }

    /// Some paper.
    pub fn evidence(&mut self) -> Value {
        json!({ "reference": format!("letter {}", self.dice.below(1_000)), "date": self.said })
    }

    /// A quantity of a unit with some decimals: up to so many hundredths of a hundred units.
    pub fn quantity(&mut self, scale: i64, most: i64) -> i64 {
        let mut step = 1_000_000;
        let mut n = self.dice.between(1, most);
        for _ in 0..scale {
            step /= 10;
            n = n * 10 + self.dice.below(10);
        }
        n * step
    }

    /// A part of a quantity, above zero and as fine as its unit allows.
    pub fn part(&mut self, whole: i64, scale: i64) -> i64 {
        let mut step = 1_000_000;
        for _ in 0..scale {
            step /= 10;
        }
        let steps = whole / step;
        if steps <= 1 || self.dice.percent(30) { whole } else { self.dice.between(1, steps) * step }
    }
}

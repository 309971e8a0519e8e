//! What the law remembers of the facts so far: firm, customers, rates, series, and the open books.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::Case;
use super::body::{
    Currency, Customer, Firm, Id, Identity, Per, Price, Rate, Rates, Regime, Series, Station,
    Succession, TakenOver, Terms, Vat,
};
use crate::verify::Findings;

/// Everything that recomputing an invoice asks for.
#[derive(Default)]
pub(in crate::verify) struct Law {
    pub(super) firm: Option<Firm>,
    pub(super) customers: HashMap<Id, Identity>,
    rates: Vec<Rate>,
    streams: HashMap<Id, Writer>,
    counters: HashMap<(Id, String, i32), i64>,
    /// The last date of the invoices of a stream.
    pub(super) last_invoice: HashMap<Id, NaiveDate>,
    words: HashMap<String, u32>,
    pub(super) orders: HashMap<Id, Order>,
    pub(super) shipments: HashMap<Id, Shipment>,
    pub(super) invoices: HashMap<Id, Owed>,
}

struct Writer {
    letter: char,
    succeeded: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Draft,
    Confirmed,
    Ended,
}

/// An order; its lines are forgotten when it ends.
pub(super) struct Order {
    pub state: State,
    pub terms: Option<Terms>,
    pub number: Box<str>,
    /// Hash of the fact that confirmed it.
    pub confirmed: Box<[u8]>,
    pub lines: Vec<Line>,
    pub charges: Vec<Charge>,
    pub n_issued: usize,
    pub is_billed: bool,
    /// Billed and not yet paid.
    pub open_minor: i128,
    pub has_baton: bool,
}

pub(super) struct Line {
    pub line_n: i64,
    pub product_id: Id,
    pub cap: i64,
    pub unit: u32,
    pub tax_category: u32,
    pub prices: Vec<Agreed>,
    /// The issued shipment lines: shipment and position.
    pub deliveries: Vec<(Id, i64)>,
}

pub(super) struct Agreed {
    pub price_n: i64,
    pub price: Price,
    pub currency: Currency,
    pub applies_from: NaiveDate,
}

pub(super) struct Charge {
    pub charge_n: i64,
    pub per: Per,
    pub amount_minor: i64,
    /// The shipments for which it was billed; nothing stands for the order.
    pub billed_for: Vec<Option<Id>>,
}

pub(super) struct Shipment {
    pub sold_to: Id,
    pub lines: Vec<ShipmentLine>,
    pub issue: Option<Issue>,
    pub proof: Option<Proof>,
}

pub(super) struct Issue {
    pub number: Box<str>,
    pub on: NaiveDate,
    pub holder: Id,
    pub hash: Box<[u8]>,
}

pub(super) struct Proof {
    pub proof_id: Id,
    pub proof_n: i64,
    pub hash: Box<[u8]>,
}

pub(super) struct ShipmentLine {
    pub shipment_n: i64,
    pub order_id: Id,
    pub line_n: i64,
    pub quantity: i64,
    /// What the latest proof says.
    pub accepted: Option<i64>,
    pub billed: i64,
}

/// A posted invoice.
pub(super) struct Owed {
    pub order_id: Id,
    pub payer: Id,
    pub currency: Currency,
    pub gross_minor: i64,
    pub paid_minor: i128,
}

impl Law {
    pub fn n_invoices(&self) -> i64 {
        i64::try_from(self.invoices.len()).unwrap_or(i64::MAX)
    }

    /// After the last fact, every open order has its baton.
    pub fn finish(&self, found: &mut Findings) {
        let without = |order: &&Order| order.state == State::Confirmed && !order.has_baton;
        let mut open: Vec<Id> =
            self.orders.iter().filter(|(_, o)| without(o)).map(|(id, _)| *id).collect();
        open.sort();
        for id in open {
            found.add("baton_missing", format!("ledger, order {id}"), "nobody answers for it");
        }
    }

    /// A word that recurs, as a number.
    pub(super) fn word(&mut self, text: &str) -> u32 {
        if let Some(&known) = self.words.get(text) {
            return known;
        }
        let next = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        self.words.insert(text.to_owned(), next);
        next
    }

    pub(super) fn known_word(&self, text: &str) -> Option<u32> {
        self.words.get(text).copied()
    }

    pub(super) fn station_opened(&mut self, case: &mut Case<'_>) {
        let Some(station) = case.read::<Station>() else { return };
        self.streams.insert(case.stream, Writer { letter: station.letter, succeeded: false });
    }

    pub(super) fn station_succeeded(&mut self, case: &mut Case<'_>) {
        let Some(body) = case.read::<Succession>() else { return };
        let (heir, before) = (case.stream, body.predecessor);
        case.holds(case.subject == heir, "succession_wrong", || {
            "a station takes over for itself only".into()
        });
        let [one, other] = body.members;
        case.holds(one != other, "succession_wrong", || "one person is not two".into());
        match self.streams.get_mut(&before) {
            Some(writer) if before != heir => {
                case.holds(!writer.succeeded, "succession_wrong", || {
                    format!("{before} was succeeded before")
                });
                writer.succeeded = true;
            }
            Some(_) | None => {
                case.say("succession_wrong", format!("{before} is no other station"));
            }
        }
        if !body.billing_passes {
            return;
        }
        let last = self.last_invoice_number(before);
        case.holds(body.last_number_seen == last, "succession_wrong", || {
            format!("the right to bill passed on, and {:?} is not {last:?}", body.last_number_seen)
        });
        for issue in self.shipments.values_mut().filter_map(|s| s.issue.as_mut()) {
            if issue.holder == before {
                issue.holder = heir;
            }
        }
    }

    /// The right to bill a shipment leaves a station that was succeeded, by name.
    pub(super) fn billing_taken_over(&mut self, case: &mut Case<'_>) {
        let Some(body) = case.read::<TakenOver>() else { return };
        let lost = self.streams.get(&body.predecessor).is_some_and(|writer| writer.succeeded);
        let issue = self.shipments.get_mut(&case.subject).and_then(|s| s.issue.as_mut());
        match issue.filter(|issue| lost && issue.holder == body.predecessor) {
            Some(issue) => issue.holder = case.stream,
            None => case.say("take_over_wrong", format!("{} held no such right", body.predecessor)),
        }
    }

    /// The number of the last invoice of a station.
    fn last_invoice_number(&self, stream: Id) -> Option<String> {
        let letter = self.streams.get(&stream)?.letter;
        let of = |((of, kind, year), counter): (&(Id, String, i32), &i64)| {
            (*of == stream && kind == "F").then_some((*year, *counter))
        };
        let (year, counter) = self.counters.iter().filter_map(of).max()?;
        Some(format!("F{letter}{:02}-{counter:05}", year.rem_euclid(100)))
    }

    pub(super) fn firm_saved(&mut self, case: &mut Case<'_>) {
        if let Some(firm) = case.read::<Firm>() {
            self.firm = Some(firm);
        }
    }

    pub(super) fn customer_saved(&mut self, case: &mut Case<'_>) {
        if let Some(customer) = case.read::<Customer>() {
            self.customers.insert(case.subject, customer.identity);
        }
    }

    pub(super) fn vat_rates_set(&mut self, case: &mut Case<'_>) {
        let Some(body) = case.read::<Rates>() else { return };
        for rate in body.rates {
            self.rates.retain(|old| {
                old.country != rate.country
                    || old.regime != rate.regime
                    || old.tax_category != rate.tax_category
                    || old.valid_from != rate.valid_from
            });
            self.word(&rate.tax_category);
            self.rates.push(rate);
        }
    }

    /// The VAT of the firm's country in force on a day.
    pub(super) fn vat_on(&self, regime: Regime, class: u32, day: NaiveDate) -> Option<Vat> {
        let country = &self.firm.as_ref()?.identity.country;
        let mut best: Option<&Rate> = None;
        for rate in &self.rates {
            let same = rate.country == *country
                && rate.regime == regime
                && self.words.get(&rate.tax_category) == Some(&class);
            let later = best.is_none_or(|best| best.valid_from <= rate.valid_from);
            if same && rate.valid_from <= day && later {
                best = Some(rate);
            }
        }
        best.map(Rate::vat)
    }

    /// Holds a number to its gapless series: of this stream, kind and year, and well written.
    /// Gives the year and the number.
    pub(super) fn number(&mut self, case: &mut Case<'_>, kind: &str) -> Option<(i32, Box<str>)> {
        let series = case.read::<Series>()?;
        self.follows(case, kind, &series);
        Some((series.year, series.number.into_boxed_str()))
    }

    fn follows(&mut self, case: &mut Case<'_>, kind: &str, series: &Series) {
        let Some(writer) = self.streams.get(&case.stream) else {
            return case.say("number_wrong", "the station was never opened");
        };
        case.holds(!writer.succeeded, "succeeded_station_wrote", || {
            format!("{} was given by a station that another one succeeded", series.number)
        });
        let text = format!(
            "{kind}{}{:02}-{:05}",
            writer.letter,
            series.year.rem_euclid(100),
            series.counter
        );
        case.holds(series.series == kind && series.number == text, "number_wrong", || {
            format!("{} of series {} instead of {text}", series.number, series.series)
        });
        let last = self.counters.entry((case.stream, kind.to_owned(), series.year)).or_default();
        case.holds(last.checked_add(1) == Some(series.counter), "number_gap", || {
            format!("{} follows number {last} of its series", series.number)
        });
        *last = series.counter;
    }
}

//! What the law remembers of the facts so far: firm, customers, rates, series, and the open books.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use smallvec::SmallVec;

use super::Case;
use super::body::{
    Currency, Customer, Firm, Id, Identity, LineRef, Per, Place, Price, Rate, Rates, Regime,
    Series, Station, Succession, TakenOver, Terms, Vat,
};
use super::holds::Stops;
use super::lines::{Posted, ShipmentLine};
use super::machine::Stage;
use super::papers::ExchangeRate;
use super::shelf::Shelf;
use crate::verify::Findings;

/// Everything that recomputing a document asks for.
#[derive(Default)]
pub(in crate::verify) struct Law {
    pub(super) firm: Option<Firm>,
    pub(super) customers: HashMap<Id, Identity>,
    rates: Vec<Rate>,
    pub(super) exchange: Vec<ExchangeRate>,
    streams: HashMap<Id, Writer>,
    counters: HashMap<(Id, String, i32), i64>,
    /// The last date of each series of a stream in a year.
    last_dates: HashMap<(Id, &'static str, i32), NaiveDate>,
    words: HashMap<String, u32>,
    /// VAT that documents state, each once.
    vats: Vec<Vat>,
    pub(super) orders: Shelf<Order>,
    /// The orders that were called off from a blanket order.
    pub(super) called_off: HashMap<Id, Vec<Id>>,
    pub(super) stops: Stops,
    pub(super) shipments: Shelf<Shipment>,
    pub(super) returns: HashSet<Id>,
    pub(super) invoices: Shelf<Posted>,
    pub(super) credit_notes: HashSet<Id>,
    pub(super) opening_items: HashMap<Id, Opening>,
    /// The numbers under which payers owe them.
    pub(super) opening_numbers: HashSet<(Id, String)>,
    pub(super) payments: HashMap<Id, Payment>,
    pub(super) refunds: HashSet<Id>,
    /// The last version at each place.
    pub(super) layouts: HashMap<Id, i64>,
    /// Hashes of the profiles that were issued.
    pub(super) issued_layouts: HashSet<String>,
}

struct Writer {
    letter: char,
    succeeded: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum State {
    Draft,
    Confirmed,
    Closed,
    /// Declined or cancelled.
    Ended,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Order {
    pub state: State,
    pub is_blanket: bool,
    pub terms: Option<Terms>,
    /// Everybody to whom it was ever sold.
    pub sold_to: Vec<Id>,
    pub number: Box<str>,
    /// Hash of the fact that confirmed it.
    pub confirmed: Box<[u8]>,
    pub lines: Vec<Line>,
    pub charges: Vec<Charge>,
    /// A discount in money that confirming shares among the prices.
    pub discount_minor: i64,
    /// Its shipment lines that left and were not voided.
    pub n_issued: usize,
    /// Invoices less credit notes less what was laid on them.
    pub open_minor: i128,
    pub has_baton: bool,
}

/// A list that hardly ever has more than one, which lies where the list lies.
pub(super) type One<T> = SmallVec<[T; 1]>;

#[derive(Serialize, Deserialize)]
pub(super) struct Line {
    pub line_n: i64,
    pub product_id: Id,
    pub is_goods: bool,
    pub agreed: i64,
    /// Accepted beyond it.
    pub excess: i64,
    pub unit: u32,
    pub tax_category: u32,
    pub prices: One<Agreed>,
    /// The issued shipment lines.
    pub deliveries: One<LineRef>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Agreed {
    pub price_n: i64,
    pub price: Price,
    pub currency: Currency,
    pub applies_from: NaiveDate,
    pub allowance_minor: i64,
    pub allowance_quantity: i64,
    /// Hash of the fact that agreed it, where the confirmation did not.
    pub fact: Option<Box<[u8]>>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Charge {
    pub charge_n: i64,
    pub per: Per,
    pub amount_minor: i64,
    /// For each part that stands on an invoice its shipment; nothing stands for the order.
    pub billed_for: Vec<Option<Id>>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Shipment {
    pub stage: Stage,
    pub sold_to: Id,
    pub ship_to: Place,
    pub lines: Vec<ShipmentLine>,
    pub issue: Option<Issue>,
    pub proof: Option<Proof>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Issue {
    pub number: Box<str>,
    pub on: NaiveDate,
    pub holder: Id,
    pub hash: Box<[u8]>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Proof {
    pub proof_id: Id,
    pub proof_n: i64,
    pub goods_receipt: Option<Box<str>>,
    pub hash: Box<[u8]>,
}

/// What is owed on an invoice of another program.
pub(super) struct Opening {
    pub payer: Id,
    pub currency: Currency,
    pub open_minor: i128,
}

/// Money that arrived.
pub(super) struct Payment {
    pub payer: Id,
    pub currency: Currency,
    /// What lies on no invoice and did not go back.
    pub free_minor: i128,
    /// What lies on each invoice.
    pub laid: Vec<(Id, i128)>,
}

impl Line {
    /// What it may be billed for at most.
    pub fn cap(&self) -> i64 {
        self.agreed.saturating_add(self.excess).max(0)
    }
}

impl Law {
    pub fn n_invoices(&self) -> i64 {
        i64::try_from(self.invoices.len()).unwrap_or(i64::MAX)
    }

    /// Between two facts: nothing of the books is held.
    pub(super) fn tidy(&mut self) {
        self.orders.tidy();
        self.shipments.tidy();
        self.invoices.tidy();
    }

    /// After the last fact, every open order has its baton.
    pub fn finish(&self, found: &mut Findings) {
        let mut open = Vec::new();
        self.orders.each(|id, order| {
            if order.state == State::Confirmed && !order.has_baton {
                open.push(id);
            }
        });
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

    /// VAT that recurs, as a number.
    pub(super) fn vat_word(&mut self, vat: &Vat) -> u32 {
        let known = self.vats.iter().position(|known| known == vat);
        let place = known.unwrap_or_else(|| {
            self.vats.push(vat.clone());
            self.vats.len() - 1
        });
        u32::try_from(place).unwrap_or(u32::MAX)
    }

    pub(super) fn vat_of(&self, word: u32) -> Option<&Vat> {
        usize::try_from(word).ok().and_then(|place| self.vats.get(place))
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
        let (last, older) = self.last_numbers(before);
        let seen = &body.last_numbers_seen;
        let every = last.iter().all(|number| seen.contains(number))
            && seen.iter().all(|number| last.contains(number) || older.contains(number));
        case.holds(every, "succession_wrong", || {
            format!("the right to bill passed on, and {seen:?} is not {last:?}")
        });
        self.shipments.each_mut(|shipment| match &mut shipment.issue {
            Some(issue) if issue.holder == before => issue.holder = heir,
            Some(_) | None => {}
        });
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

    /// The last number of a station in each series of what it posted: those of its last two years,
    /// and older ones.
    fn last_numbers(&self, stream: Id) -> (Vec<String>, Vec<String>) {
        let letter = self.streams.get(&stream).map_or('?', |writer| writer.letter);
        let posted: Vec<(&String, i32, i64)> = self
            .counters
            .iter()
            .filter(|((of, kind, _), _)| *of == stream && ["F", "T", "N"].contains(&kind.as_str()))
            .map(|((_, kind, year), counter)| (kind, *year, *counter))
            .collect();
        let newest = posted.iter().map(|(_, year, _)| *year).max().unwrap_or_default();
        let number = |&(kind, year, counter): &(&String, i32, i64)| {
            format!("{kind}{letter}{:02}-{counter:05}", year.rem_euclid(100))
        };
        let (last, older): (Vec<_>, Vec<_>) =
            posted.iter().partition(|(_, year, _)| *year >= newest - 1);
        (last.into_iter().map(number).collect(), older.into_iter().map(number).collect())
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

    /// Dates never fall within a series of a stream in a year, the year is that of the date, and
    /// none is after the day of posting.
    pub(super) fn dated(
        &mut self,
        case: &mut Case<'_>,
        kind: &'static str,
        year: i32,
        on: NaiveDate,
    ) {
        let last = self.last_dates.entry((case.stream, kind, year)).or_insert(on);
        case.holds(*last <= on, "date_falls", || format!("{on} after {last}"));
        *last = on.max(*last);
        case.holds(chrono::Datelike::year(&on) == year, "number_wrong", || {
            format!("dated {on} in the series of {year}")
        });
        let latest = case.latest_day();
        case.holds(latest.is_some_and(|latest| on <= latest), "date_ahead", || {
            format!("dated {on}, and posted at {}", case.row.at)
        });
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

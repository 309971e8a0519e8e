//! What is said below a line or above all of them, in the reader's words.

use chrono::NaiveDate;
use dovuto_domain::kernel::quantity::Quantity;

use super::Price;
use super::table::Tongue;

/// A sentence by our word for it, with what it speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    pub word: &'static str,
    pub about: Vec<(&'static str, Figure)>,
}

/// What a remark speaks of, before it is written as the reader writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Figure {
    Text(String),
    Day(NaiveDate),
    /// Millionths, and the unit's code.
    Quantity(i64, String),
    Price(Price),
    /// One of our words, and what it is of.
    Named(&'static str, String),
}

impl Remark {
    pub fn of(word: &'static str, about: Vec<(&'static str, Figure)>) -> Self {
        Self { word, about }
    }
}

/// Serial numbers, and lots with how much is of each.
pub fn pieces<'a>(
    serials: &[impl AsRef<str>],
    lots: impl Iterator<Item = (&'a str, Quantity)>,
    unit: &str,
) -> Vec<Remark> {
    let mut remarks = Vec::new();
    if !serials.is_empty() {
        let serials: Vec<&str> = serials.iter().map(AsRef::as_ref).collect();
        let numbers = Figure::Text(serials.join(", "));
        remarks.push(Remark::of("remark-serials", vec![("numbers", numbers)]));
    }
    remarks.extend(lots.map(|(lot, quantity)| {
        let number = Figure::Text(lot.to_owned());
        let quantity = Figure::Quantity(quantity.0, unit.to_owned());
        Remark::of("remark-lots", vec![("number", number), ("quantity", quantity)])
    }));
    remarks
}

impl Tongue<'_> {
    pub fn remark(&self, remark: &Remark) -> String {
        let written: Vec<(&'static str, String)> =
            remark.about.iter().map(|(name, figure)| (*name, self.figure(figure))).collect();
        let about: Vec<(&'static str, &str)> =
            written.iter().map(|(name, text)| (*name, text.as_str())).collect();
        self.say_of(remark.word, &about)
    }

    /// Serial numbers, or a lot and how much of it, where the remark speaks of them.
    pub fn piece(&self, remark: &Remark) -> Option<String> {
        if !matches!(remark.word, "remark-serials" | "remark-lots") {
            return None;
        }
        let figures = remark.about.iter().map(|(_, figure)| self.figure(figure));
        Some(figures.collect::<Vec<_>>().join(": "))
    }

    fn figure(&self, figure: &Figure) -> String {
        match figure {
            Figure::Text(text) => text.clone(),
            Figure::Day(day) => self.date.day(*day),
            Figure::Quantity(micro, unit) => {
                let quantity = self.number.trimmed(*micro, 6, 0);
                format!("{quantity}\u{a0}{}", self.language.unit(unit))
            }
            Figure::Price(price) => self.price(*price).replace('\n', " "),
            Figure::Named(word, of) => format!("{} {of}", self.say(word)).trim_end().to_owned(),
        }
    }
}

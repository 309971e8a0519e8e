//! The cells of a table on its way into a file: each has a type, and its value is exact.

use chrono::NaiveDate;

/// One value of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    Empty,
    /// What people or other programs wrote; a spreadsheet must not take it for a formula.
    Text(String),
    Day(NaiveDate),
    /// Units of 10^-`decimals`, without needless zeros.
    Number {
        units: i64,
        decimals: u32,
    },
    /// Minor units, with all decimals of their currency.
    Money {
        minor: i64,
        decimals: u32,
    },
    Yes(bool),
}

impl Cell {
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }

    pub fn maybe(text: Option<impl Into<String>>) -> Self {
        text.map_or(Self::Empty, Self::text)
    }

    pub fn day(day: Option<NaiveDate>) -> Self {
        day.map_or(Self::Empty, Self::Day)
    }

    pub fn whole(number: i64) -> Self {
        Self::Number { units: number, decimals: 0 }
    }

    /// Millionths: a quantity, a price, a share of one.
    pub fn micro(units: i64) -> Self {
        Self::Number { units, decimals: 6 }
    }
}

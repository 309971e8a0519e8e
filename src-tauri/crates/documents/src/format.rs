//! Numbers and days as people write them.

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::words::Language;

/// The marks of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum NumberFormat {
    /// 1.234,56
    PointComma,
    /// 1,234.56
    CommaPoint,
    /// 1 234,56
    SpaceComma,
    /// 1'234.56
    ApostrophePoint,
    /// 1234,56
    Comma,
    /// 1234.56
    Point,
}

impl NumberFormat {
    /// What readers of a language are used to.
    pub fn of(language: Language) -> Self {
        match language {
            Language::English => Self::CommaPoint,
            Language::Italian | Language::German => Self::PointComma,
            Language::French => Self::SpaceComma,
        }
    }

    fn marks(self) -> (&'static str, char) {
        match self {
            Self::PointComma => (".", ','),
            Self::CommaPoint => (",", '.'),
            // Narrow and not to be broken.
            Self::SpaceComma => ("\u{202f}", ','),
            Self::ApostrophePoint => ("'", '.'),
            Self::Comma => ("", ','),
            Self::Point => ("", '.'),
        }
    }

    /// Units of 10^-`decimals`, all of them written.
    pub fn fixed(self, units: i64, decimals: u32) -> String {
        self.written(units, decimals, decimals)
    }

    /// Units of 10^-`decimals`, with at least so many decimals and no needless zeros.
    pub fn trimmed(self, units: i64, decimals: u32, least: u32) -> String {
        let (mut kept, mut rest) = (decimals, units.unsigned_abs());
        while kept > least && rest.is_multiple_of(10) {
            rest /= 10;
            kept -= 1;
        }
        self.written(units, decimals, kept)
    }

    fn written(self, units: i64, decimals: u32, kept: u32) -> String {
        let (group, point) = self.marks();
        let one = 10_u64.pow(decimals);
        let (whole, part) = (units.unsigned_abs() / one, units.unsigned_abs() % one);
        let digits = whole.to_string();
        let mut text = String::from(if units < 0 { "-" } else { "" });
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                text.push_str(group);
            }
            text.push(digit);
        }
        if kept > 0 {
            let part = format!("{part:0width$}", width = decimals as usize);
            text.push(point);
            text.push_str(&part[..kept as usize]);
        }
        text
    }

    /// Millionths as a percentage: 150,000 is 15.
    pub fn percent(self, ppm: i64) -> String {
        format!("{}\u{a0}%", self.trimmed(ppm, 4, 0))
    }
}

/// The order and the marks of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DateFormat {
    /// 24/11/2026
    DaySlash,
    /// 24.11.2026
    DayDot,
    /// 2026-11-24
    Iso,
    /// 11/24/2026
    MonthSlash,
    /// 24 Nov 2026
    DayName,
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

impl DateFormat {
    /// What readers of a language are used to.
    pub fn of(language: Language) -> Self {
        match language {
            Language::English => Self::DayName,
            Language::Italian | Language::French => Self::DaySlash,
            Language::German => Self::DayDot,
        }
    }

    pub fn day(self, day: NaiveDate) -> String {
        let form = match self {
            Self::DaySlash => "%d/%m/%Y",
            Self::DayDot => "%d.%m.%Y",
            Self::Iso => "%Y-%m-%d",
            Self::MonthSlash => "%m/%d/%Y",
            Self::DayName => {
                let month = usize::try_from(day.month0()).ok().and_then(|m| MONTHS.get(m));
                return format!("{} {} {}", day.day(), month.unwrap_or(&""), day.year());
            }
        };
        day.format(form).to_string()
    }
}

/// How amounts of the end of a document name their currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CurrencyFormat {
    /// 12,50 EUR
    CodeAfter,
    /// EUR 12,50
    CodeBefore,
    /// 12,50 €
    SignAfter,
    /// €12.50
    SignBefore,
}

impl CurrencyFormat {
    pub fn write(self, amount: &str, code: &str) -> String {
        let sign = match code {
            "EUR" => "€",
            "USD" => "$",
            "GBP" => "£",
            other => other,
        };
        match self {
            Self::CodeAfter => format!("{amount}\u{a0}{code}"),
            Self::CodeBefore => format!("{code}\u{a0}{amount}"),
            Self::SignAfter => format!("{amount}\u{a0}{sign}"),
            Self::SignBefore if sign.chars().count() == 1 => format!("{sign}{amount}"),
            Self::SignBefore => format!("{sign}\u{a0}{amount}"),
        }
    }
}

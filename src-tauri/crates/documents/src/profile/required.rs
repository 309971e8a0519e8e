//! References that a customer requires on their documents: what is missing, and where.

use dovuto_domain::orders::References;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::words::Language;

/// A reference without which a customer sends a document back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Required {
    CustomerPo,
    Contract,
    Project,
    BuyerReference,
    Cig,
    Cup,
    /// The route of an invoice to a German authority: the buyer reference, with its check digits.
    LeitwegId,
    /// On each line.
    CustomerLine,
    /// On each line.
    CustomerCode,
    /// On each line.
    CostCentre,
    /// On each line: the reference of the proof that it was received.
    GoodsReceipt,
}

/// Where a reference stands.
enum Place {
    Order(fn(&References) -> Option<&String>),
    Line(fn(&AskedLine) -> Option<&String>),
}

impl Required {
    pub const ALL: [Self; 11] = [
        Self::CustomerPo,
        Self::Contract,
        Self::Project,
        Self::BuyerReference,
        Self::Cig,
        Self::Cup,
        Self::LeitwegId,
        Self::CustomerLine,
        Self::CustomerCode,
        Self::CostCentre,
        Self::GoodsReceipt,
    ];

    /// Our word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::CustomerPo => "field-customer-po",
            Self::Contract => "contract",
            Self::Project => "project",
            Self::BuyerReference => "field-buyer-reference",
            Self::Cig => "cig",
            Self::Cup => "cup",
            Self::LeitwegId => "field-leitweg-id",
            Self::CustomerLine => "field-customer-line",
            Self::CustomerCode => "field-customer-code",
            Self::CostCentre => "field-cost-centre",
            Self::GoodsReceipt => "field-goods-receipt",
        }
    }

    fn place(self) -> Place {
        match self {
            Self::CustomerPo => Place::Order(|of| of.customer_po.as_ref()),
            Self::Contract => Place::Order(|of| of.contract.as_ref()),
            Self::Project => Place::Order(|of| of.project.as_ref()),
            Self::BuyerReference | Self::LeitwegId => {
                Place::Order(|of| of.buyer_reference.as_ref())
            }
            Self::Cig => Place::Order(|of| of.cig.as_ref()),
            Self::Cup => Place::Order(|of| of.cup.as_ref()),
            Self::CustomerLine => Place::Line(|of| of.customer_line.as_ref()),
            Self::CustomerCode => Place::Line(|of| of.customer_code.as_ref()),
            Self::CostCentre => Place::Line(|of| of.cost_centre.as_ref()),
            Self::GoodsReceipt => Place::Line(|of| of.goods_receipt.as_ref()),
        }
    }

    /// Whether a text is written as such a reference has to be.
    fn is_well_formed(self, text: &str) -> bool {
        let letters = |n: usize| {
            text.len() == n && text.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
        };
        match self {
            Self::Cig => letters(10),
            Self::Cup => letters(15),
            Self::LeitwegId => is_leitweg_id(text),
            Self::CustomerPo
            | Self::Contract
            | Self::Project
            | Self::BuyerReference
            | Self::CustomerLine
            | Self::CustomerCode
            | Self::CostCentre
            | Self::GoodsReceipt => true,
        }
    }
}

/// Two to twelve digits, up to thirty letters where wanted, two check digits (ISO 7064, mod 97).
fn is_leitweg_id(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let (coarse, fine, check) = match parts.as_slice() {
        [coarse, check] => (*coarse, "", *check),
        [coarse, fine, check] if !fine.is_empty() => (*coarse, *fine, *check),
        _ => return false,
    };
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let is_formed = (2..=12).contains(&coarse.len())
        && digits(coarse)
        && fine.len() <= 30
        && fine.bytes().all(|b| b.is_ascii_alphanumeric())
        && check.len() == 2
        && digits(check);
    let rest = |rest: u32, c: char| {
        let value = c.to_digit(36).unwrap_or(0);
        (rest * if value < 10 { 10 } else { 100 } + value) % 97
    };
    is_formed && [coarse, fine, check].concat().chars().fold(0, rest) == 1
}

/// What is to be billed of one order, as far as requirements look at it.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The number of the order.
    pub order: &'a str,
    pub references: &'a References,
    pub lines: &'a [AskedLine],
}

/// One line of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AskedLine {
    /// Position in the order.
    pub line_n: i64,
    pub customer_line: Option<String>,
    pub customer_code: Option<String>,
    pub cost_centre: Option<String>,
    pub goods_receipt: Option<String>,
}

/// A reference that is missing, or is not written as it has to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Missing {
    pub field: Required,
    pub order: String,
    /// Of the order, where each line has its own.
    pub line: Option<i64>,
    /// What stands there instead; nothing where nothing does.
    pub found: Option<String>,
}

impl Missing {
    /// What is to be done, for a clerk.
    pub fn say(&self, language: Language) -> String {
        let field = language.say(self.field.word());
        let line = self.line.map(|line| line.to_string()).unwrap_or_default();
        let found = self.found.as_deref().unwrap_or_default();
        let about =
            [("order", self.order.as_str()), ("line", &line), ("field", &field), ("found", found)];
        let word = match (&self.found, self.line) {
            (None, None) => "required-missing",
            (None, Some(_)) => "required-missing-on-line",
            (Some(_), None) => "required-wrong",
            (Some(_), Some(_)) => "required-wrong-on-line",
        };
        language.say_of(word, &about)
    }
}

/// What is required and not there, by field and line.
pub fn missing(required: &[Required], asked: Asked) -> Vec<Missing> {
    let mut found = Vec::new();
    let mut look = |field: Required, line: Option<i64>, text: Option<&String>| {
        let text = text.map(|text| text.trim()).filter(|text| !text.is_empty());
        if text.is_some_and(|text| field.is_well_formed(text)) {
            return;
        }
        let order = asked.order.to_owned();
        found.push(Missing { field, order, line, found: text.map(str::to_owned) });
    };
    for field in required.iter().copied() {
        match field.place() {
            Place::Order(of) => look(field, None, of(asked.references)),
            Place::Line(of) => {
                for line in asked.lines {
                    look(field, Some(line.line_n), of(line));
                }
            }
        }
    }
    found
}

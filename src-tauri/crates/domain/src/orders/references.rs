//! References that customers require on their invoices: what is missing or wrong, and where.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::parties::Reference;

/// The customer's own references, which their invoices must carry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct References {
    pub customer_po: Option<String>,
    pub po_date: Option<NaiveDate>,
    pub contract: Option<String>,
    pub project: Option<String>,
    pub buyer_reference: Option<String>,
    pub cig: Option<String>,
    pub cup: Option<String>,
}

/// The references of one order line.
#[derive(Clone, Copy, Debug)]
pub struct LineReferences<'a> {
    pub line_n: i64,
    pub customer_line: Option<&'a str>,
    pub customer_code: Option<&'a str>,
    pub cost_centre: Option<&'a str>,
}

/// What the customer calls a delivery that they received: it exists only then, and is asked for
/// when it is billed.
#[derive(Clone, Copy, Debug)]
pub struct DeliveryReferences<'a> {
    /// Number of the delivery note.
    pub shipment_number: &'a str,
    pub goods_receipt: Option<&'a str>,
}

/// A required reference that is missing, or is not written as it has to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Lack {
    pub reference: Reference,
    /// Of the order, where each line has its own.
    pub line_n: Option<i64>,
    /// Number of the delivery note, where each delivery has its own.
    pub shipment_number: Option<String>,
    /// What stands there instead; nothing where nothing does.
    pub found: Option<String>,
}

impl References {
    /// What the order itself lacks.
    pub fn lacks(&self, required: &[Reference]) -> Vec<Lack> {
        let of = |reference: Reference| match reference {
            Reference::CustomerPo => Some(&self.customer_po),
            Reference::Contract => Some(&self.contract),
            Reference::Project => Some(&self.project),
            Reference::BuyerReference | Reference::LeitwegId => Some(&self.buyer_reference),
            Reference::Cig => Some(&self.cig),
            Reference::Cup => Some(&self.cup),
            Reference::CustomerLine
            | Reference::CustomerCode
            | Reference::CostCentre
            | Reference::GoodsReceipt => None,
        };
        let found = |reference: Reference| Some((reference, of(reference)?.as_deref()));
        let all = required.iter().filter_map(|reference| found(*reference));
        all.filter_map(|(reference, text)| lack(reference, None, text)).collect()
    }
}

impl LineReferences<'_> {
    /// What the line lacks.
    pub fn lacks(&self, required: &[Reference]) -> Vec<Lack> {
        let of = |reference: Reference| match reference {
            Reference::CustomerLine => Some((reference, self.customer_line)),
            Reference::CustomerCode => Some((reference, self.customer_code)),
            Reference::CostCentre => Some((reference, self.cost_centre)),
            Reference::CustomerPo
            | Reference::Contract
            | Reference::Project
            | Reference::BuyerReference
            | Reference::LeitwegId
            | Reference::Cig
            | Reference::Cup
            | Reference::GoodsReceipt => None,
        };
        let all = required.iter().filter_map(|reference| of(*reference));
        all.filter_map(|(reference, text)| lack(reference, Some(self.line_n), text)).collect()
    }
}

impl DeliveryReferences<'_> {
    /// What the delivery lacks.
    pub fn lacks(&self, required: &[Reference]) -> Option<Lack> {
        let asked = required.iter().find(|reference| **reference == Reference::GoodsReceipt)?;
        let lack = lack(*asked, None, self.goods_receipt)?;
        Some(Lack { shipment_number: Some(self.shipment_number.to_owned()), ..lack })
    }
}

fn lack(reference: Reference, line_n: Option<i64>, text: Option<&str>) -> Option<Lack> {
    let text = text.map(str::trim).filter(|text| !text.is_empty());
    if text.is_some_and(|text| reference.is_well_formed(text)) {
        return None;
    }
    Some(Lack { reference, line_n, shipment_number: None, found: text.map(str::to_owned) })
}

impl Reference {
    /// Whether the text can be this reference. A CIG has 10 and a CUP 15 capital letters and digits
    /// (determinations of ANAC and CIPE); a Leitweg-ID has its check digits.
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

    /// What a clerk calls it, in English.
    fn name(self) -> &'static str {
        match self {
            Self::CustomerPo => "order number of the customer",
            Self::Contract => "contract",
            Self::Project => "project",
            Self::BuyerReference => "buyer reference",
            Self::LeitwegId => "Leitweg-ID",
            Self::Cig => "CIG",
            Self::Cup => "CUP",
            Self::CustomerLine => "line number of the customer",
            Self::CustomerCode => "product code of the customer",
            Self::CostCentre => "cost centre",
            Self::GoodsReceipt => "goods-receipt number of the customer",
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

impl fmt::Display for Lack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line_n) = self.line_n {
            write!(f, "line {line_n}: ")?;
        }
        if let Some(number) = &self.shipment_number {
            write!(f, "delivery note {number}: ")?;
        }
        let name = self.reference.name();
        match (&self.found, self.reference) {
            (None, Reference::GoodsReceipt) => {
                write!(f, "the {name} is missing: record it with the proof of delivery")
            }
            (None, _) => write!(f, "the {name} is missing"),
            (Some(found), Reference::Cig) => {
                write!(f, "the CIG {found} does not have 10 capital letters and digits")
            }
            (Some(found), Reference::Cup) => {
                write!(f, "the CUP {found} does not have 15 capital letters and digits")
            }
            (Some(found), Reference::LeitwegId) => {
                write!(f, "{found} is no Leitweg-ID: its form or check digits are wrong")
            }
            (Some(found), _) => write!(f, "the {name} {found} is wrong"),
        }
    }
}

/// Several of them as one sentence.
pub(crate) fn said(lacks: &[Lack]) -> String {
    lacks.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

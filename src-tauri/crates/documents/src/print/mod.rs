//! What a document says, whatever it looks like.

pub mod kind;
pub mod compose;
pub mod blocks;
pub mod end;
pub mod items;
pub mod posted;
pub mod remarks;
pub mod signed;
pub mod table;
pub mod checked;

use std::sync::Arc;

use chrono::NaiveDate;
use dovuto_domain::billing::exchange::ExchangeRate;
use dovuto_domain::billing::invoice::{TaxTotal, Totals};
use dovuto_domain::billing::statement::Statement;
use dovuto_domain::kernel::quantity::Currency;
use dovuto_domain::parties::profile::EarlyPaymentDue;
use dovuto_domain::parties::{Address, Identity};
use serde::Serialize;

use kind::Kind;
use remarks::Remark;

/// A document that is to be printed. Every amount is one that was posted or agreed, or a sum that
/// the domain made of such.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printed {
    pub kind: Kind,
    pub number: String,
    pub issued_on: NaiveDate,
    pub due_on: Option<NaiveDate>,
    pub early_payment: Option<EarlyPaymentDue>,
    pub seller: Identity,
    pub buyer: Identity,
    /// What stands beside the address, by our words for it.
    pub about: Vec<(&'static str, Said)>,
    pub currency: Currency,
    /// The firm's own, in which VAT is stated as well where it has to be.
    pub own_currency: Currency,
    pub lines: Vec<Line>,
    pub charges: Vec<Charge>,
    pub taxes: Vec<TaxTotal>,
    /// Without them no amount is printed.
    pub totals: Option<Totals>,
    pub exchange: Option<ExchangeRate>,
    pub note: Option<String>,
    /// What is said above the lines, beside the note.
    pub remarks: Vec<Remark>,
    /// What a statement lists in place of lines.
    pub statement: Option<Statement>,
    /// Where the thing itself is found: a URI, printed as codes beside the address.
    pub link: Option<String>,
}

/// A value beside a label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    Text(String),
    Day(NaiveDate),
    /// A number and the day that it is of.
    Dated(String, NaiveDate),
    /// One of our words.
    Word(&'static str),
    Place(Box<Address>),
}

/// A line as posted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub position: i64,
    /// Which of several orders it is of.
    pub order: Option<Arc<Ordered>>,
    pub our_code: Option<String>,
    pub their_code: Option<String>,
    pub their_line: Option<String>,
    pub cost_centre: Option<String>,
    pub delivery_note: Option<String>,
    /// The customer's number for what they received.
    pub goods_receipt: Option<String>,
    pub supply_date: Option<NaiveDate>,
    /// Where it went, if that is not the seat of whoever gets the document.
    pub site: Option<Arc<Address>>,
    pub description: String,
    /// Millionths; none for what is a value only.
    pub quantity: Option<i64>,
    pub unit_code: Option<String>,
    pub price: Option<Price>,
    pub rate_ppm: i64,
    pub vat_category: String,
    /// None where no price is agreed yet.
    pub net_minor: Option<i64>,
    /// What is said below its description.
    pub remarks: Vec<Remark>,
    /// Serial and lot numbers that are said in their own column only.
    pub pieces: Vec<Remark>,
}

/// One of several orders on a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ordered {
    pub number: String,
    /// What the customer calls it, by our words for it.
    pub references: Vec<(&'static str, Said)>,
}

/// A price as agreed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Price {
    pub micro: i64,
    pub per: i64,
    pub discount_ppm: i64,
    /// Of a document discount in money, this line's part.
    pub share_minor: i64,
}

/// A charge as posted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charge {
    pub word: &'static str,
    pub description: String,
    pub net_minor: i64,
    pub rate_ppm: i64,
}

/// A document that cannot be printed as it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize)]
#[serde(tag = "code", content = "params")]
pub enum Unprintable {
    #[error(
        "{field} holds {letter:?} (U+{code:04X}), which the fonts of documents do not have: write \
         it otherwise",
        code = u32::from(*letter)
    )]
    #[serde(rename = "letter_unprintable")]
    Letter { field: String, letter: char },
    #[error(
        "the columns {} do not fit beside each other on this paper: leave one out, or choose \
         smaller letters",
        .columns.join(", ")
    )]
    #[serde(rename = "columns_too_wide")]
    TooWide { columns: Vec<String> },
    #[error("the PDF could not be written: {why}")]
    #[serde(rename = "pdf_unwritten")]
    Pdf { why: String },
}

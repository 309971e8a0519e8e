//! What a document says, whatever it looks like.

pub mod compose;
pub mod end;
pub mod posted;
pub mod table;

use chrono::NaiveDate;
use dovuto_domain::billing::exchange::ExchangeRate;
use dovuto_domain::billing::invoice::{TaxTotal, Totals};
use dovuto_domain::kernel::quantity::Currency;
use dovuto_domain::parties::Identity;
use serde::Serialize;

/// Which paper a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Invoice,
    DeferredInvoice,
    CreditNote,
}

impl Kind {
    /// Our word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Invoice => "kind-invoice",
            Self::DeferredInvoice => "kind-deferred-invoice",
            Self::CreditNote => "kind-credit-note",
        }
    }

    /// Whether money is asked for.
    pub fn is_to_be_paid(self) -> bool {
        match self {
            Self::Invoice | Self::DeferredInvoice => true,
            Self::CreditNote => false,
        }
    }
}

/// A document that is to be printed. Every amount is one that was posted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printed {
    pub kind: Kind,
    pub number: String,
    pub issued_on: NaiveDate,
    pub due_on: Option<NaiveDate>,
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
    pub totals: Totals,
    pub exchange: Option<ExchangeRate>,
    pub note: Option<String>,
}

/// A value beside a label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    Text(String),
    Day(NaiveDate),
    /// A number and the day that it is of.
    Dated(String, NaiveDate),
}

/// A line as posted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub position: i64,
    pub our_code: Option<String>,
    pub their_code: Option<String>,
    pub their_line: Option<String>,
    pub cost_centre: Option<String>,
    pub delivery_note: Option<String>,
    pub supply_date: Option<NaiveDate>,
    pub description: String,
    /// Millionths; none for what is a value only.
    pub quantity: Option<i64>,
    pub unit_code: Option<String>,
    pub price: Option<Price>,
    pub rate_ppm: i64,
    pub vat_category: String,
    pub net_minor: i64,
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

impl Printed {
    /// Refuses a letter that no font of ours has, and names the field that it stands in.
    pub fn checked(self) -> Result<Self, Unprintable> {
        let refuse = |field: &str, text: &str| match crate::layout::font::unprintable(text) {
            Some(letter) => Err(Unprintable::Letter { field: field.to_owned(), letter }),
            None => Ok(()),
        };
        for (whose, party) in [("seller", &self.seller), ("buyer", &self.buyer)] {
            let field = |name: &str| format!("{whose}, {name}");
            refuse(&field("name"), &party.name)?;
            for text in [&party.tax_id, &party.fiscal_code].into_iter().flatten() {
                refuse(&field("tax number"), text)?;
            }
            for address in &party.addresses {
                let parts = [
                    address.name.as_deref(),
                    Some(address.street.as_str()),
                    Some(address.postcode.as_str()),
                    Some(address.city.as_str()),
                    address.region.as_deref(),
                ];
                for text in parts.into_iter().flatten() {
                    refuse(&field("address"), text)?;
                }
            }
            for registration in &party.registrations {
                refuse(&field("registration"), &registration.scheme)?;
                refuse(&field("registration"), &registration.value)?;
            }
            for bank in &party.banks {
                refuse(&field("account"), &bank.iban)?;
                refuse(&field("bank"), bank.bank.as_deref().unwrap_or_default())?;
            }
        }
        for (label, said) in &self.about {
            if let Said::Text(text) | Said::Dated(text, _) = said {
                refuse(label, text)?;
            }
        }
        for line in &self.lines {
            let at = |name: &str| format!("line {}, {name}", line.position);
            refuse(&at("description"), &line.description)?;
            for (name, text) in [
                ("code", &line.our_code),
                ("their code", &line.their_code),
                ("their line", &line.their_line),
                ("cost centre", &line.cost_centre),
                ("delivery note", &line.delivery_note),
            ] {
                refuse(&at(name), text.as_deref().unwrap_or_default())?;
            }
        }
        for charge in &self.charges {
            refuse("charge, description", &charge.description)?;
        }
        for tax in &self.taxes {
            refuse("reason without VAT", tax.reason.as_deref().unwrap_or_default())?;
        }
        refuse("note", self.note.as_deref().unwrap_or_default())?;
        Ok(self)
    }
}

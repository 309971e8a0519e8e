//! Layout profiles: what a document shows and where, never how much.
//!
//! A profile is written as what it has otherwise than the one it inherits from: built-in, firm,
//! customer group, customer, kind of document. The whole that comes of it is resolved.

pub mod blocks;
pub mod layers;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};
use ts_rs::TS;

use crate::format::{CurrencyFormat, DateFormat, NumberFormat};
use crate::layout::picture::{Picture, PictureWrong};
use crate::words::Language;
use blocks::{BlocksWrong, DocumentBlock};

/// The form of profiles that this program writes.
pub const VERSION: u32 = 1;

/// A resolved profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Of the form, not of the firm's own changes.
    pub version: u32,
    pub paper: Paper,
    /// In tenths of a millimetre.
    pub margins: Margins,
    pub address: AddressPlace,
    /// The customer's own where there is none.
    pub language: Option<Language>,
    /// As readers of the language write them where there is none.
    pub number: Option<NumberFormat>,
    pub date: Option<DateFormat>,
    pub currency: CurrencyFormat,
    /// Below the parties, from top to bottom. Totals stand to the right, payment and table of VAT
    /// to the left beside them.
    pub blocks: Vec<DocumentBlock>,
    /// In tenths of a point.
    pub letters: i64,
    pub letters_least: i64,
    pub columns: Vec<Column>,
    pub price_decimals: u32,
    pub group_by: GroupBy,
    pub subtotals: bool,
    /// Prints equal items of one price as one, in print only.
    pub merge_equal: bool,
    pub sort: Sort,
    pub carried_forward: bool,
    pub bank: bool,
    pub payment_qr: bool,
    /// Taxable and tax by rate as a table, in place of lines among the sums.
    pub vat_table: bool,
    /// How often the pages are there, each saying which copy it is.
    pub copies: u32,
    pub logo: Option<Logo>,
    /// A picture of a whole page, as a PNG or a JPEG in base 64, that every page lies on. It has
    /// the firm's name and seat itself.
    pub letterhead: Option<String>,
    /// Words that this customer wants instead of ours, by our name for them.
    pub labels: BTreeMap<String, String>,
    /// Texts above and below the lines, by language.
    pub before: BTreeMap<String, String>,
    pub after: BTreeMap<String, String>,
    /// `{kind}` and `{number}` stand for the document's own.
    pub file_name: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Paper {
    A4,
    Letter,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Margins {
    pub top: i64,
    pub right: i64,
    pub bottom: i64,
    pub left: i64,
}

/// Where the address stands, for the window of the envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AddressPlace {
    /// DIN 5008 form B: 25 mm from the left, from 50.7 mm down, with the sender above.
    Din5008,
    Left,
    Right,
}

/// A picture at the top of the first page, in a box whose shape it need not have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Logo {
    /// A PNG or a JPEG, in base 64.
    pub image: String,
    /// Of the box, in tenths of a millimetre.
    pub width: i64,
    pub height: i64,
    pub side: Side,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    Left,
    Right,
}

/// What a column shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Show {
    Position,
    OurCode,
    TheirCode,
    TheirLine,
    Description,
    Quantity,
    Unit,
    Price,
    Discount,
    Vat,
    Net,
    DeliveryNote,
    CostCentre,
    SupplyDate,
    /// The customer's number for what they received.
    GoodsReceipt,
    /// Serial and lot numbers of what left, in place of the words below the description.
    LotSerial,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Column {
    pub show: Show,
    /// In tenths of a millimetre; by its content where there is none.
    #[serde(default)]
    pub width: Option<i64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum GroupBy {
    Nothing,
    DeliveryNote,
    CostCentre,
    /// The place that goods went to.
    Site,
    /// Our order, with the customer's references; also where several orders are on a document
    /// and nothing else groups them.
    Order,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    Posted,
    TheirLine,
    OurCode,
    Description,
}

/// The profiles that come with the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum BuiltIn {
    /// For anybody.
    Plain,
    /// Italian: groups by DDT with sums, address to the right.
    ItalianDdt,
    /// German: address in the window of DIN 5008, form B.
    GermanWindow,
    /// Small letters, the customer's own codes and lines, everything in columns.
    DenseTechnical,
    /// English on Letter paper.
    LetterEnglish,
}

impl BuiltIn {
    pub const ALL: [Self; 5] = [
        Self::Plain,
        Self::ItalianDdt,
        Self::GermanWindow,
        Self::DenseTechnical,
        Self::LetterEnglish,
    ];

    /// As commands and files call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::ItalianDdt => "italian_ddt",
            Self::GermanWindow => "german_window",
            Self::DenseTechnical => "dense_technical",
            Self::LetterEnglish => "letter_english",
        }
    }

    /// The one of that name.
    pub fn named(name: &str) -> Result<Self, ProfileWrong> {
        let known = Self::ALL.into_iter().find(|known| known.name() == name);
        known.ok_or_else(|| ProfileWrong::BaseUnknown { base: name.to_owned() })
    }

    /// What it has otherwise than the plain one.
    fn overrides(self) -> Value {
        let columns = |shown: &[&str]| -> Value {
            shown.iter().map(|show| json!({ "show": show })).collect()
        };
        match self {
            Self::Plain => json!({}),
            Self::ItalianDdt => json!({
                "address": "right",
                "date": "day_slash",
                "number": "point_comma",
                "group_by": "delivery_note",
                "subtotals": true,
                "vat_table": true,
            }),
            Self::GermanWindow => json!({
                "address": "din5008",
                "margins": { "top": 150, "right": 200, "bottom": 150, "left": 250 },
                "number": "point_comma",
                "date": "day_dot",
                "currency": "sign_after",
            }),
            Self::DenseTechnical => json!({
                "letters": 75,
                "letters_least": 55,
                "price_decimals": 4,
                "margins": { "top": 120, "right": 120, "bottom": 120, "left": 120 },
                "payment_qr": false,
                "columns": columns(&["position", "their_line", "their_code", "our_code",
                    "description", "delivery_note", "supply_date", "cost_centre", "quantity",
                    "unit", "price", "discount", "vat", "net"]),
            }),
            Self::LetterEnglish => json!({
                "paper": "letter",
                "language": "en",
                "number": "comma_point",
                "date": "month_slash",
                "currency": "sign_before",
                "payment_qr": false,
            }),
        }
    }
}

fn plain() -> Value {
    let shown = [
        "position",
        "our_code",
        "description",
        "delivery_note",
        "quantity",
        "unit",
        "price",
        "discount",
        "vat",
        "net",
    ];
    let columns: Value = shown.iter().map(|show| json!({ "show": show })).collect();
    json!({
        "version": VERSION,
        "paper": "a4",
        "margins": { "top": 150, "right": 180, "bottom": 150, "left": 200 },
        "address": "left",
        "language": null,
        "number": null,
        "date": null,
        "currency": "code_after",
        "blocks": DocumentBlock::USUAL,
        "letters": 90,
        "letters_least": 65,
        "columns": columns,
        "price_decimals": 2,
        "group_by": "nothing",
        "subtotals": false,
        "merge_equal": false,
        "sort": "posted",
        "carried_forward": true,
        "bank": true,
        "payment_qr": true,
        "vat_table": false,
        "copies": 1,
        "labels": {},
        "before": {},
        "after": {},
        "file_name": "{kind} {number}",
    })
}

/// A profile that cannot be used as it is written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProfileWrong {
    #[error("{at}: {why}")]
    Form { at: String, why: String },
    #[error("the profile is of form {found}; this program knows form {VERSION}: update it first")]
    Newer { found: u64 },
    #[error("base: this program has no profile {base:?}")]
    BaseUnknown { base: String },
    #[error("margins.{side} is {tenths}: from 50 to 600 tenths of a millimetre")]
    Margin { side: &'static str, tenths: i64 },
    #[error(
        "letters are of {letters} and at least {least} tenths of a point: from 50 to 140, the \
         least not above"
    )]
    Letters { letters: i64, least: i64 },
    #[error("columns has no {missing}: without it nobody can check the document")]
    ColumnMissing { missing: &'static str },
    #[error("columns has {column} twice")]
    ColumnTwice { column: String },
    #[error("columns: {column} is {tenths} wide: from 50 to 1500 tenths of a millimetre")]
    ColumnWidth { column: String, tenths: i64 },
    #[error(transparent)]
    Blocks(#[from] BlocksWrong),
    #[error("price_decimals is {decimals}: from 0 to 6")]
    PriceDecimals { decimals: u32 },
    #[error("{field}: the letter {letter:?} cannot be printed")]
    Unprintable { field: String, letter: char },
    #[error("copies is {copies}: from 1 to 9")]
    Copies { copies: u32 },
    #[error("{field}: {why}")]
    Picture { field: &'static str, why: PictureWrong },
    #[error("logo: its box is {width} by {height} tenths of a millimetre: each from 50 to 1000")]
    LogoBox { width: i64, height: i64 },
    #[error("file_name is empty, or has a letter that files cannot have")]
    FileName,
}

/// Lays one layer over another, by RFC 7386: what is null is taken away, objects are gone into.
fn lay(under: &mut Value, over: &Value) {
    match over {
        Value::Object(over) => lay_object(under, over),
        other => *under = other.clone(),
    }
}

fn lay_object(under: &mut Value, over: &Map<String, Value>) {
    if !under.is_object() {
        *under = json!({});
    }
    let Value::Object(under) = under else { return };
    for (name, value) in over {
        if value.is_null() && !matches!(name.as_str(), "language" | "number" | "date") {
            under.remove(name);
        } else {
            lay(under.entry(name.clone()).or_insert(Value::Null), value);
        }
    }
}

/// The profile that comes of a built-in one and the layers over it, from the general to the
/// particular.
///
/// Refuses fields that no profile has and values out of their range.
pub fn resolve(built_in: BuiltIn, layers: &[Value]) -> Result<Profile, ProfileWrong> {
    let mut objects = Vec::with_capacity(layers.len());
    for layer in layers {
        let Value::Object(layer) = layer else {
            let why = "a profile is an object of fields".to_owned();
            return Err(ProfileWrong::Form { at: "profile".to_owned(), why });
        };
        objects.push(layer);
    }
    let profile = merged(built_in, objects)?;
    profile.pictures()?;
    Ok(profile)
}

/// The same, without a look at its pictures.
fn merged<'a>(
    built_in: BuiltIn,
    layers: impl IntoIterator<Item = &'a Map<String, Value>>,
) -> Result<Profile, ProfileWrong> {
    let mut whole = plain();
    lay(&mut whole, &built_in.overrides());
    for layer in layers {
        lay_object(&mut whole, layer);
    }
    let found = whole["version"].as_u64().unwrap_or(0);
    if found > u64::from(VERSION) {
        return Err(ProfileWrong::Newer { found });
    }
    let profile: Profile = serde_path_to_error::deserialize(whole).map_err(|error| {
        ProfileWrong::Form { at: error.path().to_string(), why: error.inner().to_string() }
    })?;
    profile.checked()
}

impl Profile {
    /// Refuses what no document can look like, but for pictures.
    fn checked(self) -> Result<Self, ProfileWrong> {
        let m = self.margins;
        let sides = [("top", m.top), ("right", m.right), ("bottom", m.bottom), ("left", m.left)];
        for (side, tenths) in sides {
            if !(50..=600).contains(&tenths) {
                return Err(ProfileWrong::Margin { side, tenths });
            }
        }
        let (letters, least) = (self.letters, self.letters_least);
        if !(50..=140).contains(&letters) || !(50..=letters).contains(&least) {
            return Err(ProfileWrong::Letters { letters, least });
        }
        for (show, missing) in
            [(Show::Description, "description"), (Show::Quantity, "quantity"), (Show::Net, "net")]
        {
            if !self.columns.iter().any(|column| column.show == show) {
                return Err(ProfileWrong::ColumnMissing { missing });
            }
        }
        for (i, column) in self.columns.iter().enumerate() {
            let named = || format!("{:?}", column.show);
            if self.columns[..i].iter().any(|before| before.show == column.show) {
                return Err(ProfileWrong::ColumnTwice { column: named() });
            }
            if let Some(tenths) = column.width.filter(|width| !(50..=1500).contains(width)) {
                return Err(ProfileWrong::ColumnWidth { column: named(), tenths });
            }
        }
        blocks::checked(&self.blocks)?;
        if self.price_decimals > 6 {
            return Err(ProfileWrong::PriceDecimals { decimals: self.price_decimals });
        }
        if !(1..=9).contains(&self.copies) {
            return Err(ProfileWrong::Copies { copies: self.copies });
        }
        for (place, texts) in
            [("labels", &self.labels), ("before", &self.before), ("after", &self.after)]
        {
            for (name, text) in texts {
                if let Some(letter) = crate::layout::font::unprintable(text) {
                    let field = format!("{place}.{name}");
                    return Err(ProfileWrong::Unprintable { field, letter });
                }
            }
        }
        let odd = |c: char| c.is_control() || "/\\:*?\"<>|".contains(c);
        if self.file_name.trim().is_empty() || self.file_name.contains(odd) {
            return Err(ProfileWrong::FileName);
        }
        Ok(self)
    }

    /// Refuses pictures that cannot be read, and a box for the logo that no page has.
    fn pictures(&self) -> Result<(), ProfileWrong> {
        let read = |field: &'static str, text: &str| match Picture::read_base_64(text) {
            Ok(_) => Ok(()),
            Err(why) => Err(ProfileWrong::Picture { field, why }),
        };
        if let Some(logo) = &self.logo {
            let (width, height) = (logo.width, logo.height);
            if ![width, height].iter().all(|side| (50..=1000).contains(side)) {
                return Err(ProfileWrong::LogoBox { width, height });
            }
            read("logo", &logo.image)?;
        }
        self.letterhead.as_deref().map_or(Ok(()), |text| read("letterhead", text))
    }

    /// The words that this profile has for one of ours.
    pub fn label(&self, word: &str) -> Option<&str> {
        self.labels.get(word).map(String::as_str)
    }

    /// As it is kept and hashed: every field, in the order of their names.
    pub fn bytes(&self) -> Vec<u8> {
        let value = serde_json::to_value(self).unwrap_or_default();
        serde_json::to_vec(&value).unwrap_or_default()
    }

    /// The same as text.
    pub fn text(&self) -> String {
        String::from_utf8(self.bytes()).unwrap_or_default()
    }

    /// SHA-256 of its bytes, in hex.
    pub fn hash(&self) -> String {
        Sha256::digest(self.bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// A profile as it was kept.
    pub fn read(bytes: &[u8]) -> Result<Self, ProfileWrong> {
        let layer: Value = serde_json::from_slice(bytes).map_err(|error| ProfileWrong::Form {
            at: format!("line {}", error.line()),
            why: error.to_string(),
        })?;
        resolve(BuiltIn::Plain, &[layer])
    }
}

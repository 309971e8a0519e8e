//! The mapping: which column of a file means which field, and how the file writes its values.

use std::collections::BTreeMap;

use chrono::format::{Item, StrftimeItems};
use serde::Deserialize;
use toml::Value;

use super::ImportKind;
use super::refused::ImportRefused;

/// How a file is to be read, as its mapping says.
#[derive(Clone, Debug)]
pub struct Mapping {
    pub kind: ImportKind,
    pub head: Section,
    /// Of orders: where their lines stand.
    pub lines: Option<Section>,
    pub writing: Writing,
    /// Names of countries beyond those of ISO 3166 in English.
    pub country_names: BTreeMap<String, String>,
    /// Orders are confirmed as well; else they stay drafts.
    pub confirm: bool,
    pub allow_discontinued: bool,
    /// Deliveries are proofs; else they are arrivals only.
    pub proof: bool,
}

/// What means that there is no value, unless the mapping says otherwise.
const NULL: [&str; 7] = ["", "NULL", "null", "\\N", "N/A", "n/a", "-"];

/// The fields of one sheet and where each comes from.
#[derive(Clone, Debug, Default)]
pub struct Section {
    /// The sheet of a workbook; the first where nothing is said.
    pub sheet: Option<String>,
    pub sources: BTreeMap<String, Source>,
}

/// Where a field comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    Column(String),
    /// The same for every row. Dates are written as 2026-11-23, decimals with a point.
    Constant(String),
}

/// How a file writes its values.
#[derive(Clone, Debug)]
pub struct Writing {
    /// Told from the file where nothing is said, as are the next two.
    pub delimiter: Option<u8>,
    pub date_format: Option<String>,
    pub decimal_mark: Option<char>,
    /// Texts that mean that there is no value.
    pub null: Vec<String>,
    pub discount: DiscountForm,
}

/// Whether fifteen per cent is written 0.15 or 15.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DiscountForm {
    Fraction,
    Percent,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    kind: ImportKind,
    #[serde(default)]
    columns: BTreeMap<String, String>,
    #[serde(default)]
    constants: BTreeMap<String, Value>,
    sheet: Option<String>,
    lines: Option<WrittenLines>,
    date_format: Option<String>,
    decimal_mark: Option<char>,
    delimiter: Option<char>,
    null: Option<Vec<String>>,
    discount: Option<DiscountForm>,
    #[serde(default)]
    country_names: BTreeMap<String, String>,
    confirm: Option<bool>,
    allow_discontinued: Option<bool>,
    proof: Option<bool>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenLines {
    sheet: Option<String>,
    #[serde(default)]
    columns: BTreeMap<String, String>,
    #[serde(default)]
    constants: BTreeMap<String, Value>,
}

/// The fields that a sheet must give, and those that it can, with blanks between them.
pub(super) struct Fields {
    pub sheet: &'static str,
    needed: &'static str,
    free: &'static str,
}

impl Fields {
    pub fn needed(&self) -> impl Iterator<Item = &'static str> {
        self.needed.split_whitespace()
    }

    pub fn free(&self) -> impl Iterator<Item = &'static str> {
        self.free.split_whitespace()
    }
}

const CUSTOMERS: Fields = Fields {
    sheet: "customers",
    needed: "code name",
    free: "active basis channel city contact contact_role country credit_limit currency \
           early_days early_discount electronic_address electronic_scheme email fiscal_code \
           invoice_for language payment_days payment_end_of_month pec phone postcode recipients \
           region required_references rhythm rhythm_day sdi_code street tax_id vat_regime",
};

const CONTACTS: Fields =
    Fields { sheet: "contacts", needed: "customer name", free: "email phone role" };

const CARRIERS: Fields =
    Fields { sheet: "carriers", needed: "code name", free: "active phone tax_id" };

const PRODUCTS: Fields = Fields {
    sheet: "products",
    needed: "code description",
    free: "cost discontinued gtin kind price price_currency price_from price_per tax_category \
           tracking unit unit_scale",
};

const CUSTOMER_CODES: Fields =
    Fields { sheet: "customers' codes", needed: "code customer product", free: "" };

const LIST_PRICES: Fields = Fields {
    sheet: "list prices",
    needed: "price product valid_from",
    free: "currency per valid_to",
};

const PRICE_AGREEMENTS: Fields = Fields {
    sheet: "price agreements",
    needed: "customer price product valid_from",
    free: "currency discount file_hash from_quantity per reference reference_date valid_to",
};

const STOCK: Fields =
    Fields { sheet: "stock", needed: "product quantity", free: "counted_on reason" };

const ORDERS: Fields = Fields {
    sheet: "orders",
    needed: "customer key",
    free: "basis buyer_reference cig contract cup currency customer_po freight ordered_on \
           po_date project requested_on ship_city ship_postcode ship_street",
};

pub(super) const ORDER_LINES: Fields = Fields {
    sheet: "lines of orders",
    needed: "key product quantity",
    free: "cost_centre customer_line description discount per to_be_agreed unit_price",
};

const SHIPMENTS: Fields =
    Fields { sheet: "shipments", needed: "dispatched_on order", free: "carrier customer" };

const DELIVERIES: Fields = Fields {
    sheet: "deliveries",
    needed: "received_on",
    free: "accepted customer delivery_note goods_receipt line order reference signed_by",
};

const OPEN_INVOICES: Fields = Fields {
    sheet: "open invoices",
    needed: "customer gross issued_on number",
    free: "currency due_on paid",
};

const OPEN_PAYMENTS: Fields = Fields {
    sheet: "open payments",
    needed: "amount payer received_on",
    free: "currency reference",
};

pub(super) fn fields(kind: ImportKind) -> &'static Fields {
    match kind {
        ImportKind::Customers => &CUSTOMERS,
        ImportKind::Contacts => &CONTACTS,
        ImportKind::Carriers => &CARRIERS,
        ImportKind::Products => &PRODUCTS,
        ImportKind::CustomerCodes => &CUSTOMER_CODES,
        ImportKind::ListPrices => &LIST_PRICES,
        ImportKind::PriceAgreements => &PRICE_AGREEMENTS,
        ImportKind::Stock => &STOCK,
        ImportKind::Orders => &ORDERS,
        ImportKind::Shipments => &SHIPMENTS,
        ImportKind::Deliveries => &DELIVERIES,
        ImportKind::OpenInvoices => &OPEN_INVOICES,
        ImportKind::OpenPayments => &OPEN_PAYMENTS,
    }
}

impl Mapping {
    /// Reads a mapping that is to serve for files of `kind`.
    ///
    /// Refuses what is no such TOML, fields and options that the kind does not have, and a needed
    /// field that is left out.
    pub fn read(text: &str, kind: ImportKind) -> Result<Self, ImportRefused> {
        let written: Written = toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(1, |span| line_of(text, span.start));
            let said = error.message().replace('\n', " ");
            ImportRefused::mapping(format!("line {line}: {said}"))
        })?;
        if written.kind != kind {
            let theirs = fields(written.kind).sheet;
            let why = format!("it is for {theirs}, not for {}", fields(kind).sheet);
            return Err(ImportRefused::mapping(why));
        }
        written.check_options()?;
        let writing = written.writing()?;
        let head = section(fields(kind), written.sheet, written.columns, written.constants)?;
        let lines = match written.lines {
            Some(WrittenLines { sheet, columns, constants }) => {
                Some(section(&ORDER_LINES, sheet, columns, constants)?)
            }
            None => None,
        };
        let proof = written.proof.unwrap_or(false);
        if kind == ImportKind::Deliveries {
            check_deliveries(&head, proof)?;
        }
        Ok(Self {
            kind,
            head,
            lines,
            writing,
            country_names: written.country_names,
            confirm: written.confirm.unwrap_or(true),
            allow_discontinued: written.allow_discontinued.unwrap_or(false),
            proof,
        })
    }
}

impl Written {
    /// Refuses options that files of this kind do not have.
    fn check_options(&self) -> Result<(), ImportRefused> {
        let orders = self.kind == ImportKind::Orders;
        let customers = self.kind == ImportKind::Customers;
        let deliveries = self.kind == ImportKind::Deliveries;
        let discounts = orders || self.kind == ImportKind::PriceAgreements;
        for (option, is_set, belongs) in [
            ("lines", self.lines.is_some(), orders),
            ("discount", self.discount.is_some(), discounts),
            ("confirm", self.confirm.is_some(), orders),
            ("allow_discontinued", self.allow_discontinued.is_some(), orders),
            ("country_names", !self.country_names.is_empty(), customers),
            ("proof", self.proof.is_some(), deliveries),
        ] {
            if is_set && !belongs {
                let sheet = fields(self.kind).sheet;
                let why = format!("\"{option}\" has no meaning for {sheet}");
                return Err(ImportRefused::mapping(why));
            }
        }
        if orders && self.lines.is_none() {
            let why = "orders need [lines.columns]: where their lines stand";
            return Err(ImportRefused::mapping(why));
        }
        Ok(())
    }

    fn writing(&self) -> Result<Writing, ImportRefused> {
        let is_right = |item: Item| !matches!(item, Item::Error);
        if let Some(format) = &self.date_format
            && (format.is_empty() || !StrftimeItems::new(format).all(is_right))
        {
            let why = format!("date_format \"{format}\" is none; write it as %d/%m/%Y");
            return Err(ImportRefused::mapping(why));
        }
        if let Some(mark) = self.decimal_mark.filter(|mark| !matches!(mark, '.' | ',')) {
            let why = format!("decimal_mark is a point or a comma, not \"{mark}\"");
            return Err(ImportRefused::mapping(why));
        }
        let delimiter = match self.delimiter {
            None => None,
            Some(sign @ (',' | ';' | '\t' | '|')) => u8::try_from(sign).ok(),
            Some(other) => {
                let why = format!("delimiter is one of , ; | or a tab, not \"{other}\"");
                return Err(ImportRefused::mapping(why));
            }
        };
        let usual = || NULL.map(str::to_owned).to_vec();
        Ok(Writing {
            delimiter,
            date_format: self.date_format.clone(),
            decimal_mark: self.decimal_mark,
            null: self.null.clone().unwrap_or_else(usual),
            discount: self.discount.unwrap_or(DiscountForm::Fraction),
        })
    }
}

fn section(
    fields: &Fields,
    sheet: Option<String>,
    columns: BTreeMap<String, String>,
    constants: BTreeMap<String, Value>,
) -> Result<Section, ImportRefused> {
    let mut sources = BTreeMap::new();
    for (field, column) in columns {
        sources.insert(field, Source::Column(column));
    }
    for (field, value) in constants {
        let constant = Source::Constant(constant(&field, value)?);
        if sources.insert(field.clone(), constant).is_some() {
            let why = format!("\"{field}\" is given as a column and as a constant");
            return Err(ImportRefused::mapping(why));
        }
    }
    let known = |field: &str| fields.needed().chain(fields.free()).any(|known| known == field);
    if let Some(field) = sources.keys().find(|field| !known(field)) {
        let listed = |fields: Vec<&str>| fields.join(", ");
        let why = format!(
            "{} have no field \"{field}\"; they need {}, and may have {}",
            fields.sheet,
            listed(fields.needed().collect()),
            listed(fields.free().collect()),
        );
        return Err(ImportRefused::mapping(why));
    }
    if let Some(field) = fields.needed().find(|field| !sources.contains_key(*field)) {
        let why = format!("{} need the field \"{field}\"", fields.sheet);
        return Err(ImportRefused::mapping(why));
    }
    Ok(Section { sheet, sources })
}

fn constant(field: &str, value: Value) -> Result<String, ImportRefused> {
    match value {
        Value::String(text) => Ok(text),
        Value::Integer(whole) => Ok(whole.to_string()),
        Value::Boolean(yes) => Ok(yes.to_string()),
        Value::Datetime(date) => Ok(date.to_string()),
        Value::Float(_) => {
            let why = format!("the constant \"{field}\" is inexact; write it as a text, \"1.5\"");
            Err(ImportRefused::mapping(why))
        }
        Value::Array(_) | Value::Table(_) => {
            let why = format!("the constant \"{field}\" must be one value");
            Err(ImportRefused::mapping(why))
        }
    }
}

const OF_A_PROOF: [&str; 4] = ["reference", "signed_by", "goods_receipt", "accepted"];

/// A delivery names its delivery note or its order; only a proof says what was accepted.
fn check_deliveries(head: &Section, proof: bool) -> Result<(), ImportRefused> {
    let has = |field: &str| head.sources.contains_key(field);
    let why = if has("order") == has("delivery_note") {
        "deliveries need either \"delivery_note\" or \"order\""
    } else if proof && !has("reference") {
        "a proof needs \"reference\": what is on the paper"
    } else if !proof && OF_A_PROOF.into_iter().any(has) {
        "\"reference\", \"signed_by\", \"goods_receipt\" and \"accepted\" belong to a proof: say \
         proof = true"
    } else if has("accepted") != has("line") || has("line") && !has("delivery_note") {
        "\"accepted\" needs \"line\", the position on the \"delivery_note\", and both need that"
    } else {
        return Ok(());
    };
    Err(ImportRefused::mapping(why))
}

fn line_of(text: &str, at: usize) -> usize {
    let before = text.as_bytes().iter().take(at);
    before.filter(|byte| **byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn why(text: &str, kind: ImportKind) -> String {
        Mapping::read(text, kind).expect_err("a wrong mapping").to_string()
    }

    #[test]
    fn a_wrong_mapping_is_told_in_a_sentence() {
        let check = |text: &str, expect: &str| {
            let said = why(text, ImportKind::Carriers);
            assert!(said.contains(expect), "{said}");
        };
        check("kind = \"carriers\"\ncolour = 1", "line 2: unknown field");
        check("kind = \"products\"", "it is for products, not for carriers");
        check("kind = \"carriers\"", "need the field \"code\"");
        check(
            "kind = \"carriers\"\n[columns]\ncode = \"a\"\nname = \"b\"\nfax = \"c\"",
            "have no field \"fax\"",
        );
        check("kind = \"carriers\"\n[columns]\ncode = \"a\"\n[constants]\nname = 1.5", "inexact");
        check(
            "kind = \"carriers\"\n[columns]\ncode = \"a\"\n[constants]\ncode = \"b\"",
            "as a column and as a constant",
        );
        check("kind = \"carriers\"\nproof = true", "no meaning");
        check("kind = \"carriers\"\ndate_format = \"%Q\"", "is none");
        check("kind = \"carriers\"\ndelimiter = \"x\"", "delimiter");
    }

    #[test]
    fn a_delivery_says_what_it_is() {
        let check = |columns: &str, proof: bool, expect: &str| {
            let text = format!("kind = \"deliveries\"\nproof = {proof}\n[columns]\n{columns}");
            let said = why(&text, ImportKind::Deliveries);
            assert!(said.contains(expect), "{said}");
        };
        check("received_on = \"d\"", false, "either");
        check("received_on = \"d\"\norder = \"o\"", true, "reference");
        check("received_on = \"d\"\norder = \"o\"\naccepted = \"a\"", false, "belong to a proof");
    }
}

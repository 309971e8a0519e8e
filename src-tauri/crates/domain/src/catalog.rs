//! What we sell: products and services, their list prices, and the VAT they carry.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::kernel::id::{CustomerId, ProductId};
use crate::kernel::quantity::{Currency, MILLION, Price, UNITS_MAX};
use crate::kernel::refusal::Refusal;
use crate::parties::{VatRegime, text};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ProductKind {
    Goods,
    Service,
}

/// A text in one language (ISO 639-1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Description {
    pub language: String,
    pub text: String,
}

/// What one customer calls the product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CustomerCode {
    pub customer_id: CustomerId,
    pub code: String,
}

/// How the pieces of a product are followed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Tracking {
    #[default]
    None,
    /// Each unit has a number of its own.
    Serial,
    /// Units are known by the lot they come from.
    Lot,
}

/// A product or a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Product {
    pub product_id: ProductId,
    pub code: String,
    pub gtin: Option<String>,
    pub kind: ProductKind,
    pub descriptions: Vec<Description>,
    pub customer_codes: Vec<CustomerCode>,
    /// UN/ECE Recommendation 20: `C62` one, `KGM` kilogram, `HUR` hour.
    pub unit_code: String,
    /// Decimals that the unit allows, 0 to 6.
    pub unit_scale: u8,
    pub standard_cost_micro: Option<i64>,
    /// The firm's own class of VAT: `S`, `R`, `O`; what it means is in the table of rates.
    pub tax_category: String,
    pub discontinued: bool,
    /// Whether each piece that leaves is followed by its number.
    #[serde(default)]
    pub tracking: Tracking,
}

impl Product {
    /// Refuses an empty code, a missing description, a GTIN whose check digit is wrong, a unit
    /// that is no UN/ECE code.
    pub fn checked(self) -> Result<Self, Refusal> {
        text("code", &self.code, 40)?;
        text("tax_category", &self.tax_category, 10)?;
        if self.descriptions.is_empty() {
            return Err(Refusal::FieldEmpty { field: "description".into() });
        }
        for description in &self.descriptions {
            text("description", &description.text, 1000)?;
        }
        let unit = self.unit_code.as_bytes();
        if !(2..=3).contains(&unit.len()) || !unit.iter().all(u8::is_ascii_alphanumeric) {
            return Err(Refusal::UnitUnknown { unit_code: self.unit_code });
        }
        if self.unit_scale > 6 {
            return Err(Refusal::UnitScaleWrong { unit_scale: self.unit_scale });
        }
        match &self.gtin {
            Some(gtin) if !gtin_is_right(gtin) => Err(Refusal::GtinWrong { gtin: gtin.clone() }),
            _ => Ok(self),
        }
    }

    /// The description in `language`, else the first one.
    pub fn description(&self, language: &str) -> &str {
        let same = self.descriptions.iter().find(|d| d.language == language);
        same.or(self.descriptions.first()).map_or("", |d| d.text.as_str())
    }
}

/// GS1's check digit over 8, 12, 13 or 14 digits (GS1 General Specifications 7.9).
fn gtin_is_right(gtin: &str) -> bool {
    let digits: Vec<u32> = gtin.chars().filter_map(|c| c.to_digit(10)).collect();
    if digits.len() != gtin.chars().count() || !matches!(digits.len(), 8 | 12 | 13 | 14) {
        return false;
    }
    let weighted = digits.iter().rev().enumerate();
    weighted.map(|(i, d)| if i % 2 == 1 { d * 3 } else { *d }).sum::<u32>() % 10 == 0
}

/// What the price list asks for a product from a date on, for `per` units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ListPrice {
    pub product_id: ProductId,
    pub currency: Currency,
    pub valid_from: NaiveDate,
    /// The last day on which it counts.
    pub valid_to: Option<NaiveDate>,
    pub price_micro: i64,
    pub per: i64,
}

impl ListPrice {
    pub fn checked(self) -> Result<Self, Refusal> {
        Price { micro: self.price_micro, per: self.per, discount_ppm: 0 }.checked()?;
        match self.valid_to {
            Some(to) if to < self.valid_from => {
                Err(Refusal::ValidityReversed { from: self.valid_from, to })
            }
            _ => Ok(self),
        }
    }

    pub fn is_valid_on(&self, day: NaiveDate) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|to| day <= to)
    }
}

/// The list price in force: the latest `valid_from` that covers the day.
pub fn list_price_on(
    prices: &[ListPrice],
    currency: Currency,
    day: NaiveDate,
) -> Option<&ListPrice> {
    prices
        .iter()
        .filter(|p| p.currency == currency && p.is_valid_on(day))
        .max_by_key(|p| p.valid_from)
}

/// What VAT does to a class of goods sold under a regime, from a date on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct VatRate {
    /// The seller's country, ISO 3166-1 alpha-2.
    pub country: String,
    pub regime: VatRegime,
    pub tax_category: String,
    pub valid_from: NaiveDate,
    /// Category of EN 16931 (BT-151): `S Z E AE K G O`.
    pub vat_category: String,
    pub rate_ppm: i64,
    /// VATEX code (BT-121) where no VAT is charged.
    pub reason_code: Option<String>,
    pub reason: Option<String>,
}

/// Categories of EN 16931 that this house knows (UNCL 5305).
const VAT_CATEGORIES: [&str; 7] = ["S", "Z", "E", "AE", "K", "G", "O"];

impl VatRate {
    /// Refuses an unknown category, a rate outside 0 to 100 %, `S` at zero, another category
    /// above zero, and an exemption without its reason (EN 16931 BR-E-10 and its like).
    pub fn checked(self) -> Result<Self, Refusal> {
        let wrong = || Refusal::VatRateWrong {
            vat_category: self.vat_category.clone(),
            rate_ppm: self.rate_ppm,
        };
        if !VAT_CATEGORIES.contains(&self.vat_category.as_str())
            || !(0..=MILLION).contains(&self.rate_ppm)
            || (self.vat_category == "S") != (self.rate_ppm > 0)
        {
            return Err(wrong());
        }
        let reasoned = self.reason_code.is_some() || self.reason.is_some();
        if matches!(self.vat_category.as_str(), "E" | "AE" | "K" | "G" | "O") && !reasoned {
            return Err(Refusal::VatReasonMissing { vat_category: self.vat_category });
        }
        Ok(self)
    }
}

/// The VAT in force on the day of supply for a class of goods under a regime.
pub fn vat_on<'a>(
    rates: &'a [VatRate],
    regime: VatRegime,
    tax_category: &str,
    day: NaiveDate,
) -> Option<&'a VatRate> {
    rates
        .iter()
        .filter(|r| r.regime == regime && r.tax_category == tax_category && r.valid_from <= day)
        .max_by_key(|r| r.valid_from)
}

/// Rates that a new firm of a country starts with; the firm edits them.
///
/// Source: Directive 2006/112/EC articles 138, 146, 196 and the VATEX code list of CEF; standard
/// and reduced rates as published by each country.
pub fn default_rates(country: &str) -> Vec<VatRate> {
    let domestic: &[(&str, i64)] = match country {
        "IT" => &[("S", 220_000), ("R", 100_000), ("R5", 50_000), ("R4", 40_000)],
        "DE" => &[("S", 190_000), ("R", 70_000)],
        "FR" => &[("S", 200_000), ("R", 100_000), ("R5", 55_000)],
        "AT" => &[("S", 200_000), ("R", 100_000)],
        "ES" => &[("S", 210_000), ("R", 100_000), ("R4", 40_000)],
        "NL" => &[("S", 210_000), ("R", 90_000)],
        "CH" => &[("S", 81_000), ("R", 26_000)],
        "GB" => &[("S", 200_000), ("R", 50_000)],
        _ => &[],
    };
    let start = NaiveDate::from_ymd_opt(1900, 1, 1).expect("a date");
    let rate =
        |regime, class: &str, category: &str, rate_ppm, reason: Option<(&str, &str)>| VatRate {
            country: country.to_owned(),
            regime,
            tax_category: class.to_owned(),
            valid_from: start,
            vat_category: category.to_owned(),
            rate_ppm,
            reason_code: reason.map(|r| r.0.to_owned()),
            reason: reason.map(|r| r.1.to_owned()),
        };
    let outside = Some(("VATEX-EU-O", "Not subject to VAT"));
    let mut rates = Vec::new();
    for &(class, ppm) in domestic {
        rates.push(rate(VatRegime::Domestic, class, "S", ppm, None));
        let eu = Some(("VATEX-EU-IC", "Intra-community supply, article 138 directive 2006/112"));
        rates.push(rate(VatRegime::Eu, class, "K", 0, eu));
        let export = Some(("VATEX-EU-G", "Export outside the EU, article 146 directive 2006/112"));
        rates.push(rate(VatRegime::Export, class, "G", 0, export));
    }
    let exempt = Some(("VATEX-EU-132", "Exempt, article 132 directive 2006/112"));
    for regime in [VatRegime::Domestic, VatRegime::Eu, VatRegime::Export] {
        rates.push(rate(regime, "O", "O", 0, outside));
        rates.push(rate(regime, "E", "E", 0, exempt));
        rates.push(rate(regime, "Z", "Z", 0, None));
    }
    rates
}

/// Refuses a standard cost below zero or above 10^9.
pub fn cost_checked(cost_micro: i64) -> Result<i64, Refusal> {
    if (0..=UNITS_MAX).contains(&cost_micro) {
        Ok(cost_micro)
    } else {
        Err(Refusal::PriceOutOfRange { price_micro: cost_micro })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gtin_is_judged_by_its_check_digit() {
        assert!(gtin_is_right("4006381333931"));
        assert!(gtin_is_right("96385074"));
        assert!(!gtin_is_right("4006381333932"));
        assert!(!gtin_is_right("40063813339"));
        assert!(!gtin_is_right("400638133393X"));
    }

    #[test]
    fn default_rates_are_themselves_right() {
        for country in ["IT", "DE", "US", "CH"] {
            for rate in default_rates(country) {
                assert!(rate.clone().checked().is_ok(), "{rate:?}");
            }
        }
    }

    #[test]
    fn the_rate_of_the_day_of_supply_counts() {
        let day = |d: &str| d.parse::<NaiveDate>().expect("a date");
        let mut rates = default_rates("IT");
        let mut newer = rates[0].clone();
        (newer.valid_from, newer.rate_ppm) = (day("2026-07-01"), 230_000);
        rates.push(newer);
        let ppm = |d| vat_on(&rates, VatRegime::Domestic, "S", day(d)).map(|r| r.rate_ppm);
        assert_eq!(ppm("2026-06-30"), Some(220_000));
        assert_eq!(ppm("2026-07-01"), Some(230_000));
        assert_eq!(vat_on(&rates, VatRegime::Domestic, "X", day("2026-07-01")), None);
    }
}

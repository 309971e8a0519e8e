//! The agreed price of an order line, and what proves that the customer agreed.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::catalog::{ListPrice, list_price_on};
use crate::kernel::id::{AgreementId, CustomerId, MemberId, ProductId};
use crate::kernel::quantity::{Currency, MINOR_MAX, Price, Quantity};
use crate::kernel::refusal::Refusal;
use crate::parties::{optional_text, text};

/// Where an agreed price came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PriceSource {
    Quotation,
    PriceAgreement,
    PriceList,
    CustomerOrder,
}

/// What the customer can be shown: a reference, its date, the hash of the file that says so.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Evidence {
    pub reference: String,
    pub date: Option<NaiveDate>,
    /// SHA-256 of the file, in hex.
    pub file_hash: Option<String>,
}

/// An immutable price of one order line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AgreedPrice {
    /// Position among the prices of its order line, from 1.
    pub price_n: i64,
    #[serde(flatten)]
    pub price: Price,
    pub currency: Currency,
    pub applies_from: NaiveDate,
    pub source: PriceSource,
    /// Who agreed on our side.
    pub agreed_by: Option<MemberId>,
    pub evidence: Evidence,
}

/// The price in force for goods dispatched on `dispatched`: the greatest (`applies_from`,
/// `price_n`) that applies by then.
pub fn in_force(prices: &[AgreedPrice], dispatched: NaiveDate) -> Option<&AgreedPrice> {
    prices
        .iter()
        .filter(|p| p.applies_from <= dispatched)
        .max_by_key(|p| (p.applies_from, p.price_n))
}

/// A price from a quantity on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct QuantityBreak {
    pub from_quantity: Quantity,
    #[serde(flatten)]
    pub price: Price,
}

/// What we agreed with one customer for one product, between two dates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PriceAgreement {
    pub agreement_id: AgreementId,
    pub customer_id: CustomerId,
    pub product_id: ProductId,
    pub currency: Currency,
    pub valid_from: NaiveDate,
    pub valid_to: Option<NaiveDate>,
    pub breaks: Vec<QuantityBreak>,
    pub agreed_by: Option<MemberId>,
    pub evidence: Evidence,
}

impl PriceAgreement {
    /// Refuses an agreement without breaks or evidence, with prices out of range, with breaks
    /// that do not rise, or with its dates reversed.
    pub fn checked(self) -> Result<Self, Refusal> {
        text("evidence", &self.evidence.reference, 200)?;
        if self.breaks.is_empty() {
            return Err(Refusal::FieldEmpty { field: "breaks".into() });
        }
        for line in &self.breaks {
            line.price.checked()?;
        }
        let rising = self.breaks.windows(2).all(|w| w[0].from_quantity < w[1].from_quantity);
        if !rising || self.breaks[0].from_quantity < Quantity::ZERO {
            return Err(Refusal::BreaksNotRising);
        }
        match self.valid_to {
            Some(to) if to < self.valid_from => {
                Err(Refusal::ValidityReversed { from: self.valid_from, to })
            }
            _ => Ok(self),
        }
    }

    fn price_for(&self, quantity: Quantity, currency: Currency, day: NaiveDate) -> Option<Price> {
        let valid = self.currency == currency
            && self.valid_from <= day
            && self.valid_to.is_none_or(|to| day <= to);
        let reached = |b: &&QuantityBreak| b.from_quantity <= quantity;
        if valid { self.breaks.iter().rfind(reached).map(|b| b.price) } else { None }
    }
}

/// A price that could be agreed now, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    pub price: Price,
    pub source: PriceSource,
    pub evidence: Evidence,
}

/// The price that records allow for a quantity on a day: the customer's agreement first (the
/// latest one that covers day and quantity), else the price list.
pub fn offer(
    agreements: &[PriceAgreement],
    list: &[ListPrice],
    quantity: Quantity,
    currency: Currency,
    day: NaiveDate,
) -> Option<Offer> {
    let agreed = agreements
        .iter()
        .filter_map(|a| a.price_for(quantity, currency, day).map(|price| (a, price)))
        .max_by_key(|(a, _)| (a.valid_from, a.agreement_id));
    if let Some((agreement, price)) = agreed {
        let evidence = agreement.evidence.clone();
        return Some(Offer { price, source: PriceSource::PriceAgreement, evidence });
    }
    let listed = list_price_on(list, currency, day)?;
    Some(Offer {
        price: Price { micro: listed.price_micro, per: listed.per, discount_ppm: 0 },
        source: PriceSource::PriceList,
        evidence: Evidence {
            reference: format!("list {}", listed.valid_from),
            date: Some(day),
            file_hash: None,
        },
    })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ChargeKind {
    Freight,
    SmallOrder,
    Other,
}

/// Whether a charge is owed once for the order or once for each shipment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ChargePer {
    Order,
    Shipment,
}

/// An amount agreed on the order beside its lines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Charge {
    /// Position among the charges of its order, from 1.
    pub charge_n: i64,
    pub kind: ChargeKind,
    pub per: ChargePer,
    pub amount_minor: i64,
    pub description: String,
}

impl Charge {
    /// Refuses an amount that is not above zero, and a text that is too long.
    pub fn checked(self) -> Result<Self, Refusal> {
        optional_text("description", &self.description, 200)?;
        if (1..=MINOR_MAX).contains(&self.amount_minor) {
            Ok(self)
        } else {
            Err(Refusal::ChargeNotPositive { amount_minor: self.amount_minor })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::quantity::MILLION;
    use uuid::Uuid;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn agreed(price_n: i64, applies_from: &str, micro: i64) -> AgreedPrice {
        AgreedPrice {
            price_n,
            price: Price { micro, per: 1, discount_ppm: 0 },
            currency: Currency::EUR,
            applies_from: day(applies_from),
            source: PriceSource::CustomerOrder,
            agreed_by: None,
            evidence: Evidence::default(),
        }
    }

    #[test]
    fn the_price_in_force_is_the_latest_that_applies_by_the_dispatch() {
        let prices =
            [agreed(1, "2026-01-01", 1), agreed(2, "2026-03-01", 2), agreed(3, "2026-03-01", 3)];
        let n = |d| in_force(&prices, day(d)).map(|p| p.price_n);
        assert_eq!(n("2025-12-31"), None);
        assert_eq!(n("2026-02-28"), Some(1));
        assert_eq!(n("2026-03-01"), Some(3));
    }

    #[test]
    fn an_agreement_comes_before_the_list_and_a_quantity_reaches_its_break() {
        let (customer, product) = (Uuid::from_u128(1).into(), Uuid::from_u128(2).into());
        let price = |units: i64| Price { micro: units * MILLION, per: 1, discount_ppm: 0 };
        let agreement = PriceAgreement {
            agreement_id: Uuid::from_u128(3).into(),
            customer_id: customer,
            product_id: product,
            currency: Currency::EUR,
            valid_from: day("2026-01-01"),
            valid_to: Some(day("2026-12-31")),
            breaks: vec![
                QuantityBreak { from_quantity: Quantity::units(10), price: price(9) },
                QuantityBreak { from_quantity: Quantity::units(100), price: price(8) },
            ],
            agreed_by: None,
            evidence: Evidence { reference: "Q-61".into(), ..Evidence::default() },
        };
        let list = ListPrice {
            product_id: product,
            currency: Currency::EUR,
            valid_from: day("2025-01-01"),
            valid_to: None,
            price_micro: 10 * MILLION,
            per: 1,
        };
        let got = |units: i64, on: &str| {
            let agreements = [agreement.clone()];
            let offer = offer(
                &agreements,
                std::slice::from_ref(&list),
                Quantity::units(units),
                Currency::EUR,
                day(on),
            );
            offer.map(|o| (o.price.micro / MILLION, o.source))
        };
        assert_eq!(got(9, "2026-05-01"), Some((10, PriceSource::PriceList)));
        assert_eq!(got(10, "2026-05-01"), Some((9, PriceSource::PriceAgreement)));
        assert_eq!(got(500, "2026-05-01"), Some((8, PriceSource::PriceAgreement)));
        assert_eq!(got(500, "2027-01-01"), Some((10, PriceSource::PriceList)));
        assert_eq!(got(500, "2024-01-01"), None);
    }
}

//! The agreed price of an order line, and what proves that the customer agreed.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::catalog::{ListPrice, list_price_on};
use crate::kernel::id::{AgreementId, CustomerId, MemberId, ProductId};
use crate::kernel::number::plain;
use crate::kernel::quantity::{
    Currency, MILLION, MINOR_MAX, Price, Quantity, line_amounts, round_half_away, shares_minor,
    sum_minor,
};
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
    /// How the discount was spoken of, where it was a chain: `10 + 5`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount_text: Option<String>,
    /// The line's share of a document discount in money, for `allowance_quantity` of it.
    #[serde(default)]
    pub allowance_minor: i64,
    #[serde(default)]
    pub allowance_quantity: Quantity,
}

/// The price in force for goods dispatched on `dispatched`: the greatest (`applies_from`,
/// `price_n`) that applies by then.
pub fn in_force(prices: &[AgreedPrice], dispatched: NaiveDate) -> Option<&AgreedPrice> {
    prices
        .iter()
        .filter(|p| p.applies_from <= dispatched)
        .max_by_key(|p| (p.applies_from, p.price_n))
}

/// A chain of discounts as one: 10 and then 5 % are 14.5 %. The product is exact and rounded once,
/// half away from zero, to a millionth. Gives the text that was spoken, too.
///
/// Refuses more than six links, and a link outside 0 to 100 %.
pub fn cascade(links: &[i64]) -> Result<(i64, String), Refusal> {
    if let Some(link) = links.iter().find(|link| !(0..=MILLION).contains(*link)) {
        return Err(Refusal::DiscountOutOfRange { discount_ppm: *link });
    }
    if links.len() > 6 {
        return Err(Refusal::TooManyDiscounts { links: links.len() });
    }
    let million = i128::from(MILLION);
    let kept: i128 = links.iter().map(|link| million - i128::from(*link)).product();
    let whole: i128 = links.iter().map(|_| million).product();
    // Both are at most 10^36; dividing by a million first keeps the product within `i128`.
    let discount = round_half_away(whole - kept, (whole / million).max(1));
    let text: Vec<String> = links.iter().map(|link| plain(*link, 4)).collect();
    Ok((i64::try_from(discount).unwrap_or(MILLION), text.join(" + ")))
}

/// A discount on the whole order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Discount {
    /// Multiplies into the discount of every line.
    Percent { ppm: i64 },
    /// Becomes a share of each line's agreed price.
    Money { amount_minor: i64 },
}

impl Discount {
    /// Refuses a percentage outside 0 to 100, and money that is not above zero.
    pub fn checked(self) -> Result<Self, Refusal> {
        match self {
            Self::Percent { ppm } if !(0..=MILLION).contains(&ppm) => {
                Err(Refusal::DiscountOutOfRange { discount_ppm: ppm })
            }
            Self::Money { amount_minor } if !(1..=MINOR_MAX).contains(&amount_minor) => {
                Err(Refusal::DiscountNotPositive { amount_minor })
            }
            Self::Percent { .. } | Self::Money { .. } => Ok(self),
        }
    }

    /// Lays the discount on the prices that a whole order agrees, each with the quantity it is
    /// for. Money is shared by net, the largest remainder first.
    ///
    /// Refuses money above the sum of the nets.
    pub fn lay_on(self, lines: &mut [(Quantity, &mut AgreedPrice)]) -> Result<(), Refusal> {
        match self {
            Self::Percent { ppm } => {
                for (_, agreed) in lines {
                    let before = agreed.price.discount_ppm;
                    agreed.price.discount_ppm = cascade(&[before, ppm])?.0;
                    let own = (before != 0).then(|| plain(before, 4));
                    let spoken = agreed.discount_text.take().or(own);
                    let links = spoken.into_iter().chain([plain(ppm, 4)]);
                    agreed.discount_text = Some(links.collect::<Vec<_>>().join(" + "));
                }
                Ok(())
            }
            Self::Money { amount_minor } => {
                let mut nets = Vec::with_capacity(lines.len());
                for (quantity, agreed) in lines.iter() {
                    nets.push(line_amounts(*quantity, agreed.price, agreed.currency)?.net_minor);
                }
                let net_minor = sum_minor(nets.iter().copied())?;
                if amount_minor > net_minor {
                    return Err(Refusal::DiscountTooLarge { amount_minor, net_minor });
                }
                for ((quantity, agreed), share) in
                    lines.iter_mut().zip(shares_minor(amount_minor, &nets))
                {
                    agreed.allowance_minor = share;
                    agreed.allowance_quantity = *quantity;
                }
                Ok(())
            }
        }
    }
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
            discount_text: None,
            allowance_minor: 0,
            allowance_quantity: Quantity::ZERO,
        }
    }

    #[test]
    fn a_chain_of_discounts_is_one_discount_and_keeps_its_text() {
        assert_eq!(cascade(&[100_000, 50_000]), Ok((145_000, "10 + 5".to_owned())));
        assert_eq!(cascade(&[333_333, 333_333]), Ok((555_555, "33.3333 + 33.3333".to_owned())));
        assert_eq!(cascade(&[]), Ok((0, String::new())));
        assert!(cascade(&[1_000_001]).is_err());
        assert!(cascade(&[1; 7]).is_err());
    }

    #[test]
    fn a_document_discount_multiplies_in_or_is_shared_by_net() {
        let price = |units: i64| {
            let mut agreed = agreed(1, "2026-01-01", units * MILLION);
            agreed.price.discount_ppm = 100_000;
            agreed
        };
        let (mut a, mut b) = (price(10), price(20));
        let mut lines = [(Quantity::units(1), &mut a), (Quantity::units(1), &mut b)];
        Discount::Money { amount_minor: 100 }.lay_on(&mut lines).expect("below the nets");
        assert_eq!((a.allowance_minor, b.allowance_minor), (33, 67));
        let mut one = [(Quantity::units(1), &mut a)];
        assert!(Discount::Money { amount_minor: 901 }.lay_on(&mut one).is_err());
        Discount::Percent { ppm: 50_000 }.lay_on(&mut one).expect("a percentage");
        assert_eq!(a.price.discount_ppm, 145_000);
        assert_eq!(a.discount_text.as_deref(), Some("10 + 5"));
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

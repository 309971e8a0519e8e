//! Quantities, prices, percentages and money as scaled integers, and the three places that round.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::refusal::Refusal;

/// One whole unit in millionths: the one scale of quantity, unit price and percentage.
pub const MILLION: i64 = 1_000_000;
/// The largest quantity or unit price: 10^9 units, so that products fit in `i128`.
pub const UNITS_MAX: i64 = 1_000_000_000 * MILLION;
/// The largest amount of money in minor units that is still exact in every reader's numbers.
pub const MINOR_MAX: i64 = 9_000_000_000_000_000;

/// A quantity in millionths of its unit. Never negative where it counts goods.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS,
)]
#[serde(transparent)]
pub struct Quantity(pub i64);

impl Quantity {
    pub const ZERO: Self = Self(0);

    /// A number of whole units, for fixtures and defaults.
    pub const fn units(n: i64) -> Self {
        Self(n * MILLION)
    }

    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    pub fn at_most(self, other: Self) -> Self {
        Self(self.0.min(other.0))
    }

    /// The same, or nothing where it is below zero.
    #[must_use]
    pub fn or_zero(self) -> Self {
        Self(self.0.max(0))
    }

    /// Refuses what is not above zero, above 10^9 units, or finer than the unit allows
    /// (`scale` decimals, 0 to 6).
    pub fn checked(self, scale: u8) -> Result<Self, Refusal> {
        if self.0 <= 0 {
            return Err(Refusal::QuantityNotPositive { quantity: self });
        }
        if self.0 > UNITS_MAX {
            return Err(Refusal::QuantityTooLarge { quantity: self });
        }
        let step = 10_i64.pow(6 - u32::from(scale.min(6)));
        if self.0 % step != 0 {
            return Err(Refusal::QuantityTooFine { quantity: self, decimals: scale });
        }
        Ok(self)
    }
}

impl std::ops::Add for Quantity {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl std::ops::Sub for Quantity {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl std::iter::Sum for Quantity {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::ZERO, |a, b| a + b)
    }
}

impl std::fmt::Display for Quantity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&super::number::plain(self.0, 6))
    }
}

/// A currency of ISO 4217 that we know the minor unit of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, TS)]
pub struct Currency(#[ts(type = "string")] [u8; 3]);

/// Currencies without a minor unit, and those with three decimals (ISO 4217, list one).
const NO_DECIMALS: [&str; 16] = [
    "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND",
    "VUV", "XAF", "XOF",
];
const THREE_DECIMALS: [&str; 7] = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];
const TWO_DECIMALS: [&str; 60] = [
    "AED", "ALL", "AMD", "ARS", "AUD", "AZN", "BAM", "BDT", "BGN", "BOB", "BRL", "BYN", "CAD",
    "CHF", "CNY", "COP", "CRC", "CZK", "DKK", "DOP", "DZD", "EGP", "EUR", "GBP", "GEL", "GHS",
    "GTQ", "HKD", "HUF", "IDR", "ILS", "INR", "KES", "KZT", "LKR", "MAD", "MDL", "MKD", "MXN",
    "MYR", "NGN", "NOK", "NZD", "PEN", "PHP", "PKR", "PLN", "QAR", "RON", "RSD", "RUB", "SAR",
    "SEK", "SGD", "THB", "TRY", "TWD", "UAH", "USD", "ZAR",
];

impl Currency {
    pub const EUR: Self = Self(*b"EUR");

    /// Refuses a code that ISO 4217 does not know, or whose minor unit we do not.
    pub fn parse(code: &str) -> Result<Self, Refusal> {
        let known = [&NO_DECIMALS[..], &THREE_DECIMALS[..], &TWO_DECIMALS[..]];
        match <[u8; 3]>::try_from(code.as_bytes()) {
            Ok(bytes) if known.iter().any(|list| list.contains(&code)) => Ok(Self(bytes)),
            _ => Err(Refusal::CurrencyUnknown { currency: code.to_owned() }),
        }
    }

    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).expect("a currency is made of three letters")
    }

    /// Decimals of the minor unit: 2 for EUR, 0 for JPY, 3 for KWD.
    pub fn decimals(&self) -> u32 {
        if NO_DECIMALS.contains(&self.code()) {
            0
        } else if THREE_DECIMALS.contains(&self.code()) {
            3
        } else {
            2
        }
    }
}

impl std::fmt::Debug for Currency {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl std::fmt::Display for Currency {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl TryFrom<String> for Currency {
    type Error = Refusal;
    fn try_from(code: String) -> Result<Self, Refusal> {
        Self::parse(&code)
    }
}

impl Serialize for Currency {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let code = String::deserialize(from)?;
        Self::parse(&code).map_err(serde::de::Error::custom)
    }
}

/// What one line or unit costs: `micro` millionths of the currency unit for `per` units,
/// less `discount_ppm` millionths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Price {
    pub micro: i64,
    pub per: i64,
    pub discount_ppm: i64,
}

impl Price {
    /// Refuses a price below zero or above 10^9, a `per` other than 1, 100 or 1000, and a
    /// discount outside 0 to 100 %.
    pub fn checked(self) -> Result<Self, Refusal> {
        if self.micro < 0 || self.micro > UNITS_MAX {
            return Err(Refusal::PriceOutOfRange { price_micro: self.micro });
        }
        if !matches!(self.per, 1 | 100 | 1000) {
            return Err(Refusal::PerNotAllowed { per: self.per });
        }
        if !(0..=MILLION).contains(&self.discount_ppm) {
            return Err(Refusal::DiscountOutOfRange { discount_ppm: self.discount_ppm });
        }
        Ok(self)
    }
}

/// Divides and rounds half away from zero: the one rounding of the house.
///
/// `denominator` must be above zero.
pub fn round_half_away(numerator: i128, denominator: i128) -> i128 {
    let (quotient, rest) = (numerator / denominator, numerator % denominator);
    if rest.abs() * 2 >= denominator { quotient + numerator.signum() } else { quotient }
}

/// A line's amounts in minor units of its currency, as posted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LineAmounts {
    pub gross_minor: i64,
    pub allowance_minor: i64,
    pub net_minor: i64,
}

/// Net = round(quantity x unit price / per x (1 - discount)), half away from zero, to the minor
/// unit; gross the same without the discount; allowance = gross - net.
///
/// Refuses an amount beyond what every reader's numbers hold exactly.
pub fn line_amounts(
    quantity: Quantity,
    price: Price,
    currency: Currency,
) -> Result<LineAmounts, Refusal> {
    let million = i128::from(MILLION);
    let goods = i128::from(quantity.0) * i128::from(price.micro);
    let unit = million * million / 10_i128.pow(currency.decimals()) * i128::from(price.per);
    let kept = million - i128::from(price.discount_ppm);
    let gross = minor(round_half_away(goods, unit))?;
    let net = minor(round_half_away(goods * kept, unit * million))?;
    Ok(LineAmounts { gross_minor: gross, allowance_minor: gross - net, net_minor: net })
}

/// The next part of an amount that belongs to a whole quantity, by the cumulative rule:
/// round(total x quantity so far / whole quantity), half away from zero, less what was given
/// already. Never below zero; the last part leaves nothing over.
///
/// `so_far` counts this part, and what is beyond `whole` counts as the whole; `whole` is above
/// zero.
pub fn next_part(total_minor: i64, so_far: Quantity, whole: Quantity, already_minor: i64) -> i64 {
    let so_far = i128::from(so_far.at_most(whole).0);
    let due = round_half_away(i128::from(total_minor) * so_far, i128::from(whole.0));
    let due = i64::try_from(due).expect("a part is at most the total");
    due.saturating_sub(already_minor).max(0)
}

/// VAT of a sum of nets: round(net x rate), half away from zero, to the minor unit.
pub fn vat_minor(net_minor: i64, rate_ppm: i64) -> i64 {
    part_minor(net_minor, rate_ppm)
}

/// So many millionths of an amount, at most all of it, rounded half away from zero to the minor
/// unit.
pub fn part_minor(amount_minor: i64, part_ppm: i64) -> i64 {
    let exact = i128::from(amount_minor) * i128::from(part_ppm);
    i64::try_from(round_half_away(exact, i128::from(MILLION)))
        .expect("a part of at most 100 % keeps an amount within its range")
}

/// Shares `total_minor` by `weights` so that the shares add up: largest remainder, the earlier of
/// two equal remainders first. With no weight at all, the first takes everything.
pub fn shares_minor(total_minor: i64, weights: &[i64]) -> Vec<i64> {
    let sum: i128 = weights.iter().map(|&w| i128::from(w)).sum();
    if sum == 0 {
        return weights
            .iter()
            .enumerate()
            .map(|(i, _)| if i == 0 { total_minor } else { 0 })
            .collect();
    }
    let exact = |w: i64| i128::from(total_minor) * i128::from(w);
    let mut shares: Vec<i64> = weights
        .iter()
        .map(|&w| i64::try_from(exact(w).div_euclid(sum)).expect("a share is at most the total"))
        .collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|&i| std::cmp::Reverse(exact(weights[i]).rem_euclid(sum)));
    let left = total_minor - shares.iter().sum::<i64>();
    for &i in order.iter().take(usize::try_from(left).unwrap_or(0)) {
        shares[i] += 1;
    }
    shares
}

/// Adds amounts of money, refusing a sum that readers could not hold exactly.
pub fn sum_minor(amounts: impl IntoIterator<Item = i64>) -> Result<i64, Refusal> {
    minor(amounts.into_iter().map(i128::from).sum())
}

fn minor(amount: i128) -> Result<i64, Refusal> {
    i64::try_from(amount).ok().filter(|a| a.abs() <= MINOR_MAX).ok_or(Refusal::AmountTooLarge)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn price(micro: i64, per: i64, discount_ppm: i64) -> Price {
        Price { micro, per, discount_ppm }
    }

    #[test]
    fn a_line_is_rounded_once_half_away_from_zero() {
        let check = |quantity: i64, p: Price, currency: &str, gross: i64, net: i64| {
            let currency = Currency::parse(currency).expect("a known currency");
            let got = line_amounts(Quantity(quantity), p, currency).expect("within range");
            assert_eq!((got.gross_minor, got.net_minor), (gross, net), "{quantity} x {p:?}");
            assert_eq!(got.allowance_minor, gross - net);
        };
        check(12 * MILLION, price(14 * MILLION, 1, 0), "EUR", 16_800, 16_800);
        check(MILLION, price(5_000, 1, 0), "EUR", 1, 1);
        check(MILLION, price(4_999, 1, 0), "EUR", 0, 0);
        check(3 * MILLION, price(10_500_000, 1, 150_000), "EUR", 3_150, 2_678);
        check(250 * MILLION, price(1_990_000, 100, 0), "EUR", 498, 498);
        check(MILLION, price(1_500_000, 1, 0), "JPY", 2, 2);
        check(MILLION, price(1_234_500, 1, 0), "KWD", 1_235, 1_235);
    }

    #[test]
    fn an_amount_beyond_exact_numbers_is_refused() {
        let huge = line_amounts(Quantity(UNITS_MAX), price(UNITS_MAX, 1, 0), Currency::EUR);
        assert_eq!(huge, Err(Refusal::AmountTooLarge));
    }

    #[test]
    fn shares_add_up_and_the_largest_remainder_takes_the_cent() {
        assert_eq!(shares_minor(100, &[1, 1, 1]), [34, 33, 33]);
        assert_eq!(shares_minor(101, &[1, 2]), [34, 67]);
        assert_eq!(shares_minor(7, &[0, 0]), [7, 0]);
        assert_eq!(shares_minor(0, &[5, 3]), [0, 0]);
    }

    #[test]
    fn the_parts_of_an_amount_add_up_to_it() {
        let mut given = 0;
        for (n, so_far) in [(1, 33), (2, 67), (3, 100)] {
            given += next_part(100, Quantity::units(n), Quantity::units(3), given);
            assert_eq!(given, so_far);
        }
        assert_eq!(next_part(100, Quantity::units(9), Quantity::units(3), 40), 60);
        assert_eq!(next_part(50, Quantity::units(1), Quantity::units(2), 40), 0);
    }

    #[test]
    fn a_quantity_keeps_to_the_scale_of_its_unit() {
        assert!(Quantity(1_500_000).checked(0).is_err());
        assert_eq!(Quantity(1_500_000).checked(1), Ok(Quantity(1_500_000)));
        assert!(Quantity(0).checked(6).is_err());
        assert!(Quantity(UNITS_MAX + 1).checked(6).is_err());
    }
}

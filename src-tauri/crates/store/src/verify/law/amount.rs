//! Exact arithmetic of its own: whole numbers, one rounding, no help from the domain.

use super::body::{Currency, Price};

/// The largest quantity and unit price, in millionths.
pub(super) const MICRO_MAX: i64 = 1_000_000_000_000_000;
const MILLION: i128 = 1_000_000;

/// Gross and net of one line in minor units, where they can be computed at all.
pub(super) struct Amounts {
    pub gross: i128,
    pub net: i128,
}

/// Decimals of the minor unit (ISO 4217): most currencies have two.
fn decimals(currency: Currency) -> u32 {
    match &currency.0 {
        b"BIF" | b"CLP" | b"DJF" | b"GNF" | b"ISK" | b"JPY" | b"KMF" | b"KRW" | b"PYG" | b"RWF"
        | b"UGX" | b"UYI" | b"VND" | b"VUV" | b"XAF" | b"XOF" | b"XPF" => 0,
        b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 3,
        b"CLF" | b"UYW" => 4,
        _ => 2,
    }
}

/// The nearest whole number to `number / parts`; a half goes away from zero.
pub(super) fn nearest(number: i128, parts: i128) -> Option<i128> {
    if parts <= 0 {
        return None;
    }
    let twice = number.checked_abs()?.checked_mul(2)?;
    let size = twice.checked_add(parts)? / parts.checked_mul(2)?;
    Some(if number < 0 { -size } else { size })
}

/// What a quantity costs at a price, before and after the discount.
pub(super) fn of_line(quantity: i64, price: Price, currency: Currency) -> Option<Amounts> {
    let cost = i128::from(quantity).checked_mul(i128::from(price.micro))?;
    let parts = (MILLION * MILLION / 10_i128.pow(decimals(currency))) * i128::from(price.per);
    let kept = cost.checked_mul(MILLION - i128::from(price.discount_ppm))?;
    let net = nearest(kept, parts.checked_mul(MILLION)?)?;
    Some(Amounts { gross: nearest(cost, parts)?, net })
}

/// What `so_far` of `whole` takes of `total`, rounded once.
pub(super) fn part(total: i128, so_far: i64, whole: i64) -> Option<i128> {
    nearest(total.checked_mul(i128::from(so_far))?, i128::from(whole))
}

/// VAT of a sum of nets.
pub(super) fn vat(net: i128, rate_ppm: i64) -> Option<i128> {
    nearest(net.checked_mul(i128::from(rate_ppm))?, MILLION)
}

/// An amount of another currency in the firm's own, at millionths of the other for one of ours.
pub(super) fn in_own(minor: i64, rate_micro: i64, other: Currency, own: Currency) -> Option<i128> {
    let up = i128::from(minor).checked_mul(MILLION)?.checked_mul(10_i128.pow(decimals(own)))?;
    nearest(up, i128::from(rate_micro).checked_mul(10_i128.pow(decimals(other)))?)
}

/// Whether `share` is what `weight` of `whole` takes of `total`, to less than one minor unit.
pub(super) fn is_share(share: i64, total: i64, weight: i128, whole: i128) -> bool {
    let shared = i128::from(share).checked_mul(whole);
    let exact = i128::from(total).checked_mul(weight);
    let apart = shared.zip(exact).and_then(|(shared, exact)| shared.checked_sub(exact));
    apart.and_then(i128::checked_abs).is_some_and(|apart| apart < whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_half_goes_away_from_zero() {
        for (number, parts, expect) in
            [(5, 10, 1), (4, 10, 0), (-5, 10, -1), (-4, 10, 0), (15, 10, 2), (0, 7, 0), (7, 7, 1)]
        {
            assert_eq!(nearest(number, parts), Some(expect), "{number}/{parts}");
        }
        assert_eq!(nearest(1, 0), None);
        assert_eq!(nearest(i128::MIN, 1), None);
    }

    #[test]
    fn amounts_follow_the_minor_unit_of_the_currency() {
        let price = Price { micro: 1_234_500, per: 1, discount_ppm: 100_000 };
        let check = |code: &[u8; 3], gross, net| {
            let got = of_line(3_000_000, price, Currency(*code)).expect("it fits");
            assert_eq!((got.gross, got.net), (gross, net), "{code:?}");
        };
        check(b"EUR", 370, 333);
        check(b"JPY", 4, 3);
        check(b"KWD", 3704, 3333);
    }

    #[test]
    fn the_largest_line_fits_and_what_is_beyond_is_no_panic() {
        let price = |micro| Price { micro, per: 1, discount_ppm: 1 };
        let kwd = Currency(*b"KWD");
        assert!(of_line(MICRO_MAX, price(MICRO_MAX), Currency(*b"EUR")).is_some());
        assert!(of_line(i64::MAX, price(i64::MAX), kwd).is_none());
        assert!(of_line(1, Price { micro: 1, per: 0, discount_ppm: 0 }, kwd).is_none());
    }
}

//! Prices: which one is in force, what a quantity costs at it, and how discounts come together.

use crate::books::{Order, OrderLine, Price};
use crate::fraction::{Fraction, MILLION, shares};

impl OrderLine {
    /// The price of a day: the latest that applies by then; of two of one day the one agreed later.
    pub fn price_on(&self, day: &str) -> Option<&Price> {
        let by_then = self.prices.iter().filter(|price| price.applies_from.as_str() <= day);
        by_then.max_by_key(|price| (price.applies_from.clone(), price.n))
    }

    /// The same among the prices of one currency.
    pub fn price_in(&self, currency: &str, day: &str) -> Option<&Price> {
        let by_then = self.prices.iter().filter(|price| price.applies_from.as_str() <= day);
        let in_it = by_then.filter(|price| price.currency == currency);
        in_it.max_by_key(|price| (price.applies_from.clone(), price.n))
    }
}

/// Hundredths or whole units: how many of the smallest coin are one unit of a currency.
fn coins(currency: &str) -> i64 {
    if ["JPY", "KRW", "CLP", "ISK"].contains(&currency) { 1 } else { 100 }
}

/// What a quantity costs before any discount, not rounded.
fn worth(quantity: i64, price: &Price) -> Fraction {
    let each = Fraction::millionths(price.micro).times(Fraction::of(1, price.per));
    Fraction::millionths(quantity).times(each).times(Fraction::whole(coins(&price.currency)))
}

pub fn gross(quantity: i64, price: &Price) -> i64 {
    worth(quantity, price).rounded()
}

/// After the discount in percent, before a share of a discount in money.
pub fn net(quantity: i64, price: &Price) -> i64 {
    let kept = Fraction::whole(1).minus(Fraction::millionths(price.discount_ppm));
    worth(quantity, price).times(kept).rounded()
}

/// Discounts one after the other, as one discount rounded once to a millionth.
pub fn together(discounts: &[i64]) -> i64 {
    let mut kept = Fraction::whole(1);
    for discount in discounts {
        kept = kept.times(Fraction::whole(1).minus(Fraction::millionths(*discount)));
    }
    Fraction::whole(1).minus(kept).times(Fraction::whole(MILLION)).rounded()
}

impl Order {
    /// The sum of the nets of all lines with a price, each wholly at that price.
    pub fn nets_agreed(&self) -> i64 {
        self.weights().iter().sum()
    }

    fn weights(&self) -> Vec<i64> {
        let mut weights = Vec::new();
        for line in &self.lines {
            for price in &line.prices {
                weights.push(net(line.quantity, price));
            }
        }
        weights
    }

    /// Lays the document discount on the first agreed price of each line that has one.
    pub fn lay_discount(&mut self) {
        if let Some(percent) = self.discount_ppm {
            for line in &mut self.lines {
                for price in &mut line.prices {
                    price.discount_ppm = together(&[price.discount_ppm, percent]);
                }
            }
        }
        if let Some(amount) = self.discount_minor {
            let mut given = shares(amount, &self.weights()).into_iter();
            for line in &mut self.lines {
                for price in &mut line.prices {
                    price.allowance = given.next().unwrap_or(0);
                    price.allowance_quantity = line.quantity;
                }
            }
        }
    }
}

#[test]
fn a_cascade_is_rounded_once() {
    assert_eq!(together(&[100_000, 50_000]), 145_000);
    assert_eq!(together(&[333_333, 333_333]), 555_555);
    assert_eq!(together(&[]), 0);
    assert_eq!(together(&[1_000_000, 7]), 1_000_000);
}

//! Exact fractions, and the one way in which they become whole numbers.

/// A fraction in lowest terms; what is under the line is above zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fraction {
    over: i128,
    under: i128,
}

/// One million.
pub const MILLION: i64 = 1_000_000;

fn gcd(a: i128, b: i128) -> i128 {
    if b == 0 { a.abs() } else { gcd(b, a % b) }
}

fn lowest(over: i128, under: i128) -> Fraction {
    assert!(under != 0, "nothing is divided by zero");
    let shared = gcd(over, under).max(1);
    let sign = if under < 0 { -1 } else { 1 };
    Fraction { over: sign * over / shared, under: sign * under / shared }
}

impl Fraction {
    pub fn whole(n: i64) -> Self {
        Self { over: i128::from(n), under: 1 }
    }

    pub fn of(over: i64, under: i64) -> Self {
        lowest(i128::from(over), i128::from(under))
    }

    /// So many millionths.
    pub fn millionths(n: i64) -> Self {
        Self::of(n, MILLION)
    }

    #[must_use]
    pub fn times(self, other: Self) -> Self {
        // Crosswise first, so that large numbers stay small.
        let a = lowest(self.over, other.under);
        let b = lowest(other.over, self.under);
        let over = a.over.checked_mul(b.over).expect("small enough");
        let under = a.under.checked_mul(b.under).expect("small enough");
        lowest(over, under)
    }

    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        let left = self.over.checked_mul(other.under).expect("small enough");
        let right = other.over.checked_mul(self.under).expect("small enough");
        lowest(left + right, self.under.checked_mul(other.under).expect("small enough"))
    }

    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        self.plus(Self { over: -other.over, under: other.under })
    }

    /// The whole number below or at it.
    pub fn floor(self) -> i64 {
        i64::try_from(self.over.div_euclid(self.under)).expect("small enough")
    }

    /// The nearest whole number; a half goes away from zero.
    pub fn rounded(self) -> i64 {
        let size = Self { over: self.over.abs(), under: self.under };
        let nearest = size.plus(Self { over: 1, under: 2 }).floor();
        if self.over < 0 { -nearest } else { nearest }
    }

    pub fn is_below(self, other: Self) -> bool {
        self.minus(other).over < 0
    }
}

/// Shares an amount by weights: each its part rounded down, then one more to those with the
/// largest remainder, the earlier first. Where nothing weighs anything, the first takes all.
pub fn shares(amount: i64, weights: &[i64]) -> Vec<i64> {
    let sum: i64 = weights.iter().sum();
    if sum == 0 {
        let first = |n| if n == 0 { amount } else { 0 };
        return (0..weights.len()).map(first).collect();
    }
    let exact = |weight: &i64| Fraction::whole(amount).times(Fraction::of(*weight, sum));
    let mut given: Vec<i64> = weights.iter().map(|w| exact(w).floor()).collect();
    let remainder =
        |n: usize| exact(&weights[n]).minus(Fraction::whole(exact(&weights[n]).floor()));
    let mut turn: Vec<usize> = (0..weights.len()).collect();
    // A stable sort keeps the earlier first.
    turn.sort_by(|a, b| {
        let (left, right) = (remainder(*a), remainder(*b));
        match (left.is_below(right), right.is_below(left)) {
            (true, _) => std::cmp::Ordering::Greater,
            (_, true) => std::cmp::Ordering::Less,
            _ => std::cmp::Ordering::Equal,
        }
    });
    let mut left = amount - given.iter().sum::<i64>();
    for n in turn {
        if left > 0 {
            given[n] += 1;
            left -= 1;
        }
    }
    given
}

#[test]
fn halves_go_away_from_zero() {
    assert_eq!(Fraction::of(5, 2).rounded(), 3);
    assert_eq!(Fraction::of(-5, 2).rounded(), -3);
    assert_eq!(Fraction::of(249, 100).rounded(), 2);
    assert_eq!(Fraction::of(-1, 3).rounded(), 0);
    assert_eq!(Fraction::of(7, 1).rounded(), 7);
}

#[test]
fn shares_add_up_and_the_earlier_takes_the_cent() {
    assert_eq!(shares(100, &[1, 1, 1]), [34, 33, 33]);
    assert_eq!(shares(1_000, &[2_000, 1_000]), [667, 333]);
    assert_eq!(shares(7, &[0, 0]), [7, 0]);
    assert_eq!(shares(5, &[1, 9, 0]), [1, 4, 0]);
    assert_eq!(shares(0, &[3, 4]), [0, 0]);
}

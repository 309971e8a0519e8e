//! Chance that can be repeated: the same seed throws the same.

/// Marsaglia's xorshift of 64 bits.
#[derive(Clone)]
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        let mut dice = Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).max(1));
        for _ in 0..8 {
            dice.below(2);
        }
        dice
    }

    /// A number from zero up to, but not, `n`.
    pub fn below(&mut self, n: i64) -> i64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        let n = u64::try_from(n.max(1)).expect("above zero");
        i64::try_from((self.0 >> 8) % n).expect("below a number of the same size")
    }

    pub fn between(&mut self, least: i64, most: i64) -> i64 {
        least + self.below(most - least + 1)
    }

    /// Once in `n` times.
    pub fn once_in(&mut self, n: i64) -> bool {
        self.below(n) == 0
    }

    pub fn percent(&mut self, n: i64) -> bool {
        self.below(100) < n
    }

    pub fn of<T: Clone>(&mut self, all: &[T]) -> Option<T> {
        let n = i64::try_from(all.len()).expect("a few");
        if n == 0 { None } else { all.get(usize::try_from(self.below(n)).expect("small")).cloned() }
    }

    /// One of a few that are there.
    pub fn one<T: Clone>(&mut self, all: &[T]) -> T {
        self.of(all).expect("there are some")
    }
}

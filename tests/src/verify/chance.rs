//! Chance that can be repeated: a tiny generator whose seed is printed.

/// Marsaglia's xorshift of 64 bits.
pub struct Chance(u64);

impl Chance {
    /// Takes the seed of `DOVUTO_SEED`, else `seed`, and prints it.
    pub fn seeded(seed: u64) -> Self {
        let given = std::env::var("DOVUTO_SEED").ok().and_then(|text| text.parse().ok());
        let seed = given.unwrap_or(seed).max(1);
        println!("DOVUTO_SEED={seed}");
        Self(seed)
    }

    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        let n = u64::try_from(n).expect("a small number").max(1);
        usize::try_from(self.0 % n).expect("below a small number")
    }

    pub fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

//! The scalars that every slice shares: identity, numbers, dates, and the rules' way to say no.

pub mod calendar;
pub mod country;
pub mod id;
pub mod number;
pub mod quantity;
pub mod refusal;

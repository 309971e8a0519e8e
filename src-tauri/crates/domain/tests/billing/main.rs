//! The rules of billing as pure functions of values: no file, no clock, nothing but what they say.

mod case;
mod credits;
mod documents;
mod gathering;
mod money;
mod proposals;

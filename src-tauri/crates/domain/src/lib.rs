//! What the business means: pure values and rules. No IO, no clock, no randomness, no floats.

pub mod kernel;
pub mod parties;
pub mod layout;
pub mod catalog;
pub mod pricing;
pub mod attendance;
pub mod orders;
pub mod fulfilment;
pub mod billing;
pub mod standing;
pub mod fact;

//! The law of billing: what may be charged follows from records, never from a keyboard.

pub mod balance;
pub mod credit;
pub mod dates;
pub mod exchange;
pub mod gather;
pub mod invoice;
pub mod payment;
pub mod opening;
pub mod proposal;
pub mod statement;
pub mod succession;
pub mod trial;

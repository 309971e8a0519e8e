//! The law of billing, sentence by sentence: each test is one of them, on real files.

mod acts;
mod credits;
mod dates;
mod holds;
mod money;
mod orders;
mod prices;
mod received;
mod records;
mod shipments;

//! Use cases: load, decide, record. One function for each thing that a person can ask.

pub mod cx;
pub mod documents;
pub mod watch;
pub mod desk;
pub mod error;
pub mod house;
pub mod stations;
pub mod backup;
pub mod firm;
pub mod closing;
pub mod parties;
pub mod persons;
pub mod catalog;
pub mod pricing;
pub mod orders;
pub mod fulfilment;
pub mod billing;
pub mod standing;
pub mod attendance;
pub mod views;
pub mod why;
pub mod audit;
pub mod import;
pub mod export;
pub mod sample;

//! All SQL: the firm's file, the ledger, its folds and the queries. Decides nothing.

pub mod error;
pub mod connections;
pub mod keys;
pub mod file;
pub mod form;
pub mod archive;
pub mod backup;
pub mod ledger;
pub mod parties;
pub mod closing;
pub mod persons;
pub mod layouts;
pub mod catalog;
pub mod orders;
pub mod fulfilment;
pub mod billing;
pub mod attendance;
pub mod stations;
pub mod verify;
pub mod import;
pub mod export;

pub mod row;
pub mod sql;

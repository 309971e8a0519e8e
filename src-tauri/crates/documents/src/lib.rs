//! Issued snapshots and tables turned into bytes: pure, and the same input gives the same bytes.

pub mod csv;
pub mod format;
pub mod layout;
pub mod pdf;
pub mod print;
pub mod profile;
pub mod table;
pub mod words;
pub mod xlsx;

//! Issued snapshots and tables turned into bytes: pure, and the same input gives the same bytes.

pub mod table;
pub mod csv;
pub mod xlsx;

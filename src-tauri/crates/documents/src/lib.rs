//! Issued snapshots turned into bytes: pure, and the same input gives the same bytes.

pub mod csv;

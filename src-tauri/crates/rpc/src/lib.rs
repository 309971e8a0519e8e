//! The wire: the command table, the envelope, error codes, and the generated TypeScript.

pub mod envelope;
pub mod session;
pub mod table;
pub mod house;
pub mod bindings;

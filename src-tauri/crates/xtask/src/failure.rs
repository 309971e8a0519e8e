//! What went wrong, and what a person can do about it.

use std::fmt;

#[derive(Debug, PartialEq, Eq)]
pub struct Failure {
    pub what: String,
    pub remedy: String,
}

pub type Outcome = Result<(), Failure>;

impl Failure {
    pub fn new(what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { what: what.into(), remedy: remedy.into() }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}\nwhat to do: {}", self.what, self.remedy)
    }
}

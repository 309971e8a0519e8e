//! The audit: everything recomputed from the ledger, and what differs from it.

use dovuto_store::verify::Finding;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::desk::Desk;
use crate::error::Error;

/// Something that is not as the facts say, or facts that break the law of billing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FindingView {
    pub code: String,
    /// Where: a table, its row and column, or a stream and a place in it.
    pub place: String,
    pub detail: String,
}

impl From<Finding> for FindingView {
    fn from(Finding { code, place, detail }: Finding) -> Self {
        Self { code: code.to_owned(), place, detail }
    }
}

/// What verifying found.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct VerifyAnswer {
    pub facts: i64,
    pub invoices: i64,
    /// Renderings in the archive whose bytes were checked.
    pub archived: i64,
    /// Empty where the file is whole and lawful.
    pub findings: Vec<FindingView>,
}

/// Checks chain and signatures, folds the ledger anew and compares every table, recomputes the law
/// of billing from the facts alone, and hashes what the archive holds. Changes nothing.
pub async fn verify(desk: &Desk) -> Result<VerifyAnswer, Error> {
    let report = dovuto_store::verify::verify(&desk.store).await?;
    Ok(VerifyAnswer {
        facts: report.facts,
        invoices: report.invoices,
        archived: report.archived,
        findings: report.findings.into_iter().map(FindingView::from).collect(),
    })
}

//! The audit: everything recomputed from the ledger, and what differs from it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::desk::Desk;
use crate::error::Error;

/// Something that is not as the facts say, or facts that break the law of billing.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct FindingView {
    pub code: String,
    /// Where: a table, its row and column, or a stream and a place in it.
    pub place: String,
    pub detail: String,
}

/// What verifying found.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct VerifyAnswer {
    pub facts: i64,
    pub invoices: i64,
    /// Empty where the file is whole and lawful.
    pub findings: Vec<FindingView>,
}

/// Checks chain and signatures, folds the ledger anew and compares every table, and recomputes
/// the law of billing from the facts alone. Changes nothing.
pub async fn verify(desk: &Desk) -> Result<VerifyAnswer, Error> {
    let report = dovuto_store::verify::verify(&desk.store).await?;
    let finding = |f: dovuto_store::verify::Finding| FindingView {
        code: f.code.to_owned(),
        place: f.place,
        detail: f.detail,
    };
    Ok(VerifyAnswer {
        facts: report.facts,
        invoices: report.invoices,
        findings: report.findings.into_iter().map(finding).collect(),
    })
}

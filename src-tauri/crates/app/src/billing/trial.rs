//! A billing profile tried on all past invoices of a customer, before it is theirs.

use dovuto_domain::billing::trial::{TrialVerdict, Tried, try_on};
use dovuto_domain::parties::Reference;
use dovuto_domain::parties::profile::BillingProfile;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::desk::Desk;
use crate::error::Error;

/// A profile and requirements, and the customer who gets the invoices.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct TestBilling {
    /// Code of the customer.
    pub customer: String,
    pub billing: BillingProfile,
    /// Those of the customer where it is left out.
    pub required_references: Option<Vec<Reference>>,
}

/// What would have become of each invoice, oldest first.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct BillingTested {
    pub rows: Vec<Tried>,
    pub n_differences: i64,
}

/// Tries a profile on everything that was posted to a customer. Nothing is changed.
///
/// Refuses an unknown customer, and a profile that cannot be.
pub async fn test(desk: &Desk, ask: TestBilling) -> Result<BillingTested, Error> {
    let profile = ask.billing.checked()?;
    let mut db = desk.read().await?;
    let code = ask.customer.trim();
    let customer = dovuto_store::parties::customer_by_code(&mut db, code).await?;
    let customer = customer.ok_or_else(|| Error::not_found("customer", code))?;
    let required = ask.required_references.unwrap_or(customer.required_references);
    let country = dovuto_store::parties::country(&mut db).await?;
    let calendar = dovuto_store::closing::calendar(&mut db).await?;
    let invoices = dovuto_store::billing::posted_to(&mut db, customer.customer_id).await?;
    let rows = try_on(&invoices, &country, &calendar, &profile, &required);
    let differs = |row: &&Tried| row.verdict != TrialVerdict::Same;
    let n_differences = i64::try_from(rows.iter().filter(differs).count()).unwrap_or(i64::MAX);
    Ok(BillingTested { rows, n_differences })
}

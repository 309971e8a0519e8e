//! The statement of account of a customer.

use chrono::NaiveDate;
use dovuto_documents::print::kind::Kind;
use dovuto_documents::print::{Printed, Said};
use dovuto_domain::billing::statement::Statement;
use dovuto_domain::kernel::id::CustomerId;
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_domain::parties::Customer;
use dovuto_store::billing::account;
use dovuto_store::sql::Db;

use super::papers::Current;
use crate::cx::Cx;
use crate::error::Error;
use crate::firm::our_firm;

/// What a customer, named by code or identity, owed at the end of a day, or owes today: open
/// invoices, those of another program, and money of theirs that paid nothing yet. It goes by the
/// dates of documents; names and addresses are those of today.
///
/// Refuses a day after today.
pub(super) async fn statement(
    db: &mut Db,
    cx: &Cx,
    named: &str,
    on: Option<NaiveDate>,
) -> Result<Current, Error> {
    let as_of = on.unwrap_or(cx.today);
    if as_of > cx.today {
        return Err(Refusal::DateInFuture { date: as_of, today: cx.today }.into());
    }
    let customer = customer(db, named).await?;
    let items = account::items(db, customer.customer_id, as_of).await?;
    let firm = our_firm(db).await?;
    let customer_id = customer.customer_id;
    let printed = Printed {
        kind: Kind::Statement,
        number: customer.code,
        issued_on: as_of,
        due_on: None,
        early_payment: None,
        seller: firm.identity,
        buyer: customer.identity,
        about: vec![("as-of", Said::Day(as_of))],
        currency: customer.currency,
        own_currency: firm.currency,
        lines: Vec::new(),
        charges: Vec::new(),
        taxes: Vec::new(),
        totals: None,
        exchange: None,
        note: None,
        remarks: Vec::new(),
        statement: Some(Statement::of(items, as_of)?),
        link: None,
    };
    Ok(Current { customer_id, printed })
}

/// A customer named by code or identity.
pub(super) async fn customer(db: &mut Db, named: &str) -> Result<Customer, Error> {
    if let Some(found) = dovuto_store::parties::customer_by_code(db, named).await? {
        return Ok(found);
    }
    let missing = || Error::not_found("customer", named);
    let id: CustomerId = named.parse().map_err(|_| missing())?;
    dovuto_store::parties::customer(db, id).await?.ok_or_else(missing)
}

//! The statement of account of a customer.

use dovuto_documents::print::kind::Kind;
use dovuto_documents::print::{Printed, Said};
use dovuto_domain::billing::statement::{AccountItem, ItemKind, Statement};
use dovuto_domain::kernel::id::CustomerId;
use dovuto_domain::parties::Customer;
use dovuto_store::billing::{Filter, money, opening};
use dovuto_store::sql::Db;

use super::papers::Current;
use crate::cx::Cx;
use crate::error::Error;
use crate::firm::our_firm;

/// What a customer owes today, named by code or identity: open invoices, those of another program,
/// and money of theirs that pays nothing yet.
pub(super) async fn statement(db: &mut Db, cx: &Cx, named: &str) -> Result<Current, Error> {
    let customer = customer(db, named).await?;
    let items = items(db, customer.customer_id).await?;
    let firm = our_firm(db).await?;
    let customer_id = customer.customer_id;
    let printed = Printed {
        kind: Kind::Statement,
        number: customer.code,
        issued_on: cx.today,
        due_on: None,
        early_payment: None,
        seller: firm.identity,
        buyer: customer.identity,
        about: vec![("as-of", Said::Day(cx.today))],
        currency: customer.currency,
        own_currency: firm.currency,
        lines: Vec::new(),
        charges: Vec::new(),
        taxes: Vec::new(),
        totals: None,
        exchange: None,
        note: None,
        remarks: Vec::new(),
        statement: Some(Statement::of(items, cx.today)?),
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

async fn items(db: &mut Db, payer: CustomerId) -> Result<Vec<AccountItem>, Error> {
    let mut items = Vec::new();
    let mut filter = Filter { payer: Some(payer), limit: 1000, ..Filter::default() };
    loop {
        let page = dovuto_store::billing::list(db, &filter).await?;
        if page.is_empty() {
            break;
        }
        filter.offset += filter.limit;
        items.extend(page.into_iter().map(|i| AccountItem {
            kind: ItemKind::Invoice,
            number: i.number,
            on: i.issued_on,
            due_on: Some(i.due_on),
            currency: i.currency,
            gross_minor: i.gross_minor,
            credited_minor: i.credited_minor,
            paid_minor: i.paid_minor,
        }));
    }
    let opened = opening::opening_items(db).await?;
    let own = opened.into_iter().filter(|opened| opened.item.payer == payer);
    items.extend(own.map(|opening::Opened { item, laid_minor }| AccountItem {
        kind: ItemKind::Opening,
        number: item.number,
        on: item.issued_on,
        due_on: Some(item.due_on),
        currency: item.currency,
        gross_minor: item.gross_minor,
        credited_minor: 0,
        paid_minor: item.paid_minor + laid_minor,
    }));
    let free = money::free_of(db, payer).await?;
    items.extend(free.into_iter().map(|(reference, on, currency, minor)| AccountItem {
        kind: ItemKind::Payment,
        number: reference,
        on,
        due_on: None,
        currency,
        gross_minor: -minor,
        credited_minor: 0,
        paid_minor: 0,
    }));
    Ok(items)
}

//! Which paper a person means, and what it says.

use dovuto_documents::print::kind::Kind;
use dovuto_documents::print::{Printed, posted};
use dovuto_domain::kernel::quantity::Currency;
use dovuto_store::billing::Named;
use dovuto_store::sql::Db;

use super::{ShowDocument, account, goods, order, proof};
use crate::cx::Cx;
use crate::desk::Desk;
use crate::error::Error;

/// What stands before an identity in the codes of papers.
pub const LINK: &str = "dovuto:shipment/";

/// What a paper says that a person names by number, identity or code, or by the link on it.
///
/// Without a kind: the invoice or credit note of that number, else the delivery note or pick list
/// of that shipment, else the confirmation of that order. Refuses a paper that the thing does not
/// have yet, or not any more.
pub async fn printed(desk: &Desk, cx: &Cx, ask: &ShowDocument) -> Result<Printed, Error> {
    let named = ask.document.trim();
    let named = named.strip_prefix(LINK).unwrap_or(named);
    let mut db = desk.read().await?;
    let Some(kind) = ask.kind else {
        return any(desk, cx, &mut db, named).await;
    };
    match kind {
        Kind::Invoice | Kind::DeferredInvoice | Kind::CreditNote => {
            let printed = posted_paper(&mut db, named).await?;
            let found = printed.filter(|printed| printed.kind == kind);
            found.ok_or_else(|| Error::not_found(name(kind), named))
        }
        Kind::ProForma | Kind::OrderConfirmation => {
            let id = crate::orders::resolve(&mut db, named).await?;
            order::paper(desk, cx, &mut db, id, kind).await
        }
        Kind::PickList | Kind::PackingList | Kind::DeliveryNote | Kind::ReturnSlip => {
            let id = goods::shipment(&mut db, named, kind).await?;
            goods::paper(&mut db, id, kind).await
        }
        Kind::ProofSheet => match dovuto_store::billing::named(&mut db, named).await? {
            Some(Named::Invoice(id)) => {
                let own = own_currency(&mut db).await?;
                proof::of_invoice(desk, &mut db, id, own).await
            }
            Some(Named::CreditNote(_)) | None => {
                let id = crate::orders::resolve(&mut db, named).await?;
                proof::of_order(desk, cx, &mut db, id).await
            }
        },
        Kind::Statement => account::statement(&mut db, cx, named).await,
    }
}

async fn any(desk: &Desk, cx: &Cx, db: &mut Db, named: &str) -> Result<Printed, Error> {
    if let Some(printed) = posted_paper(db, named).await? {
        return Ok(printed);
    }
    match crate::fulfilment::resolve(db, named).await {
        Ok(id) => return goods::usual_paper(db, id).await,
        Err(Error::NotFound { .. }) => {}
        Err(other) => return Err(other),
    }
    match crate::orders::resolve(db, named).await {
        Ok(id) => order::paper(desk, cx, db, id, Kind::OrderConfirmation).await,
        Err(Error::NotFound { .. }) => Err(Error::not_found("document", named)),
        Err(other) => Err(other),
    }
}

/// The invoice or credit note of a number or identity, if there is one.
async fn posted_paper(db: &mut Db, named: &str) -> Result<Option<Printed>, Error> {
    let Some(found) = dovuto_store::billing::named(db, named).await? else { return Ok(None) };
    let own = own_currency(db).await?;
    Ok(Some(match found {
        Named::Invoice(id) => {
            let found = dovuto_store::billing::invoice(db, id).await?;
            let (invoice, _) = found.ok_or_else(|| Error::not_found("invoice", named))?;
            posted::invoice(&invoice, own)
        }
        Named::CreditNote(id) => {
            let found = dovuto_store::billing::credit_note(db, id).await?;
            let (note, _) = found.ok_or_else(|| Error::not_found("credit note", named))?;
            posted::credit_note(&note, own)
        }
    }))
}

async fn own_currency(db: &mut Db) -> Result<Currency, Error> {
    Ok(crate::firm::our_firm(db).await?.currency)
}

/// As a refusal calls a posted kind.
fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::DeferredInvoice => "deferred invoice",
        Kind::CreditNote => "credit note",
        Kind::Invoice
        | Kind::ProForma
        | Kind::OrderConfirmation
        | Kind::PickList
        | Kind::PackingList
        | Kind::DeliveryNote
        | Kind::ReturnSlip
        | Kind::ProofSheet
        | Kind::Statement => "invoice",
    }
}

//! Which paper a person means, and what it says.

use chrono::NaiveDate;
use dovuto_documents::print::kind::Kind;
use dovuto_documents::print::{Printed, posted};
use dovuto_domain::kernel::id::CustomerId;
use dovuto_domain::kernel::quantity::Currency;
use dovuto_store::billing::Named;
use dovuto_store::billing::issued::{self, Issued};
use dovuto_store::sql::Db;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::print::PrintRefused;
use super::{ShowDocument, account, goods, order, proof};
use crate::cx::Cx;
use crate::desk::Desk;
use crate::error::Error;

/// What stands before an identity in the codes of papers.
pub const LINK: &str = "dovuto:shipment/";

/// The thing whose papers are wanted.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ShowPapers {
    /// Number or identity of an invoice, credit note, shipment or order.
    pub document: String,
}

/// Which papers there are of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PapersAnswer {
    /// The usual one first.
    pub kinds: Vec<Kind>,
}

/// Which papers there are of a thing as it stands.
///
/// Refuses a thing that has none yet, or not any more.
pub async fn papers(desk: &Desk, cx: &Cx, ask: ShowPapers) -> Result<PapersAnswer, Error> {
    let kinds = match find(desk, cx, &ask.document, Wanted::default()).await? {
        Paper::Posted(issued) => match issued_as(&mut *desk.read().await?, &issued).await? {
            Kind::CreditNote => vec![Kind::CreditNote],
            invoice => vec![invoice, Kind::ProofSheet],
        },
        Paper::Now(current) => match current.printed.kind {
            Kind::DeliveryNote => vec![Kind::DeliveryNote, Kind::PackingList, Kind::ReturnSlip],
            Kind::OrderConfirmation => {
                vec![Kind::OrderConfirmation, Kind::ProForma, Kind::ProofSheet]
            }
            only => vec![only],
        },
    };
    Ok(PapersAnswer { kinds })
}

/// A paper that a person means.
pub(super) enum Paper {
    /// It was posted: its first rendering is the document.
    Posted(Issued),
    /// It says how things stand now.
    Now(Box<Current>),
}

/// What a paper says now, and whose profile it is laid out by.
pub(super) struct Current {
    pub customer_id: CustomerId,
    pub printed: Printed,
}

/// Which paper of a thing is wanted.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Wanted {
    /// The usual one where left out.
    pub kind: Option<Kind>,
    /// How things stood on a day; now where left out.
    pub on: Option<NaiveDate>,
}

/// The paper that a person names by number, identity or code, or by the link on it.
///
/// Without a kind: the invoice or credit note of that number, else the delivery note or pick list
/// of that shipment, else the confirmation of that order. Refuses a paper that the thing does not
/// have yet, or not any more, and a day for anything but a statement of account.
pub(super) async fn find(
    desk: &Desk,
    cx: &Cx,
    named: &str,
    wanted: Wanted,
) -> Result<Paper, Error> {
    let Wanted { kind, on } = wanted;
    if on.is_some() && kind != Some(Kind::Statement) {
        return Err(PrintRefused::DayOfStatement.into());
    }
    let named = named.trim();
    let named = named.strip_prefix(LINK).unwrap_or(named);
    let mut db = desk.read().await?;
    let posted = issued::named(&mut db, named).await?;
    match (posted, kind) {
        (Some(issued), None) => Ok(Paper::Posted(issued)),
        (Some(issued), Some(kind)) if issued_as(&mut db, &issued).await? == kind => {
            Ok(Paper::Posted(issued))
        }
        (_, Some(kind)) => {
            let current = of_kind(desk, cx, &mut db, named, (kind, on)).await?;
            Ok(Paper::Now(Box::new(current)))
        }
        (None, None) => Ok(Paper::Now(Box::new(any(desk, cx, &mut db, named).await?))),
    }
}

/// What a paper says that a person names, by the same rules.
pub async fn printed(desk: &Desk, cx: &Cx, ask: &ShowDocument) -> Result<Printed, Error> {
    match find(desk, cx, &ask.document, Wanted { kind: ask.kind, on: ask.on }).await? {
        Paper::Posted(issued) => Ok(posted(&mut *desk.read().await?, &issued).await?.0),
        Paper::Now(current) => Ok(current.printed),
    }
}

/// Which paper of those that are posted it is.
async fn issued_as(db: &mut Db, issued: &Issued) -> Result<Kind, Error> {
    Ok(posted(db, issued).await?.0.kind)
}

async fn of_kind(
    desk: &Desk,
    cx: &Cx,
    db: &mut Db,
    named: &str,
    (kind, on): (Kind, Option<NaiveDate>),
) -> Result<Current, Error> {
    match kind {
        Kind::Invoice | Kind::DeferredInvoice | Kind::CreditNote => {
            Err(Error::not_found(name(kind), named))
        }
        Kind::ProForma | Kind::OrderConfirmation => {
            let id = crate::orders::resolve(db, named).await?;
            order::paper(desk, cx, db, id, kind).await
        }
        Kind::PickList | Kind::PackingList | Kind::DeliveryNote | Kind::ReturnSlip => {
            let id = goods::shipment(db, named, kind).await?;
            goods::paper(db, id, kind).await
        }
        Kind::ProofSheet => match dovuto_store::billing::named(db, named).await? {
            Some(Named::Invoice(id)) => {
                let own = own_currency(db).await?;
                proof::of_invoice(desk, db, id, own).await
            }
            Some(Named::CreditNote(_)) | None => {
                let id = crate::orders::resolve(db, named).await?;
                proof::of_order(desk, cx, db, id).await
            }
        },
        Kind::Statement => account::statement(db, cx, named, on).await,
    }
}

async fn any(desk: &Desk, cx: &Cx, db: &mut Db, named: &str) -> Result<Current, Error> {
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

/// What a posted document says, and the hash of the profile that it was posted with.
pub(super) async fn posted(
    db: &mut Db,
    issued: &Issued,
) -> Result<(Printed, Option<String>), Error> {
    let own = own_currency(db).await?;
    match issued.document {
        Named::Invoice(id) => {
            let found = dovuto_store::billing::invoice(db, id).await?;
            let (invoice, _) = found.ok_or_else(|| Error::not_found("invoice", &issued.number))?;
            Ok((posted::invoice(&invoice, own), invoice.layout_hash))
        }
        Named::CreditNote(id) => {
            let found = dovuto_store::billing::credit_note(db, id).await?;
            let (note, _) = found.ok_or_else(|| Error::not_found("credit note", &issued.number))?;
            Ok((posted::credit_note(&note, own), note.layout_hash))
        }
    }
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

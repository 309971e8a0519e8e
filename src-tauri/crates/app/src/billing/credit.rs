//! Credits that a person decides: value given back, and an invoice taken back whole.

use dovuto_documents::print::kind::Kind;
use dovuto_domain::billing::credit::{
    CreditCause, CreditPart, cancellation, credit as credit_of, value_credit,
};
use dovuto_domain::fact::{CreditNotePosted, Fact};
use dovuto_domain::kernel::id::InvoiceId;
use dovuto_domain::kernel::quantity::Quantity;
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_domain::parties::text;
use dovuto_domain::pricing::Evidence;
use dovuto_store::billing::cases::{posted_charges, posted_lines};
use dovuto_store::ledger::{Entry, Tx};
use dovuto_store::orders::progress::progress;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::post::{PostedDocument, Series, carry_credit, credit_note, document_of_credit};
use super::{Books, invoice_of};
use crate::cx::Cx;
use crate::desk::{Begun, Desk};
use crate::documents::layouts::Layouts;
use crate::error::Error;
use crate::standing::moved;

/// Value given back on one line, or on one charge, of an invoice.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct CreditValue {
    pub invoice_id: InvoiceId,
    #[serde(default)]
    pub invoice_n: Option<i64>,
    #[serde(default)]
    pub invoice_charge_n: Option<i64>,
    /// Without VAT.
    pub amount_minor: i64,
    pub cause: ValueCause,
    pub reason: String,
}

/// Why a person gives value back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ValueCause {
    Goodwill,
    /// The customer keeps goods that are not as agreed.
    KeepIt,
    Charge,
}

impl From<ValueCause> for CreditCause {
    fn from(cause: ValueCause) -> Self {
        match cause {
            ValueCause::Goodwill => Self::Goodwill,
            ValueCause::KeepIt => Self::KeepIt,
            ValueCause::Charge => Self::Charge,
        }
    }
}

/// An invoice that the customer gives back, to be billed anew.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct CancelInvoice {
    pub invoice_id: InvoiceId,
    pub reason: String,
    pub evidence: Evidence,
}

/// Gives value back on one posted line or charge, within what is left of it.
///
/// Refuses a credit without a reason, one that is not above zero, and one above what is left.
pub async fn credit_value(desk: &Desk, cx: &Cx, ask: CreditValue) -> Result<PostedDocument, Error> {
    let mut tx = match desk.begin(cx).await? {
        Begun::Fresh(tx) => tx,
        Begun::Answered(answer) => return Ok(answer),
    };
    text("reason", &ask.reason, 500)?;
    let invoice = invoice_of(&mut tx, ask.invoice_id).await?;
    let left_minor = left_of(&mut tx, &ask).await?;
    value_credit(left_minor, ask.amount_minor)?;
    let part = CreditPart {
        invoice_id: ask.invoice_id,
        invoice_number: invoice.series.number.clone(),
        invoice_n: ask.invoice_n,
        invoice_charge_n: ask.invoice_charge_n,
        cause: ask.cause.into(),
        quantity: Quantity::ZERO,
        net_minor: ask.amount_minor,
    };
    record(desk, tx, cx, &invoice, &[part], ask.reason, None).await
}

async fn left_of(tx: &mut Tx, ask: &CreditValue) -> Result<i64, Error> {
    match (ask.invoice_n, ask.invoice_charge_n) {
        (Some(n), None) => {
            let lines = posted_lines(tx, ask.invoice_id).await?;
            let line = lines.iter().find(|line| line.invoice_n == n);
            Ok(line.ok_or_else(|| Error::not_found("invoice line", n))?.left_minor())
        }
        (None, Some(n)) => {
            let charges = posted_charges(tx, ask.invoice_id).await?;
            let charge = charges.iter().find(|charge| charge.invoice_charge_n == n);
            let charge = charge.ok_or_else(|| Error::not_found("charge", n))?;
            Ok(charge.net_minor - charge.credited_minor)
        }
        _ => Err(Refusal::CreditOnOneLine.into()),
    }
}

/// Takes an invoice back whole, on the customer's evidence: what is left of it is credited, and
/// what it billed may be billed again at the prices in force now.
///
/// Refuses it without a reason or evidence, and where everything was credited already.
pub async fn cancel(desk: &Desk, cx: &Cx, ask: CancelInvoice) -> Result<PostedDocument, Error> {
    let mut tx = match desk.begin(cx).await? {
        Begun::Fresh(tx) => tx,
        Begun::Answered(answer) => return Ok(answer),
    };
    text("reason", &ask.reason, 500)?;
    text("evidence", &ask.evidence.reference, 200)?;
    let invoice = invoice_of(&mut tx, ask.invoice_id).await?;
    let mut lines = posted_lines(&mut tx, ask.invoice_id).await?;
    let charges = posted_charges(&mut tx, ask.invoice_id).await?;
    let number = &invoice.series.number;
    let parts = cancellation(number, ask.invoice_id, &mut lines, &charges)?;
    record(desk, tx, cx, &invoice, &parts, ask.reason, Some(ask.evidence)).await
}

async fn record(
    desk: &Desk,
    mut tx: Tx,
    cx: &Cx,
    invoice: &dovuto_domain::billing::invoice::Invoice,
    parts: &[CreditPart],
    reason: String,
    evidence: Option<Evidence>,
) -> Result<PostedDocument, Error> {
    let books = Books::load(&mut tx, cx).await?;
    let mut series = Series::new(desk.station()?.letter);
    let written = credit_of(invoice, parts, books.firm.currency)?;
    let mut note =
        credit_note(&mut tx, cx, &books, &mut series, written, Some(reason), evidence).await?;
    let (bill_to, mut entries) = (note.terms.bill_to, Vec::new());
    note.layout_hash =
        Layouts::default().issue(&mut tx, bill_to, Kind::CreditNote, &mut entries).await?;
    let mut progress = progress(&mut tx, &invoice.order_ids()).await?;
    carry_credit(&mut progress, invoice, &note);
    let batons = moved(&mut tx, cx, &progress).await?;
    let answer = document_of_credit(&note);
    let fact: Fact = CreditNotePosted { credit_note: note, batons }.into();
    entries.push(Entry::from(fact));
    desk.finish(tx, cx, entries, answer).await
}

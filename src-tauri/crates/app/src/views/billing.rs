//! The list of invoices, the page of one, and payments.

use chrono::NaiveDate;
use dovuto_domain::billing::credit::CreditNote;
use dovuto_domain::billing::exchange::ExchangeRate;
use dovuto_domain::billing::invoice::{
    BilledOrder, Invoice, InvoiceCharge, InvoiceKind, InvoiceLine, TaxTotal, Totals,
};
use dovuto_domain::kernel::id::{CreditNoteId, CustomerId, InvoiceId, OrderId, PaymentId};
use dovuto_domain::orders::references::References;
use dovuto_domain::parties::Identity;
use dovuto_domain::parties::profile::EarlyPaymentDue;
use dovuto_store::billing::money::{self, PaymentRow};
use dovuto_store::billing::{Filter, Listed, ListedCredit};
use dovuto_store::sql::Db;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::desk::Desk;
use crate::error::Error;

#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct InvoicesList {
    pub order_id: Option<OrderId>,
    pub payer: Option<CustomerId>,
    /// Only those that are not paid in full.
    pub open: bool,
    pub search: String,
    /// At most 1000 at a time; 200 where left out.
    pub limit: Option<i64>,
    pub offset: i64,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct InvoiceRow {
    pub invoice_id: InvoiceId,
    pub number: String,
    pub customer_name: String,
    pub order_id: OrderId,
    pub order_number: String,
    /// How many orders are on it.
    pub n_orders: i64,
    pub issued_on: NaiveDate,
    pub due_on: NaiveDate,
    pub currency: String,
    pub n_lines: i64,
    pub net_minor: i64,
    pub charges_minor: i64,
    pub tax_minor: i64,
    pub gross_minor: i64,
    pub credited_minor: i64,
    pub paid_minor: i64,
    /// Below zero where more was paid than stands.
    pub open_minor: i64,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct InvoicesAnswer {
    pub rows: Vec<InvoiceRow>,
}

/// An invoice named by its identity or its number.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ShowInvoice {
    pub invoice: String,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct PaymentView {
    pub payment_id: PaymentId,
    pub payer: CustomerId,
    pub payer_name: String,
    pub received_on: NaiveDate,
    pub currency: String,
    pub amount_minor: i64,
    pub allocated_minor: i64,
    pub refunded_minor: i64,
    pub reference: String,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct PaymentsList {
    pub invoice_id: Option<InvoiceId>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct PaymentsAnswer {
    pub rows: Vec<PaymentView>,
}

/// One row of the list of credit notes.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct CreditNoteRow {
    pub credit_note_id: CreditNoteId,
    pub number: String,
    pub issued_on: NaiveDate,
    pub invoice_id: InvoiceId,
    pub invoice_number: String,
    pub order_id: OrderId,
    pub customer_name: String,
    pub currency: String,
    pub gross_minor: i64,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct CreditNotesList {
    pub order_id: Option<OrderId>,
    pub invoice_id: Option<InvoiceId>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct CreditNotesAnswer {
    pub rows: Vec<CreditNoteRow>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ShowCreditNote {
    pub credit_note_id: CreditNoteId,
}

/// A credit note as posted.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct CreditNoteView {
    pub credit_note: CreditNote,
    /// Hash of the fact that posted it, in hex.
    pub fact_hash: String,
}

/// An invoice as posted, and what was paid of it.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct InvoiceView {
    pub invoice_id: InvoiceId,
    pub kind: InvoiceKind,
    pub number: String,
    pub issued_on: NaiveDate,
    pub due_on: NaiveDate,
    pub order_id: OrderId,
    pub order_number: String,
    /// Every order on it with its references; nothing where there is no other.
    pub orders: Vec<BilledOrder>,
    pub early_payment: Option<EarlyPaymentDue>,
    pub currency: String,
    pub references: References,
    pub seller: Identity,
    pub buyer: Identity,
    pub lines: Vec<InvoiceLine>,
    pub charges: Vec<InvoiceCharge>,
    pub taxes: Vec<TaxTotal>,
    pub totals: Totals,
    /// The rate at which its VAT is stated in the firm's currency as well.
    pub exchange: Option<ExchangeRate>,
    pub payments: Vec<PaymentView>,
    pub credit_notes: Vec<CreditNoteRow>,
    pub credited_minor: i64,
    pub paid_minor: i64,
    pub open_minor: i64,
    /// Hash of the fact that posted it, in hex.
    pub fact_hash: String,
}

/// A page of invoices, newest first.
pub async fn list(desk: &Desk, ask: InvoicesList) -> Result<InvoicesAnswer, Error> {
    let mut db = desk.read().await?;
    let filter = Filter {
        order: ask.order_id,
        payer: ask.payer,
        open: ask.open,
        search: Some(ask.search).filter(|text| !text.trim().is_empty()),
        limit: ask.limit.unwrap_or(200).clamp(1, 1000),
        offset: ask.offset.max(0),
    };
    let row = |i: Listed| InvoiceRow {
        invoice_id: i.invoice_id,
        number: i.number,
        customer_name: i.buyer_name,
        order_id: i.order_id,
        order_number: i.order_number,
        n_orders: i.n_orders,
        issued_on: i.issued_on,
        due_on: i.due_on,
        currency: i.currency.to_string(),
        n_lines: i.n_lines,
        net_minor: i.net_minor,
        charges_minor: i.charges_minor,
        tax_minor: i.tax_minor,
        gross_minor: i.gross_minor,
        credited_minor: i.credited_minor,
        paid_minor: i.paid_minor,
        open_minor: i.gross_minor - i.credited_minor - i.paid_minor,
    };
    let listed = dovuto_store::billing::list(&mut db, &filter).await?;
    Ok(InvoicesAnswer { rows: listed.into_iter().map(row).collect() })
}

/// The page of one invoice.
pub async fn show(desk: &Desk, ask: ShowInvoice) -> Result<InvoiceView, Error> {
    let mut db = desk.read().await?;
    let (invoice, fact_hash) = named(&mut db, &ask.invoice).await?;
    let payments = money::payments(&mut db, Some(invoice.invoice_id)).await?;
    let open = money::open_invoices(&mut db, &[invoice.invoice_id]).await?;
    let notes =
        dovuto_store::billing::credit_notes(&mut db, None, Some(invoice.invoice_id)).await?;
    let credited_minor = notes.iter().map(|note| note.gross_minor).sum::<i64>();
    let open_minor = open.first().map_or(0, |i| i.open_minor);
    Ok(InvoiceView {
        invoice_id: invoice.invoice_id,
        kind: invoice.kind,
        number: invoice.series.number,
        issued_on: invoice.issued_on,
        due_on: invoice.due_on,
        order_id: invoice.order_id,
        order_number: invoice.order_number,
        orders: invoice.orders,
        early_payment: invoice.early_payment,
        currency: invoice.terms.currency.to_string(),
        references: invoice.references,
        seller: invoice.seller,
        buyer: invoice.buyer,
        lines: invoice.lines,
        charges: invoice.charges,
        taxes: invoice.taxes,
        totals: invoice.totals,
        exchange: invoice.exchange,
        payments: payments.into_iter().map(payment_view).collect(),
        credit_notes: notes.into_iter().map(credit_row).collect(),
        credited_minor,
        paid_minor: invoice.totals.gross_minor - credited_minor - open_minor,
        open_minor,
        fact_hash,
    })
}

/// The lines of an invoice as a file for a spreadsheet.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct CsvAnswer {
    pub file_name: String,
    pub text: String,
}

/// The lines of an invoice as CSV, with the amounts as posted.
pub async fn csv(desk: &Desk, ask: ShowInvoice) -> Result<CsvAnswer, Error> {
    let mut db = desk.read().await?;
    let (invoice, _) = named(&mut db, &ask.invoice).await?;
    let bytes = dovuto_documents::csv::invoice_lines(&invoice);
    Ok(CsvAnswer {
        file_name: format!("{}.csv", invoice.series.number),
        text: String::from_utf8_lossy(&bytes).into_owned(),
    })
}

/// Payments, newest first; of one invoice where it is named.
pub async fn payments(desk: &Desk, ask: PaymentsList) -> Result<PaymentsAnswer, Error> {
    let mut db = desk.read().await?;
    let rows = money::payments(&mut db, ask.invoice_id).await?;
    Ok(PaymentsAnswer { rows: rows.into_iter().map(payment_view).collect() })
}

/// An invoice that a person names by number or identity, with the hash of its fact.
pub async fn named(db: &mut Db, named: &str) -> Result<(Invoice, String), Error> {
    let missing = || Error::not_found("invoice", named);
    let id = match dovuto_store::billing::by_number(db, named.trim()).await? {
        Some(id) => id,
        None => named.trim().parse().map_err(|_| missing())?,
    };
    dovuto_store::billing::invoice(db, id).await?.ok_or_else(missing)
}

/// Credit notes, newest first; of one order or invoice where it is named.
pub async fn credit_notes(desk: &Desk, ask: CreditNotesList) -> Result<CreditNotesAnswer, Error> {
    let mut db = desk.read().await?;
    let rows = dovuto_store::billing::credit_notes(&mut db, ask.order_id, ask.invoice_id).await?;
    Ok(CreditNotesAnswer { rows: rows.into_iter().map(credit_row).collect() })
}

/// The page of one credit note.
pub async fn credit_note(desk: &Desk, ask: ShowCreditNote) -> Result<CreditNoteView, Error> {
    let mut db = desk.read().await?;
    let found = dovuto_store::billing::credit_note(&mut db, ask.credit_note_id).await?;
    let (credit_note, fact_hash) =
        found.ok_or_else(|| Error::not_found("credit note", ask.credit_note_id))?;
    Ok(CreditNoteView { credit_note, fact_hash })
}

fn credit_row(c: ListedCredit) -> CreditNoteRow {
    CreditNoteRow {
        credit_note_id: c.credit_note_id,
        number: c.number,
        issued_on: c.issued_on,
        invoice_id: c.invoice_id,
        invoice_number: c.invoice_number,
        order_id: c.order_id,
        customer_name: c.buyer_name,
        currency: c.currency.to_string(),
        gross_minor: c.gross_minor,
    }
}

fn payment_view(p: PaymentRow) -> PaymentView {
    PaymentView {
        payment_id: p.payment_id,
        payer: p.payer,
        payer_name: p.payer_name,
        received_on: p.received_on,
        currency: p.currency.to_string(),
        amount_minor: p.amount_minor,
        allocated_minor: p.allocated_minor,
        refunded_minor: p.refunded_minor,
        reference: p.reference,
    }
}

//! Posting: everything of an order, or of all orders, that may be billed or goes back now.

use dovuto_documents::print::kind::Kind as Paper;
use dovuto_domain::billing::credit::{CreditLine, CreditNote, CreditProposal};
use dovuto_domain::billing::dates::due_on;
use dovuto_domain::billing::invoice::{
    Invoice, Posting, SeriesNumber, Source, Totals, post as post_invoice,
};
use dovuto_domain::billing::proposal::{Case, Proposal};
use dovuto_domain::fact::{BillingRunFinished, CreditNotePosted, Fact, InvoicePosted};
use dovuto_domain::kernel::id::{CreditNoteId, InvoiceId, OrderId, ShipmentId};
use dovuto_domain::kernel::number::document_number;
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_domain::parties::profile::EarlyPayment;
use dovuto_domain::pricing::Evidence;
use dovuto_domain::standing::Progress;
use dovuto_store::ledger::asked::{Seen, seen};
use dovuto_store::ledger::{Entry, Tx};
use dovuto_store::orders::progress::progress;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::summary::Tally;
use super::{
    BillingFilter, Books, CurrencyTotals, DocumentKind, Together, credits, invoice_of, work_filter,
};
use crate::cx::Cx;
use crate::desk::{Begun, Desk};
use crate::documents::layouts::Layouts;
use crate::error::Error;
use crate::orders::year_of;
use crate::parties::sites;
use crate::standing::moved;

/// How many orders' documents go into one transaction.
const ORDERS_A_TRANSACTION: usize = 10;

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct PostInvoice {
    pub order_id: OrderId,
}

/// A document that was posted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PostedDocument {
    pub kind: DocumentKind,
    /// Identity of the invoice or the credit note.
    pub document_id: String,
    pub number: String,
    pub issued_on: chrono::NaiveDate,
    pub currency: String,
    pub lines: i64,
    pub totals: Totals,
}

/// Everything of an order that could be posted was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Posted {
    pub order_id: OrderId,
    pub documents: Vec<PostedDocument>,
}

/// An order that a run could not bill, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NotPosted {
    pub order_id: OrderId,
    pub order_number: String,
    pub message: String,
}

/// An invoice that a run posted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RunInvoice {
    pub invoice_id: InvoiceId,
    pub number: String,
    pub order_id: OrderId,
    pub currency: String,
    pub gross_minor: i64,
}

/// A credit note that a run posted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RunCredit {
    pub credit_note_id: CreditNoteId,
    pub number: String,
    pub order_id: OrderId,
    pub currency: String,
    pub gross_minor: i64,
}

/// What a run did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RunAnswer {
    pub totals: Vec<CurrencyTotals>,
    pub posted: Vec<RunInvoice>,
    pub credited: Vec<RunCredit>,
    pub refused: Vec<NotPosted>,
}

impl RunAnswer {
    fn take(&mut self, done: Posted, totals: &mut Tally) -> Result<(), Error> {
        for document in done.documents {
            let corrupt = |_| Error::not_found("document", &document.document_id);
            let (order_id, currency) = (done.order_id, document.currency.clone());
            let (number, gross_minor) = (document.number, document.totals.gross_minor);
            if document.kind == DocumentKind::CreditNote {
                totals.add_credit(&currency, document.totals);
                let credit_note_id = document.document_id.parse().map_err(corrupt)?;
                let row = RunCredit { credit_note_id, number, order_id, currency, gross_minor };
                self.credited.push(row);
            } else {
                let lines = usize::try_from(document.lines).unwrap_or(0);
                totals.add(&currency, lines, document.totals);
                let invoice_id = document.document_id.parse().map_err(corrupt)?;
                let row = RunInvoice { invoice_id, number, order_id, currency, gross_minor };
                self.posted.push(row);
            }
        }
        Ok(())
    }
}

/// Posts everything of one order that may be billed or goes back now, with what is gathered with
/// it: invoices, then credit notes.
///
/// Refuses when there is nothing, when a date would fall behind its series, and in an old copy of
/// the file. Posting never renders.
pub async fn post(desk: &Desk, cx: &Cx, ask: PostInvoice) -> Result<Posted, Error> {
    let mut tx = match desk.begin(cx).await? {
        Begun::Fresh(tx) => tx,
        Begun::Answered(answer) => return Ok(answer),
    };
    let letter = desk.station()?.letter;
    let books = Books::load(&mut tx, cx).await?;
    let found = Together::default().groups(&mut tx, &[ask.order_id]).await?;
    let group = found.first().ok_or_else(|| Error::not_found("order", ask.order_id))?;
    let mut reached = progress(&mut tx, &ids(group)).await?;
    let (layouts, asked) = (&mut Layouts::default(), (ask.order_id, group.as_slice()));
    let (posted, entries) =
        post_entries(&mut tx, cx, letter, &books, layouts, asked, &mut reached).await?;
    desk.finish(tx, cx, entries, posted).await
}

/// Posts everything that may be billed or goes back, ten orders a transaction. Each order has a
/// request id of its own, derived from the run's, so that a run that was cut off goes on where it
/// stopped; a run that ended answers again what it answered.
pub async fn run(desk: &Desk, cx: &Cx, ask: BillingFilter) -> Result<RunAnswer, Error> {
    match desk.begin(cx).await? {
        Begun::Fresh(tx) => drop(tx),
        Begun::Answered(answer) => return Ok(answer),
    }
    let letter = desk.station()?.letter;
    let mut answer = RunAnswer::default();
    let mut totals = Tally::default();
    let (mut together, mut layouts) = (Together::default(), Layouts::default());
    let mut filter = work_filter(&ask);
    loop {
        let mut db = desk.read().await?;
        let page = dovuto_store::billing::work(&mut db, &filter).await?;
        drop(db);
        let Some(last) = page.last().copied() else { break };
        filter.after = Some(last);
        for orders in page.chunks(ORDERS_A_TRANSACTION) {
            let refused = &mut answer.refused;
            let (layouts, together) = (&mut layouts, &mut together);
            for done in post_some(desk, cx, letter, layouts, orders, together, refused).await? {
                answer.take(done, &mut totals)?;
            }
        }
    }
    answer.totals = totals.list();
    let tx = match desk.begin(cx).await? {
        Begun::Fresh(tx) => tx,
        Begun::Answered(answer) => return Ok(answer),
    };
    let finished: Fact = BillingRunFinished {
        run_id: cx.request.id,
        on: cx.today,
        n_invoices: i64::try_from(answer.posted.len()).unwrap_or(i64::MAX),
    }
    .into();
    desk.finish(tx, cx, vec![Entry::from(finished)], answer).await
}

async fn post_some(
    desk: &Desk,
    cx: &Cx,
    letter: char,
    layouts: &mut Layouts,
    orders: &[OrderId],
    together: &mut Together,
    refused: &mut Vec<NotPosted>,
) -> Result<Vec<Posted>, Error> {
    let mut done = Vec::with_capacity(orders.len());
    let mut tx = desk.store.write().await?;
    desk.check_footing(&mut tx).await?;
    let books = Books::load(&mut tx, cx).await?;
    let mut fresh = Vec::with_capacity(orders.len());
    for order in orders {
        match seen(&mut tx, &cx.part(&order.to_string())).await? {
            Seen::Answered(posted) => done.push(posted),
            Seen::OtherPayload => return Err(Error::RequestReused),
            Seen::Never => fresh.push(*order),
        }
    }
    let groups = together.groups(&mut tx, &fresh).await?;
    let all: Vec<OrderId> = groups.iter().flat_map(|group| ids(group)).collect();
    let mut reached = progress(&mut tx, &all).await?;
    for group in groups {
        let Some(case) = group.iter().find(|case| fresh.contains(&case.order_id)) else {
            continue;
        };
        let first = case.order_id;
        let not_posted = |message: String| NotPosted {
            order_id: first,
            order_number: case.number.clone(),
            message,
        };
        let (mut own, others): (Vec<_>, Vec<_>) = std::mem::take(&mut reached)
            .into_iter()
            .partition(|p| group.iter().any(|case| case.order_id == p.order_id));
        reached = others;
        let asked = (first, group.as_slice());
        match post_entries(&mut tx, cx, letter, &books, layouts, asked, &mut own).await {
            Ok((posted, entries)) => {
                let request = cx.part(&first.to_string());
                let recorded = tx.record(cx.stamp(), &request, entries, &posted).await;
                if let Err(error) = &recorded {
                    desk.store.note_fault(error);
                }
                recorded?;
                done.push(posted);
            }
            // What is blocked whole is for the proposals to explain.
            Err(Error::Refused(Refusal::NothingToBill)) => {}
            Err(Error::Refused(why)) => refused.push(not_posted(why.to_string())),
            Err(Error::Layout(why)) => refused.push(not_posted(why.to_string())),
            Err(other) => return Err(other),
        }
    }
    desk.store.commit(tx).await?;
    Ok(done)
}

/// The orders of some cases.
fn ids(cases: &[Case]) -> Vec<OrderId> {
    cases.iter().map(|case| case.order_id).collect()
}

/// Decides the documents of orders that are billed together, in their order, each with the batons
/// that it moves from where the orders have come. The answer goes by the order named.
async fn post_entries(
    tx: &mut Tx,
    cx: &Cx,
    letter: char,
    books: &Books,
    layouts: &mut Layouts,
    (named, cases): (OrderId, &[Case]),
    progress: &mut [Progress],
) -> Result<(Posted, Vec<Entry>), Error> {
    let stream = tx.stream().ok_or(Refusal::NoKey)?;
    let outcome = books.propose(cases, stream);
    let back = credits(tx, books, &outcome).await?;
    if outcome.proposals.is_empty() && back.is_empty() {
        return Err(Refusal::NothingToBill.into());
    }
    let mut series = Series { letter, taken: Vec::new() };
    let mut posted = Posted { order_id: named, documents: Vec::new() };
    let mut entries = Vec::new();
    let early = cases.first().and_then(|case| case.billing.early_payment);
    for proposal in outcome.proposals {
        let mut invoice = invoice(tx, cx, books, &mut series, proposal, early).await?;
        let (bill_to, paper) = (invoice.terms.bill_to, Paper::from(invoice.kind));
        invoice.layout_hash = layouts.issue(tx, bill_to, paper, &mut entries).await?;
        carry_invoice(progress, &invoice);
        posted.documents.push(document_of(&invoice));
        let batons = moved(tx, cx, progress).await?;
        entries.push(Entry::from(Fact::from(InvoicePosted { invoice, batons })));
    }
    for proposal in back {
        let mut note = credit_note(tx, cx, books, &mut series, proposal, None, None).await?;
        let bill_to = note.terms.bill_to;
        note.layout_hash = layouts.issue(tx, bill_to, Paper::CreditNote, &mut entries).await?;
        let corrected = invoice_of(tx, note.invoice_id).await?;
        carry_credit(progress, &corrected, &note);
        posted.documents.push(document_of_credit(&note));
        let batons = moved(tx, cx, progress).await?;
        entries.push(Entry::from(Fact::from(CreditNotePosted { credit_note: note, batons })));
    }
    Ok((posted, entries))
}

/// Takes numbers for several documents of one transaction, none of which is written yet.
pub(super) struct Series {
    pub letter: char,
    taken: Vec<(SeriesNumber, chrono::NaiveDate)>,
}

impl Series {
    pub(super) fn new(letter: char) -> Self {
        Self { letter, taken: Vec::new() }
    }

    /// The last counter of a series in a year, and its date.
    async fn last(
        &self,
        tx: &mut Tx,
        series: &str,
        year: i32,
    ) -> Result<(i64, Option<chrono::NaiveDate>), Error> {
        let mine = self.taken.iter().rfind(|(n, _)| n.series == series && n.year == year);
        if let Some((number, date)) = mine {
            return Ok((number.counter, Some(*date)));
        }
        let stream = tx.stream().ok_or(Refusal::NoKey)?;
        Ok(dovuto_store::billing::last_of_series(tx, stream.bytes(), series, year).await?)
    }

    fn take(&mut self, series: &str, last: i64, date: chrono::NaiveDate) -> SeriesNumber {
        let (year, counter) = (year_of(date), last + 1);
        let number = document_number(series, self.letter, year, counter);
        let number = SeriesNumber { series: series.to_owned(), year, counter, number };
        self.taken.push((number.clone(), date));
        number
    }
}

async fn invoice(
    tx: &mut Tx,
    cx: &Cx,
    books: &Books,
    series: &mut Series,
    proposal: Proposal,
    early: Option<EarlyPayment>,
) -> Result<Invoice, Error> {
    let buyer = dovuto_store::parties::customer(tx, proposal.terms.bill_to).await?;
    let buyer = buyer.ok_or_else(|| Error::not_found("customer", proposal.terms.bill_to))?;
    let sources = sources_of(tx, &proposal).await?;
    let sites = sites(tx, proposal.lines.iter().filter_map(|line| line.ship_to)).await?;
    let letter = proposal.kind.series();
    let dispatched = proposal.lines.iter().map(|l| l.supply_date).max().unwrap_or(cx.today);
    let of_year = match proposal.kind {
        dovuto_domain::billing::invoice::InvoiceKind::Immediate => cx.today,
        dovuto_domain::billing::invoice::InvoiceKind::Deferred => dispatched,
    };
    let (last, last_date) = series.last(tx, letter, year_of(of_year)).await?;
    let issued_on = proposal.kind.date(cx.today, dispatched, last_date);
    let due_on = due_on(issued_on, buyer.terms);
    let posting = Posting {
        invoice_id: cx.fresh(),
        series: series.take(letter, last, issued_on),
        issued_on,
        due_on,
        early_payment: early
            .map(|early| early.due(issued_on, proposal.totals.gross_minor))
            .filter(|early| early.pay_by <= due_on),
        seller: books.firm.identity.clone(),
        buyer: buyer.identity,
        sites,
        sources,
    };
    Ok(post_invoice(proposal, posting, last_date)?)
}

/// The records that an invoice rests on, each order's by themselves.
async fn sources_of(tx: &mut Tx, proposal: &Proposal) -> Result<Vec<Source>, Error> {
    let mut orders: Vec<OrderId> = proposal.orders.iter().map(|order| order.order_id).collect();
    if orders.is_empty() {
        orders.push(proposal.order_id);
    }
    let mut all = Vec::new();
    for order in orders {
        let lines = || proposal.lines.iter().filter(|line| line.order_id == order);
        let mut shipments: Vec<ShipmentId> = lines().map(|line| line.shipment_id).collect();
        shipments.sort();
        shipments.dedup();
        let mut prices: Vec<(i64, i64)> = lines().map(|l| (l.line_n, l.price_n)).collect();
        prices.dedup();
        all.extend(dovuto_store::billing::sources(tx, order, &shipments, &prices).await?);
    }
    // A delivery of several orders shows each of them.
    all.sort();
    all.dedup();
    let source = |(subject_id, fact_hash)| Source { subject_id, fact_hash };
    Ok(all.into_iter().map(source).collect())
}

/// Writes a credit note: what a person wrote comes in `note` and `evidence`.
pub(super) async fn credit_note(
    tx: &mut Tx,
    cx: &Cx,
    books: &Books,
    series: &mut Series,
    proposal: CreditProposal,
    note: Option<String>,
    evidence: Option<Evidence>,
) -> Result<CreditNote, Error> {
    let (counter, last_date) = series.last(tx, "N", year_of(cx.today)).await?;
    let invoice = invoice_of(tx, proposal.invoice_id).await?;
    let last = last_date.map_or(invoice.issued_on, |last| last.max(invoice.issued_on));
    if cx.today < last {
        return Err(Refusal::DateFalls { date: cx.today, last }.into());
    }
    let mut shipments: Vec<ShipmentId> =
        proposal.lines.iter().filter_map(|l| l.shipment.map(|s| s.shipment_id)).collect();
    shipments.sort();
    shipments.dedup();
    let sources = dovuto_store::billing::sources(tx, invoice.order_id, &shipments, &[]).await?;
    let posted = dovuto_store::billing::invoice(tx, proposal.invoice_id).await?;
    let corrected = posted.map(|(_, hash)| (proposal.invoice_id.to_string(), hash));
    let buyer = dovuto_store::parties::customer(tx, invoice.terms.bill_to).await?;
    let buyer = buyer.ok_or_else(|| Error::not_found("customer", invoice.terms.bill_to))?;
    Ok(CreditNote {
        credit_note_id: cx.fresh(),
        series: series.take("N", counter, cx.today),
        issued_on: cx.today,
        invoice_id: invoice.invoice_id,
        invoice_number: invoice.series.number,
        invoice_date: invoice.issued_on,
        order_id: invoice.order_id,
        order_number: invoice.order_number,
        terms: invoice.terms,
        references: invoice.references,
        seller: books.firm.identity.clone(),
        buyer: buyer.identity,
        note,
        evidence,
        lines: proposal.lines,
        taxes: proposal.taxes,
        totals: proposal.totals,
        exchange: invoice.exchange,
        layout_hash: None,
        sources: corrected
            .into_iter()
            .chain(sources)
            .map(|(subject_id, fact_hash)| Source { subject_id, fact_hash })
            .collect(),
    })
}

fn carry_invoice(progress: &mut [Progress], invoice: &Invoice) {
    let billed = invoice.order_ids();
    for p in progress.iter_mut().filter(|p| billed.contains(&p.order_id)) {
        let order = p.order_id;
        p.gross_minor += invoice.totals.gross_minor;
        p.payment_due = p.payment_due.max(Some(invoice.due_on));
        for line in invoice.lines.iter().filter(|line| line.order_id == order) {
            if let Some(l) = p.line_mut(line.line_n) {
                l.billed = l.billed + line.quantity;
            }
        }
    }
}

/// Carries a credit note into the progress of the orders of the invoice that it corrects. What a
/// cancelled invoice billed is to be billed again.
pub(super) fn carry_credit(progress: &mut [Progress], invoice: &Invoice, note: &CreditNote) {
    let billed = invoice.order_ids();
    let order_of = |line: &CreditLine| {
        let of = invoice.lines.iter().find(|l| Some(l.invoice_n) == line.invoice_n);
        of.map(|line| line.order_id)
    };
    for p in progress.iter_mut().filter(|p| billed.contains(&p.order_id)) {
        let order = Some(p.order_id);
        p.gross_minor -= note.totals.gross_minor;
        for line in note.lines.iter().filter(|line| order_of(line) == order) {
            if let Some(l) = line.line_n.and_then(|n| p.line_mut(n)) {
                l.billed = l.billed - line.quantity;
            }
        }
    }
}

fn document_of(invoice: &Invoice) -> PostedDocument {
    PostedDocument {
        kind: invoice.kind.into(),
        document_id: invoice.invoice_id.to_string(),
        number: invoice.series.number.clone(),
        issued_on: invoice.issued_on,
        currency: invoice.terms.currency.to_string(),
        lines: i64::try_from(invoice.lines.len()).unwrap_or(i64::MAX),
        totals: invoice.totals,
    }
}

pub(super) fn document_of_credit(note: &CreditNote) -> PostedDocument {
    PostedDocument {
        kind: DocumentKind::CreditNote,
        document_id: note.credit_note_id.to_string(),
        number: note.series.number.clone(),
        issued_on: note.issued_on,
        currency: note.terms.currency.to_string(),
        lines: i64::try_from(note.lines.len()).unwrap_or(i64::MAX),
        totals: note.totals,
    }
}

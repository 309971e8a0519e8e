//! Billing: proposals, posting one or many, money received.

mod summary;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use dovuto_domain::attendance::Baton;
use dovuto_domain::billing::dates::due_on;
use dovuto_domain::billing::invoice::{
    Invoice, Payment, Posting, SeriesNumber, Source, TaxTotal, Totals, allocate,
    post as post_invoice,
};
use dovuto_domain::billing::proposal::{Biller, Block, Case, Outcome, propose as propose_case};
use dovuto_domain::catalog::VatRate;
use dovuto_domain::fact::{BillingRunFinished, Fact, InvoicePosted, PaymentReceived};
use dovuto_domain::kernel::id::{CustomerId, InvoiceId, OrderId, PaymentId, ShipmentId, StreamId};
use dovuto_domain::kernel::number::document_number;
use dovuto_domain::kernel::quantity::{Price, Quantity};
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_domain::parties::{Department, Firm, optional_text};
use dovuto_domain::pricing::ChargeKind;
use dovuto_store::Db;
use dovuto_store::billing::WorkFilter;
use dovuto_store::ledger::{Entry, Seen, Tx, seen};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::cx::Cx;
use crate::desk::{Begun, Desk};
use crate::error::Error;
use crate::orders::year_of;
use crate::standing::moved;
use summary::{Tally, blocked_view, proposal_view};

/// How many orders a run takes into memory, and how many invoices into one transaction.
const PAGE: i64 = 500;
const INVOICES_A_TRANSACTION: usize = 10;

/// What a proposal or a run looks at; nothing set means everything.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct BillingFilter {
    pub order_ids: Vec<OrderId>,
    pub bill_to: Option<CustomerId>,
    pub dispatched_by: Option<NaiveDate>,
}

/// One line that may be billed now.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ProposalLine {
    pub line_n: i64,
    pub product_code: String,
    pub description: String,
    pub shipment_id: ShipmentId,
    pub shipment_number: String,
    pub supply_date: NaiveDate,
    pub quantity: Quantity,
    pub unit_code: String,
    pub price: Price,
    pub net_minor: i64,
    pub vat_category: String,
    pub rate_ppm: i64,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ProposalCharge {
    pub description: String,
    pub kind: ChargeKind,
    pub net_minor: i64,
    pub rate_ppm: i64,
}

/// One invoice that could be posted now.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ProposalView {
    pub order_id: OrderId,
    pub order_number: String,
    pub customer_id: CustomerId,
    pub customer_name: String,
    pub currency: String,
    pub invoice_by: Option<NaiveDate>,
    pub lines: Vec<ProposalLine>,
    pub charges: Vec<ProposalCharge>,
    pub taxes: Vec<TaxTotal>,
    pub totals: Totals,
}

/// A quantity that may not be billed now, why, and who answers.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct BlockedView {
    pub order_id: OrderId,
    pub order_number: String,
    pub customer_name: String,
    pub line_n: i64,
    pub product_code: String,
    pub description: String,
    pub shipment_id: ShipmentId,
    pub shipment_number: String,
    pub quantity: Quantity,
    pub unit_code: String,
    pub reason: Block,
    pub department: Department,
}

/// What a run would post in one currency.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CurrencyTotals {
    pub currency: String,
    pub proposals: i64,
    pub lines: i64,
    pub net_minor: i64,
    pub charges_minor: i64,
    pub tax_minor: i64,
    pub gross_minor: i64,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ProposalsAnswer {
    pub totals: Vec<CurrencyTotals>,
    pub proposals: Vec<ProposalView>,
    pub blocked: Vec<BlockedView>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct PostInvoice {
    pub order_id: OrderId,
}

/// An invoice was posted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Posted {
    pub invoice_id: InvoiceId,
    pub number: String,
    pub order_id: OrderId,
    pub currency: String,
    pub lines: i64,
    pub totals: Totals,
}

/// An order that a run could not bill, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NotPosted {
    pub order_id: OrderId,
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

/// What a run did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RunAnswer {
    pub totals: Vec<CurrencyTotals>,
    pub posted: Vec<RunInvoice>,
    pub refused: Vec<NotPosted>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct RecordPayment {
    /// Paid in this order, each up to what is open.
    pub invoice_ids: Vec<InvoiceId>,
    pub amount_minor: i64,
    #[serde(default)]
    pub received_on: Option<NaiveDate>,
    #[serde(default)]
    pub reference: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PaymentRecorded {
    pub payment_id: PaymentId,
    pub allocated_minor: i64,
    /// What stays with the payer, unallocated.
    pub left_minor: i64,
}

/// What the billing of any order needs to know of the firm.
struct Books {
    firm: Firm,
    rates: Vec<VatRate>,
}

impl Books {
    async fn load(db: &mut Db) -> Result<Self, Error> {
        let firm = dovuto_store::parties::firm(db).await?;
        Ok(Self {
            firm: firm.ok_or_else(|| Error::not_found("firm", "of this file"))?,
            rates: dovuto_store::catalog::vat_rates(db).await?,
        })
    }

    fn propose(&self, case: &Case, stream: StreamId) -> Outcome {
        let biller = Biller {
            country: &self.firm.identity.country,
            currency: self.firm.currency,
            stream,
            rates: &self.rates,
        };
        propose_case(case, &biller)
    }
}

/// Computes what may be billed now, and the reason for each quantity that may not.
pub async fn propose(desk: &Desk, ask: BillingFilter) -> Result<ProposalsAnswer, Error> {
    let mut db = desk.read().await?;
    let books = Books::load(&mut db).await?;
    // Whoever may only read may see what could be billed, were they the one who bills.
    let stream = match desk.store.station() {
        Some(station) => station.stream_id,
        None => dovuto_store::ledger::last_living(&mut db).await?.ok_or(Refusal::NoKey)?,
    };
    let mut totals = Tally::default();
    let (mut proposals, mut blocked) = (Vec::new(), Vec::new());
    let mut filter = work_filter(&ask);
    loop {
        let page = dovuto_store::billing::work(&mut db, &filter).await?;
        let Some(last) = page.last().copied() else {
            break;
        };
        filter.after = Some(last);
        let names = dovuto_store::billing::buyer_names(&mut db, &page).await?;
        for case in dovuto_store::billing::cases(&mut db, &page).await? {
            let outcome = books.propose(&case, stream);
            let name = names.get(&case.order_id).cloned().unwrap_or_default();
            blocked.extend(outcome.blocked.iter().map(|b| blocked_view(&case, b, &name)));
            if let Some(proposal) = outcome.proposal {
                totals.add(
                    &proposal.terms.currency.to_string(),
                    proposal.lines.len(),
                    proposal.totals,
                );
                proposals.push(proposal_view(proposal, name));
            }
        }
    }
    Ok(ProposalsAnswer { totals: totals.list(), proposals, blocked })
}

/// Posts the invoice of one order: everything that may be billed of it now.
///
/// Refuses when nothing can be billed, when the date would fall behind its series, and in an old
/// copy of the file. Posting never renders.
pub async fn post(desk: &Desk, cx: &Cx, ask: PostInvoice) -> Result<Posted, Error> {
    let mut tx = match desk.begin(cx).await? {
        Begun::Fresh(tx) => tx,
        Begun::Answered(answer) => return Ok(answer),
    };
    let letter = desk.station()?.letter;
    let books = Books::load(&mut tx).await?;
    let cases = dovuto_store::billing::cases(&mut tx, &[ask.order_id]).await?;
    let case = cases.first().ok_or_else(|| Error::not_found("order", ask.order_id))?;
    let (posted, entry) = post_entry(&mut tx, cx, letter, &books, case).await?;
    desk.finish(tx, cx, vec![entry], posted).await
}

/// Posts everything that may be billed, ten invoices a transaction. Each invoice has a request id
/// of its own, derived from the run's, so that a run that was cut off goes on where it stopped; a
/// run that ended answers again what it answered.
pub async fn run(desk: &Desk, cx: &Cx, ask: BillingFilter) -> Result<RunAnswer, Error> {
    match desk.begin(cx).await? {
        Begun::Fresh(tx) => drop(tx),
        Begun::Answered(answer) => return Ok(answer),
    }
    let letter = desk.station()?.letter;
    let mut answer = RunAnswer { totals: Vec::new(), posted: Vec::new(), refused: Vec::new() };
    let mut totals = Tally::default();
    let mut filter = work_filter(&ask);
    loop {
        let mut db = desk.read().await?;
        let page = dovuto_store::billing::work(&mut db, &filter).await?;
        drop(db);
        let Some(last) = page.last().copied() else { break };
        filter.after = Some(last);
        for orders in page.chunks(INVOICES_A_TRANSACTION) {
            for posted in post_some(desk, cx, letter, orders, &mut answer.refused).await? {
                let lines = usize::try_from(posted.lines).unwrap_or(0);
                totals.add(&posted.currency, lines, posted.totals);
                answer.posted.push(RunInvoice {
                    invoice_id: posted.invoice_id,
                    number: posted.number,
                    order_id: posted.order_id,
                    currency: posted.currency,
                    gross_minor: posted.totals.gross_minor,
                });
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
    orders: &[OrderId],
    refused: &mut Vec<NotPosted>,
) -> Result<Vec<Posted>, Error> {
    let mut done = Vec::with_capacity(orders.len());
    let mut tx = desk.store.write().await?;
    desk.check_footing(&mut tx).await?;
    let books = Books::load(&mut tx).await?;
    let mut fresh = Vec::with_capacity(orders.len());
    for order in orders {
        match seen(&mut tx, &cx.part(&order.to_string())).await? {
            Seen::Answered(posted) => done.push(posted),
            Seen::OtherPayload => return Err(Error::RequestReused),
            Seen::Never => fresh.push(*order),
        }
    }
    for case in dovuto_store::billing::cases(&mut tx, &fresh).await? {
        match post_entry(&mut tx, cx, letter, &books, &case).await {
            Ok((posted, entry)) => {
                let request = cx.part(&case.order_id.to_string());
                let recorded = tx.record(cx.stamp(), &request, vec![entry], &posted).await;
                if let Err(error) = &recorded {
                    desk.store.note_fault(error);
                }
                recorded?;
                done.push(posted);
            }
            // What is blocked whole is for the proposals to explain.
            Err(Error::Refused(Refusal::NothingToBill)) => {}
            Err(Error::Refused(why)) => {
                refused.push(NotPosted { order_id: case.order_id, message: why.to_string() })
            }
            Err(other) => return Err(other),
        }
    }
    desk.store.commit(tx).await?;
    Ok(done)
}

async fn post_entry(
    tx: &mut Tx,
    cx: &Cx,
    letter: char,
    books: &Books,
    case: &Case,
) -> Result<(Posted, Entry), Error> {
    let stream = tx.stream().ok_or(Refusal::NoKey)?;
    let year = year_of(cx.today);
    let (last, last_date) = dovuto_store::billing::last_of_series(tx, stream.bytes(), year).await?;
    let proposal = books.propose(case, stream).proposal.ok_or(Refusal::NothingToBill)?;
    let buyer = dovuto_store::parties::customer(tx, case.terms.bill_to).await?;
    let buyer = buyer.ok_or_else(|| Error::not_found("customer", case.terms.bill_to))?;
    let mut shipments: Vec<ShipmentId> = proposal.lines.iter().map(|l| l.shipment_id).collect();
    shipments.sort();
    shipments.dedup();
    let sources = dovuto_store::billing::sources(tx, case.order_id, &shipments).await?;

    let number = document_number("F", letter, year, last + 1);
    let posting = Posting {
        invoice_id: cx.fresh(),
        series: SeriesNumber { series: "F".into(), year, counter: last + 1, number },
        issued_on: cx.today,
        due_on: due_on(cx.today, buyer.terms),
        seller: books.firm.identity.clone(),
        buyer: buyer.identity,
        sources: sources
            .into_iter()
            .map(|(subject_id, fact_hash)| Source { subject_id, fact_hash })
            .collect(),
    };
    let invoice = post_invoice(proposal, posting, last_date)?;

    let batons = batons_after(tx, cx, &invoice).await?;
    let posted = Posted {
        invoice_id: invoice.invoice_id,
        number: invoice.series.number.clone(),
        order_id: invoice.order_id,
        currency: invoice.terms.currency.to_string(),
        lines: i64::try_from(invoice.lines.len()).unwrap_or(i64::MAX),
        totals: invoice.totals,
    };
    let fact: Fact = InvoicePosted { invoice, batons }.into();
    Ok((posted, Entry::from(fact)))
}

async fn batons_after(tx: &mut Tx, cx: &Cx, invoice: &Invoice) -> Result<Vec<Baton>, Error> {
    let mut progress = dovuto_store::orders::progress(tx, &[invoice.order_id]).await?;
    for p in &mut progress {
        p.gross_minor += invoice.totals.gross_minor;
        p.payment_due = p.payment_due.max(Some(invoice.due_on));
        for line in &invoice.lines {
            if let Some(l) = p.line_mut(line.line_n) {
                l.invoiced = l.invoiced + line.quantity;
            }
        }
    }
    moved(tx, cx, &progress).await
}

/// Records money received and lays it on invoices.
///
/// Refuses an amount that is not above zero, unknown invoices, and invoices of different payers
/// or currencies.
pub async fn pay(desk: &Desk, cx: &Cx, ask: RecordPayment) -> Result<PaymentRecorded, Error> {
    let mut tx = match desk.begin(cx).await? {
        Begun::Fresh(tx) => tx,
        Begun::Answered(answer) => return Ok(answer),
    };
    optional_text("reference", &ask.reference, 200)?;
    let mut invoices = ask.invoice_ids;
    let mut named = BTreeSet::new();
    invoices.retain(|invoice| named.insert(*invoice));
    let open = dovuto_store::billing::open_invoices(&mut tx, &invoices).await?;
    let Some(first) = open.first().filter(|_| open.len() == invoices.len()) else {
        let which: Vec<String> = invoices.iter().map(ToString::to_string).collect();
        return Err(Error::not_found("invoice", which.join(", ")));
    };
    let received_on = ask.received_on.unwrap_or(cx.today);
    if received_on > cx.today {
        return Err(Refusal::DateInFuture { date: received_on, today: cx.today }.into());
    }
    let payment = Payment {
        payment_id: cx.fresh(),
        payer: first.payer,
        received_on,
        currency: first.currency,
        amount_minor: ask.amount_minor,
        reference: ask.reference,
        allocations: Vec::new(),
    };
    let payment = allocate(payment, &open)?;

    let batons = batons_after_payment(&mut tx, cx, &payment).await?;
    let allocated_minor = payment.allocations.iter().map(|a| a.amount_minor).sum();
    let answer = PaymentRecorded {
        payment_id: payment.payment_id,
        allocated_minor,
        left_minor: payment.amount_minor - allocated_minor,
    };
    let fact: Fact = PaymentReceived { payment, batons }.into();
    desk.finish(tx, cx, vec![Entry::from(fact)], answer).await
}

async fn batons_after_payment(
    tx: &mut Tx,
    cx: &Cx,
    payment: &Payment,
) -> Result<Vec<Baton>, Error> {
    let mut paid: BTreeMap<OrderId, i64> = BTreeMap::new();
    for allocation in &payment.allocations {
        let order = dovuto_store::billing::order_of(tx, allocation.invoice_id).await?;
        *paid.entry(order).or_default() += allocation.amount_minor;
    }
    let orders: Vec<OrderId> = paid.keys().copied().collect();
    let mut progress = dovuto_store::orders::progress(tx, &orders).await?;
    for p in &mut progress {
        p.paid_minor += paid.get(&p.order_id).copied().unwrap_or(0);
    }
    moved(tx, cx, &progress).await
}

fn work_filter(ask: &BillingFilter) -> WorkFilter {
    WorkFilter {
        orders: ask.order_ids.clone(),
        bill_to: ask.bill_to,
        dispatched_by: ask.dispatched_by,
        after: None,
        limit: PAGE,
    }
}

//! Billing: what may be charged now, what goes back, and why the rest waits.

pub mod balances;
pub mod credit;
pub mod money;
pub mod post;
mod summary;
pub mod trial;

use std::collections::HashSet;

use chrono::NaiveDate;
use dovuto_domain::billing::credit::{CreditCause, CreditProposal, credit as credit_of};
use dovuto_domain::billing::exchange::ExchangeRate;
use dovuto_domain::billing::gather::propose as propose_documents;
use dovuto_domain::billing::invoice::{InvoiceKind, TaxTotal, Totals};
use dovuto_domain::billing::proposal::{Biller, Block, Case, Outcome};
use dovuto_domain::catalog::VatRate;
use dovuto_domain::kernel::calendar::Calendar;
use dovuto_domain::kernel::id::{CustomerId, InvoiceId, OrderId, ShipmentId, StreamId};
use dovuto_domain::kernel::quantity::{Price, Quantity};
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_domain::parties::{Department, Firm};
use dovuto_domain::pricing::ChargeKind;
use dovuto_store::billing::WorkFilter;
use dovuto_store::billing::cases::cases;
use dovuto_store::sql::Db;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::catalog::exchange::a_year_before;
use crate::cx::Cx;
use crate::desk::Desk;
use crate::error::Error;
use summary::{Tally, blocked_view, credit_view, proposal_view};

/// How many orders a proposal or a run takes into memory.
const PAGE: i64 = 500;

/// What a proposal or a run looks at; nothing set means everything.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct BillingFilter {
    pub order_ids: Vec<OrderId>,
    pub bill_to: Option<CustomerId>,
    pub dispatched_by: Option<NaiveDate>,
}

/// Which document a proposal would become. Nobody chooses it: it follows from the balances.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    Deferred,
    Immediate,
    CreditNote,
}

impl From<InvoiceKind> for DocumentKind {
    fn from(kind: InvoiceKind) -> Self {
        match kind {
            InvoiceKind::Deferred => Self::Deferred,
            InvoiceKind::Immediate => Self::Immediate,
        }
    }
}

/// One line that may be billed now, or goes back.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ProposalLine {
    pub order_id: OrderId,
    pub line_n: i64,
    pub product_code: String,
    pub description: String,
    pub shipment_id: ShipmentId,
    pub shipment_n: i64,
    pub shipment_number: String,
    pub supply_date: NaiveDate,
    pub quantity: Quantity,
    pub unit_code: String,
    pub price: Price,
    pub net_minor: i64,
    pub vat_category: String,
    pub rate_ppm: i64,
    /// Of a credit: why, and the line that it corrects.
    pub cause: Option<CreditCause>,
    pub invoice_id: Option<InvoiceId>,
    pub invoice_n: Option<i64>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ProposalCharge {
    pub description: String,
    pub kind: ChargeKind,
    pub net_minor: i64,
    pub rate_ppm: i64,
}

/// An order whose lines a document has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ProposalOrder {
    pub order_id: OrderId,
    pub order_number: String,
    pub customer_po: Option<String>,
}

/// One document that could be posted now. Amounts of a credit note are above zero.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ProposalView {
    pub kind: DocumentKind,
    /// The invoice that a credit note corrects.
    pub invoice_id: Option<InvoiceId>,
    pub invoice_number: Option<String>,
    /// The first order on it.
    pub order_id: OrderId,
    pub order_number: String,
    /// Every order on it, the first one too.
    pub orders: Vec<ProposalOrder>,
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
    pub credit_notes: i64,
    /// Gross of the credit notes; the sums above are of invoices alone.
    pub credits_minor: i64,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ProposalsAnswer {
    pub totals: Vec<CurrencyTotals>,
    pub proposals: Vec<ProposalView>,
    pub blocked: Vec<BlockedView>,
}

/// What the billing of any order needs to know of the firm.
struct Books {
    firm: Firm,
    rates: Vec<VatRate>,
    exchange: Vec<ExchangeRate>,
    calendar: Calendar,
    today: NaiveDate,
}

impl Books {
    async fn load(db: &mut Db, cx: &Cx) -> Result<Self, Error> {
        let firm = dovuto_store::parties::firm(db).await?;
        Ok(Self {
            firm: firm.ok_or_else(|| Error::not_found("firm", "of this file"))?,
            rates: dovuto_store::catalog::vat_rates(db).await?,
            exchange: dovuto_store::catalog::exchange_rates(db, a_year_before(cx.today)).await?,
            calendar: dovuto_store::closing::calendar(db).await?,
            today: cx.today,
        })
    }

    fn propose(&self, cases: &[Case], stream: StreamId) -> Outcome {
        let biller = Biller {
            country: &self.firm.identity.country,
            currency: self.firm.currency,
            stream,
            rates: &self.rates,
            exchange: &self.exchange,
            calendar: &self.calendar,
            today: self.today,
        };
        propose_documents(cases, &biller)
    }
}

/// Orders that are billed together: one by itself, or all of a customer that come onto the same
/// documents. What was given before is not given again.
#[derive(Default)]
struct Together(HashSet<OrderId>);

impl Together {
    /// Groups of cases for some orders, and for those that are gathered with them.
    async fn groups(&mut self, db: &mut Db, orders: &[OrderId]) -> Result<Vec<Vec<Case>>, Error> {
        let mut groups = Vec::with_capacity(orders.len());
        let fresh: Vec<OrderId> =
            orders.iter().copied().filter(|order| !self.0.contains(order)).collect();
        for case in cases(db, &fresh).await? {
            if !case.billing.grouping.gathers() {
                groups.push(vec![case]);
            } else if !self.0.contains(&case.order_id) {
                let mates = dovuto_store::billing::mates(db, case.order_id).await?;
                let mut group = cases(db, &mates).await?;
                group.sort_by(|a, b| a.number.cmp(&b.number));
                groups.push(group);
                self.0.extend(mates);
            }
        }
        Ok(groups)
    }
}

/// Writes out what goes back, one credit note an invoice, by the number of the invoice.
async fn credits(
    db: &mut Db,
    books: &Books,
    outcome: &Outcome,
) -> Result<Vec<CreditProposal>, Error> {
    let mut written = Vec::new();
    for parts in outcome.credits.chunk_by(|a, b| a.invoice_id == b.invoice_id) {
        let invoice = invoice_of(db, parts[0].invoice_id).await?;
        written.push(credit_of(&invoice, parts, books.firm.currency)?);
    }
    Ok(written)
}

async fn invoice_of(
    db: &mut Db,
    id: InvoiceId,
) -> Result<dovuto_domain::billing::invoice::Invoice, Error> {
    let found = dovuto_store::billing::invoice(db, id).await?;
    found.map(|(invoice, _)| invoice).ok_or_else(|| Error::not_found("invoice", id))
}

/// The station that bills, or, for whoever may only read, the one that would.
async fn billing_stream(desk: &Desk, db: &mut Db) -> Result<StreamId, Error> {
    match desk.store.station() {
        Some(station) => Ok(station.stream_id),
        None => Ok(dovuto_store::ledger::last_living(db).await?.ok_or(Refusal::NoKey)?),
    }
}

/// Computes what may be billed now, what goes back, and the reason for each quantity that waits.
pub async fn propose(desk: &Desk, cx: &Cx, ask: BillingFilter) -> Result<ProposalsAnswer, Error> {
    let mut db = desk.read().await?;
    let books = Books::load(&mut db, cx).await?;
    let stream = billing_stream(desk, &mut db).await?;
    let mut totals = Tally::default();
    let (mut proposals, mut blocked) = (Vec::new(), Vec::new());
    let mut together = Together::default();
    let mut filter = work_filter(&ask);
    loop {
        let page = dovuto_store::billing::work(&mut db, &filter).await?;
        let Some(last) = page.last().copied() else {
            break;
        };
        filter.after = Some(last);
        let names = dovuto_store::billing::buyer_names(&mut db, &page).await?;
        for group in together.groups(&mut db, &page).await? {
            let outcome = books.propose(&group, stream);
            // Whoever is billed is the same for all of them.
            let name = group.iter().find_map(|case| names.get(&case.order_id));
            let name = name.cloned().unwrap_or_default();
            blocked.extend(outcome.blocked.iter().map(|b| blocked_view(&group, b, &name)));
            for credit in credits(&mut db, &books, &outcome).await? {
                let invoice = invoice_of(&mut db, credit.invoice_id).await?;
                totals.add_credit(&invoice.terms.currency.to_string(), credit.totals);
                proposals.push((true, credit_view(credit, &invoice)));
            }
            for proposal in outcome.proposals {
                totals.add(
                    &proposal.terms.currency.to_string(),
                    proposal.lines.len(),
                    proposal.totals,
                );
                proposals.push((false, proposal_view(proposal, name.clone())));
            }
        }
    }
    // Of each order its invoices come first, as they are posted.
    proposals.sort_by_key(|(is_credit, view)| (view.order_id, *is_credit));
    let proposals = proposals.into_iter().map(|(_, view)| view).collect();
    Ok(ProposalsAnswer { totals: totals.list(), proposals, blocked })
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

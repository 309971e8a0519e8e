//! Money: payments, laying them anew, giving back, and what is owed in both directions.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use dovuto_domain::attendance::Baton;
use dovuto_domain::billing::payment::{
    Allocation, Payment, Reallocation, Refund, allocate as lay_on, reallocate, refund as give_back,
};
use dovuto_domain::fact::{Fact, PaymentAllocated, PaymentReceived, RefundPaid};
use dovuto_domain::kernel::id::{CustomerId, InvoiceId, OrderId, PaymentId, RefundId};
use dovuto_domain::kernel::quantity::Currency;
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_domain::parties::optional_text;
use dovuto_store::billing::money;
use dovuto_store::billing::opening::{Opened, opening_items};
use dovuto_store::ledger::{Entry, Tx};
use dovuto_store::orders::progress::progress;
use dovuto_store::sql::Db;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{BillingFilter, Books, Together, billing_stream, credits, invoice_of, work_filter};
use crate::cx::Cx;
use crate::desk::{Begun, Desk, based};
use crate::error::Error;
use crate::standing::moved;

/// Working days in which what is owed back should go back.
const REFUND_DAYS: u32 = 10;

/// Money received. Without invoices it stays with its payer, and both payer and currency are
/// needed.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct RecordPayment {
    /// Paid in this order, each up to what is open.
    #[serde(default)]
    pub invoice_ids: Vec<InvoiceId>,
    #[serde(default)]
    pub payer: Option<CustomerId>,
    #[serde(default)]
    pub currency: Option<String>,
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

/// Lays what is free of a payment, and what it overpays, on other invoices.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct AllocatePayment {
    pub payment_id: PaymentId,
    pub invoice_ids: Vec<InvoiceId>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct PayRefund {
    pub payment_id: PaymentId,
    pub amount_minor: i64,
    #[serde(default)]
    pub paid_on: Option<NaiveDate>,
    #[serde(default)]
    pub reference: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RefundAnswer {
    pub refund_id: RefundId,
}

/// What is owed back, oldest first.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct OwedBackAnswer {
    pub rows: Vec<OwedBackRow>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OwedKind {
    /// A credit note is due.
    Credit,
    /// Money lies here that pays nothing.
    Payment,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct OwedBackRow {
    pub kind: OwedKind,
    pub order_id: Option<OrderId>,
    pub order_number: Option<String>,
    pub payment_id: Option<PaymentId>,
    pub customer_id: CustomerId,
    pub customer_name: String,
    pub currency: String,
    pub amount_minor: i64,
    pub since: NaiveDate,
    pub age_days: i64,
    pub due_on: NaiveDate,
}

/// What each invoice is owed.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct DebtsAnswer {
    pub rows: Vec<DebtRow>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DebtRow {
    pub invoice_id: InvoiceId,
    pub number: String,
    /// Whether another program posted it: then nothing but its debt is known here.
    pub opening: bool,
    pub payer: CustomerId,
    pub currency: String,
    pub gross_minor: i64,
    pub credited_minor: i64,
    pub paid_minor: i64,
    /// Below zero where more was paid than stands.
    pub open_minor: i64,
}

/// Records money received and lays it on invoices.
///
/// Refuses an amount that is not above zero, unknown invoices, invoices of different payers or
/// currencies, and money without invoices, payer or currency.
pub async fn pay(desk: &Desk, cx: &Cx, ask: RecordPayment) -> Result<PaymentRecorded, Error> {
    let mut tx = match desk.begin(cx).await? {
        Begun::Fresh(tx) => tx,
        Begun::Answered(answer) => return Ok(answer),
    };
    optional_text("reference", &ask.reference, 200)?;
    let invoices = once(ask.invoice_ids);
    let open = known(&mut tx, &invoices).await?;
    let (payer, currency) = match (open.first(), ask.payer, &ask.currency) {
        (Some(first), _, _) => (first.payer, first.currency),
        (None, Some(payer), Some(code)) => {
            let found = dovuto_store::parties::customer(&mut tx, payer).await?;
            found.ok_or_else(|| Error::not_found("customer", payer))?;
            (payer, Currency::parse(code)?)
        }
        (None, _, _) => return Err(Refusal::PayerMissing.into()),
    };
    let payment = Payment {
        payment_id: cx.fresh(),
        payer,
        received_on: past(ask.received_on, cx)?,
        currency,
        amount_minor: ask.amount_minor,
        reference: ask.reference,
        allocations: Vec::new(),
    };
    let payment = lay_on(payment, &open)?;

    let batons = batons_after(&mut tx, cx, &payment.allocations).await?;
    let allocated_minor = payment.allocations.iter().map(|a| a.amount_minor).sum();
    let answer = PaymentRecorded {
        payment_id: payment.payment_id,
        allocated_minor,
        left_minor: payment.amount_minor - allocated_minor,
    };
    let fact: Fact = PaymentReceived { payment, batons }.into();
    desk.finish(tx, cx, vec![Entry::from(fact)], answer).await
}

/// Lays a payment anew: what it overpays comes off, and goes with what was free of it on invoices.
///
/// Refuses unknown invoices, those of another payer or currency, and a payment of which nothing is
/// free.
pub async fn allocate(
    desk: &Desk,
    cx: &Cx,
    ask: AllocatePayment,
) -> Result<PaymentRecorded, Error> {
    let mut tx = match desk.begin(cx).await? {
        Begun::Fresh(tx) => tx,
        Begun::Answered(answer) => return Ok(answer),
    };
    let funds = funds(&mut tx, ask.payment_id).await?;
    let open = known(&mut tx, &once(ask.invoice_ids)).await?;
    let allocations = reallocate(&funds, &open)?;
    let batons = batons_after(&mut tx, cx, &allocations).await?;
    let laid = allocations.iter().map(|a| a.amount_minor).filter(|amount| *amount > 0).sum::<i64>();
    let answer = PaymentRecorded {
        payment_id: ask.payment_id,
        allocated_minor: laid,
        left_minor: funds.owed_minor() - laid,
    };
    let reallocation = Reallocation { payment_id: ask.payment_id, on: cx.today, allocations };
    let fact = PaymentAllocated { reallocation, batons };
    let entry = based(&mut tx, fact.into(), None, "the payment").await?;
    desk.finish(tx, cx, vec![entry], answer).await
}

/// Records money that went back to the payer of a payment.
///
/// Refuses more than is owed back of it.
pub async fn refund(desk: &Desk, cx: &Cx, ask: PayRefund) -> Result<RefundAnswer, Error> {
    let mut tx = match desk.begin(cx).await? {
        Begun::Fresh(tx) => tx,
        Begun::Answered(answer) => return Ok(answer),
    };
    optional_text("reference", &ask.reference, 200)?;
    let funds = funds(&mut tx, ask.payment_id).await?;
    let allocations = give_back(&funds, ask.amount_minor)?;
    let batons = batons_after(&mut tx, cx, &allocations).await?;
    let refund = Refund {
        refund_id: cx.fresh(),
        payment_id: ask.payment_id,
        paid_on: past(ask.paid_on, cx)?,
        amount_minor: ask.amount_minor,
        reference: ask.reference,
        allocations,
    };
    let answer = RefundAnswer { refund_id: refund.refund_id };
    let entry = based(&mut tx, RefundPaid { refund, batons }.into(), None, "the payment").await?;
    desk.finish(tx, cx, vec![entry], answer).await
}

/// What is owed back: credit notes that are due, and money that pays nothing. Its clock runs from
/// the fact that made it due.
pub async fn owed_back(desk: &Desk, cx: &Cx) -> Result<OwedBackAnswer, Error> {
    let mut db = desk.read().await?;
    let mut rows = credits_due(desk, &mut db, cx).await?;
    let calendar = dovuto_store::closing::calendar(&mut db).await?;
    for (payment, since) in money::perhaps_owed(&mut db).await? {
        let funds = money::funds(&mut db, payment).await?;
        let Some(funds) = funds.filter(|funds| funds.owed_minor() > 0) else {
            continue;
        };
        let payer = dovuto_store::parties::customer(&mut db, funds.payer).await?;
        rows.push(OwedBackRow {
            kind: OwedKind::Payment,
            order_id: None,
            order_number: None,
            payment_id: Some(payment),
            customer_id: funds.payer,
            customer_name: payer.map(|p| p.identity.name).unwrap_or_default(),
            currency: funds.currency.to_string(),
            amount_minor: funds.owed_minor(),
            since,
            age_days: (cx.today - since).num_days(),
            due_on: calendar.add_working_days(since, REFUND_DAYS),
        });
    }
    rows.sort_by_key(|row| (row.since, row.order_number.clone()));
    Ok(OwedBackAnswer { rows })
}

async fn credits_due(desk: &Desk, db: &mut Db, cx: &Cx) -> Result<Vec<OwedBackRow>, Error> {
    let books = Books::load(db, cx).await?;
    let stream = billing_stream(desk, db).await?;
    let mut rows = Vec::new();
    let mut together = Together::default();
    let mut filter = work_filter(&BillingFilter::default());
    loop {
        let page = dovuto_store::billing::work(db, &filter).await?;
        let Some(last) = page.last().copied() else { break };
        filter.after = Some(last);
        for group in together.groups(db, &page).await? {
            for credit in credits(db, &books, &books.propose(&group, stream)).await? {
                let invoice = invoice_of(db, credit.invoice_id).await?;
                let mut subjects: Vec<String> =
                    invoice.order_ids().iter().map(ToString::to_string).collect();
                let shipments = credit.lines.iter().filter_map(|l| l.shipment);
                subjects.extend(shipments.map(|s| s.shipment_id.to_string()));
                let since = money::newest_on(db, &subjects).await?.unwrap_or(cx.today);
                rows.push(OwedBackRow {
                    kind: OwedKind::Credit,
                    order_id: Some(invoice.order_id),
                    order_number: Some(invoice.order_number),
                    payment_id: None,
                    customer_id: invoice.terms.bill_to,
                    customer_name: invoice.buyer.name,
                    currency: invoice.terms.currency.to_string(),
                    amount_minor: credit.totals.gross_minor,
                    since,
                    age_days: (cx.today - since).num_days().max(0),
                    due_on: books.calendar.add_working_days(since, REFUND_DAYS),
                });
            }
        }
    }
    Ok(rows)
}

/// What every invoice is owed, ours and those of another program: gross less credit notes less what
/// was paid.
pub async fn debts(desk: &Desk) -> Result<DebtsAnswer, Error> {
    let mut db = desk.read().await?;
    let mut filter =
        dovuto_store::billing::Filter { limit: 1000, ..dovuto_store::billing::Filter::default() };
    let mut rows = Vec::new();
    loop {
        let page = dovuto_store::billing::list(&mut db, &filter).await?;
        if page.is_empty() {
            break;
        }
        filter.offset += filter.limit;
        rows.extend(page.into_iter().map(|i| DebtRow {
            invoice_id: i.invoice_id,
            number: i.number,
            opening: false,
            payer: i.payer,
            currency: i.currency.to_string(),
            gross_minor: i.gross_minor,
            credited_minor: i.credited_minor,
            paid_minor: i.paid_minor,
            open_minor: i.gross_minor - i.credited_minor - i.paid_minor,
        }));
    }
    rows.extend(opening_items(&mut db).await?.into_iter().map(|Opened { item, laid_minor }| {
        let paid_minor = item.paid_minor + laid_minor;
        DebtRow {
            invoice_id: item.invoice_id,
            number: item.number,
            opening: true,
            payer: item.payer,
            currency: item.currency.to_string(),
            gross_minor: item.gross_minor,
            credited_minor: 0,
            paid_minor,
            open_minor: item.gross_minor - paid_minor,
        }
    }));
    Ok(DebtsAnswer { rows })
}

/// The invoices named, each once, in the order given.
fn once(mut invoices: Vec<InvoiceId>) -> Vec<InvoiceId> {
    let mut named = BTreeSet::new();
    invoices.retain(|invoice| named.insert(*invoice));
    invoices
}

async fn known(
    tx: &mut Tx,
    invoices: &[InvoiceId],
) -> Result<Vec<dovuto_domain::billing::payment::OpenInvoice>, Error> {
    let open = money::open_invoices(tx, invoices).await?;
    if open.len() == invoices.len() {
        return Ok(open);
    }
    let which: Vec<String> = invoices.iter().map(ToString::to_string).collect();
    Err(Error::not_found("invoice", which.join(", ")))
}

async fn funds(
    tx: &mut Tx,
    payment: PaymentId,
) -> Result<dovuto_domain::billing::payment::Funds, Error> {
    money::funds(tx, payment).await?.ok_or_else(|| Error::not_found("payment", payment))
}

fn past(day: Option<NaiveDate>, cx: &Cx) -> Result<NaiveDate, Refusal> {
    match day {
        Some(day) if day > cx.today => Err(Refusal::DateInFuture { date: day, today: cx.today }),
        Some(day) => Ok(day),
        None => Ok(cx.today),
    }
}

async fn batons_after(
    tx: &mut Tx,
    cx: &Cx,
    allocations: &[Allocation],
) -> Result<Vec<Baton>, Error> {
    let mut paid: BTreeMap<OrderId, i64> = BTreeMap::new();
    let invoices: Vec<_> = allocations.iter().map(|allocation| allocation.invoice_id).collect();
    let billed = dovuto_store::billing::orders_of(tx, &invoices).await?;
    for allocation in allocations {
        for (_, order) in billed.iter().filter(|(id, _)| *id == allocation.invoice_id) {
            *paid.entry(*order).or_default() += allocation.amount_minor;
        }
    }
    let orders: Vec<OrderId> = paid.keys().copied().collect();
    let mut progress = progress(tx, &orders).await?;
    for p in &mut progress {
        p.paid_minor += paid.get(&p.order_id).copied().unwrap_or(0);
    }
    moved(tx, cx, &progress).await
}

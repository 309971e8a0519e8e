//! Importing opening balances: what is owed on invoices of another program, and money on account.

use std::collections::HashMap;

use chrono::NaiveDate;
use dovuto_domain::billing::dates::due_on;
use dovuto_domain::billing::opening::OpeningItem;
use dovuto_domain::billing::payment::{Payment, allocate};
use dovuto_domain::fact::{Fact, PaymentReceived};
use dovuto_domain::kernel::id::CustomerId;
use dovuto_domain::kernel::quantity::Currency;
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_domain::parties::{Customer, optional_text};
use dovuto_store::billing::opening as store;
use dovuto_store::import as lookup;
use dovuto_store::ledger::{Entry, Tx};

use super::groups::{Change, Once, count};
use super::known::KNOWN;
use super::parties::currency;
use super::reading::{Reading, Record};
use super::refused::BadRow;
use super::{Document, Job};
use crate::cx::Cx;
use crate::error::Error;

/// Imports invoices that another program posted, by payer and number.
pub(super) async fn open_invoices(tx: &mut Tx, cx: &Cx, job: &mut Job<'_>) -> Result<(), Error> {
    let reading = job.reading()?;
    let payers = payers(tx, &reading, "customer").await?;
    let known = store::opening_items_of(tx, &ids(&payers)).await?;

    let mut documents = Vec::new();
    let mut once = Once::default();
    for record in reading.records() {
        let read = opening_item(&record, &payers, cx, &mut once);
        let Some(item) = job.faults.keep(read) else {
            continue;
        };
        let change = Change::Inserted;
        let mut entries = Vec::new();
        let before = known.get(&(item.payer, item.number.clone()));
        if job.passes_over(before.is_some(), || record.bad("number", KNOWN)) {
            continue;
        }
        if let Some(before) = before {
            let invoice_id = before.invoice_id;
            if *before != (OpeningItem { invoice_id, ..item }) {
                let why = "it was recorded already, with other dates or amounts";
                job.faults.note(record.bad("number", why));
                continue;
            }
        } else if dovuto_store::billing::by_number(tx, &item.number).await?.is_some() {
            job.faults.note(record.bad("number", "an invoice that was posted here has it"));
            continue;
        } else {
            entries.push(Entry::from(Fact::from(item)));
        }
        documents.extend(count(job, &[change], Document { entries }));
    }
    job.record_all(tx, cx, documents).await
}

/// The customers that rows name, by code.
async fn payers(
    tx: &mut Tx,
    reading: &Reading<'_>,
    field: &str,
) -> Result<HashMap<String, Customer>, Error> {
    let mut codes: Vec<&str> = reading.records().filter_map(|r| r.text(field)).collect();
    codes.sort_unstable();
    codes.dedup();
    let customers = lookup::customers_by_codes(tx, &codes).await?;
    Ok(customers.into_iter().map(|c| (c.code.clone(), c)).collect())
}

fn ids(payers: &HashMap<String, Customer>) -> Vec<CustomerId> {
    payers.values().map(|payer| payer.customer_id).collect()
}

fn payer<'p>(
    record: &Record,
    field: &str,
    payers: &'p HashMap<String, Customer>,
) -> Result<(&'p Customer, Currency), BadRow> {
    let payer = payers.get(record.needed(field)?);
    let payer = payer.ok_or_else(|| record.bad(field, "there is no such customer"))?;
    Ok((payer, currency(record, "currency")?.unwrap_or(payer.currency)))
}

fn day(record: &Record, field: &str) -> Result<NaiveDate, BadRow> {
    record.day(field)?.ok_or_else(|| record.bad(field, "it must not be empty"))
}

fn opening_item(
    record: &Record,
    payers: &HashMap<String, Customer>,
    cx: &Cx,
    once: &mut Once,
) -> Result<OpeningItem, BadRow> {
    let (payer, currency) = payer(record, "customer", payers)?;
    let number = record.needed("number")?;
    once.first(format!("{}\n{number}", payer.code), "number", record)?;
    let issued_on = day(record, "issued_on")?;
    record.needed("gross")?;
    let item = OpeningItem {
        invoice_id: cx.fresh(),
        payer: payer.customer_id,
        number: number.to_owned(),
        issued_on,
        due_on: record.day("due_on")?.unwrap_or_else(|| due_on(issued_on, payer.terms)),
        currency,
        gross_minor: record.decimal("gross", currency.decimals())?.unwrap_or(0),
        paid_minor: record.decimal("paid", currency.decimals())?.unwrap_or(0),
    };
    item.checked(cx.today).map_err(|why| match why {
        Refusal::DateInFuture { .. } => record.bad("issued_on", why),
        Refusal::DueBeforeIssue { .. } => record.bad("due_on", why),
        Refusal::OpeningAmountWrong { paid_minor, .. } if paid_minor != 0 => {
            record.bad("paid", why)
        }
        Refusal::OpeningAmountWrong { .. } => record.bad("gross", why),
        other => record.refused(&other),
    })
}

/// Imports money on account, by payer, currency, day and reference.
pub(super) async fn open_payments(tx: &mut Tx, cx: &Cx, job: &mut Job<'_>) -> Result<(), Error> {
    let reading = job.reading()?;
    let payers = payers(tx, &reading, "payer").await?;
    let known = store::payments_of(tx, &ids(&payers)).await?;

    let mut documents = Vec::new();
    let mut once = Once::default();
    for record in reading.records() {
        let read = open_payment(&record, &payers, cx, &mut once);
        let Some(payment) = job.faults.keep(read) else {
            continue;
        };
        let p = &payment;
        let named = (p.payer, p.currency, p.received_on, p.reference.clone());
        let amounts = known.get(&named).map(Vec::as_slice).unwrap_or_default();
        let mut entries = Vec::new();
        if amounts.is_empty() {
            entries.push(Fact::from(PaymentReceived { payment, batons: Vec::new() }).into());
        } else if !amounts.contains(&payment.amount_minor) {
            let why = "this payment was recorded already, with another amount";
            job.faults.note(record.bad("amount", why));
            continue;
        }
        documents.extend(count(job, &[Change::Inserted], Document { entries }));
    }
    job.record_all(tx, cx, documents).await
}

fn open_payment(
    record: &Record,
    payers: &HashMap<String, Customer>,
    cx: &Cx,
    once: &mut Once,
) -> Result<Payment, BadRow> {
    let (payer, currency) = payer(record, "payer", payers)?;
    let received_on = day(record, "received_on")?;
    if received_on > cx.today {
        let why = Refusal::DateInFuture { date: received_on, today: cx.today };
        return Err(record.bad("received_on", why));
    }
    let reference = record.owned("reference").unwrap_or_default();
    optional_text("reference", &reference, 200).map_err(|why| record.refused(&why))?;
    let thing = format!("{}\n{currency}\n{received_on}\n{reference}", payer.code);
    once.first(thing, "reference", record)?;
    record.needed("amount")?;
    let payment = Payment {
        payment_id: cx.fresh(),
        payer: payer.customer_id,
        received_on,
        currency,
        amount_minor: record.decimal("amount", currency.decimals())?.unwrap_or(0),
        reference,
        allocations: Vec::new(),
    };
    allocate(payment, &[]).map_err(|why| record.bad("amount", why))
}

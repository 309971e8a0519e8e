//! A billing profile tried on what was posted: what would have been on other documents, and what
//! would have been blocked.

use std::collections::HashMap;

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::dates::invoice_by;
use super::gather::Part;
use super::invoice::{Invoice, InvoiceKind, InvoiceLine};
use crate::catalog::ProductKind;
use crate::kernel::calendar::Calendar;
use crate::kernel::id::{InvoiceId, OrderId};
use crate::orders::ShipTo;
use crate::orders::references::{DeliveryReferences, Lack, LineReferences, References};
use crate::parties::Reference;
use crate::parties::profile::{BillingProfile, Rhythm};

/// An invoice under another profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Tried {
    pub invoice_id: InvoiceId,
    pub invoice_number: String,
    pub verdict: TrialVerdict,
}

/// What would have become of an invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TrialVerdict {
    Same,
    /// Its lines would be on so many documents, with lines of those invoices.
    Otherwise {
        documents: i64,
        with: Vec<String>,
    },
    /// It would not have been posted before this was entered.
    Blocked {
        missing: Vec<Lack>,
    },
}

/// When lines are billed together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum When {
    Day(NaiveDate),
    Order(OrderId),
}

/// What lines have in common that would be on one document. `like` is the first invoice whose
/// parties, currency, regime and basis are the same.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Document {
    kind: InvoiceKind,
    month: (i32, u32),
    like: usize,
    when: When,
    part: Part,
}

/// Tries a profile and requirements on invoices of one bill-to. Where deliveries are not collected,
/// what was posted on one day is taken to be billed together.
pub fn try_on(
    invoices: &[Invoice],
    country: &str,
    calendar: &Calendar,
    profile: &BillingProfile,
    required: &[Reference],
) -> Vec<Tried> {
    let mut on: HashMap<Document, Vec<usize>> = HashMap::new();
    let mut of: Vec<Vec<Document>> = Vec::with_capacity(invoices.len());
    for (i, invoice) in invoices.iter().enumerate() {
        let mut documents: Vec<Document> = Vec::new();
        let like = invoices.iter().position(|other| other.terms.bills_with(&invoice.terms));
        for line in &invoice.lines {
            let document = document(invoice, line, like.unwrap_or(i), country, calendar, profile);
            if !documents.contains(&document) {
                on.entry(document.clone()).or_default().push(i);
                documents.push(document);
            }
        }
        of.push(documents);
    }
    let verdict = |i: usize, documents: &[Document]| {
        let missing = lacks(&invoices[i], required);
        if !missing.is_empty() {
            return TrialVerdict::Blocked { missing };
        }
        let mut with: Vec<String> = documents
            .iter()
            .flat_map(|document| &on[document])
            .filter(|other| **other != i)
            .map(|other| invoices[*other].series.number.clone())
            .collect();
        with.sort();
        with.dedup();
        if documents.len() == 1 && with.is_empty() {
            return TrialVerdict::Same;
        }
        let documents = i64::try_from(documents.len()).unwrap_or(i64::MAX);
        TrialVerdict::Otherwise { documents, with }
    };
    let tried = |(i, documents): (usize, &Vec<Document>)| Tried {
        invoice_id: invoices[i].invoice_id,
        invoice_number: invoices[i].series.number.clone(),
        verdict: verdict(i, documents),
    };
    of.iter().enumerate().map(tried).collect()
}

fn document(
    invoice: &Invoice,
    line: &InvoiceLine,
    like: usize,
    country: &str,
    calendar: &Calendar,
    profile: &BillingProfile,
) -> Document {
    let collected = profile.rhythm.collects();
    let goods = line.kind == ProductKind::Goods;
    let kind = match (country, goods, collected) {
        ("IT", true, true) => InvoiceKind::Deferred,
        ("IT", false, true) => InvoiceKind::Immediate,
        _ => invoice.kind,
    };
    let month = match kind {
        InvoiceKind::Deferred => (line.supply_date.year(), line.supply_date.month()),
        InvoiceKind::Immediate => (0, 0),
    };
    let law = invoice_by(country, invoice.terms.vat_regime, line.kind, line.supply_date);
    let when = match profile.rhythm {
        Rhythm::Order => When::Order(line.order_id),
        Rhythm::Shipment => When::Day(invoice.issued_on),
        rhythm => {
            let ready = rhythm.ready_on(line.supply_date, calendar);
            When::Day(law.map_or(ready, |law| ready.min(law)))
        }
    };
    let part = Part::of(profile.grouping, line, ship_to(invoice, line.order_id));
    Document { kind, month, like, when, part }
}

fn ship_to(invoice: &Invoice, order_id: OrderId) -> ShipTo {
    let of = invoice.orders.iter().find(|order| order.order_id == order_id);
    of.map_or(invoice.terms.ship_to, |order| order.ship_to)
}

fn references(invoice: &Invoice, order_id: OrderId) -> &References {
    let of = invoice.orders.iter().find(|order| order.order_id == order_id);
    of.map_or(&invoice.references, |order| &order.references)
}

/// What an invoice lacks of what is required, each once.
fn lacks(invoice: &Invoice, required: &[Reference]) -> Vec<Lack> {
    let mut all: Vec<Lack> = Vec::new();
    for line in &invoice.lines {
        let of_line = LineReferences {
            line_n: line.line_n,
            customer_line: line.customer_line.as_deref(),
            customer_code: line.customer_code.as_deref(),
            cost_centre: line.cost_centre.as_deref(),
        };
        let own = references(invoice, line.order_id).lacks(required);
        let of_delivery = DeliveryReferences {
            shipment_number: &line.shipment_number,
            goods_receipt: line.goods_receipt.as_deref(),
        };
        let of_line = of_line.lacks(required).into_iter().chain(of_delivery.lacks(required));
        for lack in own.into_iter().chain(of_line) {
            if !all.contains(&lack) {
                all.push(lack);
            }
        }
    }
    all
}

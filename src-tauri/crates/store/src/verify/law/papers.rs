//! What the law reads of posted documents and of money.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::body::{
    Address, Baton, Currency, Evidence, Id, Identity, LineRef, LotPart, Place, Terms, with_price,
    with_vat,
};
use super::books::One;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum InvoiceKind {
    Deferred,
    #[default]
    Immediate,
}

#[derive(Deserialize)]
pub(super) struct Invoice {
    #[serde(default)]
    pub kind: InvoiceKind,
    pub issued_on: NaiveDate,
    pub due_on: NaiveDate,
    pub order_id: Id,
    pub order_number: String,
    #[serde(default)]
    pub orders: Vec<BilledOrder>,
    #[serde(default)]
    pub early_payment: Option<EarlyPayment>,
    pub terms: Terms,
    pub seller: Identity,
    pub buyer: Identity,
    #[serde(default)]
    pub sites: Vec<Site>,
    pub lines: Vec<InvoiceLine>,
    pub charges: Vec<InvoiceCharge>,
    pub taxes: Vec<Tax>,
    pub totals: Totals,
    #[serde(default)]
    pub exchange: Option<ExchangeRate>,
    #[serde(default)]
    pub layout_hash: Option<String>,
    pub sources: Vec<Source>,
    pub batons: Vec<Baton>,
}

/// One of several orders on an invoice.
#[derive(Deserialize)]
pub(super) struct BilledOrder {
    pub order_id: Id,
    pub order_number: String,
}

/// A place that goods went to, and how it was called then.
#[derive(Deserialize)]
pub(super) struct Site {
    pub ship_to: Place,
    pub address: Address,
}

/// What paying early saves.
#[derive(Debug, Deserialize)]
pub(super) struct EarlyPayment {
    pub pay_by: NaiveDate,
    pub discount_ppm: i64,
    pub discount_minor: i64,
}

impl Invoice {
    /// The orders that it bills.
    pub fn order_ids(&self) -> One<Id> {
        match self.orders.as_slice() {
            [] => One::from_elem(self.order_id, 1),
            orders => orders.iter().map(|order| order.order_id).collect(),
        }
    }
}

#[derive(Deserialize)]
pub(super) struct InvoiceLine {
    pub invoice_n: i64,
    pub order_id: Id,
    pub line_n: i64,
    pub shipment_id: Id,
    pub shipment_n: i64,
    pub shipment_number: String,
    pub proof_id: Option<Id>,
    #[serde(default)]
    pub goods_receipt: Option<String>,
    pub price_n: i64,
    pub product_id: Id,
    pub supply_date: NaiveDate,
    #[serde(default)]
    pub ship_to: Option<Place>,
    #[serde(default)]
    pub serials: Vec<String>,
    #[serde(default)]
    pub lots: Vec<LotPart>,
    pub quantity: i64,
    pub unit_code: String,
    pub micro: i64,
    pub per: i64,
    pub discount_ppm: i64,
    pub gross_minor: i64,
    pub allowance_minor: i64,
    pub net_minor: i64,
    /// Of the allowance: the part of a document discount in money.
    #[serde(default)]
    pub share_minor: i64,
    pub vat_category: String,
    pub rate_ppm: i64,
    pub reason_code: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct InvoiceCharge {
    pub invoice_charge_n: i64,
    pub order_id: Id,
    pub charge_n: i64,
    pub shipment_id: Option<Id>,
    pub net_minor: i64,
    pub vat_category: String,
    pub rate_ppm: i64,
    pub reason_code: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Tax {
    pub vat_category: String,
    pub rate_ppm: i64,
    pub reason_code: Option<String>,
    pub net_minor: i64,
    pub tax_minor: i64,
    /// The tax in the firm's own currency.
    #[serde(default)]
    pub own_tax_minor: Option<i64>,
}

/// What one unit of the firm's currency was worth in another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ExchangeRate {
    pub currency: Currency,
    pub quoted_on: NaiveDate,
    pub rate_micro: i64,
    pub source: String,
}

#[derive(Deserialize)]
pub(super) struct ExchangeRates {
    pub rates: Vec<ExchangeRate>,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Totals {
    pub net_minor: i64,
    pub charges_minor: i64,
    pub tax_minor: i64,
    pub gross_minor: i64,
}

#[derive(Deserialize)]
pub(super) struct Source {
    pub subject_id: Id,
    pub fact_hash: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Cause {
    Returned,
    NotReceived,
    DocumentCancelled,
    LowerPrice,
    Charge,
    Goodwill,
    KeepIt,
}

#[derive(Deserialize)]
pub(super) struct CreditNote {
    pub issued_on: NaiveDate,
    pub invoice_id: Id,
    pub invoice_number: String,
    pub invoice_date: NaiveDate,
    pub order_id: Id,
    pub order_number: String,
    pub terms: Terms,
    pub seller: Identity,
    pub buyer: Identity,
    pub note: Option<String>,
    pub evidence: Option<Evidence>,
    pub lines: Vec<CreditLine>,
    pub taxes: Vec<Tax>,
    pub totals: Totals,
    #[serde(default)]
    pub exchange: Option<ExchangeRate>,
    #[serde(default)]
    pub layout_hash: Option<String>,
    pub sources: Vec<Source>,
    pub batons: Vec<Baton>,
}

#[derive(Deserialize)]
pub(super) struct CreditLine {
    pub credit_n: i64,
    pub cause: Cause,
    pub invoice_n: Option<i64>,
    pub invoice_charge_n: Option<i64>,
    pub line_n: Option<i64>,
    pub shipment: Option<LineRef>,
    pub shipment_number: Option<String>,
    pub quantity: i64,
    pub unit_code: Option<String>,
    pub net_minor: i64,
    pub vat_category: String,
    pub rate_ppm: i64,
    pub reason_code: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct OpeningItem {
    pub payer: Id,
    pub number: String,
    pub issued_on: NaiveDate,
    pub due_on: NaiveDate,
    pub currency: Currency,
    pub gross_minor: i64,
    pub paid_minor: i64,
}

#[derive(Deserialize)]
pub(super) struct Payment {
    pub payer: Id,
    pub currency: Currency,
    pub amount_minor: i64,
    pub allocations: Vec<Allocation>,
    pub batons: Vec<Baton>,
}

#[derive(Deserialize)]
pub(super) struct Allocation {
    pub invoice_id: Id,
    pub amount_minor: i64,
}

/// A payment laid anew.
#[derive(Deserialize)]
pub(super) struct Reallocation {
    pub allocations: Vec<Allocation>,
    pub batons: Vec<Baton>,
}

#[derive(Deserialize)]
pub(super) struct Refund {
    pub refund_id: Id,
    pub amount_minor: i64,
    pub allocations: Vec<Allocation>,
    pub batons: Vec<Baton>,
}

with_vat!(InvoiceLine InvoiceCharge Tax CreditLine);
with_price!(InvoiceLine);

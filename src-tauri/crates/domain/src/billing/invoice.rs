//! The posted invoice: every figure that it says, and where each came from.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::exchange::ExchangeRate;
use super::proposal::Proposal;
use crate::catalog::ProductKind;
use crate::fulfilment::tracking::LotPart;
use crate::kernel::id::{InvoiceId, OrderId, ProductId, ProofId, ShipmentId};
use crate::kernel::quantity::{Currency, LineAmounts, Price, Quantity, sum_minor, vat_minor};
use crate::kernel::refusal::Refusal;
use crate::orders::references::References;
use crate::orders::{ShipTo, Terms};
use crate::parties::profile::EarlyPaymentDue;
use crate::parties::{Address, Identity};
use crate::pricing::ChargeKind;

/// One line: exactly one shipment line, at exactly one agreed price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct InvoiceLine {
    /// Position in the invoice, from 1.
    pub invoice_n: i64,
    pub order_id: OrderId,
    pub line_n: i64,
    pub shipment_id: ShipmentId,
    pub shipment_n: i64,
    pub shipment_number: String,
    pub proof_id: Option<ProofId>,
    /// The customer's number for what they received, as the proof says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goods_receipt: Option<String>,
    pub price_n: i64,
    pub product_id: ProductId,
    pub product_code: String,
    pub kind: ProductKind,
    pub description: String,
    pub customer_line: Option<String>,
    pub customer_code: Option<String>,
    pub cost_centre: Option<String>,
    /// The dispatch date, which decides rate and period of VAT.
    pub supply_date: NaiveDate,
    /// The place that it went to, where that is not the seat of whoever is billed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ship_to: Option<ShipTo>,
    /// Serial and lot numbers of what left and did not come back before it was billed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub serials: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lots: Vec<LotPart>,
    pub quantity: Quantity,
    pub unit_code: String,
    #[serde(flatten)]
    pub price: Price,
    #[serde(flatten)]
    pub amounts: LineAmounts,
    /// Of the allowance: this line's part of a document discount in money.
    #[serde(default)]
    pub share_minor: i64,
    pub vat_category: String,
    pub rate_ppm: i64,
    pub reason_code: Option<String>,
    pub reason: Option<String>,
}

impl InvoiceLine {
    /// Category, rate and reason: lines that agree in these are taxed together.
    pub fn vat_group(&self) -> (&str, i64, Option<&str>) {
        (&self.vat_category, self.rate_ppm, self.reason_code.as_deref())
    }
}

/// A share of a charge, in one VAT group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct InvoiceCharge {
    pub invoice_charge_n: i64,
    pub order_id: OrderId,
    pub charge_n: i64,
    /// Set where the charge is owed once for each shipment.
    pub shipment_id: Option<ShipmentId>,
    pub kind: ChargeKind,
    pub description: String,
    pub net_minor: i64,
    pub vat_category: String,
    pub rate_ppm: i64,
    pub reason_code: Option<String>,
    pub reason: Option<String>,
}

/// VAT of one category, rate and reason, on the sum of its nets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TaxTotal {
    pub vat_category: String,
    pub rate_ppm: i64,
    pub reason_code: Option<String>,
    pub reason: Option<String>,
    pub net_minor: i64,
    pub tax_minor: i64,
    /// The tax in the firm's own currency, where the document is in another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own_tax_minor: Option<i64>,
}

impl TaxTotal {
    /// States taxes in the firm's own currency as well.
    pub fn state(taxes: &mut [Self], exchange: Option<&ExchangeRate>, own: Currency) {
        for tax in taxes.iter_mut().filter(|tax| tax.rate_ppm > 0) {
            tax.own_tax_minor = exchange.map(|rate| rate.in_own(tax.tax_minor, own));
        }
    }
}

/// Sums of a document in minor units of its currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Totals {
    /// Goods and services.
    pub net_minor: i64,
    pub charges_minor: i64,
    pub tax_minor: i64,
    /// What the customer owes: net + charges + tax.
    pub gross_minor: i64,
}

/// VAT by category and rate, and the totals of a document.
pub fn totals(
    lines: &[InvoiceLine],
    charges: &[InvoiceCharge],
) -> Result<(Vec<TaxTotal>, Totals), Refusal> {
    let of_lines = lines.iter().map(|l| (l.vat_group(), l.reason.as_ref(), l.amounts.net_minor));
    let of_charges = charges.iter().map(|c| {
        let group = (c.vat_category.as_str(), c.rate_ppm, c.reason_code.as_deref());
        (group, c.reason.as_ref(), c.net_minor)
    });
    let taxes = taxes(of_lines.chain(of_charges))?;
    let net_minor = sum_minor(lines.iter().map(|l| l.amounts.net_minor))?;
    let charges_minor = sum_minor(charges.iter().map(|c| c.net_minor))?;
    let tax_minor = sum_minor(taxes.iter().map(|t| t.tax_minor))?;
    let gross_minor = sum_minor([net_minor, charges_minor, tax_minor])?;
    Ok((taxes, Totals { net_minor, charges_minor, tax_minor, gross_minor }))
}

/// Category, rate and reason code.
type VatGroup<'a> = (&'a str, i64, Option<&'a str>);

/// VAT of each group on the sum of its nets, rounded once for the document.
pub(super) fn taxes<'a>(
    parts: impl Iterator<Item = (VatGroup<'a>, Option<&'a String>, i64)>,
) -> Result<Vec<TaxTotal>, Refusal> {
    let mut taxes: Vec<TaxTotal> = Vec::new();
    for (group, reason, net) in parts {
        let same = |t: &&mut TaxTotal| {
            (t.vat_category.as_str(), t.rate_ppm, t.reason_code.as_deref()) == group
        };
        match taxes.iter_mut().find(same) {
            Some(total) => total.net_minor = sum_minor([total.net_minor, net])?,
            None => taxes.push(TaxTotal {
                vat_category: group.0.to_owned(),
                rate_ppm: group.1,
                reason_code: group.2.map(str::to_owned),
                reason: reason.cloned(),
                net_minor: net,
                tax_minor: 0,
                own_tax_minor: None,
            }),
        }
    }
    taxes.sort_by(|a, b| {
        b.rate_ppm.cmp(&a.rate_ppm).then_with(|| a.vat_category.cmp(&b.vat_category))
    });
    for total in &mut taxes {
        total.tax_minor = vat_minor(total.net_minor, total.rate_ppm);
    }
    Ok(taxes)
}

/// A place in a gapless series of one station, kind and year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SeriesNumber {
    /// `O` orders, `D` delivery notes, `F` invoices, `T` deferred invoices, `N` credit notes.
    pub series: String,
    pub year: i32,
    pub counter: i64,
    /// As people read it: `FA26-00017`.
    pub number: String,
}

/// A record that a posted document rests on, with the hash of its fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Source {
    /// The order, shipment or proof, in hex.
    pub subject_id: String,
    /// Hash of the fact in the ledger, in hex.
    pub fact_hash: String,
}

/// Which invoice a supply asks for.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS,
)]
#[serde(rename_all = "snake_case")]
pub enum InvoiceKind {
    /// Goods of one month that left with delivery notes, dated by the last of them: TD24 of the
    /// Italian electronic invoice (DPR 633/1972 article 21, paragraph 4, letter a).
    Deferred,
    #[default]
    Immediate,
}

impl InvoiceKind {
    /// The letter of its series: each kind counts by itself.
    pub fn series(self) -> &'static str {
        match self {
            Self::Immediate => "F",
            Self::Deferred => "T",
        }
    }

    /// Of when the invoice is: today, or the last dispatch on it, but not before the last date of
    /// its series.
    pub fn date(
        self,
        today: NaiveDate,
        last_dispatch: NaiveDate,
        last: Option<NaiveDate>,
    ) -> NaiveDate {
        match self {
            Self::Immediate => today,
            Self::Deferred => last.map_or(last_dispatch, |last| last_dispatch.max(last)).min(today),
        }
    }
}

/// One of several orders on an invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BilledOrder {
    pub order_id: OrderId,
    pub order_number: String,
    pub ship_to: ShipTo,
    pub references: References,
}

/// A place that goods went to, as it was called when they were billed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Site {
    pub ship_to: ShipTo,
    pub address: Address,
}

/// An invoice as posted. It never changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Invoice {
    pub invoice_id: InvoiceId,
    #[serde(default)]
    pub kind: InvoiceKind,
    #[serde(flatten)]
    pub series: SeriesNumber,
    pub issued_on: NaiveDate,
    pub due_on: NaiveDate,
    /// What paying early saves, where that was agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub early_payment: Option<EarlyPaymentDue>,
    /// The first order on it, whose terms and references are the document's.
    pub order_id: OrderId,
    pub order_number: String,
    pub terms: Terms,
    pub references: References,
    /// Every order on it, the first one too; nothing where there is no other.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub orders: Vec<BilledOrder>,
    pub seller: Identity,
    pub buyer: Identity,
    /// The places that its lines name, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sites: Vec<Site>,
    pub lines: Vec<InvoiceLine>,
    pub charges: Vec<InvoiceCharge>,
    pub taxes: Vec<TaxTotal>,
    pub totals: Totals,
    /// The rate at which its taxes are stated in the firm's own currency, where they have to be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exchange: Option<ExchangeRate>,
    /// SHA-256, in hex, of the layout profile that it is shown by; the plain one where none was
    /// set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub layout_hash: Option<String>,
    pub sources: Vec<Source>,
}

impl Invoice {
    /// The orders that it bills.
    pub fn order_ids(&self) -> Vec<OrderId> {
        match self.orders.as_slice() {
            [] => vec![self.order_id],
            orders => orders.iter().map(|order| order.order_id).collect(),
        }
    }
}

/// What a posting takes from the moment it happens in.
#[derive(Clone, Debug)]
pub struct Posting {
    pub invoice_id: InvoiceId,
    pub series: SeriesNumber,
    pub issued_on: NaiveDate,
    pub due_on: NaiveDate,
    pub early_payment: Option<EarlyPaymentDue>,
    pub seller: Identity,
    pub buyer: Identity,
    pub sites: Vec<Site>,
    pub sources: Vec<Source>,
}

/// Turns a proposal into an invoice.
///
/// Refuses a date before the last of its series, and before a supply that it bills.
pub fn post(
    proposal: Proposal,
    posting: Posting,
    last_date: Option<NaiveDate>,
) -> Result<Invoice, Refusal> {
    if let Some(last) = last_date.filter(|last| posting.issued_on < *last) {
        return Err(Refusal::DateFalls { date: posting.issued_on, last });
    }
    if let Some(line) = proposal.lines.iter().find(|l| l.supply_date > posting.issued_on) {
        return Err(Refusal::DateInFuture { date: line.supply_date, today: posting.issued_on });
    }
    Ok(Invoice {
        invoice_id: posting.invoice_id,
        kind: proposal.kind,
        series: posting.series,
        issued_on: posting.issued_on,
        due_on: posting.due_on,
        early_payment: posting.early_payment,
        order_id: proposal.order_id,
        order_number: proposal.order_number,
        terms: proposal.terms,
        references: proposal.references,
        orders: proposal.orders,
        seller: posting.seller,
        buyer: posting.buyer,
        sites: posting.sites,
        lines: proposal.lines,
        charges: proposal.charges,
        taxes: proposal.taxes,
        totals: proposal.totals,
        exchange: proposal.exchange,
        layout_hash: None,
        sources: posting.sources,
    })
}

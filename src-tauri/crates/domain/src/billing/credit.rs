//! Credit notes: posted documents never change; what was charged too much goes back by a new one.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::balance::{Balance, Delivery};
use super::exchange::ExchangeRate;
use super::invoice::{Invoice, SeriesNumber, Source, TaxTotal, Totals, taxes};
use crate::fulfilment::LineRef;
use crate::kernel::id::{CreditNoteId, InvoiceId, OrderId};
use crate::kernel::quantity::{Currency, MINOR_MAX, Quantity, line_amounts, next_part, sum_minor};
use crate::kernel::refusal::Refusal;
use crate::orders::Terms;
use crate::orders::references::References;
use crate::parties::Identity;
use crate::pricing::{AgreedPrice, Evidence, in_force};

/// Why something is credited. The first three give quantities back, the rest value only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CreditCause {
    Returned,
    NotReceived,
    /// The whole invoice is taken back; what it billed becomes billable again.
    DocumentCancelled,
    /// A lower price was agreed after the invoice.
    LowerPrice,
    Charge,
    Goodwill,
    /// The customer keeps goods that are not as agreed.
    KeepIt,
}

/// What was credited already of a posted line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Credited {
    pub quantity: Quantity,
    /// The amounts of the credits of quantity.
    pub quantity_minor: i64,
    /// The credits of value alone.
    pub value_minor: i64,
    /// Of those, for a lower price.
    pub lower_price_minor: i64,
}

/// A posted invoice line as credits see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostedLine {
    pub invoice_id: InvoiceId,
    pub invoice_number: String,
    pub issued_on: NaiveDate,
    pub invoice_n: i64,
    pub line_n: i64,
    pub shipment: LineRef,
    pub price_n: i64,
    pub supply_date: NaiveDate,
    pub currency: Currency,
    pub quantity: Quantity,
    /// Its part of a document discount in money.
    pub share_minor: i64,
    pub net_minor: i64,
    pub credited: Credited,
}

impl PostedLine {
    /// What is left to credit of its net.
    pub fn left_minor(&self) -> i64 {
        self.net_minor - self.credited.quantity_minor - self.credited.value_minor
    }

    /// Quantity that was not credited.
    pub fn left(&self) -> Quantity {
        self.quantity - self.credited.quantity
    }

    /// The quantity and the share of a document discount that stand after credits.
    pub fn standing_share(&self) -> (Quantity, i64) {
        let left = self.left();
        (left, next_part(self.share_minor, left, self.quantity, 0))
    }

    /// Credits `quantity` of it: the line's net less its value credits, by the cumulative rule.
    fn credit(&mut self, quantity: Quantity) -> i64 {
        let so_far = self.credited.quantity + quantity;
        let base = self.net_minor - self.credited.value_minor;
        let amount = next_part(base, so_far, self.quantity, self.credited.quantity_minor);
        self.credited.quantity = so_far;
        self.credited.quantity_minor += amount;
        amount
    }

    fn part(&self, cause: CreditCause, quantity: Quantity, net_minor: i64) -> CreditPart {
        CreditPart {
            invoice_id: self.invoice_id,
            invoice_number: self.invoice_number.clone(),
            invoice_n: Some(self.invoice_n),
            invoice_charge_n: None,
            cause,
            quantity,
            net_minor,
        }
    }
}

/// A posted charge as credits see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PostedCharge {
    pub invoice_charge_n: i64,
    pub net_minor: i64,
    pub credited_minor: i64,
    /// Whether its invoice was taken back.
    pub cancelled: bool,
}

/// One thing to credit, on one line or one charge of one invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreditPart {
    pub invoice_id: InvoiceId,
    pub invoice_number: String,
    pub invoice_n: Option<i64>,
    pub invoice_charge_n: Option<i64>,
    pub cause: CreditCause,
    /// Zero for a credit of value.
    pub quantity: Quantity,
    pub net_minor: i64,
}

/// What is owed back of one shipment line: first what was never received, then what came back,
/// from its newest invoice lines.
pub(super) fn owed_back(
    delivery: &Delivery,
    balance: &Balance,
    posted: &mut [PostedLine],
) -> Vec<CreditPart> {
    let owed = Quantity(-balance.balance.0.min(0));
    let billed_as_received = delivery.billed() + delivery.credited_returned;
    let beyond = (billed_as_received - balance.received).or_zero().at_most(owed);
    // What is owed for neither reason was taken by an earlier delivery note: it was not received
    // under what was agreed.
    let returned =
        (delivery.returned - delivery.credited_returned).or_zero().at_most(owed - beyond);
    let mut newest: Vec<&mut PostedLine> =
        posted.iter_mut().filter(|line| line.shipment == delivery.line).collect();
    newest.sort_by(|a, b| {
        let key = |l: &PostedLine| (l.issued_on, l.invoice_number.clone(), l.invoice_n);
        key(b).cmp(&key(a))
    });
    let mut parts = Vec::new();
    let causes = [(CreditCause::NotReceived, owed - returned), (CreditCause::Returned, returned)];
    for (cause, mut left) in causes {
        for line in &mut newest {
            let quantity = line.left().at_most(left);
            if quantity > Quantity::ZERO {
                let amount = line.credit(quantity);
                parts.push(line.part(cause, quantity, amount));
                left = left - quantity;
            }
        }
    }
    parts
}

/// What a lower price, agreed after the invoice, makes due on the quantity that stands.
///
/// Refuses an amount beyond what can be kept exactly.
pub(super) fn lower_price(
    posted: &PostedLine,
    prices: &[AgreedPrice],
) -> Result<Option<CreditPart>, Refusal> {
    let same: Vec<AgreedPrice> =
        prices.iter().filter(|p| p.currency == posted.currency).cloned().collect();
    let Some(now) = in_force(&same, posted.supply_date).filter(|p| p.price_n != posted.price_n)
    else {
        return Ok(None);
    };
    let left = posted.left();
    if left <= Quantity::ZERO {
        return Ok(None);
    }
    let should = line_amounts(left, now.price, posted.currency)?.net_minor;
    let was = posted.net_minor - posted.credited.quantity_minor - posted.credited.lower_price_minor;
    let due = (was - should).min(posted.left_minor());
    Ok((due > 0).then(|| posted.part(CreditCause::LowerPrice, Quantity::ZERO, due)))
}

/// Everything of an invoice that was not credited yet.
///
/// Refuses where nothing is left.
pub fn cancellation(
    number: &str,
    invoice_id: InvoiceId,
    lines: &mut [PostedLine],
    charges: &[PostedCharge],
) -> Result<Vec<CreditPart>, Refusal> {
    let cause = CreditCause::DocumentCancelled;
    let mut parts = Vec::new();
    for line in lines {
        let (quantity, amount) = (line.left(), line.left_minor());
        if quantity > Quantity::ZERO || amount > 0 {
            parts.push(line.part(cause, quantity, amount));
        }
    }
    for charge in charges.iter().filter(|charge| !charge.cancelled) {
        let left = charge.net_minor - charge.credited_minor;
        parts.push(CreditPart {
            invoice_id,
            invoice_number: number.to_owned(),
            invoice_n: None,
            invoice_charge_n: Some(charge.invoice_charge_n),
            cause,
            quantity: Quantity::ZERO,
            net_minor: left,
        });
    }
    let anything = parts.iter().any(|part| part.net_minor > 0 || !part.quantity.is_zero());
    if anything { Ok(parts) } else { Err(Refusal::NothingToCredit) }
}

/// A credit of value that a person decides, within what is left of `left_minor`.
///
/// Refuses an amount that is not above zero or above what is left.
pub fn value_credit(left_minor: i64, amount_minor: i64) -> Result<(), Refusal> {
    if !(1..=MINOR_MAX).contains(&amount_minor) {
        return Err(Refusal::CreditNotPositive { amount_minor });
    }
    if amount_minor > left_minor {
        return Err(Refusal::CreditsMoreThanBilled { left_minor, amount_minor });
    }
    Ok(())
}

/// One line of a credit note. It copies the posted line that it corrects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CreditLine {
    /// Position in the credit note, from 1.
    pub credit_n: i64,
    pub cause: CreditCause,
    /// The line of the invoice that it corrects, or its charge.
    pub invoice_n: Option<i64>,
    pub invoice_charge_n: Option<i64>,
    pub line_n: Option<i64>,
    pub shipment: Option<LineRef>,
    pub shipment_number: Option<String>,
    pub product_code: Option<String>,
    pub description: String,
    /// Zero for a credit of value.
    pub quantity: Quantity,
    pub unit_code: Option<String>,
    pub net_minor: i64,
    pub vat_category: String,
    pub rate_ppm: i64,
    pub reason_code: Option<String>,
    pub reason: Option<String>,
}

/// A credit note that could be posted now, on one invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreditProposal {
    pub invoice_id: InvoiceId,
    pub invoice_number: String,
    pub lines: Vec<CreditLine>,
    pub taxes: Vec<TaxTotal>,
    pub totals: Totals,
}

/// Writes out the credit of an invoice: texts and VAT are the posted line's own.
///
/// `own` is the firm's currency: taxes that the invoice states in it as well are stated at the
/// invoice's own rate.
///
/// Refuses an amount beyond what can be kept exactly.
pub fn credit(
    invoice: &Invoice,
    parts: &[CreditPart],
    own: Currency,
) -> Result<CreditProposal, Refusal> {
    let mut lines: Vec<CreditLine> = parts.iter().filter_map(|p| line(invoice, p)).collect();
    for (n, line) in (1..).zip(&mut lines) {
        line.credit_n = n;
    }
    let groups = lines.iter().map(|l| {
        (
            (l.vat_category.as_str(), l.rate_ppm, l.reason_code.as_deref()),
            l.reason.as_ref(),
            l.net_minor,
        )
    });
    let mut taxes = taxes(groups)?;
    TaxTotal::state(&mut taxes, invoice.exchange.as_ref(), own);
    let of = |charge: bool| {
        let which = lines.iter().filter(move |l| l.invoice_charge_n.is_some() == charge);
        sum_minor(which.map(|l| l.net_minor))
    };
    let (net_minor, charges_minor) = (of(false)?, of(true)?);
    let tax_minor = sum_minor(taxes.iter().map(|t| t.tax_minor))?;
    let gross_minor = sum_minor([net_minor, charges_minor, tax_minor])?;
    let totals = Totals { net_minor, charges_minor, tax_minor, gross_minor };
    let invoice_number = invoice.series.number.clone();
    Ok(CreditProposal { invoice_id: invoice.invoice_id, invoice_number, lines, taxes, totals })
}

fn line(invoice: &Invoice, part: &CreditPart) -> Option<CreditLine> {
    if let Some(n) = part.invoice_charge_n {
        let of = invoice.charges.iter().find(|c| c.invoice_charge_n == n)?;
        return Some(CreditLine {
            credit_n: 0,
            cause: part.cause,
            invoice_n: None,
            invoice_charge_n: Some(n),
            line_n: None,
            shipment: None,
            shipment_number: None,
            product_code: None,
            description: of.description.clone(),
            quantity: Quantity::ZERO,
            unit_code: None,
            net_minor: part.net_minor,
            vat_category: of.vat_category.clone(),
            rate_ppm: of.rate_ppm,
            reason_code: of.reason_code.clone(),
            reason: of.reason.clone(),
        });
    }
    let of = invoice.lines.iter().find(|l| Some(l.invoice_n) == part.invoice_n)?;
    Some(CreditLine {
        credit_n: 0,
        cause: part.cause,
        invoice_n: Some(of.invoice_n),
        invoice_charge_n: None,
        line_n: Some(of.line_n),
        shipment: Some(LineRef { shipment_id: of.shipment_id, shipment_n: of.shipment_n }),
        shipment_number: Some(of.shipment_number.clone()),
        product_code: Some(of.product_code.clone()),
        description: of.description.clone(),
        quantity: part.quantity,
        unit_code: Some(of.unit_code.clone()),
        net_minor: part.net_minor,
        vat_category: of.vat_category.clone(),
        rate_ppm: of.rate_ppm,
        reason_code: of.reason_code.clone(),
        reason: of.reason.clone(),
    })
}

/// A credit note as posted. It never changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CreditNote {
    pub credit_note_id: CreditNoteId,
    #[serde(flatten)]
    pub series: SeriesNumber,
    pub issued_on: NaiveDate,
    /// The one invoice that it corrects.
    pub invoice_id: InvoiceId,
    pub invoice_number: String,
    pub invoice_date: NaiveDate,
    pub order_id: OrderId,
    pub order_number: String,
    pub terms: Terms,
    pub references: References,
    pub seller: Identity,
    pub buyer: Identity,
    /// What a person wrote, where a person decided.
    pub note: Option<String>,
    /// The customer's evidence, where an invoice is taken back.
    pub evidence: Option<Evidence>,
    pub lines: Vec<CreditLine>,
    pub taxes: Vec<TaxTotal>,
    pub totals: Totals,
    /// The rate of the invoice that it corrects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exchange: Option<ExchangeRate>,
    /// SHA-256, in hex, of the layout profile that it is shown by; the plain one where none was
    /// set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub layout_hash: Option<String>,
    pub sources: Vec<Source>,
}

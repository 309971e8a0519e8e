//! Proposals: a computed view of what may be billed now, and the reason for each line that may not.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::balance::{Delivery, balances};
use super::dates::invoice_by;
use super::invoice::{InvoiceCharge, InvoiceLine, TaxTotal, Totals, totals};
use crate::catalog::{ProductKind, VatRate, vat_on};
use crate::kernel::id::{OrderId, ProductId, ShipmentId, StreamId};
use crate::kernel::quantity::{Currency, Quantity, line_amounts, shares_minor};
use crate::kernel::refusal::Refusal;
use crate::orders::{References, Terms};
use crate::parties::{Department, Reference};
use crate::pricing::{AgreedPrice, Charge, ChargePer, in_force};

/// Everything that billing one order needs to know.
#[derive(Clone, Debug)]
pub struct Case {
    pub order_id: OrderId,
    pub number: String,
    pub terms: Terms,
    pub references: References,
    /// References that the customer requires and the order lacks.
    pub missing: Vec<Reference>,
    pub lines: Vec<CaseLine>,
    pub charges: Vec<CaseCharge>,
}

/// One order line with its prices and deliveries.
#[derive(Clone, Debug)]
pub struct CaseLine {
    pub line_n: i64,
    pub product_id: ProductId,
    pub product_code: String,
    pub kind: ProductKind,
    pub description: String,
    pub unit_code: String,
    pub tax_category: String,
    pub customer_line: Option<String>,
    pub customer_code: Option<String>,
    pub cost_centre: Option<String>,
    /// Agreed quantity now: what the line may be billed for at most.
    pub cap: Quantity,
    pub prices: Vec<AgreedPrice>,
    pub deliveries: Vec<Delivery>,
}

/// A charge of the order and where it was billed already.
#[derive(Clone, Debug)]
pub struct CaseCharge {
    pub charge: Charge,
    pub billed_for: Vec<Option<ShipmentId>>,
}

/// Who bills, with which rates.
#[derive(Clone, Debug)]
pub struct Biller<'a> {
    pub country: &'a str,
    pub currency: Currency,
    pub stream: StreamId,
    pub rates: &'a [VatRate],
}

/// Why a shipment line may not be billed now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Block {
    /// No proof of delivery yet, and the customer is billed on proof.
    NotReceived,
    /// More was received than the order line agrees to.
    AboveAgreed,
    /// No price was agreed that applies to the dispatch.
    PriceMissing,
    ReferencesMissing {
        missing: Vec<Reference>,
    },
    VatRateMissing {
        tax_category: String,
        on: NaiveDate,
    },
    /// VAT in a currency that is not the firm's needs a rate with its source.
    ExchangeRateMissing {
        currency: String,
    },
    /// Another station holds the right to bill this line.
    HeldElsewhere,
    /// More was billed than is owed: a credit is due.
    OwedBack,
    /// The amount is larger than can be posted.
    AmountTooLarge,
}

impl Block {
    /// The department that answers: quantity logistics, price sales, the rest as named.
    pub fn answered_by(&self) -> Department {
        match self {
            Self::NotReceived | Self::AboveAgreed => Department::Logistics,
            Self::PriceMissing => Department::Sales,
            Self::ReferencesMissing { .. } => Department::OrderDesk,
            Self::VatRateMissing { .. }
            | Self::ExchangeRateMissing { .. }
            | Self::OwedBack
            | Self::AmountTooLarge => Department::Finance,
            Self::HeldElsewhere => Department::Billing,
        }
    }
}

/// A quantity that waits, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blocked {
    pub line_n: i64,
    pub shipment_id: ShipmentId,
    pub shipment_n: i64,
    pub shipment_number: String,
    pub quantity: Quantity,
    pub why: Block,
}

/// One invoice that could be posted now: of one order, so of one bill-to, payer, currency and
/// regime.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    pub order_id: OrderId,
    pub order_number: String,
    pub terms: Terms,
    pub references: References,
    pub lines: Vec<InvoiceLine>,
    pub charges: Vec<InvoiceCharge>,
    pub taxes: Vec<TaxTotal>,
    pub totals: Totals,
    /// The last day on which a norm lets this be invoiced, of the earliest line.
    pub invoice_by: Option<NaiveDate>,
}

/// What billing one order comes to now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    pub proposal: Option<Proposal>,
    pub blocked: Vec<Blocked>,
}

/// Computes the proposal of one order and names what blocks the rest.
pub fn propose(case: &Case, by: &Biller<'_>) -> Outcome {
    let mut outcome = Outcome::default();
    let mut lines = Vec::new();
    for line in &case.lines {
        propose_line(case, line, by, &mut lines, &mut outcome.blocked);
    }
    if lines.is_empty() {
        return outcome;
    }
    lines.sort_by(|a: &InvoiceLine, b| {
        (a.line_n, a.supply_date, &a.shipment_number).cmp(&(
            b.line_n,
            b.supply_date,
            &b.shipment_number,
        ))
    });
    for (n, line) in (1..).zip(&mut lines) {
        line.invoice_n = n;
    }
    match assemble(case, by, lines.clone()) {
        Ok(proposal) => outcome.proposal = Some(proposal),
        Err(why) => {
            outcome.blocked.extend(lines.iter().map(|line| blocked_line(line, why.clone())))
        }
    }
    outcome
}

fn propose_line(
    case: &Case,
    line: &CaseLine,
    by: &Biller<'_>,
    lines: &mut Vec<InvoiceLine>,
    blocked: &mut Vec<Blocked>,
) {
    let found = balances(line.cap, case.terms.basis, &line.deliveries);
    for (delivery, balance) in line.deliveries.iter().zip(found) {
        let mut block = |quantity, why| {
            blocked.push(Blocked {
                line_n: line.line_n,
                shipment_id: delivery.shipment_id,
                shipment_n: delivery.shipment_n,
                shipment_number: delivery.number.clone(),
                quantity,
                why,
            });
        };
        if balance.net > balance.entitled {
            block(balance.net - balance.entitled, Block::AboveAgreed);
        }
        if delivery.net(case.terms.basis).is_zero() && delivery.accepted.is_none() {
            block(delivery.dispatched, Block::NotReceived);
        }
        if balance.balance < Quantity::ZERO {
            block(balance.balance, Block::OwedBack);
        }
        if balance.balance > Quantity::ZERO {
            match invoice_line(case, line, delivery, balance.balance, by) {
                Ok(ready) => lines.push(ready),
                Err(why) => block(balance.balance, why),
            }
        }
    }
}

fn invoice_line(
    case: &Case,
    line: &CaseLine,
    delivery: &Delivery,
    quantity: Quantity,
    by: &Biller<'_>,
) -> Result<InvoiceLine, Block> {
    if delivery.billing_holder != by.stream {
        return Err(Block::HeldElsewhere);
    }
    if !case.missing.is_empty() {
        return Err(Block::ReferencesMissing { missing: case.missing.clone() });
    }
    let agreed = in_force(&line.prices, delivery.dispatched_on)
        .filter(|price| price.currency == case.terms.currency)
        .ok_or(Block::PriceMissing)?;
    let supply = delivery.dispatched_on;
    let vat =
        vat_on(by.rates, case.terms.vat_regime, &line.tax_category, supply).ok_or_else(|| {
            Block::VatRateMissing { tax_category: line.tax_category.clone(), on: supply }
        })?;
    if vat.rate_ppm > 0 && case.terms.currency != by.currency {
        return Err(Block::ExchangeRateMissing { currency: case.terms.currency.to_string() });
    }
    let amounts = line_amounts(quantity, agreed.price, case.terms.currency)
        .map_err(|_| Block::AmountTooLarge)?;
    Ok(InvoiceLine {
        invoice_n: 0,
        order_id: case.order_id,
        line_n: line.line_n,
        shipment_id: delivery.shipment_id,
        shipment_n: delivery.shipment_n,
        shipment_number: delivery.number.clone(),
        proof_id: delivery.accepted.map(|(proof, _)| proof),
        price_n: agreed.price_n,
        product_id: line.product_id,
        product_code: line.product_code.clone(),
        kind: line.kind,
        description: line.description.clone(),
        customer_line: line.customer_line.clone(),
        customer_code: line.customer_code.clone(),
        cost_centre: line.cost_centre.clone(),
        supply_date: supply,
        quantity,
        unit_code: line.unit_code.clone(),
        price: agreed.price,
        amounts,
        vat_category: vat.vat_category.clone(),
        rate_ppm: vat.rate_ppm,
        reason_code: vat.reason_code.clone(),
        reason: vat.reason.clone(),
    })
}

fn assemble(case: &Case, by: &Biller<'_>, lines: Vec<InvoiceLine>) -> Result<Proposal, Block> {
    let charges = due_charges(case, &lines);
    let (taxes, totals) = totals(&lines, &charges).map_err(|why| match why {
        Refusal::AmountTooLarge => Block::AmountTooLarge,
        other => unreachable!("adding amounts refuses only what is too large, not {other:?}"),
    })?;
    let by_norm =
        |l: &InvoiceLine| invoice_by(by.country, case.terms.vat_regime, l.kind, l.supply_date);
    Ok(Proposal {
        order_id: case.order_id,
        order_number: case.number.clone(),
        terms: case.terms.clone(),
        references: case.references.clone(),
        invoice_by: lines.iter().filter_map(by_norm).min(),
        lines,
        charges,
        taxes,
        totals,
    })
}

/// The charges that come with these lines: per order with the first line of the order ever billed,
/// per shipment with the first of each shipment.
fn due_charges(case: &Case, lines: &[InvoiceLine]) -> Vec<InvoiceCharge> {
    let mut shipments: Vec<(ShipmentId, &str)> = Vec::new();
    for line in lines {
        if !shipments.iter().any(|(id, _)| *id == line.shipment_id) {
            shipments.push((line.shipment_id, &line.shipment_number));
        }
    }
    let mut due = Vec::new();
    for CaseCharge { charge, billed_for } in &case.charges {
        match charge.per {
            ChargePer::Order if billed_for.is_empty() => {
                due.extend(split_charge(case.order_id, charge, None, lines));
            }
            ChargePer::Order => {}
            ChargePer::Shipment => {
                for (id, _) in shipments.iter().filter(|(id, _)| !billed_for.contains(&Some(*id))) {
                    due.extend(split_charge(case.order_id, charge, Some(*id), lines));
                }
            }
        }
    }
    for (n, charge) in (1..).zip(&mut due) {
        charge.invoice_charge_n = n;
    }
    due
}

/// Splits a charge over the VAT groups of the goods it goes with, by their net.
fn split_charge(
    order_id: OrderId,
    charge: &Charge,
    shipment_id: Option<ShipmentId>,
    lines: &[InvoiceLine],
) -> Vec<InvoiceCharge> {
    let goods = lines.iter().filter(|l| shipment_id.is_none_or(|id| l.shipment_id == id));
    let mut groups: Vec<(&InvoiceLine, i64)> = Vec::new();
    for line in goods {
        match groups.iter_mut().find(|(first, _)| first.vat_group() == line.vat_group()) {
            Some((_, net)) => *net += line.amounts.net_minor,
            None => groups.push((line, line.amounts.net_minor)),
        }
    }
    let weights: Vec<i64> = groups.iter().map(|(_, net)| *net).collect();
    let shares = shares_minor(charge.amount_minor, &weights);
    let parts = groups.iter().zip(shares).filter(|(_, share)| *share != 0);
    parts
        .map(|((line, _), net_minor)| InvoiceCharge {
            invoice_charge_n: 0,
            order_id,
            charge_n: charge.charge_n,
            shipment_id,
            kind: charge.kind,
            description: charge.description.clone(),
            net_minor,
            vat_category: line.vat_category.clone(),
            rate_ppm: line.rate_ppm,
            reason_code: line.reason_code.clone(),
            reason: line.reason.clone(),
        })
        .collect()
}

fn blocked_line(line: &InvoiceLine, why: Block) -> Blocked {
    Blocked {
        line_n: line.line_n,
        shipment_id: line.shipment_id,
        shipment_n: line.shipment_n,
        shipment_number: line.shipment_number.clone(),
        quantity: line.quantity,
        why,
    }
}

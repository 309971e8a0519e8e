//! Proposals: a computed view of what may be billed now, and the reason for each line that may not.

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::balance::{Balance, Delivery, allotment, balances};
use super::credit::{CreditPart, PostedLine, lower_price, owed_back};
use super::dates::invoice_by;
use super::exchange::{ExchangeRate, rate_for};
use super::invoice::{InvoiceCharge, InvoiceKind, InvoiceLine, TaxTotal, Totals, totals};
use crate::catalog::{ProductKind, VatRate, vat_on};
use crate::fulfilment::machine::ShipmentState;
use crate::kernel::id::{OrderId, ProductId, ShipmentId, StreamId};
use crate::kernel::quantity::{Currency, Quantity, line_amounts, next_part, shares_minor};
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
    /// Agreed quantity now and accepted excess: what the line may be billed for at most.
    pub cap: Quantity,
    pub prices: Vec<AgreedPrice>,
    pub deliveries: Vec<Delivery>,
    /// What was billed of it, with what was credited of that.
    pub posted: Vec<PostedLine>,
}

/// A charge of the order and where it is billed: on an invoice that was not taken back.
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
    pub exchange: &'a [ExchangeRate],
    pub today: NaiveDate,
}

impl Biller<'_> {
    /// In Italy goods that left before today go on the deferred invoice of their month; whatever
    /// leaves today, and services, on an immediate one. Elsewhere every invoice is immediate.
    fn kind(&self, line: &InvoiceLine) -> (InvoiceKind, i32, u32) {
        let goods = line.kind == ProductKind::Goods;
        if self.country == "IT" && goods && line.supply_date < self.today {
            (InvoiceKind::Deferred, line.supply_date.year(), line.supply_date.month())
        } else {
            (InvoiceKind::Immediate, 0, 0)
        }
    }
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
    /// The line was confirmed without a price, and none was agreed since.
    ToBeAgreed,
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
        on: NaiveDate,
    },
    /// Another station holds the right to bill this line.
    HeldElsewhere,
    /// The amount is larger than can be posted.
    AmountTooLarge,
}

impl Block {
    /// The department that answers: quantity logistics, price sales, the rest as named.
    pub fn answered_by(&self) -> Department {
        match self {
            Self::NotReceived | Self::AboveAgreed => Department::Logistics,
            Self::PriceMissing | Self::ToBeAgreed => Department::Sales,
            Self::ReferencesMissing { .. } => Department::OrderDesk,
            Self::VatRateMissing { .. }
            | Self::ExchangeRateMissing { .. }
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
    pub kind: InvoiceKind,
    pub order_id: OrderId,
    pub order_number: String,
    pub terms: Terms,
    pub references: References,
    pub lines: Vec<InvoiceLine>,
    pub charges: Vec<InvoiceCharge>,
    pub taxes: Vec<TaxTotal>,
    pub totals: Totals,
    /// The rate of its last taxed supply, where it has VAT in another currency than the firm's.
    pub exchange: Option<ExchangeRate>,
    /// The last day on which a norm lets this be invoiced, of the earliest line.
    pub invoice_by: Option<NaiveDate>,
}

/// What billing one order comes to now. The sign of each balance decides the kind of document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Deferred ones by month, then the immediate one.
    pub proposals: Vec<Proposal>,
    /// What goes back, by invoice number and line.
    pub credits: Vec<CreditPart>,
    pub blocked: Vec<Blocked>,
}

/// Computes the proposals of one order, what goes back, and what blocks the rest.
pub fn propose(case: &Case, by: &Biller<'_>) -> Outcome {
    let mut outcome = Outcome::default();
    let mut lines = Vec::new();
    for line in &case.lines {
        propose_line(case, line, by, &mut lines, &mut outcome);
    }
    outcome
        .credits
        .sort_by(|a, b| (&a.invoice_number, a.invoice_n).cmp(&(&b.invoice_number, b.invoice_n)));
    lines.sort_by(|a: &InvoiceLine, b| {
        let key =
            |l: &InvoiceLine| (by.kind(l), l.line_n, l.supply_date, l.shipment_number.clone());
        key(a).cmp(&key(b))
    });
    let mut charged = Vec::new();
    for group in lines.chunk_by(|a, b| by.kind(a) == by.kind(b)) {
        let mut group = group.to_vec();
        for (n, line) in (1..).zip(&mut group) {
            line.invoice_n = n;
        }
        match assemble(case, by, group.clone(), &mut charged) {
            Ok(proposal) => outcome.proposals.push(proposal),
            Err(why) => {
                let blocked = group.iter().map(|line| blocked_line(line, why.clone()));
                outcome.blocked.extend(blocked);
            }
        }
    }
    outcome
}

fn propose_line(
    case: &Case,
    line: &CaseLine,
    by: &Biller<'_>,
    lines: &mut Vec<InvoiceLine>,
    outcome: &mut Outcome,
) {
    let found = balances(line.cap, case.terms.basis, &line.deliveries);
    let mut posted = line.posted.clone();
    let mut shares = Shares::of(&line.posted);
    for i in allotment(&line.deliveries) {
        let (delivery, balance) = (&line.deliveries[i], &found[i]);
        let mut block = |quantity, why| {
            outcome.blocked.push(Blocked {
                line_n: line.line_n,
                shipment_id: delivery.line.shipment_id,
                shipment_n: delivery.line.shipment_n,
                shipment_number: delivery.number.clone(),
                quantity,
                why,
            });
        };
        if balance.net > balance.entitled && delivery.replaces.is_none() {
            block(balance.net - balance.entitled, Block::AboveAgreed);
        }
        if awaits_proof(delivery, balance) {
            block(delivery.dispatched, Block::NotReceived);
        }
        if balance.balance > Quantity::ZERO {
            match invoice_line(case, line, delivery, balance.balance, by, &mut shares) {
                Ok(ready) => lines.push(ready),
                Err(why) => block(balance.balance, why),
            }
        }
        if balance.balance < Quantity::ZERO {
            if delivery.billing_holder == by.stream {
                outcome.credits.extend(owed_back(delivery, balance, &mut posted));
            } else {
                block(balance.balance, Block::HeldElsewhere);
            }
        }
    }
    let ours = |p: &&PostedLine| {
        let of = line.deliveries.iter().find(|d| d.line == p.shipment);
        of.is_some_and(|d| d.billing_holder == by.stream)
    };
    for due in posted.iter().filter(ours).filter_map(|p| lower_price(p, &line.prices).ok()) {
        outcome.credits.extend(due);
    }
}

/// Whether only a proof is missing: what was lost, annulled or replaces something waits for none.
fn awaits_proof(delivery: &Delivery, balance: &Balance) -> bool {
    balance.received.is_zero()
        && delivery.accepted.is_none()
        && delivery.replaces.is_none()
        && !delivery.state.is_annulled()
        && delivery.state != ShipmentState::Lost
}

/// How far each price's part of a document discount in money was given already.
struct Shares(Vec<(i64, Quantity, i64)>);

impl Shares {
    fn of(posted: &[PostedLine]) -> Self {
        let mut given = Self(Vec::new());
        for line in posted {
            let (quantity, share_minor) = line.standing_share();
            given.add(line.price_n, quantity, share_minor);
        }
        given
    }

    fn add(&mut self, price_n: i64, quantity: Quantity, share_minor: i64) {
        match self.0.iter_mut().find(|(n, _, _)| *n == price_n) {
            Some((_, so_far, given)) => {
                *so_far = *so_far + quantity;
                *given += share_minor;
            }
            None => self.0.push((price_n, quantity, share_minor)),
        }
    }

    /// The part that goes with the next `quantity` at a price, at most `net_minor`.
    fn next(&mut self, agreed: &AgreedPrice, quantity: Quantity, net_minor: i64) -> i64 {
        if agreed.allowance_minor == 0 || agreed.allowance_quantity.is_zero() {
            return 0;
        }
        let before = self.0.iter().find(|(n, _, _)| *n == agreed.price_n);
        let (so_far, given) = before.map_or((Quantity::ZERO, 0), |(_, q, given)| (*q, *given));
        let whole = agreed.allowance_quantity;
        let share = next_part(agreed.allowance_minor, so_far + quantity, whole, given);
        let share = share.min(net_minor);
        self.add(agreed.price_n, quantity, share);
        share
    }
}

fn invoice_line(
    case: &Case,
    line: &CaseLine,
    delivery: &Delivery,
    quantity: Quantity,
    by: &Biller<'_>,
    shares: &mut Shares,
) -> Result<InvoiceLine, Block> {
    if delivery.billing_holder != by.stream {
        return Err(Block::HeldElsewhere);
    }
    if !case.missing.is_empty() {
        return Err(Block::ReferencesMissing { missing: case.missing.clone() });
    }
    if line.prices.is_empty() {
        return Err(Block::ToBeAgreed);
    }
    let agreed = in_force(&line.prices, delivery.dispatched_on)
        .filter(|price| price.currency == case.terms.currency)
        .ok_or(Block::PriceMissing)?;
    let supply = delivery.dispatched_on;
    let vat =
        vat_on(by.rates, case.terms.vat_regime, &line.tax_category, supply).ok_or_else(|| {
            Block::VatRateMissing { tax_category: line.tax_category.clone(), on: supply }
        })?;
    let (currency, on) = (case.terms.currency, supply);
    let foreign = vat.rate_ppm > 0 && currency != by.currency;
    if foreign && rate_for(by.exchange, currency, on).is_none() {
        return Err(Block::ExchangeRateMissing { currency: currency.to_string(), on });
    }
    let mut amounts = line_amounts(quantity, agreed.price, case.terms.currency)
        .map_err(|_| Block::AmountTooLarge)?;
    let share_minor = shares.next(agreed, quantity, amounts.net_minor);
    amounts.allowance_minor += share_minor;
    amounts.net_minor -= share_minor;
    Ok(InvoiceLine {
        invoice_n: 0,
        order_id: case.order_id,
        line_n: line.line_n,
        shipment_id: delivery.line.shipment_id,
        shipment_n: delivery.line.shipment_n,
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
        share_minor,
        vat_category: vat.vat_category.clone(),
        rate_ppm: vat.rate_ppm,
        reason_code: vat.reason_code.clone(),
        reason: vat.reason.clone(),
    })
}

fn assemble(
    case: &Case,
    by: &Biller<'_>,
    lines: Vec<InvoiceLine>,
    charged: &mut Vec<(i64, Option<ShipmentId>)>,
) -> Result<Proposal, Block> {
    let charges = due_charges(case, &lines, charged);
    let (mut taxes, totals) = totals(&lines, &charges).map_err(|why| match why {
        Refusal::AmountTooLarge => Block::AmountTooLarge,
        other => unreachable!("adding amounts refuses only what is too large, not {other:?}"),
    })?;
    let taxed = lines.iter().filter(|l| l.rate_ppm > 0).map(|l| l.supply_date).max();
    let exchange = taxed
        .filter(|_| case.terms.currency != by.currency)
        .and_then(|on| rate_for(by.exchange, case.terms.currency, on).cloned());
    TaxTotal::state(&mut taxes, exchange.as_ref(), by.currency);
    let by_norm =
        |l: &InvoiceLine| invoice_by(by.country, case.terms.vat_regime, l.kind, l.supply_date);
    let kind = lines.first().map_or(InvoiceKind::Immediate, |line| by.kind(line).0);
    charged.extend(charges.iter().map(|c| (c.charge_n, c.shipment_id)));
    Ok(Proposal {
        kind,
        order_id: case.order_id,
        order_number: case.number.clone(),
        terms: case.terms.clone(),
        references: case.references.clone(),
        invoice_by: lines.iter().filter_map(by_norm).min(),
        lines,
        charges,
        taxes,
        totals,
        exchange,
    })
}

/// The charges that come with these lines: per order with the first line of the order ever billed,
/// per shipment with the first of each shipment; not those that stand on an invoice or come with
/// an earlier one of the same posting.
fn due_charges(
    case: &Case,
    lines: &[InvoiceLine],
    charged: &[(i64, Option<ShipmentId>)],
) -> Vec<InvoiceCharge> {
    let mut shipments: Vec<ShipmentId> = Vec::new();
    for line in lines {
        if !shipments.contains(&line.shipment_id) {
            shipments.push(line.shipment_id);
        }
    }
    let mut due = Vec::new();
    for CaseCharge { charge, billed_for } in &case.charges {
        let owed_for: Vec<Option<ShipmentId>> = match charge.per {
            ChargePer::Order => vec![None],
            ChargePer::Shipment => shipments.iter().copied().map(Some).collect(),
        };
        for shipment in owed_for {
            let is_billed =
                billed_for.contains(&shipment) || charged.contains(&(charge.charge_n, shipment));
            if !is_billed {
                due.extend(split_charge(case.order_id, charge, shipment, lines));
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

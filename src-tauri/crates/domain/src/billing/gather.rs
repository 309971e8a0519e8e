//! Gathering: which lines that may be billed come onto which document.

use super::dates::invoice_by;
use super::exchange::rate_for;
use super::invoice::{BilledOrder, InvoiceCharge, InvoiceKind, InvoiceLine, TaxTotal, totals};
use super::proposal::{Biller, Block, Blocked, Case, CaseCharge, Outcome, Proposal, propose_line};
use crate::kernel::id::{CustomerId, OrderId, ShipmentId};
use crate::kernel::quantity::shares_minor;
use crate::kernel::refusal::Refusal;
use crate::orders::ShipTo;
use crate::parties::profile::Grouping;
use crate::pricing::{Charge, ChargePer};

/// Computes the documents that orders of one bill-to could be billed on now, what goes back, and
/// what blocks the rest. Whatever orders are given, a document never mixes parties, currencies,
/// regimes or bases.
pub fn propose(cases: &[Case], by: &Biller<'_>) -> Outcome {
    let mut outcome = Outcome::default();
    let mut lines: Vec<(Document, usize, InvoiceLine)> = Vec::new();
    for (i, case) in cases.iter().enumerate() {
        let mut of_case = Vec::new();
        for line in &case.lines {
            propose_line(case, line, by, &mut of_case, &mut outcome);
        }
        lines.extend(of_case.into_iter().map(|line| (document(cases, i, &line, by), i, line)));
    }
    outcome
        .credits
        .sort_by(|a, b| (&a.invoice_number, a.invoice_n).cmp(&(&b.invoice_number, b.invoice_n)));
    lines.sort_by(|(a, i, x), (b, j, y)| {
        let of_lines = || {
            let key = |l: &InvoiceLine| (l.line_n, l.supply_date, l.shipment_number.clone());
            key(x).cmp(&key(y))
        };
        a.cmp(b).then(i.cmp(j)).then_with(of_lines)
    });
    let mut charged = Vec::new();
    for group in lines.chunk_by(|(a, ..), (b, ..)| a == b) {
        let mut group: Vec<InvoiceLine> = group.iter().map(|(_, _, line)| line.clone()).collect();
        for (n, line) in (1..).zip(&mut group) {
            line.invoice_n = n;
        }
        match assemble(cases, by, group.clone(), &mut charged) {
            Ok(proposal) => outcome.proposals.push(proposal),
            Err(why) => {
                let blocked = group.iter().map(|line| blocked_line(line, why.clone()));
                outcome.blocked.extend(blocked);
            }
        }
    }
    outcome
}

/// What lines have in common that come onto one document, in the order of the documents.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Document {
    kind: (InvoiceKind, i32, u32),
    /// The first of the cases with the same parties, currency, regime and basis.
    parties: usize,
    part: Part,
}

/// Which part of what may be billed together a customer wants on a document of its own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Part {
    Order(OrderId),
    DeliveryNote(OrderId, String),
    Site(CustomerId, i64),
    CostCentre(Option<String>),
    Customer,
}

impl Part {
    pub(super) fn of(grouping: Grouping, line: &InvoiceLine, ship_to: ShipTo) -> Self {
        match grouping {
            Grouping::Order => Self::Order(line.order_id),
            Grouping::DeliveryNote => {
                Self::DeliveryNote(line.order_id, line.shipment_number.clone())
            }
            Grouping::Site => Self::Site(ship_to.customer_id, ship_to.address_n),
            Grouping::CostCentre => Self::CostCentre(line.cost_centre.clone()),
            Grouping::Customer => Self::Customer,
        }
    }
}

fn document(cases: &[Case], i: usize, line: &InvoiceLine, by: &Biller<'_>) -> Document {
    let case = &cases[i];
    let same = |other: &Case| other.terms.bills_with(&case.terms);
    Document {
        kind: by.kind(case.billing.rhythm, line),
        parties: cases.iter().position(same).unwrap_or(i),
        part: Part::of(case.billing.grouping, line, case.terms.ship_to),
    }
}

/// A charge of an order, and the shipment that it is owed for.
type Charged = (OrderId, i64, Option<ShipmentId>);

impl Case {
    fn billed(&self) -> BilledOrder {
        BilledOrder {
            order_id: self.order_id,
            order_number: self.number.clone(),
            ship_to: self.terms.ship_to,
            references: self.references.clone(),
        }
    }
}

fn assemble(
    cases: &[Case],
    by: &Biller<'_>,
    lines: Vec<InvoiceLine>,
    charged: &mut Vec<Charged>,
) -> Result<Proposal, Block> {
    let billed: Vec<&Case> =
        cases.iter().filter(|c| lines.iter().any(|l| l.order_id == c.order_id)).collect();
    let Some(case) = billed.first() else { unreachable!("a document bills at least one line") };
    let mut charges: Vec<InvoiceCharge> =
        billed.iter().flat_map(|case| due_charges(case, &lines, charged)).collect();
    for (n, charge) in (1..).zip(&mut charges) {
        charge.invoice_charge_n = n;
    }
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
    let kind = lines.first().map_or(InvoiceKind::Immediate, |l| by.kind(case.billing.rhythm, l).0);
    charged.extend(charges.iter().map(|c| (c.order_id, c.charge_n, c.shipment_id)));
    Ok(Proposal {
        kind,
        order_id: case.order_id,
        order_number: case.number.clone(),
        terms: case.terms.clone(),
        references: case.references.clone(),
        orders: if billed.len() > 1 {
            billed.iter().map(|c| c.billed()).collect()
        } else {
            Vec::new()
        },
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
fn due_charges(case: &Case, lines: &[InvoiceLine], charged: &[Charged]) -> Vec<InvoiceCharge> {
    let own = || lines.iter().filter(|line| line.order_id == case.order_id);
    let mut shipments: Vec<ShipmentId> = Vec::new();
    for line in own() {
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
            let is_billed = billed_for.contains(&shipment)
                || charged.contains(&(case.order_id, charge.charge_n, shipment));
            if !is_billed {
                due.extend(split_charge(case.order_id, charge, shipment, own()));
            }
        }
    }
    due
}

/// Splits a charge over the VAT groups of the goods it goes with, by their net.
fn split_charge<'a>(
    order_id: OrderId,
    charge: &Charge,
    shipment_id: Option<ShipmentId>,
    lines: impl Iterator<Item = &'a InvoiceLine>,
) -> Vec<InvoiceCharge> {
    let goods = lines.filter(|l| shipment_id.is_none_or(|id| l.shipment_id == id));
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
        order_id: line.order_id,
        line_n: line.line_n,
        shipment_id: line.shipment_id,
        shipment_n: line.shipment_n,
        shipment_number: line.shipment_number.clone(),
        quantity: line.quantity,
        why,
    }
}

//! Charges, VAT, totals and sources of an invoice.

use super::Case;
use super::amount::{is_share, vat};
use super::body::{Id, Invoice, InvoiceCharge, Per, Vat};
use super::books::{Charge, Law};
use crate::row::{hex, unhex};

impl Law {
    /// Each charge of the order is billed in full with the first invoice that owes it, and once.
    pub(super) fn charges(&mut self, case: &mut Case<'_>, invoice: &Invoice) {
        let mut shipments: Vec<Id> = invoice.lines.iter().map(|line| line.shipment_id).collect();
        shipments.sort();
        shipments.dedup();
        let Some(order) = self.orders.get_mut(&invoice.order_id) else { return };
        let mut n_expected = 0;
        for charge in &mut order.charges {
            let (due, already) = match charge.per {
                Per::Order => (vec![None], order.is_billed),
                Per::Shipment => (shipments.iter().copied().map(Some).collect(), false),
            };
            for target in due {
                let parts: Vec<&InvoiceCharge> = invoice
                    .charges
                    .iter()
                    .filter(|c| c.charge_n == charge.charge_n && c.shipment_id == target)
                    .collect();
                n_expected += parts.len();
                if already || charge.billed_for.contains(&target) {
                    case.holds(parts.is_empty(), "charge_twice", || of(charge, target));
                } else {
                    charged(case, invoice, charge, target, &parts);
                    charge.billed_for.push(target);
                }
            }
        }
        case.holds(n_expected == invoice.charges.len(), "charge_not_agreed", || {
            format!("{n_expected} of {} parts are of the order", invoice.charges.len())
        });
        for (n, part) in (1..).zip(&invoice.charges) {
            let right = part.invoice_charge_n == n && part.order_id == invoice.order_id;
            case.holds(right, "line_out_of_order", || format!("charge {n} is counted wrong"));
        }
    }

    /// VAT on the sums of each rate, and the totals.
    pub(super) fn sums(&self, case: &mut Case<'_>, invoice: &Invoice) {
        let of_lines = invoice.lines.iter().map(|line| (line.vat(), line.net_minor));
        let of_charges = invoice.charges.iter().map(|part| (part.vat(), part.net_minor));
        let groups = grouped(of_lines.chain(of_charges));
        case.holds(groups.len() == invoice.taxes.len(), "tax_wrong", || {
            format!("{} rates instead of {}", invoice.taxes.len(), groups.len())
        });
        for (rate, net) in &groups {
            let expected = vat(*net, rate.rate_ppm).map(|tax| (*net, tax));
            let mut stated = invoice.taxes.iter().filter(|tax| tax.vat() == *rate);
            let is = stated.next().map(|t| (i128::from(t.net_minor), i128::from(t.tax_minor)));
            case.holds(is.is_some() && is == expected, "tax_wrong", || {
                format!("{rate:?}: net and tax {is:?} instead of {expected:?}")
            });
        }
        let sum = |amounts: &mut dyn Iterator<Item = i64>| amounts.map(i128::from).sum::<i128>();
        let net = sum(&mut invoice.lines.iter().map(|line| line.net_minor));
        let charges = sum(&mut invoice.charges.iter().map(|part| part.net_minor));
        let tax = sum(&mut invoice.taxes.iter().map(|tax| tax.tax_minor));
        let t = &invoice.totals;
        let is = [t.net_minor, t.charges_minor, t.tax_minor, t.gross_minor].map(i128::from);
        let expected = [net, charges, tax, net + charges + tax];
        case.holds(is == expected, "totals_wrong", || {
            format!("net, charges, tax, gross {is:?} instead of {expected:?}")
        });
    }

    /// Each source is an earlier fact about what it names, and none that the lines need is missing.
    pub(super) fn rests_on(&self, case: &mut Case<'_>, invoice: &Invoice) {
        let mut named = Vec::with_capacity(invoice.sources.len());
        for source in &invoice.sources {
            let hash = unhex(&source.fact_hash).unwrap_or_default();
            let subject = case.chain.subject_of(&hash).and_then(|bytes| Id::of(bytes));
            case.holds(subject == Some(source.subject_id), "source_unknown", || {
                format!("no earlier fact {} about {}", source.fact_hash, source.subject_id)
            });
            named.push(hash);
        }
        let mut needed: Vec<(&str, &[u8])> = Vec::new();
        if let Some(order) = self.orders.get(&invoice.order_id) {
            needed.push(("confirmation", &order.confirmed));
        }
        for line in &invoice.lines {
            let Some(shipment) = self.shipments.get(&line.shipment_id) else { continue };
            needed.extend(shipment.issue.as_ref().map(|issue| ("dispatch", &*issue.hash)));
            let proof = shipment.proof.as_ref().filter(|_| line.proof_id.is_some());
            needed.extend(proof.map(|proof| ("proof", &*proof.hash)));
        }
        needed.sort_unstable();
        needed.dedup();
        for (what, hash) in needed {
            let there = named.iter().any(|named| named.as_slice() == hash);
            case.holds(there, "source_missing", || format!("the {what} {}", hex(hash)));
        }
    }
}

/// Sums of nets by category, rate and reason, in the order in which they come.
fn grouped(nets: impl Iterator<Item = (Vat, i64)>) -> Vec<(Vat, i128)> {
    let mut groups: Vec<(Vat, i128)> = Vec::new();
    for (rate, net) in nets {
        match groups.iter_mut().find(|(known, _)| *known == rate) {
            Some((_, sum)) => *sum += i128::from(net),
            None => groups.push((rate, i128::from(net))),
        }
    }
    groups
}

/// The parts of one charge add up, and each is the share of the goods of its rate.
fn charged(
    case: &mut Case<'_>,
    invoice: &Invoice,
    charge: &Charge,
    target: Option<Id>,
    parts: &[&InvoiceCharge],
) {
    let sum: i128 = parts.iter().map(|part| i128::from(part.net_minor)).sum();
    case.holds(sum == i128::from(charge.amount_minor), "charge_wrong", || {
        format!("{}: {sum} instead of {}", of(charge, target), charge.amount_minor)
    });
    let goods = invoice.lines.iter().filter(|l| target.is_none_or(|id| l.shipment_id == id));
    let groups = grouped(goods.map(|line| (line.vat(), line.net_minor)));
    let whole: i128 = groups.iter().map(|(_, net)| net).sum();
    for (i, part) in parts.iter().enumerate() {
        let group = groups.iter().find(|(rate, _)| *rate == part.vat());
        let once = !parts[..i].iter().any(|before| before.vat() == part.vat());
        let shared = group.is_some_and(|(_, net)| {
            whole == 0 || is_share(part.net_minor, charge.amount_minor, *net, whole)
        });
        case.holds(once && shared && part.net_minor > 0, "charge_wrong", || {
            format!("{}: {} at {:?}", of(charge, target), part.net_minor, part.vat())
        });
    }
}

fn of(charge: &Charge, target: Option<Id>) -> String {
    match target {
        Some(shipment) => format!("charge {} for shipment {shipment}", charge.charge_n),
        None => format!("charge {}", charge.charge_n),
    }
}

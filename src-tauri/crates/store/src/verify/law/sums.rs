//! Charges, VAT, totals and sources of posted documents.

use super::Case;
use super::amount::{is_share, vat};
use super::body::{Id, Per, Vat};
use super::books::{Charge, Law};
use super::papers::{CreditNote, Invoice, InvoiceCharge, Source, Tax, Totals};
use crate::row::{hex, unhex};

impl Law {
    /// Each charge of the order is billed in full with the first invoice that owes it, and again
    /// only when that one was taken back.
    pub(super) fn charges(&mut self, case: &mut Case<'_>, invoice: &Invoice) {
        let mut n_expected = 0;
        for id in invoice.order_ids() {
            n_expected += self.charges_of(case, invoice, id);
        }
        case.holds(n_expected == invoice.charges.len(), "charge_not_agreed", || {
            format!("{n_expected} of {} parts are of the order", invoice.charges.len())
        });
        for (n, part) in (1..).zip(&invoice.charges) {
            case.holds(part.invoice_charge_n == n, "line_out_of_order", || {
                format!("charge {n} is counted wrong")
            });
        }
    }

    /// Gives how many parts of charges are of that order.
    fn charges_of(&mut self, case: &mut Case<'_>, invoice: &Invoice, id: Id) -> usize {
        let own = invoice.lines.iter().filter(|line| line.order_id == id);
        let mut shipments: Vec<Id> = own.map(|line| line.shipment_id).collect();
        shipments.sort();
        shipments.dedup();
        let Some(order) = self.orders.get_mut(&id) else { return 0 };
        let mut n_expected = 0;
        for charge in &mut order.charges {
            let due = match charge.per {
                Per::Order => vec![None],
                Per::Shipment => shipments.iter().copied().map(Some).collect(),
            };
            for target in due {
                let parts: Vec<&InvoiceCharge> = invoice
                    .charges
                    .iter()
                    .filter(|c| c.order_id == id)
                    .filter(|c| c.charge_n == charge.charge_n && c.shipment_id == target)
                    .collect();
                n_expected += parts.len();
                if charge.billed_for.contains(&target) {
                    case.holds(parts.is_empty(), "charge_twice", || of(charge, target));
                } else {
                    charged(case, invoice, id, charge, target, &parts);
                    charge.billed_for.extend(parts.iter().map(|_| target));
                }
            }
        }
        n_expected
    }

    pub(super) fn invoice_sums(&self, case: &mut Case<'_>, invoice: &Invoice) {
        let lines = invoice.lines.iter().map(|line| (line.vat(), line.net_minor)).collect();
        let charges = invoice.charges.iter().map(|part| (part.vat(), part.net_minor)).collect();
        sums(case, lines, charges, &invoice.taxes, &invoice.totals);
        if let Some(early) = &invoice.early_payment {
            let expected = vat(invoice.totals.gross_minor.into(), early.discount_ppm);
            let in_time = (invoice.issued_on..=invoice.due_on).contains(&early.pay_by);
            case.holds(
                in_time && expected == Some(early.discount_minor.into()),
                "early_payment_wrong",
                || format!("{early:?} instead of {expected:?}"),
            );
        }
    }

    pub(super) fn credit_sums(&self, case: &mut Case<'_>, note: &CreditNote) {
        let of = |charges: bool| {
            let parts = note.lines.iter();
            let parts = parts.filter(|line| line.invoice_charge_n.is_some() == charges);
            parts.map(|line| (line.vat(), line.net_minor)).collect()
        };
        sums(case, of(false), of(true), &note.taxes, &note.totals);
    }

    /// An invoice rests on the confirmation, the facts of its prices, and what shows each delivery.
    pub(super) fn invoice_rests_on(&self, case: &mut Case<'_>, invoice: &Invoice) {
        let mut needed: Vec<(&str, &[u8])> = Vec::new();
        for id in invoice.order_ids() {
            let Some(order) = self.orders.get(&id) else { continue };
            needed.push(("confirmation", &order.confirmed));
            for line in invoice.lines.iter().filter(|line| line.order_id == id) {
                let ordered = order.lines.iter().find(|l| l.line_n == line.line_n);
                let mut prices = ordered.into_iter().flat_map(|l| &l.prices);
                let price = prices.find(|price| price.price_n == line.price_n);
                needed.extend(price.and_then(|p| p.fact.as_deref()).map(|fact| ("price", fact)));
            }
        }
        for line in &invoice.lines {
            needed.extend(self.shown_by(line.shipment_id, line.proof_id.is_some()));
        }
        rests_on(case, &invoice.sources, needed);
    }

    /// A credit note rests on its invoice, the confirmation, and what shows each delivery.
    pub(super) fn credit_rests_on(&self, case: &mut Case<'_>, note: &CreditNote) {
        let mut needed: Vec<(&str, &[u8])> = Vec::new();
        if let Some(order) = self.orders.get(&note.order_id) {
            needed.push(("confirmation", &order.confirmed));
        }
        if let Some(invoice) = self.invoices.get(&note.invoice_id) {
            needed.push(("invoice", &invoice.hash));
        }
        for shipment in note.lines.iter().filter_map(|line| line.shipment) {
            needed.extend(self.shown_by(shipment.shipment_id, true));
        }
        rests_on(case, &note.sources, needed);
    }

    /// The facts of a dispatch and of its latest proof.
    fn shown_by(&self, shipment: Id, proven: bool) -> Vec<(&'static str, &[u8])> {
        let Some(shipment) = self.shipments.get(&shipment) else { return Vec::new() };
        let issue = shipment.issue.as_ref().map(|issue| ("dispatch", &*issue.hash));
        let proof = shipment.proof.as_ref().filter(|_| proven);
        issue.into_iter().chain(proof.map(|proof| ("proof", &*proof.hash))).collect()
    }
}

/// VAT on the sums of each rate, and the totals.
fn sums(
    case: &mut Case<'_>,
    lines: Vec<(Vat, i64)>,
    charges: Vec<(Vat, i64)>,
    taxes: &[Tax],
    totals: &Totals,
) {
    let sum = |amounts: &mut dyn Iterator<Item = i64>| amounts.map(i128::from).sum::<i128>();
    let net = sum(&mut lines.iter().map(|(_, net)| *net));
    let of_charges = sum(&mut charges.iter().map(|(_, net)| *net));
    let groups = grouped(lines.into_iter().chain(charges));
    case.holds(groups.len() == taxes.len(), "tax_wrong", || {
        format!("{} rates instead of {}", taxes.len(), groups.len())
    });
    for (rate, net) in &groups {
        let expected = vat(*net, rate.rate_ppm).map(|tax| (*net, tax));
        let mut stated = taxes.iter().filter(|tax| tax.vat() == *rate);
        let is = stated.next().map(|t| (i128::from(t.net_minor), i128::from(t.tax_minor)));
        case.holds(is.is_some() && is == expected, "tax_wrong", || {
            format!("{rate:?}: net and tax {is:?} instead of {expected:?}")
        });
    }
    let tax = sum(&mut taxes.iter().map(|tax| tax.tax_minor));
    let t = totals;
    let is = [t.net_minor, t.charges_minor, t.tax_minor, t.gross_minor].map(i128::from);
    let expected = [net, of_charges, tax, net + of_charges + tax];
    case.holds(is == expected, "totals_wrong", || {
        format!("net, charges, tax, gross {is:?} instead of {expected:?}")
    });
}

/// Each source is an earlier fact about what it names, and none that is needed is missing.
fn rests_on(case: &mut Case<'_>, sources: &[Source], mut needed: Vec<(&str, &[u8])>) {
    let mut named = Vec::with_capacity(sources.len());
    for source in sources {
        let hash = unhex(&source.fact_hash).unwrap_or_default();
        let subject = case.chain.subject_of(&hash).and_then(|bytes| Id::of(bytes));
        case.holds(subject == Some(source.subject_id), "source_unknown", || {
            format!("no earlier fact {} about {}", source.fact_hash, source.subject_id)
        });
        named.push(hash);
    }
    needed.sort_unstable();
    needed.dedup();
    for (what, hash) in needed {
        let there = named.iter().any(|named| named.as_slice() == hash);
        case.holds(there, "source_missing", || format!("the {what} {}", hex(hash)));
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
    order: Id,
    charge: &Charge,
    target: Option<Id>,
    parts: &[&InvoiceCharge],
) {
    let sum: i128 = parts.iter().map(|part| i128::from(part.net_minor)).sum();
    case.holds(sum == i128::from(charge.amount_minor), "charge_wrong", || {
        format!("{}: {sum} instead of {}", of(charge, target), charge.amount_minor)
    });
    let own = invoice.lines.iter().filter(|line| line.order_id == order);
    let goods = own.filter(|line| target.is_none_or(|id| line.shipment_id == id));
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

//! Proposals and blocked lines as people see them, and sums by currency.

use std::collections::BTreeMap;

use dovuto_domain::billing::invoice::Totals;
use dovuto_domain::billing::proposal::{Blocked, Case, CaseLine, Proposal};

use super::{BlockedView, CurrencyTotals, ProposalCharge, ProposalLine, ProposalView};

/// Adds up documents by currency.
#[derive(Default)]
pub(super) struct Tally(BTreeMap<String, CurrencyTotals>);

impl Tally {
    pub(super) fn add(&mut self, currency: &str, lines: usize, totals: Totals) {
        let sum = self.0.entry(currency.to_owned()).or_default();
        sum.currency = currency.to_owned();
        sum.proposals += 1;
        sum.lines += i64::try_from(lines).unwrap_or(i64::MAX);
        sum.net_minor += totals.net_minor;
        sum.charges_minor += totals.charges_minor;
        sum.tax_minor += totals.tax_minor;
        sum.gross_minor += totals.gross_minor;
    }

    pub(super) fn list(self) -> Vec<CurrencyTotals> {
        self.0.into_values().collect()
    }
}

pub(super) fn proposal_view(proposal: Proposal, customer_name: String) -> ProposalView {
    ProposalView {
        order_id: proposal.order_id,
        order_number: proposal.order_number,
        customer_id: proposal.terms.bill_to,
        customer_name,
        currency: proposal.terms.currency.to_string(),
        invoice_by: proposal.invoice_by,
        lines: proposal
            .lines
            .into_iter()
            .map(|line| ProposalLine {
                line_n: line.line_n,
                product_code: line.product_code,
                description: line.description,
                shipment_id: line.shipment_id,
                shipment_number: line.shipment_number,
                supply_date: line.supply_date,
                quantity: line.quantity,
                unit_code: line.unit_code,
                price: line.price,
                net_minor: line.amounts.net_minor,
                vat_category: line.vat_category,
                rate_ppm: line.rate_ppm,
            })
            .collect(),
        charges: proposal
            .charges
            .into_iter()
            .map(|charge| ProposalCharge {
                description: charge.description,
                kind: charge.kind,
                net_minor: charge.net_minor,
                rate_ppm: charge.rate_ppm,
            })
            .collect(),
        taxes: proposal.taxes,
        totals: proposal.totals,
    }
}

pub(super) fn blocked_view(case: &Case, blocked: &Blocked, customer_name: &str) -> BlockedView {
    let line = case.lines.iter().find(|line| line.line_n == blocked.line_n);
    let of_line = |get: fn(&CaseLine) -> &String| line.map(get).cloned().unwrap_or_default();
    BlockedView {
        order_id: case.order_id,
        order_number: case.number.clone(),
        customer_name: customer_name.to_owned(),
        line_n: blocked.line_n,
        product_code: of_line(|l| &l.product_code),
        description: of_line(|l| &l.description),
        shipment_id: blocked.shipment_id,
        shipment_number: blocked.shipment_number.clone(),
        quantity: blocked.quantity,
        unit_code: of_line(|l| &l.unit_code),
        department: blocked.why.answered_by(),
        reason: blocked.why.clone(),
    }
}

//! Proposals and blocked lines as people see them, and sums by currency.

use std::collections::BTreeMap;

use dovuto_domain::billing::credit::{CreditLine, CreditProposal};
use dovuto_domain::billing::invoice::{BilledOrder, Invoice, Totals};
use dovuto_domain::billing::proposal::{Blocked, Case, CaseLine, Proposal};
use dovuto_domain::kernel::id::OrderId;
use dovuto_domain::orders::references::References;

use super::{
    BlockedView, CurrencyTotals, DocumentKind, ProposalCharge, ProposalLine, ProposalOrder,
    ProposalView,
};

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

    pub(super) fn add_credit(&mut self, currency: &str, totals: Totals) {
        let sum = self.0.entry(currency.to_owned()).or_default();
        sum.currency = currency.to_owned();
        sum.credit_notes += 1;
        sum.credits_minor += totals.gross_minor;
    }

    pub(super) fn list(self) -> Vec<CurrencyTotals> {
        self.0.into_values().collect()
    }
}

pub(super) fn proposal_view(proposal: Proposal, customer_name: String) -> ProposalView {
    let first = (proposal.order_id, proposal.order_number.as_str(), &proposal.references);
    let orders = orders_of(first, &proposal.orders);
    ProposalView {
        kind: proposal.kind.into(),
        invoice_id: None,
        invoice_number: None,
        order_id: proposal.order_id,
        order_number: proposal.order_number,
        orders,
        customer_id: proposal.terms.bill_to,
        customer_name,
        currency: proposal.terms.currency.to_string(),
        invoice_by: proposal.invoice_by,
        lines: proposal
            .lines
            .into_iter()
            .map(|line| ProposalLine {
                order_id: line.order_id,
                line_n: line.line_n,
                product_code: line.product_code,
                description: line.description,
                shipment_id: line.shipment_id,
                shipment_n: line.shipment_n,
                shipment_number: line.shipment_number,
                supply_date: line.supply_date,
                quantity: line.quantity,
                unit_code: line.unit_code,
                price: line.price,
                net_minor: line.amounts.net_minor,
                vat_category: line.vat_category,
                rate_ppm: line.rate_ppm,
                cause: None,
                invoice_id: None,
                invoice_n: None,
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

/// What goes back on an invoice, as people see it: each line beside the posted line it corrects.
pub(super) fn credit_view(credit: CreditProposal, invoice: &Invoice) -> ProposalView {
    let line = |of: CreditLine| {
        let posted = invoice.lines.iter().find(|l| Some(l.invoice_n) == of.invoice_n)?;
        Some(ProposalLine {
            order_id: posted.order_id,
            line_n: posted.line_n,
            product_code: posted.product_code.clone(),
            description: of.description,
            shipment_id: posted.shipment_id,
            shipment_n: posted.shipment_n,
            shipment_number: posted.shipment_number.clone(),
            supply_date: posted.supply_date,
            quantity: of.quantity,
            unit_code: posted.unit_code.clone(),
            price: posted.price,
            net_minor: of.net_minor,
            vat_category: of.vat_category,
            rate_ppm: of.rate_ppm,
            cause: Some(of.cause),
            invoice_id: Some(invoice.invoice_id),
            invoice_n: of.invoice_n,
        })
    };
    let first = (invoice.order_id, invoice.order_number.as_str(), &invoice.references);
    ProposalView {
        kind: DocumentKind::CreditNote,
        invoice_id: Some(credit.invoice_id),
        invoice_number: Some(credit.invoice_number),
        order_id: invoice.order_id,
        order_number: invoice.order_number.clone(),
        orders: orders_of(first, &invoice.orders),
        customer_id: invoice.terms.bill_to,
        customer_name: invoice.buyer.name.clone(),
        currency: invoice.terms.currency.to_string(),
        invoice_by: None,
        lines: credit.lines.into_iter().filter_map(line).collect(),
        charges: Vec::new(),
        taxes: credit.taxes,
        totals: credit.totals,
    }
}

/// The orders on a document; the first one alone where it names no other.
fn orders_of(
    (order_id, number, references): (OrderId, &str, &References),
    orders: &[BilledOrder],
) -> Vec<ProposalOrder> {
    let order = |order_id, number: &str, references: &References| ProposalOrder {
        order_id,
        order_number: number.to_owned(),
        customer_po: references.customer_po.clone(),
    };
    if orders.is_empty() {
        return vec![order(order_id, number, references)];
    }
    orders.iter().map(|of| order(of.order_id, &of.order_number, &of.references)).collect()
}

pub(super) fn blocked_view(cases: &[Case], blocked: &Blocked, customer_name: &str) -> BlockedView {
    let case = cases.iter().find(|case| case.order_id == blocked.order_id);
    let mut lines = case.into_iter().flat_map(|case| &case.lines);
    let line = lines.find(|line| line.line_n == blocked.line_n);
    let of_line = |get: fn(&CaseLine) -> &String| line.map(get).cloned().unwrap_or_default();
    BlockedView {
        order_id: blocked.order_id,
        order_number: case.map(|case| case.number.clone()).unwrap_or_default(),
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

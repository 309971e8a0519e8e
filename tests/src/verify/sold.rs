//! An order that was confirmed, as far as it has come: what billing asks of it.

use std::collections::BTreeMap;

use dovuto_domain::billing::balance::Delivery;
use dovuto_domain::billing::credit::{CreditCause, CreditPart, Credited, PostedLine};
use dovuto_domain::billing::invoice::{Invoice, Source};
use dovuto_domain::billing::proposal::{Case, CaseCharge, CaseLine};
use dovuto_domain::catalog::Product;
use dovuto_domain::fact::LinePrice;
use dovuto_domain::fulfilment::LineRef;
use dovuto_domain::kernel::id::{ShipmentId, StreamId};
use dovuto_domain::kernel::quantity::Quantity;
use dovuto_domain::orders::Order;
use dovuto_domain::pricing::AgreedPrice;
use dovuto_store::ledger::Hash;
use dovuto_store::row::hex;

/// An order that was confirmed, with what became of it.
pub struct Sold {
    pub order: Order,
    pub number: String,
    pub confirmed: Hash,
    pub prices: Vec<LinePrice>,
    /// Line, price and fact of what was agreed after the confirmation.
    pub later: Vec<(i64, i64, Hash)>,
    /// Accepted beyond the agreed quantity, by line.
    pub excess: BTreeMap<i64, Quantity>,
    pub deliveries: BTreeMap<i64, Vec<Delivery>>,
    pub charges: Vec<CaseCharge>,
    pub sources: BTreeMap<ShipmentId, Vec<Hash>>,
    pub invoices: Vec<(Invoice, Hash)>,
    pub posted: Vec<PostedLine>,
}

impl Sold {
    pub fn line(&self, line_n: i64) -> &dovuto_domain::orders::OrderLine {
        self.order.lines.iter().find(|line| line.line_n == line_n).expect("an ordered line")
    }

    /// The confirmation, and what shows the deliveries of some shipments.
    pub fn shown_by(&self, of: impl Fn(ShipmentId) -> bool) -> Vec<Source> {
        let source = |subject_id, hash: &Hash| Source { subject_id, fact_hash: hex(hash) };
        let mut sources = vec![source(self.order.order_id.to_string(), &self.confirmed)];
        for (shipment, hashes) in self.sources.iter().filter(|(id, _)| of(**id)) {
            sources.extend(hashes.iter().map(|hash| source(shipment.to_string(), hash)));
        }
        sources
    }

    /// Every delivery of one shipment.
    pub fn deliveries_of(&mut self, shipment: ShipmentId) -> impl Iterator<Item = &mut Delivery> {
        let all = self.deliveries.values_mut().flatten();
        all.filter(move |delivery| delivery.line.shipment_id == shipment)
    }

    pub fn billed(&mut self, invoice: &Invoice, hash: Hash) {
        for line in &invoice.lines {
            self.posted.push(PostedLine {
                invoice_id: invoice.invoice_id,
                invoice_number: invoice.series.number.clone(),
                issued_on: invoice.issued_on,
                invoice_n: line.invoice_n,
                line_n: line.line_n,
                shipment: LineRef { shipment_id: line.shipment_id, shipment_n: line.shipment_n },
                price_n: line.price_n,
                supply_date: line.supply_date,
                currency: invoice.terms.currency,
                quantity: line.quantity,
                share_minor: line.share_minor,
                net_minor: line.amounts.net_minor,
                credited: Credited::default(),
            });
            let all = self.deliveries.get_mut(&line.line_n).expect("the line left");
            let of = |d: &&mut Delivery| {
                (d.line.shipment_id, d.line.shipment_n) == (line.shipment_id, line.shipment_n)
            };
            let delivery = all.iter_mut().find(of).expect("it was shipped");
            delivery.invoiced = delivery.invoiced + line.quantity;
        }
        for part in &invoice.charges {
            let of = |c: &&mut CaseCharge| c.charge.charge_n == part.charge_n;
            let charge = self.charges.iter_mut().find(of).expect("a charge of the order");
            charge.billed_for.push(part.shipment_id);
        }
        self.invoices.push((invoice.clone(), hash));
    }

    /// Another station holds the right to bill what left.
    pub fn held_by(&mut self, stream: StreamId) {
        self.deliveries.values_mut().flatten().for_each(|d| d.billing_holder = stream);
    }

    /// Pretends that all that left was accepted.
    pub fn claim_all_accepted(&mut self) {
        for delivery in self.deliveries.values_mut().flatten() {
            delivery.accepted = delivery.accepted.map(|(proof, _)| (proof, delivery.dispatched));
        }
    }

    /// Pretends that another price was agreed for the first line.
    pub fn claim_price(&mut self, agreed: AgreedPrice) {
        self.prices.retain(|price| price.line_n != 1);
        self.prices.push(LinePrice { line_n: 1, agreed });
    }

    pub fn case(&self, products: &[Product]) -> Case {
        let line = |line: &dovuto_domain::orders::OrderLine| {
            let product = products.iter().find(|p| p.product_id == line.product_id);
            let of = |p: &&LinePrice| p.line_n == line.line_n;
            CaseLine {
                posted: self.posted.iter().filter(|p| p.line_n == line.line_n).cloned().collect(),
                line_n: line.line_n,
                product_id: line.product_id,
                product_code: product.map_or(String::new(), |p| p.code.clone()),
                kind: line.kind,
                description: line.description.clone(),
                unit_code: line.unit_code.clone(),
                tax_category: line.tax_category.clone(),
                customer_line: line.customer_line.clone(),
                customer_code: line.customer_code.clone(),
                cost_centre: line.cost_centre.clone(),
                cap: line.quantity + self.excess.get(&line.line_n).copied().unwrap_or_default(),
                prices: self.prices.iter().filter(of).map(|p| p.agreed.clone()).collect(),
                deliveries: self.deliveries.get(&line.line_n).cloned().unwrap_or_default(),
            }
        };
        Case {
            order_id: self.order.order_id,
            number: self.number.clone(),
            terms: self.order.terms.clone(),
            references: self.order.references.clone(),
            billing: Default::default(),
            required: Vec::new(),
            lines: self.order.lines.iter().map(line).collect(),
            charges: self.charges.clone(),
        }
    }

    /// Keeps prices that a later fact agreed.
    pub fn agreed(&mut self, prices: Vec<LinePrice>, hash: Hash) {
        self.later.extend(prices.iter().map(|p| (p.line_n, p.agreed.price_n, hash)));
        self.prices.extend(prices);
    }

    /// Keeps what a credit note gave back.
    pub fn credited(&mut self, parts: &[CreditPart]) {
        for part in parts {
            if let Some(n) = part.invoice_charge_n {
                let (invoice, _) = self
                    .invoices
                    .iter()
                    .find(|(i, _)| i.invoice_id == part.invoice_id)
                    .expect("a posted invoice");
                let of = invoice.charges.iter().find(|c| c.invoice_charge_n == n).expect("it");
                if part.cause == CreditCause::DocumentCancelled {
                    let same = |c: &&mut CaseCharge| c.charge.charge_n == of.charge_n;
                    let charge = self.charges.iter_mut().find(same).expect("a charge");
                    charge.billed_for.retain(|target| *target != of.shipment_id);
                }
                continue;
            }
            let key = (part.invoice_id, part.invoice_n);
            let line = self.posted.iter_mut().find(|l| (l.invoice_id, Some(l.invoice_n)) == key);
            let line = line.expect("a posted line");
            if part.quantity.is_zero() {
                line.credited.value_minor += part.net_minor;
            } else {
                line.credited.quantity = line.credited.quantity + part.quantity;
                line.credited.quantity_minor += part.net_minor;
            }
            if part.cause == CreditCause::LowerPrice {
                line.credited.lower_price_minor += part.net_minor;
            }
            let of = line.shipment;
            let all = self.deliveries.values_mut().flatten();
            for delivery in all.filter(|delivery| delivery.line == of) {
                delivery.credited = delivery.credited + part.quantity;
                if part.cause == CreditCause::Returned {
                    delivery.credited_returned = delivery.credited_returned + part.quantity;
                }
            }
        }
    }
}

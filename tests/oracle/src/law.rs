//! Received, returned, replaced, entitled: the quantities of every shipment line of an order.

use crate::books::{Books, Of, Order, Shipment, ShipmentLine};

/// What one shipment line comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Balance {
    pub line_n: i64,
    pub shipment: String,
    pub shipment_n: i64,
    pub shipment_number: String,
    pub dispatched_on: String,
    pub is_replacement: bool,
    pub received: i64,
    pub returned: i64,
    pub replaced: i64,
    pub net: i64,
    pub entitled: i64,
    pub invoiced: i64,
    pub credited: i64,
    pub balance: i64,
}

impl Books {
    /// Quantity of a shipment line on all invoices.
    pub fn invoiced(&self, shipment: &str, n: i64) -> i64 {
        let mut sum = 0;
        for invoice in &self.invoices {
            for line in &invoice.lines {
                if line.shipment == shipment && line.shipment_n == n {
                    sum += line.quantity;
                }
            }
        }
        sum
    }

    /// Quantity of a shipment line that was credited, of some causes or (none named) of all.
    pub fn credited(&self, shipment: &str, n: i64, causes: &[&str]) -> i64 {
        let mut sum = 0;
        for invoice in &self.invoices {
            for line in &invoice.lines {
                if line.shipment != shipment || line.shipment_n != n {
                    continue;
                }
                for credit in self.credits_of(&invoice.id, &Of::Line(line.n)) {
                    if causes.is_empty() || causes.contains(&credit.cause.as_str()) {
                        sum += credit.quantity;
                    }
                }
            }
        }
        sum
    }

    /// What the customer has received of a shipment line, before anything came back.
    pub fn received(&self, order: &Order, shipment: &Shipment, line: &ShipmentLine) -> i64 {
        if shipment.is(&["voided", "reversed"]) {
            return 0;
        }
        if let Some(accepted) = shipment.accepted(line.n) {
            return accepted.min(line.quantity);
        }
        if order.basis == "dispatch" {
            return line.quantity;
        }
        // What was billed while the customer was billed on dispatch stands, and whatever came back
        // had arrived, billed before or not. It is never above what was dispatched.
        let unmade = self.credited(&shipment.id, line.n, &["not_received", "document_cancelled"]);
        let billed = self.invoiced(&shipment.id, line.n);
        if billed == unmade {
            return 0;
        }
        let standing = billed - self.credited(&shipment.id, line.n, &[]);
        (standing + line.returned).min(line.quantity)
    }

    /// What was made good of a line's returned goods by replacements that arrived.
    fn replaced(&self, order: &Order, shipment: &Shipment, line: &ShipmentLine) -> i64 {
        let mut made_good = 0;
        for other in self.shipments.iter().filter(|other| other.was_issued()) {
            for by in &other.lines {
                if by.replaces == Some((shipment.id.clone(), line.n)) {
                    let there = self.received(order, other, by) - by.returned;
                    made_good += there.max(0);
                }
            }
        }
        made_good.min(line.returned)
    }

    /// The balances of an order, by order line and in the order in which the agreed quantity is
    /// allotted: day of dispatch, delivery note as a text, line of it.
    pub fn balances(&self, order: &Order) -> Vec<Balance> {
        let mut all = Vec::new();
        for order_line in &order.lines {
            let mut rows = self.nets(order, order_line.n);
            rows.sort_by(|a, b| {
                let key = |r: &Balance| {
                    (r.dispatched_on.clone(), r.shipment_number.clone(), r.shipment_n)
                };
                key(a).cmp(&key(b))
            });
            let mut left = order_line.quantity + order_line.excess;
            for row in &mut rows {
                if !row.is_replacement {
                    row.entitled = row.net.min(left);
                    left -= row.entitled;
                }
                row.balance = row.entitled - (row.invoiced - row.credited);
            }
            all.extend(rows);
        }
        all
    }

    fn nets(&self, order: &Order, line_n: i64) -> Vec<Balance> {
        let mut rows = Vec::new();
        for shipment in self.shipments.iter().filter(|shipment| shipment.was_issued()) {
            for line in &shipment.lines {
                if line.order != order.id || line.line_n != line_n {
                    continue;
                }
                let received = self.received(order, shipment, line);
                let replaced = self.replaced(order, shipment, line);
                rows.push(Balance {
                    line_n,
                    shipment: shipment.id.clone(),
                    shipment_n: line.n,
                    shipment_number: shipment.number.clone(),
                    dispatched_on: shipment.dispatched_on.clone(),
                    is_replacement: line.replaces.is_some(),
                    received,
                    returned: line.returned,
                    replaced,
                    net: (received - line.returned + replaced).max(0),
                    entitled: 0,
                    invoiced: self.invoiced(&shipment.id, line.n),
                    credited: self.credited(&shipment.id, line.n, &[]),
                    balance: 0,
                });
            }
        }
        rows
    }
}

//! Where an order stands: read from quantities and amounts, and what it waits for next.

use chrono::NaiveDate;

use crate::attendance::Step;
use crate::kernel::id::OrderId;
use crate::kernel::quantity::Quantity;
use crate::orders::{Reach, Standing};

/// How far one order line has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineProgress {
    pub line_n: i64,
    pub ordered: Quantity,
    /// What left and was not proved short: as accepted where there is a proof.
    pub shipped: Quantity,
    pub received: Quantity,
    pub invoiced: Quantity,
}

/// How far an order has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    pub order_id: OrderId,
    pub lines: Vec<LineProgress>,
    /// Shipment lines that wait for a proof before they may be billed.
    pub unproven: i64,
    pub gross_minor: i64,
    pub paid_minor: i64,
    pub promised_on: Option<NaiveDate>,
    pub payment_due: Option<NaiveDate>,
}

impl LineProgress {
    /// What is still to be shipped.
    pub fn open(&self) -> Quantity {
        Quantity((self.ordered.0 - self.shipped.0).max(0))
    }
}

impl Progress {
    pub fn line_mut(&mut self, line_n: i64) -> Option<&mut LineProgress> {
        self.lines.iter_mut().find(|line| line.line_n == line_n)
    }

    /// What the order waits for next.
    pub fn step(&self) -> Step {
        let billable = |l: &LineProgress| l.received.at_most(l.ordered) > l.invoiced;
        if self.lines.iter().any(|l| !l.open().is_zero()) {
            Step::Fulfil
        } else if self.unproven > 0 {
            Step::Prove
        } else if self.lines.iter().any(billable) {
            Step::Bill
        } else if self.paid_minor < self.gross_minor {
            Step::Collect
        } else {
            Step::Close
        }
    }

    /// Shipping, delivery, billing and payment, each none, part or full.
    pub fn standing(&self) -> Standing {
        let reach = |done: fn(&LineProgress) -> Quantity| {
            Reach::join(self.lines.iter().map(|l| Reach::of(done(l).0, l.ordered.0)))
        };
        let billing = reach(|l| l.invoiced);
        let payment = match (billing, self.gross_minor) {
            (Reach::None, _) => Reach::None,
            // What costs nothing is paid when it is billed.
            (billing, 0) => billing,
            (_, gross) => Reach::of(self.paid_minor, gross),
        };
        Standing {
            shipping: reach(|l| l.shipped),
            delivery: reach(|l| l.received),
            billing,
            payment,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn progress(lines: &[(i64, i64, i64, i64)], unproven: i64, gross: i64, paid: i64) -> Progress {
        let line = |(n, (ordered, shipped, received, invoiced)): (i64, &(i64, i64, i64, i64))| {
            LineProgress {
                line_n: n,
                ordered: Quantity::units(*ordered),
                shipped: Quantity::units(*shipped),
                received: Quantity::units(*received),
                invoiced: Quantity::units(*invoiced),
            }
        };
        Progress {
            order_id: Uuid::nil().into(),
            lines: (1..).zip(lines).map(line).collect(),
            unproven,
            gross_minor: gross,
            paid_minor: paid,
            promised_on: None,
            payment_due: None,
        }
    }

    #[test]
    fn the_step_follows_the_goods_and_then_the_money() {
        let check = |p: Progress, step| assert_eq!(p.step(), step, "{p:?}");
        check(progress(&[(10, 0, 0, 0)], 0, 0, 0), Step::Fulfil);
        check(progress(&[(10, 6, 6, 6)], 0, 100, 100), Step::Fulfil);
        check(progress(&[(10, 10, 0, 0)], 1, 0, 0), Step::Prove);
        check(progress(&[(10, 10, 10, 0)], 0, 0, 0), Step::Bill);
        check(progress(&[(10, 12, 12, 10)], 0, 100, 0), Step::Collect);
        check(progress(&[(10, 10, 10, 10)], 0, 100, 100), Step::Close);
    }

    #[test]
    fn completeness_is_of_quantities_and_never_of_a_percentage() {
        let nearly = progress(&[(250_000, 250_000, 250_000, 0), (2, 0, 0, 0)], 0, 0, 0);
        assert_eq!(nearly.standing().delivery, Reach::Part);
        assert_eq!(nearly.step(), Step::Fulfil);
        let done = progress(&[(3, 3, 3, 3)], 0, 0, 0);
        assert_eq!(done.standing().payment, Reach::Full);
    }
}

//! Ends of orders: declined, cancelled, or closed when nothing is left to do.

use super::Case;
use super::body::{Id, Unread};
use super::books::{Law, Line, Order, State};

impl Law {
    pub(super) fn order_declined(&mut self, case: &mut Case<'_>) {
        if let Some(order) = self.ended(case) {
            let draft = order.state == State::Draft;
            case.holds(draft, "order_state", || "only a draft is declined".into());
            order.end(State::Ended);
        }
    }

    pub(super) fn order_cancelled(&mut self, case: &mut Case<'_>) {
        if let Some(order) = self.ended(case) {
            let open = matches!(order.state, State::Draft | State::Confirmed);
            case.holds(open, "order_state", || "the order had ended".into());
            case.holds(order.n_issued == 0, "cancelled_after_issue", || {
                format!("{} of its shipment lines had left", order.n_issued)
            });
            order.end(State::Ended);
        }
    }

    /// Everything agreed was received once, what of it did not come back is billed, and no money
    /// is open in either direction.
    pub(super) fn order_closed(&mut self, case: &mut Case<'_>) {
        let Some(order) = self.orders.get(&case.subject) else {
            return case.say("order_unknown", "the order was never entered");
        };
        let confirmed = order.state == State::Confirmed;
        case.holds(confirmed, "order_state", || "only a confirmed order is closed".into());
        for line in order.lines.iter().filter(|line| line.agreed > 0) {
            let called = if order.is_blanket { self.called(case.subject, order, line) } else { 0 };
            let (mut received, mut kept, mut billed) = (called, called, called);
            for balance in self.balances(order, line) {
                billed += i128::from(balance.billed);
                if !balance.replaces {
                    received += i128::from(balance.received);
                    kept += i128::from(balance.net);
                }
            }
            let agreed = i128::from(line.agreed);
            case.holds(received >= agreed, "closed_unsettled", || {
                format!("line {}: {received} of {agreed} was received", line.line_n)
            });
            let due = agreed - (received - kept);
            case.holds(billed >= due, "closed_unsettled", || {
                format!("line {}: {billed} of {due} was billed", line.line_n)
            });
        }
        case.holds(order.open_minor == 0, "closed_unsettled", || {
            format!("{} is still to be paid or given back", order.open_minor)
        });
        if let Some(order) = self.orders.get_mut(&case.subject) {
            order.end(State::Closed);
        }
    }

    /// How much of a line of a blanket order was called off: the earlier line of a product first.
    fn called(&self, blanket: Id, order: &Order, line: &Line) -> i128 {
        let of = |order: &Order| -> i128 {
            let same = order.lines.iter().filter(|l| l.product_id == line.product_id);
            same.map(|l| i128::from(l.agreed)).sum()
        };
        let calls = self.called_off.get(&blanket).map_or(&[][..], Vec::as_slice);
        let standing = calls.iter().filter_map(|call| self.orders.get(call));
        let standing = standing.filter(|o| matches!(o.state, State::Confirmed | State::Closed));
        let all: i128 = standing.map(of).sum();
        let before = order.lines.iter().filter(|l| l.line_n < line.line_n);
        let before = before.filter(|l| l.product_id == line.product_id);
        let taken: i128 = before.map(|l| i128::from(l.agreed)).sum();
        (all - taken).clamp(0, i128::from(line.agreed.max(0)))
    }

    fn ended(&mut self, case: &mut Case<'_>) -> Option<&mut Order> {
        case.read::<Unread>()?;
        let order = self.orders.get_mut(&case.subject);
        if order.is_none() {
            case.say("order_unknown", "the order was never entered");
        }
        order
    }
}

impl Order {
    fn end(&mut self, state: State) {
        self.state = state;
        self.has_baton = false;
    }
}

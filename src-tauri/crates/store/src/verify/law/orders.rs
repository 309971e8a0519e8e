//! Orders: what was agreed, at which prices, and who answers for it.

use std::collections::BTreeSet;

use super::Case;
use super::amount::MICRO_MAX;
use super::body::{self, AgreedPrice, Baton, BatonMoved, Confirmed, Unread};
use super::books::{Agreed, Charge, Law, Line, Order, State};

impl Law {
    pub(super) fn order_saved(&mut self, case: &mut Case<'_>) {
        let Some(body) = case.read::<body::Order>() else { return };
        if self.orders.get(&case.subject).is_some_and(|order| order.state != State::Draft) {
            return case.say("order_changed", "the order was no draft any more");
        }
        let mut lines = Vec::with_capacity(body.lines.len());
        for line in body.lines {
            lines.push(Line {
                line_n: line.line_n,
                product_id: line.product_id,
                cap: line.quantity,
                unit: self.word(&line.unit_code),
                tax_category: self.word(&line.tax_category),
                prices: Vec::new(),
                deliveries: Vec::new(),
            });
        }
        let charge = |c: body::Charge| Charge {
            charge_n: c.charge_n,
            per: c.per,
            amount_minor: c.amount_minor,
            billed_for: Vec::new(),
        };
        let order = Order {
            state: State::Draft,
            terms: None,
            number: Box::default(),
            confirmed: Box::default(),
            lines,
            charges: body.charges.into_iter().map(charge).collect(),
            n_issued: 0,
            is_billed: false,
            open_minor: 0,
            has_baton: false,
        };
        self.orders.insert(case.subject, order);
    }

    pub(super) fn order_confirmed(&mut self, case: &mut Case<'_>) {
        let Some(body) = case.read::<Confirmed>() else { return };
        let Some((_, number)) = self.number(case, "O") else { return };
        let Some(order) = self.orders.get_mut(&case.subject) else {
            return case.say("order_unknown", "the order was never entered");
        };
        if order.state != State::Draft {
            return case.say("order_changed", "the order was no draft any more");
        }
        case.holds(!order.lines.is_empty(), "order_empty", || "it promises nothing".into());
        order.state = State::Confirmed;
        order.terms = Some(body.terms);
        order.number = number;
        order.confirmed = case.row.hash.clone().into_boxed_slice();
        for agreed in &body.prices {
            agree(case, order, agreed);
        }
        self.batons(case, &[body.baton]);
    }

    pub(super) fn order_declined(&mut self, case: &mut Case<'_>) {
        if let Some(order) = self.ended(case) {
            let draft = order.state == State::Draft;
            case.holds(draft, "order_state", || "only a draft is declined".into());
            order.end();
        }
    }

    pub(super) fn order_cancelled(&mut self, case: &mut Case<'_>) {
        if let Some(order) = self.ended(case) {
            let open = order.state != State::Ended;
            case.holds(open, "order_state", || "the order had ended".into());
            case.holds(order.n_issued == 0, "cancelled_after_issue", || {
                format!("{} of its shipment lines had left", order.n_issued)
            });
            order.end();
        }
    }

    pub(super) fn order_closed(&mut self, case: &mut Case<'_>) {
        let Some(order) = self.orders.get(&case.subject) else {
            return case.say("order_unknown", "the order was never entered");
        };
        let confirmed = order.state == State::Confirmed;
        case.holds(confirmed, "order_state", || "only a confirmed order is closed".into());
        for line in &order.lines {
            let billed: i128 = self.entitled(line).iter().map(|e| i128::from(e.billed)).sum();
            case.holds(billed >= i128::from(line.cap), "closed_unsettled", || {
                format!("line {}: {billed} of {} was billed", line.line_n, line.cap)
            });
        }
        case.holds(order.open_minor == 0, "closed_unsettled", || {
            format!("{} is still to be paid", order.open_minor)
        });
        if let Some(order) = self.orders.get_mut(&case.subject) {
            order.end();
        }
    }

    fn ended(&mut self, case: &mut Case<'_>) -> Option<&mut Order> {
        case.read::<Unread>()?;
        let order = self.orders.get_mut(&case.subject);
        if order.is_none() {
            case.say("order_unknown", "the order was never entered");
        }
        order
    }

    pub(super) fn baton_moved(&mut self, case: &mut Case<'_>) {
        if let Some(body) = case.read::<BatonMoved>() {
            self.batons(case, &[body.baton]);
        }
    }

    /// Batons belong to open orders only, and one fact moves the baton of an order once.
    pub(super) fn batons(&mut self, case: &mut Case<'_>, batons: &[Baton]) {
        let mut moved = BTreeSet::new();
        for Baton { order_id } in batons {
            case.holds(moved.insert(*order_id), "baton_twice", || format!("order {order_id}"));
            match self.orders.get_mut(order_id) {
                Some(order) if order.state == State::Confirmed => order.has_baton = true,
                Some(_) => case.say("baton_of_ended", format!("order {order_id} is not open")),
                None => case.say("baton_of_ended", format!("order {order_id} does not exist")),
            }
        }
    }
}

impl Order {
    fn end(&mut self) {
        self.state = State::Ended;
        self.has_baton = false;
        (self.lines, self.charges) = (Vec::new(), Vec::new());
    }
}

fn agree(case: &mut Case<'_>, order: &mut Order, agreed: &AgreedPrice) {
    let n = (agreed.line_n, agreed.price_n);
    let price = agreed.price();
    let in_range = (0..=MICRO_MAX).contains(&price.micro)
        && matches!(price.per, 1 | 100 | 1000)
        && (0..=1_000_000).contains(&price.discount_ppm);
    case.holds(in_range, "price_out_of_range", || format!("{n:?}: {price:?}"));
    let proven = !agreed.evidence.reference.trim().is_empty();
    case.holds(proven, "price_unproven", || format!("{n:?}: the customer's evidence is missing"));
    let Some(line) = order.lines.iter_mut().find(|line| line.line_n == agreed.line_n) else {
        return case.say("price_of_nothing", format!("the order has no line {}", agreed.line_n));
    };
    let twice = line.prices.iter().any(|known| known.price_n == agreed.price_n);
    case.holds(!twice, "price_twice", || format!("line and price {n:?}"));
    line.prices.push(Agreed {
        price_n: agreed.price_n,
        price,
        currency: agreed.currency,
        applies_from: agreed.applies_from,
    });
}

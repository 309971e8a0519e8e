//! Orders: what was agreed, how it was amended, and who answers for it.

use std::collections::BTreeSet;

use super::Case;
use super::body::{self, Amended, Baton, BatonMoved, Confirmed, Discount, OrderKind, Ware};
use super::books::{Charge, Law, Line, One, Order, State};
use super::holds::is_said;
use super::prices::{agree, discounted};

impl Law {
    pub(super) fn order_saved(&mut self, case: &mut Case<'_>) {
        let Some(body) = case.read::<body::Order>() else { return };
        if self.orders.get(&case.subject).is_some_and(|order| order.state != State::Draft) {
            return case.say("order_changed", "the order was no draft any more");
        }
        let lines = body.lines.into_iter().map(|line| self.line_of(line)).collect();
        let order = Order {
            state: State::Draft,
            is_blanket: false,
            terms: None,
            sold_to: Vec::new(),
            number: Box::default(),
            confirmed: Box::default(),
            lines,
            charges: body.charges.into_iter().map(charge_of).collect(),
            discount_minor: match body.discount {
                Some(Discount::Money { amount_minor }) => amount_minor,
                Some(Discount::Percent {}) | None => 0,
            },
            n_issued: 0,
            open_minor: 0,
            has_baton: false,
        };
        self.orders.insert(case.subject, order);
    }

    fn line_of(&mut self, line: body::OrderLine) -> Line {
        Line {
            line_n: line.line_n,
            product_id: line.product_id,
            is_goods: line.kind == Ware::Goods,
            agreed: line.quantity,
            excess: 0,
            unit: self.word(&line.unit_code),
            tax_category: self.word(&line.tax_category),
            prices: One::new(),
            deliveries: One::new(),
        }
    }

    pub(super) fn order_confirmed(&mut self, case: &mut Case<'_>) {
        let Some(body) = case.read::<Confirmed>() else { return };
        let Some((_, number)) = self.number(case, "O") else { return };
        self.unstopped(case, case.subject, Some(&body.terms));
        let Some(order) = self.orders.get_mut(&case.subject) else {
            return case.say("order_unknown", "the order was never entered");
        };
        if order.state != State::Draft {
            return case.say("order_changed", "the order was no draft any more");
        }
        case.holds(!order.lines.is_empty(), "order_empty", || "it promises nothing".into());
        order.state = State::Confirmed;
        order.is_blanket = body.kind == OrderKind::Blanket;
        order.terms = Some(body.terms);
        order.sold_to = vec![body.terms.sold_to];
        order.number = number;
        order.confirmed = case.row.hash.clone().into_boxed_slice();
        for agreed in &body.prices {
            agree(case, order, agreed, None);
        }
        discounted(case, order, &body.prices);
        if let Some(blanket) = body.blanket_id {
            self.called_off.entry(blanket).or_default().push(case.subject);
        }
        self.batons(case, &[body.baton]);
    }

    /// An amendment keeps every line and charge; quantities go down to what was received at least,
    /// and new lines and charges come after the others.
    pub(super) fn order_amended(&mut self, case: &mut Case<'_>) {
        let Some(body) = case.read::<Amended>() else { return };
        case.holds(is_said(&body.reason), "amended_without_reason", || "nobody says why".into());
        let Some(order) = self.orders.get(&case.subject) else {
            return case.say("order_unknown", "the order was never entered");
        };
        let open = order.state == State::Confirmed;
        case.holds(open, "order_state", || "only a confirmed order is amended".into());
        self.keeps_lines(case, order, &body);
        keeps_charges(case, order, &body);
        let mut fresh = Vec::new();
        for line in body.lines {
            let known = self
                .orders
                .get_mut(&case.subject)
                .and_then(|order| order.lines.iter_mut().find(|known| known.line_n == line.line_n));
            match known {
                Some(known) => known.agreed = line.quantity,
                None => fresh.push(self.line_of(line)),
            }
        }
        let Some(order) = self.orders.get_mut(&case.subject) else { return };
        order.lines.extend(fresh);
        let known = order.charges.len();
        order.charges.extend(body.charges.into_iter().skip(known).map(charge_of));
        order.terms = Some(body.terms);
        if !order.sold_to.contains(&body.terms.sold_to) {
            order.sold_to.push(body.terms.sold_to);
        }
        for agreed in &body.prices {
            case.holds(agreed.allowance_minor == 0, "allowance_wrong", || {
                format!("line {}: a later price has a discount in money", agreed.line_n)
            });
            agree(case, order, agreed, Some(&case.row.hash));
        }
        self.batons(case, &body.batons);
    }

    fn keeps_lines(&self, case: &mut Case<'_>, order: &Order, body: &Amended) {
        let mut seen = BTreeSet::new();
        for line in &body.lines {
            let (n, quantity) = (line.line_n, line.quantity);
            let once = seen.insert(n) && quantity >= 0;
            case.holds(once, "amended_wrong", || format!("line {n} twice, or of {quantity}"));
            let Some(known) = order.lines.iter().find(|known| known.line_n == n) else { continue };
            let same = known.product_id == line.product_id
                && known.is_goods == (line.kind == Ware::Goods)
                && self.known_word(&line.unit_code) == Some(known.unit)
                && self.known_word(&line.tax_category) == Some(known.tax_category);
            case.holds(same, "amended_wrong", || format!("line {n} is something else now"));
            if quantity < known.agreed {
                let own = self.balances(order, known);
                let net: i128 = own.iter().filter(|b| !b.replaces).map(|b| i128::from(b.net)).sum();
                case.holds(net <= i128::from(quantity), "amended_below_received", || {
                    format!("line {n}: {quantity} agreed, {net} received")
                });
            }
        }
        for known in order.lines.iter().filter(|known| !seen.contains(&known.line_n)) {
            case.say("amended_wrong", format!("line {} is gone", known.line_n));
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

    pub(super) fn baton_moved(&mut self, case: &mut Case<'_>) {
        if let Some(body) = case.read::<BatonMoved>() {
            self.batons(case, &[body.baton]);
        }
    }
}

fn charge_of(charge: body::Charge) -> Charge {
    Charge {
        charge_n: charge.charge_n,
        per: charge.per,
        amount_minor: charge.amount_minor,
        billed_for: Vec::new(),
    }
}

fn keeps_charges(case: &mut Case<'_>, order: &Order, body: &Amended) {
    for (i, known) in order.charges.iter().enumerate() {
        let same = body.charges.get(i).is_some_and(|charge| {
            (charge.charge_n, charge.per, charge.amount_minor)
                == (known.charge_n, known.per, known.amount_minor)
        });
        case.holds(same, "amended_wrong", || format!("charge {} is changed", known.charge_n));
    }
    for (i, charge) in body.charges.iter().enumerate() {
        let again = body.charges[..i].iter().any(|before| before.charge_n == charge.charge_n);
        case.holds(!again, "amended_wrong", || format!("charge {} twice", charge.charge_n));
    }
}

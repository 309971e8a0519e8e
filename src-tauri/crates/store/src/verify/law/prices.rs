//! Prices: which are agreed, which is in force, and what goes of a discount in money.

use chrono::NaiveDate;

use super::Case;
use super::amount::{MICRO_MAX, is_share, of_line, part};
use super::body::{AgreedPrice, Currency, Excess, PricesAgreed};
use super::books::{Agreed, Law, Line, Order, State};
use super::holds::is_said;

impl Law {
    pub(super) fn prices_agreed(&mut self, case: &mut Case<'_>) {
        let Some(body) = case.read::<PricesAgreed>() else { return };
        let Some(order) = self.orders.get_mut(&case.subject) else {
            return case.say("order_unknown", "the order was never entered");
        };
        let stands = matches!(order.state, State::Confirmed | State::Closed);
        case.holds(stands, "order_state", || "a draft or ended order agrees no price".into());
        for agreed in &body.prices {
            case.holds(agreed.allowance_minor == 0, "allowance_wrong", || {
                format!("line {}: a later price has a discount in money", agreed.line_n)
            });
            agree(case, order, agreed, Some(&case.row.hash));
        }
        self.batons(case, &body.batons);
    }

    pub(super) fn excess_accepted(&mut self, case: &mut Case<'_>) {
        let Some(body) = case.read::<Excess>() else { return };
        let Some(order) = self.orders.get_mut(&case.subject) else {
            return case.say("order_unknown", "the order was never entered");
        };
        let open = order.state == State::Confirmed;
        case.holds(open, "order_state", || "only a confirmed order accepts more".into());
        case.holds(is_said(&body.evidence.reference), "excess_unproven", || {
            "the customer's evidence is missing".into()
        });
        case.holds(body.quantity > 0, "excess_wrong", || {
            format!("a quantity of {}", body.quantity)
        });
        let Some(line) = order.lines.iter_mut().find(|line| line.line_n == body.line_n) else {
            return case.say("excess_wrong", format!("the order has no line {}", body.line_n));
        };
        let priced = line.prices.iter().any(|price| price.price_n == body.price_n);
        case.holds(priced, "excess_wrong", || format!("there is no price {}", body.price_n));
        line.excess = line.excess.saturating_add(body.quantity.max(0));
        self.batons(case, &body.batons);
    }

    /// The part of a discount in money that goes with the next quantity billed at a price: by the
    /// cumulative rule over what was billed at it and stands, and what the same invoice `taken`
    /// before: quantity and part.
    pub(super) fn share(
        &self,
        line: &Line,
        agreed: &Agreed,
        (quantity, net): (i64, i128),
        taken: &[(i64, i64)],
    ) -> Option<i128> {
        if agreed.allowance_minor == 0 || agreed.allowance_quantity <= 0 {
            return Some(0);
        }
        let (mut so_far, mut already) = (quantity, 0_i128);
        for (quantity, share_minor) in taken {
            so_far = so_far.checked_add(*quantity)?;
            already += i128::from(*share_minor);
        }
        for delivery in &line.deliveries {
            let Some(left) = self.shipment_line(*delivery) else { continue };
            for (invoice, n) in &left.bills {
                let posted = self.posted_line(*invoice, *n);
                let Some(posted) = posted.filter(|p| p.price_n == agreed.price_n) else { continue };
                so_far = so_far.checked_add(posted.left())?;
                already += part(posted.share_minor.into(), posted.left(), posted.quantity)?;
            }
        }
        let whole = agreed.allowance_quantity;
        let due = part(agreed.allowance_minor.into(), so_far.min(whole), whole)?;
        Some((due - already).min(net).max(0))
    }
}

/// The price in force on a day: of those that apply by then the latest, and of these the last.
pub(super) fn in_force(prices: &[Agreed], day: NaiveDate) -> Option<&Agreed> {
    latest(prices.iter(), day)
}

/// The same among the prices in one currency.
pub(super) fn in_force_in(
    prices: &[Agreed],
    currency: Currency,
    day: NaiveDate,
) -> Option<&Agreed> {
    latest(prices.iter().filter(|agreed| agreed.currency == currency), day)
}

fn latest<'a>(prices: impl Iterator<Item = &'a Agreed>, day: NaiveDate) -> Option<&'a Agreed> {
    let mut force: Option<&Agreed> = None;
    for agreed in prices.filter(|agreed| agreed.applies_from <= day) {
        let key = (agreed.applies_from, agreed.price_n);
        if force.is_none_or(|best| (best.applies_from, best.price_n) < key) {
            force = Some(agreed);
        }
    }
    force
}

/// A price is the next of its line, in the order's currency, within what amounts can hold, and the
/// customer's evidence is there. `fact` is the fact that agreed it after the confirmation.
pub(super) fn agree(
    case: &mut Case<'_>,
    order: &mut Order,
    agreed: &AgreedPrice,
    fact: Option<&[u8]>,
) {
    let n = (agreed.line_n, agreed.price_n);
    let price = agreed.price();
    let in_range = (0..=MICRO_MAX).contains(&price.micro)
        && matches!(price.per, 1 | 100 | 1000)
        && (0..=1_000_000).contains(&price.discount_ppm);
    case.holds(in_range, "price_out_of_range", || format!("{n:?}: {price:?}"));
    let proven = is_said(&agreed.evidence.reference);
    case.holds(proven, "price_unproven", || format!("{n:?}: the customer's evidence is missing"));
    let own = order.terms.map(|terms| terms.currency);
    case.holds(own == Some(agreed.currency), "price_currency", || {
        format!("{n:?}: in {:?}, the order is in {own:?}", agreed.currency)
    });
    let Some(line) = order.lines.iter_mut().find(|line| line.line_n == agreed.line_n) else {
        return case.say("price_of_nothing", format!("the order has no line {}", agreed.line_n));
    };
    let last = line.prices.iter().map(|known| known.price_n).max().unwrap_or(0);
    case.holds(last.checked_add(1) == Some(agreed.price_n), "price_out_of_turn", || {
        format!("line and price {n:?} after price {last}")
    });
    line.prices.push(Agreed {
        price_n: agreed.price_n,
        price,
        currency: agreed.currency,
        applies_from: agreed.applies_from,
        allowance_minor: agreed.allowance_minor,
        allowance_quantity: agreed.allowance_quantity,
        fact: fact.map(Into::into),
    });
}

/// A discount in money is shared among the prices of the confirmation by the nets of their lines.
pub(super) fn discounted(case: &mut Case<'_>, order: &Order, prices: &[AgreedPrice]) {
    let mut nets = Vec::with_capacity(prices.len());
    for agreed in prices {
        let line = order.lines.iter().find(|line| line.line_n == agreed.line_n);
        let quantity = line.map_or(0, |line| line.agreed);
        let net = of_line(quantity, agreed.price(), agreed.currency).map_or(0, |a| a.net);
        let of = if order.discount_minor == 0 { 0 } else { quantity };
        case.holds(agreed.allowance_quantity == of, "allowance_wrong", || {
            format!("line {}: for {} instead of {of}", agreed.line_n, agreed.allowance_quantity)
        });
        nets.push(net);
    }
    let whole: i128 = nets.iter().sum();
    let given: i128 = prices.iter().map(|agreed| i128::from(agreed.allowance_minor)).sum();
    case.holds(given == i128::from(order.discount_minor), "allowance_wrong", || {
        format!("{given} instead of the discount of {}", order.discount_minor)
    });
    for (n, (agreed, net)) in prices.iter().zip(nets).enumerate() {
        let share = agreed.allowance_minor;
        let right = match whole {
            0 => n == 0 || share == 0,
            whole => share >= 0 && is_share(share, order.discount_minor, net, whole),
        };
        case.holds(right, "allowance_wrong", || {
            format!("line {}: {share} for {net} of {whole}", agreed.line_n)
        });
    }
}

//! Prices agreed after the confirmation, and excess that the customer accepts.

use chrono::NaiveDate;
use dovuto_domain::fact::{ExcessAccepted, Fact, LinePrice, PricesAgreed};
use dovuto_domain::kernel::id::OrderId;
use dovuto_domain::kernel::quantity::{Price, Quantity};
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_domain::orders::{check_agree, check_amend};
use dovuto_domain::pricing::{AgreedPrice, Evidence, PriceSource, cascade, in_force};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::get;
use crate::cx::Cx;
use crate::desk::{Begun, Desk, based};
use crate::error::Error;
use crate::standing::foresee;

/// Prices of an order's lines, with the customer's evidence.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct AgreePrices {
    pub order_id: OrderId,
    /// The newest fact that the person had seen of it.
    #[serde(default)]
    pub base: Option<String>,
    pub prices: Vec<NewPrice>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct NewPrice {
    pub line_n: i64,
    pub price: Price,
    #[serde(default)]
    pub cascade: Vec<i64>,
    /// From which dispatch on; from the order's date where left out, so for all of it.
    #[serde(default)]
    pub applies_from: Option<NaiveDate>,
    pub evidence: Evidence,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AgreedLine {
    pub line_n: i64,
    pub price_n: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PricesAnswer {
    pub order_id: OrderId,
    pub prices: Vec<AgreedLine>,
}

/// The customer keeps and pays more than was ordered.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct AcceptExcess {
    pub order_id: OrderId,
    pub line_n: i64,
    pub quantity: Quantity,
    pub evidence: Evidence,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ExcessAnswer {
    pub order_id: OrderId,
    pub line_n: i64,
    /// All that was accepted beyond the agreed quantity.
    pub excess: Quantity,
}

/// Agrees prices of an order that was confirmed. They bind what was dispatched from `applies_from`
/// on and is not billed; what was billed at a higher one becomes a credit that is due.
///
/// Refuses prices that cannot be, and one without the customer's evidence.
pub async fn agree(desk: &Desk, cx: &Cx, ask: AgreePrices) -> Result<PricesAnswer, Error> {
    let mut tx = match desk.begin(cx).await? {
        Begun::Fresh(tx) => tx,
        Begun::Answered(answer) => return Ok(answer),
    };
    let stored = get(&mut tx, ask.order_id).await?;
    check_agree(stored.state)?;
    if ask.prices.is_empty() {
        return Err(Refusal::NothingAmended.into());
    }
    let before = dovuto_store::orders::prices(&mut tx, &[ask.order_id]).await?;
    let mut prices: Vec<LinePrice> = Vec::with_capacity(ask.prices.len());
    for new in &ask.prices {
        if !stored.order.lines.iter().any(|l| l.line_n == new.line_n) {
            return Err(Error::not_found("order line", new.line_n));
        }
        let earlier = before.get(&(ask.order_id, new.line_n)).map_or(0, Vec::len)
            + prices.iter().filter(|p| p.line_n == new.line_n).count();
        let price_n = i64::try_from(earlier).unwrap_or(i64::MAX - 1) + 1;
        let agreed =
            agreed(new, price_n, &stored.order, cx).map_err(|why| why.at_line(new.line_n))?;
        prices.push(LinePrice { line_n: new.line_n, agreed });
    }
    let answer = PricesAnswer {
        order_id: ask.order_id,
        prices: prices
            .iter()
            .map(|p| AgreedLine { line_n: p.line_n, price_n: p.agreed.price_n })
            .collect(),
    };
    let mut fact = PricesAgreed {
        order_id: ask.order_id,
        on: cx.today,
        prices,
        batons: Vec::new(),
        tasks: Vec::new(),
    };
    let brings = foresee(&mut tx, cx, fact.clone().into(), &[ask.order_id]).await?;
    (fact.batons, fact.tasks) = (brings.batons, brings.tasks);
    let entry = based(&mut tx, fact.into(), ask.base.as_deref(), "the order").await?;
    desk.finish(tx, cx, vec![entry], answer).await
}

fn agreed(
    new: &NewPrice,
    price_n: i64,
    order: &dovuto_domain::orders::Order,
    cx: &Cx,
) -> Result<AgreedPrice, Refusal> {
    let (price, discount_text) = with_cascade(new.price, &new.cascade)?;
    if new.evidence.reference.trim().is_empty() {
        return Err(Refusal::PriceWithoutEvidence);
    }
    Ok(AgreedPrice {
        price_n,
        price: price.checked()?,
        currency: order.terms.currency,
        applies_from: new.applies_from.unwrap_or(order.ordered_on),
        source: PriceSource::CustomerOrder,
        agreed_by: cx.actor,
        evidence: new.evidence.clone(),
        discount_text,
        allowance_minor: 0,
        allowance_quantity: Quantity::ZERO,
    })
}

/// Raises what a line may be billed for by what the customer accepted beyond it.
///
/// Refuses an order that is not open, a line without a price, and acceptance without evidence.
pub async fn accept_excess(desk: &Desk, cx: &Cx, ask: AcceptExcess) -> Result<ExcessAnswer, Error> {
    let mut tx = match desk.begin(cx).await? {
        Begun::Fresh(tx) => tx,
        Begun::Answered(answer) => return Ok(answer),
    };
    let stored = get(&mut tx, ask.order_id).await?;
    check_amend(stored.state)?;
    let line = stored.order.lines.iter().find(|l| l.line_n == ask.line_n);
    let line = line.ok_or_else(|| Error::not_found("order line", ask.line_n))?;
    ask.quantity.checked(line.unit_scale).map_err(|why| why.at_line(ask.line_n))?;
    if ask.evidence.reference.trim().is_empty() {
        return Err(Refusal::PriceWithoutEvidence.at_line(ask.line_n).into());
    }
    let prices = dovuto_store::orders::prices(&mut tx, &[ask.order_id]).await?;
    let prices = prices.get(&(ask.order_id, ask.line_n)).map_or(&[][..], Vec::as_slice);
    let price = in_force(prices, cx.today).ok_or_else(|| Refusal::NoPrice.at_line(ask.line_n))?;
    let progress = dovuto_store::orders::progress::progress(&mut tx, &[ask.order_id]).await?;
    let of = progress.iter().flat_map(|p| &p.lines).find(|l| l.line_n == ask.line_n);
    let excess = of.map_or(Quantity::ZERO, |l| l.excess) + ask.quantity;
    let mut fact = ExcessAccepted {
        order_id: ask.order_id,
        line_n: ask.line_n,
        quantity: ask.quantity,
        price_n: price.price_n,
        on: cx.today,
        evidence: ask.evidence,
        batons: Vec::new(),
    };
    fact.batons = foresee(&mut tx, cx, fact.clone().into(), &[ask.order_id]).await?.batons;
    let entry = based(&mut tx, Fact::from(fact), None, "the order").await?;
    let answer = ExcessAnswer { order_id: ask.order_id, line_n: ask.line_n, excess };
    desk.finish(tx, cx, vec![entry], answer).await
}

/// A price whose discount is a chain, where there is one.
///
/// Refuses a chain beside a discount of the price's own.
pub(super) fn with_cascade(
    price: Price,
    chain: &[i64],
) -> Result<(Price, Option<String>), Refusal> {
    if chain.is_empty() {
        return Ok((price, None));
    }
    if price.discount_ppm != 0 {
        return Err(Refusal::TwoDiscounts);
    }
    let (discount_ppm, text) = cascade(chain)?;
    Ok((Price { discount_ppm, ..price }, Some(text)))
}

//! Amending a confirmed order: quantities, new lines, parties and terms, and ending the remainder.

use chrono::NaiveDate;
use dovuto_domain::billing::balance::balances;
use dovuto_domain::billing::proposal::CaseLine;
use dovuto_domain::fact::{LinePrice, OrderAmended};
use dovuto_domain::kernel::id::{CustomerId, OrderId, ProductId};
use dovuto_domain::kernel::quantity::{Currency, Quantity};
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_domain::orders::{Order, ShipTo, amended_quantity, check_amend};
use dovuto_domain::parties::{Basis, VatRegime, text};
use dovuto_domain::pricing::Evidence;
use dovuto_store::billing::cases::cases;
use dovuto_store::ledger::Tx;
use dovuto_store::orders::progress::progress;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::shelf::Shelf;
use super::{LineEntry, SaveCharge, SaveOrderLine, customer_of, evidence_of_po, get};
use crate::cx::Cx;
use crate::desk::{Begun, Desk, based};
use crate::error::Error;
use crate::pricing::offers_for;
use crate::standing::foresee;

/// What changes of a confirmed order. What is left out stays. Parties, currency, regime and basis
/// change for what is not billed yet.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct AmendOrder {
    pub order_id: Option<OrderId>,
    /// The newest fact that the person had seen of it.
    pub base: Option<String>,
    pub reason: String,
    pub evidence: Option<Evidence>,
    pub lines: Vec<AmendLine>,
    pub add_lines: Vec<SaveOrderLine>,
    pub add_charges: Vec<SaveCharge>,
    pub sold_to: Option<CustomerId>,
    pub ship_to: Option<ShipTo>,
    pub bill_to: Option<CustomerId>,
    pub payer: Option<CustomerId>,
    pub currency: Option<String>,
    pub vat_regime: Option<VatRegime>,
    pub basis: Option<Basis>,
    pub promised_on: Option<NaiveDate>,
    pub allow_discontinued: bool,
}

/// A new agreed quantity. Zero ends a line of which nothing was received.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AmendLine {
    pub line_n: i64,
    pub quantity: Quantity,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Amended {
    pub order_id: OrderId,
    pub promised_on: NaiveDate,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct CancelRemainder {
    pub order_id: OrderId,
    pub reason: String,
}

/// What is left of an order whose remainder was cancelled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RemainderCancelled {
    pub order_id: OrderId,
    pub lines: Vec<AmendLine>,
}

/// Amends a confirmed order.
///
/// Refuses an order that is not open, an amendment that changes nothing or gives no reason, a
/// quantity below what was received, unknown parties, and one that somebody else changed meanwhile.
pub async fn amend(desk: &Desk, cx: &Cx, ask: AmendOrder) -> Result<Amended, Error> {
    let mut tx = match desk.begin(cx).await? {
        Begun::Fresh(tx) => tx,
        Begun::Answered(answer) => return Ok(answer),
    };
    let order_id = ask.order_id.ok_or_else(|| Refusal::FieldEmpty { field: "order".into() })?;
    let stored = get(&mut tx, order_id).await?;
    check_amend(stored.state)?;
    text("reason", &ask.reason, 500)?;

    let mut order = stored.order.clone();
    change_terms(&mut tx, &mut order, &ask).await?;
    change_quantities(&mut tx, &mut order, &ask.lines).await?;
    let prices = add_lines(&mut tx, cx, &mut order, &ask).await?;
    let next = order.charges.iter().map(|c| c.charge_n).max().unwrap_or(0) + 1;
    order.charges.extend((next..).zip(&ask.add_charges).map(|(n, charge)| charge.numbered(n)));

    let before = stored.promised_on.unwrap_or(cx.today);
    let promised_on = ask.promised_on.unwrap_or(before);
    if order == stored.order && promised_on == before {
        return Err(Refusal::NothingAmended.into());
    }
    // Lines of zero stand where something was ended; the rest is checked as at entry.
    let mut whole = order.clone();
    whole.lines.retain(|line| !line.quantity.is_zero());
    whole.checked()?;
    let fact = OrderAmended {
        order,
        amended_on: cx.today,
        promised_on,
        reason: ask.reason,
        amendment_evidence: ask.evidence,
        prices,
        batons: Vec::new(),
    };
    record(desk, tx, cx, fact, ask.base.as_deref(), Amended { order_id, promised_on }).await
}

/// Ends what is still to be shipped: every line goes down to what was shipped or is planned.
///
/// Refuses an order that is not open, and one of which nothing remains.
pub async fn cancel_remainder(
    desk: &Desk,
    cx: &Cx,
    ask: CancelRemainder,
) -> Result<RemainderCancelled, Error> {
    let mut tx = match desk.begin(cx).await? {
        Begun::Fresh(tx) => tx,
        Begun::Answered(answer) => return Ok(answer),
    };
    let stored = get(&mut tx, ask.order_id).await?;
    check_amend(stored.state)?;
    text("reason", &ask.reason, 500)?;
    let planned = dovuto_store::fulfilment::planned(&mut tx, ask.order_id).await?;
    let progress = progress(&mut tx, &[ask.order_id]).await?;
    let mut order = stored.order.clone();
    let mut lines = Vec::with_capacity(order.lines.len());
    for line in &mut order.lines {
        let of = progress.iter().flat_map(|p| &p.lines).find(|l| l.line_n == line.line_n);
        let shipped = of.map_or(Quantity::ZERO, |l| l.shipped);
        let held: Quantity =
            planned.iter().filter(|(n, _)| *n == line.line_n).map(|(_, q)| *q).sum();
        line.quantity = line.quantity.at_most(shipped + held);
        lines.push(AmendLine { line_n: line.line_n, quantity: line.quantity });
    }
    if order == stored.order {
        return Err(Refusal::NothingAmended.into());
    }
    let fact = OrderAmended {
        order,
        amended_on: cx.today,
        promised_on: stored.promised_on.unwrap_or(cx.today),
        reason: ask.reason,
        amendment_evidence: None,
        prices: Vec::new(),
        batons: Vec::new(),
    };
    let answer = RemainderCancelled { order_id: ask.order_id, lines };
    record(desk, tx, cx, fact, None, answer).await
}

async fn record<A: Serialize>(
    desk: &Desk,
    mut tx: Tx,
    cx: &Cx,
    mut fact: OrderAmended,
    base: Option<&str>,
    answer: A,
) -> Result<A, Error> {
    let order_id = fact.order.order_id;
    fact.batons = foresee(&mut tx, cx, fact.clone().into(), &[order_id]).await?.batons;
    let entry = based(&mut tx, fact.into(), base, "the order").await?;
    desk.finish(tx, cx, vec![entry], answer).await
}

async fn change_terms(tx: &mut Tx, order: &mut Order, ask: &AmendOrder) -> Result<(), Error> {
    for party in [ask.sold_to, ask.bill_to, ask.payer].into_iter().flatten() {
        customer_of(tx, party).await?;
    }
    if let Some(ship_to) = ask.ship_to {
        Shelf::default().address_exists(tx, ship_to).await?;
    }
    let terms = &mut order.terms;
    terms.sold_to = ask.sold_to.unwrap_or(terms.sold_to);
    terms.ship_to = ask.ship_to.unwrap_or(terms.ship_to);
    terms.bill_to = ask.bill_to.unwrap_or(terms.bill_to);
    terms.payer = ask.payer.unwrap_or(terms.payer);
    terms.vat_regime = ask.vat_regime.unwrap_or(terms.vat_regime);
    terms.basis = ask.basis.unwrap_or(terms.basis);
    if let Some(code) = &ask.currency {
        terms.currency = Currency::parse(code)?;
    }
    Ok(())
}

async fn change_quantities(
    tx: &mut Tx,
    order: &mut Order,
    lines: &[AmendLine],
) -> Result<(), Error> {
    // What counts as received follows from the basis that the amendment itself gives.
    let (basis, found) = (order.terms.basis, cases(tx, &[order.order_id]).await?);
    for change in lines {
        let line = order.lines.iter_mut().find(|l| l.line_n == change.line_n);
        let line = line.ok_or_else(|| Error::not_found("order line", change.line_n))?;
        let of = found.iter().flat_map(|case| &case.lines).find(|l| l.line_n == change.line_n);
        let received = of.map_or(Quantity::ZERO, |l| received(l, basis));
        line.quantity = amended_quantity(line, change.quantity, received)?;
    }
    Ok(())
}

/// What was received of a line and not given back, over its deliveries; what replaces is counted
/// with what it makes good.
fn received(line: &CaseLine, basis: Basis) -> Quantity {
    let found = balances(line.cap, basis, &line.deliveries);
    let own = line.deliveries.iter().zip(found).filter(|(d, _)| d.replaces.is_none());
    own.map(|(_, balance)| balance.net).sum()
}

/// Lines that come with the amendment, at the price that the customer states or our records offer.
async fn add_lines(
    tx: &mut Tx,
    cx: &Cx,
    order: &mut Order,
    ask: &AmendOrder,
) -> Result<Vec<LinePrice>, Error> {
    if ask.add_lines.is_empty() {
        return Ok(Vec::new());
    }
    let customer = customer_of(tx, order.terms.sold_to).await?;
    let wanted: Vec<ProductId> = ask.add_lines.iter().map(|line| line.product_id).collect();
    let mut shelf = Shelf::default();
    let products = shelf.products(tx, &wanted).await?;
    let own = evidence_of_po(&order.references, order.ordered_on);
    let entry = LineEntry {
        products,
        customer: &customer,
        from_po: ask.evidence.clone().unwrap_or(own),
        allow_discontinued: ask.allow_discontinued,
    };
    let next = order.lines.iter().map(|l| l.line_n).max().unwrap_or(0) + 1;
    let terms = order.terms.clone();
    let quantities: Vec<_> = ask.add_lines.iter().map(|l| (l.product_id, l.quantity)).collect();
    let offers =
        offers_for(tx, terms.sold_to, &quantities, terms.currency, order.ordered_on).await?;
    let mut prices = Vec::new();
    for ((n, asked), offer) in (next..).zip(&ask.add_lines).zip(&offers) {
        let line = entry.line(n, asked)?;
        let agreed = line.agree(offer.as_ref(), terms.currency, order.ordered_on, cx.actor)?;
        prices.extend(agreed.map(|agreed| LinePrice { line_n: n, agreed }));
        order.lines.push(line);
    }
    Ok(prices)
}

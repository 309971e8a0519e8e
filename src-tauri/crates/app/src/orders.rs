//! Orders: entering, confirming, declining, cancelling, closing.

pub mod amend;
mod credit;
pub mod holds;
pub mod prices;
pub mod shelf;

use std::collections::HashMap;

use chrono::NaiveDate;
use dovuto_domain::attendance::{Baton, Step, due_at};
use dovuto_domain::billing::invoice::SeriesNumber;
use dovuto_domain::catalog::Product;
use dovuto_domain::fact::{
    Fact, LinePrice, OrderCancelled, OrderClosed, OrderConfirmed, OrderDeclined, OrderEnded,
};
use dovuto_domain::kernel::id::{CustomerId, OrderId, ProductId};
use dovuto_domain::kernel::number::document_number;
use dovuto_domain::kernel::quantity::{Currency, Price, Quantity};
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_domain::orders::references::References;
use dovuto_domain::orders::{
    Order, OrderKind, OrderLine, OrderState, PoUse, ShipTo, StatedPrice, Terms, check_cancel,
    check_close, check_confirm, check_decline, judge_po,
};
use dovuto_domain::parties::{Basis, Customer, VatRegime};
use dovuto_domain::pricing::{Charge, ChargeKind, ChargePer, Discount, Evidence};
use dovuto_domain::standing::Progress;
use dovuto_store::ledger::{Entry, Tx};
use dovuto_store::orders::progress::progress;
use dovuto_store::sql::Db;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::cx::Cx;
use crate::desk::{Begun, Desk, based};
use crate::error::Error;
use prices::with_cascade;
use shelf::Shelf;

/// An order as it is entered. What is left out comes from the customer.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct SaveOrder {
    /// Set to change a draft.
    pub order_id: Option<OrderId>,
    /// The newest fact that the person had seen of it.
    pub base: Option<String>,
    pub customer_id: Option<CustomerId>,
    pub ship_to: Option<ShipTo>,
    pub bill_to: Option<CustomerId>,
    pub payer: Option<CustomerId>,
    pub currency: Option<String>,
    pub basis: Option<Basis>,
    pub vat_regime: Option<VatRegime>,
    /// A frame whose quantities are called off later.
    pub blanket: bool,
    pub references: References,
    pub ordered_on: Option<NaiveDate>,
    pub requested_on: Option<NaiveDate>,
    pub lines: Vec<SaveOrderLine>,
    pub charges: Vec<SaveCharge>,
    /// A discount on the whole order.
    pub discount: Option<Discount>,
    /// Says that this is another order under a PO that was used before.
    pub separate: bool,
    /// Lets discontinued products be ordered.
    pub allow_discontinued: bool,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SaveOrderLine {
    pub product_id: ProductId,
    /// Millionths of the unit.
    pub quantity: Quantity,
    #[serde(default)]
    pub description: Option<String>,
    #[serde(default)]
    pub customer_line: Option<String>,
    #[serde(default)]
    pub cost_centre: Option<String>,
    /// The price that the customer's own order states.
    #[serde(default)]
    pub price: Option<Price>,
    /// A chain of discounts, in millionths, in place of the price's one.
    #[serde(default)]
    pub cascade: Vec<i64>,
    /// What proves it; the PO where left out.
    #[serde(default)]
    pub evidence: Option<Evidence>,
    /// Confirmed without a price; nothing is billed before one is agreed.
    #[serde(default)]
    pub to_be_agreed: bool,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SaveCharge {
    pub kind: ChargeKind,
    pub per: ChargePer,
    pub amount_minor: i64,
    #[serde(default)]
    pub description: String,
}

/// A draft was saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OrderSaved {
    pub order_id: OrderId,
}

/// An order became a promise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Confirmed {
    pub order_id: OrderId,
    pub number: String,
    pub promised_on: NaiveDate,
    pub kind: OrderKind,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ConfirmOrder {
    pub order_id: OrderId,
    #[serde(default)]
    pub base: Option<String>,
    /// Says that this is another order under a PO that was used before.
    #[serde(default)]
    pub separate: bool,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct EndOrder {
    pub order_id: OrderId,
    #[serde(default)]
    pub reason: Option<String>,
}

/// An order ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OrderEnd {
    pub order_id: OrderId,
    pub state: OrderState,
}

/// Saves a draft, new or changed.
///
/// Refuses unknown parties and products, values that cannot be, a duplicate of an earlier order,
/// and a draft that somebody else changed meanwhile.
pub async fn save(desk: &Desk, cx: &Cx, ask: SaveOrder) -> Result<OrderSaved, Error> {
    let mut tx = match desk.begin(cx).await? {
        Begun::Fresh(tx) => tx,
        Begun::Answered(answer) => return Ok(answer),
    };
    let (saved, entry) = save_entry(&mut tx, cx, &mut Shelf::default(), ask).await?;
    desk.finish(tx, cx, vec![entry], saved).await
}

/// Turns a draft into a promise to the customer, under the standing policy.
///
/// Refuses what is not a draft, what lacks lines, prices or references that the customer
/// requires, a duplicate, and confirming before a policy was recorded.
pub async fn confirm(desk: &Desk, cx: &Cx, ask: ConfirmOrder) -> Result<Confirmed, Error> {
    let mut tx = match desk.begin(cx).await? {
        Begun::Fresh(tx) => tx,
        Begun::Answered(answer) => return Ok(answer),
    };
    let letter = desk.station()?.letter;
    let (confirmed, entry) = confirm_entry(&mut tx, cx, letter, &ask).await?;
    desk.finish(tx, cx, vec![entry], confirmed).await
}

/// Declines a draft, with a reason for the customer.
pub async fn decline(desk: &Desk, cx: &Cx, ask: EndOrder) -> Result<OrderEnd, Error> {
    let reason = ask.reason.clone().filter(|reason| !reason.trim().is_empty());
    if reason.is_none() {
        return Err(Refusal::FieldEmpty { field: "reason".into() }.into());
    }
    end(desk, cx, ask, OrderState::Declined).await
}

/// Cancels an order of which nothing was issued.
pub async fn cancel(desk: &Desk, cx: &Cx, ask: EndOrder) -> Result<OrderEnd, Error> {
    end(desk, cx, ask, OrderState::Cancelled).await
}

/// Closes an order that was received, billed and paid in full.
pub async fn close(desk: &Desk, cx: &Cx, ask: EndOrder) -> Result<OrderEnd, Error> {
    end(desk, cx, ask, OrderState::Closed).await
}

async fn end(desk: &Desk, cx: &Cx, ask: EndOrder, to: OrderState) -> Result<OrderEnd, Error> {
    let mut tx = match desk.begin(cx).await? {
        Begun::Fresh(tx) => tx,
        Begun::Answered(answer) => return Ok(answer),
    };
    let stored = get(&mut tx, ask.order_id).await?;
    let ended = OrderEnded { order_id: ask.order_id, on: cx.today, reason: ask.reason };
    let fact: Fact = match to {
        OrderState::Declined => {
            check_decline(stored.state)?;
            OrderDeclined(ended).into()
        }
        OrderState::Closed => {
            let progress = progress(&mut tx, &[ask.order_id]).await?;
            let reached = progress.first().map(|p| p.standing());
            check_close(stored.state, &reached.ok_or_else(|| gone(ask.order_id))?)?;
            OrderClosed(ended).into()
        }
        OrderState::Draft | OrderState::Confirmed | OrderState::Cancelled => {
            let n_issued = dovuto_store::fulfilment::n_issued(&mut tx, ask.order_id).await?;
            let progress = progress(&mut tx, &[ask.order_id]).await?;
            let is_settled = progress.iter().all(Progress::is_settled);
            check_cancel(stored.state, n_issued, is_settled)?;
            OrderCancelled(ended).into()
        }
    };
    let entry = based(&mut tx, fact, None, "the order").await?;
    desk.finish(tx, cx, vec![entry], OrderEnd { order_id: ask.order_id, state: to }).await
}

/// An order that must exist.
pub async fn get(db: &mut Db, id: OrderId) -> Result<dovuto_store::orders::Stored, Error> {
    dovuto_store::orders::order(db, id).await?.ok_or_else(|| gone(id))
}

/// The identity of an order that a person names by number or identity.
pub async fn resolve(db: &mut Db, named: &str) -> Result<OrderId, Error> {
    if let Some(id) = dovuto_store::orders::by_number(db, named.trim()).await? {
        return Ok(id);
    }
    let id: OrderId = named.trim().parse().map_err(|_| Error::not_found("order", named))?;
    get(db, id).await.map(|stored| stored.order.order_id)
}

fn gone(id: OrderId) -> Error {
    Error::not_found("order", id)
}

/// Loads and decides what saving a draft records.
pub async fn save_entry(
    tx: &mut Tx,
    cx: &Cx,
    shelf: &mut Shelf,
    ask: SaveOrder,
) -> Result<(OrderSaved, Entry), Error> {
    let customer_id =
        ask.customer_id.ok_or_else(|| Refusal::FieldEmpty { field: "customer".into() })?;
    let customer = shelf.customer(tx, customer_id).await?;
    if !customer.active {
        return Err(Refusal::CustomerInactive { customer: customer.code.clone() }.into());
    }
    if let Some(id) = ask.order_id {
        check_decline(get(tx, id).await?.state)?;
    }
    let wanted: Vec<ProductId> = ask.lines.iter().map(|line| line.product_id).collect();
    let terms = terms(tx, shelf, &customer, &ask).await?;
    let products = shelf.products(tx, &wanted).await?;

    let ordered_on = ask.ordered_on.unwrap_or(cx.today);
    let from_po = evidence_of_po(&ask.references, ordered_on);
    let entry = LineEntry {
        products,
        customer: &customer,
        from_po,
        allow_discontinued: ask.allow_discontinued,
    };
    let lines = (1..)
        .zip(&ask.lines)
        .map(|(n, line)| entry.line(n, line))
        .collect::<Result<Vec<_>, _>>()?;
    let charges = (1..).zip(&ask.charges).map(|(n, charge)| charge.numbered(n));
    let mut order = Order {
        order_id: ask.order_id.unwrap_or_else(|| cx.fresh()),
        kind: if ask.blanket { OrderKind::Blanket } else { OrderKind::Standard },
        blanket_id: None,
        terms,
        charges: charges.collect(),
        references: ask.references,
        discount: ask.discount,
        ordered_on,
        requested_on: ask.requested_on,
        lines,
    }
    .checked()?;
    judge(tx, shelf, &mut order, ask.separate).await?;

    let order_id = order.order_id;
    let entry = match (ask.order_id, &ask.base) {
        // Nothing was said yet of what is new.
        (None, None) => Entry::from(Fact::from(order)),
        _ => based(tx, order.into(), ask.base.as_deref(), "the order").await?,
    };
    Ok((OrderSaved { order_id }, entry))
}

/// The customer's own order as the evidence of a price that it states.
fn evidence_of_po(references: &References, ordered_on: NaiveDate) -> Evidence {
    Evidence {
        reference: references.customer_po.clone().unwrap_or_default(),
        date: references.po_date.or(Some(ordered_on)),
        file_hash: None,
    }
}

impl SaveCharge {
    fn numbered(&self, charge_n: i64) -> Charge {
        Charge {
            charge_n,
            kind: self.kind,
            per: self.per,
            amount_minor: self.amount_minor,
            description: self.description.clone(),
        }
    }
}

/// What entering a line needs to know.
struct LineEntry<'a> {
    products: &'a HashMap<ProductId, Product>,
    customer: &'a Customer,
    from_po: Evidence,
    allow_discontinued: bool,
}

impl LineEntry<'_> {
    fn line(&self, line_n: i64, line: &SaveOrderLine) -> Result<OrderLine, Error> {
        let product = self
            .products
            .get(&line.product_id)
            .ok_or_else(|| Error::not_found("product", line.product_id))?;
        if product.discontinued && !self.allow_discontinued {
            let refusal = Refusal::ProductDiscontinued { product: product.code.clone() };
            return Err(refusal.at_line(line_n).into());
        }
        let codes = &product.customer_codes;
        let theirs = codes.iter().find(|c| c.customer_id == self.customer.customer_id);
        let described = line.description.as_deref().filter(|text| !text.trim().is_empty());
        let stated = line.price.map(|price| {
            let (price, discount_text) = with_cascade(price, &line.cascade)?;
            let evidence = line.evidence.clone().unwrap_or_else(|| self.from_po.clone());
            Ok(StatedPrice { price, evidence, discount_text })
        });
        Ok(OrderLine {
            line_n,
            product_id: product.product_id,
            kind: product.kind,
            description: described
                .unwrap_or_else(|| product.description(&self.customer.identity.language))
                .to_owned(),
            quantity: line.quantity,
            unit_code: product.unit_code.clone(),
            unit_scale: product.unit_scale,
            tax_category: product.tax_category.clone(),
            customer_line: line.customer_line.clone(),
            customer_code: theirs.map(|c| c.code.clone()),
            cost_centre: line.cost_centre.clone(),
            stated_price: stated.transpose().map_err(|why: Refusal| why.at_line(line_n))?,
            to_be_agreed: line.to_be_agreed,
        })
    }
}

/// Who the order concerns: what was entered, else what the customer's record says.
async fn terms(
    tx: &mut Tx,
    shelf: &mut Shelf,
    customer: &Customer,
    ask: &SaveOrder,
) -> Result<Terms, Error> {
    let own = ShipTo { customer_id: customer.customer_id, address_n: 0 };
    let ship_to = ask.ship_to.unwrap_or(own);
    if ask.ship_to.is_some() {
        shelf.address_exists(tx, ship_to).await?;
    }
    let bill_to = ask.bill_to.or(customer.bill_to).unwrap_or(customer.customer_id);
    let payer = ask.payer.or(customer.payer).unwrap_or(bill_to);
    for other in [ask.bill_to, ask.payer].into_iter().flatten() {
        shelf.customer(tx, other).await?;
    }
    Ok(Terms {
        sold_to: customer.customer_id,
        ship_to,
        bill_to,
        payer,
        currency: match &ask.currency {
            Some(code) => Currency::parse(code)?,
            None => customer.currency,
        },
        vat_regime: ask.vat_regime.unwrap_or(customer.vat_regime),
        basis: ask.basis.unwrap_or(customer.basis),
    })
}

async fn customer_of(db: &mut Db, id: CustomerId) -> Result<Customer, Error> {
    let found = dovuto_store::parties::customer(db, id).await?;
    found.ok_or_else(|| Error::not_found("customer", id))
}

/// Tells duplicates, call-offs and separate orders under one PO apart.
async fn judge(tx: &mut Tx, shelf: &Shelf, order: &mut Order, separate: bool) -> Result<(), Error> {
    let Some(po) = order.references.customer_po.clone() else {
        return Ok(());
    };
    let sold_to = order.terms.sold_to;
    if shelf.is_unused(sold_to, &po) {
        return Ok(());
    }
    let earlier = dovuto_store::orders::earlier(tx, sold_to, &po, order.order_id).await?;
    match judge_po(order, &earlier, separate)? {
        PoUse::CallOff(blanket_id) if order.kind != OrderKind::Blanket => {
            order.kind = OrderKind::CallOff;
            order.blanket_id = Some(blanket_id);
        }
        PoUse::New | PoUse::Separate | PoUse::CallOff(_) => {}
    }
    Ok(())
}

/// Loads and decides what confirming a draft records.
pub async fn confirm_entry(
    tx: &mut Tx,
    cx: &Cx,
    letter: char,
    ask: &ConfirmOrder,
) -> Result<(Confirmed, Entry), Error> {
    let stored = get(tx, ask.order_id).await?;
    let (confirmed, fact) =
        confirmation(tx, cx, &mut Shelf::default(), letter, stored.order, Some(stored.state))
            .await?;
    let entry = based(tx, fact.into(), ask.base.as_deref(), "the order").await?;
    Ok((confirmed, entry))
}

/// Loads and decides what confirming an order records; it has no state where it is not stored yet.
pub async fn confirmation(
    tx: &mut Tx,
    cx: &Cx,
    shelf: &mut Shelf,
    letter: char,
    mut order: Order,
    state: Option<OrderState>,
) -> Result<(Confirmed, OrderConfirmed), Error> {
    let policy = shelf.policy(tx).await?;
    let customer = shelf.customer(tx, order.terms.bill_to).await?;
    check_confirm(state.unwrap_or(OrderState::Draft), &order, &customer.required_references)?;
    // A person who saved a separate order under a used PO has answered the question already.
    judge(tx, shelf, &mut order, true).await?;
    let wanted: Vec<_> = order.lines.iter().map(|line| (line.product_id, line.quantity)).collect();
    let terms = &order.terms;
    let (currency, day) = (terms.currency, order.ordered_on);
    let offers = shelf.offers(tx, terms.sold_to, &wanted, currency, day).await?;
    let counter = shelf.next_counter(tx, cx).await?;

    let mut prices = Vec::with_capacity(order.lines.len());
    for (line, offer) in order.lines.iter().zip(&offers) {
        let agreed = line.agree(offer.as_ref(), currency, day, cx.actor)?;
        prices.extend(agreed.map(|agreed| LinePrice { line_n: line.line_n, agreed }));
    }
    if let Some(discount) = order.discount {
        let quantity = |n| order.lines.iter().find(|l| l.line_n == n).map(|l| l.quantity);
        let mut lines: Vec<_> =
            prices.iter_mut().filter_map(|p| Some((quantity(p.line_n)?, &mut p.agreed))).collect();
        discount.lay_on(&mut lines)?;
    }
    shelf.check_holds(tx, cx, state.map(|_| order.order_id), terms).await?;
    let payer = shelf.customer(tx, terms.payer).await?;
    credit::check(tx, &payer, &order, &prices).await?;
    let calendar = shelf.calendar(tx).await?;
    let promised_on = order.promise(cx.today, calendar);
    let year = year_of(cx.today);
    let number = document_number("O", letter, year, counter);
    let due = due_at(Step::Fulfil, cx.today, Some(promised_on), None, None, calendar);
    let confirmed = OrderConfirmed {
        order_id: order.order_id,
        series: SeriesNumber { series: "O".into(), year, counter, number: number.clone() },
        kind: order.kind,
        blanket_id: order.blanket_id,
        terms: order.terms.clone(),
        confirmed_on: cx.today,
        promised_on,
        policy_id: policy.policy_id,
        prices,
        baton: Baton::begin(order.order_id, Step::Fulfil, due, cx.now, None),
    };

    Ok((Confirmed { order_id: order.order_id, number, promised_on, kind: order.kind }, confirmed))
}

/// The year of a business date, as series count it.
pub fn year_of(day: NaiveDate) -> i32 {
    chrono::Datelike::year(&day)
}

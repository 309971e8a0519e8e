//! The customer's order: what was asked, what was promised, at which price.

pub mod references;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use self::references::{Lack, LineReferences, References};
use crate::catalog::ProductKind;
use crate::kernel::calendar::{Calendar, is_plausible};
use crate::kernel::id::{CustomerId, HoldId, MemberId, OrderId, ProductId};
use crate::kernel::quantity::{Currency, Price, Quantity};
use crate::kernel::refusal::Refusal;
use crate::parties::{Basis, Reference, VatRegime, optional_text};
use crate::pricing::{AgreedPrice, Charge, Discount, Evidence, Offer, PriceSource};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OrderKind {
    Standard,
    /// A frame: its quantities are called off by orders of the same PO.
    Blanket,
    CallOff,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OrderState {
    Draft,
    Confirmed,
    Declined,
    Cancelled,
    Closed,
}

/// A place of a customer: which customer, and which of their addresses, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ShipTo {
    pub customer_id: CustomerId,
    pub address_n: i64,
}

/// Everybody the order concerns and how it is billed: frozen when it is confirmed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Terms {
    pub sold_to: CustomerId,
    pub ship_to: ShipTo,
    pub bill_to: CustomerId,
    pub payer: CustomerId,
    pub currency: Currency,
    pub vat_regime: VatRegime,
    pub basis: Basis,
}

impl Terms {
    /// The seat of whoever is billed.
    pub fn seat(&self) -> ShipTo {
        ShipTo { customer_id: self.bill_to, address_n: 0 }
    }

    /// Whether orders of these terms and of `other` may come onto one document.
    pub fn bills_with(&self, other: &Self) -> bool {
        Self { ship_to: other.ship_to, ..self.clone() } == *other
    }
}

/// A price that the entry itself states, with the customer's evidence for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StatedPrice {
    #[serde(flatten)]
    pub price: Price,
    pub evidence: Evidence,
    /// How its discount was spoken of, where it was a chain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount_text: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OrderLine {
    /// Position in the order, from 1.
    pub line_n: i64,
    pub product_id: ProductId,
    pub kind: ProductKind,
    pub description: String,
    pub quantity: Quantity,
    pub unit_code: String,
    pub unit_scale: u8,
    pub tax_category: String,
    /// The customer's own number of this line.
    pub customer_line: Option<String>,
    /// The customer's own code of the product.
    pub customer_code: Option<String>,
    pub cost_centre: Option<String>,
    pub stated_price: Option<StatedPrice>,
    /// Confirmed without a price: nothing of it is billed before one is agreed.
    #[serde(default)]
    pub to_be_agreed: bool,
}

/// An order as it was entered; a draft until it is confirmed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Order {
    pub order_id: OrderId,
    pub kind: OrderKind,
    /// The blanket order that a call-off draws on.
    pub blanket_id: Option<OrderId>,
    pub terms: Terms,
    pub references: References,
    pub ordered_on: NaiveDate,
    pub requested_on: Option<NaiveDate>,
    pub lines: Vec<OrderLine>,
    pub charges: Vec<Charge>,
    /// Laid on the prices that confirming agrees.
    #[serde(default)]
    pub discount: Option<Discount>,
}

impl Order {
    /// Refuses quantities, prices, charges and dates that cannot be, and a stated price without
    /// the customer's evidence. An order without lines may be saved, not confirmed.
    pub fn checked(self) -> Result<Self, Refusal> {
        for day in [Some(self.ordered_on), self.requested_on].into_iter().flatten() {
            if !is_plausible(day) {
                return Err(Refusal::DateImplausible { date: day });
            }
        }
        let r = &self.references;
        for (field, value) in [
            ("customer_po", &r.customer_po),
            ("contract", &r.contract),
            ("project", &r.project),
            ("buyer_reference", &r.buyer_reference),
            ("cig", &r.cig),
            ("cup", &r.cup),
        ] {
            optional_text(field, value.as_deref().unwrap_or(""), 100)?;
        }
        for line in &self.lines {
            line.check().map_err(|why| why.at_line(line.line_n))?;
        }
        for charge in &self.charges {
            charge.clone().checked()?;
        }
        self.discount.map(Discount::checked).transpose()?;
        Ok(self)
    }

    /// Which required references are missing or wrong.
    pub fn lacks(&self, required: &[Reference]) -> Vec<Lack> {
        let of_lines = self.lines.iter().map(|line| {
            let (line_n, customer_line) = (line.line_n, line.customer_line.as_deref());
            let (customer_code, cost_centre) =
                (line.customer_code.as_deref(), line.cost_centre.as_deref());
            LineReferences { line_n, customer_line, customer_code, cost_centre }
        });
        let own = self.references.lacks(required);
        own.into_iter().chain(of_lines.flat_map(|line| line.lacks(required))).collect()
    }

    /// The date to promise: what was requested, else five working days from today.
    pub fn promise(&self, today: NaiveDate, calendar: &Calendar) -> NaiveDate {
        self.requested_on.unwrap_or_else(|| calendar.add_working_days(today, 5))
    }
}

impl OrderLine {
    fn check(&self) -> Result<(), Refusal> {
        self.quantity.checked(self.unit_scale)?;
        optional_text("description", &self.description, 1000)?;
        for (field, value) in [
            ("customer_line", &self.customer_line),
            ("customer_code", &self.customer_code),
            ("cost_centre", &self.cost_centre),
        ] {
            optional_text(field, value.as_deref().unwrap_or(""), 100)?;
        }
        if let Some(stated) = &self.stated_price {
            stated.price.checked()?;
            if stated.evidence.reference.trim().is_empty() {
                return Err(Refusal::PriceWithoutEvidence);
            }
        }
        Ok(())
    }

    /// The first price of this line: the one the customer stated, with its evidence, else what our
    /// records offer; none where it is still to be agreed.
    ///
    /// Refuses a line that has neither.
    pub fn agree(
        &self,
        offered: Option<&Offer>,
        currency: Currency,
        applies_from: NaiveDate,
        agreed_by: Option<MemberId>,
    ) -> Result<Option<AgreedPrice>, Refusal> {
        let (price, source, evidence) = match (&self.stated_price, offered) {
            (None, _) if self.to_be_agreed => return Ok(None),
            (Some(stated), _) => {
                (stated.price, PriceSource::CustomerOrder, stated.evidence.clone())
            }
            (None, Some(offer)) => (offer.price, offer.source, offer.evidence.clone()),
            (None, None) => return Err(Refusal::NoPrice.at_line(self.line_n)),
        };
        let discount_text = self.stated_price.as_ref().and_then(|p| p.discount_text.clone());
        Ok(Some(AgreedPrice {
            price_n: 1,
            price,
            currency,
            applies_from,
            source,
            agreed_by,
            evidence,
            discount_text,
            allowance_minor: 0,
            allowance_quantity: Quantity::ZERO,
        }))
    }
}

/// Only a confirmed order is amended: a draft is saved anew, an ended one is history.
pub fn check_amend(state: OrderState) -> Result<(), Refusal> {
    match state {
        OrderState::Confirmed => Ok(()),
        OrderState::Draft | OrderState::Declined | OrderState::Cancelled | OrderState::Closed => {
            Err(Refusal::OrderNotOpen { state })
        }
    }
}

/// A price is agreed while an order is open, and after, where it was billed already.
pub fn check_agree(state: OrderState) -> Result<(), Refusal> {
    match state {
        OrderState::Confirmed | OrderState::Closed => Ok(()),
        OrderState::Draft | OrderState::Declined | OrderState::Cancelled => {
            Err(Refusal::OrderNotOpen { state })
        }
    }
}

/// Changes the agreed quantity of a line, of which `received` was received and not given back.
///
/// Refuses a line quantity that cannot be, and one lowered below what was received. Zero ends a
/// line of which nothing was received.
pub fn amended_quantity(
    line: &OrderLine,
    quantity: Quantity,
    received: Quantity,
) -> Result<Quantity, Refusal> {
    if !quantity.is_zero() {
        quantity.checked(line.unit_scale).map_err(|why| why.at_line(line.line_n))?;
    }
    if quantity < line.quantity && quantity < received {
        return Err(Refusal::QuantityBelowReceived { line: line.line_n, quantity, received });
    }
    Ok(quantity)
}

/// Why an order, or everything of a customer, must wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum HoldKind {
    Credit,
    Price,
    Customer,
    Quality,
    Export,
}

/// A stop on an order or on a customer, with an owner and an end.
///
/// It stops entry, promise and release; never the billing of what was received.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Hold {
    pub hold_id: HoldId,
    pub order_id: Option<OrderId>,
    pub customer_id: Option<CustomerId>,
    pub kind: HoldKind,
    pub owner: MemberId,
    pub reason: String,
    pub placed_on: NaiveDate,
    /// The last day on which it holds; without one it holds until it is released.
    pub expires_on: Option<NaiveDate>,
}

impl Hold {
    /// Refuses a hold on nothing or on two things, without a reason, or that ended before today.
    pub fn checked(self, today: NaiveDate) -> Result<Self, Refusal> {
        crate::parties::text("reason", &self.reason, 500)?;
        if self.order_id.is_some() == self.customer_id.is_some() {
            return Err(Refusal::HoldOnOneThing);
        }
        match self.expires_on {
            Some(to) if to < today => Err(Refusal::ValidityReversed { from: today, to }),
            _ => Ok(self),
        }
    }

    pub fn in_force(&self, today: NaiveDate) -> bool {
        self.expires_on.is_none_or(|last| today <= last)
    }
}

/// Refuses to go on while a hold is in force.
pub fn check_holds(holds: &[Hold], today: NaiveDate) -> Result<(), Refusal> {
    match holds.iter().find(|hold| hold.in_force(today)) {
        Some(hold) => Err(Refusal::OnHold { kind: hold.kind, reason: hold.reason.clone() }),
        None => Ok(()),
    }
}

/// Refuses a promise that takes a customer above the credit limit: what they owe, what was
/// promised and is not billed, and this order, all without VAT that is not charged yet.
pub fn check_credit(limit: Option<i64>, exposure: i64, order: i64) -> Result<(), Refusal> {
    match limit {
        Some(limit_minor) if exposure.saturating_add(order) > limit_minor => {
            Err(Refusal::CreditLimitExceeded {
                limit_minor,
                exposure_minor: exposure,
                order_minor: order,
            })
        }
        Some(_) | None => Ok(()),
    }
}

/// Refuses to confirm what is not a draft, has no line, or lacks a required reference.
pub fn check_confirm(
    state: OrderState,
    order: &Order,
    required: &[Reference],
) -> Result<(), Refusal> {
    match state {
        OrderState::Draft => {}
        OrderState::Confirmed
        | OrderState::Declined
        | OrderState::Cancelled
        | OrderState::Closed => return Err(Refusal::OrderNotDraft { state }),
    }
    if order.lines.is_empty() {
        return Err(Refusal::OrderEmpty);
    }
    let missing = order.lacks(required);
    if missing.is_empty() { Ok(()) } else { Err(Refusal::ReferencesMissing { missing }) }
}

/// Only a draft is declined.
pub fn check_decline(state: OrderState) -> Result<(), Refusal> {
    match state {
        OrderState::Draft => Ok(()),
        OrderState::Confirmed
        | OrderState::Declined
        | OrderState::Cancelled
        | OrderState::Closed => Err(Refusal::OrderNotDraft { state }),
    }
}

/// A draft, or a confirmed order of which nothing was issued and nothing is owed either way, may be
/// cancelled.
pub fn check_cancel(state: OrderState, n_issued: i64, is_settled: bool) -> Result<(), Refusal> {
    match state {
        OrderState::Draft => Ok(()),
        OrderState::Confirmed if n_issued == 0 && !is_settled => Err(Refusal::OrderStillOwed),
        OrderState::Confirmed if n_issued == 0 => Ok(()),
        OrderState::Confirmed => Err(Refusal::OrderAlreadyShipped),
        OrderState::Declined | OrderState::Cancelled | OrderState::Closed => {
            Err(Refusal::OrderNotOpen { state })
        }
    }
}

/// A confirmed order closes when everything was received, billed and paid.
pub fn check_close(state: OrderState, standing: &Standing) -> Result<(), Refusal> {
    match state {
        OrderState::Confirmed => {}
        OrderState::Draft | OrderState::Declined | OrderState::Cancelled | OrderState::Closed => {
            return Err(Refusal::OrderNotOpen { state });
        }
    }
    match (standing.delivery, standing.billing, standing.payment) {
        (Reach::Full, Reach::Full, Reach::Full) => Ok(()),
        (delivery, billing, payment) => {
            Err(Refusal::OrderNotSettled { delivery, billing, payment })
        }
    }
}

/// How far something has come: derived from quantities and amounts, never stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    None,
    Part,
    Full,
}

impl Reach {
    /// `done` of `whole`; all of nothing is none.
    pub fn of(done: i64, whole: i64) -> Self {
        match (done, whole) {
            (done, _) if done <= 0 => Self::None,
            (done, whole) if done >= whole => Self::Full,
            _ => Self::Part,
        }
    }

    /// The reach of a whole from the reach of its parts.
    pub fn join(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut all: Option<Self> = None;
        for part in parts {
            all = Some(match all {
                None => part,
                Some(before) if before == part => part,
                Some(_) => Self::Part,
            });
        }
        all.unwrap_or(Self::None)
    }
}

/// Where an order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub shipping: Reach,
    pub delivery: Reach,
    pub billing: Reach,
    pub payment: Reach,
}

/// An earlier order of the same customer under the same PO.
#[derive(Clone, Debug)]
pub struct Earlier {
    pub order_id: OrderId,
    pub number: Option<String>,
    pub kind: OrderKind,
    /// Product, quantity and, where stated, price of each line.
    pub lines: Vec<(ProductId, Quantity)>,
    /// Of a blanket order: what is still open of each product.
    pub open: Vec<(ProductId, Quantity)>,
}

/// What an entry under a PO that was used before turns out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PoUse {
    /// The first under its PO, or one that needs no PO.
    New,
    /// Draws on a blanket order.
    CallOff(OrderId),
    /// The person said that it is another order under the same PO.
    Separate,
}

/// Tells a new order from a duplicate.
///
/// Identical lines are refused; within a blanket order's open quantity it is a call-off; else the
/// person is asked, unless `separate` answers it already.
pub fn judge_po(order: &Order, earlier: &[Earlier], separate: bool) -> Result<PoUse, Refusal> {
    let Some(po) = order.references.customer_po.as_deref().filter(|po| !po.trim().is_empty())
    else {
        return Ok(PoUse::New);
    };
    let refusal = |e: &Earlier| e.number.clone().unwrap_or_else(|| e.order_id.to_string());
    let mine = sorted(order.lines.iter().map(|l| (l.product_id, l.quantity)).collect());
    let standing = |e: &&Earlier| e.kind != OrderKind::Blanket || order.kind == OrderKind::Blanket;
    if let Some(same) = earlier.iter().filter(standing).find(|e| sorted(e.lines.clone()) == mine) {
        return Err(Refusal::OrderDuplicate { customer_po: po.to_owned(), order: refusal(same) });
    }
    let blanket = earlier.iter().filter(|e| e.kind == OrderKind::Blanket);
    if let Some(blanket) = blanket.clone().find(|b| within(&mine, &b.open)) {
        return Ok(PoUse::CallOff(blanket.order_id));
    }
    match earlier.first() {
        None => Ok(PoUse::New),
        Some(_) if separate => Ok(PoUse::Separate),
        Some(first) => {
            Err(Refusal::PoUsedBefore { customer_po: po.to_owned(), order: refusal(first) })
        }
    }
}

fn sorted(mut lines: Vec<(ProductId, Quantity)>) -> Vec<(ProductId, Quantity)> {
    lines.sort();
    lines
}

fn within(wanted: &[(ProductId, Quantity)], open: &[(ProductId, Quantity)]) -> bool {
    let total = |of: &[(ProductId, Quantity)], product: ProductId| -> Quantity {
        of.iter().filter(|(p, _)| *p == product).map(|(_, q)| *q).sum()
    };
    !wanted.is_empty() && wanted.iter().all(|(p, _)| total(wanted, *p) <= total(open, *p))
}

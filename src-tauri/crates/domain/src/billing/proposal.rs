//! Proposals: a computed view of what may be billed now, and the reason for each line that may not.

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::balance::{Balance, Delivery, allotment, balances};
use super::credit::{CreditPart, PostedLine, lower_price, owed_back};
use super::dates::invoice_by;
use super::exchange::{ExchangeRate, rate_for};
use super::invoice::{BilledOrder, InvoiceCharge, InvoiceKind, InvoiceLine, TaxTotal, Totals};
use crate::catalog::{ProductKind, VatRate, vat_on};
use crate::fulfilment::machine::ShipmentState;
use crate::kernel::calendar::Calendar;
use crate::kernel::id::{OrderId, ProductId, ShipmentId, StreamId};
use crate::kernel::quantity::{Currency, Quantity, line_amounts, next_part};
use crate::orders::Terms;
use crate::orders::references::{DeliveryReferences, Lack, LineReferences, References};
use crate::parties::profile::{BillingProfile, Rhythm};
use crate::parties::{Basis, Department, Reference};
use crate::pricing::{AgreedPrice, Charge, in_force};

/// Everything that billing one order needs to know.
#[derive(Clone, Debug)]
pub struct Case {
    pub order_id: OrderId,
    pub number: String,
    pub terms: Terms,
    pub references: References,
    /// How whoever is billed wants to be.
    pub billing: BillingProfile,
    /// References that whoever is billed requires.
    pub required: Vec<Reference>,
    pub lines: Vec<CaseLine>,
    pub charges: Vec<CaseCharge>,
}

/// One order line with its prices and deliveries.
#[derive(Clone, Debug)]
pub struct CaseLine {
    pub line_n: i64,
    pub product_id: ProductId,
    pub product_code: String,
    pub kind: ProductKind,
    pub description: String,
    pub unit_code: String,
    pub tax_category: String,
    pub customer_line: Option<String>,
    pub customer_code: Option<String>,
    pub cost_centre: Option<String>,
    /// Agreed quantity now and accepted excess: what the line may be billed for at most.
    pub cap: Quantity,
    pub prices: Vec<AgreedPrice>,
    pub deliveries: Vec<Delivery>,
    /// What was billed of it, with what was credited of that.
    pub posted: Vec<PostedLine>,
}

/// A charge of the order and where it is billed: on an invoice that was not taken back.
#[derive(Clone, Debug)]
pub struct CaseCharge {
    pub charge: Charge,
    pub billed_for: Vec<Option<ShipmentId>>,
}

/// Who bills, with which rates.
#[derive(Clone, Debug)]
pub struct Biller<'a> {
    pub country: &'a str,
    pub currency: Currency,
    pub stream: StreamId,
    pub rates: &'a [VatRate],
    pub exchange: &'a [ExchangeRate],
    pub calendar: &'a Calendar,
    pub today: NaiveDate,
}

impl Biller<'_> {
    /// In Italy goods that left before today go on the deferred invoice of their month; whatever
    /// leaves today, and services, on an immediate one. Where deliveries are collected, what left
    /// today is collected as well. Elsewhere every invoice is immediate.
    pub(super) fn kind(&self, rhythm: Rhythm, line: &InvoiceLine) -> (InvoiceKind, i32, u32) {
        let left =
            line.supply_date < self.today || (rhythm.collects() && line.supply_date == self.today);
        let goods = line.kind == ProductKind::Goods;
        if self.country == "IT" && goods && left {
            (InvoiceKind::Deferred, line.supply_date.year(), line.supply_date.month())
        } else {
            (InvoiceKind::Immediate, 0, 0)
        }
    }
}

/// Why a shipment line may not be billed now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Block {
    /// No proof of delivery yet, and the customer is billed on proof.
    NotReceived,
    /// More was received than the order line agrees to.
    AboveAgreed,
    /// No price was agreed that applies to the dispatch.
    PriceMissing,
    /// The line was confirmed without a price, and none was agreed since.
    ToBeAgreed,
    ReferencesMissing {
        missing: Vec<Lack>,
    },
    VatRateMissing {
        tax_category: String,
        on: NaiveDate,
    },
    /// VAT in a currency that is not the firm's needs a rate with its source.
    ExchangeRateMissing {
        currency: String,
        on: NaiveDate,
    },
    /// The day on which the customer is billed has not come.
    Waits {
        until: NaiveDate,
    },
    /// The customer is billed when all of an order has left; at the latest then.
    WaitsForOrder {
        until: Option<NaiveDate>,
    },
    /// Another station holds the right to bill this line.
    HeldElsewhere,
    /// The amount is larger than can be posted.
    AmountTooLarge,
}

impl Block {
    /// The department that answers: quantity logistics, price sales, the rest as named.
    pub fn answered_by(&self) -> Department {
        match self {
            Self::NotReceived | Self::AboveAgreed => Department::Logistics,
            Self::PriceMissing | Self::ToBeAgreed => Department::Sales,
            // What comes with the proof is asked of whoever records it.
            Self::ReferencesMissing { missing }
                if missing.iter().all(|lack| lack.reference == Reference::GoodsReceipt) =>
            {
                Department::Logistics
            }
            Self::ReferencesMissing { .. } => Department::OrderDesk,
            Self::VatRateMissing { .. }
            | Self::ExchangeRateMissing { .. }
            | Self::AmountTooLarge => Department::Finance,
            Self::HeldElsewhere | Self::Waits { .. } | Self::WaitsForOrder { .. } => {
                Department::Billing
            }
        }
    }
}

/// A quantity that waits, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blocked {
    pub order_id: OrderId,
    pub line_n: i64,
    pub shipment_id: ShipmentId,
    pub shipment_n: i64,
    pub shipment_number: String,
    pub quantity: Quantity,
    pub why: Block,
}

/// One invoice that could be posted now: of one bill-to, payer, currency and regime.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    pub kind: InvoiceKind,
    /// The first order on it, whose terms and references are the document's.
    pub order_id: OrderId,
    pub order_number: String,
    pub terms: Terms,
    pub references: References,
    /// Every order on it, the first one too; nothing where there is no other.
    pub orders: Vec<BilledOrder>,
    pub lines: Vec<InvoiceLine>,
    pub charges: Vec<InvoiceCharge>,
    pub taxes: Vec<TaxTotal>,
    pub totals: Totals,
    /// The rate of its last taxed supply, where it has VAT in another currency than the firm's.
    pub exchange: Option<ExchangeRate>,
    /// The last day on which a norm lets this be invoiced, of the earliest line.
    pub invoice_by: Option<NaiveDate>,
}

/// What billing comes to now. The sign of each balance decides the kind of document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Deferred ones by month, then the immediate one.
    pub proposals: Vec<Proposal>,
    /// What goes back, by invoice number and line.
    pub credits: Vec<CreditPart>,
    pub blocked: Vec<Blocked>,
}

/// Computes what of one order line may be billed, what goes back, and what blocks the rest.
pub(super) fn propose_line(
    case: &Case,
    line: &CaseLine,
    by: &Biller<'_>,
    lines: &mut Vec<InvoiceLine>,
    outcome: &mut Outcome,
) {
    let found = balances(line.cap, case.terms.basis, &line.deliveries);
    let mut posted = line.posted.clone();
    let mut shares = Shares::of(&line.posted);
    for i in allotment(&line.deliveries) {
        let (delivery, balance) = (&line.deliveries[i], &found[i]);
        let mut block = |quantity, why| {
            outcome.blocked.push(Blocked {
                order_id: case.order_id,
                line_n: line.line_n,
                shipment_id: delivery.line.shipment_id,
                shipment_n: delivery.line.shipment_n,
                shipment_number: delivery.number.clone(),
                quantity,
                why,
            });
        };
        if balance.net > balance.entitled && delivery.replaces.is_none() {
            block(balance.net - balance.entitled, Block::AboveAgreed);
        }
        if awaits_proof(delivery, balance) {
            block(delivery.dispatched, Block::NotReceived);
        }
        if balance.balance > Quantity::ZERO {
            let mut taken = shares.clone();
            let ready = invoice_line(case, line, delivery, balance.balance, by, &mut taken);
            let waits = waits(case, line.kind, delivery.dispatched_on, by);
            match (ready, waits) {
                (Ok(ready), None) => {
                    shares = taken;
                    lines.push(ready);
                }
                (Ok(_), Some(why)) | (Err(why), _) => block(balance.balance, why),
            }
        }
        if balance.balance < Quantity::ZERO {
            if delivery.billing_holder == by.stream {
                outcome.credits.extend(owed_back(delivery, balance, &mut posted));
            } else {
                block(balance.balance, Block::HeldElsewhere);
            }
        }
    }
    let ours = |p: &&PostedLine| {
        let of = line.deliveries.iter().find(|d| d.line == p.shipment);
        of.is_some_and(|d| d.billing_holder == by.stream)
    };
    for due in posted.iter().filter(ours).filter_map(|p| lower_price(p, &line.prices).ok()) {
        outcome.credits.extend(due);
    }
}

/// Whether only a proof is missing: what was lost, annulled or replaces something waits for none.
fn awaits_proof(delivery: &Delivery, balance: &Balance) -> bool {
    balance.received.is_zero()
        && delivery.accepted.is_none()
        && delivery.replaces.is_none()
        && !delivery.state.is_annulled()
        && delivery.state != ShipmentState::Lost
}

/// Whether the rhythm of the customer lets what left on `left_on` wait, at most for as long as the
/// law does.
fn waits(case: &Case, kind: ProductKind, left_on: NaiveDate, by: &Biller<'_>) -> Option<Block> {
    let law = invoice_by(by.country, case.terms.vat_regime, kind, left_on);
    if case.billing.rhythm == Rhythm::Order && !is_whole(case) {
        let waits = law.is_none_or(|law| by.today < law);
        return waits.then_some(Block::WaitsForOrder { until: law });
    }
    if !case.billing.rhythm.collects() {
        return None;
    }
    let ready = case.billing.rhythm.ready_on(left_on, by.calendar);
    let until = law.map_or(ready, |law| ready.min(law));
    (by.today < until).then_some(Block::Waits { until })
}

/// Whether everything of an order has left, and is proved where it has to be.
fn is_whole(case: &Case) -> bool {
    let stands = |d: &&Delivery| {
        !d.state.is_annulled() && d.state != ShipmentState::Lost && d.replaces.is_none()
    };
    case.lines.iter().all(|line| {
        let standing = || line.deliveries.iter().filter(stands);
        let left: Quantity = standing().map(|d| d.dispatched).sum();
        let proved = || standing().all(|d| d.accepted.is_some());
        left >= line.cap && (case.terms.basis == Basis::Dispatch || proved())
    })
}

/// How far each price's part of a document discount in money was given already.
#[derive(Clone)]
struct Shares(Vec<(i64, Quantity, i64)>);

impl Shares {
    fn of(posted: &[PostedLine]) -> Self {
        let mut given = Self(Vec::new());
        for line in posted {
            let (quantity, share_minor) = line.standing_share();
            given.add(line.price_n, quantity, share_minor);
        }
        given
    }

    fn add(&mut self, price_n: i64, quantity: Quantity, share_minor: i64) {
        match self.0.iter_mut().find(|(n, _, _)| *n == price_n) {
            Some((_, so_far, given)) => {
                *so_far = *so_far + quantity;
                *given += share_minor;
            }
            None => self.0.push((price_n, quantity, share_minor)),
        }
    }

    /// The part that goes with the next `quantity` at a price, at most `net_minor`.
    fn next(&mut self, agreed: &AgreedPrice, quantity: Quantity, net_minor: i64) -> i64 {
        if agreed.allowance_minor == 0 || agreed.allowance_quantity.is_zero() {
            return 0;
        }
        let before = self.0.iter().find(|(n, _, _)| *n == agreed.price_n);
        let (so_far, given) = before.map_or((Quantity::ZERO, 0), |(_, q, given)| (*q, *given));
        let whole = agreed.allowance_quantity;
        let share = next_part(agreed.allowance_minor, so_far + quantity, whole, given);
        let share = share.min(net_minor);
        self.add(agreed.price_n, quantity, share);
        share
    }
}

/// What the order, of its lines this one, and of its deliveries this one lack of what is required.
fn lacks(case: &Case, line: &CaseLine, delivery: &Delivery) -> Vec<Lack> {
    if case.required.is_empty() {
        return Vec::new();
    }
    let of_line = LineReferences {
        line_n: line.line_n,
        customer_line: line.customer_line.as_deref(),
        customer_code: line.customer_code.as_deref(),
        cost_centre: line.cost_centre.as_deref(),
    };
    let mut lacks = case.references.lacks(&case.required);
    lacks.extend(of_line.lacks(&case.required));
    let of_delivery = DeliveryReferences {
        shipment_number: &delivery.number,
        goods_receipt: delivery.goods_receipt.as_deref(),
    };
    lacks.extend(of_delivery.lacks(&case.required));
    lacks
}

fn invoice_line(
    case: &Case,
    line: &CaseLine,
    delivery: &Delivery,
    quantity: Quantity,
    by: &Biller<'_>,
    shares: &mut Shares,
) -> Result<InvoiceLine, Block> {
    if delivery.billing_holder != by.stream {
        return Err(Block::HeldElsewhere);
    }
    let missing = lacks(case, line, delivery);
    if !missing.is_empty() {
        return Err(Block::ReferencesMissing { missing });
    }
    if line.prices.is_empty() {
        return Err(Block::ToBeAgreed);
    }
    let agreed = in_force(&line.prices, delivery.dispatched_on)
        .filter(|price| price.currency == case.terms.currency)
        .ok_or(Block::PriceMissing)?;
    let supply = delivery.dispatched_on;
    let vat =
        vat_on(by.rates, case.terms.vat_regime, &line.tax_category, supply).ok_or_else(|| {
            Block::VatRateMissing { tax_category: line.tax_category.clone(), on: supply }
        })?;
    let (currency, on) = (case.terms.currency, supply);
    let foreign = vat.rate_ppm > 0 && currency != by.currency;
    if foreign && rate_for(by.exchange, currency, on).is_none() {
        return Err(Block::ExchangeRateMissing { currency: currency.to_string(), on });
    }
    let mut amounts = line_amounts(quantity, agreed.price, case.terms.currency)
        .map_err(|_| Block::AmountTooLarge)?;
    let share_minor = shares.next(agreed, quantity, amounts.net_minor);
    amounts.allowance_minor += share_minor;
    amounts.net_minor -= share_minor;
    Ok(InvoiceLine {
        invoice_n: 0,
        order_id: case.order_id,
        line_n: line.line_n,
        shipment_id: delivery.line.shipment_id,
        shipment_n: delivery.line.shipment_n,
        shipment_number: delivery.number.clone(),
        proof_id: delivery.accepted.map(|(proof, _)| proof),
        goods_receipt: delivery.goods_receipt.clone(),
        price_n: agreed.price_n,
        product_id: line.product_id,
        product_code: line.product_code.clone(),
        kind: line.kind,
        description: line.description.clone(),
        customer_line: line.customer_line.clone(),
        customer_code: line.customer_code.clone(),
        cost_centre: line.cost_centre.clone(),
        supply_date: supply,
        ship_to: Some(delivery.ship_to).filter(|place| *place != case.terms.seat()),
        serials: delivery.serials.clone(),
        lots: delivery.lots.clone(),
        quantity,
        unit_code: line.unit_code.clone(),
        price: agreed.price,
        amounts,
        share_minor,
        vat_category: vat.vat_category.clone(),
        rate_ppm: vat.rate_ppm,
        reason_code: vat.reason_code.clone(),
        reason: vat.reason.clone(),
    })
}

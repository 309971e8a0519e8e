//! The list of orders, and the page of one: lines, standing, baton, shipments, invoices, trail.

use chrono::{DateTime, NaiveDate, Utc};
use dovuto_domain::billing::invoice::{TaxTotal, Totals};
use dovuto_domain::fulfilment::machine::ShipmentState;
use dovuto_domain::kernel::id::{CustomerId, InvoiceId, OrderId, ProductId, ShipmentId};
use dovuto_domain::kernel::quantity::{Price, Quantity};
use dovuto_domain::orders::references::References;
use dovuto_domain::orders::{OrderKind, OrderState, StatedPrice, Terms};
use dovuto_domain::parties::{Basis, VatRegime};
use dovuto_domain::pricing::{AgreedPrice, ChargeKind, ChargePer, Discount, Evidence, PriceSource};
use dovuto_domain::standing::Progress;
use dovuto_store::orders::{Filter, Stored};
use dovuto_store::sql::Db;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use super::{Place, customer_name, place};
use crate::cx::Cx;
use crate::desk::Desk;
use crate::error::Error;
use crate::pricing::OfferView;
use crate::pricing::reckon::{ReckonAsk, ReckonCharge, ReckonLine, ReckonView, reckon};
use crate::standing::{BatonView, People, StandingView};

#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct OrdersList {
    pub search: String,
    pub state: Option<OrderState>,
    pub customer_id: Option<CustomerId>,
    /// At most 500 at a time; 100 where left out.
    pub limit: Option<i64>,
    pub offset: i64,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct OrderRow {
    pub order_id: OrderId,
    pub number: Option<String>,
    pub state: OrderState,
    pub kind: OrderKind,
    pub customer_id: CustomerId,
    pub customer_code: String,
    pub customer_name: String,
    pub customer_po: Option<String>,
    pub ordered_on: NaiveDate,
    pub requested_on: Option<NaiveDate>,
    pub promised_on: Option<NaiveDate>,
    pub currency: String,
    pub n_lines: i64,
    pub baton: Option<BatonView>,
    pub standing: StandingView,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct OrdersAnswer {
    pub rows: Vec<OrderRow>,
    pub total: i64,
}

/// An order named by its identity or its number.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ShowOrder {
    pub order: String,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct LinePriceView {
    #[serde(flatten)]
    pub price: Price,
    pub source: PriceSource,
    pub evidence: Evidence,
    pub agreed_by: Option<String>,
    /// Nothing while the order is a draft.
    pub applies_from: Option<NaiveDate>,
    /// How the discount was spoken of, where it was a chain.
    pub discount_text: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct OrderLineView {
    pub line_n: i64,
    pub product_id: ProductId,
    pub product_code: String,
    pub description: String,
    pub customer_line: Option<String>,
    pub customer_code: Option<String>,
    pub cost_centre: Option<String>,
    pub unit_code: String,
    pub unit_scale: u8,
    pub ordered: Quantity,
    pub planned: Quantity,
    pub shipped: Quantity,
    pub received: Quantity,
    pub billed: Quantity,
    /// Accepted by the customer beyond what was ordered.
    pub excess: Quantity,
    /// No price was agreed yet.
    pub to_be_agreed: bool,
    /// Neither shipped nor planned yet.
    pub open: Quantity,
    pub stated_price: Option<StatedPrice>,
    /// The price agreed, or for a draft the one that confirming would agree.
    pub price: Option<LinePriceView>,
    pub net_minor: Option<i64>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ChargeView {
    pub charge_n: i64,
    pub kind: ChargeKind,
    pub per: ChargePer,
    pub amount_minor: i64,
    pub description: String,
    pub billed: bool,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct CustomerBrief {
    pub customer_id: CustomerId,
    pub code: String,
    pub name: String,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ShipmentBrief {
    pub shipment_id: ShipmentId,
    pub number: Option<String>,
    pub state: ShipmentState,
    pub planned_on: NaiveDate,
    pub dispatched_on: Option<NaiveDate>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct InvoiceBrief {
    pub invoice_id: InvoiceId,
    pub number: String,
    pub issued_on: NaiveDate,
    pub gross_minor: i64,
    pub paid_minor: i64,
}

/// One entry of the audit trail; the words are the window's.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct TimelineEntry {
    pub at: DateTime<Utc>,
    pub actor: Option<String>,
    pub kind: String,
    pub number: Option<String>,
    pub note: Option<String>,
    /// Of a baton that moved: to whom.
    pub to: Option<String>,
    pub hash: String,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct OrderView {
    pub order_id: OrderId,
    pub number: Option<String>,
    pub state: OrderState,
    pub kind: OrderKind,
    pub currency: String,
    pub customer: CustomerBrief,
    pub ship_to: Place,
    pub bill_to_name: String,
    pub payer_name: String,
    /// Who it concerns, by identity.
    pub terms: Terms,
    /// Of a draft: laid on the prices when it is confirmed.
    pub discount: Option<Discount>,
    pub basis: Basis,
    pub vat_regime: VatRegime,
    pub references: References,
    pub ordered_on: NaiveDate,
    pub requested_on: Option<NaiveDate>,
    pub first_promised_on: Option<NaiveDate>,
    pub promised_on: Option<NaiveDate>,
    pub confirmed_on: Option<NaiveDate>,
    pub ended_on: Option<NaiveDate>,
    pub end_reason: Option<String>,
    pub lines: Vec<OrderLineView>,
    pub charges: Vec<ChargeView>,
    /// Of the whole order at its agreed prices, as if all were billed at once.
    pub totals: Totals,
    pub taxes: Vec<TaxTotal>,
    pub baton: Option<BatonView>,
    pub standing: StandingView,
    pub shipments: Vec<ShipmentBrief>,
    pub invoices: Vec<InvoiceBrief>,
    pub timeline: Vec<TimelineEntry>,
    /// The newest fact of it, for saving a change.
    pub base: Option<String>,
}

/// A page of orders, newest entry first.
pub async fn list(desk: &Desk, cx: &Cx, ask: OrdersList) -> Result<OrdersAnswer, Error> {
    let mut db = desk.read().await?;
    let filter = Filter {
        search: Some(ask.search).filter(|text| !text.trim().is_empty()),
        state: ask.state,
        customer: ask.customer_id,
        limit: ask.limit.unwrap_or(100).clamp(1, 500),
        offset: ask.offset.max(0),
    };
    let (listed, total) = dovuto_store::orders::list(&mut db, &filter).await?;
    let ids: Vec<OrderId> = listed.iter().map(|row| row.order_id).collect();
    let progress = dovuto_store::orders::progress::progress(&mut db, &ids).await?;
    let batons = dovuto_store::attendance::batons(&mut db, &ids).await?;
    let people = People::load(&mut db).await?;
    let rows = listed
        .into_iter()
        .zip(&progress)
        .map(|(row, p)| OrderRow {
            baton: batons
                .iter()
                .find(|b| b.order_id == row.order_id)
                .map(|b| people.baton(b, cx.now)),
            standing: p.into(),
            order_id: row.order_id,
            number: row.number,
            state: row.state,
            kind: row.kind,
            customer_id: row.customer_id,
            customer_code: row.customer_code,
            customer_name: row.customer_name,
            customer_po: row.customer_po,
            ordered_on: row.ordered_on,
            requested_on: row.requested_on,
            promised_on: row.promised_on,
            currency: row.currency.to_string(),
            n_lines: row.n_lines,
        })
        .collect();
    Ok(OrdersAnswer { rows, total })
}

/// The page of one order.
pub async fn show(desk: &Desk, cx: &Cx, ask: ShowOrder) -> Result<OrderView, Error> {
    let mut db = desk.read().await?;
    let id = crate::orders::resolve(&mut db, &ask.order).await?;
    let stored = crate::orders::get(&mut db, id).await?;
    let progress = dovuto_store::orders::progress::progress(&mut db, &[id]).await?;
    let progress = progress.into_iter().next().ok_or_else(|| Error::not_found("order", id))?;
    let people = People::load(&mut db).await?;
    let reckoned = reckoned(desk, cx, &stored).await?;
    let lines = lines(&mut db, &stored, &progress, &reckoned, &people).await?;
    let shipments = shipments(&mut db, id).await?;
    let invoices = invoices(&mut db, id).await?;
    let baton = dovuto_store::attendance::batons(&mut db, &[id]).await?;
    let terms = &stored.order.terms;
    let (code, name) = customer_name(&mut db, terms.sold_to).await?;
    let mut subjects: Vec<Uuid> = vec![id.0];
    subjects.extend(shipments.iter().map(|s| s.shipment_id.0));
    subjects.extend(invoices.iter().map(|i| i.invoice_id.0));
    let notes = dovuto_store::billing::credit_notes(&mut db, Some(id), None).await?;
    subjects.extend(notes.iter().map(|note| note.credit_note_id.0));
    let held = dovuto_store::orders::holds::of_order(&mut db, id).await?;
    subjects.extend(held.iter().map(|hold| hold.0));
    let head = dovuto_store::ledger::head_of(&mut db, id.0).await?;
    Ok(OrderView {
        order_id: id,
        number: stored.number.clone(),
        state: stored.state,
        kind: stored.order.kind,
        currency: terms.currency.to_string(),
        customer: CustomerBrief { customer_id: terms.sold_to, code, name },
        ship_to: place(&mut db, terms.ship_to).await?,
        bill_to_name: customer_name(&mut db, terms.bill_to).await?.1,
        payer_name: customer_name(&mut db, terms.payer).await?.1,
        terms: terms.clone(),
        discount: stored.order.discount,
        basis: terms.basis,
        vat_regime: terms.vat_regime,
        references: stored.order.references.clone(),
        ordered_on: stored.order.ordered_on,
        requested_on: stored.order.requested_on,
        first_promised_on: stored.first_promised_on,
        promised_on: stored.promised_on,
        confirmed_on: stored.confirmed_on,
        ended_on: stored.ended_on,
        end_reason: stored.end_reason.clone(),
        lines,
        charges: charges(&mut db, &stored).await?,
        totals: reckoned.totals,
        taxes: reckoned.taxes,
        baton: baton.first().map(|b| people.baton(b, cx.now)),
        standing: (&progress).into(),
        timeline: timeline(&mut db, &people, &subjects).await?,
        shipments,
        invoices,
        base: head.map(|hash| dovuto_store::row::hex(&hash)),
    })
}

/// What the whole order comes to at its agreed prices, or for a draft at those on offer.
pub(crate) async fn reckoned(desk: &Desk, cx: &Cx, stored: &Stored) -> Result<ReckonView, Error> {
    let mut db = desk.read().await?;
    let order = &stored.order;
    let agreed = dovuto_store::orders::prices(&mut db, &[order.order_id]).await?;
    let line = |l: &dovuto_domain::orders::OrderLine| {
        let first = agreed.get(&(order.order_id, l.line_n)).and_then(|prices| prices.last());
        // What is still to be agreed has no amount, whatever records offer.
        let has_price = first.is_some() || !l.to_be_agreed;
        ReckonLine {
            product_id: has_price.then_some(l.product_id),
            quantity: l.quantity,
            price: first.map(|p| p.price).or(l.stated_price.as_ref().map(|s| s.price)),
            allowance_minor: first.map(|p| p.allowance_minor),
            allowance_quantity: first.map(|p| p.allowance_quantity).filter(|q| !q.is_zero()),
        }
    };
    let charge = |c: &dovuto_domain::pricing::Charge| ReckonCharge {
        kind: c.kind,
        per: c.per,
        amount_minor: c.amount_minor,
        description: Some(c.description.clone()),
    };
    let ask = ReckonAsk {
        customer_id: order.terms.sold_to,
        currency: Some(order.terms.currency),
        vat_regime: Some(order.terms.vat_regime),
        on: Some(order.ordered_on),
        lines: order.lines.iter().map(line).collect(),
        charges: Some(order.charges.iter().map(charge).collect()),
        discount: order.discount.filter(|_| agreed.is_empty()),
    };
    drop(db);
    reckon(desk, cx, ask).await
}

async fn lines(
    db: &mut Db,
    stored: &Stored,
    progress: &Progress,
    reckoned: &ReckonView,
    people: &People,
) -> Result<Vec<OrderLineView>, Error> {
    let id = stored.order.order_id;
    let agreed = dovuto_store::orders::prices(db, &[id]).await?;
    let planned = dovuto_store::fulfilment::planned(db, id).await?;
    let products: Vec<ProductId> = stored.order.lines.iter().map(|l| l.product_id).collect();
    let codes = dovuto_store::billing::product_codes(db, &products).await?;
    let view = |(i, line): (usize, &dovuto_domain::orders::OrderLine)| {
        let p = progress.lines.iter().find(|p| p.line_n == line.line_n);
        let held: Quantity = planned.iter().filter(|(n, _)| *n == line.line_n).map(|x| x.1).sum();
        let of = |get: fn(&dovuto_domain::standing::LineProgress) -> Quantity| {
            p.map_or(Quantity::ZERO, get)
        };
        let settled = agreed.get(&(id, line.line_n)).and_then(|prices| prices.last());
        let offered = reckoned.lines.get(i).and_then(|l| l.offer.clone());
        let offered = offered.filter(|_| !line.to_be_agreed);
        let price = line_price(people, settled, line.stated_price.as_ref(), offered);
        OrderLineView {
            line_n: line.line_n,
            product_id: line.product_id,
            product_code: codes.get(&line.product_id).cloned().unwrap_or_default(),
            description: line.description.clone(),
            customer_line: line.customer_line.clone(),
            customer_code: line.customer_code.clone(),
            cost_centre: line.cost_centre.clone(),
            unit_code: line.unit_code.clone(),
            unit_scale: line.unit_scale,
            ordered: line.quantity,
            planned: held,
            shipped: of(|p| p.shipped),
            received: of(|p| p.received),
            excess: of(|p| p.excess),
            to_be_agreed: line.to_be_agreed && settled.is_none(),
            billed: of(|p| p.billed),
            open: Quantity((of(dovuto_domain::standing::LineProgress::open) - held).0.max(0)),
            stated_price: line.stated_price.clone(),
            price,
            net_minor: reckoned.lines.get(i).and_then(|l| l.amounts).map(|a| a.net_minor),
        }
    };
    Ok(stored.order.lines.iter().enumerate().map(view).collect())
}

/// The price agreed, else the one that the customer stated, else the one that records offer.
fn line_price(
    people: &People,
    agreed: Option<&AgreedPrice>,
    stated: Option<&StatedPrice>,
    offered: Option<OfferView>,
) -> Option<LinePriceView> {
    if let Some(agreed) = agreed {
        return Some(LinePriceView {
            price: agreed.price,
            source: agreed.source,
            evidence: agreed.evidence.clone(),
            agreed_by: agreed.agreed_by.map(|m| people.name(m)),
            applies_from: Some(agreed.applies_from),
            discount_text: agreed.discount_text.clone(),
        });
    }
    let discount_text = stated.and_then(|s| s.discount_text.clone());
    let (price, source, evidence) = match (stated, offered) {
        (Some(s), _) => (s.price, PriceSource::CustomerOrder, s.evidence.clone()),
        (None, Some(offer)) => (offer.price, offer.source, offer.evidence),
        (None, None) => return None,
    };
    Some(LinePriceView {
        price,
        source,
        evidence,
        agreed_by: None,
        applies_from: None,
        discount_text,
    })
}

async fn charges(db: &mut Db, stored: &Stored) -> Result<Vec<ChargeView>, Error> {
    let cases = dovuto_store::billing::cases::cases(db, &[stored.order.order_id]).await?;
    let billed = |n: i64| {
        let of_case = cases.iter().flat_map(|case| &case.charges);
        of_case.filter(|c| c.charge.charge_n == n).any(|c| !c.billed_for.is_empty())
    };
    let view = |c: &dovuto_domain::pricing::Charge| ChargeView {
        charge_n: c.charge_n,
        kind: c.kind,
        per: c.per,
        amount_minor: c.amount_minor,
        description: c.description.clone(),
        billed: billed(c.charge_n),
    };
    Ok(stored.order.charges.iter().map(view).collect())
}

async fn shipments(db: &mut Db, order: OrderId) -> Result<Vec<ShipmentBrief>, Error> {
    let filter = dovuto_store::fulfilment::Filter {
        order: Some(order),
        limit: 1000,
        ..dovuto_store::fulfilment::Filter::default()
    };
    let listed = dovuto_store::fulfilment::list(db, &filter).await?;
    let brief = |s: dovuto_store::fulfilment::Listed| ShipmentBrief {
        shipment_id: s.shipment_id,
        number: s.number,
        state: s.state,
        planned_on: s.planned_on,
        dispatched_on: s.dispatched_on,
    };
    Ok(listed.into_iter().map(brief).collect())
}

async fn invoices(db: &mut Db, order: OrderId) -> Result<Vec<InvoiceBrief>, Error> {
    let filter = dovuto_store::billing::Filter {
        order: Some(order),
        limit: 1000,
        ..dovuto_store::billing::Filter::default()
    };
    let listed = dovuto_store::billing::list(db, &filter).await?;
    let brief = |i: dovuto_store::billing::Listed| InvoiceBrief {
        invoice_id: i.invoice_id,
        number: i.number,
        issued_on: i.issued_on,
        gross_minor: i.gross_minor,
        paid_minor: i.paid_minor,
    };
    Ok(listed.into_iter().map(brief).collect())
}

async fn timeline(
    db: &mut Db,
    people: &People,
    subjects: &[Uuid],
) -> Result<Vec<TimelineEntry>, Error> {
    let trail = dovuto_store::ledger::trail(db, subjects).await?;
    let entry = |t: dovuto_store::ledger::Trail| TimelineEntry {
        at: t.at,
        actor: t.actor.map(|m| people.name(m)),
        kind: t.kind,
        number: t.number,
        note: t.note,
        to: t.to.map(|m| people.name(m)),
        hash: t.hash,
    };
    Ok(trail.into_iter().map(entry).collect())
}

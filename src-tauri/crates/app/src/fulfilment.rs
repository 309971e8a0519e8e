//! Shipments: planning, issuing, delivering, proving; and stock.

mod proof;
mod stock;

use chrono::NaiveDate;
use dovuto_domain::attendance::{Task, TaskKind};
use dovuto_domain::billing::invoice::SeriesNumber;
use dovuto_domain::catalog::ProductKind;
use dovuto_domain::fact::{ProofRecorded, ShipmentDelivered, ShipmentIssued, StockAdjusted};
use dovuto_domain::fulfilment::{
    Mode, ProofLine, Shipment, ShipmentLine, StockMovement, check_deliver, check_issue, check_plan,
    check_proof,
};
use dovuto_domain::kernel::id::{CarrierId, OrderId, ProductId, ShipmentId};
use dovuto_domain::kernel::number::document_number;
use dovuto_domain::kernel::quantity::{Quantity, UNITS_MAX};
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_domain::orders::{OrderKind, OrderState};
use dovuto_domain::parties::{Basis, text};
use dovuto_store::Db;
use dovuto_store::fulfilment::Stored;
use dovuto_store::ledger::{Entry, Tx};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::cx::Cx;
use crate::desk::{Begun, Desk, based};
use crate::error::Error;
use crate::orders::year_of;
use crate::standing::moved;
use proof::{proof_of, prove_line};
use stock::{movements, stock_tasks};

/// What is to leave under one delivery note.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct PlanShipment {
    pub lines: Vec<PlanLine>,
    pub mode: Option<Mode>,
    pub carrier_id: Option<CarrierId>,
    pub planned_on: Option<NaiveDate>,
    /// Says that more than ordered really goes.
    pub allow_excess: bool,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct PlanLine {
    pub order_id: OrderId,
    pub line_n: i64,
    pub quantity: Quantity,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Planned {
    pub shipment_id: ShipmentId,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct IssueShipment {
    pub shipment_id: ShipmentId,
    #[serde(default)]
    pub dispatched_on: Option<NaiveDate>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Issued {
    pub shipment_id: ShipmentId,
    pub number: String,
    pub dispatched_on: NaiveDate,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct DeliverShipment {
    pub shipment_id: ShipmentId,
    #[serde(default)]
    pub delivered_on: Option<NaiveDate>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Delivered {
    pub shipment_id: ShipmentId,
    pub delivered_on: NaiveDate,
}

/// What a person signed for. No lines at all means that everything was accepted as dispatched.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ProveShipment {
    pub shipment_id: ShipmentId,
    #[serde(default)]
    pub received_on: Option<NaiveDate>,
    /// Name of who signed.
    #[serde(default)]
    pub signed_by: Option<String>,
    /// What is on the paper.
    #[serde(default)]
    pub reference: String,
    #[serde(default)]
    pub file_hash: Option<String>,
    #[serde(default)]
    pub lines: Vec<ProofLine>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Proved {
    pub shipment_id: ShipmentId,
    pub proof_n: i64,
    /// Tasks that differences opened.
    pub n_tasks: i64,
}

/// Everything that is open of an order, under one delivery note.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ShipOrder {
    pub order_id: OrderId,
    #[serde(default)]
    pub dispatched_on: Option<NaiveDate>,
    #[serde(default)]
    pub carrier_id: Option<CarrierId>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct AdjustStock {
    pub product_id: ProductId,
    /// Signed, in millionths.
    pub quantity: i64,
    pub reason: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StockAnswer {
    pub product_id: ProductId,
    pub on_hand: i64,
}

/// Plans a shipment of order lines to one place.
///
/// Refuses orders that are not confirmed, blanket orders, lines for different places, and more
/// than is open unless the person says that more really goes.
pub async fn plan(desk: &Desk, cx: &Cx, ask: PlanShipment) -> Result<Planned, Error> {
    let mut tx = match desk.begin(cx).await? {
        Begun::Fresh(tx) => tx,
        Begun::Answered(answer) => return Ok(answer),
    };
    let shipment = plan_shipment(&mut tx, cx, &ask).await?;
    let answer = Planned { shipment_id: shipment.shipment_id };
    desk.finish(tx, cx, vec![Entry::from(dovuto_domain::fact::Fact::from(shipment))], answer).await
}

/// Issues a planned shipment: it gets its delivery note, its stock leaves, billing may look at it.
///
/// Refuses what is not planned, and a dispatch in the future. Stock below zero opens a task.
pub async fn issue(desk: &Desk, cx: &Cx, ask: IssueShipment) -> Result<Issued, Error> {
    let mut tx = match desk.begin(cx).await? {
        Begun::Fresh(tx) => tx,
        Begun::Answered(answer) => return Ok(answer),
    };
    let letter = desk.station()?.letter;
    let stored = get(&mut tx, ask.shipment_id).await?;
    let (issued, entry) = issue_entry(&mut tx, cx, letter, &stored, ask.dispatched_on).await?;
    desk.finish(tx, cx, vec![entry], issued).await
}

/// Plans and issues everything that is open of an order in one act.
pub async fn ship(desk: &Desk, cx: &Cx, ask: ShipOrder) -> Result<Issued, Error> {
    let mut tx = match desk.begin(cx).await? {
        Begun::Fresh(tx) => tx,
        Begun::Answered(answer) => return Ok(answer),
    };
    let letter = desk.station()?.letter;
    let (issued, entries) = ship_entries(&mut tx, cx, letter, &ask).await?;
    desk.finish(tx, cx, entries, issued).await
}

/// Loads and decides what shipping everything open of an order records.
pub async fn ship_entries(
    tx: &mut Tx,
    cx: &Cx,
    letter: char,
    ask: &ShipOrder,
) -> Result<(Issued, Vec<Entry>), Error> {
    let open = open_lines(tx, ask.order_id).await?;
    if open.is_empty() {
        return Err(Refusal::ShipmentEmpty.into());
    }
    let lines = open.into_iter().map(|(line_n, quantity)| PlanLine {
        order_id: ask.order_id,
        line_n,
        quantity,
    });
    let plan = PlanShipment {
        lines: lines.collect(),
        carrier_id: ask.carrier_id,
        planned_on: ask.dispatched_on,
        ..PlanShipment::default()
    };
    let shipment = plan_shipment(tx, cx, &plan).await?;
    let stored = Stored {
        shipment: shipment.clone(),
        state: dovuto_domain::fulfilment::ShipmentState::Planned,
        number: None,
        dispatched_on: None,
        delivered_on: None,
        issued_hash: None,
    };
    let (issued, entry) = issue_entry(tx, cx, letter, &stored, ask.dispatched_on).await?;
    Ok((issued, vec![Entry::from(dovuto_domain::fact::Fact::from(shipment)), entry]))
}

/// Notes that a shipment arrived. What was accepted is for the proof to say.
pub async fn deliver(desk: &Desk, cx: &Cx, ask: DeliverShipment) -> Result<Delivered, Error> {
    let mut tx = match desk.begin(cx).await? {
        Begun::Fresh(tx) => tx,
        Begun::Answered(answer) => return Ok(answer),
    };
    let (delivered, entry) = deliver_entry(&mut tx, cx, &ask).await?;
    desk.finish(tx, cx, vec![entry], delivered).await
}

/// Loads and decides what noting an arrival records.
pub async fn deliver_entry(
    tx: &mut Tx,
    cx: &Cx,
    ask: &DeliverShipment,
) -> Result<(Delivered, Entry), Error> {
    let stored = get(tx, ask.shipment_id).await?;
    let delivered_on = ask.delivered_on.unwrap_or(cx.today);
    check_deliver(stored.state, stored.dispatched_on, delivered_on, cx.today)?;
    let orders = orders_of(&stored.shipment);
    let before = dovuto_store::attendance::batons(tx, &orders).await?;
    let batons = before.iter().map(|baton| baton.arrived(cx.today)).collect();
    let fact = ShipmentDelivered { shipment_id: ask.shipment_id, delivered_on, batons };
    let entry = based(tx, fact.into(), None, "the shipment").await?;
    Ok((Delivered { shipment_id: ask.shipment_id, delivered_on }, entry))
}

/// Records the proof of delivery with the accepted quantities.
///
/// Refuses a proof of what did not leave, lines that the shipment does not have, and arrival
/// before departure. Differences are recorded as they are and open tasks.
pub async fn prove(desk: &Desk, cx: &Cx, ask: ProveShipment) -> Result<Proved, Error> {
    let mut tx = match desk.begin(cx).await? {
        Begun::Fresh(tx) => tx,
        Begun::Answered(answer) => return Ok(answer),
    };
    let (proved, entry) = prove_entry(&mut tx, cx, ask).await?;
    desk.finish(tx, cx, vec![entry], proved).await
}

/// Corrects the stock of a product by hand, with a reason.
pub async fn adjust_stock(desk: &Desk, cx: &Cx, ask: AdjustStock) -> Result<StockAnswer, Error> {
    let mut tx = match desk.begin(cx).await? {
        Begun::Fresh(tx) => tx,
        Begun::Answered(answer) => return Ok(answer),
    };
    let (answer, entry) = adjust_entry(&mut tx, cx, ask).await?;
    desk.finish(tx, cx, vec![entry], answer).await
}

/// Loads and decides what a correction of stock records.
pub async fn adjust_entry(
    tx: &mut Tx,
    cx: &Cx,
    ask: AdjustStock,
) -> Result<(StockAnswer, Entry), Error> {
    text("reason", &ask.reason, 200)?;
    if ask.quantity == 0 || ask.quantity.abs() > UNITS_MAX {
        return Err(Refusal::QuantityNotPositive { quantity: Quantity(ask.quantity) }.into());
    }
    let products = dovuto_store::catalog::products_by_ids(tx, &[ask.product_id]).await?;
    if products.is_empty() {
        return Err(Error::not_found("product", ask.product_id));
    }
    let movement = StockMovement { product_id: ask.product_id, quantity: ask.quantity };
    let tasks = stock_tasks(tx, cx, &[movement]).await?;
    let before = dovuto_store::fulfilment::on_hand(tx, &[ask.product_id]).await?;
    let on_hand = before.first().map_or(0, |(_, n)| *n) + ask.quantity;
    let fact = StockAdjusted {
        product_id: ask.product_id,
        quantity: ask.quantity,
        on: cx.today,
        reason: ask.reason,
        tasks,
    };
    let entry = Entry::from(dovuto_domain::fact::Fact::from(fact));
    Ok((StockAnswer { product_id: ask.product_id, on_hand }, entry))
}

/// A shipment that must exist.
pub async fn get(db: &mut Db, id: ShipmentId) -> Result<Stored, Error> {
    let found = dovuto_store::fulfilment::shipment(db, id).await?;
    found.ok_or_else(|| Error::not_found("shipment", id))
}

/// The identity of a shipment that a person names by its delivery note or identity.
pub async fn resolve(db: &mut Db, named: &str) -> Result<ShipmentId, Error> {
    if let Some(id) = dovuto_store::fulfilment::by_number(db, named.trim()).await? {
        return Ok(id);
    }
    let id: ShipmentId = named.trim().parse().map_err(|_| Error::not_found("shipment", named))?;
    get(db, id).await.map(|stored| stored.shipment.shipment_id)
}

/// What is open of each line of an order: neither shipped nor in a planned shipment.
pub async fn open_lines(db: &mut Db, order: OrderId) -> Result<Vec<(i64, Quantity)>, Error> {
    let planned = dovuto_store::fulfilment::planned(db, order).await?;
    let progress = dovuto_store::orders::progress(db, &[order]).await?;
    let lines = progress.into_iter().flat_map(|p| p.lines);
    let open = lines.map(|line| {
        let held: Quantity = planned.iter().filter(|(n, _)| *n == line.line_n).map(|p| p.1).sum();
        (line.line_n, Quantity((line.open() - held).0.max(0)))
    });
    Ok(open.filter(|(_, quantity)| !quantity.is_zero()).collect())
}

async fn plan_shipment(tx: &mut Tx, cx: &Cx, ask: &PlanShipment) -> Result<Shipment, Error> {
    let mut place = None;
    let mut service = true;
    let mut open: Vec<(OrderId, Vec<(i64, Quantity)>)> = Vec::new();
    let mut lines = Vec::with_capacity(ask.lines.len());
    for (n, line) in (1..).zip(&ask.lines) {
        if !open.iter().any(|(id, _)| *id == line.order_id) {
            open.push((line.order_id, open_lines(tx, line.order_id).await?));
        }
        let stored = crate::orders::get(tx, line.order_id).await?;
        check_shippable(&stored)?;
        let terms = &stored.order.terms;
        if *place.get_or_insert((terms.sold_to, terms.ship_to)) != (terms.sold_to, terms.ship_to) {
            return Err(Refusal::ShipmentMixes.into());
        }
        let of_order = stored.order.lines.iter().find(|l| l.line_n == line.line_n);
        let ordered = of_order.ok_or_else(|| Error::not_found("order line", line.line_n))?;
        service &= ordered.kind == ProductKind::Service;
        let left = open.iter_mut().filter(|(id, _)| *id == line.order_id).flat_map(|(_, l)| l);
        let mut left: Vec<_> = left.filter(|(line_n, _)| *line_n == line.line_n).collect();
        let still = left.first().map_or(Quantity::ZERO, |(_, quantity)| *quantity);
        check_plan(line.line_n, line.quantity, ordered.unit_scale, still, ask.allow_excess)?;
        if let Some((_, quantity)) = left.first_mut() {
            *quantity = Quantity((*quantity - line.quantity).0.max(0));
        }
        lines.push(ShipmentLine {
            shipment_n: n,
            order_id: line.order_id,
            line_n: line.line_n,
            quantity: line.quantity,
        });
    }
    let (sold_to, ship_to) = place.ok_or(Refusal::ShipmentEmpty)?;
    let usual = if service { Mode::ServiceTeam } else { Mode::Warehouse };
    Ok(Shipment {
        shipment_id: cx.fresh(),
        sold_to,
        ship_to,
        mode: ask.mode.unwrap_or(usual),
        carrier_id: ask.carrier_id,
        planned_on: ask.planned_on.unwrap_or(cx.today),
        lines,
    })
}

fn check_shippable(stored: &dovuto_store::orders::Stored) -> Result<(), Refusal> {
    match stored.state {
        OrderState::Confirmed if stored.order.kind == OrderKind::Blanket => {
            Err(Refusal::BlanketNotShipped)
        }
        OrderState::Confirmed => Ok(()),
        OrderState::Draft | OrderState::Declined | OrderState::Cancelled | OrderState::Closed => {
            Err(Refusal::OrderNotOpen { state: stored.state })
        }
    }
}

async fn issue_entry(
    tx: &mut Tx,
    cx: &Cx,
    letter: char,
    stored: &Stored,
    dispatched_on: Option<NaiveDate>,
) -> Result<(Issued, Entry), Error> {
    let shipment = &stored.shipment;
    let dispatched_on = dispatched_on.unwrap_or(cx.today);
    check_issue(stored.state, shipment.lines.len(), dispatched_on, cx.today)?;
    let stream = tx.stream().ok_or(Refusal::NoKey)?;
    let year = year_of(dispatched_on);
    let counter = dovuto_store::fulfilment::last_counter(tx, stream.bytes(), year).await? + 1;
    let orders = orders_of(shipment);
    let mut progress = dovuto_store::orders::progress(tx, &orders).await?;
    let movements = movements(tx, shipment, &orders).await?;

    let mut tasks = stock_tasks(tx, cx, &movements).await?;
    let number = document_number("D", letter, year, counter);
    let members = dovuto_store::parties::members(tx).await?;
    for line in &shipment.lines {
        let on_dispatch = basis_of(tx, line.order_id).await? == Basis::Dispatch;
        let Some(p) = progress.iter_mut().find(|p| p.order_id == line.order_id) else {
            continue;
        };
        p.unproven += i64::from(!on_dispatch);
        let Some(l) = p.line_mut(line.line_n) else {
            continue;
        };
        l.shipped = l.shipped + line.quantity;
        if on_dispatch {
            l.received = l.received + line.quantity;
        }
        if l.shipped > l.ordered {
            let over = (l.shipped - l.ordered).0;
            let about = format!("{number}/{}", line.shipment_n);
            let kind = TaskKind::ShippedAboveOrdered;
            tasks.push(Task::open(cx.fresh(), kind, about, over, &members, cx.now));
        }
    }
    let issued = ShipmentIssued {
        shipment_id: shipment.shipment_id,
        series: SeriesNumber { series: "D".into(), year, counter, number: number.clone() },
        dispatched_on,
        movements,
        batons: moved(tx, cx, &progress).await?,
        tasks,
    };
    let answer = Issued { shipment_id: shipment.shipment_id, number, dispatched_on };
    let entry = based(tx, issued.into(), None, "the shipment").await?;
    Ok((answer, entry))
}

/// Loads and decides what recording a proof records.
pub async fn prove_entry(
    tx: &mut Tx,
    cx: &Cx,
    ask: ProveShipment,
) -> Result<(Proved, Entry), Error> {
    let stored = get(tx, ask.shipment_id).await?;
    let before = dovuto_store::fulfilment::proofs(tx, ask.shipment_id).await?;
    let proof = proof_of(tx, cx, ask, &stored, before.last().map_or(1, |p| p.proof_n + 1)).await?;
    let numbers: Vec<i64> = stored.shipment.lines.iter().map(|l| l.shipment_n).collect();
    check_proof(stored.state, stored.dispatched_on, &proof, &numbers, cx.today)?;
    let mut progress = dovuto_store::orders::progress(tx, &orders_of(&stored.shipment)).await?;
    let earlier = before.last().map(|p| p.accepted.clone());
    let mut tasks = Vec::new();
    let members = dovuto_store::parties::members(tx).await?;
    for line in &stored.shipment.lines {
        let basis = basis_of(tx, line.order_id).await?;
        let of = |n: i64| proof.lines.iter().find(|l| l.shipment_n == n).map(|l| l.accepted);
        let accepted = of(line.shipment_n).unwrap_or(Quantity::ZERO);
        let was = earlier.as_ref().and_then(|lines| {
            lines.iter().find(|(n, _)| *n == line.shipment_n).map(|(_, quantity)| *quantity)
        });
        prove_line(&mut progress, line, basis, was, accepted);
        let kind = match accepted.cmp(&line.quantity) {
            std::cmp::Ordering::Equal => continue,
            std::cmp::Ordering::Greater => TaskKind::ProofAboveDispatched,
            std::cmp::Ordering::Less => TaskKind::ProofBelowDispatched,
        };
        let number = stored.number.as_deref().unwrap_or_default();
        let about = format!("{number}/{}", line.shipment_n);
        let difference = (accepted.0 - line.quantity.0).abs();
        tasks.push(Task::open(cx.fresh(), kind, about, difference, &members, cx.now));
    }
    let answer = Proved {
        shipment_id: proof.shipment_id,
        proof_n: proof.proof_n,
        n_tasks: i64::try_from(tasks.len()).unwrap_or(i64::MAX),
    };
    let batons = moved(tx, cx, &progress).await?;
    let fact = ProofRecorded { proof, batons, tasks };
    let entry = based(tx, fact.into(), None, "the shipment").await?;
    Ok((answer, entry))
}

fn orders_of(shipment: &Shipment) -> Vec<OrderId> {
    let mut orders: Vec<OrderId> = shipment.lines.iter().map(|line| line.order_id).collect();
    orders.sort();
    orders.dedup();
    orders
}

async fn basis_of(tx: &mut Tx, order: OrderId) -> Result<Basis, Error> {
    Ok(dovuto_store::orders::basis(tx, order).await?)
}

//! Shipments: issuing, delivering, proving; and stock.

pub mod back;
pub mod ends;
mod pieces;
pub mod plan;
mod proof;
pub mod steps;
pub mod stock;

use std::collections::HashMap;

use chrono::NaiveDate;
use dovuto_domain::attendance::TaskKind;
use dovuto_domain::billing::invoice::SeriesNumber;
use dovuto_domain::catalog::ProductKind;
use dovuto_domain::fact::{Fact, ProofRecorded, ShipmentDelivered, ShipmentIssued, StockAdjusted};
use dovuto_domain::fulfilment::machine::ShipmentState;
use dovuto_domain::fulfilment::tracking::Pieces;
use dovuto_domain::fulfilment::{
    ProofLine, Shipment, StockMovement, check_deliver, check_issue, check_proof,
};
use dovuto_domain::kernel::id::{CarrierId, OrderId, ProductId, ShipmentId};
use dovuto_domain::kernel::number::document_number;
use dovuto_domain::kernel::quantity::{Quantity, UNITS_MAX};
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_domain::parties::{Basis, text};
use dovuto_domain::standing::Progress;
use dovuto_store::fulfilment::Stored;
use dovuto_store::ledger::{Entry, Tx};
use dovuto_store::orders::progress::progress;
use dovuto_store::sql::Db;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::cx::Cx;
use crate::desk::{Begun, Desk, based};
use crate::error::Error;
use crate::orders::{holds, year_of};
use crate::standing::{foresee, moved, open_task};
use plan::{PlanLine, PlanShipment, Served, plan_shipment};
use proof::{differences, proof_of};
use stock::{movements, stock_tasks};

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct IssueShipment {
    pub shipment_id: ShipmentId,
    #[serde(default)]
    pub dispatched_on: Option<NaiveDate>,
    /// Serial and lot numbers that were not given while packing.
    #[serde(default)]
    pub pieces: Vec<Pieces>,
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
    /// The customer's own number for what they received; left out, as the proof before says it.
    #[serde(default)]
    pub goods_receipt: Option<String>,
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
    let orders = orders_of(&stored.shipment);
    for &order in &orders {
        let terms = crate::orders::get(&mut tx, order).await?.order.terms;
        holds::check(&mut tx, cx, Some(order), &terms).await?;
    }
    let progress = progress(&mut tx, &orders).await?;
    let (issued, entry) =
        issue_entry(&mut tx, cx, letter, &stored, progress, ask.dispatched_on, ask.pieces).await?;
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
    let served = Served::load(tx, ask.order_id).await?;
    if served.open.is_empty() {
        return Err(Refusal::ShipmentEmpty.into());
    }
    served.check(tx, cx).await?;
    let lines = served.open.iter().map(|&(line_n, quantity)| PlanLine {
        order_id: ask.order_id,
        line_n,
        quantity,
        replaces: None,
    });
    let plan = PlanShipment {
        lines: lines.collect(),
        carrier_id: ask.carrier_id,
        planned_on: ask.dispatched_on,
        ..PlanShipment::default()
    };
    let (shipment, served) = plan_shipment(tx, cx, &plan, vec![served]).await?;
    let progress = served.into_iter().flat_map(|s| s.progress).collect();
    let stored = Stored {
        shipment: shipment.clone(),
        state: ShipmentState::Planned,
        number: None,
        dispatched_on: None,
        delivered_on: None,
        issued_hash: None,
    };
    let (issued, entry) =
        issue_entry(tx, cx, letter, &stored, progress, ask.dispatched_on, Vec::new()).await?;
    Ok((issued, vec![Entry::from(Fact::from(shipment)), entry]))
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
    let mode = stored.shipment.mode;
    check_deliver(stored.state, mode, stored.dispatched_on, delivered_on, cx.today)?;
    let orders = orders_of(&stored.shipment);
    let before = dovuto_store::attendance::batons(tx, &orders).await?;
    let calendar = dovuto_store::closing::calendar(tx).await?;
    let batons = before.iter().map(|baton| baton.arrived(cx.today, &calendar)).collect();
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
    let entry = Entry::from(Fact::from(fact));
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

async fn issue_entry(
    tx: &mut Tx,
    cx: &Cx,
    letter: char,
    stored: &Stored,
    mut progress: Vec<Progress>,
    dispatched_on: Option<NaiveDate>,
    given: Vec<Pieces>,
) -> Result<(Issued, Entry), Error> {
    let shipment = &stored.shipment;
    let dispatched_on = dispatched_on.unwrap_or(cx.today);
    check_issue(stored.state, shipment.mode, shipment.lines.len(), dispatched_on, cx.today)?;
    let stream = tx.stream().ok_or(Refusal::NoKey)?;
    let year = year_of(dispatched_on);
    let counter = dovuto_store::fulfilment::last_counter(tx, stream.bytes(), year).await? + 1;
    let orders = orders_of(shipment);
    let goods = dovuto_store::orders::goods(tx, &orders).await?;
    let pieces = pieces::leaving(tx, shipment, &goods, given).await?;
    let movements = movements(shipment, &goods);

    let mut tasks = stock_tasks(tx, cx, &movements).await?;
    let number = document_number("D", letter, year, counter);
    for over in dispatch(tx, shipment, &goods, dispatched_on, &mut progress).await? {
        let about = format!("{number}/{}", over.0);
        tasks.push(open_task(tx, cx, TaskKind::ShippedAboveOrdered, about, over.1.0).await?);
    }
    let issued = ShipmentIssued {
        shipment_id: shipment.shipment_id,
        series: SeriesNumber { series: "D".into(), year, counter, number: number.clone() },
        dispatched_on,
        pieces,
        movements,
        batons: moved(tx, cx, &progress).await?,
        tasks,
    };
    let answer = Issued { shipment_id: shipment.shipment_id, number, dispatched_on };
    let entry = based(tx, issued.into(), None, "the shipment").await?;
    Ok((answer, entry))
}

/// Carries a dispatch into the progress of its orders. Gives the lines of which more left than was
/// agreed, and how much more. A replacement makes good what left before, so it counts for nothing.
async fn dispatch(
    tx: &mut Tx,
    shipment: &Shipment,
    goods: &HashMap<(OrderId, i64), ProductId>,
    on: NaiveDate,
    progress: &mut [Progress],
) -> Result<Vec<(i64, Quantity)>, Error> {
    let mut bases: HashMap<OrderId, Basis> = HashMap::new();
    for p in progress.iter() {
        bases.insert(p.order_id, dovuto_store::orders::basis(tx, p.order_id).await?);
    }
    let mut over = Vec::new();
    for line in shipment.lines.iter().filter(|line| line.replaces.is_none()) {
        let Some(p) = progress.iter_mut().find(|p| p.order_id == line.order_id) else {
            continue;
        };
        let kind = match goods.contains_key(&(line.order_id, line.line_n)) {
            true => ProductKind::Goods,
            false => ProductKind::Service,
        };
        let more = p.dispatched(line.line_n, line.quantity, bases[&line.order_id], kind, on);
        if !more.is_zero() {
            over.push((line.shipment_n, more));
        }
    }
    Ok(over)
}

/// Loads and decides what recording a proof records.
pub async fn prove_entry(
    tx: &mut Tx,
    cx: &Cx,
    ask: ProveShipment,
) -> Result<(Proved, Entry), Error> {
    let stored = get(tx, ask.shipment_id).await?;
    let before = dovuto_store::fulfilment::proofs(tx, ask.shipment_id).await?;
    let proof = proof_of(tx, cx, ask, &stored, before.last()).await?;
    let numbers: Vec<i64> = stored.shipment.lines.iter().map(|l| l.shipment_n).collect();
    let mode = stored.shipment.mode;
    check_proof(stored.state, mode, stored.dispatched_on, &proof, &numbers, cx.today)?;
    let differences = differences(tx, cx, &stored, &proof).await?;
    let mut fact = ProofRecorded { proof, batons: Vec::new(), tasks: Vec::new() };
    let brings = foresee(tx, cx, fact.clone().into(), &orders_of(&stored.shipment)).await?;
    fact.batons = brings.batons;
    fact.tasks = differences;
    fact.tasks.extend(brings.tasks);
    let answer = Proved {
        shipment_id: fact.proof.shipment_id,
        proof_n: fact.proof.proof_n,
        n_tasks: i64::try_from(fact.tasks.len()).unwrap_or(i64::MAX),
    };
    let entry = based(tx, fact.into(), None, "the shipment").await?;
    Ok((answer, entry))
}

fn orders_of(shipment: &Shipment) -> Vec<OrderId> {
    let mut orders: Vec<OrderId> = shipment.lines.iter().map(|line| line.order_id).collect();
    orders.sort();
    orders.dedup();
    orders
}

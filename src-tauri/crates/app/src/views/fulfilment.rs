//! The list of shipments, the page of one, and stock.

use chrono::NaiveDate;
use dovuto_domain::catalog::Tracking;
use dovuto_domain::fulfilment::machine::ShipmentState;
use dovuto_domain::fulfilment::{LineRef, Mode};
use dovuto_domain::kernel::id::{OrderId, ProductId, ShipmentId};
use dovuto_domain::kernel::quantity::Quantity;
use dovuto_store::fulfilment::{Filter, Listed, ProofRow, Stored};
use dovuto_store::sql::Db;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Place, customer_name, place};
use crate::desk::Desk;
use crate::error::Error;

#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ShipmentsList {
    pub state: Option<ShipmentState>,
    pub order_id: Option<OrderId>,
    pub search: String,
    /// At most 1000 at a time; 200 where left out.
    pub limit: Option<i64>,
    pub offset: i64,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ShipmentRow {
    pub shipment_id: ShipmentId,
    pub number: Option<String>,
    pub state: ShipmentState,
    pub customer_name: String,
    /// Numbers of the orders it serves.
    pub orders: String,
    pub planned_on: NaiveDate,
    pub dispatched_on: Option<NaiveDate>,
    pub delivered_on: Option<NaiveDate>,
    pub n_lines: i64,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ShipmentsAnswer {
    pub rows: Vec<ShipmentRow>,
}

/// A shipment named by its identity or its delivery note.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ShowShipment {
    pub shipment: String,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ShipmentLineView {
    pub shipment_n: i64,
    pub order_id: OrderId,
    pub order_number: String,
    pub line_n: i64,
    pub product_code: String,
    pub description: String,
    pub unit_code: String,
    pub unit_scale: u8,
    pub quantity: Quantity,
    pub accepted: Option<Quantity>,
    /// Counted back.
    pub returned: Quantity,
    /// Whether its pieces are followed by number.
    pub tracking: Tracking,
    /// Serial and lot numbers that were packed or left.
    pub pieces: Vec<PieceView>,
    /// The line whose returned goods this one makes good.
    pub replaces: Option<LineRef>,
}

/// One serial or lot number of a shipment line.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct PieceView {
    /// `serial` or `lot`.
    pub kind: String,
    pub number: String,
    pub quantity: Quantity,
    pub returned: bool,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ProofView {
    pub proof_n: i64,
    pub received_on: NaiveDate,
    pub signed_by: Option<String>,
    pub reference: String,
    pub goods_receipt: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ShipmentView {
    pub shipment_id: ShipmentId,
    pub number: Option<String>,
    pub state: ShipmentState,
    pub mode: Mode,
    pub customer_name: String,
    pub ship_to: Place,
    pub carrier: Option<String>,
    pub planned_on: NaiveDate,
    pub dispatched_on: Option<NaiveDate>,
    pub delivered_on: Option<NaiveDate>,
    pub lines: Vec<ShipmentLineView>,
    /// The latest, which holds.
    pub proof: Option<ProofView>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct StockRow {
    pub product_id: ProductId,
    pub code: String,
    pub description: String,
    pub unit_code: String,
    pub on_hand: i64,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct StockList {
    pub rows: Vec<StockRow>,
}

/// A page of shipments, newest plan first.
pub async fn list(desk: &Desk, ask: ShipmentsList) -> Result<ShipmentsAnswer, Error> {
    let mut db = desk.read().await?;
    let filter = Filter {
        state: ask.state,
        order: ask.order_id,
        search: Some(ask.search).filter(|text| !text.trim().is_empty()),
        limit: ask.limit.unwrap_or(200).clamp(1, 1000),
        offset: ask.offset.max(0),
    };
    let row = |s: Listed| ShipmentRow {
        shipment_id: s.shipment_id,
        number: s.number,
        state: s.state,
        customer_name: s.customer_name,
        orders: s.orders,
        planned_on: s.planned_on,
        dispatched_on: s.dispatched_on,
        delivered_on: s.delivered_on,
        n_lines: s.n_lines,
    };
    let listed = dovuto_store::fulfilment::list(&mut db, &filter).await?;
    Ok(ShipmentsAnswer { rows: listed.into_iter().map(row).collect() })
}

/// The page of one shipment.
pub async fn show(desk: &Desk, ask: ShowShipment) -> Result<ShipmentView, Error> {
    let mut db = desk.read().await?;
    let id = crate::fulfilment::resolve(&mut db, &ask.shipment).await?;
    let stored = crate::fulfilment::get(&mut db, id).await?;
    let proofs = dovuto_store::fulfilment::proofs(&mut db, id).await?;
    let latest = proofs.last();
    let carrier = match stored.shipment.carrier_id {
        Some(id) => dovuto_store::parties::carrier(&mut db, id).await?.map(|c| c.name),
        None => None,
    };
    let proof = match latest {
        Some(proof) => Some(proof_view(&mut db, proof).await?),
        None => None,
    };
    Ok(ShipmentView {
        shipment_id: id,
        number: stored.number.clone(),
        state: stored.state,
        mode: stored.shipment.mode,
        customer_name: customer_name(&mut db, stored.shipment.sold_to).await?.1,
        ship_to: place(&mut db, stored.shipment.ship_to).await?,
        carrier,
        planned_on: stored.shipment.planned_on,
        dispatched_on: stored.dispatched_on,
        delivered_on: stored.delivered_on,
        lines: lines(&mut db, &stored, latest).await?,
        proof,
    })
}

async fn proof_view(db: &mut Db, proof: &ProofRow) -> Result<ProofView, Error> {
    let person = match proof.signed_by {
        Some(id) => dovuto_store::parties::person(db, id).await?,
        None => None,
    };
    Ok(ProofView {
        proof_n: proof.proof_n,
        received_on: proof.received_on,
        signed_by: person.map(|p| p.name),
        reference: proof.reference.clone(),
        goods_receipt: proof.goods_receipt.clone(),
    })
}

async fn lines(
    db: &mut Db,
    stored: &Stored,
    proof: Option<&ProofRow>,
) -> Result<Vec<ShipmentLineView>, Error> {
    let shipment_id = stored.shipment.shipment_id;
    let returnable = dovuto_store::fulfilment::returnable(db, shipment_id).await?;
    let pieces = dovuto_store::fulfilment::pieces(db, shipment_id).await?;
    let tracked = {
        let of: Vec<OrderId> = stored.shipment.lines.iter().map(|l| l.order_id).collect();
        dovuto_store::orders::tracked(db, &of).await?
    };
    let mut orders: Vec<dovuto_store::orders::Stored> = Vec::new();
    let mut views = Vec::with_capacity(stored.shipment.lines.len());
    for line in &stored.shipment.lines {
        if !orders.iter().any(|o| o.order.order_id == line.order_id) {
            orders.push(crate::orders::get(db, line.order_id).await?);
        }
        let order = orders.iter().find(|o| o.order.order_id == line.order_id);
        let Some(order) = order else { continue };
        let ordered = order.order.lines.iter().find(|l| l.line_n == line.line_n);
        let Some(ordered) = ordered else { continue };
        let codes = dovuto_store::billing::product_codes(db, &[ordered.product_id]).await?;
        let accepted = proof.and_then(|p| {
            p.accepted.iter().find(|(n, _)| *n == line.shipment_n).map(|(_, quantity)| *quantity)
        });
        views.push(ShipmentLineView {
            shipment_n: line.shipment_n,
            order_id: line.order_id,
            order_number: order.number.clone().unwrap_or_default(),
            line_n: line.line_n,
            product_code: codes.get(&ordered.product_id).cloned().unwrap_or_default(),
            description: ordered.description.clone(),
            unit_code: ordered.unit_code.clone(),
            unit_scale: ordered.unit_scale,
            quantity: line.quantity,
            accepted,
            returned: returnable
                .iter()
                .find(|r| r.shipment_n == line.shipment_n)
                .map_or(Quantity::ZERO, |r| r.returned),
            tracking: tracked.get(&(line.order_id, line.line_n)).copied().unwrap_or_default(),
            pieces: pieces_of(&pieces, line.shipment_n),
            replaces: line.replaces,
        });
    }
    Ok(views)
}

fn pieces_of(pieces: &[(i64, String, String, Quantity, bool)], shipment_n: i64) -> Vec<PieceView> {
    let of = pieces.iter().filter(|(n, ..)| *n == shipment_n);
    of.map(|(_, kind, number, quantity, returned)| PieceView {
        kind: kind.clone(),
        number: number.clone(),
        quantity: *quantity,
        returned: *returned,
    })
    .collect()
}

/// Stock on hand of every product that ever moved, the scarcest first.
pub async fn stock(desk: &Desk) -> Result<StockList, Error> {
    let mut db = desk.read().await?;
    let row = |s: dovuto_store::fulfilment::StockRow| StockRow {
        product_id: s.product_id,
        code: s.code,
        description: s.description,
        unit_code: s.unit_code,
        on_hand: s.on_hand,
    };
    let rows = dovuto_store::fulfilment::stock(&mut db).await?;
    Ok(StockList { rows: rows.into_iter().map(row).collect() })
}

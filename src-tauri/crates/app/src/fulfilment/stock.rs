//! What a shipment does to stock, and the tasks that a shortage opens.

use std::collections::HashMap;

use chrono::NaiveDate;
use dovuto_domain::attendance::{Task, TaskKind};
use dovuto_domain::fact::{Fact, StockAdjusted};
use dovuto_domain::fulfilment::{Mode, Shipment, StockMovement};
use dovuto_domain::kernel::id::{OrderId, ProductId};
use dovuto_domain::kernel::quantity::Quantity;
use dovuto_store::ledger::{Entry, Tx};

use crate::cx::Cx;
use crate::error::Error;
use crate::standing::open_task;

/// The goods that leave stock with a shipment; services and drop shipments move none.
pub(super) fn movements(
    shipment: &Shipment,
    goods: &HashMap<(OrderId, i64), ProductId>,
) -> Vec<StockMovement> {
    let all = shipment.lines.iter().map(|line| (line.shipment_n, -line.quantity.0));
    moved(shipment, goods, all)
}

/// The goods that come back into stock, by shipment line.
pub(super) fn back(
    shipment: &Shipment,
    goods: &HashMap<(OrderId, i64), ProductId>,
    lines: impl Iterator<Item = (i64, Quantity)>,
) -> Vec<StockMovement> {
    moved(shipment, goods, lines.map(|(n, quantity)| (n, quantity.0)))
}

fn moved(
    shipment: &Shipment,
    goods: &HashMap<(OrderId, i64), ProductId>,
    lines: impl Iterator<Item = (i64, i64)>,
) -> Vec<StockMovement> {
    let mut movements: Vec<StockMovement> = Vec::new();
    if shipment.mode == Mode::Supplier || shipment.mode == Mode::ServiceTeam {
        return movements;
    }
    for (n, quantity) in lines.filter(|(_, quantity)| *quantity != 0) {
        let line = shipment.lines.iter().find(|line| line.shipment_n == n);
        let product = line.and_then(|line| goods.get(&(line.order_id, line.line_n))).copied();
        let Some(product_id) = product else {
            continue;
        };
        match movements.iter_mut().find(|m| m.product_id == product_id) {
            Some(movement) => movement.quantity += quantity,
            None => movements.push(StockMovement { product_id, quantity }),
        }
    }
    movements
}

/// A task for each product that falls below zero and has none open yet.
pub(super) async fn stock_tasks(
    tx: &mut Tx,
    cx: &Cx,
    movements: &[StockMovement],
) -> Result<Vec<Task>, Error> {
    let products: Vec<ProductId> = movements.iter().map(|m| m.product_id).collect();
    let on_hand = dovuto_store::fulfilment::on_hand(tx, &products).await?;
    let mut short = Vec::new();
    for movement in movements {
        let before = on_hand.iter().find(|(p, _)| *p == movement.product_id).map(|(_, n)| *n);
        // A product whose stock was never kept has nothing to fall below.
        if let Some(before) = before
            && before >= 0
            && before + movement.quantity < 0
        {
            short.push((movement.product_id, -(before + movement.quantity)));
        }
    }
    if short.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<ProductId> = short.iter().map(|(id, _)| *id).collect();
    let codes = dovuto_store::billing::product_codes(tx, &ids).await?;
    let mut tasks = Vec::with_capacity(short.len());
    for (id, missing) in short {
        let about = codes.get(&id).cloned().unwrap_or_default();
        tasks.push(open_task(tx, cx, TaskKind::StockBelowZero, about, missing).await?);
    }
    Ok(tasks)
}

/// What was counted of a product at the end of a day.
#[derive(Clone, Debug)]
pub struct Count {
    pub product_id: ProductId,
    /// In millionths; below zero where books of another program say so.
    pub quantity: i64,
    pub on: NaiveDate,
    pub reason: String,
}

/// Decides what a count records: the adjustment that makes the stock of that day what was counted.
/// Nothing where it is that already. What moved later stays as it moved.
pub async fn count_entry(tx: &mut Tx, cx: &Cx, count: Count) -> Result<Option<Entry>, Error> {
    let product = count.product_id;
    let kept = dovuto_store::fulfilment::stock_on(tx, product, count.on).await?;
    let quantity = count.quantity.saturating_sub(kept.unwrap_or(0));
    // The first count of nothing is worth a fact: from then on the stock is kept.
    if quantity == 0 && kept.is_some() {
        return Ok(None);
    }

    let tasks = stock_tasks(tx, cx, &[StockMovement { product_id: product, quantity }]).await?;
    let (on, reason) = (count.on, count.reason);
    let fact = StockAdjusted { product_id: product, quantity, on, reason, tasks };
    Ok(Some(Entry::from(Fact::from(fact))))
}

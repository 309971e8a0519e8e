//! Goods that come back, counted.

use chrono::NaiveDate;
use dovuto_domain::fact::GoodsReturned;
use dovuto_domain::fulfilment::{GoodsReturn, ReturnLine, check_return};
use dovuto_domain::kernel::id::{ReturnId, ShipmentId};
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_store::ledger::Tx;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{get, orders_of, stock};
use crate::cx::Cx;
use crate::desk::{Begun, Desk, based};
use crate::error::Error;
use crate::standing::foresee;

/// Goods of one shipment that came back.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct CountBack {
    pub shipment_id: ShipmentId,
    pub lines: Vec<ReturnLine>,
    pub reason: String,
    #[serde(default)]
    pub on: Option<NaiveDate>,
    /// Whether they go into stock again; they do where it is left out.
    #[serde(default)]
    pub restock: Option<bool>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CountedBack {
    pub return_id: ReturnId,
}

/// Records goods that came back, whether they were billed or not. What was billed of them becomes
/// owed back.
///
/// Refuses what did not leave, more than left and did not come back yet, serial numbers that did
/// not leave with it, and a count without a reason.
pub async fn count_back(desk: &Desk, cx: &Cx, ask: CountBack) -> Result<CountedBack, Error> {
    let mut tx = match desk.begin(cx).await? {
        Begun::Fresh(tx) => tx,
        Begun::Answered(answer) => return Ok(answer),
    };
    let stored = get(&mut tx, ask.shipment_id).await?;
    let back = GoodsReturn {
        return_id: cx.fresh(),
        shipment_id: ask.shipment_id,
        counted_on: ask.on.unwrap_or(cx.today),
        reason: ask.reason,
        lines: ask.lines,
    };
    let lines = dovuto_store::fulfilment::returnable(&mut tx, ask.shipment_id).await?;
    check_return(stored.state, stored.dispatched_on, &back, &lines, cx.today)?;
    check_serials(&mut tx, &back).await?;
    let orders = orders_of(&stored.shipment);
    let movements = if ask.restock.unwrap_or(true) {
        let goods = dovuto_store::orders::goods(&mut tx, &orders).await?;
        stock::back(&stored.shipment, &goods, back.lines.iter().map(|l| (l.shipment_n, l.quantity)))
    } else {
        Vec::new()
    };
    let answer = CountedBack { return_id: back.return_id };
    let mut fact = GoodsReturned { back, movements, batons: Vec::new(), tasks: Vec::new() };
    let brings = foresee(&mut tx, cx, fact.clone().into(), &orders).await?;
    (fact.batons, fact.tasks) = (brings.batons, brings.tasks);
    let entry = based(&mut tx, fact.into(), None, "the shipment").await?;
    desk.finish(tx, cx, vec![entry], answer).await
}

async fn check_serials(tx: &mut Tx, back: &GoodsReturn) -> Result<(), Error> {
    if back.lines.iter().all(|line| line.serials.is_empty()) {
        return Ok(());
    }
    let pieces = dovuto_store::fulfilment::pieces(tx, back.shipment_id).await?;
    for line in &back.lines {
        for (i, serial) in line.serials.iter().enumerate() {
            let left = pieces.iter().any(|(n, kind, number, _, returned)| {
                (*n, kind.as_str(), number) == (line.shipment_n, "serial", serial) && !returned
            });
            if !left || line.serials[..i].contains(serial) {
                let serial = serial.clone();
                return Err(Refusal::SerialNotOut { serial }.at_line(line.shipment_n).into());
            }
        }
    }
    Ok(())
}

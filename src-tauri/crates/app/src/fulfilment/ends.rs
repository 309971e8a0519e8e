//! Ends of a shipment that no proof ends: void, reversal, loss.

use dovuto_domain::attendance::TaskKind;
use dovuto_domain::fact::{Fact, ShipmentEnded, ShipmentLost, ShipmentReversed, ShipmentVoided};
use dovuto_domain::fulfilment::machine::ShipmentEvent;
use dovuto_domain::kernel::id::ShipmentId;
use dovuto_domain::parties::text;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::steps::ShipmentStands;
use super::{get, orders_of, stock};
use crate::cx::Cx;
use crate::desk::{Begun, Desk, based};
use crate::error::Error;
use crate::standing::{foresee, open_task};

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct EndShipment {
    pub shipment_id: ShipmentId,
    pub reason: String,
}

/// Voids a shipment that never left. Its delivery note keeps its number; its goods are in stock
/// again; what was billed of it becomes owed back.
pub async fn void(desk: &Desk, cx: &Cx, ask: EndShipment) -> Result<ShipmentStands, Error> {
    end(desk, cx, ask, ShipmentEvent::Void).await
}

/// Reverses a shipment whose goods came back whole: its quantities fall to nothing.
pub async fn reverse(desk: &Desk, cx: &Cx, ask: EndShipment) -> Result<ShipmentStands, Error> {
    end(desk, cx, ask, ShipmentEvent::Reverse).await
}

/// Declares a shipment lost on the way. Somebody claims it from the carrier.
pub async fn declare_lost(desk: &Desk, cx: &Cx, ask: EndShipment) -> Result<ShipmentStands, Error> {
    end(desk, cx, ask, ShipmentEvent::DeclareLost).await
}

async fn end(
    desk: &Desk,
    cx: &Cx,
    ask: EndShipment,
    event: ShipmentEvent,
) -> Result<ShipmentStands, Error> {
    let mut tx = match desk.begin(cx).await? {
        Begun::Fresh(tx) => tx,
        Begun::Answered(answer) => return Ok(answer),
    };
    let stored = get(&mut tx, ask.shipment_id).await?;
    let state = stored.state.after(event, stored.shipment.mode)?;
    text("reason", &ask.reason, 500)?;
    let orders = orders_of(&stored.shipment);
    let mut ended = ShipmentEnded {
        shipment_id: ask.shipment_id,
        on: cx.today,
        reason: ask.reason,
        movements: Vec::new(),
        batons: Vec::new(),
        tasks: Vec::new(),
    };
    if event != ShipmentEvent::DeclareLost && !stored.state.is_before_issue() {
        let goods = dovuto_store::orders::goods(&mut tx, &orders).await?;
        let lines = dovuto_store::fulfilment::returnable(&mut tx, ask.shipment_id).await?;
        let still = lines.iter().map(|l| (l.shipment_n, l.dispatched - l.returned));
        ended.movements = stock::back(&stored.shipment, &goods, still);
    }
    let fact = |ended: ShipmentEnded| -> Fact {
        match event {
            ShipmentEvent::Void => ShipmentVoided(ended).into(),
            ShipmentEvent::Reverse => ShipmentReversed(ended).into(),
            _ => ShipmentLost(ended).into(),
        }
    };
    let brings = foresee(&mut tx, cx, fact(ended.clone()), &orders).await?;
    (ended.batons, ended.tasks) = (brings.batons, brings.tasks);
    if event == ShipmentEvent::DeclareLost {
        let about = stored.number.clone().unwrap_or_default();
        ended.tasks.push(open_task(&mut tx, cx, TaskKind::ShipmentLost, about, 0).await?);
    }
    let entry = based(&mut tx, fact(ended), None, "the shipment").await?;
    desk.finish(tx, cx, vec![entry], ShipmentStands { shipment_id: ask.shipment_id, state }).await
}

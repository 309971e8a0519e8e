//! Steps of a shipment that change no quantity: release, picking, packing, carrier, failure.

use chrono::NaiveDate;
use dovuto_domain::attendance::TaskKind;
use dovuto_domain::fact::ShipmentMoved;
use dovuto_domain::fulfilment::check_scan;
use dovuto_domain::fulfilment::machine::{ShipmentEvent, ShipmentState};
use dovuto_domain::fulfilment::tracking::{LotPart, Pieces};
use dovuto_domain::kernel::id::ShipmentId;
use dovuto_domain::kernel::quantity::Quantity;
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_domain::parties::{optional_text, text};
use dovuto_store::fulfilment::Stored;
use dovuto_store::ledger::Tx;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{get, orders_of, pieces};
use crate::cx::Cx;
use crate::desk::{Begun, Desk, based};
use crate::error::Error;
use crate::orders::holds;
use crate::standing::open_task;

/// One step of a shipment.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct MoveShipment {
    pub shipment_id: ShipmentId,
    pub event: ShipmentEvent,
    #[serde(default)]
    pub on: Option<NaiveDate>,
    /// A reason, the carrier's receipt, the new date that the customer was told.
    #[serde(default)]
    pub note: String,
    /// What was scanned while packing.
    #[serde(default)]
    pub lines: Vec<ScannedLine>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ScannedLine {
    pub shipment_n: i64,
    pub scanned: Quantity,
    #[serde(default)]
    pub serials: Vec<String>,
    #[serde(default)]
    pub lots: Vec<LotPart>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ShipmentStands {
    pub shipment_id: ShipmentId,
    pub state: ShipmentState,
}

/// Takes one step that changes no quantity.
///
/// Refuses a step that does not follow, a release while a hold is in force, a scan that differs
/// from the plan, and a failure without a reason.
pub async fn go(desk: &Desk, cx: &Cx, ask: MoveShipment) -> Result<ShipmentStands, Error> {
    let mut tx = match desk.begin(cx).await? {
        Begun::Fresh(tx) => tx,
        Begun::Answered(answer) => return Ok(answer),
    };
    let stored = get(&mut tx, ask.shipment_id).await?;
    let state = stored.state.after(ask.event, stored.shipment.mode)?;
    let on = ask.on.unwrap_or(cx.today);
    if on > cx.today {
        return Err(Refusal::DateInFuture { date: on, today: cx.today }.into());
    }
    optional_text("note", &ask.note, 500)?;
    let mut fact = ShipmentMoved {
        shipment_id: ask.shipment_id,
        event: ask.event,
        state,
        on,
        note: ask.note,
        pieces: Vec::new(),
        batons: Vec::new(),
        tasks: Vec::new(),
    };
    match ask.event {
        ShipmentEvent::Release => may_leave(&mut tx, cx, &stored).await?,
        ShipmentEvent::Pack => {
            let scanned: Vec<_> = ask.lines.iter().map(|l| (l.shipment_n, l.scanned)).collect();
            check_scan(&stored.shipment, &scanned)?;
            let given = ask.lines.into_iter().map(|l| Pieces {
                shipment_n: l.shipment_n,
                serials: l.serials,
                lots: l.lots,
            });
            fact.pieces = pieces::packed(&mut tx, &stored.shipment, given.collect()).await?;
        }
        ShipmentEvent::Fail => {
            text("note", &fact.note, 500)?;
            let about = stored.number.clone().unwrap_or_default();
            fact.tasks.push(open_task(&mut tx, cx, TaskKind::DeliveryFailed, about, 0).await?);
        }
        ShipmentEvent::Start
        | ShipmentEvent::Reset
        | ShipmentEvent::Unpack
        | ShipmentEvent::Handover
        | ShipmentEvent::Retry
        | ShipmentEvent::GiveUp
        | ShipmentEvent::TimeOut => {}
        // These change quantities or take a number: each has a command of its own.
        ShipmentEvent::Issue
        | ShipmentEvent::Deliver
        | ShipmentEvent::Prove
        | ShipmentEvent::Void
        | ShipmentEvent::DeclareLost
        | ShipmentEvent::Reverse => {
            let (state, event) = (stored.state, ask.event);
            return Err(Refusal::ShipmentStep { state, event }.into());
        }
    }
    let entry = based(&mut tx, fact.into(), None, "the shipment").await?;
    desk.finish(tx, cx, vec![entry], ShipmentStands { shipment_id: ask.shipment_id, state }).await
}

async fn may_leave(tx: &mut Tx, cx: &Cx, stored: &Stored) -> Result<(), Error> {
    for order in orders_of(&stored.shipment) {
        let terms = crate::orders::get(tx, order).await?.order.terms;
        holds::check(tx, cx, Some(order), &terms).await?;
    }
    Ok(())
}

//! Shipments: what left, what arrived, and who signed for it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::kernel::id::{CarrierId, CustomerId, OrderId, ProductId, ProofId, ShipmentId};
use crate::kernel::quantity::Quantity;
use crate::kernel::refusal::Refusal;
use crate::orders::ShipTo;
use crate::parties::{Basis, PersonRef};

/// How goods or work reach the customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    Warehouse,
    Line,
    SiteAssembly,
    ServiceTeam,
    Supplier,
}

/// The states kept so far of the machine `shipment`; the steps between are passed through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ShipmentState {
    Planned,
    Issued,
    Delivered,
    Confirmed,
}

/// A quantity of one order line in one shipment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ShipmentLine {
    /// Position in the shipment, from 1.
    pub shipment_n: i64,
    pub order_id: OrderId,
    pub line_n: i64,
    pub quantity: Quantity,
}

/// A shipment as planned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Shipment {
    pub shipment_id: ShipmentId,
    pub sold_to: CustomerId,
    pub ship_to: ShipTo,
    pub mode: Mode,
    pub carrier_id: Option<CarrierId>,
    pub planned_on: NaiveDate,
    pub lines: Vec<ShipmentLine>,
}

/// A movement of stock that a document causes; negative leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StockMovement {
    pub product_id: ProductId,
    /// Signed, in millionths.
    pub quantity: i64,
}

/// What a person signed for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Proof {
    pub proof_id: ProofId,
    pub shipment_id: ShipmentId,
    /// The proofs of a shipment count from 1; the latest holds.
    pub proof_n: i64,
    pub received_on: NaiveDate,
    pub signed_by: Option<PersonRef>,
    /// What is on the paper: a signed delivery note, a carrier's receipt, a work report.
    pub reference: String,
    pub file_hash: Option<String>,
    pub lines: Vec<ProofLine>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ProofLine {
    pub shipment_n: i64,
    pub accepted: Quantity,
}

/// Only a planned shipment is issued, with lines, dated today or before.
pub fn check_issue(
    state: ShipmentState,
    n_lines: usize,
    dispatched: NaiveDate,
    today: NaiveDate,
) -> Result<(), Refusal> {
    match state {
        ShipmentState::Planned if n_lines == 0 => Err(Refusal::ShipmentEmpty),
        ShipmentState::Planned if dispatched > today => {
            Err(Refusal::DateInFuture { date: dispatched, today })
        }
        ShipmentState::Planned => Ok(()),
        ShipmentState::Issued | ShipmentState::Delivered | ShipmentState::Confirmed => {
            Err(Refusal::ShipmentNotPlanned { state })
        }
    }
}

/// Only an issued shipment is delivered, not before it left.
pub fn check_deliver(
    state: ShipmentState,
    dispatched: Option<NaiveDate>,
    delivered: NaiveDate,
    today: NaiveDate,
) -> Result<(), Refusal> {
    match state {
        ShipmentState::Issued => arrival_date(dispatched, delivered, today),
        ShipmentState::Planned => Err(Refusal::ShipmentNotIssued { state }),
        ShipmentState::Delivered | ShipmentState::Confirmed => {
            Err(Refusal::ShipmentAlreadyDelivered { state })
        }
    }
}

/// A proof is recorded for what left; a later proof may correct an earlier one.
///
/// Refuses a line that the shipment does not have, a line twice, and a shipment line left out.
pub fn check_proof(
    state: ShipmentState,
    dispatched: Option<NaiveDate>,
    proof: &Proof,
    shipment_lines: &[i64],
    today: NaiveDate,
) -> Result<(), Refusal> {
    match state {
        ShipmentState::Planned => return Err(Refusal::ShipmentNotIssued { state }),
        ShipmentState::Issued | ShipmentState::Delivered | ShipmentState::Confirmed => {}
    }
    arrival_date(dispatched, proof.received_on, today)?;
    for line in &proof.lines {
        let times = proof.lines.iter().filter(|l| l.shipment_n == line.shipment_n).count();
        if times > 1 || !shipment_lines.contains(&line.shipment_n) {
            return Err(Refusal::ProofLineUnknown { line: line.shipment_n });
        }
        if line.accepted < Quantity::ZERO {
            return Err(Refusal::QuantityNotPositive { quantity: line.accepted });
        }
    }
    match shipment_lines.iter().find(|n| !proof.lines.iter().any(|l| l.shipment_n == **n)) {
        Some(line) => Err(Refusal::ProofLineMissing { line: *line }),
        None => Ok(()),
    }
}

fn arrival_date(
    dispatched: Option<NaiveDate>,
    arrived: NaiveDate,
    today: NaiveDate,
) -> Result<(), Refusal> {
    if arrived > today {
        return Err(Refusal::DateInFuture { date: arrived, today });
    }
    match dispatched {
        Some(left) if arrived < left => Err(Refusal::ArrivedBeforeItLeft { left, arrived }),
        _ => Ok(()),
    }
}

/// Refuses a quantity above what is open of the order line, unless the person says that more
/// really goes.
pub fn check_plan(
    line_n: i64,
    quantity: Quantity,
    unit_scale: u8,
    open: Quantity,
    allow_excess: bool,
) -> Result<(), Refusal> {
    quantity.checked(unit_scale).map_err(|why| why.at_line(line_n))?;
    if quantity > open && !allow_excess {
        return Err(Refusal::ShipsMoreThanOrdered { line: line_n, open, quantity });
    }
    Ok(())
}

/// `received(sl)` of the law of billing: the quantity accepted on the latest proof; else what was
/// dispatched, where the order is billed on dispatch; else nothing. Never above what was
/// dispatched.
pub fn received(dispatched: Quantity, accepted: Option<Quantity>, basis: Basis) -> Quantity {
    match (accepted, basis) {
        (Some(accepted), _) => accepted.at_most(dispatched),
        (None, Basis::Dispatch) => dispatched,
        (None, Basis::Delivery) => Quantity::ZERO,
    }
}

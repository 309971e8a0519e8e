//! Shipments: what left, what arrived, who signed for it, and what came back.

pub mod machine;
pub mod tracking;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::kernel::id::{CarrierId, CustomerId, OrderId, ProductId, ProofId, ReturnId, ShipmentId};
use crate::kernel::quantity::Quantity;
use crate::kernel::refusal::Refusal;
use crate::orders::ShipTo;
use crate::parties::{Basis, PersonRef, text};
use machine::{ShipmentEvent, ShipmentState};

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

/// A quantity of one order line in one shipment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ShipmentLine {
    /// Position in the shipment, from 1.
    pub shipment_n: i64,
    pub order_id: OrderId,
    pub line_n: i64,
    pub quantity: Quantity,
    /// The line whose goods came back and are made good by this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<LineRef>,
}

/// One line of one shipment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
pub struct LineRef {
    pub shipment_id: ShipmentId,
    pub shipment_n: i64,
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
    /// The customer's own number for what they received.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goods_receipt: Option<String>,
    pub file_hash: Option<String>,
    pub lines: Vec<ProofLine>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ProofLine {
    pub shipment_n: i64,
    pub accepted: Quantity,
}

/// Goods counted back, whether they were billed before or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct GoodsReturn {
    pub return_id: ReturnId,
    pub shipment_id: ShipmentId,
    pub counted_on: NaiveDate,
    pub reason: String,
    pub lines: Vec<ReturnLine>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReturnLine {
    pub shipment_n: i64,
    pub quantity: Quantity,
    #[serde(default)]
    pub serials: Vec<String>,
}

/// A shipment is issued with lines, dated today or before.
pub fn check_issue(
    state: ShipmentState,
    mode: Mode,
    n_lines: usize,
    dispatched: NaiveDate,
    today: NaiveDate,
) -> Result<ShipmentState, Refusal> {
    let to = state.after(ShipmentEvent::Issue, mode)?;
    if n_lines == 0 {
        Err(Refusal::ShipmentEmpty)
    } else if dispatched > today {
        Err(Refusal::DateInFuture { date: dispatched, today })
    } else {
        Ok(to)
    }
}

/// A shipment is delivered after it was issued, not before it left.
pub fn check_deliver(
    state: ShipmentState,
    mode: Mode,
    dispatched: Option<NaiveDate>,
    delivered: NaiveDate,
    today: NaiveDate,
) -> Result<ShipmentState, Refusal> {
    let to = state.after(ShipmentEvent::Deliver, mode)?;
    arrival_date(dispatched, delivered, today)?;
    Ok(to)
}

/// A proof is recorded for what left; a later proof may correct an earlier one.
///
/// Refuses a line that the shipment does not have, a line twice, a shipment line left out, and a
/// goods-receipt number that is empty or too long.
pub fn check_proof(
    state: ShipmentState,
    mode: Mode,
    dispatched: Option<NaiveDate>,
    proof: &Proof,
    shipment_lines: &[i64],
    today: NaiveDate,
) -> Result<(), Refusal> {
    state.after(ShipmentEvent::Prove, mode)?;
    arrival_date(dispatched, proof.received_on, today)?;
    if let Some(number) = &proof.goods_receipt {
        text("goods_receipt", number, 60)?;
    }
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

/// What was scanned while packing is what was planned, line by line.
///
/// Refuses a line that the shipment does not have, or twice, one left out, and a difference.
pub fn check_scan(shipment: &Shipment, scanned: &[(i64, Quantity)]) -> Result<(), Refusal> {
    for (n, _) in scanned {
        let times = scanned.iter().filter(|(other, _)| other == n).count();
        if times > 1 || !shipment.lines.iter().any(|line| line.shipment_n == *n) {
            return Err(Refusal::ProofLineUnknown { line: *n });
        }
    }
    for line in &shipment.lines {
        let found = scanned.iter().find(|(n, _)| *n == line.shipment_n).map(|(_, q)| *q);
        let scanned = found.unwrap_or(Quantity::ZERO);
        if scanned != line.quantity {
            let (line, planned) = (line.shipment_n, line.quantity);
            return Err(Refusal::ScanDiffers { line, planned, scanned });
        }
    }
    Ok(())
}

/// What may still come back of a shipment line, and what is asked to.
#[derive(Clone, Copy, Debug)]
pub struct Returnable {
    pub shipment_n: i64,
    pub dispatched: Quantity,
    pub returned: Quantity,
}

/// Goods come back of what left and was not annulled.
///
/// Refuses a shipment that did not leave, a line that it does not have, or twice, more than left
/// and did not come back yet, and a day in the future or before the dispatch.
pub fn check_return(
    state: ShipmentState,
    dispatched: Option<NaiveDate>,
    back: &GoodsReturn,
    lines: &[Returnable],
    today: NaiveDate,
) -> Result<(), Refusal> {
    text("reason", &back.reason, 500)?;
    if state.is_before_issue() {
        return Err(Refusal::ShipmentNotIssued { state });
    }
    let may = matches!(
        state,
        ShipmentState::Issued
            | ShipmentState::InTransit
            | ShipmentState::Delivered
            | ShipmentState::Unproven
            | ShipmentState::Confirmed
    );
    if !may {
        return Err(Refusal::ShipmentStep { state, event: ShipmentEvent::Reverse });
    }
    arrival_date(dispatched, back.counted_on, today)?;
    if back.lines.is_empty() {
        return Err(Refusal::FieldEmpty { field: "lines".into() });
    }
    for line in &back.lines {
        let times = back.lines.iter().filter(|l| l.shipment_n == line.shipment_n).count();
        let Some(of) = lines.iter().find(|l| l.shipment_n == line.shipment_n && times == 1) else {
            return Err(Refusal::ProofLineUnknown { line: line.shipment_n });
        };
        if line.quantity <= Quantity::ZERO {
            return Err(Refusal::QuantityNotPositive { quantity: line.quantity });
        }
        let left = of.dispatched - of.returned;
        if line.quantity > left {
            return Err(Refusal::ReturnsMoreThanShipped {
                line: line.shipment_n,
                left,
                quantity: line.quantity,
            });
        }
    }
    Ok(())
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

/// What the law of billing has to know of a shipment line to say what was received.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Receipt {
    pub dispatched: Quantity,
    /// The quantity on the latest proof.
    pub accepted: Option<Quantity>,
    /// Whether the shipment was voided or reversed.
    pub annulled: bool,
    /// Billed and not credited: it stands where an amendment took the basis dispatch away.
    pub billed: Quantity,
    /// Counted back, before it was billed or after.
    pub returned: Quantity,
    /// Of that, credited.
    pub credited_returned: Quantity,
}

const NONE: Quantity = Quantity::ZERO;

impl Receipt {
    /// `received(sl)` of the law of billing: nothing after a void or reversal; else the quantity
    /// accepted on the latest proof, never above what was dispatched; else what was dispatched,
    /// where the order is billed on dispatch; else, where it was billed while it was, what stands
    /// billed and what came back, never above what was dispatched.
    pub fn received(&self, basis: Basis) -> Quantity {
        match (self.annulled, self.accepted, basis) {
            (true, _, _) => Quantity::ZERO,
            (false, Some(accepted), _) => accepted.at_most(self.dispatched),
            (false, None, Basis::Dispatch) => self.dispatched,
            (false, None, Basis::Delivery) if self.billed + self.credited_returned <= NONE => NONE,
            (false, None, Basis::Delivery) => {
                (self.billed + self.returned).or_zero().at_most(self.dispatched)
            }
        }
    }
}

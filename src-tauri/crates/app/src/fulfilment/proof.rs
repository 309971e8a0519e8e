//! A proof as reported, and what it changes in the progress of its orders.

use dovuto_domain::fulfilment::{Proof, ProofLine, ShipmentLine, received};
use dovuto_domain::kernel::quantity::Quantity;
use dovuto_domain::parties::{Basis, Person};
use dovuto_domain::standing::Progress;
use dovuto_store::fulfilment::Stored;
use dovuto_store::ledger::Tx;

use super::ProveShipment;
use crate::cx::Cx;
use crate::error::Error;

/// The proof that a person reports. No lines at all means that everything was accepted.
pub(super) async fn proof_of(
    tx: &mut Tx,
    cx: &Cx,
    ask: ProveShipment,
    stored: &Stored,
    proof_n: i64,
) -> Result<Proof, Error> {
    let lines = if ask.lines.is_empty() {
        let all = stored.shipment.lines.iter();
        all.map(|l| ProofLine { shipment_n: l.shipment_n, accepted: l.quantity }).collect()
    } else {
        ask.lines
    };
    let signed_by = match ask.signed_by.filter(|name| !name.trim().is_empty()) {
        Some(name) => {
            let person = Person { name, ..Person::default() };
            Some(dovuto_store::parties::keep_person(tx, cx.fresh(), cx.salt(), &person).await?)
        }
        None => None,
    };
    Ok(Proof {
        proof_id: cx.fresh(),
        shipment_id: ask.shipment_id,
        proof_n,
        received_on: ask.received_on.unwrap_or(cx.today),
        signed_by,
        reference: ask.reference,
        file_hash: ask.file_hash,
        lines,
    })
}

/// Carries what a proof says of one line into the progress of its order.
pub(super) fn prove_line(
    progress: &mut [Progress],
    line: &ShipmentLine,
    basis: Basis,
    was: Option<Quantity>,
    accepted: Quantity,
) {
    let Some(p) = progress.iter_mut().find(|p| p.order_id == line.order_id) else {
        return;
    };
    if was.is_none() && basis == Basis::Delivery {
        p.unproven -= 1;
    }
    let before = received(line.quantity, was, basis);
    let shipped_before = was.map_or(line.quantity, |q| q.at_most(line.quantity));
    let now = accepted.at_most(line.quantity);
    if let Some(l) = p.line_mut(line.line_n) {
        l.received = l.received - before + now;
        l.shipped = l.shipped - shipped_before + now;
    }
}

//! A proof as reported, and the tasks that its differences open.

use dovuto_domain::attendance::{Task, TaskKind};
use dovuto_domain::fulfilment::{Proof, ProofLine};
use dovuto_domain::kernel::quantity::Quantity;
use dovuto_domain::parties::Person;
use dovuto_store::fulfilment::{ProofRow, Stored};
use dovuto_store::ledger::Tx;

use super::ProveShipment;
use crate::cx::Cx;
use crate::error::Error;
use crate::standing::open_task;

/// The proof that a person reports. No lines at all means that everything was accepted.
pub(super) async fn proof_of(
    tx: &mut Tx,
    cx: &Cx,
    ask: ProveShipment,
    stored: &Stored,
    before: Option<&ProofRow>,
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
    let known = || before.and_then(|proof| proof.goods_receipt.clone());
    let goods_receipt = ask.goods_receipt.map(|number| number.trim().to_owned()).or_else(known);
    Ok(Proof {
        proof_id: cx.fresh(),
        shipment_id: ask.shipment_id,
        proof_n: before.map_or(1, |proof| proof.proof_n + 1),
        received_on: ask.received_on.unwrap_or(cx.today),
        signed_by,
        reference: ask.reference,
        goods_receipt: goods_receipt.filter(|number| !number.is_empty()),
        file_hash: ask.file_hash,
        lines,
    })
}

/// A task for each line of which another quantity was accepted than was dispatched.
pub(super) async fn differences(
    tx: &mut Tx,
    cx: &Cx,
    stored: &Stored,
    proof: &Proof,
) -> Result<Vec<Task>, Error> {
    let mut tasks = Vec::new();
    for line in &stored.shipment.lines {
        let of = proof.lines.iter().find(|l| l.shipment_n == line.shipment_n);
        let accepted = of.map_or(Quantity::ZERO, |l| l.accepted);
        let kind = match accepted.cmp(&line.quantity) {
            std::cmp::Ordering::Equal => continue,
            std::cmp::Ordering::Greater => TaskKind::ProofAboveDispatched,
            std::cmp::Ordering::Less => TaskKind::ProofBelowDispatched,
        };
        let number = stored.number.as_deref().unwrap_or_default();
        let about = format!("{number}/{}", line.shipment_n);
        let difference = (accepted.0 - line.quantity.0).abs();
        tasks.push(open_task(tx, cx, kind, about, difference).await?);
    }
    Ok(tasks)
}

//! Serial and lot numbers of what leaves.

use std::collections::HashMap;

use dovuto_domain::catalog::Tracking;
use dovuto_domain::fulfilment::Shipment;
use dovuto_domain::fulfilment::tracking::{Pieces, check_pieces};
use dovuto_domain::kernel::id::{OrderId, ProductId};
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_store::ledger::Tx;

use super::orders_of;
use crate::error::Error;

/// The numbers that leave with an issue: those given now, where packing gave none.
///
/// Refuses numbers that do not make up their line, a followed product without them, and a serial
/// number that is with a customer already.
pub(super) async fn leaving(
    tx: &mut Tx,
    shipment: &Shipment,
    goods: &HashMap<(OrderId, i64), ProductId>,
    given: Vec<Pieces>,
) -> Result<Vec<Pieces>, Error> {
    let tracked = dovuto_store::orders::tracked(tx, &orders_of(shipment)).await?;
    if given.is_empty() && tracked.is_empty() {
        return Ok(given);
    }
    let packed = dovuto_store::fulfilment::pieces(tx, shipment.shipment_id).await?;
    let without: Vec<i64> = packed.iter().map(|(n, ..)| *n).collect();
    check(tx, shipment, goods, &tracked, &given, &without).await?;
    Ok(given)
}

/// The numbers that a packer scanned.
pub(super) async fn packed(
    tx: &mut Tx,
    shipment: &Shipment,
    given: Vec<Pieces>,
) -> Result<Vec<Pieces>, Error> {
    let orders = orders_of(shipment);
    let goods = dovuto_store::orders::goods(tx, &orders).await?;
    let tracked = dovuto_store::orders::tracked(tx, &orders).await?;
    check(tx, shipment, &goods, &tracked, &given, &[]).await?;
    Ok(given)
}

async fn check(
    tx: &mut Tx,
    shipment: &Shipment,
    goods: &HashMap<(OrderId, i64), ProductId>,
    tracked: &HashMap<(OrderId, i64), Tracking>,
    given: &[Pieces],
    done: &[i64],
) -> Result<(), Error> {
    let known = |n: i64| shipment.lines.iter().any(|line| line.shipment_n == n);
    if let Some(stray) = given.iter().find(|p| !known(p.shipment_n) || done.contains(&p.shipment_n))
    {
        return Err(Refusal::ProofLineUnknown { line: stray.shipment_n }.into());
    }
    for line in shipment.lines.iter().filter(|line| !done.contains(&line.shipment_n)) {
        let none = Pieces { shipment_n: line.shipment_n, ..Pieces::default() };
        let pieces = given.iter().find(|p| p.shipment_n == line.shipment_n).unwrap_or(&none);
        let key = (line.order_id, line.line_n);
        let tracking = tracked.get(&key).copied().unwrap_or_default();
        check_pieces(pieces, line.quantity, tracking)?;
        let Some(product) = goods.get(&key).filter(|_| !pieces.serials.is_empty()) else {
            continue;
        };
        let out = dovuto_store::fulfilment::serials_out(tx, *product, &pieces.serials).await?;
        if let Some(serial) = out.into_iter().next() {
            return Err(Refusal::SerialOut { serial }.into());
        }
    }
    Ok(())
}

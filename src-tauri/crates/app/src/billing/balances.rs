//! Balances of an order, line by line: what was received, given back, billed, and what is left.

use dovuto_domain::billing::balance::{allotment, balances};
use dovuto_domain::kernel::id::{OrderId, ShipmentId};
use dovuto_domain::kernel::quantity::Quantity;
use dovuto_store::billing::cases::cases;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::desk::Desk;
use crate::error::Error;

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ShowBalances {
    pub order_id: OrderId,
}

/// The quantities of one shipment line, as the law of billing reads them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BalanceRow {
    pub line_n: i64,
    pub shipment_id: ShipmentId,
    pub shipment_n: i64,
    pub shipment_number: String,
    pub received: Quantity,
    pub returned: Quantity,
    pub replaced: Quantity,
    pub net: Quantity,
    pub entitled: Quantity,
    pub invoiced: Quantity,
    pub credited: Quantity,
    /// Above zero is billable, below zero is owed back.
    pub balance: Quantity,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct BalancesAnswer {
    pub rows: Vec<BalanceRow>,
}

/// The balances of an order, in the order in which its deliveries take from what was agreed.
pub async fn show(desk: &Desk, ask: ShowBalances) -> Result<BalancesAnswer, Error> {
    let mut db = desk.read().await?;
    let found = cases(&mut db, &[ask.order_id]).await?;
    crate::orders::get(&mut db, ask.order_id).await?;
    let lines = found.iter().flat_map(|case| case.lines.iter().map(|l| (case.terms.basis, l)));
    let mut rows = Vec::new();
    for (basis, line) in lines {
        let of = balances(line.cap, basis, &line.deliveries);
        for i in allotment(&line.deliveries) {
            let (delivery, balance) = (&line.deliveries[i], of[i]);
            rows.push(BalanceRow {
                line_n: line.line_n,
                shipment_id: delivery.line.shipment_id,
                shipment_n: delivery.line.shipment_n,
                shipment_number: delivery.number.clone(),
                received: balance.received,
                returned: delivery.returned,
                replaced: balance.replaced,
                net: balance.net,
                entitled: balance.entitled,
                invoiced: delivery.invoiced,
                credited: delivery.credited,
                balance: balance.balance,
            });
        }
    }
    Ok(BalancesAnswer { rows })
}

//! The worklist of billing: exactly the issued lines that billing still has to look at.

use super::Findings;
use crate::error::Error;
use crate::row::hex;
use crate::sql::{Db, query};

/// Compares the folded worklist with what the quantities say.
pub(super) async fn compare(db: &mut Db, found: &mut Findings) -> Result<(), Error> {
    let rows = query(
        "with force (invoice_id, invoice_n, price_n) as (
           select il.invoice_id, il.invoice_n, p.price_n
             from live.invoice_lines il
             join live.agreed_prices p on p.order_id = il.order_id
                                 and p.line_n = il.line_n
                                 and p.applies_from <= il.supply_date
            where not exists (select 1
                                from live.agreed_prices later
                               where later.order_id = p.order_id
                                 and later.line_n = p.line_n
                                 and later.applies_from <= il.supply_date
                                 and (later.applies_from, later.price_n) >
                                     (p.applies_from, p.price_n))
         ),
         repriced (shipment_id, shipment_n) as (
           select il.shipment_id, il.shipment_n
             from live.invoice_lines il
             join force f on f.invoice_id = il.invoice_id
                         and f.invoice_n = il.invoice_n
            where f.price_n <> il.price_n
         ),
         due (order_id, shipment_id, shipment_n) as (
           select order_id, shipment_id, shipment_n
             from live.shipment_line_quantities
            where net <> invoiced - credited
               or (accepted is null
                   and basis = 'delivery'
                   and replaces_n is null
                   and state not in ('voided', 'reversed', 'lost'))
               or (shipment_id, shipment_n) in (select shipment_id, shipment_n from repriced)
         )
         select shipment_id, cast(shipment_n as text) as n, 'missing' as fault
           from (select order_id, shipment_id, shipment_n from due
                 except
                 select order_id, shipment_id, shipment_n from live.billing_work)
          union all
         select shipment_id, cast(shipment_n as text), 'not due'
           from (select order_id, shipment_id, shipment_n from live.billing_work
                 except
                 select order_id, shipment_id, shipment_n from due)
          limit 1000",
    )
    .fetch_all(db)
    .await?;
    for row in &rows {
        let shipment: Vec<u8> = row.cell("shipment_id")?.clone().into_bytes();
        let n: String = row.get("n")?;
        let fault: String = row.get("fault")?;
        let place = format!("billing_work, shipment_id {} shipment_n {n}", hex(&shipment));
        found.add("worklist_wrong", place, format!("the line is {fault}"));
    }
    Ok(())
}

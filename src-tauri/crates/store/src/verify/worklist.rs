//! The worklist of billing: exactly the issued lines that billing still has to look at.

use sqlx::Row as _;

use super::Findings;
use crate::Db;
use crate::error::Error;
use crate::row::hex;

/// Compares the folded worklist with what the quantities say.
pub(super) async fn compare(db: &mut Db, found: &mut Findings) -> Result<(), Error> {
    let rows = sqlx::query(
        "with due (order_id, shipment_id, shipment_n) as (
           select order_id, shipment_id, shipment_n
             from live.shipment_line_quantities
            where net <> invoiced
               or (accepted is null and basis = 'delivery')
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
        let shipment: Vec<u8> = row.try_get_unchecked("shipment_id")?;
        let n: String = row.try_get("n")?;
        let fault: String = row.try_get("fault")?;
        let place = format!("billing_work, shipment_id {} shipment_n {n}", hex(&shipment));
        found.add("worklist_wrong", place, format!("the line is {fault}"));
    }
    Ok(())
}

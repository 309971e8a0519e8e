//! Stations: what a lost one leaves behind.

use dovuto_domain::billing::succession::LastNumber;
use dovuto_domain::kernel::id::{ShipmentId, StreamId};

use crate::error::Error;
use crate::sql::{Db, SqlRow, query, query_scalar};

/// The last number of a station in each series in which it posted.
pub async fn last_numbers(db: &mut Db, stream: StreamId) -> Result<Vec<LastNumber>, Error> {
    let rows = query(
        "select series, year, max(counter) as counter
           from (select stream_id, series, year, counter from invoices
                 union all
                 select stream_id, series, year, counter from credit_notes)
          where stream_id = ?1
          group by series, year",
    )
    .bind(stream.bytes())
    .fetch_all(db)
    .await?;
    let last = |row: SqlRow| {
        Ok(LastNumber {
            series: row.text("series")?,
            year: row.int("year")?.try_into().map_err(|_| Error::corrupt("a year"))?,
            counter: row.int("counter")?,
        })
    };
    rows.into_iter().map(last).collect()
}

/// How many shipments a station may bill that still wait for billing.
pub async fn n_unbilled(db: &mut Db, stream: StreamId) -> Result<i64, Error> {
    let n = query_scalar(
        "select count(distinct w.shipment_id)
           from billing_work w
           join shipments d on d.shipment_id = w.shipment_id
          where d.billing_holder = ?1",
    )
    .bind(stream.bytes())
    .fetch_one(db)
    .await?;
    Ok(n)
}

/// Who may bill a shipment that left.
#[derive(Clone, Debug)]
pub struct Right {
    /// The number of its delivery note.
    pub number: String,
    pub holder: StreamId,
    /// Whether the holder was succeeded by another station.
    pub is_lost: bool,
}

/// Who may bill a shipment, if it left.
pub async fn right_to_bill(db: &mut Db, shipment: ShipmentId) -> Result<Option<Right>, Error> {
    let row = query(
        "select d.number, d.billing_holder, s.succeeded_by is not null as is_lost
           from shipments d
           join stations s on s.stream_id = d.billing_holder
          where d.shipment_id = ?1",
    )
    .bind(shipment.bytes())
    .fetch_optional(db)
    .await?;
    let right = |row: SqlRow| {
        Ok(Right {
            number: row.text("number")?,
            holder: row.id("billing_holder")?,
            is_lost: row.int("is_lost")? == 1,
        })
    };
    row.map(right).transpose()
}

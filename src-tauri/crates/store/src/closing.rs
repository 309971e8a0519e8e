//! The days on which the firm is closed.

use chrono::NaiveDate;
use dovuto_domain::kernel::calendar::Calendar;
use dovuto_domain::parties::closing::ClosingDay;

use crate::error::Error;
use crate::sql::{Db, SqlRow, query};

/// Which days the firm works.
pub async fn calendar(db: &mut Db) -> Result<Calendar, Error> {
    let rows = query("select closed_on from closing_days").fetch_all(db).await?;
    let days: Result<Vec<NaiveDate>, Error> = rows.iter().map(|row| row.day("closed_on")).collect();
    Ok(Calendar::new(days?))
}

/// The closing days of a year, in their order.
pub async fn of_year(db: &mut Db, year: i32) -> Result<Vec<ClosingDay>, Error> {
    let rows = query(
        "select closed_on, name
           from closing_days
          where closed_on between ?1 || '-01-01' and ?1 || '-12-31'
          order by closed_on",
    )
    .bind(year.to_string())
    .fetch_all(db)
    .await?;
    let read = |row: &SqlRow| Ok(ClosingDay { on: row.day("closed_on")?, name: row.text("name")? });
    rows.iter().map(read).collect()
}

//! Data of natural persons: finding them, and whether they may be erased.

use dovuto_domain::kernel::id::PersonalId;
use dovuto_domain::parties::Person;

use crate::error::Error;
use crate::parties::patterns;
use crate::sql::{Db, SqlRow, query, query_scalar};

/// Every person of whom something is kept and whose name has all words of the search.
pub async fn find(db: &mut Db, search: &str) -> Result<Vec<(PersonalId, Person)>, Error> {
    let rows = query(
        "select personal_id, bytes
           from personal
          where not exists (select 1
                              from json_each(?1) w
                             where bytes not like w.value escape '\\')
          order by bytes ->> '$.name', personal_id
          limit 1000",
    )
    .bind(patterns(search)?)
    .fetch_all(db)
    .await?;
    let read =
        |row: &SqlRow| Ok((row.id("personal_id")?, serde_json::from_str(&row.text("bytes")?)?));
    rows.iter().map(read).collect()
}

/// The code of the active member whose data these are.
pub async fn active_member(db: &mut Db, id: PersonalId) -> Result<Option<String>, Error> {
    let code = query_scalar("select code from members where personal_id = ?1 and active = 1")
        .bind(id.bytes())
        .fetch_optional(db)
        .await?;
    Ok(code)
}

/// Whether a fact says that these data were erased.
pub async fn is_erased(db: &mut Db, id: PersonalId) -> Result<bool, Error> {
    let n: i64 =
        query_scalar("select count(*) from ledger where subject_id = ?1 and kind = 'PersonErased'")
            .bind(id.bytes())
            .fetch_one(db)
            .await?;
    Ok(n > 0)
}

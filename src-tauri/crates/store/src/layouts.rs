//! Layout profiles: what lies where, and what posted documents are shown by.

use dovuto_domain::fact::Fact;
use dovuto_domain::kernel::id::CustomerId;
use dovuto_domain::layout::{Laid, LayoutProfileIssued, LayoutProfileSet, Place, Scope};

use crate::error::Error;
use crate::ledger::{self, Hash};
use crate::row::unhex;
use crate::sql::{Db, SqlRow, query, query_scalar};

/// What lies at a place, or lay there before it was taken away, with the hash of its fact in hex.
pub async fn at(db: &mut Db, place: &Place) -> Result<Option<(LayoutProfileSet, String)>, Error> {
    let row = query("select fact_hash from layout_profiles where place_id = ?1")
        .bind(place.subject().as_bytes().as_slice())
        .fetch_optional(&mut *db)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let hash: Vec<u8> = row.get("fact_hash")?;
    Ok(Some((ledger::document(db, &hash).await?, crate::row::hex(&hash))))
}

/// The group that a customer inherits from, where it names one.
pub async fn group_of(db: &mut Db, customer_id: CustomerId) -> Result<Option<String>, Error> {
    let whole = Place { scope: Scope::Customer { customer_id }, document: None };
    let row = query("select inherits_from from layout_profiles where place_id = ?1")
        .bind(whole.subject().as_bytes().as_slice())
        .fetch_optional(db)
        .await?;
    row.map_or(Ok(None), |row| row.maybe_text("inherits_from"))
}

/// The facts of what stands at some places, in the order of the places.
pub async fn standing(db: &mut Db, places: &[Place]) -> Result<Vec<Hash>, Error> {
    let ids: Vec<String> = places.iter().map(|p| p.subject().simple().to_string()).collect();
    let rows = query(
        "select p.fact_hash
           from json_each(?1) j
           join layout_profiles p on p.place_id = unhex(j.value)
          where p.stands = 1
          order by j.key",
    )
    .bind(serde_json::to_string(&ids)?)
    .fetch_all(db)
    .await?;
    let whole = |row: &SqlRow| {
        let bytes: Vec<u8> = row.get("fact_hash")?;
        bytes.try_into().map_err(|_| Error::corrupt("a hash"))
    };
    rows.iter().map(whole).collect()
}

/// What a fact set.
pub async fn set_by(db: &mut Db, hash: &Hash) -> Result<LayoutProfileSet, Error> {
    ledger::document(db, hash).await
}

/// Every place where something stands, from the general to the particular.
pub async fn laid(db: &mut Db) -> Result<Vec<Laid>, Error> {
    let rows = query(
        "select group_name, customer_id, document, inherits_from
           from layout_profiles
          where stands = 1
          order by scope = 'customer', scope = 'group', group_name, customer_id, document
          limit 100000",
    )
    .fetch_all(db)
    .await?;
    let read = |row: &SqlRow| {
        let scope = match (row.maybe_text("group_name")?, row.maybe_id("customer_id")?) {
            (Some(group), _) => Scope::Group { group },
            (None, Some(customer_id)) => Scope::Customer { customer_id },
            (None, None) => Scope::Firm,
        };
        let place = Place { scope, document: row.maybe_text("document")? };
        Ok(Laid { place, group: row.maybe_text("inherits_from")? })
    };
    rows.iter().map(read).collect()
}

/// The customers who inherit from a group.
pub async fn customers_in(db: &mut Db, group: &str) -> Result<Vec<CustomerId>, Error> {
    let rows = query(
        "select customer_id
           from layout_profiles
          where inherits_from = ?1
          order by customer_id
          limit 100000",
    )
    .bind(group)
    .fetch_all(db)
    .await?;
    rows.iter().map(|row| row.id("customer_id")).collect()
}

/// A customer who has something of their own, or inherits from a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnCustomer {
    pub customer_id: CustomerId,
    pub code: String,
    pub name: String,
    pub group: Option<String>,
    /// The kinds of documents for which they have something of their own.
    pub documents: Vec<String>,
}

/// Customers who have something of their own, or inherit from a group, by name.
pub async fn own_customers(db: &mut Db, limit: i64) -> Result<Vec<OwnCustomer>, Error> {
    let rows = query(
        "select c.customer_id, c.code, c.name, max(p.inherits_from) as inherits_from,
                coalesce(group_concat(p.document), '') as documents
           from layout_profiles p
           join customers c on c.customer_id = p.customer_id
          where p.stands = 1
          group by c.customer_id
          order by c.name, c.code
          limit ?1",
    )
    .bind(limit)
    .fetch_all(db)
    .await?;
    let read = |row: &SqlRow| {
        let documents = row.text("documents")?;
        Ok(OwnCustomer {
            customer_id: row.id("customer_id")?,
            code: row.text("code")?,
            name: row.text("name")?,
            group: row.maybe_text("inherits_from")?,
            documents: documents.split_terminator(',').map(str::to_owned).collect(),
        })
    };
    rows.iter().map(read).collect()
}

/// Whether a profile was issued already, by its hash in hex.
pub async fn is_issued(db: &mut Db, layout_hash: &str) -> Result<bool, Error> {
    let n: i64 = query_scalar("select count(*) from issued_layouts where layout_hash = ?1")
        .bind(unhex(layout_hash))
        .fetch_one(db)
        .await?;
    Ok(n > 0)
}

/// A profile that posted documents are shown by, by its hash in hex.
pub async fn issued(db: &mut Db, layout_hash: &str) -> Result<LayoutProfileIssued, Error> {
    let hash: Option<Vec<u8>> =
        query_scalar("select fact_hash from issued_layouts where layout_hash = ?1")
            .bind(unhex(layout_hash))
            .fetch_optional(&mut *db)
            .await?;
    let missing = || Error::corrupt(format!("layout {layout_hash}, which was never issued"));
    ledger::document(db, &hash.ok_or_else(missing)?).await
}

/// Whether a fact issues the profile of that hash.
pub fn issues(fact: &Fact, layout_hash: &str) -> bool {
    matches!(fact, Fact::LayoutProfileIssued(issued) if issued.layout_hash == layout_hash)
}

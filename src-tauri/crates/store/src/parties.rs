//! Parties: the firm, its members and policy, customers, carriers, and people's own data.

use std::collections::HashMap;

use dovuto_domain::fact::Policy;
use dovuto_domain::kernel::id::{CarrierId, CustomerId, MemberId, OrderId, PersonalId};
use dovuto_domain::kernel::quantity::Currency;
use dovuto_domain::parties::{
    Basis, Carrier, Customer, Firm, Member, Person, PersonRef, VatRegime,
};
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::error::Error;
use crate::ledger::Tx;
use crate::ledger::codec::decode_body;
use crate::row::hex;
use crate::sql::{Db, SqlRow, query, query_scalar};

/// Our own firm, once it was founded.
pub async fn firm(db: &mut Db) -> Result<Option<Firm>, Error> {
    let rows = query(
        "select l.kind, l.version, l.body
           from firms f
           join ledger l on l.hash = f.fact_hash
          order by f.firm_id
          limit 1",
    )
    .fetch_all(db)
    .await?;
    Ok(documents(&rows)?.pop())
}

/// The policy that holds now: the latest one.
pub async fn policy(db: &mut Db) -> Result<Option<Policy>, Error> {
    let row = query(
        "select p.policy_id, p.text, p.decided_by, p.decided_on
           from policies p
           join ledger l on l.hash = p.fact_hash
          order by p.decided_on desc, l.rowid desc
          limit 1",
    )
    .fetch_optional(db)
    .await?;
    let read = |row: SqlRow| {
        Ok(Policy {
            policy_id: row.id("policy_id")?,
            text: row.text("text")?,
            decided_by: row.id("decided_by")?,
            on: row.day("decided_on")?,
        })
    };
    row.map(read).transpose()
}

/// Every member, active or not, by code.
pub async fn members(db: &mut Db) -> Result<Vec<Member>, Error> {
    let rows = query(
        "select l.kind, l.version, l.body
           from members m
           join ledger l on l.hash = m.fact_hash
          order by m.code
          limit 1000",
    )
    .fetch_all(db)
    .await?;
    documents(&rows)
}

/// A member by their identity.
pub async fn member(db: &mut Db, id: MemberId) -> Result<Option<Member>, Error> {
    let rows = query(
        "select l.kind, l.version, l.body
           from members m
           join ledger l on l.hash = m.fact_hash
          where m.member_id = ?1",
    )
    .bind(id.bytes())
    .fetch_all(db)
    .await?;
    Ok(documents(&rows)?.pop())
}

/// A member by what one types for them.
pub async fn member_by_code(db: &mut Db, code: &str) -> Result<Option<Member>, Error> {
    let rows = query(
        "select l.kind, l.version, l.body
           from members m
           join ledger l on l.hash = m.fact_hash
          where m.code = ?1",
    )
    .bind(code)
    .fetch_all(db)
    .await?;
    Ok(documents(&rows)?.pop())
}

/// A customer by their identity.
pub async fn customer(db: &mut Db, id: CustomerId) -> Result<Option<Customer>, Error> {
    Ok(customers_by_ids(db, &[id]).await?.pop())
}

/// The customers of these identities, by code; unknown ones are left out.
pub async fn customers_by_ids(db: &mut Db, ids: &[CustomerId]) -> Result<Vec<Customer>, Error> {
    let rows = query(
        "select l.kind, l.version, l.body
           from customers c
           join ledger l on l.hash = c.fact_hash
          where c.customer_id in (select unhex(value) from json_each(?1))
          order by c.code",
    )
    .bind(serde_json::to_string(ids)?)
    .fetch_all(db)
    .await?;
    documents(&rows)
}

/// A customer by their code.
pub async fn customer_by_code(db: &mut Db, code: &str) -> Result<Option<Customer>, Error> {
    let rows = query(
        "select l.kind, l.version, l.body
           from customers c
           join ledger l on l.hash = c.fact_hash
          where c.code = ?1",
    )
    .bind(code)
    .fetch_all(db)
    .await?;
    Ok(documents(&rows)?.pop())
}

/// What a list is searched for, and which part of it is wanted.
#[derive(Clone, Copy, Debug)]
pub struct Search<'a> {
    /// Words that must all occur; none finds everything.
    pub text: &'a str,
    /// Also what is not active any more, or discontinued.
    pub inactive_too: bool,
    pub limit: i64,
    pub offset: i64,
}

/// A part of a list, and how long the whole list is.
#[derive(Clone, Debug)]
pub struct Page<T> {
    pub rows: Vec<T>,
    pub total: i64,
}

/// A customer as lists show them.
#[derive(Clone, Debug)]
pub struct CustomerRow {
    pub customer_id: CustomerId,
    pub code: String,
    pub name: String,
    pub tax_id: Option<String>,
    pub city: String,
    pub country: String,
    pub currency: Currency,
    pub credit_limit_minor: Option<i64>,
    pub basis: Basis,
    pub vat_regime: VatRegime,
    pub active: bool,
}

/// The customers whose code, name, city or tax id have every word of the search.
macro_rules! customers_found {
    () => {
        " from customers c
         where (?2 or c.active = 1)
           and not exists (select 1
                             from json_each(?1) w
                            where c.code || ' ' || c.name || ' ' || c.city || ' '
                                  || coalesce(c.tax_id, '') not like w.value escape '\\')"
    };
}

/// Customers found by a search: the one of that very code first, then by code.
pub async fn customers(db: &mut Db, search: Search<'_>) -> Result<Page<CustomerRow>, Error> {
    let words = patterns(search.text)?;
    let total = query_scalar(concat!("select count(*)", customers_found!()))
        .bind(words.as_str())
        .bind(search.inactive_too)
        .fetch_one(&mut *db)
        .await?;
    let rows = query(concat!(
        "select c.customer_id, c.code, c.name, c.tax_id, c.city, c.country, c.currency,
                c.credit_limit_minor, c.basis, c.vat_regime, c.active",
        customers_found!(),
        " order by c.code <> ?3 collate nocase, c.code, c.customer_id
          limit ?4 offset ?5"
    ))
    .bind(words)
    .bind(search.inactive_too)
    .bind(search.text.trim())
    .bind(search.limit)
    .bind(search.offset)
    .fetch_all(db)
    .await?;
    let rows = rows.iter().map(customer_row).collect::<Result<_, Error>>()?;
    Ok(Page { rows, total })
}

fn customer_row(row: &SqlRow) -> Result<CustomerRow, Error> {
    Ok(CustomerRow {
        customer_id: row.id("customer_id")?,
        code: row.text("code")?,
        name: row.text("name")?,
        tax_id: row.maybe_text("tax_id")?,
        city: row.text("city")?,
        country: row.text("country")?,
        currency: row.word("currency")?,
        credit_limit_minor: row.maybe_int("credit_limit_minor")?,
        basis: row.word("basis")?,
        vat_regime: row.word("vat_regime")?,
        active: row.int("active")? == 1,
    })
}

/// The name of the customer who ordered, for each of these orders.
pub async fn names_of_orders(
    db: &mut Db,
    ids: &[OrderId],
) -> Result<HashMap<OrderId, String>, Error> {
    let rows = query(
        "select o.order_id, c.name
           from orders o
           join customers c on c.customer_id = o.sold_to
          where o.order_id in (select unhex(value) from json_each(?1))",
    )
    .bind(serde_json::to_string(ids)?)
    .fetch_all(db)
    .await?;
    rows.iter().map(|row| Ok((row.id("order_id")?, row.text("name")?))).collect()
}

/// A carrier by its identity.
pub async fn carrier(db: &mut Db, id: CarrierId) -> Result<Option<Carrier>, Error> {
    let rows = query(
        "select l.kind, l.version, l.body
           from carriers c
           join ledger l on l.hash = c.fact_hash
          where c.carrier_id = ?1",
    )
    .bind(id.bytes())
    .fetch_all(db)
    .await?;
    Ok(documents(&rows)?.pop())
}

/// A carrier by its code.
pub async fn carrier_by_code(db: &mut Db, code: &str) -> Result<Option<Carrier>, Error> {
    let rows = query(
        "select l.kind, l.version, l.body
           from carriers c
           join ledger l on l.hash = c.fact_hash
          where c.code = ?1",
    )
    .bind(code)
    .fetch_all(db)
    .await?;
    Ok(documents(&rows)?.pop())
}

/// Every carrier, active or not, by code.
pub async fn carriers(db: &mut Db) -> Result<Vec<Carrier>, Error> {
    let rows = query(
        "select l.kind, l.version, l.body
           from carriers c
           join ledger l on l.hash = c.fact_hash
          order by c.code
          limit 1000",
    )
    .fetch_all(db)
    .await?;
    documents(&rows)
}

/// The newest fact on each subject, in hex: what a person has seen when they begin to edit.
pub async fn heads(db: &mut Db, subjects: &[Uuid]) -> Result<HashMap<Uuid, String>, Error> {
    let ids: Vec<String> = subjects.iter().map(|id| id.simple().to_string()).collect();
    let rows = query(
        "select subject_id, hash, max(rowid)
           from ledger
          where subject_id in (select unhex(value) from json_each(?1))
          group by subject_id",
    )
    .bind(serde_json::to_string(&ids)?)
    .fetch_all(db)
    .await?;
    rows.iter().map(|row| Ok((row.id("subject_id")?, row.hex("hash")?))).collect()
}

/// Keeps a natural person's data beside the ledger and gives what a fact may hold of it.
pub async fn keep_person(
    tx: &mut Tx,
    id: PersonalId,
    salt: [u8; 16],
    person: &Person,
) -> Result<PersonRef, Error> {
    let bytes = serde_json::to_string(person)?;
    query(
        "insert into personal (personal_id, salt, bytes)
         values (?1, ?2, ?3)",
    )
    .bind(id.bytes())
    .bind(salt.as_slice())
    .bind(bytes.as_str())
    .execute(tx)
    .await?;
    let digest = Sha256::new().chain_update(salt).chain_update(bytes).finalize();
    Ok(PersonRef { personal_id: id, digest: hex(&digest) })
}

/// A natural person's data, unless it was erased.
pub async fn person(db: &mut Db, id: PersonalId) -> Result<Option<Person>, Error> {
    Ok(persons(db, &[id]).await?.remove(&id))
}

/// The data of several natural persons; erased ones are left out.
pub async fn persons(
    db: &mut Db,
    ids: &[PersonalId],
) -> Result<HashMap<PersonalId, Person>, Error> {
    let rows = query(
        "select personal_id, bytes
           from personal
          where personal_id in (select unhex(value) from json_each(?1))",
    )
    .bind(serde_json::to_string(ids)?)
    .fetch_all(db)
    .await?;
    let read =
        |row: &SqlRow| Ok((row.id("personal_id")?, serde_json::from_str(&row.text("bytes")?)?));
    rows.iter().map(read).collect()
}

/// Reads the documents that rows of `kind, version, body` hold.
pub(crate) fn documents<T: DeserializeOwned>(rows: &[SqlRow]) -> Result<Vec<T>, Error> {
    let read =
        |row: &SqlRow| decode_body(&row.text("kind")?, row.int("version")?, &row.text("body")?);
    rows.iter().map(read).collect()
}

/// The words of a search as a JSON list of patterns for `like ... escape '\'`.
pub(crate) fn patterns(text: &str) -> Result<String, Error> {
    let pattern = |word: &str| {
        let escaped = word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        format!("%{escaped}%")
    };
    let words: Vec<String> = text.split_whitespace().map(pattern).collect();
    Ok(serde_json::to_string(&words)?)
}

/// The country of the firm, which decides by when it must invoice.
pub async fn country(db: &mut Db) -> Result<String, Error> {
    Ok(query_scalar("select country from firms").fetch_optional(db).await?.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signs_of_like_are_taken_literally() {
        let got = patterns(" 10%  a_b c\\d ").expect("words are texts");
        assert_eq!(got, r#"["%10\\%%","%a\\_b%","%c\\\\d%"]"#);
        assert_eq!(patterns("  ").expect("no words"), "[]");
    }
}

//! Catalogue: products, list prices, what was agreed with customers, and rates of VAT.

use chrono::NaiveDate;
use dovuto_domain::billing::exchange::ExchangeRate;
use dovuto_domain::catalog::{ListPrice, Product, ProductKind, VatRate};
use dovuto_domain::kernel::id::{AgreementId, CustomerId, ProductId};
use dovuto_domain::pricing::PriceAgreement;

use crate::error::Error;
use crate::parties::{Page, Search, documents, patterns};
use crate::sql::{Db, SqlRow, query, query_scalar};

/// A product by its identity.
pub async fn product(db: &mut Db, id: ProductId) -> Result<Option<Product>, Error> {
    Ok(products_by_ids(db, &[id]).await?.pop())
}

/// The products of these identities, by code; unknown ones are left out.
pub async fn products_by_ids(db: &mut Db, ids: &[ProductId]) -> Result<Vec<Product>, Error> {
    let rows = query(
        "select l.kind, l.version, l.body
           from products p
           join ledger l on l.hash = p.fact_hash
          where p.product_id in (select unhex(value) from json_each(?1))
          order by p.code",
    )
    .bind(serde_json::to_string(ids)?)
    .fetch_all(db)
    .await?;
    documents(&rows)
}

/// A product by our code.
pub async fn product_by_code(db: &mut Db, code: &str) -> Result<Option<Product>, Error> {
    let rows = query(
        "select l.kind, l.version, l.body
           from products p
           join ledger l on l.hash = p.fact_hash
          where p.code = ?1",
    )
    .bind(code)
    .fetch_all(db)
    .await?;
    Ok(documents(&rows)?.pop())
}

/// The products that a customer calls by a code: more than one where they call two the same.
pub async fn products_by_customer_code(
    db: &mut Db,
    customer: CustomerId,
    code: &str,
) -> Result<Vec<Product>, Error> {
    let rows = query(
        "select l.kind, l.version, l.body
           from product_codes n
           join products p on p.product_id = n.product_id
           join ledger l on l.hash = p.fact_hash
          where n.customer_id = ?1
            and n.code = ?2
          order by p.code
          limit 100",
    )
    .bind(customer.bytes())
    .bind(code)
    .fetch_all(db)
    .await?;
    documents(&rows)
}

/// A product as lists show it.
#[derive(Clone, Debug)]
pub struct ProductRow {
    pub product_id: ProductId,
    pub code: String,
    pub gtin: Option<String>,
    pub kind: ProductKind,
    pub description: String,
    pub unit_code: String,
    pub unit_scale: u8,
    pub tax_category: String,
    pub discontinued: bool,
    /// What the customer of the search calls it, or all customers where none was named.
    pub customer_codes: Option<String>,
}

/// The products whose code, GTIN, description or customer's code have every word of the search.
macro_rules! products_found {
    () => {
        " from products p
          left join (select n.product_id, group_concat(n.code, ' ') as codes
                       from product_codes n
                      where ?3 is null or n.customer_id = ?3
                      group by n.product_id) n on n.product_id = p.product_id
         where (?2 or p.discontinued = 0)
           and not exists (select 1
                             from json_each(?1) w
                            where p.code || ' ' || p.description || ' ' || coalesce(p.gtin, '')
                                  || ' ' || coalesce(n.codes, '') not like w.value escape '\\')"
    };
}

/// Products found by a search: the one of that very code first, then by code.
pub async fn products(
    db: &mut Db,
    customer: Option<CustomerId>,
    search: Search<'_>,
) -> Result<Page<ProductRow>, Error> {
    let words = patterns(search.text)?;
    let customer = customer.map(|id| id.bytes().to_vec());
    let total = query_scalar(concat!("select count(*)", products_found!()))
        .bind(words.as_str())
        .bind(search.inactive_too)
        .bind(customer.as_deref())
        .fetch_one(&mut *db)
        .await?;
    let rows = query(concat!(
        "select p.product_id, p.code, p.gtin, p.kind, p.description, p.unit_code, p.unit_scale,
                p.tax_category, p.discontinued, n.codes",
        products_found!(),
        " order by p.code <> ?4 collate nocase, p.code, p.product_id
          limit ?5 offset ?6"
    ))
    .bind(words)
    .bind(search.inactive_too)
    .bind(customer)
    .bind(search.text.trim())
    .bind(search.limit)
    .bind(search.offset)
    .fetch_all(db)
    .await?;
    let rows = rows.iter().map(product_row).collect::<Result<_, Error>>()?;
    Ok(Page { rows, total })
}

fn product_row(row: &SqlRow) -> Result<ProductRow, Error> {
    Ok(ProductRow {
        product_id: row.id("product_id")?,
        code: row.text("code")?,
        gtin: row.maybe_text("gtin")?,
        kind: row.word("kind")?,
        description: row.text("description")?,
        unit_code: row.text("unit_code")?,
        unit_scale: u8::try_from(row.int("unit_scale")?)
            .map_err(|_| Error::corrupt("the scale of a unit"))?,
        tax_category: row.text("tax_category")?,
        discontinued: row.int("discontinued")? == 1,
        customer_codes: row.maybe_text("codes")?,
    })
}

/// The list prices of a product, newest first within a currency.
pub async fn list_prices(db: &mut Db, product: ProductId) -> Result<Vec<ListPrice>, Error> {
    list_prices_of(db, &[product]).await
}

/// The list prices of several products, newest first within a currency.
pub async fn list_prices_of(db: &mut Db, ids: &[ProductId]) -> Result<Vec<ListPrice>, Error> {
    let rows = query(
        "select product_id, currency, valid_from, valid_to, price_micro, per
           from list_prices
          where product_id in (select unhex(value) from json_each(?1))
          order by product_id, currency, valid_from desc",
    )
    .bind(serde_json::to_string(ids)?)
    .fetch_all(db)
    .await?;
    let read = |row: &SqlRow| {
        Ok(ListPrice {
            product_id: row.id("product_id")?,
            currency: row.word("currency")?,
            valid_from: row.day("valid_from")?,
            valid_to: row.maybe_day("valid_to")?,
            price_micro: row.int("price_micro")?,
            per: row.int("per")?,
        })
    };
    rows.iter().map(read).collect()
}

/// The rates of VAT of the firm's own country, newest first within a class.
pub async fn vat_rates(db: &mut Db) -> Result<Vec<VatRate>, Error> {
    vat_rates_of(db, None).await
}

/// The rates of VAT of a country, the firm's own where none is named.
pub async fn vat_rates_of(db: &mut Db, country: Option<&str>) -> Result<Vec<VatRate>, Error> {
    let rows = query(
        "select country, regime, tax_category, valid_from, vat_category, rate_ppm, reason_code,
                reason
           from vat_rates
          where country = coalesce(?1, (select f.country from firms f))
          order by regime, tax_category, valid_from desc
          limit 10000",
    )
    .bind(country)
    .fetch_all(db)
    .await?;
    let read = |row: &SqlRow| {
        Ok(VatRate {
            country: row.text("country")?,
            regime: row.word("regime")?,
            tax_category: row.text("tax_category")?,
            valid_from: row.day("valid_from")?,
            vat_category: row.text("vat_category")?,
            rate_ppm: row.int("rate_ppm")?,
            reason_code: row.maybe_text("reason_code")?,
            reason: row.maybe_text("reason")?,
        })
    };
    rows.iter().map(read).collect()
}

/// The exchange rates quoted since a day, newest first within a currency.
pub async fn exchange_rates(db: &mut Db, since: NaiveDate) -> Result<Vec<ExchangeRate>, Error> {
    let rows = query(
        "select currency, quoted_on, rate_micro, source
           from exchange_rates
          where quoted_on >= ?1
          order by currency, quoted_on desc
          limit 100000",
    )
    .bind(since.to_string())
    .fetch_all(db)
    .await?;
    let read = |row: &SqlRow| {
        Ok(ExchangeRate {
            currency: row.word("currency")?,
            quoted_on: row.day("quoted_on")?,
            rate_micro: row.int("rate_micro")?,
            source: row.text("source")?,
        })
    };
    rows.iter().map(read).collect()
}

/// A price agreement by its identity.
pub async fn agreement(db: &mut Db, id: AgreementId) -> Result<Option<PriceAgreement>, Error> {
    let rows = query(
        "select l.kind, l.version, l.body
           from price_agreements a
           join ledger l on l.hash = a.fact_hash
          where a.agreement_id = ?1",
    )
    .bind(id.bytes())
    .fetch_all(db)
    .await?;
    Ok(documents(&rows)?.pop())
}

/// What was agreed with one customer for one product.
pub async fn agreements(
    db: &mut Db,
    customer: CustomerId,
    product: ProductId,
) -> Result<Vec<PriceAgreement>, Error> {
    agreements_of(db, &[customer], &[product]).await
}

/// What was agreed with one customer for several products.
pub async fn agreements_of(
    db: &mut Db,
    customers: &[CustomerId],
    ids: &[ProductId],
) -> Result<Vec<PriceAgreement>, Error> {
    // Customer by customer: looking for each product of each is far more than what was agreed.
    let rows = query(
        "select l.kind, l.version, l.body
           from json_each(?1) asked
     cross join price_agreements a on a.customer_id = unhex(asked.value)
           join ledger l           on l.hash = a.fact_hash
          where +a.product_id in (select unhex(value) from json_each(?2))
          order by a.customer_id, a.product_id, a.valid_from desc, a.agreement_id",
    )
    .bind(serde_json::to_string(customers)?)
    .bind(serde_json::to_string(ids)?)
    .fetch_all(db)
    .await?;
    documents(&rows)
}

/// Agreements of one customer, for one product, or of all, with the names of both, newest first.
pub async fn agreements_found(
    db: &mut Db,
    customer: Option<CustomerId>,
    product: Option<ProductId>,
    limit: i64,
    offset: i64,
) -> Result<Page<AgreementRow>, Error> {
    let customer = customer.map(|id| id.bytes().to_vec());
    let product = product.map(|id| id.bytes().to_vec());
    let total = query_scalar(
        "select count(*)
           from price_agreements a
          where (?1 is null or a.customer_id = ?1)
            and (?2 is null or a.product_id = ?2)",
    )
    .bind(customer.as_deref())
    .bind(product.as_deref())
    .fetch_one(&mut *db)
    .await?;
    let rows = query(
        "select l.kind, l.version, l.body, a.fact_hash, c.code as customer_code,
                c.name as customer_name, p.code as product_code, p.description
           from price_agreements a
           join ledger l on l.hash = a.fact_hash
           join customers c on c.customer_id = a.customer_id
           join products p on p.product_id = a.product_id
          where (?1 is null or a.customer_id = ?1)
            and (?2 is null or a.product_id = ?2)
          order by a.valid_from desc, a.agreement_id desc
          limit ?3 offset ?4",
    )
    .bind(customer)
    .bind(product)
    .bind(limit)
    .bind(offset)
    .fetch_all(db)
    .await?;
    let found: Vec<PriceAgreement> = documents(&rows)?;
    let read = |(agreement, row): (PriceAgreement, &SqlRow)| {
        Ok(AgreementRow {
            agreement,
            customer_code: row.text("customer_code")?,
            customer_name: row.text("customer_name")?,
            product_code: row.text("product_code")?,
            description: row.text("description")?,
            base: row.hex("fact_hash")?,
        })
    };
    let rows = found.into_iter().zip(&rows).map(read).collect::<Result<_, Error>>()?;
    Ok(Page { rows, total })
}

/// A price agreement as lists show it.
#[derive(Clone, Debug)]
pub struct AgreementRow {
    pub agreement: PriceAgreement,
    pub customer_code: String,
    pub customer_name: String,
    pub product_code: String,
    pub description: String,
    /// The fact that made it what it is, in hex.
    pub base: String,
}

//! The catalogue: products, and what the list asks for them.

pub mod exchange;
pub mod vat;

use chrono::NaiveDate;
use dovuto_domain::catalog::{
    CustomerCode, Description, ListPrice, Product, ProductKind, Tracking, cost_checked,
    list_price_on,
};
use dovuto_domain::fact::ListPricesSet;
use dovuto_domain::kernel::calendar::is_plausible;
use dovuto_domain::kernel::id::{CustomerId, ProductId};
use dovuto_domain::kernel::quantity::Currency;
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_domain::parties::text;
use dovuto_store::ledger::{Entry, Tx};
use dovuto_store::sql::Db;
use dovuto_store::{catalog as store, parties};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::cx::Cx;
use crate::desk::{self, Begun, Desk};
use crate::error::Error;
use crate::firm::our_firm;
use crate::parties::Find;
use crate::parties::identity::filled;

/// What products are searched for. Every word must occur in code, GTIN, description, or in what
/// customers call the product.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct FindProducts {
    pub search: Option<String>,
    /// Only this customer's own codes are searched, beside ours.
    pub customer_id: Option<CustomerId>,
    /// Also what is discontinued.
    pub discontinued_too: Option<bool>,
    /// 50 where it is left out, 500 at most.
    pub limit: Option<i64>,
    pub offset: Option<i64>,
}

/// A product as lists show it.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
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
    /// What the customer asked about, or any customer, calls it.
    pub customer_codes: Option<String>,
    /// What the list asks today in the firm's currency.
    pub list_price: Option<ListPrice>,
}

/// A part of the list of products, and how long the whole list is.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ProductList {
    pub rows: Vec<ProductRow>,
    pub total: i64,
}

/// The products that a search finds, by code, each with its list price of today.
pub async fn products(desk: &Desk, cx: &Cx, ask: FindProducts) -> Result<ProductList, Error> {
    let mut db = desk.read().await?;
    let currency = our_firm(&mut db).await?.currency;
    let find = Find {
        search: ask.search,
        inactive_too: ask.discontinued_too,
        limit: ask.limit,
        offset: ask.offset,
    };
    let page = store::products(&mut db, ask.customer_id, find.bounded()).await?;
    let ids: Vec<_> = page.rows.iter().map(|row| row.product_id).collect();
    let prices = store::list_prices_of(&mut db, &ids).await?;

    let today = |id| {
        let own: Vec<_> = prices.iter().filter(|p| p.product_id == id).cloned().collect();
        list_price_on(&own, currency, cx.today).cloned()
    };
    let row = |row: store::ProductRow| ProductRow {
        product_id: row.product_id,
        code: row.code,
        gtin: row.gtin,
        kind: row.kind,
        description: row.description,
        unit_code: row.unit_code,
        unit_scale: row.unit_scale,
        tax_category: row.tax_category,
        discontinued: row.discontinued,
        customer_codes: row.customer_codes,
        list_price: today(row.product_id),
    };
    Ok(ProductList { rows: page.rows.into_iter().map(row).collect(), total: page.total })
}

/// Which product is meant.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
pub struct GetProduct {
    pub product_id: ProductId,
}

/// What one customer calls a product.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct CustomerCodeView {
    pub customer_id: CustomerId,
    pub customer_name: String,
    pub code: String,
}

/// A product with everything that a form shows.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ProductView {
    pub product: Product,
    pub customer_codes: Vec<CustomerCodeView>,
    /// Newest first within a currency.
    pub list_prices: Vec<ListPrice>,
    /// The newest fact on the product, its prices and its stock, to be given back when saving.
    pub base: Option<String>,
}

/// One product, whole. Says when there is no such product.
pub async fn product(desk: &Desk, ask: GetProduct) -> Result<ProductView, Error> {
    let mut db = desk.read().await?;
    let product = known_product(&mut db, ask.product_id).await?;
    let ids: Vec<_> = product.customer_codes.iter().map(|c| c.customer_id).collect();
    let customers = parties::customers_by_ids(&mut db, &ids).await?;
    let list_prices = store::list_prices(&mut db, ask.product_id).await?;
    let base = parties::heads(&mut db, &[ask.product_id.0]).await?;

    let named = |c: &CustomerCode| {
        let customer = customers.iter().find(|customer| customer.customer_id == c.customer_id);
        CustomerCodeView {
            customer_id: c.customer_id,
            customer_name: customer.map(|c| c.identity.name.clone()).unwrap_or_default(),
            code: c.code.clone(),
        }
    };
    Ok(ProductView {
        customer_codes: product.customer_codes.iter().map(named).collect(),
        list_prices,
        base: base.into_values().next(),
        product,
    })
}

/// The product of an identity, or the word that there is none.
pub async fn known_product(db: &mut Db, id: ProductId) -> Result<Product, Error> {
    store::product(db, id).await?.ok_or_else(|| Error::not_found("product", id))
}

/// A product as it is to be from now on. What is left out takes its default, not what it was.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct SaveProduct {
    /// Left out for a new product.
    pub product_id: Option<ProductId>,
    /// The newest fact on the product that the person had seen.
    pub base: Option<String>,
    pub code: String,
    /// In the firm's own language.
    pub description: String,
    /// In other languages.
    pub translations: Option<Vec<Description>>,
    pub gtin: Option<String>,
    /// Goods where it is left out.
    pub kind: Option<ProductKind>,
    pub customer_codes: Option<Vec<CustomerCode>>,
    /// `C62`, one, where it is left out.
    pub unit_code: Option<String>,
    /// Whole units where it is left out.
    pub unit_scale: Option<u8>,
    pub standard_cost_micro: Option<i64>,
    /// `S`, the standard rate, where it is left out.
    pub tax_category: Option<String>,
    pub discontinued: Option<bool>,
    /// Whether its pieces are followed by serial or lot number; not where it is left out.
    pub tracking: Option<Tracking>,
}

/// The product that was saved.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SavedProduct {
    pub product_id: ProductId,
    pub code: String,
}

/// Saves a product, new or changed. Orders keep the product as it was when they were entered.
///
/// Refuses a code that another product has, an unknown customer, a GTIN with a wrong check digit,
/// values that cannot be, and to overwrite what somebody else changed meanwhile.
pub async fn save_product(desk: &Desk, cx: &Cx, ask: SaveProduct) -> Result<SavedProduct, Error> {
    let mut tx = match desk.begin(cx).await? {
        Begun::Fresh(tx) => tx,
        Begun::Answered(answer) => return Ok(answer),
    };
    desk::actor(&mut tx, cx).await?;
    let code = ask.code.trim().to_owned();

    let (product_id, entry) = product_entry(&mut tx, cx, ask).await?;

    desk.finish(tx, cx, vec![entry], SavedProduct { product_id, code }).await
}

/// Decides what saving a product records; the same as `save_product` inside a transaction.
pub async fn product_entry(
    tx: &mut Tx,
    cx: &Cx,
    ask: SaveProduct,
) -> Result<(ProductId, Entry), Error> {
    let language = our_firm(tx).await?.identity.language;
    if let Some(id) = ask.product_id {
        known_product(tx, id).await?;
    }
    let id = ask.product_id.unwrap_or_else(|| cx.fresh());
    let same_code = store::product_by_code(tx, ask.code.trim()).await?;
    if same_code.is_some_and(|other| other.product_id != id) {
        return Err(Refusal::CodeTaken { value: ask.code.trim().to_owned() }.into());
    }
    let codes = ask.customer_codes.as_deref().unwrap_or_default();
    let wanted: Vec<_> = codes.iter().map(|c| c.customer_id).collect();
    let known = parties::customers_by_ids(tx, &wanted).await?;
    let unknown = wanted.iter().find(|id| known.iter().all(|c| c.customer_id != **id));
    if let Some(unknown) = unknown {
        return Err(Error::not_found("customer", unknown));
    }

    let base = ask.base.clone();
    let product = product_of(ask, id, language)?;

    Ok((id, desk::based(tx, product.into(), base.as_deref(), "the product").await?))
}

/// The product that a form means; its first description is in the firm's own language.
fn product_of(ask: SaveProduct, id: ProductId, language: String) -> Result<Product, Refusal> {
    let mut descriptions = vec![Description { language, text: ask.description.trim().to_owned() }];
    for other in ask.translations.unwrap_or_default() {
        if descriptions.iter().all(|d| d.language != other.language) {
            descriptions.push(other);
        }
    }
    let mut customer_codes: Vec<CustomerCode> = Vec::new();
    for named in ask.customer_codes.unwrap_or_default() {
        text("customer_code", &named.code, 60)?;
        if !customer_codes.contains(&named) {
            customer_codes.push(named);
        }
    }
    Product {
        product_id: id,
        code: ask.code.trim().to_owned(),
        gtin: filled(ask.gtin),
        kind: ask.kind.unwrap_or(ProductKind::Goods),
        descriptions,
        customer_codes,
        unit_code: filled(ask.unit_code).unwrap_or_else(|| "C62".to_owned()),
        unit_scale: ask.unit_scale.unwrap_or(0),
        standard_cost_micro: ask.standard_cost_micro.map(cost_checked).transpose()?,
        tax_category: filled(ask.tax_category).unwrap_or_else(|| "S".to_owned()),
        discontinued: ask.discontinued.unwrap_or(false),
        tracking: ask.tracking.unwrap_or_default(),
    }
    .checked()
}

/// One price of the list as it is typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct ListPriceForm {
    /// The firm's own where it is left out.
    pub currency: Option<Currency>,
    /// Today where it is left out.
    pub valid_from: Option<NaiveDate>,
    /// The last day on which it counts.
    pub valid_to: Option<NaiveDate>,
    pub price_micro: i64,
    /// For how many units: one where it is left out, else 100 or 1000.
    pub per: Option<i64>,
}

/// The whole list of one product's prices, as it is to be from now on.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct SetListPrices {
    pub product_id: ProductId,
    /// The newest fact on the product that the person had seen.
    pub base: Option<String>,
    pub prices: Vec<ListPriceForm>,
}

/// The product whose prices were set.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ListPricesAnswer {
    pub product_id: ProductId,
    pub n_prices: usize,
}

/// Sets the whole price list of one product. Prices agreed before stay as they were agreed.
///
/// Refuses an unknown product, prices that cannot be, dates reversed, two prices of one currency
/// from the same day, and to overwrite what somebody else changed meanwhile.
pub async fn set_list_prices(
    desk: &Desk,
    cx: &Cx,
    ask: SetListPrices,
) -> Result<ListPricesAnswer, Error> {
    let mut tx = match desk.begin(cx).await? {
        Begun::Fresh(tx) => tx,
        Begun::Answered(answer) => return Ok(answer),
    };
    desk::actor(&mut tx, cx).await?;
    let n_prices = ask.prices.len();

    let (product_id, entry) = list_prices_entry(&mut tx, cx, ask).await?;

    desk.finish(tx, cx, vec![entry], ListPricesAnswer { product_id, n_prices }).await
}

/// Decides what setting a price list records; the same as `set_list_prices` inside a transaction.
pub async fn list_prices_entry(
    tx: &mut Tx,
    cx: &Cx,
    ask: SetListPrices,
) -> Result<(ProductId, Entry), Error> {
    let currency = our_firm(tx).await?.currency;
    known_product(tx, ask.product_id).await?;

    let prices = list_prices_of(ask.product_id, ask.prices, currency, cx.today)?;

    let set = ListPricesSet { product_id: ask.product_id, prices };
    let entry = desk::based(tx, set.into(), ask.base.as_deref(), "the price list").await?;
    Ok((ask.product_id, entry))
}

/// The list prices that forms mean, where `currency` and `today` are the defaults.
pub fn list_prices_of(
    product_id: ProductId,
    forms: Vec<ListPriceForm>,
    currency: Currency,
    today: NaiveDate,
) -> Result<Vec<ListPrice>, Refusal> {
    let mut prices: Vec<ListPrice> = Vec::with_capacity(forms.len());
    for (n, form) in (1..).zip(forms) {
        let price = ListPrice {
            product_id,
            currency: form.currency.unwrap_or(currency),
            valid_from: form.valid_from.unwrap_or(today),
            valid_to: form.valid_to,
            price_micro: form.price_micro,
            per: form.per.unwrap_or(1),
        };
        let taken =
            |p: &ListPrice| (p.currency, p.valid_from) == (price.currency, price.valid_from);
        if prices.iter().any(taken) {
            let value = format!("{} {}", price.currency, price.valid_from);
            return Err(Refusal::CodeTaken { value }.at_line(n));
        }
        plausible([Some(price.valid_from), price.valid_to]).map_err(|why| why.at_line(n))?;
        prices.push(price.checked().map_err(|why| why.at_line(n))?);
    }
    Ok(prices)
}

/// Refuses days that no business could mean.
pub(crate) fn plausible<const N: usize>(days: [Option<NaiveDate>; N]) -> Result<(), Refusal> {
    match days.into_iter().flatten().find(|day| !is_plausible(*day)) {
        Some(date) => Err(Refusal::DateImplausible { date }),
        None => Ok(()),
    }
}

/// The list prices of one product, newest first within a currency.
pub async fn list_prices(desk: &Desk, ask: GetProduct) -> Result<Vec<ListPrice>, Error> {
    Ok(store::list_prices(&mut *desk.read().await?, ask.product_id).await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn a_list_has_one_price_for_a_currency_and_a_day() {
        let id = Uuid::from_u128(1).into();
        let set = |forms| list_prices_of(id, forms, Currency::EUR, day("2026-05-01"));
        let form = |price_micro| ListPriceForm { price_micro, ..ListPriceForm::default() };
        let one = set(vec![form(9_000_000)]).expect("a right price");
        assert_eq!((one[0].per, one[0].valid_from), (1, day("2026-05-01")));
        let twice = set(vec![form(9_000_000), form(8_000_000)]);
        assert!(matches!(twice, Err(Refusal::AtLine { line: 2, .. })), "{twice:?}");
        assert!(set(vec![form(-1)]).is_err());
    }
}

//! Importing products with their list price: by code; what the file does not give stays as it is.

use std::collections::HashMap;

use chrono::NaiveDate;
use dovuto_domain::catalog::{ListPrice, Product, list_price_on};
use dovuto_domain::fact::{Fact, ListPricesSet};
use dovuto_domain::kernel::id::ProductId;
use dovuto_domain::kernel::quantity::{Currency, Price};
use dovuto_store::ledger::{Entry, Tx};
use dovuto_store::{catalog as store, import as lookup};

use super::known::KNOWN;
use super::parties::currency;
use super::reading::Record;
use super::refused::BadRow;
use super::{Document, Job};
use crate::catalog::{ListPriceForm, SaveProduct, list_prices_of, product_entry};
use crate::cx::Cx;
use crate::error::Error;
use crate::firm::our_firm;

/// Imports products.
pub(super) async fn products(tx: &mut Tx, cx: &Cx, job: &mut Job<'_>) -> Result<(), Error> {
    let reading = job.reading()?;
    let named = job.named(&reading, "code");
    let own_currency = our_firm(tx).await?.currency;
    let codes: Vec<&str> = named.iter().map(|(code, _)| *code).collect();
    let known = lookup::products_by_codes(tx, &codes).await?;
    let ids: Vec<ProductId> = known.iter().map(|p| p.product_id).collect();
    let prices = by_product(store::list_prices_of(tx, &ids).await?);
    let known: HashMap<&str, &Product> = known.iter().map(|p| (p.code.as_str(), p)).collect();

    let mut documents = Vec::new();
    for (code, record) in named {
        let before = known.get(code).copied();
        if job.passes_over(before.is_some(), || record.bad("code", KNOWN)) {
            continue;
        }
        let read = product_form(code, &record, before)
            .and_then(|form| Ok((form, listed(&record, own_currency)?)));
        let Some((form, listed)) = job.faults.keep(read) else {
            continue;
        };
        let decided = product_entry(tx, cx, form).await;
        let Some((id, entry)) = job.judged(decided, |no| record.no(no))? else {
            continue;
        };
        let listed_before = prices.get(&id).map(Vec::as_slice).unwrap_or_default();
        let forms = listed.and_then(|new| renewed(listed_before, &new, cx.today));
        let base = entry.base;
        let mut entries = vec![entry];
        entries.retain(|e| before.is_none_or(|p| e.fact != Fact::from(p.clone())));
        if let Some(forms) = forms {
            let set = list_prices_of(id, forms, own_currency, cx.today);
            let Some(prices) = job.faults.keep(set.map_err(|why| record.bad("price", why))) else {
                continue;
            };
            let fact = ListPricesSet { product_id: id, prices };
            entries.push(Entry { fact: fact.into(), base });
        }
        documents.extend(job.count(before.is_some(), Document { entries }));
    }
    job.record_all(tx, cx, documents).await
}

/// List prices by their product.
pub(super) fn by_product(prices: Vec<ListPrice>) -> HashMap<ProductId, Vec<ListPrice>> {
    let mut by_product: HashMap<ProductId, Vec<ListPrice>> = HashMap::new();
    for price in prices {
        by_product.entry(price.product_id).or_default().push(price);
    }
    by_product
}

fn product_form(
    code: &str,
    record: &Record,
    before: Option<&Product>,
) -> Result<SaveProduct, BadRow> {
    let mut form = before.map_or_else(SaveProduct::default, form_of);
    form.code = code.to_owned();
    form.description = record.needed("description")?.to_owned();
    for (field, to) in [
        ("gtin", &mut form.gtin),
        ("unit", &mut form.unit_code),
        ("tax_category", &mut form.tax_category),
    ] {
        if record.has(field) {
            *to = record.owned(field);
        }
    }
    if let Some(kind) = record.word("kind")? {
        form.kind = Some(kind);
    }
    if let Some(scale) = record.whole("unit_scale")? {
        form.unit_scale = Some(scale);
    }
    if record.has("cost") {
        form.standard_cost_micro = record.decimal("cost", 6)?;
    }
    if let Some(tracking) = record.word("tracking")? {
        form.tracking = Some(tracking);
    }
    if let Some(discontinued) = record.yes("discontinued")? {
        form.discontinued = Some(discontinued);
    }
    Ok(form)
}

/// A known product as the form that would save it unchanged.
pub(super) fn form_of(product: &Product) -> SaveProduct {
    let p = product.clone();
    let description = p.descriptions.first().map(|d| d.text.clone()).unwrap_or_default();
    SaveProduct {
        product_id: Some(p.product_id),
        base: None,
        code: p.code,
        description,
        translations: Some(p.descriptions.into_iter().skip(1).collect()),
        gtin: p.gtin,
        kind: Some(p.kind),
        customer_codes: Some(p.customer_codes),
        unit_code: Some(p.unit_code),
        unit_scale: Some(p.unit_scale),
        standard_cost_micro: p.standard_cost_micro,
        tax_category: Some(p.tax_category),
        discontinued: Some(p.discontinued),
        tracking: Some(p.tracking),
    }
}

/// A list price that a row states.
struct Listed {
    currency: Currency,
    /// Today where the file does not say.
    from: Option<NaiveDate>,
    micro: i64,
    per: i64,
}

fn listed(record: &Record, own_currency: Currency) -> Result<Option<Listed>, BadRow> {
    let Some(micro) = record.decimal("price", 6)? else {
        return Ok(None);
    };
    let per = record.whole("price_per")?.unwrap_or(1);
    let price = Price { micro, per, discount_ppm: 0 };
    price.checked().map_err(|why| record.bad("price", why))?;
    Ok(Some(Listed {
        currency: currency(record, "price_currency")?.unwrap_or(own_currency),
        from: record.day("price_from")?,
        micro,
        per,
    }))
}

/// The product's list with the new price in its place; nothing where it says so already.
fn renewed(before: &[ListPrice], new: &Listed, today: NaiveDate) -> Option<Vec<ListPriceForm>> {
    let from = new.from.unwrap_or(today);
    let same_day = |p: &&ListPrice| p.currency == new.currency && p.valid_from == from;
    let listed = match new.from {
        Some(_) => before.iter().find(same_day),
        None => list_price_on(before, new.currency, today),
    };
    if listed.is_some_and(|p| (p.price_micro, p.per) == (new.micro, new.per)) {
        return None;
    }
    let replaced = before.iter().find(same_day);
    let others = before.iter().filter(|p| !same_day(p)).map(form_of_price);
    let mut forms: Vec<ListPriceForm> = others.collect();
    forms.push(ListPriceForm {
        currency: Some(new.currency),
        valid_from: Some(from),
        valid_to: replaced.and_then(|p| p.valid_to),
        price_micro: new.micro,
        per: Some(new.per),
    });
    Some(forms)
}

/// A known list price as the form that would set it unchanged.
pub(super) fn form_of_price(price: &ListPrice) -> ListPriceForm {
    ListPriceForm {
        currency: Some(price.currency),
        valid_from: Some(price.valid_from),
        valid_to: price.valid_to,
        price_micro: price.price_micro,
        per: Some(price.per),
    }
}

//! Importing list prices and price agreements, each by what it is for and the day it begins.

use std::collections::HashMap;

use chrono::NaiveDate;
use dovuto_domain::catalog::{ListPrice, Product};
use dovuto_domain::kernel::id::ProductId;
use dovuto_domain::kernel::quantity::{Currency, Price, Quantity};
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_domain::parties::{Customer, text};
use dovuto_domain::pricing::{Evidence, PriceAgreement, QuantityBreak};
use dovuto_store::ledger::Tx;
use dovuto_store::{catalog as store, import as lookup};

use super::catalog::{by_product, form_of_price};
use super::groups::{Change, Once, count, grouped};
use super::known::{KNOWN, OnKnown};
use super::parties::currency;
use super::reading::{Reading, Record};
use super::refused::BadRow;
use super::{Document, Job};
use crate::catalog::{SetListPrices, list_prices_entry};
use crate::cx::Cx;
use crate::error::Error;
use crate::firm::our_firm;
use crate::pricing::{SaveAgreement, agreement_entry};

/// Imports list prices: one for a product, a currency and the day from which it counts.
pub(super) async fn list_prices(tx: &mut Tx, cx: &Cx, job: &mut Job<'_>) -> Result<(), Error> {
    let reading = job.reading()?;
    let groups = grouped(&reading, "product", job);
    let own_currency = our_firm(tx).await?.currency;
    let codes: Vec<&str> = groups.iter().map(|(code, _)| *code).collect();
    let products = lookup::products_by_codes(tx, &codes).await?;
    let ids: Vec<ProductId> = products.iter().map(|p| p.product_id).collect();
    let mut known = by_product(store::list_prices_of(tx, &ids).await?);
    let products: HashMap<&str, ProductId> =
        products.iter().map(|p| (p.code.as_str(), p.product_id)).collect();

    let mut documents = Vec::new();
    for (code, records) in groups {
        let Some(product_id) = products.get(code).copied() else {
            for record in records {
                job.faults.note(record.bad("product", "there is no such product"));
            }
            continue;
        };
        let mut prices = known.remove(&product_id).unwrap_or_default();
        let mut once = Once::default();
        let mut changes = Vec::new();
        for record in &records {
            let read = list_price(record, product_id, own_currency, &mut once);
            let read = read.and_then(|price| set(&mut prices, price, record, job.on_known));
            changes.extend(job.faults.keep(read));
        }
        if changes.len() < records.len() {
            continue;
        }
        let mut entries = Vec::new();
        if changes.iter().any(|change| *change != Change::Skipped) {
            let prices = prices.iter().map(form_of_price).collect();
            let ask = SetListPrices { product_id, base: None, prices };
            let decided = list_prices_entry(tx, cx, ask).await;
            let Some((_, entry)) = job.judged(decided, |no| records[0].no(no))? else {
                continue;
            };
            entries.push(entry);
        }
        let document = Document { entries };
        documents.extend(count(job, &changes, document));
    }
    job.record_all(tx, cx, documents).await
}

fn list_price(
    record: &Record,
    product_id: ProductId,
    own_currency: Currency,
    once: &mut Once,
) -> Result<ListPrice, BadRow> {
    let valid_from = day_needed(record, "valid_from")?;
    let currency = currency(record, "currency")?.unwrap_or(own_currency);
    once.first(format!("{currency} {valid_from}"), "valid_from", record)?;
    let price = price(record)?;
    let valid_to = record.day("valid_to")?;
    let (price_micro, per) = (price.micro, price.per);
    ListPrice { product_id, currency, valid_from, valid_to, price_micro, per }
        .checked()
        .map_err(|why| record.bad("valid_to", why))
}

/// Puts a price in its place of the list. An end that the file does not give stays as it was.
fn set(
    prices: &mut Vec<ListPrice>,
    mut price: ListPrice,
    record: &Record,
    on_known: OnKnown,
) -> Result<Change, BadRow> {
    let is_same_day =
        |p: &&mut ListPrice| (p.currency, p.valid_from) == (price.currency, price.valid_from);
    let Some(known) = prices.iter_mut().find(is_same_day) else {
        prices.push(price);
        return Ok(Change::Inserted);
    };
    if on_known.stays(true, || record.bad("valid_from", KNOWN))? {
        return Ok(Change::Skipped);
    }
    if !record.has("valid_to") {
        price.valid_to = known.valid_to;
    }
    let is_same = *known == price;
    *known = price;
    Ok(Change::of(is_same))
}

fn day_needed(record: &Record, field: &str) -> Result<NaiveDate, BadRow> {
    let day = record.day(field)?;
    day.ok_or_else(|| record.bad(field, "it must not be empty"))
}

/// A price with its discount, per one unit where the file does not say otherwise.
fn price(record: &Record) -> Result<Price, BadRow> {
    record.needed("price")?;
    let micro = record.decimal("price", 6)?.unwrap_or(0);
    let per = record.whole("per")?.unwrap_or(1);
    let discount_ppm = record.discount("discount")?.unwrap_or(0);
    let price = Price { micro, per, discount_ppm };
    price.checked().map_err(|why| {
        let field = match why {
            Refusal::PerNotAllowed { .. } => "per",
            Refusal::DiscountOutOfRange { .. } => "discount",
            _ => "price",
        };
        record.bad(field, why)
    })
}

/// The rows that are the breaks of one agreement.
struct Agreed<'r> {
    customer: &'r str,
    product: &'r str,
    currency: Currency,
    valid_from: NaiveDate,
    records: Vec<Record<'r>>,
}

/// Imports price agreements: one for a customer, a product, a currency, the day from which it
/// counts and its reference. Its rows are its breaks, whole.
pub(super) async fn agreements(tx: &mut Tx, cx: &Cx, job: &mut Job<'_>) -> Result<(), Error> {
    let reading = job.reading()?;
    let parties = Parties::load(tx, &reading).await?;
    let mut documents = Vec::new();
    for agreed in agreed(&reading, &parties, job) {
        let (customer, product) =
            (&parties.customers[agreed.customer], &parties.products[agreed.product]);
        let known = store::agreements(tx, customer.customer_id, product.product_id).await?;
        let read = agreed.form(&known, customer, product);
        let Some(form) = job.faults.keep(read) else {
            continue;
        };
        let before = known.iter().find(|a| Some(a.agreement_id) == form.agreement_id);
        let first = &agreed.records[0];
        let stays = job.on_known.stays(before.is_some(), || first.bad("valid_from", KNOWN));
        let Some(stays) = job.faults.keep(stays) else {
            continue;
        };
        if stays {
            let document = Document { entries: Vec::new() };
            count(job, &vec![Change::Skipped; agreed.records.len()], document);
            continue;
        }
        let decided = agreement_entry(tx, cx, form.clone()).await;
        let Some((_, entry)) = job.judged(decided, |no| agreed.no(no))? else {
            continue;
        };
        let is_same = before.is_some_and(|before| is_as(before, &form));
        let change = if before.is_some() { Change::of(is_same) } else { Change::Inserted };
        let entries = if is_same { Vec::new() } else { vec![entry] };
        let document = Document { entries };
        documents.extend(count(job, &vec![change; agreed.records.len()], document));
    }
    job.record_all(tx, cx, documents).await
}

/// Who and what the rows name.
struct Parties {
    customers: HashMap<String, Customer>,
    products: HashMap<String, Product>,
}

impl Parties {
    async fn load(tx: &mut Tx, reading: &Reading<'_>) -> Result<Self, Error> {
        let all = |field: &str| {
            let mut names: Vec<&str> = reading.records().filter_map(|r| r.text(field)).collect();
            names.sort_unstable();
            names.dedup();
            names
        };
        let customers = lookup::customers_by_codes(tx, &all("customer")).await?;
        let products = lookup::products_by_codes(tx, &all("product")).await?;
        Ok(Self {
            customers: customers.into_iter().map(|c| (c.code.clone(), c)).collect(),
            products: products.into_iter().map(|p| (p.code.clone(), p)).collect(),
        })
    }
}

/// The agreements of a file, in the order of their first rows; bad rows are noted.
fn agreed<'r>(reading: &'r Reading<'_>, parties: &Parties, job: &mut Job<'_>) -> Vec<Agreed<'r>> {
    let mut places: HashMap<_, usize> = HashMap::new();
    let mut all: Vec<Agreed> = Vec::new();
    for record in reading.records() {
        let Some(one) = job.faults.keep(first_row(record, parties)) else {
            continue;
        };
        let reference = record.text("reference");
        let key = (one.customer, one.product, one.currency, one.valid_from, reference);
        let at = *places.entry(key).or_insert(all.len());
        match all.get_mut(at) {
            Some(agreed) => agreed.records.push(record),
            None => all.push(one),
        }
    }
    all
}

fn first_row<'r>(record: Record<'r>, parties: &Parties) -> Result<Agreed<'r>, BadRow> {
    let (code, product) = (record.needed("customer")?, record.needed("product")?);
    let customer = parties.customers.get(code);
    let customer = customer.ok_or_else(|| record.bad("customer", "there is no such customer"))?;
    if !parties.products.contains_key(product) {
        return Err(record.bad("product", "there is no such product"));
    }
    Ok(Agreed {
        customer: code,
        product,
        currency: currency(&record, "currency")?.unwrap_or(customer.currency),
        valid_from: day_needed(&record, "valid_from")?,
        records: vec![record],
    })
}

impl Agreed<'_> {
    /// The agreement as it is to be: a known one of the same day, or a new one.
    fn form(
        &self,
        known: &[PriceAgreement],
        customer: &Customer,
        product: &Product,
    ) -> Result<SaveAgreement, BadRow> {
        let first = &self.records[0];
        let mut breaks = Vec::new();
        for record in &self.records {
            let one = quantity_break(record)?;
            if breaks.last().is_some_and(|b: &QuantityBreak| one.from_quantity <= b.from_quantity) {
                return Err(record.bad("from_quantity", Refusal::BreaksNotRising));
            }
            let fields = ["valid_to", "reference_date", "file_hash"];
            if let Some(field) = fields.into_iter().find(|f| record.text(f) != first.text(f)) {
                let why = format!("line {} of the same agreement says otherwise", first.line());
                return Err(record.bad(field, why));
            }
            breaks.push(one);
        }
        let evidence = self.evidence()?;
        let before = self.known(known)?;
        let evidence = match (evidence, before) {
            (Some(stated), _) => stated,
            (None, Some(before)) if before.breaks == breaks => before.evidence.clone(),
            (None, _) => Evidence {
                reference: first.reference(),
                date: Some(self.valid_from),
                file_hash: Some(first.hash().to_owned()),
            },
        };
        let stated_end = first.day("valid_to")?;
        let end_before = before.and_then(|before| before.valid_to);
        let valid_to = if first.has("valid_to") { stated_end } else { end_before };
        Ok(SaveAgreement {
            agreement_id: before.map(|before| before.agreement_id),
            base: None,
            customer_id: customer.customer_id,
            product_id: product.product_id,
            currency: Some(self.currency),
            valid_from: Some(self.valid_from),
            valid_to,
            breaks,
            evidence,
        })
    }

    /// What the file names as evidence; nothing where it names none, and stands for it itself.
    fn evidence(&self) -> Result<Option<Evidence>, BadRow> {
        let first = &self.records[0];
        let Some(reference) = first.text("reference").filter(|text| !text.is_empty()) else {
            return Ok(None);
        };
        text("reference", reference, 200).map_err(|why| first.refused(&why))?;
        let date = first.day("reference_date")?;
        let file_hash = first.owned("file_hash");
        Ok(Some(Evidence { reference: reference.to_owned(), date, file_hash }))
    }

    /// The agreement that the rows mean among those of the customer and the product: the one of
    /// this reference, else the only one of this day.
    fn known<'k>(&self, known: &'k [PriceAgreement]) -> Result<Option<&'k PriceAgreement>, BadRow> {
        let is_meant =
            |a: &&PriceAgreement| (a.currency, a.valid_from) == (self.currency, self.valid_from);
        let same_day: Vec<&PriceAgreement> = known.iter().filter(is_meant).collect();
        let first = &self.records[0];
        let reference = first.text("reference");
        let is_named = |a: &&&PriceAgreement| Some(a.evidence.reference.as_str()) == reference;
        match (same_day.iter().find(is_named), same_day.as_slice()) {
            (Some(named), _) => Ok(Some(named)),
            (None, []) => Ok(None),
            (None, [one]) => Ok(Some(one)),
            (None, [_, _, ..]) => {
                let why = "several agreements begin on this day; name one by its reference";
                Err(first.bad("valid_from", why))
            }
        }
    }

    fn no(&self, no: &Error) -> BadRow {
        if let Error::Refused(why @ Refusal::ValidityReversed { .. }) = no {
            return self.records[0].bad("valid_to", why);
        }
        self.records[0].no(no)
    }
}

fn quantity_break(record: &Record) -> Result<QuantityBreak, BadRow> {
    let from_quantity = Quantity(record.decimal("from_quantity", 6)?.unwrap_or(0));
    Ok(QuantityBreak { from_quantity, price: price(record)? })
}

fn is_as(before: &PriceAgreement, form: &SaveAgreement) -> bool {
    before.breaks == form.breaks
        && before.valid_to == form.valid_to
        && before.evidence == form.evidence
}

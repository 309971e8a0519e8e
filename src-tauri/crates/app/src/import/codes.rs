//! Importing what customers call products: what a file says of a customer and a product is whole.

use std::collections::HashMap;

use dovuto_domain::catalog::{CustomerCode, Product};
use dovuto_domain::fact::Fact;
use dovuto_domain::kernel::id::CustomerId;
use dovuto_domain::parties::text;
use dovuto_store::import as lookup;
use dovuto_store::ledger::Tx;

use super::catalog::form_of;
use super::groups::{Change, Once, count, grouped};
use super::known::KNOWN;
use super::reading::Record;
use super::refused::BadRow;
use super::{Document, Job};
use crate::catalog::product_entry;
use crate::cx::Cx;
use crate::error::Error;

/// Imports the codes of customers for our products.
pub(super) async fn customer_codes(tx: &mut Tx, cx: &Cx, job: &mut Job<'_>) -> Result<(), Error> {
    let reading = job.reading()?;
    let groups = grouped(&reading, "product", job);
    let codes: Vec<&str> = groups.iter().map(|(code, _)| *code).collect();
    let products = lookup::products_by_codes(tx, &codes).await?;
    let products: HashMap<&str, &Product> = products.iter().map(|p| (p.code.as_str(), p)).collect();
    let customers = customers_named(tx, groups.iter().flat_map(|(_, records)| records)).await?;

    let mut documents = Vec::new();
    for (code, records) in groups {
        let Some(product) = products.get(code).copied() else {
            for record in records {
                job.faults.note(record.bad("product", "there is no such product"));
            }
            continue;
        };
        let (mut once, on_known) = (Once::default(), job.on_known);
        let mut codes = Vec::new();
        let mut changes = Vec::new();
        for record in &records {
            let code = customer_code(record, &customers, &mut once).and_then(|code| {
                let is_known = !known_codes(product, code.customer_id).is_empty();
                let stays = on_known.stays(is_known, || record.bad("customer", KNOWN))?;
                Ok((!stays).then_some(code))
            });
            match job.faults.keep(code) {
                Some(Some(code)) => codes.push(code),
                Some(None) => changes.push(Change::Skipped),
                None => {}
            }
        }
        if codes.len() + changes.len() < records.len() {
            continue;
        }
        changes.extend(codes.iter().map(|code| change(code, product, &codes)));
        let mut form = form_of(product);
        form.customer_codes = Some(renewed(&product.customer_codes, codes));
        let decided = product_entry(tx, cx, form).await;
        let Some((_, entry)) = job.judged(decided, |no| records[0].no(no))? else {
            continue;
        };
        let same = entry.fact == Fact::from(product.clone());
        let entries = if same { Vec::new() } else { vec![entry] };
        let document = Document { entries };
        documents.extend(count(job, &changes, document));
    }
    job.record_all(tx, cx, documents).await
}

/// The customers that rows name in `customer`, by their code.
pub(super) async fn customers_named<'r>(
    tx: &mut Tx,
    records: impl Iterator<Item = &'r Record<'r>>,
) -> Result<HashMap<String, CustomerId>, Error> {
    let mut codes: Vec<&str> = records.filter_map(|r| r.text("customer")).collect();
    codes.sort_unstable();
    codes.dedup();
    let customers = lookup::customers_by_codes(tx, &codes).await?;
    Ok(customers.into_iter().map(|c| (c.code, c.customer_id)).collect())
}

fn customer_code(
    record: &Record,
    customers: &HashMap<String, CustomerId>,
    once: &mut Once,
) -> Result<CustomerCode, BadRow> {
    let name = record.needed("customer")?;
    let customer = customers.get(name).copied();
    let customer_id =
        customer.ok_or_else(|| record.bad("customer", "there is no such customer"))?;
    let code = record.needed("code")?.to_owned();
    text("code", &code, 60).map_err(|why| record.refused(&why))?;
    once.first(format!("{name}\n{code}"), "code", record)?;
    Ok(CustomerCode { customer_id, code })
}

/// What a customer calls a product already.
fn known_codes(product: &Product, customer: CustomerId) -> Vec<&CustomerCode> {
    product.customer_codes.iter().filter(|known| known.customer_id == customer).collect()
}

fn change(code: &CustomerCode, product: &Product, of_file: &[CustomerCode]) -> Change {
    let known = known_codes(product, code.customer_id);
    if known.is_empty() {
        Change::Inserted
    } else {
        let all_stay = known.iter().all(|known| of_file.contains(known));
        Change::of(all_stay && known.contains(&code))
    }
}

/// What all customers call a product, once those of the file call it otherwise. Who calls it as
/// before keeps their place.
fn renewed(before: &[CustomerCode], new: Vec<CustomerCode>) -> Vec<CustomerCode> {
    let of_file = |known: &CustomerCode| new.iter().any(|c| c.customer_id == known.customer_id);
    let stays = |known: &&CustomerCode| new.contains(known) || !of_file(known);
    let mut codes: Vec<CustomerCode> = before.iter().filter(stays).cloned().collect();
    for code in new {
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    codes
}

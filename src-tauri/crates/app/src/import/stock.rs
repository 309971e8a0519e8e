//! Importing counts of stock: each writes the adjustment that makes the stock what was counted.

use std::collections::HashMap;

use dovuto_domain::catalog::Product;
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_domain::parties::text;
use dovuto_store::import as lookup;
use dovuto_store::ledger::Tx;

use super::groups::{Change, count};
use super::reading::Record;
use super::refused::BadRow;
use super::{Document, Job};
use crate::cx::Cx;
use crate::error::Error;
use crate::fulfilment::stock::{Count, count_entry};

/// Imports counts of products, each of the end of a day.
pub(super) async fn stock(tx: &mut Tx, cx: &Cx, job: &mut Job<'_>) -> Result<(), Error> {
    let reading = job.reading()?;
    let named = job.named(&reading, "product");
    let codes: Vec<&str> = named.iter().map(|(code, _)| *code).collect();
    let products = lookup::products_by_codes(tx, &codes).await?;
    let products: HashMap<&str, &Product> = products.iter().map(|p| (p.code.as_str(), p)).collect();

    let mut documents = Vec::new();
    for (code, record) in named {
        let read = counted(code, &record, &products, cx);
        let Some(counted) = job.faults.keep(read) else {
            continue;
        };
        let entry = count_entry(tx, cx, counted).await?;
        let entries: Vec<_> = entry.into_iter().collect();
        let document = Document { entries };
        documents.extend(count(job, &[Change::Updated], document));
    }
    job.record_all(tx, cx, documents).await
}

fn counted(
    code: &str,
    record: &Record,
    products: &HashMap<&str, &Product>,
    cx: &Cx,
) -> Result<Count, BadRow> {
    let product = products.get(code).copied();
    let product = product.ok_or_else(|| record.bad("product", "there is no such product"))?;
    record.needed("quantity")?;
    let scale = u32::from(product.unit_scale);
    let coarse = record.decimal("quantity", scale)?.unwrap_or(0);
    let finer = 10_i64.pow(6_u32.saturating_sub(scale));
    let quantity = coarse.checked_mul(finer);
    let quantity = quantity.ok_or_else(|| record.bad("quantity", "it is out of range"))?;
    let on = record.day("counted_on")?.unwrap_or(cx.today);
    if on > cx.today {
        let why = Refusal::DateInFuture { date: on, today: cx.today };
        return Err(record.bad("counted_on", why));
    }
    let reason = record.owned("reason").unwrap_or_else(|| record.reference());
    text("reason", &reason, 200).map_err(|why| record.refused(&why))?;
    Ok(Count { product_id: product.product_id, quantity, on, reason })
}

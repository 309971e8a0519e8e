//! Why? The provenance of every figure of a posted invoice, down to the facts in the ledger.

use chrono::{DateTime, NaiveDate, Utc};
use dovuto_domain::billing::invoice::{Invoice, InvoiceCharge, InvoiceLine, TaxTotal, Totals};
use dovuto_domain::kernel::id::{OrderId, ShipmentId};
use dovuto_domain::kernel::quantity::Quantity;
use dovuto_domain::pricing::{Evidence, PriceSource};
use dovuto_store::sql::Db;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::desk::Desk;
use crate::error::Error;
use crate::standing::People;
use crate::views::billing::named;

/// Asks why an invoice says what it says; one line, or all.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct WhyAsk {
    /// Number or identity of the invoice.
    pub invoice: String,
    #[serde(default)]
    pub invoice_n: Option<i64>,
}

/// A fact: when it was recorded, by whom, and its hash in the ledger.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct FactRef {
    pub hash: String,
    pub kind: String,
    pub at: DateTime<Utc>,
    pub actor: Option<String>,
}

/// What was asked for.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct WhyOrder {
    pub order_id: OrderId,
    pub number: String,
    pub line_n: i64,
    pub ordered: Quantity,
    pub customer_po: Option<String>,
    pub fact: Option<FactRef>,
}

/// The price that was in force, and what proves that the customer agreed.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct WhyPrice {
    pub price_n: i64,
    pub source: PriceSource,
    pub evidence: Evidence,
    pub agreed_by: Option<String>,
    pub applies_from: NaiveDate,
    pub fact: Option<FactRef>,
}

/// What left.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct WhyShipment {
    pub shipment_id: ShipmentId,
    pub number: String,
    pub shipment_n: i64,
    pub dispatched_on: NaiveDate,
    pub quantity: Quantity,
    pub fact: Option<FactRef>,
}

/// What the customer signed for.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct WhyProof {
    pub received_on: NaiveDate,
    pub accepted: Quantity,
    pub signed_by: Option<String>,
    pub reference: String,
    pub goods_receipt: Option<String>,
    pub fact: Option<FactRef>,
}

/// One line with everything that it rests on.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct WhyLine {
    pub line: InvoiceLine,
    pub order: WhyOrder,
    pub agreed: WhyPrice,
    pub shipment: WhyShipment,
    /// Nothing where the customer is billed on dispatch and no proof came.
    pub proof: Option<WhyProof>,
}

/// Why an invoice says what it says.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct WhyAnswer {
    pub number: String,
    pub currency: String,
    pub issued_on: NaiveDate,
    pub fact: Option<FactRef>,
    pub lines: Vec<WhyLine>,
    pub charges: Vec<InvoiceCharge>,
    /// Tax of each category and rate, on the sum of its nets.
    pub taxes: Vec<TaxTotal>,
    pub totals: Totals,
}

/// Shows what every figure of an invoice rests on.
pub async fn why(desk: &Desk, ask: WhyAsk) -> Result<WhyAnswer, Error> {
    let mut db = desk.read().await?;
    let (invoice, hash) = named(&mut db, &ask.invoice).await?;
    let people = People::load(&mut db).await?;
    let wanted = |line: &&InvoiceLine| ask.invoice_n.is_none_or(|n| line.invoice_n == n);
    let chosen: Vec<&InvoiceLine> = invoice.lines.iter().filter(wanted).collect();
    if let (Some(n), true) = (ask.invoice_n, chosen.is_empty()) {
        return Err(Error::not_found("invoice line", n));
    }
    let mut lines = Vec::with_capacity(chosen.len());
    for line in chosen {
        lines.push(why_line(&mut db, &people, &invoice, line).await?);
    }
    Ok(WhyAnswer {
        number: invoice.series.number.clone(),
        currency: invoice.terms.currency.to_string(),
        issued_on: invoice.issued_on,
        fact: fact(&mut db, &people, Some(&hash)).await?,
        lines,
        charges: invoice.charges,
        taxes: invoice.taxes,
        totals: invoice.totals,
    })
}

async fn why_line(
    db: &mut Db,
    people: &People,
    invoice: &Invoice,
    line: &InvoiceLine,
) -> Result<WhyLine, Error> {
    let order = crate::orders::get(db, line.order_id).await?;
    let ordered = order.order.lines.iter().find(|l| l.line_n == line.line_n);
    let prices = dovuto_store::orders::prices(db, &[line.order_id]).await?;
    let agreed = prices
        .get(&(line.order_id, line.line_n))
        .and_then(|all| all.iter().find(|p| p.price_n == line.price_n))
        .ok_or_else(|| Error::not_found("agreed price", line.price_n))?;
    let shipment = crate::fulfilment::get(db, line.shipment_id).await?;
    let shipped = shipment.shipment.lines.iter().find(|l| l.shipment_n == line.shipment_n);
    let confirmed = fact(db, people, order.confirmed_hash.as_deref()).await?;
    let priced =
        dovuto_store::orders::price_hash(db, line.order_id, line.line_n, line.price_n).await?;
    Ok(WhyLine {
        order: WhyOrder {
            order_id: line.order_id,
            number: invoice.order_number.clone(),
            line_n: line.line_n,
            ordered: ordered.map_or(Quantity::ZERO, |l| l.quantity),
            customer_po: invoice.references.customer_po.clone(),
            fact: confirmed,
        },
        agreed: WhyPrice {
            price_n: agreed.price_n,
            source: agreed.source,
            evidence: agreed.evidence.clone(),
            agreed_by: agreed.agreed_by.map(|m| people.name(m)),
            applies_from: agreed.applies_from,
            fact: fact(db, people, priced.as_deref()).await?,
        },
        shipment: WhyShipment {
            shipment_id: line.shipment_id,
            number: line.shipment_number.clone(),
            shipment_n: line.shipment_n,
            dispatched_on: line.supply_date,
            quantity: shipped.map_or(Quantity::ZERO, |l| l.quantity),
            fact: fact(db, people, shipment.issued_hash.as_deref()).await?,
        },
        proof: proof(db, people, line).await?,
        line: line.clone(),
    })
}

async fn proof(
    db: &mut Db,
    people: &People,
    line: &InvoiceLine,
) -> Result<Option<WhyProof>, Error> {
    let Some(proof_id) = line.proof_id else {
        return Ok(None);
    };
    let proofs = dovuto_store::fulfilment::proofs(db, line.shipment_id).await?;
    let Some(proof) = proofs.into_iter().find(|p| p.proof_id == proof_id) else {
        return Ok(None);
    };
    let accepted = proof.accepted.iter().find(|(n, _)| *n == line.shipment_n);
    let person = match proof.signed_by {
        Some(id) => dovuto_store::parties::person(db, id).await?,
        None => None,
    };
    Ok(Some(WhyProof {
        received_on: proof.received_on,
        accepted: accepted.map_or(Quantity::ZERO, |(_, quantity)| *quantity),
        signed_by: person.map(|p| p.name),
        reference: proof.reference,
        goods_receipt: proof.goods_receipt,
        fact: fact(db, people, Some(&proof.fact_hash)).await?,
    }))
}

async fn fact(db: &mut Db, people: &People, hash: Option<&str>) -> Result<Option<FactRef>, Error> {
    let Some(hash) = hash else { return Ok(None) };
    let origin = dovuto_store::ledger::origin(db, hash).await?;
    Ok(origin.map(|o| FactRef {
        hash: o.hash,
        kind: o.kind,
        at: o.at,
        actor: o.actor.map(|m| people.name(m)),
    }))
}

//! The proof sheet: of each line what was sent, what was received and signed for, and by what the
//! price is agreed.

use dovuto_documents::print::kind::Kind;
use dovuto_documents::print::remarks::{Figure, Remark};
use dovuto_documents::print::{Line, posted};
use dovuto_domain::kernel::id::{InvoiceId, OrderId, ShipmentId};
use dovuto_domain::kernel::quantity::{Currency, Price, Quantity};
use dovuto_domain::pricing::{Evidence, PriceSource};
use dovuto_store::fulfilment::{Filter, ProofRow};
use dovuto_store::sql::Db;

use super::order;
use super::papers::Current;
use crate::cx::Cx;
use crate::desk::Desk;
use crate::error::Error;
use crate::why::{WhyAsk, WhyLine, WhyProof, why};

/// What an invoice rests on, line by line.
pub(super) async fn of_invoice(
    desk: &Desk,
    db: &mut Db,
    id: InvoiceId,
    own: Currency,
) -> Result<Current, Error> {
    let found = dovuto_store::billing::invoice(db, id).await?;
    let (invoice, _) = found.ok_or_else(|| Error::not_found("invoice", id))?;
    let ask = WhyAsk { invoice: id.to_string(), invoice_n: None };
    let answer = why(desk, ask).await?;
    let mut printed = posted::invoice(&invoice, own);
    printed.kind = Kind::ProofSheet;
    for line in &mut printed.lines {
        let of = answer.lines.iter().find(|of| of.line.invoice_n == line.position);
        line.remarks = of.map(proofs).unwrap_or_default();
    }
    Ok(Current { customer_id: invoice.terms.bill_to, printed })
}

fn proofs(of: &WhyLine) -> Vec<Remark> {
    let unit = &of.line.unit_code;
    let shipment = &of.shipment;
    let received = match &of.proof {
        Some(proof) => received(proof, unit),
        None => Remark::of("remark-on-dispatch", Vec::new()),
    };
    let day = shipment.dispatched_on;
    vec![
        dispatched(shipment.quantity, unit, &shipment.number, day),
        received,
        agreed(of.line.price, of.agreed.source, &of.agreed.evidence, of.agreed.applies_from),
    ]
}

fn dispatched(quantity: Quantity, unit: &str, number: &str, day: chrono::NaiveDate) -> Remark {
    Remark::of(
        "remark-dispatched",
        vec![
            ("quantity", Figure::Quantity(quantity.0, unit.to_owned())),
            ("number", Figure::Text(number.to_owned())),
            ("day", Figure::Day(day)),
        ],
    )
}

fn received(proof: &WhyProof, unit: &str) -> Remark {
    let reference = Some(proof.reference.trim()).filter(|text| !text.is_empty());
    let word = match (&proof.signed_by, reference) {
        (Some(_), Some(_)) => "remark-received",
        (Some(_), None) => "remark-received-signed",
        (None, Some(_)) => "remark-received-on-paper",
        (None, None) => "remark-received-plain",
    };
    Remark::of(
        word,
        vec![
            ("quantity", Figure::Quantity(proof.accepted.0, unit.to_owned())),
            ("day", Figure::Day(proof.received_on)),
            ("name", Figure::Text(proof.signed_by.clone().unwrap_or_default())),
            ("reference", Figure::Text(reference.unwrap_or_default().to_owned())),
        ],
    )
}

fn agreed(
    price: Price,
    source: PriceSource,
    evidence: &Evidence,
    from: chrono::NaiveDate,
) -> Remark {
    let (word, reference) = match source {
        PriceSource::Quotation => ("source-quotation", evidence.reference.clone()),
        PriceSource::PriceAgreement => ("source-price_agreement", evidence.reference.clone()),
        // A list is known by its day alone.
        PriceSource::PriceList => ("source-price_list", String::new()),
        PriceSource::CustomerOrder => ("source-customer_order", evidence.reference.clone()),
    };
    let mut about = vec![
        ("price", Figure::Price(posted::price(price, 0))),
        ("by", Figure::Named(word, reference)),
        ("from", Figure::Day(from)),
    ];
    about.extend(evidence.date.map(|day| ("day", Figure::Day(day))));
    let dated = evidence.date.is_some();
    Remark::of(if dated { "remark-agreed-dated" } else { "remark-agreed" }, about)
}

/// What became of each line of an order so far: it states no amounts.
pub(super) async fn of_order(
    desk: &Desk,
    cx: &Cx,
    db: &mut Db,
    id: OrderId,
) -> Result<Current, Error> {
    let Current { customer_id, mut printed } =
        order::paper(desk, cx, db, id, Kind::ProofSheet).await?;
    printed.totals = None;
    printed.charges.clear();
    printed.taxes.clear();
    printed.remarks.clear();
    let prices = dovuto_store::orders::prices(db, &[id]).await?;
    let filter = Filter { order: Some(id), limit: 1000, ..Filter::default() };
    let listed = dovuto_store::fulfilment::list(db, &filter).await?;
    for line in &mut printed.lines {
        line.remarks.clear();
    }
    for shipment in listed.iter().rev().filter(|s| !s.state.is_before_issue()) {
        delivered(db, shipment.shipment_id, id, &mut printed.lines).await?;
    }
    for line in &mut printed.lines {
        for price in prices.get(&(id, line.position)).into_iter().flatten() {
            let (source, from) = (price.source, price.applies_from);
            line.remarks.push(agreed(price.price, source, &price.evidence, from));
        }
        if !prices.contains_key(&(id, line.position)) {
            line.remarks.push(Remark::of("remark-to-be-agreed", Vec::new()));
        }
    }
    Ok(Current { customer_id, printed })
}

/// Says below the lines of an order what one shipment brought of them.
async fn delivered(
    db: &mut Db,
    shipment: ShipmentId,
    order: OrderId,
    lines: &mut [Line],
) -> Result<(), Error> {
    let stored = crate::fulfilment::get(db, shipment).await?;
    let proofs = dovuto_store::fulfilment::proofs(db, shipment).await?;
    let returnable = dovuto_store::fulfilment::returnable(db, shipment).await?;
    let signed_by = match proofs.last().and_then(|proof| proof.signed_by) {
        Some(id) => dovuto_store::parties::person(db, id).await?.map(|person| person.name),
        None => None,
    };
    for part in stored.shipment.lines.iter().filter(|part| part.order_id == order) {
        let Some(line) = lines.iter_mut().find(|line| line.position == part.line_n) else {
            continue;
        };
        let unit = line.unit_code.clone().unwrap_or_default();
        let number = stored.number.clone().unwrap_or_default();
        let day = stored.dispatched_on.unwrap_or(stored.shipment.planned_on);
        line.remarks.push(dispatched(part.quantity, &unit, &number, day));
        line.remarks.push(match proofs.last() {
            Some(proof) => received(&proved(proof, part.shipment_n, signed_by.clone()), &unit),
            None => Remark::of("remark-no-proof", Vec::new()),
        });
        let back = returnable.iter().find(|r| r.shipment_n == part.shipment_n);
        if let Some(back) = back.filter(|back| !back.returned.is_zero()) {
            let quantity = Figure::Quantity(back.returned.0, unit);
            line.remarks.push(Remark::of("remark-returned", vec![("quantity", quantity)]));
        }
    }
    Ok(())
}

fn proved(proof: &ProofRow, shipment_n: i64, signed_by: Option<String>) -> WhyProof {
    let accepted = proof.accepted.iter().find(|(n, _)| *n == shipment_n);
    WhyProof {
        received_on: proof.received_on,
        accepted: accepted.map_or(Quantity::ZERO, |(_, quantity)| *quantity),
        signed_by,
        reference: proof.reference.clone(),
        goods_receipt: proof.goods_receipt.clone(),
        fact: None,
    }
}

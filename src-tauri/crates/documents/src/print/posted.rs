//! Posted documents, as they say themselves.

use std::collections::BTreeSet;
use std::sync::Arc;

use dovuto_domain::billing::credit::CreditNote;
use dovuto_domain::billing::invoice::{BilledOrder, Invoice, InvoiceLine};
use dovuto_domain::kernel::id::OrderId;
use dovuto_domain::kernel::quantity::Currency;
use dovuto_domain::orders::ShipTo;
use dovuto_domain::orders::references::References;
use dovuto_domain::parties::Address;
use dovuto_domain::pricing::ChargeKind;

use super::kind::Kind;
use super::remarks::pieces;
use super::{Charge, Line, Ordered, Price, Printed, Said};

/// What an invoice says, `own_currency` being the firm's.
pub fn invoice(invoice: &Invoice, own_currency: Currency) -> Printed {
    let mut about = vec![("due-date", Said::Day(invoice.due_on))];
    let orders: Vec<(OrderId, Arc<Ordered>)> = invoice.orders.iter().map(ordered).collect();
    if orders.is_empty() {
        about.push(("order", Said::Text(invoice.order_number.clone())));
        about.extend(references(&invoice.references));
    } else {
        about.push(("orders", Said::Text(orders.len().to_string())));
    }
    let sites: Vec<(ShipTo, Arc<Address>)> =
        invoice.sites.iter().map(|site| (site.ship_to, Arc::new(site.address.clone()))).collect();
    let notes: BTreeSet<_> =
        invoice.lines.iter().map(|l| (&l.shipment_number, l.supply_date)).collect();
    if let Some((number, day)) = notes.first().filter(|_| notes.len() == 1) {
        about.push(("delivery-note", Said::Dated((*number).clone(), *day)));
    }
    let receipts: BTreeSet<_> = invoice.lines.iter().map(|l| l.goods_receipt.as_ref()).collect();
    if let (Some(Some(number)), 1) = (receipts.first(), receipts.len()) {
        about.push(("goods-receipt", Said::Text((*number).clone())));
    }
    Printed {
        kind: invoice.kind.into(),
        number: invoice.series.number.clone(),
        issued_on: invoice.issued_on,
        due_on: Some(invoice.due_on),
        early_payment: invoice.early_payment,
        seller: invoice.seller.clone(),
        buyer: invoice.buyer.clone(),
        about,
        currency: invoice.terms.currency,
        own_currency,
        lines: invoice.lines.iter().map(|of| line(of, &orders, &sites)).collect(),
        charges: invoice.charges.iter().map(charge).collect(),
        taxes: invoice.taxes.clone(),
        totals: Some(invoice.totals),
        exchange: invoice.exchange.clone(),
        note: None,
        remarks: Vec::new(),
        statement: None,
        link: None,
    }
}

fn ordered(of: &BilledOrder) -> (OrderId, Arc<Ordered>) {
    let number = of.order_number.clone();
    (of.order_id, Arc::new(Ordered { number, references: references(&of.references) }))
}

fn line(
    line: &InvoiceLine,
    orders: &[(OrderId, Arc<Ordered>)],
    sites: &[(ShipTo, Arc<Address>)],
) -> Line {
    let site = sites.iter().find(|(place, _)| Some(*place) == line.ship_to);
    let lots = line.lots.iter().map(|part| (part.lot.as_str(), part.quantity));
    Line {
        position: line.invoice_n,
        our_code: Some(line.product_code.clone()),
        their_code: line.customer_code.clone(),
        order: orders.iter().find(|(id, _)| *id == line.order_id).map(|(_, of)| of.clone()),
        their_line: line.customer_line.clone(),
        cost_centre: line.cost_centre.clone(),
        delivery_note: Some(line.shipment_number.clone()),
        goods_receipt: line.goods_receipt.clone(),
        supply_date: Some(line.supply_date),
        site: site.map(|(_, address)| Arc::clone(address)),
        description: line.description.clone(),
        quantity: Some(line.quantity.0),
        unit_code: Some(line.unit_code.clone()),
        price: Some(price(line.price, line.share_minor)),
        rate_ppm: line.rate_ppm,
        vat_category: line.vat_category.clone(),
        net_minor: Some(line.amounts.net_minor),
        remarks: Vec::new(),
        pieces: pieces(&line.serials, lots, &line.unit_code),
    }
}

/// A price as agreed, with the line's part of a document discount in money.
pub fn price(price: dovuto_domain::kernel::quantity::Price, share_minor: i64) -> Price {
    Price { micro: price.micro, per: price.per, discount_ppm: price.discount_ppm, share_minor }
}

fn charge(charge: &dovuto_domain::billing::invoice::InvoiceCharge) -> Charge {
    Charge {
        word: charge_word(charge.kind),
        description: charge.description.clone(),
        net_minor: charge.net_minor,
        rate_ppm: charge.rate_ppm,
    }
}

/// Our word for a charge without a description.
pub fn charge_word(kind: ChargeKind) -> &'static str {
    match kind {
        ChargeKind::Freight => "charge-freight",
        ChargeKind::SmallOrder => "charge-small_order",
        ChargeKind::Other => "charge-other",
    }
}

/// What the customer calls their order, by our words for it.
pub fn references(references: &References) -> Vec<(&'static str, Said)> {
    let mut about = Vec::new();
    match (&references.customer_po, references.po_date) {
        (Some(po), Some(day)) => about.push(("your-order", Said::Dated(po.clone(), day))),
        (Some(po), None) => about.push(("your-order", Said::Text(po.clone()))),
        (None, Some(day)) => about.push(("your-order-of", Said::Day(day))),
        (None, None) => {}
    }
    for (label, text) in [
        ("buyer-reference", &references.buyer_reference),
        ("contract", &references.contract),
        ("project", &references.project),
        ("cig", &references.cig),
        ("cup", &references.cup),
    ] {
        about.extend(text.clone().map(|text| (label, Said::Text(text))));
    }
    about
}

/// What a credit note says.
pub fn credit_note(note: &CreditNote, own_currency: Currency) -> Printed {
    let mut about = vec![("corrects", Said::Dated(note.invoice_number.clone(), note.invoice_date))];
    about.push(("order", Said::Text(note.order_number.clone())));
    about.extend(references(&note.references));
    let line = |line: &dovuto_domain::billing::credit::CreditLine| Line {
        position: line.credit_n,
        our_code: line.product_code.clone(),
        their_code: None,
        order: None,
        their_line: None,
        cost_centre: None,
        delivery_note: line.shipment_number.clone(),
        goods_receipt: None,
        supply_date: None,
        site: None,
        description: line.description.clone(),
        quantity: (!line.quantity.is_zero()).then_some(line.quantity.0),
        unit_code: line.unit_code.clone().filter(|_| !line.quantity.is_zero()),
        price: None,
        rate_ppm: line.rate_ppm,
        vat_category: line.vat_category.clone(),
        net_minor: Some(line.net_minor),
        remarks: Vec::new(),
        pieces: Vec::new(),
    };
    Printed {
        kind: Kind::CreditNote,
        number: note.series.number.clone(),
        issued_on: note.issued_on,
        due_on: None,
        early_payment: None,
        seller: note.seller.clone(),
        buyer: note.buyer.clone(),
        about,
        currency: note.terms.currency,
        own_currency,
        lines: note.lines.iter().map(line).collect(),
        charges: Vec::new(),
        taxes: note.taxes.clone(),
        totals: Some(note.totals),
        exchange: note.exchange.clone(),
        note: note.note.clone(),
        remarks: Vec::new(),
        statement: None,
        link: None,
    }
}

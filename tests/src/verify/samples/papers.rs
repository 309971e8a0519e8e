//! Shipments, proofs, invoices and payments: one fixed fact of each kind.

use dovuto_domain::billing::invoice::{
    BilledOrder, Invoice, InvoiceCharge, InvoiceLine, Site, Source, TaxTotal, Totals,
};
use dovuto_domain::billing::opening::OpeningItem;
use dovuto_domain::billing::payment::{Allocation, Payment};
use dovuto_domain::catalog::ProductKind;
use dovuto_domain::fact::{
    Fact, InvoicePosted, PaymentReceived, ProofRecorded, ShipmentDelivered, ShipmentIssued,
    StockAdjusted,
};
use dovuto_domain::fulfilment::tracking::{LotPart, Pieces};
use dovuto_domain::fulfilment::{
    LineRef, Mode, Proof, ProofLine, Shipment, ShipmentLine, StockMovement,
};
use dovuto_domain::kernel::quantity::{LineAmounts, Quantity};
use dovuto_domain::orders::ShipTo;
use dovuto_domain::parties::profile::EarlyPaymentDue;
use dovuto_domain::pricing::ChargeKind;
use uuid::Uuid;

use super::{baton, id, identity, person, price, references, series, some, task, terms};
use crate::verify::world::{currency, day};

pub fn goods() -> Vec<Fact> {
    let planned = Shipment {
        shipment_id: id(15),
        sold_to: id(7),
        ship_to: ShipTo { customer_id: id(7), address_n: 1 },
        mode: Mode::SiteAssembly,
        carrier_id: Some(id(10)),
        planned_on: day("2026-03-18"),
        lines: vec![ShipmentLine {
            replaces: Some(LineRef { shipment_id: id(27), shipment_n: 3 }),
            shipment_n: 1,
            order_id: id(13),
            line_n: 1,
            quantity: Quantity(7_250_000),
        }],
    };
    let issued = ShipmentIssued {
        pieces: vec![Pieces { shipment_n: 1, serials: vec!["S 2".into()], lots: Vec::new() }],
        shipment_id: id(15),
        series: series("D"),
        dispatched_on: day("2026-03-18"),
        movements: vec![StockMovement { product_id: id(11), quantity: -7_250_000 }],
        batons: vec![baton()],
        tasks: vec![task()],
    };
    let delivered = ShipmentDelivered {
        shipment_id: id(15),
        delivered_on: day("2026-03-19"),
        batons: vec![baton()],
    };
    let proof = Proof {
        proof_id: id(16),
        shipment_id: id(15),
        proof_n: 1,
        received_on: day("2026-03-19"),
        signed_by: Some(person()),
        reference: "signed DA26-00017".into(),
        goods_receipt: some("GR 4711"),
        file_hash: Some("ef".repeat(32)),
        lines: vec![ProofLine { shipment_n: 1, accepted: Quantity(7_000_000) }],
    };
    let adjusted = StockAdjusted {
        product_id: id(11),
        quantity: -1_000_000,
        on: day("2026-03-09"),
        reason: "counted".into(),
        tasks: vec![task()],
    };
    vec![
        planned.into(),
        issued.into(),
        delivered.into(),
        ProofRecorded { proof, batons: vec![baton()], tasks: vec![task()] }.into(),
        adjusted.into(),
    ]
}

fn invoice_line() -> InvoiceLine {
    InvoiceLine {
        share_minor: 2,
        invoice_n: 1,
        order_id: id(13),
        line_n: 1,
        shipment_id: id(15),
        shipment_n: 1,
        shipment_number: "DA26-00017".into(),
        proof_id: Some(id(16)),
        goods_receipt: some("GR 4711"),
        price_n: 1,
        product_id: id(11),
        product_code: "VALVE".into(),
        kind: ProductKind::Goods,
        description: "Valvola".into(),
        customer_line: some("10"),
        customer_code: some("R-1"),
        cost_centre: some("CC 4"),
        supply_date: day("2026-03-18"),
        ship_to: Some(terms().ship_to),
        serials: vec!["S 1".into()],
        lots: vec![LotPart { lot: "L 7".into(), quantity: Quantity(7_000_000) }],
        quantity: Quantity(7_000_000),
        unit_code: "C62".into(),
        price: price(),
        amounts: LineAmounts { gross_minor: 86, allowance_minor: 3, net_minor: 83 },
        vat_category: "S".into(),
        rate_ppm: 220_000,
        reason_code: some("none"),
        reason: some("none"),
    }
}

fn invoice() -> Invoice {
    let charge = InvoiceCharge {
        invoice_charge_n: 1,
        order_id: id(13),
        charge_n: 1,
        shipment_id: Some(id(15)),
        kind: ChargeKind::SmallOrder,
        description: "small order".into(),
        net_minor: 1_500,
        vat_category: "S".into(),
        rate_ppm: 220_000,
        reason_code: some("none"),
        reason: some("none"),
    };
    let tax = TaxTotal {
        vat_category: "S".into(),
        rate_ppm: 220_000,
        reason_code: some("none"),
        reason: some("none"),
        net_minor: 1_583,
        tax_minor: 348,
        own_tax_minor: Some(371),
    };
    Invoice {
        kind: dovuto_domain::billing::invoice::InvoiceKind::Deferred,
        invoice_id: id(17),
        series: series("T"),
        issued_on: day("2026-03-20"),
        due_on: day("2026-05-31"),
        early_payment: Some(EarlyPaymentDue {
            pay_by: day("2026-03-30"),
            discount_ppm: 20_000,
            discount_minor: 39,
        }),
        order_id: id(13),
        order_number: "OA26-00017".into(),
        terms: terms(),
        references: references(),
        orders: vec![BilledOrder {
            order_id: id(13),
            order_number: "OA26-00017".into(),
            ship_to: terms().ship_to,
            references: references(),
        }],
        seller: identity(),
        buyer: identity(),
        sites: vec![Site { ship_to: terms().ship_to, address: identity().addresses.remove(0) }],
        lines: vec![invoice_line()],
        charges: vec![charge],
        taxes: vec![tax],
        totals: Totals { net_minor: 83, charges_minor: 1_500, tax_minor: 348, gross_minor: 1_931 },
        exchange: Some(super::exchange()),
        layout_hash: Some("03".repeat(32)),
        sources: vec![Source {
            subject_id: Uuid::from_u128(13).simple().to_string(),
            fact_hash: "01".repeat(32),
        }],
    }
}

pub fn money() -> Vec<Fact> {
    let invoice = invoice();
    let payment = Payment {
        payment_id: id(20),
        payer: id(9),
        received_on: day("2026-05-30"),
        currency: currency("EUR"),
        amount_minor: 2_000,
        reference: "CRO 4711".into(),
        allocations: vec![Allocation { invoice_id: id(17), amount_minor: 1_931 }],
    };
    let opening = OpeningItem {
        invoice_id: id(28),
        payer: id(9),
        number: "2025/118".into(),
        issued_on: day("2025-12-01"),
        due_on: day("2025-12-31"),
        currency: currency("EUR"),
        gross_minor: 122_000,
        paid_minor: 22_000,
    };
    vec![
        opening.into(),
        InvoicePosted { invoice, batons: vec![baton()] }.into(),
        PaymentReceived { payment, batons: vec![baton()] }.into(),
    ]
}

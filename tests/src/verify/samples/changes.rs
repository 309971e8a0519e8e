//! What is changed, taken back or given back: one fixed fact of each kind.

use dovuto_domain::billing::credit::{CreditCause, CreditLine, CreditNote};
use dovuto_domain::billing::invoice::{Source, TaxTotal, Totals};
use dovuto_domain::billing::payment::{Allocation, Reallocation, Refund};
use dovuto_domain::fact::{
    CreditNotePosted, ExcessAccepted, Fact, GoodsReturned, HoldReleased, LinePrice, OrderAmended,
    PaymentAllocated, PricesAgreed, RefundPaid, ShipmentEnded, ShipmentLost, ShipmentMoved,
    ShipmentReversed, ShipmentVoided,
};
use dovuto_domain::fulfilment::machine::{ShipmentEvent, ShipmentState};
use dovuto_domain::fulfilment::tracking::{LotPart, Pieces};
use dovuto_domain::fulfilment::{GoodsReturn, LineRef, ReturnLine, StockMovement};
use dovuto_domain::kernel::quantity::Quantity;
use dovuto_domain::orders::{Hold, HoldKind, Order};
use dovuto_domain::pricing::AgreedPrice;
use uuid::Uuid;

use super::{baton, evidence, id, identity, references, series, some, task, terms};
use crate::verify::world::day;

/// What may change of an order after its confirmation.
pub fn agreed(order: Order, agreed: AgreedPrice) -> Vec<Fact> {
    let prices = vec![LinePrice { line_n: 1, agreed: AgreedPrice { price_n: 2, ..agreed } }];
    let amended = OrderAmended {
        order,
        amended_on: day("2026-03-10"),
        promised_on: day("2026-03-25"),
        reason: "the customer wants more".into(),
        amendment_evidence: Some(evidence()),
        prices: prices.clone(),
        batons: vec![baton()],
    };
    let later = PricesAgreed {
        order_id: id(13),
        on: day("2026-03-11"),
        prices,
        batons: vec![baton()],
        tasks: vec![task()],
    };
    let excess = ExcessAccepted {
        order_id: id(13),
        line_n: 1,
        quantity: Quantity(250_000),
        price_n: 2,
        on: day("2026-03-21"),
        evidence: evidence(),
        batons: vec![baton()],
    };
    let hold = Hold {
        hold_id: id(22),
        order_id: Some(id(13)),
        customer_id: None,
        kind: HoldKind::Credit,
        owner: id(4),
        reason: "the last invoice is overdue".into(),
        placed_on: day("2026-03-10"),
        expires_on: Some(day("2026-03-31")),
    };
    let (hold_id, on) = (id(22), day("2026-03-12"));
    let released = HoldReleased { hold_id, on, reason: "it was paid".into() };
    vec![amended.into(), later.into(), excess.into(), hold.into(), released.into()]
}

/// What may happen to a shipment beside leaving and arriving.
pub fn on_the_way() -> Vec<Fact> {
    let lots = vec![LotPart { lot: "L 7".into(), quantity: Quantity(7_250_000) }];
    let moved = ShipmentMoved {
        shipment_id: id(15),
        event: ShipmentEvent::Pack,
        state: ShipmentState::Packed,
        on: day("2026-03-18"),
        note: "in two boxes".into(),
        pieces: vec![Pieces { shipment_n: 1, serials: vec!["S 1".into()], lots }],
        batons: vec![baton()],
        tasks: vec![task()],
    };
    let ended = || ShipmentEnded {
        shipment_id: id(15),
        on: day("2026-03-19"),
        reason: "the truck never came".into(),
        movements: vec![StockMovement { product_id: id(11), quantity: 7_250_000 }],
        batons: vec![baton()],
        tasks: vec![task()],
    };
    let back = GoodsReturn {
        return_id: id(23),
        shipment_id: id(15),
        counted_on: day("2026-03-22"),
        reason: "scratched".into(),
        lines: vec![ReturnLine {
            shipment_n: 1,
            quantity: Quantity(1_000_000),
            serials: vec!["S 1".into()],
        }],
    };
    let returned = GoodsReturned {
        back,
        movements: vec![StockMovement { product_id: id(11), quantity: 1_000_000 }],
        batons: vec![baton()],
        tasks: vec![task()],
    };
    vec![
        moved.into(),
        ShipmentVoided(ended()).into(),
        ShipmentReversed(ended()).into(),
        ShipmentLost(ended()).into(),
        returned.into(),
    ]
}

fn credit_line() -> CreditLine {
    CreditLine {
        credit_n: 1,
        cause: CreditCause::Returned,
        invoice_n: Some(1),
        invoice_charge_n: None,
        line_n: Some(1),
        shipment: Some(LineRef { shipment_id: id(15), shipment_n: 1 }),
        shipment_number: some("DA26-00017"),
        product_code: some("VALVE"),
        description: "Valvola".into(),
        quantity: Quantity(1_000_000),
        unit_code: some("C62"),
        net_minor: 12,
        vat_category: "S".into(),
        rate_ppm: 220_000,
        reason_code: some("none"),
        reason: some("none"),
    }
}

/// What goes back to a customer.
pub fn back() -> Vec<Fact> {
    let charge = CreditLine {
        credit_n: 2,
        cause: CreditCause::Charge,
        invoice_n: None,
        invoice_charge_n: Some(1),
        line_n: None,
        shipment: None,
        shipment_number: None,
        product_code: None,
        unit_code: None,
        quantity: Quantity::ZERO,
        net_minor: 500,
        ..credit_line()
    };
    let tax = TaxTotal {
        vat_category: "S".into(),
        rate_ppm: 220_000,
        reason_code: some("none"),
        reason: some("none"),
        net_minor: 512,
        tax_minor: 113,
        own_tax_minor: Some(121),
    };
    let credit_note = CreditNote {
        credit_note_id: id(24),
        series: series("N"),
        issued_on: day("2026-03-23"),
        invoice_id: id(17),
        invoice_number: "FA26-00017".into(),
        invoice_date: day("2026-03-20"),
        order_id: id(13),
        order_number: "OA26-00017".into(),
        terms: terms(),
        references: references(),
        seller: identity(),
        buyer: identity(),
        note: some("with our apologies"),
        evidence: Some(evidence()),
        lines: vec![credit_line(), charge],
        taxes: vec![tax],
        totals: Totals { net_minor: 12, charges_minor: 500, tax_minor: 113, gross_minor: 625 },
        exchange: Some(super::exchange()),
        layout_hash: Some("03".repeat(32)),
        sources: vec![Source {
            subject_id: Uuid::from_u128(17).simple().to_string(),
            fact_hash: "02".repeat(32),
        }],
    };
    let off = || vec![Allocation { invoice_id: id(17), amount_minor: -625 }];
    let mut allocations = off();
    allocations.push(Allocation { invoice_id: id(25), amount_minor: 600 });
    let (payment_id, on) = (id(20), day("2026-06-02"));
    let reallocation = Reallocation { payment_id, on, allocations };
    let refund = Refund {
        refund_id: id(26),
        payment_id: id(20),
        paid_on: day("2026-06-03"),
        amount_minor: 94,
        reference: "CRO 4712".into(),
        allocations: off(),
    };
    vec![
        CreditNotePosted { credit_note, batons: vec![baton()] }.into(),
        PaymentAllocated { reallocation, batons: vec![baton()] }.into(),
        RefundPaid { refund, batons: vec![baton()] }.into(),
    ]
}

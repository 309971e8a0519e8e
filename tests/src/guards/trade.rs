//! The trade of the small firm: orders and shipments in every state, one invoice, money.

use dovuto_domain::attendance::Step;
use dovuto_domain::billing::balance::Delivery;
use dovuto_domain::billing::gather::propose;
use dovuto_domain::billing::invoice::{InvoiceCharge, Posting, SeriesNumber, Source, post};
use dovuto_domain::billing::payment::{Allocation, Payment};
use dovuto_domain::billing::proposal::{Biller, Case, CaseCharge, CaseLine};
use dovuto_domain::catalog::{ProductKind, default_rates};
use dovuto_domain::fact::{
    InvoicePosted, LinePrice, OrderClosed, OrderConfirmed, PaymentReceived, ProofRecorded,
    ShipmentDelivered, ShipmentIssued,
};
use dovuto_domain::fulfilment::LineRef;
use dovuto_domain::fulfilment::machine::ShipmentState;
use dovuto_domain::fulfilment::{Mode, Proof, ProofLine, Shipment, ShipmentLine, StockMovement};
use dovuto_domain::kernel::calendar::Calendar;
use dovuto_domain::kernel::id::StreamId;
use dovuto_domain::kernel::quantity::{Currency, MILLION, Quantity};
use dovuto_domain::orders::references::References;
use dovuto_domain::orders::{Order, OrderKind, OrderLine, ShipTo, Terms};
use dovuto_domain::parties::{Basis, VatRegime};
use dovuto_domain::pricing::{AgreedPrice, Charge, ChargeKind, ChargePer, PriceSource};

use super::world::{
    BIANCHI, CARRIER, Hand, POLICY, PUMP, ROSSI, baton, buyer, cancelled, day, declined, ended,
    evidence, id, price, seller,
};

/// Confirmed, billed on proof; the one that most attacks are made on.
pub const ORDER: u128 = 0x30;
pub const DRAFT: u128 = 0x31;
/// Confirmed, of another customer, billed on dispatch.
pub const OTHER: u128 = 0x32;
pub const DECLINED: u128 = 0x33;
pub const CANCELLED: u128 = 0x34;
pub const CLOSED: u128 = 0x35;
/// Confirmed, of which nothing was shipped.
pub const WAITING: u128 = 0x36;

/// Proved: line 1 whole, of line 2 eight of ten, of line 3 twelve where ten were ordered.
pub const PROVED: u128 = 0x40;
pub const PLANNED: u128 = 0x41;
pub const ISSUED: u128 = 0x42;
pub const DELIVERED: u128 = 0x43;
/// Of the order billed on dispatch.
pub const DISPATCHED: u128 = 0x44;

pub const PROOF: u128 = 0x50;
pub const INVOICE: u128 = 0x60;
pub const PAYMENT: u128 = 0x70;

fn terms(customer: u128, basis: Basis) -> Terms {
    Terms {
        sold_to: id(customer),
        ship_to: ShipTo { customer_id: id(customer), address_n: 0 },
        bill_to: id(customer),
        payer: id(customer),
        currency: Currency::EUR,
        vat_regime: VatRegime::Domestic,
        basis,
    }
}

pub fn line(line_n: i64) -> OrderLine {
    OrderLine {
        to_be_agreed: false,
        line_n,
        product_id: id(PUMP),
        kind: ProductKind::Goods,
        description: "pompa".to_owned(),
        quantity: Quantity::units(10),
        unit_code: "C62".to_owned(),
        unit_scale: 0,
        tax_category: "S".to_owned(),
        customer_line: None,
        customer_code: None,
        cost_centre: None,
        stated_price: None,
    }
}

fn charges() -> Vec<Charge> {
    let charge = |charge_n, per, amount_minor| Charge {
        charge_n,
        kind: ChargeKind::Freight,
        per,
        amount_minor,
        description: "trasporto".to_owned(),
    };
    vec![charge(1, ChargePer::Order, 500), charge(2, ChargePer::Shipment, 300)]
}

pub fn order(order_id: u128, customer: u128, basis: Basis) -> Order {
    Order {
        discount: None,
        order_id: id(order_id),
        kind: OrderKind::Standard,
        blanket_id: None,
        terms: terms(customer, basis),
        references: References {
            customer_po: Some(format!("PO-{order_id:x}")),
            ..References::default()
        },
        ordered_on: day("2026-11-02"),
        requested_on: None,
        lines: (1..=4).map(line).collect(),
        charges: charges(),
    }
}

pub fn series(kind: &str, counter: i64) -> SeriesNumber {
    SeriesNumber {
        series: kind.to_owned(),
        year: 2026,
        counter,
        number: format!("{kind}A26-{counter:05}"),
    }
}

/// Two prices for each line: 10 from the start, 9 for what leaves from the middle of November.
pub fn prices() -> Vec<AgreedPrice> {
    let agreed = |price_n, units, from| AgreedPrice {
        allowance_minor: 0,
        allowance_quantity: Quantity::ZERO,
        discount_text: None,
        price_n,
        price: price(units),
        currency: Currency::EUR,
        applies_from: day(from),
        source: PriceSource::Quotation,
        agreed_by: None,
        evidence: evidence("Q-61"),
    };
    vec![agreed(1, 10, "2026-11-02"), agreed(2, 9, "2026-11-15")]
}

pub async fn confirm(hand: &mut Hand, saved: &Order, counter: i64) {
    let of_line = |line_n| prices().into_iter().map(move |agreed| LinePrice { line_n, agreed });
    let confirmed = OrderConfirmed {
        order_id: saved.order_id,
        series: series("O", counter),
        kind: saved.kind,
        blanket_id: None,
        terms: saved.terms.clone(),
        confirmed_on: day("2026-11-03"),
        promised_on: day("2026-11-30"),
        policy_id: id(POLICY),
        prices: saved.lines.iter().flat_map(|line| of_line(line.line_n)).collect(),
        baton: baton(saved.order_id.0.as_u128(), Step::Fulfil),
    };
    hand.record(saved.clone()).await;
    hand.record(confirmed).await;
}

async fn orders(hand: &mut Hand) {
    confirm(hand, &order(ORDER, ROSSI, Basis::Delivery), 1).await;
    confirm(hand, &order(OTHER, BIANCHI, Basis::Dispatch), 2).await;
    confirm(hand, &order(WAITING, ROSSI, Basis::Delivery), 3).await;
    confirm(hand, &order(CLOSED, ROSSI, Basis::Delivery), 4).await;
    confirm(hand, &order(CANCELLED, ROSSI, Basis::Delivery), 5).await;
    hand.record(cancelled(id(CANCELLED))).await;
    hand.record(OrderClosed(ended(id(CLOSED)))).await;
    hand.record(order(DECLINED, ROSSI, Basis::Delivery)).await;
    hand.record(declined(id(DECLINED))).await;
    hand.record(order(DRAFT, ROSSI, Basis::Delivery)).await;
    hand.record(order(DRAFT, ROSSI, Basis::Delivery)).await;
}

pub fn shipment(shipment: u128, order: u128, lines: &[(i64, i64)]) -> Shipment {
    let customer = if order == OTHER { BIANCHI } else { ROSSI };
    let line = |(shipment_n, (line_n, units)): (i64, &(i64, i64))| ShipmentLine {
        replaces: None,
        shipment_n,
        order_id: id(order),
        line_n: *line_n,
        quantity: Quantity::units(*units),
    };
    Shipment {
        shipment_id: id(shipment),
        sold_to: id(customer),
        ship_to: ShipTo { customer_id: id(customer), address_n: 0 },
        mode: Mode::Warehouse,
        carrier_id: Some(id(CARRIER)),
        planned_on: day("2026-11-10"),
        lines: (1..).zip(lines).map(line).collect(),
    }
}

pub async fn plan(hand: &mut Hand, planned: u128, order: u128, lines: &[(i64, i64)]) {
    hand.record(shipment(planned, order, lines)).await;
}

pub async fn issue(hand: &mut Hand, shipment: u128, order: u128, counter: i64) {
    let left = |quantity| StockMovement { product_id: id(PUMP), quantity };
    hand.record(ShipmentIssued {
        pieces: Vec::new(),
        shipment_id: id(shipment),
        series: series("D", counter),
        dispatched_on: day("2026-11-10"),
        movements: vec![left(-10 * MILLION), left(-2 * MILLION)],
        batons: vec![baton(order, Step::Prove)],
        tasks: Vec::new(),
    })
    .await;
}

/// The n-th proof of the proved shipment, with what was accepted of each line.
async fn prove(hand: &mut Hand, proof_n: i64, accepted: [i64; 3]) {
    let line = |(shipment_n, units)| ProofLine { shipment_n, accepted: Quantity::units(units) };
    let proof_id = PROOF + u128::try_from(proof_n).expect("proofs count from 1");
    hand.record(ProofRecorded {
        proof: Proof {
            proof_id: id(proof_id),
            shipment_id: id(PROVED),
            proof_n,
            received_on: day("2026-11-12"),
            signed_by: None,
            reference: "signed delivery note".to_owned(),
            goods_receipt: None,
            file_hash: None,
            lines: (1..).zip(accepted).map(line).collect(),
        },
        batons: vec![baton(ORDER, Step::Bill)],
        tasks: Vec::new(),
    })
    .await;
}

async fn shipments(hand: &mut Hand) {
    plan(hand, PROVED, ORDER, &[(1, 10), (2, 10), (3, 12)]).await;
    issue(hand, PROVED, ORDER, 1).await;
    plan(hand, PLANNED, ORDER, &[(4, 2)]).await;
    plan(hand, ISSUED, ORDER, &[(4, 2)]).await;
    issue(hand, ISSUED, ORDER, 2).await;
    plan(hand, DELIVERED, ORDER, &[(4, 2)]).await;
    issue(hand, DELIVERED, ORDER, 3).await;
    for shipment in [DELIVERED, PROVED] {
        hand.record(ShipmentDelivered {
            shipment_id: id(shipment),
            delivered_on: day("2026-11-12"),
            batons: vec![baton(ORDER, Step::Prove)],
        })
        .await;
    }
    prove(hand, 1, [10, 10, 12]).await;
    prove(hand, 2, [10, 8, 12]).await;
    plan(hand, DISPATCHED, OTHER, &[(1, 10), (2, 10), (3, 10), (4, 10)]).await;
    issue(hand, DISPATCHED, OTHER, 4).await;
}

/// What billing knows of the first line of the order, which was received whole.
pub fn case(stream: StreamId) -> Case {
    let line = line(1);
    let delivery = Delivery {
        line: LineRef { shipment_id: id(PROVED), shipment_n: 1 },
        number: "DA26-00001".to_owned(),
        dispatched_on: day("2026-11-10"),
        ship_to: ShipTo { customer_id: id(ROSSI), address_n: 0 },
        serials: Vec::new(),
        lots: Vec::new(),
        goods_receipt: None,
        dispatched: Quantity::units(10),
        accepted: Some((id(PROOF + 2), Quantity::units(10))),
        invoiced: Quantity::ZERO,
        credited: Quantity::ZERO,
        credited_returned: Quantity::ZERO,
        state: ShipmentState::Issued,
        returned: Quantity::ZERO,
        replaces: None,
        billing_holder: stream,
    };
    let line = CaseLine {
        posted: Vec::new(),
        line_n: 1,
        product_id: line.product_id,
        product_code: "P-1".to_owned(),
        kind: line.kind,
        description: line.description,
        unit_code: line.unit_code,
        tax_category: line.tax_category,
        customer_line: None,
        customer_code: None,
        cost_centre: None,
        cap: line.quantity,
        prices: prices(),
        deliveries: vec![delivery],
    };
    let charge = |charge| CaseCharge { charge, billed_for: Vec::new() };
    Case {
        order_id: id(ORDER),
        number: "OA26-00001".to_owned(),
        terms: terms(ROSSI, Basis::Delivery),
        references: References::default(),
        billing: Default::default(),
        required: Vec::new(),
        lines: vec![line],
        charges: charges().into_iter().map(charge).collect(),
    }
}

async fn bill(hand: &mut Hand, stream: StreamId) {
    let rates = default_rates("IT");
    let by = Biller {
        country: "IT",
        currency: Currency::EUR,
        stream,
        rates: &rates,
        exchange: &[],
        calendar: &Calendar::default(),
        today: day("2026-11-10"),
    };
    let proposal =
        propose(&[case(stream)], &by).proposals.into_iter().next().expect("line 1 was received");
    let amounts: Vec<i64> = proposal.charges.iter().map(|c: &InvoiceCharge| c.net_minor).collect();
    assert_eq!((proposal.lines.len(), amounts), (1, vec![500, 300]));
    let order_saved = hand.head(ORDER).await;
    let posting = Posting {
        invoice_id: id(INVOICE),
        series: series("F", 1),
        issued_on: day("2026-11-20"),
        due_on: day("2026-12-20"),
        early_payment: None,
        seller: seller(),
        buyer: buyer(),
        sites: Vec::new(),
        sources: vec![Source { subject_id: format!("{ORDER:032x}"), fact_hash: order_saved }],
    };
    let invoice = post(proposal, posting, None).expect("the first of its series");
    hand.record(InvoicePosted { invoice, batons: vec![baton(ORDER, Step::Collect)] }).await;
}

/// Everything that happens from the first draft to the first money.
pub async fn trade(hand: &mut Hand, stream: StreamId) {
    orders(hand).await;
    shipments(hand).await;
    bill(hand, stream).await;
    hand.record(PaymentReceived {
        payment: Payment {
            payment_id: id(PAYMENT),
            payer: id(ROSSI),
            received_on: day("2026-11-22"),
            currency: Currency::EUR,
            amount_minor: 5_000,
            reference: "bank 1".to_owned(),
            allocations: vec![Allocation { invoice_id: id(INVOICE), amount_minor: 4_000 }],
        },
        batons: vec![baton(ORDER, Step::Collect)],
    })
    .await;
}

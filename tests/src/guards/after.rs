//! What follows a trade: an amended order, shipments in every state, goods that came back, a credit
//! note, money laid anew.

use dovuto_domain::attendance::Step;
use dovuto_domain::billing::balance::Delivery;
use dovuto_domain::billing::credit::{CreditCause, CreditNote, CreditPart, credit};
use dovuto_domain::billing::gather::propose;
use dovuto_domain::billing::invoice::{Invoice, Posting, Source, post};
use dovuto_domain::billing::opening::OpeningItem;
use dovuto_domain::billing::payment::{Allocation, Payment, Reallocation, Refund};
use dovuto_domain::billing::proposal::{Biller, CaseCharge, CaseLine};
use dovuto_domain::catalog::default_rates;
use dovuto_domain::fact::{
    CreditNotePosted, ExcessAccepted, GoodsReturned, HoldReleased, InvoicePosted, LinePrice,
    OrderAmended, PaymentAllocated, PaymentReceived, PricesAgreed, ProofRecorded, RefundPaid,
    ShipmentDelivered, ShipmentEnded, ShipmentIssued, ShipmentLost, ShipmentMoved,
    ShipmentReversed, ShipmentVoided,
};
use dovuto_domain::fulfilment::machine::{ShipmentEvent, ShipmentState};
use dovuto_domain::fulfilment::tracking::Pieces;
use dovuto_domain::fulfilment::{
    GoodsReturn, LineRef, Proof, ProofLine, ReturnLine, StockMovement,
};
use dovuto_domain::kernel::calendar::Calendar;
use dovuto_domain::kernel::id::StreamId;
use dovuto_domain::kernel::quantity::{Currency, MILLION, Quantity};
use dovuto_domain::orders::{Hold, HoldKind, Order};
use dovuto_domain::parties::Basis;
use dovuto_domain::pricing::{AgreedPrice, Charge, ChargeKind, ChargePer};

use super::trade::{
    DISPATCHED, INVOICE, ORDER, OTHER, case, confirm, issue, line, order, plan, prices, series,
};
use super::world::{Hand, PUMP, ROSSI, SARA, baton, buyer, day, evidence, id, price, seller};

/// Confirmed, amended, with a later price and accepted excess; billed, and credited in part.
pub const AMENDED: u128 = 0x37;

pub const RELEASED: u128 = 0x45;
pub const PACKED: u128 = 0x46;
/// Of the order billed on dispatch, with a delivery note.
pub const VOIDED: u128 = 0x47;
pub const SENT_BACK: u128 = 0x48;
pub const REVERSED: u128 = 0x49;
pub const LOST: u128 = 0x4a;
pub const UNPROVEN: u128 = 0x4b;
/// Of the amended order: ten of line 1, twelve of line 2, all accepted and billed; two came back.
pub const SOLD: u128 = 0x4c;
/// Of the order billed on dispatch: two for the three that came back of its line 1.
pub const REPLACING: u128 = 0x4d;

/// Of the order billed on dispatch: five of line 3, of which ten were ordered and ten had left.
pub const BEYOND: u128 = 0x4e;

pub const RETURN: u128 = 0x58;
pub const DEFERRED: u128 = 0x61;
/// Of another program: 4000 is owed on it.
pub const OPENING: u128 = 0x62;
/// Paid the deferred invoice whole before a part of it was credited.
pub const PAID: u128 = 0x71;
pub const REFUND: u128 = 0x78;
pub const CREDIT: u128 = 0x80;
pub const HELD: u128 = 0x90;
pub const HELD_ONCE: u128 = 0x91;

async fn prove(hand: &mut Hand, shipment: u128, proof_id: u128, accepted: &[i64]) {
    let line = |(shipment_n, units): (i64, &i64)| ProofLine {
        shipment_n,
        accepted: Quantity::units(*units),
    };
    let proof = Proof {
        proof_id: id(proof_id),
        shipment_id: id(shipment),
        proof_n: 1,
        received_on: day("2026-11-12"),
        signed_by: None,
        reference: "signed delivery note".to_owned(),
        goods_receipt: None,
        file_hash: None,
        lines: (1..).zip(accepted).map(line).collect(),
    };
    let batons = vec![baton(AMENDED, Step::Bill)];
    hand.record(ProofRecorded { proof, batons, tasks: Vec::new() }).await;
}

/// The order as it stands after its amendment.
fn amended() -> Order {
    let mut order = order(AMENDED, ROSSI, Basis::Delivery);
    order.lines[0].quantity = Quantity::units(12);
    order.lines[3].quantity = Quantity::ZERO;
    order.lines.push(line(5));
    order.charges.push(Charge {
        charge_n: 3,
        kind: ChargeKind::Other,
        per: ChargePer::Order,
        amount_minor: 100,
        description: "imballo".to_owned(),
    });
    order
}

fn later_price() -> AgreedPrice {
    AgreedPrice { price_n: 3, price: price(8), ..prices()[0].clone() }
}

async fn promise(hand: &mut Hand) {
    confirm(hand, &order(AMENDED, ROSSI, Basis::Delivery), 6).await;
    let of_line = |agreed| LinePrice { line_n: 5, agreed };
    hand.record(OrderAmended {
        order: amended(),
        amended_on: day("2026-11-09"),
        promised_on: day("2026-12-04"),
        reason: "two more".to_owned(),
        amendment_evidence: None,
        prices: prices().into_iter().map(of_line).collect(),
        batons: vec![baton(AMENDED, Step::Fulfil)],
    })
    .await;
    hand.record(ExcessAccepted {
        order_id: id(AMENDED),
        line_n: 2,
        quantity: Quantity::units(2),
        price_n: 1,
        on: day("2026-11-13"),
        evidence: evidence("E-7"),
        batons: Vec::new(),
    })
    .await;
    for (hold, order_id, customer_id) in
        [(HELD, Some(id(ORDER)), None), (HELD_ONCE, None, Some(id(ROSSI)))]
    {
        hand.record(Hold {
            hold_id: id(hold),
            order_id,
            customer_id,
            kind: HoldKind::Credit,
            owner: id(SARA),
            reason: "limit".to_owned(),
            placed_on: day("2026-11-20"),
            expires_on: None,
        })
        .await;
    }
    let on = day("2026-11-21");
    hand.record(HoldReleased { hold_id: id(HELD_ONCE), on, reason: "paid".to_owned() }).await;
}

async fn step(hand: &mut Hand, shipment: u128, event: ShipmentEvent, state: ShipmentState) {
    let packed = Pieces {
        shipment_n: 1,
        serials: vec![format!("{shipment:x}-1"), format!("{shipment:x}-2")],
        lots: Vec::new(),
    };
    let packs = matches!(event, ShipmentEvent::Pack);
    hand.record(ShipmentMoved {
        shipment_id: id(shipment),
        event,
        state,
        on: day("2026-11-12"),
        note: "as told".to_owned(),
        pieces: packs.then_some(packed).into_iter().collect(),
        batons: Vec::new(),
        tasks: Vec::new(),
    })
    .await;
}

fn end(shipment: u128) -> ShipmentEnded {
    ShipmentEnded {
        shipment_id: id(shipment),
        on: day("2026-11-14"),
        reason: "as told".to_owned(),
        movements: vec![StockMovement { product_id: id(PUMP), quantity: 2 * MILLION }],
        batons: Vec::new(),
        tasks: Vec::new(),
    }
}

async fn shipments(hand: &mut Hand) {
    use ShipmentEvent as E;
    use ShipmentState as S;
    for shipment in [RELEASED, PACKED, SENT_BACK, REVERSED, LOST, UNPROVEN] {
        plan(hand, shipment, AMENDED, &[(3, 2)]).await;
    }
    step(hand, RELEASED, E::Release, S::Released).await;
    step(hand, PACKED, E::Release, S::Released).await;
    step(hand, PACKED, E::Start, S::Picking).await;
    step(hand, PACKED, E::Pack, S::Packed).await;
    plan(hand, VOIDED, OTHER, &[(2, 5)]).await;
    issue(hand, VOIDED, OTHER, 6).await;
    hand.record(ShipmentVoided(end(VOIDED))).await;
    for (shipment, counter) in [(SENT_BACK, 7), (REVERSED, 8), (LOST, 9), (UNPROVEN, 10)] {
        issue(hand, shipment, AMENDED, counter).await;
    }
    step(hand, SENT_BACK, E::Handover, S::InTransit).await;
    step(hand, SENT_BACK, E::Fail, S::DeliveryFailed).await;
    step(hand, SENT_BACK, E::GiveUp, S::ReturnedToSender).await;
    prove(hand, REVERSED, 0x5a, &[2]).await;
    hand.record(ShipmentReversed(end(REVERSED))).await;
    step(hand, LOST, E::Handover, S::InTransit).await;
    hand.record(ShipmentLost(end(LOST))).await;
    let (shipment_id, delivered_on) = (id(UNPROVEN), day("2026-11-12"));
    hand.record(ShipmentDelivered { shipment_id, delivered_on, batons: Vec::new() }).await;
    step(hand, UNPROVEN, E::TimeOut, S::Unproven).await;
}

/// The shipment of the amended order leaves with serial numbers and is accepted whole.
async fn sell(hand: &mut Hand) {
    plan(hand, SOLD, AMENDED, &[(1, 10), (2, 12)]).await;
    let serials = ["S-1", "S-2", "S-3"].map(str::to_owned).to_vec();
    hand.record(ShipmentIssued {
        pieces: vec![Pieces { shipment_n: 1, serials, lots: Vec::new() }],
        shipment_id: id(SOLD),
        series: series("D", 5),
        dispatched_on: day("2026-11-10"),
        movements: Vec::new(),
        batons: vec![baton(AMENDED, Step::Prove)],
        tasks: Vec::new(),
    })
    .await;
    prove(hand, SOLD, 0x5b, &[10, 12]).await;
}

async fn bill(hand: &mut Hand, stream: StreamId) -> Invoice {
    let of = case(stream);
    let sold = |line_n: i64, units: i64| CaseLine {
        line_n,
        cap: Quantity::units(12),
        deliveries: vec![Delivery {
            line: LineRef { shipment_id: id(SOLD), shipment_n: line_n },
            number: "DA26-00005".to_owned(),
            dispatched: Quantity::units(units),
            accepted: Some((id(0x5b), Quantity::units(units))),
            ..of.lines[0].deliveries[0].clone()
        }],
        ..of.lines[0].clone()
    };
    let mut case = of.clone();
    case.order_id = id(AMENDED);
    case.number = "OA26-00006".to_owned();
    case.lines = vec![sold(1, 10), sold(2, 12)];
    let charge = |charge| CaseCharge { charge, billed_for: Vec::new() };
    case.charges = amended().charges.into_iter().map(charge).collect();
    let rates = default_rates("IT");
    let today = day("2026-11-20");
    let by = Biller {
        country: "IT",
        currency: Currency::EUR,
        stream,
        rates: &rates,
        exchange: &[],
        calendar: &Calendar::default(),
        today,
    };
    let proposal = propose(&[case], &by).proposals.into_iter().next().expect("it was received");
    let posting = Posting {
        invoice_id: id(DEFERRED),
        series: series("T", 1),
        issued_on: day("2026-11-20"),
        due_on: day("2026-12-20"),
        early_payment: None,
        seller: seller(),
        buyer: buyer(),
        sites: Vec::new(),
        sources: sources(hand).await,
    };
    let invoice = post(proposal, posting, None).expect("the first of its series");
    assert_eq!((invoice.totals.net_minor, invoice.totals.gross_minor), (22_000, 27_938));
    let batons = vec![baton(AMENDED, Step::Collect)];
    hand.record(InvoicePosted { invoice: invoice.clone(), batons }).await;
    invoice
}

async fn sources(hand: &mut Hand) -> Vec<Source> {
    let fact_hash = hand.head(AMENDED).await;
    vec![Source { subject_id: format!("{AMENDED:032x}"), fact_hash }]
}

async fn come_back(hand: &mut Hand, shipment: u128, n: u128, units: i64, serials: &[&str]) {
    let serials = serials.iter().map(|serial| (*serial).to_owned()).collect();
    hand.record(GoodsReturned {
        back: GoodsReturn {
            return_id: id(RETURN + n),
            shipment_id: id(shipment),
            counted_on: day("2026-11-18"),
            reason: "broken".to_owned(),
            lines: vec![ReturnLine { shipment_n: 1, quantity: Quantity::units(units), serials }],
        },
        movements: vec![StockMovement { product_id: id(PUMP), quantity: units * MILLION }],
        batons: Vec::new(),
        tasks: Vec::new(),
    })
    .await;
}

/// Credits one of the two that came back, a part of the lower price, and a part of a charge.
async fn give_credit(hand: &mut Hand, invoice: &Invoice) {
    let part = |invoice_n, invoice_charge_n, cause, units, net_minor| CreditPart {
        invoice_id: invoice.invoice_id,
        invoice_number: invoice.series.number.clone(),
        invoice_n,
        invoice_charge_n,
        cause,
        quantity: Quantity::units(units),
        net_minor,
    };
    let parts = [
        part(Some(1), None, CreditCause::Returned, 1, 1000),
        part(Some(1), None, CreditCause::LowerPrice, 0, 100),
        part(None, Some(1), CreditCause::Charge, 0, 200),
    ];
    let proposal = credit(invoice, &parts, Currency::EUR).expect("small amounts");
    assert_eq!(proposal.totals.gross_minor, 1_586);
    let credit_note = CreditNote {
        credit_note_id: id(CREDIT),
        series: series("N", 1),
        issued_on: day("2026-11-21"),
        invoice_id: invoice.invoice_id,
        invoice_number: invoice.series.number.clone(),
        invoice_date: invoice.issued_on,
        order_id: invoice.order_id,
        order_number: invoice.order_number.clone(),
        terms: invoice.terms.clone(),
        references: invoice.references.clone(),
        seller: seller(),
        buyer: buyer(),
        note: None,
        evidence: None,
        lines: proposal.lines,
        taxes: proposal.taxes,
        totals: proposal.totals,
        exchange: None,
        layout_hash: None,
        sources: sources(hand).await,
    };
    let batons = vec![baton(AMENDED, Step::Collect)];
    hand.record(CreditNotePosted { credit_note, batons }).await;
}

async fn open(hand: &mut Hand) {
    let item = OpeningItem {
        invoice_id: id(OPENING),
        payer: id(ROSSI),
        number: "2025/118".to_owned(),
        issued_on: day("2025-12-01"),
        due_on: day("2025-12-31"),
        currency: Currency::EUR,
        gross_minor: 5_000,
        paid_minor: 1_000,
    };
    hand.record(item).await;
}

fn laid(invoice: u128, amount_minor: i64) -> Allocation {
    Allocation { invoice_id: id(invoice), amount_minor }
}

async fn pay(hand: &mut Hand) {
    let payment = Payment {
        payment_id: id(PAID),
        payer: id(ROSSI),
        received_on: day("2026-11-20"),
        currency: Currency::EUR,
        amount_minor: 28_938,
        reference: "bank 2".to_owned(),
        allocations: vec![laid(DEFERRED, 27_938)],
    };
    let batons = vec![baton(AMENDED, Step::Close)];
    hand.record(PaymentReceived { payment, batons }).await;
}

/// Of the 1586 that the credit note overpays, 1000 pay another invoice and 200 go back with 100
/// that lay free.
async fn lay_anew(hand: &mut Hand) {
    let (payment_id, on) = (id(PAID), day("2026-11-22"));
    let allocations = vec![laid(DEFERRED, -1_000), laid(INVOICE, 1_000)];
    let reallocation = Reallocation { payment_id, on, allocations };
    hand.record(PaymentAllocated { reallocation, batons: Vec::new() }).await;
    let refund = Refund {
        refund_id: id(REFUND),
        payment_id,
        paid_on: on,
        amount_minor: 300,
        reference: "bank 3".to_owned(),
        allocations: vec![laid(DEFERRED, -200)],
    };
    hand.record(RefundPaid { refund, batons: Vec::new() }).await;
}

/// What came back of the order billed on dispatch, and what was sent instead.
async fn replace(hand: &mut Hand) {
    come_back(hand, DISPATCHED, 1, 3, &[]).await;
    let mut replacing = super::trade::shipment(REPLACING, OTHER, &[(1, 2)]);
    let replaced = LineRef { shipment_id: id(DISPATCHED), shipment_n: 1 };
    replacing.lines[0].replaces = Some(replaced);
    hand.record(replacing).await;
    issue(hand, REPLACING, OTHER, 11).await;
    plan(hand, BEYOND, OTHER, &[(3, 5)]).await;
    issue(hand, BEYOND, OTHER, 12).await;
}

/// Everything that happens after the first money.
pub async fn after(hand: &mut Hand, stream: StreamId) {
    promise(hand).await;
    sell(hand).await;
    shipments(hand).await;
    let invoice = bill(hand, stream).await;
    pay(hand).await;
    open(hand).await;
    hand.record(PricesAgreed {
        order_id: id(AMENDED),
        on: day("2026-11-20"),
        prices: vec![LinePrice { line_n: 1, agreed: later_price() }],
        batons: Vec::new(),
        tasks: Vec::new(),
    })
    .await;
    come_back(hand, SOLD, 0, 2, &["S-1", "S-2"]).await;
    give_credit(hand, &invoice).await;
    lay_anew(hand).await;
    replace(hand).await;
}

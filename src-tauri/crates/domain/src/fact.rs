//! Facts: one thing that a person did to one document, with every value that was decided.

mod witness;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::attendance::{Baton, Task};
use crate::billing::credit::CreditNote;
use crate::billing::invoice::{Invoice, SeriesNumber};
use crate::billing::payment::{Payment, Reallocation, Refund};
use crate::billing::{exchange::ExchangeRate, opening::OpeningItem};
use crate::catalog::{ListPrice, Product, VatRate};
use crate::fulfilment::machine::{ShipmentEvent, ShipmentState};
use crate::fulfilment::tracking::Pieces;
use crate::fulfilment::{GoodsReturn, Proof, Shipment, StockMovement};
use crate::kernel::id::{
    HoldId, MemberId, OrderId, PersonalId, PolicyId, ProductId, RequestId, ShipmentId, StreamId,
    TaskId,
};
use crate::kernel::quantity::Quantity;
use crate::layout::{LayoutProfileIssued, LayoutProfileSet};
use crate::orders::{Hold, Order, OrderKind, Terms};
use crate::parties::closing::CalendarSet;
use crate::parties::{Carrier, Customer, Firm, Member};
use crate::pricing::{AgreedPrice, Evidence, PriceAgreement};

/// The first fact of a stream: a new writer and its key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StationOpened {
    pub stream_id: StreamId,
    /// Ed25519, in hex.
    pub public_key: String,
    pub letter: char,
    pub name: String,
}

/// The data of a natural person were erased; what points at them shows nothing any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonErased {
    pub personal_id: PersonalId,
    pub reason: String,
    pub on: NaiveDate,
}

/// A new station takes over the billing rights of one that is lost or was restored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StationSucceeded {
    pub stream_id: StreamId,
    pub predecessor: StreamId,
    /// Two different people who answer for it.
    pub members: [MemberId; 2],
    pub reason: String,
    /// The last numbers of the lost station seen anywhere: one for each series in which it posted.
    pub last_numbers_seen: Vec<String>,
    /// Whether it is known that the file has every document of the lost station, so that the right
    /// to bill what it shipped passes on.
    pub billing_passes: bool,
    pub tasks: Vec<Task>,
    pub on: NaiveDate,
}

/// The right to bill one shipment of a lost station passes on, after a person looked for a paper
/// invoice of it and found none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BillingTakenOver {
    pub shipment_id: ShipmentId,
    /// The lost station that held the right.
    pub predecessor: StreamId,
    pub reason: String,
    pub on: NaiveDate,
}

/// The policy under which orders are accepted and promised without a person each time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    pub policy_id: PolicyId,
    pub text: String,
    pub decided_by: MemberId,
    pub on: NaiveDate,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListPricesSet {
    pub product_id: ProductId,
    pub prices: Vec<ListPrice>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VatRatesSet {
    pub rates: Vec<VatRate>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExchangeRatesSet {
    pub rates: Vec<ExchangeRate>,
}

/// The price of one line that was agreed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinePrice {
    pub line_n: i64,
    #[serde(flatten)]
    pub agreed: AgreedPrice,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderConfirmed {
    pub order_id: OrderId,
    #[serde(flatten)]
    pub series: SeriesNumber,
    pub kind: OrderKind,
    pub blanket_id: Option<OrderId>,
    pub terms: Terms,
    pub confirmed_on: NaiveDate,
    pub promised_on: NaiveDate,
    pub policy_id: PolicyId,
    pub prices: Vec<LinePrice>,
    pub baton: Baton,
}

/// A confirmed order as it stands from now on, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderAmended {
    #[serde(flatten)]
    pub order: Order,
    pub amended_on: NaiveDate,
    pub promised_on: NaiveDate,
    pub reason: String,
    pub amendment_evidence: Option<Evidence>,
    /// First prices of lines that came with it.
    pub prices: Vec<LinePrice>,
    pub batons: Vec<Baton>,
}

/// Prices of lines agreed after the confirmation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PricesAgreed {
    pub order_id: OrderId,
    pub on: NaiveDate,
    pub prices: Vec<LinePrice>,
    pub batons: Vec<Baton>,
    pub tasks: Vec<Task>,
}

/// The customer agreed to keep and pay more of a line than was ordered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExcessAccepted {
    pub order_id: OrderId,
    pub line_n: i64,
    /// What is added to the cap.
    pub quantity: Quantity,
    /// The agreed price that it is paid at unless a later one is agreed.
    pub price_n: i64,
    pub on: NaiveDate,
    pub evidence: Evidence,
    pub batons: Vec<Baton>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldReleased {
    pub hold_id: HoldId,
    pub on: NaiveDate,
    pub reason: String,
}

/// An order that ended without, or after, being carried through.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderEnded {
    pub order_id: OrderId,
    pub on: NaiveDate,
    pub reason: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShipmentIssued {
    pub shipment_id: ShipmentId,
    #[serde(flatten)]
    pub series: SeriesNumber,
    pub dispatched_on: NaiveDate,
    /// Serial and lot numbers that were not given while packing.
    #[serde(default)]
    pub pieces: Vec<Pieces>,
    pub movements: Vec<StockMovement>,
    pub batons: Vec<Baton>,
    pub tasks: Vec<Task>,
}

/// A step of the machine that changes no quantity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShipmentMoved {
    pub shipment_id: ShipmentId,
    pub event: ShipmentEvent,
    pub state: ShipmentState,
    pub on: NaiveDate,
    /// A reason, the carrier's receipt, the new date that the customer was told.
    pub note: String,
    #[serde(default)]
    pub pieces: Vec<Pieces>,
    pub batons: Vec<Baton>,
    pub tasks: Vec<Task>,
}

/// A shipment whose quantities fell to nothing, or that was lost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShipmentEnded {
    pub shipment_id: ShipmentId,
    pub on: NaiveDate,
    pub reason: String,
    /// What comes back into stock.
    pub movements: Vec<StockMovement>,
    pub batons: Vec<Baton>,
    pub tasks: Vec<Task>,
}

/// The three ends of a shipment that no proof ends, told apart by their kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ShipmentVoided(pub ShipmentEnded);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ShipmentReversed(pub ShipmentEnded);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ShipmentLost(pub ShipmentEnded);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoodsReturned {
    #[serde(flatten)]
    pub back: GoodsReturn,
    pub movements: Vec<StockMovement>,
    pub batons: Vec<Baton>,
    pub tasks: Vec<Task>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShipmentDelivered {
    pub shipment_id: ShipmentId,
    pub delivered_on: NaiveDate,
    pub batons: Vec<Baton>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProofRecorded {
    #[serde(flatten)]
    pub proof: Proof,
    pub batons: Vec<Baton>,
    pub tasks: Vec<Task>,
}

/// Stock was counted, received or corrected by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockAdjusted {
    pub product_id: ProductId,
    /// Signed, in millionths.
    pub quantity: i64,
    pub on: NaiveDate,
    pub reason: String,
    pub tasks: Vec<Task>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoicePosted {
    #[serde(flatten)]
    pub invoice: Invoice,
    pub batons: Vec<Baton>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditNotePosted {
    #[serde(flatten)]
    pub credit_note: CreditNote,
    pub batons: Vec<Baton>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentAllocated {
    #[serde(flatten)]
    pub reallocation: Reallocation,
    pub batons: Vec<Baton>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundPaid {
    #[serde(flatten)]
    pub refund: Refund,
    pub batons: Vec<Baton>,
}

/// A billing run came to its end; its invoices are facts of their own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BillingRunFinished {
    /// The request that asked for the run.
    pub run_id: RequestId,
    pub on: NaiveDate,
    pub n_invoices: i64,
}

/// An import came to its end; what it brought in are facts of their own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportFinished {
    /// The request that asked for the import.
    pub import_id: RequestId,
    pub on: NaiveDate,
    /// The file's name without its folder.
    pub file: String,
    /// SHA-256, in hex.
    pub file_hash: String,
    pub lines_file_hash: Option<String>,
    pub n_documents: i64,
    /// Rows that were bad and left out.
    pub n_bad: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentReceived {
    #[serde(flatten)]
    pub payment: Payment,
    pub batons: Vec<Baton>,
}

/// What a person did with a baton by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatonMoved {
    pub act: BatonAct,
    pub baton: Baton,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BatonAct {
    Taken,
    Assigned,
    Offered,
    Accepted,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskDone {
    pub task_id: TaskId,
    pub by: MemberId,
    pub on: NaiveDate,
    pub note: String,
}

macro_rules! facts {
    ($($kind:ident($body:ty) $version:literal $subject:expr;)*) => {
        /// Every kind of fact, each with its body.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Fact {
            $($kind(Box<$body>),)*
        }

        /// The kinds and the version in which each is written now.
        pub const KINDS: &[(&str, i64)] = &[$((stringify!($kind), $version)),*];

        $(impl From<$body> for Fact {
            fn from(body: $body) -> Self {
                Self::$kind(Box::new(body))
            }
        })*

        impl Fact {
            pub fn kind(&self) -> &'static str {
                match self {
                    $(Self::$kind(_) => stringify!($kind),)*
                }
            }

            /// The version of the body as it is written now.
            pub fn version(&self) -> i64 {
                match self {
                    $(Self::$kind(_) => $version,)*
                }
            }

            /// The one document that the fact is about.
            pub fn subject(&self) -> Uuid {
                match self {
                    $(Self::$kind(body) => {
                        let subject: fn(&$body) -> Uuid = $subject;
                        subject(body)
                    })*
                }
            }
        }
    };
}

facts! {
    StationOpened(StationOpened) 1 |f| f.stream_id.0;
    StationSucceeded(StationSucceeded) 1 |f| f.stream_id.0;
    BillingTakenOver(BillingTakenOver) 1 |f| f.shipment_id.0;
    FirmSaved(Firm) 1 |f| f.firm_id.0;
    MemberSaved(Member) 1 |f| f.member_id.0;
    PersonErased(PersonErased) 1 |f| f.personal_id.0;
    PolicyRecorded(Policy) 1 |f| f.policy_id.0;
    CustomerSaved(Customer) 1 |f| f.customer_id.0;
    CarrierSaved(Carrier) 1 |f| f.carrier_id.0;
    LayoutProfileSet(LayoutProfileSet) 1 |f| f.place.subject();
    LayoutProfileIssued(LayoutProfileIssued) 1 |f| f.subject();
    ProductSaved(Product) 1 |f| f.product_id.0;
    ListPricesSet(ListPricesSet) 1 |f| f.product_id.0;
    VatRatesSet(VatRatesSet) 1 |_| Uuid::nil();
    ExchangeRatesSet(ExchangeRatesSet) 1 |_| Uuid::nil();
    CalendarSet(CalendarSet) 1 |f| f.subject();
    PriceAgreed(PriceAgreement) 1 |f| f.agreement_id.0;
    OrderSaved(Order) 1 |f| f.order_id.0;
    OrderConfirmed(OrderConfirmed) 1 |f| f.order_id.0;
    OrderAmended(OrderAmended) 1 |f| f.order.order_id.0;
    PricesAgreed(PricesAgreed) 1 |f| f.order_id.0;
    ExcessAccepted(ExcessAccepted) 1 |f| f.order_id.0;
    HoldPlaced(Hold) 1 |f| f.hold_id.0;
    HoldReleased(HoldReleased) 1 |f| f.hold_id.0;
    OrderDeclined(OrderDeclined) 1 |f| f.0.order_id.0;
    OrderCancelled(OrderCancelled) 1 |f| f.0.order_id.0;
    OrderClosed(OrderClosed) 1 |f| f.0.order_id.0;
    ShipmentPlanned(Shipment) 1 |f| f.shipment_id.0;
    ShipmentMoved(ShipmentMoved) 1 |f| f.shipment_id.0;
    ShipmentVoided(ShipmentVoided) 1 |f| f.0.shipment_id.0;
    ShipmentReversed(ShipmentReversed) 1 |f| f.0.shipment_id.0;
    ShipmentLost(ShipmentLost) 1 |f| f.0.shipment_id.0;
    GoodsReturned(GoodsReturned) 1 |f| f.back.shipment_id.0;
    ShipmentIssued(ShipmentIssued) 1 |f| f.shipment_id.0;
    ShipmentDelivered(ShipmentDelivered) 1 |f| f.shipment_id.0;
    ProofRecorded(ProofRecorded) 1 |f| f.proof.shipment_id.0;
    StockAdjusted(StockAdjusted) 1 |f| f.product_id.0;
    InvoicePosted(InvoicePosted) 1 |f| f.invoice.invoice_id.0;
    CreditNotePosted(CreditNotePosted) 1 |f| f.credit_note.credit_note_id.0;
    BillingRunFinished(BillingRunFinished) 1 |f| f.run_id.0;
    ImportFinished(ImportFinished) 1 |f| f.import_id.0;
    OpeningItemRecorded(OpeningItem) 1 |f| f.invoice_id.0;
    PaymentReceived(PaymentReceived) 1 |f| f.payment.payment_id.0;
    PaymentAllocated(PaymentAllocated) 1 |f| f.reallocation.payment_id.0;
    RefundPaid(RefundPaid) 1 |f| f.refund.payment_id.0;
    BatonMoved(BatonMoved) 1 |f| f.baton.order_id.0;
    TaskDone(TaskDone) 1 |f| f.task_id.0;
}

/// The three ends of an order, told apart by their kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OrderDeclined(pub OrderEnded);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OrderCancelled(pub OrderEnded);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OrderClosed(pub OrderEnded);

//! The rules' way to say no: one variant is one sentence, with the values that explain it.

use chrono::NaiveDate;
use serde::Serialize;
use thiserror::Error;

use super::id::{InvoiceId, MemberId};
use super::quantity::{MINOR_MAX, Quantity};
use crate::fulfilment::machine::{ShipmentEvent, ShipmentState};
use crate::orders::references::{self, Lack};
use crate::orders::{HoldKind, OrderState, Reach};
use crate::parties::Department;

/// Why the rules say no. The person can act on each.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize)]
#[serde(tag = "code", content = "params", rename_all = "snake_case")]
pub enum Refusal {
    // Values that cannot be.
    #[error("\"{text}\" is not a number; write digits with at most one decimal mark")]
    NotANumber { text: String },
    #[error("\"{text}\" is not a date; write it as 2026-11-23")]
    NotADate { text: String },
    #[error("\"{text}\" has more than {decimals} decimals")]
    TooManyDecimals { text: String, decimals: u32 },
    #[error("quantity {quantity} must be above zero")]
    QuantityNotPositive { quantity: Quantity },
    #[error("quantity {quantity} is above 1000000000")]
    QuantityTooLarge { quantity: Quantity },
    #[error("quantity {quantity} is finer than the {decimals} decimals that its unit allows")]
    QuantityTooFine { quantity: Quantity, decimals: u8 },
    #[error("the price is outside 0 to 1000000000")]
    PriceOutOfRange { price_micro: i64 },
    #[error("a price is for 1, 100 or 1000 units, not for {per}")]
    PerNotAllowed { per: i64 },
    #[error("{currency} is the firm's own currency; it has no exchange rate")]
    ExchangeRateOfOwn { currency: String },
    #[error("an exchange rate lies above 0 and at most at 1,000,000,000 for one unit of ours")]
    ExchangeRateOutOfRange { rate_micro: i64 },
    #[error("a discount lies between 0 and 100 %")]
    DiscountOutOfRange { discount_ppm: i64 },
    #[error("a chain has at most six discounts, not {links}")]
    TooManyDiscounts { links: usize },
    #[error("a price has one discount or a chain of discounts, not both")]
    TwoDiscounts,
    #[error("a discount in money must be above zero")]
    DiscountNotPositive { amount_minor: i64 },
    #[error("the discount is above the net of the priced lines; lower it")]
    DiscountTooLarge { amount_minor: i64, net_minor: i64 },
    #[error("a charge must be above zero")]
    ChargeNotPositive { amount_minor: i64 },
    #[error("a payment must be above zero")]
    PaymentNotPositive { amount_minor: i64 },
    #[error("{gross_minor} must be above zero, and {paid_minor} paid of it within it")]
    OpeningAmountWrong { gross_minor: i64, paid_minor: i64 },
    #[error("it would be due on {due_on}, before it was issued on {issued_on}")]
    DueBeforeIssue { issued_on: NaiveDate, due_on: NaiveDate },
    #[error("the amount is too large to be kept exactly")]
    AmountTooLarge,
    #[error("currency \"{currency}\" is not one of ISO 4217 that we know")]
    CurrencyUnknown { currency: String },
    #[error(
        "a credit limit lies between zero and {MINOR_MAX} in minor units; {limit_minor} does not"
    )]
    CreditLimitWrong { limit_minor: i64 },
    #[error("the year {year} lies outside 1900 to 2199")]
    YearImplausible { year: i32 },
    #[error("{on} is no day of {year}; a calendar holds the days of its year")]
    ClosingDayOfAnotherYear { on: NaiveDate, year: i32 },
    #[error("{on} is in the calendar twice; name it once")]
    ClosingDayTwice { on: NaiveDate },
    #[error(
        "the holidays of {country} in {year} are not known here (only those of IT and DE, from \
         2018); enter them by hand"
    )]
    HolidaysUnknown { country: String, year: i32 },
    #[error("there is no billing day {day}: from 1 to {last}")]
    BillingDayWrong { day: u8, last: u8 },
    #[error("an early payment saves {discount_ppm} millionths: from 1 to 500,000, within 365 days")]
    EarlyPaymentWrong { discount_ppm: i64 },
    #[error(
        "country \"{country}\" is not one of ISO 3166; write its two capital letters, such as IT"
    )]
    CountryUnknown { country: String },
    #[error("language \"{language}\" is not a code of two small letters")]
    LanguageUnknown { language: String },
    #[error("unit \"{unit_code}\" is not a UN/ECE code of two or three characters")]
    UnitUnknown { unit_code: String },
    #[error("a unit has 0 to 6 decimals, not {unit_scale}")]
    UnitScaleWrong { unit_scale: u8 },
    #[error("GTIN {gtin} has a wrong length or check digit")]
    GtinWrong { gtin: String },
    #[error("SdI code \"{sdi_code}\" must have 7 characters, or 6 for a public body")]
    SdiCodeWrong { sdi_code: String },
    #[error("{field} must not be empty")]
    FieldEmpty { field: String },
    #[error("{field} is longer than {max} characters")]
    FieldTooLong { field: String, max: usize },
    #[error("{field} holds a control character")]
    FieldHasControl { field: String },
    #[error("{field} \"{value}\" is not one of: {allowed}")]
    NotOneOf { field: String, value: String, allowed: String },
    #[error("the date {date} lies outside 1900 to 2199")]
    DateImplausible { date: NaiveDate },
    #[error("the date {date} is after today, {today}")]
    DateInFuture { date: NaiveDate, today: NaiveDate },
    #[error("valid to {to} lies before valid from {from}")]
    ValidityReversed { from: NaiveDate, to: NaiveDate },
    #[error("line {line}: {}", why.as_ref())]
    AtLine { line: i64, why: Box<Refusal> },

    // Parties and catalogue.
    #[error("the code \"{value}\" is in use already; choose another")]
    CodeTaken { value: String },
    #[error("member \"{member}\" belongs to no department")]
    MemberWithoutDepartment { member: String },
    #[error("nobody was chosen to act; say who with --as, or choose a member in the window")]
    NobodyActs,
    #[error("\"{member}\" is not an active member of this firm")]
    MemberUnknown { member: String },
    #[error("VAT category {vat_category} does not go with a rate of {rate_ppm} millionths")]
    VatRateWrong { vat_category: String, rate_ppm: i64 },
    #[error("VAT category {vat_category} needs the reason why no VAT is charged")]
    VatReasonMissing { vat_category: String },
    #[error("quantity breaks must rise from zero or above")]
    BreaksNotRising,
    #[error("product {product} is discontinued; order another, or allow it for this order")]
    ProductDiscontinued { product: String },
    #[error("customer {customer} is not active any more")]
    CustomerInactive { customer: String },
    #[error("{customer} has no address number {address_n}")]
    AddressUnknown { customer: String, address_n: i64 },

    // Layout profiles.
    #[error("the profile is of {bytes} bytes, at most {bytes_max}; make its pictures smaller")]
    LayoutTooLarge { bytes: usize, bytes_max: usize },
    #[error("only a customer inherits from a group, with all kinds of documents")]
    LayoutGroupElsewhere,
    #[error("a profile is of a customer or of a group, not of both")]
    LayoutOfTwo,

    // Orders.
    #[error("the order is {state:?}, not a draft")]
    OrderNotDraft { state: OrderState },
    #[error("the order is {state:?}, not open")]
    OrderNotOpen { state: OrderState },
    #[error("the order has no line; add at least one")]
    OrderEmpty,
    #[error("the customer requires more on their invoices: {}", references::said(.missing))]
    ReferencesMissing { missing: Vec<Lack> },
    #[error("a price of its own needs the customer's evidence, such as their order number")]
    PriceWithoutEvidence,
    #[error("there is neither a list price nor an agreement for this product on that day")]
    NoPrice,
    #[error("PO {customer_po} with the same lines was entered already as {order}")]
    OrderDuplicate { customer_po: String, order: String },
    #[error("PO {customer_po} was used already by {order}; say whether this is another order")]
    PoUsedBefore { customer_po: String, order: String },
    #[error("line {line} cannot go down to {quantity}: {received} was received")]
    QuantityBelowReceived { line: i64, quantity: Quantity, received: Quantity },
    #[error("an amendment must change something")]
    NothingAmended,
    #[error("a hold is on one order or on one customer")]
    HoldOnOneThing,
    #[error("this hold was released already")]
    HoldReleased,
    #[error("a hold is in force: {reason}; its owner can release it")]
    OnHold { kind: HoldKind, reason: String },
    #[error(
        "the order would take the customer above the credit limit; finance can raise the limit, or \
         the customer can pay first"
    )]
    CreditLimitExceeded { limit_minor: i64, exposure_minor: i64, order_minor: i64 },
    #[error("planned shipments hold lines of this order; void them first")]
    ShipmentsPlanned,
    #[error("no standing policy was recorded; record one before confirming orders")]
    NoStandingPolicy,
    #[error("only a senior member of direction decides a standing policy")]
    PolicyNeedsDirection { member: String },
    #[error("something of this order was issued already; it cannot be cancelled whole")]
    OrderAlreadyShipped,
    #[error("something was billed or paid on this order; settle it before cancelling")]
    OrderStillOwed,
    #[error(
        "the order is not settled: delivery {delivery:?}, billing {billing:?}, payment {payment:?}"
    )]
    OrderNotSettled { delivery: Reach, billing: Reach, payment: Reach },
    #[error("a blanket order is called off by orders under its PO, never shipped itself")]
    BlanketNotShipped,

    // Fulfilment.
    #[error("there is nothing to ship: no line was chosen, or nothing of the order is open")]
    ShipmentEmpty,
    #[error("the shipment is {state:?}, not planned")]
    ShipmentNotPlanned { state: ShipmentState },
    #[error("the shipment is {state:?}; issue it first")]
    ShipmentNotIssued { state: ShipmentState },
    #[error("the shipment is {state:?} already")]
    ShipmentAlreadyDelivered { state: ShipmentState },
    #[error("line {line}: {quantity} is more than the {open} still open; say if more really goes")]
    ShipsMoreThanOrdered { line: i64, open: Quantity, quantity: Quantity },
    #[error("the shipment is {state:?}; this step does not follow from there")]
    ShipmentStep { state: ShipmentState, event: ShipmentEvent },
    #[error("line {line}: {scanned} was scanned where {planned} was planned")]
    ScanDiffers { line: i64, planned: Quantity, scanned: Quantity },
    #[error("line {line}: the serial or lot numbers do not make up the quantity")]
    TrackingDiffers { line: i64 },
    #[error("line {line}: this product is followed by serial or lot number; give them")]
    TrackingMissing { line: i64 },
    #[error("serial number {serial} is with a customer already, or stands twice")]
    SerialOut { serial: String },
    #[error("serial number {serial} did not leave on this line, or came back already")]
    SerialNotOut { serial: String },
    #[error("line {line}: {quantity} is more than the {left} that could still come back")]
    ReturnsMoreThanShipped { line: i64, left: Quantity, quantity: Quantity },
    #[error("line {line}: {quantity} is more than the {open} that came back and waits")]
    ReplacesMoreThanReturned { line: i64, open: Quantity, quantity: Quantity },
    #[error("a shipment goes to one place of one customer; plan one for each")]
    ShipmentMixes,
    #[error("line {line} is not in the shipment, or stands twice in the proof")]
    ProofLineUnknown { line: i64 },
    #[error("the proof says nothing about line {line}")]
    ProofLineMissing { line: i64 },
    #[error("it arrived on {arrived}, before it left on {left}")]
    ArrivedBeforeItLeft { left: NaiveDate, arrived: NaiveDate },

    // Billing.
    #[error("nothing of this order can be billed now")]
    NothingToBill,
    #[error("the invoice would be dated {date}, before {last}, the last of its series")]
    DateFalls { date: NaiveDate, last: NaiveDate },
    #[error("only {left_minor} of this line is left to credit")]
    CreditsMoreThanBilled { left_minor: i64, amount_minor: i64 },
    #[error("a credit of value is on one line or on one charge of an invoice")]
    CreditOnOneLine,
    #[error("a credit must be above zero")]
    CreditNotPositive { amount_minor: i64 },
    #[error("everything on this invoice was credited already")]
    NothingToCredit,
    #[error("only {owed_minor} of this payment is owed back")]
    RefundsMoreThanOwed { owed_minor: i64, amount_minor: i64 },
    #[error("nothing of this payment is free to be laid on an invoice")]
    NothingToAllocate,
    #[error("a payment without invoices needs its payer and its currency")]
    PayerMissing,
    #[error("invoice {invoice} has another payer or currency than the payment")]
    PaymentForAnother { invoice: InvoiceId },
    #[error("the last number of the series cannot be followed; see verify")]
    SeriesBroken { series: String },

    // Attendance.
    #[error("{member} does not work in {department:?}")]
    NotInDepartment { member: String, department: Department },
    #[error("another person holds this order; ask them to hand it over")]
    HeldByAnother { holder: MemberId },
    #[error("you hold this order already")]
    HeldAlready,
    #[error("{member} does not hold this order, so cannot hand it over")]
    NotTheHolder { member: String },
    #[error("this order was not offered to {member}")]
    NotOffered { member: String },
    #[error("this task is done already")]
    TaskDoneAlready,

    // Stations.
    #[error(
        "this file is an older copy: the station has posted up to entry {witnessed}, the file ends \
         at {found}; put the newer file back, or let this station succeed with `station.succeed`"
    )]
    OldCopy { witnessed: i64, found: i64 },
    #[error(
        "this computer has no key for the firm's file, so it may read but not write; let it \
         succeed the lost station with `station.succeed`"
    )]
    NoKey,
    #[error("a succession needs two different people")]
    SuccessionNeedsTwo,
    #[error("all twenty-six station letters are taken")]
    NoLetterLeft,
    #[error("this station is in order; there is nothing to succeed")]
    NothingToSucceed,
    #[error("{number} is no invoice or credit note of the lost station, such as F{letter}26-00017")]
    LastNumberUnreadable { number: String, letter: char },
    #[error("the file itself has {last}, which is later than {number}; look again")]
    LastNumberTooLow { number: String, last: String },
    #[error("only a senior member of direction or finance may do this")]
    NeedsSenior { member: String },
    #[error("{member} works here; end that first, then erase")]
    PersonActive { member: String },
    #[error("this person was erased already")]
    PersonErasedAlready,
    #[error("the right to bill {shipment} does not lie with a lost station")]
    RightNotLost { shipment: String },
}

impl Refusal {
    /// The same refusal, saying at which line of the document it arose.
    #[must_use]
    pub fn at_line(self, line: i64) -> Self {
        Self::AtLine { line, why: Box::new(self) }
    }
}

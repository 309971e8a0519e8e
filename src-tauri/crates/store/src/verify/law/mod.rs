//! The law of billing, recomputed from the bodies of the facts in the order of the ledger.
//!
//! What is kept is compact: of each order its lines and prices, of each shipment line its
//! quantities, of each invoice line what was billed and credited, of each payment where it lies.

mod body;
mod papers;
mod layouts;
mod machine;
mod shelf;
mod amount;
mod books;
mod lines;
mod holds;
mod prices;
mod orders;
mod closing;
mod shipments;
mod balances;
mod invoices;
mod sums;
mod exchange;
mod credits;
mod value;
mod opening;
mod payments;

use chrono::{DateTime, Days, NaiveDate};
use serde::de::DeserializeOwned;

use self::body::Id;
pub(super) use self::books::Law;
use self::machine::Stage;
use super::chain::Chain;
use super::{Findings, place};
use crate::ledger::{Row, codec};

/// One fact under examination.
struct Case<'a> {
    row: &'a Row,
    stream: Id,
    subject: Id,
    body: &'a str,
    chain: &'a Chain,
    found: &'a mut Findings,
}

impl Case<'_> {
    fn say(&mut self, code: &'static str, detail: impl Into<String>) {
        self.found.add(code, place(self.row), detail);
    }

    /// Says it unless it holds.
    fn holds(&mut self, holds: bool, code: &'static str, detail: impl FnOnce() -> String) {
        if !holds {
            self.found.add(code, place(self.row), detail());
        }
    }

    /// The day on which it was written, by the clock of no place in particular.
    fn day(&self) -> Option<NaiveDate> {
        DateTime::parse_from_rfc3339(&self.row.at).ok().map(|at| at.to_utc().date_naive())
    }

    /// The last day that it may be at the firm.
    fn latest_day(&self) -> Option<NaiveDate> {
        self.day()?.checked_add_days(Days::new(1))
    }

    fn read<T: DeserializeOwned>(&mut self) -> Option<T> {
        match serde_json::from_str(self.body) {
            Ok(body) => Some(body),
            Err(error) => {
                self.say("body_unreadable", error.to_string());
                None
            }
        }
    }
}

impl Law {
    /// Replays one fact; what breaks the law is a finding.
    pub fn replay(&mut self, row: &Row, chain: &Chain, found: &mut Findings) {
        let newer = match codec::upcast(&row.kind, row.version, &row.body) {
            Ok(newer) => newer,
            Err(error) => return found.add("fact_unknown", place(row), error.to_string()),
        };
        let body = newer.as_deref().unwrap_or(&row.body);
        let Some(subject) = Id::of(&row.subject_id) else {
            return found.add("subject_wrong", place(row), "subject_id is no identity");
        };
        let stream = Id(row.stream_id.0.into_bytes());
        let mut case = Case { row, stream, subject, body, chain, found };
        self.dispatch(&mut case);
        self.tidy();
    }

    fn dispatch(&mut self, case: &mut Case<'_>) {
        match case.row.kind.as_str() {
            "StationOpened" => self.station_opened(case),
            "StationSucceeded" => self.station_succeeded(case),
            "BillingTakenOver" => self.billing_taken_over(case),
            "FirmSaved" => self.firm_saved(case),
            "CustomerSaved" => self.customer_saved(case),
            "LayoutProfileSet" => self.layout_profile_set(case),
            "LayoutProfileIssued" => self.layout_profile_issued(case),
            "VatRatesSet" => self.vat_rates_set(case),
            "ExchangeRatesSet" => self.exchange_rates_set(case),
            "OrderSaved" => self.order_saved(case),
            "OrderConfirmed" => self.order_confirmed(case),
            "OrderAmended" => self.order_amended(case),
            "PricesAgreed" => self.prices_agreed(case),
            "ExcessAccepted" => self.excess_accepted(case),
            "HoldPlaced" => self.hold_placed(case),
            "HoldReleased" => self.hold_released(case),
            "OrderDeclined" => self.order_declined(case),
            "OrderCancelled" => self.order_cancelled(case),
            "OrderClosed" => self.order_closed(case),
            "ShipmentPlanned" => self.shipment_planned(case),
            "ShipmentMoved" => self.shipment_moved(case),
            "ShipmentVoided" => self.shipment_ended(case, Stage::Voided),
            "ShipmentReversed" => self.shipment_ended(case, Stage::Reversed),
            "ShipmentLost" => self.shipment_ended(case, Stage::Lost),
            "GoodsReturned" => self.goods_returned(case),
            "ShipmentIssued" => self.shipment_issued(case),
            "ShipmentDelivered" => self.shipment_delivered(case),
            "ProofRecorded" => self.proof_recorded(case),
            "InvoicePosted" => self.invoice_posted(case),
            "CreditNotePosted" => self.credit_note_posted(case),
            "OpeningItemRecorded" => self.opening_item_recorded(case),
            "PaymentReceived" => self.payment_received(case),
            "PaymentAllocated" => self.payment_allocated(case),
            "RefundPaid" => self.refund_paid(case),
            "BatonMoved" => self.baton_moved(case),
            // Of these the law reads nothing.
            "MemberSaved" | "PersonErased" | "PolicyRecorded" | "CarrierSaved" | "ProductSaved"
            | "ListPricesSet" | "CalendarSet" | "PriceAgreed" | "StockAdjusted" | "TaskDone"
            | "BillingRunFinished" | "ImportFinished" => {}
            other => {
                let detail = format!("the law says nothing about a fact of kind \"{other}\"");
                case.say("fact_unknown", detail);
            }
        }
    }
}

//! The stored form of facts: the one place that writes and reads their JSON.

use dovuto_domain::fact::{Fact, KINDS};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::Request;
use crate::error::Error;
use crate::row::hex;

/// Hands every kind of fact to a macro.
macro_rules! of_every_kind {
    ($each:ident) => {
        $each!(
            StationOpened,
            StationSucceeded,
            BillingTakenOver,
            FirmSaved,
            MemberSaved,
            PersonErased,
            PolicyRecorded,
            CustomerSaved,
            CarrierSaved,
            LayoutProfileSet,
            LayoutProfileIssued,
            ProductSaved,
            ListPricesSet,
            VatRatesSet,
            ExchangeRatesSet,
            CalendarSet,
            PriceAgreed,
            OrderSaved,
            OrderConfirmed,
            OrderAmended,
            PricesAgreed,
            ExcessAccepted,
            HoldPlaced,
            HoldReleased,
            OrderDeclined,
            OrderCancelled,
            OrderClosed,
            ShipmentPlanned,
            ShipmentMoved,
            ShipmentVoided,
            ShipmentReversed,
            ShipmentLost,
            GoodsReturned,
            ShipmentIssued,
            ShipmentDelivered,
            ProofRecorded,
            StockAdjusted,
            InvoicePosted,
            CreditNotePosted,
            BillingRunFinished,
            ImportFinished,
            OpeningItemRecorded,
            PaymentReceived,
            PaymentAllocated,
            RefundPaid,
            BatonMoved,
            TaskDone,
        )
    };
}

/// The body of a fact as JSON text, in the version in which it is written now.
pub fn encode(fact: &Fact) -> Result<String, Error> {
    macro_rules! each {
        ($($kind:ident),* $(,)?) => {
            match fact { $(Fact::$kind(body) => serde_json::to_string(body)?,)* }
        };
    }
    Ok(of_every_kind!(each))
}

/// Reads a fact of any version that was ever written.
pub fn decode(kind: &str, version: i64, body: &str) -> Result<Fact, Error> {
    macro_rules! each {
        ($($kind:ident),* $(,)?) => {
            match kind {
                $(stringify!($kind) => Fact::$kind(Box::new(decode_body(kind, version, body)?)),)*
                other => return Err(Error::corrupt(format!("a fact of kind \"{other}\""))),
            }
        };
    }
    Ok(of_every_kind!(each))
}

/// Reads the document in a body of any version.
pub fn decode_body<T: DeserializeOwned>(kind: &str, version: i64, body: &str) -> Result<T, Error> {
    match upcast(kind, version, body)? {
        None => Ok(serde_json::from_str(body)?),
        Some(newer) => Ok(serde_json::from_str(&newer)?),
    }
}

/// The body in the version of today, or nothing where it is so already. Pure: an old version
/// becomes a new one by the same rule for ever.
///
/// Refuses kinds and versions that this program does not know.
pub fn upcast(kind: &str, version: i64, _body: &str) -> Result<Option<String>, Error> {
    match KINDS.iter().find(|(known, _)| *known == kind) {
        Some((_, now)) if *now == version => Ok(None),
        Some(_) | None => Err(Error::corrupt(format!("a fact {kind} of version {version}"))),
    }
}

/// Adds to the last fact of a request what was asked and answered.
pub(super) fn append_request<A: Serialize>(
    body: &mut String,
    request: &Request,
    answer: &A,
) -> Result<(), Error> {
    let trailer = serde_json::json!({
        "command": request.command,
        "payload_hash": hex(&request.payload_hash),
        "answer": serde_json::to_value(answer)?,
    });
    let end = body.pop();
    debug_assert_eq!(end, Some('}'), "the body of a fact is an object");
    if !body.ends_with('{') {
        body.push(',');
    }
    body.push_str("\"request\":");
    body.push_str(&trailer.to_string());
    body.push('}');
    Ok(())
}

/// The body of a fact as a value, for readers that know no types: timelines and audits.
pub fn value(body: &str) -> Result<Value, Error> {
    Ok(serde_json::from_str(body)?)
}

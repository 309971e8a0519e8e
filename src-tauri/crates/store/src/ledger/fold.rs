//! The folds: for each kind of fact one text of SQL that assigns its values to the tables.
//!
//! Every statement begins with the same seven parameters as its source `f`: sqlx binds null to a
//! parameter that a later statement of a text skips.

use super::{Row, codec};
use crate::Db;
use crate::error::Error;

macro_rules! folds {
    ($($kind:literal: $($file:literal)*;)*) => {
        fn text(kind: &str) -> Option<(&'static str, &'static str)> {
            match kind {
                $($kind => {
                    const FOLD: &str = concat!(
                        include_str!("folds/request.sql"),
                        $(include_str!(concat!("folds/", $file, ".sql"))),*
                    );
                    const APPEND: &str = concat!(
                        include_str!("folds/ledger.sql"),
                        include_str!("folds/request.sql"),
                        $(include_str!(concat!("folds/", $file, ".sql"))),*
                    );
                    Some((APPEND, FOLD))
                })*
                _ => None,
            }
        }
    };
}

folds! {
    "StationOpened": "station_opened";
    "StationSucceeded": "station_succeeded" "tasks";
    "BillingTakenOver": "billing_taken_over";
    "FirmSaved": "firm_saved";
    "MemberSaved": "member_saved";
    "PersonErased": "person_erased";
    "PolicyRecorded": "policy_recorded";
    "CustomerSaved": "customer_saved";
    "CarrierSaved": "carrier_saved";
    "ProductSaved": "product_saved";
    "ListPricesSet": "list_prices_set";
    "VatRatesSet": "vat_rates_set";
    "ExchangeRatesSet": "exchange_rates_set";
    "PriceAgreed": "price_agreed";
    "OrderSaved": "order_saved";
    "OrderConfirmed": "order_confirmed" "prices" "batons";
    "OrderAmended": "order_amended" "prices" "batons" "billing_work";
    "PricesAgreed": "prices" "batons" "tasks" "billing_work";
    "ExcessAccepted": "excess_accepted" "batons" "billing_work";
    "HoldPlaced": "hold_placed";
    "HoldReleased": "hold_released";
    "OrderDeclined": "order_declined";
    "OrderCancelled": "order_cancelled";
    "OrderClosed": "order_closed";
    "ShipmentPlanned": "shipment_planned";
    "ShipmentMoved": "shipment_moved" "pieces" "batons" "tasks";
    "ShipmentVoided": "shipment_voided" "movements" "batons" "tasks" "billing_work";
    "ShipmentReversed": "shipment_reversed" "movements" "batons" "tasks" "billing_work";
    "ShipmentLost": "shipment_lost" "movements" "batons" "tasks" "billing_work";
    "GoodsReturned": "goods_returned" "movements" "batons" "tasks" "billing_work";
    "ShipmentIssued": "shipment_issued" "pieces" "movements" "batons" "tasks" "billing_work";
    "ShipmentDelivered": "shipment_delivered" "batons";
    "ProofRecorded": "proof_recorded" "batons" "tasks" "billing_work";
    "StockAdjusted": "stock_adjusted" "tasks";
    "InvoicePosted": "invoice_posted" "batons" "billing_work";
    "CreditNotePosted": "credit_note_posted" "batons" "billing_work";
    "BillingRunFinished":;
    "ImportFinished":;
    "OpeningItemRecorded": "opening_item_recorded";
    "PaymentReceived": "payment_received" "allocations" "batons";
    "PaymentAllocated": "allocations" "batons";
    "RefundPaid": "allocations" "refund_paid" "batons";
    "BatonMoved": "batons";
    "TaskDone": "task_done";
}

/// Appends a row to the ledger and folds it into the tables, in one text.
pub(super) async fn append(db: &mut Db, row: &Row) -> Result<(), Error> {
    run(db, row, |(append, _)| append).await
}

/// Folds a row into tables that do not have it yet, without the ledger's own row.
pub(crate) async fn refold(db: &mut Db, row: &Row) -> Result<(), Error> {
    run(db, row, |(_, fold)| fold).await
}

async fn run(
    db: &mut Db,
    row: &Row,
    which: fn((&'static str, &'static str)) -> &'static str,
) -> Result<(), Error> {
    let texts = text(&row.kind)
        .ok_or_else(|| Error::corrupt(format!("a fact of kind \"{}\"", row.kind)))?;
    let newer = codec::upcast(&row.kind, row.version, &row.body)?;
    let body = newer.as_deref().unwrap_or(&row.body);
    sqlx::query(which(texts))
        .bind(body)
        .bind(row.subject_id.as_slice())
        .bind(row.hash.as_slice())
        .bind(row.at.as_str())
        .bind(row.actor_id.as_deref())
        .bind(row.stream_id.bytes())
        .bind(row.seq)
        .bind(row.request_id.as_slice())
        .bind(row.prev_hash.as_deref())
        .bind(row.authenticated)
        .bind(row.kind.as_str())
        .bind(row.version)
        .bind(row.base_hash.as_deref())
        .bind(row.signature.as_slice())
        .bind(row.body.as_str())
        .execute(db)
        .await?;
    Ok(())
}

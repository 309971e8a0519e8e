//! The folds: for each kind of fact the statements of SQL that assign its values to the tables.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::{Row, codec};
use crate::error::Error;
use crate::sql::{Cell, Db, query_scalar};

macro_rules! folds {
    ($($kind:literal: $($file:literal)*;)*) => {
        /// The statements that fold a fact, by its kind.
        static FOLDS: LazyLock<HashMap<&str, Vec<&str>>> = LazyLock::new(|| {
            HashMap::from([$(($kind, statements(concat!(
                include_str!("folds/request.sql"),
                $(include_str!(concat!("folds/", $file, ".sql"))),*
            )))),*])
        });
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
    "LayoutProfileSet": "layout_profile_set";
    "LayoutProfileIssued": "layout_profile_issued";
    "ProductSaved": "product_saved";
    "ListPricesSet": "list_prices_set";
    "VatRatesSet": "vat_rates_set";
    "ExchangeRatesSet": "exchange_rates_set";
    "CalendarSet": "calendar_set";
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

/// The statement that appends a fact.
const LEDGER: &str = include_str!("folds/ledger.sql");

/// The statements of a text; each ends its line.
fn statements(text: &str) -> Vec<&str> {
    text.split_inclusive(";\n").collect()
}

/// Appends a row to the ledger and folds it into the tables.
pub(super) async fn append(db: &mut Db, row: &Row) -> Result<(), Error> {
    let values = values(db, row).await?;
    db.run(&[LEDGER], &values).await?;
    db.run(folds(row)?, &values).await
}

/// Folds a row into tables that do not have it yet, without the ledger's own row.
pub(crate) async fn refold(db: &mut Db, row: &Row) -> Result<(), Error> {
    let values = values(db, row).await?;
    db.run(folds(row)?, &values).await
}

fn folds(row: &Row) -> Result<&'static [&'static str], Error> {
    let known = FOLDS.get(row.kind.as_str()).map(Vec::as_slice);
    known.ok_or_else(|| Error::corrupt(format!("a fact of kind \"{}\"", row.kind)))
}

/// The values of a fact in the order in which every fold numbers them: the body in today's form,
/// read once for all of them into SQLite's own JSON, what the tables keep of a fact, then what
/// only the ledger keeps.
async fn values(db: &mut Db, row: &Row) -> Result<[Cell; 15], Error> {
    let newer = codec::upcast(&row.kind, row.version, &row.body)?;
    let body = newer.as_deref().unwrap_or(&row.body);
    let body: Vec<u8> = query_scalar("select jsonb(?1)").bind(body).fetch_one(db).await?;
    Ok([
        body.into(),
        row.subject_id.as_slice().into(),
        row.hash.as_slice().into(),
        row.at.as_str().into(),
        row.actor_id.as_deref().into(),
        row.stream_id.bytes().into(),
        row.seq.into(),
        row.request_id.as_slice().into(),
        row.prev_hash.as_deref().into(),
        row.authenticated.into(),
        row.kind.as_str().into(),
        row.version.into(),
        row.base_hash.as_deref().into(),
        row.signature.as_slice().into(),
        row.body.as_str().into(),
    ])
}

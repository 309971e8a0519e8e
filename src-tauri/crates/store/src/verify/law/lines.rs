//! What the law remembers of each line that left and of each document that was posted.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::body::{Id, LineRef, LotPart, Terms};
use super::books::One;
use super::papers::ExchangeRate;

#[derive(Default, Serialize, Deserialize)]
pub(super) struct ShipmentLine {
    pub shipment_n: i64,
    pub order_id: Id,
    pub line_n: i64,
    pub quantity: i64,
    /// What the latest proof says.
    pub accepted: Option<i64>,
    pub invoiced: i64,
    /// Invoices and their lines that billed it.
    pub bills: One<(Id, i64)>,
    /// What few lines have.
    pub later: Option<Box<Later>>,
}

/// What may become of a shipment line after it was received.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Later {
    /// Serial numbers that left and did not come back, and lots that left.
    pub serials: Vec<String>,
    pub lots: Vec<LotPart>,
    /// Counted back.
    pub returned: i64,
    pub replaces: Option<LineRef>,
    /// The lines that were planned to make good what came back.
    pub replaced_by: Vec<LineRef>,
    /// Credited because it was not received, or with the whole invoice.
    pub credited: i64,
    /// Credited because it came back.
    pub credited_returned: i64,
}

/// A posted invoice.
#[derive(Serialize, Deserialize)]
pub(super) struct Posted {
    /// The first one is the document's.
    pub orders: One<Id>,
    pub number: Box<str>,
    pub issued_on: NaiveDate,
    pub hash: Box<[u8]>,
    pub terms: Terms,
    pub gross_minor: i64,
    pub credited_minor: i128,
    pub paid_minor: i128,
    pub lines: Box<[PostedLine]>,
    pub charges: Box<[PostedCharge]>,
    /// The rate at which its VAT is stated in the firm's currency.
    pub exchange: Option<Box<ExchangeRate>>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct PostedLine {
    pub invoice_n: i64,
    pub line_n: i64,
    pub shipment: LineRef,
    pub price_n: i64,
    pub supply_date: NaiveDate,
    pub quantity: i64,
    pub share_minor: i64,
    pub net_minor: i64,
    pub vat: u32,
    /// What few lines have.
    pub credited: Option<Box<Credited>>,
}

/// What was credited of an invoice line.
#[derive(Clone, Copy, Default, Serialize, Deserialize)]
pub(super) struct Credited {
    /// Of its quantity, and the amounts of that.
    pub quantity: i64,
    pub quantity_minor: i128,
    /// In value alone, and of that for a lower price.
    pub value_minor: i128,
    pub lower_price_minor: i128,
}

#[derive(Serialize, Deserialize)]
pub(super) struct PostedCharge {
    pub invoice_charge_n: i64,
    pub order_id: Id,
    pub charge_n: i64,
    pub shipment_id: Option<Id>,
    pub net_minor: i64,
    pub vat: u32,
    pub credited_minor: i128,
    pub is_cancelled: bool,
}

impl ShipmentLine {
    /// Billed and not credited.
    pub fn billed(&self) -> i64 {
        self.invoiced.saturating_sub(self.credited()).saturating_sub(self.credited_returned())
    }

    pub fn returned(&self) -> i64 {
        self.later.as_ref().map_or(0, |later| later.returned)
    }

    pub fn replaces(&self) -> Option<LineRef> {
        self.later.as_ref().and_then(|later| later.replaces)
    }

    pub fn replaced_by(&self) -> &[LineRef] {
        self.later.as_ref().map_or(&[], |later| &later.replaced_by)
    }

    pub fn credited(&self) -> i64 {
        self.later.as_ref().map_or(0, |later| later.credited)
    }

    pub fn credited_returned(&self) -> i64 {
        self.later.as_ref().map_or(0, |later| later.credited_returned)
    }

    pub fn later(&mut self) -> &mut Later {
        self.later.get_or_insert_default()
    }
}

impl Posted {
    /// Below zero it is overpaid.
    pub fn open_minor(&self) -> i128 {
        i128::from(self.gross_minor) - self.credited_minor - self.paid_minor
    }
}

impl PostedLine {
    /// Quantity that was not credited.
    pub fn left(&self) -> i64 {
        self.quantity.saturating_sub(self.credited().quantity)
    }

    /// What is left to credit of its net.
    pub fn left_minor(&self) -> i128 {
        let credited = self.credited();
        i128::from(self.net_minor) - credited.quantity_minor - credited.value_minor
    }

    pub fn credited(&self) -> Credited {
        self.credited.as_deref().copied().unwrap_or_default()
    }
}

impl PostedCharge {
    pub fn left_minor(&self) -> i128 {
        i128::from(self.net_minor) - self.credited_minor
    }
}

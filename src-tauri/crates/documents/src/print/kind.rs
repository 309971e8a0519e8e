//! The kinds of documents, and what each of them shows.

use dovuto_domain::billing::invoice::InvoiceKind;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::profile::Show;

/// Which paper a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Invoice,
    DeferredInvoice,
    CreditNote,
    ProForma,
    OrderConfirmation,
    PickList,
    PackingList,
    DeliveryNote,
    ReturnSlip,
    ProofSheet,
    Statement,
}

impl From<InvoiceKind> for Kind {
    fn from(kind: InvoiceKind) -> Self {
        match kind {
            InvoiceKind::Immediate => Self::Invoice,
            InvoiceKind::Deferred => Self::DeferredInvoice,
        }
    }
}

impl Kind {
    pub const ALL: [Self; 11] = [
        Self::Invoice,
        Self::DeferredInvoice,
        Self::CreditNote,
        Self::ProForma,
        Self::OrderConfirmation,
        Self::PickList,
        Self::PackingList,
        Self::DeliveryNote,
        Self::ReturnSlip,
        Self::ProofSheet,
        Self::Statement,
    ];

    /// As it is named in files and on the command line.
    pub fn name(self) -> String {
        self.word().trim_start_matches("kind-").replace('-', "_")
    }

    /// Our word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Invoice => "kind-invoice",
            Self::DeferredInvoice => "kind-deferred-invoice",
            Self::CreditNote => "kind-credit-note",
            Self::ProForma => "kind-pro-forma",
            Self::OrderConfirmation => "kind-order-confirmation",
            Self::PickList => "kind-pick-list",
            Self::PackingList => "kind-packing-list",
            Self::DeliveryNote => "kind-delivery-note",
            Self::ReturnSlip => "kind-return-slip",
            Self::ProofSheet => "kind-proof-sheet",
            Self::Statement => "kind-statement",
        }
    }

    /// Whether money is asked for.
    pub fn is_to_be_paid(self) -> bool {
        match self {
            Self::Invoice | Self::DeferredInvoice => true,
            Self::CreditNote
            | Self::ProForma
            | Self::OrderConfirmation
            | Self::PickList
            | Self::PackingList
            | Self::DeliveryNote
            | Self::ReturnSlip
            | Self::ProofSheet
            | Self::Statement => false,
        }
    }

    /// Whether it goes with goods: then it shows no price, whatever its lines hold.
    pub fn goes_with_goods(self) -> bool {
        match self {
            Self::PickList | Self::PackingList | Self::DeliveryNote | Self::ReturnSlip => true,
            Self::Invoice
            | Self::DeferredInvoice
            | Self::CreditNote
            | Self::ProForma
            | Self::OrderConfirmation
            | Self::ProofSheet
            | Self::Statement => false,
        }
    }

    /// Whether a column of the profile makes sense on it.
    pub fn shows(self, show: Show) -> bool {
        match show {
            Show::Price | Show::Discount | Show::Vat | Show::Net => !self.goes_with_goods(),
            Show::DeliveryNote | Show::SupplyDate | Show::GoodsReceipt => !self.goes_with_goods(),
            Show::Position
            | Show::OurCode
            | Show::TheirCode
            | Show::TheirLine
            | Show::Description
            | Show::Quantity
            | Show::Unit
            | Show::CostCentre
            | Show::LotSerial => true,
        }
    }

    /// Columns that it has after ours where the profile leaves them out: an order is confirmed in
    /// the customer's own codes, and billed under the numbers of their goods receipts.
    pub fn adds(self) -> &'static [Show] {
        match self {
            Self::OrderConfirmation => &[Show::TheirLine, Show::TheirCode],
            Self::Invoice | Self::DeferredInvoice => &[Show::GoodsReceipt],
            Self::CreditNote
            | Self::ProForma
            | Self::PickList
            | Self::PackingList
            | Self::DeliveryNote
            | Self::ReturnSlip
            | Self::ProofSheet
            | Self::Statement => &[],
        }
    }

    /// Columns to be filled in by hand, by our words for them.
    pub fn blanks(self) -> &'static [&'static str] {
        match self {
            Self::PickList => &["col-picked"],
            Self::ReturnSlip => &["col-sent-back", "col-reason"],
            Self::Invoice
            | Self::DeferredInvoice
            | Self::CreditNote
            | Self::ProForma
            | Self::OrderConfirmation
            | Self::PackingList
            | Self::DeliveryNote
            | Self::ProofSheet
            | Self::Statement => &[],
        }
    }

    /// Who signs at its end, by our words for them.
    pub fn signed_by(self) -> &'static [&'static str] {
        match self {
            Self::DeliveryNote => &["signed-carrier", "signed-recipient"],
            Self::PickList => &["signed-picker"],
            Self::PackingList => &["signed-packer"],
            Self::ReturnSlip => &["signed-sender"],
            Self::Invoice
            | Self::DeferredInvoice
            | Self::CreditNote
            | Self::ProForma
            | Self::OrderConfirmation
            | Self::ProofSheet
            | Self::Statement => &[],
        }
    }
}

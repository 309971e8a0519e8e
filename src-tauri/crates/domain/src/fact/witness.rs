//! Which facts are known outside of the file.

use super::Fact;

impl Fact {
    /// Whether the fact gave a number to a document or moved money: a file that lost it must not
    /// be written on, because the number or the money is known outside.
    pub fn is_witnessed(&self) -> bool {
        match self {
            Self::OrderConfirmed(_)
            | Self::ShipmentIssued(_)
            | Self::InvoicePosted(_)
            | Self::CreditNotePosted(_)
            | Self::PaymentReceived(_)
            | Self::PaymentAllocated(_)
            | Self::RefundPaid(_)
            | Self::BillingTakenOver(_) => true,
            Self::StationOpened(_)
            | Self::StationSucceeded(_)
            | Self::FirmSaved(_)
            | Self::MemberSaved(_)
            | Self::PersonErased(_)
            | Self::PolicyRecorded(_)
            | Self::CustomerSaved(_)
            | Self::CarrierSaved(_)
            | Self::LayoutProfileSet(_)
            | Self::LayoutProfileIssued(_)
            | Self::ProductSaved(_)
            | Self::ListPricesSet(_)
            | Self::VatRatesSet(_)
            | Self::ExchangeRatesSet(_)
            | Self::CalendarSet(_)
            | Self::PriceAgreed(_)
            | Self::OrderSaved(_)
            | Self::OrderDeclined(_)
            | Self::OrderCancelled(_)
            | Self::OrderClosed(_)
            | Self::ShipmentPlanned(_)
            | Self::ShipmentDelivered(_)
            | Self::ProofRecorded(_)
            | Self::StockAdjusted(_)
            | Self::BillingRunFinished(_)
            | Self::ImportFinished(_)
            | Self::OpeningItemRecorded(_)
            | Self::BatonMoved(_)
            | Self::TaskDone(_)
            | Self::OrderAmended(_)
            | Self::PricesAgreed(_)
            | Self::ExcessAccepted(_)
            | Self::HoldPlaced(_)
            | Self::HoldReleased(_)
            | Self::ShipmentMoved(_)
            | Self::ShipmentVoided(_)
            | Self::ShipmentReversed(_)
            | Self::ShipmentLost(_)
            | Self::GoodsReturned(_) => false,
        }
    }
}

//! What becomes of a row whose key the firm knows.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::refused::{BadRow, ImportRefused};
use super::{ImportAsk, ImportKind};

/// What becomes of a row whose key the firm knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OnKnown {
    /// It is bad: only what is new is taken.
    Insert,
    /// It changes what is known.
    #[default]
    Update,
    /// It changes nothing.
    Skip,
}

impl OnKnown {
    /// Whether a row changes nothing because its key is known.
    ///
    /// Refuses a known one where only what is new is asked for.
    pub(super) fn stays(
        self,
        is_known: bool,
        bad: impl FnOnce() -> BadRow,
    ) -> Result<bool, BadRow> {
        match self {
            Self::Insert if is_known => Err(bad()),
            Self::Skip => Ok(is_known),
            Self::Insert | Self::Update => Ok(false),
        }
    }
}

/// What happened, such as a count or a delivery, has no key under which it could change.
pub(super) fn check_on_known(ask: &ImportAsk) -> Result<(), ImportRefused> {
    let has_key = match ask.kind {
        ImportKind::Stock
        | ImportKind::Shipments
        | ImportKind::Deliveries
        | ImportKind::OpenPayments => false,
        ImportKind::Customers
        | ImportKind::Contacts
        | ImportKind::Carriers
        | ImportKind::Products
        | ImportKind::CustomerCodes
        | ImportKind::ListPrices
        | ImportKind::PriceAgreements
        | ImportKind::Orders
        | ImportKind::OpenInvoices => true,
    };
    match ask.on_known {
        None | Some(OnKnown::Update) => Ok(()),
        Some(OnKnown::Insert | OnKnown::Skip) if has_key => Ok(()),
        Some(OnKnown::Insert | OnKnown::Skip) => {
            let kind = ask.kind.name();
            let why =
                format!("{kind} say what happened, which does not change; leave on_known out");
            Err(ImportRefused::mapping(why))
        }
    }
}

/// Why a row is not taken where only what is new is asked for.
pub(super) const KNOWN: &str = "it is known already, and only what is new was asked for";

//! What becomes of a row whose key the firm knows.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::refused::ImportRefused;
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

/// Rows that together make one document always change what is known of it.
pub(super) fn check_on_known(ask: &ImportAsk) -> Result<(), ImportRefused> {
    let by_row = matches!(
        ask.kind,
        ImportKind::Customers | ImportKind::Carriers | ImportKind::Products | ImportKind::Orders
    );
    match ask.on_known {
        None | Some(OnKnown::Update) => Ok(()),
        Some(OnKnown::Insert | OnKnown::Skip) if by_row => Ok(()),
        Some(OnKnown::Insert | OnKnown::Skip) => {
            let kind = ask.kind.name();
            let why = format!("{kind} always change what is known; leave on_known out");
            Err(ImportRefused::mapping(why))
        }
    }
}

/// Why a row is not taken where only what is new is asked for.
pub(super) const KNOWN: &str = "it is known already, and only what is new was asked for";

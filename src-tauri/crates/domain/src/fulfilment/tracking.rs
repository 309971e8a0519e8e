//! Serial and lot numbers: which pieces left, and which came back.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::catalog::Tracking;
use crate::kernel::quantity::Quantity;
use crate::kernel::refusal::Refusal;
use crate::parties::text;

/// How much of a shipment line comes from one lot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LotPart {
    pub lot: String,
    pub quantity: Quantity,
}

/// The pieces of one shipment line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Pieces {
    pub shipment_n: i64,
    #[serde(default)]
    pub serials: Vec<String>,
    #[serde(default)]
    pub lots: Vec<LotPart>,
}

impl Pieces {
    fn is_empty(&self) -> bool {
        self.serials.is_empty() && self.lots.is_empty()
    }
}

/// Refuses serial numbers that are not one for each unit or stand twice, lots that do not add up
/// to the quantity, and a product that is followed without its numbers.
pub fn check_pieces(
    pieces: &Pieces,
    quantity: Quantity,
    tracking: Tracking,
) -> Result<(), Refusal> {
    let line = pieces.shipment_n;
    let missing = match tracking {
        Tracking::None => false,
        Tracking::Serial => pieces.serials.is_empty(),
        Tracking::Lot => pieces.lots.is_empty(),
    };
    if missing {
        return Err(Refusal::TrackingMissing { line });
    }
    if pieces.is_empty() {
        return Ok(());
    }
    for (n, serial) in pieces.serials.iter().enumerate() {
        text("serial", serial, 60).map_err(|why| why.at_line(line))?;
        if pieces.serials[..n].contains(serial) {
            return Err(Refusal::SerialOut { serial: serial.clone() });
        }
    }
    for part in &pieces.lots {
        text("lot", &part.lot, 60).map_err(|why| why.at_line(line))?;
        if part.quantity <= Quantity::ZERO {
            return Err(Refusal::QuantityNotPositive { quantity: part.quantity }.at_line(line));
        }
    }
    let units = i64::try_from(pieces.serials.len()).unwrap_or(i64::MAX);
    let in_lots: Quantity = pieces.lots.iter().map(|part| part.quantity).sum();
    let agrees = (pieces.serials.is_empty() || Quantity::units(units) == quantity)
        && (pieces.lots.is_empty() || in_lots == quantity);
    if agrees { Ok(()) } else { Err(Refusal::TrackingDiffers { line }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serial_numbers_are_one_for_each_unit_and_lots_add_up() {
        let serials = |of: &[&str]| Pieces {
            shipment_n: 1,
            serials: of.iter().map(|s| (*s).to_owned()).collect(),
            lots: Vec::new(),
        };
        let two = Quantity::units(2);
        assert_eq!(check_pieces(&serials(&["A", "B"]), two, Tracking::Serial), Ok(()));
        assert!(check_pieces(&serials(&["A"]), two, Tracking::None).is_err());
        assert!(check_pieces(&serials(&["A", "A"]), two, Tracking::None).is_err());
        assert!(check_pieces(&serials(&[]), two, Tracking::Serial).is_err());
        let lot = |quantity| Pieces {
            shipment_n: 1,
            serials: Vec::new(),
            lots: vec![LotPart { lot: "L7".into(), quantity }],
        };
        assert_eq!(check_pieces(&lot(two), two, Tracking::Lot), Ok(()));
        assert!(check_pieces(&lot(Quantity::units(1)), two, Tracking::Lot).is_err());
        assert_eq!(check_pieces(&serials(&[]), two, Tracking::None), Ok(()));
    }
}

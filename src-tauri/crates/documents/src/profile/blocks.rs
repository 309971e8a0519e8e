//! The blocks of a document, and which orders of them are sane.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A part of a document below the parties, whose place no profile chooses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DocumentBlock {
    /// Orders, delivery note, days: beside the address where it comes first.
    References,
    /// Kind, number and day.
    Title,
    /// What is said of this document alone.
    Notes,
    /// The firm's text above the lines.
    Before,
    Lines,
    Totals,
    /// When and where to pay, with a code for it.
    Payment,
    VatTable,
    Signatures,
    /// Why there is no VAT, and VAT in the firm's own currency.
    Exemptions,
    /// The firm's text below the lines.
    After,
}

use DocumentBlock::{
    After, Before, Exemptions, Lines, Notes, Payment, References, Signatures, Title, Totals,
    VatTable,
};

/// A list of blocks that no document can follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BlocksWrong {
    #[error("blocks has no {missing}: a document must say it")]
    Missing { missing: &'static str },
    #[error("blocks has {block} twice")]
    Twice { block: &'static str },
    #[error("blocks has {block} below the lines: it must stand above them")]
    Below { block: &'static str },
    #[error("blocks has {block} above the lines: it must stand below them")]
    Above { block: &'static str },
}

impl DocumentBlock {
    /// In the order that documents have where nothing else is chosen.
    pub const USUAL: [Self; 11] = [
        References, Title, Notes, Before, Lines, Totals, Payment, VatTable, Signatures, Exemptions,
        After,
    ];

    /// As files call it.
    pub fn name(self) -> &'static str {
        match self {
            References => "references",
            Title => "title",
            Notes => "notes",
            Before => "before",
            Lines => "lines",
            Totals => "totals",
            Payment => "payment",
            VatTable => "vat_table",
            Signatures => "signatures",
            Exemptions => "exemptions",
            After => "after",
        }
    }

    /// Whether a document says by it what a norm or the customer asks it to say.
    fn is_needed(self) -> bool {
        match self {
            References | Title | Notes | Lines | Totals | Exemptions => true,
            Before | Payment | VatTable | Signatures | After => false,
        }
    }
}

/// Refuses a block twice, one missing that every document needs, and one on the wrong side of the
/// lines.
pub fn checked(blocks: &[DocumentBlock]) -> Result<(), BlocksWrong> {
    for block in DocumentBlock::USUAL {
        let times = blocks.iter().filter(|other| **other == block).count();
        if times > 1 {
            return Err(BlocksWrong::Twice { block: block.name() });
        }
        if times == 0 && block.is_needed() {
            return Err(BlocksWrong::Missing { missing: block.name() });
        }
    }
    let (above, below) = parted(blocks);
    for block in above {
        match block {
            Totals | VatTable | Signatures | Exemptions | After => {
                return Err(BlocksWrong::Above { block: block.name() });
            }
            References | Title | Notes | Before | Lines | Payment => {}
        }
    }
    for block in below {
        match block {
            Title | Before => return Err(BlocksWrong::Below { block: block.name() }),
            References | Notes | Lines | Totals | Payment | VatTable | Signatures | Exemptions
            | After => {}
        }
    }
    Ok(())
}

/// What stands above the lines, and what stands below them.
pub fn parted(blocks: &[DocumentBlock]) -> (&[DocumentBlock], &[DocumentBlock]) {
    let at = blocks.iter().position(|block| *block == Lines).unwrap_or(blocks.len());
    (&blocks[..at], blocks.get(at + 1..).unwrap_or_default())
}

//! The blocks of a document, drawn in the order of its profile.

use std::collections::BTreeMap;

use super::compose::{Composer, PLAIN, SPACE, STRONG, Sheet, half_of};
use crate::layout::font::Face;
use crate::layout::text::wrap;
use crate::layout::{Align, Mp, Page, Style, points, tenths};
use crate::profile::blocks::DocumentBlock;

const LABEL: Style = Style::new(Face::Regular, points(80)).grey(90);
const TITLE: Style = Style::new(Face::Bold, points(150));

/// Above a block that brings no space of its own, below one that leaves none.
fn gap(above: Option<DocumentBlock>, block: DocumentBlock) -> Mp {
    use DocumentBlock::{
        After, Before, Exemptions, Notes, Payment, References, Signatures, Title, Totals, VatTable,
    };
    let half = |block| matches!(block, Totals | Payment | VatTable);
    let below_half =
        above.is_some_and(half) && matches!(block, Title | References | Notes | Before | After);
    let below_full = matches!(above, Some(Signatures | Exemptions | After))
        && (half(block) || matches!(block, Notes | References));
    if below_half || below_full { tenths(20) } else { 0 }
}

impl Composer<'_> {
    /// Draws blocks below `y`; gives the bottom of the lowest. What is half as wide as the page
    /// stands beside what is on the other side.
    pub(super) fn blocks(&self, page: &mut Page, y: Mp, blocks: &[DocumentBlock]) -> Mp {
        let Sheet { left: x, inner, .. } = self.sheet;
        let half = half_of(inner);
        let (mut left, mut right) = (y, y);
        let mut above = None;
        for block in blocks.iter().copied() {
            let gap = gap(above, block);
            if gap > 0 {
                left = left.max(right) + gap;
                right = left;
            }
            above = Some(block);
            let y = left.max(right);
            let bottom = match block {
                DocumentBlock::Totals => {
                    right = self.sums(page, x + half + SPACE, right, half);
                    continue;
                }
                DocumentBlock::Payment => {
                    left = self.payment(page, x, left, half);
                    continue;
                }
                DocumentBlock::VatTable => {
                    left = self.vat_table(page, x, left, half);
                    continue;
                }
                // They part the blocks above from those below.
                DocumentBlock::Lines => y,
                DocumentBlock::References => self.references(page, y),
                DocumentBlock::Title => self.title(page, y),
                DocumentBlock::Notes => self.notes(page, y),
                DocumentBlock::Before => self.before(page, y),
                DocumentBlock::Signatures => self.signatures(page, y),
                DocumentBlock::Exemptions => self.exemptions(page, y),
                DocumentBlock::After => self.after(page, y),
            };
            (left, right) = (bottom, bottom);
        }
        left.max(right)
    }

    /// Lines of letters over the whole width; gives their bottom.
    fn full(&self, page: &mut Page, y: Mp, style: Style, text: &str) -> Mp {
        let Sheet { left, inner, .. } = self.sheet;
        page.lines(left, y, inner, Align::Left, style, &wrap(text, style, inner))
    }

    /// What the document is about, in two columns where it does not stand beside the address.
    fn references(&self, page: &mut Page, y: Mp) -> Mp {
        let Sheet { left, inner, .. } = self.sheet;
        let half = half_of(inner);
        let about = &self.printed.about;
        let (one, other) = about.split_at(about.len().div_ceil(2));
        let bottom = self.about(page, one, (left, y, half));
        bottom.max(self.about(page, other, (left + half + SPACE, y, half))) + tenths(10)
    }

    fn title(&self, page: &mut Page, y: Mp) -> Mp {
        let Sheet { left, inner, .. } = self.sheet;
        let tongue = &self.tongue;
        let title = format!("{} {}", tongue.say(self.printed.kind.word()), self.printed.number);
        let day = tongue.date.day(self.printed.issued_on);
        let room = inner - STRONG.width(&day) - SPACE;
        page.line(left, y + points(50), inner, Align::Right, STRONG, &day);
        let lines = wrap(&title, TITLE, room);
        page.lines(left, y, room, Align::Left, TITLE, &lines) + tenths(15)
    }

    fn notes(&self, page: &mut Page, y: Mp) -> Mp {
        let tongue = &self.tongue;
        let note = self.printed.note.iter().map(|note| format!("{}: {note}", tongue.say("note")));
        let remarks = self.printed.remarks.iter().map(|remark| tongue.remark(remark));
        let texts: Vec<String> = note.chain(remarks).collect();
        texts.iter().fold(y, |y, text| self.full(page, y, PLAIN, text) + tenths(10))
    }

    fn before(&self, page: &mut Page, y: Mp) -> Mp {
        match self.firms_words(&self.tongue.profile.before) {
            Some(text) => self.full(page, y, PLAIN, text) + tenths(10),
            None => y,
        }
    }

    fn exemptions(&self, page: &mut Page, y: Mp) -> Mp {
        let texts = self.exemption_texts();
        texts.iter().fold(y + tenths(20), |y, text| self.full(page, y, LABEL, text))
    }

    fn after(&self, page: &mut Page, y: Mp) -> Mp {
        match self.firms_words(&self.tongue.profile.after) {
            Some(text) => self.full(page, y + tenths(10), PLAIN, text),
            None => y,
        }
    }

    /// A text of the firm in the language of the document.
    fn firms_words<'t>(&self, texts: &'t BTreeMap<String, String>) -> Option<&'t str> {
        texts.get(self.tongue.language.code()).map(String::as_str)
    }
}

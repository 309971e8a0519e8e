//! Lines for signatures, and the codes by which a paper is found again.

use super::compose::Composer;
use crate::layout::bars::code_128;
use crate::layout::code::qr;
use crate::layout::font::Face;
use crate::layout::text::wrap;
use crate::layout::{Align, Mp, Page, Style, mm, points, tenths};

const LABEL: Style = Style::new(Face::Regular, points(80)).grey(90);
/// Room to write a name in.
const SIGNATURE: Mp = mm(14);
/// The side of the code with the link.
const CODE: Mp = mm(18);
const BARS: Mp = mm(10);
const SPACE: Mp = mm(5);

impl Composer<'_> {
    /// A line for each who signs, beside each other; gives their bottom.
    pub(super) fn signatures(&self, page: &mut Page, y: Mp) -> Mp {
        let words = self.printed.kind.signed_by();
        let Ok(n) = i64::try_from(words.len()) else { return y };
        if n == 0 {
            return y;
        }
        let inner = self.sheet.inner;
        let width = ((inner - (n - 1) * SPACE) / n).min(mm(85));
        let line = y + SIGNATURE;
        let mut bottom = line;
        let mut x = self.sheet.left;
        for word in words {
            page.rule(x, line, width, 400, 90);
            let lines = wrap(&self.tongue.say(word), LABEL, width);
            bottom = bottom.max(page.lines(x, line + tenths(8), width, Align::Left, LABEL, &lines));
            x += width + SPACE;
        }
        bottom
    }

    /// The link as a QR code and the number as Code 128 with its letters below; gives their bottom.
    pub(super) fn codes(&self, page: &mut Page, x: Mp, y: Mp, width: Mp) -> Mp {
        let Some(link) = &self.printed.link else { return y };
        let y = y + tenths(30);
        let mut at = x;
        let mut bottom = y;
        if qr(page, x, y, CODE, link) {
            page.link(x, y, CODE, CODE, link);
            at += CODE + mm(4);
            bottom = y + CODE;
        }
        let room = x + width - at;
        let number = &self.printed.number;
        if let Some(wide) = code_128(page, (at, y, room, BARS), number) {
            let text = y + BARS + tenths(8);
            page.line(at, text, wide, Align::Centre, LABEL, number);
            bottom = bottom.max(text + LABEL.leading());
        }
        bottom
    }
}

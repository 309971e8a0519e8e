//! QR codes, as fills.

use qrcodegen::{QrCode, QrCodeEcc};

use super::{Command, Mp, Page};

/// Draws a QR code of the given side with error correction M, as payment codes ask for (EPC
/// 069-12). Nothing is drawn, and false comes back, where it does not hold so much.
pub fn qr(page: &mut Page, x: Mp, y: Mp, side: Mp, text: &str) -> bool {
    let Ok(code) = QrCode::encode_text(text, QrCodeEcc::Medium) else { return false };
    let n = code.size();
    let edge = |i: i32| side * i64::from(i) / i64::from(n);
    for row in 0..n {
        let mut from = 0;
        while from < n {
            if !code.get_module(from, row) {
                from += 1;
                continue;
            }
            let mut to = from;
            while to < n && code.get_module(to, row) {
                to += 1;
            }
            page.commands.push(Command::Fill {
                x: x + edge(from),
                y: y + edge(row),
                width: edge(to) - edge(from),
                height: edge(row + 1) - edge(row),
                grey: 0,
            });
            from = to;
        }
    }
    true
}

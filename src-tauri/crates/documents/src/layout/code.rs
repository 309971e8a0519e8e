//! QR codes and Code 128, as fills.

use barcoders::sym::code128::Code128;
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

/// Draws a Code 128 (set B) of the given size. False where a letter is not in the set.
pub fn code128(page: &mut Page, x: Mp, y: Mp, width: Mp, height: Mp, text: &str) -> bool {
    // The letter in front chooses the set.
    let Ok(code) = Code128::new(format!("\u{181}{text}")) else { return false };
    let modules = code.encode();
    let n = i64::try_from(modules.len()).unwrap_or(i64::MAX);
    let mut from = 0;
    for bar in modules.chunk_by(|a, b| a == b) {
        let to = from + i64::try_from(bar.len()).unwrap_or(0);
        if bar[0] == 1 {
            let (left, right) = (width * from / n, width * to / n);
            page.commands.push(Command::Fill {
                x: x + left,
                y,
                width: right - left,
                height,
                grey: 0,
            });
        }
        from = to;
    }
    true
}

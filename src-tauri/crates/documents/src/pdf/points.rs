//! Lengths and shades as a PDF has them: only here are they no whole numbers.
#![expect(clippy::float_arithmetic, reason = "a PDF has decimal points")]

use printpdf::{Color, Greyscale, Pt};

use crate::layout::Mp;

/// A length in points.
#[expect(clippy::cast_precision_loss, reason = "a page is far shorter than what is exact")]
pub(super) fn pt(length: Mp) -> Pt {
    Pt(length as f32 / 1000.0)
}

/// A shade of grey.
pub(super) fn shade(grey: u8) -> Color {
    Color::Greyscale(Greyscale { percent: f32::from(grey) / 255.0, icc_profile: None })
}

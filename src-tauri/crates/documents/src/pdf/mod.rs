//! Pages of commands turned into a PDF/A-3b.

pub mod merged;
mod archival;
mod pictures;
mod points;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use printpdf::{
    FontId, FontMetrics, FontType, Mm, Op, PaintMode, ParsedFont, PdfDocument, PdfFont,
    PdfFontHandle, PdfFontMetricsStub, PdfPage, PdfSaveOptions, Point, Rect, TextItem, XObjectId,
};
use subsetter::GlyphRemapper;

use crate::layout::font::Face;
use crate::layout::picture::Picture;
use crate::layout::{Command, Mp, Page};
use crate::print::Unprintable;
use pictures::drawn;
use points::{pt, shade};

/// What a file says of itself.
#[derive(Clone, Debug)]
pub struct About {
    pub title: String,
    pub author: String,
    pub language: &'static str,
    pub day: NaiveDate,
}

/// Writes pages as a PDF/A-3b file. The same pages give the same bytes.
pub fn write(pages: &[Page], about: &About) -> Result<Vec<u8>, Unprintable> {
    let mut document = PdfDocument::new(&about.title);
    for face in Face::ALL {
        let letters = letters(pages, face);
        if !letters.is_empty() {
            let font = PdfFont::new(embedded(face, &letters)?);
            document.resources.fonts.map.insert(font_id(face), font);
        }
    }
    for picture in pictures(pages) {
        let id = XObjectId(picture.name.clone());
        document.resources.xobjects.map.entry(id).or_insert_with(|| pictures::embedded(picture));
    }
    document.pages = pages.iter().map(page).collect();
    let options = PdfSaveOptions { subset_fonts: false, optimize: false, ..Default::default() };
    let file = document.to_lopdf_document(&options, &mut Vec::new());
    archival::finish(file, about, pages)
}

fn pictures(pages: &[Page]) -> impl Iterator<Item = &Picture> {
    let drawn = pages.iter().flat_map(|page| &page.commands).filter_map(|command| match command {
        Command::Image { picture, .. } => Some(picture.as_ref()),
        Command::Text { .. }
        | Command::Rule { .. }
        | Command::Fill { .. }
        | Command::Link { .. } => None,
    });
    pages.iter().filter_map(|page| page.background.as_deref()).chain(drawn)
}

fn font_id(face: Face) -> FontId {
    FontId(match face {
        Face::Regular => "FR".to_owned(),
        Face::Bold => "FB".to_owned(),
    })
}

fn letters(pages: &[Page], of: Face) -> BTreeSet<char> {
    let mut letters = BTreeSet::new();
    for command in pages.iter().flat_map(|page| &page.commands) {
        if let Command::Text { face, text, .. } = command
            && *face == of
        {
            letters.extend(text.chars());
        }
    }
    letters
}

/// The font with no more than these letters.
fn embedded(face: Face, letters: &BTreeSet<char>) -> Result<ParsedFont, Unprintable> {
    let mut glyphs = GlyphRemapper::new();
    let (mut codes, mut widths) = (BTreeMap::new(), BTreeMap::new());
    for letter in letters {
        let id = glyphs.remap(face.glyph_id(*letter));
        codes.insert(u32::from(*letter), id);
        widths.insert(id, face.advance(*letter));
    }
    let bytes = subsetter::subset(face.bytes(), 0, &glyphs)
        .map_err(|error| Unprintable::Pdf { why: error.to_string() })?;
    let ttf = face.ttf();
    let bounds = ttf.global_bounding_box();
    let name = match face {
        Face::Regular => "NotoSans-Regular",
        Face::Bold => "NotoSans-Bold",
    };
    Ok(ParsedFont {
        original_bytes: bytes,
        font_index: 0,
        font_name: Some(name.to_owned()),
        codepoint_to_glyph: codes,
        glyph_widths: widths,
        units_per_em: ttf.units_per_em(),
        font_metrics: FontMetrics { ascent: ttf.ascender(), descent: ttf.descender() },
        font_type: FontType::TrueType,
        pdf_font_metrics: PdfFontMetricsStub {
            units_per_em: ttf.units_per_em(),
            x_min: bounds.x_min,
            y_min: bounds.y_min,
            x_max: bounds.x_max,
            y_max: bounds.y_max,
            caret_slope_rise: 1,
            caret_slope_run: 0,
            us_weight_class: ttf.weight().to_number(),
        },
    })
}

fn page(page: &Page) -> PdfPage {
    use Command::{Fill, Rule, Text};

    let point = |x: Mp, y: Mp| Point { x: pt(x), y: pt(page.height - y) };
    let mut ops = Vec::with_capacity(page.commands.len() * 5);
    let mut last_shade = None;
    if let Some(picture) = &page.background {
        ops.push(drawn(picture, (pt(0), pt(0)), (pt(page.width), pt(page.height))));
    }
    for command in &page.commands {
        if let Text { grey, .. } | Rule { grey, .. } | Fill { grey, .. } = command
            && last_shade != Some(*grey)
        {
            ops.push(Op::SetFillColor { col: shade(*grey) });
            last_shade = Some(*grey);
        }
        match command {
            Text { x, y, size, face, text, .. } => {
                ops.push(Op::StartTextSection);
                let font = PdfFontHandle::External(font_id(*face));
                ops.push(Op::SetFont { font, size: pt(*size) });
                ops.push(Op::SetTextCursor { pos: point(*x, *y) });
                ops.push(Op::ShowText { items: vec![TextItem::Text(text.clone())] });
                ops.push(Op::EndTextSection);
            }
            Rule { x, y, width, thickness: height, .. } | Fill { x, y, width, height, .. } => {
                ops.push(filled(page, *x, *y, *width, *height));
            }
            Command::Image { x, y, width, height, picture } => {
                let at = (pt(*x), pt(page.height - y - height));
                ops.push(drawn(picture, at, (pt(*width), pt(*height))));
            }
            // Written with the page itself.
            Command::Link { .. } => {}
        }
    }
    let (width, height): (Mm, Mm) = (pt(page.width).into(), pt(page.height).into());
    PdfPage::new(width, height, ops)
}

fn filled(page: &Page, x: Mp, y: Mp, width: Mp, height: Mp) -> Op {
    Op::DrawRectangle {
        rectangle: Rect {
            x: pt(x),
            y: pt(page.height - y - height),
            width: pt(width),
            height: pt(height),
            mode: Some(PaintMode::Fill),
            winding_order: None,
        },
    }
}

//! The letters: Noto Sans, regular and bold (SIL Open Font License), and how wide they are.

use std::sync::LazyLock;

use super::Mp;

static REGULAR: &[u8] = include_bytes!("../../fonts/NotoSans-Regular.ttf");
static BOLD: &[u8] = include_bytes!("../../fonts/NotoSans-Bold.ttf");

static FACES: LazyLock<[Option<Measured>; 2]> =
    LazyLock::new(|| [Measured::read(REGULAR), Measured::read(BOLD)]);

/// A face and the widths of its most used letters, by code.
struct Measured {
    face: ttf_parser::Face<'static>,
    units_per_em: i64,
    near: Vec<Option<Glyph>>,
}

#[derive(Clone, Copy, Debug)]
struct Glyph {
    id: u16,
    advance: u16,
}

/// Letters below this code are looked up once for all.
const NEAR: u32 = 0x250;

impl Measured {
    fn read(bytes: &'static [u8]) -> Option<Self> {
        let face = ttf_parser::Face::parse(bytes, 0).ok()?;
        let units_per_em = face.units_per_em().into();
        let mut measured = Self { face, units_per_em, near: Vec::new() };
        measured.near = (0..NEAR).map(|code| measured.find(char::from_u32(code)?)).collect();
        Some(measured)
    }

    fn find(&self, letter: char) -> Option<Glyph> {
        let id = self.face.glyph_index(letter)?;
        let advance = self.face.glyph_hor_advance(id)?;
        Some(Glyph { id: id.0, advance })
    }

    fn glyph(&self, letter: char) -> Option<Glyph> {
        match self.near.get(letter as usize) {
            Some(known) => *known,
            None => self.find(letter),
        }
    }
}

/// The two looks of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Face {
    Regular,
    Bold,
}

impl Face {
    pub const ALL: [Self; 2] = [Self::Regular, Self::Bold];

    fn measured(self) -> &'static Measured {
        let face = match self {
            Self::Regular => &FACES[0],
            Self::Bold => &FACES[1],
        };
        face.as_ref().expect("the fonts that are part of the program can be read")
    }

    /// The file of the font.
    pub(crate) fn bytes(self) -> &'static [u8] {
        match self {
            Self::Regular => REGULAR,
            Self::Bold => BOLD,
        }
    }

    /// Whether the font can show a letter.
    pub fn covers(self, letter: char) -> bool {
        self.measured().glyph(letter).is_some()
    }

    pub(crate) fn glyph_id(self, letter: char) -> u16 {
        self.measured().glyph(letter).map_or(0, |glyph| glyph.id)
    }

    /// Advance of a glyph in thousandths of its size.
    pub(crate) fn advance(self, letter: char) -> u16 {
        self.measured().glyph(letter).map_or(0, |glyph| glyph.advance)
    }

    /// How wide a line is at a size.
    pub fn width(self, text: &str, size: Mp) -> Mp {
        let face = self.measured();
        let units: i64 =
            text.chars().map(|c| face.glyph(c).map_or(0, |g| i64::from(g.advance))).sum();
        // Up, so that what fits really does.
        (units * size + face.units_per_em - 1) / face.units_per_em
    }

    /// From the base line up to the top of a line.
    pub fn ascent(self, size: Mp) -> Mp {
        size
    }

    /// From the base line down to the bottom of a line.
    pub fn descent(self, size: Mp) -> Mp {
        size * 28 / 100
    }

    pub(crate) fn ttf(self) -> &'static ttf_parser::Face<'static> {
        &self.measured().face
    }
}

/// The first letter of a text that no page can show. Signs that only steer, and marks that turn
/// the direction of writing, count as such: printed they would say something else than stored.
pub fn unprintable(text: &str) -> Option<char> {
    let shown = |c: char| Face::Regular.covers(c) && Face::Bold.covers(c) && !steers(c);
    text.chars().find(|c| !shown(*c) && !matches!(c, '\n' | '\t'))
}

fn steers(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}'
            | '\u{feff}')
}

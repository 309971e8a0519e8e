//! Pages of commands: what is drawn where, in whole thousandths of a point, from the top left.

pub mod bars;
pub mod code;
pub mod font;
pub mod grid;
pub mod picture;
pub mod text;

use std::sync::Arc;

use font::Face;
use picture::Picture;

/// A thousandth of a point.
pub type Mp = i64;

/// Tenths of a millimetre.
pub const fn tenths(mm10: i64) -> Mp {
    mm10 * 283_465 / 1000
}

/// Millimetres.
pub const fn mm(mm: i64) -> Mp {
    tenths(mm * 10)
}

/// Tenths of a point: sizes of letters.
pub const fn points(pt10: i64) -> Mp {
    pt10 * 100
}

/// How dark something is: 0 is black, 255 white.
pub type Grey = u8;

/// One thing to draw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Letters, their base line at `y`.
    Text {
        x: Mp,
        y: Mp,
        size: Mp,
        face: Face,
        grey: Grey,
        text: String,
    },
    /// A level line.
    Rule {
        x: Mp,
        y: Mp,
        width: Mp,
        thickness: Mp,
        grey: Grey,
    },
    Fill {
        x: Mp,
        y: Mp,
        width: Mp,
        height: Mp,
        grey: Grey,
    },
    Image {
        x: Mp,
        y: Mp,
        width: Mp,
        height: Mp,
        picture: Arc<Picture>,
    },
    /// A part of the page that leads somewhere; it shows nothing.
    Link {
        x: Mp,
        y: Mp,
        width: Mp,
        height: Mp,
        uri: String,
    },
}

impl Command {
    /// The box that it covers: left, top, right, bottom.
    pub fn bounds(&self) -> (Mp, Mp, Mp, Mp) {
        match self {
            Self::Text { x, y, size, face, text, .. } => {
                let width = face.width(text, *size);
                (*x, y - face.ascent(*size), x + width, y + face.descent(*size))
            }
            Self::Rule { x, y, width, thickness, .. } => (*x, *y, x + width, y + thickness),
            Self::Fill { x, y, width, height, .. }
            | Self::Image { x, y, width, height, .. }
            | Self::Link { x, y, width, height, .. } => (*x, *y, x + width, y + height),
        }
    }
}

/// One page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    pub width: Mp,
    pub height: Mp,
    /// What the whole page lies on: a letterhead.
    pub background: Option<Arc<Picture>>,
    pub commands: Vec<Command>,
}

impl Page {
    pub fn new(width: Mp, height: Mp) -> Self {
        Self { width, height, background: None, commands: Vec::new() }
    }

    /// What is drawn outside the margins, if anything is.
    pub fn outside(&self, left: Mp, top: Mp, right: Mp, bottom: Mp) -> Vec<&Command> {
        let (right, bottom) = (self.width - right, self.height - bottom);
        let beyond = |command: &&Command| {
            let (x0, y0, x1, y1) = command.bounds();
            x0 < left || y0 < top || x1 > right || y1 > bottom
        };
        self.commands.iter().filter(beyond).collect()
    }
}

/// Where letters stand in their box.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    #[default]
    Left,
    Right,
    Centre,
}

/// Letters of one look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    pub face: Face,
    pub size: Mp,
    pub grey: Grey,
}

impl Style {
    pub const fn new(face: Face, size: Mp) -> Self {
        Self { face, size, grey: 0 }
    }

    pub const fn grey(self, grey: Grey) -> Self {
        Self { grey, ..self }
    }

    /// From one line to the next.
    pub const fn leading(self) -> Mp {
        self.size * 130 / 100
    }

    pub fn width(self, text: &str) -> Mp {
        self.face.width(text, self.size)
    }
}

impl Page {
    /// A line of letters whose top is at `y`.
    pub fn line(&mut self, x: Mp, y: Mp, width: Mp, align: Align, style: Style, text: &str) {
        if text.is_empty() {
            return;
        }
        let x = match align {
            Align::Left => x,
            Align::Right => x + width - style.width(text),
            Align::Centre => x + (width - style.width(text)) / 2,
        };
        self.commands.push(Command::Text {
            x,
            y: y + style.face.ascent(style.size),
            size: style.size,
            face: style.face,
            grey: style.grey,
            text: text.to_owned(),
        });
    }

    /// Lines of letters, the first at the top `y`; gives the bottom of the last.
    pub fn lines(
        &mut self,
        x: Mp,
        y: Mp,
        width: Mp,
        align: Align,
        style: Style,
        lines: &[String],
    ) -> Mp {
        let mut y = y;
        for line in lines {
            self.line(x, y, width, align, style, line);
            y += style.leading();
        }
        y
    }

    pub fn link(&mut self, x: Mp, y: Mp, width: Mp, height: Mp, uri: &str) {
        self.commands.push(Command::Link { x, y, width, height, uri: uri.to_owned() });
    }

    pub fn rule(&mut self, x: Mp, y: Mp, width: Mp, thickness: Mp, grey: Grey) {
        self.commands.push(Command::Rule { x, y, width, thickness, grey });
    }
}

//! A table that runs over pages: widths of columns, heights of rows, where pages break.

use super::text::wrap;
use super::{Align, Mp, Page, Style};

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub title: String,
    pub align: Align,
    pub width: Width,
}

/// How a column gets its width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// As the profile says.
    Fixed(Mp),
    /// Of a fixed width, with a line in each row to write on.
    Blank(Mp),
    /// As wide as its widest cell: what may not be broken.
    Whole,
    /// As wide as its widest cell, up to this; then it wraps.
    UpTo(Mp),
    /// A share of what is left.
    Shared,
}

/// What a row is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// The head of a group: never the last thing on a page.
    Head,
    Line,
    /// The rest of a line that is too high to stay together.
    Rest,
    /// A sum: never the first thing on a page.
    Sum,
}

/// A row of cells. A head has one cell, over the whole width; a sum has two: words and amount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub kind: RowKind,
    pub cells: Vec<String>,
    /// What it adds to the sum that is carried forward.
    pub minor: i64,
}

/// Between columns.
const GAP: Mp = 5_000;
/// Above and below the letters of a row.
const PAD: Mp = 2_200;
/// A line that is higher than so many lines of letters may be parted.
const HIGHEST: usize = 12;
/// A word of so many letters stays in one piece as long as that is possible at all.
const SHORT: usize = 12;
/// What a shared column needs at least.
const SHARED_LEAST: Mp = super::mm(34);

/// A table with the widths of its columns.
#[derive(Clone, Debug)]
pub struct Grid {
    columns: Vec<Column>,
    widths: Vec<Mp>,
    pub style: Style,
    pub bold: Style,
    x: Mp,
    width: Mp,
}

/// A row cut into the lines of its cells.
#[derive(Clone, Debug)]
pub struct Set {
    pub kind: RowKind,
    cells: Vec<Vec<String>>,
    pub minor: i64,
    pub height: Mp,
}

/// The columns do not fit beside each other at the least size of letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TooWide {
    pub columns: Vec<String>,
}

impl Grid {
    /// Fits the columns into a width, with smaller letters if need be.
    pub fn fit(
        columns: Vec<Column>,
        rows: &[Row],
        (style, bold): (Style, Style),
        least: Mp,
        x: Mp,
        width: Mp,
    ) -> Result<Self, TooWide> {
        let mut grid = Self { columns, widths: Vec::new(), style, bold, x, width };
        // Letters are made smaller before a short code is broken.
        for short in [SHORT, 0] {
            (grid.style.size, grid.bold.size) = (style.size, bold.size);
            while grid.style.size >= least {
                // What may wrap is made narrower before the letters are made smaller.
                let mut parts = [100, 75, 50].iter();
                if let Some(widths) = parts.find_map(|part| grid.widths(rows, *part, short)) {
                    grid.widths = widths;
                    return Ok(grid);
                }
                grid.style.size -= 500;
                grid.bold.size -= 500;
            }
        }
        let columns = grid.columns.into_iter().map(|column| column.title).collect();
        Err(TooWide { columns })
    }

    /// The widths, if they fit; what may wrap has so many hundredths of what it would like, but no
    /// less than its words of up to `short` letters need.
    fn widths(&self, rows: &[Row], part: Mp, short: usize) -> Option<Vec<Mp>> {
        let lines = || rows.iter().filter(|row| matches!(row.kind, RowKind::Line | RowKind::Rest));
        let widest = |i: usize| {
            let cells = lines().filter_map(|row| row.cells.get(i));
            let cells = cells.flat_map(|cell| cell.lines()).map(|line| self.style.width(line));
            let cells = cells.max().unwrap_or(0);
            // A title may be broken at its spaces.
            let title = self.columns[i].title.split_whitespace();
            cells.max(title.map(|word| self.bold.width(word)).max().unwrap_or(0))
        };
        let unbroken = |i: usize| {
            let is_short = |word: &&str| word.chars().count() <= short;
            let cells = lines().filter_map(|row| row.cells.get(i));
            let words = cells.flat_map(|cell| cell.split_whitespace()).filter(is_short);
            let title = self.columns[i].title.split_whitespace().filter(is_short);
            let title = title.map(|word| self.bold.width(word)).max();
            words.map(|word| self.style.width(word)).max().max(title).unwrap_or(0)
        };
        let mut widths: Vec<Mp> = (0..self.columns.len())
            .map(|i| match self.columns[i].width {
                Width::Fixed(width) | Width::Blank(width) => width,
                Width::Whole => widest(i),
                Width::UpTo(most) => widest(i).min((most * part / 100).max(unbroken(i))),
                Width::Shared => 0,
            })
            .collect();
        let n_gaps = i64::try_from(widths.len().saturating_sub(1)).unwrap_or(0);
        let left = self.width - widths.iter().sum::<Mp>() - n_gaps * GAP;
        let shared: Vec<usize> =
            (0..widths.len()).filter(|i| self.columns[*i].width == Width::Shared).collect();
        let n = i64::try_from(shared.len()).unwrap_or(0);
        if left < n * SHARED_LEAST {
            return None;
        }
        for i in shared {
            widths[i] = left / n;
        }
        Some(widths)
    }

    /// Cuts rows into lines of letters; one that is too high is parted into several.
    pub fn set(&self, rows: &[Row]) -> Vec<Set> {
        let mut sets = Vec::with_capacity(rows.len());
        for row in rows {
            match row.kind {
                RowKind::Line | RowKind::Rest => self.set_line(row, &mut sets),
                RowKind::Head => {
                    let text = row.cells.first().map_or("", String::as_str);
                    let cells = vec![wrap(text, self.bold, self.width)];
                    sets.push(self.whole(row, cells, self.bold));
                }
                RowKind::Sum => {
                    let amount = row.cells.last().cloned().unwrap_or_default();
                    let words = self.width - self.bold.width(&amount) - GAP;
                    let text = row.cells.first().map_or("", String::as_str);
                    let cells = vec![wrap(text, self.bold, words), vec![amount]];
                    sets.push(self.whole(row, cells, self.bold));
                }
            }
        }
        sets
    }

    fn set_line(&self, row: &Row, sets: &mut Vec<Set>) {
        let cell = |(i, width): (usize, &Mp)| {
            wrap(row.cells.get(i).map_or("", String::as_str), self.style, *width)
        };
        let mut cells: Vec<Vec<String>> = self.widths.iter().enumerate().map(cell).collect();
        let mut kind = row.kind;
        let mut minor = row.minor;
        loop {
            let cut = |lines: &mut Vec<String>| {
                let rest = lines.split_off(lines.len().min(HIGHEST));
                std::mem::replace(lines, rest)
            };
            let now: Vec<Vec<String>> = cells.iter_mut().map(cut).collect();
            let part = Row { kind, cells: Vec::new(), minor };
            sets.push(self.whole(&part, now, self.style));
            if cells.iter().all(Vec::is_empty) {
                return;
            }
            (kind, minor) = (RowKind::Rest, 0);
        }
    }

    fn whole(&self, row: &Row, cells: Vec<Vec<String>>, style: Style) -> Set {
        let n = cells.iter().map(Vec::len).max().unwrap_or(1);
        let height = style.leading() * i64::try_from(n).unwrap_or(0) + 2 * PAD;
        Set { kind: row.kind, cells, minor: row.minor, height }
    }

    fn titles(&self) -> Vec<Vec<String>> {
        let title = |(column, width): (&Column, &Mp)| wrap(&column.title, self.bold, *width);
        self.columns.iter().zip(&self.widths).map(title).collect()
    }

    /// How high the titles of the columns are.
    pub fn head_height(&self) -> Mp {
        let n = self.titles().iter().map(Vec::len).max().unwrap_or(1);
        self.bold.leading() * i64::try_from(n).unwrap_or(1) + 2 * PAD
    }

    /// How high a row with a carried sum is.
    pub fn carry_height(&self) -> Mp {
        self.bold.leading() + 2 * PAD
    }

    /// Draws the titles at the top `y`; gives their bottom.
    pub fn draw_head(&self, page: &mut Page, y: Mp) -> Mp {
        page.commands.push(super::Command::Fill {
            x: self.x,
            y,
            width: self.width,
            height: self.head_height(),
            grey: 236,
        });
        self.draw_cells(page, y + PAD, &self.titles(), self.bold);
        y + self.head_height()
    }

    fn draw_cells(&self, page: &mut Page, y: Mp, cells: &[Vec<String>], style: Style) {
        let mut x = self.x;
        for ((column, width), lines) in self.columns.iter().zip(&self.widths).zip(cells) {
            page.lines(x, y, *width, column.align, style, lines);
            x += width + GAP;
        }
    }

    /// Lines to write on, at the bottom of a row.
    fn draw_blanks(&self, page: &mut Page, y: Mp) {
        let mut x = self.x;
        for (column, width) in self.columns.iter().zip(&self.widths) {
            if let Width::Blank(_) = column.width {
                page.rule(x, y, *width, 400, 110);
            }
            x += width + GAP;
        }
    }

    /// Draws a row at the top `y`; gives its bottom.
    pub fn draw(&self, page: &mut Page, y: Mp, set: &Set) -> Mp {
        let bottom = y + set.height;
        match set.kind {
            RowKind::Line | RowKind::Rest => {
                self.draw_cells(page, y + PAD, &set.cells, self.style);
                if set.kind == RowKind::Line {
                    self.draw_blanks(page, bottom - PAD);
                }
                page.rule(self.x, bottom, self.width, 250, 205);
            }
            RowKind::Head => {
                page.lines(self.x, y + PAD, self.width, Align::Left, self.bold, &set.cells[0]);
            }
            RowKind::Sum => {
                let amount = set.cells[1].first().map_or("", String::as_str);
                let words = self.width - self.bold.width(amount) - GAP;
                page.lines(self.x, y + PAD, words, Align::Right, self.bold, &set.cells[0]);
                page.line(self.x, y + PAD, self.width, Align::Right, self.bold, amount);
                page.rule(self.x, bottom, self.width, 250, 205);
            }
        }
        bottom
    }

    /// Draws words and an amount, both to the right.
    pub fn draw_carry(&self, page: &mut Page, y: Mp, words: &str, amount: &str) -> Mp {
        let cells = vec![vec![words.to_owned()], vec![amount.to_owned()]];
        let height = self.carry_height();
        self.draw(page, y, &Set { kind: RowKind::Sum, cells, minor: 0, height })
    }
}

/// Room for rows: of the first page, of each other page, and what must stand under the last row.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    pub first: Mp,
    pub other: Mp,
    /// Taken on each page that is not the last, and on each that is not the first.
    pub carry: Mp,
    /// What follows the last row and stays with it.
    pub end: Mp,
}

/// Parts rows into pages: gives, for each page, the index after its last row. A head stays with
/// the row after it and a sum with the one before; at least one row stands with what ends the
/// table, unless that is higher than a page.
pub fn pages(rows: &[Set], room: Room) -> Vec<usize> {
    let mut breaks = Vec::new();
    let mut start = 0;
    loop {
        let is_first = breaks.is_empty();
        let whole = if is_first { room.first } else { room.other - room.carry };
        let mut used = 0;
        let mut end = start;
        while end < rows.len() && used + rows[end].height <= whole {
            used += rows[end].height;
            end += 1;
        }
        if end == rows.len() && used + room.end <= whole {
            breaks.push(end);
            return breaks;
        }
        // Something is left for another page, which takes a line for the carried sum.
        while end > start && used + room.carry > whole {
            end -= 1;
            used -= rows[end].height;
        }
        if end == rows.len() && end > start {
            end -= 1;
        }
        let mut at = end;
        while at > start + 1 && may_not_part(rows, at) {
            at -= 1;
        }
        if may_not_part(rows, at) || at <= start {
            at = end.max(start + 1).min(rows.len());
        }
        breaks.push(at);
        if at == rows.len() {
            // The end is higher than what is left even on an empty page: it has one for itself.
            breaks.push(at);
            return breaks;
        }
        start = at;
    }
}

fn may_not_part(rows: &[Set], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|i| rows.get(i));
    before.is_some_and(|row| row.kind == RowKind::Head)
        || rows.get(at).is_some_and(|row| row.kind == RowKind::Sum)
}

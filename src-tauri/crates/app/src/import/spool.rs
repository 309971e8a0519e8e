//! Rows set down beside the firm's file, so that a file of any length is read in little memory.

use std::io::{self, BufReader, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use tempfile::SpooledTempFile;

/// What stays in memory; more goes into a nameless file that vanishes with the program.
pub const IN_MEMORY_MAX: usize = 8 << 20;

/// Whether a cell still has to be read the way its file writes, or says exactly what it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// As somebody typed it.
    Typed,
    /// A date as 2026-11-23, a number with a point.
    Exact,
    /// What a workbook shows where it could not compute: `#DIV/0!`.
    Error,
}

/// One row, and where it stands.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Line of the file, from 1, the header included.
    pub line: u64,
    /// Its place in the spool.
    pub at: u64,
    text: String,
    cells: Vec<(Form, u32)>,
}

impl Row {
    /// A row to be filled with cells.
    pub fn new(line: u64) -> Self {
        Self { line, ..Self::default() }
    }

    pub fn push(&mut self, form: Form, cell: &str) {
        self.text.push_str(cell);
        self.cells.push((form, u32::try_from(self.text.len()).unwrap_or(u32::MAX)));
    }

    /// How many cells it has.
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Whether no cell says anything.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// A cell without the blanks around it; an empty text where there is none.
    pub fn cell(&self, at: usize) -> (Form, &str) {
        let Some(&(form, end)) = self.cells.get(at) else {
            return (Form::Typed, "");
        };
        let start = at.checked_sub(1).map_or(0, |before| self.cells[before].1);
        (form, self.text[start as usize..end as usize].trim())
    }

    /// Every cell, from the left.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|at| self.cell(at).1)
    }
}

/// A spool that is being filled.
pub struct Filling {
    out: io::BufWriter<SpooledTempFile>,
    end: u64,
    n_rows: u64,
}

impl Filling {
    /// An empty spool, whose file lies in `folder` once it is long.
    pub fn new(folder: &Path) -> Self {
        let file = SpooledTempFile::new_in(IN_MEMORY_MAX, folder);
        Self { out: io::BufWriter::new(file), end: 0, n_rows: 0 }
    }

    /// Adds a row and tells its place.
    pub fn push(&mut self, row: &Row) -> io::Result<u64> {
        let at = self.end;
        let n_cells = u32::try_from(row.cells.len()).unwrap_or(u32::MAX);
        let n_bytes = 8 + 4 + 5 * row.cells.len() + row.text.len();
        self.out.write_all(&u32::try_from(n_bytes).map_err(io::Error::other)?.to_le_bytes())?;
        self.out.write_all(&row.line.to_le_bytes())?;
        self.out.write_all(&n_cells.to_le_bytes())?;
        for (form, end) in &row.cells {
            let form = match form {
                Form::Typed => 0,
                Form::Exact => 1,
                Form::Error => 2,
            };
            self.out.write_all(&[form])?;
            self.out.write_all(&end.to_le_bytes())?;
        }
        self.out.write_all(row.text.as_bytes())?;
        self.end += 4 + n_bytes as u64;
        self.n_rows += 1;
        Ok(at)
    }

    /// The filled spool, to be read.
    pub fn finish(self) -> io::Result<Spool> {
        let file = self.out.into_inner().map_err(io::IntoInnerError::into_error)?;
        let file = BufReader::new(file);
        let mut spool = Spool { file, at: self.end, end: self.end, n_rows: self.n_rows };
        spool.rewind()?;
        Ok(spool)
    }
}

/// A filled spool.
pub struct Spool {
    file: BufReader<SpooledTempFile>,
    at: u64,
    end: u64,
    pub n_rows: u64,
}

impl Spool {
    /// The row at a place that `push` told.
    pub fn read(&mut self, at: u64) -> io::Result<Row> {
        // Within what is buffered this moves no more than a number.
        let step = i128::from(at) - i128::from(self.at);
        match i64::try_from(step) {
            Ok(step) => self.file.seek_relative(step)?,
            Err(_) => {
                self.file.seek(SeekFrom::Start(at))?;
            }
        }
        let mut length = [0; 4];
        self.file.read_exact(&mut length)?;
        let n_bytes = u32::from_le_bytes(length) as usize;
        let mut bytes = vec![0; n_bytes];
        self.file.read_exact(&mut bytes)?;
        self.at = at + 4 + n_bytes as u64;
        decode(at, &bytes).ok_or_else(|| io::Error::other("the rows set down cannot be read back"))
    }

    /// The row behind the one read last, and nothing behind the last one.
    pub fn next(&mut self) -> io::Result<Option<Row>> {
        if self.at >= self.end { Ok(None) } else { self.read(self.at).map(Some) }
    }

    /// Goes back to before the first row.
    pub fn rewind(&mut self) -> io::Result<()> {
        self.at = 0;
        self.file.seek(SeekFrom::Start(0)).map(|_| ())
    }
}

fn decode(at: u64, bytes: &[u8]) -> Option<Row> {
    let (line, rest) = bytes.split_first_chunk::<8>()?;
    let (n_cells, rest) = rest.split_first_chunk::<4>()?;
    let n_cells = u32::from_le_bytes(*n_cells) as usize;
    let (ends, text) = rest.split_at_checked(5 * n_cells)?;
    let cell = |bytes: &[u8]| {
        let (form, end) = bytes.split_first_chunk::<1>()?;
        let form = match form[0] {
            0 => Form::Typed,
            1 => Form::Exact,
            _ => Form::Error,
        };
        Some((form, u32::from_le_bytes(end.try_into().ok()?)))
    };
    Some(Row {
        line: u64::from_le_bytes(*line),
        at,
        text: std::str::from_utf8(text).ok()?.to_owned(),
        cells: ends.chunks_exact(5).map(cell).collect::<Option<Vec<_>>>()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read_back_in_any_order_also_from_a_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut filling = Filling::new(folder.path());
        let long = "x".repeat(IN_MEMORY_MAX / 4);
        let mut places = Vec::new();
        for line in 1..=6 {
            let mut row = Row::new(line);
            row.push(Form::Exact, &format!(" {line} "));
            row.push(Form::Typed, &long);
            row.push(Form::Error, "");
            places.push(filling.push(&row).expect("room"));
        }
        let mut spool = filling.finish().expect("a spool");
        for at in [5, 0, 3, 4] {
            let row = spool.read(places[at]).expect("a row");
            assert_eq!(row.line, at as u64 + 1);
            assert_eq!(row.cell(0), (Form::Exact, (at + 1).to_string().as_str()));
            assert_eq!((row.cell(1).1.len(), row.cell(2)), (long.len(), (Form::Error, "")));
            assert_eq!((row.len(), row.cell(3)), (3, (Form::Typed, "")));
        }
        spool.rewind().expect("a file that can be wound back");
        let mut n = 0;
        while spool.next().expect("a row").is_some() {
            n += 1;
        }
        assert_eq!((n, spool.n_rows), (6, 6));
    }
}

//! The bad rows of a file, gathered so that a person can mend them all at once.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use super::reading::ADDED_COLUMNS;
use super::refused::{BadRow, ImportRefused, NAMED_MAX};
use super::sheet::Headed;
use super::spool::{Filling, Form, Row};

/// Every bad row once, with the first that is wrong in it.
pub struct Faults {
    rows: Vec<BadRow>,
    files: Vec<String>,
    /// By file and line, where the row and its fault were set down.
    places: BTreeMap<(usize, u64), u64>,
    all: Filling,
    trouble: Option<io::Error>,
}

impl Faults {
    /// None yet; many go into a file in `folder`.
    pub fn new(folder: &Path) -> Self {
        Self {
            rows: Vec::new(),
            files: Vec::new(),
            places: BTreeMap::new(),
            all: Filling::new(folder),
            trouble: None,
        }
    }

    /// Adds a bad row.
    pub fn note(&mut self, bad: BadRow) {
        let known = self.files.iter().position(|file| *file == bad.file);
        let file = known.unwrap_or_else(|| {
            self.files.push(bad.file.clone());
            self.files.len() - 1
        });
        if self.places.contains_key(&(file, bad.line)) {
            return;
        }
        let mut row = Row::new(bad.at);
        row.push(Form::Typed, bad.column.as_deref().unwrap_or_default());
        row.push(Form::Typed, &bad.why);
        match self.all.push(&row) {
            Ok(at) => {
                self.places.insert((file, bad.line), at);
            }
            Err(error) => self.trouble = Some(error),
        }
        self.rows.push(bad);
        if self.rows.len() >= 2 * NAMED_MAX {
            self.name_the_first();
        }
    }

    /// What a row gives, unless the row is bad; then that is noted.
    pub fn keep<T>(&mut self, read: Result<T, BadRow>) -> Option<T> {
        read.map_err(|bad| self.note(bad)).ok()
    }

    /// How many rows are bad.
    pub fn n(&self) -> usize {
        self.places.len()
    }

    /// The first of them by file and line, as many as an answer names.
    pub fn named(&mut self) -> Vec<BadRow> {
        self.name_the_first();
        self.rows.clone()
    }

    fn name_the_first(&mut self) {
        self.rows.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
        self.rows.truncate(NAMED_MAX);
    }

    /// Writes every bad row as it stands in its file, behind its line, its column and the reason.
    /// Those of a second file go beside it. Tells which files were written.
    ///
    /// Refuses where no file can be written.
    pub fn write(
        self,
        to: &Path,
        head: &mut Headed,
        lines: Option<&mut Headed>,
    ) -> Result<Vec<PathBuf>, ImportRefused> {
        let unwritable = |path: &Path, error: &dyn std::fmt::Display| ImportRefused::Unwritable {
            file: path.display().to_string(),
            why: error.to_string(),
        };
        if let Some(error) = &self.trouble {
            return Err(unwritable(to, error));
        }
        let mut all = self.all.finish().map_err(|error| unwritable(to, &error))?;
        let mut written = Vec::new();
        for (of, path) in
            [Some((head, to.to_owned())), lines.map(|of| (of, beside(to)))].into_iter().flatten()
        {
            let file = self.files.iter().position(|file| *file == of.header.origin.name);
            let Some(file) = file else { continue };
            let places = self.places.range((file, 0)..(file + 1, 0));
            let places = places.map(|((_, line), at)| (*line, *at));
            list(&path, of, &mut all, places).map_err(|error| unwritable(&path, &error))?;
            written.push(path);
        }
        Ok(written)
    }
}

/// `bad.csv` has `bad-lines.csv` beside it.
fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_stem().unwrap_or_default().to_owned();
    name.push("-lines");
    if let Some(extension) = path.extension() {
        name.push(".");
        name.push(extension);
    }
    path.with_file_name(name)
}

fn list(
    path: &Path,
    of: &mut Headed,
    all: &mut super::spool::Spool,
    places: impl Iterator<Item = (u64, u64)>,
) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(of.header.delimiter.unwrap_or(b','))
        .flexible(true)
        .from_path(path)?;
    let columns = of.header.columns.iter().map(String::as_str);
    // A list that is imported again has the three already.
    let is_list = columns.clone().take(ADDED_COLUMNS.len()).eq(ADDED_COLUMNS);
    let n_passed = if is_list { ADDED_COLUMNS.len() } else { 0 };
    writer.write_record(ADDED_COLUMNS.into_iter().chain(columns.skip(n_passed)))?;
    for (line, at) in places {
        let fault = all.read(at)?;
        let row = of.spool.read(fault.line)?;
        let line = line.to_string();
        let told = [line.as_str(), fault.cell(0).1, fault.cell(1).1];
        writer.write_record(told.into_iter().chain(row.cells().skip(n_passed)))?;
    }
    writer.flush()
}

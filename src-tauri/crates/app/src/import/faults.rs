//! The bad rows of a file, gathered so that a person can mend them all at once.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};

use super::mapping::{Mapping, Section};
use super::plan::{digest, key_of};
use super::reading::{ADDED_COLUMNS, Reading};
use super::refused::{BadRow, ImportRefused, NAMED_MAX};
use super::sheet::{Headed, Sheet};
use super::spool::{Filling, Form, Row, Spool};
use super::{ImportAsk, ImportKind};

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

    /// Writes every bad row as it stands in its file, behind its line, its column and the reason,
    /// and with it the other rows of its document, which was refused whole: what is mended can be
    /// imported as it is. Those of a second file go beside it.
    ///
    /// Refuses where no file can be written.
    pub fn write(
        self,
        to: &Path,
        mapping: &Mapping,
        head: &mut Headed,
        lines: Option<&mut Headed>,
    ) -> Result<(), ImportRefused> {
        let unwritable = |path: &Path, error: &dyn std::fmt::Display| ImportRefused::Unwritable {
            file: path.display().to_string(),
            why: error.to_string(),
        };
        if let Some(error) = &self.trouble {
            return Err(unwritable(to, error));
        }
        let mut parts = vec![(&mapping.head, self.of_file(head), head, to.to_owned())];
        if let (Some(section), Some(of)) = (&mapping.lines, lines) {
            parts.push((section, self.of_file(of), of, beside(to)));
        }
        let mut refused = HashSet::new();
        if let Some(key) = key_of_whole(mapping) {
            for (section, places, of, _) in &mut parts {
                refused.extend(keys(mapping, section, key, places, of)?);
            }
        }
        let mut all = self.all.finish().map_err(|error| unwritable(to, &error))?;
        for (section, places, of, path) in parts {
            let list = List { mapping, section, refused: &refused, places };
            list.write(&path, of, &mut all).map_err(|error| unwritable(&path, &error))?;
        }
        Ok(())
    }

    /// Lines of the bad rows of a file, each with the place of its fault.
    fn of_file(&self, of: &Headed) -> HashMap<u64, u64> {
        let file = self.files.iter().position(|file| *file == of.header.origin.name);
        let places = file.map(|file| self.places.range((file, 0)..(file + 1, 0)));
        places.into_iter().flatten().map(|((_, line), at)| (*line, *at)).collect()
    }
}

/// Digests of the keys that bad rows have.
fn keys(
    mapping: &Mapping,
    section: &Section,
    key: &str,
    places: &HashMap<u64, u64>,
    of: &mut Headed,
) -> Result<Vec<u64>, ImportRefused> {
    let sheet = Sheet { header: of.header.clone(), rows: Vec::new() };
    let reading = Reading::new(&sheet, section, &mapping.writing)?;
    let mut keys = Vec::new();
    of.spool.rewind().map_err(|error| of.broken(&error))?;
    while let Some(row) = of.spool.next().map_err(|error| of.broken(&error))? {
        if places.contains_key(&row.line) {
            keys.extend(reading.record(&row).text(key).map(digest));
        }
    }
    Ok(keys)
}

/// What is written of one file.
struct List<'a> {
    mapping: &'a Mapping,
    section: &'a Section,
    /// Digests of the keys whose documents were refused whole.
    refused: &'a HashSet<u64>,
    /// Lines of the bad rows, each with the place of its fault.
    places: HashMap<u64, u64>,
}

impl List<'_> {
    fn write(&self, path: &Path, of: &mut Headed, all: &mut Spool) -> io::Result<()> {
        let mut writer = csv::WriterBuilder::new()
            .delimiter(of.header.delimiter.unwrap_or(b','))
            .flexible(true)
            .from_path(path)?;
        let columns = of.header.columns.iter().map(String::as_str);
        // A list that is imported again has the three already.
        let is_list = columns.clone().take(ADDED_COLUMNS.len()).eq(ADDED_COLUMNS);
        let n_passed = if is_list { ADDED_COLUMNS.len() } else { 0 };
        writer.write_record(ADDED_COLUMNS.into_iter().chain(columns.skip(n_passed)))?;
        let sheet = Sheet { header: of.header.clone(), rows: Vec::new() };
        let reading = Reading::new(&sheet, self.section, &self.mapping.writing);
        let reading = reading.map_err(io::Error::other)?;
        let key = key_of_whole(self.mapping);
        of.spool.rewind()?;
        while let Some(row) = of.spool.next()? {
            let fault = self.places.get(&row.line).map(|at| all.read(*at)).transpose()?;
            let name = key.and_then(|key| reading.record(&row).text(key).map(digest));
            if fault.is_none() && !name.is_some_and(|name| self.refused.contains(&name)) {
                continue;
            }
            let line = row.line.to_string();
            let (column, why) = match &fault {
                Some(fault) => (fault.cell(0).1, fault.cell(1).1),
                None => ("", ""),
            };
            let told = [line.as_str(), column, why];
            writer.write_record(told.into_iter().chain(row.cells().skip(n_passed)))?;
        }
        writer.flush()
    }
}

/// The field whose rows become one document, of which all are refused where one is bad.
fn key_of_whole(mapping: &Mapping) -> Option<&'static str> {
    match mapping.kind {
        ImportKind::Contacts
        | ImportKind::CustomerCodes
        | ImportKind::ListPrices
        | ImportKind::PriceAgreements
        | ImportKind::Orders
        | ImportKind::Deliveries => Some(key_of(mapping)),
        ImportKind::Customers
        | ImportKind::Carriers
        | ImportKind::Products
        | ImportKind::Stock
        | ImportKind::Shipments
        | ImportKind::OpenInvoices
        | ImportKind::OpenPayments => None,
    }
}

/// The list of bad rows must not take the place of what is imported.
pub fn check_path(ask: &ImportAsk) -> Result<(), ImportRefused> {
    let Some(list) = &ask.errors_path else { return Ok(()) };
    let whole = |path: &Path| path.canonicalize().ok();
    let lists = [whole(Path::new(list)), whole(&beside(Path::new(list)))];
    let sources = [Some(ask.path.as_str()), ask.lines_path.as_deref()].into_iter().flatten();
    if sources.filter_map(|path| whole(Path::new(path))).any(|path| lists.contains(&Some(path))) {
        let why = "it is the file that is imported; choose another name";
        return Err(ImportRefused::Unwritable { file: list.clone(), why: why.to_owned() });
    }
    Ok(())
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

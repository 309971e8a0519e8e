//! The file of an export: written beside its place, and there only when it is whole.

use std::fmt::Display;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use dovuto_documents::csv::Lines;
use dovuto_documents::table::Cell;
use dovuto_documents::xlsx::{ROWS_MAX, Sheet};
use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;
use thiserror::Error;
use ts_rs::TS;

/// What a file of an export is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    Csv,
    /// CSV that begins with the mark by which some spreadsheets know UTF-8.
    CsvMarked,
    Xlsx,
}

impl ExportFormat {
    /// What the ending of a file asks for.
    ///
    /// Refuses an ending that names no format.
    pub fn of(path: &Path) -> Result<Self, ExportRefused> {
        let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        match ending.as_str() {
            "csv" | "txt" | "" => Ok(Self::Csv),
            "xlsx" => Ok(Self::Xlsx),
            _ => {
                let why = format!(
                    "its ending .{ending} names no format; use .csv or .xlsx, or say the format"
                );
                Err(ExportRefused::unwritable(path, why))
            }
        }
    }
}

/// Nothing was written, and why.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize)]
#[serde(tag = "code", content = "params")]
pub enum ExportRefused {
    #[error("{path} exists already; choose another name, or say that it may be replaced")]
    #[serde(rename = "export_file_exists")]
    FileExists { path: String },
    #[error("{path} cannot be written: {why}")]
    #[serde(rename = "export_file_unwritable")]
    FileUnwritable { path: String, why: String },
    #[error("a sheet holds {rows_max} rows and this list has more; narrow it, or export CSV")]
    #[serde(rename = "export_too_long")]
    TooLong { rows_max: u32 },
}

impl ExportRefused {
    pub fn unwritable(path: &Path, why: impl Display) -> Self {
        Self::FileUnwritable { path: path.display().to_string(), why: why.to_string() }
    }

    pub fn exists(path: &Path) -> Self {
        Self::FileExists { path: path.display().to_string() }
    }
}

/// A file on its way to its place.
pub struct Output {
    path: PathBuf,
    part: NamedTempFile,
    table: Table,
    n_rows: u32,
}

enum Table {
    Csv(Box<Lines<BufWriter<File>>>),
    Xlsx(Box<Sheet>),
}

impl Output {
    /// Begins a file beside its place.
    pub fn begin(
        path: &Path,
        format: ExportFormat,
        columns: &[&str],
        today: NaiveDate,
    ) -> Result<Self, ExportRefused> {
        let no = |why: &dyn Display| ExportRefused::unwritable(path, why);
        let part = part_beside(path)?;
        let folder = folder_of(path);
        let out = BufWriter::new(part.reopen().map_err(|error| no(&error))?);
        let table = match format {
            ExportFormat::Csv => {
                Table::Csv(Box::new(Lines::new(out, columns).map_err(|e| no(&e))?))
            }
            ExportFormat::CsvMarked => {
                Table::Csv(Box::new(Lines::marked(out, columns).map_err(|e| no(&e))?))
            }
            ExportFormat::Xlsx => {
                let sheet = Sheet::new(columns, folder, today).map_err(|error| no(&error))?;
                Table::Xlsx(Box::new(sheet))
            }
        };
        Ok(Self { path: path.to_owned(), part, table, n_rows: 0 })
    }

    /// Adds a row. Refuses one more than a sheet holds.
    pub fn row(&mut self, cells: &[Cell]) -> Result<(), ExportRefused> {
        self.n_rows += 1;
        match &mut self.table {
            Table::Csv(lines) => {
                lines.row(cells).map_err(|error| ExportRefused::unwritable(&self.path, error))
            }
            Table::Xlsx(_) if self.n_rows > ROWS_MAX => {
                Err(ExportRefused::TooLong { rows_max: ROWS_MAX })
            }
            Table::Xlsx(sheet) => {
                sheet.row(cells).map_err(|error| ExportRefused::unwritable(&self.path, error))
            }
        }
    }

    /// Puts the whole file in its place, durably. Refuses where one lies there.
    pub fn finish(self) -> Result<i64, ExportRefused> {
        let (path, part, n_rows) = self.written()?;
        let placed = part.persist_noclobber(&path);
        placed.map_err(|failed| match failed.error.kind() {
            std::io::ErrorKind::AlreadyExists => ExportRefused::exists(&path),
            _ => ExportRefused::unwritable(&path, failed.error),
        })?;
        Ok(n_rows.into())
    }

    /// The same, in the place of what lies there.
    pub fn finish_over(self) -> Result<i64, ExportRefused> {
        let (path, part, n_rows) = self.written()?;
        let placed = part.persist(&path);
        placed.map_err(|failed| ExportRefused::unwritable(&path, failed.error))?;
        Ok(n_rows.into())
    }

    fn written(self) -> Result<(PathBuf, NamedTempFile, u32), ExportRefused> {
        let Self { path, part, table, n_rows } = self;
        let no = |why: &dyn Display| ExportRefused::unwritable(&path, why);
        match table {
            Table::Csv(lines) => {
                let mut out = lines.finish().map_err(|error| no(&error))?;
                out.flush().map_err(|error| no(&error))?;
            }
            Table::Xlsx(sheet) => {
                let mut out = BufWriter::new(part.reopen().map_err(|error| no(&error))?);
                sheet.finish(&mut out).map_err(|error| no(&error))?;
                out.flush().map_err(|error| no(&error))?;
            }
        }
        part.as_file().sync_all().map_err(|error| no(&error))?;
        Ok((path, part, n_rows))
    }
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        Some(_) | None => Path::new("."),
    }
}

fn part_beside(path: &Path) -> Result<NamedTempFile, ExportRefused> {
    let no = |why: &dyn Display| ExportRefused::unwritable(path, why);
    let folder = folder_of(path);
    if !folder.is_dir() {
        return Err(no(&format!("there is no folder {}", folder.display())));
    }
    let mut builder = tempfile::Builder::new();
    builder.prefix(".export-").suffix(".part");
    // Whoever may read what else is written there may read this too.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder).map_err(|error| no(&error.kind()))
}

/// A file of any bytes on its way to its place.
pub struct Part {
    path: PathBuf,
    part: NamedTempFile,
    replace: bool,
}

impl Part {
    /// Begins a file beside its place. Refuses where one lies there, unless it may be replaced.
    pub fn begin(path: &Path, replace: bool) -> Result<Self, ExportRefused> {
        if !replace && path.exists() {
            return Err(ExportRefused::exists(path));
        }
        Ok(Self { path: path.to_owned(), part: part_beside(path)?, replace })
    }

    /// What the bytes are written to.
    pub fn out(&self) -> Result<BufWriter<File>, ExportRefused> {
        let out = self.part.reopen();
        out.map(BufWriter::new).map_err(|error| ExportRefused::unwritable(&self.path, error))
    }

    /// Puts the whole file in its place, durably.
    pub fn finish(self) -> Result<(), ExportRefused> {
        let Self { path, part, replace } = self;
        let no = |why: &dyn Display| ExportRefused::unwritable(&path, why);
        part.as_file().sync_all().map_err(|error| no(&error))?;
        let placed = if replace { part.persist(&path) } else { part.persist_noclobber(&path) };
        placed.map(|_| ()).map_err(|failed| match failed.error.kind() {
            std::io::ErrorKind::AlreadyExists => ExportRefused::exists(&path),
            _ => no(&failed.error),
        })
    }
}

/// Writes a whole file in one step, durably. Refuses where one lies there, unless it may be
/// replaced.
pub fn write(path: &Path, bytes: &[u8], replace: bool) -> Result<(), ExportRefused> {
    let part = Part::begin(path, replace)?;
    let written = part.part.as_file().write_all(bytes);
    written.map_err(|error| ExportRefused::unwritable(path, error))?;
    part.finish()
}

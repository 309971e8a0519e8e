//! Reading a CSV file: a row knows its line, a value knows its column, and nothing is guessed.

use std::collections::HashMap;
use std::fmt::Display;
use std::path::Path;

use chrono::NaiveDate;
use csv::{ReaderBuilder, StringRecord};
use dovuto_domain::kernel::calendar::is_plausible;
use dovuto_domain::kernel::number::parse_decimal;
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_store::row::hex;
use serde::de::value::Error as WordError;
use serde::de::{DeserializeOwned, IntoDeserializer as _};
use sha2::{Digest as _, Sha256};

use super::mapping::{DiscountForm, Section, Source, Writing};
use super::refused::{BadRow, Faults, ImportRefused};
use crate::error::Error;

/// A file, read whole.
#[derive(Debug)]
pub struct Sheet {
    /// The file's name without its folder.
    pub name: String,
    /// SHA-256 of the file as it was found, in hex.
    pub hash: String,
    header: Vec<String>,
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    line: u64,
    cells: StringRecord,
}

impl Sheet {
    /// Reads a file. Rows with too many or too few fields are noted as bad and left out.
    ///
    /// Refuses a file that is not there, is not UTF-8, or has no header.
    pub async fn read(
        path: &Path,
        delimiter: u8,
        faults: &mut Faults,
    ) -> Result<Self, ImportRefused> {
        let unreadable =
            |why: String| ImportRefused::FileUnreadable { file: path.display().to_string(), why };
        let bytes = tokio::fs::read(path).await.map_err(|error| unreadable(error.to_string()))?;
        let name = path.file_name().unwrap_or(path.as_os_str());
        Self::parse(&name.to_string_lossy(), &bytes, delimiter, faults).map_err(unreadable)
    }

    fn parse(name: &str, bytes: &[u8], delimiter: u8, faults: &mut Faults) -> Result<Self, String> {
        let plain = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let text = std::str::from_utf8(plain).map_err(|error| {
            let line = newlines(&plain[..error.valid_up_to()]) + 1;
            format!("line {line} is not text in UTF-8; save the file as UTF-8")
        })?;
        let mut sheet = Self {
            name: name.to_owned(),
            hash: hex(&Sha256::digest(bytes)),
            header: Vec::new(),
            rows: Vec::new(),
        };
        let mut reader = ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        for cells in reader.records() {
            let cells = cells.map_err(|error| error.to_string())?;
            if sheet.header.is_empty() {
                sheet.header = cells.iter().map(|cell| cell.trim().to_owned()).collect();
                continue;
            }
            let line = line_of(text.as_bytes(), &cells);
            let (found, wanted) = (cells.len(), sheet.header.len());
            if found == wanted {
                sheet.rows.push(Row { line, cells });
            } else {
                let why = format!("{found} fields, where the header has {wanted}");
                faults.note(sheet.bad_row(line, why));
            }
        }
        if sheet.header.is_empty() {
            return Err("it has no header row".to_owned());
        }
        Ok(sheet)
    }

    /// How many rows follow the header.
    pub fn n_rows(&self) -> i64 {
        i64::try_from(self.rows.len()).unwrap_or(i64::MAX)
    }

    /// A row that is bad as a whole.
    pub fn bad_row(&self, line: u64, why: impl Display) -> BadRow {
        BadRow { file: self.name.clone(), line, column: None, value: None, why: why.to_string() }
    }
}

/// The line on which a record really begins: the reader counts blank lines before it as its own.
fn line_of(text: &[u8], cells: &StringRecord) -> u64 {
    let Some(position) = cells.position() else {
        return 0;
    };
    let start = usize::try_from(position.byte()).unwrap_or(text.len());
    let blank = text[start.min(text.len())..]
        .iter()
        .take_while(|byte| matches!(byte, b'\r' | b'\n'))
        .filter(|byte| **byte == b'\n');
    position.line() + u64::try_from(blank.count()).unwrap_or(0)
}

fn newlines(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte == b'\n').count()
}

/// A sheet seen through a section of its mapping.
pub struct Reading<'a> {
    pub sheet: &'a Sheet,
    writing: &'a Writing,
    places: HashMap<&'a str, Place<'a>>,
}

enum Place<'a> {
    Column { at: usize, name: &'a str },
    Constant(&'a str),
}

impl<'a> Reading<'a> {
    /// Finds the columns that a section names.
    ///
    /// Refuses a column that the header does not have, or has twice.
    pub fn new(
        sheet: &'a Sheet,
        section: &'a Section,
        writing: &'a Writing,
    ) -> Result<Self, ImportRefused> {
        let mut places = HashMap::new();
        for (field, source) in &section.sources {
            let place = match source {
                Source::Constant(text) => Place::Constant(text.trim()),
                Source::Column(name) => {
                    let mut found = sheet.header.iter().enumerate().filter(|(_, c)| *c == name);
                    let why = match (found.next(), found.next()) {
                        (Some((at, _)), None) => {
                            places.insert(field.as_str(), Place::Column { at, name });
                            continue;
                        }
                        (Some(_), Some(_)) => {
                            format!("{} has the column \"{name}\" twice", sheet.name)
                        }
                        (None, _) => {
                            let columns = sheet.header.join(", ");
                            format!("{} has no column \"{name}\"; it has {columns}", sheet.name)
                        }
                    };
                    return Err(ImportRefused::mapping(why));
                }
            };
            places.insert(field.as_str(), place);
        }
        Ok(Self { sheet, writing, places })
    }

    /// The rows in the order of the file.
    pub fn records(&'a self) -> impl Iterator<Item = Record<'a>> {
        self.sheet.rows.iter().map(|row| Record { of: self, row })
    }

    /// Whether the mapping gives a field at all.
    pub fn has(&self, field: &str) -> bool {
        self.places.contains_key(field)
    }

    /// The fields that come from columns.
    pub fn from_columns(&self) -> impl Iterator<Item = &'a str> {
        let is_column = |place: &Place| matches!(place, Place::Column { .. });
        let columns = self.places.iter().filter(move |(_, p)| is_column(p));
        columns.map(|(field, _)| *field)
    }
}

/// One row, read field by field.
#[derive(Clone, Copy)]
pub struct Record<'a> {
    of: &'a Reading<'a>,
    row: &'a Row,
}

impl<'a> Record<'a> {
    /// Line of the file, from 1, the header included.
    pub fn line(&self) -> u64 {
        self.row.line
    }

    /// File and line: where a value that stands here can be looked up.
    pub fn reference(&self) -> String {
        format!("{} line {}", self.of.sheet.name, self.row.line)
    }

    /// SHA-256 of the file, in hex.
    pub fn hash(&self) -> &'a str {
        &self.of.sheet.hash
    }

    /// Whether the mapping gives a field at all.
    pub fn has(&self, field: &str) -> bool {
        self.of.has(field)
    }

    /// The value of a field; nothing where it is not mapped or means that there is none.
    pub fn text(&self, field: &str) -> Option<&'a str> {
        match self.of.places.get(field)? {
            Place::Constant(text) => Some(text),
            Place::Column { at, .. } => {
                let text = self.row.cells.get(*at).unwrap_or_default().trim();
                let is_null = self.of.writing.null.iter().any(|null| null == text);
                (!is_null).then_some(text)
            }
        }
    }

    /// The value of a field, owned.
    pub fn owned(&self, field: &str) -> Option<String> {
        self.text(field).map(str::to_owned)
    }

    /// The value of a field that must be there.
    pub fn needed(&self, field: &str) -> Result<&'a str, BadRow> {
        self.text(field)
            .filter(|text| !text.is_empty())
            .ok_or_else(|| self.bad(field, "it must not be empty"))
    }

    /// A date, written as the mapping says.
    pub fn day(&self, field: &str) -> Result<Option<NaiveDate>, BadRow> {
        let Some(text) = self.text(field) else {
            return Ok(None);
        };
        let format = self.pick(field, "%Y-%m-%d", self.of.writing.date_format.as_str());
        let day = NaiveDate::parse_from_str(text, format)
            .map_err(|_| self.bad(field, format!("it is no date written as {format}")))?;
        if is_plausible(day) {
            Ok(Some(day))
        } else {
            Err(self.bad(field, Refusal::DateImplausible { date: day }))
        }
    }

    /// An exact decimal in units of 10^-`decimals`.
    pub fn decimal(&self, field: &str, decimals: u32) -> Result<Option<i64>, BadRow> {
        let Some(text) = self.text(field) else {
            return Ok(None);
        };
        let mark = self.pick(field, '.', self.of.writing.decimal_mark);
        let read = parse_decimal(text, decimals, mark);
        read.map(Some).map_err(|why| self.bad(field, why))
    }

    /// A whole number of any size that its type can hold.
    pub fn whole<T: TryFrom<i64>>(&self, field: &str) -> Result<Option<T>, BadRow> {
        let Some(number) = self.decimal(field, 0)? else {
            return Ok(None);
        };
        let fits = T::try_from(number).map(Some);
        fits.map_err(|_| self.bad(field, "it is out of range"))
    }

    /// A discount in millionths.
    pub fn discount(&self, field: &str) -> Result<Option<i64>, BadRow> {
        match self.of.writing.discount {
            DiscountForm::Fraction => self.decimal(field, 6),
            DiscountForm::Percent => self.decimal(field, 4),
        }
    }

    /// A yes or a no.
    pub fn yes(&self, field: &str) -> Result<Option<bool>, BadRow> {
        let Some(text) = self.text(field) else {
            return Ok(None);
        };
        match text.to_ascii_lowercase().as_str() {
            "1" | "true" | "t" | "yes" | "y" => Ok(Some(true)),
            "0" | "false" | "f" | "no" | "n" => Ok(Some(false)),
            _ => Err(self.bad(field, "it is neither 1, true, yes nor 0, false, no")),
        }
    }

    /// A word of one of the business's plain lists: `dispatch`, `goods`.
    pub fn word<T: DeserializeOwned>(&self, field: &str) -> Result<Option<T>, BadRow> {
        let Some(text) = self.text(field) else {
            return Ok(None);
        };
        let word: Result<T, WordError> = T::deserialize(text.into_deserializer());
        word.map(Some).map_err(|why| self.bad(field, why))
    }

    /// A value of this row that cannot be taken.
    pub fn bad(&self, field: &str, why: impl Display) -> BadRow {
        let column = match self.of.places.get(field) {
            Some(Place::Column { name, .. }) => (*name).to_owned(),
            Some(Place::Constant(_)) => format!("constant {field}"),
            None => field.to_owned(),
        };
        BadRow { column: Some(column), value: self.owned(field), ..self.wrong(why) }
    }

    /// The row as a whole cannot be taken.
    pub fn wrong(&self, why: impl Display) -> BadRow {
        self.of.sheet.bad_row(self.row.line, why)
    }

    /// What was said no to about this row, at the column that is meant where one is named.
    pub fn no(&self, no: &Error) -> BadRow {
        match no {
            Error::Refused(why) => self.refused(why),
            other => self.wrong(other),
        }
    }

    /// What the rules refused of this row.
    pub fn refused(&self, why: &Refusal) -> BadRow {
        if let Refusal::FieldEmpty { field }
        | Refusal::FieldTooLong { field, .. }
        | Refusal::FieldHasControl { field } = why
            && self.has(field)
        {
            return self.bad(field, why);
        }
        self.wrong(why)
    }

    fn pick<T>(&self, field: &str, of_constants: T, of_columns: T) -> T {
        match self.of.places.get(field) {
            Some(Place::Constant(_)) => of_constants,
            Some(Place::Column { .. }) | None => of_columns,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(text: &[u8], faults: &mut Faults) -> Sheet {
        Sheet::parse("a.csv", text, b',', faults).expect("a readable file")
    }

    #[test]
    fn a_row_knows_its_line_behind_quotes_and_blank_lines() {
        let mut faults = Faults::default();
        let text = b"\xef\xbb\xbfa,b\r\n1,\"x\r\ny\"\r\n\r\n2,z\r\n\n3\n4,\"q, r\"";
        let sheet = sheet(text, &mut faults);
        let lines: Vec<u64> = sheet.rows.iter().map(|row| row.line).collect();
        assert_eq!(lines, [2, 5, 8]);
        assert_eq!(sheet.header, ["a", "b"]);
        let Err(ImportRefused::RowsBad { rows, n }) = faults.settle() else {
            panic!("a short row is bad");
        };
        assert_eq!((n, rows[0].line), (1, 7));
        assert_eq!(rows[0].why, "1 fields, where the header has 2");
    }

    #[test]
    fn a_file_that_is_no_text_says_where() {
        let read = |text: &[u8]| Sheet::parse("a.csv", text, b',', &mut Faults::default());
        let why = read(b"a\nb\nM\xfcller\n").expect_err("not UTF-8");
        assert!(why.starts_with("line 3 is not text"), "{why}");
        assert!(read(b"").is_err());
    }

    #[test]
    fn values_are_read_as_the_mapping_says() {
        let mut faults = Faults::default();
        let text = b"d,n,e\n05/07/1996,\"12,5\",NULL\n1996-07-05,12.5,x\n";
        let sheet = sheet(text, &mut faults);
        let mut section = Section::default();
        for (field, column) in [("day", "d"), ("number", "n"), ("flag", "e")] {
            let source = Source::Column(column.to_owned());
            section.sources.insert(field.to_owned(), source);
        }
        let constant = Source::Constant("1900-01-01".to_owned());
        section.sources.insert("from".to_owned(), constant);
        let writing = Writing {
            delimiter: b',',
            date_format: "%d/%m/%Y".to_owned(),
            decimal_mark: ',',
            null: vec!["NULL".to_owned()],
            discount: DiscountForm::Percent,
        };
        let reading = Reading::new(&sheet, &section, &writing).expect("columns that are there");
        let rows: Vec<Record> = reading.records().collect();
        assert_eq!(rows[0].day("day"), Ok("1996-07-05".parse().ok()));
        assert_eq!(rows[0].day("from"), Ok("1900-01-01".parse().ok()));
        assert_eq!(rows[0].decimal("number", 6), Ok(Some(12_500_000)));
        assert_eq!(rows[0].discount("number"), Ok(Some(125_000)));
        assert_eq!(rows[0].yes("flag"), Ok(None));
        let bad = rows[1].decimal("number", 6).expect_err("a point is no mark");
        assert_eq!((bad.line, bad.column.as_deref()), (3, Some("n")));
        assert_eq!(bad.value.as_deref(), Some("12.5"));
        assert!(rows[1].day("day").is_err() && rows[1].yes("flag").is_err());
        let missing = Source::Column("zz".to_owned());
        section.sources.insert("day".to_owned(), missing);
        assert!(Reading::new(&sheet, &section, &writing).is_err());
    }
}

//! Reading values: a row knows its line, a value knows its column.

use std::collections::BTreeMap;
use std::fmt::Display;

use chrono::NaiveDate;
use dovuto_documents::csv::bare;
use dovuto_domain::kernel::calendar::is_plausible;
use dovuto_domain::kernel::number::parse_decimal;
use dovuto_domain::kernel::refusal::Refusal;
use serde::de::value::Error as WordError;
use serde::de::{DeserializeOwned, IntoDeserializer as _};

use super::forms::{parse_day, ungrouped};
use super::mapping::{DiscountForm, Section, Source, Writing};
use super::refused::{BadRow, ImportRefused};
use super::sheet::{Header, Sheet};
use super::spool::{Form, Row};
use crate::error::Error;

/// A sheet seen through a section of its mapping.
pub struct Reading<'a> {
    sheet: &'a Sheet,
    writing: &'a Writing,
    places: BTreeMap<&'a str, Place<'a>>,
}

/// The columns that a list of bad rows has before those of the file: it can be imported again.
pub const ADDED_COLUMNS: [&str; 3] = ["line", "column", "reason"];

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
        let columns = &sheet.header.columns;
        let n_added = if columns.starts_with(&ADDED_COLUMNS.map(str::to_owned)) { 3 } else { 0 };
        let mut places = BTreeMap::new();
        for (field, source) in &section.sources {
            let place = match source {
                Source::Constant(text) => Place::Constant(text.trim()),
                Source::Column(name) => {
                    let named = columns.iter().enumerate().skip(n_added);
                    let mut found = named.filter(|(_, column)| *column == name);
                    let file = &sheet.header.origin.name;
                    let why = match (found.next(), found.next()) {
                        (Some((at, _)), None) => {
                            places.insert(field.as_str(), Place::Column { at, name });
                            continue;
                        }
                        (Some(_), Some(_)) => format!("{file} has the column \"{name}\" twice"),
                        (None, _) => {
                            let columns = columns[n_added..].join(", ");
                            format!("{file} has no column \"{name}\"; it has {columns}")
                        }
                    };
                    return Err(ImportRefused::mapping(why));
                }
            };
            places.insert(field.as_str(), place);
        }
        Ok(Self { sheet, writing, places })
    }

    /// The header that the columns stand in.
    pub fn header(&self) -> &'a Header {
        &self.sheet.header
    }

    /// The rows in the order of the file.
    pub fn records(&'a self) -> impl Iterator<Item = Record<'a>> {
        self.sheet.rows.iter().map(|row| self.record(row))
    }

    /// A row, read field by field.
    pub fn record<'r>(&'r self, row: &'r Row) -> Record<'r> {
        Record { of: self, row }
    }

    /// Whether a field comes from a column.
    pub fn is_column(&self, field: &str) -> bool {
        matches!(self.places.get(field), Some(Place::Column { .. }))
    }

    /// The values that a field may have in a row with fields too many or too few.
    pub fn shifted<'r>(&self, field: &str, row: &'r Row) -> impl Iterator<Item = &'r str> {
        let cells = match self.places.get(field) {
            Some(Place::Column { at, .. }) => {
                let n_more = row.len().saturating_sub(self.sheet.header.columns.len());
                let n_less = self.sheet.header.columns.len().saturating_sub(row.len());
                at.saturating_sub(n_less)..at + n_more + 1
            }
            Some(Place::Constant(_)) | None => 0..0,
        };
        cells.map(|at| row.cell(at).1)
    }

    /// Whether the mapping gives a field at all.
    pub fn has(&self, field: &str) -> bool {
        self.places.contains_key(field)
    }

    /// The fields that come from columns.
    pub fn columns(&self) -> impl Iterator<Item = &'a str> {
        let is_column = |place: &Place| matches!(place, Place::Column { .. });
        let columns = self.places.iter().filter(move |(_, p)| is_column(p));
        columns.map(|(field, _)| *field)
    }
}

const ISO_DAY: &str = "%Y-%m-%d";

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

    /// The file's name without its folder.
    pub fn file(&self) -> &'a str {
        &self.of.sheet.header.origin.name
    }

    /// File and line: where a value that stands here can be looked up.
    pub fn reference(&self) -> String {
        format!("{} line {}", self.file(), self.row.line)
    }

    /// SHA-256 of the file, in hex.
    pub fn hash(&self) -> &'a str {
        &self.of.sheet.header.origin.hash
    }

    /// Whether the mapping gives a field at all.
    pub fn has(&self, field: &str) -> bool {
        self.of.has(field)
    }

    /// The cell of a field that comes from a column; nothing where it means that there is none.
    pub fn cell(&self, field: &str) -> Option<(Form, &'a str)> {
        let Some(Place::Column { at, .. }) = self.of.places.get(field) else {
            return None;
        };
        let (form, text) = self.row.cell(*at);
        let is_null = form == Form::Typed && self.of.writing.null.iter().any(|null| null == text);
        (!is_null).then_some((form, text))
    }

    /// The value of a field; nothing where it is not mapped or means that there is none.
    pub fn text(&self, field: &str) -> Option<&'a str> {
        match self.of.places.get(field)? {
            Place::Constant(text) => Some(text),
            Place::Column { .. } => self.cell(field).map(|(_, text)| bare(text)),
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
        let own = self.of.writing.date_format.as_deref().unwrap_or(ISO_DAY);
        let format = if self.is_typed(field) { own } else { ISO_DAY };
        let day = parse_day(text, format)
            .ok_or_else(|| self.bad(field, format!("it is no date written as {format}")))?;
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
        let read = if self.is_typed(field) {
            let mark = self.of.writing.decimal_mark.unwrap_or('.');
            parse_decimal(&ungrouped(text, mark), decimals, mark)
        } else {
            parse_decimal(text, decimals, '.')
        };
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
        self.of.sheet.header.bad_row(self.row, why)
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

    /// Whether a value stands as somebody wrote it, and not exactly.
    fn is_typed(&self, field: &str) -> bool {
        matches!(self.cell(field), Some((Form::Typed, _)))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::sheet::Origin;
    use super::*;

    fn sheet(lines: &[&[&str]]) -> Sheet {
        let mut rows = (1..).zip(lines).map(|(line, cells)| {
            let mut row = Row::new(line);
            for cell in *cells {
                row.push(Form::Typed, cell);
            }
            row
        });
        let columns = rows.next().map(|row| row.cells().map(str::to_owned).collect());
        let origin = Origin { name: "a.csv".into(), hash: String::new() };
        let columns = columns.unwrap_or_default();
        let header = Header { origin, columns, delimiter: Some(b','), has_width: true };
        Sheet { header: Arc::new(header), rows: rows.collect() }
    }

    #[test]
    fn values_are_read_as_the_mapping_says() {
        let sheet = sheet(&[
            &["d", "n", "e"],
            &["05/07/1996 00:00:00", "12,5", "NULL"],
            &["1996-07-05", "12.5", "x"],
        ]);
        let mut section = Section::default();
        for (field, column) in [("day", "d"), ("number", "n"), ("flag", "e")] {
            let source = Source::Column(column.to_owned());
            section.sources.insert(field.to_owned(), source);
        }
        let constant = Source::Constant("1900-01-01".to_owned());
        section.sources.insert("from".to_owned(), constant);
        let writing = Writing {
            delimiter: None,
            date_format: Some("%d/%m/%Y".to_owned()),
            decimal_mark: Some(','),
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

//! Reading a workbook (.xlsx): cells by their kind, and nothing that unpacks without an end.

use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;
use std::sync::Arc;

use calamine::{DataRef, Reader as _, Xlsx};
use tempfile::SpooledTempFile;
use zip::ZipArchive;

use super::file::{Unread, Wanted};
use super::sheet::{Headed, Header, Origin};
use super::spool::{Filling, Form, Row};
use super::watch::Watch;

/// What all parts may come to, unpacked.
const UNPACKED_MAX: u64 = 1 << 30;
/// What is held in memory at once: the texts of all cells.
const TEXTS_MAX: u64 = 256 << 20;
const CELLS_MAX: u64 = 50_000_000;

/// Reads the rows of sheets of a workbook.
///
/// Refuses what is none, what is too large once it is unpacked, and a sheet that it does not have.
pub fn read(
    mut file: SpooledTempFile,
    origin: &Origin,
    wanted: &[Wanted],
    folder: &Path,
    watch: &Watch,
) -> Result<Vec<Headed>, Unread> {
    check_size(&mut file, UNPACKED_MAX, TEXTS_MAX, watch)?;
    file.seek(SeekFrom::Start(0))?;
    let mut book: Xlsx<SpooledTempFile> = Xlsx::new(file).map_err(no_workbook)?;
    let names = book.sheet_names();
    let mut all = Vec::with_capacity(wanted.len());
    for wanted in wanted {
        let sheet = match &wanted.sheet {
            None => names.first(),
            Some(name) => names.iter().find(|n| *n == name),
        };
        let Some(sheet) = sheet else {
            let (wanted, listed) = (wanted.sheet.as_deref().unwrap_or("1"), names.join(", "));
            let why = format!("it has no sheet \"{wanted}\"; it has {listed}");
            return Err(Unread::Because(why));
        };
        all.push(read_sheet(&mut book, sheet, origin, names.len() > 1, folder, watch)?);
    }
    Ok(all)
}

fn no_workbook(error: impl std::fmt::Display) -> Unread {
    Unread::Because(format!("it is no workbook that can be read ({error}); save it anew as .xlsx"))
}

/// Unpacks every part once, to nowhere, before anybody believes what it says of its size.
fn check_size(
    file: &mut SpooledTempFile,
    unpacked_max: u64,
    texts_max: u64,
    watch: &Watch,
) -> Result<(), Unread> {
    file.seek(SeekFrom::Start(0))?;
    let too_large = || {
        let why = "it would unpack to more than 1 GiB, or 256 MiB of text; split it";
        Unread::Because(why.to_owned())
    };
    let mut archive = ZipArchive::new(file).map_err(no_workbook)?;
    let mut left = unpacked_max;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(no_workbook)?;
        let name = part.name().map_err(no_workbook)?.into_owned();
        if !name.ends_with(".xml") && !name.ends_with(".rels") {
            continue;
        }
        let is_texts = name.ends_with("sharedStrings.xml");
        let most = if is_texts { left.min(texts_max) } else { left };
        if part.size() > most {
            return Err(too_large());
        }
        let mut unpacked = part.take(most + 1);
        let mut bytes = vec![0; 64 << 10];
        let mut n_unpacked = 0;
        loop {
            let n = unpacked.read(&mut bytes).map_err(no_workbook)?;
            watch.done(0)?;
            if n == 0 {
                break;
            }
            n_unpacked += n as u64;
        }
        left = left.checked_sub(n_unpacked).filter(|_| n_unpacked <= most).ok_or_else(too_large)?;
    }
    Ok(())
}

fn read_sheet(
    book: &mut Xlsx<SpooledTempFile>,
    sheet: &str,
    origin: &Origin,
    is_one_of_many: bool,
    folder: &Path,
    watch: &Watch,
) -> Result<Headed, Unread> {
    let mut cells = book.worksheet_cells_reader(sheet).map_err(no_workbook)?;
    let mut filling = Filling::new(folder);
    let mut columns: Option<Vec<String>> = None;
    let mut row = Row::new(1);
    let mut n_cells = 0;
    loop {
        let cell = cells.next_cell().map_err(no_workbook)?;
        let at = cell.as_ref().map(calamine::Cell::get_position);
        let line = at.map_or(u64::MAX, |(line, _)| u64::from(line) + 1);
        if line != row.line {
            end(&mut filling, &mut columns, &row)?;
            watch.done(1)?;
            row = Row::new(line);
        }
        let (Some(cell), Some((_, column))) = (cell, at) else {
            break;
        };
        n_cells += 1;
        if n_cells > CELLS_MAX || column >= 16_384 {
            return Err(Unread::Because("it has more cells than a sheet may have".to_owned()));
        }
        let (form, text) = value(cell.get_value());
        if text.is_empty() {
            continue;
        }
        while row.len() < column as usize {
            row.push(Form::Typed, "");
        }
        row.push(form, &text);
    }
    let columns = columns.ok_or_else(|| Unread::Because("it has no header row".to_owned()))?;
    let mut origin = origin.clone();
    if is_one_of_many {
        origin.name = format!("{} [{sheet}]", origin.name);
    }
    let header = Header { origin, columns, delimiter: None, has_width: false };
    Ok(Headed { header: Arc::new(header), spool: filling.finish()? })
}

fn end(filling: &mut Filling, columns: &mut Option<Vec<String>>, row: &Row) -> Result<(), Unread> {
    if row.is_blank() {
        return Ok(());
    }
    if columns.is_none() {
        *columns = Some(row.cells().map(str::to_owned).collect());
    } else {
        filling.push(row)?;
    }
    Ok(())
}

fn value(cell: &DataRef) -> (Form, String) {
    match cell {
        DataRef::Int(whole) => (Form::Exact, whole.to_string()),
        DataRef::Float(number) => (Form::Exact, exact(&format!("{number:.14e}"))),
        DataRef::String(text) => (Form::Typed, text.clone()),
        DataRef::SharedString(text) => (Form::Typed, (*text).to_owned()),
        DataRef::Bool(yes) => (Form::Exact, yes.to_string()),
        DataRef::DateTime(moment) => match moment.as_datetime() {
            Some(at) => {
                let text = at.to_string();
                let day = text.strip_suffix(" 00:00:00").unwrap_or(&text);
                (Form::Exact, day.to_owned())
            }
            None => (Form::Error, "a date beyond the calendar".to_owned()),
        },
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => (Form::Exact, text.clone()),
        DataRef::Error(error) => (Form::Error, error.to_string()),
        DataRef::Empty => (Form::Typed, String::new()),
    }
}

/// A number in the fifteen digits that a workbook shows: `1.00000000000000e-1` is `0.1`.
fn exact(scientific: &str) -> String {
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((scientific, "0"));
    let Ok(exponent) = exponent.parse::<i32>() else {
        return scientific.to_owned();
    };
    let (sign, mantissa) = mantissa.strip_prefix('-').map_or(("", mantissa), |rest| ("-", rest));
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_end_matches('0');
    if digits.is_empty() {
        return "0".to_owned();
    }
    let point = exponent + 1;
    let n_digits = i32::try_from(digits.len()).unwrap_or(i32::MAX);
    let zeros = |n: i32| "0".repeat(usize::try_from(n).unwrap_or(0));
    if point <= 0 {
        return format!("{sign}0.{}{digits}", zeros(-point));
    }
    if point >= n_digits {
        return format!("{sign}{digits}{}", zeros(point - n_digits));
    }
    let (whole, fraction) = digits.split_at(usize::try_from(point).unwrap_or(0));
    format!("{sign}{whole}.{fraction}")
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    #[test]
    fn a_number_is_what_the_workbook_shows() {
        let check = |number: &DataRef, expect: &str| {
            assert_eq!(value(number), (Form::Exact, expect.to_owned()));
        };
        check(&DataRef::Float(0.1), "0.1");
        check(&DataRef::Float(0.300_000_000_000_000_04), "0.3");
        check(&DataRef::Float(-12.5), "-12.5");
        check(&DataRef::Float(11.0), "11");
        check(&DataRef::Float(0.0), "0");
        check(&DataRef::Float(1_234_567.891), "1234567.891");
        check(&DataRef::Float(1e20), "100000000000000000000");
        check(&DataRef::Float(0.000_001), "0.000001");
        check(&DataRef::Float(99.999_999_999_999_99), "100");
    }

    /// A workbook of one part of blanks, whose directory says that it has `said` of them.
    fn packed(name: &str, n: usize, said: Option<u32>) -> SpooledTempFile {
        let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
        writer.start_file(name, SimpleFileOptions::default()).expect("a part");
        writer.write_all(&vec![b' '; n]).expect("room");
        let mut bytes = writer.finish().expect("an archive").into_inner();
        let directory = bytes.windows(4).position(|sign| sign == b"PK\x01\x02");
        let at = directory.expect("a directory") + 24;
        if let Some(said) = said {
            bytes[at..at + 4].copy_from_slice(&said.to_le_bytes());
        }
        let mut file = SpooledTempFile::new(1 << 24);
        file.write_all(&bytes).expect("room");
        file
    }

    #[test]
    fn a_workbook_that_unpacks_without_an_end_is_refused_whatever_it_says_of_itself() {
        let fits = |name: &str, n: usize, said: Option<u32>| {
            check_size(&mut packed(name, n, said), 9_000, 1_000, &Watch::default()).is_ok()
        };
        assert!(fits("xl/worksheets/sheet1.xml", 9_000, None));
        assert!(!fits("xl/worksheets/sheet1.xml", 9_001, None));
        assert!(!fits("xl/worksheets/sheet1.xml", 90_000, Some(10)));
        assert!(fits("xl/sharedStrings.xml", 1_000, None));
        assert!(!fits("xl/sharedStrings.xml", 1_001, None));
        assert!(!fits("xl/sharedStrings.xml", 5_000, Some(10)));
        assert!(fits("xl/media/image1.png", 90_000, None));
    }
}

//! Reading a text whose fields are set apart by a sign: CSV in all its kinds.

use std::path::Path;
use std::sync::Arc;

use csv::{ByteRecord, Reader, ReaderBuilder};
use encoding_rs::Encoding;
use std::io::{Read as _, Seek as _, SeekFrom};
use tempfile::SpooledTempFile;

use super::file::{Text, Unread};
use super::sheet::{Headed, Header, Origin};
use super::spool::{Filling, Form, Row};
use super::watch::Watch;

/// How long one row may be. A longer one has a quotation mark that nobody closed.
const ROW_MAX: usize = 1 << 20;
/// What the CSV reader takes at a time.
const BUFFER: usize = 8 << 10;
const DELIMITERS: [u8; 4] = [b';', b',', b'\t', b'|'];

/// Reads the rows of a text.
///
/// Refuses a text without a header, and a row that is too long.
pub fn read(
    file: &mut SpooledTempFile,
    encoding: &'static Encoding,
    delimiter: Option<u8>,
    origin: Origin,
    folder: &Path,
    watch: &Watch,
) -> Result<Headed, Unread> {
    let delimiter = match delimiter {
        Some(delimiter) => delimiter,
        None => guess_delimiter(file, encoding)?,
    };
    let mut reader = reader(Text::new(file, encoding), delimiter);
    let (mut filling, mut columns) = (Filling::new(folder), None);
    let mut record = ByteRecord::new();
    loop {
        reader.get_mut().allowance = ROW_MAX + BUFFER;
        let before = reader.position().line();
        let more = reader.read_byte_record(&mut record).map_err(|error| too_long(error, before))?;
        if !more {
            break;
        }
        let row = row(&record, reader.position().line())?;
        if columns.is_none() {
            columns = Some(row.cells().map(str::to_owned).collect());
        } else if !row.is_blank() {
            filling.push(&row)?;
            watch.done(1)?;
        }
    }
    let columns: Vec<String> = columns
        .filter(|cells: &Vec<String>| cells.iter().any(|cell| !cell.is_empty()))
        .ok_or_else(|| Unread::Because("it has no header row".to_owned()))?;
    let header = Header { origin, columns, delimiter: Some(delimiter), has_width: true };
    Ok(Headed { header: Arc::new(header), spool: filling.finish()? })
}

fn too_long(error: csv::Error, line: u64) -> Unread {
    if error.to_string().contains("too long") {
        let why = format!(
            "the row that begins in line {line} is longer than 1 MiB; look for a quotation mark \
             that is not closed"
        );
        return Unread::Because(why);
    }
    Unread::Because(error.to_string())
}

fn reader(text: Text<'_>, delimiter: u8) -> Reader<Text<'_>> {
    ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .buffer_capacity(BUFFER)
        .from_reader(text)
}

/// The record as a row; `behind` is the line behind it.
fn row(record: &ByteRecord, behind: u64) -> Result<Row, Unread> {
    let inside = record.as_slice().iter().filter(|byte| **byte == b'\n').count();
    let mut row = Row::new(behind.saturating_sub(1 + inside as u64));
    for cell in record {
        let cell = std::str::from_utf8(cell).map_err(|error| Unread::Because(error.to_string()))?;
        if cell.contains('\0') {
            let why = format!("line {} holds an empty byte, so it is no text", row.line);
            return Err(Unread::Because(why));
        }
        row.push(Form::Typed, cell);
    }
    Ok(row)
}

/// The sign that sets the most fields apart in the header, and in the first rows as many again.
fn guess_delimiter(file: &mut SpooledTempFile, encoding: &'static Encoding) -> Result<u8, Unread> {
    let mut start = Vec::new();
    Text::new(file, encoding).take(64 << 10).read_to_end(&mut start)?;
    file.seek(SeekFrom::Start(0))?;
    let weight = |delimiter: &u8| {
        let mut reader = ReaderBuilder::new()
            .delimiter(*delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(start.as_slice());
        let mut records = reader.byte_records().map_while(Result::ok).take(50);
        let n_fields = records.next().map_or(0, |header| header.len());
        let n_alike = records.filter(|record| record.len() == n_fields).count();
        if n_fields < 2 { 0 } else { n_fields * (n_alike + 1) }
    };
    let found = DELIMITERS.iter().rev().max_by_key(|delimiter| weight(delimiter));
    Ok(found.copied().filter(|delimiter| weight(delimiter) > 0).unwrap_or(b','))
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use encoding_rs::{UTF_8, UTF_16LE, WINDOWS_1252};

    use super::*;

    fn read_text(text: &[u8], encoding: &'static Encoding) -> Result<Headed, Unread> {
        let mut file = SpooledTempFile::new(1 << 24);
        file.write_all(text).expect("room");
        file.seek(SeekFrom::Start(0)).expect("a file");
        let origin = Origin { name: "a.csv".into(), hash: String::new() };
        read(&mut file, encoding, None, origin, Path::new("."), &Watch::default())
    }

    fn lines(headed: &mut Headed) -> Vec<(u64, Vec<String>)> {
        let mut all = Vec::new();
        while let Some(row) = headed.spool.next().expect("a row") {
            all.push((row.line, row.cells().map(str::to_owned).collect()));
        }
        all
    }

    #[test]
    fn a_row_knows_its_line_behind_quotes_blank_lines_and_any_line_end() {
        for end in ["\r\n", "\n", "\r"] {
            let text = ["a,b", "1,\"x", "y\"", "", "2,z", ",", "3", "4,\"q, r\""].join(end);
            let Ok(mut headed) = read_text(text.as_bytes(), UTF_8) else {
                panic!("a readable text");
            };
            let read = lines(&mut headed);
            let found: Vec<u64> = read.iter().map(|(line, _)| *line).collect();
            assert_eq!(found, [2, 5, 7, 8], "{end:?}");
            assert_eq!(read[0].1, ["1", "x\ny"]);
            assert_eq!(headed.header.columns, ["a", "b"]);
        }
    }

    #[test]
    fn the_sign_between_fields_is_found() {
        let check = |text: &str, expect: u8| {
            let Ok(headed) = read_text(text.as_bytes(), UTF_8) else { panic!("readable: {text}") };
            assert_eq!(headed.header.delimiter, Some(expect), "{text}");
        };
        check("a;b;c\n1,5;2,5;3,5\n", b';');
        check("a,b\n1;2,3\n", b',');
        check("a\tb\n1,2\t3\n", b'\t');
        check("a|b\n1|2\n", b'|');
        check("a\n1\n", b',');
        check("a,b;c\n1,2;3\n4,5;6\n", b';');
    }

    #[test]
    fn letters_are_read_in_the_encoding_of_the_file() {
        let check = |bytes: &[u8], encoding| {
            let Ok(mut headed) = read_text(bytes, encoding) else { panic!("a readable text") };
            assert_eq!(lines(&mut headed), [(2, vec!["M\u{fc}ller".to_owned(), "1".into()])]);
        };
        check(b"a,b\nM\xfcller,1\n", WINDOWS_1252);
        check("\u{feff}a,b\nM\u{fc}ller,1".as_bytes(), UTF_8);
        let wide: Vec<u8> =
            "a,b\r\nM\u{fc}ller,1".encode_utf16().flat_map(u16::to_le_bytes).collect();
        check(&wide, UTF_16LE);
    }

    #[test]
    fn a_row_without_an_end_is_refused_at_its_line() {
        let text = format!("a,b\n1,2\n3,\"{}", "x\n".repeat(ROW_MAX));
        let Err(Unread::Because(why)) = read_text(text.as_bytes(), UTF_8) else {
            panic!("too long a row");
        };
        assert!(why.starts_with("the row that begins in line 3 is longer"), "{why}");
        assert!(read_text(b"\n\n", UTF_8).is_err() && read_text(b",,\n1,2,3\n", UTF_8).is_err());
    }
}

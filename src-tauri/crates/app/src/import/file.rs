//! The file as it was found: copied beside the firm while it is hashed, so that what is judged is
//! what is written, whatever becomes of the file meanwhile.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use dovuto_store::row::hex;
use encoding_rs::{CoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use sha2::{Digest as _, Sha256};
use tempfile::SpooledTempFile;

use super::refused::ImportRefused;
use super::sheet::{self, Headed};
use super::spool::IN_MEMORY_MAX;
use super::watch::Watch;
use super::{delimited, workbook};

/// How to take a file's rows out of it, as far as that is known.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Of a text: what stands between two fields; guessed where it is not said.
    pub delimiter: Option<u8>,
    /// Of a workbook: which sheet; the first where it is not said.
    pub sheet: Option<String>,
}

/// Reads the rows of a file.
///
/// Refuses what is no file, is empty or too large, and what is neither text nor a workbook.
pub fn rows(
    path: &Path,
    wanted: &[Wanted],
    folder: &Path,
    watch: &Watch,
) -> Result<Vec<Headed>, ImportRefused> {
    let unreadable = |why: String| ImportRefused::unreadable(path, why);
    let mut found = copy(path, folder, watch)?;
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let origin = sheet::Origin { name, hash: found.hash.clone() };
    if is_zip(&found.start) {
        return workbook::read(found.file, &origin, wanted, folder, watch)
            .map_err(|why| why.of(path));
    }
    if found.start.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        let why = "it is an old or locked workbook; save it as .xlsx without a password, or as CSV";
        return Err(unreadable(why.to_owned()));
    }
    let encoding = found.encoding()?.ok_or_else(|| {
        unreadable("it is no text: it has empty bytes; save it as CSV or as .xlsx".to_owned())
    })?;
    let mut all = Vec::with_capacity(wanted.len());
    for wanted in wanted {
        if let Some(sheet) = &wanted.sheet {
            let why = format!("it is a text and has no sheet \"{sheet}\"");
            return Err(unreadable(why));
        }
        found.file.seek(SeekFrom::Start(0)).map_err(|error| unreadable(error.to_string()))?;
        let read = delimited::read(
            &mut found.file,
            encoding,
            wanted.delimiter,
            origin.clone(),
            folder,
            watch,
        );
        all.push(read.map_err(|why| why.of(path))?);
    }
    Ok(all)
}

/// Why a file's rows cannot be read, before it is said of which file.
pub enum Unread {
    Because(String),
    Refused(ImportRefused),
}

impl Unread {
    fn of(self, path: &Path) -> ImportRefused {
        match self {
            Self::Because(why) => ImportRefused::unreadable(path, why),
            Self::Refused(refused) => refused,
        }
    }
}

impl From<std::io::Error> for Unread {
    fn from(error: std::io::Error) -> Self {
        Self::Because(error.to_string())
    }
}

impl From<ImportRefused> for Unread {
    fn from(refused: ImportRefused) -> Self {
        Self::Refused(refused)
    }
}

/// A private copy of a file.
struct Found {
    file: SpooledTempFile,
    /// SHA-256 of the whole, in hex.
    hash: String,
    start: Vec<u8>,
    is_utf8: bool,
    has_nul: bool,
}

const START: usize = 4096;

fn copy(path: &Path, folder: &Path, watch: &Watch) -> Result<Found, ImportRefused> {
    let unreadable = |why: &dyn std::fmt::Display| ImportRefused::unreadable(path, why.to_string());
    let kind = std::fs::metadata(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => unreadable(&"there is no such file"),
        _ => unreadable(&error),
    })?;
    if kind.is_dir() {
        return Err(unreadable(&"it is a folder; name the file in it"));
    }
    if !kind.is_file() {
        return Err(unreadable(&"it is a device or a pipe; copy it into a file first"));
    }
    let mut from = File::open(path).map_err(|error| unreadable(&error))?;
    let mut found = Found {
        file: SpooledTempFile::new_in(IN_MEMORY_MAX, folder),
        hash: String::new(),
        start: Vec::new(),
        is_utf8: true,
        has_nul: false,
    };
    let (mut sha, mut utf8) = (Sha256::new(), UTF_8.new_decoder_without_bom_handling());
    let mut bytes = vec![0; 64 << 10];
    let mut decoded = vec![0; 3 * bytes.len() + 8];
    loop {
        let n = from.read(&mut bytes).map_err(|error| unreadable(&error))?;
        let part = &bytes[..n];
        if found.is_utf8 {
            let (result, ..) = utf8.decode_to_utf8_without_replacement(part, &mut decoded, n == 0);
            found.is_utf8 = result == encoding_rs::DecoderResult::InputEmpty;
        }
        if n == 0 {
            break;
        }
        found.has_nul |= part.contains(&0);
        let room = START.saturating_sub(found.start.len()).min(n);
        found.start.extend_from_slice(&part[..room]);
        sha.update(part);
        found.file.write_all(part).map_err(|error| unreadable(&error))?;
        watch.done(0)?;
    }
    if found.start.is_empty() {
        return Err(unreadable(&"it is empty"));
    }
    found.hash = hex(&sha.finalize());
    Ok(found)
}

fn is_zip(start: &[u8]) -> bool {
    start.starts_with(b"PK\x03\x04")
}

impl Found {
    /// The encoding of a text; nothing where it is none.
    fn encoding(&self) -> Result<Option<&'static Encoding>, ImportRefused> {
        if let Some((encoding, _)) = Encoding::for_bom(&self.start) {
            return Ok(Some(encoding));
        }
        if !self.has_nul {
            return Ok(Some(if self.is_utf8 { UTF_8 } else { WINDOWS_1252 }));
        }
        // Of two bytes a sign, western text has every other one empty.
        let empty = |odd: usize| {
            let bytes = self.start.iter().skip(odd).step_by(2);
            bytes.filter(|byte| **byte == 0).count()
        };
        let (even, odd, half) = (empty(0), empty(1), self.start.len() / 2);
        Ok(match () {
            () if odd * 4 >= half * 3 && even * 20 <= half => Some(UTF_16LE),
            () if even * 4 >= half * 3 && odd * 20 <= half => Some(UTF_16BE),
            () => None,
        })
    }
}

/// A text in UTF-8, whatever it was written in, with a line feed at the end of each line.
pub struct Text<'f> {
    file: &'f mut SpooledTempFile,
    decoder: encoding_rs::Decoder,
    bytes: Vec<u8>,
    n_bytes: usize,
    used: usize,
    signs: Vec<u8>,
    given: usize,
    behind_return: bool,
    at_end: bool,
    /// How many bytes may still be given before somebody says that this is too much.
    pub allowance: usize,
}

impl<'f> Text<'f> {
    pub fn new(file: &'f mut SpooledTempFile, encoding: &'static Encoding) -> Self {
        Self {
            file,
            decoder: encoding.new_decoder_with_bom_removal(),
            bytes: vec![0; 64 << 10],
            n_bytes: 0,
            used: 0,
            signs: Vec::new(),
            given: 0,
            behind_return: false,
            at_end: false,
            allowance: usize::MAX,
        }
    }

    /// Decodes the next part; nothing is left to give when this is called.
    fn refill(&mut self) -> std::io::Result<()> {
        if self.used == self.n_bytes {
            self.n_bytes = self.file.read(&mut self.bytes)?;
            self.used = 0;
        }
        let is_last = self.n_bytes == 0;
        let mut decoded = vec![0; 64 << 10];
        let part = &self.bytes[self.used..self.n_bytes];
        let (result, read, written, _) = self.decoder.decode_to_utf8(part, &mut decoded, is_last);
        self.used += read;
        self.at_end = is_last && result == CoderResult::InputEmpty;
        (self.signs, self.given) = (Vec::with_capacity(written + 1), 0);
        for &byte in &decoded[..written] {
            match byte {
                b'\n' if self.behind_return => {}
                b'\r' => self.signs.push(b'\n'),
                other => self.signs.push(other),
            }
            self.behind_return = byte == b'\r';
        }
        if self.at_end {
            self.signs.push(b'\n');
        }
        Ok(())
    }
}

impl std::io::Read for Text<'_> {
    fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> {
        while self.given == self.signs.len() && !self.at_end {
            self.refill()?;
        }
        let left = &self.signs[self.given..];
        let n = left.len().min(to.len());
        if n > self.allowance {
            return Err(std::io::Error::other("too long"));
        }
        self.allowance -= n;
        to[..n].copy_from_slice(&left[..n]);
        self.given += n;
        Ok(n)
    }
}

//! Wrong input of every kind, through the program as a person runs it: one clear sentence that
//! says what, where and what to do; an exit code; and nothing changed.

mod commands;
mod files;
mod imports;
mod places;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

use crate::crash::driver::program;

/// What a program said, and how it ended.
struct Said {
    code: i32,
    text: String,
}

/// A folder with the sample firm, nobody at work in it.
struct Office {
    folder: TempDir,
}

/// The sample firm, made once for all tests of this run.
fn sample() -> &'static Path {
    static SAMPLE: OnceLock<TempDir> = OnceLock::new();
    let made = SAMPLE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let made = dovuto(folder.path()).arg("sample").output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        folder
    });
    made.path()
}

fn dovuto(data_dir: &Path) -> Command {
    let mut command = Command::new(program().expect("the caller looked whether it is there"));
    command.arg("--data-dir").arg(data_dir).env("DOVUTO_KEYS", "file").stdin(Stdio::null());
    command
}

fn said(command: &mut Command) -> Said {
    let output = command.output().unwrap();
    let told = [output.stderr, output.stdout].map(|out| String::from_utf8_lossy(&out).into_owned());
    Said { code: output.status.code().unwrap_or(-1), text: told.concat() }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &target),
            false => drop(fs::copy(entry.path(), target).unwrap()),
        }
    }
}

/// Every file below a folder with the hash of its bytes. Of SQLite's own helpers only that they
/// hold nothing.
fn found(folder: &Path) -> BTreeMap<PathBuf, String> {
    let mut all = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let ending = path.extension().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() {
                folders.push(path);
            } else if path.is_file() && !matches!(ending.as_str(), "db-shm" | "db-wal" | "lock") {
                let hash = Sha256::digest(fs::read(&path).unwrap());
                all.insert(path, hash.iter().map(|byte| format!("{byte:02x}")).collect());
            }
        }
    }
    all
}

impl Office {
    /// Nothing where the program was not built.
    fn open() -> Option<Self> {
        program()?;
        let folder = tempfile::tempdir().unwrap();
        copy(sample(), folder.path());
        Some(Self { folder })
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn file(&self) -> PathBuf {
        self.path("firms/officine-alpi-srl.db")
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    /// Sara types these words.
    fn typed(&self, words: &[&str]) -> Command {
        let mut command = dovuto(self.folder.path());
        command.args(["--as", "sara"]).args(words).current_dir(self.folder.path());
        command
    }

    /// What she typed is refused with this code in a sentence with all of these parts, and nothing
    /// in the folder is another.
    fn refuses(&self, words: &[&str], code: i32, parts: &[&str]) {
        self.refuses_of(&mut self.typed(words), code, parts);
    }

    fn refuses_of(&self, command: &mut Command, code: i32, parts: &[&str]) {
        let before = found(self.folder.path());
        let said = said(command);
        let words: Vec<_> = command.get_args().map(|word| word.to_string_lossy()).collect();
        assert_eq!(said.code, code, "{words:?}: {}", said.text);
        for part in parts {
            assert!(said.text.contains(part), "{words:?} lacks \"{part}\": {}", said.text);
        }
        for inner in ["panicked", "RUST_BACKTRACE", "stack overflow", ".part\"", "Some("] {
            assert!(!said.text.contains(inner), "{words:?} shows \"{inner}\": {}", said.text);
        }
        assert_eq!(found(self.folder.path()), before, "{words:?} changed something");
    }
}

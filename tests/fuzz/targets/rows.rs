//! The readers of an import: any bytes are a text, a workbook, or refused in a sentence.

#![no_main]

use std::sync::LazyLock;

use dovuto_app::import::file::{Wanted, rows};
use dovuto_app::import::watch::Watch;
use libfuzzer_sys::fuzz_target;
use tempfile::TempDir;

static FOLDER: LazyLock<TempDir> = LazyLock::new(|| tempfile::tempdir().expect("a folder"));

fuzz_target!(|bytes: &[u8]| {
    let folder = FOLDER.path();
    let file = folder.join("file");
    std::fs::write(&file, bytes).expect("it is written");
    match rows(&file, &[Wanted::default()], folder, &Watch::default()) {
        Ok(sheets) => {
            for mut sheet in sheets {
                let mut n_rows = 0;
                while let Some(row) = sheet.spool.next().expect("what was set down is read back") {
                    assert!(row.line > 0 && !row.is_blank());
                    n_rows += 1;
                }
                assert_eq!(n_rows, sheet.spool.n_rows);
            }
        }
        Err(refused) => assert!(refused.to_string().len() > 10),
    }
});

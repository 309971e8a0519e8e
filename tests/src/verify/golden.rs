//! The stored form of every kind of fact: a golden file of each version that was ever written.

use std::path::PathBuf;

use dovuto_domain::fact::KINDS;
use dovuto_store::ledger::codec::{decode, encode};

use super::samples::samples;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("golden/facts")
}

/// Golden files are written anew when `DOVUTO_BLESS=1` says so; else they never change.
fn blessed() -> bool {
    std::env::var("DOVUTO_BLESS").is_ok_and(|value| value == "1")
}

#[test]
fn every_kind_of_fact_is_stored_as_its_golden_file_says() {
    let samples = samples();
    for (kind, version) in KINDS {
        let sample = samples.iter().find(|fact| fact.kind() == *kind);
        let sample = sample.unwrap_or_else(|| panic!("there is no sample of {kind}"));
        let path = folder().join(format!("{kind}.v{version}.json"));
        let text = format!("{}\n", encode(sample).expect("a body"));
        if blessed() {
            std::fs::create_dir_all(folder()).expect("a folder");
            std::fs::write(&path, &text).expect("a golden file");
        }
        let golden = std::fs::read_to_string(&path)
            .unwrap_or_else(|error| panic!("{kind} version {version}: {error}"));
        assert_eq!(text, golden, "{kind}: a new form needs a new version");
        assert_eq!(decode(kind, *version, &golden).expect("readable"), *sample, "{kind}");
    }
}

#[test]
fn every_golden_file_of_any_version_can_still_be_read() {
    let mut n = 0;
    for entry in std::fs::read_dir(folder()).expect("the golden files") {
        let path = entry.expect("a file").path();
        let name = path.file_stem().and_then(|stem| stem.to_str()).expect("a name");
        let (kind, version) = name.split_once(".v").expect("kind and version");
        let body = std::fs::read_to_string(&path).expect("a golden file");
        let version = version.parse().expect("a version");
        let fact = decode(kind, version, &body).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(fact.kind(), kind);
        n += 1;
    }
    assert!(n >= KINDS.len(), "{n} golden files for {} kinds", KINDS.len());
}

//! The envelope and every payload: any line is answered, and every no is a sentence.

#![no_main]

use std::sync::LazyLock;

use chrono::{DateTime, NaiveDate, Utc};
use dovuto_app::house::House;
use dovuto_rpc::envelope::Request;
use dovuto_rpc::session::{Session, World};
use dovuto_rpc::table::TABLE;
use libfuzzer_sys::fuzz_target;
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

static HOUSE: LazyLock<TempDir> = LazyLock::new(|| tempfile::tempdir().expect("a folder"));

static SESSION: LazyLock<Session> = LazyLock::new(|| {
    let house = House::at(Some(HOUSE.path().to_owned())).expect("a house");
    Session::new(house, World { now, today, chance: || [7; 32], locale: None })
});

static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| Builder::new_current_thread().build().expect("a runtime"));

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp_millis(1_767_225_600_000).expect("a time")
}

fn today() -> NaiveDate {
    now().date_naive()
}

/// These go by names of files or make a firm.
const OF_FILES: [&str; 4] = ["house.", "import.", "export.", "station."];

// The first line names a command and the rest is its payload; where there is no such command, all
// of it is an envelope.
fuzz_target!(|text: &str| {
    let (named, payload) = text.split_once('\n').unwrap_or_default();
    let request = match TABLE.iter().find(|command| command.name == named) {
        Some(command) => serde_json::from_str(payload).map(|payload| Request {
            id: "019aa000-0000-7000-8000-000000000000".to_owned(),
            command: command.name.to_owned(),
            actor: None,
            payload,
        }),
        None => serde_json::from_str::<Request>(text),
    };
    let Ok(request) = request else { return };
    if OF_FILES.iter().any(|prefix| request.command.starts_with(prefix)) {
        return;
    }
    let response = RUNTIME.block_on(SESSION.call(request));
    let error = response.error.expect("there is no firm");
    assert!(error.message.len() > 10, "{}", error.message);
    serde_json::to_string(&error).expect("it goes over the wire");
});

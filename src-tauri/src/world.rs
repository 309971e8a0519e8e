//! What only this computer knows: the time, its date, chance, and the language of its user.

#![expect(clippy::disallowed_methods, reason = "the host gives the clock")]

use chrono::{DateTime, Local, NaiveDate, Utc};
use dovuto_rpc::session::World;

/// The world as this computer sees it.
pub fn this_computer() -> World {
    World { now, today, chance, locale: locale() }
}

fn now() -> DateTime<Utc> {
    Utc::now()
}

fn today() -> NaiveDate {
    Local::now().date_naive()
}

fn chance() -> [u8; 32] {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).expect("the system gives random bytes, or nothing can be signed");
    bytes
}

/// The language that the environment names; elsewhere the web view knows it.
fn locale() -> Option<String> {
    let named = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))?;
    // `C` and `POSIX` name no language.
    named.get(..2).filter(|tag| tag.bytes().all(|b| b.is_ascii_lowercase())).map(str::to_owned)
}

//! Bodies of facts: read whole and written again the same, or refused.

#![no_main]

use dovuto_domain::fact::KINDS;
use dovuto_store::ledger::codec::{decode, encode};
use libfuzzer_sys::fuzz_target;

// The first line names the kind, the rest is a body.
fuzz_target!(|text: &str| {
    let Some((named, body)) = text.split_once('\n') else { return };
    let Some((kind, version)) = KINDS.iter().find(|(kind, _)| *kind == named) else { return };
    let Ok(fact) = decode(kind, *version, body) else { return };
    assert_eq!(fact.kind(), *kind);
    let written = encode(&fact).expect("it was read");
    let again = decode(kind, *version, &written).expect("it was written by us");
    assert_eq!(encode(&again).expect("it was read"), written);
});

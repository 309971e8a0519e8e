//! Mapping files: any text is a mapping of its kind, or refused in a sentence.

#![no_main]

use dovuto_app::import::ImportKind;
use dovuto_app::import::mapping::Mapping;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for kind in ImportKind::ALL {
        if let Err(refused) = Mapping::read(text, kind) {
            assert!(refused.to_string().len() > 10);
        }
    }
});

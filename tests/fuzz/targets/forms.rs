//! Numbers and dates as people write them: read exactly, or refused.

#![no_main]

use dovuto_app::import::forms::{parse_day, ungrouped};
use dovuto_domain::kernel::number::{parse_decimal, parse_document_number, plain};
use libfuzzer_sys::fuzz_target;

const FORMS: [&str; 5] = ["%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%m-%y"];

fuzz_target!(|text: &str| {
    for mark in ['.', ','] {
        let digits = ungrouped(text, mark);
        for decimals in [0, 2, 6] {
            let Ok(value) = parse_decimal(&digits, decimals, mark) else { continue };
            assert_eq!(parse_decimal(&plain(value, decimals), decimals, '.'), Ok(value), "{text}");
        }
    }
    for form in FORMS {
        if let Some(day) = parse_day(text, form) {
            assert_eq!(parse_day(&day.to_string(), "%Y-%m-%d"), Some(day), "{text}");
        }
    }
    if let Some((year, counter)) = parse_document_number(text, "F", 'A') {
        assert!((0..100).contains(&year) && counter > 0, "{text}");
    }
});

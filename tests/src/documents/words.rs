//! Words, numbers and days, as readers of each language write them.

use std::collections::{BTreeMap, BTreeSet};

use dovuto_documents::format::{CurrencyFormat, DateFormat, NumberFormat};
use dovuto_documents::words::Language;

use crate::harness::day;

/// The words of a language, each with the names of what it speaks of.
fn words(language: Language) -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let lines = language.text().lines().filter(|line| !line.starts_with('#'));
    let word = |line: &'static str| {
        let (word, text) = line.split_once(" = ")?;
        let names = text.split("{ $").skip(1).filter_map(|part| part.split(" }").next());
        Some((word, names.collect()))
    };
    lines.filter_map(word).collect()
}

#[test]
fn every_language_has_every_word_and_speaks_of_the_same() {
    let english = words(Language::English);
    assert!(english.len() > 100, "{}", english.len());
    for language in Language::ALL {
        assert_eq!(words(language), english, "{language:?}");
        for word in english.keys() {
            assert!(language.find(word, &[]).is_some(), "{language:?} has no {word}");
        }
    }
}

#[test]
fn every_word_can_be_printed() {
    for language in Language::ALL {
        for word in words(language).keys() {
            let text = language.say(word);
            assert_eq!(dovuto_documents::layout::font::unprintable(&text), None, "{text}");
        }
    }
}

#[test]
fn numbers_are_written_with_the_marks_that_readers_know() {
    let written = |format: NumberFormat| {
        (format.fixed(123_456_789, 2), format.fixed(-5, 2), format.trimmed(2_500_000, 6, 0))
    };
    let s = str::to_owned;
    assert_eq!(written(NumberFormat::PointComma), (s("1.234.567,89"), s("-0,05"), s("2,5")));
    assert_eq!(written(NumberFormat::CommaPoint), (s("1,234,567.89"), s("-0.05"), s("2.5")));
    let narrow = "1\u{202f}234\u{202f}567,89".to_owned();
    assert_eq!(written(NumberFormat::SpaceComma), (narrow, s("-0,05"), s("2,5")));
    assert_eq!(written(NumberFormat::ApostrophePoint), (s("1'234'567.89"), s("-0.05"), s("2.5")));
    assert_eq!(written(NumberFormat::Comma), (s("1234567,89"), s("-0,05"), s("2,5")));
    assert_eq!(written(NumberFormat::Point), (s("1234567.89"), s("-0.05"), s("2.5")));
    assert_eq!(NumberFormat::Point.fixed(i64::MIN, 0), i64::MIN.to_string());
    assert_eq!(NumberFormat::Comma.trimmed(1_250_000, 6, 2), "1,25");
    assert_eq!(NumberFormat::Comma.trimmed(1_234_567, 6, 2), "1,234567");
    assert_eq!(NumberFormat::Comma.trimmed(12_000_000, 6, 2), "12,00");
    assert_eq!(NumberFormat::Comma.percent(125_000), "12,5\u{a0}%");
}

#[test]
fn days_and_currencies_are_written_as_asked() {
    let written = |format: DateFormat| format.day(day("2026-03-09"));
    assert_eq!(written(DateFormat::DaySlash), "09/03/2026");
    assert_eq!(written(DateFormat::DayDot), "09.03.2026");
    assert_eq!(written(DateFormat::Iso), "2026-03-09");
    assert_eq!(written(DateFormat::MonthSlash), "03/09/2026");
    assert_eq!(written(DateFormat::DayName), "9 Mar 2026");
    assert_eq!(CurrencyFormat::CodeBefore.write("1,00", "EUR"), "EUR\u{a0}1,00");
    assert_eq!(CurrencyFormat::SignBefore.write("1.00", "USD"), "$1.00");
    assert_eq!(CurrencyFormat::SignBefore.write("1.00", "CHF"), "CHF\u{a0}1.00");
    assert_eq!(CurrencyFormat::SignAfter.write("1,00", "EUR"), "1,00\u{a0}€");
}

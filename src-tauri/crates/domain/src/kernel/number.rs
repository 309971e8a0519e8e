//! Human numbers of documents, and exact decimals read from and written as text.

use super::refusal::Refusal;

/// A document's number: kind, station letter, two-digit year, counter: `FA26-00017`.
pub fn document_number(kind: &str, letter: char, year: i32, counter: i64) -> String {
    format!("{kind}{letter}{:02}-{counter:05}", year.rem_euclid(100))
}

/// Year (two digits) and counter of a document's number, where it is one of this kind and station.
pub fn parse_document_number(text: &str, kind: &str, letter: char) -> Option<(i32, i64)> {
    let rest = text.strip_prefix(kind)?.strip_prefix(letter)?;
    let (year, counter) = rest.split_once('-')?;
    let (year, counter): (i32, i64) = (year.parse().ok()?, counter.parse().ok()?);
    (counter >= 1 && document_number(kind, letter, year, counter) == text)
        .then_some((year, counter))
}

/// Whether a text, whatever its case, may be a part of some document's number: at most two letters,
/// and only in front.
pub fn may_be_in_number(text: &str) -> bool {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    letters <= 2 && text.bytes().skip(letters).all(|b| b.is_ascii_digit() || b == b'-')
}

/// Reads an exact decimal (`12.5`, `-0,25`) into units of 10^-`decimals`.
///
/// Refuses text that is not a number, or that is finer than `decimals` (zeros may follow).
pub fn parse_decimal(text: &str, decimals: u32, mark: char) -> Result<i64, Refusal> {
    let not = || Refusal::NotANumber { text: text.to_owned() };
    let trimmed = text.trim();
    let (negative, digits) = match trimmed.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, trimmed.strip_prefix('+').unwrap_or(trimmed)),
    };
    let (whole, fraction) = digits.split_once(mark).unwrap_or((digits, ""));
    let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if !all_digits(whole) || !all_digits(fraction) || whole.len() + fraction.len() == 0 {
        return Err(not());
    }
    let kept = decimals as usize;
    let (fraction, finer) = fraction.split_at(fraction.len().min(kept));
    if finer.bytes().any(|b| b != b'0') {
        return Err(Refusal::TooManyDecimals { text: text.to_owned(), decimals });
    }
    let joined = format!("{whole}{fraction}{}", "0".repeat(kept - fraction.len()));
    let value: i64 = joined.parse().map_err(|_| not())?;
    Ok(if negative { -value } else { value })
}

/// Writes units of 10^-`decimals` without needless zeros: 12500000 at 6 is `12.5`.
pub fn plain(value: i64, decimals: u32) -> String {
    let one = 10_u64.pow(decimals);
    let (whole, rest) = (value.unsigned_abs() / one, value.unsigned_abs() % one);
    let sign = if value < 0 { "-" } else { "" };
    let fraction = format!("{rest:0width$}", width = decimals as usize);
    let fraction = fraction.trim_end_matches('0');
    if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

/// Writes minor units with all their decimals: 12500 at 2 is `125.00`.
pub fn money(minor: i64, decimals: u32) -> String {
    if decimals == 0 {
        return minor.to_string();
    }
    let one = 10_u64.pow(decimals);
    let sign = if minor < 0 { "-" } else { "" };
    let (whole, rest) = (minor.unsigned_abs() / one, minor.unsigned_abs() % one);
    format!("{sign}{whole}.{rest:0width$}", width = decimals as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_documents_number_is_read_back_only_as_it_is_written() {
        let check = |text: &str, expect| {
            assert_eq!(parse_document_number(text, "F", 'A'), expect, "{text}");
        };
        check("FA26-00017", Some((26, 17)));
        check("FA26-123456", Some((26, 123_456)));
        check("FA26-17", None);
        check("FB26-00017", None);
        check("DA26-00017", None);
        check("FA26-00000", None);
        check("FA-1-00017", None);
        check(" FA26-00017", None);
        check("", None);
    }

    #[test]
    fn what_no_number_holds_is_told_from_what_one_may() {
        let number = document_number("O", 'A', 2026, 412);
        for (from, _) in number.char_indices() {
            for to in from + 1..=number.len() {
                assert!(may_be_in_number(&number[from..to]), "{}", &number[from..to]);
                assert!(may_be_in_number(&number[from..to].to_lowercase()));
            }
        }
        for other in ["Caro", "4500 123", "12A", "O_26", "Ö26", "OA26/412"] {
            assert!(!may_be_in_number(other), "{other}");
        }
    }

    #[test]
    fn a_decimal_is_read_exactly_or_not_at_all() {
        let ok =
            |text: &str, value: i64| assert_eq!(parse_decimal(text, 6, '.'), Ok(value), "{text}");
        ok("14", 14_000_000);
        ok("9.8", 9_800_000);
        ok("-0.25", -250_000);
        ok(" 1.5000000000 ", 1_500_000);
        ok(".5", 500_000);
        for bad in ["", "-", "1.2.3", "1e3", "12a", "NaN", "1,5", "99999999999999999999"] {
            assert!(parse_decimal(bad, 6, '.').is_err(), "{bad} was read");
        }
        assert!(matches!(parse_decimal("0.1234567", 6, '.'), Err(Refusal::TooManyDecimals { .. })));
        assert_eq!(parse_decimal("1234,5", 2, ','), Ok(123_450));
    }

    #[test]
    fn numbers_are_written_the_way_people_number_documents() {
        assert_eq!(document_number("F", 'A', 2026, 17), "FA26-00017");
        assert_eq!(plain(12_500_000, 6), "12.5");
        assert_eq!(plain(-3_000_000, 6), "-3");
        assert_eq!(money(12_500, 2), "125.00");
        assert_eq!(money(-5, 2), "-0.05");
    }
}

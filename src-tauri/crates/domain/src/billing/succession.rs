//! Whether a file is known to have everything that a lost station posted.

use crate::kernel::number::{document_number, parse_document_number};
use crate::kernel::refusal::Refusal;

/// The series in which a station posts: invoices, deferred invoices, credit notes.
pub const POSTED: [&str; 3] = ["F", "T", "N"];

/// The last number of one series in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastNumber {
    pub series: String,
    pub year: i32,
    pub counter: i64,
}

/// Whether the file has every document of the lost station `letter`: the last numbers `seen`
/// anywhere are the last ones in it.
///
/// Each series of the newest year in the file and of the year before has to be seen, because
/// December is still billed in January. A station that posted nothing and of which nothing was seen
/// has lost nothing.
///
/// Refuses what is no number of a document that the station posts, and one that the file exceeds.
pub fn has_every_document(
    letter: char,
    in_file: &[LastNumber],
    seen: &[String],
) -> Result<bool, Refusal> {
    let mut found = Vec::new();
    for number in seen {
        let (series, year, counter) = posted(letter, number)
            .ok_or_else(|| Refusal::LastNumberUnreadable { number: number.clone(), letter })?;
        let last = in_file.iter().find(|l| l.series == series && l.year.rem_euclid(100) == year);
        if let Some(last) = last.filter(|last| counter < last.counter) {
            let last = document_number(series, letter, last.year, last.counter);
            return Err(Refusal::LastNumberTooLow { number: number.clone(), last });
        }
        found.push(last.filter(|last| last.counter == counter));
    }
    let newest = in_file.iter().map(|last| last.year).max().unwrap_or_default();
    let is_seen = |last: &LastNumber| found.contains(&Some(last));
    let asked = in_file.iter().filter(|last| last.year >= newest - 1);
    Ok(found.iter().all(Option::is_some) && asked.into_iter().all(is_seen))
}

/// Series, year (two digits) and counter of a number that a station posts under.
fn posted(letter: char, number: &str) -> Option<(&'static str, i32, i64)> {
    POSTED.iter().find_map(|series| {
        let (year, counter) = parse_document_number(number, series, letter)?;
        Some((*series, year, counter))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has(in_file: &[(&str, i32, i64)], seen: &[&str]) -> Result<bool, Refusal> {
        let last = |&(series, year, counter): &(&str, i32, i64)| LastNumber {
            series: series.to_owned(),
            year,
            counter,
        };
        let in_file: Vec<LastNumber> = in_file.iter().map(last).collect();
        let seen: Vec<String> = seen.iter().map(|&s| s.to_owned()).collect();
        has_every_document('A', &in_file, &seen)
    }

    #[test]
    fn every_series_of_the_last_two_years_has_to_be_seen_with_its_last_number() {
        let file =
            [("F", 2026, 7), ("T", 2026, 3), ("N", 2025, 2), ("F", 2025, 90), ("F", 2024, 5)];
        let all = ["FA26-00007", "TA26-00003", "NA25-00002", "FA25-00090"];
        assert_eq!(has(&file, &all), Ok(true));
        for missing in 0..all.len() {
            let mut some = all.to_vec();
            some.remove(missing);
            assert_eq!(has(&file, &some), Ok(false), "{some:?}");
        }
        let later = ["FA26-00007", "TA26-00004", "NA25-00002", "FA25-00090"];
        assert_eq!(has(&file, &later), Ok(false));
        let another_series = [all.as_slice(), &["NA26-00001"]].concat();
        assert_eq!(has(&file, &another_series), Ok(false));
        assert_eq!(has(&file, &[all.as_slice(), &["FA24-00006"]].concat()), Ok(false));
        assert_eq!(has(&file, &[all.as_slice(), &["FA24-00005"]].concat()), Ok(true));
    }

    #[test]
    fn a_station_that_posted_nothing_and_was_never_seen_has_lost_nothing() {
        assert_eq!(has(&[], &[]), Ok(true));
        assert_eq!(has(&[], &["NA26-00001"]), Ok(false));
        assert_eq!(has(&[("N", 2026, 1)], &[]), Ok(false));
    }

    #[test]
    fn a_number_that_the_station_does_not_post_under_or_that_the_file_exceeds_is_refused() {
        let file = [("T", 2026, 3)];
        for number in ["FB26-00001", "DA26-00001", "17", ""] {
            let number = number.to_owned();
            let refused = has(&file, &[&number]);
            assert_eq!(refused, Err(Refusal::LastNumberUnreadable { number, letter: 'A' }));
        }
        let (number, last) = ("TA26-00002".to_owned(), "TA26-00003".to_owned());
        let refused = has(&file, &["TA26-00002"]);
        assert_eq!(refused, Err(Refusal::LastNumberTooLow { number, last }));
    }
}

//! How a file writes its dates and decimals, told from its values where the mapping does not say.

use chrono::NaiveDate;
use dovuto_domain::kernel::calendar::is_plausible;

use super::mapping::{Section, Writing};
use super::reading::{Reading, Record};
use super::refused::ImportRefused;
use super::sheet::{Headed, Sheet};
use super::spool::Form;
use super::watch::Watch;

/// The fields that hold dates.
const DATES: [&str; 12] = [
    "counted_on",
    "dispatched_on",
    "due_on",
    "issued_on",
    "ordered_on",
    "po_date",
    "price_from",
    "received_on",
    "reference_date",
    "requested_on",
    "valid_from",
    "valid_to",
];
/// The fields that hold numbers.
const NUMBERS: [&str; 19] = [
    "accepted",
    "amount",
    "cost",
    "credit_limit",
    "discount",
    "early_days",
    "early_discount",
    "freight",
    "from_quantity",
    "gross",
    "line",
    "paid",
    "payment_days",
    "per",
    "price",
    "price_per",
    "quantity",
    "rhythm_day",
    "unit_price",
];

/// What the values of a file say about how they are written.
#[derive(Debug, Default)]
pub struct Evidence {
    /// Forms of dates, how many values have each, and which value was the first.
    dates: Vec<(String, u64)>,
    /// The first date that is one day read one way, and another day read the other.
    two_days: Option<Place>,
    n_points: u64,
    n_commas: u64,
    /// The first number whose only mark may set off thousands as well as decimals.
    two_numbers: Option<Place>,
}

/// A value, and where it stands.
#[derive(Clone, Debug)]
struct Place {
    file: String,
    line: u64,
    field: String,
    text: String,
}

impl Evidence {
    /// Looks at every value of a sheet that is a date or a number.
    pub fn gather(
        &mut self,
        headed: &mut Headed,
        section: &Section,
        writing: &Writing,
        watch: &Watch,
    ) -> Result<(), ImportRefused> {
        let sheet = Sheet { header: headed.header.clone(), rows: Vec::new() };
        let reading = Reading::new(&sheet, section, writing)?;
        let of = |fields: &[&'static str]| -> Vec<&'static str> {
            fields.iter().copied().filter(|field| reading.is_column(field)).collect()
        };
        let (dates, numbers) = (of(&DATES), of(&NUMBERS));
        if dates.is_empty() && numbers.is_empty() {
            return Ok(());
        }
        headed.spool.rewind().map_err(|error| headed.broken(&error))?;
        while let Some(row) = headed.spool.next().map_err(|error| headed.broken(&error))? {
            watch.done(0)?;
            if !sheet.header.fits(&row) {
                continue;
            }
            let record = reading.record(&row);
            for field in &dates {
                if let Some((Form::Typed, text)) = record.cell(field) {
                    self.see_date(text, || place(&record, field, text));
                }
            }
            for field in &numbers {
                if let Some((Form::Typed, text)) = record.cell(field) {
                    self.see_number(text, || place(&record, field, text));
                }
            }
        }
        Ok(())
    }

    /// Completes what the mapping leaves open.
    ///
    /// Refuses to choose where a value means two things and no other value tells which.
    pub fn settle(self, writing: &mut Writing) -> Result<(), ImportRefused> {
        if writing.date_format.is_none() {
            writing.date_format = Some(self.date_format()?);
        }
        if writing.decimal_mark.is_none() {
            writing.decimal_mark = Some(self.decimal_mark()?);
        }
        Ok(())
    }

    fn see_date(&mut self, text: &str, place: impl FnOnce() -> Place) {
        let forms = date_forms(text);
        let days: Vec<NaiveDate> = forms.iter().map(|(_, day)| *day).collect();
        if self.two_days.is_none() && days.windows(2).any(|pair| pair[0] != pair[1]) {
            self.two_days = Some(place());
        }
        for (form, _) in forms {
            match self.dates.iter_mut().find(|(known, _)| *known == form) {
                Some((_, n)) => *n += 1,
                None => self.dates.push((form, 1)),
            }
        }
    }

    fn date_format(&self) -> Result<String, ImportRefused> {
        let most = self.dates.iter().map(|(_, n)| *n).max().unwrap_or(0);
        let mut best = self.dates.iter().filter(|(_, n)| *n == most).map(|(form, _)| form);
        let Some(first) = best.next() else {
            return Ok("%Y-%m-%d".to_owned());
        };
        let Some((second, place)) = best.next().zip(self.two_days.as_ref()) else {
            return Ok(first.clone());
        };
        let Place { file, line, field, text } = place;
        let read = |form| parse_day(text, form).map(|day| day.to_string()).unwrap_or_default();
        Err(ImportRefused::mapping(format!(
            "{file} line {line}: {field} \"{text}\" may be {} or {}, and no other date tells \
             which; add date_format = \"{first}\" or date_format = \"{second}\" to the mapping",
            read(first),
            read(second),
        )))
    }

    fn see_number(&mut self, text: &str, place: impl FnOnce() -> Place) {
        match mark_of(text) {
            Mark::Point => self.n_points += 1,
            Mark::Comma => self.n_commas += 1,
            Mark::Either if self.two_numbers.is_none() => self.two_numbers = Some(place()),
            Mark::Either | Mark::None => {}
        }
    }

    fn decimal_mark(&self) -> Result<char, ImportRefused> {
        match (&self.two_numbers, self.n_points.cmp(&self.n_commas)) {
            (_, std::cmp::Ordering::Greater) | (None, std::cmp::Ordering::Equal) => Ok('.'),
            (_, std::cmp::Ordering::Less) => Ok(','),
            (Some(Place { file, line, field, text }), std::cmp::Ordering::Equal) => {
                Err(ImportRefused::mapping(format!(
                    "{file} line {line}: {field} \"{text}\" may have thousands or decimals, and \
                     no other number tells which; add decimal_mark = \".\" or decimal_mark = \
                     \",\" to the mapping"
                )))
            }
        }
    }
}

fn place(record: &Record, field: &str, text: &str) -> Place {
    Place {
        file: record.file().to_owned(),
        line: record.line(),
        field: field.to_owned(),
        text: text.to_owned(),
    }
}

/// A day written in a form; a time behind it is passed over.
pub fn parse_day(text: &str, form: &str) -> Option<NaiveDate> {
    let day = |text: &str| NaiveDate::parse_from_str(text, form).ok();
    day(text).or_else(|| day(without_time(text)))
}

/// A date without the time behind it: `1996-07-04 00:00:00.000`, `1996-07-04T00:00:00Z`.
fn without_time(text: &str) -> &str {
    let Some((day, time)) = text.split_once([' ', 'T']) else {
        return text;
    };
    let time = time.trim_start();
    let is_time = time.starts_with(|c: char| c.is_ascii_digit()) && time.contains(':');
    if is_time { day } else { text }
}

/// The forms in which a text is a date, each with the day that it then means.
fn date_forms(text: &str) -> Vec<(String, NaiveDate)> {
    let text = without_time(text);
    let Some(sign) = text.chars().find(|c| matches!(c, '-' | '/' | '.' | ' ')) else {
        return with_days(text, vec!["%Y%m%d".to_owned()]);
    };
    let parts: Vec<&str> = text.split(sign).collect();
    let [first, second, third] = parts.as_slice() else {
        return Vec::new();
    };
    let form = |parts: [&str; 3]| parts.join(&sign.to_string());
    let named = second.len() == 3 && second.bytes().all(|b| b.is_ascii_alphabetic());
    let forms = match (first.len(), third.len()) {
        (4, _) => vec![form(["%Y", "%m", "%d"])],
        (_, 4) if named => vec![form(["%d", "%b", "%Y"])],
        (_, 4) if sign == '.' => vec![form(["%d", "%m", "%Y"])],
        (_, 4) => vec![form(["%d", "%m", "%Y"]), form(["%m", "%d", "%Y"])],
        (_, 2) if sign == '.' => vec![form(["%d", "%m", "%y"])],
        (_, 2) => vec![form(["%d", "%m", "%y"]), form(["%m", "%d", "%y"])],
        _ => Vec::new(),
    };
    with_days(text, forms)
}

fn with_days(text: &str, forms: Vec<String>) -> Vec<(String, NaiveDate)> {
    let day = |form: String| {
        let day = NaiveDate::parse_from_str(text, &form).ok().filter(|day| is_plausible(*day))?;
        Some((form, day))
    };
    forms.into_iter().filter_map(day).collect()
}

/// What a number says of the decimal mark.
#[derive(Debug, PartialEq, Eq)]
enum Mark {
    Point,
    Comma,
    /// One mark before three digits: it may set off thousands.
    Either,
    None,
}

fn mark_of(text: &str) -> Mark {
    let digits = text.trim_start_matches(['-', '+']);
    if !digits.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',')) {
        return Mark::None;
    }
    let last = digits.rfind(['.', ',']);
    let Some((whole, fraction)) = last.map(|at| (&digits[..at], &digits[at + 1..])) else {
        return Mark::None;
    };
    let is_point = digits[whole.len()..].starts_with('.');
    let (own, other) = if is_point { ('.', ',') } else { (',', '.') };
    let said = |is_point| if is_point { Mark::Point } else { Mark::Comma };
    match (whole.contains(own), whole.contains(other)) {
        (true, true) => Mark::None,
        (true, false) => said(!is_point),
        (false, true) => said(is_point),
        (false, false) if fraction.len() != 3 => said(is_point),
        (false, false) if whole.len() > 3 || whole.is_empty() || whole.starts_with('0') => {
            said(is_point)
        }
        (false, false) => Mark::Either,
    }
}

/// A number without the signs that set off its thousands; as it is where they stand elsewhere.
pub fn ungrouped(text: &str, mark: char) -> String {
    let (whole, fraction) = match text.find(mark) {
        Some(at) => text.split_at(at),
        None => (text, ""),
    };
    let other = if mark == '.' { ',' } else { '.' };
    let signs = [other, ' ', '\u{a0}', '\u{202f}', '\'', '\u{2019}'];
    let Some(sign) = whole.chars().find(|c| signs.contains(c)) else {
        return text.to_owned();
    };
    let digits = whole.trim_start_matches(['-', '+']);
    let mut groups = digits.split(sign);
    let all_digits = |group: &str| group.bytes().all(|b| b.is_ascii_digit());
    let starts = groups.next().is_some_and(|g| (1..=3).contains(&g.len()) && all_digits(g));
    if starts && groups.all(|group| group.len() == 3 && all_digits(group)) {
        format!("{}{fraction}", whole.replace(sign, ""))
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date_format(texts: &[&str]) -> Result<String, ImportRefused> {
        let mut evidence = Evidence::default();
        for text in texts {
            evidence.see_date(text, || at(text));
        }
        evidence.date_format()
    }

    fn decimal_mark(texts: &[&str]) -> Result<char, ImportRefused> {
        let mut evidence = Evidence::default();
        for text in texts {
            evidence.see_number(text, || at(text));
        }
        evidence.decimal_mark()
    }

    fn at(text: &str) -> Place {
        Place { file: "a.csv".into(), line: 2, field: "f".into(), text: text.into() }
    }

    #[test]
    fn the_form_of_dates_is_told_by_the_one_that_allows_no_other() {
        let check = |texts: &[&str], expect: &str| {
            assert_eq!(date_format(texts), Ok(expect.to_owned()), "{texts:?}");
        };
        check(&["03/04/2026", "13/04/2026"], "%d/%m/%Y");
        check(&["03/04/2026", "04/13/2026"], "%m/%d/%Y");
        check(&["03/04/2026", "13/04/2026", "rubbish", "14/04/2026"], "%d/%m/%Y");
        check(&["03.04.2026"], "%d.%m.%Y");
        check(&["1996-07-04 00:00:00.000"], "%Y-%m-%d");
        check(&["1996-07-04T10:30:00Z"], "%Y-%m-%d");
        check(&["20260403"], "%Y%m%d");
        check(&["31-12-26"], "%d-%m-%y");
        check(&["4-Dec-2026"], "%d-%b-%Y");
        check(&["04/04/2026"], "%d/%m/%Y");
        check(&[], "%Y-%m-%d");
    }

    #[test]
    fn a_date_that_means_two_days_is_not_guessed() {
        let why = date_format(&["03/04/2026", "04/03/2026"]).expect_err("two days").to_string();
        assert!(why.contains("\"03/04/2026\" may be 2026-04-03 or 2026-03-04"), "{why}");
        assert!(why.contains("date_format = \"%d/%m/%Y\" or"), "{why}");
    }

    #[test]
    fn the_decimal_mark_is_told_by_the_numbers() {
        let check = |texts: &[&str], expect: char| {
            assert_eq!(decimal_mark(texts), Ok(expect), "{texts:?}");
        };
        check(&["12,5", "1.234"], ',');
        check(&["12.5", "1,234"], '.');
        check(&["1.234,56"], ',');
        check(&["1,234.56"], '.');
        check(&["1.234.567"], ',');
        check(&["0.125"], '.');
        check(&["1234,567"], ',');
        check(&["14", "", "x,y"], '.');
        check(&["12,5", "12.5"], '.');
        let why = decimal_mark(&["14", "1.234"]).expect_err("two numbers").to_string();
        assert!(why.contains("\"1.234\" may have thousands or decimals"), "{why}");
        assert!(decimal_mark(&["12,5", "12.5", "1.234"]).is_err());
    }

    #[test]
    fn thousands_are_set_off_in_threes_or_not_at_all() {
        let check = |text: &str, mark: char, expect: &str| {
            assert_eq!(ungrouped(text, mark), expect, "{text}");
        };
        check("1.234.567,89", ',', "1234567,89");
        check("-1,234.5", '.', "-1234.5");
        check("1 234", '.', "1234");
        check("1'234.5", '.', "1234.5");
        check("12.5", ',', "12.5");
        check("1,23", '.', "1,23");
        check("1234.567", ',', "1234.567");
        check("1.234,567.8", ',', "1234,567.8");
    }
}

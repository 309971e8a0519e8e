//! A table as a workbook of one sheet, written row by row: its size in memory does not grow.

use std::io::Write;
use std::path::Path;

use chrono::NaiveDate;
use dovuto_domain::kernel::number::{money, plain};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

use crate::table::Cell;

/// Digits that a spreadsheet keeps of a number; one with more is written as text.
const DIGITS_MAX: usize = 15;
/// Rows that a sheet holds below its header.
pub const ROWS_MAX: u32 = 1_048_575;

/// A workbook that is being written.
pub struct Sheet {
    workbook: Workbook,
    n_rows: u32,
    day: Format,
    /// By the number of decimals.
    money: Vec<Format>,
}

impl Sheet {
    /// Begins a sheet with its header. What does not fit in memory lies in `folder` until the end;
    /// `today` stands in the workbook as the day on which it was made.
    pub fn new(columns: &[&str], folder: &Path, today: NaiveDate) -> Result<Self, XlsxError> {
        let mut workbook = Workbook::new();
        workbook.set_tempdir(folder)?;
        let made = ExcelDateTime::parse_from_str(&today.to_string())?;
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
        let sheet = workbook.add_worksheet_with_constant_memory()?;
        sheet.set_freeze_panes(1, 0)?;
        let bold = Format::new().set_bold();
        for (n, column) in (0..).zip(columns) {
            sheet.write_string_with_format(0, n, *column, &bold)?;
        }
        let of_money = |decimals: usize| {
            let point = if decimals == 0 { "" } else { "." };
            let fraction = format!("{point}{:0<decimals$}", "");
            Format::new().set_num_format(format!("#,##0{fraction}"))
        };
        Ok(Self {
            workbook,
            n_rows: 0,
            day: Format::new().set_num_format("yyyy-mm-dd"),
            money: (0..=4).map(of_money).collect(),
        })
    }

    /// Adds a row. Refuses one more than a sheet holds.
    pub fn row(&mut self, cells: &[Cell]) -> Result<(), XlsxError> {
        self.n_rows += 1;
        let (row, day, of_money) = (self.n_rows, &self.day, &self.money);
        let sheet = self.workbook.worksheet_from_index(0)?;
        for (n, cell) in (0..).zip(cells) {
            match cell {
                Cell::Empty => {}
                Cell::Text(text) => {
                    sheet.write_string(row, n, text)?;
                }
                Cell::Day(on) => {
                    sheet.write_datetime_with_format(row, n, on, day)?;
                }
                Cell::Yes(yes) => {
                    sheet.write_boolean(row, n, *yes)?;
                }
                Cell::Number { units, decimals } => {
                    let text = plain(*units, *decimals);
                    match exact(&text) {
                        Some(number) => sheet.write_number(row, n, number)?,
                        None => sheet.write_string(row, n, text)?,
                    };
                }
                Cell::Money { minor, decimals } => {
                    let text = money(*minor, *decimals);
                    let format = of_money.get(usize::try_from(*decimals).unwrap_or(0));
                    match exact(&text).zip(format) {
                        Some((number, format)) => {
                            sheet.write_number_with_format(row, n, number, format)?
                        }
                        None => sheet.write_string(row, n, text)?,
                    };
                }
            }
        }
        Ok(())
    }

    /// Writes the whole workbook.
    pub fn finish(mut self, out: impl Write + Send) -> Result<(), XlsxError> {
        self.workbook.save_to_writer(out)
    }
}

/// The number that a spreadsheet shows as this decimal, digit by digit; none where it has more
/// digits than a spreadsheet keeps. Workbooks know no other numbers, and nothing is reckoned here.
fn exact(decimal: &str) -> Option<f64> {
    let digits = decimal.bytes().filter(u8::is_ascii_digit).count();
    if digits > DIGITS_MAX { None } else { decimal.parse().ok() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_shown_as_it_is_or_stays_a_text() {
        let check = |decimal: &str| {
            let number = exact(decimal).expect("few digits");
            assert_eq!(number.to_string(), decimal);
        };
        for decimal in ["0.1", "-12.34", "999999999.999999", "1234567890123.45", "7"] {
            check(decimal);
        }
        assert_eq!(exact("12345678901234.56"), None);
    }
}

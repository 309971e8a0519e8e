//! Tables as CSV (RFC 4180, UTF-8), and the lines of an invoice with the amounts as posted.

use std::io::Write;

use dovuto_domain::billing::invoice::Invoice;
use dovuto_domain::kernel::number::{money, plain};

use crate::table::Cell;

/// What a spreadsheet takes for the beginning of a formula.
const RISKY: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];
/// What marks a file as UTF-8 for programs that would guess otherwise.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A table that is being written.
pub struct Lines<W: Write> {
    out: csv::Writer<W>,
}

impl<W: Write> Lines<W> {
    /// Begins a file with its header.
    pub fn new(out: W, columns: &[&str]) -> Result<Self, csv::Error> {
        let mut out = csv::Writer::from_writer(out);
        out.write_record(columns)?;
        Ok(Self { out })
    }

    /// The same, marked as UTF-8.
    pub fn marked(mut out: W, columns: &[&str]) -> Result<Self, csv::Error> {
        out.write_all(BYTE_ORDER_MARK)?;
        Self::new(out, columns)
    }

    pub fn row(&mut self, cells: &[Cell]) -> Result<(), csv::Error> {
        self.out.write_record(cells.iter().map(written))
    }

    /// Gives back what was written to, with everything in it.
    pub fn finish(self) -> Result<W, csv::Error> {
        self.out.into_inner().map_err(|error| error.into_error().into())
    }
}

fn written(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => neutral(text),
        Cell::Day(day) => day.to_string(),
        Cell::Number { units, decimals } => plain(*units, *decimals),
        Cell::Money { minor, decimals } => money(*minor, *decimals),
        Cell::Yes(true) => "yes".to_owned(),
        Cell::Yes(false) => "no".to_owned(),
    }
}

/// A text that no spreadsheet takes for a formula: where it could, an apostrophe stands before it;
/// and before an apostrophe, so that `bare` gives every text back.
fn neutral(text: &str) -> String {
    if text.starts_with(RISKY) || text.starts_with('\'') {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// A text without the apostrophe that made it neutral.
pub fn bare(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if text.starts_with(RISKY) || text.starts_with('\'') => text,
        Some(_) | None => cell,
    }
}

const HEADS: [&str; 19] = [
    "invoice",
    "date",
    "line",
    "order",
    "order_line",
    "customer_po",
    "customer_line",
    "delivery_note",
    "supply_date",
    "product",
    "customer_code",
    "description",
    "quantity",
    "unit",
    "price",
    "discount_percent",
    "net",
    "vat_category",
    "vat_percent",
];

/// One row a line and one a charge, UTF-8, RFC 4180. Nothing is computed: every figure is printed
/// from the posted integers.
pub fn invoice_lines(invoice: &Invoice) -> Vec<u8> {
    let mut out = csv::Writer::from_writer(Vec::new());
    let decimals = invoice.terms.currency.decimals();
    let mut write = |row: &[String]| {
        let safe = row.iter().map(|cell| harmless(cell));
        out.write_record(safe).expect("writing to memory cannot fail");
    };
    write(&HEADS.map(str::to_owned));
    let own = |text: &Option<String>| text.clone().unwrap_or_default();
    let (number, date) = (&invoice.series.number, invoice.issued_on.to_string());
    for line in &invoice.lines {
        let per = if line.price.per == 1 { String::new() } else { format!("/{}", line.price.per) };
        write(&[
            number.clone(),
            date.clone(),
            line.invoice_n.to_string(),
            invoice.order_number.clone(),
            line.line_n.to_string(),
            own(&invoice.references.customer_po),
            own(&line.customer_line),
            line.shipment_number.clone(),
            line.supply_date.to_string(),
            line.product_code.clone(),
            own(&line.customer_code),
            line.description.clone(),
            plain(line.quantity.0, 6),
            line.unit_code.clone(),
            format!("{}{per}", plain(line.price.micro, 6)),
            plain(line.price.discount_ppm, 4),
            money(line.amounts.net_minor, decimals),
            line.vat_category.clone(),
            plain(line.rate_ppm, 4),
        ]);
    }
    for charge in &invoice.charges {
        let mut row = HEADS.map(|_| String::new());
        row[0].clone_from(number);
        row[1].clone_from(&date);
        row[3].clone_from(&invoice.order_number);
        row[5] = own(&invoice.references.customer_po);
        row[11].clone_from(&charge.description);
        row[16] = money(charge.net_minor, decimals);
        row[17].clone_from(&charge.vat_category);
        row[18] = plain(charge.rate_ppm, 4);
        write(&row);
    }
    out.into_inner().expect("writing to memory cannot fail")
}

/// A cell that a spreadsheet will not take for a formula.
fn harmless(cell: &str) -> String {
    let risky = cell.starts_with(['=', '+', '@', '\t', '\r'])
        || (cell.starts_with('-') && !cell[1..].starts_with(|c: char| c.is_ascii_digit()));
    if risky { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hostile_text_is_neutral_in_a_file_and_comes_back_as_it_was() {
        let check = |text: &str, expect: &str| {
            assert_eq!(neutral(text), expect);
            assert_eq!(bare(expect), text);
        };
        check("=cmd|' /c calc'!A0", "'=cmd|' /c calc'!A0");
        check("-5 Ltd", "'-5 Ltd");
        check("+39 051", "'+39 051");
        check("@x", "'@x");
        check("\t=1", "'\t=1");
        check("'quoted", "''quoted");
        check("'=1", "''=1");
        check("R40", "R40");
        check("", "");
        assert_eq!(bare("'t Hooft"), "'t Hooft");
    }

    #[test]
    fn numbers_are_never_touched() {
        let cells = [
            Cell::Money { minor: -1_250, decimals: 2 },
            Cell::micro(-500_000),
            Cell::text("-12.50"),
            Cell::Yes(true),
            Cell::Empty,
        ];
        let mut lines = Lines::marked(Vec::new(), &["a", "b", "c", "d", "e"]).expect("in memory");
        lines.row(&cells).expect("in memory");
        let bytes = lines.finish().expect("in memory");
        assert_eq!(bytes, b"\xef\xbb\xbfa,b,c,d,e\n-12.50,-0.5,'-12.50,yes,\n");
    }

    #[test]
    fn a_formula_is_made_harmless_and_a_number_is_left_alone() {
        assert_eq!(harmless("=1+1"), "'=1+1");
        assert_eq!(harmless("-cmd"), "'-cmd");
        assert_eq!(harmless("-12.50"), "-12.50");
        assert_eq!(harmless("R40"), "R40");
    }
}

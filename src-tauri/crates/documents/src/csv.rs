//! The lines of an invoice as CSV, with the amounts exactly as posted.

use dovuto_domain::billing::invoice::Invoice;
use dovuto_domain::kernel::number::{money, plain};

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
    use super::harmless;

    #[test]
    fn a_formula_is_made_harmless_and_a_number_is_left_alone() {
        assert_eq!(harmless("=1+1"), "'=1+1");
        assert_eq!(harmless("-cmd"), "'-cmd");
        assert_eq!(harmless("-12.50"), "-12.50");
        assert_eq!(harmless("R40"), "R40");
    }
}

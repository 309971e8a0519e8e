//! Documents written out: invoices of proposals, credit notes of invoices, their taxes and dates.

use dovuto_domain::billing::credit::{CreditCause, CreditPart, credit};
use dovuto_domain::billing::invoice::{Invoice, InvoiceKind, Posting, SeriesNumber, post, totals};
use dovuto_domain::kernel::quantity::{Currency, MINOR_MAX, Quantity};
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_domain::parties::Identity;
use dovuto_domain::pricing::ChargePer;
use uuid::Uuid;

use crate::case::{at_once, case, charge, day, left, line, price, units};

fn nobody() -> Identity {
    Identity {
        name: "Prova Srl".to_owned(),
        tax_id: None,
        fiscal_code: None,
        country: "IT".to_owned(),
        language: "it".to_owned(),
        registrations: Vec::new(),
        addresses: Vec::new(),
        banks: Vec::new(),
        electronic: None,
        sdi_code: None,
        pec: None,
    }
}

fn posting(on: &str) -> Posting {
    let number = "FA26-00007".to_owned();
    Posting {
        invoice_id: Uuid::from_u128(5).into(),
        series: SeriesNumber { series: "F".to_owned(), year: 2026, counter: 7, number },
        issued_on: day(on),
        due_on: day("2026-04-10"),
        early_payment: None,
        seller: nobody(),
        buyer: Identity { name: "Rossi Srl".to_owned(), ..nobody() },
        sites: Vec::new(),
        sources: Vec::new(),
    }
}

/// Ten at 10.00 with 22 % and ten at 5.00 with 4 %, and a charge of 3.00 for the order.
fn invoice() -> Invoice {
    let mut book = line(2);
    book.tax_category = "R4".to_owned();
    book.prices = vec![price(1, 500, "2026-01-01")];
    let mut asked = case(vec![line(1), book]);
    asked.charges = vec![charge(1, ChargePer::Order, 300)];
    let proposal = at_once(&asked).proposals.remove(0);
    post(proposal, posting("2026-03-10"), None).expect("a lawful posting")
}

#[test]
fn an_invoice_takes_everything_from_its_proposal_and_the_moment_of_its_posting() {
    let invoice = invoice();
    assert_eq!(
        (invoice.series.number.as_str(), invoice.buyer.name.as_str()),
        ("FA26-00007", "Rossi Srl")
    );
    assert_eq!((invoice.lines.len(), invoice.charges.len(), invoice.taxes.len()), (2, 2, 2));
    assert_eq!(invoice.totals.gross_minor, 15_000 + 300 + 2_244 + 204);
    assert_eq!(invoice.kind.series(), "F");
    assert_eq!(InvoiceKind::Deferred.series(), "T");
}

#[test]
fn no_date_of_an_invoice_falls_and_none_comes_before_what_it_bills() {
    let proposal = || at_once(&case(vec![line(1)])).proposals.remove(0);
    let on = |date: &str, last: Option<&str>| post(proposal(), posting(date), last.map(day));
    assert!(on("2026-03-10", Some("2026-03-10")).is_ok());
    let falls = Refusal::DateFalls { date: day("2026-03-10"), last: day("2026-03-11") };
    assert_eq!(on("2026-03-10", Some("2026-03-11")), Err(falls));
    assert!(on("2026-03-02", None).is_ok());
    let (date, today) = (day("2026-03-02"), day("2026-03-01"));
    assert_eq!(on("2026-03-01", None), Err(Refusal::DateInFuture { date, today }));
}

#[test]
fn a_deferred_invoice_is_dated_by_its_last_dispatch_where_its_series_allows() {
    let dated = |kind: InvoiceKind, last: Option<&str>| {
        kind.date(day("2026-04-03"), day("2026-03-28"), last.map(day))
    };
    assert_eq!(dated(InvoiceKind::Deferred, None), day("2026-03-28"));
    assert_eq!(dated(InvoiceKind::Deferred, Some("2026-03-20")), day("2026-03-28"));
    assert_eq!(dated(InvoiceKind::Deferred, Some("2026-03-31")), day("2026-03-31"));
    assert_eq!(dated(InvoiceKind::Deferred, Some("2026-04-09")), day("2026-04-03"), "not tomorrow");
    assert_eq!(dated(InvoiceKind::Immediate, Some("2026-03-31")), day("2026-04-03"));
}

#[test]
fn vat_is_reckoned_once_on_the_sum_of_each_rate_highest_first() {
    let mut odd = line(1);
    odd.prices = vec![price(1, 103, "2026-01-01")];
    odd.cap = units(3);
    odd.deliveries = [1, 2, 3].map(|n| left(n, "2026-03-02", 1, 1)).to_vec();
    let proposal = at_once(&case(vec![odd])).proposals.remove(0);
    // 22 % of 1.03 is 0.23 a line, of 3.09 it is 0.68.
    let taxes: Vec<_> = proposal.taxes.iter().map(|t| (t.net_minor, t.tax_minor)).collect();
    assert_eq!(taxes, [(309, 68)]);
    let rates: Vec<_> = invoice().taxes.iter().map(|t| t.rate_ppm).collect();
    assert_eq!(rates, [220_000, 40_000]);
}

#[test]
fn taxes_of_one_rate_stand_apart_by_category_and_by_reason() {
    let mut lines = at_once(&case(vec![line(1), line(2), line(3)])).proposals.remove(0).lines;
    lines[0].vat_category = "Z".to_owned();
    lines[2].reason_code = Some("VATEX-EU-IC".to_owned());
    let (taxes, sums) = totals(&lines, &[]).unwrap();
    let found: Vec<_> =
        taxes.iter().map(|t| (t.vat_category.as_str(), t.reason_code.is_some())).collect();
    assert_eq!(found, [("S", false), ("S", true), ("Z", false)]);
    assert_eq!((sums.net_minor, sums.tax_minor), (30_000, 6_600));
}

#[test]
fn sums_that_cannot_be_kept_exactly_are_refused() {
    let mut lines = at_once(&case(vec![line(1), line(2)])).proposals.remove(0).lines;
    lines[0].amounts.net_minor = MINOR_MAX;
    assert_eq!(totals(&lines, &[]), Err(Refusal::AmountTooLarge));
}

fn part(invoice_n: Option<i64>, charge_n: Option<i64>, units_: i64, net_minor: i64) -> CreditPart {
    CreditPart {
        invoice_id: Uuid::from_u128(5).into(),
        invoice_number: "FA26-00007".to_owned(),
        invoice_n,
        invoice_charge_n: charge_n,
        cause: CreditCause::DocumentCancelled,
        quantity: units(units_),
        net_minor,
    }
}

#[test]
fn a_credit_note_copies_the_posted_lines_and_their_rates() {
    let invoice = invoice();
    let parts =
        [part(Some(2), None, 4, 2_000), part(Some(1), None, 1, 1_000), part(None, Some(2), 0, 100)];
    let note = credit(&invoice, &parts, Currency::EUR).unwrap();
    assert_eq!((note.invoice_id, note.invoice_number.as_str()), (invoice.invoice_id, "FA26-00007"));
    let lines: Vec<_> = note
        .lines
        .iter()
        .map(|l| (l.credit_n, l.invoice_n, l.invoice_charge_n, l.rate_ppm, l.net_minor))
        .collect();
    let expect = [
        (1, Some(2), None, 40_000, 2_000),
        (2, Some(1), None, 220_000, 1_000),
        (3, None, Some(2), 40_000, 100),
    ];
    assert_eq!(lines, expect);
    let first = &note.lines[0];
    assert_eq!((first.line_n, first.quantity), (Some(2), units(4)));
    assert_eq!(first.shipment_number.as_deref(), Some("DA26-00001"));
    let charge = &note.lines[2];
    assert_eq!((charge.quantity, charge.description.as_str()), (Quantity::ZERO, "freight"));
    let taxes: Vec<_> = note.taxes.iter().map(|t| (t.rate_ppm, t.net_minor, t.tax_minor)).collect();
    assert_eq!(taxes, [(220_000, 1_000, 220), (40_000, 2_100, 84)]);
    let totals = note.totals;
    assert_eq!((totals.net_minor, totals.charges_minor), (3_000, 100));
    assert_eq!((totals.tax_minor, totals.gross_minor), (304, 3_404));
}

#[test]
fn a_credit_note_keeps_the_exchange_rate_of_its_invoice() {
    let mut invoice = invoice();
    invoice.exchange = Some(crate::case::exchange().remove(0));
    let parts = [part(Some(1), None, 1, 1_000)];
    let note = credit(&invoice, &parts, Currency::EUR).unwrap();
    let taxes: Vec<_> = note.taxes.iter().map(|t| (t.tax_minor, t.own_tax_minor)).collect();
    assert_eq!(taxes, [(220, Some(235))]);
}

#[test]
fn a_credit_of_what_an_invoice_does_not_have_is_no_line() {
    let invoice = invoice();
    let note =
        credit(&invoice, &[part(Some(9), None, 1, 1), part(None, Some(9), 0, 1)], Currency::EUR)
            .unwrap();
    assert!(note.lines.is_empty());
    let huge = [part(Some(1), None, 1, MINOR_MAX), part(Some(2), None, 1, MINOR_MAX)];
    assert_eq!(credit(&invoice, &huge, Currency::EUR), Err(Refusal::AmountTooLarge));
}

//! Attacks on credit notes: what goes back, of which invoice, how much and how often.

use super::after::{CREDIT, SOLD};
use super::attack::{Attack, Forge, attack, blob, hash};
use super::trade::{INVOICE, ORDER, PROVED};
use super::world::BIANCHI;

const NEW: u128 = 0xabc;
const NEXT: &str = "'NA26-00002'";
const MIN: &str = "-9223372036854775808";
const MAX: &str = "9223372036854775807";

fn note() -> String {
    format!("credit_note_id = {}", blob(CREDIT))
}

/// A header as it should be, for the second of the two that came back, but for what is changed.
pub fn header(f: &Forge, changes: &[(&str, &str)]) -> String {
    let (new, forged) = (blob(NEW), hash(1));
    let row = [
        ("credit_note_id", new.as_str()),
        ("number", NEXT),
        ("counter", "2"),
        ("n_lines", "1"),
        ("net_minor", "1000"),
        ("charges_minor", "0"),
        ("tax_minor", "220"),
        ("gross_minor", "1220"),
        ("fact_hash", &forged),
    ];
    f.copy("insert", "credit_notes", &note(), &[changes, &row].concat())
}

/// The line that goes with it, but for what is changed.
fn line(f: &Forge, changes: &[(&str, &str)]) -> String {
    let (new, first) = (blob(NEW), format!("{} and credit_n = 1", note()));
    let row = [("credit_note_id", new.as_str())];
    f.copy("insert", "credit_lines", &first, &[changes, &row].concat())
}

fn tax(f: &Forge, changes: &[(&str, &str)]) -> String {
    let new = blob(NEW);
    let row = [("credit_note_id", new.as_str()), ("net_minor", "1000"), ("tax_minor", "220")];
    f.copy("insert", "credit_taxes", &note(), &[changes, &row].concat())
}

fn source(f: &Forge, verb: &str, changes: &[(&str, &str)]) -> String {
    f.copy(verb, "credit_sources", &format!("{} limit 1", note()), changes)
}

fn posted(f: &Forge) -> String {
    f.fact("CreditNotePosted", NEW, 1)
}

/// A note after that one, which stands whole.
fn second(f: &Forge, header_changes: &[(&str, &str)]) -> String {
    let (after, forged) = (blob(NEW + 1), hash(2));
    let row = [
        ("credit_note_id", after.as_str()),
        ("number", "'NA26-00003'"),
        ("counter", "3"),
        ("fact_hash", &forged),
    ];
    f.fact("CreditNotePosted", NEW + 1, 2) + &header(f, &[header_changes, &row].concat())
}

/// A line of value alone.
const VALUE: [(&str, &str); 2] = [("cause", "'goodwill'"), ("quantity", "0")];

pub fn notes(f: &Forge) -> Vec<Attack> {
    let own = format!("(select fact_hash from credit_notes where {})", note());
    let (bianchi, order) = (blob(BIANCHI), blob(ORDER));
    let (fact, terms) = ("guard_credit_notes_fact", "guard_credit_notes_terms");
    let (number, totals) = ("guard_credit_notes_number", "guard_credit_notes_totals");
    let with = |trigger, code, changes: &[(&str, &str)]| {
        attack(trigger, code, header(f, changes)).after(posted(f)).unchecked()
    };
    let again = [("number", NEXT), ("counter", "2"), ("buyer_name", "'x'")];
    let replace = f.copy("insert or replace", "credit_notes", &note(), &again);
    let sum = "E_CREDIT_TOTALS";
    let counter = |n: &str, text: &str| {
        with(number, "E_CREDIT_COUNTER", &[("counter", n), ("number", &format!("'NA26-{text}'"))])
    };
    let next_year = [("year", "2027"), ("counter", "1"), ("number", "'NA27-00001'")];
    vec![
        attack(fact, "E_CREDIT_WITHOUT_FACT", header(f, &[("fact_hash", &own)])),
        attack(fact, "E_CREDIT_WITHOUT_FACT", header(f, &[])).after(f.fact_of(
            &f.other,
            "CreditNotePosted",
            NEW,
            1,
        )),
        attack(fact, "E_CREDIT_WITHOUT_FACT", header(f, &[])).after(f.fact(
            "InvoicePosted",
            NEW,
            1,
        )),
        attack(fact, "E_CREDIT_IMMUTABLE", replace),
        with(terms, "E_CREDIT_TERMS", &[("bill_to", &bianchi)]),
        with(terms, "E_CREDIT_TERMS", &[("payer", &bianchi)]),
        with(terms, "E_CREDIT_TERMS", &[("order_id", &order)]),
        with(terms, "E_CREDIT_TERMS", &[("currency", "'USD'")]),
        with(terms, "E_CREDIT_TERMS", &[("vat_regime", "'export'")]),
        with(terms, "E_CREDIT_TERMS", &[("invoice_id", &blob(INVOICE))]),
        attack(number, "E_STATION_SUCCEEDED", header(f, &[])).after(posted(f) + &f.succession()),
        with(number, "E_CREDIT_DATE_FALLS", &[("issued_on", "'2026-11-20'")]),
        with(number, "E_CREDIT_DATE_FALLS", &[("issued_on", "'2026-11-31'")]),
        counter("3", "00003"),
        counter("0", "00000"),
        counter(MAX, "9223372036854775807"),
        counter(MIN, "x"),
        with(number, "E_CREDIT_NUMBER", &[("number", "'NA26-00099'")]),
        with(number, "E_CREDIT_NUMBER", &[("number", "'NB26-00002'")]),
        with(number, "E_CREDIT_NUMBER", &[("series", "'F'"), ("number", "'FA26-00002'")]),
        with(number, "E_CREDIT_NUMBER", &next_year),
        with(totals, sum, &[("gross_minor", "9999")]),
        with(totals, sum, &[("tax_minor", "-220"), ("gross_minor", "780")]),
        with(totals, sum, &[("net_minor", MIN), ("gross_minor", MIN)]),
        with(totals, sum, &[("net_minor", MAX), ("gross_minor", MAX)]),
        with(totals, sum, &[("n_lines", "0")]),
    ]
}

/// An attack by a line, after a header that may hold it.
fn by_line(
    f: &Forge,
    trigger: &'static str,
    code: &'static str,
    changes: &[&[(&str, &str)]],
) -> Attack {
    attack(trigger, code, line(f, &changes.concat())).after(posted(f) + &header(f, &[])).unchecked()
}

pub fn lines(f: &Forge) -> Vec<Attack> {
    let (first, invoice, proved) = (blob(CREDIT), blob(INVOICE), blob(PROVED));
    let posting = "guard_credit_lines_posting";
    let late = [("credit_note_id", first.as_str()), ("credit_n", "4")];
    let theirs = [("invoice_id", invoice.as_str()), ("shipment_id", &proved)];
    let charge = |n| {
        [
            ("invoice_n", "null"),
            ("shipment_id", "null"),
            ("shipment_n", "null"),
            ("invoice_charge_n", n),
        ]
    };
    let line = |code, more: &[(&str, &str)]| by_line(f, posting, code, &[more, &VALUE]);
    let elsewhere = [("stream_id", f.other.as_str()), ("number", "'NB26-00001'"), ("counter", "1")];
    vec![
        attack(posting, "E_CREDIT_AFTER_POSTING", self::line(f, &[&late[..], &VALUE].concat())),
        line("E_CREDIT_AFTER_POSTING", &[("credit_n", "2")]),
        line("E_CREDIT_AFTER_POSTING", &[("credit_n", "0")]),
        line("E_CREDIT_AFTER_POSTING", &[("credit_n", MAX)]),
        line("E_CREDIT_OF_ANOTHER", &theirs),
        line("E_CREDIT_LINE", &[("rate_ppm", "100000")]),
        line("E_CREDIT_LINE", &[("reason_code", "'VATEX-EU-O'")]),
        line("E_CREDIT_LINE", &[("shipment_n", "2")]),
        line("E_CREDIT_LINE", &[("shipment_id", &proved)]),
        line("E_CREDIT_LINE", &charge("99")),
        line("E_CREDIT_LINE", &[("invoice_charge_n", "1")]),
        attack("guard_credit_lines_holder", "E_NOT_THE_HOLDER", self::line(f, &[]))
            .after(f.fact_of(&f.other, "CreditNotePosted", NEW, 1) + &header(f, &elsewhere)),
    ]
}

/// More than was billed, by quantity or by value, at once or over two notes.
pub fn amounts(f: &Forge) -> Vec<Attack> {
    let billed = "guard_credit_lines_billed";
    let line = |code, more: &[(&str, &str)]| by_line(f, billed, code, &[more]);
    let value = |net| by_line(f, billed, "E_OVERCREDIT", &[&[("net_minor", net)], &VALUE]);
    let cancel = |quantity, net| {
        [("cause", "'document_cancelled'"), ("quantity", quantity), ("net_minor", net)]
    };
    let charge = [
        ("invoice_n", "null"),
        ("shipment_id", "null"),
        ("shipment_n", "null"),
        ("invoice_charge_n", "1"),
        ("net_minor", "301"),
    ];
    let after = blob(NEW + 1);
    let of_second = [("credit_note_id", after.as_str())];
    let all_value = [("net_minor", "8900")];
    let spent = posted(f) + &header(f, &[]) + &self::line(f, &[&all_value[..], &VALUE].concat());
    let then = [&of_second[..], &[("net_minor", "1")], &VALUE].concat();
    let taken = posted(f) + &header(f, &[]) + &self::line(f, &cancel("1000000", "1000"));
    let rest = [&of_second[..], &cancel("9000000", "0")].concat();
    let second_line = [("invoice_n", "2"), ("shipment_n", "2"), ("quantity", "0")];
    vec![
        line("E_CREDIT_CAUSE", &[("cause", "'goodwill'")]),
        line("E_CREDIT_CAUSE", &[("cause", "'keep_it'"), ("net_minor", "0")]),
        line("E_CREDIT_CAUSE", &[("cause", "'gift'"), ("quantity", "0")]),
        line("E_CREDIT_CAUSE", &[&second_line[..], &[("cause", "'lower_price'")]].concat()),
        line("E_OVERCREDIT_QUANTITY", &cancel("10000000", "1000")),
        line("E_OVERCREDIT_QUANTITY", &cancel("-1", "1000")),
        line("E_OVERCREDIT_QUANTITY", &cancel(MIN, "1000")),
        line("E_OVERCREDIT_QUANTITY", &cancel(MAX, "1000")),
        attack(billed, "E_OVERCREDIT_QUANTITY", self::line(f, &rest))
            .after(taken + &second(f, &[])),
        value("8901"),
        value("-1"),
        value(MIN),
        value(MAX),
        by_line(f, billed, "E_OVERCREDIT", &[&charge, &VALUE]),
        attack(billed, "E_OVERCREDIT", self::line(f, &then)).after(spent + &second(f, &[])),
        line("E_CREDIT_AMOUNT", &cancel("9000000", "8899")),
        line("E_CREDIT_AMOUNT", &cancel("9000000", "0")),
    ]
}

/// Quantities that are not owed back.
pub fn owed(f: &Forge) -> Vec<Attack> {
    let trigger = "guard_credit_lines_owed";
    let line = |code, more: &[(&str, &str)]| by_line(f, trigger, code, &[more]);
    let (after, not_received) = (blob(NEW + 1), ("cause", "'not_received'"));
    let taken = posted(f) + &header(f, &[]) + &self::line(f, &[]);
    let twice = self::line(f, &[("credit_note_id", &after)]);
    let whole = [("invoice_n", "2"), ("shipment_n", "2"), not_received];
    let code = "E_NOT_OWED_BACK";
    vec![
        line(code, &[("quantity", "2000000")]),
        line(code, &[("quantity", "2000000"), not_received]),
        line(code, &[("quantity", "0")]),
        line(code, &whole),
        attack(trigger, code, twice).after(taken + &second(f, &[])),
        // Owed back since a later proof says five; counted back and not credited is one.
        attack(trigger, "E_OVERRETURN", self::line(f, &[("quantity", "2000000")]))
            .after(posted(f) + &header(f, &[]) + &f.proof(SOLD, 2, &[5, 12])),
    ]
}

pub fn taxes(f: &Forge) -> Vec<Attack> {
    let (trigger, first) = ("guard_credit_taxes_posting", blob(CREDIT));
    let open = || posted(f) + &header(f, &[]) + &line(f, &[]);
    let tax_of = |code, changes: &[(&str, &str)]| {
        attack(trigger, code, tax(f, changes)).after(open()).unchecked()
    };
    let late = [("credit_note_id", first.as_str()), ("tax_n", "2"), ("tax_minor", "0")];
    let (forged, new) = (hash(7), blob(NEW));
    let sources = "guard_credit_sources_fact";
    let whole = "guard_credit_sources_whole";
    let close = || source(f, "insert", &[("credit_note_id", &new)]);
    let swapped = [("net_minor", "0"), ("charges_minor", "1000")];
    let part = [("cause", "'document_cancelled'")];
    vec![
        attack(trigger, "E_CREDIT_AFTER_POSTING", tax(f, &late)),
        attack(trigger, "E_CREDIT_AFTER_POSTING", tax(f, &[("tax_n", "2"), ("tax_minor", "110")]))
            .after(open() + &tax(f, &[("tax_minor", "110")])),
        tax_of("E_TAX_TOTAL", &[("tax_minor", "221")]),
        tax_of("E_TAX_TOTAL", &[("tax_minor", "-220")]),
        tax_of("E_TAX_TOTAL", &[("tax_minor", MIN)]),
        tax_of("E_TAX_TOTAL", &[("tax_minor", MAX)]),
        tax_of("E_TAX_NET", &[("net_minor", "900")]),
        tax_of("E_TAX_NET", &[("vat_category", "'Z'"), ("net_minor", "1000")]),
        attack(sources, "E_SOURCE_UNKNOWN", source(f, "insert", &[("fact_hash", &forged)])),
        attack(sources, "E_CREDIT_IMMUTABLE", source(f, "insert or replace", &[])),
        attack(
            sources,
            "E_CREDIT_IMMUTABLE",
            source(f, "insert or replace", &[("credit_note_id", &new)]),
        )
        .after(open() + &tax(f, &[]) + &close()),
        attack(whole, "E_CREDIT_NOT_WHOLE", close()).after(open()),
        attack(whole, "E_CREDIT_NOT_WHOLE", close())
            .after(posted(f) + &header(f, &[("n_lines", "2")]) + &line(f, &[]) + &tax(f, &[])),
        attack(whole, "E_CREDIT_NOT_WHOLE", close())
            .after(posted(f) + &header(f, &swapped) + &line(f, &[]) + &tax(f, &[])),
        attack(whole, "E_CANCELLED_IN_PART", close())
            .after(posted(f) + &header(f, &[]) + &line(f, &part) + &tax(f, &[])),
    ]
}

pub fn kept(_: &Forge) -> Vec<Attack> {
    let change = |trigger, sql: &str| attack(trigger, "E_CREDIT_IMMUTABLE", sql);
    vec![
        change("guard_credit_notes_unchanged", "update credit_notes set issued_on = '2026-11-22';"),
        change("guard_credit_notes_kept", "delete from credit_notes;"),
        change("guard_credit_lines_unchanged", "update credit_lines set net_minor = 1;"),
        change(
            "guard_credit_lines_unchanged",
            "update credit_lines set net_minor = j.n from (select 1 as n) j;",
        ),
        change("guard_credit_lines_kept", "delete from credit_lines;"),
        change("guard_credit_taxes_unchanged", "update credit_taxes set tax_minor = 0;"),
        change("guard_credit_taxes_kept", "delete from credit_taxes;"),
        change(
            "guard_credit_sources_unchanged",
            "update credit_sources set subject_id = zeroblob(16);",
        ),
        change("guard_credit_sources_kept", "delete from credit_sources;"),
    ]
}

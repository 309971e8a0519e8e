//! Attacks on the law of billing: what is charged, at which price, under which number.

use super::after::{AMENDED, OPENING};
use super::attack::{Attack, Forge, attack, blob, hash};
use super::trade::{CANCELLED, DISPATCHED, INVOICE, ISSUED, OTHER, PROOF};
use super::world::BIANCHI;

const NEW: u128 = 0xabc;
const NEXT: &str = "'FA26-00002'";

fn invoice() -> String {
    format!("invoice_id = {}", blob(INVOICE))
}

/// A header as it should be, for eight pumps at ten, but for what is changed.
pub fn header(f: &Forge, changes: &[(&str, &str)]) -> String {
    let (new, forged) = (blob(NEW), hash(1));
    let row = [
        ("invoice_id", new.as_str()),
        ("number", NEXT),
        ("counter", "2"),
        ("net_minor", "8000"),
        ("charges_minor", "0"),
        ("tax_minor", "1760"),
        ("gross_minor", "9760"),
        ("fact_hash", &forged),
    ];
    f.copy("insert", "invoices", &invoice(), &[changes, &row].concat())
}

/// A line as it should be: the eight that were received of line 2, but for what is changed.
fn line(f: &Forge, changes: &[(&str, &str)]) -> String {
    let new = blob(NEW);
    let row = [
        ("invoice_id", new.as_str()),
        ("line_n", "2"),
        ("shipment_n", "2"),
        ("quantity", "8000000"),
        ("gross_minor", "8000"),
        ("net_minor", "8000"),
    ];
    f.copy("insert", "invoice_lines", &invoice(), &[changes, &row].concat())
}

fn charge(f: &Forge, n: i64, changes: &[(&str, &str)]) -> String {
    let new = blob(NEW);
    let like = format!("{} and charge_n = {n}", invoice());
    let row = [("invoice_id", new.as_str()), ("invoice_charge_n", "1")];
    f.copy("insert", "invoice_charges", &like, &[changes, &row].concat())
}

fn tax(f: &Forge, changes: &[(&str, &str)]) -> String {
    let new = blob(NEW);
    let row = [("invoice_id", new.as_str()), ("net_minor", "8000"), ("tax_minor", "1760")];
    f.copy("insert", "invoice_taxes", &invoice(), &[changes, &row].concat())
}

fn posted(f: &Forge) -> String {
    f.fact("InvoicePosted", NEW, 1)
}

pub fn headers(f: &Forge) -> Vec<Attack> {
    let own = "(select fact_hash from invoices)";
    let (cancelled, bianchi, other) = (blob(CANCELLED), blob(BIANCHI), blob(OTHER));
    let (terms, number) = ("guard_invoices_terms", "guard_invoices_number");
    let with = |trigger, code, changes: &[(&str, &str)]| {
        attack(trigger, code, header(f, changes)).after(posted(f))
    };
    let again = [("number", NEXT), ("counter", "2"), ("buyer_name", "'x'")];
    vec![
        attack("guard_invoices_fact", "E_INVOICE_WITHOUT_FACT", header(f, &[("fact_hash", own)])),
        attack(
            "guard_invoices_fact",
            "E_INVOICE_IMMUTABLE",
            f.copy("insert or replace", "invoices", &invoice(), &again),
        ),
        // Another program posted it already.
        attack(
            "guard_invoices_fact",
            "E_INVOICE_IMMUTABLE",
            header(f, &[("invoice_id", &blob(OPENING))]),
        )
        .after(f.fact("InvoicePosted", OPENING, 1)),
        with(terms, "E_ORDER_NOT_CONFIRMED", &[("order_id", &cancelled)]),
        with(terms, "E_INVOICE_TERMS", &[("bill_to", &bianchi)]),
        with(terms, "E_INVOICE_TERMS", &[("order_id", &other)]),
        with(terms, "E_INVOICE_TERMS", &[("currency", "'USD'")]),
        with(terms, "E_INVOICE_TERMS", &[("vat_regime", "'export'")]),
        attack(number, "E_STATION_SUCCEEDED", header(f, &[])).after(posted(f) + &f.succession()),
        with(number, "E_INVOICE_DATE_FALLS", &[("issued_on", "'2026-11-19'")]),
        with(number, "E_INVOICE_DATE_FALLS", &[("issued_on", "'2026-12-99'")]),
        with(number, "E_INVOICE_COUNTER", &[("counter", "3"), ("number", "'FA26-00003'")]),
        with(number, "E_INVOICE_NUMBER", &[("number", "'FA26-00099'")]),
        with(
            number,
            "E_INVOICE_NUMBER",
            &[("year", "2027"), ("counter", "1"), ("number", "'FA27-00001'")],
        ),
        with("guard_invoices_totals", "E_INVOICE_TOTALS", &[("gross_minor", "9999")]).unchecked(),
        with(
            "guard_invoices_totals",
            "E_INVOICE_TOTALS",
            &[("tax_minor", "-1760"), ("gross_minor", "6240")],
        ),
    ]
}

/// An attack by a line, after a header that says what the line says.
fn by_line(
    f: &Forge,
    trigger: &'static str,
    code: &'static str,
    net: i64,
    changes: &[(&str, &str)],
) -> Attack {
    let (gross, net) = ((net + 1760).to_string(), net.to_string());
    let changes = [changes, &[("gross_minor", net.as_str()), ("net_minor", &net)]].concat();
    let totals = [("net_minor", net.as_str()), ("gross_minor", &gross)];
    attack(trigger, code, line(f, &changes)).after(posted(f) + &header(f, &totals))
}

pub fn lines(f: &Forge) -> Vec<Attack> {
    let posting = "guard_invoice_lines_posting";
    let (first, other, dispatched) = (blob(INVOICE), blob(OTHER), blob(DISPATCHED));
    let alike = blob(AMENDED);
    let theirs = [
        ("order_id", other.as_str()),
        ("line_n", "1"),
        ("shipment_id", &dispatched),
        ("shipment_n", "1"),
        ("proof_id", "null"),
    ];
    let (delivery, superseded) = ("guard_invoice_lines_delivery", blob(PROOF + 1));
    let redated = [("supply_date", "'2026-11-16'"), ("price_n", "2"), ("price_micro", "9000000")];
    let elsewhere = [("stream_id", f.other.as_str()), ("number", "'FB26-00001'"), ("counter", "1")];
    vec![
        attack(
            posting,
            "E_LINE_AFTER_POSTING",
            line(f, &[("invoice_id", &first), ("invoice_n", "2")]),
        ),
        by_line(f, posting, "E_LINE_OF_ANOTHER_ORDER", 8000, &theirs),
        attack(posting, "E_INVOICE_TERMS", line(f, &[]))
            .after(posted(f) + &header(f, &[("order_id", &alike)])),
        attack(posting, "E_INVOICE_NET", line(f, &[]))
            .after(posted(f) + &header(f, &[("net_minor", "7000"), ("gross_minor", "8760")])),
        by_line(f, delivery, "E_NOT_DELIVERED", 8000, &[("line_n", "4")]),
        by_line(f, delivery, "E_SUPPLY_DATE", 7200, &redated),
        attack(delivery, "E_NOT_THE_HOLDER", line(f, &[]))
            .after(f.fact_of(&f.other, "InvoicePosted", NEW, 1) + &header(f, &elsewhere)),
        by_line(f, delivery, "E_NOT_THE_LATEST_PROOF", 8000, &[("proof_id", &superseded)]),
        by_line(f, delivery, "E_NOT_THE_LATEST_PROOF", 8000, &[("proof_id", "null")]),
    ]
}

pub fn quantities(f: &Forge) -> Vec<Attack> {
    let quantity = "guard_invoice_lines_quantity";
    let twice = posted(f)
        + &header(f, &[("n_lines", "2"), ("net_minor", "16000"), ("gross_minor", "17760")])
        + &line(f, &[]);
    let beyond = [("line_n", "3"), ("shipment_n", "3"), ("quantity", "12000000")];
    let issued = blob(ISSUED);
    let unproved = [
        ("line_n", "4"),
        ("shipment_id", issued.as_str()),
        ("shipment_n", "1"),
        ("proof_id", "null"),
        ("quantity", "1000000"),
    ];
    vec![
        by_line(f, quantity, "E_QUANTITY_NOT_POSITIVE", 8000, &[("quantity", "-8000000")])
            .unchecked(),
        by_line(f, quantity, "E_MORE_THAN_RECEIVED", 10_000, &[("quantity", "10000000")]),
        by_line(f, quantity, "E_MORE_THAN_RECEIVED", 1000, &unproved),
        attack(quantity, "E_MORE_THAN_RECEIVED", line(f, &[("invoice_n", "2")])).after(twice),
        by_line(f, quantity, "E_MORE_THAN_AGREED", 12_000, &beyond),
    ]
}

pub fn figures(f: &Forge) -> Vec<Attack> {
    let (price, vat) = ("guard_invoice_lines_price", "guard_invoice_lines_vat");
    let later = [("price_n", "2"), ("price_micro", "9000000")];
    let amounts = "guard_invoice_lines_amounts";
    let net = |minor: i64, column: &str, value: &str| {
        let (gross, net) = ((minor + 1760).to_string(), minor.to_string());
        attack(amounts, "E_LINE_AMOUNTS", line(f, &[("net_minor", &net), (column, value)]))
            .after(posted(f) + &header(f, &[("net_minor", &net), ("gross_minor", &gross)]))
            .unchecked()
    };
    vec![
        by_line(f, price, "E_PRICE_NOT_AGREED", 8800, &[("price_micro", "11000000")]),
        by_line(f, price, "E_PRICE_NOT_AGREED", 8000, &[("discount_ppm", "50000")]),
        by_line(f, price, "E_PRICE_NOT_IN_FORCE", 7200, &later),
        by_line(f, vat, "E_VAT_NOT_IN_FORCE", 8000, &[("rate_ppm", "100000")]),
        by_line(f, vat, "E_VAT_NOT_IN_FORCE", 8000, &[("reason_code", "'VATEX-EU-O'")]),
        net(8100, "per", "1"),
        net(8100, "allowance_minor", "-100"),
        net(7900, "allowance_minor", "100"),
    ]
}

pub fn charges(f: &Forge) -> Vec<Attack> {
    let (posting, agreed) = ("guard_invoice_charges_posting", "guard_invoice_charges_agreed");
    let (first, issued, other, dispatched) =
        (blob(INVOICE), blob(ISSUED), blob(OTHER), blob(DISPATCHED));
    let open = |amount: i64| {
        let (charges, gross) = (amount.to_string(), (9760 + amount).to_string());
        let totals = [("charges_minor", charges.as_str()), ("gross_minor", &gross)];
        posted(f) + &header(f, &totals) + &line(f, &[])
    };
    let bianchi = blob(BIANCHI);
    let theirs = [
        ("order_id", other.as_str()),
        ("sold_to", &bianchi),
        ("bill_to", &bianchi),
        ("payer", &bianchi),
        ("basis", "'dispatch'"),
        ("charges_minor", "600"),
        ("gross_minor", "10360"),
    ];
    let goods = [
        ("order_id", other.as_str()),
        ("line_n", "1"),
        ("shipment_id", &dispatched),
        ("shipment_n", "1"),
        ("proof_id", "null"),
    ];
    let late =
        [("invoice_id", first.as_str()), ("invoice_charge_n", "3"), ("shipment_id", &issued)];
    vec![
        attack(posting, "E_CHARGE_AFTER_POSTING", charge(f, 2, &late)),
        attack(posting, "E_CHARGE_WITHOUT_GOODS", charge(f, 2, &[("shipment_id", &issued)]))
            .after(open(300)),
        attack(agreed, "E_CHARGE_NOT_POSITIVE", charge(f, 2, &[("net_minor", "-1")]))
            .after(open(0))
            .unchecked(),
        attack(
            agreed,
            "E_CHARGE_NOT_AGREED",
            charge(f, 1, &[("order_id", &other), ("net_minor", "600")]),
        )
        .after(posted(f) + &header(f, &theirs) + &line(f, &goods)),
        attack(agreed, "E_CHARGED_TWICE", charge(f, 1, &[])).after(open(500)),
        attack(agreed, "E_CHARGED_TWICE", charge(f, 2, &[])).after(open(300)),
    ]
}

pub fn taxes(f: &Forge) -> Vec<Attack> {
    let trigger = "guard_invoice_taxes_posting";
    let open = || posted(f) + &header(f, &[]) + &line(f, &[]);
    let late = [("invoice_id", blob(INVOICE))];
    let late = [("invoice_id", late[0].1.as_str()), ("tax_n", "2"), ("tax_minor", "0")];
    let (forged, new) = (hash(7), blob(NEW));
    let order = format!("{} limit 1", invoice());
    let source = |verb, changes: &[(&str, &str)]| f.copy(verb, "invoice_sources", &order, changes);
    vec![
        attack(trigger, "E_TAX_AFTER_POSTING", tax(f, &late)),
        attack(trigger, "E_TAX_TOTAL", tax(f, &[("tax_minor", "1761")])).after(open()),
        attack(trigger, "E_TAX_TOTAL", tax(f, &[("tax_minor", "-1760")])).after(open()),
        attack(trigger, "E_TAX_NET", tax(f, &[("net_minor", "7000")])).after(open()),
        attack(
            "guard_invoice_sources_fact",
            "E_SOURCE_UNKNOWN",
            source("insert", &[("fact_hash", &forged)]),
        ),
        attack(
            "guard_invoice_sources_fact",
            "E_INVOICE_IMMUTABLE",
            source("insert or replace", &[]),
        ),
        attack(
            "guard_invoice_sources_whole",
            "E_INVOICE_NOT_WHOLE",
            source("insert", &[("invoice_id", &new)]),
        )
        .after(open()),
    ]
}

//! Attacks on the limits of billing: deferred invoices, what was replaced, voided or credited, and
//! shares of a discount.

use super::after::{AMENDED, BEYOND, DEFERRED, REPLACING, REVERSED, SOLD, UNPROVEN, VOIDED};
use super::attack::{Attack, Forge, attack, blob, hash};
use super::trade::{DISPATCHED, INVOICE, ORDER, OTHER, PLANNED};
use super::world::BIANCHI;

const NEW: u128 = 0xabc;
const MIN: &str = "-9223372036854775808";
const MAX: &str = "9223372036854775807";

fn of(invoice: u128) -> String {
    format!("invoice_id = {}", blob(invoice))
}

/// A header as it should be for one line of two thousand, but for what is changed.
fn header(f: &Forge, like: u128, changes: &[(&str, &str)]) -> String {
    let (new, forged) = (blob(NEW), hash(1));
    let number = if like == DEFERRED { "'TA26-00002'" } else { "'FA26-00002'" };
    let row = [
        ("invoice_id", new.as_str()),
        ("number", number),
        ("counter", "2"),
        ("n_lines", "1"),
        ("net_minor", "2000"),
        ("charges_minor", "0"),
        ("tax_minor", "440"),
        ("gross_minor", "2440"),
        ("fact_hash", &forged),
    ];
    f.fact("InvoicePosted", NEW, 1)
        + &f.copy("insert", "invoices", &of(like), &[changes, &row].concat())
}

/// Two at ten of one shipment line, but for what is changed.
fn line(f: &Forge, shipment: u128, n: &str, line_n: &str, changes: &[(&str, &str)]) -> String {
    let (new, shipment) = (blob(NEW), blob(shipment));
    let row = [
        ("invoice_id", new.as_str()),
        ("shipment_id", &shipment),
        ("shipment_n", n),
        ("line_n", line_n),
        ("quantity", "2000000"),
        ("gross_minor", "2000"),
        ("net_minor", "2000"),
    ];
    let like = format!("{} and invoice_n = 1", of(INVOICE));
    f.copy("insert", "invoice_lines", &like, &[changes, &row].concat())
}

pub fn headers(f: &Forge) -> Vec<Attack> {
    let number = "guard_invoices_number";
    let with = |trigger, code, like, changes: &[(&str, &str)]| {
        let text = header(f, like, changes);
        let (fact, act) = text.split_once(";").expect("a fact, then a header");
        attack(trigger, code, act).after(format!("{fact};")).unchecked()
    };
    let counter = |like, n: &str, text: &str| {
        with(number, "E_INVOICE_COUNTER", like, &[("counter", n), ("number", text)])
    };
    let code = "E_INVOICE_NUMBER";
    let totals = |changes: &[(&str, &str)]| {
        with("guard_invoices_totals", "E_INVOICE_TOTALS", INVOICE, changes)
    };
    let usd = "json_set((select body from ledger where kind = 'OrderAmended' limit 1), \
               '$.terms.currency', 'USD')";
    let abroad = f.fact_saying("OrderAmended", AMENDED, 2, usd)
        + &format!(
            "update orders set fact_hash = {}, currency = 'USD' where order_id = {};",
            hash(2),
            blob(AMENDED)
        );
    let mut in_dollars =
        with("guard_invoices_terms", "E_EXCHANGE_RATE_MISSING", DEFERRED, &[("currency", "'USD'")]);
    in_dollars.before = abroad + &in_dollars.before;
    vec![
        with(number, "E_INVOICE_DATE_FALLS", DEFERRED, &[("issued_on", "'2026-11-19'")]),
        with(number, "E_INVOICE_DATE_FALLS", DEFERRED, &[("issued_on", "'2026-02-30'")]),
        counter(DEFERRED, "3", "'TA26-00003'"),
        counter(DEFERRED, "0", "'TA26-00000'"),
        counter(INVOICE, "0", "'FA26-00000'"),
        counter(INVOICE, MIN, "'FA26-x'"),
        counter(INVOICE, MAX, "'FA26-9223372036854775807'"),
        with(number, code, DEFERRED, &[("number", "'FA26-00002'")]),
        with(number, code, INVOICE, &[("number", "'TA26-00002'")]),
        with(
            number,
            code,
            INVOICE,
            &[("series", "'X'"), ("counter", "1"), ("number", "'XA26-00001'")],
        ),
        in_dollars,
        totals(&[("net_minor", MIN), ("gross_minor", MIN)]),
        totals(&[("net_minor", MAX), ("gross_minor", MAX)]),
        totals(&[("charges_minor", "-500"), ("gross_minor", "1940")]),
        totals(&[("n_lines", "0")]),
    ]
}

/// A header for the order billed on dispatch.
fn of_other(f: &Forge, changes: &[(&str, &str)]) -> String {
    let (other, bianchi) = (blob(OTHER), blob(BIANCHI));
    let row = [
        ("order_id", other.as_str()),
        ("sold_to", &bianchi),
        ("bill_to", &bianchi),
        ("payer", &bianchi),
        ("basis", "'dispatch'"),
    ];
    header(f, INVOICE, &[changes, &row].concat())
}

pub fn quantities(f: &Forge) -> Vec<Attack> {
    let trigger = "guard_invoice_lines_quantity";
    let (other, amended) = (blob(OTHER), blob(AMENDED));
    let dispatched = [("order_id", other.as_str()), ("proof_id", "null")];
    let (proof_of_reversed, proof_of_sold) = (blob(0x5a), blob(0x5b));
    let of_amended = |proof| [("order_id", amended.as_str()), ("proof_id", proof)];
    let net = |net: &'static str, gross: &'static str| [("net_minor", net), ("gross_minor", gross)];
    let ten = [&dispatched[..], &[("quantity", "10000000")], &net("10000", "10000")].concat();
    let eleven = [("quantity", "11000000"), ("gross_minor", "11000"), ("net_minor", "11000")];
    let code = "E_MORE_THAN_RECEIVED";
    let absurd = |n: &str| {
        let one = [("quantity", n)];
        let proved = blob(super::trade::PROOF + 2);
        let own = [("order_id", blob(ORDER)), ("proof_id", proved)];
        let row = own.each_ref().map(|(column, value)| (*column, value.as_str()));
        attack(
            trigger,
            "E_QUANTITY_NOT_POSITIVE",
            line(f, super::trade::PROVED, "2", "2", &[&one[..], &row].concat()),
        )
        .after(header(f, INVOICE, &[]))
        .unchecked()
    };
    let amended_header = |changes| header(f, DEFERRED, changes);
    vec![
        // Goods for goods are never billed.
        attack(trigger, code, line(f, REPLACING, "1", "1", &dispatched)).after(of_other(f, &[])),
        attack(trigger, code, line(f, VOIDED, "1", "2", &dispatched)).after(of_other(f, &[])),
        // Ten left, three came back, two were sent instead.
        attack(trigger, code, line(f, DISPATCHED, "1", "1", &ten))
            .after(of_other(f, &net("10000", "10440"))),
        attack(trigger, code, line(f, REVERSED, "1", "3", &of_amended(&proof_of_reversed)))
            .after(amended_header(&[])),
        attack(trigger, code, line(f, UNPROVEN, "1", "3", &of_amended("null")))
            .after(amended_header(&[])),
        // One was credited and is not owed again: it came back.
        attack(
            trigger,
            code,
            line(
                f,
                SOLD,
                "1",
                "1",
                &[
                    &of_amended(&proof_of_sold)[..],
                    &[("price_n", "3"), ("price_micro", "8000000"), ("quantity", "1000000")],
                ]
                .concat(),
            ),
        )
        .after(amended_header(&[])),
        attack(trigger, "E_MORE_THAN_AGREED", line(f, super::trade::PROVED, "3", "3", &eleven))
            .after(header(f, INVOICE, &net("11000", "11440"))),
        // What was ordered falls to the delivery note before it, billed or not.
        attack(trigger, "E_MORE_THAN_AGREED", line(f, BEYOND, "1", "3", &dispatched))
            .after(of_other(f, &[])),
        absurd("0"),
        absurd(MIN),
        absurd(MAX),
    ]
}

/// The planned shipment leaves on a day of December and is proved.
fn december(f: &Forge) -> String {
    let forged = hash(3);
    f.fact("ShipmentIssued", PLANNED, 3)
        + &format!(
            "update shipments set state = 'issued', number = 'DA26-00013', stream_id = {0}, \
             year = 2026, counter = 13, dispatched_on = '2026-12-01', billing_holder = {0}, \
             issued_hash = {forged} where shipment_id = {1};",
            f.stream,
            blob(PLANNED)
        )
        + &f.proof(PLANNED, 1, &[2])
}

pub fn deliveries(f: &Forge) -> Vec<Attack> {
    let proof = blob(0xabd);
    let left = [
        ("supply_date", "'2026-12-01'"),
        ("proof_id", proof.as_str()),
        ("price_n", "2"),
        ("price_micro", "9000000"),
    ];
    let later = [&left[..], &[("invoice_n", "2")]].concat();
    let (order, number) = (blob(ORDER), ("number", "'TA26-00002'"));
    let deferred = [
        ("order_id", order.as_str()),
        ("issued_on", "'2026-12-05'"),
        ("n_lines", "2"),
        ("net_minor", "4000"),
        ("gross_minor", "4440"),
        number,
    ];
    let november = line(f, super::trade::PROVED, "2", "2", &[]);
    vec![
        attack("guard_invoice_lines_delivery", "E_SUPPLY_DATE", line(f, PLANNED, "1", "4", &left))
            .after(december(f) + &header(f, INVOICE, &[])),
        attack("guard_invoice_lines_posting", "E_MONTHS_MIXED", line(f, PLANNED, "1", "4", &later))
            .after(december(f) + &header(f, DEFERRED, &deferred) + &november),
    ]
}

/// Prices and amounts beyond what was agreed.
pub fn figures(f: &Forge) -> Vec<Attack> {
    let (price, amounts) = ("guard_invoice_lines_price", "guard_invoice_lines_amounts");
    let by = |trigger, code, net: &str, changes: &[(&str, &str)]| {
        let net = [("net_minor", net)];
        let act = line(f, super::trade::PROVED, "2", "2", &[changes, &net].concat());
        attack(trigger, code, act).after(header(f, INVOICE, &[("n_lines", "2")])).unchecked()
    };
    let shared = [("allowance_minor", "1"), ("share_minor", "1")];
    let less = [("allowance_minor", "1"), ("share_minor", "-1")];
    vec![
        by(price, "E_SHARE_NOT_AGREED", "1999", &shared),
        by(price, "E_PRICE_NOT_AGREED", "2000", &[("price_n", "9")]),
        by(price, "E_PRICE_NOT_AGREED", "2000", &[("price_micro", MIN)]),
        by(price, "E_PRICE_NOT_AGREED", "2000", &[("price_micro", MAX)]),
        by(price, "E_PRICE_NOT_AGREED", "2000", &[("per", "100")]),
        by(amounts, "E_LINE_AMOUNTS", "1999", &less),
        by(amounts, "E_LINE_AMOUNTS", MIN, &[("gross_minor", MIN)]),
        by(amounts, "E_LINE_AMOUNTS", MAX, &[("gross_minor", MAX)]),
    ]
}

/// A charge of which a part was credited by value still stands.
pub fn charges(f: &Forge) -> Vec<Attack> {
    let (new, amended, proof) = (blob(NEW), blob(AMENDED), blob(0xabd));
    let goods = [("order_id", amended.as_str()), ("proof_id", proof.as_str())];
    let totals = [("charges_minor", "600"), ("gross_minor", "3040")];
    let open = f.proof(UNPROVEN, 1, &[2])
        + &header(f, DEFERRED, &totals)
        + &line(f, UNPROVEN, "1", "3", &goods);
    let like = format!("{} and charge_n = 1", of(DEFERRED));
    let charge = |changes: &[(&str, &str)]| {
        let row = [("invoice_id", new.as_str()), ("invoice_charge_n", "1")];
        f.copy("insert", "invoice_charges", &like, &[changes, &row].concat())
    };
    let unproven = blob(UNPROVEN);
    let per_shipment =
        |net| [("charge_n", "2"), ("shipment_id", unproven.as_str()), ("net_minor", net)];
    let agreed = "guard_invoice_charges_agreed";
    let by = |code, changes: &[(&str, &str)]| {
        attack(agreed, code, charge(changes)).after(open.clone()).unchecked()
    };
    vec![
        by("E_CHARGED_TWICE", &[]),
        by("E_CHARGE_NOT_AGREED", &per_shipment("301")),
        by("E_CHARGE_NOT_AGREED", &[("shipment_id", &unproven)]),
        by("E_CHARGE_NOT_AGREED", &[("charge_n", "4")]),
        by("E_CHARGE_NOT_POSITIVE", &[("net_minor", "0")]),
        by("E_CHARGE_NOT_POSITIVE", &[("net_minor", MIN)]),
    ]
}

//! Attacks on money: what arrived, where it lies, and what goes back.

use super::after::{DEFERRED, OPENING, PAID, REFUND};
use super::attack::{Attack, Forge, LAID_ON, attack, blob, hash, laid};
use super::trade::{INVOICE, PAYMENT};
use super::world::{BIANCHI, ROSSI};

const NEW: u128 = 0xabc;
/// Money that never was: below what an integer can hold of it, and above.
const ABSURD: [&str; 3] = ["-9223372036854775808", "9223372036854775807", "0"];

fn of(payment: u128) -> String {
    format!("payment_id = {}", blob(payment))
}

/// New money of five thousand, but for what is changed, with a fact that lays so much of it.
fn arrived(f: &Forge, invoice: u128, amount: &str, changes: &[(&str, &str)]) -> String {
    let (new, forged) = (blob(NEW), hash(1));
    let row = [("payment_id", new.as_str()), ("fact_hash", &forged)];
    f.fact_saying("PaymentReceived", NEW, 1, &laid(invoice, amount))
        + &f.copy("insert", "payments", &of(PAYMENT), &[changes, &row].concat())
}

fn lay(f: &Forge, payment: u128, invoice: u128, amount: &str) -> String {
    lay_on(f, payment, invoice, amount, LAID_ON)
}

fn lay_on(f: &Forge, payment: u128, invoice: u128, amount: &str, day: &str) -> String {
    let (payment, invoice, forged) = (blob(payment), blob(invoice), hash(1));
    let like = format!("{} limit 1", of(PAYMENT));
    let row = [
        ("payment_id", payment.as_str()),
        ("invoice_id", &invoice),
        ("amount_minor", amount),
        ("laid_on", day),
        ("fact_hash", &forged),
    ];
    f.copy("insert", "payment_allocations", &like, &row)
}

/// What a fact says of an opening item of Rossi, as SQL makes it.
fn owed(number: &str, gross: &str, paid: &str) -> String {
    format!(
        "json_object('payer', '{ROSSI:032x}', 'number', {number}, 'currency', 'EUR', \
         'gross_minor', {gross}, 'paid_minor', {paid})"
    )
}

pub fn opening(f: &Forge) -> Vec<Attack> {
    let (trigger, code) = ("guard_opening_items_fact", "E_OPENING_IMMUTABLE");
    let (forged, like) = (hash(1), format!("invoice_id = {}", blob(OPENING)));
    // An item under another identity, with a fact of its own that says the same.
    let other = |verb: &str, id: u128, number: &str, gross: &str, paid: &str| {
        let id_blob = blob(id);
        let row = [
            ("invoice_id", id_blob.as_str()),
            ("number", number),
            ("gross_minor", gross),
            ("paid_minor", paid),
            ("fact_hash", &forged),
        ];
        let said = f.fact_saying("OpeningItemRecorded", id, 1, &owed(number, gross, paid));
        (said, f.copy(verb, "opening_items", &like, &row))
    };
    let with = |code, verb, id, number, gross, paid| {
        let (said, act) = other(verb, id, number, gross, paid);
        attack(trigger, code, act).after(said).unchecked()
    };
    let (new, number) = (blob(NEW), "'2025/119'");
    let unbacked = [("invoice_id", new.as_str()), ("number", number)];
    let dearer = [("gross_minor", "9000")];
    let (amount, insert) = ("E_OPENING_AMOUNT", "insert");
    let unsaid = "E_OPENING_WITHOUT_FACT";
    let mut all = vec![
        attack(trigger, unsaid, f.copy(insert, "opening_items", &like, &unbacked)),
        attack(trigger, unsaid, f.copy("insert or replace", "opening_items", &like, &dearer)),
        attack(trigger, code, f.copy("insert or replace", "opening_items", &like, &[])),
        with(code, "insert or replace", NEW, "'2025/118'", "5000", "1000"),
        with("E_INVOICE_IMMUTABLE", insert, INVOICE, number, "5000", "1000"),
        with(amount, insert, NEW, number, "5000", "5001"),
        with(amount, insert, NEW, number, "5000", "-1"),
        attack("guard_opening_items_unchanged", code, "update opening_items set paid_minor = 0;"),
        attack("guard_opening_items_kept", code, "delete from opening_items;"),
    ];
    all.extend(ABSURD.map(|gross| with(amount, insert, NEW, number, gross, "0")));
    all
}

pub fn payments(f: &Forge) -> Vec<Attack> {
    let (trigger, code) = ("guard_payments_fact", "E_PAYMENT_IMMUTABLE");
    let (new, forged) = (blob(NEW), hash(1));
    let positive = |amount| {
        let row = [("payment_id", new.as_str()), ("fact_hash", &forged), ("amount_minor", amount)];
        let act = f.copy("insert", "payments", &of(PAYMENT), &row);
        attack(trigger, "E_PAYMENT_NOT_POSITIVE", act)
            .after(f.fact("PaymentReceived", NEW, 1))
            .unchecked()
    };
    let unbacked = f.copy("insert", "payments", &of(PAYMENT), &[("payment_id", &new)]);
    let dearer = [("amount_minor", "9000")];
    let mut all = vec![
        attack(trigger, "E_PAYMENT_WITHOUT_FACT", unbacked),
        attack(trigger, code, f.copy("insert or replace", "payments", &of(PAYMENT), &dearer)),
        positive("-5"),
        attack("guard_payments_unchanged", code, "update payments set amount_minor = 9000;"),
        attack(
            "guard_payments_unchanged",
            code,
            "update payments set amount_minor = j.n from (select 9000 as n) j;",
        ),
        attack("guard_payments_kept", code, "delete from payments;"),
        attack(
            "guard_payment_allocations_unchanged",
            code,
            "update payment_allocations set amount_minor = 1;",
        ),
        attack("guard_payment_allocations_kept", code, "delete from payment_allocations;"),
    ];
    all.extend(ABSURD.map(positive));
    all
}

pub fn allocations(f: &Forge) -> Vec<Attack> {
    let due = "guard_payment_allocations_due";
    let bianchi = blob(BIANCHI);
    let rich = [("amount_minor", "99999")];
    let pay = |code, invoice, amount, changes: &[(&str, &str)]| {
        attack(due, code, lay(f, NEW, invoice, amount))
            .after(arrived(f, invoice, amount, changes))
            .unchecked()
    };
    let later = |code, payment, invoice, amount: &str| {
        attack(due, code, lay(f, payment, invoice, amount)).after(f.fact_saying(
            "PaymentAllocated",
            payment,
            1,
            &laid(invoice, amount),
        ))
    };
    let own = format!("{} and amount_minor = 4000", of(PAYMENT));
    let replace = |changes: &[(&str, &str)]| {
        f.copy("insert or replace", "payment_allocations", &own, changes)
    };
    let (deferred, first) = (blob(DEFERRED), blob(INVOICE));
    let again = format!("{} and amount_minor = -200", of(PAID));
    let unsaid = "E_ALLOCATION_WITHOUT_FACT";
    let mut all = vec![
        attack(due, "E_PAYMENT_IMMUTABLE", replace(&[("amount_minor", "5000")])),
        attack(due, unsaid, replace(&[("invoice_id", &deferred)])),
        attack(
            due,
            unsaid,
            f.copy("insert", "payment_allocations", &again, &[("invoice_id", &first)]),
        ),
        attack(due, unsaid, lay(f, PAYMENT, INVOICE, "900")).after(f.fact_saying(
            "PaymentAllocated",
            PAYMENT,
            1,
            &laid(INVOICE, "800"),
        )),
        attack(due, unsaid, lay_on(f, PAYMENT, INVOICE, "800", "'2026-03-04'"))
            .after(f.fact_saying("PaymentAllocated", PAYMENT, 1, &laid(INVOICE, "800"))),
        pay("E_PAYMENT_NOT_POSITIVE", INVOICE, "-5", &[]),
        pay("E_PAYMENT_FOR_ANOTHER", INVOICE, "5", &[("payer", &bianchi)]),
        pay("E_PAYMENT_FOR_ANOTHER", INVOICE, "5", &[("currency", "'USD'")]),
        pay("E_MORE_THAN_ARRIVED", INVOICE, "5001", &[]),
        later("E_MORE_THAN_ARRIVED", PAYMENT, INVOICE, "1001"),
        later("E_MORE_THAN_ARRIVED", PAID, INVOICE, "901"),
        pay("E_MORE_THAN_DUE", INVOICE, "8177", &rich),
        // The credit note made it overpaid.
        pay("E_MORE_THAN_DUE", DEFERRED, "1", &rich),
        pay("E_MORE_THAN_DUE", OPENING, "4001", &rich),
        pay("E_PAYMENT_FOR_ANOTHER", OPENING, "5", &[("payer", &bianchi)]),
        pay("E_PAYMENT_FOR_ANOTHER", NEW, "5", &[]),
        later("E_MORE_THAN_OVERPAID", PAID, OPENING, "-1"),
        // Paid as far as it is due.
        later("E_MORE_THAN_OVERPAID", PAID, INVOICE, "-1"),
        later("E_MORE_THAN_OVERPAID", PAID, DEFERRED, "-387"),
        // Another's money lies there.
        later("E_MORE_THAN_OVERPAID", PAYMENT, DEFERRED, "-1"),
    ];
    all.extend(ABSURD.map(|amount| pay("E_PAYMENT_NOT_POSITIVE", INVOICE, amount, &[])));
    all
}

pub fn refunds(f: &Forge) -> Vec<Attack> {
    let (trigger, code) = ("guard_refunds_free", "E_REFUND_IMMUTABLE");
    let (new, forged, like) = (blob(NEW), hash(1), format!("refund_id = {}", blob(REFUND)));
    let say = |amount: &str| {
        let body = format!("json_object('refund_id', '{NEW:032x}', 'amount_minor', {amount})");
        f.fact_saying("RefundPaid", PAID, 1, &body)
    };
    let back = |amount: &str| {
        let row = [("refund_id", new.as_str()), ("fact_hash", &forged), ("amount_minor", amount)];
        f.copy("insert", "refunds", &like, &row)
    };
    let unbacked = "E_REFUND_WITHOUT_FACT";
    let more =
        |amount| attack(trigger, "E_MORE_THAN_FREE", back(amount)).after(say(amount)).unchecked();
    let replace = f.copy("insert or replace", "refunds", &like, &[("reference", "'x'")]);
    let mut all = vec![
        // One fact gives back once, and as much as it says.
        attack(trigger, unbacked, f.copy("insert", "refunds", &like, &[("refund_id", &new)])),
        attack(trigger, unbacked, back("200")).after(say("100")),
        attack(trigger, unbacked, back("200")).after(f.fact("RefundPaid", PAYMENT, 1)),
        attack(trigger, code, replace),
        more("901"),
        more("-1"),
        attack("guard_refunds_unchanged", code, "update refunds set amount_minor = 1;"),
        attack("guard_refunds_kept", code, "delete from refunds;"),
    ];
    all.extend(ABSURD.map(more));
    all
}

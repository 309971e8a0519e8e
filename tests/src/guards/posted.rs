//! Attacks on what was posted, on the money that pays it, and on the worklist of billing.

use super::attack::{Attack, Forge, attack, blob, hash};
use super::trade::{ISSUED, ORDER, OTHER, PAYMENT};
use super::world::BIANCHI;

const NEW: u128 = 0xabc;

pub fn documents(_: &Forge) -> Vec<Attack> {
    let code = "E_INVOICE_IMMUTABLE";
    let change = |trigger, sql: &str| attack(trigger, code, sql);
    vec![
        change("guard_invoices_unchanged", "update invoices set due_on = '2026-11-20';"),
        change("guard_invoices_kept", "delete from invoices;"),
        change("guard_invoice_lines_unchanged", "update invoice_lines set quantity = 1;"),
        change("guard_invoice_lines_kept", "delete from invoice_lines;"),
        change("guard_invoice_charges_unchanged", "update invoice_charges set net_minor = 1;"),
        change("guard_invoice_charges_kept", "delete from invoice_charges;"),
        change("guard_invoice_taxes_unchanged", "update invoice_taxes set tax_minor = 0;"),
        change("guard_invoice_taxes_kept", "delete from invoice_taxes;"),
        change(
            "guard_invoice_sources_unchanged",
            "update invoice_sources set subject_id = zeroblob(16);",
        ),
        change("guard_invoice_sources_kept", "delete from invoice_sources;"),
    ]
}

pub fn payments(f: &Forge) -> Vec<Attack> {
    let (like, new, forged) = (format!("payment_id = {}", blob(PAYMENT)), blob(NEW), hash(1));
    let arrive = |changes: &[(&str, &str)]| {
        let row = [("payment_id", new.as_str()), ("fact_hash", &forged)];
        f.copy("insert", "payments", &like, &[changes, &row].concat())
    };
    let fact = || f.fact("PaymentReceived", NEW, 1);
    let replace =
        |table, amount| f.copy("insert or replace", table, &like, &[("amount_minor", amount)]);
    let pay = |amount| {
        let changes = [("payment_id", new.as_str()), ("amount_minor", amount)];
        f.copy("insert", "payment_allocations", &like, &changes)
    };
    let (bianchi, due) = (blob(BIANCHI), "guard_payment_allocations_due");
    let code = "E_PAYMENT_IMMUTABLE";
    let unbacked = f.copy("insert", "payments", &like, &[("payment_id", &new)]);
    let after = |changes: &[(&str, &str)]| fact() + &arrive(changes);
    vec![
        attack("guard_payments_fact", "E_PAYMENT_WITHOUT_FACT", unbacked),
        attack("guard_payments_fact", code, replace("payments", "9000")),
        attack("guard_payments_fact", "E_PAYMENT_NOT_POSITIVE", arrive(&[("amount_minor", "-5")]))
            .after(fact())
            .unchecked(),
        attack(due, code, replace("payment_allocations", "5000")),
        attack(due, "E_PAYMENT_NOT_POSITIVE", pay("-5")).after(after(&[])).unchecked(),
        attack(due, "E_PAYMENT_FOR_ANOTHER", pay("5")).after(after(&[("payer", &bianchi)])),
        attack(due, "E_PAYMENT_FOR_ANOTHER", pay("5")).after(after(&[("currency", "'USD'")])),
        attack(due, "E_MORE_THAN_ARRIVED", pay("5001")).after(after(&[])),
        attack(due, "E_MORE_THAN_DUE", pay("9177")).after(after(&[("amount_minor", "99999")])),
        attack("guard_payments_unchanged", code, "update payments set amount_minor = 9000;"),
        attack("guard_payments_kept", code, "delete from payments;"),
        attack(
            "guard_payment_allocations_unchanged",
            code,
            "update payment_allocations set amount_minor = 1;",
        ),
        attack("guard_payment_allocations_kept", code, "delete from payment_allocations;"),
    ]
}

pub fn worklist(f: &Forge) -> Vec<Attack> {
    let like = format!("shipment_id = {}", blob(ISSUED));
    let other = blob(OTHER);
    let own = format!("order_id = {}", blob(ORDER));
    vec![
        attack(
            "guard_billing_work_line",
            "E_WORK_UNKNOWN",
            f.copy("insert", "billing_work", &like, &[("order_id", &other)]),
        ),
        attack(
            "guard_billing_work_unchanged",
            "E_WORK_UNKNOWN",
            format!("update billing_work set order_id = {other} where {own};"),
        ),
    ]
}

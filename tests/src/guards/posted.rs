//! Attacks on what was posted, and on the worklist of billing.

use super::attack::{Attack, Forge, attack, blob};
use super::trade::{ISSUED, ORDER, OTHER};

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

//! Attacks on what we sell, what lies in stock, and what waits for a person.

use super::attack::{Attack, Forge, attack, blob, hash};
use super::trade::ORDER;
use super::world::{PUMP, SARA, TASK_DONE, TASK_OPEN};

const NEW: u128 = 0xabc;

pub fn lists(f: &Forge) -> Vec<Attack> {
    let (all, other) = ("true limit 1", blob(PUMP + 0x100));
    vec![
        attack(
            "guard_product_codes_unchanged",
            "E_PRODUCT_CODE_CHANGED",
            "update product_codes set code = 'x';",
        ),
        attack(
            "guard_list_prices_fact",
            "E_LIST_PRICE_WITHOUT_FACT",
            f.copy("insert", "list_prices", all, &[("product_id", &other)]),
        ),
        attack(
            "guard_list_prices_fact",
            "E_LIST_PRICE_WITHOUT_FACT",
            f.copy("insert", "list_prices", all, &[("valid_from", "'2026-11-01'")]),
        ),
        attack(
            "guard_list_prices_fact",
            "E_LIST_PRICE_REPLACED",
            f.copy("insert or replace", "list_prices", all, &[]),
        ),
        attack(
            "guard_list_prices_unchanged",
            "E_LIST_PRICE_REPLACED",
            "update list_prices set price_micro = 1;",
        ),
        attack("guard_list_prices_kept", "E_LIST_PRICE_KEPT", "delete from list_prices;"),
    ]
}

pub fn rates(f: &Forge) -> Vec<Attack> {
    let standard = "regime = 'domestic' and tax_category = 'S'";
    let elsewhere = format!("(select fact_hash from products where product_id = {})", blob(PUMP));
    let replace = "insert or replace";
    vec![
        attack(
            "guard_vat_rates_fact",
            "E_VAT_RATE_WITHOUT_FACT",
            f.copy(
                "insert",
                "vat_rates",
                standard,
                &[("valid_from", "'2026-11-01'"), ("fact_hash", &elsewhere)],
            ),
        ),
        attack(
            "guard_vat_rates_fact",
            "E_VAT_RATE_WITHOUT_FACT",
            f.copy("insert", "vat_rates", standard, &[("valid_from", "'2026-11-01'")]),
        ),
        attack(
            "guard_vat_rates_fact",
            "E_VAT_RATE_REPLACED",
            f.copy(replace, "vat_rates", standard, &[("reason", "'none'")]),
        ),
        attack(
            "guard_vat_rates_change",
            "E_VAT_RATE_REPLACED",
            format!("update vat_rates set rate_ppm = 1 where {standard};"),
        ),
        attack("guard_vat_rates_kept", "E_VAT_RATE_KEPT", "delete from vat_rates;"),
    ]
}

pub fn closing(f: &Forge) -> Vec<Attack> {
    let one = "closed_on = '2026-08-17'";
    let fact = "guard_closing_days_fact";
    let elsewhere = format!("(select fact_hash from products where product_id = {})", blob(PUMP));
    let before = "(select hash from ledger where kind = 'CalendarSet' order by rowid limit 1)";
    let other_day = ("closed_on", "'2026-08-19'");
    let copy = |changes: &[(&str, &str)]| f.copy("insert", "closing_days", one, changes);
    vec![
        attack(fact, "E_CLOSING_DAY_WITHOUT_FACT", copy(&[other_day, ("fact_hash", &elsewhere)])),
        attack(fact, "E_CLOSING_DAY_WITHOUT_FACT", copy(&[other_day])),
        attack(
            fact,
            "E_CLOSING_DAY_REPLACED",
            copy(&[("closed_on", "'2026-08-14'"), ("fact_hash", before)]),
        ),
        attack(
            fact,
            "E_CLOSING_DAY_REPLACED",
            f.copy("insert or replace", "closing_days", one, &[]),
        ),
        attack(
            "guard_closing_days_unchanged",
            "E_CLOSING_DAY_REPLACED",
            "update closing_days set name = 'Festa';",
        ),
        attack("guard_closing_days_kept", "E_CLOSING_DAY_KEPT", "delete from closing_days;"),
    ]
}

pub fn exchange(f: &Forge) -> Vec<Attack> {
    let (all, replace) = ("true", "insert or replace");
    let elsewhere = format!("(select fact_hash from products where product_id = {})", blob(PUMP));
    let other_day = ("quoted_on", "'2026-03-03'");
    vec![
        attack(
            "guard_exchange_rates_fact",
            "E_EXCHANGE_RATE_WITHOUT_FACT",
            f.copy("insert", "exchange_rates", all, &[other_day, ("fact_hash", &elsewhere)]),
        ),
        attack(
            "guard_exchange_rates_fact",
            "E_EXCHANGE_RATE_WITHOUT_FACT",
            f.copy("insert", "exchange_rates", all, &[other_day]),
        ),
        attack(
            "guard_exchange_rates_fact",
            "E_EXCHANGE_RATE_REPLACED",
            f.copy(replace, "exchange_rates", all, &[]),
        ),
        attack(
            "guard_exchange_rates_change",
            "E_EXCHANGE_RATE_REPLACED",
            "update exchange_rates set rate_micro = 1;",
        ),
        attack("guard_exchange_rates_kept", "E_EXCHANGE_RATE_KEPT", "delete from exchange_rates;"),
    ]
}

pub fn stock(f: &Forge) -> Vec<Attack> {
    let (one, other) = ("true limit 1", blob(PUMP + 0x100));
    vec![
        attack(
            "guard_stock_movements_fact",
            "E_MOVEMENT_WITHOUT_FACT",
            f.copy("insert", "stock_movements", one, &[("seq", "2")]),
        ),
        attack(
            "guard_stock_movements_fact",
            "E_MOVEMENT_IMMUTABLE",
            f.copy("insert or replace", "stock_movements", one, &[("quantity", "0")]),
        ),
        attack(
            "guard_stock_movements_unchanged",
            "E_MOVEMENT_IMMUTABLE",
            "update stock_movements set quantity = 0;",
        ),
        attack(
            "guard_stock_movements_kept",
            "E_MOVEMENT_IMMUTABLE",
            "delete from stock_movements;",
        ),
        attack(
            "guard_stock_product",
            "E_STOCK_KEPT",
            format!("update stock set product_id = {other};"),
        ),
        attack("guard_stock_kept", "E_STOCK_KEPT", "delete from stock;"),
    ]
}

pub fn attendance(f: &Forge) -> Vec<Attack> {
    let like = format!("order_id = {}", blob(ORDER));
    let elsewhere = "(select hash from ledger where kind = 'TaskDone')";
    let forged = hash(1);
    let late = f.fact("TaskDone", NEW, 1);
    let update = |set: &str| format!("update batons set {set} where {like};");
    let done = "done_on = '2026-11-23', done_by = holder";
    let open = format!("task_id = {}", blob(TASK_OPEN));
    let task = |changes: &[(&str, &str)]| f.copy("insert or replace", "tasks", &open, changes);
    let done = |more: &str| {
        let sara = blob(SARA);
        format!("update tasks set {}{more} where {open};", done.replace("holder", &sara))
    };
    let replace = |changes: &[(&str, &str)]| f.copy("insert or replace", "batons", &like, changes);
    let kept = format!("delete from tasks where task_id = {};", blob(TASK_DONE));
    let new = blob(NEW);
    vec![
        attack("guard_batons_fact", "E_BATON_WITHOUT_FACT", replace(&[("fact_hash", &forged)]))
            .after(late.clone()),
        attack("guard_batons_fact", "E_BATON_REPLACED", replace(&[("due_at", "'2099'")])),
        attack(
            "guard_batons_change",
            "E_BATON_WITHOUT_FACT",
            update(&format!("fact_hash = {forged}")),
        )
        .after(late),
        attack("guard_batons_change", "E_BATON_REPLACED", update("due_at = '2099'")),
        attack("guard_batons_kept", "E_BATON_KEPT", "delete from batons;"),
        attack(
            "guard_tasks_fact",
            "E_TASK_WITHOUT_FACT",
            task(&[("task_id", &new), ("fact_hash", elsewhere)]),
        ),
        attack("guard_tasks_fact", "E_TASK_KEPT", task(&[("quantity", "0")])),
        attack("guard_tasks_done", "E_TASK_FROZEN", done(", quantity = 0"))
            .after(f.fact("TaskDone", TASK_OPEN, 1)),
        attack(
            "guard_tasks_done",
            "E_TASK_FROZEN",
            "update tasks set note = 'x' where done_on is not null;",
        ),
        attack("guard_tasks_done", "E_TASK_WITHOUT_FACT", done("")),
        attack("guard_tasks_kept", "E_TASK_KEPT", kept),
    ]
}

//! Attacks on a promise after it was made: amendments, later prices, accepted excess, holds.

use super::after::{AMENDED, HELD, HELD_ONCE};
use super::attack::{Attack, Forge, attack, blob, hash};
use super::trade::{CLOSED, DRAFT, ORDER};
use super::world::{BIANCHI, ROSSI};

const NEW: u128 = 0xabc;
const MIN: &str = "-9223372036854775808";
const MAX: &str = "9223372036854775807";
const SAID: &str = "(select body from ledger where kind = 'OrderAmended' limit 1)";

fn of(order: u128) -> String {
    format!("order_id = {}", blob(order))
}

/// Another amendment, which says the same but for what is set.
fn amendment(f: &Forge, set: &str) -> String {
    f.fact_saying("OrderAmended", AMENDED, 1, &format!("json_set({SAID}, {set})"))
}

fn amend(more: &str) -> String {
    format!("update orders set fact_hash = {}{more} where {};", hash(1), of(AMENDED))
}

pub fn terms(f: &Forge) -> Vec<Attack> {
    let bianchi = blob(BIANCHI);
    let same = || amendment(f, "'$.reason', 'more'");
    let (unsaid, frozen) = ("guard_orders_change", "guard_orders_frozen");
    let other = |column: &str, value: &str| {
        attack(unsaid, "E_ORDER_WITHOUT_FACT", amend(&format!(", {column} = {value}")))
            .after(same())
    };
    let restate = |column: &str, value: &str| {
        attack(frozen, "E_ORDER_FROZEN", amend(&format!(", {column} = {value}"))).after(same())
    };
    let by_hand = |set: &str| {
        attack(
            unsaid,
            "E_ORDER_WITHOUT_FACT",
            format!("update orders set {set} where {};", of(AMENDED)),
        )
    };
    vec![
        by_hand("currency = 'USD'"),
        by_hand("basis = 'dispatch'"),
        by_hand(&format!("payer = {bianchi}")),
        by_hand("promised_on = j.d from (select '2027-01-01' as d) j"),
        other("sold_to", &bianchi),
        other("bill_to", &bianchi),
        other("payer", &bianchi),
        other("currency", "'USD'"),
        other("vat_regime", "'export'"),
        other("basis", "'dispatch'"),
        restate("number", "'OA26-00077'"),
        restate("counter", "77"),
        restate("first_promised_on", "'2027-01-01'"),
        restate("ordered_on", "'2026-01-01'"),
        restate("kind", "'blanket'"),
    ]
}

pub fn lines(f: &Forge) -> Vec<Attack> {
    let first = format!("{} and line_n = 1", of(AMENDED));
    let (draft, unchanged) = ("guard_order_lines_draft", "guard_order_lines_unchanged");
    let set = |what: &str| format!("update order_lines set {what} where {first};");
    let sixth =
        format!("json_set({SAID}, '$.lines[5]', json_set({SAID} -> '$.lines[0]', '$.line_n', 6))");
    let sixth = f.fact_saying("OrderAmended", AMENDED, 1, &sixth) + &amend("");
    let come = |changes: &[(&str, &str)]| {
        f.copy("insert", "order_lines", &first, &[changes, &[("line_n", "6")]].concat())
    };
    let other = |changes: &[(&str, &str)]| {
        attack(draft, "E_ORDER_FROZEN", come(changes)).after(sixth.clone())
    };
    let lower = amendment(f, "'$.lines[0].quantity', 7000000") + &amend("");
    let below = "E_BELOW_RECEIVED";
    let nothing = amendment(f, "'$.lines[0].quantity', 0") + &amend("");
    let charge = format!("{} and charge_n = 3", of(AMENDED));
    let charge = |changes: &[(&str, &str)]| {
        f.copy("insert", "charges", &charge, &[changes, &[("charge_n", "4")]].concat())
    };
    let said = format!(
        "json_set({SAID}, '$.charges[3]', json_set({SAID} -> '$.charges[2]', '$.charge_n', 4))"
    );
    let said = f.fact_saying("OrderAmended", AMENDED, 1, &said) + &amend("");
    let frozen = "E_ORDER_FROZEN";
    vec![
        attack(draft, frozen, come(&[])),
        other(&[("quantity", "13000000")]),
        other(&[("tax_category", "'R'")]),
        other(&[("kind", "'service'")]),
        attack(unchanged, frozen, set("quantity = 13000000")),
        attack(unchanged, frozen, set("quantity = j.q from (select 13000000 as q) j")),
        attack(unchanged, frozen, set(&format!("quantity = {MAX}"))).unchecked(),
        attack(unchanged, frozen, set("tax_category = 'R'")),
        attack(unchanged, frozen, set("description = 'other'")),
        attack("guard_order_lines_received", below, set("quantity = 7000000")).after(lower),
        attack("guard_order_lines_received", below, set("quantity = 0")).after(nothing),
        attack("guard_charges_draft", frozen, charge(&[])),
        attack("guard_charges_draft", frozen, charge(&[("amount_minor", "101")]))
            .after(said.clone()),
        attack("guard_charges_draft", frozen, charge(&[("per", "'shipment'")])).after(said),
    ]
}

pub fn prices(f: &Forge) -> Vec<Attack> {
    let later = format!("{} and line_n = 1 and price_n = 3", of(AMENDED));
    let trigger = "guard_agreed_prices_confirmation";
    let forged = hash(1);
    let agreed = "(select body from ledger where kind = 'PricesAgreed' limit 1)";
    let say = |set: &str| {
        let set = format!("json_set({agreed}, '$.prices[0].price_n', 4{set})");
        f.fact_saying("PricesAgreed", AMENDED, 1, &set)
    };
    let price = |changes: &[(&str, &str)]| {
        let row = [("price_n", "4"), ("fact_hash", forged.as_str())];
        f.copy("insert", "agreed_prices", &later, &[changes, &row].concat())
    };
    let unsaid = |changes: &[(&str, &str)]| {
        attack(trigger, "E_PRICE_WITHOUT_FACT", price(changes)).after(say(""))
    };
    let range = |column: &'static str, path: &str, value: &str| {
        let quoted = format!("'{}'", value.trim_matches('\''));
        let said = if value.starts_with('\'') { &quoted } else { value };
        attack("guard_agreed_prices_range", "E_PRICE_RANGE", price(&[(column, value)]))
            .after(say(&format!(", '$.prices[0].{path}', {said}")))
            .unchecked()
    };
    let draft = blob(DRAFT);
    let first = format!("json_set({agreed}, '$.prices[0].price_n', 1)");
    let of_draft = f.fact_saying("PricesAgreed", DRAFT, 1, &first);
    let skipped = f.fact_saying(
        "PricesAgreed",
        AMENDED,
        1,
        &format!("json_set({agreed}, '$.prices[0].price_n', 5)"),
    );
    vec![
        attack(
            trigger,
            "E_PRICE_WITHOUT_FACT",
            f.copy("insert", "agreed_prices", &later, &[("price_n", "4")]),
        ),
        attack(trigger, "E_PRICE_WITHOUT_FACT", price(&[])).after(f.fact_saying(
            "PricesAgreed",
            ORDER,
            1,
            agreed,
        )),
        attack(trigger, "E_PRICE_WITHOUT_FACT", price(&[("order_id", &draft), ("price_n", "1")]))
            .after(of_draft),
        unsaid(&[("price_micro", "12000000")]),
        unsaid(&[("discount_ppm", "1")]),
        unsaid(&[("applies_from", "'2026-11-01'")]),
        unsaid(&[("line_n", "2"), ("price_n", "3")]),
        unsaid(&[("allowance_minor", "5"), ("allowance_quantity", "1000000")]),
        attack(trigger, "E_PRICE_CURRENCY", price(&[("currency", "'USD'")])).after(say("")),
        attack("guard_agreed_prices_next", "E_PRICE_REPLACED", price(&[("price_n", "5")]))
            .after(skipped),
        range("price_micro", "micro", "-1"),
        range("price_micro", "micro", MIN),
        range("price_micro", "micro", MAX),
        range("per", "per", "7"),
        range("discount_ppm", "discount_ppm", "1000001"),
        range("discount_ppm", "discount_ppm", "-1"),
        range("allowance_minor", "allowance_minor", "-1"),
        range("allowance_quantity", "allowance_quantity", MIN),
        range("applies_from", "applies_from", "'2026-13-01'"),
    ]
}

pub fn excess(f: &Forge) -> Vec<Attack> {
    let (trigger, like, forged) = ("guard_excess_accepted_fact", of(AMENDED), hash(1));
    let said = "(select body from ledger where kind = 'ExcessAccepted' limit 1)";
    let say = |set: &str| {
        f.fact_saying("ExcessAccepted", AMENDED, 1, &format!("json_set({said}, {set})"))
    };
    let more = |changes: &[(&str, &str)]| {
        let row = [("fact_hash", forged.as_str())];
        f.copy("insert", "excess_accepted", &like, &[changes, &row].concat())
    };
    let unsaid = "E_EXCESS_WITHOUT_FACT";
    let amount = |n: &str| {
        attack(trigger, "E_EXCESS_NOT_POSITIVE", more(&[("quantity", n)]))
            .after(say(&format!("'$.quantity', {n}")))
            .unchecked()
    };
    let code = "E_EXCESS_IMMUTABLE";
    vec![
        attack(trigger, unsaid, f.copy("insert", "excess_accepted", &like, &[("line_n", "1")])),
        attack(trigger, unsaid, more(&[("quantity", "3000000")]))
            .after(say("'$.quantity', 2000000")),
        attack(trigger, unsaid, more(&[("price_n", "2")])).after(say("'$.quantity', 2000000")),
        attack(trigger, unsaid, more(&[])).after(f.fact_saying("PricesAgreed", AMENDED, 1, said)),
        amount("0"),
        amount("-1"),
        amount(MIN),
        amount(MAX),
        attack(trigger, "E_EXCESS_WITHOUT_PRICE", more(&[("price_n", "9")]))
            .after(say("'$.price_n', 9")),
        attack(trigger, code, f.copy("insert or replace", "excess_accepted", &like, &[])),
        attack("guard_excess_accepted_unchanged", code, "update excess_accepted set quantity = 9;"),
        attack("guard_excess_accepted_kept", code, "delete from excess_accepted;"),
    ]
}

pub fn holds(f: &Forge) -> Vec<Attack> {
    let trigger = "guard_holds_fact";
    let (new, forged, rossi) = (blob(NEW), hash(1), blob(ROSSI));
    let like = format!("hold_id = {}", blob(HELD));
    let ended = format!("hold_id = {}", blob(HELD_ONCE));
    let body = format!("(select body from ledger where subject_id = {})", blob(HELD));
    let say = || f.fact_saying("HoldPlaced", NEW, 1, &body);
    let place = |changes: &[(&str, &str)]| {
        let row = [("hold_id", new.as_str()), ("fact_hash", &forged)];
        f.copy("insert", "holds", &like, &[changes, &row].concat())
    };
    let unsaid = "E_HOLD_WITHOUT_FACT";
    let kept = "E_HOLD_KEPT";
    let released = || f.fact("HoldReleased", HELD, 1);
    let set = |what: &str| format!("update holds set {what} where {like};");
    let closed = blob(CLOSED);
    vec![
        attack(trigger, unsaid, f.copy("insert", "holds", &like, &[("hold_id", &new)])),
        attack(trigger, unsaid, place(&[("order_id", &closed)])).after(say()),
        attack(trigger, unsaid, place(&[("order_id", "null"), ("customer_id", &rossi)]))
            .after(say()),
        attack(trigger, unsaid, place(&[("expires_on", "'2026-11-21'")])).after(say()),
        attack(trigger, unsaid, place(&[("released_on", "'2026-11-21'")])).after(say()),
        attack(trigger, kept, f.copy("insert or replace", "holds", &like, &[("reason", "'none'")])),
        attack("guard_holds_released", kept, set("released_on = '2026-11-23', kind = 'price'"))
            .after(released()),
        attack("guard_holds_released", kept, set("expires_on = '2026-11-20'")).after(released()),
        attack(
            "guard_holds_released",
            kept,
            format!("update holds set released_on = null where {ended};"),
        ),
        attack("guard_holds_released", unsaid, set("released_on = '2026-11-23'")),
        attack("guard_holds_kept", kept, format!("delete from holds where {like};")),
    ]
}

//! Attacks on what was promised and on what left: orders, prices, shipments, proofs.

use super::attack::{Attack, Forge, attack, blob, hash};
use super::trade::{
    CANCELLED, DELIVERED, DISPATCHED, DRAFT, ISSUED, ORDER, PLANNED, PROOF, PROVED, WAITING,
};
use super::world::BIANCHI;

const NEW: u128 = 0xabc;

fn of(order: u128) -> String {
    format!("order_id = {}", blob(order))
}

fn shipment(id: u128) -> String {
    format!("shipment_id = {}", blob(id))
}

/// Confirms the draft as it should be, but for what is changed.
fn confirm(f: &Forge, number: &str, counter: i64, fact: u8) -> String {
    format!(
        "update orders set state = 'confirmed', number = '{number}', stream_id = {}, year = 2026, \
         counter = {counter}, confirmed_on = '2026-11-23', confirmed_hash = {} where {};",
        f.stream,
        hash(fact),
        of(DRAFT)
    )
}

pub fn orders(f: &Forge) -> Vec<Attack> {
    let (trigger, new, forged) = ("guard_orders_fact", blob(NEW), hash(1));
    let born = [
        ("order_id", new.as_str()),
        ("fact_hash", &forged),
        ("number", "'OA26-00099'"),
        ("counter", "99"),
    ];
    let bianchi = blob(BIANCHI);
    vec![
        attack(
            trigger,
            "E_ORDER_WITHOUT_FACT",
            f.copy("insert", "orders", &of(DRAFT), &[("order_id", &new)]),
        ),
        attack(trigger, "E_ORDER_NOT_DRAFT", f.copy("insert", "orders", &of(ORDER), &born))
            .after(f.fact("OrderSaved", NEW, 1)),
        attack(
            trigger,
            "E_ORDER_REPLACED",
            f.copy("insert or replace", "orders", &of(DRAFT), &[("bill_to", &bianchi)]),
        ),
        attack(
            "guard_orders_kept",
            "E_ORDER_KEPT",
            format!("delete from orders where {};", of(DRAFT)),
        ),
    ]
}

pub fn order_changes(f: &Forge) -> Vec<Attack> {
    let bianchi = blob(BIANCHI);
    let ends = "ended_on = '2026-11-23'";
    let close = |order: u128, more: &str| {
        format!("update orders set state = 'closed', {ends}{more} where {};", of(order))
    };
    let other = format!(", bill_to = {bianchi}");
    vec![
        attack("guard_orders_states", "E_ORDER_STATE", close(CANCELLED, "")).after(f.fact(
            "OrderClosed",
            CANCELLED,
            1,
        )),
        attack(
            "guard_orders_shipped",
            "E_ORDER_SHIPPED",
            format!("update orders set state = 'cancelled', {ends} where {};", of(ORDER)),
        )
        .after(f.fact("OrderCancelled", ORDER, 1)),
        attack(
            "guard_orders_change",
            "E_ORDER_WITHOUT_FACT",
            format!("update orders set bill_to = {bianchi} where {};", of(DRAFT)),
        ),
        attack("guard_orders_change", "E_ORDER_WITHOUT_FACT", close(WAITING, "")),
        attack("guard_orders_change", "E_ORDER_WITHOUT_FACT", confirm(f, "OA26-00007", 7, 1)),
        attack("guard_orders_frozen", "E_ORDER_FROZEN", close(WAITING, &other)).after(f.fact(
            "OrderClosed",
            WAITING,
            1,
        )),
        attack("guard_orders_frozen", "E_ORDER_FROZEN", close(WAITING, ", counter = 77"))
            .after(f.fact("OrderClosed", WAITING, 1)),
    ]
}

pub fn order_numbers(f: &Forge) -> Vec<Attack> {
    let trigger = "guard_orders_number";
    let fact = || f.fact("OrderConfirmed", DRAFT, 1);
    vec![
        attack(trigger, "E_STATION_SUCCEEDED", confirm(f, "OA26-00007", 7, 1))
            .after(fact() + &f.succession()),
        attack(trigger, "E_ORDER_COUNTER", confirm(f, "OA26-00008", 8, 1)).after(fact()),
        attack(trigger, "E_ORDER_NUMBER", confirm(f, "OA26-00099", 7, 1)).after(fact()),
    ]
}

pub fn order_lines(f: &Forge) -> Vec<Attack> {
    let first = |column: &str, order| format!("{} and {column} = 1", of(order));
    let mut all = Vec::new();
    let tables = [
        (
            "order_lines",
            "line_n",
            ["guard_order_lines_draft", "guard_order_lines_unchanged", "guard_order_lines_kept"],
            "E_ORDER_LINE_REPLACED",
            ("quantity", "quantity + 1"),
        ),
        (
            "charges",
            "charge_n",
            ["guard_charges_draft", "guard_charges_unchanged", "guard_charges_kept"],
            "E_CHARGE_REPLACED",
            ("amount_minor", "amount_minor + 1"),
        ),
    ];
    for (table, key, [draft, unchanged, kept], replaced, change) in tables {
        let waiting = first(key, WAITING);
        all.extend([
            attack(draft, "E_ORDER_FROZEN", f.copy("insert", table, &waiting, &[(key, "9")])),
            attack(
                draft,
                replaced,
                f.copy("insert or replace", table, &first(key, DRAFT), &[change]),
            ),
            attack(
                unchanged,
                "E_ORDER_FROZEN",
                format!("update {table} set {} = {} where {waiting};", change.0, change.1),
            ),
            attack(kept, "E_ORDER_FROZEN", format!("delete from {table} where {waiting};")),
        ]);
    }
    all
}

pub fn prices(f: &Forge) -> Vec<Attack> {
    let first = format!("{} and line_n = 1 and price_n = 1", of(ORDER));
    let trigger = "guard_agreed_prices_confirmation";
    let (draft, forged) = (blob(DRAFT), hash(1));
    let agree = |more: &[(&str, &str)]| {
        let row = [("order_id", draft.as_str()), ("fact_hash", &forged)];
        f.copy("insert or replace", "agreed_prices", &first, &[&row[..], more].concat())
    };
    let confirmed = || f.fact("OrderConfirmed", DRAFT, 1) + &confirm(f, "OA26-00007", 7, 1);
    let dearer = [("price_n", "3"), ("price_micro", "99000000")];
    vec![
        attack(trigger, "E_PRICE_WITHOUT_FACT", agree(&[])),
        attack(
            trigger,
            "E_PRICE_AFTER_CONFIRMATION",
            f.copy("insert", "agreed_prices", &first, &dearer),
        ),
        attack(trigger, "E_PRICE_CURRENCY", agree(&[("currency", "'USD'")])).after(confirmed()),
        attack("guard_agreed_prices_next", "E_PRICE_REPLACED", agree(&[("price_n", "2")]))
            .after(confirmed()),
        attack("guard_agreed_prices_next", "E_PRICE_REPLACED", agree(&[("per", "100")]))
            .after(confirmed() + &agree(&[])),
        attack("guard_agreed_prices_range", "E_PRICE_RANGE", agree(&[("price_micro", "-1")]))
            .after(confirmed())
            .unchecked(),
        attack(
            "guard_agreed_prices_unchanged",
            "E_PRICE_IMMUTABLE",
            "update agreed_prices set discount_ppm = 1;",
        ),
        attack("guard_agreed_prices_kept", "E_PRICE_IMMUTABLE", "delete from agreed_prices;"),
    ]
}

/// Issues the planned shipment as it should be, but for what is changed.
fn issue(f: &Forge, number: &str, counter: i64) -> String {
    format!(
        "update shipments set state = 'issued', number = '{number}', stream_id = {0}, \
         year = 2026, counter = {counter}, dispatched_on = '2026-11-23', billing_holder = {0}, \
         issued_hash = {1} where {2};",
        f.stream,
        hash(1),
        shipment(PLANNED)
    )
}

pub fn shipments(f: &Forge) -> Vec<Attack> {
    let (trigger, new, forged) = ("guard_shipments_fact", blob(NEW), hash(1));
    let born = [
        ("shipment_id", new.as_str()),
        ("fact_hash", &forged),
        ("number", "'DA26-00099'"),
        ("counter", "99"),
    ];
    let replace = "insert or replace";
    vec![
        attack(
            trigger,
            "E_SHIPMENT_WITHOUT_FACT",
            f.copy("insert", "shipments", &shipment(PLANNED), &[("shipment_id", &new)]),
        ),
        attack(
            trigger,
            "E_SHIPMENT_NOT_PLANNED",
            f.copy("insert", "shipments", &shipment(ISSUED), &born),
        )
        .after(f.fact("ShipmentPlanned", NEW, 1)),
        attack(
            trigger,
            "E_SHIPMENT_EXISTS",
            f.copy(replace, "shipments", &shipment(PLANNED), &[("carrier_id", "null")]),
        ),
        attack(
            "guard_shipments_kept",
            "E_SHIPMENT_KEPT",
            format!("delete from shipments where {};", shipment(PLANNED)),
        ),
    ]
}

pub fn shipment_changes(f: &Forge) -> Vec<Attack> {
    let set = |id: u128, what: &str| format!("update shipments set {what} where {};", shipment(id));
    let issued = || f.fact("ShipmentIssued", PLANNED, 1);
    let proved = || f.fact("ProofRecorded", DELIVERED, 1);
    let (frozen, late) = ("guard_shipments_frozen", "state = 'confirmed', carrier_id = null");
    let redated = "state = 'confirmed', dispatched_on = '2026-11-01'";
    vec![
        attack("guard_shipments_states", "E_SHIPMENT_STATE", set(DELIVERED, "state = 'lost'"))
            .after(f.fact("ShipmentLost", DELIVERED, 1)),
        attack(
            "guard_shipments_change",
            "E_SHIPMENT_WITHOUT_FACT",
            set(ISSUED, "state = 'delivered', delivered_on = '2026-11-23'"),
        ),
        attack("guard_shipments_change", "E_SHIPMENT_WITHOUT_FACT", issue(f, "DA26-00013", 13)),
        attack(frozen, "E_SHIPMENT_FROZEN", set(DELIVERED, late)).after(proved()),
        attack(frozen, "E_SHIPMENT_FROZEN", set(DELIVERED, redated)).after(proved()),
        attack(
            frozen,
            "E_SHIPMENT_FROZEN",
            set(DELIVERED, "state = 'confirmed', delivered_on = '2026-11-23'"),
        )
        .after(proved()),
        attack("guard_shipments_number", "E_SHIPMENT_COUNTER", issue(f, "DA26-00014", 14))
            .after(issued()),
        attack("guard_shipments_number", "E_SHIPMENT_NUMBER", issue(f, "DA26-00099", 13))
            .after(issued()),
        attack(
            "guard_shipments_holder",
            "E_BILLING_HOLDER",
            set(ISSUED, &format!("billing_holder = {}", f.other)),
        ),
        // The succession does not say that nothing was lost.
        attack(
            "guard_shipments_holder",
            "E_BILLING_HOLDER",
            set(ISSUED, &format!("billing_holder = {}", f.other)),
        )
        .after(f.succession()),
        // The station that holds the right is not lost.
        attack(
            "guard_shipments_holder",
            "E_BILLING_HOLDER",
            set(ISSUED, &format!("billing_holder = {}", f.other)),
        )
        .after(f.fact_of(&f.other, "BillingTakenOver", ISSUED, 1)),
    ]
}

pub fn shipment_lines(f: &Forge) -> Vec<Attack> {
    let (trigger, line) = ("guard_shipment_lines_planned", "E_SHIPMENT_LINE_IMMUTABLE");
    vec![
        attack(
            trigger,
            "E_SHIPMENT_NOT_PLANNED",
            f.copy("insert", "shipment_lines", &shipment(ISSUED), &[("shipment_n", "9")]),
        ),
        attack(
            trigger,
            line,
            f.copy(
                "insert or replace",
                "shipment_lines",
                &shipment(PLANNED),
                &[("quantity", "9000000")],
            ),
        ),
        attack(
            "guard_shipment_lines_unchanged",
            line,
            format!("update shipment_lines set quantity = 1 where {};", shipment(DISPATCHED)),
        ),
        attack("guard_shipment_lines_kept", line, "delete from shipment_lines;"),
    ]
}

pub fn proofs(f: &Forge) -> Vec<Attack> {
    let last = format!("proof_id = {}", blob(PROOF + 2));
    let (new, code) = (blob(NEW), "E_PROOF_IMMUTABLE");
    let again = |more: &[(&str, &str)]| {
        let row = [("proof_id", new.as_str()), ("proof_n", "3")];
        f.copy("insert", "proofs", &last, &[&row[..], more].concat())
    };
    let planned = format!("(select fact_hash from shipments where {})", shipment(PROVED));
    let forged = hash(1);
    let replace = "insert or replace";
    let whole = [("accepted", "10000000")];
    vec![
        attack("guard_proofs_fact", "E_PROOF_WITHOUT_FACT", again(&[("fact_hash", &planned)])),
        attack("guard_proofs_fact", code, again(&[])),
        attack(
            "guard_proofs_fact",
            code,
            f.copy(replace, "proofs", &last, &[("file_hash", "'x'")]),
        ),
        attack(
            "guard_proofs_fact",
            code,
            f.copy(replace, "proofs", &last, &[("proof_id", &new), ("fact_hash", &forged)]),
        )
        .after(f.fact("ProofRecorded", PROVED, 1)),
        attack("guard_proofs_unchanged", code, "update proofs set received_on = '2026-11-11';"),
        attack("guard_proofs_kept", code, format!("delete from proofs where {last};")),
        attack("guard_proof_lines_once", code, f.copy(replace, "proof_lines", &last, &whole)),
        attack("guard_proof_lines_unchanged", code, "update proof_lines set accepted = 10000000;"),
        attack("guard_proof_lines_kept", code, format!("delete from proof_lines where {last};")),
    ]
}

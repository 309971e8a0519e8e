//! Attacks on what happened to goods: states of a shipment, its lines and pieces, what came back.

use super::after::{
    AMENDED, LOST, PACKED, RELEASED, RETURN, REVERSED, SENT_BACK, SOLD, UNPROVEN, VOIDED,
};
use super::attack::{Attack, Forge, attack, blob, hash};
use super::trade::{DELIVERED, DISPATCHED, ISSUED, ORDER, PLANNED};

const NEW: u128 = 0xabc;
const MIN: &str = "-9223372036854775808";
const MAX: &str = "9223372036854775807";

fn of(shipment: u128) -> String {
    format!("shipment_id = {}", blob(shipment))
}

fn set(shipment: u128, what: &str) -> String {
    format!("update shipments set {what} where {};", of(shipment))
}

fn state(shipment: u128, state: &str) -> String {
    set(shipment, &format!("state = '{state}'"))
}

/// The fact of a step that says in which state it ends.
fn moved(f: &Forge, shipment: u128, state: &str) -> String {
    f.fact_saying("ShipmentMoved", shipment, 1, &format!("json_object('state', '{state}')"))
}

pub fn states(f: &Forge) -> Vec<Attack> {
    let (steps, unsaid) = ("guard_shipments_states", "guard_shipments_change");
    let jump = |kind, shipment, to| {
        attack(steps, "E_SHIPMENT_STATE", state(shipment, to))
            .after(f.fact(kind, shipment, 1))
            .unchecked()
    };
    let leap = |shipment, to| {
        attack(steps, "E_SHIPMENT_STATE", state(shipment, to)).after(moved(f, shipment, to))
    };
    let without = |shipment, to| attack(unsaid, "E_SHIPMENT_WITHOUT_FACT", state(shipment, to));
    let proved = "ProofRecorded";
    let unnumbered = "state = 'voided', number = 'DA26-00099', counter = 99";
    let frozen = "guard_shipments_frozen";
    vec![
        jump(proved, VOIDED, "confirmed"),
        jump(proved, REVERSED, "confirmed"),
        jump(proved, LOST, "confirmed"),
        jump(proved, SENT_BACK, "confirmed"),
        jump("ShipmentVoided", SOLD, "voided"),
        jump("ShipmentVoided", REVERSED, "voided"),
        jump("ShipmentReversed", ISSUED, "reversed"),
        jump("ShipmentReversed", UNPROVEN, "reversed"),
        jump("ShipmentLost", PACKED, "lost"),
        jump("ShipmentLost", SOLD, "lost"),
        jump("ShipmentDelivered", UNPROVEN, "delivered"),
        leap(PLANNED, "packed"),
        leap(SOLD, "in_transit"),
        leap(LOST, "in_transit"),
        leap(PLANNED, "planned"),
        // What was said before, or of another step, does not say it now.
        without(RELEASED, "picking"),
        without(PACKED, "released"),
        without(PLANNED, "voided"),
        without(ISSUED, "voided"),
        without(ISSUED, "confirmed"),
        without(SOLD, "reversed"),
        without(UNPROVEN, "lost"),
        without(SENT_BACK, "reversed"),
        attack(unsaid, "E_SHIPMENT_WITHOUT_FACT", state(RELEASED, "picking"))
            .after(moved(f, RELEASED, "packed")),
        attack(unsaid, "E_SHIPMENT_WITHOUT_FACT", state(DELIVERED, "unproven"))
            .after(moved(f, DELIVERED, "unproven") + &f.fact("GoodsReturned", DELIVERED, 2)),
        attack(frozen, "E_SHIPMENT_FROZEN", set(ISSUED, unnumbered)).after(f.fact(
            "ShipmentVoided",
            ISSUED,
            1,
        )),
        attack(
            frozen,
            "E_SHIPMENT_FROZEN",
            set(ISSUED, "state = 'voided', delivered_on = '2026-11-23'"),
        )
        .after(f.fact("ShipmentVoided", ISSUED, 1)),
    ]
}

pub fn lines(f: &Forge) -> Vec<Attack> {
    let trigger = "guard_shipment_lines_planned";
    let (new, forged, dispatched) = (blob(NEW), hash(1), blob(DISPATCHED));
    let planned = |line: &str| {
        let body = format!("json_object('lines', json_array({line}))");
        let row = [("shipment_id", new.as_str()), ("fact_hash", &forged)];
        f.fact_saying("ShipmentPlanned", NEW, 1, &body)
            + &f.copy("insert", "shipments", &of(PLANNED), &row)
    };
    let said = |replaces: &str| {
        format!(
            "json_object('shipment_n', 1, 'order_id', '{ORDER:032x}', 'line_n', 4, \
             'quantity', 2000000, 'replaces', json('{replaces}'))"
        )
    };
    let line = |changes: &[(&str, &str)]| {
        let row = [("shipment_id", new.as_str())];
        f.copy("insert", "shipment_lines", &of(PLANNED), &[changes, &row].concat())
    };
    let unsaid = |changes: &[(&str, &str)]| {
        attack(trigger, "E_SHIPMENT_LINE_WITHOUT_FACT", line(changes))
            .after(planned(&said("null")))
            .unchecked()
    };
    let amended = blob(AMENDED);
    let theirs = format!(r#"{{"shipment_id":"{DISPATCHED:032x}","shipment_n":1}}"#);
    let replaced = [("replaces_shipment_id", dispatched.as_str()), ("replaces_n", "1")];
    let itself = format!(r#"{{"shipment_id":"{NEW:032x}","shipment_n":1}}"#);
    let own = [("replaces_shipment_id", new.as_str()), ("replaces_n", "1")];
    vec![
        unsaid(&[("quantity", "3000000")]),
        unsaid(&[("quantity", "-2000000")]),
        unsaid(&[("shipment_n", "2")]),
        unsaid(&[("shipment_n", "0")]),
        unsaid(&[("shipment_n", MIN)]),
        unsaid(&[("shipment_n", MAX)]),
        unsaid(&[("line_n", "3")]),
        unsaid(&[("order_id", &amended)]),
        unsaid(&replaced),
        attack(trigger, "E_REPLACES_ANOTHER", line(&replaced)).after(planned(&said(&theirs))),
        attack(trigger, "E_REPLACES_ANOTHER", line(&own)).after(planned(&said(&itself))),
    ]
}

pub fn returns(f: &Forge) -> Vec<Attack> {
    let (new, forged, like) = (blob(NEW), hash(1), format!("return_id = {}", blob(RETURN)));
    let (whole, line) = ("guard_returns_fact", "guard_return_lines_fact");
    let (unsaid, code) = ("E_RETURN_WITHOUT_FACT", "E_RETURN_IMMUTABLE");
    let counted = |quantity: &str| {
        let body = format!(
            "json_object('return_id', '{NEW:032x}', 'lines', \
             json_array(json_object('shipment_n', 1, 'quantity', {quantity})))"
        );
        let row = [("return_id", new.as_str()), ("fact_hash", &forged)];
        f.fact_saying("GoodsReturned", SOLD, 1, &body) + &f.copy("insert", "returns", &like, &row)
    };
    let back = |changes: &[(&str, &str)]| {
        let row = [("return_id", new.as_str())];
        f.copy("insert", "return_lines", &like, &[changes, &row].concat())
    };
    let of_line = |changes: &[(&str, &str)]| {
        attack(line, unsaid, back(changes)).after(counted("1000000")).unchecked()
    };
    let issued = blob(ISSUED);
    let replace =
        |table, changes: &[(&str, &str)]| f.copy("insert or replace", table, &like, changes);
    vec![
        // One fact counts once.
        attack(whole, unsaid, f.copy("insert", "returns", &like, &[("return_id", &new)])),
        attack(
            whole,
            unsaid,
            f.copy("insert", "returns", &like, &[("return_id", &new), ("fact_hash", &forged)]),
        )
        .after(f.fact("ProofRecorded", SOLD, 1)),
        attack(
            whole,
            unsaid,
            f.copy("insert", "returns", &like, &[("return_id", &new), ("shipment_id", &issued)]),
        ),
        attack(whole, code, replace("returns", &[("reason", "'x'")])),
        of_line(&[("quantity", "2000000")]),
        of_line(&[("quantity", "-1000000")]),
        of_line(&[("quantity", MIN)]),
        of_line(&[("quantity", MAX)]),
        of_line(&[("shipment_n", "2"), ("quantity", "1000000")]),
        of_line(&[("shipment_id", &issued), ("quantity", "1000000")]),
        attack(line, code, replace("return_lines", &[])),
        attack("guard_returns_unchanged", code, "update returns set counted_on = '2026-11-19';"),
        attack("guard_returns_kept", code, "delete from returns;"),
        attack("guard_return_lines_unchanged", code, "update return_lines set quantity = 1;"),
        attack("guard_return_lines_kept", code, "delete from return_lines;"),
    ]
}

pub fn pieces(f: &Forge) -> Vec<Attack> {
    let (trigger, back) = ("guard_shipment_pieces_fact", "guard_shipment_pieces_returned");
    let (unsaid, code) = ("E_PIECES_WITHOUT_FACT", "E_PIECES_IMMUTABLE");
    let piece = |shipment, n: &str| format!("{} and number = '{n}'", of(shipment));
    let (sold, packed) = (piece(SOLD, "S-3"), piece(PACKED, "46-1"));
    let planned = blob(PLANNED);
    let update =
        |what: &str, which: &str| format!("update shipment_pieces set {what} where {which};");
    vec![
        attack(
            trigger,
            unsaid,
            f.copy("insert", "shipment_pieces", &packed, &[("shipment_id", &planned)]),
        ),
        attack(
            trigger,
            unsaid,
            f.copy("insert", "shipment_pieces", &sold, &[("number", "'S-9'"), ("returned", "1")]),
        ),
        attack(
            trigger,
            code,
            f.copy("insert or replace", "shipment_pieces", &packed, &[("quantity", "2000000")]),
        ),
        attack(back, code, update("number = 'S-9', returned = 1", &sold)),
        attack(back, code, update("quantity = 2000000, returned = 1", &sold)),
        attack(back, code, update("returned = 0", &piece(SOLD, "S-1"))),
        attack(back, unsaid, update("returned = 1", &packed)),
        attack(
            "guard_shipment_pieces_kept",
            code,
            format!("delete from shipment_pieces where {sold};"),
        ),
        attack(
            "guard_shipment_pieces_kept",
            code,
            format!("delete from shipment_pieces where {packed};"),
        ),
    ]
}

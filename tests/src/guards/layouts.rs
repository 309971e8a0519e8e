//! Attacks on how documents look: what lies at a place, and what they were posted with.

use super::attack::{Attack, Forge, attack, blob, hash};
use super::world::PUMP;
use super::{charging, credits};

const NEW: u128 = 0xabc;
/// A posted fact that names a profile which nobody issued, as SQL makes it.
const NAMES: &str = "json_set(body, '$.layout_hash', '00')";

pub fn places(f: &Forge) -> Vec<Attack> {
    let (fact, one, place) = ("guard_layout_profiles_fact", "scope = 'group'", blob(NEW));
    let changed = ("guard_layout_profiles_change", "E_LAYOUT_REPLACED");
    let copy = |changes: &[(&str, &str)]| f.copy("insert", "layout_profiles", one, changes);
    let next = [("place_id", place.as_str()), ("version", "1")];
    vec![
        attack(fact, "E_LAYOUT_WITHOUT_FACT", copy(&next)),
        attack(fact, "E_LAYOUT_VERSION", f.copy("insert or replace", "layout_profiles", one, &[])),
        attack(changed.0, changed.1, "update layout_profiles set version = version + 1;"),
        attack(changed.0, changed.1, "update layout_profiles set stands = 0;"),
        attack("guard_layout_profiles_kept", "E_LAYOUT_KEPT", "delete from layout_profiles;"),
    ]
}

pub fn issued(f: &Forge) -> Vec<Attack> {
    let (fact, immutable) = ("guard_issued_layouts_fact", "E_ISSUED_LAYOUT_IMMUTABLE");
    let (forged, table) = (hash(1), "issued_layouts");
    let elsewhere = format!("(select fact_hash from products where product_id = {})", blob(PUMP));
    vec![
        attack(
            fact,
            "E_ISSUED_LAYOUT_WITHOUT_FACT",
            f.copy("insert", table, "true", &[("layout_hash", &forged)]),
        ),
        attack(fact, immutable, f.copy("insert or replace", table, "true", &[])),
        attack(
            "guard_issued_layouts_unchanged",
            immutable,
            format!("update issued_layouts set fact_hash = {elsewhere};"),
        ),
        attack("guard_issued_layouts_kept", immutable, "delete from issued_layouts;"),
    ]
}

pub fn posted(f: &Forge) -> Vec<Attack> {
    let code = "E_LAYOUT_NOT_ISSUED";
    vec![
        attack("guard_invoices_layout", code, charging::header(f, &[])).after(f.fact_saying(
            "InvoicePosted",
            NEW,
            1,
            NAMES,
        )),
        attack("guard_credit_notes_layout", code, credits::header(f, &[]))
            .after(f.fact_saying("CreditNotePosted", NEW, 1, NAMES))
            .unchecked(),
    ]
}

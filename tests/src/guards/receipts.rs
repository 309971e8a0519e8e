//! Attacks on the customer's number for what they received.

use super::attack::{Attack, Forge, attack, blob, hash};
use super::charging;
use super::trade::DELIVERED;

const NEW: u128 = 0xabc;
/// A posted fact whose line says a number that no proof says, as SQL makes it.
const SAYS: &str = "json_set(body, '$.lines', json_array(json_object('goods_receipt', 'GR-9')))";

pub fn said(f: &Forge) -> Vec<Attack> {
    let code = "E_GOODS_RECEIPT_WRONG";
    let (proof, shipment, forged) = (blob(NEW), blob(DELIVERED), hash(0x70));
    let act = format!(
        "insert into proofs (proof_id, shipment_id, proof_n, received_on, reference, \
         goods_receipt, fact_hash) \
         values ({proof}, {shipment}, 9, '2026-11-19', 'x', 'GR-9', {forged});"
    );
    vec![
        attack("guard_proofs_goods_receipt", code, act).after(f.fact(
            "ProofRecorded",
            DELIVERED,
            0x70,
        )),
        attack("guard_invoices_goods_receipt", code, charging::header(f, &[]))
            .after(f.fact_saying("InvoicePosted", NEW, 1, SAYS)),
    ]
}

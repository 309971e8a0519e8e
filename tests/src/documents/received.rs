//! The customer's number for what they received, and the pieces that left: in a column, or said
//! once above.

use dovuto_documents::print::compose::compose;
use dovuto_documents::print::kind::Kind;
use dovuto_documents::print::remarks::pieces;
use dovuto_documents::print::{Line, Printed, Said};
use dovuto_documents::profile::{BuiltIn, Profile, resolve};
use dovuto_domain::kernel::quantity::Quantity;
use serde_json::{Value, json};

use super::pages::assert_inside;
use super::{document, line, texts};

fn profile(name: BuiltIn, layer: Value) -> Profile {
    let mut profile = resolve(name, &[layer]).unwrap();
    profile.language = Some(dovuto_documents::words::Language::English);
    profile
}

fn received(n: i64, note: &str, number: &str) -> Line {
    Line {
        delivery_note: Some(note.to_owned()),
        goods_receipt: Some(number.to_owned()),
        ..line(n, n * 1_000)
    }
}

fn two_receipts() -> Printed {
    document(
        Kind::Invoice,
        vec![received(1, "DA26-00001", "GR 1"), received(2, "DA26-00002", "GR 2")],
    )
}

fn said(printed: Printed, profile: &Profile) -> Vec<String> {
    let pages = compose(printed, profile).unwrap();
    assert_inside(&pages, profile);
    pages.iter().flat_map(texts).map(str::to_owned).collect()
}

#[test]
fn several_goods_receipts_have_a_column_whatever_the_profile_but_under_heads_of_delivery_notes() {
    for name in BuiltIn::ALL {
        let found = said(two_receipts(), &profile(name, json!({ "group_by": "nothing" })));
        for number in ["GR 1", "GR 2"] {
            assert_eq!(found.iter().filter(|text| *text == number).count(), 1, "{name:?}");
        }
        let found = said(two_receipts(), &profile(name, json!({ "group_by": "delivery_note" })));
        assert!(!found.iter().any(|text| text.starts_with("GR ")), "{name:?}: {found:?}");
        for (note, number) in [("DA26-00001", "GR 1"), ("DA26-00002", "GR 2")] {
            let head = |text: &&String| {
                text.starts_with(&format!("Delivery note {note}"))
                    && text.ends_with(&format!("Goods receipt {number}"))
            };
            assert_eq!(found.iter().filter(head).count(), 1, "{name:?}: {note}");
        }
    }
}

#[test]
fn one_goods_receipt_of_all_lines_is_said_once_beside_the_address() {
    let lines = vec![received(1, "DA26-00001", "GR 1"), received(2, "DA26-00001", "GR 1")];
    let mut printed = document(Kind::Invoice, lines);
    printed.about.push(("goods-receipt", Said::Text("GR 1".to_owned())));
    for group in ["nothing", "delivery_note"] {
        let layer = json!({ "group_by": group });
        let found = said(printed.clone(), &profile(BuiltIn::Plain, layer));
        let times = found.iter().filter(|text| text.contains("GR 1")).count();
        assert_eq!(times, 1, "{group}: {found:?}");
    }
}

#[test]
fn pieces_of_an_invoice_are_in_their_column_and_nowhere_else() {
    let mut printed = document(Kind::Invoice, vec![line(1, 1_000), line(2, 2_000)]);
    printed.lines[0].pieces = pieces(&["SN-1", "SN-2"], std::iter::empty(), "C62");
    let lots = [("L-7", Quantity::units(2))].into_iter();
    printed.lines[1].pieces = pieces(&[""; 0], lots, "C62");
    let plain = said(printed.clone(), &profile(BuiltIn::Plain, json!({})));
    assert!(!plain.iter().any(|text| text.contains("SN-1") || text.contains("L-7")));
    let columns: Vec<Value> = ["description", "quantity", "lot_serial", "net"]
        .into_iter()
        .map(|show| json!({ "show": show }))
        .collect();
    let asked = profile(BuiltIn::Plain, json!({ "columns": columns }));
    let found = said(printed.clone(), &asked);
    for text in ["Lot, serial", "SN-1, SN-2", "L-7: 2\u{a0}pcs"] {
        assert!(found.iter().any(|said| said == text), "{text}: {found:?}");
    }
    // Lines that are printed as one have the pieces of both.
    let mut merged = document(Kind::Invoice, vec![line(1, 1_000), line(1, 2_000)]);
    merged.lines[0].pieces = pieces(&["SN-1"], std::iter::empty(), "C62");
    merged.lines[1].pieces = pieces(&["SN-2"], std::iter::empty(), "C62");
    let layer = json!({ "columns": columns, "merge_equal": true });
    let found = said(merged, &profile(BuiltIn::Plain, layer));
    for text in ["SN-1", "SN-2"] {
        assert_eq!(found.iter().filter(|said| *said == text).count(), 1, "{text}: {found:?}");
    }
}

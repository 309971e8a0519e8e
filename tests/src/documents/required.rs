//! What customers require on their documents: missing or wrong, it is named for a clerk.

use dovuto_documents::profile::required::{Asked, AskedLine, Missing, Required, missing};
use dovuto_documents::profile::{BuiltIn, ProfileWrong, resolve};
use dovuto_documents::words::Language;
use dovuto_domain::orders::References;
use serde_json::json;

/// An order that has everything, and two lines that do.
fn whole() -> (References, Vec<AskedLine>) {
    let text = |text: &str| Some(text.to_owned());
    let references = References {
        customer_po: text("PO-4711"),
        po_date: None,
        contract: text("C-9"),
        project: text("P-1"),
        // Of the format's own description, with check digits that are right.
        buyer_reference: text("04011000-1234512345-06"),
        cig: text("Z8A1B2C3D4"),
        cup: text("J41B21000570001"),
    };
    let line = |line_n: i64| AskedLine {
        line_n,
        customer_line: text("10"),
        customer_code: text("K1"),
        cost_centre: text("CC1"),
        goods_receipt: text("GR-500"),
    };
    (references, vec![line(1), line(2)])
}

fn found(required: &[Required], references: &References, lines: &[AskedLine]) -> Vec<Missing> {
    missing(required, Asked { order: "OA26-00029", references, lines })
}

#[test]
fn an_order_that_has_everything_lacks_nothing() {
    let (references, lines) = whole();
    assert_eq!(found(&Required::ALL, &references, &lines), []);
}

#[test]
fn each_reference_that_is_missing_is_named_alone() {
    for field in Required::ALL {
        for nothing in [None, Some(" ".to_owned())] {
            let (mut references, mut lines) = whole();
            let on_line = {
                let (r, l) = (&mut references, &mut lines[1]);
                let (place, on_line) = match field {
                    Required::CustomerPo => (&mut r.customer_po, false),
                    Required::Contract => (&mut r.contract, false),
                    Required::Project => (&mut r.project, false),
                    Required::BuyerReference | Required::LeitwegId => {
                        (&mut r.buyer_reference, false)
                    }
                    Required::Cig => (&mut r.cig, false),
                    Required::Cup => (&mut r.cup, false),
                    Required::CustomerLine => (&mut l.customer_line, true),
                    Required::CustomerCode => (&mut l.customer_code, true),
                    Required::CostCentre => (&mut l.cost_centre, true),
                    Required::GoodsReceipt => (&mut l.goods_receipt, true),
                };
                place.clone_from(&nothing);
                on_line
            };
            let line = on_line.then_some(2);
            let order = "OA26-00029".to_owned();
            let expect = Missing { field, order, line, found: None };
            assert_eq!(found(&[field], &references, &lines), [expect]);
        }
    }
}

#[test]
fn what_is_not_asked_for_is_not_missed() {
    assert_eq!(found(&[], &References::default(), &[AskedLine::default()]), []);
}

#[test]
fn numbers_of_authorities_have_to_be_written_as_they_are_made() {
    let wrong = |field: Required, text: &str| {
        let mut references = References::default();
        let place = match field {
            Required::Cig => &mut references.cig,
            Required::Cup => &mut references.cup,
            _ => &mut references.buyer_reference,
        };
        *place = Some(text.to_owned());
        !found(&[field], &references, &[]).is_empty()
    };
    for (field, text, expect) in [
        (Required::Cig, "Z8A1B2C3D4", false),
        (Required::Cig, " Z8A1B2C3D4 ", false),
        (Required::Cig, "Z8A1B2C3D", true),
        (Required::Cig, "Z8A1B2C3D45", true),
        (Required::Cig, "z8a1b2c3d4", true),
        (Required::Cup, "J41B21000570001", false),
        (Required::Cup, "J41B2100057000", true),
        (Required::Cup, "J41B-1000570001", true),
        (Required::LeitwegId, "04011000-1234512345-06", false),
        (Required::LeitwegId, "04011000-1234512345-07", true),
        (Required::LeitwegId, "04011000-1234512354-06", true),
        (Required::LeitwegId, "04011000", true),
        (Required::LeitwegId, "0-1234512345-06", true),
        (Required::LeitwegId, "04011000--06", true),
        (Required::LeitwegId, "0401100X-1234512345-06", true),
        (Required::LeitwegId, "04011000-12345è2345-06", true),
        (Required::BuyerReference, "anything at all", false),
    ] {
        assert_eq!(wrong(field, text), expect, "{field:?} {text}");
    }
}

#[test]
fn a_clerk_is_told_order_line_and_field_in_every_language() {
    let (mut references, mut lines) = whole();
    references.customer_po = None;
    references.cig = Some("12".to_owned());
    lines[1].cost_centre = None;
    let required = [Required::CustomerPo, Required::Cig, Required::CostCentre];
    let missing = found(&required, &references, &lines);
    let said: Vec<String> = missing.iter().map(|one| one.say(Language::English)).collect();
    assert_eq!(
        said,
        [
            "Order OA26-00029: the customer requires their order number, and none is entered.",
            "Order OA26-00029: CIG cannot be 12: letters or check digits are wrong.",
            "Order OA26-00029, line 2: the customer requires their cost centre, and none is \
             entered.",
        ]
    );
    for language in Language::ALL {
        for one in &missing {
            let said = one.say(language);
            assert!(said.contains("OA26-00029") && !said.contains("required"), "{said}");
        }
    }
}

#[test]
fn a_profile_says_what_is_required_once() {
    let asked = json!({ "required": ["customer_po", "goods_receipt"] });
    let profile = resolve(BuiltIn::Plain, &[asked]).unwrap();
    assert_eq!(profile.required, [Required::CustomerPo, Required::GoodsReceipt]);
    let twice = resolve(BuiltIn::Plain, &[json!({ "required": ["cig", "cig"] })]);
    assert_eq!(twice, Err(ProfileWrong::RequiredTwice { field: Required::Cig }));
}

//! Who inherits which layers, and whom a change may touch.

use chrono::NaiveDate;
use dovuto_domain::kernel::id::CustomerId;
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_domain::layout::{LAYER_BYTES_MAX, Laid, Layer, Place, Reader, Scope, readers_of, set};
use uuid::Uuid;

fn customer(n: u128) -> CustomerId {
    Uuid::from_u128(n).into()
}

fn place(scope: Scope, document: Option<&str>) -> Place {
    Place { scope, document: document.map(str::to_owned) }
}

fn group(name: &str) -> Scope {
    Scope::Group { group: name.to_owned() }
}

fn of(n: u128) -> Scope {
    Scope::Customer { customer_id: customer(n) }
}

fn layer(group: Option<&str>, overrides: &str) -> Option<Layer> {
    let (group, overrides) = (group.map(str::to_owned), overrides.to_owned());
    Some(Layer { base: None, group, overrides })
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 10).expect("a day")
}

#[test]
fn layers_lie_from_the_general_to_the_particular() {
    let check = |document: &str, expect: &[(Scope, Option<&str>)]| {
        let reader = Reader {
            group: Some("chains".to_owned()),
            customer_id: Some(customer(1)),
            document: Some(document.to_owned()),
        };
        let expect: Vec<Place> = expect.iter().map(|(s, d)| place(s.clone(), *d)).collect();
        assert_eq!(reader.places(), expect);
    };
    let credit = Some("credit_note");
    check(
        "credit_note",
        &[
            (Scope::Firm, None),
            (Scope::Firm, credit),
            (group("chains"), None),
            (group("chains"), credit),
            (of(1), None),
            (of(1), credit),
        ],
    );
    let (invoice, deferred) = (Some("invoice"), Some("deferred_invoice"));
    check(
        "deferred_invoice",
        &[
            (Scope::Firm, None),
            (Scope::Firm, invoice),
            (Scope::Firm, deferred),
            (group("chains"), None),
            (group("chains"), invoice),
            (group("chains"), deferred),
            (of(1), None),
            (of(1), invoice),
            (of(1), deferred),
        ],
    );
    let nobody = Reader::default();
    assert_eq!(nobody.places(), [place(Scope::Firm, None)]);
}

#[test]
fn a_change_touches_those_who_inherit_from_its_place_and_nobody_else() {
    let laid = |scope, document, group: Option<&str>| Laid {
        place: place(scope, document),
        group: group.map(str::to_owned),
    };
    let all = [
        laid(group("chains"), None, None),
        laid(of(1), None, Some("chains")),
        laid(of(1), Some("invoice"), None),
        laid(of(2), Some("delivery_note"), None),
    ];
    let check = |changed: Place, expect: &[(u128, &str)]| {
        let readers = readers_of(&changed, &all);
        let told: Vec<(u128, &str)> = readers
            .iter()
            .filter_map(|reader| {
                let id = reader.customer_id?.0.as_u128();
                Some((id, reader.document.as_deref().unwrap_or("all")))
            })
            .collect();
        assert_eq!(told, expect, "{changed:?}");
    };
    let (everything, invoice) = (["all", "delivery_note", "invoice"], Some("invoice"));
    let both: Vec<(u128, &str)> =
        [1, 2].into_iter().flat_map(|n| everything.map(|kind| (n, kind))).collect();
    check(place(Scope::Firm, None), &both);
    check(place(group("chains"), None), &both[..3]);
    check(place(group("others"), None), &[]);
    check(place(Scope::Firm, invoice), &[(1, "invoice"), (2, "invoice")]);
    check(place(of(1), invoice), &[(1, "invoice")]);
    check(place(of(2), None), &both[3..]);
    check(place(of(3), None), &everything.map(|kind| (3, kind)));
}

#[test]
fn the_same_again_is_nothing_and_what_cannot_be_is_refused() {
    let firm = || place(Scope::Firm, None);
    let first = set(firm(), None, layer(None, "{}"), today()).unwrap().unwrap();
    assert_eq!(first.version, 1);
    assert_eq!(set(firm(), Some(&first), layer(None, "{}"), today()), Ok(None));
    let away = set(firm(), Some(&first), None, today()).unwrap().unwrap();
    assert_eq!((away.version, &away.layer), (2, &None));
    assert_eq!(set(firm(), Some(&away), None, today()), Ok(None));
    assert_eq!(set(firm(), None, None, today()), Ok(None));

    let refused = |place: Place, layer: Option<Layer>| {
        set(place, None, layer, today()).expect_err("it is refused")
    };
    let large = " ".repeat(LAYER_BYTES_MAX + 1);
    let bytes = LAYER_BYTES_MAX + 1;
    assert_eq!(
        refused(firm(), layer(None, &large)),
        Refusal::LayoutTooLarge { bytes, bytes_max: LAYER_BYTES_MAX }
    );
    assert!(set(firm(), None, layer(None, &large[1..]), today()).is_ok());
    for place in [firm(), place(group("a"), None), place(of(1), Some("invoice"))] {
        assert_eq!(refused(place, layer(Some("chains"), "{}")), Refusal::LayoutGroupElsewhere);
    }
    let long = "x".repeat(41);
    let too_long = Refusal::FieldTooLong { field: "group".to_owned(), max: 40 };
    assert_eq!(refused(place(group(&long), None), layer(None, "{}")), too_long);
    assert_eq!(refused(place(of(1), None), layer(Some(&long), "{}")), too_long);
    let empty = Refusal::FieldEmpty { field: "group".to_owned() };
    assert_eq!(refused(place(group(" "), None), layer(None, "{}")), empty);
}

#[test]
fn places_of_two_desks_are_the_same_and_two_places_are_not() {
    let all = [
        place(Scope::Firm, None),
        place(Scope::Firm, Some("invoice")),
        place(group("invoice"), None),
        place(group("firm"), None),
        place(of(1), None),
        place(of(1), Some("invoice")),
        place(of(2), None),
    ];
    for (n, one) in all.iter().enumerate() {
        for (m, other) in all.iter().enumerate() {
            assert_eq!(one.subject() == other.subject(), n == m, "{one:?} {other:?}");
        }
    }
}

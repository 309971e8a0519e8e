//! Grouping on paper by the place where goods went: heads, sums, and the seat where nothing else is
//! said.

use std::sync::Arc;

use dovuto_documents::print::Line;
use dovuto_documents::print::compose::compose;
use dovuto_documents::print::kind::Kind;
use dovuto_documents::profile::{BuiltIn, Profile, resolve};
use dovuto_domain::parties::Address;
use serde_json::json;

use super::pages::assert_inside;
use super::{document, line, texts};

fn by_site(language: &str) -> Profile {
    let layer = json!({ "group_by": "site", "subtotals": true, "language": language,
        "number": "point", "carried_forward": false });
    resolve(BuiltIn::Plain, &[layer]).unwrap()
}

fn went_to(n: i64, name: Option<&str>) -> Line {
    let site = name.map(|name| {
        let (name, street) = (Some(name.to_owned()), "Via Lunga 7".to_owned());
        let (postcode, city) = ("22100".to_owned(), "Como".to_owned());
        let (region, country) = (Some("CO".to_owned()), "IT".to_owned());
        Arc::new(Address { name, street, postcode, city, region, country, ..Address::default() })
    });
    Line { site, ..line(n, n * 10_000) }
}

#[test]
fn lines_stand_under_the_place_that_they_went_to_with_their_sum_and_the_seat_comes_first() {
    let lines = vec![
        went_to(1, Some("Cantiere Sud")),
        went_to(2, None),
        went_to(3, Some("Cantiere Nord")),
        went_to(4, Some("Cantiere Sud")),
    ];
    for (language, to, sum) in [
        ("it", "Consegnato a ", "Totale parziale"),
        ("en", "Delivered to ", "Subtotal"),
        ("de", "Geliefert an ", "Zwischensumme"),
        ("fr", "Livré à ", "Sous-total"),
    ] {
        let profile = by_site(language);
        let pages = compose(document(Kind::Invoice, lines.clone()), &profile).unwrap();
        assert_inside(&pages, &profile);
        let found: Vec<&str> = pages.iter().flat_map(texts).collect();
        let heads: Vec<&&str> = found.iter().filter(|text| text.starts_with(to)).collect();
        let seat = "Bianchi Meccanica Srl, Via dell'Industria 14, 23900 Lecco";
        let site = |name: &str| format!("{to}{name}, Via Lunga 7, 22100 Como (CO)");
        let expected = [format!("{to}{seat}"), site("Cantiere Nord"), site("Cantiere Sud")];
        assert_eq!(heads, expected.iter().collect::<Vec<_>>(), "{language}");
        let sums: Vec<&str> =
            found.windows(2).filter(|pair| pair[0] == sum).map(|pair| pair[1]).collect();
        assert_eq!(sums, ["200.00", "300.00", "500.00"], "{language}");
    }
}

#[test]
fn where_everything_went_to_the_seat_there_is_no_head() {
    let lines = (1..=3).map(|n| went_to(n, None)).collect();
    let pages = compose(document(Kind::Invoice, lines), &by_site("en")).unwrap();
    let found: Vec<&str> = pages.iter().flat_map(texts).collect();
    assert!(!found.iter().any(|text| text.starts_with("Delivered to") || *text == "Subtotal"));
}

//! Any document in any profile: what is printed was posted, and sums are of what is printed.

use dovuto_documents::format::NumberFormat;
use dovuto_documents::layout::font::unprintable;
use dovuto_documents::print::compose::compose;
use dovuto_documents::print::kind::Kind;
use dovuto_documents::print::remarks::{Figure, Remark};
use dovuto_documents::print::{Line, Unprintable};
use dovuto_documents::profile::{BuiltIn, Profile, resolve};
use proptest::prelude::*;
use serde_json::json;

use super::pages::assert_inside;
use super::{document, ends, line, texts};

fn profiles() -> impl Strategy<Value = Profile> {
    let built_in = proptest::sample::select(BuiltIn::ALL.to_vec());
    let group = proptest::sample::select(vec!["nothing", "delivery_note", "cost_centre"]);
    let sort = proptest::sample::select(vec!["posted", "their_line", "our_code", "description"]);
    let language = proptest::sample::select(vec!["en", "it", "de", "fr"]);
    (built_in, group, sort, language, any::<(bool, bool, bool)>(), 50..400_i64).prop_map(
        |(built_in, group, sort, language, (subtotals, carried, qr), margin)| {
            let layer = json!({
                "group_by": group,
                "sort": sort,
                "language": language,
                "number": "point",
                "subtotals": subtotals,
                "carried_forward": carried,
                "payment_qr": qr,
                "margins": { "top": margin, "bottom": margin },
            });
            resolve(built_in, &[layer]).unwrap()
        },
    )
}

/// Every kind that has lines.
fn kinds() -> impl Strategy<Value = Kind> {
    let with_lines = Kind::ALL.into_iter().filter(|kind| *kind != Kind::Statement);
    proptest::sample::select(with_lines.collect::<Vec<_>>())
}

/// Lines with amounts that no other figure of the document can be taken for.
fn lines() -> impl Strategy<Value = Vec<Line>> {
    let one = (any::<u16>(), 0..5_u8, 0..4_u8, "[a-zA-Zàéß€ ]{0,60}");
    proptest::collection::vec(one, 1..70).prop_map(|drawn| {
        let with = |(n, (cents, note, centre, words)): (i64, (u16, u8, u8, String))| Line {
            delivery_note: Some(format!("DA26-0000{note}")),
            cost_centre: (centre > 0).then(|| format!("CC{centre}")),
            description: format!("{words} size {n}x"),
            ..line(n, 7_000_000 + n * 100_000 + i64::from(cents))
        };
        (1..).zip(drawn).map(with).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn each_line_appears_once_with_its_amount_and_everything_is_inside(
        lines in lines(), profile in profiles(), kind in kinds(),
    ) {
        let printed = document(kind, lines);
        let pages = compose(printed.clone(), &profile).unwrap();
        assert_inside(&pages, &profile);
        let found: Vec<&str> = pages.iter().flat_map(texts).collect();
        let n_of = |text: &str| found.iter().filter(|other| **other == text).count();
        for line in &printed.lines {
            let said = found.iter().filter(|text| ends(text, line.position));
            prop_assert_eq!(said.count(), 1, "line {}", line.position);
            let net = n_of(&NumberFormat::Point.fixed(line.net_minor.unwrap(), 2));
            prop_assert_eq!(net >= 1, !kind.goes_with_goods());
        }
        let nets: Vec<i64> = printed.lines.iter().filter_map(|line| line.net_minor).collect();
        let total: i64 = nets.iter().sum();
        let word = profile.language.unwrap().say("subtotal");
        let sums: i64 = found
            .windows(2)
            .filter(|pair| pair[0] == word)
            .map(|pair| pair[1].replace('.', "").parse::<i64>().unwrap())
            .sum();
        let grouped = profile.subtotals
            && !kind.goes_with_goods()
            && profile.group_by != dovuto_documents::profile::GroupBy::Nothing;
        prop_assert_eq!(sums, if grouped { total } else { 0 });
    }

    #[test]
    fn hostile_text_is_printed_as_it_is_or_refused(
        text in "\\PC{0,300}|.{0,80}|[<>&{}$%\\\\()]{0,200}", kind in kinds(),
        below in any::<bool>(),
    ) {
        let mut printed = document(kind, vec![line(1, 700)]);
        if below {
            let numbers = Figure::Text(text.clone());
            let remark = Remark::of("remark-serials", vec![("numbers", numbers)]);
            printed.lines[0].remarks.push(remark);
        } else {
            printed.lines[0].description.clone_from(&text);
        }
        let profile = resolve(BuiltIn::Plain, &[]).unwrap();
        match compose(printed, &profile) {
            Ok(pages) => {
                prop_assert_eq!(unprintable(&text), None);
                assert_inside(&pages, &profile);
                let found: String = pages.iter().flat_map(texts).collect();
                let solid = |text: &str| -> String {
                    text.chars().filter(|c| !matches!(c, ' ' | '\t' | '\n')).collect()
                };
                prop_assert!(solid(&found).contains(&solid(&text)));
            }
            Err(Unprintable::Letter { letter, .. }) => {
                prop_assert_eq!(unprintable(&text), Some(letter));
            }
            Err(other) => prop_assert!(false, "{}", other),
        }
    }
}

//! Any document in any profile: what is printed was posted, and sums are of what is printed.

use std::sync::Arc;

use dovuto_documents::layout::font::unprintable;
use dovuto_documents::print::compose::compose;
use dovuto_documents::print::kind::Kind;
use dovuto_documents::print::remarks::{Figure, Remark};
use dovuto_documents::print::{Line, Ordered, Printed, Said, Unprintable};
use dovuto_documents::profile::{BuiltIn, GroupBy, Profile, resolve};
use dovuto_documents::words::Language;
use dovuto_domain::parties::Address;
use proptest::prelude::*;
use serde_json::json;

use super::pages::assert_inside;
use super::{document, ends, line, texts};

/// Columns in any order, those that must be there among them.
fn columns() -> impl Strategy<Value = Vec<&'static str>> {
    let others = vec![
        "position",
        "our_code",
        "their_code",
        "their_line",
        "unit",
        "price",
        "discount",
        "vat",
        "delivery_note",
        "cost_centre",
        "supply_date",
    ];
    proptest::sample::subsequence(others, 0..=7).prop_flat_map(|mut some| {
        some.extend(["description", "quantity", "net"]);
        Just(some).prop_shuffle()
    })
}

/// Blocks in any order that is sane, some of those left out that may be.
fn blocks() -> impl Strategy<Value = Vec<&'static str>> {
    let either = proptest::collection::vec(any::<bool>(), 3);
    let above = proptest::sample::subsequence(vec!["before"], 0..=1);
    let below =
        proptest::sample::subsequence(vec!["payment", "vat_table", "signatures", "after"], 0..=4);
    (either, above, below).prop_flat_map(|(either, mut above, mut below)| {
        above.push("title");
        below.extend(["totals", "exemptions"]);
        for (is_above, block) in either.into_iter().zip(["references", "notes", "payment"]) {
            below.retain(|other| *other != block);
            if is_above { above.push(block) } else { below.push(block) }
        }
        let shuffled = (Just(above).prop_shuffle(), Just(below).prop_shuffle());
        shuffled.prop_map(|(above, below)| [above, vec!["lines"], below].concat())
    })
}

fn profiles() -> impl Strategy<Value = Profile> {
    let built_in = proptest::sample::select(BuiltIn::ALL.to_vec());
    let group =
        proptest::sample::select(vec!["nothing", "delivery_note", "cost_centre", "site", "order"]);
    let sort = proptest::sample::select(vec!["posted", "their_line", "our_code", "description"]);
    let language = proptest::sample::select(vec!["en", "it", "de", "fr"]);
    let flags = any::<(bool, bool, bool, bool, bool)>();
    let lists = (columns(), blocks());
    let drawn = (built_in, group, sort, language, lists, flags, 50..400_i64, 50..120_i64);
    drawn.prop_map(
        |(built_in, group, sort, language, (columns, blocks), (a, b, c, d, e), margin, letters)| {
            let columns: Vec<_> = columns.into_iter().map(|show| json!({ "show": show })).collect();
            let layer = json!({
                "blocks": blocks,
                "columns": columns,
                "before": { language: "Good day." },
                "after": { language: "Thank you." },
                "letters": letters,
                "letters_least": 50,
                "price_decimals": margin % 5,
                "group_by": group,
                "sort": sort,
                "language": language,
                "number": "point",
                "subtotals": a,
                "carried_forward": b,
                "payment_qr": c,
                "vat_table": d,
                "merge_equal": e,
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

/// Lines with amounts that no other figure of the document can be taken for, of one order or of
/// several.
fn lines() -> impl Strategy<Value = Vec<Line>> {
    let one = (any::<u16>(), 0..5_u8, 0..4_u8, 0..3_usize, "[a-zA-Zàéß€ ]{0,60}");
    let flags = any::<(bool, bool)>();
    (proptest::collection::vec(one, 1..70), flags).prop_map(|(drawn, (gathered, sites))| {
        let sites = sites.then(|| ["Cantiere Nord", "Cantiere Sud"].map(place));
        let orders = ["OA26-00001", "OA26-00002", "OA26-00003"].map(|number| {
            let references = vec![("your-order", Said::Text(format!("PO of {number}")))];
            Arc::new(Ordered { number: number.to_owned(), references })
        });
        let with =
            |(n, (cents, note, centre, of, words)): (i64, (u16, u8, u8, usize, String))| Line {
                order: gathered.then(|| Arc::clone(&orders[of])),
                delivery_note: Some(format!("DA26-0000{note}")),
                cost_centre: (centre > 0).then(|| format!("CC{centre}")),
                site: sites.as_ref().and_then(|sites| sites.get(usize::from(note))).cloned(),
                description: format!("{words} size {n}x"),
                ..line(n, 7_000_000 + n * 100_000 + i64::from(cents))
            };
        (1..).zip(drawn).map(with).collect()
    })
}

fn place(name: &str) -> Arc<Address> {
    let (name, country) = (Some(name.to_owned()), "IT".to_owned());
    Arc::new(Address { name, city: "Como".to_owned(), country, ..Address::default() })
}

/// The amounts among some texts, in cents.
fn amounts(found: &[&str]) -> Vec<i64> {
    let is_amount = |text: &&&str| {
        let (whole, cents) = text.split_once('.').unwrap_or_default();
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        digits(whole) && digits(cents) && cents.len() == 2
    };
    found.iter().filter(is_amount).map(|text| text.replace('.', "").parse().unwrap()).collect()
}

/// Checks that each amount is one that was posted, or what the lines above it come to: those of
/// its group as their sum, all of them as what is carried forward.
fn assert_posted(found: &[&str], printed: &Printed) {
    let mut left: Vec<i64> = printed.lines.iter().filter_map(|line| line.net_minor).collect();
    let mut above: Vec<i64> = Vec::new();
    let totals = printed.totals.unwrap();
    let price = printed.lines[0].price.unwrap().micro / 10_000;
    let ends = [totals.net_minor, totals.tax_minor, totals.gross_minor, price];
    for amount in amounts(found) {
        if let Some(at) = left.iter().position(|net| *net == amount) {
            above.push(left.swap_remove(at));
            continue;
        }
        let mut sums = above.iter().rev().scan(0, |sum, net| {
            *sum += net;
            Some(*sum)
        });
        assert!(sums.any(|sum| sum == amount) || ends.contains(&amount), "{amount}");
    }
    assert!(left.is_empty() || printed.kind.goes_with_goods(), "{left:?} is not printed");
}

/// What is left of a text when its pieces are found one after the other, as a page break parts it.
fn unprinted(text: &str, found: &[&str]) -> String {
    let solid = |text: &str| -> String { text.chars().filter(|c| !" \t\n".contains(*c)).collect() };
    let mut left = solid(text);
    for piece in found.iter().map(|piece| solid(piece)).filter(|piece| !piece.is_empty()) {
        if let Some(rest) = left.strip_prefix(&piece) {
            left = rest.to_owned();
        }
    }
    left
}

/// Marks and controls, text that runs both ways, and more of it than any line holds.
fn hostile() -> impl Strategy<Value = String> {
    let long = ("[a-z<>&é]{1,40}", 200..500_usize).prop_map(|(text, n)| text.repeat(n));
    let both_ways = "[a-z\u{202a}-\u{202e}\u{2066}-\u{2069}\u{200e}\u{200f}]{0,40}";
    prop_oneof![
        4 => "\\PC{0,300}",
        4 => ".{0,80}",
        4 => "[<>&{}$%\\\\()]{0,200}",
        2 => "[\u{0}-\u{1f}\u{7f}-\u{9f}a-z]{0,60}",
        2 => both_ways,
        1 => long.prop_map(|text| text.chars().take(10_000).collect()),
    ]
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
        for line in &printed.lines {
            let said = found.iter().filter(|text| ends(text, line.position));
            prop_assert_eq!(said.count(), 1, "line {}", line.position);
        }
        assert_posted(&found, &printed);
        let nets: Vec<i64> = printed.lines.iter().filter_map(|line| line.net_minor).collect();
        let total: i64 = nets.iter().sum();
        let word = profile.language.unwrap().say("subtotal");
        let sums: i64 = found
            .windows(2)
            .filter(|pair| pair[0] == word)
            .map(|pair| pair[1].replace('.', "").parse::<i64>().unwrap())
            .sum();
        let gathered = printed.lines[0].order.is_some();
        let by = match profile.group_by {
            GroupBy::Nothing | GroupBy::Order => gathered,
            GroupBy::Site => gathered || printed.lines.iter().any(|line| line.site.is_some()),
            GroupBy::DeliveryNote | GroupBy::CostCentre => true,
        };
        let grouped = profile.subtotals && !kind.goes_with_goods() && by;
        prop_assert_eq!(sums, if grouped { total } else { 0 });
    }

    #[test]
    fn hostile_text_is_printed_as_it_is_or_refused(
        text in hostile(), kind in kinds(),
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
                let found: Vec<&str> = pages.iter().flat_map(texts).collect();
                let said = Language::Italian.say_of("remark-serials", &[("numbers", &text)]);
                prop_assert_eq!(unprinted(if below { &said } else { &text }, &found), "");
            }
            Err(Unprintable::Letter { letter, .. }) => {
                prop_assert_eq!(unprintable(&text), Some(letter));
            }
            Err(other) => prop_assert!(false, "{}", other),
        }
    }
}

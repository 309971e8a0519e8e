//! Blocks in the order of the profile: each where it was put, what is left out nowhere, and the end
//! never without a line.

use dovuto_documents::layout::{Command, Mp, Page};
use dovuto_documents::print::Printed;
use dovuto_documents::print::compose::compose;
use dovuto_documents::profile::{BuiltIn, Profile, resolve};
use serde_json::{Value, json};

use super::pages::assert_inside;
use super::{ends, invoice, texts};

/// A profile with blocks in this order, and texts of the firm's own.
fn ordered(built_in: BuiltIn, blocks: &[&str]) -> Profile {
    let layer = json!({
        "blocks": blocks,
        "language": "en",
        "number": "point",
        "vat_table": true,
        "before": { "en": "Good day." },
        "after": { "en": "Thank you." },
    });
    resolve(built_in, &[layer]).unwrap()
}

/// Where the one text that begins so stands: page, and its base line.
fn place(pages: &[Page], beginning: &str) -> Option<(usize, Mp)> {
    let of_page = |(n, page): (usize, &Page)| {
        let found = page.commands.iter().filter_map(|command| match command {
            Command::Text { y, text, .. } if text.starts_with(beginning) => Some((n, *y)),
            Command::Text { .. }
            | Command::Rule { .. }
            | Command::Fill { .. }
            | Command::Image { .. }
            | Command::Link { .. } => None,
        });
        found.collect::<Vec<_>>()
    };
    let all: Vec<_> = pages.iter().enumerate().flat_map(of_page).collect();
    assert!(all.len() < 2, "{beginning} stands {} times", all.len());
    all.first().copied()
}

fn noted() -> Printed {
    Printed { note: Some("of two pallets".to_owned()), ..invoice(3) }
}

/// What the blocks of an invoice begin with.
const SIGNS: &[(&str, &str)] = &[
    ("references", "PO-4711"),
    ("title", "Invoice FA26"),
    ("notes", "Note: of two"),
    ("before", "Good day."),
    ("lines", "Pos."),
    ("totals", "Net"),
    ("payment", "Please pay"),
    ("vat_table", "Taxable"),
    ("after", "Thank you."),
];

#[test]
fn every_block_stands_where_the_profile_puts_it() {
    let orders: [&[&str]; 4] = [
        &[
            "title",
            "references",
            "before",
            "notes",
            "lines",
            "after",
            "totals",
            "vat_table",
            "exemptions",
            "payment",
            "signatures",
        ],
        &[
            "payment",
            "before",
            "title",
            "notes",
            "lines",
            "references",
            "exemptions",
            "vat_table",
            "after",
            "totals",
        ],
        &[
            "title",
            "lines",
            "vat_table",
            "exemptions",
            "totals",
            "notes",
            "references",
            "after",
            "payment",
        ],
        &["title", "notes", "references", "payment", "lines", "exemptions", "totals"],
    ];
    for blocks in orders {
        for name in BuiltIn::ALL {
            let profile = ordered(name, blocks);
            let pages = compose(noted(), &profile).unwrap();
            assert_inside(&pages, &profile);
            let sign = |block: &&str| SIGNS.iter().find(|(named, _)| named == block);
            let signs: Vec<_> = blocks.iter().filter_map(sign).collect();
            for pair in signs.windows(2) {
                let [above, below] = [pair[0], pair[1]].map(|(_, sign)| place(&pages, sign));
                // What is half as wide may stand beside the other half.
                let beside = [pair[0], pair[1]]
                    .iter()
                    .all(|(block, _)| ["totals", "payment", "vat_table"].contains(block));
                assert!(above < below || beside, "{name:?}: {pair:?}, {above:?} {below:?}");
            }
            for (block, sign) in SIGNS {
                let stands = place(&pages, sign).is_some();
                assert_eq!(stands, blocks.contains(block), "{name:?}: {block} in {blocks:?}");
            }
        }
    }
}

#[test]
fn the_usual_order_is_what_a_profile_without_one_has() {
    let usual = [
        "references",
        "title",
        "notes",
        "before",
        "lines",
        "totals",
        "payment",
        "vat_table",
        "signatures",
        "exemptions",
        "after",
    ];
    for name in BuiltIn::ALL {
        let plain = resolve(name, &[]).unwrap();
        let said = resolve(name, &[json!({ "blocks": usual })]).unwrap();
        assert_eq!(plain, said);
    }
}

#[test]
fn references_that_come_first_stand_beside_the_address_and_else_below_it() {
    let usual = compose(
        noted(),
        &ordered(
            BuiltIn::Plain,
            &["references", "title", "notes", "lines", "totals", "exemptions"],
        ),
    )
    .unwrap();
    let below = compose(
        noted(),
        &ordered(
            BuiltIn::Plain,
            &["title", "references", "notes", "lines", "totals", "exemptions"],
        ),
    )
    .unwrap();
    let title = |pages: &[Page]| place(pages, "Invoice FA26").unwrap();
    let reference = |pages: &[Page]| place(pages, "PO-4711").unwrap();
    assert!(reference(&usual) < title(&usual));
    assert!(title(&below) < reference(&below));
    // The address does not move.
    for text in ["Bianchi", "Officine"] {
        let at = |pages: &[Page]| {
            pages[0].commands.iter().find_map(|command| match command {
                Command::Text { x, y, text: said, .. } if said.starts_with(text) => Some((*x, *y)),
                Command::Text { .. }
                | Command::Rule { .. }
                | Command::Fill { .. }
                | Command::Image { .. }
                | Command::Link { .. } => None,
            })
        };
        assert_eq!(at(&usual), at(&below), "{text}");
    }
}

#[test]
fn whatever_the_order_the_end_never_stands_without_a_line() {
    let blocks = [
        "title",
        "lines",
        "payment",
        "after",
        "references",
        "totals",
        "vat_table",
        "exemptions",
        "notes",
    ];
    let profile = ordered(BuiltIn::Plain, &blocks);
    for n in 1..=90 {
        let pages = compose(invoice(n), &profile).unwrap();
        assert_inside(&pages, &profile);
        let last = texts(pages.last().unwrap());
        assert!(last.iter().any(|text| ends(text, n)), "{n} lines");
    }
}

#[test]
fn an_order_that_no_document_can_have_is_refused_with_what_is_wrong_in_it() {
    let wrong = |blocks: Value| {
        resolve(BuiltIn::Plain, &[json!({ "blocks": blocks })]).unwrap_err().to_string()
    };
    let needed = ["references", "title", "notes", "lines", "totals", "exemptions"];
    for missing in needed {
        let rest: Vec<_> = needed.into_iter().filter(|block| *block != missing).collect();
        let said = format!("blocks has no {missing}: a document must say it");
        assert_eq!(wrong(json!(rest)), said);
    }
    for above in ["totals", "vat_table", "signatures", "exemptions", "after"] {
        let rest = needed.into_iter().filter(|block| *block != above);
        let blocks: Vec<_> = std::iter::once(above).chain(rest).collect();
        let said = format!("blocks has {above} above the lines: it must stand below them");
        assert_eq!(wrong(json!(blocks)), said);
    }
    for below in ["title", "before"] {
        let rest = needed.into_iter().filter(|block| *block != below);
        let blocks: Vec<_> = rest.chain([below]).collect();
        let said = format!("blocks has {below} below the lines: it must stand above them");
        assert_eq!(wrong(json!(blocks)), said);
    }
    let twice = [&needed[..], &["totals"]].concat();
    assert_eq!(wrong(json!(twice)), "blocks has totals twice");
    assert!(wrong(json!(["secret"])).contains("unknown variant `secret`"));
}

//! Pages: nothing over a margin, nothing alone, nothing lost.

use dovuto_documents::layout::Page;
use dovuto_documents::layout::tenths;
use dovuto_documents::pdf::{self, About};
use dovuto_documents::print::compose::compose;
use dovuto_documents::print::kind::Kind;
use dovuto_documents::print::remarks::{Figure, Remark};
use dovuto_documents::print::{Printed, Unprintable};
use dovuto_documents::profile::{BuiltIn, Profile, resolve};
use dovuto_documents::words::Language;
use dovuto_domain::billing::statement::{AccountItem, ItemKind, Statement};
use dovuto_domain::kernel::quantity::Currency;
use serde_json::json;

use super::{document, ends, invoice, line, texts};
use crate::harness::day;

fn built_in(built_in: BuiltIn) -> Profile {
    resolve(built_in, &[]).unwrap()
}

pub(super) fn assert_inside(pages: &[Page], profile: &Profile) {
    let m = profile.margins;
    for (n, page) in pages.iter().enumerate() {
        let outside =
            page.outside(tenths(m.left), tenths(m.top), tenths(m.right), tenths(m.bottom));
        assert!(outside.is_empty(), "page {}: {outside:?}", n + 1);
    }
}

fn count(pages: &[Page], text: &str) -> usize {
    pages.iter().flat_map(texts).filter(|found| *found == text).count()
}

#[test]
fn every_kind_profile_language_and_length_says_everything_inside_its_margins() {
    for kind in Kind::ALL.into_iter().filter(|kind| *kind != Kind::Statement) {
        for name in BuiltIn::ALL {
            for language in Language::ALL {
                // Words are as long on any page: one language is enough for many of them.
                let long = kind == Kind::Invoice || language == Language::German;
                for n in [1, 25, 300].into_iter().filter(|n| *n < 300 || long) {
                    let mut profile = built_in(name);
                    profile.language = Some(language);
                    let lines = (1..=n).map(|n| line(n, 1_000 + n * 37)).collect();
                    let printed = document(kind, lines);
                    let pages = compose(printed.clone(), &profile).unwrap();
                    assert_inside(&pages, &profile);
                    assert_says_all(&pages, &printed, &profile, language);
                }
            }
        }
    }
}

#[test]
fn a_short_code_stays_in_one_piece_beside_a_long_one() {
    for name in BuiltIn::ALL {
        for language in Language::ALL {
            let mut profile = built_in(name);
            profile.language = Some(language);
            let mut lines: Vec<_> = (1..=3).map(|n| line(n, 1_000 + n * 37)).collect();
            lines[0].their_code = Some("THEIR-NUMBER-WITH-40-CHARACTERS-12345678".to_owned());
            lines[1].net_minor = Some(999_989_900_001);
            let pages = compose(document(Kind::OrderConfirmation, lines), &profile).unwrap();
            assert_inside(&pages, &profile);
            for code in ["RID-0001", "RID-0002", "RID-0003", "K2", "K3"] {
                assert_eq!(count(&pages, code), 1, "{code} in {name:?}, {language:?}");
            }
        }
    }
}

fn assert_says_all(pages: &[Page], printed: &Printed, profile: &Profile, language: Language) {
    let number =
        profile.number.unwrap_or_else(|| dovuto_documents::format::NumberFormat::of(language));
    let has_amounts = !printed.kind.goes_with_goods();
    for line in &printed.lines {
        let said = pages.iter().flat_map(texts).filter(|text| ends(text, line.position)).count();
        assert_eq!(said, 1, "line {} is said once", line.position);
        let net = number.fixed(line.net_minor.unwrap(), 2);
        assert_eq!(count(pages, &net) > 0, has_amounts, "{:?}: {net}", printed.kind);
    }
    let gross = number.fixed(printed.totals.unwrap().gross_minor, 2);
    let is_said = pages.iter().flat_map(texts).any(|text| text.contains(&gross));
    assert_eq!(is_said, has_amounts, "{:?}: {gross}", printed.kind);
    let last = texts(pages.last().unwrap());
    let (n, of) = (pages.len().to_string(), pages.len().to_string());
    let number = language.say_of("page-of", &[("page", &n), ("pages", &of)]);
    assert!(last.contains(&number.as_str()), "{number}");
}

#[test]
fn what_goes_with_goods_shows_no_price_whatever_its_lines_hold() {
    for kind in Kind::ALL.into_iter().filter(|kind| kind.goes_with_goods()) {
        for name in BuiltIn::ALL {
            let pages = compose(document(kind, vec![line(1, 4_711)]), &built_in(name)).unwrap();
            let found: Vec<&str> = pages.iter().flat_map(texts).collect();
            for money in ["1,25", "1.25", "47,11", "47.11", "2\u{a0}%", "EUR", "€"] {
                let said = found.iter().find(|text| text.contains(money));
                assert_eq!(said, None, "{kind:?} {name:?}");
            }
        }
    }
}

#[test]
fn a_remark_stands_below_its_line_in_the_readers_words() {
    let mut printed = document(Kind::OrderConfirmation, vec![line(1, 700)]);
    let asked = Figure::Quantity(12_500_000, "KGM".to_owned());
    printed.lines[0].remarks.push(Remark::of("remark-quantity", vec![("asked", asked)]));
    let pages = compose(printed, &built_in(BuiltIn::LetterEnglish)).unwrap();
    assert_eq!(count(&pages, "Changed: you ordered 12.5\u{a0}kg."), 1);
}

#[test]
fn a_statement_sums_each_currency_by_itself() {
    let item = |number: &str, currency: &str, minor| AccountItem {
        kind: ItemKind::Invoice,
        number: number.to_owned(),
        on: day("2026-10-01"),
        due_on: Some(day("2026-11-01")),
        currency: Currency::parse(currency).unwrap(),
        gross_minor: minor,
        credited_minor: 0,
        paid_minor: 100,
    };
    let items = vec![item("F1", "EUR", 1_100), item("F2", "USD", 2_200), item("F3", "EUR", 3_300)];
    for name in BuiltIn::ALL {
        let mut printed = document(Kind::Statement, Vec::new());
        printed.statement = Some(Statement::of(items.clone(), day("2026-11-09")).unwrap());
        let mut profile = built_in(name);
        profile.language = Some(Language::English);
        profile.number = Some(dovuto_documents::format::NumberFormat::Point);
        let pages = compose(printed, &profile).unwrap();
        assert_inside(&pages, &profile);
        let found: Vec<&str> = pages.iter().flat_map(texts).collect();
        for number in ["F1", "F2", "F3"] {
            let said = found.iter().filter(|text| **text == format!("Invoice {number}"));
            assert_eq!(said.count(), 1, "{number}");
        }
        for sum in [("EUR", "42.00"), ("USD", "21.00")] {
            let write = profile.currency.write(sum.1, sum.0);
            assert_eq!(found.iter().filter(|text| **text == write).count(), 2, "{write}");
        }
    }
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let about = About {
        title: "Invoice FA26-00017".to_owned(),
        author: "Officine Alpi Srl".to_owned(),
        language: "it",
        day: day("2026-11-09"),
    };
    let write = || {
        let pages = compose(invoice(25), &built_in(BuiltIn::ItalianDdt)).unwrap();
        pdf::write(&pages, &about).unwrap()
    };
    let bytes = write();
    assert_eq!(bytes, write());
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.starts_with("%PDF-1.7"));
    for part in ["<pdfaid:part>3</pdfaid:part>", "GTS_PDFA1", "/ID", "/Lang", "/FontFile2"] {
        assert!(text.contains(part), "{part}");
    }
    assert!(!text.contains("/Annots"), "an empty list is none");
}

#[test]
fn totals_never_stand_alone_on_a_page() {
    let profile = built_in(BuiltIn::Plain);
    for n in 1..=90 {
        let pages = compose(invoice(n), &profile).unwrap();
        let last = texts(pages.last().unwrap());
        assert!(last.iter().any(|text| ends(text, n)), "{n} lines");
    }
}

#[test]
fn what_is_carried_forward_is_the_sum_of_the_pages_before() {
    let profile = built_in(BuiltIn::LetterEnglish);
    let printed = invoice(120);
    let pages = compose(printed.clone(), &profile).unwrap();
    assert!(pages.len() > 2);
    let mut sum = 0;
    for (n, page) in pages.iter().enumerate() {
        let found = texts(page);
        let on_page =
            printed.lines.iter().filter(|line| found.iter().any(|text| ends(text, line.position)));
        let before = dovuto_documents::format::NumberFormat::CommaPoint.fixed(sum, 2);
        sum += on_page.filter_map(|line| line.net_minor).sum::<i64>();
        let after = dovuto_documents::format::NumberFormat::CommaPoint.fixed(sum, 2);
        let beside = |word: &str| {
            let at = found.iter().position(|text| *text == word)?;
            Some(found[at + 1])
        };
        let brought = beside("Brought forward");
        assert_eq!(brought, (n > 0).then_some(before.as_str()), "page {}", n + 1);
        let is_last = n + 1 == pages.len();
        let carried = beside("Carried forward");
        assert_eq!(carried, (!is_last).then_some(after.as_str()), "page {}", n + 1);
    }
}

#[test]
fn the_head_of_a_group_stands_with_its_first_line_and_its_sum_with_the_last() {
    let profile = built_in(BuiltIn::ItalianDdt);
    let pages = compose(invoice(200), &profile).unwrap();
    let number = dovuto_documents::format::NumberFormat::PointComma;
    for page in &pages {
        let found = texts(page);
        for (at, text) in found.iter().enumerate() {
            if text.starts_with("DDT DA26-") {
                let next = found[at + 1..].iter().find(|text| text.contains("Worm gear"));
                assert!(next.is_some(), "{text} is the last thing of its page");
            }
        }
    }
    // Notes of ten lines; the first has nine and the last one.
    for note in 0..=20_i64 {
        let lines = (1..=200).filter(|n| n / 10 == note).map(|n: i64| 1_000 + n * 37);
        let sum = number.fixed(lines.sum(), 2);
        assert!(pages.iter().flat_map(texts).any(|text| text == sum), "{sum}");
    }
}

#[test]
fn long_names_codes_and_amounts_stay_inside() {
    for name in BuiltIn::ALL {
        let profile = built_in(name);
        let mut lines = vec![line(1, 123_456_789_012), line(2, 999_999_999_999)];
        for line in &mut lines {
            line.our_code = Some("X".repeat(40));
            line.their_code = Some("W".repeat(40));
            line.their_line = Some("M".repeat(20));
            line.cost_centre = Some("CENTRE-OF-COST-".repeat(3));
            line.description = format!("{} size {}x", "Unbreakable".repeat(30), line.position);
        }
        let mut printed = document(Kind::Invoice, lines);
        printed.buyer.name = "Wissenschaftlich-Technische Gesellschaft ".repeat(4);
        printed.seller.name = "Società per azioni con un nome assai lungo ".repeat(4);
        printed.about[1] = ("order", dovuto_documents::print::Said::Text("O".repeat(80)));
        printed.note = Some("word ".repeat(200));
        let pages = compose(printed, &profile).unwrap();
        assert_inside(&pages, &profile);
    }
}

#[test]
fn a_description_longer_than_a_page_runs_over_several_and_loses_nothing() {
    let profile = built_in(BuiltIn::Plain);
    let mut long = line(1, 500);
    long.description = (0..2_000).map(|n| format!("w{n} ")).collect();
    let pages = compose(document(Kind::Invoice, vec![long, line(2, 700)]), &profile).unwrap();
    assert!(pages.len() > 1);
    assert_inside(&pages, &profile);
    let all: String = pages.iter().flat_map(texts).collect::<Vec<_>>().join(" ");
    let words: Vec<&str> = all.split(' ').collect();
    for n in 0..2_000 {
        assert!(words.contains(&format!("w{n}").as_str()), "w{n}");
    }
}

#[test]
fn a_letter_without_a_glyph_is_refused_with_its_field() {
    let profile = built_in(BuiltIn::Plain);
    let refused = |printed: Printed| match compose(printed, &profile) {
        Err(Unprintable::Letter { field, letter }) => (field, letter),
        other => panic!("{other:?}"),
    };
    let mut printed = invoice(2);
    printed.lines[1].description = "日本".to_owned();
    assert_eq!(refused(printed), ("line 2, description".to_owned(), '日'));
    let mut printed = invoice(1);
    printed.buyer.name = "abc\u{202e}def".to_owned();
    assert_eq!(refused(printed), ("buyer, name".to_owned(), '\u{202e}'));
    let mut printed = invoice(1);
    printed.note = Some("nul \0".to_owned());
    assert_eq!(refused(printed), ("note".to_owned(), '\0'));
    let mut printed = invoice(1);
    printed.lines[0].our_code = Some("zero\u{200b}width".to_owned());
    assert_eq!(refused(printed), ("line 1, code".to_owned(), '\u{200b}'));
}

#[test]
fn columns_that_cannot_stand_beside_each_other_are_refused_by_name() {
    let columns: Vec<_> = ["our_code", "their_code", "description", "quantity", "net"]
        .into_iter()
        .map(|show| json!({ "show": show, "width": 700 }))
        .collect();
    let wide = json!({ "columns": columns });
    let mut columns = wide["columns"].as_array().unwrap().clone();
    columns[2] = json!({ "show": "description" });
    let profile = resolve(BuiltIn::Plain, &[json!({ "columns": columns })]).unwrap();
    let refused = compose(invoice(1), &profile).unwrap_err();
    let Unprintable::TooWide { columns } = refused else { panic!("{refused:?}") };
    assert_eq!(columns, ["Articolo", "Vs. articolo", "Descrizione", "Quantità", "Importo"]);
}

#[test]
fn the_address_stands_in_the_window_of_din_5008() {
    let profile = built_in(BuiltIn::GermanWindow);
    let printed = invoice(1);
    let pages = compose(printed.clone(), &profile).unwrap();
    let name = pages[0].commands.iter().find_map(|command| match command {
        dovuto_documents::layout::Command::Text { x, y, text, .. }
            if *text == printed.buyer.name =>
        {
            Some((*x, *y))
        }
        _ => None,
    });
    let (x, y) = name.unwrap();
    // 25 mm from the left; the lines of the address between 50.7 and 90 mm from the top.
    assert_eq!(x, tenths(250));
    assert!((tenths(507)..tenths(900)).contains(&y), "{y}");
}

#[test]
fn serial_and_lot_numbers_have_a_column_of_their_own_where_it_is_wanted_and_only_there() {
    let number = |text: &str| Figure::Text(text.to_owned());
    let mut lines: Vec<_> = (1..=2).map(|n| line(n, 1_000)).collect();
    let lot =
        vec![("number", number("L-77")), ("quantity", Figure::Quantity(2_000_000, "C62".into()))];
    lines[0].remarks = vec![Remark::of("remark-serials", vec![("numbers", number("SN-1, SN-2"))])];
    lines[1].remarks = vec![Remark::of("remark-lots", lot)];
    let below = built_in(BuiltIn::Plain);
    let columns = ["description", "lot_serial", "quantity", "net"];
    let columns: Vec<_> = columns.iter().map(|show| json!({ "show": show })).collect();
    let apart = resolve(BuiltIn::Plain, &[json!({ "columns": columns })]).unwrap();
    for (profile, kind, alone) in [
        (&below, Kind::DeliveryNote, false),
        (&apart, Kind::DeliveryNote, true),
        (&apart, Kind::Invoice, true),
    ] {
        let pages = compose(document(kind, lines.clone()), profile).unwrap();
        assert_inside(&pages, profile);
        assert_eq!(count(&pages, "SN-1, SN-2"), usize::from(alone), "{kind:?}");
        assert_eq!(count(&pages, "L-77: 2\u{a0}pz"), usize::from(alone), "{kind:?}");
    }
}

//! Logos and letterheads, the table of VAT, copies and links.

use std::path::PathBuf;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use dovuto_documents::layout::picture::{Coding, Picture, PictureWrong};
use dovuto_documents::layout::{Command, Page, tenths};
use dovuto_documents::pdf::{self, About};
use dovuto_documents::print::compose::compose;
use dovuto_documents::print::kind::Kind;
use dovuto_documents::profile::{BuiltIn, Profile, ProfileWrong, resolve};
use serde_json::{Value, json};

use super::pages::assert_inside;
use super::{document, invoice, line, texts};
use crate::harness::day;

fn bytes(name: &str) -> Vec<u8> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("golden/pictures");
    std::fs::read(folder.join(name)).unwrap()
}

fn with_logo(name: &str, side: &str) -> Value {
    let image = BASE64_STANDARD.encode(bytes(name));
    json!({ "logo": { "image": image, "width": 500, "height": 200, "side": side } })
}

fn images(page: &Page) -> Vec<(i64, i64)> {
    let of = |command: &Command| match command {
        Command::Image { width, height, .. } => Some((*width, *height)),
        _ => None,
    };
    page.commands.iter().filter_map(of).collect()
}

#[test]
fn a_picture_is_read_with_its_size_and_what_is_transparent_is_white() {
    let check = |name: &str, expect: (u32, u32, Coding)| {
        let picture = Picture::read(&bytes(name)).unwrap();
        assert_eq!((picture.width, picture.height, picture.coding), expect, "{name}");
        picture
    };
    let wide = check("wide.png", (360, 60, Coding::Rgb));
    assert_eq!(wide.bytes.len(), 360 * 60 * 3);
    assert_eq!(wide.bytes[..3], [255, 255, 255], "nothing is there");
    assert_eq!(check("tall.png", (40, 200, Coding::Rgb)).bytes.len(), 40 * 200 * 3);
    check("letterhead.png", (210, 297, Coding::Rgb));
    let jpeg = check("colours.jpg", (60, 40, Coding::JpegRgb));
    assert_eq!(jpeg.bytes, bytes("colours.jpg"), "a JPEG stays as it is");
    check("grey.jpg", (60, 40, Coding::JpegGrey));
}

#[test]
fn a_picture_that_cannot_be_used_is_refused_with_its_reason() {
    assert_eq!(Picture::read(&bytes("print.jpg")), Err(PictureWrong::Cmyk));
    assert_eq!(Picture::read(b"GIF89a"), Err(PictureWrong::Unknown));
    for name in ["wide.png", "colours.jpg"] {
        let whole = bytes(name);
        for n in [3, 9, 30] {
            let cut = Picture::read(&whole[..n]);
            let is_refused =
                matches!(cut, Err(PictureWrong::Damaged { .. } | PictureWrong::Unknown));
            assert!(is_refused, "{name} cut at {n}: {cut:?}");
        }
    }
    let logo = |image: &str, width: i64| {
        let logo = json!({ "image": image, "width": width, "height": 200, "side": "left" });
        resolve(BuiltIn::Plain, &[json!({ "logo": logo })]).unwrap_err()
    };
    assert!(matches!(logo("?", 500), ProfileWrong::Picture { field: "logo", .. }));
    let box_of = ProfileWrong::LogoBox { width: 5000, height: 200 };
    assert_eq!(logo(&BASE64_STANDARD.encode(bytes("wide.png")), 5000), box_of);
}

#[test]
fn a_logo_of_any_shape_keeps_it_inside_its_box_and_stands_on_the_first_page_alone() {
    for name in BuiltIn::ALL {
        for picture in ["wide.png", "tall.png", "colours.jpg"] {
            for side in ["left", "right"] {
                let profile = resolve(name, &[with_logo(picture, side)]).unwrap();
                let pages = compose(invoice(60), &profile).unwrap();
                assert_inside(&pages, &profile);
                let [(width, height)] = images(&pages[0])[..] else { panic!("one logo") };
                assert!(width <= tenths(500) && height <= tenths(200));
                let read = Picture::read(&bytes(picture)).unwrap();
                let (w, h) = (i64::from(read.width), i64::from(read.height));
                let skew = (width * h - height * w).abs();
                assert!(skew <= w.max(h), "{picture}: {width} by {height}");
                assert!(pages[1..].iter().all(|page| images(page).is_empty()));
            }
        }
    }
}

#[test]
fn a_letterhead_lies_under_every_page_and_has_the_name_itself() {
    let image = BASE64_STANDARD.encode(bytes("letterhead.png"));
    let profile = resolve(BuiltIn::Plain, &[json!({ "letterhead": image })]).unwrap();
    let pages = compose(invoice(60), &profile).unwrap();
    assert!(pages.len() > 1 && pages.iter().all(|page| page.background.is_some()));
    assert!(!texts(&pages[0]).contains(&"Officine Alpi Srl"));
}

fn written(profile: &Profile, kind: Kind) -> Vec<u8> {
    let about = About {
        title: "A paper".to_owned(),
        author: "Officine Alpi Srl".to_owned(),
        language: "it",
        day: day("2026-11-09"),
    };
    let pages = compose(document(kind, vec![line(1, 700), line(2, 900)]), profile).unwrap();
    pdf::write(&pages, &about).unwrap()
}

#[test]
fn a_file_with_pictures_and_links_repeats_and_holds_each_picture_once() {
    let mut layer = with_logo("wide.png", "right");
    layer["letterhead"] = json!(BASE64_STANDARD.encode(bytes("colours.jpg")));
    layer["copies"] = json!(3);
    let profile = resolve(BuiltIn::Plain, &[layer]).unwrap();
    let file = written(&profile, Kind::DeliveryNote);
    assert_eq!(file, written(&profile, Kind::DeliveryNote));
    let text = String::from_utf8_lossy(&file);
    let n_of = |part: &str| text.matches(part).count();
    assert_eq!(n_of("/Subtype/Image"), 2);
    assert_eq!((n_of("/ColorSpace/DeviceRGB"), n_of("/DCTDecode")), (2, 1));
    assert_eq!(n_of("/SMask"), 0, "nothing is transparent");
    assert_eq!(n_of("/URI(dovuto:shipment/DA26-00017)"), 3, "a link on each copy");
}

#[test]
fn copies_say_which_one_they_are() {
    let profile = resolve(BuiltIn::LetterEnglish, &[json!({ "copies": 3 })]).unwrap();
    let pages = compose(invoice(60), &profile).unwrap();
    let one = resolve(BuiltIn::LetterEnglish, &[]).unwrap();
    let n = compose(invoice(60), &one).unwrap().len();
    assert_eq!(pages.len(), 3 * n);
    for (i, page) in pages.iter().enumerate() {
        let said = format!("Copy {} of 3 · Page {} of {n}", i / n + 1, i % n + 1);
        assert!(texts(page).contains(&said.as_str()), "{said}");
    }
    assert_inside(&pages, &profile);
    let none = resolve(BuiltIn::Plain, &[json!({ "copies": 0 })]);
    assert_eq!(none, Err(ProfileWrong::Copies { copies: 0 }));
}

#[test]
fn a_table_of_vat_has_each_rate_once_and_the_tax_of_all() {
    let mut printed = invoice(2);
    let mut low = printed.taxes[0].clone();
    (low.rate_ppm, low.net_minor, low.tax_minor) = (40_000, 12_345_678_901, 493_827_156);
    printed.taxes.push(low);
    let totals = printed.totals.as_mut().unwrap();
    totals.tax_minor += 493_827_156;
    let tax = totals.tax_minor;
    for name in BuiltIn::ALL {
        let layer = json!({ "vat_table": true, "language": "en", "number": "point" });
        let profile = resolve(name, &[layer]).unwrap();
        let pages = compose(printed.clone(), &profile).unwrap();
        assert_inside(&pages, &profile);
        let found: Vec<&str> = pages.iter().flat_map(texts).collect();
        let n_of = |text: &str| found.iter().filter(|other| **other == text).count();
        assert_eq!((n_of("123456789.01"), n_of("4938271.56")), (1, 1), "{name:?}");
        let all = format!("{}.{:02}", tax / 100, tax % 100);
        let at = found.iter().position(|text| *text == "VAT in all").unwrap();
        assert_eq!(found[at + 1], all);
    }
}

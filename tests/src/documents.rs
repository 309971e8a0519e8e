//! Documents as pages: what was posted is there once, inside the margins, in the reader's words.

mod words;
mod profiles;
mod pages;
mod blocks;
mod sites;
mod received;
mod any;
pub mod files;
mod papers;
mod codes;
mod pictures;
mod archived;
mod stored;
mod refused;
mod accounts;
mod places;
mod trials;
mod runs;
mod printing;

use dovuto_documents::layout::{Command, Page};
use dovuto_documents::print::kind::Kind;
use dovuto_documents::print::{Line, Price, Printed, Said};
use dovuto_domain::billing::invoice::{TaxTotal, Totals};
use dovuto_domain::kernel::quantity::{Currency, vat_minor};
use dovuto_domain::parties::{Address, BankAccount, Identity, Registration};

use crate::harness::day;

fn seller() -> Identity {
    Identity {
        name: "Officine Alpi Srl".to_owned(),
        tax_id: Some("IT12345678903".to_owned()),
        country: "IT".to_owned(),
        language: "it".to_owned(),
        registrations: vec![Registration {
            scheme: "REA".to_owned(),
            value: "LC-318207".to_owned(),
        }],
        addresses: vec![Address {
            street: "Via dell'Industria 14".to_owned(),
            postcode: "23900".to_owned(),
            city: "Lecco".to_owned(),
            country: "IT".to_owned(),
            ..Address::default()
        }],
        banks: vec![BankAccount {
            iban: "IT60X0542811101000000123456".to_owned(),
            bic: Some("BPMOIT22".to_owned()),
            bank: Some("Banca del Lario".to_owned()),
        }],
        ..Identity::default()
    }
}

fn line(position: i64, net_minor: i64) -> Line {
    Line {
        position,
        our_code: Some(format!("RID-{position:04}")),
        their_code: Some(format!("K{position}")),
        order: None,
        their_line: Some((position * 10).to_string()),
        cost_centre: Some(format!("CC{}", position % 3)),
        delivery_note: Some(format!("DA26-{:05}", position / 10 + 1)),
        goods_receipt: None,
        supply_date: Some(day("2026-11-06")),
        site: None,
        description: format!("Worm gear reducer, size {position}x"),
        quantity: Some(2_500_000),
        unit_code: Some("C62".to_owned()),
        price: Some(Price { micro: 1_250_000, per: 1, discount_ppm: 20_000, share_minor: 0 }),
        rate_ppm: 220_000,
        vat_category: "S".to_owned(),
        net_minor: Some(net_minor),
        remarks: Vec::new(),
        pieces: Vec::new(),
    }
}

/// A document of so many lines, with sums that are right.
fn document(kind: Kind, lines: Vec<Line>) -> Printed {
    let net_minor = lines.iter().filter_map(|line| line.net_minor).sum();
    let tax_minor = vat_minor(net_minor, 220_000);
    Printed {
        kind,
        number: "FA26-00017".to_owned(),
        issued_on: day("2026-11-09"),
        due_on: Some(day("2026-12-09")),
        early_payment: None,
        seller: seller(),
        buyer: Identity {
            name: "Bianchi Meccanica Srl".to_owned(),
            tax_id: Some("IT00905811006".to_owned()),
            ..seller()
        },
        about: vec![
            ("due-date", Said::Day(day("2026-12-09"))),
            ("order", Said::Text("OA26-00029".to_owned())),
            ("your-order", Said::Dated("PO-4711".to_owned(), day("2026-10-01"))),
        ],
        currency: Currency::EUR,
        own_currency: Currency::EUR,
        lines,
        charges: Vec::new(),
        taxes: vec![TaxTotal {
            vat_category: "S".to_owned(),
            rate_ppm: 220_000,
            reason_code: None,
            reason: None,
            net_minor,
            tax_minor,
            own_tax_minor: None,
        }],
        totals: Some(Totals {
            net_minor,
            charges_minor: 0,
            tax_minor,
            gross_minor: net_minor + tax_minor,
        }),
        exchange: None,
        note: None,
        remarks: Vec::new(),
        statement: None,
        link: kind.goes_with_goods().then(|| "dovuto:shipment/DA26-00017".to_owned()),
    }
}

fn invoice(n_lines: i64) -> Printed {
    document(Kind::Invoice, (1..=n_lines).map(|n| line(n, 1_000 + n * 37)).collect())
}

/// Whether a text ends the description of the line at a position.
fn ends(text: &str, position: i64) -> bool {
    text.split(' ').next_back() == Some(format!("{position}x").as_str())
}

/// The texts of a page, in the order in which they are drawn.
fn texts(page: &Page) -> Vec<&str> {
    page.commands
        .iter()
        .filter_map(|command| match command {
            Command::Text { text, .. } => Some(text.as_str()),
            Command::Rule { .. }
            | Command::Fill { .. }
            | Command::Image { .. }
            | Command::Link { .. } => None,
        })
        .collect()
}

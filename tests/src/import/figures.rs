//! What an order book comes to, reckoned from its files alone: no code of ours reads them here.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::{Book, mapping};

/// The figures that the book must come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Figures {
    orders_billed: usize,
    orders_unbilled: usize,
    lines: usize,
    net_minor: i128,
    charges_minor: i128,
    lines_off_list: usize,
    invoices: usize,
}

/// Rows of a CSV file (RFC 4180), the header first.
pub fn cells(path: &Path) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(path).unwrap();
    let mut records: Vec<Vec<String>> = vec![vec![String::new()]];
    let mut quoted = false;
    let mut signs = text.chars().peekable();
    while let Some(c) = signs.next() {
        let record = records.last_mut().unwrap();
        match c {
            '"' if quoted && signs.peek() == Some(&'"') => {
                signs.next();
                record.last_mut().unwrap().push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => record.push(String::new()),
            '\r' if !quoted => {}
            '\n' if !quoted => records.push(vec![String::new()]),
            c => record.last_mut().unwrap().push(c),
        }
    }
    records.retain(|record| record.len() > 1);
    records
}

/// Rows as maps from column to value.
fn rows(path: &Path) -> Vec<HashMap<String, String>> {
    let mut records = cells(path);
    let header = records.remove(0);
    let row = |record: Vec<String>| header.iter().cloned().zip(record).collect();
    records.into_iter().map(row).collect()
}

/// A decimal in millionths.
fn millionths(text: &str) -> i128 {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    assert!(rest.len() <= 6, "{text} is finer than this reckoning");
    format!("{whole}{rest:0<6}").parse().unwrap()
}

/// Half away from zero; nothing here is below zero.
fn rounded(numerator: i128, denominator: i128) -> i128 {
    (2 * numerator + denominator) / (2 * denominator)
}

fn reckoned(dir: &Path) -> Figures {
    let orders = rows(&dir.join("orders.csv"));
    let shipped = |order: &&HashMap<String, String>| !order["shippedDate"].is_empty();
    let left: HashSet<&str> =
        orders.iter().filter(shipped).map(|o| o["orderID"].as_str()).collect();
    let products = rows(&dir.join("products.csv"));
    let list: HashMap<&str, i128> =
        products.iter().map(|p| (p["productID"].as_str(), millionths(&p["unitPrice"]))).collect();
    let mut figures = Figures {
        orders_billed: left.len(),
        orders_unbilled: orders.len() - left.len(),
        invoices: left.len(),
        ..Figures::default()
    };
    for order in orders.iter().filter(shipped).filter(|o| !o["freight"].is_empty()) {
        figures.charges_minor += millionths(&order["freight"]) / 10_000;
    }
    for line in rows(&dir.join("order-details.csv")) {
        let (price, quantity) = (millionths(&line["unitPrice"]), millionths(&line["quantity"]));
        figures.lines_off_list += usize::from(list[line["productID"].as_str()] != price);
        if left.contains(line["orderID"].as_str()) {
            let kept = 1_000_000 - millionths(&line["discount"]);
            figures.lines += 1;
            figures.net_minor += rounded(price * quantity * kept, 10_i128.pow(16));
        }
    }
    figures
}

fn whole(value: &Value) -> i128 {
    i128::from(value.as_i64().unwrap())
}

/// Carries a book from import to posted invoices and gives the figures that it came to.
async fn carried(dir: &Path) -> Figures {
    let book = Book::open().await;
    book.bring_in("carriers", &dir.join("shippers.csv"), None).await;
    book.bring_in("customers", &dir.join("customers.csv"), None).await;
    book.bring_in("products", &dir.join("products.csv"), None).await;
    let lines = dir.join("order-details.csv");
    let orders = book.bring_in("orders", &dir.join("orders.csv"), Some(&lines)).await;
    book.bring_in("shipments", &dir.join("orders.csv"), None).await;
    book.bring_in("deliveries", &dir.join("orders.csv"), None).await;

    let billed = book.ask("billing.run", json!({})).await.unwrap();
    let verified = book.ask("ledger.verify", json!({})).await.unwrap();
    assert_eq!(verified["findings"], json!([]), "what verify finds");
    assert_eq!(billed["refused"], json!([]), "what could not be billed");
    let posted = billed["posted"].as_array().unwrap();
    let billed_orders: HashSet<&str> =
        posted.iter().map(|invoice| invoice["order_id"].as_str().unwrap()).collect();
    let entered = usize::try_from(whole(&orders["documents"])).unwrap();
    let totals = &billed["totals"][0];
    Figures {
        orders_billed: billed_orders.len(),
        orders_unbilled: entered - billed_orders.len(),
        lines: usize::try_from(whole(&totals["lines"])).unwrap(),
        net_minor: whole(&totals["net_minor"]),
        charges_minor: whole(&totals["charges_minor"]),
        lines_off_list: usize::try_from(whole(&orders["lines_off_list"])).unwrap(),
        invoices: posted.len(),
    }
}

#[tokio::test]
async fn a_small_book_full_of_traps_comes_to_its_known_figures() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("acceptance/small");
    let known = Figures {
        orders_billed: 4,
        orders_unbilled: 1,
        lines: 9,
        net_minor: 58_627,
        charges_minor: 1_554,
        lines_off_list: 3,
        invoices: 4,
    };
    assert_eq!(reckoned(&dir), known);
    assert_eq!(carried(&dir).await, known);
}

/// The folder of real input, where this machine has it.
pub fn samples() -> Option<PathBuf> {
    let named = std::env::var_os("DOVUTO_SHARED").map(PathBuf::from);
    let named = named.map(|shared| shared.join("samples"));
    let usual = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/samples");
    Some(named.unwrap_or(usual)).filter(|dir| dir.join("northwind/orders.csv").exists())
}

#[tokio::test]
async fn northwind_comes_to_what_its_files_say() {
    let Some(samples) = samples() else {
        eprintln!("skipped: DOVUTO_SHARED names no folder with northwind/orders.csv");
        return;
    };
    let dir = samples.join("northwind");
    let known = Figures {
        orders_billed: 809,
        orders_unbilled: 21,
        lines: 2_082,
        net_minor: 123_985_585,
        charges_minor: 6_395_502,
        lines_off_list: 658,
        invoices: 809,
    };
    assert_eq!(reckoned(&dir), known);
    assert_eq!(carried(&dir).await, known);
}

#[test]
fn the_acceptance_script_has_a_mapping_for_each_of_its_imports() {
    for kind in ["carriers", "customers", "products", "orders", "shipments", "deliveries"] {
        assert!(mapping(kind).contains(&format!("kind = \"{kind}\"")), "{kind}");
    }
}

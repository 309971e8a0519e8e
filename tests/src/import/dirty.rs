//! Northwind as a public export carries it, and as a workbook: what is bad is named, and what is
//! good is the same from either.

use std::path::{Path, PathBuf};

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use serde_json::{Value, json};
use sqlx::Row as _;

use super::figures::samples;
use super::{Book, bad_rows, counts, mapping};

/// The lines of a file whose commas are not those of its header. No field of it has quotes.
fn torn(path: &Path) -> Vec<i64> {
    let text = std::fs::read_to_string(path).unwrap();
    let n_commas = |line: &str| line.matches(',').count();
    let wanted = n_commas(text.lines().next().unwrap());
    let lines = (1..).zip(text.lines());
    lines.filter(|(_, line)| n_commas(line) != wanted).map(|(n, _)| n).collect()
}

impl Book {
    async fn bring(&self, kind: &str, path: &Path, lines: Option<&Path>, good_rows: bool) -> Value {
        let list = self.folder.path().join("bad.csv");
        let ask = json!({
            "kind": kind, "path": path, "lines_path": lines, "mapping": mapping(kind),
            "good_rows": good_rows, "errors_path": list,
        });
        match self.ask("import.run", ask).await {
            Ok(answer) => answer,
            Err(error) => json!({ "error": error }),
        }
    }

    /// The lines and reasons in the list of bad rows.
    fn listed(&self) -> Vec<(i64, String)> {
        let text = std::fs::read_to_string(self.folder.path().join("bad.csv")).unwrap();
        let cell = |row: &str, at: usize| row.split(',').nth(at).unwrap().to_owned();
        let row = |row: &str| (cell(row, 0).parse().unwrap(), cell(row, 2));
        text.lines().skip(1).map(row).collect()
    }
}

#[tokio::test]
async fn every_torn_line_is_named_nothing_is_half_written_and_the_good_rest_goes_in() {
    let Some(samples) = samples() else {
        eprintln!("skipped: DOVUTO_SHARED names no folder with northwind/orders.csv");
        return;
    };
    let (clean, dirty) = (samples.join("northwind"), samples.join("northwind-dirty"));
    let (customers, orders) = (dirty.join("customers.csv"), dirty.join("orders.csv"));
    assert_eq!((torn(&customers).len(), torn(&orders).len()), (24, 176));
    let book = Book::open().await;
    book.bring_in("carriers", &clean.join("shippers.csv"), None).await;
    book.bring_in("products", &clean.join("products.csv"), None).await;
    let facts = book.n_facts().await;

    let refused = book.bring("customers", &customers, None, false).await;
    let error = serde_json::from_value(refused["error"].clone()).unwrap();
    let named: Vec<i64> = bad_rows(&error).iter().map(|row| row.1).collect();
    assert_eq!(named, torn(&customers));
    assert!(bad_rows(&error).iter().all(|row| row.3.ends_with("where the header has 11")));
    assert_eq!(book.n_facts().await, facts);
    let answer = book.bring("customers", &customers, None, true).await;
    assert_eq!((counts(&answer), &answer["bad"]), ((67, 0, 0), &json!(24)));
    // The clean file has the same customers, and those that were torn.
    let answer = book.bring_in("customers", &clean.join("customers.csv"), None).await;
    assert_eq!(counts(&answer), (24, 0, 67));

    let (facts, details) = (book.n_facts().await, clean.join("order-details.csv"));
    let refused = book.bring("orders", &orders, Some(&details), false).await;
    assert_eq!((&refused["error"]["params"]["n"], book.n_facts().await), (&json!(176), facts));
    let listed = book.listed();
    assert_eq!(listed.iter().map(|row| row.0).collect::<Vec<_>>(), torn(&orders));
    assert!(listed.iter().all(|row| row.1.contains("fields")), "{listed:?}");
    let answer = book.bring("orders", &orders, Some(&details), true).await;
    assert_eq!((counts(&answer), &answer["bad"]), ((654, 0, 0), &json!(176)));
    let answer = book.bring_in("orders", &clean.join("orders.csv"), Some(&details)).await;
    assert_eq!((counts(&answer), &answer["bad"]), ((176, 0, 654), &json!(0)));
    assert_eq!(book.n_facts().await, facts + 2 * 830 + 2);
}

/// A CSV file as a sheet: numbers and dates as such, texts as texts.
fn sheet(workbook: &mut Workbook, path: &Path) {
    let day = Format::new().set_num_format("dd/mm/yyyy");
    let name = path.file_stem().unwrap().to_str().unwrap();
    let sheet = workbook.add_worksheet().set_name(name).unwrap();
    for (line, row) in (0..).zip(super::figures::cells(path)) {
        for (column, cell) in (0..).zip(row) {
            let plain = cell.strip_prefix('0').is_none_or(|rest| rest.starts_with('.'));
            if let Ok(number) = cell.parse::<f64>()
                && plain
            {
                sheet.write(line, column, number).unwrap();
            } else if let Ok(date) = cell.parse::<chrono::NaiveDate>() {
                let date = ExcelDateTime::parse_from_str(&date.to_string()).unwrap();
                sheet.write_with_format(line, column, &date, &day).unwrap();
            } else {
                sheet.write(line, column, &cell).unwrap();
            }
        }
    }
}

/// Every fact of a book but for what differs by chance and by file.
async fn facts(book: &Book) -> Vec<(String, Value)> {
    let file = book.session.desk().await.unwrap().desk.store.path().to_owned();
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(file).read_only(true);
    let mut db = sqlx::ConnectOptions::connect(&options).await.unwrap();
    let rows = sqlx::query("select kind, body from ledger order by seq").fetch_all(&mut db).await;
    let read = |row: sqlx::sqlite::SqliteRow| {
        let mut body: Value = serde_json::from_str(row.get("body")).unwrap();
        forget(&mut body);
        (row.get("kind"), body)
    };
    let all = rows.unwrap().into_iter().map(read);
    let by_chance = ["StationOpened", "ImportFinished"];
    all.filter(|(kind, _): &(String, Value)| !by_chance.contains(&kind.as_str())).collect()
}

fn forget(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|name, value| {
                let is_id = |text: &str| text.len() == 32 && !text.contains('-');
                let by_file = ["request", "reference", "file_hash", "digest"];
                !value.as_str().is_some_and(is_id) && !by_file.contains(&name.as_str())
            });
            fields.values_mut().for_each(forget);
        }
        Value::Array(values) => values.iter_mut().for_each(forget),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[tokio::test]
async fn northwind_from_a_workbook_gives_the_same_facts_as_from_its_texts() {
    let Some(samples) = samples() else {
        eprintln!("skipped: DOVUTO_SHARED names no folder with northwind/orders.csv");
        return;
    };
    let dir = samples.join("northwind");
    let (texts, sheets) = (Book::open().await, Book::open().await);
    let mut workbook = Workbook::new();
    for name in ["shippers", "products", "customers", "orders", "order-details"] {
        sheet(&mut workbook, &dir.join(format!("{name}.csv")));
    }
    let path: PathBuf = sheets.folder.path().join("northwind.xlsx");
    workbook.save(&path).unwrap();
    for (kind, name) in [
        ("carriers", "shippers"),
        ("products", "products"),
        ("customers", "customers"),
        ("orders", "orders"),
    ] {
        let details = dir.join("order-details.csv");
        let lines = (kind == "orders").then_some(details.as_path());
        let from_text = texts.bring_in(kind, &dir.join(format!("{name}.csv")), lines).await;
        let said = format!("sheet = \"{name}\"\n[columns]");
        let mapping = mapping(kind)
            .replace("[columns]", &said)
            .replace("[lines.columns]", "[lines]\nsheet = \"order-details\"\n[lines.columns]");
        let from_sheet = sheets.import(kind, &path, &mapping).await.unwrap();
        for count in ["rows", "inserted", "updated", "skipped", "lines", "lines_off_list"] {
            assert_eq!(from_sheet[count], from_text[count], "{kind} {count}");
        }
    }
    let (texts, sheets) = (facts(&texts).await, facts(&sheets).await);
    assert_eq!(texts.len(), sheets.len());
    for (one, other) in texts.iter().zip(&sheets) {
        assert_eq!(one, other);
    }
}

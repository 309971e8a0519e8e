//! Exports: every list as a file, whole or not at all, and a firm that goes out and comes in again.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use dovuto_app::house::House;
use dovuto_rpc::envelope::{Request, WireError};
use dovuto_rpc::session::Session;
use serde_json::{Value, json};
use tempfile::TempDir;
use uuid::Uuid;

use crate::harness::session;

const LISTS: [&str; 18] = [
    "orders",
    "order_lines",
    "shipments",
    "invoices",
    "invoice_lines",
    "credit_notes",
    "payments",
    "debts",
    "owed_back",
    "customers",
    "contacts",
    "carriers",
    "products",
    "customer_codes",
    "list_prices",
    "price_agreements",
    "stock",
    "unattended",
];

/// A firm, and a folder beside it for files.
struct Firm {
    folder: TempDir,
    session: Session,
    n_asked: std::cell::Cell<u128>,
}

impl Firm {
    fn nowhere() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let session = session(&House { data_dir: folder.path().join("house") });
        Self { folder, session, n_asked: 0.into() }
    }

    /// The sample firm, with a credit note and with money on account.
    async fn sample() -> Self {
        let firm = Self::nowhere();
        firm.ask("house.sample", json!({})).await.unwrap();
        let invoices = firm.ask("billing.invoices", json!({})).await.unwrap();
        let credit = json!({
            "invoice_id": invoices["rows"][0]["invoice_id"], "invoice_n": 1, "amount_minor": 100,
            "cause": "goodwill", "reason": "scratched",
        });
        firm.ask("billing.credit_value", credit).await.unwrap();
        let customers = firm.ask("parties.customers", json!({})).await.unwrap();
        for amount in [5_000, 2_500] {
            let payment = json!({
                "payer": customers["rows"][0]["customer_id"], "currency": "EUR",
                "amount_minor": amount, "reference": "on account",
            });
            firm.ask("billing.pay", payment).await.unwrap();
        }
        firm
    }

    async fn fresh() -> Self {
        let firm = Self::nowhere();
        let founded = json!({
            "firm": { "identity": { "name": "Nuova", "country": "IT" }, "currency": "EUR" },
            "member": { "name": "Sara", "code": "sara" },
            "policy": "orders at stated prices",
        });
        firm.ask("house.create", founded).await.unwrap();
        firm
    }

    async fn ask(&self, command: &str, payload: Value) -> Result<Value, WireError> {
        self.n_asked.set(self.n_asked.get() + 1);
        let request = Request {
            id: Uuid::from_u128(self.n_asked.get()).to_string(),
            command: command.to_owned(),
            actor: Some("sara".to_owned()),
            payload,
        };
        self.session.call(request).await.read()
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Exports a list to a file of that name.
    async fn export(&self, list: &str, name: &str) -> Result<Value, WireError> {
        self.ask("export.list", json!({ "list": list, "path": self.path(name) })).await
    }

    /// Imports what another firm exported, in the order in which it did.
    async fn take_over(&self, folder: &Path, exported: &Value) {
        for file in exported["files"].as_array().unwrap() {
            let path = |name: &Value| name.as_str().map(|name| folder.join(name));
            let mapping = std::fs::read_to_string(path(&file["mapping"]).unwrap()).unwrap();
            let ask = json!({
                "kind": file["kind"], "path": path(&file["file"]),
                "lines_path": path(&file["lines_file"]), "mapping": mapping,
            });
            let taken = self.ask("import.run", ask).await;
            let taken = taken.unwrap_or_else(|error| panic!("{file}: {}", error.message));
            assert_eq!(taken["rows"], file["rows"], "{file}");
        }
        let verified = self.ask("ledger.verify", json!({})).await.unwrap();
        assert_eq!(verified["findings"], json!([]));
    }

    /// Names of what lies in the folder beside the firm, hidden files among them.
    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.path()).unwrap();
        let name = |entry: std::io::Result<std::fs::DirEntry>| {
            entry.unwrap().file_name().into_string().unwrap()
        };
        let mut names: Vec<String> = entries.map(name).filter(|name| name != "house").collect();
        names.sort();
        names
    }
}

/// The first sheet of a workbook, and the texts that it points at.
fn sheet(path: &Path) -> String {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let mut text = String::new();
    archive.by_name("xl/worksheets/sheet1.xml").unwrap().read_to_string(&mut text).unwrap();
    text
}

#[tokio::test]
async fn every_list_is_exported_in_every_format() {
    let firm = Firm::sample().await;
    for list in LISTS {
        let name = format!("{list}.csv");
        let answer = firm.export(list, &name).await.unwrap();
        let mut reader = csv::Reader::from_path(firm.path(&name)).unwrap();
        let n_columns = reader.headers().unwrap().len();
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert!(!rows.is_empty() && rows.iter().all(|row| row.len() == n_columns), "{list}");
        assert_eq!(answer["rows"], rows.len(), "{list}");
        let book = format!("{list}.xlsx");
        assert_eq!(firm.export(list, &book).await.unwrap()["rows"], answer["rows"], "{list}");
        let n_rows = sheet(&firm.path(&book)).matches("<row ").count();
        assert_eq!(n_rows, rows.len() + 1, "{list}");
    }
    assert_eq!(firm.names().len(), 2 * LISTS.len(), "{:?}", firm.names());
}

#[tokio::test]
async fn a_list_is_narrowed_by_words_and_days() {
    let firm = Firm::sample().await;
    let n = async |changes: Value| {
        let mut ask = json!({ "list": "invoices", "path": firm.path("n.csv"), "replace": true });
        ask.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        firm.ask("export.list", ask).await.unwrap()["rows"].as_i64().unwrap()
    };
    let all = n(json!({})).await;
    let invoices = firm.ask("billing.invoices", json!({})).await.unwrap();
    let invoices = invoices["rows"].as_array().unwrap();
    assert_eq!(all, i64::try_from(invoices.len()).unwrap());
    let first = &invoices[0];
    assert_eq!(n(json!({ "search": first["number"] })).await, 1);
    let (newest, oldest) = (&first["issued_on"], &invoices.last().unwrap()["issued_on"]);
    assert_ne!(newest, oldest);
    let since = n(json!({ "from": newest })).await;
    assert!(since >= 1 && since < all);
    assert_eq!(n(json!({ "from": oldest, "to": newest })).await, all);
}

#[tokio::test]
async fn a_file_is_replaced_only_when_that_is_asked() {
    let firm = Firm::sample().await;
    std::fs::write(firm.path("c.csv"), "mine").unwrap();
    let error = firm.export("customers", "c.csv").await.unwrap_err();
    assert_eq!(error.code, "export_file_exists");
    assert_eq!(std::fs::read_to_string(firm.path("c.csv")).unwrap(), "mine");
    let ask = json!({
        "list": "customers", "path": firm.path("c.csv"), "replace": true, "format": "csv_marked",
    });
    firm.ask("export.list", ask).await.unwrap();
    let bytes = std::fs::read(firm.path("c.csv")).unwrap();
    assert!(bytes.starts_with(b"\xef\xbb\xbfcode,name,"));
    let error = firm.export("customers", "nowhere/c.csv").await.unwrap_err();
    assert_eq!(error.code, "export_file_unwritable");
    let ask = json!({ "folder": firm.path("c.csv") });
    assert_eq!(firm.ask("export.firm", ask).await.unwrap_err().code, "export_file_exists");
    assert_eq!(firm.names(), ["c.csv"]);
}

#[tokio::test]
async fn a_workbook_holds_numbers_dates_and_no_formula() {
    let firm = Firm::fresh().await;
    let customer = json!({ "code": "=1+1", "identity": { "name": "-5 Ltd" } });
    firm.ask("parties.save_customer", customer).await.unwrap();
    let text = "customer,number,issued_on,due_on,gross\n'=1+1,7,2025-12-01,2026-01-15,1234.50\n";
    std::fs::write(firm.path("o.csv"), text).unwrap();
    let mapping = "kind = \"open_invoices\"\n[columns]\ncustomer = \"customer\"\n\
                   number = \"number\"\nissued_on = \"issued_on\"\ndue_on = \"due_on\"\n\
                   gross = \"gross\"\n";
    let ask = json!({ "kind": "open_invoices", "path": firm.path("o.csv"), "mapping": mapping });
    firm.ask("import.run", ask).await.unwrap();
    firm.export("debts", "d.xlsx").await.unwrap();
    let sheet = sheet(&firm.path("d.xlsx"));
    assert!(!sheet.contains("<f>"), "{sheet}");
    assert!(sheet.contains("<v>1234.5</v>"), "{sheet}");
    // 1 December 2025 is day 45992 of a workbook.
    assert!(sheet.contains("<v>45992</v>"), "{sheet}");
    assert!(sheet.contains("=1+1") && sheet.contains("-5 Ltd"), "{sheet}");
}

#[tokio::test]
async fn a_firm_that_goes_out_comes_in_the_same() {
    let firm = Firm::sample().await;
    let rhythms = ["shipment", "order", "week", "month", "month_end", "last_working_day"];
    for (n, every) in rhythms.into_iter().enumerate() {
        let rhythm = json!({ "every": every, "weekday": 5, "day": 20 });
        let billing = json!({
            "rhythm": rhythm, "grouping": "cost_centre", "channel": "portal",
            "recipients": ["billing", "plant 2"],
            "early_payment": { "days": n, "discount_ppm": 12_500 + n },
        });
        let customer = json!({
            "code": format!("BILLED {every}"), "identity": { "name": every },
            "billing": billing, "required_references": ["cup", "customer_line"],
        });
        firm.ask("parties.save_customer", customer).await.unwrap();
    }
    let out = json!({ "folder": firm.path("out") });
    let exported = firm.ask("export.firm", out).await.unwrap();
    assert_eq!(firm.names(), ["out"]);
    let fresh = Firm::fresh().await;
    fresh.take_over(&firm.path("out"), &exported).await;
    let again = fresh.ask("export.firm", json!({ "folder": fresh.path("out") })).await.unwrap();
    for file in again["files"].as_array().unwrap() {
        for name in [&file["file"], &file["lines_file"], &file["mapping"]] {
            let Some(name) = name.as_str() else { continue };
            let read = |firm: &Firm| std::fs::read_to_string(firm.path("out").join(name)).unwrap();
            assert_eq!(read(&firm), read(&fresh), "{name}");
        }
        assert_ne!(file["rows"], 0, "{file}");
    }
}

#[tokio::test]
async fn hostile_text_comes_back_as_it_was() {
    let firm = Firm::fresh().await;
    let names =
        ["=cmd|' /c calc'!A0", "-5 Ltd", "+39 srl", "@home", "'quoted", "''", "'=1", "a,\"b\""];
    for (n, name) in names.iter().enumerate() {
        let customer = json!({
            "code": format!("{name} {n}"), "identity": { "name": name, "tax_id": name },
            "contacts": [{ "role": name, "name": name, "phone": "+39 051" }],
        });
        firm.ask("parties.save_customer", customer).await.unwrap();
    }
    let out = json!({ "folder": firm.path("out") });
    let exported = firm.ask("export.firm", out).await.unwrap();
    let text = std::fs::read_to_string(firm.path("out/customers.csv")).unwrap();
    for row in csv::Reader::from_reader(text.as_bytes()).records() {
        for cell in row.unwrap().iter() {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
        }
    }
    let fresh = Firm::fresh().await;
    fresh.take_over(&firm.path("out"), &exported).await;
    let found = async |firm: &Firm| {
        let list = firm.ask("parties.customers", json!({})).await.unwrap();
        let mut found = Vec::new();
        for row in list["rows"].as_array().unwrap() {
            let ask = json!({ "customer_id": row["customer_id"] });
            let customer = firm.ask("parties.customer", ask).await.unwrap();
            let identity = customer["customer"]["identity"].clone();
            found.push((row["code"].clone(), identity, customer["contacts"].clone()));
        }
        found
    };
    assert_eq!(found(&fresh).await, found(&firm).await);
}

//! Imports: all of a file or nothing, the same file once, and every bad row named.

mod figures;
mod files;
mod dirty;
mod kinds;
mod opening;

use std::path::{Path, PathBuf};

use dovuto_app::house::House;
use dovuto_rpc::envelope::{ErrorKind, Request, WireError};
use dovuto_rpc::session::Session;
use serde_json::{Value, json};
use tempfile::TempDir;
use uuid::Uuid;

use crate::harness::session;

/// An American firm without any document, and a folder for files to import.
struct Book {
    folder: TempDir,
    session: Session,
    n_asked: std::cell::Cell<u128>,
}

/// The mapping of the acceptance script.
fn mapping(kind: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("acceptance/northwind");
    std::fs::read_to_string(folder.join(format!("{kind}.toml"))).unwrap()
}

fn small(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("acceptance/small").join(file)
}

impl Book {
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let session = session(&House { data_dir: folder.path().join("house") });
        let book = Self { folder, session, n_asked: 0.into() };
        let firm = json!({
            "firm": { "identity": { "name": "Northwind", "country": "US" }, "currency": "USD" },
            "member": { "name": "Nancy Davolio", "code": "admin" },
            "policy": "orders at stated prices",
        });
        book.ask("house.create", firm).await.unwrap();
        book
    }

    /// The small book's parties, products and orders.
    async fn with_orders() -> Self {
        let book = Self::open().await;
        book.bring_in("carriers", &small("shippers.csv"), None).await;
        book.bring_in("customers", &small("customers.csv"), None).await;
        book.bring_in("products", &small("products.csv"), None).await;
        let lines = small("order-details.csv");
        book.bring_in("orders", &small("orders.csv"), Some(&lines)).await;
        book
    }

    async fn ask_as(&self, id: Uuid, command: &str, payload: Value) -> Result<Value, WireError> {
        let request = Request {
            id: id.to_string(),
            command: command.to_owned(),
            actor: Some("admin".to_owned()),
            payload,
        };
        self.session.call(request).await.read()
    }

    async fn ask(&self, command: &str, payload: Value) -> Result<Value, WireError> {
        self.n_asked.set(self.n_asked.get() + 1);
        self.ask_as(Uuid::from_u128(self.n_asked.get()), command, payload).await
    }

    async fn import(&self, kind: &str, path: &Path, mapping: &str) -> Result<Value, WireError> {
        self.ask("import.run", json!({ "kind": kind, "path": path, "mapping": mapping })).await
    }

    /// Imports under the acceptance script's mapping what must go in.
    async fn bring_in(&self, kind: &str, path: &Path, lines: Option<&Path>) -> Value {
        let mapping = mapping(kind);
        let ask = json!({ "kind": kind, "path": path, "lines_path": lines, "mapping": mapping });
        self.ask("import.run", ask).await.unwrap()
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// How many facts there are, of which none may be wrong.
    async fn n_facts(&self) -> i64 {
        let verified = self.ask("ledger.verify", json!({})).await.unwrap();
        assert_eq!(verified["findings"], json!([]));
        verified["facts"].as_i64().unwrap()
    }

    async fn customer(&self, code: &str) -> Value {
        let found = self.ask("parties.customers", json!({ "search": code })).await.unwrap();
        let id = &found["rows"][0]["customer_id"];
        self.ask("parties.customer", json!({ "customer_id": id })).await.unwrap()
    }
}

/// Inserted, updated and skipped.
fn counts(answer: &Value) -> (i64, i64, i64) {
    let count = |field: &str| answer[field].as_i64().unwrap();
    (count("inserted"), count("updated"), count("skipped"))
}

/// File, line, column and reason of each bad row.
fn bad_rows(error: &WireError) -> Vec<(String, i64, String, String)> {
    assert_eq!((error.kind, error.code.as_str()), (ErrorKind::Refused, "import_rows_bad"));
    let rows = error.params["rows"].as_array().unwrap();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let row = |row: &Value| {
        let line = row["line"].as_i64().unwrap();
        (text(&row["file"]), line, text(&row["column"]), text(&row["why"]))
    };
    rows.iter().map(row).collect()
}

const CUSTOMERS: &str = "kind = \"customers\"\n[columns]\ncode = \"code\"\nname = \"name\"\n";

#[tokio::test]
async fn the_same_files_twice_change_nothing() {
    let book = Book::with_orders().await;
    book.bring_in("shipments", &small("orders.csv"), None).await;
    book.bring_in("deliveries", &small("orders.csv"), None).await;
    let before = book.n_facts().await;
    let again = |kind: &'static str, file: &str, lines: Option<&'static str>, skipped: i64| {
        let (path, lines) = (small(file), lines.map(small));
        let book = &book;
        async move {
            let answer = book.bring_in(kind, &path, lines.as_deref()).await;
            assert_eq!(counts(&answer), (0, 0, skipped), "{kind}");
            assert_eq!((&answer["documents"], &answer["lines"]), (&json!(0), &json!(0)), "{kind}");
        }
    };
    again("carriers", "shippers.csv", None, 2).await;
    again("customers", "customers.csv", None, 4).await;
    again("products", "products.csv", None, 5).await;
    again("orders", "orders.csv", Some("order-details.csv"), 5).await;
    again("shipments", "orders.csv", None, 5).await;
    again("deliveries", "orders.csv", None, 5).await;
    assert_eq!(book.n_facts().await, before);
}

#[tokio::test]
async fn a_repeated_request_is_answered_as_it_was() {
    let book = Book::open().await;
    let path = book.file("c.csv", "code,name\nA,Ada\nB,Bea\n");
    let ask = json!({ "kind": "customers", "path": path, "mapping": CUSTOMERS });
    let id = Uuid::from_u128(7_000_000);
    let first = book.ask_as(id, "import.run", ask.clone()).await.unwrap();
    let facts = book.n_facts().await;
    assert_eq!(counts(&first), (2, 0, 0));
    assert_eq!(book.ask_as(id, "import.run", ask).await.unwrap(), first);
    assert_eq!(book.n_facts().await, facts);
}

#[tokio::test]
async fn what_the_file_does_not_give_stays_as_it_is() {
    let book = Book::open().await;
    book.bring_in("customers", &small("customers.csv"), None).await;
    let path = book.file("c.csv", "code,name,days,region\nBONAP,Bon app' SARL,45,PACA\n");
    let mapping =
        format!("{CUSTOMERS}payment_days = \"days\"\nregion = \"region\"\ntax_id = \"region\"\n");
    let answer = book.import("customers", &path, &mapping).await.unwrap();
    assert_eq!(counts(&answer), (0, 1, 0));
    let customer = book.customer("BONAP").await;
    let identity = &customer["customer"]["identity"];
    assert_eq!(identity["name"], "Bon app' SARL");
    assert_eq!(identity["tax_id"], "PACA");
    assert_eq!(identity["addresses"][0]["street"], "12, rue des Bouchers");
    assert_eq!(identity["addresses"][0]["region"], "PACA");
    assert_eq!(identity["country"], "FR");
    assert_eq!(customer["customer"]["basis"], "dispatch");
    assert_eq!(customer["customer"]["terms"]["days"], 45);
    assert_eq!(customer["contacts"][0]["person"]["name"], "Luc Neuf");
    // The first file has its own word on the region: one customer goes back, three stay.
    let back = book.bring_in("customers", &small("customers.csv"), None).await;
    assert_eq!(counts(&back), (0, 1, 3));
}

#[tokio::test]
async fn one_bad_row_and_nothing_is_written() {
    let book = Book::open().await;
    let before = book.n_facts().await;
    let text = "code,name,limit,on\nA,Ada,10.5,dispatch\nA,Bea,1,dispatch\n,Cleo,1,dispatch\n\
                D,Dora,\"1,5\",dispatch\nE,Eva,1,sometimes\nF,,1,delivery\nG,Gina,1\n";
    let path = book.file("c.csv", text);
    let mapping = format!("{CUSTOMERS}credit_limit = \"limit\"\nbasis = \"on\"\n");
    let error = book.import("customers", &path, &mapping).await.unwrap_err();
    let rows = bad_rows(&error);
    let places: Vec<(i64, &str)> = rows.iter().map(|row| (row.1, row.2.as_str())).collect();
    let expected = [(3, "code"), (4, "code"), (5, "limit"), (6, "on"), (7, "name"), (8, "")];
    assert_eq!(places, expected, "{rows:?}");
    assert_eq!(error.params["n"], 6);
    assert_eq!(error.params["rows"][2]["value"], "1,5");
    assert_eq!(rows[0].3, "it stands in line 2 already");
    assert!(error.message.contains("c.csv line 5, limit \"1,5\""), "{}", error.message);
    assert_eq!(book.n_facts().await, before);
}

#[tokio::test]
async fn bad_orders_are_named_at_their_line_and_none_is_entered() {
    let book = Book::with_orders().await;
    let before = book.n_facts().await;
    let heads = book.file(
        "o.csv",
        "orderID,customerID,orderDate,requiredDate,freight,shipAddress,shipCity,shipPostalCode\n\
         B-1,AQUAE,2024-05-01,,1.00,,,\nB-2,NOBODY,2024-05-01,,,,,\nB-3,OAKEN,01/05/2024,,,,,\n\
         B-4,OAKEN,2024-05-01,,-1,,,\nB-5,OAKEN,2024-05-01,,,,,\nB-6,OAKEN,2024-05-01,,,,,\n\
         A-1,AQUAE,2024-02-28,2024-03-10,12.34,,,\n",
    );
    let lines = book.file(
        "l.csv",
        "orderID,productID,unitPrice,quantity,discount\nB-1,1,10,1,0\nB-2,1,1,1,0\nB-3,1,1,1,0\n\
         B-4,1,1,1,0\nB-6,99,1,1,0\nB-6,1,1,0,0\nB-6,1,1,1,15\nB-9,1,1,1,0\nA-1,1,10.5,3,0.15\n",
    );
    let ask = json!({
        "kind": "orders", "path": heads, "lines_path": lines, "mapping": mapping("orders"),
    });
    let error = book.ask("import.run", ask).await.unwrap_err();
    let rows = bad_rows(&error);
    let places: Vec<(&str, i64, &str)> =
        rows.iter().map(|row| (row.0.as_str(), row.1, row.2.as_str())).collect();
    let expected = [
        ("l.csv", 6, "productID"),
        ("l.csv", 7, "quantity"),
        ("l.csv", 8, "discount"),
        ("l.csv", 9, "orderID"),
        ("o.csv", 3, "customerID"),
        ("o.csv", 4, "orderDate"),
        ("o.csv", 5, "freight"),
        ("o.csv", 6, ""),
        ("o.csv", 8, "orderID"),
    ];
    assert_eq!(places, expected, "{rows:?}");
    assert!(rows[8].3.ends_with("with other lines"), "{rows:?}");
    assert_eq!(book.n_facts().await, before);
}

#[tokio::test]
async fn orders_and_lines_may_stand_in_one_file() {
    let book = Book::with_orders().await;
    let mapping = "kind = \"orders\"\ndelimiter = \";\"\ndecimal_mark = \",\"\n\
                   date_format = \"%d.%m.%Y\"\ndiscount = \"percent\"\nconfirm = false\n\
                   [columns]\nkey = \"PO\"\ncustomer = \"who\"\nordered_on = \"day\"\n\
                   [lines.columns]\nkey = \"PO\"\nproduct = \"what\"\nquantity = \"n\"\n\
                   unit_price = \"price\"\ndiscount = \"less\"\n";
    let text = "PO;who;day;what;n;price;less\nX1;AQUAE;05.02.2026;5;2;8,25;7,5\n\
                X2;OAKEN;06.02.2026;1;1;;\nX1;AQUAE;05.02.2026;1;3;9,5;\n";
    let path = book.file("flat.csv", text);
    let answer = book.import("orders", &path, mapping).await.unwrap();
    assert_eq!((counts(&answer), &answer["lines"]), ((2, 0, 0), &json!(3)));
    assert_eq!(answer["lines_off_list"], 1);
    let found = book.ask("orders.list", json!({ "search": "X1" })).await.unwrap();
    assert_eq!(found["rows"][0]["state"], "draft");
    let shown = book.ask("orders.show", json!({ "order": found["rows"][0]["order_id"] })).await;
    let line = shown.unwrap()["lines"][0].clone();
    let stated = &line["stated_price"];
    assert_eq!((&stated["micro"], &stated["discount_ppm"]), (&json!(8_250_000), &json!(75_000)));
    assert_eq!(stated["evidence"]["reference"], "flat.csv line 2");
    assert_eq!(stated["evidence"]["file_hash"], answer["file_hash"]);

    let text = text.replace("X1;AQUAE;05.02.2026;1;3", "X1;OAKEN;05.02.2026;1;3");
    let error = book.import("orders", &book.file("flat.csv", &text), mapping).await.unwrap_err();
    assert!(bad_rows(&error)[0].3.contains("line 2 of the same order says otherwise"));
}

#[tokio::test]
async fn a_new_price_renews_the_list_of_its_product_alone() {
    let book = Book::open().await;
    book.bring_in("products", &small("products.csv"), None).await;
    let mapping = "kind = \"products\"\n[columns]\ncode = \"c\"\ndescription = \"d\"\n\
                   price = \"p\"\n";
    let path = book.file("p.csv", "c,d,p\n5,Olive oil,8.25\n1,\"Sauce, hot\",11\n9,Salt,1\n");
    let answer = book.import("products", &path, mapping).await.unwrap();
    assert_eq!(counts(&answer), (1, 1, 1));
    let found = book.ask("catalog.products", json!({ "search": "Sauce" })).await.unwrap();
    let row = &found["rows"][0];
    assert_eq!(
        (&row["list_price"]["price_micro"], &row["tax_category"]),
        (&json!(11_000_000), &json!("O"))
    );
    let ask = json!({ "product_id": row["product_id"] });
    let prices = book.ask("catalog.list_prices", ask).await.unwrap();
    assert_eq!(prices.as_array().unwrap().len(), 2);
    assert_eq!(counts(&book.import("products", &path, mapping).await.unwrap()), (0, 0, 3));
}

#[tokio::test]
async fn what_left_is_numbered_by_its_day_and_leaves_once() {
    let book = Book::with_orders().await;
    let mapping = mapping("shipments");
    let answer = book.import("shipments", &small("orders.csv"), &mapping).await.unwrap();
    assert_eq!((counts(&answer), &answer["lines"]), ((4, 0, 1), &json!(9)));
    let list = book.ask("fulfilment.list", json!({})).await.unwrap();
    let mut sent: Vec<(String, String)> = list["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["number"].to_string(), row["dispatched_on"].to_string()))
        .collect();
    sent.sort();
    assert!(sent.is_sorted_by_key(|(_, day)| day.clone()), "{sent:?}");
    // Another day for an order that left whole is a mistake; a PO that nobody knows is one too.
    let text = "orderID,customerID,shippedDate,shipVia\nA-1,AQUAE,2024-03-09,\n\
                A-3,OAKEN,2024-03-09,\nA-9,AQUAE,2024-03-09,\nA-3,NORTH,2024-03-09,7\n";
    let error = book.import("shipments", &book.file("s.csv", text), &mapping).await.unwrap_err();
    let lines: Vec<(i64, String)> =
        bad_rows(&error).into_iter().map(|row| (row.1, row.2)).collect();
    let expected = [(2, ""), (3, "orderID"), (4, "orderID"), (5, "shipVia")];
    assert_eq!(lines, expected.map(|(line, column)| (line, column.to_owned())));
}

/// Brings in what left; the delivery note of the first of it.
async fn first_note(book: &Book) -> String {
    book.bring_in("shipments", &small("orders.csv"), None).await;
    let shown = book.ask("fulfilment.list", json!({})).await.unwrap();
    let rows = shown["rows"].as_array().unwrap();
    let first = rows.iter().find(|row| row["dispatched_on"] == "2024-02-29").unwrap();
    first["number"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_proof_tells_what_was_accepted_line_by_line() {
    let book = Book::with_orders().await;
    let note = first_note(&book).await;
    let mapping = "kind = \"deliveries\"\nproof = true\n[columns]\ndelivery_note = \"note\"\n\
                   received_on = \"day\"\nreference = \"paper\"\nsigned_by = \"who\"\n\
                   line = \"line\"\naccepted = \"n\"\n";
    let text = |n: &str| {
        let row = |line: i64, n: &str| format!("{note},2024-03-02,CMR 7,L. Neri,{line},{n}\n");
        format!("note,day,paper,who,line,n\n{}{}{}", row(1, n), row(2, "1"), row(3, "2"))
    };
    let short = book.file("d.csv", &text("2"));
    assert_eq!(counts(&book.import("deliveries", &short, mapping).await.unwrap()), (1, 0, 0));
    assert_eq!(counts(&book.import("deliveries", &short, mapping).await.unwrap()), (0, 0, 1));
    let shipment = book.ask("fulfilment.show", json!({ "shipment": note })).await.unwrap();
    assert_eq!(shipment["state"], "confirmed");
    // A later proof corrects an earlier one.
    let whole = book.file("d.csv", &text("3"));
    assert_eq!(counts(&book.import("deliveries", &whole, mapping).await.unwrap()), (1, 0, 0));
    let missing = book
        .file("d.csv", &text("3").replace(&format!("{note},2024-03-02,CMR 7,L. Neri,3,2\n"), ""));
    let error = book.import("deliveries", &missing, mapping).await.unwrap_err();
    assert!(bad_rows(&error)[0].3.contains("says nothing about line 3"), "{}", error.message);
}

#[tokio::test]
async fn a_proof_brings_the_goods_receipt_number_which_may_come_later_and_stays() {
    let book = Book::with_orders().await;
    let note = first_note(&book).await;
    let mapping = "kind = \"deliveries\"\nproof = true\n[columns]\ndelivery_note = \"note\"\n\
                   received_on = \"day\"\nreference = \"paper\"\n";
    let with = format!("{mapping}goods_receipt = \"grn\"\n");
    let file = |grn: &str| {
        book.file("d.csv", &format!("note,day,paper,grn\n{note},2024-03-02,CMR 7,{grn}\n"))
    };
    let receipt = async || {
        let shown = book.ask("fulfilment.show", json!({ "shipment": note })).await.unwrap();
        shown["proof"]["goods_receipt"].clone()
    };
    let import = async |grn: &str, mapping: &str| {
        counts(&book.import("deliveries", &file(grn), mapping).await.unwrap())
    };
    assert_eq!(import("", &with).await, (1, 0, 0));
    assert_eq!(receipt().await, Value::Null);
    assert_eq!(import("GR 4711", &with).await, (1, 0, 0));
    assert_eq!(receipt().await, "GR 4711");
    for (grn, mapping) in [("GR 4711", with.as_str()), ("", &with), ("", mapping)] {
        assert_eq!(import(grn, mapping).await, (0, 0, 1), "the same again changes nothing");
        assert_eq!(receipt().await, "GR 4711");
    }
    let error = book.import("deliveries", &file("1"), &with.replace("proof = true", "")).await;
    let said = error.unwrap_err().message;
    assert!(said.contains("\"goods_receipt\" and \"accepted\" belong to a proof"), "{said}");
}

#[tokio::test]
async fn a_mapping_that_does_not_fit_is_told_in_a_sentence() {
    let book = Book::open().await;
    let path = book.file("c.csv", "code,title\nA,Ada\n");
    let error = book.import("customers", &path, CUSTOMERS).await.unwrap_err();
    assert_eq!(error.code, "import_mapping_wrong");
    let said = "the mapping is not right: c.csv has no column \"name\"; it has code, title";
    assert_eq!(error.message, said);
    let gone = book.folder.path().join("gone.csv");
    let error = book.import("customers", &gone, CUSTOMERS).await.unwrap_err();
    assert_eq!(error.code, "import_file_unreadable");
    let error = book.import("products", &path, CUSTOMERS).await.unwrap_err();
    assert!(error.message.contains("it is for customers, not for products"));
}

//! A firm of many orders, made by the commands that everybody uses, and a copy of it to work on.
//!
//! The world stands still but for a clock that goes on with every request, so that the same
//! commands write the same rows in two copies of the same firm.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use chrono::{DateTime, NaiveDate, Utc};
use dovuto_app::house::House;
use dovuto_rpc::envelope::{Request, Response};
use dovuto_rpc::session::{Session, World};
use dovuto_store::form::FORM;
use serde_json::{Value, json};
use tempfile::TempDir;
use uuid::Uuid;

const FIRM: &str = "banco-srl";
pub const LINES: u64 = 10;
const CUSTOMERS: u64 = 500;
const PRODUCTS: u64 = 1_000;
/// Orders that are brought in together.
const BATCH: u64 = 500;
/// Morning of the first day, a Monday in 2025, in milliseconds.
const FIRST_MORNING: i64 = 1_746_432_000_000;
const DAY: i64 = 86_400_000;
/// Morning of the day on which is measured.
const MEASURED: i64 = FIRST_MORNING + 250 * DAY;

static NOW: AtomicI64 = AtomicI64::new(FIRST_MORNING);
static MINTED: AtomicU64 = AtomicU64::new(1);

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp_millis(NOW.fetch_add(7, Ordering::Relaxed)).unwrap()
}

fn today() -> NaiveDate {
    DateTime::from_timestamp_millis(NOW.load(Ordering::Relaxed)).unwrap().date_naive()
}

fn chance() -> [u8; 32] {
    let mut seed = [7; 32];
    seed[..8].copy_from_slice(&MINTED.fetch_add(1, Ordering::Relaxed).to_be_bytes());
    seed
}

fn set_world(now: i64, minted: u64) {
    NOW.store(now, Ordering::Relaxed);
    MINTED.store(minted, Ordering::Relaxed);
}

/// A firm that is open.
pub struct Book {
    pub session: Session,
    folder: PathBuf,
    /// Gone with the book, where it is a copy.
    _copy: Option<TempDir>,
    customers: Vec<String>,
    products: Vec<String>,
}

/// The folder of the firm of so many orders, built where it is not there yet.
pub async fn built(folder: &Path, orders: u64) -> PathBuf {
    let place = folder.join(format!("form-{FORM}-orders-{orders}"));
    if !place.exists() {
        eprintln!("building a firm of {orders} orders in {}", place.display());
        let unfinished = place.with_extension("unfinished");
        let _ = fs::remove_dir_all(&unfinished);
        let book = Book::found(&unfinished).await;
        book.build(orders).await;
        book.session.stand_up().await;
        fs::rename(&unfinished, &place).unwrap();
    }
    place
}

impl Book {
    fn session(folder: &Path) -> Session {
        let world = World { now, today, chance, locale: None };
        Session::new(House { data_dir: folder.to_owned() }, world)
    }

    /// A copy of a firm, on the day of measuring.
    pub async fn copy_of(place: &Path) -> Self {
        let copy = tempfile::tempdir_in(place.parent().unwrap()).unwrap();
        copy_folder(place, copy.path());
        Self::open(copy.path().to_owned(), Some(copy)).await
    }

    async fn open(folder: PathBuf, copy: Option<TempDir>) -> Self {
        set_world(MEASURED, 1 << 40);
        let mut book = Self {
            session: Self::session(&folder),
            folder,
            _copy: copy,
            customers: Vec::new(),
            products: Vec::new(),
        };
        book.know_everybody().await;
        book
    }

    async fn know_everybody(&mut self) {
        let ids = |rows: &Value, name: &str| -> Vec<String> {
            let rows = rows["rows"].as_array().unwrap();
            rows.iter().map(|row| row[name].as_str().unwrap().to_owned()).collect()
        };
        let customers = self.ask("parties.customers", json!({ "limit": CUSTOMERS })).await;
        let products = self.ask("catalog.products", json!({ "limit": PRODUCTS })).await;
        self.customers = ids(&customers, "customer_id");
        self.products = ids(&products, "product_id");
    }

    pub fn file(&self) -> PathBuf {
        self.folder.join("firms").join(format!("{FIRM}.db"))
    }

    /// Closes the file, lets something happen to it, and opens it again in the same world.
    pub async fn reopen_after(&self, between: impl FnOnce(&Path)) {
        self.session.stand_up().await;
        between(&self.file());
        set_world(MEASURED, 1 << 40);
        self.session.desk().await.unwrap();
    }

    pub async fn ask(&self, command: &str, payload: Value) -> Value {
        self.call(command, payload).await.read().unwrap()
    }

    /// The answer as the window gets it: written, and not read.
    pub async fn call(&self, command: &str, payload: Value) -> Response {
        let id = Uuid::from_u128(u128::from(MINTED.fetch_add(1, Ordering::Relaxed)) << 32 | 7);
        let request = Request {
            id: id.to_string(),
            command: command.to_owned(),
            actor: (!command.starts_with("house.")).then(|| "dora".to_owned()),
            payload,
        };
        let response = self.session.call(request).await;
        assert!(response.error.is_none(), "{command}: {:?}", response.error);
        response
    }

    async fn found(folder: &Path) -> Self {
        fs::create_dir_all(folder).unwrap();
        set_world(FIRST_MORNING - DAY, 1);
        let mut book = Self {
            session: Self::session(folder),
            folder: folder.to_owned(),
            _copy: None,
            customers: Vec::new(),
            products: Vec::new(),
        };
        let founding = json!({
            "firm": {
                "identity": { "name": "Banco Srl", "tax_id": "IT12345678903", "country": "IT" },
                "currency": "EUR", "tax_regime": "RF01",
            },
            "member": { "code": "dora", "name": "Dora Sala" },
            "policy": "known customers at list prices",
        });
        book.ask("house.create", founding).await;

        let mut customers = "code,name,country,city,street,basis\n".to_owned();
        for n in 1..=CUSTOMERS {
            writeln!(customers, "C{n:04},{} {n:04} Srl,IT,Lecco,Via {n},dispatch", name(n))
                .unwrap();
        }
        book.import("customers", "code name country city street basis", &customers).await;
        let mut products = "code,description,price,price_from,cost\n".to_owned();
        for n in 1..=PRODUCTS {
            let (euro, cents) = (3 + n % 90, n % 100);
            writeln!(products, "P{n:05},Part {n},{euro}.{cents:02},2025-01-01,1.20").unwrap();
        }
        book.import("products", "code description price price_from cost", &products).await;
        book.know_everybody().await;
        book
    }

    /// Imports a text through a mapping whose headings are the fields' own names.
    pub async fn import(&self, kind: &str, columns: &str, text: &str) -> Value {
        let file = self.folder.join("import.csv");
        fs::write(&file, text).unwrap();
        let mapping = mapping(kind, columns);
        self.ask("import.run", json!({ "kind": kind, "path": file, "mapping": mapping })).await
    }

    /// Brings in orders of ten lines, confirmed; gives what an import of them said. Their POs go
    /// from `first` on.
    pub async fn import_orders(&self, first: u64, n: u64) -> Value {
        let file = self.folder.join("import.csv");
        fs::write(&file, orders_csv(first, n)).unwrap();
        let ask = json!({ "kind": "orders", "path": file, "mapping": ORDERS });
        self.ask("import.run", ask).await
    }

    /// Brings in `n` more orders that have left and are not billed.
    pub async fn bring_shipped(&self, first: u64, n: u64) {
        for at in (first..first + n).step_by(usize::try_from(BATCH).unwrap()) {
            let n = BATCH.min(first + n - at);
            self.import_orders(at, n).await;
            self.ship_all(&(at..at + n).collect::<Vec<_>>()).await;
        }
    }

    /// Brings in all orders of a new firm, a batch a day. All but the last twentieth are shipped,
    /// billed, paid and closed. Of those, in tens, one is only confirmed, five have left and four
    /// are billed; nearly all of them are in somebody's hands.
    async fn build(&self, orders: u64) {
        let open_from = orders - orders / 20;
        for at in (0..orders).step_by(usize::try_from(BATCH).unwrap()) {
            let day = i64::try_from(at.min(open_from) / BATCH).unwrap();
            set_world(FIRST_MORNING + day * DAY, MINTED.load(Ordering::Relaxed));
            let n = BATCH.min(orders - at);
            self.import_orders(at, n).await;
            let (closed, open): (Vec<u64>, Vec<u64>) =
                (at..at + n).partition(|&order| order < open_from);
            let leaving = open.iter().filter(|&&order| order % 10 > 0);
            self.ship_all(&closed.iter().chain(leaving).copied().collect::<Vec<_>>()).await;

            let ids = self.order_ids(at, n);
            let id = |order: &u64| ids[usize::try_from(order - at).unwrap()].clone();
            let billed = open.iter().filter(|&&order| order % 10 > 5);
            let billed: Vec<String> = closed.iter().chain(billed).map(id).collect();
            let closed = closed.iter().map(|order| (id(order), order % CUSTOMERS)).collect();
            self.bill(&billed, &closed).await;
            for order in open.iter().filter(|&&order| order % 20 != 3) {
                self.ask("attendance.take", json!({ "order_id": id(order) })).await;
            }
            if (at + n).is_multiple_of(10_000) {
                eprintln!("  {} orders", at + n);
            }
        }
    }

    async fn ship_all(&self, orders: &[u64]) {
        let mut text = "order,dispatched_on\n".to_owned();
        for order in orders {
            writeln!(text, "{},{}", po(*order), today()).unwrap();
        }
        self.import("shipments", "order dispatched_on", &text).await;
    }

    fn order_ids(&self, first: u64, n: u64) -> Vec<String> {
        let db = rusqlite::Connection::open(self.file()).unwrap();
        let mut found =
            db.prepare("select lower(hex(order_id)) from orders where customer_po = ?1").unwrap();
        (first..first + n)
            .map(|order| found.query_row([po(order)], |row| row.get(0)).unwrap())
            .collect()
    }

    /// Bills orders; those of `closed`, each with its payer's number, are paid and closed too.
    async fn bill(&self, billed: &[String], closed: &HashMap<String, u64>) {
        if billed.is_empty() {
            return;
        }
        let done = self.ask("billing.run", json!({ "order_ids": billed })).await;
        let posted = done["posted"].as_array().unwrap();
        assert_eq!(posted.len(), billed.len(), "{}", done["refused"]);
        let mut owed: BTreeMap<u64, (Vec<&Value>, i64)> = BTreeMap::new();
        for invoice in posted {
            if let Some(&payer) = closed.get(invoice["order_id"].as_str().unwrap()) {
                let (invoices, amount) = owed.entry(payer).or_default();
                invoices.push(&invoice["invoice_id"]);
                *amount += invoice["gross_minor"].as_i64().unwrap();
            }
        }
        for (invoices, amount) in owed.into_values() {
            let ask = json!({ "invoice_ids": invoices, "amount_minor": amount });
            self.ask("billing.pay", ask).await;
        }
        for invoice in posted {
            let order = invoice["order_id"].as_str().unwrap();
            if closed.contains_key(order) {
                self.ask("orders.close", json!({ "order_id": order })).await;
            }
        }
    }

    /// What a clerk enters: an order of ten lines.
    pub fn entry(&self, n: u64) -> Value {
        self.entry_of(n, LINES)
    }

    /// The same of so many lines.
    pub fn entry_of(&self, n: u64, n_lines: u64) -> Value {
        let at = |all: &[String], n: u64| all[usize::try_from(n).unwrap() % all.len()].clone();
        let line = |line: u64| {
            json!({
                "product_id": at(&self.products, n * 7 + line * 13),
                "quantity": (1 + (n + line) % 9) * 1_000_000,
            })
        };
        json!({
            "customer_id": at(&self.customers, n),
            "references": { "customer_po": format!("M{n:06}") },
            "lines": (0..n_lines).map(line).collect::<Vec<_>>(),
        })
    }

    pub fn customer(&self, n: usize) -> &str {
        &self.customers[n]
    }
}

const ORDERS: &str = r#"
kind = "orders"
[columns]
key = "key"
customer = "customer"
ordered_on = "ordered_on"
[lines.columns]
key = "key"
product = "product"
quantity = "quantity"
"#;

fn mapping(kind: &str, columns: &str) -> String {
    let mut text = format!("kind = \"{kind}\"\n[columns]\n");
    for column in columns.split(' ') {
        writeln!(text, "{column} = \"{column}\"").unwrap();
    }
    text
}

fn orders_csv(first: u64, n: u64) -> String {
    let mut text = "key,customer,ordered_on,product,quantity\n".to_owned();
    let today = today();
    for order in first..first + n {
        let (key, customer) = (po(order), 1 + order % CUSTOMERS);
        for line in 0..LINES {
            let product = 1 + (order * 7 + line * 13) % PRODUCTS;
            let quantity = 1 + (order + line) % 9;
            writeln!(text, "{key},C{customer:04},{today},P{product:05},{quantity}").unwrap();
        }
    }
    text
}

fn po(order: u64) -> String {
    format!("K{order:06}")
}

/// Names that begin in some hundred ways.
fn name(n: u64) -> String {
    let first = ["Al", "Be", "Ca", "De", "Fa", "Ga", "Lo", "Ma", "Ne", "Pi"];
    let second =
        ["bero", "dani", "lotti", "mori", "netti", "rossi", "sala", "tini", "vani", "zoli"];
    let at = |all: &[&str], n: u64| all[usize::try_from(n % 10).unwrap()].to_owned();
    at(&first, n) + &at(&second, n / 10)
}

fn copy_folder(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir_all(&target).unwrap();
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), &target).unwrap();
        }
    }
}

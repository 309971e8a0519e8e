//! The figures, in parts that each have a process of their own.

use std::path::Path;

use serde_json::{Value, json};

use crate::book::{self, Book};
use crate::limit::{Plain, catch, caught, caught_so_far};
use crate::meter::{Meter, Spent, median, peak_memory};
use crate::papers;
use crate::print::{Figure, Measured};

/// Orders that are timed one by one.
const SINGLY: u64 = 1_000;
/// Invoices of a billing run.
const RUN: u64 = 10_000;
/// Orders of the import that is timed.
const IMPORTED: u64 = 10_000;
/// Of a run or an import, how many orders' rows SQLite puts by itself.
const CAUGHT: u64 = 1_000;
/// How often a reading call is made.
const CALLS: usize = 21;
/// POs of what is brought in only to be measured.
pub const LATER: u64 = 500_000;

/// Which figures somebody wants; all where none is named.
pub struct Wanted {
    pub only: Vec<String>,
}

impl Wanted {
    pub fn any(&self, names: &[&str]) -> bool {
        self.only.is_empty() || self.only.iter().any(|only| names.contains(&only.as_str()))
    }
}

pub async fn part(part: &str, folder: &Path, orders: u64, wanted: &Wanted) -> Vec<Figure> {
    let place = book::built(folder, orders).await;
    let mut sheet = Sheet { place: &place, orders, wanted, lines: Vec::new() };
    match part {
        "steps" => sheet.steps().await,
        "bulk" => sheet.bulk().await,
        "reads" => sheet.reads().await,
        "verify" => sheet.verify().await,
        "papers" => papers::papers(&mut sheet).await,
        other => panic!("there is no part {other}"),
    }
    sheet.lines
}

pub struct Sheet<'a> {
    pub place: &'a Path,
    orders: u64,
    pub wanted: &'a Wanted,
    lines: Vec<Figure>,
}

const STEPS: [(&str, &str); 4] = [
    ("enter", "orders.save"),
    ("confirm", "orders.confirm"),
    ("ship", "fulfilment.ship"),
    ("post", "billing.post"),
];

impl Sheet<'_> {
    pub fn note(&mut self, name: &'static str, spent: Spent, limit: Option<Spent>) {
        self.push(name, Measured::Time { spent, limit });
    }

    fn push(&mut self, name: &'static str, value: Measured) {
        self.lines.push(Figure { name, orders: self.orders, value });
    }

    pub fn note_memory(&mut self, name: &'static str) {
        if let Some(bytes) = peak_memory() {
            self.push(name, Measured::Amount(bytes / 1_000_000));
        }
    }

    /// A thousand orders, one by one, through the four steps.
    async fn steps(&mut self) {
        if !self.wanted.any(&STEPS.map(|(name, _)| name)) {
            return;
        }
        let mut spent = Vec::new();
        let book = Book::copy_of(self.place).await;
        let mut orders = Vec::new();
        for (name, command) in STEPS {
            spent.push(step(&book, name, command, &mut orders, |_| ()).await);
        }
        self.note_memory("rss_mb_steps");
        drop(book);

        // The same once more, to catch the rows.
        let book = Book::copy_of(self.place).await;
        book.reopen_after(catch).await;
        let file = book.file();
        let count = rusqlite::Connection::open(&file).unwrap();
        let mut ends = Vec::new();
        let mut orders = Vec::new();
        for (name, command) in STEPS {
            let mut of_step = Vec::new();
            let begin = caught_so_far(&count);
            step(&book, name, command, &mut orders, |_| of_step.push(caught_so_far(&count))).await;
            ends.push((begin, of_step));
        }
        drop(count);
        book.session.stand_up().await;
        let plain = Book::copy_of(self.place).await;
        plain.session.stand_up().await;
        let mut limit = Plain::open(&plain.file());
        for (((name, _), spent), (begin, ends)) in STEPS.iter().zip(spent).zip(ends) {
            let took = limit.put(&caught(&file, begin, &ends));
            self.note(name, spent.per(SINGLY), Some(took.per(SINGLY)));
        }
    }

    /// Many at once: a run of invoices, an import, a backup.
    async fn bulk(&mut self) {
        if self.wanted.any(&["billing_run"]) {
            self.billing_run().await;
        }
        if self.wanted.any(&["import_orders"]) {
            self.import_orders().await;
        }
        if self.wanted.any(&["backup"]) {
            self.backup().await;
        }
        self.note_memory("rss_mb_bulk");
    }

    async fn billing_run(&mut self) {
        let book = Book::copy_of(self.place).await;
        book.bring_shipped(LATER, RUN).await;
        let meter = Meter::start();
        let done = book.ask("billing.run", json!({})).await;
        let spent = meter.read();
        let posted = done["posted"].as_array().unwrap().len();
        assert!(RUN <= u64::try_from(posted).unwrap(), "{}", done["refused"]);
        drop(book);

        let book = Book::copy_of(self.place).await;
        book.ask("billing.run", json!({})).await;
        book.bring_shipped(LATER, CAUGHT).await;
        let plain = tempfile::NamedTempFile::new_in(self.place.parent().unwrap()).unwrap();
        book.reopen_after(|file| {
            std::fs::copy(file, plain.path()).unwrap();
            catch(file);
        })
        .await;
        let file = book.file();
        book.ask("billing.run", json!({})).await;
        book.session.stand_up().await;
        let mut limit = Plain::open(plain.path());
        let ends = ends_of_run(&file);
        let took = limit.put(&caught(&file, 0, &ends));
        let n = u64::try_from(posted).unwrap();
        self.note("billing_run", spent.per(n), Some(took.per(CAUGHT)));
    }

    async fn import_orders(&mut self) {
        let book = Book::copy_of(self.place).await;
        let meter = Meter::start();
        let done = book.import_orders(LATER, IMPORTED).await;
        let spent = meter.read();
        assert_eq!(done["inserted"], IMPORTED);
        drop(book);

        let book = Book::copy_of(self.place).await;
        book.reopen_after(catch).await;
        book.import_orders(LATER, CAUGHT).await;
        let file = book.file();
        let end = caught_so_far(&rusqlite::Connection::open(&file).unwrap());
        book.session.stand_up().await;
        let plain = Book::copy_of(self.place).await;
        plain.session.stand_up().await;
        let took = Plain::open(&plain.file()).put(&caught(&file, 0, &[end]));
        self.note("import_orders", spent.per(IMPORTED), Some(took.per(CAUGHT)));
    }

    async fn backup(&mut self) {
        let book = Book::copy_of(self.place).await;
        let folder = tempfile::tempdir_in(self.place.parent().unwrap()).unwrap();
        let meter = Meter::start();
        book.ask("house.backup", json!({ "to": folder.path().join("copy.db") })).await;
        let spent = meter.read();
        book.session.stand_up().await;
        let took = Plain::open(&book.file()).copy_to(&folder.path().join("plain.db"));
        self.note("backup", spent, Some(took));
    }

    /// What the pages ask, and how long the first one takes to come.
    async fn reads(&mut self) {
        let book = Book::copy_of(self.place).await;
        if self.wanted.any(&["open_store"]) {
            let mut all = Vec::new();
            for _ in 0..CALLS {
                book.session.stand_up().await;
                let meter = Meter::start();
                book.session.desk().await.unwrap();
                all.push(meter.read());
            }
            self.note("open_store", median(all), None);
        }
        for (name, command, payload) in questions(&book) {
            if !self.wanted.any(&[name]) {
                continue;
            }
            let mut all = Vec::new();
            for _ in 0..CALLS {
                let payload = payload.clone();
                let meter = Meter::start();
                let response = book.call(command, payload).await;
                all.push(meter.read());
                assert!(response.answer.is_some());
            }
            self.note(name, median(all), None);
        }
        if self.wanted.any(&["file_bytes_per_order"]) {
            let bytes = std::fs::metadata(book.file()).unwrap().len();
            self.push("file_bytes_per_order", Measured::Amount(bytes / self.orders));
        }
        self.note_memory("rss_mb");
    }

    async fn verify(&mut self) {
        if !self.wanted.any(&["verify"]) {
            return;
        }
        let book = Book::copy_of(self.place).await;
        let meter = Meter::start();
        let report = book.ask("ledger.verify", json!({})).await;
        let spent = meter.read();
        assert_eq!(report["findings"], json!([]));
        self.note("verify", spent, None);
        self.note_memory("rss_mb_verify");
    }
}

/// Does one step to each of a thousand orders; `done` is told of each.
async fn step(
    book: &Book,
    name: &str,
    command: &str,
    orders: &mut Vec<String>,
    mut done: impl FnMut(u64),
) -> Spent {
    let payload = |n: u64, orders: &[String]| match name {
        "enter" => book.entry(n),
        _ => json!({ "order_id": orders[usize::try_from(n).unwrap()] }),
    };
    let payloads: Vec<Value> = (0..SINGLY).map(|n| payload(n, orders)).collect();
    let mut answers = Vec::new();
    let meter = Meter::start();
    for (n, payload) in (0..).zip(payloads) {
        answers.push(book.call(command, payload).await);
        done(n);
    }
    let spent = meter.read();
    if name == "enter" {
        let id = |answer: Value| answer["order_id"].as_str().unwrap().to_owned();
        orders.extend(answers.into_iter().map(|response| id(response.read().unwrap())));
    }
    spent
}

/// Where the transactions of a run of invoices end: ten invoices each.
fn ends_of_run(file: &Path) -> Vec<i64> {
    let db = rusqlite::Connection::open(file).unwrap();
    let mut firsts =
        db.prepare("select n from caught where t = 'ledger' and op = 'i' order by n").unwrap();
    let firsts: Vec<i64> =
        firsts.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let mut ends: Vec<i64> = firsts.iter().skip(10).step_by(10).map(|first| first - 1).collect();
    ends.push(caught_so_far(&db));
    ends
}

fn questions(book: &Book) -> Vec<(&'static str, &'static str, Value)> {
    let newest = json!({ "limit": 100, "state": "confirmed" });
    vec![
        ("order_by_id", "orders.show", json!({ "order": "OA25-00321" })),
        ("orders_page", "orders.list", newest),
        ("billable_all", "billing.propose", json!({})),
        ("billable_customer", "billing.propose", json!({ "bill_to": book.customer(17) })),
        ("unattended", "attendance.unattended", json!({})),
        ("search_prefix", "orders.list", json!({ "search": "Caro", "limit": 100 })),
    ]
}

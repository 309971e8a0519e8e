//! The firm that is cut off: orders in every state, requests drawn by chance, and what must hold.

use std::path::{Path, PathBuf};

use dovuto_domain::kernel::id::{CustomerId, ProductId};
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection as _, SqliteConnection};
use tempfile::TempDir;
use uuid::Uuid;

use super::driver::Program;
use crate::harness::{Office, order};
use crate::verify::chance::Chance;

/// One request, as it is sent and sent again.
#[derive(Debug)]
pub struct Asked {
    pub id: String,
    pub command: &'static str,
    pub payload: Value,
}

impl Asked {
    pub fn envelope(&self) -> Value {
        json!({ "id": self.id, "command": self.command, "payload": self.payload })
    }
}

/// Whether a file is a whole firm of today's form.
pub async fn whole(path: &Path) -> bool {
    dovuto_store::verify::verify_file(path, None)
        .await
        .is_ok_and(|report| report.findings.is_empty() && report.facts > 0)
}

/// A firm in a folder that nobody has open.
pub struct Firm {
    folder: TempDir,
    path: PathBuf,
    customers: [CustomerId; 2],
    product: ProductId,
    n_ids: u128,
}

impl Firm {
    pub async fn open() -> Self {
        let office = Office::open().await;
        let product = office.product("RID", 1_000).await;
        let customers = [office.customer("ROSSI", "IT").await, office.on_dispatch("NERI").await];
        for n in 0..12 {
            let order_id = office.confirmed(order(customers[n % 2], &[(product, 2)])).await;
            if n < 6 {
                office.ship(order_id).await.unwrap();
            }
        }
        let path = office.founded.path.clone().into();
        Self { folder: office.closed().await, path, customers, product, n_ids: 0 }
    }

    pub fn folder(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    async fn raw(&self) -> SqliteConnection {
        SqliteConnection::connect(&format!("sqlite://{}", self.path.display())).await.unwrap()
    }

    pub async fn figure(&self, sql: &str) -> i64 {
        let mut db = self.raw().await;
        let text = AssertSqlSafe(sql.to_owned());
        let figure = sqlx::query_scalar(text).fetch_one(&mut db).await;
        db.close().await.unwrap();
        figure.unwrap_or_else(|error| panic!("{sql}: {error}"))
    }

    async fn ids(&self, sql: &str) -> Vec<String> {
        let mut db = self.raw().await;
        let text = AssertSqlSafe(format!("select lower(hex(id)) from ({sql}) order by 1 limit 4"));
        let ids = sqlx::query_scalar(text).fetch_all(&mut db).await.unwrap();
        db.close().await.unwrap();
        ids
    }

    pub async fn set_form(&self, form: i64) {
        let mut db = self.raw().await;
        let text = AssertSqlSafe(format!("pragma user_version = {form}"));
        sqlx::query(text).execute(&mut db).await.unwrap();
        db.close().await.unwrap();
    }

    fn ask(&mut self, command: &'static str, payload: Value) -> Asked {
        self.n_ids += 1;
        let id = Uuid::from_u128((7 << 96) | self.n_ids).to_string();
        Asked { id, command, payload }
    }

    /// Requests for what the firm has to do now, in an order drawn by chance.
    pub async fn requests(&mut self, chance: &mut Chance) -> Vec<Asked> {
        let drafts = self.ids("select order_id as id from orders where state = 'draft'").await;
        let open = self
            .ids(
                "select order_id as id from orders o where state = 'confirmed' and not exists
                  (select 1 from shipment_lines l where l.order_id = o.order_id)",
            )
            .await;
        let issued =
            self.ids("select shipment_id as id from shipments where state = 'issued'").await;
        let due = self.ids("select distinct order_id as id from billing_work").await;
        let mut all = Vec::new();
        for n in 0..3 {
            let units = 1 + i64::try_from(chance.below(5)).unwrap();
            let form = order(self.customers[n % 2], &[(self.product, units)]);
            all.push(self.ask("orders.save", json!(form)));
        }
        for id in drafts {
            all.push(self.ask("orders.confirm", json!({ "order_id": id })));
        }
        for id in open {
            all.push(self.ask("fulfilment.ship", json!({ "order_id": id })));
        }
        for id in issued {
            let payload = json!({ "shipment_id": id, "reference": "signed", "lines": [] });
            all.push(self.ask("fulfilment.prove", payload));
        }
        for id in due {
            all.push(self.ask("billing.post", json!({ "order_id": id })));
        }
        all.push(self.ask("billing.run", json!({})));
        all.push(self.import());
        let to = self.folder.path().join(format!("copy-{}.db", self.n_ids));
        all.push(self.ask("house.backup", json!({ "to": to })));
        for i in (1..all.len()).rev() {
            all.swap(i, chance.below(i + 1));
        }
        all
    }

    fn import(&mut self) -> Asked {
        let acceptance = Path::new(env!("CARGO_MANIFEST_DIR")).join("acceptance");
        let mapping = std::fs::read_to_string(acceptance.join("northwind/customers.toml"));
        let payload = json!({
            "kind": "customers",
            "path": acceptance.join("small/customers.csv"),
            "mapping": mapping.expect("the mapping is there"),
        });
        self.ask("import.run", payload)
    }

    /// A number that was answered stands in the tables.
    pub async fn holds_number(&self, answer: &Value) {
        let answer = &answer["answer"];
        let documents = answer["documents"].as_array().into_iter().flatten();
        for number in documents.chain([answer]).filter_map(|of| of["number"].as_str()) {
            self.holds_one(number).await;
        }
    }

    async fn holds_one(&self, number: &str) {
        let table = match number.chars().next() {
            Some('O') => "orders",
            Some('D') => "shipments",
            Some('F' | 'T') => "invoices",
            Some('N') => "credit_notes",
            other => panic!("a number of {other:?}"),
        };
        let found = format!("select count(*) from {table} where number = '{number}'");
        assert_eq!(self.figure(&found).await, 1, "{number} was given");
    }

    /// No series has a gap, and every document has all its lines.
    pub async fn is_whole(&self) {
        for table in ["orders", "shipments", "invoices", "credit_notes"] {
            let gaps = format!(
                "select count(*)
                   from (select 1
                           from {table}
                          where number is not null
                          group by stream_id, year, substr(number, 1, 1)
                         having count(*) <> max(counter) or min(counter) <> 1)"
            );
            assert_eq!(self.figure(&gaps).await, 0, "{table} have a gap");
        }
        let halves = "select count(*)
                        from invoices i
                       where n_lines <> (select count(*)
                                           from invoice_lines l
                                          where l.invoice_id = i.invoice_id)";
        assert_eq!(self.figure(halves).await, 0, "an invoice lacks lines");
        let bare = "select count(*) from shipments s where not exists
                    (select 1 from shipment_lines l where l.shipment_id = s.shipment_id)";
        assert_eq!(self.figure(bare).await, 0, "a shipment has no line");
        let twice = "select count(*) from (select 1 from invoice_lines
                     group by shipment_id, shipment_n having sum(quantity) >
                     (select quantity from shipment_lines l
                       where l.shipment_id = invoice_lines.shipment_id
                         and l.shipment_n = invoice_lines.shipment_n))";
        assert_eq!(self.figure(twice).await, 0, "something was billed twice");
    }

    /// The program itself finds nothing.
    pub fn is_verified(&self) {
        let mut program = Program::start(self.folder.path());
        program.send(&json!({ "id": "", "command": "ledger.verify", "payload": {} }));
        let report = program.hear().expect("the program lives");
        assert_eq!(report["answer"]["findings"], json!([]), "{report}");
        program.end();
    }
}

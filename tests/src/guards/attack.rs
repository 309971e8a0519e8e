//! What an attack is, how its statements are forged, and how it is carried out.

use std::collections::BTreeMap;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Row as _, SqliteConnection};

use super::world::World;

/// Statements that break one promise and nothing else: the trigger named is all that refuses them.
pub struct Attack {
    pub trigger: &'static str,
    pub code: &'static str,
    /// What makes room for the attack; nobody refuses it.
    pub before: String,
    pub act: String,
    /// Made with `ignore_check_constraints`, as another program may.
    pub unchecked: bool,
}

pub fn attack(trigger: &'static str, code: &'static str, act: impl Into<String>) -> Attack {
    Attack { trigger, code, before: String::new(), act: act.into(), unchecked: false }
}

impl Attack {
    pub fn after(self, before: impl Into<String>) -> Self {
        Self { before: before.into(), ..self }
    }

    pub fn unchecked(self) -> Self {
        Self { unchecked: true, ..self }
    }
}

/// Writes rows as someone would who knows the tables.
pub struct Forge {
    pub columns: BTreeMap<String, Vec<String>>,
    /// The columns of each table that tell its rows apart.
    pub keys: BTreeMap<String, Vec<String>>,
    /// The station that has done everything, and another one, as SQL writes them.
    pub stream: String,
    pub other: String,
}

/// An identity as SQL writes it.
pub fn blob(id: u128) -> String {
    format!("x'{id:032x}'")
}

/// The day on which forged facts lay money.
pub const LAID_ON: &str = "'2026-03-05'";

/// A body that says what is laid on an invoice, as SQL makes it.
pub fn laid(invoice: u128, amount: &str) -> String {
    format!(
        "json_object('on', {LAID_ON}, 'allocations', json_array(json_object( \
         'invoice_id', '{invoice:032x}', 'amount_minor', {amount})))"
    )
}

/// The hash of a forged fact.
pub fn hash(n: u8) -> String {
    format!("x'{}'", format!("{n:02x}").repeat(32))
}

impl Forge {
    pub async fn new(world: &World, db: &mut SqliteConnection) -> Self {
        let mut columns: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut keys = columns.clone();
        let rows = sqlx::query(
            "select m.name as table_name, c.name as column_name, c.pk > 0 as is_key
               from sqlite_master m
               join pragma_table_info(m.name) c
              where m.type = 'table'
                and m.name not like 'sqlite_%'
              order by m.name, c.cid",
        )
        .fetch_all(db)
        .await
        .expect("the tables are listed");
        for row in rows {
            let (table, column): (String, String) = (row.get("table_name"), row.get("column_name"));
            if row.get("is_key") {
                keys.entry(table.clone()).or_default().push(column.clone());
            }
            columns.entry(table).or_default().push(column);
        }
        let [stream, other] = [world.stream, world.other].map(|id| format!("x'{id}'"));
        Self { columns, keys, stream, other }
    }

    /// A copy of the rows of `table` that are `like`, with some columns changed.
    pub fn copy(&self, verb: &str, table: &str, like: &str, changes: &[(&str, &str)]) -> String {
        let columns = &self.columns[table];
        for (changed, _) in changes {
            assert!(columns.iter().any(|c| c == changed), "{table} has no column {changed}");
        }
        let mut values: Vec<&str> = columns.iter().map(String::as_str).collect();
        for value in &mut values {
            if let Some((_, changed)) = changes.iter().find(|(column, _)| column == value) {
                *value = changed;
            }
        }
        let (names, values) = (columns.join(", "), values.join(", "));
        format!("{verb} into {table} ({names}) select {values} from {table} where {like};")
    }

    /// A fact that nobody recorded, chained to the stream of the station that does everything.
    pub fn fact(&self, kind: &str, subject: u128, n: u8) -> String {
        self.fact_of(&self.stream, kind, subject, n)
    }

    /// The same, with a body of its own.
    pub fn fact_saying(&self, kind: &str, subject: u128, n: u8, body: &str) -> String {
        self.chained(&self.stream, kind, subject, n, body)
    }

    pub fn fact_of(&self, stream: &str, kind: &str, subject: u128, n: u8) -> String {
        self.chained(stream, kind, subject, n, "body")
    }

    fn chained(&self, stream: &str, kind: &str, subject: u128, n: u8, body: &str) -> String {
        let last = format!(
            "stream_id = {stream} \
             and seq = (select max(seq) from ledger where stream_id = {stream})"
        );
        let (kind, subject, hash) = (format!("'{kind}'"), blob(subject), hash(n));
        let changes = [
            ("seq", "seq + 1"),
            ("prev_hash", "hash"),
            ("hash", &hash),
            ("kind", &kind),
            ("subject_id", &subject),
            ("body", body),
        ];
        self.copy("insert", "ledger", &last, &changes)
    }

    /// The n-th proof of a shipment, with what was accepted of each line.
    pub fn proof(&self, shipment: u128, proof_n: i64, units: &[i64]) -> String {
        let (proof, shipment_id, forged) = (blob(0xabd), blob(shipment), hash(0x70));
        let mut text = self.fact("ProofRecorded", shipment, 0x70)
            + &format!(
                "insert into proofs (proof_id, shipment_id, proof_n, received_on, reference, \
                 fact_hash) \
                 values ({proof}, {shipment_id}, {proof_n}, '2026-11-19', 'x', {forged});"
            );
        for (n, units) in (1..).zip(units) {
            text += &format!("insert into proof_lines values ({proof}, {n}, {units}000000);");
        }
        text
    }

    /// The second station succeeds the first.
    pub fn succession(&self) -> String {
        let (stream, other) = (&self.stream, &self.other);
        let body = format!("json_object('predecessor', lower(hex({stream})))");
        let last = format!(
            "stream_id = {other} and seq = (select max(seq) from ledger where stream_id = {other})"
        );
        let changes = [
            ("seq", "seq + 1"),
            ("prev_hash", "hash"),
            ("hash", &hash(0xee)),
            ("kind", "'StationSucceeded'"),
            ("subject_id", other),
            ("body", &body),
        ];
        self.copy("insert", "ledger", &last, &changes)
            + &format!("update stations set succeeded_by = {other} where stream_id = {stream};")
    }
}

/// A connection as any other program opens it: no foreign keys, nothing of ours.
pub async fn intrude(world: &World, recursive: bool) -> SqliteConnection {
    SqliteConnectOptions::new()
        .filename(world.path())
        .foreign_keys(false)
        .pragma("recursive_triggers", if recursive { "ON" } else { "OFF" })
        .connect()
        .await
        .expect("any program can open the file")
}

/// Runs a text of statements; gives what the database said against it.
pub async fn run(db: &mut SqliteConnection, text: &str) -> Result<(), String> {
    let done = sqlx::raw_sql(AssertSqlSafe(text.to_owned())).execute(db).await;
    done.map(|_| ()).map_err(|why| why.to_string())
}

/// Carries out an attack, with its trigger in place or after `drop`, and takes it back.
pub async fn carry_out(
    db: &mut SqliteConnection,
    attack: &Attack,
    drop: bool,
) -> Result<(), String> {
    let unchecked = if attack.unchecked { "on" } else { "off" };
    let mut begin = format!("pragma ignore_check_constraints = {unchecked}; begin;");
    begin += &attack.before;
    if drop {
        begin += &format!("drop trigger {};", attack.trigger);
    }
    let ready = run(db, &begin).await;
    let told = match ready {
        Ok(()) => run(db, &attack.act).await,
        Err(why) => Err(format!("what comes before it is refused: {why}\n  {begin}")),
    };
    run(db, "rollback;").await.expect("an attack is taken back");
    told
}

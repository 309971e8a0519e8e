//! Another program at the firm's file: it changes what it likes, past every guard, and puts the
//! form back as it was.

use std::path::{Path, PathBuf};

use dovuto_domain::kernel::id::RequestId;
use dovuto_store::file::Store;
use dovuto_store::keys::KeyHome;
use dovuto_store::ledger::Row;
use dovuto_store::verify::{Report, verify};
use ed25519_dalek::Signer as _;
use serde_json::{Value, json};
use sqlx::sqlite::{SqliteConnectOptions, SqliteSynchronous};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, SqliteConnection};
use tempfile::TempDir;
use uuid::Uuid;

use super::firm;
use super::world::World;

/// A closed firm's file, to be copied and damaged.
pub struct Template {
    folder: TempDir,
}

/// One copy of the file; the station's keys and witness stay where they are.
pub struct Copy<'a> {
    template: &'a Template,
    pub path: PathBuf,
    _folder: TempDir,
}

/// What a file declares: kind, name, table, text.
type Declared = Vec<(String, String, String, String)>;

impl Template {
    pub async fn of_a_busy_firm() -> Self {
        let world = firm::busy().await;
        world.store.close().await;
        Self { folder: world.folder }
    }

    pub fn copy(&self) -> Copy<'_> {
        let folder = TempDir::new().expect("a folder");
        let path = folder.path().join("firm.db");
        std::fs::copy(self.folder.path().join("firm.db"), &path).expect("a copy");
        Copy { template: self, path, _folder: folder }
    }
}

impl Copy<'_> {
    /// Opens the copy as the station does and verifies it; an error is why it does not open.
    pub async fn report(&self) -> Result<Report, String> {
        let store = self.open().await?;
        let report = verify(&store).await.expect("verify itself is not hindered");
        store.close().await;
        Ok(report)
    }

    pub async fn open(&self) -> Result<Store, String> {
        let keys = KeyHome(self.template.folder.path().join("keys"));
        Store::open(&self.path, keys).await.map_err(|error| error.to_string())
    }

    /// Runs one statement past guards, types and checks.
    pub async fn change(&self, statement: &str) -> Result<u64, sqlx::Error> {
        past_guards(&self.path, statement).await
    }
}

/// Runs one statement past guards, types and checks. The form is as before afterwards.
pub async fn past_guards(path: &Path, statement: &str) -> Result<u64, sqlx::Error> {
    let guards = loosen(path).await;
    let mut db = plain(path).await;
    run(&mut db, "pragma ignore_check_constraints = on").await;
    let done = sqlx::query(AssertSqlSafe(statement.to_owned())).execute(&mut db).await;
    db.close().await.expect("closed");
    tighten(path, &guards).await;
    done.map(|result| result.rows_affected())
}

/// A connection without any of the store's precautions.
pub async fn plain(path: &Path) -> SqliteConnection {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .foreign_keys(false)
        .synchronous(SqliteSynchronous::Off);
    options.connect().await.expect("a connection")
}

pub async fn run(db: &mut SqliteConnection, statement: &str) {
    let text = AssertSqlSafe(statement.to_owned());
    sqlx::raw_sql(text).execute(db).await.unwrap_or_else(|error| panic!("{statement}: {error}"));
}

/// Writes a fact into the ledger alone, chained and signed by the station that writes now: what
/// only a changed program could do. No table has what it says.
pub async fn forge(world: &mut World, kind: &str, subject: Uuid, body: &Value) {
    let station = world.store.station().expect("a station writes");
    let last: Option<(i64, Vec<u8>)> = {
        let mut db = plain(world.store.path()).await;
        sqlx::query_as(
            "select seq, hash from ledger where stream_id = ?1 order by seq desc limit 1",
        )
        .bind(station.stream_id.bytes())
        .fetch_optional(&mut db)
        .await
        .expect("the head is read")
    };
    let mut body = body.clone();
    if body.get("request").is_none() {
        let hash = "00".repeat(32);
        body["request"] = json!({ "command": "forge", "payload_hash": hash, "answer": null });
    }
    let mut row = Row {
        stream_id: station.stream_id,
        seq: last.as_ref().map_or(1, |(seq, _)| seq + 1),
        hash: Vec::new(),
        prev_hash: last.map(|(_, hash)| hash),
        request_id: world.id::<RequestId>().bytes().to_vec(),
        at: world.now.to_rfc3339(),
        actor_id: None,
        authenticated: 0,
        kind: kind.to_owned(),
        version: 1,
        subject_id: subject.as_bytes().to_vec(),
        base_hash: None,
        body: body.to_string(),
        signature: Vec::new(),
    };
    row.hash = row.compute_hash().to_vec();
    row.signature = station.key.sign(&row.hash).to_bytes().to_vec();
    put(world.store.path(), &row).await;
}

/// Inserts a row of the ledger as it is, past the triggers.
pub async fn put(path: &Path, row: &Row) {
    let guards = loosen(path).await;
    let mut db = plain(path).await;
    sqlx::query(
        "insert into ledger (stream_id, seq, hash, prev_hash, request_id, at, actor_id,
                             authenticated, kind, version, subject_id, base_hash, body, signature)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
    )
    .bind(row.stream_id.bytes())
    .bind(row.seq)
    .bind(&row.hash)
    .bind(&row.prev_hash)
    .bind(&row.request_id)
    .bind(&row.at)
    .bind(&row.actor_id)
    .bind(row.authenticated)
    .bind(&row.kind)
    .bind(row.version)
    .bind(&row.subject_id)
    .bind(&row.base_hash)
    .bind(&row.body)
    .bind(&row.signature)
    .execute(&mut db)
    .await
    .expect("the row is written");
    db.close().await.expect("closed");
    tighten(path, &guards).await;
}

/// Everything that the file declares with a text of its own.
async fn declared(db: &mut SqliteConnection) -> Declared {
    sqlx::query_as("select type, name, tbl_name, sql from sqlite_schema where sql is not null")
        .fetch_all(db)
        .await
        .expect("the form is read")
}

/// Takes the triggers away, and the types and duties of every column. Gives what was declared.
async fn loosen(path: &Path) -> Declared {
    let mut db = plain(path).await;
    let before = declared(&mut db).await;
    run(&mut db, "pragma writable_schema = on").await;
    run(&mut db, "delete from sqlite_schema where type = 'trigger'").await;
    let typeless = "replace(replace(sql, ' strict,', ''), ' strict', '')";
    let loose = format!("replace(replace({typeless}, 'is not null', 'notnull'), 'not null', '')");
    let tables = "type = 'table' and sql like '%strict%'";
    run(&mut db, &format!("update sqlite_schema set sql = {loose} where {tables}")).await;
    db.close().await.expect("closed");
    before
}

async fn tighten(path: &Path, before: &Declared) {
    let mut db = plain(path).await;
    run(&mut db, "pragma writable_schema = on").await;
    for (kind, name, table, sql) in before {
        let text = if kind == "trigger" {
            "insert into sqlite_schema (type, name, tbl_name, rootpage, sql)
             values (?1, ?2, ?3, 0, ?4)"
        } else {
            "update sqlite_schema
                set sql = ?4
              where type = ?1
                and name = ?2
                and tbl_name = ?3"
        };
        let put = sqlx::query(text).bind(kind).bind(name).bind(table).bind(sql);
        put.execute(&mut db).await.expect("the form is put back");
    }
    db.close().await.expect("closed");
}

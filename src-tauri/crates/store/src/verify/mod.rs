//! The third wall: everything that the file says, recomputed from the facts alone.
//!
//! Nothing here calls the rules of the domain or trusts a table: what both say is computed twice.

mod schema;
mod chain;
mod persons;
mod requests;
mod law;
mod refold;
mod compare;
mod worklist;
mod archive;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use dovuto_domain::kernel::id::StreamId;
use serde::Serialize;
use sqlx::sqlite::SqliteConnectOptions;
use tokio::task::JoinHandle;
use uuid::Uuid;

use crate::error::Error;
use crate::file::Store;
use crate::form;
use crate::keys::KeyHome;
use crate::ledger::Row;
use crate::row::hex;
use crate::sql::{Cell, Db, SqlRow, query, query_scalar};

/// What verifying found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Rows of the ledger that were read.
    pub facts: i64,
    /// Invoices that were recomputed.
    pub invoices: i64,
    /// Renderings in the archive whose bytes were checked.
    pub archived: i64,
    /// Empty where the file is whole and lawful.
    pub findings: Vec<Finding>,
}

/// Something that is not as the facts say, or facts that break the law.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What kind of fault it is.
    pub code: &'static str,
    /// Where: a table, its row and column, or a stream and a place in it.
    pub place: String,
    /// What was found, and what should be there.
    pub detail: String,
}

impl Finding {
    /// An archive that cannot be read.
    pub(crate) fn of_archive(error: &Error) -> Self {
        let detail = format!("{error}; {}", archive::REMEDY);
        Self { code: "archive_unreadable", place: "archive".to_owned(), detail }
    }

    /// Whether it is about the archive of documents, and not about the firm's file itself.
    pub fn is_of_archive(&self) -> bool {
        self.place.split([' ', ',']).next() == Some("archive")
    }
}

/// Findings as they come; of one kind in one table only the first are kept, the rest counted.
#[derive(Default)]
struct Findings {
    kept: Vec<Finding>,
    n_by_kind: BTreeMap<(&'static str, String), usize>,
}

/// How many findings of one kind in one table are told one by one.
const KEPT_MAX: usize = 50;
/// Rows of the ledger that are read at once.
const PAGE: i64 = 256;

impl Findings {
    fn add(&mut self, code: &'static str, place: impl Into<String>, detail: impl Into<String>) {
        let place = place.into();
        let table = place.split([' ', ',']).next().unwrap_or_default().to_owned();
        let n = self.n_by_kind.entry((code, table)).or_default();
        *n += 1;
        if *n <= KEPT_MAX {
            self.kept.push(Finding { code, place, detail: detail.into() });
        }
    }

    /// Adds what was found beside it.
    fn take(&mut self, other: Self) {
        for (kind, n) in other.n_by_kind {
            *self.n_by_kind.entry(kind).or_default() += n;
        }
        self.kept.extend(other.kept);
    }

    /// Notes what could not be read; the other checks go on.
    fn survive(&mut self, place: &str, result: Result<(), Error>) {
        if let Err(error) = result {
            self.add("unreadable", place, error.to_string());
        }
    }

    fn told(mut self) -> Vec<Finding> {
        for ((code, table), n) in self.n_by_kind {
            if n > KEPT_MAX {
                let detail = format!("{} more findings \"{code}\"", n - KEPT_MAX);
                self.kept.push(Finding { code: "and_more", place: table, detail });
            }
        }
        self.kept
    }
}

/// Whose witnesses a file is held against.
pub struct Witnesses<'a> {
    pub keys: &'a KeyHome,
    /// The station that writes here.
    pub station: Option<StreamId>,
}

/// Verifies an open firm's file, also against the witnesses of this computer.
pub async fn verify(store: &Store) -> Result<Report, Error> {
    let station = store.station().map(|station| station.stream_id);
    verify_file(store.path(), Some(Witnesses { keys: store.keys(), station })).await
}

/// Checks the form of the file, the chains and signatures of the ledger, the law of billing, the
/// data of persons and every folded table, in one view of the file.
///
/// One connection has both: `main` is an empty store in which the ledger is folded anew, `live` is
/// the file, which is only read. What is wrong with the file is a finding; an error is only what
/// hindered verifying itself.
pub async fn verify_file(path: &Path, own: Option<Witnesses<'_>>) -> Result<Report, Error> {
    let Some(name) = path.to_str() else {
        return Err(Error::corrupt(format!("the name {}", path.display())));
    };
    // Before the view of the ledger: every document that was archived by then is in it.
    let mut found = Findings::default();
    let archive = archive::open(path, &mut found).await;
    let mut db = form::empty(Path::new("")).await?;
    let mut reader = Db::open(&SqliteConnectOptions::new().filename(":memory:")).await?;
    query("attach database ?1 as live").bind(name).execute(&mut db).await?;
    query("attach database ?1 as live").bind(name).execute(&mut reader).await?;
    same_view(&mut db, &mut reader).await?;
    let archived = tokio::spawn(archive::read(archive));
    let report = examine(&mut db, reader, own, archived, found).await;
    db.close().await?;
    report
}

/// Begins to read the file on two connections that see it as it is at one moment.
async fn same_view(db: &mut Db, reader: &mut Db) -> Result<(), Error> {
    const LAST: &str = "select max(rowid) from live.ledger";
    loop {
        query("begin").execute(db).await?;
        query("begin").execute(reader).await?;
        let mine: Result<Option<i64>, Error> = query_scalar(LAST).fetch_one(db).await;
        let its: Result<Option<i64>, Error> = query_scalar(LAST).fetch_one(reader).await;
        match (mine, its) {
            // Somebody wrote in between.
            (Ok(mine), Ok(its)) if mine != its => {
                query("rollback").execute(db).await?;
                query("rollback").execute(reader).await?;
            }
            // What cannot be read is for the examination to find.
            _ => return Ok(()),
        }
    }
}

/// Checks pages and reads the ledger by itself, while it is folded anew beside it.
async fn read_ledger(mut db: Db) -> Result<(Readings, Findings), Error> {
    let (mut read, mut found) = (Readings::default(), Findings::default());
    schema::soundness(&mut db, &mut found).await;
    let whole = read.ledger(&mut db, &mut found).await;
    found.survive("ledger", whole);
    db.close().await?;
    Ok((read, found))
}

async fn examine(
    db: &mut Db,
    reader: Db,
    own: Option<Witnesses<'_>>,
    archived: JoinHandle<(archive::Archived, Findings)>,
    of_archive: Findings,
) -> Result<Report, Error> {
    let reading = tokio::spawn(read_ledger(reader));
    let mut folding = Findings::default();
    schema::form(db, &mut folding).await;
    refold::refold(db, &mut folding).await?;
    let (mut read, mut found) = reading.await.expect("reading the ledger does not panic")?;
    found.take(folding);
    let streams = read.chain.finish(&mut found);
    read.requests.finish(&mut found);
    read.law.finish(&mut found);
    let persons = read.persons.compare(db, &mut found).await;
    found.survive("personal", persons);
    compare::tables(db, &mut found).await?;
    let worklist = worklist::compare(db, &mut found).await;
    found.survive("billing_work", worklist);
    let (archived, changed) = archived.await.expect("reading the archive does not panic");
    found.take(of_archive);
    found.take(changed);
    let posted = archived.compare(db, &mut found).await;
    found.survive("archive", posted);
    if let Some(own) = own {
        let witnessed = witness(own, db, &read.chain, streams, &mut found).await;
        found.survive("witness", witnessed);
    }
    Ok(Report {
        facts: read.facts,
        invoices: read.law.n_invoices(),
        archived: archived.n_renderings,
        findings: found.told(),
    })
}

/// What one reading of the ledger feeds.
#[derive(Default)]
struct Readings {
    facts: i64,
    chain: chain::Chain,
    requests: requests::Requests,
    persons: persons::Persons,
    law: law::Law,
}

impl Readings {
    async fn ledger(&mut self, db: &mut Db, found: &mut Findings) -> Result<(), Error> {
        let mut after = i64::MIN;
        loop {
            let rows = page(db, after).await?;
            let Some(last) = rows.last() else { return Ok(()) };
            after = last.int("rowid")?;
            for row in &rows {
                self.facts += 1;
                types(row, &LEDGER, || numbered(row), found);
                match Row::read(row) {
                    Ok(fact) => self.fact(&fact, found),
                    Err(error) => found.add("fact_unreadable", numbered(row), error.to_string()),
                }
            }
        }
    }

    fn fact(&mut self, row: &Row, found: &mut Findings) {
        self.chain.follow(row, found);
        self.requests.read(row, found);
        self.persons.read(row, found);
        self.law.replay(row, &self.chain, found);
    }
}

/// The next rows of the ledger, in the order in which they were written.
async fn page(db: &mut Db, after: i64) -> Result<Vec<SqlRow>, Error> {
    let rows = query(
        "select rowid, stream_id, seq, hash, prev_hash, request_id, at, actor_id, authenticated,
                kind, version, subject_id, base_hash, body, signature
           from live.ledger
          where rowid > ?1
          order by rowid
          limit ?2",
    )
    .bind(after)
    .bind(PAGE)
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// Columns of the ledger and the type that each has.
const LEDGER: [(&str, &str); 14] = [
    ("stream_id", "BLOB"),
    ("seq", "INTEGER"),
    ("hash", "BLOB"),
    ("prev_hash", "BLOB"),
    ("request_id", "BLOB"),
    ("at", "TEXT"),
    ("actor_id", "BLOB"),
    ("authenticated", "INTEGER"),
    ("kind", "TEXT"),
    ("version", "INTEGER"),
    ("subject_id", "BLOB"),
    ("base_hash", "BLOB"),
    ("body", "TEXT"),
    ("signature", "BLOB"),
];

/// Names each value of another type than its column: the same bytes as text are not the same.
fn types(row: &SqlRow, columns: &[(&str, &str)], place: impl Fn() -> String, found: &mut Findings) {
    for (column, kind) in columns {
        let Ok(cell) = row.cell(column) else { continue };
        let actual = cell.kind();
        if *cell != Cell::Null && actual != *kind {
            let detail = format!("{actual} instead of {kind}");
            found.add("type_wrong", format!("{}, column {column}", place()), detail);
        }
    }
}

/// The place of a row that cannot be read as a fact.
fn numbered(row: &SqlRow) -> String {
    let rowid: i64 = row.int("rowid").unwrap_or_default();
    format!("ledger, row {rowid}")
}

/// The place of a fact.
fn place(row: &Row) -> String {
    format!("ledger, stream {} entry {} ({})", row.stream_id, row.seq, row.kind)
}

/// Whether the file ends before what stations of this computer have written: the one that writes,
/// and every other one whose witness still lies here, but those that were succeeded.
async fn witness(
    own: Witnesses<'_>,
    db: &mut Db,
    chain: &chain::Chain,
    mut streams: BTreeSet<StreamId>,
    found: &mut Findings,
) -> Result<(), Error> {
    // Streams that the ledger has lost altogether may still be in the table.
    let ids: Vec<Vec<u8>> =
        query_scalar("select stream_id from live.stations where length(stream_id) = 16")
            .fetch_all(&mut *db)
            .await?;
    streams.extend(ids.iter().filter_map(|id| Uuid::from_slice(id).ok()).map(StreamId));
    streams.extend(own.station);
    for stream in streams.into_iter().filter(|stream| !chain.is_succeeded(*stream)) {
        let Some(witness) = own.keys.witness(stream)? else { continue };
        let there: Option<Vec<u8>> =
            query_scalar("select hash from live.ledger where stream_id = ?1 and seq = ?2")
                .bind(stream.bytes())
                .bind(witness.seq)
                .fetch_optional(&mut *db)
                .await?;
        if there.as_deref() != Some(witness.hash.as_slice()) {
            let there = there.map_or("nothing".to_owned(), |hash| hex(&hash));
            let (seq, hash) = (witness.seq, hex(&witness.hash));
            let detail = format!("it wrote entry {seq} with hash {hash}, the file has {there}");
            found.add("old_copy", format!("ledger, stream {stream}"), detail);
        }
    }
    Ok(())
}

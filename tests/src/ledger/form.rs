//! A file of an older form is folded anew, wholly or not at all.

use std::fs;
use std::path::{Path, PathBuf};

use dovuto_app::error::Error;
use dovuto_app::house::House;
use dovuto_store::error::Error as Fault;
use dovuto_store::form::FORM;
use sqlx::{AssertSqlSafe, Connection as _, SqliteConnection};
use tempfile::TempDir;

use crate::harness::Office;

const OLDER: i64 = FORM - 1;

/// The sample firm in a file that was closed.
struct Closed {
    _folder: TempDir,
    house: House,
    path: PathBuf,
    n_facts: i64,
    n_persons: i64,
}

async fn raw(path: &Path) -> SqliteConnection {
    SqliteConnection::connect(&format!("sqlite://{}", path.display())).await.unwrap()
}

async fn change(path: &Path, sql: &str) {
    let mut db = raw(path).await;
    sqlx::query("pragma foreign_keys = off").execute(&mut db).await.unwrap();
    let text = AssertSqlSafe(sql.to_owned());
    sqlx::raw_sql(text).execute(&mut db).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    db.close().await.unwrap();
}

async fn figure(path: &Path, sql: &'static str) -> i64 {
    let mut db = raw(path).await;
    let figure = sqlx::query_scalar(sql).fetch_one(&mut db).await.unwrap();
    db.close().await.unwrap();
    figure
}

impl Closed {
    async fn sample() -> Self {
        let office = Office::open().await;
        let folder = tempfile::tempdir().unwrap();
        let house = House { data_dir: folder.path().to_owned() };
        let cx = office.cx(office.sara);
        let (founded, desk) = dovuto_app::sample::make(&house, &cx).await.unwrap();
        desk.store.close().await;
        let path = PathBuf::from(founded.path);
        let n_facts = figure(&path, "select count(*) from ledger").await;
        let n_persons = figure(&path, "select count(*) from personal").await;
        Self { _folder: folder, house, path, n_facts, n_persons }
    }

    /// The same in an older form: other columns, a table less, a view that lies.
    async fn older() -> Self {
        let closed = Self::sample().await;
        let steps = format!(
            "drop table tasks;
             alter table batons add column mood text;
             drop view shipment_line_quantities;
             create table leftover (a integer) strict;
             pragma user_version = {OLDER};"
        );
        change(&closed.path, &steps).await;
        closed
    }

    fn beside(&self, ending: &str) -> PathBuf {
        self.path.with_extension(ending)
    }

    async fn fault(&self) -> Fault {
        match self.house.open(None).await {
            Err(Error::Fault(fault)) => fault,
            Err(other) => panic!("no fault of a file: {other}"),
            Ok(_) => panic!("it was opened"),
        }
    }

    /// Opens the file and finds everything in it that was there.
    async fn is_whole(&self) {
        let (_, desk) = self.house.open(None).await.unwrap();
        let report = dovuto_app::audit::verify(&desk).await.unwrap();
        assert!(report.findings.is_empty(), "{:#?}", report.findings);
        assert_eq!(report.facts, self.n_facts);
        desk.store.close().await;
        let persons = figure(&self.path, "select count(*) from personal").await;
        assert_eq!(persons, self.n_persons);
        assert_eq!(figure(&self.path, "pragma user_version").await, FORM);
        assert!(!self.beside("new.db").exists());
        assert_eq!(self.house.firms().len(), 1, "{:?}", self.house.firms());
    }
}

#[tokio::test]
async fn a_file_of_an_older_form_is_folded_anew_and_the_older_one_is_kept() {
    let closed = Closed::older().await;
    closed.is_whole().await;
    let kept = closed.beside(&format!("before-{OLDER}.db"));
    assert_eq!(figure(&kept, "pragma user_version").await, OLDER);
    assert_eq!(figure(&kept, "select count(*) from ledger").await, closed.n_facts);
    assert_eq!(figure(&kept, "select count(*) from leftover").await, 0);
    closed.is_whole().await;
}

#[tokio::test]
async fn folding_anew_writes_every_table_as_it_was() {
    let sums = "select (select count(*) from orders) * 1000000
                     + (select coalesce(sum(gross_minor), 0) from invoices)
                     + (select count(*) from tasks where done_on is null)";
    let closed = Closed::sample().await;
    let before = figure(&closed.path, sums).await;
    change(&closed.path, &format!("pragma user_version = {OLDER}")).await;
    closed.is_whole().await;
    assert_eq!(figure(&closed.path, sums).await, before);
}

#[tokio::test]
async fn a_fact_that_does_not_fold_leaves_the_older_file_as_it_was() {
    let check = async |damage: &str, row: i64| {
        let closed = Closed::older().await;
        change(&closed.path, damage).await;
        let before = fs::read(&closed.path).unwrap();
        for _ in 0..2 {
            let fault = closed.fault().await;
            assert!(
                matches!(fault, Fault::Unfolded { from: OLDER, rowid, .. } if rowid == row),
                "{damage}: {fault}"
            );
            assert!(fs::read(&closed.path).unwrap() == before, "{damage}: it was changed");
            assert!(!closed.beside("new.db").exists());
        }
    };
    let unkept = "drop trigger guard_ledger_kept; drop trigger guard_ledger_unchanged;";
    check(&format!("{unkept} delete from ledger where rowid = 20"), 21).await;
    let kind = "update ledger set kind = 'OrderShredded' where rowid = 20";
    check(&format!("{unkept} {kind}"), 20).await;
    let text = "update ledger set body = '{' where rowid = 20";
    check(&format!("{unkept} {text}"), 20).await;
}

#[tokio::test]
async fn what_an_interrupted_try_left_is_cleared_away() {
    let closed = Closed::older().await;
    let kept = format!("before-{OLDER}.part");
    for ending in ["new.db", "new.db-wal", "new.db-journal", kept.as_str()] {
        fs::write(closed.beside(ending), "half of it").unwrap();
    }
    closed.is_whole().await;
    for ending in ["new.db", "new.db-wal", "new.db-journal", kept.as_str()] {
        assert!(!closed.beside(ending).exists(), "{ending}");
    }
}

#[tokio::test]
async fn while_another_program_has_the_older_file_open_it_stays_as_it_is() {
    let closed = Closed::sample().await;
    let (_, desk) = closed.house.open(None).await.unwrap();
    change(&closed.path, &format!("pragma user_version = {OLDER}")).await;
    let fault = closed.fault().await;
    assert!(matches!(fault, Fault::Held { .. }), "{fault}");
    desk.store.close().await;
    closed.is_whole().await;

    // Also a program that knows nothing of our lock.
    change(&closed.path, &format!("pragma user_version = {OLDER}")).await;
    let mut stranger = raw(&closed.path).await;
    let read = sqlx::query("select count(*) from ledger").execute(&mut stranger).await;
    read.unwrap();
    let fault = closed.fault().await;
    assert!(matches!(fault, Fault::Held { .. }), "{fault}");
    assert!(!closed.beside("new.db").exists());
    stranger.close().await.unwrap();
    closed.is_whole().await;
}

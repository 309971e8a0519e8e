//! Backups are verified copies; restoring one keeps what it replaces and goes on as a new station.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use dovuto_app::backup::{BackUp, BackedUp, Restore, Restored, back_up, restore};
use dovuto_app::desk::Desk;
use dovuto_app::error::Error;
use dovuto_app::house::House;
use dovuto_domain::kernel::id::OrderId;
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_rpc::envelope::{Request, Response};
use dovuto_rpc::session::Session;
use dovuto_store::error::Error as Fault;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::harness::{Office, order, refusal, session};
use crate::verify::behind::past_guards;

/// A firm that posted one order and may post another; a copy of it lies in a folder.
struct Copied {
    office: Office,
    orders: Vec<OrderId>,
    folder: TempDir,
    copy: BackedUp,
}

fn at(path: &Path) -> BackUp {
    BackUp { to: path.display().to_string() }
}

async fn copied() -> Copied {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.on_dispatch("ROSSI").await;
    let mut orders = Vec::new();
    for _ in 0..3 {
        let order_id = office.confirmed(order(rossi, &[(rid, 1)])).await;
        office.ship(order_id).await.unwrap();
        orders.push(order_id);
    }
    office.post(orders[0]).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let copy = back_up(&office.desk, at(&folder.path().join("copy.db"))).await.unwrap();
    Copied { office, orders, folder, copy }
}

impl Copied {
    fn ask(&self, seen: Option<&str>) -> Restore {
        Restore {
            from: self.copy.to.clone(),
            members: ["sara".to_owned(), self.office.elena.to_string()],
            reason: "the disk broke".to_owned(),
            last_numbers_seen: seen.map(str::to_owned).into_iter().collect(),
        }
    }

    async fn restore(&self, house: &House, ask: Restore) -> Result<(Restored, Desk), Error> {
        restore(house, &self.office.cx(self.office.founder), ask).await
    }
}

/// The names in a folder that are neither keys nor locks.
fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let name = |entry: fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
    let mut names: Vec<String> = entries.map(|entry| name(entry.unwrap())).collect();
    names.retain(|name| !name.ends_with(".lock"));
    names.sort();
    names
}

fn unsound<T>(answer: Result<T, Error>) -> String {
    match answer {
        Err(Error::Fault(Fault::Unsound { first, .. })) => first,
        Err(other) => panic!("not unsound: {other}"),
        Ok(_) => panic!("it was taken for sound"),
    }
}

#[tokio::test]
async fn a_backup_says_what_it_holds_and_needs_no_key_to_be_verified() {
    let copied = copied().await;
    assert_eq!(copied.copy.facts, copied.office.n_facts().await);
    assert_eq!(copied.copy.findings, 0);
    assert_eq!(copied.copy.head.len(), 64);
    assert_eq!(names(copied.folder.path()), ["copy.db"]);
    let again = back_up(&copied.office.desk, at(Path::new(&copied.copy.to))).await;
    assert!(matches!(again, Err(Error::Fault(Fault::Exists { .. }))));
}

#[tokio::test]
async fn a_firm_in_which_something_is_wrong_is_not_backed_up_as_sound() {
    let copied = copied().await;
    let wrong = "update orders set number = number || 'x'";
    past_guards(copied.office.desk.store.path(), wrong).await.unwrap();
    let office = copied.office.reopen_after(|_, _| {}).await;
    let to = copied.folder.path().join("second.db");
    let first = unsound(back_up(&office.desk, at(&to)).await);
    assert!(first.contains("column number"), "{first}");
    assert_eq!(names(copied.folder.path()), ["copy.db"]);
}

#[tokio::test]
async fn what_was_backed_up_comes_back_in_an_empty_house_under_a_new_station() {
    let copied = copied().await;
    let folder = tempfile::tempdir().unwrap();
    let house = House { data_dir: folder.path().to_owned() };
    let before = fs::read(&copied.copy.to).unwrap();
    let (restored, desk) = copied.restore(&house, copied.ask(Some("FA26-00001"))).await.unwrap();
    assert_eq!((restored.firm.as_str(), &restored.replaced), ("prova-srl", &None));
    assert_eq!(restored.station.letter, "B");
    assert!(restored.station.billing_passes);
    assert!(fs::read(&copied.copy.to).unwrap() == before, "the backup was changed");
    assert_eq!(names(copied.folder.path()), ["copy.db"]);

    let elena = copied.office.elena;
    let office = copied.office.sitting_at(desk, elena);
    assert_eq!(office.n_facts().await, copied.copy.facts + 2);
    assert_eq!(office.post(copied.orders[1]).await.unwrap().number, "FB26-00001");
    office.verified().await;
    office.desk.store.close().await;
    assert_eq!(names(&folder.path().join("firms")), ["prova-srl.db"]);
}

/// Asks as the command line does.
async fn asked(session: &Session, n: u128, command: &str, payload: Value) -> Response {
    let id = uuid::Uuid::from_u128(n).to_string();
    let actor = Some("dora".to_owned()).filter(|_| !command.starts_with("house."));
    session.call(Request { id, command: command.to_owned(), actor, payload }).await
}

#[tokio::test]
async fn a_living_firm_that_is_replaced_is_kept_aside_and_what_it_billed_is_not_billed_again() {
    let copied = copied().await;
    assert_eq!(copied.office.post(copied.orders[1]).await.unwrap().number, "FA26-00002");
    let held = copied.restore(&copied.office.house, copied.ask(None)).await.map(|_| ());
    assert!(matches!(held, Err(Error::Fault(Fault::Held { .. }))), "{held:?}");

    let n_facts = copied.office.n_facts().await;
    let house = copied.office.house.clone();
    let firms = Path::new(&copied.office.founded.path).parent().unwrap().to_owned();
    let ask = json!(copied.ask(Some("FA26-00002")));
    copied.office.desk.store.close().await;
    let session = session(&house);
    asked(&session, 1, "house.open", json!({})).await.read().unwrap();
    let first = asked(&session, 7_001, "house.restore", ask.clone()).await.read().unwrap();
    assert_eq!(first["station"]["letter"], "B");
    assert_eq!(first["station"]["billing_passes"], false);
    // The same request again restores nothing; another one does, and keeps that file too.
    let again = asked(&session, 7_001, "house.restore", ask.clone()).await.read().unwrap();
    assert_eq!((&again["station"], &again["replaced"]), (&first["station"], &Value::Null));
    asked(&session, 7_002, "house.restore", ask).await.read().unwrap();

    let found = asked(&session, 2, "billing.propose", json!({})).await.read().unwrap();
    assert_eq!(found["proposals"], json!([]));
    assert_eq!(found["blocked"].as_array().map(Vec::len), Some(2), "{found}");
    let verified = asked(&session, 3, "ledger.verify", json!({})).await.read().unwrap();
    assert_eq!(verified["findings"], json!([]));
    session.stand_up().await;
    let expect = ["prova-srl.db", "prova-srl.replaced-1.db", "prova-srl.replaced-2.db"];
    assert_eq!(names(&firms), expect);
    assert_eq!(house.firms().len(), 1);
    // What was replaced is whole: put back under its name, nothing of it is missing.
    fs::rename(firms.join("prova-srl.replaced-1.db"), firms.join("prova-srl.db")).unwrap();
    let (_, desk) = house.open(None).await.unwrap();
    let report = dovuto_app::audit::verify(&desk).await.unwrap();
    assert_eq!((report.facts, report.findings.len()), (n_facts, 0), "{:?}", report.findings);
}

#[tokio::test]
async fn a_damaged_backup_and_a_foreign_file_are_refused_and_the_firm_stays() {
    let copied = copied().await;
    let (house, ask) = (copied.office.house.clone(), copied.ask(Some("FA26-00001")));
    let firms = Path::new(&copied.office.founded.path).parent().unwrap().to_owned();
    let bad = copied.folder.path().join("bad.db");
    fs::copy(&copied.copy.to, &bad).unwrap();
    past_guards(&bad, "update orders set number = number || 'x'").await.unwrap();
    let letter = copied.folder.path().join("letter.db");
    fs::write(&letter, "Dear customer,\n".repeat(500)).unwrap();
    let cx = copied.office.cx(copied.office.founder);
    copied.office.desk.store.close().await;
    let before = fs::read(firms.join("prova-srl.db")).unwrap();

    let from = |path: &Path| Restore { from: path.display().to_string(), ..ask.clone() };
    let first = unsound(restore(&house, &cx, from(&bad)).await);
    assert!(first.contains("orders"), "{first}");
    let foreign = restore(&house, &cx, from(&letter)).await.map(|_| ());
    assert!(matches!(foreign, Err(Error::Fault(Fault::Foreign { .. }))), "{foreign:?}");
    let missing = restore(&house, &cx, from(Path::new("nowhere.db"))).await.map(|_| ());
    assert!(matches!(missing, Err(Error::Fault(Fault::Missing { .. }))), "{missing:?}");
    let alone = Restore { members: ["sara".to_owned(), "sara".to_owned()], ..ask.clone() };
    assert_eq!(refusal(restore(&house, &cx, alone).await), Refusal::SuccessionNeedsTwo);
    let nobody = Restore { members: ["sara".to_owned(), "nobody".to_owned()], ..ask.clone() };
    let nobody = refusal(restore(&house, &cx, nobody).await);
    assert!(matches!(nobody, Refusal::MemberUnknown { .. }));

    assert_eq!(names(&firms), ["prova-srl.db"]);
    assert!(fs::read(firms.join("prova-srl.db")).unwrap() == before, "the firm was changed");
}

#[tokio::test]
async fn what_an_interrupted_restore_left_is_cleared_and_the_firm_is_the_one_before() {
    let copied = copied().await;
    let firms = Path::new(&copied.office.founded.path).parent().unwrap().to_owned();
    let n_facts = copied.office.n_facts().await;
    let copy = copied.copy.to.clone();
    // Killed after the copy was made and before it took its place.
    let office = copied
        .office
        .reopen_after(|_, file| {
            fs::copy(&copy, file.with_extension("new.db")).unwrap();
            fs::write(file.with_extension("new.db-wal"), "half of it").unwrap();
        })
        .await;
    assert_eq!(office.n_facts().await, n_facts);
    office.verified().await;
    office.desk.store.close().await;
    assert_eq!(names(&firms), ["prova-srl.db"]);
}

#[tokio::test]
async fn a_damaged_firm_is_replaced_and_kept_with_its_damage() {
    let copied = copied().await;
    let (house, ask) = (copied.office.house.clone(), copied.ask(Some("FA26-00001")));
    let path = PathBuf::from(&copied.office.founded.path);
    let cx = copied.office.cx(copied.office.founder);
    copied.office.desk.store.close().await;
    fs::write(&path, "noise").unwrap();
    let (restored, desk) = restore(&house, &cx, ask).await.unwrap();
    let kept = PathBuf::from(restored.replaced.unwrap());
    assert_eq!(fs::read(kept).unwrap(), b"noise");
    assert_eq!(dovuto_app::audit::verify(&desk).await.unwrap().findings.len(), 0);
}

/// A file system of a few pages, gone with the value; nothing where this user may not make one.
struct Small(TempDir);

impl Small {
    fn of(size: &str) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &format!("size={size}"), "none"]).arg(folder.path());
        let done = mount.output().is_ok_and(|output| output.status.success());
        if !done {
            println!("skipped: a full disk needs root, who may mount a small one");
        }
        done.then_some(Self(folder))
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0.path()).status();
    }
}

#[tokio::test]
async fn a_full_disk_leaves_nothing_half_written() {
    let Some(small) = Small::of("300k") else { return };
    let copied = copied().await;
    let to = small.0.path().join("copy.db");
    let full = back_up(&copied.office.desk, at(&to)).await;
    assert!(matches!(full, Err(Error::Fault(_))), "{full:?}");
    assert_eq!(names(small.0.path()), [""; 0]);
    // The firm itself goes on: the full disk was not its own.
    copied.office.post(copied.orders[1]).await.unwrap();

    let house = House { data_dir: small.0.path().to_owned() };
    let full = copied.restore(&house, copied.ask(Some("FA26-00001"))).await.map(|_| ());
    assert!(matches!(full, Err(Error::Fault(_))), "{full:?}");
    assert_eq!(names(&small.0.path().join("firms")), [""; 0]);
}

//! The firm's own file, its key and its copies: missing, torn, foreign, newer, held.

use std::fs::{self, OpenOptions};
use std::io::{Seek as _, SeekFrom, Write as _};

use sqlx::Connection as _;

use super::Office;

/// Every way to ask the firm for something.
const ASKS: [&[&str]; 3] = [&["orders"], &["verify"], &["do", "orders.save"]];

fn at(office: &Office, place: u64, bytes: &[u8]) {
    let mut file = OpenOptions::new().write(true).open(office.file()).unwrap();
    file.seek(SeekFrom::Start(place)).unwrap();
    file.write_all(bytes).unwrap();
}

fn every(office: &Office, parts: &[&str]) {
    for words in ASKS {
        office.refuses(words, 1, parts);
    }
}

#[test]
fn a_file_that_is_no_firm_is_left_alone() {
    let Some(office) = Office::open() else { return };
    let foreign = &["officine-alpi-srl.db is not a firm's file of Dovuto; nothing was changed"];
    fs::write(office.file(), "noise").unwrap();
    every(&office, foreign);
    fs::write(office.file(), "").unwrap();
    every(&office, foreign);
    fs::write(office.file(), [0; 8192]).unwrap();
    every(&office, foreign);
}

#[tokio::test]
async fn another_programs_database_is_left_alone() {
    let Some(office) = Office::open() else { return };
    let path = office.path("firms/other.db");
    let mut db = sqlx::SqliteConnection::connect(&format!("sqlite://{}?mode=rwc", path.display()))
        .await
        .unwrap();
    sqlx::query("create table t (x)").execute(&mut db).await.unwrap();
    db.close().await.unwrap();
    office.refuses(&["--firm", "other", "orders"], 1, &["other.db is not a firm's file"]);
    office.refuses(&["orders"], 1, &["several firms", "officine-alpi-srl, other", "--firm"]);
}

#[test]
fn a_newer_firm_asks_for_a_newer_program() {
    let Some(office) = Office::open() else { return };
    at(&office, 60, &999_u32.to_be_bytes());
    every(&office, &["written by a newer Dovuto (form 999", "update this program"]);
}

#[test]
fn half_a_file_and_a_torn_one_are_damaged() {
    let Some(office) = Office::open() else { return };
    let file = OpenOptions::new().write(true).open(office.file()).unwrap();
    file.set_len(30_000).unwrap();
    every(&office, &["the firm's file is damaged", "dovuto restore"]);
    let Some(office) = Office::open() else { return };
    at(&office, 4096, &[0xa5; 16 << 10]);
    every(&office, &["the firm's file is damaged", "dovuto restore"]);
}

#[test]
fn a_key_that_is_gone_or_no_key_lets_nobody_write() {
    let Some(office) = Office::open() else { return };
    let key = || {
        let mut all = fs::read_dir(office.path("keys")).unwrap().map(|e| e.unwrap().path());
        all.find(|path| path.extension().is_some_and(|ending| ending == "key")).unwrap()
    };
    let save =
        ["do", "firm.save_member", "--json", r#"{"code":"x","name":"Y","departments":["sales"]}"#];
    let (key, text) = (key(), fs::read(key()).unwrap());
    fs::write(&key, "short").unwrap();
    office.refuses(&save, 1, &[".key is not readable as one", "put it back from a copy"]);
    fs::write(&key, "7".repeat(64)).unwrap();
    office.refuses(&save, 1, &[".key is that of another station", "put it back"]);
    fs::remove_file(&key).unwrap();
    office.refuses(&save, 1, &["no key for the firm's file", "station.succeed"]);
    fs::write(&key, text).unwrap();
    fs::write(key.with_extension("witness"), "{").unwrap();
    office.refuses(&save, 1, &[".witness cannot be read", "run verify"]);
}

#[tokio::test]
async fn a_file_that_another_program_holds_asks_for_patience() {
    let Some(office) = Office::open() else { return };
    let lock = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(office.file().with_extension("lock"))
        .unwrap();
    lock.lock().unwrap();
    for words in ASKS {
        office.refuses(words, 3, &["held by another program", "wait until it has finished"]);
    }
    lock.unlock().unwrap();
    let url = format!("sqlite://{}", office.file().display());
    let mut db = sqlx::SqliteConnection::connect(&url).await.unwrap();
    sqlx::query("begin immediate").execute(&mut db).await.unwrap();
    let save =
        ["do", "firm.save_member", "--json", r#"{"code":"x","name":"Y","departments":["sales"]}"#];
    office.refuses(&save, 1, &["another program is writing", "try again in a moment"]);
}

#[test]
fn what_is_no_backup_is_not_put_in_the_firms_place() {
    let Some(office) = Office::open() else { return };
    let restore = |from: &str, parts: &[&str]| {
        let who = ["--member", "giulia", "--member", "sara", "--reason", "lost"];
        office.refuses(&[&["restore", from], &who[..]].concat(), 1, parts);
    };
    restore("gone.db", &["gone.db does not exist"]);
    office.write("noise.db", "noise");
    restore("noise.db", &["noise.db is not a firm's file", "nothing was changed"]);
    fs::create_dir(office.path("folder")).unwrap();
    restore("folder", &["folder is not a firm's file"]);
    restore("firms/officine-alpi-srl.db", &["is the firm's own file", "name a backup"]);
    let half = fs::read(office.file()).unwrap();
    office.write("half.db", &half[..half.len() / 2]);
    restore("half.db", &["damaged"]);
}

#[test]
fn a_firm_is_made_only_of_what_can_be() {
    let Some(office) = Office::open() else { return };
    let create = |name: &str, country: &str, currency: &str, code: i32, parts: &[&str]| {
        let mut words = vec!["firm", "create", "--name", name, "--country", country];
        words.extend(["--currency", currency, "--member-name", "Ada", "--member-code", "ada"]);
        office.refuses(&words, code, parts);
    };
    create("", "IT", "EUR", 1, &["name must not be empty"]);
    create("Zeta", "QQ", "EUR", 1, &["QQ", "ISO 3166"]);
    create("Zeta", "Italy", "EUR", 1, &["country is longer than 2"]);
    create("Zeta", "IT", "EURO", 2, &["EURO", "ISO 4217"]);
    create("Officine Alpi Srl", "IT", "EUR", 1, &["exists already", "choose another name"]);
    create(&"Z".repeat(1000), "IT", "EUR", 1, &["name", "200"]);
}

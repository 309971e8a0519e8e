//! What is not a firm's file is left as it is, and the sentence says why.

use std::fs;
use std::path::{Path, PathBuf};

use dovuto_app::error::Error;
use dovuto_app::house::House;
use dovuto_store::error::Error as Fault;
use sqlx::{Connection as _, SqliteConnection};

use crate::harness::{Office, founding};

/// Opens what lies at the name and gives what went wrong.
async fn fault(house: &House, firm: &str) -> Fault {
    match house.open(Some(firm)).await {
        Err(Error::Fault(fault)) => fault,
        Err(other) => panic!("no fault of a file: {other}"),
        Ok(_) => panic!("{firm} was opened"),
    }
}

fn place(office: &Office, name: &str) -> PathBuf {
    Path::new(&office.founded.path).with_file_name(name)
}

async fn raw(path: &Path) -> SqliteConnection {
    let url = format!("sqlite://{}?mode=rwc", path.display());
    SqliteConnection::connect(&url).await.unwrap()
}

#[tokio::test]
async fn a_firm_that_does_not_exist_is_not_made() {
    let office = Office::open().await;
    let missing = fault(&office.house, "nobody").await;
    assert!(matches!(missing, Fault::Missing { .. }), "{missing}");
    assert!(!place(&office, "nobody.db").exists());
    assert_eq!(office.house.firms().len(), 1);
}

#[tokio::test]
async fn a_text_that_calls_itself_a_firm_is_refused_and_left_alone() {
    let office = Office::open().await;
    let letter = place(&office, "letter.db");
    fs::write(&letter, "Dear customer,\n".repeat(500)).unwrap();
    let foreign = fault(&office.house, "letter").await;
    assert!(matches!(foreign, Fault::Foreign { .. }), "{foreign}");
    assert!(foreign.to_string().contains("not a firm's file"), "{foreign}");
    assert_eq!(fs::read(&letter).unwrap(), "Dear customer,\n".repeat(500).as_bytes());
    assert!(!place(&office, "letter.lock").exists());
}

#[tokio::test]
async fn another_programs_database_is_refused_and_not_one_byte_of_it_changes() {
    let office = Office::open().await;
    let path = place(&office, "music.db");
    let mut db = raw(&path).await;
    for sql in ["create table songs (title text)", "insert into songs values ('Volare')"] {
        sqlx::query(sql).execute(&mut db).await.unwrap();
    }
    db.close().await.unwrap();
    let before = fs::read(&path).unwrap();
    let foreign = fault(&office.house, "music").await;
    assert!(matches!(foreign, Fault::Foreign { .. }), "{foreign}");
    assert!(fs::read(&path).unwrap() == before, "the file was changed");
    for beside in ["music.db-wal", "music.db-shm", "music.before-1.db", "music.lock"] {
        assert!(!place(&office, beside).exists(), "{beside}");
    }
}

#[tokio::test]
async fn an_empty_file_and_a_folder_are_no_firms() {
    let office = Office::open().await;
    fs::write(place(&office, "empty.db"), "").unwrap();
    let empty = fault(&office.house, "empty").await;
    assert!(matches!(empty, Fault::Foreign { .. }), "{empty}");
    assert_eq!(fs::metadata(place(&office, "empty.db")).unwrap().len(), 0);
    assert!(!place(&office, "empty.lock").exists());

    fs::create_dir(place(&office, "folder.db")).unwrap();
    let folder = fault(&office.house, "folder").await;
    assert!(matches!(folder, Fault::Foreign { .. }), "{folder}");
    assert!(office.house.firms().iter().all(|file| file.firm != "folder"));
}

#[tokio::test]
async fn a_file_of_a_newer_program_is_refused_and_left_alone() {
    let office = Office::open().await;
    let (house, path) = (office.house.clone(), PathBuf::from(&office.founded.path));
    let firm = office.founded.firm.clone();
    office.desk.store.close().await;
    let mut db = raw(&path).await;
    sqlx::query("pragma user_version = 9999").execute(&mut db).await.unwrap();
    db.close().await.unwrap();
    let newer = fault(&house, &firm).await;
    assert!(matches!(newer, Fault::Newer { found: 9_999, .. }), "{newer}");
    assert!(newer.to_string().contains("update this program"), "{newer}");
}

#[tokio::test]
async fn a_name_that_is_taken_is_refused_and_the_firm_stays() {
    let office = Office::open().await;
    let before = office.n_facts().await;
    let form = founding("prova, SRL!");
    let again = office.house.create(&office.cx(office.founder), &form).await;
    assert!(matches!(again, Err(Error::Fault(Fault::Exists { .. }))));
    assert_eq!(office.n_facts().await, before);
}

#[tokio::test]
async fn several_firms_are_told_apart_by_name() {
    let office = Office::open().await;
    let form = founding("Altra Srl");
    let (founded, desk) = office.house.create(&office.cx(office.founder), &form).await.unwrap();
    desk.store.close().await;
    assert_eq!(founded.firm, "altra-srl");
    let unnamed = office.house.open(None).await.map(|_| ());
    assert!(matches!(&unnamed, Err(Error::WhichFirm { firms }) if firms.len() == 2), "{unnamed:?}");
    let (_, desk) = office.house.open(Some("altra-srl")).await.unwrap();
    let view = dovuto_app::firm::firm(&desk).await.unwrap();
    assert_eq!(view.identity.name, "Altra Srl");
}

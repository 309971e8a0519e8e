//! A firm for each life: a copy of one that was founded once, and a clock of its own.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::NaiveDate;
use dovuto_app::firm::FoundFirm;
use dovuto_app::house::House;
use dovuto_app::parties::identity::IdentityForm;
use dovuto_rpc::envelope::{Request, Response};
use dovuto_rpc::session::{Session, World};
use serde_json::Value;
use tempfile::TempDir;
use uuid::Uuid;

use crate::harness::{day, founding, morning};

/// The firms of lives: at home in Italy, and where every invoice is immediate.
pub const COUNTRIES: [&str; 2] = ["IT", "DE"];

/// Who does everything.
const ACTOR: &str = "dora";

thread_local! {
    static TODAY: Cell<NaiveDate> = Cell::new(day("2026-11-02"));
}

fn world() -> World {
    static DRAWN: AtomicU64 = AtomicU64::new(1 << 40);
    World {
        now: || morning(TODAY.get()),
        today: || TODAY.get(),
        chance: || {
            let mut chance = [11; 32];
            let n = DRAWN.fetch_add(1, Ordering::Relaxed);
            chance[..8].copy_from_slice(&n.to_be_bytes());
            chance
        },
        locale: None,
    }
}

/// Memory, where this computer shows it as a folder: nothing of a life is kept.
fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    let made = tempfile::tempdir_in(memory).or_else(|_| tempfile::tempdir());
    made.expect("a folder for a life")
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder that is there") {
        let path = entry.expect("an entry").path();
        let there = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &there);
        } else {
            std::fs::copy(&path, &there).expect("a file is copied");
        }
    }
}

/// Founded firms to copy from, one of each country.
pub struct Founded {
    folders: Vec<TempDir>,
}

impl Founded {
    pub async fn all() -> Self {
        let mut folders = Vec::new();
        for country in COUNTRIES {
            let folder = folder();
            let data_dir = folder.path().to_owned();
            let session = Session::new(House { data_dir }, world());
            let form = founding("Prova");
            let identity = IdentityForm {
                country: Some(country.to_owned()),
                tax_id: None,
                ..form.firm.identity.clone()
            };
            let mut firm = form.firm;
            firm.identity = identity;
            let form = FoundFirm { firm, ..form };
            let cx = session.cx(Uuid::from_u128(1).into(), "house.create", &Value::Null, None);
            let (_, desk) = session.house.create(&cx, &form).await.expect("a firm is founded");
            desk.store.close().await;
            folders.push(folder);
        }
        Self { folders }
    }

    fn of(&self, country: &str) -> PathBuf {
        let n = COUNTRIES.iter().position(|one| *one == country).expect("a country of lives");
        self.folders[n].path().to_owned()
    }
}

/// A firm that lives, and the way in.
pub struct Firm {
    _folder: TempDir,
    session: Session,
    n_requests: u128,
}

impl Firm {
    pub fn begin(founded: &Founded, country: &str) -> Self {
        let folder = folder();
        copy(&founded.of(country), folder.path());
        let session = Session::new(House { data_dir: folder.path().to_owned() }, world());
        Self { _folder: folder, session, n_requests: 1 << 64 }
    }

    /// Asks under a request identity of its own; gives that identity back.
    pub async fn ask(&mut self, today: &str, command: &str, payload: &Value) -> (Uuid, Response) {
        self.n_requests += 1;
        let id = Uuid::from_u128(self.n_requests);
        (id, self.again(id, today, command, payload).await)
    }

    /// Asks under a request identity that was used before.
    pub async fn again(&self, id: Uuid, today: &str, command: &str, payload: &Value) -> Response {
        TODAY.set(day(today));
        let request = Request {
            id: id.to_string(),
            command: command.to_owned(),
            actor: Some(ACTOR.to_owned()),
            payload: payload.clone(),
        };
        self.session.call(request).await
    }
}

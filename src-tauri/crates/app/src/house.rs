//! The house: the data folder with one file a firm, and the keys of this computer's stations.

use std::path::{Path, PathBuf};

use dovuto_domain::fact::{Fact, StationOpened, StationSucceeded};
use dovuto_domain::kernel::id::MemberId;
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_domain::parties::text;
use dovuto_store::file::{Footing, Store, new_key};
use dovuto_store::keys::{KeyHome, Station};
use dovuto_store::ledger::Entry;
use dovuto_store::row::hex;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::cx::Cx;
use crate::desk::Desk;
use crate::error::Error;
use crate::firm::{FoundFirm, found};

/// The folder in which the firms of this computer's user lie.
#[derive(Clone, Debug)]
pub struct House {
    pub data_dir: PathBuf,
}

/// A firm's file in the house.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FirmFile {
    /// What `--firm` calls it: the name of its file.
    pub firm: String,
    pub path: String,
}

/// A new firm was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Founded {
    pub firm: String,
    pub path: String,
    pub member_id: MemberId,
}

/// Takes over the billing rights of a station that was lost or restored from a copy.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SucceedStation {
    /// Two different people who answer for it.
    pub members: [MemberId; 2],
    pub reason: String,
    /// The last invoice number seen on paper.
    #[serde(default)]
    pub last_number_seen: Option<String>,
    #[serde(default)]
    pub name: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Succeeded {
    pub letter: String,
    pub stream_id: String,
}

impl House {
    /// The folder that the person named, else the usual one of this system.
    pub fn at(data_dir: Option<PathBuf>) -> Option<Self> {
        let usual = || {
            directories::ProjectDirs::from("", "", "dovuto").map(|dirs| dirs.data_dir().to_owned())
        };
        data_dir.or_else(usual).map(|data_dir| Self { data_dir })
    }

    /// Lets the keys of new stations lie in the system's store of secrets, where there is one. A
    /// host calls it once, unless `DOVUTO_KEYS=file` asks for files.
    pub fn use_system_keys() {
        if std::env::var_os("DOVUTO_KEYS").is_none_or(|place| place != "file") {
            dovuto_store::keys::vault::use_system_store();
        }
    }

    fn keys(&self) -> KeyHome {
        KeyHome(self.data_dir.join("keys"))
    }

    /// Where the file of a firm lies.
    pub fn path_of(&self, firm: &str) -> PathBuf {
        self.data_dir.join("firms").join(format!("{firm}.db"))
    }

    /// The firms that lie here, by name.
    pub fn firms(&self) -> Vec<FirmFile> {
        let Ok(entries) = std::fs::read_dir(self.data_dir.join("firms")) else {
            return Vec::new();
        };
        let file = |path: PathBuf| {
            let is_firm = path.extension().is_some_and(|ext| ext == "db") && path.is_file();
            let firm = path.file_stem()?.to_str()?.to_owned();
            // What is kept from before a change or is not finished yet is no firm of its own.
            let kept = [".before-", ".replaced-"].iter().any(|part| firm.contains(part));
            (is_firm && !kept && !firm.ends_with(".new"))
                .then(|| FirmFile { firm, path: path.display().to_string() })
        };
        let mut firms: Vec<FirmFile> =
            entries.filter_map(Result::ok).filter_map(|e| file(e.path())).collect();
        firms.sort_by(|a, b| a.firm.cmp(&b.firm));
        firms
    }

    /// Opens the firm of that name, or the only one where none is named.
    ///
    /// Not found where there is none, or where several lie here and none was named.
    pub async fn open(&self, firm: Option<&str>) -> Result<(String, Desk), Error> {
        let firms = self.firms();
        let firm = match (firm, firms.as_slice()) {
            (Some(firm), _) => firm.to_owned(),
            (None, [only]) => only.firm.clone(),
            (None, []) => return Err(Error::not_found("firm", self.data_dir.display())),
            (None, several) => {
                let names: Vec<&str> = several.iter().map(|f| f.firm.as_str()).collect();
                let which = format!("without --firm among {}", names.join(", "));
                return Err(Error::not_found("single firm", which));
            }
        };
        let store = Store::open(&self.path_of(&firm), self.keys()).await?;
        Ok((firm, Desk { store }))
    }

    /// Makes a new firm: its file, this computer's key, and its first facts.
    ///
    /// Refuses a name that is taken here, and whatever saving the firm would refuse.
    pub async fn create(&self, cx: &Cx, form: &FoundFirm) -> Result<(Founded, Desk), Error> {
        let name = form.firm.identity.name.clone();
        text("name", &name, 200)?;
        let firm = file_name(&name);
        let path = self.path_of(&firm);
        let store = Store::create(&path, self.keys()).await?;
        match self.found(store, cx, form).await {
            Ok((member_id, desk)) => {
                Ok((Founded { firm, path: path.display().to_string(), member_id }, desk))
            }
            Err(error) => {
                remove(&path);
                Err(error)
            }
        }
    }

    /// Takes a firm away that could not be made whole; only for what this request made itself.
    pub(crate) fn remove(&self, firm: &str) {
        remove(&self.path_of(firm));
    }

    async fn found(
        &self,
        store: Store,
        cx: &Cx,
        form: &FoundFirm,
    ) -> Result<(MemberId, Desk), Error> {
        let (station, opened) = new_station(&self.keys(), 'A', "first station")?;
        let mut tx = store.write().await?;
        tx.write_as(station.clone()).await?;
        let (entries, _, member_id) = found(&mut tx, cx, form).await?;
        let mut all = vec![Entry::from(opened)];
        all.extend(entries);
        tx.record(cx.stamp(), &cx.request, all, &member_id).await?;
        store.commit(tx).await?;
        store.become_station(station);
        Ok((member_id, Desk { store }))
    }
}

/// Lets this computer take over from a station whose key is lost or whose file is an old copy.
///
/// Refuses where the present station is in order, and without two different people.
pub async fn succeed(desk: &Desk, cx: &Cx, ask: SucceedStation) -> Result<Succeeded, Error> {
    text("reason", &ask.reason, 500)?;
    if ask.members[0] == ask.members[1] {
        return Err(Refusal::SuccessionNeedsTwo.into());
    }
    let mut tx = desk.store.write().await?;
    for id in ask.members {
        let member = dovuto_store::parties::member(&mut tx, id).await?;
        if member.is_none_or(|m| !m.active) {
            return Err(Refusal::MemberUnknown { member: id.to_string() }.into());
        }
    }
    let stations = dovuto_store::ledger::stations(&mut tx).await?;
    let predecessor = match desk.store.footing(&mut tx).await? {
        Footing::Writer(_) => return Err(Refusal::NothingToSucceed.into()),
        Footing::OldCopy { stream_id, .. } => Some(stream_id),
        Footing::NoKey => stations.iter().rfind(|s| s.living).map(|s| s.stream_id),
    };
    let predecessor = predecessor.ok_or(Refusal::NothingToSucceed)?;
    let taken = |letter: &char| stations.iter().any(|s| s.letter == *letter);
    let letter = ('A'..='Z').find(|letter| !taken(letter)).ok_or(Refusal::NoLetterLeft)?;
    let name = ask.name.unwrap_or_else(|| format!("station {letter}"));

    let (station, opened) = new_station(desk.store.keys(), letter, &name)?;
    let succeeded = StationSucceeded {
        stream_id: station.stream_id,
        predecessor,
        members: ask.members,
        reason: ask.reason,
        last_number_seen: ask.last_number_seen,
        on: cx.today,
    };
    let answer = Succeeded { letter: letter.to_string(), stream_id: station.stream_id.to_string() };
    tx.write_as(station.clone()).await?;
    let facts = vec![Entry::from(opened), Entry::from(Fact::from(succeeded))];
    tx.record(cx.stamp(), &cx.request, facts, &answer).await?;
    desk.store.commit(tx).await?;
    desk.store.become_station(station);
    Ok(answer)
}

fn new_station(keys: &KeyHome, letter: char, name: &str) -> Result<(Station, Fact), Error> {
    let key = new_key()?;
    let stream_id = keys.keep(&key)?;
    let opened = StationOpened {
        stream_id,
        public_key: hex(key.verifying_key().as_bytes()),
        letter,
        name: name.to_owned(),
    };
    Ok((Station { stream_id, letter, key }, opened.into()))
}

/// A file name out of a firm's name: small letters, digits and dashes.
fn file_name(name: &str) -> String {
    let mut slug = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "firm".to_owned() } else { slug.to_owned() }
}

fn remove(path: &Path) {
    for ending in ["db", "db-wal", "db-shm", "lock"] {
        let _ = std::fs::remove_file(path.with_extension(ending));
    }
}

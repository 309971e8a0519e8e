//! The house: the data folder with one file a firm, and the keys of this computer's stations.

use std::path::{Path, PathBuf};

use dovuto_domain::fact::Fact;
use dovuto_domain::kernel::id::MemberId;
use dovuto_domain::parties::text;
use dovuto_store::file::Store;
use dovuto_store::keys::{KeyHome, Station};
use dovuto_store::ledger::Entry;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::cx::Cx;
use crate::desk::Desk;
use crate::error::Error;
use crate::firm::{FoundFirm, found};
use crate::stations::new_station;

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

    pub(crate) fn keys(&self) -> KeyHome {
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
    /// Refuses where there is none, or where several lie here and none was named.
    pub async fn open(&self, firm: Option<&str>) -> Result<(String, Desk), Error> {
        let firms = self.firms();
        let firm = match (firm, firms.as_slice()) {
            (Some(firm), _) => firm.to_owned(),
            (None, [only]) => only.firm.clone(),
            (None, []) => {
                return Err(Error::NoFirm { folder: self.data_dir.display().to_string() });
            }
            (None, several) => {
                let firms = several.iter().map(|f| f.firm.clone()).collect();
                return Err(Error::WhichFirm { firms });
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
        let stream = station.stream_id;
        let first = first_facts(&store, cx, form, station, opened).await;
        first.inspect_err(|_| self.keys().forget(stream)).map(|id| (id, Desk { store }))
    }
}

/// Records the first facts of a firm as its first station.
async fn first_facts(
    store: &Store,
    cx: &Cx,
    form: &FoundFirm,
    station: Station,
    opened: Fact,
) -> Result<MemberId, Error> {
    let mut tx = store.write().await?;
    tx.write_as(station.clone()).await?;
    let (entries, _, member_id) = found(&mut tx, cx, form).await?;
    let mut all = vec![Entry::from(opened)];
    all.extend(entries);
    tx.record(cx.stamp(), &cx.request, all, &member_id).await?;
    store.commit(tx).await?;
    store.become_station(station);
    Ok(member_id)
}

/// A file name out of a firm's name: small letters, digits and dashes.
pub(crate) fn file_name(name: &str) -> String {
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

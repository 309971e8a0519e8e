//! Backups: verified copies of a firm, and putting one back with a new station.

use std::path::{Path, PathBuf};

use dovuto_domain::kernel::id::MemberId;
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_store::backup as store;
use dovuto_store::file::Store;
use dovuto_store::ledger::asked::{self, Seen};
use dovuto_store::sql::Db;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::audit::FindingView;
use crate::cx::Cx;
use crate::desk::Desk;
use crate::error::Error;
use crate::house::{House, file_name};
use crate::stations::{SucceedStation, Succeeded, succession};

/// Where to write a copy of the open firm.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct BackUp {
    /// The file to write, which must not exist yet.
    pub to: String,
}

/// A copy that was written and verified.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BackedUp {
    pub to: String,
    pub bytes: i64,
    pub facts: i64,
    /// Hash of the newest fact.
    pub head: String,
    /// What verify found in the copy. One of which the facts are not sound is not kept, so all of
    /// it is of the archive.
    pub findings: i64,
    /// The same, one by one.
    pub of_archive: Vec<FindingView>,
}

/// Puts a copy back. What was posted after it was made is lost here, so a new station goes on.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct Restore {
    pub from: String,
    /// Two different people who answer for it: codes or identities of members in the copy.
    pub members: [String; 2],
    pub reason: String,
    /// The last numbers of the station before seen anywhere, one for each series and year.
    #[serde(default)]
    pub last_numbers_seen: Vec<String>,
}

/// A copy took the place of the firm's file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Restored {
    pub firm: String,
    pub path: String,
    /// Where the file before is kept, if there was one.
    pub replaced: Option<String>,
    pub station: Succeeded,
}

/// Writes a copy of a firm, verifies it, and keeps it only when nothing is found.
pub async fn back_up(desk: &Desk, ask: BackUp) -> Result<BackedUp, Error> {
    let copy = store::make(&desk.store, Path::new(&ask.to)).await?;
    Ok(BackedUp {
        to: ask.to,
        bytes: i64::try_from(copy.bytes).unwrap_or(i64::MAX),
        facts: copy.facts,
        head: copy.head,
        findings: i64::try_from(copy.of_archive.len()).unwrap_or(i64::MAX),
        of_archive: copy.of_archive.into_iter().map(FindingView::from).collect(),
    })
}

/// Verifies a copy, lets a new station succeed in it, and puts it in the place of the firm's file.
/// The file before is kept aside. Interrupted at any moment, the firm is the one before or the
/// restored one.
///
/// Refuses a copy in which verify finds something, while another program has the firm open, and
/// what `succeed` refuses.
pub async fn restore(house: &House, cx: &Cx, ask: Restore) -> Result<(Restored, Desk), Error> {
    let from = PathBuf::from(&ask.from);
    let owner = store::owner(&from).await?;
    let firm = place_of(house, &owner).await?;
    let path = house.path_of(&firm);
    if is_same(&from, &path) {
        return Err(dovuto_store::error::Error::Itself { path }.into());
    }
    if let Some(done) = answered(house, cx, &firm).await? {
        return Ok(done);
    }

    let restoring = store::begin(&from, &path).await?;
    let station = match succeed_in(house, cx, restoring.aside(), &ask).await {
        Ok(station) => station,
        Err(error) => {
            restoring.give_up();
            return Err(error);
        }
    };
    let replaced = restoring.finish()?.map(|path| path.display().to_string());
    let (firm, desk) = house.open(Some(&firm)).await?;
    let path = path.display().to_string();
    Ok((Restored { firm, path, replaced, station }, desk))
}

/// Whether both name one file, by whatever way.
fn is_same(one: &Path, other: &Path) -> bool {
    let whole = |path: &Path| std::fs::canonicalize(path).ok();
    whole(one).is_some_and(|one| whole(other) == Some(one))
}

/// The name under which this firm lies here, else one after its own name.
async fn place_of(house: &House, owner: &store::Owner) -> Result<String, Error> {
    for file in house.firms() {
        let here = store::owner(Path::new(&file.path)).await;
        if here.is_ok_and(|here| here.firm_id == owner.firm_id) {
            return Ok(file.firm);
        }
    }
    let firm = file_name(&owner.name);
    let path = house.path_of(&firm);
    // A file that cannot be read may be this firm, damaged; another firm is not replaced.
    match store::owner(&path).await {
        Ok(_) => Err(dovuto_store::error::Error::Exists { path }.into()),
        Err(_) => Ok(firm),
    }
}

/// The answer to the same request, where the firm was restored by it already.
async fn answered(house: &House, cx: &Cx, firm: &str) -> Result<Option<(Restored, Desk)>, Error> {
    let Ok((firm, desk)) = house.open(Some(firm)).await else { return Ok(None) };
    let mut db = desk.read().await?;
    let seen: Seen<Succeeded> = asked::seen(&mut db, &cx.request).await?;
    drop(db);
    match seen {
        Seen::Never => {
            desk.store.close().await;
            Ok(None)
        }
        Seen::OtherPayload => Err(Error::RequestReused),
        Seen::Answered(station) => {
            let path = desk.store.path().display().to_string();
            Ok(Some((Restored { firm, path, replaced: None, station }, desk)))
        }
    }
}

/// Records the succession in the copy before it takes its place.
async fn succeed_in(
    house: &House,
    cx: &Cx,
    aside: &Path,
    ask: &Restore,
) -> Result<Succeeded, Error> {
    let desk = Desk { store: Store::open(aside, house.keys()).await? };
    let mut db = desk.read().await?;
    let found = [member(&mut db, &ask.members[0]).await, member(&mut db, &ask.members[1]).await];
    drop(db);
    let [one, other] = found;
    let done = match (one, other) {
        (Ok(one), Ok(other)) => {
            let ask = SucceedStation {
                members: [one, other],
                reason: ask.reason.clone(),
                last_numbers_seen: ask.last_numbers_seen.clone(),
                name: None,
            };
            succession(&desk, cx, ask, true).await
        }
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    desk.store.close().await;
    done
}

async fn member(db: &mut Db, named: &str) -> Result<MemberId, Error> {
    if let Some(member) = dovuto_store::parties::member_by_code(db, named).await? {
        return Ok(member.member_id);
    }
    named.parse().map_err(|_| Refusal::MemberUnknown { member: named.to_owned() }.into())
}

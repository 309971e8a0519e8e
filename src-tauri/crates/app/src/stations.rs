//! Stations: taking over from a lost one, and the right to bill what it shipped.

use dovuto_domain::attendance::TaskKind;
use dovuto_domain::billing::succession::has_every_document;
use dovuto_domain::fact::{BillingTakenOver, Fact, StationOpened, StationSucceeded};
use dovuto_domain::kernel::id::{MemberId, ShipmentId, StreamId};
use dovuto_domain::kernel::quantity::Quantity;
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_domain::parties::{Department, Member, text};
use dovuto_store::file::{Footing, new_key};
use dovuto_store::keys::{KeyHome, Station};
use dovuto_store::ledger::{Entry, StationRow};
use dovuto_store::row::hex;
use dovuto_store::sql::Db;
use dovuto_store::stations as store;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::cx::Cx;
use crate::desk::{Begun, Desk, actor, based};
use crate::error::Error;
use crate::standing::open_task;

/// Takes over from a station that was lost or restored from a copy.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SucceedStation {
    /// Two different people who answer for it.
    pub members: [MemberId; 2],
    pub reason: String,
    /// The last numbers of the lost station seen anywhere, on paper or at a customer: one for each
    /// series and year of its invoices, deferred invoices and credit notes.
    #[serde(default)]
    pub last_numbers_seen: Vec<String>,
    #[serde(default)]
    pub name: Option<String>,
}

/// A station took over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Succeeded {
    pub letter: String,
    pub stream_id: String,
    /// Whether what the lost station shipped may be billed now. Else a task waits for a person.
    pub billing_passes: bool,
}

/// Moves the right to bill named shipments of a lost station here.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct TakeOver {
    pub shipment_ids: Vec<ShipmentId>,
    /// What was looked at: that no paper invoice of them exists.
    pub reason: String,
}

/// The rights that moved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TakenOver {
    /// The delivery notes that may be billed here now.
    pub numbers: Vec<String>,
}

/// Lets this computer take over from a station whose key is lost or whose file is an old copy.
///
/// Refuses where the present station is in order, without two different people, and a last number
/// that is none of its own or that the file itself exceeds.
pub async fn succeed(desk: &Desk, cx: &Cx, ask: SucceedStation) -> Result<Succeeded, Error> {
    succession(desk, cx, ask, false).await
}

/// The same, also from a station in order where the file was `restored` from a copy: the copy may
/// lack facts that the station wrote after it.
pub(crate) async fn succession(
    desk: &Desk,
    cx: &Cx,
    ask: SucceedStation,
    restored: bool,
) -> Result<Succeeded, Error> {
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
    let footing = desk.store.footing(&mut tx).await?;
    let predecessor = lost(&footing, &stations, restored).ok_or(Refusal::NothingToSucceed)?;
    let taken = |letter: &char| stations.iter().any(|s| s.letter == *letter);
    let letter = ('A'..='Z').find(|letter| !taken(letter)).ok_or(Refusal::NoLetterLeft)?;
    let name = ask.name.clone().unwrap_or_else(|| format!("station {letter}"));
    let in_file = store::last_numbers(&mut tx, predecessor.stream_id).await?;
    let n_unbilled = store::n_unbilled(&mut tx, predecessor.stream_id).await?;

    let seen: Vec<String> =
        ask.last_numbers_seen.into_iter().filter(|number| !number.trim().is_empty()).collect();
    let billing_passes = has_every_document(predecessor.letter, &in_file, &seen)?;
    let mut tasks = Vec::new();
    if !billing_passes {
        let about =
            if seen.is_empty() { format!("F{}", predecessor.letter) } else { seen.join(", ") };
        let (kind, quantity) = (TaskKind::PerhapsBilled, Quantity::units(n_unbilled).0);
        tasks.push(open_task(&mut tx, cx, kind, about, quantity).await?);
    }

    let (station, opened) = new_station(desk.store.keys(), letter, &name)?;
    let stream_id = station.stream_id;
    let succeeded = StationSucceeded {
        stream_id,
        predecessor: predecessor.stream_id,
        members: ask.members,
        reason: ask.reason,
        last_numbers_seen: seen,
        billing_passes,
        tasks,
        on: cx.today,
    };
    let (letter, stream_id) = (letter.to_string(), stream_id.to_string());
    let answer = Succeeded { letter, stream_id, billing_passes };
    tx.write_as(station.clone()).await?;
    let facts = vec![Entry::from(opened), Entry::from(Fact::from(succeeded))];
    tx.record(cx.stamp(), &cx.request, facts, &answer).await?;
    desk.store.commit(tx).await?;
    desk.store.become_station(station);
    Ok(answer)
}

/// The station that this computer may take over from.
fn lost<'a>(
    footing: &Footing,
    stations: &'a [StationRow],
    restored: bool,
) -> Option<&'a StationRow> {
    match footing {
        Footing::Writer(_) if !restored => None,
        Footing::Writer(stream_id) | Footing::OldCopy { stream_id, .. } => {
            stations.iter().find(|station| station.stream_id == *stream_id)
        }
        Footing::NoKey => stations.iter().rfind(|station| station.living),
    }
}

/// Takes over the right to bill shipments of a lost station, one by one, after somebody compared
/// them with the paper that left.
///
/// Refuses anybody but a senior member of direction or finance, and a shipment whose right does
/// not lie with a lost station.
pub async fn take_over(desk: &Desk, cx: &Cx, ask: TakeOver) -> Result<TakenOver, Error> {
    let mut tx = match desk.begin(cx).await? {
        Begun::Fresh(tx) => tx,
        Begun::Answered(answer) => return Ok(answer),
    };
    let me = actor(&mut tx, cx).await?;
    answers_for_money(&me)?;
    text("reason", &ask.reason, 500)?;
    let mut shipments = ask.shipment_ids;
    shipments.sort();
    shipments.dedup();
    if shipments.is_empty() {
        return Err(Refusal::ShipmentEmpty.into());
    }

    let (mut entries, mut numbers) = (Vec::new(), Vec::new());
    for shipment_id in shipments {
        let right = lost_right(&mut tx, shipment_id).await?;
        let fact = BillingTakenOver {
            shipment_id,
            predecessor: right.holder,
            reason: ask.reason.clone(),
            on: cx.today,
        };
        entries.push(based(&mut tx, fact.into(), None, "the shipment").await?);
        numbers.push(right.number);
    }
    desk.finish(tx, cx, entries, TakenOver { numbers }).await
}

async fn lost_right(db: &mut Db, shipment: ShipmentId) -> Result<store::Right, Error> {
    let right = store::right_to_bill(db, shipment).await?;
    let right = right.ok_or_else(|| Error::not_found("issued shipment", shipment))?;
    if right.is_lost {
        Ok(right)
    } else {
        Err(Refusal::RightNotLost { shipment: right.number }.into())
    }
}

/// Refuses anybody but a senior member of direction or finance.
pub(crate) fn answers_for_money(member: &Member) -> Result<(), Refusal> {
    let fits = [Department::Direction, Department::Finance];
    let answers = member.senior && member.departments.iter().any(|d| fits.contains(d));
    if answers { Ok(()) } else { Err(Refusal::NeedsSenior { member: member.code.clone() }) }
}

/// A new key for this computer, and the fact that opens its stream.
pub(crate) fn new_station(
    keys: &KeyHome,
    letter: char,
    name: &str,
) -> Result<(Station, Fact), Error> {
    let key = new_key()?;
    let stream_id: StreamId = keys.keep(&key)?;
    let opened = StationOpened {
        stream_id,
        public_key: hex(key.verifying_key().as_bytes()),
        letter,
        name: name.to_owned(),
    };
    Ok((Station { stream_id, letter, key }, opened.into()))
}

//! A profile tried on the past: which documents would look otherwise, and which be refused.

use std::collections::{HashMap, HashSet};

use dovuto_documents::print::Printed;
use dovuto_documents::print::kind::Kind;
use dovuto_documents::profile::layers::Resolver;
use dovuto_documents::profile::{BuiltIn, Profile, resolve};
use dovuto_documents::words::Language;
use dovuto_domain::kernel::id::ShipmentId;
use dovuto_domain::layout::{LayoutProfileSet, Place, Reader, Scope, set};
use dovuto_store::billing::issued::{self, Issued};
use dovuto_store::sql::Db;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::layouts::{KNOWN_MAX, Profiles};
use super::profiles::{self, ProfileOf, check, laid_with, layers_with, stored};
use super::{count, goods, layouts, papers, render};
use crate::cx::Cx;
use crate::desk::Desk;
use crate::error::Error;
use crate::watch::Watch;

/// A file with what a place is to have of its own.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct TestProfile {
    #[serde(flatten)]
    pub of: ProfileOf,
    pub path: String,
}

/// What would become of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Verdict {
    Same,
    /// It would look otherwise, on so many pages.
    Otherwise {
        pages_before: i64,
        pages: i64,
    },
    Refused {
        why: String,
    },
}

/// A document of the past.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TrialRow {
    pub number: String,
    pub paper: Kind,
    pub verdict: Verdict,
}

/// What would become of all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TrialAnswer {
    /// By day and number; where it was cancelled, those that it came to.
    pub rows: Vec<TrialRow>,
    /// Those that would look otherwise or be refused.
    pub n_differences: i64,
    pub cancelled: bool,
}

/// A document of the past.
enum Past {
    Posted(Issued),
    Delivered(ShipmentId),
}

/// Lays out everything that was posted to those who inherit from a place, by the profile that it
/// has and by the one that would be; their delivery notes where nothing was posted, or where the
/// place is theirs. Nothing is kept.
///
/// Refuses a file that is no profile, and one that setting it would refuse.
pub async fn test(
    desk: &Desk,
    cx: &Cx,
    ask: TestProfile,
    watch: &Watch,
) -> Result<TrialAnswer, Error> {
    watch.begin();
    let mut db = desk.read().await?;
    let next = next(&mut db, cx, &ask).await?;
    check(&mut db, &next).await?;
    let past = past(&mut db, &next.place).await?;
    watch.expect(past.len().try_into().unwrap_or(u64::MAX));

    let laid = laid_with(&mut db, &next).await?.into_iter().map(|laid| laid.place).collect();
    let mut looks = Looks { next: &next, laid, before: Profiles::default(), then: HashMap::new() };
    let mut answer = TrialAnswer { rows: Vec::new(), n_differences: 0, cancelled: false };
    for document in past {
        if let Some((printed, before, then)) = looks.of(&mut db, document).await? {
            let (number, paper) = (printed.number.clone(), printed.kind);
            let judged = tokio::task::spawn_blocking(move || verdict(printed, before, then)).await;
            let verdict = judged.expect("laying out does not panic");
            answer.n_differences += i64::from(verdict != Verdict::Same);
            answer.rows.push(TrialRow { number, paper, verdict });
        }
        if !watch.goes_on(1) {
            answer.cancelled = true;
            break;
        }
    }
    Ok(answer)
}

/// What the place would have of its own.
async fn next(db: &mut Db, cx: &Cx, ask: &TestProfile) -> Result<LayoutProfileSet, Error> {
    let place = profiles::place(db, &ask.of).await?;
    let own = profiles::read_file(&ask.path)?;
    let group = match (&place.scope, &place.document) {
        (Scope::Customer { customer_id }, None) => {
            dovuto_store::layouts::group_of(db, *customer_id).await?
        }
        (Scope::Firm | Scope::Group { .. } | Scope::Customer { .. }, _) => None,
    };
    let next = set(place, None, Some(stored(&own, group)), cx.today)?;
    Ok(next.expect("nothing of its own stood there before"))
}

async fn past(db: &mut Db, place: &Place) -> Result<Vec<Past>, Error> {
    let whose = match &place.scope {
        Scope::Firm => None,
        Scope::Group { group } => Some(dovuto_store::layouts::customers_in(db, group).await?),
        Scope::Customer { customer_id } => Some(vec![*customer_id]),
    };
    if place.document != Some(Kind::DeliveryNote.name()) {
        let posted = match &whose {
            None => issued::of_time(db, None, None).await?,
            Some(whose) => issued::of_customers(db, whose).await?,
        };
        if !posted.is_empty() {
            return Ok(posted.into_iter().map(Past::Posted).collect());
        }
    }
    let left = dovuto_store::fulfilment::left_for(db, whose.as_deref()).await?;
    Ok(left.into_iter().map(Past::Delivered).collect())
}

/// What the past looked like, and would.
struct Looks<'a> {
    next: &'a LayoutProfileSet,
    /// Every place where something would stand.
    laid: HashSet<Place>,
    /// Those that documents have.
    before: Profiles,
    /// Those that documents would have, by the places that they would come of.
    then: HashMap<Vec<Place>, Profile>,
}

impl Looks<'_> {
    /// What a document says, the profile that it has, and the one that it would have; nothing of a
    /// document of another kind.
    async fn of(
        &mut self,
        db: &mut Db,
        document: Past,
    ) -> Result<Option<(Printed, Profile, Profile)>, Error> {
        let (customer_id, printed, layout_hash) = match document {
            Past::Posted(issued) => {
                let (printed, layout_hash) = papers::posted(db, &issued).await?;
                (issued.bill_to, printed, Some(layout_hash))
            }
            Past::Delivered(id) => {
                let now = goods::paper(db, id, Kind::DeliveryNote).await?;
                (now.customer_id, now.printed, None)
            }
        };
        let reader = layouts::reader(db, customer_id, printed.kind).await?;
        if !reader.places().contains(&self.next.place) {
            return Ok(None);
        }
        let before = match layout_hash {
            Some(Some(hash)) => Some(self.before.issued(db, &hash).await?),
            Some(None) => None,
            None => self.before.of_now(db, &reader).await?,
        };
        let then = self.then(db, reader).await?;
        let plain = || resolve(BuiltIn::Plain, &[]).expect("a profile of the program is whole");
        let language = Language::of(&printed.buyer.language);
        let spoken =
            |profile: Profile| Profile { language: profile.language.or(Some(language)), ..profile };
        let (before, then) = (spoken(before.unwrap_or_else(plain)), spoken(then));
        Ok(Some((printed, before, then)))
    }

    async fn then(&mut self, db: &mut Db, reader: Reader) -> Result<Profile, Error> {
        let mut places = reader.places();
        places.retain(|place| self.laid.contains(place));
        if let Some(known) = self.then.get(&places) {
            return Ok(known.clone());
        }
        let layers = layers_with(db, &places, self.next).await?;
        let (_, then) = Resolver::default().resolve(&layers).map_err(layouts::of_the_document)?;
        if self.then.len() >= KNOWN_MAX {
            self.then.clear();
        }
        self.then.insert(places, then.clone());
        Ok(then)
    }
}

fn verdict(printed: Printed, before: Profile, then: Profile) -> Verdict {
    let was = render(printed.clone(), &before);
    match (was, render(printed, &then)) {
        (_, Err(why)) => Verdict::Refused { why: why.to_string() },
        (Ok(was), Ok(is)) if (&was.bytes, &was.file_name) == (&is.bytes, &is.file_name) => {
            Verdict::Same
        }
        (was, Ok(is)) => Verdict::Otherwise {
            pages_before: was.map_or(0, |was| count(was.n_pages)),
            pages: count(is.n_pages),
        },
    }
}

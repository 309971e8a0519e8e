//! Natural persons: what is kept of them, and erasing it.

use dovuto_domain::fact::PersonErased;
use dovuto_domain::kernel::id::PersonalId;
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_domain::parties::text;
use dovuto_store::persons as store;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::cx::Cx;
use crate::desk::{Begun, Desk, actor, based};
use crate::error::Error;
use crate::stations::answers_for_money;

/// Looks for persons by words of their name, telephone number or address.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct FindPersons {
    pub search: String,
}

/// What is kept of a person. A person whose data changed stands here once for each state.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct PersonRow {
    pub personal_id: PersonalId,
    pub name: String,
    pub phone: Option<String>,
    pub email: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ErasePerson {
    pub personal_id: PersonalId,
    /// Why; without naming the person, because it stays.
    pub reason: String,
}

/// The person whose data were erased.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ErasedPerson {
    pub personal_id: PersonalId,
}

/// The persons of whom something is kept.
pub async fn find(desk: &Desk, ask: FindPersons) -> Result<Vec<PersonRow>, Error> {
    let mut db = desk.read().await?;
    let found = store::find(&mut db, &ask.search).await?;
    let row = |(personal_id, person): (PersonalId, dovuto_domain::parties::Person)| PersonRow {
        personal_id,
        name: person.name,
        phone: person.phone,
        email: person.email,
    };
    Ok(found.into_iter().map(row).collect())
}

/// Erases the data of a person from this file: chain, signatures and amounts stay valid, and what
/// showed the name shows none. Copies that were made before still have it.
///
/// Refuses anybody but a senior member of direction or finance, a member who works here, and to
/// erase twice.
pub async fn erase(desk: &Desk, cx: &Cx, ask: ErasePerson) -> Result<ErasedPerson, Error> {
    let mut tx = match desk.begin(cx).await? {
        Begun::Fresh(tx) => tx,
        Begun::Answered(answer) => return Ok(answer),
    };
    let me = actor(&mut tx, cx).await?;
    answers_for_money(&me)?;
    text("reason", &ask.reason, 500)?;
    let id = ask.personal_id;
    if store::is_erased(&mut tx, id).await? {
        return Err(Refusal::PersonErasedAlready.into());
    }
    if dovuto_store::parties::person(&mut tx, id).await?.is_none() {
        return Err(Error::not_found("person", id));
    }
    if let Some(member) = store::active_member(&mut tx, id).await? {
        return Err(Refusal::PersonActive { member }.into());
    }

    let fact = PersonErased { personal_id: id, reason: ask.reason, on: cx.today };
    let entry = based(&mut tx, fact.into(), None, "the person").await?;
    let answer = desk.finish(tx, cx, vec![entry], ErasedPerson { personal_id: id }).await?;
    desk.store.scrub().await?;
    Ok(answer)
}

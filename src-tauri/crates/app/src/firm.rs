//! Our own firm: founding it, its identity, its members, its standing policy.

use chrono::NaiveDate;
use dovuto_domain::catalog::default_rates;
use dovuto_domain::fact::{Fact, Policy, VatRatesSet};
use dovuto_domain::kernel::id::{FirmId, MemberId, PolicyId};
use dovuto_domain::kernel::quantity::Currency;
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_domain::parties::{Department, Firm, Identity, Member, Person, optional_text, text};
use dovuto_store::ledger::{Entry, Tx};
use dovuto_store::sql::Db;
use dovuto_store::{catalog as rates, parties as store};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::cx::Cx;
use crate::desk::{self, Begun, Desk};
use crate::error::Error;
use crate::parties::identity::{IdentityForm, filled, person_of, person_refs};

/// Our own firm as it is typed.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct FirmForm {
    pub identity: IdentityForm,
    pub currency: Currency,
    /// The tax regime of the firm itself: `RF01` in Italy.
    pub tax_regime: Option<String>,
    /// Whom customers may ask about an invoice.
    pub contact: Option<Person>,
}

/// A person who works here as it is typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct FirstMember {
    /// What one types: `sara`.
    pub code: String,
    pub name: String,
    pub phone: Option<String>,
    pub email: Option<String>,
}

/// A new firm: who it is, its first member, and the policy under which that member lets orders
/// be confirmed.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct FoundFirm {
    pub firm: FirmForm,
    pub member: FirstMember,
    pub policy: String,
}

/// Decides the first facts of a new firm, after its station: the firm, its first member (senior,
/// in every department), the standing policy, the rates of VAT of its country.
///
/// Refuses a firm without a country, and whatever saving each of them by itself would refuse.
pub async fn found(
    tx: &mut Tx,
    cx: &Cx,
    form: &FoundFirm,
) -> Result<(Vec<Entry>, FirmId, MemberId), Error> {
    let firm_id = cx.fresh();
    let identity = firm_identity(form.firm.identity.clone())?;
    let member = SaveMember {
        code: form.member.code.clone(),
        name: form.member.name.clone(),
        phone: form.member.phone.clone(),
        email: form.member.email.clone(),
        departments: Department::ALL.to_vec(),
        senior: Some(true),
        ..SaveMember::default()
    };
    let rates = default_rates(&identity.country);

    let firm = firm_of(tx, cx, firm_id, identity, &form.firm, None).await?;
    let (member_id, member) = member_entry(tx, cx, member).await?;
    let policy = policy_of(cx, &form.policy, member_id)?;
    let entries = vec![
        Fact::from(firm).into(),
        member,
        Fact::from(policy).into(),
        Fact::from(VatRatesSet { rates }).into(),
    ];
    Ok((entries, firm_id, member_id))
}

fn firm_identity(form: IdentityForm) -> Result<Identity, Refusal> {
    text("country", form.country.as_deref().unwrap_or(""), 2)?;
    form.identity("")
}

async fn firm_of(
    tx: &mut Tx,
    cx: &Cx,
    firm_id: FirmId,
    identity: Identity,
    form: &FirmForm,
    before: Option<&Firm>,
) -> Result<Firm, Error> {
    let contact = match &form.contact {
        Some(p) => Some(person_of(&p.name, p.phone.clone(), p.email.clone())?),
        None => None,
    };
    let held = before.and_then(|firm| firm.seller_contact.clone());
    let refs = person_refs(tx, cx, held.as_slice(), contact.as_slice()).await?;
    let tax_regime = filled(form.tax_regime.clone());
    optional_text("tax_regime", tax_regime.as_deref().unwrap_or(""), 20)?;
    Ok(Firm {
        firm_id,
        identity,
        currency: form.currency,
        tax_regime,
        seller_contact: refs.into_iter().next(),
    })
}

/// Our own firm, or the word that this file has none yet.
pub async fn our_firm(db: &mut Db) -> Result<Firm, Error> {
    store::firm(db).await?.ok_or_else(|| Error::not_found("firm", "ours"))
}

/// The policy under which orders are confirmed.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct PolicyView {
    pub policy_id: PolicyId,
    pub text: String,
    pub decided_by: MemberId,
    pub on: NaiveDate,
}

/// A person who works here. Without a name of their own where it was erased: then their code.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct MemberView {
    pub member_id: MemberId,
    pub code: String,
    pub name: String,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub departments: Vec<Department>,
    pub senior: bool,
    pub active: bool,
    /// The newest fact on the member, to be given back when saving.
    pub base: Option<String>,
}

/// Our own firm with everything that its page shows.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct FirmView {
    pub firm_id: FirmId,
    pub identity: Identity,
    pub currency: Currency,
    pub tax_regime: Option<String>,
    pub contact: Option<Person>,
    pub members: Vec<MemberView>,
    pub policy: Option<PolicyView>,
    /// The letter of this station in the numbers of documents; nothing where it only reads.
    pub station: Option<char>,
    /// The newest fact on the firm, to be given back when saving.
    pub base: Option<String>,
}

/// Our own firm, its members and its standing policy.
pub async fn firm(desk: &Desk) -> Result<FirmView, Error> {
    let mut db = desk.read().await?;
    let firm = our_firm(&mut db).await?;
    let contact = match &firm.seller_contact {
        Some(held) => store::person(&mut db, held.personal_id).await?,
        None => None,
    };
    let policy = store::policy(&mut db).await?.map(|policy| PolicyView {
        policy_id: policy.policy_id,
        text: policy.text,
        decided_by: policy.decided_by,
        on: policy.on,
    });
    let base = store::heads(&mut db, &[firm.firm_id.0]).await?;
    Ok(FirmView {
        firm_id: firm.firm_id,
        identity: firm.identity,
        currency: firm.currency,
        tax_regime: firm.tax_regime,
        contact,
        members: members_of(&mut db).await?,
        policy,
        station: desk.store.station().map(|station| station.letter),
        base: base.into_values().next(),
    })
}

/// Everybody who works or worked here, by code.
pub async fn members(desk: &Desk) -> Result<Vec<MemberView>, Error> {
    members_of(&mut *desk.read().await?).await
}

async fn members_of(db: &mut Db) -> Result<Vec<MemberView>, Error> {
    let members = store::members(db).await?;
    let people: Vec<_> = members.iter().map(|member| member.person.personal_id).collect();
    let mut people = store::persons(db, &people).await?;
    let ids: Vec<_> = members.iter().map(|member| member.member_id.0).collect();
    let mut heads = store::heads(db, &ids).await?;
    let view = |member: Member| {
        let erased = || Person { name: member.code.clone(), ..Person::default() };
        let person = people.remove(&member.person.personal_id).unwrap_or_else(erased);
        MemberView {
            member_id: member.member_id,
            code: member.code,
            name: person.name,
            phone: person.phone,
            email: person.email,
            departments: member.departments,
            senior: member.senior,
            active: member.active,
            base: heads.remove(&member.member_id.0),
        }
    };
    Ok(members.into_iter().map(view).collect())
}

/// Our own firm as it is to be from now on.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct SaveFirm {
    /// The newest fact on the firm that the person had seen.
    pub base: Option<String>,
    pub firm: FirmForm,
}

/// The firm that was saved.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SavedFirm {
    pub firm_id: FirmId,
}

/// Changes what our own firm prints on its documents from now on; issued ones stay as they are.
/// A firm that moves to a country it has no rates of VAT for gets that country's.
///
/// Refuses values that cannot be, and to overwrite what somebody else changed meanwhile.
pub async fn save_firm(desk: &Desk, cx: &Cx, ask: SaveFirm) -> Result<SavedFirm, Error> {
    let mut tx = match desk.begin(cx).await? {
        Begun::Fresh(tx) => tx,
        Begun::Answered(answer) => return Ok(answer),
    };
    desk::actor(&mut tx, cx).await?;
    let before = our_firm(&mut tx).await?;

    let identity = firm_identity(ask.firm.identity.clone())?;
    let country = identity.country.clone();
    let firm = firm_of(&mut tx, cx, before.firm_id, identity, &ask.firm, Some(&before)).await?;

    let mut entries =
        vec![desk::based(&mut tx, firm.into(), ask.base.as_deref(), "the firm").await?];
    if rates::vat_rates_of(&mut tx, Some(&country)).await?.is_empty() {
        entries.push(Fact::from(VatRatesSet { rates: default_rates(&country) }).into());
    }
    desk.finish(tx, cx, entries, SavedFirm { firm_id: before.firm_id }).await
}

/// A member as they are to be from now on.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct SaveMember {
    /// Left out for a new member.
    pub member_id: Option<MemberId>,
    /// The newest fact on the member that the person had seen.
    pub base: Option<String>,
    pub code: String,
    pub name: String,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub departments: Vec<Department>,
    /// No where it is left out.
    pub senior: Option<bool>,
    pub active: Option<bool>,
}

/// The member who was saved.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SavedMember {
    pub member_id: MemberId,
    pub code: String,
}

/// Saves a member, new or changed. A member who leaves is kept, not active any more.
///
/// Refuses a code that another member has, an empty name, a member of no department, and to
/// overwrite what somebody else changed meanwhile.
pub async fn save_member(desk: &Desk, cx: &Cx, ask: SaveMember) -> Result<SavedMember, Error> {
    let mut tx = match desk.begin(cx).await? {
        Begun::Fresh(tx) => tx,
        Begun::Answered(answer) => return Ok(answer),
    };
    desk::actor(&mut tx, cx).await?;
    let code = ask.code.trim().to_owned();

    let (member_id, entry) = member_entry(&mut tx, cx, ask).await?;

    desk.finish(tx, cx, vec![entry], SavedMember { member_id, code }).await
}

/// Decides what saving a member records; the same as `save_member` inside a transaction.
pub async fn member_entry(
    tx: &mut Tx,
    cx: &Cx,
    ask: SaveMember,
) -> Result<(MemberId, Entry), Error> {
    let before = match ask.member_id {
        Some(id) => {
            let found = store::member(tx, id).await?;
            Some(found.ok_or_else(|| Error::not_found("member", id))?)
        }
        None => None,
    };
    let id = ask.member_id.unwrap_or_else(|| cx.fresh());
    let code = ask.code.trim().to_owned();
    let same_code = store::member_by_code(tx, &code).await?;
    if same_code.is_some_and(|other| other.member_id != id) {
        return Err(Refusal::CodeTaken { value: code }.into());
    }

    let person = person_of(&ask.name, ask.phone, ask.email)?;
    let mut departments = ask.departments;
    departments.sort();
    departments.dedup();

    let held = before.map(|member| member.person);
    let refs = person_refs(tx, cx, held.as_slice(), &[person]).await?;
    let member = Member {
        member_id: id,
        code,
        person: refs.into_iter().next().expect("one person gives one pointer"),
        departments,
        senior: ask.senior.unwrap_or(false),
        active: ask.active.unwrap_or(true),
    }
    .checked()?;
    Ok((id, desk::based(tx, member.into(), ask.base.as_deref(), "the member").await?))
}

/// A new standing policy.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
pub struct RecordPolicy {
    pub text: String,
}

/// The policy that was recorded.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct RecordedPolicy {
    pub policy_id: PolicyId,
}

/// Records the policy under which orders are confirmed from now on, in the name of who decides it.
///
/// Refuses anybody but a senior member of direction, and an empty text.
pub async fn record_policy(
    desk: &Desk,
    cx: &Cx,
    ask: RecordPolicy,
) -> Result<RecordedPolicy, Error> {
    let mut tx = match desk.begin(cx).await? {
        Begun::Fresh(tx) => tx,
        Begun::Answered(answer) => return Ok(answer),
    };
    let actor = desk::actor(&mut tx, cx).await?;

    if !actor.senior || !actor.departments.contains(&Department::Direction) {
        return Err(Refusal::PolicyNeedsDirection { member: actor.code }.into());
    }
    let policy = policy_of(cx, &ask.text, actor.member_id)?;
    let policy_id = policy.policy_id;

    desk.finish(tx, cx, vec![Fact::from(policy).into()], RecordedPolicy { policy_id }).await
}

fn policy_of(cx: &Cx, wording: &str, decided_by: MemberId) -> Result<Policy, Refusal> {
    let wording = wording.trim().to_owned();
    text("policy", &wording, 4000)?;
    Ok(Policy { policy_id: cx.fresh(), text: wording, decided_by, on: cx.today })
}

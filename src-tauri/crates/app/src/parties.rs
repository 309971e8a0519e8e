//! Customers and carriers: finding them, reading them, saving them.

pub mod identity;

use dovuto_domain::billing::invoice::Site;
use dovuto_domain::kernel::id::{CarrierId, CustomerId};
use dovuto_domain::kernel::quantity::Currency;
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_domain::orders::ShipTo;
use dovuto_domain::parties::profile::BillingProfile;
use dovuto_domain::parties::{
    Address, Basis, Carrier, Contact, Customer, Firm, PaymentTerms, Person, Reference, VatRegime,
    optional_text,
};
use dovuto_store::ledger::{Entry, Tx};
use dovuto_store::parties as store;
use dovuto_store::sql::Db;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::cx::Cx;
use crate::desk::{self, Begun, Desk};
use crate::error::Error;
use crate::firm::our_firm;
use identity::{IdentityForm, filled, person_of, person_refs};

/// What a list is searched for. Every word must occur; nothing is asked, everything is found.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct Find {
    pub search: Option<String>,
    /// Also what is not active any more.
    pub inactive_too: Option<bool>,
    /// 50 where it is left out, 500 at most.
    pub limit: Option<i64>,
    pub offset: Option<i64>,
}

impl Find {
    pub(crate) fn bounded(&self) -> store::Search<'_> {
        store::Search {
            text: self.search.as_deref().unwrap_or(""),
            inactive_too: self.inactive_too.unwrap_or(false),
            limit: self.limit.unwrap_or(50).clamp(1, 500),
            offset: self.offset.unwrap_or(0).max(0),
        }
    }
}

/// Member states of the European Union (ISO 3166-1 alpha-2).
const EU: [&str; 27] = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT",
    "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
];

/// How VAT looks at a customer of `country` from a firm of `ours`, when nobody says otherwise.
pub fn vat_regime_of(ours: &str, country: &str) -> VatRegime {
    if ours == country {
        VatRegime::Domestic
    } else if EU.contains(&ours) && EU.contains(&country) {
        VatRegime::Eu
    } else {
        VatRegime::Export
    }
}

/// A person at a customer and what they are for, as it is typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct ContactForm {
    pub role: String,
    pub name: String,
    pub phone: Option<String>,
    pub email: Option<String>,
}

/// A customer as lists show them.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct CustomerRow {
    pub customer_id: CustomerId,
    pub code: String,
    pub name: String,
    pub tax_id: Option<String>,
    pub city: String,
    pub country: String,
    pub currency: Currency,
    pub credit_limit_minor: Option<i64>,
    pub basis: Basis,
    pub vat_regime: VatRegime,
    pub active: bool,
}

/// A part of the list of customers, and how long the whole list is.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct CustomerList {
    pub rows: Vec<CustomerRow>,
    pub total: i64,
}

/// The customers whose code, name, city or tax id have every word of the search, by code.
pub async fn customers(desk: &Desk, ask: Find) -> Result<CustomerList, Error> {
    let mut db = desk.read().await?;
    let page = store::customers(&mut db, ask.bounded()).await?;
    let row = |c: store::CustomerRow| CustomerRow {
        customer_id: c.customer_id,
        code: c.code,
        name: c.name,
        tax_id: c.tax_id,
        city: c.city,
        country: c.country,
        currency: c.currency,
        credit_limit_minor: c.credit_limit_minor,
        basis: c.basis,
        vat_regime: c.vat_regime,
        active: c.active,
    };
    Ok(CustomerList { rows: page.rows.into_iter().map(row).collect(), total: page.total })
}

/// Which customer is meant.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
pub struct GetCustomer {
    pub customer_id: CustomerId,
}

/// Another customer, by name.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct PartyName {
    pub customer_id: CustomerId,
    pub code: String,
    pub name: String,
}

/// A person at a customer; without a person where their data was erased.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ContactView {
    pub role: String,
    pub person: Option<Person>,
}

/// A customer with everything that a form shows.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct CustomerView {
    pub customer: Customer,
    pub contacts: Vec<ContactView>,
    pub bill_to: Option<PartyName>,
    pub payer: Option<PartyName>,
    /// The newest fact on the customer, to be given back when saving.
    pub base: Option<String>,
}

/// One customer, whole. Says when there is no such customer.
pub async fn customer(desk: &Desk, ask: GetCustomer) -> Result<CustomerView, Error> {
    let mut db = desk.read().await?;
    let customer = known_customer(&mut db, ask.customer_id).await?;
    let ids: Vec<_> = customer.contacts.iter().map(|c| c.person.personal_id).collect();
    let mut people = store::persons(&mut db, &ids).await?;
    let others: Vec<_> = [customer.bill_to, customer.payer].into_iter().flatten().collect();
    let others = store::customers_by_ids(&mut db, &others).await?;
    let base = store::heads(&mut db, &[customer.customer_id.0]).await?;

    let named = |id: Option<CustomerId>| {
        let other = others.iter().find(|other| Some(other.customer_id) == id)?;
        Some(PartyName {
            customer_id: other.customer_id,
            code: other.code.clone(),
            name: other.identity.name.clone(),
        })
    };
    let contact = |c: &Contact| ContactView {
        role: c.role.clone(),
        person: people.remove(&c.person.personal_id),
    };
    Ok(CustomerView {
        bill_to: named(customer.bill_to),
        payer: named(customer.payer),
        contacts: customer.contacts.iter().map(contact).collect(),
        base: base.into_values().next(),
        customer,
    })
}

/// The customer of an identity, or the word that there is none.
pub async fn known_customer(db: &mut Db, id: CustomerId) -> Result<Customer, Error> {
    store::customer(db, id).await?.ok_or_else(|| Error::not_found("customer", id))
}

/// A place that goods go to, with the customer's own name and country where it has none.
pub(crate) async fn place(db: &mut Db, ship_to: ShipTo) -> Result<Address, Error> {
    let customer = known_customer(db, ship_to.customer_id).await?;
    let n = usize::try_from(ship_to.address_n).unwrap_or(0);
    let mut place = customer.identity.addresses.get(n).cloned().unwrap_or_default();
    place.name = place.name.or(Some(customer.identity.name));
    if place.country.is_empty() {
        place.country = customer.identity.country;
    }
    Ok(place)
}

/// Places that goods went to, each once, as they are called today.
pub(crate) async fn sites(
    db: &mut Db,
    places: impl Iterator<Item = ShipTo>,
) -> Result<Vec<Site>, Error> {
    let mut sites: Vec<Site> = Vec::new();
    for ship_to in places {
        if !sites.iter().any(|site| site.ship_to == ship_to) {
            sites.push(Site { ship_to, address: place(db, ship_to).await? });
        }
    }
    Ok(sites)
}

/// A customer as it is to be from now on. What is left out takes its default, not what it was.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct SaveCustomer {
    /// Left out for a new customer.
    pub customer_id: Option<CustomerId>,
    /// The newest fact on the customer that the person had seen.
    pub base: Option<String>,
    pub code: String,
    pub identity: IdentityForm,
    pub contacts: Option<Vec<ContactForm>>,
    /// The firm's own where it is left out.
    pub currency: Option<Currency>,
    /// 30 days where it is left out.
    pub terms: Option<PaymentTerms>,
    pub credit_limit_minor: Option<i64>,
    /// Delivery where it is left out.
    pub basis: Option<Basis>,
    /// By the countries of firm and customer where it is left out.
    pub vat_regime: Option<VatRegime>,
    pub bill_to: Option<CustomerId>,
    pub payer: Option<CustomerId>,
    pub required_references: Option<Vec<Reference>>,
    /// As soon as it may be, an invoice an order, on paper, where it is left out.
    pub billing: Option<BillingProfile>,
    pub active: Option<bool>,
}

/// The customer that was saved.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SavedCustomer {
    pub customer_id: CustomerId,
    pub code: String,
}

/// Saves a customer, new or changed. Orders confirmed before keep what was frozen on them.
///
/// Refuses a code that another customer has, a bill-to or payer that does not exist, values that
/// cannot be, and to overwrite what somebody else changed meanwhile.
pub async fn save_customer(
    desk: &Desk,
    cx: &Cx,
    ask: SaveCustomer,
) -> Result<SavedCustomer, Error> {
    let mut tx = match desk.begin(cx).await? {
        Begun::Fresh(tx) => tx,
        Begun::Answered(answer) => return Ok(answer),
    };
    desk::actor(&mut tx, cx).await?;
    let code = ask.code.trim().to_owned();

    let (customer_id, entry) = customer_entry(&mut tx, cx, ask).await?;

    desk.finish(tx, cx, vec![entry], SavedCustomer { customer_id, code }).await
}

/// Decides what saving a customer records; the same as `save_customer` inside a transaction.
pub async fn customer_entry(
    tx: &mut Tx,
    cx: &Cx,
    ask: SaveCustomer,
) -> Result<(CustomerId, Entry), Error> {
    let firm = our_firm(tx).await?;
    let before = match ask.customer_id {
        Some(id) => Some(known_customer(tx, id).await?),
        None => None,
    };
    let id = ask.customer_id.unwrap_or_else(|| cx.fresh());
    let same_code = store::customer_by_code(tx, ask.code.trim()).await?;
    if same_code.is_some_and(|other| other.customer_id != id) {
        return Err(Refusal::CodeTaken { value: ask.code.trim().to_owned() }.into());
    }
    for other in [ask.bill_to, ask.payer].into_iter().flatten().filter(|other| *other != id) {
        known_customer(tx, other).await?;
    }

    let base = ask.base.clone();
    let contacts = ask.contacts.clone().unwrap_or_default();
    let mut customer = customer_of(ask, id, &firm)?;
    let people = contacts.iter().map(contact_person).collect::<Result<Vec<_>, _>>()?;

    let held: Vec<_> =
        before.into_iter().flat_map(|c| c.contacts).map(|contact| contact.person).collect();
    let refs = person_refs(tx, cx, &held, &people).await?;
    customer.contacts = contacts
        .iter()
        .zip(refs)
        .map(|(contact, person)| Contact { role: contact.role.trim().to_owned(), person })
        .collect();
    Ok((id, desk::based(tx, customer.into(), base.as_deref(), "the customer").await?))
}

/// The person that a contact is, once the texts of both are right.
pub(crate) fn contact_person(contact: &ContactForm) -> Result<Person, Refusal> {
    optional_text("role", &contact.role, 60)?;
    person_of(&contact.name, contact.phone.clone(), contact.email.clone())
}

/// The customer that a form means, but for its contacts.
fn customer_of(ask: SaveCustomer, id: CustomerId, firm: &Firm) -> Result<Customer, Refusal> {
    let identity = ask.identity.identity(&firm.identity.country)?;
    let by_country = || vat_regime_of(&firm.identity.country, &identity.country);
    Customer {
        customer_id: id,
        code: ask.code.trim().to_owned(),
        contacts: Vec::new(),
        currency: ask.currency.unwrap_or(firm.currency),
        terms: ask.terms.unwrap_or(PaymentTerms { days: 30, end_of_month: false }),
        credit_limit_minor: ask.credit_limit_minor,
        basis: ask.basis.unwrap_or(Basis::Delivery),
        vat_regime: ask.vat_regime.unwrap_or_else(by_country),
        bill_to: ask.bill_to.filter(|other| *other != id),
        payer: ask.payer.filter(|other| *other != id),
        required_references: ask.required_references.unwrap_or_default(),
        billing: ask.billing.unwrap_or_default(),
        active: ask.active.unwrap_or(true),
        identity,
    }
    .checked()
}

/// A carrier, with the newest fact on it, to be given back when saving.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct CarrierView {
    #[serde(flatten)]
    pub carrier: Carrier,
    pub base: Option<String>,
}

/// Every carrier, active or not, by code.
pub async fn carriers(desk: &Desk) -> Result<Vec<CarrierView>, Error> {
    let mut db = desk.read().await?;
    let carriers = store::carriers(&mut db).await?;
    let ids: Vec<_> = carriers.iter().map(|carrier| carrier.carrier_id.0).collect();
    let mut heads = store::heads(&mut db, &ids).await?;
    let view =
        |carrier: Carrier| CarrierView { base: heads.remove(&carrier.carrier_id.0), carrier };
    Ok(carriers.into_iter().map(view).collect())
}

/// A carrier as it is to be from now on.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct SaveCarrier {
    /// Left out for a new carrier.
    pub carrier_id: Option<CarrierId>,
    /// The newest fact on the carrier that the person had seen.
    pub base: Option<String>,
    pub code: String,
    pub name: String,
    pub tax_id: Option<String>,
    pub phone: Option<String>,
    pub active: Option<bool>,
}

/// The carrier that was saved.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SavedCarrier {
    pub carrier_id: CarrierId,
    pub code: String,
}

/// Saves a carrier, new or changed.
///
/// Refuses a code that another carrier has, an empty name, and to overwrite what somebody else
/// changed meanwhile.
pub async fn save_carrier(desk: &Desk, cx: &Cx, ask: SaveCarrier) -> Result<SavedCarrier, Error> {
    let mut tx = match desk.begin(cx).await? {
        Begun::Fresh(tx) => tx,
        Begun::Answered(answer) => return Ok(answer),
    };
    desk::actor(&mut tx, cx).await?;
    let code = ask.code.trim().to_owned();

    let (carrier_id, entry) = carrier_entry(&mut tx, cx, ask).await?;

    desk.finish(tx, cx, vec![entry], SavedCarrier { carrier_id, code }).await
}

/// Decides what saving a carrier records; the same as `save_carrier` inside a transaction.
pub async fn carrier_entry(
    tx: &mut Tx,
    cx: &Cx,
    ask: SaveCarrier,
) -> Result<(CarrierId, Entry), Error> {
    if let Some(id) = ask.carrier_id {
        store::carrier(tx, id).await?.ok_or_else(|| Error::not_found("carrier", id))?;
    }
    let id = ask.carrier_id.unwrap_or_else(|| cx.fresh());
    let same_code = store::carrier_by_code(tx, ask.code.trim()).await?;
    if same_code.is_some_and(|other| other.carrier_id != id) {
        return Err(Refusal::CodeTaken { value: ask.code.trim().to_owned() }.into());
    }

    let carrier = Carrier {
        carrier_id: id,
        code: ask.code.trim().to_owned(),
        name: ask.name.trim().to_owned(),
        tax_id: filled(ask.tax_id),
        phone: filled(ask.phone),
        active: ask.active.unwrap_or(true),
    }
    .checked()?;

    Ok((id, desk::based(tx, carrier.into(), ask.base.as_deref(), "the carrier").await?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_regime_follows_the_countries_of_firm_and_customer() {
        let check = |ours: &str, theirs: &str, expect: VatRegime| {
            assert_eq!(vat_regime_of(ours, theirs), expect, "{ours} to {theirs}");
        };
        check("IT", "IT", VatRegime::Domestic);
        check("IT", "DE", VatRegime::Eu);
        check("IT", "CH", VatRegime::Export);
        check("CH", "IT", VatRegime::Export);
        check("CH", "CH", VatRegime::Domestic);
        check("IT", "GB", VatRegime::Export);
    }
}

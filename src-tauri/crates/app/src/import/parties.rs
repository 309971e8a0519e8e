//! Importing customers and carriers: by code; what the file does not give stays as it is.

use std::collections::HashMap;

use dovuto_domain::fact::Fact;
use dovuto_domain::kernel::country;
use dovuto_domain::kernel::id::PersonalId;
use dovuto_domain::kernel::quantity::Currency;
use dovuto_domain::parties::profile::{BillingProfile, EarlyPayment, Rhythm};
use dovuto_domain::parties::{
    Address, Carrier, Customer, ElectronicAddress, Firm, PaymentTerms, Person, Reference,
};
use dovuto_store::ledger::Tx;
use dovuto_store::{import as lookup, parties as store};
use serde::Deserialize as _;
use serde::de::IntoDeserializer as _;
use serde::de::value::Error as WordError;

use super::known::KNOWN;
use super::reading::Record;
use super::refused::BadRow;
use super::{Document, Job};
use crate::cx::Cx;
use crate::error::Error;
use crate::firm::our_firm;
use crate::parties::identity::IdentityForm;
use crate::parties::{
    ContactForm, SaveCarrier, SaveCustomer, carrier_entry, customer_entry, vat_regime_of,
};

/// Imports customers.
pub(super) async fn customers(tx: &mut Tx, cx: &Cx, job: &mut Job<'_>) -> Result<(), Error> {
    let reading = job.reading()?;
    let named = job.named(&reading, "code");
    let firm = our_firm(tx).await?;
    let codes: Vec<&str> = named.iter().map(|(code, _)| *code).collect();
    let known = lookup::customers_by_codes(tx, &codes).await?;
    let contacts = known.iter().flat_map(|c| &c.contacts);
    let ids: Vec<PersonalId> = contacts.map(|c| c.person.personal_id).collect();
    let people = store::persons(tx, &ids).await?;
    let known: HashMap<&str, &Customer> = known.iter().map(|c| (c.code.as_str(), c)).collect();

    let mut documents = Vec::new();
    for (code, record) in named {
        let before = known.get(code).copied();
        if job.passes_over(before.is_some(), || record.bad("code", KNOWN)) {
            continue;
        }
        let start = before.map_or_else(SaveCustomer::default, |c| form_of(c, &people, &firm));
        let form = customer_form(code, &record, start, &firm, job);
        let Some(form) = job.faults.keep(form) else {
            continue;
        };
        let decided = customer_entry(tx, cx, form).await;
        let Some((_, entry)) = job.judged(decided, |no| record.no(no))? else {
            continue;
        };
        let same = before.is_some_and(|c| entry.fact == Fact::from(c.clone()));
        let document = Document { entries: if same { Vec::new() } else { vec![entry] } };
        documents.extend(job.count(before.is_some(), document));
    }
    job.record_all(tx, cx, documents).await
}

/// A known customer as the form that would save them unchanged.
pub(super) fn form_of(
    customer: &Customer,
    people: &HashMap<PersonalId, Person>,
    firm: &Firm,
) -> SaveCustomer {
    let c = customer.clone();
    let contacts = c.contacts.into_iter().filter_map(|contact| {
        let person = people.get(&contact.person.personal_id)?.clone();
        Some(ContactForm {
            role: contact.role,
            name: person.name,
            phone: person.phone,
            email: person.email,
        })
    });
    // A regime that only follows from the countries goes on following them.
    let usual = vat_regime_of(&firm.identity.country, &c.identity.country);
    SaveCustomer {
        customer_id: Some(c.customer_id),
        base: None,
        code: c.code,
        identity: IdentityForm {
            name: c.identity.name,
            tax_id: c.identity.tax_id,
            fiscal_code: c.identity.fiscal_code,
            country: Some(c.identity.country),
            language: Some(c.identity.language),
            registrations: Some(c.identity.registrations),
            addresses: Some(c.identity.addresses),
            banks: Some(c.identity.banks),
            electronic: c.identity.electronic,
            sdi_code: c.identity.sdi_code,
            pec: c.identity.pec,
        },
        contacts: Some(contacts.collect()),
        currency: Some(c.currency),
        terms: Some(c.terms),
        credit_limit_minor: c.credit_limit_minor,
        basis: Some(c.basis),
        vat_regime: (c.vat_regime != usual).then_some(c.vat_regime),
        bill_to: c.bill_to,
        payer: c.payer,
        required_references: Some(c.required_references),
        billing: Some(c.billing),
        active: Some(c.active),
    }
}

/// What a row makes of a customer who was `form` before.
fn customer_form(
    code: &str,
    record: &Record,
    mut form: SaveCustomer,
    firm: &Firm,
    job: &Job,
) -> Result<SaveCustomer, BadRow> {
    form.code = code.to_owned();
    identity(record, &mut form.identity, job)?;
    contact(record, &mut form)?;
    if record.has("currency") {
        form.currency = currency(record, "currency")?;
    }
    if let Some(basis) = record.word("basis")? {
        form.basis = Some(basis);
    }
    if record.has("vat_regime") {
        form.vat_regime = record.word("vat_regime")?;
    }
    if record.has("credit_limit") {
        let decimals = form.currency.unwrap_or(firm.currency).decimals();
        form.credit_limit_minor = record.decimal("credit_limit", decimals)?;
    }
    if record.has("payment_days") || record.has("payment_end_of_month") {
        let before = form.terms.unwrap_or(PaymentTerms { days: 30, end_of_month: false });
        form.terms = Some(PaymentTerms {
            days: record.whole("payment_days")?.unwrap_or(before.days),
            end_of_month: record.yes("payment_end_of_month")?.unwrap_or(before.end_of_month),
        });
    }
    if let Some(active) = record.yes("active")? {
        form.active = Some(active);
    }
    if let Some(words) = record.text("required_references") {
        form.required_references = Some(references(record, words)?);
    }
    billing(record, form.billing.get_or_insert_default())?;
    Ok(form)
}

/// References by their words, with spaces between them.
fn references(record: &Record, words: &str) -> Result<Vec<Reference>, BadRow> {
    let read = |word: &str| -> Result<Reference, WordError> {
        Reference::deserialize(word.into_deserializer())
    };
    let all: Result<Vec<_>, _> = words.split_whitespace().map(read).collect();
    all.map_err(|why| record.bad("required_references", why))
}

/// When and how the customer is billed, as far as the file says.
fn billing(record: &Record, profile: &mut BillingProfile) -> Result<(), BadRow> {
    if let Some(word) = record.text("rhythm") {
        let day = record.whole("rhythm_day")?;
        let why = "it is none of: shipment, order, week, month, month_end, last_working_day";
        profile.rhythm = Rhythm::of(word, day).ok_or_else(|| record.bad("rhythm", why))?;
    }
    if let Some(grouping) = record.word("invoice_for")? {
        profile.grouping = grouping;
    }
    if let Some(channel) = record.word("channel")? {
        profile.channel = channel;
    }
    if let Some(roles) = record.text("recipients") {
        let roles = roles.split(',').map(str::trim).filter(|role| !role.is_empty());
        profile.recipients = roles.map(str::to_owned).collect();
    }
    if let Some(discount_ppm) = record.discount("early_discount")? {
        let days = record.whole("early_days")?.unwrap_or(0);
        profile.early_payment = Some(EarlyPayment { days, discount_ppm });
    }
    Ok(())
}

fn identity(record: &Record, form: &mut IdentityForm, job: &Job) -> Result<(), BadRow> {
    form.name = record.needed("name")?.to_owned();
    for (field, to) in [
        ("tax_id", &mut form.tax_id),
        ("fiscal_code", &mut form.fiscal_code),
        ("language", &mut form.language),
        ("sdi_code", &mut form.sdi_code),
        ("pec", &mut form.pec),
    ] {
        if record.has(field) {
            *to = record.owned(field);
        }
    }
    if record.has("country") {
        form.country = country(record, job)?;
    }
    if record.has("electronic_address") {
        form.electronic = match record.owned("electronic_address") {
            Some(address) => Some(ElectronicAddress {
                scheme: record.needed("electronic_scheme")?.to_owned(),
                address,
            }),
            None => None,
        };
    }
    address(record, form);
    Ok(())
}

fn country(record: &Record, job: &Job) -> Result<Option<String>, BadRow> {
    let Some(written) = record.text("country") else {
        return Ok(None);
    };
    let own = job.mapping.country_names.get(written).map(String::as_str);
    match own.or_else(|| country::code_of(written)) {
        Some(code) => Ok(Some(code.to_owned())),
        None => {
            let why = "no country is known by this name; give its code in [country_names]";
            Err(record.bad("country", why))
        }
    }
}

/// The first address, the registered seat, where the file gives any part of it.
fn address(record: &Record, form: &mut IdentityForm) {
    let parts = ["street", "postcode", "city", "region"];
    let mut addresses = form.addresses.take().unwrap_or_default();
    if addresses.is_empty() && parts.iter().any(|part| record.text(part).is_some()) {
        addresses.push(Address::default());
    }
    if let Some(seat) = addresses.first_mut() {
        for (field, to) in [
            ("street", &mut seat.street),
            ("postcode", &mut seat.postcode),
            ("city", &mut seat.city),
        ] {
            if record.has(field) {
                *to = record.owned(field).unwrap_or_default();
            }
        }
        if record.has("region") {
            seat.region = record.owned("region");
        }
        if record.has("country") {
            seat.country = form.country.clone().unwrap_or_default();
        }
    }
    form.addresses = Some(addresses);
}

/// The first contact, where the file gives any part of it. Who has a phone but no name is called
/// by the customer's.
fn contact(record: &Record, form: &mut SaveCustomer) -> Result<(), BadRow> {
    let fields = ["contact", "contact_role", "phone", "email"];
    if !fields.iter().any(|field| record.has(field)) {
        return Ok(());
    }
    let mut contacts = form.contacts.take().unwrap_or_default();
    let known = if contacts.is_empty() { None } else { Some(contacts.remove(0)) };
    let mut first = known.unwrap_or_default();
    if record.has("contact") {
        first.name = record.owned("contact").unwrap_or_default();
    }
    if record.has("contact_role") {
        first.role = record.owned("contact_role").unwrap_or_default();
    }
    if record.has("phone") {
        first.phone = record.owned("phone");
    }
    if record.has("email") {
        first.email = record.owned("email");
    }
    if first.name.is_empty() && (first.phone.is_some() || first.email.is_some()) {
        first.name.clone_from(&form.identity.name);
    }
    if !first.name.is_empty() {
        contacts.insert(0, first);
    } else if !first.role.is_empty() {
        return Err(record.bad("contact", "a role needs the name of who has it"));
    }
    form.contacts = Some(contacts);
    Ok(())
}

/// A currency by its code of ISO 4217.
pub(super) fn currency(record: &Record, field: &str) -> Result<Option<Currency>, BadRow> {
    let Some(code) = record.text(field) else {
        return Ok(None);
    };
    let currency = Currency::parse(code).map(Some);
    currency.map_err(|why| record.bad(field, why))
}

/// Imports carriers.
pub(super) async fn carriers(tx: &mut Tx, cx: &Cx, job: &mut Job<'_>) -> Result<(), Error> {
    let reading = job.reading()?;
    let named = job.named(&reading, "code");
    let known = store::carriers(tx).await?;
    let known: HashMap<&str, &Carrier> = known.iter().map(|c| (c.code.as_str(), c)).collect();

    let mut documents = Vec::new();
    for (code, record) in named {
        let before = known.get(code).copied();
        if job.passes_over(before.is_some(), || record.bad("code", KNOWN)) {
            continue;
        }
        let form = carrier_form(code, &record, before);
        let Some(form) = job.faults.keep(form) else {
            continue;
        };
        let decided = carrier_entry(tx, cx, form).await;
        let Some((_, entry)) = job.judged(decided, |no| record.no(no))? else {
            continue;
        };
        let same = before.is_some_and(|c| entry.fact == Fact::from(c.clone()));
        let document = Document { entries: if same { Vec::new() } else { vec![entry] } };
        documents.extend(job.count(before.is_some(), document));
    }
    job.record_all(tx, cx, documents).await
}

fn carrier_form(
    code: &str,
    record: &Record,
    before: Option<&Carrier>,
) -> Result<SaveCarrier, BadRow> {
    let mut form = SaveCarrier {
        carrier_id: before.map(|c| c.carrier_id),
        base: None,
        code: code.to_owned(),
        name: record.needed("name")?.to_owned(),
        tax_id: before.and_then(|c| c.tax_id.clone()),
        phone: before.and_then(|c| c.phone.clone()),
        active: before.map(|c| c.active),
    };
    if record.has("tax_id") {
        form.tax_id = record.owned("tax_id");
    }
    if record.has("phone") {
        form.phone = record.owned("phone");
    }
    if let Some(active) = record.yes("active")? {
        form.active = Some(active);
    }
    Ok(form)
}

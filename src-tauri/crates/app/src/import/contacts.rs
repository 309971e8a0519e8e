//! Importing the people of customers: by customer, name and, where it is given, role.

use std::collections::HashMap;

use dovuto_domain::fact::Fact;
use dovuto_domain::kernel::id::PersonalId;
use dovuto_domain::parties::Customer;
use dovuto_store::ledger::Tx;
use dovuto_store::{import as lookup, parties as store};

use super::groups::{Change, Once, count, grouped};
use super::known::{KNOWN, OnKnown};
use super::parties::form_of;
use super::reading::Record;
use super::refused::BadRow;
use super::{Document, Job};
use crate::cx::Cx;
use crate::error::Error;
use crate::firm::our_firm;
use crate::parties::{ContactForm, contact_person, customer_entry};

/// Imports contacts.
pub(super) async fn contacts(tx: &mut Tx, cx: &Cx, job: &mut Job<'_>) -> Result<(), Error> {
    let reading = job.reading()?;
    let groups = grouped(&reading, "customer", job);
    let firm = our_firm(tx).await?;
    let codes: Vec<&str> = groups.iter().map(|(code, _)| *code).collect();
    let known = lookup::customers_by_codes(tx, &codes).await?;
    let people = known.iter().flat_map(|c| &c.contacts);
    let ids: Vec<PersonalId> = people.map(|c| c.person.personal_id).collect();
    let people = store::persons(tx, &ids).await?;
    let known: HashMap<&str, &Customer> = known.iter().map(|c| (c.code.as_str(), c)).collect();

    let mut documents = Vec::new();
    for (code, records) in groups {
        let Some(customer) = known.get(code).copied() else {
            for record in records {
                job.faults.note(record.bad("customer", "there is no such customer"));
            }
            continue;
        };
        let mut form = form_of(customer, &people, &firm);
        let contacts = form.contacts.get_or_insert_default();
        let (mut once, on_known) = (Once::default(), job.on_known);
        let read = records.iter().map(|record| contact(record, contacts, &mut once, on_known));
        let read: Vec<Result<Change, BadRow>> = read.collect();
        let n = read.len();
        let changes: Vec<Change> = read.into_iter().filter_map(|r| job.faults.keep(r)).collect();
        if changes.len() < n {
            continue;
        }
        let decided = customer_entry(tx, cx, form).await;
        let Some((_, entry)) = job.judged(decided, |no| records[0].no(no))? else {
            continue;
        };
        let same = entry.fact == Fact::from(customer.clone());
        let entries = if same { Vec::new() } else { vec![entry] };
        let document = Document { entries };
        documents.extend(count(job, &changes, document));
    }
    job.record_all(tx, cx, documents).await
}

/// Puts the person of a row among the contacts of their customer.
fn contact(
    record: &Record,
    contacts: &mut Vec<ContactForm>,
    once: &mut Once,
    on_known: OnKnown,
) -> Result<Change, BadRow> {
    let name = record.needed("name")?;
    let role = record.text("role").unwrap_or_default();
    once.first(format!("{name}\n{role}"), "name", record)?;
    let is_meant = |c: &&mut ContactForm| c.name == name && (!record.has("role") || c.role == role);
    let known = contacts.iter_mut().find(is_meant);
    let is_known = known.is_some();
    if on_known.stays(is_known, || record.bad("name", KNOWN))? {
        return Ok(Change::Skipped);
    }
    let mut fresh = ContactForm { name: name.to_owned(), ..ContactForm::default() };
    let person = known.unwrap_or(&mut fresh);
    let before = (person.phone.clone(), person.email.clone());
    if record.has("role") {
        role.clone_into(&mut person.role);
    }
    if record.has("phone") {
        person.phone = record.owned("phone");
    }
    if record.has("email") {
        person.email = record.owned("email");
    }
    contact_person(person).map_err(|why| record.refused(&why))?;
    let is_same = before == (person.phone.clone(), person.email.clone());
    if is_known {
        return Ok(Change::of(is_same));
    }
    contacts.push(fresh);
    Ok(Change::Inserted)
}

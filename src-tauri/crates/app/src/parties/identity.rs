//! Who a firm or a person is, as it is typed: cleaned, completed, kept apart from facts.

use dovuto_domain::kernel::refusal::Refusal;
use dovuto_domain::parties::{
    Address, BankAccount, ElectronicAddress, Identity, Person, PersonRef, Registration,
    optional_text, text,
};
use dovuto_store::ledger::Tx;
use dovuto_store::parties as store;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::cx::Cx;
use crate::error::Error;

/// What identifies a firm or a customer, as it is typed. What is left out takes its default:
/// the firm's own country, the language of the country, nothing.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[ts(optional_fields = nullable)]
pub struct IdentityForm {
    pub name: String,
    pub tax_id: Option<String>,
    pub fiscal_code: Option<String>,
    pub country: Option<String>,
    pub language: Option<String>,
    pub registrations: Option<Vec<Registration>>,
    pub addresses: Option<Vec<Address>>,
    pub banks: Option<Vec<BankAccount>>,
    pub electronic: Option<ElectronicAddress>,
    pub sdi_code: Option<String>,
    pub pec: Option<String>,
}

impl IdentityForm {
    /// The identity that the form means, where `country` is the default.
    ///
    /// Refuses an empty name, unknown codes of country and language, an SdI code of the wrong
    /// length, and texts that no document could print.
    pub fn identity(self, country: &str) -> Result<Identity, Refusal> {
        let country = filled(self.country).unwrap_or_else(|| country.to_owned());
        let language = filled(self.language).unwrap_or_else(|| language_of(&country).to_owned());
        let mut addresses = self.addresses.unwrap_or_default();
        for (n, address) in (1..).zip(&mut addresses) {
            if address.country.trim().is_empty() {
                address.country.clone_from(&country);
            }
            check_address(address).map_err(|why| why.at_line(n))?;
        }
        let identity = Identity {
            name: self.name.trim().to_owned(),
            tax_id: filled(self.tax_id),
            fiscal_code: filled(self.fiscal_code),
            country,
            language,
            registrations: self.registrations.unwrap_or_default(),
            addresses,
            banks: self.banks.unwrap_or_default(),
            electronic: self.electronic,
            sdi_code: filled(self.sdi_code),
            pec: filled(self.pec),
        };
        for (field, value) in [
            ("tax_id", &identity.tax_id),
            ("fiscal_code", &identity.fiscal_code),
            ("pec", &identity.pec),
        ] {
            optional_text(field, value.as_deref().unwrap_or(""), 200)?;
        }
        identity.checked()
    }
}

fn check_address(address: &Address) -> Result<(), Refusal> {
    for (field, value) in [
        ("street", address.street.as_str()),
        ("postcode", &address.postcode),
        ("city", &address.city),
        ("name", address.name.as_deref().unwrap_or("")),
        ("region", address.region.as_deref().unwrap_or("")),
        ("site", address.site.as_deref().unwrap_or("")),
        ("cost_centre", address.cost_centre.as_deref().unwrap_or("")),
    ] {
        optional_text(field, value, 200)?;
    }
    Ok(())
}

/// The text without blanks around it, or nothing where nothing is left.
pub(crate) fn filled(text: Option<String>) -> Option<String> {
    text.map(|t| t.trim().to_owned()).filter(|t| !t.is_empty())
}

/// The language in which documents go to a country when nobody says otherwise.
fn language_of(country: &str) -> &'static str {
    match country {
        "IT" => "it",
        "DE" | "AT" => "de",
        "FR" => "fr",
        _ => "en",
    }
}

/// A natural person as it is typed, cleaned.
///
/// Refuses an empty name and texts that are too long.
pub(crate) fn person_of(
    name: &str,
    phone: Option<String>,
    email: Option<String>,
) -> Result<Person, Refusal> {
    let person =
        Person { name: name.trim().to_owned(), phone: filled(phone), email: filled(email) };
    text("name", &person.name, 200)?;
    optional_text("phone", person.phone.as_deref().unwrap_or(""), 60)?;
    optional_text("email", person.email.as_deref().unwrap_or(""), 200)?;
    Ok(person)
}

/// What a fact may hold of each person: the pointer held already where nothing changed, else one
/// to a new row of data.
pub(crate) async fn person_refs(
    tx: &mut Tx,
    cx: &Cx,
    held: &[PersonRef],
    people: &[Person],
) -> Result<Vec<PersonRef>, Error> {
    let ids: Vec<_> = held.iter().map(|held| held.personal_id).collect();
    let known = store::persons(tx, &ids).await?;
    let mut refs = Vec::with_capacity(people.len());
    for person in people {
        let same = held.iter().find(|held| known.get(&held.personal_id) == Some(person));
        refs.push(match same {
            Some(held) => held.clone(),
            None => store::keep_person(tx, cx.fresh(), cx.salt(), person).await?,
        });
    }
    Ok(refs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identity_takes_its_defaults_and_keeps_nothing_empty() {
        let form = IdentityForm {
            name: " Rossi ".into(),
            tax_id: Some("  ".into()),
            country: Some("AT".into()),
            addresses: Some(vec![Address { city: "Graz".into(), ..Address::default() }]),
            ..IdentityForm::default()
        };
        let identity = form.identity("IT").expect("a right form");
        assert_eq!((identity.name.as_str(), identity.tax_id), ("Rossi", None));
        assert_eq!((identity.country.as_str(), identity.language.as_str()), ("AT", "de"));
        assert_eq!(identity.addresses[0].country, "AT");
        assert!(IdentityForm::default().identity("IT").is_err());
    }
}

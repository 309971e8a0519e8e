//! Parties, products and agreements as rows, each column called as the import's field.

use std::collections::HashMap;

use dovuto_documents::table::Cell;
use dovuto_domain::catalog::Product;
use dovuto_domain::kernel::id::{CustomerId, PersonalId};
use dovuto_domain::parties::{Address, Carrier, Customer};
use dovuto_store::export::records as store;
use dovuto_store::parties;
use dovuto_store::row::word;
use dovuto_store::sql::Db;

use super::PAGE;
use super::file::Output;
use crate::error::Error;

/// What is kept as documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Records {
    Customers,
    Contacts,
    Carriers,
    Products,
    CustomerCodes,
    PriceAgreements,
}

const CUSTOMERS: [&str; 29] = [
    "code",
    "name",
    "tax_id",
    "fiscal_code",
    "country",
    "language",
    "street",
    "postcode",
    "city",
    "region",
    "electronic_scheme",
    "electronic_address",
    "sdi_code",
    "pec",
    "currency",
    "credit_limit",
    "basis",
    "vat_regime",
    "payment_days",
    "payment_end_of_month",
    "required_references",
    "rhythm",
    "rhythm_day",
    "invoice_for",
    "early_days",
    "early_discount",
    "channel",
    "recipients",
    "active",
];
const CONTACTS: [&str; 5] = ["customer", "role", "name", "phone", "email"];
const CARRIERS: [&str; 5] = ["code", "name", "tax_id", "phone", "active"];
const PRODUCTS: [&str; 10] = [
    "code",
    "description",
    "gtin",
    "kind",
    "unit",
    "unit_scale",
    "tax_category",
    "tracking",
    "cost",
    "discontinued",
];
const CUSTOMER_CODES: [&str; 3] = ["customer", "product", "code"];
const AGREEMENTS: [&str; 12] = [
    "customer",
    "product",
    "currency",
    "valid_from",
    "valid_to",
    "from_quantity",
    "price",
    "per",
    "discount",
    "reference",
    "reference_date",
    "file_hash",
];

impl Records {
    pub fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Customers => &CUSTOMERS,
            Self::Contacts => &CONTACTS,
            Self::Carriers => &CARRIERS,
            Self::Products => &PRODUCTS,
            Self::CustomerCodes => &CUSTOMER_CODES,
            Self::PriceAgreements => &AGREEMENTS,
        }
    }

    /// Writes every row of what has `search` in its code or name.
    pub async fn write(self, db: &mut Db, search: &str, out: &mut Output) -> Result<(), Error> {
        let search = search.to_lowercase();
        let is_found = |code: &str, name: &str| {
            [code, name].iter().any(|text| text.to_lowercase().contains(&search))
        };
        if self == Self::Carriers {
            for one in parties::carriers(db).await? {
                if is_found(&one.code, &one.name) {
                    out.row(&carrier(&one))?;
                }
            }
            return Ok(());
        }
        if matches!(self, Self::Products | Self::CustomerCodes) {
            return self.write_products(db, &is_found, out).await;
        }
        let mut after = String::new();
        loop {
            let mut page = store::customers_after(db, &after, PAGE).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after.clone_from(&last.code);
            page.retain(|c| is_found(&c.code, &c.identity.name));
            match self {
                Self::Contacts => write_contacts(db, &page, out).await?,
                Self::PriceAgreements => write_agreements(db, &page, out).await?,
                Self::Customers | Self::Carriers | Self::Products | Self::CustomerCodes => {
                    for one in &page {
                        out.row(&customer(one)?)?;
                    }
                }
            }
        }
    }

    async fn write_products(
        self,
        db: &mut Db,
        is_found: &(impl Fn(&str, &str) -> bool + Sync),
        out: &mut Output,
    ) -> Result<(), Error> {
        let mut after = String::new();
        loop {
            let mut page = store::products_after(db, &after, PAGE).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after.clone_from(&last.code);
            page.retain(|p| is_found(&p.code, p.description("")));
            if self == Self::CustomerCodes {
                write_codes(db, &page, out).await?;
                continue;
            }
            for one in &page {
                out.row(&product(one)?)?;
            }
        }
    }
}

fn customer(customer: &Customer) -> Result<Vec<Cell>, Error> {
    let identity = &customer.identity;
    let none = Address::default();
    let seat = identity.addresses.first().unwrap_or(&none);
    let electronic = identity.electronic.as_ref();
    let decimals = customer.currency.decimals();
    let limit = customer.credit_limit_minor;
    let billing = &customer.billing;
    let (rhythm, rhythm_day) = billing.rhythm.word();
    let early = billing.early_payment;
    let required = customer.required_references.iter().map(|one| word(*one));
    let required = required.collect::<Result<Vec<_>, _>>()?;
    Ok(vec![
        Cell::text(&customer.code),
        Cell::text(&identity.name),
        Cell::maybe(identity.tax_id.as_deref()),
        Cell::maybe(identity.fiscal_code.as_deref()),
        Cell::text(&identity.country),
        Cell::text(&identity.language),
        Cell::text(&seat.street),
        Cell::text(&seat.postcode),
        Cell::text(&seat.city),
        Cell::maybe(seat.region.as_deref()),
        Cell::maybe(electronic.map(|e| e.scheme.as_str())),
        Cell::maybe(electronic.map(|e| e.address.as_str())),
        Cell::maybe(identity.sdi_code.as_deref()),
        Cell::maybe(identity.pec.as_deref()),
        Cell::text(customer.currency.code()),
        limit.map_or(Cell::Empty, |minor| Cell::Money { minor, decimals }),
        Cell::text(word(customer.basis)?),
        Cell::text(word(customer.vat_regime)?),
        Cell::whole(customer.terms.days.into()),
        Cell::Yes(customer.terms.end_of_month),
        Cell::text(required.join(" ")),
        Cell::text(rhythm),
        rhythm_day.map_or(Cell::Empty, |day| Cell::whole(day.into())),
        Cell::text(word(billing.grouping)?),
        early.map_or(Cell::Empty, |early| Cell::whole(early.days.into())),
        early.map_or(Cell::Empty, |early| Cell::micro(early.discount_ppm)),
        Cell::text(word(billing.channel)?),
        Cell::text(billing.recipients.join(", ")),
        Cell::Yes(customer.active),
    ])
}

fn carrier(carrier: &Carrier) -> [Cell; 5] {
    [
        Cell::text(&carrier.code),
        Cell::text(&carrier.name),
        Cell::maybe(carrier.tax_id.as_deref()),
        Cell::maybe(carrier.phone.as_deref()),
        Cell::Yes(carrier.active),
    ]
}

fn product(product: &Product) -> Result<Vec<Cell>, Error> {
    let description = product.descriptions.first().map(|d| d.text.as_str());
    Ok(vec![
        Cell::text(&product.code),
        Cell::maybe(description),
        Cell::maybe(product.gtin.as_deref()),
        Cell::text(word(product.kind)?),
        Cell::text(&product.unit_code),
        Cell::whole(product.unit_scale.into()),
        Cell::text(&product.tax_category),
        Cell::text(word(product.tracking)?),
        product.standard_cost_micro.map_or(Cell::Empty, Cell::micro),
        Cell::Yes(product.discontinued),
    ])
}

async fn write_contacts(
    db: &mut Db,
    customers: &[Customer],
    out: &mut Output,
) -> Result<(), Error> {
    let contacts = customers.iter().flat_map(|c| &c.contacts);
    let ids: Vec<PersonalId> = contacts.map(|c| c.person.personal_id).collect();
    let people = parties::persons(db, &ids).await?;
    for customer in customers {
        for contact in &customer.contacts {
            // Whose data were erased is nobody any more.
            let Some(person) = people.get(&contact.person.personal_id) else {
                continue;
            };
            out.row(&[
                Cell::text(&customer.code),
                Cell::text(&contact.role),
                Cell::text(&person.name),
                Cell::maybe(person.phone.as_deref()),
                Cell::maybe(person.email.as_deref()),
            ])?;
        }
    }
    Ok(())
}

async fn write_codes(db: &mut Db, products: &[Product], out: &mut Output) -> Result<(), Error> {
    let mut ids: Vec<CustomerId> =
        products.iter().flat_map(|p| &p.customer_codes).map(|c| c.customer_id).collect();
    ids.sort();
    ids.dedup();
    let customers = parties::customers_by_ids(db, &ids).await?;
    let names: HashMap<CustomerId, &str> =
        customers.iter().map(|c| (c.customer_id, c.code.as_str())).collect();
    for product in products {
        for code in &product.customer_codes {
            out.row(&[
                Cell::maybe(names.get(&code.customer_id).copied()),
                Cell::text(&product.code),
                Cell::text(&code.code),
            ])?;
        }
    }
    Ok(())
}

/// One row for each break.
async fn write_agreements(
    db: &mut Db,
    customers: &[Customer],
    out: &mut Output,
) -> Result<(), Error> {
    let ids: Vec<CustomerId> = customers.iter().map(|c| c.customer_id).collect();
    let names: HashMap<CustomerId, &str> =
        customers.iter().map(|c| (c.customer_id, c.code.as_str())).collect();
    for (product, agreement) in store::agreements_with(db, &ids).await? {
        for one in &agreement.breaks {
            out.row(&[
                Cell::maybe(names.get(&agreement.customer_id).copied()),
                Cell::text(&product),
                Cell::text(agreement.currency.code()),
                Cell::Day(agreement.valid_from),
                Cell::day(agreement.valid_to),
                Cell::micro(one.from_quantity.0),
                Cell::micro(one.price.micro),
                Cell::whole(one.price.per),
                Cell::micro(one.price.discount_ppm),
                Cell::text(&agreement.evidence.reference),
                Cell::day(agreement.evidence.date),
                Cell::maybe(agreement.evidence.file_hash.as_deref()),
            ])?;
        }
    }
    Ok(())
}

//! What people look at: lists and pages put together from the slices.

pub mod orders;
pub mod fulfilment;
pub mod billing;

use dovuto_domain::kernel::id::CustomerId;
use dovuto_domain::orders::ShipTo;
use dovuto_store::sql::Db;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Error;

/// Where something goes, as an envelope says it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Place {
    pub name: String,
    pub street: String,
    pub postcode: String,
    pub city: String,
    pub country: String,
}

async fn place(db: &mut Db, ship_to: ShipTo) -> Result<Place, Error> {
    let found = dovuto_store::parties::customer(db, ship_to.customer_id).await?;
    let customer = found.ok_or_else(|| Error::not_found("customer", ship_to.customer_id))?;
    let n = usize::try_from(ship_to.address_n).unwrap_or(0);
    let address = customer.identity.addresses.get(n).cloned().unwrap_or_default();
    Ok(Place {
        name: address.name.unwrap_or(customer.identity.name),
        street: address.street,
        postcode: address.postcode,
        city: address.city,
        country: if address.country.is_empty() {
            customer.identity.country
        } else {
            address.country
        },
    })
}

async fn customer_name(db: &mut Db, id: CustomerId) -> Result<(String, String), Error> {
    let found = dovuto_store::parties::customer(db, id).await?;
    let customer = found.ok_or_else(|| Error::not_found("customer", id))?;
    Ok((customer.code, customer.identity.name))
}

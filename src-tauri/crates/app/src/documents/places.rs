//! Where a firm says how documents look: for itself, for groups of customers, for customers.

use std::collections::{BTreeMap, BTreeSet};

use dovuto_documents::print::kind::Kind;
use dovuto_domain::kernel::id::CustomerId;
use dovuto_domain::layout::Scope;
use dovuto_store::layouts as store;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::count;
use crate::desk::Desk;
use crate::error::Error;

/// So many customers are listed at most.
const CUSTOMERS_MAX: i64 = 500;

/// A group of customers that something is said of, or that a customer inherits from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct GroupView {
    pub group: String,
    /// How many customers inherit from it.
    pub n_customers: i64,
    /// Whether something is said of all kinds of documents.
    pub all_kinds: bool,
    /// The kinds of which something is said.
    pub kinds: Vec<Kind>,
}

/// A customer who has something of their own, or inherits from a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OwnCustomerView {
    pub customer_id: CustomerId,
    pub code: String,
    pub name: String,
    pub group: Option<String>,
    /// The kinds of which something is said.
    pub kinds: Vec<Kind>,
}

/// All places where something stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PlacesAnswer {
    /// The kinds of which the firm itself says something.
    pub kinds: Vec<Kind>,
    /// By name.
    pub groups: Vec<GroupView>,
    /// By name, the first of them.
    pub customers: Vec<OwnCustomerView>,
    /// How many customers there are of that sort.
    pub n_customers: i64,
}

/// Lists the places where something is said of how documents look.
pub async fn places(desk: &Desk) -> Result<PlacesAnswer, Error> {
    let mut db = desk.read().await?;
    let mut answer = PlacesAnswer::default();
    let mut groups: BTreeMap<String, GroupView> = BTreeMap::new();
    let mut customers = BTreeSet::new();
    for laid in store::laid(&mut db).await? {
        let kinds = laid.place.document.as_deref().and_then(kind_named);
        if let Some(group) = laid.group {
            groups.entry(group).or_default().n_customers += 1;
        }
        match laid.place.scope {
            Scope::Firm => answer.kinds.extend(kinds),
            Scope::Group { group } => {
                let view = groups.entry(group).or_default();
                view.all_kinds |= laid.place.document.is_none();
                view.kinds.extend(kinds);
            }
            Scope::Customer { customer_id } => {
                customers.insert(customer_id);
            }
        }
    }
    answer.n_customers = count(customers.len());
    answer.groups = groups.into_iter().map(|(group, view)| GroupView { group, ..view }).collect();
    let own = store::own_customers(&mut db, CUSTOMERS_MAX).await?;
    answer.customers = own.into_iter().map(view).collect();
    Ok(answer)
}

fn view(own: store::OwnCustomer) -> OwnCustomerView {
    let store::OwnCustomer { customer_id, code, name, group, documents } = own;
    let mut kinds: Vec<Kind> = documents.iter().filter_map(|name| kind_named(name)).collect();
    kinds.sort();
    OwnCustomerView { customer_id, code, name, group, kinds }
}

/// The kind of that name.
pub(super) fn kind_named(name: &str) -> Option<Kind> {
    Kind::ALL.into_iter().find(|kind| kind.name() == name)
}

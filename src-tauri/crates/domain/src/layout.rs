//! Layout profiles as a firm sets them: where each part of one lies, and what lies under it.
//!
//! What a profile holds is known to `documents`; here it is a text.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::kernel::id::CustomerId;
use crate::kernel::refusal::Refusal;
use crate::parties::text;

/// The most characters that the name of a group of customers has.
const GROUP_MAX: usize = 40;
/// The most bytes that a layer has, pictures and all.
pub const LAYER_BYTES_MAX: usize = 400_000;
/// What the identities of places are derived from.
const PLACES: Uuid = Uuid::from_u128(0x6f0c_53a1_9d0e_5b7c_8e21_4c5f_7a90_d3b6);

/// Whose documents a layer is for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "scope", rename_all = "snake_case")]
pub enum Scope {
    Firm,
    /// Of customers, by a name that people give it.
    Group {
        group: String,
    },
    Customer {
        customer_id: CustomerId,
    },
}

/// Where a layer lies: of whose documents it is, and of one kind of them or of all.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    #[serde(flatten)]
    pub scope: Scope,
    /// The kind, as it is named in files; all where there is none.
    pub document: Option<String>,
}

impl Place {
    /// What facts about it are about: the same at every desk.
    pub fn subject(&self) -> Uuid {
        let scope = match &self.scope {
            Scope::Firm => "firm".to_owned(),
            Scope::Group { group } => format!("group\n{group}"),
            Scope::Customer { customer_id } => format!("customer\n{customer_id}"),
        };
        let name = format!("{scope}\n{}", self.document.as_deref().unwrap_or_default());
        Uuid::new_v5(&PLACES, name.as_bytes())
    }
}

/// What a place has of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layer {
    /// The name of the profile of the program that everything lies over, where it says one.
    pub base: Option<String>,
    /// The group that a customer inherits from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// What it has otherwise than the layers below, as JSON text.
    pub overrides: String,
}

/// A new version of what lies at a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LayoutProfileSet {
    #[serde(flatten)]
    pub place: Place,
    /// Counted at each place, from 1.
    pub version: i64,
    pub on: NaiveDate,
    /// Nothing where it was taken away: the place inherits from there on.
    pub layer: Option<Layer>,
}

/// A resolved profile, kept with the first document that is shown by it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LayoutProfileIssued {
    /// SHA-256 of the profile, in hex.
    pub layout_hash: String,
    /// As JSON text.
    pub profile: String,
}

impl LayoutProfileIssued {
    /// An identity that follows from the hash, so that two desks mean the same.
    pub fn subject(&self) -> Uuid {
        Uuid::new_v5(&PLACES, self.layout_hash.as_bytes())
    }
}

/// Sets what lies at a place, or takes it away. Nothing comes of what is so already.
///
/// Refuses names of groups that are empty or too long, a layer that is too large, and a group that
/// anything but a customer as a whole would inherit from.
pub fn set(
    place: Place,
    before: Option<&LayoutProfileSet>,
    layer: Option<Layer>,
    on: NaiveDate,
) -> Result<Option<LayoutProfileSet>, Refusal> {
    if let Scope::Group { group } = &place.scope {
        text("group", group, GROUP_MAX)?;
    }
    if let Some(layer) = &layer {
        let bytes = layer.overrides.len();
        if bytes > LAYER_BYTES_MAX {
            return Err(Refusal::LayoutTooLarge { bytes, bytes_max: LAYER_BYTES_MAX });
        }
        if let Some(group) = &layer.group {
            text("group", group, GROUP_MAX)?;
            if place.document.is_some() || !matches!(place.scope, Scope::Customer { .. }) {
                return Err(Refusal::LayoutGroupElsewhere);
            }
        }
    }
    if before.and_then(|set| set.layer.as_ref()) == layer.as_ref() {
        return Ok(None);
    }
    let version = before.map_or(1, |set| set.version + 1);
    Ok(Some(LayoutProfileSet { place, version, on, layer }))
}

/// For whom a document is laid out, and of which kind it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reader {
    pub group: Option<String>,
    pub customer_id: Option<CustomerId>,
    pub document: Option<String>,
}

/// The kinds whose layers a document of a kind has: what is said of invoices holds of deferred
/// ones, unless that of deferred ones says otherwise.
fn kinds(document: &str) -> impl Iterator<Item = &str> {
    (document == "deferred_invoice").then_some("invoice").into_iter().chain([document])
}

impl Reader {
    /// Where the layers of its profile lie, from the general to the particular: firm, group,
    /// customer, and of each first all kinds of documents, then the one.
    pub fn places(&self) -> Vec<Place> {
        let group = self.group.clone().map(|group| Scope::Group { group });
        let customer = self.customer_id.map(|customer_id| Scope::Customer { customer_id });
        let mut places = Vec::new();
        for scope in [Some(Scope::Firm), group, customer].into_iter().flatten() {
            places.push(Place { scope: scope.clone(), document: None });
            for kind in self.document.iter().flat_map(|document| kinds(document)) {
                places.push(Place { scope: scope.clone(), document: Some(kind.to_owned()) });
            }
        }
        places
    }
}

/// A place where something lies, and the group that it inherits from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Laid {
    pub place: Place,
    pub group: Option<String>,
}

/// Everybody whose profile a change at a place may change, as far as anything of their own lies
/// there: each once, from the general to the particular.
pub fn readers_of(changed: &Place, laid: &[Laid]) -> Vec<Reader> {
    let mut documents: BTreeSet<Option<String>> = BTreeSet::from([changed.document.clone()]);
    documents.extend(laid.iter().map(|laid| laid.place.document.clone()));
    let group_of = |laid: &Laid| match (&laid.place.scope, &laid.place.document) {
        (Scope::Customer { customer_id }, None) => Some((*customer_id, laid.group.clone()?)),
        _ => None,
    };
    let groups: HashMap<CustomerId, String> = laid.iter().filter_map(group_of).collect();
    let mut whose: BTreeSet<(Option<CustomerId>, Option<String>)> = BTreeSet::new();
    for scope in laid.iter().map(|laid| &laid.place.scope).chain([&changed.scope]) {
        whose.insert(match scope {
            Scope::Firm => (None, None),
            Scope::Group { group } => (None, Some(group.clone())),
            Scope::Customer { customer_id } => {
                (Some(*customer_id), groups.get(customer_id).cloned())
            }
        });
    }
    let mut readers = Vec::new();
    for (customer_id, group) in whose {
        for document in &documents {
            let (group, document) = (group.clone(), document.clone());
            let reader = Reader { group, customer_id, document };
            if reader.places().contains(changed) {
                readers.push(reader);
            }
        }
    }
    readers
}

//! Layout profiles: versions are counted, and documents are shown by what was issued.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::Case;
use super::books::Law;
use crate::row::hex;

#[derive(Deserialize)]
struct Set {
    version: i64,
    layer: Option<Layer>,
}

#[derive(Deserialize)]
struct Layer {
    overrides: String,
}

#[derive(Deserialize)]
struct Issued {
    layout_hash: String,
    profile: String,
}

impl Law {
    pub(super) fn layout_profile_set(&mut self, case: &mut Case<'_>) {
        let Some(set) = case.read::<Set>() else { return };
        let before = self.layouts.insert(case.subject, set.version).unwrap_or(0);
        case.holds(set.version == before + 1, "layout_version_wrong", || {
            format!("version {} after {before}", set.version)
        });
        let Some(layer) = set.layer else { return };
        let is_object = serde_json::from_str::<HashMap<String, Value>>(&layer.overrides).is_ok();
        case.holds(is_object, "layout_unreadable", || "its overrides are no object".into());
    }

    pub(super) fn layout_profile_issued(&mut self, case: &mut Case<'_>) {
        let Some(issued) = case.read::<Issued>() else { return };
        let actual = hex(&Sha256::digest(&issued.profile));
        case.holds(actual == issued.layout_hash, "layout_hash_wrong", || {
            format!("it hashes to {actual} instead of {}", issued.layout_hash)
        });
        let new = self.issued_layouts.insert(issued.layout_hash);
        case.holds(new, "layout_issued_twice", || "it was issued before".into());
    }

    /// A posted document names a profile that was issued before it, or none.
    pub(super) fn laid_out(&self, case: &mut Case<'_>, layout_hash: Option<&str>) {
        let Some(hash) = layout_hash else { return };
        case.holds(self.issued_layouts.contains(hash), "layout_unknown", || {
            format!("layout {hash} was never issued")
        });
    }
}

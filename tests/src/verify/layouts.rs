//! How documents look: profiles that were set and issued, and what a changed program could forge.

use dovuto_domain::kernel::id::CustomerId;
use dovuto_domain::layout::{Layer, LayoutProfileIssued, LayoutProfileSet, Place, Scope};
use dovuto_store::row::hex;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::behind::forge;
use super::bills::{body_of, post, said};
use super::firm::{founded, sold};
use super::forged::body;
use super::world::{World, day};

fn version(scope: Scope, version: i64, overrides: Option<&str>) -> LayoutProfileSet {
    let layer = overrides.map(|overrides| Layer {
        base: Some("italian_ddt".into()),
        group: matches!(scope, Scope::Customer { .. }).then(|| "chains".into()),
        overrides: overrides.into(),
    });
    let place = Place { scope, document: None };
    LayoutProfileSet { place, version, on: day("2026-03-02"), layer }
}

fn issued(profile: &str) -> LayoutProfileIssued {
    let layout_hash = hex(&Sha256::digest(profile));
    LayoutProfileIssued { layout_hash, profile: profile.into() }
}

/// Profiles of the firm, a group and a customer; that of the firm was taken away again.
pub async fn set(world: &mut World, customer_id: CustomerId) {
    let group = Scope::Group { group: "chains".into() };
    for set in [
        version(Scope::Firm, 1, Some("{\"copies\":2}")),
        version(Scope::Firm, 2, None),
        version(group, 1, Some("{}")),
        version(Scope::Customer { customer_id }, 1, Some("{\"subtotals\":true}")),
    ] {
        world.record(vec![set.into()]).await;
    }
    world.record(vec![issued("{\"copies\":1}").into()]).await;
}

#[tokio::test]
async fn a_forged_profile_is_named() {
    let check = async |kind: &str, subject: Uuid, forged: Value, expect: &[&str]| {
        let (mut world, _) = founded().await;
        forge(&mut world, kind, subject, &forged).await;
        assert_eq!(said(&world).await, expect, "{forged}");
    };
    let whole = issued("{}");
    let subject = whole.subject();
    check("LayoutProfileIssued", subject, body(whole.clone()), &[]).await;
    let mut forged = body(whole);
    forged["profile"] = json!("{\"copies\":9}");
    check("LayoutProfileIssued", subject, forged, &["layout_hash_wrong"]).await;

    let set = |version_n, overrides| version(Scope::Firm, version_n, Some(overrides));
    let subject = set(1, "{}").place.subject();
    check("LayoutProfileSet", subject, body(set(1, "{}")), &[]).await;
    check("LayoutProfileSet", subject, body(set(2, "{}")), &["layout_version_wrong"]).await;
    check("LayoutProfileSet", subject, body(set(1, "[]")), &["layout_unreadable"]).await;
    check("LayoutProfileSet", Uuid::nil(), body(set(1, "{}")), &["subject_wrong"]).await;
}

#[tokio::test]
async fn an_invoice_shown_by_what_was_never_issued_is_named() {
    let billed = async |before: bool, layout_hash: Option<String>| {
        let (mut world, customers) = founded().await;
        let mut order = sold(&mut world, &customers[1], &[4]).await;
        world.ship(&mut order, &[(1, 4)]).await;
        if before {
            world.record(vec![issued("{}").into()]).await;
        }
        let mut forged = body_of(&mut world, &order, &customers[1]);
        forged["layout_hash"] = json!(layout_hash);
        post(&mut world, &forged).await;
        said(&world).await
    };
    let hash = || Some(issued("{}").layout_hash);
    assert_eq!(billed(true, hash()).await, [""; 0]);
    assert_eq!(billed(false, hash()).await, ["layout_unknown"]);
    assert_eq!(billed(true, Some("00".repeat(32))).await, ["layout_unknown"]);
    assert_eq!(billed(false, None).await, [""; 0]);
}

//! `verify`, the third wall: silent on a lawful firm, and naming whatever was changed behind it.

mod world;
mod sold;
mod after;
mod firm;
mod mended;
pub mod chance;
pub mod behind;
mod damage;
mod bills;
mod forged;
mod credited;
mod changed;
mod laid;
mod opening;
mod samples;
mod golden;
mod layouts;
mod machines;

use std::collections::BTreeSet;

use dovuto_domain::fact::KINDS;
use dovuto_store::verify::{Finding, Report, verify};

use self::world::World;

async fn report(world: &World) -> Report {
    verify(&world.store).await.expect("verify runs")
}

fn told(findings: &[Finding]) -> String {
    findings.iter().map(|f| format!("{}: {}: {}\n", f.code, f.place, f.detail)).collect()
}

#[tokio::test]
async fn a_firm_with_every_kind_of_fact_is_found_whole() {
    let world = firm::busy().await;
    let mut db = world.store.read().await.expect("a reader");
    let kinds: Vec<String> = sqlx::query_scalar("select distinct kind from ledger order by kind")
        .fetch_all(&mut **db)
        .await
        .expect("the kinds");
    let all: BTreeSet<String> = KINDS.iter().map(|(kind, _)| (*kind).to_owned()).collect();
    assert_eq!(kinds.into_iter().collect::<BTreeSet<_>>(), all, "the firm lacks a kind of fact");
    drop(db);
    let report = report(&world).await;
    assert_eq!(told(&report.findings), "");
    assert!(report.facts > 60, "{}", report.facts);
    assert_eq!(report.invoices, 12);
}

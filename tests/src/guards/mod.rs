//! The second wall: for every trigger an attack that only it refuses.

mod world;
mod trade;
mod after;
mod attack;
mod records;
mod keeping;
mod promises;
mod charging;
mod limits;
mod amending;
mod handling;
mod credits;
mod money;
mod posted;
mod layouts;
mod receipts;
mod softened;
mod plans;
mod behind;

use std::collections::BTreeSet;

use sqlx::{Row as _, SqliteConnection};

use attack::{Attack, Forge, carry_out, intrude};
use world::World;

/// Every attack that we know.
fn attacks(f: &Forge) -> Vec<Attack> {
    let groups: [fn(&Forge) -> Vec<Attack>; 56] = [
        records::ledger,
        records::intents,
        records::stations,
        records::saved,
        records::policies,
        keeping::lists,
        keeping::rates,
        keeping::exchange,
        keeping::closing,
        keeping::stock,
        keeping::attendance,
        promises::orders,
        promises::order_changes,
        promises::order_numbers,
        promises::order_lines,
        promises::prices,
        promises::shipments,
        promises::shipment_changes,
        promises::shipment_lines,
        promises::proofs,
        charging::headers,
        charging::lines,
        charging::quantities,
        charging::figures,
        charging::charges,
        charging::taxes,
        posted::documents,
        posted::worklist,
        limits::headers,
        limits::quantities,
        limits::deliveries,
        limits::figures,
        limits::charges,
        amending::terms,
        amending::lines,
        amending::prices,
        amending::excess,
        amending::holds,
        handling::states,
        handling::lines,
        handling::returns,
        handling::pieces,
        credits::notes,
        credits::lines,
        credits::amounts,
        credits::owed,
        credits::taxes,
        credits::kept,
        money::opening,
        money::payments,
        money::allocations,
        money::refunds,
        layouts::places,
        layouts::issued,
        layouts::posted,
        receipts::said,
    ];
    groups.iter().flat_map(|group| group(f)).collect()
}

/// Each trigger of the file with each code that it raises.
async fn promises_kept(db: &mut SqliteConnection) -> BTreeSet<(String, String)> {
    let rows = sqlx::query("select name, sql from sqlite_master where type = 'trigger'")
        .fetch_all(db)
        .await
        .expect("the triggers are listed");
    let codes = |row: &sqlx::sqlite::SqliteRow| {
        let (name, text): (String, String) = (row.get("name"), row.get("sql"));
        let found = text
            .split("raise(abort, '")
            .skip(1)
            .map(|rest| (name.clone(), rest.split('\'').next().unwrap_or_default().to_owned()));
        let found: Vec<_> = found.collect();
        assert!(!found.is_empty(), "{name} refuses nothing");
        found
    };
    rows.iter().flat_map(codes).collect()
}

#[tokio::test]
async fn every_code_of_every_trigger_has_an_attack_and_every_attack_a_trigger() {
    let world = World::build().await;
    let mut db = intrude(&world, false).await;
    let f = Forge::new(&world, &mut db).await;
    let kept = promises_kept(&mut db).await;
    let attacked = attacks(&f).iter().map(|a| (a.trigger.to_owned(), a.code.to_owned())).collect();
    println!("{} attacks on {} codes", attacks(&f).len(), kept.len());
    assert_eq!(kept.difference(&attacked).collect::<Vec<_>>(), Vec::<&(_, _)>::new());
    assert_eq!(attacked.difference(&kept).collect::<Vec<_>>(), Vec::<&(_, _)>::new());
}

#[tokio::test]
async fn an_attack_is_refused_and_succeeds_once_its_trigger_is_dropped() {
    let world = World::build().await;
    let mut faults = Vec::new();
    for recursive in [false, true] {
        let mut db = intrude(&world, recursive).await;
        let f = Forge::new(&world, &mut db).await;
        for attack in attacks(&f) {
            let told = carry_out(&mut db, &attack, false).await;
            if !told.as_ref().is_err_and(|why| why.ends_with(attack.code)) {
                faults.push(format!(
                    "{} did not refuse with {}: {told:?}\n  {}",
                    attack.trigger, attack.code, attack.act
                ));
            }
            // With recursive triggers, a replaced row has a second guard: its table's deletion.
            if !recursive && let Err(why) = carry_out(&mut db, &attack, true).await {
                faults.push(format!(
                    "without {} ({}) there was still: {why}\n  {}",
                    attack.trigger, attack.code, attack.act
                ));
            }
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

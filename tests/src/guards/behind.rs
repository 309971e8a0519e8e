//! What the file cannot refuse another program, `verify` names.

use std::collections::BTreeSet;

use dovuto_store::file::Store;
use dovuto_store::keys::KeyHome;
use dovuto_store::verify::verify;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _};

use super::attack::run;
use super::world::World;

/// Code and place of everything that is found in a copy of the file after `statements`.
async fn found(world: &World, statements: &str) -> BTreeSet<(String, String)> {
    let path = world.folder.path().join("copy.db");
    std::fs::copy(world.path(), &path).expect("a copy");
    let options = SqliteConnectOptions::new().filename(&path).foreign_keys(false);
    let mut db = options.connect().await.expect("any program can open the file");
    run(&mut db, statements).await.unwrap_or_else(|why| panic!("{statements}: {why}"));
    db.close().await.expect("closed");
    let keys = KeyHome(world.folder.path().join("keys"));
    let store = Store::open(&path, keys).await.expect("the file opens");
    let report = verify(&store).await.expect("verify runs");
    store.close().await;
    report.findings.into_iter().map(|f| (f.code.to_owned(), f.place)).collect()
}

#[tokio::test]
async fn what_a_program_does_to_the_worklist_or_past_a_guard_is_named() {
    let world = World::build().await;
    let before = found(&world, "select 1;").await;
    let past = |trigger: &str, act: &str| {
        format!(
            "create table kept as
             select tbl_name, sql from sqlite_schema where name = '{trigger}';
             drop trigger {trigger}; {act};
             pragma writable_schema = on;
             insert into sqlite_schema (type, name, tbl_name, rootpage, sql)
             select 'trigger', '{trigger}', tbl_name, 0, sql from kept;
             pragma writable_schema = off;
             drop table kept;"
        )
    };
    let of = |table: &str| {
        format!(
            "pragma writable_schema = on;
             update sqlite_schema set sql = replace(sql, 'check (', 'check (true or ')
              where name = '{table}';"
        )
    };
    let more = "update credit_lines set quantity = quantity + 1 where quantity > 0";
    let off = "update payment_allocations set amount_minor = -1 where amount_minor < -1";
    let checks = [
        ("delete from billing_work;".to_owned(), "row_missing", "billing_work,"),
        ("drop trigger guard_credit_lines_owed;".to_owned(), "schema_missing", "guard_credit"),
        (of("refunds"), "schema_changed", "table refunds"),
        (past("guard_credit_lines_unchanged", more), "cell_differs", "credit_lines,"),
        (past("guard_refunds_kept", "delete from refunds"), "row_missing", "refunds,"),
        (past("guard_payment_allocations_unchanged", off), "cell_differs", "payment_allocations,"),
        (
            past("guard_return_lines_kept", "delete from return_lines"),
            "row_missing",
            "return_lines,",
        ),
        (past("guard_holds_kept", "delete from holds"), "row_missing", "holds,"),
        (
            past("guard_excess_accepted_unchanged", "update excess_accepted set quantity = 9"),
            "cell_differs",
            "excess_accepted,",
        ),
    ];
    for (statements, code, place) in &checks {
        let after = found(&world, statements).await;
        let named = after.difference(&before).any(|(c, p)| c == code && p.contains(place));
        assert!(named, "{statements}\n{:?}", after.difference(&before).collect::<Vec<_>>());
    }
}

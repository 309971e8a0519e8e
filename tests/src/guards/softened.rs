//! Every verb that could soften a refusal, on every column of every table, by a program that has
//! switched foreign keys and checks off: no row that was there changes or goes.

use std::collections::BTreeSet;

use sqlx::{AssertSqlSafe, Row as _, SqliteConnection};

use super::attack::{Forge, intrude, run};
use super::world::World;

/// What stays open, and why: nothing here is charged, promised or proved.
const OPEN: [(&str, &str); 6] = [
    // Physical: stock always folds, and `verify` compares it with its movements.
    ("stock", "insert"),
    ("stock", "update"),
    // Folds take these away and write them anew; `verify` compares them with the facts.
    ("product_codes", "delete"),
    ("billing_work", "delete"),
    // Of a draft only, which promises nothing yet.
    ("order_lines", "delete"),
    ("charges", "delete"),
];

/// Where a copy of a row with one figure changed may be added, and why: it changes nothing that is
/// charged, and `verify` finds it.
const GROWS: [&str; 10] = [
    // Of a draft, which promises nothing yet.
    "charges",
    "order_lines",
    // Serial numbers of a shipment that was just moved.
    "shipment_pieces",
    // A line that is settled: billing looks at it once more and finds nothing.
    "billing_work",
    // Physical.
    "stock",
    "stock_movements",
    "tasks",
    // Of a proof or a line that does not exist.
    "proof_lines",
    // Beside what was answered, and what a customer calls a product.
    "requests",
    "product_codes",
];

/// How many rows of a table are attacked one by one; of shipments and of what waits for
/// billing every one.
const ROWS_MAX: usize = 8;

/// A softened statement on the one row that takes the place of `{row}`.
struct Blow {
    verb: &'static str,
    text: String,
    /// Whether it makes a difference that triggers fire for rows that are replaced.
    replaces: bool,
}

/// The value that another program might write over the one that is there.
fn forged(column: &str) -> String {
    format!(
        "case typeof({column}) when 'integer' then {column} + 1 when 'text' then {column} || 'x' \
         when 'blob' then zeroblob(length({column})) else 1 end"
    )
}

fn blows(f: &Forge, table: &str) -> Vec<Blow> {
    let blow = |verb, text: String| {
        let replaces = text.contains("or replace");
        Blow { verb, text, replaces }
    };
    let mut all = vec![blow("delete", format!("delete from {table} where {{row}};"))];
    for column in &f.columns[table] {
        let value = forged(column);
        for or in ["", "or replace", "or ignore", "or fail"] {
            let update = format!("update {or} {table} set {column} = {value} where {{row}};");
            all.push(blow("update", update));
            let verb = format!("insert {or}");
            all.push(blow("insert", f.copy(&verb, table, "{row}", &[(column, &value)])));
        }
        let insert = f.copy("insert", table, "{row}", &[(column, &value)]);
        let insert = insert.trim_end_matches(';');
        let set = format!("{column} = excluded.{column}");
        all.push(blow("insert", format!("{insert} on conflict do update set {set};")));
    }
    all
}

/// The blow at the n-th row alone, so that one row's guard does not shelter the next.
fn at_row(f: &Forge, table: &str, blow: &Blow, n: usize) -> String {
    let key = f.keys[table].join(", ");
    let row = format!("({key}) in (select {key} from {table} limit 1 offset {n})");
    blow.text.replace("{row}", &row)
}

async fn rows_of(db: &mut SqliteConnection, f: &Forge, table: &str) -> BTreeSet<String> {
    let quoted: Vec<String> = f.columns[table].iter().map(|c| format!("quote({c})")).collect();
    let text = format!("select {} as whole from {table};", quoted.join(" || ',' || "));
    let rows = sqlx::query(AssertSqlSafe(text)).fetch_all(db).await.expect("the rows are read");
    rows.iter().map(|row| row.get("whole")).collect()
}

#[tokio::test]
async fn no_verb_changes_or_takes_a_row_that_is_there() {
    let world = World::build().await;
    let (mut found, mut grown) = (BTreeSet::new(), BTreeSet::new());
    let mut texts = Vec::new();
    for recursive in [false, true] {
        let mut db = intrude(&world, recursive).await;
        let f = Forge::new(&world, &mut db).await;
        run(&mut db, "pragma ignore_check_constraints = on;").await.expect("checks go off");
        run(&mut db, "insert into personal values (zeroblob(16), zeroblob(16), 'sara');")
            .await
            .or_else(|why| if recursive { Ok(()) } else { Err(why) })
            .expect("a person's data is kept");
        for table in f.columns.keys() {
            let before = rows_of(&mut db, &f, table).await;
            assert!(!before.is_empty(), "the world has no row in {table}");
            let whole = ["shipments", "billing_work"].contains(&table.as_str());
            let most = if whole { before.len() } else { ROWS_MAX };
            for blow in blows(&f, table).iter().filter(|blow| blow.replaces || !recursive) {
                for n in 0..most.min(before.len()) {
                    let text = at_row(&f, table, blow, n);
                    run(&mut db, "begin;").await.expect("a transaction begins");
                    let done = run(&mut db, &text).await;
                    let after = match done {
                        Ok(()) => rows_of(&mut db, &f, table).await,
                        Err(_) => before.clone(),
                    };
                    run(&mut db, "rollback;").await.expect("it is taken back");
                    if before.is_subset(&after) && before != after {
                        grown.insert(table.clone());
                    }
                    if !before.is_subset(&after) && found.insert((table.clone(), blow.verb)) {
                        texts.push(text);
                    }
                }
            }
        }
    }
    let open = OPEN.iter().map(|(table, verb)| ((*table).to_owned(), *verb)).collect();
    assert_eq!(found, open, "{}", texts.join("\n"));
    assert_eq!(grown, GROWS.map(str::to_owned).into());
}

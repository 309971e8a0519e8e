//! Whatever is changed behind the program is named: cells, rows, the form, the tail of the ledger.

use dovuto_store::verify::{Finding, Report};
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, Connection as _, Row as _};

use super::behind::{Copy, Template, plain, run};
use super::chance::Chance;
use super::told;

/// What only orders that did not go as agreed leave behind.
const CORRECTIONS: &[&str] = &[
    "credit_lines",
    "credit_notes",
    "credit_sources",
    "credit_taxes",
    "excess_accepted",
    "holds",
    "refunds",
    "return_lines",
    "returns",
    "shipment_pieces",
];

struct Table {
    name: String,
    columns: Vec<String>,
    key: Vec<String>,
    /// Columns of the key and of every other unique index.
    unique: Vec<String>,
    n_rows: i64,
}

/// Every table that holds rows.
async fn tables(copy: &Copy<'_>) -> Vec<Table> {
    let mut db = plain(&copy.path).await;
    let names: Vec<String> = sqlx::query_scalar(
        "select name
           from sqlite_schema
          where type = 'table'
            and name not like 'sqlite%'
          order by name",
    )
    .fetch_all(&mut db)
    .await
    .expect("the tables");
    let mut tables = Vec::new();
    for name in names {
        let rows = sqlx::query("select name, pk from pragma_table_info(?1) order by cid")
            .bind(&name)
            .fetch_all(&mut db)
            .await
            .expect("the columns");
        let unique = "select distinct c.name
                        from pragma_index_list(?1) i
                        join pragma_index_info(i.name) c
                       where i.\"unique\" = 1";
        let unique = sqlx::query_scalar(unique).bind(&name).fetch_all(&mut db).await;
        let column = |row: &SqliteRow| row.get::<String, _>("name");
        let in_key = |row: &&SqliteRow| row.get::<i64, _>("pk") > 0;
        let count = AssertSqlSafe(format!("select count(*) from {name}"));
        let n_rows = sqlx::query_scalar(count).fetch_one(&mut db).await.expect("a count");
        tables.push(Table {
            columns: rows.iter().map(column).collect(),
            key: rows.iter().filter(in_key).map(column).collect(),
            unique: unique.expect("the unique columns"),
            name,
            n_rows,
        });
    }
    tables.retain(|table| table.n_rows > 0);
    tables
}

impl Table {
    /// The condition that holds for the row number `n` alone.
    fn row(&self, n: usize) -> String {
        let (key, name) = (self.key.join(", "), &self.name);
        format!("({key}) = (select {key} from {name} order by {key} limit 1 offset {n})")
    }

    /// The words of a finding that names a changed column: the column, or the row that is there
    /// no more where the column is part of its key.
    fn names(&self, column: &str, finding: &Finding) -> bool {
        let own = finding.place.starts_with(&format!("{},", self.name));
        let folded = !matches!(self.name.as_str(), "ledger" | "personal");
        let in_key = self.key.iter().any(|key| key == column);
        let is_row = matches!(finding.code, "row_missing" | "row_extra");
        let cell = finding.place.ends_with(&format!("column {column}"));
        own && (!folded || cell || (in_key && is_row))
    }
}

/// Other values for a cell, as expressions of SQL over the old one.
fn other_values(column: &str, chance: &mut Chance) -> String {
    let flipped = format!(
        "case typeof({column})
           when 'blob' then unhex(replace(hex(substr({column}, 1, 1)), 'A', '7') || '')
                            || cast(x'00' as blob)
           else 'other'
         end"
    );
    let grown = format!("case typeof({column}) when 'integer' then {column} + 1 else 7 end");
    let shrunk = format!("case typeof({column}) when 'integer' then {column} - 1 else -1 end");
    let longer = format!("{column} || 'x'");
    let byte = format!("cast(x'ff' || substr({column}, 2) as blob)");
    let cut = format!("substr({column}, 2)");
    let day = format!("replace({column}, '2026', '2027')");
    let all = [
        "null".to_owned(),
        flipped,
        grown,
        shrunk,
        longer,
        byte,
        cut,
        day,
        "1.5".to_owned(),
        "zeroblob(16)".to_owned(),
        "'n\u{fc}r'".to_owned(),
        "cast(x'ff00fe' as text)".to_owned(),
    ];
    chance.of(&all).clone()
}

/// Draws one change and makes it; nothing where the file would not take it, or nothing changed.
async fn change_a_cell<'a>(
    copy: &Copy<'_>,
    tables: &'a [Table],
    chance: &mut Chance,
) -> Option<(&'a Table, String, String)> {
    let table = chance.of(tables);
    let column = chance.of(&table.columns).clone();
    let row = table.row(chance.below(usize::try_from(table.n_rows).expect("a small number")));
    let value = other_values(&column, chance);
    let name = &table.name;
    let statement =
        format!("update {name} set {column} = {value} where {row} and {column} is not ({value})");
    match copy.change(&statement).await {
        Ok(1) => Some((table, column, statement)),
        Ok(_) | Err(_) => None,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_random_changes_of_one_cell_are_each_named() {
    let template = Template::of_a_busy_firm().await;
    let tables = tables(&template.copy()).await;
    for name in CORRECTIONS {
        assert!(tables.iter().any(|table| table.name == *name), "{name} is empty");
    }
    let mut chance = Chance::seeded(20_260_302);
    let mut n = 0;
    let mut unnamed = String::new();
    while n < 200 {
        let copy = template.copy();
        let Some((table, column, statement)) = change_a_cell(&copy, &tables, &mut chance).await
        else {
            continue;
        };
        n += 1;
        let report = copy.report().await.unwrap_or_else(|error| panic!("{statement}: {error}"));
        let schema = report.findings.iter().any(|f| f.code.starts_with("schema"));
        if schema || !report.findings.iter().any(|f| table.names(&column, f)) {
            unnamed += &format!("{statement}\n{}\n", told(&report.findings));
        }
    }
    assert_eq!(unnamed, "");
}

/// Some finding in a table, of any of the kinds.
fn names_table(report: &Report, table: &str, codes: &[&str]) -> bool {
    let own = |f: &Finding| f.place.starts_with(&format!("{table},")) && codes.contains(&f.code);
    report.findings.iter().any(own)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_row_that_was_deleted_added_or_swapped_is_named_in_every_table() {
    let template = Template::of_a_busy_firm().await;
    let tables = tables(&template.copy()).await;
    for table in tables.iter().filter(|t| t.name != "ledger") {
        let name = table.name.as_str();
        let check = async |statement: String, codes: &[&str]| {
            let copy = template.copy();
            let n = copy.change(&statement).await.unwrap_or_else(|e| panic!("{statement}: {e}"));
            assert!(n > 0, "{statement}");
            let report = copy.report().await.expect("the file opens");
            let named = names_table(&report, name, codes);
            assert!(named, "{statement}\n{}", told(&report.findings));
        };
        let last = usize::try_from(table.n_rows).expect("a small number") - 1;
        let gone = format!("delete from {name} where {}", table.row(last));
        check(gone, &["row_missing", "person_missing"]).await;
        let moved = |column: &String| {
            if *column == table.key[0] {
                "zeroblob(16)".to_owned()
            } else if column == "code" || column == "number" {
                format!("{column} || 'x'")
            } else if matches!(column.as_str(), "counter" | "proof_n") {
                format!("{column} + 1000")
            } else {
                column.clone()
            }
        };
        let values: Vec<String> = table.columns.iter().map(moved).collect();
        let added = format!(
            "insert into {name} ({}) select {} from {name} where {}",
            table.columns.join(", "),
            values.join(", "),
            table.row(0)
        );
        check(added, &["row_extra", "person_unnamed"]).await;
        if table.n_rows > 1 && table.columns.len() > table.unique.len() {
            swapped(&template, table).await;
        }
    }
}

/// Exchanges what two rows say, their keys aside.
async fn swapped(template: &Template, table: &Table) {
    let (name, key) = (&table.name, table.key.join(", "));
    let rest: Vec<&String> = table.columns.iter().filter(|c| !table.unique.contains(c)).collect();
    let on = |side: &str, n: usize| {
        format!("({side}) in (select {key} from {name} order by {key} limit 1 offset {n})")
    };
    let other: Vec<String> = table.key.iter().map(|k| format!("other.{k}")).collect();
    let own: Vec<String> = table.key.iter().map(|k| format!("{name}.{k}")).collect();
    let set: Vec<String> = rest
        .iter()
        .map(|c| {
            format!(
                "{c} = (select other.{c} from {name} other where ({} and {}) or ({} and {}))",
                on(&own.join(", "), 0),
                on(&other.join(", "), 1),
                on(&own.join(", "), 1),
                on(&other.join(", "), 0)
            )
        })
        .collect();
    let pair = format!("({key}) in (select {key} from {name} order by {key} limit 2)");
    let statement = format!("update {name} set {} where {pair}", set.join(", "));
    let copy = template.copy();
    copy.change(&statement).await.unwrap_or_else(|error| panic!("{statement}: {error}"));
    let report = copy.report().await.expect("the file opens");
    let codes = ["cell_differs", "person_changed"];
    assert!(names_table(&report, name, &codes), "{statement}\n{}", told(&report.findings));
}

#[tokio::test]
async fn a_station_that_cannot_be_read_is_named_and_keeps_nobody_from_reading() {
    let template = Template::of_a_busy_firm().await;
    let check = async |statement: &str| {
        let copy = template.copy();
        copy.change(statement).await.unwrap_or_else(|error| panic!("{statement}: {error}"));
        let store = copy.open().await.unwrap_or_else(|error| panic!("{statement}: {error}"));
        let report = dovuto_store::verify::verify(&store).await.expect("verify runs");
        let codes = ["cell_differs", "row_missing", "row_extra"];
        assert!(
            names_table(&report, "stations", &codes),
            "{statement}: {}",
            told(&report.findings)
        );
        let mut db = store.read().await.expect("a reader");
        let members = dovuto_store::parties::members(&mut db).await.expect("members are read");
        assert_eq!(members.len(), 4);
        let writes = store.write().await.is_ok() && store.station().is_some();
        assert!(!writes, "{statement}: it writes");
    };
    check("update stations set name = x'ff' where letter = 'A'").await;
    check("update stations set letter = null where letter = 'C'").await;
    check("update stations set stream_id = 'front desk', name = x'ff' where letter = 'C'").await;
}

#[tokio::test]
async fn facts_that_were_taken_out_or_put_in_another_order_are_named() {
    let template = Template::of_a_busy_firm().await;
    let check = async |statements: &[&str], codes: &[&str]| {
        let copy = template.copy();
        for statement in statements {
            copy.change(statement).await.unwrap_or_else(|error| panic!("{statement}: {error}"));
        }
        let report = copy.report().await.expect("the file opens");
        for code in codes {
            assert!(names_table(&report, "ledger", &[code]), "{code}: {}", told(&report.findings));
        }
    };
    check(&["delete from ledger where rowid = 20"], &["seq_broken", "chain_broken"]).await;
    check(&["delete from ledger where rowid = 1"], &["stream_cut", "stream_unopened"]).await;
    let swap = [
        "update ledger set rowid = -1 where rowid = 30",
        "update ledger set rowid = 30 where rowid = 31",
        "update ledger set rowid = 31 where rowid = -1",
    ];
    check(&swap, &["seq_broken", "chain_broken"]).await;
    let tail = "delete from ledger where rowid > (select max(rowid) - 2 from ledger)";
    check(&[tail], &["old_copy"]).await;
    check(&["delete from ledger"], &["ledger_empty", "old_copy"]).await;
    let doubled = "insert into ledger (stream_id, seq, hash, prev_hash, request_id, at,
                                       authenticated, kind, version, subject_id, body, signature)
                   select stream_id, 1000, zeroblob(32), hash, zeroblob(16), at, authenticated,
                          kind, version, subject_id, body, signature
                     from ledger
                    where rowid = 5";
    let codes = ["seq_broken", "chain_broken", "hash_wrong", "signature_wrong"];
    check(&[doubled], &codes).await;
}

#[tokio::test]
async fn an_older_copy_put_back_after_a_posting_is_named() {
    let (mut world, customers) = super::firm::founded().await;
    let mut sold = super::firm::sold(&mut world, &customers[1], &[3, 3]).await;
    world.ship(&mut sold, &[(1, 3)]).await;
    let kept = world.folder.path().join("kept.db");
    world.store.copy_to(&kept).await.expect("a copy");
    world.bill(&mut sold, &customers[1]).await;
    let keys = world.store.keys().clone();
    let now = super::report(&world).await;
    assert_eq!(told(&now.findings), "");
    let store = dovuto_store::file::Store::open(&kept, keys).await.expect("the copy opens");
    let report = dovuto_store::verify::verify(&store).await.expect("verify runs");
    let codes: Vec<&str> = report.findings.iter().map(|f| f.code).collect();
    assert_eq!(codes, ["old_copy"], "{}", told(&report.findings));
}

#[tokio::test]
async fn a_form_that_another_program_changed_is_named() {
    let template = Template::of_a_busy_firm().await;
    let check = async |statements: &[&str], code: &str, what: &str| {
        let copy = template.copy();
        let mut db = plain(&copy.path).await;
        for statement in statements {
            run(&mut db, statement).await;
        }
        db.close().await.expect("closed");
        let report = copy.report().await.expect("the file opens");
        let named = |f: &Finding| {
            f.code == code && f.place.starts_with("schema,") && f.place.contains(what)
        };
        assert!(report.findings.iter().any(named), "{what}: {}", told(&report.findings));
    };
    check(&["drop index orders_by_po"], "schema_missing", "index orders_by_po").await;
    let view = "shipment_line_quantities";
    check(&[&format!("drop view {view}")], "schema_missing", view).await;
    let lying = format!("create view {view} as select order_id from orders");
    check(&[&format!("drop view {view}"), &lying], "schema_changed", view).await;
    let foreign = "create trigger kind after insert on invoices begin delete from batons; end";
    check(&[foreign], "schema_foreign", "trigger kind").await;
    check(&["create table extra (a integer)"], "schema_foreign", "table extra").await;
    check(&["alter table orders add column note text"], "schema_changed", "table orders").await;
    check(&["drop table tasks"], "schema_missing", "table tasks").await;
    let copy = template.copy();
    let mut db = plain(&copy.path).await;
    let guard: Option<String> =
        sqlx::query_scalar("select name from sqlite_schema where type = 'trigger' order by name")
            .fetch_optional(&mut db)
            .await
            .expect("the triggers");
    db.close().await.expect("closed");
    if let Some(guard) = guard {
        check(&[&format!("drop trigger {guard}")], "schema_missing", &guard).await;
    }
}

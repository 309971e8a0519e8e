//! The sample firm stands in every situation that the slices know.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use dovuto_app::attendance::{ShowUnattended, unattended};
use dovuto_app::billing::money::{OwedKind, owed_back};
use dovuto_app::billing::{BillingFilter, propose};
use dovuto_app::desk::Desk;
use dovuto_app::error::Error;
use dovuto_app::house::House;
use dovuto_app::sample;
use dovuto_domain::attendance::Neglect;
use dovuto_store::error::Error as Fault;

use crate::harness::{Office, day};

struct Sample {
    _folder: tempfile::TempDir,
    house: House,
    desk: Desk,
    office: Office,
}

async fn made(today: &str) -> Sample {
    let office = Office::open().await;
    office.on(today);
    let folder = tempfile::tempdir().unwrap();
    let house = House { data_dir: folder.path().to_owned() };
    let (founded, desk) = sample::make(&house, &office.cx(office.sara)).await.unwrap();
    assert_eq!(founded.firm, "officine-alpi-srl");
    Sample { _folder: folder, house, desk, office }
}

impl Sample {
    async fn figure(&self, sql: &'static str) -> i64 {
        let mut db = self.desk.read().await.unwrap();
        sqlx::query_scalar(sql).fetch_one(&mut **db).await.unwrap()
    }

    async fn check(&self, sql: &'static str, expect: i64) {
        assert_eq!(self.figure(sql).await, expect, "{sql}");
    }
}

#[tokio::test]
async fn the_sample_has_an_order_in_every_situation() {
    let sample = made("2026-03-10").await;
    for (sql, expect) in [
        ("select count(*) from members where active = 1", 6),
        ("select count(*) from customers", 8),
        ("select count(*) from orders where state = 'draft'", 3),
        ("select count(*) from orders where state = 'declined'", 1),
        ("select count(*) from orders where state = 'cancelled'", 1),
        ("select count(*) from orders where state = 'closed'", 2),
        ("select count(*) from orders where kind = 'blanket'", 1),
        ("select count(*) from orders where kind = 'call_off'", 2),
        ("select count(*) from shipments where state = 'planned'", 1),
        ("select count(*) from tasks where kind = 'stock_below_zero'", 1),
        ("select count(*) from tasks where kind = 'shipped_above_ordered'", 2),
        ("select count(*) from tasks where kind = 'proof_below_dispatched'", 1),
        ("select count(distinct vat_category) from invoice_lines", 3),
        ("select count(distinct currency) from invoices", 3),
        ("select count(*) from invoice_charges where shipment_id is not null", 2),
        ("select count(*) from opening_items", 3),
        (
            "select count(*) from payments p join payment_allocations a using (payment_id)
           join opening_items o using (invoice_id)",
            1,
        ),
        ("select count(*) from exchange_rates", 1),
        (
            "select count(*) from orders o left join batons b using (order_id)
           where (o.state = 'confirmed') <> (b.order_id is not null)",
            0,
        ),
    ] {
        sample.check(sql, expect).await;
    }
    assert!(10 <= sample.figure("select count(*) from invoices").await);
}

#[tokio::test]
async fn the_sample_has_orders_that_did_not_go_as_promised() {
    let sample = made("2026-03-10").await;
    for (sql, expect) in [
        ("select count(*) from shipments where state = 'picking'", 1),
        ("select count(*) from shipments where state = 'packed'", 1),
        ("select count(*) from shipments where state = 'delivery_failed'", 1),
        ("select count(*) from shipments where state = 'unproven'", 1),
        ("select count(*) from shipments where state = 'lost'", 1),
        ("select count(*) from shipments where state = 'voided'", 1),
        ("select count(*) from shipments where state = 'reversed'", 1),
        ("select count(*) from shipments where mode = 'supplier'", 1),
        ("select count(*) from shipments where mode = 'service_team'", 3),
        ("select count(*) from shipment_lines where replaces_shipment_id is not null", 1),
        ("select count(*) from shipment_pieces", 3),
        ("select count(*) from holds where released_on is null", 1),
        ("select count(*) from agreed_prices where price_n > 1", 1),
        ("select count(*) from agreed_prices where discount_text is not null", 2),
        ("select count(*) from agreed_prices where allowance_minor > 0", 2),
        ("select count(*) from excess_accepted", 1),
        ("select count(*) from tasks where kind = 'delivery_failed'", 2),
        ("select count(*) from tasks where kind = 'shipment_lost'", 1),
        ("select count(distinct cause) from credit_lines", 4),
        ("select count(*) from credit_notes", 4),
        ("select count(*) from refunds", 1),
        ("select count(*) from ledger where kind = 'OrderAmended'", 2),
    ] {
        sample.check(sql, expect).await;
    }
    let cx = sample.office.cx(sample.office.sara);
    let owed = owed_back(&sample.desk, &cx).await.unwrap().rows;
    let kinds: Vec<OwedKind> = owed.iter().map(|row| row.kind).collect();
    assert!(kinds.contains(&OwedKind::Credit) && kinds.contains(&OwedKind::Payment), "{kinds:?}");
}

#[tokio::test]
async fn the_sample_has_orders_that_wait_and_lines_that_are_blocked_for_several_reasons() {
    let sample = made("2026-03-10").await;
    let cx = sample.office.cx(sample.office.sara);
    let waiting = unattended(&sample.desk, &cx, ShowUnattended::default()).await.unwrap();
    for neglect in [Neglect::Nobody, Neglect::NotAccepted, Neglect::ClockPassed] {
        let has = waiting.rows.iter().any(|row| row.baton.neglect == Some(neglect));
        assert!(has, "no order is {neglect:?}");
    }
    assert!(!waiting.tasks.is_empty());

    let answer = propose(&sample.desk, &cx, BillingFilter::default()).await.unwrap();
    assert!(3 <= answer.proposals.len());
    let code = |b: &dovuto_app::billing::BlockedView| {
        serde_json::to_value(&b.reason).unwrap()["code"].as_str().unwrap().to_owned()
    };
    let codes: BTreeSet<String> = answer.blocked.iter().map(code).collect();
    let expect = [
        "above_agreed",
        "exchange_rate_missing",
        "not_received",
        "references_missing",
        "to_be_agreed",
        "vat_rate_missing",
    ];
    assert_eq!(codes.iter().map(String::as_str).collect::<Vec<_>>(), expect);
}

#[tokio::test]
async fn the_sample_lies_in_the_past_and_ends_today() {
    // New year lies within the story, and today is a Sunday.
    let sample = made("2026-02-01").await;
    let today: NaiveDate = day("2026-02-01");
    let mut db = sample.desk.read().await.unwrap();
    let (first, last): (String, String) =
        sqlx::query_as("select min(at), max(at) from ledger").fetch_one(&mut **db).await.unwrap();
    assert!(first.as_str() < "2025-12-01" && last < format!("{today}T23"), "{first} to {last}");
    let falls: i64 = sqlx::query_scalar(
        "select count(*) from ledger a join ledger b on b.seq = a.seq + 1 where b.at < a.at",
    )
    .fetch_one(&mut **db)
    .await
    .unwrap();
    assert_eq!(falls, 0);
}

#[tokio::test]
async fn a_second_sample_is_refused_and_leaves_the_first_alone() {
    let sample = made("2026-03-10").await;
    let before = sample.figure("select count(*) from ledger").await;
    let again = sample::make(&sample.house, &sample.office.cx(sample.office.sara)).await;
    assert!(matches!(again, Err(Error::Fault(Fault::Exists { .. }))));
    sample.check("select count(*) from ledger", before).await;
    assert_eq!(sample.house.firms().len(), 1);
}

#[tokio::test]
async fn the_sample_is_whole_and_lawful() {
    let sample = made("2026-03-10").await;
    let report = dovuto_app::audit::verify(&sample.desk).await.unwrap();
    assert!(report.findings.is_empty(), "{:#?}", report.findings);
}

//! Series and dates: what is deferred, what is dated when, and by when it must be billed.

use dovuto_app::billing::DocumentKind::{Deferred, Immediate};
use dovuto_domain::attendance::Step;

use crate::harness::{Office, day, order};

#[tokio::test]
async fn a_deferred_invoice_never_mixes_months_and_is_dated_by_its_last_dispatch() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.on_dispatch("ROSSI").await;
    let order_id = office.confirmed(order(rossi, &[(rid, 6)])).await;
    for on in ["2026-03-10", "2026-03-28", "2026-04-02"] {
        office.on(on);
        office.ship_part(order_id, &[(1, 2)]).await.unwrap();
    }
    office.on("2026-04-10");
    let posted = office.post_all(order_id).await.unwrap().documents;
    let found: Vec<_> = posted.iter().map(|d| (d.kind, d.number.as_str(), d.issued_on)).collect();
    assert_eq!(
        found,
        [(Deferred, "TA26-00001", day("2026-03-28")), (Deferred, "TA26-00002", day("2026-04-02")),]
    );
    office.verified().await;
}

#[tokio::test]
async fn what_leaves_today_and_services_go_on_an_immediate_invoice_of_its_own_series() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let form = dovuto_app::catalog::SaveProduct {
        code: "LAVORO".to_owned(),
        kind: Some(dovuto_domain::catalog::ProductKind::Service),
        ..dovuto_app::catalog::SaveProduct::default()
    };
    let work = office.product_as(form, 5_000).await;
    let rossi = office.on_dispatch("ROSSI").await;
    let order_id = office.confirmed(order(rossi, &[(rid, 2), (work, 1)])).await;
    office.ship_part(order_id, &[(1, 1), (2, 1)]).await.unwrap();
    office.on("2026-03-11");
    office.ship_part(order_id, &[(1, 1)]).await.unwrap();
    let posted = office.post_all(order_id).await.unwrap().documents;
    let found: Vec<_> = posted.iter().map(|d| (d.kind, d.totals.net_minor)).collect();
    assert_eq!(found, [(Deferred, 1_000), (Immediate, 6_000)]);
    assert_eq!(posted[1].number, "FA26-00001");
    office.verified().await;
}

#[tokio::test]
async fn no_date_falls_in_the_deferred_series_though_dispatches_do() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.on_dispatch("ROSSI").await;
    let early = office.confirmed(order(rossi, &[(rid, 1)])).await;
    let late = office.confirmed(order(rossi, &[(rid, 2)])).await;
    office.ship(early).await.unwrap();
    office.on("2026-03-20");
    office.ship(late).await.unwrap();
    office.on("2026-03-25");
    assert_eq!(office.post_all(late).await.unwrap().documents[0].issued_on, day("2026-03-20"));
    let second = office.post_all(early).await.unwrap().documents.remove(0);
    assert_eq!((second.number.as_str(), second.issued_on), ("TA26-00002", day("2026-03-20")));
    office.verified().await;
}

#[tokio::test]
async fn a_december_supply_billed_in_january_belongs_to_the_series_of_december() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.on_dispatch("ROSSI").await;
    let order_id = office.confirmed(order(rossi, &[(rid, 2)])).await;
    office.on("2026-12-29");
    office.ship_part(order_id, &[(1, 1)]).await.unwrap();
    office.on("2027-01-08");
    office.ship_part(order_id, &[(1, 1)]).await.unwrap();
    let posted = office.post_all(order_id).await.unwrap().documents;
    let found: Vec<_> = posted.iter().map(|d| (d.number.as_str(), d.issued_on)).collect();
    assert_eq!(found, [("TA26-00001", day("2026-12-29")), ("FA27-00001", day("2027-01-08")),]);
    office.verified().await;
}

#[tokio::test]
async fn outside_italy_every_invoice_is_immediate() {
    let office = Office::open().await;
    let form = dovuto_app::firm::FirmForm {
        identity: dovuto_app::parties::identity::IdentityForm {
            name: "Test Ltd".to_owned(),
            country: Some("US".to_owned()),
            ..Default::default()
        },
        currency: dovuto_domain::kernel::quantity::Currency::EUR,
        tax_regime: None,
        contact: None,
    };
    let ask = dovuto_app::firm::SaveFirm { base: None, firm: form };
    let cx = office.cx(office.founder);
    dovuto_app::firm::save_firm(&office.desk, &cx, ask).await.unwrap();
    let rid = office.product("RID", 1_000).await;
    let acme = office.on_dispatch("ACME").await;
    let order_id = office.confirmed(order(acme, &[(rid, 1)])).await;
    office.ship(order_id).await.unwrap();
    office.on("2026-05-10");
    let outcome = office.propose().await;
    let kinds: Vec<_> = outcome.proposals.iter().map(|p| p.kind).collect();
    assert!(kinds.is_empty() || kinds == [Immediate], "{kinds:?}");
}

#[tokio::test]
async fn the_last_legal_day_to_bill_is_a_clock_on_logistics_to_get_the_proof() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.customer("ROSSI", "IT").await;
    let mut form = order(rossi, &[(rid, 1)]);
    form.requested_on = Some(day("2026-06-30"));
    let order_id = office.confirmed(form).await;
    office.ship(order_id).await.unwrap();
    let baton = office.baton(order_id).await.unwrap();
    // Goods of March are invoiced by 15 April; logistics has until two working days before.
    assert_eq!((baton.step, baton.due_at.date_naive()), (Step::Prove, day("2026-04-14")));
    office.verified().await;
}

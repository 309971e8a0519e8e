//! A layout that this program refuses, where another one set it: it stops what is laid out by it.

use dovuto_app::billing::BillingFilter;
use dovuto_app::billing::post::{RunAnswer, run};
use dovuto_app::documents::profiles::{ProfileOf, SetProfile, set_own};
use dovuto_domain::kernel::id::CustomerId;
use dovuto_domain::layout::{Layer, LayoutProfileSet, Place, Scope};
use dovuto_store::ledger::Entry;

use crate::harness::{Office, order};

/// A layer of a customer as a program with other rules writes it: nobody looks at what it holds.
async fn set_elsewhere(office: &Office, customer_id: CustomerId, overrides: &str) {
    let set = LayoutProfileSet {
        place: Place { scope: Scope::Customer { customer_id }, document: None },
        version: 1,
        on: office.today(),
        layer: Some(Layer { base: None, group: None, overrides: overrides.to_owned() }),
    };
    let cx = office.cx(office.elena);
    let mut tx = office.desk.store.write().await.unwrap();
    let entries = vec![Entry::from(dovuto_domain::fact::Fact::from(set))];
    tx.record(cx.stamp(), &cx.request, entries, &()).await.unwrap();
    office.desk.store.commit(tx).await.unwrap();
}

async fn posted(office: &Office) -> RunAnswer {
    run(&office.desk, &office.cx(office.elena), BillingFilter::default()).await.unwrap()
}

#[tokio::test]
async fn a_layout_that_is_refused_while_posting_stops_its_order_and_no_other() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let mut orders = Vec::new();
    for code in ["BIANCHI", "ROSSI", "VERDI"] {
        let customer_id = office.on_dispatch(code).await;
        if code == "ROSSI" {
            set_elsewhere(&office, customer_id, r#"{"price_decimals":9}"#).await;
        }
        let order_id = office.confirmed(order(customer_id, &[(rid, 1)])).await;
        office.ship(order_id).await.unwrap();
        orders.push(order_id);
    }
    let answer = posted(&office).await;
    let numbers: Vec<_> = answer.posted.iter().map(|one| one.number.as_str()).collect();
    assert_eq!(numbers, ["FA26-00001", "FA26-00002"], "no number is lost between them");
    let of: Vec<_> = answer.posted.iter().map(|one| one.order_id).collect();
    assert_eq!(of, [orders[0], orders[2]]);
    let [refused] = answer.refused.as_slice() else { panic!("{:?}", answer.refused) };
    assert_eq!((refused.order_id, refused.order_number.as_str()), (orders[1], "OA26-00002"));
    let said = "the profile of this document would be wrong: price_decimals is 9: from 0 to 6";
    assert_eq!(refused.message, said);
    let waits = "select count(distinct order_id) from billing_work";
    assert_eq!((office.n_invoices().await, office.figure(waits).await), (2, 1));

    // Once it is mended, the order is posted with the number that follows.
    let ask = SetProfile {
        of: ProfileOf { customer: Some("ROSSI".to_owned()), ..ProfileOf::default() },
        overrides: Some(r#"{"price_decimals":6}"#.to_owned()),
        ..SetProfile::default()
    };
    set_own(&office.desk, &office.cx(office.elena), ask).await.unwrap();
    let answer = posted(&office).await;
    assert_eq!(answer.posted.len() + answer.refused.len(), 1);
    assert_eq!(
        (answer.posted[0].number.as_str(), answer.posted[0].order_id),
        ("FA26-00003", orders[1])
    );
    office.verified().await;
}

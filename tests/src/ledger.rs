//! The ledger: one intent acts once, whoever repeats it, from however many desks.

mod copies;
mod files;
mod form;

use std::sync::Arc;

use dovuto_app::billing::post::{PostInvoice, Posted, post};
use dovuto_app::error::Error;
use dovuto_app::orders::save;
use dovuto_domain::kernel::id::OrderId;
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_store::file::Footing;

use crate::harness::{Office, all_differ, order};

/// Orders of one unit each, shipped to a customer billed on dispatch.
async fn billable(office: &Office, n: i64) -> Vec<OrderId> {
    let rid = office.product("RID", 1_000).await;
    let rossi = office.on_dispatch("ROSSI").await;
    let mut orders = Vec::new();
    for _ in 0..n {
        let order_id = office.confirmed(order(rossi, &[(rid, 1)])).await;
        office.ship(order_id).await.unwrap();
        orders.push(order_id);
    }
    orders
}

#[tokio::test]
async fn the_same_request_gets_the_same_answer_and_acts_once() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.customer("ROSSI", "IT").await;
    let once = async || {
        let cx = office.cx_of(office.sara, 7_001, 1);
        save(&office.desk, &cx, order(rossi, &[(rid, 5)])).await.unwrap()
    };
    let first = once().await;
    let before = office.n_facts().await;
    assert_eq!(once().await, first);
    assert_eq!(office.n_facts().await, before);
    assert_eq!(office.figure("select count(*) from orders").await, 1);
    office.verified().await;
}

#[tokio::test]
async fn a_request_id_with_another_payload_is_a_conflict() {
    let office = Office::open().await;
    let rossi = office.customer("ROSSI", "IT").await;
    let cx = |payload| office.cx_of(office.sara, 7_001, payload);
    save(&office.desk, &cx(1), order(rossi, &[])).await.unwrap();
    let other = save(&office.desk, &cx(2), order(rossi, &[])).await;
    assert!(matches!(other, Err(Error::RequestReused)), "{other:?}");
    assert_eq!(office.figure("select count(*) from orders").await, 1);
    office.verified().await;
}

#[tokio::test]
async fn a_refusal_is_not_remembered() {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.customer("ROSSI", "IT").await;
    let order_id = office.confirmed(order(rossi, &[(rid, 5)])).await;
    let once = async || {
        let cx = office.cx_of(office.elena, 7_001, 1);
        post(&office.desk, &cx, PostInvoice { order_id }).await
    };
    assert!(matches!(once().await, Err(Error::Refused(Refusal::NothingToBill))));
    office.delivered(order_id).await;
    assert_eq!(once().await.unwrap().documents[0].number, "FA26-00001");
    office.verified().await;
}

/// metasfresh#10116, django-timepiece#655: a double click.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_double_click_from_eight_tasks_posts_one_invoice() {
    let office = Arc::new(Office::open().await);
    let order_id = billable(&office, 1).await[0];
    let clicks: Vec<_> = (0..8)
        .map(|_| {
            let office = Arc::clone(&office);
            tokio::spawn(async move {
                let cx = office.cx_of(office.elena, 7_001, 1);
                post(&office.desk, &cx, PostInvoice { order_id }).await
            })
        })
        .collect();
    let mut answers: Vec<Posted> = Vec::new();
    for click in clicks {
        answers.push(click.await.unwrap().unwrap());
    }
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]));
    assert_eq!(office.n_invoices().await, 1);
    office.verified().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn eight_orders_posted_at_once_get_eight_numbers_and_the_last_is_witnessed() {
    let office = Arc::new(Office::open().await);
    let orders = billable(&office, 8).await;
    let posting: Vec<_> = orders
        .into_iter()
        .map(|order_id| {
            let office = Arc::clone(&office);
            tokio::spawn(async move { office.post(order_id).await })
        })
        .collect();
    let mut numbers = Vec::new();
    for one in posting {
        numbers.push(one.await.unwrap().unwrap().number);
    }
    numbers.sort();
    assert!(all_differ(&numbers));
    assert_eq!((numbers[0].as_str(), numbers[7].as_str()), ("FA26-00001", "FA26-00008"));
    let stream = office.desk.station().unwrap().stream_id;
    let witness = office.desk.store.keys().witness(stream).unwrap().unwrap();
    let newest = "select max(seq) from ledger where kind = 'InvoicePosted'";
    assert_eq!(witness.seq, office.figure(newest).await);
    office.verified().await;
}

/// frappe/erpnext#12971, #11000: several tills, one invoice twice.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_desks_that_post_the_same_order_at_once_make_one_invoice() {
    let office = Office::open().await;
    let orders = billable(&office, 6).await;
    let (_, other) = office.house.open(None).await.unwrap();
    for order_id in orders {
        let cx = office.cx(office.elena);
        let (here, there) =
            tokio::join!(office.post_all(order_id), post(&other, &cx, PostInvoice { order_id }),);
        let refused = |answer: &Result<Posted, Error>| {
            matches!(answer, Err(Error::Refused(Refusal::NothingToBill)))
        };
        assert!(here.is_ok() != there.is_ok(), "{here:?} {there:?}");
        assert!(refused(&here) || refused(&there), "{here:?} {there:?}");
    }
    assert_eq!(office.n_invoices().await, 6);
    assert_eq!(office.figure("select max(counter) from invoices").await, 6);
    let mut db = other.read().await.unwrap();
    let footing = other.store.footing(&mut db).await.unwrap();
    assert!(matches!(footing, Footing::Writer(_)), "{footing:?}");
    office.verified().await;
}

#[tokio::test]
async fn what_was_recorded_is_chained_and_says_who_and_that_nobody_was_authenticated() {
    let office = Office::open().await;
    let order_id = billable(&office, 1).await[0];
    office.post(order_id).await.unwrap();
    let loose = "select count(*) from ledger a
                  where a.seq > 1
                    and a.prev_hash is not (select b.hash from ledger b
                                             where b.stream_id = a.stream_id
                                               and b.seq = a.seq - 1)";
    assert_eq!(office.figure(loose).await, 0);
    assert_eq!(office.figure("select sum(authenticated) from ledger").await, 0);
    let by_elena = "select count(*) from ledger l join members m on m.member_id = l.actor_id
                     where m.code = 'elena'";
    assert_eq!(office.figure(by_elena).await, 2, "the invoice, and the layout that it goes out in");
    office.verified().await;
}

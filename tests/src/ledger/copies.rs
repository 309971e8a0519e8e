//! An old copy of the file, or a computer without its key: reading goes on, writing stops.

use std::fs;
use std::path::Path;

use dovuto_app::billing::{BillingFilter, run};
use dovuto_app::error::Error;
use dovuto_app::house::{House, SucceedStation, Succeeded, succeed};
use dovuto_domain::kernel::id::{MemberId, OrderId, StreamId};
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_store::keys::{KeyHome, Witness};

use super::billable;
use crate::harness::{Office, order, refusal};

fn keep(_: &House, file: &Path) {
    fs::copy(file, file.with_extension("kept")).unwrap();
}

fn put_back(_: &House, file: &Path) {
    fs::copy(file.with_extension("kept"), file).unwrap();
}

/// A firm whose file was copied, which then posted, and was overwritten with the copy: what was
/// posted is lost, and a second order is still to be billed.
async fn old_copy() -> (Office, Vec<OrderId>) {
    let office = Office::open().await;
    let orders = billable(&office, 3).await;
    office.post(orders[0]).await.unwrap();
    let office = office.reopen_after(keep).await;
    assert_eq!(office.post(orders[1]).await.unwrap().number, "FA26-00002");
    let office = office.reopen_after(put_back).await;
    assert_eq!(office.n_invoices().await, 1);
    (office, orders)
}

async fn succeeded(office: &Office, members: [MemberId; 2]) -> Result<Succeeded, Error> {
    let ask = SucceedStation {
        members,
        reason: "restored from a copy".to_owned(),
        last_number_seen: Some("FA26-00002".to_owned()),
        name: None,
    };
    succeed(&office.desk, &office.cx(office.founder), ask).await
}

#[test]
fn a_witness_never_falls_back_however_many_write_it_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let keys = KeyHome(folder.path().to_owned());
    let stream = StreamId(uuid::Uuid::from_u128(1));
    std::thread::scope(|threads| {
        for seq in (1..=40_i64).rev() {
            let (keys, witness) = (&keys, Witness { seq, hash: seq.to_be_bytes().to_vec() });
            threads.spawn(move || keys.witness_now(stream, &witness).unwrap());
        }
    });
    assert_eq!(keys.witness(stream).unwrap().unwrap().seq, 40);
}

#[tokio::test]
async fn an_old_copy_refuses_to_post_and_says_what_to_do() {
    let (office, orders) = old_copy().await;
    let before = office.n_facts().await;
    let why = refusal(office.post(orders[1]).await);
    assert!(matches!(why, Refusal::OldCopy { .. }), "{why:?}");
    let sentence = why.to_string();
    assert!(sentence.contains("older copy"), "{sentence}");
    assert!(sentence.contains("put the newer file back"), "{sentence}");
    assert!(sentence.contains("station.succeed"), "{sentence}");
    let answer = run(&office.desk, &office.cx(office.elena), BillingFilter::default()).await;
    assert!(matches!(refusal(answer), Refusal::OldCopy { .. }));
    let rossi = office.propose().await.proposals[0].customer_id;
    let answer = office.save(order(rossi, &[])).await;
    assert!(matches!(refusal(answer), Refusal::OldCopy { .. }));
    assert_eq!(office.n_facts().await, before);
}

#[tokio::test]
async fn an_old_copy_can_still_be_read() {
    let (office, orders) = old_copy().await;
    let proposals = office.propose().await.proposals;
    assert_eq!(proposals.len(), 2);
    assert!(office.baton(orders[1]).await.is_some());
    let view = dovuto_app::firm::firm(&office.desk).await.unwrap();
    assert_eq!(view.identity.name, "Prova Srl");
}

#[tokio::test]
async fn the_newer_file_put_back_posts_again() {
    let office = Office::open().await;
    let orders = billable(&office, 2).await;
    let office = office.reopen_after(keep).await;
    office.post(orders[0]).await.unwrap();
    let swap = |_: &House, file: &Path| {
        fs::rename(file, file.with_extension("newer")).unwrap();
        fs::rename(file.with_extension("kept"), file).unwrap();
    };
    let office = office.reopen_after(swap).await;
    assert!(matches!(refusal(office.post(orders[1]).await), Refusal::OldCopy { .. }));
    let back = |_: &House, file: &Path| fs::rename(file.with_extension("newer"), file).unwrap();
    let office = office.reopen_after(back).await;
    assert_eq!(office.post(orders[1]).await.unwrap().number, "FA26-00002");
}

#[tokio::test]
async fn two_people_let_a_new_station_succeed_and_its_numbers_collide_with_none() {
    let (office, orders) = old_copy().await;
    let alone = succeeded(&office, [office.sara, office.sara]).await;
    assert_eq!(refusal(alone), Refusal::SuccessionNeedsTwo);
    let stranger = MemberId(uuid::Uuid::from_u128(9));
    let unknown = succeeded(&office, [office.sara, stranger]).await;
    assert!(matches!(refusal(unknown), Refusal::MemberUnknown { .. }));
    assert_eq!(office.figure("select count(*) from stations").await, 1);

    let answer = succeeded(&office, [office.sara, office.elena]).await.unwrap();
    assert_eq!(answer.letter, "B");
    assert_eq!(office.post(orders[1]).await.unwrap().number, "FB26-00001");
    let again = succeeded(&office, [office.sara, office.elena]).await;
    assert_eq!(refusal(again), Refusal::NothingToSucceed);

    // The new station is this computer's from now on.
    let office = office.reopen_after(|_, _| {}).await;
    assert_eq!(office.desk.station().unwrap().letter, 'B');
    assert_eq!(office.post(orders[2]).await.unwrap().number, "FB26-00002");
    let rossi = "select count(distinct number) from invoices";
    assert_eq!(office.figure(rossi).await, 3);
    let held = "select count(*) from shipments d join stations s
                    on s.stream_id = d.billing_holder where s.letter = 'A'";
    assert_eq!(office.figure(held).await, 0);
    // What the first station posted after the copy is lost, and the audit goes on saying so.
    let findings = dovuto_app::audit::verify(&office.desk).await.unwrap().findings;
    assert_eq!(findings.iter().map(|f| f.code.as_str()).collect::<Vec<_>>(), ["old_copy"]);
}

#[tokio::test]
async fn orders_and_notes_of_a_successor_carry_its_letter() {
    let (office, _) = old_copy().await;
    succeeded(&office, [office.sara, office.elena]).await.unwrap();
    let customer = office.propose().await.proposals[0].customer_id;
    let rid = office.product("KIT", 100).await;
    let saved = office.save(order(customer, &[(rid, 1)])).await.unwrap();
    assert_eq!(office.confirm(saved.order_id).await.unwrap().number, "OB26-00001");
    assert_eq!(office.ship(saved.order_id).await.unwrap().number, "DB26-00001");
    assert_eq!(office.post(saved.order_id).await.unwrap().number, "FB26-00001");
}

#[tokio::test]
async fn without_a_key_the_file_is_read_and_not_written_until_somebody_succeeds() {
    let office = Office::open().await;
    let orders = billable(&office, 1).await;
    let lose = |house: &House, _: &Path| fs::remove_dir_all(house.data_dir.join("keys")).unwrap();
    let office = office.reopen_after(lose).await;
    let before = office.n_facts().await;
    let why = refusal(office.post(orders[0]).await);
    assert_eq!(why, Refusal::NoKey);
    assert!(why.to_string().contains("station.succeed"), "{why}");
    assert_eq!(office.propose().await.proposals.len(), 1);
    let view = dovuto_app::firm::firm(&office.desk).await.unwrap();
    assert_eq!((view.station, view.members.len()), (None, 4));
    assert_eq!(office.n_facts().await, before);

    succeeded(&office, [office.sara, office.elena]).await.unwrap();
    assert_eq!(office.post(orders[0]).await.unwrap().number, "FB26-00001");
}

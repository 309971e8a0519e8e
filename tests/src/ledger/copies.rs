//! An old copy of the file, or a computer without its key: reading goes on, writing stops.

use std::fs;
use std::path::Path;

use dovuto_app::billing::BillingFilter;
use dovuto_app::billing::post::run;
use dovuto_app::error::Error;
use dovuto_app::house::House;
use dovuto_app::stations::{SucceedStation, Succeeded, TakeOver, succeed, take_over};
use dovuto_domain::attendance::TaskKind;
use dovuto_domain::billing::proposal::Block;
use dovuto_domain::kernel::id::{InvoiceId, MemberId, OrderId, ShipmentId, StreamId};
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_domain::parties::Department;
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

async fn succeeded(
    office: &Office,
    members: [MemberId; 2],
    seen: Option<&str>,
) -> Result<Succeeded, Error> {
    let ask = SucceedStation {
        members,
        reason: "restored from a copy".to_owned(),
        last_numbers_seen: seen.map(str::to_owned).into_iter().collect(),
        name: None,
    };
    succeed(&office.desk, &office.cx(office.founder), ask).await
}

/// Everything whose right to bill a lost station still holds is blocked for that.
async fn blocked(office: &Office, order_id: OrderId) -> Vec<Block> {
    office.blocked(order_id).await.into_iter().map(|(block, _)| block).collect()
}

async fn shipment_of(office: &Office, order_id: OrderId) -> ShipmentId {
    let mut db = office.desk.read().await.unwrap();
    let id: Vec<u8> =
        sqlx::query_scalar("select shipment_id from shipment_lines where order_id = ?1")
            .bind(order_id.bytes())
            .fetch_one(&mut **db)
            .await
            .unwrap();
    ShipmentId(uuid::Uuid::from_slice(&id).unwrap())
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
    let seen = Some("FA26-00001");
    let alone = succeeded(&office, [office.sara, office.sara], seen).await;
    assert_eq!(refusal(alone), Refusal::SuccessionNeedsTwo);
    let stranger = MemberId(uuid::Uuid::from_u128(9));
    let unknown = succeeded(&office, [office.sara, stranger], seen).await;
    assert!(matches!(refusal(unknown), Refusal::MemberUnknown { .. }));
    for (number, letter) in [("FB26-00001", 'A'), ("17", 'A')] {
        let number = number.to_owned();
        let strange = succeeded(&office, [office.sara, office.elena], Some(&number)).await;
        assert_eq!(refusal(strange), Refusal::LastNumberUnreadable { number, letter });
    }
    assert_eq!(office.figure("select count(*) from stations").await, 1);

    // The last number seen is the last in the file: nothing was lost, so the right passes.
    let answer = succeeded(&office, [office.sara, office.elena], seen).await.unwrap();
    assert_eq!((answer.letter.as_str(), answer.billing_passes), ("B", true));
    assert_eq!(office.post(orders[1]).await.unwrap().number, "FB26-00001");
    let again = succeeded(&office, [office.sara, office.elena], seen).await;
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
    assert_eq!(office.figure("select count(*) from tasks").await, 0);
    // Two people answered for what was lost; the dead station is held against nobody any more.
    office.verified().await;
}

#[tokio::test]
async fn what_a_lost_station_may_have_billed_waits_until_a_senior_member_takes_it_over() {
    for seen in [Some("FA26-00002"), Some(" "), None] {
        let (office, orders) = old_copy().await;
        let answer = succeeded(&office, [office.sara, office.elena], seen).await.unwrap();
        assert!(!answer.billing_passes, "{seen:?}");
        for &order_id in &orders[1..] {
            assert_eq!(refusal(office.post(order_id).await), Refusal::NothingToBill);
            assert_eq!(blocked(&office, order_id).await, [Block::HeldElsewhere]);
        }
        let mut db = office.desk.read().await.unwrap();
        let tasks = dovuto_store::attendance::open_tasks(&mut db).await.unwrap();
        drop(db);
        let [task] = tasks.as_slice() else { panic!("{tasks:?}") };
        assert_eq!((task.kind, task.department), (TaskKind::PerhapsBilled, Department::Finance));
        // Elena works in finance and is not senior; the founder answers for direction.
        assert_eq!((task.holder, task.quantity), (Some(office.founder), 2_000_000));
        assert_eq!(task.about, if seen == Some("FA26-00002") { "FA26-00002" } else { "FA" });

        // Order 1 was billed in the lost file, so only order 2 is taken over.
        let over = async |member, ids: &[ShipmentId]| {
            let reason = "no paper invoice of it".to_owned();
            let ask = TakeOver { shipment_ids: ids.to_vec(), reason };
            take_over(&office.desk, &office.cx(member), ask).await
        };
        let shipment = shipment_of(&office, orders[2]).await;
        let by_elena = refusal(over(office.elena, &[shipment]).await);
        assert_eq!(by_elena, Refusal::NeedsSenior { member: "elena".to_owned() });
        assert_eq!(refusal(over(office.founder, &[]).await), Refusal::ShipmentEmpty);
        let taken = over(office.founder, &[shipment, shipment]).await.unwrap();
        assert_eq!(taken.numbers, ["DA26-00003"]);
        let again = refusal(over(office.founder, &[shipment]).await);
        assert_eq!(again, Refusal::RightNotLost { shipment: "DA26-00003".to_owned() });
        assert_eq!(office.post(orders[2]).await.unwrap().number, "FB26-00001");
        assert_eq!(blocked(&office, orders[1]).await, [Block::HeldElsewhere]);
        office.verified().await;
    }
}

#[tokio::test]
async fn a_number_that_the_file_itself_exceeds_is_refused() {
    let office = Office::open().await;
    let orders = billable(&office, 3).await;
    office.post(orders[0]).await.unwrap();
    office.post(orders[1]).await.unwrap();
    let lose = |house: &House, _: &Path| fs::remove_dir_all(house.data_dir.join("keys")).unwrap();
    let office = office.reopen_after(lose).await;
    let low = succeeded(&office, [office.sara, office.elena], Some("FA26-00001")).await;
    let (number, last) = ("FA26-00001".to_owned(), "FA26-00002".to_owned());
    assert_eq!(refusal(low), Refusal::LastNumberTooLow { number, last });
    succeeded(&office, [office.sara, office.elena], Some("FA26-00002")).await.unwrap();
    assert_eq!(office.post(orders[2]).await.unwrap().number, "FB26-00001");
    office.verified().await;
}

#[tokio::test]
async fn every_number_given_and_all_money_taken_is_witnessed() {
    let check = async |what: &str, act: fn(&Office, Vec<OrderId>) -> Acting<'_>, noticed: bool| {
        let office = Office::open().await;
        let orders = billable(&office, 2).await;
        office.post(orders[0]).await.unwrap();
        let office = office.reopen_after(keep).await;
        act(&office, orders.clone()).await;
        let office = office.reopen_after(put_back).await;
        let after = office.post(orders[1]).await;
        if noticed {
            assert!(matches!(refusal(after), Refusal::OldCopy { .. }), "{what}");
        } else {
            assert!(after.is_ok(), "{what}");
        }
    };
    check("a draft", |office, _| Box::pin(only_draft(office)), false).await;
    check("an order", |office, _| Box::pin(confirm(office)), true).await;
    check("a delivery note", |office, _| Box::pin(ship(office)), true).await;
    check("a payment", |office, _| Box::pin(pay(office)), true).await;
}

type Acting<'a> = std::pin::Pin<Box<dyn Future<Output = ()> + 'a>>;

async fn draft(office: &Office) -> OrderId {
    let customer = office.propose().await.proposals[0].customer_id;
    let rid = office.product("KIT", 100).await;
    office.save(order(customer, &[(rid, 1)])).await.unwrap().order_id
}

async fn only_draft(office: &Office) {
    draft(office).await;
}

async fn confirm(office: &Office) {
    let order_id = draft(office).await;
    office.confirm(order_id).await.unwrap();
}

/// The order was confirmed before; only its dispatch comes after the copy.
async fn ship(office: &Office) {
    let part = office.propose().await.proposals[0].order_id;
    office.ship_part(part, &[(1, 1)]).await.unwrap();
}

async fn pay(office: &Office) {
    let mut db = office.desk.read().await.unwrap();
    let id: Vec<u8> =
        sqlx::query_scalar("select invoice_id from invoices").fetch_one(&mut **db).await.unwrap();
    drop(db);
    office.pay(&[InvoiceId(uuid::Uuid::from_slice(&id).unwrap())], 100).await.unwrap();
}

#[tokio::test]
async fn orders_and_notes_of_a_successor_carry_its_letter() {
    let (office, _) = old_copy().await;
    let customer = office.propose().await.proposals[0].customer_id;
    succeeded(&office, [office.sara, office.elena], Some("FA26-00002")).await.unwrap();
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

    // It never posted and nobody saw an invoice of it.
    succeeded(&office, [office.sara, office.elena], None).await.unwrap();
    assert_eq!(office.post(orders[0]).await.unwrap().number, "FB26-00001");
}

//! Two programs and eight threads of a third post the same orders at once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use dovuto_app::billing::post::{PostInvoice, post};
use dovuto_app::error::Error;
use dovuto_domain::kernel::id::{OrderId, RequestId};
use dovuto_domain::kernel::refusal::Refusal;
use dovuto_store::ledger::Request;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::driver::{Program, program};
use crate::harness::{Office, order};

const N: u128 = 40;

/// Forty orders of a unit each that may be billed, in a firm that stays open.
async fn billable() -> (Office, Vec<OrderId>) {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.on_dispatch("ROSSI").await;
    let mut orders = Vec::new();
    for _ in 0..N {
        let order_id = office.confirmed(order(rossi, &[(rid, 1)])).await;
        office.ship(order_id).await.unwrap();
        orders.push(order_id);
    }
    // The other programs live by the real calendar, where the day is a later one.
    office.on(&todays_date());
    (office, orders)
}

/// The day by which another program dates what it posts.
fn todays_date() -> String {
    let mut program = Program::start(&std::env::temp_dir().join("dovuto-no-such-house"));
    program.send(&json!({ "id": "", "command": "house.look", "payload": {} }));
    let look = program.hear().expect("the program lives");
    program.end();
    look["answer"]["today"].as_str().expect("a day").to_owned()
}

fn envelope(id: u128, order_id: OrderId) -> Value {
    let id = Uuid::from_u128(id).to_string();
    let payload = json!({ "order_id": order_id.to_string() });
    json!({ "id": id, "command": "billing.post", "payload": payload })
}

/// The request as the other programs send it, so that it is one intent.
fn the_same(envelope: &Value) -> Request {
    let id: Uuid = envelope["id"].as_str().unwrap().parse().unwrap();
    Request {
        id: RequestId(id),
        command: "billing.post".to_owned(),
        payload_hash: Sha256::digest(envelope["payload"].to_string()).into(),
    }
}

/// Asks for every order and gives what was answered.
fn posted_by_program(house: &std::path::Path, requests: &[Value]) -> Vec<Value> {
    let mut program = Program::start(house);
    requests.iter().for_each(|request| program.send(request));
    let answers = requests.iter().map(|_| program.hear().expect("the program lives")).collect();
    program.end();
    answers
}

/// The number, or that nothing was left to bill; anything else is a fault.
fn number(answer: &Value) -> Option<String> {
    if answer.get("error").is_some() {
        assert_eq!(answer["error"]["code"], "nothing_to_bill", "{answer}");
        return None;
    }
    let number = answer["answer"]["documents"][0]["number"].as_str();
    Some(number.expect("a number").to_owned())
}

/// Each order is billed once, without a gap, and the books are whole.
async fn billed_once(office: &Office) {
    let n = i64::try_from(N).unwrap();
    assert_eq!(office.n_invoices().await, n);
    assert_eq!(office.figure("select count(distinct order_id) from invoices").await, n);
    let last = "select max(counter) from invoices";
    assert_eq!(office.figure(last).await, n);
    office.verified().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 8)]
async fn the_same_requests_from_two_programs_and_eight_threads_get_the_same_answers() {
    if program().is_none() {
        return;
    }
    let (office, orders) = billable().await;
    let requests: Vec<Value> =
        (1..).zip(&orders).map(|(n, order_id)| envelope(9_000 + n, *order_id)).collect();
    let house = office.house.data_dir.clone();
    let programs: Vec<_> = (0..2)
        .map(|_| {
            let (house, requests) = (house.clone(), requests.clone());
            tokio::task::spawn_blocking(move || posted_by_program(&house, &requests))
        })
        .collect();
    let office = Arc::new(office);
    let mut threads = Vec::new();
    for n in 0..8 {
        let (office, requests, orders) = (Arc::clone(&office), requests.clone(), orders.clone());
        threads.push(tokio::spawn(async move {
            let mut answers = Vec::new();
            for i in 0..requests.len() {
                let at = (i + n * 5) % requests.len();
                let mut cx = office.cx(office.elena);
                cx.request = the_same(&requests[at]);
                let posted = post(&office.desk, &cx, PostInvoice { order_id: orders[at] }).await;
                let posted = posted.unwrap_or_else(|error| panic!("no answer: {error}"));
                answers.push(json!({ "id": requests[at]["id"], "answer": posted }));
            }
            answers
        }));
    }
    let mut by_request: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut n_answers = 0;
    for group in programs.into_iter().chain(threads) {
        for answer in group.await.unwrap() {
            n_answers += 1;
            let number = number(&answer).expect("the same request gets the same answer");
            let id = answer["id"].as_str().unwrap().to_owned();
            by_request.entry(id).or_default().insert(number);
        }
    }
    assert_eq!(n_answers, 10 * orders.len());
    assert!(by_request.values().all(|numbers| numbers.len() == 1), "{by_request:?}");
    billed_once(&office).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 8)]
async fn different_requests_from_two_programs_and_eight_threads_bill_each_order_once() {
    if program().is_none() {
        return;
    }
    let (office, orders) = billable().await;
    let house = office.house.data_dir.clone();
    let programs: Vec<_> = (1..3)
        .map(|who: u128| {
            let requests: Vec<Value> =
                (1..).zip(&orders).map(|(n, id)| envelope(who * 100_000 + n, *id)).collect();
            let house = house.clone();
            tokio::task::spawn_blocking(move || posted_by_program(&house, &requests))
        })
        .collect();
    let office = Arc::new(office);
    let mut threads = Vec::new();
    for who in 3..11_u128 {
        let (office, orders) = (Arc::clone(&office), orders.clone());
        threads.push(tokio::spawn(async move {
            let mut numbers = Vec::new();
            for (n, &order_id) in (1..).zip(&orders) {
                let mut cx = office.cx(office.elena);
                cx.request.id = RequestId(Uuid::from_u128(who * 100_000 + n));
                match post(&office.desk, &cx, PostInvoice { order_id }).await {
                    Ok(posted) => numbers.extend(posted.documents.into_iter().map(|d| d.number)),
                    Err(Error::Refused(Refusal::NothingToBill)) => {}
                    Err(other) => panic!("a fault surfaced: {other}"),
                }
            }
            numbers
        }));
    }
    let mut numbers = Vec::new();
    for program in programs {
        numbers.extend(program.await.unwrap().iter().filter_map(number));
    }
    for thread in threads {
        numbers.extend(thread.await.unwrap());
    }
    let n = numbers.len();
    assert_eq!((n, numbers.into_iter().collect::<BTreeSet<_>>().len()), (orders.len(), n));
    billed_once(&office).await;
}

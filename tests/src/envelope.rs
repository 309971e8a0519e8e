//! The envelope: the same commands for the window, the command line and the pipe.

use dovuto_rpc::envelope::{ErrorKind, Request, Response, WireError};
use dovuto_rpc::session::Session;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::harness::{Office, customer, order, session};

/// Asks as a member, with a request id of its own.
async fn ask(session: &Session, id: u128, command: &str, payload: Value) -> Response {
    let request = Request {
        id: Uuid::from_u128(id).to_string(),
        command: command.to_owned(),
        actor: Some("sara".to_owned()),
        payload,
    };
    session.call(request).await
}

fn no(response: Response) -> WireError {
    assert!(response.answer.is_none() && response.stale.is_empty());
    response.error.expect("a no")
}

/// A firm with a product, and a way in.
async fn opened() -> (Office, Session, Value) {
    let office = Office::open().await;
    let rid = office.product("RID", 1_000).await;
    let rossi = office.customer_as(customer("ROSSI", "IT")).await;
    let form = serde_json::to_value(order(rossi, &[(rid, 5)])).unwrap();
    let session = session(&office.house);
    (office, session, form)
}

#[tokio::test]
async fn a_command_is_answered_and_names_what_is_stale() {
    let (office, session, form) = opened().await;
    let saved = ask(&session, 1 << 70, "orders.save", form).await;
    assert_eq!(saved.stale, ["orders"]);
    let order_id = saved.clone().read().unwrap()["order_id"].as_str().unwrap().to_owned();
    let ask_confirm = json!({ "order_id": order_id });
    let confirmed = ask(&session, 2 << 70, "orders.confirm", ask_confirm).await;
    assert_eq!(confirmed.clone().read().unwrap()["number"], "OA26-00001");
    assert_eq!(confirmed.stale, ["orders", "attendance"]);
    assert_eq!(office.figure("select count(*) from batons").await, 1);
}

#[tokio::test]
async fn the_same_envelope_twice_acts_once_and_another_payload_is_a_conflict() {
    let (office, session, form) = opened().await;
    let first = ask(&session, 1 << 70, "orders.save", form.clone()).await;
    let again = ask(&session, 1 << 70, "orders.save", form.clone()).await;
    assert_eq!(first.read().unwrap(), again.read().unwrap());
    let mut other = form;
    other["lines"] = json!([]);
    let error = no(ask(&session, 1 << 70, "orders.save", other).await);
    assert_eq!((error.kind, error.code.as_str()), (ErrorKind::Conflict, "request_reused"));
    assert_eq!(office.figure("select count(*) from orders").await, 1);
}

#[tokio::test]
async fn a_refusal_has_a_code_its_values_and_a_sentence() {
    let (office, session, mut form) = opened().await;
    form["lines"] = json!([]);
    let saved = ask(&session, 1 << 70, "orders.save", form).await.read().unwrap();
    let payload = json!({ "order_id": saved["order_id"] });
    let error = no(ask(&session, 2 << 70, "orders.confirm", payload.clone()).await);
    assert_eq!((error.kind, error.code.as_str()), (ErrorKind::Refused, "order_empty"));
    assert_eq!(error.message, "the order has no line; add at least one");

    let reason = json!({ "order_id": saved["order_id"], "reason": "no" });
    ask(&session, 3 << 70, "orders.decline", reason).await;
    let error = no(ask(&session, 4 << 70, "orders.confirm", payload).await);
    assert_eq!(error.code, "order_not_draft");
    assert_eq!(error.params, json!({ "state": "declined" }));
    assert_eq!(office.figure("select count(*) from batons").await, 0);
}

#[tokio::test]
async fn what_is_not_of_the_tables_form_is_a_fault_of_usage() {
    let (office, session, form) = opened().await;
    let before = office.n_facts().await;
    let code = async |request: Request| {
        let error = no(session.call(request).await);
        assert_eq!(error.kind, ErrorKind::Usage);
        error.code
    };
    let request = |id: &str, command: &str, payload: &Value| Request {
        id: id.to_owned(),
        command: command.to_owned(),
        actor: None,
        payload: payload.clone(),
    };
    let id = Uuid::from_u128(1 << 70).to_string();
    assert_eq!(code(request(&id, "orders.burn", &form)).await, "command_unknown");
    assert_eq!(code(request("", "orders.save", &form)).await, "request_id_missing");
    assert_eq!(code(request("seven", "orders.save", &form)).await, "request_id_wrong");
    let wrong = json!({ "order_id": 7 });
    assert_eq!(code(request(&id, "orders.confirm", &wrong)).await, "payload_wrong");
    assert_eq!(office.n_facts().await, before);
}

#[tokio::test]
async fn whoever_acts_is_named_by_code_and_must_work_here() {
    let (office, session, form) = opened().await;
    let request = |actor: &str| Request {
        id: Uuid::from_u128(1 << 70).to_string(),
        command: "orders.save".to_owned(),
        actor: Some(actor.to_owned()),
        payload: form.clone(),
    };
    // The session opens the only firm by itself, and then knows its members.
    ask(&session, 9 << 70, "house.look", Value::Null).await;
    let error = no(session.call(request("ugo")).await);
    assert_eq!((error.kind, error.code.as_str()), (ErrorKind::Refused, "member_unknown"));
    session.call(request("marco")).await.read().unwrap();
    let by_marco = "select count(*) from ledger l join members m on m.member_id = l.actor_id
                     where m.code = 'marco'";
    assert_eq!(office.figure(by_marco).await, 1);
}

#[tokio::test]
async fn the_first_request_of_a_session_is_recorded_as_its_actors() {
    let (office, session, form) = opened().await;
    ask(&session, 1 << 70, "orders.save", form).await.read().unwrap();
    let by_sara = "select count(*) from ledger l join members m on m.member_id = l.actor_id
                    where m.code = 'sara'";
    assert_eq!(office.figure(by_sara).await, 1);
}

#[tokio::test]
async fn looking_around_an_empty_house_finds_nothing_and_founding_opens() {
    let folder = tempfile::tempdir().unwrap();
    let house = dovuto_app::house::House { data_dir: folder.path().to_owned() };
    let session = session(&house);
    let look = async || ask(&session, 9 << 70, "house.look", Value::Null).await.read().unwrap();
    assert_eq!(look().await["firms"], json!([]));
    let form = serde_json::to_value(crate::harness::founding("Prima Srl")).unwrap();
    let made = ask(&session, 1 << 70, "house.create", form.clone()).await;
    assert_eq!(made.stale, ["*"]);
    assert_eq!(look().await["open"]["station"], "A");
    let error = no(ask(&session, 2 << 70, "house.create", form).await);
    assert_eq!(error.code, "file_exists");
}

#[tokio::test]
async fn the_sample_is_one_command_away_and_is_open_afterwards() {
    let folder = tempfile::tempdir().unwrap();
    let house = dovuto_app::house::House { data_dir: folder.path().to_owned() };
    let session = session(&house);
    let made = ask(&session, 1 << 70, "house.sample", Value::Null).await;
    assert_eq!(made.read().unwrap()["firm"], "officine-alpi-srl");
    let list = ask(&session, 2 << 70, "orders.list", json!({})).await.read().unwrap();
    assert!(20 <= list["total"].as_i64().unwrap());
    let error = no(ask(&session, 3 << 70, "house.sample", Value::Null).await);
    assert_eq!(error.code, "file_exists");
}

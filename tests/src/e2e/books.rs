//! The books that a window is opened on: one firm, one customer, one product with its price.

#![expect(clippy::disallowed_methods, reason = "a real window lives in the time of today")]

use std::path::Path;

use chrono::{DateTime, Local, NaiveDate, Utc};
use dovuto_app::house::House;
use dovuto_rpc::envelope::Request;
use dovuto_rpc::session::{Session, World};
use serde_json::{Value, json};
use uuid::Uuid;

fn now() -> DateTime<Utc> {
    Utc::now()
}

fn today() -> NaiveDate {
    Local::now().date_naive()
}

fn chance() -> [u8; 32] {
    let mut bytes = [0; 32];
    bytes[..16].copy_from_slice(Uuid::now_v7().as_bytes());
    bytes[16..].copy_from_slice(Uuid::now_v7().as_bytes());
    bytes
}

/// Writes the books into `data_dir`, through the same commands that the window uses.
pub async fn write(data_dir: &Path) {
    let house = House::at(Some(data_dir.to_owned())).expect("the folder is named");
    let session = Session::new(house, World { now, today, chance, locale: None });
    let firm = json!({
        "firm": {
            "identity": { "name": "Officine Prova", "country": "IT", "tax_id": "IT01234567890" },
            "currency": "EUR",
        },
        "member": { "code": "sara", "name": "Sara Conti" },
        "policy": "Every complete order may be confirmed.",
    });
    call(&session, "house.create", firm).await;
    let customer = json!({
        "code": "BIANCHI",
        "identity": {
            "name": "Bianchi Meccanica Srl",
            "country": "IT",
            "addresses": [{
                "street": "Via Industria 12",
                "postcode": "24121",
                "city": "Bergamo",
                "country": "IT",
            }],
        },
    });
    call(&session, "parties.save_customer", customer).await;
    let product = json!({ "code": "R40", "description": "Gear unit R40" });
    let saved = call(&session, "catalog.save_product", product).await;
    let prices = json!({
        "product_id": saved["product_id"],
        "prices": [{ "price_micro": 41_200_000 }],
    });
    call(&session, "catalog.set_list_prices", prices).await;
}

async fn call(session: &Session, command: &str, payload: Value) -> Value {
    let id = Uuid::now_v7().to_string();
    let actor = (command != "house.create").then(|| "sara".to_owned());
    let request = Request { id, command: command.to_owned(), actor, payload };
    let answer = session.call(request).await.read();
    answer.unwrap_or_else(|error| panic!("{command}: {error:?}"))
}

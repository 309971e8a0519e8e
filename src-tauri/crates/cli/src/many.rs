//! Commands over many documents: each by itself, each with its own result.

use dovuto_rpc::envelope::WireError;
use serde_json::{Value, json};

use crate::arguments::Output;
use crate::host::Host;
use crate::print;
use crate::run::{OK, PROBLEM};

const PAGE: usize = 500;

fn named_or_all(what: &str, named: &[String], all: bool) -> Result<(), WireError> {
    if !named.is_empty() || all {
        return Ok(());
    }
    Err(WireError::usage("nothing_named", Value::Null, format!("say which {what}, or --all")))
}

/// Ships everything open of the orders named, or of all.
pub async fn ship(
    host: &Host,
    orders: Vec<String>,
    all: bool,
    on: Option<&str>,
    output: Output,
) -> Result<u8, WireError> {
    named_or_all("orders", &orders, all)?;
    let chosen = if all {
        let rows = pages(host, "orders.list", json!({ "state": "confirmed" })).await?;
        let open = |row: &&Value| row["standing"]["shipping"] != "full" && row["kind"] != "blanket";
        rows.iter().filter(open).map(named("order_id")).collect()
    } else {
        orders
    };
    let mut results = Results::new("shipped");
    for order in chosen {
        let shipped = async {
            let shown = host.ask("orders.show", json!({ "order": order })).await?;
            let payload = json!({ "order_id": shown["order_id"], "dispatched_on": on });
            host.ask("fulfilment.ship", payload).await
        };
        results.add(&order, shipped.await)?;
    }
    results.finish(output)
}

/// What proves that everything was accepted, as it was typed.
pub struct Proof {
    pub reference: String,
    pub signed_by: Option<String>,
    pub goods_receipt: Option<String>,
}

/// Notes the arrival of the shipments named, or of all on their way; with a proof, what was signed.
pub async fn deliver(
    host: &Host,
    shipments: Vec<String>,
    all: bool,
    on: Option<&str>,
    proof: Option<Proof>,
    output: Output,
) -> Result<u8, WireError> {
    named_or_all("delivery notes", &shipments, all)?;
    let chosen = if all {
        let rows = pages(host, "fulfilment.list", json!({ "state": "issued" })).await?;
        rows.iter().map(named("shipment_id")).collect()
    } else {
        shipments
    };
    let mut results = Results::new("delivered");
    for shipment in chosen {
        let delivered = async {
            let shown = host.ask("fulfilment.show", json!({ "shipment": shipment })).await?;
            let id = &shown["shipment_id"];
            match &proof {
                Some(proof) => {
                    let payload = json!({
                        "shipment_id": id,
                        "received_on": on,
                        "reference": proof.reference,
                        "signed_by": proof.signed_by,
                        "goods_receipt": proof.goods_receipt,
                    });
                    host.ask("fulfilment.prove", payload).await
                }
                None => {
                    let payload = json!({ "shipment_id": id, "delivered_on": on });
                    host.ask("fulfilment.deliver", payload).await
                }
            }
        };
        results.add(&shipment, delivered.await)?;
    }
    results.finish(output)
}

/// The identity of the customer with that code.
pub async fn customer(host: &Host, code: &str) -> Result<Value, WireError> {
    let found = host.ask("parties.customers", json!({ "search": code })).await?;
    let rows = found["rows"].as_array().cloned().unwrap_or_default();
    let same = rows.into_iter().find(|row| row["code"] == code);
    same.map(|row| row["customer_id"].clone()).ok_or_else(|| WireError {
        kind: dovuto_rpc::envelope::ErrorKind::NotFound,
        code: "not_found".to_owned(),
        params: json!({ "what": "customer", "which": code }),
        message: format!("there is no customer \"{code}\""),
    })
}

/// Every row of a list, page by page.
async fn pages(host: &Host, command: &str, filter: Value) -> Result<Vec<Value>, WireError> {
    let mut rows = Vec::new();
    loop {
        let mut payload = filter.clone();
        payload["limit"] = json!(PAGE);
        payload["offset"] = json!(rows.len());
        let answer = host.ask(command, payload).await?;
        let page = answer["rows"].as_array().cloned().unwrap_or_default();
        let last = page.len() < PAGE;
        rows.extend(page);
        if last {
            return Ok(rows);
        }
    }
}

fn named(field: &'static str) -> impl Fn(&Value) -> String {
    move |row| row[field].as_str().unwrap_or_default().to_owned()
}

/// What became of each document.
struct Results {
    done: &'static str,
    answers: Vec<Value>,
    refused: Vec<Value>,
}

impl Results {
    fn new(done: &'static str) -> Self {
        Self { done, answers: Vec::new(), refused: Vec::new() }
    }

    /// Notes one result. A fault ends the whole; a refusal does not.
    fn add(&mut self, name: &str, result: Result<Value, WireError>) -> Result<(), WireError> {
        match result {
            Ok(answer) => self.answers.push(answer),
            Err(error) if error.kind == dovuto_rpc::envelope::ErrorKind::Fault => {
                return Err(error);
            }
            Err(error) => self.refused.push(json!({ "name": name, "error": error })),
        }
        Ok(())
    }

    fn finish(self, output: Output) -> Result<u8, WireError> {
        let code = if self.refused.is_empty() { OK } else { PROBLEM };
        let answer = json!({
            "n": self.answers.len(),
            self.done: self.answers,
            "refused": self.refused,
        });
        print::answer(output, &answer, print::many);
        Ok(code)
    }
}

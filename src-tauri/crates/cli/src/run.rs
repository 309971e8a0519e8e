//! Carries out what was typed, and turns the outcome into an exit code.

use std::path::Path;

use dovuto_rpc::bindings::config;
use dovuto_rpc::envelope::{ErrorKind, Request, Response, WireError, no_json};
use dovuto_rpc::table::TABLE;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};

use crate::arguments::{
    Action, Arguments, BillAction, BillFilter, ExportWords, FirmAction, FirmCreate, ImportAsk,
    Output, PrintWords, RenderWords, RestoreAsk,
};
use crate::host::{Host, new_id};
use crate::{calendar, import, many, print, profile, render};

pub const OK: u8 = 0;
/// Refused, or problems were found.
pub const PROBLEM: u8 = 1;
pub const USAGE: u8 = 2;
/// Another program holds the file exclusively.
pub const HELD: u8 = 3;

/// The longest text that somebody writes by hand.
const SMALL_MAX: u64 = 1 << 20;

/// Runs one command line.
pub async fn run(arguments: Arguments) -> u8 {
    let wants_json = json_wanted(&arguments.action);
    let outcome = match Host::open(&arguments).await {
        Ok(host) => {
            let outcome = act(&host, arguments.action).await;
            // Whoever copies the firm's file finds everything in it.
            host.session.stand_up().await;
            outcome
        }
        Err(error) => Err(error),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            if wants_json {
                println!("{}", json!({ "error": error }));
            }
            eprintln!("dovuto: {}", error.message);
            code_of(&error)
        }
    }
}

/// The exit code of an error.
pub fn code_of(error: &WireError) -> u8 {
    match error.kind {
        ErrorKind::Usage => USAGE,
        ErrorKind::Fault if error.code == "file_held" => HELD,
        ErrorKind::Refused | ErrorKind::NotFound | ErrorKind::Conflict | ErrorKind::Fault => {
            PROBLEM
        }
    }
}

async fn act(host: &Host, action: Action) -> Result<u8, WireError> {
    match action {
        Action::Firm(FirmAction::Create(form)) => create_firm(host, form).await,
        Action::Firm(FirmAction::List { output }) => {
            let firms = host.session.house.firms();
            print::answer(output, &json!({ "firms": firms }), print::firms);
            Ok(OK)
        }
        Action::Sample { output } => {
            told(host, "house.sample", json!({}), output, print::founded).await
        }
        Action::Import(ask) => import::import(host, ask).await,
        Action::Export(words) => export(host, words).await,
        Action::Orders { search, state, limit, offset, output } => {
            let payload =
                json!({ "search": search, "state": state, "limit": limit, "offset": offset });
            told(host, "orders.list", payload, output, print::orders).await
        }
        Action::Show { order, output } => {
            told(host, "orders.show", json!({ "order": order }), output, print::order).await
        }
        Action::Ship { orders, all, on, output } => {
            many::ship(host, orders, all, on.as_deref(), output).await
        }
        Action::Deliver { shipments, all, on, reference, signed_by, goods_receipt, output } => {
            let proof =
                reference.map(|reference| many::Proof { reference, signed_by, goods_receipt });
            many::deliver(host, shipments, all, on.as_deref(), proof, output).await
        }
        Action::Bill(action) => bill(host, action).await,
        Action::Why { invoice, line, output } => {
            let payload = json!({ "invoice": invoice, "invoice_n": line });
            told(host, "billing.why", payload, output, print::why).await
        }
        Action::Render(words) => render::render(host, words).await,
        Action::Print(words) => render::print(host, words).await,
        Action::Profile(action) => profile::profile(host, action).await,
        Action::Calendar(action) => calendar::calendar(host, action).await,
        Action::Verify { output } => verify(host, output).await,
        Action::Backup { to, output } => {
            told(host, "house.backup", json!({ "to": to }), output, print::backup).await
        }
        Action::Restore(ask) => restore(host, ask).await,
        Action::Unattended { output } => {
            told(
                host,
                "attendance.unattended",
                json!({ "limit": i64::MAX }),
                output,
                print::unattended,
            )
            .await
        }
        Action::Commands { output } => {
            print::answer(output, &commands(), print::commands);
            Ok(OK)
        }
        Action::Do { command, json, request } => {
            let payload = serde_json::from_str(&json).map_err(|error| {
                let message = format!("--json is no JSON: {error}");
                WireError::usage("payload_wrong", Value::Null, message)
            })?;
            let id = request.unwrap_or_else(new_id);
            println!("{}", host.ask_as(id, &command, payload).await?);
            Ok(OK)
        }
        Action::Rpc => rpc(host).await,
    }
}

/// Asks one command and writes its answer.
async fn told(
    host: &Host,
    command: &str,
    payload: Value,
    output: Output,
    people: fn(&Value),
) -> Result<u8, WireError> {
    let answer = host.ask(command, payload).await?;
    print::answer(output, &answer, people);
    Ok(OK)
}

async fn restore(host: &Host, ask: RestoreAsk) -> Result<u8, WireError> {
    let payload = json!({
        "from": ask.from,
        "members": ask.members,
        "reason": ask.reason,
        "last_numbers_seen": ask.last_numbers_seen,
    });
    told(host, "house.restore", payload, ask.output, print::restored).await
}

async fn verify(host: &Host, output: Output) -> Result<u8, WireError> {
    let answer = host.ask("ledger.verify", json!({})).await?;
    print::answer(output, &answer, print::verify);
    let clean = answer["findings"].as_array().is_some_and(Vec::is_empty);
    Ok(if clean { OK } else { PROBLEM })
}

async fn create_firm(host: &Host, form: FirmCreate) -> Result<u8, WireError> {
    let payload = json!({
        "firm": {
            "identity": {
                "name": form.name,
                "country": form.country.to_uppercase(),
                "tax_id": form.tax_id,
            },
            "currency": form.currency.to_uppercase(),
        },
        "member": { "name": form.member_name, "code": form.member_code },
        "policy": form.policy,
    });
    let answer = host.ask("house.create", payload).await?;
    print::answer(form.output, &answer, print::founded);
    Ok(OK)
}

async fn bill(host: &Host, action: BillAction) -> Result<u8, WireError> {
    match action {
        BillAction::Propose { filter, output } => {
            let answer = host.ask("billing.propose", bill_filter(host, filter).await?).await?;
            print::answer(output, &with_sums(answer), print::proposals);
            Ok(OK)
        }
        BillAction::Test { file, customer, output } => {
            let asked: Result<serde_json::Map<String, Value>, _> =
                serde_json::from_str(&read(&file)?);
            let mut payload = asked.map_err(|error| {
                let message = format!("{} holds no billing profile: {error}", file.display());
                WireError::usage("file_unreadable", json!({ "path": file }), message)
            })?;
            payload.insert("customer".to_owned(), customer.into());
            let payload = Value::Object(payload);
            told(host, "billing.test_profile", payload, output, print::billing_tested).await
        }
        BillAction::Post { filter, all, request, output } => {
            let narrowed = !filter.orders.is_empty()
                || filter.customer.is_some()
                || filter.dispatched_by.is_some();
            if !all && !narrowed {
                let message = "say which orders, a filter, or --all".to_owned();
                return Err(WireError::usage("nothing_named", Value::Null, message));
            }
            let payload = bill_filter(host, filter).await?;
            let id = request.unwrap_or_else(new_id);
            let answer = host.ask_as(id, "billing.run", payload).await?;
            print::answer(output, &answer, print::run);
            let clean = answer["refused"].as_array().is_some_and(Vec::is_empty);
            Ok(if clean { OK } else { PROBLEM })
        }
    }
}

async fn bill_filter(host: &Host, filter: BillFilter) -> Result<Value, WireError> {
    let mut orders = Vec::with_capacity(filter.orders.len());
    for order in &filter.orders {
        let shown = host.ask("orders.show", json!({ "order": order })).await?;
        orders.push(shown["order_id"].clone());
    }
    let bill_to = match &filter.customer {
        Some(code) => many::customer(host, code).await?,
        None => Value::Null,
    };
    Ok(json!({
        "order_ids": orders,
        "bill_to": bill_to,
        "dispatched_by": filter.dispatched_by,
    }))
}

/// The proposals with a count of what is blocked by each reason.
fn with_sums(mut answer: Value) -> Value {
    let mut blocked = serde_json::Map::new();
    for line in answer["blocked"].as_array().into_iter().flatten() {
        let code = line["reason"]["code"].as_str().unwrap_or_default();
        let n = blocked.get(code).and_then(Value::as_i64).unwrap_or(0);
        blocked.insert(code.to_owned(), json!(n + 1));
    }
    answer["blocked_by"] = Value::Object(blocked);
    answer
}

fn commands() -> Value {
    let config = config();
    let row = |command: &dovuto_rpc::table::Command| {
        let (payload, answer) = (command.types)(&config);
        json!({
            "command": command.name,
            "writes": command.writes,
            "payload": payload,
            "answer": answer,
            "stale": command.stale,
        })
    };
    json!({
        "commands": TABLE.iter().map(row).collect::<Vec<_>>(),
        "types": dovuto_rpc::bindings::text(),
    })
}

/// Answers one request a line until standard input ends.
async fn rpc(host: &Host) -> Result<u8, WireError> {
    let mut lines = BufReader::new(tokio::io::stdin()).split(b'\n');
    let mut out = tokio::io::stdout();
    loop {
        let line = match lines.next_segment().await {
            Ok(Some(line)) if line.trim_ascii().is_empty() => continue,
            Ok(Some(line)) => line,
            Ok(None) => return Ok(OK),
            Err(error) => {
                let message = format!("standard input cannot be read: {error}");
                return Err(WireError::usage("input_unreadable", Value::Null, message));
            }
        };
        let response = match serde_json::from_slice::<Request>(&line) {
            Ok(mut request) => {
                request.actor = request.actor.or_else(|| host.actor.clone());
                host.session.call(request).await
            }
            Err(error) => {
                let message = format!("the line is no request: {error}");
                let error = WireError::usage("request_wrong", Value::Null, message);
                Response::of(String::new(), Err(error))
            }
        };
        let mut text = serde_json::to_vec(&response).map_err(no_json)?;
        text.push(b'\n');
        let written = async {
            out.write_all(&text).await?;
            out.flush().await
        };
        // Whoever asked has gone; there is nobody to tell.
        if written.await.is_err() {
            return Ok(OK);
        }
    }
}

async fn export(host: &Host, words: ExportWords) -> Result<u8, WireError> {
    let output = words.output;
    if words.list == "firm" {
        let payload = json!({ "folder": words.to });
        return told(host, "export.firm", payload, output, print::firm_exported).await;
    }
    let payload = json!({
        "list": words.list,
        "path": words.to,
        "format": words.format,
        "replace": words.replace,
        "search": words.search,
        "from": words.from,
        "to": words.until,
    });
    told(host, "export.list", payload, output, print::exported).await
}

/// A small text that somebody wrote, such as a mapping.
pub fn read(path: &Path) -> Result<String, WireError> {
    let unreadable = |why: &dyn std::fmt::Display| {
        let message = format!("{} cannot be read: {why}", path.display());
        WireError::usage("file_unreadable", json!({ "path": path }), message)
    };
    let found = std::fs::metadata(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => unreadable(&"there is no such file"),
        _ => unreadable(&error),
    })?;
    if !found.is_file() {
        return Err(unreadable(&"it is a folder or a device; name a file"));
    }
    if found.len() > SMALL_MAX {
        return Err(unreadable(&"it is longer than 1 MiB; nobody writes so much by hand"));
    }
    std::fs::read_to_string(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::InvalidData => unreadable(&"it is no text in UTF-8"),
        _ => unreadable(&error),
    })
}

fn json_wanted(action: &Action) -> bool {
    let output = match action {
        Action::Firm(FirmAction::Create(form)) => &form.output,
        Action::Firm(FirmAction::List { output })
        | Action::Sample { output }
        | Action::Import(ImportAsk { output, .. })
        | Action::Export(ExportWords { output, .. })
        | Action::Render(RenderWords { output, .. })
        | Action::Print(PrintWords { output, .. })
        | Action::Orders { output, .. }
        | Action::Show { output, .. }
        | Action::Ship { output, .. }
        | Action::Deliver { output, .. }
        | Action::Bill(
            BillAction::Propose { output, .. }
            | BillAction::Test { output, .. }
            | BillAction::Post { output, .. },
        )
        | Action::Why { output, .. }
        | Action::Verify { output }
        | Action::Backup { output, .. }
        | Action::Restore(RestoreAsk { output, .. })
        | Action::Unattended { output }
        | Action::Commands { output } => output,
        Action::Profile(action) => action.output(),
        Action::Calendar(action) => action.output(),
        Action::Do { .. } => &Output { json: true },
        Action::Rpc => &Output { json: false },
    };
    output.json
}

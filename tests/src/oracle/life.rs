//! One life: commands one after the other, each told to the oracle, and the answers compared.

use std::collections::BTreeMap;

use dovuto_oracle::judge::Told;
use dovuto_oracle::oracle::{Command, Oracle};
use dovuto_oracle::read::{list, name};
use dovuto_rpc::envelope::{ErrorKind, Response, WireError};
use serde_json::{Value, json};

use super::compare;
use super::world::{Firm, Founded};

/// A command of a life. Where its payload names what an earlier answer gave, it says where:
/// `@3/order_id` is what step 3 answered there. So a life can be told again, and shortened.
#[derive(Clone, Debug)]
pub struct Step {
    pub n: usize,
    pub today: String,
    pub command: String,
    pub payload: Value,
    /// Whether the same request is sent again afterwards, and then with another payload.
    pub again: bool,
}

impl Step {
    pub fn line(&self) -> String {
        let again = if self.again { json!({ "again": true }) } else { json!({}) };
        let mut line = json!({ "n": self.n, "today": self.today, "command": self.command });
        line["payload"] = self.payload.clone();
        if self.again {
            line["again"] = again["again"].clone();
        }
        line.to_string()
    }
}

/// What was counted in a life.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// By command: accepted, refused.
    pub commands: BTreeMap<String, (u64, u64)>,
    pub refusals: BTreeMap<String, u64>,
    /// Kinds of documents posted, causes of credits, reasons of blocks: how often each was seen.
    pub seen: BTreeMap<String, u64>,
}

impl Tally {
    pub fn add(&mut self, other: &Self) {
        for (command, (yes, no)) in &other.commands {
            let sum = self.commands.entry(command.clone()).or_default();
            *sum = (sum.0 + yes, sum.1 + no);
        }
        for (code, n) in &other.refusals {
            *self.refusals.entry(code.clone()).or_default() += n;
        }
        for (what, n) in &other.seen {
            *self.seen.entry(what.clone()).or_default() += n;
        }
    }

    fn see(&mut self, what: &str) {
        *self.seen.entry(what.to_owned()).or_default() += 1;
    }

    pub fn operations(&self) -> u64 {
        self.commands.values().map(|(yes, no)| yes + no).sum()
    }
}

/// How often the answers are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Care {
    /// After every command.
    Every,
    /// After every command what it touches, after some of them everything.
    Some,
}

pub struct Life {
    pub firm: Firm,
    pub oracle: Oracle,
    pub tally: Tally,
    care: Care,
    answers: BTreeMap<usize, Value>,
    /// Where an identity was given first.
    places: BTreeMap<String, String>,
    n_told: usize,
}

/// The rule behind a refusal, also where it says at which line it arose.
pub fn code_of(error: &WireError) -> String {
    match error.code.as_str() {
        "at_line" => name(&error.params["why"], "code"),
        code => code.to_owned(),
    }
}

fn is_identity(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit())
}

impl Life {
    pub fn begin(founded: &Founded, country: &str, care: Care) -> Self {
        let mut oracle = Oracle::default();
        oracle.books.country = country.to_owned();
        oracle.books.currency = "EUR".to_owned();
        oracle.books.station = "A".to_owned();
        Self {
            firm: Firm::begin(founded, country),
            oracle,
            tally: Tally::default(),
            care,
            answers: BTreeMap::new(),
            places: BTreeMap::new(),
            n_told: 0,
        }
    }

    /// The payload of a step with references in place of what earlier answers gave.
    pub fn referring(&self, payload: &Value) -> Value {
        match payload {
            Value::String(text) => {
                let place = self.places.get(text).map(|place| json!(place));
                place.unwrap_or_else(|| payload.clone())
            }
            Value::Array(all) => all.iter().map(|one| self.referring(one)).collect(),
            Value::Object(all) => {
                all.iter().map(|(key, one)| (key.clone(), self.referring(one))).collect()
            }
            other => other.clone(),
        }
    }

    /// The other way round; nothing where an answer that is named was never given.
    fn resolved(&self, payload: &Value) -> Option<Value> {
        match payload {
            Value::String(text) if text.starts_with('@') => {
                let (step, place) = text[1..].split_once('/')?;
                let answer = self.answers.get(&step.parse().ok()?)?;
                answer.pointer(&format!("/{place}")).cloned()
            }
            Value::Array(all) => all.iter().map(|one| self.resolved(one)).collect(),
            Value::Object(all) => {
                let pair = |(key, one): (&String, &Value)| Some((key.clone(), self.resolved(one)?));
                all.iter().map(pair).collect()
            }
            other => Some(other.clone()),
        }
    }

    fn remember(&mut self, n: usize, at: &str, answer: &Value) {
        match answer {
            Value::String(text) if is_identity(text) => {
                self.places.entry(text.clone()).or_insert_with(|| format!("@{n}{at}"));
            }
            Value::Array(all) => {
                for (key, one) in all.iter().enumerate() {
                    self.remember(n, &format!("{at}/{key}"), one);
                }
            }
            Value::Object(all) => {
                for (key, one) in all {
                    self.remember(n, &format!("{at}/{key}"), one);
                }
            }
            _ => {}
        }
    }

    /// Does a step and compares; gives what differs.
    pub async fn tell(&mut self, step: &Step) -> Vec<String> {
        let Some(payload) = self.resolved(&step.payload) else {
            return Vec::new();
        };
        let (today, command) = (step.today.as_str(), step.command.as_str());
        let (id, response) = self.firm.ask(today, command, &payload).await;
        let mut found = Vec::new();
        if step.again {
            found.extend(self.repeated(step, id, &payload, &response).await);
        }
        let told = match self.told(step, response).await {
            Ok(told) => told,
            Err(broken) => return vec![broken],
        };
        let count = self.tally.commands.entry(command.to_owned()).or_default();
        match &told {
            Told::Answer(answer) => {
                count.0 += 1;
                self.remember(step.n, "", answer);
                self.answers.insert(step.n, answer.clone());
            }
            Told::Refused(code) => {
                count.1 += 1;
                *self.tally.refusals.entry(code.clone()).or_default() += 1;
            }
        }
        found.extend(self.oracle.told(&Command { today, name: command, payload: &payload }, &told));
        if found.is_empty() {
            found.extend(self.compared(step, &told).await.unwrap_or_else(|broken| vec![broken]));
        }
        found
    }

    /// What came of a step; what is broken rather than refused is a finding by itself.
    async fn told(&mut self, step: &Step, response: Response) -> Result<Told, String> {
        let mut answer = match response.read() {
            Ok(answer) => answer,
            Err(error) => {
                return match error.kind {
                    ErrorKind::Refused | ErrorKind::NotFound => Ok(Told::Refused(code_of(&error))),
                    ErrorKind::Conflict | ErrorKind::Fault | ErrorKind::Usage => {
                        Err(format!("{} is broken: {error:?}", step.command))
                    }
                };
            }
        };
        if step.command == "fulfilment.ship" {
            let ask = json!({ "shipment": answer["shipment_id"] });
            let view = self.read(&step.today, "fulfilment.show", &ask).await?;
            answer["lines"] = view["lines"].clone();
        }
        Ok(Told::Answer(answer))
    }

    /// The same request again changes nothing; with another payload it is a conflict.
    async fn repeated(
        &mut self,
        step: &Step,
        id: uuid::Uuid,
        payload: &Value,
        first: &Response,
    ) -> Vec<String> {
        let (today, command) = (step.today.as_str(), step.command.as_str());
        let mut found = Vec::new();
        let second = self.firm.again(id, today, command, payload).await;
        let codes = [first, &second].map(|r| r.error.as_ref().map(code_of));
        let texts = [first, &second].map(|r| r.answer.as_ref().map(|answer| answer.get()));
        if texts[0] != texts[1] || codes[0] != codes[1] {
            found.push(format!("{command} again must answer {first:?}, and answers {second:?}"));
        }
        if first.answer.is_some() {
            let mut other = payload.clone();
            other["reason"] = json!("another");
            let third = self.firm.again(id, today, command, &other).await;
            if third.error.as_ref().is_none_or(|error| error.code != "request_reused") {
                found.push(format!("{command} of another payload must conflict: {third:?}"));
            }
        }
        found
    }

    /// A reading, which cannot be refused.
    async fn read(&mut self, today: &str, command: &str, payload: &Value) -> Result<Value, String> {
        let (_, response) = self.firm.ask(today, command, payload).await;
        response.read().map_err(|error| format!("{command} cannot be read: {error:?}"))
    }

    async fn compared(&mut self, step: &Step, told: &Told) -> Result<Vec<String>, String> {
        self.n_told += 1;
        let all = self.care == Care::Every || self.n_told.is_multiple_of(5);
        let mut found = Vec::new();
        if let Told::Answer(answer) = told {
            found.extend(self.shown(step, answer).await?);
        }
        let ask = json!({});
        let proposed = self.read(&step.today, "billing.propose", &ask).await?;
        for kind in list(&proposed, "proposals").iter().map(|p| name(p, "kind")) {
            self.tally.see(&format!("proposed {kind}"));
        }
        for why in list(&proposed, "blocked").iter().map(|b| name(&b["reason"], "code")) {
            self.tally.see(&format!("blocked {why}"));
        }
        found.extend(compare::proposals(&self.oracle.books, &step.today, &proposed));
        for order in self.oracle.books.orders.clone() {
            if order.number.is_empty() || !(all || step.payload.to_string().contains("order_id")) {
                continue;
            }
            let ask = json!({ "order_id": order.id });
            let answer = self.read(&step.today, "billing.balances", &ask).await?;
            found.extend(compare::balances(&self.oracle.books, &order, &answer));
        }
        if all || step.command.starts_with("billing.") {
            let answer = self.read(&step.today, "billing.debts", &ask).await?;
            found.extend(compare::debts(&self.oracle.books, &answer));
            let answer = self.read(&step.today, "billing.owed_back", &ask).await?;
            found.extend(compare::owed_back(&self.oracle.books, &answer));
        }
        Ok(found)
    }

    /// Documents just posted, as the program shows them.
    async fn shown(&mut self, step: &Step, answer: &Value) -> Result<Vec<String>, String> {
        let mut found = Vec::new();
        if step.command == "billing.post" {
            found.extend(self.still_due(&step.today, &name(answer, "order_id")));
        }
        let mut ids: Vec<String> = list(answer, "documents").iter().map(id_of).collect();
        ids.extend(list(answer, "posted").iter().map(id_of));
        ids.extend(list(answer, "credited").iter().map(id_of));
        if ["billing.credit_value", "billing.cancel_invoice"].contains(&step.command.as_str()) {
            ids.push(id_of(answer));
        }
        for id in ids {
            if let Some(invoice) = self.oracle.books.invoice(&id) {
                self.tally.see(&format!("posted {}", invoice.kind));
                let ask = json!({ "invoice": id });
                let view = self.read(&step.today, "billing.invoice", &ask).await?;
                found.extend(compare::posted(&self.oracle.books, &id, &view));
                continue;
            }
            let notes = &self.oracle.books.credit_notes;
            let Some(note) = notes.iter().find(|note| note.id == id).cloned() else {
                found.push(format!("{} posted {id}, which nobody knows", step.command));
                continue;
            };
            self.tally.see("posted credit_note");
            for line in &note.lines {
                self.tally.see(&format!("cause {}", line.cause));
            }
            let ask = json!({ "credit_note_id": id });
            let view = self.read(&step.today, "billing.credit_note", &ask).await?;
            found.extend(compare::credited(&note, &view["credit_note"]));
        }
        Ok(found)
    }

    /// What was posted is not due once more: else the law itself would run in a circle.
    fn still_due(&self, today: &str, order: &str) -> Vec<String> {
        let books = &self.oracle.books;
        let Some(order) = books.order(order) else {
            return vec![format!("an answer names no order: {order}")];
        };
        let (invoices, credits) = books.due(order, today);
        if invoices.is_empty() && credits.is_empty() {
            return Vec::new();
        }
        vec![format!("due again of {}: {invoices:?} {credits:?}", order.number)]
    }

    /// The file is whole and lawful at the end of a life.
    pub async fn verified(&mut self, today: &str) -> Vec<String> {
        let report = match self.read(today, "ledger.verify", &json!({})).await {
            Ok(report) => report,
            Err(broken) => return vec![broken],
        };
        let findings = list(&report, "findings");
        findings.iter().map(|finding| format!("verify finds {finding}")).collect()
    }
}

fn id_of(document: &Value) -> String {
    let keys = ["document_id", "invoice_id", "credit_note_id"];
    let found = keys.iter().map(|key| name(document, key)).find(|id| !id.is_empty());
    found.unwrap_or_default()
}

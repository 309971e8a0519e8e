//! The envelope: one request, one response, and the codes of the three kinds of no.

use dovuto_app::error::Error;
use dovuto_store::error::Error as Fault;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Value, json};
use ts_rs::TS;

/// One intent of a caller. The same id with the same payload never acts twice.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct Request {
    /// A UUID made by the caller, once for each thing that a person wants.
    pub id: String,
    pub command: String,
    /// Code or identity of the member who acts.
    #[serde(default)]
    pub actor: Option<String>,
    #[serde(default)]
    #[ts(type = "unknown")]
    pub payload: Value,
}

/// The answer, or why not, and which topics are stale now. An answer is written once, straight
/// from the values: a list of a thousand orders as a tree costs more than asking for it.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct Response {
    pub id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "unknown")]
    pub answer: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub error: Option<WireError>,
    #[serde(default)]
    pub stale: Vec<String>,
}

impl Response {
    /// What came of a request that makes nothing stale.
    pub fn of(id: String, outcome: Result<Box<RawValue>, WireError>) -> Self {
        let (answer, error) = match outcome {
            Ok(answer) => (Some(answer), None),
            Err(error) => (None, Some(error)),
        };
        Self { id, answer, error, stale: Vec::new() }
    }

    /// The answer read again, or why not.
    pub fn read(self) -> Result<Value, WireError> {
        match (self.error, self.answer) {
            (Some(error), _) => Err(error),
            (None, Some(answer)) => serde_json::from_str(answer.get()).map_err(no_json),
            (None, None) => Ok(Value::Null),
        }
    }
}

/// Writes an answer.
pub fn wire<T: Serialize>(answer: &T) -> Result<Box<RawValue>, WireError> {
    serde_json::value::to_raw_value(answer).map_err(no_json)
}

/// An answer that cannot be written or read.
pub fn no_json(error: serde_json::Error) -> WireError {
    WireError::usage("answer_wrong", Value::Null, format!("the answer is no JSON: {error}"))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ErrorKind {
    /// The rules say no.
    Refused,
    NotFound,
    /// The world moved.
    Conflict,
    /// Something is broken.
    Fault,
    /// The command or its payload is not of the table's form.
    Usage,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct WireError {
    pub kind: ErrorKind,
    pub code: String,
    #[ts(type = "Record<string, unknown> | null")]
    pub params: Value,
    /// For the log and the command line; the window has words of its own.
    pub message: String,
}

impl WireError {
    pub fn usage(code: &str, params: Value, message: String) -> Self {
        Self { kind: ErrorKind::Usage, code: code.to_owned(), params, message }
    }
}

impl From<Error> for WireError {
    fn from(error: Error) -> Self {
        let message = sentence(&error);
        let (kind, code, params) = match error {
            Error::Refused(refused) => coded(&refused),
            Error::Import(refused) => coded(&refused),
            Error::Export(refused) => coded(&refused),
            Error::Unprintable(refused) => coded(&refused),
            Error::Print(refused) => coded(&refused),
            Error::Layout(refused) => coded(&refused),
            Error::NoFirm { folder } => (
                ErrorKind::NotFound,
                "not_found".to_owned(),
                json!({ "what": "firm", "which": folder }),
            ),
            Error::WhichFirm { firms } => {
                (ErrorKind::NotFound, "which_firm".to_owned(), json!({ "firms": firms }))
            }
            Error::NotFound { what, which } => (
                ErrorKind::NotFound,
                "not_found".to_owned(),
                json!({ "what": what, "which": which }),
            ),
            Error::Conflict { what } => {
                (ErrorKind::Conflict, "changed_meanwhile".to_owned(), json!({ "what": what }))
            }
            Error::RequestReused => (ErrorKind::Conflict, "request_reused".to_owned(), Value::Null),
            Error::Fault(fault) => (ErrorKind::Fault, fault_code(&fault).to_owned(), Value::Null),
        };
        Self { kind, code, params, message }
    }
}

/// What a refusal is called, and what it speaks of.
fn coded(refused: &impl Serialize) -> (ErrorKind, String, Value) {
    let coded = serde_json::to_value(refused).unwrap_or(Value::Null);
    let code = coded["code"].as_str().unwrap_or("refused").to_owned();
    (ErrorKind::Refused, code, coded["params"].clone())
}

fn fault_code(fault: &Fault) -> &'static str {
    match fault {
        Fault::Held { .. } => "file_held",
        Fault::Missing { .. } => "file_missing",
        Fault::Exists { .. } => "file_exists",
        Fault::Foreign { .. } => "file_foreign",
        Fault::Newer { .. } => "file_newer",
        Fault::Stopped { .. } => "writing_stopped",
        Fault::KeyLocked { .. } => "key_locked",
        Fault::Itself { .. } => "file_itself",
        Fault::SqliteTooOld { .. }
        | Fault::KeyWrong { .. }
        | Fault::WitnessWrong { .. }
        | Fault::Corrupt { .. }
        | Fault::Io { .. }
        | Fault::Sql(_)
        | Fault::Archive { .. }
        | Fault::Unfolded { .. }
        | Fault::Unsound { .. }
        | Fault::Json(_) => "fault",
    }
}

/// The error with what caused it, in one sentence.
fn sentence(error: &Error) -> String {
    let mut text = error.to_string();
    if matches!(error, Error::Fault(Fault::Sql(_))) {
        return text;
    }
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        let said = inner.to_string();
        if !text.contains(&said) {
            text.push_str(": ");
            text.push_str(&said);
        }
        cause = inner.source();
    }
    text
}

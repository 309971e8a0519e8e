//! Requests: each was answered once, on the last of its facts.

use std::collections::HashMap;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::{Findings, place};
use crate::ledger::Row;
use crate::row::{hex, unhex};

/// Every request and whether its answer was seen.
#[derive(Default)]
pub(super) struct Requests {
    answered: HashMap<[u8; 16], bool>,
}

#[derive(Deserialize)]
struct Body {
    request: Option<Asked>,
}

#[derive(Deserialize)]
struct Asked {
    #[serde(rename = "command")]
    _command: String,
    payload_hash: String,
    #[serde(rename = "answer")]
    _answer: IgnoredAny,
}

impl Requests {
    /// Reads what the body of a fact says of its request.
    pub fn read(&mut self, row: &Row, found: &mut Findings) {
        let Ok(id) = <[u8; 16]>::try_from(row.request_id.as_slice()) else {
            return found.add("request_unreadable", place(row), "request_id is no identity");
        };
        let asked = match serde_json::from_str::<Body>(&row.body) {
            Ok(body) => body.request,
            Err(error) => {
                return found.add("request_unreadable", place(row), error.to_string());
            }
        };
        let before = self.answered.entry(id).or_insert(false);
        if *before {
            let detail = format!("request {} was answered by an earlier fact", hex(&id));
            found.add("request_twice", place(row), detail);
        }
        if let Some(asked) = asked {
            *before = true;
            if unhex(&asked.payload_hash).is_none_or(|bytes| bytes.len() != 32) {
                found.add("request_unreadable", place(row), "payload_hash is no hash");
            }
        }
    }

    /// After the last fact, every request has its answer.
    pub fn finish(&self, found: &mut Findings) {
        let mut open: Vec<_> = self.answered.iter().filter(|(_, done)| !**done).collect();
        open.sort();
        for (id, _) in open {
            let place = format!("ledger, request_id {}", hex(id));
            found.add("request_unanswered", place, "no fact of the request carries its answer");
        }
    }
}

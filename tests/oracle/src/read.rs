//! Reading a payload or an answer: what is missing or null is simply not there.

use serde_json::Value;

pub fn text(from: &Value, key: &str) -> Option<String> {
    from[key].as_str().map(str::to_owned)
}

/// A text that must be there.
pub fn name(from: &Value, key: &str) -> String {
    text(from, key).unwrap_or_default()
}

pub fn number(from: &Value, key: &str) -> Option<i64> {
    from[key].as_i64()
}

/// A number that is zero where it is left out.
pub fn count(from: &Value, key: &str) -> i64 {
    number(from, key).unwrap_or(0)
}

pub fn list(from: &Value, key: &str) -> Vec<Value> {
    from[key].as_array().cloned().unwrap_or_default()
}

pub fn texts(from: &Value, key: &str) -> Vec<String> {
    list(from, key).iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

pub fn numbers(from: &Value, key: &str) -> Vec<i64> {
    list(from, key).iter().filter_map(Value::as_i64).collect()
}

pub fn yes(from: &Value, key: &str) -> bool {
    from[key].as_bool() == Some(true)
}

/// A text that says something.
pub fn said(from: &Value, key: &str) -> bool {
    text(from, key).is_some_and(|text| !text.trim().is_empty())
}

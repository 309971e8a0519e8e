//! Figures as lines: JSON for programs, a table for people.

use std::time::Duration;

use serde_json::{Map, Value};

use crate::meter::Spent;

/// One figure. Times are for one order or one call.
#[derive(Clone, Debug)]
pub struct Figure {
    pub name: &'static str,
    /// Orders in the firm.
    pub orders: u64,
    pub value: Measured,
}

#[derive(Clone, Debug)]
pub enum Measured {
    /// A call, and what SQLite alone takes for its rows where it writes.
    Time { spent: Spent, limit: Option<Spent> },
    /// Something that is no time, in the unit of its name.
    Amount(u64),
}

pub const HEADER: &str = "\
figure                    orders     cpu ms    wall ms  limit cpu limit wall  x limit";

impl Figure {
    /// `{name, orders, cpu_ms, wall_ms, limit_cpu_ms, limit_wall_ms, ratio}`; the ratio is that of
    /// the wall times.
    pub fn json(&self) -> String {
        let mut line = Map::new();
        line.insert("name".to_owned(), self.name.into());
        line.insert("orders".to_owned(), self.orders.into());
        match &self.value {
            Measured::Time { spent, limit } => {
                line.insert("cpu_ms".to_owned(), number(&millis(spent.cpu)));
                line.insert("wall_ms".to_owned(), number(&millis(spent.wall)));
                let part = |of: fn(&Spent) -> Duration| {
                    limit.as_ref().map_or(Value::Null, |limit| number(&millis(of(limit))))
                };
                line.insert("limit_cpu_ms".to_owned(), part(|limit| limit.cpu));
                line.insert("limit_wall_ms".to_owned(), part(|limit| limit.wall));
                let ratio = limit.map_or(Value::Null, |limit| {
                    let hundredths = spent.wall.as_nanos() * 100 / limit.wall.as_nanos().max(1);
                    number(&format!("{}.{:02}", hundredths / 100, hundredths % 100))
                });
                line.insert("ratio".to_owned(), ratio);
            }
            Measured::Amount(amount) => {
                line.insert("value".to_owned(), (*amount).into());
            }
        }
        Value::Object(line).to_string()
    }
}

fn millis(time: Duration) -> String {
    let micros = time.as_micros();
    format!("{}.{:03}", micros / 1000, micros % 1000)
}

/// A decimal as JSON's own number, without going through a float of ours.
fn number(decimal: &str) -> Value {
    serde_json::from_str(decimal).unwrap()
}

/// A line of JSON as a row of the table.
pub fn row(line: &str) -> String {
    let figure: Value = serde_json::from_str(line).unwrap();
    let part = |name: &str| match &figure[name] {
        Value::Null => String::new(),
        value => value.to_string(),
    };
    let name = figure["name"].as_str().unwrap_or_default();
    let first = format!("{name:<24} {:>7}", part("orders"));
    if figure.get("value").is_some() {
        return format!("{first} {:>10}", part("value"));
    }
    format!(
        "{first} {:>10} {:>10} {:>10} {:>10} {:>8}",
        part("cpu_ms"),
        part("wall_ms"),
        part("limit_cpu_ms"),
        part("limit_wall_ms"),
        part("ratio")
    )
}

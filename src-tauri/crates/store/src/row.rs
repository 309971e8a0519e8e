//! Turns stored bytes and texts into the domain's values, or says what is corrupt.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use serde::de::DeserializeOwned;
use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;
use uuid::Uuid;

use crate::error::Error;

/// Reads typed values out of a row by the name of their column.
pub(crate) trait Read {
    fn id<T: From<Uuid>>(&self, column: &str) -> Result<T, Error>;
    fn maybe_id<T: From<Uuid>>(&self, column: &str) -> Result<Option<T>, Error>;
    fn day(&self, column: &str) -> Result<NaiveDate, Error>;
    fn maybe_day(&self, column: &str) -> Result<Option<NaiveDate>, Error>;
    fn instant(&self, column: &str) -> Result<DateTime<Utc>, Error>;
    /// A word of one of the domain's plain enums, as serde writes it.
    fn word<T: DeserializeOwned>(&self, column: &str) -> Result<T, Error>;
    fn text(&self, column: &str) -> Result<String, Error>;
    fn maybe_text(&self, column: &str) -> Result<Option<String>, Error>;
    fn int(&self, column: &str) -> Result<i64, Error>;
    fn maybe_int(&self, column: &str) -> Result<Option<i64>, Error>;
    fn hex(&self, column: &str) -> Result<String, Error>;
}

impl Read for SqliteRow {
    fn id<T: From<Uuid>>(&self, column: &str) -> Result<T, Error> {
        let bytes: Vec<u8> = self.try_get(column)?;
        uuid(column, &bytes).map(T::from)
    }

    fn maybe_id<T: From<Uuid>>(&self, column: &str) -> Result<Option<T>, Error> {
        let bytes: Option<Vec<u8>> = self.try_get(column)?;
        bytes.map(|b| uuid(column, &b).map(T::from)).transpose()
    }

    fn day(&self, column: &str) -> Result<NaiveDate, Error> {
        parse(column, &self.text(column)?)
    }

    fn maybe_day(&self, column: &str) -> Result<Option<NaiveDate>, Error> {
        self.maybe_text(column)?.map(|text| parse(column, &text)).transpose()
    }

    fn instant(&self, column: &str) -> Result<DateTime<Utc>, Error> {
        parse(column, &self.text(column)?)
    }

    fn word<T: DeserializeOwned>(&self, column: &str) -> Result<T, Error> {
        let word = self.text(column)?;
        serde_json::from_value(serde_json::Value::String(word.clone()))
            .map_err(|_| Error::corrupt(format!("{column} \"{word}\"")))
    }

    fn text(&self, column: &str) -> Result<String, Error> {
        Ok(self.try_get(column)?)
    }

    fn maybe_text(&self, column: &str) -> Result<Option<String>, Error> {
        Ok(self.try_get(column)?)
    }

    fn int(&self, column: &str) -> Result<i64, Error> {
        Ok(self.try_get(column)?)
    }

    fn maybe_int(&self, column: &str) -> Result<Option<i64>, Error> {
        Ok(self.try_get(column)?)
    }

    fn hex(&self, column: &str) -> Result<String, Error> {
        let bytes: Vec<u8> = self.try_get(column)?;
        Ok(hex(&bytes))
    }
}

fn uuid(column: &str, bytes: &[u8]) -> Result<Uuid, Error> {
    Uuid::from_slice(bytes).map_err(|_| Error::corrupt(format!("{column} is no identity")))
}

fn parse<T: std::str::FromStr>(column: &str, text: &str) -> Result<T, Error> {
    text.parse().map_err(|_| Error::corrupt(format!("{column} \"{text}\"")))
}

/// An instant as the tables keep it: RFC 3339, UTC, microseconds.
pub(crate) fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Micros, true)
}

/// A word of one of the domain's plain enums, as the tables keep it.
pub fn word<T: serde::Serialize>(value: T) -> Result<String, Error> {
    match serde_json::to_value(value)? {
        serde_json::Value::String(word) => Ok(word),
        other => Err(Error::corrupt(format!("{other} is no word"))),
    }
}

/// Bytes as small hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing to a text cannot fail");
        text
    })
}

/// Hexadecimal digits as bytes, if they are.
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.is_ascii() {
        return None;
    }
    (0..text.len()).step_by(2).map(|i| u8::from_str_radix(&text[i..i + 2], 16).ok()).collect()
}

//! JSON as configurations use it: reading refuses a key that occurs twice (serde_json would let the last one win), and whole
//! numbers are written without a fraction, as the contract and JavaScript write them. It knows no key.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::problem::Problem;

/// Reads `text`.
///
/// # Errors
/// If it is not JSON, or an object has a key twice.
pub(super) fn parse(text: &str) -> Result<Value, Problem> {
    match serde_json::from_str::<Strict>(text) {
        Ok(Strict(value)) => Ok(value),
        Err(error) => Err(match error.to_string().strip_prefix(TWICE).and_then(|rest| rest.split_once('"')) {
            Some((key, _)) => Problem::new(key, "must occur once only", "it twice"),
            None => Problem::new("config", "must be JSON", error),
        }),
    }
}

const TWICE: &str = "a key occurs twice: \"";

/// A JSON value in which no object has a key twice.
struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StrictVisitor).map(Strict)
    }
}

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Strict(entry)) = entries.next_element()? {
            list.push(entry);
        }
        Ok(list.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            if object.contains_key(&key) {
                return Err(de::Error::custom(format!("{TWICE}{key}\"")));
            }
            let Strict(entry) = entries.next_value()?;
            object.insert(key, entry);
        }
        Ok(object.into())
    }
}

/// An object of these fields, one inserted after the other: collecting would sort, and be compiled for every source.
pub fn object(fields: impl IntoIterator<Item = (String, Value)>) -> Value {
    let mut object = Map::new();
    for (name, value) in fields {
        object.insert(name, value);
    }
    Value::Object(object)
}

/// A JSON object, `object! { "name": value, … }`, of whatever becomes a value by `Into`. serde_json's `json!` asks serde about every
/// value, and brings a serializer and the words of all its errors into the program.
#[macro_export]
macro_rules! object {
    ($($name:literal: $value:expr),* $(,)?) => { $crate::named(vec![$(($name, $value.into())),*]) };
}

/// What [`object!`](crate::object!) makes: compiled once, for any number of fields.
#[doc(hidden)]
pub fn named(fields: Vec<(&'static str, Value)>) -> Value {
    object(fields.into_iter().map(|(name, value)| (name.to_owned(), value)))
}

/// A number, whole ones without a fraction. −0 stays: an integer has no sign there. What is not finite is null.
pub(super) fn number(float: f64) -> Value {
    /// Up to here every whole f64 is exact as an integer.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let is_whole = float.fract() == 0.0 && float.abs() <= EXACT && !(float == 0.0 && float.is_sign_negative());
    if is_whole { (float as i64).into() } else { float.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_occurs_twice_is_named() {
        let problem = parse(r#"{"noise": 1, "noise": 2}"#).unwrap_err();
        assert_eq!(problem.to_string(), "noise must occur once only, got it twice");
        assert_eq!(parse(r#"{"stop": {"epochs": 1, "epochs": 2}}"#).unwrap_err().key, "epochs");
    }

    #[test]
    fn what_is_not_json_says_where() {
        assert_eq!(parse("{").unwrap_err().key, "config");
        assert_eq!(parse("1e999").unwrap_err().key, "config");
        assert!(parse(&"[".repeat(100_000)).is_err());
    }

    #[test]
    fn whole_numbers_have_no_fraction_and_nothing_else_changes() {
        let written = |float: f64| number(float).to_string();
        assert_eq!([1.0, 0.5, 500.0, -3.0, 1e300].map(written), ["1", "0.5", "500", "-3", "1e+300"]);
        assert_eq!(written(-0.0), "-0.0");
        assert_eq!(number(f64::NAN), Value::Null);
    }
}

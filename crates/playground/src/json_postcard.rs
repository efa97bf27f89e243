//! A JSON value inside of a message that is not JSON itself, for serde's `with`. It travels in its own shape and not as text:
//! reading and writing JSON text is the browser's business. In JSON it is itself.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

/// A value tagged with its type.
#[derive(Serialize, Deserialize)]
enum Tree {
    Null,
    Bool(bool),
    /// Whole numbers are distinguished, as in JSON.
    Whole(i64),
    Number(f64),
    Text(String),
    List(Vec<Tree>),
    Object(Vec<(String, Tree)>),
}

fn encode(value: &Value) -> Tree {
    match value {
        Value::Null => Tree::Null,
        Value::Bool(flag) => Tree::Bool(*flag),
        Value::Number(number) => match number.as_i64() {
            Some(whole) => Tree::Whole(whole),
            None => Tree::Number(number.as_f64().unwrap_or(f64::NAN)),
        },
        Value::String(text) => Tree::Text(text.clone()),
        Value::Array(entries) => Tree::List(entries.iter().map(encode).collect()),
        Value::Object(fields) => {
            Tree::Object(fields.iter().map(|(name, entry)| (name.clone(), encode(entry))).collect())
        }
    }
}

fn decode(tree: Tree) -> Value {
    match tree {
        Tree::Null => Value::Null,
        Tree::Bool(flag) => Value::Bool(flag),
        Tree::Whole(whole) => whole.into(),
        Tree::Number(number) => number.into(),
        Tree::Text(text) => Value::String(text),
        Tree::List(entries) => Value::Array(entries.into_iter().map(decode).collect()),
        Tree::Object(fields) => {
            let mut object = Map::new();
            for (name, entry) in fields {
                object.insert(name, decode(entry));
            }
            Value::Object(object)
        }
    }
}

/// Writes the value.
///
/// # Errors
/// The serializer's.
pub fn serialize<S: Serializer>(value: &Value, serializer: S) -> Result<S::Ok, S::Error> {
    if serializer.is_human_readable() { value.serialize(serializer) } else { encode(value).serialize(serializer) }
}

/// Reads the value.
///
/// # Errors
/// The deserializer's.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
    if deserializer.is_human_readable() {
        return Value::deserialize(deserializer);
    }
    Tree::deserialize(deserializer).map(decode)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_value_survives_the_journey() {
        let value =
            json!({ "a": [1, -2.5, "x", []], "b": null, "c": true, "d": { "e": 9007199254740993i64, "f": -0.0 } });
        assert_eq!(decode(encode(&value)).to_string(), value.to_string());
    }
}

//! The log as a file, `gradient-playground/log` version 1.

use serde_json::Value;

use super::log::Log;
use crate::json_reader::Reader;
use crate::problem::{Problem, Rule};

/// What the file calls itself.
const FORMAT: &str = "gradient-playground/log";
/// Its version.
const VERSION: u64 = 1;

impl Log {
    /// The log as JSON: `format`, `version`, `engine`, the `start`, the `entries` in their order, and where the run ended (`step`,
    /// `checksum`).
    ///
    /// # Panics
    /// Never: a log is plain data.
    pub fn to_json(&self) -> Value {
        let mut file = serde_json::to_value(self).expect("a log is plain data with texts as keys");
        file["format"] = FORMAT.into();
        file["version"] = VERSION.into();
        file
    }

    /// Reads a log; one of another engine too, of which the bits will differ.
    ///
    /// # Errors
    /// If the JSON is no log, or one of another version.
    pub fn from_json(value: &Value) -> Result<Log, Problem> {
        let file = Reader::new("log", value);
        for (key, expected) in [("format", FORMAT.into()), ("version", Value::from(VERSION))] {
            let found = file.at(key);
            if *found.value() != expected {
                return Err(found.refused(Rule::Exactly(expected.to_string())));
            }
        }
        serde_json::from_value(value.clone()).map_err(|error| Problem::new("log", Rule::Recording, error))
    }
}

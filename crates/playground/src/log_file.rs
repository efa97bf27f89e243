//! The log as a file, `gradient-playground/log` version 2: JSON, in which the configuration that the run began with and what was done
//! can be read. What was done has the form that it has in a link. A run in its midst is a packed keyframe as base64url.

use serde_json::Value;

use crate::config::Config;
use crate::json_reader::Reader;
use crate::link::{entry_as_json, entry_of, is_checksum};
use crate::problem::{Format, Problem, Rule};
use crate::session::{Keyframe, Log, Start};
use crate::{base64, object};

/// What the file calls itself.
const FORMAT: &str = "gradient-playground/log";
/// Its version. It goes up when a keyframe is packed in another way too.
const VERSION: u64 = 2;

impl Log {
    /// The log as JSON: `format`, `version`, `engine`, the `start` (a `config` or a `keyframe`), the `entries` in their order, and where
    /// the run ended (`step`, `checksum`).
    pub fn to_json(&self) -> Value {
        let start = match self.start() {
            Start::Config(config) => object! { "config": config.to_json() },
            Start::Keyframe(keyframe) => object! { "keyframe": base64::encode(&keyframe.packed()) },
        };
        object! {
            "format": FORMAT,
            "version": VERSION,
            "engine": self.engine,
            "start": start,
            "entries": self.entries().iter().map(entry_as_json).collect::<Value>(),
            "step": self.step,
            "checksum": self.checksum.clone(),
        }
    }

    /// Reads a log; one of another engine too, of which the bits will differ. Reading takes no more memory than the file, times a
    /// constant, whatever numbers stand in it.
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
        let [_, _, engine, start, entries, step, checksum] =
            file.fields(["format", "version", "engine", "start", "entries", "step", "checksum"])?;
        let engine = engine.count(u32::MAX.into())? as u32;
        let entries = entries.each(|entry| entry_of(entry.value()).ok_or_else(|| entry.refused(Rule::Recording)))?;
        if !is_checksum(checksum.text()?) {
            return Err(checksum.refused(Rule::Written(Format::Checksum)));
        }
        Ok(Log::of(engine, start_of(&start)?, entries, step.count(u64::MAX)?, checksum.text()?.to_owned()))
    }
}

fn start_of(start: &Reader<'_>) -> Result<Start, Problem> {
    if start.value().get("keyframe").is_none() {
        let [config] = start.fields(["config"])?;
        return Ok(Start::Config(Box::new(Config::default().merged(config.value())?)));
    }
    let [keyframe] = start.fields(["keyframe"])?;
    let packed = base64::decode(keyframe.text()?).ok_or_else(|| keyframe.refused(Rule::Base64))?;
    let unpacked = Keyframe::unpacked(&packed).ok_or_else(|| keyframe.refused(Rule::Recording))?;
    Ok(Start::Keyframe(Box::new(unpacked)))
}

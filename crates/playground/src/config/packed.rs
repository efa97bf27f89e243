//! A configuration on its way to another thread, by the names of its keys: what reads and writes JSON reads and writes this too.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::{Config, fields};
use crate::data::Point;

/// What is sent.
#[derive(Serialize, Deserialize)]
struct Packed {
    #[serde(with = "crate::json_postcard")]
    keys: Value,
    /// Apart, because there may be thousands.
    points: Vec<Point>,
}

impl Serialize for Config {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut config = self.clone();
        let points = std::mem::take(&mut config.points);
        Packed { keys: fields::written(&config, fields::FIELDS), points }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Config {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let packed = Packed::deserialize(deserializer)?;
        let mut config = Config::default();
        if let Some(keys) = packed.keys.as_object() {
            fields::overlay(&mut config, keys);
        }
        Ok(Config { points: packed.points, ..config })
    }
}

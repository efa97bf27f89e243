//! What of a run a change of the configuration reaches, by the table of keys.

use serde_json::Value;

use super::Config;
use super::fields::{FIELDS, Field};
use crate::keys::{Affects, KEYS};
use crate::query::Change;

/// Longer values are not written out.
const LONGEST: usize = 24;

impl Config {
    /// What of a run is made from the keys that differ between these configurations.
    pub(crate) fn changes(&self, to: &Config) -> Affects {
        let first = Config::default();
        let mut changes = Affects::NOTHING;
        for (key, field) in KEYS.iter().zip(FIELDS) {
            // Weights that go with the network that they were set in begin no other run: what still fits is kept.
            let goes = key.name == "weights" && to.weights.is_none() && changes.any(Affects::SHAPE);
            if goes || (field.same)(self, to) {
                continue;
            }
            changes = changes.and(key.affects);
            let by_default = key.affects.any(Affects::STEP_UNLESS_DEFAULT);
            if by_default && (field.same)(self, &first) != (field.same)(to, &first) {
                changes = changes.and(Affects::STEP);
            }
        }
        changes
    }

    /// The keys that lead a run elsewhere and differ between these configurations, in reading order.
    pub(crate) fn differences(&self, to: &Config) -> Vec<Change> {
        let differs = |field: &&Field<Config>| !(field.same)(self, to);
        let fields = KEYS.iter().zip(FIELDS).filter(|(key, _)| key.affects != Affects::NOTHING).map(|(_, field)| field);
        let change = |field: &Field<Config>| {
            let written = |config| if field.name == "points" { String::new() } else { typed(&(field.get)(config)) };
            Change { key: field.name.to_owned(), from: written(self), to: written(to) }
        };
        fields.filter(differs).map(change).collect()
    }
}

/// A value as it is typed, where that is short.
fn typed(value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts.iter().map(typed).collect::<Vec<_>>().join(", "),
        Value::Null | Value::Object(_) => String::new(),
        value => value.as_f64().map_or_else(|| value.to_string(), |number| number.to_string()),
    };
    if text.len() <= LONGEST { text } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_fields_are_in_the_same_order() {
        let keys: Vec<&str> = KEYS.iter().map(|key| key.name).collect();
        assert_eq!(FIELDS.iter().map(|field| field.name).collect::<Vec<_>>(), keys);
    }

    #[test]
    fn what_differs_is_named_with_both_values_where_they_are_short() {
        let from = Config::default();
        let layers: Vec<usize> = vec![12; 12];
        let to = Config {
            learning_rate: 0.06,
            hidden_layers: layers,
            clip: Some(1.0),
            stop: crate::StopRules { epochs: Some(3), ..from.stop },
            ..from.clone()
        };
        let found = from.differences(&to);
        let found: Vec<[&str; 3]> =
            found.iter().map(|change| [&change.key[..], &change.from[..], &change.to[..]]).collect();
        assert_eq!(found, [["hiddenLayers", "4, 2", ""], ["learningRate", "0.03", "0.06"], ["clip", "", "1"]]);
        assert!(from.differences(&from).is_empty());
    }

    #[test]
    fn only_whether_there_is_any_changes_the_step() {
        let config = |dropout: f64| Config { dropout, ..Config::default() };
        let is_other = |from: f64, to: f64| config(from).changes(&config(to)).any(Affects::STEP);
        assert_eq!(
            [is_other(0.0, 0.0), is_other(0.1, 0.2), is_other(0.0, 0.2), is_other(0.2, 0.0)],
            [false, false, true, true]
        );
    }
}

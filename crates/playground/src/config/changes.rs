//! What of a run a change of the configuration reaches, by the table of keys.

use super::Config;
use super::fields::FIELDS;
use crate::keys::{Affects, KEYS};

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
    fn only_whether_there_is_any_changes_the_step() {
        let config = |dropout: f64| Config { dropout, ..Config::default() };
        let is_other = |from: f64, to: f64| config(from).changes(&config(to)).any(Affects::STEP);
        assert_eq!(
            [is_other(0.0, 0.0), is_other(0.1, 0.2), is_other(0.0, 0.2), is_other(0.2, 0.0)],
            [false, false, true, true]
        );
    }
}

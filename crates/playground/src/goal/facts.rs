//! The facts of a run at one moment: its numbers and its configuration.

use serde_json::Value;

use super::fact::Fact;
use crate::config::{Config, json_number, object};
use crate::query::Status;
use crate::session::Session;

/// The facts of a run at one moment, and its configuration.
#[derive(Clone, Debug)]
pub struct Facts<'a> {
    numbers: [Option<f64>; Fact::ALL.len()],
    config: &'a Config,
}

impl<'a> Facts<'a> {
    /// The facts of a run now.
    pub fn of(session: &'a mut Session) -> Facts<'a> {
        let status = session.status();
        Facts::new(&status, session.config())
    }

    /// The facts of a run of this configuration.
    pub fn new(status: &Status, config: &'a Config) -> Facts<'a> {
        let count = |n: usize| Some(n as f64);
        let finite = |value: Option<f64>| value.filter(|value| value.is_finite());
        let numbers = [
            Some(status.step as f64),
            Some(status.epoch as f64),
            finite(status.train_loss),
            finite(status.test_loss),
            status.train_accuracy,
            status.test_accuracy,
            status.accuracy,
            status.r2,
            count(status.parameters),
            count(config.hidden_layers.iter().sum()),
            count(config.hidden_layers.len()),
            count(config.features.len()),
            count(status.n_points),
        ];
        Facts { numbers, config }
    }

    /// The number, if there is one.
    pub fn number(&self, fact: Fact) -> Option<f64> {
        self.numbers[fact as usize]
    }

    /// The numbers by name; null where there is none.
    pub fn to_json(&self) -> Value {
        let number = |value: Option<f64>| value.map_or(Value::Null, json_number);
        object(Fact::ALL.into_iter().map(|fact| (fact.name().to_owned(), number(self.number(fact)))))
    }

    pub(super) fn config(&self) -> &Config {
        self.config
    }
}

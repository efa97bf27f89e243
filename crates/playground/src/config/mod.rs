//! The configuration: everything that a visitor can choose about data, model and training, as plain data. Invariant: one that
//! validates cannot fail or panic later. View settings are not in it.

mod batch_size;
mod changes;
mod fields;
mod initial_weights;
mod json;
mod merge;
mod packed;
mod params;
pub(crate) mod part;
mod record;
mod rules;

use serde_json::Value;

pub use batch_size::BatchSize;
pub(crate) use fields::Plain;
pub use initial_weights::InitialWeights;
pub(crate) use initial_weights::same_bits;
pub use json::{named, number as json_number, object};
pub use params::Params;
pub use part::{Neuron, Part, neurons};
pub use record::{Config, Scaling, StopRules};

use crate::data::{OWN, Point};
use crate::keys;
use crate::problem::Problem;

impl Config {
    /// Whether every step uses all training points, whatever `batchSize` says: so does optimiser newton. The batch size counts
    /// again with another optimiser.
    pub fn takes_all_points(&self) -> bool {
        rules::takes_all_points(&self.optimiser)
    }

    /// The points of a full batch when `n_train` points train; at least 1.
    pub fn batch_points(&self, n_train: usize) -> usize {
        let batch = if self.takes_all_points() { BatchSize::All } else { self.batch_size };
        batch.points(n_train)
    }

    /// This configuration with the keys of `partial` in place of its own.
    ///
    /// `activation` stands for all hidden layers. `stop` changes the fields it has; other objects and lists are replaced whole.
    /// What is not given but cannot stay follows: activations fit the layers, marks of neurons and weights follow these or go with them, task and
    /// classes bring a loss and a dataset that suit them, an optimiser or schedule drops parameters that are not its own,
    /// dataset function brings a formula, `weights` go with the network or the seed that they were set in place of. `trainShare`
    /// splits own points again.
    /// What is given is never changed but refused.
    ///
    /// # Errors
    /// If a key is unknown, of another type or out of range, or the result does not validate.
    pub fn merged(&self, partial: &Value) -> Result<Self, Problem> {
        let config = merge::merged(self, partial)?;
        config.validate()?;
        Ok(config)
    }

    /// This configuration with these own points. Takes one pass over them.
    ///
    /// # Errors
    /// If there are too many, or one lies outside of the plane or has a label that the task does not know.
    pub fn with_points(&self, points: Vec<Point>) -> Result<Self, Problem> {
        let config = Self { dataset: OWN.into(), points, ..self.clone() };
        // Every task and number of classes has own points, and no other rule speaks of points.
        rules::points(&config)?;
        Ok(config)
    }

    /// The configuration as JSON, every key there.
    pub fn to_json(&self) -> Value {
        fields::written(self, fields::FIELDS)
    }

    /// The value of a key, or of a field of one (`stop.epochs`), in JSON; null if there is none.
    pub(crate) fn value(&self, key: &str) -> Value {
        let (name, field) = key.split_once('.').map_or((key, None), |(name, field)| (name, Some(field)));
        let value = fields::FIELDS.iter().find(|known| known.name == name).map(|known| (known.get)(self));
        match (value, field) {
            (Some(value), None) => value,
            (Some(value), Some(field)) => value.get(field).cloned().unwrap_or_default(),
            (None, _) => Value::Null,
        }
    }

    /// Checks every key by itself, then what must hold between keys.
    ///
    /// # Errors
    /// If a key is out of range or two do not go together.
    pub fn validate(&self) -> Result<(), Problem> {
        // Points and weights by the thousand are checked as they are: as JSON they would take most of the time.
        let slim = Self { points: vec![], weights: None, ..self.clone() };
        rules::finite(&slim)?;
        let values = slim.to_json();
        for key in keys::KEYS {
            key.kind.check(key.name, &values[key.name])?;
        }
        rules::check(self)
    }
}

impl keys::Key {
    /// Its value in the default configuration; null for a field that is not a key of its own.
    pub fn default_value(&self) -> Value {
        Config::default().to_json().get(self.name).cloned().unwrap_or_default()
    }
}

#[cfg(test)]
mod follow_tests;
#[cfg(test)]
pub(crate) mod property_tests;
#[cfg(test)]
mod tests;

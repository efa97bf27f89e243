//! The configuration: everything that a visitor can choose about data, model and training, as plain data. Invariant: one that
//! validates cannot fail or panic later. What is only about looking is not in it.

mod fields;
mod json;
mod merge;
mod params;
mod rules;
pub(crate) mod words;

use nn::loss::Pairing;
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use json::{named, number as json_number, object};
pub use params::Params;
pub use words::{BatchSize, Neuron};

use crate::data::Point;
use crate::keys;
use crate::problem::Problem;
use crate::task::{Task, find_pairing};

/// The dataset of points that were placed or brought along.
const OWN: &str = "own";

/// A configuration on its way to another thread, by the names of its keys: what reads and writes JSON reads and writes this too.
#[derive(Serialize, Deserialize)]
struct Packed {
    #[serde(with = "crate::json_postcard")]
    keys: Value,
    /// Apart, because there may be thousands.
    points: Vec<Point>,
}

impl From<Config> for Packed {
    fn from(mut config: Config) -> Packed {
        let points = std::mem::take(&mut config.points);
        Packed { keys: config.to_json(), points }
    }
}

impl From<Packed> for Config {
    fn from(packed: Packed) -> Config {
        let mut config = Config::default();
        if let Some(keys) = packed.keys.as_object() {
            fields::overlay(&mut config, keys);
        }
        Config { points: packed.points, ..config }
    }
}

/// Everything that can be chosen. Types, ranges, units and meanings are in the table of [`keys`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(into = "Packed", from = "Packed")]
#[expect(missing_docs, reason = "the table of keys says what each field is, once")]
pub struct Config {
    pub version: u32,
    pub task: Task,
    pub classes: usize,
    pub dataset: String,
    pub formula: Option<String>,
    pub arms: usize,
    pub count: usize,
    pub noise: f64,
    pub label_flips: f64,
    pub balance: f64,
    pub train_share: f64,
    pub data_seed: u32,
    pub points: Vec<Point>,
    pub features: Vec<String>,
    pub hidden_layers: Vec<usize>,
    pub activations: Vec<String>,
    pub dropout: f64,
    pub initialisation: String,
    pub bias_init: f64,
    pub weight_seed: u32,
    pub frozen: Vec<Neuron>,
    pub off: Vec<Neuron>,
    pub loss: String,
    pub optimiser: String,
    pub optimiser_params: Params,
    pub learning_rate: f64,
    pub schedule: String,
    pub schedule_params: Params,
    pub rate_follows_batch: bool,
    pub batch_size: BatchSize,
    pub shuffle: bool,
    pub clip: Option<f64>,
    pub penalty: String,
    pub penalty_rate: f64,
    pub l1_share: f64,
    pub weight_decay: f64,
    pub stop: StopRules,
}

/// When training stops by itself; none of it means never.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[expect(missing_docs, reason = "the table of keys says what each field is, once")]
pub struct StopRules {
    pub epochs: Option<u32>,
    pub test_loss: Option<f64>,
    pub accuracy: Option<f64>,
    pub patience: Option<u32>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            version: 1,
            task: Task::Classification,
            classes: 2,
            dataset: "circle".into(),
            formula: None,
            arms: 2,
            count: 500,
            noise: 0.0,
            label_flips: 0.0,
            balance: 0.5,
            train_share: 0.5,
            data_seed: 1,
            points: vec![],
            features: vec!["x1".into(), "x2".into()],
            hidden_layers: vec![4, 2],
            activations: vec!["tanh".into(), "tanh".into()],
            dropout: 0.0,
            initialisation: "xavier-uniform".into(),
            bias_init: 0.0,
            weight_seed: 1,
            frozen: vec![],
            off: vec![],
            loss: "log".into(),
            optimiser: "gradient-descent".into(),
            optimiser_params: Params::default(),
            learning_rate: 0.03,
            schedule: "constant".into(),
            schedule_params: Params::default(),
            rate_follows_batch: false,
            batch_size: BatchSize::Points(10),
            shuffle: true,
            clip: None,
            penalty: "none".into(),
            penalty_rate: 0.0,
            l1_share: 0.5,
            weight_decay: 0.0,
            stop: StopRules::default(),
        }
    }
}

impl Config {
    /// This configuration with the keys of `partial` in place of its own.
    ///
    /// `activation` stands for all hidden layers. `stop` changes the fields it has; other objects and lists are replaced whole.
    /// What is not given but cannot stay follows: activations fit the layers, marks of neurons that are gone go, task and
    /// classes bring a loss and a dataset that suit them, an optimiser or schedule drops parameters that are not its own,
    /// optimiser newton brings the batch of all points, dataset function a formula. `trainShare` marks own points anew. What is given is never changed but refused.
    ///
    /// # Errors
    /// If a key is unknown, of another type or out of range, or the result does not validate.
    pub fn merged(&self, partial: &Value) -> Result<Self, Problem> {
        let config = merge::merged(self, partial)?;
        config.validate()?;
        Ok(config)
    }

    /// This configuration with these own points; as fast as looking once at each of them.
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

    /// Checks every key by itself, then what must hold between keys.
    ///
    /// # Errors
    /// If a key is out of range or two do not go together.
    pub fn validate(&self) -> Result<(), Problem> {
        // Points by the thousand are checked as they are: as JSON they would take most of the time.
        let slim = Self { points: vec![], ..self.clone() };
        rules::finite(&slim)?;
        let values = slim.to_json();
        for key in keys::KEYS {
            key.kind.check(key.name, &values[key.name])?;
        }
        rules::check(self)
    }

    /// What task and loss fix together.
    ///
    /// # Panics
    /// If the configuration does not validate.
    pub fn pairing(&self) -> &'static Pairing {
        find_pairing(self.task, self.classes, &self.loss).expect("a valid configuration pairs its task with its loss")
    }

    /// Units of the output layer: one per class if there are more than two, else one.
    pub fn n_outputs(&self) -> usize {
        match self.task {
            Task::Classification if self.classes > 2 => self.classes,
            Task::Classification | Task::Regression | Task::Curve => 1,
        }
    }

    /// Units of each layer, features first, outputs last.
    pub fn layer_sizes(&self) -> Vec<usize> {
        [&[self.features.len()], self.hidden_layers.as_slice(), &[self.n_outputs()]].concat()
    }

    /// How many weights and biases the network has.
    pub fn n_parameters(&self) -> usize {
        self.layer_sizes().windows(2).map(|pair| (pair[0] + 1) * pair[1]).sum()
    }

    /// What the network sees of a point as (x1, x2): on a curve x2 is 0, because `y` holds the answer.
    pub fn input_of(&self, point: &Point) -> [f32; 2] {
        self.input_at([point.x, point.y])
    }

    /// What the network sees of a position of the plane.
    pub(crate) fn input_at(&self, [x, y]: [f32; 2]) -> [f32; 2] {
        if self.task == Task::Curve { [x, 0.0] } else { [x, y] }
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

//! The record of everything that can be chosen, its defaults, and the shapes that follow from it. It knows neither JSON nor the rules
//! between keys.

use nn::loss::Pairing;

use super::{BatchSize, InitialWeights, Params, Part};
use crate::data::Point;
use crate::task::{Task, find_pairing};

/// Everything that can be chosen. Types, ranges, units and meanings are in the table of [`keys`](crate::keys).
#[derive(Clone, Debug, PartialEq)]
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
    pub class_names: Option<Vec<String>>,
    pub axis_names: Option<Vec<String>>,
    pub scaling: Option<Scaling>,
    pub features: Vec<String>,
    pub hidden_layers: Vec<usize>,
    pub activations: Vec<String>,
    pub dropout: f64,
    pub initialisation: String,
    pub bias_init: f64,
    pub weight_seed: u32,
    pub weights: Option<InitialWeights>,
    pub frozen: Vec<Part>,
    pub off: Vec<Part>,
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

/// What was done to own points before they came: (value − mean) ⁄ scale, for x, y and label.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(missing_docs, reason = "the table of keys says what each field is, once")]
pub struct Scaling {
    pub mean: [f64; 3],
    pub scale: [f64; 3],
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
            class_names: None,
            axis_names: None,
            scaling: None,
            features: vec!["x1".into(), "x2".into()],
            hidden_layers: vec![4, 2],
            activations: vec!["tanh".into(), "tanh".into()],
            dropout: 0.0,
            initialisation: "xavier-uniform".into(),
            bias_init: 0.0,
            weight_seed: 1,
            weights: None,
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

//! The points of a run as the network sees them: features and targets, training and test set apart.

use std::cell::OnceCell;

use nn::loss::{Pairing, Target};

use crate::config::Config;
use crate::data::{self, Point};
use crate::features::FeatureSet;
use crate::problem::Problem;

/// Points with what is computed from them once.
#[derive(Debug, Default)]
pub(super) struct Dataset {
    pub(super) points: Vec<Point>,
    pub(super) train: Set,
    pub(super) test: Set,
    /// The loss of guessing on the training points, once it was asked for.
    pub(super) guess: OnceCell<Option<f64>>,
}

/// Features and targets of some of the points.
#[derive(Debug, Default)]
pub(super) struct Set {
    pub(super) n: usize,
    /// Features × n, row by row.
    pub(super) features: Vec<f32>,
    pub(super) n_outputs: usize,
    /// `n_outputs × n`, row by row.
    pub(super) targets: Vec<f32>,
    /// Class, counted from 1, or value.
    pub(super) labels: Vec<f32>,
}

impl Dataset {
    /// # Errors
    /// If a feature is not a formula.
    pub(super) fn build(config: &Config) -> Result<Dataset, Problem> {
        let features = FeatureSet::new(&config.features)?;
        let points = data::build(config);
        let set = |test: bool| {
            let chosen: Vec<Point> = points.iter().copied().filter(|point| point.test == test).collect();
            Set::new(config, &features, &chosen)
        };
        let (train, test) = (set(false), set(true));
        Ok(Dataset { points, train, test, guess: OnceCell::new() })
    }
}

impl Set {
    pub(super) fn new(config: &Config, features: &FeatureSet, points: &[Point]) -> Set {
        let inputs: Vec<[f32; 2]> = points.iter().map(|point| config.input_of(point)).collect();
        let n_outputs = config.n_outputs();
        let labels: Vec<f32> = points.iter().map(|point| point.label).collect();
        let row = |output: usize| labels.iter().map(move |label| target(config.pairing(), *label, output));
        Set {
            n: points.len(),
            features: features.values(&inputs),
            n_outputs,
            targets: (0..n_outputs).flat_map(row).collect(),
            labels,
        }
    }
}

/// What output number `output` is compared with for a point with this label.
pub(crate) fn target(pairing: &Pairing, label: f32, output: usize) -> f32 {
    let is = |class: f32| f32::from(u8::from(label == class));
    match pairing.target {
        Target::ZeroOne => is(2.0),
        Target::PlusMinus => 2.0 * is(2.0) - 1.0,
        Target::OneHot => is(output as f32 + 1.0),
        Target::Value => label,
    }
}

//! Predictions at the weights of one moment. Many take long; training may go on meanwhile.

use autodiff::Matrix;
use nn::network::Network;
use nn::probe::exact_scores;

use super::structure::network;
use super::{Session, metrics};
use crate::config::Config;
use crate::features::FeatureSet;

/// What predicts as the session did when it was made.
#[derive(Debug)]
pub struct Predictor {
    config: Config,
    features: FeatureSet,
    network: Network,
    parameters: Vec<f32>,
}

impl Session {
    /// What predicts at the present weights, also after they have changed.
    pub fn predictor(&self) -> Predictor {
        Predictor::new(&self.config, &self.weights.parameters)
    }

    /// As [`Predictor::scores`], at the present weights.
    pub fn scores(&self, positions: &[[f32; 2]]) -> Vec<Vec<f32>> {
        self.predictor().scores(positions)
    }

    /// As [`Predictor::predict`], at the present weights.
    pub fn predict(&self, positions: &[[f32; 2]]) -> Vec<Vec<f32>> {
        self.predictor().predict(positions)
    }
}

impl Predictor {
    /// The network of a valid configuration with these weights.
    pub(crate) fn new(config: &Config, parameters: &[f32]) -> Predictor {
        let features = FeatureSet::new(&config.features).expect("the features of a valid configuration are formulas");
        let config = Config { points: Vec::new(), ..config.clone() };
        Predictor { features, network: network(&config), config, parameters: parameters.to_vec() }
    }

    /// The scores at positions on the plane, in `f64`: for each its outputs before the output
    /// activation.
    pub fn scores(&self, positions: &[[f32; 2]]) -> Vec<Vec<f32>> {
        by_position(&self.exact_scores(positions))
    }

    /// The predictions at positions on the plane, in `f64`: the probability of class 2, one
    /// probability per class, or the value.
    pub fn predict(&self, positions: &[[f32; 2]]) -> Vec<Vec<f32>> {
        by_position(&metrics::predictions(self.config.pairing(), self.exact_scores(positions)))
    }

    /// Outputs × positions.
    fn exact_scores(&self, positions: &[[f32; 2]]) -> Matrix {
        let inputs: Vec<[f32; 2]> = positions.iter().map(|position| self.config.input_at(*position)).collect();
        exact_scores(&self.network, &self.parameters, &self.features.values(&inputs))
    }

    /// About how many multiply-adds one position takes.
    pub fn cost(&self) -> usize {
        self.parameters.len()
    }
}

/// Columns become lists.
fn by_position(values: &Matrix) -> Vec<Vec<f32>> {
    (0..values.cols).map(|col| (0..values.rows).map(|row| values.get(row, col) as f32).collect()).collect()
}

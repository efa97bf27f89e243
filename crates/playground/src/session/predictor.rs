//! Predictions at the weights of one moment. Many take long; training may go on meanwhile.

use nn::network::Network;
use nn::probe::exact_scores;

use super::{Session, by_position, metrics};
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
        let config = Config { points: Vec::new(), ..self.config.clone() };
        Predictor {
            features: FeatureSet::new(&config.features).expect("the features of a valid configuration are formulas"),
            config,
            network: self.network.clone(),
            parameters: self.weights.parameters.clone(),
        }
    }
}

impl Predictor {
    /// As [`Session::predict`].
    pub fn predict(&self, positions: &[[f32; 2]]) -> Vec<Vec<f32>> {
        let inputs: Vec<[f32; 2]> = positions.iter().map(|position| self.config.input_at(*position)).collect();
        let scores = exact_scores(&self.network, &self.parameters, &self.features.values(&inputs));
        by_position(&metrics::predictions(self.config.pairing(), scores))
    }

    /// About how many multiply-adds one position takes.
    pub fn cost(&self) -> usize {
        self.parameters.len()
    }
}

//! Numbers about the current weights: losses and accuracies over whole sets, penalty, predictions,
//! and the checksum that tells whether two runs are bit for bit the same.

use autodiff::{Graph, Matrix, interpret};
use nn::loss::{Learns, Pairing};
use nn::network::{LayerValues, Network};
use nn::penalty;
use nn::probe::{Probe, Probing};
use sha2::{Digest, Sha256};

use super::dataset::{Dataset, Set};
use super::structure::{Weights, loss_of};
use crate::config::Config;
use crate::task::winner;

/// Points that are outputs at together.
const BLOCK: usize = 256;

/// What was measured at some weights; none where there are no points or it has no meaning.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Measured {
    pub(super) train_loss: Option<f64>,
    pub(super) test_loss: Option<f64>,
    pub(super) train_accuracy: Option<f64>,
    pub(super) test_accuracy: Option<f64>,
    pub(super) train_r2: Option<f64>,
    pub(super) test_r2: Option<f64>,
    pub(super) penalty: f64,
}

impl Measured {
    /// Whether the losses of both sets are numbers.
    pub(super) fn is_finite(&self) -> bool {
        [self.train_loss, self.test_loss].into_iter().flatten().all(f64::is_finite)
    }
}

/// The compiled measurement of losses.
#[derive(Debug)]
pub(super) struct Measures {
    probe: Probe,
}

impl Measures {
    pub(super) fn compile(config: &Config, network: &Network) -> Measures {
        let loss = loss_of(config);
        let probing = Probing::Losses(loss, &nn::defaults(loss.params));
        Measures { probe: Probe::compile(network, probing, BLOCK) }
    }

    pub(super) fn take(&mut self, config: &Config, network: &Network, parameters: &[f32], data: &Dataset) -> Measured {
        self.probe.set_parameters(parameters);
        let train = self.of_set(config.pairing(), &data.train);
        let test = self.of_set(config.pairing(), &data.test);
        Measured {
            train_loss: train.loss,
            test_loss: test.loss,
            train_accuracy: train.accuracy,
            test_accuracy: test.accuracy,
            train_r2: train.r2,
            test_r2: test.r2,
            penalty: penalty_of(config, network, parameters),
        }
    }

    /// How often points of each class are predicted as each class: a row per true class, of the training and of the test points.
    pub(super) fn confusion(&mut self, config: &Config, parameters: &[f32], data: &Dataset) -> Vec<f32> {
        let pairing = config.pairing();
        if pairing.learns == Learns::Number {
            return Vec::new();
        }
        self.probe.set_parameters(parameters);
        let side = config.classes;
        let mut counts = vec![0.0; 2 * side * side];
        for (set, counts) in [&data.train, &data.test].into_iter().zip(counts.chunks_mut(side * side)) {
            if set.n == 0 {
                continue;
            }
            let scores = &self.probe.evaluate(&set.features, &set.targets)[0];
            for at in 0..set.n {
                let predicted = class_of(pairing, |output| scores[output * set.n + at], set.n_outputs);
                counts[(set.labels[at] as usize - 1) * side + predicted as usize - 1] += 1.0;
            }
        }
        counts
    }

    fn of_set(&mut self, pairing: &Pairing, set: &Set) -> OfSet {
        if set.n == 0 {
            return OfSet::default();
        }
        let outputs = self.probe.evaluate(&set.features, &set.targets);
        let (scores, losses) = (&outputs[0], &outputs[1]);
        let loss = losses.iter().map(|loss| f64::from(*loss)).sum::<f64>() / set.n as f64;
        if pairing.learns == Learns::Number {
            return OfSet { loss: Some(loss), accuracy: None, r2: r_squared(scores, &set.labels) };
        }
        let is_right =
            |at: &usize| class_of(pairing, |output| scores[output * set.n + at], set.n_outputs) == set.labels[*at];
        let n_right = (0..set.n).filter(is_right).count();
        OfSet { loss: Some(loss), accuracy: Some(n_right as f64 / set.n as f64), r2: None }
    }
}

/// Mean loss of the points of a set, the share that is classified correctly, and the coefficient of determination.
#[derive(Default)]
struct OfSet {
    loss: Option<f64>,
    accuracy: Option<f64>,
    r2: Option<f64>,
}

/// What of the values' spread about their mean the predictions explain; none where there is no spread, or no finite error.
fn r_squared(predicted: &[f32], values: &[f32]) -> Option<f64> {
    let mean = values.iter().map(|value| f64::from(*value)).sum::<f64>() / values.len() as f64;
    let spread: f64 = values.iter().map(|value| (f64::from(*value) - mean).powi(2)).sum();
    let pairs = predicted.iter().zip(values);
    let error: f64 = pairs.map(|(predicted, value)| (f64::from(*value) - f64::from(*predicted)).powi(2)).sum();
    (spread > 0.0 && error.is_finite()).then(|| 1.0 - error / spread)
}

/// The class, counted from 1, that these scores predict; a score of 0 counts as class 2.
fn class_of(pairing: &Pairing, score: impl Fn(usize) -> f32, n_outputs: usize) -> f32 {
    if pairing.learns == Learns::TwoClasses {
        return if score(0) >= 0.0 { 2.0 } else { 1.0 };
    }
    winner(n_outputs, score) as f32 + 1.0
}

fn penalty_of(config: &Config, network: &Network, parameters: &[f32]) -> f64 {
    let penalty = penalty::find(&config.penalty).expect("a valid configuration names a penalty of the catalog");
    if config.penalty_rate == 0.0 {
        return 0.0;
    }
    let graph = Graph::new();
    let mut total = graph.constant(0.0);
    let mut at = Vec::new();
    for LayerValues { n_inputs, weights, bias } in network.split(&network.in_force(parameters)) {
        let w = graph.input("W", bias.len(), n_inputs);
        let values = weights.iter().map(|w| f64::from(*w)).collect();
        at.push((w, Matrix::new(bias.len(), n_inputs, values)));
        total = total + (penalty.apply)(w, graph.constant(config.penalty_rate), graph.constant(config.l1_share));
    }
    interpret(&graph, &at, &[total]).expect("every weight has a value")[0].get(0, 0)
}

/// What the network predicts where it has these scores (`outputs × points`).
pub(super) fn predictions(pairing: &Pairing, scores: Matrix) -> Matrix {
    let graph = Graph::new();
    let s = graph.input("score", scores.rows, scores.cols);
    interpret(&graph, &[(s, scores)], &[(pairing.predict)(s)]).expect("the score has a value").remove(0)
}

/// The first 16 hexadecimal digits of SHA-256 over the step and all bits of parameters and state. The zeros of either sign are
/// one number here, as they are in a file that JavaScript wrote.
pub(super) fn checksum(step: u64, weights: &Weights) -> String {
    let mut hash = Sha256::new();
    hash.update(step.to_le_bytes());
    for value in weights.parameters.iter().chain(weights.slots.iter().flatten()) {
        hash.update((value + 0.0).to_bits().to_le_bytes());
    }
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

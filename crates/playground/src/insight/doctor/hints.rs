//! What is special about a network as it is. Each hint is computed from the present weights and the training points; what to do about
//! it is the words' to say. Layers, units, features and classes are counted from 0.

use serde::{Deserialize, Serialize};

use super::findings::Findings;
use super::thresholds::{EDGE_OF_STABILITY, RARE_CLASS, SAME_NEURONS, UNUSED_WEIGHT};
use crate::insight::material::{LayerGradient, Material};
use crate::query::Query;
use crate::session::Session;

/// Points that are looked at for what neurons have in common, at most.
const MOST_POINTS: usize = 200;
/// Parameters of a network that is looked at point by point, at most.
const MOST_PARAMETERS: usize = 8_000;
/// Hints that are given at most.
const MOST_HINTS: usize = 6;
/// Points of a class that are enough to say "all".
const ENOUGH: usize = 3;

/// Something special.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Hint {
    /// All weights of a layer are equal: its neurons are one neuron many times.
    EqualWeights {
        /// The layer; the output layer is the last.
        layer: usize,
    },
    /// These neurons output 0 for every training point.
    Silent {
        /// Their layer.
        layer: usize,
        /// Which.
        units: Vec<usize>,
    },
    /// These neurons have slope 0 for every training point, with an output that is not 0.
    Flat {
        /// Their layer.
        layer: usize,
        /// Which.
        units: Vec<usize>,
    },
    /// These neurons are at the end of their range for nearly every training point.
    Saturated {
        /// Their layer.
        layer: usize,
        /// Which.
        units: Vec<usize>,
    },
    /// The learning rate is beyond what plain descent can take where the loss bends most.
    TooSteep {
        /// The learning rate.
        rate: f64,
        /// The largest curvature.
        curvature: f64,
    },
    /// Two neurons compute the same, up to sign and scale.
    Same {
        /// Their layer.
        layer: usize,
        /// One of them.
        first: usize,
        /// The other.
        second: usize,
        /// The correlation of their outputs.
        correlation: f64,
    },
    /// All points of a class pull a neuron the same way.
    Pulled {
        /// Its layer.
        layer: usize,
        /// The neuron.
        unit: usize,
        /// The class.
        class: usize,
        /// Whether they want it larger.
        up: bool,
        /// How many points they are.
        points: usize,
    },
    /// The network makes nothing of a feature.
    UnusedFeature {
        /// Which.
        feature: usize,
    },
    /// A class has few training points.
    RareClass {
        /// Which.
        class: usize,
        /// Its share of the training points.
        share: f64,
    },
}

/// The hints for the network as it is, the most important first.
pub(super) fn of(session: &mut Session, findings: &Findings, curvature: Option<f64>) -> Vec<Hint> {
    let weights: Vec<f64> = session.answer(&Query::Weights).numbers().into_iter().map(f64::from).collect();
    let layers = LayerGradient::split(session.parts().network, &weights);
    let mut hints: Vec<Hint> = equal_weights(&layers).into_iter().collect();
    for (layer, state) in findings.layers.iter().enumerate() {
        let flat: Vec<usize> = state.dead.iter().filter(|unit| !state.silent.contains(unit)).copied().collect();
        let lists = [(state.silent.clone(), 0), (flat, 1), (state.saturated.clone(), 2)];
        hints.extend(lists.into_iter().filter(|(units, _)| !units.is_empty()).map(|(units, kind)| match kind {
            0 => Hint::Silent { layer, units },
            1 => Hint::Flat { layer, units },
            _ => Hint::Saturated { layer, units },
        }));
    }
    hints.extend(too_steep(findings, curvature));
    hints.extend(rare_class(session, findings));
    if findings.status.parameters <= MOST_PARAMETERS && findings.n_training > 1 {
        hints.extend(among_neurons(session, findings));
    }
    hints.extend(unused_features(session, &layers));
    hints.truncate(MOST_HINTS);
    hints
}

/// The first layer of several neurons whose rows of weights are all equal.
fn equal_weights(layers: &[LayerGradient]) -> Option<Hint> {
    let is_equal = |layer: &LayerGradient| {
        let first = &layer.weights[0];
        layer.weights.len() > 1
            && layer.weights.iter().all(|row| row == first)
            && layer.bias.iter().all(|bias| bias.to_bits() == layer.bias[0].to_bits())
    };
    let hidden = &layers[..layers.len() - 1];
    hidden.iter().position(is_equal).map(|layer| Hint::EqualWeights { layer })
}

fn too_steep(findings: &Findings, curvature: Option<f64>) -> Option<Hint> {
    let curvature = curvature.filter(|_| findings.config.optimiser == "gradient-descent")?;
    let rate = findings.rate;
    (rate * curvature > EDGE_OF_STABILITY).then_some(Hint::TooSteep { rate, curvature })
}

/// The class that has the fewest training points, if they are few.
fn rare_class(session: &Session, findings: &Findings) -> Option<Hint> {
    if findings.learns_values() || findings.n_training == 0 {
        return None;
    }
    let mut counts = vec![0_usize; findings.config.classes];
    for point in session.points().iter().filter(|point| !point.test) {
        if let Some(count) = counts.get_mut(point.label as usize - 1) {
            *count += 1;
        }
    }
    let class = (0..counts.len()).min_by_key(|class| counts[*class])?;
    let share = counts[class] as f64 / findings.n_training as f64;
    (share * (counts.len() as f64) < RARE_CLASS).then_some(Hint::RareClass { class, share })
}

/// What neurons have in common, and how points pull them.
fn among_neurons(session: &Session, findings: &Findings) -> Vec<Hint> {
    let parts = session.parts();
    let training = parts.training();
    let chosen: Vec<usize> = training.iter().step_by(training.len().div_ceil(MOST_POINTS)).copied().collect();
    let material = Material::of(parts, &chosen, Vec::new());
    let n_hidden = findings.config.hidden_layers.len();
    let mut outputs: Vec<Vec<Vec<f64>>> =
        findings.config.hidden_layers.iter().map(|units| vec![vec![]; *units]).collect();
    let mut pulls = outputs.clone();
    for first in (0..chosen.len()).step_by(material.piece()) {
        let end = (first + material.piece()).min(chosen.len());
        let exact = material.exact(first..end);
        for (idx, layer) in exact.layers.iter().enumerate().take(n_hidden) {
            let n = end - first;
            for (unit, (a, delta)) in layer.a.data.chunks(n).zip(layer.delta.data.chunks(n)).enumerate() {
                outputs[idx][unit].extend_from_slice(a);
                pulls[idx][unit].extend_from_slice(delta);
            }
        }
    }
    let mut hints: Vec<Hint> = outputs.iter().enumerate().filter_map(|(layer, units)| same(layer, units)).collect();
    if findings.has_gap() && !findings.learns_values() {
        let labels: Vec<usize> = chosen.iter().map(|idx| parts.points[*idx].label as usize - 1).collect();
        hints.extend(pulled(&pulls, &labels, findings.config.classes));
    }
    hints
}

/// The two neurons of a layer whose outputs have the most in common, if that is nearly all.
fn same(layer: usize, units: &[Vec<f64>]) -> Option<Hint> {
    let pairs = (0..units.len()).flat_map(|second| (0..second).map(move |first| (first, second)));
    let correlated = pairs.map(|(first, second)| (first, second, correlation(&units[first], &units[second])));
    let (first, second, correlation) = correlated.max_by(|a, b| a.2.abs().total_cmp(&b.2.abs()))?;
    (correlation.abs() > SAME_NEURONS).then_some(Hint::Same { layer, first, second, correlation })
}

/// The correlation of two lists; 0 where one is constant.
fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let (mean_a, mean_b) = (mean(a), mean(b));
    let mut sums = [0.0; 3];
    for (a, b) in a.iter().zip(b) {
        let (a, b) = (a - mean_a, b - mean_b);
        sums = [sums[0] + a * a, sums[1] + b * b, sums[2] + a * b];
    }
    let size = (sums[0] * sums[1]).sqrt();
    let least = 1e-12 * a.len() as f64;
    if sums[0] > least && sums[1] > least { (sums[2] / size).clamp(-1.0, 1.0) } else { 0.0 }
}

/// The neuron that points of some class pull the same way most, all of them.
fn pulled(pulls: &[Vec<Vec<f64>>], labels: &[usize], classes: usize) -> Option<Hint> {
    let mut strongest: Option<(f64, Hint)> = None;
    for (layer, units) in pulls.iter().enumerate() {
        for (unit, pulls) in units.iter().enumerate() {
            for class in 0..classes {
                let of_class: Vec<f64> =
                    pulls.iter().zip(labels).filter(|(_, label)| **label == class).map(|(pull, _)| *pull).collect();
                let up = of_class.iter().all(|pull| *pull < 0.0);
                if of_class.len() < ENOUGH || !up && !of_class.iter().all(|pull| *pull > 0.0) {
                    continue;
                }
                let points = of_class.len();
                let size = of_class.iter().sum::<f64>().abs() / points as f64;
                if strongest.as_ref().is_none_or(|(most, _)| size > *most) {
                    strongest = Some((size, Hint::Pulled { layer, unit, class, up, points }));
                }
            }
        }
    }
    strongest.map(|(_, hint)| hint)
}

/// Features all of whose weights are next to nothing beside the others'. At step 0 none is used yet.
fn unused_features(session: &Session, layers: &[LayerGradient]) -> Vec<Hint> {
    let first = &layers[0].weights;
    let largest = first.iter().flatten().fold(0.0_f64, |most, weight| most.max(weight.abs()));
    if session.progress().step == 0 || largest == 0.0 {
        return Vec::new();
    }
    let n_features = first[0].len();
    let is_unused = |feature: &usize| first.iter().all(|row| row[*feature].abs() < UNUSED_WEIGHT * largest);
    (0..n_features).filter(is_unused).map(|feature| Hint::UnusedFeature { feature }).collect()
}

#[cfg(test)]
#[path = "hints_tests.rs"]
mod tests;

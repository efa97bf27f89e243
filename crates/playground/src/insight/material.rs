//! What a look works with: the network, its parameters and some points at one moment, taken in pieces, so that many points of a
//! large network are not in memory at once.

use std::ops::Range;

use nn::network::Network;
use nn::training::{self, Exact, ExactLosses};
use serde_json::Value;

use crate::config::{Config, object};
use crate::session::{Parts, Seen, frozen, with_spec};

/// Multiply-adds of one layer after the other that a piece of the points takes at most.
const PIECE: usize = 200_000;

/// Points with the network that sees them.
#[derive(Debug)]
pub(super) struct Material {
    pub(super) config: Config,
    pub(super) network: Network,
    /// The weights in `f64`.
    pub(super) parameters: Vec<f64>,
    pub(super) n: usize,
    seen: Seen,
    /// Dropout's factors, per hidden layer `units × n`; nothing without dropout.
    pub(super) masks: Vec<Vec<f32>>,
    penalty: [f64; 2],
}

impl Material {
    /// These points, as indices, at the present weights. Without masks no unit is dropped.
    pub(super) fn of(parts: Parts<'_>, points: &[usize], masks: Vec<Vec<f32>>) -> Material {
        let chosen: Vec<_> = points.iter().map(|idx| parts.points[*idx]).collect();
        Material::seeing(parts, parts.seen(&chosen), chosen.len(), masks)
    }

    /// The same of points that the session need not have.
    pub(super) fn seeing(parts: Parts<'_>, seen: Seen, n: usize, masks: Vec<Vec<f32>>) -> Material {
        let dropout = if masks.is_empty() { 0.0 } else { parts.config.dropout };
        let config = Config { points: Vec::new(), dropout, ..parts.config.clone() };
        let parameters = parts.weights.parameters.iter().map(|weight| f64::from(*weight)).collect();
        let penalty = [config.penalty_rate, config.l1_share];
        Material { network: parts.network.clone(), config, parameters, n, seen, masks, penalty }
    }

    /// About how many points a piece has.
    pub(super) fn piece(&self) -> usize {
        (PIECE / self.parameters.len().max(1)).clamp(4, 512)
    }

    /// What a step on these points computes.
    pub(super) fn exact(&self, points: Range<usize>) -> Exact {
        self.on(points, &self.parameters, training::exact)
    }

    /// What a step on all points computes at other parameters.
    pub(super) fn after(&self, parameters: &[f32]) -> Exact {
        let parameters: Vec<f64> = parameters.iter().copied().map(f64::from).collect();
        self.on(0..self.n, &parameters, training::exact)
    }

    /// The losses of these points at other parameters.
    pub(super) fn losses(&self, points: Range<usize>, parameters: &[f64]) -> ExactLosses {
        self.on(points, parameters, training::exact_losses)
    }

    /// The row of the Hessian of a parameter, over all points.
    pub(super) fn hessian_row(&self, parameter: usize) -> Vec<f64> {
        self.on(0..self.n, &self.parameters, |spec, place| training::exact_hessian_row(spec, place, parameter))
    }

    fn on<R>(
        &self,
        points: Range<usize>,
        parameters: &[f64],
        then: impl FnOnce(&training::TrainingSpec<'_>, training::Place<'_>) -> R,
    ) -> R {
        let columns = |values: &[f32]| -> Vec<f32> {
            values.chunks(self.n.max(1)).flat_map(|row| row[points.clone()].iter().copied()).collect()
        };
        let masks: Vec<Vec<f32>> = self.masks.iter().map(|mask| columns(mask)).collect();
        let [features, targets] = [&self.seen.features, &self.seen.targets]
            .map(|values| columns(values).into_iter().map(f64::from).collect::<Vec<f64>>());
        let place = training::Place {
            parameters,
            features: &features,
            targets: &targets,
            masks: &masks,
            penalty: self.penalty,
        };
        with_spec(&self.config, &self.network, points.len(), |spec| then(spec, place))
    }

    /// What a feature has for a point.
    pub(super) fn features(&self, point: usize) -> Vec<f64> {
        self.seen.features.chunks(self.n.max(1)).map(|row| f64::from(row[point])).collect()
    }

    /// Whether this parameter stays as it is, in the flat order; empty if all of them learn.
    pub(super) fn frozen(&self) -> Vec<bool> {
        frozen(&self.config, &self.network)
    }
}

/// A number for each parameter of a layer.
#[derive(Debug, Clone, PartialEq)]
pub struct LayerGradient {
    /// Per unit, one per input.
    pub weights: Vec<Vec<f64>>,
    /// One per unit.
    pub bias: Vec<f64>,
}

impl LayerGradient {
    /// A flat list, layer by layer.
    pub(super) fn split(network: &Network, values: &[f64]) -> Vec<LayerGradient> {
        let pairs = network.slices().into_iter().zip(network.sizes());
        let layer = |((weights, bias), n_inputs): ((Range<usize>, Range<usize>), usize)| LayerGradient {
            weights: values[weights].chunks(n_inputs.max(1)).map(<[f64]>::to_vec).collect(),
            bias: values[bias].to_vec(),
        };
        pairs.map(layer).collect()
    }

    pub(super) fn to_json(&self) -> Value {
        let weights: Value = self.weights.iter().map(|row| list(row)).collect();
        object([("weights".to_owned(), weights), ("bias".to_owned(), list(&self.bias))])
    }
}

/// Numbers in JSON.
pub(super) fn list(values: &[f64]) -> Value {
    values.iter().copied().collect()
}

/// A list of layers in JSON.
pub(super) fn layers(network: &Network, values: &[f64]) -> Value {
    LayerGradient::split(network, values).iter().map(LayerGradient::to_json).collect()
}

//! Which hidden neurons pass no gradient back, or hardly any, as the training points show it: what the page marks in its diagram.

use nn::network::Network;
use nn::probe::{Probe, Probing};

use super::dataset::Set;
use crate::query::{DEAD, SATURATED};

/// Points that are evaluated together.
const BLOCK: usize = 64;
/// A slope that is smaller is 0: in the tails its digits end here.
const NO_SLOPE: f32 = 1e-30;
/// A slope that is smaller passes hardly anything back…
const SMALL_SLOPE: f32 = 0.01;
/// …and a neuron is saturated where it is so small for this share of the points.
const SATURATED_SHARE: f64 = 0.95;
/// An output that differs by less than this share of its size is the same.
const SAME: f32 = 1e-6;

/// What is compiled when it is first asked for.
#[derive(Debug, Default)]
pub(super) struct NeuronStates {
    compiled: Option<Probe>,
}

/// What a hidden neuron does on the training points.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Activity {
    low: f32,
    high: f32,
    steepest: f32,
    n_flat: usize,
    n_points: usize,
    is_off: bool,
}

impl NeuronStates {
    /// After a change of the network.
    pub(super) fn forget_plans(&mut self) {
        self.compiled = None;
    }

    /// Per hidden neuron 0, [`DEAD`] or [`SATURATED`]; empty where fewer than two points train.
    pub(super) fn at(&mut self, network: &Network, parameters: &[f32], train: &Set) -> Vec<f32> {
        self.activities(network, parameters, train).iter().map(Activity::state).collect()
    }

    /// What each hidden neuron does on the training points; empty where fewer than two points train.
    pub(super) fn activities(&mut self, network: &Network, parameters: &[f32], train: &Set) -> Vec<Activity> {
        let (hidden, _) = network.layers.split_at(network.layers.len() - 1);
        if train.n < 2 || hidden.is_empty() {
            return Vec::new();
        }
        let probe = self.compiled.get_or_insert_with(|| Probe::compile(network, Probing::Activity, BLOCK));
        probe.set_parameters(parameters);
        let nothing = |is_off| Activity {
            low: f32::INFINITY,
            high: f32::NEG_INFINITY,
            steepest: 0.0,
            n_flat: 0,
            n_points: train.n,
            is_off,
        };
        let off = hidden.iter().flat_map(|layer| (0..layer.units).map(|unit| layer.off.contains(&unit)));
        let mut seen: Vec<Activity> = off.map(nothing).collect();
        let mut features = Vec::new();
        // Block by block: the values of all neurons for thousands of points would fill the memory.
        for first in (0..train.n).step_by(BLOCK) {
            let len = BLOCK.min(train.n - first);
            features.clear();
            for row in train.features.chunks_exact(train.n) {
                features.extend_from_slice(&row[first..first + len]);
            }
            let lists = probe.evaluate(&features, &[]);
            let (values, slopes) = lists.split_at(hidden.len());
            let rows = |lists: &[Vec<f32>]| lists.concat();
            let (values, slopes) = (rows(values), rows(slopes));
            for ((neuron, values), slopes) in
                seen.iter_mut().zip(values.chunks_exact(len)).zip(slopes.chunks_exact(len))
            {
                for (value, slope) in values.iter().zip(slopes) {
                    neuron.low = neuron.low.min(*value);
                    neuron.high = neuron.high.max(*value);
                    neuron.steepest = neuron.steepest.max(slope.abs());
                    neuron.n_flat += usize::from(slope.abs() < SMALL_SLOPE);
                }
            }
        }
        seen
    }
}

impl Activity {
    fn state(&self) -> f32 {
        if self.is_off {
            0.0
        } else if self.is_flat() || self.is_constant() {
            DEAD
        } else if self.is_saturated() {
            SATURATED
        } else {
            0.0
        }
    }

    /// Whether it passes no gradient back from any point. One that is switched off is not meant.
    pub(crate) fn is_flat(&self) -> bool {
        self.steepest < NO_SLOPE && !self.is_off
    }

    /// Whether it is switched off.
    pub(crate) fn is_off(&self) -> bool {
        self.is_off
    }

    /// Whether its output is the same for all points.
    fn is_constant(&self) -> bool {
        let size = self.low.abs().max(self.high.abs());
        self.high - self.low <= SAME * size && !self.is_off
    }

    /// Whether its output is 0 for all points.
    pub(crate) fn is_silent(&self) -> bool {
        self.low == 0.0 && self.high == 0.0 && !self.is_off
    }

    /// Whether it passes hardly any gradient back from nearly all points.
    pub(crate) fn is_saturated(&self) -> bool {
        self.n_flat as f64 >= SATURATED_SHARE * self.n_points as f64 && !self.is_off
    }
}

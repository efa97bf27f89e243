//! What a view shows over the plane: scores and what they are made of, every neuron's output, arrows of the slope field, of points and
//! boundary.
//! Only what is visible is computed; lattices of points and compiled probes are kept.

use nn::network::Network;
use nn::probe::{Probe, Probing};

use super::boundary_shift::BoundaryShift;
use super::contributions::Contributions;
use super::dataset::Dataset;
use super::point_gradients::PointGradients;
use crate::Task;
use crate::config::Config;
use crate::data::DOMAIN;
use crate::features::{FeatureSet, Slopes};
use crate::problem::Problem;
use crate::task::winner;

/// Points that are evaluated together.
const BLOCK: usize = 256;

/// Lattices and probes of one set of features.
#[derive(Debug)]
pub(super) struct Grids {
    features: FeatureSet,
    score: Option<Lattice>,
    cells: Option<Lattice>,
    neurons: Option<Lattice>,
    slopes: Option<(Lattice, Slopes)>,
    score_probe: Option<Probe>,
    unit_probe: Option<Probe>,
    /// With the neuron that it ends in.
    neuron_probe: Option<((usize, usize), Probe)>,
    slope_probe: Option<Probe>,
    point_gradients: PointGradients,
    boundary_shift: BoundaryShift,
    contributions: Contributions,
}

/// Points of the plane with their features.
#[derive(Debug)]
struct Lattice {
    /// Points per side.
    n: usize,
    points: Vec<[f32; 2]>,
    features: Vec<f32>,
}

impl Lattice {
    /// `n × n` points row by row from the top; with `centred` the middles of cells, else both ends.
    fn new(config: &Config, features: &FeatureSet, n: usize, centred: bool) -> Lattice {
        let half = DOMAIN as f32;
        let at = |k: usize| match centred {
            true => -half + 2.0 * half * (k as f32 + 0.5) / n as f32,
            false => -half + 2.0 * half * k as f32 / (n - 1).max(1) as f32,
        };
        let points: Vec<[f32; 2]> = (0..n * n).map(|k| [at(k % n), -at(k / n)]).collect();
        let inputs: Vec<[f32; 2]> = points.iter().map(|point| config.input_at(*point)).collect();
        Lattice { n, features: features.values(&inputs), points }
    }
}

impl Grids {
    /// # Errors
    /// If a feature is not a formula.
    pub(super) fn new(config: &Config) -> Result<Grids, Problem> {
        Ok(Grids {
            features: FeatureSet::new(&config.features)?,
            score: None,
            cells: None,
            neurons: None,
            slopes: None,
            score_probe: None,
            unit_probe: None,
            neuron_probe: None,
            slope_probe: None,
            point_gradients: PointGradients::default(),
            boundary_shift: BoundaryShift::default(),
            contributions: Contributions::default(),
        })
    }

    /// After a change of the network: the lattices stay, the probes are compiled again when needed.
    pub(super) fn forget_plans(&mut self) {
        (self.score_probe, self.unit_probe, self.slope_probe) = (None, None, None);
        self.neuron_probe = None;
        self.point_gradients.forget_plans();
        self.boundary_shift.forget_plans();
        self.contributions.forget_plans();
    }

    /// After a change of the points.
    pub(super) fn forget_points(&mut self) {
        self.point_gradients.forget_points();
    }

    /// x, y, dx, dy of at most `most` training points: where their own losses fall.
    pub(super) fn point_gradients(
        &mut self,
        config: &Config,
        network: &Network,
        parameters: &[f32],
        data: &Dataset,
        most: usize,
    ) -> Vec<f32> {
        self.point_gradients.arrows(config, network, parameters, (&self.features, data), most)
    }

    /// x, y, dx, dy of at most `most` points of the boundary: where a change of the parameters moves them.
    pub(super) fn boundary_shift(
        &mut self,
        config: &Config,
        network: &Network,
        (parameters, change): (&[f32], &[f32]),
        most: usize,
    ) -> Vec<f32> {
        self.boundary_shift.arrows(config, network, (parameters, change), &self.features, most)
    }

    /// Of what the output of a curve is made.
    pub(super) fn contributions(
        &mut self,
        config: &Config,
        network: &Network,
        parameters: &[f32],
        wanted: (usize, usize, Option<usize>),
    ) -> Vec<f32> {
        self.contributions.at(config, network, parameters, &self.features, wanted)
    }

    /// The raw outputs on a lattice of `n × n`, one plane per output.
    pub(super) fn scores(&mut self, config: &Config, network: &Network, parameters: &[f32], n: usize) -> Vec<f32> {
        let features = &self.features;
        let lattice = made(&mut self.score, n, |n| Lattice::new(config, features, n, false), |l| l.n);
        let probe = probe(&mut self.score_probe, network, Probing::Scores, parameters);
        probe.evaluate(&lattice.features, &[]).remove(0)
    }

    /// The share of the middles of `n × n` cells that is predicted as each class.
    pub(super) fn class_shares(
        &mut self,
        config: &Config,
        network: &Network,
        parameters: &[f32],
        n: usize,
    ) -> Vec<f32> {
        if config.task != Task::Classification {
            return Vec::new();
        }
        let features = &self.features;
        let lattice = made(&mut self.cells, n, |n| Lattice::new(config, features, n, true), |l| l.n);
        let probe = probe(&mut self.score_probe, network, Probing::Scores, parameters);
        let scores = probe.evaluate(&lattice.features, &[]).remove(0);
        let n_cells = n * n;
        let mut n_of_class = vec![0u32; config.classes];
        for cell in 0..n_cells {
            let class = match config.n_outputs() {
                1 => usize::from(scores[cell] >= 0.0),
                n_outputs => winner(n_outputs, |output| scores[output * n_cells + cell]),
            };
            n_of_class[class] += 1;
        }
        n_of_class.into_iter().map(|n| n as f32 / n_cells as f32).collect()
    }

    /// The features' and every neuron's values on a lattice of `n × n`, one after the other.
    pub(super) fn neurons(&mut self, config: &Config, network: &Network, parameters: &[f32], n: usize) -> Vec<f32> {
        let features = &self.features;
        let lattice = made(&mut self.neurons, n, |n| Lattice::new(config, features, n, false), |l| l.n);
        let probe = probe(&mut self.unit_probe, network, Probing::Units, parameters);
        // Megabytes, many times a second: they are copied as a whole or not at all.
        let n_units: usize = network.layers.iter().map(|layer| layer.units).sum();
        let mut values = Vec::with_capacity(lattice.features.len() + n_units * n * n);
        values.extend_from_slice(&lattice.features);
        probe.append(&lattice.features, &mut values);
        values
    }

    /// The value of one neuron on the lattice of the scores; nothing where there is none. Of the network only what leads to it is
    /// evaluated.
    pub(super) fn neuron(
        &mut self,
        config: &Config,
        network: &Network,
        parameters: &[f32],
        (column, unit): (usize, usize),
        n: usize,
    ) -> Vec<f32> {
        if network.sizes().get(column).is_none_or(|units| unit >= *units) {
            return Vec::new();
        }
        let features = &self.features;
        let lattice = made(&mut self.score, n, |n| Lattice::new(config, features, n, false), |l| l.n);
        let Some(layer) = column.checked_sub(1) else {
            return lattice.features[unit * n * n..(unit + 1) * n * n].to_vec();
        };
        let compile = || ((column, unit), Probe::compile(&leading_to(network, layer, unit), Probing::Output, BLOCK));
        let kept = self.neuron_probe.take().filter(|(there, _)| *there == (column, unit));
        let (_, probe) = self.neuron_probe.insert(kept.unwrap_or_else(compile));
        let (weights, bias) = &network.slices()[layer];
        let n_inputs = network.sizes()[layer];
        let mut within = parameters[..weights.start + n_inputs].to_vec();
        within[weights.start..].copy_from_slice(&parameters[weights.start + unit * n_inputs..][..n_inputs]);
        within.push(parameters[bias.start + unit]);
        probe.set_parameters(&within);
        probe.evaluate(&lattice.features, &[]).remove(0)
    }

    /// x, y, ∂s/∂x1, ∂s/∂x2 per arrow; with several classes of the score of the predicted one.
    pub(super) fn slope_field(&mut self, config: &Config, network: &Network, parameters: &[f32], n: usize) -> Vec<f32> {
        let features = &self.features;
        let build = |n: usize| {
            let lattice = Lattice::new(config, features, n, true);
            let inputs: Vec<[f32; 2]> = lattice.points.iter().map(|point| config.input_at(*point)).collect();
            let slopes = features.slopes(&inputs);
            (lattice, slopes)
        };
        let (lattice, slopes) = made(&mut self.slopes, n, build, |(lattice, _)| lattice.n);
        let n_points = n * n;
        let scores =
            probe(&mut self.score_probe, network, Probing::Scores, parameters).evaluate(&lattice.features, &[]);
        let n_outputs = config.n_outputs();
        let mut wanted = vec![0.0; n_outputs * n_points];
        for at in 0..n_points {
            let score = |output: usize| scores[0][output * n_points + at];
            wanted[winner(n_outputs, score) * n_points + at] = 1.0;
        }
        let by_feature =
            probe(&mut self.slope_probe, network, Probing::Slopes, parameters).evaluate(&lattice.features, &wanted);
        let is_curve = config.task == Task::Curve;
        let arrow = |at: usize| {
            let [x, y] = lattice.points[at];
            let [by_x1, by_x2] = slopes.chained(&by_feature[0], at, n_points);
            [x, y, by_x1, if is_curve { 0.0 } else { by_x2 }]
        };
        (0..n_points).flat_map(arrow).collect()
    }
}

/// The part of a network that leads to one unit, which is its output.
fn leading_to(network: &Network, layer: usize, unit: usize) -> Network {
    let mut layers = network.layers[..=layer].to_vec();
    let last = &mut layers[layer];
    let is_off = last.off.contains(&unit);
    last.units = 1;
    last.off = if is_off { vec![0] } else { Vec::new() };
    last.cut.retain(|(owner, _)| *owner == unit);
    last.cut.iter_mut().for_each(|(owner, _)| *owner = 0);
    Network { n_inputs: network.n_inputs, layers }
}

/// What is there for `n`, or made now.
fn made<T>(slot: &mut Option<T>, n: usize, make: impl Fn(usize) -> T, size: impl Fn(&T) -> usize) -> &T {
    if slot.as_ref().is_none_or(|there| size(there) != n) {
        *slot = Some(make(n));
    }
    slot.as_ref().expect("it was made above")
}

/// The probe, compiled if it is not there, with these parameters.
fn probe<'p>(
    slot: &'p mut Option<Probe>,
    network: &Network,
    probing: Probing<'_>,
    parameters: &[f32],
) -> &'p mut Probe {
    let probe = slot.get_or_insert_with(|| Probe::compile(network, probing, BLOCK));
    probe.set_parameters(parameters);
    probe
}

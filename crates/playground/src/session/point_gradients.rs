//! Point pull: for training points the direction in which each one's own loss falls, `−∂ℓᵢ ⁄ ∂xᵢ`, through the network and the
//! slopes of the features. Invariant: the choice of points belongs to the present points, because new points reset it.

use nn::network::Network;
use nn::probe::{Probe, Probing};

use super::dataset::Dataset;
use super::structure::loss_of;
use crate::Task;
use crate::config::Config;
use crate::features::{FeatureSet, Slopes};

/// Points that are evaluated together.
const BLOCK: usize = 256;

/// What is computed once for the arrows of some training points.
#[derive(Debug, Default)]
pub(super) struct PointGradients {
    probe: Option<Probe>,
    chosen: Option<Chosen>,
}

/// An evenly strided choice of the training points.
#[derive(Debug)]
struct Chosen {
    /// How many were asked for.
    most: usize,
    places: Vec<[f32; 2]>,
    features: Vec<f32>,
    targets: Vec<f32>,
    slopes: Slopes,
}

impl Chosen {
    fn new(config: &Config, features: &FeatureSet, data: &Dataset, most: usize) -> Chosen {
        let n_train = data.train.n;
        let n = most.min(n_train);
        let chosen: Vec<usize> = (0..n).map(|k| k * n_train / n).collect();
        let train: Vec<_> = data.points.iter().filter(|point| !point.test).collect();
        let inputs: Vec<[f32; 2]> = chosen.iter().map(|idx| config.input_of(train[*idx])).collect();
        let rows = |values: &[f32]| -> Vec<f32> {
            values.chunks(n_train.max(1)).flat_map(|row| chosen.iter().map(|idx| row[*idx])).collect()
        };
        Chosen {
            most,
            places: chosen.iter().map(|idx| [train[*idx].x, train[*idx].y]).collect(),
            features: rows(&data.train.features),
            targets: rows(&data.train.targets),
            slopes: features.slopes(&inputs),
        }
    }
}

impl PointGradients {
    /// After a change of network or loss.
    pub(super) fn forget_plans(&mut self) {
        self.probe = None;
    }

    /// After a change of the points.
    pub(super) fn forget_points(&mut self) {
        self.chosen = None;
    }

    /// x, y, dx, dy of at most `most` training points.
    pub(super) fn arrows(
        &mut self,
        config: &Config,
        network: &Network,
        parameters: &[f32],
        (features, data): (&FeatureSet, &Dataset),
        most: usize,
    ) -> Vec<f32> {
        if self.chosen.as_ref().is_none_or(|chosen| chosen.most != most) {
            self.chosen = Some(Chosen::new(config, features, data, most));
        }
        let Some(chosen) = &self.chosen else { return Vec::new() };
        let loss = loss_of(config);
        let compile = || Probe::compile(network, Probing::LossSlopes(loss, &nn::defaults(loss.params)), BLOCK);
        let probe = self.probe.get_or_insert_with(compile);
        probe.set_parameters(parameters);
        let by_feature = probe.evaluate(&chosen.features, &chosen.targets).remove(0);
        let n = chosen.places.len();
        // On a curve the network sees x1 only.
        let is_curve = config.task == Task::Curve;
        let arrow = |(at, [x, y]): (usize, &[f32; 2])| {
            let [by_x1, by_x2] = chosen.slopes.chained(&by_feature, at, n);
            [*x, *y, -by_x1, if is_curve { 0.0 } else { -by_x2 }]
        };
        chosen.places.iter().enumerate().flat_map(arrow).collect()
    }
}

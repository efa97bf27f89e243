//! The gradient by each single weight and bias at the present weights, over all training points: what the page shows of an
//! edge. The length of the last batch's gradient is the trainer's.

use nn::gradient::Gradient;
use nn::network::Network;
use nn::penalty;

use super::dataset::Set;
use super::structure::loss_of;
use crate::config::Config;

/// What is compiled when it is first asked for.
#[derive(Debug, Default)]
pub(super) struct Gradients {
    /// With the penalty that it was compiled for.
    compiled: Option<(String, Gradient)>,
}

impl Gradients {
    /// After a change of network or loss.
    pub(super) fn forget_plans(&mut self) {
        self.compiled = None;
    }

    /// `∂(mean loss of the training points + penalty) ⁄ ∂θ` without dropout, in the parameters' order; empty where no point trains.
    pub(super) fn at(&mut self, config: &Config, network: &Network, parameters: &[f32], train: &Set) -> Vec<f32> {
        if train.n == 0 {
            return Vec::new();
        }
        let (_, gradient) = match self.compiled.take().filter(|(penalty, _)| *penalty == config.penalty) {
            Some(compiled) => self.compiled.insert(compiled),
            None => {
                let penalty =
                    penalty::find(&config.penalty).expect("a valid configuration names a penalty of the catalog");
                let loss = loss_of(config);
                let gradient = Gradient::compile(network, loss, &nn::defaults(loss.params), penalty);
                self.compiled.insert((config.penalty.clone(), gradient))
            }
        };
        let rates = [config.penalty_rate as f32, config.l1_share as f32];
        gradient.at(parameters, &train.features, &train.targets, rates)
    }
}

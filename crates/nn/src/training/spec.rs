//! What a training step is compiled for, and the numbers that may change from step to step.

use crate::loss::Loss;
use crate::network::{Network, assert_fits};
use crate::optimiser::Optimiser;
use crate::param::assert_complete;
use crate::penalty::{self, Penalty};

/// Everything that a training step is compiled for.
#[derive(Debug, Clone)]
pub struct TrainingSpec<'a> {
    /// The network.
    pub network: &'a Network,
    /// The loss of each point.
    pub loss: &'static Loss,
    /// The loss's parameters, in the order of its table.
    pub loss_params: &'a [f64],
    /// The penalty on the weights, which is added to the loss of the batch.
    pub penalty: &'static Penalty,
    /// The optimiser.
    pub optimiser: &'static Optimiser,
    /// The optimiser's hyper-parameters, in the order of its table.
    pub optimiser_params: &'a [f64],
    /// Columns of a batch: the largest number of points per update.
    pub batch: usize,
    /// Whether a gradient whose norm exceeds [`Rates::clip`] is scaled down to it. Without effect with the optimiser "newton".
    pub clips: bool,
    /// Whether hidden units are dropped at random (dropout).
    pub drops: bool,
    /// Per parameter, in the flat order, whether it stays as it is; empty if all of them learn. Gradients of those that stay
    /// count neither in the norm nor in clipping.
    pub frozen: &'a [bool],
}

impl<'a> TrainingSpec<'a> {
    /// Fails unless lists of parameters have the lengths that the rest of it gives them.
    pub(super) fn assert_whole(&self) {
        assert_complete(self.optimiser.name, self.optimiser.params, self.optimiser_params);
        if !self.frozen.is_empty() {
            assert_fits(self.network, self.frozen.len());
        }
    }

    /// A step without penalty, clipping, dropout and frozen parameters, for a loss and an optimiser with these parameters.
    ///
    /// ```
    /// use nn::network::{Layer, Network};
    /// use nn::training::TrainingSpec;
    /// use nn::{activation, defaults, loss, optimiser};
    ///
    /// let linear = activation::find("linear").expect("it is in the catalog");
    /// let network = Network { n_inputs: 2, layers: vec![Layer::new(1, linear)] };
    /// let (huber, adam) = (loss::find("huber").expect("it is there"), optimiser::find("adam").expect("it is there"));
    /// let (huber_params, adam_params) = (defaults(huber.params), defaults(adam.params));
    /// let spec = TrainingSpec::new(&network, (huber, &huber_params), (adam, &adam_params), 10);
    /// assert!(!spec.clips && spec.penalty.name == "none");
    /// ```
    pub fn new(
        network: &'a Network,
        (loss, loss_params): (&'static Loss, &'a [f64]),
        (optimiser, optimiser_params): (&'static Optimiser, &'a [f64]),
        batch: usize,
    ) -> TrainingSpec<'a> {
        let penalty = penalty::find("none").expect("it is in the catalog");
        let (clips, drops, frozen) = (false, false, &[]);
        TrainingSpec { network, loss, loss_params, penalty, optimiser, optimiser_params, batch, clips, drops, frozen }
    }
}

/// The numbers that may change from step to step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rates {
    /// Learning rate of this update.
    pub rate: f32,
    /// Number of this update, from 1. Without effect where neither the optimiser's formula nor the one that it refers to has
    /// a t.
    pub step: f32,
    /// Strength of the penalty. Without effect where [`TrainingSpec::penalty`] is "none".
    pub penalty_rate: f32,
    /// Share of L1 in the penalty, from 0 to 1. Without effect unless [`TrainingSpec::penalty`] is "elastic".
    pub l1_share: f32,
    /// Decoupled weight decay, of weights and biases. Without effect unless [`Optimiser::decays_weights`].
    pub weight_decay: f32,
    /// Largest L2 norm of the gradient by the parameters that learn. Without effect unless [`TrainingSpec::clips`], and with the
    /// optimiser "newton", which never clips.
    pub clip: f32,
}

impl Default for Rates {
    /// The learning rate 0.1 and update number 1; no penalty, no weight decay and no limit of the gradient.
    fn default() -> Rates {
        Rates { rate: 0.1, step: 1.0, penalty_rate: 0.0, l1_share: 0.0, weight_decay: 0.0, clip: f32::MAX }
    }
}

impl Rates {
    /// The rates in the order of the plan's inputs.
    pub(super) fn in_order(self) -> [f32; 6] {
        [self.rate, self.step, self.penalty_rate, self.l1_share, self.weight_decay, self.clip]
    }
}

//! The update that comes next, made on copies: afterwards the trainer is as if nobody had asked.

use super::{State, Trainer, Training, dropout};
use crate::session::metrics::Measures;
use crate::session::structure::Weights;
use crate::session::{Divergence, Progress};

/// An update that has not been made.
#[derive(Debug)]
pub(in crate::session) struct NextUpdate {
    /// The points of its batch, as indices into the training set.
    pub(in crate::session) batch: Vec<u32>,
    /// Per hidden layer `units × points of the batch`; nothing without dropout.
    pub(in crate::session) masks: Vec<Vec<f32>>,
    /// Its learning rate.
    pub(in crate::session) rate: f64,
    /// Weights and optimiser state after it.
    pub(in crate::session) after: Weights,
}

impl Trainer {
    /// The batch of the next update and its masks.
    pub(in crate::session) fn next_batch(
        &mut self,
        training: Training<'_>,
        progress: Progress,
    ) -> (Vec<u32>, Vec<Vec<f32>>) {
        let (config, n_train) = (training.config, training.data.train.n);
        let size = if training.is_of_samples() { 1 } else { self.batch };
        let batch = self.sampler.next(config, &mut { progress }, n_train, size).to_vec();
        let masks = dropout::masks(config, progress.step, self.batch, batch.len());
        (batch, masks)
    }

    /// The next update: what training by one batch would lead to, to the bit, its judgement included.
    ///
    /// # Errors
    /// If training would go back to the state before it.
    pub(in crate::session) fn next_update(
        &mut self,
        training: Training<'_>,
        measures: &mut Measures,
        weights: &Weights,
        progress: Progress,
    ) -> Result<NextUpdate, Divergence> {
        let (batch, masks) = self.next_batch(training, progress);
        let (gradient_norm, layer_norms) = (self.gradient_norm, self.layer_norms.clone());
        let (mut after, mut progress_after) = (weights.clone(), progress);
        let mut start: Option<State> = None;
        let mut made = self.run(training, measures, &mut after, &mut progress_after, &mut start, 1).map(|_| ());
        if let (Ok(()), Some(start)) = (&made, start) {
            made = self.confirm(training, measures, &mut after, &mut progress_after, start);
        }
        // The plan holds other weights now than those that an update made ahead left there.
        self.forget_next();
        (self.gradient_norm, self.layer_norms) = (gradient_norm, layer_norms);
        made.map(|()| NextUpdate { batch, masks, rate: training.rates().rate(progress.step), after })
    }
}

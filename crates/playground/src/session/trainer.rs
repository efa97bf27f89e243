//! Runs training steps on the weights, in stretches that can be reverted: when training leaves the finite numbers, the last
//! stretch is repeated step by step up to the last state whose loss is finite. Which state that is depends on the updates alone and
//! not on the stretches: what an update leads to is judged by the loss of the next one, which is made ahead in the plan, and by
//! the losses of all points where that one is large.

mod dropout;
mod next_update;

use autodiff::{Graph, Matrix, interpret};
use nn::loss::Loss;
use nn::network::Network;
use nn::optimiser::Method;
use nn::training::{Rates, TrainingStep};

use super::dataset::Dataset;
use super::metrics::Measures;
use super::rate_schedule::RateSchedule;
use super::sampler::Sampler;
use super::structure::{Weights, loss_of, optimiser_of, with_spec};
use super::{Divergence, Progress, Unit};
use crate::config::Config;

/// Updates between two checks that everything is finite.
const STRETCH: u64 = 64;

/// Where a batch has a larger loss or some weight is larger, the losses of other points may overflow.
const LARGE: f32 = 1e6;

/// The same of weights where the loss overflows at a score of 100 already, which a few weights of this size make.
const LARGE_WHERE_STEEP: f32 = 8.0;

/// The compiled step.
#[derive(Debug)]
pub(super) struct Trainer {
    step: TrainingStep,
    /// Points of a batch.
    batch: usize,
    sampler: Sampler,
    /// Whether an update can swallow a gradient that is not finite: then its norm tells.
    judges_norm: bool,
    /// The size of a weight above which the losses of all points are looked at after each update.
    large_weight: f32,
    /// L2 norm of the last batch's gradient by the parameters that learn; none where it overflows.
    pub(super) gradient_norm: Option<f64>,
    /// The same of each layer, where the last update was read out.
    pub(super) layer_norms: Vec<f32>,
    /// The next update, if the plan has made it already.
    ahead: Option<Ahead>,
}

/// What is trained on, and what one update takes of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Training<'a> {
    pub(super) config: &'a Config,
    pub(super) network: &'a Network,
    pub(super) data: &'a Dataset,
    pub(super) unit: Unit,
}

impl Training<'_> {
    fn is_of_samples(self) -> bool {
        self.unit == Unit::Sample
    }

    fn rates(self) -> RateSchedule {
        RateSchedule::new(self.config, self.data.train.n)
    }
}

/// Where a run is.
#[derive(Debug)]
pub(super) struct State {
    weights: Weights,
    progress: Progress,
    gradient_norm: Option<f64>,
}

/// An update that the plan has made and that does not count yet.
#[derive(Debug, Clone)]
struct Ahead {
    is_of_samples: bool,
    progress: Progress,
    gradient_norm: Option<f64>,
    layer_norms: Vec<f32>,
    /// The loss from which it started.
    loss: f32,
    /// Whether that is finite, and the gradient too as far as it is judged.
    is_finite: bool,
}

/// What is read out after an update.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ReadOut {
    Loss,
    All,
}

impl Trainer {
    pub(super) fn compile(config: &Config, network: &Network, n_train: usize) -> Trainer {
        let batch = config.batch_points(n_train);
        let loss = loss_of(config);
        let step = with_spec(config, network, batch, TrainingStep::compile);
        let judges_norm = config.clip.is_some() || matches!(optimiser_of(config).method, Method::Newton);
        Trainer {
            step,
            batch,
            sampler: Sampler::default(),
            judges_norm,
            large_weight: large_weight(loss),
            gradient_norm: None,
            layer_norms: Vec::new(),
            ahead: None,
        }
    }

    /// Compiles again.
    pub(super) fn compile_again(&mut self, config: &Config, network: &Network, n_train: usize) {
        let gradient_norm = self.gradient_norm;
        *self = Trainer { gradient_norm, ..Trainer::compile(config, network, n_train) };
    }

    /// Whether another number of points makes batches of another size.
    pub(super) fn is_resized(&self, config: &Config, n_train: usize) -> bool {
        self.batch != config.batch_points(n_train)
    }

    /// At most `limit` updates, at most to the end of the epoch: how many, or why the run went back to an earlier state.
    /// `start` is a state before, if the call has made updates already; it becomes the one before these.
    pub(super) fn run(
        &mut self,
        training: Training<'_>,
        measures: &mut Measures,
        weights: &mut Weights,
        progress: &mut Progress,
        start: &mut Option<State>,
        limit: u64,
    ) -> Result<u64, Divergence> {
        let before = State { weights: Weights::default(), progress: *progress, gradient_norm: self.gradient_norm };
        let rates = training.rates();
        let (most, large) = (limit.min(STRETCH), self.large_weight);
        let (mut steps, mut is_fine) = (0, !weights.exceed(large));
        match self.ahead.take().filter(|ahead| ahead.is_of_samples == training.is_of_samples()) {
            Some(ahead) => {
                (*progress, self.gradient_norm) = (ahead.progress, ahead.gradient_norm);
                self.layer_norms = ahead.layer_norms;
                (steps, is_fine) = (1, is_fine && ahead.is_finite && !is_large(ahead.loss));
            }
            None => self.write(weights),
        }
        while is_fine && steps < most && progress.epoch == before.progress.epoch {
            steps += 1;
            let read_out = if steps < most { ReadOut::Loss } else { ReadOut::All };
            is_fine = self.update(training, progress, &rates, read_out) && !is_large(self.step.loss());
        }
        let after = self.read(weights);
        if is_fine && after.is_finite() && !after.exceed(large) {
            *start = Some(State { weights: std::mem::replace(weights, after), ..before });
            return Ok(steps);
        }
        let end = (before.progress.step + most, before.progress.epoch);
        (*progress, self.gradient_norm) = (before.progress, before.gradient_norm);
        self.go_carefully(training, measures, weights, progress, start, end)?;
        Ok(progress.step - before.progress.step)
    }

    /// Whether training can end here; if not, the run goes back. `start` is a state before.
    pub(super) fn confirm(
        &mut self,
        training: Training<'_>,
        measures: &mut Measures,
        weights: &mut Weights,
        progress: &mut Progress,
        start: State,
    ) -> Result<(), Divergence> {
        let next = self.look_ahead(training, weights, *progress);
        if self.holds(training, next.loss, measures, weights) {
            return Ok(());
        }
        let end = (next.progress.step, next.progress.epoch);
        self.go_carefully(training, measures, weights, progress, &mut Some(start), end)
    }

    /// Updates from `start`, or from here, that are judged one by one: up to step and epoch `end`, or to the last state whose loss
    /// is finite.
    fn go_carefully(
        &mut self,
        training: Training<'_>,
        measures: &mut Measures,
        weights: &mut Weights,
        progress: &mut Progress,
        start: &mut Option<State>,
        (last_step, last_epoch): (u64, u64),
    ) -> Result<(), Divergence> {
        self.ahead = None;
        if let Some(start) = start.take() {
            (*weights, *progress, self.gradient_norm) = (start.weights, start.progress, start.gradient_norm);
        }
        self.write(weights);
        let rates = training.rates();
        while progress.step < last_step && progress.epoch <= last_epoch {
            let (before, norm_before) = (*progress, self.gradient_norm);
            let is_finite = self.update(training, progress, &rates, ReadOut::All);
            let after = self.read(weights);
            let holds = self.holds(training, self.step.loss(), measures, weights);
            if holds && is_finite && after.is_finite() {
                let weights = std::mem::replace(weights, after);
                *start = Some(State { weights, progress: before, gradient_norm: norm_before });
                continue;
            }
            let mut norm = std::mem::replace(&mut self.gradient_norm, norm_before);
            *progress = before;
            // Where the loss does not hold before this update, the update before led there.
            if let Some(earlier) = start.take().filter(|_| !holds) {
                norm = self.gradient_norm;
                (*weights, *progress, self.gradient_norm) = (earlier.weights, earlier.progress, earlier.gradient_norm);
            }
            let (step, gradient_norm) = (progress.step, norm.unwrap_or(0.0));
            return Err(Divergence { step: step + 1, learning_rate: rates.rate(step), gradient_norm });
        }
        Ok(())
    }

    /// Whether training can go on from weights at which the next update's batch has this loss.
    fn holds(&self, training: Training<'_>, loss: f32, measures: &mut Measures, weights: &Weights) -> bool {
        !is_large(loss) && !weights.exceed(self.large_weight)
            || loss.is_finite()
                && measures.take(training.config, training.network, &weights.parameters, training.data).is_finite()
    }

    /// How the next update will change the parameters, to the bit; the run stays where it is. Nothing where no
    /// point trains or the update is not finite.
    pub(super) fn next_change(
        &mut self,
        training: Training<'_>,
        weights: &Weights,
        progress: Progress,
    ) -> Option<Vec<f32>> {
        if training.data.train.n == 0 {
            return None;
        }
        let is_finite = self.look_ahead(training, weights, progress).is_finite;
        let after = self.read(weights);
        let change = after.parameters.iter().zip(&weights.parameters).map(|(after, before)| after - before);
        (is_finite && after.is_finite()).then(|| change.collect())
    }

    /// Makes the next update in the plan, and there alone.
    fn look_ahead(&mut self, training: Training<'_>, weights: &Weights, progress: Progress) -> Ahead {
        if let Some(ahead) = self.ahead.clone().filter(|ahead| ahead.is_of_samples == training.is_of_samples()) {
            return ahead;
        }
        self.write(weights);
        let (gradient_norm, layer_norms) = (self.gradient_norm, std::mem::take(&mut self.layer_norms));
        let mut after = progress;
        let is_finite = self.update(training, &mut after, &training.rates(), ReadOut::All);
        let ahead = Ahead {
            is_of_samples: training.is_of_samples(),
            progress: after,
            gradient_norm: std::mem::replace(&mut self.gradient_norm, gradient_norm),
            layer_norms: std::mem::replace(&mut self.layer_norms, layer_norms),
            loss: self.step.loss(),
            is_finite,
        };
        self.ahead = Some(ahead.clone());
        ahead
    }

    /// No update was made of what is in force now.
    pub(super) fn forget_gradient(&mut self) {
        self.gradient_norm = None;
        self.layer_norms.clear();
    }

    /// The learning rate of the update after `step` others.
    pub(super) fn rate(&self, config: &Config, n_train: usize, step: u64) -> f64 {
        RateSchedule::new(config, n_train).rate(step)
    }

    /// Weights, points or settings are not what the next update was made from.
    pub(super) fn forget_next(&mut self) {
        self.ahead = None;
    }

    /// One update, and whether it stayed finite. That does not depend on what is read out: without clipping, a gradient that is not
    /// finite shows in the weights.
    fn update(
        &mut self,
        training: Training<'_>,
        progress: &mut Progress,
        schedule: &RateSchedule,
        read_out: ReadOut,
    ) -> bool {
        let Training { config, data: Dataset { train: points, .. }, .. } = training;
        let Progress { step: step_before, optimiser_step, epoch, .. } = *progress;
        let size = if training.is_of_samples() { 1 } else { self.batch };
        let batch = self.sampler.next(config, progress, points.n, size);
        self.step.gather(points.n, &points.features, &points.targets, batch);
        if config.dropout > 0.0 {
            dropout::drop_units(&mut self.step, config, step_before, self.batch);
        }
        let rate = schedule.rate(step_before);
        let rates = Rates {
            rate: rate as f32,
            step: (optimiser_step + 1) as f32,
            penalty_rate: config.penalty_rate as f32,
            l1_share: config.l1_share as f32,
            weight_decay: config.weight_decay as f32,
            clip: config.clip.unwrap_or(0.0) as f32,
        };
        // At the end of an epoch everything is read out.
        if read_out == ReadOut::Loss && progress.epoch == epoch && !self.judges_norm {
            self.step.run_brief(rates);
            return self.step.loss().is_finite();
        }
        self.step.run(rates);
        let gradient_norm = f64::from(self.step.gradient_norm());
        let is_finite = self.step.loss().is_finite() && (gradient_norm.is_finite() || !self.judges_norm);
        self.gradient_norm = Some(gradient_norm).filter(|norm| norm.is_finite());
        self.layer_norms.clear();
        self.layer_norms.extend(self.step.layer_norms());
        is_finite
    }

    fn write(&mut self, weights: &Weights) {
        self.step.set_parameters(&weights.parameters);
        for (slot, values) in weights.slots.iter().enumerate() {
            self.step.set_slot(slot, values);
        }
    }

    fn read(&self, like: &Weights) -> Weights {
        let mut parameters = Vec::with_capacity(like.parameters.len());
        self.step.read_parameters(&mut parameters);
        let slot = |slot: usize| {
            let mut values = Vec::with_capacity(like.parameters.len());
            self.step.read_slot(slot, &mut values);
            values
        };
        Weights { parameters, slots: (0..like.slots.len()).map(slot).collect() }
    }
}

fn large_weight(loss: &Loss) -> f32 {
    let graph = Graph::new();
    let [score, target] = ["score", "target"].map(|name| graph.input(name, 1, 1));
    let at = [(score, Matrix::scalar(100.0)), (target, Matrix::scalar(-1.0))];
    let value = interpret(&graph, &at, &[loss.mean(score, target, &nn::defaults(loss.params))]);
    let overflows = value.is_ok_and(|value| !(value[0].get(0, 0) as f32).is_finite());
    if overflows { LARGE_WHERE_STEEP } else { LARGE }
}

fn is_large(loss: f32) -> bool {
    !loss.is_finite() || loss >= LARGE
}

impl Weights {
    fn exceed(&self, size: f32) -> bool {
        self.parameters.iter().any(|weight| weight.abs() > size)
    }

    fn is_finite(&self) -> bool {
        self.parameters.iter().chain(self.slots.iter().flatten()).all(|value| value.is_finite())
    }
}

#[cfg(test)]
mod tests;

//! Runs training steps on the weights, in stretches that can be reverted: when a stretch leaves
//! the finite numbers, it is repeated step by step up to the last state that was finite.

use nn::loss::{self, Loss};
use nn::network::Network;
use nn::optimiser::Method;
use nn::penalty;
use nn::schedule::{self, Schedule};
use nn::training::{Rates, TrainingSpec, TrainingStep};

use super::dataset::Set;
use super::sampler::Sampler;
use super::structure::{Weights, optimiser_of, optimiser_params};
use super::{Divergence, Progress, Unit};
use crate::config::Config;
use crate::random::RngStream;

/// Updates between two checks that everything is finite.
const STRETCH: u64 = 64;

/// Weights that move this far at once may land where the loss is not finite.
const LEAP: f64 = 1.0;

/// The batch size for which the learning rate is meant when it follows the batch.
const REFERENCE_BATCH: f64 = 10.0;

/// The compiled step with what it was compiled for.
#[derive(Debug)]
pub(super) struct Trainer {
    step: TrainingStep,
    compiled_for: StepKey,
    sampler: Sampler,
    /// Whether an update can swallow a gradient that is not finite: then its norm tells.
    judges_norm: bool,
    /// L2 norm of the last batch's gradient.
    pub(super) gradient_norm: Option<f64>,
    /// About how far the last update went: at most the rate times the gradient's norm, or for
    /// optimisers that scale the gradient the rate.
    last_move: f64,
}

/// Everything that a compiled step depends on.
#[derive(Debug, Clone, PartialEq)]
struct StepKey {
    config: Config,
    batch: usize,
}

impl StepKey {
    fn new(config: &Config, n_train: usize) -> StepKey {
        let config = Config {
            task: config.task,
            classes: config.classes,
            features: config.features.clone(),
            hidden_layers: config.hidden_layers.clone(),
            activations: config.activations.clone(),
            frozen: config.frozen.clone(),
            off: config.off.clone(),
            loss: config.loss.clone(),
            optimiser: config.optimiser.clone(),
            optimiser_params: config.optimiser_params.clone(),
            penalty: config.penalty.clone(),
            // Only whether there is any counts here; how much is an input of the plan.
            clip: config.clip.map(|_| 1.0),
            dropout: if config.dropout > 0.0 { 0.5 } else { 0.0 },
            batch_size: config.batch_size,
            ..Config::default()
        };
        let batch = config.batch_size.points(n_train);
        StepKey { config, batch }
    }
}

/// What a stretch of training did.
pub(super) struct Ended {
    pub(super) steps: u64,
    pub(super) divergence: Option<Divergence>,
}

/// What is read out after an update.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ReadOut {
    Loss,
    All,
}

impl Trainer {
    pub(super) fn compile(config: &Config, network: &Network, n_train: usize) -> Trainer {
        let compiled_for = StepKey::new(config, n_train);
        let frozen = |layer: usize| {
            config.frozen.iter().filter(|neuron| neuron.layer_idx == layer).map(|neuron| neuron.unit_idx).collect()
        };
        let frozen: Vec<Vec<usize>> = (0..config.hidden_layers.len()).map(frozen).collect();
        let loss = loss_of(config);
        let step = TrainingStep::compile(&TrainingSpec {
            network,
            loss,
            loss_params: &nn::defaults(loss.params),
            penalty: penalty::find(&config.penalty).expect("a valid configuration names a penalty of the catalog"),
            optimiser: optimiser_of(config),
            optimiser_params: &optimiser_params(config),
            batch: compiled_for.batch,
            clips: config.clip.is_some(),
            drops: config.dropout > 0.0,
            frozen: &frozen,
        });
        let judges_norm = config.clip.is_some() || matches!(optimiser_of(config).method, Method::Newton);
        Trainer { step, compiled_for, sampler: Sampler::default(), judges_norm, gradient_norm: None, last_move: 0.0 }
    }

    /// Compiles again if `config` needs another step than the present one.
    pub(super) fn keep_or_compile(&mut self, config: &Config, network: &Network, n_train: usize) {
        if self.compiled_for != StepKey::new(config, n_train) {
            let gradient_norm = self.gradient_norm;
            *self = Trainer { gradient_norm, ..Trainer::compile(config, network, n_train) };
        }
    }

    /// At most `limit` updates, at most to the end of the epoch.
    pub(super) fn run(
        &mut self,
        config: &Config,
        train: &Set,
        weights: &mut Weights,
        progress: &mut Progress,
        unit: Unit,
        limit: u64,
    ) -> Ended {
        let before = *progress;
        self.write(weights);
        let schedule = RateSchedule::new(config, train.n);
        let most = limit.min(STRETCH);
        let mut steps = 0;
        let mut is_finite = true;
        while is_finite && steps < most && progress.epoch == before.epoch {
            steps += 1;
            let read_out = if steps < most { ReadOut::Loss } else { ReadOut::All };
            is_finite = self.update(config, train, progress, unit, &schedule, read_out);
        }
        let after = self.read(weights);
        if is_finite && after.is_finite() {
            *weights = after;
            return Ended { steps, divergence: None };
        }
        *progress = before;
        self.retrace(config, train, weights, progress, unit)
    }

    /// Repeats a stretch that is known to diverge, up to the last finite state.
    fn retrace(
        &mut self,
        config: &Config,
        train: &Set,
        weights: &mut Weights,
        progress: &mut Progress,
        unit: Unit,
    ) -> Ended {
        self.write(weights);
        let first = progress.step;
        let mut earlier = (weights.clone(), *progress);
        let schedule = RateSchedule::new(config, train.n);
        loop {
            let before = *progress;
            let is_finite = self.update(config, train, progress, unit, &schedule, ReadOut::All);
            let after = self.read(weights);
            if is_finite && after.is_finite() {
                earlier = (std::mem::replace(weights, after), before);
                continue;
            }
            // A loss that was not finite before the update already: the state before is no good either.
            let (kept, at) = if self.step.loss().is_finite() { (weights.clone(), before) } else { earlier };
            *weights = kept;
            *progress = at;
            let divergence = self.divergence(config, before.step + 1, train.n);
            return Ended { steps: at.step.saturating_sub(first), divergence: Some(divergence) };
        }
    }

    /// How the next batch's update will change the parameters, to the bit; the run stays where it is. Nothing where no
    /// point trains or the update is not finite.
    pub(super) fn next_change(
        &mut self,
        config: &Config,
        train: &Set,
        weights: &Weights,
        mut progress: Progress,
    ) -> Option<Vec<f32>> {
        if train.n == 0 {
            return None;
        }
        let remembered = (self.gradient_norm, self.last_move);
        self.write(weights);
        let schedule = RateSchedule::new(config, train.n);
        let is_finite = self.update(config, train, &mut progress, Unit::Batch, &schedule, ReadOut::All);
        (self.gradient_norm, self.last_move) = remembered;
        let after = self.read(weights);
        let change = after.parameters.iter().zip(&weights.parameters).map(|(after, before)| after - before);
        (is_finite && after.is_finite()).then(|| change.collect())
    }

    /// What happened at update number `step`, in numbers.
    pub(super) fn divergence(&self, config: &Config, step: u64, n_train: usize) -> Divergence {
        let learning_rate = RateSchedule::new(config, n_train).rate(step.saturating_sub(1));
        Divergence { step, learning_rate, gradient_norm: self.gradient_norm.unwrap_or(0.0) }
    }

    /// Whether the last update may have moved the weights so far that the loss overflows there.
    pub(super) fn leapt(&self) -> bool {
        self.last_move > LEAP
    }

    /// One update, and whether it stayed finite. That does not depend on what is read out: without clipping, a gradient that is not
    /// finite shows in the weights.
    fn update(
        &mut self,
        config: &Config,
        train: &Set,
        progress: &mut Progress,
        unit: Unit,
        schedule: &RateSchedule,
        read_out: ReadOut,
    ) -> bool {
        let Progress { step: step_before, optimiser_step, epoch, .. } = *progress;
        let size = if unit == Unit::Sample { 1 } else { self.compiled_for.batch };
        let batch = self.sampler.next(config, progress, train.n, size);
        self.step.gather(train.n, &train.features, &train.targets, batch);
        if config.dropout > 0.0 {
            drop_units(&mut self.step, config, step_before, self.compiled_for.batch);
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
        if is_finite && gradient_norm.is_finite() {
            self.gradient_norm = Some(gradient_norm);
            self.last_move = gradient_norm.max(1.0) * rate;
        }
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

impl Weights {
    fn is_finite(&self) -> bool {
        self.parameters.iter().chain(self.slots.iter().flatten()).all(|value| value.is_finite())
    }
}

/// The loss of a valid configuration.
pub(super) fn loss_of(config: &Config) -> &'static Loss {
    loss::find(&config.loss).expect("a valid configuration names a loss of the catalog")
}

/// The learning rate from update to update.
struct RateSchedule {
    schedule: &'static Schedule,
    params: Vec<f64>,
    base: f64,
    factor: f64,
}

impl RateSchedule {
    fn new(config: &Config, n_train: usize) -> RateSchedule {
        let schedule = schedule::find(&config.schedule).expect("a valid configuration names a schedule of the catalog");
        let value = |param: &nn::Param| config.schedule_params.get(param.name).unwrap_or(param.default);
        let factor = match config.rate_follows_batch {
            true => (config.batch_size.points(n_train) as f64 / REFERENCE_BATCH).sqrt(),
            false => 1.0,
        };
        RateSchedule {
            schedule,
            params: schedule.params.iter().map(value).collect(),
            base: config.learning_rate,
            factor,
        }
    }

    /// The rate of the update after `step` others.
    fn rate(&self, step: u64) -> f64 {
        (self.schedule.rate)(self.base, step as f64, &self.params) * self.factor
    }
}

/// Fills the dropout masks from the stream of this update.
fn drop_units(step: &mut TrainingStep, config: &Config, update: u64, columns: usize) {
    let mut stream = RngStream::Dropout.stream(config.weight_seed, &[update]);
    let kept = (1.0 / (1.0 - config.dropout)) as f32;
    for (layer, units) in config.hidden_layers.iter().enumerate() {
        for unit in 0..*units {
            let mask = &mut step.dropout_mut(layer, unit)[..columns];
            mask.fill_with(|| if stream.uniform() < config.dropout { 0.0 } else { kept });
        }
    }
}

#[cfg(test)]
mod tests;

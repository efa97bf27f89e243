//! A run: configuration, points, network and progress, driven by commands and by calls to `train`.
//!
//! Invariants: a refused command changes nothing; the weights that anybody sees are finite, or the
//! last that were; nothing resets unless it must. It knows no clock, no thread and no screen: the
//! caller says how many steps to take and when to look.

mod progress;
mod structure;
mod dataset;
mod batches;
mod trainer;
mod rules;
mod curve;
mod measure;
mod pictures;

use autodiff::Matrix;
use nn::network::Network;
use serde_json::{Value, json};

use crate::command::Command;
use crate::config::Config;
use crate::data::Point;
use crate::model;
use crate::problem::Problem;
use crate::snapshot::{Snapshot, Status, View};
pub(crate) use curve::CAPACITY;
use curve::Curve;
use dataset::Dataset;
use measure::{Measured, Measures};
use pictures::Pictures;
pub use progress::{Divergence, Progress, Stop, Trained, Unit};
pub(crate) use rules::Watch;
use structure::Weights;
use trainer::{Ended, Trainer};

/// Raised by any change that changes the bits of a run.
pub const ENGINE: u32 = 1;

/// A run.
#[derive(Debug)]
pub struct Session {
    config: Config,
    data: Dataset,
    network: Network,
    weights: Weights,
    /// Where Reset returns to when weights were imported.
    imported: Option<(Network, Vec<f32>)>,
    /// What the structure was when the run was last trained, so that what an edit adds does not
    /// depend on the edits before it; none if the structure did not change since.
    unedited: Option<(Config, Network, Weights)>,
    progress: Progress,
    trainer: Trainer,
    diverged: Option<Divergence>,
    watch: Watch,
    curve: Curve,
    measures: Measures,
    measured: Option<Measured>,
    pictures: Pictures,
}

impl Session {
    /// A run of `config` at step 0.
    ///
    /// # Errors
    /// If the configuration does not validate.
    pub fn new(config: Config) -> Result<Session, Problem> {
        config.validate()?;
        let data = Dataset::build(&config)?;
        let network = structure::network(&config);
        let weights = Weights::initial(&config, &network);
        let trainer = Trainer::compile(&config, &network, data.train.n);
        let measures = Measures::compile(&config, &network);
        let pictures = Pictures::new(&config)?;
        let mut session = Session {
            config,
            data,
            network,
            weights,
            imported: None,
            unedited: None,
            progress: Progress::default(),
            trainer,
            diverged: None,
            watch: Watch::default(),
            curve: Curve::default(),
            measures,
            measured: None,
            pictures,
        };
        session.restart_curve();
        Ok(session)
    }

    /// The configuration in force.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Every point in play, own or generated, with its split.
    pub fn points(&self) -> &[Point] {
        &self.data.points
    }

    /// How far the run has come.
    pub fn progress(&self) -> Progress {
        self.progress
    }

    /// What happened if the run diverged and nothing was changed since.
    pub fn diverged(&self) -> Option<Divergence> {
        self.diverged
    }

    /// Carries out a command.
    ///
    /// # Errors
    /// If it asks for something impossible; nothing is changed then.
    pub fn apply(&mut self, command: Command) -> Result<(), Problem> {
        match command {
            Command::Configure { partial } => self.configure(self.config.merged(&partial)?),
            Command::SetPoints { points } => self.configure(self.config.merged(&own(&points))?),
            Command::AddPoint { point } => {
                let points: Vec<Point> = self.data.points.iter().copied().chain([point]).collect();
                self.configure(self.config.merged(&own(&points))?)
            }
            Command::Reset => {
                self.reset();
                Ok(())
            }
            Command::NewWeights => {
                let seed = self.config.weight_seed.wrapping_add(1);
                self.configure(self.config.merged(&json!({ "weightSeed": seed }))?)
            }
            Command::NewSample => {
                let seed = self.config.data_seed.wrapping_add(1);
                self.configure(self.config.merged(&json!({ "dataSeed": seed }))?)
            }
            Command::LoadModel { model } => self.load(&model),
        }
    }

    /// Trains: `n` updates from single points, `n` batches, or to the end of `n` epochs.
    pub fn train(&mut self, unit: Unit, n: u32) -> Trained {
        let before = (self.progress, self.weights.clone());
        let mut stopped = self.train_until_stopped(unit, n);
        if self.progress.step > before.0.step {
            (self.measured, self.unedited) = (None, None);
            if self.trainer.leapt() && !self.loss_is_finite() {
                stopped = Some(self.take_back(before.clone()));
            }
        }
        let steps = self.progress.step.saturating_sub(before.0.step);
        if steps > 0 && unit != Unit::Epoch && n == 1 {
            self.record();
        }
        Trained { steps, stopped }
    }

    /// Counters, losses and the like at the current weights.
    pub fn status(&mut self) -> Status {
        let measured = self.measured();
        Status {
            step: self.progress.step,
            epoch: self.progress.epoch,
            train_loss: measured.train_loss,
            test_loss: measured.test_loss,
            train_accuracy: measured.train_accuracy,
            test_accuracy: measured.test_accuracy,
            accuracy: measured.test_accuracy.or(measured.train_accuracy),
            penalty: measured.penalty,
            gradient_norm: self.trainer.gradient_norm,
            parameters: self.network.n_parameters(),
            checksum: measure::checksum(self.progress.step, &self.weights),
            diverged: self.diverged,
        }
    }

    /// What can be seen, as far as `view` asks for it.
    pub fn snapshot(&mut self, view: &View) -> Snapshot {
        let status = self.status();
        let (curve_id, curve) = self.curve.from(view.curve_from);
        let mut snapshot = Snapshot { status, curve_id, curve, ..Snapshot::default() };
        self.pictures.draw(&self.config, &self.network, &self.weights.parameters, view, &mut snapshot);
        snapshot.weights = if view.weights { self.weights.parameters.clone() } else { Vec::new() };
        snapshot.points = view.points.then(|| self.data.points.clone());
        snapshot
    }

    /// The scores at positions on the plane, in `f64`: for each its outputs before the output
    /// activation.
    pub fn scores(&self, positions: &[[f32; 2]]) -> Vec<Vec<f32>> {
        by_position(&self.exact_scores(positions))
    }

    /// The predictions at positions on the plane, in `f64`: the probability of class 2, one
    /// probability per class, or the value.
    pub fn predict(&self, positions: &[[f32; 2]]) -> Vec<Vec<f32>> {
        by_position(&measure::predictions(self.config.pairing(), self.exact_scores(positions)))
    }

    fn exact_scores(&self, positions: &[[f32; 2]]) -> Matrix {
        self.pictures.exact_scores(&self.config, &self.network, &self.weights.parameters, positions)
    }

    /// The trained model as JSON, from which [`Command::LoadModel`] goes on as if never stopped.
    pub fn model(&self) -> Value {
        model::export(self)
    }

    pub(crate) fn network(&self) -> &Network {
        &self.network
    }

    pub(crate) fn weights(&self) -> &Weights {
        &self.weights
    }

    pub(crate) fn gradient_norm(&self) -> Option<f64> {
        self.trainer.gradient_norm
    }

    pub(crate) fn watch(&self) -> Watch {
        self.watch
    }

    pub(crate) fn curve(&self) -> &Curve {
        &self.curve
    }

    /// Puts a new configuration in force and rebuilds what it changes.
    fn configure(&mut self, config: Config) -> Result<(), Problem> {
        let before = &self.config;
        let rebuilds = before.task != config.task
            || before.initialisation != config.initialisation
            || before.weight_seed != config.weight_seed
            || before.bias_init != config.bias_init;
        let data = if dataset::differs(before, &config) { Some(Dataset::build(&config)?) } else { None };
        let network = structure::network(&config);
        let pictures = if before.features == config.features { None } else { Some(Pictures::new(&config)?) };
        let weights = if rebuilds {
            Weights::initial(&config, &network)
        } else if self.network.sizes() == network.sizes() && before.features == config.features {
            self.weights.carried_over(before, &self.network, &config, &network)
        } else {
            let now = || (before.clone(), self.network.clone(), self.weights.clone());
            let (from, old, weights) = self.unedited.get_or_insert_with(now);
            weights.carried_over(from, old, &config, &network)
        };
        let optimiser_restarts =
            before.optimiser != config.optimiser || before.optimiser_params != config.optimiser_params;
        // From here on nothing can fail.
        self.config = config;
        self.data = data.unwrap_or_else(|| std::mem::take(&mut self.data));
        self.network = network;
        self.weights = weights;
        match pictures {
            Some(pictures) => self.pictures = pictures,
            None => self.pictures.forget_plans(),
        }
        self.trainer.keep_or_compile(&self.config, &self.network, self.data.train.n);
        self.measures = Measures::compile(&self.config, &self.network);
        self.measured = None;
        self.diverged = None;
        self.watch = Watch::default();
        if optimiser_restarts {
            self.progress.optimiser_step = 0;
        }
        if rebuilds {
            (self.imported, self.unedited) = (None, None);
            self.progress = Progress::default();
            self.trainer.gradient_norm = None;
            self.restart_curve();
        } else if self.progress.step == 0 {
            self.restart_curve();
        }
        Ok(())
    }

    /// Step 0, at the initial weights of the present structure or the imported ones.
    fn reset(&mut self) {
        self.weights = Weights::initial(&self.config, &self.network);
        if let Some((network, parameters)) = &self.imported
            && network.sizes() == self.network.sizes()
        {
            self.weights.parameters.clone_from(parameters);
        }
        self.unedited = None;
        self.progress = Progress::default();
        self.trainer.gradient_norm = None;
        self.measured = None;
        self.diverged = None;
        self.watch = Watch::default();
        self.restart_curve();
    }

    fn load(&mut self, value: &Value) -> Result<(), Problem> {
        let loaded = model::import(value)?;
        let mut fresh = Session::new(loaded.config)?;
        fresh.weights.parameters = loaded.parameters;
        fresh.weights.slots = loaded.slots;
        fresh.progress = loaded.progress;
        fresh.trainer.gradient_norm = loaded.gradient_norm;
        fresh.watch = loaded.watch;
        model::check(&fresh, &loaded.checks)?;
        fresh.imported = Some((fresh.network.clone(), fresh.weights.parameters.clone()));
        fresh.measured = None;
        fresh.curve.replace(self.curve.next_id(), loaded.record);
        *self = fresh;
        Ok(())
    }

    fn train_until_stopped(&mut self, unit: Unit, n: u32) -> Option<Stop> {
        if self.data.train.n == 0 {
            return Some(Stop::NoPoints);
        }
        let target_epoch = self.progress.epoch + u64::from(n);
        let mut left = if unit == Unit::Epoch { u64::MAX } else { u64::from(n) };
        let is_done = |progress: Progress, left: u64| match unit {
            Unit::Epoch => progress.epoch >= target_epoch,
            Unit::Sample | Unit::Batch => left == 0,
        };
        while !is_done(self.progress, left) {
            if rules::epochs_are_done(&self.config, self.progress) {
                return Some(Stop::Epochs);
            }
            let epoch = self.progress.epoch;
            let Ended { steps, divergence } =
                self.trainer.run(&self.config, &self.data.train, &mut self.weights, &mut self.progress, unit, left);
            left -= steps;
            if let Some(divergence) = divergence {
                self.diverged = Some(divergence);
                return Some(Stop::Diverged);
            }
            self.diverged = None;
            if self.progress.epoch > epoch {
                self.measured = None;
                if self.curve.is_due(self.progress.epoch) {
                    self.record();
                }
                if rules::need_measures(&self.config) {
                    let measured = self.measured();
                    if let Some(stop) = self.watch.stop(&self.config, self.progress, &measured) {
                        return Some(stop);
                    }
                }
            }
        }
        None
    }

    fn loss_is_finite(&mut self) -> bool {
        let measured = self.measured();
        [measured.train_loss, measured.test_loss].into_iter().flatten().all(f64::is_finite)
    }

    /// Back to a state before a leap to where the loss is not finite.
    fn take_back(&mut self, (progress, weights): (Progress, Weights)) -> Stop {
        self.diverged = Some(self.trainer.divergence(&self.config, self.progress.step, self.data.train.n));
        (self.progress, self.weights, self.measured) = (progress, weights, None);
        Stop::Diverged
    }

    fn measured(&mut self) -> Measured {
        if self.measured.is_none() {
            let measured = self.measures.take(&self.config, &self.network, &self.weights.parameters, &self.data);
            self.measured = Some(measured);
        }
        self.measured.expect("it was taken above")
    }

    fn record(&mut self) {
        let measured = self.measured();
        self.curve.push(self.progress, measured.train_loss, measured.test_loss);
    }

    fn restart_curve(&mut self) {
        self.curve.restart();
        self.record();
    }
}

/// Columns become lists.
fn by_position(values: &Matrix) -> Vec<Vec<f32>> {
    (0..values.cols).map(|col| (0..values.rows).map(|row| values.get(row, col) as f32).collect()).collect()
}

/// The partial configuration with these own points.
fn own(points: &[Point]) -> Value {
    json!({ "dataset": "own", "points": points.iter().map(Point::to_json).collect::<Vec<_>>() })
}

//! A run: configuration, points, network and progress, driven by commands and by calls to `train`.
//!
//! Invariants: a refused command changes nothing; visible weights are finite, or the
//! last that were; nothing resets unless it must. It knows no clock, no thread and no screen: the
//! caller decides how many steps to take and when to measure.

pub(crate) mod progress;
mod structure;
mod neuron_ids;
mod edit;
mod remove_neuron;
mod apply;
mod history;
mod undo;
mod resume;
mod keyframe;
mod engine;
mod log;
mod replay;
mod dataset;
mod guess;
mod sampler;
mod train;
mod parts;
mod rate_schedule;
mod trainer;
mod early_stopping;
mod curve;
mod metrics;
mod gradients;
mod neuron_states;
mod point_gradients;
mod predictor;
mod boundary_shift;
mod contributions;
mod grids;

use nn::network::Network;

use crate::command::Command;
use crate::config::Config;
use crate::data::Point;
use crate::problem::Problem;
use crate::query::{Answer, CurvePoint, Points, Query, Status};
pub(crate) use curve::CAPACITY;
use curve::Curve;
use dataset::Dataset;
pub(crate) use dataset::target;
pub(crate) use early_stopping::Patience;
pub use engine::ENGINE;
use gradients::Gradients;
use grids::Grids;
pub(crate) use history::Run;
use history::{History, Imported};
pub use keyframe::Keyframe;
pub use log::Log;
pub(crate) use log::{Entry, Start, What};
use metrics::{Measured, Measures};
use neuron_ids::NeuronIds;
pub(crate) use neuron_states::Activity;
use neuron_states::NeuronStates;
pub(crate) use parts::{NextUpdate, Parts, Seen};
pub use predictor::Predictor;
pub use progress::{Divergence, Progress, Stop, Trained, Unit};
pub use replay::Replay;
use structure::Unedited;
pub(crate) use structure::{Weights, frozen, loss_of, network, optimiser_of, optimiser_params, with_spec};
use trainer::{Trainer, Training};

/// A run.
#[derive(Debug)]
pub struct Session {
    config: Config,
    data: Dataset,
    /// Grows with every change of the points.
    data_version: u64,
    network: Network,
    weights: Weights,
    /// Where Reset returns to when weights were imported.
    imported: Option<Imported>,
    /// What the structure was when the run was last trained, so that what an edit adds does not
    /// depend on the edits before it; none if the structure did not change since.
    unedited: Option<Unedited>,
    /// The ids of the hidden neurons.
    neuron_ids: NeuronIds,
    last_neuron_id: u32,
    /// Which training the weights went through: equal stamps, equal training.
    stamp: u64,
    last_stamp: u64,
    history: History,
    log: Log,
    progress: Progress,
    trainer: Trainer,
    diverged: Option<Divergence>,
    patience: Patience,
    /// Whether a stop rule ended training and nothing has changed since.
    is_ended: bool,
    curve: Curve,
    measures: Measures,
    /// What was measured at the present weights.
    measured: Option<Measured>,
    /// What was measured last under the present configuration.
    last_measured: Option<Measured>,
    grids: Grids,
    gradients: Gradients,
    neuron_states: NeuronStates,
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
        let mut last_neuron_id = 0;
        let neuron_ids = NeuronIds::default().resized(&config.hidden_layers, &mut last_neuron_id);
        let trainer = Trainer::compile(&config, &network, data.train.n);
        let measures = Measures::compile(&config, &network);
        let grids = Grids::new(&config)?;
        let log = Log::begin(Start::Config(Box::new(config.clone())));
        let mut session = Session {
            config,
            data,
            data_version: 1,
            network,
            weights,
            imported: None,
            unedited: None,
            neuron_ids,
            last_neuron_id,
            stamp: 0,
            last_stamp: 0,
            history: History::default(),
            log,
            progress: Progress::default(),
            trainer,
            diverged: None,
            patience: Patience::default(),
            is_ended: false,
            curve: Curve::default(),
            measures,
            measured: None,
            last_measured: None,
            grids,
            gradients: Gradients::default(),
            neuron_states: NeuronStates::default(),
        };
        session.restart_curve();
        Ok(session)
    }

    /// The configuration in force.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Every present point, own or generated, with its split.
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

    /// Carries out a command, as a change of its own: [`Command::Undo`] reverts it.
    ///
    /// # Errors
    /// If it asks for something impossible; nothing is changed then.
    pub fn apply(&mut self, command: Command) -> Result<(), Problem> {
        self.change(None, command)
    }

    /// Carries out a command that is part of a gesture, such as dragging a point or a slider: all that the gesture changes
    /// is one change to undo, unless another came between.
    ///
    /// # Errors
    /// If it asks for something impossible; nothing is changed then.
    pub fn apply_during(&mut self, gesture: u32, command: Command) -> Result<(), Problem> {
        self.change(Some(gesture), command)
    }

    /// Whether there is a change to undo.
    pub fn can_undo(&self) -> bool {
        self.history.can_undo()
    }

    /// Whether there is a change to redo.
    pub fn can_redo(&self) -> bool {
        self.history.can_redo()
    }

    /// Counters, losses and the like at the current weights.
    pub fn status(&mut self) -> Status {
        let measured = self.measured();
        let checksum = metrics::checksum(self.progress.step, &self.weights);
        self.status_with(measured, checksum)
    }

    /// The counters now, with losses and accuracies that may be older.
    fn status_with(&self, measured: Measured, checksum: String) -> Status {
        Status {
            step: self.progress.step,
            epoch: self.progress.epoch,
            train_loss: measured.train_loss,
            test_loss: measured.test_loss,
            train_accuracy: measured.train_accuracy,
            test_accuracy: measured.test_accuracy,
            accuracy: measured.test_accuracy.or(measured.train_accuracy),
            train_r2: measured.train_r2,
            test_r2: measured.test_r2,
            r2: measured.test_r2.or(measured.train_r2),
            penalty: measured.penalty,
            gradient_norm: self.trainer.gradient_norm,
            parameters: self.network.n_parameters(),
            n_points: self.data.points.len(),
            checksum,
            diverged: self.diverged,
        }
    }

    /// The counters now, with losses and accuracies that may be those that were measured last under this configuration:
    /// measuring thousands of points takes longer than drawing. Where they are old the checksum is empty.
    pub fn quick_status(&mut self) -> Status {
        match self.last_measured.filter(|_| self.measured.is_none()) {
            Some(measured) => self.status_with(measured, String::new()),
            None => self.status(),
        }
    }

    /// Answers one query at the current weights.
    pub fn answer(&mut self, query: &Query) -> Answer {
        let (config, network, parameters) = (&self.config, &self.network, &self.weights.parameters);
        Answer::Numbers(match *query {
            Query::Scores { side } => self.grids.scores(config, network, parameters, side),
            Query::Neurons { side } => self.grids.neurons(config, network, parameters, side),
            Query::Neuron { column, unit, side } => {
                self.grids.neuron(config, network, parameters, (column, unit), side)
            }
            Query::Contributions { samples, most, also } => {
                self.grids.contributions(config, network, parameters, (samples, most, also))
            }
            Query::NeuronStates => self.neuron_states.at(network, parameters, &self.data.train),
            Query::SlopeField { side } => self.grids.slope_field(config, network, parameters, side),
            Query::PointGradients { most } => self.grids.point_gradients(config, network, parameters, &self.data, most),
            Query::BoundaryShift { most } => {
                let training = Training { config, network, data: &self.data, unit: Unit::Batch };
                let change = self.trainer.next_change(training, &self.weights, self.progress);
                let shift = |change: Vec<f32>| self.grids.boundary_shift(config, network, (parameters, &change), most);
                change.map(shift).unwrap_or_default()
            }
            Query::ClassShares { side } => self.grids.class_shares(config, network, parameters, side),
            Query::Weights => parameters.clone(),
            Query::Gradients => self.gradients.at(config, network, parameters, &self.data.train),
            Query::Confusion => self.measures.confusion(config, parameters, &self.data),
            Query::Curve { from, id } => {
                return Answer::Curve(self.curve.since(from, id, guess::of(config, &self.data)));
            }
            Query::Points { known } => return Answer::Points(self.points_since(known)),
        })
    }

    fn points_since(&self, known: u64) -> Option<Points> {
        let version = self.data_version;
        (known != version).then(|| Points { version, points: self.data.points.clone() })
    }

    fn loss_is_finite(&mut self) -> bool {
        self.measured().is_finite()
    }

    fn measured(&mut self) -> Measured {
        if self.measured.is_none() {
            let measured = self.measures.take(&self.config, &self.network, &self.weights.parameters, &self.data);
            (self.measured, self.last_measured) = (Some(measured), Some(measured));
        }
        self.measured.expect("it was measured above")
    }

    /// About how many multiply-adds one measurement of all losses takes.
    fn measurement_cost(&self) -> usize {
        (self.data.train.n + self.data.test.n) * self.network.n_parameters()
    }

    fn record(&mut self) {
        let measured = self.measured();
        let rate = self.trainer.rate(&self.config, self.data.train.n, self.progress.step.saturating_sub(1));
        self.curve.push(CurvePoint {
            step: self.progress.step,
            epoch: self.progress.epoch,
            train: measured.train_loss,
            test: measured.test_loss,
            train_fit: measured.train_accuracy.or(measured.train_r2),
            test_fit: measured.test_accuracy.or(measured.test_r2),
            rate: Some(rate),
            gradient_norms: self.trainer.layer_norms.clone(),
        });
    }

    /// Marks the weights as trained further.
    fn begin_stamp(&mut self) {
        self.last_stamp += 1;
        self.stamp = self.last_stamp;
    }

    /// After a change: at step 0 the present weights are the initial ones, and the curve begins.
    fn settle_at_step_0(&mut self) {
        if self.progress.step == 0 {
            self.hold_initial_weights();
            self.restart_curve();
        }
    }

    fn restart_curve(&mut self) {
        self.curve.restart();
        self.record();
    }
}

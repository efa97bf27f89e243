//! Changes, undo and redo. Undo restores settings, points and structure; weights that were trained meanwhile stay where the
//! structure still has them, those that the change discarded come back. Where it discarded the run (Reset, other initial weights, a
//! model from a file), all of that run comes back. Training itself is not undone.

use super::Session;
use super::curve::WEIGHTS;
use super::edit;
use super::history::{Inverse, Lost, Moment, Patch, Run, Settings};
use super::log::{Log, Start};
use super::neuron_ids::NeuronIds;
use super::structure::{self, Side, Weights};
use crate::command::Command;
use crate::config::{Config, InitialWeights};
use crate::keys::Affects;
use crate::model::layers;
use crate::problem::{Found, Problem, Rule};
use crate::query::Change;

impl Session {
    /// Carries out a command; commands of the same gesture are one change.
    pub(super) fn change(&mut self, gesture: Option<u32>, command: Command) -> Result<(), Problem> {
        let command = match command {
            Command::LoadModel { model, .. } if layers::are_alone(&model) => {
                let weights = layers::read_alone(&self.config, &model)?;
                Command::StartFrom { weights: InitialWeights::new(&weights) }
            }
            command => command,
        };
        let (step, stamp, begins) = (self.progress.step, self.stamp, matches!(command, Command::LoadModel { .. }));
        // A model from a file is as large as a run, and is not kept twice.
        let logged = if begins { None } else { Some(command.clone()) };
        self.curve.begin_change(gesture);
        self.carry_out(gesture, command)?;
        if let Some(command) = logged {
            let to = (self.stamp != stamp).then_some(self.progress.step);
            self.log.command(step, to, command, gesture);
        }
        if begins || self.log.is_full() {
            self.log = Log::begin(Start::Keyframe(Box::new(self.keyframe())));
        }
        Ok(())
    }

    fn carry_out(&mut self, gesture: Option<u32>, command: Command) -> Result<(), Problem> {
        match command {
            Command::Undo => self.undo_or_redo(true),
            Command::Redo => self.undo_or_redo(false),
            Command::Reset => {
                let before = self.before(Lost::Run(Box::new(self.run())));
                self.reset();
                self.remember_run(gesture, before);
                Ok(())
            }
            Command::SetParameter { layer, unit, input, value } => {
                let at = edit::place(&self.network, layer, unit, input)?;
                self.set(gesture, at, &[value])
            }
            Command::SetLayer { layer, weights, biases } => {
                let (at, values) =
                    edit::layer(&self.network, &self.weights.parameters, layer, &weights, biases.as_ref())?;
                self.set(gesture, at, &values)
            }
            Command::StartFrom { weights } => {
                let before = self.before(Lost::Run(Box::new(self.run())));
                self.start_from(weights)?;
                self.remember_run(gesture, before);
                Ok(())
            }
            Command::LoadModel { model, skip_checks } => {
                let before = self.before(Lost::Run(Box::new(self.run())));
                self.load(&model, skip_checks)?;
                self.remember_run(gesture, before);
                Ok(())
            }
            Command::RemoveNeuron { layer, unit } => {
                let before = self.before(Lost::Weights(self.weights.clone(), self.moment()));
                self.remove_neuron(layer, unit)?;
                self.remember(gesture, before);
                Ok(())
            }
            command => {
                let config = self.configured(command)?;
                if config == self.config {
                    // Nothing to undo, and nothing that needs to be copied.
                    return self.configure(config);
                }
                let lost = match self.config.changes(&config).any(Affects::INITIAL_WEIGHTS) {
                    true => Lost::Run(Box::new(self.run())),
                    false => Lost::Weights(self.weights.clone(), self.moment()),
                };
                let before = self.before(lost);
                self.configure(config)?;
                self.remember(gesture, before);
                Ok(())
            }
        }
    }

    /// Sets weights and biases from this place on.
    fn set(&mut self, gesture: Option<u32>, at: usize, values: &[f32]) -> Result<(), Problem> {
        let initial = self.config.weights.clone();
        let before = self.set_parameters(at, values)?;
        if !before.is_empty() {
            self.history.push(gesture, Inverse::Parameters { values: before, initial }, &[], &[]);
        }
        Ok(())
    }

    /// What is in force, with what a change may discard of the run.
    fn before(&self, lost: Lost) -> (Config, NeuronIds, Lost) {
        (self.config.clone(), self.neuron_ids.clone(), lost)
    }

    /// Enters a change of the whole run into the history, unless the run goes on as it would have.
    fn remember_run(&mut self, gesture: Option<u32>, before: (Config, NeuronIds, Lost)) {
        match &before.2 {
            Lost::Run(run) if before.0 == self.config && self.continues(run) => {}
            _ => self.remember(gesture, before),
        }
    }

    /// Enters a change into the history.
    fn remember(&mut self, gesture: Option<u32>, (config, neuron_ids, lost): (Config, NeuronIds, Lost)) {
        let lost = match lost {
            Lost::Weights(weights, _)
                if weights == self.weights && !config.changes(&self.config).any(Affects::SHAPE) =>
            {
                Lost::Nothing
            }
            lost => lost,
        };
        let points = Patch::between(&self.config.points, &config.points);
        let before = Settings { config: Box::new(without_points(&config)), points, neuron_ids, lost };
        self.history.push(gesture, Inverse::Settings(before), &config.points, &self.config.points);
        // A gesture that ends where it began is no change.
        if let Some(Inverse::Settings(before)) = self.history.last()
            && *before.config == without_points(&self.config)
            && before.points.applied(&self.config.points) == self.config.points
            && match &before.lost {
                Lost::Nothing => true,
                Lost::Weights(weights, _) => *weights == self.weights && before.neuron_ids == self.neuron_ids,
                Lost::Run(_) => false,
            }
        {
            self.history.forget_last();
        }
    }

    /// Undoes the last change, or redoes the last one that was undone.
    fn undo_or_redo(&mut self, back: bool) -> Result<(), Problem> {
        let (key, rule) = if back { ("undo", Rule::Undoable) } else { ("redo", Rule::Redoable) };
        let inverse = self.history.take(back).ok_or_else(|| Problem::new(key, rule, Found::Nothing))?;
        let inverse = match inverse {
            Inverse::Parameters { values, initial } => self.swap_parameters(values, initial),
            Inverse::Settings(settings) => Inverse::Settings(self.swap_settings(settings)?),
        };
        self.history.put(back, inverse);
        Ok(())
    }

    fn swap_parameters(&mut self, mut values: Vec<(usize, f32)>, mut initial: Option<InitialWeights>) -> Inverse {
        std::mem::swap(&mut self.config.weights, &mut initial);
        for (at, value) in &mut values {
            std::mem::swap(&mut self.weights.parameters[*at], value);
        }
        self.unedited = None;
        self.forget_measurements();
        let edit = Change { key: WEIGHTS.to_owned(), from: String::new(), to: String::new() };
        self.curve.mark(self.progress.step, vec![edit]);
        self.settle_at_step_0();
        Inverse::Parameters { values, initial }
    }

    /// Restores earlier settings; returns those that were in force until now.
    fn swap_settings(&mut self, Settings { config, points, neuron_ids, lost }: Settings) -> Result<Settings, Problem> {
        let to = Config { points: points.applied(&self.config.points), ..*config };
        let points = Patch::between(&to.points, &self.config.points);
        let (config, was, left) = (Box::new(without_points(&self.config)), self.neuron_ids.clone(), self.run());
        let moment = self.moment();
        let lost = match lost {
            Lost::Nothing => {
                self.configure(to)?;
                Lost::Nothing
            }
            Lost::Weights(weights, before) if before.stamp == self.stamp => {
                self.put_in_force(to, Some(weights))?;
                self.progress.optimiser_step = before.optimiser_step;
                self.settle_at_step_0();
                Lost::Weights(left.weights, moment)
            }
            Lost::Weights(weights, _) => {
                self.bring_back(to, weights, &neuron_ids)?;
                Lost::Weights(left.weights, moment)
            }
            Lost::Run(run) => {
                self.put_in_force(to, Some(run.weights.clone()))?;
                self.resume_run(*run);
                Lost::Run(Box::new(left))
            }
        };
        self.neuron_ids = neuron_ids;
        Ok(Settings { config, points, neuron_ids: was, lost })
    }

    /// Restores an earlier structure, in which the neurons that come back have the weights that they had.
    fn bring_back(&mut self, to: Config, had: Weights, neuron_ids: &NeuronIds) -> Result<(), Problem> {
        let network = structure::network(&to);
        let restarts = self.config.changes(&to).any(Affects::OPTIMISER);
        let weights = self.weights_of(had, Side { config: &to, network: &network, neuron_ids });
        self.put_in_force(to, Some(weights))?;
        self.unedited = None;
        if restarts {
            self.progress.optimiser_step = 0;
        }
        self.settle_at_step_0();
        Ok(())
    }

    /// The weights of another structure: neurons that are there keep theirs, the others have those of `had`. As long as initial
    /// weights are drawn, all of them have those of that structure.
    pub(super) fn weights_of(&self, had: Weights, to: Side<'_>) -> Weights {
        let from = Side { config: &self.config, network: &self.network, neuron_ids: &self.neuron_ids };
        match self.is_at_drawn_weights() {
            true => Weights::initial(to.config, to.network),
            false => self.weights.carried_back(had, from, to),
        }
    }

    /// Whether this run continues in the same way as another.
    fn continues(&self, run: &Run) -> bool {
        run.weights == self.weights && run.progress == self.progress && run.imported == self.imported
    }

    fn moment(&self) -> Moment {
        Moment { stamp: self.stamp, optimiser_step: self.progress.optimiser_step }
    }

    /// A copy of the run.
    pub(super) fn run(&self) -> Run {
        Run { curve: self.curve.points().to_vec(), ..self.run_without_curve() }
    }

    /// A copy of all of the run but its curve, which is the largest part of many.
    pub(super) fn run_without_curve(&self) -> Run {
        Run {
            weights: self.weights.clone(),
            progress: self.progress,
            stamp: self.stamp,
            gradient_norm: self.trainer.gradient_norm,
            curve: Vec::new(),
            marks: self.curve.marks().to_vec(),
            patience: self.patience,
            diverged: self.diverged,
            imported: self.imported.clone(),
        }
    }

    /// Continues a run whose weights are in force.
    pub(super) fn resume_run(&mut self, run: Run) {
        self.progress = run.progress;
        self.stamp = run.stamp;
        self.trainer.forget_gradient();
        self.trainer.gradient_norm = run.gradient_norm;
        self.curve.replace(self.curve.next_id(), run.curve, run.marks, self.measurement_cost());
        self.patience = run.patience;
        self.diverged = run.diverged;
        self.imported = run.imported;
        (self.measured, self.last_measured) = (None, None);
        self.unedited = None;
    }
}

fn without_points(config: &Config) -> Config {
    Config { points: Vec::new(), ..config.clone() }
}

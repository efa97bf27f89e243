//! What a command does to a run: nothing resets unless it must, and a refused command changes nothing, because everything that
//! can fail comes before the first change. What can be undone is remembered in `undo`.

use serde_json::Value;

use super::curve::WEIGHTS;
use super::dataset::Dataset;
use super::early_stopping::Patience;
use super::grids::Grids;
use super::history::Imported;
use super::metrics::Measures;
use super::neuron_ids::NeuronIds;
use super::structure::{self, Unedited, Weights};
use super::{Progress, Session, edit};
use crate::command::Command;
use crate::config::{Config, InitialWeights, same_bits};
use crate::keys::Affects;
use crate::model::Model;
use crate::object;
use crate::problem::{Problem, Rule};
use crate::query::Change;

impl Session {
    /// The configuration that a command about settings or points asks for.
    ///
    /// # Errors
    /// If it asks for something impossible.
    pub(super) fn configured(&self, command: Command) -> Result<Config, Problem> {
        let now = &self.data.points;
        let points = match command {
            Command::SetPoints { points } => points,
            Command::AddPoints { points } => edit::added(now, &points),
            Command::PutPoint { index, point } => edit::put(now, index, point)?,
            Command::RemovePoints { indices } => edit::removed(now, &indices)?,
            Command::Configure { partial } => return self.config.merged(&partial),
            Command::NewWeights => {
                let seed = self.config.weight_seed.wrapping_add(1);
                return self.config.merged(&object! { "weightSeed": seed });
            }
            Command::NewSample => {
                let seed = self.config.data_seed.wrapping_add(1);
                return self.config.merged(&object! { "dataSeed": seed });
            }
            Command::RemoveNeuron { .. }
            | Command::LoadModel { .. }
            | Command::StartFrom { .. }
            | Command::SetParameter { .. }
            | Command::SetLayer { .. }
            | Command::Reset
            | Command::Undo
            | Command::Redo => unreachable!("a command about weights or history asks for no configuration"),
        };
        self.config.with_points(points)
    }

    /// Whether the weights are those that are drawn for this configuration. As long as they are, they follow what the configuration
    /// becomes, and no edit before leaves a trace in them.
    pub(super) fn is_at_drawn_weights(&self) -> bool {
        self.progress.step == 0 && self.config.weights.is_none()
    }

    /// Lets the configuration hold the weights at step 0 where others would be drawn, so that Reset and links return to them.
    pub(super) fn hold_initial_weights(&mut self) {
        let present = &self.weights.parameters;
        let are_drawn = Weights::drawn(&self.config, &self.network).iter().zip(present).all(same_bits);
        self.config.weights = (!are_drawn).then(|| InitialWeights::new(present));
        self.imported = None;
    }

    /// Puts a new configuration in force and rebuilds what it changes.
    pub(super) fn configure(&mut self, config: Config) -> Result<(), Problem> {
        let before = &self.config;
        let changes = before.changes(&config);
        let rebuilds = changes.any(Affects::INITIAL_WEIGHTS);
        let optimiser_restarts = changes.any(Affects::OPTIMISER);
        let network = structure::network(&config);
        let same_shape = !changes.any(Affects::SHAPE);
        let redraws = rebuilds || !same_shape && self.is_at_drawn_weights();
        let mut last_neuron_id = self.last_neuron_id;
        let mut neuron_ids = self.neuron_ids.resized(&config.hidden_layers, &mut last_neuron_id);
        let weights = if redraws {
            Some(Weights::initial(&config, &network))
        } else if same_shape && !optimiser_restarts {
            None
        } else if same_shape {
            Some(self.weights.carried_over(before, &self.network, &config, &network))
        } else {
            let now = || Unedited {
                config: before.clone(),
                weights: self.weights.clone(),
                neuron_ids: self.neuron_ids.clone(),
            };
            let Unedited { config: from, weights, neuron_ids: unedited } = self.unedited.get_or_insert_with(now);
            last_neuron_id = self.last_neuron_id;
            neuron_ids = unedited.resized(&config.hidden_layers, &mut last_neuron_id);
            Some(weights.carried_over(from, &structure::network(from), &config, &network))
        };
        self.put_in_force(config, weights)?;
        (self.neuron_ids, self.last_neuron_id) = (neuron_ids, last_neuron_id);
        if optimiser_restarts {
            self.progress.optimiser_step = 0;
        }
        if rebuilds {
            (self.imported, self.unedited) = (None, None);
            self.progress = Progress::default();
            self.trainer.forget_gradient();
            self.begin_stamp();
        }
        self.settle_at_step_0();
        Ok(())
    }

    /// Replaces the configuration, and the weights where others are given that go with it, and what is made from them where it
    /// differs.
    pub(super) fn put_in_force(&mut self, config: Config, weights: Option<Weights>) -> Result<(), Problem> {
        let changes = self.config.changes(&config);
        let data = if changes.any(Affects::DATA) { Some(Dataset::build(&config)?) } else { None };
        let grids = if changes.any(Affects::PLANE) { Some(Grids::new(&config)?) } else { None };
        // From here on nothing can fail.
        self.curve.mark(self.progress.step, self.config.differences(&config));
        if changes.any(Affects::FUNCTION) {
            self.network = structure::network(&config);
            self.grids.forget_plans();
            self.gradients.forget_plans();
            self.neuron_states.forget_plans();
            self.measures = Measures::compile(&config, &self.network);
        }
        self.config = config;
        if let Some(data) = data {
            if data.points != self.data.points {
                self.trainer.forget_gradient();
            }
            self.data = data;
            self.data_version += 1;
            self.grids.forget_points();
        }
        if let Some(grids) = grids {
            self.grids = grids;
        }
        let n_train = self.data.train.n;
        let is_resized = changes.any(Affects::DATA) && self.trainer.is_resized(&self.config, n_train);
        if changes.any(Affects::STEP) || is_resized {
            self.trainer.compile_again(&self.config, &self.network, n_train);
        }
        if weights.is_some() || changes != Affects::NOTHING {
            self.forget_measurements();
        }
        if let Some(weights) = weights {
            self.weights = weights;
        }
        (self.diverged, self.patience, self.is_ended) = (None, Patience::default(), false);
        Ok(())
    }

    /// Forgets what was measured or computed ahead at other weights or under another configuration.
    pub(super) fn forget_measurements(&mut self) {
        self.trainer.forget_next();
        (self.measured, self.last_measured) = (None, None);
        (self.diverged, self.patience, self.is_ended) = (None, Patience::default(), false);
    }

    /// Replaces the weights and biases from this place on, and returns the earlier values of those that are others now.
    ///
    /// # Errors
    /// If a value is not finite, or they make the loss overflow.
    pub(super) fn set_parameters(&mut self, at: usize, values: &[f32]) -> Result<Vec<(usize, f32)>, Problem> {
        if let Some(value) = values.iter().find(|value| !value.is_finite()) {
            return Err(Problem::new("value", Rule::FiniteNumber, value));
        }
        let had_finite_loss = self.loss_is_finite();
        let there = at..at + values.len();
        let before = self.weights.parameters[there.clone()].to_vec();
        self.weights.parameters[there.clone()].copy_from_slice(values);
        self.measured = None;
        if had_finite_loss && !self.loss_is_finite() {
            self.weights.parameters[there].copy_from_slice(&before);
            self.measured = None;
            let largest = values.iter().copied().max_by(|a, b| a.abs().total_cmp(&b.abs()));
            return Err(Problem::new("value", Rule::FiniteLoss, largest.unwrap_or_default()));
        }
        self.forget_measurements();
        self.unedited = None;
        let [from, to] = match (&before[..], values) {
            ([before], [value]) => [before, value].map(f32::to_string),
            // Many are told as such; two edits of a layer do not revert each other.
            _ => [format!("{at}.."), String::new()],
        };
        self.curve.mark(self.progress.step, vec![Change { key: WEIGHTS.to_owned(), from, to }]);
        self.settle_at_step_0();
        let others =
            before.into_iter().zip(values).enumerate().filter(|(_, (before, value))| !same_bits((before, value)));
        Ok(others.map(|(idx, (before, _))| (at + idx, before)).collect())
    }

    /// Step 0, at the imported weights if they fit the present structure, or else its initial ones.
    pub(super) fn reset(&mut self) {
        self.weights = Weights::initial(&self.config, &self.network);
        if let Some(imported) = &self.imported
            && imported.sizes == self.network.sizes()
        {
            self.weights.parameters.clone_from(&imported.parameters);
        }
        self.unedited = None;
        self.begin_stamp();
        self.progress = Progress::default();
        self.trainer.forget_gradient();
        self.forget_measurements();
        self.settle_at_step_0();
    }

    /// Step 0, at these initial weights.
    ///
    /// # Errors
    /// If the network has not as many.
    pub(super) fn start_from(&mut self, weights: InitialWeights) -> Result<(), Problem> {
        let config = Config { weights: Some(weights), ..self.config.clone() };
        config.validate()?;
        self.configure(config)?;
        // They may be the initial weights of this run, which has gone on.
        self.imported = None;
        self.reset();
        Ok(())
    }

    /// Replaces configuration and run with those of an exported model; the history stays.
    ///
    /// # Errors
    /// If the JSON is not a model, or the model fails its own checks and these are not skipped; nothing is changed then.
    pub(super) fn load(&mut self, value: &Value, skip_checks: bool) -> Result<(), Problem> {
        let (model, checks) = Model::read(value)?;
        if !skip_checks {
            checks.hold(&model)?;
        }
        let mut fresh = Session::of_model(model)?;
        fresh.imported = Some(Imported::of(&fresh.network, &fresh.weights));
        fresh.curve.set_id(self.curve.next_id());
        fresh.last_stamp = self.last_stamp;
        fresh.data_version = self.data_version + 1;
        fresh.begin_stamp();
        fresh.last_neuron_id = self.last_neuron_id;
        fresh.neuron_ids = NeuronIds::default().resized(&fresh.config.hidden_layers, &mut fresh.last_neuron_id);
        if fresh.progress.step == 0 {
            fresh.hold_initial_weights();
        }
        fresh.history = std::mem::take(&mut self.history);
        *self = fresh;
        Ok(())
    }
}

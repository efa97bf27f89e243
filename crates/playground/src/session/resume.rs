//! A run leaves its session, as a model or as a keyframe, and another session continues it.

use serde_json::Value;

use super::Session;
use super::history::{History, Run};
use super::keyframe::Keyframe;
use super::log::{Log, Start};
use crate::model::Model;
use crate::problem::{Problem, Rule, Shape};

/// Numbers of weights and points in the changes to undo that a checkpoint keeps at most: half a megabyte.
const MOST_NUMBERS: usize = 1 << 17;

impl Model {
    /// The model of a run as it is now.
    pub fn of(session: &Session) -> Model {
        Model { config: session.config.clone(), run: session.run() }
    }
}

impl Session {
    /// The file of the [`Model`], from which [`Command::LoadModel`](crate::Command::LoadModel) continues as if it had never stopped.
    pub fn model(&self) -> Value {
        Model::of(self).to_json()
    }

    /// A run that begins as the model's ended, with nothing to undo.
    ///
    /// # Errors
    /// If the configuration does not validate, or has another number of weights.
    pub(super) fn of_model(Model { config, mut run }: Model) -> Result<Session, Problem> {
        let mut session = Session::new(config)?;
        let n = session.network.n_parameters();
        let other = [&run.weights.parameters].into_iter().chain(&run.weights.slots).find(|values| values.len() != n);
        if other.is_some() || run.weights.slots.len() != session.weights.slots.len() {
            let n_found = other.map_or(run.weights.slots.len(), Vec::len);
            return Err(Problem::new("start.weights", Rule::Shaped(Shape::Numbers(n)), n_found));
        }
        session.weights = std::mem::take(&mut run.weights);
        session.resume_run(run);
        Ok(session)
    }

    /// The run at this moment.
    pub(super) fn keyframe(&self) -> Keyframe {
        self.keyframe_of(self.run())
    }

    /// The same of a run that was copied already.
    pub(super) fn keyframe_of(&self, run: Run) -> Keyframe {
        self.keyframe_with(run, self.history.clone())
    }

    fn keyframe_with(&self, run: Run, history: History) -> Keyframe {
        Keyframe {
            config: self.config.clone(),
            run,
            unedited: self.unedited.clone(),
            neuron_ids: self.neuron_ids.clone(),
            last_neuron_id: self.last_neuron_id,
            last_stamp: self.last_stamp,
            history,
        }
    }

    /// The run that was kept.
    ///
    /// # Errors
    /// If the configuration does not validate, or has another number of weights.
    pub(super) fn of_keyframe(keyframe: Keyframe) -> Result<Session, Problem> {
        let Keyframe { config, run, unedited, neuron_ids, last_neuron_id, last_stamp, history } = keyframe;
        let mut session = Session::of_model(Model { config, run })?;
        (session.unedited, session.neuron_ids, session.last_neuron_id) = (unedited, neuron_ids, last_neuron_id);
        (session.last_stamp, session.history) = (last_stamp, history);
        Ok(session)
    }

    /// What [`resumed`](Session::resumed) needs to continue the run after a crash. Bounded: of very many or very large changes to
    /// undo only the last are kept.
    pub fn checkpoint(&self) -> Keyframe {
        self.keyframe_with(self.run(), self.history.recent(MOST_NUMBERS))
    }

    /// The run of a checkpoint.
    ///
    /// # Errors
    /// If the configuration does not validate, or has another number of weights.
    pub fn resumed(checkpoint: Keyframe) -> Result<Session, Problem> {
        let mut session = Session::of_keyframe(checkpoint)?;
        session.log = Log::begin(Start::Keyframe(Box::new(session.keyframe())));
        Ok(session)
    }

    /// How many entries the log has.
    pub fn n_logged(&self) -> usize {
        self.log.entries().len()
    }

    /// Takes over what was done to the run before it was kept, so that it can be made again from its beginning: only if that led to
    /// where the run is, to the bit.
    pub fn recall(&mut self, past: Log) {
        let now = self.log();
        if (past.engine, past.step, &past.checksum) == (now.engine, now.step, &now.checksum) {
            self.log = past;
        }
    }
}

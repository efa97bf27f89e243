//! Makes a run again from its log, or from what was kept of it at one moment.

use super::keyframe::Keyframe;
use super::log::{Log, Start, What};
use super::{ENGINE, Session, Unit};
use crate::problem::Problem;

impl Session {
    /// The run at this moment.
    pub(super) fn keyframe(&self) -> Keyframe {
        Keyframe {
            config: self.config.clone(),
            run: self.run(),
            unedited: self.unedited.clone(),
            neuron_ids: self.neuron_ids.clone(),
            last_neuron_id: self.last_neuron_id,
            last_stamp: self.last_stamp,
            history: self.history.clone(),
        }
    }

    /// The run that was kept.
    ///
    /// # Errors
    /// If the configuration does not validate.
    pub(super) fn of_keyframe(keyframe: Keyframe) -> Result<Session, Problem> {
        let Keyframe { config, run, unedited, neuron_ids, last_neuron_id, last_stamp, history } = keyframe;
        let mut session = Session::new(config)?;
        session.weights = run.weights.clone();
        session.resume_run(run);
        (session.unedited, session.neuron_ids, session.last_neuron_id) = (unedited, neuron_ids, last_neuron_id);
        (session.last_stamp, session.history) = (last_stamp, history);
        Ok(session)
    }

    /// What was done to the run since it began, and where it is.
    pub fn log(&self) -> Log {
        let checksum = super::metrics::checksum(self.progress.step, &self.weights);
        self.log.clone().ending(ENGINE, self.progress.step, checksum)
    }
}

impl Log {
    /// Makes the run again. It has the weights, the optimiser's state and the counters of the recorded one, to the bit, where the
    /// engine is the same; its curve may have other entries, and divergences on its way are not told.
    ///
    /// # Errors
    /// If a command that was carried out is refused now.
    pub fn replay(&self) -> Result<Session, Problem> {
        let mut session = match self.start() {
            Start::Config(config) => Session::new((**config).clone())?,
            Start::Keyframe(keyframe) => Session::of_keyframe((**keyframe).clone())?,
        };
        let mut unit = Unit::Batch;
        for entry in self.entries() {
            session.go_to(entry.step, unit);
            match &entry.what {
                What::Unit { unit: next } => unit = *next,
                What::Command { command, gesture } => session.change(*gesture, command.clone())?,
            }
        }
        session.go_to(self.step, unit);
        Ok(session)
    }
}

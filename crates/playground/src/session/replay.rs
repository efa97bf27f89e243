//! Makes a run again from its log, or from what was kept of it at one moment.

use std::ops::Range;

use super::keyframe::Keyframe;
use super::log::{Log, Start, What};
use super::{ENGINE, Session};
use crate::problem::Problem;

impl Session {
    /// What was done to the run since it began, and where it is.
    pub fn log(&self) -> Log {
        let checksum = super::metrics::checksum(self.progress.step, &self.weights);
        self.log.clone().ending(ENGINE, self.progress.step, checksum)
    }
}

impl Session {
    /// The run as update `step` left it, before the changes then, or at the first step after them. It goes back to the last reset,
    /// other initial weights, import or undoing of one of these.
    ///
    /// # Errors
    /// Never, unless a command that was carried out is refused now.
    pub fn as_of(&self, step: u64) -> Result<Option<Session>, Problem> {
        let Some((keyframe, entries)) = self.log.until(step).filter(|_| step <= self.progress.step) else {
            return Ok(None);
        };
        let mut session = self.log.made(keyframe, entries, step)?;
        // The curve of the present run up to there.
        let curve = self.curve.points().iter().filter(|entry| entry.step <= step).cloned().collect();
        let marks = self.curve.marks().iter().filter(|mark| mark.step < step).cloned().collect();
        session.curve.replace(self.curve.next_id(), curve, marks, session.measurement_cost());
        Ok(Some(session))
    }
}

impl Log {
    /// Makes the run again. It has the weights, the optimiser's state and the counters of the recorded one, to the bit, where the
    /// engine is the same; its curve may have other entries, and divergences on its way are not told.
    ///
    /// # Errors
    /// If a command that was carried out is refused now.
    pub fn replay(&self) -> Result<Session, Problem> {
        self.made(None, 0..self.entries().len(), self.step)
    }

    /// The run that begins at a keyframe, or at the start, after these entries and at this step.
    fn made(&self, keyframe: Option<&Keyframe>, entries: Range<usize>, step: u64) -> Result<Session, Problem> {
        let mut session = match (keyframe, self.start()) {
            (Some(keyframe), _) => Session::of_keyframe(keyframe.clone())?,
            (None, Start::Config(config)) => Session::new((**config).clone())?,
            (None, Start::Keyframe(keyframe)) => Session::of_keyframe((**keyframe).clone())?,
        };
        let mut unit = self.unit_before(entries.start);
        for entry in &self.entries()[entries] {
            session.go_to(entry.step, unit);
            match &entry.what {
                What::Unit { unit: next } => unit = *next,
                What::Command { command, gesture } => session.change(*gesture, command.clone())?,
            }
        }
        session.go_to(step, unit);
        Ok(session)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::Unit;
    use super::super::log::MOST_NUMBERS;
    use super::*;
    use crate::config::Config;

    #[test]
    fn keyframes_are_bounded_and_near_every_step() {
        let config = Config::default().merged(&json!({ "count": 10, "hiddenLayers": [1], "batchSize": 1 }));
        let mut session = Session::new(config.expect("it is valid")).expect("it is valid");
        for n in [500, 100_000] {
            session.train(Unit::Batch, n);
            for _ in 0..400 {
                session.train(Unit::Batch, 150);
            }
            assert!(session.log.n_numbers() <= MOST_NUMBERS);
            for k in 0..40 {
                let step = session.progress.step - 1500 * k;
                let (keyframe, _) = session.log.until(step).expect("the run was there");
                let near = keyframe.expect("there is a keyframe").run.progress.step;
                assert!(step - near <= 60_000 / 8, "{near} for {step}");
            }
        }
    }
}

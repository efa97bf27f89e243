//! Makes a run again from its log, or from what was kept of it at one moment: at once, or in slices.

use std::ops::Range;

use super::Session;
use super::engine::ENGINE;
use super::keyframe::Keyframe;
use super::log::{Entry, Log, Start, What};
use super::progress::Unit;
use crate::problem::Problem;

impl Session {
    /// What was done to the run since it began, and where it is.
    pub fn log(&self) -> Log {
        let checksum = super::metrics::checksum(self.progress.step, &self.weights);
        self.log.clone().ending(ENGINE, self.progress.step, checksum)
    }

    /// The run as update `step` left it, before the changes then, or at the first step after them. It goes back to the last reset,
    /// other initial weights, import or undoing of one of these.
    ///
    /// # Errors
    /// Never, unless a command that was carried out is refused now.
    pub fn as_of(&self, step: u64) -> Result<Option<Session>, Problem> {
        let Some((keyframe, entries)) = self.log.until(step).filter(|_| step <= self.progress.step) else {
            return Ok(None);
        };
        let mut session = Replay::between(&self.log, keyframe, entries, step)?.run_out()?;
        // The curve of the present run up to there.
        let curve = self.curve.points().iter().filter(|entry| entry.step <= step).cloned().collect();
        let marks = self.curve.marks().iter().filter(|mark| mark.step < step).cloned().collect();
        session.curve.replace(self.curve.next_id(), curve, marks, session.measurement_cost());
        Ok(Some(session))
    }

    /// Takes the place of another session: what was seen of that one is not of this.
    pub fn take_place_of(&mut self, other: &Session) {
        self.data_version = other.data_version + 1;
        self.curve.set_id(other.curve.next_id());
    }
}

impl Log {
    /// Makes the run again. It has the weights, the optimiser's state and the counters of the recorded one, to the bit, where the
    /// engine is the same; its curve may have other entries, and divergences on its way are not told.
    ///
    /// # Errors
    /// If a command that was carried out is refused now.
    pub fn replay(&self) -> Result<Session, Problem> {
        Replay::begin(self)?.run_out()
    }
}

/// A run on its way to being made again. Where it ends does not depend on the slices.
#[derive(Debug)]
pub struct Replay {
    session: Session,
    entries: Vec<Entry>,
    /// How many of them have been carried out.
    n_done: usize,
    /// What an update is from.
    unit: Unit,
    /// Updates when all is done.
    step: u64,
    n_updates: u64,
}

impl Replay {
    /// The run of a log, before anything was done to it.
    ///
    /// # Errors
    /// If the configuration that it begins with does not validate.
    pub fn begin(log: &Log) -> Result<Replay, Problem> {
        Replay::between(log, None, 0..log.entries().len(), log.step)
    }

    /// The run that begins at a keyframe, or at the start, to be led through these entries and to this step.
    fn between(log: &Log, keyframe: Option<&Keyframe>, entries: Range<usize>, step: u64) -> Result<Replay, Problem> {
        let session = match (keyframe, log.start()) {
            (Some(keyframe), _) => Session::of_keyframe(keyframe.clone())?,
            (None, Start::Config(config)) => Session::new((**config).clone())?,
            (None, Start::Keyframe(keyframe)) => Session::resumed((**keyframe).clone())?,
        };
        let unit = log.unit_before(entries.start);
        Ok(Replay { session, entries: log.entries()[entries].to_vec(), n_done: 0, unit, step, n_updates: 0 })
    }

    /// How many updates were made since it began.
    pub fn n_updates(&self) -> u64 {
        self.n_updates
    }

    /// Makes at most `most` updates, or carries one command out; whether all is done.
    ///
    /// # Errors
    /// If a command that was carried out is refused now.
    pub fn advance(&mut self, most: u64) -> Result<bool, Problem> {
        let next = self.entries.get(self.n_done);
        let (before, target) = (self.session.progress.step, next.map_or(self.step, |entry| entry.step));
        self.session.go_to(target.min(before.saturating_add(most)), self.unit);
        let made = self.session.progress.step.saturating_sub(before);
        self.n_updates += made;
        // A run that diverges on its way, or has no points, goes no further: what a log says otherwise was not recorded.
        if made > 0 && self.session.progress.step < target {
            return Ok(false);
        }
        let Some(entry) = next else { return Ok(true) };
        match &entry.what {
            What::Unit { unit } => self.unit = *unit,
            What::Command { command, gesture } => self.session.change(*gesture, command.clone())?,
        }
        self.n_done += 1;
        Ok(false)
    }

    /// The run, as far as it has come.
    pub fn into_session(self) -> Session {
        self.session
    }

    fn run_out(mut self) -> Result<Session, Problem> {
        while !self.advance(u64::MAX)? {}
        Ok(self.session)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::log::MOST_NUMBERS;
    use super::*;
    use crate::config::Config;

    #[test]
    fn a_keyframe_whose_weights_do_not_fit_its_network_is_no_run() {
        let session = Session::new(Config::default()).expect("it is valid");
        let mut keyframe = session.keyframe();
        keyframe.run.weights.parameters.pop();
        let log = Log::begin(Start::Keyframe(Box::new(keyframe))).ending(ENGINE, 0, "0".repeat(16));
        let refused = Log::from_json(&log.to_json()).expect("it has the form").replay().expect_err("it is no run");
        assert!(refused.to_string().starts_with("start.weights must be "), "{refused}");
    }

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

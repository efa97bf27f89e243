//! Training as it is asked for: in units, up to a number of them, a rule that ends it, or a divergence.

use super::trainer::{State, Training};
use super::{Divergence, Progress, Session, Stop, Trained, Unit, early_stopping};

impl Session {
    /// Trains: `n` updates from single points, `n` batches, or to the end of `n` epochs. Where the run is afterwards does not
    /// depend on how many calls it took.
    pub fn train(&mut self, unit: Unit, n: u32) -> Trained {
        self.train_heeding(unit, u64::from(n), true)
    }

    /// Trains up to an update, from samples or batches, whatever the rules are that end training.
    pub(super) fn go_to(&mut self, step: u64, unit: Unit) {
        let n = step.saturating_sub(self.progress.step);
        if n > 0 {
            self.train_heeding(unit, n, false);
        }
    }

    fn train_heeding(&mut self, unit: Unit, n: u64, heeds_rules: bool) -> Trained {
        let before = self.progress.step;
        let mut start = None;
        let mut stopped = self.train_until_stopped(unit, n, heeds_rules, &mut start);
        if let Some(start) = start {
            let training = Training { config: &self.config, network: &self.network, data: &self.data, unit };
            let (measures, weights, progress) = (&mut self.measures, &mut self.weights, &mut self.progress);
            let confirmed = self.trainer.confirm(training, measures, weights, progress, start);
            if let Err(divergence) = confirmed {
                stopped = Some(self.diverge(divergence));
            }
        }
        self.is_ended = stopped.is_some_and(Stop::is_by_rule);
        let steps = self.progress.step - before;
        if steps > 0 {
            self.log.train(before, unit);
            let n_numbers = self.weights.n_numbers() + self.history.n_numbers();
            if self.log.wants_keyframe(self.progress.step) && self.log.has_room_for(n_numbers) {
                let keyframe = self.keyframe_of(self.run_without_curve());
                self.log.keep(keyframe);
            }
            (self.measured, self.unedited) = (None, None);
            self.begin_stamp();
            if unit != Unit::Epoch && n == 1 {
                self.record();
            }
        }
        Trained { steps, stopped }
    }

    /// Trains up to what is asked for or a reason to end; `start` becomes the state before the last stretch, unless the run diverged.
    fn train_until_stopped(
        &mut self,
        unit: Unit,
        n: u64,
        heeds_rules: bool,
        start: &mut Option<State>,
    ) -> Option<Stop> {
        if self.data.train.n == 0 {
            return Some(Stop::NoPoints);
        }
        let target_epoch = self.progress.epoch + n;
        let mut left = if unit == Unit::Epoch { u64::MAX } else { n };
        let is_done = |progress: Progress, left: u64| match unit {
            Unit::Epoch => progress.epoch >= target_epoch,
            Unit::Sample | Unit::Batch => left == 0,
        };
        while !is_done(self.progress, left) {
            let epoch = self.progress.epoch;
            let training = Training { config: &self.config, network: &self.network, data: &self.data, unit };
            let (measures, weights, progress) = (&mut self.measures, &mut self.weights, &mut self.progress);
            match self.trainer.run(training, measures, weights, progress, start, left) {
                Ok(steps) => left -= steps,
                Err(divergence) => return Some(self.diverge(divergence)),
            }
            self.diverged = None;
            if self.progress.epoch > epoch {
                self.measured = None;
                if self.curve.is_due(self.progress.epoch, self.measurement_cost()) {
                    self.record();
                }
                if let Some(stop) = self.rule_that_stops().filter(|_| heeds_rules) {
                    return Some(stop);
                }
            }
        }
        None
    }

    /// The rule that ends training at the end of this epoch.
    fn rule_that_stops(&mut self) -> Option<Stop> {
        if early_stopping::need_measures(&self.config) {
            self.measured();
        }
        let measured = self.measured.unwrap_or_default();
        self.patience.stop(&self.config, self.progress, &measured)
    }

    /// Notes that the run went back to an earlier state.
    fn diverge(&mut self, divergence: Divergence) -> Stop {
        self.diverged = Some(divergence);
        (self.measured, self.last_measured) = (None, None);
        self.trainer.layer_norms.clear();
        self.curve.go_back(self.progress.step);
        // The last loss that is a number is where the curve ends.
        self.record();
        Stop::Diverged(divergence)
    }
}

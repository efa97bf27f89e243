//! The learning rate of each update: the schedule, and the batch where the rate follows it.

use nn::schedule::{self, Schedule};

use crate::config::Config;

/// The batch size for which the learning rate is meant when it follows the batch.
const REFERENCE_BATCH: f64 = 10.0;

/// The learning rate from update to update.
pub(super) struct RateSchedule {
    schedule: &'static Schedule,
    params: Vec<f64>,
    base: f64,
    factor: f64,
}

impl RateSchedule {
    pub(super) fn new(config: &Config, n_train: usize) -> RateSchedule {
        let schedule = schedule::find(&config.schedule).expect("a valid configuration names a schedule of the catalog");
        let value = |param: &nn::Param| config.schedule_params.get(param.name).unwrap_or(param.default);
        let factor = match config.rate_follows_batch {
            true => (config.batch_points(n_train) as f64 / REFERENCE_BATCH).sqrt(),
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
    pub(super) fn rate(&self, step: u64) -> f64 {
        (self.schedule.rate)(self.base, step as f64, &self.params) * self.factor
    }
}

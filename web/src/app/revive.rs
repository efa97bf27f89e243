//! When the session's side dies: it is started again from the last good state and goes on as it was, unless it dies again and
//! again. Knows no reason for a death; it passes on what it is told.

use std::cell::RefCell;

use playground::{Point, object};

use crate::app::engine::Engine;
use crate::browser::clock::now_ms;
use crate::store::state::Action;

/// So many deaths within so long are no accident any more.
const MOST_DEATHS: usize = 3;
const DEATHS_WITHIN_MS: f64 = 10_000.0;

/// When the engine died of late.
#[derive(Debug, Default)]
pub(crate) struct Deaths(RefCell<Vec<f64>>);

impl Deaths {
    /// Takes note of a death; whether it is one too many.
    fn are_too_many(&self, now_ms: f64) -> bool {
        let mut times = self.0.borrow_mut();
        times.retain(|time| now_ms - time < DEATHS_WITHIN_MS);
        times.push(now_ms);
        times.len() >= MOST_DEATHS
    }
}

impl Engine {
    /// The session's side is gone, for this reason.
    pub(super) fn died(&self, details: String) {
        if self.deaths.are_too_many(now_ms()) {
            self.is_playing.set(false);
            return self.dispatch.emit(Action::Crashed(details.into()));
        }
        self.dispatch.emit(Action::Revived(details.into()));
        self.revive(self.is_playing.get());
    }

    /// A person wants it started again.
    pub(crate) fn restart(&self) {
        self.deaths.0.borrow_mut().clear();
        self.dispatch.emit(Action::Restarting);
        self.revive(false);
    }

    fn revive(&self, play: bool) {
        self.frames.forget();
        self.stage.forget_curve();
        self.bridge.start();
        let mut config = self.state().config.to_json();
        if config["dataset"] == "own" {
            config["points"] = self.stage.points.borrow().iter().map(Point::to_json).collect();
        } else if let Some(keys) = config.as_object() {
            // The checkpoint remembers those that are not in play.
            let others = keys.iter().filter(|(key, _)| *key != "points");
            config = object(others.map(|(key, value)| (key.clone(), value.clone())));
        }
        self.begin(config, play);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_deaths_in_a_row_are_too_many_and_three_in_an_hour_are_not() {
        let deaths = Deaths::default();
        assert_eq!([0.0, 900.0, 1800.0].map(|time| deaths.are_too_many(time)), [false, false, true]);
        let deaths = Deaths::default();
        assert_eq!([0.0, 20_000.0, 40_000.0].map(|time| deaths.are_too_many(time)), [false; 3]);
    }
}

//! When silence means that the worker is dead. A worker that the browser ends says nothing; where the browser has no locks to tell it by, it is asked,
//! and taken for dead when it does not answer for long. Time in which the page itself did not run, as in a tab that slept or on a
//! machine that is too busy, is not counted. Knows no worker.

use std::cell::Cell;

/// How often to look while an answer is due.
pub(super) const LOOK_EVERY_MS: f64 = 1000.0;
/// A look that comes this late says that the page did not run.
const LATE_MS: f64 = 2000.0;
/// Whoever is silent for so long is asked whether anybody is there.
const ASK_AFTER_MS: f64 = 3000.0;
/// Whoever is asked answers between two pieces of work. The longest pieces are an epoch or a picture of a large network.
const PATIENCE_MS: f64 = 10_000.0;
/// A hundred thousand points or places, at half a multiply-add per nanosecond.
const PATIENCE_PER_PARAMETER_MS: f64 = 0.2;

/// What a look says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Wait,
    /// Time to send a ping.
    Ask,
    Dead,
}

/// How long nothing was heard.
#[derive(Debug, Default)]
pub(super) struct Watchdog {
    silent_ms: Cell<f64>,
    looked_ms: Cell<f64>,
    /// Weights and biases of the network, for which large ones are given time.
    n_parameters: Cell<usize>,
}

impl Watchdog {
    /// Something was heard.
    pub(super) fn end(&self) {
        self.silent_ms.set(0.0);
    }

    /// From now on an answer is due.
    pub(super) fn begin(&self, now_ms: f64) {
        self.looked_ms.set(now_ms);
        self.end();
    }

    /// The network has so many parameters.
    pub(super) fn expect(&self, n_parameters: usize) {
        self.n_parameters.set(n_parameters);
    }

    /// Looks how long it has been silent; a hidden page's time does not count.
    pub(super) fn look(&self, now_ms: f64, is_shown: bool) -> Verdict {
        let gap_ms = now_ms - self.looked_ms.replace(now_ms);
        if !is_shown || gap_ms > LATE_MS {
            self.end();
            return Verdict::Wait;
        }
        let before_ms = self.silent_ms.get();
        let silent_ms = before_ms + gap_ms;
        self.silent_ms.set(silent_ms);
        if silent_ms >= PATIENCE_MS + PATIENCE_PER_PARAMETER_MS * self.n_parameters.get() as f64 {
            return Verdict::Dead;
        }
        if before_ms < ASK_AFTER_MS && silent_ms >= ASK_AFTER_MS { Verdict::Ask } else { Verdict::Wait }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Looks every second for `n` seconds; each verdict but `Wait`, with its second.
    fn looks(watchdog: &Watchdog, from_s: u32, n: u32) -> Vec<(u32, Verdict)> {
        let look = |second: u32| (second, watchdog.look(f64::from(from_s + second) * 1000.0, true));
        (1..=n).map(look).filter(|(_, verdict)| *verdict != Verdict::Wait).collect()
    }

    #[test]
    fn who_does_not_answer_is_asked_once_and_then_dead() {
        let watchdog = Watchdog::default();
        watchdog.begin(0.0);
        assert_eq!(looks(&watchdog, 0, 10), [(3, Verdict::Ask), (10, Verdict::Dead)]);
    }

    #[test]
    fn who_answers_lives_however_long_a_step_takes() {
        let watchdog = Watchdog::default();
        watchdog.begin(0.0);
        for minute in 0..60 {
            assert_eq!(looks(&watchdog, 9 * minute, 9), [(3, Verdict::Ask)]);
            watchdog.end();
        }
    }

    #[test]
    fn time_in_which_the_page_slept_was_busy_or_hidden_is_not_counted() {
        let watchdog = Watchdog::default();
        watchdog.begin(0.0);
        looks(&watchdog, 0, 9);
        assert_eq!(watchdog.look(3_600_000.0, true), Verdict::Wait);
        assert_eq!(looks(&watchdog, 3600, 9), [(3, Verdict::Ask)]);
        assert_eq!(watchdog.look(3_610_000.0, false), Verdict::Wait);
        assert_eq!(looks(&watchdog, 3610, 9), [(3, Verdict::Ask)]);
        for n in 1..100 {
            assert_eq!(watchdog.look(3_620_000.0 + 2100.0 * f64::from(n), true), Verdict::Wait);
        }
    }

    #[test]
    fn large_networks_are_given_time() {
        let watchdog = Watchdog::default();
        watchdog.expect(1_000_000);
        watchdog.begin(0.0);
        assert_eq!(looks(&watchdog, 0, 209), [(3, Verdict::Ask)]);
        assert_eq!(looks(&watchdog, 209, 1), [(1, Verdict::Dead)]);
    }
}

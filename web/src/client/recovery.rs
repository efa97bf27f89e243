//! When a crash is too many: after a crash the session is started again from its last checkpoint, unless it crashes again and
//! again. Knows no reason for a crash.

use std::cell::RefCell;

/// So many crashes within so long are no accident any more.
const MOST_CRASHES: usize = 3;
const CRASHES_WITHIN_MS: f64 = 10_000.0;

/// The times of the last crashes.
#[derive(Debug, Default)]
pub(super) struct Crashes(RefCell<Vec<f64>>);

impl Crashes {
    /// Takes note of a crash; whether it is one too many.
    pub(super) fn are_too_many(&self, now_ms: f64) -> bool {
        let mut times = self.0.borrow_mut();
        times.retain(|time| now_ms - time < CRASHES_WITHIN_MS);
        times.push(now_ms);
        times.len() >= MOST_CRASHES
    }

    /// Forgets them: a person wants to try again.
    pub(super) fn forget(&self) {
        self.0.borrow_mut().clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_crashes_in_a_row_are_too_many_and_three_in_an_hour_are_not() {
        let crashes = Crashes::default();
        assert_eq!([0.0, 900.0, 1800.0].map(|time| crashes.are_too_many(time)), [false, false, true]);
        let crashes = Crashes::default();
        assert_eq!([0.0, 20_000.0, 40_000.0].map(|time| crashes.are_too_many(time)), [false; 3]);
    }
}

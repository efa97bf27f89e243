//! Comparisons and their results. It knows no fixture.

use std::fmt;

/// How many cases passed, failed and were listed.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Totals {
    /// Every value agrees.
    pub passed: usize,
    /// Some value does not.
    pub failed: usize,
    /// Only values that are a matter of convention do not.
    pub listed: usize,
}

impl Totals {
    /// All cases.
    pub fn cases(&self) -> usize {
        self.passed + self.failed + self.listed
    }

    pub(super) fn add(&mut self, other: &Totals) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.listed += other.listed;
    }

    pub(super) fn count(&mut self, check: &Check) {
        match (check.failures.is_empty(), check.excuses.is_empty()) {
            (false, _) => self.failed += 1,
            (true, false) => self.listed += 1,
            (true, true) => self.passed += 1,
        }
    }
}

impl fmt::Display for Totals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed, {} listed", self.passed, self.failed, self.listed)
    }
}

/// The comparisons of one case.
#[derive(Debug, Default)]
pub(super) struct Check {
    /// Largest deviation so far, usually relative to max(1, |reference|); listed values are not counted.
    pub(super) worst: f64,
    /// Largest deviation so far, as a share of its tolerance.
    pub(super) worst_share: f64,
    failures: Vec<String>,
    excuses: Vec<String>,
}

impl Check {
    /// Compares values: |got − want| ≤ tolerance · max(1, |want|).
    pub(super) fn close(&mut self, what: &str, got: &[f64], want: &[f64], tolerance: f64) {
        self.close_unless(what, got, want, tolerance, |_| None);
    }

    /// As `close`, but a value for which `excuse` has a reason is listed if it deviates.
    pub(super) fn close_unless(
        &mut self,
        what: &str,
        got: &[f64],
        want: &[f64],
        tolerance: f64,
        excuse: impl Fn(usize) -> Option<String>,
    ) {
        self.compare(what, got, want, tolerance, |want| want.abs().max(1.0), excuse);
    }

    /// Compares values: |got − want| ≤ tolerance · max(scale, |want|).
    pub(super) fn close_to_scale(&mut self, what: &str, got: &[f64], want: &[f64], tolerance: f64, scale: f64) {
        self.compare(what, got, want, tolerance, |want| want.abs().max(scale), |_| None);
    }

    /// Compares values: |got − want| ≤ tolerance.
    pub(super) fn close_absolutely(&mut self, what: &str, got: &[f64], want: &[f64], tolerance: f64) {
        self.compare(what, got, want, tolerance, |_| 1.0, |_| None);
    }

    fn compare(
        &mut self,
        what: &str,
        got: &[f64],
        want: &[f64],
        tolerance: f64,
        unit: impl Fn(f64) -> f64,
        excuse: impl Fn(usize) -> Option<String>,
    ) {
        if got.len() != want.len() {
            return self.fail(format!("{what} must have {} values, got {}", want.len(), got.len()));
        }
        for (idx, (got, want)) in got.iter().zip(want).enumerate() {
            // Equal infinities agree; their difference is not a number.
            let deviation = if got == want { 0.0 } else { (got - want).abs() / unit(*want) };
            let share = if deviation == 0.0 { 0.0 } else { deviation / tolerance };
            let text = || {
                let how = format!("deviation {deviation:.1e}, allowed {tolerance:.0e}");
                format!("{what}[{idx}] must be {want:e}, got {got:e} ({how})")
            };
            let holds = deviation <= tolerance;
            match excuse(idx).filter(|_| !holds) {
                Some(reason) => self.excuses.push(format!("{}: {reason}", text())),
                None => {
                    self.worst = self.worst.max(deviation);
                    self.worst_share = self.worst_share.max(share);
                    self.holds(holds, text);
                }
            }
        }
    }

    /// Records a failure with a message.
    pub(super) fn fail(&mut self, reason: String) {
        self.failures.push(reason);
    }

    /// Fails unless `holds`.
    pub(super) fn holds(&mut self, holds: bool, otherwise: impl FnOnce() -> String) {
        if !holds {
            self.fail(otherwise());
        }
    }

    /// One line about a case that failed or is listed: the first failed and the first listed value, and the number of each.
    pub(super) fn line(&self, title: &str) -> Option<String> {
        let (verdict, texts) = match (self.failures.as_slice(), self.excuses.as_slice()) {
            ([], []) => return None,
            ([], excuses) => ("listed", excuses),
            (failures, _) => ("FAILED", failures),
        };
        let more = if texts.len() > 1 { format!(" (and {} more)", texts.len() - 1) } else { String::new() };
        Some(format!("{verdict} {title}: {}{more}; worst deviation {:.1e}", texts[0], self.worst))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(got: f64, excuse: Option<String>) -> Totals {
        let (mut check, mut totals) = (Check::default(), Totals::default());
        check.close_unless("value", &[got], &[2.0], 1e-6, |_| excuse.clone());
        totals.count(&check);
        totals
    }

    #[test]
    fn a_deviating_value_fails_unless_it_is_excused() {
        let reason = Some("a kink".to_owned());
        assert_eq!(verdict(2.0 + 1e-6, reason.clone()), Totals { passed: 1, ..Totals::default() });
        assert_eq!(verdict(2.1, reason), Totals { listed: 1, ..Totals::default() });
        assert_eq!(verdict(2.1, None), Totals { failed: 1, ..Totals::default() });
        assert_eq!(verdict(f64::NAN, None), Totals { failed: 1, ..Totals::default() });
    }
}

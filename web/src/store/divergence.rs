//! Which learning rate to try after one that diverged.

use playground::decimal;

/// A rate that diverged is tried again this much smaller,
const SLOWER_BY: f64 = 10.0;
/// and at once as small as the one that the page begins with, at which most networks learn.
const USUAL_RATE: f64 = 0.03;
/// The learning rate to try after this one diverged.
pub(crate) fn slower_than(rate: f64) -> f64 {
    rounded((rate / SLOWER_BY).min(USUAL_RATE))
}

/// Three digits are enough for a rate that a person reads.
fn rounded(rate: f64) -> f64 {
    decimal(&format!("{rate:.2e}")).unwrap_or(rate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_smaller_rate_is_readable() {
        assert_eq!(slower_than(0.03), 0.003);
        assert_eq!(rounded(10.0 / 3.0), 3.33);
    }

    #[test]
    fn however_large_a_rate_was_the_next_one_is_usual() {
        assert_eq!([100.0, 3.0, 0.3, 0.1].map(slower_than), [0.03, 0.03, 0.03, 0.01]);
    }
}

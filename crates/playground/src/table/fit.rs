//! How numbers come onto the plane: as they are, or by a mean and a scale that are short decimals, so that formulas with them can be
//! read. It does not know what the numbers are.

use autodiff::formula::decimal;

use crate::data::DOMAIN;

/// How positions come onto the plane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// As they are; a row outside of the plane is left out.
    Keep,
    /// Both axes by the same factor, so that shapes and distances keep their proportions.
    Same,
    /// Each axis by its own factor.
    Each,
}

/// Scaled positions reach from about −this to this.
const REACH: f64 = 5.0;

/// Positions that take less than this of the plane are scaled, although they lie on it.
const SMALLEST: f64 = 2.0;

/// From here on, ranges are so different that each axis has its own factor.
const RATIO: f64 = 3.0;

/// The smallest and the largest of some numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Range {
    pub(super) low: f64,
    pub(super) high: f64,
}

/// Mean and scale: (value − mean) ⁄ scale is what the network sees.
pub(super) type Shift = (f64, f64);

/// Nothing is scaled.
pub(super) const NO_SHIFT: Shift = (0.0, 1.0);

impl Range {
    pub(super) fn of(values: impl Iterator<Item = f64>) -> Range {
        let around = |range: Range, value: f64| Range { low: range.low.min(value), high: range.high.max(value) };
        values.fold(Range { low: f64::INFINITY, high: f64::NEG_INFINITY }, around)
    }

    fn half(self) -> f64 {
        let half = self.high / 2.0 - self.low / 2.0;
        // What is smaller cannot be a scale.
        if half > 1e-290 { half } else { 0.0 }
    }

    fn lies_within(self, limit: f64) -> bool {
        self.low >= -limit && self.high <= limit
    }

    /// Mean and scale that bring it to about −`reach` to `reach`; its scale is at least that of half a range.
    fn shift(self, half: f64, reach: f64) -> Shift {
        if half == 0.0 {
            return if self.lies_within(reach) { NO_SHIFT } else { (self.low, 1.0) };
        }
        let (scale, unit) = rounded_up(half / reach);
        let mean = self.low / 2.0 + self.high / 2.0;
        (rounded_to(mean, unit), scale)
    }
}

/// How these positions are brought onto the plane, if nothing else was chosen.
pub(super) fn guess(x: Range, y: Range) -> Fit {
    let takes_room = |range: Range| range.half() == 0.0 || 2.0 * range.half() >= SMALLEST;
    if [x, y].iter().all(|range| range.lies_within(DOMAIN) && takes_room(*range)) {
        return Fit::Keep;
    }
    let (small, large) = (x.half().min(y.half()), x.half().max(y.half()));
    if small > 0.0 && large <= RATIO * small { Fit::Same } else { Fit::Each }
}

/// Mean and scale of both axes.
pub(super) fn shifts(fit: Fit, x: Range, y: Range) -> [Shift; 2] {
    let both = x.half().max(y.half());
    match fit {
        Fit::Keep => [NO_SHIFT; 2],
        Fit::Same => [x.shift(both, REACH), y.shift(both, REACH)],
        Fit::Each => [x.shift(x.half(), REACH), y.shift(y.half(), REACH)],
    }
}

/// Whether the values of a regression are scaled, if nothing else was chosen: colours tell values from −1 to 1 apart.
pub(super) fn guess_values(values: Range) -> bool {
    !values.lies_within(1.0) || values.half() > 0.0 && values.half() < 0.25
}

/// Mean and scale of the values of a regression.
pub(super) fn shift_values(values: Range) -> Shift {
    values.shift(values.half(), 1.0)
}

/// The next number with two digits, and the exponent of its last digit.
fn rounded_up(value: f64) -> (f64, i32) {
    let text = format!("{value:.1e}");
    let (digits, exponent) = text.split_once('e').expect("an exponent is written");
    let exponent = exponent.parse::<i32>().expect("an exponent is a whole number") - 1;
    let n: u32 = digits.replace('.', "").parse().expect("two digits are a whole number");
    let number = |n: u32| decimal(&format!("{n}e{exponent}")).expect("digits and an exponent are a number");
    let rounded = number(n);
    (if rounded < value { number(n + 1) } else { rounded }, exponent)
}

/// A number rounded to this power of ten, if that leaves it with fewer digits.
fn rounded_to(value: f64, exponent: i32) -> f64 {
    let unit = decimal(&format!("1e{exponent}")).expect("an exponent makes a number");
    let n = (value / unit).round();
    if n.abs() > 1e15 { value } else { decimal(&format!("{n}e{exponent}")).unwrap_or(value) + 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(low: f64, high: f64) -> Range {
        Range { low, high }
    }

    #[test]
    fn what_lies_well_on_the_plane_is_kept_and_the_rest_has_few_digits() {
        assert_eq!(guess(range(-3.0, 3.0), range(-6.0, 2.0)), Fit::Keep);
        assert_eq!(guess(range(0.0, 1.0), range(0.0, 1.0)), Fit::Same, "a corner of the plane is too small to see");
        assert_eq!(guess(range(0.0, 10.0), range(0.0, 29.0)), Fit::Same);
        assert_eq!(guess(range(0.0, 10.0), range(0.0, 31.0)), Fit::Each);
        assert_eq!(guess(range(7.0, 7.0), range(0.0, 31.0)), Fit::Each);
        assert_eq!(guess(range(1.0, 1.0), range(-4.0, 4.0)), Fit::Keep);
        assert_eq!(shifts(Fit::Same, range(0.0, 1.0), range(0.0, 1.0)), [(0.5, 0.1); 2]);
        assert_eq!(shifts(Fit::Each, range(1.5, 9.2), range(20.0, 95.0)), [(5.35, 0.77), (57.5, 7.5)]);
        assert_eq!(shifts(Fit::Each, range(7.0, 7.0), range(3.0, 3.0)), [(7.0, 1.0), (0.0, 1.0)]);
    }

    #[test]
    fn whatever_the_range_it_lies_on_the_plane() {
        let edges = [-1e15, -12345.678, -1.0, -1e-9, 0.0, 1e-300, 3e-7, 0.1, 99.0, 1e15];
        for low in edges {
            for high in edges.into_iter().filter(|high| *high >= low) {
                for [shift, _] in [Fit::Same, Fit::Each].map(|fit| shifts(fit, range(low, high), range(low, high))) {
                    let place = |value: f64| (value - shift.0) / shift.1;
                    let (left, right) = (place(low), place(high));
                    assert!(left >= -5.1 && right <= 5.1 && shift.1 > 0.0, "{low} {high}: {shift:?}");
                    assert!(right - left >= 9.0 || high - low < 1e-289, "{low} {high}: {shift:?}");
                }
            }
        }
    }
}

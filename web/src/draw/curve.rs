//! The loss curve's arithmetic: round ranges for the axes, and many entries reduced to what a pixel column can show.
//! Knows no canvas; works on (x, y) pairs in epochs or steps and loss.

use super::ticks::{logarithmic_end, round_up};

/// The ranges that the axes show.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Range {
    /// Largest epoch or step on the horizontal axis; the smallest is 0.
    pub(crate) x_max: f64,
    /// Smallest value on the vertical axis. Where it is linear that is 0, or less for an R² below 0.
    pub(crate) y_min: f64,
    /// Largest loss on the vertical axis.
    pub(crate) y_max: f64,
}

/// A linear axis reaches down by so much at most: it makes no difference how much worse than the mean a prediction is.
const LOWEST: f64 = -1.0;

/// A logarithmic axis reaches down by so much at most, below 1 or below all losses: smaller ones are noise of the arithmetic.
const DEEPEST: f64 = 1e-12;

impl Range {
    /// How far right of the axis `x` stands, as a share of its length.
    pub(crate) fn across(&self, x: f64) -> f64 {
        x / self.x_max
    }

    /// How far below the top `y` stands, as a share of the height; what does not fit stands on the edge, as a 0 does
    /// on a logarithmic axis.
    pub(crate) fn down(&self, y: f64) -> f64 {
        let up = if self.y_min > 0.0 {
            (y.max(self.y_min) / self.y_min).ln() / (self.y_max / self.y_min).ln()
        } else {
            (y - self.y_min) / (self.y_max - self.y_min)
        };
        1.0 - up.clamp(0.0, 1.0)
    }

    /// A line as far as the chart reaches, with the place at which it leaves: a run that blew up does not run along the edge.
    pub(crate) fn within(self, line: impl Iterator<Item = (f64, f64)>) -> impl Iterator<Item = (f64, f64)> {
        let mut is_out = false;
        line.take_while(move |(x, y)| *x <= self.x_max && !std::mem::replace(&mut is_out, *y > self.y_max))
    }

    fn is_logarithmic(&self) -> bool {
        self.y_min > 0.0
    }
}

/// Beyond so many times what a run began with, a linear axis shows no more than that a curve climbs:
const BLOWN_UP: f64 = 20.0;
/// as far as so many times what it began with.
const CLIMB: f64 = 4.0;

/// How far up a linear axis has to reach for a curve that began at `first` and reaches `largest`: what grew without bounds leaves the
/// chart, and the rest can still be seen.
pub(crate) fn height_to_show(first: f64, largest: f64) -> f64 {
    if first > 0.0 && largest > BLOWN_UP * first { CLIMB * first } else { largest }
}

/// Round ranges for what is to be shown. `shown` is kept while it fits well, so that the axes do not move at every step.
pub(crate) fn range(
    (last_x, least_x): (f64, f64),
    losses: impl Iterator<Item = f64>,
    logarithmic: bool,
    shown: Option<Range>,
) -> Range {
    let (mut lowest, mut largest, mut below) = (f64::INFINITY, 0.0f64, 0.0f64);
    for loss in losses.filter(|loss| loss.is_finite()) {
        below = below.min(loss);
        if loss > 0.0 {
            (lowest, largest) = (lowest.min(loss), largest.max(loss));
        }
    }
    let x_max = round_up(last_x.max(least_x));
    let kept = shown.filter(|old| old.is_logarithmic() == logarithmic && largest <= old.y_max);
    if !logarithmic {
        let y_max = kept.filter(|old| largest >= 0.4 * old.y_max).map_or(round_up(largest.max(1e-6)), |old| old.y_max);
        // A quarter more at a time.
        let y_min = -((4.0 * below.max(LOWEST)).abs().ceil() / 4.0);
        let old_min = kept.filter(|_| below < 0.0).map_or(0.0, |old| old.y_min);
        return Range { x_max, y_min: y_min.min(old_min), y_max };
    }
    let largest = if largest > 0.0 { largest } else { 1.0 };
    let lowest = lowest.clamp(largest.min(1.0) * DEEPEST, largest);
    if let Some(old) =
        kept.filter(|old| lowest >= old.y_min && lowest <= 5.0 * old.y_min && 10.0 * largest >= old.y_max)
    {
        return Range { x_max, ..old };
    }
    let y_max = logarithmic_end(largest, true);
    Range { x_max, y_min: logarithmic_end(lowest, false).min(y_max / 5.0), y_max }
}

/// The entry whose x is nearest to `x`; they rise.
pub(crate) fn nearest(xs: &[f64], x: f64) -> Option<usize> {
    let after = xs.partition_point(|&other| other < x);
    let before = after.checked_sub(1);
    match (before, xs.get(after)) {
        (Some(before), Some(next)) if x - xs[before] <= next - x => Some(before),
        (_, Some(_)) => Some(after),
        (before, None) => before,
    }
}

/// How many epochs have passed at each of `entries` (steps made, epochs completed), between whole ones too. The last epoch
/// is taken to have `steps_per_epoch` steps; of earlier ones it is known.
pub(crate) fn epochs_passed(entries: &[(u64, u64)], steps_per_epoch: f64) -> Vec<f64> {
    let mut passed = Vec::with_capacity(entries.len());
    for same in entries.chunk_by(|a, b| a.1 == b.1) {
        let (first_step, epoch) = same[0];
        let next = entries.get(passed.len() + same.len());
        let n_steps = next.map_or(steps_per_epoch, |next| {
            next.0.saturating_sub(first_step) as f64 / next.1.saturating_sub(epoch).max(1) as f64
        });
        passed.extend(
            same.iter()
                .map(|(step, _)| epoch as f64 + (step.saturating_sub(first_step) as f64 / n_steps.max(1.0)).min(1.0)),
        );
    }
    passed
}

/// Where `at` stands among `ys`, as it stands among the rising `xs`; past the last one, nowhere yet.
pub(crate) fn between(xs: &[f64], ys: &[f64], at: f64) -> Option<f64> {
    let next = xs.partition_point(|x| *x < at);
    let (x1, y1) = (*xs.get(next)?, *ys.get(next)?);
    let Some(before) = next.checked_sub(1) else { return Some(y1) };
    let (x0, y0) = (xs[before], *ys.get(before)?);
    Some(y0 + (y1 - y0) * (at - x0) / (x1 - x0))
}

/// A polyline of pixels for `entries` (x rising): in each pixel column the first, lowest, highest and last entry.
/// Gaps (what is no number) are left out.
pub(crate) fn decimate(
    entries: impl Iterator<Item = (f64, f64)>,
    range: Range,
    width_px: f64,
    height_px: f64,
) -> Vec<(f64, f64)> {
    let mut line: Vec<(f64, f64)> = Vec::new();
    let mut column = Column::default();
    for (x, y) in entries.filter(|(x, y)| x.is_finite() && y.is_finite()) {
        let (px, py) = (range.across(x) * width_px, range.down(y) * height_px);
        if !column.holds(px) {
            column.flush(&mut line);
            column = Column::default();
        }
        column.add(px, py);
    }
    column.flush(&mut line);
    line
}

/// What one column of pixels has to show: up to four entries, in their order.
#[derive(Default)]
struct Column {
    n_seen: usize,
    first: (f64, f64),
    lowest: (f64, f64),
    highest: (f64, f64),
    last: (f64, f64),
}

impl Column {
    fn holds(&self, px: f64) -> bool {
        self.n_seen == 0 || self.first.0.floor() == px.floor()
    }

    fn add(&mut self, px: f64, py: f64) {
        let here = (px, py);
        if self.n_seen == 0 {
            (self.first, self.lowest, self.highest) = (here, here, here);
        }
        if py < self.lowest.1 {
            self.lowest = here;
        }
        if py > self.highest.1 {
            self.highest = here;
        }
        self.last = here;
        self.n_seen += 1;
    }

    fn flush(&self, line: &mut Vec<(f64, f64)>) {
        if self.n_seen == 0 {
            return;
        }
        let mut inner = [self.lowest, self.highest];
        if inner[0].0 > inner[1].0 {
            inner.swap(0, 1);
        }
        for here in [self.first, inner[0], inner[1], self.last] {
            if line.last() != Some(&here) {
                line.push(here);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RANGE: Range = Range { x_max: 1000.0, y_min: 0.0, y_max: 1.0 };

    #[test]
    fn a_line_that_leaves_the_chart_does_not_come_back() {
        let within =
            |ys: &[f64]| RANGE.within((0..).map(f64::from).zip(ys.iter().copied())).map(|(_, y)| y).collect::<Vec<_>>();
        assert_eq!(within(&[0.5, 1.0, 0.2]), [0.5, 1.0, 0.2]);
        assert_eq!(within(&[0.5, 3.0, f64::INFINITY, 0.2]), [0.5, 3.0]);
        assert_eq!(RANGE.within([(999.0, 0.1), (1000.0, 0.2), (1001.0, 0.3)].into_iter()).count(), 2);
    }

    #[test]
    fn an_axis_reaches_below_zero_as_far_as_its_values_and_no_further_than_to_minus_one() {
        let axis = |values: &[f64], shown| range((100.0, 1.0), values.iter().copied(), false, shown);
        assert_eq!(axis(&[0.3, 0.9], None).y_min, 0.0);
        let shown = axis(&[-0.19, 0.9], None);
        assert_eq!(shown.y_min, -0.25);
        assert!(shown.down(-0.19) > shown.down(0.0) && shown.down(-0.25) == 1.0);
        assert_eq!(axis(&[-80.0, 0.9], None).y_min, -1.0);
        assert_eq!(axis(&[-80.0, 0.9], Some(shown)).y_min, -1.0);
        assert_eq!(axis(&[-0.01, 0.9], Some(Range { y_min: -0.5, ..shown })).y_min, -0.5, "it does not move back");
        assert_eq!(axis(&[0.5, 0.9], Some(shown)).y_min, 0.0, "another chart begins at 0");
    }

    #[test]
    fn the_vertical_range_stays_while_the_curve_fills_it() {
        let of = |loss: f64, shown| range((50.0, 10.0), [loss].into_iter(), false, shown);
        let first = of(0.7, None);
        assert_eq!(of(0.5, Some(first)).y_max, first.y_max);
        assert!(of(0.01, Some(first)).y_max < 0.02);
    }

    #[test]
    fn what_blows_up_leaves_the_chart_and_the_climb_is_seen() {
        assert_eq!(height_to_show(0.35, 8e12), 1.4);
        assert_eq!(height_to_show(0.35, 0.9), 0.9);
        let range = range((0.04, 0.05), [0.35, height_to_show(0.35, 8e12)].into_iter(), false, None);
        let line = decimate([(0.0, 0.35), (0.04, 8e12)].into_iter(), range, 600.0, 150.0);
        let (from, to) = (line[0], line[line.len() - 1]);
        assert!(to.0 - from.0 > 300.0 && from.1 - to.1 > 90.0 && to.1 == 0.0, "{line:?}");
    }

    #[test]
    fn a_logarithmic_range_holds_all_losses_and_a_zero_stands_on_its_edge() {
        let losses = [0.7, 0.003, 0.0, f64::NAN];
        let range = range((50.0, 10.0), losses.into_iter(), true, None);
        assert!(range.y_min <= 0.003 && range.y_min > 0.0005 && range.y_max >= 0.7, "{range:?}");
        assert_eq!(range.down(0.0), 1.0);
        assert!(range.down(0.7) < range.down(0.003) && range.down(0.003) < 1.0);
        let same = super::range((60.0, 10.0), [0.7, 0.0025].into_iter(), true, Some(range));
        assert_eq!((same.y_min, same.y_max), (range.y_min, range.y_max));
    }

    #[test]
    fn a_logarithmic_axis_shows_an_explosion_from_its_first_step() {
        let losses = [0.9, 3.0, 40.0, 1e15, 1e47];
        let range = range((50.0, 10.0), losses.into_iter(), true, None);
        let downs = losses.map(|loss| range.down(loss));
        assert!(downs[0] < 1.0 && downs.windows(2).all(|pair| pair[1] < pair[0]), "{range:?}, {downs:?}");
    }

    #[test]
    fn nothing_to_show_has_a_range_too() {
        for logarithmic in [false, true] {
            let range = range((0.0, 10.0), [0.0, 0.0].into_iter(), logarithmic, None);
            assert!(range.down(0.0) == 1.0 && range.x_max == 10.0 && range.y_max > range.y_min, "{range:?}");
        }
    }

    #[test]
    fn the_entry_nearest_to_a_place_is_found() {
        let xs = [0.0, 1.0, 2.0, 10.0];
        for (x, idx) in [(-5.0, 0), (0.4, 0), (0.6, 1), (5.0, 2), (7.0, 3), (99.0, 3)] {
            assert_eq!(nearest(&xs, x), Some(idx), "{x}");
        }
        assert_eq!(nearest(&[], 1.0), None);
    }

    #[test]
    fn steps_inside_an_epoch_stand_between_its_ends() {
        let entries = [(0, 0), (5, 0), (10, 1), (20, 2), (21, 2), (30, 3)];
        assert_eq!(epochs_passed(&entries, 10.0), [0.0, 0.5, 1.0, 2.0, 2.1, 3.0]);
        assert_eq!(epochs_passed(&[(7, 1), (12, 1)], 20.0), [1.0, 1.25]);
    }

    #[test]
    fn a_long_curve_keeps_its_spikes_and_becomes_short() {
        let entries = (0..100_000).map(|i| (f64::from(i) / 100.0, if i == 54_321 { 0.9 } else { 0.2 }));
        let line = decimate(entries, RANGE, 300.0, 100.0);
        assert!(line.len() <= 4 * 301, "{}", line.len());
        assert!(line.iter().any(|(_, y)| (y - 10.0).abs() < 1e-9));
    }

    #[test]
    fn a_short_curve_is_kept_as_it_is() {
        let line = decimate([(0.0, 1.0), (500.0, 0.5), (1000.0, 0.0)].into_iter(), RANGE, 300.0, 100.0);
        assert_eq!(line, [(0.0, 0.0), (150.0, 50.0), (300.0, 100.0)]);
    }

    #[test]
    fn what_is_no_number_leaves_a_gap_without_harm() {
        let line = decimate([(0.0, 0.5), (1.0, f64::NAN), (900.0, 0.5)].into_iter(), RANGE, 300.0, 100.0);
        assert_eq!(line.len(), 2);
    }
}

//! The loss curve's arithmetic: round ranges for the axes, and many entries reduced to what a pixel column can show.
//! Knows no canvas; works on (x, y) pairs in epochs and loss.

/// The ranges that the axes show.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Range {
    /// Largest epoch on the horizontal axis; the smallest is 0.
    pub(crate) x_max: f64,
    /// Largest loss on the vertical axis; the smallest is 0.
    pub(crate) y_max: f64,
}

/// The smallest round number that is at least `value`.
pub(crate) fn round_up(value: f64) -> f64 {
    if !value.is_finite() || value <= 0.0 {
        return 1.0;
    }
    let power = 10f64.powf(value.log10().floor());
    let steps = [1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0];
    steps.iter().map(|step| step * power).find(|&candidate| candidate >= value * (1.0 - 1e-9)).unwrap_or(10.0 * power)
}

/// Round ranges for what is to be shown. `shown` is kept while it fits well, so that the axes do not move at every step.
pub(crate) fn range(last_x: f64, largest_y: f64, shown: Option<Range>) -> Range {
    let fresh = Range { x_max: round_up(last_x.max(10.0)), y_max: round_up(largest_y.max(1e-6)) };
    match shown {
        Some(old) if largest_y <= old.y_max && largest_y >= 0.4 * old.y_max => {
            Range { x_max: fresh.x_max, y_max: old.y_max }
        }
        _ => fresh,
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
        let px = x / range.x_max * width_px;
        let py = (1.0 - (y / range.y_max).clamp(0.0, 1.0)) * height_px;
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

    const RANGE: Range = Range { x_max: 1000.0, y_max: 1.0 };

    #[test]
    fn ranges_are_round_and_large_enough() {
        for (value, rounded) in [(0.0, 1.0), (0.69, 0.8), (1.0, 1.0), (101.0, 150.0), (9.7, 10.0), (f64::INFINITY, 1.0)]
        {
            assert!((round_up(value) - rounded).abs() < 1e-9, "{value}");
        }
    }

    #[test]
    fn the_vertical_range_stays_while_the_curve_fills_it() {
        let first = range(10.0, 0.7, None);
        assert_eq!(range(50.0, 0.5, Some(first)).y_max, first.y_max);
        assert!(range(50.0, 0.01, Some(first)).y_max < 0.02);
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

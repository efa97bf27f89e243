//! What a curve's plot shows beside the curve: what each neuron adds to it, and how far the points are from it.
//! Numbers only; `draw` makes pictures of them.

use playground::Point;

use super::sampling::sample_row;
use crate::draw::strands::Strands;

/// More lines than these hide each other.
pub(super) const MOST_LINES: usize = 16;
/// More arrows than these hide each other.
pub(super) const MOST_RESIDUALS: usize = 200;

/// What a curve is made of, as [`playground::Query::Contributions`] has it.
#[derive(Debug, Default)]
pub(super) struct Made {
    samples: usize,
    numbers: Vec<f32>,
}

impl Made {
    pub(super) fn new(samples: usize, numbers: Vec<f32>) -> Made {
        Made { samples, numbers }
    }

    pub(super) fn bias(&self) -> Option<f32> {
        self.numbers.first().copied()
    }

    /// What all neurons together add.
    pub(super) fn sum(&self) -> &[f32] {
        self.numbers.get(1..1 + self.samples).unwrap_or_default()
    }

    /// Each neuron's place in its layer, its weight, and what it adds.
    fn lines(&self) -> impl Iterator<Item = (usize, f32, &[f32])> {
        let lines = self.numbers.get(1 + self.samples..).unwrap_or_default();
        lines.chunks_exact(2 + self.samples).map(|line| (line[0] as usize, line[1], &line[2..]))
    }

    /// Neurons with their weights.
    pub(super) fn weights(&self) -> Vec<(usize, f32)> {
        self.lines().map(|(unit, weight, _)| (unit, weight)).collect()
    }

    pub(super) fn strands(&self, lit: Option<usize>) -> Strands<'_> {
        Strands { bias: self.bias(), lines: self.lines().map(|(unit, _, values)| (unit, values)).collect(), lit }
    }
}

/// x, y and the curve's value there, of training points and of test points: of many evenly picked ones, in their proportion.
pub(super) fn residuals(points: &[Point], with_test: bool, curve: &[f32]) -> [Vec<f32>; 2] {
    let is_shown = |test: bool| move |point: &&Point| point.test == test && (with_test || !test);
    let shown: Vec<&Point> =
        points.iter().filter(is_shown(false)).chain(points.iter().filter(is_shown(true))).collect();
    let n = shown.len().min(MOST_RESIDUALS);
    let mut of_split = [Vec::new(), Vec::new()];
    for at in 0..n {
        let point = shown[at * shown.len() / n];
        of_split[usize::from(point.test)].extend([point.x, point.y, sample_row(curve, point.x)]);
    }
    of_split
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read_as_it_was_written() {
        let made = Made::new(2, vec![0.5, 10.0, 11.0, 1.0, -2.0, 3.0, 4.0, 7.0, 0.25, 7.0, 7.0]);
        assert_eq!((made.bias(), made.sum()), (Some(0.5), [10.0, 11.0].as_slice()));
        assert_eq!(made.weights(), [(1, -2.0), (7, 0.25)]);
        assert_eq!(made.strands(None).lines, [(1, [3.0, 4.0].as_slice()), (7, [7.0, 7.0].as_slice())]);
        let nothing = Made::default();
        assert_eq!((nothing.bias(), nothing.sum(), nothing.weights()), (None, [].as_slice(), Vec::new()));
    }

    #[test]
    fn residuals_end_on_the_curve_and_of_many_points_some_of_each_split_have_one() {
        let point = |x: f32, test: bool| Point { x, y: 1.0, label: 1.0, test };
        let points: Vec<Point> = (0..500).map(|k| point(0.02 * k as f32 - 5.0, k % 4 == 0)).collect();
        let curve = [-6.0, 6.0]; // f(x) = x
        let [training, test] = residuals(&points, true, &curve);
        assert_eq!((training.len(), test.len()), (3 * 150, 3 * 50));
        for arrow in training.chunks(3).chain(test.chunks(3)) {
            assert!(arrow[1] == 1.0 && (arrow[2] - arrow[0]).abs() < 1e-5, "{arrow:?}");
        }
        let [training, test] = residuals(&points[..40], false, &curve);
        assert_eq!((training.len(), test.len()), (3 * 30, 0));
        assert_eq!(residuals(&[], true, &curve), [[], []].map(|none: [f32; 0]| none.to_vec()));
    }
}

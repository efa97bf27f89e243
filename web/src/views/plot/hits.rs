//! Which point is meant: the points that are shown are the ones that can be touched. Pure functions of the points.

use playground::Point;

/// The points on the plot, as far as they are shown.
#[derive(Clone, Copy)]
pub(super) struct Shown<'a> {
    pub(super) points: &'a [Point],
    pub(super) with_test: bool,
}

impl Shown<'_> {
    fn visible(&self) -> impl Iterator<Item = (usize, &Point)> {
        self.points.iter().enumerate().filter(|(_, point)| self.with_test || !point.test)
    }

    /// The point nearest to a place within a distance.
    pub(super) fn nearest(&self, x: f32, y: f32, within: f32) -> Option<usize> {
        let away = self.visible().map(|(index, point)| (index, (point.x - x).hypot(point.y - y)));
        // Of points at the same place the last one lies on top.
        let nearest = away.min_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
        nearest.filter(|(_, away)| *away <= within).map(|(index, _)| index)
    }

    /// The points within a distance of a place, by rising index.
    pub(super) fn within(&self, x: f32, y: f32, within: f32) -> Vec<usize> {
        let near = self.visible().filter(|(_, point)| (point.x - x).hypot(point.y - y) <= within);
        near.map(|(index, _)| index).collect()
    }

    /// The next point from left to right after a point or a place, or the one before; round the end.
    pub(super) fn neighbour(&self, from: Option<usize>, at: (f32, f32), forwards: bool) -> Option<usize> {
        let here = from.and_then(|index| Some((self.points.get(index)?.x, index))).unwrap_or((at.0, 0));
        let order = |a: &(f32, usize), b: &(f32, usize)| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1));
        let others = self.visible().map(|(index, point)| (point.x, index)).filter(|(_, index)| Some(*index) != from);
        let (ahead, behind): (Vec<_>, Vec<_>) = others.partition(|other| order(other, &here).is_ge());
        let next = if forwards {
            ahead.into_iter().min_by(order).or_else(|| behind.into_iter().min_by(order))
        } else {
            behind.into_iter().max_by(order).or_else(|| ahead.into_iter().max_by(order))
        };
        next.map(|(_, index)| index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points() -> Vec<Point> {
        let point = |x: f32, test| Point { x, y: 0.0, label: 1.0, test };
        vec![point(0.0, false), point(1.0, true), point(2.0, false), point(2.0, false)]
    }

    #[test]
    fn hidden_points_cannot_be_touched_and_of_equal_ones_the_upper_is_meant() {
        let points = points();
        let shown = |with_test| Shown { points: &points, with_test };
        assert_eq!(shown(true).nearest(0.9, 0.0, 0.5), Some(1));
        assert_eq!(shown(false).nearest(0.9, 0.0, 0.5), None);
        assert_eq!(shown(true).nearest(2.1, 0.0, 0.5), Some(3));
        assert_eq!(shown(false).within(1.0, 0.0, 1.0), [0, 2, 3]);
    }

    #[test]
    fn walking_goes_from_left_to_right_and_round_the_end() {
        let points = points();
        let shown = Shown { points: &points, with_test: true };
        let walk = |from, forwards| shown.neighbour(Some(from), (0.0, 0.0), forwards);
        assert_eq!([0, 1, 2, 3].map(|from| walk(from, true)), [Some(1), Some(2), Some(3), Some(0)]);
        assert_eq!([0, 1, 2, 3].map(|from| walk(from, false)), [Some(3), Some(0), Some(1), Some(2)]);
        assert_eq!(shown.neighbour(None, (0.5, 0.0), true), Some(1));
    }
}

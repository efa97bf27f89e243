//! The history of the losses, bounded however long the run: when it is full, every other entry
//! goes and new ones come half as often. Where measuring the losses is costly, entries are no closer than can be seen.

use super::Progress;
use crate::query::{CurvePart, CurvePoint};

/// Entries kept at most.
pub(crate) const CAPACITY: usize = 2000;

/// Changes of the points that are remembered at most: a dragged point makes one per frame.
const MOST_CHANGES: usize = 40;

/// Multiply-adds of a measurement above which not every epoch has one.
const COSTLY: usize = 4_000_000;

/// Then the entries of a run are apart by this part of it at most: a few pixels where all of it is drawn.
const PARTS: u64 = 128;

/// Epochs between two entries about this one, where a measurement takes `cost` multiply-adds.
fn spacing(epoch: u64, cost: usize) -> u64 {
    let longest = if cost > COSTLY { (epoch / PARTS).max(1) } else { 1 };
    1 << longest.ilog2()
}

/// The losses along a run.
#[derive(Debug)]
pub(crate) struct Curve {
    points: Vec<CurvePoint>,
    /// Epochs between two entries.
    stride: u64,
    /// Changes whenever entries that were given out are no longer what they were.
    id: u32,
    /// The steps before which other points came: losses left and right of them are of different points.
    changes: Vec<u64>,
}

impl Default for Curve {
    fn default() -> Curve {
        Curve { points: Vec::new(), stride: 1, id: 0, changes: Vec::new() }
    }
}

impl Curve {
    /// All entries.
    pub(crate) fn points(&self) -> &[CurvePoint] {
        &self.points
    }

    /// The steps before which other points came.
    pub(super) fn data_changes(&self) -> &[u64] {
        &self.changes
    }

    pub(super) fn restart(&mut self) {
        self.points.clear();
        self.changes.clear();
        self.stride = 1;
        self.id = self.id.wrapping_add(1);
    }

    /// An id that no entry of this curve was given out under.
    pub(super) fn next_id(&self) -> u32 {
        self.id.wrapping_add(1)
    }

    /// Gives out the entries as those of another curve.
    pub(super) fn set_id(&mut self, id: u32) {
        self.id = id;
    }

    /// Replaces the entries by those of a run whose measurements take `cost` multiply-adds each, and which got other points before
    /// the steps `changes`.
    pub(super) fn replace(&mut self, id: u32, mut points: Vec<CurvePoint>, changes: Vec<u64>, cost: usize) {
        points.truncate(CAPACITY);
        let stride = |pair: &[CurvePoint]| {
            let gap = pair[1].epoch.saturating_sub(pair[0].epoch);
            if gap > spacing(pair[1].epoch, cost) { gap } else { 1 }
        };
        self.stride = points.windows(2).last().map_or(1, stride);
        (self.id, self.points, self.changes) = (id, points, changes);
    }

    /// From this step on the losses are of other points.
    pub(super) fn change_data(&mut self, step: u64) {
        if self.changes.last().is_some_and(|last| *last >= step) {
            return;
        }
        if self.changes.len() == MOST_CHANGES {
            self.changes.remove(0);
        }
        self.changes.push(step);
    }

    /// Whether the end of this epoch is to be recorded, where a measurement takes `cost` multiply-adds.
    pub(super) fn is_due(&self, epoch: u64, cost: usize) -> bool {
        epoch.is_multiple_of(self.stride.max(spacing(epoch, cost)))
    }

    pub(super) fn push(&mut self, progress: Progress, train: Option<f64>, test: Option<f64>) {
        let Progress { step, epoch, .. } = progress;
        if self.points.last().is_some_and(|last| last.step >= step) {
            return;
        }
        if self.points.len() == CAPACITY {
            let mut idx = 0;
            self.points.retain(|_| {
                idx += 1;
                idx % 2 == 1
            });
            self.stride *= 2;
            self.id = self.id.wrapping_add(1);
        }
        self.points.push(CurvePoint { step, epoch, train, test });
    }

    /// Forgets what came after `step`.
    pub(super) fn go_back(&mut self, step: u64) {
        if self.points.last().is_some_and(|last| last.step > step) {
            self.points.retain(|point| point.step <= step);
            self.id = self.id.wrapping_add(1);
        }
    }

    /// The entries from number `from` of curve `id` on; all of them where that is another curve.
    pub(super) fn since(&self, from: usize, id: u32) -> CurvePart {
        let from = if id == self.id { from } else { 0 };
        let entries = self.points.get(from..).unwrap_or(&[]).to_vec();
        CurvePart { from, id: self.id, entries, data_changes: self.changes.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recorded(curve: &mut Curve, epochs: std::ops::Range<u64>, cost: usize) {
        for epoch in epochs.filter(|epoch| *epoch > 0) {
            if curve.is_due(epoch, cost) {
                curve.push(Progress { step: 25 * epoch, epoch, ..Progress::default() }, Some(1.0), None);
            }
        }
    }

    #[test]
    fn where_a_look_takes_long_the_curve_is_no_finer_than_shows() {
        let (mut short, mut long) = (Curve::default(), Curve::default());
        recorded(&mut short, 0..2000, COSTLY);
        recorded(&mut long, 0..2000, COSTLY + 1);
        let epochs = |curve: &Curve| curve.points().iter().map(|point| point.epoch).collect::<Vec<_>>();
        assert_eq!(epochs(&short), (1..2000).collect::<Vec<_>>());
        let entries = epochs(&long);
        assert_eq!(entries[..256], (1..=256).collect::<Vec<_>>());
        assert!(entries.len() < 640, "{}", entries.len());
        for pair in entries.windows(2) {
            assert!(pair[1] - pair[0] <= (pair[1] / PARTS).max(1), "{pair:?}");
        }
    }

    #[test]
    fn a_record_that_was_taken_over_goes_on_as_if_it_had_not_been() {
        for (end, cost) in [(3, 0), (300, COSTLY + 1), (1500, COSTLY + 1), (5000, 0), (9000, COSTLY + 1)] {
            let (mut whole, mut first, mut second) = (Curve::default(), Curve::default(), Curve::default());
            recorded(&mut whole, 0..12_000, cost);
            recorded(&mut first, 0..end, cost);
            second.replace(1, first.points().to_vec(), Vec::new(), cost);
            recorded(&mut second, end..12_000, cost);
            assert_eq!(second.points(), whole.points(), "{end} epochs, {cost} multiply-adds");
        }
    }

    #[test]
    fn a_long_run_keeps_its_beginning_its_end_and_a_bounded_number_between() {
        let mut curve = Curve::default();
        for epoch in 0..100_000 {
            if curve.is_due(epoch, 0) {
                curve.push(Progress { step: 25 * epoch + 1, epoch, ..Progress::default() }, Some(1.0), None);
            }
        }
        assert!(curve.points().len() <= CAPACITY && curve.points().len() > CAPACITY / 4);
        assert_eq!(curve.points()[0].epoch, 0);
        assert!(curve.points().last().is_some_and(|last| last.epoch > 99_000));
        assert!(curve.points().windows(2).all(|pair| pair[0].step < pair[1].step));
    }
}

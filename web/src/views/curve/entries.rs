//! The curve's entries as they came, and where they are read: by a pointer, or by keys, whose place stays while the curve grows.

use std::cell::{Cell, RefCell};

use playground::{CurvePart, CurvePoint, Mark};

use crate::draw::curve;

/// Where to read the curve next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Motion {
    /// At the entry nearest to this many style-sheet pixels from the left edge.
    To(f64),
    /// So many entries on from where it is read; from the last one, if it is not read.
    By(i32),
    /// At the first entry.
    First,
    /// At the last entry.
    Last,
    /// Nowhere.
    Away,
}

/// At which of how many entries the curve is read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Place {
    pub(crate) idx: usize,
    pub(crate) n_entries: usize,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Cursor {
    Pixel(f64),
    Step(u64),
}

/// The curve's entries, and where they are read.
#[derive(Debug, Default)]
pub(crate) struct Entries {
    pub(crate) curve: RefCell<CurvePart>,
    cursor: Cell<Option<Cursor>>,
    place: Cell<Option<Place>>,
}

impl Entries {
    /// Takes the entries of a frame; says whether earlier ones no longer hold.
    pub(crate) fn take(&self, part: CurvePart) -> bool {
        let mut curve = self.curve.borrow_mut();
        let is_other = part.id != curve.id || part.from < curve.entries.len();
        let CurvePart { from, id, entries, marks, guess, previous, is_comparable } = part;
        if is_other {
            curve.entries.truncate(from);
        }
        if from == 0 {
            curve.previous = previous;
        }
        curve.entries.extend(entries);
        (curve.id, curve.marks, curve.guess, curve.is_comparable) = (id, marks, guess, is_comparable);
        is_other
    }

    /// Reads elsewhere from now on.
    pub(crate) fn go(&self, motion: Motion) {
        let entries = &self.curve.borrow().entries;
        let last = entries.len().saturating_sub(1);
        let step = |idx: usize| entries.get(idx).map(|entry| Cursor::Step(entry.step));
        self.cursor.set(match motion {
            Motion::To(px) => Some(Cursor::Pixel(px)),
            Motion::By(n) => step(match self.place.get() {
                Some(place) => place.idx.saturating_add_signed(n as isize).min(last),
                None => last,
            }),
            Motion::First => step(0),
            Motion::Last => step(last),
            Motion::Away => None,
        });
    }

    /// Finds what the cursor is at, where the entries stand at `xs` and `x_at` says what stands at a pixel.
    pub(crate) fn read(&self, xs: &[f64], x_at: impl Fn(f64) -> f64) -> Option<Place> {
        let entries = &self.curve.borrow().entries;
        let idx = self.cursor.get().and_then(|cursor| match cursor {
            Cursor::Pixel(px) => curve::nearest(xs, x_at(px)),
            Cursor::Step(step) => {
                let last = entries.len().checked_sub(1)?;
                Some(entries.partition_point(|entry| entry.step < step).min(last))
            }
        });
        self.place.set(idx.map(|idx| Place { idx, n_entries: entries.len() }));
        self.place.get()
    }

    /// Where it is read.
    pub(crate) fn place(&self) -> Option<Place> {
        self.place.get()
    }

    /// Forgets everything but where it is read.
    pub(crate) fn forget(&self) {
        self.curve.take();
    }
}

/// What changed after the entry before this one.
pub(crate) fn marks_at<'a>(marks: &'a [Mark], entries: &[CurvePoint], idx: usize) -> Vec<&'a Mark> {
    let Some(step) = entries.get(idx).map(|entry| entry.step) else { return Vec::new() };
    let before = idx.checked_sub(1).and_then(|idx| entries.get(idx)).map(|entry| entry.step);
    marks.iter().filter(|mark| mark.step <= step && before.is_none_or(|before| mark.step > before)).collect()
}

#[cfg(test)]
mod tests {
    use playground::{Change, PreviousRun};

    use super::*;

    fn entry(epoch: u64) -> CurvePoint {
        CurvePoint { step: 10 * epoch, epoch, train: Some(1.0), ..CurvePoint::default() }
    }

    #[test]
    fn what_the_keyboard_reads_stays_while_the_curve_grows() {
        let entries = Entries::default();
        entries.curve.borrow_mut().entries.extend((0..5).map(entry));
        entries.go(Motion::By(-1));
        assert_eq!(entries.cursor.get(), Some(Cursor::Step(40)));
        assert_eq!(entries.read(&[], |px| px), Some(Place { idx: 4, n_entries: 5 }));
        entries.curve.borrow_mut().entries.extend((5..9).map(entry));
        entries.go(Motion::By(-1));
        assert_eq!(entries.cursor.get(), Some(Cursor::Step(30)));
        entries.go(Motion::Last);
        assert_eq!(entries.cursor.get(), Some(Cursor::Step(80)));
        entries.go(Motion::First);
        assert_eq!(entries.cursor.get(), Some(Cursor::Step(0)));
        entries.go(Motion::Away);
        assert_eq!(entries.cursor.get(), None);
    }

    #[test]
    fn an_empty_curve_cannot_be_read() {
        let entries = Entries::default();
        for motion in [Motion::By(1), Motion::First, Motion::Last] {
            entries.go(motion);
            assert_eq!(entries.cursor.get(), None);
        }
    }

    #[test]
    fn the_run_before_comes_with_the_first_entry_and_goes_with_another() {
        let entries = Entries::default();
        let previous = Some(PreviousRun { entries: vec![entry(0)], differs: Vec::new() });
        let part = |from: usize, id, previous| CurvePart {
            from,
            id,
            previous,
            entries: vec![entry(from as u64)],
            ..CurvePart::default()
        };
        assert!(entries.take(part(0, 1, previous.clone())));
        assert!(!entries.take(part(1, 1, None)));
        assert_eq!((entries.curve.borrow().entries.len(), entries.curve.borrow().previous.clone()), (2, previous));
        assert!(entries.take(part(0, 2, None)));
        assert_eq!((entries.curve.borrow().entries.len(), entries.curve.borrow().previous.clone()), (1, None));
    }

    #[test]
    fn a_mark_is_read_at_the_first_entry_from_its_step_on() {
        let entries: Vec<CurvePoint> = (0..4).map(entry).collect();
        let change = Change { key: "loss".into(), from: String::new(), to: String::new() };
        let marks = [10, 11, 20, 35].map(|step| Mark { step, change: change.clone() });
        let at = |idx| marks_at(&marks, &entries, idx).into_iter().map(|mark| mark.step).collect::<Vec<_>>();
        assert_eq!([at(0), at(1), at(2), at(3), at(9)], [vec![], vec![10], vec![11, 20], vec![], vec![]]);
    }
}

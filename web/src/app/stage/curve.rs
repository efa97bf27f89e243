//! The stage's loss curve: its entries as they came, its axes, and where a person reads it.
//! Entries are bounded by whoever sends them.

use std::cell::{Cell, RefCell};

use playground::{CurveAxis, CurveScale};

use crate::app::stage::{Layer, Stage};
use crate::draw::axes::{self, Area, Pen};
use crate::draw::curve::{self, Range};
use crate::protocol::message::{CurveEntry, Head};
use crate::words;

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

/// What is read on the curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Reading {
    pub(crate) idx: usize,
    pub(crate) n_entries: usize,
    pub(crate) step: u64,
    pub(crate) epoch: u64,
    pub(crate) train_loss: Option<f64>,
    pub(crate) test_loss: Option<f64>,
}

/// Where the curve is read: at the pointer, or at what the keyboard chose, which stays while the curve grows.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Cursor {
    Pixel(f64),
    Step(u64),
}

/// The axes on the page: their range and unit, the canvas size they were drawn for, and the room they leave.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Drawn {
    range: Range,
    unit: &'static str,
    size: (f64, f64),
    area: Area,
}

/// What is drawn of the curve.
#[derive(Debug, Default)]
pub(super) struct Plot {
    entries: RefCell<Vec<CurveEntry>>,
    id: Cell<u32>,
    /// The steps before which other points came.
    data_changes: RefCell<Vec<u64>>,
    drawn: Cell<Option<Drawn>>,
    cursor: Cell<Option<Cursor>>,
    reading: Cell<Option<Reading>>,
}

impl Plot {
    pub(super) fn n_entries(&self) -> usize {
        self.entries.borrow().len()
    }

    pub(super) fn id(&self) -> u32 {
        self.id.get()
    }

    /// Draws the axes anew next time.
    pub(super) fn forget_axes(&self) {
        self.drawn.set(None);
    }

    /// Forgets all entries.
    pub(super) fn forget(&self) {
        self.entries.borrow_mut().clear();
        self.data_changes.borrow_mut().clear();
        self.forget_axes();
    }

    /// Takes the entries of a picture.
    pub(super) fn take(&self, head: &Head) {
        let mut entries = self.entries.borrow_mut();
        if head.curve_id != self.id.replace(head.curve_id) || head.curve_from < entries.len() {
            entries.truncate(head.curve_from);
            self.forget_axes();
        }
        entries.extend_from_slice(&head.curve);
        head.data_changes.clone_into(&mut self.data_changes.borrow_mut());
    }

    fn go(&self, motion: Motion) {
        let entries = self.entries.borrow();
        let last = entries.len().saturating_sub(1);
        let step = |idx: usize| entries.get(idx).map(|entry| Cursor::Step(entry.0));
        self.cursor.set(match motion {
            Motion::To(px) => Some(Cursor::Pixel(px)),
            Motion::By(n) => step(match self.reading.get() {
                Some(reading) => reading.idx.saturating_add_signed(n as isize).min(last),
                None => last,
            }),
            Motion::First => step(0),
            Motion::Last => step(last),
            Motion::Away => None,
        });
    }

    /// Finds what the cursor is at, where the entries stand at `xs`.
    fn read(&self, drawn: Drawn, scale: f64, xs: &[f64]) -> Option<Reading> {
        let entries = self.entries.borrow();
        let idx = match self.cursor.get()? {
            Cursor::Pixel(px) => curve::nearest(xs, drawn.area.x_at(drawn.range, px * scale))?,
            Cursor::Step(step) => entries.partition_point(|entry| entry.0 < step).min(entries.len().checked_sub(1)?),
        };
        let (step, epoch, train_loss, test_loss) = *entries.get(idx)?;
        Some(Reading { idx, n_entries: entries.len(), step, epoch, train_loss, test_loss })
    }
}

impl Stage {
    /// Reads the curve elsewhere from now on.
    pub(crate) fn read_curve(&self, motion: Motion) {
        self.curve.go(motion);
        self.draw_curve();
    }

    /// What is read on the curve.
    pub(crate) fn curve_reading(&self) -> Option<Reading> {
        self.curve.reading.get()
    }

    fn steps_per_epoch(&self) -> f64 {
        let n_train = self.points.borrow().iter().filter(|point| !point.test).count();
        n_train.div_ceil(self.config.borrow().batch_size.points(n_train)) as f64
    }

    fn counts_steps(&self) -> bool {
        self.view_settings.borrow().curve_axis == CurveAxis::Steps
    }

    /// Where each entry stands on the horizontal axis.
    fn curve_xs(&self, entries: &[CurveEntry]) -> Vec<f64> {
        if self.counts_steps() {
            return entries.iter().map(|entry| entry.0 as f64).collect();
        }
        let counters: Vec<(u64, u64)> = entries.iter().map(|entry| (entry.0, entry.1)).collect();
        curve::epochs_passed(&counters, self.steps_per_epoch())
    }

    /// Draws the loss curve, and its axes if they have to change.
    pub(crate) fn draw_curve(&self) {
        let (Some(back), Some(front)) = (self.surface(Layer::Axes), self.surface(Layer::Curves)) else { return };
        let (entries, theme) = (self.curve.entries.borrow(), self.theme.borrow());
        let xs = self.curve_xs(&entries);
        let unit = if self.counts_steps() { words::STEPS_AXIS } else { words::EPOCHS_AXIS };
        let shown = self.curve.drawn.get();
        let range = curve::range(
            xs.last().copied().unwrap_or(0.0),
            entries.iter().flat_map(|entry| [entry.2, entry.3]).flatten(),
            self.view_settings.borrow().curve_scale == CurveScale::Log,
            shown.map(|drawn| drawn.range),
        );
        let size = (back.width, back.height);
        let drawn = match shown {
            Some(drawn) if drawn.range == range && drawn.size == size && drawn.unit == unit => drawn,
            _ => {
                let Some(area) = axes::paint_axes(&back, range, unit, &theme) else { return };
                Drawn { range, unit, size, area }
            }
        };
        self.curve.drawn.set(Some(drawn));
        front.clear();
        let line = |pick: fn(&CurveEntry) -> Option<f64>| {
            xs.iter().zip(entries.iter()).filter_map(move |(x, entry)| Some((*x, pick(entry)?)))
        };
        let area = drawn.area;
        let changes = self.curve.data_changes.borrow();
        let steps: Vec<f64> = entries.iter().map(|entry| entry.0 as f64).collect();
        let marks = changes.iter().filter_map(|step| curve::between(&steps, &xs, *step as f64));
        axes::paint_marks(&front, area, range, marks, words::DATA_CHANGED, &theme);
        axes::paint_curve(&front, area, range, line(|entry| entry.3), Pen { color: theme.muted, dashed: true });
        axes::paint_curve(&front, area, range, line(|entry| entry.2), Pen { color: theme.accent, dashed: false });
        let reading = self.curve.read(drawn, front.scale, &xs);
        self.curve.reading.set(reading);
        if let Some(reading) = reading {
            let losses = [(reading.test_loss, theme.muted), (reading.train_loss, theme.accent)];
            axes::paint_reading(&front, area, range, xs[reading.idx], losses, &theme);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_keyboard_reads_stays_while_the_curve_grows() {
        let plot = Plot::default();
        plot.entries.borrow_mut().extend((0..5).map(|epoch| (10 * epoch, epoch, Some(1.0), None)));
        plot.go(Motion::By(-1));
        assert_eq!(plot.cursor.get(), Some(Cursor::Step(40)));
        plot.reading.set(Some(Reading { idx: 4, n_entries: 5, step: 40, epoch: 4, train_loss: None, test_loss: None }));
        plot.entries.borrow_mut().extend((5..9).map(|epoch| (10 * epoch, epoch, Some(1.0), None)));
        plot.go(Motion::By(-1));
        assert_eq!(plot.cursor.get(), Some(Cursor::Step(30)));
        plot.go(Motion::Last);
        assert_eq!(plot.cursor.get(), Some(Cursor::Step(80)));
        plot.go(Motion::First);
        assert_eq!(plot.cursor.get(), Some(Cursor::Step(0)));
        plot.go(Motion::Away);
        assert_eq!(plot.cursor.get(), None);
    }

    #[test]
    fn an_empty_curve_cannot_be_read() {
        let plot = Plot::default();
        for motion in [Motion::By(1), Motion::First, Motion::Last] {
            plot.go(motion);
            assert_eq!(plot.cursor.get(), None);
        }
    }
}

//! The loss curve as a view: its entries as they came, its axes, and where a person reads it. Its canvases are its own.
//! Entries are bounded by whoever sends them.

use std::cell::{Cell, RefCell};

use playground::{Answer, CurveAxis, CurvePart, CurvePoint, CurveScale, Query};
use web_sys::HtmlCanvasElement;
use yew::Callback;

use crate::draw::axes::{self, Area, Pen};
use crate::draw::canvas::Surface;
use crate::draw::curve::{self, Range};
use crate::draw::theme::Theme;
use crate::store::state::State;
use crate::view::{Frame, View};

/// While training the curve is drawn with every so many frames.
const EVERY: u32 = 3;

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

/// The curve's entries, and where they are read.
#[derive(Debug, Default)]
struct Entries {
    curve: RefCell<CurvePart>,
    drawn: Cell<Option<Drawn>>,
    cursor: Cell<Option<Cursor>>,
    reading: Cell<Option<Reading>>,
}

impl Entries {
    /// Takes the entries of a frame.
    fn take(&self, part: CurvePart) {
        let mut curve = self.curve.borrow_mut();
        if part.id != curve.id || part.from < curve.entries.len() {
            curve.entries.truncate(part.from);
            self.drawn.set(None);
        }
        curve.entries.extend_from_slice(&part.entries);
        (curve.id, curve.data_changes) = (part.id, part.data_changes);
    }

    fn go(&self, motion: Motion) {
        let entries = &self.curve.borrow().entries;
        let last = entries.len().saturating_sub(1);
        let step = |idx: usize| entries.get(idx).map(|entry| Cursor::Step(entry.step));
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
        let entries = &self.curve.borrow().entries;
        let idx = match self.cursor.get()? {
            Cursor::Pixel(px) => curve::nearest(xs, drawn.area.x_at(drawn.range, px * scale))?,
            Cursor::Step(step) => entries.partition_point(|entry| entry.step < step).min(entries.len().checked_sub(1)?),
        };
        let CurvePoint { step, epoch, train, test } = *entries.get(idx)?;
        Some(Reading { idx, n_entries: entries.len(), step, epoch, train_loss: train, test_loss: test })
    }
}

/// The loss curve.
pub(crate) struct Graph {
    back: RefCell<Option<HtmlCanvasElement>>,
    front: RefCell<Option<HtmlCanvasElement>>,
    theme: RefCell<Theme>,
    state: RefCell<State>,
    entries: Entries,
    /// Frames that have come since the curve was drawn.
    n_new: Cell<u32>,
    /// Hears what is read.
    on_read: Callback<Option<Reading>>,
}

impl Graph {
    /// A curve without canvases; `on_read` hears what is read on it.
    pub(crate) fn new(state: &State, on_read: Callback<Option<Reading>>) -> Graph {
        Graph {
            back: RefCell::default(),
            front: RefCell::default(),
            theme: RefCell::new(Theme::read()),
            state: RefCell::new(state.clone()),
            entries: Entries::default(),
            n_new: Cell::new(0),
            on_read,
        }
    }

    /// Draws the axes on this canvas from now on.
    pub(crate) fn attach_axes(&self, canvas: Option<HtmlCanvasElement>) {
        self.back.replace(canvas);
    }

    /// Draws the curves on this canvas from now on.
    pub(crate) fn attach_curves(&self, canvas: Option<HtmlCanvasElement>) {
        self.front.replace(canvas);
    }

    /// Reads the curve elsewhere from now on.
    pub(crate) fn read(&self, motion: Motion) {
        self.entries.go(motion);
        self.draw_all();
        self.write();
    }

    /// Where each entry stands on the horizontal axis.
    fn xs(&self, state: &State, entries: &[CurvePoint]) -> Vec<f64> {
        if state.view_settings.curve_axis == CurveAxis::Steps {
            return entries.iter().map(|entry| entry.step as f64).collect();
        }
        let counters: Vec<(u64, u64)> = entries.iter().map(|entry| (entry.step, entry.epoch)).collect();
        curve::epochs_passed(&counters, steps_per_epoch(state))
    }

    /// Draws the loss curve, and its axes if they have to change.
    fn draw_all(&self) {
        let (Some(back), Some(front)) = (surface(&self.back), surface(&self.front)) else { return };
        let (state, theme) = (self.state.borrow(), self.theme.borrow());
        let curve_part = self.entries.curve.borrow();
        let entries = &curve_part.entries;
        let xs = self.xs(&state, entries);
        let words = &state.words.curve;
        let unit =
            if state.view_settings.curve_axis == CurveAxis::Steps { words.steps_axis } else { words.epochs_axis };
        let shown = self.entries.drawn.get();
        let range = curve::range(
            xs.last().copied().unwrap_or(0.0),
            entries.iter().flat_map(|entry| [entry.train, entry.test]).flatten(),
            state.view_settings.curve_scale == CurveScale::Log,
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
        self.entries.drawn.set(Some(drawn));
        front.clear();
        let line = |pick: fn(&CurvePoint) -> Option<f64>| {
            xs.iter().zip(entries.iter()).filter_map(move |(x, entry)| Some((*x, pick(entry)?)))
        };
        let area = drawn.area;
        let changes = &curve_part.data_changes;
        let steps: Vec<f64> = entries.iter().map(|entry| entry.step as f64).collect();
        let marks = changes.iter().filter_map(|step| curve::between(&steps, &xs, *step as f64));
        axes::paint_marks(&front, area, range, marks, words.data_changed, &theme);
        axes::paint_curve(&front, area, range, line(|entry| entry.test), Pen { color: theme.muted, dashed: true });
        axes::paint_curve(&front, area, range, line(|entry| entry.train), Pen { color: theme.accent, dashed: false });
        let reading = self.entries.read(drawn, front.scale, &xs);
        self.entries.reading.set(reading);
        if let Some(reading) = reading {
            let losses = [(reading.test_loss, theme.muted), (reading.train_loss, theme.accent)];
            axes::paint_reading(&front, area, range, xs[reading.idx], losses, &theme);
        }
    }
}

impl View for Graph {
    fn follow(&self, state: &State) {
        let before = self.state.replace(state.clone());
        let is_same = std::rc::Rc::ptr_eq(&before.config, &state.config)
            && before.view_settings == state.view_settings
            && before.words == state.words;
        if !is_same {
            self.draw_all();
        }
    }

    fn queries(&self, _: Frame) -> Vec<Query> {
        let curve = self.entries.curve.borrow();
        vec![Query::Curve { from: curve.entries.len(), id: curve.id }]
    }

    fn take(&self, answers: Vec<(Query, Answer)>) {
        for (query, answer) in answers {
            if matches!(query, Query::Curve { .. }) {
                self.entries.take(answer.curve());
                self.n_new.set(self.n_new.get() + 1);
            }
        }
    }

    fn draw(&self, playing: bool, is_busy: bool) -> bool {
        let n = self.n_new.get();
        let is_due = n > EVERY || n == EVERY && !is_busy || n > 0 && !playing;
        if is_due {
            self.n_new.set(0);
            self.draw_all();
        }
        is_due
    }

    fn write(&self) {
        self.on_read.emit(self.entries.reading.get());
    }

    fn redraw(&self, retheme: bool) {
        if retheme {
            self.theme.replace(Theme::read());
        }
        self.entries.drawn.set(None);
        self.draw_all();
    }

    fn forget(&self) {
        self.entries.curve.take();
        self.entries.drawn.set(None);
    }
}

fn surface(canvas: &RefCell<Option<HtmlCanvasElement>>) -> Option<Surface> {
    Surface::fit(canvas.borrow().clone()?)
}

fn steps_per_epoch(state: &State) -> f64 {
    let n_train = state.counts().training;
    n_train.div_ceil(state.config.batch_points(n_train)) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(epoch: u64) -> CurvePoint {
        CurvePoint { step: 10 * epoch, epoch, train: Some(1.0), test: None }
    }

    #[test]
    fn what_the_keyboard_reads_stays_while_the_curve_grows() {
        let entries = Entries::default();
        entries.curve.borrow_mut().entries.extend((0..5).map(entry));
        entries.go(Motion::By(-1));
        assert_eq!(entries.cursor.get(), Some(Cursor::Step(40)));
        entries.reading.set(Some(Reading {
            idx: 4,
            n_entries: 5,
            step: 40,
            epoch: 4,
            train_loss: None,
            test_loss: None,
        }));
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
}

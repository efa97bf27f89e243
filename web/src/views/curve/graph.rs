//! The chart as a view: lines, marks, the run before and guessing, on axes that move only when they must. Its canvases are its own.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use playground::{Answer, CurveAxis, CurvePart, CurvePoint, CurveScale, CurveShows, Query, Task};
use web_sys::HtmlCanvasElement;
use yew::Callback;

use super::entries::{Entries, Motion, marks_at};
use super::lines::{Line, Look, lines};
use crate::draw::axes::{self, Area, Labels, Pen};
use crate::draw::canvas::Surface;
use crate::draw::color::Rgb;
use crate::draw::curve::{self, Range};
use crate::draw::marks;
use crate::draw::theme::Theme;
use crate::store::state::State;
use crate::view::{Frame, View};

/// While training the curve is drawn with every so many frames.
const EVERY: u32 = 3;

/// A run that goes on has this much room.
const LEAST_X: f64 = 10.0;

/// Guessing that is so many times worse than all that was lost is not shown.
const FAR: f64 = 2.5;

/// Colours of layers are those of classes from this one on: the first two mean something else.
const FIRST_LAYER_COLOR: usize = 3;
const LAYER_COLORS: usize = 6;

/// What can be said of the chart.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Shown {
    /// What is read.
    pub(crate) reading: Option<Reading>,
    /// The sentence on everything else that is drawn.
    pub(crate) about: String,
    /// What the line of the run before is called.
    pub(crate) previous: Option<String>,
}

/// What is read at one entry.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reading {
    pub(crate) idx: usize,
    pub(crate) n_entries: usize,
    pub(crate) step: u64,
    pub(crate) epoch: u64,
    /// Of each line.
    pub(crate) values: Vec<Option<f64>>,
    /// What changed there; empty for nothing.
    pub(crate) change: String,
}

/// The axes on the page: their range and labels, the canvas size they were drawn for, and the room they leave.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Drawn {
    range: Range,
    labels: Labels,
    size: (f64, f64),
    area: Area,
}

/// The chart.
pub(crate) struct Graph {
    back: RefCell<Option<HtmlCanvasElement>>,
    front: RefCell<Option<HtmlCanvasElement>>,
    theme: RefCell<Theme>,
    state: RefCell<State>,
    entries: Entries,
    drawn: Cell<Option<Drawn>>,
    /// Frames that have come since the curve was drawn.
    n_new: Cell<u32>,
    /// Hears what can be said.
    on_read: Callback<Shown>,
}

/// Where what is drawn goes.
struct Paper<'a> {
    front: &'a Surface,
    area: Area,
    range: Range,
    theme: &'a Theme,
    xs: &'a [f64],
}

impl Graph {
    /// A chart without canvases; `on_read` hears what can be said of it.
    pub(crate) fn new(state: &State, on_read: Callback<Shown>) -> Graph {
        Graph {
            back: RefCell::default(),
            front: RefCell::default(),
            theme: RefCell::new(Theme::read()),
            state: RefCell::new(state.clone()),
            entries: Entries::default(),
            drawn: Cell::new(None),
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

    /// Draws everything, the axes if they have to change.
    fn draw_all(&self) {
        let (Some(back), Some(front)) = (surface(&self.back), surface(&self.front)) else { return };
        let (state, theme, part) = (self.state.borrow(), self.theme.borrow(), self.entries.curve.borrow());
        let lines = lines_of(&state);
        let xs = xs(&state, &part.entries);
        let shown = self.drawn.get().map(|drawn| drawn.range);
        let (range, size) = (range(&state, &part, &lines, &xs, shown), (back.width, back.height));
        let labels = labels_of(&state, !part.marks.is_empty());
        let drawn = match self.drawn.get() {
            Some(drawn) if drawn.range == range && drawn.size == size && drawn.labels == labels => drawn,
            _ => {
                let Some(area) = axes::paint_axes(&back, range, labels, &theme) else { return };
                Drawn { range, labels, size, area }
            }
        };
        self.drawn.set(Some(drawn));
        front.clear();
        let paper = Paper { front: &front, area: drawn.area, range, theme: &theme, xs: &xs };
        if state.view_settings.curve_shows == CurveShows::Loss {
            paint_references(&paper, &state, &part);
        } else if let Some(share) = guessed_accuracy(&state) {
            let name = state.words.guessing_accuracy(share);
            axes::paint_level(&front, drawn.area, range, share, &name, &theme);
        }
        for line in lines.iter().rev() {
            let pen = pen_of(line.look, &theme);
            axes::paint_curve(&front, drawn.area, range, placed(&xs, &part.entries, |entry| line.value(entry)), pen);
        }
        paint_ends(&paper, &state, &part.entries, &lines);
        paint_marks(&paper, &state, &part);
        let x_at = |px: f64| drawn.area.x_at(range, px * front.scale);
        if let Some(place) = self.entries.read(&xs, x_at) {
            let entry = &part.entries[place.idx];
            let values = lines.iter().map(|line| (line.value(entry), pen_of(line.look, &theme).color));
            let said = state.words.curve_place(entry.epoch, entry.step);
            axes::paint_reading(&front, drawn.area, range, xs[place.idx], values, &said, &theme);
        }
    }

    /// What can be said of what is drawn.
    fn shown(&self) -> Shown {
        let (state, part) = (self.state.borrow(), self.entries.curve.borrow());
        let words = state.words;
        let lines = lines_of(&state);
        let reading = self.entries.place().and_then(|place| {
            let entry = part.entries.get(place.idx)?;
            Some(Reading {
                idx: place.idx,
                n_entries: place.n_entries,
                step: entry.step,
                epoch: entry.epoch,
                values: lines.iter().map(|line| line.value(entry)).collect(),
                change: words.changes_at(&marks_at(&part.marks, &part.entries, place.idx)),
            })
        });
        let is_loss = state.view_settings.curve_shows == CurveShows::Loss;
        let previous = part.previous.as_ref().filter(|_| is_loss && part.is_comparable);
        let previous = previous.map(|run| words.previous_run(run));
        let mut about: Vec<String> =
            part.guess.filter(|_| is_loss).map(|guess| words.guessing(guess)).into_iter().collect();
        about.extend(guessed_accuracy(&state).map(|share| words.guessing_accuracy(share)));
        about.extend(penalty_of(&state).filter(|_| is_loss));
        about.extend(previous.clone());
        about.extend(part.marks.iter().map(|mark| words.mark(mark)));
        Shown { reading, about: about.join(words.common.full_stop), previous }
    }
}

/// The range of the axes; `shown` is kept while it fits.
pub(crate) fn range(state: &State, part: &CurvePart, lines: &[Line], xs: &[f64], shown: Option<Range>) -> Range {
    let last = xs.last().copied().unwrap_or(0.0);
    // A run that has ended in a blow-up shows how it came to that.
    let x = if state.is_diverged() && last > 0.0 { (1.25 * last, 0.0) } else { (last, LEAST_X) };
    let shows = state.view_settings.curve_shows;
    let values = || part.entries.iter().flat_map(|entry| lines.iter().filter_map(|line| line.value(entry)));
    if shows == CurveShows::Fit {
        return Range { y_max: 1.0, ..curve::range(x, values().chain(guessed_accuracy(state)), false, shown) };
    }
    let is_log = state.view_settings.curve_scale == CurveScale::Log;
    let largest = values().filter(|value| value.is_finite()).fold(0.0, f64::max);
    if shows != CurveShows::Loss {
        return curve::range(x, values(), is_log, shown);
    }
    let first = part.entries.first();
    let first = first.map_or(0.0, |entry| entry.train.unwrap_or(0.0).max(entry.test.unwrap_or(0.0)));
    let guess = part.guess.filter(|guess| *guess <= FAR * largest);
    let first = first.max(guess.unwrap_or(0.0));
    let top = if is_log { f64::INFINITY } else { curve::height_to_show(first, largest) };
    let before = part.previous.iter().filter(|_| part.is_comparable).flat_map(|run| &run.entries);
    let before = before.filter_map(|entry| entry.train).take(1);
    curve::range(x, values().chain(guess).chain(before).map(|value| value.min(top)), is_log, shown)
}

/// That the losses are without the penalty, where there is one.
fn penalty_of(state: &State) -> Option<String> {
    let penalty = state.status.as_ref().map(|status| status.penalty).filter(|penalty| *penalty > 0.0)?;
    Some(state.words.curve.without_penalty.with([&state.words.short(penalty)]))
}

/// The accuracy of guessing, where accuracies are shown.
pub(crate) fn guessed_accuracy(state: &State) -> Option<f64> {
    state.guessed_accuracy().filter(|_| state.view_settings.curve_shows == CurveShows::Fit)
}

/// The loss of guessing, the run before, and what the losses are without.
fn paint_references(paper: &Paper<'_>, state: &State, part: &CurvePart) {
    let Paper { front, area, range, theme, .. } = *paper;
    let guess = part.guess.filter(|guess| *guess <= range.y_max && *guess >= range.y_min);
    if let Some(note) = penalty_of(state) {
        axes::paint_note(front, area, range, guess, &note, theme);
    }
    if let Some(guess) = guess {
        axes::paint_level(front, area, range, guess, &state.words.guessing(guess), theme);
    }
    if let Some(previous) = part.previous.as_ref().filter(|_| part.is_comparable) {
        let xs = xs(state, &previous.entries);
        let of = |loss: fn(&CurvePoint) -> Option<f64>| range.within(placed(&xs, &previous.entries, loss));
        let pen = |dashed: bool| Pen { color: theme.previous, width_px: 1.75, dashed };
        axes::paint_curve(front, area, range, of(|entry| entry.test), pen(true));
        axes::paint_curve(front, area, range, of(|entry| entry.train), pen(false));
        axes::paint_name(front, area, range, of(|entry| entry.train), &state.words.previous_run(previous), theme);
    }
}

/// The dot at the end, or how far the curve went beyond the chart.
fn paint_ends(paper: &Paper<'_>, state: &State, entries: &[CurvePoint], lines: &[Line]) {
    let Paper { front, area, range, theme, xs } = *paper;
    let Some(train) = lines.first().filter(|line| line.look == Look::Train) else { return };
    if let Some(end) = placed(xs, entries, |entry| train.value(entry)).last() {
        axes::paint_end(front, area, range, end, theme);
    }
    let beyond = placed(xs, entries, |entry| train.value(entry)).filter(|(_, value)| *value > range.y_max);
    if let Some((x, value)) = beyond.max_by(|one, other| one.1.total_cmp(&other.1)) {
        axes::paint_beyond(front, area, range, x, &state.words.curve.up_to.with([&state.words.short(value)]), theme);
    }
}

/// What changed along the run.
fn paint_marks(paper: &Paper<'_>, state: &State, part: &CurvePart) {
    let Paper { front, area, range, theme, xs } = *paper;
    let steps: Vec<f64> = part.entries.iter().map(|entry| entry.step as f64).collect();
    let place = |step: u64| Some(area.px_of(range, curve::between(&steps, xs, step as f64)?));
    let (places, there): (Vec<f64>, Vec<_>) =
        part.marks.iter().filter_map(|mark| Some((place(mark.step)?, mark))).unzip();
    let named = marks::together(&places, front.scale).into_iter().map(|group| {
        let at = places[group.start];
        (at, state.words.changes_at(&there[group]))
    });
    marks::paint(front, area, &named.collect::<Vec<_>>(), theme);
}

impl View for Graph {
    fn follow(&self, state: &State) {
        let before = self.state.replace(state.clone());
        let is_same = Rc::ptr_eq(&before.config, &state.config)
            && before.view_settings == state.view_settings
            && before.words == state.words
            && before.is_diverged() == state.is_diverged();
        if !is_same {
            self.draw_all();
        }
        // What is read of the chart is in words, and no frame comes while the page rests.
        if before.words != state.words {
            self.write();
        }
    }

    fn queries(&self, _: Frame) -> Vec<Query> {
        let curve = self.entries.curve.borrow();
        vec![Query::Curve { from: curve.entries.len(), id: curve.id }]
    }

    fn take(&self, answers: Vec<(Query, Answer)>) {
        for (query, answer) in answers {
            if matches!(query, Query::Curve { .. }) {
                if self.entries.take(answer.curve()) {
                    self.drawn.set(None);
                }
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
        self.on_read.emit(self.shown());
    }

    fn redraw(&self, retheme: bool) {
        if retheme {
            self.theme.replace(Theme::read());
        }
        self.drawn.set(None);
        self.draw_all();
    }

    fn forget(&self) {
        self.entries.forget();
        self.drawn.set(None);
    }
}

fn surface(canvas: &RefCell<Option<HtmlCanvasElement>>) -> Option<Surface> {
    Surface::fit(canvas.borrow().clone()?)
}

pub(crate) fn lines_of(state: &State) -> Vec<Line> {
    lines(
        state.words,
        state.view_settings.curve_shows,
        &state.config,
        state.counts().test > 0 || state.status.is_none(),
    )
}

pub(crate) fn labels_of(state: &State, has_marks: bool) -> Labels {
    let words = &state.words.curve;
    let in_steps = state.view_settings.curve_axis == CurveAxis::Steps;
    let is_fit = state.view_settings.curve_shows == CurveShows::Fit;
    Labels {
        unit: if in_steps { words.steps_axis } else { words.epochs_axis },
        in_percent: is_fit && state.config.task == Task::Classification,
        has_marks,
    }
}

pub(crate) fn pen_of(look: Look, theme: &Theme) -> Pen {
    let pen = |color: Rgb, width_px, dashed| Pen { color, width_px, dashed };
    match look {
        Look::Train => pen(theme.train, 2.5, false),
        Look::Test => pen(theme.test, 1.75, true),
        Look::Layer(layer) => {
            pen(theme.class(FIRST_LAYER_COLOR + layer % LAYER_COLORS), 2.0, layer / LAYER_COLORS % 2 == 1)
        }
    }
}

/// Entries that have a value, with the places where they stand.
pub(crate) fn placed<'a>(
    xs: &'a [f64],
    entries: &'a [CurvePoint],
    value: impl Fn(&CurvePoint) -> Option<f64> + 'a,
) -> impl Iterator<Item = (f64, f64)> + 'a {
    xs.iter().zip(entries).filter_map(move |(x, entry)| Some((*x, value(entry)?)))
}

/// Where each entry stands on the horizontal axis.
pub(crate) fn xs(state: &State, entries: &[CurvePoint]) -> Vec<f64> {
    if state.view_settings.curve_axis == CurveAxis::Steps {
        return entries.iter().map(|entry| entry.step as f64).collect();
    }
    let counters: Vec<(u64, u64)> = entries.iter().map(|entry| (entry.step, entry.epoch)).collect();
    let n_train = state.counts().training;
    curve::epochs_passed(&counters, n_train.div_ceil(state.config.batch_points(n_train)) as f64)
}

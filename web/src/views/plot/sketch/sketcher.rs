//! The drawing as a view: what is drawn, with what, what the network says at the same places, and how near they are.

use std::cell::{Cell, RefCell};

use playground::sketch::{GRID, Line, Region, predicted};
use playground::{Answer, Query, Task};
use web_sys::HtmlCanvasElement;
use words::sketch::Sketched;
use yew::Callback;

use super::picture::{Picture, paint};
use crate::draw::REACH;
use crate::draw::canvas::Surface;
use crate::draw::theme::Theme;
use crate::store::state::State;
use crate::view::{Frame, View};

/// What a press draws with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Tool {
    #[default]
    Brush,
    Fill,
    Erase,
}

impl Tool {
    pub(super) const ALL: [Tool; 3] = [Tool::Brush, Tool::Fill, Tool::Erase];
}

/// The brush paints so far around it, and the wide one.
const RADII: [f32; 2] = [0.4, 1.1];

/// What is drawn with.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Means {
    pub(super) tool: Tool,
    pub(super) is_wide: bool,
    /// Whether the difference is shown, where there is one.
    pub(super) hides_difference: bool,
    /// Whether somebody draws, and points are not placed.
    pub(super) is_active: bool,
}

impl Means {
    fn radius(self) -> f32 {
        RADII[usize::from(self.is_wide)]
    }
}

/// The drawing.
pub(super) struct Sketcher {
    state: RefCell<State>,
    theme: RefCell<Theme>,
    canvas: RefCell<Option<HtmlCanvasElement>>,
    region: RefCell<Region>,
    line: RefCell<Line>,
    /// The class whose part is painted, once something is.
    class: Cell<Option<usize>>,
    means: Cell<Means>,
    /// Where the pointer was last that draws.
    last: Cell<Option<(f32, f32)>>,
    pub(super) cursor: Cell<(f32, f32)>,
    /// Whether the keyboard has the cursor, and whether it draws.
    keys: Cell<Option<bool>>,
    scores: RefCell<Vec<f32>>,
    on_told: Callback<Sketched>,
}

impl Sketcher {
    pub(super) fn new(state: &State, on_told: Callback<Sketched>) -> Sketcher {
        Sketcher {
            state: RefCell::new(state.clone()),
            theme: RefCell::new(Theme::read()),
            canvas: RefCell::default(),
            region: RefCell::default(),
            line: RefCell::default(),
            class: Cell::new(None),
            means: Cell::default(),
            last: Cell::new(None),
            cursor: Cell::new((0.0, 0.0)),
            keys: Cell::new(None),
            scores: RefCell::default(),
            on_told,
        }
    }

    pub(super) fn attach(&self, canvas: Option<HtmlCanvasElement>) {
        self.canvas.replace(canvas);
        self.paint();
    }

    /// Draws with these means from now on.
    pub(super) fn take_up(&self, means: Means) {
        if self.means.replace(means) != means {
            self.paint();
            self.tell();
        }
    }

    pub(super) fn is_curve(&self) -> bool {
        self.state.borrow().config.task == Task::Curve
    }

    fn is_empty(&self) -> bool {
        if self.is_curve() { self.line.borrow().is_empty() } else { self.region.borrow().is_empty() }
    }

    /// A press at a place.
    pub(super) fn begin(&self, at: (f32, f32)) {
        if self.is_empty() {
            self.class.set(Some(self.state.borrow().label as usize));
        }
        self.keys.set(None);
        self.draw_to(at, at);
        self.last.set(Some(at).filter(|_| self.means.get().tool != Tool::Fill));
    }

    /// What was pressed is here now.
    pub(super) fn go_on(&self, at: (f32, f32)) {
        if let Some(last) = self.last.get() {
            self.draw_to(last, at);
            self.last.set(Some(at));
        }
    }

    pub(super) fn end(&self) {
        if self.last.take().is_some() {
            self.tell();
        }
    }

    fn draw_to(&self, from: (f32, f32), to: (f32, f32)) {
        let means = self.means.get();
        match (self.is_curve(), means.tool) {
            (true, Tool::Erase) => self.line.borrow_mut().erase(from, to, RADII[0]),
            (true, _) => self.line.borrow_mut().draw(from, to),
            (false, Tool::Fill) => self.region.borrow_mut().fill(to, true),
            (false, tool) => self.region.borrow_mut().paint(from, to, means.radius(), tool == Tool::Brush),
        }
        self.paint();
        if self.last.get().is_none() {
            self.tell();
        }
    }

    /// Moves the keyboard's cursor, and draws where its brush is down.
    pub(super) fn steer(&self, dx: f32, dy: f32) {
        let from = self.cursor.get();
        let to = ((from.0 + dx).clamp(-REACH, REACH), (from.1 + dy).clamp(-REACH, REACH));
        self.cursor.set(to);
        match self.keys.get() {
            Some(true) => {
                self.start_class();
                self.draw_to(from, to);
            }
            _ => {
                self.keys.set(Some(false));
                self.paint();
            }
        }
    }

    /// Puts the keyboard's brush down, or lifts it; whether it is down.
    pub(super) fn toggle_pen(&self) -> bool {
        let is_down = self.keys.get() != Some(true);
        self.keys.set(Some(is_down));
        if is_down {
            self.dab(self.means.get().tool);
        }
        self.paint();
        is_down
    }

    /// Uses a tool where the keyboard's cursor is.
    pub(super) fn dab(&self, tool: Tool) {
        self.start_class();
        let (means, at) = (self.means.get(), self.cursor.get());
        self.means.set(Means { tool, ..means });
        self.draw_to(at, at);
        self.means.set(means);
        self.tell();
    }

    fn start_class(&self) {
        if self.is_empty() {
            self.class.set(Some(self.state.borrow().label as usize));
        }
    }

    /// The keyboard has come, or gone.
    pub(super) fn show_cursor(&self, is_here: bool) {
        self.keys.set(is_here.then_some(false));
        self.paint();
    }

    /// Whether something is drawn where the keyboard's cursor is.
    pub(super) fn is_drawn_here(&self) -> bool {
        let (x, y) = self.cursor.get();
        if self.is_curve() {
            return self.line.borrow().height(x).is_some();
        }
        self.region.borrow().contains((x, y))
    }

    /// Takes everything away.
    pub(super) fn clear(&self) {
        self.region.take();
        self.line.take();
        self.class.set(None);
        self.paint();
        self.tell();
    }

    fn class(&self) -> usize {
        let state = self.state.borrow();
        self.class.get().filter(|class| *class <= state.config.classes).unwrap_or(state.label as usize)
    }

    fn is_trained(&self) -> bool {
        self.state.borrow().status.as_ref().is_some_and(|status| status.step > 0)
    }

    /// In which cells the network predicts the class.
    fn predicted(&self) -> Vec<bool> {
        predicted(&self.scores.borrow(), self.state.borrow().config.n_outputs(), self.class())
    }

    fn tell(&self) {
        let score = if self.is_curve() {
            self.line.borrow().difference(self.scores.borrow().get(..GRID).unwrap_or_default())
        } else {
            self.region.borrow().agreement(&self.predicted())
        };
        let is_trained = self.is_trained();
        self.on_told.emit(Sketched { class: self.class(), is_empty: self.is_empty(), is_trained, score });
    }

    fn paint(&self) {
        let canvas = self.canvas.borrow().clone();
        let Some(surface) = canvas.and_then(Surface::fit) else { return };
        let means = self.means.get();
        let compares = means.is_active && !means.hides_difference && self.is_trained() && !self.is_empty();
        let predicted = if compares && !self.is_curve() { self.predicted() } else { Vec::new() };
        let (region, line, scores) = (self.region.borrow(), self.line.borrow(), self.scores.borrow());
        let radius = if self.is_curve() || means.tool == Tool::Fill { 0.0 } else { means.radius() };
        let picture = Picture {
            cells: if self.is_curve() { &[] } else { region.cells() },
            predicted: &predicted,
            heights: if self.is_curve() { line.heights() } else { &[] },
            curve: if compares && self.is_curve() { scores.get(..GRID).unwrap_or_default() } else { &[] },
            is_active: means.is_active,
            cursor: self.keys.get().filter(|_| means.is_active).map(|is_down| (self.cursor.get(), radius, is_down)),
        };
        paint(&surface, &picture, &self.theme.borrow());
    }
}

impl View for Sketcher {
    fn follow(&self, state: &State) {
        let before = self.state.replace(state.clone());
        let steps = |state: &State| state.status.as_ref().map(|status| status.step > 0);
        if before.config.task != state.config.task
            || before.label.to_bits() != state.label.to_bits()
            || steps(&before) != steps(state)
        {
            // Of another task nothing is known yet.
            if before.config.task != state.config.task {
                self.scores.take();
            }
            self.paint();
            self.tell();
        }
    }

    fn queries(&self, frame: Frame) -> Vec<Query> {
        // Read as often as numbers are; a drawing that nobody looks at is not compared.
        let is_wanted = self.means.get().is_active && !self.is_empty() && (frame.written || !frame.playing);
        if is_wanted { vec![Query::Scores { side: GRID }] } else { Vec::new() }
    }

    fn take(&self, answers: Vec<(Query, Answer)>) {
        for (query, answer) in answers {
            if query == (Query::Scores { side: GRID }) {
                self.scores.replace(answer.numbers());
                self.paint();
            }
        }
    }

    fn draw(&self, _: bool, _: bool) -> bool {
        false
    }

    fn write(&self) {
        self.tell();
    }

    fn redraw(&self, retheme: bool) {
        if retheme {
            self.theme.replace(Theme::read());
        }
        self.paint();
    }
}

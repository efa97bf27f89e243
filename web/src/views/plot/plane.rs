//! The plot as a view: the plane behind the points, the points, arrows over them, and what stands where one points. Its canvases
//! and the numbers that they show are its own.

use std::cell::{Cell, RefCell};

use playground::{Answer, Config, Point, Query, Task};
use web_sys::{Element, HtmlCanvasElement};
use yew::Callback;

use super::curve_parts::{MOST_LINES, Made, residuals};
use super::hits::Shown;
use super::input::{BRUSH_RADIUS, Input};
use super::read_out::ReadOut;
use super::sampling::{sample, sample_row, score_side};
use crate::browser::page::has_finger;
use crate::draw::canvas::Surface;
use crate::draw::field::{self, Field, Kind};
use crate::draw::heat::Tint;
use crate::draw::markers::{self, Marker};
use crate::draw::strands::Strands;
use crate::draw::theme::Theme;
use crate::draw::{REACH, cursor};
use crate::intent::Intent;
use crate::store::state::{State, Tool};
use crate::tint::{reach_of, tint_among, tint_of};
use crate::view::{Frame, View};

/// Points are drawn pixel by pixel: finer than this it would be felt while one is dragged, and not be seen.
const MOST_SCALE: f64 = 2.0;
/// More arrows than these hide each other.
const MOST_PULLS: usize = 250;
const MOST_PUSHES: usize = 48;
/// Cells per side at which classes are counted: a cell is half a thousandth of the plane.
const SHARE_CELLS: usize = 45;

/// What the plot tells its panel, as often as numbers are written.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Told {
    /// The share of the plane that is predicted as each class.
    pub(crate) shares: Vec<f32>,
    /// The bias of a curve whose parts are shown,
    pub(crate) bias: Option<f32>,
    /// and the neurons whose parts are, with their weights.
    pub(crate) weights: Vec<(usize, f32)>,
}

/// A neuron, as column and place in the diagram, and what it computes over the plane.
type NeuronPlane = ((usize, usize), Vec<f32>);

/// The plot.
pub(crate) struct Plane {
    act: Callback<Intent>,
    state: RefCell<State>,
    theme: RefCell<Theme>,
    field: RefCell<Option<HtmlCanvasElement>>,
    points: RefCell<Option<HtmlCanvasElement>>,
    score: RefCell<Vec<f32>>,
    slopes: RefCell<Vec<f32>>,
    /// What the neuron computes that is pointed at in the diagram; and which one it is, as column and place in it.
    neuron: RefCell<Option<NeuronPlane>>,
    pulls: RefCell<Vec<f32>>,
    pushes: RefCell<Vec<f32>>,
    /// The share of the plane that is predicted as each class.
    shares: RefCell<Vec<f32>>,
    /// What a curve is made of.
    made: RefCell<Made>,
    on_told: Callback<Told>,
    /// Whether these have not been drawn yet.
    is_new: Cell<bool>,
    pub(super) input: Input,
    /// Where the keyboard's cursor is, while the plot has the focus.
    pub(super) cursor: Cell<Option<(f32, f32)>>,
    /// The index of the point that is being moved, and whether a finger covers it.
    pub(super) held: Cell<Option<(usize, bool)>>,
    /// What is pointed at, and with which tool.
    pointed: Cell<Option<((f32, f32), Tool)>>,
    read_out: ReadOut,
    field_painter: RefCell<Option<field::Painter>>,
    marker_painter: RefCell<markers::Painter>,
}

impl Plane {
    /// A plot without canvases that shows `state`; its wishes go to `act`, and numbers for its panel to `on_told`.
    pub(crate) fn new(state: &State, act: Callback<Intent>, on_told: Callback<Told>) -> Plane {
        Plane {
            act,
            state: RefCell::new(state.clone()),
            theme: RefCell::new(Theme::read()),
            field: RefCell::default(),
            points: RefCell::default(),
            score: RefCell::default(),
            slopes: RefCell::default(),
            neuron: RefCell::default(),
            pulls: RefCell::default(),
            pushes: RefCell::default(),
            shares: RefCell::default(),
            made: RefCell::default(),
            on_told,
            is_new: Cell::new(false),
            input: Input::default(),
            cursor: Cell::new(None),
            held: Cell::new(None),
            pointed: Cell::new(None),
            read_out: ReadOut::default(),
            field_painter: RefCell::new(field::Painter::new()),
            marker_painter: RefCell::default(),
        }
    }

    /// Draws the plane on this canvas from now on.
    pub(crate) fn attach_field(&self, canvas: Option<HtmlCanvasElement>) {
        self.field.replace(canvas);
    }

    /// Draws the points on this canvas from now on.
    pub(crate) fn attach_points(&self, canvas: Option<HtmlCanvasElement>) {
        self.points.replace(canvas);
    }

    /// The state that the plot shows.
    pub(super) fn state(&self) -> State {
        self.state.borrow().clone()
    }

    /// Lets a wish be carried out; the state has followed when this returns.
    pub(super) fn wish(&self, intent: Intent) {
        self.act.emit(intent);
    }

    /// What can be touched, for `act`.
    pub(super) fn with_shown<T>(&self, act: impl FnOnce(Shown<'_>) -> T) -> T {
        let State { points, view_settings, .. } = self.state();
        act(Shown { points: &points, with_test: view_settings.test_points })
    }

    /// The point of an index.
    pub(super) fn point(&self, index: usize) -> Option<Point> {
        self.state.borrow().points.get(index).copied()
    }

    fn surface(&self, canvas: &RefCell<Option<HtmlCanvasElement>>) -> Option<Surface> {
        Surface::fit(canvas.borrow().clone()?)
    }

    /// Draws the plane behind the points.
    pub(crate) fn draw_field(&self) {
        let Some(surface) = self.surface(&self.field) else { return };
        let State { config, points, view_settings, .. } = self.state();
        let score = self.score.borrow();
        let neuron = self.neuron.borrow();
        let (slopes, pulls, pushes) = (self.slopes.borrow(), self.pulls.borrow(), self.pushes.borrow());
        let (made, contributing) = (self.made.borrow(), self.state.borrow().contributing_column());
        let row = &score[..score.len().isqrt()];
        let residuals = match config.task {
            Task::Curve if view_settings.residuals => residuals(&points, view_settings.test_points, row),
            _ => Default::default(),
        };
        let field = match neuron.as_ref().filter(|(place, _)| self.pictured_neuron() == Some(*place)) {
            // A neuron has no boundary, and arrows belong to the output.
            Some((place, plane)) => Field {
                score: plane,
                kind: if config.task == Task::Curve { Kind::Curve } else { Kind::Value },
                tint: neuron_tint(&config, place.0),
                classes_only: false,
                slopes: &[],
                pulls: &[],
                pushes: &[],
                residuals: [&[], &[]],
                strands: Strands::default(),
            },
            None => Field {
                score: &score,
                kind: kind_of(&config),
                tint: tint_among(&config, &points),
                classes_only: view_settings.classes_only,
                slopes: &slopes,
                pulls: &pulls,
                pushes: &pushes,
                residuals: residuals.each_ref().map(Vec::as_slice),
                strands: if contributing.is_some() { made.strands(self.lit()) } else { Strands::default() },
            },
        };
        if let Some(painter) = self.field_painter.borrow_mut().as_mut() {
            painter.paint(&surface, &field, &self.theme.borrow());
        }
    }

    /// The neuron whose plane is wanted instead of the output. Those of which a curve is made, and the curve itself, are in sight
    /// where its parts are.
    fn pictured_neuron(&self) -> Option<(usize, usize)> {
        let state = self.state.borrow();
        state.pointed_in_network().filter(|(column, _)| state.contributing_column().is_none_or(|parts| *column < parts))
    }

    /// The neuron whose part of the curve is asked about.
    fn lit(&self) -> Option<usize> {
        let state = self.state.borrow();
        state
            .pointed_in_network()
            .filter(|(column, _)| state.contributing_column() == Some(*column))
            .map(|(_, unit)| unit)
    }

    /// Draws the points, what is done to them, and the keyboard's cursor.
    pub(crate) fn draw_points(&self) {
        let canvas = self.points.borrow().clone();
        let Some(surface) = canvas.and_then(|canvas| Surface::fit_coarsely(canvas, MOST_SCALE)) else { return };
        let State { config, points, view_settings, selected, .. } = self.state();
        let theme = self.theme.borrow();
        let marker = |point: &Point| Marker { x: point.x, y: point.y, label: point.label, is_test: point.test };
        let markers: Vec<Marker> =
            points.iter().filter(|point| view_settings.test_points || !point.test).map(marker).collect();
        let is_value = config.task != Task::Classification;
        let reach = is_value.then(|| reach_of(config.task, points.iter().map(|point| point.label)));
        let size = markers::size_for(markers.len(), surface.width / surface.scale);
        let ringed = self.held.get().or(selected.map(|index| (index, false)));
        let ringed = ringed.and_then(|(index, is_covered)| Some((marker(points.get(index)?), is_covered)));
        // What a move leaves behind may lie below others: the point that is meant is on top.
        let top = ringed.as_ref().map(|(top, _)| top);
        self.marker_painter.borrow_mut().paint(&surface, &markers, top, reach, size, &theme);
        if let Some((Marker { x, y, .. }, is_covered)) = ringed {
            cursor::paint_ring(&surface, (x, y), if is_covered { 30.0 } else { size.radius + 5.0 }, &theme);
        }
        if let Some((at, Tool::Brush)) = self.pointed.get() {
            let radius = f64::from(BRUSH_RADIUS / (2.0 * REACH)) * surface.width / surface.scale;
            cursor::paint_ring(&surface, at, radius, &theme);
        }
        if let Some((at, Tool::Erase)) = self.pointed.get() {
            cursor::paint_ring(&surface, at, 12.0, &theme);
        }
        if let Some(at) = self.cursor.get() {
            cursor::paint(&surface, at, &theme);
        }
    }

    /// Says from now on what is pointed at in this element.
    pub(crate) fn attach_readout(&self, element: Option<Element>) {
        self.read_out.attach(element);
        self.write_reading();
    }

    /// Somebody points at this place with this tool, or at nothing any more.
    pub(crate) fn point_at(&self, at: Option<(f32, f32)>, tool: Tool) {
        let before = self.pointed.replace(at.map(|at| (at, tool)));
        let has_ring = |pointed: Option<((f32, f32), Tool)>| pointed.is_some_and(|(_, tool)| tool != Tool::Place);
        if has_ring(before) || has_ring(self.pointed.get()) {
            self.draw_points();
        }
        self.write_reading();
    }

    /// Says what is pointed at.
    pub(crate) fn write_reading(&self) {
        let Some(room) = self.read_out.room() else { return };
        match self.pointed.get().map(|(at, _)| at).or(self.cursor.get()) {
            Some(at) => self.read_out.say(self.reading(at, room), false),
            None => self.read_out.say(self.state.borrow().words.hint(has_finger()).to_owned(), true),
        }
    }

    /// What stands at a place, in words, in about so many characters: long names are cut for that.
    pub(crate) fn reading(&self, at: (f32, f32), room: usize) -> String {
        let (state, score) = (self.state.borrow(), self.score.borrow());
        let config = &state.config;
        let cells = score.len() / config.n_outputs().max(1);
        let scores: Vec<f32> = score.chunks_exact(cells.max(1)).map(|plane| sample(plane, at)).collect();
        let reading = state.words.reading(config, at, &scores, room);
        let made = self.made.borrow();
        match made.bias().filter(|_| state.contributing_column().is_some()) {
            Some(bias) => state.words.reading_made_of(config, &reading, bias, sample_row(made.sum(), at.0)),
            None => reading,
        }
    }
}

impl View for Plane {
    fn follow(&self, state: &State) {
        let before = self.state.replace(state.clone());
        let is_same =
            |a: &State, b: &State| std::rc::Rc::ptr_eq(&a.config, &b.config) && a.view_settings == b.view_settings;
        if before.pointed_neuron != state.pointed_neuron && is_same(&before, state) {
            self.draw_field();
        }
        if !is_same(&before, state) {
            self.draw_field();
        }
        if !is_same(&before, state) || before.words != state.words {
            self.write_reading();
        }
        if before.points != state.points && state.config.task != Task::Classification {
            self.draw_field();
        }
        if !is_same(&before, state) || before.selected != state.selected || before.points != state.points {
            self.draw_points();
        }
    }

    fn queries(&self, frame: Frame) -> Vec<Query> {
        let state = self.state.borrow();
        let (config, view_settings) = (&state.config, &state.view_settings);
        let canvas = self.field.borrow();
        let width_px = canvas.as_ref().map_or(0, |canvas| canvas.client_width()).max(0) as usize;
        self.read_out.fits(width_px);
        let side = score_side(canvas.as_ref().map_or(0, |canvas| canvas.width()), config, frame.still);
        let (is_curve, has_classes) = (config.task == Task::Curve, config.task == Task::Classification);
        let mut queries = vec![Query::Scores { side }];
        if state.contributing_column().is_some() {
            queries.push(Query::Contributions { samples: side, most: MOST_LINES, also: self.lit() });
        }
        queries.extend(self.pictured_neuron().map(|(column, unit)| Query::Neuron { column, unit, side }));
        if frame.written && has_classes {
            queries.push(Query::ClassShares { side: SHARE_CELLS });
        }
        if view_settings.slope_field && !is_curve {
            queries.push(Query::SlopeField { side: (width_px / 26).clamp(11, 21) });
        }
        if view_settings.point_pull && !is_curve {
            queries.push(Query::PointGradients { most: MOST_PULLS });
        }
        if view_settings.boundary_push && has_classes {
            queries.push(Query::BoundaryShift { most: MOST_PUSHES });
        }
        queries
    }

    fn take(&self, answers: Vec<(Query, Answer)>) {
        // Arrows that were not asked for are shown no more.
        for arrows in [&self.slopes, &self.pulls, &self.pushes] {
            arrows.borrow_mut().clear();
        }
        self.made.take();
        for (query, answer) in answers {
            let numbers = match query {
                Query::Scores { .. } => &self.score,
                Query::SlopeField { .. } => &self.slopes,
                Query::PointGradients { .. } => &self.pulls,
                Query::BoundaryShift { .. } => &self.pushes,
                Query::ClassShares { .. } => &self.shares,
                Query::Contributions { samples, .. } => {
                    self.made.replace(Made::new(samples, answer.numbers()));
                    continue;
                }
                Query::Neuron { column, unit, .. } => {
                    self.neuron.replace(Some(((column, unit), answer.numbers())));
                    continue;
                }
                _ => continue,
            };
            numbers.replace(answer.numbers());
        }
        self.is_new.set(true);
    }

    fn draw(&self, _: bool, _: bool) -> bool {
        if self.is_new.replace(false) {
            self.draw_field();
        }
        false
    }

    fn write(&self) {
        let told = {
            let made = self.made.borrow();
            Told { shares: self.shares.borrow().clone(), bias: made.bias(), weights: made.weights() }
        };
        self.on_told.emit(told);
        self.write_reading();
    }

    fn redraw(&self, retheme: bool) {
        if retheme {
            self.theme.replace(Theme::read());
            self.marker_painter.borrow_mut().forget_stamps();
        }
        self.draw_field();
        self.write_reading();
        self.draw_points();
    }
}

/// How a neuron's plane is tinted: what an output activation was applied to is a share of its range already.
fn neuron_tint(config: &Config, column: usize) -> Tint {
    let is_output = column > config.hidden_layers.len();
    if is_output && tint_of(config) == Tint::Sigmoid { Tint::Sigmoid } else { Tint::Clamp }
}

/// What the scores of a network mean.
pub(crate) fn kind_of(config: &Config) -> Kind {
    match (config.task, config.n_outputs()) {
        (Task::Classification, 1) => Kind::TwoClasses,
        (Task::Classification, n_outputs) => Kind::Classes(n_outputs),
        (Task::Regression, _) => Kind::Value,
        (Task::Curve, _) => Kind::Curve,
    }
}

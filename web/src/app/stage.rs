//! What the canvases show: the last picture's numbers, drawn onto whichever canvases are on the page.
//! Lives beside the component state, because it changes sixty times a second. Knows no worker.

mod curve;
mod network;
mod plot;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use playground::{Config, Point, Task, ViewSettings};
use web_sys::{Element, HtmlCanvasElement};

pub(crate) use self::curve::{Motion, Reading};
pub(crate) use self::plot::Detail;
use self::plot::score_side;
use crate::app::hand::Tool;
use crate::app::window::has_finger;
use crate::draw::canvas::Surface;
use crate::draw::edges;
use crate::draw::field;
use crate::draw::markers;
use crate::draw::theme::Theme;
use crate::protocol::message::{Bulk, Head, Look};
pub(crate) use network::{Asked, Silent, Told};

/// The canvases of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layer {
    Field,
    Points,
    Network,
    /// The larger picture of the neuron whose numbers are shown.
    Neuron,
    Axes,
    Curves,
}

/// More arrows than these hide each other.
const MOST_PULLS: usize = 250;
const MOST_PUSHES: usize = 48;

const N_LAYERS: usize = 6;

/// What was drawn otherwise because the component state changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Followed {
    Nothing,
    /// Everything but the network.
    Plane,
    /// Everything.
    Network,
}

/// What is drawn on, with what was drawn last.
pub(crate) struct Stage {
    canvases: RefCell<[Option<HtmlCanvasElement>; N_LAYERS]>,
    theme: RefCell<Theme>,
    config: RefCell<Rc<Config>>,
    view_settings: RefCell<ViewSettings>,
    score: RefCell<Vec<f32>>,
    slopes: RefCell<Vec<f32>>,
    pulls: RefCell<Vec<f32>>,
    pushes: RefCell<Vec<f32>>,
    neurons: RefCell<Vec<f32>>,
    weights: RefCell<Vec<f32>>,
    gradients: RefCell<Vec<f32>>,
    curve: curve::Plot,
    pub(crate) points: RefCell<Vec<Point>>,
    /// Where the keyboard's cursor is, while the plot has the focus.
    pub(crate) cursor: Cell<Option<(f32, f32)>>,
    /// The index of the selected point.
    pub(crate) selected: Cell<Option<usize>>,
    /// The index of the point that is being moved, and whether a finger covers it.
    pub(crate) held: Cell<Option<(usize, bool)>>,
    /// Whether points were changed of which the session has not heard yet: until then those it tells of are old.
    pub(crate) is_ahead: Cell<bool>,
    /// What is pointed at, and with which tool.
    pointed: Cell<Option<((f32, f32), Tool)>>,
    /// Whether it is a finger that points.
    by_finger: bool,
    /// Where the page says what is pointed at.
    readout: RefCell<Option<Element>>,
    /// What it says there.
    read_out: RefCell<String>,
    field_painter: RefCell<Option<field::Painter>>,
    marker_painter: RefCell<markers::Painter>,
    network_painter: RefCell<Option<edges::Painter>>,
    asked: Cell<Asked>,
    /// The sizes that the neurons' buttons were last told.
    told: Cell<(f32, f32, f32, usize)>,
}

impl Stage {
    /// A stage without canvases.
    pub(crate) fn new(config: Rc<Config>, view_settings: ViewSettings) -> Stage {
        Stage {
            canvases: RefCell::default(),
            theme: RefCell::new(Theme::read()),
            config: RefCell::new(config),
            view_settings: RefCell::new(view_settings),
            score: RefCell::default(),
            slopes: RefCell::default(),
            pulls: RefCell::default(),
            pushes: RefCell::default(),
            neurons: RefCell::default(),
            weights: RefCell::default(),
            gradients: RefCell::default(),
            curve: curve::Plot::default(),
            points: RefCell::default(),
            cursor: Cell::new(None),
            selected: Cell::new(None),
            held: Cell::new(None),
            is_ahead: Cell::new(false),
            pointed: Cell::new(None),
            by_finger: has_finger(),
            readout: RefCell::default(),
            read_out: RefCell::default(),
            field_painter: RefCell::new(field::Painter::new()),
            marker_painter: RefCell::default(),
            network_painter: RefCell::new(edges::Painter::new()),
            asked: Cell::default(),
            told: Cell::default(),
        }
    }

    /// Draws on this canvas from now on.
    pub(crate) fn attach(&self, layer: Layer, canvas: Option<HtmlCanvasElement>) {
        self.canvases.borrow_mut()[layer as usize] = canvas;
    }

    /// Follows the component state, and draws at once what looks otherwise now.
    pub(crate) fn follow(&self, config: &Rc<Config>, view_settings: &ViewSettings) -> Followed {
        let before = self.config.replace(Rc::clone(config));
        let is_seen_otherwise = self.view_settings.replace(view_settings.clone()) != *view_settings;
        if Rc::ptr_eq(&before, config) && !is_seen_otherwise {
            return Followed::Nothing;
        }
        self.draw_field();
        self.write_reading();
        self.draw_points();
        self.draw_curve();
        // Thousands of edges take their time, and most changes leave them as they are.
        if network::look_of(&before) == network::look_of(config) {
            return Followed::Plane;
        }
        self.draw_network();
        Followed::Network
    }

    /// Reads the style tokens again.
    pub(crate) fn retheme(&self) {
        *self.theme.borrow_mut() = Theme::read();
        self.marker_painter.borrow_mut().forget_stamps();
        self.curve.forget_axes();
    }

    /// What the next picture has to contain; the network only when `with_network`.
    pub(crate) fn look(&self, with_network: bool, detail: Detail) -> Look {
        // Where there is no diagram yet, nobody sees it.
        let with_network = with_network && self.canvas(Layer::Network).is_some();
        let width_px = self.canvas(Layer::Field).map_or(0, |canvas| canvas.client_width()).max(0) as usize;
        let n_neurons: usize = self.config.borrow().layer_sizes().iter().sum();
        let is_curve = self.config.borrow().task == Task::Curve;
        let is_classification = self.config.borrow().task == Task::Classification;
        Look {
            score: score_side(
                self.canvas(Layer::Field).map_or(0, |canvas| canvas.width()),
                &self.config.borrow(),
                detail,
            ),
            neurons: match (with_network, n_neurons) {
                (false, _) => 0,
                (true, 0..=40) => 24,
                (true, 41..=120) => 16,
                (true, _) => 10,
            },
            slopes: if self.view_settings.borrow().slope_field && !is_curve {
                (width_px / 26).clamp(11, 21)
            } else {
                0
            },
            pulls: if self.view_settings.borrow().point_pull && !is_curve { MOST_PULLS } else { 0 },
            pushes: if self.view_settings.borrow().boundary_push && is_classification { MOST_PUSHES } else { 0 },
            weights: with_network,
            old_losses: false,
            gradients: with_network && self.asked.get().parameter.is_some(),
            curve_from: self.curve.n_entries(),
            curve_id: self.curve.id(),
        }
    }

    /// Takes a picture's numbers; what it does not contain stays.
    pub(crate) fn take(&self, head: &Head, bulk: Bulk) {
        *self.score.borrow_mut() = bulk.score;
        *self.slopes.borrow_mut() = bulk.slopes;
        *self.pulls.borrow_mut() = bulk.pulls;
        *self.pushes.borrow_mut() = bulk.pushes;
        if !bulk.weights.is_empty() {
            *self.neurons.borrow_mut() = bulk.neurons;
            *self.weights.borrow_mut() = bulk.weights;
            *self.gradients.borrow_mut() = bulk.gradients;
        }
        self.curve.take(head);
        if let Some(points) = head.points.as_ref().filter(|_| !self.is_ahead.get()) {
            self.take_points(points);
        }
    }

    /// Another session begins its history anew.
    pub(crate) fn forget_curve(&self) {
        self.curve.forget();
    }

    /// Whether there is something to draw on.
    pub(crate) fn is_there(&self) -> bool {
        self.canvases.borrow()[Layer::Field as usize].is_some()
    }

    fn canvas(&self, layer: Layer) -> Option<HtmlCanvasElement> {
        self.canvases.borrow()[layer as usize].clone()
    }

    fn surface(&self, layer: Layer) -> Option<Surface> {
        Surface::fit(self.canvas(layer)?)
    }

    /// Draws everything.
    pub(crate) fn draw_all(&self) {
        self.draw_field();
        self.write_reading();
        self.draw_points();
        self.draw_network();
        self.draw_curve();
    }
}

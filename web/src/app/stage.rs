//! What the canvases show: the last picture's numbers, drawn onto whichever canvases are on the page.
//! Lives beside the component state, because it changes sixty times a second. Knows no worker.

mod network;
mod plot;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use playground::{Config, Looks, Point, Task};
use web_sys::{Element, HtmlCanvasElement};

pub(crate) use self::plot::Detail;
use self::plot::score_side;
use super::hand::Tool;
use crate::draw::axes::{self, Area, Names, Pen};
use crate::draw::canvas::Surface;
use crate::draw::curve::{self, Range};
use crate::draw::edges;
use crate::draw::field;
use crate::draw::theme::Theme;
use crate::words;
use crate::worker::message::{Bulk, CurveEntry, Head, Look};
pub(crate) use network::Asked;

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

const N_LAYERS: usize = 6;

/// What is drawn on, with what was drawn last.
pub(crate) struct Stage {
    canvases: RefCell<[Option<HtmlCanvasElement>; N_LAYERS]>,
    theme: RefCell<Theme>,
    config: RefCell<Rc<Config>>,
    looks: RefCell<Looks>,
    score: RefCell<Vec<f32>>,
    slopes: RefCell<Vec<f32>>,
    pulls: RefCell<Vec<f32>>,
    pushes: RefCell<Vec<f32>>,
    neurons: RefCell<Vec<f32>>,
    weights: RefCell<Vec<f32>>,
    curve: RefCell<Vec<CurveEntry>>,
    curve_id: Cell<u32>,
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
    /// Where the page says what is pointed at.
    readout: RefCell<Option<Element>>,
    field_painter: RefCell<Option<field::Painter>>,
    network_painter: RefCell<Option<edges::Painter>>,
    asked: Cell<Asked>,
    /// The sizes that the neurons' buttons were last told.
    told: Cell<(f32, f32)>,
    /// The axes on the page: their range, the canvas size they were drawn for, and the room they leave.
    axes: Cell<Option<(Range, f64, f64, Area)>>,
}

impl Stage {
    /// A stage without canvases.
    pub(crate) fn new(config: Rc<Config>, looks: Looks) -> Stage {
        Stage {
            canvases: RefCell::default(),
            theme: RefCell::new(Theme::read()),
            config: RefCell::new(config),
            looks: RefCell::new(looks),
            score: RefCell::default(),
            slopes: RefCell::default(),
            pulls: RefCell::default(),
            pushes: RefCell::default(),
            neurons: RefCell::default(),
            weights: RefCell::default(),
            curve: RefCell::default(),
            curve_id: Cell::new(0),
            points: RefCell::default(),
            cursor: Cell::new(None),
            selected: Cell::new(None),
            held: Cell::new(None),
            is_ahead: Cell::new(false),
            pointed: Cell::new(None),
            readout: RefCell::default(),
            field_painter: RefCell::new(field::Painter::new()),
            network_painter: RefCell::new(edges::Painter::new()),
            asked: Cell::default(),
            told: Cell::default(),
            axes: Cell::new(None),
        }
    }

    /// Draws on this canvas from now on.
    pub(crate) fn attach(&self, layer: Layer, canvas: Option<HtmlCanvasElement>) {
        self.canvases.borrow_mut()[layer as usize] = canvas;
    }

    /// Follows the component state. Whether something that is drawn from it changed.
    pub(crate) fn follow(&self, config: &Rc<Config>, looks: &Looks) -> bool {
        let changed = !Rc::ptr_eq(config, &self.config.borrow()) || *looks != *self.looks.borrow();
        *self.config.borrow_mut() = Rc::clone(config);
        *self.looks.borrow_mut() = looks.clone();
        changed
    }

    /// Reads the style tokens again.
    pub(crate) fn retheme(&self) {
        *self.theme.borrow_mut() = Theme::read();
        self.axes.set(None);
    }

    /// What the next picture has to contain; the network only when `with_network`.
    pub(crate) fn look(&self, with_network: bool, detail: Detail) -> Look {
        let width_px = self.canvas(Layer::Field).map_or(0, |canvas| canvas.client_width()).max(0) as usize;
        let n_neurons: usize = self.config.borrow().layer_sizes().iter().sum();
        let is_curve = self.config.borrow().task == Task::Curve;
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
            slopes: if self.looks.borrow().slope_field && !is_curve { (width_px / 26).clamp(11, 21) } else { 0 },
            weights: with_network,
            curve_from: self.curve.borrow().len(),
            curve_id: self.curve_id.get(),
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
        }
        let mut curve = self.curve.borrow_mut();
        if head.curve_id != self.curve_id.replace(head.curve_id) || head.curve_from < curve.len() {
            curve.truncate(head.curve_from);
            self.axes.set(None);
        }
        curve.extend_from_slice(&head.curve);
        if let Some(points) = head.points.as_ref().filter(|_| !self.is_ahead.get()) {
            self.take_points(points);
        }
    }

    /// Another session begins its history anew.
    pub(crate) fn forget_curve(&self) {
        self.curve.borrow_mut().clear();
        self.axes.set(None);
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
        self.draw_points();
        self.draw_network();
        self.draw_curve();
    }

    fn steps_per_epoch(&self) -> f64 {
        let n_train = self.points.borrow().iter().filter(|point| !point.test).count();
        n_train.div_ceil(self.config.borrow().batch_size.points(n_train)) as f64
    }

    /// Draws the loss curve, and its axes if they have to change.
    pub(crate) fn draw_curve(&self) {
        let (Some(back), Some(front)) = (self.surface(Layer::Axes), self.surface(Layer::Curves)) else { return };
        let (curve, theme) = (self.curve.borrow(), self.theme.borrow());
        let largest = curve.iter().flat_map(|entry| [entry.2, entry.3]).flatten().fold(0.0, f64::max);
        let counters: Vec<(u64, u64)> = curve.iter().map(|entry| (entry.0, entry.1)).collect();
        let epochs = curve::epochs_passed(&counters, self.steps_per_epoch());
        let last = epochs.last().copied().unwrap_or(0.0);
        let shown = self.axes.get();
        let range = curve::range(last, largest, shown.map(|(range, ..)| range));
        let area = match shown {
            Some((old, width, height, area)) if old == range && width == back.width && height == back.height => area,
            _ => {
                let Some(area) = axes::paint_axes(&back, range, Names { x: words::EPOCH_AXIS }, &theme) else { return };
                self.axes.set(Some((range, back.width, back.height, area)));
                area
            }
        };
        front.clear();
        let entries = |pick: fn(&CurveEntry) -> Option<f64>| {
            epochs.iter().zip(curve.iter()).filter_map(move |(epoch, entry)| Some((*epoch, pick(entry)?)))
        };
        axes::paint_curve(&front, area, range, entries(|entry| entry.3), Pen { color: theme.muted, dashed: true });
        axes::paint_curve(&front, area, range, entries(|entry| entry.2), Pen { color: theme.accent, dashed: false });
    }
}

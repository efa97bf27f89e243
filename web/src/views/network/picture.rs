//! The network diagram as a view: neurons and edges with what is pointed at, and the larger picture of the neuron whose numbers
//! are shown. Its canvases and the numbers that they show are its own.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use playground::{Answer, Config, Parameter, Part, Query};
use wasm_bindgen::JsCast;
use web_sys::{HtmlCanvasElement, HtmlElement};
use yew::Callback;

use crate::browser::clock::now_ms;
use crate::draw::canvas::Surface;
use crate::draw::diagram::{self, Hit, Layout};
use crate::draw::edges::{self, Diagram, Marked};
use crate::draw::heat::Tint;
use crate::draw::selection::Edges;
use crate::draw::theme::Theme;
use crate::store::state::State;
use crate::tint::tint_of;
use crate::view::{Feed, Frame, View};
use crate::views::network::parameters::Parameters;

/// While training the diagram follows every so many frames: edges are costly to draw and change slowly…
const EVERY: u32 = 3;
/// …and where they are many, so much less often that they cost about an eighth of the time, but not less often than this.
const AT_LEAST_EVERY: u32 = 15;
const FRAMES_PER_MS: f64 = 0.5;

/// The neurons of larger networks are judged only while nothing is trained.
const MOST_WATCHED: usize = 20_000;

/// What of the network is asked about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Asked {
    /// What the pointer is at.
    pub(crate) pointed: Option<Hit>,
    /// The neuron whose numbers are shown, as column and place in it.
    pub(crate) shown: Option<(usize, usize)>,
    /// The weight or bias whose gradient is wanted, as its place in the list of all.
    pub(crate) parameter: Option<usize>,
}

/// The numbers of the network, and what is known of what is asked about.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Numbers {
    /// Weights and biases as text follows them.
    pub(crate) weights: Parameters,
    /// The edges that are drawn.
    pub(crate) edges: Rc<Edges>,
    /// Which hidden neurons pass no gradient back, or hardly any.
    pub(crate) states: Rc<[f32]>,
    /// The smallest and the largest value of the neuron on the plane.
    pub(crate) range: Option<(f32, f32)>,
    /// The gradient by the weight or bias.
    pub(crate) gradient: Option<f32>,
    /// A hidden layer that tells nothing of the points, whatever is asked about.
    pub(crate) silent: Option<Silent>,
}

impl Default for Numbers {
    fn default() -> Numbers {
        Numbers {
            weights: Parameters::default(),
            edges: Rc::default(),
            states: Rc::new([]),
            range: None,
            gradient: None,
            silent: None,
        }
    }
}

/// A hidden layer whose neurons all give the same value everywhere: what is before it gets no gradient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Silent {
    /// Counted from 0.
    pub(crate) layer: usize,
    /// Whether its weights are all 0.
    pub(crate) is_zero: bool,
}

/// A neuron that varies less than this on the plane is as good as constant.
const CONSTANT: f32 = 1e-6;

/// What of a configuration the diagram is drawn from: its neurons, which are special, and how outputs are tinted.
fn shape_of(config: &Config) -> (Vec<usize>, &[Part], &[Part], Tint) {
    (config.layer_sizes(), &config.off, &config.frozen, tint_of(config))
}

/// The diagram.
pub(crate) struct Picture {
    feed: Feed,
    canvas: RefCell<Option<HtmlCanvasElement>>,
    /// The canvas of the larger picture.
    neuron: RefCell<Option<HtmlCanvasElement>>,
    theme: RefCell<Theme>,
    state: RefCell<State>,
    neurons: RefCell<Vec<f32>>,
    weights: RefCell<Parameters>,
    edges: RefCell<Rc<Edges>>,
    states: RefCell<Rc<[f32]>>,
    gradients: RefCell<Vec<f32>>,
    asked: Cell<Asked>,
    /// Whether the diagram shows another network than there is.
    is_stale: Cell<bool>,
    /// Whether numbers have come that have not been drawn.
    is_new: Cell<bool>,
    /// Frames that were asked for since the last one with the network.
    n_since: Cell<u32>,
    /// About how long drawing takes.
    draw_ms: Cell<f64>,
    painter: RefCell<Option<edges::Painter>>,
    /// The sizes that the neurons' buttons were last given.
    sizes: Cell<(f32, f32, f32, usize)>,
    /// Hears the numbers.
    on_numbers: Callback<Numbers>,
}

impl Picture {
    /// A diagram without canvases; `on_numbers` hears what it shows.
    pub(crate) fn new(state: &State, feed: Feed, on_numbers: Callback<Numbers>) -> Picture {
        Picture {
            feed,
            canvas: RefCell::default(),
            neuron: RefCell::default(),
            theme: RefCell::new(Theme::read()),
            state: RefCell::new(state.clone()),
            neurons: RefCell::default(),
            weights: RefCell::default(),
            edges: RefCell::default(),
            states: RefCell::new(Rc::new([])),
            gradients: RefCell::default(),
            asked: Cell::default(),
            is_stale: Cell::new(true),
            is_new: Cell::new(false),
            n_since: Cell::new(0),
            draw_ms: Cell::new(0.0),
            painter: RefCell::new(edges::Painter::new()),
            sizes: Cell::default(),
            on_numbers,
        }
    }

    /// Draws the diagram on this canvas from now on.
    pub(crate) fn attach(&self, canvas: Option<HtmlCanvasElement>) {
        self.canvas.replace(canvas);
    }

    /// Draws the larger picture of a neuron on this canvas from now on.
    pub(crate) fn attach_neuron(&self, canvas: Option<HtmlCanvasElement>) {
        self.neuron.replace(canvas);
        self.draw_all();
    }

    /// Shows what is asked about from now on.
    pub(crate) fn ask(&self, asked: Asked) {
        if self.asked.replace(asked) == asked {
            return;
        }
        self.draw_all();
        self.write();
        if asked.parameter.is_some() {
            // The numbers that are there may have come before anybody asked.
            self.feed.0.refresh();
        }
    }

    fn config(&self) -> Rc<Config> {
        Rc::clone(&self.state.borrow().config)
    }

    /// The numbers, and what is known of what is asked about.
    fn numbers(&self) -> Numbers {
        let Asked { pointed, parameter, .. } = self.asked.get();
        let gradient = parameter.and_then(|index| self.gradients.borrow().get(index).copied());
        let counts = self.config().layer_sizes();
        let pictures = self.neurons.borrow();
        let range = pointed.and_then(|hit| {
            let Hit::Neuron(column, unit) = hit else { return None };
            let cells = pictures.len() / counts.iter().sum::<usize>().max(1);
            let index = counts[..column].iter().sum::<usize>() + unit;
            let values = pictures.chunks_exact(cells.max(1)).nth(index)?;
            Some(values.iter().fold((f32::INFINITY, f32::NEG_INFINITY), |(low, high), v| (low.min(*v), high.max(*v))))
        });
        Numbers {
            weights: self.weights.borrow().clone(),
            edges: Rc::clone(&self.edges.borrow()),
            states: Rc::clone(&self.states.borrow()),
            range: range.filter(|(low, high)| low.is_finite() && high.is_finite()),
            gradient,
            silent: self.silent(),
        }
    }

    /// The first hidden layer that says the same everywhere, as the last pictures show it.
    fn silent(&self) -> Option<Silent> {
        let config = self.config();
        let (weights, pictures) = (self.weights.borrow(), self.neurons.borrow());
        let sizes = config.layer_sizes();
        let cells = pictures.len() / sizes.iter().sum::<usize>().max(1);
        if weights.len() != config.n_parameters() || cells == 0 {
            return None;
        }
        let is_constant = |picture: &[f32]| picture.iter().all(|value| (value - picture[0]).abs() < CONSTANT);
        let (mut first, mut at) = (sizes[0], 0);
        for (layer, &units) in config.hidden_layers.iter().enumerate() {
            let n_weights = units * sizes[layer];
            if pictures[first * cells..(first + units) * cells].chunks_exact(cells).all(is_constant) {
                let is_zero = weights[at..at + n_weights].iter().all(|weight| *weight == 0.0);
                return Some(Silent { layer, is_zero });
            }
            (first, at) = (first + units, at + n_weights + units);
        }
        None
    }

    /// Draws the part of the diagram that is not scrolled away.
    pub(crate) fn draw_all(&self) {
        let canvas = self.canvas.borrow().clone();
        let Some((canvas, frame)) = canvas.and_then(|canvas| {
            let frame = canvas.parent_element()?.dyn_into::<HtmlElement>().ok()?;
            Some((canvas, frame))
        }) else {
            return;
        };
        let plane = frame.query_selector(".net-plane").ok().flatten();
        let Some(plane) = plane.and_then(|plane| plane.dyn_into::<HtmlElement>().ok()) else { return };
        let config = self.config();
        let counts = config.layer_sizes();
        let (weights, pictures, edges) = (self.weights.borrow(), self.neurons.borrow(), self.edges.borrow());
        let scale = diagram::finest_scale(edges.n_drawn().min(config.n_parameters()));
        let Some(surface) = Surface::fit_coarsely(canvas, scale) else { return };
        let (at, from) = (plane.get_bounding_client_rect(), surface.canvas.get_bounding_client_rect());
        let layout = diagram::layout(&counts, plane.client_width() as f32, plane.client_height() as f32);
        self.place_buttons(&frame, &plane, &layout);
        let layout = layout.moved(((at.left() - from.left()) as f32, (at.top() - from.top()) as f32));
        let Asked { pointed, shown, .. } = self.asked.get();
        // While the answer to an edit is on its way, the numbers are those of another network.
        let fits = weights.len() == config.n_parameters();
        let none = Edges::default();
        let diagram = Diagram {
            counts: &counts,
            edges: if fits { &edges } else { &none },
            weights: if fits { &weights } else { &[] },
            pictures: if fits { &pictures } else { &[] },
            // The pictures are after the output activation, so a tanh has been applied already.
            output_tint: if tint_of(&config) == Tint::Sigmoid { Tint::Sigmoid } else { Tint::Clamp },
            off: &marked(&config.off),
            frozen: &marked(&config.frozen),
            states: if fits { &self.states.borrow() } else { &[] },
            pointed,
            shown,
            contributing: self.state.borrow().contributing_column(),
        };
        // How much is drawn is counted by tests. An attribute of this name can always be set.
        frame.set_attribute("data-edges", &diagram.edges.n_drawn().to_string()).ok();
        if let Some(painter) = self.painter.borrow_mut().as_mut() {
            painter.paint(&surface, &diagram, &layout, &self.theme.borrow());
            if let Some((column, unit)) = shown
                && fits
                && let Some(surface) = self.neuron.borrow().clone().and_then(Surface::fit)
            {
                painter.paint_one(&surface, diagram.first_of(column) + unit, counts.iter().sum());
            }
        }
    }

    /// The buttons over the neurons and the controls above them are placed by the style sheet, which is given what it cannot compute:
    /// on the frame, whose style nothing else sets.
    fn place_buttons(&self, frame: &HtmlElement, plane: &HtmlElement, layout: &Layout) {
        let width_px = plane.client_width() as f32;
        let sizes = (layout.side_px, layout.pitch_px, width_px, layout.columns.len());
        let before = self.sizes.replace(sizes);
        if before == sizes {
            return;
        }
        // Fails only for what is not a name.
        frame.toggle_attribute_with_force("data-narrow", diagram::is_narrow(layout.columns.len(), width_px)).ok();
        for (name, size) in [("--side", layout.side_px), ("--pitch", layout.pitch_px)] {
            // Fails for a property that is read-only; these are our own.
            frame.style().set_property(name, &format!("{size}px")).ok();
        }
        // Of a diagram that is too high the middle is seen first: features and outputs stand there.
        if let Some(scroller) = plane.parent_element().filter(|_| (before.1, before.3) != (sizes.1, sizes.3)) {
            scroller.set_scroll_top((scroller.scroll_height() - scroller.client_height()) / 2);
        }
    }
}

/// Parts by column.
pub(crate) fn marked(parts: &[Part]) -> Marked {
    let mut marked = Marked::default();
    for part in parts {
        match *part {
            Part::Neuron(neuron) => drop(marked.neurons.insert((neuron.layer_idx + 1, neuron.unit_idx))),
            Part::Parameter(Parameter { layer, unit, input }) => {
                marked.parameters.insert((layer + 1, unit, input));
            }
        }
    }
    marked
}

impl View for Picture {
    fn follow(&self, state: &State) {
        let before = self.state.replace(state.clone());
        // Thousands of edges take their time, and most changes leave them as they are.
        let is_other =
            !Rc::ptr_eq(&before.config, &state.config) && shape_of(&before.config) != shape_of(&state.config);
        if is_other || before.contributing_column() != state.contributing_column() {
            self.is_stale.set(is_other);
            self.draw_all();
        }
    }

    fn queries(&self, frame: Frame) -> Vec<Query> {
        let n = self.n_since.get() + 1;
        let every = (FRAMES_PER_MS * self.draw_ms.get()) as u32;
        // While training the diagram follows soon enough; the last frame has it in any case.
        let is_due =
            self.is_stale.replace(false) | !frame.playing | frame.leaps | (n >= every.clamp(EVERY, AT_LEAST_EVERY));
        // Where there is no diagram yet, nobody sees it.
        if !is_due || self.canvas.borrow().is_none() {
            self.n_since.set(n);
            return Vec::new();
        }
        self.n_since.set(0);
        let side = match self.config().layer_sizes().iter().sum() {
            0..=40 => 24,
            41..=120 => 16,
            121..=600 => 10,
            // Each is a few pixels wide.
            _ => 6,
        };
        let mut queries = vec![Query::Neurons { side }, Query::Weights];
        // They need every training point, and change slowly.
        if !frame.playing || self.config().n_parameters() < MOST_WATCHED {
            queries.push(Query::NeuronStates);
        }
        if self.asked.get().parameter.is_some() {
            queries.push(Query::Gradients);
        }
        queries
    }

    fn take(&self, answers: Vec<(Query, Answer)>) {
        let mut gradients = Vec::new();
        for (query, answer) in answers {
            match query {
                Query::Neurons { .. } => *self.neurons.borrow_mut() = answer.numbers(),
                Query::Weights => {
                    let weights = Parameters::new(answer.numbers());
                    *self.edges.borrow_mut() = Rc::new(Edges::largest(&self.config().layer_sizes(), &weights));
                    *self.weights.borrow_mut() = weights;
                    self.is_new.set(true);
                }
                Query::NeuronStates => *self.states.borrow_mut() = answer.numbers().into(),
                Query::Gradients => gradients = answer.numbers(),
                _ => {}
            }
        }
        if self.is_new.get() {
            self.gradients.replace(gradients);
        }
    }

    fn draw(&self, playing: bool, is_busy: bool) -> bool {
        if !self.is_new.get() || playing && is_busy {
            return false;
        }
        self.is_new.set(false);
        let start_ms = now_ms();
        self.draw_all();
        self.draw_ms.set(0.5 * (self.draw_ms.get() + now_ms() - start_ms));
        true
    }

    fn write(&self) {
        self.on_numbers.emit(self.numbers());
    }

    fn redraw(&self, retheme: bool) {
        if retheme {
            self.theme.replace(Theme::read());
        }
        self.draw_all();
    }
}

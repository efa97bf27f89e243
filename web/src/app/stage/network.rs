//! The stage's network: the diagram with what is pointed at, and the larger picture of the neuron whose numbers are shown.

use playground::{Config, Neuron};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::app::stage::plot::tint_of;
use crate::app::stage::{Layer, Stage};
use crate::app::window::has_finger;
use crate::draw::canvas::Surface;
use crate::draw::diagram::{self, Hit, Layout};
use crate::draw::edges::Diagram;
use crate::draw::heat::Tint;

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

/// What is known of what is asked about, beyond weights and configuration.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Told {
    /// The smallest and the largest value of the neuron on the plane.
    pub(crate) range: Option<(f32, f32)>,
    /// The gradient by the weight or bias.
    pub(crate) gradient: Option<f32>,
    /// A hidden layer that tells nothing of the points, whatever is asked about.
    pub(crate) silent: Option<Silent>,
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
pub(super) fn look_of(config: &Config) -> (Vec<usize>, &[Neuron], &[Neuron], Tint) {
    (config.layer_sizes(), &config.off, &config.frozen, tint_of(config))
}

impl Stage {
    /// Shows what is asked about from now on.
    pub(crate) fn ask_network(&self, asked: Asked) {
        if self.asked.replace(asked) != asked {
            self.draw_network();
        }
    }

    /// The parameters as they were drawn last.
    pub(crate) fn weights(&self) -> std::rc::Rc<[f32]> {
        self.weights.borrow().as_slice().into()
    }

    /// What is known of what is asked about.
    pub(crate) fn told(&self) -> Told {
        let Asked { pointed, parameter, .. } = self.asked.get();
        let gradient = parameter.and_then(|index| self.gradients.borrow().get(index).copied());
        let counts = self.config.borrow().layer_sizes();
        let pictures = self.neurons.borrow();
        let range = pointed.and_then(|hit| {
            let Hit::Neuron(column, unit) = hit else { return None };
            let cells = pictures.len() / counts.iter().sum::<usize>().max(1);
            let index = counts[..column].iter().sum::<usize>() + unit;
            let values = pictures.chunks_exact(cells.max(1)).nth(index)?;
            Some(values.iter().fold((f32::INFINITY, f32::NEG_INFINITY), |(low, high), v| (low.min(*v), high.max(*v))))
        });
        let silent = if self.canvas(Layer::Network).is_some() { self.silent() } else { None };
        Told { range: range.filter(|(low, high)| low.is_finite() && high.is_finite()), gradient, silent }
    }

    /// The first hidden layer that says the same everywhere, as the last pictures show it.
    fn silent(&self) -> Option<Silent> {
        let config = self.config.borrow();
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

    /// Draws the network diagram.
    pub(crate) fn draw_network(&self) {
        let canvas = self.canvas(Layer::Network);
        let config = self.config.borrow();
        let counts = config.layer_sizes();
        let scale = diagram::finest_scale(config.n_parameters());
        let Some(surface) = canvas.and_then(|canvas| Surface::fit_coarsely(canvas, scale)) else { return };
        let (width, height) = (surface.width / surface.scale, surface.height / surface.scale);
        let layout = diagram::layout(&counts, width as f32, height as f32);
        self.tell_buttons(&layout, width as f32);
        let places = |neurons: &[Neuron]| -> Vec<(usize, usize)> {
            neurons.iter().map(|neuron| (neuron.layer_idx + 1, neuron.unit_idx)).collect()
        };
        let Asked { pointed, shown, .. } = self.asked.get();
        let (weights, pictures) = (self.weights.borrow(), self.neurons.borrow());
        // While the answer to an edit is on its way, the numbers are those of another network.
        let fits = weights.len() == config.n_parameters();
        let diagram = Diagram {
            counts: &counts,
            weights: if fits { &weights } else { &[] },
            pictures: if fits { &pictures } else { &[] },
            // The pictures are after the output activation, so a tanh has been applied already.
            output_tint: if tint_of(&config) == Tint::Sigmoid { Tint::Sigmoid } else { Tint::Clamp },
            off: &places(&config.off),
            frozen: &places(&config.frozen),
            pointed,
            shown,
        };
        if let Some(painter) = self.network_painter.borrow_mut().as_mut() {
            painter.paint(&surface, &diagram, &layout, &self.theme.borrow());
            if let Some((column, unit)) = shown
                && fits
                && let Some(surface) = self.surface(Layer::Neuron)
            {
                painter.paint_one(&surface, diagram.first_of(column) + unit);
            }
        }
    }

    /// The buttons over the neurons and the controls above them are placed by the style sheet, which is told what it cannot compute.
    fn tell_buttons(&self, layout: &Layout, width_px: f32) {
        let sizes = (layout.side_px, layout.pitch_px, width_px, layout.columns.len());
        let parent = self.canvas(Layer::Network).and_then(|canvas| canvas.parent_element());
        if let Some(parent) = parent.and_then(|parent| parent.dyn_into::<HtmlElement>().ok())
            && self.told.replace(sizes) != sizes
        {
            if let Some(frame) = parent.parent_element() {
                let is_narrow = diagram::is_narrow(layout.columns.len(), width_px, has_finger());
                // Fails for what is no name only.
                frame.toggle_attribute_with_force("data-narrow", is_narrow).ok();
            }
            for (name, size) in [("--side", layout.side_px), ("--pitch", layout.pitch_px)] {
                // Fails for a property that is read-only; these are our own.
                parent.style().set_property(name, &format!("{size}px")).ok();
            }
        }
    }
}

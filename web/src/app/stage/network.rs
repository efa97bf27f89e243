//! The stage's network: the diagram with what is pointed at, and the larger picture of the neuron whose numbers are shown.

use playground::Neuron;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::plot::tint_of;
use super::{Layer, Stage};
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

    /// Draws the network diagram.
    pub(crate) fn draw_network(&self) {
        let Some(surface) = self.surface(Layer::Network) else { return };
        let config = self.config.borrow();
        let counts = config.layer_sizes();
        let (width, height) = (surface.width / surface.scale, surface.height / surface.scale);
        let layout = diagram::layout(&counts, width as f32, height as f32);
        self.tell_buttons(&layout);
        let places = |neurons: &[Neuron]| -> Vec<(usize, usize)> {
            neurons.iter().map(|neuron| (neuron.layer_idx + 1, neuron.unit_idx)).collect()
        };
        let Asked { pointed, shown } = self.asked.get();
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

    /// The buttons over the neurons are placed by the style sheet, which is told what it cannot compute.
    fn tell_buttons(&self, layout: &Layout) {
        let sizes = (layout.side_px, layout.pitch_px);
        let parent = self.canvas(Layer::Network).and_then(|canvas| canvas.parent_element());
        if let Some(parent) = parent.and_then(|parent| parent.dyn_into::<HtmlElement>().ok())
            && self.told.replace(sizes) != sizes
        {
            for (name, size) in [("--side", layout.side_px), ("--pitch", layout.pitch_px)] {
                // Fails for a property that is read-only; these are our own.
                parent.style().set_property(name, &format!("{size}px")).ok();
            }
        }
    }
}

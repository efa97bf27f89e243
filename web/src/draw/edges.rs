//! The network diagram on a canvas: an edge per weight, and in each neuron what it computes over the plane.
//! Knows places, weights and small pictures; headings and labels are the page's.

use web_sys::CanvasRenderingContext2d;

use super::canvas::{Offscreen, Surface};
use super::diagram::{Layout, edge_width_px};
use super::heat::{self, Tint};
use super::theme::Theme;

/// What is to be shown.
#[derive(Debug)]
pub(crate) struct Diagram<'a> {
    /// Neurons per column: features, hidden layers, outputs.
    pub(crate) counts: &'a [usize],
    /// Per layer the weights row by row (one row per neuron), then the biases.
    pub(crate) weights: &'a [f32],
    /// One square picture per neuron, column after column.
    pub(crate) pictures: &'a [f32],
    /// How the outputs' pictures are tinted.
    pub(crate) output_tint: Tint,
}

/// Draws diagrams, keeping its buffers from one to the next.
#[derive(Debug)]
pub(crate) struct Painter {
    atlas: Offscreen,
    pixels: Vec<u8>,
}

impl Painter {
    /// A painter with empty buffers.
    pub(crate) fn new() -> Option<Painter> {
        Some(Painter { atlas: Offscreen::new()?, pixels: Vec::new() })
    }

    /// Draws `diagram`, whose neurons stand as `layout` (in style-sheet pixels) says.
    pub(crate) fn paint(&mut self, surface: &Surface, diagram: &Diagram<'_>, layout: &Layout, theme: &Theme) {
        surface.clear();
        surface.context.save();
        // Fails for numbers that are not finite only; the scale is a device's.
        surface.context.scale(surface.scale, surface.scale).ok();
        draw_edges(surface, diagram, layout, theme);
        self.draw_neurons(surface, diagram, layout, theme);
        surface.context.restore();
    }

    /// All pictures lie below each other in one small canvas, so that one transfer serves them all.
    fn draw_neurons(&mut self, surface: &Surface, diagram: &Diagram<'_>, layout: &Layout, theme: &Theme) {
        let n_neurons: usize = diagram.counts.iter().sum();
        let side = ((diagram.pictures.len() / n_neurons.max(1)) as f64).sqrt() as usize;
        let n_outputs = diagram.counts.last().copied().unwrap_or(0);
        if side > 0 {
            let split = diagram.pictures.len().saturating_sub(n_outputs * side * side);
            let mut outputs = Vec::new();
            heat::paint(&diagram.pictures[..split], Tint::Clamp, false, &theme.table, &mut self.pixels);
            heat::paint(&diagram.pictures[split..], diagram.output_tint, false, &theme.table, &mut outputs);
            self.pixels.append(&mut outputs);
            self.atlas.put(&self.pixels, side);
        }
        let (context, size) = (&surface.context, f64::from(layout.side_px));
        context.set_line_width(1.5);
        context.set_stroke_style_str(&theme.text.css(1.0));
        context.set_fill_style_str(&theme.middle.css(1.0));
        // Round corners cost a clip each; among many small neurons nobody sees them.
        let radius = if n_neurons <= 80 { size * 0.18 } else { 0.0 };
        for (index, &(x, y)) in layout.columns.iter().flatten().enumerate() {
            let (left, top) = (f64::from(x) - size / 2.0, f64::from(y) - size / 2.0);
            rounded_square(context, left, top, size, radius);
            context.fill();
            if side > 0 {
                context.save();
                context.clip();
                let row = (index * side) as f64;
                let drawn = context.draw_image_with_html_canvas_element_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
                    &self.atlas.canvas,
                    0.0,
                    row,
                    side as f64,
                    side as f64,
                    left,
                    top,
                    size,
                    size,
                );
                // Fails for a canvas without pixels only, and this one has some.
                drawn.ok();
                context.restore();
            }
            rounded_square(context, left, top, size, radius);
            context.stroke();
        }
    }
}

fn rounded_square(context: &CanvasRenderingContext2d, left: f64, top: f64, side: f64, radius: f64) {
    let (right, bottom) = (left + side, top + side);
    context.begin_path();
    context.move_to(left + radius, top);
    for (x1, y1, x2, y2) in
        [(right, top, right, bottom), (right, bottom, left, bottom), (left, bottom, left, top), (left, top, right, top)]
    {
        // Fails for a negative radius only.
        context.arc_to(x1, y1, x2, y2, radius).ok();
    }
    context.close_path();
}

fn draw_edges(surface: &Surface, diagram: &Diagram<'_>, layout: &Layout, theme: &Theme) {
    let context = &surface.context;
    let (positive, negative) = (theme.positive.css(0.78), theme.negative.css(0.78));
    let half = f64::from(layout.side_px) / 2.0;
    let mut start = 0;
    for (from, to) in layout.columns.iter().zip(layout.columns.iter().skip(1)) {
        let Some(weights) = diagram.weights.get(start..start + from.len() * to.len()) else { return };
        start += from.len() * to.len() + to.len();
        // Positive and negative ones apart: the pen changes its colour twice per layer and not at every edge.
        for (sign, color) in [(1.0, &positive), (-1.0, &negative)] {
            context.set_stroke_style_str(color);
            for (index, &weight) in weights.iter().enumerate().filter(|(_, weight)| **weight * sign > 0.0) {
                let (x1, y1) = from[index % from.len()];
                let (x2, y2) = to[index / from.len()];
                let (x1, y1, x2, y2) = (f64::from(x1) + half, f64::from(y1), f64::from(x2) - half, f64::from(y2));
                let middle = (x1 + x2) / 2.0;
                context.set_line_width(f64::from(edge_width_px(weight)));
                context.begin_path();
                context.move_to(x1, y1);
                context.bezier_curve_to(middle, y1, middle, y2, x2, y2);
                context.stroke();
            }
        }
    }
}

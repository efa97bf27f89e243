//! The network diagram on a canvas: an edge per weight, then the neurons over them.
//! Knows places, weights and what is pointed at; headings and labels are the page's.

use super::canvas::{Offscreen, Surface};
use super::diagram::{Hit, Layout, edge_alpha, edge_width_px};
use super::heat::Tint;
use super::neurons;
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
    /// Neurons that are switched off, and that do not learn, as column and place in it.
    pub(crate) off: &'a [(usize, usize)],
    pub(crate) frozen: &'a [(usize, usize)],
    /// What the pointer is at.
    pub(crate) pointed: Option<Hit>,
    /// The neuron whose numbers are shown.
    pub(crate) shown: Option<(usize, usize)>,
}

impl Diagram<'_> {
    /// The index of a column's first neuron among all.
    pub(crate) fn first_of(&self, column: usize) -> usize {
        self.counts.iter().take(column).sum()
    }

    /// The numbers of the layer that leads into `column`: its weights, then its biases.
    fn layer_into(&self, column: usize) -> Option<(&[f32], &[f32])> {
        let n_numbers = |pair: &[usize]| (pair[0] + 1) * pair[1];
        let start: usize = self.counts.windows(2).take(column.checked_sub(1)?).map(n_numbers).sum();
        let (inputs, units) = (self.counts[column - 1], self.counts[column]);
        Some(self.weights.get(start..start + (inputs + 1) * units)?.split_at(inputs * units))
    }

    /// The bias of a neuron; features have none.
    pub(crate) fn bias(&self, column: usize, unit: usize) -> Option<f32> {
        self.layer_into(column)?.1.get(unit).copied()
    }
}

/// How strongly edges are drawn that the pointer asks about, and those that it does not while it asks about others.
const STRONG: f32 = 0.95;
const WEAK: f32 = 0.16;

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
        let side = neurons::fill_atlas(diagram, theme, &self.atlas, &mut self.pixels);
        neurons::draw(surface, diagram, layout, theme, (&self.atlas.canvas, side));
        surface.context.restore();
    }

    /// The picture of one neuron alone, as large as `surface`, from what was painted last.
    pub(crate) fn paint_one(&self, surface: &Surface, index: usize) {
        surface.clear();
        let side = self.atlas.canvas.width() as usize;
        neurons::copy(&surface.context, (&self.atlas.canvas, side), index, (0.0, 0.0, surface.width));
    }
}

fn draw_edges(surface: &Surface, diagram: &Diagram<'_>, layout: &Layout, theme: &Theme) {
    let asked = diagram.pointed.map(Hit::neuron).or(diagram.shown);
    for (column, pair) in layout.columns.windows(2).enumerate() {
        let Some((weights, _)) = diagram.layer_into(column + 1) else { return };
        let n_inputs = pair[0].len().max(1);
        let is_asked = |index: usize| match (diagram.pointed, asked) {
            (Some(Hit::Edge { column: to, unit, input }), _) => {
                to == column + 1 && index == unit * pair[0].len() + input
            }
            (_, Some((to, unit))) if to == column + 1 => index / n_inputs == unit,
            // A feature is asked where it leads to.
            (_, Some((0, unit))) if column == 0 => index % n_inputs == unit,
            _ => false,
        };
        let any = asked.is_some();
        let usual = edge_alpha(weights.len());
        for (strong, alpha) in [(false, if any { usual.min(WEAK) } else { usual }), (true, STRONG)] {
            if strong && !any {
                continue;
            }
            // Positive and negative ones apart: the pen changes its colour twice per layer and not at every edge.
            for (sign, color) in [(1.0, theme.positive), (-1.0, theme.negative)] {
                surface.context.set_stroke_style_str(&color.css(alpha));
                let chosen = |(index, weight): &(usize, &f32)| **weight * sign > 0.0 && is_asked(*index) == strong;
                for (index, &weight) in weights.iter().enumerate().filter(chosen) {
                    let (unit, input) = (index / n_inputs, index % n_inputs);
                    edge(
                        surface,
                        pair[0][input],
                        pair[1][unit],
                        layout.side_px / 2.0,
                        edge_width_px(weight, layout.pitch_px),
                    );
                }
            }
        }
    }
}

fn edge(surface: &Surface, from: (f32, f32), to: (f32, f32), half: f32, width: f32) {
    let context = &surface.context;
    let (x1, y1, x2, y2) = (f64::from(from.0 + half), f64::from(from.1), f64::from(to.0 - half), f64::from(to.1));
    let middle = (x1 + x2) / 2.0;
    context.set_line_width(f64::from(width));
    context.begin_path();
    context.move_to(x1, y1);
    context.bezier_curve_to(middle, y1, middle, y2, x2, y2);
    context.stroke();
}

//! The network diagram on a canvas: an edge per weight, then the neurons over them.
//! Knows places, weights and what is pointed at; headings and labels are the page's.

use playground::Parameter;

use super::canvas::{Offscreen, Plate, Surface};
use super::diagram::{self, Hit, Layout, edge_alpha, edge_width_px};
use super::heat::Tint;
use super::neurons;
use super::sheet::{Crossing, Ink, Sheet};
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
        let first = Parameter { layer: column.checked_sub(1)?, unit: 0, input: Some(0) };
        let start = first.index(self.counts);
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
    sheet: Sheet,
    plate: Plate,
}

impl Painter {
    /// A painter with empty buffers.
    pub(crate) fn new() -> Option<Painter> {
        Some(Painter { atlas: Offscreen::new()?, pixels: Vec::new(), sheet: Sheet::default(), plate: Plate::default() })
    }

    /// Draws `diagram`, whose neurons stand as `layout` (in style-sheet pixels) says.
    pub(crate) fn paint(&mut self, surface: &Surface, diagram: &Diagram<'_>, layout: &Layout, theme: &Theme) {
        self.sheet.clear(surface.width as usize, surface.height as usize);
        draw_edges(&mut self.sheet, surface.scale as f32, diagram, layout, theme);
        self.plate.put(&surface.context, self.sheet.developed());
        surface.context.save();
        // Fails for numbers that are not finite only; the scale is a device's.
        surface.context.scale(surface.scale, surface.scale).ok();
        let side = neurons::fill_atlas(diagram, theme, &mut self.atlas, &mut self.pixels);
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

/// Draws all edges; `scale` is the sheet's pixels per style-sheet pixel.
fn draw_edges(sheet: &mut Sheet, scale: f32, diagram: &Diagram<'_>, layout: &Layout, theme: &Theme) {
    let asked = diagram.pointed.map(Hit::neuron).or(diagram.shown);
    for (column, pair) in layout.columns.windows(2).enumerate() {
        let Some((weights, _)) = diagram.layer_into(column + 1) else { return };
        let (Some(from), Some(to)) = (pair[0].first(), pair[1].first()) else { return };
        let half = layout.side_px / 2.0;
        let way = way_between((from.0 + half) * scale, (to.0 - half) * scale);
        let n_inputs = pair[0].len();
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
            for (sign, color) in [(1.0, theme.positive), (-1.0, theme.negative)] {
                let ink = Ink::new(color, alpha);
                let chosen = |(index, weight): &(usize, &f32)| **weight * sign > 0.0 && is_asked(*index) == strong;
                for (index, &weight) in weights.iter().enumerate().filter(chosen) {
                    let heights = (pair[0][index % n_inputs].1 * scale, pair[1][index / n_inputs].1 * scale);
                    sheet.ribbon(&way, heights, edge_width_px(weight, layout.pitch_px) * scale / 2.0, ink);
                }
            }
        }
    }
}

/// How every edge between two columns of neurons runs from pixel `left` to pixel `right`.
fn way_between(left: f32, right: f32) -> Vec<Crossing> {
    let crossing = |column: usize| {
        let (from, to) = ((column as f32).max(left), (column as f32 + 1.0).min(right));
        let (rise, steepness) = diagram::bend(((from + to) / 2.0 - left) / (right - left));
        Crossing { column, share: to - from, rise, steepness: steepness / (right - left) }
    };
    (left.max(0.0) as usize..right.max(0.0).ceil() as usize).map(crossing).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_takes_its_width_and_rises_once() {
        for (left, right) in [(10.0, 50.0), (10.25, 50.5), (3.4, 3.6), (8.0, 8.0), (9.0, 2.0)] {
            let way = way_between(left, right);
            let width: f32 = way.iter().map(|crossing| crossing.share).sum();
            let rise: f32 = way.iter().map(|crossing| crossing.steepness * crossing.share).sum();
            let wanted = (right - left).max(0.0);
            assert!((width - wanted).abs() < 1e-4, "{left} to {right}: {width}");
            assert!(wanted < 1.0 || (rise - 1.0).abs() < 0.01, "{left} to {right}: {rise}");
        }
    }
}

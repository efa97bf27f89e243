//! The network diagram on a canvas: edges of weights, then the neurons over them.
//! Knows places, weights and what is pointed at; headings and labels are the page's.

use std::collections::HashSet;

use playground::Parameter;

use super::canvas::{Offscreen, Plate, Surface};
use super::diagram::{self, Hit, Layout, edge_alpha, edge_width_px};
use super::heat::Tint;
use super::neurons;
use super::selection::Edges;
use super::sheet::{Crossing, Ink, Sheet};
use super::theme::Theme;

/// Neurons as column and place in it; weights into them as column, neuron, input; biases without an input.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Marked {
    pub(crate) neurons: HashSet<(usize, usize)>,
    pub(crate) parameters: HashSet<(usize, usize, Option<usize>)>,
}

impl Marked {
    /// Whether this weight or bias is, by itself or with its neuron.
    fn has(&self, column: usize, unit: usize, input: Option<usize>) -> bool {
        self.neurons.contains(&(column, unit)) || self.parameters.contains(&(column, unit, input))
    }
}

/// What is to be shown.
#[derive(Debug)]
pub(crate) struct Diagram<'a> {
    /// Neurons per column: features, hidden layers, outputs.
    pub(crate) counts: &'a [usize],
    pub(crate) edges: &'a Edges,
    /// Per layer the weights row by row (one row per neuron), then the biases.
    pub(crate) weights: &'a [f32],
    /// One square picture per neuron, column after column.
    pub(crate) pictures: &'a [f32],
    /// How the outputs' pictures are tinted.
    pub(crate) output_tint: Tint,
    /// What is switched off, and what does not learn.
    pub(crate) off: &'a Marked,
    pub(crate) frozen: &'a Marked,
    /// Per hidden neuron whether it passes no gradient back, or hardly any.
    pub(crate) states: &'a [f32],
    /// What the pointer is at.
    pub(crate) pointed: Option<Hit>,
    /// The neuron whose numbers are shown.
    pub(crate) shown: Option<(usize, usize)>,
    /// The column whose neurons have lines in the plot, and their look.
    pub(crate) contributing: Option<usize>,
}

impl Diagram<'_> {
    /// The index of a column's first neuron among all.
    pub(crate) fn first_of(&self, column: usize) -> usize {
        self.counts.iter().take(column).sum()
    }

    /// The bias of a neuron; features have none.
    pub(crate) fn bias(&self, column: usize, unit: usize) -> Option<f32> {
        let at = Parameter { layer: column.checked_sub(1)?, unit, input: None };
        self.weights.get(at.index(self.counts)).copied()
    }

    /// What the training points say of a neuron.
    pub(crate) fn state(&self, column: usize, unit: usize) -> f32 {
        let index = self.first_of(column) + unit;
        index.checked_sub(self.counts[0]).and_then(|index| self.states.get(index)).copied().unwrap_or(0.0)
    }
}

/// How strongly edges are drawn that the pointer asks about, and those that it does not while it asks about others.
const STRONG: f32 = 0.95;
const WEAK: f32 = 0.16;
/// What is switched off is drawn with this much of its strength, in dashes of so many style-sheet pixels.
const OFF: f32 = 0.5;
const DASH_PX: f32 = 4.0;

/// Draws diagrams, keeping its buffers from one to the next.
#[derive(Debug)]
pub(crate) struct Painter {
    atlas: Offscreen,
    single: Offscreen,
    pixels: Vec<u8>,
    sheet: Sheet,
    plate: Plate,
}

impl Painter {
    /// A painter with empty buffers.
    pub(crate) fn new() -> Option<Painter> {
        Some(Painter {
            atlas: Offscreen::new()?,
            single: Offscreen::new()?,
            pixels: Vec::new(),
            sheet: Sheet::default(),
            plate: Plate::default(),
        })
    }

    /// Draws `diagram`, whose neurons stand as `layout` (in style-sheet pixels) says; those outside of the surface cost nothing.
    pub(crate) fn paint(&mut self, surface: &Surface, diagram: &Diagram<'_>, layout: &Layout, theme: &Theme) {
        self.sheet.clear(surface.width as usize, surface.height as usize);
        draw_edges(&mut self.sheet, surface.scale as f32, diagram, layout, theme);
        let side = neurons::tint_pictures(diagram, theme, &mut self.pixels);
        let are_small = layout.side_px < neurons::LEAST_MARKED_PX;
        if are_small {
            neurons::stamp(&mut self.sheet, surface.scale as f32, diagram, layout, theme, (&self.pixels, side));
        }
        self.plate.put(&surface.context, self.sheet.developed());
        if are_small {
            return;
        }
        self.atlas.put(&self.pixels, side);
        surface.context.save();
        // Fails for numbers that are not finite only; the scale is a device's.
        surface.context.scale(surface.scale, surface.scale).ok();
        neurons::draw(surface, diagram, layout, theme, (&self.atlas.canvas, side));
        surface.context.restore();
    }

    /// The picture of one neuron alone, as large as `surface`, from what was painted last.
    pub(crate) fn paint_one(&mut self, surface: &Surface, index: usize, n_neurons: usize) {
        surface.clear();
        let n_bytes = self.pixels.len() / n_neurons.max(1);
        let side = (n_bytes / 4).isqrt();
        if let Some(pixels) = self.pixels.get(index * n_bytes..(index + 1) * n_bytes).filter(|_| side > 0) {
            self.single.put(pixels, side);
            neurons::copy(&surface.context, (&self.single.canvas, side), 0, (0.0, 0.0, surface.width));
        }
    }
}

/// Draws the edges; `scale` is the sheet's pixels per style-sheet pixel.
fn draw_edges(sheet: &mut Sheet, scale: f32, diagram: &Diagram<'_>, layout: &Layout, theme: &Theme) {
    let asked = diagram.pointed.map(Hit::neuron).or(diagram.shown);
    for (layer, pair) in layout.columns.windows(2).enumerate() {
        let edges = diagram.edges.of_layer(layer);
        let (Some(from), Some(to)) = (pair[0].first(), pair[1].first()) else { return };
        let half = layout.side_px / 2.0;
        let way = way_between((from.0 + half) * scale, (to.0 - half) * scale);
        let is_dash = |crossing: &&Crossing| ((crossing.column as f32 / (DASH_PX * scale)) as usize).is_multiple_of(2);
        let dashes: Vec<Crossing> = way.iter().filter(is_dash).copied().collect();
        let column = layer + 1;
        let is_asked = |unit: usize, input: usize| match (diagram.pointed, asked) {
            (Some(Hit::Edge { column: to, unit: asked, input: from }), _) => (to, asked, from) == (column, unit, input),
            (_, Some((to, asked))) if to == column => unit == asked,
            // A feature is asked where it leads to.
            (_, Some((0, asked))) if layer == 0 => input == asked,
            _ => false,
        };
        let any = asked.is_some();
        let usual = edge_alpha(edges.len());
        for (strong, alpha) in [(false, if any { usual.min(WEAK) } else { usual }), (true, STRONG)] {
            if strong && !any {
                continue;
            }
            let inks =
                [theme.positive, theme.negative].map(|color| [alpha, alpha * OFF].map(|alpha| Ink::new(color, alpha)));
            for edge in edges {
                let (unit, input) = (edge.unit as usize, edge.input as usize);
                let (Some(from), Some(to)) = (pair[0].get(input), pair[1].get(unit)) else { continue };
                if any && is_asked(unit, input) != strong {
                    continue;
                }
                let is_off = diagram.off.has(column, unit, Some(input));
                let ink = inks[usize::from(edge.weight < 0.0)][usize::from(is_off)];
                let heights = (from.1 * scale, to.1 * scale);
                let half_width = edge_width_px(edge.weight, layout.pitch_px) * scale / 2.0;
                sheet.ribbon(if is_off { &dashes } else { &way }, heights, half_width, ink);
                if diagram.frozen.parameters.contains(&(column, unit, Some(input))) {
                    let knot = neurons::knot(layout.side_px * scale, theme);
                    let middle = ((way[0].column + way.len() / 2) as f32, (heights.0 + heights.1) / 2.0);
                    let corner = [middle.0, middle.1].map(|at| at as i32 - knot.side as i32 / 2);
                    sheet.put(&knot, (corner[0], corner[1]));
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
    use super::super::color::{Rgb, Table};
    use super::*;

    /// How many pixels of a network's edges are rather blue, and how many rather orange.
    fn colored(counts: &[usize], weights: &[f32], off: &Marked) -> [usize; 2] {
        let (positive, negative, middle) = (Rgb(0, 0, 255), Rgb(255, 0, 0), Rgb(0, 0, 0));
        let theme = Theme {
            positive,
            negative,
            table: Table::diverging(negative, middle, positive),
            ..Theme::from_tokens(|_| None)
        };
        let (edges, frozen) = (Edges::largest(counts, weights), Marked::default());
        let diagram = Diagram {
            counts,
            edges: &edges,
            weights,
            pictures: &[],
            output_tint: Tint::Clamp,
            off,
            frozen: &frozen,
            states: &[],
            pointed: None,
            shown: None,
            contributing: None,
        };
        let mut sheet = Sheet::default();
        sheet.clear(500, 300);
        draw_edges(&mut sheet, 1.0, &diagram, &diagram::layout(counts, 500.0, 300.0), &theme);
        let pixels = sheet_pixels(&mut sheet);
        let is_more = |a: usize, b: usize| pixels.iter().filter(|p| p[3] > 20 && p[a] > p[b]).count();
        [is_more(2, 0), is_more(0, 2)]
    }

    fn sheet_pixels(sheet: &mut Sheet) -> Vec<[u8; 4]> {
        sheet.developed().0.chunks_exact(4).map(|pixel| [pixel[0], pixel[1], pixel[2], pixel[3]]).collect()
    }

    #[test]
    fn equally_many_weights_of_both_signs_color_about_half_of_a_wide_network_each() {
        for n in [8, 32, 128] {
            let counts = [2, n, n, 1];
            let n_parameters: usize = counts.windows(2).map(|pair| (pair[0] + 1) * pair[1]).sum();
            let mut state = 7u32;
            let mut sign = || {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                if state >> 31 == 0 { 1.0 } else { -1.0 }
            };
            // Of one size, which gives the order of drawing nothing to go by, and of several.
            for sizes in [[1.0f32; 3], [0.1, 0.5, 2.0]] {
                let weights: Vec<f32> = (0..n_parameters).map(|index| sign() * sizes[index % 3]).collect();
                let [blue, orange] = colored(&counts, &weights, &Marked::default());
                let share = blue as f32 / (blue + orange) as f32;
                assert!((0.4..0.6).contains(&share), "{share} of {n} × {n} is blue");
            }
        }
    }

    #[test]
    fn the_largest_weight_there_is_keeps_its_edge_and_one_that_is_off_is_dashed() {
        let seen = |weight: f32| colored(&[1, 1], &[weight, 0.0], &Marked::default())[0];
        assert!(seen(f32::MAX) > 1000 && seen(1e38) == seen(f32::MAX), "{} pixels", seen(f32::MAX));
        let off = Marked { parameters: [(1, 0, Some(0))].into(), ..Marked::default() };
        let dashed = colored(&[1, 1], &[2.0, 0.0], &off)[0];
        let whole = seen(2.0);
        assert!(dashed > whole / 4 && dashed < whole / 2, "{dashed} of {whole}");
    }

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

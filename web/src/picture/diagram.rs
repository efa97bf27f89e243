//! The network as a scene: edges of weights, neurons with what they compute, biases, names.

use playground::{DEAD, SATURATED};

use super::names::fitted;
use super::run::Run;
use super::scene::{self, Item, Layer, Scene, Side, Stroke, px, rectangle, rounded, through};
use crate::draw::color::Rgb;
use crate::draw::diagram::{self, Layout, bias_bar_px, edge_alpha, edge_width_px};
use crate::draw::edges::{Diagram, Marked};
use crate::draw::heat::Tint;
use crate::draw::neurons;
use crate::draw::selection::Edges;
use crate::draw::theme::Theme;
use crate::tint::tint_of;
use crate::views::network::picture::marked;

/// How far columns and neurons stand apart, and how high a diagram is at least and at most.
const COLUMN: f32 = 132.0;
const PITCH: f32 = 62.0;
const HEIGHT: (f32, f32) = (170.0, 900.0);
/// Above the neurons are the names of the layers, below them what edges stand for, to the right names of outputs.
const HEAD: f64 = 50.0;
const FOOT: f64 = 40.0;
const RIGHT: f64 = 92.0;
/// What is switched off is drawn with this much of its strength.
const OFF: f32 = 0.4;
/// Texts smaller than this many pixels apart would hide each other.
const TEXT_APART: f32 = 13.0;

/// The diagram of a run.
pub(super) fn scene(run: &Run<'_>, theme: &Theme) -> Scene {
    let Run { words, state, numbers, texts, .. } = *run;
    let config = &state.config;
    let counts = config.layer_sizes();
    let [weights, pictures, states] = [0, 1, 2].map(|at| numbers.get(at).map_or(&[][..], Vec::as_slice));
    let edges = Edges::largest(&counts, weights);
    let tallest = counts.iter().copied().max().unwrap_or(1) as f32;
    let (least, _) = diagram::least_size_px(&counts, false);
    let width = least.max(130.0 + COLUMN * (counts.len() - 1) as f32);
    let height = (PITCH * tallest).clamp(HEIGHT.0, HEIGHT.1).max(8.0 * tallest);
    let layout = diagram::layout(&counts, width, height).moved((0.0, HEAD as f32));
    let (off, frozen) = (marked(&config.off), marked(&config.frozen));
    let diagram = Diagram {
        counts: &counts,
        edges: &edges,
        weights,
        pictures,
        output_tint: if tint_of(config) == Tint::Sigmoid { Tint::Sigmoid } else { Tint::Clamp },
        off: &off,
        frozen: &frozen,
        states,
        pointed: None,
        shown: None,
        contributing: None,
    };
    // A single output is named above it.
    let right = if counts.last() > Some(&1) { RIGHT } else { 0.0 };
    let size = (f64::from(width) + right, HEAD + f64::from(height) + FOOT);
    let hidden: Vec<String> = config.hidden_layers.iter().map(|units| words.count(*units as u64)).collect();
    Scene {
        size,
        language: words.tag,
        title: run.titled(words.common.network),
        about: texts.about_diagram.with([
            &words.count(counts[0] as u64),
            &if hidden.is_empty() { words.common.nothing.into() } else { hidden.join(words.curve.between) },
            &words.count(counts[counts.len() - 1] as u64),
        ]),
        ground: theme.surface,
        layers: vec![
            lines(&diagram, &layout, theme),
            squares(&diagram, &layout, theme),
            names(run, &layout, theme),
            legend(run, size, theme),
        ],
    }
}

/// The edges, each a curve of its own.
fn lines(diagram: &Diagram<'_>, layout: &Layout, theme: &Theme) -> Layer {
    let mut layer = Layer::new("edges");
    let half = layout.side_px / 2.0;
    for (index, pair) in layout.columns.windows(2).enumerate() {
        let edges = diagram.edges.of_layer(index);
        let alpha = edge_alpha(edges.len());
        for edge in edges {
            let (unit, input) = (edge.unit as usize, edge.input as usize);
            let (Some(from), Some(to)) = (pair[0].get(input), pair[1].get(unit)) else { continue };
            let ((x1, y1), (x2, y2)) = ((from.0 + half, from.1), (to.0 - half, to.1));
            let middle = px(f64::from((x1 + x2) / 2.0));
            let [x1, y1, x2, y2] = [x1, y1, x2, y2].map(|at| px(f64::from(at)));
            let is_off = has(diagram.off, index + 1, unit, Some(input));
            let color = if edge.weight < 0.0 { theme.negative } else { theme.positive };
            let stroke = Stroke {
                ink: (color, if is_off { alpha * OFF } else { alpha }),
                width: f64::from(edge_width_px(edge.weight, layout.pitch_px)),
                dash: is_off.then_some([4.0, 4.0]),
            };
            let d = format!("M{x1} {y1}C{middle} {y1} {middle} {y2} {x2} {y2}");
            layer.items.push(Item::Path { d, fill: None, stroke: Some(stroke) });
        }
    }
    layer
}

fn has(parts: &Marked, column: usize, unit: usize, input: Option<usize>) -> bool {
    parts.neurons.contains(&(column, unit)) || parts.parameters.contains(&(column, unit, input))
}

/// The neurons with what they compute over the plane, the bars of their biases, and what is special about them.
fn squares(diagram: &Diagram<'_>, layout: &Layout, theme: &Theme) -> Layer {
    let mut layer = Layer::new("neurons");
    let mut pixels = Vec::new();
    let columns = neurons::tint_pictures(diagram, theme, &mut pixels);
    let side = f64::from(layout.side_px);
    for (column, places) in layout.columns.iter().enumerate() {
        for (unit, (x, y)) in places.iter().enumerate() {
            let (x, y) = (f64::from(*x), f64::from(*y));
            let (left, top) = (x - side / 2.0, y - side / 2.0);
            let is_off = has(diagram.off, column, unit, None);
            let square = rounded(left, top, side, side * 0.12);
            layer.fill(square.clone(), (theme.middle, 1.0));
            let n_bytes = 4 * columns * columns;
            let first = (diagram.first_of(column) + unit) * n_bytes;
            if let Some(seen) = pixels.get(first..first + n_bytes).filter(|seen| !seen.is_empty()) {
                // Inside of the frame's round corners.
                let inset = side * 0.035;
                let place = [left + inset, top + inset, side - 2.0 * inset, side - 2.0 * inset];
                let alpha = if is_off { OFF } else { 1.0 };
                layer.items.push(Item::Pixels { pixels: seen.to_vec(), columns, place, alpha });
            }
            let state = diagram.state(column, unit);
            let color = if state == DEAD || state == SATURATED { theme.warn } else { theme.text };
            layer.stroke(square, (color, if is_off { 0.45 } else { 1.0 }), (side / 24.0).clamp(0.75, 1.5));
            if is_off {
                let reach = side * 0.28;
                let cross = through([(x - reach, y - reach), (x + reach, y + reach)])
                    + &through([(x - reach, y + reach), (x + reach, y - reach)]);
                layer.stroke(cross, (theme.text, 0.8), (side / 14.0).clamp(1.0, 3.0));
            }
            if has(diagram.frozen, column, unit, None) {
                frost(&mut layer, (left + side, top), (side * 0.2).clamp(3.0, 8.0), theme);
            }
            if let Some(bias) = diagram.bias(column, unit) {
                let room = f64::from(layout.pitch_px) - side;
                bar(&mut layer, (x, top + side + (room * 0.5).clamp(2.5, 5.0)), bias, layout.side_px, theme);
            }
        }
    }
    layer
}

/// The bar of a bias, to the right where it is positive.
fn bar(layer: &mut Layer, (x, y): (f64, f64), bias: f32, side_px: f32, theme: &Theme) {
    layer.fill(rectangle([x - 0.5, y - 2.5, 1.0, 5.0]), (theme.muted, 0.7));
    let (length, color) = (f64::from(bias_bar_px(bias, side_px)), sign(bias, theme));
    layer.fill(rectangle([x + length.min(0.0), y - 1.5, length.abs(), 3.0]), (color, 1.0));
}

fn sign(number: f32, theme: &Theme) -> Rgb {
    if number < 0.0 { theme.negative } else { theme.positive }
}

/// Six rays on a disc: what does not learn.
fn frost(layer: &mut Layer, at: (f64, f64), radius: f64, theme: &Theme) {
    layer.fill(scene::disc(at, radius + 1.5), (theme.surface, 1.0));
    // Cosine and sine of 30°, 90° and 150°.
    let rays = [(0.866, 0.5), (0.0, 1.0), (-0.866, 0.5)].map(|(cos, sin)| {
        through([(at.0 - cos * radius, at.1 - sin * radius), (at.0 + cos * radius, at.1 + sin * radius)])
    });
    layer.stroke(rays.concat(), (theme.accent, 1.0), (radius / 4.0).clamp(0.75, 1.75));
}

/// Features, layers with their activations, and outputs by their names.
fn names(run: &Run<'_>, layout: &Layout, theme: &Theme) -> Layer {
    let Run { words, state, .. } = *run;
    let config = &state.config;
    let mut layer = Layer::new("names");
    let last = layout.columns.len() - 1;
    let half = f64::from(layout.side_px / 2.0);
    for (column, places) in layout.columns.iter().enumerate() {
        let x = f64::from(places.first().map_or(0.0, |place| place.0));
        let head = match column {
            0 => words.key_label("features"),
            column if column == last => words.common.output,
            column => words.activation(&config.activations[column - 1]),
        };
        layer.text(fitted(head, f64::from(COLUMN) - 12.0), (x, 22.0), Side::Middle, theme.text);
        if (1..last).contains(&column) {
            let size = words.count(places.len() as u64);
            let name = words.curve.layer_line.with([&column.to_string()]);
            layer.text([&name, " · ", &size].concat(), (x, 40.0), Side::Middle, theme.muted);
        }
        let apart = places.windows(2).map(|pair| pair[1].1 - pair[0].1).fold(f32::INFINITY, f32::min);
        for (unit, (_, y)) in places.iter().enumerate().filter(|_| apart >= TEXT_APART) {
            let y = f64::from(*y);
            if column == 0 {
                layer.text(fitted(&words.feature(config, unit), 36.0), (x - half - 6.0, y), Side::End, theme.text);
            } else if column == last && places.len() > 1 {
                let name = fitted(&words.class_short(config, unit + 1), RIGHT - 8.0);
                layer.text(name, (x + half + 8.0, y), Side::Start, theme.text);
            }
        }
    }
    layer
}

/// What the colours of edges stand for.
fn legend(run: &Run<'_>, size: (f64, f64), theme: &Theme) -> Layer {
    let mut layer = Layer::new("legend");
    let (mut x, y) = (20.0, size.1 - 18.0);
    for (color, name) in [(theme.positive, run.texts.positive), (theme.negative, run.texts.negative)] {
        layer.stroke(through([(x, y), (x + 26.0, y)]), (color, 0.8), 3.0);
        layer.text(name, (x + 34.0, y), Side::Start, theme.muted);
        x += 62.0 + crate::draw::axes::width_of(name) * 1.1;
    }
    layer
}

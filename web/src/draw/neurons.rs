//! The neurons of the network diagram: in each what it computes over the plane, at its corners its bias and what is special
//! about it. Knows places and numbers; no configuration.

use std::f64::consts::TAU;

use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::canvas::{Offscreen, Surface};
use super::diagram::{Hit, Layout, bias_radius_px, bias_room_px};
use super::edges::Diagram;
use super::heat;
use super::theme::Theme;

/// Round corners cost a clip each; among more small neurons than this nobody sees them.
const MOST_ROUND: usize = 80;
/// A neuron that is switched off shows this much of its picture.
const OFF_ALPHA: f64 = 0.3;

/// Puts all pictures below each other into one small canvas, so that one transfer serves them all. How many pixels a side has.
pub(super) fn fill_atlas(diagram: &Diagram<'_>, theme: &Theme, atlas: &mut Offscreen, pixels: &mut Vec<u8>) -> usize {
    let n_neurons: usize = diagram.counts.iter().sum();
    let side = ((diagram.pictures.len() / n_neurons.max(1)) as f64).sqrt() as usize;
    if side > 0 {
        let n_outputs = diagram.counts.last().copied().unwrap_or(0);
        let split = diagram.pictures.len().saturating_sub(n_outputs * side * side);
        let mut outputs = Vec::new();
        heat::paint(&diagram.pictures[..split], heat::Tint::Clamp, false, &theme.table, pixels);
        heat::paint(&diagram.pictures[split..], diagram.output_tint, false, &theme.table, &mut outputs);
        pixels.append(&mut outputs);
        atlas.put(pixels, side);
    }
    side
}

/// Copies the picture of the neuron `index` out of the atlas to a square (left, top, side).
pub(super) fn copy(
    context: &CanvasRenderingContext2d,
    (atlas, side): (&HtmlCanvasElement, usize),
    index: usize,
    (left, top, size): (f64, f64, f64),
) {
    let (side, row) = (side as f64, (index * side) as f64);
    // Half a pixel is left out all around: beyond it a smooth stretch would mix in the neighbour's picture.
    let copied = context.draw_image_with_html_canvas_element_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
        atlas,
        0.5,
        row + 0.5,
        side - 1.0,
        side - 1.0,
        left,
        top,
        size,
        size,
    );
    // Fails for a canvas without pixels only: there is nothing to be seen yet then.
    copied.ok();
}

/// Smaller pictures would hide behind the marks of their biases.
const LEAST_MARKED_PX: f32 = 9.0;

/// Draws all neurons.
pub(super) fn draw(
    surface: &Surface,
    diagram: &Diagram<'_>,
    layout: &Layout,
    theme: &Theme,
    atlas: (&HtmlCanvasElement, usize),
) {
    let (context, size) = (&surface.context, f64::from(layout.side_px));
    let n_neurons: usize = diagram.counts.iter().sum();
    let radius = if n_neurons <= MOST_ROUND { size * 0.18 } else { 0.0 };
    let pointed = match diagram.pointed {
        Some(Hit::Neuron(column, unit)) => Some((column, unit)),
        _ => None,
    };
    for (column, places) in layout.columns.iter().enumerate() {
        for (unit, &(x, y)) in places.iter().enumerate() {
            let (left, top) = (f64::from(x) - size / 2.0, f64::from(y) - size / 2.0);
            let is_off = diagram.off.contains(&(column, unit));
            context.set_fill_style_str(&theme.middle.css(1.0));
            rounded_square(context, left, top, size, radius);
            context.fill();
            if atlas.1 > 0 {
                context.save();
                context.clip();
                context.set_global_alpha(if is_off { OFF_ALPHA } else { 1.0 });
                copy(context, atlas, diagram.first_of(column) + unit, (left, top, size));
                context.restore();
            }
            let is_chosen = pointed == Some((column, unit)) || diagram.shown == Some((column, unit));
            let frame = if is_chosen { theme.accent } else { theme.text };
            context.set_stroke_style_str(&frame.css(if is_off && !is_chosen { 0.45 } else { 1.0 }));
            context.set_line_width(if is_chosen { 3.0 } else { (size / 24.0).clamp(0.75, 1.5) });
            rounded_square(context, left, top, size, radius);
            context.stroke();
            if is_off {
                cross(context, (f64::from(x), f64::from(y)), size, theme);
            }
            if let Some(bias) = diagram.bias(column, unit).filter(|_| layout.side_px >= LEAST_MARKED_PX) {
                bias_mark(context, (left, top + size), bias, layout.side_px, theme);
            }
            if diagram.frozen.contains(&(column, unit)) {
                snowflake(context, (left + size, top), (size * 0.2).clamp(3.0, 8.0), theme);
            }
        }
    }
}

/// A disc at the neuron's lower left corner: its colour the bias's sign, its size the bias's size.
fn bias_mark(context: &CanvasRenderingContext2d, (x, y): (f64, f64), bias: f32, side_px: f32, theme: &Theme) {
    let room = f64::from(bias_room_px(side_px));
    disc(context, (x, y), room + 1.25);
    context.set_fill_style_str(&theme.surface.css(1.0));
    context.fill();
    context.set_line_width(1.0);
    context.set_stroke_style_str(&theme.muted.css(1.0));
    context.stroke();
    let color = if bias < 0.0 { theme.negative } else { theme.positive };
    context.set_fill_style_str(&color.css(1.0));
    disc(context, (x, y), f64::from(bias_radius_px(bias, side_px)));
    context.fill();
}

/// Two diagonals over a neuron that is switched off.
fn cross(context: &CanvasRenderingContext2d, (x, y): (f64, f64), size: f64, theme: &Theme) {
    let reach = size * 0.28;
    context.set_line_width((size / 14.0).clamp(1.0, 3.0));
    context.set_stroke_style_str(&theme.text.css(0.8));
    context.begin_path();
    for (dx, dy) in [(1.0, 1.0), (1.0, -1.0)] {
        context.move_to(x - dx * reach, y - dy * reach);
        context.line_to(x + dx * reach, y + dy * reach);
    }
    context.stroke();
}

/// Six rays on a disc at the upper right corner of a neuron that is frozen.
fn snowflake(context: &CanvasRenderingContext2d, (x, y): (f64, f64), radius: f64, theme: &Theme) {
    disc(context, (x, y), radius + 1.5);
    context.set_fill_style_str(&theme.surface.css(1.0));
    context.fill();
    context.set_line_width(1.0);
    context.set_stroke_style_str(&theme.muted.css(1.0));
    context.stroke();
    context.set_line_width((radius / 4.0).clamp(0.75, 1.75));
    context.set_stroke_style_str(&theme.accent.css(1.0));
    context.begin_path();
    // Cosine and sine of 30°, 90° and 150°.
    for (cos, sin) in [(0.866, 0.5), (0.0, 1.0), (-0.866, 0.5)] {
        context.move_to(x - cos * radius, y - sin * radius);
        context.line_to(x + cos * radius, y + sin * radius);
    }
    context.stroke();
}

fn disc(context: &CanvasRenderingContext2d, (x, y): (f64, f64), radius: f64) {
    context.begin_path();
    // Fails for a negative radius only.
    context.arc(x, y, radius, 0.0, TAU).ok();
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

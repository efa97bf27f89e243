//! The neurons of the network diagram: in each what it computes over the plane, beneath it its bias, at its corners what is special
//! about it. Knows places and numbers; no configuration.

use std::f64::consts::TAU;

use playground::{DEAD, SATURATED};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::canvas::Surface;
use super::color::Rgb;
use super::diagram::{Hit, Layout, bias_bar_px};
use super::edges::{Diagram, Marked};
use super::heat;
use super::sheet::{Ink, Sheet, Stamp};
use super::strands;
use super::theme::Theme;

/// Round corners cost a clip each; among more small neurons than this nobody sees them.
const MOST_ROUND: usize = 80;
/// A neuron that is switched off shows this much of its picture.
const OFF_ALPHA: f64 = 0.3;

/// Tints all pictures, one below the other, so that one transfer to a canvas serves them all. How many pixels a side has.
pub(crate) fn tint_pictures(diagram: &Diagram<'_>, theme: &Theme, pixels: &mut Vec<u8>) -> usize {
    let n_neurons: usize = diagram.counts.iter().sum();
    let side = ((diagram.pictures.len() / n_neurons.max(1)) as f64).sqrt() as usize;
    if side > 0 {
        let n_outputs = diagram.counts.last().copied().unwrap_or(0);
        let split = diagram.pictures.len().saturating_sub(n_outputs * side * side);
        let mut outputs = Vec::new();
        heat::paint(&diagram.pictures[..split], heat::Tint::Clamp, false, &theme.table, pixels);
        heat::paint(&diagram.pictures[split..], diagram.output_tint, false, &theme.table, &mut outputs);
        pixels.append(&mut outputs);
    } else {
        pixels.clear();
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

/// Smaller neurons have no room for marks, and are so many that each is drawn by its pixels alone.
pub(super) const LEAST_MARKED_PX: f32 = 12.0;

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
            if x + layout.pitch_px < 0.0
                || y + layout.pitch_px < 0.0
                || f64::from(y) - size > surface.height / surface.scale
            {
                continue;
            }
            let is_off = diagram.off.neurons.contains(&(column, unit));
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
            let (frame, dashes, width) = match strands::look_of(unit, theme) {
                _ if is_chosen => (theme.accent, strands::WHOLE, 3.0),
                (color, dashes) if diagram.contributing == Some(column) => (color, dashes, 2.5),
                _ => (theme.text, strands::WHOLE, (size / 24.0).clamp(0.75, 1.5)),
            };
            context.set_stroke_style_str(&frame.css(if is_off && !is_chosen { 0.45 } else { 1.0 }));
            context.set_line_width(width);
            strands::dash(surface, dashes);
            rounded_square(context, left, top, size, radius);
            context.stroke();
            strands::dash(surface, strands::WHOLE);
            if is_off {
                cross(context, (f64::from(x), f64::from(y)), size, theme);
            }
            if let Some(bias) = diagram.bias(column, unit) {
                let is_in = |marked: &Marked| marked.parameters.contains(&(column, unit, None));
                let room = f64::from(layout.pitch_px) - size;
                bias_bar(
                    context,
                    (f64::from(x), top + size + (room * 0.5).clamp(2.5, 5.0)),
                    bias,
                    layout.side_px,
                    theme,
                    is_in(diagram.off) || is_off,
                );
                if is_in(diagram.frozen) {
                    snowflake(context, (left, top + size), (size * 0.14).clamp(3.0, 5.0), theme);
                }
            }
            marks(context, diagram, (column, unit), (left, top, size), theme);
        }
    }
}

/// The marks at the corners of a neuron: frozen; dead or saturated.
fn marks(
    context: &CanvasRenderingContext2d,
    diagram: &Diagram<'_>,
    (column, unit): (usize, usize),
    (left, top, size): (f64, f64, f64),
    theme: &Theme,
) {
    let radius = (size * 0.2).clamp(3.0, 8.0);
    if diagram.frozen.neurons.contains(&(column, unit)) {
        snowflake(context, (left + size, top), radius, theme);
    }
    let state = diagram.state(column, unit);
    if state == DEAD || state == SATURATED {
        stopped(context, (left, top), radius, state == DEAD, theme);
    }
}

/// A bar beneath the middle of a neuron, to the right where the bias is positive, the longer the larger it is.
fn bias_bar(
    context: &CanvasRenderingContext2d,
    (x, y): (f64, f64),
    bias: f32,
    side_px: f32,
    theme: &Theme,
    is_off: bool,
) {
    context.set_fill_style_str(&theme.muted.css(0.7));
    context.fill_rect(x - 0.5, y - 2.5, 1.0, 5.0);
    let color = if bias < 0.0 { theme.negative } else { theme.positive };
    context.set_fill_style_str(&color.css(if is_off { 0.3 } else { 1.0 }));
    context.fill_rect(x, y - 1.5, f64::from(bias_bar_px(bias, side_px)), 3.0);
}

/// At the upper left corner of a neuron that passes nothing back a full disc with a bar, of one that passes hardly anything an
/// empty one.
fn stopped(context: &CanvasRenderingContext2d, (x, y): (f64, f64), radius: f64, is_dead: bool, theme: &Theme) {
    disc(context, (x, y), radius);
    let [ground, bar] = if is_dead { [theme.warn, theme.surface] } else { [theme.surface, theme.warn] };
    context.set_fill_style_str(&ground.css(1.0));
    context.fill();
    context.set_line_width((radius / 4.0).clamp(1.0, 1.75));
    context.set_stroke_style_str(&theme.warn.css(1.0));
    context.stroke();
    context.set_fill_style_str(&bar.css(1.0));
    context.fill_rect(x - radius * 0.55, y - radius * 0.18, radius * 1.1, radius * 0.36);
}

/// The mark on an edge whose weight is frozen.
pub(super) fn knot(side_px: f32, theme: &Theme) -> Stamp {
    let side = (side_px * 0.2).clamp(4.0, 9.0) as usize;
    let is_rim = |at: usize| at == 0 || at + 1 == side;
    let ink = |index: usize| {
        let color = if is_rim(index / side) || is_rim(index % side) { theme.surface } else { theme.accent };
        Ink::new(color, 1.0)
    };
    Stamp { side, pixels: (0..side * side).map(ink).collect() }
}

/// Puts small neurons onto a sheet, `scale` pixels per style-sheet pixel; `pictures` are RGBA, with so many pixels per side.
pub(super) fn stamp(
    sheet: &mut Sheet,
    scale: f32,
    diagram: &Diagram<'_>,
    layout: &Layout,
    theme: &Theme,
    (pictures, picture_side): (&[u8], usize),
) {
    let side = ((layout.side_px * scale) as usize).max(3);
    let mut stamp = Stamp { side, pixels: vec![Ink::NONE; side * side] };
    for (column, places) in layout.columns.iter().enumerate() {
        for (unit, (x, y)) in places.iter().enumerate() {
            let corner = [x, y].map(|at| (at * scale) as i32 - side as i32 / 2);
            if sheet.misses(corner[0], corner[1], side as i32) {
                continue;
            }
            let is_off = diagram.off.neurons.contains(&(column, unit));
            let is_chosen = diagram.shown == Some((column, unit)) || diagram.pointed == Some(Hit::Neuron(column, unit));
            let frame = match diagram.state(column, unit) {
                _ if is_chosen => theme.accent,
                _ if diagram.contributing == Some(column) => strands::look_of(unit, theme).0,
                state if state == DEAD || state == SATURATED => theme.warn,
                _ => theme.text.mixed(theme.middle, if is_off { 0.7 } else { 0.35 }),
            };
            let first = (diagram.first_of(column) + unit) * picture_side * picture_side;
            for (index, ink) in stamp.pixels.iter_mut().enumerate() {
                let (row, col) = (index / side, index % side);
                let is_frame = row == 0 || col == 0 || row + 1 == side || col + 1 == side;
                let seen = (first + row * picture_side / side * picture_side + col * picture_side / side) * 4;
                let color = match pictures.get(seen..seen + 3) {
                    Some(rgb) if !is_frame => {
                        Rgb(rgb[0], rgb[1], rgb[2]).mixed(theme.middle, if is_off { 0.7 } else { 0.0 })
                    }
                    _ if is_frame => frame,
                    _ => theme.middle,
                };
                *ink = Ink::new(color, 1.0);
            }
            sheet.put(&stamp, (corner[0], corner[1]));
        }
    }
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

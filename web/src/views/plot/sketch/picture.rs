//! How a drawing looks: the painted part with its edge, or the curve; where it differs from the network's, hatched. The same without
//! colours.

use playground::sketch::{CELLS, GRID};

use crate::draw::canvas::Surface;
use crate::draw::theme::Theme;
use crate::draw::{REACH, cursor, px_from_data};

/// What there is to draw.
pub(super) struct Picture<'a> {
    /// Which cells are painted; empty for a curve.
    pub(super) cells: &'a [bool],
    /// In which the network predicts the class; empty where that is not compared.
    pub(super) predicted: &'a [bool],
    /// The curve that was drawn; empty for classes.
    pub(super) heights: &'a [Option<f32>],
    /// That of the network; empty where it is not compared.
    pub(super) curve: &'a [f32],
    pub(super) is_active: bool,
    /// Where the keyboard's cursor is, how far its brush reaches, and whether it is down.
    pub(super) cursor: Option<((f32, f32), f32, bool)>,
}

/// Lines of the hatching are so far apart, in pixels of style sheets.
const HATCH_PX: f64 = 7.0;

/// Draws it.
pub(super) fn paint(surface: &Surface, picture: &Picture<'_>, theme: &Theme) {
    surface.clear();
    let context = &surface.context;
    if !picture.cells.is_empty() {
        let differs = |idx: usize| picture.predicted.get(idx).is_some_and(|it| *it != picture.cells[idx]);
        if picture.is_active {
            fill(surface, |idx| picture.cells[idx], &theme.accent.css(0.2));
        }
        if !picture.predicted.is_empty() {
            fill(surface, differs, &theme.surface.css(0.55));
            context.save();
            cells(surface, differs);
            context.clip();
            hatch(surface, theme);
            context.restore();
        }
        edge(surface, picture.cells, theme);
    }
    if !picture.heights.is_empty() {
        between(surface, picture, theme);
        line(surface, picture.heights, theme);
    }
    if let Some((at, radius, is_down)) = picture.cursor {
        cursor::paint(surface, at, theme);
        let radius = f64::from(radius / (2.0 * REACH)) * surface.width / surface.scale;
        if radius > 0.0 || is_down {
            cursor::paint_ring(surface, at, radius.max(5.0), theme);
        }
    }
}

/// Makes a path of some cells.
fn cells(surface: &Surface, is_in: impl Fn(usize) -> bool) {
    let (context, side) = (&surface.context, surface.width / CELLS as f64);
    context.begin_path();
    for row in 0..CELLS {
        let mut column = 0;
        while column < CELLS {
            let first = column;
            while column < CELLS && is_in(row * CELLS + column) {
                column += 1;
            }
            if column > first {
                context.rect(first as f64 * side, row as f64 * side, (column - first) as f64 * side, side);
            }
            column += 1;
        }
    }
}

fn fill(surface: &Surface, is_in: impl Fn(usize) -> bool, color: &str) {
    cells(surface, is_in);
    surface.context.set_fill_style_str(color);
    surface.context.fill();
}

/// Slanted lines over everything.
fn hatch(surface: &Surface, theme: &Theme) {
    let (context, step) = (&surface.context, HATCH_PX * surface.scale);
    context.begin_path();
    let mut at = -surface.height;
    while at < surface.width {
        context.move_to(at, surface.height);
        context.line_to(at + surface.height, 0.0);
        at += step;
    }
    context.set_line_width(1.5 * surface.scale);
    context.set_stroke_style_str(&theme.contour.css(0.9));
    context.stroke();
}

/// The edge of the painted part; along the edge of the plot there is none.
fn edge(surface: &Surface, cells: &[bool], theme: &Theme) {
    let (context, side) = (&surface.context, surface.width / CELLS as f64);
    context.begin_path();
    for (idx, is_inside) in cells.iter().enumerate() {
        let (row, column) = (idx / CELLS, idx % CELLS);
        let (x, y) = ((column + 1) as f64 * side, (row + 1) as f64 * side);
        if column + 1 < CELLS && cells[idx + 1] != *is_inside {
            context.move_to(x, y - side);
            context.line_to(x, y);
        }
        if row + 1 < CELLS && cells[idx + CELLS] != *is_inside {
            context.move_to(x - side, y);
            context.line_to(x, y);
        }
    }
    context.set_line_cap("square");
    strokes(surface, theme);
}

/// Strokes the path so that it is seen on every colour.
fn strokes(surface: &Surface, theme: &Theme) {
    for (color, width) in [(theme.halo, 5.0), (theme.accent, 2.5)] {
        surface.context.set_line_width(width * surface.scale);
        surface.context.set_stroke_style_str(&color.css(1.0));
        surface.context.stroke();
    }
}

fn place(surface: &Surface, at: usize, height: f32) -> (f64, f64) {
    let x = at as f32 / (GRID - 1) as f32 * 2.0 * REACH - REACH;
    let (x, y) = px_from_data(x, height, surface.width as f32);
    (f64::from(x), f64::from(y))
}

/// The curve, with gaps where none is drawn.
fn line(surface: &Surface, heights: &[Option<f32>], theme: &Theme) {
    let context = &surface.context;
    context.begin_path();
    let mut is_open = false;
    for (at, height) in heights.iter().enumerate() {
        if let Some(height) = height {
            let (x, y) = place(surface, at, *height);
            if is_open { context.line_to(x, y) } else { context.move_to(x, y) }
        }
        is_open = height.is_some();
    }
    context.set_line_cap("round");
    context.set_line_join("round");
    strokes(surface, theme);
}

/// What lies between both curves.
fn between(surface: &Surface, picture: &Picture<'_>, theme: &Theme) {
    let context = &surface.context;
    context.begin_path();
    for (at, (height, learnt)) in picture.heights.iter().zip(picture.curve).enumerate() {
        if let Some(height) = height {
            let (x, from) = place(surface, at, *height);
            context.move_to(x, from);
            context.line_to(x, place(surface, at, *learnt).1);
        }
    }
    context.set_line_width(1.5 * surface.scale);
    context.set_stroke_style_str(&theme.contour.css(0.6));
    context.stroke();
}

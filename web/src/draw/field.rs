//! The plane behind the points: the tint of the score, the boundary or the curve with what it is made of, and arrows, on one canvas.
//! Knows a picture's numbers and colours; not where they come from.

use super::arrow::{self, Arrow};
use super::canvas::{Offscreen, Surface};
use super::color::Rgb;
use super::contour::{self, Piece};
use super::heat::{self, Tint};
use super::strands::{self, Strands};
use super::theme::Theme;

/// What the scores mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// One score; the boundary is where it is zero.
    TwoClasses,
    /// One score per class; the boundary is where the largest ones tie.
    Classes(usize),
    /// One value over the plane, without a boundary.
    Value,
    /// One value over the horizontal axis, drawn as a line.
    Curve,
}

/// What is to be shown.
#[derive(Debug)]
pub(crate) struct Field<'a> {
    /// Scores on a square grid, one plane per output.
    pub(crate) score: &'a [f32],
    pub(crate) kind: Kind,
    pub(crate) tint: Tint,
    pub(crate) classes_only: bool,
    /// x, y, ∂s/∂x₁, ∂s/∂x₂ per arrow.
    pub(crate) slopes: &'a [f32],
    /// x, y and where the loss of the point there falls.
    pub(crate) pulls: &'a [f32],
    /// x, y and where the boundary there goes.
    pub(crate) pushes: &'a [f32],
    /// x, y and the value of the curve there, of training points and of test points.
    pub(crate) residuals: [&'a [f32]; 2],
    /// Of what the curve is made.
    pub(crate) strands: Strands<'a>,
}

/// Draws fields, keeping its buffers from one to the next.
#[derive(Debug)]
pub(crate) struct Painter {
    small: Offscreen,
    pixels: Vec<u8>,
    pieces: Vec<Piece>,
    lead: Vec<f32>,
}

impl Painter {
    /// A painter with empty buffers.
    pub(crate) fn new() -> Option<Painter> {
        Some(Painter { small: Offscreen::new()?, pixels: Vec::new(), pieces: Vec::new(), lead: Vec::new() })
    }

    /// Draws `field` over the whole surface.
    pub(crate) fn paint(&mut self, surface: &Surface, field: &Field<'_>, theme: &Theme) {
        let n_outputs = if let Kind::Classes(n) = field.kind { n } else { 1 };
        let cells = field.score.len() / n_outputs;
        let side = (cells as f64).sqrt() as usize;
        if side < 2 {
            surface.clear();
            return;
        }
        tint(field, theme, &mut self.pixels);
        if field.kind == Kind::Curve {
            surface.context.set_fill_style_str(&theme.middle.css(1.0));
            surface.context.fill_rect(0.0, 0.0, surface.width, surface.height);
        } else {
            self.small.put(&self.pixels, side);
            stretch(surface, &self.small, side);
        }
        strands::draw(surface, &field.strands, theme);
        line(field, cells, side, &mut self.pieces, &mut self.lead);
        self.stroke_line(surface, side, theme);
        let side_px = surface.width as f32;
        for (arrows, quill) in arrows(field, side_px, theme) {
            draw_arrows(surface, &arrows, quill, theme);
        }
    }

    fn stroke_line(&self, surface: &Surface, side: usize, theme: &Theme) {
        let (context, step) = (&surface.context, surface.width / (side - 1) as f64);
        context.begin_path();
        for piece in &self.pieces {
            let [x1, y1, x2, y2] = piece.map(|along| f64::from(along) * step);
            context.move_to(x1, y1);
            context.line_to(x2, y2);
        }
        context.set_line_cap("round");
        context.set_stroke_style_str(&theme.contour.css(1.0));
        context.set_line_width(2.2 * surface.scale);
        context.stroke();
    }
}

/// The colours of the plane, one for each cell; none for a curve.
pub(crate) fn tint(field: &Field<'_>, theme: &Theme, pixels: &mut Vec<u8>) {
    match field.kind {
        Kind::Classes(n) => {
            let colors = &theme.planes[..n.min(theme.planes.len())];
            heat::paint_classes(field.score, colors, theme.middle, field.classes_only, pixels);
        }
        Kind::TwoClasses => heat::paint(field.score, field.tint, field.classes_only, &theme.table, pixels),
        Kind::Value => heat::paint(field.score, field.tint, false, &theme.table, pixels),
        Kind::Curve => pixels.clear(),
    }
}

/// The boundary, or the curve, which any row of the grid holds; `lead` is a buffer.
pub(crate) fn line(field: &Field<'_>, cells: usize, side: usize, pieces: &mut Vec<Piece>, lead: &mut Vec<f32>) {
    pieces.clear();
    match field.kind {
        Kind::Value => {}
        Kind::TwoClasses => contour::zero_line(field.score, side, pieces),
        Kind::Classes(n) => {
            for class in 0..n {
                contour::lead(field.score, cells, class, lead);
                contour::zero_line(lead, side, pieces);
            }
        }
        Kind::Curve => contour::graph(&field.score[..side], super::REACH, pieces),
    }
}

/// All arrows on a square of `side_px`, and how each kind looks, the lowest first.
pub(crate) fn arrows(field: &Field<'_>, side_px: f32, theme: &Theme) -> [(Vec<Arrow>, Quill); 5] {
    let quill = |color, width, head, dot| Quill { color, width, head, dot };
    let [of_training, of_test] = field.residuals.map(|residuals| arrow::to_curve(residuals, side_px));
    [
        (of_training, quill(theme.train, 1.2, 5.0, 0.0)),
        (of_test, quill(theme.test, 1.2, 5.0, 0.0)),
        (arrow::field(field.slopes, side_px), quill(theme.arrow, 1.5, 7.0, 0.0)),
        (arrow::from_places(field.pulls, side_px), quill(theme.pull, 1.5, 6.0, 2.2)),
        (arrow::from_places(field.pushes, side_px), quill(theme.push, 3.2, 11.0, 0.0)),
    ]
}

/// Stretches the grid over the surface. Its outer samples lie on the edge, so half a cell hangs over on each side.
fn stretch(surface: &Surface, small: &Offscreen, side: usize) {
    let cell = surface.width / (side - 1) as f64;
    surface.context.set_image_smoothing_enabled(true);
    let size = surface.width + cell;
    let drawn = surface.context.draw_image_with_html_canvas_element_and_dw_and_dh(
        &small.canvas,
        -cell / 2.0,
        -cell / 2.0,
        size,
        size,
    );
    // It can only fail for a canvas without pixels, which has been excluded.
    drawn.ok();
}

/// How arrows look; sizes in style-sheet pixels.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Quill {
    pub(crate) color: Rgb,
    pub(crate) width: f64,
    pub(crate) head: f64,
    /// The radius of the tail's end.
    pub(crate) dot: f64,
}

fn draw_arrows(surface: &Surface, arrows: &[Arrow], quill: Quill, theme: &Theme) {
    if arrows.is_empty() {
        return;
    }
    let context = &surface.context;
    let color = quill.color.css(0.9);
    context.begin_path();
    for arrow in arrows {
        context.move_to(f64::from(arrow.tail.0), f64::from(arrow.tail.1));
        context.line_to(f64::from(arrow.tip.0), f64::from(arrow.tip.1));
    }
    context.set_line_cap("butt");
    // Light around dark and dark around light: seen on every tint.
    context.set_line_width((quill.width + 1.6) * surface.scale);
    context.set_stroke_style_str(&theme.halo.css(0.6));
    context.stroke();
    context.set_line_width(quill.width * surface.scale);
    context.set_stroke_style_str(&color);
    context.stroke();
    context.begin_path();
    for &arrow in arrows {
        let corners = arrow::head(arrow, (quill.head * surface.scale) as f32);
        context.move_to(f64::from(arrow.tip.0), f64::from(arrow.tip.1));
        for (x, y) in corners {
            context.line_to(f64::from(x), f64::from(y));
        }
        context.close_path();
        if quill.dot > 0.0 {
            let (x, y) = (f64::from(arrow.tail.0), f64::from(arrow.tail.1));
            // Fails only for a negative radius.
            context.arc(x, y, quill.dot * surface.scale, 0.0, std::f64::consts::TAU).ok();
        }
    }
    context.set_fill_style_str(&color);
    context.fill();
}

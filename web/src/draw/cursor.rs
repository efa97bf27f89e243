//! What is drawn around the points: the keyboard's cursor, a cross with a gap so that what is below stays visible, and rings.

use super::canvas::Surface;
use super::theme::Theme;

/// Draws the cursor at a place on the plane.
pub(crate) fn paint(surface: &Surface, at: (f32, f32), theme: &Theme) {
    let (x, y) = super::px_from_data(at.0, at.1, surface.width as f32);
    let (x, y) = (f64::from(x), f64::from(y));
    let (gap, reach) = (5.0 * surface.scale, 14.0 * surface.scale);
    let context = &surface.context;
    for (color, width) in [(theme.halo, 4.0), (theme.accent, 2.0)] {
        context.begin_path();
        for (dx, dy) in [(1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0)] {
            context.move_to(x + dx * gap, y + dy * gap);
            context.line_to(x + dx * reach, y + dy * reach);
        }
        context.set_line_width(width * surface.scale);
        context.set_stroke_style_str(&color.css(1.0));
        context.stroke();
    }
}

/// Draws a ring around a place on the plane; its radius in style-sheet pixels.
pub(crate) fn paint_ring(surface: &Surface, at: (f32, f32), radius: f64, theme: &Theme) {
    let (x, y) = super::px_from_data(at.0, at.1, surface.width as f32);
    let context = &surface.context;
    for (color, width) in [(theme.halo, 4.0), (theme.accent, 2.0)] {
        context.begin_path();
        // Fails for a negative radius only.
        context.arc(x.into(), y.into(), radius * surface.scale, 0.0, std::f64::consts::TAU).ok();
        context.set_line_width(width * surface.scale);
        context.set_stroke_style_str(&color.css(1.0));
        context.stroke();
    }
}

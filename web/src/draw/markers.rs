//! Points on a canvas: class by shape and colour, value by colour, test points hollow.
//! Draws group by group, because changing the pen costs more than drawing.

use std::collections::BTreeMap;
use std::f64::consts::TAU;

use web_sys::CanvasRenderingContext2d;

use super::canvas::{Stamp, Surface};
use super::color::Rgb;
use super::shape::{Shape, of_class};
use super::theme::Theme;

/// One point as it is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Marker {
    pub(crate) x: f32,
    pub(crate) y: f32,
    /// The class, counted from 1, or the value.
    pub(crate) label: f32,
    pub(crate) is_test: bool,
}

/// How large markers are, in style-sheet pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Size {
    pub(crate) radius: f64,
    pub(crate) edge: f64,
}

/// The size for so many points on a plot so wide: many points on a small plot are drawn smaller.
pub(crate) fn size_for(n_points: usize, width_px: f64) -> Size {
    let crowding = if n_points > 1500 {
        0.62
    } else if n_points > 600 {
        0.8
    } else {
        1.0
    };
    let radius = (width_px / 95.0).clamp(3.0, 7.0) * crowding;
    Size { radius, edge: (radius * 0.26).clamp(0.7, 1.4) }
}

/// Draws `markers`; with `by_value`, labels are values from −1 to 1 and not classes.
pub(crate) fn paint(surface: &Surface, markers: &[Marker], by_value: bool, size: Size, theme: &Theme) {
    let mut groups: BTreeMap<(bool, i32), Vec<&Marker>> = BTreeMap::new();
    for marker in markers {
        let kind =
            if by_value { (marker.label.clamp(-1.0, 1.0) * 8.0).round() as i32 } else { marker.label.round() as i32 };
        groups.entry((!marker.is_test, kind)).or_default().push(marker);
    }
    for ((is_training, kind), members) in groups {
        let (shape, color) = if by_value {
            (Shape::Circle, value_color(kind as f32 / 8.0, theme))
        } else {
            let class = usize::try_from(kind).unwrap_or(1);
            (of_class(class), theme.class(class))
        };
        paint_group(surface, &members, (shape, color), is_training, size, theme);
    }
}

/// Stronger than the plane's own tint, so that a point is seen on a plane of its own value.
fn value_color(value: f32, theme: &Theme) -> Rgb {
    theme.middle.mixed(if value < 0.0 { theme.negative } else { theme.positive }, 0.15 + 0.85 * value.abs())
}

/// Draws one marker to the side and copies it to every place: copies lie over each other as single markers would.
fn paint_group(
    surface: &Surface,
    members: &[&Marker],
    look: (Shape, Rgb),
    is_training: bool,
    size: Size,
    theme: &Theme,
) {
    let radius = size.radius * surface.scale * if is_training { 1.0 } else { 0.86 };
    let edge = size.edge * surface.scale * if is_training { 1.0 } else { 1.4 };
    let half = (radius * 1.35 + edge).ceil();
    let Some(stamp) = Stamp::new(2.0 * half) else { return };
    let context = &stamp.context;
    context.begin_path();
    add_outline(context, look.0, half, half, radius);
    let (inside, outline) = if is_training { (look.1, theme.halo) } else { (theme.surface, look.1) };
    context.set_fill_style_str(&inside.css(if is_training { 1.0 } else { 0.75 }));
    context.fill();
    if edge > 0.0 {
        context.set_line_join("round");
        context.set_line_width(edge);
        context.set_stroke_style_str(&outline.css(1.0));
        context.stroke();
    }
    for marker in members {
        let (x, y) = super::px_from_data(marker.x, marker.y, surface.width as f32);
        // Fails for a canvas without pixels only, and this one has some.
        surface
            .context
            .draw_image_with_html_canvas_element(&stamp.canvas, f64::from(x) - half, f64::from(y) - half)
            .ok();
    }
}

/// Adds one marker's outline to the path.
fn add_outline(context: &CanvasRenderingContext2d, shape: Shape, x: f64, y: f64, radius: f64) {
    match shape {
        Shape::Circle => {
            context.move_to(x + radius, y);
            // Fails for a negative radius only.
            context.arc(x, y, radius, 0.0, TAU).ok();
        }
        Shape::Polygon(corners) => {
            for (index, (dx, dy)) in corners.iter().enumerate() {
                let (px, py) = (x + f64::from(*dx) * radius, y + f64::from(*dy) * radius);
                if index == 0 { context.move_to(px, py) } else { context.line_to(px, py) }
            }
            context.close_path();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_shrink_in_a_crowd_and_grow_with_the_plot() {
        assert!(size_for(5000, 370.0).radius < size_for(100, 370.0).radius);
        assert!(size_for(100, 900.0).radius > size_for(100, 300.0).radius);
    }
}

//! The loss curve: axes through plotters on a background canvas, curves by hand on a transparent one above.
//! The axes are redrawn only when range, size or theme change, because plotters measures every label in the document.

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters_canvas::CanvasBackend;

use super::canvas::Surface;
use super::color::Rgb;
use super::curve::{self, Range};
use super::theme::Theme;

/// Where the axes leave room for the curves, in device pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Area {
    left: f64,
    top: f64,
    width: f64,
    height: f64,
}

/// The words on the axes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Names<'a> {
    pub(crate) x: &'a str,
}

/// One curve's look: its colour and whether it is dashed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pen {
    pub(crate) color: Rgb,
    pub(crate) dashed: bool,
}

fn plotters_color(color: Rgb) -> RGBColor {
    RGBColor(color.0, color.1, color.2)
}

/// Draws axes and grid lines for `range`, and says where the curves go. Nothing if the canvas cannot be drawn on.
pub(crate) fn paint_axes(surface: &Surface, range: Range, names: Names<'_>, theme: &Theme) -> Option<Area> {
    surface.clear();
    let px = |size: f64| (size * surface.scale).round() as u32;
    let root = CanvasBackend::with_canvas_object(surface.canvas.clone())?.into_drawing_area();
    let mut chart = ChartBuilder::on(&root)
        .margin_top(px(8.0))
        .margin_right(px(14.0))
        .x_label_area_size(px(22.0))
        .y_label_area_size(px(40.0))
        .build_cartesian_2d(0.0..range.x_max, 0.0..range.y_max)
        .ok()?;
    let muted = plotters_color(theme.muted);
    let label = TextStyle::from((FontFamily::Name("system-ui, sans-serif"), px(11.0))).color(&muted);
    let n_x_labels = (surface.width / surface.scale / 90.0).clamp(2.0, 8.0) as usize;
    chart
        .configure_mesh()
        .disable_x_mesh()
        .x_labels(n_x_labels)
        .y_labels(5)
        .set_all_tick_mark_size(px(3.0))
        .axis_style(plotters_color(theme.line))
        .bold_line_style(plotters_color(theme.line))
        .light_line_style(TRANSPARENT)
        .x_label_formatter(&|value| tick(*value))
        .y_label_formatter(&|value| tick(*value))
        .label_style(label.clone())
        .draw()
        .ok()?;
    let (columns, rows) = chart.plotting_area().get_pixel_range();
    // The axis is named at its end, where plotters would take a line of its own for it.
    let end = label.pos(Pos::new(HPos::Right, VPos::Bottom));
    root.draw(&Text::new(names.x, (columns.end, rows.end - px(3.0) as i32), end)).ok()?;
    Some(Area {
        left: f64::from(columns.start),
        top: f64::from(rows.start),
        width: f64::from(columns.end - columns.start),
        height: f64::from(rows.end - rows.start),
    })
}

/// A number as short as it can be said on an axis.
pub(crate) fn tick(value: f64) -> String {
    let size = value.abs();
    if size < 1e-12 {
        "0".into()
    } else if size >= 1e6 {
        format!("{}M", trimmed(value / 1e6))
    } else if size >= 1e4 {
        format!("{}k", trimmed(value / 1e3))
    } else if size < 1e-3 {
        format!("{value:.0e}")
    } else {
        trimmed(value)
    }
}

fn trimmed(value: f64) -> String {
    let text = format!("{value:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Draws one curve of (epoch, loss) onto the transparent canvas.
pub(crate) fn paint_curve(
    surface: &Surface,
    area: Area,
    range: Range,
    entries: impl Iterator<Item = (f64, f64)>,
    pen: Pen,
) {
    let line = curve::decimate(entries, range, area.width, area.height);
    let context = &surface.context;
    context.begin_path();
    for (index, (x, y)) in line.iter().enumerate() {
        let (x, y) = (area.left + x, area.top + y);
        if index == 0 { context.move_to(x, y) } else { context.line_to(x, y) }
    }
    let dash = js_sys::Array::new();
    if pen.dashed {
        dash.push(&(5.0 * surface.scale).into());
        dash.push(&(3.0 * surface.scale).into());
    }
    // Fails for something that is no list of numbers only.
    context.set_line_dash(&dash).ok();
    context.set_line_join("round");
    context.set_line_width(2.0 * surface.scale);
    context.set_stroke_style_str(&pen.color.css(1.0));
    context.stroke();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_short() {
        for (value, text) in
            [(0.0, "0"), (0.25, "0.25"), (2500.0, "2500"), (15_000.0, "15k"), (2_500_000.0, "2.5M"), (0.0001, "1e-4")]
        {
            assert_eq!(tick(value), text);
        }
    }
}

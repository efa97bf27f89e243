//! The loss curve: axes through plotters on a background canvas, curves by hand on a transparent one above.
//! The axes are redrawn only when range, size or theme change. Knows nothing of where the numbers come from.

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters_canvas::CanvasBackend;

use super::canvas::Surface;
use super::color::Rgb;
use super::curve::{self, Range};
use super::theme::Theme;
use super::ticks;

/// Where the axes leave room for the curves, in device pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Area {
    left: f64,
    top: f64,
    width: f64,
    height: f64,
}

/// Around the curves, in style-sheet pixels: for the losses, half a line above, a little at the right, a line of numbers.
const MARGINS_PX: [f64; 4] = [38.0, 7.0, 4.0, 19.0];
/// The size of the numbers, and how wide one of their characters is at most.
const TEXT_PX: f64 = 11.0;
const CHARACTER_PX: f64 = 6.6;
/// Marks stand no closer than this.
const MARKS_APART_PX: f64 = 6.0;

impl Area {
    fn of(surface: &Surface) -> Area {
        let [left, top, right, bottom] = MARGINS_PX.map(|margin| (margin * surface.scale).round());
        Area {
            left,
            top,
            width: (surface.width - left - right).max(1.0),
            height: (surface.height - top - bottom).max(1.0),
        }
    }

    /// The pixel of an entry.
    fn place(&self, range: Range, (x, y): (f64, f64)) -> (f64, f64) {
        (self.left + range.across(x) * self.width, self.top + range.down(y) * self.height)
    }

    /// The x that stands so many device pixels from the canvas's left edge.
    pub(crate) fn x_at(&self, range: Range, px: f64) -> f64 {
        (px - self.left) / self.width * range.x_max
    }
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
pub(crate) fn paint_axes(surface: &Surface, range: Range, unit: &str, theme: &Theme) -> Option<Area> {
    surface.clear();
    let (area, scale) = (Area::of(surface), surface.scale);
    let root = CanvasBackend::with_canvas_object(surface.canvas.clone())?.into_drawing_area();
    let muted = plotters_color(theme.muted);
    let style = TextStyle::from((FontFamily::Name("system-ui, sans-serif"), TEXT_PX * scale)).color(&muted);
    let label = |text: String, at: (f64, f64), h: HPos, v: VPos| {
        root.draw(&Text::new(text, (at.0 as i32, at.1 as i32), style.pos(Pos::new(h, v))))
    };
    let line = plotters_color(theme.line).filled();
    let thickness = scale.round() as i32;
    let (right, bottom) = (area.left + area.width, area.top + area.height);
    for value in y_ticks(range, area.height / scale) {
        let y = (area.top + range.down(value) * area.height).round();
        // A filled rectangle stands on whole pixels, where a stroke would be blurred over two.
        let (from, to) = ((area.left as i32, y as i32), (right as i32, y as i32 + thickness));
        root.draw(&Rectangle::new([from, to], line)).ok()?;
        label(ticks::text(value), (area.left - 6.0 * scale, y), HPos::Right, VPos::Center).ok()?;
    }
    let below = bottom + 5.0 * scale;
    for (text, share, anchor) in x_labels(range, unit, area.width / scale) {
        label(text, (area.left + share * area.width, below), anchor, VPos::Top).ok()?;
    }
    Some(area)
}

/// Losses with a grid line, as many as the height has room for.
fn y_ticks(range: Range, height_px: f64) -> Vec<f64> {
    let n_parts = (height_px / 18.0).clamp(1.0, 5.0) as usize;
    if range.y_min > 0.0 {
        ticks::logarithmic(range.y_min, range.y_max, n_parts + 1)
    } else {
        ticks::linear(range.y_max, n_parts)
    }
}

/// What stands below the curves: text, how far right as a share of the width, and which of its sides is there.
/// The unit stands behind the last number; numbers that would touch it are left out.
fn x_labels(range: Range, unit: &str, width_px: f64) -> Vec<(String, f64, HPos)> {
    let most = (width_px / 56.0).clamp(1.0, 5.0) as usize;
    // A number that is missing among others would make the axis look uneven: rather fewer of them.
    let fitting =
        (2..=most).rev().map(|n_parts| labels_of(range, unit, width_px, n_parts)).find(|(_, are_all)| *are_all);
    fitting.unwrap_or_else(|| labels_of(range, unit, width_px, 1)).0
}

/// The labels of an axis in so many parts or fewer, and whether none is left out.
fn labels_of(range: Range, unit: &str, width_px: f64, n_parts: usize) -> (Vec<(String, f64, HPos)>, bool) {
    let mut values = ticks::linear(range.x_max, n_parts);
    let end = format!("{} {unit}", ticks::text(values.pop().unwrap_or(range.x_max)));
    let room = 1.0 - (end.chars().count() as f64 + 1.0) * CHARACTER_PX / width_px;
    let place = |value: f64| {
        let (text, share) = (ticks::text(value), range.across(value));
        let half = text.chars().count() as f64 * CHARACTER_PX / 2.0 / width_px;
        (share + half <= room).then_some((text, share, if share == 0.0 { HPos::Left } else { HPos::Center }))
    };
    let n_values = values.len();
    let mut labels: Vec<_> = values.into_iter().filter_map(place).collect();
    let are_all = labels.len() == n_values;
    labels.push((end, 1.0, HPos::Right));
    (labels, are_all)
}

/// Draws one curve of (x, loss) onto the transparent canvas.
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
    if let [(x, y)] = line[..] {
        paint_dot(surface, (area.left + x, area.top + y), pen.color, None);
    }
}

/// Draws a dashed line where something changed, at each x; what it was stands beside the last one, if the word has room there.
pub(crate) fn paint_marks(
    surface: &Surface,
    area: Area,
    range: Range,
    marks: impl Iterator<Item = f64>,
    word: &str,
    theme: &Theme,
) {
    let (context, scale) = (&surface.context, surface.scale);
    context.set_line_dash(&js_sys::Array::of2(&(2.0 * scale).into(), &(3.0 * scale).into())).ok();
    context.set_line_width(scale);
    context.set_stroke_style_str(&theme.text.css(0.7));
    let mut last = f64::NEG_INFINITY;
    for x in marks {
        let (at, _) = area.place(range, (x, 0.0));
        // A point that is dragged makes many: those that would run together are one.
        if at - last < MARKS_APART_PX * scale {
            continue;
        }
        last = at;
        context.begin_path();
        context.move_to(at, area.top);
        context.line_to(at, area.top + area.height);
        context.stroke();
    }
    if last.is_finite() {
        let width = word.chars().count() as f64 * CHARACTER_PX * scale;
        let gap = 4.0 * scale;
        let fits = last + gap + width <= area.left + area.width;
        context.set_text_align(if fits { "left" } else { "right" });
        context.set_text_baseline("top");
        context.set_font(&format!("{}px system-ui, sans-serif", TEXT_PX * scale));
        context.set_fill_style_str(&theme.text.css(1.0));
        // Fails for no text only.
        context.fill_text(word, if fits { last + gap } else { last - gap }, area.top).ok();
    }
}

/// Draws where the curves are read: a line through x, and a dot on each loss.
pub(crate) fn paint_reading(
    surface: &Surface,
    area: Area,
    range: Range,
    x: f64,
    losses: [(Option<f64>, Rgb); 2],
    theme: &Theme,
) {
    let context = &surface.context;
    let (at, _) = area.place(range, (x, 0.0));
    context.set_line_dash(&js_sys::Array::new()).ok();
    context.begin_path();
    context.move_to(at, area.top);
    context.line_to(at, area.top + area.height);
    context.set_line_width(surface.scale);
    context.set_stroke_style_str(&theme.text.css(0.5));
    context.stroke();
    for (loss, color) in losses {
        if let Some(loss) = loss.filter(|loss| loss.is_finite()) {
            paint_dot(surface, area.place(range, (x, loss)), color, Some(theme.surface));
        }
    }
}

fn paint_dot(surface: &Surface, (x, y): (f64, f64), color: Rgb, ring: Option<Rgb>) {
    let context = &surface.context;
    context.begin_path();
    // Fails for a negative radius only.
    context.arc(x, y, 3.5 * surface.scale, 0.0, std::f64::consts::TAU).ok();
    context.set_fill_style_str(&color.css(1.0));
    context.fill();
    if let Some(ring) = ring {
        context.set_line_width(1.5 * surface.scale);
        context.set_stroke_style_str(&ring.css(1.0));
        context.stroke();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_unit_stands_behind_the_last_number_and_touches_no_other() {
        for x_max in [10.0, 150.0, 800.0, 2000.0, 40_000.0, 2_000_000.0] {
            for width_px in [60.0, 180.0, 260.0, 420.0, 900.0] {
                let labels = x_labels(Range { x_max, y_min: 0.0, y_max: 1.0 }, "epochs", width_px);
                let (end, others) = labels.split_last().unwrap();
                assert!(end.0.ends_with(" epochs") && end.1 == 1.0);
                let reaches = width_px - end.0.len() as f64 * CHARACTER_PX;
                for (text, share, _) in others {
                    let right = share * width_px + text.len() as f64 * CHARACTER_PX / 2.0;
                    assert!(right < reaches, "{text} before {} at {width_px}", end.0);
                }
            }
        }
    }

    #[test]
    fn a_low_figure_has_fewer_losses() {
        let range = Range { x_max: 10.0, y_min: 0.0, y_max: 0.8 };
        assert_eq!(y_ticks(range, 120.0).len(), 5);
        assert_eq!(y_ticks(range, 40.0).len(), 3);
    }
}

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
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// Around the curves, in style-sheet pixels: half a line above, a little at the right, a line of numbers below.
const MARGINS_PX: [f64; 3] = [8.0, 6.0, 20.0];
/// At the left, at least.
const LEFT_PX: f64 = 30.0;
/// Above, where marks have their line.
const MARKS_PX: f64 = 24.0;
/// A chart that is at least this high has room to spare.
const ROOMY_PX: f64 = 125.0;
/// The size of the texts, and how wide one of their characters is at most.
const TEXT_PX: f64 = 12.0;
const CHARACTER_PX: f64 = 7.2;

impl Area {
    fn of(surface: &Surface, widest: usize, has_marks: bool) -> Area {
        let [top, right, bottom] = MARGINS_PX.map(|margin| (margin * surface.scale).round());
        // A chart that has the room keeps it free, so that a first mark moves nothing.
        let has_room = surface.height >= ROOMY_PX * surface.scale;
        let top = if has_marks || has_room { (MARKS_PX * surface.scale).round() } else { top };
        let left = ((widest as f64 * CHARACTER_PX + 8.0).max(LEFT_PX) * surface.scale).round();
        Area {
            left,
            top,
            width: (surface.width - left - right).max(1.0),
            height: (surface.height - top - bottom).max(1.0),
        }
    }

    /// The pixel of an entry.
    pub(super) fn place(&self, range: Range, (x, y): (f64, f64)) -> (f64, f64) {
        (self.left + range.across(x) * self.width, self.top + range.down(y) * self.height)
    }

    /// The device pixel of an x, from the canvas's left edge.
    pub(crate) fn px_of(&self, range: Range, x: f64) -> f64 {
        self.place(range, (x, 0.0)).0
    }

    /// The x that stands so many device pixels from the canvas's left edge.
    pub(crate) fn x_at(&self, range: Range, px: f64) -> f64 {
        (px - self.left) / self.width * range.x_max
    }
}

/// One curve's look: its colour, its width in style-sheet pixels, and whether it is dashed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pen {
    pub(crate) color: Rgb,
    pub(crate) width_px: f64,
    pub(crate) dashed: bool,
}

/// What stands at the axes: the unit below them, and how a value is written at the left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Labels {
    pub(crate) unit: &'static str,
    pub(crate) in_percent: bool,
    /// Whether marks need a line above.
    pub(crate) has_marks: bool,
}

fn plotters_color(color: Rgb) -> RGBColor {
    RGBColor(color.0, color.1, color.2)
}

/// Draws axes and grid lines for `range`, and says where the curves go. Nothing if the canvas cannot be drawn on.
pub(crate) fn paint_axes(surface: &Surface, range: Range, labels: Labels, theme: &Theme) -> Option<Area> {
    surface.clear();
    let scale = surface.scale;
    let say = if labels.in_percent { ticks::percent } else { ticks::text };
    let values = y_ticks(range, surface.height / scale - 32.0);
    let widest = values.iter().map(|value| say(*value).chars().count()).max().unwrap_or(0);
    // A sign of percent is as wide as two digits.
    let area = Area::of(surface, widest + usize::from(labels.in_percent), labels.has_marks);
    let root = CanvasBackend::with_canvas_object(surface.canvas.clone())?.into_drawing_area();
    let muted = plotters_color(theme.muted);
    let style = TextStyle::from((FontFamily::Name("system-ui, sans-serif"), TEXT_PX * scale)).color(&muted);
    let label = |text: String, at: (f64, f64), h: HPos, v: VPos| {
        root.draw(&Text::new(text, (at.0 as i32, at.1 as i32), style.pos(Pos::new(h, v))))
    };
    let line = plotters_color(theme.line).filled();
    let thickness = scale.round() as i32;
    let (right, bottom) = (area.left + area.width, area.top + area.height);
    for value in values {
        let y = (area.top + range.down(value) * area.height).round();
        // A filled rectangle stands on whole pixels, where a stroke would be blurred over two.
        let (from, to) = ((area.left as i32, y as i32), (right as i32, y as i32 + thickness));
        root.draw(&Rectangle::new([from, to], line)).ok()?;
        label(say(value).replace('-', "−"), (area.left - 6.0 * scale, y), HPos::Right, VPos::Center).ok()?;
    }
    let below = bottom + 5.0 * scale;
    for (text, share, anchor) in x_labels(range, labels.unit, area.width / scale) {
        label(text, (area.left + share * area.width, below), anchor, VPos::Top).ok()?;
    }
    Some(area)
}

/// Losses with a grid line, as many as the height has room for.
pub(crate) fn y_ticks(range: Range, height_px: f64) -> Vec<f64> {
    let n_parts = (height_px / 18.0).clamp(1.0, 5.0) as usize;
    if range.y_min > 0.0 {
        ticks::logarithmic(range.y_min, range.y_max, n_parts + 1)
    } else {
        let mut values = ticks::linear(range.y_max, n_parts);
        let step = values[1];
        values.extend((1..).map(|n| -step * f64::from(n)).take_while(|value| *value >= range.y_min));
        values
    }
}

/// What stands below the curves: text, how far right as a share of the width, and which of its sides is there.
/// The unit stands behind the last number; numbers that would touch it are left out.
pub(crate) fn x_labels(range: Range, unit: &str, width_px: f64) -> Vec<(String, f64, HPos)> {
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
    let room = 1.0 - (end.chars().count() as f64 + 2.0) * CHARACTER_PX / width_px;
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
    context.set_line_width(pen.width_px * surface.scale);
    context.set_stroke_style_str(&pen.color.css(1.0));
    context.stroke();
    if let [(x, y)] = line[..] {
        paint_dot(surface, (area.left + x, area.top + y), pen.color, None);
    }
}

/// Draws a dotted line across at `y`, with its name above its right end.
pub(crate) fn paint_level(surface: &Surface, area: Area, range: Range, y: f64, name: &str, theme: &Theme) {
    let (context, scale) = (&surface.context, surface.scale);
    let (_, at) = area.place(range, (0.0, y));
    context.set_line_dash(&js_sys::Array::of2(&(2.0 * scale).into(), &(4.0 * scale).into())).ok();
    context.begin_path();
    context.move_to(area.left, at);
    context.line_to(area.left + area.width, at);
    context.set_line_width(2.0 * scale);
    context.set_stroke_style_str(&theme.guess.css(1.0));
    context.stroke();
    // Below the line, where it is at the top.
    let above = at - 9.0 * scale;
    let at = if above < area.top + 4.0 * scale { at + 10.0 * scale } else { above };
    paint_text(surface, (area.left + area.width - 2.0 * scale, at), "right", name, theme.muted, theme);
}

/// Writes `text` beside a place, readable on any line; `align` says which of its sides is there.
pub(super) fn paint_text(surface: &Surface, (x, y): (f64, f64), align: &str, text: &str, color: Rgb, theme: &Theme) {
    let (context, scale) = (&surface.context, surface.scale);
    context.set_line_dash(&js_sys::Array::new()).ok();
    context.set_font(&format!("{}px system-ui, sans-serif", TEXT_PX * scale));
    context.set_text_align(align);
    context.set_text_baseline("middle");
    context.set_line_join("round");
    context.set_line_width(4.0 * scale);
    context.set_stroke_style_str(&theme.surface.css(1.0));
    context.set_fill_style_str(&color.css(1.0));
    // They fail for no text only.
    context.stroke_text(text, x, y).ok();
    context.fill_text(text, x, y).ok();
}

/// Writes the name of a line near `share` of the width, above or below the line as there is room, if the chart is large enough.
pub(crate) fn paint_name(
    surface: &Surface,
    area: Area,
    range: Range,
    entries: impl Iterator<Item = (f64, f64)>,
    name: &str,
    theme: &Theme,
) {
    let scale = surface.scale;
    if area.width < 400.0 * scale || area.height < 130.0 * scale {
        return;
    }
    let wanted = 0.55 * range.x_max;
    let Some(entry) = entries.take_while(|(x, _)| *x <= wanted).last() else { return };
    let (x, y) = area.place(range, entry);
    // Inside of the chart.
    let half = 0.5 * width_of(name) * scale;
    let x = x.max(area.left + half).min(area.left + area.width - half);
    let below = y + 12.0 * scale;
    let y = if below + 8.0 * scale > area.top + area.height { y - 10.0 * scale } else { below };
    paint_text(surface, (x, y), "center", name, theme.muted, theme);
}

/// Says at the top how far a curve went that left the chart there.
pub(crate) fn paint_beyond(surface: &Surface, area: Area, range: Range, x: f64, text: &str, theme: &Theme) {
    let (at, _) = area.place(range, (x, 0.0));
    let has_room = at + (9.0 + width_of(text)) * surface.scale <= area.left + area.width;
    let (gap, align) = if has_room { (9.0, "left") } else { (-12.0, "right") };
    paint_text(surface, (at + gap * surface.scale, area.top + 8.0 * surface.scale), align, text, theme.train, theme);
}

/// Writes a note on what is drawn at the top, where curves that fall leave room, or below the name of a `level` that is there.
pub(crate) fn paint_note(surface: &Surface, area: Area, range: Range, level: Option<f64>, text: &str, theme: &Theme) {
    let scale = surface.scale;
    let level = level.map(|level| area.place(range, (0.0, level)).1 - area.top).filter(|at| *at < 32.0 * scale);
    let at = (area.left + area.width - 2.0 * scale, area.top + level.map_or(9.0 * scale, |at| at + 24.0 * scale));
    paint_text(surface, at, "right", text, theme.muted, theme);
}

/// About how wide a text is in style-sheet pixels.
pub(crate) fn width_of(text: &str) -> f64 {
    text.chars().map(|c| if c >= '\u{2e80}' { 12.0 } else { 6.4 }).sum()
}

/// Draws the dot at which a curve ends.
pub(crate) fn paint_end(surface: &Surface, area: Area, range: Range, entry: (f64, f64), theme: &Theme) {
    paint_dot(surface, area.place(range, entry), theme.train, Some(theme.surface));
}

/// Draws where the curves are read: a line through x, and a dot on each loss.
pub(crate) fn paint_reading(
    surface: &Surface,
    area: Area,
    range: Range,
    x: f64,
    losses: impl Iterator<Item = (Option<f64>, Rgb)>,
    place: &str,
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
    // Where it is stands at the axis, over the numbers there.
    let (scale, half) = (surface.scale, (width_of(place) / 2.0 + 6.0) * surface.scale);
    let middle = at.clamp(area.left + half, (area.left + area.width - half).max(area.left + half));
    let below = area.top + area.height + 2.0 * scale;
    context.set_fill_style_str(&theme.surface.css(1.0));
    context.fill_rect(middle - half, below, 2.0 * half, surface.height - below);
    paint_text(surface, (middle, below + 9.0 * scale), "center", place, theme.text, theme);
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

//! The chart along a run as a scene: the lines that the page shows, what guessing would give, what changed on the way.

use playground::{CurvePart, CurvePoint, CurveShows};
use plotters::style::text_anchor::HPos;

use super::names::fitted;
use super::run::Run;
use super::scene::{self, Item, Layer, Scene, Side, Stroke, through};
use crate::draw::axes::{Pen, width_of, x_labels, y_ticks};
use crate::draw::curve::{self, Range, decimate};
use crate::draw::theme::Theme;
use crate::draw::ticks;
use crate::views::curve::graph::{guessed_accuracy, labels_of, lines_of, pen_of, placed, range, xs};
use crate::views::curve::lines::{Line, name_of};

/// The chart within the picture.
const LEFT: f64 = 66.0;
const TOP: f64 = 46.0;
const WIDTH: f64 = 630.0;
const HEIGHT: f64 = 300.0;
const SIZE: (f64, f64) = (LEFT + WIDTH + 18.0, TOP + HEIGHT + 42.0);
/// Longer names of lines are cut.
const NAME: f64 = 150.0;

/// The chart of a run.
pub(super) fn scene(run: &Run<'_>, theme: &Theme) -> Scene {
    let Run { words, state, curve: part, texts, .. } = *run;
    let shows = state.view_settings.curve_shows;
    let lines = lines_of(state);
    let xs = xs(state, &part.entries);
    let range = range(state, part, &lines, &xs, None);
    let mut layers = vec![axes(run, range, &lines, theme), references(run, part, range, theme)];
    let mut layer = Layer::clipped("lines", [LEFT, TOP - 3.0, WIDTH + 3.0, HEIGHT + 6.0]);
    for line in lines.iter().rev() {
        let entries = placed(&xs, &part.entries, |entry| line.value(entry));
        stroke(&mut layer, entries, range, pen_of(line.look, theme));
    }
    layers.extend([layer, marks(run, part, range, &xs, theme)]);
    let name = name_of(words, shows, state.config.task);
    let last = part.entries.last();
    let values: Vec<String> = lines
        .iter()
        .map(|line| [&line.name, " ", &words.number(last.and_then(|last| line.value(last)))].concat())
        .collect();
    Scene {
        size: SIZE,
        language: words.tag,
        title: run.titled(name),
        about: texts.about_curve.with([&values.join(words.curve.between)]),
        ground: theme.surface,
        layers,
    }
}

fn place(range: Range, (x, y): (f64, f64)) -> (f64, f64) {
    (LEFT + range.across(x) * WIDTH, TOP + range.down(y) * HEIGHT)
}

fn stroke(layer: &mut Layer, entries: impl Iterator<Item = (f64, f64)>, range: Range, pen: Pen) {
    let line = decimate(entries, range, WIDTH, HEIGHT);
    let places: Vec<(f64, f64)> = line.into_iter().map(|(x, y)| (LEFT + x, TOP + y)).collect();
    if let [only] = places[..] {
        return layer.fill(scene::disc(only, 3.5), (pen.color, 1.0));
    }
    let stroke = Stroke { ink: (pen.color, 1.0), width: pen.width_px, dash: pen.dashed.then_some([5.0, 3.0]) };
    if !places.is_empty() {
        layer.items.push(Item::Path { d: through(places), fill: None, stroke: Some(stroke) });
    }
}

/// Lines across with their numbers, numbers below, the names of the lines above.
fn axes(run: &Run<'_>, range: Range, lines: &[Line], theme: &Theme) -> Layer {
    let mut layer = Layer::new("axes");
    let labels = labels_of(run.state, false);
    let say = if labels.in_percent { ticks::percent } else { ticks::text };
    for value in y_ticks(range, HEIGHT / 2.0) {
        let (_, y) = place(range, (0.0, value));
        layer.stroke(through([(LEFT, y), (LEFT + WIDTH, y)]), (theme.line, 1.0), 1.0);
        layer.text(say(value).replace('-', "−"), (LEFT - 8.0, y), Side::End, theme.muted);
    }
    for (text, share, anchor) in x_labels(range, labels.unit, WIDTH) {
        let side = match anchor {
            HPos::Left => Side::Start,
            HPos::Center => Side::Middle,
            HPos::Right => Side::End,
        };
        layer.text(text, (LEFT + share * WIDTH, TOP + HEIGHT + 18.0), side, theme.muted);
    }
    let mut x = LEFT;
    for line in lines {
        let name = fitted(&line.name, NAME);
        let width = 36.0 + 1.12 * width_of(&name) + 18.0;
        if x + width > LEFT + WIDTH {
            break;
        }
        let pen = pen_of(line.look, theme);
        let dash = pen.dashed.then_some([5.0, 3.0]);
        let stroke = Stroke { ink: (pen.color, 1.0), width: pen.width_px, dash };
        layer.items.push(Item::Path { d: through([(x, 18.0), (x + 28.0, 18.0)]), fill: None, stroke: Some(stroke) });
        layer.text(name, (x + 36.0, 18.0), Side::Start, theme.text);
        x += width;
    }
    layer
}

/// What guessing would give, and the run before.
fn references(run: &Run<'_>, part: &CurvePart, range: Range, theme: &Theme) -> Layer {
    let (words, state) = (run.words, run.state);
    let mut layer = Layer::clipped("references", [LEFT, TOP - 3.0, WIDTH + 3.0, HEIGHT + 6.0]);
    let is_loss = state.view_settings.curve_shows == CurveShows::Loss;
    let guess = part.guess.filter(|guess| is_loss && (range.y_min..=range.y_max).contains(guess));
    let level = guess.map(|guess| (guess, words.guessing(guess)));
    let level = level.or_else(|| guessed_accuracy(state).map(|share| (share, words.guessing_accuracy(share))));
    if let Some(before) = part.previous.as_ref().filter(|_| is_loss && part.is_comparable) {
        let places = xs(state, &before.entries);
        let of = |loss: fn(&CurvePoint) -> Option<f64>| {
            placed(&places, &before.entries, loss).take_while(|(x, _)| *x <= range.x_max)
        };
        let pen = |dashed: bool| Pen { color: theme.previous, width_px: 1.75, dashed };
        stroke(&mut layer, of(|entry| entry.test), range, pen(true));
        stroke(&mut layer, of(|entry| entry.train), range, pen(false));
    }
    if let Some((value, name)) = level {
        let (_, y) = place(range, (0.0, value));
        let line = Stroke { ink: (theme.guess, 1.0), width: 2.0, dash: Some([2.0, 4.0]) };
        let d = through([(LEFT, y), (LEFT + WIDTH, y)]);
        layer.items.push(Item::Path { d, fill: None, stroke: Some(line) });
        let y = if y < TOP + 16.0 { y + 12.0 } else { y - 11.0 };
        layer.text(name, (LEFT + WIDTH - 4.0, y), Side::End, theme.muted);
    }
    layer
}

/// Where something changed: a dashed line, with what changed where it has room.
fn marks(run: &Run<'_>, part: &CurvePart, range: Range, xs: &[f64], theme: &Theme) -> Layer {
    let mut layer = Layer::new("marks");
    let steps: Vec<f64> = part.entries.iter().map(|entry| entry.step as f64).collect();
    let mut free = LEFT;
    for mark in &part.marks {
        let Some(at) = curve::between(&steps, xs, mark.step as f64) else { continue };
        let (x, _) = place(range, (at, 0.0));
        let line = Stroke { ink: (theme.edge, 1.0), width: 1.0, dash: Some([3.0, 3.0]) };
        let d = through([(x, TOP - 4.0), (x, TOP + HEIGHT)]);
        layer.items.push(Item::Path { d, fill: None, stroke: Some(line) });
        let name = run.words.mark(mark);
        let width = 1.12 * width_of(&name);
        if x >= free && x + 6.0 + width <= LEFT + WIDTH {
            layer.text(name, (x + 6.0, TOP - 8.0), Side::Start, theme.muted);
            free = x + width + 16.0;
        }
    }
    layer
}

//! The plane with its points, axes and legend as a scene.

use playground::{Axis, Point, Task, Units};

use super::join::joined;
use super::names::{fitted, number};
use super::run::Run;
use super::scene::{self, Item, Layer, Scene, Side, rectangle, through};
use crate::draw::arrow;
use crate::draw::field::{self, Field, Kind};
use crate::draw::heat::{self, Tint};
use crate::draw::markers::{self, Size, TEST_SIZE};
use crate::draw::shape::Shape;
use crate::draw::strands::Strands;
use crate::draw::theme::Theme;
use crate::draw::{REACH, px_from_data};
use crate::tint::{reach_of, tint_among};
use crate::views::plot::plane::kind_of;

/// The square of the plane: where it begins, and its side.
const LEFT: f64 = 64.0;
const TOP: f64 = 14.0;
const SIDE: f64 = 480.0;
/// The legend: where it begins, how much room its names have, how far its rows are apart.
const LEGEND: f64 = LEFT + SIDE + 22.0;
const NAMES: f64 = 130.0;
const ROW: f64 = 24.0;
const SIZE: (f64, f64) = (LEGEND + 24.0 + NAMES, TOP + SIDE + 54.0);
const FRAME: [f64; 4] = [LEFT, TOP, SIDE, SIDE];
/// The boundary is as wide as on the page.
const LINE: f64 = 2.2;

/// The plot of a run.
pub(super) fn scene(run: &Run<'_>, theme: &Theme) -> Scene {
    let Run { words, state, numbers, texts, .. } = *run;
    let [score, slopes, pulls, pushes] = [0, 1, 2, 3].map(|at| numbers.get(at).map_or(&[][..], Vec::as_slice));
    let kind = kind_of(&state.config);
    let field = Field {
        score,
        kind,
        tint: tint_among(&state.config, &state.points),
        classes_only: state.view_settings.classes_only,
        slopes,
        pulls,
        pushes,
        residuals: [&[], &[]],
        strands: Strands::default(),
    };
    let shown: Vec<&Point> =
        state.points.iter().filter(|point| state.view_settings.test_points || !point.test).collect();
    let mut layers = planes(&field, theme);
    layers.push(points(run, &shown, theme));
    layers.push(axes(run, theme));
    layers.push(legend(run, &field, shown.iter().any(|point| point.test), theme));
    let n_test = shown.iter().filter(|point| point.test).count();
    let said = |n: usize| words.count(n as u64);
    Scene {
        size: SIZE,
        language: words.tag,
        title: run.titled(words.common.output),
        about: texts.about_plot.with([&said(shown.len() - n_test), &said(n_test)]),
        ground: theme.surface,
        layers,
    }
}

/// The plane, its boundary or curve, and arrows.
fn planes(field: &Field<'_>, theme: &Theme) -> Vec<Layer> {
    let n_outputs = if let Kind::Classes(n) = field.kind { n } else { 1 };
    let cells = field.score.len() / n_outputs;
    let side = cells.isqrt();
    let mut plane = Layer::clipped("field", FRAME);
    let mut line = Layer::clipped("boundary", FRAME);
    let mut arrows = Layer::clipped("arrows", FRAME);
    plane.fill(rectangle(FRAME), (theme.middle, 1.0));
    if side < 2 {
        return vec![plane];
    }
    let mut pixels = Vec::new();
    field::tint(field, theme, &mut pixels);
    let step = SIDE / (side - 1) as f64;
    if !pixels.is_empty() {
        // The outer samples lie on the edge, so half a cell hangs over on each side.
        let place = [LEFT - step / 2.0, TOP - step / 2.0, SIDE + step, SIDE + step];
        plane.items.push(Item::Pixels { pixels, columns: side, place, alpha: 1.0 });
    }
    let mut pieces = Vec::new();
    field::line(field, cells, side, &mut pieces, &mut Vec::new());
    let at = |x: f32, y: f32| (LEFT + f64::from(x) * step, TOP + f64::from(y) * step);
    for places in joined(&pieces) {
        line.stroke(through(places.into_iter().map(|(x, y)| at(x, y))), (theme.contour, 1.0), LINE);
    }
    for (kind, quill) in field::arrows(field, SIDE as f32, theme) {
        let place = |(x, y): (f32, f32)| (LEFT + f64::from(x), TOP + f64::from(y));
        let shafts: String = kind.iter().map(|arrow| through([place(arrow.tail), place(arrow.tip)])).collect();
        let head = |arrow: &arrow::Arrow| {
            let [one, other] = arrow::head(*arrow, quill.head as f32);
            let end = if quill.dot > 0.0 { scene::disc(place(arrow.tail), quill.dot) } else { String::new() };
            through([arrow.tip, one, other].map(place)) + "Z" + &end
        };
        if !kind.is_empty() {
            arrows.stroke(shafts.clone(), (theme.halo, 0.6), quill.width + 1.6);
            arrows.stroke(shafts, (quill.color, 0.9), quill.width);
            arrows.fill(kind.iter().map(head).collect(), (quill.color, 0.9));
        }
    }
    vec![plane, line, arrows]
}

/// All points, those of training above the others; each is a path of its own.
fn points(run: &Run<'_>, shown: &[&Point], theme: &Theme) -> Layer {
    let size = markers::size_for(shown.len(), SIDE);
    let reach = reach(run);
    let mut layer = Layer::clipped("points", FRAME);
    let tests = shown.iter().filter(|point| point.test);
    for point in tests.chain(shown.iter().filter(|point| !point.test)) {
        let (x, y) = px_from_data(point.x, point.y, SIDE as f32);
        let at = (LEFT + f64::from(x), TOP + f64::from(y));
        layer.items.push(marker(at, point.label, reach, point.test, size, theme));
    }
    layer
}

/// How far values reach, where points are coloured by value.
fn reach(run: &Run<'_>) -> Option<f32> {
    let state = run.state;
    let is_value = state.config.task != Task::Classification;
    is_value.then(|| reach_of(state.config.task, state.points.iter().map(|point| point.label)))
}

fn marker(at: (f64, f64), label: f32, reach: Option<f32>, is_test: bool, size: Size, theme: &Theme) -> Item {
    let (shape, inside, outline) = markers::look_of(label, reach, is_test, theme);
    let (smaller, wider) = if is_test { TEST_SIZE } else { (1.0, 1.0) };
    let radius = size.radius * f64::from(smaller);
    let d = match shape {
        Shape::Circle => scene::disc(at, radius),
        Shape::Polygon(corners) => {
            let place = |(x, y): &(f32, f32)| (at.0 + radius * f64::from(*x), at.1 + radius * f64::from(*y));
            through(corners.iter().map(place)) + "Z"
        }
    };
    let stroke = scene::Stroke { ink: (outline, 1.0), width: size.edge * f64::from(wider), dash: None };
    Item::Path { d, fill: Some(inside), stroke: Some(stroke) }
}

/// The frame with round numbers in the units of the data, and the names of the axes.
fn axes(run: &Run<'_>, theme: &Theme) -> Layer {
    let config = &run.state.config;
    let mut layer = Layer::new("axes");
    layer.stroke(rectangle(FRAME), (theme.edge, 1.0), 1.0);
    let reach = f64::from(REACH);
    for along in [Axis::X, Axis::Y] {
        let (mean, scale) = Units::of(config).along(along);
        let (low, high) =
            ((mean - reach * scale).min(mean + reach * scale), (mean - reach * scale).max(mean + reach * scale));
        for value in scene::ticks(low, high, 6.0) {
            let share = ((value - mean) / scale + reach) / (2.0 * reach);
            let bottom = TOP + SIDE;
            if along == Axis::X {
                let x = LEFT + share * SIDE;
                layer.stroke(through([(x, bottom), (x, bottom + 5.0)]), (theme.edge, 1.0), 1.0);
                layer.text(number(value), (x, bottom + 15.0), Side::Middle, theme.muted);
            } else {
                let y = bottom - share * SIDE;
                layer.stroke(through([(LEFT - 5.0, y), (LEFT, y)]), (theme.edge, 1.0), 1.0);
                layer.text(number(value), (LEFT - 9.0, y), Side::End, theme.muted);
            }
        }
        let text = fitted(run.words.axis(config, along), SIDE);
        let (at, is_turned) = match along {
            Axis::X => ((LEFT + SIDE / 2.0, TOP + SIDE + 38.0), false),
            _ => ((14.0, TOP + SIDE / 2.0), true),
        };
        layer.items.push(Item::Text { text, at, side: Side::Middle, color: theme.text, is_bold: true, is_turned });
    }
    layer
}

/// What colours and shapes stand for.
fn legend(run: &Run<'_>, field: &Field<'_>, has_test: bool, theme: &Theme) -> Layer {
    let Run { words, state, texts, .. } = *run;
    let config = &state.config;
    let mut layer = Layer::new("legend");
    let mut y = TOP + 12.0;
    let size = Size { radius: 6.0, edge: 1.2 };
    let row = |layer: &mut Layer, y: &mut f64, item: Option<Item>, name: String| {
        layer.items.extend(item);
        layer.text(fitted(&name, NAMES), (LEGEND + 22.0, *y), Side::Start, theme.text);
        *y += ROW;
    };
    let at = |y: f64| (LEGEND + 8.0, y);
    match config.task {
        Task::Classification => {
            for number in 1..=config.classes {
                let item = marker(at(y), number as f32, None, false, size, theme);
                row(&mut layer, &mut y, Some(item), words.class_short(config, number));
            }
            if has_test {
                let item = marker(at(y), 1.0, None, true, size, theme);
                row(&mut layer, &mut y, Some(item), texts.hollow.into());
            }
        }
        Task::Curve | Task::Regression => {
            if config.task == Task::Curve {
                layer.stroke(through([(LEGEND, y), (LEGEND + 16.0, y)]), (theme.contour, 1.0), LINE);
                row(&mut layer, &mut y, None, words.common.output.into());
            }
            let middle = if config.task == Task::Curve { 0.0 } else { 0.8 };
            for (is_test, name) in [(false, words.plot.for_training), (true, words.plot.for_test)] {
                if has_test || !is_test {
                    let item = marker(at(y), middle, Some(1.0), is_test, size, theme);
                    row(&mut layer, &mut y, Some(item), name.into());
                }
            }
        }
    }
    if let (Task::Regression, Tint::Upto(reach)) = (config.task, field.tint) {
        scale(run, &mut layer, y + 10.0, reach, theme);
    }
    layer
}

/// The colours of values with their numbers, the largest on top.
fn scale(run: &Run<'_>, layer: &mut Layer, top: f64, reach: f32, theme: &Theme) {
    const HEIGHT: f64 = 160.0;
    const STEPS: usize = 64;
    let values: Vec<f32> = (0..STEPS).map(|step| reach * (1.0 - 2.0 * step as f32 / (STEPS - 1) as f32)).collect();
    let mut pixels = Vec::new();
    heat::paint(&values, Tint::Upto(reach), false, &theme.table, &mut pixels);
    let (name, color) = (run.words.axis(&run.state.config, Axis::Value), theme.text);
    layer.text(fitted(name, NAMES + 20.0), (LEGEND, top), Side::Start, color);
    let place = [LEGEND, top + 16.0, 16.0, HEIGHT];
    layer.items.push(Item::Pixels { pixels, columns: 1, place, alpha: 1.0 });
    layer.stroke(rectangle(place), (theme.edge, 1.0), 1.0);
    let (mean, scale) = Units::of(&run.state.config).along(Axis::Value);
    for share in [0.0, 0.25, 0.5, 0.75, 1.0] {
        let value = mean + scale * f64::from(reach) * (1.0 - 2.0 * share);
        layer.text(number(value), (LEGEND + 24.0, top + 16.0 + share * HEIGHT), Side::Start, theme.muted);
    }
}

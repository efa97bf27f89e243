//! The plot's part of the stage: the plane, the points on it, and what stands where one points.
//! Hit-testing is here too, because the points that are shown are the ones that can be touched.

use playground::{Config, Point, Task};
use web_sys::Element;

use crate::app::hand::{BRUSH_RADIUS, Tool};
use crate::app::stage::{Layer, Stage};
use crate::draw::canvas::Surface;
use crate::draw::field::{Field, Kind};
use crate::draw::heat::Tint;
use crate::draw::markers::{self, Marker};
use crate::draw::{REACH, cursor};
use crate::words;

/// Points are drawn pixel by pixel: finer than this it would be felt while one is dragged, and not be seen.
const MOST_SCALE: f64 = 2.0;

/// How finely the score is sampled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Detail {
    /// As often as the screen is drawn.
    Moving,
    /// Once, when nothing has moved for a while.
    Still,
}

impl Stage {
    /// Draws the plane behind the points.
    pub(crate) fn draw_field(&self) {
        let Some(surface) = self.surface(Layer::Field) else { return };
        let (config, view_settings) = (self.config.borrow(), self.view_settings.borrow());
        let score = self.score.borrow();
        let field = Field {
            score: &score,
            kind: kind_of(&config),
            tint: tint_of(&config),
            classes_only: view_settings.classes_only,
            slopes: &self.slopes.borrow(),
            pulls: &self.pulls.borrow(),
            pushes: &self.pushes.borrow(),
        };
        if let Some(painter) = self.field_painter.borrow_mut().as_mut() {
            painter.paint(&surface, &field, &self.theme.borrow());
        }
    }

    /// Draws the points, what is done to them, and the keyboard's cursor.
    pub(crate) fn draw_points(&self) {
        let canvas = self.canvas(Layer::Points);
        let Some(surface) = canvas.and_then(|canvas| Surface::fit_coarsely(canvas, MOST_SCALE)) else { return };
        let (points, theme, view_settings) = (self.points.borrow(), self.theme.borrow(), self.view_settings.borrow());
        let marker = |point: &Point| Marker { x: point.x, y: point.y, label: point.label, is_test: point.test };
        let markers: Vec<Marker> =
            points.iter().filter(|point| view_settings.test_points || !point.test).map(marker).collect();
        let by_value = self.config.borrow().task != Task::Classification;
        let size = markers::size_for(markers.len(), surface.width / surface.scale);
        let ringed = self.held.get().or(self.selected.get().map(|index| (index, false)));
        let ringed = ringed.and_then(|(index, is_covered)| Some((marker(points.get(index)?), is_covered)));
        // What a move leaves behind may lie below others: the point that is meant is on top.
        let top = ringed.as_ref().map(|(top, _)| top);
        self.marker_painter.borrow_mut().paint(&surface, &markers, top, by_value, size, &theme);
        if let Some((Marker { x, y, .. }, is_covered)) = ringed {
            cursor::paint_ring(&surface, (x, y), if is_covered { 30.0 } else { size.radius + 5.0 }, &theme);
        }
        if let Some((at, Tool::Brush)) = self.pointed.get() {
            let radius = f64::from(BRUSH_RADIUS / (2.0 * REACH)) * surface.width / surface.scale;
            cursor::paint_ring(&surface, at, radius, &theme);
        }
        if let Some((at, Tool::Erase)) = self.pointed.get() {
            cursor::paint_ring(&surface, at, 12.0, &theme);
        }
        if let Some(at) = self.cursor.get() {
            cursor::paint(&surface, at, &theme);
        }
    }

    /// Takes the session's points; a selection stays only if its point does.
    pub(crate) fn take_points(&self, points: &[Point]) {
        let mut shown = self.points.borrow_mut();
        if let Some(index) = self.selected.get()
            && shown.get(index) != points.get(index)
        {
            self.selected.set(None);
        }
        points.clone_into(&mut shown);
    }

    /// The point of an index.
    pub(crate) fn point(&self, index: usize) -> Option<Point> {
        self.points.borrow().get(index).copied()
    }

    /// The visible point nearest to a place, and how far away it is.
    pub(crate) fn nearest(&self, x: f32, y: f32) -> Option<(usize, f32)> {
        let shows_test = self.view_settings.borrow().test_points;
        let points = self.points.borrow();
        let visible = points.iter().enumerate().filter(|(_, point)| shows_test || !point.test);
        let away = visible.map(|(index, point)| (index, (point.x - x).hypot(point.y - y)));
        // Of points at the same place the last one lies on top.
        away.min_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
    }

    /// The visible points within a distance of a place, by rising index.
    pub(crate) fn points_within(&self, x: f32, y: f32, within: f32) -> Vec<usize> {
        let shows_test = self.view_settings.borrow().test_points;
        let is_meant = |point: &Point| (shows_test || !point.test) && (point.x - x).hypot(point.y - y) <= within;
        let points = self.points.borrow();
        points.iter().enumerate().filter(|(_, point)| is_meant(point)).map(|(index, _)| index).collect()
    }

    /// The next visible point from left to right after a point or a place, or the one before; round the end.
    pub(crate) fn neighbour(&self, from: Option<usize>, at: (f32, f32), forwards: bool) -> Option<usize> {
        let shows_test = self.view_settings.borrow().test_points;
        let points = self.points.borrow();
        let here = from.and_then(|index| Some((points.get(index)?.x, index))).unwrap_or((at.0, 0));
        let order = |a: &(f32, usize), b: &(f32, usize)| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1));
        let visible = points.iter().enumerate().filter(|(_, point)| shows_test || !point.test);
        let others = visible.map(|(index, point)| (point.x, index)).filter(|(_, index)| Some(*index) != from);
        let (ahead, behind): (Vec<_>, Vec<_>) = others.partition(|other| order(other, &here).is_ge());
        let next = if forwards {
            ahead.into_iter().min_by(order).or_else(|| behind.into_iter().min_by(order))
        } else {
            behind.into_iter().max_by(order).or_else(|| ahead.into_iter().max_by(order))
        };
        next.map(|(_, index)| index)
    }

    /// Says from now on what is pointed at in this element.
    pub(crate) fn attach_readout(&self, element: Option<Element>) {
        *self.readout.borrow_mut() = element;
        self.read_out.take();
        self.write_reading();
    }

    /// Somebody points at this place with this tool, or at nothing any more.
    pub(crate) fn point_at(&self, at: Option<(f32, f32)>, tool: Tool) {
        let before = self.pointed.replace(at.map(|at| (at, tool)));
        let has_ring = |pointed: Option<((f32, f32), Tool)>| pointed.is_some_and(|(_, tool)| tool != Tool::Place);
        if has_ring(before) || has_ring(self.pointed.get()) {
            self.draw_points();
        }
        self.write_reading();
    }

    /// Says what is pointed at, where that is not what it says already: any other text costs the whole page a layout.
    pub(crate) fn write_reading(&self) {
        if let Some(element) = self.readout.borrow().as_ref() {
            let at = self.pointed.get().map(|(at, _)| at).or(self.cursor.get());
            let text = at.map_or_else(|| words::hint(self.by_finger).to_owned(), |at| self.reading(at));
            if *self.read_out.borrow() != text {
                element.set_text_content(Some(&text));
                *self.read_out.borrow_mut() = text;
            }
        }
    }

    /// What stands at a place, in words.
    pub(crate) fn reading(&self, at: (f32, f32)) -> String {
        let (config, score) = (self.config.borrow(), self.score.borrow());
        let cells = score.len() / config.n_outputs().max(1);
        let scores: Vec<f32> = score.chunks_exact(cells.max(1)).map(|plane| sample(plane, at)).collect();
        words::reading(&config, at, &scores)
    }
}

/// The value of a square grid at a place of the plane, linear between its four neighbours.
fn sample(plane: &[f32], (x, y): (f32, f32)) -> f32 {
    let side = plane.len().isqrt();
    if side < 2 {
        return f32::NAN;
    }
    let (column, row) = crate::draw::px_from_data(x, y, (side - 1) as f32);
    let (left, top) = ((column as usize).min(side - 2), (row as usize).min(side - 2));
    let (right_share, low_share) = (column - left as f32, row - top as f32);
    let at = |row: usize, column: usize| plane[row * side + column];
    let along = |row: usize| at(row, left) + (at(row, left + 1) - at(row, left)) * right_share;
    along(top) + (along(top + 1) - along(top)) * low_share
}

/// A multiply and add per parameter and sample: so many keep a moving picture within a few milliseconds.
const MOVING_WORK: f64 = 1e7;
/// So many keep the one picture of what has come to rest within a tenth of a second.
const STILL_WORK: f64 = 1.2e8;
/// An activation costs about as much as so many multiplications.
const ACTIVATION_WORK: usize = 4;
/// So many scores are tinted without being felt on the page's own thread; a share among classes costs more than one score.
const STILL_SCORES: f64 = 7e5;
const CLASS_WORK: usize = 2;

/// How finely the score is sampled: as the plot's own pixels deserve and the network's size permits.
pub(super) fn score_side(width_px: u32, config: &Config, detail: Detail) -> usize {
    let n_units: usize = config.layer_sizes().iter().sum();
    let each = (config.n_parameters() + ACTIVATION_WORK * n_units).max(1) as f64;
    let (work, wanted) = match detail {
        Detail::Moving => (MOVING_WORK, (width_px as usize * 2 / 5).min(241)),
        // A curve needs its one row only, and a grid has as many rows as columns.
        Detail::Still if config.task == Task::Curve => (MOVING_WORK, 241),
        Detail::Still => {
            let n_outputs = config.n_outputs();
            let tinted = STILL_SCORES / if n_outputs > 1 { (CLASS_WORK * n_outputs) as f64 } else { 1.0 };
            (STILL_WORK, (width_px as usize).min(tinted.sqrt() as usize))
        }
    };
    wanted.min((work / each).sqrt() as usize).max(37)
}

fn kind_of(config: &Config) -> Kind {
    match (config.task, config.n_outputs()) {
        (Task::Classification, 1) => Kind::TwoClasses,
        (Task::Classification, n_outputs) => Kind::Classes(n_outputs),
        (Task::Regression, _) => Kind::Value,
        (Task::Curve, _) => Kind::Curve,
    }
}

/// How a raw score is tinted: by how sure the network is of a class, or by the value itself.
pub(super) fn tint_of(config: &Config) -> Tint {
    match (config.task, config.pairing().output) {
        (Task::Classification, "tanh") => Tint::Tanh,
        (Task::Classification, _) => Tint::Sigmoid,
        (Task::Regression | Task::Curve, _) => Tint::Clamp,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_layers(hidden_layers: Vec<usize>) -> Config {
        let activations = vec!["tanh".into(); hidden_layers.len()];
        Config { hidden_layers, activations, ..Config::default() }
    }

    #[test]
    fn a_still_picture_has_the_screens_pixels_and_a_moving_one_is_affordable() {
        let small = with_layers(vec![8, 8]);
        assert_eq!(score_side(560, &small, Detail::Still), 560);
        assert!(score_side(1400, &small, Detail::Still) >= 700);
        assert!(score_side(1400, &small, Detail::Moving) <= 241);
        let large = with_layers(vec![32; 8]);
        assert!(score_side(600, &large, Detail::Moving) < 60);
        assert_eq!(score_side(0, &small, Detail::Still), 37);
    }

    #[test]
    fn a_reading_between_samples_is_linear() {
        // Rows from the top: y = 6, then y = −6.
        let plane = [0.0, 2.0, 4.0, 6.0];
        assert_eq!(sample(&plane, (-6.0, 6.0)), 0.0);
        assert_eq!(sample(&plane, (6.0, -6.0)), 6.0);
        assert_eq!(sample(&plane, (0.0, 0.0)), 3.0);
        assert!(sample(&[], (0.0, 0.0)).is_nan());
    }
}

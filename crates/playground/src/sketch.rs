//! What somebody draws before training, of what the network will have learnt: the part of the plane that it gives to a class, or a curve.
//! Afterwards both are compared. It knows no pointer and no canvas.

use crate::data::DOMAIN;
use crate::task::winner;

/// Half the side of the plane.
const HALF: f32 = DOMAIN as f32;
/// Cells of a region per side.
pub const CELLS: usize = 48;
/// Scores per side that a sketch is compared with: the middles of cells lie among them, and a curve's places.
pub const GRID: usize = 2 * CELLS + 1;

/// A part of the plane: which cells are inside, row by row from the top.
#[derive(Debug, Clone, PartialEq)]
pub struct Region {
    cells: Vec<bool>,
}

impl Default for Region {
    fn default() -> Region {
        Region { cells: vec![false; CELLS * CELLS] }
    }
}

impl Region {
    /// Whether nothing is inside.
    pub fn is_empty(&self) -> bool {
        !self.cells.contains(&true)
    }

    /// Which cells are inside, row by row from the top.
    pub fn cells(&self) -> &[bool] {
        &self.cells
    }

    /// Whether the cell at a place is inside.
    pub fn contains(&self, at: (f32, f32)) -> bool {
        self.cells[cell_at(at)]
    }

    /// Takes in, or leaves out, the cells whose middles lie within `radius` of the way from one place to another.
    ///
    /// ```
    /// use playground::sketch::Region;
    ///
    /// let mut region = Region::default();
    /// region.paint((-6.0, 0.0), (6.0, 0.0), 0.5, true);
    /// let inside = region.cells().iter().filter(|is_inside| **is_inside).count();
    /// assert_eq!(inside, 48 * 4, "four rows of cells");
    /// region.paint((-6.0, 0.0), (6.0, 0.0), 0.5, false);
    /// assert!(region.is_empty());
    /// ```
    pub fn paint(&mut self, from: (f32, f32), to: (f32, f32), radius: f32, inside: bool) {
        for (idx, cell) in self.cells.iter_mut().enumerate() {
            if distance(middle(idx), from, to) <= radius {
                *cell = inside;
            }
        }
    }

    /// Takes in, or leaves out, the cell at a place with all that are joined to it by a side and are as it was.
    pub fn fill(&mut self, at: (f32, f32), inside: bool) {
        let start = cell_at(at);
        let was = self.cells[start];
        if was == inside {
            return;
        }
        let mut open = vec![start];
        while let Some(idx) = open.pop() {
            if self.cells[idx] != was {
                continue;
            }
            self.cells[idx] = inside;
            let (row, column) = (idx / CELLS, idx % CELLS);
            open.extend((column > 0).then(|| idx - 1));
            open.extend((column + 1 < CELLS).then_some(idx + 1));
            open.extend((row > 0).then(|| idx - CELLS));
            open.extend((row + 1 < CELLS).then_some(idx + CELLS));
        }
    }

    /// The share of the plane's cells where sketch and network agree, 0 to 1; none where there is no sketch or nothing to compare it with.
    pub fn agreement(&self, predicted: &[bool]) -> Option<f64> {
        if self.is_empty() || predicted.len() != self.cells.len() {
            return None;
        }
        let n = self.cells.iter().zip(predicted).filter(|(sketched, predicted)| sketched == predicted).count();
        Some(n as f64 / self.cells.len() as f64)
    }
}

/// In which cells a network predicts a class, counted from 1. `scores` are those of [`Query::Scores`](crate::Query::Scores) with
/// [`GRID`] a side; empty where they are not.
pub fn predicted(scores: &[f32], n_outputs: usize, class: usize) -> Vec<bool> {
    let plane = GRID * GRID;
    if n_outputs == 0 || scores.len() != n_outputs * plane {
        return Vec::new();
    }
    let is_it = |idx: usize| {
        // The middle of a cell lies between those that stand at its corners.
        let at = (2 * (idx / CELLS) + 1) * GRID + 2 * (idx % CELLS) + 1;
        match n_outputs {
            1 => usize::from(scores[at] >= 0.0) + 1 == class,
            _ => winner(n_outputs, |output| scores[output * plane + at]) + 1 == class,
        }
    };
    (0..CELLS * CELLS).map(is_it).collect()
}

/// A curve: its height at each of [`GRID`] places from left to right, where one was drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    heights: Vec<Option<f32>>,
}

impl Default for Line {
    fn default() -> Line {
        Line { heights: vec![None; GRID] }
    }
}

impl Line {
    /// Whether nothing is drawn.
    pub fn is_empty(&self) -> bool {
        self.heights.iter().all(Option::is_none)
    }

    /// The height at the place that is nearest along x, if one was drawn there.
    pub fn height(&self, x: f32) -> Option<f32> {
        self.heights[place_at(x)]
    }

    /// The heights from left to right.
    pub fn heights(&self) -> &[Option<f32>] {
        &self.heights
    }

    /// Draws straight from one place to another; what was drawn above or below goes.
    ///
    /// ```
    /// use playground::sketch::Line;
    ///
    /// let mut line = Line::default();
    /// line.draw((-6.0, -1.0), (6.0, 1.0));
    /// assert_eq!(line.difference(&[0.5; 97]).map(|it| (it * 100.0).round()), Some(63.0));
    /// ```
    pub fn draw(&mut self, from: (f32, f32), to: (f32, f32)) {
        let (left, right) = if from.0 <= to.0 { (from, to) } else { (to, from) };
        let width = right.0 - left.0;
        let (first, last) = (place_at(left.0), place_at(right.0));
        for at in first..=last {
            let share = if width > 0.0 { ((x_of(at) - left.0) / width).clamp(0.0, 1.0) } else { 0.0 };
            // Where one goes straight up, the last place counts.
            let height = if first == last { to.1 } else { left.1 + share * (right.1 - left.1) };
            self.heights[at] = Some(height.clamp(-HALF, HALF));
        }
    }

    /// Takes away what is drawn within `radius` along x of the way from one place to another.
    pub fn erase(&mut self, from: (f32, f32), to: (f32, f32), radius: f32) {
        let (first, last) = (place_at(from.0.min(to.0) - radius), place_at(from.0.max(to.0) + radius));
        self.heights[first..=last].fill(None);
    }

    /// The mean absolute difference from a curve with [`GRID`] places, where the sketch has one; none where there is nothing to compare.
    pub fn difference(&self, curve: &[f32]) -> Option<f64> {
        if curve.len() != self.heights.len() {
            return None;
        }
        let pairs = self.heights.iter().zip(curve).filter_map(|(sketched, height)| Some((*sketched)? - height));
        let (sum, n) = pairs.fold((0.0, 0), |(sum, n), apart| (sum + f64::from(apart.abs()), n + 1));
        (n > 0 && sum.is_finite()).then(|| sum / f64::from(n))
    }
}

/// The middle of a cell.
fn middle(idx: usize) -> (f32, f32) {
    let along = |at: usize| (at as f32 + 0.5) / CELLS as f32 * 2.0 * HALF - HALF;
    (along(idx % CELLS), -along(idx / CELLS))
}

fn cell_at((x, y): (f32, f32)) -> usize {
    let along = |at: f32| (((at + HALF) / (2.0 * HALF) * CELLS as f32).max(0.0) as usize).min(CELLS - 1);
    along(-y) * CELLS + along(x)
}

/// Where a place of a curve lies along x.
fn x_of(at: usize) -> f32 {
    at as f32 / (GRID - 1) as f32 * 2.0 * HALF - HALF
}

fn place_at(x: f32) -> usize {
    let at = (x + HALF) / (2.0 * HALF) * (GRID - 1) as f32;
    (at.round().max(0.0) as usize).min(GRID - 1)
}

/// How far a place is from the way between two others.
fn distance((x, y): (f32, f32), from: (f32, f32), to: (f32, f32)) -> f32 {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let square = dx * dx + dy * dy;
    let share = if square > 0.0 { (((x - from.0) * dx + (y - from.1) * dy) / square).clamp(0.0, 1.0) } else { 0.0 };
    (x - from.0 - share * dx).hypot(y - from.1 - share * dy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Config, Query, Session, object};

    fn n_inside(region: &Region) -> usize {
        region.cells().iter().filter(|is_inside| **is_inside).count()
    }

    /// The half of the plane that lies right of 0.
    fn right_half() -> Region {
        let mut region = Region::default();
        region.paint((0.125, -6.0), (0.125, 6.0), 0.2, true);
        region.fill((5.0, 0.0), true);
        region
    }

    #[test]
    fn a_stroke_and_a_fill_take_in_what_they_enclose() {
        let mut dot = Region::default();
        dot.paint((1.0, 1.0), (1.0, 1.0), 1.0, true);
        let area = n_inside(&dot) as f64 * 0.25 * 0.25;
        assert!((area - std::f64::consts::PI).abs() < 0.3, "{area}");
        assert_eq!(n_inside(&right_half()), CELLS * CELLS / 2);
        // A closed stroke holds the fill back.
        let mut ring = Region::default();
        for step in 0..60 {
            let at = |step: usize| {
                let angle = step as f32 / 60.0 * std::f32::consts::TAU;
                (3.0 * angle.cos(), 3.0 * angle.sin())
            };
            ring.paint(at(step), at(step + 1), 0.3, true);
        }
        ring.fill((0.0, 0.0), true);
        let area = n_inside(&ring) as f64 * 0.25 * 0.25;
        assert!((area - std::f64::consts::PI * 3.3 * 3.3).abs() < 1.5, "{area}");
        ring.fill((0.0, 0.0), true);
        ring.fill((0.0, 0.0), false);
        assert!(ring.is_empty());
        // Beyond the plane is its edge.
        ring.fill((99.0, -99.0), true);
        assert_eq!(n_inside(&ring), CELLS * CELLS);
    }

    #[test]
    fn agreement_is_the_share_of_cells_that_are_the_same() {
        let region = right_half();
        assert_eq!(region.agreement(region.cells()), Some(1.0));
        let other: Vec<bool> = region.cells().iter().map(|is_inside| !is_inside).collect();
        assert_eq!(region.agreement(&other), Some(0.0));
        let all = vec![true; CELLS * CELLS];
        assert_eq!(region.agreement(&all), Some(0.5));
        assert_eq!(region.agreement(&[]), None);
        assert_eq!(Region::default().agreement(&all), None, "who has drawn nothing has predicted nothing");
    }

    #[test]
    fn a_network_is_read_at_the_middles_of_the_cells() {
        // One linear output: its score is x.
        let config = Config::default()
            .merged(&object! { "hiddenLayers": serde_json::json!([]), "activations": serde_json::json!([]) })
            .expect("it is valid");
        let mut session = Session::new(config).expect("it is valid");
        for (input, value) in [(Some(0), 1.0), (Some(1), 0.0), (None, 0.0)] {
            session.apply(crate::Command::SetParameter { layer: 0, unit: 0, input, value }).expect("it is there");
        }
        let scores = session.answer(&Query::Scores { side: GRID }).numbers();
        let second = predicted(&scores, 1, 2);
        assert_eq!(right_half().agreement(&second), Some(1.0), "class 2 from 0 up");
        assert_eq!(right_half().agreement(&predicted(&scores, 1, 1)), Some(0.0));
        assert!(predicted(&scores[1..], 1, 1).is_empty());
    }

    #[test]
    fn of_several_outputs_the_largest_wins() {
        let plane = GRID * GRID;
        let mut scores = vec![0.0; 3 * plane];
        scores[2 * plane..].fill(1.0);
        assert!(predicted(&scores, 3, 3).iter().all(|is_it| *is_it));
        assert!(!predicted(&scores, 3, 1).contains(&true));
    }

    #[test]
    fn a_curve_is_drawn_erased_and_compared_where_it_was_drawn() {
        let mut line = Line::default();
        assert_eq!(line.difference(&[0.0; GRID]), None);
        line.draw((-6.0, 2.0), (6.0, 2.0));
        assert_eq!(line.difference(&[0.5; GRID]), Some(1.5));
        // From right to left it is the same line.
        let mut back = Line::default();
        back.draw((6.0, 2.0), (-6.0, 2.0));
        assert_eq!(back, line);
        line.erase((3.0, 0.0), (6.0, 0.0), 0.0);
        assert_eq!(line.heights().iter().flatten().count(), 72);
        assert_eq!(line.difference(&[0.5; GRID]), Some(1.5), "only where there is a sketch");
        line.draw((0.0, 0.0), (0.0, 99.0));
        assert_eq!(line.heights()[GRID / 2], Some(6.0), "it stays on the plane");
        assert_eq!(line.difference(&[f32::NAN; GRID]), None);
        assert_eq!(line.difference(&[0.0]), None);
    }
}

//! The generated datasets whose label is a value over the plane: each is a table row and its function of (x1, x2), scaled to
//! about [−1, 1]. Where the points lie, noise and splits are the caller's.

use super::dataset::{ANY_CLASSES, Dataset, Draw, OWN};
use crate::task::Task;

pub(super) static TABLE: &[Dataset] = &[
    Dataset { name: "plane", task: Task::Regression, classes: ANY_CLASSES, draw: Draw::Surface(plane) },
    Dataset { name: "bumps", task: Task::Regression, classes: ANY_CLASSES, draw: Draw::Surface(bumps) },
    Dataset { name: "saddle", task: Task::Regression, classes: ANY_CLASSES, draw: Draw::Surface(saddle) },
    Dataset { name: OWN, task: Task::Regression, classes: ANY_CLASSES, draw: Draw::Own },
];

fn plane(x: f64, y: f64) -> f64 {
    (x + y) / 12.0
}

/// TensorFlow Playground's cones: the largest in size of ±max(0, 1 − distance / 2).
fn bumps(x: f64, y: f64) -> f64 {
    let mut value = 0.0_f64;
    for (column, centre_x) in [-4.0, 0.0, 4.0].into_iter().enumerate() {
        for (row, centre_y) in [2.5, -2.5].into_iter().enumerate() {
            let (dx, dy): (f64, f64) = (x - centre_x, y - centre_y);
            let height = (1.0 - (dx * dx + dy * dy).sqrt() / 2.0).max(0.0);
            if height > value.abs() {
                value = if (row + column) % 2 == 0 { height } else { -height };
            }
        }
    }
    value
}

fn saddle(x: f64, y: f64) -> f64 {
    (x * x - y * y) / 36.0
}

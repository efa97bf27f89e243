//! The generated datasets whose label is a value along one axis: each is a table row and its function of x, in plot units
//! because the value is also where the point is drawn. Where the points lie, noise and splits are the caller's.

use super::dataset::{ANY_CLASSES, Dataset, Draw, OWN};
use crate::task::Task;

pub(super) static TABLE: &[Dataset] = &[
    Dataset { name: "x-sin-x", task: Task::Curve, classes: ANY_CLASSES, draw: Draw::Curve(|x| x * libm::sin(x)) },
    Dataset {
        name: "step",
        task: Task::Curve,
        classes: ANY_CLASSES,
        draw: Draw::Curve(|x| if x < 0.0 { -2.0 } else { 2.0 }),
    },
    Dataset { name: "abs", task: Task::Curve, classes: ANY_CLASSES, draw: Draw::Curve(f64::abs) },
    Dataset { name: "function", task: Task::Curve, classes: ANY_CLASSES, draw: Draw::Function },
    Dataset { name: OWN, task: Task::Curve, classes: ANY_CLASSES, draw: Draw::Own },
];

//! The points of a configuration: the registry of datasets, and `build`, which draws, jitters, flips and splits. Invariant: the
//! points are a function of the configuration alone, lie in [−6, 6]², and every setting has its own random stream. It knows no
//! network; adding a dataset is one table row with its function in the file of its task.

mod classification;
mod curve;
mod generate;
mod point;
mod regression;

use std::ops::RangeInclusive;

use crate::task::Task;
use nn::random::Stream;

pub use generate::{build, mark_split};
pub use point::Point;
pub(crate) use point::shortest_f64;

/// Half the side of the plane: points lie in [−6, 6]².
pub const DOMAIN: f64 = 6.0;

/// The numbers of classes that exist.
pub(crate) const ANY_CLASSES: RangeInclusive<usize> = 2..=8;

/// A row of the registry.
#[derive(Debug)]
pub struct Dataset {
    /// The word in configurations and links.
    pub name: &'static str,
    /// The task it belongs to.
    pub task: Task,
    /// The numbers of classes it can have (all where the task has none).
    pub classes: RangeInclusive<usize>,
    pub(crate) draw: Draw,
}

/// How a dataset makes its points.
#[derive(Debug)]
pub(crate) enum Draw {
    /// A position of the class with this index.
    Class(fn(&Shape, usize, &mut Stream) -> [f64; 2]),
    /// The value at (x1, x2).
    Surface(fn(f64, f64) -> f64),
    /// The value at x.
    Curve(fn(f64) -> f64),
    /// Class 2 lies above the typed formula.
    Above,
    /// The typed formula is the value at x.
    Function,
    /// The visitor's points.
    Own,
}

/// What a generator may depend on besides class and stream.
#[derive(Debug)]
pub(crate) struct Shape {
    pub(crate) classes: usize,
    pub(crate) arms: usize,
}

impl Dataset {
    /// Whether it makes points for this task and number of classes.
    pub fn suits(&self, task: Task, classes: usize) -> bool {
        self.task == task && self.classes.contains(&classes)
    }

    /// Whether its points come from the configuration's `points`.
    pub fn is_own(&self) -> bool {
        matches!(self.draw, Draw::Own)
    }

    /// Whether it needs the configuration's `formula`.
    pub fn needs_formula(&self) -> bool {
        matches!(self.draw, Draw::Above | Draw::Function)
    }
}

/// Every dataset, in menu order, task by task.
pub fn all() -> impl Iterator<Item = &'static Dataset> {
    [classification::TABLE, regression::TABLE, curve::TABLE].into_iter().flatten()
}

/// The dataset of `task` with this name.
pub fn find(task: Task, name: &str) -> Option<&'static Dataset> {
    all().find(|dataset| dataset.task == task && dataset.name == name)
}

/// The names of all datasets, each once.
pub(crate) fn names() -> Vec<&'static str> {
    let mut names = Vec::new();
    for dataset in all() {
        if !names.contains(&dataset.name) {
            names.push(dataset.name);
        }
    }
    names
}

#[cfg(test)]
mod tests;

//! A row of the registry of datasets: what it is called, what it suits, how it makes its points. It knows no dataset.

use std::ops::RangeInclusive;

use crate::task::Task;
use nn::random::Stream;

/// The name that each task's dataset of the visitor's own points has.
pub(crate) const OWN: &str = "own";

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

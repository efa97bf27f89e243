//! The points of a configuration: the registry of datasets, and `build`, which draws, jitters, flips and splits. Invariant: the
//! points are a function of the configuration alone, lie in [−6, 6]², and every setting has its own random stream. It knows no
//! network; adding a dataset is one table row with its function in the file of its task.

mod classification;
mod curve;
mod dataset;
mod generate;
mod point;
mod regression;

use crate::task::Task;

pub use dataset::Dataset;
pub(crate) use dataset::OWN;
pub use generate::{build, mark_split};
pub use point::{DOMAIN, Point, shortest_f64};

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

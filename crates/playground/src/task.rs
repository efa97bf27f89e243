//! The tasks, what each starts with, and which losses go with it. Which loss fits is stated once, in `nn`'s catalog of losses;
//! this module asks there. It knows no data.

use nn::loss::Pairing;
use serde::{Deserialize, Serialize};

/// What a network learns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Task {
    /// One of 2 to 8 classes.
    Classification,
    /// A value over the plane.
    Regression,
    /// A value over one axis; the second is where the value is drawn.
    Curve,
}

impl Task {
    /// Every task, in menu order.
    pub const ALL: [Self; 3] = [Self::Classification, Self::Regression, Self::Curve];

    /// The word in configurations and links.
    pub fn name(self) -> &'static str {
        match self {
            Self::Classification => "classification",
            Self::Regression => "regression",
            Self::Curve => "curve",
        }
    }

    /// The task with this name.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|task| task.name() == name)
    }

    /// The loss and the dataset to start with.
    pub fn defaults(self, classes: usize) -> (&'static str, &'static str) {
        match self {
            Self::Classification if classes == 2 => ("log", "circle"),
            Self::Classification => ("cross-entropy", "blobs"),
            Self::Regression => ("squared", "plane"),
            Self::Curve => ("squared", "x-sin-x"),
        }
    }
}

impl From<Task> for nn::loss::Task {
    fn from(task: Task) -> Self {
        match task {
            Task::Classification => Self::Classification,
            Task::Regression => Self::Regression,
            Task::Curve => Self::Curve,
        }
    }
}

/// What this task and loss fix together: target, output activation, prediction; none if they do not go together.
pub fn find_pairing(task: Task, classes: usize, loss: &str) -> Option<&'static Pairing> {
    nn::loss::pairing(task.into(), classes, loss).ok()
}

/// The class, counted from 0, whose score is the largest; of equal ones the first.
pub fn winner(n_classes: usize, score: impl Fn(usize) -> f32) -> usize {
    (1..n_classes).fold(0, |best, class| if score(class) > score(best) { class } else { best })
}

/// The losses of the menu that go with a task.
pub fn losses(task: Task, classes: usize) -> Vec<&'static str> {
    let fits = |name: &&str| find_pairing(task, classes, name).is_some();
    nn::loss::listed().iter().map(|loss| loss.name).filter(fits).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_task_starts_with_a_loss_and_a_dataset_that_suit_it() {
        for task in Task::ALL {
            assert_eq!(Task::find(task.name()), Some(task));
            for classes in 2..=8 {
                let (loss, dataset) = task.defaults(classes);
                assert!(losses(task, classes).contains(&loss), "{task:?} {classes}");
                assert!(crate::data::find(task, dataset).is_some_and(|entry| entry.suits(task, classes)), "{task:?}");
            }
        }
    }
}

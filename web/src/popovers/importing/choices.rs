//! What a person chose in the dialog; the rest is guessed.

use playground::Task;
use playground::problem::Problem;
use playground::table::{Fit, Mapping, Reading, Table, task_of, usual_test_share};

use super::encoding::Encoding;

/// The choices.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Choices {
    pub(super) encoding: Option<Encoding>,
    pub(super) reading: Reading,
    pub(super) columns: Columns,
    /// Which of the files are used; the first two, unless their names say more.
    pub(super) files: Option<Roles>,
}

/// The file to train, and the one to test if there is one, by their places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Roles {
    pub(super) train: usize,
    pub(super) test: Option<usize>,
}

impl Roles {
    /// In the order in which they are read.
    pub(super) fn in_order(self) -> impl Iterator<Item = usize> {
        std::iter::once(self.train).chain(self.test)
    }

    /// Another file trains. The one that tests cannot be the same.
    pub(super) fn with_train(self, train: usize) -> Roles {
        let test = if self.test == Some(train) { Some(self.train) } else { self.test };
        Roles { train, test }
    }
}

/// What the columns are, and how their numbers come onto the plane.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Columns {
    pub(super) task: Option<Task>,
    pub(super) x: Option<usize>,
    pub(super) y: Option<usize>,
    pub(super) label: Option<usize>,
    pub(super) set: Option<Option<usize>>,
    pub(super) test_share: Option<f64>,
    pub(super) fit: Option<Fit>,
    pub(super) scale_values: Option<bool>,
}

impl Choices {
    /// The text is read in another way: its columns may be others.
    pub(super) fn read_as(&self, reading: Reading) -> Choices {
        Choices { reading, columns: Columns::default(), ..self.clone() }
    }
}

impl Columns {
    /// What is made of a table by these choices.
    pub(super) fn mapping(&self, tables: &[Table]) -> Result<Mapping, Problem> {
        let table = &tables[0];
        let guessed = Mapping::guess(table)?;
        let label = self.label.unwrap_or(guessed.label);
        let task = self.task.unwrap_or_else(|| match self.label {
            Some(label) if guessed.task != Task::Curve => task_of(table, label),
            _ => guessed.task,
        });
        Ok(Mapping {
            task,
            x: self.x.unwrap_or(guessed.x),
            y: self.y.unwrap_or(guessed.y),
            label,
            set: self.set.unwrap_or(guessed.set),
            test_share: self.test_share.unwrap_or_else(|| usual_test_share(table.n_rows())),
            fit: self.fit,
            scale_values: self.scale_values,
            class_order: guessed.class_order,
        })
    }
}

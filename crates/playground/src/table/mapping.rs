//! What the columns of a table are: position, class or value, set; and how they become points. A guess says something for every table
//! that has two columns of numbers; each part of it can be chosen instead.

use super::column::{Column, Kind};
use super::{Fit, Table};
use crate::problem::{Problem, Rule};
use crate::task::Task;

/// What is made of a table's columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Mapping {
    /// What is learnt.
    pub task: Task,
    /// The column of the horizontal position.
    pub x: usize,
    /// The column of the vertical position; a curve has none, and takes its values for it.
    pub y: usize,
    /// The column of the class or the value.
    pub label: usize,
    /// The column that says which rows test, if there is one.
    pub set: Option<usize>,
    /// Which share of the rows tests, where the tables mark none: drawn evenly from each class by the seed. A guess is 0.
    pub test_share: f64,
    /// How positions come onto the plane; nothing for a guess. A curve's values are positions.
    pub fit: Option<Fit>,
    /// Whether the values of a regression are scaled to about −1 to 1; nothing for a guess.
    pub scale_values: Option<bool>,
    /// The classes in their order, by name; those that are not in it follow. Empty for a guess.
    pub class_order: Vec<String>,
}

/// So few rows all train.
const FEW_ROWS: usize = 50;

/// Names of what is to be predicted.
const LABELS: [&str; 24] = [
    "label",
    "labels",
    "class",
    "classes",
    "klasse",
    "target",
    "species",
    "type",
    "category",
    "group",
    "cluster",
    "outcome",
    "yc",
    "value",
    "wert",
    "z",
    "result",
    "diagnosis",
    "类",
    "类别",
    "标签",
    "目标",
    "值",
    "种类",
];

impl Mapping {
    /// What the columns of a table probably are.
    ///
    /// # Errors
    /// If it has no two columns of numbers.
    pub fn guess(table: &Table) -> Result<Mapping, Problem> {
        let columns = table.columns();
        let set = columns.iter().position(|column| column.kind == Kind::Set);
        let numbers = |also: Kind| -> Vec<usize> {
            let is = |column: &Column| column.kind == Kind::Number || column.kind == also;
            (0..columns.len()).filter(|idx| is(&columns[*idx])).collect()
        };
        let mut places = numbers(Kind::Number);
        if places.len() < 2 {
            places = numbers(Kind::Counter);
        }
        if places.len() < 2 {
            return Err(Problem::new("file", Rule::TwoNumberColumns, places.len()));
        }
        let label = class_column(table, &places).or_else(|| named_label(columns, &places));
        let label = label.or_else(|| places.last().copied().filter(|_| places.len() > 2));
        let Some(label) = label else {
            return Ok(Mapping::of(Task::Curve, places[0], places[1], places[1], set));
        };
        places.retain(|idx| *idx != label);
        match places[..] {
            [x] => Ok(Mapping::of(Task::Curve, x, label, label, set)),
            [x, y, ..] if is_copy(table, y, label) => Ok(Mapping::of(Task::Curve, x, y, label, set)),
            [x, y, ..] => Ok(Mapping::of(task_of(table, label), x, y, label, set)),
            [] => Err(Problem::new("file", Rule::TwoNumberColumns, 1)),
        }
    }

    fn of(task: Task, x: usize, y: usize, label: usize, set: Option<usize>) -> Mapping {
        Mapping { task, x, y, label, set, test_share: 0.0, fit: None, scale_values: None, class_order: Vec::new() }
    }
}

/// The share of so many rows that usually tests, where the tables mark none: of few rows none.
pub fn usual_test_share(n_rows: usize) -> f64 {
    if n_rows < FEW_ROWS { 0.0 } else { 0.2 }
}

/// The task that the values of a column suggest: classes where there are few different ones, each more than once.
pub fn task_of(table: &Table, label: usize) -> Task {
    let Some(column) = table.columns().get(label) else { return Task::Classification };
    let are_few = column.n_values.is_some_and(|n| column.n_filled >= 2 * n);
    if column.kind == Kind::Text || are_few { Task::Classification } else { Task::Regression }
}

/// The column of classes: names, few of them and more than one.
fn class_column(table: &Table, places: &[usize]) -> Option<usize> {
    let columns = table.columns();
    let is_text = |idx: &usize| columns[*idx].kind == Kind::Text;
    let could_be = |idx: &usize| is_text(idx) && columns[*idx].n_values.is_some_and(|n| n >= 2);
    let is_named = |idx: &usize| LABELS.contains(&&*columns[*idx].name.to_lowercase());
    let texts: Vec<usize> = (0..columns.len()).filter(is_text).collect();
    let few: Vec<usize> = texts.iter().copied().filter(could_be).collect();
    if places.len() < 2 {
        return None;
    }
    let numbers = named_label(columns, places);
    let found = few.iter().copied().find(|idx| is_named(idx)).or(numbers).or(few.last().copied());
    found.or_else(|| texts.iter().copied().find(|idx| is_named(idx)))
}

/// The column of numbers whose name says that it is to be predicted.
fn named_label(columns: &[Column], places: &[usize]) -> Option<usize> {
    let name = |idx: &usize| columns[*idx].name.trim().to_lowercase();
    let named = places.iter().copied().filter(|_| places.len() > 2).find(|idx| LABELS.contains(&&*name(idx)));
    // y is what is to be predicted where there are x1 and x2.
    let has_x1 = places.iter().any(|idx| ["x1", "x_1", "x₁"].contains(&&*name(idx)));
    named.or_else(|| places.iter().copied().find(|idx| has_x1 && places.len() > 2 && name(idx) == "y"))
}

/// Whether two columns have the same cells, as the points of a curve have.
fn is_copy(table: &Table, a: usize, b: usize) -> bool {
    table.rows().iter().all(|row| {
        let cells: Vec<_> = table.cells(*row).collect();
        cells.get(a) == cells.get(b)
    })
}

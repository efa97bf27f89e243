//! From tables to own points: reads the rows that a mapping points at, leaves out those that cannot be used and says why, brings the
//! rest onto the plane. Invariant: what comes out is within the ranges of every key, or nothing comes out.

use serde_json::Value;

use super::classes::{Classes, Labels};
use super::column::{Kind, MAX_CLASSES, set_of};
use super::fit::{self, Fit, NO_SHIFT, Range, Shift};
use super::number::number;
use super::rows::{Cell, Row};
use super::{Mapping, Table, names, sample};
use crate::config::{Plain, Scaling, named};
use crate::data::{DOMAIN, OWN, Point};
use crate::problem::{Found, Problem, Rule};
use crate::task::Task;

/// The largest value of a regression that is taken as it is.
const LARGEST_VALUE: f64 = 10.0;

/// So many rows that were left out are named.
pub const NAMED_ROWS: usize = 5;

/// Points from tables, and what became of the rest.
#[derive(Debug, PartialEq)]
pub struct Imported {
    /// What is learnt.
    pub task: Task,
    /// The points, in the order of their rows.
    pub points: Vec<Point>,
    /// The classes from class 1 on, with how many points each has; empty where values are learnt.
    pub classes: Vec<Class>,
    /// The names of x, y and label, where the table has names.
    pub axis_names: Option<Vec<String>>,
    /// What was done to the numbers, if anything.
    pub scaling: Option<Scaling>,
    /// How positions came onto the plane.
    pub fit: Fit,
    /// Whether the values of a regression were scaled.
    pub scaled_values: bool,
    /// What was left out.
    pub skipped: Skipped,
    /// Whether there were too many rows.
    pub sampled: Option<Sampled>,
}

/// A class of imported points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Class {
    /// Its name: a text, or a number as it is written.
    pub name: String,
    /// How many points it has.
    pub n_points: usize,
}

/// Rows that could not be used.
#[derive(Debug, Default, PartialEq)]
pub struct Skipped {
    /// How many there are.
    pub n: usize,
    /// The first of them.
    pub first: Vec<BadRow>,
}

/// A row that could not be used.
#[derive(Debug, PartialEq)]
pub struct BadRow {
    /// Which of the tables it stands in, counted from 0.
    pub table: usize,
    /// The line that it begins in, counted from 1.
    pub line: usize,
    /// Why it could not be used.
    pub problem: Problem,
}

/// How many rows became points where there were too many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sampled {
    /// So many points.
    pub kept: usize,
    /// Of so many rows that could be used.
    pub of: usize,
}

/// A row that can be used, in its own units.
struct Sample {
    place: [f64; 2],
    /// The value, or the class in the order in which classes were found.
    label: f64,
    test: bool,
}

/// Points from a table, or from a table to train and one to test. The columns of the second one are those with the names of the
/// first one's, or those at the same places where there are no names.
///
/// At most `limit` points stay: of each class, and of training and test rows, its share. Where neither a second table nor a column says
/// which rows test, the share of the mapping does, of each class. Which ones stay and which test, `seed` says.
///
/// # Errors
/// If a column is missing, no row can be used, or there is one class or more than eight.
pub fn import(tables: &[&Table], mapping: &Mapping, seed: u32, limit: usize) -> Result<Imported, Problem> {
    let Some(first) = tables.first() else { return Err(Problem::new("file", Rule::Given, Found::Nothing)) };
    let mut reader = Reader::new(first, mapping);
    for (idx, table) in tables.iter().enumerate() {
        let columns = reader.columns_in(first, table)?;
        for row in table.rows() {
            match reader.sample(table, *row, &columns, idx) {
                Ok(sample) => reader.samples.push(sample),
                Err(problem) => reader.skipped.add(idx, *row, problem),
            }
        }
    }
    reader.finish(first, tables.len() > 1 || mapping.set.is_some(), seed, limit)
}

/// Where what is read stands.
#[derive(Clone, Copy, Debug)]
struct Columns {
    x: usize,
    y: Option<usize>,
    label: usize,
    set: Option<usize>,
    width: usize,
}

struct Reader<'m> {
    mapping: &'m Mapping,
    labels: Labels,
    samples: Vec<Sample>,
    skipped: Skipped,
}

impl<'m> Reader<'m> {
    fn new(table: &Table, mapping: &'m Mapping) -> Reader<'m> {
        let is_text = table.columns().get(mapping.label).is_some_and(|column| column.kind == Kind::Text);
        let labels = match mapping.task {
            Task::Classification if is_text => Labels::Names(Classes::default()),
            Task::Classification => Labels::Numbers(Classes::default()),
            Task::Regression | Task::Curve => Labels::Values,
        };
        Reader { mapping, labels, samples: Vec::new(), skipped: Skipped::default() }
    }

    /// Where this table has the columns of the first one.
    fn columns_in(&self, first: &Table, table: &Table) -> Result<Columns, Problem> {
        let has_names = |table: &Table| table.read_as().header;
        let by_name = has_names(first) && has_names(table);
        let find = |idx: usize| {
            let name = first.columns().get(idx).map(|column| &column.name).filter(|name| !name.is_empty() && by_name);
            let found = match name {
                Some(name) => table.columns().iter().position(|column| column.name == *name),
                None => Some(idx).filter(|idx| *idx < table.columns().len()),
            };
            found.ok_or_else(|| Problem::new(key_of(first, idx), Rule::InBothFiles, Found::Nothing))
        };
        let Mapping { task, x, y, label, set, .. } = *self.mapping;
        Ok(Columns {
            x: find(x)?,
            y: (task != Task::Curve).then(|| find(y)).transpose()?,
            label: find(label)?,
            set: set.and_then(|set| find(set).ok()),
            width: table.columns().len(),
        })
    }

    /// What a row says.
    fn sample(&mut self, table: &Table, row: Row, columns: &Columns, table_idx: usize) -> Result<Sample, Problem> {
        if row.open {
            return Err(Problem::new("row", Rule::QuoteClosed, Found::Nothing));
        }
        let cells: Vec<Cell<'_>> = table.cells(row).collect();
        let n_cells = cells.iter().rposition(|cell| !cell.text.is_empty()).map_or(0, |last| last + 1);
        if n_cells > columns.width {
            return Err(Problem::new("row", Rule::EntriesAtMost(columns.width), n_cells));
        }
        let mark = table.read_as().decimal;
        let fails = |idx: usize, rule: Rule| {
            let found = cells.get(idx).filter(|cell| !names::is_missing(cell));
            Problem::new(key_of(table, idx), rule, found.map_or(Found::Nothing, |cell| (&*cell.text).into()))
        };
        let keeps = self.mapping.fit == Some(Fit::Keep);
        let read = |idx: usize, limit: Option<f64>| {
            let cell = cells.get(idx).filter(|cell| !names::is_missing(cell)).ok_or_else(|| fails(idx, Rule::Given))?;
            let value = number(&cell.text, mark).map_err(|rule| fails(idx, rule))?;
            match limit.filter(|limit| value.abs() > *limit) {
                Some(limit) => Err(fails(idx, Rule::Between { min: -limit, max: limit })),
                None => Ok(value),
            }
        };
        let on_plane = keeps.then_some(DOMAIN);
        let x = read(columns.x, on_plane)?;
        let y = columns.y.map(|y| read(y, on_plane)).transpose()?;
        let value_limit = match self.mapping.task {
            Task::Curve => on_plane,
            _ => (self.mapping.scale_values == Some(false)).then_some(LARGEST_VALUE),
        };
        let label = match &mut self.labels {
            Labels::Values => read(columns.label, value_limit)?,
            Labels::Numbers(classes) => classes.of_number(read(columns.label, None)?) as f64,
            Labels::Names(classes) => {
                let name = cells.get(columns.label).and_then(names::of_class);
                classes.of_name(name.ok_or_else(|| fails(columns.label, Rule::Given))?) as f64
            }
        };
        let marked = columns.set.and_then(|set| set_of(&cells.get(set)?.text));
        Ok(Sample { place: [x, y.unwrap_or(label)], label, test: table_idx > 0 || marked.unwrap_or(false) })
    }

    /// `is_split` says that the tables mark which rows test.
    fn finish(self, table: &Table, is_split: bool, seed: u32, limit: usize) -> Result<Imported, Problem> {
        let Reader { mapping, labels, mut samples, skipped } = self;
        if samples.is_empty() {
            let first = skipped.first.into_iter().next();
            return Err(first.map_or_else(|| Problem::new("file", Rule::RowToUse, Found::Nothing), |row| row.problem));
        }
        let mut class_names = Vec::new();
        if let Some((names, place)) = labels.in_order(&mapping.class_order) {
            if !(2..=MAX_CLASSES).contains(&names.len()) {
                return Err(Problem::new(key_of(table, mapping.label), Rule::TwoToEightClasses, names.len()));
            }
            samples.iter_mut().for_each(|sample| sample.label = (place[sample.label as usize] + 1) as f64);
            class_names = names;
        }
        let [x, y] = [0, 1].map(|axis| Range::of(samples.iter().map(|sample| sample.place[axis])));
        let fit = mapping.fit.unwrap_or_else(|| fit::guess(x, y));
        let [x, y] = fit::shifts(fit, x, y);
        let values = Range::of(samples.iter().map(|sample| sample.label));
        let scaled_values =
            mapping.task == Task::Regression && mapping.scale_values.unwrap_or_else(|| fit::guess_values(values));
        let value = match mapping.task {
            Task::Curve => y,
            Task::Regression if scaled_values => fit::shift_values(values),
            Task::Regression | Task::Classification => NO_SHIFT,
        };
        let n = samples.len();
        let stratum = |sample: &Sample| match class_names.len() {
            0 => usize::from(sample.test),
            _ => 2 * sample.label as usize + usize::from(sample.test),
        };
        if n > limit {
            let strata: Vec<usize> = samples.iter().map(stratum).collect();
            let mut stays = sample::kept(&strata, limit, seed).into_iter();
            samples.retain(|_| stays.next().unwrap_or(false));
        }
        if !is_split {
            let strata: Vec<usize> = samples.iter().map(stratum).collect();
            let tests = sample::held_out(&strata, mapping.test_share, seed);
            samples.iter_mut().zip(tests).for_each(|(sample, tests)| sample.test = tests);
        }
        let points: Vec<Point> = samples.iter().map(|sample| point(sample, [x, y, value], mapping.task)).collect();
        let class = |(idx, name): (usize, String)| {
            let n_points = points.iter().filter(|point| point.label == (idx + 1) as f32).count();
            Class { name, n_points }
        };
        Ok(Imported {
            task: mapping.task,
            classes: class_names.into_iter().enumerate().map(class).collect(),
            axis_names: axis_names(table, mapping),
            scaling: scaling([x, y, value]),
            fit,
            scaled_values,
            skipped,
            sampled: (n > limit).then_some(Sampled { kept: points.len(), of: n }),
            points,
        })
    }
}

/// A row on the plane.
fn point(sample: &Sample, shifts: [Shift; 3], task: Task) -> Point {
    let on_plane = |value: f64, (mean, scale): Shift| ((value - mean) / scale) as f32;
    let limit = DOMAIN as f32;
    let [x, y] = [0, 1].map(|axis| on_plane(sample.place[axis], shifts[axis]).clamp(-limit, limit));
    let label = if task == Task::Curve { y } else { on_plane(sample.label, shifts[2]) };
    Point { x, y, label, test: sample.test }
}

fn scaling(shifts: [Shift; 3]) -> Option<Scaling> {
    let is_scaled = shifts != [NO_SHIFT; 3];
    is_scaled.then(|| Scaling { mean: shifts.map(|shift| shift.0), scale: shifts.map(|shift| shift.1) })
}

/// The names of x, y and label, if they say more than that.
fn axis_names(table: &Table, mapping: &Mapping) -> Option<Vec<String>> {
    let y = if mapping.task == Task::Curve { mapping.label } else { mapping.y };
    let label = if mapping.task == Task::Classification { "class" } else { "value" };
    let usual = if mapping.task == Task::Curve { ["x", label, label] } else { ["x", "y", label] };
    let named = |(idx, usual): (usize, &str)| {
        let name = table.columns().get(idx).map_or("", |column| column.name.trim());
        if name.is_empty() { usual.to_owned() } else { name.to_owned() }
    };
    let names: Vec<String> = [mapping.x, y, mapping.label].into_iter().zip(usual).map(named).collect();
    (names != usual).then_some(names)
}

/// What a problem says of a column.
fn key_of(table: &Table, idx: usize) -> String {
    match table.columns().get(idx).map(|column| column.name.trim()) {
        Some(name) if !name.is_empty() => format!("column {name}"),
        _ => format!("columns[{idx}]"),
    }
}

impl Skipped {
    fn add(&mut self, table: usize, row: Row, problem: Problem) {
        self.n += 1;
        if self.first.len() < NAMED_ROWS {
            self.first.push(BadRow { table, line: row.line as usize, problem });
        }
    }
}

impl Imported {
    /// How many of the points test.
    pub fn n_tests(&self) -> usize {
        self.points.iter().filter(|point| point.test).count()
    }

    /// The change of a configuration that these points are: one for [`Config::merged`](crate::Config::merged). A loss that does not
    /// go with the task follows by itself.
    pub fn changes(&self) -> Value {
        let names: Vec<&str> = self.classes.iter().map(|class| &*class.name).collect();
        let numbers: Vec<String> = (1..=names.len()).map(|class| class.to_string()).collect();
        let mut changes = vec![
            ("task", self.task.name().into()),
            ("dataset", OWN.into()),
            ("points", self.points.written()),
            ("axisNames", self.axis_names.written()),
            ("scaling", self.scaling.written()),
        ];
        if names.is_empty() {
            changes.push(("classNames", Value::Null));
        } else {
            changes.push(("classes", names.len().into()));
            changes.push(("classNames", if names == numbers { Value::Null } else { names.into() }));
        }
        named(changes)
    }
}

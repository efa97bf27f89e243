//! Labels as a program has them: classes by name or by any number, numbers as texts. The task stays what it is, and positions are the
//! plane's: what is wrong is refused whole.

use serde_json::Value;

use super::classes::{Classes, Labels};
use super::column::MAX_CLASSES;
use super::names;
use crate::config::{Config, named, object};
use crate::data::OWN;
use crate::json_display::Shown;
use crate::problem::{Found, Problem, Rule};
use crate::task::Task;
use crate::typed_number;

/// The change that gives a configuration these points, `[{x, y, label, test?}]`, whose labels are as in a table: classes are counted
/// and keep their names, values may be texts such as "0,5".
///
/// # Errors
/// If a label is missing or no number where values are learnt, or there is one class or more than eight.
pub fn labelled(points: &Value, config: &Config) -> Result<Value, Problem> {
    let list = points.as_array().map_or(&[][..], Vec::as_slice);
    let labels = list.iter().enumerate().map(|(idx, point)| label_of(idx, point)).collect::<Result<Vec<_>, _>>()?;
    let mut changes = vec![("dataset", OWN.into())];
    let labels: Vec<f64> = if config.task == Task::Classification {
        let are_numbers = labels.iter().all(|label| label.number.is_some());
        let mut classes = Classes::default();
        let found: Vec<usize> = labels.into_iter().map(|label| label.class(are_numbers, &mut classes)).collect();
        let kind = if are_numbers { Labels::Numbers } else { Labels::Names };
        let (class_names, place) = kind(classes).in_order(&[]).unwrap_or_default();
        if !(2..=MAX_CLASSES).contains(&class_names.len()) {
            return Err(Problem::new("points", Rule::TwoToEightClasses, class_names.len()));
        }
        let is_usual = class_names.iter().enumerate().all(|(idx, name)| *name == (idx + 1).to_string());
        changes.push(("classes", class_names.len().into()));
        changes.push(("classNames", if is_usual { Value::Null } else { class_names.into() }));
        found.into_iter().map(|class| (place[class] + 1) as f64).collect()
    } else {
        let value = |(idx, label): (usize, Label)| {
            label.number.ok_or_else(|| Problem::new(key(idx), Rule::Number, format!("\"{}\"", label.text)))
        };
        labels.into_iter().enumerate().map(value).collect::<Result<_, _>>()?
    };
    let point = |(point, label): (&Value, f64)| {
        let fields = point.as_object().into_iter().flatten();
        let with_label = |(name, value): (&String, &Value)| {
            (name.clone(), if name == "label" { label.into() } else { value.clone() })
        };
        object(fields.map(with_label))
    };
    changes.push(("points", list.iter().zip(labels).map(point).collect::<Vec<_>>().into()));
    Ok(named(changes))
}

/// A label before it is known what labels are.
struct Label {
    number: Option<f64>,
    text: String,
}

impl Label {
    fn class(self, are_numbers: bool, classes: &mut Classes) -> usize {
        match self.number.filter(|_| are_numbers) {
            Some(number) => classes.of_number(number),
            None => classes.of_name(self.text),
        }
    }
}

fn key(idx: usize) -> String {
    format!("points[{idx}].label")
}

fn label_of(idx: usize, point: &Value) -> Result<Label, Problem> {
    let given = point.get("label").unwrap_or(&Value::Null);
    match given {
        Value::Number(number) => Ok(Label { number: number.as_f64(), text: number.to_string() }),
        Value::Bool(flag) => Ok(Label { number: None, text: flag.to_string() }),
        Value::String(text) => match names::cleaned(text.trim()) {
            text if text.is_empty() => Err(Problem::new(key(idx), Rule::Given, Found::EmptyField)),
            text => Ok(Label { number: typed_number(&text), text }),
        },
        Value::Null if !point.is_object() => Err(Problem::new(format!("points[{idx}]"), Rule::Object, Shown(point))),
        Value::Null => Err(Problem::new(key(idx), Rule::Given, Found::Nothing)),
        _ => Err(Problem::new(key(idx), Rule::Text, Shown(given))),
    }
}

//! Points and the loss curve as tables, in the units of the data: RFC 4180, with a line of names.

use super::facts::Facts;
use crate::data::{self, shortest_f64};
use crate::table::needs_quotes;
use crate::units::Axis;

pub(super) fn points(facts: &Facts<'_>) -> String {
    let in_units = |value: f32, axis: Axis| facts.units.original(axis, shortest_f64(value));
    let [x, y] = facts.axis_names.each_ref().map(|name| field(name));
    let label = if facts.class_names.is_empty() { "value" } else { "class" };
    let given = facts.config.axis_names.as_ref().and_then(|names| names.get(2));
    let mut text = format!("{x},{y},{},set\n", given.map_or(label.to_owned(), |name| field(name)));
    for point in data::build(facts.config) {
        let label = match facts.class_names.get(point.label as usize - usize::from(point.label >= 1.0)) {
            Some(_) if facts.config.class_names.is_none() => point.label.to_string(),
            Some(name) => field(name),
            None => in_units(point.label, Axis::Value).to_string(),
        };
        let set = if point.test { "test" } else { "training" };
        text += &format!("{},{},{label},{set}\n", in_units(point.x, Axis::X), in_units(point.y, Axis::Y));
    }
    text
}

pub(super) fn curve(facts: &Facts<'_>) -> String {
    let fit = if facts.class_names.is_empty() { "r2" } else { "accuracy" };
    let mut text = format!("step,epoch,training_loss,test_loss,training_{fit},test_{fit},learning_rate\n");
    let known = |value: Option<f64>| value.map_or(String::new(), |value| format!("{value:?}"));
    for entry in &facts.model.run.curve {
        let numbers = [entry.train, entry.test, entry.train_fit, entry.test_fit, entry.rate].map(known);
        text += &format!("{},{},{}\n", entry.step, entry.epoch, numbers.join(","));
    }
    text
}

/// A field, in quotes where it has to be. What a spreadsheet would take for a formula stays a text by an apostrophe, and so does what
/// begins with apostrophes before one.
fn field(text: &str) -> String {
    let is_number = text.parse::<f64>().is_ok();
    let is_formula = text.trim_start_matches('\'').starts_with(['=', '+', '-', '@']);
    let text = if is_formula && !is_number { format!("'{text}") } else { text.to_owned() };
    let has_marks = text.contains([',', '"', '\n', '\r']) || needs_quotes(&text);
    if has_marks { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

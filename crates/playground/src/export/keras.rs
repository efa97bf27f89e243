//! A network as a model of Keras.

use super::facts::Facts;
use super::lines::{Level, Part};
use super::python::{Library, program, python};

const LIBRARY: Library = Library {
    title: "Keras",
    template: include_str!("templates/keras.py"),
    language: &python(call, |mask| format!("ops.cast({mask}, \"float64\")")),
    helpers: &HELPERS,
    import: ("import math\n", "math."),
    offers: " and classify(x, y)",
    last: Some("None"), // a score is before the activation
    indent: "        ",
    largest: "score(x, y).argmax(axis=-1)",
};

const HELPERS: [(&str, &str); 1] = [(
    "tame",
    "def tame(x):\n    \"\"\"Features end at 10000 either way, and where there is no value it is 0.\"\"\"\n    return ops.clip(ops.where(ops.isnan(x), 0 * ops.ones_like(x), x), -1e4, 1e4)\n",
)];

pub(super) fn write(facts: &Facts<'_>) -> String {
    program(facts, &LIBRARY, &[])
}

fn call(name: &str, args: &[Part]) -> String {
    let a = &args[0].text;
    match name {
        "ln" => format!("ops.log({a})"),
        "ln1p" => format!("ops.log1p({a})"),
        "sech2" => format!("(1 - ops.tanh({a})**2)"),
        "softmax" => format!("ops.softmax({a}, axis=-1)"),
        "normcdf" => format!("(0.5 * (1 + ops.erf({} / math.sqrt(2))))", args[0].at(Level::Atom)),
        "min" | "max" => format!("ops.{name}imum({a}, {})", args[1].text),
        "if" => format!("ops.where({a}, {}, {})", args[1].text, args[2].text),
        "sum_rows" | "max_rows" => format!("ops.{}({a}, axis=-1, keepdims=True)", &name[..3]),
        _ => format!("ops.{name}({a})"),
    }
}

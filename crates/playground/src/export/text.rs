//! A network as definitions in the grammar of `autodiff::formula`, one a line, which the lab and `differentiate` read.

use autodiff::Graph;

use super::facts::Facts;
use super::lines::{Language, Level, Part, print};
use super::python::number as plain_number;
use crate::config::Scaling;
use crate::data::shortest_f64;
use crate::task::Task;

const GRAMMAR: Language = Language {
    number,
    call: |name, args| {
        let args: Vec<&str> = args.iter().map(|arg| arg.text.as_str()).collect();
        format!("{name}({})", args.join(", "))
    },
    power: |base, exponent| format!("{}^{}", base.at(Level::Atom), exponent.at(Level::Atom)),
    quotient: None,
    times: "*",
    choice: Level::Atom,
    not_zero: "",
    truth: |mask| format!("({mask})"),
    line: |name, text| format!("{name} = {text}"),
    // A name can be given only once.
    most_uses: usize::MAX,
};

/// Infinity and what is no number have no digits in the grammar.
fn number(value: f64) -> String {
    match value {
        f64::INFINITY => "(1/0)".into(),
        _ if value.is_nan() => "(0/0)".into(),
        _ => plain_number(value),
    }
}

pub(super) fn write(facts: &Facts<'_>) -> String {
    let mut lines = plane(facts);
    let graph = Graph::new();
    let [x1, x2] = ["x1", "x2"].map(|name| graph.input(name, 1, 1));
    let mut inputs = Vec::new();
    for (idx, feature) in facts.feature_expressions(&graph, x1, x2).into_iter().enumerate() {
        inputs.push(feature.name().unwrap_or_else(|| {
            let name = format!("feature{}", idx + 1);
            let text = print(&GRAMMAR, &[feature]).results.remove(0).text;
            let text = if facts.is_tame(idx) { text } else { format!("max(min({text}, 10000), -10000)") };
            lines.push(format!("{name} = {text}"));
            name
        }));
    }
    let layers = facts.network.split(&facts.plain);
    for (idx, values) in layers.iter().enumerate() {
        let is_last = idx + 1 == layers.len();
        let mut outputs = Vec::new();
        for (unit, (row, bias)) in values.rows().zip(values.bias).enumerate() {
            let name = match (is_last, facts.config.n_outputs()) {
                (true, 1) => "score".to_owned(),
                (true, _) => format!("score{}", unit + 1),
                _ => format!("z{}_{}", idx + 1, unit + 1),
            };
            lines.push(format!("{name} = {}", weighted_sum(row, &inputs, *bias)));
            if is_last {
                outputs.push(name);
                continue;
            }
            let activation = facts.activation(idx, &GRAMMAR, &name);
            if activation.text() == name {
                outputs.push(name);
            } else {
                outputs.push(format!("a{}_{}", idx + 1, unit + 1));
                lines.push(format!("a{}_{} = {}", idx + 1, unit + 1, activation.text()));
            }
        }
        inputs = outputs;
    }
    let scores: Vec<_> = inputs.iter().map(|name| graph.input(name, 1, 1)).collect();
    let predictions = facts.predictions(&scores, &graph);
    for (idx, part) in print(&GRAMMAR, &predictions).results.iter().enumerate() {
        let name = if predictions.len() == 1 { "predict".to_owned() } else { format!("predict{}", idx + 1) };
        lines.push(format!("{name} = {}", in_units(facts, part)));
    }
    lines.join("\n") + "\n"
}

fn plane(facts: &Facts<'_>) -> Vec<String> {
    let Scaling { mean, scale } = facts.units.scaling();
    let axis = |idx: usize, name: &str| match mean[idx] < 0.0 {
        true => format!("({name} + {}) / {}", number(-mean[idx]), number(scale[idx])),
        false => format!("({name} - {}) / {}", number(mean[idx]), number(scale[idx])),
    };
    let mentions_x2 = facts.config.features.iter().any(|name| crate::features::mentions_x2(name));
    let mut lines = Vec::new();
    if facts.is_scaled() {
        lines.push(format!("x1 = {}", axis(0, "x")));
    }
    match facts.config.task {
        Task::Curve if mentions_x2 => lines.push("x2 = 0".into()), // a curve has one coordinate
        Task::Curve => {}
        _ if facts.is_scaled() => lines.push(format!("x2 = {}", axis(1, "y"))),
        _ => {}
    }
    lines
}

fn weighted_sum(weights: &[f32], inputs: &[String], bias: f32) -> String {
    let mut text = String::new();
    let terms = weights.iter().zip(inputs).map(|(weight, input)| (*weight, format!("*{input}")));
    for (weight, of) in terms.chain([(bias, String::new())]).filter(|(weight, _)| *weight != 0.0) {
        let sign = match (text.is_empty(), weight < 0.0) {
            (true, true) => "-",
            (true, false) => "",
            (false, true) => " - ",
            (false, false) => " + ",
        };
        text += &format!("{sign}{}{of}", number(shortest_f64(weight.abs())));
    }
    if text.is_empty() { "0".into() } else { text }
}

fn in_units(facts: &Facts<'_>, part: &Part) -> String {
    match facts.label_scaling() {
        (mean, scale) if (mean, scale) == (0.0, 1.0) => part.text.clone(),
        (mean, scale) if mean < 0.0 => format!("{} * {} - {}", part.at(Level::Product), number(scale), number(-mean)),
        (mean, scale) => format!("{} * {} + {}", part.at(Level::Product), number(scale), number(mean)),
    }
}

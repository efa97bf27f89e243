//! A network as formulas in LaTeX, numbers at four significant digits.

use autodiff::Graph;
use nn::network::LayerValues;

use super::facts::{Facts, on_one_line};
use super::lines::{Language, Level, Part, print};
use crate::config::Scaling;
use crate::task::Task;

const LATEX: Language = Language {
    number,
    call,
    power: |base, exponent| format!("{}^{{{}}}", base.at(Level::Atom), exponent.text),
    quotient: Some(|top, below| format!("\\frac{{{top}}}{{{below}}}")),
    times: " \\cdot ",
    choice: Level::Comparison,
    not_zero: " \\ne 0",
    truth: |mask| format!("[{mask}]"),
    line: |name, text| format!("{name} = {text}"),
    most_uses: usize::MAX,
};

pub(super) fn write(facts: &Facts<'_>) -> String {
    let mut lines = plane(facts);
    let graph = Graph::new();
    let [x1, x2] = ["x_1", "x_2"].map(|name| graph.input(name, 1, 1));
    let features = print(&LATEX, &facts.feature_expressions(&graph, x1, x2));
    let features: Vec<&str> = features.results.iter().map(|part| part.text.as_str()).collect();
    lines.push(format!("a^{{(0)}} &= {}", column(&features)));
    let layers = facts.network.split(&facts.plain);
    for (idx, values) in layers.iter().enumerate() {
        let (number, is_last) = (idx + 1, idx + 1 == layers.len());
        let name = if is_last { "s".to_owned() } else { format!("z^{{({number})}}") };
        let bias: Vec<String> = values.bias.iter().map(|value| signed(f64::from(*value))).collect();
        let bias = column(&bias.iter().map(String::as_str).collect::<Vec<_>>());
        lines.push(format!("{name} &= {} a^{{({idx})}} + {bias}", matrix(*values)));
        if !is_last {
            let activation = facts.activation(idx, &LATEX, &name);
            lines.push(format!("a^{{({number})}} &= {}", activation.text()));
        }
    }
    let prediction = facts.prediction(&LATEX, "s");
    let (mean, scale) = facts.label_scaling();
    let prediction = match (mean, scale) == (0.0, 1.0) {
        true => prediction.text().to_owned(),
        false => {
            format!("{} \\cdot {} + {}", number(scale), prediction.results[0].at(Level::Product), signed_term(mean))
        }
    };
    lines.push(format!("\\hat{{y}} &= {prediction}"));
    let head: String = facts.head().iter().map(|line| format!("% {}\n", on_one_line(line))).collect();
    format!(
        "% A network that was trained in Gradient Playground. Numbers have four significant digits.\n\
         % It needs \\usepackage{{amsmath}}; functions of a vector work on each entry.\n{head}\
         \\[\n\\begin{{aligned}}\n{}\n\\end{{aligned}}\n\\]\n",
        lines.join(" \\\\\n")
    )
}

fn plane(facts: &Facts<'_>) -> Vec<String> {
    let Scaling { mean, scale } = facts.units.scaling();
    let axis = |idx: usize, name: &str| match facts.is_scaled() {
        true => format!("\\frac{{{name} - {}}}{{{}}}", signed_term(mean[idx]), signed(scale[idx])),
        false => name.to_owned(),
    };
    let second = if facts.config.task == Task::Curve { "0".to_owned() } else { axis(1, "y") };
    if !facts.is_scaled() && facts.config.task != Task::Curve {
        return vec!["x_1 &= x, \\quad x_2 = y".into()];
    }
    vec![format!("x_1 &= {}, \\quad x_2 = {second}", axis(0, "x"))]
}

fn column(entries: &[&str]) -> String {
    format!("\\left(\\begin{{array}}{{c}} {} \\end{{array}}\\right)", entries.join(" \\\\ "))
}

fn matrix(values: LayerValues<'_>) -> String {
    let row = |row: &[f32]| row.iter().map(|value| signed(f64::from(*value))).collect::<Vec<_>>().join(" & ");
    let rows: Vec<String> = values.rows().map(row).collect();
    format!(
        "\\left(\\begin{{array}}{{{}}} {} \\end{{array}}\\right)",
        "r".repeat(values.n_inputs.max(1)),
        rows.join(" \\\\ ")
    )
}

fn signed(value: f64) -> String {
    format!("{}{}", if value < 0.0 { "-" } else { "" }, number(value.abs()))
}

/// A number behind an operator.
fn signed_term(value: f64) -> String {
    if value < 0.0 { format!("({})", signed(value)) } else { number(value) }
}

/// Four significant digits, without zeros at the end.
fn number(value: f64) -> String {
    if !value.is_finite() {
        return if value.is_nan() { "\\text{?}".into() } else { "\\infty".into() };
    }
    let scientific = format!("{value:.3e}");
    let (digits, power) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let power: i32 = power.parse().unwrap_or(0);
    let short = |text: String| match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    };
    match power {
        _ if value == 0.0 => "0".into(),
        -4..=6 => short(format!("{:.*}", (3 - power).max(0) as usize, scientific.parse::<f64>().unwrap_or(value))),
        _ => format!("{} \\cdot 10^{{{power}}}", short(digits.to_owned())),
    }
}

fn call(name: &str, args: &[Part]) -> String {
    let a = &args[0].text;
    let applied = |function: &str| format!("{function}\\left({a}\\right)");
    match name {
        "sin" | "cos" | "tan" | "ln" | "tanh" => applied(&format!("\\{name}")),
        "exp" => format!("e^{{{a}}}"),
        "ln1p" => format!("\\ln\\left(1 + {a}\\right)"),
        "expm1" => format!("\\left(e^{{{a}}} - 1\\right)"),
        "sqrt" => format!("\\sqrt{{{a}}}"),
        "abs" => format!("\\left|{a}\\right|"),
        "sech2" => applied("\\operatorname{sech}^2"),
        "sigmoid" => format!("\\frac{{1}}{{1 + e^{{-{}}}}}", args[0].at(Level::Sign)),
        "relu" => format!("\\max\\left(0, {a}\\right)"),
        "softplus" => format!("\\ln\\left(1 + e^{{{a}}}\\right)"),
        "softsign" => format!("\\frac{{{a}}}{{1 + \\left|{a}\\right|}}"),
        "normcdf" => applied("\\Phi"),
        "min" | "max" => format!("\\{name}\\left({a}, {}\\right)", args[1].text),
        "if" => {
            let [condition, then, otherwise] = [0, 1, 2].map(|k| &args[k].text);
            format!("\\begin{{cases}} {then} & {condition} \\\\ {otherwise} & \\text{{otherwise}} \\end{{cases}}")
        }
        "sum_rows" => format!("\\sum_k {}", args[0].at(Level::Product)),
        "max_rows" => format!("\\max_k {}", args[0].at(Level::Product)),
        _ => applied(&format!("\\operatorname{{{name}}}")),
    }
}

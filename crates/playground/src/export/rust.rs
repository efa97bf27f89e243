//! A network as a file in Rust.

use super::facts::{Check, Facts};
use super::lines::{Language, Level, Part};
use super::python::{floats, head, helpers, singles, title};
use super::scalar::{Scalar, filled_with};

const LANGUAGE: Language = Language {
    number,
    call,
    power,
    quotient: None,
    times: " * ",
    choice: Level::Comparison,
    not_zero: " != 0.0",
    truth: |mask| format!("f64::from({mask})"),
    line: |name, text| format!("let {name} = {text};"),
    most_uses: 1,
};

const HELPERS: [(&str, &str); 8] = [
    (
        "tame",
        "/// Features end at 10000 either way, and where there is no value it is 0.\n\
         fn tame(x: f64) -> f64 {\n    if x.is_nan() { 0.0 } else { x.clamp(-1e4, 1e4) }\n}\n",
    ),
    ("sigmoid", "fn sigmoid(x: f64) -> f64 {\n    1.0 / (1.0 + f64::exp(-x))\n}\n"),
    ("softplus", "fn softplus(x: f64) -> f64 {\n    f64::max(x, 0.0) + f64::ln_1p(f64::exp(-x.abs()))\n}\n"),
    ("softsign", "fn softsign(x: f64) -> f64 {\n    x / (1.0 + x.abs())\n}\n"),
    ("sign", "fn sign(x: f64) -> f64 {\n    if x == 0.0 { 0.0 } else { x.signum() }\n}\n"),
    (
        "normcdf",
        "/// The normal distribution function: for small x a continued fraction, which keeps its digits.\n\
         fn normcdf(x: f64) -> f64 {\n    let t = -x / std::f64::consts::SQRT_2;\n    if t < 2.0 {\n        \
         return 0.5 * (1.0 - erf(t));\n    }\n    let tail = (1..=60).rev().fold(t, |tail, k| t + f64::from(k) / 2.0 / tail);\n    \
         0.5 * f64::exp(-t * t) / (tail * std::f64::consts::PI.sqrt())\n}\n",
    ),
    (
        "erf",
        "/// The error function, by a series without differences.\n\
         fn erf(x: f64) -> f64 {\n    if x.abs() > 6.0 {\n        return x.signum();\n    }\n    let (mut term, mut sum) = (x, x);\n    \
         for k in 1..150 {\n        term *= 2.0 * x * x / f64::from(2 * k + 1);\n        sum += term;\n    }\n    \
         2.0 / std::f64::consts::PI.sqrt() * f64::exp(-x * x) * sum\n}\n",
    ),
    ("sech2", "fn sech2(x: f64) -> f64 {\n    1.0 / f64::cosh(x).powi(2)\n}\n"),
];

pub(super) fn write(facts: &Facts<'_>) -> String {
    let scalar = Scalar {
        language: &LANGUAGE,
        indent: "    ",
        function: |name, lines, result| format!("\nfn {name}(z: f64) -> f64 {{\n{lines}    {result}\n}}\n"),
    };
    let code = scalar.code(facts);
    let mut constants = String::new();
    if facts.is_scaled() {
        constants += "/// From the units of the data onto the plane: (value - mean) / scale, for x, y and the value that is learnt.\n";
        constants += &format!(
            "const MEAN: [f64; 3] = {};\nconst SCALE: [f64; 3] = {};\n",
            floats(&facts.units.scaling().mean),
            floats(&facts.units.scaling().scale)
        );
    }
    let mut classify = String::new();
    if !facts.class_names.is_empty() {
        let names = &facts.class_names;
        constants += &format!("pub const CLASSES: [&str; {}] = {names:?};\n", names.len());
        let class = match facts.config.n_outputs() {
            1 => "usize::from(score(x, y)[0] >= 0.0)",
            _ => "(1..N_OUTPUTS).fold(0, |best, k| if s[k] > s[best] { k } else { best })",
        };
        let scores = if facts.config.n_outputs() == 1 { "" } else { "    let s = score(x, y);\n" };
        classify = format!(
            "\n/// The name of the class at a position.\n#[allow(dead_code)]\npub fn classify(x: f64, y: f64) -> &'static str {{\n{scores}    CLASSES[{class}]\n}}\n"
        );
    }
    let called = helpers(&HELPERS, &code.all());
    filled_with(
        include_str!("templates/rust.rs"),
        &code,
        &[
            ("title", &title("Rust")),
            ("head", &head(facts, "//")),
            ("offers", if facts.class_names.is_empty() { "" } else { ", classify(x, y)" }),
            ("constants", &constants),
            ("nfeatures", &facts.network.n_inputs.to_string()),
            ("noutputs", &facts.config.n_outputs().to_string()),
            ("layers", &layers(facts, &code.activations)),
            ("checks", &checks(facts)),
            ("helpers", &called.replace("\n\n", "\n")),
            ("classify", &classify),
        ],
    )
}

fn layers(facts: &Facts<'_>, activations: &[String]) -> String {
    let names = activations.iter().map(String::as_str).chain(["same"]);
    let layer = |(values, name): (nn::network::LayerValues<'_>, &str)| {
        let rows: String = values.rows().map(|row| format!("            &{},\n", singles(row))).collect();
        format!("    (\n        &[\n{rows}        ],\n        &{},\n        {name},\n    ),\n", singles(values.bias))
    };
    let layers: String = facts.network.split(&facts.plain).into_iter().zip(names).map(layer).collect();
    format!("&[\n{layers}]")
}

fn checks(facts: &Facts<'_>) -> String {
    let line = |Check { at: [x, y], score, predict }: Check| {
        format!("    ({x:?}, {y:?}, {}, {}),\n", floats(&score), floats(&predict))
    };
    format!("&[\n{}]", facts.checks().into_iter().map(line).collect::<String>())
}

fn number(value: f64) -> String {
    match value {
        f64::INFINITY => "f64::INFINITY".into(),
        _ if value.is_nan() => "f64::NAN".into(),
        _ => format!("{value:?}"),
    }
}

fn power(base: &Part, exponent: &Part) -> String {
    match exponent.constant {
        Some(whole) if whole.fract() == 0.0 && whole.abs() < 1e9 => format!("f64::powi({}, {whole})", base.text),
        _ => format!("f64::powf({}, {})", base.text, exponent.text),
    }
}

fn call(name: &str, args: &[Part]) -> String {
    let a = &args[0].text;
    match name {
        "sin" | "cos" | "tan" | "exp" | "ln" | "sqrt" | "abs" | "tanh" => format!("f64::{name}({a})"),
        "ln1p" => format!("f64::ln_1p({a})"),
        "expm1" => format!("f64::exp_m1({a})"),
        "relu" => format!("f64::max({a}, 0.0)"),
        "min" | "max" => format!("f64::{name}({a}, {})", args[1].text),
        "if" => format!("if {a} {{ {} }} else {{ {} }}", args[1].text, args[2].text),
        _ => format!("{name}({a})"),
    }
}

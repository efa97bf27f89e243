//! A network as a module in JavaScript.

use super::facts::Facts;
use super::lines::{Language, Level, Part};
use super::python::{checks, floats, head, helpers, number as plain_number, title, weights, words};
use super::scalar::{Scalar, filled_with};

const LANGUAGE: Language = Language {
    number,
    call,
    power: |base, exponent| format!("({} ** {})", base.at(Level::Atom), exponent.at(Level::Atom)),
    quotient: None,
    times: " * ",
    choice: Level::Comparison,
    not_zero: " !== 0",
    truth: |mask| format!("Number({mask})"),
    line: |name, text| format!("const {name} = {text};"),
    most_uses: 1,
};

const HELPERS: [(&str, &str); 7] = [
    (
        "tame",
        "// Features end at 10000 either way, and where there is no value it is 0.\n\
         const tame = (x) => Math.min(Math.max(Number.isNaN(x) ? 0 : x, -1e4), 1e4);\n",
    ),
    ("sigmoid", "const sigmoid = (x) => 1 / (1 + Math.exp(-x));\n"),
    ("softplus", "const softplus = (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));\n"),
    ("softsign", "const softsign = (x) => x / (1 + Math.abs(x));\n"),
    (
        "normcdf",
        "// The normal distribution function: for small x a continued fraction, which keeps its digits.\n\
         function normcdf(x) {\n  const t = -x / Math.SQRT2;\n  if (t < 2) return 0.5 * (1 - erf(t));\n  let tail = t;\n  \
         for (let k = 60; k > 0; k--) tail = t + k / 2 / tail;\n  \
         return (0.5 * Math.exp(-t * t)) / (tail * Math.sqrt(Math.PI));\n}\n",
    ),
    (
        "erf",
        "// The error function, by a series without differences.\n\
         function erf(x) {\n  if (Math.abs(x) > 6) return Math.sign(x);\n  let term = x;\n  let sum = x;\n  \
         for (let k = 1; k < 150; k++) {\n    term *= (2 * x * x) / (2 * k + 1);\n    sum += term;\n  }\n  \
         return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;\n}\n",
    ),
    ("sech2", "const sech2 = (x) => 1 / Math.cosh(x) ** 2;\n"),
];

pub(super) fn write(facts: &Facts<'_>) -> String {
    let scalar = Scalar {
        language: &LANGUAGE,
        indent: "  ",
        function: |name, lines, result| format!("\nfunction {name}(z) {{\n{lines}  return {result};\n}}\n"),
    };
    let code = scalar.code(facts);
    let mut names = code.activations.clone();
    names.push("(z) => z".into()); // a score is before the activation
    let mut constants = String::new();
    if facts.is_scaled() {
        constants += "// From the units of the data onto the plane: (value - mean) / scale, for x, y and the value that is learnt.\n";
        constants += &format!(
            "const MEAN = {};\nconst SCALE = {};\n",
            floats(&facts.units.scaling().mean),
            floats(&facts.units.scaling().scale)
        );
    }
    let mut classify = String::new();
    if !facts.class_names.is_empty() {
        constants += &format!("export const CLASSES = {};\n", words(&facts.class_names));
        let class = match facts.config.n_outputs() {
            1 => "score(x, y)[0] >= 0 ? 1 : 0",
            _ => "score(x, y).reduce((best, value, k, all) => (value > all[best] ? k : best), 0)",
        };
        classify = format!(
            "\n/** The name of the class at a position. */\nexport function classify(x, y) {{\n  return CLASSES[{class}];\n}}\n"
        );
    }
    let in_lists = |text: String| text.replace('(', "[").replace(')', "]");
    let called = helpers(&HELPERS, &code.all());
    filled_with(
        include_str!("templates/javascript.mjs"),
        &code,
        &[
            ("title", &title("JavaScript")),
            ("head", &head(facts, "//")),
            ("offers", if facts.class_names.is_empty() { "" } else { ", classify" }),
            ("constants", &constants),
            ("layers", &in_lists(weights(facts))),
            ("checks", &in_lists(checks(facts))),
            ("helpers", &called.replace("\n\n", "\n")),
            ("names", &format!("[{}]", names.join(", "))),
            ("classify", &classify),
        ],
    )
}

fn number(value: f64) -> String {
    if value.is_finite() {
        plain_number(value)
    } else if value.is_nan() {
        "NaN".into()
    } else {
        "Infinity".into()
    }
}

fn call(name: &str, args: &[Part]) -> String {
    let a = &args[0].text;
    match name {
        "ln" => format!("Math.log({a})"),
        "ln1p" => format!("Math.log1p({a})"),
        "sin" | "cos" | "tan" | "exp" | "expm1" | "sqrt" | "abs" | "sign" | "tanh" => format!("Math.{name}({a})"),
        "relu" => format!("Math.max({a}, 0)"),
        "min" | "max" => format!("Math.{name}({a}, {})", args[1].text),
        "if" => format!("{} ? {} : {}", a, args[1].at(Level::Sum), args[2].at(Level::Sum)),
        _ => format!("{name}({a})"),
    }
}

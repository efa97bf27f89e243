//! A network as a program in NumPy.

use super::facts::Facts;
use super::lines::{Level, Part};
use super::python::{Library, program, python};

const LIBRARY: Library = Library {
    title: "NumPy",
    template: include_str!("templates/numpy.py"),
    language: &python(call, |mask| format!("1.0 * ({mask})")),
    helpers: &HELPERS,
    import: ("import math\n", "math."),
    offers: " and classify(x, y)",
    last: Some("lambda z: z"), // a score is before the activation
    indent: "    ",
    largest: "score(x, y).argmax(axis=-1)",
};

/// Definitions that are written only where something calls them.
const HELPERS: [(&str, &str); 6] = [
    ("sigmoid", "def sigmoid(x):\n    return np.exp(-np.logaddexp(0, -x))\n"),
    ("softsign", "def softsign(x):\n    return x / (1 + np.abs(x))\n"),
    (
        "softmax",
        "def softmax(x):\n    powers = np.exp(x - x.max(axis=-1, keepdims=True))\n    return powers / powers.sum(axis=-1, keepdims=True)\n",
    ),
    ("erf", "erf = np.vectorize(math.erf, otypes=[float])\n"),
    ("erfc", "erfc = np.vectorize(math.erfc, otypes=[float])\n"),
    (
        "tame",
        "def tame(x):\n    \"\"\"Features end at 10000 either way, and where there is no value it is 0.\"\"\"\n    return np.clip(np.nan_to_num(x, nan=0.0, posinf=1e4, neginf=-1e4), -1e4, 1e4)\n",
    ),
];

pub(super) fn write(facts: &Facts<'_>) -> String {
    program(facts, &LIBRARY, &[])
}

fn call(name: &str, args: &[Part]) -> String {
    let a = &args[0].text;
    match name {
        "ln" => format!("np.log({a})"),
        "sin" | "cos" | "tan" | "exp" | "expm1" | "sqrt" | "abs" | "sign" | "tanh" => format!("np.{name}({a})"),
        "ln1p" => format!("np.log1p({a})"),
        "sech2" => format!("(1 - np.tanh({a})**2)"),
        "relu" => format!("np.maximum({a}, 0)"),
        "softplus" => format!("np.logaddexp({a}, 0)"),
        "normcdf" => format!("(0.5 * erfc(-{} / math.sqrt(2)))", args[0].at(Level::Atom)),
        "min" | "max" => format!("np.{name}imum({a}, {})", args[1].text),
        "if" => format!("np.where({a}, {}, {})", args[1].text, args[2].text),
        "sum" => format!("np.sum({a})"),
        "sum_rows" | "max_rows" => format!("np.{}({a}, axis=-1, keepdims=True)", &name[..3]),
        _ => format!("{name}({a})"),
    }
}

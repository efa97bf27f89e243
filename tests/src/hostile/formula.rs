//! A formula: any text is one that has a value, and whose printed forms have the same, or it is refused at a place within it. It is a
//! feature, a curve and a line of definitions too.

use autodiff::{Expr, Graph, Matrix, formula, interpret};
use playground::Config;
use playground::insight::lab::{Question, differentiate};
use serde_json::json;

use super::{Target, can_be_said};

pub(super) const TARGET: Target = Target {
    name: "",
    read,
    seeds: || SEEDS.map(str::to_owned).to_vec(),
    pieces: &[
        "x1",
        "x2",
        "x",
        "pi",
        "e",
        "(",
        ")",
        ",",
        "+",
        "-",
        "*",
        "/",
        "^",
        ">",
        "<",
        ">=",
        "<=",
        "1",
        "2.5",
        "1e300",
        "1e-300",
        "1e999",
        "0",
        ".5",
        "3.",
        "sin(",
        "cos(",
        "tan(",
        "exp(",
        "ln(",
        "log(",
        "ln1p(",
        "expm1(",
        "sqrt(",
        "abs(",
        "sign(",
        "tanh(",
        "sech2(",
        "sigmoid(",
        "relu(",
        "softplus(",
        "softsign(",
        "erf(",
        "normcdf(",
        "min(",
        "max(",
        "if(",
        "sin ",
        " ",
        "²",
        "⁻",
        "₁",
        "−",
        "·",
        "×",
        "≥",
        "（",
        "２",
        "π",
        "é",
        "🙂",
        "\u{200b}",
        "\n",
        "f = ",
        "g = f",
        "#",
    ],
    longest: 2_000,
    most_bytes: (3_000_000, 40_000),
};

const SEEDS: [&str; 10] = [
    "sin(x1)*x2 + 3x1^2",
    "if(x1 > 0, ln(x2), -sqrt(abs(x1)))",
    "max(x1, min(x2, 1)) - softplus(2*x1)",
    "x₁² − 2·x₂",
    "sin x1 + cos x2",
    "2^-x1^2/3",
    "(x1 + 1)*(x2 - 1)/(x1^2 + 1)",
    "f = x1*x2\ng = f^2 + sin(f)",
    "erf(x1)*normcdf(x2) - sech2(tanh(x1))",
    "1/0 - 0/0 + 1e300*1e300",
];

/// Where values are compared.
const AT: [[f64; 2]; 4] = [[0.5, -1.25], [0.0, 0.0], [-3.0, 2.0], [1e3, 1e-3]];

fn variables(graph: &Graph) -> [(&'static str, Expr<'_>); 2] {
    ["x1", "x2"].map(|name| (name, graph.input(name, 1, 1)))
}

fn value(text: &str, at: [f64; 2]) -> Option<u64> {
    let graph = Graph::new();
    let known = variables(&graph);
    let expr = formula::parse(&graph, text, &known).ok()?;
    let inputs = [(known[0].1, Matrix::new(1, 1, vec![at[0]])), (known[1].1, Matrix::new(1, 1, vec![at[1]]))];
    let value = interpret(&graph, &inputs, &[expr]).expect("every variable has a value")[0].data[0];
    Some(if value.is_nan() { f64::NAN.to_bits() } else { value.to_bits() })
}

fn read(text: &str) {
    let graph = Graph::new();
    match formula::parse(&graph, text, &variables(&graph)) {
        Ok(expr) => {
            let printed = formula::print(expr);
            for at in AT {
                let again = value(&printed, at);
                // Beyond the limits of the grammar nothing can be read again.
                assert!(
                    again.is_none() && is_beyond(&printed) || again == value(text, at),
                    "{text:?} is printed {printed:?}, at {at:?}"
                );
            }
            if formula::size(expr) < 200 {
                formula::print(formula::simplify(expr));
            }
        }
        Err(error) => assert!(text.is_char_boundary(error.offset), "{text:?} at {}", error.offset),
    }
    for partial in
        [json!({ "features": ["x1", text] }), json!({ "task": "curve", "dataset": "function", "formula": text })]
    {
        match Config::default().merged(&partial) {
            Ok(config) => config.validate().unwrap_or_else(|problem| panic!("{text:?}: {problem}")),
            Err(problem) => can_be_said(&problem),
        }
    }
    let at = json!({ "at": { "x1": 0.5, "x2": -1.25 } });
    for options in [at, json!({ "at": { "x1": 2 }, "direction": { "x1": 1 } })] {
        match Question::read(text, &options, &[]).and_then(|question| differentiate(&question)) {
            Ok(found) => assert!(!found.nodes.is_empty()),
            Err(problem) => can_be_said(&problem),
        }
    }
}

/// Whether a printed formula is longer or deeper than any that is read.
fn is_beyond(printed: &str) -> bool {
    let graph = Graph::new();
    let error = formula::parse(&graph, printed, &variables(&graph)).map(|_| ()).expect_err("it has no value");
    matches!(error.mistake, formula::Mistake::TooLong { .. } | formula::Mistake::TooDeep)
}

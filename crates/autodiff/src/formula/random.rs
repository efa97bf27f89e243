//! Random formulas of x, y and z, for the property tests of printing and simplifying.

use proptest::prelude::*;

use super::parse;
use crate::{Expr, Graph};

/// The variables of a random formula.
pub(super) fn variables(graph: &Graph) -> [(&'static str, Expr<'_>); 3] {
    ["x", "y", "z"].map(|name| (name, graph.input(name, 1, 1)))
}

pub(super) fn parsed<'g>(graph: &'g Graph, text: &str, known: &[(&str, Expr<'g>)]) -> Expr<'g> {
    parse(graph, text, known).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// Formulas with every operator and function, biased towards the ones that can be simplified.
pub(super) fn formulas() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        4 => prop::sample::select(vec!["x", "y", "z"]).prop_map(str::to_owned),
        2 => (-4..5_i32).prop_map(|n| format!("({n})")),
        1 => prop::sample::select(vec!["0.5", "1/3", "pi", "1.7"]).prop_map(|n| format!("({n})")),
    ];
    leaf.prop_recursive(6, 40, 3, |inner| {
        let two = (inner.clone(), inner.clone());
        let called = prop::sample::select(vec![
            "sin", "cos", "tan", "exp", "ln", "ln1p", "expm1", "sqrt", "abs", "sign", "tanh", "sech2", "sigmoid",
            "relu", "softplus", "softsign", "normcdf", "erf",
        ]);
        let operators = prop::sample::select(vec!["+", "-", "*", "/", "+", "*"]);
        let exponents = prop::sample::select(vec!["2", "3", "-1", "-2", "0.5", "1.5", "(1/3)"]);
        prop_oneof![
            8 => (two.clone(), operators).prop_map(|((a, b), op)| format!("({a}) {op} ({b})")),
            2 => (inner.clone(), exponents).prop_map(|(a, n)| format!("({a})^{n}")),
            3 => (inner.clone(), called).prop_map(|(a, name)| format!("{name}({a})")),
            1 => inner.clone().prop_map(|a| format!("-({a})")),
            1 => two.clone().prop_map(|(a, b)| format!("max({a}, {b}) + min({b}, {a})")),
            1 => two.clone().prop_map(|(a, b)| format!("if({a} > {b}, {a}, {b})")),
            1 => two.prop_map(|(a, b)| format!("({a})^({b})")),
        ]
    })
}

//! Formulas that visitors type, evaluated over many points: the f(x) of dataset function and the text behind every feature.
//! Grammar and meaning are autodiff's; here is only what a formula must satisfy on the plane. It knows no dataset.

use autodiff::{Expr, Graph, Matrix, formula, interpret};

use crate::data::DOMAIN;
use crate::problem::{Found, Problem, Rule};

/// The longest text of a formula, in bytes: it travels in links and is read at every change of the configuration.
pub(crate) const MAX_BYTES: usize = 200;

/// How many steps of the lattice on which a formula must be finite lie between −6 and 6: quarter units, 0 among them.
const LATTICE_STEPS: usize = 48;

/// The lattice along one axis.
pub(crate) fn lattice() -> Vec<f64> {
    (0..=LATTICE_STEPS).map(|i| DOMAIN * (2.0 * i as f64 / LATTICE_STEPS as f64 - 1.0)).collect()
}

/// Checks that `text`, the value of `key`, is a formula in x that is finite from −6 to 6.
///
/// # Errors
/// If it does not parse, or has no finite value somewhere on the lattice.
pub(crate) fn check_curve(key: &str, text: &str) -> Result<(), Problem> {
    parse(key, text, &Graph::new(), |graph| {
        let x = graph.input("x", 1, 1);
        vec![("x", x), ("x1", x)]
    })?;
    let xs = lattice();
    match xs.iter().zip(curve_values(text, &xs)).find(|(_, value)| !value.is_finite()) {
        Some((x, value)) => {
            let rule = Rule::FiniteCurve { from: -DOMAIN, to: DOMAIN };
            Err(Problem::new(key, rule, Found::ValueAt { value, at: vec![("x".to_owned(), *x)] }))
        }
        None => Ok(()),
    }
}

/// The values of the curve `text`, a formula in x, at `xs`; not finite where the formula is not.
///
/// # Panics
/// If `text` was not checked.
pub(crate) fn curve_values(text: &str, xs: &[f64]) -> Vec<f64> {
    let graph = Graph::new();
    let x = graph.input("x", 1, xs.len());
    let curve = formula::parse(&graph, text, &[("x", x), ("x1", x)]).expect("a formula is checked before it is used");
    rows(&graph, &[(x, row(xs))], &[curve]).remove(0)
}

/// Parses `text`, the value of `key`, in these variables.
///
/// # Errors
/// If it is too long or not a formula.
pub(crate) fn parse<'g>(
    key: &str,
    text: &str,
    graph: &'g Graph,
    variables: impl FnOnce(&'g Graph) -> Vec<(&'static str, Expr<'g>)>,
) -> Result<Expr<'g>, Problem> {
    if text.len() > MAX_BYTES {
        return Err(Problem::new(key, Rule::BytesAtMost(MAX_BYTES), text.len()));
    }
    formula::parse(graph, text, &variables(graph))
        .map_err(|error| Problem::new(key, Rule::Formula(Box::new(error)), format!("\"{text}\"")))
}

/// A row of values, one column per point.
pub(crate) fn row(values: &[f64]) -> Matrix {
    Matrix::new(1, values.len(), values.to_vec())
}

/// The values of `exprs` with these inputs, each repeated to one per column of the inputs.
pub(crate) fn rows(graph: &Graph, inputs: &[(Expr<'_>, Matrix)], exprs: &[Expr<'_>]) -> Vec<Vec<f64>> {
    let n = inputs.first().map_or(1, |(_, values)| values.cols);
    let full: Vec<Expr<'_>> = exprs.iter().map(|expr| expr.broadcast(1, n)).collect();
    let values = interpret(graph, inputs, &full).expect("every variable of a formula has a value of its shape");
    values.into_iter().map(|value| value.data).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(text: &str) -> String {
        check_curve("formula", text).map_or_else(|problem| problem.to_string(), |()| "accepted".into())
    }

    #[test]
    fn curves_are_evaluated_point_by_point() {
        assert_eq!(curve_values("x^2 - 1", &[-2.0, 0.0, 3.0]), [3.0, -1.0, 8.0]);
        assert_eq!(curve_values("2", &[1.0, 5.0]), [2.0, 2.0]);
    }

    #[test]
    fn a_formula_must_parse_and_be_finite() {
        assert_eq!(refusal("sin(x) + x1/3"), "accepted");
        assert!(refusal("sin(").starts_with("formula must be a formula: "), "{}", refusal("sin("));
        assert!(refusal("x2").contains("x2"), "{}", refusal("x2"));
        assert_eq!(refusal("ln(x)"), "formula must have a finite value everywhere from x = -6 to 6, got NaN at x = -6");
        assert_eq!(refusal("1/x"), "formula must have a finite value everywhere from x = -6 to 6, got inf at x = 0");
        assert_eq!(refusal(&"x+".repeat(200)), "formula must be at most 200 bytes long, got 400");
    }
}

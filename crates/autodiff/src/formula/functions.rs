//! The table of the functions that a formula may call, with what each computes.
//!
//! To add a function, add a row. The table does not know how a call is printed or parsed.

use crate::expr::Expr;

/// A function of formulas.
#[derive(Debug)]
pub struct Function {
    /// Its name in formulas.
    pub name: &'static str,
    /// The number of its arguments.
    pub arity: usize,
    /// What it computes, in one line.
    pub meaning: &'static str,
    pub(super) apply: for<'g> fn(&[Expr<'g>]) -> Expr<'g>,
}

const fn row(
    name: &'static str,
    arity: usize,
    meaning: &'static str,
    apply: for<'g> fn(&[Expr<'g>]) -> Expr<'g>,
) -> Function {
    Function { name, arity, meaning, apply }
}

/// Every function that a formula may call.
pub const FUNCTIONS: &[Function] = &[
    row("sin", 1, "sine, in radians", |a| a[0].sin()),
    row("cos", 1, "cosine, in radians", |a| a[0].cos()),
    row("tan", 1, "tangent, sin(a)/cos(a)", |a| a[0].sin() / a[0].cos()),
    row("exp", 1, "e^a", |a| a[0].exp()),
    row("ln", 1, "natural logarithm", |a| a[0].ln()),
    row("log", 1, "natural logarithm, the same as ln", |a| a[0].ln()),
    row("ln1p", 1, "ln(1 + a), exact near 0", |a| a[0].ln1p()),
    row("expm1", 1, "exp(a) - 1, exact near 0", |a| a[0].expm1()),
    row("sqrt", 1, "square root", |a| a[0].sqrt()),
    row("abs", 1, "magnitude, |a|", |a| a[0].abs()),
    row("sign", 1, "-1, 0 or 1", |a| a[0].sign()),
    row("tanh", 1, "hyperbolic tangent", |a| a[0].tanh()),
    row("sech2", 1, "1/cosh(a)^2, the slope of tanh", |a| a[0].sech_squared()),
    row("sigmoid", 1, "1/(1 + exp(-a))", |a| a[0].sigmoid()),
    row("relu", 1, "the larger of a and 0", |a| a[0].relu()),
    row("softplus", 1, "ln(1 + exp(a))", |a| a[0].softplus()),
    row("softsign", 1, "a/(1 + abs(a))", |a| a[0].softsign()),
    row("erf", 1, "error function", |a| a[0].erf()),
    row("normcdf", 1, "distribution function of the normal distribution", |a| a[0].normal_cdf()),
    row("min", 2, "the smaller of two", |a| a[0].minimum(a[1])),
    row("max", 2, "the larger of two", |a| a[0].maximum(a[1])),
    row("if", 3, "if(a, b, c): b where a is not 0, else c; a is usually a comparison", |a| a[0].select(a[1], a[2])),
];

pub(super) fn find(name: &str) -> Option<&'static Function> {
    FUNCTIONS.iter().find(|function| function.name == name)
}

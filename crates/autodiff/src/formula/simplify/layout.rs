//! The layout of sums and products as expressions: the order and the signs of terms, and which factors
//! are in the numerator and in the denominator.

use super::super::number::written;
use super::super::order::{factor_key, term_key};
use super::term::Term;
use crate::expr::Expr;
use crate::graph::Graph;

/// How a single power in a denominator is written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Style {
    /// `1/x^2`, as in textbooks.
    Fractions,
    /// `x^-2`, which is one operation less.
    Powers,
}

/// The sum as an expression, in the order of terms. It does not begin with a negative term if there is a positive one.
pub(super) fn laid_out<'s>(graph: &'s Graph, terms: &[Term<'s>], style: Style) -> Expr<'s> {
    let lay = |term: &Term<'s>| {
        let magnitude = term.with_factor(term.factor.abs());
        (term.factor < 0.0, product(graph, &magnitude, style), term.clone())
    };
    let mut parts: Vec<_> = terms.iter().map(lay).collect();
    parts.sort_by_cached_key(|(_, part, _)| term_key(*part));
    if parts.first().is_some_and(|(negative, ..)| *negative) {
        parts.sort_by_key(|(negative, ..)| *negative); // stable: the order is kept among equals
    }
    let mut parts = parts.into_iter();
    let Some((_, _, first)) = parts.next() else { return graph.constant(0.0) };
    let first = product(graph, &first, style);
    parts.fold(first, |sum, (negative, part, _)| if negative { sum - part } else { sum + part })
}

/// A term as an expression, which starts with a minus if the term is negative.
fn product<'s>(graph: &'s Graph, term: &Term<'s>, style: Style) -> Expr<'s> {
    let mut powers = term.powers.clone();
    powers.sort_by_cached_key(|(base, _)| factor_key(*base));
    let (mut above, mut below): (Vec<_>, Vec<_>) = powers.into_iter().partition(|(_, e)| *e > 0.0);
    if style == Style::Powers && above.is_empty() && term.factor == 1.0 && !below.is_empty() {
        above.push(below.remove(0));
    }
    let multiply = |product: Option<Expr<'s>>, factor: Expr<'s>| match product {
        Some(product) => Some(product * factor),
        None => Some(factor),
    };
    let numerator = above.iter().map(|(base, exponent)| raised(*base, *exponent)).fold(None, multiply);
    let denominator = below.iter().map(|(base, exponent)| raised(*base, -exponent)).fold(None, multiply);
    let number = graph.constant(term.factor);
    match (numerator, denominator) {
        (None, None) => number,
        // 2/3*x^(-1/3) reads better than 2/3/x^(1/3).
        (None, Some(_)) if is_power(&below) && written(term.factor).contains('/') => {
            number * raised(below[0].0, below[0].1)
        }
        (None, Some(below)) => number / below,
        (Some(above), None) if is_part(term.factor) => above / (1.0 / term.factor).round(),
        (Some(_), below) => {
            // The number comes first, so that 2*x*y is (2*x)*y.
            let factors = above.iter().map(|(base, exponent)| raised(*base, *exponent));
            let first = (term.factor != 1.0 && term.factor != -1.0).then_some(number);
            let above = factors.fold(first, multiply).unwrap_or(number);
            let signed = if term.factor == -1.0 { -above } else { above };
            below.map_or(signed, |below| signed / below)
        }
    }
}

fn is_power(powers: &[(Expr<'_>, f64)]) -> bool {
    matches!(powers, [(_, exponent)] if *exponent != -1.0)
}

fn raised(base: Expr<'_>, exponent: f64) -> Expr<'_> {
    if exponent == 0.5 { base.sqrt() } else { base.powf(exponent) }
}

/// Whether the number is 1/n and has no short decimal. Then `x/3` reads better than `1/3*x`.
fn is_part(number: f64) -> bool {
    number.abs() < 1.0 && written(number.abs()).starts_with("1/")
}

//! The order in which terms and factors are written: numbers before names before brackets before
//! calls in a product; highest power of the first name first in a sum, plain numbers last.
//!
//! Invariant: a total order that does not depend on when the nodes were made, as long as they
//! differ in their numbers, names or functions.

use std::cmp::Ordering;

use super::form::{Form, form};
use super::functions::FUNCTIONS;
use crate::expr::Expr;
use crate::graph::NodeId;

/// More factors than a reader compares are not compared.
const MAX_FACTORS: usize = 32;

/// Kind of thing, its place among its kind, its place in the graph.
type Place = (u8, usize, NodeId);

/// What is written first in a product has the smaller key.
pub(super) fn factor_key(factor: Expr<'_>) -> (Place, NodeId) {
    (place(power(factor).0), factor.id())
}

/// What is written first in a sum has the smaller key.
#[derive(Debug, PartialEq)]
pub(super) struct TermKey {
    factors: Vec<(Place, f64)>,
    term: NodeId,
}

pub(super) fn term_key(term: Expr<'_>) -> TermKey {
    TermKey { factors: factors(term), term: term.id() }
}

impl Eq for TermKey {}

impl PartialOrd for TermKey {
    fn partial_cmp(&self, other: &TermKey) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for TermKey {
    fn cmp(&self, other: &TermKey) -> Ordering {
        for ((place, exponent), (place2, exponent2)) in self.factors.iter().zip(&other.factors) {
            let order = place.cmp(place2).then_with(|| exponent2.total_cmp(exponent));
            if order != Ordering::Equal {
                return order;
            }
        }
        let longer_first = other.factors.len().cmp(&self.factors.len());
        longer_first.then_with(|| self.term.cmp(&other.term))
    }
}

/// Base and constant exponent.
fn power(expr: Expr<'_>) -> (Expr<'_>, f64) {
    match form(expr) {
        Form::Infix("^", base, exponent) => match exponent.constant() {
            Some(exponent) => (base, exponent),
            None => (expr, 1.0),
        },
        Form::Call("sqrt", args) => (args[0], 0.5),
        _ => (expr, 1.0),
    }
}

/// Kind of thing, then its place among its kind: `x*(x + 1)*sin(x)*(1 - ln(x))*exp(x)`.
fn place(expr: Expr<'_>) -> Place {
    let (kind, among_kind) = match form(expr) {
        Form::Number(_) => (0, 0),
        Form::Input(number) => (1, number as usize),
        Form::Minus(_) | Form::Infix(..) if !has_call(expr) => (2, 0),
        Form::Minus(_) | Form::Infix(..) => (4, 0),
        Form::Call("exp", _) => (5, 0),
        Form::Call(name, _) => {
            let row = FUNCTIONS.iter().position(|function| function.name == name);
            (3, row.unwrap_or(FUNCTIONS.len()))
        }
    };
    (kind, among_kind, expr.id())
}

/// Whether there is a call among the first parts.
fn has_call(expr: Expr<'_>) -> bool {
    let mut parts = vec![expr];
    for k in 0..MAX_FACTORS {
        let Some(part) = parts.get(k) else { break };
        match form(*part) {
            Form::Call(..) => return true,
            form => parts.extend(form.parts()),
        }
    }
    false
}

/// The powers that a term is a product of, without its number, in the order of factors.
fn factors(term: Expr<'_>) -> Vec<(Place, f64)> {
    let (mut found, mut rest) = (Vec::new(), vec![(term, 1.0)]);
    while let Some((expr, sign)) = rest.pop() {
        if found.len() == MAX_FACTORS {
            break;
        }
        match form(expr) {
            Form::Number(_) => {}
            Form::Minus(inner) => rest.push((inner, sign)),
            Form::Infix("*", a, b) => rest.extend([(a, sign), (b, sign)]),
            Form::Infix("/", a, b) => rest.extend([(a, sign), (b, -sign)]),
            _ => {
                let (base, exponent) = power(expr);
                found.push((place(base), sign * exponent));
            }
        }
    }
    found.sort_by_key(|(place, _)| *place);
    found
}

//! The order in which terms and factors are written. In a product: numbers, names, parentheses, calls.
//! In a sum: the highest power of the first name first, plain numbers last.
//!
//! Invariant: the order is total, and for nodes that differ in their numbers, names or functions it
//! does not depend on the order in which they were appended.

use std::cmp::Ordering;

use super::form::{Form, form};
use super::functions::FUNCTIONS;
use crate::expr::Expr;
use crate::graph::NodeId;

/// How many factors of two terms are compared; no reader compares more.
const MAX_FACTORS: usize = 32;

/// The kind of an expression, its rank among its kind, its number in the graph.
type Rank = (u8, usize, NodeId);

/// The key by which the factors of a product are sorted.
pub(super) fn factor_key(factor: Expr<'_>) -> (Rank, NodeId) {
    (rank(power(factor).0), factor.id())
}

/// The key by which the terms of a sum are sorted.
#[derive(Debug, PartialEq)]
pub(super) struct TermKey {
    factors: Vec<(Rank, f64)>,
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
        for ((rank, exponent), (rank2, exponent2)) in self.factors.iter().zip(&other.factors) {
            let order = rank.cmp(rank2).then_with(|| exponent2.total_cmp(exponent));
            if order != Ordering::Equal {
                return order;
            }
        }
        let longer_first = other.factors.len().cmp(&self.factors.len());
        longer_first.then_with(|| self.term.cmp(&other.term))
    }
}

/// The base and the constant exponent of a factor.
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

/// The rank of an expression among factors, as in `x*(x + 1)*sin(x)*(1 - ln(x))*exp(x)`.
fn rank(expr: Expr<'_>) -> Rank {
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

/// Whether there is a call among the first parts of the expression.
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

/// The powers whose product a term is, without its numbers, in the order of factors.
fn factors(term: Expr<'_>) -> Vec<(Rank, f64)> {
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
                found.push((rank(base), sign * exponent));
            }
        }
    }
    found.sort_by_key(|(rank, _)| *rank);
    found
}

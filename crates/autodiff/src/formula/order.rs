//! The order in which terms and factors are written: numbers before names before brackets before
//! calls in a product; highest power of the first name first in a sum, plain numbers last.
//!
//! Invariant: a total order that does not depend on when the nodes were made, as long as they
//! differ in their numbers, names or functions.

use std::cmp::Ordering;

use super::form::{Form, form};
use super::functions::FUNCTIONS;
use crate::expr::Expr;

/// More factors than a reader compares are not compared.
const MAX_FACTORS: usize = 32;

/// Which of two factors is written first.
pub(super) fn factors_in_order(a: Expr<'_>, b: Expr<'_>) -> Ordering {
    let key = |e| rank(power(e).0);
    key(a).cmp(&key(b)).then_with(|| a.id().cmp(&b.id()))
}

/// Which of two terms is written first.
pub(super) fn terms_in_order(a: Expr<'_>, b: Expr<'_>) -> Ordering {
    let (a_factors, b_factors) = (factors(a), factors(b));
    for ((base, exponent), (base2, exponent2)) in a_factors.iter().zip(&b_factors) {
        let order = (rank(*base).cmp(&rank(*base2)))
            .then_with(|| base.id().cmp(&base2.id()))
            .then_with(|| exponent2.total_cmp(exponent));
        if order != Ordering::Equal {
            return order;
        }
    }
    let longer_first = b_factors.len().cmp(&a_factors.len());
    longer_first.then_with(|| a.id().cmp(&b.id()))
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

/// Kind of thing, then its place among its kind.
fn rank(expr: Expr<'_>) -> (u8, usize) {
    match form(expr) {
        Form::Number(_) => (0, 0),
        Form::Input(number) => (1, number as usize),
        Form::Minus(_) | Form::Infix(..) => (2, 0),
        Form::Call(name, _) => {
            let row = FUNCTIONS.iter().position(|function| function.name == name);
            (3, row.unwrap_or(FUNCTIONS.len()))
        }
    }
}

/// The powers that a term is a product of, without its number, in the order of factors.
fn factors(term: Expr<'_>) -> Vec<(Expr<'_>, f64)> {
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
                found.push((base, sign * exponent));
            }
        }
    }
    found.sort_by(|(a, _), (b, _)| rank(*a).cmp(&rank(*b)).then_with(|| a.id().cmp(&b.id())));
    found
}

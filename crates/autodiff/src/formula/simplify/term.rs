//! Sums of products of powers: the form in which like terms and like powers are collected.
//!
//! Invariant: within a term the bases differ and are in the order of their nodes, and no exponent is 0;
//! numbers are finite. The module knows no function and no layout.

use std::cmp::Ordering;

use super::super::number::without_rounding_error;
use crate::expr::Expr;

/// A sum, as its terms. The empty list is 0.
pub(super) type Sum<'s> = Vec<Term<'s>>;

/// The greatest exponent that is collected.
const MAX_EXPONENT: f64 = 1e6;

/// `factor · base₁^exponent₁ · base₂^exponent₂ …`
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Term<'s> {
    pub(super) factor: f64,
    pub(super) powers: Vec<(Expr<'s>, f64)>,
}

impl<'s> Term<'s> {
    pub(super) fn number(factor: f64) -> Term<'s> {
        Term { factor, powers: Vec::new() }
    }

    pub(super) fn of(base: Expr<'s>) -> Term<'s> {
        Term::power(base, 1.0)
    }

    pub(super) fn power(base: Expr<'s>, exponent: f64) -> Term<'s> {
        Term { factor: 1.0, powers: vec![(base, exponent)] }
    }

    /// The same term with another factor.
    pub(super) fn with_factor(&self, factor: f64) -> Term<'s> {
        Term { factor, powers: self.powers.clone() }
    }

    /// The base, if the term is one base with factor and exponent 1.
    pub(super) fn single(&self) -> Option<Expr<'s>> {
        match self.powers[..] {
            [(base, 1.0)] if self.factor == 1.0 => Some(base),
            _ => None,
        }
    }

    pub(super) fn exponent(&self, base: Expr<'s>) -> f64 {
        let found = self.powers.iter().find(|(known, _)| *known == base);
        found.map_or(0.0, |(_, exponent)| *exponent)
    }

    /// The product of two terms, unless its numbers leave the range in which they are exact enough.
    pub(super) fn times(&self, other: &Term<'s>) -> Option<Term<'s>> {
        let factor = without_rounding_error(self.factor * other.factor);
        let mut powers = self.powers.clone();
        for (base, exponent) in &other.powers {
            match powers.binary_search_by_key(&base.id(), |(known, _)| known.id()) {
                Ok(at) => {
                    powers[at].1 = without_rounding_error(powers[at].1 + exponent);
                    if powers[at].1 == 0.0 {
                        powers.remove(at);
                    }
                }
                Err(at) => powers.insert(at, (*base, *exponent)),
            }
        }
        Term { factor, powers }.checked()
    }

    /// The term to the power of `n`: every exponent times `n`, the factor to the power of `n`.
    pub(super) fn raised(&self, n: f64) -> Option<Term<'s>> {
        let factor = without_rounding_error(libm::pow(self.factor, n));
        let raised = |(base, exponent): &(Expr<'s>, f64)| (*base, without_rounding_error(exponent * n));
        Term { factor, powers: self.powers.iter().map(raised).collect() }.checked()
    }

    fn checked(self) -> Option<Term<'s>> {
        let exact = self.powers.iter().all(|(_, exponent)| exponent.abs() <= MAX_EXPONENT);
        (exact && self.factor.is_finite() && self.factor.abs() > 1e-100 && self.factor.abs() < 1e100).then_some(self)
    }

    fn order(&self, other: &Term<'s>) -> Ordering {
        let key = |(base, exponent): &(Expr<'s>, f64)| (base.id(), exponent.to_bits());
        self.powers.iter().map(key).cmp(other.powers.iter().map(key))
    }
}

pub(super) fn negated<'s>(sum: &[Term<'s>]) -> Sum<'s> {
    sum.iter().map(|term| term.with_factor(-term.factor)).collect()
}

/// The sum with like terms collected and terms that cancel dropped.
pub(super) fn collected<'s>(mut terms: Vec<Term<'s>>) -> Sum<'s> {
    terms.sort_by(Term::order);
    let mut sum: Sum<'s> = Vec::with_capacity(terms.len());
    let mut size = 0.0; // of the numbers that are added, to distinguish a rounding error from a number
    for term in terms {
        match sum.last_mut() {
            Some(last) if last.powers == term.powers => {
                size += term.factor.abs();
                let factor = without_rounding_error(last.factor + term.factor);
                last.factor = if factor.abs() <= 4.0 * f64::EPSILON * size { 0.0 } else { factor };
            }
            _ => {
                size = term.factor.abs();
                sum.push(term);
            }
        }
    }
    sum.retain(|term| term.factor != 0.0);
    sum
}

//! Products of powers of one base whose exponents are formulas.

use super::super::form::{Form, form};
use super::Simplifier;
use super::term::{Sum, Term, collected};
use crate::expr::Expr;

impl<'s> Simplifier<'_, 's> {
    /// `exp(a)^n·exp(b)` as `exp(n·a + b)`.
    pub(super) fn exponentials_joined(&mut self, term: Term<'s>) -> Term<'s> {
        let is_exp = |base: Expr<'s>| matches!(form(base), Form::Call("exp", _));
        let (exps, rest): (Vec<_>, Vec<_>) = term.powers.iter().partition(|(base, _)| is_exp(*base));
        if matches!(exps[..], [] | [(_, 1.0)]) {
            return term;
        }
        let mut exponent = Vec::new();
        for (base, n) in exps {
            match self.scaled(&self.meaning(form(base).parts()[0]), n) {
                Some(inner) => exponent.extend(inner),
                None => return term,
            }
        }
        let exponent = collected(self.opened(exponent));
        let rest = Term { factor: term.factor, powers: rest };
        let joined = self.called("exp", vec![exponent]);
        let joined = self.as_term(&joined);
        rest.times(&joined).unwrap_or(term)
    }

    /// `a^b·a^c·a` as `a^(b + c + 1)`.
    pub(super) fn exponents_joined(&mut self, term: Term<'s>) -> Term<'s> {
        let split = |base: Expr<'s>| match form(base) {
            Form::Infix("^", base, exponent) => Some((base, exponent)),
            _ => None,
        };
        let Some((base, _)) = term.powers.iter().find_map(|(base, _)| split(*base)) else {
            return term;
        };
        let belongs = |(known, n): &&(Expr<'s>, f64)| {
            n.fract() == 0.0 && (*known == base || split(*known).is_some_and(|(of, _)| of == base))
        };
        let (joined, rest): (Vec<_>, Vec<_>) = term.powers.iter().partition(belongs);
        if matches!(joined[..], [] | [(_, 1.0)]) {
            return term;
        }
        let mut exponent = Vec::new();
        for (known, n) in joined {
            let inner = match split(known) {
                Some((_, exponent)) => self.meaning(exponent),
                None => vec![Term::number(1.0)],
            };
            match self.scaled(&inner, n) {
                Some(inner) => exponent.extend(inner),
                None => return term,
            }
        }
        let exponent = collected(self.opened(exponent));
        let base = self.meaning(base);
        let joined = self.power(base, exponent);
        let joined = self.as_term(&joined);
        Term { factor: term.factor, powers: rest }.times(&joined).unwrap_or(term)
    }

    /// The sum times a number.
    pub(super) fn scaled(&self, sum: &[Term<'s>], factor: f64) -> Option<Sum<'s>> {
        sum.iter().map(|term| term.times(&Term::number(factor))).collect()
    }
}

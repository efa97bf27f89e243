//! Choices, `if(mask, then, otherwise)`. Derivatives of piecewise functions are sums of them.

use super::super::form::{Form, form};
use super::Simplifier;
use super::term::{Sum, Term, negated};
use crate::expr::Expr;

/// The choice among the factors of a term, with its arguments.
fn choice_in<'s>(term: &Term<'s>) -> Option<(Expr<'s>, Vec<Expr<'s>>)> {
    term.powers.iter().find_map(|(base, n)| match form(*base) {
        Form::Call("if", args) if *n == 1.0 => Some((*base, args)),
        _ => None,
    })
}

impl<'s> Simplifier<'_, 's> {
    /// `if(m, a, b) + if(m, c, d)` as `if(m, a + c, b + d)`.
    pub(super) fn choices_joined(&mut self, sum: &[Term<'s>]) -> Sum<'s> {
        let mut sum = sum.to_vec();
        for k in 0..sum.len() {
            let Some((base, args)) = choice_in(&sum[k]) else { continue };
            let Some(rest) = sum[k].times(&Term::power(base, -1.0)) else { continue };
            let partner = (k + 1..sum.len()).find_map(|at| {
                let (base, others) = choice_in(&sum[at])?;
                let other_rest = sum[at].times(&Term::power(base, -1.0))?;
                (others[0] == args[0] && other_rest.powers == rest.powers).then_some((at, others, other_rest.factor))
            });
            let Some((at, others, factor)) = partner else { continue };
            let branches = [1, 2].map(|branch| {
                let a = self.scaled(&self.meaning(args[branch]), rest.factor)?;
                Some(self.added(a, self.scaled(&self.meaning(others[branch]), factor)?))
            });
            let [Some(then), Some(otherwise)] = branches else { continue };
            let joined = self.called("if", vec![self.meaning(args[0]), then, otherwise]);
            let outside = vec![rest.with_factor(1.0)];
            let joined = self.multiplied(joined, outside);
            sum.remove(at);
            sum.remove(k);
            let sum = self.added(sum, joined);
            return self.choices_joined(&sum);
        }
        sum
    }

    /// `a·if(m, b, c)` as `if(m, a·b, a·c)`, if that is possible.
    pub(super) fn inside_choice(&mut self, term: &Term<'s>) -> Option<Sum<'s>> {
        let (base, args) = choice_in(term)?;
        let rest = vec![term.times(&Term::power(base, -1.0))?];
        let [then, otherwise] = [args[1], args[2]].map(|arg| {
            let branch = self.meaning(arg);
            self.multiplied(branch, rest.clone())
        });
        Some(self.called("if", vec![self.meaning(args[0]), then, otherwise]))
    }

    /// A simpler sum that is equal to a choice with these arguments, if there is one.
    pub(super) fn choice(&mut self, args: &[Sum<'s>]) -> Option<Sum<'s>> {
        if args[1] == args[2] {
            return Some(args[1].clone());
        }
        let mask = args[0].first()?.single()?;
        match form(mask) {
            Form::Infix(">", x, zero) if zero.constant() == Some(0.0) => {
                // Only for relu(x) itself: 0·ln(x) is not 0 where ln(x) is not defined.
                let is_relu = |term: &Term<'s>| matches!(term.powers[..], [(base, n)] if n > 0.0 && base == x.relu());
                let vanishes = args[2].is_empty() && args[1].iter().all(is_relu);
                if vanishes { Some(args[1].clone()) } else { self.slope_of_softplus(x, &args[1], &args[2]) }
            }
            _ => None,
        }
    }

    /// `if(x > 0, 1/(1 + e), e/(1 + e))` with `e = exp(-|x|)` is `sigmoid(x)`.
    fn slope_of_softplus(&mut self, x: Expr<'s>, then: &[Term<'s>], otherwise: &[Term<'s>]) -> Option<Sum<'s>> {
        let ([then], [otherwise]) = (then, otherwise) else { return None };
        let minus = self.argument(&negated(&self.meaning(x)));
        let folded = x.gt(self.scratch.constant(0.0)).select(minus, x);
        let below = self.added(self.atom(folded.exp()), vec![Term::number(1.0)]);
        let below = self.built(&below);
        if then.exponent(below) >= 0.0 || otherwise.exponent(below) >= 0.0 {
            return None;
        }
        let outside = then.times(&Term::of(below))?;
        let expected = outside.times(&Term::of(folded.exp()))?.times(&Term::power(below, -1.0))?;
        if *otherwise != expected {
            return None;
        }
        let sigmoid = self.called("sigmoid", vec![self.meaning(x)]);
        Some(self.multiplied(sigmoid, vec![outside]))
    }
}

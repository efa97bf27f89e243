//! The ways to write a sum: unchanged, expanded, with common factors extracted, over a common
//! denominator, or with identities applied. The shortest is taken; of equally short ones the first.

use super::super::form::{Form, form};
use super::term::{Sum, Term, collected, negated};
use super::{Simplifier, weight};
use crate::expr::Expr;

/// The greatest number of terms for which these ways are tried; in longer sums only like terms are collected.
const MAX_TERMS: usize = 24;

impl<'s> Simplifier<'_, 's> {
    /// The sum in its shortest form.
    pub(super) fn settled(&mut self, sum: Sum<'s>) -> Sum<'s> {
        if sum.len() < 2 || sum.len() > MAX_TERMS {
            return sum;
        }
        let work = weight(&sum);
        let shortest = self.deeper(work * work, |simplifier| simplifier.shortest_form(sum.clone()));
        shortest.unwrap_or(sum)
    }

    fn shortest_form(&mut self, sum: Sum<'s>) -> Sum<'s> {
        let mut candidates = self.unfactored(sum);
        for plain in candidates.clone() {
            for with_names in [false, true] {
                let Some(factored) = self.factored(&plain, with_names) else { continue };
                // cos(x)/x - sin(x)/x^2 has one denominator, 1/x + 1/y has two.
                let at = if self.one_denominator(&plain) { 0 } else { candidates.len() };
                candidates.insert(at, vec![factored]);
            }
        }
        self.shortest(candidates)
    }

    /// The sum as one product: its term, if it has one term, else a number times a sum in parentheses. The number is the
    /// sign and a factor that all terms have.
    pub(super) fn as_term(&mut self, sum: &[Term<'s>]) -> Term<'s> {
        let settled = self.settled(sum.to_vec());
        match &settled[..] {
            [] => Term::number(0.0),
            [term] => term.clone(),
            terms => self.bracket(terms),
        }
    }

    fn bracket(&mut self, terms: &[Term<'s>]) -> Term<'s> {
        let size = terms[0].factor.abs();
        let equal = terms.iter().all(|term| term.factor.abs() == size);
        let size = if equal { size } else { 1.0 };
        let negative = terms.iter().all(|term| term.factor < 0.0);
        let common = if negative { -size } else { size };
        let inside: Sum<'s> = terms.iter().map(|term| term.with_factor(term.factor / common)).collect();
        Term::of(self.built(&inside)).with_factor(common)
    }

    /// Sums in parentheses that have only a sign before them become terms.
    pub(super) fn opened(&self, terms: Vec<Term<'s>>) -> Vec<Term<'s>> {
        let open = |term: Term<'s>| match term.with_factor(term.factor.abs()).single() {
            Some(base) if term.factor > 0.0 => self.meaning(base),
            Some(base) => negated(&self.meaning(base)),
            None => vec![term],
        };
        terms.into_iter().flat_map(open).collect()
    }

    /// Whether the denominators of all terms are powers of the same bases.
    fn one_denominator(&self, sum: &[Term<'s>]) -> bool {
        let below = |term: &Term<'s>| -> Vec<Expr<'s>> {
            term.powers.iter().filter(|(_, n)| *n < 0.0).map(|(base, _)| *base).collect()
        };
        sum.iter().all(|term| !below(term).is_empty() && below(term) == below(&sum[0]))
    }

    /// The sum expanded, unchanged, and with identities applied.
    fn unfactored(&mut self, sum: Sum<'s>) -> Vec<Sum<'s>> {
        let expanded: Vec<Term<'s>> = sum.iter().flat_map(|term| self.expanded(term)).collect();
        let mut candidates = Vec::new();
        if expanded.len() <= 2 * MAX_TERMS {
            candidates.push(collected(self.opened(expanded)));
        }
        candidates.push(sum);
        for k in 0..candidates.len() {
            let known = candidates[k].clone();
            let rewritten = [self.pythagoras(known.clone()), self.choices_joined(&known)];
            candidates.extend(rewritten.into_iter().filter(|sum| *sum != known));
        }
        candidates
    }

    /// The product with its sum in parentheses multiplied out, if it has one.
    pub(super) fn expanded(&mut self, term: &Term<'s>) -> Vec<Term<'s>> {
        let term = self.with_products_opened(term).unwrap_or_else(|| term.clone());
        let terms = |base: Expr<'s>| self.meanings.get(&base.id()).map_or(1, Vec::len);
        let is_bracket = |(base, n): &&(Expr<'s>, f64)| *n == 1.0 && terms(*base) > 1;
        let Some((bracket, _)) = term.powers.iter().find(is_bracket).copied() else {
            return vec![term];
        };
        let Some(rest) = term.times(&Term::power(bracket, -1.0)) else { return vec![term] };
        let products: Option<Vec<Term<'s>>> = self.meaning(bracket).iter().map(|inner| inner.times(&rest)).collect();
        match products {
            Some(products) => products.into_iter().map(|product| self.normal(product)).collect(),
            None => vec![term],
        }
    }

    /// `(a·b)^n` as `a^n·b^n`.
    pub(super) fn with_products_opened(&mut self, term: &Term<'s>) -> Option<Term<'s>> {
        let opens = |(base, n): &(Expr<'s>, f64)| n.fract() == 0.0 && self.is_product(*base);
        if !term.powers.iter().any(opens) {
            return None;
        }
        self.work += term.powers.len() * term.powers.len();
        let mut product = Term::number(term.factor);
        for (base, n) in &term.powers {
            let factor = match &self.meaning(*base)[..] {
                [inner] if n.fract() == 0.0 => inner.raised(*n)?,
                _ => Term::power(*base, *n),
            };
            product = product.times(&factor)?;
        }
        Some(self.normal(product))
    }

    fn is_product(&self, base: Expr<'s>) -> bool {
        let meaning = self.meanings.get(&base.id());
        meaning.is_some_and(|sum| matches!(&sum[..], [term] if term.single() != Some(base)))
    }

    /// The sum as one product, if its terms have powers in common. The least exponent of each base
    /// is extracted, so that denominators become a common denominator. Names alone are not extracted
    /// (`x^2 + x` stays), and together with something else only if `with_names`.
    fn factored(&mut self, sum: &[Term<'s>], with_names: bool) -> Option<Term<'s>> {
        let mut common = Term::number(1.0);
        let mut worth = false;
        for (base, _) in sum.iter().flat_map(|term| &term.powers) {
            let least = sum.iter().map(|term| term.exponent(*base)).fold(f64::INFINITY, f64::min);
            let is_name = matches!(form(*base), Form::Input(_));
            if least == 0.0 || common.exponent(*base) != 0.0 || is_name && least > 0.0 && !with_names {
                continue;
            }
            worth = worth || !is_name || least < 0.0;
            common = common.times(&Term::power(*base, least))?;
        }
        if !worth {
            return None;
        }
        let inverse = common.raised(-1.0)?;
        let inside: Option<Vec<Term<'s>>> = sum.iter().map(|term| term.times(&inverse)).collect();
        let inside = collected(self.opened(inside?));
        let candidates = self.unfactored(inside);
        let inside = self.shortest(candidates);
        let inside = match &inside[..] {
            [] => return None,
            [term] => term.clone(),
            terms => self.bracket(terms),
        };
        Some(self.normal(common.times(&inside)?))
    }

    /// `sin² + cos²` is 1, and 1 minus one of them is the other.
    fn pythagoras(&mut self, mut sum: Sum<'s>) -> Sum<'s> {
        'again: loop {
            for k in 0..sum.len() {
                for (base, _) in sum[k].powers.iter().filter(|(_, n)| *n == 2.0) {
                    let (base, other) = match form(*base) {
                        Form::Call("sin", args) => (*base, args[0].cos()),
                        Form::Call("cos", args) => (*base, args[0].sin()),
                        _ => continue,
                    };
                    let Some(rest) = sum[k].times(&Term::power(base, -2.0)) else { continue };
                    let Some(partner) = rest.times(&Term::power(other, 2.0)) else { continue };
                    let found = |wanted: &Term<'s>| sum.iter().position(|term| term == wanted);
                    let whole = rest.with_factor(-rest.factor);
                    let (at, becomes) = match (found(&partner), found(&whole)) {
                        (Some(at), _) => (at, rest),
                        (_, Some(at)) => (at, partner.with_factor(-partner.factor)),
                        _ => continue,
                    };
                    sum.remove(k.max(at));
                    sum.remove(k.min(at));
                    sum.push(becomes);
                    sum = collected(sum);
                    continue 'again;
                }
            }
            return sum;
        }
    }
}

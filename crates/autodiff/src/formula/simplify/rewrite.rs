//! The identities of products, powers and calls that hold for real numbers wherever the left side is
//! finite.

use super::super::form::{Form, form};
use super::Simplifier;
use super::term::{Sum, Term, negated};
use crate::expr::Expr;

impl<'s> Simplifier<'_, 's> {
    pub(super) fn multiplied(&mut self, a: Sum<'s>, b: Sum<'s>) -> Sum<'s> {
        if a.is_empty() || b.is_empty() {
            return Vec::new();
        }
        // A sum of several terms times 1 or −1 stays a sum.
        for (one, other) in [(&a, &b), (&b, &a)] {
            if let [term] = &one[..]
                && term.powers.is_empty()
                && term.factor.abs() == 1.0
            {
                return if term.factor < 0.0 { negated(other) } else { other.clone() };
            }
        }
        let (a, b) = (self.as_term(&a), self.as_term(&b));
        let Some(product) = a.times(&b) else {
            let (a, b) = (self.built(&[a]), self.built(&[b]));
            return self.atom(a * b);
        };
        let product = self.normal(product);
        let work = product.powers.len();
        let shortest = self.deeper(work, |simplifier| simplifier.shortest_product(product.clone()));
        shortest.unwrap_or_else(|| vec![product])
    }

    fn shortest_product(&mut self, product: Term<'s>) -> Sum<'s> {
        let mut candidates = Vec::new();
        let opened = self.with_products_opened(&product);
        if let Some(opened) = opened.filter(|opened| *opened != product) {
            candidates.push(vec![opened]);
        }
        let inside = self.inside_choice(&product);
        candidates.push(vec![product]);
        candidates.extend(inside);
        self.shortest(candidates)
    }

    /// A power, with a constant exponent or any other.
    pub(super) fn power(&mut self, base: Sum<'s>, exponent: Sum<'s>) -> Sum<'s> {
        let exponent = self.settled(exponent);
        match &exponent[..] {
            [] => vec![Term::number(1.0)],
            [term] if term.powers.is_empty() => self.raised(base, term.factor),
            _ => {
                let (base, exponent) = (self.argument(&base), self.argument(&exponent));
                self.atom(base.pow(exponent))
            }
        }
    }

    pub(super) fn raised(&mut self, base: Sum<'s>, n: f64) -> Sum<'s> {
        if n == 1.0 {
            return base;
        }
        let term = self.as_term(&base);
        if term.powers.is_empty() {
            return self.atom(self.scratch.constant(libm::pow(term.factor, n)));
        }
        let built = self.built(std::slice::from_ref(&term));
        let whole = vec![Term::power(built, n)];
        match self.distributed(&term, n) {
            Some(distributed) if n == -1.0 => vec![self.normal(distributed)],
            Some(distributed) => {
                let distributed = self.normal(distributed);
                self.shortest(vec![vec![distributed], whole])
            }
            None => whole,
        }
    }

    /// `(c·a^p·b^q)^n` as `c^n·a^(pn)·b^(qn)`, if both are equal.
    fn distributed(&self, term: &Term<'s>, n: f64) -> Option<Term<'s>> {
        if n.fract() == 0.0 {
            return term.raised(n);
        }
        let [(base, exponent)] = term.powers[..] else { return None };
        if term.factor != 1.0 {
            return None;
        }
        let is_exp = matches!(form(base), Form::Call("exp", _));
        // An even power loses the sign of its base.
        let even = exponent % 2.0 == 0.0 && !is_exp;
        let base = if even { base.abs() } else { base };
        Term::power(base, exponent).raised(n)
    }

    /// Products of functions that equal one function.
    pub(super) fn normal(&mut self, term: Term<'s>) -> Term<'s> {
        self.work += 8 * term.powers.len();
        let term = self.exponentials_joined(term);
        let term = self.exponents_joined(term);
        let mut product = term.clone();
        for (base, exponent) in &term.powers {
            let Form::Call(name, args) = form(*base) else { continue };
            let (x, n) = (args[0], *exponent);
            let becomes = |powers: &[(Expr<'s>, f64)], product: &Term<'s>| {
                powers.iter().try_fold(product.clone(), |product, (base, n)| product.times(&Term::power(*base, *n)))
            };
            let other = |base: Expr<'s>| product.exponent(base);
            // Integer powers only: sqrt(a)*sqrt(b) is not sqrt(a*b) where both are negative.
            let changed = match name {
                "sin" if n > 0.0 && other(x.cos()) < 0.0 => {
                    let k = n.min(-other(x.cos())).floor();
                    let tan = x.sin() / x.cos();
                    becomes(&[(*base, -k), (x.cos(), k), (tan, k)], &product)
                }
                "tan" if n > 0.0 && other(x.cos()) > 0.0 => {
                    let k = n.min(other(x.cos())).floor();
                    becomes(&[(*base, -k), (x.cos(), -k), (x.sin(), k)], &product)
                }
                "abs" if n % 2.0 == 0.0 => becomes(&[(*base, -n), (x, n)], &product),
                "abs" if n > 0.0 && other(x.sign()) > 0.0 => {
                    let k = n.min(other(x.sign())).floor();
                    becomes(&[(*base, -k), (x.sign(), -k), (x, k)], &product)
                }
                _ => None,
            };
            product = changed.unwrap_or(product);
        }
        product
    }

    /// A simpler sum that is equal to a call with these arguments, if there is one.
    pub(super) fn identity(&mut self, name: &str, args: &[Sum<'s>]) -> Option<Sum<'s>> {
        let term = self.as_term(&args[0]);
        let inner = term.single().map(form);
        match (name, inner) {
            ("sqrt", _) => Some(self.raised(args[0].clone(), 0.5)),
            ("exp", Some(Form::Call("ln", x))) | ("ln", Some(Form::Call("exp", x))) => Some(self.meaning(x[0])),
            ("if", _) => self.choice(args),
            ("max" | "min", _) if args[0] == args[1] => Some(args[0].clone()),
            ("sin" | "tan" | "tanh" | "softsign" | "erf" | "sign", _) if term.factor == -1.0 => {
                let name = super::find(name)?.name;
                Some(negated(&self.called(name, vec![vec![term.with_factor(1.0)]])))
            }
            ("cos" | "abs" | "sech2", _) if term.factor < 0.0 => {
                let name = super::find(name)?.name;
                Some(self.called(name, vec![vec![term.with_factor(-term.factor)]]))
            }
            _ => None,
        }
    }

    /// The sum that an expression of the scratch graph stands for.
    pub(super) fn meaning(&self, expr: Expr<'s>) -> Sum<'s> {
        match self.meanings.get(&expr.id()) {
            Some(sum) => sum.clone(),
            None => self.atom(expr),
        }
    }
}

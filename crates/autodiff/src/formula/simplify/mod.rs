//! Simplifies a formula: the same value, written shorter.
//!
//! Every node becomes a sum of products of powers ([`term`]), in which like terms and like powers are
//! collected. [`rewrite`], [`exponent`] and [`choice`] know the identities of functions, [`sum`] knows
//! the ways to write a sum, and [`layout`] turns a sum into an expression. All of this happens in a
//! scratch graph; only the result is appended to the given graph.
//!
//! Invariant: where the given formula has a finite value, the result has the same value, except for
//! rounding and for numbers beyond 1e±100. The result is never larger, by [`size`].

mod term;
mod layout;
mod rewrite;
mod exponent;
mod choice;
mod sum;

use std::collections::HashMap;

use self::layout::{Style, laid_out};
use self::term::{Sum, Term, collected, negated};
use super::form::{Form, form};
use super::functions::find;
use super::print::{Sizes, size};
use crate::expr::Expr;
use crate::graph::{Graph, NodeId, broadcast_to};

/// The limit of work, in factors that are examined; beyond it a formula is left unchanged.
const MAX_WORK: usize = 1_000_000;

/// The limit of depth to which one identity may lead to another.
const MAX_DEPTH: usize = 24;

/// The same formula with like terms and powers collected, constants folded, and common factors
/// extracted if that is shorter.
///
/// A formula that would take more than a moment (thousands of operations) is returned unchanged.
///
/// ```
/// # use autodiff::{Graph, grad, formula::{print, simplify}};
/// let graph = Graph::new();
/// let (x, y, z) = (graph.input("x", 1, 1), graph.input("y", 1, 1), graph.input("z", 1, 1));
/// let f = x.powf(2.0) + 3.0 * x * y + y.powf(2.0) + z.powf(3.0);
/// let slopes: Vec<String> = grad(f, &[x, y, z]).into_iter().map(|d| print(simplify(d))).collect();
/// assert_eq!(slopes, ["2*x + 3*y", "3*x + 2*y", "3*z^2"]);
/// ```
pub fn simplify(expr: Expr<'_>) -> Expr<'_> {
    for style in [Style::Fractions, Style::Powers] {
        let scratch = Graph::new();
        let mut simplifier = Simplifier::new(&scratch, style);
        match simplifier.simplified(expr) {
            Some(shorter) if simplifier.sizes.size(shorter) <= size(expr) => {
                return simplifier.copied_back(shorter, expr);
            }
            Some(_) => {}
            None => break,
        }
    }
    expr
}

struct Simplifier<'g, 's> {
    scratch: &'s Graph,
    style: Style,
    work: usize,
    depth: usize,
    sizes: Sizes,
    /// The sum that an expression of the scratch graph stands for.
    meanings: HashMap<NodeId, Sum<'s>>,
    /// The input of the given graph that an input of the scratch graph stands for.
    inputs: HashMap<NodeId, Expr<'g>>,
}

impl<'g, 's> Simplifier<'g, 's> {
    fn new(scratch: &'s Graph, style: Style) -> Simplifier<'g, 's> {
        Simplifier {
            scratch,
            style,
            work: 0,
            depth: 0,
            sizes: Sizes::default(),
            meanings: HashMap::new(),
            inputs: HashMap::new(),
        }
    }

    /// Calls `look` one level deeper, unless that exceeds the limit of depth or of work.
    fn deeper<T>(&mut self, work: usize, look: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.work += work;
        if self.work > MAX_WORK || self.depth == MAX_DEPTH {
            return None;
        }
        self.depth += 1;
        let result = look(self);
        self.depth -= 1;
        Some(result)
    }

    /// The simplified expression in the scratch graph, or nothing if that exceeds the limit of work.
    fn simplified(&mut self, expr: Expr<'g>) -> Option<Expr<'s>> {
        let mut values: HashMap<NodeId, Sum<'s>> = HashMap::new();
        for node in needed(expr) {
            let value = self.value(node, &values);
            values.insert(node.id(), value);
            if self.work > MAX_WORK {
                return None;
            }
        }
        let sum = values.remove(&expr.id())?;
        let sum = self.settled(sum);
        Some(self.built(&sum))
    }

    /// The sum that a node stands for, given the sums of its parts.
    fn value(&mut self, node: Expr<'g>, values: &HashMap<NodeId, Sum<'s>>) -> Sum<'s> {
        let op = node.op();
        if let Some(name) = node.name() {
            let input = self.scratch.input(&name, node.rows(), node.cols());
            self.inputs.insert(input.id(), node);
            return vec![Term::of(input)];
        }
        if op.constant().is_none() && !op.is_elementwise() {
            return self.matrix_operation(node, values);
        }
        let of = |expr: &Expr<'g>| values[&expr.id()].clone();
        match form(node) {
            Form::Number(value) => self.atom(self.scratch.constant(value)),
            Form::Input(number) => unreachable!("input {number} was handled before"),
            Form::Minus(inner) => negated(&of(&inner)),
            Form::Infix("+", a, b) => self.added(of(&a), of(&b)),
            Form::Infix("-", a, b) => self.added(of(&a), negated(&of(&b))),
            Form::Infix("*", a, b) => self.multiplied(of(&a), of(&b)),
            Form::Infix("/", a, b) => {
                let below = self.raised(of(&b), -1.0);
                self.multiplied(of(&a), below)
            }
            Form::Infix("^", a, b) => self.power(of(&a), of(&b)),
            Form::Infix(operator, a, b) => {
                let (a, b) = (self.argument(&of(&a)), self.argument(&of(&b)));
                self.atom(if operator == ">=" { a.ge(b) } else { a.gt(b) })
            }
            Form::Call(name, args) => self.called(name, args.iter().map(of).collect()),
        }
    }

    fn matrix_operation(&mut self, node: Expr<'g>, values: &HashMap<NodeId, Sum<'s>>) -> Sum<'s> {
        let known = node.graph().node(node.id());
        let args = known.args().iter().map(|id| {
            let arg = Expr { graph: node.graph(), id: *id };
            broadcast_to(self.argument(&values[id]), arg.shape()).id()
        });
        let args: Vec<NodeId> = args.collect();
        self.atom(self.scratch.push(known.op, &args, known.shape))
    }

    /// The sum of one term for an expression that is not taken apart: a number, or the expression as a base.
    fn atom(&self, expr: Expr<'s>) -> Sum<'s> {
        match expr.constant() {
            Some(0.0) => Vec::new(),
            Some(value) if value.is_finite() => vec![Term::number(value)],
            _ => vec![Term::of(expr)],
        }
    }

    /// The sum as an expression.
    fn built(&mut self, sum: &[Term<'s>]) -> Expr<'s> {
        self.work += 8 * weight(sum);
        let expr = laid_out(self.scratch, sum, self.style);
        self.meanings.entry(expr.id()).or_insert_with(|| sum.to_vec());
        expr
    }

    fn size_of(&mut self, sum: &[Term<'s>]) -> u64 {
        let expr = self.built(sum);
        self.sizes.size(expr)
    }

    /// The shortest candidate; of several, the first.
    fn shortest(&mut self, candidates: Vec<Sum<'s>>) -> Sum<'s> {
        let sized = candidates.into_iter().map(|sum| (self.size_of(&sum), sum));
        sized.min_by_key(|(size, _)| *size).map_or_else(Vec::new, |(_, sum)| sum)
    }

    /// The sum as an argument of a function.
    fn argument(&mut self, sum: &[Term<'s>]) -> Expr<'s> {
        let settled = self.settled(sum.to_vec());
        let term = self.as_term(sum);
        let shortest = self.shortest(vec![settled, vec![term]]);
        self.built(&shortest)
    }

    fn added(&mut self, mut a: Sum<'s>, b: Sum<'s>) -> Sum<'s> {
        a.extend(b);
        collected(self.opened(a))
    }

    fn called(&mut self, name: &'static str, args: Vec<Sum<'s>>) -> Sum<'s> {
        if let Some(known) = self.identity(name, &args) {
            return known;
        }
        let exprs: Vec<Expr<'s>> = args.iter().map(|arg| self.argument(arg)).collect();
        let function = find(name).unwrap_or_else(|| unreachable!("{name} is no function"));
        let result = (function.apply)(&exprs);
        match exprs.iter().position(|arg| *arg == result) {
            Some(k) => args[k].clone(),
            None => self.atom(result),
        }
    }

    fn copied_back(&self, result: Expr<'s>, given: Expr<'g>) -> Expr<'g> {
        let nodes = self.scratch.nodes_up_to(result.id());
        let mut wanted = vec![false; nodes.len()];
        wanted[result.id().index()] = true;
        for (idx, node) in nodes.iter().enumerate().rev() {
            if wanted[idx] {
                node.args().iter().for_each(|arg| wanted[arg.index()] = true);
            }
        }
        let mut copies: Vec<Option<NodeId>> = vec![None; nodes.len()];
        for (idx, node) in nodes.iter().enumerate().filter(|(idx, _)| wanted[*idx]) {
            let copy = |arg: &NodeId| copies[arg.index()].expect("arguments come before their node");
            let args: Vec<NodeId> = node.args().iter().map(copy).collect();
            let known = self.inputs.get(&NodeId(idx as u32)).copied();
            let copy = known.unwrap_or_else(|| given.graph().push(node.op, &args, node.shape));
            copies[idx] = Some(copy.id());
        }
        let id = copies[result.id().index()].expect("the result is wanted");
        broadcast_to(Expr { graph: given.graph(), id }, given.shape())
    }
}

/// The number of terms and factors.
fn weight(sum: &[Term<'_>]) -> usize {
    sum.iter().map(|term| 1 + term.powers.len()).sum()
}

/// The subexpressions of a formula, each after its parts.
fn needed(expr: Expr<'_>) -> Vec<Expr<'_>> {
    let graph = expr.graph();
    let (mut rest, mut found) = (vec![expr], HashMap::new());
    while let Some(next) = rest.pop() {
        if found.insert(next.id(), next).is_none() {
            let node = graph.node(next.id());
            match node.op.is_elementwise() {
                true => rest.extend(form(next).parts()),
                false => rest.extend(node.args().iter().map(|id| Expr { graph, id: *id })),
            }
        }
    }
    let mut found: Vec<Expr<'_>> = found.into_values().collect();
    found.sort_by_key(|expr| expr.id());
    found
}

#[cfg(test)]
mod tests;

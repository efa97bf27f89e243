//! Forward mode (`jvp`) and reverse mode (`vjp`, `grad`). Both append nodes to the same graph, so
//! that their results can be differentiated again. They know no derivative: `rules` does.

use crate::expr::Expr;
use crate::graph::{Graph, NodeId};
use crate::op::Op;
use crate::rules::{Rule, rule};

/// Forward mode: the directional derivative of `y` when each `x` changes by its tangent.
///
/// # Shapes
/// Each tangent has its `x`'s shape; the result has `y`'s.
///
/// ```
/// # use autodiff::*;
/// # let graph = Graph::new();
/// let (x, v) = (graph.input("x", 2, 2), graph.input("v", 2, 2));
/// let change = jvp(x.sin(), &[(x, v)]);
/// assert_eq!(change, x.cos() * v);
/// ```
///
/// # Panics
/// If a tangent has another shape than its `x`.
pub fn jvp<'g>(y: Expr<'g>, seeds: &[(Expr<'g>, Expr<'g>)]) -> Expr<'g> {
    let graph = y.graph();
    let nodes = graph.nodes_up_to(y.id());
    let mut tangents: Vec<Option<Expr<'g>>> = vec![None; nodes.len()];
    for (x, tangent) in seeds {
        assert_eq!(x.shape(), tangent.shape(), "a tangent has the shape of what changes");
        if x.id() <= y.id() {
            tangents[x.id().index()] = Some(*tangent);
        }
    }
    for (idx, node) in nodes.iter().enumerate() {
        if tangents[idx].is_some() {
            continue;
        }
        let here = Expr { graph, id: NodeId(idx as u32) };
        for (k, arg) in node.args().iter().enumerate() {
            if let Some(tangent) = tangents[arg.index()]
                && let Some(term) = pushed_forward(here, k, tangent)
            {
                tangents[idx] = Some(tangents[idx].map_or(term, |sum| sum + term));
            }
        }
    }
    tangents[y.id().index()].unwrap_or_else(|| graph.full(0.0, y.rows(), y.cols()))
}

/// Reverse mode: for each `x` the derivative of `Σ cotangent ∘ y`.
///
/// # Shapes
/// `cotangent` has `y`'s shape; each result has its `x`'s.
///
/// # Panics
/// If `cotangent` has another shape than `y`.
///
/// ```
/// # use autodiff::*;
/// # let graph = Graph::new();
/// let (a, x) = (graph.input("a", 3, 2), graph.input("x", 2, 1));
/// let u = graph.input("u", 3, 1);
/// assert_eq!(vjp(a.matmul(x), u, &[a, x]), [u.matmul(x.t()), a.t().matmul(u)]);
/// ```
pub fn vjp<'g>(y: Expr<'g>, cotangent: Expr<'g>, wrt: &[Expr<'g>]) -> Vec<Expr<'g>> {
    assert_eq!(y.shape(), cotangent.shape(), "a cotangent has the shape of the result");
    let graph = y.graph();
    let nodes = graph.nodes_up_to(y.id());
    let mut needed = vec![false; nodes.len()];
    for x in wrt.iter().filter(|x| x.id() <= y.id()) {
        needed[x.id().index()] = true;
    }
    for (idx, node) in nodes.iter().enumerate() {
        needed[idx] = needed[idx] || node.args().iter().any(|arg| needed[arg.index()]);
    }
    let mut cotangents: Vec<Option<Expr<'g>>> = vec![None; nodes.len()];
    cotangents[y.id().index()] = Some(cotangent);
    for (idx, node) in nodes.iter().enumerate().rev() {
        let Some(cotangent) = cotangents[idx].filter(|_| needed[idx]) else { continue };
        let here = Expr { graph, id: NodeId(idx as u32) };
        for (k, arg) in node.args().iter().enumerate() {
            if needed[arg.index()]
                && let Some(term) = pulled_back(here, k, cotangent)
            {
                let slot = &mut cotangents[arg.index()];
                *slot = Some(slot.map_or(term, |sum| sum + term));
            }
        }
    }
    let zero = |x: &Expr<'g>| graph.full(0.0, x.rows(), x.cols());
    wrt.iter().map(|x| cotangents.get(x.id().index()).copied().flatten().unwrap_or_else(|| zero(x))).collect()
}

/// Reverse mode with cotangent 1: the gradient of a scalar `y`, or of the sum of `y`'s entries.
///
/// ```
/// # use autodiff::*;
/// # let graph = Graph::new();
/// let (x, y) = (graph.input("x", 1, 1), graph.input("y", 1, 1));
/// let slopes = grad(x * y + y.sin(), &[x, y]);
/// assert_eq!(slopes, [y, x + y.cos()]);
/// assert_eq!(grad(slopes[1], &[y])[0], -y.sin()); // the second derivative
/// assert_eq!(grad(x, &[y])[0].constant(), Some(0.0));
/// ```
pub fn grad<'g>(y: Expr<'g>, wrt: &[Expr<'g>]) -> Vec<Expr<'g>> {
    vjp(y, y.graph().full(1.0, y.rows(), y.cols()), wrt)
}

/// The partial derivative of an elementwise `y` by its argument number `k`, with the other arguments held: the factor by which
/// forward mode multiplies a tangent, and reverse mode an adjoint. None where `y` does not change with it, or only by jumps.
///
/// ```
/// # use autodiff::*;
/// # let graph = Graph::new();
/// let (x, y) = (graph.input("x", 1, 1), graph.input("y", 1, 1));
/// assert_eq!((partial(x * y, 0), partial(x.sin(), 0)), (Some(y), Some(x.cos())));
/// assert_eq!(partial(x.gt(y), 0), None);
/// ```
///
/// # Panics
/// If `y` is not elementwise or has no such argument.
pub fn partial<'g>(y: Expr<'g>, k: usize) -> Option<Expr<'g>> {
    let (op, graph) = (y.op(), y.graph());
    assert!(op.is_elementwise() && k < op.arity(), "{op} has no partial derivative by argument {k}");
    let [zero, one] = [0.0, 1.0].map(|value| graph.full(value, y.rows(), y.cols()));
    match rule(y, k) {
        Rule::Times(partial) => Some(partial),
        Rule::Where(mask, true) => Some(mask.select(one, zero)),
        Rule::Where(mask, false) => Some(mask.select(zero, one)),
        Rule::Zero | Rule::Linear | Rule::Weighted(..) => None,
    }
}

/// The term that a tangent of argument `k` adds to the tangent of `y`.
fn pushed_forward<'g>(y: Expr<'g>, k: usize, tangent: Expr<'g>) -> Option<Expr<'g>> {
    let zero = y.graph().constant(0.0);
    match rule(y, k) {
        Rule::Zero => None,
        Rule::Times(partial) => Some(partial * tangent),
        Rule::Where(mask, true) => Some(mask.select(tangent, zero)),
        Rule::Where(mask, false) => Some(mask.select(zero, tangent)),
        Rule::Weighted(axis, weights) => Some((weights * tangent).sum(axis)),
        Rule::Linear => {
            let node = y.graph().node(y.id());
            let mut args = node.args().to_vec();
            args[k] = tangent.id();
            Some(y.graph().push(node.op, &args, node.shape))
        }
    }
}

/// The term that a cotangent of `y` adds to the cotangent of argument `k`.
fn pulled_back<'g>(y: Expr<'g>, k: usize, cotangent: Expr<'g>) -> Option<Expr<'g>> {
    let zero = y.graph().constant(0.0);
    let arg = |i: usize| argument(y.graph(), y.id(), i);
    match rule(y, k) {
        Rule::Zero => None,
        Rule::Times(partial) => Some(partial * cotangent),
        Rule::Where(mask, true) => Some(mask.select(cotangent, zero)),
        Rule::Where(mask, false) => Some(mask.select(zero, cotangent)),
        Rule::Weighted(_, weights) => Some(weights * cotangent),
        Rule::Linear => Some(match (y.graph().node(y.id()).op, k) {
            (Op::MatMul, 0) => cotangent.matmul(arg(1).t()),
            (Op::MatMul, _) => arg(0).t().matmul(cotangent),
            (Op::Transpose, _) => cotangent.t(),
            (Op::Sum(_), _) => cotangent.broadcast(arg(0).rows(), arg(0).cols()),
            (Op::Broadcast(axis), _) => cotangent.sum(axis),
            (op, _) => panic!("{op:?} is not linear"),
        }),
    }
}

fn argument(graph: &Graph, id: NodeId, k: usize) -> Expr<'_> {
    Expr { graph, id: graph.node(id).args()[k] }
}

//! The append-only, hash-consed graph.
//!
//! Invariant: a node's arguments have smaller numbers than the node; equal nodes are one node.
//! Pushing a node applies the identities that keep derivatives small; [`Graph`] lists them. Deeper
//! rewriting of formulas is in `formula::simplify`.

use std::cell::RefCell;
use std::collections::HashMap;

use kernels::{Axis, Shape};

use crate::expr::Expr;
use crate::op::Op;

/// The number of a node in its graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub(crate) u32);

impl NodeId {
    /// Position of the node in its graph.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let x = graph.input("x", 1, 1);
    /// assert_eq!(x.sin().id().index(), 1);
    /// ```
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// One operation with its arguments and the shape of its result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Node {
    pub(crate) op: Op,
    args: [NodeId; 3],
    pub(crate) shape: Shape,
}

impl Node {
    pub(crate) fn args(&self) -> &[NodeId] {
        &self.args[..self.op.arity()]
    }

    /// The same operation on other arguments.
    pub(crate) fn with_args(mut self, renamed: impl Fn(NodeId) -> NodeId) -> Node {
        let arity = self.op.arity();
        self.args[..arity].iter_mut().for_each(|arg| *arg = renamed(*arg));
        self
    }
}

/// What [`Graph::verify`] found to be wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("node {node}: {reason}")]
pub struct VerifyError {
    /// Position of the node.
    pub node: usize,
    /// What must hold, and what was found instead.
    pub reason: String,
}

/// A graph of matrix operations.
///
/// ```
/// # use autodiff::Graph;
/// let graph = Graph::new();
/// let x = graph.input("x", 2, 3);
/// assert_eq!((x + 1.0).tanh(), (x + 1.0).tanh()); // the same node
/// ```
///
/// # Algebra, not IEEE
/// When a node is appended, an identity may replace it by a simpler one. The identities are those of real numbers. Where
/// an operand is infinite, not a number or −0, some of them differ from IEEE 754, as the table says.
/// [`interpret`](crate::interpret()) and [`Plan`](crate::Plan) agree on all of them, because both evaluate the graph after
/// the replacement. A constant factor 0 thus hides a divergence: a program that has to detect one must check the value
/// itself (such as a loss or a weight), not a product of it with 0.
///
/// | Appended | Becomes | Where IEEE 754 differs |
/// |---|---|---|
/// | `x · 0`, and a matrix product with zeros | `0` | not a number for `x` = ±∞ or not a number; −0 for `x < 0` |
/// | `0 / x` | `0` | not a number for `x` = 0 or not a number; −0 for `x < 0` |
/// | `x − x` | `0` | not a number for `x` = ±∞ or not a number |
/// | `x + 0`, `x − 0` | `x` | `x + 0` is +0 for `x` = −0 |
/// | `0 − x` | `−x` | +0 for `x` = 0 |
/// | `x · 1`, `x / 1`, `x ^ 1` | `x` | nowhere |
/// | `x · −1`, `x / −1` | `−x` | nowhere |
/// | `x ^ 0` | `1` | nowhere |
/// | `x > x` | `0` | nowhere |
/// | `−(−x)`, `(xᵀ)ᵀ`, `select(mask, x, x)` | `x` | nowhere |
/// | `a + b`, `a · b` | with the smaller node first | nowhere |
/// | an elementwise operation on constants | its value in `f64` | [`Plan`](crate::Plan) would round each step to `f32` |
/// | the sum of a constant matrix | `n ·` the constant | it would round after each addition |
/// | transpose, broadcast or maximum of a constant, or along an axis of size 1 | the constant, or `x` | nowhere |
///
/// ```
/// # use autodiff::{Graph, Matrix, interpret};
/// let graph = Graph::new();
/// let x = graph.input("x", 1, 1);
/// let values = interpret(&graph, &[(x, Matrix::scalar(f64::NAN))], &[x * 0.0, x - x, x * 2.0])?;
/// assert_eq!((values[0].get(0, 0), values[1].get(0, 0)), (0.0, 0.0));
/// assert!(values[2].get(0, 0).is_nan());
/// # Ok::<(), autodiff::InterpretError>(())
/// ```
#[derive(Debug, Default)]
pub struct Graph {
    nodes: RefCell<Vec<Node>>,
    memo: RefCell<HashMap<Node, NodeId>>,
    names: RefCell<Vec<String>>,
}

impl Graph {
    /// An empty graph.
    ///
    /// ```
    /// # use autodiff::Graph;
    /// assert!(Graph::new().is_empty());
    /// ```
    pub fn new() -> Graph {
        Graph::default()
    }

    /// Appends an input of this shape. The name is only printed: two inputs of one name are different nodes.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// assert_eq!(graph.input("x", 2, 3).to_string(), "x");
    /// assert_ne!(graph.input("x", 2, 3), graph.input("x", 2, 3));
    /// ```
    pub fn input(&self, name: &str, rows: usize, cols: usize) -> Expr<'_> {
        let mut names = self.names.borrow_mut();
        names.push(name.to_owned());
        let op = Op::Input(names.len() as u32 - 1);
        drop(names);
        self.push(op, &[], Shape { rows, cols })
    }

    /// A 1 × 1 constant.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// assert_eq!(graph.constant(2.5).constant(), Some(2.5));
    /// ```
    pub fn constant(&self, value: f64) -> Expr<'_> {
        self.full(value, 1, 1)
    }

    /// A constant matrix whose entries are all `value`.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let ones = graph.full(1.0, 2, 3);
    /// assert_eq!((ones.constant(), ones.sum(Axis::All).constant()), (Some(1.0), Some(6.0)));
    /// ```
    pub fn full(&self, value: f64, rows: usize, cols: usize) -> Expr<'_> {
        self.push(Op::Const(value.to_bits()), &[], Shape { rows, cols })
    }

    /// The number of nodes.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let x = graph.input("x", 1, 1);
    /// let _ = (x + 1.0, 1.0 + x); // one constant and one sum
    /// assert_eq!(graph.len(), 3);
    /// ```
    pub fn len(&self) -> usize {
        self.nodes.borrow().len()
    }

    /// Whether the graph has no node.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// assert!(graph.is_empty());
    /// let _ = graph.constant(1.0);
    /// assert!(!graph.is_empty());
    /// ```
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Checks that the arguments of every node come before it, and that their number and shapes fit its operation.
    ///
    /// # Errors
    /// The first node that fails the check.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let x = graph.input("x", 1, 1);
    /// let _ = x.matmul(x).tanh();
    /// assert_eq!(graph.verify(), Ok(()));
    /// ```
    pub fn verify(&self) -> Result<(), VerifyError> {
        let nodes = self.nodes.borrow();
        for (idx, node) in nodes.iter().enumerate() {
            let fail = |reason: String| Err(VerifyError { node: idx, reason });
            if let Some(arg) = node.args().iter().find(|arg| arg.index() >= idx) {
                return fail(format!("arguments come before their node, got argument {}", arg.0));
            }
            let shapes: Vec<Shape> = node.args().iter().map(|arg| nodes[arg.index()].shape).collect();
            match node.op.result_shape(&shapes) {
                Err(reason) => return fail(reason),
                Ok(Some(shape)) if shape != node.shape => {
                    return fail(format!("{:?} of {shapes:?} has shape {shape}, got {}", node.op, node.shape));
                }
                Ok(_) => {}
            }
            if let Op::Broadcast(axis) = node.op
                && axis.collapsed(node.shape) != shapes[0]
            {
                return fail(format!("broadcast to {} along {axis:?} cannot start from {}", node.shape, shapes[0]));
            }
        }
        Ok(())
    }

    pub(crate) fn node(&self, id: NodeId) -> Node {
        self.nodes.borrow()[id.index()]
    }

    /// The name of an input.
    pub(crate) fn input_name(&self, input: u32) -> String {
        self.names.borrow()[input as usize].clone()
    }

    /// A copy of the nodes `0..=last`, because differentiation appends nodes while it walks.
    pub(crate) fn nodes_up_to(&self, last: NodeId) -> Vec<Node> {
        self.nodes.borrow()[..=last.index()].to_vec()
    }

    /// Appends a node whose shape follows from its arguments.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let (x, y) = (graph.input("x", 1, 1), graph.input("y", 1, 1));
    /// assert_eq!(graph.apply(Op::Div, &[x.id(), y.id()]), x / y);
    /// ```
    ///
    /// # Panics
    /// If the shapes do not fit, or do not say what the result's is.
    pub fn apply(&self, op: Op, args: &[NodeId]) -> Expr<'_> {
        let shapes: Vec<Shape> = args.iter().map(|arg| self.node(*arg).shape).collect();
        match op.result_shape(&shapes) {
            Ok(Some(shape)) => self.push(op, args, shape),
            Ok(None) => panic!("{op:?} needs its shape stated"),
            Err(reason) => panic!("{reason}"),
        }
    }

    /// Appends a node, or returns an expression that is equal to it: by an identity, or because the node exists already.
    pub(crate) fn push(&self, op: Op, args: &[NodeId], shape: Shape) -> Expr<'_> {
        if let Some(known) = self.identity(op, args, shape) {
            return known;
        }
        let mut filled = [NodeId(u32::MAX); 3];
        filled[..args.len()].copy_from_slice(args);
        if matches!(op, Op::Add | Op::Mul) {
            filled[..2].sort(); // a + b and b + a have the same bits
        }
        let node = Node { op, args: filled, shape };
        if let Some(id) = self.memo.borrow().get(&node) {
            return Expr { graph: self, id: *id };
        }
        let mut nodes = self.nodes.borrow_mut();
        let id = NodeId(u32::try_from(nodes.len()).expect("a graph has fewer than 2³² nodes"));
        nodes.push(node);
        self.memo.borrow_mut().insert(node, id);
        Expr { graph: self, id }
    }

    /// The simpler expression that the node is equal to by one of the identities of the table at [`Graph`], if any.
    fn identity(&self, op: Op, args: &[NodeId], shape: Shape) -> Option<Expr<'_>> {
        let expr = |id: NodeId| Expr { graph: self, id };
        let value = |k: usize| self.node(args[k]).op.constant();
        let is = |k: usize, number: f64| value(k) == Some(number);
        let full = |number: f64| Some(self.full(number, shape.rows, shape.cols));
        if op.is_elementwise() && op != Op::Select {
            let values: Option<Vec<f64>> = (0..args.len()).map(value).collect();
            if let Some(values) = values {
                return full(op.eval(&values));
            }
        }
        match op {
            Op::Add if is(0, 0.0) => Some(expr(args[1])),
            Op::Add | Op::Sub if is(1, 0.0) => Some(expr(args[0])),
            Op::Sub if is(0, 0.0) => Some(-expr(args[1])),
            Op::Sub if args[0] == args[1] => full(0.0),
            Op::Mul if is(0, 0.0) || is(1, 0.0) => full(0.0),
            Op::Mul if is(0, 1.0) => Some(expr(args[1])),
            Op::Mul | Op::Div | Op::Pow if is(1, 1.0) => Some(expr(args[0])),
            Op::Mul if is(0, -1.0) => Some(-expr(args[1])),
            Op::Mul | Op::Div if is(1, -1.0) => Some(-expr(args[0])),
            Op::Div if is(0, 0.0) => full(0.0),
            Op::Pow if is(1, 0.0) => full(1.0),
            Op::Neg | Op::Transpose if self.node(args[0]).op == op => Some(expr(self.node(args[0]).args[0])),
            Op::Select if args[1] == args[2] => Some(expr(args[1])),
            Op::Select => value(0).map(|mask| expr(args[if mask == 0.0 { 2 } else { 1 }])),
            Op::Gt if args[0] == args[1] => full(0.0),
            Op::MatMul if is(0, 0.0) || is(1, 0.0) => full(0.0),
            Op::Transpose | Op::Broadcast(_) | Op::Max(_) if value(0).is_some() => full(value(0)?),
            Op::Transpose if shape.rows == 1 && shape.cols == 1 => Some(expr(args[0])),
            Op::Sum(axis) if value(0).is_some() => {
                let from = self.node(args[0]).shape;
                let n = (from.rows * from.cols) / (axis.collapsed(from).rows * axis.collapsed(from).cols);
                full(value(0)? * n as f64)
            }
            Op::Sum(_) | Op::Max(_) | Op::Broadcast(_) if self.node(args[0]).shape == shape => Some(expr(args[0])),
            _ => None,
        }
    }
}

/// Broadcasts `expr` to `shape`, along the axes in which it has size 1.
///
/// # Panics
/// If the shapes do not fit.
pub(crate) fn broadcast_to<'g>(expr: Expr<'g>, shape: Shape) -> Expr<'g> {
    let from = expr.shape();
    let axis = match (from.rows == shape.rows, from.cols == shape.cols) {
        (true, true) => return expr,
        (false, true) if from.rows == 1 => Axis::Rows,
        (true, false) if from.cols == 1 => Axis::Cols,
        (false, false) if from.rows == 1 && from.cols == 1 => Axis::All,
        _ => panic!("cannot broadcast {from} to {shape}"),
    };
    expr.graph.push(Op::Broadcast(axis), &[expr.id], shape)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_nodes_are_one_node() {
        let graph = Graph::new();
        let (x, y) = (graph.input("x", 2, 2), graph.input("y", 2, 2));
        assert_eq!(x * y + 1.0, y * x + 1.0);
        assert_ne!(graph.input("x", 2, 2), x);
    }

    #[test]
    fn identities_add_no_node() {
        let graph = Graph::new();
        let x = graph.input("x", 2, 3);
        assert_eq!(x * 1.0, x);
        assert_eq!(x + 0.0, x);
        assert_eq!(-(-x), x);
        assert_eq!(x.t().t(), x);
        assert_eq!((x - x).constant(), Some(0.0));
        assert_eq!((graph.constant(2.0) * 3.0).constant(), Some(6.0));
        assert_eq!(graph.full(2.0, 2, 3).sum(Axis::All).constant(), Some(12.0));
    }

    #[test]
    fn the_verifier_finds_a_wrong_shape_and_a_forward_reference() {
        let graph = Graph::new();
        let x = graph.input("x", 2, 3);
        let _ = x.tanh();
        assert_eq!(graph.verify(), Ok(()));
        graph.nodes.borrow_mut()[1].shape = Shape { rows: 3, cols: 3 };
        assert!(graph.verify().is_err_and(|error| error.reason.contains("3×3")));
        graph.nodes.borrow_mut()[1] = Node { op: Op::Tanh, args: [NodeId(1); 3], shape: x.shape() };
        assert!(graph.verify().is_err_and(|error| error.reason.contains("before")));
    }
}

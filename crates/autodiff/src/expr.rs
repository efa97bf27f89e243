//! [`Expr`]: a value in a graph, with the operators and functions that append nodes.

use kernels::{Axis, Shape};

use crate::graph::{Graph, NodeId, broadcast_to};
use crate::op::Op;

/// A value in a graph. Arithmetic on it appends nodes; an operand of shape 1 × 1, 1 × c or r × 1 is
/// broadcast to the other operand's shape. A node that an identity of real numbers replaces, such as `x · 0` by 0, is not
/// appended: the table at [`Graph`] says where that differs from IEEE 754.
///
/// It prints as a formula (`{}`), or as the line of its node (`{:?}`).
///
/// ```
/// # use autodiff::Graph;
/// let graph = Graph::new();
/// let (x, y) = (graph.input("x", 1, 1), graph.input("y", 1, 1));
/// let z = x * y;
/// assert_eq!((z.to_string(), format!("{z:?}")), ("x*y".into(), "%2 = mul %0 %1 : 1×1".into()));
/// ```
#[derive(Clone, Copy)]
pub struct Expr<'g> {
    pub(crate) graph: &'g Graph,
    pub(crate) id: NodeId,
}

impl PartialEq for Expr<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.graph, other.graph) && self.id == other.id
    }
}

impl<'g> Expr<'g> {
    /// The graph that it belongs to.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let x = graph.input("x", 1, 1);
    /// assert_eq!(x.graph().len(), 1);
    /// ```
    pub fn graph(self) -> &'g Graph {
        self.graph
    }

    /// Its node.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let x = graph.input("x", 1, 1);
    /// assert_eq!((x.id().index(), x.exp().id().index()), (0, 1));
    /// ```
    pub fn id(self) -> NodeId {
        self.id
    }

    /// `rows × cols`.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// assert_eq!(graph.input("x", 2, 3).shape(), Shape { rows: 2, cols: 3 });
    /// ```
    pub fn shape(self) -> Shape {
        self.graph.node(self.id).shape
    }

    /// Number of rows.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// assert_eq!(graph.input("x", 2, 3).rows(), 2);
    /// ```
    pub fn rows(self) -> usize {
        self.shape().rows
    }

    /// Number of columns.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// assert_eq!(graph.input("x", 2, 3).cols(), 3);
    /// ```
    pub fn cols(self) -> usize {
        self.shape().cols
    }

    /// Its value, if it is a constant.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let x = graph.input("x", 1, 1);
    /// assert_eq!(x.constant(), None);
    /// assert_eq!((graph.constant(2.0) * 3.0).constant(), Some(6.0));
    /// ```
    pub fn constant(self) -> Option<f64> {
        self.graph.node(self.id).op.constant()
    }

    /// With `self` as the mask: `then` where it is not 0, else `otherwise`. The branch that was not taken gets the
    /// derivative 0.
    ///
    /// Reverse mode multiplies that 0 by the slope of the branch. Where the slope is infinite, as that of `√x` at 0, the
    /// product is not a number. Limit the branch's argument to where it is needed:
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let (x, zero, one) = (graph.input("x", 1, 1), graph.constant(0.0), graph.constant(1.0));
    /// let is_positive = x.gt(zero);
    /// let wrong = is_positive.select(x.sqrt(), zero);
    /// let right = is_positive.select(is_positive.select(x, one).sqrt(), zero);
    /// let slopes = [grad(wrong, &[x])[0], grad(right, &[x])[0]];
    /// let values = interpret(&graph, &[(x, Matrix::scalar(0.0))], &slopes)?;
    /// assert!(values[0].get(0, 0).is_nan());
    /// assert_eq!(values[1].get(0, 0), 0.0);
    /// # Ok::<(), InterpretError>(())
    /// ```
    #[must_use]
    pub fn select(self, then: Self, otherwise: Self) -> Self {
        let shape = joint(joint(self.shape(), then.shape()), otherwise.shape());
        let [mask, a, b] = [self, then, otherwise].map(|e| broadcast_to(e, shape).id);
        self.graph.push(Op::Select, &[mask, a, b], shape)
    }

    /// Matrix product.
    ///
    /// # Shapes
    /// `m × k` times `k × n` is `m × n`.
    ///
    /// # Panics
    /// If the inner sizes differ.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let (a, b) = (graph.input("a", 1, 2), graph.input("b", 2, 1));
    /// let at = [(a, Matrix::new(1, 2, vec![1.0, 2.0])), (b, Matrix::new(2, 1, vec![3.0, 4.0]))];
    /// assert_eq!(interpret(&graph, &at, &[a.matmul(b)])?[0], Matrix::scalar(11.0));
    /// assert_eq!(interpret(&graph, &at, &grad(a.matmul(b), &[a]))?[0].data, [3.0, 4.0]); // bᵀ
    /// # Ok::<(), InterpretError>(())
    /// ```
    #[must_use]
    pub fn matmul(self, other: Self) -> Self {
        self.graph.apply(Op::MatMul, &[self.id, other.id])
    }

    /// Transpose.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let x = graph.input("x", 2, 3);
    /// assert_eq!(x.t().shape(), Shape { rows: 3, cols: 2 });
    /// assert_eq!(x.t().t(), x);
    /// ```
    #[must_use]
    pub fn t(self) -> Self {
        self.unary(Op::Transpose)
    }

    /// Sum along an axis, which keeps size 1.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let x = graph.input("x", 2, 3);
    /// let at = [(x, Matrix::new(2, 3, vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0]))];
    /// let sums = interpret(&graph, &at, &[x.sum(Axis::Rows), x.sum(Axis::Cols), x.sum(Axis::All)])?;
    /// assert_eq!(sums[0], Matrix::new(1, 3, vec![5.0, 7.0, 9.0]));
    /// assert_eq!(sums[1], Matrix::new(2, 1, vec![6.0, 15.0]));
    /// assert_eq!(sums[2], Matrix::scalar(21.0));
    /// # Ok::<(), InterpretError>(())
    /// ```
    #[must_use]
    pub fn sum(self, axis: Axis) -> Self {
        self.unary(Op::Sum(axis))
    }

    /// Largest entry along an axis, which keeps size 1. Ties share the derivative equally.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let x = graph.input("x", 1, 3);
    /// let top = x.max(Axis::Cols);
    /// let at = [(x, Matrix::new(1, 3, vec![1.0, 4.0, 4.0]))];
    /// let values = interpret(&graph, &at, &[top, grad(top, &[x])[0]])?;
    /// assert_eq!((values[0].get(0, 0), &values[1].data), (4.0, &vec![0.0, 0.5, 0.5]));
    /// # Ok::<(), InterpretError>(())
    /// ```
    #[must_use]
    pub fn max(self, axis: Axis) -> Self {
        self.unary(Op::Max(axis))
    }

    /// Repeats rows, columns or a scalar up to `rows × cols`.
    ///
    /// # Panics
    /// If a size is neither 1 nor the wanted one.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let row = graph.input("row", 1, 3);
    /// let repeated = row.broadcast(2, 3);
    /// assert_eq!(repeated.shape(), Shape { rows: 2, cols: 3 });
    /// assert_eq!(grad(repeated, &[row])[0].constant(), Some(2.0)); // each entry is used twice
    /// ```
    #[must_use]
    pub fn broadcast(self, rows: usize, cols: usize) -> Self {
        broadcast_to(self, Shape { rows, cols })
    }

    pub(crate) fn unary(self, op: Op) -> Self {
        self.graph.apply(op, &[self.id])
    }

    pub(crate) fn binary(self, op: Op, other: Self) -> Self {
        assert!(std::ptr::eq(self.graph, other.graph), "{} and {} belong to different graphs", self.id, other.id);
        let shape = joint(self.shape(), other.shape());
        self.graph.push(op, &[broadcast_to(self, shape).id, broadcast_to(other, shape).id], shape)
    }
}

/// The shape of two operands after broadcasting along axes of size 1.
fn joint(a: Shape, b: Shape) -> Shape {
    let size = |m: usize, n: usize| match (m, n) {
        (m, n) if m == n => m,
        (1, n) => n,
        (m, 1) => m,
        _ => panic!("shapes do not fit together: {a} and {b}"),
    };
    Shape { rows: size(a.rows, b.rows), cols: size(a.cols, b.cols) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operands_of_size_one_are_repeated() {
        let graph = Graph::new();
        let (a, row, col) = (graph.input("a", 2, 3), graph.input("r", 1, 3), graph.input("c", 2, 1));
        assert_eq!((a * row + col).shape(), Shape { rows: 2, cols: 3 });
        assert_eq!((row + col).shape(), Shape { rows: 2, cols: 3 });
        assert_eq!((2.0 * a).shape(), a.shape());
    }
}

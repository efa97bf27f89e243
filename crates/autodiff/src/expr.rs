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

    /// `eˣ`.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let x = graph.input("x", 1, 1);
    /// assert_eq!(graph.constant(0.0).exp().constant(), Some(1.0));
    /// assert_eq!(grad(x.exp(), &[x])[0], x.exp());
    /// ```
    #[must_use]
    pub fn exp(self) -> Self {
        self.unary(Op::Exp)
    }

    /// Natural logarithm.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let x = graph.input("x", 1, 1);
    /// assert_eq!(graph.constant(std::f64::consts::E).ln().constant(), Some(1.0));
    /// assert_eq!(grad(x.ln(), &[x])[0], 1.0 / x);
    /// ```
    #[must_use]
    pub fn ln(self) -> Self {
        self.unary(Op::Ln)
    }

    /// `ln(1 + x)`, exact near 0.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let small = graph.constant(1e-20);
    /// assert_eq!(small.ln1p().constant(), Some(1e-20));
    /// assert_eq!((1.0 + small).ln().constant(), Some(0.0)); // all digits are lost
    /// ```
    #[must_use]
    pub fn ln1p(self) -> Self {
        self.unary(Op::Ln1p)
    }

    /// `eˣ − 1`, exact near 0.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let small = graph.constant(1e-20);
    /// assert_eq!(small.expm1().constant(), Some(1e-20));
    /// assert_eq!((small.exp() - 1.0).constant(), Some(0.0)); // all digits are lost
    /// ```
    #[must_use]
    pub fn expm1(self) -> Self {
        self.unary(Op::Expm1)
    }

    /// `1 / (1 + e⁻ˣ)`.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// assert_eq!([0.0, 800.0].map(|x| graph.constant(x).sigmoid().constant()), [Some(0.5), Some(1.0)]);
    /// let x = graph.constant(-40.0).sigmoid().constant();
    /// assert!(x.is_some_and(|x| (x * 40.0_f64.exp() - 1.0).abs() < 1e-14)); // e⁻⁴⁰, not 0
    /// ```
    #[must_use]
    pub fn sigmoid(self) -> Self {
        self.unary(Op::Sigmoid)
    }

    /// `1/cosh² x`, the slope of the hyperbolic tangent.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let x = graph.constant(20.0);
    /// let slope = x.sech_squared().constant();
    /// assert!(slope.is_some_and(|slope| (slope * 40.0_f64.exp() / 4.0 - 1.0).abs() < 1e-14)); // 4e⁻⁴⁰, not 0
    /// assert_eq!((1.0 - x.tanh().square()).constant(), Some(0.0)); // all digits are lost
    /// ```
    #[must_use]
    pub fn sech_squared(self) -> Self {
        self.unary(Op::SechSquared)
    }

    /// Hyperbolic tangent.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// assert_eq!(graph.constant(100.0).tanh().constant(), Some(1.0));
    /// assert_eq!(graph.constant(0.0).tanh().constant(), Some(0.0));
    /// ```
    #[must_use]
    pub fn tanh(self) -> Self {
        self.unary(Op::Tanh)
    }

    /// `x / (1 + |x|)`.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// assert_eq!([-1.0, 0.0, 3.0].map(|x| graph.constant(x).softsign().constant()), [Some(-0.5), Some(0.0), Some(0.75)]);
    /// ```
    #[must_use]
    pub fn softsign(self) -> Self {
        self.unary(Op::Softsign)
    }

    /// Sine, in radians.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let x = graph.input("x", 1, 1);
    /// assert_eq!(graph.constant(0.0).sin().constant(), Some(0.0));
    /// assert_eq!(grad(x.sin(), &[x])[0], x.cos());
    /// ```
    #[must_use]
    pub fn sin(self) -> Self {
        self.unary(Op::Sin)
    }

    /// Cosine, in radians.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let x = graph.input("x", 1, 1);
    /// assert_eq!(graph.constant(0.0).cos().constant(), Some(1.0));
    /// assert_eq!(grad(x.cos(), &[x])[0], -x.sin());
    /// ```
    #[must_use]
    pub fn cos(self) -> Self {
        self.unary(Op::Cos)
    }

    /// Square root.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let x = graph.input("x", 1, 1);
    /// assert_eq!(graph.constant(9.0).sqrt().constant(), Some(3.0));
    /// assert_eq!(grad(x.sqrt(), &[x])[0], 0.5 / x.sqrt());
    /// ```
    #[must_use]
    pub fn sqrt(self) -> Self {
        self.unary(Op::Sqrt)
    }

    /// Error function.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// assert_eq!(graph.constant(0.0).erf().constant(), Some(0.0));
    /// assert_eq!(graph.constant(6.0).erf().constant(), Some(1.0));
    /// ```
    #[must_use]
    pub fn erf(self) -> Self {
        self.unary(Op::Erf)
    }

    /// `Φ(x)`, the integral of the standard normal density up to `x`.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// assert_eq!(graph.constant(0.0).normal_cdf().constant(), Some(0.5));
    /// let tail = graph.constant(-10.0).normal_cdf().constant();
    /// assert!(tail.is_some_and(|tail| (tail / 7.619853024160526e-24 - 1.0).abs() < 1e-13));
    /// ```
    #[must_use]
    pub fn normal_cdf(self) -> Self {
        self.unary(Op::NormalCdf)
    }

    /// `x ^ exponent`, entry by entry; see [`Op::Pow`].
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let (x, y) = (graph.input("x", 1, 1), graph.input("y", 1, 1));
    /// assert_eq!(grad(x.pow(y), &[x])[0].to_string(), "y*x^(y - 1)");
    /// assert_eq!(graph.constant(-2.0).pow(graph.constant(3.0)).constant(), Some(-8.0));
    /// ```
    #[must_use]
    pub fn pow(self, exponent: Self) -> Self {
        self.binary(Op::Pow, exponent)
    }

    /// `x ^ exponent` with a constant exponent.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let x = graph.input("x", 1, 1);
    /// assert_eq!(formula::simplify(grad(x.powf(3.0), &[x])[0]).to_string(), "3*x^2");
    /// assert_eq!((x.powf(0.0).constant(), x.powf(1.0)), (Some(1.0), x));
    /// ```
    #[must_use]
    pub fn powf(self, exponent: f64) -> Self {
        self.pow(self.graph.constant(exponent))
    }

    /// 1 where `self > other`, else 0.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let x = graph.input("x", 1, 1);
    /// assert_eq!(graph.constant(2.0).gt(graph.constant(1.0)).constant(), Some(1.0));
    /// assert_eq!(grad(x.gt(graph.constant(0.0)), &[x])[0].constant(), Some(0.0)); // a step is flat
    /// ```
    #[must_use]
    pub fn gt(self, other: Self) -> Self {
        self.binary(Op::Gt, other)
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

//! [`Expr`]: a value in a graph, with the operators and functions that append nodes.

use std::fmt;
use std::ops::{Add, Div, Mul, Neg, Sub};

use kernels::{Axis, Shape};

use crate::graph::{Graph, NodeId, broadcast_to};
use crate::op::Op;

/// A value in a graph. Arithmetic on it appends nodes; an operand of shape 1 × 1, 1 × c or r × 1 is
/// broadcast to the other operand's shape.
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

impl fmt::Debug for Expr<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Expr({}: {:?} {})", self.id.0, self.graph.node(self.id).op, self.shape())
    }
}

impl<'g> Expr<'g> {
    /// The graph that it belongs to.
    pub fn graph(self) -> &'g Graph {
        self.graph
    }

    /// Its node.
    pub fn id(self) -> NodeId {
        self.id
    }

    /// `rows × cols`.
    pub fn shape(self) -> Shape {
        self.graph.node(self.id).shape
    }

    /// Number of rows.
    pub fn rows(self) -> usize {
        self.shape().rows
    }

    /// Number of columns.
    pub fn cols(self) -> usize {
        self.shape().cols
    }

    /// Its value, if it is a constant.
    pub fn constant(self) -> Option<f64> {
        self.graph.node(self.id).op.constant()
    }

    /// `eˣ`.
    #[must_use]
    pub fn exp(self) -> Self {
        self.unary(Op::Exp)
    }

    /// Natural logarithm.
    #[must_use]
    pub fn ln(self) -> Self {
        self.unary(Op::Ln)
    }

    /// `ln(1 + x)`, exact near 0.
    #[must_use]
    pub fn ln1p(self) -> Self {
        self.unary(Op::Ln1p)
    }

    /// `eˣ − 1`, exact near 0.
    #[must_use]
    pub fn expm1(self) -> Self {
        self.unary(Op::Expm1)
    }

    /// `1 / (1 + e⁻ˣ)`.
    #[must_use]
    pub fn sigmoid(self) -> Self {
        self.unary(Op::Sigmoid)
    }

    /// `1/cosh² x`, the slope of the hyperbolic tangent.
    #[must_use]
    pub fn sech_squared(self) -> Self {
        self.unary(Op::SechSquared)
    }

    /// Hyperbolic tangent.
    #[must_use]
    pub fn tanh(self) -> Self {
        self.unary(Op::Tanh)
    }

    /// `x / (1 + |x|)`.
    #[must_use]
    pub fn softsign(self) -> Self {
        self.unary(Op::Softsign)
    }

    /// Sine, in radians.
    #[must_use]
    pub fn sin(self) -> Self {
        self.unary(Op::Sin)
    }

    /// Cosine, in radians.
    #[must_use]
    pub fn cos(self) -> Self {
        self.unary(Op::Cos)
    }

    /// Square root.
    #[must_use]
    pub fn sqrt(self) -> Self {
        self.unary(Op::Sqrt)
    }

    /// Error function.
    #[must_use]
    pub fn erf(self) -> Self {
        self.unary(Op::Erf)
    }

    /// `Φ(x)`, the integral of the standard normal density up to `x`.
    #[must_use]
    pub fn normal_cdf(self) -> Self {
        self.unary(Op::NormalCdf)
    }

    /// `x ^ exponent`, entry by entry; see [`Op::Pow`].
    #[must_use]
    pub fn pow(self, exponent: Self) -> Self {
        self.binary(Op::Pow, exponent)
    }

    /// `x ^ exponent` with a constant exponent.
    #[must_use]
    pub fn powf(self, exponent: f64) -> Self {
        self.pow(self.graph.constant(exponent))
    }

    /// 1 where `self > other`, else 0.
    #[must_use]
    pub fn gt(self, other: Self) -> Self {
        self.binary(Op::Gt, other)
    }

    /// With `self` as the mask: `then` where it is not 0, else `otherwise`. No derivative flows
    /// into the branch that was not taken.
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
    #[must_use]
    pub fn matmul(self, other: Self) -> Self {
        self.graph.apply(Op::MatMul, &[self.id, other.id])
    }

    /// Transpose.
    #[must_use]
    pub fn t(self) -> Self {
        self.unary(Op::Transpose)
    }

    /// Sum along an axis, which keeps size 1.
    #[must_use]
    pub fn sum(self, axis: Axis) -> Self {
        self.unary(Op::Sum(axis))
    }

    /// Largest entry along an axis, which keeps size 1. Ties share the derivative equally.
    #[must_use]
    pub fn max(self, axis: Axis) -> Self {
        self.unary(Op::Max(axis))
    }

    /// Repeats rows, columns or a scalar up to `rows × cols`.
    ///
    /// # Panics
    /// If a size is neither 1 nor the wanted one.
    #[must_use]
    pub fn broadcast(self, rows: usize, cols: usize) -> Self {
        broadcast_to(self, Shape { rows, cols })
    }

    fn unary(self, op: Op) -> Self {
        self.graph.apply(op, &[self.id])
    }

    fn binary(self, op: Op, other: Self) -> Self {
        assert!(std::ptr::eq(self.graph, other.graph), "{self:?} and {other:?} belong to different graphs");
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

impl Neg for Expr<'_> {
    type Output = Self;
    fn neg(self) -> Self {
        self.unary(Op::Neg)
    }
}

macro_rules! arithmetic {
    ($($name:ident $method:ident),*) => {$(
        impl<'g> $name for Expr<'g> {
            type Output = Expr<'g>;
            fn $method(self, other: Expr<'g>) -> Expr<'g> {
                self.binary(Op::$name, other)
            }
        }
        impl<'g> $name<f64> for Expr<'g> {
            type Output = Expr<'g>;
            fn $method(self, other: f64) -> Expr<'g> {
                self.binary(Op::$name, self.graph.constant(other))
            }
        }
        impl<'g> $name<Expr<'g>> for f64 {
            type Output = Expr<'g>;
            fn $method(self, other: Expr<'g>) -> Expr<'g> {
                other.graph.constant(self).binary(Op::$name, other)
            }
        }
    )*};
}
arithmetic!(Add add, Sub sub, Mul mul, Div div);

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

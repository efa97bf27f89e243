//! Functions that are expressions over the primitives, and so need no derivative of their own.
//!
//! Each is written so that value and slope stay finite at ±10⁴, and so that its derivatives of every
//! order are right where branches meet. Comments name the simpler form that fails.

use kernels::Axis;

use crate::expr::Expr;

impl<'g> Expr<'g> {
    /// −1, 0 or 1.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// assert_eq!([-2.0, 0.0, 3.0].map(|x| graph.constant(x).sign().constant()), [Some(-1.0), Some(0.0), Some(1.0)]);
    /// ```
    #[must_use]
    pub fn sign(self) -> Self {
        let zero = self.graph().constant(0.0);
        self.gt(zero) - zero.gt(self)
    }

    /// `|x|`, with slope 0 at 0.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let x = graph.input("x", 1, 1);
    /// assert_eq!(x.abs().to_string(), "abs(x)");
    /// let slope = grad(x.abs(), &[x])[0];
    /// assert_eq!(interpret(&graph, &[(x, Matrix::scalar(0.0))], &[slope])?[0], Matrix::scalar(0.0));
    /// # Ok::<(), InterpretError>(())
    /// ```
    #[must_use]
    pub fn abs(self) -> Self {
        self * self.sign()
    }

    /// `x²`.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let x = graph.input("x", 1, 1);
    /// assert_eq!(x.square(), x * x);
    /// ```
    #[must_use]
    pub fn square(self) -> Self {
        self * self
    }

    /// `1/x`.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let x = graph.input("x", 1, 1);
    /// assert_eq!(x.recip(), 1.0 / x);
    /// ```
    #[must_use]
    pub fn recip(self) -> Self {
        1.0 / self
    }

    /// 1 where `self ≥ other`, else 0.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let two = graph.constant(2.0);
    /// assert_eq!(two.ge(two).constant(), Some(1.0));
    /// ```
    #[must_use]
    pub fn ge(self, other: Self) -> Self {
        1.0 - other.gt(self)
    }

    /// 1 where `self < other`, else 0.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let two = graph.constant(2.0);
    /// assert_eq!((two.lt(two).constant(), two.lt(two + 1.0).constant()), (Some(0.0), Some(1.0)));
    /// ```
    #[must_use]
    pub fn lt(self, other: Self) -> Self {
        other.gt(self)
    }

    /// 1 where `self ≤ other`, else 0.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let two = graph.constant(2.0);
    /// assert_eq!(two.le(two).constant(), Some(1.0));
    /// ```
    #[must_use]
    pub fn le(self, other: Self) -> Self {
        other.ge(self)
    }

    /// 1 where `self = other`, else 0.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let two = graph.constant(2.0);
    /// assert_eq!((two.eq(two).constant(), two.eq(two + 1.0).constant()), (Some(1.0), Some(0.0)));
    /// ```
    #[must_use]
    pub fn eq(self, other: Self) -> Self {
        1.0 - self.gt(other) - other.gt(self)
    }

    /// `max(x, 0)`, with slope 0 at 0.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let x = graph.input("x", 1, 1);
    /// let slope = grad(x.relu(), &[x])[0];
    /// let at = |x_value: f64| interpret(&graph, &[(x, Matrix::scalar(x_value))], &[x.relu(), slope]);
    /// assert_eq!(at(2.0)?, [Matrix::scalar(2.0), Matrix::scalar(1.0)]);
    /// assert_eq!(at(0.0)?, [Matrix::scalar(0.0), Matrix::scalar(0.0)]);
    /// # Ok::<(), InterpretError>(())
    /// ```
    #[must_use]
    pub fn relu(self) -> Self {
        let zero = self.graph().constant(0.0);
        self.gt(zero).select(self, zero)
    }

    /// `ln(1 + eˣ)`, written as `max(x, 0) + ln1p(e^−|x|)`, which does not overflow. The magnitude is
    /// a select and not `abs`, whose slope at 0 would make the slope of softplus 0 instead of ½.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// assert_eq!(graph.constant(0.0).softplus().constant(), Some(std::f64::consts::LN_2));
    /// assert_eq!(graph.constant(1e4).softplus().constant(), Some(1e4));
    /// ```
    #[must_use]
    pub fn softplus(self) -> Self {
        let zero = self.graph().constant(0.0);
        let minus_magnitude = self.gt(zero).select(-self, self);
        self.relu() + minus_magnitude.exp().ln1p()
    }

    /// The larger of two, entry by entry; equal entries share the derivative equally.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let (x, y) = (graph.input("x", 1, 1), graph.input("y", 1, 1));
    /// let slope = grad(x.maximum(y), &[x])[0];
    /// let at = |a: f64, b: f64| interpret(&graph, &[(x, Matrix::scalar(a)), (y, Matrix::scalar(b))], &[x.maximum(y), slope]);
    /// assert_eq!(at(3.0, 1.0)?, [Matrix::scalar(3.0), Matrix::scalar(1.0)]);
    /// assert_eq!(at(3.0, 3.0)?, [Matrix::scalar(3.0), Matrix::scalar(0.5)]);
    /// # Ok::<(), InterpretError>(())
    /// ```
    #[must_use]
    pub fn maximum(self, other: Self) -> Self {
        if self.id() == other.id() {
            return self;
        }
        let tie = 0.5 * self + 0.5 * other;
        self.gt(other).select(self, other.gt(self).select(other, tie))
    }

    /// The smaller of two, entry by entry; equal entries share the derivative equally.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let (x, y) = (graph.input("x", 1, 1), graph.input("y", 1, 1));
    /// let slope = grad(x.minimum(y), &[x])[0];
    /// let at = |a: f64, b: f64| interpret(&graph, &[(x, Matrix::scalar(a)), (y, Matrix::scalar(b))], &[x.minimum(y), slope]);
    /// assert_eq!(at(3.0, 1.0)?, [Matrix::scalar(1.0), Matrix::scalar(0.0)]);
    /// assert_eq!(at(3.0, 3.0)?, [Matrix::scalar(3.0), Matrix::scalar(0.5)]);
    /// # Ok::<(), InterpretError>(())
    /// ```
    #[must_use]
    pub fn minimum(self, other: Self) -> Self {
        if self.id() == other.id() {
            return self;
        }
        let tie = 0.5 * self + 0.5 * other;
        self.gt(other).select(other, other.gt(self).select(self, tie))
    }

    /// Mean along an axis, which keeps size 1.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let x = graph.input("x", 1, 4);
    /// assert_eq!(x.mean(Axis::Cols), x.sum(Axis::Cols) * 0.25);
    /// ```
    #[must_use]
    pub fn mean(self, axis: Axis) -> Self {
        let left = axis.collapsed(self.shape());
        let n = (self.rows() * self.cols()) / (left.rows * left.cols);
        self.sum(axis) * (1.0 / n as f64)
    }

    /// `ln Σ eˣ` along an axis. The largest entry is subtracted first, so that nothing overflows.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let x = graph.input("x", 2, 1);
    /// let at = [(x, Matrix::new(2, 1, vec![1000.0, 1000.0]))];
    /// let value = interpret(&graph, &at, &[x.logsumexp(Axis::Rows)])?[0].get(0, 0);
    /// assert_eq!(value, 1000.0 + std::f64::consts::LN_2);
    /// # Ok::<(), InterpretError>(())
    /// ```
    #[must_use]
    pub fn logsumexp(self, axis: Axis) -> Self {
        let top = self.max(axis);
        (self - top).exp().sum(axis).ln() + top
    }

    /// `eˣ / Σ eˣ` along an axis.
    ///
    /// ```
    /// # use autodiff::*;
    /// # let graph = Graph::new();
    /// let x = graph.input("x", 2, 1);
    /// let at = [(x, Matrix::new(2, 1, vec![1000.0, 1000.0]))];
    /// assert_eq!(interpret(&graph, &at, &[x.softmax(Axis::Rows)])?[0].data, [0.5, 0.5]);
    /// # Ok::<(), InterpretError>(())
    /// ```
    #[must_use]
    pub fn softmax(self, axis: Axis) -> Self {
        let e = (self - self.max(axis)).exp();
        e / e.sum(axis)
    }
}

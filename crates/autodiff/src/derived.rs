//! Functions that are expressions over the primitives, and so need no derivative of their own.
//!
//! Each is written so that value and slope stay finite at ±10⁴, and so that its derivatives of every
//! order are right where branches meet. Comments name the simpler form that fails.

use kernels::Axis;

use crate::expr::Expr;

impl<'g> Expr<'g> {
    /// −1, 0 or 1.
    #[must_use]
    pub fn sign(self) -> Self {
        let zero = self.graph().constant(0.0);
        self.gt(zero) - zero.gt(self)
    }

    /// `|x|`, with slope 0 at 0.
    #[must_use]
    pub fn abs(self) -> Self {
        self * self.sign()
    }

    /// `x²`.
    #[must_use]
    pub fn square(self) -> Self {
        self * self
    }

    /// `1/x`.
    #[must_use]
    pub fn recip(self) -> Self {
        1.0 / self
    }

    /// 1 where `self ≥ other`, else 0.
    #[must_use]
    pub fn ge(self, other: Self) -> Self {
        1.0 - other.gt(self)
    }

    /// 1 where `self < other`, else 0.
    #[must_use]
    pub fn lt(self, other: Self) -> Self {
        other.gt(self)
    }

    /// 1 where `self ≤ other`, else 0.
    #[must_use]
    pub fn le(self, other: Self) -> Self {
        other.ge(self)
    }

    /// 1 where `self = other`, else 0.
    #[must_use]
    pub fn eq(self, other: Self) -> Self {
        1.0 - self.gt(other) - other.gt(self)
    }

    /// `max(x, 0)`, with slope 0 at 0.
    #[must_use]
    pub fn relu(self) -> Self {
        let zero = self.graph().constant(0.0);
        self.gt(zero).select(self, zero)
    }

    /// `ln(1 + eˣ)`, written as `max(x, 0) + ln1p(e^−|x|)`, which does not overflow. The magnitude is
    /// a select and not `abs`, whose slope at 0 would make the slope of softplus 0 instead of ½.
    #[must_use]
    pub fn softplus(self) -> Self {
        let zero = self.graph().constant(0.0);
        let minus_magnitude = self.gt(zero).select(-self, self);
        self.relu() + minus_magnitude.exp().ln1p()
    }

    /// The larger of two, entry by entry; equal entries share the derivative equally.
    #[must_use]
    pub fn maximum(self, other: Self) -> Self {
        if self.id() == other.id() {
            return self;
        }
        let tie = 0.5 * self + 0.5 * other;
        self.gt(other).select(self, other.gt(self).select(other, tie))
    }

    /// The smaller of two, entry by entry; equal entries share the derivative equally.
    #[must_use]
    pub fn minimum(self, other: Self) -> Self {
        if self.id() == other.id() {
            return self;
        }
        let tie = 0.5 * self + 0.5 * other;
        self.gt(other).select(other, other.gt(self).select(self, tie))
    }

    /// Mean along an axis, which keeps size 1.
    #[must_use]
    pub fn mean(self, axis: Axis) -> Self {
        let left = axis.collapsed(self.shape());
        let n = (self.rows() * self.cols()) / (left.rows * left.cols);
        self.sum(axis) * (1.0 / n as f64)
    }

    /// `ln Σ eˣ` along an axis. The largest entry is subtracted first, so that nothing overflows.
    #[must_use]
    pub fn logsumexp(self, axis: Axis) -> Self {
        let top = self.max(axis);
        (self - top).exp().sum(axis).ln() + top
    }

    /// `eˣ / Σ eˣ` along an axis.
    #[must_use]
    pub fn softmax(self, axis: Axis) -> Self {
        let e = (self - self.max(axis)).exp();
        e / e.sum(axis)
    }
}

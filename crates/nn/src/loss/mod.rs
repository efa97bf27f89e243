//! The losses. A loss compares the output of the last layer with targets; which output and targets each wants is at the end of this
//! page, and [`pairing()`] gives it to programs. In the formulas, y is the output and t the target; Σ is over the outputs of a point.
//!
//! Invariant: each is one expression over `autodiff`'s primitives. A loss of scores and its slope are
//! finite for |score| ≤ 10⁴ in `f32` and `f64`, except for "exponential", whose overflow counts as
//! divergence. To add a loss, add a row to `LOSSES`.
//!
#![doc = include_str!("../../docs/loss.md")]

mod pairing;

use autodiff::{Axis, Expr};

use crate::Param;
use crate::catalog::catalog;
use crate::param::assert_complete;
use pairing::{CLASSES, DISTANCE, MARGIN, ODDS};
pub use pairing::{Learns, Mismatch, Pairing, Task, pairing};

/// A loss. Scores and targets are units × points.
#[derive(Debug)]
pub struct Loss {
    /// Its name in configurations and files.
    pub name: &'static str,
    /// Its formula, for people; y is the prediction or score, t the target.
    pub formula: &'static str,
    /// Whether menus offer it.
    pub listed: bool,
    /// The parameters of `apply`.
    pub params: &'static [Param],
    /// The kind of targets that it is meant for.
    pub target: Target,
    /// Whether it has one value per output or one per point.
    pub per: Per,
    /// Whether its slope jumps, or the slope's slope, somewhere: a difference across such a place is not a derivative.
    pub has_kinks: bool,
    /// The tasks that it can be used for; none if it is only for comparison with other software.
    pub pairings: &'static [Pairing],
    /// The loss of (output of the last layer, target) with these parameter values.
    ///
    /// # Shapes
    /// units × points and units × points; the result has the same for [`Per::Entry`] and is
    /// 1 × points for [`Per::Point`]. Its mean is the loss of the batch.
    pub apply: for<'g> fn(Expr<'g>, Expr<'g>, &[f64]) -> Expr<'g>,
}

/// How a point's label becomes the target of a loss.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// 0 for class 1, 1 for class 2.
    ZeroOne,
    /// −1 for class 1, +1 for class 2.
    PlusMinus,
    /// One row per class: 1 in its own, else 0 (or any distribution over the classes).
    OneHot,
    /// The label itself.
    Value,
}

/// What one value of a loss belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Per {
    /// One output of one point.
    Entry,
    /// One point with all its outputs.
    Point,
}

impl Loss {
    /// The loss of a batch: the mean of `apply`.
    ///
    /// # Panics
    /// If shapes do not fit, or `params` are not as many as the loss takes.
    ///
    /// ```
    /// use autodiff::{Graph, Matrix, interpret};
    ///
    /// let squared = nn::loss::find("squared").expect("it is in the catalog");
    /// let graph = Graph::new();
    /// let (y, t) = (graph.input("y", 1, 2), graph.input("t", 1, 2));
    /// let at = [(y, Matrix::new(1, 2, vec![1.0, 5.0])), (t, Matrix::new(1, 2, vec![1.0, 3.0]))];
    /// assert_eq!(interpret(&graph, &at, &[squared.mean(y, t, &[])])?[0], Matrix::scalar(1.0));
    /// # Ok::<(), autodiff::InterpretError>(())
    /// ```
    pub fn mean<'g>(&self, output: Expr<'g>, target: Expr<'g>, params: &[f64]) -> Expr<'g> {
        assert_complete(self.name, self.params, params);
        (self.apply)(output, target, params).mean(Axis::All)
    }
}

/// The base of the other rows.
const SQUARED: Loss = Loss {
    name: "squared",
    formula: "½ (y − t)²",
    listed: true,
    params: &[],
    target: Target::Value,
    per: Per::Entry,
    has_kinks: false,
    pairings: &DISTANCE,
    apply: |y, t, _| 0.5 * (y - t).square(),
};

static LOSSES: [Loss; 14] = [
    Loss {
        name: "log",
        formula: "ln(1 + e^y) − t y",
        target: Target::ZeroOne,
        pairings: &[ODDS],
        // Not softplus(y) − t y: for a confident and correct score, the difference of two large
        // numbers would lose the small loss. Nor max(y, 0) − t y: so would that of two slopes.
        apply: |y, t, _| {
            let linear = y.gt(y.graph().constant(0.0)).select((1.0 - t) * y, -(t * y));
            linear + minus_magnitude(y).exp().ln1p()
        },
        ..SQUARED
    },
    Loss {
        name: "logistic",
        formula: "ln(1 + e^(−t y))",
        target: Target::PlusMinus,
        pairings: &[Pairing { target: Target::PlusMinus, ..ODDS }],
        apply: |y, t, _| (-(t * y)).softplus(),
        ..SQUARED
    },
    Loss {
        name: "hinge",
        formula: "max(0, 1 − t y)",
        target: Target::PlusMinus,
        has_kinks: true,
        pairings: &[MARGIN],
        apply: |y, t, _| (1.0 - t * y).relu(),
        ..SQUARED
    },
    Loss {
        name: "squared-hinge",
        formula: "max(0, 1 − t y)²",
        target: Target::PlusMinus,
        has_kinks: true,
        pairings: &[MARGIN],
        apply: |y, t, _| (1.0 - t * y).relu().square(),
        ..SQUARED
    },
    Loss {
        name: "exponential",
        formula: "e^(−t y)",
        target: Target::PlusMinus,
        pairings: &[MARGIN],
        apply: |y, t, _| (-(t * y)).exp(),
        ..SQUARED
    },
    SQUARED,
    Loss { name: "absolute", formula: "|y − t|", has_kinks: true, apply: |y, t, _| (y - t).abs(), ..SQUARED },
    Loss {
        name: "huber",
        formula: "½ d² (|d| ≤ delta), delta · (|d| − ½ delta) (|d| > delta), d = y − t",
        has_kinks: true,
        params: &[Param { name: "delta", default: 1.0, min: 1e-6, max: 1e6 }],
        // With c = d clamped to ±delta, both cases are c (d − c/2), so that no branch can overflow.
        apply: |y, t, p| {
            let (d, delta) = (y - t, y.graph().constant(p[0]));
            let clamped = d.gt(delta).select(delta, (-delta).gt(d).select(-delta, d));
            clamped * (d - 0.5 * clamped)
        },
        ..SQUARED
    },
    Loss {
        name: "cross-entropy",
        formula: "ln Σ e^y − Σ t y",
        target: Target::OneHot,
        per: Per::Point,
        pairings: &[CLASSES],
        apply: |y, t, _| cross_entropy(y, t),
        ..SQUARED
    },
    Loss { name: "mse", formula: "(y − t)²", apply: |y, t, _| (y - t).square(), ..UNLISTED },
    Loss {
        name: "log-probability",
        formula: "−t ln y − (1 − t) ln(1 − y)",
        target: Target::ZeroOne,
        apply: |y, t, _| -(times_ln(t, y) + times_ln1p(1.0 - t, -y)),
        ..UNLISTED
    },
    Loss {
        name: "kl",
        formula: "Σ t (ln t − ln softmax(y))",
        target: Target::OneHot,
        per: Per::Point,
        apply: |y, t, _| cross_entropy(y, t) + times_ln(t, t).sum(Axis::Rows),
        ..UNLISTED
    },
    Loss {
        name: "kl-log-probability",
        formula: "Σ t (ln t − y)",
        target: Target::OneHot,
        per: Per::Point,
        apply: |y, t, _| (times_ln(t, t) - t * y).sum(Axis::Rows),
        ..UNLISTED
    },
    Loss {
        name: "kl-probability",
        formula: "Σ t (ln t − ln y)",
        target: Target::OneHot,
        per: Per::Point,
        apply: |y, t, _| (times_ln(t, t) - times_ln(t, y)).sum(Axis::Rows),
        ..UNLISTED
    },
];

/// The base of the rows of losses that are only for comparison with other software.
const UNLISTED: Loss = Loss { listed: false, pairings: &[], ..SQUARED };

/// `−|y|`, with slope 1 at 0. There the slope of `max(y, 0)` is 0, and the sum of both has the right slope ½, as in `softplus`.
fn minus_magnitude(y: Expr<'_>) -> Expr<'_> {
    y.gt(y.graph().constant(0.0)).select(-y, y)
}

/// `ln Σ eʸ − Σ t y` per point. The largest score is subtracted in both terms, so that nothing overflows, and its own 1 is
/// left out of the sum, so that `ln1p` keeps the small loss of a confident score. No derivative goes through the largest
/// score's own difference, which is 0: what the others give it is small and exact, and `p − 1` would not be. Scores that
/// share the largest value do not, and nothing is left out.
fn cross_entropy<'g>(y: Expr<'g>, t: Expr<'g>) -> Expr<'g> {
    let top = y.max(Axis::Rows);
    let is_top = y.ge(top);
    let is_alone = is_top.sum(Axis::Rows).lt(y.graph().constant(1.5));
    let (zero, below_top) = (y.graph().constant(0.0), y - top);
    let is_left_out = is_top * is_alone;
    let others = is_left_out.select(zero, below_top.exp()).sum(Axis::Rows);
    let gap = (t * is_left_out.select(zero, below_top)).sum(Axis::Rows);
    (others - (1.0 - is_alone)).ln1p() - gap
}

/// `t ln y`, which is 0 where t is 0, for any y.
fn times_ln<'g>(t: Expr<'g>, y: Expr<'g>) -> Expr<'g> {
    t * t.gt(t.graph().constant(0.0)).select(y, t.graph().constant(1.0)).ln()
}

/// `t ln(1 + y)`, which is 0 where t is 0, for any y.
fn times_ln1p<'g>(t: Expr<'g>, y: Expr<'g>) -> Expr<'g> {
    let zero = t.graph().constant(0.0);
    t * t.gt(zero).select(y, zero).ln1p()
}

catalog!(Loss in "loss", such as "huber", LOSSES);

#[cfg(test)]
mod tests {
    use autodiff::{Graph, Matrix, grad, interpret};

    use super::*;

    /// Second slopes on both sides of the places where branches of a listed loss can meet.
    #[test]
    fn the_losses_with_kinks_are_those_whose_second_slope_jumps() {
        for loss in listed() {
            let targets: &[f64] = if loss.target == Target::ZeroOne { &[0.0, 1.0] } else { &[-1.0, 1.0] };
            let graph = Graph::new();
            let (y, t) = (graph.input("y", 1, 1), graph.input("t", 1, 1));
            let value = (loss.apply)(y, t, &crate::defaults(loss.params));
            let second = grad(grad(value, &[y])[0], &[y])[0];
            let at = |y_at: f64, target: f64| {
                let at = [(y, Matrix::scalar(y_at)), (t, Matrix::scalar(target))];
                let values = interpret(&graph, &at, &[grad(value, &[y])[0], second]).expect("both have values");
                [values[0].get(0, 0), values[1].get(0, 0)]
            };
            let jumps = |place: f64, target: f64| {
                let (left, right) = (at(place - 1e-9, target), at(place + 1e-9, target));
                (0..2).any(|k| (left[k] - right[k]).abs() > 1e-6)
            };
            let places = [-2.0, -1.0, 0.0, 1.0, 2.0];
            let found = targets.iter().any(|target| places.iter().any(|place| jumps(*place, *target)));
            assert_eq!(found, loss.has_kinks, "{}", loss.name);
        }
    }
}

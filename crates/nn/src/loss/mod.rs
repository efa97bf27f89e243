//! The losses.
//!
//! Invariant: each is one expression over `autodiff`'s primitives; those of scores are finite
//! together with their slope for |score| ≤ 10⁴ in `f32` and `f64` (not "exponential", whose
//! overflow is divergence). To add one, add a row to `LOSSES`.

mod pairing;

use autodiff::{Axis, Expr};

use crate::Param;
use crate::catalog::catalog;
use pairing::{CLASSES, DISTANCE, MARGIN, ODDS};
pub use pairing::{Learns, Mismatch, Pairing, Task, pairing};

/// A loss. Scores and targets are units × points.
#[derive(Debug)]
pub struct Loss {
    /// Its name in configurations and files.
    pub name: &'static str,
    /// Its name as the field writes it.
    pub label: &'static str,
    /// Its formula, for people; y is the prediction or score, t the target.
    pub formula: &'static str,
    /// Whether menus offer it.
    pub listed: bool,
    /// What `apply` takes beside prediction and target.
    pub params: &'static [Param],
    /// The targets that it is meant for.
    pub target: Target,
    /// What one value of it stands for.
    pub per: Per,
    /// What it goes with; none if it is only for comparison with other software.
    pub pairings: &'static [Pairing],
    /// The loss of (output of the last layer, target) with these parameter values.
    ///
    /// # Shapes
    /// units × points and units × points; the result has the same for [`Per::Entry`] and is
    /// 1 × points for [`Per::Point`]. Its mean is the loss of the batch.
    pub apply: for<'g> fn(Expr<'g>, Expr<'g>, &[f64]) -> Expr<'g>,
}

/// How a point's label becomes the number that a loss compares with.
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

/// What one value of a loss stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Per {
    /// One output of one point.
    Entry,
    /// One point, all its outputs together.
    Point,
}

impl Loss {
    /// The loss of a batch: the mean of `apply`.
    pub fn mean<'g>(&self, output: Expr<'g>, target: Expr<'g>, params: &[f64]) -> Expr<'g> {
        (self.apply)(output, target, params).mean(Axis::All)
    }
}

/// The row that the others are variations of.
const SQUARED: Loss = Loss {
    name: "squared",
    label: "Squared",
    formula: "½ (y − t)²",
    listed: true,
    params: &[],
    target: Target::Value,
    per: Per::Entry,
    pairings: &DISTANCE,
    apply: |y, t, _| 0.5 * (y - t).square(),
};

static LOSSES: [Loss; 14] = [
    Loss {
        name: "log",
        label: "Log loss (binary cross-entropy)",
        formula: "ln(1 + e^y) − t y",
        target: Target::ZeroOne,
        pairings: &[ODDS],
        // Not softplus(y) − t y: for a sure and right score the small part would drown in the
        // difference of two large ones, and with it the slope.
        apply: |y, t, _| y.relu() - t * y + minus_magnitude(y).exp().ln1p(),
        ..SQUARED
    },
    Loss {
        name: "logistic",
        label: "Logistic (labels ±1)",
        formula: "ln(1 + e^(−t y))",
        target: Target::PlusMinus,
        pairings: &[Pairing { target: Target::PlusMinus, ..ODDS }],
        apply: |y, t, _| (-(t * y)).softplus(),
        ..SQUARED
    },
    Loss {
        name: "hinge",
        label: "Hinge",
        formula: "max(0, 1 − t y)",
        target: Target::PlusMinus,
        pairings: &[MARGIN],
        apply: |y, t, _| (1.0 - t * y).relu(),
        ..SQUARED
    },
    Loss {
        name: "squared-hinge",
        label: "Squared hinge",
        formula: "max(0, 1 − t y)²",
        target: Target::PlusMinus,
        pairings: &[MARGIN],
        apply: |y, t, _| (1.0 - t * y).relu().square(),
        ..SQUARED
    },
    Loss {
        name: "exponential",
        label: "Exponential",
        formula: "e^(−t y)",
        target: Target::PlusMinus,
        pairings: &[MARGIN],
        apply: |y, t, _| (-(t * y)).exp(),
        ..SQUARED
    },
    SQUARED,
    Loss { name: "absolute", label: "Absolute", formula: "|y − t|", apply: |y, t, _| (y - t).abs(), ..SQUARED },
    Loss {
        name: "huber",
        label: "Huber",
        formula: "½ d² if |d| ≤ delta, else delta · (|d| − ½ delta); d = y − t",
        params: &[Param { name: "delta", default: 1.0, min: 1e-6, max: 1e6, doc: "where it turns linear" }],
        // With d clamped to ±delta as c it is c (d − c/2) on both sides: no branch to overflow.
        apply: |y, t, p| {
            let (d, delta) = (y - t, y.graph().constant(p[0]));
            let clamped = d.gt(delta).select(delta, (-delta).gt(d).select(-delta, d));
            clamped * (d - 0.5 * clamped)
        },
        ..SQUARED
    },
    Loss {
        name: "cross-entropy",
        label: "Softmax cross-entropy",
        formula: "ln Σ e^y − Σ t y",
        target: Target::OneHot,
        per: Per::Point,
        pairings: &[CLASSES],
        apply: |y, t, _| cross_entropy(y, t),
        ..SQUARED
    },
    Loss {
        name: "mse",
        label: "Squared, not halved",
        formula: "(y − t)²",
        apply: |y, t, _| (y - t).square(),
        ..UNLISTED
    },
    Loss {
        name: "log-probability",
        label: "Log loss of a probability",
        formula: "−t ln y − (1 − t) ln(1 − y)",
        target: Target::ZeroOne,
        apply: |y, t, _| -(times_ln(t, y) + times_ln1p(1.0 - t, -y)),
        ..UNLISTED
    },
    Loss {
        name: "kl",
        label: "Kullback–Leibler of scores",
        formula: "Σ t (ln t − ln softmax(y))",
        target: Target::OneHot,
        per: Per::Point,
        apply: |y, t, _| cross_entropy(y, t) + times_ln(t, t).sum(Axis::Rows),
        ..UNLISTED
    },
    Loss {
        name: "kl-log-probability",
        label: "Kullback–Leibler of log-probabilities",
        formula: "Σ t (ln t − y)",
        target: Target::OneHot,
        per: Per::Point,
        apply: |y, t, _| (times_ln(t, t) - t * y).sum(Axis::Rows),
        ..UNLISTED
    },
    Loss {
        name: "kl-probability",
        label: "Kullback–Leibler of probabilities",
        formula: "Σ t (ln t − ln y)",
        target: Target::OneHot,
        per: Per::Point,
        apply: |y, t, _| (times_ln(t, t) - times_ln(t, y)).sum(Axis::Rows),
        ..UNLISTED
    },
];

/// The row of losses that are only for comparison with other software.
const UNLISTED: Loss = Loss { listed: false, pairings: &[], ..SQUARED };

/// `−|y|`, with slope 1 at 0: where `relu`'s slope is 0, the sum has the right ½ (see softplus).
fn minus_magnitude(y: Expr<'_>) -> Expr<'_> {
    y.gt(y.graph().constant(0.0)).select(-y, y)
}

/// `ln Σ eʸ − Σ t y` per point; the largest score is taken out of both terms.
fn cross_entropy<'g>(y: Expr<'g>, t: Expr<'g>) -> Expr<'g> {
    let below_top = y - y.max(Axis::Rows);
    below_top.exp().sum(Axis::Rows).ln() - (t * below_top).sum(Axis::Rows)
}

/// `t ln y`, which is 0 where t is 0, whatever y.
fn times_ln<'g>(t: Expr<'g>, y: Expr<'g>) -> Expr<'g> {
    t * t.gt(t.graph().constant(0.0)).select(y, t.graph().constant(1.0)).ln()
}

/// `t ln(1 + y)`, which is 0 where t is 0, whatever y.
fn times_ln1p<'g>(t: Expr<'g>, y: Expr<'g>) -> Expr<'g> {
    let zero = t.graph().constant(0.0);
    t * t.gt(zero).select(y, zero).ln1p()
}

catalog!(Loss, LOSSES);

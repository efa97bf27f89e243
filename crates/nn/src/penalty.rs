//! The penalties on weights (never on biases) that are added to the loss.
//!
//! Invariant: each is one expression, 1 × 1, of one layer's weights; the penalty of a network is the
//! sum over its layers. To add a penalty, add a row to `PENALTIES`.
//! Rate and share are [`Rates::penalty_rate`](crate::training::Rates::penalty_rate) and
//! [`Rates::l1_share`](crate::training::Rates::l1_share).
//!
#![doc = include_str!("../docs/penalty.md")]

use autodiff::{Axis, Expr};

use crate::catalog::catalog;

/// A penalty.
#[derive(Debug)]
pub struct Penalty {
    /// Its name in configurations and files.
    pub name: &'static str,
    /// Its formula, for people.
    pub formula: &'static str,
    /// Whether menus offer it.
    pub listed: bool,
    /// The penalty, 1 × 1, of (weights, rate, share of L1), where rate and share are 1 × 1.
    pub apply: for<'g> fn(Expr<'g>, Expr<'g>, Expr<'g>) -> Expr<'g>,
}

static PENALTIES: [Penalty; 4] = [
    Penalty { name: "none", formula: "0", listed: true, apply: |weights, _, _| weights.graph().constant(0.0) },
    Penalty { name: "l1", formula: "rate · Σ|W|", listed: true, apply: |weights, rate, _| rate * l1(weights) },
    Penalty { name: "l2", formula: "½ · rate · ΣW²", listed: true, apply: |weights, rate, _| rate * l2(weights) },
    Penalty {
        name: "elastic",
        formula: "rate · (share · Σ|W| + (1 − share) · ½ ΣW²)",
        listed: true,
        apply: |weights, rate, l1_share| rate * (l1_share * l1(weights) + (1.0 - l1_share) * l2(weights)),
    },
];

/// Σ|W|, with slope 0 at 0, so that a weight that has reached 0 can leave it again.
fn l1(weights: Expr<'_>) -> Expr<'_> {
    weights.abs().sum(Axis::All)
}

/// ½ ΣW², whose slope is W.
fn l2(weights: Expr<'_>) -> Expr<'_> {
    0.5 * weights.square().sum(Axis::All)
}

catalog!(Penalty in "penalty", such as "l2", PENALTIES);

#[cfg(test)]
mod tests {
    use autodiff::{Graph, Matrix, interpret};

    use super::*;

    #[test]
    fn elastic_splits_the_rate_between_l1_and_l2() {
        let graph = Graph::new();
        let (weights, rate, share) = (graph.input("W", 1, 2), graph.input("rate", 1, 1), graph.input("share", 1, 1));
        let at =
            [(weights, Matrix::new(1, 2, vec![3.0, -4.0])), (rate, Matrix::scalar(2.0)), (share, Matrix::scalar(0.25))];
        let penalties: Vec<_> = all().iter().map(|penalty| (penalty.apply)(weights, rate, share)).collect();
        let values = interpret(&graph, &at, &penalties).expect("all inputs have values");
        let values: Vec<f64> = values.iter().map(|value| value.get(0, 0)).collect();
        assert_eq!(values, [0.0, 14.0, 25.0, 0.25 * 14.0 + 0.75 * 25.0]);
    }
}

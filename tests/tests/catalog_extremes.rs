//! Activations and losses at ±10⁴: value and slope are finite. Exempt are the exponential loss,
//! whose overflow is divergence, and losses of probabilities, which have no such predictions.

use autodiff::{Expr, Graph, Matrix, grad, interpret};
use nn::loss::Target;
use nn::{activation, defaults, loss};

const EXTREMES: [f64; 13] = [
    -1e4, -9999.5, -1000.0, -700.0, -100.0, -20.0, 0.0, 20.0, 100.0, 700.0, 1000.0, 9999.5, 1e4,
];

/// Value and slope of `y` with respect to `x`, in `f64`.
fn value_and_slope(y: Expr<'_>, x: Expr<'_>, at: &[(Expr<'_>, Matrix)]) -> Vec<f64> {
    let values = interpret(x.graph(), at, &[y, grad(y, &[x])[0]]).expect("every input has a value");
    values.into_iter().flat_map(|value| value.data).collect()
}

#[test]
fn every_activation_is_finite_at_ten_thousand() {
    for entry in activation::all() {
        let graph = Graph::new();
        let x = graph.input("x", 1, EXTREMES.len());
        let y = (entry.apply)(x, &defaults(entry.params));
        let values = value_and_slope(
            y,
            x,
            &[(x, Matrix::new(1, EXTREMES.len(), EXTREMES.to_vec()))],
        );
        assert!(
            values.iter().all(|value| value.is_finite()),
            "{}: {values:?}",
            entry.name
        );
    }
}

/// What a loss is compared with at the extremes: every target that one output can have.
fn targets(target: Target) -> [f64; 2] {
    match target {
        Target::ZeroOne | Target::OneHot => [0.0, 1.0],
        Target::PlusMinus => [-1.0, 1.0],
        Target::Value => [-1e4, 1e4],
    }
}

#[test]
fn every_loss_of_a_score_is_finite_at_ten_thousand() {
    let of_scores =
        |name: &str| !matches!(name, "exponential" | "log-probability" | "kl-probability");
    for entry in loss::all()
        .into_iter()
        .filter(|entry| of_scores(entry.name))
    {
        let graph = Graph::new();
        let n = EXTREMES.len() * EXTREMES.len();
        let (y, t) = (graph.input("y", 2, n), graph.input("t", 2, n));
        let loss = (entry.apply)(y, t, &defaults(entry.params));
        // Every pair of scores, with the first output's target either way.
        let scores = [
            (0..n)
                .map(|k| EXTREMES[k / EXTREMES.len()])
                .collect::<Vec<_>>(),
            (0..n).map(|k| EXTREMES[k % EXTREMES.len()]).collect(),
        ];
        let [low, high] = targets(entry.target);
        for pair in [[low, high], [high, low]] {
            let target = pair.iter().flat_map(|value| vec![*value; n]).collect();
            let at = [
                (y, Matrix::new(2, n, scores.concat())),
                (t, Matrix::new(2, n, target)),
            ];
            let values = value_and_slope(loss, y, &at);
            assert!(
                values.iter().all(|value| value.is_finite()),
                "{}",
                entry.name
            );
        }
    }
}

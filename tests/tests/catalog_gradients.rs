//! Every entry of the catalogs through the gradient check: forward mode against central differences,
//! reverse against forward mode by the adjoint identity, and the same for second derivatives.

use std::collections::BTreeSet;

use autodiff::{Expr, Graph, Matrix, interpret, jvp, vjp};
use nn::activation::{self, Activation};
use nn::loss::{self, Loss, Target};
use nn::{defaults, optimiser, penalty};

/// Numbers without a pattern, in [−2, 2] and away from kinks at 0 and ±1.
fn sample(n: usize, seed: usize) -> Vec<f64> {
    let spread = |k: usize| (((k + 7 * seed) as f64 * 0.618_033_988_75).fract() * 4.0) - 2.0;
    (0..n).map(spread).map(|x| if (x.abs() - 1.0).abs() > 0.05 && x.abs() > 0.05 { x } else { x + 0.11 }).collect()
}

/// Checks the derivatives of `y` with respect to `x` at these values, to second order.
fn check_derivatives(what: &str, y: Expr<'_>, x: Expr<'_>, at: &[(Expr<'_>, Matrix)]) {
    check_order(what, y, x, at);
    let graph = x.graph();
    let weights = graph.full(0.7, y.rows(), y.cols());
    check_order(&format!("the slope of {what}"), vjp(y, weights, &[x])[0], x, at);
}

fn check_order(what: &str, y: Expr<'_>, x: Expr<'_>, at: &[(Expr<'_>, Matrix)]) {
    let graph = x.graph();
    let value_of = |output: Expr<'_>, inputs: &[(Expr<'_>, Matrix)]| {
        interpret(graph, inputs, &[output]).expect("every input has a value")[0].data.clone()
    };
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let (tangent, cotangent) = (sample(x.rows() * x.cols(), 3), sample(y.rows() * y.cols(), 5));
    let direction = graph.input("direction", x.rows(), x.cols());
    let weights = graph.input("weights", y.rows(), y.cols());
    let mut inputs = at.to_vec();
    inputs.push((direction, Matrix::new(x.rows(), x.cols(), tangent.clone())));
    inputs.push((weights, Matrix::new(y.rows(), y.cols(), cotangent.clone())));
    let forward = value_of(jvp(y, &[(x, direction)]), &inputs);
    let reverse = value_of(vjp(y, weights, &[x])[0], &inputs);

    // A central difference with step h errs by h² times a third derivative and by 1e-16 / h.
    let h = 1e-5;
    let moved = |sign: f64| {
        let mut inputs = inputs.clone();
        for (input, value) in inputs.iter_mut().filter(|(input, _)| *input == x) {
            assert_eq!(input.shape(), value.shape());
            value.data.iter_mut().zip(&tangent).for_each(|(x, dx)| *x += sign * h * dx);
        }
        value_of(y, &inputs)
    };
    for (k, (ahead, behind)) in moved(1.0).iter().zip(moved(-1.0)).enumerate() {
        let difference = (ahead - behind) / (2.0 * h);
        let error = (forward[k] - difference).abs();
        assert!(error <= 1e-7 * difference.abs().max(1.0), "{what}: jvp {} but difference {difference}", forward[k]);
    }
    let (by_forward, by_reverse) = (dot(&forward, &cotangent), dot(&reverse, &tangent));
    let error = (by_forward - by_reverse).abs();
    assert!(error <= 1e-11 * by_forward.abs().max(1.0), "{what}: forward {by_forward}, reverse {by_reverse}");
}

fn check_activation(entry: &Activation) {
    let graph = Graph::new();
    let x = graph.input("x", 3, 7);
    let y = (entry.apply)(x, &defaults(entry.params));
    check_derivatives(entry.name, y, x, &[(x, Matrix::new(3, 7, sample(21, 1)))]);
}

#[test]
fn every_activation_passes_the_gradient_check() {
    activation::all().into_iter().for_each(check_activation);
}

/// Predictions and targets that the loss is meant for, 3 × 5.
fn predictions_and_targets(entry: &Loss) -> (Vec<f64>, Vec<f64>) {
    let scores = sample(15, 2);
    let probability = |s: &f64| 1.0 / (1.0 + (-s).exp());
    let predictions = match entry.name {
        "log-probability" | "kl-probability" => scores.iter().map(probability).collect(),
        _ => scores,
    };
    let targets = match entry.target {
        Target::ZeroOne => (0..15).map(|k| f64::from(k % 2)).collect(),
        Target::PlusMinus => (0..15).map(|k| f64::from(k % 2) * 2.0 - 1.0).collect(),
        Target::OneHot => (0..15).map(|k| f64::from(u8::from(k / 5 == k % 3))).collect(),
        Target::Value => sample(15, 4),
    };
    (predictions, targets)
}

#[test]
fn every_loss_passes_the_gradient_check() {
    for entry in loss::all() {
        let (predictions, targets) = predictions_and_targets(entry);
        let graph = Graph::new();
        let (y, t) = (graph.input("y", 3, 5), graph.input("t", 3, 5));
        let at = [(y, Matrix::new(3, 5, predictions)), (t, Matrix::new(3, 5, targets))];
        check_derivatives(entry.name, (entry.apply)(y, t, &defaults(entry.params)), y, &at);
    }
}

#[test]
fn every_penalty_passes_the_gradient_check() {
    for entry in penalty::all() {
        let graph = Graph::new();
        let (weights, rate, share) = (graph.input("W", 2, 3), graph.input("rate", 1, 1), graph.input("share", 1, 1));
        let at =
            [(weights, Matrix::new(2, 3, sample(6, 1))), (rate, Matrix::scalar(0.3)), (share, Matrix::scalar(0.4))];
        check_derivatives(entry.name, (entry.apply)(weights, rate, share), weights, &at);
    }
}

#[test]
fn slots_of_an_optimiser_have_different_names() {
    for entry in optimiser::all() {
        let names: BTreeSet<&str> = entry.slots.iter().map(|slot| slot.name).collect();
        assert_eq!(names.len(), entry.slots.len(), "{}", entry.name);
    }
}

//! Every entry of the catalogs through the gradient check: forward mode against central differences,
//! reverse against forward mode by the adjoint identity, and the same for second derivatives.

use std::collections::BTreeSet;

use autodiff::{Expr, GradientCheck, Graph, Matrix, check_gradient_along, vjp};
use nn::activation::{self, Activation};
use nn::loss::{self, Loss, Target};
use nn::network::{Layer, Network};
use nn::{defaults, gradient, optimiser, penalty};

/// Numbers without a pattern, in [−2, 2] and away from kinks at 0 and ±1.
fn sample(n: usize, seed: usize) -> Vec<f64> {
    let spread = |k: usize| (((k + 7 * seed) as f64 * 0.618_033_988_75).fract() * 4.0) - 2.0;
    (0..n).map(spread).map(|x| if (x.abs() - 1.0).abs() > 0.05 && x.abs() > 0.05 { x } else { x + 0.11 }).collect()
}

/// Checks the derivatives of `y` with respect to `x` at these values, to second order.
fn check_derivatives<'g>(what: &str, y: Expr<'g>, x: Expr<'g>, at: &[(Expr<'g>, Matrix)]) {
    let weights = x.graph().full(0.7, y.rows(), y.cols());
    let direction = Matrix::new(x.rows(), x.cols(), sample(x.rows() * x.cols(), 3));
    for (order, y) in [(1, y), (2, vjp(y, weights, &[x])[0])] {
        let check = check_gradient_along(y, &[(x, direction.clone())], at, GradientCheck::STEP)
            .expect("every input has a value");
        assert!(check.difference_error <= 1e-7, "{what}, order {order}: {check}");
        assert!(check.adjoint_error <= 1e-11, "{what}, order {order}: {check}");
    }
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

#[test]
fn every_activation_passes_the_gradient_check_within_a_network() {
    let squared = loss::find("squared").expect("it is in the catalog");
    let single = |n: usize, seed: usize| sample(n, seed).into_iter().map(|x| x as f32).collect::<Vec<f32>>();
    for entry in activation::all() {
        let layers = [3, 2].map(|units| Layer::new(units, entry)).to_vec();
        let network = Network { n_inputs: 2, layers };
        let parameters = single(network.n_parameters(), 1);
        let check = gradient::check(&network, &parameters, squared, &[], &single(10, 2), &single(10, 3));
        assert!(check.difference_error < 1e-7, "{}: {check}", entry.name);
        assert!(check.adjoint_error < 1e-11, "{}: {check}", entry.name);
    }
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

//! The catalogs at extreme arguments: value and slope of activations and losses at ±10⁴ are finite in
//! `f32` and `f64`. Exceptions are the exponential loss, whose overflow counts as divergence, and
//! losses of probabilities, for which such predictions do not exist.

use autodiff::{Expr, Graph, Matrix, Plan, PlanSpec, grad, interpret};
use nn::loss::{self, Loss, Target};
use nn::optimiser::{self, Method, Update};
use nn::{activation, defaults};

const EXTREMES: [f64; 15] =
    [-1e4, -9999.5, -1000.0, -700.0, -100.0, -20.0, -1e-8, 0.0, 1e-8, 20.0, 100.0, 700.0, 1000.0, 9999.5, 1e4];

/// Checks outputs at values of the inputs; the text names what is checked.
type Check = fn(&str, &[(Expr<'_>, Matrix)], &[Expr<'_>]);

/// The outputs in `f64` and in `f32`.
fn evaluate(at: &[(Expr<'_>, Matrix)], outputs: &[Expr<'_>]) -> (Vec<f64>, Vec<f64>) {
    let double = interpret(outputs[0].graph(), at, outputs).expect("every input has a value");
    let inputs: Vec<Expr<'_>> = at.iter().map(|(input, _)| *input).collect();
    let mut plan = Plan::compile(PlanSpec { inputs: &inputs, outputs, updates: &[] });
    for (input, (_, value)) in at.iter().enumerate() {
        plan.write(input, &value.data.iter().map(|x| *x as f32).collect::<Vec<_>>());
    }
    plan.run();
    let rows = outputs.iter().enumerate().flat_map(|(k, output)| (0..output.rows()).map(move |row| (k, row)));
    let single = rows.flat_map(|(k, row)| plan.output_row(k, row)).map(|x| f64::from(*x)).collect();
    (double.into_iter().flat_map(|value| value.data).collect(), single)
}

fn check_finite(what: &str, at: &[(Expr<'_>, Matrix)], outputs: &[Expr<'_>]) {
    let (double, single) = evaluate(at, outputs);
    assert!(double.iter().all(|value| value.is_finite()), "{what} in f64: {double:?}");
    assert!(single.iter().all(|value| value.is_finite()), "{what} in f32: {single:?}");
}

/// The tolerance that the plan's polynomials need: `tanh` and `erf` err by up to 6e-7, which the
/// formulas checked here multiply by up to 5.
fn check_close(what: &str, at: &[(Expr<'_>, Matrix)], outputs: &[Expr<'_>]) {
    let (double, single) = evaluate(at, outputs);
    for (double, single) in double.iter().zip(&single) {
        assert!((double - single).abs() <= 4e-6 * double.abs().max(1.0), "{what}: {double} in f64, {single} in f32");
    }
}

#[test]
fn every_activation_is_finite_at_ten_thousand() {
    for entry in activation::all() {
        let graph = Graph::new();
        let x = graph.input("x", 1, EXTREMES.len());
        let y = (entry.apply)(x, &defaults(entry.params));
        let at = [(x, Matrix::new(1, EXTREMES.len(), EXTREMES.to_vec()))];
        check_finite(entry.name, &at, &[y, grad(y, &[x])[0]]);
    }
}

#[test]
fn every_activation_and_its_slope_are_the_same_in_a_plan() {
    for entry in activation::all() {
        let graph = Graph::new();
        let x = graph.input("x", 1, 161);
        let y = (entry.apply)(x, &defaults(entry.params));
        // Multiples of 1/16 are the same number in f32 and f64, so that both see the same side of a kink.
        let at = [(x, Matrix::new(1, 161, (0..161).map(|k| f64::from(k - 80) / 16.0).collect()))];
        check_close(entry.name, &at, &[y, grad(y, &[x])[0]]);
    }
}

/// The targets at the extremes: every target that one output can have.
fn targets(target: Target) -> [f64; 2] {
    match target {
        Target::ZeroOne | Target::OneHot => [0.0, 1.0],
        Target::PlusMinus => [-1.0, 1.0],
        Target::Value => [-1e4, 1e4],
    }
}

/// Every pair of these scores for two outputs, with either output as the target.
fn for_each_pair(entry: &Loss, scores: &[f64], check: Check) {
    let n = scores.len() * scores.len();
    let graph = Graph::new();
    let (y, t) = (graph.input("y", 2, n), graph.input("t", 2, n));
    let loss = (entry.apply)(y, t, &defaults(entry.params));
    let outputs = [loss, grad(loss, &[y])[0]];
    let first = (0..n).map(|k| scores[k / scores.len()]);
    let second = (0..n).map(|k| scores[k % scores.len()]);
    let pairs: Vec<f64> = first.chain(second).collect();
    let [low, high] = targets(entry.target);
    for pair in [[low, high], [high, low]] {
        let target = pair.iter().flat_map(|value| vec![*value; n]).collect();
        check(entry.name, &[(y, Matrix::new(2, n, pairs.clone())), (t, Matrix::new(2, n, target))], &outputs);
    }
}

#[test]
fn every_loss_of_a_score_is_finite_at_ten_thousand() {
    let of_scores = |name: &str| !matches!(name, "exponential" | "log-probability" | "kl-probability");
    for entry in loss::all().into_iter().filter(|entry| of_scores(entry.name)) {
        for_each_pair(entry, &EXTREMES, check_finite);
    }
}

#[test]
fn every_loss_and_its_slope_are_the_same_in_a_plan() {
    for entry in loss::all() {
        let scores: &[f64] = match entry.name {
            "log-probability" | "kl-probability" => &[0.0625, 0.25, 0.5, 0.75, 0.9375],
            _ => &[-5.0, -1.0, -0.625, 0.0, 0.375, 1.0, 2.5],
        };
        for_each_pair(entry, scores, check_close);
    }
}

#[test]
fn every_update_is_the_same_in_a_plan_from_the_first_step_to_the_millionth() {
    for entry in optimiser::all() {
        let Method::Gradient(update) = entry.method else {
            continue;
        };
        let graph = Graph::new();
        let inputs = ["p", "g", "rate", "step", "decay"].map(|name| graph.input(name, 1, 1));
        let [param, gradient, rate, step, weight_decay] = inputs;
        let slots: Vec<_> = entry.slots.iter().map(|slot| graph.input(slot.name, 1, 1)).collect();
        let params = defaults(entry.params);
        let new = update(&Update { param, gradient, slots: &slots, rate, step, weight_decay, params: &params });
        let outputs = [vec![new.param], new.slots].concat();
        for t in [1.0, 2.0, 10.0, 1000.0, 1e6] {
            let values = [0.5, -0.75, 0.125, t, 0.25].into_iter().chain(slots.iter().map(|_| 0.375));
            let inputs = inputs.iter().chain(&slots).copied();
            let at: Vec<_> = inputs.zip(values.map(Matrix::scalar)).collect();
            check_close(&format!("{} at step {t}", entry.name), &at, &outputs);
        }
    }
}

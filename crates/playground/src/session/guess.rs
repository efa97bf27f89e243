//! The loss of guessing: what the best constant prediction has on the training points. Each loss says it by its own graph; nothing is
//! known here of any of them but that they are convex.

use autodiff::{Graph, Matrix, interpret};
use nn::loss::{Loss, Pairing, Target};

use super::dataset::{Dataset, Set};
use super::structure::loss_of;
use crate::config::Config;

/// The size of a score above which nothing gets better.
const LARGEST_SCORE: f64 = 40.0;

/// Each halving by the golden section leaves 0.62 of the interval.
const N_SECTIONS: usize = 60;

/// The loss of the best constant prediction for the training points, computed once for these.
pub(super) fn of(config: &Config, data: &Dataset) -> Option<f64> {
    *data.guess.get_or_init(|| guess(loss_of(config), config.pairing(), &data.train))
}

/// The smallest mean loss of one prediction for all points; none where there are none.
fn guess(loss: &Loss, pairing: &Pairing, set: &Set) -> Option<f64> {
    if set.n == 0 {
        return None;
    }
    let (columns, weights) = distinct(pairing, set);
    let targets = Matrix::new(set.n_outputs, weights.len(), columns);
    let of = |output: &[f64]| mean_loss(loss, &targets, &weights, output);
    if let Target::OneHot = pairing.target {
        // The score of a class is the logarithm of its share.
        let share = |class: usize| (0..weights.len()).map(|at| targets.get(class, at) * weights[at]).sum::<f64>();
        let scores: Vec<f64> = (0..set.n_outputs).map(|class| share(class).ln().max(-LARGEST_SCORE)).collect();
        return Some(of(&scores));
    }
    let ends = targets
        .data
        .iter()
        .fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], target| [low.min(*target), high.max(*target)]);
    let [low, high] = match (pairing.target, pairing.output) {
        (Target::Value, _) => ends,
        (_, "tanh") => [-1.0, 1.0],
        _ => [-LARGEST_SCORE, LARGEST_SCORE],
    };
    Some(least(|output| of(&[output]), low, high))
}

/// The targets column by column, each once, with the share of the points that have it.
fn distinct(pairing: &Pairing, set: &Set) -> (Vec<f64>, Vec<f64>) {
    let mut labels = set.labels.clone();
    labels.sort_unstable_by(f32::total_cmp);
    let runs: Vec<(f32, usize)> = labels.chunk_by(|a, b| a == b).map(|run| (run[0], run.len())).collect();
    let targets = (0..set.n_outputs).flat_map(|output| {
        runs.iter().map(move |(label, _)| f64::from(super::dataset::target(pairing, *label, output)))
    });
    (targets.collect(), runs.iter().map(|(_, n)| *n as f64 / set.n as f64).collect())
}

/// The mean loss of one output for all of the targets, which have these weights.
fn mean_loss(loss: &Loss, targets: &Matrix, weights: &[f64], output: &[f64]) -> f64 {
    let (rows, cols) = (targets.rows, targets.cols);
    let graph = Graph::new();
    let (y, t) = (graph.input("y", rows, cols), graph.input("t", rows, cols));
    let outputs = (0..rows * cols).map(|at| output[at / cols]).collect();
    let at = [(y, Matrix::new(rows, cols, outputs)), (t, targets.clone())];
    let losses = interpret(&graph, &at, &[(loss.apply)(y, t, &nn::defaults(loss.params))]);
    let losses = losses.expect("output and target have values").remove(0);
    losses.data.iter().zip(weights).map(|(loss, weight)| loss * weight).sum()
}

/// The smallest value of a convex function between two places, by the golden section.
fn least(f: impl Fn(f64) -> f64, mut low: f64, mut high: f64) -> f64 {
    let golden = (5f64.sqrt() - 1.0) / 2.0;
    let (mut left, mut right) = (high - golden * (high - low), low + golden * (high - low));
    let (mut at_left, mut at_right) = (f(left), f(right));
    let mut best = at_left.min(at_right).min(f(low)).min(f(high));
    for _ in 0..N_SECTIONS {
        if at_left <= at_right {
            (high, right, at_right) = (right, left, at_left);
            left = high - golden * (high - low);
            at_left = f(left);
        } else {
            (low, left, at_left) = (left, right, at_right);
            right = low + golden * (high - low);
            at_right = f(right);
        }
        best = best.min(at_left).min(at_right);
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Point;

    fn guessed(task: &str, classes: usize, loss: &str, labels: &[f32]) -> Option<f64> {
        let points: Vec<_> = labels.iter().map(|label| Point { x: 0.5, y: 0.5, label: *label, test: false }).collect();
        let partial = serde_json::json!({ "task": task, "classes": classes, "loss": loss });
        let config = Config::default().merged(&partial).expect("they go together");
        let config = config.with_points(points).expect("they are points");
        let data = Dataset::build(&config).expect("its features are formulas");
        guess(loss_of(&config), config.pairing(), &data.train)
    }

    fn is_near(found: Option<f64>, wanted: f64, what: &str) {
        let found = found.expect("there are points");
        assert!((found - wanted).abs() <= 1e-9 * wanted.max(1.0), "{what}: {found} {wanted}");
    }

    #[test]
    fn of_two_classes_it_is_the_closed_form_of_each_loss() {
        for n_second in 0..=10 {
            let p = f64::from(n_second) / 10.0;
            let labels: Vec<f32> = (0..10).map(|at| if at < n_second { 2.0 } else { 1.0 }).collect();
            let entropy: f64 =
                [p, 1.0 - p].into_iter().filter(|share| *share > 0.0).map(|share| -share * share.ln()).sum();
            let smaller = p.min(1.0 - p);
            // Through tanh, outputs reach from −1 to 1. Huber's: p ((1 − y) − ½) + … is linear beyond distance 1.
            let huber = |y: f64| {
                let of = |d: f64| if d.abs() <= 1.0 { 0.5 * d * d } else { d.abs() - 0.5 };
                p * of(1.0 - y) + (1.0 - p) * of(1.0 + y)
            };
            let searched = (0..=2_000_000).map(|at| huber(f64::from(at) / 1e6 - 1.0)).fold(f64::INFINITY, f64::min);
            for (loss, wanted) in [
                ("log", entropy),
                ("logistic", entropy),
                ("hinge", 2.0 * smaller),
                ("squared-hinge", 4.0 * p * (1.0 - p)),
                ("exponential", 2.0 * (p * (1.0 - p)).sqrt()),
                ("squared", 2.0 * p * (1.0 - p)),
                ("absolute", 2.0 * smaller),
                ("huber", searched),
            ] {
                is_near(guessed("classification", 2, loss, &labels), wanted, loss);
            }
        }
    }

    #[test]
    fn of_many_classes_it_is_the_entropy_of_their_shares() {
        let labels = [1.0, 1.0, 1.0, 2.0, 2.0, 4.0];
        let shares = [3.0 / 6.0, 2.0 / 6.0, 1.0 / 6.0];
        let entropy: f64 = shares.iter().map(|share: &f64| -share * share.ln()).sum();
        is_near(guessed("classification", 4, "cross-entropy", &labels), entropy, "four classes, one of them empty");
        is_near(guessed("classification", 3, "cross-entropy", &[3.0; 5]), 0.0, "one class");
    }

    #[test]
    fn of_values_it_is_the_spread_about_mean_or_median() {
        let labels = [-2.0, 0.5, 1.0, 1.5, 4.0_f32, -0.25];
        let values: Vec<f64> = labels.iter().map(|label| f64::from(*label)).collect();
        let mean_of = |f: &dyn Fn(f64) -> f64| values.iter().map(|value| f(*value)).sum::<f64>() / values.len() as f64;
        let mean = mean_of(&|value| value);
        is_near(
            guessed("regression", 2, "squared", &labels),
            mean_of(&|value| 0.5 * (value - mean).powi(2)),
            "squared",
        );
        is_near(guessed("regression", 2, "absolute", &labels), mean_of(&|value| (value - 0.75).abs()), "absolute");
        let huber = |d: f64| if d.abs() <= 1.0 { 0.5 * d * d } else { d.abs() - 0.5 };
        let searched = (-2000..=4000).map(|at| mean_of(&|value| huber(value - f64::from(at) / 1e3)));
        let searched = searched.fold(f64::INFINITY, f64::min);
        let found = guessed("curve", 2, "huber", &labels).expect("there are points");
        assert!(found <= searched + 1e-12 && found > searched - 1e-6, "{found} {searched}");
    }

    #[test]
    fn without_points_there_is_nothing_to_guess() {
        assert_eq!(guessed("classification", 2, "log", &[]), None);
    }
}

//! Networks of all small shapes: a training step of the compiled plan against the interpreter, and a
//! brief run against a whole one, bit for bit. The networks use every product kernel, with every
//! remainder and every epilogue; the check of the prints makes sure of that.

use std::collections::BTreeSet;

use autodiff::{Axis, Expr, Graph, Matrix, Plan, PlanSpec, grad, interpret};

/// Sizes that leave every remainder in blocks of two and of four, and in vectors of four lanes.
const SIZES: [usize; 6] = [1, 2, 3, 5, 8, 13];
const POINTS: [usize; 11] = [1, 2, 3, 4, 5, 8, 9, 12, 13, 18, 35];
const ACTIVATIONS: [Activation; 5] = [|z| z.tanh(), |z| z.relu(), |z| z, |z| z.sin(), |z| z.sigmoid()];

type Activation = for<'g> fn(Expr<'g>) -> Expr<'g>;

/// Numbers in (−1, 1), all different except for some zeros.
fn numbers(salt: u64, n: usize) -> Vec<f32> {
    let spread = |k: u64| (k.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40) as f32 / (1 << 23) as f32 - 1.0;
    (0..n as u64).map(|k| if (k + salt).is_multiple_of(11) { 0.0 } else { spread(k + 1000 * salt + 1) }).collect()
}

struct Step<'g> {
    inputs: Vec<Expr<'g>>,
    outputs: Vec<Expr<'g>>,
    updates: Vec<(Expr<'g>, Expr<'g>)>,
}

/// Two layers, half the squared error, and an update by gradient descent or momentum.
fn step<'g>(graph: &'g Graph, sizes: [usize; 3], points: usize, activation: Activation, momentum: bool) -> Step<'g> {
    let [n_inputs, n_hidden, n_outputs] = sizes;
    let (x, target) = (graph.input("x", n_inputs, points), graph.input("t", n_outputs, points));
    let (w1, b1) = (graph.input("W1", n_hidden, n_inputs), graph.input("b1", n_hidden, 1));
    let (w2, b2) = (graph.input("W2", n_outputs, n_hidden), graph.input("b2", n_outputs, 1));
    let rate = graph.input("rate", 1, 1);
    let hidden = activation(w1.matmul(x) + b1);
    let output = (w2.matmul(hidden) + b2).tanh();
    let loss = (0.5 * (output - target).square()).sum(Axis::All);
    let parameters = [w1, b1, w2, b2];
    let gradients = grad(loss, &parameters);
    let norm = gradients.iter().fold(graph.constant(0.0), |sum, g| sum + g.square().sum(Axis::All));
    let mut inputs = vec![x, target, rate, w1, b1, w2, b2];
    let mut updates = Vec::new();
    for (parameter, gradient) in parameters.into_iter().zip(gradients) {
        if momentum {
            let old = graph.input("v", parameter.rows(), parameter.cols());
            let velocity = 0.9 * old + gradient;
            inputs.push(old);
            updates.extend([(old, velocity), (parameter, parameter - rate * velocity)]);
        } else {
            updates.push((parameter, parameter - rate * gradient));
        }
    }
    Step { inputs, outputs: vec![loss, norm, hidden], updates }
}

fn matrix_of(plan_row: impl Fn(usize) -> Vec<f32>, rows: usize) -> Vec<f32> {
    (0..rows).flat_map(plan_row).collect()
}

/// Checks one network and returns the print of its plan.
fn check(sizes: [usize; 3], points: usize, activation: Activation, momentum: bool) -> String {
    let graph = Graph::new();
    let Step { inputs, outputs, updates } = step(&graph, sizes, points, activation, momentum);
    let spec = PlanSpec { inputs: &inputs, outputs: &outputs, updates: &updates };
    let mut whole = Plan::compile_two(spec, 1);
    let values: Vec<Vec<f32>> = (0..).zip(&inputs).map(|(salt, x)| numbers(salt, x.rows() * x.cols())).collect();
    values.iter().enumerate().for_each(|(k, value)| whole.write(k, value));
    let mut brief = whole.clone();
    whole.run();
    brief.run_brief();

    let doubles = |values: &[f32]| values.iter().map(|x| f64::from(*x)).collect();
    let at: Vec<_> =
        inputs.iter().zip(&values).map(|(x, v)| (*x, Matrix::new(x.rows(), x.cols(), doubles(v)))).collect();
    let wanted: Vec<Expr<'_>> = outputs.iter().copied().chain(updates.iter().map(|(_, new)| *new)).collect();
    let exact = interpret(&graph, &at, &wanted).expect("every input has a value");
    let place = |input: &Expr<'_>| inputs.iter().position(|x| x == input).expect("an update is of an input");
    for (k, want) in exact.iter().enumerate() {
        let got = match k.checked_sub(outputs.len()) {
            None => matrix_of(|row| whole.output_row(k, row).to_vec(), want.rows),
            Some(update) => matrix_of(|row| whole.input_row(place(&updates[update].0), row).to_vec(), want.rows),
        };
        let what = format!("{sizes:?}, {points} points, momentum {momentum}, value {k}:\n{whole}");
        let scale = want.data.iter().fold(1.0_f64, |most, x| most.max(x.abs()));
        for (got, want) in got.iter().zip(&want.data) {
            assert!((f64::from(*got) - want).abs() < 1e-5 * scale, "{got} instead of {want} in {what}");
        }
        if k == 0 {
            assert_eq!(brief.output_row(0, 0), got, "the loss of a brief run in {what}");
        }
        if let Some(update) = k.checked_sub(outputs.len()) {
            let same = matrix_of(|row| brief.input_row(place(&updates[update].0), row).to_vec(), want.rows);
            assert_eq!(same, got, "the update of a brief run in {what}");
        }
    }
    whole.to_string()
}

#[test]
fn a_step_of_every_small_network_is_the_interpreters_and_a_brief_run_has_its_bits() {
    let mut kinds = BTreeSet::new();
    for n_inputs in SIZES {
        for n_hidden in SIZES {
            for points in POINTS {
                let n_outputs = SIZES[(n_inputs + n_hidden + points) % 4];
                for (k, activation) in ACTIVATIONS.iter().enumerate() {
                    let print = check([n_inputs, n_hidden, n_outputs], points, *activation, (k + points) % 2 == 0);
                    kinds.extend(print.lines().map(str::to_owned));
                }
            }
        }
    }
    for ending in [
        "+ bias",
        "+ bias, tanh and slope",
        "+ bias, positive part",
        ", times slope",
        ", where y > 0",
        ", p − rate · it",
    ] {
        assert!(kinds.iter().any(|kind| kind.ends_with(ending)), "a kernel must end with {ending:?}, none does");
    }
    for sums in ["; Sum 5×9 → 5×1, p − rate · it", "; Sum 5×9 → 5×1"] {
        assert!(kinds.iter().any(|kind| kind.ends_with(sums)), "a product must have {sums:?} beside it, none has");
    }
}

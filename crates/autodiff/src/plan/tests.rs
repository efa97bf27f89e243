//! Tests of the inside of plans: their prints, their code, their padding, and where updates are written.

use super::*;
use crate::{Axis, Expr, Graph, grad};

#[test]
fn an_elementwise_chain_is_one_kernel_and_transposes_are_none() {
    let graph = Graph::new();
    let (w, x, b) = (graph.input("w", 4, 3), graph.input("x", 3, 10), graph.input("b", 4, 1));
    let loss = (w.matmul(x) + b).tanh().square().sum(Axis::All);
    let outputs = grad(loss, &[w]);
    let plan = Plan::compile(PlanSpec { inputs: &[w, x, b], outputs: &outputs, updates: &[] });
    assert_eq!(
        plan.to_string().lines().collect::<Vec<_>>(),
        ["matmul 4×3 · 3×10 + bias, tanh and slope", "add mul 4×10", "matmul 4×10 · (3×10)ᵀ"]
    );
}

/// Beside its activation a slope reads what only it reads: what others read may be computed later.
#[test]
fn a_slope_whose_parts_are_read_elsewhere_is_computed_after_them() {
    let graph = Graph::new();
    let (w, x) = (graph.input("w", 4, 4), graph.input("x", 4, 10));
    let z = w.matmul(x);
    let y = z.sigmoid();
    let slope = grad(w.matmul(y).sum(Axis::All), &[z])[0];
    let beside = |outputs: &[Expr<'_>]| Plan::compile(PlanSpec { inputs: &[w, x], outputs, updates: &[] }).to_string();
    let alone = beside(&[w.matmul(y), slope]);
    assert!(alone.contains("sigmoid neg sigmoid mul 4×10 → 4×10, 4×10"), "{alone}");
    let shared = beside(&[w.matmul(y), slope, w.matmul((-z).sigmoid())]);
    assert!(!shared.contains("sigmoid neg sigmoid mul 4×10 → 4×10, 4×10"), "{shared}");
    beside(&[w.matmul(y), slope, w.matmul(-z)]);
    // A slope without its activation.
    let sum = w.matmul(x) + w.sum(Axis::Cols);
    let only_slope = beside(&[grad(sum.tanh().sum(Axis::All), &[sum])[0]]);
    assert!(!only_slope.contains("tanh"), "{only_slope}");
}

#[test]
fn an_update_does_not_disturb_another_that_reads_the_old_value() {
    let graph = Graph::new();
    let (a, b) = (graph.input("a", 1, 1), graph.input("b", 1, 1));
    let updates = [(a, a + b), (b, a - b)];
    let mut plan = Plan::compile(PlanSpec { inputs: &[a, b], outputs: &[], updates: &updates });
    plan.write(0, &[5.0]);
    plan.write(1, &[3.0]);
    plan.run();
    assert_eq!((plan.input_row(0, 0)[0], plan.input_row(1, 0)[0]), (8.0, 2.0));
}

#[test]
fn swapping_two_inputs_swaps_them() {
    let graph = Graph::new();
    let (a, b) = (graph.input("a", 1, 5), graph.input("b", 1, 5));
    let mut plan = Plan::compile(PlanSpec { inputs: &[a, b], outputs: &[], updates: &[(a, b), (b, a)] });
    plan.write(0, &[1.0; 5]);
    plan.write(1, &[2.0; 5]);
    plan.run();
    assert_eq!((plan.input_row(0, 0), plan.input_row(1, 0)), (&[2.0; 5][..], &[1.0; 5][..]));
}

#[test]
fn a_step_that_must_not_disturb_its_start_begins_with_a_copy() {
    let graph = Graph::new();
    let [a, g, x] = [("a", 3, 2), ("g", 3, 5), ("x", 2, 5)].map(|(name, rows, cols)| graph.input(name, rows, cols));
    let rate = graph.input("rate", 1, 1);
    let outputs = [a - rate * g.matmul(x.t())];
    let mut plan = Plan::compile(PlanSpec { inputs: &[a, g, x, rate], outputs: &outputs, updates: &[] });
    assert_eq!(plan.to_string(), "matmul 3×5 · (2×5)ᵀ, p − rate · it\n");
    plan.write(0, &[1.0; 6]);
    plan.write(1, &[1.0; 15]);
    plan.write(2, &[1.0; 10]);
    plan.write(3, &[0.5]);
    for _ in 0..2 {
        plan.run();
        assert_eq!((plan.output_row(0, 2), plan.input_row(0, 2)), (&[-1.5; 2][..], &[1.0; 2][..]));
    }
}

/// The sum is 1 × 1, as a rate is, but a sum that is its own rate is no step of descent.
#[test]
fn a_step_by_the_square_of_a_sum_reads_the_sum() {
    let graph = Graph::new();
    let (p, x) = (graph.input("p", 1, 1), graph.input("x", 1, 3));
    let sum = x.sum(Axis::Cols);
    let mut plan = Plan::compile(PlanSpec { inputs: &[p, x], outputs: &[p - sum * sum], updates: &[] });
    plan.write(0, &[10.0]);
    plan.write(1, &[0.5, 1.0, 0.5]);
    plan.run();
    assert_eq!(plan.output_row(0, 0), [6.0], "{plan}");
}

/// After each kernel the padding of its results is 0, for any previous content of that memory.
#[test]
fn every_kernel_writes_zeros_into_its_padding() {
    const POINTS: [usize; 7] = [1, 2, 4, 5, 9, 13, 18];
    for (rows, inner, cols) in (0..5 * 5 * POINTS.len()).map(|k| (k % 5 + 1, k / 5 % 5 + 1, POINTS[k / 25])) {
        let graph = Graph::new();
        let [w, x, b] = [("w", rows, inner), ("x", inner, cols), ("b", rows, 1)]
            .map(|(name, rows, cols)| graph.input(name, rows, cols));
        let rate = graph.input("rate", 1, 1);
        let (tanh, positive) = ((w.matmul(x) + b).tanh(), (w.matmul(x) + b).relu());
        let both = tanh.cos() + 3.0;
        let across = both.matmul(x.t());
        let outputs = [
            tanh,
            positive,
            w.matmul(x) + b,
            both,
            both.t(),
            across,
            w - rate * across,
            both.sum(Axis::Cols),
            tanh.sum(Axis::Cols),
            both.max(Axis::Rows),
            (w.matmul(x) + b).sech_squared(),
            both.cos().sum(Axis::Cols),
            b - rate * both.sum(Axis::Cols),
            w.t().matmul(both),
        ];
        let mut plan = Plan::compile(PlanSpec { inputs: &[w, x, b, rate], outputs: &outputs, updates: &[] });
        (0..4)
            .for_each(|k| plan.write(k, &vec![0.25; plan.arena.input(k).shape.rows * plan.arena.input(k).shape.cols]));
        let Program { kernels, source, .. } = plan.whole.clone();
        for (kernel, mut source) in kernels.iter().zip(source) {
            let n = source.n_outs();
            let outs: Vec<Buffer> = source.buffers_mut()[..n].iter().map(|out| **out).collect();
            outs.iter().for_each(|out| plan.arena.fill(out.start, out.n_vectors, 7.0));
            plan.arena.run(std::slice::from_ref(kernel));
            for out in outs {
                let memory = out.memory();
                for row in 0..memory.rows {
                    let padding = &plan.arena.padded_row(out, row)[memory.cols..];
                    assert!(padding.iter().all(|entry| *entry == 0.0), "{rows}×{inner}×{cols}, {source}: {padding:?}");
                }
            }
        }
    }
}

/// The rate is 1 × 1 like the gradient; still the gradient's sums must move into its product.
#[test]
fn a_step_of_one_bias_by_one_point_goes_beside_its_weights() {
    let graph = Graph::new();
    let [w, b, x] = [("w", 1, 2), ("b", 1, 1), ("x", 2, 1)].map(|(name, rows, cols)| graph.input(name, rows, cols));
    let rate = graph.input("rate", 1, 1);
    let gradients = grad((w.matmul(x) + b).tanh().sum(Axis::All), &[w, b]);
    let updates = [(w, w - rate * gradients[0]), (b, b - rate * gradients[1])];
    let plan = Plan::compile(PlanSpec { inputs: &[w, b, x, rate], outputs: &[], updates: &updates });
    let last = "matmul 1×1 · (2×1)ᵀ, p − rate · it; Sum 1×1 → 1×1, p − rate · it";
    assert_eq!(plan.to_string().lines().last(), Some(last), "{plan}");
}

/// `sigmoid −z` has a place of its own here, so it comes after `sigmoid z`, and their product cannot come beside that.
#[test]
fn a_slope_with_a_factor_that_others_read_is_computed_apart() {
    let graph = Graph::new();
    let (w, z) = (graph.input("w", 2, 4), graph.input("z", 4, 10));
    let (y, other) = (z.sigmoid(), (-z).sigmoid());
    let outputs = [w.matmul(y), w.matmul(other), w.matmul(y * other)];
    let plan = Plan::compile(PlanSpec { inputs: &[w, z], outputs: &outputs, updates: &[] });
    assert_eq!(plan.to_string().lines().filter(|line| line.starts_with("matmul")).count(), 3);
}

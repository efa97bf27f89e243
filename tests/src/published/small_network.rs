//! The network of the page that shows how a plan is made. The page prints the body of the function.

use autodiff::plan::Stages;
use autodiff::{Axis, Graph, PlanSpec, grad};

/// One training step of a network with 2 inputs, 2 tanh units and 1 output, over a batch of 10 points.
pub(super) fn stages() -> (String, Stages) {
    let graph = Graph::new();
    let (x, target, rate) = (graph.input("x", 2, 10), graph.input("target", 1, 10), graph.input("rate", 1, 1));
    let parameters = [("W1", 2, 2), ("b1", 2, 1), ("W2", 1, 2), ("b2", 1, 1)];
    let [w1, b1, w2, b2] = parameters.map(|(name, rows, cols)| graph.input(name, rows, cols));

    let hidden = (w1.matmul(x) + b1).tanh();
    let output = (w2.matmul(hidden) + b2).tanh();
    let loss = (output - target).square().sum(Axis::All) * 0.1;
    let forward_pass = graph.to_string();

    let gradients = grad(loss, &[w1, b1, w2, b2]);
    let updates: Vec<_> = [w1, b1, w2, b2].into_iter().zip(&gradients).map(|(p, g)| (p, p - rate * *g)).collect();
    let inputs = [x, target, rate, w1, b1, w2, b2];
    (forward_pass, Stages::of(PlanSpec { inputs: &inputs, outputs: &[loss], updates: &updates }))
}

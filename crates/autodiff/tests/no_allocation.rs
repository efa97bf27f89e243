//! Nothing allocates while a plan runs.

use autodiff::{Axis, Graph, Plan, PlanSpec, grad};

#[test]
fn running_a_plan_allocates_nothing() {
    let graph = Graph::new();
    let (w, b, x) = (graph.input("w", 5, 3), graph.input("b", 5, 1), graph.input("x", 3, 11));
    let z = w.matmul(x) + b;
    let loss = (z.tanh() + z.softplus() + z.softmax(Axis::Rows)).square().mean(Axis::All);
    let gradients = grad(loss, &[w, b]);
    let rate = graph.constant(0.1);
    let updates = [(w, w - rate * gradients[0]), (b, b - rate * gradients[1])];
    let mut plan = Plan::compile(PlanSpec { inputs: &[w, b, x], outputs: &[loss], updates: &updates });
    plan.write(0, &[0.5; 15]);
    plan.write(2, &[0.25; 33]);
    let used = allocation_counter::measure(|| (0..100).for_each(|_| plan.run()));
    assert_eq!(used.count_total, 0);
    let counts = allocation_counter::measure(|| drop(vec![0_u8; 8]));
    assert_eq!(counts.count_total, 1, "the counter counts");
}

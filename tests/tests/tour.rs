//! A tour of `autodiff` and `nn`, from `x·x` to a trained XOR. Read it from top to bottom: each test is one idea.

use autodiff::{Axis, Graph, Matrix, Plan, PlanSpec, check_gradient, formula, grad, interpret, jvp};
use nn::network::{Layer, Network};
use nn::training::{Rates, TrainingSpec, TrainingStep};
use nn::{activation, defaults, initialiser, loss, optimiser};

#[test]
fn an_expression_is_a_node_of_a_graph_and_equal_expressions_are_one_node() {
    let graph = Graph::new();
    let x = graph.input("x", 1, 1);
    assert_eq!(format!("{:?} | {}", x * x, x * x), "%1 = mul %0 %0 : 1×1 | x*x");
}

#[test]
fn the_interpreter_says_what_it_means() {
    let graph = Graph::new();
    let x = graph.input("x", 1, 1);
    assert_eq!(interpret(&graph, &[(x, Matrix::scalar(3.0))], &[x * x]), Ok(vec![Matrix::scalar(9.0)]));
}

#[test]
fn a_gradient_is_an_expression_and_so_has_a_gradient() {
    let graph = Graph::new();
    let x = graph.input("x", 1, 1);
    let slope = grad(x * x, &[x])[0];
    assert_eq!((slope, grad(slope, &[x])[0].constant()), (x + x, Some(2.0)));
}

#[test]
fn a_formula_can_be_typed_derived_and_printed() {
    let graph = Graph::new();
    let x = graph.input("x", 1, 1);
    let f = formula::parse(&graph, "x^3 + sin(2x)", &[("x", x)]).unwrap();
    assert_eq!(formula::simplify(grad(f, &[x])[0]).to_string(), "3*x^2 + 2*cos(2*x)");
}

#[test]
fn forward_mode_is_the_slope_along_a_direction() {
    let graph = Graph::new();
    let [x, y, dx, dy] = ["x", "y", "dx", "dy"].map(|name| graph.input(name, 1, 1));
    assert_eq!(jvp(x * y, &[(x, dx), (y, dy)]), dx * y + x * dy);
}

#[test]
fn values_are_matrices_and_a_column_is_repeated() {
    let graph = Graph::new();
    let (w, x, b) = (graph.input("w", 3, 2), graph.input("x", 2, 10), graph.input("b", 3, 1));
    let z = w.matmul(x) + b;
    assert_eq!((z.shape().to_string(), grad(z, &[b])[0].shape().to_string()), ("3×10".into(), "3×1".into()));
}

#[test]
fn a_derivative_can_be_checked() {
    let graph = Graph::new();
    let x = graph.input("x", 2, 2);
    let check = check_gradient(x.tanh().matmul(x), &[x], &[(x, Matrix::new(2, 2, vec![0.1, -0.2, 0.3, 0.4]))]).unwrap();
    assert!(check.difference_error < 1e-9 && check.adjoint_error < 1e-15, "{check}");
}

#[test]
fn a_plan_is_a_graph_compiled_to_few_kernels() {
    let graph = Graph::new();
    let (w, x, b) = (graph.input("w", 3, 2), graph.input("x", 2, 10), graph.input("b", 3, 1));
    let plan = Plan::compile(PlanSpec { inputs: &[w, x, b], outputs: &[(w.matmul(x) + b).tanh()], updates: &[] });
    assert_eq!(plan.to_string(), "matmul 3×2 · 2×10 + bias, tanh\n");
}

#[test]
fn a_plan_that_updates_its_input_descends() {
    let graph = Graph::new();
    let x = graph.input("x", 1, 2);
    let loss = x.square().sum(Axis::All);
    let update = (x, x - 0.25 * grad(loss, &[x])[0]);
    let mut plan = Plan::compile(PlanSpec { inputs: &[x], outputs: &[loss], updates: &[update] });
    plan.write(0, &[3.0, 4.0]);
    plan.run();
    assert_eq!((plan.output_row(0, 0), plan.input_row(0, 0)), (&[25.0][..], &[1.5, 2.0][..]));
}

#[test]
fn an_activation_is_a_row_of_a_table_and_has_no_derivative_of_its_own() {
    let graph = Graph::new();
    let x = graph.input("x", 1, 1);
    let gaussian = (activation::find("gaussian").unwrap().apply)(x, &[]);
    assert_eq!(formula::simplify(grad(gaussian, &[x])[0]).to_string(), "-2*x*exp(-x^2)");
}

#[test]
fn a_network_is_an_expression() {
    let tanh = activation::find("tanh").unwrap();
    let network = Network { n_inputs: 2, layers: vec![Layer::new(3, tanh), Layer::new(1, tanh)] };
    let graph = Graph::new();
    let output = network.forward(&network.wire(&graph), graph.input("x", 2, 4), &[]).output();
    assert_eq!(output.to_string(), "tanh(b2 + matmul(W2, tanh(b1 + matmul(W1, x))))");
}

#[test]
fn xor_is_learned() {
    let [tanh, linear] = ["tanh", "linear"].map(|name| activation::find(name).unwrap());
    let network = Network { n_inputs: 2, layers: vec![Layer::new(3, tanh), Layer::new(1, linear)] };
    let (adam, xavier) = (optimiser::find("adam").unwrap(), initialiser::find("xavier-uniform").unwrap());
    let adam_params = defaults(adam.params);
    let spec = TrainingSpec::new(&network, (loss::find("log").unwrap(), &[]), (adam, &adam_params), 4);
    let mut step = TrainingStep::compile(&spec);
    step.set_parameters(&initialiser::draw_network(xavier, &defaults(xavier.params), 1, &network.sizes()));
    step.gather(4, &[0.0, 0.0, 1.0, 1.0, 0.0, 1.0, 0.0, 1.0], &[0.0, 1.0, 1.0, 0.0], &[0, 1, 2, 3]);
    (1..=200).for_each(|k| step.run(Rates { rate: 0.1, step: k as f32, ..Rates::default() }));
    assert!(step.loss() < 0.01);
}

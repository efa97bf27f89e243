//! Every activation and every loss, value and slope, against exact numbers (`tests/reference/tails.py`), relative to their
//! own size: where they tend to a limit, near 0 and near zero crossings. In `f64` by the interpreter, in `f32` by plans.
//!
//! The tables of `nn` say what is checked: a row without exact numbers fails.

use autodiff::{Axis, Expr, Graph, Matrix, Plan, PlanSpec, grad, interpret};
use nn::loss::{Learns, Per, Target};
use nn::network::{Layer, Network};
use nn::training::{Rates, TrainingSpec, TrainingStep};
use serde_json::Value;

/// The largest relative errors of values and slopes.
#[derive(Clone, Copy)]
struct Bounds {
    double: f64,
    single: f64,
}

const BOUNDS: Bounds = Bounds { double: 1e-14, single: 1e-6 };

/// The bounds where the exponent is a rounded square or cube of the argument, which the exponential magnifies.
const OF_POWERS: Bounds = Bounds { double: 1e-13, single: 1e-5 };

/// Below these sizes digits may be lost: the smallest numbers have few.
const SMALLEST: Bounds = Bounds { double: 1e-290, single: 1e-30 };

fn cases() -> Vec<Value> {
    let mut file: Value = serde_json::from_str(include_str!("../reference/tails.json")).expect("tails.json is JSON");
    file["cases"].as_array_mut().map(std::mem::take).expect("tails.json has cases")
}

fn case<'a>(cases: &'a [Value], kind: &str, name: &str) -> &'a Value {
    let found = cases.iter().find(|case| case[kind] == name);
    found.unwrap_or_else(|| panic!("{kind} {name} has no exact numbers: add its formula to tests/reference/tails.py"))
}

/// A matrix of rows, or one row.
fn matrix(value: &Value) -> Matrix {
    let list = |row: &Value| -> Vec<f64> {
        row.as_array().expect("a list of numbers").iter().map(|x| x.as_f64().expect("a number")).collect()
    };
    let rows = value.as_array().expect("a list");
    if rows[0].is_array() {
        Matrix::new(rows.len(), list(&rows[0]).len(), rows.iter().flat_map(list).collect())
    } else {
        Matrix::new(1, rows.len(), list(value))
    }
}

/// What each entry's error is relative to.
fn sizes(exact: &Matrix, crossings: &Value) -> Vec<f64> {
    let own = exact.data.iter().map(|value| value.abs());
    own.enumerate().map(|(k, own)| crossings[k.to_string()].as_f64().unwrap_or(own)).collect()
}

fn computed_by_plan(inputs: &[(Expr<'_>, Matrix)], outputs: &[Expr<'_>]) -> Vec<Matrix> {
    let names: Vec<Expr<'_>> = inputs.iter().map(|(input, _)| *input).collect();
    let mut plan = Plan::compile(PlanSpec { inputs: &names, outputs, updates: &[] });
    for (k, (_, value)) in inputs.iter().enumerate() {
        plan.write(k, &value.data.iter().map(|x| *x as f32).collect::<Vec<_>>());
    }
    plan.run();
    let matrix = |(k, output): (usize, &Expr<'_>)| {
        let rows = (0..output.rows()).flat_map(|row| plan.output_row(k, row).to_vec());
        Matrix::new(output.rows(), output.cols(), rows.map(f64::from).collect())
    };
    outputs.iter().enumerate().map(matrix).collect()
}

/// The entries that are further off than allowed, each as a line.
fn wrong(what: &str, got: &Matrix, exact: &Matrix, sizes: &[f64], bound: f64, smallest: f64) -> Vec<String> {
    assert_eq!((got.rows, got.cols), (exact.rows, exact.cols), "{what}");
    let off = |k: usize| {
        let (got, exact, size) = (got.data[k], exact.data[k], sizes[k]);
        let error = (got - exact).abs();
        let fits = if size < smallest { error <= smallest } else { error <= bound * size };
        (!fits).then(|| format!("{what}, entry {k}: {got:e} instead of {exact:e}, off by {:.1e}", error / size))
    };
    (0..got.data.len()).filter_map(off).collect()
}

/// The lines of a function's values and slopes, in both precisions. `exact` and `crossings` have an entry each.
fn check(
    what: &str,
    inputs: &[(Expr<'_>, Matrix)],
    outputs: [Expr<'_>; 2],
    case: &Value,
    bounds: [Bounds; 2],
) -> Vec<String> {
    let graph = outputs[0].graph();
    let double = interpret(graph, inputs, &outputs).expect("every input has a value");
    let single = computed_by_plan(inputs, &outputs);
    let mut lines = Vec::new();
    for (k, field) in ["value", "slope"].into_iter().enumerate() {
        let exact = matrix(&case[field]);
        let sizes = sizes(&exact, &case["crossings"][k]);
        let what = |precision: &str| format!("{what}, {field}, {precision}");
        lines.extend(wrong(&what("f64"), &double[k], &exact, &sizes, bounds[k].double, SMALLEST.double));
        lines.extend(wrong(&what("f32"), &single[k], &exact, &sizes, bounds[k].single, SMALLEST.single));
    }
    lines
}

#[test]
fn every_activation_keeps_its_digits() {
    let cases = cases();
    let mut lines = Vec::new();
    for entry in nn::activation::all() {
        let case = case(&cases, "activation", entry.name);
        let bounds = match entry.name {
            "gelu" => [BOUNDS, OF_POWERS],
            "gaussian" | "gelu-tanh" => [OF_POWERS; 2],
            _ => [BOUNDS; 2],
        };
        let at = matrix(&case["x"]);
        let graph = Graph::new();
        let x = graph.input("x", 1, at.cols);
        let y = (entry.apply)(x, &nn::defaults(entry.params));
        lines.extend(check(entry.name, &[(x, at.clone())], [y, grad(y.sum(Axis::All), &[x])[0]], case, bounds));

        // The same as a hidden layer of two units, whose kernels are those of training.
        let (w, b, v) = (graph.input("w", 2, 1), graph.input("b", 2, 1), graph.input("v", 1, 2));
        let hidden = (entry.apply)(w.matmul(x) + b, &nn::defaults(entry.params));
        let output = v.matmul(hidden);
        let column = |entries: [f64; 2]| Matrix::new(2, 1, entries.to_vec());
        let inputs = [(x, at), (w, column([1.0, 1.0])), (b, column([0.0; 2])), (v, Matrix::new(1, 2, vec![0.0, 1.0]))];
        let slope = grad(output.sum(Axis::All), &[x])[0];
        lines.extend(check(&format!("a layer of {}", entry.name), &inputs, [output, slope], case, bounds));
    }
    assert!(lines.is_empty(), "{} wrong:\n{}", lines.len(), lines.join("\n"));
}

#[test]
fn every_loss_keeps_its_digits() {
    let cases = cases();
    let mut lines = Vec::new();
    for loss in nn::loss::all() {
        let case = case(&cases, "loss", loss.name);
        let [y_at, t_at] = ["y", "t"].map(|field| matrix(&case[field]));
        assert_eq!(y_at.rows > 1, loss.per == Per::Point, "{}", loss.name);
        let graph = Graph::new();
        let [y, t] = ["y", "t"].map(|name| graph.input(name, y_at.rows, y_at.cols));
        let value = (loss.apply)(y, t, &nn::defaults(loss.params));
        let outputs = [value, grad(value.sum(Axis::All), &[y])[0]];
        lines.extend(check(loss.name, &[(y, y_at), (t, t_at)], outputs, case, [BOUNDS; 2]));
    }
    assert!(lines.is_empty(), "{} wrong:\n{}", lines.len(), lines.join("\n"));
}

/// A neuron whose slope is about 10⁻⁸ still learns: Adam makes steps of the rate's size however small the gradient is.
#[test]
fn a_saturated_neuron_learns() {
    for (activation, bias) in [("sigmoid", -17.0), ("tanh", -9.5)] {
        let activation = nn::activation::find(activation).expect("it is in the catalog");
        let adam = nn::optimiser::find("adam").expect("it is in the catalog");
        let network = Network { n_inputs: 1, layers: vec![Layer::new(1, activation)] };
        let mut step = TrainingStep::compile(&TrainingSpec {
            network: &network,
            loss: nn::loss::find("squared").expect("it is in the catalog"),
            loss_params: &[],
            penalty: nn::penalty::find("none").expect("it is in the catalog"),
            optimiser: adam,
            optimiser_params: &nn::defaults(adam.params),
            batch: 1,
            clips: false,
            drops: false,
            frozen: &[],
        });
        step.set_parameters(&[0.0, bias]);
        step.gather(1, &[0.0], &[1.0], &[0]);
        let mut rates = Rates { rate: 0.1, step: 1.0, penalty_rate: 0.0, l1_share: 0.0, weight_decay: 0.0, clip: 1.0 };
        step.run(rates);
        assert!(step.loss() >= 0.499, "{}: {}", activation.name, step.loss());
        for number in 2..1000_u16 {
            rates.step = f32::from(number);
            step.run_brief(rates);
        }
        assert!(step.loss() < 1e-4, "{} stays at {}", activation.name, step.loss());
    }
}

/// What is predicted is the probability that the loss beside it is made of: `loss = −ln p`, in the tails too.
#[test]
fn a_prediction_and_its_loss_agree() {
    for loss in nn::loss::all() {
        for pairing in loss.pairings.iter().filter(|pairing| {
            ["log", "logistic", "cross-entropy"].contains(&loss.name) && pairing.learns != Learns::Number
        }) {
            for score in -60..=0 {
                let score = f64::from(score);
                let (scores, target) = match pairing.target {
                    Target::OneHot => (vec![score, 0.0, -1.0], vec![1.0, 0.0, 0.0]),
                    _ => (vec![score], vec![1.0]),
                };
                let graph = Graph::new();
                let [y, t] = ["y", "t"].map(|name| graph.input(name, scores.len(), 1));
                let at = |entries: &[f64]| Matrix::new(entries.len(), 1, entries.to_vec());
                let inputs = [(y, at(&scores)), (t, at(&target))];
                let outputs = [(loss.apply)(y, t, &nn::defaults(loss.params)), (pairing.predict)(y)];
                let values = interpret(&graph, &inputs, &outputs).expect("every input has a value");
                let (loss_of, p) = (values[0].get(0, 0), values[1].get(0, 0));
                assert!(
                    (loss_of + libm::log(p)).abs() <= 1e-13 * loss_of,
                    "{} at {score}: {loss_of} and {p:e}",
                    loss.name
                );
                let single = (pairing.predict_point)(&scores.iter().map(|s| *s as f32).collect::<Vec<_>>())[0];
                assert!((f64::from(single) - p).abs() <= 1e-6 * p, "{} at {score}: {single:e} and {p:e}", loss.name);
            }
        }
    }
    // The losses of a distance predict (tanh s + 1) / 2, which is the sigmoid of 2 s.
    let squared = nn::loss::find("squared").expect("it is in the catalog");
    let classes =
        squared.pairings.iter().find(|pairing| pairing.learns == Learns::TwoClasses).expect("it has such a pairing");
    let graph = Graph::new();
    let s = graph.input("score", 1, 1);
    let p = interpret(&graph, &[(s, Matrix::scalar(-40.0))], &[(classes.predict)(s)]).expect("the score has a value");
    assert!((p[0].get(0, 0) / libm::exp(-80.0) - 1.0).abs() < 1e-14);
}

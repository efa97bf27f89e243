//! Evaluates a network without training it: scores and what they are the sum of, the value of every unit, gradients with respect
//! to the features, and the loss of each point. It takes the points in blocks of columns.

use autodiff::{Axis, Expr, Graph, Matrix, Plan, PlanSpec, grad, interpret, jvp, vjp};

use crate::loss::Loss;
use crate::network::{Network, Trace, Wiring, input_values, write_network, write_parameters};
use crate::training::point_losses;

/// What a probe evaluates.
#[derive(Debug, Clone, Copy)]
pub enum Probing<'a> {
    /// The score: `outputs × points`.
    Scores,
    /// The value of every unit after its activation: per layer `units × points`.
    Units,
    /// The output after its activation: `outputs × points`.
    Output,
    /// Per hidden layer the value of every unit after its activation, then per hidden layer its activation's slope there: each
    /// `units × points`. The slope of a unit that is switched off is 0.
    Activity,
    /// What each unit of the last hidden layer (without any, each feature) adds to the score of a network with one output, its
    /// weight times its value: `units × points`. With the output's bias their sum is the score.
    Contributions,
    /// The gradient of the score with respect to the features, `Σ over outputs of target · ∂score ⁄ ∂feature`:
    /// `features × points`.
    Slopes,
    /// The gradient of each point's own loss, as in [`Losses`](Probing::Losses), with respect to the features,
    /// `∂ℓ ⁄ ∂feature`: `features × points`. The numbers are the loss's parameters.
    LossSlopes(&'static Loss, &'a [f64]),
    /// [`Slopes`](Probing::Slopes), and the directional derivative of the same sum of scores along the change Δθ of the
    /// parameters that [`Probe::set_change`] sets: `Σ over outputs of target · (∂score ⁄ ∂θ · Δθ)`, `1 × points`.
    ScoreChange,
    /// The score, and the loss of each point (`1 × points`): the mean over its outputs where the loss has a value per output
    /// ([`Per::Entry`](crate::loss::Per::Entry)). The numbers are the loss's parameters.
    Losses(&'static Loss, &'a [f64]),
}

/// A compiled evaluation of a network.
#[derive(Debug, Clone)]
pub struct Probe {
    plan: Plan,
    network: Network,
    block: usize,
    n_outputs: usize,
    /// The first of the plan's inputs that hold the change of the parameters.
    first_change: usize,
    /// Rows of each output of the plan.
    rows: Vec<usize>,
}

const X: usize = 0;
const TARGET: usize = 1;
const PARAMETERS: usize = 2;

impl Probe {
    /// Compiles an evaluation that takes `block` points at a time. Parameters are 0 until they are set.
    ///
    /// # Panics
    /// If the network has no layer, or a loss's parameters are not as many as it takes.
    ///
    /// ```
    /// # use nn::{activation, loss};
    /// # use nn::network::{Layer, Network};
    /// # use nn::probe::{Probe, Probing, exact_scores};
    /// # let linear = activation::find("linear").expect("it is in the catalog");
    /// let network = Network { n_inputs: 2, layers: vec![Layer::new(1, linear)] }; // 3 x₁ − x₂ + ½
    /// let squared = loss::find("squared").expect("it is in the catalog");
    /// let mut probe = Probe::compile(&network, Probing::Losses(squared, &[]), 2);
    /// probe.set_parameters(&[3.0, -1.0, 0.5]);
    /// let values = probe.evaluate(&[1.0, 0.0, 1.0, 2.0], &[2.5, 0.5]);
    /// assert_eq!(values, [[2.5, -1.5], [0.0, 2.0]]); // scores, and the loss of each point
    /// ```
    pub fn compile(network: &Network, probing: Probing<'_>, block: usize) -> Probe {
        let graph = Graph::new();
        let n_outputs = network.layers.last().map_or(0, |layer| layer.units);
        let x = graph.input("x", network.n_inputs, block);
        let target = graph.input("target", n_outputs, block);
        let wiring = network.wire(&graph);
        let trace = network.forward(&wiring, x, &[]);
        let parameters = wiring.parameters();
        let mut change = Vec::new();
        let outputs = match probing {
            Probing::Scores => vec![trace.score()],
            Probing::Units => trace.a.clone(),
            Probing::Output => vec![trace.output()],
            Probing::Activity => {
                let hidden = ..trace.a.len() - 1;
                let slopes = trace.a[hidden].iter().zip(&trace.z).map(|(a, z)| grad(*a, &[*z])[0]);
                trace.a[hidden].iter().copied().chain(slopes).collect()
            }
            Probing::Contributions => vec![contributions(&wiring, &trace, x)],
            Probing::Slopes => vjp(trace.score(), target, &[x]),
            Probing::LossSlopes(loss, params) => grad(point_losses(loss, params, trace.output(), target), &[x]),
            Probing::ScoreChange => {
                change = parameters.iter().map(|p| graph.input("change", p.rows(), p.cols())).collect();
                let seeds: Vec<_> = parameters.iter().copied().zip(change.iter().copied()).collect();
                let moved = (target * jvp(trace.score(), &seeds)).sum(Axis::Rows);
                vjp(trace.score(), target, &[x]).into_iter().chain([moved]).collect()
            }
            Probing::Losses(loss, params) => vec![trace.score(), point_losses(loss, params, trace.output(), target)],
        };
        let mut inputs = vec![x, target];
        inputs.extend(wiring.inputs());
        let first_change = inputs.len();
        inputs.extend(change);
        let plan = Plan::compile(PlanSpec { inputs: &inputs, outputs: &outputs, updates: &[] });
        let rows = outputs.iter().map(|output| output.rows()).collect();
        Probe { plan, network: network.clone(), block, n_outputs, first_change, rows }
    }

    /// Sets all parameters, in the flat order.
    ///
    /// # Panics
    /// If there is not one value for each of the network's parameters.
    ///
    /// ```
    /// # use nn::{activation, loss};
    /// # use nn::network::{Layer, Network};
    /// # use nn::probe::{Probe, Probing, exact_scores};
    /// # let linear = activation::find("linear").expect("it is in the catalog");
    /// let network = Network { n_inputs: 2, layers: vec![Layer::new(1, linear)] }; // 3 x₁ − x₂ + ½
    /// let mut probe = Probe::compile(&network, Probing::Scores, 2); // takes two points at a time
    /// probe.set_parameters(&[3.0, -1.0, 0.5]);
    /// assert_eq!(probe.evaluate(&[1.0, 1.0], &[]), [[2.5]]);
    /// ```
    pub fn set_parameters(&mut self, parameters: &[f32]) {
        write_network(&mut self.plan, PARAMETERS, &self.network, parameters);
    }

    /// Sets the change of all parameters, in the flat order; only for [`Probing::ScoreChange`].
    ///
    /// # Panics
    /// If there is not one value for each of the network's parameters, or the probe is of another kind.
    ///
    /// ```
    /// # use nn::{activation, loss};
    /// # use nn::network::{Layer, Network};
    /// # use nn::probe::{Probe, Probing, exact_scores};
    /// # let linear = activation::find("linear").expect("it is in the catalog");
    /// let network = Network { n_inputs: 2, layers: vec![Layer::new(1, linear)] }; // 3 x₁ − x₂ + ½
    /// let mut probe = Probe::compile(&network, Probing::ScoreChange, 2);
    /// probe.set_parameters(&[3.0, -1.0, 0.5]);
    /// probe.set_change(&[0.1, 0.0, 0.0]); // the first weight grows by 0.1
    /// let values = probe.evaluate(&[2.0, 5.0], &[1.0]); // of the point (2, 5), with weight 1 for its only score
    /// assert_eq!(values, [vec![3.0, -1.0], vec![0.2]]); // the slopes, and the change of the score
    /// ```
    pub fn set_change(&mut self, change: &[f32]) {
        write_parameters(&mut self.plan, self.first_change, &self.network, change);
    }

    /// Evaluates the points that have these features.
    ///
    /// # Shapes
    /// `features` is `n_inputs × points`, row by row; `targets` is `outputs × points`, or empty if none
    /// are needed. The result has one list per matrix that [`Probing`] names, each row by row with one
    /// column per point.
    ///
    /// ```
    /// # use nn::{activation, loss};
    /// # use nn::network::{Layer, Network};
    /// # use nn::probe::{Probe, Probing, exact_scores};
    /// # let linear = activation::find("linear").expect("it is in the catalog");
    /// let network = Network { n_inputs: 2, layers: vec![Layer::new(1, linear)] }; // 3 x₁ − x₂ + ½
    /// let mut probe = Probe::compile(&network, Probing::Scores, 2); // takes two points at a time
    /// probe.set_parameters(&[3.0, -1.0, 0.5]);
    /// let features = [1.0, 0.0, 2.0, 1.0, 2.0, 0.0]; // x₁ of three points, then x₂
    /// assert_eq!(probe.evaluate(&features, &[]), [[2.5, -1.5, 6.5]]);
    /// ```
    pub fn evaluate(&mut self, features: &[f32], targets: &[f32]) -> Vec<Vec<f32>> {
        let n = self.n_points(features);
        let mut results: Vec<Vec<f32>> = self.rows.iter().map(|rows| vec![0.0; rows * n]).collect();
        self.evaluate_into(features, targets, &mut results.iter_mut().map(Vec::as_mut_slice).collect::<Vec<_>>());
        results
    }

    /// The same without targets; all results are appended to `into`.
    ///
    /// ```
    /// # use nn::{activation, loss};
    /// # use nn::network::{Layer, Network};
    /// # use nn::probe::{Probe, Probing, exact_scores};
    /// # let linear = activation::find("linear").expect("it is in the catalog");
    /// let network = Network { n_inputs: 2, layers: vec![Layer::new(1, linear)] }; // 3 x₁ − x₂ + ½
    /// let mut probe = Probe::compile(&network, Probing::Scores, 2); // takes two points at a time
    /// probe.set_parameters(&[3.0, -1.0, 0.5]);
    /// let mut scores = vec![9.0];
    /// probe.append(&[1.0, 1.0], &mut scores);
    /// assert_eq!(scores, [9.0, 2.5]);
    /// ```
    pub fn append(&mut self, features: &[f32], into: &mut Vec<f32>) {
        let n = self.n_points(features);
        let first = into.len();
        into.resize(first + self.rows.iter().sum::<usize>() * n, 0.0);
        let mut left = &mut into[first..];
        let mut results = Vec::with_capacity(self.rows.len());
        for rows in &self.rows {
            let (result, others) = left.split_at_mut(rows * n);
            results.push(result);
            left = others;
        }
        self.evaluate_into(features, &[], &mut results);
    }

    fn n_points(&self, features: &[f32]) -> usize {
        features.len() / self.network.n_inputs.max(1)
    }

    /// Evaluates block by block, into the rows of each result.
    fn evaluate_into(&mut self, features: &[f32], targets: &[f32], results: &mut [&mut [f32]]) {
        let n = self.n_points(features);
        let mut first = 0;
        while first < n {
            let len = self.block.min(n - first);
            for row in 0..self.network.n_inputs {
                fill(self.plan.input_row_mut(X, row), &features[row * n + first..][..len]);
            }
            if !targets.is_empty() {
                for row in 0..self.n_outputs {
                    fill(self.plan.input_row_mut(TARGET, row), &targets[row * n + first..][..len]);
                }
            }
            self.plan.run();
            for (k, result) in results.iter_mut().enumerate() {
                for row in 0..self.rows[k] {
                    result[row * n + first..][..len].copy_from_slice(&self.plan.output_row(k, row)[..len]);
                }
            }
            first += len;
        }
    }
}

/// The scores in `f64` by the interpreter: slow, and as exact as those of any other program in `f64`.
///
/// # Shapes
/// `features` is `n_inputs × points`, row by row; the result is `outputs × points`.
///
/// ```
/// # use nn::{activation, loss};
/// # use nn::network::{Layer, Network};
/// # use nn::probe::{Probe, Probing, exact_scores};
/// # let linear = activation::find("linear").expect("it is in the catalog");
/// let network = Network { n_inputs: 2, layers: vec![Layer::new(1, linear)] }; // 3 x₁ − x₂ + ½
/// let score = exact_scores(&network, &[3.0, -1.0, 0.5], &[1.0, 1.0]);
/// assert_eq!(score.get(0, 0), 2.5);
/// ```
pub fn exact_scores(network: &Network, parameters: &[f32], features: &[f32]) -> Matrix {
    exact(network, parameters, features, |_, trace, _| trace.score())
}

/// [`Probing::Contributions`] in `f64` by the interpreter, as [`exact_scores`].
///
/// # Shapes
/// `features` is `n_inputs × points`, row by row; the result is `units × points`.
///
/// ```
/// # use nn::{activation, loss};
/// # use nn::network::{Layer, Network};
/// # use nn::probe::{exact_contributions, exact_scores};
/// # let linear = activation::find("linear").expect("it is in the catalog");
/// let network = Network { n_inputs: 2, layers: vec![Layer::new(1, linear)] }; // 3 x₁ − x₂ + ½
/// let terms = exact_contributions(&network, &[3.0, -1.0, 0.5], &[1.0, 2.0]);
/// assert_eq!(terms.data, [3.0, -2.0]); // with the bias ½ together 1.5
/// assert_eq!(exact_scores(&network, &[3.0, -1.0, 0.5], &[1.0, 2.0]).data, [1.5]);
/// ```
pub fn exact_contributions(network: &Network, parameters: &[f32], features: &[f32]) -> Matrix {
    exact(network, parameters, features, contributions)
}

/// The value of an expression over the network and its input.
fn exact(
    network: &Network,
    parameters: &[f32],
    features: &[f32],
    of: impl for<'g> FnOnce(&Wiring<'g>, &Trace<'g>, Expr<'g>) -> Expr<'g>,
) -> Matrix {
    let n = features.len() / network.n_inputs.max(1);
    let graph = Graph::new();
    let x = graph.input("x", network.n_inputs, n);
    let wiring = network.wire(&graph);
    let wanted = of(&wiring, &network.forward(&wiring, x, &[]), x);
    let values = Matrix::new(network.n_inputs, n, features.iter().map(|value| f64::from(*value)).collect());
    let mut at = vec![(x, values)];
    at.extend(wiring.inputs().into_iter().zip(input_values(network, parameters)));
    interpret(&graph, &at, &[wanted]).expect("every input has a value of its shape").remove(0)
}

/// Each input of the one output, times its weight.
fn contributions<'g>(wiring: &Wiring<'g>, trace: &Trace<'g>, x: Expr<'g>) -> Expr<'g> {
    let output = trace.a.len() - 1;
    wiring.weights_in_force(output).t() * if output == 0 { x } else { trace.a[output - 1] }
}

/// Copies `values`, and repeats the last one to the end of the row, so that a column without a point is a copy of the
/// last point.
fn fill(row: &mut [f32], values: &[f32]) {
    row[..values.len()].copy_from_slice(values);
    let last = values.last().copied().unwrap_or(0.0);
    row[values.len()..].fill(last);
}

//! The gradient of the loss with respect to every weight and bias, over any number of points. It is for inspection, not
//! for training. The loss is the mean over the points. Its gradient is the sum of each point's share, so that it takes
//! the points block by block, and adds the penalty's gradient once. [`check`] confirms on given points that derivatives are right.

use autodiff::{Axis, GradientCheck, Graph, Matrix, Plan, PlanSpec, check_gradient, grad};

use crate::loss::Loss;
use crate::network::{Network, assert_matrix, input_values, write_network};
use crate::penalty::Penalty;
use crate::training::point_losses;

/// Points per block.
const BLOCK: usize = 256;

const X: usize = 0;
const TARGET: usize = 1;
const POINT_WEIGHTS: usize = 2;
const PENALTY_RATE: usize = 3;
const L1_SHARE: usize = 4;
const PARAMETERS: usize = 5;

/// A compiled gradient.
#[derive(Debug, Clone)]
pub struct Gradient {
    plan: Plan,
    network: Network,
}

impl Gradient {
    /// Compiles `∂(mean loss + penalty) ⁄ ∂θ`.
    ///
    /// # Panics
    /// If the network has no layer, or `loss_params` are not as many as the loss takes.
    ///
    /// ```
    /// # use nn::{activation, loss, penalty};
    /// # use nn::network::{Layer, Network};
    /// # use nn::gradient::Gradient;
    /// # let linear = activation::find("linear").expect("it is in the catalog");
    /// let network = Network { n_inputs: 2, layers: vec![Layer::new(1, linear)] }; // 3 x₁ − x₂ + ½
    /// let squared = loss::find("squared").expect("it is in the catalog");
    /// let none = penalty::find("none").expect("it is in the catalog");
    /// let mut gradient = Gradient::compile(&network, squared, &[], none);
    /// // One point, (1, 2), whose score 1.5 is 2 above its target.
    /// assert_eq!(gradient.at(&[3.0, -1.0, 0.5], &[1.0, 2.0], &[-0.5], [0.0, 0.0]), [2.0, 4.0, 2.0]);
    /// ```
    pub fn compile(network: &Network, loss: &Loss, loss_params: &[f64], penalty: &Penalty) -> Gradient {
        let graph = Graph::new();
        let n_outputs = network.layers.last().map_or(0, |layer| layer.units);
        let mut inputs = vec![
            graph.input("x", network.n_inputs, BLOCK),
            graph.input("target", n_outputs, BLOCK),
            graph.input("point weights", 1, BLOCK),
            graph.input("penalty rate", 1, 1),
            graph.input("l1 share", 1, 1),
        ];
        let wiring = network.wire(&graph);
        let output = network.forward(&wiring, inputs[X], &[]).output();
        let losses = point_losses(loss, loss_params, output, inputs[TARGET]);
        let mut total = (losses * inputs[POINT_WEIGHTS]).sum(Axis::All);
        for layer in 0..network.layers.len() {
            total = total + (penalty.apply)(wiring.weights_in_force(layer), inputs[PENALTY_RATE], inputs[L1_SHARE]);
        }
        let gradients = grad(total, &wiring.parameters());
        inputs.extend(wiring.inputs());
        let plan = Plan::compile(PlanSpec { inputs: &inputs, outputs: &gradients, updates: &[] });
        Gradient { plan, network: network.clone() }
    }

    /// The gradient at `parameters`, in their flat order. Without points, the loss contributes zeros.
    ///
    /// # Shapes
    /// `features` is `n_inputs × points`, `targets` `outputs × points`, both row by row. The two numbers are the penalty's rate and
    /// its share of L1.
    ///
    /// # Panics
    /// If `parameters`, `features` or `targets` have another length than the network and the shapes say.
    ///
    /// ```
    /// # use nn::{activation, loss, penalty};
    /// # use nn::network::{Layer, Network};
    /// # use nn::gradient::Gradient;
    /// # let linear = activation::find("linear").expect("it is in the catalog");
    /// let network = Network { n_inputs: 2, layers: vec![Layer::new(1, linear)] }; // 3 x₁ − x₂ + ½
    /// # let squared = loss::find("squared").expect("it is in the catalog");
    /// let l2 = penalty::find("l2").expect("it is in the catalog");
    /// let mut gradient = Gradient::compile(&network, squared, &[], l2);
    /// let without_points = gradient.at(&[3.0, -1.0, 0.5], &[], &[], [0.1, 0.0]); // penalty rate 0.1
    /// assert_eq!(without_points, [0.3, -0.1, 0.0]);
    /// ```
    pub fn at(
        &mut self,
        parameters: &[f32],
        features: &[f32],
        targets: &[f32],
        [rate, l1_share]: [f32; 2],
    ) -> Vec<f32> {
        let (network, plan) = (&self.network, &mut self.plan);
        let n = features.len() / network.n_inputs.max(1);
        let n_outputs = network.layers.last().map_or(0, |layer| layer.units);
        assert_matrix("features", features, network.n_inputs, n);
        assert_matrix("targets", targets, n_outputs, n);
        write_network(plan, PARAMETERS, network, parameters);
        plan.input_row_mut(L1_SHARE, 0)[0] = l1_share;
        let mut sums = vec![0.0f64; parameters.len()];
        for first in (0..n.max(1)).step_by(BLOCK) {
            plan.input_row_mut(PENALTY_RATE, 0)[0] = if first == 0 { rate } else { 0.0 };
            let len = BLOCK.min(n - first);
            for (input, values) in [(X, features), (TARGET, targets)] {
                for (row, values) in values.chunks(n.max(1)).enumerate() {
                    let columns = plan.input_row_mut(input, row);
                    columns[..len].copy_from_slice(&values[first..first + len]);
                    // A column without a point has the weight 0, but still needs finite numbers.
                    let last = columns[..len].last().copied().unwrap_or(0.0);
                    columns[len..].fill(last);
                }
            }
            let weights = plan.input_row_mut(POINT_WEIGHTS, 0);
            weights[..len].fill(1.0 / n.max(1) as f32);
            weights[len..].fill(0.0);
            plan.run();
            add_outputs(plan, network, &mut sums);
        }
        sums.into_iter().map(|sum| sum as f32).collect()
    }
}

/// Checks the gradient of the mean loss with respect to every weight and bias, in `f64`: forward mode, reverse mode and a
/// central difference along one direction in which all parameters move. See [`check_gradient`] for step and errors.
///
/// Where some unit's weighted input is nearer to one of its activation's [`kinks`](crate::activation::Activation::kinks)
/// than the step, the difference is no derivative, and `difference_error` is large though nothing is wrong.
///
/// # Shapes
/// `features` is `n_inputs × points`, `targets` `outputs × points`, both row by row.
///
/// ```
/// use nn::network::{Layer, Network};
/// use nn::{activation, gradient, loss};
///
/// let [tanh, linear] = ["tanh", "linear"].map(|name| activation::find(name).expect("it is in the catalog"));
/// let network = Network { n_inputs: 1, layers: vec![Layer::new(2, tanh), Layer::new(1, linear)] };
/// let squared = loss::find("squared").expect("it is in the catalog");
/// let parameters = [0.5, -0.3, 0.1, 0.2, 0.7, -0.4, 0.0];
/// let check = gradient::check(&network, &parameters, squared, &[], &[-1.0, 0.0, 2.0], &[1.0, 0.0, -1.0]);
/// assert!(check.difference_error < 1e-9 && check.adjoint_error < 1e-14, "{check}");
/// ```
///
/// # Panics
/// If `parameters`, `features` or `targets` have another length than the network and the shapes say, or `loss_params` are not as
/// many as the loss takes.
pub fn check(
    network: &Network,
    parameters: &[f32],
    loss: &Loss,
    loss_params: &[f64],
    features: &[f32],
    targets: &[f32],
) -> GradientCheck {
    let n = features.len() / network.n_inputs.max(1);
    let n_outputs = network.layers.last().map_or(0, |layer| layer.units);
    let matrix = |rows: usize, values: &[f32]| Matrix::new(rows, n, values.iter().map(|v| f64::from(*v)).collect());
    let graph = Graph::new();
    let (x, target) = (graph.input("x", network.n_inputs, n), graph.input("target", n_outputs, n));
    let wiring = network.wire(&graph);
    let mean = loss.mean(network.forward(&wiring, x, &[]).output(), target, loss_params);
    let mut at = vec![(x, matrix(network.n_inputs, features)), (target, matrix(n_outputs, targets))];
    at.extend(wiring.inputs().into_iter().zip(input_values(network, parameters)));
    check_gradient(mean, &wiring.parameters(), &at).expect("every input has a value of its shape")
}

/// Adds the plan's outputs, which have the parameters' shapes.
fn add_outputs(plan: &Plan, network: &Network, sums: &mut [f64]) {
    for (layer, (weights, bias)) in network.slices().into_iter().enumerate() {
        let units = network.layers[layer].units;
        for (output, range) in [(2 * layer, weights), (2 * layer + 1, bias)] {
            let per_unit = range.len() / units.max(1);
            for (unit, sums) in sums[range].chunks_mut(per_unit.max(1)).enumerate() {
                sums.iter_mut().zip(plan.output_row(output, unit)).for_each(|(sum, value)| *sum += f64::from(*value));
            }
        }
    }
}

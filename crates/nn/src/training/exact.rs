//! A training step looked at in `f64`: the interpreter evaluates the graph that [`TrainingStep`](super::TrainingStep) compiles, and
//! derivatives come from that graph. It is for inspection and slow; it updates nothing and knows no optimiser.

use autodiff::{Axis, Expr, Graph, Matrix, Op, grad, interpret};

use super::spec::TrainingSpec;
use super::trace::{Inputs, Objective, objective};
use crate::network::{Wiring, assert_matrix, input_values_f64, wide};
use crate::newton::hessian_products;

/// Where a step is looked at.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The parameters, in the flat order.
    pub parameters: &'a [f64],
    /// The features, `n_inputs × batch`, row by row. All columns of the batch hold a point.
    pub features: &'a [f64],
    /// The targets, `outputs × batch`, row by row.
    pub targets: &'a [f64],
    /// The dropout mask of each hidden layer, `units × batch`; nothing where the step does not drop.
    pub masks: &'a [Vec<f32>],
    /// Strength of the penalty and the share of L1 in it.
    pub penalty: [f64; 2],
}

/// What a step computes on its way to the update.
#[derive(Debug, Clone, PartialEq)]
pub struct Exact {
    /// From the first hidden layer to the output.
    pub layers: Vec<ExactLayer>,
    /// The loss of each point.
    pub losses: Vec<f64>,
    /// The gradient of the mean of these losses, in the flat order.
    pub gradient: Vec<f64>,
    /// The penalty.
    pub penalty: f64,
    /// The penalty's gradient, in the flat order.
    pub penalty_gradient: Vec<f64>,
}

/// What a layer computes, each `units × batch`.
#[derive(Debug, Clone, PartialEq)]
pub struct ExactLayer {
    /// Before the activation.
    pub z: Matrix,
    /// What the next layer sees: after the activation, with dropout, and 0 for units that are switched off.
    pub a: Matrix,
    /// ∂a ⁄ ∂z.
    pub slope: Matrix,
    /// ∂ℓ ⁄ ∂z, where ℓ is the loss of the column's point.
    pub delta: Matrix,
}

/// Evaluates a step. The batch is as large as [`TrainingSpec::batch`] says.
///
/// # Panics
/// As [`TrainingStep::compile`](super::TrainingStep::compile); or if the place has another shape than the step.
///
/// ```
/// use nn::network::{Layer, Network};
/// use nn::training::{Place, TrainingSpec, exact};
/// use nn::{activation, loss, optimiser};
///
/// let linear = activation::find("linear").expect("it is in the catalog");
/// let network = Network { n_inputs: 2, layers: vec![Layer::new(1, linear)] }; // 3 x₁ − x₂ + ½
/// let squared = loss::find("squared").expect("it is in the catalog");
/// let descent = optimiser::find("gradient-descent").expect("it is in the catalog");
/// let spec = TrainingSpec::new(&network, (squared, &[]), (descent, &[]), 1);
/// let place =
///     Place { parameters: &[3.0, -1.0, 0.5], features: &[1.0, 2.0], targets: &[1.0], masks: &[], penalty: [0.0, 0.0] };
/// let step = exact(&spec, place);
/// assert_eq!(step.layers[0].z.data, [1.5]); // 3 · 1 − 1 · 2 + ½
/// assert_eq!(step.losses, [0.125]); // ½ (1.5 − 1)²
/// assert_eq!(step.layers[0].delta.data, [0.5]);
/// assert_eq!(step.gradient, [0.5, 1.0, 0.5]); // delta times each input, and times 1
/// ```
pub fn exact(spec: &TrainingSpec<'_>, place: Place<'_>) -> Exact {
    let n_layers = spec.network.layers.len();
    let mut values = evaluate(spec, place, |_, wiring, objective| {
        let Objective { trace, losses, loss, penalty } = objective;
        let slopes = trace.z.iter().zip(&trace.a).map(|(z, a)| grad(a.sum(Axis::All), &[*z])[0]);
        let deltas = grad(losses.sum(Axis::All), &trace.z);
        let mut wanted: Vec<Expr<'_>> = trace.z.iter().chain(&trace.a).copied().chain(slopes).chain(deltas).collect();
        wanted.extend([*losses, *penalty]);
        wanted.extend(grad(*loss, &wiring.parameters()));
        wanted.extend(grad(*penalty, &wiring.parameters()));
        wanted
    });
    let mut after = values.split_off(4 * n_layers).into_iter();
    let mut layers = values.into_iter();
    let [z, a, slope, delta] = std::array::from_fn(|_| layers.by_ref().take(n_layers).collect::<Vec<_>>());
    let of_layer = |(((z, a), slope), delta)| ExactLayer { z, a, slope, delta };
    let losses = after.next().map(|losses| losses.data).unwrap_or_default();
    let penalty = after.next().map_or(0.0, |penalty| penalty.get(0, 0));
    let mut flat = || after.by_ref().take(2 * n_layers).flat_map(|values| values.data).collect();
    let (gradient, penalty_gradient) = (flat(), flat());
    let layers = z.into_iter().zip(a).zip(slope).zip(delta).map(of_layer).collect();
    Exact { layers, losses, gradient, penalty, penalty_gradient }
}

/// What a difference of losses needs.
#[derive(Debug, Clone, PartialEq)]
pub struct ExactLosses {
    /// The loss of each point.
    pub losses: Vec<f64>,
    /// The penalty.
    pub penalty: f64,
    /// On which side of each kink of activations, loss and penalty every value lies: −1, 0 or 1. Between two places with the same sides
    /// there is none.
    pub sides: Vec<i8>,
}

/// Evaluates the losses of a step alone, as [`exact`].
///
/// # Panics
/// As [`exact`].
///
/// ```
/// # use nn::network::{Layer, Network};
/// # use nn::training::{Place, TrainingSpec, exact_losses};
/// # use nn::{activation, loss, optimiser};
/// let [relu, linear] = ["relu", "linear"].map(|name| activation::find(name).expect("it is in the catalog"));
/// let network = Network { n_inputs: 1, layers: vec![Layer::new(1, relu), Layer::new(1, linear)] };
/// # let squared = loss::find("squared").expect("it is in the catalog");
/// # let descent = optimiser::find("gradient-descent").expect("it is in the catalog");
/// let spec = TrainingSpec::new(&network, (squared, &[]), (descent, &[]), 2);
/// let place = Place {
///     parameters: &[1.0, 0.0, 1.0, 0.0],
///     features: &[1.0, -1.0],
///     targets: &[0.0, 0.0],
///     masks: &[],
///     penalty: [0.0, 0.0],
/// };
/// let found = exact_losses(&spec, place);
/// assert_eq!((found.losses, found.sides), (vec![0.5, 0.0], vec![1, -1])); // the rectifier is on, and off
/// ```
pub fn exact_losses(spec: &TrainingSpec<'_>, place: Place<'_>) -> ExactLosses {
    let n_layers = spec.network.layers.len();
    let values = evaluate(spec, place, |graph, _, objective| {
        let mut wanted = vec![objective.losses, objective.penalty];
        wanted.extend(&objective.trace.z);
        let kinks = [(spec.loss.has_kinks, objective.losses), (place.penalty[0] > 0.0, objective.penalty)];
        let with_kinks: Vec<_> = kinks.into_iter().filter(|(has, _)| *has).map(|(_, expr)| expr).collect();
        let before = graph.ancestors(&[objective.trace.output()]);
        let after = graph.ancestors(&with_kinks).into_iter().filter(|node| !before.contains(node));
        wanted.extend(after.filter(|node| node.op() == Op::Gt));
        wanted
    });
    let mut sides = Vec::new();
    for (layer, z) in spec.network.layers.iter().zip(&values[2..]) {
        for kink in layer.activation.kinks {
            let is_on = |at: usize| !layer.off.contains(&(at / z.cols.max(1)));
            let side = |(_, z): (usize, &f64)| i8::from(z > kink) - i8::from(z < kink);
            sides.extend(z.data.iter().enumerate().filter(|(at, _)| is_on(*at)).map(side));
        }
    }
    let comparisons = values[2 + n_layers..].iter().flat_map(|values| &values.data);
    sides.extend(comparisons.map(|value| i8::from(*value > 0.0)));
    ExactLosses { losses: values[0].data.clone(), penalty: values[1].get(0, 0), sides }
}

/// How the gradient of mean loss and penalty by one parameter changes with every parameter: a row of the Hessian, in the flat order.
///
/// # Panics
/// As [`exact`], or if there is no such parameter.
///
/// ```
/// # use nn::network::{Layer, Network};
/// # use nn::training::{Place, TrainingSpec, exact_hessian_row};
/// # use nn::{activation, loss, optimiser};
/// # let linear = activation::find("linear").expect("it is in the catalog");
/// let network = Network { n_inputs: 1, layers: vec![Layer::new(1, linear)] };
/// # let squared = loss::find("squared").expect("it is in the catalog");
/// # let descent = optimiser::find("gradient-descent").expect("it is in the catalog");
/// let spec = TrainingSpec::new(&network, (squared, &[]), (descent, &[]), 1);
/// let place =
///     Place { parameters: &[1.0, 0.0], features: &[3.0], targets: &[0.0], masks: &[], penalty: [0.0, 0.0] };
/// assert_eq!(exact_hessian_row(&spec, place, 0), [9.0, 3.0]); // of ½ (w x + b)² at x = 3: x², x
/// ```
pub fn exact_hessian_row(spec: &TrainingSpec<'_>, place: Place<'_>, parameter: usize) -> Vec<f64> {
    let mut direction = vec![0.0; place.parameters.len()];
    direction[parameter] = 1.0;
    let directions = input_values_f64(spec.network, &direction);
    let values = evaluate_with(spec, place, |graph, wiring, objective| {
        let parameters = wiring.parameters();
        let gradients = grad(objective.loss + objective.penalty, &parameters);
        let tangents: Vec<_> = parameters.iter().map(|of| graph.input("direction", of.rows(), of.cols())).collect();
        let products = hessian_products(&parameters, &gradients, &tangents);
        (products, tangents.into_iter().zip(directions).collect())
    });
    values.into_iter().flat_map(|values| values.data).collect()
}

/// The values of expressions over the graph of a step.
fn evaluate(
    spec: &TrainingSpec<'_>,
    place: Place<'_>,
    wanted: impl for<'g> FnOnce(&'g Graph, &Wiring<'g>, &Objective<'g>) -> Vec<Expr<'g>>,
) -> Vec<Matrix> {
    evaluate_with(spec, place, |graph, wiring, objective| (wanted(graph, wiring, objective), Vec::new()))
}

/// Expressions, and further inputs with their values.
type Wanted<'g> = (Vec<Expr<'g>>, Vec<(Expr<'g>, Matrix)>);

fn evaluate_with(
    spec: &TrainingSpec<'_>,
    place: Place<'_>,
    wanted: impl for<'g> FnOnce(&'g Graph, &Wiring<'g>, &Objective<'g>) -> Wanted<'g>,
) -> Vec<Matrix> {
    let (network, n) = (spec.network, spec.batch);
    let n_outputs = network.layers.last().map_or(0, |layer| layer.units);
    assert_matrix("features", place.features, network.n_inputs, n);
    assert_matrix("targets", place.targets, n_outputs, n);
    let graph = Graph::new();
    let inputs = Inputs::new(&graph, spec);
    let wiring = network.wire(&graph);
    let objective = objective(spec, &inputs, &wiring);
    let [_, _, penalty_rate, l1_share, ..] = inputs.rates;
    let mut at = vec![
        (inputs.x, Matrix::new(network.n_inputs, n, place.features.to_vec())),
        (inputs.target, Matrix::new(n_outputs, n, place.targets.to_vec())),
        (inputs.point_weights, Matrix::full(1.0 / n.max(1) as f64, 1, n)),
        (penalty_rate, Matrix::scalar(place.penalty[0])),
        (l1_share, Matrix::scalar(place.penalty[1])),
    ];
    at.extend(inputs.masks.iter().zip(place.masks).map(|(mask, values)| {
        assert_matrix("masks", values, mask.rows(), n);
        (*mask, Matrix::new(mask.rows(), n, wide(values)))
    }));
    at.extend(wiring.inputs().into_iter().zip(input_values_f64(network, place.parameters)));
    let (wanted, more) = wanted(&graph, &wiring, &objective);
    at.extend(more);
    interpret(&graph, &at, &wanted).expect("every input that is used has a value of its shape")
}

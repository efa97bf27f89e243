//! `mlp_gradients.json`: every layer's values, losses, all gradients, Hessian-vector products.

use autodiff::{Expr, Graph, Matrix, grad, interpret};
use nn::newton::hessian_products;
use nn::training::{ExactLayer, Place, TrainingSpec, exact};
use serde_json::Value;

use super::fixture::{array, get, numbers, points, targets};
use super::network::{Model, flat, layers, unflat};
use super::report::Check;

const TOLERANCE: f64 = 1e-11;

pub(super) fn check(case: &Value, _file: &Value, check: &mut Check) -> Result<(), String> {
    let graph = Graph::new();
    let model = Model::read(case)?;
    let x = points(get(case, "X")?)?;
    let traced = model.trace(&graph, &model.network.wire(&graph), x.cols);
    let losses = [traced.data_loss, traced.penalty, traced.total_loss()];
    let gradients = grad(traced.total_loss(), &[traced.params.as_slice(), &[traced.x]].concat());
    let n_params = traced.params.len();
    let tangent = |param: &Expr<'_>| graph.input("tangent", param.rows(), param.cols());
    let tangents: Vec<_> = traced.params.iter().map(tangent).collect();
    let curved = hessian_products(&traced.params, &gradients[..n_params], &tangents);

    let target = targets(case, "T", model.n_outputs())?;
    let directions = unflat(&numbers(get(case, "hvp_direction")?)?, &traced.params);
    let mut at = traced.objective().at(&layers(get(case, "layers")?)?, &[x, target]);
    at.extend(tangents.into_iter().zip(directions));
    let values = |outputs: &[Expr<'_>]| interpret(&graph, &at, outputs).map_err(|error| error.to_string());
    compare_layers(case, "pre_activations", &values(&traced.layers.z)?, check)?;
    compare_layers(case, "post_activations", &values(&traced.layers.a)?, check)?;
    let output = values(&[traced.layers.output()])?[0].transposed();
    check.close("output", &output.data, &numbers(get(case, "output")?)?, TOLERANCE);
    for (key, got) in ["loss_data", "loss_penalty", "loss_total"].into_iter().zip(values(&losses)?) {
        check.close(key, &got.data, &numbers(get(case, key)?)?, TOLERANCE);
    }
    let wanted = get(case, "grads")?;
    let got = values(&gradients[..n_params])?;
    check.close("grads.layers", &flat(&got), &flat(&layers(get(wanted, "layers")?)?), TOLERANCE);
    let got = values(&gradients[n_params..])?[0].transposed();
    check.close("grads.X", &got.data, &numbers(get(wanted, "X")?)?, TOLERANCE);
    check.close("hvp", &flat(&values(&curved)?), &numbers(get(case, "hvp")?)?, TOLERANCE);
    compare_exact(case, &model, check)
}

/// What a training step shows of itself, against the same numbers.
fn compare_exact(case: &Value, model: &Model, check: &mut Check) -> Result<(), String> {
    let (x, target) = (points(get(case, "X")?)?, targets(case, "T", model.n_outputs())?);
    let parameters = flat(&layers(get(case, "layers")?)?);
    let descent = nn::optimiser::find("gradient-descent").ok_or("the catalog has gradient descent")?;
    let mut spec = TrainingSpec::new(&model.network, (model.loss, &model.loss_params), (descent, &[]), x.cols);
    spec.penalty = nn::penalty::find("elastic").ok_or("the catalog has the elastic penalty")?;
    let rate = model.l1 + model.l2;
    let share = if rate == 0.0 { 0.0 } else { model.l1 / rate };
    let place =
        Place { parameters: &parameters, features: &x.data, targets: &target.data, masks: &[], penalty: [rate, share] };
    let step = exact(&spec, place);
    let of_layers =
        |of: fn(&ExactLayer) -> &Matrix| step.layers.iter().map(|layer| of(layer).clone()).collect::<Vec<_>>();
    compare_layers(case, "pre_activations", &of_layers(|layer| &layer.z), check)?;
    compare_layers(case, "post_activations", &of_layers(|layer| &layer.a), check)?;
    // A step takes the mean over the outputs of a point where these fixtures take the sum.
    let factor = if model.means_entries() { 1.0 } else { model.n_outputs() as f64 };
    let loss = factor * step.losses.iter().sum::<f64>() / x.cols as f64;
    check.close("the step's loss", &[loss], &numbers(get(case, "loss_data")?)?, TOLERANCE);
    check.close("the step's penalty", &[step.penalty], &numbers(get(case, "loss_penalty")?)?, TOLERANCE);
    let pairs = step.gradient.iter().zip(&step.penalty_gradient);
    let total: Vec<f64> = pairs.map(|(loss, penalty)| factor * loss + penalty).collect();
    let wanted = flat(&layers(get(get(case, "grads")?, "layers")?)?);
    check.close("the step's gradient", &total, &wanted, TOLERANCE);
    // δ · a is the gradient by a weight, point by point.
    let mut by_hand = Vec::new();
    for (idx, layer) in step.layers.iter().enumerate() {
        let inputs = if idx == 0 { &x } else { &step.layers[idx - 1].a };
        let mean = |row: usize, input: &dyn Fn(usize) -> f64| {
            (0..x.cols).map(|col| layer.delta.get(row, col) * input(col)).sum::<f64>() / x.cols as f64
        };
        for row in 0..layer.z.rows {
            by_hand.extend((0..inputs.rows).map(|input| mean(row, &|col| inputs.get(input, col))));
        }
        by_hand.extend((0..layer.z.rows).map(|row| mean(row, &|_| 1.0)));
    }
    check.close("the step's deltas", &by_hand, &step.gradient, TOLERANCE);
    Ok(())
}

/// One matrix per layer, batch × units in the fixture.
fn compare_layers(case: &Value, key: &str, got: &[Matrix], check: &mut Check) -> Result<(), String> {
    let wanted = array(get(case, key)?)?;
    check.holds(got.len() == wanted.len(), || format!("{key} has {} layers, got {}", wanted.len(), got.len()));
    for (got, wanted) in got.iter().zip(wanted) {
        check.close(key, &got.transposed().data, &numbers(wanted)?, TOLERANCE);
    }
    Ok(())
}

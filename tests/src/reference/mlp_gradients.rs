//! `mlp_gradients.json`: every layer's values, losses, all gradients, Hessian-vector products.

use autodiff::{Expr, Graph, Matrix, grad, interpret};
use nn::newton::hessian_products;
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

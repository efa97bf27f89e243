//! `mlp_gradients.json`: every layer's values, losses, all gradients, Hessian-vector products.

use autodiff::{Expr, Graph, Matrix, grad, interpret, jvp};
use serde_json::Value;

use super::fixture::{array, get, numbers, points, targets};
use super::network::{Network, flat, layers, unflat};
use super::report::Check;

const TOLERANCE: f64 = 1e-11;

pub(super) fn check(case: &Value, _file: &Value, check: &mut Check) -> Result<(), String> {
    let graph = Graph::new();
    let x = points(get(case, "X")?)?;
    let network = Network::trace(&graph, case, x.cols)?;
    let total = network.total_loss();
    let gradients = grad(total, &[network.params.as_slice(), &[network.x]].concat());
    let tangents: Vec<Expr<'_>> = network
        .params
        .iter()
        .map(|p| graph.input("tangent", p.rows(), p.cols()))
        .collect();
    let seeds: Vec<_> = network
        .params
        .iter()
        .copied()
        .zip(tangents.iter().copied())
        .collect();
    let n_params = network.params.len();
    let curved = gradients[..n_params]
        .iter()
        .map(|g| jvp(*g, &seeds))
        .collect::<Vec<_>>();

    let target = targets(case, "T", network.target.rows())?;
    let directions = unflat(&numbers(get(case, "hvp_direction")?)?, &network.params);
    let mut at = vec![(network.x, x), (network.target, target)];
    at.extend(
        network
            .params
            .iter()
            .copied()
            .zip(layers(get(case, "layers")?)?),
    );
    at.extend(tangents.into_iter().zip(directions));
    let losses = [network.data_loss, network.penalty, total];
    let outputs = [
        &network.before,
        &network.after,
        losses.as_slice(),
        &gradients,
        &curved,
    ]
    .concat();
    let values = interpret(&graph, &at, &outputs).map_err(|error| error.to_string())?;

    let n_layers = network.before.len();
    let (layer_values, rest) = values.split_at(2 * n_layers);
    let (loss_values, rest) = rest.split_at(losses.len());
    let (gradient_values, curved_values) = rest.split_at(n_params + 1);
    let keys = ["pre_activations", "post_activations"];
    for (key, got) in keys.into_iter().zip(layer_values.chunks(n_layers)) {
        for (got, want) in got.iter().zip(array(get(case, key)?)?) {
            check.close(key, &got.transposed().data, &numbers(want)?, TOLERANCE);
        }
    }
    let output = layer_values[2 * n_layers - 1].transposed();
    check.close(
        "output",
        &output.data,
        &numbers(get(case, "output")?)?,
        TOLERANCE,
    );
    let scalars = loss_values.iter().map(|value| value.get(0, 0));
    for (key, got) in ["loss_data", "loss_penalty", "loss_total"]
        .into_iter()
        .zip(scalars)
    {
        check.close(key, &[got], &numbers(get(case, key)?)?, TOLERANCE);
    }
    let (of_params, of_x): (&[Matrix], &Matrix) =
        (&gradient_values[..n_params], &gradient_values[n_params]);
    let wanted = get(case, "grads")?;
    check.close(
        "grads.layers",
        &flat(of_params),
        &flat(&layers(get(wanted, "layers")?)?),
        TOLERANCE,
    );
    check.close(
        "grads.X",
        &of_x.transposed().data,
        &numbers(get(wanted, "X")?)?,
        TOLERANCE,
    );
    check.close(
        "hvp",
        &flat(curved_values),
        &numbers(get(case, "hvp")?)?,
        TOLERANCE,
    );
    Ok(())
}

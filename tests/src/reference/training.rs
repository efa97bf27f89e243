//! `training.json`: runs of 200 updates from given weights and batches, in `f64`.

use autodiff::{Graph, Matrix, interpret};
use serde_json::Value;

use super::descent::Descent;
use super::fixture::{
    columns, get, indices, number_or, numbers, param_values, points, targets, text,
};
use super::names;
use super::network::{Network, flat, layers};
use super::optimizers::rates;
use super::report::Check;

const TOLERANCE: f64 = 1e-8;

pub(super) fn check(case: &Value, _file: &Value, check: &mut Check) -> Result<(), String> {
    let graph = Graph::new();
    let x = points(get(case, "X")?)?;
    let batches = batches(case, x.cols)?;
    let batch = Network::trace(&graph, case, batches[0].len())?;
    let full = Network::with_params(&graph, case, x.cols, batch.params.clone())?;
    let target = targets(case, "T", full.target.rows())?;
    let output = full.after[full.after.len() - 1];
    let full = full.into_objective();
    let all = [x, target];

    let hyper = get(case, "hyper")?;
    let optimiser = names::optimiser(text(get(case, "optimizer")?)?, hyper)?;
    let params = param_values(optimiser.params, hyper)?;
    let descent = Descent::new(
        batch.into_objective(),
        optimiser,
        &params,
        number_or(hyper, "wd", 0.0)?,
    );
    let mut state = descent.start(layers(get(case, "initial")?)?, optimiser, &params);
    let checkpoints = indices(get(case, "checkpoints")?)?;
    let n_updates = checkpoints.iter().copied().max().unwrap_or(0);
    let rates = rates(case, n_updates, check)?;
    let (mut batch_losses, mut losses) = (Vec::new(), Vec::new());
    for k in 0..=n_updates {
        if checkpoints.contains(&k) {
            losses.push(full.value(&state.params, &all)?);
        }
        if k < n_updates {
            let rows = &batches[k % batches.len()];
            let data = all.each_ref().map(|of| columns(of, rows));
            batch_losses.push(descent.update(&mut state, &data, rates[k])?);
        }
    }
    check.close(
        "loss_full",
        &losses,
        &numbers(get(case, "loss_full")?)?,
        TOLERANCE,
    );
    let wanted = numbers(get(case, "batch_loss_before_update")?)?;
    check.close(
        "batch_loss_before_update",
        &batch_losses,
        &wanted,
        TOLERANCE,
    );
    check.close(
        "final",
        &flat(&state.params),
        &flat(&layers(get(case, "final")?)?),
        TOLERANCE,
    );
    let at: Vec<(_, Matrix)> = full.at(&state.params, &all);
    let outputs = interpret(&graph, &at, &[output]).map_err(|error| error.to_string())?;
    let wanted = numbers(get(case, "final_output")?)?;
    check.close(
        "final_output",
        &outputs[0].transposed().data,
        &wanted,
        TOLERANCE,
    );
    Ok(())
}

/// The rows of each update's batch; all rows, where the case names no order.
fn batches(case: &Value, n_points: usize) -> Result<Vec<Vec<usize>>, String> {
    match get(case, "batch_order")? {
        Value::Array(order) => order.iter().map(indices).collect(),
        _ => Ok(vec![(0..n_points).collect()]),
    }
}

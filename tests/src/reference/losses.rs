//! `losses.json`: every item, means and their gradients.

use autodiff::{Axis, Graph, grad, interpret};
use serde_json::Value;

use super::fixture::{get, numbers, param_values, points, targets, text};
use super::names;
use super::report::Check;

const TOLERANCE: f64 = 1e-12;

pub(super) fn check(case: &Value, _file: &Value, check: &mut Check) -> Result<(), String> {
    let (name, variant) = (text(get(case, "name")?)?, text(get(case, "variant")?)?);
    let loss = names::loss(name)?;
    let params = param_values(loss.params, get(case, "params")?)?;
    let prediction = points(get(case, "pred")?)?;
    let target = targets(case, "target", prediction.rows)?;
    let graph = Graph::new();
    let (y, t) = (graph.input("y", prediction.rows, prediction.cols), graph.input("t", target.rows, target.cols));
    let items = (loss.apply)(y, t, &params);
    let mean = loss.mean(y, t, &params);
    let batch_mean = items.sum(Axis::All) * (1.0 / prediction.cols as f64);
    let outputs = [items, mean, grad(mean, &[y])[0], batch_mean, grad(batch_mean, &[y])[0]];
    let inputs = [(y, prediction), (t, target)];
    let values = interpret(&graph, &inputs, &outputs).map_err(|error| error.to_string())?;

    let clamped = name == "log_loss" && variant == "edge_torch_clamp";
    let excuse = |_: usize| clamped.then(|| "torch clamps the logarithm at −100 and p(1 − p) at 1e-12".to_owned());
    let mut compare = |what: &str, got: &[f64], want: &Value| {
        check.close_unless(what, got, &numbers(want)?, TOLERANCE, excuse);
        Ok::<(), String>(())
    };
    compare("per_item", &values[0].transposed().data, get(case, "per_item")?)?;
    compare("value", &values[1].data, get(case, "value")?)?;
    compare("grad", &values[2].transposed().data, get(case, "grad")?)?;
    // Where the batch mean is not given, it is the mean.
    let batch = case.get("batch_mean").unwrap_or(case);
    compare("batch_mean value", &values[3].data, get(batch, "value")?)?;
    compare("batch_mean grad", &values[4].transposed().data, get(batch, "grad")?)?;
    Ok(())
}

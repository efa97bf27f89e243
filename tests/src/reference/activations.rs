//! `activations.json`: values, first and second derivatives, in forward and in reverse mode.

use autodiff::{Graph, Matrix, grad, interpret, jvp};
use serde_json::Value;

use super::fixture::{get, index, numbers, param_values, text};
use super::names;
use super::report::Check;

const TOLERANCE: f64 = 1e-12;

pub(super) fn check(case: &Value, _file: &Value, check: &mut Check) -> Result<(), String> {
    let activation = names::activation(text(get(case, "name")?)?)?;
    let params = param_values(activation.params, get(case, "params")?)?;
    let at = numbers(get(case, "x")?)?;
    let graph = Graph::new();
    let x = graph.input("x", 1, at.len());
    let ones = graph.full(1.0, 1, at.len());
    let value = (activation.apply)(x, &params);
    let slope = grad(value, &[x])[0];
    let outputs = [value, slope, grad(slope, &[x])[0], jvp(value, &[(x, ones)]), jvp(slope, &[(x, ones)])];
    let inputs = [(x, Matrix::new(1, at.len(), at.clone()))];
    let values = interpret(&graph, &inputs, &outputs).map_err(|error| error.to_string())?;

    let kinks = get(case, "kinks")?;
    let (kinks, from_order) = match kinks {
        Value::Null => (Vec::new(), usize::MAX),
        kinks => (numbers(get(kinks, "points")?)?, index(get(kinks, "undefined_from_derivative")?)?),
    };
    let fields = [("value", 0), ("d1", 1), ("d2", 2), ("d1", 1), ("d2", 2)];
    for ((key, order), got) in fields.into_iter().zip(values) {
        let excuse = |idx: usize| {
            let by_convention = order >= from_order && kinks.contains(&at[idx]);
            by_convention.then(|| format!("derivative {order} at the kink {} is convention", at[idx]))
        };
        check.close_unless(key, &got.data, &numbers(get(case, key)?)?, TOLERANCE, excuse);
    }
    Ok(())
}

//! `optima.json`: linear, logistic and softmax regression are networks without hidden layers; their
//! loss at the optimum, and that training from zeros reaches it.

use autodiff::{Graph, Matrix, interpret};
use nn::loss::{Task, pairing};
use serde_json::{Value, json};

use super::fixture::{get, index, matrix, number, numbers, points, targets, text};
use super::network::{Network, flat};
use super::newton::Newton;
use super::report::Check;

const TOLERANCE: f64 = 1e-9;
/// How far above the optimum training may end.
const TRAINED_TOLERANCE: f64 = 1e-4;
/// Damping of the Newton steps from zeros: softmax's biases are free up to a common constant, so
/// that the Hessian alone is singular.
const DAMPING: f64 = 0.01;
const N_STEPS_AT_MOST: usize = 2000;
/// Parameters that move no further than this have arrived.
const AT_REST: f64 = 1e-7;

pub(super) fn check(case: &Value, _file: &Value, check: &mut Check) -> Result<(), String> {
    let kind = text(get(case, "kind")?)?;
    let x = points(get(case, "X")?)?;
    let n_outputs = case.get("classes").map_or(Ok(1), index)?;
    // Names as the other fixtures use them; the last is ours.
    let (loss, task, classes, ours) = match kind {
        "linear" | "ridge" | "lasso" => ("half_squared", Task::Regression, 0, "squared"),
        "logistic" => ("bce_logits", Task::Classification, 2, "log"),
        "softmax" => (
            "softmax_ce_int",
            Task::Classification,
            n_outputs,
            "cross-entropy",
        ),
        _ => return Err(format!("kind {kind} is not known")),
    };
    let rate = number(get(case, "lambda")?)?;
    let (l1, l2) = if kind == "lasso" {
        (rate, 0.0)
    } else {
        (0.0, rate)
    };
    let network = json!({"sizes": [x.rows, n_outputs], "activations": ["identity"], "loss": loss,
        "reduction": "mean", "l1": l1, "l2": l2});
    let graph = Graph::new();
    let network = Network::trace(&graph, &network, x.cols)?;
    let predicted = (pairing(task, classes, ours)?.predict)(network.after[0]);
    let target = match case.get("y") {
        Some(values) => Matrix::new(1, x.cols, numbers(values)?),
        None if n_outputs == 1 => Matrix::new(1, x.cols, numbers(get(case, "labels")?)?),
        None => targets(case, "labels", n_outputs)?,
    };
    let data_loss = network.data_loss;
    let objective = network.into_objective();
    let data = [x, target];
    let coefficients = get(case, "coef")?;
    let weights = if n_outputs == 1 {
        Matrix::from_rows(&[numbers(coefficients)?])
    } else {
        matrix(coefficients)?
    };
    let optimum = [
        weights,
        Matrix::new(n_outputs, 1, numbers(get(case, "intercept")?)?),
    ];

    let best = number(get(case, "loss")?)?;
    check.close(
        "loss",
        &[objective.value(&optimum, &data)?],
        &[best],
        TOLERANCE,
    );
    let at = objective.at(&optimum, &data);
    let values =
        interpret(&graph, &at, &[data_loss, predicted]).map_err(|error| error.to_string())?;
    if let Some(wanted) = case.get("data_loss") {
        check.close("data_loss", &values[0].data, &numbers(wanted)?, TOLERANCE);
    }
    if let Some(wanted) = case.get("probabilities") {
        check.close(
            "probabilities",
            &values[1].transposed().data,
            &numbers(wanted)?,
            TOLERANCE,
        );
    }
    if kind == "lasso" {
        return Ok(()); // its optimum is a kink, where no gradient is 0
    }
    let mut params: Vec<Matrix> = optimum
        .iter()
        .map(|param| Matrix::zeros(param.rows, param.cols))
        .collect();
    let newton = Newton::new(objective.clone());
    for _ in 0..N_STEPS_AT_MOST {
        let before = flat(&params);
        params = newton.update(&params, &data, 1.0, DAMPING)?;
        if flat(&params)
            .iter()
            .zip(before)
            .all(|(new, old)| (new - old).abs() < AT_REST)
        {
            break;
        }
    }
    let trained = objective.value(&params, &data)?;
    check.holds(trained <= best + TRAINED_TOLERANCE && trained >= best - TOLERANCE, || {
        format!("training from zeros must end within {TRAINED_TOLERANCE:.0e} of {best}, got {trained}")
    });
    Ok(())
}

//! `optima.json`: linear, logistic and softmax regression as networks without hidden layers. Checks
//! their loss at the optimum, and that training from zeros reaches it.

use autodiff::{Graph, Matrix, interpret};
use nn::loss::{Pairing, Task, pairing};
use serde_json::{Value, json};

use super::descent::Objective;
use super::fixture::{get, index, matrix, number, numbers, points, targets, text};
use super::network::{Model, flat};
use super::report::Check;
use super::single::{BySteps, Recipe, Single};

const TOLERANCE: f64 = 1e-9;
/// How far above the optimum the loss after training may be.
const TRAINED_TOLERANCE: f64 = 1e-4;
/// Damping of the Newton steps from zeros. It is needed because a common constant can be added to the
/// biases of softmax, so that the Hessian alone is singular.
const DAMPING: f64 = 0.01;
const N_STEPS_AT_MOST: usize = 2000;
/// Training has converged when no parameter moves further than this.
const AT_REST: f64 = 1e-6;

pub(super) fn check(case: &Value, _file: &Value, check: &mut Check) -> Result<(), String> {
    let (model, pairing) = regression(case)?;
    let n_outputs = model.n_outputs();
    let x = points(get(case, "X")?)?;
    let target = match case.get("y").or(case.get("labels").filter(|_| n_outputs == 1)) {
        Some(values) => Matrix::new(1, x.cols, numbers(values)?),
        None => targets(case, "labels", n_outputs)?,
    };
    let data = [x, target];
    let coefficients = get(case, "coef")?;
    let weights = match n_outputs {
        1 => Matrix::from_rows(&[numbers(coefficients)?]),
        _ => matrix(coefficients)?,
    };
    let optimum = [weights, Matrix::new(n_outputs, 1, numbers(get(case, "intercept")?)?)];

    let graph = Graph::new();
    let traced = model.trace(&graph, &model.network.wire(&graph), data[0].cols);
    let objective = traced.objective();
    let best = number(get(case, "loss")?)?;
    check.close("loss", &[objective.value(&optimum, &data)?], &[best], TOLERANCE);
    let outputs = [traced.data_loss, (pairing.predict)(traced.layers.score())];
    let at = objective.at(&optimum, &data);
    let values = interpret(&graph, &at, &outputs).map_err(|error| error.to_string())?;
    for (key, got) in [("data_loss", &values[0]), ("probabilities", &values[1])] {
        if let Some(wanted) = case.get(key) {
            check.close(key, &got.transposed().data, &numbers(wanted)?, TOLERANCE);
        }
    }
    if model.l1 == 0.0 {
        // The optimum of lasso is at a kink, where the gradient is not 0.
        train(&model, &objective, &data, best, check)?;
    }
    Ok(())
}

/// The model of a case, and how `nn` uses its loss.
fn regression(case: &Value) -> Result<(Model, &'static Pairing), String> {
    let kind = text(get(case, "kind")?)?;
    let n_features = index(get(case, "d")?)?;
    let n_outputs = case.get("classes").map_or(Ok(1), index)?;
    let (loss, task, classes) = match kind {
        "linear" | "ridge" | "lasso" => ("half_squared", Task::Regression, 0),
        "logistic" => ("bce_logits", Task::Classification, 2),
        "softmax" => ("softmax_ce_int", Task::Classification, n_outputs),
        _ => return Err(format!("kind {kind} is not known")),
    };
    let rate = number(get(case, "lambda")?)?;
    let (l1, l2) = if kind == "lasso" { (rate, 0.0) } else { (0.0, rate) };
    let model = Model::read(&json!({
        "sizes": [n_features, n_outputs], "activations": ["identity"],
        "loss": loss, "reduction": "mean", "l1": l1, "l2": l2,
    }))?;
    let pairing = pairing(task, classes, model.loss.name).map_err(|mismatch| mismatch.to_string())?;
    Ok((model, pairing))
}

/// Trains from zeros with `nn`'s Newton and compares the loss that is reached.
fn train(
    model: &Model,
    objective: &Objective<'_>,
    data: &[Matrix; 2],
    best: f64,
    check: &mut Check,
) -> Result<(), String> {
    let recipe = Recipe {
        model,
        optimiser: nn::optimiser::find("newton").expect("the catalog has Newton's method"),
        optimiser_params: vec![DAMPING],
        weight_decay: 0.0,
        batch: data[0].cols,
    };
    let zeros: Vec<Matrix> = objective.params.iter().map(|p| Matrix::zeros(p.rows(), p.cols())).collect();
    let mut training = BySteps::new(&recipe, &zeros);
    for _ in 0..N_STEPS_AT_MOST {
        let before = flat(&training.params());
        training.update(data, 1.0);
        if flat(&training.params()).iter().zip(before).all(|(new, old)| (new - old).abs() < AT_REST) {
            break;
        }
    }
    let trained = objective.value(&training.params(), data)?;
    check.holds((best - TOLERANCE..=best + TRAINED_TOLERANCE).contains(&trained), || {
        format!("training from zeros must end within {TRAINED_TOLERANCE:.0e} of {best}, got {trained}")
    });
    Ok(())
}

//! `training.json`: runs of many updates from given weights and batches, in `f64` through
//! `interpret` and in `f32` through `nn`'s compiled training step.

use autodiff::{Graph, Matrix, interpret};
use serde_json::Value;

use super::descent::Descent;
use super::fixture::{columns, get, indices, number, number_or, numbers, param_values, points, targets, text};
use super::names;
use super::network::{Model, flat, layers};
use super::optimizers::rates;
use super::report::Check;
use super::single::{ByPlan, BySteps, Recipe, Single};

const TOLERANCE: f64 = 1e-8;
/// Losses of `f32` runs are compared relative to at least this.
const SMALL_LOSS: f64 = 1e-3;

/// A run: the model, the data, and how it is trained.
struct Run {
    model: Model,
    /// Features and targets of all points.
    data: [Matrix; 2],
    /// The points of each update.
    batches: Vec<Vec<usize>>,
    /// The numbers of updates after which the loss over all points is recorded.
    checkpoints: Vec<usize>,
    rates: Vec<f64>,
}

impl Run {
    fn n_updates(&self) -> usize {
        self.rates.len()
    }

    fn batch(&self, update: usize) -> [Matrix; 2] {
        let which = &self.batches[update % self.batches.len()];
        self.data.each_ref().map(|of| columns(of, which))
    }
}

pub(super) fn check(case: &Value, _file: &Value, check: &mut Check) -> Result<(), String> {
    let model = Model::read(case)?;
    let x = points(get(case, "X")?)?;
    let batches = match get(case, "batch_order")? {
        Value::Array(order) => order.iter().map(indices).collect::<Result<Vec<_>, _>>()?,
        _ => vec![(0..x.cols).collect()],
    };
    let checkpoints = indices(get(case, "checkpoints")?)?;
    let n_updates = checkpoints.iter().copied().max().unwrap_or(0);
    let data = [x, targets(case, "T", model.n_outputs())?];
    let rates = rates(case, n_updates, check)?;
    let run = Run { model, data, batches, checkpoints, rates };
    double(case, &run, check)?;
    single(case, &run, check)
}

/// The run in `f64`.
fn double(case: &Value, run: &Run, check: &mut Check) -> Result<(), String> {
    let graph = Graph::new();
    let wiring = run.model.network.wire(&graph);
    let batch = run.model.trace(&graph, &wiring, run.batches[0].len());
    let full = run.model.trace(&graph, &wiring, run.data[0].cols);
    let (output, full) = (full.layers.output(), full.objective());
    let hyper = get(case, "hyper")?;
    let optimiser = names::optimiser(text(get(case, "optimizer")?)?, hyper)?;
    let params = param_values(optimiser.params, hyper)?;
    let descent = Descent::new(batch.objective(), optimiser, &params, number_or(hyper, "wd", 0.0)?);
    let mut state = descent.start(layers(get(case, "initial")?)?, optimiser, &params);
    let (mut batch_losses, mut losses) = (Vec::new(), Vec::new());
    for k in 0..=run.n_updates() {
        if run.checkpoints.contains(&k) {
            losses.push(full.value(&state.params, &run.data)?);
        }
        if k < run.n_updates() {
            batch_losses.push(descent.update(&mut state, &run.batch(k), run.rates[k])?);
        }
    }
    check.close("loss_full", &losses, &numbers(get(case, "loss_full")?)?, TOLERANCE);
    let wanted = numbers(get(case, "batch_loss_before_update")?)?;
    check.close("batch_loss_before_update", &batch_losses, &wanted, TOLERANCE);
    check.close("final", &flat(&state.params), &flat(&layers(get(case, "final")?)?), TOLERANCE);
    let at = full.at(&state.params, &run.data);
    let outputs = interpret(&graph, &at, &[output]).map_err(|error| error.to_string())?;
    let wanted = numbers(get(case, "final_output")?)?;
    check.close("final_output", &outputs[0].transposed().data, &wanted, TOLERANCE);
    Ok(())
}

/// The run in `f32`, in every way that this optimiser supports.
fn single(case: &Value, run: &Run, check: &mut Check) -> Result<(), String> {
    let hyper = get(case, "hyper")?;
    let optimiser = names::optimiser(text(get(case, "optimizer")?)?, hyper)?;
    let optimiser_params = param_values(optimiser.params, hyper)?;
    let weight_decay = number_or(hyper, "wd", 0.0)?;
    let initial = layers(get(case, "initial")?)?;
    let batch = run.batches[0].len();
    let graph = Graph::new();
    let traced = run.model.trace(&graph, &run.model.network.wire(&graph), batch);
    let descent = Descent::new(traced.objective(), optimiser, &optimiser_params, weight_decay);
    let state = descent.start(initial.clone(), optimiser, &optimiser_params);
    compare_single("float32 plan", case, run, &mut ByPlan::new(&descent, &state), check)?;
    if weight_decay == 0.0 || optimiser.decays_weights {
        let model = &run.model;
        let recipe = Recipe { model, optimiser, optimiser_params, weight_decay, batch };
        let mut training = BySteps::new(&recipe, &initial);
        compare_single("float32 training step", case, run, &mut training, check)?;
    }
    Ok(())
}

/// Compares within the deviation of the `f32` runs of other libraries.
fn compare_single(
    what: &str,
    case: &Value,
    run: &Run,
    training: &mut dyn Single,
    check: &mut Check,
) -> Result<(), String> {
    let graph = Graph::new();
    let wiring = run.model.network.wire(&graph);
    let full = run.model.trace(&graph, &wiring, run.data[0].cols).objective();
    let mut losses = Vec::new();
    for k in 0..=run.n_updates() {
        if run.checkpoints.contains(&k) {
            losses.push(full.value(&training.params(), &run.data)?);
        }
        if k < run.n_updates() {
            training.update(&run.batch(k), run.rates[k]);
        }
    }
    let tolerance = get(get(case, "float32")?, "tolerance")?;
    let wanted = numbers(get(case, "loss_full")?)?;
    let relative = number(get(tolerance, "loss_rel")?)?;
    check.close_to_scale(&format!("{what} loss_full"), &losses, &wanted, relative, SMALL_LOSS);
    let (got, wanted) = (flat(&training.params()), flat(&layers(get(case, "final")?)?));
    let absolute = number(get(tolerance, "weight_abs")?)?;
    check.close_absolutely(&format!("{what} final"), &got, &wanted, absolute);
    Ok(())
}

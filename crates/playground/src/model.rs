//! The file of a trained model, `gradient-playground/model` version 1: written so that any reader
//! can rebuild the network and check itself, and so that a run goes on as if never stopped.
//!
//! Floats are written as the shortest decimals that read back to the same 32 bits.

use nn::network::Network;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::config::Config;
use crate::data;
use crate::data::shortest_f64;
use crate::problem::Problem;
use crate::session::{CAPACITY, ENGINE, Progress, Session, Watch};
use crate::snapshot::CurvePoint;

const FORMAT: &str = "gradient-playground/model";
const VERSION: u64 = 1;

/// How far a file's own checks may be off, relative to `max(1, |expected|)`.
const CHECK_TOLERANCE: f64 = 1e-5;

/// Where the checks look.
const CHECK_INPUTS: [[f32; 2]; 8] =
    [[0.0, 0.0], [1.0, 0.5], [-1.0, 0.5], [2.0, -3.0], [-2.5, -2.5], [4.0, 4.0], [-4.5, 1.5], [5.5, -5.5]];

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct File {
    format: String,
    version: u64,
    engine: u32,
    config: Value,
    features: Vec<String>,
    scaling: Scaling,
    layers: Vec<LayerFile>,
    optimiser_state: StateFile,
    progress: ProgressFile,
    #[serde(rename = "data")]
    _data: Map<String, Value>,
    record: RecordFile,
    checks: Vec<Check>,
}

#[derive(Deserialize, Serialize, PartialEq)]
struct Scaling {
    mean: [f64; 2],
    scale: [f64; 2],
}

/// Points are not scaled before they reach the features.
const UNSCALED: Scaling = Scaling { mean: [0.0, 0.0], scale: [1.0, 1.0] };

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LayerFile {
    #[serde(rename = "units")]
    n_units: usize,
    activation: Map<String, Value>,
    weights: Vec<Vec<f32>>,
    bias: Vec<f32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StateFile {
    optimiser: String,
    slots: Vec<SlotFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SlotFile {
    name: String,
    layers: Vec<SlotLayer>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SlotLayer {
    weights: Vec<Vec<f32>>,
    bias: Vec<f32>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ProgressFile {
    step: u64,
    epoch: u64,
    position_in_epoch: usize,
    optimiser_step: u64,
    gradient_norm: Option<f64>,
    patience: Watch,
    #[serde(rename = "streams")]
    _streams: Map<String, Value>,
}

/// Counters beyond this lose digits in JavaScript.
const LARGEST_COUNT: u64 = 1 << 53;

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct RecordFile {
    losses: Vec<CurvePoint>,
}

/// An input on the plane with what the network makes of it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Check {
    input: [f32; 2],
    score: OneOrMany,
    predict: OneOrMany,
}

/// One output as a number, several as a list.
#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(f64),
    Many(Vec<f64>),
}

/// A model that was read, before its checks.
pub(crate) struct Loaded {
    pub(crate) config: Config,
    pub(crate) parameters: Vec<f32>,
    pub(crate) slots: Vec<Vec<f32>>,
    pub(crate) progress: Progress,
    pub(crate) gradient_norm: Option<f64>,
    pub(crate) watch: Watch,
    pub(crate) record: Vec<CurvePoint>,
    pub(crate) checks: Vec<Check>,
}

/// The session's model as JSON.
pub(crate) fn export(session: &Session) -> Value {
    let config = session.config().clone();
    let scores = session.scores(&CHECK_INPUTS);
    let predictions = session.predict(&CHECK_INPUTS);
    let check = |at: usize| json!({ "input": CHECK_INPUTS[at], "score": one_or_many(&scores[at]), "predict": one_or_many(&predictions[at]) });
    let progress = session.progress();
    let (network, weights) = (session.network(), session.weights());
    let layer = |(idx, (rows, bias)): (usize, (Value, Value))| {
        let layer = &network.layers[idx];
        let mut activation = Map::from_iter([("name".to_owned(), json!(layer.activation.name))]);
        let params = layer.activation.params.iter().zip(&layer.activation_params);
        activation.extend(params.map(|(param, value)| (param.name.to_owned(), json!(value))));
        json!({ "units": layer.units, "activation": activation, "weights": rows, "bias": bias })
    };
    let slots = nn::optimiser::find(&config.optimiser).map_or(&[][..], |optimiser| optimiser.slots);
    let slot = |(slot, values): (&nn::optimiser::Slot, &Vec<f32>)| {
        let layers = matrices(network, values).into_iter().map(|(rows, bias)| json!({ "weights": rows, "bias": bias }));
        json!({ "name": slot.name, "layers": layers.collect::<Vec<_>>() })
    };
    json!({
        "format": FORMAT,
        "version": VERSION,
        "engine": ENGINE,
        "config": config.to_json(),
        "features": config.features,
        "scaling": UNSCALED,
        "layers": matrices(network, &weights.parameters).into_iter().enumerate().map(layer).collect::<Vec<_>>(),
        "optimiserState": {
            "optimiser": config.optimiser,
            "slots": slots.iter().zip(&weights.slots).map(slot).collect::<Vec<_>>(),
        },
        "progress": {
            "step": progress.step,
            "epoch": progress.epoch,
            "positionInEpoch": progress.position_in_epoch,
            "optimiserStep": progress.optimiser_step,
            "gradientNorm": session.gradient_norm(),
            "patience": session.watch(),
            "streams": { "shuffle": { "seed": config.weight_seed, "epoch": progress.epoch },
                         "dropout": { "seed": config.weight_seed, "step": progress.step } },
        },
        "data": data_of(&config, session),
        "record": RecordFile { losses: session.curve().points().to_vec() },
        "checks": (0..CHECK_INPUTS.len()).map(check).collect::<Vec<_>>(),
    })
}

/// The points themselves, or what generates them; and the split.
fn data_of(config: &Config, session: &Session) -> Value {
    let n_test = session.points().iter().filter(|point| point.test).count();
    let split = json!({ "training": session.points().len() - n_test, "test": n_test });
    if data::find(config.task, &config.dataset).is_some_and(data::Dataset::is_own) {
        return json!({ "points": session.points(), "split": split });
    }
    let generator = config.to_json();
    let keys = ["dataset", "formula", "arms", "count", "noise", "labelFlips", "balance", "trainShare", "dataSeed"];
    let mut data = Map::from_iter(keys.map(|key| (key.to_owned(), generator[key].clone())));
    data.insert("split".to_owned(), split);
    Value::Object(data)
}

fn number(value: f32) -> Value {
    json!(shortest_f64(value))
}

fn one_or_many(values: &[f32]) -> Value {
    match values {
        [one] => number(*one),
        many => many.iter().map(|value| number(*value)).collect(),
    }
}

/// Each layer's weights (out × in) and bias of a flat list.
fn matrices(network: &Network, values: &[f32]) -> Vec<(Value, Value)> {
    let list = |values: &[f32]| -> Value { values.iter().map(|value| number(*value)).collect() };
    let sizes = network.sizes();
    let layer = |(idx, (weights, bias)): (usize, (std::ops::Range<usize>, std::ops::Range<usize>))| {
        let rows: Value = values[weights].chunks(sizes[idx].max(1)).map(list).collect();
        (rows, list(&values[bias]))
    };
    network.slices().into_iter().enumerate().map(layer).collect()
}

/// Reads a model; its checks are still to be made.
///
/// # Errors
/// If the JSON is not such a file, or its parts do not go together.
pub(crate) fn import(value: &Value) -> Result<Loaded, Problem> {
    let found = |key: &str| value.get(key).map_or_else(|| "nothing".to_owned(), Value::to_string);
    if value.get("format").and_then(Value::as_str) != Some(FORMAT) {
        return Err(Problem::new("format", format!("must be \"{FORMAT}\""), found("format")));
    }
    if value.get("version").and_then(Value::as_u64) != Some(VERSION) {
        return Err(Problem::new("version", format!("must be {VERSION}"), found("version")));
    }
    let file: File = serde_json::from_value(value.clone())
        .map_err(|error| Problem::new("model", "must have the fields of the published format", error))?;
    debug_assert!(file.format == FORMAT && file.version == VERSION, "both were checked above");
    if file.engine != ENGINE {
        return Err(Problem::new(
            "engine",
            format!("must be {ENGINE}, the one that can continue the run"),
            file.engine,
        ));
    }
    let config = Config::default().merged(&file.config)?;
    if file.features != config.features {
        return Err(Problem::new("features", "must be those of the configuration", file.features.join(" ")));
    }
    if file.scaling != UNSCALED {
        return Err(Problem::new("scaling", "must be mean 0 and scale 1", found("scaling")));
    }
    let mut sizes = config.layer_sizes();
    let n_inputs = sizes.remove(0);
    if file.layers.len() != sizes.len() {
        return Err(Problem::new("layers", format!("must be {} layers", sizes.len()), file.layers.len()));
    }
    check_activations(&config, &file.layers)?;
    let layers = file.layers.iter().map(|layer| (&layer.weights, &layer.bias));
    let parameters = flat("layers", n_inputs, &sizes, layers)?;
    let slots = slots_of(&config, &file.optimiser_state, n_inputs, &sizes)?;
    let progress = progress_of(&file.progress)?;
    if file.checks.len() != CHECK_INPUTS.len() {
        let requirement = format!("must be {} checks", CHECK_INPUTS.len());
        return Err(Problem::new("checks", requirement, file.checks.len()));
    }
    let record = file.record.losses;
    if record.len() > CAPACITY || record.windows(2).any(|pair| pair[0].step >= pair[1].step) {
        let requirement = format!("must be at most {CAPACITY} losses in the order of their steps");
        return Err(Problem::new("record", requirement, format!("{} losses", record.len())));
    }
    let ProgressFile { gradient_norm, patience: watch, .. } = file.progress;
    Ok(Loaded { config, parameters, slots, progress, gradient_norm, watch, record, checks: file.checks })
}

fn progress_of(file: &ProgressFile) -> Result<Progress, Problem> {
    let ProgressFile { step, epoch, position_in_epoch, optimiser_step, .. } = *file;
    for (name, count) in [("step", step), ("epoch", epoch), ("optimiserStep", optimiser_step)] {
        if count > LARGEST_COUNT {
            return Err(Problem::new(format!("progress.{name}"), format!("must be at most {LARGEST_COUNT}"), count));
        }
    }
    if optimiser_step > step {
        return Err(Problem::new("progress.optimiserStep", format!("must be at most step, {step}"), optimiser_step));
    }
    Ok(Progress { step, epoch, position_in_epoch, optimiser_step })
}

fn check_activations(config: &Config, layers: &[LayerFile]) -> Result<(), Problem> {
    let names = config.activations.iter().map(String::as_str).chain([config.pairing().output]);
    for (idx, (layer, name)) in layers.iter().zip(names).enumerate() {
        let found = layer.activation.get("name").and_then(Value::as_str).unwrap_or("none");
        if found != name {
            let key = format!("layers[{idx}].activation");
            return Err(Problem::new(key, format!("must be {name} as in the configuration"), found));
        }
        if layer.n_units != layer.bias.len() {
            let key = format!("layers[{idx}].units");
            return Err(Problem::new(key, format!("must be {}, the length of bias", layer.bias.len()), layer.n_units));
        }
    }
    Ok(())
}

fn slots_of(config: &Config, state: &StateFile, n_inputs: usize, sizes: &[usize]) -> Result<Vec<Vec<f32>>, Problem> {
    if state.optimiser != config.optimiser {
        let requirement = format!("must be {} as in the configuration", config.optimiser);
        return Err(Problem::new("optimiserState.optimiser", requirement, &state.optimiser));
    }
    let known = nn::optimiser::find(&config.optimiser).map_or(&[][..], |optimiser| optimiser.slots);
    let (names, found): (Vec<&str>, Vec<&str>) =
        (known.iter().map(|slot| slot.name).collect(), state.slots.iter().map(|slot| slot.name.as_str()).collect());
    if names != found {
        return Err(Problem::new("optimiserState.slots", format!("must be {names:?}"), format!("{found:?}")));
    }
    let slot = |slot: &SlotFile| {
        let layers = slot.layers.iter().map(|layer| (&layer.weights, &layer.bias));
        flat("optimiserState", n_inputs, sizes, layers)
    };
    state.slots.iter().map(slot).collect()
}

/// The flat list of layers whose shapes must be these.
fn flat<'a>(
    key: &str,
    n_inputs: usize,
    sizes: &[usize],
    layers: impl ExactSizeIterator<Item = (&'a Vec<Vec<f32>>, &'a Vec<f32>)>,
) -> Result<Vec<f32>, Problem> {
    if layers.len() != sizes.len() {
        return Err(Problem::new(key, format!("must be {} layers", sizes.len()), layers.len()));
    }
    let mut values: Vec<f32> = Vec::new();
    let mut inputs = n_inputs;
    for (idx, ((weights, bias), units)) in layers.zip(sizes).enumerate() {
        if weights.len() != *units || bias.len() != *units || weights.iter().any(|row| row.len() != inputs) {
            let found = format!("{} × {}", weights.len(), weights.first().map_or(0, Vec::len));
            return Err(Problem::new(format!("{key}[{idx}].weights"), format!("must be {units} × {inputs}"), found));
        }
        values.extend(weights.iter().flatten().chain(bias));
        inputs = *units;
    }
    match values.iter().find(|value| !value.is_finite()) {
        Some(value) => Err(Problem::new(key, "must hold finite numbers that fit 32 bits", value)),
        None => Ok(values),
    }
}

/// Compares the session with the file's own checks.
///
/// # Errors
/// The first check that is off.
pub(crate) fn check(session: &Session, checks: &[Check]) -> Result<(), Problem> {
    let inputs: Vec<[f32; 2]> = checks.iter().map(|check| check.input).collect();
    let (scores, predictions) = (session.scores(&inputs), session.predict(&inputs));
    for (idx, check) in checks.iter().enumerate() {
        for (name, got, expected) in
            [("score", &scores[idx], &check.score), ("predict", &predictions[idx], &check.predict)]
        {
            let expected = match expected {
                OneOrMany::One(value) => std::slice::from_ref(value),
                OneOrMany::Many(values) => values,
            };
            let close =
                |(got, want): (&f32, &f64)| (f64::from(*got) - want).abs() <= CHECK_TOLERANCE * want.abs().max(1.0);
            if got.len() != expected.len() || !got.iter().zip(expected).all(close) {
                let requirement = format!("must be what the weights give, {got:?}");
                return Err(Problem::new(format!("checks[{idx}].{name}"), requirement, format!("{expected:?}")));
            }
        }
    }
    Ok(())
}

//! The file of a trained model, `gradient-playground/model` version 1: written so that any reader
//! can rebuild the network and check itself, and so that a run continues as if it had never stopped.
//! Here it is written; `import` reads it.
//!
//! Floats are written as the shortest decimals that read back to the same 32 bits.

mod format;
mod import;

use nn::network::Network;
use serde_json::Value;

use crate::config::Config;
use crate::data;
use crate::data::{Point, shortest_f64};
use crate::object;
use crate::query::CurvePoint;
use crate::session::{ENGINE, Patience, Session};
use format::{CHECK_INPUTS, FORMAT, VERSION};
pub(crate) use import::{check, import};

impl Session {
    /// The trained model as JSON, from which [`Command::LoadModel`](crate::Command::LoadModel) continues as if it had never stopped.
    pub fn model(&self) -> Value {
        export(self)
    }
}

/// The session's model as JSON.
fn export(session: &Session) -> Value {
    let config = session.config().clone();
    let scores = session.scores(&CHECK_INPUTS);
    let predictions = session.predict(&CHECK_INPUTS);
    let check = |at: usize| object! { "input": &CHECK_INPUTS[at][..], "score": one_or_many(&scores[at]), "predict": one_or_many(&predictions[at]) };
    let progress = session.progress();
    let (network, weights) = (session.network(), session.weights());
    let layer = |(idx, (rows, bias)): (usize, (Value, Value))| {
        let layer = &network.layers[idx];
        let name = ("name".to_owned(), layer.activation.name.into());
        let params = layer.activation.params.iter().zip(&layer.activation_params);
        let params = params.map(|(param, value)| (param.name.to_owned(), (*value).into()));
        let activation = object([name].into_iter().chain(params));
        object! { "units": layer.units, "activation": activation, "weights": rows, "bias": bias }
    };
    let loss = |entry: &CurvePoint| object! { "step": entry.step, "epoch": entry.epoch, "trainLoss": entry.train, "testLoss": entry.test };
    let patience = session.patience();
    let best = patience.best.map(|(loss, epoch)| vec![Value::from(loss), epoch.into()]);
    let slots = nn::optimiser::find(&config.optimiser).map_or(&[][..], |optimiser| optimiser.slots);
    let slot = |(slot, values): (&nn::optimiser::Slot, &Vec<f32>)| {
        let layers =
            matrices(network, values).into_iter().map(|(rows, bias)| object! { "weights": rows, "bias": bias });
        object! { "name": slot.name, "layers": layers.collect::<Value>() }
    };
    object! {
        "format": FORMAT,
        "version": VERSION,
        "engine": ENGINE,
        "config": config.to_json(),
        "features": config.features.clone(),
        // Points are not scaled before they reach the features.
        "scaling": object! { "mean": vec![0, 0], "scale": vec![1, 1] },
        "layers": matrices(network, &weights.parameters).into_iter().enumerate().map(layer).collect::<Value>(),
        "optimiserState": object! {
            "optimiser": config.optimiser.clone(),
            "slots": slots.iter().zip(&weights.slots).map(slot).collect::<Value>(),
        },
        "progress": object! {
            "step": progress.step,
            "epoch": progress.epoch,
            "positionInEpoch": progress.position_in_epoch,
            "optimiserStep": progress.optimiser_step,
            "gradientNorm": session.gradient_norm(),
            "patience": patience_of(patience, best.into()),
            "streams": object! {
                "shuffle": object! { "seed": config.weight_seed, "epoch": progress.epoch },
                "dropout": object! { "seed": config.weight_seed, "step": progress.step },
            },
        },
        "data": data_of(&config, session),
        "record": object! { "losses": session.curve().points().iter().map(loss).collect::<Value>() },
        "checks": (0..CHECK_INPUTS.len()).map(check).collect::<Value>(),
    }
}

/// The points, so that a reader can compute the losses; what generates them, if anything does; and the split.
fn data_of(config: &Config, session: &Session) -> Value {
    let n_test = session.points().iter().filter(|point| point.test).count();
    let split = object! { "training": session.points().len() - n_test, "test": n_test };
    let points = session.points().iter().map(Point::to_json).collect::<Value>();
    let given = [("points".to_owned(), points), ("split".to_owned(), split)];
    if data::find(config.task, &config.dataset).is_some_and(data::Dataset::is_own) {
        return object(given);
    }
    let generator = config.to_json();
    let keys = ["dataset", "formula", "arms", "count", "noise", "labelFlips", "balance", "trainShare", "dataSeed"];
    let keys = keys.map(|key| (key.to_owned(), generator[key].clone()));
    object(keys.into_iter().chain(given))
}

fn number(value: f32) -> Value {
    shortest_f64(value).into()
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

/// What the stop rules remember; what was reached only where something was.
fn patience_of(patience: Patience, best: Value) -> Value {
    let reached = [("testLoss", patience.has_reached_loss), ("accuracy", patience.has_reached_accuracy)];
    let reached: Value = reached.into_iter().filter(|(_, is_so)| *is_so).map(|(name, _)| Value::from(name)).collect();
    if reached == Value::Array(Vec::new()) {
        object! { "best": best }
    } else {
        object! { "best": best, "reached": reached }
    }
}

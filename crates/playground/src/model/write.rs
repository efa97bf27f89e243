//! Writes the file of a model, `gradient-playground/model` version 1, so that any reader can rebuild the network and check itself, and so that a
//! run continues as if it had never stopped. Floats are written as the shortest decimals that read back to the same 32 bits.

use nn::network::{Layer, LayerValues};
use serde_json::Value;

use super::{FORMAT, Model, VERSION, checks};
use crate::config::Config;
use crate::data::{self, Point, shortest_f64};
use crate::object;
use crate::query::CurvePoint;
use crate::session::{ENGINE, Patience};

impl Model {
    /// The file of the model.
    pub fn to_json(&self) -> Value {
        let (config, run, network) = (&self.config, &self.run, self.network());
        let progress = run.progress;
        let layers = network.layers.iter().zip(network.split(&run.weights.parameters)).map(|(layer, values)| {
            let (weights, bias) = matrices(values);
            object! { "units": layer.units, "activation": activation(layer), "weights": weights, "bias": bias }
        });
        let slots = nn::optimiser::find(&config.optimiser).map_or(&[][..], |optimiser| optimiser.slots);
        let slot = |(slot, values): (&nn::optimiser::Slot, &Vec<f32>)| {
            let layers = network.split(values).into_iter().map(matrices);
            let layers = layers.map(|(weights, bias)| object! { "weights": weights, "bias": bias });
            object! { "name": slot.name, "layers": layers.collect::<Value>() }
        };
        let best = run.patience.best.map(|(loss, epoch)| vec![Value::from(loss), epoch.into()]);
        let loss = |entry: &CurvePoint| object! { "step": entry.step, "epoch": entry.epoch, "trainLoss": entry.train, "testLoss": entry.test };
        object! {
            "format": FORMAT,
            "version": VERSION,
            "engine": ENGINE,
            "config": config.to_json(),
            "features": config.features.clone(),
            // Points are not scaled before they reach the features.
            "scaling": object! { "mean": vec![0, 0], "scale": vec![1, 1] },
            "layers": layers.collect::<Value>(),
            "optimiserState": object! {
                "optimiser": config.optimiser.clone(),
                "slots": slots.iter().zip(&run.weights.slots).map(slot).collect::<Value>(),
            },
            "progress": object! {
                "step": progress.step,
                "epoch": progress.epoch,
                "positionInEpoch": progress.position_in_epoch,
                "optimiserStep": progress.optimiser_step,
                "gradientNorm": run.gradient_norm,
                "patience": patience_of(run.patience, best.into()),
                "streams": object! {
                    "shuffle": object! { "seed": config.weight_seed, "epoch": progress.epoch },
                    "dropout": object! { "seed": config.weight_seed, "step": progress.step },
                },
            },
            "data": data_of(config),
            "record": object! { "losses": run.curve.iter().map(loss).collect::<Value>() },
            "checks": checks::to_json(self),
        }
    }
}

/// The activation of a layer, with its parameters.
fn activation(layer: &Layer) -> Value {
    let params = layer.activation.params.iter().zip(&layer.activation_params);
    let params = params.map(|(param, value)| (param.name.to_owned(), (*value).into()));
    object([("name".to_owned(), layer.activation.name.into())].into_iter().chain(params))
}

/// A layer's weights (out × in) and its bias.
fn matrices(layer: LayerValues<'_>) -> (Value, Value) {
    let list = |values: &[f32]| values.iter().map(|value| shortest_f64(*value)).collect::<Value>();
    (layer.rows().map(list).collect(), list(layer.bias))
}

/// The points, so that a reader can compute the losses; what generates them, if anything does; and the split.
fn data_of(config: &Config) -> Value {
    let points = data::build(config);
    let n_test = points.iter().filter(|point| point.test).count();
    let split = object! { "training": points.len() - n_test, "test": n_test };
    let points = points.iter().map(Point::to_json).collect::<Value>();
    let given = [("points".to_owned(), points), ("split".to_owned(), split)];
    if data::find(config.task, &config.dataset).is_some_and(data::Dataset::is_own) {
        return object(given);
    }
    let generator = config.to_json();
    let keys = ["dataset", "formula", "arms", "count", "noise", "labelFlips", "balance", "trainShare", "dataSeed"];
    let keys = keys.map(|key| (key.to_owned(), generator[key].clone()));
    object(keys.into_iter().chain(given))
}

/// What the stop rules remember; what was reached only where something was.
fn patience_of(patience: Patience, best: Value) -> Value {
    let reached = [("testLoss", patience.has_reached_loss), ("accuracy", patience.has_reached_accuracy)];
    let reached: Vec<Value> = reached.into_iter().filter(|(_, is_so)| *is_so).map(|(name, _)| name.into()).collect();
    if reached.is_empty() {
        object! { "best": best }
    } else {
        object! { "best": best, "reached": reached }
    }
}

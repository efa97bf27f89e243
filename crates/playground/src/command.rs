//! What can be asked of a session, by whoever asks: page, link, file, test.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::data::Point;

/// A change to a run. Playing, pausing and speed are not among them: they belong to whoever calls
/// `train`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Command {
    /// Changes some keys of the configuration.
    Configure {
        /// The keys with their new values.
        #[serde(with = "crate::json_postcard")]
        partial: Value,
    },
    /// Replaces all points by own ones.
    SetPoints {
        /// The points.
        points: Vec<Point>,
    },
    /// Adds points to those in play, all of which become own points.
    AddPoints {
        /// The points.
        points: Vec<Point>,
    },
    /// Moves, relabels or marks one of the points in play, all of which become own points.
    PutPoint {
        /// Its place in [`Session::points`](crate::Session::points).
        index: usize,
        /// What it becomes.
        point: Point,
    },
    /// Takes points out of play; the others become own points.
    RemovePoints {
        /// Their places in [`Session::points`](crate::Session::points), in any order.
        indices: Vec<usize>,
    },
    /// Sets one weight or bias by hand. Training goes on from there, the optimiser's state stays.
    SetParameter {
        /// Hidden layers from 0, then the output layer.
        layer: usize,
        /// The neuron of that layer, from 0.
        unit: usize,
        /// The feature or neuron of the layer before that the weight belongs to; none for the bias.
        input: Option<usize>,
        /// The new value.
        value: f32,
    },
    /// Takes a hidden neuron away; all other weights stay.
    RemoveNeuron {
        /// Hidden layers from 0.
        layer: usize,
        /// The neuron of that layer, from 0.
        unit: usize,
    },
    /// Back to step 0 and the initial weights.
    Reset,
    /// Other initial weights: the next seed.
    NewWeights,
    /// Other generated points: the next seed.
    NewSample,
    /// Takes back the last act. Training is not undone, nor is [`Reset`](Command::Reset) an act.
    Undo,
    /// Carries out again what was undone last.
    Redo,
    /// Takes over a model that was exported.
    LoadModel {
        /// The model's JSON.
        #[serde(with = "crate::json_postcard")]
        model: Value,
    },
}

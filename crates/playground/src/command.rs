//! The commands of a session, whether they come from the page, a link, a file or a test.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::config::InitialWeights;
use crate::data::Point;

/// A change to a run. Playing, pausing and speed are not among them: the caller of `train`
/// decides on those.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
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
    /// Adds points to the present ones, all of which become own points.
    AddPoints {
        /// The points.
        points: Vec<Point>,
    },
    /// Moves, relabels or marks one of the present points, all of which become own points.
    PutPoint {
        /// Its place in [`Session::points`](crate::Session::points).
        index: usize,
        /// What it becomes.
        point: Point,
    },
    /// Removes points; the others become own points.
    RemovePoints {
        /// Their places in [`Session::points`](crate::Session::points), in any order.
        indices: Vec<usize>,
    },
    /// Sets one weight or bias by hand. Training continues from there; the optimiser's state stays.
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
    /// Removes a hidden neuron; all other weights stay. At initial weights, they become those of the smaller network.
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
    /// Undoes the last change. Training cannot be undone, but [`Reset`](Command::Reset) can: the trained run comes back.
    Undo,
    /// Redoes the change that was undone last.
    Redo,
    /// Replaces configuration and run with those of an exported model, or the initial weights with those of another program.
    LoadModel {
        /// The model's JSON.
        #[serde(with = "crate::json_postcard")]
        model: Value,
        /// Whether its weights are used although they do not give what it says, because they were edited.
        skip_checks: bool,
    },
    /// Back to step 0, at these initial weights. A model of [`LoadModel`](Command::LoadModel) that has no more than weights is this
    /// command.
    StartFrom {
        /// As many as the network has.
        weights: InitialWeights,
    },
    /// Sets all weights of a layer by hand, as [`SetParameter`](Command::SetParameter) sets one, and its biases if there are any.
    SetLayer {
        /// Hidden layers from 0, then the output layer.
        layer: usize,
        /// Neuron by neuron, a weight for each input.
        weights: InitialWeights,
        /// A bias for each neuron; none to leave them.
        biases: Option<InitialWeights>,
    },
}

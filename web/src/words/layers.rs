//! The words of the network as a whole: its layers, how they change, what it is without any.

use std::cmp::Ordering;

use playground::{Config, Task};

pub(crate) const NETWORK: &str = "Network";
pub(crate) const ADD_LAYER: &str = "Add layer";
pub(crate) const REMOVE_LAYER: &str = "Remove layer";
pub(crate) const ADD_LAYER_SHORT: &str = "+ layer";
pub(crate) const REMOVE_LAYER_SHORT: &str = "− layer";
pub(crate) const FEATURES_COLUMN: &str = "Features";
pub(crate) const OUTPUT_COLUMN: &str = "Output";
pub(crate) const PARAMETERS_BEHIND: &str = " parameters";

pub(crate) fn activation_of_layer(layer: usize) -> String {
    format!("Activation of layer {layer}")
}

pub(crate) fn add_neuron(layer: usize) -> String {
    format!("Add neuron to layer {layer}")
}

pub(crate) fn remove_neuron(layer: usize) -> String {
    format!("Remove neuron from layer {layer}")
}

/// The network in one line: units per layer.
pub(crate) fn shape(sizes: &[usize]) -> String {
    sizes.iter().map(usize::to_string).collect::<Vec<_>>().join(" → ")
}

/// What a network without hidden layers is.
pub(crate) fn linear_model(config: &Config) -> &'static str {
    match config.task {
        Task::Classification if config.classes > 2 => "Without hidden layers this is softmax regression.",
        Task::Classification if config.loss == "log" || config.loss == "logistic" => {
            "Without hidden layers this is logistic regression."
        }
        Task::Classification => "Without hidden layers this is a linear classifier.",
        Task::Regression | Task::Curve => "Without hidden layers this is linear regression.",
    }
}

/// Why nothing is learned, and what to try.
pub(crate) fn silent(layer: usize, is_zero: bool) -> String {
    let layer = layer + 1;
    if is_zero {
        format!(
            "The weights of layer {layer} are all 0, and their gradient is 0 with them: they stay there. Try another \
             Initialisation."
        )
    } else {
        format!(
            "The neurons of layer {layer} are dead: each says the same everywhere, so that the gradient before them is 0. \
             Try New weights, a smaller Learning rate or the Activation Leaky ReLU."
        )
    }
}

/// What an act did to the network, where the screen alone shows it.
pub(crate) fn changed(before: &Config, after: &Config) -> Option<&'static str> {
    let sums = [before, after].map(|config| config.hidden_layers.iter().sum::<usize>());
    let (layers, neurons) = (before.hidden_layers.len().cmp(&after.hidden_layers.len()), sums[0].cmp(&sums[1]));
    match (layers, neurons, before.features.len().cmp(&after.features.len())) {
        (Ordering::Less, ..) => Some("Layer added"),
        (Ordering::Greater, ..) => Some("Layer removed"),
        (_, Ordering::Less, _) => Some("Neuron added"),
        (_, Ordering::Greater, _) => Some("Neuron removed"),
        (.., Ordering::Less) => Some("Feature added"),
        (.., Ordering::Greater) => Some("Feature removed"),
        _ => None,
    }
}

//! The words of the network panel: names of neurons, weights and biases, and what each computes.

use playground::problem::Rule;
use playground::{Config, Parameter, Problem, Task, catalog, decimal, features};

pub(crate) const NEURONS: &str = "Neurons";
pub(crate) const NEURONS_KEYS: &str =
    "Arrow keys move among the neurons, Enter opens one for editing, Escape closes it.";
pub(crate) const LEGEND_POSITIVE: &str = "positive weight";
pub(crate) const LEGEND_NEGATIVE: &str = "negative";
pub(crate) const LEGEND_BIAS: &str = "bias";
pub(crate) const LEGEND_HOW: &str = "The wider an edge, the larger its weight; the fuller a neuron's disc, the larger its bias. Point at a neuron or an \
     edge to see its numbers, click it to edit them.";
pub(crate) const CLICK_TO_EDIT: &str = "click to edit";
pub(crate) const ENTER_TO_EDIT: &str = "Enter to edit";
pub(crate) const FIELDS_HOW: &str =
    "A field tells its gradient: how steeply the loss of all training points rises with it.";
pub(crate) const CLOSE: &str = "Close";
pub(crate) const BIAS: &str = "Bias";
pub(crate) const INCOMING: &str = "Bias and incoming weights";
pub(crate) const SWITCH_OFF: &str = "Switch off";
pub(crate) const SWITCH_OFF_WHY: &str =
    "A neuron that is off passes 0 on; its weights wait. It is dimmed and crossed out.";
pub(crate) const FREEZE: &str = "Freeze";
pub(crate) const FREEZE_WHY: &str = "A frozen neuron computes but does not learn. It has a snowflake.";
pub(crate) const REMOVE: &str = "Remove";
pub(crate) const REMOVE_WHY: &str = "Take this neuron away; all other weights stay";
pub(crate) const LAST_NEURON: &str = "The last neuron of a layer goes with its layer";
pub(crate) const ITS_SLOPE: &str = "its slope";
pub(crate) const WEIGHTS: &str = "Weights";
pub(crate) const WEIGHTS_OF: &str = "Weights of";
pub(crate) const NEURON: &str = "Neuron";

/// A neuron's name; column 0 is the features'.
pub(crate) fn neuron(config: &Config, column: usize, unit: usize) -> String {
    if column == 0 {
        return feature(config, unit);
    }
    if column <= config.hidden_layers.len() {
        return format!("Neuron {column}.{}", unit + 1);
    }
    if config.n_outputs() > 1 { format!("Output of class {}", unit + 1) } else { "Output".into() }
}

/// A neuron's name within a sentence.
fn neuron_inside(config: &Config, column: usize, unit: usize) -> String {
    let name = neuron(config, column, unit);
    if column == 0 { name } else { name.replacen('N', "n", 1).replacen('O', "o", 1) }
}

/// A feature as it is written.
pub(crate) fn feature(config: &Config, index: usize) -> String {
    let name = config.features.get(index).map_or("", String::as_str);
    features::KNOWN.iter().find(|known| known.name == name).map_or(name, |known| known.label).into()
}

/// A neuron's name with its bias and what is special about it.
pub(crate) fn neuron_button(
    config: &Config,
    (column, unit): (usize, usize),
    bias: Option<f32>,
    off: bool,
    frozen: bool,
) -> String {
    let mut name = neuron(config, column, unit);
    if column == 0 {
        name.insert_str(0, "Feature ");
    }
    if let Some(bias) = bias {
        name.push_str(", bias ");
        name.push_str(&signed(bias, 2));
    }
    if off {
        name.push_str(", off");
    }
    if frozen {
        name.push_str(", frozen");
    }
    name
}

/// A weight's or a bias's name.
pub(crate) fn parameter(config: &Config, at: Parameter) -> String {
    let to = neuron_inside(config, at.layer + 1, at.unit);
    match at.input {
        None => format!("Bias of {to}"),
        Some(input) => format!("Weight {} → {to}", neuron_inside(config, at.layer, input)),
    }
}

/// A weight or bias with its gradient.
pub(crate) fn weighed(at: Parameter, value: f32, gradient: Option<f32>) -> String {
    let gradient = gradient.filter(|gradient| gradient.is_finite()).map_or("–".into(), small);
    format!("{} {} · gradient {gradient}", if at.input.is_some() { "weight" } else { "bias" }, signed(value, 4))
}

/// A bias as a card tells it.
pub(crate) fn bias_now(value: f32) -> String {
    format!("bias {}", signed(value, 4))
}

/// The values that a neuron takes on the plane.
pub(crate) fn values((low, high): (f32, f32)) -> String {
    format!("values {} to {} on the plane", signed(low, 2), signed(high, 2))
}

/// A gradient, which may be small and still matter.
fn small(value: f32) -> String {
    let size = value.abs();
    if size == 0.0 || size >= 5e-4 { signed(value, 4) } else { format!("{:.1e}", f64::from(value)).replace('-', "−") }
}

/// An input of a layer where there is little room.
pub(crate) fn input_short(config: &Config, layer: usize, input: usize) -> String {
    if layer == 0 { feature(config, input) } else { format!("{layer}.{}", input + 1) }
}

/// The layers that have weights.
pub(crate) fn layer(config: &Config, layer: usize) -> String {
    if layer < config.hidden_layers.len() { format!("Layer {}", layer + 1) } else { "Output".into() }
}

/// What a neuron computes.
pub(crate) fn computes(config: &Config, (column, unit): (usize, usize)) -> String {
    let Some(layer) = column.checked_sub(1) else {
        let name = config.features.get(unit).map_or("", String::as_str);
        return features::KNOWN
            .iter()
            .find(|known| known.name == name && known.formula != name)
            .map_or("what the network sees of each point".into(), |known| known.formula.into());
    };
    let n_inputs = config.layer_sizes()[layer];
    let sum = match n_inputs {
        1 => "bias + weight × input".into(),
        n => format!("bias + {n} weighted inputs"),
    };
    if column <= config.hidden_layers.len() {
        return format!("{} of ({sum})", activation(&config.activations[layer]));
    }
    match (config.task, config.n_outputs()) {
        (Task::Classification, 1) => format!("score = {sum}; from 0 on it is class 2"),
        (Task::Classification, _) => format!("score = {sum}; the largest score wins"),
        _ => format!("value = {sum}"),
    }
}

/// An activation's name as its menu writes it.
pub(crate) fn activation(name: &str) -> &str {
    catalog::activation::find(name).map_or(name, |entry| entry.label)
}

/// What is wrong with a text that should be a weight or a bias.
pub(crate) fn not_a_number(at: Parameter, text: &str) -> String {
    let key = if at.input.is_some() { "weight" } else { "bias" };
    Problem::new(key, Rule::FiniteNumber, format!("“{}”", text.trim())).to_string()
}

/// A weight as a field shows it while nobody edits it.
pub(crate) fn rounded(value: f32) -> String {
    let (size, value) = (value.abs(), f64::from(value));
    if size == 0.0 || (5e-5..1e4).contains(&size) { format!("{value:.4}") } else { format!("{value:.2e}") }
}

/// A weight with all its digits.
pub(crate) fn exact(value: f32) -> String {
    let (size, text) = (value.abs(), value.to_string());
    // The shortest text of the f64 that the shortest text means is the same digits.
    let short = if size == 0.0 || (1e-5..1e7).contains(&size) { None } else { decimal(&text) };
    short.map_or(text, |short| format!("{short:e}"))
}

/// A weight with its sign as it is printed.
fn signed(value: f32, digits: usize) -> String {
    // As an f64, whose text to so many digits is the same: there is one way only of writing numbers.
    let size = f64::from(value.abs());
    let text = if size < 1e4 { format!("{size:.digits$}") } else { format!("{size:.1e}") };
    if value < 0.0 { format!("−{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_and_neurons_are_named_by_where_they_lead() {
        let config = Config::default();
        let at = |layer, unit, input| Parameter { layer, unit, input };
        assert_eq!(parameter(&config, at(0, 2, Some(1))), "Weight x₂ → neuron 1.3");
        assert_eq!(weighed(at(0, 2, Some(1)), -0.81324, Some(0.0271)), "weight −0.8132 · gradient 0.0271");
        assert_eq!(weighed(at(0, 2, None), 1.0, Some(-2.5e-7)), "bias 1.0000 · gradient −2.5e−7");
        assert_eq!(weighed(at(0, 2, None), 1.0, None), "bias 1.0000 · gradient –");
        assert_eq!(parameter(&config, at(1, 0, Some(3))), "Weight neuron 1.4 → neuron 2.1");
        assert_eq!(parameter(&config, at(2, 0, None)), "Bias of output");
        assert_eq!(neuron_button(&config, (1, 2), Some(-0.214), true, false), "Neuron 1.3, bias −0.21, off");
    }

    #[test]
    fn a_field_shows_few_digits_and_edits_all() {
        assert_eq!(rounded(-0.813_249), "-0.8132");
        assert_eq!(exact(-0.813_249), "-0.813249");
        for value in [0.0, 1e-7, -3.5e12, 0.1] {
            assert_eq!(exact(value).parse(), Ok(value));
        }
    }
}

//! What the network panel says: names of neurons, weights and biases, what each computes, why nothing is learned.

use std::cmp::Ordering;

use playground::{Config, Task, features};

use crate::Words;

impl Words {
    /// A neuron's name; column 0 is the features'.
    pub fn neuron(&self, config: &Config, column: usize, unit: usize) -> String {
        self.named(config, column, unit, false)
    }

    /// Its name alone, or within a sentence.
    fn named(&self, config: &Config, column: usize, unit: usize, inside: bool) -> String {
        let (words, number) = (&self.network, (unit + 1).to_string());
        if column == 0 {
            return self.feature(config, unit);
        }
        if column <= config.hidden_layers.len() {
            let name = if inside { &words.neuron_inside } else { &words.neuron };
            return name.with([&column.to_string(), &number]);
        }
        if config.n_outputs() > 1 {
            let name = if inside { &words.output_of_class_inside } else { &words.output_of_class }.with([&number]);
            return self.with_name(config, unit + 1, name);
        }
        if inside { words.output_inside } else { self.common.output }.into()
    }

    /// A feature as it is written.
    pub fn feature(&self, config: &Config, index: usize) -> String {
        let name = config.features.get(index).map_or("", String::as_str);
        features::KNOWN.iter().find(|known| known.name == name).map_or(name, |known| known.label).into()
    }

    /// A feature with what its symbols stand for.
    fn feature_named(&self, config: &Config, index: usize) -> String {
        let (label, name) = (self.feature(config, index), config.features.get(index).map_or("", String::as_str));
        self.feature_meaning(config, name)
            .map_or_else(|| label.clone(), |meaning| self.common.named.with([&label, &meaning]))
    }

    /// A neuron's name with its bias and what is special about it.
    pub fn neuron_button(
        &self,
        config: &Config,
        (column, unit): (usize, usize),
        bias: Option<f32>,
        off: bool,
        frozen: bool,
    ) -> String {
        let words = &self.network;
        let mut name = self.neuron(config, column, unit);
        if column == 0 {
            name = words.feature.with([&self.feature_named(config, unit)]);
        }
        if let Some(bias) = bias {
            name = words.with_bias.with([&name, &self.signed(bias, 2)]);
        }
        if off {
            name = words.switched_off.with([&name]);
        }
        if frozen {
            name = words.frozen.with([&name]);
        }
        name
    }

    /// The name of the weight into neuron `unit` of layer `layer` from `input`; of its bias, where there is none.
    pub fn weight(&self, config: &Config, layer: usize, unit: usize, input: Option<usize>) -> String {
        let to = self.named(config, layer + 1, unit, true);
        match input {
            None => self.network.bias_of.with([&to]),
            Some(input) => self.network.weight_from_to.with([&self.named(config, layer, input, true), &to]),
        }
    }

    /// A weight or a bias with its gradient.
    pub fn weight_now(&self, is_bias: bool, value: f32, gradient: Option<f32>) -> String {
        let text = if is_bias { &self.network.bias_now } else { &self.network.weight_now };
        text.with([&self.signed(value, 4), &self.gradient(gradient)])
    }

    /// A bias as a card tells it.
    pub fn bias_alone(&self, value: f32) -> String {
        self.network.bias_alone.with([&self.signed(value, 4)])
    }

    /// The values that a neuron takes on the plane.
    pub fn values(&self, (low, high): (f32, f32)) -> String {
        self.network.values.with([&self.signed(low, 2), &self.signed(high, 2)])
    }

    /// An input of a layer where there is little room.
    pub fn input_short(&self, config: &Config, layer: usize, input: usize) -> String {
        if layer == 0 { self.feature(config, input) } else { format!("{layer}.{}", input + 1) }
    }

    /// A layer that has weights.
    pub fn layer(&self, config: &Config, layer: usize) -> String {
        if layer < config.hidden_layers.len() {
            self.network.layer.with([&(layer + 1).to_string()])
        } else {
            self.common.output.into()
        }
    }

    /// The network in one line: units per layer.
    pub fn shape(&self, sizes: &[usize]) -> String {
        sizes.iter().map(usize::to_string).collect::<Vec<_>>().join(" → ")
    }

    /// What a neuron computes.
    pub fn computes(&self, config: &Config, (column, unit): (usize, usize)) -> String {
        let words = &self.network;
        let Some(layer) = column.checked_sub(1) else {
            let name = config.features.get(unit).map_or("", String::as_str);
            let known = features::KNOWN.iter().find(|known| known.name == name && known.formula != name);
            let formula = known.map_or(words.is_feature, |known| known.formula);
            let meaning = self.feature_meaning(config, name);
            return meaning.map_or_else(|| formula.into(), |meaning| [formula, &meaning].join(" · "));
        };
        let sum = match config.layer_sizes()[layer] {
            1 => words.one_input.into(),
            n => words.inputs.with([&n.to_string()]),
        };
        if column <= config.hidden_layers.len() {
            return words.activation_of.with([self.activation(&config.activations[layer]), &sum]);
        }
        match (config.task, config.n_outputs()) {
            (Task::Classification, 1) => words.score_of_two.with([&sum, &self.class_said(config, 2)]),
            (Task::Classification, _) => words.score_of_many.with([&sum]),
            _ => words.value_is.with([&sum]),
        }
    }

    /// What is wrong with a text that should be a weight or a bias.
    pub fn not_a_number(&self, is_bias: bool, text: &str) -> String {
        let words = &self.network;
        if is_bias { &words.bias_not_a_number } else { &words.weight_not_a_number }.with([text.trim()])
    }

    /// What a network is that can only be linear; nothing where a hidden layer bends.
    pub fn linear_model(&self, config: &Config) -> Option<&'static str> {
        let words = &self.network;
        if config.activations.iter().any(|activation| activation != "linear") {
            return None;
        }
        Some(match config.task {
            _ if !config.hidden_layers.is_empty() => words.all_linear,
            Task::Classification if config.classes > 2 => words.is_softmax_regression,
            Task::Classification if config.loss == "log" || config.loss == "logistic" => words.is_logistic_regression,
            Task::Classification => words.is_linear_classifier,
            Task::Regression | Task::Curve => words.is_linear_regression,
        })
    }

    /// Why the layer with this index learns nothing, and what to try: its weights are all 0, or else its neurons are dead.
    pub fn silent(&self, layer: usize, is_zero: bool) -> String {
        let words = &self.network;
        if is_zero { &words.zero_weights } else { &words.dead_layer }.with([&(layer + 1).to_string()])
    }

    /// What a change did to the network, where the screen alone shows it.
    pub fn changed(&self, before: &Config, after: &Config) -> Option<&'static str> {
        if after.takes_all_points() && !before.takes_all_points() {
            return Some(self.settings.all_points_now);
        }
        let words = &self.network;
        let sums = [before, after].map(|config| config.hidden_layers.iter().sum::<usize>());
        let (layers, neurons) = (before.hidden_layers.len().cmp(&after.hidden_layers.len()), sums[0].cmp(&sums[1]));
        match (layers, neurons, before.features.len().cmp(&after.features.len())) {
            (Ordering::Less, ..) => Some(words.layer_added),
            (Ordering::Greater, ..) => Some(words.layer_removed),
            (_, Ordering::Less, _) => Some(words.neuron_added),
            (_, Ordering::Greater, _) => Some(words.neuron_removed),
            (.., Ordering::Less) => Some(words.feature_added),
            (.., Ordering::Greater) => Some(words.feature_removed),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::EN;

    #[test]
    fn weights_and_neurons_are_named_by_where_they_lead() {
        let config = Config::default();
        assert_eq!(EN.weight(&config, 0, 2, Some(1)), "Weight x₂ → neuron 1.3");
        assert_eq!(EN.weight(&config, 1, 0, Some(3)), "Weight neuron 1.4 → neuron 2.1");
        assert_eq!(EN.weight(&config, 2, 0, None), "Bias of output");
        assert_eq!(EN.neuron_button(&config, (1, 2), Some(-0.214), true, false), "Neuron 1.3, bias −0.21, off");
        assert_eq!(EN.neuron_button(&config, (0, 1), None, false, false), "Feature x₂");
    }

    #[test]
    fn numbers_of_weights_have_true_minus_signs() {
        assert_eq!(EN.weight_now(false, -0.81324, Some(0.0271)), "weight −0.8132 · gradient 0.0271");
        assert_eq!(EN.weight_now(true, 1.0, Some(-2.5e-7)), "bias 1.0000 · gradient −2.5e−7");
        assert_eq!(EN.weight_now(true, 1.0, None), "bias 1.0000 · gradient –");
    }

    #[test]
    fn what_a_neuron_computes_names_its_inputs() {
        let config = Config::default();
        assert_eq!(EN.computes(&config, (1, 0)), "Tanh of (bias + 2 weighted inputs)");
        assert_eq!(EN.computes(&config, (3, 0)), "score = bias + 2 weighted inputs; class 2 from 0 up");
        assert_eq!(EN.computes(&config, (0, 0)), "an input of the network");
    }
}
